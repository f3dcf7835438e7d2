/* Documents.tsx - what may be taken out at any moment: documents in people's words, formats as buttons.
 *
 * What: one file at a time is asked for, said as it goes, and saved by the browser; what this server cannot make is said with
 *       why; whose compendium; the documents' language; what the documentation holds; the setup as a template.
 * Not:  drafts and versions are Versions.tsx, the rules documents.ts. Making is the daemon's.
 * Invariants: a button that cannot do what it says is not a button that looks as if it could. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ROOT } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { documents as d } from "../../text/documents.ts";
import { asLanguage, collator, LANGUAGE_NAMES, LANGUAGES, language, type Language, locale } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { DownloadIcon } from "../../ui/icons.tsx";
import { file, get, tokenOfTab } from "./api.ts";
import { troubleOf } from "./Confirmed.tsx";
import {
  type Cannot, cannotOf, contentsOf, type Document, failure, type Format, FORMATS, hasActions, hasTimeline, make, OFFERED, PARTS, REST, setPart, sizeWords, type Wish,
} from "./documents.ts";
import { Labelled, Page } from "./parts.tsx";
import { download } from "./People.tsx";
import { compositions, groupsOf } from "./seating.ts";
import { Versions } from "./Versions.tsx";
import "./documents.css";

const LONG_MS = 6000;

interface Desk {
  readonly s: Seminar;
  readonly lang: Language;
  readonly cannot: Cannot | null;
  readonly busy: Document | "";
  readonly take: (w: Omit<Wish, "lang">) => void;
}

/** One file at a time: the server has few hands, and the person one folder for downloads. */
function useTaking(s: Seminar) {
  const of = useSignal<Document | "">("");
  const busy = useSignal(false);
  const words = useSignal("");
  const good = useSignal(false);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const take = async (w: Wish): Promise<void> => {
    if (busy.value) return;
    const mine = new AbortController();
    stop.current = mine;
    const what = d("asFormat", { what: d(w.of), format: d(w.format) });
    of.value = w.of;
    busy.value = true;
    good.value = false;
    words.value = d("making", { what });
    const long = setTimeout(() => (words.value = d("makingLong", { what })), LONG_MS);
    const made = await make(s, tokenOfTab(s), w, mine.signal);
    clearTimeout(long);
    busy.value = false;
    good.value = made.ok;
    if (made.ok) {
      download(made.name, made.file.type || "application/octet-stream", made.file);
      words.value = d("made", { name: made.name, size: sizeWords(made.file.size) });
    } else words.value = failure(made.code);
  };
  return { of, busy, words, good, take, stop: () => stop.current?.abort() };
}
type Taking = ReturnType<typeof useTaking>;

function FormatButton({ desk, of, format, off, wish, main }: { desk: Desk; of: Document; format: Format; off: boolean; wish: { group?: Id; participant?: Id }; main: boolean }) {
  const gone = desk.cannot?.has(format) === true;
  return (
    <button type="button" class={main ? "button doc-main" : "button"} aria-disabled={off || gone || desk.busy !== ""}
      aria-label={d("asFormat", { what: d(of), format: d(format) })}
      onClick={() => !off && !gone && desk.take({ of, format, ...wish })}>
      {main && <DownloadIcon />}{d(format)}
    </button>
  );
}

function Offer({ desk, taking, of, first, more, why = "", wish = {}, off = false, children }: {
  desk: Desk; taking: Taking; of: Document; first: readonly Format[]; more: readonly Format[]; why?: string; wish?: { group?: Id; participant?: Id }; off?: boolean; children?: preact.ComponentChildren;
}) {
  const shut = off || why !== "";
  const possible = [...first, ...more].find((f) => !desk.cannot?.has(f));
  const mine = taking.of.value === of;
  const button = (f: Format) => <FormatButton key={f} desk={desk} of={of} format={f} off={shut} wish={wish} main={f === possible} />;
  return (
    <li class="doc-offer" data-document={of}>
      <div class="doc-what">
        <h3>{d(of)}</h3>
        <p class="note">{d(`${of}About` as "briefAbout")}</p>
      </div>
      <div class="doc-how">
        {why ? <p class="note">{why}</p> : (
          <>
            {children}
            <div class="row doc-formats">{first.map(button)}</div>
            {more.length > 0 && (
              <details class="org-more doc-more">
                <summary>{d("moreFormats")}<span class="sr">: {d(of)}</span></summary>
                <div class="row doc-formats">{more.map(button)}</div>
              </details>
            )}
          </>
        )}
        <p role="status" class={mine && !taking.busy.value && !taking.good.value ? "org-problem doc-said" : "note doc-said"}>
          {mine && taking.busy.value && <span class="doc-busy" aria-hidden="true" />}
          {mine ? taking.words.value : ""}
        </p>
        {mine && taking.busy.value && <button type="button" class="button quiet" onClick={taking.stop}>{d("stop")}</button>}
      </div>
    </li>
  );
}

function Whose({ s, chosen }: { s: Seminar; chosen: { value: string } }) {
  const all = compositions(s).filter((c) => groupsOf(s, c).length > 0);
  const people = s.children(ROOT, "participant").map((id) => ({ id, name: s.text(id, "participant", "name").trim() || t("unnamed") }))
    .sort((a, b) => collator().compare(a.name, b.name));
  return (
    <Labelled label={d("whose")}>
      {(dom) => (
        <select id={dom} class="input" value={chosen.value} onChange={(e) => (chosen.value = e.currentTarget.value)}>
          <option value="">{d("everybody")}</option>
          {all.map((c) => (
            <optgroup key={c} label={d("groupsOf", { name: s.text(c, "composition", "name") })}>
              {groupsOf(s, c).map((g) => <option key={g} value={`g${g}`}>{s.text(g, "group", "name")}</option>)}
            </optgroup>
          ))}
          {people.length > 0 && <optgroup label={d("people")}>{people.map((p) => <option key={p.id} value={`p${p.id}`}>{p.name}</option>)}</optgroup>}
        </select>
      )}
    </Labelled>
  );
}

function Missing({ cannot }: { cannot: Cannot | null }) {
  if (!cannot || cannot.size === 0) return null;
  const list = new Intl.ListFormat(locale(), { type: "conjunction" }).format([...cannot.keys()].map((f) => d(f)));
  const reasons = new Map<string, string[]>();
  for (const [f, why] of cannot) if (why) reasons.set(why, [...(reasons.get(why) ?? []), d(f)]);
  return (
    <div class="doc-cannot">
      <p>{!cannot.has("json") && cannot.size === FORMATS.length - 1 ? d("cannotAny") : d("cannot", { formats: list })} {cannot.has("pdf") && !cannot.has("docx") && d("cannotPdf")}</p>
      {reasons.size > 0 && (
        <details class="org-more"><summary>{d("cannotWhy")}</summary>
          <ul class="org-bullets" lang="en">{[...reasons].map(([why, of]) => <li key={why}>{of.join(", ")}: {why}</li>)}</ul>
        </details>
      )}
    </div>
  );
}

function Contents({ s }: { s: Seminar }) {
  const now = contentsOf(s);
  const last = useSignal(false);
  return (
    <section class="card stack">
      <h2 id="doc-contents">{d("contents")}</h2>
      <fieldset class="org-ticks" aria-labelledby="doc-contents">
        {PARTS.map((p, i) => (
          <label key={p} class="org-tick">
            <input type="checkbox" checked={(now & (1 << i)) !== 0} onChange={(e) => {
              last.value = !setPart(s, i, e.currentTarget.checked);
              if (last.value) e.currentTarget.checked = true;
            }} />
            <span>{d(`part_${p}`)}<span class="note">{d(`part_${p}_about`)}</span></span>
          </label>
        ))}
      </fieldset>
      <p role="status" class="org-problem">{last.value ? d("contentsLast") : ""}</p>
      <p class="note">{d("contentsNote")}</p>
    </section>
  );
}

function Template({ s }: { s: Seminar }) {
  const busy = useSignal(false);
  const said = useSignal("");
  const bad = useSignal(false);
  const take = async (): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    const got = await file(tokenOfTab(s), `/${s.name}/api/template`);
    busy.value = false;
    bad.value = !(got instanceof Blob);
    if (!(got instanceof Blob)) return void (said.value = troubleOf(got));
    const name = `${s.name}.yaml`;
    download(name, "text/yaml", got);
    said.value = t("fileTaken", { name });
  };
  return (
    <section class="card stack">
      <h2>{d("template")}</h2>
      <p>{d("templateAbout")}</p>
      <button type="button" class="button" aria-disabled={busy.value} onClick={() => void take()}><DownloadIcon />{d("templateSave")}</button>
      <p role="status" class={bad.value ? "org-problem" : "note"}>{busy.value ? t("fetching") : said.value}</p>
    </section>
  );
}

/** Documents of a list, with their language, one taken out at a time. */
export function Offers({ s, list }: { s: Seminar; list: typeof OFFERED }) {
  const taking = useTaking(s);
  const lang = useSignal<Language>(asLanguage(s.str(ROOT, "seminar", "lang")) ?? language.value);
  const cannot = useSignal<Cannot | null>(null);
  const whose = useSignal("");
  useEffect(() => {
    let over = false;
    void get(tokenOfTab(s), `/${s.name}/api/formats`).then((a) => !over && a.ok && (cannot.value = cannotOf(a)));
    return () => void (over = true);
  }, [s]);
  const timeline = useComputed(() => hasTimeline(s)).value;
  const actions = useComputed(() => hasActions(s)).value;
  const groups = useComputed(() => compositions(s).some((c) => groupsOf(s, c).length > 0)).value;
  const busy = taking.busy.value ? taking.of.value : "";
  const desk: Desk = { s, lang: lang.value, cannot: cannot.value, busy, take: (w) => void taking.take({ ...w, lang: lang.value }) };
  const why = (of: Document): string =>
    of === "poster" && !timeline ? d("posterNone") : (of === "actions" || of === "reminders") && !actions ? d("noActions") : of === "compendium" && !groups ? d("noGroups") : "";
  const id = Number(whose.value.slice(1));
  const wish = whose.value.startsWith("g") ? { group: id } : whose.value.startsWith("p") ? { participant: id } : {};
  return (
    <>
      <Labelled label={d("language")} note={d("languageNote")} class="doc-language">
        {(dom, note) => (
          <select id={dom} class="input" aria-describedby={note} value={lang.value} onChange={(e) => (lang.value = asLanguage(e.currentTarget.value) ?? lang.value)}>
            {LANGUAGES.map((l) => <option key={l} value={l} lang={l}>{LANGUAGE_NAMES[l]}</option>)}
          </select>
        )}
      </Labelled>
      <Missing cannot={cannot.value} />
      <ul class="plain doc-offers">
        {list.map((o) => (
          <Offer key={o.of} desk={desk} taking={taking} {...o} why={why(o.of)} {...(o.of === "compendium" ? { wish, off: whose.value === "" } : {})}>
            {o.of === "compendium" && <Whose s={s} chosen={whose} />}
          </Offer>
        ))}
      </ul>
    </>
  );
}

const EVERYTHING = [...OFFERED, ...REST];
export function Documents({ s }: { s: Seminar }) {
  return (
    <Page title={d("title")} lead={d("lead")}>
      <Versions s={s} />
      <section class="card stack doc-card">
        <h2 class="sr">{d("title")}</h2>
        <Offers s={s} list={EVERYTHING} />
      </section>
      <Contents s={s} />
      <Template s={s} />
    </Page>
  );
}
