/* test_parcel.c - what the process that makes documents is given: there and back, cut off anywhere, and filtered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/heap.h"
#include "common/document/parcel.h"
#include "common/pack/writer.h"
#include "tests/lib/tree_make.h"

static const struct smv_doc_author authors[] = {{2, {(const uint8_t *)"Åsa", 4}},
                                                {7, {(const uint8_t *)"Bo", 2}}};

static struct smv_doc_facts facts_of(const struct make *m)
{
    struct smv_doc_facts f = {.name = smv_span_str("dag"),
                              .seq = m->seq,
                              .now = 1795000000000,
                              .utc_offset_min = -90,
                              .role = SMV_ROLE_MODERATOR,
                              .authors = authors,
                              .n_authors = 2,
                              .ballots = smv_span_str("\x91\x01")};
    memset(f.epoch, 0xa5, sizeof f.epoch);
    return f;
}

static void make_some(struct make *m, size_t n)
{
    struct smv_change c;
    make_init(m, 11, true);
    for (size_t i = 0; i < n; i++) {
        make_random(m, &c);
        (void)make_apply(m, &c);
    }
}

static void there_and_back(void **state)
{
    (void)state;
    struct make m;
    struct smv_buf b = {0};
    struct smv_tree t;
    struct smv_doc_facts f;
    make_some(&m, 600);
    struct smv_doc_facts told = facts_of(&m);
    smv_parcel_write(&b, &m.tree, &told, NULL, NULL);
    smv_tree_init(&t, false);
    assert_int_equal(smv_parcel_read(smv_buf_span(&b), &t, &f), SMV_OK);
    assert_true(smv_tree_digest(t.root, NULL, NULL) == smv_tree_digest(m.tree.root, NULL, NULL));
    assert_true(smv_span_is(f.name, "dag"));
    assert_memory_equal(f.epoch, told.epoch, sizeof f.epoch);
    assert_true(f.seq == told.seq && f.now == told.now && f.role == told.role);
    assert_int_equal(f.utc_offset_min, -90);
    assert_int_equal(f.n_authors, 2);
    assert_int_equal(f.authors[1].ord, 7);
    assert_true(smv_span_is(f.authors[0].name, "Åsa"));
    assert_true(smv_span_eq(f.ballots, told.ballots));
    smv_parcel_finish(&f);
    smv_tree_finish(&t);
    smv_buf_finish(&b);
    make_finish(&m);
}

/* A parcel that ends too early is refused wherever it ends, and leaves nothing allocated. */
static void cut_off_anywhere(void **state)
{
    (void)state;
    struct make m;
    struct smv_buf b = {0};
    make_some(&m, 60);
    struct smv_doc_facts told = facts_of(&m);
    smv_parcel_write(&b, &m.tree, &told, NULL, NULL);
    for (size_t len = 0; len < b.len; len++) {
        struct smv_tree t;
        struct smv_doc_facts f;
        uint8_t *exact =
            smv_dup(b.data, len); /* so that a byte too many is seen by the sanitizer */
        smv_tree_init(&t, false);
        assert_int_not_equal(smv_parcel_read(smv_span(exact, len), &t, &f), SMV_OK);
        smv_tree_finish(&t);
        smv_free(exact);
    }
    smv_buf_finish(&b);
    make_finish(&m);
}

static enum smv_err read_changed(struct smv_span bytes, size_t at, uint8_t value)
{
    struct smv_tree t;
    struct smv_doc_facts f;
    uint8_t *copy = smv_dup(bytes.data, bytes.len);
    copy[at] = value;
    smv_tree_init(&t, false);
    enum smv_err err = smv_parcel_read(smv_span(copy, bytes.len), &t, &f);
    if (err == SMV_OK) {
        smv_parcel_finish(&f);
    }
    smv_tree_finish(&t);
    smv_free(copy);
    return err;
}

static void what_is_wrong_is_refused(void **state)
{
    (void)state;
    struct make m;
    struct smv_buf b = {0};
    make_init(&m, 3, false);
    struct smv_doc_facts told = facts_of(&m);
    smv_parcel_write(&b, &m.tree, &told, NULL, NULL);
    struct smv_span whole = smv_buf_span(&b);
    assert_int_equal(read_changed(whole, 0, 0x9a), SMV_OK);
    assert_int_equal(read_changed(whole, 1, 2), SMV_ERR_VERSION);
    assert_int_equal(read_changed(whole, 0, 0x99), SMV_ERR_MALFORMED);
    assert_int_equal(read_changed(whole, 3, '\n'), SMV_ERR_UTF8); /* in the name */
    smv_buf_put_byte(&b, 0xc0);
    struct smv_tree t;
    struct smv_doc_facts f;
    smv_tree_init(&t, false);
    assert_int_equal(smv_parcel_read(smv_buf_span(&b), &t, &f), SMV_ERR_MALFORMED);
    smv_tree_finish(&t);
    smv_buf_finish(&b);
    make_finish(&m);
}

/* Authors rise: a reader searches them. */
static void authors_in_disorder_are_refused(void **state)
{
    (void)state;
    static const struct smv_doc_author twice[] = {{7, {(const uint8_t *)"Bo", 2}},
                                                  {7, {(const uint8_t *)"Åsa", 4}}};
    struct make m;
    struct smv_buf b = {0};
    struct smv_tree t;
    struct smv_doc_facts f;
    make_init(&m, 3, false);
    struct smv_doc_facts told = facts_of(&m);
    told.authors = twice;
    smv_parcel_write(&b, &m.tree, &told, NULL, NULL);
    smv_tree_init(&t, false);
    assert_int_equal(smv_parcel_read(smv_buf_span(&b), &t, &f), SMV_ERR_MALFORMED);
    smv_tree_finish(&t);
    smv_buf_finish(&b);
    make_finish(&m);
}

static bool no_rooms(const struct smv_node *n, void *arg)
{
    (void)arg;
    return n->kind != SMV_KIND_ROOM && n->kind != SMV_KIND_QUESTION;
}

/* What is left out leaves out what is below it, and nothing else. */
static void left_out_with_what_is_below(void **state)
{
    (void)state;
    struct make m;
    struct smv_buf b = {0};
    struct smv_tree t;
    struct smv_doc_facts f;
    make_init(&m, 5, false);
    smv_id sheet = make_add(&m, SMV_KIND_SHEET, SMV_ROOT, 0);
    smv_id question = make_add(&m, SMV_KIND_QUESTION, sheet, 0);
    smv_id point = make_add(&m, SMV_KIND_POINT, question, 0);
    smv_id action = make_add(&m, SMV_KIND_ACTION, sheet, question);
    smv_id room = make_add(&m, SMV_KIND_ROOM, SMV_ROOT, sheet);
    struct smv_doc_facts told = facts_of(&m);
    smv_parcel_write(&b, &m.tree, &told, no_rooms, NULL);
    smv_tree_init(&t, false);
    assert_int_equal(smv_parcel_read(smv_buf_span(&b), &t, &f), SMV_OK);
    assert_int_equal(smv_tree_count(&t), 3);
    assert_non_null(smv_tree_find(&t, sheet));
    assert_non_null(smv_tree_find(&t, action));
    assert_null(smv_tree_find(&t, question));
    assert_null(smv_tree_find(&t, point));
    assert_null(smv_tree_find(&t, room));
    smv_parcel_finish(&f);
    smv_tree_finish(&t);
    smv_buf_finish(&b);
    make_finish(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(cut_off_anywhere),
        cmocka_unit_test(what_is_wrong_is_refused),
        cmocka_unit_test(authors_in_disorder_are_refused),
        cmocka_unit_test(left_out_with_what_is_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
