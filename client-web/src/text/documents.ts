/* documents.ts - words of the organiser's documents: what may be taken out, versions, what the documentation holds. */
import { area } from "./index.ts";

export const documents = area({
  title: { sv: "Dokument", nb: "Dokumenter", en: "Documents" },
  lead: {
    sv: "Ta ut det som finns när som helst under dagen. Ingenting i seminariet ändras av det.",
    nb: "Ta ut det som finnes når som helst i løpet av dagen. Ingenting i seminaret endres av det.",
    en: "Take out what there is at any moment of the day. Nothing in the seminar changes by it.",
  },

  // which documents
  documentation: { sv: "Dokumentationen", nb: "Dokumentasjonen", en: "The documentation" },
  documentationAbout: {
    sv: "Hela dagens resultat: svar, tidslinjer, tabeller och handlingsplan.",
    nb: "Hele dagens resultat: svar, tidslinjer, tabeller og handlingsplan.",
    en: "The whole result of the day: answers, timelines, tables and action plan.",
  },
  brief: { sv: "Dokumentationen, kort version", nb: "Dokumentasjonen, kort versjon", en: "The documentation, short version" },
  briefAbout: {
    sv: "Sammanfattningarna, handlingsplanen och det som fått en stjärna.",
    nb: "Sammendragene, handlingsplanen og det som har fått en stjerne.",
    en: "The summaries, the action plan and what was given a star.",
  },
  actions: { sv: "Handlingsplanen", nb: "Handlingsplanen", en: "The action plan" },
  actionsAbout: {
    sv: "Vem gör vad till när, och hur långt det har kommit.",
    nb: "Hvem gjør hva til når, og hvor langt det er kommet.",
    en: "Who does what by when, and how far it has come.",
  },
  compendium: { sv: "Deltagarnas kompendier", nb: "Deltakernes kompendier", en: "The participants’ compendia" },
  compendiumAbout: {
    sv: "Frågorna, vägledningen och det egna gruppen skrev. Välj en grupp, eller en deltagare för alla grupper som hen satt i.",
    nb: "Spørsmålene, veiledningen og det egen gruppe skrev. Velg en gruppe, eller en deltaker for alle gruppene vedkommende satt i.",
    en: "The questions, the guidance and what the own group wrote. Choose a group, or a participant for all the groups that person sat in.",
  },
  empty: { sv: "Tomt kompendium att skriva ut", nb: "Tomt kompendium til utskrift", en: "Empty compendium to print" },
  emptyAbout: {
    sv: "Dagens frågor med rader att skriva på, för den som hellre har papper.",
    nb: "Dagens spørsmål med linjer å skrive på, for den som heller vil ha papir.",
    en: "The day’s questions with lines to write on, for those who prefer paper.",
  },
  poster: { sv: "Tidslinjen på A1", nb: "Tidslinjen på A1", en: "The timeline on A1" },
  posterAbout: { sv: "Den tomma tidslinjen för väggen, ett stort ark.", nb: "Den tomme tidslinjen til veggen, ett stort ark.", en: "The empty timeline for the wall, one large sheet." },
  posterNone: { sv: "Programmet har ingen tidslinje.", nb: "Programmet har ingen tidslinje.", en: "The programme has no timeline." },
  reminders: { sv: "Påminnelser", nb: "Påminnelser", en: "Reminders" },
  remindersAbout: {
    sv: "Öppna åtgärder efter ansvarig: text att mejla, eller en kalenderfil med påminnelse före varje datum.",
    nb: "Åpne tiltak etter ansvarlig: tekst til e-post, eller en kalenderfil med påminnelse før hver dato.",
    en: "Open actions by who is responsible: text to mail, or a calendar file with a reminder before each date.",
  },
  noActions: { sv: "Det finns inga åtgärder än.", nb: "Det finnes ingen tiltak ennå.", en: "There are no actions yet." },
  allFiles: { sv: "Allt i en fil", nb: "Alt i én fil", en: "Everything in one file" },
  allFilesAbout: {
    sv: "Ett arkiv (ZIP) med alla dokument och exporten som andra program kan läsa.",
    nb: "Et arkiv (ZIP) med alle dokumentene og eksporten som andre programmer kan lese.",
    en: "An archive (ZIP) with all documents and the export that other programs can read.",
  },
  data: { sv: "För andra program", nb: "For andre programmer", en: "For other programs" },
  dataAbout: { sv: "Hela innehållet som JSON. Kan läsas in som ett nytt seminarium.", nb: "Hele innholdet som JSON. Kan leses inn som et nytt seminar.", en: "The whole content as JSON. It can be read in as a new seminar." },

  // whose compendium
  whose: { sv: "Vems", nb: "Hvem sitt", en: "Whose" },
  everybody: { sv: "Välj grupp eller deltagare", nb: "Velg gruppe eller deltaker", en: "Choose a group or participant" },
  groupsOf: { sv: "Grupper i {name}", nb: "Grupper i {name}", en: "Groups in {name}" },
  people: { sv: "Deltagare", nb: "Deltakere", en: "Participants" },
  noGroups: { sv: "Det finns inga grupper än.", nb: "Det finnes ingen grupper ennå.", en: "There are no groups yet." },

  // formats
  docx: { sv: "Word", nb: "Word", en: "Word" },
  pdf: { sv: "PDF", nb: "PDF", en: "PDF" },
  html: { sv: "Webbsida", nb: "Nettside", en: "Web page" },
  odt: { sv: "OpenDocument", nb: "OpenDocument", en: "OpenDocument" },
  xlsx: { sv: "Excel", nb: "Excel", en: "Excel" },
  csv: { sv: "CSV", nb: "CSV", en: "CSV" },
  markdown: { sv: "Markdown", nb: "Markdown", en: "Markdown" },
  text: { sv: "Ren text", nb: "Ren tekst", en: "Plain text" },
  json: { sv: "JSON", nb: "JSON", en: "JSON" },
  ics: { sv: "Kalender", nb: "Kalender", en: "Calendar" },
  zip: { sv: "ZIP", nb: "ZIP", en: "ZIP" },
  asFormat: { sv: "{what}: {format}", nb: "{what}: {format}", en: "{what}: {format}" },
  moreFormats: { sv: "Fler format", nb: "Flere formater", en: "More formats" },
  language: { sv: "Dokumentens språk", nb: "Dokumentenes språk", en: "Language of the documents" },
  languageNote: {
    sv: "Gäller rubriker och fasta ord. Det som är skrivet står på det språk det skrevs på.",
    nb: "Gjelder overskrifter og faste ord. Det som er skrevet, står på språket det ble skrevet på.",
    en: "For headings and fixed words. What was written stays in the language it was written in.",
  },
  cannot: { sv: "{formats} kan inte göras på den här servern.", nb: "{formats} kan ikke lages på denne serveren.", en: "{formats} cannot be made on this server." },
  cannotPdf: {
    sv: "Word-filen går att spara som PDF på din egen dator, och webbsidan går att skriva ut.",
    nb: "Word-filen kan lagres som PDF på din egen maskin, og nettsiden kan skrives ut.",
    en: "The Word file can be saved as PDF on your own computer, and the web page can be printed.",
  },
  cannotWhy: { sv: "För den som sköter servern", nb: "For den som drifter serveren", en: "For whoever runs the server" },
  cannotAny: {
    sv: "Den här servern kan inte göra dokument än. Exporten och säkerhetskopian fungerar ändå.",
    nb: "Denne serveren kan ikke lage dokumenter ennå. Eksporten og sikkerhetskopien virker likevel.",
    en: "This server cannot make documents yet. The export and the backup work all the same.",
  },

  // what becomes of it
  making: { sv: "Gör {what} …", nb: "Lager {what} …", en: "Making {what} …" },
  makingLong: { sv: "Gör {what} … Stora dokument kan ta en minut.", nb: "Lager {what} … Store dokumenter kan ta et minutt.", en: "Making {what} … Large documents may take a minute." },
  made: { sv: "{name} är hämtad, {size}.", nb: "{name} er hentet, {size}.", en: "{name} has been fetched, {size}." },
  bytes: { sv: "{n} byte", nb: "{n} byte", en: "{n} bytes" },
  kilobytes: { sv: "{n} kB", nb: "{n} kB", en: "{n} kB" },
  megabytes: { sv: "{n} MB", nb: "{n} MB", en: "{n} MB" },
  stop: { sv: "Avbryt", nb: "Avbryt", en: "Cancel" },
  stopped: { sv: "Avbrutet.", nb: "Avbrutt.", en: "Cancelled." },
  failedFormat: {
    sv: "Det gick inte att göra dokumentet i det formatet. Försök igen, eller ta ett annat format.",
    nb: "Dokumentet kunne ikke lages i det formatet. Prøv igjen, eller velg et annet format.",
    en: "The document could not be made in that format. Try again, or take another format.",
  },
  failedNothing: {
    sv: "Det finns ingenting att göra dokumentet av än.",
    nb: "Det finnes ingenting å lage dokumentet av ennå.",
    en: "There is nothing to make the document of yet.",
  },
  failedBusy: {
    sv: "Servern gör redan dokument åt andra. Försök igen om en stund.",
    nb: "Serveren lager allerede dokumenter for andre. Prøv igjen om litt.",
    en: "The server is making documents for others already. Try again in a while.",
  },
  failedSlow: {
    sv: "Det tog för lång tid och avbröts. Försök igen, eller ta Word eller webbsida, som går fortare.",
    nb: "Det tok for lang tid og ble avbrutt. Prøv igjen, eller velg Word eller nettside, som går raskere.",
    en: "It took too long and was stopped. Try again, or take Word or web page, which are quicker.",
  },

  // draft and versions
  versionTitle: { sv: "Version", nb: "Versjon", en: "Version" },
  draftFirst: { sv: "Utkast", nb: "Utkast", en: "Draft" },
  draftSince: { sv: "Utkast – ändrat sedan version {n}", nb: "Utkast – endret siden versjon {n}", en: "Draft – changed since version {n}" },
  finished: { sv: "Version {n}", nb: "Versjon {n}", en: "Version {n}" },
  draftFirstNote: {
    sv: "Ingen version är slutförd än. Dokument som tas ut nu är märkta som utkast.",
    nb: "Ingen versjon er ferdigstilt ennå. Dokumenter som tas ut nå, er merket som utkast.",
    en: "No version has been finished yet. Documents that are taken out now are marked as drafts.",
  },
  draftSinceNote: {
    sv: "Något har ändrats sedan {when}. Dokument som tas ut nu är märkta som utkast.",
    nb: "Noe er endret siden {when}. Dokumenter som tas ut nå, er merket som utkast.",
    en: "Something has changed since {when}. Documents that are taken out now are marked as drafts.",
  },
  finishedNote: {
    sv: "Slutförd {when} av {who}. Ingenting har ändrats sedan dess.",
    nb: "Ferdigstilt {when} av {who}. Ingenting er endret siden.",
    en: "Finished {when} by {who}. Nothing has changed since.",
  },
  finalise: { sv: "Slutför version {n}", nb: "Ferdigstill versjon {n}", en: "Finish version {n}" },
  finaliseNow: { sv: "Slutför", nb: "Ferdigstill", en: "Finish" },
  finaliseNote: {
    sv: "Utkaststämpeln försvinner och ändringarna sedan förra versionen skrivs in i ändringsloggen. Det går att ändra efteråt; då börjar utkastet till nästa version.",
    nb: "Utkaststempelet forsvinner, og endringene siden forrige versjon føres i endringsloggen. Det går an å endre etterpå; da begynner utkastet til neste versjon.",
    en: "The draft mark goes, and the changes since the version before are put in the change log. It can be changed afterwards; then the draft of the next version begins.",
  },
  note: { sv: "Till läsarna", nb: "Til leserne", en: "To the readers" },
  noteHelp: {
    sv: "Vad som är nytt eller värt att veta, till exempel: Ansvariga är inlagda efter mötet den 3 december.",
    nb: "Hva som er nytt eller verdt å vite, for eksempel: Ansvarlige er lagt inn etter møtet 3. desember.",
    en: "What is new or worth knowing, such as: Those responsible were added after the meeting on 3 December.",
  },
  finalised: { sv: "Version {n} är slutförd.", nb: "Versjon {n} er ferdigstilt.", en: "Version {n} is finished." },
  versions: { sv: "Tidigare versioner", nb: "Tidligere versjoner", en: "Versions so far" },
  versionBy: { sv: "{when}, {who}", nb: "{when}, {who}", en: "{when}, {who}" },
  log: { sv: "Ändringar i version {n}", nb: "Endringer i versjon {n}", en: "Changes in version {n}" },
  logOf: { sv: "{n|En ändring|# ändringar}", nb: "{n|Én endring|# endringer}", en: "{n|One change|# changes}" },

  // what it holds
  contents: { sv: "Vad dokumentationen innehåller", nb: "Hva dokumentasjonen inneholder", en: "What the documentation holds" },
  contentsNote: {
    sv: "Enskilda blad kan dessutom läggas i bilaga eller utelämnas, på bladets sida under Program.",
    nb: "Enkelte ark kan dessuten legges i vedlegg eller utelates, på arkets side under Program.",
    en: "Single sheets can also be annexed or left out, on the sheet’s page under Programme.",
  },
  contentsLast: { sv: "Något måste finnas med.", nb: "Noe må være med.", en: "Something has to be in it." },
  part_people: { sv: "Medverkande organisationer", nb: "Deltakende organisasjoner", en: "Participating organisations" },
  part_people_about: { sv: "Namnen på organisationerna, inga personer.", nb: "Navnene på organisasjonene, ingen personer.", en: "The names of the organisations, no persons." },
  part_questions: { sv: "Svaren på frågorna", nb: "Svarene på spørsmålene", en: "The answers to the questions" },
  part_questions_about: { sv: "Den samlade texten per fråga, annars gruppernas.", nb: "Den samlede teksten per spørsmål, ellers gruppenes.", en: "The compiled text for each question, otherwise the groups’." },
  part_groups: { sv: "Gruppernas egna texter", nb: "Gruppenes egne tekster", en: "The groups’ own texts" },
  part_groups_about: { sv: "I bilaga, där det finns en samlad text.", nb: "I vedlegg, der det finnes en samlet tekst.", en: "Annexed, where there is a compiled text." },
  part_timelines: { sv: "Tidslinjerna", nb: "Tidslinjene", en: "The timelines" },
  part_timelines_about: { sv: "Som bild och som tabell.", nb: "Som bilde og som tabell.", en: "As a picture and as a table." },
  part_tables: { sv: "Tabeller och kartor", nb: "Tabeller og kart", en: "Tables and maps" },
  part_tables_about: { sv: "Tabeller, matriser och kartor över utmaningar.", nb: "Tabeller, matriser og kart over utfordringer.", en: "Tables, matrices and maps of challenges." },
  part_plans: { sv: "Planerna", nb: "Planene", en: "The plans" },
  part_plans_about: { sv: "Planer på påhittade fall.", nb: "Planer på oppdiktede saker.", en: "Plans on made-up cases." },
  part_synthesis: { sv: "Förslagen samlade", nb: "Forslagene samlet", en: "The proposals gathered" },
  part_synthesis_about: { sv: "Lika förslag från olika grupper, efter prioritet.", nb: "Like forslag fra ulike grupper, etter prioritet.", en: "Similar proposals from different groups, by priority." },
  part_actions: { sv: "Handlingsplanen", nb: "Handlingsplanen", en: "The action plan" },
  part_actions_about: { sv: "Åtgärd, ansvarig, datum och läge.", nb: "Tiltak, ansvarlig, dato og status.", en: "Action, who is responsible, date and status." },
  part_polls: { sv: "Frågor i telefonen och enkäten", nb: "Spørsmål på telefonen og spørreskjemaet", en: "Questions on the phone and the survey" },
  part_polls_about: { sv: "Hur många som svarade vad. Svaren har inga namn.", nb: "Hvor mange som svarte hva. Svarene har ingen navn.", en: "How many answered what. Answers have no names." },
  part_parking: { sv: "Det parkerade", nb: "Det som ble parkert", en: "What was parked" },
  part_parking_about: { sv: "Diskussioner som lades åt sidan, och vilka som togs upp igen.", nb: "Diskusjoner som ble lagt til side, og hvilke som ble tatt opp igjen.", en: "Discussions that were put aside, and which were taken up again." },
  part_method: { sv: "Så gick dagen till", nb: "Slik foregikk dagen", en: "How the day was done" },
  part_method_about: { sv: "Pass, grupper och hur många som deltog.", nb: "Økter, grupper og hvor mange som deltok.", en: "Sessions, groups and how many took part." },
  part_changes: { sv: "Ändringsloggen", nb: "Endringsloggen", en: "The change log" },
  part_changes_about: { sv: "Vad som ändrats mellan versionerna.", nb: "Hva som er endret mellom versjonene.", en: "What changed between the versions." },

  // one sheet
  print: { sv: "I dokumentationen", nb: "I dokumentasjonen", en: "In the documentation" },
  print_0: { sv: "På sin plats", nb: "På sin plass", en: "In its place" },
  print_1: { sv: "I bilaga", nb: "I vedlegg", en: "Annexed" },
  print_2: { sv: "Bara i gruppens eget kompendium", nb: "Bare i gruppens eget kompendium", en: "Only in the group’s own compendium" },
  print_3: { sv: "Inte alls", nb: "Ikke i det hele tatt", en: "Not at all" },

  // the way the day is made, for another one
  template: { sv: "Upplägget som mall", nb: "Opplegget som mal", en: "The setup as a template" },
  templateAbout: {
    sv: "Program, blad och frågor, utan det som skrivits, deltagare och länkar. Filen går att ändra i en vanlig textredigerare och använda till ett nytt seminarium.",
    nb: "Program, ark og spørsmål, uten det som er skrevet, deltakere og lenker. Filen kan endres i et vanlig tekstredigeringsprogram og brukes til et nytt seminar.",
    en: "Programme, sheets and questions, without what was written, participants and links. The file can be changed in any text editor and used for a new seminar.",
  },
  templateSave: { sv: "Spara upplägget som mall", nb: "Lagre opplegget som mal", en: "Save the setup as a template" },
});
