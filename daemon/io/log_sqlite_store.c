/* log_sqlite_store.c - the database: opening, one transaction after another, closing.
 *
 * What: pragmas set and read back, prepared statements, group commit, snapshots, checkpoints, and what a
 *       failure of each means.
 * Not:  no thread, no queue (log_sqlite_work.c), no reading from end to end (log_sqlite_walk.c).
 * Uses: sqlite3.    Thread: one at a time.
 * Failures of a transaction: FULL after it is known to be rolled back is a no. An I/O error in COMMIT is
 *       not: the frames lie in the page cache and can come back when the file is opened again. */
#include "daemon/io/log_sqlite_int.h"
#include <stdio.h>
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"

/* All but the first and the newest two. */
static const char trim_sql[] =
    "DELETE FROM snapshot WHERE seq > (SELECT min(seq) FROM snapshot)"
    " AND seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT 2)";

static const char *const sql_texts[SMV_SQL_COUNT] = {
    [SMV_SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SMV_SQL_COMMIT] = "COMMIT",
    [SMV_SQL_ROLLBACK] = "ROLLBACK",
    [SMV_SQL_INSERT] = "INSERT INTO entry(seq, ts, body, chain) VALUES(?, ?, ?, ?)",
    [SMV_SQL_GET] = "SELECT seq, ts, body, chain FROM entry WHERE seq = ?",
    [SMV_SQL_WALK] = "SELECT seq, ts, body, chain FROM entry WHERE seq > ? ORDER BY seq",
    [SMV_SQL_HEAD] = "SELECT seq, ts, chain FROM entry ORDER BY seq DESC LIMIT 1",
    [SMV_SQL_SNAP_LIST] = "SELECT seq, chain FROM snapshot ORDER BY seq DESC",
    [SMV_SQL_SNAP_GET] = "SELECT chain, state, sum FROM snapshot WHERE seq = ?",
    [SMV_SQL_SNAP_PUT] = "INSERT INTO snapshot(seq, chain, state, sum) VALUES(?, ?, ?, ?)",
    [SMV_SQL_SNAP_TRIM] = trim_sql,
    [SMV_SQL_META_GET] = "SELECT value FROM meta WHERE key = ?",
    [SMV_SQL_META_SET] = "UPDATE meta SET value = ?2 WHERE key = ?1",
};

enum smv_err smv_store__failed(struct smv_store *s, int rc, const char *doing)
{
    enum smv_err err = smv_err_from_sqlite(s->db, rc);
    char text[120];
    (void)snprintf(text, sizeof text, "%.60s (SQLite code %d)", doing, rc);
    smv_file__explain(&s->what, err, text, s->path);
    return err;
}

enum smv_err smv_store__damaged(struct smv_store *s, const char *how, smv_seq seq)
{
    char text[120];
    (void)snprintf(text, sizeof text, "%.60s (position %llu)", how, (unsigned long long)seq);
    smv_file__explain(&s->what, SMV_ERR_CORRUPT, text, s->path);
    return SMV_ERR_CORRUPT;
}

enum smv_err smv_store__exec(struct smv_store *s, const char *sql, const char *doing)
{
    int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? SMV_OK : smv_store__failed(s, rc, doing);
}

enum smv_err smv_store__ask(struct smv_store *s, const char *sql, char ret_text[32])
{
    sqlite3_stmt *stmt;
    int rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);
    if (rc != SQLITE_OK) {
        return smv_store__failed(s, rc, sql);
    }
    ret_text[0] = '\0';
    rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW) {
        const unsigned char *text = sqlite3_column_text(stmt, 0);
        (void)snprintf(ret_text, 32, "%s", text != NULL ? (const char *)text : "");
        rc = sqlite3_step(stmt);
    }
    int rc2 = sqlite3_finalize(stmt);
    rc = rc == SQLITE_DONE ? rc2 : rc;
    return rc == SQLITE_OK ? SMV_OK : smv_store__failed(s, rc, sql);
}

/* --- opening --------------------------------------------------------------------------------------- */

/* Sets by the first statement, reads by the second, and takes no for an answer. */
static enum smv_err insist(struct smv_store *s, const char *set, const char *get, const char *want)
{
    char got[32];
    SMV_TRY(smv_store__ask(s, set, got));
    SMV_TRY(smv_store__ask(s, get, got));
    if (strcmp(got, want) != 0) {
        char text[120];
        (void)snprintf(text, sizeof text, "SQLite answered '%.20s' to %.60s", got, set);
        smv_file__explain(&s->what, SMV_ERR_IO, text, s->path);
        return SMV_ERR_IO;
    }
    return SMV_OK;
}

enum smv_err smv_store__configure(struct smv_store *s)
{
    int rc = sqlite3_extended_result_codes(s->db, 1);
    if (rc != SQLITE_OK) {
        return smv_store__failed(s, rc, "setting up the connection");
    }
    /* First: before the file is read, or the wal-index would go to shared memory. */
    SMV_TRY(insist(s, "PRAGMA locking_mode=EXCLUSIVE", "PRAGMA locking_mode", "exclusive"));
    SMV_TRY(insist(s, "PRAGMA busy_timeout=0", "PRAGMA busy_timeout", "0"));
    SMV_TRY(insist(s, "PRAGMA trusted_schema=0", "PRAGMA trusted_schema", "0"));
    SMV_TRY(insist(s, "PRAGMA cell_size_check=1", "PRAGMA cell_size_check", "1"));
    SMV_TRY(insist(s, "PRAGMA synchronous=FULL", "PRAGMA synchronous", "2"));
    return insist(s, "PRAGMA wal_autocheckpoint=0", "PRAGMA wal_autocheckpoint", "0");
}

static int on_wal(void *user, sqlite3 *db, const char *name, int n_pages)
{
    (void)db;
    (void)name;
    ((struct smv_store *)user)->wal_pages = n_pages;
    return SQLITE_OK;
}

/* Is it ours, and of a version that we understand? The first look into the file, so this is also where
 * another process's lock shows. */
static enum smv_err identify(struct smv_store *s)
{
    char got[32], want[32];
    SMV_TRY(smv_store__ask(s, "PRAGMA application_id", got));
    (void)snprintf(want, sizeof want, "%d", SMV_LOG_APPLICATION);
    if (strcmp(got, want) != 0) {
        smv_file__explain(&s->what, SMV_ERR_CORRUPT, "this is not a seminar's file", s->path);
        return SMV_ERR_CORRUPT;
    }
    SMV_TRY(smv_store__ask(s, "PRAGMA user_version", got));
    (void)snprintf(want, sizeof want, "%d", SMV_LOG_FORMAT);
    if (strcmp(got, want) != 0) {
        smv_file__explain(&s->what, SMV_ERR_VERSION, "the file has another format", s->path);
        return SMV_ERR_VERSION;
    }
    if (sqlite3_db_readonly(s->db, "main") != 0) {
        smv_file__explain(&s->what, SMV_ERR_DENIED, "opening for writing", s->path);
        return SMV_ERR_DENIED;
    }
    return SMV_OK;
}

static enum smv_err prepare(struct smv_store *s)
{
    for (int i = 0; i < SMV_SQL_COUNT; i++) {
        int rc = sqlite3_prepare_v3(s->db, sql_texts[i], -1, SQLITE_PREPARE_PERSISTENT, &s->sql[i],
                                    NULL);
        if (rc == SQLITE_ERROR) {
            return smv_store__damaged(s, "the tables are not a seminar's", 0);
        }
        if (rc != SQLITE_OK) {
            return smv_store__failed(s, rc, "reading the tables' definitions");
        }
    }
    return SMV_OK;
}

/* The reset repeats a failed step's code: what counts is the step's. */
static enum smv_err end(struct smv_store *s, sqlite3_stmt *stmt, int rc, const char *doing)
{
    int rc2 = sqlite3_reset(stmt);
    if (rc == SQLITE_DONE || rc == SQLITE_ROW) {
        rc = rc2;
    }
    return rc == SQLITE_OK ? SMV_OK : smv_store__failed(s, rc, doing);
}

static enum smv_err load_reason(struct smv_store *s)
{
    sqlite3_stmt *stmt = s->sql[SMV_SQL_META_GET];
    int rc = sqlite3_bind_text(stmt, 1, "reason", -1, SQLITE_STATIC);
    rc = rc == SQLITE_OK ? sqlite3_step(stmt) : rc;
    bool there = rc == SQLITE_ROW;
    s->reason = there ? (unsigned)sqlite3_column_int(stmt, 0) : 0;
    SMV_TRY(end(s, stmt, rc, "reading what kind of file it is"));
    return there ? SMV_OK : smv_store__damaged(s, "the table meta lacks a row", 0);
}

/* Where the log begins and ends. */
static enum smv_err load_ends(struct smv_store *s)
{
    sqlite3_stmt *stmt = s->sql[SMV_SQL_SNAP_LIST];
    int rc;
    bool any = false;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        s->base = (smv_seq)sqlite3_column_int64(stmt, 0);
        s->newest = any ? s->newest : s->base;
        any = true;
        if (sqlite3_column_bytes(stmt, 1) != 16) {
            rc = SQLITE_CORRUPT;
            break;
        }
        memcpy(s->head_chain, sqlite3_column_blob(stmt, 1), 16);
    }
    SMV_TRY(end(s, stmt, rc, "reading the list of snapshots"));
    if (!any) {
        return smv_store__damaged(s, "there is no first state", 0);
    }
    s->head = s->base; /* and the oldest one's hash, which the last row left */
    stmt = s->sql[SMV_SQL_HEAD];
    rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW) {
        s->head = (smv_seq)sqlite3_column_int64(stmt, 0);
        s->last_ts = (smv_ms)sqlite3_column_int64(stmt, 1);
        rc = sqlite3_column_bytes(stmt, 2) == 16 ? rc : SQLITE_CORRUPT;
        if (rc == SQLITE_ROW) {
            memcpy(s->head_chain, sqlite3_column_blob(stmt, 2), 16);
        }
    }
    SMV_TRY(end(s, stmt, rc, "reading the last entry"));
    if (s->newest > s->head) {
        return smv_store__damaged(s, "a snapshot is ahead of the entries", s->newest);
    }
    return SMV_OK;
}

static enum smv_err open_and_load(struct smv_store *s)
{
    enum smv_err err = smv_file__forget_cache(s->path, &s->suspicious);
    if (err != SMV_OK) {
        smv_file__explain(&s->what, err, "reading again after the disk had failed", s->path);
        return err;
    }
    int rc = sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK) {
        return smv_store__failed(s, rc, "opening");
    }
    SMV_TRY(smv_store__configure(s));
    SMV_TRY(identify(s));
    SMV_TRY(insist(s, "PRAGMA page_size", "PRAGMA page_size", "4096"));
    SMV_TRY(insist(s, "PRAGMA mmap_size=0", "PRAGMA mmap_size", "0"));
    SMV_TRY(insist(s, "PRAGMA journal_mode=WAL", "PRAGMA journal_mode", "wal"));
    /* Going over to WAL used a rollback journal, and SQLite does not sync its deletion: coming back after
     * a power cut it would undo the file's first page under a WAL that has moved on. */
    err = smv_file__sync_dir(s->path);
    if (err != SMV_OK) {
        smv_file__explain(&s->what, err, "syncing the directory", s->path);
        return err;
    }
    (void)sqlite3_wal_hook(s->db, on_wal, s);
    SMV_TRY(prepare(s));
    SMV_TRY(load_reason(s));
    return load_ends(s);
}

enum smv_err smv_store__open(struct smv_store *s, const char *path)
{
    memset(s, 0, sizeof *s);
    s->path = smv_file__beside(path, "");
    enum smv_err err = open_and_load(s);
    if (err != SMV_OK) {
        smv_store__close(s, true);
    }
    return err;
}

void smv_store__close(struct smv_store *s, bool keep_wal)
{
    for (int i = 0; i < SMV_SQL_COUNT; i++) {
        (void)sqlite3_finalize(s->sql[i]); /* repeats the last step's code */
        s->sql[i] = NULL;
    }
    if (s->db != NULL && keep_wal) {
        (void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    }
    int rc = sqlite3_close(s->db);
    INVARIANT(rc == SQLITE_OK); /* anything else means that a statement was left open */
    s->db = NULL;
    smv_free(s->path);
    s->path = NULL;
}

/* --- transactions ---------------------------------------------------------------------------------- */

static enum smv_err run(struct smv_store *s, enum smv_store_sql which, const char *doing)
{
    return end(s, s->sql[which], sqlite3_step(s->sql[which]), doing);
}

/* What is left of a transaction whose work ended with err. */
static enum smv_err finish(struct smv_store *s, enum smv_err err)
{
    if (err == SMV_OK) {
        err = run(s, SMV_SQL_COMMIT, "making the changes durable");
    }
    if (err == SMV_OK) {
        return SMV_OK;
    }
    struct smv_errinfo why = s->what;
    if (err == SMV_ERR_IO) {
        smv_file__note_failure(s->path);
    }
    if (sqlite3_get_autocommit(s->db) == 0) {
        enum smv_err back = run(s, SMV_SQL_ROLLBACK, "taking the changes back");
        if (back != SMV_OK && err == SMV_ERR_FULL) {
            err = SMV_ERR_UNKNOWN;
        }
    }
    s->what = why;
    return err;
}

static enum smv_err insert(struct smv_store *s, const struct smv_entry *e)
{
    sqlite3_stmt *stmt = s->sql[SMV_SQL_INSERT];
    int rc = sqlite3_bind_int64(stmt, 1, (sqlite3_int64)e->seq);
    rc = rc == SQLITE_OK ? sqlite3_bind_int64(stmt, 2, (sqlite3_int64)e->ts) : rc;
    /* A NULL pointer would store NULL: an empty body is an empty blob. */
    const void *body = e->body.len > 0 ? (const void *)e->body.data : "";
    rc = rc == SQLITE_OK ? sqlite3_bind_blob64(stmt, 3, body, e->body.len, SQLITE_STATIC) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_blob(stmt, 4, e->chain, 16, SQLITE_STATIC) : rc;
    rc = rc == SQLITE_OK ? sqlite3_step(stmt) : rc;
    return end(s, stmt, rc, "writing an entry");
}

enum smv_err smv_store__commit(struct smv_store *s, smv_ms now, struct smv_entry *entries, size_t n)
{
    PRE(n > 0);
    smv_ms ts = now > s->last_ts ? now : s->last_ts;
    const uint8_t *before = s->head_chain;
    for (size_t i = 0; i < n; i++) {
        entries[i].seq = s->head + 1 + i;
        entries[i].ts = ts;
        smv_log_chain_next(before, entries[i].seq, ts, entries[i].body, entries[i].chain);
        before = entries[i].chain;
    }
    enum smv_err err = run(s, SMV_SQL_BEGIN, "beginning to write");
    for (size_t i = 0; i < n && err == SMV_OK; i++) {
        err = insert(s, &entries[i]);
    }
    SMV_TRY(finish(s, err));
    s->head += n;
    s->last_ts = ts;
    memcpy(s->head_chain, before, 16);
    return SMV_OK;
}

static enum smv_err put_snapshot(struct smv_store *s, smv_seq seq, const uint8_t chain[16],
                                 struct smv_span state)
{
    uint8_t sum[16];
    smv_log_chain_first(state, sum);
    sqlite3_stmt *stmt = s->sql[SMV_SQL_SNAP_PUT];
    const void *bytes = state.len > 0 ? (const void *)state.data : "";
    int rc = sqlite3_bind_int64(stmt, 1, (sqlite3_int64)seq);
    rc = rc == SQLITE_OK ? sqlite3_bind_blob(stmt, 2, chain, 16, SQLITE_STATIC) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_blob64(stmt, 3, bytes, state.len, SQLITE_STATIC) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_blob(stmt, 4, sum, 16, SQLITE_STATIC) : rc;
    rc = rc == SQLITE_OK ? sqlite3_step(stmt) : rc;
    return end(s, stmt, rc, "writing a snapshot");
}

enum smv_err smv_store__save(struct smv_store *s, smv_seq seq, const uint8_t chain[16],
                             struct smv_span state)
{
    if (seq <= s->newest) {
        return SMV_OK; /* one as new is kept already */
    }
    PRE(seq <= s->head);
    uint8_t stored[16];
    SMV_TRY(smv_store__chain_at(s, seq, stored));
    INVARIANT(memcmp(stored, chain, 16) == 0);
    enum smv_err err = run(s, SMV_SQL_BEGIN, "beginning to write");
    err = err == SMV_OK ? put_snapshot(s, seq, chain, state) : err;
    err = err == SMV_OK ? run(s, SMV_SQL_SNAP_TRIM, "dropping an old snapshot") : err;
    SMV_TRY(finish(s, err));
    s->newest = seq;
    return SMV_OK;
}

enum smv_err smv_store__settle(struct smv_store *s)
{
    if (s->reason == 0) {
        return SMV_OK;
    }
    enum smv_err err = run(s, SMV_SQL_BEGIN, "beginning to write");
    if (err == SMV_OK) {
        sqlite3_stmt *stmt = s->sql[SMV_SQL_META_SET];
        int rc = sqlite3_bind_text(stmt, 1, "reason", -1, SQLITE_STATIC);
        rc = rc == SQLITE_OK ? sqlite3_bind_int(stmt, 2, 0) : rc;
        rc = rc == SQLITE_OK ? sqlite3_step(stmt) : rc;
        err = end(s, stmt, rc, "noting that the new epoch has begun");
    }
    SMV_TRY(finish(s, err));
    s->reason = 0;
    return SMV_OK;
}

enum smv_err smv_store__checkpoint(struct smv_store *s)
{
    int rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    if (rc != SQLITE_OK) {
        enum smv_err err = smv_store__failed(s, rc, "moving the WAL into the file");
        if (err == SMV_ERR_IO) {
            smv_file__note_failure(s->path);
        }
        return err;
    }
    s->wal_pages = 0;
    return SMV_OK;
}
