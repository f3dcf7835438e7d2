/* unsent.ts - own work without a verdict as texts for a person, to be copied by hand.
 *
 * What: one text for each field that was written in, in the order in which they were begun.
 * Not:  changes nothing. */
import { typedText } from "./pending.ts";
import { birth } from "./shown.ts";
import { chain, type State } from "./state.ts";
import { compose, inserted, type Op } from "./text.ts";
import { below } from "./textfield.ts";

/** whole: the fields as they read here; else only what was typed into them. */
export function unsentTexts(c: State, whole: boolean): string[] {
  const texts: string[] = [];
  const seen = new Set<string>();
  for (const o of c.own) {
    if (o.op === "offer") continue; // nobody typed it
    if (o.op !== "txt") {
      texts.push(typedText(o));
      continue;
    }
    const key = `${o.id}:${o.field}`;
    if (seen.has(key)) continue;
    seen.add(key);
    // All of a node that nobody has seen is own; in another one the words around are not ours to keep.
    const own = whole || (birth(c, o.id) !== undefined && c.tree.find(o.id) === undefined);
    const typed = inserted(chain(c, o.id, o.field).map((x) => x.ot).reduce<Op>(compose, []));
    if (typed !== "") texts.push(own ? below(c, o.id, o.field) : typed);
  }
  return [...new Set(texts.filter((t) => t.trim() !== ""))];
}
