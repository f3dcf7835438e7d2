/* wire.ts - messages, operations and changes as bytes and back, checked against the generated tables.
 *
 * What: exact lengths, types and bounds; what does not fit is Malformed and enters nowhere. The inside of raw fields is
 *       checked where it is read: text operations, values and nodes have their check here.
 * Not:  no meaning.
 * Uses: @msgpack/msgpack, unpack.ts, protocol.gen.ts.
 * Invariants: numbers are integers of at most 2^53 - 1; equal values have equal bytes, the shortest. */
import { encode as pack } from "@msgpack/msgpack";
import { CHANGES, LIMITS, MESSAGES, OPS, type ChangeName, type MessageName, type OpName } from "../protocol.gen.ts";
import type { FieldInfo } from "./schema.ts";
import { bytes as byteLength, count, isClean, type Op } from "./text.ts";
import { Malformed, decodeWhole, fail } from "./unpack.ts";

export { Malformed, decodeWhole, fail };

interface Arg { readonly name: string; readonly type: string; readonly bound: number }
type Of<T> = T extends "uint" | "int" ? number : T extends "str" ? string : T extends "bin" ? Uint8Array : unknown;
type Named<A extends readonly Arg[]> = { [I in A[number] as I["name"]]: Of<I["type"]> };
export type FieldsOf<N extends MessageName> = Named<(typeof MESSAGES)[N]["fields"]>;
export type Message = { [N in MessageName]: { readonly kind: N } & FieldsOf<N> }[MessageName];
export type Change = { [N in ChangeName]: { readonly change: N } & Named<(typeof CHANGES)[N]["args"]> }[ChangeName];
export type Item = { readonly seq: number; readonly ts: number; readonly ord: number; readonly n: number } & Change;

const ORD_MAX = MESSAGES.welcome.fields[6].bound;
const DEPTH = 8;
const KNOWN_BELOW = 128;

export const encode = (value: unknown): Uint8Array => pack(value, { maxDepth: 16 });

export const isUint = (v: unknown, bound = Number.MAX_SAFE_INTEGER): v is number =>
  typeof v === "number" && Number.isSafeInteger(v) && v >= 0 && v <= bound;
export const uint = (v: unknown, bound?: number): number => (isUint(v, bound) ? v : fail("not a number in its bounds"));
export const list = (v: unknown, length?: number): readonly unknown[] =>
  Array.isArray(v) && (length === undefined || v.length === length) ? v : fail("not a list of that length");
export const bin = (v: unknown, length?: number): Uint8Array =>
  v instanceof Uint8Array && (length === undefined || v.length === length) ? v : fail("not bytes of that length");
export const str = (v: unknown, bound = Infinity): string =>
  typeof v === "string" && v.length <= bound && (v.length * 3 <= bound || byteLength(v) <= bound) ? v : fail("not a string in its bound");

/** Arrays and maps inside a raw field nest so deep and no deeper. */
function isShallow(v: unknown, depth: number): boolean {
  if (typeof v !== "object" || v === null || v instanceof Uint8Array) return true;
  return depth > 0 && (Array.isArray(v) ? v : Object.values(v)).every((x) => isShallow(x, depth - 1));
}

function check(arg: Arg, v: unknown, size: number): unknown {
  switch (arg.type) {
    case "uint": return uint(v, arg.bound);
    case "int": return typeof v === "number" && Number.isSafeInteger(v) && Math.abs(v) <= arg.bound ? v : fail("not an int in its bound");
    case "str": return str(v, arg.bound);
    case "bin": return bin(v, arg.bound);
    default: return isShallow(v, DEPTH) && (size <= arg.bound || encode(v).length <= arg.bound) ? v : fail("raw over its bound");
  }
}

/** The values from `at` on, by name. */
function named(args: readonly Arg[], values: readonly unknown[], at: number, size: number): Record<string, unknown> {
  if (values.length !== at + args.length) fail("another number of elements");
  const out: Record<string, unknown> = {};
  args.forEach((arg, i) => (out[arg.name] = check(arg, values[at + i], size)));
  return out;
}

function byNumber<T extends { readonly number: number }>(table: Record<string, T>): Map<number, [string, T]> {
  return new Map(Object.entries(table).map((entry) => [entry[1].number, entry]));
}
const messages = byNumber<{ number: number; direction: string; fields: readonly Arg[] }>(MESSAGES);
const ops = byNumber<{ number: number; args: readonly Arg[]; from: string }>(OPS);
const changes = byNumber<{ number: number; args: readonly Arg[] }>(CHANGES);

/** null: a message of a later version, to be ignored. */
export function readMessage(bytes: Uint8Array, direction: "up" | "down" = "down"): Message | null {
  const values = list(decodeWhole(bytes));
  const number = uint(values[0]);
  const known = messages.get(number);
  if (known === undefined) return number >= KNOWN_BELOW ? null : fail("an unknown message");
  if (known[1].direction !== direction) fail("a message of the other side");
  return { kind: known[0], ...named(known[1].fields, values, 1, bytes.length) } as unknown as Message;
}

export function writeMessage<N extends MessageName>(name: N, fields: FieldsOf<N>): Uint8Array {
  const form: { number: number; fields: readonly Arg[] } = MESSAGES[name];
  return encode([form.number, ...form.fields.map((arg) => (fields as Record<string, unknown>)[arg.name])]);
}

/** An item of EV; null: a change of a later version. size: at most so many bytes, where that is known. */
export function readItem(value: unknown, size = Infinity): Item | null {
  const v = list(value);
  const head = { seq: uint(v[0]), ts: uint(v[1]), ord: uint(v[2], ORD_MAX), n: uint(v[3]) };
  const known = changes.get(uint(v[4]));
  if (known === undefined) return null;
  return { ...head, change: known[0], ...named(known[1].args, v, 5, size) } as unknown as Item;
}

/** An operation of a client: [n, seen, op, args...]. */
export function readRequest(value: unknown): { n: number; seen: number; op: OpName; args: Record<string, unknown> } {
  const v = list(value);
  const known = ops.get(uint(v[2]));
  if (known === undefined || known[1].from !== "client" || uint(v[0]) === 0) return fail("no operation of a client");
  return { n: uint(v[0]), seen: uint(v[1]), op: known[0] as OpName, args: named(known[1].args, v, 3, Infinity) };
}

export function writeRequest(n: number, seen: number, name: OpName, args: Record<string, unknown>): Uint8Array {
  const form: { number: number; args: readonly Arg[] } = OPS[name];
  return encode([n, seen, form.number, ...form.args.map((arg) => args[arg.name])]);
}

/** OPS from operations that are bytes already: those bytes, nothing else, are what the daemon remembers. */
export function opsFrame(elements: readonly Uint8Array[]): Uint8Array {
  const n = elements.length;
  const head = [0x92, MESSAGES.ops.number, ...(n < 16 ? [0x90 | n] : [0xdc, n >> 8, n & 255])];
  const out = new Uint8Array(elements.reduce((sum, e) => sum + e.length, head.length));
  out.set(head);
  let at = head.length;
  for (const e of elements) {
    out.set(e, at);
    at += e.length;
  }
  return out;
}

// --- what raw fields hold -----------------------------------------------------------------------------------
/** A text operation in its canonical form, or not at all. */
export function readOp(value: unknown): Op {
  const comps = list(value);
  if (comps.length > LIMITS.ot_comps) fail("too many components");
  let before = "";
  for (const c of comps) {
    const type = typeof c === "object" && c !== null && !Array.isArray(c) && !(c instanceof Uint8Array) ? "delete" : typeof c;
    if (type === before) fail("two neighbours of one kind");
    if (type === "string") {
      if (c === "" || !isClean(c as string)) fail("an insert that is empty or not clean");
    } else {
      const keys = type === "delete" ? Object.keys(c as object) : ["d"];
      const n = type === "delete" ? (c as { d: unknown }).d : c;
      if (keys.length !== 1 || keys[0] !== "d" || !isUint(n, 0x7fffffff) || n === 0) fail("no component");
    }
    before = type;
  }
  if (before === "number") fail("a skip at the end");
  return comps as unknown as Op;
}

export type Value = number | string | readonly number[] | Uint8Array;
/** null: a field of a later version, kept as it is. */
export function valueFits(info: FieldInfo, v: unknown): v is Value {
  const bound = info.bound ?? Number.MAX_SAFE_INTEGER;
  switch (info.type) {
    case "text": return typeof v === "string" && isClean(v) && (v.length <= bound || count(v) <= bound);
    case "str": return typeof v === "string" && isClean(v) && !/[\n\t]/.test(v) && byteLength(v) <= bound;
    case "int": return isUint(v, bound);
    case "ref": return isUint(v);
    case "list": return Array.isArray(v) && v.length <= Math.min(16, bound) && v.every((x) => isUint(x));
    case "bytes": return v instanceof Uint8Array && v.length === bound;
  }
}

export const readValue = (info: FieldInfo | undefined, v: unknown): Value =>
  info === undefined || valueFits(info, v) ? (v as Value) : fail("a value that does not fit its field");
