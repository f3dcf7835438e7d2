/* outbox.h - one process's own work on disk: appended and fsynced before it is sent.
 *
 * What: PROFILE/outbox-N/ with lock (flock: one process each), cid (16 bytes, who this outbox is to the
 *       daemon) and records. Two processes on one profile have two outboxes and so never share a cid; a
 *       folder whose process is gone is free to be taken over, with what it holds.
 * Format: records, each [length u32 LE, hash 8, bytes]. The first one that does not check out ends the file:
 *       it was being written when the machine stopped. More than one bad record's worth behind it is kept
 *       aside as records.broken, never thrown away.
 * Not:  what is in a record: the core's (client-cli/core/outbox.c).
 * Thread: any; the calls block (fsync). */
#ifndef SMV_CLIENT_OUTBOX_H
#define SMV_CLIENT_OUTBOX_H
#include "common/base/buf.h"
#include "common/base/err.h"

struct smv_outbox {
    unsigned number;
    char *folder; /* owned; NULL: not taken */
    int lock_fd, fd;
    uint8_t cid[16];
    uint64_t size;
    struct smv_buf bytes;     /* the file as it was when taken */
    struct smv_span *records; /* in bytes */
    size_t n_records;
};

/* Number from 1. Errors: BUSY (another process has it), MISSING (not there, and not to be made), DENIED,
 * FULL, IO. */
SMV_CHECKED enum smv_err smv_outbox_take(const char *profile, unsigned number, bool make,
                                         struct smv_outbox *ret_outbox);
/* Durable when it returns OK. */
SMV_CHECKED enum smv_err smv_outbox_append(struct smv_outbox *o, struct smv_span record);
/* The file becomes this one record (empty: none). */
SMV_CHECKED enum smv_err smv_outbox_replace(struct smv_outbox *o, struct smv_span record);
void smv_outbox_release(struct smv_outbox *o); /* zeroed is fine */

#endif
