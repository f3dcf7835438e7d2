/* trust.c - see trust.h. */
#include "daemon/io/trust.h"
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "common/base/heap.h"

enum { MAX_CA = 65536 };

static const char style[] =
    "body{margin:0 auto;max-width:40rem;padding:2rem 1.25rem;font:1.0625rem/1.55 "
    "system-ui,sans-serif;"
    "color:#1d2520;background:#faf9f6;overflow-wrap:anywhere}\n"
    "h1{font-size:1.5rem;margin:2.5rem 0 .5rem}\nul{padding-left:1.25rem}\nli{margin:.5rem 0}\n"
    "a{color:#1f5137}\na:focus-visible{outline:3px solid #b3541e;outline-offset:2px}\n"
    ".go{display:inline-block;padding:.75rem "
    "1.25rem;background:#2c5a41;color:#fff;border-radius:.4rem;"
    "text-decoration:none}\ncode{font-size:.875rem}\n";

static const struct words {
    const char *lang, *title, *lead, *get, *print, *next;
    const char *steps[5];
} words[] = {
    {"sv",
     "Lita på samverka i det här nätverket",
     "Seminariet körs på en dator i rummet, utan internet. Därför har den ett eget certifikat. Gör "
     "så "
     "här en gång på varje dator och telefon:",
     "Hämta certifikatet",
     "Kontrollera att fingeravtrycket är detsamma som hos den som startade "
     "tjänsten:",
     "Klart? Gå till seminariet",
     {"Windows: öppna filen, välj Installera certifikat, Aktuell användare, Placera alla "
      "certifikat i "
      "nedanstående arkiv, Betrodda rotcertifikatutfärdare.",
      "macOS: öppna filen i Nyckelhanterare, dubbelklicka på samverka och välj Lita alltid på.",
      "iPhone och iPad: tillåt profilen, installera den under Inställningar, Hämtad profil, och "
      "slå på "
      "den under Allmänt, Om, Inställningar för betrodda certifikat.",
      "Android: Inställningar, Säkerhet, Kryptering och användaruppgifter, Installera ett "
      "certifikat, "
      "CA-certifikat.",
      "Firefox på alla datorer: Inställningar, Integritet och säkerhet, Visa certifikat, "
      "Utfärdare, "
      "Importera, Lita på denna utfärdare vid identifiering av webbplatser."}},
    {"nb",
     "Stol på samverka i dette nettverket",
     "Seminaret kjører på en datamaskin i rommet, uten internett. Derfor har den et eget "
     "sertifikat. "
     "Gjør dette én gang på hver datamaskin og telefon:",
     "Hent sertifikatet",
     "Kontroller at fingeravtrykket er det samme som hos den som startet "
     "tjenesten:",
     "Ferdig? Gå til seminaret",
     {"Windows: åpne filen, velg Installer sertifikat, Gjeldende bruker, Plasser alle sertifikater "
      "i "
      "følgende lager, Klarerte rotsertifiseringsinstanser.",
      "macOS: åpne filen i Nøkkelringtilgang, dobbeltklikk på samverka og velg Stol alltid på.",
      "iPhone og iPad: tillat profilen, installer den under Innstillinger, Profil lastet ned, og "
      "slå den "
      "på under Generelt, Om, Innstillinger for sertifikattillit.",
      "Android: Innstillinger, Sikkerhet, Kryptering og legitimasjon, Installer et sertifikat, "
      "CA-sertifikat.",
      "Firefox på alle datamaskiner: Innstillinger, Personvern og sikkerhet, Vis sertifikater, "
      "Utstedere, "
      "Importer, Stol på denne utstederen for å identifisere nettsteder."}},
    {"en",
     "Trust samverka on this network",
     "The seminar runs on a computer in the room, without the internet, so it has a certificate of "
     "its "
     "own. Do this once on each computer and phone:",
     "Get the certificate",
     "Check that the fingerprint is the one that whoever started the service "
     "sees:",
     "Done? Go to the seminar",
     {"Windows: open the file, choose Install Certificate, Current User, Place all certificates in "
      "the "
      "following store, Trusted Root Certification Authorities.",
      "macOS: open the file in Keychain Access, double-click samverka and choose Always Trust.",
      "iPhone and iPad: allow the profile, install it under Settings, Profile Downloaded, and turn "
      "it on "
      "under General, About, Certificate Trust Settings.",
      "Android: Settings, Security, Encryption & credentials, Install a certificate, CA "
      "certificate.",
      "Firefox on any computer, and Linux: Settings, Privacy & Security, View Certificates, "
      "Authorities, "
      "Import, Trust this CA to identify websites."}},
};

/* --- the certificate ---------------------------------------------------------------------------------------- */
static bool print_of(const struct smv_buf *pem, char fingerprint[96])
{
    static const char begin[] = "-----BEGIN CERTIFICATE-----", end[] = "-----END CERTIFICATE-----";
    const char *from = memmem(pem->data, pem->len, begin, sizeof begin - 1);
    const char *to = from ? memmem(from, pem->len - (size_t)(from - (const char *)pem->data), end,
                                   sizeof end - 1)
                          : NULL;
    uint8_t *der = smv_alloc(pem->len + 1), hash[32];
    size_t len = 0;
    bool right = to && sodium_base642bin(der, pem->len, from + sizeof begin - 1,
                                         (size_t)(to - from) - (sizeof begin - 1), "\r\n ", &len,
                                         NULL, sodium_base64_VARIANT_ORIGINAL) == 0;
    if (right) {
        crypto_hash_sha256(hash, der, len);
        for (size_t i = 0; i < sizeof hash; i++) {
            snprintf(fingerprint + 3 * i, 4, "%02X%s", hash[i], i + 1 < sizeof hash ? ":" : "");
        }
    }
    smv_free(der);
    return right;
}

enum smv_err smv_trust_load(struct smv_trust *t, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, smv_buf_reserve(&t->ca, MAX_CA), MAX_CA) : -1;
    if (fd >= 0) {
        close(fd);
    }
    if (n < 0) {
        return SMV_ERR_MISSING;
    }
    t->ca.len = (size_t)n;
    if (!print_of(&t->ca, t->fingerprint)) {
        smv_buf_finish(&t->ca);
        return SMV_ERR_MALFORMED;
    }
    return SMV_OK;
}

void smv_trust_finish(struct smv_trust *t)
{
    smv_buf_finish(&t->ca);
}

/* --- the pages -------------------------------------------------------------------------------------------------- */
bool smv_trust_answer_ca(struct smv_http_call *call)
{
    const struct smv_trust *t = call->http->trust;
    if (!t || t->ca.len == 0 || strcmp(call->in.path, "/ca.crt") != 0) {
        return false;
    }
    call->out.status = 200;
    call->out.type = "application/x-x509-ca-cert";
    call->out.cache = "no-cache";
    call->out.fixed = smv_buf_span(&t->ca);
    return true;
}

/* Where the seminars are; Host has been checked, or is empty. */
static void put_way_on(struct smv_buf *b, const struct smv_http_call *call)
{
    const char *host = call->in.host;
    size_t len = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    if (call->http->public_url) {
        smv_buf_put_str(b, call->http->public_url);
        return;
    }
    smv_buf_put_str(b, "https://");
    smv_buf_put_span(b, len > 0 ? smv_span(host, len) : smv_span_str("localhost"));
    smv_buf_put_str(b, ":");
    smv_buf_put_str(b, call->http->trust->port);
    smv_buf_put_str(b, "/");
}

static void put(struct smv_buf *b, const char *before, const char *text, const char *after)
{
    smv_buf_put_str(b, before);
    smv_buf_put_str(b, text);
    smv_buf_put_str(b, after);
}

static void put_language(struct smv_buf *b, const struct smv_http_call *call, const struct words *w)
{
    put(b, "<section lang=\"", w->lang, "\">\n");
    put(b, "<h1>", w->title, "</h1>\n");
    put(b, "<p>", w->lead, "</p>\n");
    put(b, "<p><a class=\"go\" href=\"/ca.crt\" download=\"samverka.crt\">", w->get,
        "</a></p>\n<ul>\n");
    for (size_t i = 0; i < sizeof w->steps / sizeof *w->steps; i++) {
        put(b, "<li>", w->steps[i], "</li>\n");
    }
    put(b, "</ul>\n<p>", w->print, " <code>");
    put(b, "", call->http->trust->fingerprint, "</code></p>\n<p><a href=\"");
    put_way_on(b, call);
    put(b, "\">", w->next, "</a></p>\n</section>\n");
}

void smv_trust_answer(struct smv_http_call *call)
{
    struct smv_http_answer *a = &call->out;
    if (smv_trust_answer_ca(call)) {
        return;
    }
    a->cache = "no-cache";
    if (strcmp(call->in.path, "/trust.css") == 0) {
        a->status = 200;
        a->type = "text/css; charset=utf-8";
        a->fixed = smv_span(style, sizeof style - 1);
    } else if (strcmp(call->in.path, "/") == 0) {
        a->status = 200;
        a->type = "text/html; charset=utf-8";
        smv_buf_put_str(&a->made,
                        "<!doctype html>\n<html lang=\"sv\">\n<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<title>samverka</title>\n<link rel=\"stylesheet\" href=\"/trust.css\">\n"
                        "<main>\n");
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            put_language(&a->made, call, &words[i]);
        }
        smv_buf_put_str(&a->made, "</main>\n</html>\n");
    } else {
        smv_http_error(404, a);
    }
}
