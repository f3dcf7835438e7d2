/* organiserAfter.ts - words of the organiser's pages for the time after the day: survey, follow-up, how long it is kept. */
import { area } from "./index.ts";

export const organiserAfter = area({
  // the survey
  survey: { sv: "Enkäten", nb: "Spørreskjemaet", en: "The survey" },
  surveyKept: {
    sv: "Enkäten är öppen och förblir öppen när du stänger, och dörren med den",
    nb: "Spørreskjemaet er åpent og forblir åpent når du lukker, og døren med det",
    en: "The survey is open and stays open when you close, and the door with it",
  },
  surveyNotYet: {
    sv: "Enkäten är inte öppnad. Det går att göra nu eller efter stängningen",
    nb: "Spørreskjemaet er ikke åpnet. Det kan gjøres nå eller etter lukkingen",
    en: "The survey has not been opened. That can be done now or after closing",
  },
  surveyOpen: { sv: "Enkäten är öppen", nb: "Spørreskjemaet er åpent", en: "The survey is open" },
  surveyNot: { sv: "Enkäten är inte öppnad", nb: "Spørreskjemaet er ikke åpnet", en: "The survey has not been opened" },
  surveyOver: { sv: "Enkäten är avslutad", nb: "Spørreskjemaet er avsluttet", en: "The survey is over" },
  surveyUntil: { sv: "Deltagarna kan svara till och med {date}.", nb: "Deltakerne kan svare til og med {date}.", en: "Participants can answer until {date}." },
  surveyNoEnd: { sv: "Deltagarna kan svara tills du avslutar den.", nb: "Deltakerne kan svare til du avslutter det.", en: "Participants can answer until you end it." },
  surveyPast: {
    sv: "Sista dagen var {date}. Svar tas emot tills du avslutar enkäten.",
    nb: "Siste dag var {date}. Svar tas imot til du avslutter spørreskjemaet.",
    en: "The last day was {date}. Answers are taken until you end the survey.",
  },
  surveyAnswers: { sv: "{n|Ett svar|# svar} hittills.", nb: "{n|Ett svar|# svar} så langt.", en: "{n|One answer|# answers} so far." },
  surveyLast: { sv: "Sista dag att svara", nb: "Siste dag å svare", en: "Last day to answer" },
  surveyLastNote: { sv: "Visas i telefonen bredvid frågorna.", nb: "Vises på telefonen ved siden av spørsmålene.", en: "Shown on the phone beside the questions." },
  surveyDoorShut: {
    sv: "Dörren är stängd: bara den som är inne i sin telefon kan svara.",
    nb: "Døren er lukket: bare den som er inne på telefonen sin, kan svare.",
    en: "The door is closed: only those who are in on their phones can answer.",
  },
  surveyDoorOpen: {
    sv: "Dörren är öppen för den som har koden.",
    nb: "Døren er åpen for den som har koden.",
    en: "The door is open to those who have the code.",
  },
  surveyBegin: { sv: "Öppna enkäten", nb: "Åpne spørreskjemaet", en: "Open the survey" },
  surveyEnd: { sv: "Avsluta enkäten", nb: "Avslutt spørreskjemaet", en: "End the survey" },
  surveyEndAsk: {
    sv: "Ingen kan svara efter det, och det går inte att ta tillbaka. Dörren stängs.",
    nb: "Ingen kan svare etter det, og det kan ikke tas tilbake. Døren lukkes.",
    en: "Nobody can answer after that, and it cannot be taken back. The door closes.",
  },
  surveyEndSure: { sv: "Avsluta", nb: "Avslutt", en: "End it" },

  // follow-up
  followUp: { sv: "Uppföljning", nb: "Oppfølging", en: "Follow-up" },
  followUpLead: {
    sv: "Handlingsplanen lever vidare efter dagen. Dokumentatörer, samtalsledare och moderatorer kan uppdatera status, datum och anteckning med sina länkar, också när seminariet är stängt.",
    nb: "Handlingsplanen lever videre etter dagen. Referenter, samtaleledere og moderatorer kan oppdatere status, dato og notat med lenkene sine, også når seminaret er lukket.",
    en: "The action plan lives on after the day. Scribes, facilitators and moderators can update status, date and note with their links, also when the seminar is closed.",
  },
  takeOut: { sv: "Ta ut", nb: "Ta ut", en: "Take out" },

  // closing
  behindPending: {
    sv: "De här har ändringar som inte har kommit fram. Låt dem öppna sin sida en gång till, eller stäng ändå: då finns texten bara kvar hos dem.",
    nb: "Disse har endringer som ikke er kommet fram. La dem åpne siden sin en gang til, eller lukk likevel: da ligger teksten bare hos dem.",
    en: "These have changes that have not arrived. Let them open their page once more, or close anyway: then the text is kept with them alone.",
  },
  behindGone: {
    sv: "De här försvann utan att sidan stängdes. Allt de hade skickat är sparat; har de skrivit utan nät sedan dess finns det bara hos dem.",
    nb: "Disse ble borte uten at siden ble lukket. Alt de hadde sendt, er lagret; har de skrevet uten nett siden, ligger det bare hos dem.",
    en: "These disappeared without closing their page. Everything they had sent is saved; if they have written without a network since, it is with them alone.",
  },

  // taking home
  archive: { sv: "Arkivera", nb: "Arkiver", en: "Archive" },
  archiveNote: {
    sv: "Arkivet är en fil med alla dokument och en export som andra program kan läsa. Säkerhetskopian återställer seminariet som det är, med hela historiken.",
    nb: "Arkivet er én fil med alle dokumenter og en eksport som andre programmer kan lese. Sikkerhetskopien gjenoppretter seminaret som det er, med hele historikken.",
    en: "The archive is one file with all documents and an export that other programs can read. The backup restores the seminar as it is, with its whole history.",
  },
  archiveZip: { sv: "Arkiv (ZIP)", nb: "Arkiv (ZIP)", en: "Archive (ZIP)" },

  // how long
  daysLeft: { sv: "{n|En dag|# dagar} kvar.", nb: "{n|Én dag|# dager} igjen.", en: "{n|One day|# days} left." },
  lastDay: { sv: "Sista dagen är i dag.", nb: "Siste dag er i dag.", en: "The last day is today." },
  daysPast: { sv: "Datumet passerade för {n|en dag|# dagar} sedan.", nb: "Datoen ble passert for {n|én dag|# dager} siden.", en: "The date passed {n|one day|# days} ago." },
  retainPast: {
    sv: "Seminariet skulle vara raderat senast {date}. Arkivera det som ska vara kvar, och radera sedan.",
    nb: "Seminaret skulle vært slettet senest {date}. Arkiver det som skal bevares, og slett deretter.",
    en: "The seminar was to be erased by {date}. Archive what is to be kept, and then erase it.",
  },
  toFinish: { sv: "Till Avsluta", nb: "Til Avslutt", en: "To Finish" },

  // names
  anonymise: { sv: "Ta bort namnen", nb: "Fjern navnene", en: "Remove the names" },
  anonymiseText: {
    sv: "För den som vill spara resultatet men inte personerna. Det går inte att ta tillbaka.",
    nb: "For den som vil bevare resultatet, men ikke personene. Det kan ikke tas tilbake.",
    en: "For keeping the results but not the persons. It cannot be taken back.",
  },
  anonymiseGoes: {
    sv: "Bort: deltagarnas namn och e-postadresser, ansvarigas namn i handlingsplanen, namn och kontaktvägar i planer, och vad länkarna heter.",
    nb: "Borte: deltakernes navn og e-postadresser, navnene på de ansvarlige i handlingsplanen, navn og kontaktveier i planer, og hva lenkene heter.",
    en: "Goes: participants’ names and e-mail addresses, the names of those responsible in the action plan, names and contact details in plans, and what links are called.",
  },
  anonymiseHistory: {
    sv: "Bort: historiken, alltså vem som skrev vad och när, och namnen i ändringsloggen.",
    nb: "Borte: historikken, altså hvem som skrev hva og når, og navnene i endringsloggen.",
    en: "Goes: the history, which tells who wrote what and when, and the names in the change log.",
  },
  anonymiseStays: {
    sv: "Kvar: allt grupperna skrev, organisationer, grupper, svar och antal. Namn som någon har skrivit i en text måste du själv ta bort.",
    nb: "Blir: alt gruppene skrev, organisasjoner, grupper, svar og antall. Navn som noen har skrevet i en tekst, må du selv fjerne.",
    en: "Stays: everything the groups wrote, organisations, groups, answers and numbers. Names that somebody wrote in a text you must remove yourself.",
  },
  anonymiseCopies: {
    sv: "Dokument och säkerhetskopior som redan är uttagna ändras inte.",
    nb: "Dokumenter og sikkerhetskopier som allerede er tatt ut, endres ikke.",
    en: "Documents and backups that were taken out before do not change.",
  },
  anonymiseSure: { sv: "Ta bort för gott", nb: "Fjern for godt", en: "Remove for good" },
  anonymiseDone: { sv: "Namnen är borta.", nb: "Navnene er borte.", en: "The names are gone." },

  // erasing
  eraseProof: {
    sv: "Det enda som blir kvar på servern är seminariets namn i adressen och ett slumptal för dess historik. Med det får webbläsare som har en kopia veta att den ska bort.",
    nb: "Det eneste som blir igjen på serveren, er seminarets navn i adressen og et tilfeldig tall for historikken. Med det får nettlesere som har en kopi, vite at den skal bort.",
    en: "All that stays on the server is the seminar’s name in the address and a random number for its history. By it, browsers that hold a copy are told to drop it.",
  },
});
