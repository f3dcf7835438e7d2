// make.mjs - writes the vectors (good.json, bad.json per folder, session.json) and the example in
// PROTOCOL.md. --check writes nothing and fails where a file would change: the files are the truth that
// the programs are held to, so a difference must be somebody's decision.
import { encode } from "@msgpack/msgpack";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as cases from "./cases.mjs";
import { CHANGES, MESSAGES, OPS, forms, fromHex, here, packRuns, root, toHex, toValue } from "./tables.mjs";

const check = process.argv.includes("--check");
let stale = 0;
function put(path, content) {
  const bytes = Buffer.from(content);
  if (existsSync(path) && readFileSync(path).equals(bytes)) return;
  if (check) {
    console.error(`vectors: ${path} is not what make.mjs makes`);
    stale++;
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
const lines = (list) => `[\n${list.map((v) => `  ${JSON.stringify(v)}`).join(",\n")}\n]\n`;

// --- bytes: an array put together from encoded parts, so that a part may be anything ------------------
const pack = (json) => encode(toValue(json));
const arrayHead = (n) => (n < 16 ? [0x90 | n] : [0xdc, n >> 8, n & 0xff]);
const join_ = (parts, count = parts.length) => Buffer.concat([Buffer.from(arrayHead(count)), ...parts.map((p) => Buffer.from(p))]);

// Every form has elements before its arguments: the number (and n, seen ...).
function before(form, c) {
  if (form.kind === "message") return [form.number];
  if (form.kind === "op") return form.from === "client" ? [c.n, c.seen, form.number] : [1, 0, 0, c.n, c.seen, form.number];
  return [c.seq, c.ts, c.ord, c.n, form.number];
}
function goodCases(form) {
  if (form.kind === "message") return cases.messages[form.name].map(([what, args]) => ({ what, args }));
  if (form.kind === "op") return cases.ops[form.name].map(([what, n, seen, args]) => ({ what, n, seen, args }));
  return cases.changes[form.name].map(([what, seq, ts, ord, n, args]) => ({ what, seq, ts, ord, n, args }));
}

// --- one wrong part for every way in which a field can be wrong ----------------------------------------
const u53Over = fromHex("cf0020000000000000");
const ext = fromHex("d40100");
const float = fromHex("cb3ff8000000000000");
const nest = (depth) => Buffer.concat([Buffer.alloc(depth, 0x91), Buffer.from([0xc0])]);
function binOf(total) {
  const head = total - 2 <= 255 ? 2 : total - 3 <= 65535 ? 3 : 5;
  return encode(new Uint8Array(total - head));
}
function wrong(arg) {
  const over = `${arg.name} over its bound`;
  const type = `${arg.name} of a wrong type`;
  switch (arg.type) {
    case "uint":
      return [
        [over, "range", arg.bound === Number.MAX_SAFE_INTEGER ? u53Over : encode(arg.bound + 1)],
        [`${arg.name} negative`, "range", encode(-1)],
        [type, "malformed", encode("1")], [`${arg.name} nil`, "malformed", encode(null)],
        [`${arg.name} a float`, "malformed", float],
      ];
    case "int":
      return [
        [over, "range", encode(arg.bound + 1)], [`${arg.name} under its bound`, "range", encode(-arg.bound - 1)],
        [type, "malformed", encode("1")],
      ];
    case "str":
      return [
        [over, "too_big", encode("a".repeat(arg.bound + 1))],
        [type, "malformed", encode(new Uint8Array(1))], [`${arg.name} a number`, "malformed", encode(1)],
        [`${arg.name} not UTF-8`, "utf8", fromHex("a2c328")],
        [`${arg.name} a lone surrogate`, "utf8", fromHex("a3eda080")],
      ];
    case "bin":
      return [
        [`${arg.name} too long`, "malformed", encode(new Uint8Array(arg.bound + 1))],
        [`${arg.name} too short`, "malformed", encode(new Uint8Array(arg.bound - 1))],
        [type, "malformed", encode("a".repeat(arg.bound))],
      ];
    default:
      return [
        [over, "too_big", binOf(arg.bound + 1)],
        [`${arg.name} an ext type`, "malformed", ext], [`${arg.name} too deep`, "too_big", nest(9)],
        [`${arg.name} with a string that is not UTF-8`, "utf8", fromHex("91a2c328")],
        [`${arg.name} promising 4294967295 elements`, "malformed", fromHex("ddffffffff")],
      ];
  }
}

function badCases(form, c) {
  const head = before(form, c).map(pack);
  const args = c.args.map(pack);
  const all = [...head, ...args];
  const at = head.length - 1; // of the form's own number
  const bad = [];
  const add = (what, error, bytes, more = {}) => bad.push({ what, error, hex: packRuns(bytes), ...more });
  const swap = (i, bytes) => all.map((p, j) => (j === i ? bytes : p));
  form.args.forEach((arg, i) => {
    for (const [what, error, bytes] of wrong(arg)) add(what, error, join_(swap(head.length + i, bytes)));
  });
  add("one element more", "malformed", join_([...all, encode(null)]));
  add("one element less", "malformed", join_(all.slice(0, -1)));
  add("a header that promises one element more", "malformed", join_(all, all.length + 1));
  add("a header that promises one element less", "malformed", join_(all, all.length - 1));
  add("a map instead of the array", "malformed", encode({ a: 1 }));
  add("an empty array", "malformed", join_([]));
  add("a number instead of the array", "malformed", encode(form.number));
  if (form.kind === "message") {
    add("an unknown number below 128", "malformed", join_(swap(0, encode(99))));
    add("an unknown number from 128 on", "missing", join_(swap(0, encode(128))));
    add("a byte after the end", "malformed", Buffer.concat([join_(all), Buffer.from([0xc0])]));
    add("from the other side", "malformed", join_(all), { direction: form.direction === "up" ? "down" : "up" });
  } else {
    add("an unknown number", "missing", join_(swap(at, encode(63))));
    add("a negative number", "range", join_(swap(at, encode(-1))));
  }
  if (form.kind === "op" && form.from === "client") {
    add("n is 0", "range", join_(swap(0, encode(0))));
    add("n over its bound", "range", join_(swap(0, u53Over)));
    add("seen over its bound", "range", join_(swap(1, u53Over)));
  } else if (form.kind === "op") {
    add("a body of another format", "version", join_(swap(0, encode(2))));
    add("an ordinal over its bound", "range", join_(swap(2, encode(8388608))));
    add("from a client", "missing", join_(all.slice(3).map((p, i) => (i === 0 ? encode(1) : p))), { as: "element" });
  } else if (form.kind === "change") {
    add("an ordinal over its bound", "range", join_(swap(2, encode(8388608))));
  }
  return bad;
}

// --- writing ----------------------------------------------------------------------------------------------
for (const form of forms) {
  const good = goodCases(form).map((c) => {
    const value = [...before(form, c), ...c.args];
    return { what: c.what, hex: packRuns(pack(value)), value };
  });
  // The same bytes are where the fuzzer starts from.
  goodCases(form).forEach((c, i) => {
    put(join(here, "..", "fuzz", "corpus", "msg", `${form.kind}-${form.name}-${i}`), pack([...before(form, c), ...c.args]));
  });
  put(join(here, form.kind, form.name, "good.json"), lines(good));
  put(join(here, form.kind, form.name, "bad.json"), lines(badCases(form, goodCases(form)[0])));
}

const session = cases.session.map(([from, name, fields, what]) => {
  const value = [MESSAGES[name].number, ...fields];
  return { from, name, what, hex: toHex(pack(value)), value };
});
put(join(here, "session.json"), lines(session));

function wrapHex(hex) {
  return hex.match(/../g).reduce((rows, byte, i) => {
    if (i % 28 === 0) rows.push([]);
    rows.at(-1).push(byte);
    return rows;
  }, []).map((row) => row.join(" "));
}
put(join(here, "text.json"), lines(cases.text.map(([text, left, right, leftThen, rightThen, both]) =>
  ({ text, left, right, leftThen, rightThen, both }))));

// --- the examples in PROTOCOL.md --------------------------------------------------------------------------
const doc = join(root, "proto", "PROTOCOL.md");
function fill(text, name, body) {
  const begin = `<!-- ${name} -->`, end = `<!-- /${name} -->`;
  const from = text.indexOf(begin), to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`PROTOCOL.md has no place for ${name}`);
  return `${text.slice(0, from)}${begin}\n\n${body}\n${text.slice(to)}`;
}
const op = (v) => `\`${JSON.stringify(v).replaceAll(",", ", ").replaceAll(":", ": ")}\``;
const textTable = `| text | A (later, LEFT) | B (earlier, RIGHT) | T(A, B, LEFT) | T(B, A, RIGHT) | both |\n|---|---|---|---|---|---|\n${
  cases.text.map(([text, ...rest]) => `| \`${text}\` | ${rest.slice(0, 4).map(op).join(" | ")} | \`${rest[4]}\` |\n`).join("")}`;
if (existsSync(doc)) {
  const body = session.map(({ from: side, name, what, hex }) =>
    `**${side === "C" ? "client" : "daemon"}: ${name.toUpperCase()}.** ${what}\n\n\`\`\`\n${wrapHex(hex).join("\n")}\n\`\`\`\n`).join("\n");
  put(doc, fill(fill(readFileSync(doc, "utf8"), "session", body), "transforms", textTable));
}
if (stale > 0) process.exit(1);
if (!check) console.log(`vectors: ${forms.length} folders, ${Object.keys(OPS).length} operations, ${Object.keys(CHANGES).length} changes`);
