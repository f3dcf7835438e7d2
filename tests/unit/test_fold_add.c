/* test_fold_add.c - new nodes: who may, where, with which fields, and what follows by rule. */
#include "tests/lib/fold_side.h"
#include "common/model/spread.h"
#include "common/pack/writer.h"

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

/* --- who and where -------------------------------------------------------------------------------- */

static void own_board_is_written(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    struct smv_field_value fields[] = {fold_text(SMV_CARD_TITLE, "Ring"),
                                       fold_ref(SMV_CARD_LANE, f->lane[0])};
    smv_id id = 0;
    assert_code(fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, fields, 2, &id), OK);
    assert_int_equal(f->n_told, 1);
    const struct fold_told *t = fold_change(f, SMV_CHANGE_ADD);
    assert_true(t->id == id && t->parent == f->phase[0] && t->after == 0 && t->flags == 0);
    fold_assert_text(f, id, SMV_CARD_TITLE, "Ring");
    assert_int_equal(fold_node(f, id)->ord, SCRIBE);
    const struct smv_trail *trail = smv_state_trail(&f->s, id);
    assert_true(trail != NULL && trail->n == 1 && trail->seqs[0] == f->s.seq);
}

static void other_boards_are_not(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    const smv_id own = f->phase[0];
    assert_refused(f, fold_add(f, OTHER, SMV_KIND_CARD, own, 0, NULL, 0, NULL), FORBIDDEN);
    assert_refused(f, fold_add(f, SECRETARY, SMV_KIND_CARD, own, 0, NULL, 0, NULL), FORBIDDEN);
    assert_refused(f, fold_add(f, MOD, SMV_KIND_CARD, own, 0, NULL, 0, NULL), FORBIDDEN);
    assert_refused(f, fold_add(f, ORG, SMV_KIND_CARD, own, 0, NULL, 0, NULL), FORBIDDEN);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_PARKED, f->board, 0, NULL, 0, NULL), FORBIDDEN);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_ROW, f->moderated, 0, NULL, 0, NULL), FORBIDDEN);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_ROOM, SMV_ROOT, 0, NULL, 0, NULL), FORBIDDEN);
    assert_refused(f, fold_add(f, MOD, SMV_KIND_LINK, SMV_ROOT, 0, NULL, 0, NULL), FORBIDDEN);
    assert_refused(f, fold_add(f, HOST, SMV_KIND_ANSWER, f->poll, 0, NULL, 0, NULL), FORBIDDEN);
    assert_code(fold_add(f, MOD, SMV_KIND_ROW, f->moderated, 0, NULL, 0, NULL), OK);
    assert_code(fold_add(f, SECRETARY, SMV_KIND_ROW, f->group_sheet, 0, NULL, 0, NULL), OK);
    assert_code(fold_add(f, HOST, SMV_KIND_CARD, own, 0, NULL, 0, NULL), OK);
}

static void a_call_names_its_own_room(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    struct smv_field_value mine = fold_ref(SMV_CALL_PLACE, f->rooms[0]),
                           theirs = fold_ref(SMV_CALL_PLACE, f->rooms[1]);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_CALL, SMV_ROOT, 0, &mine, 1, NULL), OK);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CALL, SMV_ROOT, 0, &theirs, 1, NULL), FORBIDDEN);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CALL, SMV_ROOT, 0, NULL, 0, NULL), FORBIDDEN);
}

/* Whoever writes on a sheet may ask the group that works on it, and nobody else. */
static void a_round_is_for_the_sheets_group(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    struct smv_field_value own = fold_ref(SMV_POLL_GROUP, f->group), here;
    smv_id round = 0, seats = 0, prepared = 0;
    assert_refused(f, fold_add(f, SECRETARY, SMV_KIND_POLL, f->group_sheet, 0, NULL, 0, NULL),
                   FORBIDDEN);
    assert_code(fold_add(f, SECRETARY, SMV_KIND_POLL, f->group_sheet, 0, &own, 1, &round), OK);
    assert_code(fold_set(f, SECRETARY, round, SMV_POLL_STATE, 1), OK);
    assert_code(fold_set(f, SECRETARY, round, SMV_POLL_ENDS, 1000), OK);
    assert_refused(f, fold_set(f, SECRETARY, round, SMV_POLL_GROUP, 0), FORBIDDEN);
    assert_refused(f, fold_set(f, SCRIBE, round, SMV_POLL_REVEALED, 1), FORBIDDEN);
    assert_code(fold_set(f, SECRETARY, round, SMV_POLL_REVEALED, 1), OK);
    /* a room: the group that sits there in the session's composition */
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_POLL, f->boards[0], 0, &own, 1, NULL),
                   FORBIDDEN);
    smv_id seated = fold_made(f, ORG, SMV_KIND_GROUP, f->composition);
    assert_code(fold_set(f, ORG, seated, SMV_GROUP_ROOM, f->rooms[0]), OK);
    assert_code(fold_set(f, ORG, f->sessions[0], SMV_SESSION_COMPOSITION, f->composition), OK);
    here = fold_ref(SMV_POLL_GROUP, seated);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_POLL, f->boards[0], 0, &here, 1, &seats), OK);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_CHOICE, seats, 0, NULL, 0, NULL), OK);
    assert_refused(f, fold_add(f, OTHER, SMV_KIND_POLL, f->boards[1], 0, &here, 1, NULL),
                   FORBIDDEN);
    /* what the moderators put on a room's sheet stays theirs */
    assert_code(fold_add(f, MOD, SMV_KIND_POLL, f->boards[0], 0, NULL, 0, &prepared), OK);
    assert_refused(f, fold_set(f, SCRIBE, prepared, SMV_POLL_STATE, 1), FORBIDDEN);
    assert_refused(f, fold_del(f, SCRIBE, prepared), FORBIDDEN);
}

static void stands_where_its_kind_may(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id row = fold_made(f, SCRIBE, SMV_KIND_PARKED, f->boards[0]);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->boards[0], 0, NULL, 0, NULL),
                   BAD_PLACE);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, 99999, 0, NULL, 0, NULL), NOT_FOUND);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], row, NULL, 0, NULL),
                   NOT_FOUND);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_PARKED, f->boards[0], 99999, NULL, 0, NULL),
                   NOT_FOUND);
    assert_refused(f, fold_add(f, SCRIBE, 63, f->boards[0], 0, NULL, 0, NULL), UNKNOWN_KIND);
}

static void ids_are_the_authors(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id id = 0, foreign = fold_id(f, OTHER), own = 500, zero = (smv_id)SCRIBE << 30;
    assert_code(fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, &id), OK);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, &id), BAD_ID);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, &foreign),
                   BAD_ID);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, &own), BAD_ID);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, &zero), BAD_ID);
    assert_refused(f, fold_add(f, HOST, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, &foreign), BAD_ID);
}

/* --- fields ------------------------------------------------------------------------------------------ */

static void fields_follow_the_same_rights(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    struct smv_field_value number = fold_int(SMV_ACTION_NUMBER, 7),
                           priority = fold_int(SMV_ACTION_PRIORITY, 1),
                           status = fold_int(SMV_ACTION_STATUS, 1),
                           locked = fold_int(SMV_SHEET_LOCKED, 1);
    const smv_id at = f->table[0];
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_ACTION, at, 0, &number, 1, NULL), FORBIDDEN);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_ACTION, at, 0, &priority, 1, NULL), FORBIDDEN);
    assert_refused(f, fold_add(f, ORG, SMV_KIND_SHEET, f->sessions[0], 0, &locked, 1, NULL),
                   FORBIDDEN);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_ACTION, at, 0, &status, 1, NULL), OK);
}

static void field_values_are_bounded(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    static char longest[202];
    memset(longest, 'a', 201);
    struct smv_field_value text = fold_text(SMV_CARD_TITLE, longest),
                           colour = fold_int(SMV_CARD_COLOUR, 8),
                           dirty = fold_text(SMV_CARD_TITLE, "a\x01"),
                           wrong_type = fold_text(SMV_CARD_COLOUR, "red"),
                           unknown = fold_int(60, 1), lane = fold_ref(SMV_CARD_LANE, f->phase[0]),
                           nowhere = fold_ref(SMV_CARD_LANE, 99999);
    const smv_id at = f->phase[0];
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, at, 0, &text, 1, NULL), TEXT_FULL);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, at, 0, &colour, 1, NULL), BAD_VALUE);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, at, 0, &dirty, 1, NULL), BAD_VALUE);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, at, 0, &wrong_type, 1, NULL), BAD_VALUE);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, at, 0, &unknown, 1, NULL), UNKNOWN_KIND);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, at, 0, &lane, 1, NULL), BAD_VALUE);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, at, 0, &nowhere, 1, NULL), BAD_VALUE);
    longest[200] = 0;
    text = fold_text(SMV_CARD_TITLE, longest);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_CARD, at, 0, &text, 1, NULL), OK);
}

static void field_list_has_its_form(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    struct smv_field_value back[] = {fold_int(SMV_CARD_COLOUR, 1), fold_text(SMV_CARD_TITLE, "x")};
    const uint8_t no_array[] = {0x01}, short_pair[] = {0x91, 0x91, 0x01};
    struct smv_buf many = {0};
    smv_write_array(&many, SMV_MAX_FIELDS + 1);
    for (unsigned i = 0; i <= SMV_MAX_FIELDS; i++) {
        smv_write_array(&many, 2);
        smv_write_uint(&many, i + 1);
        smv_write_uint(&many, 0);
    }
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, back, 2, NULL), MALFORMED);
    back[1] = back[0];
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, back, 2, NULL), MALFORMED);
    assert_refused(f, fold_add_raw(f, SCRIBE, SMV_KIND_CARD, f->phase[0], smv_span(no_array, 1)),
                   MALFORMED);
    assert_refused(f, fold_add_raw(f, SCRIBE, SMV_KIND_CARD, f->phase[0], smv_span(short_pair, 3)),
                   MALFORMED);
    assert_refused(f, fold_add_raw(f, SCRIBE, SMV_KIND_CARD, f->phase[0], smv_buf_span(&many)),
                   TOO_BIG);
    smv_buf_finish(&many);
}

/* --- numbers, links, order --------------------------------------------------------------------------- */

static void numbers_go_one_by_one(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    (void)fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    f->n = 1;
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, NULL), DUP);
    f->n = 3;
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, NULL), ORDER);
    f->seen = f->s.seq + 1;
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, NULL), BAD_SEEN);
    const struct smv_done *d = smv_client_done(smv_state_client(&f->s, SCRIBE), 2);
    assert_true(d != NULL && d->code == SMV_CODE_BAD_SEEN && d->seq == f->s.seq);
    assert_int_equal(smv_state_client(&f->s, SCRIBE)->last_n, 2);
}

static void the_link_counts_at_its_place_in_the_log(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    const smv_id link = f->links[SCRIBE];
    assert_code(fold_set(f, MOD, link, SMV_LINK_REVOKED, 1), OK);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, NULL), FORBIDDEN);
    assert_code(fold_set(f, MOD, link, SMV_LINK_REVOKED, 0), OK);
    (void)fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    assert_code(fold_set(f, ORG, link, SMV_LINK_EXPIRES, f->now + 5), OK);
    f->now += 4;
    (void)fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    f->now += 1;
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, NULL), FORBIDDEN);
    assert_code(fold_set(f, ORG, link, SMV_LINK_EXPIRES, 0), OK);
    assert_code(fold_set(f, ORG, link, SMV_LINK_PLACE, f->rooms[1]), OK);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, NULL), FORBIDDEN);
    (void)fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[1]);
    assert_code(fold_del(f, ORG, link), OK);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[1], 0, NULL, 0, NULL), FORBIDDEN);
}

static void later_ordered_lands_first(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id first = fold_made(f, SCRIBE, SMV_KIND_PARKED, f->boards[0]), a = 0, b = 0, c = 0;
    assert_code(fold_add(f, SCRIBE, SMV_KIND_PARKED, f->boards[0], first, NULL, 0, &a), OK);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_PARKED, f->boards[0], first, NULL, 0, &b), OK);
    const struct smv_node *n = fold_node(f, first);
    assert_true(n->next->id == b && n->next->next->id == a);
    assert_code(fold_del(f, SCRIBE, b), OK);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_PARKED, f->boards[0], b, NULL, 0, &c), OK);
    assert_true(n->next->id == b && n->next->next->id == c);
}

static void below_a_tombstone_it_is_kept(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    assert_code(fold_del(f, SCRIBE, card), OK);
    smv_id below = fold_made(f, SCRIBE, SMV_KIND_OBSTACLE, card);
    assert_true(smv_node_gone(fold_node(f, below)));
}

/* --- what follows ------------------------------------------------------------------------------------- */

static void an_obstacle_starts_a_numbered_row(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    for (uint64_t i = 1; i <= 2; i++) {
        smv_id obstacle = fold_made(f, SCRIBE, SMV_KIND_OBSTACLE, f->boards[0]);
        smv_id row = fold_last(f, f->table[0]);
        assert_int_equal(fold_changes(f, SMV_CHANGE_ADD), 2);
        assert_int_equal(smv_id_ord(row), 0);
        assert_int_equal(fold_node(f, row)->kind, SMV_KIND_ACTION);
        assert_int_equal(fold_num(f, row, SMV_ACTION_ORIGIN), obstacle);
        assert_int_equal(fold_num(f, row, SMV_ACTION_NUMBER), i);
        assert_code(fold_del(f, SCRIBE, row), OK); /* a number is never given again */
    }
    assert_int_equal(fold_node(f, f->table[1])->n_children, 0);
    smv_id typed = fold_made(f, OTHER, SMV_KIND_ACTION, f->table[1]);
    assert_int_equal(fold_num(f, typed, SMV_ACTION_NUMBER), 3);
}

static void a_room_gets_its_sheets(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id room = 0;
    assert_code(fold_add(f, ORG, SMV_KIND_ROOM, SMV_ROOT, 0, NULL, 0, &room), OK);
    assert_true(smv_spread_copy(&f->s.tree, f->board, room) != 0);
    assert_true(smv_spread_copy(&f->s.tree, f->proposals, room) != 0);
    assert_int_equal(fold_changes(f, SMV_CHANGE_ADD), 6);
}

static void full_is_said(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    fold_node(f, f->boards[0]);
    smv_tree_find(&f->s.tree, f->boards[0])->n_children += SMV_MAX_CHILDREN;
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_PARKED, f->boards[0], 0, NULL, 0, NULL), FULL);
    smv_tree_find(&f->s.tree, f->boards[0])->n_children -= SMV_MAX_CHILDREN;
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(own_board_is_written),
        T(other_boards_are_not),
        T(a_call_names_its_own_room),
        T(a_round_is_for_the_sheets_group),
        T(stands_where_its_kind_may),
        T(ids_are_the_authors),
        T(fields_follow_the_same_rights),
        T(field_values_are_bounded),
        T(field_list_has_its_form),
        T(numbers_go_one_by_one),
        T(the_link_counts_at_its_place_in_the_log),
        T(later_ordered_lands_first),
        T(below_a_tombstone_it_is_kept),
        T(an_obstacle_starts_a_numbered_row),
        T(a_room_gets_its_sheets),
        T(full_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
