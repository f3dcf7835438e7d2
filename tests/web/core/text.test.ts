/* text.test.ts - core/text.ts against ot-text-unicode, and what must hold for every text: at random, seeds printed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type as oracle } from "../../../client-web/node_modules/ot-text-unicode/dist/index.js";
import { Rng } from "../../../client-web/src/core/state.ts";
import * as ot from "../../../client-web/src/core/text.ts";
import { readOp } from "../../../client-web/src/core/wire.ts";

const SEED = Number(process.env["SEED"] ?? 1);
const ROUNDS = Number(process.env["ROUNDS"] ?? 3000);
const LETTERS = ["a", "b", "å", "🚲", "\u0301", "\n", "👩‍🚀", " ", "aa", "ab"];
const mutable = (op: ot.Op): (number | string | { d: number })[] => op as (number | string | { d: number })[];

function text(rng: Rng, most: number): string {
  return Array.from({ length: rng.below(most + 1) }, () => LETTERS[rng.below(LETTERS.length)]!).join("");
}

/** A canonical operation on s. */
function operation(rng: Rng, s: string): ot.Op {
  let left = ot.count(s);
  const op: (number | string | { d: number })[] = [];
  for (let n = rng.below(6); n > 0; n--) {
    const what = rng.below(3);
    const last = op[op.length - 1];
    if (what === 0) {
      if (typeof last !== "string") op.push(LETTERS[rng.below(LETTERS.length)]!);
    } else if (left > 0 && typeof last !== (what === 1 ? "number" : "object")) {
      const k = 1 + rng.below(left);
      left -= k;
      op.push(what === 1 ? k : { d: k });
    }
  }
  while (typeof op[op.length - 1] === "number") op.pop();
  return op;
}

test(`seed ${SEED}: apply, transform, compose, invert, position`, () => {
  const rng = new Rng(SEED);
  for (let i = 0; i < ROUNDS; i++) {
    const s = text(rng, 20);
    const a = operation(rng, s);
    const b = operation(rng, s);
    readOp(a);
    const after = ot.apply(s, a)!;
    assert.equal(after, oracle.apply(s, mutable(a)));
    const left = ot.transform(a, b, "left");
    const right = ot.transform(b, a, "right");
    assert.deepEqual(left, oracle.transform(mutable(a), mutable(b), "left"));
    readOp(left);
    readOp(right);
    assert.equal(ot.apply(ot.apply(s, b)!, left), ot.apply(after, right), "TP1");
    const next = operation(rng, after);
    assert.equal(ot.apply(s, ot.compose(a, next)), ot.apply(after, next));
    assert.equal(ot.apply(after, ot.invert(a, s)!), s);
    const p = rng.below(ot.count(s) + 1);
    assert.equal(ot.position(p, a), oracle.transformPosition(p, mutable(a)));
    const units = ot.toUnits(s, p);
    assert.equal(ot.toPoints(s, units), p);
    assert.equal(Array.from(s).slice(0, p).join("").length, units);
    assert.equal(ot.apply(s, [ot.count(s) + 1, "x"]), null, "past the end");
  }
});

test(`seed ${SEED}: difference and merge`, () => {
  const rng = new Rng(SEED + 1);
  for (let i = 0; i < ROUNDS; i++) {
    const s = text(rng, 30);
    const a = ot.apply(s, operation(rng, s))!;
    const b = rng.below(5) === 0 ? text(rng, 30) : ot.apply(s, operation(rng, s))!;
    const op = ot.diff(a, b);
    readOp(op);
    assert.equal(ot.apply(a, op), b);
    op.forEach((c, at) => {
      if (typeof c === "string" && at + 1 < op.length) assert.notEqual(typeof op[at + 1], "object", "a delete stands before an insert");
    });
    assert.equal(ot.merge3(s, s, a), a);
    assert.equal(ot.merge3(s, a, s), a);
    assert.equal(ot.merge3(s, a, a), a, "the same words on two ways home are there once");
    const mark = "‹mine›";
    const mine = ot.apply(s, [...(s === "" ? [] : [rng.below(ot.count(s)) + 1]), mark])!;
    assert.equal(ot.merge3(s, mine, a).split(mark).length, 2, "what was typed survives a merge");
  }
});

test("dear and long texts", () => {
  const a = Array.from({ length: 3000 }, (_, i) => String.fromCharCode(97 + (i % 23))).join("");
  const b = Array.from({ length: 3000 }, (_, i) => String.fromCharCode(97 + ((i * 7) % 19))).join("");
  assert.equal(ot.apply(a, ot.diff(a, b)), b);
  assert.ok(ot.diff(a, b).length <= 512);
  const every = Array.from(a, (c, i) => (i % 5 === 0 ? "🚲" : c)).join("");
  assert.equal(ot.apply(a, ot.replacing(a, every)), every);
  const long: ot.Op = ["å".repeat(30000)];
  const cut = ot.pieces(long, 24000);
  assert.ok(cut.length >= 3);
  assert.equal(cut.reduce((t, op) => ot.apply(t, op)!, ""), "å".repeat(30000));
  const many: (number | string)[] = Array.from({ length: 1400 }, (_, i) => (i % 2 === 0 ? 1 : "x"));
  const parts = ot.pieces(many, 24000);
  for (const part of parts) readOp(part);
  assert.equal(parts.reduce((t, op) => ot.apply(t, op)!, a), ot.apply(a, many));
});

test("what people paste", () => {
  assert.equal(ot.cleaned("a\r\nb\rc\u000bd\u0000e\ufefff\u007f"), "a\nb\nc\ndef");
  assert.equal(ot.cleaned("\ud83d"), "\ufffd");
  assert.equal(ot.cleaned("🚲å\t\n"), "🚲å\t\n");
  assert.ok(!ot.isClean("\ud83dx") && ot.isClean("🚲"));
});
