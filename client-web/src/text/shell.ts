/* shell.ts - connection and saving in words. */
import { area } from "./index.ts";

export const shell = area({
  // saving
  saved: { sv: "Sparat {time}", nb: "Lagret {time}", en: "Saved {time}" },
  savedAll: { sv: "Allt är sparat", nb: "Alt er lagret", en: "Everything is saved" },
  saving: { sv: "Sparar…", nb: "Lagrer…", en: "Saving…" },
  stays: {
    sv: "Finns kvar här – skickas när nätet är tillbaka",
    nb: "Ligger her – sendes når nettet er tilbake",
    en: "Kept here – sent when the network is back",
  },
  staysShort: { sv: "Finns kvar här", nb: "Ligger her", en: "Kept here" },
  onlyTab: {
    sv: "Finns bara i den här fliken – skickas när nätet är tillbaka",
    nb: "Finnes bare i denne fanen – sendes når nettet er tilbake",
    en: "Only in this tab – sent when the network is back",
  },
  onlyTabShort: { sv: "Bara i den här fliken", nb: "Bare i denne fanen", en: "Only in this tab" },
  // connection
  connecting: { sv: "Ansluter…", nb: "Kobler til…", en: "Connecting…" },
  catchingUp: { sv: "Hämtar det nya…", nb: "Henter det nye…", en: "Catching up…" },
  doubtful: { sv: "Nätet svarar trögt…", nb: "Nettet svarer tregt…", en: "The network is slow to answer…" },
  offline: { sv: "Frånkopplad", nb: "Frakoblet", en: "Offline" },
  live: { sv: "Ansluten", nb: "Tilkoblet", en: "Connected" },
  back: { sv: "Ansluten igen. Allt är sparat.", nb: "Tilkoblet igjen. Alt er lagret.", en: "Connected again. Everything is saved." },
  offlineWrite: {
    sv: "Frånkopplad – skriv vidare, {n|# ändring|# ändringar} finns kvar på den här datorn.",
    nb: "Frakoblet – skriv videre, {n|# endring|# endringer} ligger på denne maskinen.",
    en: "Offline – keep writing, {n|# change is|# changes are} kept on this computer.",
  },
  offlineWriteNone: {
    sv: "Frånkopplad – skriv vidare. Det du skriver sparas på den här datorn och skickas när nätet är tillbaka.",
    nb: "Frakoblet – skriv videre. Det du skriver, lagres på denne maskinen og sendes når nettet er tilbake.",
    en: "Offline – keep writing. What you write is kept on this computer and sent when the network is back.",
  },
  offlineWriteTab: {
    sv: "Frånkopplad – skriv vidare, men låt fliken vara öppen: {n|# ändring|# ändringar} finns bara här.",
    nb: "Frakoblet – skriv videre, men la fanen være åpen: {n|# endring|# endringer} finnes bare her.",
    en: "Offline – keep writing, but leave this tab open: {n|# change is|# changes are} only here.",
  },
  offlineRead: {
    sv: "Frånkopplad. Det som syns är från {time}.",
    nb: "Frakoblet. Det som vises, er fra {time}.",
    en: "Offline. What you see is from {time}.",
  },
  tryNow: { sv: "Försök nu", nb: "Prøv nå", en: "Try now" },
  leftBehind: {
    sv: "{n|# ändring|# ändringar} från en stängd flik skickas.",
    nb: "{n|# endring|# endringer} fra en lukket fane sendes.",
    en: "Sending {n|# change|# changes} from a closed tab.",
  },
  notDurable: {
    sv: "Webbläsaren sparar inget på den här datorn. Låt fliken vara öppen tills det står Sparat.",
    nb: "Nettleseren lagrer ingenting på denne maskinen. La fanen være åpen til det står Lagret.",
    en: "The browser keeps nothing on this computer. Leave the tab open until it says Saved.",
  },
  elsewhere: {
    sv: "Öppen i en annan flik. Det du har skrivit här är sparat; skriv vidare där, eller fortsätt här.",
    nb: "Åpen i en annen fane. Det du har skrevet her, er lagret; skriv videre der, eller fortsett her.",
    en: "Open in another tab. What you wrote here is kept; go on writing there, or continue here.",
  },
  continueHere: { sv: "Fortsätt här", nb: "Fortsett her", en: "Continue here" },
  // denied
  deniedTitle: { sv: "Det gick inte att komma in", nb: "Det gikk ikke å komme inn", en: "You could not be let in" },
  deniedWho: {
    sv: "Länken eller koden känns inte igen. Kontrollera att hela länken kom med, eller be arrangören om en ny.",
    nb: "Lenken eller koden kjennes ikke igjen. Sjekk at hele lenken kom med, eller be arrangøren om en ny.",
    en: "This link or code is not known. Check that you have all of it, or ask the organiser for a new one.",
  },
  doorShut: {
    sv: "Dörren är stängd. Det som du redan har hämtat finns kvar här.",
    nb: "Døren er stengt. Det du allerede har hentet, er fortsatt her.",
    en: "The door is closed. What you have fetched already is still here.",
  },
  deniedRevoked: {
    sv: "Länken gäller inte längre. Be arrangören om en ny.",
    nb: "Lenken gjelder ikke lenger. Be arrangøren om en ny.",
    en: "This link is no longer valid. Ask the organiser for a new one.",
  },
  deniedGone: {
    sv: "Seminariet finns inte här. Kontrollera adressen, eller fråga arrangören.",
    nb: "Seminaret finnes ikke her. Sjekk adressen, eller spør arrangøren.",
    en: "There is no such seminar here. Check the address, or ask the organiser.",
  },
  deniedUpgrade: {
    sv: "Sidan är äldre än servern. Stäng alla flikar med seminariet och öppna länken igen.",
    nb: "Siden er eldre enn serveren. Lukk alle faner med seminaret og åpne lenken på nytt.",
    en: "This page is older than the server. Close all tabs of the seminar and open the link again.",
  },
  deniedProtocol: {
    sv: "Sidan och servern förstod inte varandra. Försök igen; be annars den som sköter servern om hjälp.",
    nb: "Siden og serveren forsto ikke hverandre. Prøv igjen; be ellers den som driver serveren om hjelp.",
    en: "The page and the server did not understand each other. Try again, or ask whoever runs the server.",
  },
  keptHere: {
    sv: "{n|# ändring|# ändringar} finns kvar på den här datorn och skickas när det går.",
    nb: "{n|# endring|# endringer} ligger på denne maskinen og sendes når det går.",
    en: "{n|# change is|# changes are} kept on this computer and will be sent when possible.",
  },
  unsentHere: {
    sv: "Det här är inte skickat. Det ligger kvar här, men kopiera det om du behöver det på annat håll.",
    nb: "Dette er ikke sendt. Det ligger her fortsatt, men kopier det hvis du trenger det et annet sted.",
    en: "This has not been sent. It stays here, but copy it if you need it elsewhere.",
  },
  otherRole: { sv: "Välj en annan roll", nb: "Velg en annen rolle", en: "Choose another role" },
  // refused work
  refusedTitle: {
    sv: "{n|En ändring|# ändringar} kunde inte tas emot",
    nb: "{n|En endring|# endringer} kunne ikke tas imot",
    en: "{n|One change|# changes} could not be accepted",
  },
  refusedLocked: { sv: "Arket hade låsts.", nb: "Arket var låst.", en: "The sheet had been locked." },
  refusedClosed: { sv: "Seminariet är stängt.", nb: "Seminaret er stengt.", en: "The seminar is closed." },
  refusedForbidden: { sv: "Länken ger inte rätt att skriva där.", nb: "Lenken gir ikke rett til å skrive der.", en: "Your link does not allow writing there." },
  refusedFull: { sv: "Texten fick inte plats.", nb: "Det var ikke plass til teksten.", en: "The text did not fit." },
  refusedGone: { sv: "Det som ändrades finns inte längre.", nb: "Det som ble endret, finnes ikke lenger.", en: "What was changed is no longer there." },
  refusedOther: { sv: "Servern tog inte emot ändringen.", nb: "Serveren tok ikke imot endringen.", en: "The server did not accept the change." },
  copyText: { sv: "Kopiera texten", nb: "Kopier teksten", en: "Copy the text" },
  copied: { sv: "Kopierat", nb: "Kopiert", en: "Copied" },
  copyByHand: { sv: "Markera och kopiera", nb: "Merk og kopier", en: "Select and copy" },
  seen: { sv: "Jag har sett det", nb: "Jeg har sett det", en: "Got it" },
  // news of the history
  restoredNews: {
    sv: "Servern har återställts från en säkerhetskopia. Det som fanns på den här datorn har lagts tillbaka.",
    nb: "Serveren er gjenopprettet fra en sikkerhetskopi. Det som fantes på denne maskinen, er lagt tilbake.",
    en: "The server was restored from a backup. What this computer knew has been put back.",
  },
  rewrittenNews: {
    sv: "Ord har tagits bort ur seminariets historia. Det som sparats på den här datorn har rensats.",
    nb: "Ord er fjernet fra seminarets historie. Det som var lagret på denne maskinen, er slettet.",
    en: "Words were removed from the seminar's history. What was kept on this computer has been cleared.",
  },
  erasedNews: {
    sv: "Seminariet har raderats. Det som sparats på den här datorn är borta.",
    nb: "Seminaret er slettet. Det som var lagret på denne maskinen, er borte.",
    en: "The seminar has been erased. What was kept on this computer is gone.",
  },
  unsentTexts: {
    sv: "Det här hade inte hunnit skickas. Kopiera det du vill behålla; det visas bara nu.",
    nb: "Dette var ikke sendt ennå. Kopier det du vil beholde; det vises bare nå.",
    en: "This had not been sent yet. Copy what you want to keep; it is shown only now.",
  },
  // fields
  tooLong: {
    sv: "Texten är för lång: {n|ett tecken|# tecken} får inte plats.",
    nb: "Teksten er for lang: det er ikke plass til {n|ett tegn|# tegn}.",
    en: "The text is too long: {n|one character does|# characters do} not fit.",
  },
  locked: {
    sv: "Arket är låst. Texten går att läsa och kopiera.",
    nb: "Arket er låst. Teksten kan leses og kopieres.",
    en: "The sheet is locked. The text can be read and copied.",
  },
  readOnly: { sv: "Går bara att läsa här.", nb: "Kan bare leses her.", en: "Can only be read here." },
  writesHere: { sv: "{name} skriver här", nb: "{name} skriver her", en: "{name} is writing here" },
  writeHere: { sv: "{names} skriver här", nb: "{names} skriver her", en: "{names} are writing here" },
  somebody: { sv: "Någon", nb: "Noen", en: "Somebody" },
  // marks
  blind: { sv: "Ändrat av två samtidigt", nb: "Endret av to samtidig", en: "Changed by two at once" },
  late: { sv: "Kom in efter låsningen", nb: "Kom inn etter låsingen", en: "Came in after the lock" },
});
