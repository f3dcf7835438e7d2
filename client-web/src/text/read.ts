/* read.ts - words in sheets that are read, not written: on the stage, on a phone, in a compendium. */
import { fill, language, type Language } from "./index.ts";

const TABLE = {
  what: { sv: "Vad", nb: "Hva", en: "What" },
  who: { sv: "Ansvarig", nb: "Ansvarlig", en: "Responsible" },
  by: { sv: "Senast", nb: "Frist", en: "By" },
  status: { sv: "Status", nb: "Status", en: "Status" },
  first: { sv: "Första steg: {text}", nb: "Første skritt: {text}", en: "First step: {text}" },
  answers: { sv: "Hinder: {text}", nb: "Hindring: {text}", en: "Obstacle: {text}" },
  about: { sv: "Gällde: {text}", nb: "Gjaldt: {text}", en: "About: {text}" },
  status0: { sv: "föreslaget", nb: "foreslått", en: "proposed" },
  status1: { sv: "beslutat", nb: "vedtatt", en: "agreed" },
  status2: { sv: "påbörjat", nb: "påbegynt", en: "begun" },
  status3: { sv: "klart", nb: "ferdig", en: "done" },
  status4: { sv: "avskrivet", nb: "frafalt", en: "dropped" },
  missing: { sv: "saknas", nb: "mangler", en: "missing" },
  flows: { sv: "Flöden", nb: "Flyt", en: "Flows" },
  obstacles: { sv: "Hinder", nb: "Hindringer", en: "Obstacles" },
  obstacle: { sv: "Hinder {n}", nb: "Hindring {n}", en: "Obstacle {n}" },
  onArrow: { sv: "mellan {from} och {to}", nb: "mellom {from} og {to}", en: "between {from} and {to}" },
  atCard: { sv: "vid {card}", nb: "ved {card}", en: "at {card}" },
  loose: { sv: "utan koppling", nb: "uten tilknytning", en: "without connection" },
  noLane: { sv: "Utan rad", nb: "Uten rad", en: "Without a row" },
  noPhase: { sv: "Utan fas", nb: "Uten fase", en: "Without a phase" },
  checks: { sv: "Checklista", nb: "Sjekkliste", en: "Check list" },
  check0: { sv: "återstår", nb: "gjenstår", en: "open" },
  check1: { sv: "klart", nb: "ferdig", en: "done" },
  check2: { sv: "gäller inte", nb: "gjelder ikke", en: "does not apply" },
  contacts: { sv: "Kontakter", nb: "Kontakter", en: "Contacts" },
  contactBy: { sv: "tar kontakt: {text}", nb: "tar kontakt: {text}", en: "makes contact: {text}" },
  meetings: { sv: "Möten", nb: "Møter", en: "Meetings" },
  meetingCalls: { sv: "kallar: {text}", nb: "kaller inn: {text}", en: "convened by {text}" },
  meeting0: { sv: "planerat", nb: "planlagt", en: "planned" },
  meeting1: { sv: "genomfört", nb: "gjennomført", en: "held" },
  meeting2: { sv: "blev inte av", nb: "ble ikke noe av", en: "not held" },
  consents: { sv: "Samtycken", nb: "Samtykker", en: "Consents" },
  consent0: { sv: "inte tillfrågad", nb: "ikke spurt", en: "not asked" },
  consent1: { sv: "gett", nb: "gitt", en: "given" },
  consent2: { sv: "nekat", nb: "nektet", en: "refused" },
  consent3: { sv: "återtaget", nb: "trukket tilbake", en: "withdrawn" },
  revisions: { sv: "Ändringar", nb: "Endringer", en: "Changes" },
  parked: { sv: "Parkerat", nb: "Parkert", en: "Parked" },
  taken: { sv: "upptaget igen", nb: "tatt opp igjen", en: "taken up again" },
  actions: { sv: "Förslag", nb: "Forslag", en: "Proposals" },
  negative: { sv: "försvårar", nb: "gjør det verre", en: "makes it worse" },
  starred: { sv: "Utvald", nb: "Utvalgt", en: "Starred" },
  priority: { sv: "Prioritet {n}", nb: "Prioritet {n}", en: "Priority {n}" },
  discussion: { sv: "Diskussion", nb: "Diskusjon", en: "Discussion" },
  empty: { sv: "Inget skrivet än.", nb: "Ingenting skrevet ennå.", en: "Nothing written yet." },
  skipped: { sv: "hoppades över", nb: "hoppet over", en: "skipped" },
  picture: {
    sv: "Tidslinje med {cards} kort, {flows} pilar och {obstacles} hinder. Samma innehåll följer som tabell.",
    nb: "Tidslinje med {cards} kort, {flows} piler og {obstacles} hindringer. Samme innhold følger som tabell.",
    en: "Timeline with {cards} cards, {flows} arrows and {obstacles} obstacles. The same content follows as a table.",
  },
  lane: { sv: "Rad", nb: "Rad", en: "Row" },
  phase: { sv: "Fas", nb: "Fase", en: "Phase" },
  card: { sv: "Kort", nb: "Kort", en: "Card" },
  detail: { sv: "Vem och när", nb: "Hvem og når", en: "Who and when" },
  leadsTo: { sv: "Leder till", nb: "Leder til", en: "Leads to" },
  continued: { sv: "forts.", nb: "forts.", en: "cont." },
} as const;

export type ReadKey = keyof typeof TABLE;
export type Read = (key: ReadKey, parameters?: Readonly<Record<string, string | number>>) => string;
/** In a given language: the stage speaks the seminar's, whoever looks at it. */
export const readIn =
  (lang: Language): Read =>
  (key, parameters) =>
    fill(TABLE[key][lang], parameters);
/** In the language of this device. */
export const read: Read = (key, parameters) => readIn(language.value)(key, parameters);
