/* test_ot.c - text ops: worked cases by hand, the laws on random texts, and what the wire refuses.
 *
 * Ops are written as "=2|+abc|-1": skip 2, insert abc, delete 1. Agreement with another implementation is
 * tested in tests/oracle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"
#include "common/text/ot.h"
#include "tests/lib/ot_random.h"

static struct smv_ot op_of(const char *text)
{
    struct smv_ot op = {0};
    while (*text != '\0') {
        size_t len = strcspn(text, "|");
        if (*text == '+') {
            smv_ot_insert(&op, smv_span(text + 1, len - 1));
        } else {
            uint32_t n = (uint32_t)strtoul(text + 1, NULL, 10);
            *text == '=' ? smv_ot_skip(&op, n) : smv_ot_delete(&op, n);
        }
        text += len + (text[len] == '|');
    }
    return op;
}

static void assert_op(const struct smv_ot *op, const char *expected)
{
    struct smv_buf shown = {0};
    for (size_t i = 0; i < op->n_comps; i++) {
        const struct smv_ot_comp *comp = &op->comps[i];
        smv_buf_put_str(&shown, i > 0 ? "|" : "");
        if (comp->type == SMV_OT_INSERT) {
            smv_buf_put_byte(&shown, '+');
            smv_buf_put(&shown, op->text.data + comp->at, comp->bytes);
        } else {
            smv_buf_put_byte(&shown, comp->type == SMV_OT_SKIP ? '=' : '-');
            smv_buf_put_u64(&shown, comp->n);
        }
    }
    assert_string_equal(smv_buf_cstr(&shown), expected);
    smv_buf_finish(&shown);
}

static void assert_doc(const struct smv_buf *doc, const char *expected)
{
    struct smv_buf copy = {0};
    smv_buf_put_span(&copy, smv_buf_span(doc));
    assert_string_equal(smv_buf_cstr(&copy), expected);
    smv_buf_finish(&copy);
}

static void check_apply(const char *before, const char *op_text, enum smv_err err,
                        const char *after)
{
    struct smv_buf doc = {0};
    struct smv_ot op = op_of(op_text);
    smv_buf_put_str(&doc, before);
    assert_int_equal(smv_ot_apply(&doc, &op), err);
    assert_doc(&doc, after);
    smv_ot_finish(&op);
    smv_buf_finish(&doc);
}

static void applies(void **state)
{
    (void)state;
    check_apply("", "", SMV_OK, "");
    check_apply("", "+abc", SMV_OK, "abc");
    check_apply("abc", "-3", SMV_OK, "");
    check_apply("abc", "=3|+d", SMV_OK, "abcd");
    check_apply("abc", "=1|-1|+XY", SMV_OK, "aXYc");
    check_apply("abc", "=1|+X|-1|+Y", SMV_OK, "aXYc");
    check_apply("åäö", "=1|-1|=1|+!", SMV_OK, "åö!");
    check_apply("a👩‍🔬b", "=1|-3|=1|+c", SMV_OK, "abc");
    check_apply("a👩‍🔬b", "=2|+!", SMV_OK, "a👩!‍🔬b");
    check_apply("abcdef", "+1|=1|-1|=2|+2|-1|=1|+3", SMV_OK, "1acd2f3");
    /* Past the end: refused whole, nothing clamped, nothing changed. */
    check_apply("abc", "=4|+x", SMV_ERR_RANGE, "abc");
    check_apply("abc", "-4", SMV_ERR_RANGE, "abc");
    check_apply("abc", "=2|-2", SMV_ERR_RANGE, "abc");
    check_apply("", "=1|+x", SMV_ERR_RANGE, "");
    check_apply("", "-1", SMV_ERR_RANGE, "");
    check_apply("åä", "=3|+x", SMV_ERR_RANGE, "åä");
    check_apply("abcd", "=1|+x|=1|-3", SMV_ERR_RANGE, "abcd");
    check_apply("abcd", "+x|=2147483647|-1", SMV_ERR_RANGE, "abcd");
}

static void check_transform(const char *op_text, const char *other_text, const char *left,
                            const char *right)
{
    struct smv_ot op = op_of(op_text);
    struct smv_ot other = op_of(other_text);
    struct smv_ot result = {0};
    smv_ot_transform(&op, &other, SMV_OT_LEFT, &result);
    assert_op(&result, left);
    smv_ot_transform(&op, &other, SMV_OT_RIGHT, &result);
    assert_op(&result, right);
    smv_ot_finish(&op);
    smv_ot_finish(&other);
    smv_ot_finish(&result);
}

static void transforms(void **state)
{
    (void)state;
    /* Two inserts at one place: the left one's text stands first. */
    check_transform("+y", "+X", "+y", "=1|+y");
    check_transform("=2|+y", "=2|+XX", "=2|+y", "=4|+y");
    /* An insert at, inside and behind what is being replaced by "X". */
    check_transform("+y", "-3|+X", "+y", "+y");
    check_transform("=2|+y", "-3|+X", "+y", "+y");
    check_transform("=3|+y", "-3|+X", "+y", "=1|+y");
    check_transform("+y", "+X|-3", "+y", "=1|+y");
    check_transform("=1|+y", "+X|-3", "=1|+y", "=1|+y");
    check_transform("=3|+y", "+X|-3", "=1|+y", "=1|+y");
    /* What is gone cannot be deleted again; what is new is stepped over. */
    check_transform("=1|-3", "=2|-1", "=1|-2", "=1|-2");
    check_transform("-3", "=1|+XY", "-1|=2|-2", "-1|=2|-2");
    check_transform("-2", "-2", "", "");
    check_transform("-2|=3|+z", "=1|-3", "-1|=1|+z", "-1|=1|+z");
    check_transform("=5|+z", "", "=5|+z", "=5|+z");
}

static void check_compose(const char *a_text, const char *b_text, const char *expected)
{
    struct smv_ot a = op_of(a_text);
    struct smv_ot b = op_of(b_text);
    struct smv_ot result = {0};
    smv_ot_compose(&a, &b, &result);
    assert_op(&result, expected);
    smv_ot_finish(&a);
    smv_ot_finish(&b);
    smv_ot_finish(&result);
}

static void composes(void **state)
{
    (void)state;
    check_compose("=1|+b", "=2|+c", "=1|+bc");
    check_compose("+abc", "=1|-1", "+ac");
    check_compose("+åäö", "=1|+x", "+åxäö");
    check_compose("+abc", "-3", "");
    check_compose("-2", "+x", "+x|-2");
    check_compose("=1|-2", "-1", "-3");
    check_compose("+ab", "=1|-3", "+a|-2");
    check_compose("", "=4|-1", "=4|-1");
}

static void check_position(size_t pos, const char *op_text, size_t expected)
{
    struct smv_ot op = op_of(op_text);
    assert_int_equal(smv_ot_position(pos, &op), expected);
    smv_ot_finish(&op);
}

static void moves_positions(void **state)
{
    (void)state;
    check_position(0, "+abc", 0);
    check_position(1, "+abc", 4);
    check_position(3, "=3|+x", 3);
    check_position(4, "=3|+x", 5);
    check_position(4, "=1|-2", 2);
    check_position(2, "=1|-4", 1);
    check_position(5, "=1|-2|+xyz", 6);
    check_position(3, "=1|-2|+xyz", 1);
    check_position(7, "", 7);
}

static void inverts(void **state)
{
    (void)state;
    struct smv_ot op = op_of("=1|+xy|-2|=1|-1");
    struct smv_ot undo = {0};
    assert_int_equal(smv_ot_invert(&op, smv_span_str("aåäöb"), &undo), SMV_OK);
    assert_op(&undo, "=1|-2|+åä|=1|+b");
    assert_int_equal(smv_ot_invert(&op, smv_span_str("aåäö"), &undo), SMV_ERR_RANGE);
    assert_op(&undo, "=1|-2|+åä|=1|+b");
    smv_ot_finish(&op);
    smv_ot_finish(&undo);
}

static void builds_canonically(void **state)
{
    (void)state;
    struct smv_ot op = op_of("=1|=2|+a|+|+å|-0|-1|-1|=0|=5");
    assert_op(&op, "=3|+aå|-2|=5");
    smv_ot_trim(&op);
    assert_op(&op, "=3|+aå|-2");
    assert_int_equal(smv_ot_old_len(&op), 5);
    assert_int_equal(smv_ot_growth(&op), 0);
    struct smv_ot copy = op_of("-9");
    smv_ot_copy(&copy, &op);
    assert_true(smv_ot_equal(&copy, &op));
    smv_ot_skip(&copy, 1);
    assert_false(smv_ot_equal(&copy, &op));
    assert_false(smv_ot_is_noop(&op));
    smv_ot_clear(&op);
    assert_true(smv_ot_is_noop(&op));
    /* Counts stop at their bound instead of wrapping to a small one. */
    for (int i = 0; i < 5; i++) {
        smv_ot_delete(&op, 0x7fffffff);
    }
    assert_op(&op, "-2147483647");
    smv_ot_finish(&op);
    smv_ot_finish(&copy);
}

/* --- laws ----------------------------------------------------------------------------------- */

struct world {
    struct smv_rng rng;
    struct smv_buf doc, x, y;
    struct smv_ot a, b, c, d, e;
};

static void set(struct smv_buf *to, const struct smv_buf *from)
{
    smv_buf_clear(to);
    smv_buf_put_span(to, smv_buf_span(from));
}

static void must_apply(struct smv_buf *doc, const struct smv_ot *op)
{
    assert_int_equal(smv_ot_apply(doc, op), SMV_OK);
    assert_true(smv_utf8_valid(smv_buf_span(doc)));
}

static void assert_same(const struct world *w)
{
    assert_true(smv_span_eq(smv_buf_span(&w->x), smv_buf_span(&w->y)));
}

static void one_round(struct world *w)
{
    smv_buf_clear(&w->doc);
    ot_random_text(&w->rng, (size_t)smv_rng_below(&w->rng, 20), &w->doc);
    size_t len = smv_utf8_count(smv_buf_span(&w->doc));
    ot_random_op(&w->rng, len, &w->a);
    ot_random_op(&w->rng, len, &w->b);
    /* Both orders meet (TP1). */
    smv_ot_transform(&w->b, &w->a, SMV_OT_RIGHT, &w->c);
    smv_ot_transform(&w->a, &w->b, SMV_OT_LEFT, &w->d);
    set(&w->x, &w->doc);
    must_apply(&w->x, &w->a);
    assert_int_equal(smv_utf8_count(smv_buf_span(&w->x)), (int64_t)len + smv_ot_growth(&w->a));
    must_apply(&w->x, &w->c);
    set(&w->y, &w->doc);
    must_apply(&w->y, &w->b);
    must_apply(&w->y, &w->d);
    assert_same(w);
    /* a then c is one op. */
    smv_ot_compose(&w->a, &w->c, &w->e);
    set(&w->y, &w->doc);
    must_apply(&w->y, &w->e);
    assert_same(w);
    /* And can be undone. */
    assert_int_equal(smv_ot_invert(&w->e, smv_buf_span(&w->doc), &w->d), SMV_OK);
    must_apply(&w->y, &w->d);
    set(&w->x, &w->doc);
    assert_same(w);
    /* Both forms of an op are the same op. */
    smv_buf_clear(&w->x);
    smv_ot_write(&w->x, &w->e);
    struct smv_reader r;
    smv_reader_init(&r, smv_buf_span(&w->x));
    assert_int_equal(smv_ot_read(&r, 4096, &w->d), SMV_OK);
    assert_int_equal(smv_reader_done(&r), SMV_OK);
    assert_true(smv_ot_equal(&w->d, &w->e));
}

static void obeys_the_laws(void **state)
{
    (void)state;
    struct world w = {0};
    smv_rng_seed(&w.rng, 5);
    for (int i = 0; i < 20000; i++) {
        one_round(&w);
    }
    smv_buf_finish(&w.doc);
    smv_buf_finish(&w.x);
    smv_buf_finish(&w.y);
    smv_ot_finish(&w.a);
    smv_ot_finish(&w.b);
    smv_ot_finish(&w.c);
    smv_ot_finish(&w.d);
    smv_ot_finish(&w.e);
}

/* --- the wire ------------------------------------------------------------------------------- */

static enum smv_err read_bytes(const void *bytes, size_t len, size_t max, struct smv_ot *ret_op)
{
    struct smv_reader r;
    smv_reader_init(&r, smv_span(bytes, len));
    enum smv_err err = smv_ot_read(&r, max, ret_op);
    assert_int_equal(r.err, err);
    return err;
}

#define READ(literal) read_bytes(literal, sizeof(literal) - 1, 10, &op)

static void reads_only_canonical_ops(void **state)
{
    (void)state;
    struct smv_ot op = {0};
    assert_int_equal(READ("\x90"), SMV_OK);
    assert_int_equal(READ("\x93\x01\xa1x\x81\xa1"
                          "d\x02"),
                     SMV_OK);
    assert_op(&op, "=1|+x|-2");
    assert_int_equal(READ("\x92\xce\x7f\xff\xff\xff\xa1x"), SMV_OK);
    assert_op(&op, "=2147483647|+x");
    assert_int_equal(READ("\x92\xce\x80\0\0\0\xa1x"), SMV_ERR_RANGE);
    assert_int_equal(READ("\x92\x00\xa1x"), SMV_ERR_RANGE);
    assert_int_equal(READ("\x92\xff\xa1x"), SMV_ERR_RANGE);
    assert_int_equal(READ("\x91\x81\xa1"
                          "d\x00"),
                     SMV_ERR_RANGE);
    assert_int_equal(READ("\x91\x01"), SMV_ERR_MALFORMED);          /* trailing skip */
    assert_int_equal(READ("\x93\x01\x01\xa1x"), SMV_ERR_MALFORMED); /* two skips */
    assert_int_equal(READ("\x92\xa1x\xa1x"), SMV_ERR_MALFORMED);    /* two inserts */
    assert_int_equal(READ("\x92\x81\xa1"
                          "d\x01\x81\xa1"
                          "d\x01"),
                     SMV_ERR_MALFORMED);                   /* two deletes */
    assert_int_equal(READ("\x91\xa0"), SMV_ERR_MALFORMED); /* empty insert */
    assert_int_equal(READ("\x91\x80"), SMV_ERR_MALFORMED); /* empty map */
    assert_int_equal(READ("\x91\x81\xa1"
                          "e\x01"),
                     SMV_ERR_MALFORMED); /* another key */
    assert_int_equal(READ("\x91\x82\xa1"
                          "d\x01\xa1x\x01"),
                     SMV_ERR_MALFORMED); /* one more key */
    assert_int_equal(READ("\x91\x81\xa1"
                          "d\xa1x"),
                     SMV_ERR_MALFORMED); /* delete with text */
    assert_int_equal(READ("\x91\xc3"), SMV_ERR_MALFORMED);
    assert_int_equal(READ("\x91\xc0"), SMV_ERR_MALFORMED);
    assert_int_equal(READ("\x91\xc4\x01x"), SMV_ERR_MALFORMED);
    assert_int_equal(READ("\x91\x91\x01"), SMV_ERR_MALFORMED);
    assert_int_equal(READ("\xa1x"), SMV_ERR_MALFORMED);
    assert_int_equal(READ("\x92\xa1x"), SMV_ERR_MALFORMED); /* cut short */
    assert_int_equal(READ("\x91\xa1\x07"), SMV_ERR_UTF8);
    assert_int_equal(READ("\x91\xa3\xef\xbb\xbf"), SMV_ERR_UTF8);
    assert_int_equal(READ("\x91\xa1\xff"), SMV_ERR_UTF8);
    assert_int_equal(READ("\x91\xa2\n\t"), SMV_OK);
    assert_int_equal(READ("\x91\xab"
                          "12345678901"),
                     SMV_ERR_TOO_BIG);
    assert_int_equal(READ("\x93\xa6"
                          "123456\x01\xa5"
                          "12345"),
                     SMV_ERR_TOO_BIG);
    assert_op(&op, "+\n\t"); /* untouched by what was refused */
    smv_ot_finish(&op);
}

static void bounds_the_components(void **state)
{
    (void)state;
    struct smv_ot op = {0}, again = {0};
    for (int i = 0; i < SMV_MAX_OT_COMPS / 2; i++) {
        smv_ot_skip(&op, 1);
        smv_ot_delete(&op, 1);
    }
    struct smv_buf b = {0};
    smv_ot_write(&b, &op);
    assert_int_equal(op.n_comps, SMV_MAX_OT_COMPS);
    assert_int_equal(read_bytes(b.data, b.len, 10, &again), SMV_OK);
    assert_true(smv_ot_equal(&op, &again));
    smv_ot_insert(&op, smv_span_str("x"));
    smv_buf_clear(&b);
    smv_ot_write(&b, &op);
    assert_int_equal(read_bytes(b.data, b.len, 10, &again), SMV_ERR_TOO_BIG);
    smv_buf_finish(&b);
    smv_ot_finish(&op);
    smv_ot_finish(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(applies),
        cmocka_unit_test(transforms),
        cmocka_unit_test(composes),
        cmocka_unit_test(moves_positions),
        cmocka_unit_test(inverts),
        cmocka_unit_test(builds_canonically),
        cmocka_unit_test(obeys_the_laws),
        cmocka_unit_test(reads_only_canonical_ops),
        cmocka_unit_test(bounds_the_components),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
