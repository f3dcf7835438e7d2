/* Rooms.tsx - the grid of rooms and self-formed groups, each always in the same place.
 *
 * What: per room who is there, progress per question and board, the newest words and their age, what it needs.
 * Not:  never sorted anew; no text is written here.    Uses: places.ts, describe.ts. */
import { liveSessions, placeName, sheetForm } from "../../state/model.ts";
import type { Id, QuestionState, Seminar } from "../../state/seminar.ts";
import { m } from "../../text/moderator.ts";
import { Countdown } from "../../ui/Clock.tsx";
import { CheckIcon, EyeIcon, LockIcon, MessageIcon, PeopleIcon, ScreenIcon, UnlockIcon } from "../../ui/icons.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { lockSheets } from "./acts.ts";
import { shorten, wordsOf } from "./describe.ts";
import type { Desk } from "./desk.ts";
import { NeedIcon, needTone, needWords } from "./Needs.tsx";
import { ageWords, PlaceBadge, PlaceName } from "./parts.tsx";
import { placeState, places, type PlaceState, QUIET_MIN, type SheetProgress } from "./places.ts";
import { enqueue, show } from "./stage.ts";

export const STATE_WORDS = { empty: "stateEmpty", begun: "stateBegun", summary: "stateSummary", done: "stateDone", skipped: "stateSkipped" } as const;
const COUNT_WORDS = {
  card: "countCards", obstacle: "countObstacles", flow: "countFlows", action: "countActions", row: "countRows", parked: "countParked", challenge: "countChallenges",
} as const;

/** One segment per question: form and fill tell the states apart, a sentence tells them to those who cannot see it. */
export function Segments({ s, questions }: { s: Seminar; questions: readonly { question: Id; state: QuestionState }[] }) {
  if (!questions.length) return null;
  const words = questions.map((q, i) => m("questionIs", { n: i + 1, state: m(STATE_WORDS[q.state]) })).join(", ");
  return (
    <span class="mod-segments" role="img" aria-label={words}>
      {questions.map((q, i) => (
        <span key={q.question} class="mod-segment" data-state={q.state}
          title={`${i + 1}. ${shorten(s.text(q.question, "question", "text"), 80)}: ${m(STATE_WORDS[q.state])}`}>
          {q.state === "done" && <CheckIcon />}
        </span>
      ))}
    </span>
  );
}
export const answered = (questions: readonly { state: QuestionState }[]): number =>
  questions.filter((q) => q.state === "summary" || q.state === "done" || q.state === "skipped").length;

function SheetLine({ s, p }: { s: Seminar; p: SheetProgress }) {
  const counts = p.counts.filter((c) => c.n > 0).map((c) => m(COUNT_WORDS[c.kind], { n: c.n }));
  return (
    <li class="mod-sheet-line">
      <span class="mod-sheet-title">
        {s.text(p.sheet, "sheet", "title")}
        {p.locked && <span class="mod-mark"><LockIcon /><span class="sr">{m("locked")}</span></span>}
      </span>
      {p.questions.length > 0 ? (
        <span class="mod-sheet-value">
          <Segments s={s} questions={p.questions} />
          <span class="mod-count">{m("ofQuestions", { n: answered(p.questions), all: p.questions.length })}</span>
        </span>
      ) : (
        <span class="mod-sheet-value">{counts.length ? counts.join(", ") : <span class="mod-quiet">{m("stateEmpty")}</span>}</span>
      )}
      {p.done && <span class="chip good"><CheckIcon />{m("sheetDone")}</span>}
    </li>
  );
}

function Who({ p }: { p: PlaceState }) {
  const writer = p.writers.map((w) => w.name || m("unnamed")).join(", ");
  const leads = p.leads.map((w) => w.name || m("unnamed")).join(", ");
  return (
    <p class="mod-who">
      <span class="mod-dot" data-on={p.writers.length > 0} aria-hidden="true" />
      <span>{writer ? m("writes", { name: writer }) : m("nobodyWrites")}</span>
      {leads && <span>{m("leads", { name: leads })}</span>}
      {p.participants > 0 && <span class="mod-people"><PeopleIcon />{m("participants", { n: p.participants })}</span>}
    </p>
  );
}

function Newest({ desk, p }: { desk: Desk; p: PlaceState }) {
  const { s } = desk;
  if (!p.newest.length) return <p class="mod-newest mod-quiet">{p.lastMs ? m("somethingChanged") : m("nothingWritten")}</p>;
  return (
    <ul class="plain mod-newest">
      {p.newest.map((x) => (
        <li key={x.id}><span class="mod-age">{ageWords(x.at, desk.tick.value)}</span> <q>{shorten(wordsOf(s, x.id), 160)}</q></li>
      ))}
    </ul>
  );
}

export function placeActs(desk: Desk, p: PlaceState): { label: string; onSelect: () => void; icon?: preact.ComponentChildren; apart?: boolean }[] {
  const { s } = desk;
  const name = placeName(s, p.place);
  const sheets = p.sheets.map((x) => x.sheet);
  return [
    ...p.sheets.map((x) => ({
      label: m("showSheet", { title: s.text(x.sheet, "sheet", "title") }),
      icon: <ScreenIcon />,
      onSelect: () => show(desk, { mode: "sheets", show: [x.sheet] }),
    })),
    ...p.sheets.map((x, i) => ({
      label: m("queueSheet", { title: s.text(x.sheet, "sheet", "title") }),
      onSelect: () => void enqueue(desk, x.sheet),
      apart: i === 0,
    })),
    p.locked === "all"
      ? { label: m("unlockPlace", { name }), icon: <UnlockIcon />, apart: true, onSelect: () => lockSheets(desk, sheets, false, name) }
      : { label: m("lockPlace", { name }), icon: <LockIcon />, apart: true, onSelect: () => lockSheets(desk, sheets, true, name) },
  ];
}

export function RoomCard({ desk, place, many }: { desk: Desk; place: Id; many: boolean }) {
  const { s } = desk;
  const p = placeState(desk, place);
  const worst = p.needs.find((n) => needTone(n) === "bad") ?? p.needs[0];
  const ownClock = liveSessions(s).length > 1 && p.session !== 0;
  const open = (): void => void (desk.room.value = place);
  const name = placeName(s, place);
  return (
    <li class="mod-room" data-place={place} data-need={worst ? needTone(worst) : "none"}>
      <div class="mod-room-head">
        <h3>
          <button type="button" class="mod-open" onClick={open}>
            <PlaceBadge s={s} place={place} size={many ? "1.5rem" : "1.75rem"} />
            <span><PlaceName s={s} place={place} session={p.session} /></span>
          </button>
        </h3>
        {p.done && <span class="chip good"><CheckIcon />{m("placeDone")}</span>}
        {p.locked !== "no" && <span class="chip"><LockIcon />{p.locked === "all" ? m("locked") : m("partlyLocked")}</span>}
        {p.quiet > 0 && p.quiet < QUIET_MIN && !p.needs.length && <span class="mod-quiet mod-hush">{m("quietShort", { n: p.quiet })}</span>}
        {ownClock && <Countdown s={s} session={p.session} size="s" />}
        <span class="mod-room-acts">
          <button type="button" class="button quiet" onClick={open} aria-label={m("readPlace", { name })} title={m("read")}><EyeIcon /><span class="mod-label">{m("read")}</span></button>
          <button type="button" class="button quiet" aria-label={m("writeToPlace", { name })} title={m("message")}
            onClick={() => { desk.writeTo.value = place; if (!desk.wide.value) desk.view.value = "messages"; }}>
            <MessageIcon /><span class="mod-label">{m("message")}</span>
          </button>
          <Menu label={m("moreOf", { name })} items={placeActs(desk, p)} />
        </span>
      </div>
      {p.needs.length > 0 && (
        <ul class="plain mod-room-needs">
          {p.needs.map((need) => (
            <li key={need.what === "call" ? need.call : need.what} class={`mod-room-need ${needTone(need)}`} title={needWords(desk, need)}>
              <NeedIcon need={need} />
              <span>{needWords(desk, need)}</span>
            </li>
          ))}
        </ul>
      )}
      <Who p={p} />
      <ul class="plain mod-sheet-lines">
        {p.sheets.map((x) => <SheetLine key={x.sheet} s={s} p={x} />)}
      </ul>
      <Newest desk={desk} p={p} />
    </li>
  );
}

const isBoard = (s: Seminar, sheet: Id): boolean => ["timeline", "map", "actions", "table"].includes(sheetForm(s, sheet));
/** The sheet of a place that is worth a presentation: its board first. */
export const mainSheet = (s: Seminar, p: PlaceState): Id => (p.sheets.find((x) => isBoard(s, x.sheet)) ?? p.sheets[0])?.sheet ?? 0;

export function Rooms({ desk }: { desk: Desk }) {
  const all = places(desk.s);
  if (!all.length) return <p class="empty">{m("noRooms")}</p>;
  const columns = all.length <= 4 ? 2 : 3;
  return (
    <section class="mod-rooms" aria-label={m("rooms")}>
      <ul class="plain mod-grid" data-many={all.length > 6} style={{ "--columns": String(columns) }}>
        {all.map((place) => <RoomCard key={place} desk={desk} place={place} many={all.length > 6} />)}
      </ul>
    </section>
  );
}
