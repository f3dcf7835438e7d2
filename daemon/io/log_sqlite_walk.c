/* log_sqlite_walk.c - reading: single entries, the snapshot to start from, the chain from end to end.
 *
 * What: every entry that leaves here has been checked against the hash of its predecessor.
 * Uses: sqlite3, log_chain.h.    Thread: one at a time, the store's. */
#include "daemon/io/log_sqlite_int.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/base/limits.h"

void smv_page__finish(struct smv_page *p)
{
    smv_free(p->entries);
    smv_buf_finish(&p->bytes);
    memset(p, 0, sizeof *p);
}

/* A row of seq, ts, body, chain. The body is SQLite's until the statement moves on.
 * SQLITE_ROW, or SQLITE_CORRUPT when the columns are not what they must be. */
static int row(sqlite3_stmt *stmt, struct smv_entry *e)
{
    if (sqlite3_column_type(stmt, 2) != SQLITE_BLOB ||
        sqlite3_column_type(stmt, 3) != SQLITE_BLOB || sqlite3_column_bytes(stmt, 3) != 16) {
        return SQLITE_CORRUPT;
    }
    e->seq = (smv_seq)sqlite3_column_int64(stmt, 0);
    e->ts = (smv_ms)sqlite3_column_int64(stmt, 1);
    const void *body = sqlite3_column_blob(stmt, 2);
    e->body = smv_span(body, (size_t)sqlite3_column_bytes(stmt, 2));
    memcpy(e->chain, sqlite3_column_blob(stmt, 3), 16);
    return SQLITE_ROW;
}

/* Copies an entry to the page. Its body holds an offset until page_fix: bytes may move. */
static void page_put(struct smv_page *p, const struct smv_entry *e)
{
    p->entries = smv_grow(p->entries, &p->cap, p->n + 1, sizeof *p->entries);
    p->entries[p->n++] = *e;
    smv_buf_put_span(&p->bytes, e->body);
}

static void page_fix(struct smv_page *p)
{
    size_t at = 0;
    for (size_t i = 0; i < p->n; i++) {
        p->entries[i].body.data = p->bytes.data + at;
        at += p->entries[i].body.len;
    }
}

static enum smv_err done(struct smv_store *s, sqlite3_stmt *stmt, int rc, const char *doing)
{
    int rc2 = sqlite3_reset(stmt);
    if (rc == SQLITE_ROW || rc == SQLITE_DONE) {
        rc = rc2;
    }
    return rc == SQLITE_OK ? SMV_OK : smv_store__failed(s, rc, doing);
}

/* The entry at seq into page (NULL: only its hash is wanted). ret_there says whether there is one. */
static enum smv_err get(struct smv_store *s, smv_seq seq, struct smv_page *page,
                        uint8_t ret_chain[16], bool *ret_there)
{
    sqlite3_stmt *stmt = s->sql[SMV_SQL_GET];
    int rc = sqlite3_bind_int64(stmt, 1, (sqlite3_int64)seq);
    rc = rc == SQLITE_OK ? sqlite3_step(stmt) : rc;
    *ret_there = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW) {
        struct smv_entry e;
        rc = row(stmt, &e);
        if (rc == SQLITE_ROW) {
            memcpy(ret_chain, e.chain, 16);
            if (page != NULL) {
                page_put(page, &e);
            }
        }
    }
    return done(s, stmt, rc, "reading an entry");
}

static enum smv_err snapshot_get(struct smv_store *s, smv_seq seq, uint8_t ret_chain[16],
                                 struct smv_buf *state)
{
    sqlite3_stmt *stmt = s->sql[SMV_SQL_SNAP_GET];
    int rc = sqlite3_bind_int64(stmt, 1, (sqlite3_int64)seq);
    rc = rc == SQLITE_OK ? sqlite3_step(stmt) : rc;
    bool there = rc == SQLITE_ROW, right = false;
    if (there && sqlite3_column_bytes(stmt, 0) == 16 && sqlite3_column_bytes(stmt, 2) == 16) {
        uint8_t sum[16];
        const void *bytes = sqlite3_column_blob(stmt, 1);
        struct smv_span span = smv_span(bytes, (size_t)sqlite3_column_bytes(stmt, 1));
        smv_log_chain_first(span, sum);
        right = memcmp(sum, sqlite3_column_blob(stmt, 2), 16) == 0;
        memcpy(ret_chain, sqlite3_column_blob(stmt, 0), 16);
        if (state != NULL) {
            smv_buf_put_span(state, span);
        }
        /* A file's chain begins with its first state. */
        right = right && (seq > s->base || memcmp(sum, ret_chain, 16) == 0);
    }
    SMV_TRY(done(s, stmt, rc, "reading a snapshot"));
    if (!there) {
        return SMV_ERR_MISSING;
    }
    return right ? SMV_OK : smv_store__damaged(s, "a snapshot does not fit its hash", seq);
}

enum smv_err smv_store__chain_at(struct smv_store *s, smv_seq seq, uint8_t ret_chain[16])
{
    if (seq == s->base) {
        return snapshot_get(s, seq, ret_chain, NULL);
    }
    bool there;
    SMV_TRY(get(s, seq, NULL, ret_chain, &there));
    return there ? SMV_OK : SMV_ERR_MISSING;
}

enum smv_err smv_store__read(struct smv_store *s, const smv_seq *seqs, size_t n,
                             struct smv_page *page)
{
    for (size_t i = 0; i < n; i++) {
        PRE(i == 0 || seqs[i] > seqs[i - 1]);
        if (seqs[i] <= s->base || seqs[i] > s->head) {
            continue;
        }
        uint8_t before[16], chain[16], want[16];
        bool there;
        if (page->n > 0 && page->entries[page->n - 1].seq + 1 == seqs[i]) {
            memcpy(before, page->entries[page->n - 1].chain, 16);
        } else {
            enum smv_err err = smv_store__chain_at(s, seqs[i] - 1, before);
            if (err != SMV_OK) {
                return err == SMV_ERR_MISSING
                           ? smv_store__damaged(s, "an entry is gone", seqs[i] - 1)
                           : err;
            }
        }
        size_t from = page->bytes.len;
        SMV_TRY(get(s, seqs[i], page, chain, &there));
        if (!there) {
            return smv_store__damaged(s, "an entry is gone", seqs[i]);
        }
        const struct smv_entry *e = &page->entries[page->n - 1];
        smv_log_chain_next(before, e->seq, e->ts, smv_span_from(smv_buf_span(&page->bytes), from),
                           want);
        if (memcmp(want, e->chain, 16) != 0) {
            return smv_store__damaged(s, "an entry does not fit its hash", seqs[i]);
        }
    }
    page_fix(page);
    return SMV_OK;
}

enum smv_err smv_store__choose(struct smv_store *s, uint32_t keep_tail, struct smv_log_opened *info)
{
    smv_seq seq = s->newest;
    if (s->head - seq < keep_tail && seq > s->base) {
        sqlite3_stmt *stmt = s->sql[SMV_SQL_SNAP_LIST];
        int rc = sqlite3_step(stmt); /* the newest */
        rc = rc == SQLITE_ROW ? sqlite3_step(stmt) : rc;
        if (rc == SQLITE_ROW) {
            seq = (smv_seq)sqlite3_column_int64(stmt, 0);
        }
        SMV_TRY(done(s, stmt, rc, "reading the list of snapshots"));
    }
    struct smv_buf state = {0};
    uint8_t chain[16], stored[16];
    enum smv_err err = snapshot_get(s, seq, chain, &state);
    if (err == SMV_OK && seq > s->base) {
        err = smv_store__chain_at(s, seq, stored);
        if (err == SMV_OK && memcmp(chain, stored, 16) != 0) {
            err = SMV_ERR_MISSING;
        }
    }
    if (err != SMV_OK) {
        smv_buf_finish(&state);
        return err == SMV_ERR_MISSING
                   ? smv_store__damaged(s, "a snapshot does not belong to the entries", seq)
                   : err;
    }
    info->snap_seq = seq;
    memcpy(info->snap_chain, chain, 16);
    info->state = state;
    return SMV_OK;
}

static bool tell(struct smv_page *page, smv_log_replay *replay, void *user)
{
    bool more = true;
    if (page->n > 0 && replay != NULL) {
        page_fix(page);
        more = replay(user, page->entries, page->n);
    }
    page->n = 0;
    smv_buf_clear(&page->bytes);
    return more;
}

/* One row of the walk: is it the one that must follow? */
static enum smv_err step(struct smv_store *s, sqlite3_stmt *stmt, smv_seq *seq, uint8_t chain[16],
                         struct smv_entry *e)
{
    if (row(stmt, e) != SQLITE_ROW) {
        return smv_store__damaged(s, "an entry's columns are wrong", *seq + 1);
    }
    if (e->seq != *seq + 1) {
        return smv_store__damaged(s, "an entry is gone", *seq + 1);
    }
    smv_log_chain_next(chain, e->seq, e->ts, e->body, chain);
    if (memcmp(chain, e->chain, 16) != 0) {
        return smv_store__damaged(s, "an entry does not fit its hash", e->seq);
    }
    *seq = e->seq;
    return SMV_OK;
}

enum smv_err smv_store__walk(struct smv_store *s, smv_seq seq, const uint8_t chain[16],
                             smv_log_replay *replay, void *user)
{
    uint8_t at[16];
    memcpy(at, chain, 16);
    sqlite3_stmt *stmt = s->sql[SMV_SQL_WALK];
    struct smv_page page = {0};
    enum smv_err err = SMV_OK;
    bool more = true;
    int rc = sqlite3_bind_int64(stmt, 1, (sqlite3_int64)seq);
    while (more && err == SMV_OK && (rc == SQLITE_OK || rc == SQLITE_ROW)) {
        rc = sqlite3_step(stmt);
        if (rc != SQLITE_ROW) {
            break;
        }
        struct smv_entry e;
        err = step(s, stmt, &seq, at, &e);
        if (err == SMV_OK && replay != NULL) {
            page_put(&page, &e);
            if (page.n >= SMV_MAX_COMMIT_OPS || page.bytes.len >= SMV_MAX_COMMIT_BYTES) {
                more = tell(&page, replay, user);
            }
        }
    }
    struct smv_errinfo why = s->what;
    enum smv_err end = done(s, stmt, rc, "reading the entries");
    if (err != SMV_OK) {
        s->what = why;
    }
    err = err == SMV_OK ? end : err;
    if (err == SMV_OK && more) {
        more = tell(&page, replay, user);
    }
    smv_page__finish(&page);
    if (err == SMV_OK && more && seq != s->head) {
        err = smv_store__damaged(s, "the last entries are gone", seq + 1);
    }
    return err;
}

enum smv_err smv_store__verify(struct smv_store *s)
{
    char got[32];
    SMV_TRY(smv_store__ask(s, "PRAGMA quick_check(1)", got));
    if (strcmp(got, "ok") != 0) {
        return smv_store__damaged(s, "SQLite finds damaged pages", 0);
    }
    uint8_t chain[16];
    SMV_TRY(snapshot_get(s, s->base, chain, NULL));
    return smv_store__walk(s, s->base, chain, NULL, NULL);
}
