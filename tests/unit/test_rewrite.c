/* test_rewrite.c - what a rewrite takes out is in no byte of what is written; the rest stays. */
#include "tests/lib/fold_side.h"
#include <stdio.h>
#include "common/base/heap.h"
#include "common/model/printed.h"
#include "common/model/spread.h"
#include "daemon/core/named.h"
#include "daemon/core/rewrite.h"

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

/* Is this anywhere in the bytes that a new file would start with? */
static bool written_anywhere(const char *canary)
{
    struct smv_buf b = {0};
    size_t len = strlen(canary);
    bool found = false;
    smv_state_write(&b, &side.s);
    for (size_t i = 0; i + len <= b.len && !found; i++) {
        found = memcmp(b.data + i, canary, len) == 0;
    }
    smv_buf_finish(&b);
    return found;
}

static struct smv_rewritten rewrite(unsigned what, const smv_id *ids, size_t n)
{
    struct smv_rewritten done = {0};
    struct smv_buf a = {0}, b = {0};
    struct smv_state again;
    assert_int_equal(smv_rewrite_state(&side.s, what, ids, n, &done), SMV_OK);
    assert_true(side.s.seq == 0 && side.s.clients.len == 0 && side.s.trails.len == 0);
    /* what is written can be read, and is the same */
    smv_state_write(&a, &side.s);
    smv_state_init(&again);
    assert_int_equal(smv_state_read(smv_buf_span(&a), &again), SMV_OK);
    smv_state_write(&b, &again);
    assert_true(smv_span_eq(smv_buf_span(&a), smv_buf_span(&b)));
    smv_state_finish(&again);
    smv_buf_finish(&a);
    smv_buf_finish(&b);
    return done;
}

static smv_id card_with(const char *text)
{
    smv_id card = fold_made(&side, SCRIBE, SMV_KIND_CARD, side.phase[0]);
    assert_code(fold_type(&side, SCRIBE, card, SMV_CARD_TITLE, 0, text), OK);
    return card;
}

static void passages_leave_and_the_rest_stays(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id out = card_with("kanariefagel"), stay = card_with("papegoja");
    smv_id below = fold_made(f, SCRIBE, SMV_KIND_OBSTACLE, out);
    assert_code(fold_type(f, SCRIBE, below, SMV_OBSTACLE_TEXT, 0, "undulat"), OK);
    assert_true(written_anywhere("kanariefagel") && written_anywhere("undulat"));
    smv_id ids[] = {out, below};
    assert_int_equal(rewrite(SMV_REWRITE_PASSAGES, ids, 2).nodes, 2);
    assert_false(written_anywhere("kanariefagel") || written_anywhere("undulat"));
    assert_true(written_anywhere("papegoja"));
    assert_null(smv_tree_find(&f->s.tree, out));
    assert_int_equal(fold_node(f, stay)->seq, 0);
}

static void a_wrong_passage_changes_nothing(void **state)
{
    (void)state;
    struct smv_rewritten done;
    smv_id ids[] = {card_with("kanariefagel"), 99999}, root = SMV_ROOT;
    smv_seq seq = side.s.seq;
    assert_int_equal(smv_rewrite_state(&side.s, SMV_REWRITE_PASSAGES, ids, 2, &done),
                     SMV_ERR_MISSING);
    assert_int_equal(smv_rewrite_state(&side.s, SMV_REWRITE_PASSAGES, &root, 1, &done),
                     SMV_ERR_MISSING);
    assert_true(side.s.seq == seq && written_anywhere("kanariefagel"));
}

static void no_history_is_left(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = card_with("kanariefagel");
    struct smv_ot op = {0};
    smv_ot_delete(&op, 12);
    smv_ot_insert(&op, smv_span_str("ny"));
    assert_code(fold_txt(f, SCRIBE, card, SMV_CARD_TITLE, &op), OK);
    smv_ot_finish(&op);
    assert_true(written_anywhere("kanariefagel")); /* the field remembers it for late typists */
    assert_true(written_anywhere("Siri"));
    rewrite(0, NULL, 0);
    assert_false(written_anywhere("kanariefagel"));
    assert_false(written_anywhere("Siri"));
    fold_assert_text(f, card, SMV_CARD_TITLE, "ny");
}

static void the_bin_is_emptied(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id out = card_with("kanariefagel"), stay = card_with("papegoja");
    assert_code(fold_del(f, SCRIBE, out), OK);
    rewrite(0, NULL, 0);
    assert_true(written_anywhere("kanariefagel"));
    assert_int_equal(rewrite(SMV_REWRITE_BIN, NULL, 0).nodes, 1);
    assert_false(written_anywhere("kanariefagel"));
    (void)fold_node(f, stay);
}

static void names_leave(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    struct smv_field_value who[] = {
        fold_text(SMV_PARTICIPANT_NAME, "Kanarie"),
        {SMV_PARTICIPANT_EMAIL, {.type = SMV_TYPE_STR, .str = smv_span_str("a@undulat")}}};
    struct smv_field_value does[] = {fold_text(SMV_ACTION_WHAT, "papegoja"),
                                     fold_text(SMV_ACTION_WHO, "Kanarie")};
    struct smv_field_value reach[] = {fold_text(SMV_CONTACT_AGENCY, "papegoja"),
                                      fold_text(SMV_CONTACT_REACH, "Kanarie"),
                                      fold_text(SMV_CONTACT_BY, "Kanarie")};
    struct smv_field_value meeting[] = {fold_text(SMV_MEETING_PLACE, "dompap"),
                                        fold_text(SMV_MEETING_CALLS, "Kanarie")};
    struct smv_field_value label = fold_text(SMV_LINK_LABEL, "Kanarie");
    assert_code(fold_add(f, ORG, SMV_KIND_PARTICIPANT, SMV_ROOT, 0, who, 2, NULL), OK);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_ACTION, f->table[0], 0, does, 2, NULL), OK);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_CONTACT, f->boards[0], 0, reach, 3, NULL), OK);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_MEETING, f->boards[0], 0, meeting, 2, NULL), OK);
    assert_code(fold_add(f, ORG, SMV_KIND_LINK, SMV_ROOT, 0, &label, 1, NULL), OK);
    assert_int_equal(rewrite(SMV_REWRITE_NAMES, NULL, 0).fields, 7);
    assert_false(written_anywhere("Kanarie") || written_anywhere("undulat"));
    assert_true(written_anywhere("papegoja") && written_anywhere("dompap"));
}

static smv_id declared(struct fold_side *f, const char *log)
{
    smv_id id = 0;
    struct smv_field_value v[] = {{SMV_VERSION_NUMBER, {.type = SMV_TYPE_INT, .num = 1}},
                                  fold_text(SMV_VERSION_WHO, "Kanarie"),
                                  fold_text(SMV_VERSION_LOG, log)};
    assert_code(fold_add(f, ORG, SMV_KIND_VERSION, SMV_ROOT, 0, v, 3, &id), OK);
    return id;
}

/* Names in a plan's change log, and in tables whose column is for a person. */
static void names_leave_tables_and_plans(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    struct smv_field_value person[] = {fold_int(SMV_COLUMN_SLOT, 2), fold_int(SMV_COLUMN_TYPE, 5)};
    struct smv_field_value typed[] = {fold_int(SMV_COLUMN_SLOT, 3), fold_int(SMV_COLUMN_TYPE, 0)};
    struct smv_field_value row[] = {
        fold_text(SMV_ROW_T2, "Kanarie"),
        fold_text(SMV_ROW_T3, "papegoja"),
        {SMV_ROW_V2, {.type = SMV_TYPE_STR, .str = smv_span_str("Kanarie")}}};
    struct smv_field_value revision[] = {fold_text(SMV_REVISION_WHAT, "undulat"),
                                         fold_text(SMV_REVISION_WHO, "Kanarie")};
    assert_code(fold_add(f, HOST, SMV_KIND_COLUMN, f->table[0], 0, person, 2, NULL), OK);
    assert_code(fold_add(f, HOST, SMV_KIND_COLUMN, f->table[0], 0, typed, 2, NULL), OK);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_ROW, f->table[0], 0, row, 3, NULL), OK);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_REVISION, f->boards[0], 0, revision, 2, NULL), OK);
    assert_int_equal(rewrite(SMV_REWRITE_NAMES, NULL, 0).fields, 3);
    assert_false(written_anywhere("Kanarie"));
    assert_true(written_anywhere("papegoja") && written_anywhere("undulat"));
}

/* What stays is told: whole names of people in the list, where a word begins, in texts that are not emptied. */
static void names_in_texts_are_found(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id wanted = 0, ids[4];
    struct smv_field_value who = fold_text(SMV_PARTICIPANT_NAME, "Åsa Öberg");
    struct smv_field_value said[] = {fold_text(SMV_ACTION_WHAT, "Ring (Åsa Öberg) snart"),
                                     fold_text(SMV_ACTION_WHO, "Åsa Öberg")};
    struct smv_field_value only = fold_text(SMV_ACTION_WHO, "Åsa Öberg");
    struct smv_field_value other = fold_text(SMV_ACTION_WHAT, "XÅsa Öberg, Åsa, Öberg");
    assert_int_equal(smv_named_nodes(&f->s.tree, ids, 4), 0);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_ACTION, f->table[0], 0, said, 2, &wanted), OK);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_ACTION, f->table[0], 0, &only, 1, NULL), OK);
    assert_code(fold_add(f, SCRIBE, SMV_KIND_ACTION, f->table[0], 0, &other, 1, NULL), OK);
    assert_int_equal(smv_named_nodes(&f->s.tree, ids, 4), 0);
    assert_code(fold_add(f, ORG, SMV_KIND_PARTICIPANT, SMV_ROOT, 0, &who, 1, NULL), OK);
    assert_int_equal(smv_named_nodes(&f->s.tree, ids, 4), 1);
    assert_int_equal(ids[0], wanted);
    assert_int_equal(smv_named_nodes(&f->s.tree, NULL, 0), 1);
}

/* The change log tells who became responsible; the words are those of common/document/words_own.def. */
static void who_became_responsible_leaves_the_log(void **state)
{
    (void)state;
    static const char *const phrases[] = {
#define SMV_WORD(name, sv, nb, en) #name, sv, nb, en,
#include "common/document/words_own.def"
#undef SMV_WORD
    };
    struct fold_side *f = &side;
    size_t at = 0;
    while (strcmp(phrases[at], "CH_WHO") != 0) {
        at += 4;
    }
    for (size_t i = at + 1; i < at + 4; i++) {
        char log[200], *brace;
        fold_finish(f);
        fold_init(f);
        snprintf(log, sizeof log, "7 Kaffe: %s", phrases[i]);
        brace = strstr(log, "{a}");
        assert_non_null(brace);
        snprintf(brace, 60, "Kanarie, undulat; x (y)");
        smv_id version = declared(f, log);
        rewrite(SMV_REWRITE_NAMES, NULL, 0);
        assert_false(written_anywhere("Kanarie"));
        struct smv_span left = smv_node_str(fold_node(f, version), SMV_VERSION_LOG);
        assert_true(left.len > 12 && memcmp(left.data, "7 Kaffe: ", 9) == 0);
    }
}

static void a_rehearsal_leaves_only_the_plan(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    (void)card_with("kanariefagel");
    assert_code(fold_type(f, SCRIBE, f->question[0], SMV_QUESTION_DISCUSSION, 0, "kanariefagel"),
                OK);
    assert_code(fold_set(f, SCRIBE, f->question[0], SMV_QUESTION_WORD, 1), OK);
    struct smv_field_value note = fold_text(SMV_NOTICE_TEXT, "kanariefagel");
    assert_code(fold_add(f, MOD, SMV_KIND_NOTICE, SMV_ROOT, 0, &note, 1, NULL), OK);
    struct smv_field_value call[] = {fold_ref(SMV_CALL_PLACE, f->rooms[0]),
                                     fold_text(SMV_CALL_TEXT, "kanariefagel")};
    assert_code(fold_add(f, SCRIBE, SMV_KIND_CALL, SMV_ROOT, 0, call, 2, NULL), OK);
    assert_code(fold_type(f, MOD, f->poll, SMV_POLL_TEXT, 0, "Vad nu?"), OK);
    assert_code(fold_type(f, MOD, f->choices[0], SMV_CHOICE_TEXT, 0, "Ja"), OK);
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_STATE, 1), OK);
    assert_code(fold_ballot(f, 1, "kanariefagel", NULL, 0), OK);
    struct smv_field_value round[] = {fold_text(SMV_POLL_TEXT, "kanariefagel"),
                                      fold_ref(SMV_POLL_GROUP, f->group)};
    assert_code(fold_add(f, SECRETARY, SMV_KIND_POLL, f->group_sheet, 0, round, 2, NULL), OK);
    (void)fold_made(f, SCRIBE, SMV_KIND_OBSTACLE, f->boards[0]);
    assert_code(fold_clock(f, MOD, f->sessions[0], 0, 0), OK);
    assert_code(fold_clock(f, MOD, f->sessions[1], 0, 0), OK);
    assert_code(fold_lock(f, MOD, f->boards[0], 1), OK);
    rewrite(SMV_REWRITE_REHEARSAL, NULL, 0);
    assert_false(written_anywhere("kanariefagel"));
    assert_int_equal(fold_node(f, f->phase[0])->n_children, 0);
    assert_int_equal(fold_node(f, f->table[0])->n_children, 0);
    assert_int_equal(fold_num(f, f->question[0], SMV_QUESTION_WORD), 0);
    assert_int_equal(fold_num(f, f->sessions[0], SMV_SESSION_STATE), 0);
    assert_int_equal(fold_num(f, f->boards[0], SMV_SHEET_LOCKED), 0);
    assert_int_equal(fold_num(f, f->poll, SMV_POLL_STATE), 0);
    assert_int_equal(f->s.n_ballots, 0);
    assert_int_equal(f->s.next_action, 1);
    fold_assert_text(f, f->question[0], SMV_QUESTION_TEXT, "Vad hindrar?");
    fold_assert_text(f, f->poll, SMV_POLL_TEXT, "Vad nu?"); /* prepared, not written */
    fold_assert_text(f, f->choices[0], SMV_CHOICE_TEXT, "Ja");
    assert_int_equal(fold_node(f, f->poll)->n_children, 3);
}

static void a_rehearsal_leaves_boards_shut(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_code(fold_clock(f, MOD, f->sessions[0], 0, 0), OK);
    assert_code(fold_clock(f, MOD, f->sessions[1], 0, 0), OK);
    rewrite(SMV_REWRITE_REHEARSAL, NULL, 0);
    assert_int_equal(fold_num(f, f->boards[0], SMV_SHEET_AUDIENCE), SMV_AUDIENCE_OWN);
}

/* Positions are gone, and yet what was a draft is one, and what was finished is. */
static void a_finished_documentation_stays_finished(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    (void)card_with("papegoja");
    smv_id version = declared(f, "");
    rewrite(SMV_REWRITE_BIN, NULL, 0);
    assert_int_equal(fold_num(f, version, SMV_VERSION_SINCE), 0);
    assert_int_equal(smv_changes_since_version(&f->s.tree), 0);
}

static void a_draft_stays_a_draft(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = card_with("papegoja"), version = declared(f, "");
    assert_code(fold_type(f, SCRIBE, card, SMV_CARD_WHO, 0, "undulat"), OK);
    rewrite(SMV_REWRITE_BIN, NULL, 0);
    assert_int_equal(fold_num(f, version, SMV_VERSION_SINCE), 1);
    assert_int_equal(smv_changes_since_version(&f->s.tree), 1);
    rewrite(SMV_REWRITE_BIN, NULL, 0); /* nothing is counted twice */
    assert_int_equal(smv_changes_since_version(&f->s.tree), 1);
}

static void what_is_taken_out_makes_a_draft(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id card = card_with("kanariefagel");
    (void)declared(f, "");
    rewrite(SMV_REWRITE_PASSAGES, &card, 1);
    assert_int_equal(smv_changes_since_version(&f->s.tree), 1);
}

static void names_leave_the_change_log(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    smv_id version =
        declared(f, "Grupp 1 (a): 1 punkt (Kanarie, undulat)\npapegoja\n(x)\n (Kanarie)");
    rewrite(SMV_REWRITE_NAMES, NULL, 0);
    assert_false(written_anywhere("Kanarie") || written_anywhere("undulat"));
    fold_assert_text(f, version, SMV_VERSION_LOG, "Grupp 1 (a): 1 punkt\npapegoja\n(x)\n");
    assert_int_equal(smv_changes_since_version(&f->s.tree), 0); /* no name of these is printed */
}

static void versions_of_a_rehearsal_are_gone(void **state)
{
    (void)state;
    smv_id version = declared(&side, "");
    rewrite(SMV_REWRITE_REHEARSAL, NULL, 0);
    assert_null(smv_tree_find(&side.s.tree, version));
}

static void groups_of_a_rehearsal_are_gone(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_code(fold_set(f, ORG, SMV_ROOT, SMV_SEMINAR_FOUND, 1), OK);
    assert_code(fold_set(f, MOD, SMV_ROOT, SMV_SEMINAR_DOOR, 1), OK);
    assert_code(fold_found(f, "3b", "kanariefagel"), OK);
    smv_id group = f->done.made, link = fold_last(f, SMV_ROOT);
    smv_id sheet = smv_spread_copy(&f->s.tree, f->group_pattern, group);
    rewrite(SMV_REWRITE_REHEARSAL, NULL, 0);
    assert_false(written_anywhere("kanariefagel"));
    assert_null(smv_tree_find(&f->s.tree, group));
    assert_null(smv_tree_find(&f->s.tree, sheet));
    assert_null(smv_tree_find(&f->s.tree, link));
    (void)fold_node(f, f->group); /* planned by the organiser */
    (void)fold_node(f, f->links[SECRETARY]);
}

static void an_answer_taken_out_can_be_given_again(void **state)
{
    (void)state;
    struct fold_side *f = &side;
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_STATE, 1), OK);
    assert_code(fold_ballot(f, 1, "kanariefagel", NULL, 0), OK);
    smv_id answer = f->s.ballots[0].answer;
    rewrite(SMV_REWRITE_PASSAGES, &answer, 1);
    assert_false(written_anywhere("kanariefagel"));
    assert_code(fold_ballot(f, 1, "undulat", NULL, 0), OK);
    assert_true(written_anywhere("undulat"));
    smv_id poll = f->poll;
    rewrite(SMV_REWRITE_PASSAGES, &poll, 1);
    assert_int_equal(f->s.n_ballots, 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(passages_leave_and_the_rest_stays),
        T(a_wrong_passage_changes_nothing),
        T(no_history_is_left),
        T(the_bin_is_emptied),
        T(names_leave),
        T(names_leave_tables_and_plans),
        T(names_in_texts_are_found),
        T(who_became_responsible_leaves_the_log),
        T(a_rehearsal_leaves_only_the_plan),
        T(a_rehearsal_leaves_boards_shut),
        T(a_finished_documentation_stays_finished),
        T(a_draft_stays_a_draft),
        T(what_is_taken_out_makes_a_draft),
        T(names_leave_the_change_log),
        T(versions_of_a_rehearsal_are_gone),
        T(groups_of_a_rehearsal_are_gone),
        T(an_answer_taken_out_can_be_given_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
