/* stage.ts - words on the plenary screen. It speaks the seminar's language, not the viewer's. */
import { fill, type Language } from "./index.ts";

const TABLE = {
  now: { sv: "nu", nb: "nå", en: "now" },
  paused: { sv: "Pausad", nb: "Pause", en: "Paused" },
  timeUp: { sv: "Tiden är ute", nb: "Tiden er ute", en: "Time is up" },
  overtime: { sv: "över tiden", nb: "over tiden", en: "over time" },
  remaining: { sv: "kvar", nb: "igjen", en: "left" },
  until: { sv: "till {time}", nb: "til {time}", en: "until {time}" },
  noClock: { sv: "Ingen klocka går just nu", nb: "Ingen klokke går akkurat nå", en: "No clock is running right now" },
  starts: { sv: "Börjar {time}", nb: "Begynner {time}", en: "Starts {time}" },
  next: { sv: "Härnäst", nb: "Deretter", en: "Next" },
  agenda: { sv: "Program", nb: "Program", en: "Programme" },
  join: { sv: "Följ med i telefonen", nb: "Følg med på telefonen", en: "Follow on your phone" },
  joinStep1: { sv: "Rikta kameran mot rutan", nb: "Pek kameraet mot ruten", en: "Point your camera at the square" },
  joinStep2: { sv: "eller gå till", nb: "eller gå til", en: "or go to" },
  joinStep3: { sv: "och skriv koden", nb: "og skriv koden", en: "and type the code" },
  joinAnonymous: {
    sv: "Inget konto, inget namn.", nb: "Ingen konto, intet navn.", en: "No account, no name.",
  },
  joinClosed: {
    sv: "Anslutningen med kod är stängd. Fråga arrangören.",
    nb: "Det er stengt for å koble til med kode. Spør arrangøren.",
    en: "Joining by code is closed. Ask the organiser.",
  },
  joinQr: { sv: "QR-kod till anslutningssidan", nb: "QR-kode til tilkoblingssiden", en: "QR code for the joining page" },
  code: { sv: "Kod", nb: "Kode", en: "Code" },
  session: { sv: "{title}", nb: "{title}", en: "{title}" },
  noPoints: { sv: "Inga punkter än", nb: "Ingen punkter ennå", en: "No points yet" },
  empty: { sv: "Inget skrivet än", nb: "Ingenting skrevet ennå", en: "Nothing written yet" },
  gone: {
    sv: "Det som skulle visas finns inte längre", nb: "Det som skulle vises, finnes ikke lenger", en: "What was to be shown is no longer there",
  },
  pageOf: { sv: "Sida {page} av {pages}", nb: "Side {page} av {pages}", en: "Page {page} of {pages}" },
  continued: { sv: "forts.", nb: "forts.", en: "cont." },
  chosen: { sv: "Gruppens val", nb: "Gruppens valg", en: "The group’s choice" },
  hidden: {
    sv: "Svaren är dolda än så länge", nb: "Svarene er skjult foreløpig", en: "Answers are hidden for now",
  },
  hiddenClosed: { sv: "Frågan är avslutad", nb: "Spørsmålet er avsluttet", en: "The question is closed" },
  tooFew: {
    sv: "Färre än {n} svar: fördelningen visas inte",
    nb: "Færre enn {n} svar: fordelingen vises ikke",
    en: "Fewer than {n} answers: not shown broken down",
  },
  opensSoon: { sv: "Frågan öppnas strax", nb: "Spørsmålet åpnes straks", en: "The question opens shortly" },
  answers: { sv: "svar", nb: "svar", en: "answers" },
  answerCount: { sv: "{n} svar", nb: "{n} svar", en: "{n|# answer|# answers}" },
  noAnswers: { sv: "Inga svar", nb: "Ingen svar", en: "No answers" },
  points: { sv: "{n} poäng", nb: "{n} poeng", en: "{n|# point|# points}" },
  dots: { sv: "{n|# prick|# prickar}", nb: "{n|# prikk|# prikker}", en: "{n|# dot|# dots}" },
  mean: { sv: "medel {n}", nb: "snitt {n}", en: "mean {n}" },
  open: { sv: "Öppen nu", nb: "Åpent nå", en: "Open now" },
  closed: { sv: "Avslutad", nb: "Avsluttet", en: "Over" },
  answerAt: { sv: "Svara på {address} med koden {code}", nb: "Svar på {address} med koden {code}", en: "Answer at {address} with the code {code}" },
  lost: { sv: "Utan kontakt", nb: "Uten kontakt", en: "No contact" },
  lostSince: { sv: "Utan kontakt sedan {time}", nb: "Uten kontakt siden {time}", en: "No contact since {time}" },
  denied: {
    sv: "Länken till den här skärmen gäller inte längre. Ge den en ny länk under Länkar.",
    nb: "Lenken til denne skjermen gjelder ikke lenger. Gi den en ny lenke under Lenker.",
    en: "This screen’s link is no longer valid. Give it a new one under Links.",
  },
  preview: { sv: "Det som storbilden visar", nb: "Det storskjermen viser", en: "What the plenary screen shows" },
  blank: { sv: "Storbilden är släckt", nb: "Storskjermen er mørk", en: "The plenary screen is dark" },
  priority: { sv: "Prioritet {n}", nb: "Prioritet {n}", en: "Priority {n}" },
  question: { sv: "Fråga till alla grupper", nb: "Spørsmål til alle grupper", en: "A question to all groups" },
  poll: { sv: "Fråga till alla", nb: "Spørsmål til alle", en: "A question to everybody" },
  closedSeminar: { sv: "Tack för i dag", nb: "Takk for i dag", en: "Thank you for today" },
} as const;

export type StageKey = keyof typeof TABLE;
export type StageWords = (key: StageKey, parameters?: Readonly<Record<string, string | number>>) => string;
export const stageIn =
  (lang: Language): StageWords =>
  (key, parameters) =>
    fill(TABLE[key][lang], parameters);
