/* stars.ts - what comes first on the big screen: at most three points of a question; other things without a limit.
 *
 * What: the limit, and the one way in which a star is set by hand.
 * Not:  the daemon knows no limit: what came from elsewhere stays, it is the fourth that is not set here. */
import type { FieldName, KindName } from "../protocol.gen.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import type { Desk } from "./desk.ts";

export const MOST_STARS = 3;

/** Would this be one star too many in its question? */
export function oneTooMany(s: Seminar, id: Id): boolean {
  if (s.kind(id) !== "point" || s.num(id, "point", "star")) return false;
  return s.children(s.parent(id), "point").filter((p) => s.num(p, "point", "star")).length >= MOST_STARS;
}
/** Sets or takes away a star; a sentence where there are enough. false: nothing was changed. */
export function toggleStar<K extends KindName>(desk: Desk, id: Id, kind: K): boolean {
  if (oneTooMany(desk.s, id)) {
    desk.say(boards("starsFull"));
    return false;
  }
  return desk.toggle(id, kind, "star" as FieldName<K> & string);
}
