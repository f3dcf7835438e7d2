/* textfield.ts - own text operations of one field: what is in flight, what is typed behind it.
 *
 * What: own operations on a field form a chain by n; the first stands on the ground (the replica's text, or the text of
 *       an apart entry), each other one on the one before. A remote operation is carried through the chain; an own one
 *       that is confirmed leaves it.
 * Not:  fields that are apart from the replica: resync.ts.
 * Invariant: ground + chain is what is shown; a remote operation is ordered already, the chain is later. */
import { CODES, LIMITS } from "../protocol.gen.ts";
import { ownDropUnsent, ownNew, ownRefuse, ownRemove } from "./pending.ts";
import { codeClass } from "./schema.ts";
import { bornText } from "./shown.ts";
import { merge } from "./resync.ts";
import { BOUNCES, NEWS, OP_TEXT, apartOf, chain, ownChanged, type Apart, type Own, type State, type Told } from "./state.ts";
import { applyIfFits, bytes, compose, diff, equal, inserted, invert, isNoop, pieces, transform, type Op } from "./text.ts";
import type { Id } from "./tree.ts";

/** What own work on a field stands on. */
export function ground(c: State, id: Id, field: number): string {
  const a = apartOf(c, id, field);
  if (a !== undefined) return a.old;
  const node = c.tree.find(id);
  return node !== undefined ? node.text(field) : bornText(c, id, field);
}

/** Ground and own operations before upto; without it all: what is shown. */
export function below(c: State, id: Id, field: number, upto?: Own): string {
  let text = ground(c, id, field);
  for (const o of chain(c, id, field)) {
    if (o === upto) break;
    text = applyIfFits(text, o.ot);
  }
  return text;
}

/** The screen's text is to take this operation. */
export function noteForeign(c: State, id: Id, field: number, op: Op): void {
  if (isNoop(op)) return;
  c.foreign.push({ id, field, op });
  c.changed.add(id);
  c.news |= NEWS.tree;
}

const behind = (c: State, o: Own): Own[] => chain(c, o.id, o.field).filter((b) => b.n > o.n);

/** Carries op, which stands where the first of own stands, through all of them. */
function through(c: State, own: readonly Own[], id: Id, field: number, op: Op): void {
  let remote = op;
  for (const o of own) {
    const mine = transform(o.ot, remote, "left");
    remote = transform(remote, o.ot, "right");
    o.ot = mine;
  }
  noteForeign(c, id, field, remote);
}

export const remote = (c: State, id: Id, field: number, op: Op): void => through(c, chain(c, id, field), id, field, op);

/** The walk over what was missed is about to step over seq: restored operations that were written down before it now stand
 *  on the very text that they were typed on, if nothing has gone wrong. */
export function meet(c: State, a: Apart, seq: number): void {
  for (const o of chain(c, a.id, a.field)) {
    if (!o.waits || o.baseSeq >= seq) continue;
    const under = below(c, a.id, a.field, o);
    if (under === o.base) {
      const change = diff(applyIfFits(under, o.ot), applyIfFits(under, o.raw));
      o.ot = o.raw;
      through(c, behind(c, o), o.id, o.field, change);
    }
    o.waits = false;
    o.dirty = true;
  }
}

/** o has left its effect behind in the ground: as expected, or as op says. The ones behind it may need it. */
function settle(c: State, o: Own, before: string, op: Op): void {
  const rest = behind(c, o);
  if (!equal(o.ot, op)) {
    c.corrections++;
    through(c, rest, o.id, o.field, diff(applyIfFits(before, o.ot), applyIfFits(before, op)));
  }
  if (rest[0] !== undefined) rest[0].dirty = true; // on disk it stands on o, which leaves the disk
  ownRemove(c, o, true);
}

/** A told operation that is mine, and mine is the chain's to give up. By number, never by author alone: an offer of mine
 *  changes texts too. */
function mineOf(c: State, id: Id, field: number, told: Told): Own | undefined {
  const o = chain(c, id, field)[0];
  return told.ord === c.ord && told.ord !== 0 && told.n === o?.n ? o : undefined;
}

export function tell(c: State, id: Id, field: number, before: string, told: Told): void {
  const o = mineOf(c, id, field, told);
  if (o !== undefined) settle(c, o, before, told.op);
  else remote(c, id, field, told.op);
}

/** An EV's text operation; before: the text that it was applied to. */
export function textTold(c: State, id: Id, field: number, before: string, told: Told): void {
  const a = apartOf(c, id, field);
  if (a === undefined) tell(c, id, field, before, told);
  else if (a.why === "ask" || a.why === "asked") a.told.push(told);
  else if (a.why === "verdict") {
    const o = mineOf(c, id, field, told);
    if (o !== undefined) textOut(c, o, CODES.ok.number);
  } // else the difference is seen when it is merged
}

/** o never came to be: the ones behind it lose what it did. */
function without(c: State, o: Own): void {
  const undo = invert(o.ot, below(c, o.id, o.field, o));
  const rest = behind(c, o);
  if (undo !== null) through(c, rest, o.id, o.field, undo);
  if (rest[0] !== undefined) rest[0].dirty = true;
}

/** Everything from the chain's first on as one wish under a new n. */
function anew(c: State, o: Own): void {
  const { id, field } = o;
  const bounces = o.bounces + 1;
  let all = o.ot;
  for (const b of behind(c, o)) {
    all = compose(all, b.ot);
    ownDropUnsent(c, b);
  }
  ownRemove(c, o, false);
  typeOn(c, id, field, all);
  for (const fresh of chain(c, id, field)) fresh.bounces = bounces;
}

/** The verdict on a text operation that is not seen as an event here. */
export function textOut(c: State, o: Own, code: number): void {
  const a = apartOf(c, o.id, o.field);
  const kind = codeClass(code);
  if (a !== undefined && (kind === "done" || (kind === "resync" && a.why !== "gone"))) {
    merge(c, a, kind === "done" ? applyIfFits(a.old, o.ot) : a.old);
  } else if (a === undefined && kind === "resync" && o.bounces < BOUNCES) anew(c, o);
  else {
    without(c, o);
    if (kind === "done") ownRemove(c, o, true);
    else ownRefuse(c, o, code);
  }
}

// --- typing -------------------------------------------------------------------------------------------------
function typePiece(c: State, id: Id, field: number, op: Op): void {
  if (isNoop(op)) return;
  const own = chain(c, id, field);
  const last = own[own.length - 1];
  if (last !== undefined && last.frozen === null && !last.waits) {
    const both = compose(last.ot, op);
    if (both.length <= LIMITS.ot_comps && bytes(inserted(both)) <= OP_TEXT) {
      last.ot = both;
      last.dirty = true;
      ownChanged(c, last);
      return;
    }
  }
  ownNew(c, "txt", { id, field, ot: op });
}

/** op stands on what is shown. */
export function typeOn(c: State, id: Id, field: number, op: Op): void {
  for (const piece of pieces(op, OP_TEXT)) typePiece(c, id, field, piece);
  c.changed.add(id);
  c.news |= NEWS.tree | NEWS.saved;
}
