/* ask.c - what the host asks for: the table of verbs, answers, confirmations, the audit log; see admin_int.h. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "daemon/io/admin_int.h"

enum { CONFIRM_MS = 5 * 60 * 1000 };

static const struct {
    const char *word;
    unsigned status;
} whys[] = {
#define X(name, word, status) {word, status},
    SMV_ASK_MAP(X)
#undef X
};

const char *smv_ask_word(enum smv_ask_why why)
{
    return whys[why].word;
}

unsigned smv_ask_status(const json_t *out)
{
    const char *code = json_string_value(json_object_get(out, "code"));
    if (json_is_true(json_object_get(out, "ok"))) {
        return 200;
    }
    for (size_t i = 0; code && i < sizeof whys / sizeof *whys; i++) {
        if (strcmp(whys[i].word, code) == 0) {
            return whys[i].status;
        }
    }
    return 500;
}

enum smv_ask_why smv_ask_of(enum smv_err err)
{
    return err == SMV_ERR_FULL || err == SMV_ERR_DENIED ? SMV_ASK_DISK
           : err == SMV_ERR_EXISTS                      ? SMV_ASK_EXISTS
           : err == SMV_ERR_MISSING                     ? SMV_ASK_MISSING
           : err == SMV_ERR_CORRUPT || err == SMV_ERR_VERSION || err == SMV_ERR_MALFORMED
               ? SMV_ASK_MISTAKES
               : SMV_ASK_FAILED;
}

/* --- asking and answering ----------------------------------------------------------------------------------- */
struct smv_ask *smv_ask_new(struct smv_admin *a, json_t *in, const char *who,
                            void (*answered)(void *user, const json_t *out), void *user)
{
    struct smv_ask *ask = smv_zalloc(sizeof *ask);
    *ask = (struct smv_ask){.admin = a, .in = in, .file = -1, .answered = answered, .user = user};
    snprintf(ask->who, sizeof ask->who, "%s", who);
    snprintf(ask->base, sizeof ask->base, "%.300s", a->base);
    a->asks++;
    return ask;
}

/* Takes out. */
static void answer(struct smv_ask *ask, json_t *out)
{
    struct smv_admin *a = ask->admin;
    void (*answered)(void *user, const json_t *out) = ask->answered;
    void *user = ask->user;
    json_decref(ask->in);
    smv_free(ask);
    answered(user, out);
    json_decref(out);
    a->asks--;
    smv_admin_free_if_over(a);
}

void smv_ask_reply(struct smv_ask *ask, json_t *out)
{
    json_t *whole = json_pack("{s:b}", "ok", 1);
    json_object_update(whole, out);
    json_decref(out);
    answer(ask, whole);
}

void smv_ask_fail_with(struct smv_ask *ask, enum smv_ask_why why, const char *text, json_t *more)
{
    json_t *sentence = json_string(text); /* NULL when a name in it was no UTF-8 */
    json_t *out = json_pack("{s:b, s:s, s:o}", "ok", 0, "code", smv_ask_word(why), "error",
                            sentence ? sentence : json_string("that is no text"));
    json_object_update(out, more);
    json_decref(more);
    answer(ask, out);
}

void smv_ask_fail(struct smv_ask *ask, enum smv_ask_why why, const char *format, ...)
{
    char text[600];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    smv_ask_fail_with(ask, why, text, NULL);
}

const char *smv_ask_str(const struct smv_ask *ask, const char *key)
{
    return json_string_value(json_object_get(ask->in, key));
}

struct smv_housed *smv_ask_housed(struct smv_ask *ask)
{
    const char *name = smv_ask_str(ask, "name");
    if (!name) {
        smv_ask_fail(ask, SMV_ASK_WRONG, "say which seminar: \"name\"");
        return NULL;
    }
    struct smv_housed *r = smv_house_find(ask->admin->house, smv_span_str(name));
    if (!r) {
        smv_ask_fail(ask, SMV_ASK_MISSING, "there is no seminar called %.60s here", name);
    }
    return r;
}

/* --- what is asked twice --------------------------------------------------------------------------------------- */
static struct smv_confirm *find_confirm(struct smv_admin *a, const char *what)
{
    uint64_t now = uv_now(a->house->env.loop);
    for (size_t i = 0; i < SMV_CONFIRMS; i++) {
        struct smv_confirm *c = &a->confirms[i];
        if (c->until > now && strcmp(c->what, what) == 0) {
            return c;
        }
    }
    return NULL;
}

static struct smv_confirm *oldest(struct smv_admin *a)
{
    struct smv_confirm *c = &a->confirms[0];
    for (size_t i = 1; i < SMV_CONFIRMS; i++) {
        c = a->confirms[i].until < c->until ? &a->confirms[i] : c;
    }
    return c;
}

static void tell_word(struct smv_ask *ask, const char *what, const char *name, json_t *out_of_reach)
{
    static const char letters[] = "abcdefghjkmnpqrstvwxyz";
    struct smv_admin *a = ask->admin;
    struct smv_confirm *c = find_confirm(a, what);
    c = c ? c : oldest(a);
    for (size_t i = 0; i < SMV_WORD_CHARS; i++) {
        c->word[i] = letters[randombytes_uniform(sizeof letters - 1)];
    }
    snprintf(c->what, sizeof c->what, "%s", what);
    c->until = uv_now(a->house->env.loop) + CONFIRM_MS;
    smv_ask_reply(ask, json_pack("{s:s, s:s, s:s, s:o}", "name", name, "confirm", c->word, "note",
                                 "nothing has been removed yet; say the word within five minutes",
                                 "out_of_reach", out_of_reach));
}

/* Takes as long whether or not it is right. */
static bool same_word(const char *word, const char *said)
{
    char padded[SMV_WORD_CHARS + 1] = "";
    snprintf(padded, sizeof padded, "%s", said);
    return sodium_memcmp(word, padded, sizeof padded) == 0 && strlen(said) == SMV_WORD_CHARS;
}

bool smv_ask_confirmed(struct smv_ask *ask, const char *verb, const char *name,
                       json_t *out_of_reach)
{
    const char *said = smv_ask_str(ask, "confirm");
    char what[160];
    snprintf(what, sizeof what, "%s: %.15s %.63s", ask->who, verb, name);
    if (!said) {
        tell_word(ask, what, name, out_of_reach);
        return false;
    }
    json_decref(out_of_reach);
    struct smv_confirm *c = find_confirm(ask->admin, what);
    if (!c || !same_word(c->word, said)) {
        smv_ask_fail(ask, SMV_ASK_UNCONFIRMED,
                     "that is not the word, or it has run out; ask again without \"confirm\"");
        return false;
    }
    c->until = 0;
    return true;
}

/* --- what is written down ---------------------------------------------------------------------------------------- */
void smv_audit_by(const struct smv_house *house, const char *who, const char *verb,
                  const char *name, const char *more)
{
    char path[1200], line[700], when[32];
    time_t now = time(NULL);
    struct tm tm;
    gmtime_r(&now, &tm);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &tm);
    snprintf(path, sizeof path, "%s/audit.log", house->data);
    int len = snprintf(line, sizeof line, "%s %s %s%s%.500s (%.40s)\n", when, verb, name,
                       *more ? " " : "", more, who);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, line, (size_t)len) != len || fsync(fd) != 0) {
        smv_say(house->env.log, SMV_LEVEL_ERROR, "the audit log %s cannot be written: %s", path,
                strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    smv_say(house->env.log, SMV_LEVEL_INFO, "host: %s %s %s (%s)", verb, name, more, who);
}

void smv_audit(const struct smv_ask *ask, const char *verb, const char *name, const char *more)
{
    smv_audit_by(ask->admin->house, ask->who, verb, name, more);
}

/* --- the host's page ------------------------------------------------------------------------------------------------ */
void smv_verb_host(struct smv_ask *ask)
{
    struct smv_house *house = ask->admin->house;
    char url[400];
    if (json_is_true(json_object_get(ask->in, "renew"))) {
        enum smv_err err = smv_host_key_renew(house->data, house->host_key);
        if (err != SMV_OK) {
            smv_ask_fail(ask, SMV_ASK_DISK, "the host's key cannot be written: %s",
                         smv_err_text(err));
            return;
        }
        smv_audit(ask, "renew", "-", "the host's key");
    }
    snprintf(url, sizeof url, "%s/host/#%s", ask->base, house->host_key);
    smv_ask_reply(ask, json_pack("{s:s}", "url", url));
    sodium_memzero(url, sizeof url);
}

/* --- verbs --------------------------------------------------------------------------------------------------------- */
static const struct {
    const char *name;
    void (*run)(struct smv_ask *ask);
} verbs[] = {
    {"new", smv_verb_new},         {"import", smv_verb_import},   {"links", smv_verb_links},
    {"list", smv_verb_list},       {"status", smv_verb_status},   {"backup", smv_verb_backup},
    {"restore", smv_verb_restore}, {"close", smv_verb_close},     {"open", smv_verb_open},
    {"erase", smv_verb_erase},     {"rewrite", smv_verb_rewrite}, {"host", smv_verb_host}};

void smv_ask_run(struct smv_ask *ask, const char *verb)
{
    for (size_t i = 0; verb && i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, verb) == 0) {
            verbs[i].run(ask);
            return;
        }
    }
    smv_ask_fail(ask, SMV_ASK_WRONG,
                 "\"do\" is one of new, import, links, list, status, backup, restore, close, open, "
                 "erase, rewrite, host");
}
