/* csv.test.ts - lists as spreadsheets write them: every variant gives the same people, every odd row a sentence. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { people, read, recognise, write, type Known } from "../../../client-web/src/roles/organiser/csv.ts";

const utf8 = (s: string): Uint8Array => new TextEncoder().encode(s);
const cp1252 = (s: string): Uint8Array => Uint8Array.from(s, (c) => (c === "–" ? 0x96 : c === "€" ? 0x80 : c.charCodeAt(0)));
const utf16 = (s: string): Uint8Array => {
  const out = new Uint8Array(2 + s.length * 2);
  out.set([0xff, 0xfe]);
  for (let i = 0; i < s.length; i++) out.set([s.charCodeAt(i) & 255, s.charCodeAt(i) >> 8], 2 + 2 * i);
  return out;
};
const load = (bytes: Uint8Array, known: readonly Known[] = []) => {
  const sheet = read(bytes);
  const { header, mapping } = recognise(sheet.rows);
  return { sheet, header, ...people(sheet, header, mapping, known) };
};

const ÅSA = { name: "Åsa Öberg", organisation: "Frivården", sector: "stat", area: "Malmö", email: "asa@example.se" };
const variants: [string, Uint8Array, string, string][] = [
  ["semicolon, UTF-8 with BOM, CRLF", utf8("\ufeffNamn;Organisation;Sektor;Ort;E-post\r\nÅsa Öberg;Frivården;stat;Malmö;asa@example.se\r\n"), ";", "utf-8"],
  ["comma, UTF-8, LF, English", utf8("Name,Organization,Sector,Municipality,E-mail\nÅsa Öberg,Frivården,stat,Malmö,asa@example.se"), ",", "utf-8"],
  ["tab, Norwegian", utf8("Navn\tVirksomhet\tSektor\tKommune\tE-postadresse\nÅsa Öberg\tFrivården\tstat\tMalmö\tasa@example.se\n"), "\t", "utf-8"],
  ["Windows-1252", cp1252("Namn;Organisation;Sektor;Kommun;Mejl\r\nÅsa Öberg;Frivården;stat;Malmö;asa@example.se\r\n"), ";", "windows-1252"],
  ["UTF-16 (Excel's Unicode text)", utf16("Namn\tOrganisation\tSektor\tOrt\tE-post\r\nÅsa Öberg\tFrivården\tstat\tMalmö\tasa@example.se\r\n"), "\t", "utf-16"],
  ["sep= line, comma", utf8("\ufeffsep=,\r\nNamn,Organisation,Sektor,Ort,E-post\r\nÅsa Öberg,Frivården,stat,Malmö,asa@example.se\r\n"), ",", "utf-8"],
  ["first and last name, other order", utf8("E-post;Förnamn;Efternamn;Ort;Arbetsplats;Sektor\nasa@example.se;Åsa;Öberg;Malmö;Frivården;stat\n"), ";", "utf-8"],
  ["old Mac line ends", utf8("Namn;Organisation;Sektor;Ort;E-post\rÅsa Öberg;Frivården;stat;Malmö;asa@example.se\r"), ";", "utf-8"],
  ["quotes and stray blanks", utf8('"Namn";"Organisation";Sektor;Ort;"E-post"\n" Åsa  Öberg ";"Frivården";stat; Malmö;asa@example.se\n;;;;\n'), ";", "utf-8"],
];
for (const [what, bytes, delimiter, encoding] of variants) {
  test(what, () => {
    const got = load(bytes);
    assert.equal(got.sheet.delimiter, delimiter);
    assert.equal(got.sheet.encoding, encoding);
    assert.equal(got.header, true);
    assert.deepEqual(got.findings, []);
    assert.deepEqual(got.people.map(({ line: _l, known: _k, ...p }) => p), [ÅSA]);
  });
}

test("quotes hold delimiters, quotes and line breaks; lines are counted as the file has them", () => {
  const got = load(utf8('Namn;Organisation\n"Öberg; Åsa";"Stiftelsen ""Steget""\nnorr"\nBo;\n;Okänd\n'));
  assert.equal(got.people[0]!.name, "Öberg; Åsa");
  assert.equal(got.people[0]!.organisation, 'Stiftelsen "Steget" norr');
  assert.deepEqual(got.findings, [{ line: 5, code: "noName", what: "Okänd" }]);
});
test("a quote that never ends loses nobody", () => {
  const got = load(utf8('Namn;Organisation\n"Åsa;Frivården\nBo;Kommunen\n'));
  assert.equal(got.people.length, 2);
  assert.deepEqual(got.findings, [{ line: 2, code: "quote", what: "" }]);
});
test("no header: the columns are guessed", () => {
  const got = load(utf8("Åsa Öberg;Frivården;stat;Malmö;asa@example.se\nBo Ek;Kommunen;kommun;Lund;bo@example.se\n"));
  assert.equal(got.header, false);
  assert.equal(got.people.length, 2);
  assert.deepEqual(got.people.map(({ line: _l, known: _k, ...p }) => p)[0], ÅSA);
});
test("twice in the file, known already, bad address, too long", () => {
  const known = [{ ...ÅSA, id: 77 }, { name: "Bo Ek", organisation: "Kommunen", sector: "", area: "", email: "", id: 78 }];
  const long = "x".repeat(70);
  const got = load(
    utf8(`Namn;Organisation;Ort;E-post\nNågon Annan;Y;;ASA@example.se\nBO  EK;kommunen;;\nCia;X;;cia(at)x\nDan;X;${long};\nCia;X;;\n`),
    known,
  );
  assert.deepEqual(
    got.findings.map((f) => [f.line, f.code]),
    [[2, "known"], [3, "known"], [4, "badEmail"], [5, "tooLong"], [6, "twice"]],
  );
  assert.deepEqual(got.people.map((p) => p.known), [77, 78, 0, 0]);
  assert.equal(got.people[3]!.area.length, 64);
});
test("300 rows are read in no time", () => {
  const rows = Array.from({ length: 300 }, (_, i) => `Person ${i};Org ${i % 40};stat;Ort ${i % 9};p${i}@example.se`);
  const began = performance.now();
  const got = load(utf8("Namn;Organisation;Sektor;Ort;E-post\n" + rows.join("\n")));
  assert.equal(got.people.length, 300);
  assert.equal(got.findings.length, 0);
  assert.ok(performance.now() - began < 200);
});
test("what is written opens in a spreadsheet, runs nothing, and reads back the same", () => {
  const rows = [
    ["Namn", "Organisation", "E-post"],
    ['=HYPERLINK("http://x")', '@SUM; "A"', "-x@example.se"],
    ["Åsa", "+46 & co", ""],
  ];
  const text = write(rows);
  assert.ok(text.startsWith("\ufeffNamn;Organisation;E-post\r\n"));
  for (const line of text.slice(1).split("\r\n")) for (const c of line.split(";")) assert.ok(!/^"?[=+\-@]/.test(c), c);
  const got = load(utf8(text));
  assert.deepEqual(got.people.map((p) => [p.name, p.organisation]), [[rows[1]![0], rows[1]![1]], ["Åsa", "+46 & co"]]);
});
test("an empty file is no people and no fault", () => {
  assert.deepEqual(load(new Uint8Array(0)).people, []);
  assert.deepEqual(load(utf8("\ufeff\r\n")).people, []);
});
