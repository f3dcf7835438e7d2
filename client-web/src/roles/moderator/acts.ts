/* acts.ts - what the moderator does to the day: clock, locks, notices, calls. Each act says what it did, and how to
 * take it back where the daemon has a way.
 *
 * Not:  draws nothing; the stage is in stage.ts, clusters in gather.ts.
 * Invariants: a session that was started cannot become planned again, so starting asks twice (where it is drawn).
 *       Ending is taken back by a start with the time that was left. */
import { liveSessions, ROOT, sessionState, sheetsOf, timeLeft } from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { m } from "../../text/moderator.ts";
import type { Desk } from "./desk.ts";
import { places } from "./places.ts";

const MINUTE = 60_000;
const title = (desk: Desk, session: Id): string => desk.s.text(session, "session", "title");

/** Ends what runs and starts this one: the day has one clock unless somebody wants it otherwise. */
export function startSession(desk: Desk, session: Id): void {
  const { s } = desk;
  for (const live of liveSessions(s)) if (live !== session) s.clockAction(live, "end");
  if (s.clockAction(session, "start")) desk.did(m("didStart", { title: title(desk, session) }));
}
export function pause(desk: Desk, session: Id): void {
  if (desk.s.clockAction(session, "pause")) {
    desk.did(m("didPause", { title: title(desk, session) }), () => desk.s.clockAction(session, "resume"));
  }
}
export function resume(desk: Desk, session: Id): void {
  if (desk.s.clockAction(session, "resume")) {
    desk.did(m("didResume", { title: title(desk, session) }), () => desk.s.clockAction(session, "pause"));
  }
}
export function extend(desk: Desk, session: Id, minutes: number): void {
  if (!desk.s.clockAction(session, "extend", minutes * MINUTE)) return;
  const text = minutes > 0 ? m("didLonger", { n: minutes }) : m("didShorter", { n: -minutes });
  desk.did(text, () => desk.s.clockAction(session, "extend", -minutes * MINUTE));
}
export function endSession(desk: Desk, session: Id): void {
  const { s } = desk;
  const paused = sessionState(s, session) === "paused";
  const left = Math.round(timeLeft(s, session, s.now()) ?? 0);
  if (!s.clockAction(session, "end")) return;
  desk.did(m("didEnd", { title: title(desk, session) }), () => {
    s.clockAction(session, "start", Math.max(1, left)); // 0 would mean the planned length
    if (left < 1) s.clockAction(session, "extend", left - 1);
    if (paused) s.clockAction(session, "pause");
  });
}

export function notify(desk: Desk, text: string, place: Id): Id {
  const clean = text.trim().slice(0, 400);
  if (!clean) return 0;
  const { s } = desk;
  const last = s.children(ROOT, "notice", true).at(-1) ?? 0;
  const id = s.add("notice", ROOT, last, { text: clean, place });
  if (id) desk.did(m("didNotify"), () => s.set(id, "notice", "withdrawn", 1));
  return id;
}
export function withdraw(desk: Desk, notice: Id): void {
  if (desk.s.set(notice, "notice", "withdrawn", 1)) {
    desk.did(m("didWithdraw"), () => desk.s.set(notice, "notice", "withdrawn", 0));
  }
}

/** 1: somebody is coming, 2: over. */
export function answerCall(desk: Desk, call: Id, state: 1 | 2): void {
  const before = desk.s.num(call, "call", "state");
  if (desk.s.set(call, "call", "state", state)) {
    desk.did(state === 1 ? m("didComing") : m("didOver"), () => desk.s.set(call, "call", "state", before));
  }
}

export function lockSheets(desk: Desk, sheets: readonly Id[], on: boolean, what: string): void {
  const { s } = desk;
  const changed = sheets.filter((id) => (s.num(id, "sheet", "locked") === 1) !== on && s.lock(id, on));
  if (!changed.length) return;
  desk.did(on ? m("didLock", { what }) : m("didUnlock", { what }), () => {
    for (const id of changed) s.lock(id, !on);
  });
}
/** Every place's sheets of a session. */
export const sessionSheets = (desk: Desk, session: Id): readonly Id[] =>
  places(desk.s).flatMap((place) => [...sheetsOf(desk.s, session, place)]);
