/* facilitator.ts - words of the conversation leader's screen. */
import { area } from "./index.ts";

export const facilitator = area({
  nowTab: { sv: "Frågan nu", nb: "Spørsmålet", en: "Question" },
  stateTab: { sv: "Läget", nb: "Status", en: "Overview" },
  agreeTab: { sv: "Överens?", nb: "Enige?", en: "Agreed?" },
  views: { sv: "Vyer", nb: "Visninger", en: "Views" },
  guideLead: { sv: "Råd till dig som leder samtalet", nb: "Råd til deg som leder samtalen", en: "Advice for you who lead" },
  scribeSaved: { sv: "Dokumentatören: allt sparat {time}", nb: "Referenten: alt lagret {time}", en: "Scribe: all saved {time}" },
  scribePending: {
    sv: "Dokumentatören: {n|1 ändring|# ändringar} på väg",
    nb: "Referenten: {n|1 endring|# endringer} på vei",
    en: "Scribe: {n|1 change|# changes} on the way",
  },
  scribeNone: { sv: "Dokumentatören är inte ansluten än", nb: "Referenten er ikke koblet til ennå", en: "The scribe is not connected yet" },
  scribeGone: {
    sv: "Dokumentatören är frånkopplad sedan {time}. Det som skrivs ligger kvar på datorn.",
    nb: "Referenten er frakoblet siden {time}. Det som skrives, blir værende på maskinen.",
    en: "The scribe has been offline since {time}. What is typed stays on that computer.",
  },
  scribeUnknown: { sv: "Du är själv frånkopplad", nb: "Du er selv frakoblet", en: "You are offline yourself" },
  steps: { sv: "Frågor och blad", nb: "Spørsmål og ark", en: "Questions and sheets" },
  filled: {
    sv: "{n} av {of} har innehåll",
    nb: "{n} av {of} har innhold",
    en: "{n} of {of} have content",
  },
  allFilled: { sv: "Alla har innehåll", nb: "Alle har innhold", en: "All have content" },
  stars: { sv: "Visas i plenum", nb: "Vises i plenum", en: "For the plenary" },
  starsCount: { sv: "{n} av högst {most}", nb: "{n} av høyst {most}", en: "{n} of at most {most}" },
  starsEmpty: {
    sv: "Märk högst tre punkter med stjärna. De visas först på storbilden.",
    nb: "Merk høyst tre punkter med stjerne. De vises først på storskjermen.",
    en: "Star at most three points. They come first on the big screen.",
  },
  flags: { sv: "Titta på igen", nb: "Se på igjen", en: "Look at again" },
  parking: { sv: "Parkering", nb: "Parkering", en: "Parking lot" },
  parkingEmpty: {
    sv: "Tomt. Parkera det som är viktigt men stoppar er just nu.",
    nb: "Tomt. Parker det som er viktig, men stopper dere nå.",
    en: "Empty. Park what matters but stops you just now.",
  },
  taken: { sv: "Upptagen", nb: "Tatt opp", en: "Taken up" },
  unnamed: { sv: "utan text", nb: "uten tekst", en: "without text" },
  agreeTitle: { sv: "Är gruppen överens?", nb: "Er gruppen enig?", en: "Does the group agree?" },
  agreeIntro: {
    sv: "Läs igenom bladen tillsammans. Stämmer de, markera dem som klara. Det går att ändra tills moderatorn låser passet.",
    nb: "Les gjennom arkene sammen. Stemmer de, merk dem som ferdige. Det kan endres helt til moderatoren låser økten.",
    en: "Read the sheets together. If they are right, mark them as done. You can change that until the moderator locks the session.",
  },
  agreeDone: { sv: "Gruppen är överens", nb: "Gruppen er enig", en: "The group agrees" },
  agreeAll: {
    sv: "Alla blad i passet är klara. Moderatorn ser det.",
    nb: "Alle ark i økten er ferdige. Moderatoren ser det.",
    en: "All sheets of the session are done. The moderator can see it.",
  },
  agreeEmpty: { sv: "Det här är fortfarande tomt:", nb: "Dette er fortsatt tomt:", en: "Still empty:" },
  earlier: { sv: "Visa tidigare blad", nb: "Vis tidligere ark", en: "Show an earlier sheet" },
  earlierHide: { sv: "Dölj tidigare blad", nb: "Skjul tidligere ark", en: "Hide the earlier sheet" },
  earlierWhich: { sv: "Vilket blad", nb: "Hvilket ark", en: "Which sheet" },
  earlierOwn: { sv: "Vårt rum", nb: "Vårt rom", en: "Our room" },
});
