/* offer.ts - another history: what of mine goes over into it.
 *
 * What: WELCOME with an epoch that is not ours. After a restored file everything that this replica knows above the restored
 *       head is offered, whole; unconfirmed work follows as fresh operations, text by three-way merge. After a rewrite or
 *       an erasure nothing goes over: it is shown once, for copying.
 * Not:  nothing is replayed: old operations stand on texts that are not there.
 * Invariants: all numbers begin anew above the daemon's; offers come first; ids of nodes that were never confirmed are made
 *       anew when the ordinal is another. */
import { CLOSES } from "../protocol.gen.ts";
import { deny } from "./connection.ts";
import { putClear } from "./outbox.ts";
import { blank, ownRemove, putRefused } from "./pending.ts";
import { partAll } from "./resync.ts";
import { fieldInfo } from "./schema.ts";
import { shownKind } from "./shown.ts";
import { ID_BLOCK, NEWS, NO_SEQ, apartOf, chain, sameBytes, type Own, type State } from "./state.ts";
import { below } from "./textfield.ts";
import { unsentTexts } from "./unsent.ts";
import { Tree, idOrd, makeId, type Id, type Node } from "./tree.ts";
import { bin, encode, list, uint, type FieldsOf, type Value } from "./wire.ts";

const OFFER_BYTES = 40000;
const RESETS = 3;
const RESETS_MS = 60000;
const RESTORED = 1;
const REWRITTEN = 2;

// --- the daemon's loss, from this replica -------------------------------------------------------------------
/** One node's offers; its fields in several when they are too long for one. */
function offersOf(node: Node, lost: number): Own[] {
  const all: Own[] = [];
  let size = 0;
  const next = (given: Partial<Own>): [number, Value, number][] => {
    const value: [number, Value, number][] = [];
    size = 0;
    all.push({
      ...blank("offer"), id: node.id, kind: node.kind, parent: node.parent?.id ?? 0, after: node.before(),
      action: node.deleted ? 1 : 0, value, ...given,
    });
    return value;
  };
  const placed = node.placeSeq > lost ? node.placeSeq : node.seq > lost ? node.seq : 0;
  const marked = node.delSeq > lost ? node.delSeq : 0;
  let into = placed > 0 || marked > 0 ? next({ placeSeq: placed, delSeq: marked }) : null;
  for (const [field, slot] of [...node.fields].sort((a, b) => a[0] - b[0])) {
    if (slot.seq <= lost) continue;
    const bytes = encode(slot.value).length;
    if (into === null || (into.length > 0 && size + bytes > OFFER_BYTES)) into = next({});
    into.push([field, slot.value, slot.seq]);
    size += bytes;
  }
  return all;
}

/** The last position of our epoch that is in the restored file; null: it is no file of ours. */
function lostHere(c: State, w: FieldsOf<"welcome">): number | null {
  if (w.reason !== RESTORED || w.lost === null) return null;
  const [epoch, seq] = list(w.lost, 2);
  return sameBytes(bin(epoch, 16), c.epoch) ? uint(seq) : null;
}

// --- unconfirmed work ---------------------------------------------------------------------------------------
/** Nodes that only this client has made need ids of its ordinal in the new history. */
function renameNodes(c: State): void {
  const ids = new Map<Id, Id>();
  for (const o of c.own) {
    if (o.op !== "add" || idOrd(o.id) === c.ord) continue;
    ids.set(o.id, makeId(c.ord, ++c.idCounter));
    if (c.idCounter > c.idReserved) c.idReserved = c.idCounter + ID_BLOCK;
  }
  const to = (id: Id): Id => ids.get(id) ?? id;
  const value = (kind: number, field: number, v: Value): Value => {
    const type = fieldInfo(kind, field)?.type;
    return type === "ref" ? to(v as number) : type === "list" ? (v as number[]).map(to) : v;
  };
  for (const o of c.own) {
    if (o.op === "set") o.value = value(shownKind(c, o.id), o.field, o.value as Value);
    if (o.op === "add") o.value = (o.value as [number, Value][]).map(([field, v]) => [field, value(o.kind, field, v)]);
  }
  for (const o of c.own) {
    o.id = to(o.id);
    o.parent = to(o.parent);
    o.after = to(o.after);
  }
  for (const a of c.apart) a.id = to(a.id);
  c.index = null;
}

/** What the restored file has of mine is done: it is part of the ancestor, not of the work. */
function dropDone(c: State, lastN: number): void {
  for (const o of [...c.own]) {
    if (o.frozen === null || o.n > lastN) continue;
    const a = o.op === "txt" ? apartOf(c, o.id, o.field) : undefined;
    if (a !== undefined) a.old = below(c, o.id, o.field, chain(c, o.id, o.field).find((b) => b.n > o.n));
    ownRemove(c, o, true);
  }
}

/** What is left is fresh: not sent, not frozen. */
function makeFresh(c: State): void {
  for (const a of c.apart) {
    const first = chain(c, a.id, a.field)[0];
    if (first !== undefined && first.frozen !== null) a.sent = first.ot;
    a.why = "merge";
    a.seq = NO_SEQ;
  }
  for (const o of c.own) Object.assign(o, { frozen: null, base: "", baseSeq: NO_SEQ, waits: false, sent: false, bounces: 0 });
}

// --- the order of things ------------------------------------------------------------------------------------
function tooOften(c: State): boolean {
  c.resets = [c.now, ...c.resets].slice(0, RESETS);
  return c.resets.length === RESETS && c.now - c.resets[RESETS - 1]! < RESETS_MS;
}

/** Words were taken out of history on purpose: nothing goes over. */
function giveUpAll(c: State): string[] {
  const texts = [...c.rejected.map((o) => o.text).filter((t) => t !== ""), ...unsentTexts(c, false)];
  c.own = [];
  c.rejected = [];
  c.apart = [];
  c.answers = [];
  c.presence = null;
  c.summary = null;
  return texts;
}

function takeOver(c: State, w: FieldsOf<"welcome">): void {
  const lost = c.have && w.ord !== 0 && !c.config.readOnly ? lostHere(c, w) : null;
  partAll(c, "merge");
  dropDone(c, w.last_n);
  makeFresh(c);
  if (w.ord !== c.ord) {
    c.ord = w.ord;
    c.idCounter = c.idReserved = 0;
    if (c.ord !== 0) renameNodes(c);
  }
  // Offers of an earlier restore that were not confirmed stay: what they hold is not in this replica.
  if (lost !== null) c.own = [...[...c.tree.root.walk()].flatMap((n) => offersOf(n, lost)), ...c.own];
}

export function reset(c: State, w: FieldsOf<"welcome">): void {
  const had = c.epoch !== null;
  let texts: string[] = [];
  if (had && tooOften(c)) {
    deny(c, CLOSES.protocol.number);
    return;
  }
  if (had && w.reason >= REWRITTEN) texts = giveUpAll(c);
  else if (had) takeOver(c, w);
  c.index = null;
  c.tree = new Tree();
  c.have = false;
  c.applied = 0;
  c.recent = [];
  c.epoch = w.epoch;
  c.lastN = w.last_n;
  if (had) {
    putClear(c);
    for (const o of c.rejected) putRefused(c, o);
    for (const o of c.own) o.n = ++c.lastN;
    c.ended = { reason: w.reason, texts };
    c.news |= NEWS.epoch | NEWS.saved | NEWS.refused;
  }
  c.ordDirty = true;
  c.changedAll = true;
  c.news |= NEWS.tree;
}
