/* test_fold_clock_lock.c - the clock's arithmetic, locks and late work, a closed seminar. */
#include "tests/lib/fold_side.h"
#include "common/model/spread.h"

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

enum { START, PAUSE, RESUME, EXTEND, END };
enum { MINUTE = 60000, HOUR = 60 * MINUTE };
static const uint64_t LEFT_ZERO = 1000000000000;

/* --- the clock ------------------------------------------------------------------------------------------ */

static uint64_t of(unsigned field)
{
    return fold_num(&side, side.sessions[0], field);
}

static unsigned clock_by(enum fold_who who, unsigned action, int64_t ms)
{
    return fold_clock(&side, who, side.sessions[0], action, ms);
}

static void moderators_lead_the_clock(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_refused(f, clock_by(SCRIBE, START, 0), FORBIDDEN);
    assert_refused(f, clock_by(SECRETARY, START, 0), FORBIDDEN);
    assert_refused(f, fold_clock(f, MOD, f->rooms[0], START, 0), NOT_FOUND);
    assert_refused(f, fold_clock(f, MOD, 99999, START, 0), NOT_FOUND);
    assert_code(clock_by(ORG, START, 0), OK);
    assert_code(clock_by(HOST, PAUSE, 0), OK);
}

static void a_session_runs_as_planned(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_refused(f, clock_by(MOD, PAUSE, 0), NOOP);
    assert_refused(f, clock_by(MOD, RESUME, 0), NOOP);
    assert_refused(f, clock_by(MOD, END, 0), NOOP);
    assert_code(clock_by(MOD, START, 0), OK);
    assert_true(of(SMV_SESSION_STATE) == 1 && of(SMV_SESSION_STARTED) == f->now);
    assert_true(of(SMV_SESSION_ENDS) == f->now + HOUR);
    assert_refused(f, clock_by(MOD, START, 0), NOOP);
    f->now += 10 * MINUTE;
    assert_code(clock_by(MOD, PAUSE, 0), OK);
    assert_true(of(SMV_SESSION_STATE) == 2 && of(SMV_SESSION_LEFT) == LEFT_ZERO + 50 * MINUTE);
    assert_refused(f, clock_by(MOD, PAUSE, 0), NOOP);
    assert_refused(f, clock_by(MOD, START, 0), NOOP);
    f->now += 5 * MINUTE;
    assert_code(clock_by(MOD, RESUME, 0), OK);
    assert_true(of(SMV_SESSION_STATE) == 1 && of(SMV_SESSION_ENDS) == f->now + 50 * MINUTE);
    assert_refused(f, clock_by(MOD, RESUME, 0), NOOP);
    assert_code(clock_by(MOD, END, 0), OK);
    assert_true(of(SMV_SESSION_STATE) == 3 && of(SMV_SESSION_ENDED) == f->now);
    assert_refused(f, clock_by(MOD, END, 0), NOOP);
    assert_code(clock_by(MOD, START, 5 * MINUTE), OK);
    assert_true(of(SMV_SESSION_ENDS) == f->now + 5 * MINUTE && of(SMV_SESSION_ENDED) == 0);
}

static void overtime_is_paused_too(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_code(clock_by(MOD, START, 0), OK);
    f->now += 70 * MINUTE;
    assert_code(clock_by(MOD, PAUSE, 0), OK);
    assert_true(of(SMV_SESSION_LEFT) == LEFT_ZERO - 10 * MINUTE);
    f->now += 20 * MINUTE;
    assert_code(clock_by(MOD, RESUME, 0), OK);
    assert_true(of(SMV_SESSION_ENDS) == f->now - 10 * MINUTE);
}

static void time_is_added_in_every_state(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_code(clock_by(MOD, EXTEND, 5 * MINUTE), OK);
    assert_int_equal(of(SMV_SESSION_MINUTES), 65);
    assert_refused(f, clock_by(MOD, EXTEND, 0), NOOP);
    assert_refused(f, clock_by(MOD, EXTEND, -66 * MINUTE), BAD_VALUE);
    assert_refused(f, clock_by(MOD, EXTEND, 1440 * MINUTE), BAD_VALUE);
    assert_code(clock_by(MOD, START, 0), OK);
    uint64_t ends = of(SMV_SESSION_ENDS);
    assert_code(clock_by(MOD, EXTEND, -2 * MINUTE), OK);
    assert_true(of(SMV_SESSION_ENDS) == ends - 2 * MINUTE);
    assert_code(clock_by(MOD, PAUSE, 0), OK);
    uint64_t left = of(SMV_SESSION_LEFT);
    assert_code(clock_by(MOD, EXTEND, MINUTE), OK);
    assert_true(of(SMV_SESSION_LEFT) == left + MINUTE);
}

/* A machine without a clock of its own starts in 1970 and learns the time later. */
static void a_leaping_clock_stops_nothing(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id session = f->sessions[0];
    f->s.ts = 0;
    smv_ms today = f->now;
    f->now = 5000;
    assert_code(fold_clock(f, HOST, session, START, 0), OK);
    f->now = today;
    assert_code(fold_clock(f, HOST, session, PAUSE, 0), OK);
    assert_code(fold_clock(f, HOST, session, RESUME, 0), OK);
    assert_true(of(SMV_SESSION_STATE) == 1);
    assert_true(of(SMV_SESSION_ENDS) < today);
}

static void far_ends_stay_in_bounds(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    const uint64_t most = INT64_C(9007199254740991);
    struct smv_value far = {.type = SMV_TYPE_INT, .num = most};
    struct smv_change c = {.kind = SMV_CHANGE_SET, .id = f->sessions[0], .value = &far};
    assert_code(clock_by(MOD, START, 0), OK);
    assert_code(clock_by(MOD, PAUSE, 0), OK);
    c.field = SMV_SESSION_LEFT;
    assert_int_equal(smv_tree_apply(&f->s.tree, &c, &(struct smv_stamp){.seq = f->s.seq}), SMV_OK);
    assert_refused(f, clock_by(MOD, EXTEND, MINUTE), BAD_VALUE);
    assert_code(clock_by(MOD, RESUME, 0), OK);
    assert_true(of(SMV_SESSION_ENDS) <= most);
    f->now = 100; /* below the constant that keeps what is left positive */
    f->s.ts = 0;
    assert_code(clock_by(MOD, PAUSE, 0), OK);
    assert_true(of(SMV_SESSION_LEFT) <= most);
}

/* --- what a start makes -------------------------------------------------------------------------------- */

static void a_start_opens_what_came_before(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_code(fold_clock(f, MOD, f->sessions[0], START, 0), OK);
    assert_int_equal(fold_num(f, f->boards[0], SMV_SHEET_AUDIENCE), SMV_AUDIENCE_OWN);
    assert_code(fold_clock(f, MOD, f->sessions[1], START, 0), OK);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(fold_num(f, f->boards[i], SMV_SHEET_AUDIENCE),
                         SMV_AUDIENCE_OWN | SMV_AUDIENCE_PLACES);
        assert_int_equal(fold_num(f, f->table[i], SMV_SHEET_AUDIENCE), SMV_AUDIENCE_OWN);
    }
    assert_int_equal(fold_num(f, f->board, SMV_SHEET_AUDIENCE), SMV_AUDIENCE_OWN);
}

static void a_start_spreads_what_is_missing(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    struct smv_field_value each = fold_int(SMV_SHEET_EACH, 1);
    smv_id late = 0;
    assert_code(fold_add(f, ORG, SMV_KIND_SHEET, f->sessions[0], 0, &each, 1, &late), OK);
    assert_int_equal(smv_spread_copy(&f->s.tree, late, f->rooms[0]), 0);
    assert_code(fold_clock(f, MOD, f->sessions[0], START, 0), OK);
    assert_int_equal(fold_changes(f, SMV_CHANGE_ADD), 2);
    for (size_t i = 0; i < 2; i++) {
        assert_true(smv_spread_copy(&f->s.tree, late, f->rooms[i]) != 0);
    }
    assert_code(fold_clock(f, MOD, f->sessions[0], END, 0), OK);
    assert_code(fold_clock(f, MOD, f->sessions[0], START, 0), OK);
    assert_int_equal(fold_changes(f, SMV_CHANGE_ADD), 0);
}

/* --- locks and closing ------------------------------------------------------------------------------------ */

static void a_lock_ends_new_work(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    smv_seq before = f->s.seq;
    assert_refused(f, fold_lock(f, SCRIBE, f->boards[0], 1), FORBIDDEN);
    assert_refused(f, fold_lock(f, MOD, f->rooms[0], 1), NOT_FOUND);
    assert_refused(f, fold_lock(f, MOD, f->boards[0], 0), NOOP);
    assert_code(fold_lock(f, MOD, f->boards[0], 1), OK);
    assert_int_equal(fold_num(f, f->boards[0], SMV_SHEET_LOCK_SEQ), f->s.seq);
    assert_refused(f, fold_lock(f, MOD, f->boards[0], 1), NOOP);
    assert_refused(f, fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 1), LOCKED);
    assert_refused(f, fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, "x"), LOCKED);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, NULL), LOCKED);
    assert_code(fold_set(f, MOD, card, SMV_CARD_STAR, 1), OK);
    assert_int_equal(fold_change(f, SMV_CHANGE_SET)->flags, 0);
    f->seen = before;
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 1), OK);
    assert_int_equal(fold_change(f, SMV_CHANGE_SET)->flags, SMV_FLAG_LATE);
    f->seen = before;
    assert_code(fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, "x"), OK);
    assert_int_equal(fold_change(f, SMV_CHANGE_TXT)->flags, SMV_FLAG_LATE);
    f->seen = before;
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_STAR, 0), OK); /* late and blind at once */
    assert_int_equal(fold_change(f, SMV_CHANGE_SET)->flags, SMV_FLAG_LATE | SMV_FLAG_BLIND);
    assert_code(fold_lock(f, ORG, f->boards[0], 0), OK);
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 2), OK);
    assert_int_equal(fold_change(f, SMV_CHANGE_SET)->flags, 0);
}

static void a_lock_is_seen_from_its_own_position(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    assert_code(fold_lock(f, MOD, f->boards[0], 1), OK);
    smv_seq lock = f->s.seq;
    f->seen = lock;
    assert_refused(f, fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 1), LOCKED);
    f->seen = lock - 1;
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 1), OK);
    assert_code(fold_set(f, OTHER, f->boards[1], SMV_SHEET_DONE, 1), OK);
}

static void a_closed_seminar_takes_only_organisers(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    smv_seq before = f->s.seq;
    assert_refused(f, fold_set(f, MOD, SMV_ROOT, SMV_SEMINAR_STATE, 2), FORBIDDEN);
    assert_code(fold_set(f, ORG, SMV_ROOT, SMV_SEMINAR_STATE, 2), OK);
    f->seen = before;
    assert_refused(f, fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 1), CLOSED);
    assert_refused(f, fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, "x"), CLOSED);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_CARD, f->phase[0], 0, NULL, 0, NULL), CLOSED);
    assert_refused(f, fold_move(f, SCRIBE, card, f->phase[0], 0), CLOSED);
    assert_refused(f, fold_del(f, SCRIBE, card), CLOSED);
    assert_refused(f, fold_set(f, MOD, card, SMV_CARD_STAR, 1), CLOSED);
    assert_refused(f, fold_clock(f, MOD, f->sessions[0], START, 0), CLOSED);
    assert_refused(f, fold_lock(f, MOD, f->boards[0], 1), CLOSED);
    assert_code(fold_set(f, ORG, card, SMV_CARD_STAR, 1), OK);
    assert_code(fold_set(f, ORG, SMV_ROOT, SMV_SEMINAR_STATE, 1), OK);
    assert_code(fold_set(f, SCRIBE, card, SMV_CARD_COLOUR, 1), OK);
}

/* After the day: status, deadline and note of an action, by its own people and the moderators, on a locked sheet
 * too; nothing else, and nobody else. */
static void an_action_is_followed_up(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id action = fold_made(f, SCRIBE, SMV_KIND_ACTION, f->table[0]);
    assert_code(fold_set(f, MOD, action, SMV_ACTION_STATUS, 1), OK); /* as during the day */
    assert_code(fold_lock(f, MOD, f->table[0], 1), OK);
    assert_refused(f, fold_set(f, SCRIBE, action, SMV_ACTION_STATUS, 2), LOCKED);
    assert_code(fold_set(f, ORG, SMV_ROOT, SMV_SEMINAR_STATE, 2), OK);
    assert_code(fold_set(f, SCRIBE, action, SMV_ACTION_STATUS, 2), OK);
    assert_code(fold_set(f, SCRIBE, action, SMV_ACTION_BY, 20270301), OK);
    assert_code(fold_type(f, SCRIBE, action, SMV_ACTION_NOTE, 0, "on its way"), OK);
    assert_code(fold_set(f, MOD, action, SMV_ACTION_STATUS, 3), OK);
    assert_code(fold_set(f, ORG, action, SMV_ACTION_STATUS, 2), OK);
    assert_refused(f, fold_set(f, OTHER, action, SMV_ACTION_STATUS, 3), FORBIDDEN);
    assert_refused(f, fold_set(f, SCRIBE, action, SMV_ACTION_STAR, 1), CLOSED);
    assert_refused(f, fold_set(f, MOD, action, SMV_ACTION_PRIORITY, 1), CLOSED);
    assert_refused(f, fold_type(f, SCRIBE, action, SMV_ACTION_WHAT, 0, "x"), CLOSED);
    assert_refused(f, fold_type(f, SCRIBE, action, SMV_ACTION_WHO, 0, "x"), CLOSED);
    assert_refused(f, fold_add(f, SCRIBE, SMV_KIND_ACTION, f->table[0], 0, NULL, 0, NULL), CLOSED);
    assert_refused(f, fold_del(f, SCRIBE, action), CLOSED);
    assert_code(fold_del(f, HOST, action), OK);
    assert_refused(f, fold_set(f, SCRIBE, action, SMV_ACTION_STATUS, 3), CLOSED);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(moderators_lead_the_clock),
        T(a_session_runs_as_planned),
        T(overtime_is_paused_too),
        T(time_is_added_in_every_state),
        T(a_leaping_clock_stops_nothing),
        T(far_ends_stay_in_bounds),
        T(a_start_opens_what_came_before),
        T(a_start_spreads_what_is_missing),
        T(a_lock_ends_new_work),
        T(a_lock_is_seen_from_its_own_position),
        T(a_closed_seminar_takes_only_organisers),
        T(an_action_is_followed_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
