/* texts.c - the tables.    Uses: texts.h.    Thread: pure; constant data. */
#include "client-cli/rehearse/texts.h"

static const char *const points[] = {
    "Någon måste ha ansvaret för helheten, inte bara för sin del.",
    "Planeringen inför frigivningen börjar för sent.",
    "Bostaden avgör om resten håller.",
    "De som har lyckats berättar nästan alltid om en enda person som inte gav upp.",
    "Kontakten med socialtjänsten bör tas redan i häktet.",
    "Vi vet inte vad de andra faktiskt erbjuder.",
    "Samtycket skrivs under en gång och glöms sedan bort.",
    "Det behövs något att göra redan dagen efter.",
    "Skulderna växer medan man sitter inne.",
    "Läkemedlen tar slut efter tre dagar, tiden hos vårdcentralen är om tre veckor.",
    "Anhöriga får sällan någon information om hur de kan hjälpa till.",
    "Samma frågor ställs av fem myndigheter under en vecka.",
    "Frivården och kommunen ses regelbundet i norra länsdelen, och det märks.",
    "Ett gemensamt möte på anstalten sparar många telefonsamtal sedan.",
    "Id-handling saknas, och utan den stannar allt annat.",
    "Helger och semestrar är de farligaste tiderna.",
    "Den som har en lots klarar överlämningen bättre.",
    "Unga och äldre behöver olika vägar, i dag finns en.",
    "Föreningarna är beredda att ställa upp men ingen frågar dem.",
    "Vi mäter antalet möten, inte vad som blev annorlunda.",
    "Arbetsgivare vill ha en person att ringa när det krånglar.",
    "Det som fungerar hänger på enskilda personer och försvinner när de slutar.",
    "Behandling som påbörjats inne avslutas vid grinden.",
    "Alla tror att någon annan har ringt.",
    "Skolan kan fortsätta på distans om datorn ordnas i tid.",
    "Många säger nej till stöd första gången men ja den tredje.",
};

static const char *const discussions[] = {
    "Gruppen var enig om att de första dygnen är avgörande. Flera beskrev att en person kan ha "
    "plan, bostad och "
    "tid hos vården på papper och ändå stå ensam på perrongen. Förslaget om att någon möter upp "
    "vid grinden "
    "återkom flera gånger.",
    "Vi talade länge om sekretess. Det visade sig att de flesta hinder gick att lösa med ett "
    "samtycke som är "
    "tydligt om vem som får tala med vem och om vad, och som gås igenom igen när planen ändras.",
    "Kommunerna ser olika ut. I den minsta finns en handläggare som känner alla, i den största "
    "behöver man veta "
    "vilken av nio enheter man ska ringa. Båda har något att lära av den andra.",
    "Det fanns olika bilder av vem som äger planen. Kriminalvården menade att de gör det så länge "
    "straffet pågår, "
    "kommunen att planen måste vara klientens egen för att leva vidare. Vi stannade vid att "
    "klienten äger den och "
    "att en person i taget håller i pennan.",
    "Arbetsgivarna saknas vid bordet. De som har provat att anställa berättar att stödet efteråt "
    "betyder mer än "
    "bidraget. En kontaktperson som svarar i telefon samma dag är det som efterfrågas.",
    "Vården beskrev att den som uteblir två gånger skrivs ut. För den här gruppen betyder det att "
    "de som behöver "
    "mest faller bort först. Det går att ändra utan lagändring.",
    "Vi följde en påhittad person från häktet till ett år efter frigivningen och räknade till elva "
    "överlämningar. "
    "I fyra av dem fanns ingen mottagare med namn.",
    "Civilsamhället kan hålla kontakten när myndigheternas uppdrag tar slut. Då behöver det bjudas "
    "in före "
    "frigivningen och inte efter.",
};

static const char *const cards[] = {
    "Första samtalet i häktet",
    "Samtycke går igenom och skrivs under",
    "Gemensam planering på anstalten",
    "Ansökan om bostad",
    "Genomgång av skulder",
    "Hälsokontroll och läkemedelslista",
    "Nytt id-kort",
    "Kontakt med en förening",
    "Yrkesutbildning påbörjas",
    "Permission med besök hos arbetsgivaren",
    "Familjesamtal",
    "Trepartsmöte före frigivning",
    "Möte vid grinden",
    "Följeslagare första veckan",
    "Tid hos beroendevården",
    "Inskrivning hos Arbetsförmedlingen",
    "Praktikplats",
    "Veckosamtal med frivården",
    "Uppföljning efter tre månader",
    "Plan för bakslag",
    "Avslutande möte när övervakningen slutar",
    "Mentor från civilsamhället",
};

static const char *const whens[] = {
    "inom en vecka",
    "senast tre månader före frigivning",
    "samma dag",
    "dag 2",
    "en gång i månaden",
    "när domen har vunnit laga kraft",
    "före första permissionen",
    "efter sex månader",
};

static const char *const flows[] = {
    "skriftlig plan",   "samtycke",        "telefonsamtal med mottagaren",
    "gemensamt möte",   "läkemedelslista", "namn och nummer till kontaktpersonen",
    "beslut om boende", "betyg och intyg",
};

static const char *const obstacles[] = {
    "Ingen vet vem som är mottagare i kommunen.",
    "Besked om frigivningsdag kommer för sent för att boka något.",
    "Bostadsbolaget kräver att alla skulder är betalda.",
    "Sekretessen tolkas olika på varje kontor.",
    "Handläggaren byts mitt i ärendet.",
    "Det går inte att ringa ut från häktet på handläggarens telefontid.",
    "Väntetiden till psykiatrin är längre än straffet.",
    "Resan till mötet kostar mer än klienten har.",
    "Beslutet gäller en månad i taget, så ingen vågar planera.",
    "Två system som inte talar med varandra, allt skrivs för hand en gång till.",
    "Den som missar ett besök hamnar sist i kön.",
    "Ingen har uppdraget på helger.",
    "Klienten litar inte på oss, och har sina skäl.",
    "Insatsen upphör när övervakningen upphör.",
    "Gamla kamrater är de enda som hör av sig.",
    "Kommungränsen: den som flyttar får börja om.",
    "Adress saknas och då kommer inga kallelser fram.",
    "Vi bjuder in till samverkan men skickar den som råkar ha tid.",
};

static const char *const proposals[] = {
    "Utse en namngiven kontaktperson i varje kommun och håll listan aktuell.",
    "Inför ett gemensamt möte senast tre månader före frigivning.",
    "Ta fram en samtyckesblankett som alla organisationer godtar.",
    "Låt en följeslagare möta vid grinden och finnas med den första veckan.",
    "Avtala med bostadsbolagen om tio lägenheter med stöd.",
    "Ordna id-handling före frigivningen genom en fast rutin på anstalten.",
    "Skicka med läkemedel för fjorton dagar och boka tiden innan.",
    "Starta ett nätverk för arbetsgivare med ett nummer som någon svarar på.",
    "Håll samverkansmöte varje kvartal med samma personer och fast dagordning.",
    "Gör en webbsida där man ser vad varje organisation erbjuder.",
    "Bjud in en förening till varje planeringsmöte.",
    "Erbjud skuldrådgivning redan under häktestiden.",
    "Pröva gemensam telefontid en timme varje vardag.",
    "Utbilda nya handläggare tillsammans, en halv dag varje termin.",
    "Följ upp alla planer efter sex månader och redovisa för styrgruppen.",
    "Öppna en mottagning på lördagar tillsammans med civilsamhället.",
};

static const char *const first_steps[] = {
    "Ringa de tre andra och boka ett möte före månadens slut.",
    "Skriva ett utkast på en sida och skicka det till gruppen.",
    "Fråga chefen på måndag.",
    "Räkna hur många det gäller under ett år.",
    "Besöka en ort där man redan gör så.",
    "Sätta upp frågan på nästa styrgruppsmöte.",
    "Samla de blanketter som används i dag.",
    "Pröva med två personer under våren.",
};

static const char *const parked[] = {
    "Hur länge en plan ska sparas, och av vem.",
    "Om hyresgarantier är kommunens eller statens sak.",
    "Frågan om drogtester som villkor för boende.",
    "Vem som betalar resor mellan kommunerna.",
    "Om brottsofferperspektivet ska in i samma möte.",
    "Skillnaden mellan frivilligt stöd och villkor vid övervakning.",
    "Om vi ska ha med den som väntar på överklagan.",
    "Hur vi gör med personer utan uppehållstillstånd.",
};

static const char *const notices[] = {
    "Tio minuter kvar. Ta upp det som ligger på parkeringen.",
    "Lunchen är framdukad i foajén.",
    "Välj två förslag som ni vill visa och märk dem med stjärna.",
    "Kom ihåg: inga uppgifter om verkliga personer.",
    "Vi förlänger passet med fem minuter i alla rum.",
    "Den som redovisar för gruppen tar plats längst fram.",
    "Fyll i ansvarig och datum på minst ett förslag till.",
    "Frågor om tekniken? Tryck på Kalla så kommer någon.",
};

static const char *const answers[] = {
    "Jag har fått namn på två personer att ringa.",
    "Mer tid till pass två.",
    "Psykiatrin.",
    "Arbetsgivarna.",
    "De som själva har varit med om det.",
    "Boka mötet vi pratade om.",
    "Kortare inledning, längre lunch.",
    "Bra att allt blev nedskrivet.",
    "Berätta för min arbetsgrupp.",
    "Polisens områdesansvariga.",
    "Samma sak om ett år så vi ser om något hände.",
    "Fler konkreta exempel.",
    "Kolla hur många av våra som saknar id.",
    "Ingenting, det var lagom.",
};

static const char *const clusters[] = {
    "En väg in i varje kommun", "De första dagarna",  "Boende med stöd",
    "Samtycke och sekretess",   "Arbete och praktik", "Hålla ihop efteråt",
};

static const char *const calls[] = {
    "Projektorn visar fel blad.",
    "Vi är osäkra på vad fråga två menar.",
    "Två grupper tror att de har samma rum.",
    "Tangentbordet har slutat svara.",
    "Kan någon komma? Diskussionen har låst sig.",
    "Vi behöver en stol till.",
};

static const char *const organisations[] = {
    "Frivården",
    "Anstalten",
    "Häktet",
    "Socialtjänsten i Centrum",
    "Socialtjänsten i Norrort",
    "Socialtjänsten i Söderort",
    "Arbetsförmedlingen",
    "Försäkringskassan",
    "Polisen i lokalområdet",
    "Beroendemottagningen",
    "Vuxenpsykiatrin",
    "Vårdcentralen",
    "Kommunens bostadsbolag",
    "Kommunens arbetsmarknadsenhet",
    "Vuxenutbildningen",
    "Budget- och skuldrådgivningen",
    "Kronofogdemyndigheten",
    "Brottsofferjouren",
    "En kamratförening",
    "Församlingen",
    "Idrottsföreningen",
    "Länsstyrelsen",
};

static const char *const people[] = {
    "Alva Påhittsson",   "Bertil Exempelberg",     "Cecilia Testlund", "Dawit Provström",
    "Elin Låtsasdotter", "Farid Mönsterby",        "Greta Övningsson", "Håkan Fiktelius",
    "Ingrid Sagoblad",   "Johan Skissgren",        "Kerstin Utkast",   "Leila Förlaga",
    "Måns Modellby",     "Nadia Ritning",          "Olof Prövander",   "Petra Genrepeth",
    "Rasmus Rolling",    "Sara Spelmansdal",       "Tove Tänkt",       "Ulf Uppdiktad",
    "Viktor Visning",    "Yasmin Ytterby-Fantasi", "Åke Åskådning",    "Örjan Överenskommen",
};

#define TABLE(list)                                                                                \
    {                                                                                              \
        list, sizeof(list) / sizeof((list)[0])                                                     \
    }

struct smv_texts smv_texts_of(enum smv_texts_of what)
{
    static const struct smv_texts tables[SMV_TEXTS_COUNT] = {
        [SMV_TEXTS_POINT] = TABLE(points),       [SMV_TEXTS_DISCUSSION] = TABLE(discussions),
        [SMV_TEXTS_CARD] = TABLE(cards),         [SMV_TEXTS_WHEN] = TABLE(whens),
        [SMV_TEXTS_FLOW] = TABLE(flows),         [SMV_TEXTS_OBSTACLE] = TABLE(obstacles),
        [SMV_TEXTS_PROPOSAL] = TABLE(proposals), [SMV_TEXTS_FIRST_STEP] = TABLE(first_steps),
        [SMV_TEXTS_PARKED] = TABLE(parked),      [SMV_TEXTS_NOTICE] = TABLE(notices),
        [SMV_TEXTS_ANSWER] = TABLE(answers),     [SMV_TEXTS_CLUSTER] = TABLE(clusters),
        [SMV_TEXTS_CALL] = TABLE(calls),         [SMV_TEXTS_ORGANISATION] = TABLE(organisations),
        [SMV_TEXTS_PERSON] = TABLE(people),
    };
    return tables[what];
}

struct smv_span smv_text_some(struct smv_rng *rng, enum smv_text_kind kind)
{
    static const enum smv_texts_of from[][2] = {
        [SMV_TEXT_SENTENCE] = {SMV_TEXTS_POINT, SMV_TEXTS_ANSWER},
        [SMV_TEXT_DISCUSSION] = {SMV_TEXTS_DISCUSSION, SMV_TEXTS_DISCUSSION},
        [SMV_TEXT_TITLE] = {SMV_TEXTS_CARD, SMV_TEXTS_CLUSTER},
        [SMV_TEXT_WHO] = {SMV_TEXTS_PERSON, SMV_TEXTS_ORGANISATION},
        [SMV_TEXT_WHEN] = {SMV_TEXTS_WHEN, SMV_TEXTS_WHEN},
        [SMV_TEXT_OBSTACLE] = {SMV_TEXTS_OBSTACLE, SMV_TEXTS_OBSTACLE},
        [SMV_TEXT_ACTION] = {SMV_TEXTS_PROPOSAL, SMV_TEXTS_FIRST_STEP},
        [SMV_TEXT_PARKED] = {SMV_TEXTS_PARKED, SMV_TEXTS_PARKED},
        [SMV_TEXT_NOTICE] = {SMV_TEXTS_NOTICE, SMV_TEXTS_NOTICE},
        [SMV_TEXT_CALL] = {SMV_TEXTS_CALL, SMV_TEXTS_CALL},
    };
    struct smv_texts first = smv_texts_of(from[kind][0]);
    struct smv_texts second = smv_texts_of(from[kind][1]);
    size_t i = (size_t)smv_rng_below(rng, first.n + second.n);
    return smv_span_str(i < first.n ? first.list[i] : second.list[i - first.n]);
}
