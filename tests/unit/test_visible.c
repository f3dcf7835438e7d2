/* test_visible.c - who reads what: every scope, every view, and the switches that open sheets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "common/model/rights.h"
#include "tests/lib/tree_make.h"

/* The views, one letter each: organiser, moderator, rooms A and B, group G's secretary, screens S
 * and T, phones that follow A's group, B's group, group G, and no group. */
static const char LETTERS[] = "OMABGSTabgn";
enum { N_VIEWS = sizeof(LETTERS) - 1 };

struct world {
    struct make m;
    struct smv_view_id views[N_VIEWS];
    smv_id session, rooms[2], groups[3], stages[2];
    smv_id pattern, question, sheets[3]; /* of room A, room B, group G */
    smv_id copies[3];                    /* of the question, in each sheet */
};

static void world_init(struct world *w)
{
    struct make *m = &w->m;
    make_init(m, 1, false);
    smv_id plan = make_add(m, SMV_KIND_COMPOSITION, SMV_ROOT, 0);
    smv_id self = make_add(m, SMV_KIND_COMPOSITION, SMV_ROOT, 0);
    w->session = make_add(m, SMV_KIND_SESSION, SMV_ROOT, 0);
    make_num(m, w->session, SMV_SESSION_COMPOSITION, plan);
    for (size_t i = 0; i < 2; i++) {
        w->rooms[i] = make_add(m, SMV_KIND_ROOM, SMV_ROOT, 0);
        w->groups[i] = make_add(m, SMV_KIND_GROUP, plan, 0);
        make_num(m, w->groups[i], SMV_GROUP_ROOM, w->rooms[i]);
        w->stages[i] = make_add(m, SMV_KIND_STAGE, SMV_ROOT, 0);
    }
    w->groups[2] = make_add(m, SMV_KIND_GROUP, self, 0);
    w->pattern = make_add(m, SMV_KIND_SHEET, w->session, 0);
    make_num(m, w->pattern, SMV_SHEET_EACH, 1);
    make_num(m, w->pattern, SMV_SHEET_AUDIENCE, 63); /* and yet nobody's */
    w->question = make_add(m, SMV_KIND_QUESTION, w->pattern, 0);
    for (size_t i = 0; i < 3; i++) {
        w->sheets[i] = make_add(m, SMV_KIND_SHEET, w->session, 0);
        make_num(m, w->sheets[i], i < 2 ? SMV_SHEET_ROOM : SMV_SHEET_GROUP,
                 i < 2 ? w->rooms[i] : w->groups[2]);
        make_num(m, w->sheets[i], SMV_SHEET_PATTERN, w->pattern);
        w->copies[i] = make_add(m, SMV_KIND_QUESTION, w->sheets[i], 0);
        make_num(m, w->copies[i], SMV_QUESTION_PATTERN, w->question);
    }
    const struct smv_view_id views[N_VIEWS] = {
        {SMV_VIEW_ORG, 0},
        {SMV_VIEW_MOD, 0},
        {SMV_VIEW_ROOM, w->rooms[0]},
        {SMV_VIEW_ROOM, w->rooms[1]},
        {SMV_VIEW_GROUP, w->groups[2]},
        {SMV_VIEW_SCREEN, w->stages[0]},
        {SMV_VIEW_SCREEN, w->stages[1]},
        {SMV_VIEW_PHONE, w->groups[0]},
        {SMV_VIEW_PHONE, w->groups[1]},
        {SMV_VIEW_PHONE, w->groups[2]},
        {SMV_VIEW_PHONE, 0},
    };
    memcpy(w->views, views, sizeof(views));
}

static void assert_seen(const struct world *w, smv_id id, const char *by)
{
    const struct smv_tree *t = &w->m.tree;
    const struct smv_node *governor = smv_node_governor(smv_tree_find(t, id));
    char seen[N_VIEWS + 1];
    size_t n = 0;
    for (size_t i = 0; i < N_VIEWS; i++) {
        if (smv_visible(t, w->views[i], governor)) {
            seen[n++] = LETTERS[i];
        }
    }
    seen[n] = '\0';
    assert_string_equal(seen, by);
}

static void what_is_not_in_sheets(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    struct make *m = &w.m;
    smv_id organisation = make_add(m, SMV_KIND_ORGANISATION, SMV_ROOT, 0);
    smv_id person = make_add(m, SMV_KIND_PARTICIPANT, SMV_ROOT, 0);
    smv_id member = make_add(m, SMV_KIND_MEMBER, w.groups[0], 0);
    smv_id link = make_add(m, SMV_KIND_LINK, SMV_ROOT, 0);
    smv_id to_all = make_add(m, SMV_KIND_NOTICE, SMV_ROOT, 0);
    smv_id to_b = make_add(m, SMV_KIND_NOTICE, SMV_ROOT, 0);
    make_num(m, to_b, SMV_NOTICE_PLACE, w.rooms[1]);
    smv_id receipt = make_add(m, SMV_KIND_RECEIPT, to_b, 0);
    smv_id call_of_g = make_add(m, SMV_KIND_CALL, SMV_ROOT, 0);
    make_num(m, call_of_g, SMV_CALL_PLACE, w.groups[2]);
    assert_seen(&w, SMV_ROOT, "OMABGSTabgn");
    assert_seen(&w, w.session, "OMABGSTabgn");
    assert_seen(&w, w.rooms[0], "OMABGST");
    assert_seen(&w, w.groups[0], "OMABGST");
    assert_seen(&w, organisation, "OMABG");
    assert_seen(&w, person, "O");
    assert_seen(&w, member, "O");
    assert_seen(&w, link, "OM"); /* moderators see who founded a group, and can end it */
    assert_seen(&w, to_all, "OMABG");
    assert_seen(&w, to_b, "OMB");
    assert_seen(&w, receipt, "OMB");
    assert_seen(&w, call_of_g, "OMG");
    assert_seen(&w, w.stages[0], "OMS");
    assert_seen(&w, w.stages[1], "OMT");
    /* what the seminar opens to participants */
    make_num(m, SMV_ROOT, SMV_SEMINAR_READS, 1);
    assert_seen(&w, w.rooms[0], "OMABGSTabgn");
    assert_seen(&w, w.groups[0], "OMABGSTabgn");
    assert_seen(&w, w.stages[0], "OMS");
    make_num(m, SMV_ROOT, SMV_SEMINAR_READS, 2);
    assert_seen(&w, w.rooms[0], "OMABGST");
    assert_seen(&w, w.stages[0], "OMSabgn");
    /* a tombstone is seen by the same people */
    make_del(m, to_b);
    assert_seen(&w, to_b, "OMB");
    make_finish(m);
}

static void the_audience_of_a_sheet(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    const struct {
        uint64_t reads, audience;
        const char *of_a, *of_b, *of_g;
    } cases[] = {
        {0, 0, "OM", "OM", "OM"},
        {0, SMV_AUDIENCE_OWN, "OMA", "OMB", "OMG"},
        {0, SMV_AUDIENCE_PLACES, "OMABG", "OMABG", "OMABG"},
        {0, SMV_AUDIENCE_GROUP, "OMa", "OMb", "OMg"},
        {0, SMV_AUDIENCE_ALL, "OMabgn", "OMabgn", "OMabgn"},
        {0, SMV_AUDIENCE_CODE, "OM", "OM", "OM"},
        {3, SMV_AUDIENCE_OWN, "OMA", "OMB", "OMG"},
        {4, SMV_AUDIENCE_OWN, "OMAa", "OMBb", "OMGg"},
        {8, SMV_AUDIENCE_OWN, "OMA", "OMB", "OMG"},
        {8, SMV_AUDIENCE_GROUP, "OMabgn", "OMabgn", "OMabgn"},
        {4, SMV_AUDIENCE_GROUP, "OMa", "OMb", "OMg"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        make_num(&w.m, SMV_ROOT, SMV_SEMINAR_READS, cases[i].reads);
        for (size_t s = 0; s < 3; s++) {
            make_num(&w.m, w.sheets[s], SMV_SHEET_AUDIENCE, cases[i].audience);
        }
        assert_seen(&w, w.sheets[0], cases[i].of_a);
        assert_seen(&w, w.copies[0], cases[i].of_a); /* what is in a sheet goes with it */
        assert_seen(&w, w.sheets[1], cases[i].of_b);
        assert_seen(&w, w.sheets[2], cases[i].of_g);
        assert_seen(&w, w.pattern, "OM");
    }
    /* in another composition, room A is another group's */
    smv_id other = make_add(&w.m, SMV_KIND_COMPOSITION, SMV_ROOT, 0);
    make_num(&w.m, w.session, SMV_SESSION_COMPOSITION, other);
    make_num(&w.m, w.sheets[0], SMV_SHEET_AUDIENCE, SMV_AUDIENCE_GROUP);
    assert_seen(&w, w.sheets[0], "OM");
    make_finish(&w.m);
}

static void what_a_screen_shows(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    struct make *m = &w.m;
    smv_id poll = make_add(m, SMV_KIND_POLL, w.sheets[1], 0);
    make_list(m, w.stages[0], SMV_STAGE_SHOW, w.sheets[0]);
    make_list(m, w.stages[1], SMV_STAGE_SHOW, poll);
    assert_seen(&w, w.sheets[0], "OMS");
    assert_seen(&w, w.sheets[1], "OMT");
    assert_seen(&w, w.sheets[2], "OM");
    /* a question of the pattern brings its copies only in the mode that shows it across groups */
    make_list(m, w.stages[0], SMV_STAGE_SHOW, w.question);
    assert_seen(&w, w.sheets[0], "OM");
    make_num(m, w.stages[0], SMV_STAGE_MODE, 2);
    assert_seen(&w, w.sheets[0], "OMS");
    assert_seen(&w, w.sheets[1], "OMST");
    assert_seen(&w, w.sheets[2], "OMS");
    assert_seen(&w, w.pattern, "OM");
    make_num(m, w.copies[2], SMV_QUESTION_PATTERN, 0);
    assert_seen(&w, w.sheets[2], "OM");
    /* what is not there shows nothing */
    make_list(m, w.stages[0], SMV_STAGE_SHOW, 4242);
    assert_seen(&w, w.sheets[0], "OM");
    make_finish(m);
}

/* Answers wait for the moderator, one by one if need be, and never go further than their sheet. */
static void answers(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    struct make *m = &w.m;
    smv_id sheet = make_add(m, SMV_KIND_SHEET, w.session, 0);
    smv_id poll = make_add(m, SMV_KIND_POLL, sheet, 0);
    smv_id first = make_add(m, SMV_KIND_ANSWER, poll, 0);
    smv_id second = make_add(m, SMV_KIND_ANSWER, poll, 0);
    make_num(m, sheet, SMV_SHEET_AUDIENCE, SMV_AUDIENCE_ALL);
    make_list(m, w.stages[0], SMV_STAGE_SHOW, poll);
    assert_seen(&w, poll, "OMSabgn");
    assert_seen(&w, first, "OM");
    make_num(m, second, SMV_ANSWER_HELD, 1);
    make_num(m, poll, SMV_POLL_REVEALED, 1);
    assert_seen(&w, first, "OMSabgn");
    assert_seen(&w, second, "OM");
    make_num(m, sheet, SMV_SHEET_AUDIENCE, 0);
    assert_seen(&w, first, "OMS");
    make_finish(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_in_sheets),
        cmocka_unit_test(the_audience_of_a_sheet),
        cmocka_unit_test(what_a_screen_shows),
        cmocka_unit_test(answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
