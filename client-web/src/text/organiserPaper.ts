/* organiserPaper.ts - what is printed: in the seminar's language, whatever language the page is in. */
import { type Entry, fill, type Language } from "./index.ts";

const words = {
  rehearsal: { sv: "Generalrepetition", nb: "Generalprøve", en: "Dress rehearsal" },
  role_organiser: { sv: "Arrangör", nb: "Arrangør", en: "Organiser" },
  role_moderator: { sv: "Moderator", nb: "Moderator", en: "Moderator" },
  role_facilitator: { sv: "Samtalsledare", nb: "Samtaleleder", en: "Facilitator" },
  role_scribe: { sv: "Dokumentatör", nb: "Referent", en: "Scribe" },
  role_secretary: { sv: "Gruppens skrivare", nb: "Gruppens skriver", en: "The group's writer" },
  role_screen: { sv: "Storbild", nb: "Storskjerm", en: "Plenary screen" },
  scan: { sv: "Rikta kameran mot rutan, eller skriv adressen nedan i webbläsaren.", nb: "Rett kameraet mot ruten, eller skriv adressen nedenfor i nettleseren.", en: "Point the camera at the square, or type the address below into a browser." },
  openScreen: { sv: "Öppna adressen nedan på datorn vid projektorn, i helskärm.", nb: "Åpne adressen nedenfor på maskinen ved projektoren, i fullskjerm.", en: "Open the address below on the computer at the projector, in full screen." },
  do_organiser: { sv: "Förbered dagen: program, rum, deltagare och länkar.", nb: "Forbered dagen: program, rom, deltakere og lenker.", en: "Prepare the day: programme, rooms, people and links." },
  do_moderator: { sv: "Led dagen: starta passen, följ rummen, välj vad storbilden visar.", nb: "Led dagen: start øktene, følg rommene, velg hva storskjermen viser.", en: "Lead the day: start sessions, follow the rooms, choose what the plenary screen shows." },
  do_facilitator: { sv: "Håll i samtalet. Här ser du frågan, tiden som är kvar och om texten är sparad.", nb: "Hold i samtalen. Her ser du spørsmålet, tiden som er igjen, og om teksten er lagret.", en: "Lead the talk. Here you see the question, the time left and whether the text is saved." },
  do_scribe: { sv: "Skriv det gruppen kommer fram till. Bryts nätet skriver du vidare; allt skickas när det är tillbaka.", nb: "Skriv det gruppen kommer fram til. Brytes nettet, skriver du videre; alt sendes når det er tilbake.", en: "Write down what the group arrives at. If the network fails, keep writing; all is sent when it is back." },
  do_secretary: { sv: "Skriv gruppens svar i telefonen.", nb: "Skriv gruppens svar i telefonen.", en: "Write the group's answers on the phone." },
  do_screen: { sv: "Låt datorn stå. Bilden kommer tillbaka av sig själv om nätet bryts.", nb: "La maskinen stå. Bildet kommer tilbake av seg selv om nettet brytes.", en: "Leave the computer alone. The picture comes back by itself if the network fails." },
  keep: { sv: "Behåll arket hela dagen. Med det kommer du in igen, också på en annan dator.", nb: "Behold arket hele dagen. Med det kommer du inn igjen, også på en annen maskin.", en: "Keep this sheet all day. It lets you in again, on another computer too." },
  personal: { sv: "Arket är en nyckel. Fotografera det inte och lämna det inte framme.", nb: "Arket er en nøkkel. Ikke fotografer det, og ikke la det ligge framme.", en: "This sheet is a key. Do not photograph it or leave it lying about." },
  posterTitle: { sv: "Följ med i telefonen", nb: "Følg med på telefonen", en: "Follow on your phone" },
  posterScan: { sv: "Rikta kameran mot rutan.", nb: "Rett kameraet mot ruten.", en: "Point your camera at the square." },
  posterOr: { sv: "Eller gå till {host} och skriv koden", nb: "Eller gå til {host} og skriv koden", en: "Or go to {host} and type the code" },
  posterAnonymous: { sv: "Inget konto och inget namn behövs.", nb: "Du trenger ingen konto og ikke oppgi navn.", en: "No account and no name needed." },
  listens: { sv: "lyssnar", nb: "lytter", en: "listens" },
  reports: { sv: "redovisar", nb: "legger fram", en: "reports" },
  table: { sv: "Bord {n}", nb: "Bord {n}", en: "Table {n}" },
  tentGroup: { sv: "Er grupp: {code}", nb: "Deres gruppe: {code}", en: "Your group: {code}" },
  tentGroups: { sv: "Grupper vid bordet: {list}", nb: "Grupper ved bordet: {list}", en: "Groups at this table: {list}" },
  tentHow: { sv: "En av er skriver för gruppen. Rikta kameran mot rutan, eller gå till {host} och skriv koden {code}. Välj sedan att bilda gruppen.", nb: "En av dere skriver for gruppen. Rett kameraet mot ruten, eller gå til {host} og skriv koden {code}. Velg så å danne gruppen.", en: "One of you writes for the group. Point the camera at the square, or go to {host} and type the code {code}. Then choose to form the group." },
} satisfies Record<string, Entry>;

export type PaperKey = keyof typeof words;
export const paper = (language: Language) => (key: PaperKey, parameters?: Readonly<Record<string, string | number>>): string => fill(words[key][language], parameters);
