/* log_run.h - a log of either kind under test, with everything that it told.
 *
 * What: opens, closes and drives a log (in memory by hand, SQLite by a loop) and records each callback.
 * Invariants: checked in every callback: none runs inside a call into the log; seq without a gap; ts never
 *       falls; each chain fits.
 * Thread: the test's. */
#ifndef SMV_TESTS_LOG_RUN_H
#define SMV_TESTS_LOG_RUN_H
#include <uv.h>
#include "daemon/io/log_chain.h"
#include "daemon/io/log_mem.h"
#include "daemon/io/log_sqlite.h"

struct log_item {
    smv_seq seq;
    smv_ms ts;
    uint8_t chain[16];
    struct smv_buf body;
};
struct log_list {
    struct log_item *items;
    size_t n, cap;
};
struct log_run {
    bool sqlite;
    char dir[64], path[128]; /* sqlite: a directory of its own */
    uv_loop_t loop;
    struct smv_mem_disk disk;
    smv_ms now; /* memory: rises with each commit */
    struct smv_log *log;
    bool inside; /* a call into the log is running */
    bool is_open;
    /* of the last opening */
    struct smv_log_opened info;
    struct log_list replayed;
    struct smv_errinfo why;
    smv_seq head;
    smv_ms head_ts;
    uint8_t head_chain[16];
    /* since the last opening */
    struct log_list told, read;
    size_t n_batches, max_batch, n_refused, n_saved, n_reads, n_copied;
    smv_seq saved_seq;
    uint64_t read_token;
    enum smv_err refused_why, copy_err;
    bool broken;
    char broken_text[256];
    void (*on_entries)(struct log_run *r); /* after recording; may call into the log */
};

void log_list_finish(struct log_list *l);
void log_list_put(struct log_list *l, const struct smv_entry *e);

void log_run_init(struct log_run *r, bool sqlite, const char *genesis, unsigned reason);
void log_run_finish(struct log_run *r); /* closes; removes the directory */
/* Into the directory of another run (its files stay where they are). */
void log_run_init_at(struct log_run *r, const char *path);
enum smv_err log_run_open(struct log_run *r, uint32_t keep_tail, bool verify);
void log_run_close(struct log_run *r); /* waits for closed */
void log_run_append(struct log_run *r, const char *body);
void log_run_append_bytes(struct log_run *r, const struct smv_span *bodies, size_t n);
void log_run_number(struct log_run *r, unsigned from,
                    unsigned n);      /* "op FROM" ... each its own append */
void log_run_pump(struct log_run *r); /* one round */
void log_run_until_told(struct log_run *r,
                        size_t n); /* n entries since opening, or broken, or refused */
void log_run_save(struct log_run *r,
                  const char *state); /* at the head; waits for saved or broken */
void log_run_read(struct log_run *r, uint64_t token, const smv_seq *seqs, size_t n); /* waits */
enum smv_err log_run_backup(struct log_run *r, const char *path);                    /* waits */
void log_run_begin_backup(struct log_run *r, const char *path);
void log_run_remove_dir(const char *dir);

#endif
