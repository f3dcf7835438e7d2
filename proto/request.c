/* request.c - operations: as a client sends them, as the log keeps them, and the bytes that stay the same.
 *
 * What: reads [n, seen, op, args...] and [1, link, ord, n, seen, op, args...]; the tail from seen on is
 *       carried over untouched, so that hash, resend and log speak of the same bytes.
 * Not:  no meaning: rights, existence, values are the daemon's core.
 * Uses: field.h, common/base/hash.h.    Thread: pure. */
#include "common/base/check.h"
#include "common/base/hash.h"
#include "proto/field.h"
#include "proto/msg.h"

enum { BODY_FORMAT = 1, BEFORE_TAIL_SENT = 1, BEFORE_TAIL_BODY = 4, SEEN_AND_OP = 2 };
enum { FROM_CLIENT = 1, FROM_DAEMON = 2 };
#define ORD_MAX 8388607

#define X(name, type, bound, doc) a->name = smv_field_read_##type(r, bound);
#define O(NAME, name, number, who, doc)                                                            \
    static void read_##name(struct smv_reader *r, struct smv_op_##name *a)                         \
    {                                                                                              \
        SMV_OP_##NAME##_ARGS(X)                                                                    \
    }
SMV_OP_MAP(O)
#undef O
#undef X

#define X(name, type, bound, doc) smv_field_write_##type(b, a->name);
#define O(NAME, name, number, who, doc)                                                            \
    static void write_##name(struct smv_buf *b, const struct smv_op_##name *a)                     \
    {                                                                                              \
        SMV_OP_##NAME##_ARGS(X)                                                                    \
    }
SMV_OP_MAP(O)
#undef O
#undef X

/* Arguments per operation. */
enum {
#define X(name, type, bound, doc)       +1
#define O(NAME, name, number, who, doc) ARGS_OF_##NAME = 0 SMV_OP_##NAME##_ARGS(X),
    SMV_OP_MAP(O)
#undef O
#undef X
};

uint32_t smv_request_tail_count(enum smv_op_kind op)
{
    switch (op) {
#define O(NAME, name, number, who, doc)                                                            \
    case SMV_OP_##NAME: return SEEN_AND_OP + ARGS_OF_##NAME;
        SMV_OP_MAP(O)
#undef O
    }
    UNREACHABLE("an operation outside enum smv_op_kind");
}

/* seen, op, args, where `elements` of the array are still to come; op must be from one of `who`. */
static void read_tail(struct smv_reader *r, uint32_t elements, int who, struct smv_request *req)
{
    const uint8_t *start = r->p;
    req->seen = smv_read_uint_max(r, SMV_U53);
    uint64_t op = smv_read_uint(r);
    if (r->err != SMV_OK) {
        return;
    }
    switch (op) {
#define O(NAME, name, number, who_, doc)                                                           \
    case number:                                                                                   \
        if ((FROM_##who_ & who) == 0) {                                                            \
            smv_reader_fail(r, SMV_ERR_MISSING);                                                   \
        } else if (elements != SEEN_AND_OP + ARGS_OF_##NAME) {                                     \
            smv_reader_fail(r, SMV_ERR_MALFORMED);                                                 \
        } else {                                                                                   \
            req->op = SMV_OP_##NAME;                                                               \
            read_##name(r, &req->u.name);                                                          \
        }                                                                                          \
        break;
        SMV_OP_MAP(O)
#undef O
    default: smv_reader_fail(r, SMV_ERR_MISSING); break;
    }
    if (r->err == SMV_OK) {
        req->tail = smv_span(start, (size_t)(r->p - start));
    }
}

/* An array with at least `least` elements; how many. */
static uint32_t array_from(struct smv_reader *r, uint32_t least)
{
    uint32_t n = smv_read_array(r);
    if (n < least) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return least;
    }
    return n;
}

enum smv_err smv_request_read(struct smv_reader *r, struct smv_request *ret_req)
{
    if (r->err != SMV_OK) {
        return r->err;
    }
    const struct smv_reader start = *r;
    struct smv_request req = {0};
    uint32_t n = array_from(r, BEFORE_TAIL_SENT + SEEN_AND_OP);
    req.n = smv_read_uint_max(r, SMV_U53);
    if (r->err == SMV_OK && req.n == 0) {
        smv_reader_fail(r, SMV_ERR_RANGE);
    }
    if (r->err == SMV_OK) {
        read_tail(r, n - BEFORE_TAIL_SENT, FROM_CLIENT, &req);
    }
    if (r->err != SMV_OK) {
        /* Step over it, so that one bad operation does not hide those after it. */
        enum smv_err err = r->err;
        *r = start;
        (void)smv_read_skip(r);
        return err;
    }
    *ret_req = req;
    return SMV_OK;
}

uint64_t smv_request_peek_n(struct smv_reader r)
{
    (void)array_from(&r, 1);
    return smv_read_uint_max(&r, SMV_U53);
}

enum smv_err smv_request_read_body(struct smv_span body, struct smv_request *ret_req)
{
    struct smv_reader r;
    struct smv_request req = {0};
    smv_reader_init(&r, body);
    uint32_t n = array_from(&r, BEFORE_TAIL_BODY + SEEN_AND_OP);
    uint64_t format = smv_read_uint(&r);
    if (r.err == SMV_OK && format != BODY_FORMAT) {
        return SMV_ERR_VERSION;
    }
    req.link = smv_read_uint_max(&r, SMV_U53);
    req.ord = smv_read_uint_max(&r, ORD_MAX);
    req.n = smv_read_uint_max(&r, SMV_U53);
    if (r.err == SMV_OK) {
        read_tail(&r, n - BEFORE_TAIL_BODY, FROM_CLIENT | FROM_DAEMON, &req);
    }
    SMV_TRY(smv_reader_done(&r));
    *ret_req = req;
    return SMV_OK;
}

void smv_request_write_tail(struct smv_buf *b, const struct smv_request *req)
{
    smv_write_uint(b, req->seen);
    smv_write_uint(b, req->op);
    switch (req->op) {
#define O(NAME, name, number, who, doc)                                                            \
    case SMV_OP_##NAME: write_##name(b, &req->u.name); return;
        SMV_OP_MAP(O)
#undef O
    }
    UNREACHABLE("an operation outside enum smv_op_kind");
}

void smv_request_write(struct smv_buf *b, const struct smv_request *req)
{
    PRE(req->tail.len > 0);
    smv_write_array(b, BEFORE_TAIL_SENT + smv_request_tail_count(req->op));
    smv_write_uint(b, req->n);
    smv_buf_put_span(b, req->tail);
}

void smv_request_write_body(struct smv_buf *b, const struct smv_request *req)
{
    smv_write_array(b, BEFORE_TAIL_BODY + smv_request_tail_count(req->op));
    smv_write_uint(b, BODY_FORMAT);
    smv_write_uint(b, req->link);
    smv_write_uint(b, req->ord);
    smv_write_uint(b, req->n);
    if (req->tail.len > 0) {
        smv_buf_put_span(b, req->tail);
    } else {
        smv_request_write_tail(b, req);
    }
}

uint64_t smv_request_hash(struct smv_span tail)
{
    uint8_t out[SMV_HASH_SHORT];
    uint64_t v = 0;
    smv_hash(out, sizeof out, smv_span(NULL, 0), &tail, 1);
    for (size_t i = 0; i < sizeof out; i++) {
        v = v << 8 | out[i];
    }
    return v;
}
