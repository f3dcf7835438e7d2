/* secretary.ts - words of the one who writes for a self-formed group, from a phone. */
import { area } from "./index.ts";

export const secretary = area({
  title: { sv: "Skriv för {group}", nb: "Skriv for {group}", en: "Write for {group}" },
  writeTab: { sv: "Skriv", nb: "Skriv", en: "Write" },
  allTab: { sv: "Alla", nb: "Alle", en: "All" },
  answerTab: { sv: "Egna svar", nb: "Egne svar", en: "My answers" },
  answerTabNew: { sv: "Egna svar ({n})", nb: "Egne svar ({n})", en: "My answers ({n})" },
  views: { sv: "Vyer", nb: "Visninger", en: "Views" },
  guide: { sv: "Råd till den som skriver", nb: "Råd til den som skriver", en: "Advice for the one who writes" },
  groupName: { sv: "Gruppens namn", nb: "Gruppens navn", en: "The group’s name" },
  noPolls: {
    sv: "Ingen fråga är öppen just nu. När moderatorn öppnar en svarar du här, för dig själv och utan namn.",
    nb: "Ingen spørsmål er åpne nå. Når moderatoren åpner et, svarer du her, for deg selv og uten navn.",
    en: "No question is open just now. When the moderator opens one you answer here, for yourself and without a name.",
  },
  ended: {
    sv: "Moderatorn har avslutat skrivandet för {group}. Texten finns kvar här, så att ni kan kopiera den.",
    nb: "Moderatoren har avsluttet skrivingen for {group}. Teksten er fortsatt her, så dere kan kopiere den.",
    en: "The moderator has ended writing for {group}. The text is still here so that you can copy it.",
  },
  copyAll: { sv: "Kopiera all text", nb: "Kopier all tekst", en: "Copy all text" },
  copied: { sv: "Kopierat", nb: "Kopiert", en: "Copied" },
  copyByHand: { sv: "Markerat, kopiera själv", nb: "Merket, kopier selv", en: "Selected, copy it yourself" },
  allText: { sv: "Gruppens text", nb: "Gruppens tekst", en: "The group's text" },
});
