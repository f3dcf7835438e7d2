/* test_document_own.c - own compendia, the empty one, posters and reminders: what is in them, and what must not be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "tests/lib/document_side.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
static const char *templates, *days;

static smv_id person(struct day *d, const char *name, const char *mail)
{
    smv_id id = day_write(d, SMV_ROOT, SMV_KIND_PARTICIPANT, SMV_PARTICIPANT_NAME, name);
    make_text(&d->m, id, SMV_PARTICIPANT_EMAIL, mail);
    return id;
}

static smv_id sits(struct day *d, smv_id who, size_t composition, size_t group)
{
    smv_id c = day_child(d, SMV_ROOT, SMV_KIND_COMPOSITION, composition);
    smv_id g = day_child(d, c, SMV_KIND_GROUP, group);
    smv_id member = make_add(&d->m, SMV_KIND_MEMBER, g, 0);
    make_num(&d->m, member, SMV_MEMBER_WHO, who);
    return g;
}

static void point(struct day *d, const char *sheet, const char *room, const char *text)
{
    (void)day_write(d, day_question(d, day_sheet(d, sheet, room), 0), SMV_KIND_POINT,
                    SMV_POINT_TEXT, text);
}

/* Anna sat in A2 (room 2) and B1 (room 1); Bo in A1 and B2. */
struct hall {
    struct day d;
    smv_id anna, bo, a2, b1;
};

static void hall_init(struct hall *h)
{
    struct day *d = &h->d;
    day_init(d, days, "rooms.yaml");
    smv_id session = day_child(d, SMV_ROOT, SMV_KIND_SESSION, 1);
    make_num(&d->m, SMV_ROOT, SMV_SEMINAR_READS, 7); /* agenda, stage, own group */
    make_text(&d->m, SMV_ROOT, SMV_SEMINAR_MESSAGE, "Välkommen hit.");
    make_text(&d->m, session, SMV_SESSION_GUIDE_ALL, "Tänk fritt.");
    make_text(&d->m, session, SMV_SESSION_GUIDE_LEAD, "Du håller i samtalet.");
    make_text(&d->m, day_sheet(d, "Förslag och åtgärder", "Rum 1"), SMV_SHEET_GUIDE_SCRIBE,
              "En rad per förslag.");
    h->anna = person(d, "Anna Berg", "anna@example.org");
    h->bo = person(d, "Bo Hemlig", "bo@example.org");
    h->a2 = sits(d, h->anna, 0, 1);
    h->b1 = sits(d, h->anna, 1, 0);
    (void)sits(d, h->bo, 0, 0);
    (void)sits(d, h->bo, 1, 1);
    point(d, "Vägledande frågor, pass 1", "Rum 1", "Ord från A1");
    point(d, "Vägledande frågor, pass 1", "Rum 2", "Ord från A2");
    point(d, "Vägledande frågor, pass 2", "Rum 1", "Ord från B1");
    point(d, "Vägledande frågor, pass 2", "Rum 2", "Ord från B2");
    point(d, "Sammanställt: vägledande frågor, pass 1", NULL, "Ord från moderatorn");
    smv_id map = day_sheet(d, "Tidslinje i detalj", "Rum 1");
    (void)day_write(d, day_child(d, map, SMV_KIND_PHASE, 0), SMV_KIND_CARD, SMV_CARD_TITLE,
                    "Kort från B1");
    smv_id mine = day_write(d, day_sheet(d, "Förslag och åtgärder", "Rum 1"), SMV_KIND_ACTION,
                            SMV_ACTION_WHAT, "Förslag från B1");
    smv_id theirs = day_write(d, day_sheet(d, "Förslag och åtgärder", "Rum 2"), SMV_KIND_ACTION,
                              SMV_ACTION_WHAT, "Förslag från B2");
    smv_id gather = day_sheet(d, "Förslagen samlade", NULL);
    smv_id cluster =
        day_write(d, gather, SMV_KIND_CLUSTER, SMV_CLUSTER_TITLE, "Samlat av moderatorn");
    make_num(&d->m, make_add(&d->m, SMV_KIND_GATHERED, cluster, 0), SMV_GATHERED_WHAT, mine);
    make_num(&d->m, make_add(&d->m, SMV_KIND_GATHERED, cluster, 0), SMV_GATHERED_WHAT, theirs);
    d->wish.of = SMV_DOC_COMPENDIUM;
}

/* --- compendium ------------------------------------------------------------------------------------------------- */

static void ones_own_day(void **state)
{
    (void)state;
    struct hall h;
    hall_init(&h);
    struct day *d = &h.d;
    d->wish.participant = h.anna;
    (void)day_outline(d);
    static const char *const order[] = {"SUBTITLE Kompendium för Anna Berg\n",
                                        "FACT Grupper: A2, Rum 2; B1, Rum 1\n",
                                        "Välkommen hit.\n",
                                        "| 09:30 | Pass 1: Den bästa vägen | A2, Rum 2 |\n",
                                        "| 11:05 | Pass 2: I detalj | B1, Rum 1 |\n",
                                        "Tänk fritt.",
                                        "- Ord från A2\n",
                                        "PICTURE",
                                        "| Häktet | Kort från B1 |",
                                        "- Ord från B1\n",
                                        "| Förslag från B1 |",
                                        "Samlat av moderatorn",
                                        "Egna anteckningar",
                                        "RULED"};
    day_in_order(d, order, COUNT(order));
    static const char *const never[] = {
        "Ord från A1",          "Ord från B2",         "Bo Hemlig",
        "@example.org",         "Ord från moderatorn", "Förslag från B2",
        "Du håller i samtalet", "En rad per förslag"};
    for (size_t i = 0; i < COUNT(never); i++) {
        day_has_not(d, never[i]);
    }
    day_finish(d);
}

static void one_groups_own(void **state)
{
    (void)state;
    struct hall h;
    hall_init(&h);
    h.d.wish.group = h.a2;
    (void)day_outline(&h.d);
    day_has(&h.d, "SUBTITLE Kompendium för Grupp A2\n");
    day_has(&h.d, "- Ord från A2\n");
    day_has_not(&h.d, "Ord från B1");
    day_has_not(&h.d, "Anna Berg");
    day_finish(&h.d);
}

static void audience_and_reads_decide(void **state)
{
    (void)state;
    struct hall h;
    hall_init(&h);
    struct day *d = &h.d;
    smv_id sum = day_sheet(d, "Sammanställt: vägledande frågor, pass 1", NULL);
    smv_id own = day_sheet(d, "Vägledande frågor, pass 1", "Rum 2");
    d->wish.participant = h.anna;
    make_num(&d->m, sum, SMV_SHEET_AUDIENCE, SMV_AUDIENCE_ALL);
    (void)day_outline(d);
    day_has(d, "- Ord från moderatorn\n");
    make_num(&d->m, sum, SMV_SHEET_AUDIENCE, SMV_AUDIENCE_PLACES);
    make_num(&d->m, own, SMV_SHEET_AUDIENCE, SMV_AUDIENCE_OWN);
    make_num(&d->m, SMV_ROOT, SMV_SEMINAR_READS, 0);
    (void)day_outline(d);
    day_has_not(d, "Ord från moderatorn");
    day_has_not(d, "Ord från A2"); /* the group itself only reads where either lets it */
    day_has_not(d, "| 09:30 |");   /* nor the programme */
    day_has(d, "- Ord från B1\n");
    make_num(&d->m, SMV_ROOT, SMV_SEMINAR_READS, 4);
    (void)day_outline(d);
    day_has(d, "- Ord från A2\n");
    make_num(&d->m, SMV_ROOT, SMV_SEMINAR_READS, 15); /* all groups: and yet it is one's own */
    (void)day_outline(d);
    day_has_not(d, "Ord från A1");
    day_print(d, "Vägledande frågor, pass 1", 3);
    (void)day_outline(d);
    day_has_not(d, "Ord från A2");
    day_print(d, "Vägledande frågor, pass 1", 2);
    (void)day_outline(d);
    day_has(d, "- Ord från A2\n");
    day_finish(d);
}

static void answers_when_they_are_shown(void **state)
{
    (void)state;
    struct hall h;
    hall_init(&h);
    struct day *d = &h.d;
    smv_id poll = day_child(d, day_sheet(d, "Enkät", NULL), SMV_KIND_POLL, 3);
    make_num(&d->m, poll, SMV_POLL_STATE, 2);
    make_num(&d->m, poll, SMV_POLL_COUNT, 6);
    static const char *const said[] = {"Svar ett", "Svar två", "Svar tre", "Svar fyra", "Svar fem"};
    for (size_t i = 0; i < COUNT(said); i++) {
        (void)day_write(d, poll, SMV_KIND_ANSWER, SMV_ANSWER_TEXT, said[i]);
    }
    smv_id held = day_write(d, poll, SMV_KIND_ANSWER, SMV_ANSWER_TEXT, "Svar som hölls inne");
    make_num(&d->m, held, SMV_ANSWER_HELD, 1);
    d->wish.participant = h.anna;
    (void)day_outline(d);
    day_has_not(d, "Svar ett");
    make_num(&d->m, poll, SMV_POLL_REVEALED, 1);
    (void)day_outline(d);
    day_has(d, "Svar ett");
    day_has_not(d, "Svar som hölls inne");
    day_finish(d);
}

static void nobody_has_no_compendium(void **state)
{
    (void)state;
    struct hall h;
    struct smv_doc doc;
    hall_init(&h);
    const smv_id wrong[][2] = {{0, 0}, {h.a2, 0}, {0, h.anna}, {h.anna, 999999}};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        h.d.wish.participant = wrong[i][0];
        h.d.wish.group = wrong[i][1];
        assert_int_equal(smv_document_make(&doc, &h.d.m.tree, &h.d.facts, &h.d.wish),
                         SMV_ERR_MISSING);
        smv_doc_finish(&doc);
    }
    make_del(&h.d.m, h.anna);
    h.d.wish.participant = h.anna;
    h.d.wish.group = 0;
    assert_int_equal(smv_document_make(&doc, &h.d.m.tree, &h.d.facts, &h.d.wish), SMV_ERR_MISSING);
    smv_doc_finish(&doc);
    day_finish(&h.d);
}

static void compendia_in_every_format_of_day(void **state)
{
    (void)state;
    static const char *const files[] = {"aterfall.yaml", "dialogmote.yaml", "tilbakeforing.yaml",
                                        "stad-for-stad.yaml", "tom.yaml"};
    static const char *const langs[] = {"sv", "nb", "en"};
    for (size_t i = 0; i < COUNT(files) * COUNT(langs); i++) {
        struct day d;
        day_init(&d, templates, files[i / COUNT(langs)]);
        (void)strcpy(d.wish.lang, langs[i % COUNT(langs)]);
        d.wish.of = SMV_DOC_COMPENDIUM;
        d.wish.participant = person(&d, "Anna Berg", "");
        (void)day_outline(&d);
        day_has(&d, "Anna Berg\n");
        d.wish.of = SMV_DOC_EMPTY;
        (void)day_outline(&d);
        assert_true(day_times(&d, "RULED") > (strcmp(files[i / COUNT(langs)], "tom.yaml") != 0));
        d.wish.of = SMV_DOC_REMINDERS;
        (void)day_outline(&d);
        day_finish(&d);
    }
}

/* --- empty ------------------------------------------------------------------------------------------------------ */

static void the_empty_one_has_questions_and_lines(void **state)
{
    (void)state;
    struct hall h;
    hall_init(&h);
    h.d.wish.of = SMV_DOC_EMPTY;
    (void)day_outline(&h.d);
    static const char *const order[] = {
        "SUBTITLE Arbetskompendium\n",
        "FACT Namn: ___",
        "| 09:30 | Pass 1: Den bästa vägen | I grupper |\n",
        "Tänk fritt.",
        "Tidslinje, bästa vägen",
        "PICTURE",
        "1. Vad behöver en människa",
        "RULED",
        "1. Hur går överlämningarna till?",
        "Vem tar första kontakten, och hur?",
        "Förslag och åtgärder",
        "| Vad | Ansvarig | Organisation | Senast | Första steg |\n| | | | | |\n",
        "Enkät\n",
        "1. Hur användbar var dagen",
        "Inte alls\n",
        "Parkering\n",
        "Egna anteckningar",
    };
    day_in_order(&h.d, order, COUNT(order));
    static const char *const never[] = {"Ord från", "Kort från",     "Förslag från",
                                        "Anna",     "Sammanställt:", "Vad börjar vi med?",
                                        "Utkast"};
    for (size_t i = 0; i < COUNT(never); i++) {
        day_has_not(&h.d, never[i]);
    }
    assert_int_equal(day_times(&h.d, "PICTURE"), 2); /* patterns, not a room each */
    day_finish(&h.d);
}

static void lines_of_a_template_are_not_lines_of_a_text(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "talks.yaml");
    make_text(
        &d.m, SMV_ROOT, SMV_SEMINAR_MESSAGE,
        "Det här är en rad som är bruten för hand eftersom filen annars blir\n"
        "bred. Slut.\nKort\nrad\n\n- en sak som är lång nog för att fylla en hel rad i en fil\n"
        "- en till");
    d.wish.of = SMV_DOC_EMPTY;
    (void)day_outline(&d);
    day_has(&d, "filen annars blir bred. Slut.\nKort\nrad\n- en sak som är lång nog för att fylla "
                "en hel rad i en fil\n- en till\n");
    day_finish(&d);
}

/* --- posters ------------------------------------------------------------------------------------------------------ */

static void a_poster_a_timeline(void **state)
{
    (void)state;
    struct day d;
    struct smv_doc doc;
    day_init(&d, days, "rooms.yaml");
    d.wish.of = SMV_DOC_POSTER;
    assert_int_equal(smv_document_make(&doc, &d.m.tree, &d.facts, &d.wish), SMV_OK);
    assert_int_equal(doc.paper, SMV_PAPER_A1_WIDE);
    assert_int_equal(doc.n_blocks, 3); /* two pictures and a page between them */
    assert_int_equal(doc.blocks[1].kind, SMV_BLOCK_BREAK);
    assert_true(doc.mark.len == 0 && doc.footer.len == 0);
    smv_doc_finish(&doc);
    day_finish(&d);
    day_init(&d, days, "talks.yaml");
    d.wish.of = SMV_DOC_POSTER;
    assert_int_equal(smv_document_make(&doc, &d.m.tree, &d.facts, &d.wish), SMV_ERR_MISSING);
    smv_doc_finish(&doc);
    day_finish(&d);
}

/* --- reminders ---------------------------------------------------------------------------------------------------- */

static smv_id action(struct day *d, unsigned number, const char *who, const char *where,
                     unsigned by)
{
    smv_id id = day_write(d, day_sheet(d, "Förslag och åtgärder", "Rum 1"), SMV_KIND_ACTION,
                          SMV_ACTION_WHAT, "Ring");
    make_num(&d->m, id, SMV_ACTION_NUMBER, number);
    make_text(&d->m, id, SMV_ACTION_WHO, who);
    make_text(&d->m, id, SMV_ACTION_WHERE, where);
    make_num(&d->m, id, SMV_ACTION_BY, by);
    return id;
}

static void reminders_by_who_is_responsible(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "rooms.yaml");
    make_text(&d.m, SMV_ROOT, SMV_SEMINAR_TITLE, "Dagen");
    (void)person(&d, "Anna Berg", "anna@example.org");
    (void)person(&d, "Åsa Öberg", "asa1@example.org");
    (void)person(&d, "Åsa Öberg", "asa2@example.org");
    (void)person(&d, "Bo Ek", "");
    (void)action(&d, 1, "Åsa Öberg", "", 20261204);
    (void)action(&d, 2, " anna  berg", "Frivården", 0);
    smv_id step = action(&d, 3, "Anna Berg", "Frivården", 20261119);
    make_text(&d.m, step, SMV_ACTION_FIRST, "Slå numret");
    (void)action(&d, 4, "", "Kommunen", 20261122);
    (void)action(&d, 5, "", "", 20270222);
    (void)action(&d, 6, "Bo Ek", "", 20261123);
    (void)action(&d, 7, "Dag Okänd", "", 20261121);
    make_num(&d.m, action(&d, 8, "Klar Person", "", 0), SMV_ACTION_STATUS, 3);
    make_num(&d.m, action(&d, 9, "Struken Person", "", 0), SMV_ACTION_STATUS, 4);
    d.wish.of = SMV_DOC_REMINDERS;
    (void)day_outline(&d);
    static const char *const order[] = {
        "FACT Till: anna@example.org\nFACT Ämne: 2 åtgärder att följa upp: Dagen\nHej Anna,\n"
        "Du står som ansvarig för 2 åtgärder efter ”Dagen”.\n",
        "3. Ring",
        "Senast 19 november 2026, försenad 3 dagar\n",
        "Första steg: Slå numret\n",
        "Läge: Föreslaget\n",
        "2. Ring",
        "Saknar datum\n",
        "Svara på det här mejlet",
        "Bo Ek\n",
        "FACT Till: Ingen adress är inlagd för deltagaren.\n",
        "Hej Bo,\n",
        "Senast 23 november 2026, om 1 dag\n",
        "Dag Okänd\n",
        "FACT Till: Ingen adress: namnet finns inte bland deltagarna.\n",
        "Hej,\n",
        "försenad 1 dag\n",
        "Åsa Öberg\n",
        "FACT Till: Ingen adress: flera deltagare heter så.\n",
        "om 12 dagar\n",
        "Kommunen\n",
        "Ni står som ansvariga för en åtgärd efter",
        "i dag\n",
        "Utan ansvarig\n",
        "Vem tar dem vidare?",
        "Senast 22 februari 2027, om 92 dagar\n"};
    day_in_order(&d, order, COUNT(order));
    day_has_not(&d, "Klar Person");
    day_has_not(&d, "Struken Person");
    day_has_not(&d, "asa1@example.org");
    day_has_not(&d, "http");
    assert_int_equal(day_times(&d, "----- page -----"), 6);
    day_finish(&d);
}

static void who_may_not_read_participants_is_told_nothing_of_them(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "rooms.yaml");
    (void)action(&d, 1, "Anna Berg", "", 20261204);
    d.wish.of = SMV_DOC_REMINDERS;
    (void)day_outline(&d);
    day_has_not(&d, "FACT Till");
    day_has(&d, "Hej,\n");
    day_finish(&d);
    day_init_empty(&d);
    d.wish.of = SMV_DOC_REMINDERS;
    (void)day_outline(&d);
    day_has(&d, "note: Inga åtgärder är öppna.\n");
    day_finish(&d);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        return 2;
    }
    templates = argv[1];
    days = argv[2];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ones_own_day),
        cmocka_unit_test(one_groups_own),
        cmocka_unit_test(audience_and_reads_decide),
        cmocka_unit_test(answers_when_they_are_shown),
        cmocka_unit_test(nobody_has_no_compendium),
        cmocka_unit_test(compendia_in_every_format_of_day),
        cmocka_unit_test(the_empty_one_has_questions_and_lines),
        cmocka_unit_test(lines_of_a_template_are_not_lines_of_a_text),
        cmocka_unit_test(a_poster_a_timeline),
        cmocka_unit_test(reminders_by_who_is_responsible),
        cmocka_unit_test(who_may_not_read_participants_is_told_nothing_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
