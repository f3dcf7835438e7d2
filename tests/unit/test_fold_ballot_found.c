/* test_fold_ballot_found.c - answers without an author, self-formed groups, who enters. */
#include "tests/lib/fold_side.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
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

static void open_poll(unsigned form, unsigned most)
{
    struct fold_side *f = &side;
    (void)fold_set(f, MOD, f->poll, SMV_POLL_FORM, form);
    (void)fold_set(f, MOD, f->poll, SMV_POLL_MOST, most);
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_STATE, 1), OK);
}

static uint64_t voices(void)
{
    return fold_num(&side, side.poll, SMV_POLL_COUNT);
}

static uint64_t count_of(size_t choice)
{
    for (const struct smv_node *n = fold_node(&side, side.poll)->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_ANSWER &&
            smv_node_num(n, SMV_ANSWER_CHOICE) == side.choices[choice]) {
            return smv_node_num(n, SMV_ANSWER_COUNT);
        }
    }
    return 0;
}

static const struct smv_node *answer(void) /* the only one that is not deleted */
{
    const struct smv_node *found = NULL;
    for (const struct smv_node *n = fold_node(&side, side.poll)->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_ANSWER && !n->deleted) {
            assert_null(found);
            found = n;
        }
    }
    return found;
}

/* --- ballots ------------------------------------------------------------------------------------------ */

static void only_an_open_poll_takes_answers(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_refused(f, fold_ballot(f, 1, "hej", NULL, 0), NOT_OPEN);
    open_poll(0, 0);
    assert_code(fold_ballot(f, 1, "hej", NULL, 0), OK);
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_STATE, 2), OK);
    assert_refused(f, fold_ballot(f, 1, "hej", NULL, 0), NOT_OPEN);
    f->poll = f->board; /* no poll at all */
    assert_refused(f, fold_ballot(f, 1, "hej", NULL, 0), NOT_OPEN);
}

static void a_deleted_poll_takes_none(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    open_poll(0, 0);
    assert_code(fold_del(f, MOD, f->poll), OK);
    assert_refused(f, fold_ballot(f, 1, "hej", NULL, 0), NOT_OPEN);
}

/* A closed seminar takes answers to what is asked in a survey, and to nothing else. */
static void after_the_day_a_survey_goes_on(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    open_poll(0, 0);
    assert_code(fold_ballot(f, 1, "hej", NULL, 0), OK);
    assert_code(fold_set(f, ORG, SMV_ROOT, SMV_SEMINAR_STATE, 2), OK);
    assert_refused(f, fold_ballot(f, 1, "nej", NULL, 0), CLOSED);
    assert_refused(f, fold_ballot(f, 2, "nej", NULL, 0), CLOSED);
    assert_code(fold_set(f, ORG, f->sessions[0], SMV_SESSION_FORM, 4), OK);
    assert_code(fold_ballot(f, 1, "efter", NULL, 0), OK);
    assert_code(fold_ballot(f, 2, "ny", NULL, 0), OK);
    assert_int_equal(voices(), 2);
    assert_refused(f, fold_set(f, MOD, f->poll, SMV_POLL_STATE, 2), CLOSED);
    assert_code(fold_set(f, ORG, f->poll, SMV_POLL_STATE, 2), OK);
    assert_refused(f, fold_ballot(f, 3, "sent", NULL, 0), NOT_OPEN);
}

static void the_last_text_counts(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    open_poll(0, 0);
    assert_code(fold_ballot(f, 1, "first", NULL, 0), OK);
    smv_id id = answer()->id;
    assert_true(smv_id_ord(id) == 0 && answer()->ord == 0);
    assert_null(smv_state_trail(&f->s, id)); /* when it was answered is kept for nobody */
    assert_code(fold_ballot(f, 1, "second", NULL, 0), OK);
    assert_true(answer()->id == id);
    fold_assert_text(f, id, SMV_ANSWER_TEXT, "second");
    assert_int_equal(voices(), 1);
}

static void a_text_has_its_form(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    static char text[502];
    memset(text, 'a', 501);
    open_poll(0, 0);
    assert_refused(f, fold_ballot(f, 1, text, NULL, 0), BAD_VALUE);
    assert_refused(f, fold_ballot(f, 1, "a\x01", NULL, 0), BAD_VALUE);
    assert_refused(f, fold_ballot(f, 1, NULL, f->choices, 1), BAD_VALUE);
    text[500] = 0;
    assert_code(fold_ballot(f, 1, text, NULL, 0), OK);
}

static void what_is_taken_back_is_gone(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    open_poll(0, 0);
    assert_code(fold_ballot(f, 1, "a", NULL, 0), OK);
    assert_code(fold_ballot(f, 1, NULL, NULL, 0), OK);
    assert_true(answer() == NULL && voices() == 0);
    assert_code(fold_ballot(f, 1, "b", NULL, 0), OK);
    assert_code(fold_ballot(f, 1, "", NULL, 0), OK);
    assert_true(answer() == NULL && voices() == 0);
    assert_int_equal(smv_node_str(fold_node(f, fold_last(f, f->poll)), SMV_ANSWER_TEXT).len, 0);
}

static void to_and_fro_fills_nothing(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    open_poll(0, 0);
    for (unsigned i = 0; i < 20; i++) {
        assert_code(fold_ballot(f, 1, "a", NULL, 0), OK);
        assert_int_equal(voices(), 1);
        assert_code(fold_ballot(f, 1, NULL, NULL, 0), OK);
        assert_int_equal(voices(), 0);
    }
    assert_int_equal(fold_node(f, f->poll)->n_children, 3 + 1);
}

static void a_choice_is_counted(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    open_poll(1, 0);
    assert_code(fold_ballot(f, 1, NULL, &f->choices[0], 1), OK);
    assert_code(fold_ballot(f, 2, NULL, &f->choices[0], 1), OK);
    assert_true(count_of(0) == 2 && voices() == 2);
    assert_code(fold_ballot(f, 1, NULL, &f->choices[1], 1), OK);
    assert_true(count_of(0) == 1 && count_of(1) == 1 && voices() == 2);
    assert_code(fold_ballot(f, 1, NULL, NULL, 0), OK);
    assert_true(count_of(1) == 0 && voices() == 1);
    assert_refused(f, fold_ballot(f, 1, NULL, f->choices, 2), BAD_VALUE);
    assert_refused(f, fold_ballot(f, 1, NULL, &f->board, 1), BAD_VALUE);
    assert_refused(f, fold_ballot(f, 1, "text", NULL, 0), BAD_VALUE);
    assert_code(fold_del(f, MOD, f->choices[2]), OK);
    assert_refused(f, fold_ballot(f, 1, NULL, &f->choices[2], 1), BAD_VALUE);
}

static void a_ranking_weighs(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    open_poll(3, 0);
    assert_code(fold_ballot(f, 1, NULL, f->choices, 3), OK);
    assert_true(count_of(0) == 3 && count_of(1) == 2 && count_of(2) == 1);
    smv_id twice[] = {f->choices[0], f->choices[0]};
    assert_refused(f, fold_ballot(f, 1, NULL, twice, 2), BAD_VALUE);
    assert_code(fold_ballot(f, 1, NULL, &f->choices[2], 1), OK);
    assert_true(count_of(0) == 0 && count_of(1) == 0 && count_of(2) == 1);
}

static void dots_may_lie_on_one(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id dots[] = {f->choices[0], f->choices[0], f->choices[1], f->choices[1]};
    open_poll(4, 3);
    assert_refused(f, fold_ballot(f, 1, NULL, dots, 4), BAD_VALUE);
    assert_code(fold_ballot(f, 1, NULL, dots, 3), OK);
    assert_true(count_of(0) == 2 && count_of(1) == 1 && voices() == 1);
}

/* Devices are cheap to invent: what they make is bounded, and no count leaves its field. */
static void devices_without_end_are_refused(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    open_poll(3, 0);
    struct smv_state *s = &f->s;
    assert_code(fold_ballot(f, 1, NULL, f->choices, 3), OK);
    for (size_t i = s->n_ballots; i < SMV_MAX_CHILDREN; i++) {
        s->ballots = smv_grow(s->ballots, &s->cap_ballots, i + 1, sizeof *s->ballots);
        s->ballots[s->n_ballots] = s->ballots[0];
        s->ballots[s->n_ballots++].b[1] = 99;
    }
    assert_refused(f, fold_ballot(f, 3, NULL, f->choices, 3), FULL);
    assert_code(fold_ballot(f, 1, NULL, f->choices, 2), OK); /* who has answered may change it */
}

/* --- groups --------------------------------------------------------------------------------------------- */

static void allow_founding(void)
{
    assert_code(fold_set(&side, ORG, SMV_ROOT, SMV_SEMINAR_FOUND, 1), OK);
    assert_code(fold_set(&side, MOD, SMV_ROOT, SMV_SEMINAR_DOOR, 1), OK);
}

static void founding_needs_leave_and_an_open_door(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_refused(f, fold_found(f, "3b", ""), FORBIDDEN);
    assert_code(fold_set(f, ORG, SMV_ROOT, SMV_SEMINAR_FOUND, 1), OK);
    assert_refused(f, fold_found(f, "3b", ""), FORBIDDEN);
    assert_code(fold_set(f, MOD, SMV_ROOT, SMV_SEMINAR_DOOR, 1), OK);
    assert_refused(f, fold_found(f, "", ""), BAD_VALUE);
    assert_refused(f, fold_found(f, "3\n", ""), BAD_VALUE);
    assert_code(fold_set(f, ORG, SMV_ROOT, SMV_SEMINAR_STATE, 2), OK);
    assert_refused(f, fold_found(f, "3b", ""), CLOSED);
}

static void a_table_is_founded_once(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    allow_founding();
    assert_code(fold_found(f, "3b", "Cykel"), OK);
    smv_id group = f->done.made, first = fold_last(f, SMV_ROOT);
    fold_assert_text(f, group, SMV_GROUP_NAME, "Cykel");
    assert_true(fold_node(f, group)->parent->id == f->composition);
    assert_true(smv_spread_copy(&f->s.tree, f->group_pattern, group) != 0);
    assert_int_equal(fold_num(f, first, SMV_LINK_ROLE), SMV_ROLE_SECRETARY);
    assert_int_equal(fold_num(f, first, SMV_LINK_PLACE), group);
    assert_code(fold_found(f, "3b", "Annat"), OK);
    assert_int_equal(f->done.made, group);
    assert_int_equal(fold_changes(f, SMV_CHANGE_ADD), 1); /* only another link */
    fold_assert_text(f, group, SMV_GROUP_NAME, "Cykel");
    assert_code(fold_found(f, "4a", ""), OK);
    assert_true(f->done.made != group);
    fold_assert_text(f, f->done.made, SMV_GROUP_NAME, "4a");
}

static void links_without_end_are_refused(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    allow_founding();
    assert_code(fold_found(f, "3b", ""), OK);
    smv_tree_find(&f->s.tree, SMV_ROOT)->n_children += SMV_MAX_CHILDREN;
    assert_refused(f, fold_found(f, "3b", ""), FULL);
    smv_tree_find(&f->s.tree, SMV_ROOT)->n_children -= SMV_MAX_CHILDREN;
    smv_tree_find(&f->s.tree, f->composition)->n_children += SMV_MAX_CHILDREN;
    assert_refused(f, fold_found(f, "5c", ""), FULL);
    assert_code(fold_found(f, "3b", ""), OK);
    smv_tree_find(&f->s.tree, f->composition)->n_children -= SMV_MAX_CHILDREN;
    /* half of the room under the seminar is kept for those who lead the day */
    smv_tree_find(&f->s.tree, SMV_ROOT)->n_children += SMV_MAX_CHILDREN / 2;
    assert_refused(f, fold_found(f, "3b", ""), FULL);
    smv_tree_find(&f->s.tree, SMV_ROOT)->n_children -= SMV_MAX_CHILDREN / 2;
}

/* --- who enters --------------------------------------------------------------------------------------------- */

static unsigned enter(smv_id link, uint8_t cid0, const char *name)
{
    uint8_t cid[16] = {cid0};
    struct smv_request q = {.op = SMV_OP_ENTER, .link = link};
    q.u.enter = (struct smv_op_enter){smv_span(cid, 16), smv_span_str(name)};
    return fold_request(&side, HOST, &q);
}

static void a_client_stays_with_its_link(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_code(enter(f->links[SCRIBE], SCRIBE, "Annan"), OK);
    assert_int_equal(f->done.ord, SCRIBE);
    assert_true(
        smv_span_eq(smv_buf_span(&smv_state_client(&f->s, SCRIBE)->name), smv_span_str("Annan")));
    assert_code(enter(f->links[OTHER], SCRIBE, "x"), FORBIDDEN);
    assert_code(enter(f->links[OTHER], 77, "x"), OK);
    assert_int_equal(f->done.ord, FOLD_WHO);
    assert_code(fold_set(f, MOD, f->links[OTHER], SMV_LINK_REVOKED, 1), OK);
    assert_code(enter(f->links[OTHER], 78, "x"), FORBIDDEN);
    assert_code(enter(f->rooms[0], 79, "x"), FORBIDDEN);
    f->s.next_ord = SMV_MAX_CLIENTS;
    assert_code(enter(f->links[SCRIBE], 80, "x"), FULL);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(only_an_open_poll_takes_answers),
        T(a_deleted_poll_takes_none),
        T(after_the_day_a_survey_goes_on),
        T(the_last_text_counts),
        T(a_text_has_its_form),
        T(what_is_taken_back_is_gone),
        T(to_and_fro_fills_nothing),
        T(a_choice_is_counted),
        T(a_ranking_weighs),
        T(dots_may_lie_on_one),
        T(devices_without_end_are_refused),
        T(founding_needs_leave_and_an_open_door),
        T(a_table_is_founded_once),
        T(links_without_end_are_refused),
        T(a_client_stays_with_its_link),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
