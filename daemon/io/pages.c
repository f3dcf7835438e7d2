/* pages.c - see pages.h. */
#include "daemon/io/pages.h"
#include <string.h>
#include <strings.h>

struct words {
    const char *lang, *title, *lead, *label, *button, *named, *screen, *screen_text, *safe;
};
static const struct words words[] = {
    {"sv", "Samverka", "Skriv koden som står på skärmen eller på ert bord.", "Kod", "Gå in",
     "Du är på väg till seminariet", "Skriver du för ett rum?",
     "Öppna länken från arrangören, eller använd terminalklienten med samma länk:",
     "Det du svarar i en omröstning sparas utan namn."},
    {"nb", "Samverka", "Skriv koden som står på skjermen eller på bordet deres.", "Kode", "Gå inn",
     "Du er på vei til seminaret", "Skriver du for et rom?",
     "Åpne lenken fra arrangøren, eller bruk terminalklienten med samme lenke:",
     "Det du svarer i en avstemning lagres uten navn."},
    {"en", "Samverka", "Type the code that is on the screen or on your table.", "Code", "Go in",
     "You are on your way to the seminar", "Do you write for a room?",
     "Open the link from the organiser, or use the terminal client with the same link:",
     "What you answer in a poll is kept without a name."},
};

static const char style[] =
    ":root{color-scheme:light dark}\n"
    "body{margin:0;font:1.125rem/1.5 system-ui,sans-serif;background:#f6f5f1;color:#1d2520}\n"
    "main{max-width:34rem;margin:0 auto;padding:3rem 1.25rem}\n"
    "h1{font-size:1.75rem;font-weight:600;margin:0 0 1rem}\n"
    "h2{font-size:1.125rem;margin:2.5rem 0 .5rem}\n"
    "label{display:block;margin:1.5rem 0 .25rem}\n"
    "input{font:inherit;font-size:1.5rem;letter-spacing:.1em;padding:.5rem .75rem;width:11rem;"
    "max-width:100%;box-sizing:border-box;border:2px solid #46604f;border-radius:.4rem;"
    "background:#fff;color:#1d2520}\n"
    "button{font:inherit;padding:.75rem 1.5rem;margin:.75rem 0;border:0;border-radius:.4rem;"
    "background:#2c5a41;color:#fff;min-height:3rem}\n"
    ":focus-visible{outline:3px solid #b3541e;outline-offset:2px}\n"
    "code{font-size:1rem;overflow-wrap:anywhere}\n"
    "#said{min-height:1.5em;font-weight:600}\n"
    "@media(prefers-color-scheme:dark){body{background:#171c19;color:#e6ebe7}"
    "input{background:#0e1210;color:#e6ebe7;border-color:#8fb59f}"
    "button{background:#8fc7a5;color:#0e1210}}\n";

static const char script[] =
    "'use strict';\n"
    "const form = document.getElementById('door');\n"
    "const said = document.getElementById('said');\n"
    "const texts = {\n"
    "  sv: ['Koden stämmer inte, eller dörren är inte öppen än.',"
    " 'Många försöker just nu. Vänta några sekunder.', 'Ingen kontakt. Försök igen.'],\n"
    "  nb: ['Koden stemmer ikke, eller døren er ikke åpen ennå.',"
    " 'Mange prøver akkurat nå. Vent noen sekunder.', 'Ingen kontakt. Prøv igjen.'],\n"
    "  en: ['That code is not right, or the door is not open yet.',"
    " 'Many are trying just now. Wait a few seconds.', 'No contact. Try again.'],\n"
    "}[document.documentElement.lang];\n"
    "form.addEventListener('submit', async (event) => {\n"
    "  event.preventDefault();\n"
    "  const code = document.getElementById('code').value;\n"
    "  said.textContent = '';\n"
    "  try {\n"
    "    const answer = await fetch('/join', {method: 'POST', body: JSON.stringify({code}),\n"
    "      headers: {'content-type': 'application/json'}});\n"
    "    if (answer.ok) {\n"
    "      const {seminar, code: key} = await answer.json();\n"
    "      location.assign('/' + encodeURIComponent(seminar) + '/#' + "
    "encodeURIComponent(key));\n"
    "    } else {\n"
    "      said.textContent = texts[answer.status === 503 ? 1 : 0];\n"
    "    }\n"
    "  } catch {\n"
    "    said.textContent = texts[2];\n"
    "  }\n"
    "});\n";

const char *smv_pages_language(const char *accept)
{
    double best = 0;
    const char *found = "en";
    for (const char *at = accept; at && *at;) {
        at += strspn(at, " ,\t");
        size_t len = strcspn(at, ",");
        double weight = 1.0;
        const char *q = memchr(at, ';', len);
        if (q && (size_t)(q + 4 - at) < len + 1 && strncmp(q, ";q=", 3) == 0) {
            weight = q[3] == '1' ? 1.0 : q[4] == '.' && q + 5 < at + len ? (q[5] - '0') / 10.0 : 0;
        }
        const char *lang = strncasecmp(at, "sv", 2) == 0   ? "sv"
                           : strncasecmp(at, "nb", 2) == 0 ? "nb"
                           : strncasecmp(at, "no", 2) == 0 ? "nb"
                           : strncasecmp(at, "nn", 2) == 0 ? "nb"
                           : strncasecmp(at, "da", 2) == 0 ? "nb"
                           : strncasecmp(at, "en", 2) == 0 ? "en"
                                                           : NULL;
        if (lang && len >= 2 && weight > best) {
            best = weight;
            found = lang;
        }
        at += len;
    }
    return found;
}

static void put(struct smv_buf *b, const char *before, const char *text, const char *after)
{
    smv_buf_put_str(b, before);
    smv_buf_put_str(b, text);
    smv_buf_put_str(b, after);
}

/* seminar is a name that smv_house_name_ok let through: nothing in it needs escaping. */
void smv_pages_landing(struct smv_buf *b, const char *language, const char *seminar)
{
    const struct words *w = &words[2];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].lang, language) == 0) {
            w = &words[i];
        }
    }
    put(b, "<!doctype html>\n<html lang=\"", w->lang, "\">\n<meta charset=\"utf-8\">\n");
    put(b, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
        w->title, "</title>\n<link rel=\"stylesheet\" href=\"/assets/landing.css\">\n<main>\n");
    put(b, "<h1>", w->title, "</h1>\n");
    if (*seminar) {
        put(b, "<p>", w->named, " <strong>");
        put(b, "", seminar, "</strong>.</p>\n");
    }
    put(b, "<p>", w->lead, "</p>\n<form id=\"door\" method=\"post\" action=\"/join\">\n");
    put(b, "<label for=\"code\">", w->label,
        "</label>\n<input id=\"code\" name=\"code\" required maxlength=\"40\" "
        "autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\">\n");
    put(b, "<div><button>", w->button, "</button></div>\n<p id=\"said\" role=\"status\"></p>\n");
    put(b, "</form>\n<p>", w->safe, "</p>\n");
    put(b, "<h2>", w->screen, "</h2>\n");
    put(b, "<p>", w->screen_text, "</p>\n<p><code>samverka LINK</code></p>\n");
    smv_buf_put_str(b, "</main>\n<script src=\"/assets/landing.js\"></script>\n</html>\n");
}

struct smv_span smv_pages_asset(const char *path, const char **ret_type)
{
    if (strcmp(path, "/assets/landing.css") == 0) {
        *ret_type = "text/css; charset=utf-8";
        return smv_span(style, sizeof style - 1);
    }
    if (strcmp(path, "/assets/landing.js") == 0) {
        *ret_type = "text/javascript; charset=utf-8";
        return smv_span(script, sizeof script - 1);
    }
    return smv_span(NULL, 0);
}
