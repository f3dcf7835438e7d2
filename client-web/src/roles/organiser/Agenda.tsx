/* Agenda.tsx - the programme: the day's sessions in order, and one session with its sheets.
 *
 * What: add, change, move, remove (with undo); the running total; clashes between planned starts in words.
 * Not:  the sheets' insides (SheetEditor.tsx); the clock of the day (the moderator's). */
import { useSignal } from "@preact/signals";
import { ROOT, SESSION_FORMS, sessionForm, sessions, sessionState, sheetForm } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { hhmm } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { sheetWords as w } from "../../text/organiserSheets.ts";
import { ChevronIcon, LeftIcon, PlusIcon, TrashIcon, WarnIcon } from "../../ui/icons.tsx";
import { offerUndo } from "../../ui/UndoNote.tsx";
import { Bin } from "./Bin.tsx";
import { go, where } from "./nav.ts";
import { Choice, Num, Page, Text, TimeOfDay, useOrder } from "./parts.tsx";
import { copies } from "./patterns.ts";
import { NewSheet, SheetEditor } from "./SheetEditor.tsx";

const BREAK = SESSION_FORMS.indexOf("break");
const GROUPS = SESSION_FORMS.indexOf("groups");
const DAY = 24 * 60;
const minutesOf = (n: number): number => Math.floor(n / 100) * 60 + (n % 100);
const clockOf = (min: number): number => Math.floor((min % DAY) / 60) * 100 + (min % 60);

export interface Slot {
  readonly id: Id;
  /** Minutes of the day; -1: nobody has said. */
  readonly start: number;
  readonly end: number;
  /** Against the one before: minutes of overlap (above 0) or of nothing planned (below). */
  readonly overlap: number;
}
/** When each session is, by what is planned: one without a start follows the one before. */
export function slots(s: Seminar): Slot[] {
  let before = -1;
  return sessions(s).map((id) => {
    const planned = s.num(id, "session", "planned");
    const start = planned ? minutesOf(planned) : before;
    const end = start < 0 ? -1 : start + s.num(id, "session", "minutes");
    const overlap = planned && before >= 0 ? before - start : 0;
    if (end >= 0) before = end;
    return { id, start, end, overlap };
  });
}
export const clashes = (s: Seminar): number => slots(s).filter((x) => x.overlap > 0).length;
export function length(min: number): string {
  if (min < 60) return common("min", { n: min });
  return t(min % 60 ? "hoursMinutes" : "hours", { h: Math.floor(min / 60), m: min % 60 });
}

export const titleOf = (s: Seminar, id: Id): string => s.text(id, "session", "title").trim() || t("untitled");

function Row({ s, slot, order }: { s: Seminar; slot: Slot; order: ReturnType<typeof useOrder> }) {
  const { id } = slot;
  const title = titleOf(s, id);
  const composition = s.num(id, "session", "composition");
  const sheets = s.children(id, "sheet").filter((x) => !s.num(x, "sheet", "pattern")).length;
  const pause = s.num(id, "session", "form") === BREAK;
  const state = sessionState(s, id);
  const remove = (): void => {
    s.remove(id);
    offerUndo(t("removed", { what: title }), () => s.restore(id));
  };
  return (
    <li class={`org-slot ${pause ? "pause" : ""}`} {...order.row(id)}>
      {order.handle(id)}
      <span class="org-when">{slot.start < 0 ? "–" : hhmm(clockOf(slot.start))}<span class="org-till">{slot.end < 0 ? "" : `–${hhmm(clockOf(slot.end))}`}</span></span>
      <div class="org-what">
        <button type="button" class="org-open" onClick={() => go("agenda", id)}>{title}<ChevronIcon /></button>
        <p class="org-facts">
          <span>{t(`form_${sessionForm(s, id)}`)}</span>
          <span>{length(s.num(id, "session", "minutes"))}</span>
          {composition !== 0 && <span>{t("compositionNamed", { name: s.text(composition, "composition", "name") })}</span>}
          {sheets > 0 && <span>{t("sheetCount", { n: sheets })}</span>}
          {state !== "planned" && <span class="chip good">{t(`state_${state}`)}</span>}
        </p>
        {slot.overlap > 0 && <p class="org-clash"><WarnIcon />{t("overlap", { n: slot.overlap })}</p>}
        {slot.overlap < 0 && <p class="org-gap">{t("gap", { n: -slot.overlap })}</p>}
      </div>
      <div class="org-acts">
        {order.buttons(id, title)}
        <button type="button" class="button quiet icon" aria-label={t("removeNamed", { what: title })} onClick={remove}><TrashIcon /></button>
      </div>
    </li>
  );
}

function Programme({ s }: { s: Seminar }) {
  const list = slots(s);
  const ids = list.map((x) => x.id);
  const order = useOrder(ids, (id, after) => s.move(id, ROOT, after || firstBefore(s)));
  const total = list.reduce((n, x) => n + s.num(x.id, "session", "minutes"), 0);
  const last = list.at(-1);
  const first = list[0];
  const add = (): void => {
    const id = s.add("session", ROOT, ids.at(-1) ?? s.children(ROOT, undefined, true).at(-1) ?? 0, {
      title: t("newSession"), minutes: 60, form: GROUPS, ...(last && last.end >= 0 ? { planned: clockOf(last.end) } : {}),
    });
    if (id) go("agenda", id);
  };
  const line = (): void => {
    let at = first && first.start >= 0 ? first.start : 9 * 60;
    const before = ids.map((id) => [id, s.num(id, "session", "planned")] as const);
    for (const id of ids) {
      s.set(id, "session", "planned", clockOf(at));
      at += s.num(id, "session", "minutes");
    }
    offerUndo(t("linedUp"), () => before.forEach(([id, n]) => s.set(id, "session", "planned", n)));
  };
  return (
    <Page title={t("agenda")} lead={t("agendaLead")}
      acts={<button type="button" class="button primary" onClick={add}><PlusIcon />{t("addSession")}</button>}>
      {ids.length === 0 && <p class="empty">{t("agendaEmpty")}</p>}
      {first && last && (
        <p class="org-total">
          {first.start >= 0 && <strong>{hhmm(clockOf(first.start))}–{hhmm(clockOf(last.end))}</strong>}
          <span>{t("total", { time: length(total) })}</span>
          {list.some((x) => x.overlap !== 0) && <button type="button" class="button quiet" onClick={line}>{t("lineUp")}</button>}
        </p>
      )}
      <ol class="org-list plain">{list.map((slot) => <Row key={slot.id} s={s} slot={slot} order={order} />)}</ol>
      {ids.length > 1 && <p class="note">{t("orderHint")}</p>}
      <Bin s={s} parent={ROOT} kind="session" name={(id) => s.text(id, "session", "title")} />
      <DaySheets s={s} />
    </Page>
  );
}
/** Behind which node the first session goes when it becomes first: what stands before the sessions stays there. */
function firstBefore(s: Seminar): Id {
  const all = s.children(ROOT, undefined, true);
  const at = all.findIndex((id) => s.kind(id) === "session");
  return at > 0 ? all[at - 1]! : 0;
}

export function SheetList({ s, parent }: { s: Seminar; parent: Id }) {
  const sheets = s.children(parent, "sheet").filter((id) => !s.num(id, "sheet", "pattern"));
  const order = useOrder(sheets, (id, after) => {
    // A pattern stands before its copies; who goes behind it goes behind them.
    const behind = after ? (copies(s, after).at(-1) ?? after) : firstSheetBefore(s, parent);
    s.move(id, parent, behind);
    let at = id;
    for (const c of copies(s, id)) {
      s.move(c, parent, at);
      at = c;
    }
  });
  return (
    <>
      {sheets.length > 0 && (
        <ol class="org-list plain">
          {sheets.map((id) => {
            const title = s.text(id, "sheet", "title").trim() || t("untitled");
            const given = copies(s, id);
            return (
              <li key={id} class="org-slot" {...order.row(id)}>
                {order.handle(id)}
                <div class="org-what">
                  <button type="button" class="org-open" onClick={() => go("agenda", parent === ROOT ? 0 : parent, id)}>{title}<ChevronIcon /></button>
                  <p class="org-facts">
                    <span>{w(`form_${sheetForm(s, id)}`)}</span>
                    <span>{whose(s, id)}</span>
                    {s.num(id, "sheet", "each") === 1 && <span>{given.length ? w("givenTo", { n: given.length }) : w("givenAtStart")}</span>}
                  </p>
                </div>
                <div class="org-acts">
                  {order.buttons(id, title)}
                  <button type="button" class="button quiet icon" aria-label={t("removeNamed", { what: title })}
                    onClick={() => {
                      const all = [id, ...given];
                      all.forEach((x) => s.remove(x));
                      offerUndo(t("removed", { what: title }), () => all.forEach((x) => s.restore(x)));
                    }}><TrashIcon /></button>
                </div>
              </li>
            );
          })}
        </ol>
      )}
      <NewSheet s={s} parent={parent} />
      <Bin s={s} parent={parent} kind="sheet" name={(id) => s.text(id, "sheet", "title")} only={(id) => !s.num(id, "sheet", "pattern")}
        onRestore={(id) => [id, ...removedCopies(s, id)].forEach((x) => s.restore(x))} />
    </>
  );
}
const removedCopies = (s: Seminar, pattern: Id): Id[] =>
  s.children(s.parent(pattern), "sheet", true).filter((id) => s.ownMark(id) && s.num(id, "sheet", "pattern") === pattern);
function firstSheetBefore(s: Seminar, parent: Id): Id {
  const all = s.children(parent, undefined, true);
  const at = all.findIndex((id) => s.kind(id) === "sheet");
  return at > 0 ? all[at - 1]! : 0;
}
export function whose(s: Seminar, id: Id): string {
  const each = s.num(id, "sheet", "each");
  if (each) return w(each === 1 ? "each_room" : "each_group");
  const place = s.num(id, "sheet", "room") || s.num(id, "sheet", "group");
  if (place) return s.kind(place) === "room" ? s.text(place, "room", "name") : s.text(place, "group", "name");
  return w("each_none");
}

function DaySheets({ s }: { s: Seminar }) {
  return (
    <section class="org-block">
      <h2>{t("daySheets")}</h2>
      <p class="note">{t("daySheetsNote")}</p>
      <SheetList s={s} parent={ROOT} />
    </section>
  );
}

function Session({ s, id }: { s: Seminar; id: Id }) {
  const guides = useSignal(["guide_lead", "guide_scribe", "guide_all"].some((f) => s.text(id, "session", f as "guide_lead") !== ""));
  const compositions = s.children(ROOT, "composition");
  const form = s.num(id, "session", "form");
  const slot = slots(s).find((x) => x.id === id);
  const bound = { s, id, kind: "session" as const };
  return (
    <Page title={titleOf(s, id)} acts={<button type="button" class="button quiet" onClick={() => go("agenda")}><LeftIcon />{t("backToAgenda")}</button>}>
      <div class="card stack">
        <Text {...bound} field="title" label={t("title")} />
        <div class="org-fields">
          <Choice {...bound} field="form" label={t("form")} options={SESSION_FORMS.map((f, i) => [i, t(`form_${f}`)] as const)} />
          <TimeOfDay {...bound} field="planned" label={t("planned")} />
          <Num {...bound} field="minutes" label={t("minutes")} />
          {(form === GROUPS || s.num(id, "session", "composition") !== 0) && (
            <Choice {...bound} field="composition" label={t("composition")}
              options={[[0, t("noComposition")], ...compositions.map((c) => [c, s.text(c, "composition", "name")] as const)]} />
          )}
        </div>
        {slot && slot.overlap > 0 && <p class="org-clash"><WarnIcon />{t("overlap", { n: slot.overlap })}</p>}
        <Text {...bound} field="about" label={t("about")} lines={2} />
        <details open={guides.value} onToggle={(e) => (guides.value = e.currentTarget.open)}>
          <summary>{t("guidance")}</summary>
          <div class="stack org-inset">
            <Text {...bound} field="guide_lead" label={t("guideLead")} lines={3} />
            <Text {...bound} field="guide_scribe" label={t("guideScribe")} lines={3} />
            <Text {...bound} field="guide_all" label={t("guideAll")} lines={2} />
          </div>
        </details>
      </div>
      <section class="org-block">
        <h2>{t("sheets")}</h2>
        <p class="note">{t("sheetsNote")}</p>
        <SheetList s={s} parent={id} />
      </section>
    </Page>
  );
}

export function Agenda({ s }: { s: Seminar }) {
  const { session, sheet } = where.value;
  if (sheet && s.kind(sheet) === "sheet" && !s.deleted(sheet)) return <SheetEditor key={sheet} s={s} id={sheet} />;
  if (session && s.kind(session) === "session" && !s.deleted(session)) return <Session key={session} s={s} id={session} />;
  return <Programme s={s} />;
}
