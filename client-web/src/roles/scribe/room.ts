/* room.ts - where this scribe is: which session's steps are shown, which sheet is open, what is unfolded.
 *
 * What: the screen's own state. A session that begins elsewhere changes nothing here until the person goes there, except
 *       where there is nothing to write.
 * Not:  nothing of the seminar's: that is in s.    Uses: model.ts, desk.ts.
 * Invariants: an open sheet changes by the person's own act only. */
import { type Signal, signal } from "@preact/signals";
import { Desk } from "../../boards/desk.ts";
import { commonSheets, currentSession, sessions, sheetsOf } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";

export interface Room {
  readonly s: Seminar;
  readonly place: Id;
  readonly desk: Desk;
  /** The session whose steps are shown. */
  readonly here: Signal<Id>;
  /** The open sheet; 0: the first step. */
  readonly sheet: Signal<Id>;
  readonly earlier: Signal<boolean>;
  readonly bin: Signal<boolean>;
  readonly keys: Signal<boolean>;
  /** The thing whose history is shown; 0 none. */
  readonly past: Signal<Id>;
  /** The parked item that is being written just now; 0 none. */
  readonly parked: Signal<Id>;
}

const keyOf = (s: Seminar, place: Id): string => `samverka.scribe.${s.name}.${place}`;
/** After a reload one stands where one stood. */
function kept(s: Seminar, place: Id): { here: Id; sheet: Id } | null {
  try {
    const [here = 0, sheet = 0] = (sessionStorage.getItem(keyOf(s, place)) ?? "").split(".").map(Number);
    return here && s.exists(here) ? { here, sheet: sheet && s.exists(sheet) ? sheet : 0 } : null;
  } catch {
    return null;
  }
}
export function keep(r: Room): void {
  try {
    sessionStorage.setItem(keyOf(r.s, r.place), `${r.here.value}.${r.sheet.value}`);
  } catch {
    /* then one begins with the session that runs */
  }
}
export function makeRoom(s: Seminar, place: Id): Room {
  const was = kept(s, place);
  return {
    s, place, desk: new Desk(s), here: signal(was?.here ?? currentSession(s)), sheet: signal(was?.sheet ?? 0),
    earlier: signal(false), bin: signal(false), keys: signal(false), past: signal(0), parked: signal(0),
  };
}

/** Sheets of the session and of the whole day, as they are numbered for Alt+1..9. */
export function stepsOf(r: Room): { session: readonly Id[]; day: readonly Id[] } {
  const { s, place } = r;
  const here = r.here.value;
  return { session: here ? [...sheetsOf(s, here, place), ...commonSheets(s, here)] : [], day: sheetsOf(s, 0, place) };
}
/** The sheet in the middle: the chosen one while it is there, else the first step. */
export function openSheet(r: Room): Id {
  const chosen = r.sheet.value;
  const { session } = stepsOf(r);
  if (chosen && r.s.exists(chosen) && !r.s.deleted(chosen)) return chosen;
  return session[0] ?? 0;
}
export function goTo(r: Room, sheet: Id): void {
  r.sheet.value = sheet;
  r.parked.value = 0;
  r.desk.hush();
}
export function goToSession(r: Room, session: Id): void {
  r.here.value = session;
  r.sheet.value = 0;
  r.parked.value = 0;
  r.desk.hush();
}
/** Sessions that have sheets for this place. */
export const workSessions = (r: Room): readonly Id[] => sessions(r.s).filter((id) => sheetsOf(r.s, id, r.place).length > 0);
