/* log_sqlite_int.h - what the files of the SQLite log share.
 *
 * What: file.c the small files beside the database and their syncs; mark.c the side file; store.c the
 *       database itself; walk.c reading it from end to end; copy.c the backup; work.c the thread;
 *       log_sqlite.c the loop's side.
 * Not:  for anyone outside these files and their tests.
 * Uses: sqlite3, libuv.
 * Thread: smv_store, smv_copy and smv_mark_file belong to whoever opens them until the worker starts, then
 *       to the worker. struct smv_sqlog says what its mutex guards. */
#ifndef SMV_DAEMON_LOG_SQLITE_INT_H
#define SMV_DAEMON_LOG_SQLITE_INT_H
#include <sqlite3.h>
#include "daemon/io/log_chain.h"
#include "daemon/io/log_sqlite.h"

enum {
    SMV_LOG_APPLICATION = 0x534d5631, /* in the file's header: "SMV1" */
    SMV_LOG_FORMAT = 1,
    SMV_LOG_PAGE = 4096,
    SMV_LOG_CKPT_IDLE = 4 << 20,   /* bytes of WAL that an idle moment checkpoints */
    SMV_LOG_CKPT_FORCED = 64 << 20 /* bytes of WAL that are checkpointed though nobody is idle */
};

/* --- file.c: names, syncs and sentences ------------------------------------------------------------ */
char *smv_file__beside(const char *path, const char *suffix); /* "path" "suffix"; smv_free it */
bool smv_file__there(const char *path);
enum smv_err smv_err_from_errno(int error);
enum smv_err smv_err_from_sqlite(sqlite3 *db, int rc);
/* Both report SMV_OK only when the kernel says that it is on the disk. */
SMV_CHECKED enum smv_err smv_file__sync(const char *path);
SMV_CHECKED enum smv_err smv_file__sync_dir(
    const char *path); /* of the directory that path is in */
SMV_CHECKED enum smv_err smv_file__make_empty(
    const char *path); /* EXISTS; readable by the owner only */
SMV_CHECKED enum smv_err smv_file__remove(const char *path); /* OK when it was not there */
/* PATH.failed says that the disk failed while the file was open. */
void smv_file__note_failure(const char *path);
/* If it is there: what the page cache holds may not be what the disk holds, so let go of it. Must not
 * be called while this process has the database open (closing a descriptor drops POSIX locks). */
SMV_CHECKED enum smv_err smv_file__forget_cache(const char *path, bool *ret_failed);
void smv_file__explain(struct smv_errinfo *info, enum smv_err err, const char *doing,
                       const char *path);

/* --- mark.c: PATH.mark ----------------------------------------------------------------------------- */
struct smv_mark {
    bool known;
    uint64_t n; /* rises with each writing */
    smv_seq seq;
    uint8_t chain[16];
};
struct smv_mark_file {
    int fd; /* -1: not open */
    struct smv_mark last;
};
SMV_CHECKED enum smv_err smv_mark__open(struct smv_mark_file *m, const char *path);
SMV_CHECKED enum smv_err smv_mark__write(struct smv_mark_file *m, const char *path, smv_seq seq,
                                         const uint8_t chain[16]);
void smv_mark__close(struct smv_mark_file *m);

/* --- store.c: the database ------------------------------------------------------------------------- */
enum smv_store_sql {
    SMV_SQL_BEGIN,
    SMV_SQL_COMMIT,
    SMV_SQL_ROLLBACK,
    SMV_SQL_INSERT,
    SMV_SQL_GET,
    SMV_SQL_WALK,
    SMV_SQL_HEAD,
    SMV_SQL_SNAP_LIST,
    SMV_SQL_SNAP_GET,
    SMV_SQL_SNAP_PUT,
    SMV_SQL_SNAP_TRIM,
    SMV_SQL_META_GET,
    SMV_SQL_META_SET,
    SMV_SQL_COUNT
};
struct smv_store {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *sql[SMV_SQL_COUNT];
    int wal_pages;              /* after the last commit */
    smv_seq base, head, newest; /* newest: the newest snapshot's position */
    smv_ms last_ts;
    uint8_t head_chain[16];
    unsigned reason;         /* of meta: 2 until settled */
    bool suspicious;         /* the disk failed while it was open the last time */
    struct smv_errinfo what; /* of the last failure */
};
/* An existing file, with every pragma set and read back. Errors as smv_log_sqlite_open. On failure nothing
 * is left open and what says why. */
SMV_CHECKED enum smv_err smv_store__open(struct smv_store *s, const char *path);
/* keep_wal: leave everything as it lies (after a failure). */
void smv_store__close(struct smv_store *s, bool keep_wal);
/* Pragmas that every connection of ours gets. */
SMV_CHECKED enum smv_err smv_store__configure(struct smv_store *s);
SMV_CHECKED enum smv_err smv_store__exec(struct smv_store *s, const char *sql, const char *doing);
/* The first column of the first row; empty when there is none. */
SMV_CHECKED enum smv_err smv_store__ask(struct smv_store *s, const char *sql, char ret_text[32]);
/* What a SQLite failure means; fills what. Never SMV_OK. */
enum smv_err smv_store__failed(struct smv_store *s, int rc, const char *doing);
enum smv_err smv_store__damaged(struct smv_store *s, const char *how, smv_seq seq);
/* The changing ones: OK; FULL (a known no, usable); anything else: the outcome is unknown.
 * commit fills seq, ts and chain of the entries, whose bodies are given. */
SMV_CHECKED enum smv_err smv_store__commit(struct smv_store *s, smv_ms now,
                                           struct smv_entry *entries, size_t n);
SMV_CHECKED enum smv_err smv_store__save(struct smv_store *s, smv_seq seq, const uint8_t chain[16],
                                         struct smv_span state);
SMV_CHECKED enum smv_err smv_store__settle(struct smv_store *s);
SMV_CHECKED enum smv_err smv_store__checkpoint(struct smv_store *s);

/* --- walk.c: reading ------------------------------------------------------------------------------- */
/* Entries read together; bodies lie in bytes. */
struct smv_page {
    struct smv_entry *entries;
    size_t n, cap;
    struct smv_buf bytes;
};
void smv_page__finish(struct smv_page *p);
SMV_CHECKED enum smv_err smv_store__read(struct smv_store *s, const smv_seq *seqs, size_t n,
                                         struct smv_page *page);
/* The hash stored at a position; MISSING if there is none. */
SMV_CHECKED enum smv_err smv_store__chain_at(struct smv_store *s, smv_seq seq,
                                             uint8_t ret_chain[16]);
/* Takes the chosen snapshot into info (snap_seq, snap_chain, state). */
SMV_CHECKED enum smv_err smv_store__choose(struct smv_store *s, uint32_t keep_tail,
                                           struct smv_log_opened *info);
/* Checks the chain above seq up to the head and tells the entries; NULL: only checks. */
SMV_CHECKED enum smv_err smv_store__walk(struct smv_store *s, smv_seq seq, const uint8_t chain[16],
                                         smv_log_replay *replay, void *user);
SMV_CHECKED enum smv_err smv_store__verify(struct smv_store *s); /* everything */

/* --- copy.c: a backup under way -------------------------------------------------------------------- */
struct smv_copy {
    struct smv_copy *next;
    char *path, *part;
    sqlite3 *to;
    sqlite3_backup *backup;
    void (*done)(void *user, enum smv_err err);
    void *user;
    enum smv_err err;
};
struct smv_copy *smv_copy__create(const char *path, void (*done)(void *user, enum smv_err err),
                                  void *user);
/* Moves on by some pages; true: it has ended, err says how. */
bool smv_copy__step(struct smv_copy *c, struct smv_store *s);
void smv_copy__abort(struct smv_copy *c); /* ended with STATE, nothing left behind */
void smv_copy__destroy(struct smv_copy *c);

/* --- work.c: the worker, and what passes between it and the loop ----------------------------------- */
struct smv_body { /* one appended request */
    struct smv_body *next;
    size_t len;
    uint8_t data[];
};
struct smv_question { /* a save or a read */
    struct smv_question *next;
    bool save;
    smv_seq seq;
    uint8_t chain[16];
    struct smv_buf state;
    uint64_t token;
    smv_seq *seqs;
    size_t n_seqs;
};
enum smv_told_what {
    SMV_TOLD_ENTRIES,
    SMV_TOLD_REFUSED,
    SMV_TOLD_BROKEN,
    SMV_TOLD_SAVED,
    SMV_TOLD_READ,
    SMV_TOLD_COPIED,
    SMV_TOLD_CLOSED
};
struct smv_told { /* one callback to be made */
    struct smv_told *next;
    enum smv_told_what what;
    struct smv_body *bodies; /* ENTRIES: what they borrow from */
    struct smv_entry *entries;
    size_t n;
    struct smv_page page; /* READ */
    uint64_t token;
    smv_seq seq;           /* SAVED */
    struct smv_copy *copy; /* COPIED */
};
struct smv_sqlog {
    struct smv_log base;
    uv_async_t async;
    uv_thread_t thread;
    uv_mutex_t mutex;
    uv_cond_t cond;
    /* guarded by mutex */
    struct smv_body *bodies, **bodies_end;
    struct smv_question *questions, **questions_end;
    struct smv_copy *copies, **copies_end;
    struct smv_told *told, **told_end;
    smv_ms last_ts;
    bool refusing; /* from the failed commit until refused has been told: nothing is committed */
    int ckpt_idle; /* SMV_LOG_CKPT_IDLE; tests make it smaller */
    bool telling;  /* the loop has not told of the last commit yet: no new one begins */
    bool settle;
    bool closing;
    /* the loop's */
    struct smv_body *gathered, **gathered_end; /* appended and not handed over to the worker yet */
    size_t n_gathered, n_turns;
    bool fresh; /* something was appended or told in this turn of the loop */
    uv_prepare_t turn;
    uv_idle_t awake;
    bool told_entries; /* ... of the last commit */
    unsigned handles;  /* that are not closed */
    bool broken_told, close_asked;
    /* the worker's */
    struct smv_store store;
    struct smv_mark_file mark;
    bool unsettled;            /* restored or rewritten: the mark stays as it is */
    uint64_t unmarked_since;   /* uv_hrtime of the first commit that the mark lacks; 0 none */
    uint64_t retry_at;         /* uv_hrtime: a save, settle or checkpoint found the disk full */
    struct smv_question *late; /* a save that found the disk full */
    struct smv_copy *copy;
    bool broken;
};
smv_ms smv_log__wall(void);
void smv_log__work(void *sqlog); /* the thread */

#endif
