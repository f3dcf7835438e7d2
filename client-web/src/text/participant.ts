/* participant.ts - words on a participant's phone. */
import { area } from "./index.ts";

export const participant = area({
  now: { sv: "Nu", nb: "Nå", en: "Now" },
  program: { sv: "Program", nb: "Program", en: "Programme" },
  group: { sv: "Min grupp", nb: "Min gruppe", en: "My group" },
  big: { sv: "Storbild", nb: "Storskjerm", en: "Screen" },
  sections: { sv: "Delar", nb: "Deler", en: "Sections" },
  live: { sv: "Uppdateras av sig själv", nb: "Oppdateres av seg selv", en: "Updates by itself" },

  // now
  running: { sv: "Pågår nu", nb: "Pågår nå", en: "Happening now" },
  next: { sv: "Härnäst", nb: "Deretter", en: "Next" },
  nextAt: { sv: "Börjar {time}", nb: "Begynner {time}", en: "Starts {time}" },
  minutes: { sv: "{n} min", nb: "{n} min", en: "{n} min" },
  nothing: { sv: "Inget pågår just nu.", nb: "Ingenting pågår akkurat nå.", en: "Nothing is happening right now." },
  notStarted: {
    sv: "Dagen har inte börjat än. Sidan uppdateras av sig själv.",
    nb: "Dagen har ikke begynt ennå. Siden oppdateres av seg selv.",
    en: "The day has not started yet. This page updates by itself.",
  },
  over: {
    sv: "Seminariet är avslutat. Tack för att du var med.",
    nb: "Seminaret er avsluttet. Takk for at du var med.",
    en: "The seminar is over. Thank you for taking part.",
  },
  overWhat: {
    sv: "Det din grupp skrev finns kvar under Min grupp. Spara det gärna nu.",
    nb: "Det gruppen din skrev, ligger fortsatt under Min gruppe. Lagre det gjerne nå.",
    en: "What your group wrote is still under My group. You may want to save it now.",
  },
  yourGroup: { sv: "Din grupp: {name}", nb: "Gruppen din: {name}", en: "Your group: {name}" },
  findGroup: { sv: "Välj din grupp", nb: "Velg gruppen din", en: "Choose your group" },
  left: { sv: "kvar", nb: "igjen", en: "left" },
  paused: { sv: "Pausad", nb: "Pause", en: "Paused" },
  overtime: { sv: "över tiden", nb: "over tiden", en: "over time" },
  ended: { sv: "klar", nb: "ferdig", en: "done" },

  // answering
  anonymous: {
    sv: "Ditt svar sparas utan namn och går inte att koppla till dig.",
    nb: "Svaret ditt lagres uten navn og kan ikke knyttes til deg.",
    en: "Your answer is kept without a name and cannot be traced to you.",
  },
  openQuestion: { sv: "Öppen fråga", nb: "Åpent spørsmål", en: "Open question" },
  questionOf: { sv: "Fråga {n} av {all}", nb: "Spørsmål {n} av {all}", en: "Question {n} of {all}" },
  questionOpened: { sv: "En fråga är öppen för svar.", nb: "Et spørsmål er åpent for svar.", en: "A question is open for answers." },
  goAnswer: { sv: "En fråga är öppen. Svara", nb: "Et spørsmål er åpent. Svar", en: "A question is open. Answer" },
  yourAnswer: { sv: "Ditt svar", nb: "Svaret ditt", en: "Your answer" },
  charsLeft: { sv: "{n} tecken kvar", nb: "{n} tegn igjen", en: "{n} characters left" },
  send: { sv: "Skicka", nb: "Send", en: "Send" },
  sendChange: { sv: "Skicka ändringen", nb: "Send endringen", en: "Send the change" },
  sending: { sv: "Skickar…", nb: "Sender…", en: "Sending…" },
  waiting: {
    sv: "Sparat på telefonen. Skickas så snart det finns kontakt.",
    nb: "Lagret på telefonen. Sendes så snart det er kontakt.",
    en: "Kept on the phone. It is sent as soon as there is contact.",
  },
  sent: { sv: "Skickat {time}", nb: "Sendt {time}", en: "Sent {time}" },
  takenBack: { sv: "Svaret är borttaget.", nb: "Svaret er fjernet.", en: "The answer has been taken back." },
  change: { sv: "Ändra svaret", nb: "Endre svaret", en: "Change the answer" },
  takeBack: { sv: "Ta bort mitt svar", nb: "Fjern svaret mitt", en: "Take my answer back" },
  keep: { sv: "Behåll som det är", nb: "Behold som det er", en: "Keep it as it is" },
  nextQuestion: { sv: "Nästa fråga", nb: "Neste spørsmål", en: "Next question" },
  previousQuestion: { sv: "Föregående fråga", nb: "Forrige spørsmål", en: "Previous question" },
  allAnswered: { sv: "Du har svarat på allt som är öppet.", nb: "Du har svart på alt som er åpent.", en: "You have answered everything that is open." },
  changeable: {
    sv: "Du kan ändra svaret tills frågan stängs.", nb: "Du kan endre svaret til spørsmålet stenges.", en: "You can change your answer until the question closes.",
  },
  ownTime: {
    sv: "Ta den tid du behöver. Du kan svara tills frågan stängs, också när klockan har gått ut.",
    nb: "Ta den tiden du trenger. Du kan svare til spørsmålet stenges, også etter at klokka har gått ut.",
    en: "Take the time you need. You can answer until the question closes, also after the clock has run out.",
  },
  closedCounted: { sv: "Frågan är stängd. Ditt svar är med.", nb: "Spørsmålet er stengt. Svaret ditt er med.", en: "The question is closed. Your answer counts." },
  closedWithout: { sv: "Frågan är stängd.", nb: "Spørsmålet er stengt.", en: "The question is closed." },
  closedUnsent: {
    sv: "Frågan stängdes innan svaret kom fram. Texten finns kvar här så att du kan kopiera den.",
    nb: "Spørsmålet ble stengt før svaret kom fram. Teksten ligger her, så du kan kopiere den.",
    en: "The question closed before your answer arrived. Your text is kept here so that you can copy it.",
  },
  failed: {
    sv: "Svaret togs inte emot. Det finns kvar här; försök igen om en stund.",
    nb: "Svaret ble ikke tatt imot. Det ligger her; prøv igjen om litt.",
    en: "The answer was not accepted. It is kept here; try again in a while.",
  },
  chooseOne: { sv: "Välj ett alternativ.", nb: "Velg ett alternativ.", en: "Choose one." },
  chooseMost: { sv: "Välj högst {n}.", nb: "Velg høyst {n}.", en: "Choose at most {n}." },
  rankHelp: {
    sv: "Lägg det viktigaste överst. Flytta med pilarna.", nb: "Legg det viktigste øverst. Flytt med pilene.", en: "Put the most important first. Move with the arrows.",
  },
  moveUp: { sv: "Flytta upp: {what}", nb: "Flytt opp: {what}", en: "Move up: {what}" },
  moveDown: { sv: "Flytta ner: {what}", nb: "Flytt ned: {what}", en: "Move down: {what}" },
  movedTo: { sv: "{what} är nu på plats {n}", nb: "{what} er nå på plass {n}", en: "{what} is now number {n}" },
  dotsHelp: {
    sv: "Fördela {n|en prick|# prickar}, flera på samma om du vill.", nb: "Fordel {n|én prikk|# prikker}, flere på samme om du vil.",
    en: "Place {n|one dot|# dots}, several on the same if you like.",
  },
  dotsLeft: { sv: "{n|# prick|# prickar} kvar", nb: "{n|# prikk|# prikker} igjen", en: "{n|# dot|# dots} left" },
  dotMore: { sv: "En prick till på {what}", nb: "En prikk til på {what}", en: "One more dot on {what}" },
  dotLess: { sv: "En prick mindre på {what}", nb: "En prikk mindre på {what}", en: "One dot less on {what}" },
  dots: { sv: "{n|# prick|# prickar}", nb: "{n|# prikk|# prikker}", en: "{n|# dot|# dots}" },
  empty: { sv: "Skriv eller välj något först.", nb: "Skriv eller velg noe først.", en: "Write or choose something first." },
  results: { sv: "Resultat", nb: "Resultat", en: "Results" },
  tooFew: {
    sv: "Färre än {n} har svarat. Då visas inte hur svaren fördelar sig.",
    nb: "Færre enn {n} har svart. Da vises ikke hvordan svarene fordeler seg.",
    en: "Fewer than {n} have answered. Then it is not shown how the answers are spread.",
  },
  earlier: { sv: "Tidigare frågor", nb: "Tidligere spørsmål", en: "Earlier questions" },
  answers: { sv: "{n} svar", nb: "{n} svar", en: "{n|# answer|# answers}" },
  points: { sv: "{n} poäng", nb: "{n} poeng", en: "{n|# point|# points}" },

  // group
  groupHelp: {
    sv: "Gruppens bokstav eller nummer står på din namnbricka eller i inbjudan. Du kan byta när som helst.",
    nb: "Gruppens bokstav eller nummer står på navneskiltet ditt eller i invitasjonen. Du kan bytte når som helst.",
    en: "Your group’s letter or number is on your name badge or invitation. You can change it at any time.",
  },
  switchGroup: { sv: "Byt grupp", nb: "Bytt gruppe", en: "Change group" },
  groupEmpty: {
    sv: "Gruppens blad visas här när passet har börjat.", nb: "Gruppens ark vises her når økten har begynt.", en: "Your group’s sheets appear here when the session has begun.",
  },
  notReadable: {
    sv: "Gruppernas blad visas inte i telefonen under det här seminariet.",
    nb: "Gruppenes ark vises ikke på telefonen under dette seminaret.",
    en: "The groups’ sheets are not shown on phones during this seminar.",
  },
  noGroups: { sv: "Det finns inga grupper att välja än.", nb: "Det er ingen grupper å velge ennå.", en: "There are no groups to choose yet." },
  chosen: { sv: "Vald", nb: "Valgt", en: "Chosen" },
  in: { sv: "{group}, {room}", nb: "{group}, {room}", en: "{group}, {room}" },

  // big screen
  bigNothing: { sv: "Storbilden visar inget att läsa just nu.", nb: "Storskjermen viser ingenting å lese akkurat nå.", en: "The screen shows nothing to read right now." },
  bigHidden: {
    sv: "Storbilden visar något som bara finns att läsa i salen.", nb: "Storskjermen viser noe som bare kan leses i salen.", en: "The screen shows something that can only be read in the hall.",
  },
  bigTitle: { sv: "På storbilden nu", nb: "På storskjermen nå", en: "On the screen now" },

  // compendium
  compendium: { sv: "Mitt kompendium", nb: "Mitt kompendium", en: "My compendium" },
  compendiumWhat: {
    sv: "Det din grupp skrev under dagen och dina egna svar, samlat för att spara eller skriva ut.",
    nb: "Det gruppen din skrev i løpet av dagen, og dine egne svar, samlet for lagring eller utskrift.",
    en: "What your group wrote during the day and your own answers, together to save or print.",
  },
  openCompendium: { sv: "Öppna kompendiet", nb: "Åpne kompendiet", en: "Open the compendium" },
  print: { sv: "Skriv ut eller spara som PDF", nb: "Skriv ut eller lagre som PDF", en: "Print or save as PDF" },
  back: { sv: "Tillbaka", nb: "Tilbake", en: "Back" },
  gathering: { sv: "Hämtar gruppernas blad…", nb: "Henter gruppenes ark…", en: "Fetching the groups’ sheets…" },
  ownAnswers: { sv: "Mina svar", nb: "Svarene mine", en: "My answers" },
  ownOnly: {
    sv: "Dina svar finns bara på den här telefonen.", nb: "Svarene dine finnes bare på denne telefonen.", en: "Your answers are kept on this phone only.",
  },
  forget: { sv: "Ta bort mina svar från telefonen", nb: "Fjern svarene mine fra telefonen", en: "Remove my answers from this phone" },
  forgotten: {
    sv: "Borttagna från telefonen. De är fortfarande räknade, utan namn.",
    nb: "Fjernet fra telefonen. De er fortsatt talt med, uten navn.",
    en: "Removed from the phone. They are still counted, without a name.",
  },
  nothingOwn: { sv: "Inget att samla än.", nb: "Ingenting å samle ennå.", en: "Nothing to gather yet." },

  // a table's own group
  tableTitle: { sv: "Skriv för ett bord", nb: "Skriv for et bord", en: "Write for a table" },
  tableWhat: {
    sv: "En person i gruppen skriver för alla. Ange bordet som det står på bordsskylten, till exempel 3b.",
    nb: "Én person i gruppen skriver for alle. Oppgi bordet slik det står på bordskiltet, for eksempel 3b.",
    en: "One person writes for the whole group. Give the table as it says on the sign, such as 3b.",
  },
  tableField: { sv: "Bord", nb: "Bord", en: "Table" },
  tableName: { sv: "Gruppens namn (om ni vill)", nb: "Gruppens navn (om dere vil)", en: "The group’s name (optional)" },
  tableGo: { sv: "Börja skriva", nb: "Begynn å skrive", en: "Start writing" },
  tableMissing: { sv: "Ange bordet först.", nb: "Oppgi bordet først.", en: "Give the table first." },
  tableOffline: {
    sv: "Ingen kontakt just nu. Försök igen när det finns nät.", nb: "Ingen kontakt akkurat nå. Prøv igjen når det er nett.", en: "No contact right now. Try again when there is a network.",
  },
  tableClosed: {
    sv: "Det går inte att börja skriva för ett bord nu. Fråga moderatorn.",
    nb: "Det går ikke an å begynne å skrive for et bord nå. Spør moderatoren.",
    en: "It is not possible to start writing for a table now. Ask the moderator.",
  },
  tableBad: {
    sv: "Bordet kan ha bokstäver och siffror, högst 16 tecken.", nb: "Bordet kan ha bokstaver og tall, høyst 16 tegn.", en: "A table has letters and digits, at most 16 signs.",
  },
  retain: { sv: "Uppgifterna raderas senast {date}.", nb: "Opplysningene slettes senest {date}.", en: "The data are erased by {date} at the latest." },
});
