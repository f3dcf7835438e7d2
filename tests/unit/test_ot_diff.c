/* test_ot_diff.c - diff gives an op that really leads from one text to the other and is small when the
 * change is small; a three-way merge keeps both changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"
#include "common/text/ot.h"
#include "tests/lib/ot_random.h"

/* The op must fit the wire, be canonical and lead from old to new. */
static void check_leads(struct smv_span old_text, struct smv_span new_text, struct smv_ot *op)
{
    smv_ot_diff(old_text, new_text, op);
    struct smv_buf doc = {0}, wire = {0};
    smv_buf_put_span(&doc, old_text);
    assert_int_equal(smv_ot_apply(&doc, op), SMV_OK);
    assert_true(smv_span_eq(smv_buf_span(&doc), new_text));
    smv_ot_write(&wire, op);
    struct smv_reader r;
    struct smv_ot again = {0};
    smv_reader_init(&r, smv_buf_span(&wire));
    assert_int_equal(smv_ot_read(&r, SMV_MAX_TEXT_BYTES, &again), SMV_OK);
    smv_ot_finish(&again);
    smv_buf_finish(&doc);
    smv_buf_finish(&wire);
}

/* Code points that op inserts and deletes. */
static size_t changed(const struct smv_ot *op)
{
    size_t n = 0;
    for (size_t i = 0; i < op->n_comps; i++) {
        n += op->comps[i].type == SMV_OT_SKIP ? 0 : op->comps[i].n;
    }
    return n;
}

static void check_diff(const char *old_text, const char *new_text, size_t comps, size_t points)
{
    struct smv_ot op = {0};
    check_leads(smv_span_str(old_text), smv_span_str(new_text), &op);
    assert_int_equal(op.n_comps, comps);
    assert_int_equal(changed(&op), points);
    smv_ot_finish(&op);
}

static void finds_small_changes(void **state)
{
    (void)state;
    check_diff("", "", 0, 0);
    check_diff("abc", "abc", 0, 0);
    check_diff("", "åäö", 1, 3);
    check_diff("åäö", "", 1, 3);
    check_diff("abc", "abXc", 2, 1);
    check_diff("abc", "ac", 2, 1);
    check_diff("aaaa", "aaa", 2, 1);
    check_diff("one two three", "one TWO three", 3, 6);
    check_diff("the cat sat", "a cat sits", 7, 7);
    check_diff("abcabba", "cbabac", 7, 5); /* the example of Myers' paper, and its length */
    /* Characters that share their first or their last bytes are still whole. */
    check_diff("aåb", "aäb", 3, 2);
    check_diff("x\xe2\x82\xac", "x\xe2\x82\xad", 3, 2);
    check_diff("\xf0\x9f\x98\x80", "\xf0\x9f\x99\x80", 2, 2);
    check_diff("\xc3\xa5", "\xc2\xa5", 2, 2);
}

static void leads_from_any_text_to_any(void **state)
{
    (void)state;
    struct smv_rng rng;
    smv_rng_seed(&rng, 6);
    struct smv_buf a = {0}, b = {0};
    struct smv_ot op = {0}, found = {0};
    for (int i = 0; i < 5000; i++) {
        smv_buf_clear(&a);
        smv_buf_clear(&b);
        ot_random_text(&rng, (size_t)smv_rng_below(&rng, 30), &a);
        if (i % 2 == 0) {
            ot_random_text(&rng, (size_t)smv_rng_below(&rng, 30), &b);
            check_leads(smv_buf_span(&a), smv_buf_span(&b), &found);
            continue;
        }
        /* Never dearer than the op that made the text. */
        ot_random_op(&rng, smv_utf8_count(smv_buf_span(&a)), &op);
        smv_buf_put_span(&b, smv_buf_span(&a));
        assert_int_equal(smv_ot_apply(&b, &op), SMV_OK);
        check_leads(smv_buf_span(&a), smv_buf_span(&b), &found);
        assert_true(changed(&found) <= changed(&op));
    }
    smv_buf_finish(&a);
    smv_buf_finish(&b);
    smv_ot_finish(&op);
    smv_ot_finish(&found);
}

static void gives_up_on_great_changes(void **state)
{
    (void)state;
    struct smv_buf a = {0}, b = {0};
    struct smv_ot op = {0};
    /* 20,000 characters, 250 of them changed here and there: found. */
    for (int i = 0; i < SMV_MAX_TEXT; i++) {
        smv_buf_put_byte(&a, (uint8_t)('a' + i % 7));
        smv_buf_put_byte(&b, (uint8_t)(i % 160 == 80 ? 'Z' : 'a' + i % 7));
    }
    check_leads(smv_buf_span(&a), smv_buf_span(&b), &op);
    assert_int_equal(changed(&op), 250);
    /* Every fourth character changed: more than can be sent, so the middle is replaced. */
    for (size_t i = 2; i < b.len; i += 4) {
        b.data[i] = 'Y';
    }
    check_leads(smv_buf_span(&a), smv_buf_span(&b), &op);
    assert_int_equal(op.n_comps, 3);
    assert_int_equal(op.comps[1].type, SMV_OT_DELETE);
    assert_int_equal(op.comps[2].type, SMV_OT_INSERT);
    smv_buf_finish(&a);
    smv_buf_finish(&b);
    smv_ot_finish(&op);
}

static void check_merge(const char *base, const char *mine, const char *theirs,
                        const char *expected)
{
    struct smv_buf merged = {0};
    smv_buf_put_str(&merged, "what was there before");
    smv_ot_merge3(smv_span_str(base), smv_span_str(mine), smv_span_str(theirs), &merged);
    assert_string_equal(smv_buf_cstr(&merged), expected);
    smv_buf_finish(&merged);
}

static void merges(void **state)
{
    (void)state;
    check_merge("", "", "", "");
    check_merge("base", "base", "theirs", "theirs");
    check_merge("base", "mine", "base", "mine");
    check_merge("one two", "ONE two", "one TWO", "ONE TWO");
    check_merge("a b c", "a c", "a b c d", "a c d");
    check_merge("ab", "aMb", "aTb", "aMTb"); /* mine counts as the later one: it stands first */
    check_merge("abc", "", "abXc", "X");
    check_merge("åäö", "åäö!", "äö", "äö!");
}

/* The same words come home on two ways, after a restored file: they are there once. */
static void keeps_once_what_both_insert(void **state)
{
    (void)state;
    check_merge("", "hej", "hej", "hej");
    check_merge("ab", "aXYb", "aXYb", "aXYb");
    check_merge("ab", "aXYZb", "aXb", "aXYZb");
    check_merge("ab", "aXb", "aXYZb", "aXYZb");
    check_merge("ab", "aåäöb!", "aåäb?", "aåäöb!?");
    check_merge("one two", "one new", "one new", "one new");
    check_merge("ab", "aXYb", "aXZb", "aXYXZb"); /* not the whole of one: both stay */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_small_changes),         cmocka_unit_test(leads_from_any_text_to_any),
        cmocka_unit_test(gives_up_on_great_changes),   cmocka_unit_test(merges),
        cmocka_unit_test(keeps_once_what_both_insert),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
