/* test_format_plain.c - CSV, Markdown, plain text, workbooks' texts and the calendar, byte for byte.
 *
 * What foreign programs read from the same writers is in tests/readers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "common/base/utf8.h"
#include "common/format/format.h"
#include "common/format/sheet_text.h"
#include "tests/lib/tree_make.h"

static void assert_written(smv_format_fn write, const struct smv_doc *d, const char *want)
{
    struct smv_buf b = {0}, again = {0};
    assert_int_equal(write(&b, d), SMV_OK);
    assert_string_equal(smv_buf_cstr(&b), want);
    smv_buf_put_str(&again, "before");
    assert_int_equal(write(&again, d), SMV_OK); /* appends, and the same once more */
    assert_true(smv_span_eq(smv_span_from(smv_buf_span(&again), 6), smv_span(b.data, b.len)));
    smv_buf_finish(&b);
    smv_buf_finish(&again);
}

static void actions(struct smv_doc *d, const char *what)
{
    struct smv_doc_column columns[] = {{smv_span_str("Nr"), SMV_CELL_NUMBER, 1, {0}},
                                       {smv_span_str("Vad"), SMV_CELL_TEXT, 4, {0}},
                                       {smv_span_str("Senast"), SMV_CELL_DATE, 1, {0}}};
    struct smv_doc_table *t = smv_doc_table(d, "Plan", columns, 3);
    t->data = true;
    struct smv_doc_cell *row = smv_doc_row(t);
    row[0] = (struct smv_doc_cell){.num = 12, .text = smv_span_str("tolv")};
    row[1].text = smv_span_str(what);
    row[2] = (struct smv_doc_cell){.num = 20261122, .text = smv_span_str("22 nov 2026")};
}

static void a_table_as_csv(void **state)
{
    (void)state;
    struct smv_doc d;
    smv_doc_init(&d, "sv");
    smv_doc_str(&d, SMV_BLOCK_PARA, 0, "ej med");
    actions(&d, "=1;\"2\"\n3");
    assert_written(smv_write_csv, &d,
                   "\xef\xbb\xbfNr;Vad;Senast\r\n12;\"'=1;\"\"2\"\"\n3\";2026-11-22\r\n");
    smv_doc_finish(&d);
}

static void formulas_are_texts(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"=1", "'=1"},         {"+1", "'+1"},   {"@A1", "'@A1"}, {"-1", "-1"},    {"-1,5", "-1,5"},
        {"-1,5,5", "'-1,5,5"}, {"-", "'-"},     {"-A1", "'-A1"}, {"--1", "'--1"}, {"\t=1", "' =1"},
        {"a=1", "a=1"},        {"＝1", "'＝1"}, {"'x", "'x"},    {"", ""},        {"-,5", "'-,5"},
        {"-5,", "'-5,"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct smv_doc d;
        struct smv_buf want = {0};
        smv_doc_init(&d, "sv");
        actions(&d, pairs[i][0]);
        smv_buf_put_str(&want, "\xef\xbb\xbfNr;Vad;Senast\r\n12;");
        smv_buf_put_str(&want, pairs[i][1]);
        smv_buf_put_str(&want, ";2026-11-22\r\n");
        assert_written(smv_write_csv, &d, smv_buf_cstr(&want));
        smv_buf_finish(&want);
        smv_doc_finish(&d);
    }
}

/* A document of everything, for the two that are read as they are. */
static void everything(struct smv_doc *d)
{
    smv_doc_init(d, "nb");
    d->mark = smv_doc_keep(d, smv_span_str("Utkast"));
    d->footer = smv_doc_keep(d, smv_span_str("Dag, versjon 2"));
    smv_doc_str(d, SMV_BLOCK_TITLE, 0, "Dagen");
    smv_doc_fact(d, "Dato", smv_span_str("22. november"));
    smv_doc_str(d, SMV_BLOCK_CONTENTS, 0, "");
    smv_doc_str(d, SMV_BLOCK_HEADING, 1, "Spørsmål")->label = smv_span_str("2.1");
    struct smv_block *b = smv_doc_str(d, SMV_BLOCK_PARA, 0, "En ");
    smv_doc_run(d, b, SMV_RUN_BOLD, smv_span_str("fet "));
    smv_doc_run(d, b, 0, smv_span_str("linje\nto\n\nnytt avsnitt *"));
    smv_doc_run(d, b, SMV_RUN_ITALIC, smv_span_str("klistret"));
    smv_doc_run(d, b, 0, smv_span_str("fast."));
    smv_doc_str(d, SMV_BLOCK_BULLET, 3, "dypt uten forelder");
    smv_doc_str(d, SMV_BLOCK_BULLET, 2, "punkt");
    smv_doc_str(d, SMV_BLOCK_NOTICE, 0, "Obs 1. dette");
    smv_doc_str(d, SMV_BLOCK_NOTE, 0, "1. ingen liste");
    smv_doc_picture(d, smv_span_str("<svg/>"), smv_span_str("tre faser"), 1, 1);
    actions(d, "a | b\nc");
    smv_doc_str(d, SMV_BLOCK_RULED, 1, "");
    smv_doc_str(d, SMV_BLOCK_BREAK, 0, "");
}

static void everything_as_markdown(void **state)
{
    (void)state;
    struct smv_doc d;
    everything(&d);
    assert_written(smv_write_markdown, &d,
                   "> Utkast\n\n# Dagen\n\n**Dato:** 22. november\n\n## 2.1 Spørsmål\n\n"
                   "En **fet** linje\\\nto\n\nnytt avsnitt \\*klistretfast.\n\n"
                   "- dypt uten forelder\n  - punkt\n\n> Obs 1. dette\n\n1\\. ingen liste\n\n"
                   "> Bilde: tre faser\n\n| Nr | Vad | Senast |\n| ---: | --- | --- |\n"
                   "| tolv | a \\| b <br> c | 22 nov 2026 |\n\n"
                   "…………………………………………………………………………\n\n***\n\nDag, versjon 2\n\n");
    smv_doc_finish(&d);
}

static void everything_as_text(void **state)
{
    (void)state;
    struct smv_doc d;
    everything(&d);
    assert_written(
        smv_write_text, &d,
        "Utkast\n\nDagen\n=====\n\nDato: 22. november\n\n\n2.1 Spørsmål\n============\n\n"
        "En fet linje\nto\n\nnytt avsnitt *klistretfast.\n\n    - dypt uten forelder\n  - punkt\n\n"
        "! Obs 1. dette\n\n  1. ingen liste\n\n[Bilde: tre faser]\n\n"
        "- Nr: tolv\n  Vad: a | b\n    c\n  Senast: 22 nov 2026\n\n"
        "______________________________________________________________________________\n\n"
        "\n-- \nDag, versjon 2\n");
    smv_doc_finish(&d);
}

static void a_narrow_table_stands_in_columns(void **state)
{
    (void)state;
    struct smv_doc d;
    smv_doc_init(&d, "sv");
    actions(&d, "漢字");
    assert_written(smv_write_text, &d,
                   "  Nr  Vad   Senast\n-----------------------\ntolv  漢字  22 nov 2026\n\n");
    smv_doc_finish(&d);
}

static void lines_have_78_columns(void **state)
{
    (void)state;
    struct smv_doc d;
    struct smv_buf b = {0}, text = {0};
    smv_doc_init(&d, "sv");
    for (int i = 0; i < 40; i++) {
        smv_buf_put_str(&text, i % 3 == 0 ? "漢字 " : "ordå ");
    }
    smv_doc_add(&d, SMV_BLOCK_BULLET, 2, smv_buf_span(&text));
    assert_int_equal(smv_write_text(&b, &d), SMV_OK);
    struct smv_span rest = smv_buf_span(&b), line;
    bool more = true;
    size_t widest = 0, n = 0;
    while (smv_plain_cut(&rest, &more, &line)) {
        size_t columns = smv_plain_columns(line);
        widest = columns > widest ? columns : widest;
        assert_true(n == 0 || line.len == 0 || memcmp(line.data, "    o", 4) == 0);
        n++;
    }
    assert_in_range(widest, 70, 78);
    smv_buf_finish(&b);
    smv_buf_finish(&text);
    smv_doc_finish(&d);
}

static void names_of_sheets(void **state)
{
    (void)state;
    struct smv_sheet_names names = {0};
    static const char *const wishes[][2] = {
        {"Plan", "Plan"},
        {"PLAN", "PLAN (2)"},
        {"[:*?/\\]", "Blad"},
        {"''", "Blad (2)"},
        {"'Åtgärder'", "Åtgärder"},
        {"ÅTGÄRDER", "ÅTGÄRDER (2)"},
        {"History", "History (2)"},
        {"a\nb\tc", "a b c"},
        {"1234567890123456789012345678901234", "1234567890123456789012345678901"},
        {"1234567890123456789012345678901x", "123456789012345678901234567 (2)"},
        {"🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
         "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"},
        {"123456789012345678901234567890'x", "123456789012345678901234567890"},
    };
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        assert_string_equal(smv_sheet_name(&names, smv_span_str(wishes[i][0]), "Blad"),
                            wishes[i][1]);
    }
    struct smv_buf b = {0};
    smv_sheet_quote(&b, "det's");
    assert_string_equal(smv_buf_cstr(&b), "'det''s'");
    smv_buf_finish(&b);
    smv_sheet_names_finish(&names);
}

/* 32,767 UTF-16 units a cell, never cut within a character, and put together again the same text. */
static void long_cells_are_cut(void **state)
{
    (void)state;
    struct smv_buf text = {0}, piece = {0}, whole = {0};
    for (int i = 0; i < 30000; i++) {
        smv_buf_put_str(&text, i % 2 == 0 ? "🙂" : "_x0041_");
    }
    size_t pos = 0, n = 0;
    while (smv_sheet_piece(&piece, smv_buf_span(&text), &pos)) {
        size_t units = 0;
        for (size_t i = 0; i < piece.len;) {
            units += smv_utf8_next(smv_buf_span(&piece), &i) > 0xffff ? 2 : 1;
        }
        assert_in_range(units, 1, 32767);
        size_t from = n > 0 ? 5 : 0, end = pos < text.len ? 5 : 0; /* "[…]" */
        assert_true(n == 0 || memcmp(piece.data, "[…]", 5) == 0);
        smv_buf_put(&whole, piece.data + from, piece.len - from - end);
        smv_buf_clear(&piece);
        n++;
    }
    assert_true(n > 6);
    const char *at = smv_buf_cstr(&whole);
    for (int i = 0; i < 30000; i++) {
        const char *want = i % 2 == 0 ? "🙂" : "_x005F_x0041_";
        assert_memory_equal(at, want, strlen(want));
        at += strlen(want);
    }
    assert_int_equal(*at, 0);
    pos = 0;
    smv_buf_clear(&piece);
    assert_false(smv_sheet_piece(&piece, smv_span(NULL, 0), &pos));
    smv_buf_finish(&text);
    smv_buf_finish(&piece);
    smv_buf_finish(&whole);
}

static void choices_in_a_rule_or_not(void **state)
{
    (void)state;
    struct smv_sheet_choices list;
    smv_sheet_choices_init(&list, smv_span_str("Ja\n\nNej\n"));
    assert_int_equal(list.n, 2);
    assert_true(list.inline_ok);
    assert_null(list.items[2]);
    smv_sheet_choices_finish(&list);
    smv_sheet_choices_init(&list, smv_span_str("Ja, tack\nNej"));
    assert_false(list.inline_ok);
    smv_sheet_choices_finish(&list);
    struct smv_buf many = {0};
    for (int i = 0; i < 60; i++) {
        smv_buf_put_str(&many, "åäöå\n");
    }
    smv_sheet_choices_init(&list, smv_buf_span(&many));
    assert_int_equal(list.n, 60);
    assert_false(list.inline_ok); /* more than 255 */
    smv_sheet_choices_finish(&list);
    smv_buf_finish(&many);
}

/* Which actions come, and how an entry looks. */
static void deadlines_as_a_calendar(void **state)
{
    (void)state;
    struct make m;
    struct smv_buf b = {0};
    make_init(&m, 1, false);
    make_text(&m, SMV_ROOT, SMV_SEMINAR_TITLE, "Dag");
    make_text(&m, SMV_ROOT, SMV_SEMINAR_LANG, "en");
    smv_id sheet = make_add(&m, SMV_KIND_SHEET, SMV_ROOT, 0);
    smv_id pattern = make_add(&m, SMV_KIND_SHEET, SMV_ROOT, 0);
    make_num(&m, pattern, SMV_SHEET_EACH, 1);
    const uint64_t rows[][3] = {{20281231, 0, 0}, {20281231, 3, 0}, {20281231, 4, 0}, {0, 0, 0},
                                {20280230, 0, 0}, {20280229, 2, 1}, {20280228, 1, 0}};
    smv_id ids[7];
    for (size_t i = 0; i < 7; i++) {
        ids[i] = make_add(&m, SMV_KIND_ACTION, sheet, i > 0 ? ids[i - 1] : 0);
        make_text(&m, ids[i], SMV_ACTION_WHAT, i == 0 ? "Ring, skriv; \\ och\nmöt" : "x");
        make_num(&m, ids[i], SMV_ACTION_BY, rows[i][0]);
        make_num(&m, ids[i], SMV_ACTION_STATUS, rows[i][1]);
        if (rows[i][2]) {
            make_del(&m, ids[i]);
        }
    }
    smv_id mine = make_add(&m, SMV_KIND_ACTION, pattern, 0);
    make_num(&m, mine, SMV_ACTION_BY, 20281231);
    struct smv_doc_facts facts = {.name = smv_span_str("dag"), .now = 1};
    smv_write_ics(&b, &m.tree, &facts, "");
    const char *text = smv_buf_cstr(&b);
    size_t events = 0;
    for (const char *at = text; (at = strstr(at, "BEGIN:VEVENT")) != NULL; at++) {
        events++;
    }
    assert_int_equal(events, 2);
    assert_non_null(strstr(text, "\r\nX-WR-CALNAME:Dag\r\n"));
    assert_non_null(strstr(text, "SUMMARY:Ring\\, skriv\\; \\\\ och möt\r\n"));
    assert_non_null(strstr(text, "DESCRIPTION:Ring\\, skriv\\; \\\\ och\\nmöt\r\n"));
    assert_non_null(strstr(text, "DTSTART;VALUE=DATE:20281231\r\nDTEND;VALUE=DATE:20290101\r\n"));
    assert_non_null(strstr(text, "DTSTART;VALUE=DATE:20280228\r\nDTEND;VALUE=DATE:20280229\r\n"));
    assert_non_null(strstr(text, "UID:action-1."));
    assert_non_null(
        strstr(text, "@dag.samverka\r\n")); /* it was made before there were identities */
    assert_non_null(strstr(text, "DESCRIPTION:Action due in a week\r\n"));
    smv_buf_finish(&b);
    make_finish(&m);
}

/* Two hosts may call their seminars the same; one seminar may be called something else where it has moved. */
static void entries_belong_to_the_seminar(void **state)
{
    (void)state;
    static const char *const identity[] = {"aa11", "aa11", "bb22"},
                             *name[] = {"dag", "igen", "dag"};
    char uid[3][64];
    for (size_t i = 0; i < 3; i++) {
        struct make m;
        struct smv_buf b = {0};
        make_init(&m, 1, false);
        make_text(&m, SMV_ROOT, SMV_SEMINAR_IDENTITY, identity[i]);
        smv_id sheet = make_add(&m, SMV_KIND_SHEET, SMV_ROOT, 0);
        make_num(&m, make_add(&m, SMV_KIND_ACTION, sheet, 0), SMV_ACTION_BY, 20281231);
        struct smv_doc_facts facts = {.name = smv_span_str(name[i]), .now = 1};
        smv_write_ics(&b, &m.tree, &facts, "sv");
        const char *at = strstr(smv_buf_cstr(&b), "UID:");
        assert_non_null(at);
        snprintf(uid[i], sizeof uid[i], "%.*s", (int)strcspn(at, "\r"), at);
        smv_buf_finish(&b);
        make_finish(&m);
    }
    assert_non_null(strstr(uid[0], "@aa11.samverka"));
    assert_string_equal(uid[0], uid[1]);
    assert_string_not_equal(uid[0], uid[2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_as_csv),
        cmocka_unit_test(formulas_are_texts),
        cmocka_unit_test(everything_as_markdown),
        cmocka_unit_test(everything_as_text),
        cmocka_unit_test(a_narrow_table_stands_in_columns),
        cmocka_unit_test(lines_have_78_columns),
        cmocka_unit_test(names_of_sheets),
        cmocka_unit_test(long_cells_are_cut),
        cmocka_unit_test(choices_in_a_rule_or_not),
        cmocka_unit_test(deadlines_as_a_calendar),
        cmocka_unit_test(entries_belong_to_the_seminar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
