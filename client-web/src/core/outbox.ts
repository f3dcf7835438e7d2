/* outbox.ts - own work as bytes that outlive this tab, and back.
 *
 * What: one record per step that changed anything: an array of entries. A record counts whole or not at all, so a step is
 *       never half remembered.
 *         ["meta", version, cid, last n]     ["put", n, op...]   this operation, as it is now
 *         ["done", n]  has its verdict       ["ord", epoch, ordinal, ids reserved up to]
 *         ["refused", n, op, code, id, field, text]  to be shown      ["seen", n]  shown
 *         ["clear"]    nothing before this counts
 *       And the replica as bytes, so that a later start goes on from it instead of from nothing.
 * Not:  no storage: the shell keeps the bytes and gives them back.
 * Invariants: what is sent was in a record before, with the bytes that are sent. A replica of another history than the
 *       outbox's is never taken. */
import type { OpName } from "../protocol.gen.ts";
import { blank, putRefused } from "./pending.ts";
import { part } from "./resync.ts";
import { NEWS, NO_SEQ, apartOf, chain, sameBytes, type Own, type State } from "./state.ts";
import { apply, diff, merge3 } from "./text.ts";
import { below } from "./textfield.ts";
import { Tree } from "./tree.ts";
import { Malformed, bin, decodeWhole, encode, fail, list, readOp, readRequest, str, uint } from "./wire.ts";

const VERSION = 1;

// --- writing ------------------------------------------------------------------------------------------------
export function putClear(c: State): void {
  c.journal = [["clear"]];
  c.metaDirty = c.ordDirty = true;
  for (const o of c.own) {
    o.dirty = true;
    o.kept = null;
  }
}

/** What a text operation stands on now: its own frozen base, or what is shown below it. */
function baseOf(c: State, o: Own): { base: string; seq: number } {
  if (o.op !== "txt" || o.frozen !== null || o.waits) return { base: o.base, seq: o.baseSeq };
  const a = apartOf(c, o.id, o.field);
  return { base: below(c, o.id, o.field, o), seq: a === undefined ? c.applied : a.why === "merge" ? NO_SEQ : a.seq };
}

function putOwn(c: State, o: Own): void {
  const now = baseOf(c, o);
  const same = o.kept !== null && o.kept.base === now.base && o.kept.seq === now.seq;
  c.journal.push(["put", o.n, o.op, o.id, o.parent, o.after, o.kind, o.field, o.value,
    o.op === "txt" && o.frozen === null ? (o.waits ? o.raw : o.ot) : null, // what was frozen says it
    o.action, o.ms, o.placeSeq, o.delSeq, o.frozen, same ? null : [now.base, now.seq === NO_SEQ ? null : now.seq]]);
  o.kept = now;
  o.dirty = false;
}

/** This step's record; none when there is nothing to write. */
export function record(c: State): Uint8Array[] {
  if (c.config.readOnly) {
    c.journal = [];
    return [];
  }
  if (c.metaDirty) c.journal.push(["meta", VERSION, c.config.cid, c.lastN]);
  c.metaDirty = false;
  if (c.ordDirty && c.epoch !== null) {
    c.journal.push(["ord", c.epoch, c.ord, c.idReserved]);
    c.ordDirty = false;
  }
  for (const o of c.own) if (o.dirty) putOwn(c, o);
  const entries = c.journal;
  c.journal = [];
  return entries.length > 0 ? [encode(entries)] : [];
}

/** The outbox as a fresh list of records. */
export function compact(c: State): Uint8Array[] {
  putClear(c);
  for (const o of c.rejected) putRefused(c, o);
  return record(c);
}

// --- reading ------------------------------------------------------------------------------------------------
function forget(list: Own[], n: number): void {
  const at = list.findIndex((o) => o.n === n);
  if (at >= 0) list.splice(at, 1);
}

function readPut(c: State, e: readonly unknown[]): void {
  const [n, op, id, parent, after, kind, field, value, ot, action, ms, placeSeq, delSeq, frozen, base] = list(e.slice(1), 15);
  const o: Own = {
    ...blank(str(op) as OpName), n: uint(n), id: uint(id), parent: uint(parent), after: uint(after), kind: uint(kind), field: uint(field),
    value, ot: ot === null ? [] : readOp(ot), action: uint(action), ms: ms as number, placeSeq: uint(placeSeq), delSeq: uint(delSeq),
    frozen: frozen === null ? null : bin(frozen), dirty: false,
  };
  const before = c.own.find((was) => was.n === o.n);
  if (base === null) Object.assign(o, { base: before?.base ?? fail("no base"), baseSeq: before?.baseSeq });
  else {
    const [text, seq] = list(base, 2);
    o.base = str(text);
    o.baseSeq = seq === null ? NO_SEQ : uint(seq);
  }
  o.kept = { base: o.base, seq: o.baseSeq };
  if (o.frozen !== null) {
    const request = readRequest(decodeWhole(o.frozen));
    if (request.op !== o.op || request.n !== o.n) fail("not what was frozen");
    if (o.op === "txt") o.ot = readOp(request.args.op);
  }
  forget(c.own, o.n);
  const at = c.own.findIndex((later) => later.n > o.n);
  c.own.splice(at < 0 ? c.own.length : at, 0, o);
  c.lastN = Math.max(c.lastN, o.n);
}

function readEntry(c: State, e: readonly unknown[]): void {
  switch (e[0]) {
    case "meta":
      if (e[1] !== VERSION || !sameBytes(bin(e[2]), c.config.cid)) fail("somebody else's outbox");
      c.lastN = uint(e[3]); // may be lower than before: numbers that were never sent
      c.metaThere = true;
      return;
    case "put": return readPut(c, e);
    case "done": return forget(c.own, uint(e[1]));
    case "ord":
      c.epoch = bin(e[1], 16);
      c.ord = uint(e[2]);
      c.idCounter = c.idReserved = uint(e[3]);
      return;
    case "refused": {
      const [n, op, code, id, field, text] = list(e.slice(1), 6);
      forget(c.own, uint(n));
      c.rejected.push({ ...blank(str(op) as OpName), n: uint(n), code: uint(code), id: uint(id), field: uint(field), text: str(text) });
      return;
    }
    case "seen": return forget(c.rejected, uint(e[1]));
    case "clear":
      c.own = [];
      c.rejected = [];
      c.lastN = 0;
      return;
    default: fail("an entry of a later version");
  }
}

/** Typed on the one in flight as it read then; here that one reads as it was first sent. Until the daemon has told what lay
 *  between, a merge stands in for it. */
function standIn(c: State, o: Own): void {
  const under = below(c, o.id, o.field, o);
  const mine = apply(o.base, o.ot);
  if (under === o.base || mine === null) return;
  o.raw = o.ot;
  o.waits = o.baseSeq !== NO_SEQ;
  o.ot = diff(under, merge3(o.base, mine, under));
}

/** Before start, and before takeKept. A record cut off by a crash (the last one) is ignored. Malformed: nothing is taken. */
export function restore(c: State, records: readonly Uint8Array[]): void {
  try {
    readRecords(c, records);
  } catch (error) {
    Object.assign(c, { own: [], rejected: [], index: null, lastN: 0, epoch: null, ord: 0, idCounter: 0, idReserved: 0, metaThere: false });
    throw error;
  }
  c.metaDirty = c.metaDirty && !c.metaThere;
  c.index = null;
  // Each field with own text work stands on what the outbox says until the daemon has told the rest.
  for (const o of c.own) {
    if (o.op !== "txt") continue;
    if (chain(c, o.id, o.field)[0] === o) part(c, o.id, o.field, o.baseSeq === NO_SEQ ? "merge" : "ask", o.base, o.baseSeq);
    else standIn(c, o);
  }
  c.changedAll = true;
}

function readRecords(c: State, records: readonly Uint8Array[]): void {
  records.forEach((bytes, i) => {
    let entries: readonly unknown[];
    try {
      entries = list(decodeWhole(bytes));
    } catch (error) {
      if (i === records.length - 1) return; // it was never relied on
      throw error;
    }
    for (const e of entries) readEntry(c, list(e));
  });
  if ((c.own.length > 0 || c.rejected.length > 0) && !c.metaThere) fail("an outbox without a beginning");
}

// --- the replica --------------------------------------------------------------------------------------------
export const keep = (c: State): Uint8Array | null =>
  c.have && c.epoch !== null ? encode([VERSION, c.epoch, c.applied, c.h8, c.tree.wire(), c.role, c.place, c.linkId]) : null;

/** After restore, before start. false: nothing taken, a snapshot will come. */
export function takeKept(c: State, bytes: Uint8Array): boolean {
  if (c.have || c.state !== "idle") return false;
  try {
    const [version, epoch, seq, h8, nodes, role, place, link] = list(decodeWhole(bytes), 8);
    if (version !== VERSION || (c.epoch !== null && !sameBytes(bin(epoch), c.epoch))) return false;
    const tree = new Tree();
    for (const node of list(nodes)) tree.read(node);
    c.h8 = bin(h8, 8);
    c.applied = uint(seq);
    c.role = uint(role);
    c.place = uint(place);
    c.linkId = uint(link);
    if (c.epoch === null) {
      c.epoch = bin(epoch, 16);
      c.ordDirty = true;
    }
    c.tree = tree;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
  c.have = true;
  c.changedAll = true;
  c.news |= NEWS.tree;
  return true;
}
