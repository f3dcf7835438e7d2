/* log_run.c - driving a log and writing down what it says.
 *
 * Not:  no sleep: memory moves when told, SQLite is waited for by running its loop. */
#include "tests/lib/log_run.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/base/heap.h"

void log_list_finish(struct log_list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        smv_buf_finish(&l->items[i].body);
    }
    smv_free(l->items);
    memset(l, 0, sizeof *l);
}

void log_list_put(struct log_list *l, const struct smv_entry *e)
{
    l->items = smv_grow(l->items, &l->cap, l->n + 1, sizeof *l->items);
    struct log_item *it = &l->items[l->n++];
    memset(it, 0, sizeof *it);
    it->seq = e->seq;
    it->ts = e->ts;
    memcpy(it->chain, e->chain, 16);
    smv_buf_put_span(&it->body, e->body);
}

/* The one that must follow on the head. */
static void follow(struct log_run *r, const struct smv_entry *e)
{
    INVARIANT(e->seq == r->head + 1);
    INVARIANT(e->ts >= r->head_ts);
    smv_log_chain_next(r->head_chain, e->seq, e->ts, e->body, r->head_chain);
    INVARIANT(memcmp(r->head_chain, e->chain, 16) == 0);
    r->head = e->seq;
    r->head_ts = e->ts;
}

static void on_entries(void *user, const struct smv_entry *entries, size_t n)
{
    struct log_run *r = user;
    INVARIANT(!r->inside && !r->broken && n > 0);
    for (size_t i = 0; i < n; i++) {
        follow(r, &entries[i]);
        log_list_put(&r->told, &entries[i]);
    }
    r->n_batches++;
    r->max_batch = n > r->max_batch ? n : r->max_batch;
    if (r->on_entries != NULL) {
        r->on_entries(r);
    }
}

static void on_refused(void *user, enum smv_err why)
{
    struct log_run *r = user;
    INVARIANT(!r->inside && !r->broken);
    r->n_refused++;
    r->refused_why = why;
}

static void on_broken(void *user, const char *what)
{
    struct log_run *r = user;
    INVARIANT(!r->inside && !r->broken);
    r->broken = true;
    (void)snprintf(r->broken_text, sizeof r->broken_text, "%s", what);
}

static void on_saved(void *user, smv_seq seq)
{
    struct log_run *r = user;
    INVARIANT(!r->inside && !r->broken);
    r->n_saved++;
    r->saved_seq = seq;
}

static void on_read(void *user, uint64_t token, const struct smv_entry *entries, size_t n)
{
    struct log_run *r = user;
    INVARIANT(!r->inside && !r->broken);
    r->n_reads++;
    r->read_token = token;
    log_list_finish(&r->read);
    for (size_t i = 0; i < n; i++) {
        log_list_put(&r->read, &entries[i]);
    }
}

static void on_closed(void *user)
{
    struct log_run *r = user;
    INVARIANT(!r->inside);
    r->is_open = false;
    r->log = NULL;
}

static void on_copied(void *user, enum smv_err err)
{
    struct log_run *r = user;
    INVARIANT(!r->inside);
    r->n_copied++;
    r->copy_err = err;
}

static void on_opened(void *user, struct smv_log_opened *info)
{
    struct log_run *r = user;
    r->info = *info;
    r->head = info->snap_seq;
    r->head_ts = 0;
    memcpy(r->head_chain, info->snap_chain, 16);
}

static bool on_replay(void *user, const struct smv_entry *entries, size_t n)
{
    struct log_run *r = user;
    for (size_t i = 0; i < n; i++) {
        follow(r, &entries[i]);
        log_list_put(&r->replayed, &entries[i]);
    }
    return true;
}

static const struct smv_log_callbacks callbacks = {.entries = on_entries,
                                                   .refused = on_refused,
                                                   .broken = on_broken,
                                                   .saved = on_saved,
                                                   .read = on_read,
                                                   .closed = on_closed};

static void forget(struct log_run *r)
{
    log_list_finish(&r->told);
    log_list_finish(&r->read);
    log_list_finish(&r->replayed);
    smv_buf_finish(&r->info.state);
    memset(&r->info, 0, sizeof r->info);
    r->n_batches = r->max_batch = r->n_refused = r->n_saved = r->n_reads = r->n_copied = 0;
    r->broken = false;
}

void log_run_init_at(struct log_run *r, const char *path)
{
    memset(r, 0, sizeof *r);
    smv_hash_init();
    r->sqlite = true;
    (void)snprintf(r->path, sizeof r->path, "%s", path);
    INVARIANT(uv_loop_init(&r->loop) == 0);
}

void log_run_init(struct log_run *r, bool sqlite, const char *genesis, unsigned reason)
{
    memset(r, 0, sizeof *r);
    smv_hash_init();
    r->sqlite = sqlite;
    r->now = 1000;
    if (!sqlite) {
        smv_mem_disk_create(&r->disk, smv_span_str(genesis));
        return;
    }
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(r->dir, sizeof r->dir, "%.40s/smv-log-XXXXXX", tmp != NULL ? tmp : "/tmp");
    INVARIANT(mkdtemp(r->dir) != NULL);
    (void)snprintf(r->path, sizeof r->path, "%s/seminar.smv", r->dir);
    INVARIANT(uv_loop_init(&r->loop) == 0);
    INVARIANT(smv_log_sqlite_create(r->path, "winter", smv_span_str(genesis), 0, reason, &r->why) ==
              SMV_OK);
}

void log_run_remove_dir(const char *dir)
{
    DIR *d = opendir(dir);
    INVARIANT(d != NULL);
    const struct dirent *e;
    while ((e = readdir(d)) != NULL) {
        char name[512];
        (void)snprintf(name, sizeof name, "%.100s/%.300s", dir, e->d_name);
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
            INVARIANT(unlink(name) == 0);
        }
    }
    INVARIANT(closedir(d) == 0 && rmdir(dir) == 0);
}

void log_run_finish(struct log_run *r)
{
    if (r->is_open) {
        log_run_close(r);
    }
    forget(r);
    if (r->sqlite) {
        INVARIANT(uv_run(&r->loop, UV_RUN_DEFAULT) == 0);
        INVARIANT(uv_loop_close(&r->loop) == 0);
        if (r->dir[0] != '\0') {
            log_run_remove_dir(r->dir);
        }
    } else {
        smv_mem_disk_finish(&r->disk);
    }
}

enum smv_err log_run_open(struct log_run *r, uint32_t keep_tail, bool verify)
{
    PRE(!r->is_open);
    forget(r);
    struct smv_log_callbacks cb = callbacks;
    cb.user = r;
    enum smv_err err = SMV_OK;
    if (r->sqlite) {
        err = smv_log_sqlite_open(&r->loop, r->path, &cb, keep_tail, verify, on_opened, on_replay,
                                  &r->log, &r->why);
    } else {
        r->log = smv_log_mem_open(&r->disk, &cb, keep_tail, on_opened, on_replay);
    }
    r->is_open = err == SMV_OK;
    INVARIANT(err != SMV_OK || r->head == r->info.head);
    INVARIANT(err != SMV_OK || memcmp(r->head_chain, r->info.head_chain, 16) == 0);
    return err;
}

void log_run_pump(struct log_run *r)
{
    if (r->sqlite) {
        (void)uv_run(&r->loop, UV_RUN_ONCE);
        return;
    }
    smv_log_mem_commit(r->log, r->now += 10, 2);
    smv_log_mem_answer(r->log);
}

void log_run_close(struct log_run *r)
{
    r->inside = true;
    r->log->v->close(r->log);
    r->inside = false;
    while (r->is_open) {
        log_run_pump(r);
    }
}

void log_run_append_bytes(struct log_run *r, const struct smv_span *bodies, size_t n)
{
    r->inside = true;
    r->log->v->append(r->log, bodies, n);
    r->inside = false;
}

void log_run_append(struct log_run *r, const char *body)
{
    struct smv_span span = smv_span_str(body);
    log_run_append_bytes(r, &span, 1);
}

void log_run_number(struct log_run *r, unsigned from, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        char body[24];
        (void)snprintf(body, sizeof body, "op %u", from + i);
        log_run_append(r, body);
    }
}

void log_run_until_told(struct log_run *r, size_t n)
{
    while (r->told.n < n && !r->broken && r->n_refused == 0) {
        log_run_pump(r);
    }
}

void log_run_save(struct log_run *r, const char *state)
{
    struct smv_buf b = {0};
    smv_buf_put_str(&b, state);
    size_t before = r->n_saved;
    r->inside = true;
    r->log->v->save(r->log, r->head, r->head_chain, &b);
    r->inside = false;
    while (r->n_saved == before && !r->broken) {
        log_run_pump(r);
    }
    smv_buf_finish(&b);
}

void log_run_read(struct log_run *r, uint64_t token, const smv_seq *seqs, size_t n)
{
    size_t before = r->n_reads;
    r->inside = true;
    r->log->v->read(r->log, token, seqs, n);
    r->inside = false;
    while (r->n_reads == before && !r->broken) {
        log_run_pump(r);
    }
}

void log_run_begin_backup(struct log_run *r, const char *path)
{
    r->inside = true;
    r->log->v->backup(r->log, path, on_copied, r);
    r->inside = false;
}

enum smv_err log_run_backup(struct log_run *r, const char *path)
{
    size_t before = r->n_copied;
    log_run_begin_backup(r, path);
    while (r->n_copied == before && !r->broken) {
        log_run_pump(r);
    }
    return r->copy_err;
}
