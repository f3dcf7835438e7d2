/* documents.ts - which documents there are to take out, in which formats, and what state the documentation is in.
 *
 * What: the documents in people's order with their formats, the address of one, the file it becomes; the versions that were
 *       declared finished, and whether anything that is printed has changed since.
 * Not:  draws nothing, makes no document: that is the daemon's.
 * Invariants: the last word on "draft" is the daemon's; what is said here meanwhile errs towards "changed". */
import { ROOT, sessions } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { documents as d } from "../../text/documents.ts";
import type { Language } from "../../text/index.ts";
import { bearer } from "./api.ts";
import { troubleOf } from "./Confirmed.tsx";

export const FORMATS = ["docx", "pdf", "html", "xlsx", "odt", "markdown", "text", "csv", "json", "ics", "zip"] as const;
export type Format = (typeof FORMATS)[number];
export type Document = "documentation" | "brief" | "actions" | "compendium" | "empty" | "poster" | "reminders" | "allFiles" | "data";

/** At hand, and behind "more". */
export const OFFERED: readonly { readonly of: Document; readonly first: readonly Format[]; readonly more: readonly Format[] }[] = [
  { of: "documentation", first: ["docx", "pdf", "html"], more: ["odt", "xlsx", "markdown", "text"] },
  { of: "brief", first: ["docx", "pdf", "html"], more: ["odt", "markdown", "text"] },
  { of: "actions", first: ["docx", "xlsx", "pdf"], more: ["html", "odt", "csv", "markdown", "text"] },
  { of: "compendium", first: ["docx", "pdf", "html"], more: ["odt", "markdown", "text"] },
  { of: "empty", first: ["pdf", "docx"], more: ["html", "odt"] },
  { of: "poster", first: ["pdf"], more: ["html"] },
  { of: "reminders", first: ["text", "ics"], more: ["docx", "html"] },
];
export const REST: typeof OFFERED = [
  { of: "allFiles", first: ["zip"], more: [] },
  { of: "data", first: ["json"], more: [] },
];

export interface Wish {
  readonly of: Document;
  readonly format: Format;
  readonly lang: Language;
  readonly group?: Id;
  readonly participant?: Id;
}
export function addressOf(s: Seminar, w: Wish): string {
  const q = new URLSearchParams({ of: w.of === "brief" || w.of === "allFiles" || w.of === "data" ? "documentation" : w.of, format: w.format, lang: w.lang });
  if (w.of === "brief") q.set("brief", "1");
  if (w.group) q.set("group", String(w.group));
  if (w.participant) q.set("participant", String(w.participant));
  return `/${s.name}/api/export?${q}`;
}
const ENDINGS: Partial<Record<Format, string>> = { markdown: "md", text: "txt" };
/** When the daemon does not name it. */
const fileName = (s: Seminar, w: Wish): string => `${s.name}-${w.of}.${ENDINGS[w.format] ?? w.format}`;
const plainName = (name: string): string => name.replace(/[\u0000-\u001f\u007f/\\:*?"<>|]+/g, "-").replace(/^[.\s-]+/, "").slice(0, 120);

export function sizeWords(bytes: number): string {
  if (bytes < 1000) return d("bytes", { n: bytes });
  if (bytes < 1_000_000) return d("kilobytes", { n: Math.round(bytes / 1000) });
  return d("megabytes", { n: (bytes / 1_000_000).toFixed(1) });
}

export type Made = { readonly ok: true; readonly name: string; readonly file: Blob } | { readonly ok: false; readonly code: string };
/** Never throws; "stopped" when the person did not want it any more, "away" when there was no answer. */
export async function make(s: Seminar, secret: string, w: Wish, stop: AbortSignal): Promise<Made> {
  try {
    const r = await fetch(addressOf(s, w), { headers: bearer(secret), cache: "no-store", signal: stop });
    if (!r.ok) {
      const told = (await r.json().catch(() => null)) as { code?: unknown } | null;
      return { ok: false, code: typeof told?.code === "string" ? told.code : String(r.status) };
    }
    const named = /filename="?([^";]+)"?/.exec(r.headers.get("Content-Disposition") ?? "")?.[1];
    return { ok: true, name: (named && plainName(named)) || fileName(s, w), file: await r.blob() };
  } catch {
    return { ok: false, code: stop.aborted ? "stopped" : "away" };
  }
}

/** Why there is no document, in words. */
export function failure(code: string): string {
  switch (code) {
    case "stopped":
      return d("stopped");
    case "missing":
    case "nothing":
      return d("failedNothing");
    case "program":
      return d("cannotAny");
    case "busy":
    case "stopping":
    case "503":
      return d("failedBusy");
    case "slow":
    case "timeout":
    case "504":
      return d("failedSlow");
    case "away":
    case "denied":
    case "forbidden":
    case "who":
    case "revoked":
    case "rate":
    case "disk":
    case "state":
      return troubleOf({ ok: false, code, error: "" });
    default:
      return d("failedFormat");
  }
}

/** Formats that this server cannot make, with its reason; null: it has not said. */
export type Cannot = ReadonlyMap<Format, string>;
export function cannotOf(answer: unknown): Cannot | null {
  const list = (answer as { formats?: unknown } | null)?.formats;
  if (!Array.isArray(list)) return null;
  const out = new Map<Format, string>();
  for (const x of list as { name?: unknown; ok?: unknown; why?: unknown }[]) {
    const format = FORMATS.find((f) => f === x.name);
    if (format && x.ok === false) out.set(format, typeof x.why === "string" ? x.why : "");
  }
  return out;
}

// --- versions ------------------------------------------------------------------------------------------

export interface Version {
  readonly id: Id;
  readonly number: number;
  readonly when: number;
  readonly who: string;
  readonly note: string;
  readonly log: readonly string[];
}
/** Newest first. */
export const versionsOf = (s: Seminar): Version[] =>
  s.children(ROOT, "version").map((id) => ({
    id,
    number: s.num(id, "version", "number"),
    when: s.num(id, "version", "when"),
    who: s.text(id, "version", "who").trim(),
    note: s.text(id, "version", "note").trim(),
    log: linesOf(s.text(id, "version", "log")),
  })).sort((a, b) => b.number - a.number);

const PRINT = { asForm: 0, annexed: 1, compendium: 2, never: 3 } as const;
/** SHEET.PRINT */
export const PRINTS = [PRINT.asForm, PRINT.annexed, PRINT.compendium, PRINT.never] as const;

/** When anything that is printed was last changed, ms of the log's clock. What was taken away counts as a change; a sheet
 *  that is locked or handed in has not changed by that. */
export function lastPrinted(s: Seminar): number {
  let last = 0;
  const walk = (id: Id): void => {
    for (const c of s.children(id, undefined, true)) {
      last = Math.max(last, s.touched(c));
      walk(c);
    }
  };
  for (const o of s.children(ROOT, "organisation", true)) last = Math.max(last, s.touched(o));
  for (const at of [ROOT, ...sessions(s)]) {
    for (const sheet of s.children(at, "sheet")) {
      if (s.num(sheet, "sheet", "each") === 0 && s.num(sheet, "sheet", "print") !== PRINT.never) walk(sheet);
    }
  }
  return last;
}
/** The daemon's word on it, which follows every printed field: is it a draft, and the change log that a new version would get. */
export interface Told {
  readonly draft: boolean;
  readonly number: number;
  readonly log: readonly string[];
}
export async function askChanges(s: Seminar, secret: string, lang: Language, stop: AbortSignal): Promise<Told | null> {
  try {
    const r = await fetch(`/${s.name}/api/export?of=changes&format=json&lang=${lang}`, { headers: bearer(secret), cache: "no-store", signal: stop });
    const told = (r.ok ? await r.json() : null) as { draft?: unknown; number?: unknown; log?: unknown } | null;
    if (typeof told?.draft !== "boolean" || typeof told.number !== "number") return null;
    return { draft: told.draft, number: told.number, log: typeof told.log === "string" ? linesOf(told.log) : [] };
  } catch {
    return null;
  }
}
const linesOf = (text: string): string[] => text.split("\n").map((l) => l.trim()).filter(Boolean);

export interface State {
  readonly last: Version | null;
  readonly draft: boolean;
  /** The number that finishing now would give. */
  readonly next: number;
}
export function stateOf(s: Seminar): State {
  const last = versionsOf(s)[0] ?? null;
  return { last, draft: !last || lastPrinted(s) > last.when, next: (last?.number ?? 0) + 1 };
}

// --- what the documentation holds ------------------------------------------------------------------------

/** In the order of their bits, see SEMINAR.CONTENTS. */
export const PARTS = ["people", "questions", "groups", "timelines", "tables", "plans", "synthesis", "actions", "polls", "parking", "method", "changes"] as const;
const ALL = (1 << PARTS.length) - 1;
export const contentsOf = (s: Seminar): number => s.num(ROOT, "seminar", "contents") & ALL || ALL;
/** false: it was the last one. All of them is kept as 0, so that later kinds of parts are in by themselves. */
export function setPart(s: Seminar, part: number, on: boolean): boolean {
  const now = contentsOf(s);
  const to = on ? now | (1 << part) : now & ~(1 << part);
  if (!to) return false;
  return s.set(ROOT, "seminar", "contents", to === ALL ? 0 : to);
}

export const hasTimeline = (s: Seminar): boolean =>
  [ROOT, ...sessions(s)].some((at) => s.children(at, "sheet").some((x) => s.num(x, "sheet", "form") === 1));
export const hasActions = (s: Seminar): boolean =>
  [ROOT, ...sessions(s)].some((at) => s.children(at, "sheet").some((x) => s.children(x, "action").length > 0));
