/* test_document_changes.c - when a documentation is a draft again, and the change log that nobody has to write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "common/base/utf8.h"
#include "tests/lib/document_side.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
static const char *folder;
static const struct smv_doc_author authors[] = {{1, {(const uint8_t *)"Annika", 6}},
                                                {2, {(const uint8_t *)"Bo  Ek", 6}},
                                                {3, {(const uint8_t *)"Cia", 3}},
                                                {4, {(const uint8_t *)"Dan", 3}}};

static void start(struct day *d)
{
    day_init(d, folder, "rooms.yaml");
    d->facts.authors = authors;
    d->facts.n_authors = COUNT(authors);
}

static smv_id declare(struct day *d, unsigned number)
{
    smv_id v = make_add(&d->m, SMV_KIND_VERSION, SMV_ROOT, 0);
    make_num(&d->m, v, SMV_VERSION_NUMBER, number);
    make_num(&d->m, v, SMV_VERSION_WHEN, 1795340520000u);
    make_text(&d->m, v, SMV_VERSION_WHO, "Annika");
    return v;
}

static bool draft(const struct day *d)
{
    struct smv_doc_version v;
    smv_document_version(&d->m.tree, &v);
    return v.draft;
}

static const char *changes(struct day *d, const char *lang)
{
    smv_buf_clear(&d->outline);
    smv_document_changes(&d->outline, &d->m.tree, &d->facts, lang);
    return smv_buf_cstr(&d->outline);
}

/* A change by somebody else than make_* 's ordinal 1. */
static void set_by(struct day *d, uint32_t ord, smv_id id, unsigned field, uint64_t num)
{
    const struct smv_node *n = smv_tree_find(&d->m.tree, id);
    struct smv_value v = {.type = smv_field_info(n->kind, field)->type, .num = num};
    struct smv_change c = {.kind = SMV_CHANGE_SET, .id = id, .field = field, .value = &v};
    struct smv_stamp stamp = make_stamp(&d->m, ord);
    assert_int_equal(smv_tree_apply(&d->m.tree, &c, &stamp), SMV_OK);
}

static smv_id action(struct day *d, const char *room, unsigned number, const char *what)
{
    smv_id id = day_write(d, day_sheet(d, "Förslag och åtgärder", room), SMV_KIND_ACTION,
                          SMV_ACTION_WHAT, what);
    make_num(&d->m, id, SMV_ACTION_NUMBER, number);
    return id;
}

/* --- draft or not ------------------------------------------------------------------------------------------- */

static void without_a_version_it_is_a_draft(void **state)
{
    (void)state;
    struct day d;
    struct smv_doc_version v;
    start(&d);
    smv_document_version(&d.m.tree, &v);
    assert_true(v.draft && v.number == 0 && v.since == 0);
    assert_string_equal(changes(&d, "sv"), "");
    day_finish(&d);
}

static void the_highest_number_counts(void **state)
{
    (void)state;
    struct day d;
    struct smv_doc_version v;
    start(&d);
    smv_id second = declare(&d, 2);
    smv_id removed = declare(&d, 3);
    (void)declare(&d, 1); /* restored late */
    make_del(&d.m, removed);
    smv_document_version(&d.m.tree, &v);
    assert_true(!v.draft && v.number == 2 && v.when == 1795340520000u);
    assert_int_equal(v.since, smv_tree_find(&d.m.tree, second)->seq);
    day_finish(&d);
}

/* What leads the day, what is not printed, and what says nothing, changes no document. */
static void what_is_not_printed_makes_no_draft(void **state)
{
    (void)state;
    struct day d;
    start(&d);
    smv_id q = day_question(&d, day_sheet(&d, "Vägledande frågor, pass 1", "Rum 1"), 0);
    smv_id old = day_write(&d, q, SMV_KIND_POINT, SMV_POINT_TEXT, "Redan borttagen");
    make_del(&d.m, old);
    day_print(&d, "Vägledande frågor, pass 2", 2);
    (void)declare(&d, 1);
    (void)day_write(&d, SMV_ROOT, SMV_KIND_NOTICE, SMV_NOTICE_TEXT, "Fem minuter kvar");
    (void)day_write(&d, SMV_ROOT, SMV_KIND_LINK, SMV_LINK_LABEL, "Ny länk");
    make_num(&d.m, day_child(&d, SMV_ROOT, SMV_KIND_SESSION, 1), SMV_SESSION_STATE, 3);
    make_num(&d.m, SMV_ROOT, SMV_SEMINAR_STATE, 2);
    make_num(&d.m, day_sheet(&d, "Vägledande frågor, pass 1", "Rum 1"), SMV_SHEET_LOCKED, 1);
    (void)day_write(&d, day_question(&d, day_sheet(&d, "Vägledande frågor, pass 2", "Rum 1"), 0),
                    SMV_KIND_POINT, SMV_POINT_TEXT, "Bara i kompendiet");
    (void)make_add(&d.m, SMV_KIND_POINT, q, 0); /* empty */
    smv_id brief = day_write(&d, q, SMV_KIND_POINT, SMV_POINT_TEXT, "Kom och gick");
    make_del(&d.m, brief);
    assert_string_equal(changes(&d, "sv"), "");
    assert_false(draft(&d));
    day_finish(&d);
}

static void what_is_printed_makes_a_draft(void **state)
{
    (void)state;
    struct day d;
    start(&d);
    (void)declare(&d, 1);
    assert_false(draft(&d));
    make_text(&d.m, SMV_ROOT, SMV_SEMINAR_VENUE, "Falun");
    assert_true(draft(&d));
    assert_string_equal(changes(&d, "sv"), "Seminariets uppgifter: ändrat (Annika)");
    (void)declare(&d, 2);
    assert_false(draft(&d));
    assert_string_equal(changes(&d, "sv"), "");
    day_finish(&d);
}

/* As after an import of an export without positions, or after a rewrite. */
static void a_tree_without_positions_is_finished(void **state)
{
    (void)state;
    struct day d;
    start(&d);
    (void)action(&d, "Rum 1", 1, "Ring");
    smv_id v = declare(&d, 1);
    for (struct smv_node *n = NULL; (n = smv_tree_walk(d.m.tree.root, n)) != NULL;) {
        n->seq = n->place_seq = n->del_seq = n->touched = 0;
        for (uint16_t i = 0; i < n->n_slots; i++) {
            n->slots[i].seq = 0;
            n->slots[i].ord = 0;
        }
    }
    assert_false(draft(&d));
    assert_string_equal(changes(&d, "sv"), "");
    make_num(&d.m, v, SMV_VERSION_SINCE, 3);
    assert_true(draft(&d));
    assert_string_equal(changes(&d, "sv"), "3 tidigare ändringar kan inte räknas upp, eftersom "
                                           "seminariets fil har skrivits om.");
    make_text(&d.m, SMV_ROOT, SMV_SEMINAR_TITLE, "Ny dag");
    assert_non_null(strstr(changes(&d, "sv"), "om.\nSeminariets uppgifter: ändrat (Annika)"));
    day_finish(&d);
}

/* --- the log ------------------------------------------------------------------------------------------------- */

static void lines_for_a_reader(void **state)
{
    (void)state;
    struct day d;
    start(&d);
    smv_id three = action(&d, "Rum 1", 3, "Ring"), four = action(&d, "Rum 1", 4, "Skriv"),
           five = action(&d, "Rum 2", 5, "Boka");
    smv_id q = day_question(&d, day_sheet(&d, "Vägledande frågor, pass 1", "Rum 2"), 0);
    smv_id sub = day_question(&d, day_sheet(&d, "Vägledande frågor, pass 2", "Rum 1"), 2);
    smv_id gone = day_write(&d, q, SMV_KIND_POINT, SMV_POINT_TEXT, "Stryks");
    (void)declare(&d, 1);
    set_by(&d, 1, three, SMV_ACTION_STATUS, 2);
    make_num(&d.m, four, SMV_ACTION_BY, 20270503);
    make_text(&d.m, four, SMV_ACTION_WHO, "Eva Ek");
    make_text(&d.m, four, SMV_ACTION_WHERE, "Frivården");
    make_del(&d.m, five);
    (void)action(&d, "Rum 3", 6, "Ny sak");
    (void)day_write(&d, q, SMV_KIND_POINT, SMV_POINT_TEXT, "Tillagd");
    make_del(&d.m, gone);
    make_text(&d.m, sub, SMV_QUESTION_DISCUSSION, "Ett samtal");
    smv_id map = day_sheet(&d, "Tidslinje i detalj", "Rum 4");
    smv_id card = day_write(&d, day_child(&d, map, SMV_KIND_PHASE, 0), SMV_KIND_CARD,
                            SMV_CARD_TITLE, "Besök");
    (void)day_write(&d, card, SMV_KIND_OBSTACLE, SMV_OBSTACLE_TEXT, "Kö");
    (void)day_write(&d, card, SMV_KIND_OBSTACLE, SMV_OBSTACLE_TEXT, "Bil saknas");
    assert_string_equal(
        changes(&d, "sv"),
        "Åtgärd 3: status ändrad till påbörjat (Annika)\n"
        "Åtgärd 4: datum ändrat till 3 maj 2027, ansvarig ändrad till Eva Ek, Frivården (Annika)\n"
        "Åtgärd 5: borttagen\n"
        "Åtgärd 6: ny, ”Ny sak” (Annika)\n"
        "Grupp A2, fråga 1: tillagt: 1 punkt, borttaget: 1 punkt (Annika)\n"
        "Grupp B1, Vägledande frågor, pass 2, fråga 1.2: diskussionen ändrad (Annika)\n"
        "Grupp B4, Tidslinje i detalj: tillagt: 1 kort, 2 hinder (Annika)");
    day_finish(&d);
}

static void a_hundred_keystrokes_are_one_line(void **state)
{
    (void)state;
    struct day d;
    start(&d);
    smv_id q = day_question(&d, day_sheet(&d, "Vägledande frågor, pass 1", "Rum 1"), 1);
    (void)declare(&d, 1);
    char text[101] = "";
    for (size_t i = 0; i < 100; i++) {
        text[i] = 'a';
        make_text(&d.m, q, SMV_QUESTION_DISCUSSION, text);
    }
    assert_string_equal(changes(&d, "sv"), "Grupp A1, fråga 2: diskussionen ändrad (Annika)");
    day_finish(&d);
}

static void names_are_few_and_nobody_is_nobody(void **state)
{
    (void)state;
    struct day d;
    start(&d);
    smv_id a = action(&d, "Rum 1", 3, "Ring");
    (void)declare(&d, 1);
    set_by(&d, 99, a, SMV_ACTION_STAR, 1); /* somebody whose name is not known */
    assert_string_equal(changes(&d, "sv"), "Åtgärd 3: prioritering ändrad");
    set_by(&d, 2, a, SMV_ACTION_STATUS, 3);
    assert_string_equal(changes(&d, "sv"),
                        "Åtgärd 3: status ändrad till klart, prioritering ändrad (Bo Ek)");
    set_by(&d, 1, a, SMV_ACTION_BY, 0);
    set_by(&d, 3, a, SMV_ACTION_PRIORITY, 1);
    set_by(&d, 4, a, SMV_ACTION_STAR, 0);
    assert_string_equal(changes(&d, "en"),
                        "Action 3: status changed to done, deadline removed, priority changed "
                        "(Annika, Bo Ek, Dan and others)");
    day_finish(&d);
}

static void in_three_languages(void **state)
{
    (void)state;
    struct day d;
    start(&d);
    smv_id a = action(&d, "Rum 1", 3, "Ring");
    (void)declare(&d, 1);
    set_by(&d, 1, a, SMV_ACTION_STATUS, 2);
    assert_string_equal(changes(&d, "nb"), "Tiltak 3: status endret til påbegynt (Annika)");
    assert_string_equal(changes(&d, "en"), "Action 3: status changed to begun (Annika)");
    assert_string_equal(changes(&d, "xx"), "Åtgärd 3: status ändrad till påbörjat (Annika)");
    day_finish(&d);
}

static void it_fits_where_it_is_kept(void **state)
{
    (void)state;
    struct day d;
    char text[3 * 70 + 1] = "";
    for (size_t i = 0; i < 70; i++) {
        memcpy(text + 3 * i, "\xE2\x98\x85", 4);
    }
    start(&d);
    (void)declare(&d, 1);
    for (unsigned i = 0; i < 400; i++) {
        (void)action(&d, "Rum 1", 1000 + i, text);
    }
    const char *log = changes(&d, "sv");
    size_t lines = 1;
    for (const char *p = log; (p = strchr(p, '\n')) != NULL; p++) {
        lines++;
    }
    assert_true(smv_utf8_count(smv_span_str(log)) <= 20000);
    assert_true(smv_utf8_count(smv_span_str(log)) > 19000);
    char last[80];
    (void)snprintf(last, sizeof last, "\n\xE2\x80\xA6 och %zu ändringar till", 400 - lines + 1);
    assert_non_null(strstr(log, last));
    assert_string_equal(strrchr(log, '\n'), last);
    day_finish(&d);
}

static void the_latest_is_last(void **state)
{
    (void)state;
    struct day d;
    start(&d);
    smv_id a = action(&d, "Rum 1", 1, "Ring"), b = action(&d, "Rum 1", 2, "Skriv");
    (void)declare(&d, 1);
    make_text(&d.m, b, SMV_ACTION_FIRST, "Pennan");
    make_text(&d.m, a, SMV_ACTION_NOTE, "Pågår");
    assert_string_equal(changes(&d, "sv"), "Åtgärd 2: första steget ändrat (Annika)\n"
                                           "Åtgärd 1: uppföljning skriven (Annika)");
    day_finish(&d);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        return 2;
    }
    folder = argv[2];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_version_it_is_a_draft),
        cmocka_unit_test(the_highest_number_counts),
        cmocka_unit_test(what_is_not_printed_makes_no_draft),
        cmocka_unit_test(what_is_printed_makes_a_draft),
        cmocka_unit_test(a_tree_without_positions_is_finished),
        cmocka_unit_test(lines_for_a_reader),
        cmocka_unit_test(a_hundred_keystrokes_are_one_line),
        cmocka_unit_test(names_are_few_and_nobody_is_nobody),
        cmocka_unit_test(in_three_languages),
        cmocka_unit_test(it_fits_where_it_is_kept),
        cmocka_unit_test(the_latest_is_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
