/* log_sqlite_copy.c - a consistent copy of the open file, a few pages at a time.
 *
 * What: SQLite's online backup from the log's own connection. Because the writes go through the same
 *       connection, SQLite carries them over to what is copied already and never begins anew.
 * How:  into PATH.part; then journal mode DELETE (one plain file), fsync, rename, fsync of the directory.
 * Not:  a failing target does not harm the log.
 * Uses: sqlite3.    Thread: the worker. */
#include "daemon/io/log_sqlite_int.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"

enum { PAGES_PER_STEP = 64 };

struct smv_copy *smv_copy__create(const char *path, void (*done)(void *user, enum smv_err err),
                                  void *user)
{
    struct smv_copy *c = smv_zalloc(sizeof *c);
    c->path = smv_file__beside(path, "");
    c->part = smv_file__beside(path, ".part");
    c->done = done;
    c->user = user;
    return c;
}

void smv_copy__destroy(struct smv_copy *c)
{
    PRE(c->to == NULL && c->backup == NULL);
    smv_free(c->path);
    smv_free(c->part);
    smv_free(c);
}

static enum smv_err sqlite_says(struct smv_copy *c, int rc)
{
    return rc == SQLITE_OK ? SMV_OK : smv_err_from_sqlite(c->to, rc);
}

static enum smv_err begin(struct smv_copy *c, struct smv_store *s)
{
    if (smv_file__there(c->path)) {
        return SMV_ERR_EXISTS;
    }
    SMV_TRY(smv_file__remove(c->part)); /* left by a copy that was cut short */
    SMV_TRY(smv_file__make_empty(c->part));
    SMV_TRY(sqlite_says(
        c, sqlite3_open_v2(c->part, &c->to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)));
    SMV_TRY(sqlite_says(c, sqlite3_extended_result_codes(c->to, 1)));
    /* Nobody sees the file before it is whole and synced. */
    SMV_TRY(sqlite_says(c, sqlite3_exec(c->to, "PRAGMA synchronous=OFF", NULL, NULL, NULL)));
    /* No shared memory file: the target may be a stick. */
    SMV_TRY(sqlite_says(c, sqlite3_exec(c->to, "PRAGMA locking_mode=EXCLUSIVE", NULL, NULL, NULL)));
    c->backup = sqlite3_backup_init(c->to, "main", s->db, "main");
    return c->backup != NULL ? SMV_OK : sqlite_says(c, sqlite3_extended_errcode(c->to));
}

/* The last page is copied: from a SQLite database under a wrong name to a file in its place. */
static enum smv_err publish(struct smv_copy *c)
{
    SMV_TRY(sqlite_says(c, sqlite3_exec(c->to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL)));
    int rc = sqlite3_close(c->to);
    INVARIANT(rc == SQLITE_OK);
    c->to = NULL;
    SMV_TRY(smv_file__sync(c->part));
    if (smv_file__there(c->path)) {
        return SMV_ERR_EXISTS;
    }
    if (rename(c->part, c->path) != 0) {
        return smv_err_from_errno(errno);
    }
    return smv_file__sync_dir(c->path);
}

static void end(struct smv_copy *c, enum smv_err err)
{
    if (c->backup != NULL) {
        int rc = sqlite3_backup_finish(c->backup);
        c->backup = NULL;
        if (err == SMV_OK) {
            err = sqlite_says(c, rc);
        }
    }
    if (err == SMV_OK) {
        err = publish(c);
    }
    if (c->to != NULL) {
        int rc = sqlite3_close(c->to);
        INVARIANT(rc == SQLITE_OK);
        c->to = NULL;
    }
    c->err = err;
    if (err == SMV_OK) {
        return;
    }
    static const char *const left[] = {"", "-journal", "-wal"};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        char *name = smv_file__beside(c->part, left[i]);
        enum smv_err err2 = smv_file__remove(name);
        (void)err2; /* err says already that something is wrong there */
        smv_free(name);
    }
}

bool smv_copy__step(struct smv_copy *c, struct smv_store *s)
{
    if (c->backup == NULL) {
        enum smv_err err = begin(c, s);
        if (err != SMV_OK) {
            end(c, err);
        }
        return err != SMV_OK;
    }
    int rc = sqlite3_backup_step(c->backup, PAGES_PER_STEP);
    if (rc == SQLITE_OK) {
        return false;
    }
    end(c, rc == SQLITE_DONE ? SMV_OK : smv_err_from_sqlite(c->to, rc));
    return true;
}

void smv_copy__abort(struct smv_copy *c)
{
    end(c, SMV_ERR_STATE);
}
