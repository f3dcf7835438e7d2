/* ring.h - the recent messages of one view, encoded once, shared by all its readers.
 *
 * What: a bounded ring of frozen frames, each with a rising position; a reader is a position. Who falls behind
 *       the oldest frame has lost its place and needs a snapshot.
 * Invariants: a client at log position p with floor <= p <= last that gets every frame after p is in sync.
 * Uses: frame.h.    Thread: pure. */
#ifndef SMV_DAEMON_RING_H
#define SMV_DAEMON_RING_H
#include "common/model/tree.h"
#include "daemon/core/frame.h"

struct smv_ring {
    struct smv_frame **frames; /* index position % cap */
    uint32_t cap, max_frames;
    size_t bytes, max_bytes;
    uint64_t first, end; /* positions: oldest kept, next to come */
    uint64_t total;      /* bytes ever pushed */
    smv_seq floor;       /* log position before the oldest frame */
    smv_seq last;        /* log position after the newest */
};

void smv_ring_init(struct smv_ring *r, smv_seq at, size_t max_bytes, uint32_t max_frames);
void smv_ring_finish(struct smv_ring *r);
/* Takes the reference over. seq_to >= last. */
void smv_ring_push(struct smv_ring *r, struct smv_frame *f, smv_seq seq_to);
/* The frame at pos, borrowed; NULL when pos is end. pos must not be below first. */
struct smv_frame *smv_ring_at(const struct smv_ring *r, uint64_t pos);
/* Where a client that is at log position seq goes on; false: the ring does not reach back. */
bool smv_ring_resume(const struct smv_ring *r, smv_seq seq, uint64_t *ret_pos);
/* Forget all: everybody needs a snapshot. */
void smv_ring_reset(struct smv_ring *r, smv_seq at);

#endif
