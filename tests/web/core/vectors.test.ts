/* vectors.test.ts - every byte vector of tests/vectors through the core's codec: what is good is read, means what it should and
 * is written with the same bytes; what is bad is refused.
 *
 * And the core's reading of msgpack against @msgpack/msgpack's, at random. */
import { decode } from "../../../client-web/node_modules/@msgpack/msgpack/dist.esm/index.mjs";
import { Rng } from "../../../client-web/src/core/state.ts";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as ot from "../../../client-web/src/core/text.ts";
import {
  Malformed, decodeWhole, encode, list, opsFrame, readItem, readMessage, readOp, readRequest, writeMessage, writeRequest,
} from "../../../client-web/src/core/wire.ts";
import { CHANGES, MESSAGES, OPS, type MessageName } from "../../../client-web/src/protocol.gen.ts";

const HERE = join(process.env["SMV_REPO"] ?? process.cwd(), "tests/vectors");
type Hex = string | [string, number][];
type Direction = "up" | "down";
interface Form { kind: string; name: string; direction?: Direction }
interface Good { hex: Hex; value: unknown; what: string }
interface Bad { hex: Hex; what: string; error: string; direction?: Direction; as?: string }

const bytesOf = (hex: Hex): Uint8Array =>
  new Uint8Array(Buffer.from(typeof hex === "string" ? hex : hex.map(([part, n]) => part.repeat(n)).join(""), "hex"));
const vectors = <T>(kind: string, name: string, file: string): T[] => JSON.parse(readFileSync(join(HERE, kind, name, file), "utf8")) as T[];

function plain(v: unknown): unknown {
  if (v instanceof Uint8Array) return { bin: Buffer.from(v).toString("hex") };
  if (Array.isArray(v)) return v.map(plain);
  return v !== null && typeof v === "object" ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, plain(x)])) : v;
}
const same = (a: Uint8Array, b: Uint8Array, why: string): void => assert.equal(Buffer.from(a).toString("hex"), Buffer.from(b).toString("hex"), why);

/** What is inside raw fields, for those that the core reads. */
function inside(form: Form, bytes: Uint8Array, direction = form.direction): void {
  if (form.kind === "message") {
    const m = readMessage(bytes, direction);
    if (m === null) throw new Malformed("unknown");
    if (m.kind !== form.name) throw new Malformed("another message");
    if (m.kind === "ops") for (const one of list(m.ops)) readRequest(one);
    if (m.kind === "ev") for (const one of list(m.items)) readItem(one);
  } else if (form.kind === "op") {
    const r = readRequest(decodeWhole(bytes));
    if (r.op === "txt") readOp(r.args.op);
  } else {
    const item = readItem(decodeWhole(bytes));
    if (item === null) throw new Malformed("unknown");
    if (item.change === "txt") readOp(item.op);
  }
}

const forms: Form[] = [
  ...Object.entries(MESSAGES).map(([name, m]) => ({ kind: "message", name, direction: m.direction })),
  ...Object.entries(OPS).filter(([, o]) => o.from === "client").map(([name]) => ({ kind: "op", name })),
  ...Object.keys(CHANGES).map((name) => ({ kind: "change", name })),
];

for (const form of forms) {
  test(`${form.kind} ${form.name}: good ones`, () => {
    for (const v of vectors<Good>(form.kind, form.name, "good.json")) {
      const bytes = bytesOf(v.hex);
      const value = decodeWhole(bytes);
      assert.deepEqual(plain(value), v.value, v.what);
      same(encode(value), bytes, v.what);
      inside(form, bytes);
      if (form.kind === "message") {
        const m = readMessage(bytes, form.direction)!;
        same(writeMessage(form.name as MessageName, m as never), bytes, v.what);
        if (m.kind === "ops") same(opsFrame(list(m.ops).map((o) => encode(o))), bytes, v.what);
      } else if (form.kind === "op") {
        const r = readRequest(value);
        same(writeRequest(r.n, r.seen, r.op, r.args), bytes, v.what);
      }
      for (let cut = 0; cut < bytes.length; cut += Math.max(1, bytes.length >> 6)) {
        assert.throws(() => inside(form, bytes.subarray(0, cut)), Malformed, `${v.what}, cut off at ${cut}`);
      }
    }
  });
  test(`${form.kind} ${form.name}: bad ones`, () => {
    let refused = 0;
    for (const v of vectors<Bad>(form.kind, form.name, "bad.json")) {
      if (v.error === "version" || v.as !== undefined) continue;
      assert.throws(() => inside(form, bytesOf(v.hex), v.direction ?? form.direction), Malformed, v.what);
      refused++;
    }
    assert.ok(refused > 0);
  });
}

test("the session of PROTOCOL.md", () => {
  for (const v of JSON.parse(readFileSync(join(HERE, "session.json"), "utf8")) as { from: string; name: MessageName; hex: string; value: unknown }[]) {
    const m = readMessage(bytesOf(v.hex), v.from === "C" ? "up" : "down")!;
    assert.equal(m.kind, v.name);
    same(writeMessage(m.kind, m as never), bytesOf(v.hex), v.name);
  }
});

test("the transforms of PROTOCOL.md", () => {
  interface Pair { text: string; left: ot.Op; right: ot.Op; leftThen: ot.Op; rightThen: ot.Op; both: string }
  for (const v of JSON.parse(readFileSync(join(HERE, "text.json"), "utf8")) as Pair[]) {
    assert.deepEqual(ot.transform(v.left, v.right, "left"), v.leftThen);
    assert.deepEqual(ot.transform(v.right, v.left, "right"), v.rightThen);
    assert.equal(ot.apply(ot.apply(v.text, v.right)!, v.leftThen), v.both);
    assert.equal(ot.apply(ot.apply(v.text, v.left)!, v.rightThen), v.both);
  }
});

test("a message of a later version is ignored, an unknown one is not", () => {
  assert.equal(readMessage(encode([128, 1, 2])), null);
  assert.throws(() => readMessage(encode([100])), Malformed);
});

test("what another program has packed reads the same; cut off or with something behind it is refused", () => {
  const rng = new Rng(Number(process.env["SEED"] ?? 1));
  const value = (depth: number): unknown => {
    switch (rng.below(depth > 5 ? 6 : 8)) {
      case 0: return null;
      case 1: return rng.below(2) === 1;
      case 2: return (rng.below(2) === 0 ? -1 : 1) * Math.floor(2 ** rng.below(53) - rng.below(3));
      case 3: return Array.from("aå🚲\n".repeat(rng.below(40))).slice(rng.below(7)).join("");
      case 4: return new Uint8Array(rng.below(300)).fill(rng.below(256));
      case 5: return "x".repeat(rng.below(70000) >> rng.below(16));
      case 6: return Array.from({ length: rng.below(20) }, () => value(depth + 1));
      default: return Object.fromEntries(Array.from({ length: rng.below(5) }, (_, i) => [`k${i}`, value(depth + 1)]));
    }
  };
  for (let i = 0; i < 2000; i++) {
    const v = value(0);
    const bytes = encode(v);
    assert.deepEqual(decodeWhole(bytes), decode(bytes));
    assert.throws(() => decodeWhole(bytes.subarray(0, rng.below(bytes.length))), Malformed);
    assert.throws(() => decodeWhole(new Uint8Array([...bytes, 0])), Malformed);
  }
  for (const bad of ["cb3ff0000000000000", "ca3f800000", "d60000000000", "cf0020000000000000", "d3ffdfffffffffffff", "a1ff", "c1", "81c001", "82a16401a16402", "dfffffffff", "ddffffffff"]) {
    assert.throws(() => decodeWhole(new Uint8Array(Buffer.from(bad, "hex"))), Malformed, bad);
  }
});
