/* after.ts - words of the time after the day: the action plan followed up, the day's sheets to read. */
import { area } from "./index.ts";

export const after = area({
  over: {
    sv: "Dagen är slut. Handlingsplanen går att uppdatera: status, datum, anteckning.",
    nb: "Dagen er over. Handlingsplanen kan oppdateres: status, dato, notat.",
    en: "The day is over. The action plan can be updated: status, date, note.",
  },
  overNothing: {
    sv: "Dagen är slut. Allt går att läsa.",
    nb: "Dagen er over. Alt kan leses.",
    en: "The day is over. Everything can be read.",
  },
  toPlan: { sv: "Till handlingsplanen", nb: "Til handlingsplanen", en: "To the action plan" },
  views: { sv: "Efter dagen", nb: "Etter dagen", en: "After the day" },
  plan: { sv: "Handlingsplanen", nb: "Handlingsplanen", en: "The action plan" },
  sheets: { sv: "Dagens blad", nb: "Dagens ark", en: "The day’s sheets" },
  none: { sv: "Det finns inga åtgärder att följa upp.", nb: "Det finnes ingen tiltak å følge opp.", en: "There are no actions to follow up." },
  noneChosen: { sv: "Inga åtgärder här.", nb: "Ingen tiltak her.", en: "No actions here." },
  noSheets: { sv: "Inget är skrivet i det här passet.", nb: "Ingenting er skrevet i denne økten.", en: "Nothing was written in this session." },
  session: { sv: "Pass", nb: "Økt", en: "Session" },
  wholeDay: { sv: "Hela dagen", nb: "Hele dagen", en: "The whole day" },
  filter: { sv: "Visa", nb: "Vis", en: "Show" },
  all: { sv: "Alla ({n})", nb: "Alle ({n})", en: "All ({n})" },
  open: { sv: "Inte klara ({n})", nb: "Ikke ferdige ({n})", en: "Not done ({n})" },
  late: { sv: "Datumet har passerat ({n})", nb: "Datoen er passert ({n})", en: "Past their date ({n})" },
  loose: { sv: "Utan ansvarig eller datum ({n})", nb: "Uten ansvarlig eller dato ({n})", en: "Without somebody responsible or a date ({n})" },
  sum: {
    sv: "{n|En åtgärd|# åtgärder}: {done|en klar|# klara}, {begun|en påbörjad|# påbörjade}, {left|en inte påbörjad|# inte påbörjade}",
    nb: "{n|Ett tiltak|# tiltak}: {done|ett ferdig|# ferdige}, {begun|ett påbegynt|# påbegynte}, {left|ett ikke påbegynt|# ikke påbegynte}",
    en: "{n|One action|# actions}: {done|one done|# done}, {begun|one begun|# begun}, {left|one not begun|# not begun}",
  },
  sumDropped: { sv: ", {n|en avskriven|# avskrivna}", nb: ", {n|ett frafalt|# frafalte}", en: ", {n|one dropped|# dropped}" },
  number: { sv: "Nr {n}", nb: "Nr. {n}", en: "No. {n}" },
  nobody: { sv: "Ingen ansvarig", nb: "Ingen ansvarlig", en: "Nobody responsible" },
  first: { sv: "Första steget: {what}", nb: "Første steg: {what}", en: "First step: {what}" },
  untitled: { sv: "Åtgärd utan text", nb: "Tiltak uten tekst", en: "Action without text" },
  isLate: { sv: "Datumet har passerat", nb: "Datoen er passert", en: "Past its date" },
  status: { sv: "Status", nb: "Status", en: "Status" },
  by: { sv: "Senast", nb: "Innen", en: "By" },
  note: { sv: "Anteckning", nb: "Notat", en: "Note" },
  ofAction: { sv: "{what}, åtgärd {n}", nb: "{what}, tiltak {n}", en: "{what}, action {n}" },
});
