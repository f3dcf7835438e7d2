/* plan.ts - the day as it was planned, as it went, and as it is expected to go on.
 *
 * What: per session planned and actual or expected start and end; what comes next.
 * Not:  writes nothing; draws nothing.    Uses: model.ts.
 * Invariants: all times are ms on the log's clock. What is planned for a time of day never starts earlier than that:
 *       a day that runs ahead waits for its lunch. */
import { currentSession, liveSessions, sessions, sessionState, timeLeft } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";

export interface Planned {
  readonly session: Id;
  /** 0: no time of day is given. */
  readonly planned: number;
  readonly starts: number;
  readonly ends: number;
  /** Has starts really happened? has ends? */
  readonly begun: boolean;
  readonly over: boolean;
  /** Left out: a later one has begun already. */
  readonly passed: boolean;
}

/** hhmm on the day of now, ms. */
function onDay(hhmm: number, now: number): number {
  if (!hhmm) return 0;
  const d = new Date(now);
  d.setHours(Math.floor(hhmm / 100), hhmm % 100, 0, 0);
  return d.getTime();
}

export function dayPlan(s: Seminar, now: number): readonly Planned[] {
  let cursor = 0;
  const all = sessions(s);
  const last = all.reduce((found, id, i) => (sessionState(s, id) !== "planned" ? i : found), -1);
  return all.map((session, i) => {
    const state = sessionState(s, session);
    const passed = state === "planned" && i < last; // what was left out does not come any more
    const planned = onDay(s.num(session, "session", "planned"), now);
    const minutes = s.num(session, "session", "minutes");
    let starts = Math.max(cursor, planned);
    let ends = starts ? starts + minutes * 60_000 : 0;
    if (state === "ended") {
      starts = s.num(session, "session", "started");
      ends = s.num(session, "session", "ended");
    } else if (passed) {
      starts = ends = 0;
    } else if (state !== "planned") {
      starts = s.num(session, "session", "started");
      ends = now + Math.max(0, timeLeft(s, session, now) ?? 0);
    } else if (last >= 0 && starts && starts < now) {
      // its time has come and somebody has still to start it
      starts = Math.max(starts, now);
      ends = starts + minutes * 60_000;
    }
    cursor = Math.max(cursor, ends);
    return { session, planned, starts, ends, passed, begun: state !== "planned", over: state === "ended" };
  });
}

/** The first planned session behind the one that runs or ran last; 0 none. */
export function nextSession(s: Seminar): Id {
  const all = sessions(s);
  const live = liveSessions(s).at(-1);
  const now = live ?? currentSession(s);
  const from = sessionState(s, now) === "planned" ? all.indexOf(now) : all.indexOf(now) + 1;
  return all.slice(from).find((id) => sessionState(s, id) === "planned") ?? 0;
}
