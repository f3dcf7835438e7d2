/* pieces.ts - words of the small shared pieces in ui/: clock, notices, call for help, name, menu, undo. */
import { area } from "./index.ts";

export const pieces = area({
  // the clock
  timeLeft: { sv: "Tid kvar", nb: "Tid igjen", en: "Time left" },
  timeLeftOf: { sv: "Tid kvar: {title}", nb: "Tid igjen: {title}", en: "Time left: {title}" },
  left: { sv: "kvar", nb: "igjen", en: "left" },
  soon: { sv: "snart slut", nb: "snart slutt", en: "nearly over" },
  lastMinute: { sv: "sista minuten", nb: "siste minutt", en: "last minute" },
  timeIsUp: { sv: "tiden är ute", nb: "tiden er ute", en: "time is up" },
  over: { sv: "{n} min över", nb: "{n} min over", en: "{n} min over" },
  paused: { sv: "pausad", nb: "pauset", en: "paused" },
  planned: { sv: "inte startat", nb: "ikke startet", en: "not started" },
  endedAt: { sv: "slut {time}", nb: "slutt {time}", en: "ended {time}" },
  ended: { sv: "slut", nb: "slutt", en: "ended" },
  sayStarted: { sv: "{title} har startat.", nb: "{title} har startet.", en: "{title} has started." },
  sayFive: { sv: "Fem minuter kvar.", nb: "Fem minutter igjen.", en: "Five minutes left." },
  sayOne: { sv: "En minut kvar.", nb: "Ett minutt igjen.", en: "One minute left." },
  sayUp: { sv: "Tiden är ute. Ni kan skriva färdigt.", nb: "Tiden er ute. Dere kan skrive ferdig.", en: "Time is up. You can finish writing." },
  sayEnded: { sv: "{title} är avslutat.", nb: "{title} er avsluttet.", en: "{title} has ended." },

  // notices
  notices: { sv: "Meddelanden", nb: "Meldinger", en: "Messages" },
  fromModerator: { sv: "Från moderatorn", nb: "Fra moderatoren", en: "From the moderator" },
  seen: { sv: "Sett", nb: "Sett", en: "Seen" },
  seenAt: { sv: "sett {time}", nb: "sett {time}", en: "seen {time}" },
  seenSoon: { sv: "sett", nb: "sett", en: "seen" },
  earlierNotices: {
    sv: "{n|Ett meddelande|# meddelanden} från moderatorn",
    nb: "{n|Én melding|# meldinger} fra moderatoren",
    en: "{n|One message|# messages} from the moderator",
  },
  sayNotice: { sv: "Meddelande från moderatorn: {text}", nb: "Melding fra moderatoren: {text}", en: "Message from the moderator: {text}" },

  // call for help
  call: { sv: "Kalla på hjälp", nb: "Be om hjelp", en: "Call for help" },
  callIntro: {
    sv: "Moderatorn ser vilket rum det gäller.",
    nb: "Moderatoren ser hvilket rom det gjelder.",
    en: "The moderator sees which room it is.",
  },
  callTechnical: { sv: "Tekniken", nb: "Teknikken", en: "Technology" },
  callContent: { sv: "Innehållet", nb: "Innholdet", en: "Content" },
  callAbout: { sv: "Vad gäller det?", nb: "Hva gjelder det?", en: "What is it about?" },
  callText: { sv: "Kort beskrivning, om ni vill", nb: "Kort beskrivelse, om dere vil", en: "A few words, if you like" },
  callSend: { sv: "Kalla", nb: "Tilkall", en: "Call" },
  callSending: { sv: "Skickas…", nb: "Sendes…", en: "Sending…" },
  callHeld: { sv: "Skickas när nätet är tillbaka", nb: "Sendes når nettet er tilbake", en: "Sent when the network is back" },
  callWaitingNow: { sv: "Moderatorn är kallad", nb: "Moderatoren er tilkalt", en: "The moderator has been called" },
  callWaiting: { sv: "Väntar {n} min", nb: "Ventet {n} min", en: "Waiting {n} min" },
  callComing: { sv: "Moderatorn är på väg", nb: "Moderatoren er på vei", en: "The moderator is on the way" },
  callWithdraw: { sv: "Ta tillbaka", nb: "Trekk tilbake", en: "Withdraw" },
  callSolved: { sv: "Det är löst", nb: "Det er løst", en: "It is solved" },

  // name
  nameAsk: { sv: "Vad heter du?", nb: "Hva heter du?", en: "What is your name?" },
  nameWhy: {
    sv: "Visas för rummet och moderatorn, och i ändringsloggen.",
    nb: "Vises for rommet og moderatoren, og i endringsloggen.",
    en: "Shown to your room and the moderator, and in the change log.",
  },
  nameLater: { sv: "Inte nu", nb: "Ikke nå", en: "Not now" },
  nameGive: { sv: "Ange namn", nb: "Oppgi navn", en: "Add your name" },
  nameChange: { sv: "{name}, byt namn", nb: "{name}, bytt navn", en: "{name}, change name" },

  seminarClosed: {
    sv: "Seminariet är stängt. Allt går att läsa; det som hör till handlingsplanens uppföljning går att ändra.",
    nb: "Seminaret er lukket. Alt kan leses; det som hører til oppfølgingen av handlingsplanen, kan endres.",
    en: "The seminar is closed. Everything can be read; what belongs to following up the action plan can be changed.",
  },
  guidance: { sv: "Vägledning", nb: "Veiledning", en: "Guidance" },
  more: { sv: "Mer", nb: "Mer", en: "More" },
  undone: { sv: "Ångrat.", nb: "Angret.", en: "Undone." },
  removed: { sv: "Borttaget: {what}", nb: "Fjernet: {what}", en: "Removed: {what}" },
});
