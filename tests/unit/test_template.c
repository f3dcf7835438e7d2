/* test_template.c - parameters, the empty template and its examples; every kind of mistake has its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/utf8.h"
#include "tests/lib/template_side.h"

static void test_params(void **state)
{
    (void)state;
    static const char *const rooms[] = {"Norr", "Söder", "Väst", "Öst", "Mitten", "Källaren"};
    const struct smv_template_params params = {.title = "Samverkan i norr",
                                               .rooms = rooms,
                                               .n_rooms = 6,
                                               .date = 20261124,
                                               .code = "K7RM"};
    struct built b;
    build_file(&b, "aterfall.yaml", &params);
    check_values(&b.tree);
    assert_int_equal(count_kind(b.tree.root, SMV_KIND_ROOM), 6);
    assert_int_equal(count_kind(b.tree.root, SMV_KIND_GROUP), 12);
    assert_int_equal(count_kind(b.tree.root, SMV_KIND_SHEET), 7 + 6 * 7 + 6);
    assert_non_null(find_titled(&b.tree, SMV_KIND_ROOM, SMV_ROOM_NAME, "Söder"));
    assert_null(find_titled(&b.tree, SMV_KIND_ROOM, SMV_ROOM_NAME, "Rum 2"));
    assert_true(smv_span_is(smv_node_str(b.tree.root, SMV_SEMINAR_TITLE), "Samverkan i norr"));
    assert_true(smv_span_is(smv_node_str(b.tree.root, SMV_SEMINAR_CODE), "K7RM"));
    assert_int_equal(smv_node_num(b.tree.root, SMV_SEMINAR_DATE), 20261124);
    smv_tree_finish(&b.tree);
}

static void test_bad_params(void **state)
{
    (void)state;
    const struct smv_template_params params = {.code = "a-code-that-is-far-too-long"};
    size_t len;
    char *text = read_template("tom.yaml", &len);
    struct built b;
    build(&b, text, len, &params);
    assert_int_equal(b.err, SMV_ERR_MALFORMED);
    assert_int_equal(b.n, 1);
    assert_int_equal(b.mistakes[0].line, 0);
    assert_int_equal(smv_tree_count(&b.tree), 1);
    smv_tree_finish(&b.tree);
    free(text);
}

static void test_about(void **state)
{
    (void)state;
    size_t len, n;
    char *text = read_template("aterfall.yaml", &len);
    struct smv_template_about about;
    struct smv_template_mistake mistake;
    assert_int_equal(smv_template_about(smv_span(text, len), &about, &mistake, 1, &n), SMV_OK);
    assert_string_equal(about.name, "aterfall");
    assert_string_equal(about.lang, "sv");
    assert_string_equal(about.title, "Samverka för att förebygga återfall i brott");
    assert_true(strlen(about.about) > 50);
    assert_int_equal(about.sessions, 10);
    assert_int_equal(about.patterns, 7);
    assert_int_equal(about.questions, 3 + 7 + 5);
    assert_int_equal(about.minutes, 7 * 60);
    free(text);
}

/* --- tom -------------------------------------------------------------------------------------- */

static void test_empty(void **state)
{
    (void)state;
    struct built b;
    build_file(&b, "tom.yaml", NULL);
    assert_int_equal(count_kind(b.tree.root, SMV_KIND_SESSION), 1);
    assert_int_equal(count_kind(b.tree.root, SMV_KIND_SHEET), 0);
    assert_int_equal(count_kind(b.tree.root, SMV_KIND_ROOM), 4);
    assert_non_null(find_titled(&b.tree, SMV_KIND_ROOM, SMV_ROOM_NAME, "Rum 4"));
    smv_tree_finish(&b.tree);
}

/* Its examples are true: with the single # taken away, all of them together are a template. */
static void test_examples(void **state)
{
    (void)state;
    size_t len;
    char *text = read_template("tom.yaml", &len);
    char *out = calloc(1, len + 1);
    assert_non_null(out);
    size_t n = 0;
    for (char *line = text; *line != '\0';) {
        char *end = strchr(line, '\n') + 1;
        char *from = line[0] == '#' && line[1] != '#' ? line + 1 : line;
        memcpy(out + n, from, (size_t)(end - from));
        n += (size_t)(end - from);
        line = end;
    }
    struct built b;
    build(&b, out, n, NULL);
    show_mistakes(&b);
    assert_int_equal(b.err, SMV_OK);
    check_values(&b.tree);
    assert_int_equal(count_kind(b.tree.root, SMV_KIND_STAGE), 2);
    assert_non_null(find_titled(&b.tree, SMV_KIND_ROOM, SMV_ROOM_NAME, "Rum 3"));
    assert_int_equal(count_kind(sheet(&b.tree, "Bidrag"), SMV_KIND_COLUMN), 3);
    assert_int_equal(count_kind(sheet(&b.tree, "Gemensam plan"), SMV_KIND_CHECK), 2);
    assert_int_equal(count_kind(sheet(&b.tree, "Sammanställda frågor"), SMV_KIND_QUESTION), 4);
    assert_int_equal(count_kind(sheet(&b.tree, "Omröstning"), SMV_KIND_CHOICE), 11);
    /* Two compositions, of which the participants make the groups of one. */
    assert_int_equal(count_kind(b.tree.root, SMV_KIND_GROUP), 4);
    smv_tree_finish(&b.tree);
    free(out);
    free(text);
}

/* Day guidance holds where a session is silent, not where it speaks, and not in breaks. */
static void test_guidance(void **state)
{
    (void)state;
    static const char yaml[] =
        "name: x\nlanguage: en\ntitle: X\nguidance: {lead: day, all:   be  }\n"
        "sessions:\n"
        "  - {title: one, form: groups, guidance: {lead: own}}\n"
        "  - {title: two, form: break}\n"
        "  - {title: three, form: plenary}\n";
    struct built b;
    build(&b, yaml, strlen(yaml), NULL);
    show_mistakes(&b);
    assert_int_equal(b.err, SMV_OK);
    const struct smv_node *one = titled(&b.tree, SMV_KIND_SESSION, SMV_SESSION_TITLE, "one");
    assert_true(smv_span_is(smv_node_str(one, SMV_SESSION_GUIDE_LEAD), "own"));
    assert_true(smv_span_is(smv_node_str(one, SMV_SESSION_GUIDE_ALL), "be"));
    const struct smv_node *two = titled(&b.tree, SMV_KIND_SESSION, SMV_SESSION_TITLE, "two");
    assert_int_equal(smv_node_str(two, SMV_SESSION_GUIDE_LEAD).len, 0);
    const struct smv_node *three = titled(&b.tree, SMV_KIND_SESSION, SMV_SESSION_TITLE, "three");
    assert_true(smv_span_is(smv_node_str(three, SMV_SESSION_GUIDE_LEAD), "day"));
    assert_non_null(find_titled(&b.tree, SMV_KIND_ROOM, SMV_ROOM_NAME, "Room 1"));
    assert_non_null(find_titled(&b.tree, SMV_KIND_STAGE, SMV_STAGE_NAME, "Main screen"));
    smv_tree_finish(&b.tree);
}

/* --- mistakes --------------------------------------------------------------------------------- */

#define HEAD     "name: x\nlanguage: sv\ntitle: X\n"         /* three lines */
#define SESSIONS HEAD "sessions:\n"                          /* four */
#define SESSION  SESSIONS "  - title: P\n    form: groups\n" /* six */
#define SHEETS   SESSION "    sheets:\n"                     /* seven */
#define SHEET(f) SHEETS "      - title: B\n        form: " f "\n        each: room\n" /* ten */

static const struct wrong {
    const char *yaml;
    unsigned line, column;
    const char *says; /* part of the text */
} wrongs[] = {
    /* form */
    {"", 1, 1, "the file is empty"},
    {"# nothing\n", 1, 1, "the file is empty"},
    {"just a text\n", 1, 1, "'key: value' lines for a template"},
    {"- a\n- b\n", 1, 1, "found a list"},
    {HEAD "sessions:\n\t- title: x\n", 5, 1, "indent with spaces"},
    {HEAD "about: one: two\n", 4, 11, "in \"quotes\""},
    {HEAD "about: \"never closed\n", 5, 1, "inside a \"quoted\" text"},
    {HEAD "about: \xff\n", 4, 8, "UTF-8"},
    {HEAD "about: a\x01\n", 4, 9, "control character"},
    {HEAD "about: &a text\n", 4, 8, "anchors"},
    {HEAD "about: *a\n", 4, 8, "references"},
    {HEAD "about: !!int 3\n", 4, 8, "tags"},
    {HEAD "---\nname: y\n", 4, 1, "second document"},
    {HEAD "[a]: b\n", 4, 1, "expected a key"},
    {"a: [[[[[[[[[[[[[[[[[[[[\n", 1, 19, "too many levels"},
    /* keys */
    {SESSION "    minuts: 10\n", 7, 5, "did you mean 'minutes'?"},
    {HEAD "sesions: []\nsessions: [{title: P, form: groups}]\n", 4, 1, "did you mean 'sessions'?"},
    {SESSION "    colour: red\n", 7, 5, "'colour' is no key of a session"},
    {SESSION "    form: break\n", 7, 5, "'form' is said twice: first on line 6"},
    {SESSIONS "  - form: groups\n", 5, 5, "a session needs 'title:'"},
    {SESSIONS "  - title: \"  \"\n    form: groups\n", 5, 5, "a session needs 'title:'"},
    {HEAD, 1, 1, "needs 'sessions:'"},
    {HEAD "sessions: []\n", 4, 11, "at least one session"},
    {HEAD "sessions: {title: P}\n", 4, 11, "a list (lines that begin with '- ')"},
    {SESSIONS "  - Pass 1\n", 5, 5, "'key: value' lines for a session"},
    /* values */
    {"name: x\nlanguage: swe\ntitle: X\nsessions: [{title: P, form: groups}]\n", 2, 11,
     "one of sv, nb, en, found 'swe'"},
    {SESSIONS "  - title: P\n    form: group\n", 6, 11, "did you mean 'groups'?"},
    {SESSIONS "  - title: P\n    form: xxxxxxxxx\n", 6, 11, "one of plenary, groups"},
    {SESSION "    minutes: an hour\n", 7, 14, "a whole number from 0 to 1440, found 'an hour'"},
    {SESSION "    minutes: 1441\n", 7, 14, "0 to 1440"},
    {SESSION "    minutes: -5\n", 7, 14, "0 to 1440"},
    {SESSION "    minutes: [5]\n", 7, 14, "found a list"},
    {SESSION "    start: 9 o'clock\n", 7, 12, "a time of day"},
    {SESSION "    start: 24:00\n", 7, 12, "a time of day"},
    {SESSION "    start: 10:0\n", 7, 12, "a time of day"},
    {SESSION "    start: 10:00\n  - title: Q\n    form: groups\n    start: 09:00\n", 10, 12,
     "above"},
    {SESSION "    about: [a, b]\n", 7, 12, "expected a text"},
    {SESSIONS "  - title: \"a\\nb\"\n    form: groups\n", 5, 12, "on one line"},
    {SESSION "    about: \"bell \\a\"\n", 7, 12, "cannot be stored"},
    {SESSIONS "  - form: groups\n    title: "
              "123456789012345678901234567890123456789012345678901234567890123456789012345678901234"
              "56789012345678901"
              "234567890123456789012345678901234567890123456789012345678901234567890123456789012345"
              "6789012345678901\n",
     6, 12, "201 characters long; at most 200"},
    {HEAD "participants: {found_groups: maybe}\nsessions: [{title: P, form: groups}]\n", 4, 30,
     "yes, no"},
    {HEAD "participants: {read: [agenda, grup]}\nsessions: [{title: P, form: groups}]\n", 4, 31,
     "'group'"},
    {HEAD "rooms: {count: 101}\nsessions: [{title: P, form: groups}]\n", 4, 16, "0 to 100"},
    {HEAD "rooms: {count: 1, names: [A, B]}\nsessions: [{title: P, form: groups}]\n", 4, 30,
     "more names"},
    {HEAD "documentation: all\nsessions: [{title: P, form: groups}]\n", 4, 16, "one of people, "},
    {HEAD "documentation: [people, tabels]\nsessions: [{title: P, form: groups}]\n", 4, 25,
     "did you mean 'tables'?"},
    {HEAD "documentation: {parts: [people]}\nsessions: [{title: P, form: groups}]\n", 4, 16,
     "found a mapping"},
    {HEAD "documentation: []\nsessions: [{title: P, form: groups}]\n", 4, 16, "at least one part"},
    {HEAD "compositions: [{name: A, rule: cros}]\nsessions: [{title: P, form: groups}]\n", 4, 32,
     "'cross'"},
    {HEAD "organisations:\n  -\nsessions: [{title: P, form: groups}]\n", 5, 4, "found nothing"},
    /* local keys */
    {SESSION "    composition: a\n", 7, 18, "no composition has the key 'a'"},
    {HEAD
     "compositions: [{key: tvar, name: A, rule: cross}]\nsessions:\n  - {title: P, form: groups, "
     "composition: tvra}\n",
     6, 43, "did you mean 'tvar'?"},
    {SESSION "    key: two words\n", 7, 10, "a key is one word"},
    {SESSION "    key: p\n  - title: Q\n    key: p\n    form: break\n", 9, 10,
     "taken already: line 7"},
    {SESSION "    key: p\n    composition: p\n", 8, 18, "this is a session (line 7)"},
    /* sheets */
    {SHEET("timelin") "        phases: [a]\n", 9, 15, "did you mean 'timeline'?"},
    {SHEET("timeline"), 8, 9, "needs 'phases:'"},
    {SHEET("table"), 8, 9, "needs 'columns:'"},
    {SHEET("questions"), 8, 9, "needs 'questions:'"},
    {SHEET("questions") "        questions: []\n", 8, 9, "needs 'questions:'"},
    {SHEET("poll"), 8, 9, "needs 'polls:'"},
    {SHEET("parking") "        lanes: [a]\n", 11, 9, "has no lanes"},
    {SHEET("actions") "        moderated: yes\n", 11, 20, "not the moderators'"},
    {SHEETS "      - {title: B, form: actions, moderated: no}\n", 8, 46, "nobody could write"},
    {SHEET("actions") "        audience: everyone\n", 11, 19, "one of own, places, group, all"},
    {SHEET("actions") "        from: karta1\n", 11, 15, "one of no, beside, copied"},
    {SHEET("questions") "        questions:\n          - {text: Q, sub: [{text: R, sub: [S]}]}\n",
     12, 39, "is no key of a sub-point"},
    {SHEET("table") "        columns:\n          - {title: A, type: choice}\n", 12, 13,
     "needs 'choices:'"},
    {SHEET("table") "        columns:\n          - {title: A, choices: [x]}\n", 12, 33,
     "only a column of"},
    {SHEET("table") "        columns:\n          - {title: A, type: choice, choices: [x|y, z]}\n",
     12, 48, "the character |"},
    {SHEET("table") "        columns: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]\n", 11, 58,
     "at most 12"},
    {SHEET("poll") "        polls: [{text: Q, form: choice, choices: [x]}]\n", 11, 17,
     "at least two"},
    {SHEET("poll") "        polls: [{text: Q, form: text, choices: [x]}]\n", 11, 48,
     "has no choices"},
    {SHEET("poll") "        polls: [{text: Q, form: dots, most: 21}]\n", 11, 45, "0 to 20"},
    {SHEET("poll") "        polls: [{text: Q, form: dots, shown: later}]\n", 11, 46, "revealed"},
    {SHEET("actions") "        print: anex\n", 11, 16, "did you mean 'annex'?"},
    {SHEET("actions") "        print: yes\n", 11, 16, "one of as_form, annex, own, never"},
    {SHEET("actions") "        print: [own]\n", 11, 16, "found a list"},
    {SHEET("actions") "        carries: karta1\n", 11, 18, "for 'carries'"},
    {SHEET("actions") "        carries: {from: karta1, kind: obstacle, as: action}\n", 11, 25,
     "no sheet has the key 'karta1'"},
    {SHEET("actions") "        key: me\n        carries: {from: me, kind: obstacle, as: action}\n",
     12, 25, "from itself"},
    {SHEET("actions") "        carries: {from: k, kind: obstacle, as: action}\n"
                      "      - {key: k, title: K, form: synthesis}\n",
     11, 25, "both sheets must have"},
    {SHEET("actions") "        carries: {from: k, kind: obstacl, as: card}\n"
                      "      - {key: k, title: K, form: actions, each: room}\n",
     11, 34, "did you mean 'obstacle'"},
    {SHEETS "      - {title: C, form: questions, compiles: k}\n      - {key: k, title: K, form: "
            "synthesis}\n",
     8, 47, "one for all"},
    {SHEETS "      - {title: C, form: questions, compiles: c, key: c}\n", 8, 47, "sum up itself"},
    {SHEETS "      - {title: C, form: parking, guidance: {led: x}}\n", 8, 46,
     "did you mean 'lead'?"},
};

/* Each is told at its place, and leaves the tree as empty as it was. */
static void test_mistakes(void **state)
{
    (void)state;
    size_t failed = 0;
    for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
        const struct wrong *w = &wrongs[i];
        struct built b;
        build(&b, w->yaml, strlen(w->yaml), NULL);
        bool told = false;
        for (size_t k = 0; k < b.n; k++) {
            told = told || (b.mistakes[k].line == w->line && b.mistakes[k].column == w->column &&
                            strstr(b.mistakes[k].text, w->says) != NULL);
        }
        if (!told || b.err != SMV_ERR_MALFORMED) {
            print_error("case %zu, expected %u:%u %s, of\n%s", i, w->line, w->column, w->says,
                        w->yaml);
            show_mistakes(&b);
            failed++;
        }
        assert_int_equal(smv_tree_count(&b.tree), 1);
        smv_tree_finish(&b.tree);
    }
    assert_int_equal(failed, 0);
}

/* All of a file's mistakes at once, in the order of the file; with less room, the first of them. */
static void test_all_are_told(void **state)
{
    (void)state;
    static const char yaml[] = SESSION "    minuts: 10\n    composition: nowhere\n    start: noon\n"
                                       "    sheets:\n      - {title: K, form: timeline}\n"
                                       "      - {titel: K, form: free}\n"
                                       "compositions:\n  - {name: A}\n";
    static const unsigned lines[] = {7, 8, 9, 11, 12, 12, 14};
    struct built b;
    build(&b, yaml, strlen(yaml), NULL);
    show_mistakes(&b);
    assert_int_equal(b.n, sizeof(lines) / sizeof(lines[0]));
    for (size_t i = 0; i < b.n; i++) {
        assert_int_equal(b.mistakes[i].line, lines[i]);
    }
    struct smv_template_mistake two[2];
    size_t n = 0;
    assert_int_equal(smv_template_build(smv_span_str(yaml), NULL, &b.tree, two, 2, &n),
                     SMV_ERR_MALFORMED);
    assert_int_equal(n, 2);
    assert_int_equal(two[1].line, 8);
    smv_tree_finish(&b.tree);
}

/* A copy of the big template with its line 40 spoilt says line 40, and nothing else. */
static void test_line_40(void **state)
{
    (void)state;
    size_t len;
    char *text = read_template("aterfall.yaml", &len);
    char *line = text;
    for (unsigned i = 1; i < 40; i++) {
        line = strchr(line, '\n') + 1;
    }
    char *end = strchr(line, '\n');
    struct smv_buf spoilt = {0};
    smv_buf_put(&spoilt, text, (size_t)(line - text));
    smv_buf_put_str(&spoilt, "screns: [Stora salen]");
    smv_buf_put_str(&spoilt, end);
    /* The line must be one that nothing else hangs on. */
    assert_int_equal(strncmp(line, "screens:", 8), 0);
    struct built b;
    build(&b, (const char *)spoilt.data, spoilt.len, NULL);
    show_mistakes(&b);
    assert_int_equal(b.n, 1);
    assert_int_equal(b.mistakes[0].line, 40);
    assert_int_equal(b.mistakes[0].column, 1);
    assert_non_null(strstr(b.mistakes[0].text, "did you mean 'screens'?"));
    smv_tree_finish(&b.tree);
    smv_buf_finish(&spoilt);
    free(text);
}

/* More than a seminar can hold is a mistake and not a broken tree. */
static void test_too_large(void **state)
{
    (void)state;
    struct smv_buf yaml = {0};
    smv_buf_put_str(&yaml, "rooms: {count: 100}\n" SHEET("map") "        phases:\n");
    for (unsigned i = 0; i < 2500; i++) {
        smv_buf_put_str(&yaml, "          - p\n");
    }
    struct built b;
    build(&b, (const char *)yaml.data, yaml.len, NULL);
    assert_int_equal(b.err, SMV_ERR_MALFORMED);
    assert_non_null(strstr(b.mistakes[0].text, "too many rooms"));
    assert_int_equal(smv_tree_count(&b.tree), 1);
    smv_tree_finish(&b.tree);
    for (unsigned i = 0; i < 30000; i++) {
        smv_buf_put_str(&yaml, "          - p\n");
    }
    build(&b, (const char *)yaml.data, yaml.len, NULL);
    assert_int_equal(b.n, 1);
    assert_non_null(strstr(b.mistakes[0].text, "larger than"));
    smv_tree_finish(&b.tree);
    smv_buf_finish(&yaml);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : NULL;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_params),   cmocka_unit_test(test_bad_params),
        cmocka_unit_test(test_about),    cmocka_unit_test(test_empty),
        cmocka_unit_test(test_examples), cmocka_unit_test(test_guidance),
        cmocka_unit_test(test_mistakes), cmocka_unit_test(test_all_are_told),
        cmocka_unit_test(test_line_40),  cmocka_unit_test(test_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
