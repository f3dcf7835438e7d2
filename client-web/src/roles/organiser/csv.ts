/* csv.ts - lists of people as spreadsheets write them, in and out.
 *
 * What: bytes to text (UTF-8, UTF-16, Windows-1252), text to rows (";", "," or tab, quotes, "sep=" and BOM), rows to people
 *       by column, with one finding for each row that is not as it should be; people to a file that Excel opens right.
 * Not:  reads no file, knows no seminar.
 * Invariants: no row disappears silently: it is a person or a finding. A cell that leaves here is never run as a formula. */

export const COLUMNS = ["name", "first", "last", "organisation", "sector", "area", "email"] as const;
export type Column = (typeof COLUMNS)[number];
/** Which column of the file holds what; -1 nothing. */
export type Mapping = Record<Column, number>;

export interface Person {
  readonly name: string;
  readonly organisation: string;
  readonly sector: string;
  readonly area: string;
  readonly email: string;
}
export type FindingCode = "noName" | "badEmail" | "tooLong" | "twice" | "known" | "quote";
export interface Finding {
  readonly line: number;
  readonly code: FindingCode;
  readonly what: string;
}
export interface Sheet {
  readonly encoding: "utf-8" | "utf-16" | "windows-1252";
  readonly delimiter: ";" | "," | "\t";
  readonly rows: readonly (readonly string[])[];
  /** The file's line where each row begins, from 1. */
  readonly lines: readonly number[];
  /** A quote that never ends: read as an ordinary sign. */
  readonly broken: number;
}
export interface Reading {
  readonly people: readonly (Person & { readonly line: number; readonly known: number })[];
  readonly findings: readonly Finding[];
}

/** Bounds of the schema: code points for the name, bytes for the rest. */
const BOUNDS = { name: 120, organisation: 200, sector: 64, area: 64, email: 254 } as const;

export function decode(bytes: Uint8Array): { text: string; encoding: Sheet["encoding"] } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes), encoding: "utf-16" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes), encoding: "utf-16" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252" };
  }
}

/** The delimiter that the first lines agree upon, quoted text left out. */
function delimiterOf(text: string): Sheet["delimiter"] {
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, "")
    .split(/\r\n|\r|\n/)
    .filter((l) => l.trim())
    .slice(0, 10);
  let best: Sheet["delimiter"] = ";";
  let most = 0;
  for (const d of [";", "\t", ","] as const) {
    const least = Math.min(...lines.map((l) => l.split(d).length - 1));
    const sum = lines.reduce((n, l) => n + l.split(d).length - 1, 0);
    const score = Number.isFinite(least) ? least * 1000 + sum : 0;
    if (score > most) [best, most] = [d, score];
  }
  return best;
}

function split(text: string, delimiter: string, quotes: boolean): { rows: string[][]; lines: number[]; open: number } {
  const rows: string[][] = [];
  const lines: number[] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  let open = 0;
  let line = 1;
  let begins = 1;
  const endCell = (): void => {
    row.push(cell.replace(/[\s\u00a0]+/g, " ").trim());
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    if (row.some((c) => c)) {
      rows.push(row);
      lines.push(begins);
    }
    row = [];
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    const newline = c === "\n" || c === "\r";
    if (c === "\r" && text[i + 1] === "\n") i++;
    if (newline) line++;
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        cell += '"';
        i++;
      } else if (c === '"') quoted = false;
      else cell += newline ? " " : c;
    } else if (c === '"' && quotes && !cell.trim()) {
      quoted = true;
      open = line;
      cell = "";
    } else if (c === delimiter) endCell();
    else if (newline) {
      endRow();
      begins = line;
    } else cell += c;
  }
  endRow();
  return { rows, lines, open: quoted ? open : 0 };
}

export function read(bytes: Uint8Array): Sheet {
  const { text: raw, encoding } = decode(bytes);
  let text = raw.replace(/^\ufeff/, "").replace(/\0/g, "");
  const said = /^"?sep=(.)"?[ \t]*(?:\r\n|\r|\n|$)/i.exec(text);
  const skipped = said ? 1 : 0;
  if (said) text = text.slice(said[0].length);
  const delimiter = said && ([";", ",", "\t"] as string[]).includes(said[1]!) ? (said[1] as Sheet["delimiter"]) : delimiterOf(text);
  let parts = split(text, delimiter, true);
  const broken = parts.open ? parts.open + skipped : 0;
  if (broken) parts = split(text, delimiter, false);
  return { encoding, delimiter, rows: parts.rows, lines: parts.lines.map((l) => l + skipped), broken };
}

const NAMES: Record<Column, readonly string[]> = {
  name: ["namn", "fullständigtnamn", "föroch efternamn", "förochefternamn", "deltagare", "person", "navn", "fulltnavn", "deltaker", "name", "fullname", "participant"],
  first: ["förnamn", "tilltalsnamn", "fornavn", "firstname", "givenname"],
  last: ["efternamn", "etternavn", "lastname", "surname", "familyname"],
  organisation: ["organisation", "org", "organisationnamn", "arbetsplats", "arbetsgivare", "myndighet", "verksamhet", "företag", "förening", "organisasjon", "virksomhet", "etat", "arbeidssted", "arbeidsgiver", "bedrift", "organization", "company", "employer", "agency", "workplace"],
  sector: ["sektor", "bransch", "område/sektor", "sector", "bransje", "branch", "industry"],
  area: ["ort", "område", "kommun", "stad", "region", "län", "stadsdel", "geografisktområde", "geografi", "sted", "kommune", "bydel", "fylke", "geografiskområde", "area", "municipality", "city", "town", "district", "county"],
  email: ["epost", "epostadress", "mejl", "mejladress", "mail", "mailadress", "email", "emailaddress", "epostadresse", "mailaddress"],
};
const plain = (s: string): string => s.toLowerCase().normalize("NFC").replace(/[^\p{L}\p{N}/]+/gu, "");

/** Which columns the header names; header: false when the first row is a person already. */
export function recognise(rows: Sheet["rows"]): { header: boolean; mapping: Mapping } {
  const mapping: Mapping = { name: -1, first: -1, last: -1, organisation: -1, sector: -1, area: -1, email: -1 };
  const first = rows[0] ?? [];
  first.forEach((cell, i) => {
    const word = plain(cell);
    for (const c of COLUMNS) if (mapping[c] < 0 && NAMES[c].includes(word)) return void (mapping[c] = i);
  });
  if (COLUMNS.some((c) => mapping[c] >= 0)) return { header: true, mapping };
  const width = Math.max(0, ...rows.slice(0, 20).map((r) => r.length));
  const mail = Array.from({ length: width }, (_, i) => i).find((i) => rows.slice(0, 20).some((r) => /\S@\S/.test(r[i] ?? "")));
  if (mail !== undefined) mapping.email = mail;
  const order: Column[] = ["name", "organisation", "sector", "area"];
  for (let i = 0; i < width && order.length; i++) if (i !== mail) mapping[order.shift()!] = i;
  return { header: false, mapping };
}

const utf8 = new TextEncoder();
/** Cut to fit, whole letters only. */
function fit(text: string, field: keyof typeof BOUNDS): string {
  if (field === "name" || field === "organisation") return [...text].slice(0, BOUNDS[field]).join("");
  let out = text;
  while (utf8.encode(out).length > BOUNDS[field]) out = [...out].slice(0, -1).join("");
  return out;
}
const clean = (s: string): string => s.replace(/^'(?=[=+\-@])/, "").replace(/[\u0000-\u001f\u007f\ufeff]/g, " ").trim();
/** How a person is known again. */
export const keyOf = (p: { name: string; organisation: string }): string =>
  `${p.name.toLowerCase().replace(/\s+/g, " ").trim()}\n${p.organisation.toLowerCase().replace(/\s+/g, " ").trim()}`;
export const mailKey = (email: string): string => email.trim().toLowerCase();

export interface Known extends Person {
  readonly id: number;
}

/** People of a sheet. known: who is in the list already, found again by e-mail, else by name and organisation. */
export function people(sheet: Sheet, header: boolean, mapping: Mapping, known: readonly Known[]): Reading {
  const out: (Person & { line: number; known: number })[] = [];
  const findings: Finding[] = sheet.broken ? [{ line: sheet.broken, code: "quote", what: "" }] : [];
  const byMail = new Map(known.filter((k) => k.email).map((k) => [mailKey(k.email), k]));
  const byKey = new Map(known.map((k) => [keyOf(k), k]));
  const seen = new Map<string, number>();
  sheet.rows.slice(header ? 1 : 0).forEach((row, i) => {
    const line = sheet.lines[i + (header ? 1 : 0)] ?? 0;
    const cell = (c: Column): string => clean(mapping[c] >= 0 ? (row[mapping[c]] ?? "") : "");
    const got = {
      name: cell("name") || [cell("first"), cell("last")].filter(Boolean).join(" "),
      organisation: cell("organisation"),
      sector: cell("sector"),
      area: cell("area"),
      email: cell("email"),
    };
    if (!got.name) {
      findings.push({ line, code: "noName", what: Object.values(got).filter(Boolean).join(", ") });
      return;
    }
    for (const field of Object.keys(BOUNDS) as (keyof typeof BOUNDS)[]) {
      const short = fit(got[field], field);
      if (short !== got[field]) findings.push({ line, code: "tooLong", what: got[field].slice(0, 40) });
      got[field] = short;
    }
    if (got.email && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(got.email)) {
      findings.push({ line, code: "badEmail", what: got.email });
      got.email = "";
    }
    const keys = [got.email && `@${mailKey(got.email)}`, keyOf(got)].filter(Boolean);
    if (keys.some((k) => seen.has(k))) {
      findings.push({ line, code: "twice", what: got.name });
      return;
    }
    for (const k of keys) seen.set(k, line);
    const again = (got.email ? byMail.get(mailKey(got.email)) : undefined) ?? byKey.get(keyOf(got));
    if (again) findings.push({ line, code: "known", what: got.name });
    out.push({ ...got, line, known: again?.id ?? 0 });
  });
  return { people: out, findings: findings.sort((a, b) => a.line - b.line) };
}

/** A file for spreadsheets: BOM, ";", CRLF; what would be a formula begins with an apostrophe. */
export function write(rows: readonly (readonly string[])[]): string {
  const cell = (raw: string): string => {
    const text = /^[=+\-@\t\r]/.test(raw) ? `'${raw}` : raw;
    return /[";\r\n\t]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return "\ufeff" + rows.map((r) => r.map(cell).join(";") + "\r\n").join("");
}
