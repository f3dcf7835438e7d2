/* fuzz_ot.c - any bytes as a document and two ops: what is accepted obeys the laws.
 *
 * What: the input is msgpack: a string, then ops. A is fitted against the document, and so is B; if both
 *       fit, both orders must meet, A with B after it must be one op, and A must be undone by its inverse.
 *       Then the texts are compared by diff and merged. Ops that do not fit are transformed all the same:
 *       nothing may break. */
#include <stdint.h>
#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "common/pack/reader.h"
#include "common/pack/writer.h"
#include "common/text/ot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct smv_buf copy_of(struct smv_span s)
{
    struct smv_buf b = {0};
    smv_buf_put_span(&b, s);
    return b;
}

static void must_apply(struct smv_buf *doc, const struct smv_ot *op)
{
    enum smv_err err = smv_ot_apply(doc, op);
    INVARIANT(err == SMV_OK);
    INVARIANT(smv_utf8_valid(smv_buf_span(doc)));
}

static void must_equal(const struct smv_buf *a, const struct smv_buf *b)
{
    INVARIANT(smv_span_eq(smv_buf_span(a), smv_buf_span(b)));
}

/* What we make must be what we accept, unless it grew past the limit on components. */
static void must_read_back(const struct smv_ot *op)
{
    struct smv_buf wire = {0};
    struct smv_ot again = {0};
    struct smv_reader r;
    smv_ot_write(&wire, op);
    smv_reader_init(&r, smv_buf_span(&wire));
    enum smv_err err = smv_ot_read(&r, SMV_MAX_TEXT_BYTES, &again);
    INVARIANT(err == SMV_OK ? smv_ot_equal(op, &again)
                            : err == SMV_ERR_TOO_BIG && op->n_comps > SMV_MAX_OT_COMPS);
    smv_buf_finish(&wire);
    smv_ot_finish(&again);
}

static void check_undo(struct smv_span doc, const struct smv_ot *op)
{
    struct smv_ot undo = {0};
    struct smv_buf text = copy_of(doc);
    enum smv_err err = smv_ot_invert(op, doc, &undo);
    INVARIANT(err == SMV_OK);
    must_apply(&text, op);
    must_apply(&text, &undo);
    INVARIANT(smv_span_eq(smv_buf_span(&text), doc));
    smv_ot_finish(&undo);
    smv_buf_finish(&text);
}

static void check_diff(struct smv_span doc, struct smv_span x, struct smv_span y)
{
    struct smv_ot op = {0};
    struct smv_buf text = copy_of(x), merged = {0};
    smv_ot_diff(x, y, &op);
    must_apply(&text, &op);
    INVARIANT(smv_span_eq(smv_buf_span(&text), y));
    INVARIANT(op.n_comps <= SMV_MAX_OT_COMPS);
    smv_ot_merge3(doc, x, doc, &merged);
    INVARIANT(smv_span_eq(smv_buf_span(&merged), x));
    smv_ot_merge3(doc, x, y, &merged);
    INVARIANT(smv_utf8_valid(smv_buf_span(&merged)));
    smv_ot_finish(&op);
    smv_buf_finish(&text);
    smv_buf_finish(&merged);
}

static void check_two(struct smv_span doc, const struct smv_ot *a, const struct smv_ot *b)
{
    struct smv_ot a2 = {0}, b2 = {0}, both = {0};
    smv_ot_transform(a, b, SMV_OT_LEFT, &a2);
    smv_ot_transform(b, a, SMV_OT_RIGHT, &b2);
    smv_ot_compose(a, b, &both);
    struct smv_buf x = copy_of(doc), y = copy_of(doc), z = copy_of(doc);
    bool fits = smv_ot_apply(&x, a) == SMV_OK && smv_ot_apply(&y, b) == SMV_OK;
    INVARIANT(!fits || smv_ot_old_len(a) <= smv_utf8_count(doc));
    if (fits) {
        check_undo(doc, a);
        check_diff(doc, smv_buf_span(&x), smv_buf_span(&y));
        must_apply(&x, &b2);
        must_apply(&y, &a2);
        must_equal(&x, &y);
        must_read_back(&a2);
        must_read_back(&b2);
        smv_ot_compose(a, &b2, &both);
        must_apply(&z, &both);
        must_equal(&x, &z);
        INVARIANT(smv_ot_position(smv_utf8_count(doc), a) <= smv_utf8_count(doc) + a->text.len);
    }
    smv_ot_finish(&a2);
    smv_ot_finish(&b2);
    smv_ot_finish(&both);
    smv_buf_finish(&x);
    smv_buf_finish(&y);
    smv_buf_finish(&z);
}

/* Only canonical ops come in: as many components as the message has, none merged away. */
static bool read_op(struct smv_reader *r, struct smv_ot *op)
{
    struct smv_reader look = *r;
    uint32_t n = smv_read_array(&look);
    bool read = smv_ot_read(r, SMV_MAX_TEXT_BYTES, op) == SMV_OK;
    INVARIANT(!read || op->n_comps == n);
    return read;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct smv_reader r;
    smv_reader_init(&r, smv_span(data, size));
    struct smv_span doc = smv_read_str(&r, SMV_MAX_TEXT_BYTES);
    struct smv_ot a = {0}, b = {0};
    if (read_op(&r, &a)) {
        must_read_back(&a);
        if (read_op(&r, &b)) {
            check_two(doc, &a, &b);
        }
    }
    smv_ot_finish(&a);
    smv_ot_finish(&b);
    return 0;
}
