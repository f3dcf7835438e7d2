/* log_sqlite_new.c - the beginning and the end of a file: create and seal.
 *
 * What: create writes under PATH.new, syncs, and renames, so that a file under its own name is whole.
 *       seal leaves one plain file without a WAL.
 * Uses: sqlite3.    Thread: the caller's; the file is not open elsewhere. */
#include "daemon/io/log_sqlite_int.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "common/base/heap.h"

static const char tables[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value ANY) STRICT, WITHOUT ROWID;"
    "CREATE TABLE entry(seq INTEGER PRIMARY KEY, ts INTEGER NOT NULL, body BLOB NOT NULL,"
    " chain BLOB NOT NULL) STRICT;"
    "CREATE TABLE snapshot(seq INTEGER PRIMARY KEY, chain BLOB NOT NULL, state BLOB NOT NULL,"
    " sum BLOB NOT NULL) STRICT;";

/* Runs an INSERT whose parameters have been bound with rc. */
static enum smv_err put(struct smv_store *s, sqlite3_stmt *stmt, int rc)
{
    rc = rc == SQLITE_OK ? sqlite3_step(stmt) : rc;
    int rc2 = sqlite3_finalize(stmt);
    rc = rc == SQLITE_DONE ? rc2 : rc;
    return rc == SQLITE_OK ? SMV_OK : smv_store__failed(s, rc, "writing the first rows");
}

static enum smv_err put_meta(struct smv_store *s, const char *seminar, unsigned reason)
{
    static const char sql[] =
        "INSERT INTO meta VALUES('format', ?1), ('seminar', ?2), ('reason', ?3)";
    sqlite3_stmt *stmt;
    int rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);
    rc = rc == SQLITE_OK ? sqlite3_bind_int(stmt, 1, SMV_LOG_FORMAT) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_text(stmt, 2, seminar, -1, SQLITE_STATIC) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_int64(stmt, 3, reason) : rc;
    return put(s, stmt, rc);
}

static enum smv_err put_first(struct smv_store *s, struct smv_span state, smv_seq seq)
{
    static const char sql[] = "INSERT INTO snapshot(seq, state, chain, sum) VALUES(?3, ?1, ?2, ?2)";
    uint8_t chain[16];
    smv_log_chain_first(state, chain);
    const void *bytes = state.len > 0 ? (const void *)state.data : "";
    sqlite3_stmt *stmt;
    int rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);
    rc = rc == SQLITE_OK ? sqlite3_bind_blob64(stmt, 1, bytes, state.len, SQLITE_STATIC) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_blob(stmt, 2, chain, 16, SQLITE_STATIC) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_int64(stmt, 3, (sqlite3_int64)seq) : rc;
    return put(s, stmt, rc);
}

static enum smv_err fill(struct smv_store *s, const char *seminar, struct smv_span state,
                         smv_seq seq, unsigned reason)
{
    static const char doing[] = "making the tables";
    char text[120], got[32];
    (void)snprintf(text, sizeof text,
                   "PRAGMA page_size=%d; PRAGMA application_id=%d; PRAGMA user_version=%d",
                   SMV_LOG_PAGE, SMV_LOG_APPLICATION, SMV_LOG_FORMAT);
    SMV_TRY(smv_store__exec(s, text, doing));
    SMV_TRY(smv_store__exec(s, "BEGIN IMMEDIATE", doing));
    SMV_TRY(smv_store__exec(s, tables, doing));
    SMV_TRY(put_meta(s, seminar, reason));
    SMV_TRY(put_first(s, state, seq));
    SMV_TRY(smv_store__exec(s, "COMMIT", doing));
    SMV_TRY(smv_store__ask(s, "PRAGMA page_size", got));
    (void)snprintf(text, sizeof text, "%d", SMV_LOG_PAGE);
    if (strcmp(got, text) != 0) {
        smv_file__explain(&s->what, SMV_ERR_IO, "the page size was not accepted", s->path);
        return SMV_ERR_IO;
    }
    return SMV_OK;
}

/* The whole file under its temporary name, closed and synced. */
static enum smv_err write_new(struct smv_store *s, const char *seminar, struct smv_span state,
                              smv_seq seq, unsigned reason)
{
    enum smv_err err = smv_file__make_empty(s->path);
    if (err != SMV_OK) {
        smv_file__explain(&s->what, err, "making the file", s->path);
        return err;
    }
    int rc = sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    err = rc == SQLITE_OK ? smv_store__configure(s) : smv_store__failed(s, rc, "opening");
    err = err == SMV_OK ? fill(s, seminar, state, seq, reason) : err;
    rc = sqlite3_close(s->db);
    s->db = NULL;
    if (err == SMV_OK && rc != SQLITE_OK) {
        err = smv_store__failed(s, rc, "closing");
    }
    if (err == SMV_OK && (err = smv_file__sync(s->path)) != SMV_OK) {
        smv_file__explain(&s->what, err, "syncing the new file", s->path);
    }
    return err;
}

static enum smv_err remove_new(const char *temp)
{
    char *journal = smv_file__beside(temp, "-journal");
    enum smv_err err = smv_file__remove(temp);
    enum smv_err err2 = smv_file__remove(journal);
    smv_free(journal);
    return err != SMV_OK ? err : err2;
}

/* A -wal or -journal without its database would be taken for the new one's: that is not ours to judge. */
static enum smv_err check_free(const char *path, struct smv_errinfo *ret_info)
{
    static const char *const suffixes[] = {"", "-wal", "-journal"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char *name = smv_file__beside(path, suffixes[i]);
        bool there = smv_file__there(name);
        if (there) {
            smv_file__explain(ret_info, SMV_ERR_EXISTS, "making a new seminar's file", name);
        }
        smv_free(name);
        if (there) {
            return SMV_ERR_EXISTS;
        }
    }
    return SMV_OK;
}

static enum smv_err put_in_place(const char *temp, const char *path)
{
    /* An old mark, or the note of an old failure, speaks of a file that was here before. */
    static const char *const old[] = {".mark", ".failed"};
    for (size_t i = 0; i < sizeof old / sizeof *old; i++) {
        char *name = smv_file__beside(path, old[i]);
        enum smv_err err = smv_file__remove(name);
        smv_free(name);
        if (err != SMV_OK) {
            return err;
        }
    }
    if (rename(temp, path) != 0) {
        return smv_err_from_errno(errno);
    }
    return smv_file__sync_dir(path);
}

enum smv_err smv_log_sqlite_create(const char *path, const char *seminar, struct smv_span state,
                                   smv_seq seq, unsigned reason, struct smv_errinfo *ret_info)
{
    SMV_TRY(check_free(path, ret_info));
    struct smv_store s = {.path = smv_file__beside(path, ".new")};
    enum smv_err err = remove_new(s.path); /* left by a creation that was cut short */
    if (err != SMV_OK) {
        smv_file__explain(&s.what, err, "removing an unfinished file", s.path);
    } else if ((err = write_new(&s, seminar, state, seq, reason)) == SMV_OK) {
        err = put_in_place(s.path, path);
        if (err != SMV_OK) {
            smv_file__explain(&s.what, err, "putting the new file in its place", path);
        }
    }
    if (err != SMV_OK) {
        enum smv_err err2 = remove_new(s.path);
        (void)err2; /* err says already that something is wrong there */
        *ret_info = s.what;
    }
    smv_free(s.path);
    return err;
}

static enum smv_err make_plain(struct smv_store *s)
{
    char got[32];
    SMV_TRY(smv_store__ask(s, "PRAGMA wal_checkpoint(TRUNCATE)", got));
    if (strcmp(got, "0") != 0) {
        smv_file__explain(&s->what, SMV_ERR_BUSY, "moving the WAL into the file", s->path);
        return SMV_ERR_BUSY;
    }
    for (int i = 0; i < SMV_SQL_COUNT; i++) {
        (void)sqlite3_finalize(s->sql[i]);
        s->sql[i] = NULL;
    }
    SMV_TRY(smv_store__ask(s, "PRAGMA journal_mode=DELETE", got));
    if (strcmp(got, "delete") != 0) {
        smv_file__explain(&s->what, SMV_ERR_IO, "leaving WAL mode", s->path);
        return SMV_ERR_IO;
    }
    return SMV_OK;
}

enum smv_err smv_log_sqlite_seal(const char *path, struct smv_errinfo *ret_info)
{
    struct smv_store s;
    enum smv_err err = smv_store__open(&s, path);
    if (err != SMV_OK) {
        *ret_info = s.what;
        return err;
    }
    err = make_plain(&s);
    smv_store__close(&s, err != SMV_OK);
    if (err == SMV_OK) {
        /* SQLite does not say when it could not delete the WAL, which is empty by now. */
        char *wal = smv_file__beside(path, "-wal");
        err = smv_file__remove(wal);
        smv_free(wal);
        err = err == SMV_OK ? smv_file__sync(path) : err;
        err = err == SMV_OK ? smv_file__sync_dir(path) : err;
        if (err != SMV_OK) {
            smv_file__explain(&s.what, err, "syncing the sealed file", path);
        }
    }
    if (err != SMV_OK) {
        *ret_info = s.what;
    }
    return err;
}
