/* ot_codec.c - a text op on the wire and in the log: [n | "s" | {"d": n}...].
 *
 * What: reads the canonical form and nothing else, so that equal ops have equal bytes and no op enters
 *       on which two implementations could disagree.
 * Not:  does not know the document: whether the op fits is apply's answer.
 * Uses: pack/, utf8.h, limits.h.    Thread: pure.
 * Invariant: an op that was read can be written and read again, with the same bytes when they were the
 *       shortest. */
#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"
#include "common/text/ot.h"

enum { COUNT_MAX = 0x7fffffff };

static uint32_t read_count(struct smv_reader *r)
{
    uint32_t n = (uint32_t)smv_read_uint_max(r, COUNT_MAX);
    if (n == 0) {
        smv_reader_fail(r, SMV_ERR_RANGE); /* keeps an earlier mistake */
    }
    return n;
}

static void read_insert(struct smv_reader *r, size_t max_bytes, struct smv_ot *op)
{
    struct smv_span text = smv_read_str(r, max_bytes - op->text.len);
    if (text.len == 0) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
    } else if (!smv_utf8_clean(text)) {
        smv_reader_fail(r, SMV_ERR_UTF8);
    } else {
        smv_ot_insert(op, text);
    }
}

static uint32_t read_delete(struct smv_reader *r)
{
    if (smv_read_map(r) != 1 || !smv_span_is(smv_read_str(r, 1), "d")) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
    }
    return read_count(r);
}

static void read_comp(struct smv_reader *r, size_t max_bytes, struct smv_ot *op)
{
    size_t before = op->n_comps;
    switch (smv_reader_peek(r)) {
    case SMV_PACK_INT: smv_ot_skip(op, read_count(r)); break;
    case SMV_PACK_STR: read_insert(r, max_bytes, op); break;
    case SMV_PACK_MAP: smv_ot_delete(op, read_delete(r)); break;
    case SMV_PACK_NONE:
    case SMV_PACK_NIL:
    case SMV_PACK_BOOL:
    case SMV_PACK_BIN:
    case SMV_PACK_ARRAY:
    case SMV_PACK_OTHER: smv_reader_fail(r, SMV_ERR_MALFORMED); break;
    }
    /* Merged into its neighbour: two of one type stood side by side. */
    if (op->n_comps == before) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
    }
}

enum smv_err smv_ot_read(struct smv_reader *r, size_t max_insert_bytes, struct smv_ot *ret_op)
{
    struct smv_ot op = {0};
    uint32_t n = smv_read_array(r);
    if (n > SMV_MAX_OT_COMPS) {
        smv_reader_fail(r, SMV_ERR_TOO_BIG);
    }
    for (uint32_t i = 0; i < n && r->err == SMV_OK; i++) {
        read_comp(r, max_insert_bytes, &op);
    }
    if (op.n_comps > 0 && op.comps[op.n_comps - 1].type == SMV_OT_SKIP) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
    }
    if (r->err != SMV_OK) {
        smv_ot_finish(&op);
        return r->err;
    }
    smv_ot_finish(ret_op);
    *ret_op = op;
    return SMV_OK;
}

void smv_ot_write(struct smv_buf *b, const struct smv_ot *op)
{
    smv_write_array(b, op->n_comps);
    for (size_t i = 0; i < op->n_comps; i++) {
        const struct smv_ot_comp *comp = &op->comps[i];
        switch (comp->type) {
        case SMV_OT_SKIP: smv_write_uint(b, comp->n); break;
        case SMV_OT_INSERT:
            smv_write_str(b, smv_span(op->text.data + comp->at, comp->bytes));
            break;
        case SMV_OT_DELETE:
            smv_write_map(b, 1);
            smv_write_cstr(b, "d");
            smv_write_uint(b, comp->n);
            break;
        }
    }
}
