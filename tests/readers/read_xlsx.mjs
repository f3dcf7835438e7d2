// read_xlsx.mjs FILE HOSTILE - ExcelJS reads the workbook: types, texts, lists of choices, filter, frozen heading, print setup.
import assert from "node:assert";
import { readFileSync } from "node:fs";
import ExcelJS from "exceljs";

const [file, hostile] = process.argv.slice(2);
const { strings, long } = JSON.parse(readFileSync(hostile, "utf8"));
const texts = [...strings, ...long.map(([text, times]) => text.repeat(times))];
const clean = (text) => [...text].map((c) => {
  const n = c.codePointAt(0);
  if (c === "\t") return " ";
  if (n === 0x2028 || n === 0x2029) return "\n";
  return (n < 32 && c !== "\n") || (n >= 127 && n < 160) || n === 0xfeff || (n & 0xfffe) === 0xfffe ? "\ufffd" : c;
}).join("");


const book = new ExcelJS.Workbook();
await book.xlsx.readFile(file);
const names = book.worksheets.map((ws) => ws.name);
assert.equal(new Set(names.map((n) => n.toLowerCase())).size, names.length, "names differ");
for (const name of names) assert.ok(name.length > 0 && name.length <= 31 && !/[[\]:*?/\\]/.test(name), name);
assert.deepEqual(names, ["Översikt", "Plan x a b slut", "Val", "PLAN X A B SLUT (2)", "Text"]);
assert.equal(book.getWorksheet("Val").state, "hidden");
assert.equal(book.created.toISOString(), new Date(1795344000 * 1000).toISOString());

const ws = book.getWorksheet(names[1]);
const joined = (row, col) => { // a text over several rows, put together
  let text = String(ws.getCell(row, col).value ?? "");
  let rows = 1;
  for (; text.endsWith("[…]") && ws.getCell(row + rows, 1).value === null; rows++) {
    const next = String(ws.getCell(row + rows, col).value);
    assert.ok(next.startsWith("[…]"), "a continued text says so");
    text = text.slice(0, -3) + next.slice(3);
  }
  return [text, rows];
};
assert.deepEqual(ws.getRow(1).values.slice(1), ["Nr", "=Text; \"så\" | *här*", "Senast", "Läge", "Svar"]);
let row = 2;
texts.forEach((text, i) => {
  assert.strictEqual(ws.getCell(row, 1).value, i, `number ${i}`);
  const day = ws.getCell(row, 3).value;
  if (i % 2 === 0) {
    assert.ok(day instanceof Date, `day ${i}`);
    assert.equal(day.toISOString(), `2026-11-${22 + (i % 8)}T00:00:00.000Z`);
    assert.equal(ws.getCell(row, 3).numFmt, "yyyy-mm-dd");
  } else {
    assert.equal(day, "snart");
  }
  assert.deepEqual([ws.getCell(row, 4).value, ws.getCell(row, 5).value], ["Påbörjad", "Ja, genast"]);
  assert.equal(ws.getCell(row, 4).dataValidation.formulae[0], '"Föreslagen,Överenskommen,Påbörjad,Klar"');
  assert.equal(ws.getCell(row, 5).dataValidation.formulae[0], "'Val'!$A$1:$A$5");
  const [got, rows] = joined(row, 2);
  assert.equal(got, clean(text), `text ${i}`);
  row += rows;
});
assert.equal(ws.rowCount, row - 1);
assert.ok(row - 2 > texts.length, "the long ones took more rows");
assert.deepEqual(book.getWorksheet("Val").getColumn(1).values.slice(1, 3), ["Ja, genast", "Nej"]);
assert.equal(ws.autoFilter, `A1:E${row - 1}`);
assert.equal(ws.views[0].state, "frozen");
assert.equal(ws.views[0].ySplit, 1);
assert.deepEqual([ws.pageSetup.orientation, ws.pageSetup.paperSize, ws.pageSetup.fitToWidth, ws.pageSetup.fitToHeight, ws.pageSetup.printTitlesRow],
  ["landscape", 9, 1, 0, "1:1"]);
assert.ok(ws.getColumn(2).width > ws.getColumn(1).width);
assert.ok(ws.getCell(2, 2).alignment.wrapText);
assert.equal(ws.headerFooter.oddFooter, "&LDokumentation, version 2 &&P&R&P (&N)");
assert.equal(ws.headerFooter.oddHeader, "&RUtkast && 22 november");

let whole = "";
for (const sheet of book.worksheets) {
  sheet.eachRow((r) => r.eachCell((cell) => {
    assert.notEqual(cell.type, ExcelJS.ValueType.Formula, `${sheet.name} ${cell.address} is a formula`);
    if (typeof cell.value === "string") assert.ok(cell.value.length <= 32767, cell.address);
    if (sheet.name === "Text" && cell.value !== null) whole += `${cell.text}\n`;
  }));
}
texts.forEach((text, i) => { // nothing is missing in the outline
  if (text.length < 30000) assert.ok(whole.includes(clean(text)), `the outline lacks ${i}`);
  assert.ok(whole.includes(`H${i}\n`));
});
const overview = book.getWorksheet("Översikt");
const cells = [];
overview.eachRow((r) => r.eachCell((cell) => cells.push(cell.text)));
for (const text of ["=Titel & \"mer\"", "Datum", "22 november 2026", "Utkast & 22 november", "Dokumentation, version 2 &P", ...names.filter((n) => n !== "Val" && n !== "Översikt")]) {
  assert.ok(cells.includes(text), `the overview lacks ${text}`);
}
console.log(`ExcelJS: ${names.length} sheets, ${row - 2} rows`);
