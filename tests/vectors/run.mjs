// run.mjs - every good vector decoded by a msgpack that is not ours: the same meaning, the fields that the
// generated tables name, and the same bytes when encoded again; every bad one is unlike the good ones.
import { decode, encode } from "@msgpack/msgpack";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { apply, simulate, transform } from "./text.mjs";
import { MESSAGES, forms, fromHex, here, readVectors, toHex, toJson, unpackRuns, vectorFolders } from "./tables.mjs";

let checks = 0;
const faults = [];
function expect(ok, where, why) {
  checks++;
  if (!ok) faults.push(`${where}: ${why}`);
}

const headLength = (form) => (form.kind === "message" ? 1 : form.kind === "change" ? 5 : form.from === "client" ? 3 : 6);

function fits(arg, value) {
  switch (arg.type) {
    case "uint": return Number.isSafeInteger(value) && value >= 0 && value <= arg.bound;
    case "int": return Number.isSafeInteger(value) && Math.abs(value) <= arg.bound;
    case "str": return typeof value === "string" && Buffer.byteLength(value) <= arg.bound;
    case "bin": return value instanceof Uint8Array && value.length === arg.bound;
    default: return encode(value).length <= arg.bound;
  }
}
function conforms(form, bytes) {
  let value;
  try {
    value = decode(bytes);
  } catch {
    return false;
  }
  const head = headLength(form);
  if (!Array.isArray(value) || value.length !== head + form.args.length || value[head - 1] !== form.number) return false;
  return form.args.every((arg, i) => fits(arg, value[head + i]));
}

for (const form of forms) {
  const where = `${form.kind}/${form.name}`;
  for (const v of readVectors(form, "good.json")) {
    const bytes = unpackRuns(v.hex);
    const value = decode(bytes);
    expect(isDeepStrictEqual(toJson(value), v.value), where, `${v.what}: another meaning`);
    expect(toHex(encode(value)) === toHex(bytes), where, `${v.what}: other bytes when encoded again`);
    expect(conforms(form, bytes), where, `${v.what}: against the tables`);
  }
  // Only what JavaScript can see: depth, surrogates and the envelope's numbers are the C runner's.
  for (const v of readVectors(form, "bad.json")) {
    if (/over its bound|wrong type|too (long|short)|one element|an unknown number/.test(v.what) && !/^(n|seen|an ordinal) over/.test(v.what)) {
      expect(!conforms(form, unpackRuns(v.hex)), where, `${v.what}: passes for a good one`);
    }
  }
}
for (const kind of ["message", "op", "change"]) {
  const known = forms.filter((f) => f.kind === kind).map((f) => f.name).sort();
  expect(isDeepStrictEqual(vectorFolders(kind), known), kind, "folders differ from the definitions");
}
for (const v of JSON.parse(readFileSync(join(here, "session.json"), "utf8"))) {
  expect(isDeepStrictEqual(toJson(decode(fromHex(v.hex))), v.value), "session", `${v.name}: another meaning`);
  expect(MESSAGES[v.name].number === v.value[0], "session", `${v.name}: its number`);
}
for (const v of JSON.parse(readFileSync(join(here, "text.json"), "utf8"))) {
  const where = `text: ${JSON.stringify(v.left)} and ${JSON.stringify(v.right)}`;
  expect(isDeepStrictEqual(transform(v.left, v.right, "LEFT"), v.leftThen), where, "left carried over right");
  expect(isDeepStrictEqual(transform(v.right, v.left, "RIGHT"), v.rightThen), where, "right carried over left");
  expect(apply(apply(v.text, v.right), v.leftThen) === v.both, where, "right, then left");
  expect(apply(apply(v.text, v.left), v.rightThen) === v.both, where, "left, then right");
}
let carried = 0;
for (let seed = 1; seed <= 500; seed++) {
  try {
    carried += simulate(seed);
    checks++;
  } catch (error) {
    expect(false, "typing at random", error.message);
  }
}
console.log(`text: ${carried} operations of three clients carried as PROTOCOL.md says`);
for (const fault of faults) console.error(`vectors: ${fault}`);
console.log(`vectors: ${checks} checks, ${faults.length} faults`);
process.exit(faults.length === 0 && checks > 0 ? 0 : 1);
