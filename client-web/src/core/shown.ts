/* shown.ts - what a person sees: the confirmed tree with own work on top.
 *
 * What: values, existence, deletion, place and order; texts are textfield.ts's.
 * Not:  changes nothing.
 * Invariant: own work is applied in order of n; a node that exists in the tree is the tree's, whatever an own add of it says. */
import { kindInfo } from "./schema.ts";
import { ownOf, type Own, type State } from "./state.ts";
import { ROOT, type Id } from "./tree.ts";
import type { Value } from "./wire.ts";

/** Own add or offer of a node. */
export const birth = (c: State, id: Id): Own | undefined => ownOf(c, id).find((o) => o.op === "add" || o.op === "offer");

function bornValue(o: Own | undefined, field: number): Value | undefined {
  return (o?.value as [number, Value][] | undefined)?.find((f) => f[0] === field)?.[1];
}

export function bornText(c: State, id: Id, field: number): string {
  const v = bornValue(birth(c, id), field);
  return typeof v === "string" ? v : "";
}

/** 0: not there. */
export function shownKind(c: State, id: Id): number {
  const node = c.tree.find(id);
  if (node !== undefined) return c.have || id !== ROOT ? node.kind : 0;
  return birth(c, id)?.kind ?? 0;
}

/** The mark of this node alone. */
export function shownMark(c: State, id: Id): boolean {
  const node = c.tree.find(id);
  let deleted = node?.deleted ?? false;
  for (const o of ownOf(c, id)) {
    if (o.op === "del" || o.op === "undel") deleted = o.op === "del";
    else if (o.op === "offer" && node === undefined) deleted = o.action !== 0;
  }
  return deleted;
}

/** undefined: never written. */
export function shownValue(c: State, id: Id, field: number): Value | undefined {
  const own = ownOf(c, id);
  for (let i = own.length - 1; i >= 0; i--) if (own[i]!.op === "set" && own[i]!.field === field) return own[i]!.value as Value;
  const node = c.tree.find(id);
  return node !== undefined ? node.value(field) : bornValue(birth(c, id), field);
}

const places = (c: State, o: Own): boolean =>
  o.op === "move" || ((o.op === "add" || o.op === "offer") && c.tree.find(o.id) === undefined);

export function shownParent(c: State, id: Id): Id {
  let parent = c.tree.find(id)?.parent?.id ?? 0;
  for (const o of ownOf(c, id)) if (places(c, o)) parent = o.parent;
  return parent;
}

/** All children in order, deleted ones too. */
export function shownChildren(c: State, parent: Id): Id[] {
  const ids = (c.tree.find(parent)?.children ?? []).map((n) => n.id);
  for (const o of c.own) {
    if ((o.op !== "move" && o.op !== "add" && o.op !== "offer") || !places(c, o)) continue;
    const at = ids.indexOf(o.id);
    if (at >= 0) ids.splice(at, 1);
    if (o.parent !== parent) continue;
    const behind = o.after === 0 ? -1 : ids.indexOf(o.after);
    ids.splice(o.after === 0 ? 0 : behind < 0 ? ids.length : behind + 1, 0, o.id); // its neighbour is elsewhere now: last
  }
  return ids;
}

/** Is it, or an ancestor, in the bin? */
export function shownGone(c: State, id: Id): boolean {
  for (let at = id; at !== 0; at = shownParent(c, at)) if (shownMark(c, at)) return true;
  return false;
}

/** The nearest sheet, itself included; 0 none. */
export function shownSheet(c: State, id: Id): Id {
  for (let at = id; at !== 0; at = shownParent(c, at)) if (kindInfo(shownKind(c, at))?.name === "sheet") return at;
  return 0;
}
