/* test_document_plan.c - the plan of action alone; and any tree at all makes every document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "common/base/heap.h"
#include "tests/lib/document_side.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
static const char *templates, *days; /* folders */

static smv_id action(struct day *d, const char *place, unsigned number, const char *what,
                     unsigned by, unsigned status)
{
    smv_id sheet = day_sheet(d, "Förslag och åtgärder", place);
    smv_id id = day_write(d, sheet, SMV_KIND_ACTION, SMV_ACTION_WHAT, what);
    make_num(&d->m, id, SMV_ACTION_NUMBER, number);
    make_num(&d->m, id, SMV_ACTION_BY, by);
    make_num(&d->m, id, SMV_ACTION_STATUS, status);
    return id;
}

static void what_is_late_and_what_is_missing(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "rooms.yaml");
    (void)action(&d, "Rum 1", 5, "Igår", 20261121, 2);
    (void)action(&d, "Rum 2", 3, "Idag", 20261122, 0);
    (void)action(&d, "Rum 1", 9, "Klart igår", 20261121, 3);
    (void)action(&d, "Rum 1", 8, "Avskrivet igår", 20261121, 4);
    smv_id noted = action(&d, "Rum 3", 1, "Utan datum", 0, 1);
    make_text(&d.m, noted, SMV_ACTION_NOTE, "Ringde i maj.\nInget svar.");
    make_text(&d.m, noted, SMV_ACTION_WHO, "Eva");
    (void)make_add(&d.m, SMV_KIND_ACTION, day_sheet(&d, "Förslag och åtgärder", "Rum 4"), 0);
    d.wish.of = SMV_DOC_ACTIONS;
    (void)day_outline(&d);
    static const char *const order[] = {
        "SUBTITLE Åtgärdsplan\n",
        "table Åtgärdsplan (data)\n| Nr | Vad | Ansvarig | Organisation | Senast | Första steg | "
        "Status "
        "| Uppföljning | Grupp |\n",
        "| 1 | Utan datum | Eva | | saknas | | Beslutat | Ringde i maj. / Inget svar. | B3 |\n",
        "| 3 | Idag | saknas | | 22 november 2026 | | Föreslaget | | B2 |\n",
        "| 5 | Igår | saknas | | 21 november 2026, försenad | | Påbörjat | | B1 |\n",
        "| 8 | Avskrivet igår | saknas | | 21 november 2026 |",
        "| 9 | Klart igår | saknas | | 21 november 2026 |",
        "Läget",
        "| Föreslaget | 1 |\n| Beslutat | 1 |\n| Påbörjat | 1 |\n| Klart | 1 |\n| Avskrivet | 1 "
        "|\n",
        "| Utan ansvarig | 2 |\n| Utan datum | 1 |\n| Försenat | 1 |\n",
    };
    day_in_order(&d, order, COUNT(order));
    (void)strcpy(d.wish.lang, "nb");
    (void)day_outline(&d);
    day_has(&d, "| 5 | Igår | mangler | | 21. november 2026, forsinket | | Påbegynt | | B1 |\n");
    (void)strcpy(d.wish.lang, "en");
    (void)day_outline(&d);
    day_has(&d,
            "| 1 | Utan datum | Eva | | missing | | Agreed | Ringde i maj. / Inget svar. | B3 |\n");
    /* What is late depends on today where the seminar is. */
    d.facts.now += UINT64_C(14) * 60 * 60 * 1000;
    (void)day_outline(&d);
    day_has(&d, "22 November 2026, overdue");
    d.wish.of = SMV_DOC_DOCUMENTATION;
    (void)day_outline(&d);
    day_has_not(&d, "overdue");
    day_finish(&d);
}

/* What a spreadsheet sorts by, and what a page is wide enough for. */
static void the_table_knows_its_cells(void **state)
{
    (void)state;
    struct day d;
    struct smv_doc doc;
    day_init(&d, days, "rooms.yaml");
    smv_id a = action(&d, "Rum 1", 5, "Kommunövergripandesamverkan", 20270503, 2);
    make_text(&d.m, a, SMV_ACTION_FIRST,
              "Skriv ett brev till alla som var med och be dem svara före jul");
    d.wish.of = SMV_DOC_ACTIONS;
    assert_int_equal(smv_document_make(&doc, &d.m.tree, &d.facts, &d.wish), SMV_OK);
    assert_int_equal(doc.paper, SMV_PAPER_A4_WIDE);
    const struct smv_doc_table *t = NULL;
    for (size_t i = 0; t == NULL; i++) {
        t = doc.blocks[i].table;
    }
    static const enum smv_cell_type types[] = {SMV_CELL_NUMBER, SMV_CELL_TEXT, SMV_CELL_TEXT,
                                               SMV_CELL_TEXT,   SMV_CELL_DATE, SMV_CELL_TEXT,
                                               SMV_CELL_CHOICE};
    for (size_t i = 0; i < COUNT(types); i++) {
        assert_int_equal(t->columns[i].type, types[i]);
    }
    assert_true(t->data);
    assert_int_equal(t->cells[0].num, 5);
    assert_int_equal(t->cells[4].num, 20270503);
    assert_true(
        smv_span_is(t->columns[6].choices, "Föreslaget\nBeslutat\nPåbörjat\nKlart\nAvskrivet"));
    assert_true(smv_span_is(t->cells[6].text, "Påbörjat"));
    assert_int_equal(t->cells[2].style, SMV_RUN_QUIET | SMV_RUN_ITALIC);
    /* No column narrower than its words, the one with a sentence wider than the one with a number. */
    assert_true(t->columns[3].weight >= strlen("Organisation"));
    assert_true(t->columns[2].weight >= strlen("Ansvarig"));
    assert_true(t->columns[5].weight > 2 * t->columns[0].weight);
    smv_doc_finish(&doc);
    day_finish(&d);
}

/* On a page upright not all long words find room: they break, and the short ones beside them do not. */
static void short_words_do_not_break_for_long_ones(void **state)
{
    (void)state;
    enum { LETTERS_ON_A_LINE = 142 /* on its side */, BY = 4, STATUS = 6 };
    static const unsigned texts[] = {SMV_ACTION_WHO, SMV_ACTION_WHERE, SMV_ACTION_FIRST};
    struct day d;
    struct smv_doc doc;
    day_init(&d, days, "rooms.yaml");
    smv_id a = action(&d, "Rum 1", 5, "Bostadsförsörjningsansvar", 20270903, 0);
    for (size_t i = 0; i < COUNT(texts); i++) {
        make_text(&d.m, a, texts[i], "Arbetsmarknadsförvaltning");
    }
    assert_int_equal(smv_document_make(&doc, &d.m.tree, &d.facts, &d.wish), SMV_OK);
    const struct smv_doc_table *t = NULL;
    for (size_t i = 0; t == NULL || !t->data; i++) {
        t = doc.blocks[i].table;
    }
    unsigned all = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        all += t->columns[i].weight;
    }
    assert_true(all <= LETTERS_ON_A_LINE);
    assert_true(t->columns[BY].weight >= strlen("september"));
    assert_true(t->columns[STATUS].weight >= strlen("Foreslaget"));
    smv_doc_finish(&doc);
    day_finish(&d);
}

static void an_empty_plan_says_so(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "rooms.yaml");
    d.wish.of = SMV_DOC_ACTIONS;
    (void)day_outline(&d);
    day_has(&d, "note: Inga förslag är skrivna.\n");
    day_has_not(&d, "table");
    day_finish(&d);
}

/* --- any tree ------------------------------------------------------------------------------------- */

static void outlines(struct day *d, smv_id any)
{
    for (unsigned of = SMV_DOC_DOCUMENTATION; of <= SMV_DOC_REMINDERS; of++) {
        for (unsigned brief = 0; brief < (of == SMV_DOC_DOCUMENTATION ? 2U : 1U); brief++) {
            struct smv_doc doc, again;
            struct smv_buf one = {0}, two = {0};
            struct smv_doc_wish wish = {.of = of, .brief = brief != 0, .group = any};
            enum smv_err err = smv_document_make(&doc, &d->m.tree, &d->facts, &wish);
            assert_int_equal(smv_document_make(&again, &d->m.tree, &d->facts, &wish), err);
            assert_true(err == SMV_OK || err == SMV_ERR_MISSING);
            document_outline(&one, &doc);
            document_outline(&two, &again);
            assert_true(smv_span_eq(smv_buf_span(&one), smv_buf_span(&two)));
            smv_buf_finish(&one);
            smv_buf_finish(&two);
            smv_doc_finish(&doc);
            smv_doc_finish(&again);
        }
    }
}

static void any_tree_makes_every_document(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct day d;
        day_init_empty(&d);
        smv_rng_seed(&d.m.rng, seed);
        for (unsigned i = 0; i < 900; i++) {
            struct smv_change c;
            make_random(&d.m, &c);
            (void)make_apply(&d.m, &c);
        }
        (void)day_outline(&d);
        outlines(&d, d.m.ids[smv_rng_below(&d.m.rng, d.m.n_ids)]);
        day_finish(&d);
    }
}

/* Scribbles all over a day from a template: references then often mean something. */
static void any_day_makes_every_document(void **state)
{
    (void)state;
    static const char *const files[] = {"aterfall.yaml", "stad-for-stad.yaml",
                                        "tilbakeforing.yaml"};
    for (uint64_t seed = 1; seed <= 9; seed++) {
        struct day d;
        day_init(&d, templates, files[seed % COUNT(files)]);
        if (seed % COUNT(files) == 2) {
            (void)day_found(&d, "1a");
        }
        for (struct smv_node *n = NULL; (n = smv_tree_walk(d.m.tree.root, n)) != NULL;) {
            d.m.ids = smv_grow(d.m.ids, &d.m.cap_ids, d.m.n_ids + 1, sizeof *d.m.ids);
            d.m.ids[d.m.n_ids++] = n->id;
        }
        smv_rng_seed(&d.m.rng, seed);
        for (unsigned i = 0; i < 1500; i++) {
            struct smv_change c;
            make_random(&d.m, &c);
            if (c.kind != SMV_CHANGE_DEL || smv_rng_chance(&d.m.rng, 200)) {
                (void)make_apply(&d.m, &c);
            }
        }
        (void)day_outline(&d);
        outlines(&d, d.m.ids[smv_rng_below(&d.m.rng, d.m.n_ids)]);
        day_finish(&d);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        return 2;
    }
    templates = argv[1];
    days = argv[2];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_late_and_what_is_missing),
        cmocka_unit_test(the_table_knows_its_cells),
        cmocka_unit_test(short_words_do_not_break_for_long_ones),
        cmocka_unit_test(an_empty_plan_says_so),
        cmocka_unit_test(any_tree_makes_every_document),
        cmocka_unit_test(any_day_makes_every_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
