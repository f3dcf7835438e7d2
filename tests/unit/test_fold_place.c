/* test_fold_place.c - move, delete, undelete: places, cycles, tombstones, rights. */
#include "tests/lib/fold_side.h"

static struct fold_side side;

static int setup(void **state)
{
    (void)state;
    fold_init(&side);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fold_finish(&side);
    return 0;
}

static void a_move_tells_its_place(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id a = fold_made(f, SCRIBE, SMV_KIND_PARKED, f->boards[0]);
    smv_id b = fold_made(f, SCRIBE, SMV_KIND_PARKED, f->boards[0]);
    assert_code(fold_move(f, SCRIBE, a, f->boards[0], b), OK);
    const struct fold_told *t = fold_change(f, SMV_CHANGE_MOVE);
    assert_true(t->id == a && t->parent == f->boards[0] && t->after == b);
    assert_true(fold_node(f, b)->next->id == a);
    assert_refused(f, fold_move(f, SCRIBE, a, f->boards[0], b), NOOP);
    assert_refused(f, fold_move(f, SCRIBE, a, f->boards[0], a), BAD_PLACE);
    assert_refused(f, fold_move(f, SCRIBE, a, f->boards[0], 99999), NOT_FOUND);
    assert_refused(f, fold_move(f, SCRIBE, 99999, f->boards[0], 0), NOT_FOUND);
    assert_refused(f, fold_move(f, SCRIBE, a, 99999, 0), NOT_FOUND);
}

static void a_move_stays_in_its_sheet(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id a = fold_made(f, SCRIBE, SMV_KIND_PARKED, f->boards[0]);
    assert_refused(f, fold_move(f, SCRIBE, a, f->table[0], 0), BAD_PLACE);
    assert_refused(f, fold_move(f, HOST, a, f->table[0], 0), BAD_PLACE);
    assert_refused(f, fold_move(f, ORG, f->boards[0], f->sessions[1], 0), BAD_PLACE);
    assert_refused(f, fold_move(f, ORG, f->boards[0], SMV_ROOT, 0), BAD_PLACE);
    assert_code(fold_move(f, ORG, f->boards[0], f->sessions[0], 0), OK);
    assert_refused(f, fold_move(f, ORG, SMV_ROOT, SMV_ROOT, 0), NOT_FOUND);
    assert_code(fold_move(f, ORG, f->rooms[1], SMV_ROOT, 0), OK);
}

static void a_move_makes_no_ring(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id a = fold_made(f, HOST, SMV_KIND_CARD, f->phase[0]); /* only for the place */
    a = fold_last(f, f->phase[0]);
    smv_id q = 0, sub = 0;
    assert_code(fold_add(f, ORG, SMV_KIND_QUESTION, f->board, 0, NULL, 0, &q), OK);
    assert_code(fold_add(f, ORG, SMV_KIND_QUESTION, q, 0, NULL, 0, &sub), OK);
    assert_refused(f, fold_move(f, ORG, q, sub, 0), BAD_PLACE);
    assert_refused(f, fold_move(f, ORG, q, q, 0), BAD_PLACE);
    assert_refused(f, fold_move(f, SCRIBE, a, f->boards[0], 0), BAD_PLACE); /* no card there */
    assert_code(fold_move(f, ORG, sub, f->board, 0), OK);
    assert_code(fold_move(f, ORG, q, sub, 0), OK);
}

static void others_nodes_stay_where_they_are(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id a = fold_made(f, SCRIBE, SMV_KIND_PARKED, f->boards[0]);
    (void)fold_made(f, SCRIBE, SMV_KIND_PARKED, f->boards[0]);
    enum fold_who not [] = {OTHER, SECRETARY, MOD, ORG};
    for (size_t i = 0; i < 4; i++) {
        assert_refused(f, fold_move(f, not [i], a, f -> boards[0], fold_last(f, f->boards[0])),
                       FORBIDDEN);
        assert_refused(f, fold_del(f, not [i], a), FORBIDDEN);
        assert_refused(f, fold_undel(f, not [i], a), FORBIDDEN);
    }
    assert_refused(f, fold_del(f, SCRIBE, f->question[0]), FORBIDDEN);
    assert_refused(f, fold_del(f, MOD, f->boards[0]), FORBIDDEN);
}

static void tombstones_keep_their_place(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id a = fold_made(f, SCRIBE, SMV_KIND_PARKED, f->boards[0]);
    smv_id b = fold_made(f, SCRIBE, SMV_KIND_PARKED, f->boards[0]);
    assert_code(fold_del(f, SCRIBE, a), OK);
    assert_int_equal(fold_change(f, SMV_CHANGE_DEL)->id, a);
    assert_refused(f, fold_del(f, SCRIBE, a), NOOP);
    assert_true(fold_node(f, a)->deleted && fold_node(f, a)->next->id == b);
    assert_code(fold_move(f, SCRIBE, a, f->boards[0], b), OK);
    assert_true(fold_node(f, a)->deleted);
    assert_code(fold_undel(f, SCRIBE, a), OK);
    assert_refused(f, fold_undel(f, SCRIBE, a), NOOP);
    assert_refused(f, fold_del(f, SCRIBE, 99999), NOT_FOUND);
    assert_refused(f, fold_del(f, HOST, SMV_ROOT), NOT_FOUND);
}

static void a_deletion_marks_one_node(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    smv_id below = fold_made(f, SCRIBE, SMV_KIND_OBSTACLE, card);
    assert_code(fold_del(f, SCRIBE, card), OK);
    assert_int_equal(f->n_told, 1);
    assert_false(fold_node(f, below)->deleted);
    assert_true(smv_node_gone(fold_node(f, below)));
    assert_code(fold_undel(f, SCRIBE, card), OK);
    assert_false(smv_node_gone(fold_node(f, below)));
}

static void locks_hold_here_too(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id a = fold_made(f, SCRIBE, SMV_KIND_PARKED, f->boards[0]);
    smv_id b = fold_made(f, SCRIBE, SMV_KIND_PARKED, f->boards[0]);
    smv_seq before = f->s.seq;
    assert_code(fold_lock(f, MOD, f->boards[0], 1), OK);
    assert_refused(f, fold_move(f, SCRIBE, a, f->boards[0], b), LOCKED);
    assert_refused(f, fold_del(f, SCRIBE, a), LOCKED);
    assert_refused(f, fold_undel(f, SCRIBE, a), LOCKED);
    f->seen = before;
    assert_code(fold_move(f, SCRIBE, a, f->boards[0], b), OK);
    assert_int_equal(fold_change(f, SMV_CHANGE_MOVE)->flags, SMV_FLAG_LATE);
    f->seen = before;
    assert_code(fold_del(f, SCRIBE, a), OK);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_move_tells_its_place),      T(a_move_stays_in_its_sheet),
        T(a_move_makes_no_ring),        T(others_nodes_stay_where_they_are),
        T(tombstones_keep_their_place), T(a_deletion_marks_one_node),
        T(locks_hold_here_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
