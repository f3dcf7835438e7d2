/* index.ts - what people read, in Swedish, Norwegian (bokmål) and English.
 *
 * What: one table per area (text/<area>.ts); every entry has all three languages, the compiler sees to it. The
 *       language is the person's choice on this device, else the browser's, else the seminar's.
 * Not:  no content of the seminar: that is in whatever language people type.
 * Uses: Intl for dates, times, lists and plurals. */
import { signal } from "@preact/signals";

export const LANGUAGES = ["sv", "nb", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
export const LANGUAGE_NAMES: Record<Language, string> = { sv: "Svenska", nb: "Norsk (bokmål)", en: "English" };

/** A text, or one that depends on parameters. {name} is replaced; {n|one|many} picks by the number n. */
export type Entry = Record<Language, string>;
type Parameters = Readonly<Record<string, string | number>>;
export type Area<K extends string> = (key: K, parameters?: Parameters) => string;

const KEPT = "samverka.language";
const LOCALES: Record<Language, string> = { sv: "sv-SE", nb: "nb-NO", en: "en-GB" };

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // storage is forbidden: the choice lasts as long as the page
  }
}

export function asLanguage(tag: string | null | undefined): Language | null {
  const base = (tag ?? "").toLowerCase().split(/[-_]/)[0];
  if (base === "no" || base === "nn") return "nb";
  return LANGUAGES.find((l) => l === base) ?? null;
}

const fromBrowser = (): Language | null => {
  for (const tag of typeof navigator === "undefined" ? [] : navigator.languages) {
    const found = asLanguage(tag);
    if (found) return found;
  }
  return null;
};
/** Has the person or the browser said which language? */
export const chosen = (): boolean => (asLanguage(kept()) ?? fromBrowser()) !== null;
const first = (): Language => asLanguage(kept()) ?? fromBrowser() ?? "en";

export const language = signal<Language>(first());

export function chooseLanguage(l: Language): void {
  language.value = l;
  try {
    localStorage.setItem(KEPT, l);
  } catch {
    /* lasts as long as the page */
  }
}

export function fill(text: string, parameters?: Parameters): string {
  if (!parameters) return text;
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = parameters[name];
    if (value === undefined) return whole;
    if (one === undefined) return String(value);
    return (value === 1 ? one : (many ?? "")).replaceAll("#", String(value));
  });
}

/** area({hello: {sv, nb, en}}) gives t("hello"); a component that calls it is drawn anew when the language changes. */
export function area<T extends Record<string, Entry>>(table: T): Area<keyof T & string> {
  return (key, parameters) => {
    const entry = table[key];
    return entry ? fill(entry[language.value], parameters) : key;
  };
}

export const locale = (): string => LOCALES[language.value];
/** 10:42, on the wall clock of this place; ms since 1970. */
export const timeOfDay = (ms: number): string =>
  new Intl.DateTimeFormat(LOCALES[language.value], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms);
/** 21 november 2026 10:42, on the wall clock of this place; ms since 1970. */
export const momentWords = (ms: number): string =>
  `${dayWords(ms)} ${timeOfDay(ms)}`;
/** 21 november 2026, in this place; ms since 1970. */
export const dayWords = (ms: number): string => new Intl.DateTimeFormat(LOCALES[language.value], { dateStyle: "long" }).format(ms);
/** 21 november 2026, from yyyymmdd; "" for 0. */
export function dateWords(yyyymmdd: number): string {
  if (!yyyymmdd) return "";
  const date = new Date(Date.UTC(Math.floor(yyyymmdd / 10000), (Math.floor(yyyymmdd / 100) % 100) - 1, yyyymmdd % 100));
  return new Intl.DateTimeFormat(LOCALES[language.value], { dateStyle: "long", timeZone: "UTC" }).format(date);
}
/** 09:30 from 930. */
export const hhmm = (n: number): string =>
  `${String(Math.floor(n / 100)).padStart(2, "0")}:${String(n % 100).padStart(2, "0")}`;
/** 59:59, 1:10:33, +2:05 (over the time): the same figures on every screen and in the terminal. */
export function clockDigits(seconds: number): string {
  const n = Math.abs(seconds);
  const two = (x: number): string => String(x).padStart(2, "0");
  const h = Math.floor(n / 3600);
  const m = Math.floor(n / 60) % 60;
  return `${seconds < 0 ? "+" : ""}${h ? `${h}:${two(m)}` : m}:${two(n % 60)}`;
}
/** AN8 5MJ from an85mj: a short code as people read it aloud and type it; case and spaces do not matter. */
export const codeWords = (code: string): string => code.toUpperCase().replace(/(.{3})(?=.{2})/g, "$1 ");
export const collator = (): Intl.Collator => new Intl.Collator(LOCALES[language.value], { numeric: true });
