/* item.c - changes, as EV tells them: [seq, ts, ord, n, change, args...].
 *
 * What: for every change one static reader and one writer, unrolled from messages.def.
 * Not:  the text ops, values and nodes inside stay bytes; common/text and common/model read them. PAST's
 *       history tells operations, not changes; its two owners put it together.
 * Uses: field.h.    Thread: pure. */
#include "common/base/check.h"
#include "proto/field.h"
#include "proto/msg.h"

enum { BEFORE_ARGS = 5 };
#define ORD_MAX 8388607

#define X(name, type, bound, doc) a->name = smv_field_read_##type(r, bound);
#define C(NAME, name, number, doc)                                                                 \
    static void read_##name(struct smv_reader *r, struct smv_change_##name *a)                     \
    {                                                                                              \
        SMV_CHANGE_##NAME##_ARGS(X)                                                                \
    }
SMV_CHANGE_MAP(C)
#undef C
#undef X

#define X(name, type, bound, doc) smv_field_write_##type(b, a->name);
#define C(NAME, name, number, doc)                                                                 \
    static void write_##name(struct smv_buf *b, const struct smv_change_##name *a)                 \
    {                                                                                              \
        SMV_CHANGE_##NAME##_ARGS(X)                                                                \
    }
SMV_CHANGE_MAP(C)
#undef C
#undef X

/* Arguments per change. */
enum {
#define X(name, type, bound, doc)  +1
#define C(NAME, name, number, doc) ARGS_OF_##NAME = 0 SMV_CHANGE_##NAME##_ARGS(X),
    SMV_CHANGE_MAP(C)
#undef C
#undef X
};

static void read_item(struct smv_reader *r, struct smv_item *item)
{
    uint32_t elements = smv_read_array(r);
    item->seq = smv_read_uint_max(r, SMV_U53);
    item->ts = smv_read_uint_max(r, SMV_U53);
    item->ord = smv_read_uint_max(r, ORD_MAX);
    item->n = smv_read_uint_max(r, SMV_U53);
    uint64_t change = smv_read_uint(r);
    if (r->err != SMV_OK) {
        return;
    }
    switch (change) {
#define C(NAME, name, number, doc)                                                                 \
    case number:                                                                                   \
        if (elements != BEFORE_ARGS + ARGS_OF_##NAME) {                                            \
            smv_reader_fail(r, SMV_ERR_MALFORMED);                                                 \
        }                                                                                          \
        item->change = SMV_CHANGE_##NAME;                                                          \
        read_##name(r, &item->u.name);                                                             \
        break;
        SMV_CHANGE_MAP(C)
#undef C
    default: smv_reader_fail(r, SMV_ERR_MISSING); break;
    }
}

enum smv_err smv_item_read(struct smv_reader *r, struct smv_item *ret_item)
{
    if (r->err != SMV_OK) {
        return r->err;
    }
    const struct smv_reader start = *r;
    struct smv_item item = {0};
    read_item(r, &item);
    if (r->err != SMV_OK) {
        enum smv_err err = r->err;
        *r = start;
        (void)smv_read_skip(r);
        return err;
    }
    *ret_item = item;
    return SMV_OK;
}

void smv_item_write(struct smv_buf *b, const struct smv_item *item)
{
    switch (item->change) {
#define C(NAME, name, number, doc)                                                                 \
    case SMV_CHANGE_##NAME: smv_write_array(b, BEFORE_ARGS + ARGS_OF_##NAME); break;
        SMV_CHANGE_MAP(C)
#undef C
    default: UNREACHABLE("a change outside enum smv_change_kind");
    }
    smv_write_uint(b, item->seq);
    smv_write_uint(b, item->ts);
    smv_write_uint(b, item->ord);
    smv_write_uint(b, item->n);
    smv_write_uint(b, item->change);
    switch (item->change) {
#define C(NAME, name, number, doc)                                                                 \
    case SMV_CHANGE_##NAME: write_##name(b, &item->u.name); return;
        SMV_CHANGE_MAP(C)
#undef C
    }
    UNREACHABLE("a change outside enum smv_change_kind");
}
