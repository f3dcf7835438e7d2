/* ImportList.tsx - a list of people from a spreadsheet: choose, look at it, read it in.
 *
 * What: file, drop or paste; which column is what, to be corrected; the first rows as they will be; one sentence for every
 *       row that is not as it should be; then all of it, with how many are saved.
 * Not:  reading bytes is csv.ts, making nodes people.ts.
 * Invariants: nothing is written before the person says so. */
import { useComputed, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { organiser as t } from "../../text/organiser.ts";
import { LeftIcon, UploadIcon } from "../../ui/icons.tsx";
import { type Column, COLUMNS, type Finding, type Mapping, people, read, recognise, type Sheet } from "./csv.ts";
import { Labelled, Page } from "./parts.tsx";
import { addAll, rows } from "./people.ts";
import "./people.css";

const MOST_BYTES = 5_000_000;
const PREVIEW = 8;
const FINDINGS = 40;

interface Loaded {
  readonly file: string;
  readonly sheet: Sheet;
}
const sentence = (f: Finding): string => t(`finding_${f.code}`, { line: f.line, what: f.what });

export function ImportList({ s, onDone }: { s: Seminar; onDone: () => void }) {
  const loaded = useSignal<Loaded | null>(null);
  const header = useSignal(true);
  const mapping = useSignal<Mapping>({ name: -1, first: -1, last: -1, organisation: -1, sector: -1, area: -1, email: -1 });
  const update = useSignal(false);
  const problem = useSignal("");
  const progress = useSignal<{ total: number; made: number } | null>(null);
  const pasted = useSignal("");
  const over = useSignal(false);
  const stopped = useRef(false);

  const take = (file: string, bytes: Uint8Array): void => {
    problem.value = "";
    if (bytes.length > MOST_BYTES) return void (problem.value = t("fileTooBig"));
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return void (problem.value = t("fileIsXlsx"));
    const sheet = read(bytes);
    if (sheet.rows.length === 0) return void (problem.value = t("fileEmpty"));
    const seen = recognise(sheet.rows);
    header.value = seen.header;
    mapping.value = seen.mapping;
    loaded.value = { file, sheet };
  };
  const open = async (file: File | null | undefined): Promise<void> => {
    if (!file) return;
    try {
      take(file.name, new Uint8Array(await file.arrayBuffer()));
    } catch {
      problem.value = t("fileUnreadable");
    }
  };
  const got = useComputed(() => (loaded.value ? people(loaded.value.sheet, header.value, mapping.value, rows(s)) : null));
  const wanted = (): readonly (import("./csv.ts").Person & { known: number })[] => (got.value?.people ?? []).filter((p) => !p.known || update.value);

  const run = async (): Promise<void> => {
    const list = wanted();
    progress.value = { total: list.length, made: 0 };
    await addAll(s, list, (made) => (progress.value = { total: list.length, made }), () => stopped.current);
  };

  if (progress.value) {
    const { total, made } = progress.value;
    const pending = s.saved.value.pending;
    const saved = made < total ? Math.max(0, Math.min(made, total - pending)) : pending === 0 ? total : Math.max(0, total - pending);
    const away = s.connection.value.state === "offline";
    const done = saved >= total;
    return (
      <Page title={t("importList")}>
        <div class="card stack">
          <p role="status">{done ? t("importDone", { n: total }) : away ? t("importAway", { n: saved, all: total }) : t("importSaved", { n: saved, all: total })}</p>
          <progress class="org-progress" max={total} value={saved} aria-label={t("importList")} />
          <button type="button" class={done ? "button primary" : "button"} onClick={onDone}>{done ? t("toPeople") : t("goOnMeanwhile")}</button>
        </div>
      </Page>
    );
  }
  const back = <button type="button" class="button quiet" onClick={onDone}><LeftIcon />{t("people")}</button>;
  if (!loaded.value || !got.value) {
    return (
      <Page title={t("importList")} lead={t("importLead")} acts={back}>
        <div class={`org-drop ${over.value ? "over" : ""}`}
          onDragOver={(e) => { e.preventDefault(); over.value = true; }}
          onDragLeave={() => (over.value = false)}
          onDrop={(e) => { e.preventDefault(); over.value = false; void open(e.dataTransfer?.files[0]); }}>
          <label class="button primary"><UploadIcon />{t("chooseFile")}
            <input type="file" class="sr" accept=".csv,.txt,.tsv,text/csv,text/plain" onChange={(e) => void open(e.currentTarget.files?.[0])} />
          </label>
          <p class="note">{t("dropHere")}</p>
        </div>
        {problem.value && <p class="org-problem" role="alert">{problem.value}</p>}
        <Labelled label={t("orPaste")}>
          {(dom) => <textarea id={dom} class="input" rows={4} value={pasted.value} onInput={(e) => (pasted.value = e.currentTarget.value)} />}
        </Labelled>
        <button type="button" class="button" disabled={!pasted.value.trim()} onClick={() => take("", new TextEncoder().encode(pasted.value))}>{t("usePasted")}</button>
      </Page>
    );
  }

  const { sheet, file } = loaded.value;
  const { people: list, findings } = got.value;
  const known = list.filter((p) => p.known).length;
  const n = wanted().length;
  const width = Math.max(...sheet.rows.map((r) => r.length));
  const columnName = (i: number): string => (header.value ? sheet.rows[0]?.[i] : "") || t("columnNr", { n: i + 1 });
  const choose = (c: Column, i: number): void => {
    mapping.value = { ...mapping.value, [c]: i };
  };
  const named = mapping.value.name >= 0 || mapping.value.first >= 0 || mapping.value.last >= 0;
  return (
    <Page title={t("importList")} acts={back}>
      <p class="org-facts">
        {file && <span>{file}</span>}
        <span>{t("rowCount", { n: sheet.rows.length - (header.value ? 1 : 0) })}</span>
        <span>{t(`encoding_${sheet.encoding}`)}</span>
      </p>
      <section class="card stack">
        <h2>{t("columns")}</h2>
        <label class="org-tick"><input type="checkbox" checked={header.value} onChange={(e) => (header.value = e.currentTarget.checked)} /><span>{t("firstRowIsHeader")}</span></label>
        <div class="org-fields">
          {COLUMNS.map((c) => (
            <Labelled key={c} label={t(`column_${c}`)}>
              {(dom) => (
                <select id={dom} class="input" value={mapping.value[c]} onChange={(e) => choose(c, Number(e.currentTarget.value))}>
                  <option value={-1}>{t("noColumn")}</option>
                  {Array.from({ length: width }, (_, i) => <option key={i} value={i}>{columnName(i)}</option>)}
                </select>
              )}
            </Labelled>
          ))}
        </div>
        {!named && <p class="org-problem">{t("needName")}</p>}
      </section>
      {named && list.length > 0 && (
        <section class="org-block">
          <h2>{t("preview")}</h2>
          <table class="org-table people">
            <thead><tr>{(["name", "organisation", "sector", "area", "email"] as const).map((c) => <th key={c} scope="col">{t(c)}</th>)}</tr></thead>
            <tbody>
              {list.slice(0, PREVIEW).map((p) => (
                <tr key={p.line}>
                  <th scope="row">{p.name}</th>
                  {(["organisation", "sector", "area", "email"] as const).map((c) => <td key={c} data-label={t(c)} class={p[c] ? "" : "none"}>{p[c] || "–"}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
          {list.length > PREVIEW && <p class="note">{t("andMore", { n: list.length - PREVIEW })}</p>}
        </section>
      )}
      {findings.length > 0 && (
        <section class="org-block">
          <h2>{t("findings")}</h2>
          <ul class="org-findings">
            {findings.slice(0, FINDINGS).map((f) => <li key={`${f.line}${f.code}${f.what}`}>{sentence(f)}</li>)}
          </ul>
          {findings.length > FINDINGS && <p class="note">{t("andMore", { n: findings.length - FINDINGS })}</p>}
        </section>
      )}
      {known > 0 && <label class="org-tick"><input type="checkbox" checked={update.value} onChange={(e) => (update.value = e.currentTarget.checked)} /><span>{t("updateKnown", { n: known })}</span></label>}
      <div class="row">
        <button type="button" class="button primary" disabled={!named || n === 0} onClick={() => void run()}>{t("readIn", { n })}</button>
        <button type="button" class="button quiet" onClick={() => (loaded.value = null)}>{t("otherFile")}</button>
        <button type="button" class="button quiet" onClick={onDone}>{common("cancel")}</button>
      </div>
    </Page>
  );
}
