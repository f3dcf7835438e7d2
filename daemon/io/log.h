/* log.h - the ordered durable log of one seminar, whatever keeps it.
 *
 * What: a vtable. append(request) goes in; entries(seq, ts, chain, body) come back, in order, once they are
 *       durable. The log, never the core, gives position, time and hash. Beside the entries it keeps
 *       snapshots of the state.
 * Implementations: log_mem.c (simulator), log_sqlite.c (one file per seminar). All pass
 *       tests/io/log_contract.
 * Thread: every function and every callback on the owner's loop thread; an implementation may work in
 *       threads of its own.
 * Contract:
 *   - callbacks never run inside append, save, read; entries are told in batches, each batch one commit,
 *     seq without gaps, ts never falling;
 *   - chain_i = BLAKE2b-128(chain_{i-1} | seq as 8 bytes LE | ts as 8 bytes LE | body);
 *     chain_0 of a file = BLAKE2b-128(state bytes of its first snapshot);
 *   - refused: a known no. Everything appended and not told yet is not in the log and never will be; the log
 *     stays usable. Only for "disk full" where the store says that nothing was written;
 *   - broken: the outcome is unknown. Nothing more is told; the owner exits with 70 and is started anew;
 *   - close: what is appended is made durable and told before closed is called. */
#ifndef SMV_DAEMON_LOG_H
#define SMV_DAEMON_LOG_H
#include "daemon/core/core.h"

struct smv_log;

struct smv_log_callbacks {
    void *user;
    void (*entries)(void *user, const struct smv_entry *entries,
                    size_t n); /* borrowed during the call */
    void (*refused)(void *user, enum smv_err why);
    void (*broken)(void *user, const char *what);
    void (*saved)(void *user, smv_seq seq);
    void (*read)(void *user, uint64_t token, const struct smv_entry *entries, size_t n);
    void (*closed)(void *user);
};
struct smv_log_vtable {
    void (*append)(struct smv_log *log, const struct smv_span *bodies, size_t n); /* copies */
    /* Keep a snapshot of the state at seq (which is durable); takes the buffer's memory over. */
    void (*save)(struct smv_log *log, smv_seq seq, const uint8_t chain[16], struct smv_buf *state);
    /* Entries with these positions (rising); those that are not there are left out. */
    void (*read)(struct smv_log *log, uint64_t token, const smv_seq *seqs, size_t n);
    /* A consistent copy of the whole at path (which must not exist), between commits; progress at the
     * owner's leisure. done runs once. */
    void (*backup)(struct smv_log *log, const char *path,
                   void (*done)(void *user, enum smv_err err), void *user);
    smv_ms (*clock)(struct smv_log *log); /* now, as the next entry's ts would be at least */
    void (*close)(struct smv_log *log);   /* the log is freed after closed has been called */
};
struct smv_log {
    const struct smv_log_vtable *v;
    struct smv_log_callbacks cb;
};

/* What opening found, told once before anything else. */
struct smv_log_opened {
    smv_seq snap_seq; /* the state's position */
    uint8_t snap_chain[16];
    struct smv_buf state; /* the receiver takes it over */
    smv_seq head;
    uint8_t head_chain[16];
    bool restored;      /* the side file knows a later head, or another hash: older file put back */
    smv_seq known_head; /* what the side file said ... */
    uint8_t known_chain[16];
    unsigned reason; /* 1 restored, 2 rewritten */
};
/* Called for each stored entry above snap_seq, in order; stop by returning false. */
typedef bool smv_log_replay(void *user, const struct smv_entry *entries, size_t n);

#endif
