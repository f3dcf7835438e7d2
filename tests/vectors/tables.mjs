// tables.mjs - the generated constants, and how a vector's JSON says what msgpack can say.
//
// Binary is {"bin": "hex"}; any other object is a map. Long bytes are [[hex, times]...] instead of a string.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "..", "..");

const source = readFileSync(join(root, "client-web", "src", "protocol.gen.ts"), "utf8");
export function table(name) {
  const at = source.indexOf(`export const ${name} = {`);
  if (at < 0) throw new Error(`protocol.gen.ts has no ${name}`);
  const start = source.indexOf("{", at);
  return JSON.parse(source.slice(start, source.indexOf("\n} as const;", start) + 2).replace(/ \/\/ .*$/gm, ""));
}
export const MESSAGES = table("MESSAGES");
export const OPS = table("OPS");
export const CHANGES = table("CHANGES");

export const toHex = (bytes) => Buffer.from(bytes).toString("hex");
export const fromHex = (hex) => new Uint8Array(Buffer.from(hex, "hex"));

export function toValue(json) {
  if (Array.isArray(json)) return json.map(toValue);
  if (json !== null && typeof json === "object") {
    const keys = Object.keys(json);
    if (keys.length === 1 && keys[0] === "bin") return fromHex(json.bin);
    return Object.fromEntries(keys.map((k) => [k, toValue(json[k])]));
  }
  return json;
}

export function toJson(value) {
  if (value instanceof Uint8Array) return { bin: toHex(value) };
  if (Array.isArray(value)) return value.map(toJson);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.keys(value).map((k) => [k, toJson(value[k])]));
  }
  return value;
}

// Runs of 64 and more equal bytes are written once.
export function packRuns(bytes) {
  const runs = [];
  let plain = [];
  const flush = () => {
    if (plain.length > 0) runs.push([toHex(plain), 1]);
    plain = [];
  };
  for (let i = 0; i < bytes.length;) {
    let j = i;
    while (j < bytes.length && bytes[j] === bytes[i]) j++;
    if (j - i >= 64) {
      flush();
      runs.push([toHex([bytes[i]]), j - i]);
    } else {
      for (let k = i; k < j; k++) plain.push(bytes[k]);
    }
    i = j;
  }
  flush();
  if (runs.length === 0) return "";
  return runs.length === 1 && runs[0][1] === 1 ? runs[0][0] : runs;
}

export function unpackRuns(hex) {
  if (typeof hex === "string") return fromHex(hex);
  return new Uint8Array(Buffer.concat(hex.map(([part, n]) => Buffer.from(part.repeat(n), "hex"))));
}

export const forms = [
  ...Object.keys(MESSAGES).map((name) => ({ kind: "message", name, ...MESSAGES[name], args: MESSAGES[name].fields })),
  ...Object.keys(OPS).map((name) => ({ kind: "op", name, ...OPS[name] })),
  ...Object.keys(CHANGES).map((name) => ({ kind: "change", name, ...CHANGES[name] })),
];

export function readVectors(form, file) {
  return JSON.parse(readFileSync(join(here, form.kind, form.name, file), "utf8"));
}
export function vectorFolders(kind) {
  return readdirSync(join(here, kind)).sort();
}
