/* The scribe's screen: what is drawn in many states and sizes, what keys do, what others do meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "client-cli/tui/day.h"
#include "client-cli/tui/page.h"
#include "client-cli/tui/scribe.h"
#include "common/base/heap.h"
#include "tests/lib/screen_side.h"

static struct smv_view *create(struct smv_client *c)
{
    return smv_scribe_create(c, 0, -1);
}

static void begin_made(struct screen *d)
{
    screen_live(d, SMV_ROLE_SCRIBE, d->rooms[0]);
    screen_view(d, create);
}

static void begin(struct screen *d)
{
    screen_make(d);
    begin_made(d);
}

static void sizes(struct screen *d, const char *name)
{
    screen_golden(d, name, 80, 24);
    screen_golden(d, name, 160, 50);
}

static void see(struct screen *d, const char *text)
{
    if (strstr(screen_draw(d, 120, 40, false), text) == NULL) {
        fail_msg("\"%s\" is not to be seen:\n%s", text, smv_buf_cstr(&d->out));
    }
}

static void see_not(struct screen *d, const char *text)
{
    if (strstr(screen_draw(d, 120, 40, false), text) != NULL) {
        fail_msg("\"%s\" is to be seen:\n%s", text, smv_buf_cstr(&d->out));
    }
}

/* Every form of sheet, in three sizes. */
static void test_forms(void **state)
{
    (void)state;
    static const struct {
        const char *key, *name;
    } steps[] = {{"1", "questions"}, {"2", "timeline"}, {"3", "table"},
                 {"4", "actions"},   {"5", "matrix"},   {"6", "map"},
                 {"7", "plan"},      {"8", "poll"},     {"9", "synthesis"}};
    struct screen d;
    begin(&d);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        screen_alt(&d, steps[i].key);
        sizes(&d, steps[i].name);
    }
    screen_f(&d, 2);
    screen_press(&d, SMV_KEY_DOWN, 0);
    screen_press(&d, SMV_KEY_ENTER, 0);
    sizes(&d, "parking");
    screen_alt(&d, "2");
    screen_golden(&d, "timeline", 300, 80);
    screen_finish(&d);
}

/* Bars, lists and strips over the sheet. */
static void test_states(void **state)
{
    (void)state;
    struct screen d;
    begin(&d);
    screen_f(&d, 1);
    sizes(&d, "help");
    screen_press(&d, SMV_KEY_ESCAPE, 0);
    screen_f(&d, 2);
    sizes(&d, "steps");
    screen_press(&d, SMV_KEY_ESCAPE, 0);
    screen_alt(&d, "2");
    screen_f(&d, 3);
    sizes(&d, "earlier");
    screen_golden(&d, "earlier", 300, 80);
    screen_press(&d, SMV_KEY_ESCAPE, 0);
    screen_f(&d, 6);
    sizes(&d, "call");
    screen_press(&d, SMV_KEY_ENTER, 0);
    screen_type(&d, "Projektorn \xc3\xa4r svart");
    sizes(&d, "prompt");
    screen_press(&d, SMV_KEY_ENTER, 0);
    see(&d, "help is called for");
    side_event(&d.s, SMV_CLIENT_EVENT_CLOSED, 1006);
    screen_told(&d);
    screen_type(&d, " vidare");
    sizes(&d, "offline");
    screen_f(&d, 10);
    see(&d, "The history comes when the network is back.");
    d.scene.over =
        "This computer's disk cannot be written (no space): nothing more is kept or sent";
    d.scene.frozen = true;
    screen_press(&d, SMV_KEY_ESCAPE, 0);
    sizes(&d, "over");
    screen_finish(&d);
}

/* Sheets that cannot be written on, clocks that stand still or are past, nothing to show. */
static void test_limits(void **state)
{
    (void)state;
    struct screen d;
    screen_make(&d);
    make_num(&d.m, d.sheets[SCREEN_QUESTIONS], SMV_SHEET_LOCKED, 1);
    make_num(&d.m, d.sessions[1], SMV_SESSION_ENDS, (uint64_t)(SCREEN_LOG_MS - 80000));
    begin_made(&d);
    sizes(&d, "locked-late");
    screen_type(&d, "x");
    see(&d, "That cannot be changed here.");
    screen_finish(&d);

    screen_make(&d);
    make_num(&d.m, SMV_ROOT, SMV_SEMINAR_STATE, 2);
    make_num(&d.m, d.sessions[1], SMV_SESSION_STATE, 3);
    begin_made(&d);
    screen_alt(&d, "4");
    sizes(&d, "closed");
    screen_type(&d, "x");
    see(&d, "That cannot be changed here.");
    screen_f(&d, 4);
    see(&d, "The seminar is closed.");
    for (int i = 0; i < 4; i++) {
        screen_press(&d, SMV_KEY_TAB, 0);
    }
    screen_press(&d, SMV_KEY_RIGHT, 0);
    see(&d, "begun"); /* the status of a proposal is followed up */
    screen_press(&d, SMV_KEY_TAB, 0);
    screen_type(&d, "x");
    see(&d, "That cannot be changed here.");
    screen_press(&d, SMV_KEY_TAB, 0);
    screen_type(&d, "Klart i mars");
    see(&d, "Follow-up: Klart i mars");
    screen_ctrl(&d, "x");
    see(&d, "That cannot be changed here.");
    screen_alt(&d, "1");
    see(&d, "The seminar is closed. It can be read, but not changed.");
    screen_finish(&d);

    screen_make(&d);
    make_num(&d.m, d.sessions[1], SMV_SESSION_STATE, 2);
    make_num(&d.m, d.sessions[1], SMV_SESSION_LEFT, UINT64_C(1000000000000) + 300000);
    make_num(&d.m, d.sheets[SCREEN_QUESTIONS], SMV_SHEET_DONE, 1);
    begin_made(&d);
    sizes(&d, "paused-done");
    screen_finish(&d);
}

static void test_nothing(void **state)
{
    (void)state;
    struct screen d;
    screen_make(&d);
    screen_live(&d, SMV_ROLE_SCRIBE, 0);
    screen_view(&d, create);
    sizes(&d, "no-room");
    screen_finish(&d);
    begin(&d);
    screen_f(&d, 9);
    sizes(&d, "bin-empty");
    screen_press(&d, SMV_KEY_ESCAPE, 0);
    screen_f(&d, 2);
    screen_press(&d, SMV_KEY_END, 0);
    screen_press(&d, SMV_KEY_ENTER, 0);
    screen_press(&d, SMV_KEY_ESCAPE, 0);
    sizes(&d, "actions-empty");
    screen_f(&d, 2);
    screen_press(&d, SMV_KEY_END, 0);
    screen_press(&d, SMV_KEY_UP, 0);
    screen_press(&d, SMV_KEY_ENTER, 0);
    screen_press(&d, SMV_KEY_ESCAPE, 0);
    screen_f(&d, 3);
    sizes(&d, "earlier-none");
    screen_finish(&d);
    side_init(&d.s);
    memset(&d.m, 0, sizeof d.m);
    make_init(&d.m, 1, false);
    d.scene = (struct smv_scene){.client = d.s.c, .mono = 5000, .log_ms = SCREEN_LOG_MS};
    d.v = NULL;
    screen_view(&d, create); /* never connected, nothing known */
    sizes(&d, "first-start");
    screen_finish(&d);
}

/* What the daemon did not take is said, and the words can be read and copied. */
static void test_refused(void **state)
{
    (void)state;
    struct screen d;
    struct smv_request ops[8];
    begin(&d);
    screen_press(&d, SMV_KEY_END, 0);
    screen_type(&d, ", till sist");
    size_t n = side_ops(&d.s, ops, 8);
    for (; n > 0; n = side_ops(&d.s, ops, 8)) {
        for (size_t i = 0; i < n; i++) {
            side_res(&d.s, ops[i].n, SMV_CODE_LOCKED, 0);
        }
    }
    screen_told(&d);
    see(&d, "could not be accepted");
    sizes(&d, "refused");
    screen_ctrl(&d, "v");
    see(&d, "The sheet had been locked.");
    sizes(&d, "refused-list");
    screen_press(&d, SMV_KEY_ENTER, 0);
    see_not(&d, "could not be accepted");
    screen_finish(&d);
}

/* The earlier board: a list over a narrow sheet, beside a wide one; one key copies, also a card. */
static void test_beside(void **state)
{
    (void)state;
    struct screen d;
    begin(&d);
    screen_alt(&d, "2");
    screen_f(&d, 3);
    see(&d, "Tidig kontakt");
    screen_press(&d, SMV_KEY_RIGHT, 0);
    see(&d, "Rum 2:s kort");
    screen_type(&d, "c");
    see(&d, "Copied: Rum 2:s kort");
    screen_f(&d, 3);
    see_not(&d, "other sheets and rooms");
    size_t cards = smv_day_count(d.s.c, d.phases[0], SMV_KIND_CARD);
    assert_int_equal(cards, 2);
    (void)screen_draw(&d, 160, 50, false);
    screen_f(&d, 3);
    screen_press(&d, SMV_KEY_TAB, 0);
    const char *wide = screen_draw(&d, 160, 50, false);
    assert_non_null(strstr(wide, "Tidig kontakt"));
    assert_non_null(strstr(wide, "M\xc3\xb6te med kommunen")); /* the own board beside it */
    screen_press(&d, SMV_KEY_ENTER, 0);
    assert_int_equal(smv_day_count(d.s.c, d.phases[0], SMV_KIND_CARD), cards + 1);
    screen_press(&d, SMV_KEY_TAB, 0);
    assert_non_null(strstr(screen_draw(&d, 160, 50, false), "Rum 2 \xe2\x80\x93 Pass 1"));
    screen_press(&d, SMV_KEY_ESCAPE, 0);
    assert_non_null(strstr(screen_draw(&d, 160, 50, false), "F3: go there"));
    screen_type(&d, "!"); /* the text again */
    screen_f(&d, 3);
    screen_f(&d, 3);
    assert_null(strstr(screen_draw(&d, 160, 50, false), "Rum 2 \xe2\x80\x93 Pass 1"));
    screen_ctrl(&d, "z");
    screen_ctrl(&d, "z");
    assert_int_equal(smv_day_count(d.s.c, d.phases[0], SMV_KIND_CARD), cards);
    screen_finish(&d);
    /* a sheet that begins from an earlier one has it beside from the start */
    screen_make(&d);
    make_num(&d.m, d.sheets[SCREEN_TIMELINE], SMV_SHEET_FROM, 1);
    begin_made(&d);
    screen_alt(&d, "2");
    (void)screen_draw(&d, 160, 50, false);
    assert_non_null(strstr(screen_draw(&d, 160, 50, false), "Tidig kontakt"));
    screen_golden(&d, "beside", 160, 50);
    screen_golden(&d, "beside", 300, 80);
    screen_finish(&d);
}

/* Help and a sheet in each language: every line fits. */
static void test_languages(void **state)
{
    (void)state;
    static const char *const languages[] = {"sv", "nb"};
    for (size_t i = 0; i < 2; i++) {
        char name[40];
        struct screen d;
        screen_language(languages[i]);
        begin(&d);
        snprintf(name, sizeof name, "questions-%s", languages[i]);
        sizes(&d, name);
        screen_f(&d, 1);
        snprintf(name, sizeof name, "help-%s", languages[i]);
        sizes(&d, name);
        screen_press(&d, SMV_KEY_ESCAPE, 0);
        screen_alt(&d, "4");
        snprintf(name, sizeof name, "actions-%s", languages[i]);
        sizes(&d, name);
        screen_finish(&d);
    }
    screen_language("en");
}

/* Typing in lists: the next one, in the middle of a word, an empty one goes. */
static void test_bullets(void **state)
{
    (void)state;
    struct screen d;
    begin(&d);
    screen_press(&d, SMV_KEY_HOME, 0);
    screen_press(&d, SMV_KEY_RIGHT, SMV_MOD_CTRL);
    screen_press(&d, SMV_KEY_ENTER, 0);
    see(&d, "\xe2\x80\xa2 Bostad");
    see(&d, "\xe2\x80\xa2  f\xc3\xb6re frigivningen");
    screen_type(&d, "X");
    see(&d, "\xe2\x80\xa2 X f\xc3\xb6re");
    screen_ctrl(&d, "z");
    screen_ctrl(&d, "z");
    see(&d, "\xe2\x80\xa2 Bostad f\xc3\xb6re frigivningen");
    see_not(&d, "\xe2\x80\xa2  f\xc3\xb6re");
    screen_press(&d, SMV_KEY_END, 0);
    screen_press(&d, SMV_KEY_ENTER, 0);
    screen_type(&d, "ab");
    screen_press(&d, SMV_KEY_BACKSPACE, 0);
    screen_press(&d, SMV_KEY_BACKSPACE, 0);
    assert_int_equal(smv_day_count(d.s.c, d.questions[0], SMV_KIND_POINT), 4);
    screen_press(&d, SMV_KEY_BACKSPACE, 0);
    assert_int_equal(smv_day_count(d.s.c, d.questions[0], SMV_KIND_POINT), 3);
    screen_type(&d, "!");
    see(&d, "Bostad f\xc3\xb6re frigivningen!");
    screen_press(&d, SMV_KEY_DOWN, SMV_MOD_ALT);
    struct smv_ids points = {0};
    smv_day_children(d.s.c, d.questions[0], SMV_KIND_POINT, &points);
    assert_int_equal(points.ids[1], d.points[0]);
    screen_ctrl(&d, "z");
    smv_day_children(d.s.c, d.questions[0], SMV_KIND_POINT, &points);
    assert_int_equal(points.ids[0], d.points[0]);
    smv_ids_finish(&points);
    screen_ctrl(&d, "x");
    see_not(&d, "\xe2\x80\xa2 Bostad");
    screen_f(&d, 9);
    see(&d, "Bullet: Bostad");
    screen_press(&d, SMV_KEY_ENTER, 0);
    screen_press(&d, SMV_KEY_ESCAPE, 0);
    see(&d, "\xe2\x80\xa2 Bostad");
    screen_finish(&d);
}

/* What others do above and in the text never moves the caret in it. */
static void test_others(void **state)
{
    (void)state;
    struct screen d;
    begin(&d);
    screen_press(&d, SMV_KEY_DOWN, 0);
    screen_press(&d, SMV_KEY_HOME, SMV_MOD_CTRL);
    screen_press(&d, SMV_KEY_RIGHT, SMV_MOD_CTRL);
    struct smv_value text = {.type = SMV_TYPE_TEXT, .str = smv_span_str("Nyast av alla")};
    struct smv_field_value field = {.field = SMV_POINT_TEXT, .value = text};
    struct smv_buf bytes = {0};
    smv_seq seq = d.m.seq;
    struct smv_item add = {
        .seq = seq + 1, .ts = (uint64_t)SCREEN_LOG_MS, .ord = 3, .n = 1, .change = SMV_CHANGE_ADD};
    smv_id id = (UINT64_C(3) << SMV_ID_COUNTER_BITS) + 1;
    screen_fields(&bytes, &field, 1);
    add.u.add.id = id;
    add.u.add.kind = SMV_KIND_POINT;
    add.u.add.parent = d.questions[0];
    add.u.add.after = 0;
    add.u.add.fields = smv_buf_span(&bytes);
    side_ev(&d.s, seq, seq + 1, &add, 1);
    screen_told(&d);
    see(&d, "\xe2\x80\xa2 Nyast av alla");
    side_ev_txt(&d.s, seq + 2, 3, 2, d.points[1], SMV_POINT_TEXT, 0, "Absolut: ", 0);
    screen_told(&d);
    screen_type(&d, "#");
    see(&d, "\xe2\x80\xa2 Absolut: En# samordnare");
    side_ev_txt(&d.s, seq + 3, 3, 3, d.points[1], SMV_POINT_TEXT, 13, "Z", 0);
    screen_told(&d);
    screen_type(&d, "#");
    see(&d, "Absolut: En##");
    smv_buf_finish(&bytes);
    screen_finish(&d);
}

static void test_timeline(void **state)
{
    (void)state;
    struct screen d;
    begin(&d);
    screen_alt(&d, "2");
    see(&d, "The card: Bostadsplan");
    screen_press(&d, SMV_KEY_RIGHT, 0);
    see(&d, "The card: M\xc3\xb6te med kommunen");
    screen_golden(&d, "card", 80, 24);
    screen_golden(&d, "card", 160, 50);
    screen_press(&d, SMV_KEY_RIGHT, SMV_MOD_ALT);
    assert_int_equal(smv_client_parent(d.s.c, d.cards[1]), d.phases[2]);
    screen_press(&d, SMV_KEY_DOWN, SMV_MOD_ALT);
    assert_int_equal(smv_day_num(d.s.c, d.cards[1], SMV_CARD_LANE), d.lanes[1]);
    screen_press(&d, SMV_KEY_TAB, 0);
    screen_press(&d, SMV_KEY_TAB, 0);
    screen_type(&d, " och kommunen");
    see(&d, "Kriminalv\xc3\xa5rden och kommunen");
    screen_press(&d, SMV_KEY_ESCAPE, 0);
    screen_type(&d, "!");
    see(&d, "The card: M\xc3\xb6te med kommunen!");
    for (int i = 0; i < 3; i++) {
        screen_ctrl(&d, "z");
    }
    assert_int_equal(smv_day_num(d.s.c, d.cards[1], SMV_CARD_LANE), d.lanes[1]);
    screen_ctrl(&d, "z");
    screen_finish(&d);
}

/* Dates are typed, choices are stepped through. */
static void test_chosen(void **state)
{
    (void)state;
    struct screen d;
    begin(&d);
    screen_alt(&d, "4");
    for (int i = 0; i < 3; i++) {
        screen_press(&d, SMV_KEY_TAB, 0);
    }
    screen_type(&d, "31/13");
    screen_press(&d, SMV_KEY_TAB, 0);
    see(&d, "That is no date");
    screen_press(&d, SMV_KEY_BACKSPACE, 0);
    screen_type(&d, "2");
    screen_press(&d, SMV_KEY_BACKSPACE, 0);
    screen_press(&d, SMV_KEY_BACKSPACE, 0);
    screen_type(&d, "3");
    screen_press(&d, SMV_KEY_TAB, 0);
    see(&d, "2026-03-31");
    screen_press(&d, SMV_KEY_RIGHT, 0);
    see(&d, "Status: begun");
    screen_type(&d, "d");
    see(&d, "Status: d");
    screen_finish(&d);
}

/* A meeting's time of day is typed; what is no time says so and stays. */
static void test_time_of_day(void **state)
{
    (void)state;
    struct screen d;
    struct smv_ids meetings = {0};
    begin(&d);
    screen_alt(&d, "7");
    see(&d, "Uppstart");
    smv_day_children(d.s.c, d.sheets[SCREEN_PLAN], SMV_KIND_MEETING, &meetings);
    for (int i = 0; i < 40 && strstr(screen_draw(&d, 80, 24, false), "Time: 14:30") == NULL; i++) {
        screen_press(&d, SMV_KEY_TAB, 0);
    }
    screen_type(&d, "24:00");
    screen_press(&d, SMV_KEY_TAB, 0);
    see(&d, "That is no time");
    screen_press(&d, SMV_KEY_ESCAPE, 0);
    assert_int_equal(smv_day_num(d.s.c, meetings.ids[0], SMV_MEETING_TIME), 1330);
    screen_type(&d, "905");
    screen_press(&d, SMV_KEY_TAB, 0);
    see(&d, "09:05");
    assert_int_equal(smv_day_num(d.s.c, meetings.ids[0], SMV_MEETING_TIME), 905);
    screen_type(&d, " 2"); /* the next field: where */
    see(&d, "Rum 4 2");
    static const struct {
        const char *text;
        int time; /* -1: none */
    } typed[] = {{"14:30", 1430}, {"14.30", 1430}, {"1430", 1430}, {"930", 930}, {"9", 900},
                 {" 9:05 ", 905}, {"", 0},         {"  ", 0},      {"0:00", -1}, {"14:3", -1},
                 {"14:60", -1},   {"2400", -1},    {"kl 9", -1},   {":30", -1},  {"14:30:00", -1},
                 {"99999", -1},   {"14-30", -1}};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        uint64_t time = 0;
        bool ok = smv_spot_read_time(smv_span_str(typed[i].text), &time);
        assert_int_equal(ok ? (int)time : -1, typed[i].time);
    }
    smv_ids_finish(&meetings);
    screen_finish(&d);
}

/* A session that begins is offered; what stands there stays. */
static void test_session(void **state)
{
    (void)state;
    struct screen d;
    screen_make(&d);
    screen_live(&d, SMV_ROLE_SCRIBE, d.rooms[0]);
    screen_view(&d, create);
    smv_seq seq = d.m.seq;
    struct smv_item items[2] = {{.seq = seq + 1, .ts = 1, .change = SMV_CHANGE_SET},
                                {.seq = seq + 2, .ts = 1, .change = SMV_CHANGE_SET}};
    struct smv_buf three = {0}, one = {0};
    smv_buf_put_byte(&three, 3);
    smv_buf_put_byte(&one, 1);
    items[0].u.set.id = d.sessions[1];
    items[0].u.set.field = SMV_SESSION_STATE;
    items[0].u.set.value = smv_buf_span(&three);
    items[1].u.set.id = d.sessions[2];
    items[1].u.set.field = SMV_SESSION_STATE;
    items[1].u.set.value = smv_buf_span(&one);
    side_ev(&d.s, seq, seq + 2, items, 2);
    screen_told(&d);
    sizes(&d, "offered");
    screen_type(&d, " kvar");
    see(&d, "Bostad f\xc3\xb6re frigivningen kvar");
    screen_f(&d, 5);
    see(&d, "Pass 3: L\xc3\xb6sningar");
    see(&d, "new proposal");
    smv_buf_finish(&three);
    smv_buf_finish(&one);
    screen_finish(&d);
}

/* Too small is said; every size is drawn. */
static void test_small(void **state)
{
    (void)state;
    struct screen d;
    begin(&d);
    screen_golden(&d, "small", 40, 10);
    for (int w = 1; w < 130; w += 7) {
        for (int h = 1; h < 45; h += 5) {
            screen_check(&d, w, h);
        }
    }
    d.scene.ascii = true;
    screen_golden(&d, "ascii", 80, 24);
    screen_check(&d, 100, 30);
    screen_finish(&d);
}

/* Words that would drive a terminal, turn the direction, pile up or never end: in every field of every form. */
static void test_hostile(void **state)
{
    (void)state;
    static const char *const nasty[] = {
        "\x1b[31m\x1b]0;titel\x07\xc2\x9b"
        "2J",
        "\xe2\x80\xae"
        "baklanges\xe2\x80\xac \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
        "z\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87\xcc\x88\xcc\x89 "
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 "
        "\xe6\xbc\xa2\xe5\xad\x97",
        NULL};
    for (size_t k = 0; k < sizeof nasty / sizeof *nasty; k++) {
        struct screen d;
        struct smv_buf text = {0};
        for (size_t i = 0; nasty[k] == NULL && i < 20000; i++) {
            smv_buf_put_str(&text, i % 61 == 60 ? "\n" : i % 7 == 6 ? " " : "\xc3\xa5");
        }
        screen_make(&d);
        for (size_t i = 0; i < d.m.n_ids; i++) {
            const struct smv_node *n = smv_tree_find(&d.m.tree, d.m.ids[i]);
            unsigned fields[SMV_FIELD_MAX];
            size_t n_fields = smv_day_texts(n->kind, fields);
            for (size_t f = 0; f < n_fields; f++) {
                struct smv_span span =
                    nasty[k] != NULL ? smv_span_str(nasty[k]) : smv_buf_span(&text);
                size_t bound = (size_t)smv_field_info(n->kind, fields[f])->bound;
                if (n->kind != SMV_KIND_SEMINAR && nasty[k] == NULL) {
                    screen_text(&d, n->id, fields[f], span, bound);
                } else if (nasty[k] != NULL) {
                    screen_text(&d, n->id, fields[f], span, bound);
                }
            }
        }
        screen_live(&d, SMV_ROLE_SCRIBE, d.rooms[0]);
        screen_view(&d, create);
        for (int step = 1; step <= 9; step++) {
            char key[2] = {(char)('0' + step), '\0'};
            screen_alt(&d, key);
            for (unsigned f = 1; f <= 10; f++) {
                screen_f(&d, f);
                screen_check(&d, 80, 24);
                screen_check(&d, 131, 41);
                screen_press(&d, SMV_KEY_ESCAPE, 0);
            }
            for (int i = 0; i < 12; i++) {
                screen_press(&d,
                             i % 3 == 0   ? SMV_KEY_TAB
                             : i % 3 == 1 ? SMV_KEY_DOWN
                                          : SMV_KEY_RIGHT,
                             0);
                screen_check(&d, 80, 24);
            }
        }
        smv_buf_finish(&text);
        screen_finish(&d);
    }
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        screen_goldens(argv[1], argv[2]);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),       cmocka_unit_test(test_states),
        cmocka_unit_test(test_bullets),     cmocka_unit_test(test_others),
        cmocka_unit_test(test_timeline),    cmocka_unit_test(test_chosen),
        cmocka_unit_test(test_time_of_day), cmocka_unit_test(test_session),
        cmocka_unit_test(test_small),       cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_limits),      cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_refused),     cmocka_unit_test(test_beside),
        cmocka_unit_test(test_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
