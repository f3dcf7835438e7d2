/* ring.c - see ring.h. */
#include "daemon/core/ring.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"

void smv_ring_init(struct smv_ring *r, smv_seq at, size_t max_bytes, uint32_t max_frames)
{
    memset(r, 0, sizeof *r);
    r->max_bytes = max_bytes;
    r->max_frames = max_frames;
    r->floor = r->last = at;
    r->first = r->end = 1; /* position 0 is nobody's: "after 0" means at once */
}

static void drop_oldest(struct smv_ring *r)
{
    struct smv_frame *f = r->frames[r->first % r->cap];
    r->frames[r->first % r->cap] = NULL;
    r->bytes -= f->len;
    r->floor = f->seq_to;
    r->first++;
    smv_frame_unref(f);
}

void smv_ring_finish(struct smv_ring *r)
{
    while (r->first < r->end) {
        drop_oldest(r);
    }
    smv_free(r->frames);
    memset(r, 0, sizeof *r);
}

static void grow(struct smv_ring *r)
{
    uint32_t cap = r->cap == 0 ? 16 : r->cap * 2;
    struct smv_frame **frames = smv_zalloc(cap * sizeof(struct smv_frame *));
    for (uint64_t p = r->first; p < r->end; p++) {
        frames[p % cap] = r->frames[p % r->cap];
    }
    smv_free(r->frames);
    r->frames = frames;
    r->cap = cap;
}

void smv_ring_push(struct smv_ring *r, struct smv_frame *f, smv_seq seq_to)
{
    PRE(seq_to >= r->last);
    while (r->first < r->end &&
           (r->end - r->first >= r->max_frames || r->bytes + f->len > r->max_bytes)) {
        drop_oldest(r);
    }
    if (r->end - r->first >= r->cap) {
        grow(r);
    }
    f->seq_to = seq_to;
    r->frames[r->end % r->cap] = f;
    r->end++;
    r->bytes += f->len;
    r->total += f->len;
    r->last = seq_to;
}

struct smv_frame *smv_ring_at(const struct smv_ring *r, uint64_t pos)
{
    PRE(pos >= r->first && pos <= r->end);
    return pos == r->end ? NULL : r->frames[pos % r->cap];
}

bool smv_ring_resume(const struct smv_ring *r, smv_seq seq, uint64_t *ret_pos)
{
    if (seq < r->floor) {
        return false;
    }
    uint64_t lo = r->first, hi = r->end; /* first frame with seq_to > seq */
    while (lo < hi) {
        uint64_t mid = lo + (hi - lo) / 2;
        if (r->frames[mid % r->cap]->seq_to > seq) {
            hi = mid;
        } else {
            lo = mid + 1;
        }
    }
    *ret_pos = lo;
    return true;
}

void smv_ring_reset(struct smv_ring *r, smv_seq at)
{
    while (r->first < r->end) {
        drop_oldest(r);
    }
    r->first = ++r->end; /* a position that nobody holds: everybody has lost its place */
    r->floor = r->last = at;
}
