/* test_tui_plenary.c - the hall's screen: every mode in several sizes, pages, the mark for a lost line, large letters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "client-cli/tui/big.h"
#include "client-cli/tui/plenary.h"
#include "tests/lib/hall_side.h"

static struct smv_view *create(struct smv_client *c)
{
    (void)c;
    return smv_plenary_create(0, "dag.example.org", "https://dag.example.org/dag/#");
}

static void sizes(struct hall *h, const char *name)
{
    screen_golden(&h->d, name, 80, 24);
    screen_golden(&h->d, name, 160, 50);
}

enum { TITLE, SHEETS, QUESTION, POLL, COUNTDOWN, JOIN, BLANK, AGENDA, MODES };
static void show(struct hall *h, enum hall_day day, unsigned mode)
{
    hall_make(h, day);
    smv_id question =
        smv_node_num(smv_tree_find(&h->d.m.tree, h->questions[0][0]), SMV_QUESTION_PATTERN);
    const smv_id *ids = mode == SHEETS ? h->sheets : mode == QUESTION ? &question : &h->poll;
    hall_stage(h, mode, ids,
               mode == SHEETS                     ? HALL_ROOMS
               : mode == QUESTION || mode == POLL ? 1
                                                  : 0);
    hall_live(h, SMV_ROLE_SCREEN, create);
}

static void test_modes(void **state)
{
    (void)state;
    static const char *const names[] = {"plenary-title", "plenary-sheets",    "plenary-question",
                                        "plenary-poll",  "plenary-countdown", "plenary-join",
                                        "plenary-blank", "plenary-agenda"};
    struct hall h;
    for (unsigned mode = 0; mode < MODES; mode++) {
        show(&h, HALL_DAY, mode);
        sizes(&h, names[mode]);
        screen_finish(&h.d);
    }
    show(&h, HALL_MORNING, COUNTDOWN);
    sizes(&h, "plenary-morning");
    screen_finish(&h.d);
    show(&h, HALL_MORNING, POLL);
    sizes(&h, "plenary-hidden");
    screen_finish(&h.d);
    show(&h, HALL_HOSTILE, SHEETS);
    sizes(&h, "plenary-hostile");
    screen_finish(&h.d);
    show(&h, HALL_DAY, SHEETS);
    screen_golden(&h.d, "plenary-sheets", 300, 80);
    hall_cut(&h);
    sizes(&h, "plenary-offline");
    h.d.scene.ascii = true;
    screen_golden(&h.d, "plenary-ascii", 80, 24);
    screen_finish(&h.d);
    hall_make(&h, HALL_DAY);
    make_num(&h.d.m, SMV_ROOT, SMV_SEMINAR_DOOR, 0);
    hall_stage(&h, JOIN, NULL, 0);
    hall_live(&h, SMV_ROLE_SCREEN, create);
    sizes(&h, "plenary-door-shut");
    screen_finish(&h.d);
    static const char *const languages[] = {"sv", "nb"};
    for (size_t i = 0; i < 2; i++) {
        char name[40];
        screen_language(languages[i]);
        show(&h, HALL_DAY, JOIN);
        snprintf(name, sizeof name, "plenary-join-%s", languages[i]);
        screen_golden(&h.d, name, 160, 50);
        screen_finish(&h.d);
    }
    screen_language("en");
}

/* How a handful have answered is nobody's to see; of an order or dots nothing can be told of one. */
static void test_few_answers(void **state)
{
    (void)state;
    static const char words[] = "Fewer than 5 answers: not shown broken down";
    static const char *const bars[] = {"7 (47 %)", "7 (47 %)", "7 points", "7 dots"};
    struct hall h;
    for (unsigned form = 1; form <= 4; form++) {
        for (unsigned n = 4; n <= 5; n++) {
            hall_make(&h, HALL_DAY);
            make_num(&h.d.m, h.poll, SMV_POLL_FORM, form);
            make_num(&h.d.m, h.poll, SMV_POLL_COUNT, n);
            hall_stage(&h, POLL, &h.poll, 1);
            hall_live(&h, SMV_ROLE_SCREEN, create);
            bool few = form <= 2 && n == 4;
            const char *screen = screen_draw(&h.d, 80, 24, false);
            assert_int_equal(strstr(screen, words) != NULL, few);
            assert_int_equal(strstr(screen, bars[form - 1]) != NULL, !few);
            if (few && form == 1) {
                sizes(&h, "plenary-few");
            }
            screen_finish(&h.d);
        }
    }
}

static void test_any_size(void **state)
{
    (void)state;
    static const int ws[] = {1, 19, 20, 33, 80, 121, 300}, hs[] = {1, 5, 6, 9, 24, 80};
    struct hall h;
    for (unsigned mode = 0; mode < MODES; mode++) {
        show(&h, HALL_HOSTILE, mode);
        for (int ascii = 0; ascii < 2; ascii++) {
            h.d.scene.ascii = ascii != 0;
            for (size_t i = 0; i < sizeof ws / sizeof *ws; i++) {
                for (size_t k = 0; k < sizeof hs / sizeof *hs; k++) {
                    screen_check(&h.d, ws[i], hs[k]);
                }
            }
        }
        screen_finish(&h.d);
    }
}

/* Turned through, every item stands on a page; the page is said by presence. */
static void test_pages(void **state)
{
    (void)state;
    struct hall h;
    struct smv_msg m;
    bool seen[4] = {false}, said = false;
    show(&h, HALL_DAY, SHEETS);
    static const char *const points[] = {"Punkt 1 fr\xc3\xa5n rum 1", "Punkt 2 fr\xc3\xa5n rum 2",
                                         "Punkt 3 fr\xc3\xa5n rum 3", "Punkt 3 fr\xc3\xa5n rum 4"};
    (void)screen_draw(&h.d, 40, 10, false);
    for (int page = 0; page < 40; page++) {
        const char *screen = screen_draw(&h.d, 40, 10, false);
        for (int i = 0; i < 4; i++) {
            seen[i] |= strstr(screen, points[i]) != NULL;
        }
        screen_press(&h.d, SMV_KEY_RIGHT, 0);
    }
    for (int i = 0; i < 4; i++) {
        assert_true(seen[i]);
    }
    h.d.s.now += 1000;
    if ((h.d.v->impl->news(h.d.v, &h.d.scene, 0) & SMV_DID_WORK) != 0) {
        side_local(&h.d.s);
    }
    while (side_next(&h.d.s, &m)) {
        said |= m.kind == SMV_MSG_KIND_PRES && m.u.pres.node == h.stage && m.u.pres.head > 1;
    }
    assert_true(said);
    /* the line is lost: the same picture, and a small mark */
    (void)screen_draw(&h.d, 80, 24, false);
    hall_cut(&h);
    const char *screen = screen_draw(&h.d, 80, 24, false);
    assert_non_null(strstr(screen, "no connection"));
    assert_non_null(strstr(screen, "Fr\xc3\xa5gor"));
    screen_finish(&h.d);
}

static void test_letters(void **state)
{
    (void)state;
    assert_true(smv_big_columns(smv_span_str("\xc3\x85\xc3\xa4\xc3\xb6 \xc3\x98\xc3\xa6 12:04"), 1,
                                false) > 0);
    assert_int_equal(smv_big_columns(smv_span_str("\xe6\xbc\xa2"), 1, false), -1);
    assert_int_equal(smv_big_rows(smv_span_str("12"), 2, false), 7);
    assert_int_equal(smv_big_rows(smv_span_str("\xc3\x85"), 1, false), 5);
    /* a ring above that is typed as a sign of its own is the same letter */
    assert_int_equal(smv_big_columns(smv_span_str("A\xcc\x8a"), 1, false),
                     smv_big_columns(smv_span_str("\xc3\x85"), 1, false));
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        screen_goldens(argv[1], argv[2]);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_modes), cmocka_unit_test(test_any_size), cmocka_unit_test(test_pages),
        cmocka_unit_test(test_letters), cmocka_unit_test(test_few_answers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
