/* test_tui_moderator.c - the moderator's screen: what is drawn in many states and sizes, what keys do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "client-cli/tui/moderator.h"
#include "client-cli/tui/day.h"
#include "tests/lib/hall_side.h"

static struct smv_view *create(struct smv_client *c)
{
    return smv_moderator_create(c, "dag.example.org", "");
}

static void begin(struct hall *h, enum hall_day day)
{
    hall_make(h, day);
    hall_live(h, SMV_ROLE_MODERATOR, create);
}

static void sizes(struct hall *h, const char *name)
{
    screen_golden(&h->d, name, 80, 24);
    screen_golden(&h->d, name, 160, 50);
}

static void see(struct hall *h, const char *text)
{
    if (strstr(screen_draw(&h->d, 120, 40, false), text) == NULL) {
        fail_msg("\"%s\" is not to be seen:\n%s", text, smv_buf_cstr(&h->d.out));
    }
}

static void test_screens(void **state)
{
    (void)state;
    struct hall h;
    begin(&h, HALL_MORNING);
    sizes(&h, "moderator-morning");
    screen_finish(&h.d);
    begin(&h, HALL_DAY);
    sizes(&h, "moderator-day");
    screen_golden(&h.d, "moderator-day", 300, 80);
    static const char *const tabs[] = {"2", "3", "4", "5"};
    static const char *const names[] = {"moderator-stage", "moderator-proposals",
                                        "moderator-messages", "moderator-agenda"};
    for (size_t i = 0; i < 4; i++) {
        screen_type(&h.d, tabs[i]);
        sizes(&h, names[i]);
        screen_press(&h.d, SMV_KEY_ESCAPE, 0);
    }
    screen_press(&h.d, SMV_KEY_ENTER, 0);
    sizes(&h, "moderator-reading");
    screen_press(&h.d, SMV_KEY_ESCAPE, 0);
    hall_cut(&h);
    sizes(&h, "moderator-offline");
    h.d.scene.ascii = true;
    screen_golden(&h.d, "moderator-ascii", 80, 24);
    screen_finish(&h.d);
    begin(&h, HALL_HOSTILE);
    sizes(&h, "moderator-hostile");
    screen_finish(&h.d);
}

/* What is asked back, typed and chosen; help; a day that has nothing yet; nothing can be kept. */
static void test_states(void **state)
{
    (void)state;
    static const struct {
        const char *keys, *name;
        int down, escapes;
    } steps[] = {{"g", "moderator-start", 0, 1},
                 {"e", "moderator-end", 0, 1},
                 {"NKom tillbaka 10.15, \xc3\xa5\xc3\xa4\xc3\xb6", "moderator-notice", 0, 1},
                 {"s", "moderator-show", 0, 1},
                 {"5D", "moderator-door", 0, 1},
                 {"3", "moderator-into", -1, 2},
                 {"6", "moderator-compile", 0, 1}};
    struct hall h;
    begin(&h, HALL_DAY);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        screen_type(&h.d, steps[i].keys);
        if (steps[i].down < 0) {
            screen_press(&h.d, SMV_KEY_END, 0);
            screen_press(&h.d, SMV_KEY_ENTER, 0);
        }
        sizes(&h, steps[i].name);
        for (int k = 0; k < steps[i].escapes; k++) {
            screen_press(&h.d, SMV_KEY_ESCAPE, 0);
        }
    }
    screen_f(&h.d, 1);
    sizes(&h, "moderator-help");
    screen_press(&h.d, SMV_KEY_ESCAPE, 0);
    h.d.scene.over = "dag.example.org does not let this link in: the link was revoked (4003)";
    sizes(&h, "moderator-over");
    screen_finish(&h.d);
    screen_make(&h.d);
    screen_live(&h.d, SMV_ROLE_MODERATOR, 0);
    screen_view(&h.d, create);
    screen_type(&h.d, "3");
    sizes(&h, "moderator-no-synthesis-clusters");
    screen_press(&h.d, SMV_KEY_ESCAPE, 0);
    screen_type(&h.d, "6");
    sizes(&h, "moderator-no-compiled");
    screen_finish(&h.d);
    make_init(&h.d.m, 1, false);
    h.d.s = (struct side){0};
    screen_live(&h.d, SMV_ROLE_MODERATOR, 0);
    screen_view(&h.d, create);
    sizes(&h, "moderator-no-rooms");
    screen_type(&h.d, "4");
    sizes(&h, "moderator-no-messages");
    screen_finish(&h.d);
}

/* One text over all groups: what they wrote beside it, a bullet taken over keeps its source. */
static void test_compile(void **state)
{
    (void)state;
    struct hall h;
    struct smv_ids questions = {0}, points = {0};
    begin(&h, HALL_DAY);
    struct smv_client *c = h.d.s.c;
    smv_day_questions(c, h.compiled, &questions);
    screen_type(&h.d, "6");
    const char *screen = screen_draw(&h.d, 160, 50, false);
    assert_non_null(strstr(screen, "Det finns redan en bra kontakt"));
    assert_non_null(strstr(screen, "\xe2\x9c\x93 Punkt 1 fr\xc3\xa5n rum 1 taken"));
    assert_non_null(strstr(screen, "Punkt 3 fr\xc3\xa5n rum 4"));
    assert_non_null(strstr(screen, "alla h\xc3\xb6ll med"));
    screen_f(&h.d, 3);
    screen_press(&h.d, SMV_KEY_DOWN, 0);
    screen_type(&h.d, "c");
    smv_day_children(c, questions.ids[0], SMV_KIND_POINT, &points);
    assert_int_equal(points.n, 2);
    assert_int_equal(smv_client_parent(c, smv_day_num(c, points.ids[1], SMV_POINT_ORIGIN)),
                     h.questions[1][0]);
    screen_press(&h.d, SMV_KEY_ESCAPE, 0);
    screen_type(&h.d, "!"); /* writes in the compiled text, the moderator's letters are letters */
    screen = screen_draw(&h.d, 160, 50, false);
    assert_non_null(strstr(screen, "!"));
    assert_non_null(strstr(screen, "Punkt 1 fr\xc3\xa5n rum 2 taken"));
    /* the next question: the groups' words on that one */
    screen_press(&h.d, SMV_KEY_PAGE_DOWN, 0);
    assert_null(strstr(screen_draw(&h.d, 160, 50, false), "Punkt 3 fr\xc3\xa5n rum 4"));
    screen_ctrl(&h.d, "z");
    screen_ctrl(&h.d, "z");
    smv_day_children(c, questions.ids[0], SMV_KIND_POINT, &points);
    assert_int_equal(points.n, 1);
    screen_press(&h.d, SMV_KEY_ESCAPE, 0);
    see(&h, "[1 Rooms]");
    /* the door */
    assert_int_equal(smv_day_num(c, SMV_ROOT, SMV_SEMINAR_DOOR), 1);
    screen_type(&h.d, "D");
    assert_int_equal(smv_day_num(c, SMV_ROOT, SMV_SEMINAR_DOOR), 0);
    see(&h, "The door is shut");
    screen_type(&h.d, "u");
    assert_int_equal(smv_day_num(c, SMV_ROOT, SMV_SEMINAR_DOOR), 1);
    smv_ids_finish(&questions);
    smv_ids_finish(&points);
    screen_finish(&h.d);
}

static void test_languages(void **state)
{
    (void)state;
    static const char *const languages[] = {"sv", "nb"};
    static const char *const keys[] = {"1", "2", "5", "6"};
    for (size_t i = 0; i < 2; i++) {
        char name[40];
        struct hall h;
        screen_language(languages[i]);
        begin(&h, HALL_DAY);
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            screen_type(&h.d, keys[k]);
            snprintf(name, sizeof name, "moderator-%s-%s", keys[k], languages[i]);
            screen_golden(&h.d, name, 80, 24);
            screen_press(&h.d, SMV_KEY_ESCAPE, 0);
        }
        screen_f(&h.d, 1);
        snprintf(name, sizeof name, "moderator-help-%s", languages[i]);
        screen_golden(&h.d, name, 80, 24);
        screen_finish(&h.d);
    }
    screen_language("en");
}

/* Nothing is ever drawn outside or half, whatever the size, the tab and the texts. */
static void test_any_size(void **state)
{
    (void)state;
    static const int ws[] = {1, 10, 59, 60, 61, 80, 99, 139, 140, 300},
                     hs[] = {1, 5, 17, 18, 24, 80};
    struct hall h;
    for (int day = HALL_MORNING; day <= HALL_HOSTILE; day++) {
        begin(&h, (enum hall_day)day);
        for (int ascii = 0; ascii < 2; ascii++) {
            h.d.scene.ascii = ascii != 0;
            for (int tab = 0; tab < 8; tab++) {
                static const char *const keys[] = {"1", "2", "3", "4", "5", "N", "", "6"};
                screen_press(&h.d, SMV_KEY_ESCAPE, 0);
                screen_press(&h.d, SMV_KEY_ESCAPE, 0);
                screen_type(&h.d, keys[tab]);
                if (tab == 6) {
                    screen_press(&h.d, SMV_KEY_ENTER, 0);
                }
                for (size_t i = 0; i < sizeof ws / sizeof *ws; i++) {
                    for (size_t k = 0; k < sizeof hs / sizeof *hs; k++) {
                        screen_check(&h.d, ws[i], hs[k]);
                    }
                }
            }
        }
        screen_finish(&h.d);
    }
}

/* Sorting attention does not move the rooms. */
static void test_rooms_stay(void **state)
{
    (void)state;
    struct hall h;
    begin(&h, HALL_DAY);
    const char *screen = screen_draw(&h.d, 120, 40, false);
    const char *one = strstr(screen, "Rum 1 \xc2\xb7"), *two = strstr(screen, "Rum 2 \xc2\xb7");
    assert_true(one != NULL && two != NULL);
    screen_press(&h.d, SMV_KEY_RIGHT, 0);
    screen_type(&h.d, "aa"); /* the call is answered, then over: the list above is shorter */
    assert_int_equal(smv_day_num(h.d.s.c, h.call, SMV_CALL_STATE), 2);
    screen = screen_draw(&h.d, 120, 40, false);
    assert_non_null(strstr(screen, "Rum 1 \xc2\xb7"));
    assert_true(strstr(screen, "Rum 1 \xc2\xb7") < strstr(screen, "Rum 2 \xc2\xb7"));
    screen_finish(&h.d);
}

static void test_acts(void **state)
{
    (void)state;
    struct hall h;
    struct smv_ids notices = {0};
    struct smv_value show;
    begin(&h, HALL_DAY);
    struct smv_client *c = h.d.s.c;
    see(&h, "asks for technical help: Projektorn");
    see(&h, "quiet 7 min");
    screen_type(&h.d, "a");
    assert_int_equal(smv_day_num(c, h.call, SMV_CALL_STATE), 1);
    see(&h, "somebody is on the way");
    screen_type(&h.d, "u");
    assert_int_equal(smv_day_num(c, h.call, SMV_CALL_STATE), 0);
    /* a message to the chosen room, by its editor; q is a letter there */
    screen_press(&h.d, SMV_KEY_RIGHT, 0);
    screen_type(&h.d, "nSnart fika, q");
    screen_press(&h.d, SMV_KEY_ENTER, 0);
    smv_day_notices(c, h.rooms[1], &notices);
    assert_int_equal(notices.n, 2);
    assert_int_equal(smv_day_num(c, notices.ids[0], SMV_NOTICE_PLACE), h.rooms[1]);
    screen_type(&h.d, "u");
    smv_day_notices(c, h.rooms[1], &notices);
    assert_int_equal(notices.n, 1);
    /* a room's sheet on the screen, from the chooser */
    screen_type(&h.d, "s");
    screen_press(&h.d, SMV_KEY_ENTER, 0);
    smv_client_value(c, h.stage, SMV_STAGE_SHOW, &show);
    assert_int_equal(smv_day_num(c, h.stage, SMV_STAGE_MODE), 1);
    assert_int_equal(show.list[0], h.sheets[1]);
    /* the stage's list: two side by side, blank and back, the queue */
    screen_type(&h.d, "2 ");
    screen_press(&h.d, SMV_KEY_DOWN, 0);
    screen_press(&h.d, SMV_KEY_DOWN, 0);
    screen_press(&h.d, SMV_KEY_ENTER, 0);
    smv_client_value(c, h.stage, SMV_STAGE_SHOW, &show);
    assert_int_equal(show.n_list, 2);
    assert_int_equal(show.list[1], h.sheets[1]);
    screen_type(&h.d, "b");
    assert_int_equal(smv_day_num(c, h.stage, SMV_STAGE_MODE), 6);
    screen_type(&h.d, "b");
    assert_int_equal(smv_day_num(c, h.stage, SMV_STAGE_MODE), 1);
    screen_type(&h.d, "k>");
    assert_int_equal(smv_day_num(c, h.stage, SMV_STAGE_PAGE), 1);
    screen_type(&h.d, "n");
    smv_client_value(c, h.stage, SMV_STAGE_SHOW, &show);
    assert_int_equal(show.n_list, 1);
    smv_ids_finish(&notices);
    screen_finish(&h.d);
}

static size_t ops_of(struct hall *h, enum smv_op_kind kind)
{
    struct smv_request ops[16];
    size_t n, found = 0;
    while ((n = side_ops(&h->d.s, ops, 16)) > 0) {
        for (size_t i = 0; i < n; i++) {
            found += ops[i].op == kind;
        }
    }
    return found;
}

/* The clock: ending and starting are asked back, a slip of the finger does nothing. */
static void test_clock(void **state)
{
    (void)state;
    struct hall h;
    begin(&h, HALL_DAY);
    (void)ops_of(&h, SMV_OP_CLOCK);
    screen_type(&h.d, "e");
    see(&h, "End \"Pass 2: I detalj\" for all?");
    screen_type(&h.d, "e");
    screen_press(&h.d, SMV_KEY_ESCAPE, 0);
    assert_int_equal(ops_of(&h, SMV_OP_CLOCK), 0);
    screen_type(&h.d, "+");
    screen_type(&h.d, "[");
    assert_int_equal(ops_of(&h, SMV_OP_CLOCK), 2);
    screen_type(&h.d, "p");
    assert_int_equal(ops_of(&h, SMV_OP_CLOCK), 1);
    screen_type(&h.d, "e");
    screen_press(&h.d, SMV_KEY_ENTER, 0);
    assert_int_equal(ops_of(&h, SMV_OP_CLOCK), 1);
    screen_type(&h.d, "l");
    assert_int_equal(ops_of(&h, SMV_OP_LOCK), 2);
    screen_finish(&h.d);
}

static void test_gather(void **state)
{
    (void)state;
    struct hall h;
    struct smv_ids clusters = {0};
    begin(&h, HALL_DAY);
    struct smv_client *c = h.d.s.c;
    smv_day_children(c, h.synthesis, SMV_KIND_CLUSTER, &clusters);
    assert_int_equal(clusters.n, 1);
    screen_type(&h.d, "3");
    see(&h, "Kontaktpersoner");
    screen_press(&h.d, SMV_KEY_END, 0);
    screen_press(&h.d, SMV_KEY_ENTER, 0);
    screen_press(&h.d, SMV_KEY_ENTER, 0); /* into the first */
    assert_int_equal(smv_day_count(c, clusters.ids[0], SMV_KIND_GATHERED), 2);
    screen_type(&h.d, "u");
    assert_int_equal(smv_day_count(c, clusters.ids[0], SMV_KIND_GATHERED), 1);
    screen_type(&h.d, "c!");
    screen_press(&h.d, SMV_KEY_ENTER, 0);
    smv_day_children(c, h.synthesis, SMV_KIND_CLUSTER, &clusters);
    assert_int_equal(clusters.n, 2);
    assert_int_equal(smv_day_count(c, clusters.ids[1], SMV_KIND_GATHERED), 1);
    screen_press(&h.d, SMV_KEY_HOME, 0);
    screen_type(&h.d, "*3");
    assert_int_equal(smv_day_num(c, clusters.ids[0], SMV_CLUSTER_STAR), 1);
    assert_int_equal(smv_day_num(c, clusters.ids[0], SMV_CLUSTER_PRIORITY), 3);
    smv_ids_finish(&clusters);
    screen_finish(&h.d);
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        screen_goldens(argv[1], argv[2]);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens),    cmocka_unit_test(test_any_size),
        cmocka_unit_test(test_rooms_stay), cmocka_unit_test(test_acts),
        cmocka_unit_test(test_clock),      cmocka_unit_test(test_gather),
        cmocka_unit_test(test_states),     cmocka_unit_test(test_compile),
        cmocka_unit_test(test_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
