/* test_template_formats.c - the templates that come with the program have what their formats need. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/document/make.h"
#include "common/model/spread.h"
#include "tests/lib/template_side.h"

/* --- aterfall --------------------------------------------------------------------------------- */

static void test_aterfall_day(void **state)
{
    (void)state;
    struct built b;
    build_file(&b, "aterfall.yaml", NULL);
    struct smv_tree *t = &b.tree;
    check_values(t);
    assert_true(smv_span_is(smv_node_str(t->root, SMV_SEMINAR_LANG), "sv"));
    assert_true(smv_span_is(smv_node_str(t->root, SMV_SEMINAR_TEMPLATE), "aterfall"));
    assert_int_equal(smv_node_num(t->root, SMV_SEMINAR_READS), 7);
    assert_int_equal(count_kind(t->root, SMV_KIND_SESSION), 10);
    assert_int_equal(count_kind(t->root, SMV_KIND_ROOM), 4);
    assert_int_equal(count_kind(t->root, SMV_KIND_COMPOSITION), 2);
    assert_int_equal(count_kind(t->root, SMV_KIND_GROUP), 8);
    assert_int_equal(count_kind(t->root, SMV_KIND_STAGE), 1);

    /* The day is whole: every session begins where the one before it ends, 09:00 to 16:00. */
    unsigned minute = 9 * 60;
    for (const struct smv_node *n = t->root->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_SESSION) {
            uint64_t planned = smv_node_num(n, SMV_SESSION_PLANNED);
            assert_int_equal(planned / 100 * 60 + planned % 100, minute);
            minute += (unsigned)smv_node_num(n, SMV_SESSION_MINUTES);
        }
    }
    assert_int_equal(minute, 16 * 60);
    const struct smv_node *pass3 =
        titled(t, SMV_KIND_SESSION, SMV_SESSION_TITLE, "Pass 3: Lösningar");
    const struct smv_node *b_composition =
        titled(t, SMV_KIND_COMPOSITION, SMV_COMPOSITION_NAME, "B");
    assert_int_equal(smv_node_num(pass3, SMV_SESSION_COMPOSITION), b_composition->id);
    smv_tree_finish(t);
}

/* Seven patterns, each with one copy per room, which has everything the pattern has. */
static void test_aterfall_sheets(void **state)
{
    (void)state;
    struct built b;
    build_file(&b, "aterfall.yaml", NULL);
    struct smv_tree *t = &b.tree;
    size_t patterns = 0, copies = 0, others = 0;
    for (const struct smv_node *n = NULL; (n = smv_tree_walk(t->root, n)) != NULL;) {
        if (n->kind != SMV_KIND_SHEET) {
            continue;
        }
        smv_id pattern = smv_node_num(n, SMV_SHEET_PATTERN);
        if (smv_node_num(n, SMV_SHEET_EACH) != 0) {
            patterns++;
        } else if (pattern != 0) {
            copies++;
            const struct smv_node *original = smv_tree_find(t, pattern);
            assert_int_equal(n->n_children, original->n_children);
            assert_int_equal(smv_node_num(n, SMV_SHEET_AUDIENCE),
                             smv_node_num(original, SMV_SHEET_AUDIENCE));
            assert_true(smv_node_num(n, SMV_SHEET_ROOM) != 0);
            assert_int_equal(smv_spread_copy(t, pattern, smv_node_num(n, SMV_SHEET_ROOM)), n->id);
        } else {
            others++;
            assert_int_equal(smv_node_num(n, SMV_SHEET_MODERATED), 1);
        }
    }
    assert_int_equal(patterns, 7);
    assert_int_equal(copies, 4 * 7);
    assert_int_equal(others, 6);
    const struct smv_node *board = sheet(t, "Tidslinje, bästa vägen");
    assert_int_equal(count_kind(board, SMV_KIND_PHASE), 7);
    assert_int_equal(count_kind(board, SMV_KIND_LANE), 6);
    smv_tree_finish(t);
}

/* A compiled sheet holds the questions of what it sums up, sub-points included, and knows which they are. */
static void test_aterfall_compiled(void **state)
{
    (void)state;
    struct built b;
    build_file(&b, "aterfall.yaml", NULL);
    const struct smv_node *pattern = sheet(&b.tree, "Vägledande frågor, pass 2");
    const struct smv_node *compiled = sheet(&b.tree, "Sammanställt: vägledande frågor, pass 2");
    assert_int_equal(smv_node_num(compiled, SMV_SHEET_COMPILES), pattern->id);
    assert_int_equal(count_kind(compiled, SMV_KIND_QUESTION), 7);
    const struct smv_node *a = NULL, *o = NULL;
    for (;;) {
        a = smv_tree_walk(compiled, a);
        o = smv_tree_walk(pattern, o);
        if (a == NULL || o == NULL) {
            break;
        }
        if (a->kind == SMV_KIND_QUESTION) {
            assert_int_equal(smv_node_num(a, SMV_QUESTION_PATTERN), o->id);
            assert_true(smv_span_eq(smv_node_str(a, SMV_QUESTION_TEXT),
                                    smv_node_str(o, SMV_QUESTION_TEXT)));
        }
    }
    assert_true(a == NULL && o == NULL);
    smv_tree_finish(&b.tree);
}

static enum smv_err emit(void *arg, const struct smv_change *change)
{
    const struct smv_stamp stamp = {.seq = 7, .ts = 1};
    return smv_tree_apply(arg, change, &stamp);
}

/* An obstacle on room 2's board of pass 2 is a row on room 2's proposals, and nowhere else. */
static void test_aterfall_carry(void **state)
{
    (void)state;
    struct built b;
    build_file(&b, "aterfall.yaml", NULL);
    struct smv_tree *t = &b.tree;
    smv_id room = titled(t, SMV_KIND_ROOM, SMV_ROOM_NAME, "Rum 2")->id;
    smv_id board = smv_spread_copy(t, sheet(t, "Tidslinje i detalj")->id, room);
    smv_id proposals = smv_spread_copy(t, sheet(t, "Förslag och åtgärder")->id, room);
    assert_true(board != 0 && proposals != 0);
    smv_id obstacle = UINT64_C(5) << SMV_ID_COUNTER_BITS | 1;
    struct smv_change add = {
        .kind = 1, .id = obstacle, .node_kind = SMV_KIND_OBSTACLE, .parent = board};
    assert_int_equal(emit(t, &add), SMV_OK);
    assert_int_equal(smv_carry_over(t, obstacle, emit, t), SMV_OK);
    assert_int_equal(count_kind(t->root, SMV_KIND_ACTION), 1);
    const struct smv_node *rows = smv_tree_find(t, proposals);
    const struct smv_node *row = rows == NULL ? NULL : rows->last;
    if (row == NULL) {
        fail_msg("no row");
        abort();
    }
    assert_int_equal(row->kind, SMV_KIND_ACTION);
    assert_int_equal(smv_node_num(row, SMV_ACTION_ORIGIN), obstacle);
    smv_tree_finish(t);
}

/* --- the documentation ------------------------------------------------------------------------ */

/* What each template's documentation holds, as the numbers of enum smv_doc_part. */
static void test_documentation(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        uint64_t has, lacks;
    } all[] = {
        {"aterfall.yaml",
         SMV_PART_PEOPLE | SMV_PART_QUESTIONS | SMV_PART_GROUPS | SMV_PART_TIMELINES |
             SMV_PART_SYNTHESIS | SMV_PART_ACTIONS | SMV_PART_POLLS | SMV_PART_PARKING |
             SMV_PART_METHOD | SMV_PART_CHANGES,
         SMV_PART_TABLES | SMV_PART_PLANS},
        {"dialogmote.yaml", SMV_PART_PEOPLE | SMV_PART_QUESTIONS | SMV_PART_GROUPS,
         SMV_PART_ACTIONS | SMV_PART_PLANS | SMV_PART_TIMELINES},
        {"stad-for-stad.yaml", SMV_PART_QUESTIONS | SMV_PART_TABLES | SMV_PART_ACTIONS,
         SMV_PART_PLANS},
        {"tilbakeforing.yaml", SMV_PART_QUESTIONS | SMV_PART_TABLES | SMV_PART_POLLS,
         SMV_PART_PLANS},
        {"tom.yaml", 0, 4095},
    };
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct built b;
        build_file(&b, all[i].file, NULL);
        uint64_t parts = smv_node_num(b.tree.root, SMV_SEMINAR_CONTENTS);
        assert_int_equal(parts & all[i].has, all[i].has);
        assert_int_equal(parts & all[i].lacks, 0);
        smv_tree_finish(&b.tree);
    }
    struct built b;
    build_file(&b, "tilbakeforing.yaml", NULL);
    assert_int_equal(smv_node_num(sheet(&b.tree, "Plan for oppfølging"), SMV_SHEET_PRINT), 2);
    smv_tree_finish(&b.tree);
}

/* --- what each format cannot do without ---------------------------------------------------------- */

static size_t count_filled(const struct smv_node *top, unsigned kind, unsigned field)
{
    size_t n = 0;
    for (const struct smv_node *at = NULL; (at = smv_tree_walk(top, at)) != NULL;) {
        n += at->kind == kind && smv_node_str(at, field).len > 0 ? 1 : 0;
    }
    return n;
}

/* Whoever leads and whoever writes finds advice in every session in groups; a pause needs none. */
static void test_guided(void **state)
{
    (void)state;
    static const char *const files[] = {"aterfall.yaml", "dialogmote.yaml", "stad-for-stad.yaml",
                                        "tilbakeforing.yaml"};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct built b;
        build_file(&b, files[i], NULL);
        for (const struct smv_node *n = b.tree.root->first; n != NULL; n = n->next) {
            uint64_t form = n->kind == SMV_KIND_SESSION ? smv_node_num(n, SMV_SESSION_FORM) : 2;
            if (form == 2) {
                continue;
            }
            assert_true(smv_node_str(n, SMV_SESSION_GUIDE_LEAD).len > 0);
            assert_true(smv_node_str(n, SMV_SESSION_GUIDE_ALL).len > 0);
            assert_true(form != 1 || smv_node_str(n, SMV_SESSION_GUIDE_SCRIBE).len > 0);
        }
        smv_tree_finish(&b.tree);
    }
}

static void test_dialogue(void **state)
{
    (void)state;
    struct built b;
    build_file(&b, "dialogmote.yaml", NULL);
    const struct smv_node *one = sheet(&b.tree, "Rundabordssamtal 1");
    const struct smv_node *two = sheet(&b.tree, "Rundabordssamtal 2");
    assert_int_equal(count_filled(one, SMV_KIND_QUESTION, SMV_QUESTION_HELP), 4);
    assert_int_equal(count_filled(two, SMV_KIND_QUESTION, SMV_QUESTION_HELP), 3);
    assert_int_equal(
        smv_node_num(sheet(&b.tree, "Sammanställt: rundabordssamtal 2"), SMV_SHEET_COMPILES),
        two->id);
    smv_tree_finish(&b.tree);
}

static void test_city(void **state)
{
    (void)state;
    struct built b;
    build_file(&b, "stad-for-stad.yaml", NULL);
    const struct smv_node *matrix = sheet(&b.tree, "Bidrag, verktyg och hinder");
    assert_int_equal(count_kind(matrix, SMV_KIND_LANE), 3);
    assert_int_equal(count_kind(matrix, SMV_KIND_COLUMN), 4);
    /* The core group's own picture is the moderators' to write and everybody's to read. */
    const struct smv_node *picture = sheet(&b.tree, "Kärngruppens bild");
    assert_int_equal(smv_node_num(picture, SMV_SHEET_MODERATED), 1);
    assert_int_equal(smv_node_num(picture, SMV_SHEET_AUDIENCE),
                     SMV_AUDIENCE_PLACES | SMV_AUDIENCE_ALL);
    smv_tree_finish(&b.tree);
}

static void test_reintegration(void **state)
{
    (void)state;
    struct built b;
    build_file(&b, "tilbakeforing.yaml", NULL);
    assert_int_equal(count_kind(b.tree.root, SMV_KIND_ROOM), 0);
    assert_int_equal(smv_node_num(b.tree.root, SMV_SEMINAR_FOUND), 1);
    const struct smv_node *map = sheet(&b.tree, "Tilbakeføringskartet");
    assert_int_equal(count_kind(map, SMV_KIND_PHASE), 4);
    assert_int_equal(count_kind(map, SMV_KIND_LANE), 3);
    assert_true(count_kind(map, SMV_KIND_PROMPT) >= 8);
    const struct smv_node *plan = sheet(&b.tree, "Plan for oppfølging");
    assert_true(smv_node_str(plan, SMV_SHEET_NOTICE).len > 0);
    assert_true(count_kind(plan, SMV_KIND_CHECK) >= 20);
    assert_true(count_kind(plan, SMV_KIND_CONSENT) >= 8);
    assert_int_equal(count_kind(plan, SMV_KIND_QUESTION), 4);
    const struct smv_node *tries = sheet(&b.tree, "Utprøving");
    assert_int_equal(count_filled(tries, SMV_KIND_LANE, SMV_LANE_ABOUT), 4);
    /* No field asks for a number by which somebody could be found. */
    for (const struct smv_node *n = NULL; (n = smv_tree_walk(b.tree.root, n)) != NULL;) {
        unsigned field = n->kind == SMV_KIND_QUESTION ? SMV_QUESTION_TEXT
                         : n->kind == SMV_KIND_COLUMN ? SMV_COLUMN_TITLE
                         : n->kind == SMV_KIND_CHECK  ? SMV_CHECK_TEXT
                                                      : 0;
        struct smv_buf text = {0};
        smv_buf_put_span(&text, field != 0 ? smv_node_str(n, field) : smv_span(NULL, 0));
        assert_null(strstr(smv_buf_cstr(&text), "nummer"));
        smv_buf_finish(&text);
    }
    smv_tree_finish(&b.tree);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : NULL;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aterfall_day),      cmocka_unit_test(test_aterfall_sheets),
        cmocka_unit_test(test_aterfall_compiled), cmocka_unit_test(test_aterfall_carry),
        cmocka_unit_test(test_documentation),     cmocka_unit_test(test_guided),
        cmocka_unit_test(test_dialogue),          cmocka_unit_test(test_city),
        cmocka_unit_test(test_reintegration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
