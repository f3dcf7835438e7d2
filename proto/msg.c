/* msg.c - whole frames: the array header, the message's number, then its fields.
 *
 * What: for every message one static reader and one writer, unrolled from messages.def.
 * Not:  the size of a frame is the transport's to bound; RAW fields stay bytes.
 * Uses: field.h.    Thread: pure.
 * Invariant: the array holds exactly the message's fields; a receiver that knows fewer fields than the
 *       sender wrote must not guess. New fields therefore mean a new message or a new version. */
#include "proto/msg.h"
#include "common/base/check.h"
#include "proto/field.h"

/* Numbers from here on may be given to messages that an old receiver does without. */
enum { OPTIONAL_FROM = 128 };
enum { DIRECTION_DOWN = 0, DIRECTION_UP = 1 };

#define X(name, type, bound, doc) m->name = smv_field_read_##type(r, bound);
#define M(NAME, name, number, direction, doc)                                                      \
    static void read_##name(struct smv_reader *r, struct smv_msg_##name *m)                        \
    {                                                                                              \
        SMV_MSG_##NAME(X)                                                                          \
    }
SMV_MESSAGE_MAP(M)
#undef M
#undef X

#define X(name, type, bound, doc) smv_field_write_##type(b, m->name);
#define M(NAME, name, number, direction, doc)                                                      \
    static void write_##name(struct smv_buf *b, const struct smv_msg_##name *m)                    \
    {                                                                                              \
        SMV_MSG_##NAME(X)                                                                          \
    }
SMV_MESSAGE_MAP(M)
#undef M
#undef X

/* Fields per message. */
enum {
#define X(name, type, bound, doc)             +1
#define M(NAME, name, number, direction, doc) FIELDS_OF_##NAME = 0 SMV_MSG_##NAME(X),
    SMV_MESSAGE_MAP(M)
#undef M
#undef X
};

enum smv_err smv_msg_read(struct smv_span frame, int up, struct smv_msg *ret_msg)
{
    struct smv_reader r;
    struct smv_msg msg;
    smv_reader_init(&r, frame);
    uint32_t elements = smv_read_array(&r);
    if (elements == 0) {
        return SMV_ERR_MALFORMED;
    }
    uint64_t number = smv_read_uint(&r);
    if (r.err != SMV_OK) {
        return r.err;
    }
    switch (number) {
#define M(NAME, name, number_, direction, doc)                                                     \
    case number_:                                                                                  \
        if ((DIRECTION_##direction == DIRECTION_UP) != (up != 0) ||                                \
            elements != 1 + FIELDS_OF_##NAME) {                                                    \
            return SMV_ERR_MALFORMED;                                                              \
        }                                                                                          \
        msg.kind = SMV_MSG_KIND_##NAME;                                                            \
        read_##name(&r, &msg.u.name);                                                              \
        break;
        SMV_MESSAGE_MAP(M)
#undef M
    default: return number >= OPTIONAL_FROM ? SMV_ERR_MISSING : SMV_ERR_MALFORMED;
    }
    SMV_TRY(smv_reader_done(&r));
    *ret_msg = msg;
    return SMV_OK;
}

void smv_msg_write(struct smv_buf *b, const struct smv_msg *msg)
{
    switch (msg->kind) {
#define M(NAME, name, number, direction, doc)                                                      \
    case SMV_MSG_KIND_##NAME:                                                                      \
        smv_write_array(b, 1 + FIELDS_OF_##NAME);                                                  \
        smv_write_uint(b, number);                                                                 \
        write_##name(b, &msg->u.name);                                                             \
        return;
        SMV_MESSAGE_MAP(M)
#undef M
    }
    UNREACHABLE("a message outside enum smv_msg_kind");
}
