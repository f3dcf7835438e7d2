// read_csv.mjs FILE HOSTILE - csv-parse reads the table as it was written; no cell is a formula.
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

const [file, hostile] = process.argv.slice(2);
const { strings, long } = JSON.parse(readFileSync(hostile, "utf8"));
const texts = [...strings, ...long.map(([text, times]) => text.repeat(times))];
const bytes = readFileSync(file);
assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], "a BOM");

const clean = (text) => [...text].map((c) => {
  const n = c.codePointAt(0);
  if (c === "\t") return " ";
  if (n === 0x2028 || n === 0x2029) return "\n";
  return (n < 32 && c !== "\n") || (n >= 127 && n < 160) || n === 0xfeff || (n & 0xfffe) === 0xfffe ? "\ufffd" : c;
}).join("");
const isFormula = (text) => /^[=+@\t\r\n＝＋－＠]/u.test(text) || (text.startsWith("-") && !/^-\d+([.,]\d+)?$/.test(text));

const rows = parse(bytes, { bom: true, delimiter: ";", record_delimiter: "\r\n", relax_quotes: false });
assert.deepEqual(rows[0], ["Nr", "'=Text; \"så\" | *här*", "Senast", "Läge", "Svar"]);
assert.equal(rows.length, texts.length + 1);
texts.forEach((text, i) => {
  const day = i % 2 === 0 ? `2026-11-${22 + (i % 8)}` : "snart"; // an odd row's day is none, or the 31st of February
  assert.deepEqual(rows[i + 1], [String(i), (isFormula(text) ? "'" : "") + clean(text), day, "Påbörjad", "Ja, genast"], `row ${i}`);
});
for (const cell of rows.flat()) {
  assert.ok(!/^[=+@\t\r\n＝＋－＠]/u.test(cell) && (!cell.startsWith("-") || /^-\d+([.,]\d+)?$/.test(cell)), `runs: ${cell.slice(0, 40)}`);
}
console.log(`csv-parse: ${rows.length} rows`);
