/* People.tsx - who takes part: the list, one person at a time to change, lists in and out.
 *
 * What: filter, sort by any column in the language's own order, add, change in place, status with one press, remove with
 *       undo; CSV out. Reading a list in is ImportList.tsx.
 * Not:  groups (Groups.tsx). Nobody but organisers reads these names. */
import { useComputed, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { KINDS } from "../../protocol.gen.ts";
import { ROOT } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { collator } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { DownloadIcon, EditIcon, PlusIcon, TrashIcon, UploadIcon } from "../../ui/icons.tsx";
import { offerUndo } from "../../ui/UndoNote.tsx";
import { afterDrawing } from "../../ui/focus.ts";
import { Bin } from "./Bin.tsx";
import { write } from "./csv.ts";
import { ImportList } from "./ImportList.tsx";
import { Labelled, Line, Page, Text } from "./parts.tsx";
import { addPerson, organisationFor, row, type Row, rows, STATUS, STATUSES } from "./people.ts";
import "./people.css";

const COLUMNS = ["name", "organisation", "sector", "area", "email"] as const;
type Sort = (typeof COLUMNS)[number] | "status";

export function download(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function Status({ s, id, name }: { s: Seminar; id: Id; name: string }) {
  const now = s.num(id, "participant", "status");
  // One press at the door; the same press once more takes it back.
  return (
    <div class="org-status" role="group" aria-label={t("statusOf", { name })}>
      {([STATUS.here, STATUS.late, STATUS.absent] as const).map((x) => (
        <button key={x} type="button" data-status={STATUSES[x]} aria-pressed={now === x}
          onClick={() => s.set(id, "participant", "status", now === x ? STATUS.invited : x)}>{t(`mark_${STATUSES[x]}` as "mark_here")}</button>
      ))}
    </div>
  );
}

function Edit({ s, id, onDone }: { s: Seminar; id: Id; onDone: () => void }) {
  const organisation = useRef<HTMLInputElement>(null);
  const put = (): void => {
    const name = organisation.current?.value ?? "";
    const now = row(s, id);
    if (name.trim() === now.organisation) return;
    s.set(id, "participant", "organisation", organisationFor(s, name));
  };
  return (
    <form class="org-edit" onSubmit={(e) => { e.preventDefault(); put(); onDone(); }}
      onKeyDown={(e) => {
        if (e.key !== "Escape" && !(e.key === "Enter" && (e.target as HTMLElement).tagName === "TEXTAREA")) return;
        e.preventDefault();
        put();
        onDone();
      }}>
      <Text s={s} id={id} kind="participant" field="name" label={t("name")} autoFocus />
      <Labelled label={t("organisation")}>
        {(dom) => <input id={dom} ref={organisation} class="input" list="org-organisations" autocomplete="off" defaultValue={row(s, id).organisation} maxLength={KINDS.organisation.fields.name.bound} onChange={put} />}
      </Labelled>
      <Line s={s} id={id} kind="participant" field="sector" label={t("sector")} list="org-sectors" />
      <Line s={s} id={id} kind="participant" field="area" label={t("area")} list="org-areas" />
      <Line s={s} id={id} kind="participant" field="email" label={t("email")} type="email" />
      <button type="submit" class="button">{common("done")}</button>
    </form>
  );
}

function Suggestions({ s }: { s: Seminar }) {
  const lists = useComputed(() => {
    const all = rows(s);
    const unique = (f: (r: Row) => string): string[] => [...new Set(all.map(f).filter(Boolean))].sort(collator().compare);
    const named = s.children(ROOT, "organisation").map((o) => s.text(o, "organisation", "name")).sort(collator().compare);
    return { sectors: unique((r) => r.sector), areas: unique((r) => r.area), organisations: [...new Set(named)] };
  }).value;
  return (
    <>
      <datalist id="org-organisations">{lists.organisations.map((x) => <option key={x} value={x} />)}</datalist>
      <datalist id="org-sectors">{lists.sectors.map((x) => <option key={x} value={x} />)}</datalist>
      <datalist id="org-areas">{lists.areas.map((x) => <option key={x} value={x} />)}</datalist>
    </>
  );
}

function PersonRow({ s, r, open, onOpen, onClose }: { s: Seminar; r: Row; open: boolean; onOpen: () => void; onClose: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(false);
  useLayoutEffect(() => {
    if (was.current && !open) button.current?.focus();
    was.current = open;
  }, [open]);
  const name = r.name.trim() || t("unnamed");
  if (open) return <tr class="editing"><td colSpan={COLUMNS.length + 2}><Edit s={s} id={r.id} onDone={onClose} /></td></tr>;
  return (
    <tr>
      <th scope="row"><button type="button" ref={button} class="org-open" aria-label={t("changeNamed", { what: name })} onClick={onOpen}>{name}<EditIcon /></button></th>
      {(["organisation", "sector", "area", "email"] as const).map((c) => <td key={c} data-label={t(c)} class={r[c] ? "" : "none"}>{r[c] || "–"}</td>)}
      <td data-label={t("status")}><Status s={s} id={r.id} name={name} /></td>
      <td class="org-acts">
        <button type="button" class="button quiet icon" aria-label={t("removeNamed", { what: name })} onClick={() => {
          const seats = seatsOf(s, r.id);
          seats.forEach((m) => s.remove(m));
          s.remove(r.id);
          offerUndo(t("removed", { what: name }), () => { s.restore(r.id); seats.forEach((m) => s.restore(m)); });
        }}><TrashIcon /></button>
      </td>
    </tr>
  );
}
function seatsOf(s: Seminar, person: Id): Id[] {
  return s.children(ROOT, "composition").flatMap((c) => s.children(c, "group")).flatMap((g) => s.children(g, "member")).filter((m) => s.num(m, "member", "who") === person);
}

export function People({ s }: { s: Seminar }) {
  const filter = useSignal("");
  const status = useSignal(-1);
  const sort = useSignal<{ by: Sort; down: boolean }>({ by: "name", down: false });
  const open = useSignal<Id>(0);
  const importing = useSignal(false);
  const table = useRef<HTMLTableSectionElement>(null);
  const all = useComputed(() => rows(s));
  const shown = useComputed(() => {
    const words = filter.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const compare = collator().compare;
    const { by, down } = sort.value;
    const value = (r: Row): string => (by === "status" ? String(r.status) : r[by]);
    return all.value
      .filter((r) => (status.value < 0 || r.status === status.value) && words.every((x) => `${r.name} ${r.organisation} ${r.sector} ${r.area} ${r.email}`.toLocaleLowerCase().includes(x)))
      .sort((a, b) => {
        // Who has nothing there comes last either way.
        const [x, y] = [value(a), value(b)];
        if (!x !== !y) return x ? -1 : 1;
        return (compare(x, y) || compare(a.name, b.name)) * (down ? -1 : 1);
      });
  });
  const add = (): void => {
    const id = addPerson(s, { name: "" });
    filter.value = "";
    status.value = -1;
    if (id) open.value = id;
    afterDrawing(() => table.current?.querySelector(".editing")?.scrollIntoView({ block: "nearest" }));
  };
  const out = (): void => {
    const head = [...COLUMNS.map((c) => t(c)), t("status")];
    const body = shown.value.map((r) => [...COLUMNS.map((c) => r[c]), t(`person_${STATUSES[r.status] ?? "invited"}`)]);
    download(`${s.name}-${t("peopleFile")}.csv`, "text/csv;charset=utf-8", write([head, ...body]));
  };
  const organisations = new Set(all.value.map((r) => r.organisationId).filter(Boolean)).size;
  const statuses = STATUSES.map((_, i) => all.value.filter((r) => r.status === i).length);
  if (importing.value) return <ImportList s={s} onDone={() => (importing.value = false)} />;
  return (
    <Page title={t("people")} lead={t("peopleLead")}
      acts={
        <>
          <button type="button" class="button" onClick={() => (importing.value = true)}><UploadIcon />{t("importList")}</button>
          <button type="button" class="button" onClick={out} disabled={all.value.length === 0}><DownloadIcon />{t("exportList")}</button>
          <button type="button" class="button primary" onClick={add}><PlusIcon />{t("addPerson")}</button>
        </>
      }>
      <Suggestions s={s} />
      {all.value.length === 0 ? (
        <p class="empty">{t("peopleEmpty")}</p>
      ) : (
        <>
          <div class="org-filter">
            <Labelled label={t("filter")}>{(dom) => <input id={dom} class="input" type="search" value={filter.value} onInput={(e) => (filter.value = e.currentTarget.value)} />}</Labelled>
            <Labelled label={t("status")}>
              {(dom) => (
                <select id={dom} class="input" value={status.value} onChange={(e) => (status.value = Number(e.currentTarget.value))}>
                  <option value={-1}>{t("allStatuses")}</option>
                  {STATUSES.map((x, i) => <option key={x} value={i}>{t(`person_${x}`)}</option>)}
                </select>
              )}
            </Labelled>
            <p class="org-count" role="status">
              {shown.value.length === all.value.length ? t("peopleCount", { n: all.value.length }) : t("peopleShown", { n: shown.value.length, all: all.value.length })}
              {statuses.some((n, i) => i !== STATUS.invited && n > 0) && <>, {t("statusSum", { here: statuses[STATUS.here]!, late: statuses[STATUS.late]!, absent: statuses[STATUS.absent]! })}</>}
              {organisations > 0 && <>, {t("organisationCount", { n: organisations })}</>}
            </p>
          </div>
          {shown.value.length === 0 && <p class="empty">{t("noneMatch")}</p>}
          <table class="org-table people">
            <thead>
              <tr>
                {([...COLUMNS, "status"] as const).map((c) => (
                  <th key={c} scope="col" aria-sort={sort.value.by === c ? (sort.value.down ? "descending" : "ascending") : "none"}>
                    <button type="button" class="org-sort" onClick={() => (sort.value = { by: c, down: sort.value.by === c && !sort.value.down })}>{t(c)}</button>
                  </th>
                ))}
                <th scope="col"><span class="sr">{common("remove")}</span></th>
              </tr>
            </thead>
            <tbody ref={table}>
              {/* Who is being changed stays where it was put, whatever the order says. */}
              {open.value !== 0 && !shown.value.some((r) => r.id === open.value) && s.exists(open.value) && (
                <PersonRow s={s} r={row(s, open.value)} open onOpen={() => undefined} onClose={() => (open.value = 0)} />
              )}
              {shown.value.map((r) => <PersonRow key={r.id} s={s} r={r} open={open.value === r.id} onOpen={() => (open.value = r.id)} onClose={() => (open.value = 0)} />)}
            </tbody>
          </table>
        </>
      )}
      <Bin s={s} parent={ROOT} kind="participant" name={(id) => s.text(id, "participant", "name")} />
    </Page>
  );
}
