/* cursor.ts - cursors between the shown text here (UTF-16) and the confirmed text that others know (code points).
 *
 * What: own cursor out through own unconfirmed work, others' in through what came since and own work.
 * Uses: core. */
import { apartOf, chain, type State } from "../core/state.ts";
import { applyIfFits, count, invert, position, toPoints, toUnits, type Op } from "../core/text.ts";
import { below, ground } from "../core/textfield.ts";
import type { Id } from "./seminar.ts";

/** A function from units of the shown text to code points of the confirmed one. */
export function presenceField(c: State, node: Id, field: number): (units: number) => number {
  if (node === 0) return () => 0;
  if (field === 0) return (page) => page; // a screen: its page and how many there are
  const undo: Op[] = [];
  let text = ground(c, node, field);
  for (const o of chain(c, node, field)) {
    undo.unshift(invert(o.ot, text) ?? []);
    text = applyIfFits(text, o.ot);
  }
  return (units) => undo.reduce((p, op) => position(p, op), toPoints(text, units));
}

/** A function from code points of the text confirmed at seq to units of what is shown here now. */
export function shownField(c: State, node: Id, field: number, seq: number): (points: number) => number {
  if (field === 0) return (page) => page;
  const text = below(c, node, field);
  const since = c.recent.filter((r) => r.id === node && r.field === field && r.seq > seq).map((r) => r.op);
  const own = apartOf(c, node, field) === undefined ? chain(c, node, field).map((o) => o.ot) : [];
  const most = count(text);
  return (points) => toUnits(text, Math.min(most, [...since, ...own].reduce((p, op) => position(p, op), points)));
}
