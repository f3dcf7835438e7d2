/* landing.ts - words of the code entry and of what this device remembers. */
import { area } from "./index.ts";

export const landing = area({
  title: { sv: "Anslut till seminariet", nb: "Bli med på seminaret", en: "Join the seminar" },
  codeLabel: { sv: "Kod", nb: "Kode", en: "Code" },
  codeWhere: {
    sv: "Koden står på storbilden i salen och på din inbjudan.",
    nb: "Koden står på storskjermen i salen og på invitasjonen din.",
    en: "The code is on the big screen in the hall and on your invitation.",
  },
  codeOrQr: {
    sv: "Du kan också rikta telefonens kamera mot QR-koden.",
    nb: "Du kan også rette kameraet på telefonen mot QR-koden.",
    en: "You can also point your phone's camera at the QR code.",
  },
  join: { sv: "Anslut", nb: "Bli med", en: "Join" },
  joining: { sv: "Ansluter…", nb: "Kobler til…", en: "Joining…" },
  codeMissing: {
    sv: "Skriv koden först.",
    nb: "Skriv koden først.",
    en: "Type the code first.",
  },
  codeWrong: {
    sv: "Ingen öppen dörr med den koden. Jämför tecken för tecken med storbilden. Stämmer koden har moderatorn inte öppnat än; vänta lite och försök igen.",
    nb: "Ingen åpen dør med den koden. Sammenlign tegn for tegn med storskjermen. Stemmer koden, har moderatoren ikke åpnet ennå; vent litt og prøv igjen.",
    en: "No open door with that code. Compare it with the big screen, sign by sign. If it is right, the moderator has not opened yet; wait a little and try again.",
  },
  codePause: {
    sv: "Det har kommit många felaktiga koder på kort tid. Vänta några sekunder och försök igen, eller använd QR-koden.",
    nb: "Det har kommet mange feil koder på kort tid. Vent noen sekunder og prøv igjen, eller bruk QR-koden.",
    en: "There have been many wrong codes in a short time. Wait a few seconds and try again, or use the QR code.",
  },
  noAnswer: {
    sv: "Servern svarar inte. Kontrollera att enheten är på rätt nätverk och försök igen.",
    nb: "Serveren svarer ikke. Kontroller at enheten er på riktig nettverk, og prøv igjen.",
    en: "The server does not answer. Check that this device is on the right network and try again.",
  },
  otherAddress: {
    sv: "Den länken går till en annan adress. Öppna den direkt i webbläsaren.",
    nb: "Den lenken går til en annen adresse. Åpne den direkte i nettleseren.",
    en: "That link goes to another address. Open it directly in the browser.",
  },
  needLink: {
    sv: "Den här adressen behöver en länk eller en kod. Öppna länken från din inbjudan igen, eller skriv koden här.",
    nb: "Denne adressen trenger en lenke eller en kode. Åpne lenken fra invitasjonen din på nytt, eller skriv koden her.",
    en: "This address needs a link or a code. Open the link from your invitation again, or type the code here.",
  },
  unknownSeminar: {
    sv: "Här finns inget seminarium som heter ”{name}”. Kontrollera adressen, eller skriv koden från storbilden.",
    nb: "Her finnes det ikke noe seminar som heter «{name}». Kontroller adressen, eller skriv koden fra storskjermen.",
    en: "There is no seminar called “{name}” here. Check the address, or type the code from the big screen.",
  },
  goneSeminar: {
    sv: "Seminariet ”{name}” finns inte längre på den här servern. Det kan vara raderat eller stängt av värden. Det du inte hann skicka kan finnas kvar på den här enheten.",
    nb: "Seminaret «{name}» finnes ikke lenger på denne serveren. Det kan være slettet eller stengt av verten. Det du ikke rakk å sende, kan fortsatt ligge på denne enheten.",
    en: "The seminar “{name}” is no longer on this server. The host may have erased or closed it. What you had not sent may still be on this device.",
  },
  rolesTitle: { sv: "Fortsätt på den här enheten", nb: "Fortsett på denne enheten", en: "Continue on this device" },
  continueAs: { sv: "Fortsätt som {what}", nb: "Fortsett som {what}", en: "Continue as {what}" },
  asName: { sv: "med namnet {name}", nb: "med navnet {name}", en: "under the name {name}" },
  forget: { sv: "Glöm", nb: "Glem", en: "Forget" },
  forgetWhat: { sv: "Glöm: {what}", nb: "Glem: {what}", en: "Forget: {what}" },
  forgetSure: {
    sv: "Då behövs länken för att komma in igen. Det som är skrivet ligger kvar hos servern.",
    nb: "Da trengs lenken for å komme inn igjen. Det som er skrevet, ligger fortsatt på serveren.",
    en: "Then the link is needed to come in again. What has been written stays with the server.",
  },
  forgotten: { sv: "Glömt.", nb: "Glemt.", en: "Forgotten." },
  orCode: { sv: "Eller med kod", nb: "Eller med kode", en: "Or with a code" },
  terminal: {
    sv: "Hellre i terminalen? Där heter det",
    nb: "Heller i terminalen? Der heter det",
    en: "Rather in a terminal? There it is",
  },
  linkWord: { sv: "LÄNK", nb: "LENKE", en: "LINK" },
});
