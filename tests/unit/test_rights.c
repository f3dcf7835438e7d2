/* test_rights.c - who may write: every role, kind, field and place; some cases by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "common/model/rights.h"
#include "tests/lib/tree_make.h"

/* Where something stands, seen by an actor of room or group "here". */
enum where { OWN_SHEET, OTHER_SHEET, MODERATED_SHEET, PATTERN_SHEET, NO_SHEET, N_WHERE };

/* The hands of each role there, as schema.def's header tells them; P: writes whatever anybody
 * may. */
static const char *const HANDS[SMV_ROLE_COUNT][N_WHERE] = {
    [SMV_ROLE_HOST] = {"own mod org", "own mod org", "own mod org", "P", "own mod org"},
    [SMV_ROLE_ORGANISER] = {"mod org", "mod org", "own mod org", "P", "mod org"},
    [SMV_ROLE_MODERATOR] = {"mod", "mod", "own mod", "", "mod"},
    [SMV_ROLE_FACILITATOR] = {"own", "", "", "", ""},
    [SMV_ROLE_SCRIBE] = {"own", "", "", "", ""},
    [SMV_ROLE_SECRETARY] = {"own", "", "", "", ""},
    [SMV_ROLE_SCREEN] = {"", "", "", "", ""},
    [SMV_ROLE_PARTICIPANT] = {"", "", "", "", ""},
};

static bool expected(unsigned role, enum where where, unsigned writers)
{
    const char *hands = HANDS[role][where];
    if (strcmp(hands, "P") == 0) {
        return writers != W_FOLD;
    }
    return ((writers & W_OWN) != 0 && strstr(hands, "own") != NULL) ||
           ((writers & W_MOD) != 0 && strstr(hands, "mod") != NULL) ||
           ((writers & W_ORG) != 0 && strstr(hands, "org") != NULL);
}

struct world {
    struct make m;
    smv_id session, room[2], group[2];
};

static void world_init(struct world *w)
{
    make_init(&w->m, 1, false);
    w->session = make_add(&w->m, SMV_KIND_SESSION, SMV_ROOT, 0);
    smv_id self = make_add(&w->m, SMV_KIND_COMPOSITION, SMV_ROOT, 0);
    for (size_t i = 0; i < 2; i++) {
        w->room[i] = make_add(&w->m, SMV_KIND_ROOM, SMV_ROOT, 0);
        w->group[i] = make_add(&w->m, SMV_KIND_GROUP, self, 0);
    }
}

static smv_id sheet_at(struct world *w, unsigned field, smv_id place)
{
    smv_id sheet = make_add(&w->m, SMV_KIND_SHEET, w->session, 0);
    if (field != 0) {
        make_num(&w->m, sheet, field, place);
    }
    return sheet;
}

static smv_id sheet_for(struct world *w, enum where where, bool room)
{
    unsigned field = room ? SMV_SHEET_ROOM : SMV_SHEET_GROUP;
    smv_id here = room ? w->room[0] : w->group[0];
    smv_id there = room ? w->room[1] : w->group[1];
    smv_id sheet = sheet_at(w, field, where == OTHER_SHEET ? there : here);
    if (where == MODERATED_SHEET) {
        make_num(&w->m, sheet, SMV_SHEET_MODERATED, 1);
    } else if (where == PATTERN_SHEET) {
        make_num(&w->m, sheet, SMV_SHEET_EACH, 1);
    }
    return sheet;
}

/* A node of this kind below the sheet (0: outside the sheets), with what must be above it; 0 if it
 * cannot stand there. */
static smv_id node_of(struct world *w, unsigned kind, smv_id sheet)
{
    if (kind == SMV_KIND_SHEET || kind == SMV_KIND_SEMINAR) {
        return kind == SMV_KIND_SHEET ? sheet : sheet == 0 ? SMV_ROOT : 0;
    }
    uint64_t parents = smv_kind_info(kind)->parents;
    if ((parents >> SMV_KIND_SHEET & 1) != 0) {
        return sheet == 0 ? 0 : make_add(&w->m, kind, sheet, 0);
    }
    for (unsigned p = 1; p <= SMV_KIND_MAX; p++) {
        if ((parents >> p & 1) != 0) {
            smv_id parent = node_of(w, p, sheet);
            return parent == 0 ? 0 : make_add(&w->m, kind, parent, 0);
        }
    }
    return 0;
}

/* Calls and receipts are a place's own word: they have a test of their own. */
static bool is_word(unsigned kind)
{
    return kind == SMV_KIND_CALL || kind == SMV_KIND_RECEIPT;
}

static size_t check_kind(struct world *w, unsigned kind, enum where where, bool room)
{
    smv_id sheet = where == NO_SHEET ? 0 : sheet_for(w, where, room);
    smv_id id = node_of(w, kind, sheet);
    if (id == 0) {
        return 0;
    }
    const struct smv_node *n = smv_tree_find(&w->m.tree, id);
    const struct smv_kind_info *info = smv_kind_info(kind);
    /* A poll for one group; the others have a test of their own. */
    for (const struct smv_node *p = n; p != NULL; p = p->parent) {
        if (p->kind == SMV_KIND_POLL) {
            make_num(&w->m, p->id, SMV_POLL_GROUP, w->group[0]);
        }
    }
    size_t asked = 0;
    for (unsigned role = 0; role < SMV_ROLE_COUNT; role++) {
        struct smv_actor actor = {role, room ? w->room[0] : w->group[0]};
        bool may = expected(role, where, info->writers);
        const struct smv_tree *t = &w->m.tree;
        if (smv_may_node(&actor, t, n, kind) != may) {
            fail_msg("%s, kind %s, place %d", smv_role_info(role)->name, info->name, where);
        }
        if (kind != SMV_KIND_SHEET && n->parent != NULL) {
            assert_int_equal(smv_may_add(&actor, t, n->parent, kind, NULL, 0), may);
        }
        for (size_t i = 0; i < info->n_fields; i++) {
            const struct smv_field_info *field = &info->fields[i];
            if (smv_may_field(&actor, n, field->number) != expected(role, where, field->writers)) {
                fail_msg("%s, %s.%s, place %d", smv_role_info(role)->name, info->name, field->name,
                         where);
            }
            asked++;
        }
    }
    return asked;
}

static void the_whole_matrix(void **state)
{
    (void)state;
    struct world w;
    size_t asked = 0;
    world_init(&w);
    for (unsigned kind = 1; kind <= SMV_KIND_MAX; kind++) {
        for (enum where where = 0; where < N_WHERE && smv_kind_info(kind) != NULL; where++) {
            if (!is_word(kind)) {
                asked += check_kind(&w, kind, where, true);
                asked += check_kind(&w, kind, where, false);
            }
        }
    }
    assert_true(asked > 8 * 4 * 2 * 100);
    check_tree(&w.m.tree);
    make_finish(&w.m);
}

/* Without a place, "own" is nobody's: not even that of sheets which belong to nobody. */
static void no_place_is_no_own_place(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    smv_id sheet = sheet_at(&w, 0, 0);
    smv_id row = make_add(&w.m, SMV_KIND_ROW, sheet, 0);
    struct smv_actor scribe = {SMV_ROLE_SCRIBE, 0};
    const struct smv_node *n = smv_tree_find(&w.m.tree, row);
    assert_false(smv_may_node(&scribe, &w.m.tree, n, SMV_KIND_ROW));
    assert_false(smv_may_field(&scribe, n, SMV_ROW_T1));
    scribe.role = SMV_ROLE_COUNT; /* an unknown role has no hands */
    scribe.place = w.room[0];
    assert_false(smv_may_node(&scribe, &w.m.tree, n, SMV_KIND_ROW));
    make_finish(&w.m);
}

static void cases_by_name(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    const struct smv_tree *t = &w.m.tree;
    smv_id board = sheet_for(&w, OWN_SHEET, true);
    smv_id question = make_add(&w.m, SMV_KIND_QUESTION, board, 0);
    smv_id point = make_add(&w.m, SMV_KIND_POINT, question, 0);
    smv_id compiled = sheet_at(&w, 0, 0);
    make_num(&w.m, compiled, SMV_SHEET_MODERATED, 1);
    smv_id cluster = make_add(&w.m, SMV_KIND_CLUSTER, compiled, 0);
    struct smv_actor scribe = {SMV_ROLE_SCRIBE, w.room[0]};
    struct smv_actor other = {SMV_ROLE_SCRIBE, w.room[1]};
    struct smv_actor moderator = {SMV_ROLE_MODERATOR, 0};
    struct smv_actor screen = {SMV_ROLE_SCREEN, 0};
    const struct smv_node *at_point = smv_tree_find(t, point);
    const struct smv_node *at_question = smv_tree_find(t, question);
    const struct smv_node *at_board = smv_tree_find(t, board);
    /* a scribe writes on the own board, and nobody else's scribe does */
    assert_true(smv_may_field(&scribe, at_point, SMV_POINT_TEXT));
    assert_true(smv_may_node(&scribe, t, at_question, SMV_KIND_POINT));
    assert_false(smv_may_field(&other, at_point, SMV_POINT_TEXT));
    assert_false(smv_may_node(&other, t, at_question, SMV_KIND_POINT));
    assert_false(smv_may_node(&scribe, t, at_board, SMV_KIND_QUESTION));
    /* a moderator stars a group's point, and does not touch its words */
    assert_true(smv_may_field(&moderator, at_point, SMV_POINT_STAR));
    assert_false(smv_may_field(&moderator, at_point, SMV_POINT_TEXT));
    assert_false(smv_may_field(&moderator, at_question, SMV_QUESTION_DISCUSSION));
    assert_false(smv_may_node(&moderator, t, at_point, SMV_KIND_POINT));
    /* the compiled sheet is the moderator's */
    const struct smv_node *at_cluster = smv_tree_find(t, cluster);
    assert_true(smv_may_node(&moderator, t, at_cluster->parent, SMV_KIND_CLUSTER));
    assert_true(smv_may_node(&moderator, t, at_cluster, SMV_KIND_GATHERED));
    assert_true(smv_may_field(&moderator, at_cluster, SMV_CLUSTER_TITLE));
    assert_false(smv_may_field(&scribe, at_cluster, SMV_CLUSTER_TITLE));
    /* a screen writes nothing, a lock is nobody's to set by hand */
    for (const struct smv_node *n = t->root; n != NULL; n = smv_tree_walk(t->root, n)) {
        for (unsigned f = 0; f <= SMV_FIELD_MAX; f++) {
            assert_false(smv_may_field(&screen, n, f));
        }
        for (unsigned k = 0; k <= SMV_KIND_MAX + 1; k++) {
            assert_false(smv_may_node(&screen, t, n, k));
        }
    }
    assert_false(smv_may_field(&(struct smv_actor){SMV_ROLE_HOST, 0}, at_board, SMV_SHEET_LOCKED));
    make_finish(&w.m);
}

/* What an add brings is judged field by field. */
static void an_add_is_judged_with_its_fields(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    const struct smv_tree *t = &w.m.tree;
    smv_id sheet = sheet_for(&w, OWN_SHEET, true);
    const struct smv_node *n = smv_tree_find(t, sheet);
    struct smv_actor scribe = {SMV_ROLE_SCRIBE, w.room[0]};
    struct smv_actor host = {SMV_ROLE_HOST, 0};
    struct smv_field_value f[] = {{SMV_ACTION_BY, {SMV_TYPE_INT, .num = 20270101}},
                                  {SMV_ACTION_PRIORITY, {SMV_TYPE_INT, .num = 1}},
                                  {SMV_ACTION_NUMBER, {SMV_TYPE_INT, .num = 1}},
                                  {60, {SMV_TYPE_INT, .num = 1}}};
    assert_true(smv_may_add(&scribe, t, n, SMV_KIND_ACTION, f, 1));
    assert_false(smv_may_add(&scribe, t, n, SMV_KIND_ACTION, f, 2)); /* the moderator's */
    assert_true(smv_may_add(&host, t, n, SMV_KIND_ACTION, f, 2));
    assert_false(smv_may_add(&host, t, n, SMV_KIND_ACTION, f, 3)); /* the fold's */
    assert_false(smv_may_add(&host, t, n, SMV_KIND_ACTION, f + 3, 1));
    assert_false(smv_may_add(&scribe, t, n, SMV_KIND_LANE, NULL, 0));
    make_finish(&w.m);
}

/* A room calls, and says that it has read, in its own name only. */
static void words_of_a_place(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    const struct smv_tree *t = &w.m.tree;
    smv_id to_all = make_add(&w.m, SMV_KIND_NOTICE, SMV_ROOT, 0);
    smv_id to_other = make_add(&w.m, SMV_KIND_NOTICE, SMV_ROOT, 0);
    make_num(&w.m, to_other, SMV_NOTICE_PLACE, w.room[1]);
    smv_id own_call = make_add(&w.m, SMV_KIND_CALL, SMV_ROOT, 0);
    make_num(&w.m, own_call, SMV_CALL_PLACE, w.room[0]);
    struct smv_actor scribe = {SMV_ROLE_SCRIBE, w.room[0]};
    struct smv_actor other = {SMV_ROLE_SCRIBE, w.room[1]};
    struct smv_actor moderator = {SMV_ROLE_MODERATOR, 0};
    struct smv_actor phone = {SMV_ROLE_PARTICIPANT, w.group[0]};
    struct smv_actor host = {SMV_ROLE_HOST, 0};
    const struct smv_field_value mine = {1, {SMV_TYPE_REF, .num = w.room[0]}};
    const struct smv_field_value theirs = {1, {SMV_TYPE_REF, .num = w.room[1]}};
    const struct smv_node *all = smv_tree_find(t, to_all);
    const struct smv_node *others = smv_tree_find(t, to_other);
    struct {
        const struct smv_actor *actor;
        const struct smv_node *parent;
        unsigned kind;
        const struct smv_field_value *field;
        bool may;
    } cases[] = {
        {&scribe, t->root, SMV_KIND_CALL, &mine, true},
        {&scribe, t->root, SMV_KIND_CALL, &theirs, false},
        {&scribe, t->root, SMV_KIND_CALL, NULL, false},
        {&other, t->root, SMV_KIND_CALL, &theirs, true},
        {&moderator, t->root, SMV_KIND_CALL, &mine, false},
        {&phone, t->root, SMV_KIND_CALL, &mine, false},
        {&host, t->root, SMV_KIND_CALL, &mine, true},
        {&scribe, all, SMV_KIND_RECEIPT, &mine, true},
        {&scribe, all, SMV_KIND_RECEIPT, &theirs, false},
        {&scribe, others, SMV_KIND_RECEIPT, &mine, false},
        {&other, others, SMV_KIND_RECEIPT, &theirs, true},
        {&moderator, all, SMV_KIND_RECEIPT, &mine, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (smv_may_add(cases[i].actor, t, cases[i].parent, cases[i].kind, cases[i].field,
                        cases[i].field == NULL ? 0 : 1) != cases[i].may) {
            fail_msg("case %zu", i);
        }
    }
    const struct smv_node *call = smv_tree_find(t, own_call);
    assert_true(smv_may_node(&scribe, t, call, SMV_KIND_CALL));
    assert_false(smv_may_node(&other, t, call, SMV_KIND_CALL));
    assert_true(smv_may_field(&scribe, call, SMV_CALL_STATE));
    assert_false(smv_may_field(&other, call, SMV_CALL_STATE));
    assert_true(smv_may_field(&moderator, call, SMV_CALL_STATE));
    assert_false(smv_may_field(&moderator, call, SMV_CALL_TEXT));
    assert_false(smv_may_field(&scribe, call, SMV_CALL_PLACE)); /* not passed on */
    make_finish(&w.m);
}

/* A poll without a group is the moderators', also on a room's own sheet; a round is the room's. */
static void a_round_is_the_rooms_own(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    const struct smv_tree *t = &w.m.tree;
    smv_id sheet = sheet_for(&w, OWN_SHEET, true);
    smv_id prepared = make_add(&w.m, SMV_KIND_POLL, sheet, 0);
    smv_id round = make_add(&w.m, SMV_KIND_POLL, sheet, 0);
    make_num(&w.m, round, SMV_POLL_GROUP, w.group[0]);
    const struct smv_node *at_prepared = smv_tree_find(t, prepared);
    const struct smv_node *at_round = smv_tree_find(t, round);
    struct smv_actor leader = {SMV_ROLE_FACILITATOR, w.room[0]};
    struct smv_actor other = {SMV_ROLE_FACILITATOR, w.room[1]};
    struct smv_actor moderator = {SMV_ROLE_MODERATOR, 0};
    assert_true(smv_may_field(&leader, at_round, SMV_POLL_STATE));
    assert_true(smv_may_node(&leader, t, at_round, SMV_KIND_CHOICE));
    assert_true(smv_may_node(&leader, t, at_round, SMV_KIND_POLL));
    assert_false(smv_may_field(&other, at_round, SMV_POLL_REVEALED));
    assert_false(smv_may_field(&leader, at_prepared, SMV_POLL_STATE));
    assert_false(smv_may_node(&leader, t, at_prepared, SMV_KIND_CHOICE));
    assert_false(smv_may_node(&leader, t, at_prepared, SMV_KIND_POLL));
    assert_true(smv_may_field(&moderator, at_prepared, SMV_POLL_STATE));
    make_finish(&w.m);
}

/* A self-formed group's secretary names it, and no other one. */
static void a_group_names_itself(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    const struct smv_node *own = smv_tree_find(&w.m.tree, w.group[0]);
    const struct smv_node *other = smv_tree_find(&w.m.tree, w.group[1]);
    struct smv_actor secretary = {SMV_ROLE_SECRETARY, w.group[0]};
    struct smv_actor scribe = {SMV_ROLE_SCRIBE, w.room[0]};
    assert_true(smv_may_field(&secretary, own, SMV_GROUP_NAME));
    assert_false(smv_may_field(&secretary, own, SMV_GROUP_ROOM));
    assert_false(smv_may_field(&secretary, other, SMV_GROUP_NAME));
    assert_false(smv_may_field(&scribe, own, SMV_GROUP_NAME));
    make_finish(&w.m);
}

static void places(void **state)
{
    (void)state;
    struct world w;
    world_init(&w);
    const struct smv_tree *t = &w.m.tree;
    smv_id of_room = sheet_for(&w, OWN_SHEET, true);
    smv_id of_group = sheet_for(&w, OWN_SHEET, false);
    smv_id row = make_add(&w.m, SMV_KIND_ROW, of_group, 0);
    smv_id notice = make_add(&w.m, SMV_KIND_NOTICE, SMV_ROOT, 0);
    assert_int_equal(smv_place_of(smv_tree_find(t, of_room)), w.room[0]);
    assert_int_equal(smv_place_of(smv_tree_find(t, row)), w.group[0]);
    assert_int_equal(smv_place_of(smv_tree_find(t, w.room[1])), w.room[1]);
    assert_int_equal(smv_place_of(smv_tree_find(t, w.group[1])), w.group[1]);
    assert_int_equal(smv_place_of(smv_tree_find(t, notice)), 0);
    make_num(&w.m, notice, SMV_NOTICE_PLACE, w.room[1]);
    assert_int_equal(smv_place_of(smv_tree_find(t, notice)), w.room[1]);
    assert_int_equal(smv_place_of(smv_tree_find(t, w.session)), 0);
    assert_int_equal(smv_place_of(t->root), 0);
    make_finish(&w.m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_matrix),
        cmocka_unit_test(no_place_is_no_own_place),
        cmocka_unit_test(cases_by_name),
        cmocka_unit_test(an_add_is_judged_with_its_fields),
        cmocka_unit_test(words_of_a_place),
        cmocka_unit_test(places),
        cmocka_unit_test(a_round_is_the_rooms_own),
        cmocka_unit_test(a_group_names_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
