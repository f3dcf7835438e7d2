/* log_sqlite.h - the log in one SQLite file: WAL, synchronous=FULL, group commit without a timer.
 *
 * What: commits when idle and gathers while a commit runs and is told, in one worker thread that alone touches the
 *       database; tells results to the loop through uv_async. Keeps the last two snapshots. A side file
 *       "PATH.mark" remembers how far things were confirmed (seq, chain; fsynced at most 1 s behind and at
 *       close), so that an older file put back in place is noticed.
 * Tables: meta(key, value), entry(seq, ts, body, chain), snapshot(seq, chain, state, sum); sum is BLAKE2b-128
 *       of state, so that a damaged snapshot is not served.
 * Beside the file: PATH.mark; PATH.failed after an I/O error (the next open drops the page cache and checks
 *       everything); PATH.new and BACKUP.part while one is being written.
 * Pragmas, read back and checked: locking_mode=EXCLUSIVE, journal_mode=WAL, synchronous=FULL,
 *       wal_autocheckpoint=0 (checkpoints in idle moments from 4 MiB of WAL), mmap_size=0, trusted_schema=0,
 *       cell_size_check=1, page_size=4096, busy_timeout=0. One connection.
 * Failures of COMMIT: SQLITE_FULL with autocommit back on is a known no (refused); everything else is
 *       unknown (broken). A snapshot that finds the disk full waits and is tried again, unless a newer one
 *       comes; a backup under way when close is called ends with STATE.
 * Uses: sqlite3, libuv.    Thread: loop thread outside, one worker inside. */
#ifndef SMV_DAEMON_LOG_SQLITE_H
#define SMV_DAEMON_LOG_SQLITE_H
#include <uv.h>
#include "daemon/io/log.h"

struct smv_errinfo {
    char text[256]; /* a sentence that says what to do; NUL-terminated */
};

/* A new file whose first snapshot is state at seq (0, or where an imported seminar's log goes on). reason: 0 new, 2 rewritten (kept in meta, told once by
 * the next open as restored with that reason). Written under a temporary name, fsynced, renamed.
 * Errors: EXISTS, DENIED, FULL, IO. */
SMV_CHECKED enum smv_err smv_log_sqlite_create(const char *path, const char *seminar,
                                               struct smv_span state, smv_seq seq, unsigned reason,
                                               struct smv_errinfo *ret_info);
/* Open for good. Calls opened once, then replay for the entries above the snapshot, all before returning.
 * Picks the older snapshot when the newest is so close to the head that fewer than keep_tail entries would be
 * replayed (rings are refilled from them). verify: walk the whole chain, not only the tail. A replay that
 * returns false is not an error: the log is open, the rest was not told.
 * Errors: MISSING, BUSY (another process has it), DENIED, CORRUPT, VERSION, FULL, IO. */
SMV_CHECKED enum smv_err smv_log_sqlite_open(
    uv_loop_t *loop, const char *path, const struct smv_log_callbacks *cb, uint32_t keep_tail,
    bool verify, void (*opened)(void *user, struct smv_log_opened *info), smv_log_replay *replay,
    struct smv_log **ret_log, struct smv_errinfo *ret_info);
/* The new epoch is in the log (or there is nothing to tell): forget that the file was restored. */
void smv_log_sqlite_settled(struct smv_log *log);
/* After close: checkpoint everything, journal mode DELETE, one plain file. For close and archive. */
SMV_CHECKED enum smv_err smv_log_sqlite_seal(const char *path, struct smv_errinfo *ret_info);

#endif
