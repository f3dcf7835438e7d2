/* bin.ts - what has been removed from a sheet and still can be brought back. */
import { blank } from "../../boards/desk.ts";
import type { Id, Seminar } from "../../state/seminar.ts";

/** The topmost removed things that hold something, newest first. */
export function binOf(s: Seminar, sheet: Id): Id[] {
  const out: Id[] = [];
  const walk = (parent: Id): void => {
    for (const id of s.children(parent, undefined, true)) {
      if (s.ownMark(id)) {
        if (!blank(s, id) || s.children(id, undefined, true).length > 0) out.push(id);
      } else walk(id);
    }
  };
  walk(sheet);
  return out.sort((a, b) => (s.touched(b) || Infinity) - (s.touched(a) || Infinity));
}
