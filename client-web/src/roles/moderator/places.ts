/* places.ts - what the moderator needs to know of a room or a self-formed group, and what of it needs a person.
 *
 * What: one PlaceState per place, from the tree, the daemon's progress and who is connected. Needs in order of weight.
 * Not:  draws nothing, writes nothing.    Uses: model.ts.
 * Invariants: places keep their order, whatever they need. Nothing is inferred from presence but presence: progress
 *       is counted from content. */
import {
  allQuestions, currentSession, groupOf, liveSessions, openCalls, questionState, ROOT, rooms, sessions, sessionState, sheetForm, sheetsOf,
} from "../../state/model.ts";
import type { Id, Person, QuestionState, Seminar } from "../../state/seminar.ts";
import { isClosed } from "../../ui/ClosedBar.tsx";
import { wordsOf } from "./describe.ts";
import type { Desk } from "./desk.ts";
import { writes } from "./watch.ts";

export const AMBER_MS = 15_000;
export const RED_MS = 60_000;
export const QUIET_MIN = 6;

export type Need =
  | { readonly what: "call"; readonly call: Id; readonly coming: boolean }
  | { readonly what: "gone"; readonly name: string; readonly since: number; readonly red: boolean }
  | { readonly what: "unsent"; readonly name: string; readonly since: number; readonly n: number }
  | { readonly what: "nobody" }
  | { readonly what: "stuck"; readonly question: Id }
  | { readonly what: "quiet"; readonly minutes: number };

export interface SheetProgress {
  readonly sheet: Id;
  readonly questions: readonly { readonly question: Id; readonly state: QuestionState }[];
  /** What is written on boards and tables, by kind. */
  readonly counts: readonly { readonly kind: "card" | "obstacle" | "flow" | "action" | "row" | "parked" | "challenge"; readonly n: number }[];
  readonly done: boolean;
  readonly locked: boolean;
}
export interface PlaceState {
  readonly place: Id;
  readonly session: Id;
  readonly group: Id;
  readonly writers: readonly Person[];
  readonly leads: readonly Person[];
  readonly participants: number;
  /** Log's clock, ms; 0 nothing yet. */
  readonly lastMs: number;
  /** What was written last, newest first. */
  readonly newest: readonly { readonly id: Id; readonly at: number }[];
  readonly sheets: readonly SheetProgress[];
  readonly done: boolean;
  readonly locked: "no" | "some" | "all";
  /** Whole minutes without a word while the clock runs. */
  readonly quiet: number;
  readonly needs: readonly Need[];
}

/** Groups that people founded at a table: they have no room. */
export const selfFormed = (s: Seminar): readonly Id[] =>
  s.children(ROOT, "composition").flatMap((c) => s.children(c, "group").filter((g) => !s.num(g, "group", "room") && s.str(g, "group", "table") !== ""));
export const places = (s: Seminar): readonly Id[] => [...rooms(s), ...selfFormed(s)];

/** The session a place is in: a live one with sheets for it, else the current, else the last before it, else the first. */
export function sessionFor(s: Seminar, place: Id): Id {
  const has = (id: Id): boolean => sheetsOf(s, id, place).length > 0;
  const live = liveSessions(s).find(has);
  if (live) return live;
  const all = sessions(s);
  const upTo = all.slice(0, all.indexOf(currentSession(s)) + 1);
  return [...upTo].reverse().find(has) ?? all.find(has) ?? 0;
}

const COUNTED = {
  timeline: ["card", "obstacle", "flow"], table: ["row"], actions: ["action"], parking: ["parked"], map: ["challenge"],
  questions: [], synthesis: [], plan: [], poll: [], free: ["card", "row"],
} as const;

function countBelow(s: Seminar, id: Id, kind: "card" | "obstacle" | "flow" | "action" | "row" | "parked" | "challenge"): number {
  if (kind === "card") return s.children(id, "phase").reduce((n, p) => n + s.children(p, "card").length, 0);
  if (kind === "action") return s.children(id, "action").filter((a) => s.text(a, "action", "what").trim()).length;
  if (kind !== "obstacle") return s.children(id, kind).length;
  const on = (at: Id): number => s.children(at, "obstacle").length;
  return (
    on(id) +
    s.children(id, "flow").reduce((n, f) => n + on(f), 0) +
    s.children(id, "phase").reduce((n, p) => n + s.children(p, "card").reduce((m, c) => m + on(c), 0), 0)
  );
}

function progressOf(s: Seminar, sheet: Id, counted: ReadonlyMap<Id, QuestionState>): SheetProgress {
  return {
    sheet,
    questions: allQuestions(s, sheet).map((question) => ({ question, state: counted.get(question) ?? questionState(s, question) })),
    counts: COUNTED[sheetForm(s, sheet)].map((kind) => ({ kind, n: countBelow(s, sheet, kind) })),
    done: s.num(sheet, "sheet", "done") === 1,
    locked: s.num(sheet, "sheet", "locked") === 1,
  };
}

const NEWEST = 8;
const WRITTEN = new Set<string>(["point", "card", "obstacle", "flow", "action", "row", "parked", "challenge", "contact", "meeting", "consent", "check"]);
/** told: what the daemon says is newest (it may be a question's discussion); the others come from the tree. */
function newestOf(s: Seminar, sheets: readonly Id[], told: Id): { id: Id; at: number }[] {
  const found: { id: Id; at: number }[] = [];
  const walk = (parent: Id): void => {
    for (const id of s.children(parent)) {
      const kind = s.kind(id);
      const at = s.touched(id);
      const words = id === told || WRITTEN.has(kind) || (kind === "question" && s.text(id, "question", "discussion") !== "");
      if (words && at && wordsOf(s, id).trim()) found.push({ id, at });
      walk(id);
    }
  };
  for (const sheet of sheets) walk(sheet);
  return found.sort((a, b) => Number(b.id === told) - Number(a.id === told) || b.at - a.at).slice(0, NEWEST);
}

function needsOf(desk: Desk, place: Id, session: Id, work: boolean, writers: readonly Person[], quiet: number, stuck: Id, now: number): Need[] {
  const { s } = desk;
  const out: Need[] = [];
  if (isClosed(s)) return out;
  for (const call of openCalls(s)) {
    if (s.num(call, "call", "place") === place) out.push({ what: "call", call, coming: s.num(call, "call", "state") === 1 });
  }
  const running = session !== 0 && ["running", "paused"].includes(sessionState(s, session));
  if (!running) return out;
  const gone = desk.gone.value.get(place);
  if (!writers.length && gone) {
    const away = now - gone.since;
    if (away >= AMBER_MS) out.push({ what: "gone", name: gone.name, since: gone.since, red: away >= RED_MS });
  } else if (work && !writers.length && now - s.num(session, "session", "started") >= RED_MS) {
    out.push({ what: "nobody" });
  }
  const silent = writers.find((p) => p.pending > 0 && Date.now() - p.heard >= AMBER_MS);
  if (silent) out.push({ what: "unsent", name: silent.name, since: now - (Date.now() - silent.heard), n: silent.pending });
  if (stuck) out.push({ what: "stuck", question: stuck });
  // Where nobody can write, silence says nothing more.
  if (quiet >= QUIET_MIN && writers.length) out.push({ what: "quiet", minutes: quiet });
  return out;
}

export function placeState(desk: Desk, place: Id): PlaceState {
  const { s } = desk;
  const now = desk.tick.value;
  const session = sessionFor(s, place);
  const told = s.progress.value.find((p) => p.place === place && p.session === session);
  const counted = new Map<Id, QuestionState>(told?.questions.map((q) => [q.question, q.state]));
  const sheets = sheetsOf(s, session, place).map((sheet) => progressOf(s, sheet, counted));
  const group = s.kind(place) === "group" ? place : groupOf(s, session, place);
  const here = s.people.value.filter((p) => p.place === place);
  const writers = here.filter(writes);
  const done = sheets.length > 0 && sheets.every((x) => x.done);
  const locked = sheets.filter((x) => x.locked).length;
  const lastMs = told?.lastMs ?? 0;
  const since = Math.max(lastMs, s.num(session, "session", "started"));
  const running = session !== 0 && sessionState(s, session) === "running";
  const quiet = running && !done && sheets.length > 0 && since ? Math.max(0, Math.floor((now - since) / 60_000)) : 0;
  const stuck = sheets.flatMap((x) => x.questions).find((q) => s.num(q.question, "question", "stuck") === 1)?.question ?? 0;
  return {
    place, session, group, writers, sheets, done, lastMs, quiet,
    leads: here.filter((p) => p.role === "facilitator"),
    participants: group ? (s.counts.value.get(group) ?? 0) : 0, // 0 counts those who follow no group
    newest: newestOf(s, sheets.map((x) => x.sheet), told?.newest ?? 0),
    locked: locked === 0 ? "no" : locked === sheets.length ? "all" : "some",
    needs: needsOf(desk, place, session, sheets.length > 0, writers, quiet, stuck, now),
  };
}
/** Everything that needs a person now, heaviest first; calls by age. */
export function allNeeds(desk: Desk): readonly { place: Id; need: Need }[] {
  const weight = (n: Need): number => {
    if (n.what === "call") return n.coming ? 5 : 0;
    if (n.what === "gone") return n.red ? 1 : 2;
    return { unsent: 2, nobody: 3, stuck: 4, quiet: 6 }[n.what];
  };
  return places(desk.s)
    .flatMap((place) => placeState(desk, place).needs.map((need) => ({ place, need })))
    .sort((a, b) => weight(a.need) - weight(b.need));
}
