/* fuzz_msg.c - any bytes as a frame, an operation, a log entry's body and a change.
 *
 * What: whatever one of the readers accepts is written, read again and written again: the same bytes the
 *       second time; what lies inside OPS and EV goes the same way; an operation's tail lies inside what
 *       was given; a refused one is stepped over or ends the reader.
 * Corpus: the good vectors' bytes, put there by tests/vectors/make.mjs. */
#include <stdint.h>
#include "common/base/check.h"
#include "proto/msg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void settled(struct smv_buf *first, struct smv_buf *second)
{
    INVARIANT(smv_span_eq(smv_buf_span(first), smv_buf_span(second)));
    smv_buf_finish(first);
    smv_buf_finish(second);
}

static bool request(struct smv_reader *r)
{
    struct smv_request req, again;
    struct smv_buf first = {0}, second = {0}, tail = {0};
    struct smv_reader r2;
    const uint8_t *start = r->p;
    uint64_t n = smv_request_peek_n(*r);
    if (smv_request_read(r, &req) != SMV_OK) {
        INVARIANT(r->p > start || r->p == r->end);
        return r->err == SMV_OK;
    }
    INVARIANT(req.n == n && n > 0);
    INVARIANT(req.tail.data > start && req.tail.data + req.tail.len == r->p);
    INVARIANT(smv_request_hash(req.tail) == smv_request_hash(req.tail));
    smv_request_write_tail(&tail, &req);
    req.tail = smv_buf_span(&tail);
    smv_request_write(&first, &req);
    smv_reader_init(&r2, smv_buf_span(&first));
    INVARIANT(smv_request_read(&r2, &again) == SMV_OK);
    INVARIANT(smv_reader_done(&r2) == SMV_OK);
    smv_request_write(&second, &again);
    settled(&first, &second);
    smv_buf_finish(&tail);
    return true;
}

static bool item(struct smv_reader *r)
{
    struct smv_item change, again;
    struct smv_buf first = {0}, second = {0};
    struct smv_reader r2;
    const uint8_t *start = r->p;
    if (smv_item_read(r, &change) != SMV_OK) {
        INVARIANT(r->p > start || r->p == r->end);
        return r->err == SMV_OK;
    }
    smv_item_write(&first, &change);
    smv_reader_init(&r2, smv_buf_span(&first));
    INVARIANT(smv_item_read(&r2, &again) == SMV_OK);
    INVARIANT(smv_reader_done(&r2) == SMV_OK);
    smv_item_write(&second, &again);
    settled(&first, &second);
    return true;
}

static void each(struct smv_span list, bool (*one)(struct smv_reader *r))
{
    struct smv_reader r;
    smv_reader_init(&r, list);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n && one(&r); i++) {
    }
}

static void frame(struct smv_span bytes, int up)
{
    struct smv_msg msg, again;
    struct smv_buf first = {0}, second = {0};
    if (smv_msg_read(bytes, up, &msg) != SMV_OK) {
        return;
    }
    if (msg.kind == SMV_MSG_KIND_OPS) {
        each(msg.u.ops.ops, request);
    } else if (msg.kind == SMV_MSG_KIND_EV) {
        each(msg.u.ev.items, item);
    }
    smv_msg_write(&first, &msg);
    INVARIANT(smv_msg_read(smv_buf_span(&first), up, &again) == SMV_OK);
    INVARIANT(again.kind == msg.kind);
    smv_msg_write(&second, &again);
    settled(&first, &second);
}

static void body(struct smv_span bytes)
{
    struct smv_request req, again;
    struct smv_buf first = {0}, second = {0};
    if (smv_request_read_body(bytes, &req) != SMV_OK) {
        return;
    }
    req.tail.len = 0; /* from the fields */
    smv_request_write_body(&first, &req);
    INVARIANT(smv_request_read_body(smv_buf_span(&first), &again) == SMV_OK);
    smv_request_write_body(&second, &again);
    settled(&first, &second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct smv_span bytes = smv_span(data, size);
    struct smv_reader r;
    frame(bytes, 0);
    frame(bytes, 1);
    body(bytes);
    smv_reader_init(&r, bytes);
    (void)request(&r);
    smv_reader_init(&r, bytes);
    (void)item(&r);
    return 0;
}
