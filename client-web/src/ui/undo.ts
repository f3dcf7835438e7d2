/* undo.ts - own edits of one field, taken back one by one, beside what others write.
 *
 * What: a stack of inverse operations that is carried over everybody else's changes, so that undo touches what this
 *       person wrote and nothing else; redo likewise. Edits join into steps by word and by pause.
 * Not:  no element, no connection.    Uses: core/text.ts.
 * Invariants: the top of each stack stands on the text as it is now, each one below on the text after the one above.
 *       Positions are code points; those of the callers' carry are UTF-16 units. */
import * as ot from "../core/text.ts";

const PAUSE_MS = 1500;
const MOST = 300;

interface Step {
  readonly op: ot.Op;
  /** What an edit must continue to join this step. */
  readonly kind: Kind;
  readonly at: number; // where the caret was left, code points
  readonly time: number;
}
type Kind = "type" | "space" | "erase" | "other";

/** What somebody else's change did, told by how it moves every position; exact where a comparison could only guess. */
export function foreignOp(was: string, is: string, carry: (unit: number) => number): ot.Op {
  if (was === is) return [];
  const most = Math.min(was.length, is.length);
  let head = 0;
  while (head < most && was[head] === is[head]) head++;
  let tail = 0;
  while (tail < most - head && was[was.length - 1 - tail] === is[is.length - 1 - tail]) tail++;
  const low = (s: string, at: number): boolean => (s.charCodeAt(at) & 0xfc00) === 0xdc00;
  while (head > 0 && (low(was, head) || low(is, head))) head--;
  while (tail > 0 && (low(was, was.length - tail) || low(is, is.length - tail))) tail--;

  const op: ot.Component[] = [];
  const put = (c: ot.Component): void => {
    if (c === "" || c === 0 || (typeof c === "object" && c.d === 0)) return;
    op.push(c);
  };
  put(ot.count(was.slice(0, head)));
  let done = head; // of the new text
  let gone = 0; // deleted, not yet put
  let kept = 0;
  const flush = (): void => {
    if (kept > 0) put(kept);
    if (gone > 0) put({ d: gone });
    kept = gone = 0;
  };
  for (let i = head; i < was.length - tail; ) {
    const size = low(was, i + 1) ? 2 : 1;
    const sign = was.slice(i, i + size);
    const to = carry(i + size) - size; // where this character would stand now
    if (to >= done && to + size <= is.length - tail && carry(i + size) > carry(i) && is.slice(to, to + size) === sign) {
      if (to > done) {
        flush();
        put(is.slice(done, to));
      } else if (gone > 0) flush();
      kept++;
      done = to + size;
    } else {
      if (kept > 0) flush();
      gone++;
    }
    i += size;
  }
  flush();
  put(is.slice(done, is.length - tail));
  const tidy = join(op);
  return ot.apply(was, tidy) === is ? tidy : ot.diff(was, is);
}

/** Neighbours of one kind become one; deletes first; no keep at the end. */
function join(op: readonly ot.Component[]): ot.Op {
  const out: ot.Component[] = [];
  for (const c of op) {
    const last = out[out.length - 1];
    if (typeof last === "number" && typeof c === "number") out[out.length - 1] = last + c;
    else if (typeof last === "string" && typeof c === "string") out[out.length - 1] = last + c;
    else if (typeof last === "object" && typeof c === "object") out[out.length - 1] = { d: last.d + c.d };
    else out.push(c);
  }
  while (typeof out[out.length - 1] === "number") out.pop();
  return out;
}

export class Undo {
  private undos: Step[] = [];
  private redos: Step[] = [];

  /** An own edit was made on text. now: steady ms. */
  did(op: ot.Op, text: string, now: number): void {
    const inverse = ot.invert(op, text);
    if (!inverse || inverse.length === 0) return;
    this.redos = [];
    const kind = kindOf(op);
    const at = endOf(op);
    const last = this.undos[this.undos.length - 1];
    const goesOn = last && now - last.time < PAUSE_MS && continues(last.kind, kind) && startOf(op, kind) === last.at;
    if (goesOn) {
      this.undos[this.undos.length - 1] = { op: ot.compose(inverse, last.op), kind, at, time: now };
      return;
    }
    this.undos.push({ op: inverse, kind, at, time: now });
    if (this.undos.length > MOST) this.undos.shift();
  }

  /** The text was changed by somebody else. */
  foreign(op: ot.Op): void {
    this.undos = carried(this.undos, op);
    this.redos = carried(this.redos, op);
  }

  /** The operation that undoes the last own step on text; null: there is none. */
  undo(text: string): ot.Op | null {
    return this.turn(this.undos, this.redos, text);
  }
  redo(text: string): ot.Op | null {
    return this.turn(this.redos, this.undos, text);
  }

  private turn(from: Step[], to: Step[], text: string): ot.Op | null {
    for (;;) {
      const step = from.pop();
      if (!step) return null;
      const back = ot.isNoop(step.op) ? null : ot.invert(step.op, text);
      if (!back) continue; // others have taken away all that it was about
      to.push({ op: back, kind: "other", at: -1, time: -Infinity });
      return step.op;
    }
  }
}

function carried(steps: readonly Step[], op: ot.Op): Step[] {
  const out: Step[] = [];
  let other = op;
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]!;
    const mine = ot.transform(step.op, other, "left");
    out.unshift({ ...step, op: mine, at: step.at < 0 ? -1 : ot.position(step.at, other) });
    other = ot.transform(other, step.op, "right");
  }
  return out;
}

const one = (op: ot.Op): ot.Component | undefined => {
  const rest = typeof op[0] === "number" ? op.slice(1) : op;
  return rest.length === 1 ? rest[0] : undefined;
};
function kindOf(op: ot.Op): Kind {
  const c = one(op);
  if (typeof c === "string") return ot.count(c) > 1 && /\s/.test(c.trim()) ? "other" : /\s$/.test(c) ? "space" : "type";
  return typeof c === "object" && c.d === 1 ? "erase" : "other";
}
/** A word and the space behind it are one step; the next word is another. */
const continues = (last: Kind, kind: Kind): boolean =>
  kind === "erase" ? last === "erase" : kind === "other" ? false : last === "type" || (last === "space" && kind === "space");

const keepOf = (op: ot.Op): number => (typeof op[0] === "number" ? op[0] : 0);
/** Where the caret is after op. */
export function endOf(op: ot.Op): number {
  let at = 0;
  let end = 0;
  for (const c of op) {
    if (typeof c === "number") at += c;
    else if (typeof c === "string") at += ot.count(c);
    if (typeof c !== "number") end = at;
  }
  return end;
}
/** Where it was before op. */
const startOf = (op: ot.Op, kind: Kind): number => keepOf(op) + (kind === "erase" ? 1 : 0);
