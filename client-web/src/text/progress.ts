/* progress.ts - how far a sheet has come, in a few words. */
import { area } from "./index.ts";

export const progress = area({
  questions: { sv: "{n} av {all} frågor", nb: "{n} av {all} spørsmål", en: "{n} of {all} questions" },
  questionsParts: { sv: "{n} av {all} frågor och delfrågor", nb: "{n} av {all} spørsmål og delspørsmål", en: "{n} of {all} questions and parts" },
  cards: { sv: "{n|# kort|# kort}", nb: "{n|# kort|# kort}", en: "{n|# card|# cards}" },
  noCards: { sv: "inga kort än", nb: "ingen kort ennå", en: "no cards yet" },
  flows: { sv: "{n|# flöde|# flöden}", nb: "{n|# flyt|# flyt}", en: "{n|# flow|# flows}" },
  proposals: { sv: "{n|# förslag|# förslag}", nb: "{n|# forslag|# forslag}", en: "{n|# proposal|# proposals}" },
  unanswered: { sv: "{n|# tom rad|# tomma rader}", nb: "{n|# tom rad|# tomme rader}", en: "{n|# empty row|# empty rows}" },
  rows: { sv: "{n|# rad|# rader}", nb: "{n|# rad|# rader}", en: "{n|# row|# rows}" },
  parked: { sv: "{n} väntar", nb: "{n} venter", en: "{n} waiting" },
  noneParked: { sv: "inget parkerat", nb: "ingenting parkert", en: "nothing parked" },
  challenges: { sv: "{n|# utmaning|# utmaningar}", nb: "{n|# utfordring|# utfordringer}", en: "{n|# challenge|# challenges}" },
  onPhones: { sv: "i telefonerna", nb: "på telefonene", en: "on the phones" },
});
