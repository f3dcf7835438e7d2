/* wanted.c - see wanted.h. */
#include "daemon/document/wanted.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL_SECONDS = 60, MOST_SECONDS = 600 };

const char *const smv_wanted_of[SMV_WANTED_OF] = {
    "documentation", "actions", "compendium", "empty", "poster", "reminders", "changes"};
const char *const smv_wanted_formats[SMV_WANTED_FORMATS] = {
#define X(name, ending, media) #name,
    SMV_WANTED_FORMAT_MAP(X)
#undef X
};
const char *const smv_wanted_endings[SMV_WANTED_FORMATS] = {
#define X(name, ending, media) ending,
    SMV_WANTED_FORMAT_MAP(X)
#undef X
};
const char *const smv_wanted_media[SMV_WANTED_FORMATS] = {
#define X(name, ending, media) media,
    SMV_WANTED_FORMAT_MAP(X)
#undef X
};

#define F(name) (1u << SMV_WANTED_##name)
#define PAGES   (F(docx) | F(html) | F(markdown) | F(text) | F(pdf) | F(odt))
static const unsigned pairs[SMV_WANTED_OF] = {PAGES | F(xlsx) | F(json) | F(zip),
                                              PAGES | F(xlsx) | F(csv) | F(ics),
                                              PAGES,
                                              PAGES,
                                              F(html) |
                                                  F(pdf), /* no other holds so large a sheet */
                                              PAGES | F(xlsx) | F(csv) | F(ics),
                                              F(text) | F(json)};

bool smv_wanted_pair(unsigned of, enum smv_wanted_format format)
{
    return (pairs[of] & 1u << format) != 0;
}

static bool find(const char *const *words, unsigned n, const char *word, unsigned *ret)
{
    for (unsigned i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0) {
            *ret = i;
            return true;
        }
    }
    return false;
}

/* Digits only; false: no number, or above most. */
static bool number(const char *text, uint64_t most, uint64_t *ret)
{
    size_t n = strspn(text, "0123456789");
    *ret = n > 0 && n < 18 ? strtoull(text, NULL, 10) : most + 1;
    return text[n] == '\0' && *ret <= most;
}

/* "5.12", or the same as one number. */
static bool id(const char *text, smv_id *ret)
{
    char first[24];
    uint64_t ord, counter;
    const char *dot = strchr(text, '.');
    if (!dot) {
        return number(text, (UINT64_C(1) << 53) - 1, ret) && *ret > 0;
    }
    snprintf(first, sizeof first, "%.*s", (int)(dot - text < 20 ? dot - text : 20), text);
    if (!number(first, (1u << 23) - 1, &ord) ||
        !number(dot + 1, (UINT64_C(1) << SMV_ID_COUNTER_BITS) - 1, &counter)) {
        return false;
    }
    *ret = ord << SMV_ID_COUNTER_BITS | counter;
    return *ret > 0;
}

static bool flag(const char *name, struct smv_wanted *w)
{
    const struct {
        const char *name;
        bool *to;
    } flags[] = {{"--help", &w->help},       {"--version", &w->version},
                 {"--formats", &w->formats}, {"--brief", &w->wish.brief},
                 {"--deleted", &w->deleted}, {"--ballots", &w->ballots}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (strcmp(flags[i].name, name) == 0) {
            *flags[i].to = true;
            return true;
        }
    }
    return false;
}

struct given {
    bool of, format;
};

static enum smv_document_fail option(const char *name, const char *value, struct smv_wanted *w,
                                     struct given *given)
{
    unsigned found;
    uint64_t seconds;
    if (strcmp(name, "--of") == 0) {
        if (!find(smv_wanted_of, SMV_WANTED_OF, value, &w->of)) {
            return SMV_DOCUMENT_FAIL_OF;
        }
        given->of = true;
    } else if (strcmp(name, "--format") == 0) {
        if (!find(smv_wanted_formats, SMV_WANTED_FORMATS, value, &found)) {
            return SMV_DOCUMENT_FAIL_FORMAT;
        }
        w->format = (enum smv_wanted_format)found;
        given->format = true;
    } else if (strcmp(name, "--lang") == 0) {
        if (strcmp(value, "sv") != 0 && strcmp(value, "nb") != 0 && strcmp(value, "en") != 0) {
            return SMV_DOCUMENT_FAIL_LANG;
        }
        snprintf(w->wish.lang, sizeof w->wish.lang, "%s", value);
    } else if (strcmp(name, "--group") == 0 || strcmp(name, "--participant") == 0) {
        return id(value, name[2] == 'g' ? &w->wish.group : &w->wish.participant)
                   ? SMV_DOCUMENT_MADE
                   : SMV_DOCUMENT_FAIL_ID;
    } else if (strcmp(name, "--seconds") == 0) {
        if (!number(value, MOST_SECONDS, &seconds) || seconds == 0) {
            return SMV_DOCUMENT_FAIL_SECONDS;
        }
        w->seconds = (unsigned)seconds;
    } else {
        return SMV_DOCUMENT_FAIL_OPTION;
    }
    return SMV_DOCUMENT_MADE;
}

enum smv_document_fail smv_wanted_read(int argc, char **argv, struct smv_wanted *ret)
{
    struct smv_wanted w = {.seconds = USUAL_SECONDS};
    struct given given = {false, false};
    for (int i = 1; i < argc; i++) {
        if (flag(argv[i], &w)) {
            continue;
        }
        if (i + 1 >= argc) {
            return SMV_DOCUMENT_FAIL_OPTION;
        }
        enum smv_document_fail fail = option(argv[i], argv[i + 1], &w, &given);
        if (fail != SMV_DOCUMENT_MADE) {
            return fail;
        }
        i++;
    }
    if (!w.help && !w.version && !w.formats && !given.format) {
        return SMV_DOCUMENT_FAIL_FORMAT;
    }
    if (!given.of && (w.format == SMV_WANTED_csv || w.format == SMV_WANTED_ics)) {
        w.of = SMV_DOC_ACTIONS; /* they are of nothing else */
    }
    if (given.format && !smv_wanted_pair(w.of, w.format)) {
        return SMV_DOCUMENT_FAIL_PAIR;
    }
    w.wish.of = w.of < SMV_WANTED_CHANGES ? (enum smv_doc_of)w.of : SMV_DOC_DOCUMENTATION;
    *ret = w;
    return SMV_DOCUMENT_MADE;
}
