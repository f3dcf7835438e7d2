/* log_sqlite_work.c - the worker: the only thread that touches the open database.
 *
 * What: each turn takes what has gathered, at most one group commit, one question and one step of a
 *       backup, so that commits never wait long for anything else. When nothing waits: mark, checkpoint.
 * Group commit without a timer: whatever was appended while the previous commit ran, and while the loop told
 *       of it, is the next one. The loop could not tell of two at a time anyway, and whoever waits for an answer
 *       before writing on is then in the same commit as the others.
 * Failures: FULL in a commit sets refusing; until the loop has told the owner and dropped the queue, nothing
 *       is committed. Everything else unknown sets broken; nothing is touched any more but closing.
 * Uses: libuv's mutex and condition.    Thread: this one; under the mutex what sqlog says. */
#include <string.h>
#include <time.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "daemon/io/log_sqlite_int.h"

#define MS                UINT64_C(1000000) /* of uv_hrtime */
#define MARK_IDLE_AFTER   (500 * MS)
#define MARK_FORCED_AFTER (900 * MS)
#define RETRY_AFTER       (1000 * MS)

struct turn {
    struct smv_body *bodies;
    size_t n;
    struct smv_question *question;
    int ckpt_idle;
    bool settle, idle, close;
};

smv_ms smv_log__wall(void)
{
    struct timespec now;
    INVARIANT(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return now.tv_sec < 0 ? 0 : (smv_ms)now.tv_sec * 1000 + (smv_ms)now.tv_nsec / 1000000;
}

static void tell(struct smv_sqlog *l, struct smv_told *told)
{
    uv_mutex_lock(&l->mutex);
    *l->told_end = told;
    l->told_end = &told->next;
    uv_mutex_unlock(&l->mutex);
    int rc = uv_async_send(&l->async);
    INVARIANT(rc == 0); /* fails only for a closing handle: it closes after SMV_TOLD_CLOSED */
}

static struct smv_told *told_new(enum smv_told_what what)
{
    struct smv_told *t = smv_zalloc(sizeof *t);
    t->what = what;
    return t;
}

static void break_down(struct smv_sqlog *l)
{
    l->broken = true;
    tell(l, told_new(SMV_TOLD_BROKEN));
}

/* --- taking work ----------------------------------------------------------------------------------- */

static void take_bodies(struct smv_sqlog *l, struct turn *t)
{
    size_t bytes = 0;
    struct smv_body **end = &l->bodies;
    while (*end != NULL && t->n < SMV_MAX_COMMIT_OPS &&
           (t->n == 0 || bytes + (*end)->len <= SMV_MAX_COMMIT_BYTES)) {
        bytes += (*end)->len;
        t->n++;
        end = &(*end)->next;
    }
    if (t->n == 0) {
        return;
    }
    t->bodies = l->bodies;
    l->bodies = *end;
    if (*end == NULL) {
        l->bodies_end = &l->bodies;
    }
    *end = NULL;
}

static bool take(struct smv_sqlog *l, struct turn *t, uint64_t now)
{
    bool wait = now < l->retry_at; /* for space on the disk: what only writes for later waits */
    if (l->broken) {
        t->close = l->closing;
        return t->close;
    }
    if (!l->refusing && (!l->telling || l->closing)) {
        take_bodies(l, t);
    }
    if (l->settle && !wait) {
        l->settle = false;
        t->settle = true;
    }
    if (l->late != NULL && !wait) {
        t->question = l->late;
        l->late = NULL;
    } else if (l->questions != NULL) {
        t->question = l->questions;
        l->questions = t->question->next;
        if (l->questions == NULL) {
            l->questions_end = &l->questions;
        }
    }
    if (l->copy == NULL && l->copies != NULL) {
        l->copy = l->copies;
        l->copies = l->copy->next;
        if (l->copies == NULL) {
            l->copies_end = &l->copies;
        }
    }
    bool any = t->n > 0 || t->settle || t->question != NULL;
    t->close = l->closing && !any;
    return any || t->close || l->copy != NULL;
}

static bool wal_over(const struct smv_sqlog *l, int bytes)
{
    return l->store.wal_pages >= bytes / SMV_LOG_PAGE;
}

/* When an idle worker has something to do by itself; UINT64_MAX: never. */
static uint64_t due_at(const struct smv_sqlog *l)
{
    uint64_t at = UINT64_MAX;
    if (l->broken) {
        return at;
    }
    if (l->unmarked_since > 0 && !l->unsettled) {
        at = l->unmarked_since + MARK_IDLE_AFTER;
    }
    if (wal_over(l, l->ckpt_idle) && l->retry_at < at) {
        at = l->retry_at;
    }
    if ((l->settle || l->late != NULL) && l->retry_at < at) {
        at = l->retry_at;
    }
    return at;
}

static void wait_turn(struct smv_sqlog *l, struct turn *t)
{
    memset(t, 0, sizeof *t);
    uv_mutex_lock(&l->mutex);
    t->ckpt_idle = l->ckpt_idle;
    for (;;) {
        uint64_t now = uv_hrtime();
        if (take(l, t, now)) {
            break;
        }
        uint64_t at = due_at(l);
        if (at <= now) {
            t->idle = true;
            break;
        }
        if (at == UINT64_MAX) {
            uv_cond_wait(&l->cond, &l->mutex);
        } else {
            (void)uv_cond_timedwait(&l->cond, &l->mutex, at - now); /* either way: look again */
        }
    }
    uv_mutex_unlock(&l->mutex);
}

/* --- doing it -------------------------------------------------------------------------------------- */

static void free_bodies(struct smv_body *b)
{
    while (b != NULL) {
        struct smv_body *next = b->next;
        smv_free(b);
        b = next;
    }
}

static void commit(struct smv_sqlog *l, struct turn *t)
{
    struct smv_entry *entries = smv_zalloc(t->n * sizeof *entries);
    size_t i = 0;
    for (struct smv_body *b = t->bodies; b != NULL; b = b->next) {
        entries[i++].body = smv_span(b->data, b->len);
    }
    enum smv_err err = smv_store__commit(&l->store, smv_log__wall(), entries, t->n);
    if (err == SMV_OK) {
        if (l->unmarked_since == 0) {
            l->unmarked_since = uv_hrtime();
        }
        struct smv_told *told = told_new(SMV_TOLD_ENTRIES);
        told->bodies = t->bodies;
        told->entries = entries;
        told->n = t->n;
        uv_mutex_lock(&l->mutex);
        l->last_ts = l->store.last_ts;
        l->telling = true;
        uv_mutex_unlock(&l->mutex);
        tell(l, told);
        return;
    }
    smv_free(entries);
    free_bodies(t->bodies);
    if (err == SMV_ERR_FULL) {
        uv_mutex_lock(&l->mutex);
        l->refusing = true;
        uv_mutex_unlock(&l->mutex);
        tell(l, told_new(SMV_TOLD_REFUSED));
        return;
    }
    break_down(l);
}

static void free_question(struct smv_question *q)
{
    smv_buf_finish(&q->state);
    smv_free(q->seqs);
    smv_free(q);
}

/* A full disk keeps the snapshot waiting, and reads do not wait for it. A newer one takes its place. */
static void save(struct smv_sqlog *l, struct smv_question *q)
{
    enum smv_err err = smv_store__save(&l->store, q->seq, q->chain, smv_buf_span(&q->state));
    if (err == SMV_ERR_FULL) {
        l->retry_at = uv_hrtime() + RETRY_AFTER;
        if (l->late != NULL) {
            free_question(l->late);
        }
        l->late = q;
        return;
    }
    if (err != SMV_OK) {
        free_question(q);
        break_down(l);
        return;
    }
    struct smv_told *told = told_new(SMV_TOLD_SAVED);
    told->seq = q->seq;
    free_question(q);
    tell(l, told);
}

static void answer(struct smv_sqlog *l, struct smv_question *q)
{
    if (q->save) {
        save(l, q);
        return;
    }
    struct smv_told *told = told_new(SMV_TOLD_READ);
    told->token = q->token;
    enum smv_err err = smv_store__read(&l->store, q->seqs, q->n_seqs, &told->page);
    free_question(q);
    if (err != SMV_OK) {
        smv_page__finish(&told->page);
        smv_free(told);
        break_down(l);
        return;
    }
    tell(l, told);
}

static void settle(struct smv_sqlog *l)
{
    enum smv_err err = smv_store__settle(&l->store);
    if (err == SMV_ERR_FULL) {
        l->retry_at = uv_hrtime() + RETRY_AFTER;
        uv_mutex_lock(&l->mutex);
        l->settle = true;
        uv_mutex_unlock(&l->mutex);
    } else if (err != SMV_OK) {
        break_down(l);
    } else {
        l->unsettled = false;
        if (l->unmarked_since == 0) {
            l->unmarked_since = uv_hrtime();
        }
    }
}

static void copied(struct smv_sqlog *l, struct smv_copy *c)
{
    struct smv_told *told = told_new(SMV_TOLD_COPIED);
    told->copy = c;
    tell(l, told);
}

static void copy(struct smv_sqlog *l)
{
    if (l->copy != NULL && smv_copy__step(l->copy, &l->store)) {
        copied(l, l->copy);
        l->copy = NULL;
    }
}

static void write_mark(struct smv_sqlog *l)
{
    if (l->unmarked_since == 0 || l->unsettled) {
        return;
    }
    enum smv_err err = smv_mark__write(&l->mark, l->store.path, l->store.head, l->store.head_chain);
    if (err == SMV_OK) {
        l->unmarked_since = 0;
    } else if (err == SMV_ERR_IO) {
        smv_file__explain(&l->store.what, err, "writing the mark beside it", l->store.path);
        smv_file__note_failure(l->store.path);
        break_down(l);
    } else {
        l->unmarked_since =
            uv_hrtime(); /* full: an older mark is true as well; once more in a while */
    }
}

static void checkpoint(struct smv_sqlog *l)
{
    enum smv_err err = smv_store__checkpoint(&l->store);
    if (err == SMV_ERR_FULL) {
        l->retry_at = uv_hrtime() + RETRY_AFTER; /* the WAL keeps everything meanwhile */
    } else if (err != SMV_OK) {
        break_down(l);
    }
}

static void keep_house(struct smv_sqlog *l, const struct turn *t)
{
    uint64_t now = uv_hrtime();
    uint64_t after = t->idle ? MARK_IDLE_AFTER : MARK_FORCED_AFTER;
    if (t->close || (l->unmarked_since > 0 && now >= l->unmarked_since + after)) {
        write_mark(l);
    }
    if (l->broken || t->close || now < l->retry_at) {
        return;
    }
    if (wal_over(l, t->idle ? t->ckpt_idle : SMV_LOG_CKPT_FORCED)) {
        checkpoint(l);
    }
}

/* --- the end --------------------------------------------------------------------------------------- */

static void drop_questions(struct smv_sqlog *l)
{
    uv_mutex_lock(&l->mutex);
    struct smv_question *q = l->questions;
    struct smv_body *b = l->bodies;
    struct smv_copy *c = l->copies;
    l->questions = NULL;
    l->bodies = NULL;
    l->copies = NULL;
    l->questions_end = &l->questions;
    l->bodies_end = &l->bodies;
    l->copies_end = &l->copies;
    uv_mutex_unlock(&l->mutex);
    free_bodies(b);
    while (q != NULL) {
        struct smv_question *next = q->next;
        free_question(q);
        q = next;
    }
    while (c != NULL) {
        struct smv_copy *next = c->next;
        smv_copy__abort(c);
        copied(l, c);
        c = next;
    }
}

static void finish(struct smv_sqlog *l)
{
    if (l->copy != NULL) {
        smv_copy__abort(l->copy);
        copied(l, l->copy);
        l->copy = NULL;
    }
    drop_questions(l);
    if (l->late != NULL) {
        free_question(l->late);
        l->late = NULL;
    }
    /* SQLite's own checkpoint at closing swallows errors: do it before, and if that fails leave the WAL,
     * which holds everything. */
    bool keep_wal = l->broken || smv_store__checkpoint(&l->store) != SMV_OK;
    smv_mark__close(&l->mark);
    smv_store__close(&l->store, keep_wal);
    tell(l, told_new(SMV_TOLD_CLOSED));
}

void smv_log__work(void *sqlog)
{
    struct smv_sqlog *l = sqlog;
    struct turn t;
    do {
        wait_turn(l, &t);
        if (t.n > 0) {
            commit(l, &t);
        }
        if (t.settle && !l->broken) {
            settle(l);
        }
        if (t.question != NULL && !l->broken) {
            answer(l, t.question);
        } else if (t.question != NULL) {
            free_question(t.question);
        }
        if (!l->broken && !t.close) {
            copy(l);
        }
        if (!l->broken) {
            keep_house(l, &t);
        }
    } while (!t.close);
    finish(l);
}
