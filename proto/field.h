/* field.h - reading and writing one field of a message, by the type that messages.def gives it.
 *
 * What: smv_field_read_TYPE and smv_field_write_TYPE; the macros of msg.c, request.c and item.c pick one
 *       by pasting the type's name.
 * Not:  included by nobody outside proto/.
 * Uses: common/pack.    Thread: pure.
 * Invariant: a mistake sticks in the reader; the value is then 0 or empty. */
#ifndef SMV_PROTO_FIELD_H
#define SMV_PROTO_FIELD_H
#include "common/pack/reader.h"
#include "common/pack/writer.h"

static inline uint64_t smv_field_read_UINT(struct smv_reader *r, uint64_t bound)
{
    return smv_read_uint_max(r, bound);
}

static inline int64_t smv_field_read_INT(struct smv_reader *r, int64_t bound)
{
    int64_t v = smv_read_int(r);
    if (v > bound || v < -bound) {
        smv_reader_fail(r, SMV_ERR_RANGE);
        return 0;
    }
    return v;
}

static inline struct smv_span smv_field_read_STR(struct smv_reader *r, size_t bound)
{
    return smv_read_str(r, bound);
}

static inline struct smv_span smv_field_read_BIN(struct smv_reader *r, size_t bound)
{
    struct smv_span s = smv_read_bin(r, SIZE_MAX);
    if (s.len != bound) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return smv_span(NULL, 0);
    }
    return s;
}

/* Well-formed as a whole and not too deep; what it means is its owner's to read. */
static inline struct smv_span smv_field_read_RAW(struct smv_reader *r, size_t bound)
{
    struct smv_span s = smv_read_skip(r);
    if (s.len > bound) {
        smv_reader_fail(r, SMV_ERR_TOO_BIG);
        return smv_span(NULL, 0);
    }
    return s;
}

static inline void smv_field_write_UINT(struct smv_buf *b, uint64_t v)
{
    smv_write_uint(b, v);
}

static inline void smv_field_write_INT(struct smv_buf *b, int64_t v)
{
    smv_write_int(b, v);
}

static inline void smv_field_write_STR(struct smv_buf *b, struct smv_span s)
{
    smv_write_str(b, s);
}

static inline void smv_field_write_BIN(struct smv_buf *b, struct smv_span s)
{
    smv_write_bin(b, s);
}

/* An empty span is nil, so that a zeroed struct is a valid message. */
static inline void smv_field_write_RAW(struct smv_buf *b, struct smv_span s)
{
    if (s.len == 0) {
        smv_write_nil(b);
        return;
    }
    smv_buf_put_span(b, s);
}

#endif
