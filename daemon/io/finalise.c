/* finalise.c - POST finalise: the documentation is declared finished; POST anonymise: the names go; see document.h.
 *
 * What: the program is asked what has changed since the last version; that becomes a VERSION node with its number, and is
 *       durable before it is answered. When somebody wrote while the program looked, it looks again, a few times.
 * Uses: document.h, proto/msg.h.    Thread: the loop's. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"
#include "daemon/io/document.h"
#include "proto/msg.h"

enum { LOOKS = 3, NOTE_CHARS = 2000, WHO_CHARS = 120, LOG_CHARS = 20000 };

struct finalising {
    struct smv_documenting run; /* its first member */
    char *note, *name;          /* owned; name: what the asking person is called, "": not said */
    unsigned looks;             /* left */
    unsigned number;            /* of the version that is made */
};

static void finish(struct finalising *f)
{
    struct smv_http_call *call = f->run.call;
    smv_free(f->note);
    smv_free(f->name);
    smv_documenting_free(&f->run);
    call->ready(call);
}

static unsigned last_number(const struct smv_tree *t)
{
    uint64_t last = 0;
    for (const struct smv_node *n = t->root->first; n; n = n->next) {
        if (n->kind == SMV_KIND_VERSION && !n->deleted) {
            uint64_t number = smv_node_num(n, SMV_VERSION_NUMBER);
            last = number > last ? number : last;
        }
    }
    return (unsigned)last;
}

/* The person's own name; else the link's label, unless it is the one that a new seminar gives. Empty: the document says
 * "the organiser" in its own language. Borrows. */
static struct smv_span who_of(const struct smv_tree *t, const struct finalising *f)
{
    if (f->name[0] != '\0') {
        return smv_span_str(f->name);
    }
    unsigned long long id = 0;
    const struct smv_node *link =
        sscanf(f->run.asker.who, "link %llu", &id) == 1 ? smv_tree_find(t, id) : NULL;
    struct smv_span label = link && link->kind == SMV_KIND_LINK ? smv_node_str(link, SMV_LINK_LABEL)
                                                                : smv_span(NULL, 0);
    return smv_span_is(label, "organiser") ? smv_span(NULL, 0) : label;
}

static void put_field(struct smv_buf *b, unsigned field, const struct smv_value *v)
{
    smv_write_array(b, 2);
    smv_write_uint(b, field);
    smv_value_write(b, v);
}

/* At most so many characters, cut at a line where there is one. */
static struct smv_span cut(struct smv_span text, size_t chars)
{
    size_t n = 0, line = 0, at = 0;
    while (at < text.len && n < chars) {
        do {
            at++;
        } while (at < text.len && (text.data[at] & 0xc0) == 0x80);
        n++;
        line = text.data[at - 1] == '\n' ? at : line;
    }
    return smv_span(text.data, at == text.len || line == 0 ? at : line);
}

static void add_request(struct smv_buf *tail, const struct finalising *f, const struct smv_tree *t,
                        struct smv_span log)
{
    struct smv_buf fields = {0};
    struct smv_value number = {.type = SMV_TYPE_INT, .num = f->number},
                     when = {.type = SMV_TYPE_INT, .num = f->run.now},
                     who = {.type = SMV_TYPE_TEXT, .str = cut(who_of(t, f), WHO_CHARS)},
                     note = {.type = SMV_TYPE_TEXT, .str = smv_span_str(f->note)},
                     lines = {.type = SMV_TYPE_TEXT, .str = cut(log, LOG_CHARS)};
    smv_write_array(&fields, 5);
    put_field(&fields, SMV_VERSION_NUMBER, &number);
    put_field(&fields, SMV_VERSION_WHEN, &when);
    put_field(&fields, SMV_VERSION_WHO, &who);
    put_field(&fields, SMV_VERSION_NOTE, &note);
    put_field(&fields, SMV_VERSION_LOG, &lines);
    struct smv_request q = {.op = SMV_OP_ADD,
                            .u.add = {.kind = SMV_KIND_VERSION,
                                      .parent = SMV_ROOT,
                                      .after = t->root->last ? t->root->last->id : 0,
                                      .fields = smv_buf_span(&fields)}};
    smv_request_write_tail(tail, &q);
    smv_buf_finish(&fields);
}

static void on_added(void *user, bool durable)
{
    struct finalising *f = user;
    struct smv_http_call *call = f->run.call;
    struct smv_seminar *s = smv_documenting_seminar(&f->run);
    if (!durable) {
        smv_api_fail(call, 507, "disk", "the disk is full; no version was declared finished");
    } else if (s && last_number(smv_core_tree(smv_seminar_core(s))) < f->number) {
        smv_api_fail(call, 507, "full",
                     "the seminar holds as much as it can; no version was declared finished");
    } else {
        char more[32];
        snprintf(more, sizeof more, "version %u", f->number);
        smv_audit_by(call->http->house, f->run.asker.who, "finalise", f->run.asker.name, more);
        smv_api_reply(call,
                      json_pack("{s:s, s:i}", "name", f->run.asker.name, "number", (int)f->number));
    }
    finish(f);
}

/* true: on_added comes later. */
static bool add_version(struct finalising *f, const json_t *told)
{
    struct smv_http_call *call = f->run.call;
    struct smv_seminar *s = smv_documenting_seminar(&f->run);
    struct smv_buf tail = {0};
    if (!s) {
        smv_documenting_fail(&f->run, SMV_MADE_CANCELLED);
        return false;
    }
    const struct smv_tree *t = smv_core_tree(smv_seminar_core(s));
    f->number = last_number(t) + 1;
    add_request(&tail, f, t, smv_span_str(json_string_value(json_object_get(told, "log"))));
    bool asked = smv_seminar_host(s, smv_buf_span(&tail), on_added, f);
    smv_buf_finish(&tail);
    if (!asked) {
        smv_api_fail(call, 409, "state", "the seminar does not take changes just now; try again");
    }
    return asked;
}

/* Did somebody write while the program looked? */
static bool moved_on(const struct finalising *f)
{
    struct smv_seminar *s = smv_documenting_seminar(&f->run);
    struct smv_core_stats stats = {0};
    if (s) {
        smv_core_stats(smv_seminar_core(s), &stats);
    }
    return s && stats.head != f->run.seq;
}

/* true: the call has not been answered yet. */
static bool go_on(struct finalising *f, const json_t *told)
{
    if (moved_on(f) && f->looks > 0) {
        f->looks--;
        smv_documenting_start(&f->run);
        return true;
    }
    if (!json_is_true(json_object_get(told, "draft"))) {
        char text[160];
        snprintf(text, sizeof text,
                 "nothing that is printed has changed since version %d; there is no new version to "
                 "declare finished",
                 (int)json_integer_value(json_object_get(told, "number")));
        smv_api_fail(f->run.call, 409, "unchanged", text);
        return false;
    }
    return add_version(f, told);
}

static void on_looked(struct smv_make *m, enum smv_made how)
{
    struct finalising *f = (struct finalising *)(void *)m;
    json_error_t error;
    json_t *told = NULL;
    bool later = false;
    if (how == SMV_MADE_OK) {
        struct smv_buf text = {0};
        uint8_t *room = smv_buf_reserve(&text, (size_t)m->out_len);
        ssize_t n = pread(m->out, room, (size_t)m->out_len, 0);
        told = n > 0 ? json_loadb((const char *)room, (size_t)n, 0, &error) : NULL;
        smv_buf_finish(&text);
        close(m->out);
        m->out = -1;
    }
    if (json_is_object(told)) {
        later = go_on(f, told);
    } else {
        smv_documenting_fail(&f->run, how);
    }
    json_decref(told);
    if (!later) {
        finish(f);
    }
}

void smv_api_finalise(struct smv_http_call *call, const struct smv_api_asker *asker,
                      const json_t *in)
{
    static const char *const args[] = {"--of", "changes", "--format", "json"};
    const json_t *given = json_object_get(in, "note"), *named = json_object_get(in, "name");
    const char *note = json_string_value(given), *name = json_string_value(named);
    struct smv_span text = smv_span_str(note), who = smv_span_str(name);
    if ((given && !note) || !smv_utf8_clean(text) || smv_utf8_count(text) > NOTE_CHARS) {
        smv_api_fail(call, 400, "wrong", "\"note\" is a text of at most 2000 characters");
        return;
    }
    if ((named && !name) || !smv_utf8_clean_line(who) || smv_utf8_count(who) > WHO_CHARS) {
        smv_api_fail(call, 400, "wrong",
                     "\"name\" is what you are called, one line of at most 120 characters");
        return;
    }
    struct finalising *f = smv_zalloc(sizeof *f);
    f->run.call = call;
    f->run.asker = *asker;
    f->run.make.turn = smv_documenting_turn;
    f->run.make.done = on_looked;
    f->looks = LOOKS;
    f->note = smv_span_dup_cstr(text);
    f->name = smv_span_dup_cstr(who);
    for (size_t i = 0; i < sizeof args / sizeof *args; i++) {
        snprintf(f->run.make.args[i], sizeof f->run.make.args[i], "%s", args[i]);
    }
    smv_documenting_start(&f->run);
}

void smv_api_anonymise(struct smv_http_call *call, const struct smv_api_asker *asker,
                       const json_t *in)
{
    const char *said = json_string_value(json_object_get(in, "confirm"));
    json_t *whole = json_pack("{s:s, s:s}", "name", asker->name, "drop", "names");
    if (said && *said) {
        json_object_set_new(whole, "confirm", json_string(said));
    }
    smv_api_ask(call, asker, "rewrite", whole);
}
