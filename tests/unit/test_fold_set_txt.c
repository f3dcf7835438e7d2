/* test_fold_set_txt.c - chosen values and typed text: rights, bounds, seen, blind and late. */
#include "tests/lib/fold_side.h"
#include "common/base/heap.h"
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

/* --- set ---------------------------------------------------------------------------------------------- */

static void a_value_is_chosen(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 3), OK);
    const struct fold_told *t = fold_change(f, SMV_CHANGE_SET);
    assert_true(t->id == card && t->field == SMV_CARD_COLOUR && t->num == 3 && t->flags == 0);
    assert_refused(f, fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 3), NOOP);
    assert_refused(f, fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 8), BAD_VALUE);
    assert_refused(f, fold_set(f, SCRIBE, card, 60, 1), UNKNOWN_KIND);
    assert_refused(f, fold_set(f, SCRIBE, 99999, SMV_CARD_COLOUR, 1), NOT_FOUND);
    assert_refused(f, fold_set(f, OTHER, card, SMV_CARD_COLOUR, 1), FORBIDDEN);
}

static void hands_decide_per_field(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id action = fold_made(f, SCRIBE, SMV_KIND_ACTION, f->table[0]);
    assert_code(fold_set(f, MOD, action, SMV_ACTION_STAR, 1), OK);
    assert_code(fold_set(f, MOD, action, SMV_ACTION_PRIORITY, 1), OK);
    assert_refused(f, fold_set(f, SCRIBE, action, SMV_ACTION_PRIORITY, 2), FORBIDDEN);
    assert_refused(f, fold_set(f, MOD, action, SMV_ACTION_ORIGIN, 0), FORBIDDEN);
    assert_code(fold_set(f, ORG, action, SMV_ACTION_STATUS, 2), OK);
    assert_refused(f, fold_set(f, HOST, action, SMV_ACTION_NUMBER, 9), FORBIDDEN);
    assert_refused(f, fold_set(f, ORG, f->boards[0], SMV_SHEET_LOCKED, 1), FORBIDDEN);
    assert_refused(f, fold_set(f, ORG, f->sessions[0], SMV_SESSION_ENDS, 1), FORBIDDEN);
    assert_refused(f, fold_set(f, SCRIBE, f->boards[0], SMV_SHEET_AUDIENCE, 15), FORBIDDEN);
    assert_code(fold_set(f, SCRIBE, f->boards[0], SMV_SHEET_DONE, 1), OK);
    assert_refused(f, fold_set(f, SCRIBE, f->board, SMV_SHEET_DONE, 1), FORBIDDEN);
    assert_refused(f, fold_set(f, MOD, f->links[SCRIBE], SMV_LINK_ROLE, 2), FORBIDDEN);
    assert_refused(f, fold_set(f, MOD, f->links[SCRIBE], SMV_LINK_PLACE, 0), FORBIDDEN);
}

static void references_are_of_their_kind(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    assert_refused(f, fold_set(f, SCRIBE, card, SMV_CARD_LANE, f->phase[0]), BAD_VALUE);
    assert_refused(f, fold_set(f, SCRIBE, card, SMV_CARD_LANE, 99999), BAD_VALUE);
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_LANE, f->lane[0]), OK);
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_LANE, 0), OK);
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_ORIGIN, f->phase[0]), OK);
}

static void values_have_their_form(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    const uint8_t text[] = {0xa1, 'x'}, line_feed[] = {0xa1, '\n'}, bin[] = {0xc4, 1, 0};
    smv_id row = fold_made(f, SCRIBE, SMV_KIND_ROW, f->boards[0]);
    assert_refused(f, fold_set_raw(f, SCRIBE, row, SMV_ROW_STAR, smv_span(text, 2)), BAD_VALUE);
    assert_refused(f, fold_set_raw(f, SCRIBE, row, SMV_ROW_V1, smv_span(line_feed, 2)), BAD_VALUE);
    assert_refused(f, fold_set_raw(f, SCRIBE, row, SMV_ROW_T1, smv_span(text, 2)), BAD_VALUE);
    assert_code(fold_set_raw(f, SCRIBE, row, SMV_ROW_V1, smv_span(text, 2)), OK);
    assert_refused(f, fold_set_raw(f, ORG, f->links[SCRIBE], SMV_LINK_HASH, smv_span(bin, 3)),
                   BAD_VALUE);
}

static void a_blind_overwrite_is_marked(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id action = fold_made(f, SCRIBE, SMV_KIND_ACTION, f->table[0]);
    smv_seq before = f->s.seq;
    assert_code(fold_set(f, SCRIBE, action, SMV_ACTION_STATUS, 1), OK);
    f->seen = before;
    assert_code(fold_set(f, SCRIBE, action, SMV_ACTION_STATUS, 2), OK); /* one's own is known */
    assert_int_equal(fold_change(f, SMV_CHANGE_SET)->flags, 0);
    f->seen = before;
    assert_code(fold_set(f, ORG, action, SMV_ACTION_STATUS, 3), OK);
    assert_int_equal(fold_change(f, SMV_CHANGE_SET)->flags, SMV_FLAG_BLIND);
    assert_code(fold_set(f, SCRIBE, action, SMV_ACTION_STATUS, 4), OK); /* has seen it */
    assert_int_equal(fold_change(f, SMV_CHANGE_SET)->flags, 0);
}

/* --- rights that hold more than the schema says ---------------------------------------------------------- */

static void no_link_gives_the_hosts_hands(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_code(fold_set(f, ORG, f->links[ORG], SMV_LINK_ROLE, SMV_ROLE_HOST), OK);
    assert_refused(f, fold_add(f, ORG, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, NULL), FORBIDDEN);
    assert_refused(f, fold_set(f, ORG, SMV_ROOT, SMV_SEMINAR_DOOR, 1), FORBIDDEN);
}

static void a_moderator_shuts_no_organiser_out(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_refused(f, fold_set(f, MOD, f->links[ORG], SMV_LINK_REVOKED, 1), FORBIDDEN);
    assert_code(fold_set(f, MOD, f->links[SECRETARY], SMV_LINK_REVOKED, 1), OK);
    assert_code(fold_set(f, ORG, f->links[MOD], SMV_LINK_REVOKED, 1), OK);
}

/* To another stage, and nowhere else: not into a room, and nobody who writes. */
static void a_moderator_redirects_screens_only(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    struct smv_field_value fields[2] = {
        {SMV_LINK_ROLE, {.type = SMV_TYPE_INT, .num = SMV_ROLE_SCREEN}},
        {SMV_LINK_PLACE, {.type = SMV_TYPE_REF, .num = f->stage}}};
    smv_id screen = 0, other = 0;
    assert_code(fold_add(f, ORG, SMV_KIND_LINK, SMV_ROOT, 0, fields, 2, &screen), OK);
    assert_code(fold_add(f, ORG, SMV_KIND_STAGE, SMV_ROOT, 0, NULL, 0, &other), OK);
    assert_code(fold_set(f, MOD, screen, SMV_LINK_PLACE, other), OK);
    assert_int_equal(fold_num(f, screen, SMV_LINK_PLACE), other);
    assert_refused(f, fold_set(f, MOD, screen, SMV_LINK_PLACE, f->rooms[0]), BAD_VALUE);
    assert_refused(f, fold_set(f, MOD, screen, SMV_LINK_PLACE, 0), BAD_VALUE);
    assert_refused(f, fold_set(f, SCRIBE, screen, SMV_LINK_PLACE, f->stage), FORBIDDEN);
    assert_refused(f, fold_set(f, MOD, f->links[SCRIBE], SMV_LINK_PLACE, f->rooms[1]), FORBIDDEN);
    assert_refused(f, fold_set(f, MOD, f->links[MOD], SMV_LINK_PLACE, f->stage), FORBIDDEN);
    assert_refused(f, fold_set(f, MOD, screen, SMV_LINK_ROLE, SMV_ROLE_MODERATOR), FORBIDDEN);
    assert_code(fold_set(f, MOD, f->stage, SMV_STAGE_IDENTIFY, 1767225600000), OK);
    assert_refused(f, fold_set(f, SCRIBE, f->stage, SMV_STAGE_IDENTIFY, 1), FORBIDDEN);
}

static void an_open_poll_can_only_close(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_FORM, 1), OK);
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_STATE, 1), OK);
    assert_refused(f, fold_set(f, MOD, f->poll, SMV_POLL_FORM, 3), NOT_OPEN);
    /* its secret would be another one, and every device could answer twice */
    assert_refused(f, fold_set(f, MOD, f->poll, SMV_POLL_STATE, 0), NOT_OPEN);
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_STATE, 2), OK);
    assert_refused(f, fold_set(f, MOD, f->poll, SMV_POLL_STATE, 1), NOT_OPEN);
    assert_refused(f, fold_set(f, ORG, f->poll, SMV_POLL_STATE, 0), NOT_OPEN);
    assert_int_equal(fold_num(f, f->poll, SMV_POLL_REVEALED), 0);
}

static void a_poll_that_is_live_shows_its_answers_from_the_opening(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_LIVE, 1), OK);
    assert_int_equal(fold_num(f, f->poll, SMV_POLL_REVEALED), 0);
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_STATE, 1), OK);
    assert_int_equal(fold_num(f, f->poll, SMV_POLL_REVEALED), 1);
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_REVEALED, 0), OK); /* and hidden again */
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_STATE, 2), OK);
    assert_int_equal(fold_num(f, f->poll, SMV_POLL_REVEALED), 0);
}

/* --- txt ------------------------------------------------------------------------------------------------- */

static void typing_is_carried_forward(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id q = f->question[0];
    assert_code(fold_set(f, ORG, f->links[OTHER], SMV_LINK_PLACE, f->rooms[0]), OK);
    assert_code(fold_type(f, SCRIBE, q, SMV_QUESTION_DISCUSSION, 0, "abc"), OK);
    smv_seq seen = f->s.seq;
    assert_code(fold_type(f, SCRIBE, q, SMV_QUESTION_DISCUSSION, 1, "X"), OK);
    f->seen = seen;
    assert_code(fold_type(f, OTHER, q, SMV_QUESTION_DISCUSSION, 1, "y"), OK); /* later: in front */
    fold_assert_text(f, q, SMV_QUESTION_DISCUSSION, "ayXbc");
    assert_int_equal(fold_change(f, SMV_CHANGE_TXT)->id, q);
    f->seen = seen;
    assert_refused(f, fold_type(f, OTHER, q, SMV_QUESTION_DISCUSSION, 1, "z"), BAD_SEEN);
    f->seen = seen;
    assert_refused(f, fold_type(f, SCRIBE, q, SMV_QUESTION_DISCUSSION, 4, "z"), BAD_SEEN);
    assert_refused(f, fold_type(f, SCRIBE, q, SMV_QUESTION_DISCUSSION, 6, "z"), BAD_SEEN);
}

static void text_has_its_rights_and_form(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    struct smv_ot none = {0};
    assert_refused(f, fold_txt(f, SCRIBE, card, SMV_CARD_TITLE, &none), NOOP);
    assert_refused(f, fold_type(f, OTHER, card, SMV_CARD_TITLE, 0, "x"), FORBIDDEN);
    assert_refused(f, fold_type(f, MOD, card, SMV_CARD_TITLE, 0, "x"), FORBIDDEN);
    assert_refused(f, fold_type(f, SCRIBE, 99999, SMV_CARD_TITLE, 0, "x"), NOT_FOUND);
    assert_refused(f, fold_type(f, SCRIBE, card, 60, 0, "x"), UNKNOWN_KIND);
    assert_refused(f, fold_type(f, SCRIBE, card, SMV_CARD_COLOUR, 0, "x"), BAD_VALUE);
    assert_refused(f, fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, "\x01"), BAD_VALUE);
    assert_refused(f, fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 1, "x"), BAD_SEEN);
    assert_code(fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, "x\n"), OK);
}

static void a_text_is_bounded_in_code_points(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    char text[2 * 200 + 1] = {0};
    for (size_t i = 0; i < 200; i++) {
        memcpy(text + 2 * i, "\xc3\xa5", 2);
    }
    assert_code(fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, text), OK);
    assert_refused(f, fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 200, "x"), TEXT_FULL);
    struct smv_ot swap = {0};
    smv_ot_delete(&swap, 1);
    smv_ot_insert(&swap, smv_span_str("x"));
    assert_code(fold_txt(f, SCRIBE, card, SMV_CARD_TITLE, &swap), OK);
    smv_ot_finish(&swap);
}

static void what_is_forgotten_is_bad_seen(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id q = f->question[0];
    static char long_text[18001];
    memset(long_text, 'a', 18000);
    assert_code(fold_type(f, SCRIBE, q, SMV_QUESTION_DISCUSSION, 0, "b"), OK);
    smv_seq seen = f->s.seq;
    for (unsigned i = 0; i < 16; i++) { /* more than HISTORY_BYTES of it */
        assert_code(fold_type(f, SCRIBE, q, SMV_QUESTION_DISCUSSION, 0, long_text), OK);
        struct smv_ot op = {0};
        smv_ot_delete(&op, 18000);
        assert_code(fold_txt(f, SCRIBE, q, SMV_QUESTION_DISCUSSION, &op), OK);
        smv_ot_finish(&op);
    }
    assert_code(fold_set(f, ORG, f->links[OTHER], SMV_LINK_PLACE, f->rooms[0]), OK);
    f->seen = seen;
    assert_refused(f, fold_type(f, OTHER, q, SMV_QUESTION_DISCUSSION, 0, "z"), BAD_SEEN);
}

static void deleted_nodes_are_still_written(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    assert_code(fold_del(f, SCRIBE, card), OK);
    assert_code(fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, "x"), OK);
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 1), OK);
    fold_assert_text(f, card, SMV_CARD_TITLE, "x");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_value_is_chosen),
        T(hands_decide_per_field),
        T(references_are_of_their_kind),
        T(values_have_their_form),
        T(a_blind_overwrite_is_marked),
        T(no_link_gives_the_hosts_hands),
        T(a_moderator_shuts_no_organiser_out),
        T(a_moderator_redirects_screens_only),
        T(an_open_poll_can_only_close),
        T(a_poll_that_is_live_shows_its_answers_from_the_opening),
        T(typing_is_carried_forward),
        T(text_has_its_rights_and_form),
        T(a_text_is_bounded_in_code_points),
        T(what_is_forgotten_is_bad_seen),
        T(deleted_nodes_are_still_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
