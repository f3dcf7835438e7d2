/* log_sqlite.c - the log in one SQLite file, the loop's side.
 *
 * What: opening, the vtable's functions (each hands something to the worker), and the telling of what the
 *       worker reports.
 * Happy path:  append -> gathered -> (a turn of the loop brings nothing new) queue -> worker commits ->
 *              told list -> uv_async -> entries().
 *              What comes in a burst is thus one commit, one waking of the worker and one message to each
 *              reader. The transport reads a socket in small pieces, so a burst takes several turns.
 *              close -> worker ends -> CLOSED -> join -> uv_close -> closed(), and the memory goes.
 * Failures:    REFUSED: the queue is dropped here, in the moment of telling, because the owner takes
 *              everything appended up to then as refused. BROKEN: nothing more is told but closed.
 * Uses: libuv.    Thread: the loop's. */
#include "daemon/io/log_sqlite.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "daemon/io/log_sqlite_int.h"

enum { MAX_TURNS = 12 };

static struct smv_sqlog *sqlog_of(struct smv_log *log)
{
    return (struct smv_sqlog *)log;
}

/* --- the vtable ------------------------------------------------------------------------------------ */

/* The worker is woken after the mutex is free, or it would run into it. */
static void unlock_and_wake(struct smv_sqlog *l)
{
    uv_mutex_unlock(&l->mutex);
    uv_cond_signal(&l->cond);
}

static void hand_over(struct smv_sqlog *l)
{
    uv_prepare_stop(&l->turn);
    uv_idle_stop(&l->awake);
    l->n_gathered = l->n_turns = 0;
    uv_mutex_lock(&l->mutex);
    if (l->gathered != NULL) {
        *l->bodies_end = l->gathered;
        l->bodies_end = l->gathered_end;
        l->gathered = NULL;
        l->gathered_end = &l->gathered;
    }
    l->telling = l->telling && !l->told_entries;
    l->told_entries = false;
    if (l->bodies != NULL) {
        unlock_and_wake(l);
    } else {
        uv_mutex_unlock(&l->mutex);
    }
}

static void on_awake(uv_idle_t *awake)
{
    (void)awake; /* that it is active keeps the loop from waiting */
}

/* The loop is about to wait. Look once more, without waiting, while every look brings more. */
static void on_turn(uv_prepare_t *turn)
{
    struct smv_sqlog *l = turn->data;
    if (!l->fresh || l->n_turns++ == MAX_TURNS || l->n_gathered >= SMV_MAX_COMMIT_OPS) {
        hand_over(l);
        return;
    }
    l->fresh = false;
    uv_idle_start(&l->awake, on_awake);
}

static void gather(struct smv_sqlog *l)
{
    l->fresh = true;
    uv_prepare_start(&l->turn, on_turn);
}

static void sqlog_append(struct smv_log *log, const struct smv_span *bodies, size_t n)
{
    struct smv_sqlog *l = sqlog_of(log);
    PRE(!l->close_asked);
    for (size_t i = 0; i < n; i++) {
        struct smv_body *b = smv_alloc(sizeof *b + bodies[i].len);
        b->next = NULL;
        b->len = bodies[i].len;
        if (b->len > 0) {
            memcpy(b->data, bodies[i].data, b->len);
        }
        *l->gathered_end = b;
        l->gathered_end = &b->next;
    }
    if (n > 0) {
        l->n_gathered += n;
        gather(l);
    }
}

static void put_question(struct smv_sqlog *l, struct smv_question *q)
{
    PRE(!l->close_asked);
    hand_over(l);
    uv_mutex_lock(&l->mutex);
    *l->questions_end = q;
    l->questions_end = &q->next;
    unlock_and_wake(l);
}

static void sqlog_save(struct smv_log *log, smv_seq seq, const uint8_t chain[16],
                       struct smv_buf *state)
{
    struct smv_question *q = smv_zalloc(sizeof *q);
    q->save = true;
    q->seq = seq;
    memcpy(q->chain, chain, 16);
    q->state = *state;
    memset(state, 0, sizeof *state);
    put_question(sqlog_of(log), q);
}

static void sqlog_read(struct smv_log *log, uint64_t token, const smv_seq *seqs, size_t n)
{
    struct smv_question *q = smv_zalloc(sizeof *q);
    q->token = token;
    q->seqs = smv_dup(seqs, n * sizeof *seqs);
    q->n_seqs = n;
    put_question(sqlog_of(log), q);
}

static void sqlog_backup(struct smv_log *log, const char *path,
                         void (*done)(void *user, enum smv_err err), void *user)
{
    struct smv_sqlog *l = sqlog_of(log);
    PRE(!l->close_asked);
    struct smv_copy *c = smv_copy__create(path, done, user);
    hand_over(l);
    uv_mutex_lock(&l->mutex);
    *l->copies_end = c;
    l->copies_end = &c->next;
    unlock_and_wake(l);
}

static smv_ms sqlog_clock(struct smv_log *log)
{
    struct smv_sqlog *l = sqlog_of(log);
    smv_ms now = smv_log__wall();
    uv_mutex_lock(&l->mutex);
    smv_ms last = l->last_ts;
    uv_mutex_unlock(&l->mutex);
    return now > last ? now : last;
}

static void sqlog_close(struct smv_log *log)
{
    struct smv_sqlog *l = sqlog_of(log);
    PRE(!l->close_asked);
    hand_over(l);
    l->close_asked = true;
    uv_mutex_lock(&l->mutex);
    l->closing = true;
    unlock_and_wake(l);
}

static const struct smv_log_vtable sqlog_vtable = {.append = sqlog_append,
                                                   .save = sqlog_save,
                                                   .read = sqlog_read,
                                                   .backup = sqlog_backup,
                                                   .clock = sqlog_clock,
                                                   .close = sqlog_close};

void smv_log_sqlite_settled(struct smv_log *log)
{
    struct smv_sqlog *l = sqlog_of(log);
    uv_mutex_lock(&l->mutex);
    l->settle = true;
    unlock_and_wake(l);
}

/* --- telling --------------------------------------------------------------------------------------- */

static void told_destroy(struct smv_told *t)
{
    while (t->bodies != NULL) {
        struct smv_body *next = t->bodies->next;
        smv_free(t->bodies);
        t->bodies = next;
    }
    smv_free(t->entries);
    smv_page__finish(&t->page);
    if (t->copy != NULL) {
        smv_copy__destroy(t->copy);
    }
    smv_free(t);
}

static void sqlog_destroy(struct smv_sqlog *l)
{
    uv_cond_destroy(&l->cond);
    uv_mutex_destroy(&l->mutex);
    smv_free(l);
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct smv_sqlog *l = handle->data;
    struct smv_log_callbacks cb = l->base.cb;
    if (--l->handles > 0) {
        return;
    }
    cb.closed(cb.user);
    sqlog_destroy(l);
}

static void drop_refused(struct smv_sqlog *l)
{
    hand_over(
        l); /* to be dropped with the rest: refusing is still set, so the worker takes nothing */
    uv_mutex_lock(&l->mutex);
    struct smv_told dropped = {.bodies = l->bodies};
    l->bodies = NULL;
    l->bodies_end = &l->bodies;
    l->refusing = false;
    uv_mutex_unlock(&l->mutex);
    while (dropped.bodies != NULL) {
        struct smv_body *next = dropped.bodies->next;
        smv_free(dropped.bodies);
        dropped.bodies = next;
    }
}

static void deliver(struct smv_sqlog *l, struct smv_told *t)
{
    const struct smv_log_callbacks *cb = &l->base.cb;
    if (l->broken_told && t->what != SMV_TOLD_CLOSED) {
        return;
    }
    switch (t->what) {
    case SMV_TOLD_ENTRIES:
        cb->entries(cb->user, t->entries, t->n);
        l->told_entries = true;
        gather(l);
        return;
    case SMV_TOLD_REFUSED:
        drop_refused(l);
        cb->refused(cb->user, SMV_ERR_FULL);
        return;
    case SMV_TOLD_BROKEN:
        l->broken_told = true;
        cb->broken(cb->user, l->store.what.text); /* the worker does not write there any more */
        return;
    case SMV_TOLD_SAVED: cb->saved(cb->user, t->seq); return;
    case SMV_TOLD_READ: cb->read(cb->user, t->token, t->page.entries, t->page.n); return;
    case SMV_TOLD_COPIED: t->copy->done(t->copy->user, t->copy->err); return;
    case SMV_TOLD_CLOSED: {
        int rc = uv_thread_join(&l->thread);
        INVARIANT(rc == 0);
        uv_close((uv_handle_t *)&l->async, on_handle_closed);
        uv_close((uv_handle_t *)&l->turn, on_handle_closed);
        uv_close((uv_handle_t *)&l->awake, on_handle_closed);
        return;
    }
    }
    UNREACHABLE("a report of no kind");
}

static void on_async(uv_async_t *async)
{
    struct smv_sqlog *l = async->data;
    uv_mutex_lock(&l->mutex);
    struct smv_told *t = l->told;
    l->told = NULL;
    l->told_end = &l->told;
    uv_mutex_unlock(&l->mutex);
    while (t != NULL) {
        struct smv_told *next = t->next;
        deliver(l, t);
        told_destroy(t);
        t = next;
    }
}

/* --- opening --------------------------------------------------------------------------------------- */

/* Older than what was once confirmed, or with another past? */
static enum smv_err compare_mark(struct smv_sqlog *l, struct smv_log_opened *info)
{
    const struct smv_mark *mark = &l->mark.last;
    info->known_head = mark->seq;
    memcpy(info->known_chain, mark->chain, 16);
    info->restored = mark->known && (mark->seq > info->head || mark->seq < l->store.base);
    if (mark->known && !info->restored) {
        uint8_t chain[16];
        enum smv_err err = smv_store__chain_at(&l->store, mark->seq, chain);
        if (err == SMV_ERR_MISSING) {
            return smv_store__damaged(&l->store, "an entry is gone", mark->seq);
        }
        SMV_TRY(err);
        info->restored = memcmp(chain, mark->chain, 16) != 0;
    }
    info->reason = info->restored ? 1 : 0;
    if (l->store.reason != 0) {
        info->restored = true;
        info->reason = l->store.reason;
    }
    return SMV_OK;
}

static enum smv_err tell_stored(struct smv_sqlog *l, uint32_t keep_tail, bool verify,
                                void (*opened)(void *user, struct smv_log_opened *info),
                                smv_log_replay *replay)
{
    struct smv_store *s = &l->store;
    if (verify || s->suspicious) {
        SMV_TRY(smv_store__verify(s));
    }
    struct smv_log_opened info = {.head = s->head};
    memcpy(info.head_chain, s->head_chain, 16);
    enum smv_err err = smv_mark__open(&l->mark, s->path);
    if (err != SMV_OK) {
        smv_file__explain(&s->what, err, "reading the mark beside it", s->path);
        return err;
    }
    SMV_TRY(compare_mark(l, &info));
    SMV_TRY(smv_store__choose(s, keep_tail, &info));
    l->unsettled = info.restored;
    if (!l->mark.last.known || l->mark.last.seq != s->head) {
        l->unmarked_since = uv_hrtime();
    }
    smv_seq from = info.snap_seq;
    uint8_t chain[16];
    memcpy(chain, info.snap_chain, 16);
    opened(l->base.cb.user, &info);
    return smv_store__walk(s, from, chain, replay, l->base.cb.user);
}

/* What happened to the disk the last time has been looked into. */
static enum smv_err forget_failure(struct smv_store *s)
{
    if (!s->suspicious) {
        return SMV_OK;
    }
    char *note = smv_file__beside(s->path, ".failed");
    enum smv_err err = smv_file__remove(note);
    smv_free(note);
    if (err != SMV_OK) {
        smv_file__explain(&s->what, err, "removing the note of a failed disk", s->path);
    }
    return err;
}

static enum smv_err start(struct smv_sqlog *l, uv_loop_t *loop)
{
    static const char doing[] = "starting the writer's thread";
    int rc = uv_async_init(loop, &l->async, on_async);
    if (rc != 0) {
        smv_file__explain(&l->store.what, SMV_ERR_IO, doing, l->store.path);
        return SMV_ERR_IO;
    }
    l->async.data = l;
    (void)uv_prepare_init(loop, &l->turn); /* these two cannot fail */
    (void)uv_idle_init(loop, &l->awake);
    l->turn.data = l->awake.data = l;
    l->handles = 3;
    rc = uv_thread_create(&l->thread, smv_log__work, l);
    if (rc != 0) {
        smv_file__explain(&l->store.what, SMV_ERR_IO, doing, l->store.path);
        return SMV_ERR_UNKNOWN; /* the handle has to be closed by the loop */
    }
    return SMV_OK;
}

static void on_unstarted_closed(uv_handle_t *handle)
{
    struct smv_sqlog *l = handle->data;
    if (--l->handles == 0) {
        sqlog_destroy(l);
    }
}

static struct smv_sqlog *sqlog_create(const struct smv_log_callbacks *cb)
{
    struct smv_sqlog *l = smv_zalloc(sizeof *l);
    l->base.v = &sqlog_vtable;
    l->base.cb = *cb;
    l->mark.fd = -1;
    l->ckpt_idle = SMV_LOG_CKPT_IDLE;
    l->gathered_end = &l->gathered;
    l->bodies_end = &l->bodies;
    l->questions_end = &l->questions;
    l->copies_end = &l->copies;
    l->told_end = &l->told;
    int rc = uv_mutex_init(&l->mutex);
    INVARIANT(rc == 0);
    rc = uv_cond_init(&l->cond);
    INVARIANT(rc == 0);
    return l;
}

enum smv_err smv_log_sqlite_open(uv_loop_t *loop, const char *path,
                                 const struct smv_log_callbacks *cb, uint32_t keep_tail,
                                 bool verify,
                                 void (*opened)(void *user, struct smv_log_opened *info),
                                 smv_log_replay *replay, struct smv_log **ret_log,
                                 struct smv_errinfo *ret_info)
{
    struct smv_sqlog *l = sqlog_create(cb);
    enum smv_err err = smv_store__open(&l->store, path);
    if (err != SMV_OK) {
        goto fail_open;
    }
    err = tell_stored(l, keep_tail, verify, opened, replay);
    err = err == SMV_OK ? forget_failure(&l->store) : err;
    if (err != SMV_OK) {
        goto fail_stored;
    }
    l->last_ts = l->store.last_ts;
    err = start(l, loop);
    if (err != SMV_OK) {
        goto fail_stored;
    }
    *ret_log = &l->base;
    return SMV_OK;

fail_stored:
    smv_mark__close(&l->mark);
    smv_store__close(&l->store, true);
fail_open:
    *ret_info = l->store.what;
    if (err == SMV_ERR_UNKNOWN) {
        uv_close((uv_handle_t *)&l->async, on_unstarted_closed);
        uv_close((uv_handle_t *)&l->turn, on_unstarted_closed);
        uv_close((uv_handle_t *)&l->awake, on_unstarted_closed);
        return SMV_ERR_IO;
    }
    sqlog_destroy(l);
    return err;
}
