/* msg.h - the messages, operations and changes of messages.def as C structs, read and written.
 *
 * What: one struct, one read and one write per message, operation and change, all derived from the
 *       definitions, so that they cannot drift apart.
 * Not:  no meaning: whether an op is allowed is the daemon's core; what a RAW field holds is read by its
 *       owner (ops here, values and nodes in common/model).
 * Uses: common/pack.    Thread: pure.
 * Ownership: what is read borrows the frame; writing appends to the caller's buffer. */
#ifndef SMV_PROTO_MSG_H
#define SMV_PROTO_MSG_H
#include "common/base/buf.h"
#include "common/base/err.h"
#include "common/pack/reader.h"
#include "proto/messages.def"

#define SMV_SUBPROTOCOL "samverka.v1"

/* SMV_MSG_KIND_HELLO = 1 ... */
enum smv_msg_kind {
#define M(NAME, name, number, direction, doc) SMV_MSG_KIND_##NAME = number,
    SMV_MESSAGE_MAP(M)
#undef M
};
enum smv_op_kind {
#define O(NAME, name, number, who, doc) SMV_OP_##NAME = number,
    SMV_OP_MAP(O)
#undef O
};
enum smv_change_kind {
#define C(NAME, name, number, doc) SMV_CHANGE_##NAME = number,
    SMV_CHANGE_MAP(C)
#undef C
};
enum smv_code {
#define X(NAME, number, class, text) SMV_CODE_##NAME = number,
    SMV_CODE_MAP(X)
#undef X
};
enum smv_code_class {
    SMV_CLASS_DONE,
    SMV_CLASS_STOP,
    SMV_CLASS_PERMIT,
    SMV_CLASS_RETRY,
    SMV_CLASS_RESYNC
};
enum smv_close {
#define X(NAME, number, again, text) SMV_CLOSE_##NAME = number,
    SMV_CLOSE_MAP(X)
#undef X
};

/* struct smv_msg_hello { uint64_t vmin; ... struct smv_span resume; }; likewise for every other one */
#define SMV_C_UINT                uint64_t
#define SMV_C_INT                 int64_t
#define SMV_C_STR                 struct smv_span
#define SMV_C_BIN                 struct smv_span
#define SMV_C_RAW                 struct smv_span
#define X(name, type, bound, doc) SMV_C_##type name;
#define M(NAME, name, number, direction, doc)                                                      \
    struct smv_msg_##name {                                                                        \
        SMV_MSG_##NAME(X)                                                                          \
    };
SMV_MESSAGE_MAP(M)
#undef M
#define O(NAME, name, number, who, doc)                                                            \
    struct smv_op_##name {                                                                         \
        SMV_OP_##NAME##_ARGS(X)                                                                    \
    };
SMV_OP_MAP(O)
#undef O
#define C(NAME, name, number, doc)                                                                 \
    struct smv_change_##name {                                                                     \
        SMV_CHANGE_##NAME##_ARGS(X)                                                                \
    };
SMV_CHANGE_MAP(C)
#undef C
#undef X

/* Any message. */
struct smv_msg {
    enum smv_msg_kind kind;
    union {
#define M(NAME, name, number, direction, doc) struct smv_msg_##name name;
        SMV_MESSAGE_MAP(M)
#undef M
    } u;
};

/* An operation with what surrounds it. In OPS: [n, seen, op, args...]; in the log:
 * [1, link, ord, n, seen, op, args...]. */
struct smv_request {
    uint64_t link; /* the log's only: whose link; 0 the daemon */
    uint64_t ord;  /* the log's only: which client; 0 none */
    uint64_t n;    /* the client's number; 0 for operations without one */
    uint64_t seen; /* log position the author had applied */
    enum smv_op_kind op;
    struct smv_span
        tail; /* the bytes from seen to the end: what is hashed, and kept as they came */
    union {
#define O(NAME, name, number, who, doc) struct smv_op_##name name;
        SMV_OP_MAP(O)
#undef O
    } u;
};

/* A change as told in EV: [seq, ts, ord, n, change, args...]. */
struct smv_item {
    uint64_t seq, ts, ord, n;
    enum smv_change_kind change;
    union {
#define C(NAME, name, number, doc) struct smv_change_##name name;
        SMV_CHANGE_MAP(C)
#undef C
    } u;
};

/* One whole frame. up: only messages of that direction are accepted (1 from clients, 0 from the daemon).
 * Errors: MALFORMED (not an array, wrong length, unknown number below 128), RANGE, TOO_BIG, UTF8; MISSING for
 * an unknown number of 128 or more, which the receiver ignores. */
SMV_CHECKED enum smv_err smv_msg_read(struct smv_span frame, int up, struct smv_msg *ret_msg);
void smv_msg_write(struct smv_buf *b, const struct smv_msg *msg);

/* [n, seen, op, args...], the next value in r; n from 1. Only CLIENT operations: MISSING for any other number.
 * After a mistake inside it, r stands behind it and can go on, unless the bytes are no msgpack at all. */
SMV_CHECKED enum smv_err smv_request_read(struct smv_reader *r, struct smv_request *ret_req);
/* n of the next value in r even if the rest of it cannot be read, so that RES can name it; 0: none. */
uint64_t smv_request_peek_n(struct smv_reader r);
/* the same from a log entry's body; every operation. VERSION: not of this format */
SMV_CHECKED enum smv_err smv_request_read_body(struct smv_span body, struct smv_request *ret_req);
/* seen, op, args: what the client freezes at first send. Appends to b; no array header. */
void smv_request_write_tail(struct smv_buf *b, const struct smv_request *req);
/* [n, tail]: one element of OPS; req->tail must be set */
void smv_request_write(struct smv_buf *b, const struct smv_request *req);
/* a log entry's body, with req->tail as it came, or made from the fields where it is empty */
void smv_request_write_body(struct smv_buf *b, const struct smv_request *req);
/* How many array elements the tail has (seen, op and its args). */
uint32_t smv_request_tail_count(enum smv_op_kind op);
/* 8-byte hash of the tail: what makes a resend the same as the first send. */
uint64_t smv_request_hash(struct smv_span tail);

/* The next value in r. MISSING: a change of an unknown number. After a mistake as smv_request_read. */
SMV_CHECKED enum smv_err smv_item_read(struct smv_reader *r, struct smv_item *ret_item);
void smv_item_write(struct smv_buf *b, const struct smv_item *item);

/* Words and sentences; static; "unknown" where there is none. */
const char *smv_msg_name(enum smv_msg_kind kind);
const char *smv_op_name(enum smv_op_kind op);
const char *smv_change_name(enum smv_change_kind change);
const char *smv_code_name(enum smv_code code);
const char *smv_code_text(enum smv_code code);
enum smv_code_class smv_code_class(enum smv_code code);
const char *smv_close_text(enum smv_close code);
int smv_close_again(unsigned code); /* may the client come back by itself; unknown codes: yes */

#endif
