/* log_mem.h - the log in memory, driven by hand: for the simulator and for tests of the core.
 *
 * What: appended requests wait; smv_log_mem_commit makes some of them durable with the time given and tells
 *       them; crash forgets what was not durable; faults can be ordered (refuse, break, with or without the
 *       batch surviving).
 * Not:  no thread, no clock: the owner says when.    Uses: base/hash.h. */
#ifndef SMV_DAEMON_LOG_MEM_H
#define SMV_DAEMON_LOG_MEM_H
#include "daemon/io/log.h"

/* What survives a crash: owned by the caller, outlives the log object. A zeroed struct is empty. */
struct smv_mem_disk {
    struct smv_mem_entry {
        smv_seq seq;
        smv_ms ts;
        uint8_t chain[16];
        struct smv_buf body;
    } * entries; /* entries[i].seq == base + 1 + i */
    size_t n_entries, cap_entries;
    smv_seq base; /* position of the oldest snapshot */
    struct smv_mem_snap {
        smv_seq seq;
        uint8_t chain[16];
        struct smv_buf state;
    } * snaps;
    size_t n_snaps, cap_snaps;
    smv_seq mark; /* the side file: head that was once told */
    uint8_t mark_chain[16];
};
void smv_mem_disk_create(struct smv_mem_disk *d, struct smv_span genesis);
void smv_mem_disk_copy(struct smv_mem_disk *dst,
                       const struct smv_mem_disk *src); /* a backup; without the mark */
void smv_mem_disk_finish(struct smv_mem_disk *d);

struct smv_log *smv_log_mem_open(struct smv_mem_disk *disk, const struct smv_log_callbacks *cb,
                                 uint32_t keep_tail,
                                 void (*opened)(void *user, struct smv_log_opened *info),
                                 smv_log_replay *replay);
/* Make up to max waiting requests durable (0: all) and tell them as one batch. Returns how many. */
size_t smv_log_mem_commit(struct smv_log *log, smv_ms now, size_t max);
size_t smv_log_mem_waiting(const struct smv_log *log);
void smv_log_mem_refuse(struct smv_log *log); /* "disk full": drop all that waits, tell refused */
/* Crash in the middle: keep of the waiting requests become durable untold, the rest is lost; frees the log
 * without a callback. */
void smv_log_mem_crash(struct smv_log *log, smv_ms now, size_t keep);
void smv_log_mem_answer(struct smv_log *log); /* tell the reads, saves and backups that wait */

#endif
