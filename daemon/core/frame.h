/* frame.h - one encoded message, frozen and shared.
 *
 * What: bytes that many connections send; counted references; headroom in front for the transport's header.
 * Invariants: never written after smv_frame_make; freed with the last reference. One thread, plain counter.
 * Uses: base. */
#ifndef SMV_DAEMON_FRAME_H
#define SMV_DAEMON_FRAME_H
#include "common/base/buf.h"

struct smv_frame {
    uint32_t refs;
    uint32_t len;
    uint64_t seq_to;  /* EV: log position after it; else 0 */
    uint8_t *payload; /* prefix bytes of headroom lie before it, the transport may scribble there */
};

/* One reference, the caller's. Copies the bytes. */
struct smv_frame *smv_frame_make(size_t prefix, struct smv_span bytes);
struct smv_frame *smv_frame_ref(struct smv_frame *f);
void smv_frame_unref(struct smv_frame *f); /* NULL is fine */

#endif
