/* test_template_export.c - a plan that is written down and read again is the same plan. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/utf8.h"
#include "common/template/export.h"
#include "common/template/template.h"
#include "tests/lib/plan_side.h"

enum { MOST = 20 };

static char *folder;
static const char *const names[] = {"aterfall.yaml", "dialogmote.yaml", "stad-for-stad.yaml",
                                    "tilbakeforing.yaml", "tom.yaml"};

static void build(struct smv_tree *t, struct smv_span yaml)
{
    struct smv_template_mistake mistakes[MOST];
    size_t n = 0;
    smv_tree_init(t, false);
    enum smv_err err = smv_template_build(yaml, NULL, t, mistakes, MOST, &n);
    for (size_t i = 0; i < n; i++) {
        print_error("%u:%u: %s\n", mistakes[i].line, mistakes[i].column, mistakes[i].text);
    }
    if (err != SMV_OK) {
        print_error("%.*s\n", (int)yaml.len, (const char *)yaml.data);
    }
    assert_int_equal(err, SMV_OK);
}

static void read_file(const char *name, struct smv_buf *ret)
{
    char path[1024];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    ret->len += fread(smv_buf_reserve(ret, 100000), 1, 100000, f);
    assert_int_equal(fclose(f), 0);
}

/* build, write, build again: equal; write again: the same bytes. The first file is appended to ret_file. */
static void check_round(struct smv_span yaml, struct smv_buf *ret_file)
{
    struct smv_tree one, two;
    struct smv_buf again = {0};
    build(&one, yaml);
    assert_int_equal(smv_template_export(ret_file, &one, NULL), SMV_OK);
    build(&two, smv_buf_span(ret_file));
    const char *difference = plan_difference(&one, &two);
    if (difference != NULL) {
        print_error("%.*s\n", (int)ret_file->len, (const char *)ret_file->data);
        fail_msg("%s", difference);
    }
    assert_int_equal(smv_template_export(&again, &two, NULL), SMV_OK);
    if (!smv_span_eq(smv_buf_span(ret_file), smv_buf_span(&again))) {
        print_error("%.*s\n---\n%.*s\n", (int)ret_file->len, (const char *)ret_file->data,
                    (int)again.len, (const char *)again.data);
        fail_msg("the second file is another");
    }
    smv_buf_finish(&again);
    smv_tree_finish(&one);
    smv_tree_finish(&two);
}

static bool has(const struct smv_buf *file, const char *text)
{
    struct smv_buf copy = {0};
    smv_buf_put_span(&copy, smv_buf_span(file));
    bool found = strstr(smv_buf_cstr(&copy), text) != NULL;
    smv_buf_finish(&copy);
    return found;
}

/* --- the templates that come with the program ----------------------------------------------------- */

static void test_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct smv_buf yaml = {0}, file = {0};
        read_file(names[i], &yaml);
        check_round(smv_buf_span(&yaml), &file);
        if (getenv("SMV_SHOW") != NULL) {
            print_message("%.*s\n", (int)file.len, (const char *)file.data);
        }
        smv_buf_finish(&yaml);
        smv_buf_finish(&file);
    }
}

/* tom.yaml's commented examples, all of them together. */
static void test_examples(void **state)
{
    (void)state;
    struct smv_buf yaml = {0}, whole = {0}, file = {0};
    read_file("tom.yaml", &yaml);
    for (const char *line = smv_buf_cstr(&yaml); *line != '\0';) {
        const char *end = strchr(line, '\n') + 1;
        const char *from = line[0] == '#' && line[1] != '#' ? line + 1 : line;
        smv_buf_put(&whole, from, (size_t)(end - from));
        line = end;
    }
    check_round(smv_buf_span(&whole), &file);
    if (getenv("SMV_SHOW") != NULL) {
        print_message("%.*s\n", (int)file.len, (const char *)file.data);
    }
    /* What refers has a readable key; what nothing refers to has none. */
    assert_true(has(&file, "compiles: fragor\n"));
    assert_true(has(&file, "from: tidslinje\n"));
    assert_true(has(&file, "documentation: [people, questions, groups, actions, changes]\n"));
    assert_true(has(&file, "print: own\n"));
    smv_buf_finish(&whole);
    smv_buf_finish(&yaml);
    smv_buf_finish(&file);
}

/* --- hostile texts --------------------------------------------------------------------------------- */

static const char *const hostile[] = {
    "a: b",
    "ends:",
    "it's \"quoted\"",
    "'",
    "\"",
    "a #comment",
    "#first",
    "- dash",
    "-",
    "---",
    "...",
    "? x",
    ": x",
    "{a: b}",
    "[a, b]",
    "&anchor",
    "*alias",
    "!tag",
    "| block",
    "> fold",
    "%directive",
    "@at",
    "`tick",
    "yes",
    "No",
    "NULL",
    "~",
    "null",
    "true",
    "off",
    "n",
    "12",
    "1.5e3",
    "0x1F",
    "09:30",
    "2026-11-24",
    ".5",
    "+1",
    "=",
    "<<",
    "back\\slash \\n",
    " leading",
    "   three",
    "trailing ",
    "  ",
    "double  space",
    "tab\tinside",
    "\xc3\x85\xc3\x84\xc3\x96 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 familj",
    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85",
    "\xe2\x80\xaeturned\xe2\x80\xac",
    "next\xc2\x85line",
    "line\xe2\x80\xa8separator",
    "c1\xc2\x80\xc2\x9f",
    "\xef\xbf\xbe\xef\xbf\xbf",
    "\xf0\x9f\xbf\xbf",
    "\xc2\xa0nbsp\xc2\xa0",
    "a very long line with many words in it that has to be folded because nobody wants to read "
    "lines of that length in a file, with  two blanks, a: colon, a #hash and 'quotes'",
    "averylongwordwithoutanyblanksatallaverylongwordwithoutanyblanksatallaverylongwordwithoutanybla"
    "nks"
    "atallaverylong and more"};
static const char *const hostile_lines[] = {"one\ntwo",
                                            "one\n\n\nthree",
                                            "\nfirst is empty",
                                            "ends\n",
                                            "ends\n\n",
                                            " indented\nless",
                                            "one\n  deeper\nback",
                                            "one\n   \nthree",
                                            "trailing  \nblanks",
                                            "- a\n- b\n",
                                            "a: 1\nb: 2",
                                            "# not a comment\n#\n",
                                            "one\n\ttab",
                                            "---\n...\n---",
                                            "x\n# y",
                                            "a\xe2\x80\xa8"
                                            "b\nc"};

static void set(struct smv_tree *t, const struct smv_node *n, unsigned field, const char *text)
{
    struct smv_value value = {.type = (enum smv_type)smv_field_info(n->kind, field)->type,
                              .str = smv_span_str(text)};
    const struct smv_stamp stamp = {0};
    const struct smv_change change = {.kind = 2, .id = n->id, .field = field, .value = &value};
    assert_int_equal(smv_tree_apply(t, &change, &stamp), SMV_OK);
}

/* A plan of one of everything, in whose texts something hostile stands. */
static void check_hostile(const char *text, bool lines)
{
    static const char yaml[] =
        "name: n\nlanguage: en\ntitle: T\nwelcome: W\nvenue: V\n"
        "organisations: [{name: O, sector: s, area: a}]\n"
        "compositions: [{key: c, name: C, rule: self}]\nrooms: {names: [{name: R, note: N}]}\n"
        "screens: [S]\nsheets: [{title: P, form: parking, each: room}]\n"
        "sessions:\n  - title: S1\n    form: groups\n    composition: c\n    about: A\n"
        "    guidance: {lead: L, scribe: S, all: X}\n    sheets:\n"
        "      - {key: q, title: Q, form: questions, each: room, notice: N, guidance: {lead: G},\n"
        "         questions: [{text: T, help: H, sub: [{text: U, help: V}, W]}], prompts: [P]}\n"
        "      - {title: QC, form: questions, moderated: yes, compiles: q}\n"
        "      - {title: F, form: free, each: room, phases: [{title: A, about: B}, C],\n"
        "         lanes: [{title: A, about: B}, C], checks: [K], consents: [L],\n"
        "         columns: [{title: A, about: B}, {title: C, type: choice, choices: [D]}],\n"
        "         polls: [{text: P, form: choice, choices: [A, B]}]}\n";
    struct smv_tree one, two;
    struct smv_buf file = {0}, again = {0};
    build(&one, smv_span_str(yaml));
    for (struct smv_node *n = NULL; (n = smv_tree_walk(one.root, n)) != NULL;) {
        const struct smv_kind_info *kind = smv_kind_info(n->kind);
        const struct smv_node *sheet = smv_node_sheet(n);
        bool copy = n->kind == SMV_KIND_GROUP ||
                    (sheet != NULL && (smv_node_num(sheet, SMV_SHEET_PATTERN) != 0 ||
                                       smv_node_num(sheet, SMV_SHEET_COMPILES) != 0));
        for (size_t i = 0; i < kind->n_fields && !copy; i++) {
            const struct smv_field_info *field = &kind->fields[i];
            struct smv_span now = smv_node_str(n, field->number);
            bool line = field->type == SMV_TYPE_STR || field->bound < 1000 ||
                        n->kind == SMV_KIND_CHECK || n->kind == SMV_KIND_CONSENT;
            bool code = (n->kind == SMV_KIND_SEMINAR && field->type == SMV_TYPE_STR) ||
                        (n->kind == SMV_KIND_COMPOSITION && field->type == SMV_TYPE_STR);
            if (now.len > 0 && !code && field->type != SMV_TYPE_BYTES && line != lines &&
                (field->type == SMV_TYPE_TEXT ? smv_utf8_count(smv_span_str(text))
                                              : strlen(text)) <= field->bound) {
                set(&one, n, field->number, text);
            }
        }
    }
    assert_int_equal(smv_template_export(&file, &one, NULL), SMV_OK);
    /* The tree's copies still say what was there before: build once more to have them say the same. */
    build(&two, smv_buf_span(&file));
    smv_tree_finish(&one);
    check_round(smv_buf_span(&file), &again);
    assert_true(smv_span_eq(smv_buf_span(&file), smv_buf_span(&again)));
    size_t found = 0;
    for (const struct smv_node *n = NULL; (n = smv_tree_walk(two.root, n)) != NULL;) {
        const struct smv_kind_info *kind = smv_kind_info(n->kind);
        for (size_t i = 0; i < kind->n_fields; i++) {
            enum smv_type type = (enum smv_type)kind->fields[i].type;
            if (type == SMV_TYPE_TEXT || type == SMV_TYPE_STR) {
                found += smv_span_is(smv_node_str(n, kind->fields[i].number), text) ? 1 : 0;
            }
        }
    }
    if (found < 8) {
        print_error("%.*s\n", (int)file.len, (const char *)file.data);
        fail_msg("'%s' survived in %zu places", text, found);
    }
    smv_tree_finish(&two);
    smv_buf_finish(&file);
    smv_buf_finish(&again);
}

static void test_hostile(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
        check_hostile(hostile[i], true);
        if (smv_utf8_clean_line(smv_span_str(hostile[i]))) {
            check_hostile(hostile[i], false);
        }
    }
    for (size_t i = 0; i < sizeof(hostile_lines) / sizeof(hostile_lines[0]); i++) {
        check_hostile(hostile_lines[i], true);
    }
}

/* --- a day that was played --------------------------------------------------------------------------- */

static smv_id add(struct smv_tree *t, smv_seq seq, unsigned kind, smv_id parent, unsigned field,
                  const char *text)
{
    struct smv_field_value value = {.field = (uint8_t)field, .value = {.str = smv_span_str(text)}};
    const struct smv_node *above = smv_tree_find(t, parent);
    struct smv_change change = {.kind = 1,
                                .id = UINT64_C(7) << SMV_ID_COUNTER_BITS | seq,
                                .node_kind = kind,
                                .parent = parent,
                                .fields = &value,
                                .n_fields = field != 0 ? 1 : 0};
    const struct smv_stamp stamp = {.seq = seq, .ts = 1, .ord = 7};
    if (field != 0) {
        value.value.type = (enum smv_type)smv_field_info(kind, field)->type;
    }
    change.after = above == NULL || above->last == NULL ? 0 : above->last->id;
    assert_int_equal(smv_tree_apply(t, &change, &stamp), SMV_OK);
    return change.id;
}

static void put_num(struct smv_tree *t, smv_seq seq, smv_id id, unsigned field, uint64_t num)
{
    const struct smv_node *n = smv_tree_find(t, id);
    struct smv_value value = {.num = num};
    assert_non_null(n);
    value.type = (enum smv_type)smv_field_info(n->kind, field)->type;
    struct smv_change change = {.kind = 2, .id = id, .field = field, .value = &value};
    const struct smv_stamp stamp = {.seq = seq, .ts = 1, .ord = 7};
    assert_int_equal(smv_tree_apply(t, &change, &stamp), SMV_OK);
}

static smv_id find(const struct smv_tree *t, unsigned kind, unsigned field, const char *text)
{
    for (const struct smv_node *n = NULL; (n = smv_tree_walk(t->root, n)) != NULL;) {
        if (n->kind == kind && (text == NULL || smv_span_is(smv_node_str(n, field), text))) {
            return n->id;
        }
    }
    fail_msg("no %s", text);
    return 0;
}

/* What people, links and the day itself added is not in the file; what the organiser prepared is. */
static void test_played(void **state)
{
    (void)state;
    struct smv_buf yaml = {0}, before = {0}, after = {0}, once_more = {0};
    struct smv_tree t, u;
    read_file("aterfall.yaml", &yaml);
    build(&t, smv_buf_span(&yaml));
    smv_id poll = find(&t, SMV_KIND_POLL, SMV_POLL_TEXT, "Vilka förslag ska vi ta itu med först?");
    smv_id scale = find(&t, SMV_KIND_POLL, SMV_POLL_FORM, NULL);
    /* prepared */
    smv_id lane = add(&t, 3, SMV_KIND_LANE,
                      find(&t, SMV_KIND_SHEET, SMV_SHEET_TITLE, "Tidslinje, bästa vägen"),
                      SMV_LANE_TITLE, "En ny rad: skolan");
    add(&t, 4, SMV_KIND_CHOICE, poll, SMV_CHOICE_TEXT, "Förberett val");
    put_num(&t, 5, find(&t, SMV_KIND_SESSION, SMV_SESSION_TITLE, "Inledning"), SMV_SESSION_STARTED,
            1700000000000);
    assert_int_equal(smv_template_export(&before, &t, NULL), SMV_OK);
    assert_true(has(&before, "\"En ny rad: skolan\"\n") && has(&before, "- Förberett val\n"));
    /* of the day */
    add(&t, 10, SMV_KIND_PARTICIPANT, SMV_ROOT, SMV_PARTICIPANT_NAME, "HEMLIG person");
    add(&t, 11, SMV_KIND_ORGANISATION, SMV_ROOT, SMV_ORGANISATION_NAME, "HEMLIG organisation");
    smv_id link = add(&t, 12, SMV_KIND_LINK, SMV_ROOT, SMV_LINK_LABEL, "HEMLIG länk");
    put_num(&t, 13, link, SMV_LINK_ROLE, SMV_ROLE_SCRIBE);
    add(&t, 14, SMV_KIND_GROUP, find(&t, SMV_KIND_COMPOSITION, SMV_COMPOSITION_NAME, "A"),
        SMV_GROUP_NAME, "HEMLIG grupp");
    add(&t, 15, SMV_KIND_NOTICE, SMV_ROOT, SMV_NOTICE_TEXT, "HEMLIGT meddelande");
    add(&t, 16, SMV_KIND_VERSION, SMV_ROOT, SMV_VERSION_NOTE, "HEMLIG version");
    add(&t, 17, SMV_KIND_COMPOSITION, SMV_ROOT, 0, "");
    smv_id choice = add(&t, 18, SMV_KIND_CHOICE, poll, SMV_CHOICE_TEXT, "HEMLIGT val");
    put_num(&t, 19, choice, SMV_CHOICE_ABOUT, lane);
    add(&t, 20, SMV_KIND_CHOICE, scale, SMV_CHOICE_TEXT, "HEMLIGT eget val");
    add(&t, 21, SMV_KIND_ANSWER, poll, SMV_ANSWER_TEXT, "HEMLIGT svar");
    smv_id alone = add(&t, 22, SMV_KIND_SHEET, SMV_ROOT, SMV_SHEET_TITLE, "HEMLIGT blad");
    put_num(&t, 23, alone, SMV_SHEET_ROOM, find(&t, SMV_KIND_ROOM, SMV_ROOM_NAME, "Rum 1"));
    for (const struct smv_node *n = NULL; (n = smv_tree_walk(t.root, n)) != NULL && t.root;) {
        if (n->kind == SMV_KIND_QUESTION && n->ord == 0) {
            add(&t, 100 + n->id, SMV_KIND_POINT, n->id, SMV_POINT_TEXT, "HEMLIG punkt");
        } else if (n->kind == SMV_KIND_PHASE && n->ord == 0) {
            add(&t, 100 + n->id, SMV_KIND_CARD, n->id, SMV_CARD_TITLE, "HEMLIGT kort");
        }
    }
    struct smv_value code = {.type = SMV_TYPE_STR, .str = smv_span_str("HEMLIG")};
    struct smv_change set = {.kind = 2, .id = SMV_ROOT, .field = SMV_SEMINAR_CODE, .value = &code};
    assert_int_equal(smv_tree_apply(&t, &set, &(struct smv_stamp){.seq = 24, .ord = 7}), SMV_OK);
    put_num(&t, 25, SMV_ROOT, SMV_SEMINAR_DATE, 20261124);
    assert_int_equal(smv_template_export(&after, &t, NULL), SMV_OK);
    assert_false(has(&after, "HEMLIG"));
    assert_true(smv_span_eq(smv_buf_span(&before), smv_buf_span(&after)));
    build(&u, smv_buf_span(&after));
    assert_int_equal(smv_template_export(&once_more, &u, NULL), SMV_OK);
    assert_true(smv_span_eq(smv_buf_span(&after), smv_buf_span(&once_more)));
    smv_tree_finish(&t);
    smv_tree_finish(&u);
    smv_buf_finish(&yaml);
    smv_buf_finish(&before);
    smv_buf_finish(&after);
    smv_buf_finish(&once_more);
}

/* A plan that no template could have given still becomes one: what is missing is filled in. */
static void test_scant(void **state)
{
    (void)state;
    struct smv_tree t, u;
    struct smv_buf file = {0}, again = {0};
    smv_tree_init(&t, false);
    assert_int_equal(smv_template_export(&file, &t, NULL), SMV_OK);
    build(&u, smv_buf_span(&file));
    smv_tree_finish(&u);
    smv_buf_clear(&file);
    smv_id session = add(&t, 1, SMV_KIND_SESSION, SMV_ROOT, 0, "");
    put_num(&t, 2, session, SMV_SESSION_PLANNED, 1475);
    smv_id late = add(&t, 3, SMV_KIND_SESSION, SMV_ROOT, SMV_SESSION_TITLE, "late\nand two lines");
    put_num(&t, 4, late, SMV_SESSION_PLANNED, 1000);
    put_num(&t, 6, add(&t, 5, SMV_KIND_SESSION, SMV_ROOT, 0, ""), SMV_SESSION_PLANNED, 900);
    for (unsigned form = 0; form <= 9;
         form++) { /* of every form, with a poll and a column that lack theirs */
        smv_id sheet = add(&t, 10 + form * 10, SMV_KIND_SHEET, session, 0, "");
        put_num(&t, 11 + form * 10, sheet, SMV_SHEET_FORM, form);
        if (form >= 5) {
            smv_id bad = add(&t, 12 + form * 10, SMV_KIND_POLL, sheet, 0, "");
            put_num(&t, 13 + form * 10, bad, SMV_POLL_FORM, 1);
            put_num(&t, 15 + form * 10, add(&t, 14 + form * 10, SMV_KIND_COLUMN, sheet, 0, ""),
                    SMV_COLUMN_TYPE, 3);
            put_num(&t, 16 + form * 10, sheet, SMV_SHEET_CARRY, sheet);
            put_num(&t, 17 + form * 10, sheet, SMV_SHEET_COMPILES, sheet);
        }
    }
    char name[81];
    memset(name, 'x', 80);
    name[80] = '\0';
    add(&t, 200, SMV_KIND_COMPOSITION, SMV_ROOT, SMV_COMPOSITION_NAME, name);
    assert_int_equal(smv_template_export(&file, &t, NULL), SMV_OK);
    check_round(smv_buf_span(&file), &again);
    assert_true(smv_span_eq(smv_buf_span(&file), smv_buf_span(&again)));
    smv_tree_finish(&t);
    smv_buf_finish(&file);
    smv_buf_finish(&again);
}

static void test_wish(void **state)
{
    (void)state;
    struct smv_buf yaml = {0}, file = {0};
    struct smv_tree t;
    read_file("tom.yaml", &yaml);
    build(&t, smv_buf_span(&yaml));
    const struct smv_template_wish wish = {.name = "egen", .about = "Min: egen"};
    assert_int_equal(smv_template_export(&file, &t, &wish), SMV_OK);
    assert_true(has(&file, "name: egen\n") && has(&file, "about: \"Min: egen\"\n"));
    smv_tree_finish(&t);
    smv_buf_finish(&yaml);
    smv_buf_finish(&file);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : NULL;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all),     cmocka_unit_test(test_examples),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_played),
        cmocka_unit_test(test_scant),   cmocka_unit_test(test_wish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
