/* rewrite.c - the verb "rewrite": a new file without what is to go, the old one destroyed.
 *
 * Order: close (the log is complete and told) -> the final state without what is to go, as a file of its own ->
 *        seal the old file -> swap the two names in one step -> destroy the old one, its side file and its
 *        journal -> open. Cut off before the swap, the old seminar is what is there and the host is told nothing
 *        was done; after it, the new one; what is left over under NAME.rewritten is destroyed at the next
 *        start. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "daemon/core/core.h"
#include "daemon/core/named.h"
#include "daemon/core/rewrite.h"
#include "daemon/io/admin_int.h"
#include "daemon/io/keys.h"
#include "proto/msg.h"

struct rewriting {
    struct smv_ask *ask;
    char name[64];
    unsigned what;
    smv_id *ids;
    size_t n_ids;
    struct smv_buf state; /* what the new file starts with */
    enum smv_err err;
    struct smv_rewritten done;
    uv_work_t work;
    struct smv_errinfo info;
};

/* The state that the log ended with, without what is to go. */
static void on_last(void *user, const struct smv_core *core)
{
    struct rewriting *w = user;
    struct smv_buf bytes = {0};
    struct smv_state state;
    smv_core_save(core, &bytes);
    smv_state_init(&state);
    w->err = smv_state_read(smv_buf_span(&bytes), &state);
    if (w->err == SMV_OK) {
        w->err = smv_rewrite_state(&state, w->what, w->ids, w->n_ids, &w->done);
    }
    if (w->err == SMV_OK) {
        smv_state_write(&w->state, &state);
    }
    smv_state_finish(&state);
    smv_buf_finish(&bytes);
}

/* One step where the file system can; else two, with the old name missing for a moment. */
static enum smv_err swap(const char *a, const char *b)
{
    char aside[1300];
    if (renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0) {
        return SMV_OK;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return smv_file_err(errno);
    }
    snprintf(aside, sizeof aside, "%s.aside", a);
    return rename(b, aside) == 0 && rename(a, b) == 0 && rename(aside, a) == 0
               ? SMV_OK
               : smv_file_err(errno);
}

static void do_rewrite(uv_work_t *work)
{
    struct rewriting *w = work->data;
    const struct smv_house *house = w->ask->admin->house;
    char own[1200], made[1200], other[1200];
    static const char *const rest[] = {".samverka-wal", ".samverka-shm", ".samverka-journal"};
    smv_house_path(house, own, w->name, ".samverka");
    smv_house_path(house, made, w->name, ".rewritten");
    smv_house_path(house, other, w->name, ".samverka.mark");
    w->err = smv_log_sqlite_create(made, w->name, smv_buf_span(&w->state), 0, /* rewritten */ 2,
                                   &w->info);
    if (w->err == SMV_OK) {
        w->err = smv_log_sqlite_seal(own, &w->info);
    }
    if (w->err == SMV_OK) {
        (void)!smv_file_destroy(other);
        w->err = swap(made, own);
    }
    (void)!smv_file_destroy(made); /* the old one after the swap, the new one when there was none */
    for (size_t i = 0; w->err == SMV_OK && i < sizeof rest / sizeof *rest; i++) {
        smv_house_path(house, other, w->name, rest[i]);
        (void)!smv_file_destroy(other);
    }
}

static void finish(struct rewriting *w)
{
    smv_buf_finish(&w->state);
    smv_free(w->ids);
    smv_free(w);
}

static void after_rewrite(uv_work_t *work, int status)
{
    struct rewriting *w = work->data;
    struct smv_house *house = w->ask->admin->house;
    struct smv_errinfo info = {""};
    (void)status;
    enum smv_err opened = smv_house_open(house, w->name, &info);
    if (w->err != SMV_OK) {
        smv_ask_fail(w->ask, SMV_ASK_FAILED, "nothing was taken out of %s: %s", w->name,
                     w->info.text[0] ? w->info.text : smv_err_text(w->err));
    } else if (opened != SMV_OK) {
        smv_ask_fail(w->ask, SMV_ASK_FAILED, "%s was rewritten but cannot be opened: %s", w->name,
                     info.text);
    } else {
        smv_audit(w->ask, "rewrite", w->name, "");
        smv_ask_reply(w->ask,
                      json_pack("{s:s, s:I, s:I}", "name", w->name, "nodes",
                                (json_int_t)w->done.nodes, "fields", (json_int_t)w->done.fields));
    }
    finish(w);
}

static void on_closed(void *user, enum smv_err err, const char *trouble)
{
    struct rewriting *w = user;
    (void)err;
    (void)trouble;
    uv_loop_t *loop = w->ask->admin->house->env.loop;
    w->work.data = w;
    if (w->err == SMV_OK) {
        uv_queue_work(loop, &w->work, do_rewrite, after_rewrite);
    } else {
        after_rewrite(&w->work, 0);
    }
}

/* "names", or a list of words */
static unsigned read_what(const json_t *drop)
{
    static const struct {
        const char *word;
        unsigned bit;
    } words[] = {{"passages", SMV_REWRITE_PASSAGES},
                 {"names", SMV_REWRITE_NAMES},
                 {"rehearsal", SMV_REWRITE_REHEARSAL},
                 {"bin", SMV_REWRITE_BIN}};
    unsigned what = 0;
    size_t n = json_is_array(drop) ? json_array_size(drop) : 1;
    for (size_t i = 0; i < n; i++) {
        const char *word = json_string_value(json_is_array(drop) ? json_array_get(drop, i) : drop);
        unsigned bit = 0;
        for (size_t k = 0; word && k < sizeof words / sizeof *words; k++) {
            bit |= strcmp(words[k].word, word) == 0 ? words[k].bit : 0;
        }
        if (bit == 0) {
            return 0;
        }
        what |= bit;
    }
    return what;
}

static json_t *out_of_reach(void)
{
    return json_pack(
        "[s, s, s]", "backups and copies that were made before",
        "exports, prints and pictures that people have taken",
        "devices of people who were connected: they drop what they hold when they next "
        "reach this daemon");
}

/* What stays although names go: places to look at before, as long as the list of people is there to find them by. */
static void tell_named(const struct smv_tree *t, json_t *list)
{
    enum { MOST = 20 };
    smv_id ids[MOST];
    char at[40];
    struct smv_buf said = {0};
    size_t n = smv_named_nodes(t, ids, MOST);
    smv_buf_put_str(&said, "names in what was written, other than those in fields for a person");
    for (size_t i = 0; i < n && i < MOST; i++) {
        snprintf(at, sizeof at, "%s%llu.%llu", i == 0 ? "; people in the list are named in " : ", ",
                 (unsigned long long)(ids[i] >> 30), (unsigned long long)(ids[i] & 0x3fffffff));
        smv_buf_put_str(&said, at);
    }
    if (n > MOST) {
        snprintf(at, sizeof at, " and %zu more", n - MOST);
        smv_buf_put_str(&said, at);
    }
    json_array_append_new(list, json_string(smv_buf_cstr(&said)));
    smv_buf_finish(&said);
}

void smv_verb_rewrite(struct smv_ask *ask)
{
    struct smv_housed *r = smv_ask_housed(ask);
    if (!r) {
        return;
    }
    unsigned what = read_what(json_object_get(ask->in, "drop"));
    const json_t *ids = json_object_get(ask->in, "ids");
    if (what == 0 || ((what & SMV_REWRITE_PASSAGES) != 0) != (json_array_size(ids) > 0)) {
        smv_ask_fail(ask, SMV_ASK_WRONG,
                     "\"drop\" is passages (with \"ids\", a list of node numbers), names, "
                     "rehearsal or bin, or a list of these");
        return;
    }
    if (r->state != SMV_HOUSE_OPEN) {
        smv_ask_fail(ask, SMV_ASK_STATE, "%s is not open", r->name);
        return;
    }
    json_t *beyond = out_of_reach();
    if ((what & SMV_REWRITE_NAMES) != 0 && smv_ask_str(ask, "confirm") == NULL) {
        tell_named(smv_core_tree(smv_seminar_core(r->seminar)), beyond);
    }
    if (!smv_ask_confirmed(ask, "rewrite", r->name, beyond)) {
        return;
    }
    struct rewriting *w = smv_zalloc(sizeof *w);
    w->ask = ask;
    w->what = what;
    w->n_ids = json_array_size(ids);
    w->ids = smv_zalloc((w->n_ids + 1) * sizeof *w->ids);
    for (size_t i = 0; i < w->n_ids; i++) {
        w->ids[i] = (smv_id)json_integer_value(json_array_get(ids, i));
    }
    snprintf(w->name, sizeof w->name, "%s", r->name);
    struct smv_house_closing how = {.code = SMV_CLOSE_GOING,
                                    .text = "the seminar is being rewritten",
                                    .last = on_last,
                                    .done = on_closed,
                                    .user = w};
    (void)!smv_house_close(ask->admin->house, r->name, &how);
}
