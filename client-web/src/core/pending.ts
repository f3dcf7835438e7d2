/* pending.ts - own operations from the moment they are made until the daemon's verdict.
 *
 * What: the list by n, freezing, sending in order within the bounds, verdicts.
 * Not:  what a text operation becomes when its verdict is there: textfield.ts.
 * Invariants: sent bytes never change; what is sent is a prefix of the list; after a RETRY everything from that n on is
 *       sent again in order. */
import { CODES, LIMITS, type OpName } from "../protocol.gen.ts";
import { again, send } from "./connection.ts";
import { codeClass } from "./schema.ts";
import {
  BOUNCES, NEWS, RETRY_MAX_MS, RETRY_MS, apartOf, chain, ownChanged, type Own, type State,
} from "./state.ts";
import { inserted, isNoop } from "./text.ts";
import { below, textOut } from "./textfield.ts";
import { idOrd } from "./tree.ts";
import { list, opsFrame, uint, writeRequest, type FieldsOf } from "./wire.ts";

const ORDER_TRIES = 4;
const FRAME_HEAD = 16;

export const blank = (op: OpName): Own => ({
  n: 0, op, id: 0, parent: 0, after: 0, kind: 0, field: 0, value: null, ot: [], action: 0, ms: 0, placeSeq: 0, delSeq: 0,
  frozen: null, base: "", baseSeq: 0, raw: [], waits: false, sent: false, dirty: true, kept: null, bounces: 0, code: 0, text: "",
});

/** The next n, at the end. */
export function ownNew(c: State, op: OpName, given: Partial<Own>): Own {
  const o = { ...blank(op), ...given, n: ++c.lastN };
  c.own.push(o);
  ownChanged(c, o);
  return o;
}

/** Where n is or would be. */
function indexOf(c: State, n: number): number {
  let low = 0;
  let high = c.own.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (c.own[mid]!.n < n) low = mid + 1;
    else high = mid;
  }
  return low;
}

function find(c: State, n: number): Own | undefined {
  const o = c.own[indexOf(c, n)];
  return o?.n === n ? o : undefined;
}

function takeOut(c: State, o: Own): void {
  ownChanged(c, o);
  c.own.splice(indexOf(c, o.n), 1);
  c.index = null;
}

const putDone = (c: State, n: number): void => void c.journal.push(["done", n]);

export function ownRemove(c: State, o: Own, confirmed: boolean): void {
  takeOut(c, o);
  putDone(c, o.n);
  if (confirmed) {
    c.confirmedTotal++;
    c.confirmed.add(o.id);
    c.retries = 0;
  }
}

/** Never sent; later ones take its place: a gap in n would be waited for. */
export function ownDropUnsent(c: State, o: Own): void {
  const at = indexOf(c, o.n);
  ownRemove(c, o, false);
  renumber(c, at, o.n);
  c.lastN--;
  c.metaDirty = true;
}

export function renumber(c: State, from: number, firstN: number): void {
  for (const o of c.own.slice(from)) putDone(c, o.n);
  c.own.slice(from).forEach((o, i) => {
    o.n = firstN + i;
    o.dirty = true;
    o.kept = null;
    c.lastN = Math.max(c.lastN, o.n);
  });
}

/** What a person typed into a refused operation, to be copied from there. */
export function typedText(o: Own): string {
  if (o.op === "txt") return inserted(o.ot);
  if (o.op === "set") return typeof o.value === "string" ? o.value : "";
  if (o.op !== "add") return "";
  return (o.value as [number, unknown][]).map((f) => f[1]).filter((v) => typeof v === "string" && v !== "").join("\n");
}

export function putRefused(c: State, o: Own): void {
  c.journal.push(["refused", o.n, o.op, o.code, o.id, o.field, o.text]);
}

export function ownRefuse(c: State, o: Own, code: number): void {
  takeOut(c, o);
  c.retries = 0;
  if (o.op === "offer" || (o.op === "txt" && isNoop(o.ot))) {
    putDone(c, o.n); // nobody typed an offer: that it was not wanted is no news to a person
    return;
  }
  o.code = code;
  o.text = typedText(o);
  putRefused(c, o);
  c.rejected.push(o);
  c.news |= NEWS.refused;
}

// --- sending ------------------------------------------------------------------------------------------------
function args(o: Own): Record<string, unknown> {
  return {
    id: o.id, kind: o.kind, parent: o.parent, after: o.after, field: o.field, value: o.value, fields: o.value, op: o.ot,
    action: o.action, on: o.action, deleted: o.action, ms: o.ms, place_seq: o.placeSeq, del_seq: o.delSeq,
  };
}

function freeze(c: State, o: Own): Uint8Array {
  if (o.op === "txt") {
    o.base = below(c, o.id, o.field, o);
    o.baseSeq = c.applied;
  }
  o.frozen = writeRequest(o.n, c.applied, o.op, args(o));
  o.dirty = true;
  return o.frozen;
}

/** May o go out now, given everything before it? */
function mayGo(c: State, o: Own): boolean {
  if (o.op !== "txt") return true;
  if (chain(c, o.id, o.field)[0] !== o) return false; // one is in flight on this field
  const a = apartOf(c, o.id, o.field);
  return a === undefined || a.why === "gone" || (a.why === "verdict" && o.frozen !== null);
}

/** Larger than any message may be: it can never be sent. */
const tooLarge = (c: State, bytes: Uint8Array): boolean => bytes.length + FRAME_HEAD > Math.min(c.frameMax, LIMITS.frame_in);

/** What was made without a connection was made on what is held at WELCOME; seen must say so, else late work after a lock
 *  would be refused and blind overwrites would go unmarked. */
export function freezeMade(c: State): void {
  for (const o of c.own.slice(0, c.unconfirmedMax)) {
    if (!mayGo(c, o)) return;
    if (o.frozen === null && tooLarge(c, freeze(c, o))) {
      o.frozen = null; // refused when its turn to be sent comes
      o.base = "";
      return;
    }
  }
}

function sendOps(c: State): void {
  const most = Math.min(c.frameMax, LIMITS.frame_in);
  let frame: Uint8Array[] = [];
  let size = FRAME_HEAD;
  let last = 0;
  const flush = (): void => {
    if (frame.length > 0) c.frames.push(opsFrame(frame));
    frame = [];
    size = FRAME_HEAD;
  };
  for (let i = 0; i < c.own.length && i < c.unconfirmedMax; i++) {
    const o = c.own[i]!;
    if (o.sent) continue;
    if (!mayGo(c, o)) break;
    const fresh = o.frozen === null;
    const bytes = o.frozen ?? freeze(c, o);
    if (fresh && tooLarge(c, bytes)) {
      o.frozen = null;
      ownRefuse(c, o, CODES.too_big.number);
      renumber(c, i, o.n);
      c.lastN--;
      i--;
      continue;
    }
    if (frame.length === LIMITS.ops_per_frame || size + bytes.length > most || (frame.length > 0 && o.n !== last + 1)) flush();
    frame.push(bytes);
    size += bytes.length;
    last = o.n;
    o.sent = true;
  }
  flush();
}

/** When PRES may go: at most four times a second. */
export const presenceDue = (c: State): number => (c.presDue && c.state === "live" ? c.presAt + LIMITS.presence_ms : 0);

export const asking = (c: State): boolean => c.apart.some((a) => a.why === "ask" || a.why === "asked");

export function pump(c: State): void {
  if (c.state !== "live" && c.state !== "suspect") return;
  if (c.now >= c.retryAt) {
    for (const b of c.ballots) {
      if (!b.sent) send(c, "ballot", { poll: b.poll, answer: b.answer });
      b.sent = true;
    }
    if (c.ord !== 0 && !asking(c)) sendOps(c);
  }
  const pending = Math.min(c.own.length, 65535);
  if (c.pres !== null && pending === 0 && c.pres.pending > 0) c.presDue = true; // who leads waits for this
  if (c.pres !== null && c.presDue && c.state === "live" && c.now >= c.presAt + LIMITS.presence_ms) {
    c.pres = { ...c.pres, pending };
    send(c, "pres", c.pres);
    c.presAt = c.now;
    c.presDue = false;
  }
}

// --- verdicts -----------------------------------------------------------------------------------------------
/** A new connection or snapshot: all is to be sent, and asked, again. */
export function unsend(c: State): void {
  for (const o of c.own) o.sent = false;
  for (const a of c.apart) if (a.why === "asked") a.why = "ask";
}

/** An EV item tells that n is done. */
export function confirm(c: State, n: number): void {
  const o = find(c, n);
  if (o === undefined) return;
  if (o.op !== "txt") ownRemove(c, o, true);
  else if (apartOf(c, o.id, o.field) === undefined) textOut(c, o, CODES.ok.number);
}

/** Made on a position that the daemon has no use for: the same wish under a new n. */
function makeAnew(c: State, o: Own): void {
  if (o.bounces >= BOUNCES) {
    ownRefuse(c, o, CODES.bad_seen.number);
    return;
  }
  takeOut(c, o);
  putDone(c, o.n);
  Object.assign(o, { n: ++c.lastN, bounces: o.bounces + 1, sent: false, dirty: true, kept: null, frozen: null });
  c.own.push(o);
  ownChanged(c, o);
}

function retryFrom(c: State, n: number): void {
  for (const o of c.own.slice(indexOf(c, n))) o.sent = false;
  if (c.now < c.retryAt) return; // one of the same burst
  const span = Math.min(RETRY_MS * 2 ** Math.min(c.retries, 5), RETRY_MAX_MS);
  c.retries++;
  c.retryAt = c.now + Math.floor(span / 2) + c.rng.below(Math.floor(span / 2) + 1);
}

function verdict(c: State, n: number, code: number): void {
  const o = find(c, n);
  if (o === undefined || o.frozen === null) return; // had its verdict before, or was never asked
  // Mine, and there: somebody who had seen it brought it back.
  const there = code === CODES.bad_id.number && o.op === "add" && idOrd(o.id) === c.ord && c.tree.find(o.id) !== undefined;
  const kind = there ? "done" : codeClass(code);
  if (code === CODES.order.number && o === c.own[0] && c.retries >= ORDER_TRIES) {
    c.retries = 0;
    again(c); // WELCOME says where its numbers are
  } else if (kind === "retry") retryFrom(c, n);
  else if (o.op === "txt") textOut(c, o, code);
  else if (kind === "done") ownRemove(c, o, true);
  else if (kind === "resync") makeAnew(c, o);
  else ownRefuse(c, o, code);
}

export function results(c: State, m: FieldsOf<"res">): void {
  for (const one of list(m.results)) {
    const [n, code] = list(one, 3);
    verdict(c, uint(n), uint(code, 99));
  }
}

export function refusedSeen(c: State, n: number): void {
  const at = c.rejected.findIndex((o) => o.n === n);
  if (at < 0) return;
  c.rejected.splice(at, 1);
  c.journal.push(["seen", n]);
  c.news |= NEWS.refused;
}
