/* frame.c - see frame.h. */
#include "daemon/core/frame.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"

struct smv_frame *smv_frame_make(size_t prefix, struct smv_span bytes)
{
    struct smv_frame *f = smv_alloc(sizeof *f + prefix + bytes.len);
    f->refs = 1;
    f->len = (uint32_t)bytes.len;
    f->seq_to = 0;
    f->payload = (uint8_t *)(f + 1) + prefix;
    if (bytes.len > 0) {
        memcpy(f->payload, bytes.data, bytes.len);
    }
    return f;
}

struct smv_frame *smv_frame_ref(struct smv_frame *f)
{
    PRE(f->refs > 0);
    f->refs++;
    return f;
}

void smv_frame_unref(struct smv_frame *f)
{
    if (f != NULL && --f->refs == 0) {
        smv_free(f);
    }
}
