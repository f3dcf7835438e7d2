/* test_spread.c - copies of a pattern, where they stand and what they point at; obstacles that become rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "common/model/spread.h"
#include "tests/lib/tree_make.h"

/* A session with a board that has everything to copy wrongly, and a sheet of proposals behind it. */
struct world {
    struct make m;
    smv_id session, rooms[2], group, board, proposals;
    smv_id phase, lane, cards[2], flow, question, sub, gone;
    size_t left; /* emits until one fails; SIZE_MAX never */
};

static enum smv_err emit(void *arg, const struct smv_change *change)
{
    struct world *w = arg;
    if (w->left == 0) {
        return SMV_ERR_STATE;
    }
    w->left--;
    struct smv_stamp stamp = make_stamp(&w->m, 0);
    assert_int_equal(smv_id_ord(change->id), 0);
    return smv_tree_apply(&w->m.tree, change, &stamp);
}

static void world_init(struct world *w)
{
    struct make *m = &w->m;
    make_init(m, 1, false);
    w->left = SIZE_MAX;
    w->rooms[0] = make_add(m, SMV_KIND_ROOM, SMV_ROOT, 0);
    w->rooms[1] = make_add(m, SMV_KIND_ROOM, SMV_ROOT, 0);
    smv_id self = make_add(m, SMV_KIND_COMPOSITION, SMV_ROOT, 0);
    w->group = make_add(m, SMV_KIND_GROUP, self, 0);
    w->session = make_add(m, SMV_KIND_SESSION, SMV_ROOT, 0);
    w->board = make_add(m, SMV_KIND_SHEET, w->session, 0);
    make_num(m, w->board, SMV_SHEET_EACH, 1);
    make_num(m, w->board, SMV_SHEET_AUDIENCE, 3);
    make_num(m, w->board, SMV_SHEET_LOCKED, 1);
    make_text(m, w->board, SMV_SHEET_TITLE, "Tidslinje");
    w->lane = make_add(m, SMV_KIND_LANE, w->board, 0);
    w->phase = make_add(m, SMV_KIND_PHASE, w->board, w->lane);
    /* The arrow stands before the cards that it joins. */
    w->flow = make_add(m, SMV_KIND_FLOW, w->board, 0);
    w->cards[0] = make_add(m, SMV_KIND_CARD, w->phase, 0);
    w->cards[1] = make_add(m, SMV_KIND_CARD, w->phase, w->cards[0]);
    make_num(m, w->cards[1], SMV_CARD_LANE, w->lane);
    make_num(m, w->flow, SMV_FLOW_FROM, w->cards[0]);
    make_num(m, w->flow, SMV_FLOW_TO, w->cards[1]);
    w->question = make_add(m, SMV_KIND_QUESTION, w->board, w->phase);
    w->sub = make_add(m, SMV_KIND_QUESTION, w->question, 0);
    make_text(m, w->sub, SMV_QUESTION_TEXT, "Vem?");
    w->gone = make_add(m, SMV_KIND_QUESTION, w->board, w->question);
    (void)make_add(m, SMV_KIND_POINT, w->gone, 0);
    make_del(m, w->gone);
    w->proposals = make_add(m, SMV_KIND_SHEET, w->session, w->board);
    make_num(m, w->proposals, SMV_SHEET_EACH, 1);
    make_num(m, w->proposals, SMV_SHEET_CARRY, w->board);
    make_num(m, w->proposals, SMV_SHEET_CARRY_KIND, SMV_KIND_OBSTACLE);
    make_num(m, w->proposals, SMV_SHEET_CARRY_AS, SMV_KIND_ACTION);
}

static const struct smv_node *node(const struct world *w, smv_id id)
{
    const struct smv_node *n = smv_tree_find(&w->m.tree, id);
    assert_non_null(n);
    return n;
}

static const struct smv_node *nth(const struct smv_node *parent, size_t i)
{
    const struct smv_node *n = parent->first;
    while (i-- > 0) {
        n = n->next;
    }
    return n;
}

static smv_id spread(struct world *w, smv_id pattern, smv_id place)
{
    smv_id sheet = 0;
    assert_int_equal(smv_spread_sheet(&w->m.tree, pattern, place, emit, w, &sheet), SMV_OK);
    assert_int_equal(smv_spread_copy(&w->m.tree, pattern, place), sheet);
    check_tree(&w->m.tree);
    return sheet;
}

static void test_copy(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    const struct smv_node *copy = node(&w, spread(&w, w.board, w.rooms[1]));
    assert_int_equal(smv_node_num(copy, SMV_SHEET_PATTERN), w.board);
    assert_int_equal(smv_node_num(copy, SMV_SHEET_ROOM), w.rooms[1]);
    assert_int_equal(smv_node_num(copy, SMV_SHEET_GROUP), 0);
    assert_int_equal(smv_node_num(copy, SMV_SHEET_EACH), 0);
    assert_int_equal(smv_node_num(copy, SMV_SHEET_AUDIENCE), 3);
    assert_true(smv_span_is(smv_node_str(copy, SMV_SHEET_TITLE), "Tidslinje"));
    /* A lock is the fold's word about one sheet. */
    assert_int_equal(smv_node_num(copy, SMV_SHEET_LOCKED), 0);

    /* The same order, without what is deleted. */
    static const uint8_t kinds[] = {SMV_KIND_FLOW, SMV_KIND_LANE, SMV_KIND_PHASE,
                                    SMV_KIND_QUESTION};
    assert_int_equal(copy->n_children, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(nth(copy, i)->kind, kinds[i]);
    }
    const struct smv_node *flow = nth(copy, 0), *lane = nth(copy, 1), *phase = nth(copy, 2);
    assert_int_equal(phase->n_children, 2);
    assert_int_equal(smv_node_num(flow, SMV_FLOW_FROM), phase->first->id);
    assert_int_equal(smv_node_num(flow, SMV_FLOW_TO), phase->last->id);
    assert_int_equal(smv_node_num(phase->last, SMV_CARD_LANE), lane->id);
    const struct smv_node *question = nth(copy, 3);
    assert_int_equal(smv_node_num(question, SMV_QUESTION_PATTERN), w.question);
    assert_int_equal(smv_node_num(question->first, SMV_QUESTION_PATTERN), w.sub);
    assert_true(smv_span_is(smv_node_str(question->first, SMV_QUESTION_TEXT), "Vem?"));
    make_finish(&w.m);
}

/* A reference to something deleted inside the pattern has no copy to point at. */
static void test_reference_to_deleted(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    make_del(&w.m, w.lane);
    const struct smv_node *copy = node(&w, spread(&w, w.board, w.rooms[0]));
    assert_int_equal(copy->n_children, 3);
    assert_null(smv_node_slot(nth(copy, 1)->last, SMV_CARD_LANE));
    make_finish(&w.m);
}

/* Behind the last copy, the first one behind the pattern; a second time does nothing. */
static void test_place_among_sheets(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    smv_id a = spread(&w, w.board, w.rooms[0]);
    smv_id b = spread(&w, w.board, w.rooms[1]);
    const struct smv_node *session = node(&w, w.session);
    assert_int_equal(nth(session, 0)->id, w.board);
    assert_int_equal(nth(session, 1)->id, a);
    assert_int_equal(nth(session, 2)->id, b);
    assert_int_equal(nth(session, 3)->id, w.proposals);
    size_t count = smv_tree_count(&w.m.tree);
    assert_int_equal(spread(&w, w.board, w.rooms[0]), a);
    make_del(&w.m, a);
    assert_int_equal(spread(&w, w.board, w.rooms[0]), a);
    assert_int_equal(smv_tree_count(&w.m.tree), count);
    make_finish(&w.m);
}

static void test_moved_copy_is_found(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    smv_id a = spread(&w, w.board, w.rooms[0]);
    struct smv_change move = {.kind = SMV_CHANGE_MOVE, .id = a, .parent = SMV_ROOT};
    assert_int_equal(make_apply(&w.m, &move), SMV_OK);
    assert_int_equal(smv_spread_copy(&w.m.tree, w.board, w.rooms[0]), a);
    assert_int_equal(smv_spread_copy(&w.m.tree, w.board, w.rooms[1]), 0);
    assert_int_equal(smv_spread_copy(&w.m.tree, w.board, 0), 0);
    assert_int_equal(smv_spread_copy(&w.m.tree, 12345, w.rooms[0]), 0);
    make_finish(&w.m);
}

static void test_refused(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    struct smv_tree *t = &w.m.tree;
    smv_id sheet = 77;
    size_t count = smv_tree_count(t);
    assert_int_equal(smv_spread_sheet(t, 12345, w.rooms[0], emit, &w, &sheet), SMV_ERR_MISSING);
    assert_int_equal(smv_spread_sheet(t, w.board, 12345, emit, &w, &sheet), SMV_ERR_MISSING);
    assert_int_equal(smv_spread_sheet(t, w.session, w.rooms[0], emit, &w, &sheet), SMV_ERR_STATE);
    assert_int_equal(smv_spread_sheet(t, w.board, w.session, emit, &w, &sheet), SMV_ERR_STATE);
    assert_int_equal(smv_spread_sheet(t, w.board, w.group, emit, &w, &sheet), SMV_ERR_STATE);
    make_num(&w.m, w.board, SMV_SHEET_EACH, 0);
    assert_int_equal(smv_spread_sheet(t, w.board, w.rooms[0], emit, &w, &sheet), SMV_ERR_STATE);
    make_num(&w.m, w.board, SMV_SHEET_EACH, 1);
    assert_int_equal(sheet, 77);
    assert_int_equal(smv_tree_count(t), count);
    /* What emit says is what the rule says. */
    w.left = 2;
    assert_int_equal(smv_spread_sheet(t, w.board, w.rooms[0], emit, &w, &sheet), SMV_ERR_STATE);
    assert_int_equal(sheet, 77);
    make_finish(&w.m);
}

/* A room gets the patterns of rooms, a self-formed group those of groups, a group that sits in a room none. */
static void test_place(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    struct smv_tree *t = &w.m.tree;
    smv_id of_groups = make_add(&w.m, SMV_KIND_SHEET, SMV_ROOT, 0);
    make_num(&w.m, of_groups, SMV_SHEET_EACH, 2);
    smv_id deleted = make_add(&w.m, SMV_KIND_SHEET, SMV_ROOT, 0);
    make_num(&w.m, deleted, SMV_SHEET_EACH, 1);
    make_del(&w.m, deleted);
    assert_int_equal(smv_spread_place(t, w.rooms[0], emit, &w), SMV_OK);
    assert_true(smv_spread_copy(t, w.board, w.rooms[0]) != 0);
    assert_true(smv_spread_copy(t, w.proposals, w.rooms[0]) != 0);
    assert_int_equal(smv_spread_copy(t, deleted, w.rooms[0]), 0);
    assert_int_equal(smv_spread_copy(t, of_groups, w.rooms[0]), 0);

    assert_int_equal(smv_spread_place(t, w.group, emit, &w), SMV_OK);
    const struct smv_node *copy = node(&w, smv_spread_copy(t, of_groups, w.group));
    assert_int_equal(smv_node_num(copy, SMV_SHEET_GROUP), w.group);
    assert_int_equal(smv_node_num(copy, SMV_SHEET_ROOM), 0);
    assert_int_equal(smv_spread_copy(t, w.board, w.group), 0);

    smv_id seated = make_add(&w.m, SMV_KIND_GROUP, node(&w, w.group)->parent->id, 0);
    make_num(&w.m, seated, SMV_GROUP_ROOM, w.rooms[1]);
    size_t count = smv_tree_count(t);
    assert_int_equal(smv_spread_place(t, seated, emit, &w), SMV_OK);
    assert_int_equal(smv_spread_place(t, w.rooms[0], emit, &w), SMV_OK);
    assert_int_equal(smv_tree_count(t), count);
    assert_int_equal(smv_spread_place(t, 12345, emit, &w), SMV_ERR_MISSING);
    make_finish(&w.m);
}

/* Polls begin anew: not open, no answers. */
static void test_poll(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    smv_id poll = make_add(&w.m, SMV_KIND_POLL, w.board, 0);
    make_num(&w.m, poll, SMV_POLL_FORM, 1);
    make_num(&w.m, poll, SMV_POLL_STATE, 2);
    make_num(&w.m, poll, SMV_POLL_REVEALED, 1);
    make_num(&w.m, poll, SMV_POLL_COUNT, 9);
    smv_id choice = make_add(&w.m, SMV_KIND_CHOICE, poll, 0);
    make_num(&w.m, make_add(&w.m, SMV_KIND_ANSWER, poll, choice), SMV_ANSWER_CHOICE, choice);
    const struct smv_node *copy = node(&w, spread(&w, w.board, w.rooms[0]))->first;
    assert_int_equal(copy->kind, SMV_KIND_POLL);
    assert_int_equal(smv_node_num(copy, SMV_POLL_FORM), 1);
    assert_int_equal(smv_node_num(copy, SMV_POLL_STATE), 0);
    assert_int_equal(smv_node_num(copy, SMV_POLL_REVEALED), 0);
    assert_int_equal(smv_node_num(copy, SMV_POLL_COUNT), 0);
    assert_int_equal(copy->n_children, 1);
    make_finish(&w.m);
}

/* --- carrying over ---------------------------------------------------------------------------- */

static void carry(struct world *w, smv_id id)
{
    assert_int_equal(smv_carry_over(&w->m.tree, id, emit, w), SMV_OK);
    check_tree(&w->m.tree);
}

static void test_carry(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    smv_id boards[2], rows[2];
    for (size_t i = 0; i < 2; i++) {
        boards[i] = spread(&w, w.board, w.rooms[i]);
        rows[i] = spread(&w, w.proposals, w.rooms[i]);
    }
    /* On the sheet, and deep below on a card. */
    smv_id phase = nth(node(&w, boards[0]), 2)->id;
    smv_id card = make_add(&w.m, SMV_KIND_CARD, phase, 0);
    smv_id first = make_add(&w.m, SMV_KIND_OBSTACLE, boards[0], 0);
    carry(&w, first);
    smv_id second = make_add(&w.m, SMV_KIND_OBSTACLE, card, 0);
    carry(&w, second);
    const struct smv_node *sheet = node(&w, rows[0]);
    assert_int_equal(sheet->n_children, 2);
    assert_int_equal(sheet->first->kind, SMV_KIND_ACTION);
    assert_int_equal(smv_id_ord(sheet->first->id), 0);
    assert_int_equal(smv_node_num(sheet->first, SMV_ACTION_ORIGIN), first);
    assert_int_equal(smv_node_num(sheet->last, SMV_ACTION_ORIGIN), second);
    assert_int_equal(node(&w, rows[1])->n_children, 0);

    /* Another kind, the pattern itself, another sheet, something outside sheets: nothing happens. */
    size_t count = smv_tree_count(&w.m.tree);
    carry(&w, card);
    smv_id on_pattern = make_add(&w.m, SMV_KIND_OBSTACLE, w.board, 0);
    carry(&w, on_pattern);
    carry(&w, w.rooms[0]);
    smv_id elsewhere = make_add(&w.m, SMV_KIND_OBSTACLE, rows[1], 0);
    carry(&w, elsewhere);
    assert_int_equal(smv_tree_count(&w.m.tree), count + 2);
    assert_int_equal(smv_carry_over(&w.m.tree, 12345, emit, &w), SMV_ERR_MISSING);

    w.left = 0;
    smv_id third = make_add(&w.m, SMV_KIND_OBSTACLE, boards[1], 0);
    assert_int_equal(smv_carry_over(&w.m.tree, third, emit, &w), SMV_ERR_STATE);
    make_finish(&w.m);
}

/* A kind that cannot stand on a sheet or remember its origin makes no row; nor does a place without a copy. */
static void test_carry_impossible(void **state)
{
    (void)state;
    static const unsigned kinds[] = {
        0, SMV_KIND_POINT, SMV_KIND_CARD, SMV_KIND_PHASE, SMV_KIND_ROOM, 50};
    struct world w;
    world_init(&w);
    smv_id board = spread(&w, w.board, w.rooms[0]);
    smv_id obstacle = make_add(&w.m, SMV_KIND_OBSTACLE, board, 0);
    size_t count = smv_tree_count(&w.m.tree);
    carry(&w, obstacle);
    assert_int_equal(smv_tree_count(&w.m.tree), count);
    smv_id rows = spread(&w, w.proposals, w.rooms[0]);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        make_num(&w.m, w.proposals, SMV_SHEET_CARRY_AS, kinds[i]);
        carry(&w, obstacle);
    }
    assert_int_equal(node(&w, rows)->n_children, 0);
    make_finish(&w.m);
}

/* --- any tree --------------------------------------------------------------------------------- */

static enum smv_err emit_plain(void *arg, const struct smv_change *change)
{
    const struct smv_stamp stamp = {.seq = 1000000};
    return smv_tree_apply(arg, change, &stamp);
}

/* Every rule, on every node of a tree made by chance: the tree stays whole, a second round adds nothing, and
 * a replica that read the same bytes gets the same tree. */
static void test_any_tree(void **state)
{
    (void)state;
    size_t made = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct make m;
        make_init(&m, seed, false);
        for (size_t i = 0; i < 4; i++) {
            (void)make_add(&m, SMV_KIND_ROOM, SMV_ROOT, 0);
            smv_id pattern = make_add(&m, SMV_KIND_SHEET, SMV_ROOT, 0);
            make_num(&m, pattern, SMV_SHEET_EACH, 1);
            make_num(&m, pattern, SMV_SHEET_CARRY, pattern);
            make_num(&m, pattern, SMV_SHEET_CARRY_KIND, SMV_KIND_OBSTACLE);
            make_num(&m, pattern, SMV_SHEET_CARRY_AS, SMV_KIND_ROW);
        }
        for (size_t i = 0; i < 600; i++) {
            struct smv_change c;
            make_random(&m, &c);
            (void)make_apply(&m, &c);
        }
        struct smv_tree replica;
        struct smv_buf bytes = {0};
        struct smv_reader r;
        smv_tree_write(&bytes, &m.tree, false);
        smv_tree_init(&replica, false);
        smv_reader_init(&r, smv_buf_span(&bytes));
        assert_int_equal(smv_tree_read(&r, &replica), SMV_OK);
        size_t before = smv_tree_count(&m.tree);
        for (size_t round = 0; round < 2; round++) {
            size_t count = smv_tree_count(&m.tree);
            for (size_t i = 0; i < m.n_ids; i++) {
                enum smv_err a = smv_spread_place(&m.tree, m.ids[i], emit_plain, &m.tree);
                enum smv_err b = smv_spread_place(&replica, m.ids[i], emit_plain, &replica);
                assert_int_equal(a, b);
            }
            assert_true(round == 0 || smv_tree_count(&m.tree) == count);
        }
        for (size_t i = 0; i < m.n_ids; i++) {
            enum smv_err a = smv_carry_over(&m.tree, m.ids[i], emit_plain, &m.tree);
            enum smv_err b = smv_carry_over(&replica, m.ids[i], emit_plain, &replica);
            assert_int_equal(a, b);
        }
        check_tree(&m.tree);
        assert_int_equal(smv_tree_digest(m.tree.root, NULL, NULL),
                         smv_tree_digest(replica.root, NULL, NULL));
        made += smv_tree_count(&m.tree) - before;
        smv_tree_finish(&replica);
        smv_buf_finish(&bytes);
        make_finish(&m);
    }
    assert_true(made > 500); /* otherwise nothing was tried */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_reference_to_deleted),
        cmocka_unit_test(test_place_among_sheets),
        cmocka_unit_test(test_moved_copy_is_found),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_place),
        cmocka_unit_test(test_poll),
        cmocka_unit_test(test_carry),
        cmocka_unit_test(test_carry_impossible),
        cmocka_unit_test(test_any_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
