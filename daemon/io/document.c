/* document.c - GET export and GET formats; and the run that finalise.c shares; see document.h.
 *
 * Happy path of an export: check -> the maker's row -> turn: state, in the loop -> parcel, in the pool -> go -> done: what
 * the program wrote is a file in memory, which the transport sends.
 * Failure modes: wrong words (400, at once); the asker leaves (on_left: let go); the seminar is gone when its turn comes;
 * everything that maker.h tells. */
#include "daemon/io/document.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/document/parcel.h"
#include "common/format/format.h"
#include "common/model/rights.h"
#include "daemon/core/state.h"
#include "daemon/document/wanted.h"

enum { BUSY_S = 10 };
#define CONVERT_SECONDS "120" /* a large seminar on a small machine */

/* --- the parcel, in the pool --------------------------------------------------------------------------------- */
static int by_ord(const void *a, const void *b)
{
    const struct smv_doc_author *x = a, *y = b;
    return x->ord < y->ord ? -1 : x->ord > y->ord;
}

/* Who the writing clients called themselves. Names are borrowed from the state. */
static struct smv_doc_author *authors_of(const struct smv_state *s, size_t *ret_n)
{
    struct smv_doc_author *list = smv_zalloc((s->clients.len + 1) * sizeof *list);
    uint64_t key;
    void *value;
    size_t n = 0;
    for (size_t i = 0; smv_map_next(&s->clients, &i, &key, &value);) {
        const struct smv_writer_client *c = value;
        if (c->name.len > 0) {
            list[n++] = (struct smv_doc_author){c->ord, smv_buf_span(&c->name)};
        }
    }
    qsort(list, n, sizeof *list, by_ord);
    *ret_n = n;
    return list;
}

struct reading {
    const struct smv_tree *tree;
    struct smv_view_id view;
};

/* Deleted nodes are in: what was taken away is part of the change log. Ways in are nobody's documentation. */
static bool may_read(const struct smv_node *n, void *arg)
{
    const struct reading *r = arg;
    return n->kind != SMV_KIND_LINK && smv_visible(r->tree, r->view, smv_node_governor(n));
}

static bool write_parcel(struct smv_buf *b, struct smv_documenting *x)
{
    struct smv_state s;
    time_t now = (time_t)(x->now / 1000);
    struct tm tm;
    smv_state_init(&s);
    bool ok = smv_state_read(smv_buf_span(&x->state), &s) == SMV_OK;
    if (ok) {
        struct reading r = {
            &s.tree, {.cls = x->asker.role == SMV_ROLE_MODERATOR ? SMV_VIEW_MOD : SMV_VIEW_ORG}};
        struct smv_doc_facts facts = {.name = smv_span_str(x->asker.name),
                                      .seq = s.seq,
                                      .now = x->now,
                                      .role = x->asker.role,
                                      .ballots = smv_buf_span(&x->polls)};
        struct smv_doc_author *authors = authors_of(&s, &facts.n_authors);
        memcpy(facts.epoch, s.epoch, sizeof facts.epoch);
        facts.authors = authors;
        localtime_r(&now, &tm);
        facts.utc_offset_min = (int32_t)(tm.tm_gmtoff / 60);
        smv_parcel_write(b, &s.tree, &facts, may_read, &r);
        smv_free(authors);
    }
    smv_state_finish(&s);
    return ok;
}

static void do_parcel(uv_work_t *work)
{
    struct smv_documenting *x = work->data;
    struct smv_buf b = {0};
    x->ok = write_parcel(&b, x) && smv_make_feed(&x->make, smv_buf_span(&b));
    smv_buf_finish(&b);
    smv_buf_finish(&x->state);
}

static void after_parcel(uv_work_t *work, int status)
{
    struct smv_documenting *x = work->data;
    (void)status;
    smv_maker_go(&x->make, x->ok);
}

/* --- a run ---------------------------------------------------------------------------------------------------- */
struct smv_seminar *smv_documenting_seminar(const struct smv_documenting *x)
{
    struct smv_http_call *call = x->call;
    struct smv_seminar *s = smv_house_serving(call->http->house, smv_span_str(x->asker.name));
    struct smv_holder h;
    bool same = s && smv_core_holder(smv_seminar_core(s), smv_span_str(call->in.token), &h) == 0 &&
                h.role == x->asker.role;
    return same ? s : NULL;
}

static bool take_state(struct smv_documenting *x)
{
    struct smv_seminar *s = smv_documenting_seminar(x);
    if (!s) {
        return false;
    }
    uv_timeval64_t now = {0, 0};
    (void)uv_gettimeofday(&now);
    x->now = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_usec / 1000;
    struct smv_core_stats stats;
    smv_core_stats(smv_seminar_core(s), &stats);
    x->seq = stats.head;
    smv_core_save(smv_seminar_core(s), &x->state);
    if (x->ballots) {
        smv_core_ballots(smv_seminar_core(s), &x->polls);
    }
    return true;
}

void smv_documenting_turn(struct smv_make *m)
{
    struct smv_documenting *x = (struct smv_documenting *)(void *)m;
    x->ok = take_state(x);
    if (!x->ok) {
        smv_maker_go(m, false);
        return;
    }
    x->work.data = x;
    uv_queue_work(x->call->http->house->env.loop, &x->work, do_parcel, after_parcel);
}

static void on_left(struct smv_http_call *call)
{
    struct smv_documenting *x = call->job;
    smv_maker_cancel(&x->make);
}

void smv_documenting_start(struct smv_documenting *x)
{
    x->call->later = true;
    x->call->job = x;
    x->call->left = on_left;
    smv_maker_ask(x->call->http->maker, &x->make);
}

void smv_documenting_free(struct smv_documenting *x)
{
    smv_buf_finish(&x->state);
    smv_buf_finish(&x->polls);
    smv_free(x);
}

/* What the program ended with, as an answer: its sentence is for people. */
static void fail_said(struct smv_http_call *call, const struct smv_make *m)
{
    static const struct {
        int code;
        unsigned status;
        const char *word;
    } ends[] = {{64, 400, "wrong"},     {65, 500, "failed"}, {66, 404, "nothing"},
                {69, 501, "converter"}, {75, 504, "slow"},   {0, 500, "failed"}};
    size_t i = 0;
    while (ends[i].code != 0 && ends[i].code != m->code) {
        i++;
    }
    smv_api_fail(call, ends[i].status, ends[i].word,
                 m->text[0] ? m->text : "the document could not be made; try again");
}

void smv_documenting_fail(struct smv_documenting *x, enum smv_made how)
{
    struct smv_http_call *call = x->call;
    switch (how) {
    case SMV_MADE_OK:
    case SMV_MADE_SAID: fail_said(call, &x->make); return;
    case SMV_MADE_CRASHED:
        smv_api_fail(
            call, 500, "failed",
            "the program that makes documents ended before it was done; try again, or take "
            "another format");
        return;
    case SMV_MADE_SLOW:
        smv_api_fail(call, 504, "slow",
                     "making the document took too long; try again, or take docx or html");
        return;
    case SMV_MADE_MISSING:
        smv_api_fail(call, 501, "program",
                     "samverka-document is not installed on this server; it belongs beside "
                     "samverkad. JSON can be had without it");
        return;
    case SMV_MADE_FAILED:
        smv_api_fail(
            call, 503, "failed",
            "the program that makes documents could not be started, or what it made is too "
            "large; try again");
        return;
    case SMV_MADE_FULL:
        call->out.retry_s = BUSY_S;
        smv_api_fail(call, 503, "busy",
                     "the server is making documents for others already; try again in a moment");
        return;
    case SMV_MADE_CANCELLED: break;
    }
    if (!call->http->admin) {
        smv_api_fail(call, 503, "stopping", "the daemon stops; try again in a moment");
    } else if (smv_documenting_seminar(x)) {
        smv_api_fail(call, 500, "failed", "the seminar could not be handed over; try again");
    } else {
        smv_api_fail(call, 404, "missing",
                     "the seminar was closed or erased, or the link taken back, meanwhile");
    }
}

/* --- export --------------------------------------------------------------------------------------------------------- */
struct exporting {
    struct smv_documenting run; /* its first member */
    struct smv_wanted wanted;
};

/* In plain letters: not every mail program can do more. */
static const char *file_word(const struct smv_wanted *w, const char *lang)
{
    static const char *const words[][3] = {
        {"dokumentation", "dokumentasjon", "documentation"},
        {"atgardsplan", "tiltaksplan", "action-plan"},
        {"kompendium", "kompendium", "compendium"},
        {"tomt-kompendium", "tomt-kompendium", "blank-compendium"},
        {"tidslinje", "tidslinje", "timeline"},
        {"paminnelser", "paminnelser", "reminders"},
        {"andringar", "endringer", "changes"}};
    unsigned column = strcmp(lang, "sv") == 0 ? 0 : strcmp(lang, "nb") == 0 ? 1 : 2;
    bool brief = w->wish.brief && w->of == SMV_DOC_DOCUMENTATION;
    static const char *const summary[] = {"sammanfattning", "sammendrag", "summary"};
    return brief ? summary[column] : words[w->of][column];
}

static void name_file(struct exporting *x)
{
    struct smv_http_answer *a = &x->run.call->out;
    char day[16], lang[8] = "";
    time_t now = (time_t)(x->run.now / 1000);
    struct tm tm;
    struct smv_seminar *s = smv_documenting_seminar(&x->run);
    if (s) {
        struct smv_span own =
            smv_node_str(smv_core_tree(smv_seminar_core(s))->root, SMV_SEMINAR_LANG);
        snprintf(lang, sizeof lang, "%.*s", (int)own.len, (const char *)own.data);
    }
    localtime_r(&now, &tm);
    strftime(day, sizeof day, "%Y-%m-%d", &tm);
    if (x->wanted.format == SMV_WANTED_json || x->wanted.format == SMV_WANTED_zip) {
        snprintf(a->filename, sizeof a->filename, "%.48s-%.10s.%s", x->run.asker.name, day,
                 smv_wanted_endings[x->wanted.format]);
    } else {
        snprintf(a->filename, sizeof a->filename, "%.30s-%s-%.10s.%s", x->run.asker.name,
                 file_word(&x->wanted, x->wanted.wish.lang[0] ? x->wanted.wish.lang : lang), day,
                 smv_wanted_endings[x->wanted.format]);
    }
    a->status = 200;
    a->type = smv_wanted_media[x->wanted.format];
    a->cache = "no-store";
}

static void on_made(struct smv_make *m, enum smv_made how)
{
    struct exporting *x = (struct exporting *)(void *)m;
    struct smv_http_call *call = x->run.call;
    if (how == SMV_MADE_OK && m->out_len > 0) {
        name_file(x);
        call->out.file = m->out;
        call->out.file_len = m->out_len;
        m->out = -1;
    } else {
        smv_documenting_fail(&x->run, how);
    }
    if (m->out >= 0) {
        close(m->out);
    }
    smv_documenting_free(&x->run);
    call->ready(call);
}

/* JSON: the parcel is read again, so that it holds exactly what the program would be given. */
static void do_json(uv_work_t *work)
{
    struct smv_documenting *run = work->data;
    struct exporting *x = (struct exporting *)(void *)run;
    struct smv_buf b = {0};
    struct smv_tree t;
    struct smv_doc_facts facts;
    smv_tree_init(&t, /* history */ false);
    run->ok = write_parcel(&b, run) && smv_parcel_read(smv_buf_span(&b), &t, &facts) == SMV_OK;
    if (run->ok) {
        struct smv_json_wish wish = {.deleted = x->wanted.deleted, .ballots = run->ballots};
        smv_write_json(&run->call->out.made, &t, &facts, &wish);
        smv_parcel_finish(&facts);
    }
    smv_tree_finish(&t);
    smv_buf_finish(&b);
}

static void after_json(uv_work_t *work, int status)
{
    struct smv_documenting *run = work->data;
    struct smv_http_call *call = run->call;
    (void)status;
    if (run->ok) {
        name_file((struct exporting *)(void *)run);
    } else {
        smv_api_fail(call, 500, "failed", "the seminar could not be read; try again");
    }
    smv_documenting_free(run);
    call->ready(call);
}

/* "of=actions&format=docx" as the program's options, the same for both to check. */
static bool options_of(const struct smv_http_call *call, struct exporting *x, char bad[40])
{
    static const struct {
        const char *name, *option;
        bool flag;
    } known[] = {{"of", "--of", false},
                 {"format", "--format", false},
                 {"lang", "--lang", false},
                 {"group", "--group", false},
                 {"participant", "--participant", false},
                 {"brief", "--brief", true},
                 {"deleted", "--deleted", true},
                 {"ballots", "--ballots", true}};
    size_t n = 0;
    bool format = false;
    for (const char *at = call->in.query; *at; at += strcspn(at, "&") + (strchr(at, '&') != NULL)) {
        size_t len = strcspn(at, "=&"), i = 0;
        char value[40] = "";
        while (i < sizeof known / sizeof *known &&
               (strlen(known[i].name) != len || strncmp(known[i].name, at, len) != 0)) {
            i++;
        }
        snprintf(bad, 40, "%.*s", (int)(len < 30 ? len : 30), at);
        if (i == sizeof known / sizeof *known || n + 2 >= SMV_MAKE_ARGS ||
            !smv_api_query(call, known[i].name, value, sizeof value) ||
            (known[i].flag && strcmp(value, "1") != 0 && strcmp(value, "0") != 0)) {
            return false;
        }
        if (!known[i].flag || value[0] == '1') {
            snprintf(x->run.make.args[n++], 64, "%s", known[i].option);
        }
        if (!known[i].flag) {
            snprintf(x->run.make.args[n++], 64, "%s", value);
        }
        format = format || i == 1;
    }
    if (!format) { /* as it was before there were others */
        snprintf(x->run.make.args[n], 64, "--format");
        snprintf(x->run.make.args[n + 1], 64, "json");
    }
    return true;
}

static bool understood(struct smv_http_call *call, struct exporting *x)
{
    char *argv[SMV_MAKE_ARGS + 1] = {NULL}, bad[40], text[160];
    int argc = 1;
    if (!options_of(call, x, bad)) {
        snprintf(text, sizeof text,
                 "\"%s\" is not understood; there are of, format, lang, group, participant, and "
                 "brief, deleted and ballots, which are 0 or 1",
                 bad);
        smv_api_fail(call, 400, "wrong", text);
        return false;
    }
    while (argc <= SMV_MAKE_ARGS && x->run.make.args[argc - 1][0]) {
        argv[argc] = x->run.make.args[argc - 1];
        argc++;
    }
    enum smv_document_fail fail = smv_wanted_read(argc, argv, &x->wanted);
    if (fail != SMV_DOCUMENT_MADE) {
        smv_api_fail(call, 400, "wrong", smv_document_fail_text(fail));
        return false;
    }
    size_t at = (size_t)argc - 1;
    if (at + 2 <= SMV_MAKE_ARGS) {
        snprintf(x->run.make.args[at], sizeof x->run.make.args[at], "--seconds");
        snprintf(x->run.make.args[at + 1], sizeof x->run.make.args[at], CONVERT_SECONDS);
    }
    if (x->wanted.ballots && x->run.asker.role != SMV_ROLE_ORGANISER) {
        smv_api_fail(call, 403, "forbidden", "ballots are handed over to organisers alone");
        return false;
    }
    return true;
}

void smv_api_export(struct smv_http_call *call, const struct smv_api_asker *asker, const json_t *in)
{
    struct exporting *x = smv_zalloc(sizeof *x);
    (void)in;
    x->run.call = call;
    x->run.asker = *asker;
    x->run.make.turn = smv_documenting_turn;
    x->run.make.done = on_made;
    x->run.make.out = -1;
    if (!understood(call, x)) {
        smv_documenting_free(&x->run);
        return;
    }
    x->run.ballots = x->wanted.ballots;
    if (x->wanted.of != SMV_WANTED_CHANGES) { /* a page asks for those by itself: nothing leaves */
        smv_audit_by(call->http->house, asker->who, "export", asker->name,
                     smv_wanted_formats[x->wanted.format]);
    }
    if (x->wanted.format != SMV_WANTED_json || x->wanted.of == SMV_WANTED_CHANGES) {
        smv_documenting_start(&x->run);
        return;
    }
    call->later = true;
    (void)take_state(&x->run); /* it has just been asked about */
    x->run.work.data = &x->run;
    uv_queue_work(call->http->house->env.loop, &x->run.work, do_json, after_json);
}

/* --- formats ---------------------------------------------------------------------------------------------------------- */
static json_t *words_of(const char *text, size_t len)
{
    json_t *list = json_array();
    while (len > 0) {
        size_t n = 0;
        while (n < len && text[n] != ' ') {
            n++;
        }
        json_array_append_new(list, json_stringn(text, n));
        text += n + (n < len);
        len -= n + (n < len);
    }
    return list;
}

/* The program's lines: name, yes or no, documents, why not. */
static json_t *formats_of(const char *line)
{
    json_t *list = json_array();
    while (*line) {
        size_t part[4], at = 0;
        const char *text[4];
        for (size_t i = 0; i < 4; i++) {
            text[i] = line + at;
            part[i] = strcspn(text[i], i < 3 ? "\t\n" : "\n");
            at += part[i] + (text[i][part[i]] != '\0');
        }
        bool ok = strncmp(text[1], "yes", part[1]) == 0;
        json_t *row = json_pack("{s:o, s:b, s:o}", "name", json_stringn(text[0], part[0]), "ok", ok,
                                "of", words_of(text[2], part[2]));
        if (!ok) {
            json_object_set_new(row, "why", json_stringn(text[3], part[3]));
        }
        json_array_append_new(list, row);
        line += at;
    }
    return list;
}

/* Without the program there is JSON, and one reason for all the others. */
static json_t *json_alone(void)
{
    json_t *list = json_array();
    for (unsigned f = 0; f < SMV_WANTED_FORMATS; f++) {
        bool ok = f == SMV_WANTED_json;
        json_t *of = json_array(), *row;
        for (unsigned k = 0; k < SMV_WANTED_CHANGES; k++) {
            if (smv_wanted_pair(k, (enum smv_wanted_format)f)) {
                json_array_append_new(of, json_string(smv_wanted_of[k]));
            }
        }
        row = json_pack("{s:s, s:b, s:o}", "name", smv_wanted_formats[f], "ok", ok, "of", of);
        if (!ok) {
            json_object_set_new(row, "why",
                                json_string("samverka-document is not installed on this server"));
        }
        json_array_append_new(list, row);
    }
    return list;
}

static void feed_nothing(struct smv_make *m)
{
    smv_maker_go(m, true);
}

static void on_formats(struct smv_make *m, enum smv_made how)
{
    struct smv_documenting *x = (struct smv_documenting *)(void *)m;
    struct smv_http_call *call = x->call;
    char text[4096];
    ssize_t n = how == SMV_MADE_OK ? pread(m->out, text, sizeof text - 1, 0) : 0;
    text[n > 0 ? n : 0] = '\0';
    if (m->out >= 0) {
        close(m->out);
    }
    if (how == SMV_MADE_OK || how == SMV_MADE_MISSING) {
        smv_api_reply(call, json_pack("{s:o}", "formats",
                                      how == SMV_MADE_OK ? formats_of(text) : json_alone()));
    } else {
        smv_documenting_fail(x, how);
    }
    smv_documenting_free(x);
    call->ready(call);
}

void smv_api_formats(struct smv_http_call *call, const struct smv_api_asker *asker,
                     const json_t *in)
{
    struct smv_documenting *x = smv_zalloc(sizeof *x);
    (void)in;
    x->call = call;
    x->asker = *asker;
    x->make.turn = feed_nothing;
    x->make.done = on_formats;
    snprintf(x->make.args[0], sizeof x->make.args[0], "--formats");
    smv_documenting_start(x);
}
