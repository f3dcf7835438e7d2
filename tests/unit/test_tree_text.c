/* test_tree_text.c - text fields: what they remember, how long, and late ops carried forward. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "tests/lib/ot_random.h"
#include "tests/lib/tree_make.h"

enum { FIELD = SMV_QUESTION_DISCUSSION };

static smv_id question_of(struct make *m, bool history)
{
    make_init(m, 1, history);
    smv_id session = make_add(m, SMV_KIND_SESSION, SMV_ROOT, 0);
    smv_id sheet = make_add(m, SMV_KIND_SHEET, session, 0);
    return make_add(m, SMV_KIND_QUESTION, sheet, 0);
}

static const struct smv_text *text_of(const struct make *m, smv_id id)
{
    return smv_node_text(smv_tree_find(&m->tree, id), FIELD);
}

static void assert_text(const struct make *m, smv_id id, const char *expected)
{
    struct smv_span body = smv_node_str(smv_tree_find(&m->tree, id), FIELD);
    assert_true(smv_span_is(body, expected));
}

static enum smv_err txt_by(struct make *m, smv_id id, const struct smv_ot *op, uint32_t ord)
{
    struct smv_stamp stamp = make_stamp(m, ord);
    struct smv_change c = {.kind = SMV_CHANGE_TXT, .id = id, .field = FIELD, .op = op};
    return smv_tree_apply(&m->tree, &c, &stamp);
}

static struct smv_ot insert_at(uint32_t pos, const char *text)
{
    struct smv_ot op = {0};
    smv_ot_skip(&op, pos);
    smv_ot_insert(&op, smv_span_str(text));
    return op;
}

static void type(struct make *m, smv_id id, uint32_t pos, const char *text, uint32_t ord)
{
    struct smv_ot op = insert_at(pos, text);
    assert_int_equal(txt_by(m, id, &op, ord), SMV_OK);
    smv_ot_finish(&op);
}

static void typing_is_remembered(void **state)
{
    (void)state;
    struct make m;
    smv_id q = question_of(&m, true);
    assert_null(text_of(&m, q));
    type(&m, q, 0, "å1", 5);
    smv_seq first = m.seq;
    type(&m, q, 2, "2", 6);
    assert_text(&m, q, "å12");
    const struct smv_text *text = text_of(&m, q);
    assert_int_equal(text->cps, 3);
    assert_int_equal(text->floor, 0);
    assert_int_equal(text->n_past, 2);
    assert_int_equal(text->past[0].seq, first);
    assert_int_equal(text->past[0].ord, 5);
    assert_int_equal(text->past[1].ord, 6);
    const struct smv_slot *slot = smv_node_slot(smv_tree_find(&m.tree, q), FIELD);
    assert_int_equal(slot->seq, m.seq);
    assert_int_equal(slot->ord, 6);
    make_finish(&m);
}

/* A text given whole is one op of the history, and a late op is carried over it. */
static void a_whole_text_is_one_op(void **state)
{
    (void)state;
    struct make m;
    smv_id q = question_of(&m, true);
    type(&m, q, 0, "one three", 5);
    smv_seq seen = m.seq;
    make_text(&m, q, FIELD, "one two three");
    assert_text(&m, q, "one two three");
    assert_int_equal(text_of(&m, q)->n_past, 2);
    struct smv_ot late = insert_at(9, "!");
    struct smv_ot now = {0};
    assert_int_equal(smv_text_rebase(text_of(&m, q), &late, seen, 7, &now), SMV_OK);
    assert_int_equal(txt_by(&m, q, &now, 7), SMV_OK);
    assert_text(&m, q, "one two three!");
    smv_ot_finish(&late);
    smv_ot_finish(&now);
    make_finish(&m);
}

static void ops_that_do_not_fit(void **state)
{
    (void)state;
    struct make m;
    smv_id q = question_of(&m, true);
    type(&m, q, 0, "abc", 5);
    uint64_t before = smv_tree_digest(m.tree.root, NULL, NULL);
    struct smv_ot op = insert_at(4, "x");
    assert_int_equal(txt_by(&m, q, &op, 5), SMV_ERR_RANGE);
    /* a chosen field is not typed in, and a field that does not exist is not either */
    struct smv_stamp stamp = make_stamp(&m, 5);
    struct smv_change c = {.kind = SMV_CHANGE_TXT, .id = q, .field = SMV_QUESTION_WORD, .op = &op};
    assert_int_equal(smv_tree_apply(&m.tree, &c, &stamp), SMV_ERR_MALFORMED);
    c.field = 60;
    assert_int_equal(smv_tree_apply(&m.tree, &c, &stamp), SMV_ERR_MALFORMED);
    smv_ot_finish(&op);
    /* one code point over the bound */
    char *wide = smv_alloc(SMV_MAX_TEXT);
    memset(wide, 'x', SMV_MAX_TEXT);
    smv_ot_insert(&op, smv_span(wide, SMV_MAX_TEXT - 2));
    assert_int_equal(txt_by(&m, q, &op, 5), SMV_ERR_TOO_BIG);
    assert_true(smv_tree_digest(m.tree.root, NULL, NULL) == before);
    smv_ot_clear(&op);
    smv_ot_insert(&op, smv_span(wide, SMV_MAX_TEXT - 3));
    assert_int_equal(txt_by(&m, q, &op, 5), SMV_OK);
    assert_int_equal(text_of(&m, q)->cps, SMV_MAX_TEXT);
    /* the full text can still be replaced by one of the same length */
    smv_ot_clear(&op);
    smv_ot_delete(&op, 1);
    smv_ot_insert(&op, smv_span_str("y"));
    assert_int_equal(txt_by(&m, q, &op, 5), SMV_OK);
    smv_ot_clear(&op);
    for (size_t i = 0; i < SMV_MAX_OT_COMPS; i++) {
        smv_ot_skip(&op, 1);
        smv_ot_delete(&op, 1);
    }
    assert_int_equal(txt_by(&m, q, &op, 5), SMV_ERR_TOO_BIG);
    smv_free(wide);
    smv_ot_finish(&op);
    make_finish(&m);
}

/* The newest SMV_MAX_HISTORY_OPS are kept; the floor is the last that left. */
static void the_floor_rises_with_the_number(void **state)
{
    (void)state;
    struct make m;
    smv_id q = question_of(&m, true);
    enum { TYPED = 3 * SMV_MAX_HISTORY_OPS + 5 };
    smv_seq start = m.seq;
    struct smv_ot drop = {0};
    smv_ot_delete(&drop, 1);
    for (size_t i = 0; i < TYPED; i++) {
        if (i % 2 == 0) {
            type(&m, q, 0, "x", 5);
        } else {
            assert_int_equal(txt_by(&m, q, &drop, 5), SMV_OK);
        }
        const struct smv_text *text = text_of(&m, q);
        size_t n = i + 1 < SMV_MAX_HISTORY_OPS ? i + 1 : SMV_MAX_HISTORY_OPS;
        assert_int_equal(text->n_past, n);
        assert_int_equal(text->past[0].seq, m.seq - n + 1);
        assert_int_equal(text->past[n - 1].seq, m.seq);
        assert_int_equal(text->floor, n == i + 1 ? 0 : m.seq - n);
        assert_true(text->cap_past <= 4 * SMV_MAX_HISTORY_OPS);
    }
    const struct smv_text *text = text_of(&m, q);
    assert_int_equal(m.seq, start + TYPED);
    struct smv_ot op = insert_at(0, "y");
    struct smv_ot now = {0};
    assert_int_equal(smv_text_rebase(text, &op, text->floor - 1, 7, &now), SMV_ERR_STATE);
    assert_int_equal(smv_text_rebase(text, &op, text->floor, 7, &now), SMV_OK);
    smv_ot_finish(&op);
    smv_ot_finish(&now);
    smv_ot_finish(&drop);
    check_tree(&m.tree);
    make_finish(&m);
}

/* Large pastes push out the old long before there are many. */
static void the_floor_rises_with_the_bytes(void **state)
{
    (void)state;
    struct make m;
    smv_id q = question_of(&m, true);
    enum { PASTE = 20000, PASTES = 40 };
    char *wide = smv_alloc(PASTE + 1);
    wide[PASTE] = '\0';
    for (size_t i = 0; i < PASTES; i++) {
        memset(wide, 'a' + (int)(i % 2), PASTE);
        make_text(&m, q, FIELD, wide);
    }
    const struct smv_text *text = text_of(&m, q);
    assert_true(text->past_bytes <= SMV_MAX_HISTORY_BYTES);
    assert_int_equal(text->n_past, SMV_MAX_HISTORY_BYTES / PASTE);
    assert_int_equal(text->floor, m.seq - text->n_past);
    smv_free(wide);
    check_tree(&m.tree);
    make_finish(&m);
}

static void late_ops_that_are_refused(void **state)
{
    (void)state;
    struct make m;
    smv_id q = question_of(&m, true);
    type(&m, q, 0, "abc", 5);
    smv_seq seen = m.seq;
    type(&m, q, 3, "def", 6);
    const struct smv_text *text = text_of(&m, q);
    struct smv_ot now = insert_at(0, "untouched");
    struct smv_ot op = insert_at(4, "x");
    /* fits the text as it is, but not the text that its author saw */
    assert_int_equal(smv_text_rebase(text, &op, seen, 7, &now), SMV_ERR_RANGE);
    assert_int_equal(smv_text_rebase(text, &op, seen + 1, 7, &now), SMV_OK);
    assert_true(smv_ot_equal(&op, &now));
    assert_int_equal(smv_text_rebase(NULL, &op, seen, 7, &now), SMV_ERR_RANGE);
    smv_ot_clear(&op);
    smv_ot_insert(&op, smv_span_str("x"));
    assert_int_equal(smv_text_rebase(NULL, &op, seen, 7, &now), SMV_OK);
    /* two ops of one author in flight */
    assert_int_equal(smv_text_rebase(text, &op, seen, 6, &now), SMV_ERR_STATE);
    assert_int_equal(smv_text_rebase(text, &op, seen + 1, 6, &now), SMV_OK);
    assert_int_equal(smv_text_rebase(text, &op, seen, 5, &now), SMV_OK);
    smv_ot_finish(&op);
    smv_ot_finish(&now);
    make_finish(&m);
}

/* Deleting a long passage into which others typed in hundreds of places would need more components
 * than an op may have: its author must merge. */
static void a_late_op_that_would_be_cut_too_fine(void **state)
{
    (void)state;
    struct make m;
    smv_id q = question_of(&m, true);
    char wide[1001];
    memset(wide, 'x', 1000);
    wide[1000] = '\0';
    type(&m, q, 0, wide, 5);
    smv_seq seen = m.seq;
    struct smv_ot op = {0};
    for (uint32_t i = 0; i < SMV_MAX_OT_COMPS / 2; i++) {
        smv_ot_skip(&op, 2);
        smv_ot_insert(&op, smv_span_str("y"));
    }
    assert_int_equal(txt_by(&m, q, &op, 6), SMV_OK);
    smv_ot_clear(&op);
    smv_ot_delete(&op, 500);
    struct smv_ot now = {0};
    /* a deletion between each two of the 249 inserts that lie inside it */
    assert_int_equal(smv_text_rebase(text_of(&m, q), &op, seen, 7, &now), SMV_OK);
    assert_int_equal(now.n_comps, 499);
    smv_ot_delete(&op, 500);
    assert_int_equal(smv_text_rebase(text_of(&m, q), &op, seen, 7, &now), SMV_ERR_STATE);
    assert_int_equal(now.n_comps, 499); /* as it was */
    smv_ot_finish(&op);
    smv_ot_finish(&now);
    make_finish(&m);
}

/* A tree without history cannot carry anything forward, and says so instead of guessing. */
static void without_history_nothing_is_carried(void **state)
{
    (void)state;
    struct make m;
    smv_id q = question_of(&m, false);
    type(&m, q, 0, "abc", 5);
    assert_int_equal(text_of(&m, q)->n_past, 0);
    struct smv_ot op = insert_at(0, "x");
    struct smv_ot now = {0};
    assert_int_equal(smv_text_rebase(text_of(&m, q), &op, m.seq - 1, 7, &now), SMV_ERR_STATE);
    assert_int_equal(smv_text_rebase(text_of(&m, q), &op, m.seq, 7, &now), SMV_OK);
    smv_ot_finish(&op);
    smv_ot_finish(&now);
    make_finish(&m);
}

/* What one author holds: the text at seen with the own op in it. After taking over the others' ops
 * (each RIGHT of the own one) it must hold what the ordered tree holds. */
static void check_author(struct smv_rng *rng, struct make *m, smv_id q, struct smv_buf *held,
                         smv_seq seen)
{
    const struct smv_text *text = text_of(m, q);
    struct smv_ot own = {0};
    struct smv_ot now = {0};
    struct smv_ot other = {0};
    struct smv_ot next = {0};
    ot_random_op(rng, smv_utf8_count(smv_buf_span(held)), &own);
    assert_int_equal(smv_text_rebase(text, &own, seen, 1000, &now), SMV_OK);
    assert_int_equal(smv_ot_apply(held, &own), SMV_OK);
    for (size_t i = 0; i < text->n_past; i++) {
        if (text->past[i].seq > seen) {
            smv_ot_transform(&text->past[i].op, &own, SMV_OT_RIGHT, &other);
            assert_int_equal(smv_ot_apply(held, &other), SMV_OK);
            smv_ot_transform(&own, &text->past[i].op, SMV_OT_LEFT, &next);
            smv_ot_copy(&own, &next);
        }
    }
    assert_int_equal(txt_by(m, q, &now, 1000), SMV_OK);
    assert_true(smv_span_eq(smv_buf_span(held), smv_buf_span(&text_of(m, q)->body)));
    smv_ot_finish(&own);
    smv_ot_finish(&now);
    smv_ot_finish(&other);
    smv_ot_finish(&next);
}

static void late_authors_converge(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        print_message("seed %llu\n", (unsigned long long)seed);
        struct make m;
        struct smv_rng rng;
        struct smv_ot op = {0};
        struct smv_buf held = {0};
        smv_rng_seed(&rng, seed);
        smv_id q = question_of(&m, true);
        type(&m, q, 0, "begin", 1);
        size_t before = smv_rng_below(&rng, 5);
        size_t after = smv_rng_below(&rng, 12);
        smv_seq seen = m.seq;
        for (size_t i = 0; i <= before + after; i++) {
            if (i == before) {
                seen = m.seq;
                smv_buf_put_span(&held, smv_buf_span(&text_of(&m, q)->body));
            }
            ot_random_op(&rng, text_of(&m, q)->cps, &op);
            assert_int_equal(txt_by(&m, q, &op, 2 + (uint32_t)i % 3), SMV_OK);
        }
        check_author(&rng, &m, q, &held, seen);
        check_tree(&m.tree);
        smv_ot_finish(&op);
        smv_buf_finish(&held);
        make_finish(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_is_remembered),
        cmocka_unit_test(a_whole_text_is_one_op),
        cmocka_unit_test(ops_that_do_not_fit),
        cmocka_unit_test(the_floor_rises_with_the_number),
        cmocka_unit_test(the_floor_rises_with_the_bytes),
        cmocka_unit_test(late_ops_that_are_refused),
        cmocka_unit_test(a_late_op_that_would_be_cut_too_fine),
        cmocka_unit_test(without_history_nothing_is_carried),
        cmocka_unit_test(late_authors_converge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
