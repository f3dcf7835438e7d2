/* text.ts - text operations: apply, carry, compose, undo, compare, merge; and code points against UTF-16.
 *
 * What: transform and compose are ot-text-unicode's; the rest is PROTOCOL.md section 9.
 * Not:  no fields, no log: who is left and who is right is textfield.ts.
 * Invariants: positions are code points; texts are well formed (no lone surrogates); operations are canonical: no
 *       empty components, no neighbours of one kind, no skip at the end. Operations are never changed in place. */
import { type as ot } from "ot-text-unicode";
import { LIMITS } from "../protocol.gen.ts";

export type Component = number | string | { d: number };
export type Op = readonly Component[];

const MAX_EDITS = 255;
const PAIRS = /[\uD800-\uDFFF]/;

// --- code points -----------------------------------------------------------------------------------------
/** How many code points. */
export function count(s: string): number {
  if (!PAIRS.test(s)) return s.length;
  let n = 0;
  for (let i = 0; i < s.length; i++) if ((s.charCodeAt(i) & 0xfc00) !== 0xdc00) n++;
  return n;
}

/** From code points to UTF-16 units, counted from the unit `from`; -1 when there are fewer. */
function forward(s: string, plain: boolean, from: number, n: number): number {
  if (plain) return from + n <= s.length ? from + n : -1;
  let at = from;
  for (; n > 0; n--) {
    if (at >= s.length) return -1;
    at += (s.charCodeAt(at) & 0xfc00) === 0xd800 ? 2 : 1;
  }
  return at;
}

export function toUnits(s: string, cps: number): number {
  const at = forward(s, !PAIRS.test(s), 0, cps);
  return at < 0 ? s.length : at;
}

export function toPoints(s: string, units: number): number {
  return units >= s.length ? count(s) : count(s.slice(0, units));
}

const UNCLEAN = /[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/;
const LONE = /[\uD800-\uDFFF]/gu; // halves of a pair only: whole ones are one character to this expression

export function isClean(s: string): boolean {
  return !UNCLEAN.test(s) && s.search(LONE) < 0;
}

/** What can be kept of a pasted text: line breaks of all kinds become one, other controls go. */
export function cleaned(s: string): string {
  if (isClean(s)) return s;
  return s.replace(/\r\n?|[\u000b\u000c]/g, "\n").replace(new RegExp(UNCLEAN, "g"), "").replace(LONE, "\ufffd");
}

// --- one operation ----------------------------------------------------------------------------------------
const isInsert = (c: Component): c is string => typeof c === "string";
const isDelete = (c: Component): c is { d: number } => typeof c === "object";
/** Code points of the old text that a component walks over. */
const old = (c: Component): number => (isInsert(c) ? 0 : isDelete(c) ? c.d : c);

class Builder {
  readonly op: Component[] = [];
  add(c: Component): void {
    if (c === 0 || c === "" || (isDelete(c) && c.d === 0)) return;
    const last = this.op[this.op.length - 1];
    const at = this.op.length - 1;
    if (typeof last === "number" && typeof c === "number") this.op[at] = last + c;
    else if (typeof last === "string" && typeof c === "string") this.op[at] = last + c;
    else if (typeof last === "object" && typeof c === "object") this.op[at] = { d: last.d + c.d };
    else this.op.push(c);
  }
  done(): Op {
    if (typeof this.op[this.op.length - 1] === "number") this.op.pop();
    return this.op;
  }
}

export const isNoop = (op: Op): boolean => op.every((c) => typeof c === "number");
export const equal = (a: Op, b: Op): boolean =>
  a.length === b.length && a.every((c, i) => { const o = b[i]!; return isDelete(c) ? isDelete(o) && c.d === o.d : c === o; });
export const inserted = (op: Op): string => op.filter(isInsert).join("");

/** null when it reaches past the end. */
export function apply(text: string, op: Op): string | null {
  const plain = !PAIRS.test(text);
  let at = 0;
  let out = "";
  for (const c of op) {
    if (isInsert(c)) {
      out += c;
      continue;
    }
    const end = forward(text, plain, at, old(c));
    if (end < 0) return null;
    if (!isDelete(c)) out += text.slice(at, end);
    at = end;
  }
  return out + text.slice(at);
}

/** An operation that does not fit (a daemon's mistake) is left out of what is shown, nothing worse. */
export const applyIfFits = (text: string, op: Op): string => apply(text, op) ?? text;

/** left: a is later in the log than b, or not confirmed yet. */
export function transform(a: Op, b: Op, side: "left" | "right"): Op {
  return a.length === 0 || b.length === 0 ? a : (ot.transform(a as Component[], b as Component[], side) as Component[]);
}

export function compose(a: Op, b: Op): Op {
  return a.length === 0 ? b : b.length === 0 ? a : (ot.compose(a as Component[], b as Component[]) as Component[]);
}

/** What undoes op, which is about to be applied to text; null when it does not fit. */
export function invert(op: Op, text: string): Op | null {
  const plain = !PAIRS.test(text);
  const undo = new Builder();
  let at = 0;
  for (const c of op) {
    const end = forward(text, plain, at, old(c));
    if (end < 0) return null;
    undo.add(isInsert(c) ? { d: count(c) } : isDelete(c) ? text.slice(at, end) : c);
    at = end;
  }
  return undo.done();
}

/** Where a position ends up; an insert exactly at it does not move it. */
export function position(pos: number, op: Op): number {
  let at = 0;
  for (const c of op) {
    if (pos <= at) break;
    if (isDelete(c)) pos -= Math.min(c.d, pos - at);
    else if (isInsert(c)) {
      const n = count(c);
      at += n;
      pos += n;
    } else at += c;
  }
  return pos;
}

// --- two texts --------------------------------------------------------------------------------------------
const reach = new Int32Array(((MAX_EDITS + 1) * (MAX_EDITS + 2)) / 2);
const cell = (d: number, k: number): number => (d * (d + 1)) / 2 + (k + d) / 2;

const byInsert = (d: number, k: number): boolean =>
  k === -d || (k !== d && reach[cell(d - 1, k - 1)]! < reach[cell(d - 1, k + 1)]!);
const runStart = (d: number, k: number): number =>
  d === 0 ? 0 : byInsert(d, k) ? reach[cell(d - 1, k + 1)]! : reach[cell(d - 1, k - 1)]! + 1;

/** Myers' greedy algorithm ("An O(ND) Difference Algorithm", 1986); -1 when more than MAX_EDITS are needed. */
function fewestEdits(a: readonly string[], b: readonly string[]): number {
  for (let d = 0; d <= MAX_EDITS; d++) {
    for (let k = -d; k <= d; k += 2) {
      let x = runStart(d, k);
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach[cell(d, k)] = x;
      if (x === a.length && x - k === b.length) return d;
    }
  }
  return -1;
}

/** The edits of the middle; false when that would be too dear. */
function diffMiddle(a: readonly string[], b: readonly string[], out: Builder): boolean {
  if (a.length === 0 || b.length === 0 || a.length > LIMITS.text || b.length > LIMITS.text) return false;
  const edits = Math.abs(a.length - b.length) > MAX_EDITS ? -1 : fewestEdits(a, b);
  if (edits < 0) return false;
  const runs: [x: number, y: number, len: number][] = [];
  for (let d = edits, k = a.length - b.length; d >= 0; d--) {
    const x = runStart(d, k);
    runs[d] = [x, x - k, reach[cell(d, k)]! - x];
    if (d > 0) k += byInsert(d, k) ? 1 : -1;
  }
  let x = 0;
  let y = 0;
  runs.forEach((run, d) => {
    if (run[2] === 0 && d < edits) return; // the next edit is at the same place
    out.add({ d: run[0] - x });
    out.add(b.slice(y, run[1]).join(""));
    out.add(run[2]);
    x = run[0] + run[2];
    y = run[1] + run[2];
  });
  return true;
}

/** Turns a into b: common ends kept, at one place a delete stands before an insert. */
export function diff(a: string, b: string): Op {
  if (a === b) return [];
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a.charCodeAt(head) === b.charCodeAt(head)) head++;
  if (head > 0 && (a.charCodeAt(head - 1) & 0xfc00) === 0xd800) head--;
  let tail = 0;
  while (tail < most - head && a.charCodeAt(a.length - tail - 1) === b.charCodeAt(b.length - tail - 1)) tail++;
  if (tail > 0 && (a.charCodeAt(a.length - tail) & 0xfc00) === 0xdc00) tail--;
  const was = Array.from(a.slice(head, a.length - tail));
  const is = b.slice(head, b.length - tail);
  const out = new Builder();
  out.add(count(a.slice(0, head)));
  if (!diffMiddle(was, Array.from(is), out)) {
    out.add({ d: was.length });
    out.add(is);
  }
  return out.done();
}

/** As every replica makes it of a text that is given whole. */
export function replacing(a: string, b: string): Op {
  const op = diff(a, b);
  if (op.length <= LIMITS.ot_comps) return op;
  const whole = new Builder();
  whole.add({ d: count(a) });
  whole.add(b);
  return whole.done();
}

// --- three texts ------------------------------------------------------------------------------------------
function insertAt(op: Op, pos: number): string {
  let at = 0;
  for (const c of op) {
    if (at > pos) break;
    if (!isInsert(c)) at += old(c);
    else if (at === pos) return c;
  }
  return "";
}

/** op, where the text that other inserts too is already there (and is stepped over). */
function withoutCommon(op: Op, other: Op): Op {
  const out = new Builder();
  let at = 0;
  for (const c of op) {
    if (isInsert(c)) {
      const theirs = insertAt(other, at);
      const mine = insertAt(op, at);
      const same = mine.startsWith(theirs) ? theirs : theirs.startsWith(mine) ? mine : "";
      out.add(count(same));
      out.add(c.slice(same.length));
    } else out.add(c);
    at += old(c);
  }
  return out.done();
}

/** What mine changed since base, done to theirs; mine counts as the later one. What both insert at one place is there
 *  once, when one begins with the whole of the other: the same words on two ways home. */
export function merge3(base: string, mine: string, theirs: string): string {
  const my = diff(base, mine);
  const their = diff(base, theirs);
  return applyIfFits(theirs, transform(withoutCommon(my, their), withoutCommon(their, my), "left"));
}

/** Is part among what change inserts near position at of the old text? */
export function insertedNear(change: Op, at: number, near: number, part: string): boolean {
  let pos = 0;
  for (const c of change) {
    if (!isInsert(c)) pos += old(c);
    else if (Math.abs(pos - at) <= near && c.includes(part)) return true;
  }
  return false;
}

/** Each insert of op with the position in the old text at which it stands. */
export function inserts(op: Op): [pos: number, text: string][] {
  const all: [number, string][] = [];
  let pos = 0;
  for (const c of op) {
    if (isInsert(c)) all.push([pos, c]);
    else pos += old(c);
  }
  return all;
}

const encoder = new TextEncoder();
export const bytes = (s: string): number => encoder.encode(s).length;

/** As much of s as fits into so many bytes, whole characters. */
export function clip(s: string, most: number): string {
  let cps = Array.from(s);
  while (bytes(cps.join("")) > most) cps = cps.slice(0, -1);
  return cps.join("");
}

/** Cuts an operation that is larger than one may be: each piece stands on the text after the one before. */
export function pieces(op: Op, mostBytes: number): Op[] {
  if (op.length <= LIMITS.ot_comps && bytes(inserted(op)) <= mostBytes) return [op];
  const all: Op[] = [];
  let piece = new Builder();
  let room = mostBytes;
  let at = 0; // in the new text
  const cut = (): void => {
    const done = piece.done();
    if (done.length > 0) all.push(done);
    piece = new Builder();
    piece.add(at);
    room = mostBytes;
  };
  for (const c of op) {
    if (isInsert(c)) {
      for (const character of c) {
        const size = bytes(character);
        if (size > room) cut();
        piece.add(character);
        room -= size;
        at++;
      }
    } else {
      piece.add(c);
      at += isDelete(c) ? 0 : c;
    }
    if (piece.op.length + 2 > LIMITS.ot_comps) cut();
  }
  const last = piece.done();
  return last.length > 0 ? [...all, last] : all;
}
