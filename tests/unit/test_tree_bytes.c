/* test_tree_bytes.c - a tree to bytes and back, and bytes that are not a tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/pack/writer.h"
#include "tests/lib/tree_make.h"

static uint64_t digest(const struct smv_tree *t)
{
    return smv_tree_digest(t->root, NULL, NULL);
}

static void make_many(struct make *m, uint64_t seed, size_t n)
{
    make_init(m, seed, true);
    struct smv_change c;
    for (size_t i = 0; i < n; i++) {
        make_random(m, &c);
        (void)make_apply(m, &c);
    }
}

static enum smv_err read_tree(struct smv_span bytes, bool history, struct smv_tree *ret_tree)
{
    struct smv_reader r;
    smv_tree_init(ret_tree, history);
    smv_reader_init(&r, bytes);
    enum smv_err err = smv_tree_read(&r, ret_tree);
    return err == SMV_OK ? smv_reader_done(&r) : err;
}

/* Equal digest, equal bytes, with and without the history, into trees that keep it and that do
 * not. */
static void trees_come_back(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        print_message("seed %llu\n", (unsigned long long)seed);
        struct make m;
        make_many(&m, seed, 800);
        for (unsigned mode = 0; mode < 4; mode++) {
            bool with_history = (mode & 1) != 0;
            bool keeps = (mode & 2) != 0;
            struct smv_buf first = {0};
            struct smv_buf second = {0};
            struct smv_tree copy;
            smv_tree_write(&first, &m.tree, with_history);
            assert_int_equal(read_tree(smv_buf_span(&first), keeps, &copy), SMV_OK);
            assert_true(digest(&copy) == digest(&m.tree));
            check_tree(&copy);
            if (with_history == keeps) {
                smv_tree_write(&second, &copy, with_history);
                assert_true(smv_span_eq(smv_buf_span(&first), smv_buf_span(&second)));
            }
            assert_int_equal(smv_tree_own_id(&copy), m.tree.own + 1);
            smv_tree_finish(&copy);
            smv_buf_finish(&first);
            smv_buf_finish(&second);
        }
        make_finish(&m);
    }
}

/* A replica that starts from a stored snapshot goes on exactly like one that has seen
 * everything. */
static void a_snapshot_goes_on(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        print_message("seed %llu\n", (unsigned long long)seed);
        struct make m;
        struct smv_tree copy;
        struct smv_buf first = {0};
        struct smv_buf second = {0};
        make_many(&m, seed, 500);
        smv_tree_write(&first, &m.tree, true);
        assert_int_equal(read_tree(smv_buf_span(&first), true, &copy), SMV_OK);
        for (size_t i = 0; i < 500; i++) {
            struct smv_change c;
            make_random(&m, &c);
            enum smv_err err = make_apply(&m, &c);
            struct smv_stamp stamp = {m.seq, 1700000000000 + m.seq * 7, 1};
            assert_int_equal(smv_tree_apply(&copy, &c, &stamp), err);
        }
        smv_buf_clear(&first);
        smv_tree_write(&first, &m.tree, true);
        smv_tree_write(&second, &copy, true);
        assert_true(smv_span_eq(smv_buf_span(&first), smv_buf_span(&second)));
        smv_tree_finish(&copy);
        smv_buf_finish(&first);
        smv_buf_finish(&second);
        make_finish(&m);
    }
}

/* A history that has lost its beginning keeps its floor. */
static void the_floor_is_stored(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    char wide[2001];
    wide[2000] = '\0';
    for (size_t i = 0; i < 200; i++) {
        memset(wide, 'a' + (int)(i % 2), 2000);
        make_text(&m, SMV_ROOT, SMV_SEMINAR_MESSAGE, wide);
    }
    struct smv_buf bytes = {0};
    struct smv_tree copy;
    smv_tree_write(&bytes, &m.tree, true);
    assert_int_equal(read_tree(smv_buf_span(&bytes), true, &copy), SMV_OK);
    const struct smv_text *was = smv_node_text(m.tree.root, SMV_SEMINAR_MESSAGE);
    const struct smv_text *is = smv_node_text(copy.root, SMV_SEMINAR_MESSAGE);
    assert_true(was->floor > 0);
    assert_int_equal(is->floor, was->floor);
    assert_int_equal(is->n_past, was->n_past);
    assert_int_equal(is->past_bytes, was->past_bytes);
    smv_tree_finish(&copy);
    /* without it, nothing older than the text itself can be served */
    smv_buf_clear(&bytes);
    smv_tree_write(&bytes, &m.tree, false);
    assert_int_equal(read_tree(smv_buf_span(&bytes), true, &copy), SMV_OK);
    assert_int_equal(smv_node_text(copy.root, SMV_SEMINAR_MESSAGE)->floor, m.seq);
    smv_tree_finish(&copy);
    smv_buf_finish(&bytes);
    make_finish(&m);
}

/* A subtree that becomes readable comes in at its place. */
static void nodes_come_in_one_by_one(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    smv_id a = make_add(&m, SMV_KIND_SESSION, SMV_ROOT, 0);
    smv_id b = make_add(&m, SMV_KIND_SESSION, SMV_ROOT, a);
    smv_id c = make_add(&m, SMV_KIND_SESSION, SMV_ROOT, b);
    smv_id sheet = make_add(&m, SMV_KIND_SHEET, b, 0);
    make_text(&m, sheet, SMV_SHEET_TITLE, "Hinder");
    smv_tree_set_old(&m.tree, sheet, SMV_SHEET_TITLE, 41);
    uint64_t before = digest(&m.tree);
    struct smv_buf bytes = {0};
    smv_node_write(&bytes, smv_tree_find(&m.tree, b), false);
    smv_node_write(&bytes, smv_tree_find(&m.tree, sheet), false);
    smv_tree_forget(&m.tree, b);
    struct smv_reader r;
    smv_id id = 0;
    smv_id first = 0;
    smv_reader_init(&r, smv_buf_span(&bytes));
    assert_int_equal(smv_node_read(&r, &m.tree, &a, &id), SMV_OK);
    assert_int_equal(id, b);
    assert_int_equal(smv_node_read(&r, &m.tree, NULL, &id), SMV_OK);
    assert_int_equal(smv_reader_done(&r), SMV_OK);
    assert_true(digest(&m.tree) == before);
    assert_int_equal(smv_node_slot(smv_tree_find(&m.tree, sheet), SMV_SHEET_TITLE)->old, 41);
    check_tree(&m.tree);
    /* it is there now; first means first; behind somebody else's child is nowhere */
    smv_reader_init(&r, smv_buf_span(&bytes));
    assert_int_equal(smv_node_read(&r, &m.tree, &a, &id), SMV_ERR_EXISTS);
    smv_tree_forget(&m.tree, b);
    smv_reader_init(&r, smv_buf_span(&bytes));
    assert_int_equal(smv_node_read(&r, &m.tree, &sheet, &id), SMV_ERR_MISSING);
    smv_reader_init(&r, smv_buf_span(&bytes));
    assert_int_equal(smv_node_read(&r, &m.tree, &first, &id), SMV_OK);
    assert_int_equal(m.tree.root->first->id, b);
    assert_int_equal(m.tree.root->last->id, c);
    smv_buf_finish(&bytes);
    make_finish(&m);
}

/* --- bytes that are not a tree --------------------------------------------------------------- */

/* One record, each number as given; field_items and the field's own parts can be wrong too. */
struct record {
    uint64_t items, id, kind, parent, ord, seq, deleted, field_items, field, value, slot_seq;
};

static void put_record(struct smv_buf *b, const struct record *rec)
{
    smv_write_array(b, rec->items);
    smv_write_uint(b, rec->id);
    smv_write_uint(b, rec->kind);
    smv_write_uint(b, rec->parent);
    smv_write_uint(b, rec->ord);
    for (size_t i = 0; i < 5; i++) {
        smv_write_uint(b, rec->seq);
    }
    smv_write_uint(b, rec->deleted);
    smv_write_array(b, 1);
    smv_write_array(b, rec->field_items);
    smv_write_uint(b, rec->field);
    smv_write_uint(b, rec->value);
    smv_write_uint(b, rec->slot_seq);
    smv_write_uint(b, rec->ord);
    smv_write_uint(b, 0);
}

static void records_that_are_refused(void **state)
{
    (void)state;
    const struct record good = {11, 77, SMV_KIND_SESSION, 1, 3, 5, 0, 5, SMV_SESSION_FORM, 2, 5};
    struct record bad[24];
    enum smv_err errs[24];
    size_t n = 0;
#define BAD(member, wrong, err)                                                                    \
    bad[n] = good;                                                                                 \
    bad[n].member = (wrong);                                                                       \
    errs[n++] = (err)
    BAD(items, 10, SMV_ERR_MALFORMED);
    BAD(items, 12, SMV_ERR_MALFORMED);
    BAD(id, 0, SMV_ERR_MALFORMED);
    BAD(id, SMV_ROOT, SMV_ERR_MALFORMED);
    BAD(id, 2, SMV_ERR_EXISTS);
    BAD(id, UINT64_C(1) << 53, SMV_ERR_RANGE);
    BAD(kind, 0, SMV_ERR_MALFORMED);
    BAD(kind, 9, SMV_ERR_MALFORMED);
    BAD(kind, 64, SMV_ERR_RANGE);
    BAD(kind, SMV_KIND_SEMINAR, SMV_ERR_STATE);
    BAD(kind, SMV_KIND_GROUP, SMV_ERR_STATE);
    BAD(parent, 0, SMV_ERR_MISSING);
    BAD(parent, 77, SMV_ERR_MISSING);
    BAD(parent, 2, SMV_ERR_STATE);
    BAD(ord, 1 << 23, SMV_ERR_RANGE);
    BAD(seq, UINT64_C(1) << 53, SMV_ERR_RANGE);
    BAD(deleted, 2, SMV_ERR_RANGE);
    BAD(field_items, 4, SMV_ERR_MALFORMED);
    BAD(field_items, 7, SMV_ERR_MALFORMED); /* only a text has a history */
    BAD(field, 0, SMV_ERR_MALFORMED);
    BAD(field, 63, SMV_ERR_MALFORMED);
    BAD(field, SMV_SESSION_TITLE, SMV_ERR_MALFORMED);
    BAD(value, 5, SMV_ERR_RANGE);
    BAD(slot_seq, UINT64_MAX, SMV_ERR_RANGE);
#undef BAD
    for (size_t i = 0; i <= n; i++) {
        struct smv_buf bytes = {0};
        struct smv_tree t;
        struct smv_reader r;
        smv_id id = 12345;
        smv_tree_init(&t, true);
        struct smv_change room = {
            .kind = SMV_CHANGE_ADD, .id = 2, .node_kind = SMV_KIND_ROOM, .parent = SMV_ROOT};
        assert_int_equal(smv_tree_apply(&t, &room, &(struct smv_stamp){1, 1, 1}), SMV_OK);
        put_record(&bytes, i < n ? &bad[i] : &good);
        smv_reader_init(&r, smv_buf_span(&bytes));
        enum smv_err err = smv_node_read(&r, &t, NULL, &id);
        if (err != (i < n ? errs[i] : SMV_OK)) {
            fail_msg("record %zu: %s", i, smv_err_name(err));
        }
        assert_int_equal(id, i < n ? 12345 : 77);
        assert_int_equal(smv_tree_count(&t), i < n ? 2 : 3);
        check_tree(&t);
        smv_tree_finish(&t);
        smv_buf_finish(&bytes);
    }
}

/* [field, "abc", seq 9, ord, old, floor, [[seq, ord, op]...]] with a history that cannot be. */
static enum smv_err read_past(uint64_t floor, uint64_t seq1, uint64_t seq2, uint32_t skip)
{
    struct smv_buf b = {0};
    smv_write_array(&b, 11);
    const uint64_t head[] = {77, SMV_KIND_SESSION, 1, 3, 5, 5, 0, 9, 9, 0};
    for (size_t i = 0; i < 10; i++) {
        smv_write_uint(&b, head[i]);
    }
    smv_write_array(&b, 1);
    smv_write_array(&b, 7);
    smv_write_uint(&b, SMV_SESSION_TITLE);
    smv_write_cstr(&b, "abc");
    smv_write_uint(&b, 9);
    smv_write_uint(&b, 3);
    smv_write_uint(&b, 0);
    smv_write_uint(&b, floor);
    smv_write_array(&b, 2);
    for (size_t i = 0; i < 2; i++) {
        struct smv_ot op = {0};
        smv_ot_skip(&op, i == 0 ? skip : 1);
        smv_ot_insert(&op, smv_span_str("b"));
        smv_write_array(&b, 3);
        smv_write_uint(&b, i == 0 ? seq1 : seq2);
        smv_write_uint(&b, 3);
        smv_ot_write(&b, &op);
        smv_ot_finish(&op);
    }
    enum smv_err errs[2];
    for (size_t keeps = 0; keeps < 2; keeps++) {
        struct smv_tree t;
        struct smv_reader r;
        smv_id id;
        smv_tree_init(&t, keeps != 0);
        smv_reader_init(&r, smv_buf_span(&b));
        errs[keeps] = smv_node_read(&r, &t, NULL, &id);
        assert_int_equal(smv_tree_count(&t), errs[keeps] == SMV_OK ? 2 : 1);
        smv_tree_finish(&t);
    }
    assert_int_equal(errs[0], errs[1]);
    smv_buf_finish(&b);
    return errs[0];
}

static void histories_that_are_refused(void **state)
{
    (void)state;
    assert_int_equal(read_past(0, 8, 9, 1), SMV_OK);
    assert_int_equal(read_past(8, 8, 9, 1), SMV_OK);
    assert_int_equal(read_past(9, 8, 9, 1), SMV_ERR_RANGE);
    assert_int_equal(read_past(0, 9, 8, 1), SMV_ERR_RANGE);
    assert_int_equal(read_past(0, 8, 9, 2), SMV_ERR_RANGE); /* the text was one code point then */
    assert_int_equal(read_past(0, 8, UINT64_C(1) << 53, 1), SMV_ERR_RANGE);
}

static void whole_trees_that_are_refused(void **state)
{
    (void)state;
    struct make m;
    struct smv_tree copy;
    struct smv_buf bytes = {0};
    make_init(&m, 1, true);
    smv_id room = make_add(&m, SMV_KIND_ROOM, SMV_ROOT, 0);
    const struct smv_node *at_room = smv_tree_find(&m.tree, room);
    const struct smv_node *orders[][3] = {{NULL},
                                          {at_room, m.tree.root},
                                          {m.tree.root, m.tree.root},
                                          {m.tree.root, at_room, at_room}};
    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        size_t n = 0;
        while (n < 3 && orders[i][n] != NULL) {
            n++;
        }
        smv_buf_clear(&bytes);
        smv_write_array(&bytes, 2);
        smv_write_uint(&bytes, 1);
        smv_write_array(&bytes, n);
        for (size_t j = 0; j < n; j++) {
            smv_node_write(&bytes, orders[i][j], true);
        }
        assert_int_not_equal(read_tree(smv_buf_span(&bytes), true, &copy), SMV_OK);
        smv_tree_finish(&copy);
    }
    /* an own counter below an id that was given */
    struct smv_change add = {
        .kind = SMV_CHANGE_ADD, .id = smv_tree_own_id(&m.tree), .node_kind = SMV_KIND_ROOM};
    add.parent = SMV_ROOT;
    assert_int_equal(make_apply(&m, &add), SMV_OK);
    m.tree.own--;
    smv_buf_clear(&bytes);
    smv_tree_write(&bytes, &m.tree, true);
    assert_int_equal(read_tree(smv_buf_span(&bytes), true, &copy), SMV_ERR_MALFORMED);
    smv_tree_finish(&copy);
    smv_buf_finish(&bytes);
    make_finish(&m);
}

/* Every prefix is refused; every changed byte gives a refusal or a tree that keeps all invariants
 * and can be written and read again. */
static void damage_is_survived(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        print_message("seed %llu\n", (unsigned long long)seed);
        struct make m;
        struct smv_buf bytes = {0};
        size_t n_read = 0;
        make_many(&m, seed, 120);
        smv_tree_write(&bytes, &m.tree, true);
        for (size_t len = 0; len < bytes.len; len += 1 + len / 200) {
            struct smv_tree copy;
            /* its own memory, so that the sanitizer sees a read past the end */
            uint8_t *cut = smv_dup(bytes.data, len);
            assert_int_not_equal(read_tree(smv_span(cut, len), true, &copy), SMV_OK);
            check_tree(&copy);
            smv_tree_finish(&copy);
            smv_free(cut);
        }
        for (size_t i = 0; i < 1500; i++) {
            struct smv_tree copy;
            struct smv_tree again;
            struct smv_buf second = {0};
            size_t at = smv_rng_below(&m.rng, bytes.len);
            uint8_t was = bytes.data[at];
            bytes.data[at] = (uint8_t)(was ^ (1u << smv_rng_below(&m.rng, 8)));
            if (read_tree(smv_buf_span(&bytes), true, &copy) == SMV_OK) {
                n_read++;
                smv_tree_write(&second, &copy, true);
                assert_int_equal(read_tree(smv_buf_span(&second), true, &again), SMV_OK);
                assert_true(digest(&again) == digest(&copy));
                smv_tree_finish(&again);
            }
            check_tree(&copy);
            smv_tree_finish(&copy);
            smv_buf_finish(&second);
            bytes.data[at] = was;
        }
        assert_true(n_read > 0 && n_read < 1400);
        smv_buf_finish(&bytes);
        make_finish(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_come_back),
        cmocka_unit_test(a_snapshot_goes_on),
        cmocka_unit_test(the_floor_is_stored),
        cmocka_unit_test(nodes_come_in_one_by_one),
        cmocka_unit_test(records_that_are_refused),
        cmocka_unit_test(histories_that_are_refused),
        cmocka_unit_test(whole_trees_that_are_refused),
        cmocka_unit_test(damage_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
