/* resync.ts - text fields whose own work does not stand on the replica's text, and the way back.
 *
 * What: when a snapshot jumps over operations, own work stays on the text it was made on; the operations between are
 *       fetched and carried through it one by one. Where they are not to be had (another history, too old), a three-way
 *       merge is sent as fresh work.
 * Invariants: nothing typed is lost: an entry ends with its chain on the replica's text; an operation in flight is never
 *       merged while its verdict is open, or it could be done twice. */
import { send } from "./connection.ts";
import { ownDropUnsent, ownRemove } from "./pending.ts";
import { birth, bornText } from "./shown.ts";
import { NO_SEQ, apartOf, chain, type Apart, type Own, type State, type Told, type Why } from "./state.ts";
import { apply, applyIfFits, diff, inserts, insertedNear, merge3 } from "./text.ts";
import { below, ground, meet, noteForeign, remote, tell, typeOn } from "./textfield.ts";
import type { Id, Node } from "./tree.ts";
import { Malformed, list, readOp, uint, type FieldsOf } from "./wire.ts";

const NEAR = 16; // code points: a difference is not always where the key was hit

export function part(c: State, id: Id, field: number, why: Why, old: string, seq: number): void {
  c.apart.push({ id, field, why, old, seq, asked: 0, sent: [], told: [] });
}

function drop(c: State, a: Apart): void {
  c.apart.splice(c.apart.indexOf(a), 1);
}

/** Every field with own text work. */
export function partAll(c: State, why: Why): void {
  for (const o of c.own) {
    if (o.op === "txt" && apartOf(c, o.id, o.field) === undefined) part(c, o.id, o.field, why, ground(c, o.id, o.field), c.applied);
  }
}

/** A new replica: what was told on the old one is in it, or will be told again. */
export function afterSnapshot(c: State): void {
  for (const a of c.apart) a.told = [];
}

const ownTextBelow = (c: State, top: Node): [Own, Node][] =>
  c.own.flatMap((o): [Own, Node][] => {
    const node = o.op === "txt" ? c.tree.find(o.id) : undefined;
    return node?.under(top) ? [[o, node]] : [];
  });

export function partSubtree(c: State, top: Node): void {
  for (const [o, node] of ownTextBelow(c, top)) {
    const a = apartOf(c, o.id, o.field);
    if (a === undefined) part(c, o.id, o.field, "gone", node.text(o.field), c.applied);
    else {
      a.why = "gone";
      a.told = [];
    }
  }
}

/** Own work stands on a.old; what it shall stand on is now. */
function rejoin(c: State, a: Apart, now: string): void {
  remote(c, a.id, a.field, diff(a.old, now));
  drop(c, a);
}

export function rejoinSubtree(c: State, top: Node): void {
  for (const [o, node] of ownTextBelow(c, top)) {
    const a = apartOf(c, o.id, o.field);
    if (a?.why === "gone" && c.state !== "sync") rejoin(c, a, node.text(o.field));
    else if (a === undefined && birth(c, o.id) !== undefined && chain(c, o.id, o.field)[0] === o) {
      remote(c, o.id, o.field, diff(bornText(c, o.id, o.field), node.text(o.field)));
    }
  }
}

/** The replica is as new as anything seen before: what can be decided without asking? */
function lookAt(c: State, a: Apart): void {
  const node = c.tree.find(a.id);
  if (node === undefined) {
    if (birth(c, a.id) !== undefined) rejoin(c, a, bornText(c, a.id, a.field));
    else a.why = "gone";
  } else if (a.why === "gone") rejoin(c, a, node.text(a.field));
  else if (a.seq === NO_SEQ) a.why = "merge";
  else if ((node.fields.get(a.field)?.seq ?? 0) <= a.seq && node.text(a.field) === a.old) drop(c, a); // untouched since
}

/** FETCH for every field that waits for it. */
export function ask(c: State): void {
  if (c.state !== "live" && c.state !== "suspect") return; // a snapshot may be older than what own work stands on
  for (const a of [...c.apart].reverse()) {
    if (a.why === "ask" || (a.why === "gone" && c.tree.find(a.id) !== undefined)) lookAt(c, a);
  }
  for (const a of c.apart) {
    if (a.why !== "ask") continue;
    send(c, "fetch", { what: 0, node: a.id, field: a.field, seq: a.seq });
    a.why = "asked";
    a.asked = c.now;
  }
}

/** One fetched or told operation on the text that own work stands on. */
function stepOver(c: State, a: Apart, told: Told): void {
  meet(c, a, told.seq);
  const before = a.old;
  const after = apply(before, told.op);
  if (after === null) throw new Malformed("does not fit");
  a.old = after;
  tell(c, a.id, a.field, before, told);
}

function walk(c: State, a: Apart, m: FieldsOf<"past">): void {
  for (const one of list(m.list)) {
    const [seq, ord, n, op] = list(one, 4);
    const told = { seq: uint(seq), ord: uint(ord), n: uint(n), op: readOp(op) };
    if (told.seq > a.seq) stepOver(c, a, told);
  }
  for (const told of a.told) if (told.seq > m.seq) stepOver(c, a, told);
}

export function walkPast(c: State, a: Apart, m: FieldsOf<"past">): void {
  try {
    if (m.code !== 0) throw new Malformed("not to be had");
    walk(c, a, m);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    a.told = [];
    a.why = "verdict"; // merged when the one in flight has its verdict, or at once: mergeDue
    return;
  }
  meet(c, a, NO_SEQ);
  // Whatever the list left out shows as a difference, and is somebody else's.
  const node = c.tree.find(a.id);
  if (node === undefined) {
    a.why = "gone";
    return;
  }
  const first = chain(c, a.id, a.field)[0];
  if (first !== undefined && first.frozen === null) first.dirty = true;
  rejoin(c, a, node.text(a.field));
}

// --- merging ------------------------------------------------------------------------------------------------
export function merge(c: State, a: Apart, ancestor: string): void {
  const { id, field } = a;
  const node = c.tree.find(id);
  if (node === undefined && birth(c, id) === undefined) {
    const [first, second] = chain(c, id, field);
    if (first !== undefined && first.frozen !== null) { // it has its verdict; the rest will get one
      a.old = below(c, id, field, second);
      ownRemove(c, first, true);
    }
    a.why = "gone";
    return;
  }
  const theirs = node !== undefined ? node.text(field) : bornText(c, id, field);
  const mine = below(c, id, field);
  const merged = merge3(ancestor, mine, theirs);
  noteForeign(c, id, field, diff(mine, merged));
  for (let o = chain(c, id, field)[0]; o !== undefined; o = chain(c, id, field)[0]) {
    if (o.frozen !== null) ownRemove(c, o, true);
    else ownDropUnsent(c, o);
  }
  drop(c, a);
  typeOn(c, id, field, diff(theirs, merged));
}

/** What was in flight when the history ended may have been seen by others, who have brought it back: then it is theirs
 *  already, and sending it again would double it. */
function cameBack(a: Apart, theirs: string): boolean {
  const change = diff(a.old, theirs);
  const mine = inserts(a.sent);
  return mine.length > 0 && mine.every(([at, text]) => insertedNear(change, at, NEAR, text));
}

export function mergeDue(c: State): void {
  if (c.apart.length === 0 || (c.state !== "live" && c.state !== "suspect")) return;
  const offering = c.own.some((o) => o.op === "offer");
  for (const a of [...c.apart].reverse()) {
    const first = chain(c, a.id, a.field)[0];
    const theirs = c.tree.find(a.id)?.text(a.field);
    if (first === undefined) rejoin(c, a, theirs ?? "");
    else if (first.frozen === null && (a.why === "verdict" || (a.why === "merge" && !offering))) {
      merge(c, a, theirs !== undefined && cameBack(a, theirs) ? applyIfFits(a.old, a.sent) : a.old);
    }
  }
}
