/* ot_driver.c - answers questions about text ops, so that another implementation can check them.
 *
 * What: stdin holds msgpack values, one array a case; stdout gets one array an answer, in order.
 *         ["two", doc, A, B, pos]  A and B are made on doc
 *            -> [apply(doc,A), T(A,B,left), T(A,B,right), position(pos,A), invert(A,doc)]
 *         ["then", A, C]           C is made after A
 *            -> [compose(A,C)]
 *         ["read", bytes]          the packed op may be anything
 *            -> [name of the error, A as written again]
 *         ["fit", doc, A]          A may be too long for doc
 *            -> [name of apply's error, doc afterwards]
 * Not:  no judgement of its own: ot_oracle.mjs compares.
 * Invariant: a case that cannot be read ends the program with a message and status 2. */
#include <stdio.h>
#include <stdlib.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/pack/reader.h"
#include "common/pack/writer.h"
#include "common/text/ot.h"

static _Noreturn void give_up(const char *why, size_t left)
{
    fprintf(stderr, "ot_driver: %s, %zu bytes before the end of the input\n", why, left);
    exit(2);
}

static void read_all(FILE *in, struct smv_buf *b)
{
    size_t got;
    do {
        got = fread(smv_buf_reserve(b, 65536), 1, 65536, in);
        b->len += got;
    } while (got > 0);
}

static void read_op(struct smv_reader *r, struct smv_ot *op)
{
    if (smv_ot_read(r, SMV_MAX_TEXT_BYTES, op) != SMV_OK) {
        give_up("an op was refused", smv_reader_left(r));
    }
}

static void read_doc(struct smv_reader *r, struct smv_buf *doc)
{
    smv_buf_put_span(doc, smv_read_str(r, SMV_MAX_TEXT_BYTES));
}

static void answer_two(struct smv_reader *r, struct smv_buf *out)
{
    struct smv_buf doc = {0};
    struct smv_ot a = {0}, b = {0}, result = {0};
    read_doc(r, &doc);
    read_op(r, &a);
    read_op(r, &b);
    size_t pos = (size_t)smv_read_uint(r);
    smv_write_array(out, 5);
    struct smv_ot undo = {0};
    if (smv_ot_invert(&a, smv_buf_span(&doc), &undo) != SMV_OK ||
        smv_ot_apply(&doc, &a) != SMV_OK) {
        give_up("an op does not fit its document", smv_reader_left(r));
    }
    smv_write_str(out, smv_buf_span(&doc));
    smv_ot_transform(&a, &b, SMV_OT_LEFT, &result);
    smv_ot_write(out, &result);
    smv_ot_transform(&a, &b, SMV_OT_RIGHT, &result);
    smv_ot_write(out, &result);
    smv_write_uint(out, smv_ot_position(pos, &a));
    smv_ot_write(out, &undo);
    smv_buf_finish(&doc);
    smv_ot_finish(&a);
    smv_ot_finish(&b);
    smv_ot_finish(&result);
    smv_ot_finish(&undo);
}

static void answer_then(struct smv_reader *r, struct smv_buf *out)
{
    struct smv_ot a = {0}, c = {0}, result = {0};
    read_op(r, &a);
    read_op(r, &c);
    smv_ot_compose(&a, &c, &result);
    smv_write_array(out, 1);
    smv_ot_write(out, &result);
    smv_ot_finish(&a);
    smv_ot_finish(&c);
    smv_ot_finish(&result);
}

static void answer_read(struct smv_reader *r, struct smv_buf *out)
{
    struct smv_reader value;
    struct smv_ot op = {0};
    smv_reader_init(&value, smv_read_bin(r, SMV_MAX_FRAME_IN));
    enum smv_err err = smv_ot_read(&value, SMV_MAX_TEXT_BYTES, &op);
    smv_write_array(out, 2);
    smv_write_cstr(out, smv_err_name(err));
    smv_ot_write(out, &op);
    smv_ot_finish(&op);
}

static void answer_fit(struct smv_reader *r, struct smv_buf *out)
{
    struct smv_buf doc = {0};
    struct smv_ot a = {0};
    read_doc(r, &doc);
    read_op(r, &a);
    smv_write_array(out, 2);
    smv_write_cstr(out, smv_err_name(smv_ot_apply(&doc, &a)));
    smv_write_str(out, smv_buf_span(&doc));
    smv_buf_finish(&doc);
    smv_ot_finish(&a);
}

int main(void)
{
    struct smv_buf in = {0}, out = {0};
    read_all(stdin, &in);
    struct smv_reader r;
    smv_reader_init(&r, smv_buf_span(&in));
    while (smv_reader_left(&r) > 0) {
        (void)smv_read_array(&r);
        struct smv_span what = smv_read_str(&r, 8);
        if (smv_span_is(what, "two")) {
            answer_two(&r, &out);
        } else if (smv_span_is(what, "then")) {
            answer_then(&r, &out);
        } else if (smv_span_is(what, "read")) {
            answer_read(&r, &out);
        } else if (smv_span_is(what, "fit")) {
            answer_fit(&r, &out);
        } else {
            give_up("not a question", smv_reader_left(&r));
        }
    }
    if (smv_reader_done(&r) != SMV_OK) {
        give_up(smv_err_text(r.err), 0);
    }
    bool written = fwrite(out.data, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
    smv_buf_finish(&in);
    smv_buf_finish(&out);
    return written ? 0 : 2;
}
