/* followUp.ts - the action plan of a place, or of all of them: which actions there are, and how far they have come.
 *
 * Not:  draws nothing.    Uses: state/model.ts. */
import { ownerOf, ROOT, sessions } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";

const BEGUN = 2; // ACTION.STATUS
const DONE = 3;

export interface Planned {
  readonly id: Id;
  readonly sheet: Id;
  /** Room or group; 0 nobody's in particular. */
  readonly place: Id;
}
/** Actions with something in them, in the agenda's order. place 0: of everybody. */
export function planOf(s: Seminar, place: Id): Planned[] {
  const out: Planned[] = [];
  for (const at of [...sessions(s), ROOT]) {
    for (const sheet of s.children(at, "sheet")) {
      const owner = ownerOf(s, sheet);
      if (s.num(sheet, "sheet", "each") !== 0 || (place !== 0 && owner !== place)) continue;
      for (const id of s.children(sheet, "action")) {
        if (s.text(id, "action", "what").trim() || s.text(id, "action", "first").trim()) out.push({ id, sheet, place: owner });
      }
    }
  }
  return out;
}

export function todayNumber(ms: number): number {
  const d = new Date(ms);
  return d.getFullYear() * 10000 + (d.getMonth() + 1) * 100 + d.getDate();
}
export const isOpen = (s: Seminar, id: Id): boolean => s.num(id, "action", "status") < DONE;
export const isLate = (s: Seminar, id: Id, today: number): boolean => {
  const by = s.num(id, "action", "by");
  return by > 0 && by < today && isOpen(s, id);
};
export const isLoose = (s: Seminar, id: Id): boolean =>
  isOpen(s, id) && (!s.num(id, "action", "by") || (!s.text(id, "action", "who").trim() && !s.text(id, "action", "where").trim()));
export interface Sum {
  readonly n: number;
  readonly done: number;
  readonly begun: number;
  readonly left: number;
  readonly dropped: number;
}
export function sumOf(s: Seminar, plan: readonly Planned[]): Sum {
  const count = (f: (status: number) => boolean): number => plan.filter((x) => f(s.num(x.id, "action", "status"))).length;
  return { n: plan.length, done: count((x) => x === DONE), begun: count((x) => x === BEGUN), left: count((x) => x < BEGUN), dropped: count((x) => x > DONE) };
}
