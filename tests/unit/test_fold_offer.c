/* test_fold_offer.c - after a restored file: what clients know comes back, by rank and by right. */
#include "tests/lib/fold_side.h"
#include "common/base/limits.h"

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

/* The file ends here; positions above it are of the history that was lost. */
static smv_seq restored(void)
{
    assert_code(fold_epoch(&side, 1), OK);
    return side.s.lost_seq;
}

static smv_id new_id(enum fold_who who, uint32_t counter)
{
    return ((smv_id)who << SMV_ID_COUNTER_BITS) + counter;
}

static struct fold_offer value_offer(smv_id id, unsigned kind, unsigned field, uint64_t num,
                                     smv_seq old)
{
    return (struct fold_offer){
        .id = id, .kind = kind, .fields = {fold_int(field, num)}, .old = {old}, .n = 1};
}

static struct fold_offer text_offer(smv_id id, unsigned kind, unsigned field, const char *text,
                                    smv_seq old)
{
    return (struct fold_offer){
        .id = id, .kind = kind, .fields = {fold_text(field, text)}, .old = {old}, .n = 1};
}

static struct fold_offer new_card(smv_id id, smv_id after, smv_seq old)
{
    return (struct fold_offer){
        .id = id, .kind = SMV_KIND_CARD, .parent = side.phase[0], .after = after, .place_seq = old};
}

/* --- when ------------------------------------------------------------------------------------------------ */

static void only_after_a_restored_file(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    struct fold_offer o = value_offer(card, SMV_KIND_CARD, SMV_CARD_COLOUR, 3, 1000);
    assert_refused(f, fold_offer(f, SCRIBE, &o), FORBIDDEN);
    assert_code(fold_epoch(f, 2), OK);
    assert_refused(f, fold_offer(f, SCRIBE, &o), FORBIDDEN);
    assert_code(fold_epoch(f, 1), OK);
    assert_code(fold_offer(f, SCRIBE, &o), OK);
}

static void a_new_epoch_skips_ids(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    uint32_t ord = f->s.next_ord;
    uint64_t own = f->s.tree.own;
    assert_code(fold_epoch(f, 1), OK);
    assert_int_equal(f->s.next_ord, ord + 65536);
    assert_true(f->s.tree.own >= own + 1000);
    unsigned reason = 0;
    assert_non_null(smv_state_ended(&f->s, f->s.lost_epoch, &reason));
    assert_int_equal(reason, 1);
    for (unsigned i = 0; i < 2000; i++) { /* restored again and again: it can still be written */
        assert_code(fold_epoch(f, 1), OK);
    }
    assert_true(f->s.tree.own < UINT64_C(1) << SMV_ID_COUNTER_BITS);
    smv_id room = 0;
    assert_code(fold_add(f, ORG, SMV_KIND_ROOM, SMV_ROOT, 0, NULL, 0, &room), OK);
}

/* --- values ---------------------------------------------------------------------------------------------- */

static void the_highest_old_position_wins(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    for (int rising = 0; rising < 2; rising++) {
        smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
        smv_seq lost = restored();
        struct fold_offer low = value_offer(card, SMV_KIND_CARD, SMV_CARD_COLOUR, 1, lost + 5);
        struct fold_offer high = value_offer(card, SMV_KIND_CARD, SMV_CARD_COLOUR, 2, lost + 9);
        assert_code(fold_offer(f, SCRIBE, rising ? &low : &high), OK);
        assert_int_equal(fold_offer(f, SCRIBE, rising ? &high : &low),
                         rising ? SMV_CODE_OK : SMV_CODE_NOOP);
        assert_int_equal(fold_num(f, card, SMV_CARD_COLOUR), 2);
        assert_code(fold_offer(f, SCRIBE, &high), NOOP);
        high.fields[0].value.num = 3; /* the first one at a position stays */
        assert_refused(f, fold_offer(f, SCRIBE, &high), NOOP);
    }
}

static void what_the_file_has_is_not_turned_back(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 4), OK);
    smv_seq lost = restored();
    struct fold_offer old = value_offer(card, SMV_KIND_CARD, SMV_CARD_COLOUR, 1, lost);
    assert_refused(f, fold_offer(f, SCRIBE, &old), NOOP);
    struct fold_offer text = text_offer(card, SMV_KIND_CARD, SMV_CARD_TITLE, "x", lost);
    assert_refused(f, fold_offer(f, SCRIBE, &text), NOOP);
}

static void what_was_chosen_anew_stays(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    smv_seq lost = restored();
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 4), OK);
    struct fold_offer o = value_offer(card, SMV_KIND_CARD, SMV_CARD_COLOUR, 1, lost + 5);
    assert_refused(f, fold_offer(f, SCRIBE, &o), NOOP);
    assert_int_equal(fold_num(f, card, SMV_CARD_COLOUR), 4);
}

static void a_closed_poll_stays_closed(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_STATE, 2), OK);
    smv_seq lost = restored();
    struct fold_offer o = value_offer(f->poll, SMV_KIND_POLL, SMV_POLL_STATE, 1, lost + 5);
    assert_refused(f, fold_offer(f, MOD, &o), NOOP);
}

/* --- texts ----------------------------------------------------------------------------------------------- */

static void texts_merge_in_either_order(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    for (int rising = 0; rising < 2; rising++) {
        smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
        assert_code(fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, "abc"), OK);
        smv_seq lost = restored();
        struct fold_offer low = text_offer(card, SMV_KIND_CARD, SMV_CARD_TITLE, "abcd", lost + 5);
        struct fold_offer high = text_offer(card, SMV_KIND_CARD, SMV_CARD_TITLE, "abcde", lost + 9);
        assert_code(fold_offer(f, SCRIBE, rising ? &low : &high), OK);
        (void)fold_offer(f, SCRIBE, rising ? &high : &low);
        fold_assert_text(f, card, SMV_CARD_TITLE, "abcde");
    }
}

static void what_was_typed_anew_stays_beside(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    assert_code(fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, "mitt"), OK);
    smv_seq lost = restored();
    assert_code(fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, "nytt "), OK);
    struct fold_offer o = text_offer(card, SMV_KIND_CARD, SMV_CARD_TITLE, "mitt ord", lost + 5);
    assert_code(fold_offer(f, SCRIBE, &o), OK);
    fold_assert_text(f, card, SMV_CARD_TITLE, "nytt mitt ord");
}

static void a_merge_keeps_the_bound(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    static char a[201], b[201];
    memset(a, 'a', 200);
    memset(b, 'b', 200);
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    smv_seq lost = restored();
    assert_code(fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, a), OK);
    struct fold_offer o = text_offer(card, SMV_KIND_CARD, SMV_CARD_TITLE, b, lost + 5);
    (void)fold_offer(f, SCRIBE, &o);
    assert_int_equal(smv_node_str(fold_node(f, card), SMV_CARD_TITLE).len, 200);
}

/* A difference in more pieces than one text op may have. */
static void a_text_with_many_differences_comes_back(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    enum { N = 1500, EVERY = 3 };
    static char was[N + 1], is[N + 1];
    for (size_t i = 0; i < N; i++) {
        was[i] = (char)('a' + i * 7 % 26);
        is[i] = i % EVERY == 0 ? '.' : was[i];
    }
    smv_id q = f->question[0];
    assert_code(fold_type(f, SCRIBE, q, SMV_QUESTION_DISCUSSION, 0, was), OK);
    smv_seq lost = restored();
    struct fold_offer o = text_offer(q, SMV_KIND_QUESTION, SMV_QUESTION_DISCUSSION, is, lost + 5);
    assert_code(fold_offer(f, SCRIBE, &o), OK);
    fold_assert_text(f, q, SMV_QUESTION_DISCUSSION, is);
}

/* --- new nodes ----------------------------------------------------------------------------------------------- */

static void new_nodes_come_back_in_order(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_seq lost = restored();
    struct fold_offer a = new_card(new_id(SCRIBE, 50), 0, lost + 1);
    struct fold_offer b = new_card(new_id(OTHER, 50), a.id, lost + 2);
    a.fields[0] = fold_text(SMV_CARD_TITLE, "Ring");
    a.old[0] = lost + 4;
    a.n = 1;
    b.deleted = 1;
    b.del_seq = lost + 3;
    assert_code(fold_offer(f, SCRIBE, &a), OK);
    assert_code(fold_offer(f, SCRIBE, &b), OK);
    fold_assert_text(f, a.id, SMV_CARD_TITLE, "Ring");
    assert_true(fold_node(f, a.id)->next->id == b.id && fold_node(f, b.id)->deleted);
    assert_code(fold_offer(f, SCRIBE, &a), NOOP);
    a.fields[0] = fold_text(SMV_CARD_TITLE, "Ring nu");
    a.old[0] = lost + 8;
    assert_code(fold_offer(f, SCRIBE, &a), OK);
    fold_assert_text(f, a.id, SMV_CARD_TITLE, "Ring nu");
    struct fold_offer orphan = new_card(new_id(SCRIBE, 51), 0, lost + 1);
    orphan.parent = 99999;
    assert_refused(f, fold_offer(f, SCRIBE, &orphan), NOT_FOUND);
    orphan.parent = f->boards[0];
    assert_refused(f, fold_offer(f, SCRIBE, &orphan), BAD_PLACE);
    orphan.kind = 63;
    assert_refused(f, fold_offer(f, SCRIBE, &orphan), UNKNOWN_KIND);
    a.kind = SMV_KIND_OBSTACLE;
    a.n = 0;
    assert_refused(f, fold_offer(f, SCRIBE, &a), BAD_ID);
}

static void ids_are_of_the_lost_history(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_seq lost = restored();
    struct fold_offer last = new_card((UINT64_C(1) << SMV_ID_COUNTER_BITS) - 1, 0, lost + 1);
    assert_refused(f, fold_offer(f, SCRIBE, &last), BAD_ID); /* of the fold's, not given yet */
    struct fold_offer future = new_card(new_id((enum fold_who)f->s.next_ord, 1), 0, lost + 1);
    assert_refused(f, fold_offer(f, SCRIBE, &future), BAD_ID); /* of a client that comes later */
    struct fold_offer own = new_card(f->s.tree.own - 5, 0, lost + 1);
    assert_code(fold_offer(f, SCRIBE, &own), OK);
    (void)fold_made(f, SCRIBE, SMV_KIND_OBSTACLE, f->boards[0]); /* the rule still finds ids */
}

static void an_action_gets_its_number_back(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_seq lost = restored();
    struct fold_offer o = {.id = new_id(SCRIBE, 60),
                           .kind = SMV_KIND_ACTION,
                           .parent = f->table[0],
                           .place_seq = lost + 1,
                           .fields = {fold_int(SMV_ACTION_NUMBER, 7)},
                           .old = {lost + 1},
                           .n = 1};
    assert_code(fold_offer(f, SCRIBE, &o), OK);
    assert_int_equal(fold_num(f, o.id, SMV_ACTION_NUMBER), 7);
    smv_id next = fold_made(f, SCRIBE, SMV_KIND_ACTION, f->table[0]);
    assert_int_equal(fold_num(f, next, SMV_ACTION_NUMBER), 8);
    o.id = new_id(SCRIBE, 61);
    o.fields[0] = fold_int(SMV_ACTION_NUMBER, 1000000); /* the last one that there is */
    assert_code(fold_offer(f, SCRIBE, &o), OK);
    for (unsigned i = 0; i < 3; i++) {
        (void)fold_made(f, SCRIBE, SMV_KIND_ACTION, f->table[0]);
    }
    struct smv_buf b = {0};
    struct smv_state again;
    smv_state_write(&b, &f->s);
    smv_state_init(&again);
    assert_int_equal(smv_state_read(smv_buf_span(&b), &again), SMV_OK);
    smv_state_finish(&again);
    smv_buf_finish(&b);
}

/* --- rights -------------------------------------------------------------------------------------------------- */

static void nobody_brings_back_what_is_not_theirs(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    smv_seq lost = restored();
    struct fold_offer o = value_offer(card, SMV_KIND_CARD, SMV_CARD_COLOUR, 1, lost + 5);
    assert_refused(f, fold_offer(f, OTHER, &o), NOOP);
    assert_refused(f, fold_offer(f, MOD, &o), NOOP);
    struct fold_offer del = {.id = card,
                             .kind = SMV_KIND_CARD,
                             .parent = f->phase[0],
                             .deleted = 1,
                             .del_seq = lost + 6};
    assert_refused(f, fold_offer(f, OTHER, &del), NOOP);
    struct fold_offer made = new_card(new_id(OTHER, 50), 0, lost + 1);
    assert_refused(f, fold_offer(f, OTHER, &made), FORBIDDEN);
    struct fold_offer lock =
        value_offer(f->boards[0], SMV_KIND_SHEET, SMV_SHEET_LOCKED, 1, lost + 5);
    assert_refused(f, fold_offer(f, ORG, &lock), NOOP);
}

/* What a moderator had set on it hinders nobody from bringing the node back; they bring theirs. */
static void parts_of_others_are_passed_over(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_seq lost = restored();
    struct fold_offer o = {
        .id = new_id(SCRIBE, 60),
        .kind = SMV_KIND_ACTION,
        .parent = f->table[0],
        .place_seq = lost + 1,
        .fields = {fold_text(SMV_ACTION_WHAT, "Ring"), fold_int(SMV_ACTION_PRIORITY, 1)},
        .old = {lost + 1, lost + 2},
        .n = 2};
    assert_refused(f, fold_offer(f, MOD, &o), FORBIDDEN);
    assert_code(fold_offer(f, SCRIBE, &o), OK);
    fold_assert_text(f, o.id, SMV_ACTION_WHAT, "Ring");
    assert_int_equal(fold_num(f, o.id, SMV_ACTION_PRIORITY), 0);
    assert_code(fold_offer(f, MOD, &o), OK);
    assert_int_equal(fold_num(f, o.id, SMV_ACTION_PRIORITY), 1);
}

static void locked_is_late_and_closed_is_closed(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    assert_code(fold_lock(f, MOD, f->boards[0], 1), OK);
    smv_seq lost = restored();
    struct fold_offer o = value_offer(card, SMV_KIND_CARD, SMV_CARD_COLOUR, 1, lost + 5);
    assert_code(fold_offer(f, SCRIBE, &o), OK);
    assert_int_equal(fold_change(f, SMV_CHANGE_SET)->flags, SMV_FLAG_LATE);
    assert_code(fold_set(f, ORG, SMV_ROOT, SMV_SEMINAR_STATE, 2), OK);
    o.fields[0].value.num = 2;
    o.old[0] = lost + 9;
    assert_refused(f, fold_offer(f, SCRIBE, &o), CLOSED);
    struct fold_offer made = new_card(new_id(SCRIBE, 50), 0, lost + 1);
    assert_refused(f, fold_offer(f, SCRIBE, &made), CLOSED);
}

/* --- places, deletions ------------------------------------------------------------------------------------------ */

static void places_and_deletions_rank_too(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id a = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    smv_id b = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    smv_seq lost = restored();
    struct fold_offer o = new_card(a, b, lost + 3);
    o.id = a;
    assert_code(fold_offer(f, SCRIBE, &o), OK);
    assert_int_equal(fold_last(f, f->phase[0]), a);
    o.after = 0;
    o.place_seq = lost + 2;
    assert_refused(f, fold_offer(f, SCRIBE, &o), NOOP);
    o.place_seq = 0;
    o.deleted = 1;
    o.del_seq = lost + 4;
    assert_code(fold_offer(f, SCRIBE, &o), OK);
    o.deleted = 0;
    o.del_seq = lost + 3;
    assert_refused(f, fold_offer(f, SCRIBE, &o), NOOP);
    o.del_seq = lost + 5;
    assert_code(fold_offer(f, SCRIBE, &o), OK);
    assert_false(fold_node(f, a)->deleted);
    assert_code(fold_del(f, SCRIBE, b), OK); /* anew */
    struct fold_offer back = {
        .id = b, .kind = SMV_KIND_CARD, .parent = f->phase[0], .del_seq = lost + 9};
    assert_refused(f, fold_offer(f, SCRIBE, &back), NOOP);
    o.parent = f->phase[1]; /* another room's sheet */
    o.place_seq = lost + 9;
    o.del_seq = 0;
    assert_refused(f, fold_offer(f, SCRIBE, &o), NOOP);
}

static void an_epoch_forgets_older_offers(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    smv_seq lost = restored();
    struct fold_offer o = value_offer(card, SMV_KIND_CARD, SMV_CARD_COLOUR, 1, lost + 500);
    assert_code(fold_offer(f, SCRIBE, &o), OK);
    assert_int_equal(f->s.n_offered, 1);
    lost = restored();
    assert_int_equal(f->s.n_offered, 0);
    o = value_offer(card, SMV_KIND_CARD, SMV_CARD_COLOUR, 2, lost + 1);
    assert_code(fold_offer(f, SCRIBE, &o), OK);
}

static void malformed_offers_are_refused(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    smv_seq lost = restored();
    struct fold_offer o = value_offer(card, SMV_KIND_CARD, SMV_CARD_COLOUR, 9, lost + 5);
    assert_refused(f, fold_offer(f, SCRIBE, &o), BAD_VALUE);
    o = value_offer(card, SMV_KIND_CARD, 60, 1, lost + 5);
    assert_refused(f, fold_offer(f, SCRIBE, &o), UNKNOWN_KIND);
    o = value_offer(0, SMV_KIND_CARD, SMV_CARD_COLOUR, 1, lost + 5);
    assert_refused(f, fold_offer(f, SCRIBE, &o), UNKNOWN_KIND);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(only_after_a_restored_file),      T(a_new_epoch_skips_ids),
        T(the_highest_old_position_wins),   T(what_the_file_has_is_not_turned_back),
        T(what_was_chosen_anew_stays),      T(a_closed_poll_stays_closed),
        T(texts_merge_in_either_order),     T(what_was_typed_anew_stays_beside),
        T(a_merge_keeps_the_bound),         T(a_text_with_many_differences_comes_back),
        T(new_nodes_come_back_in_order),    T(ids_are_of_the_lost_history),
        T(an_action_gets_its_number_back),  T(nobody_brings_back_what_is_not_theirs),
        T(parts_of_others_are_passed_over), T(locked_is_late_and_closed_is_closed),
        T(places_and_deletions_rank_too),   T(an_epoch_forgets_older_offers),
        T(malformed_offers_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
