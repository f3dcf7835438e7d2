/* test_document_forms.c - maps, plans, tables and polls in the documentation: each form as people filled it in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "tests/lib/document_side.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
static const char *days; /* folder */

static void point(struct day *d, smv_id question, const char *text)
{
    (void)day_write(d, question, SMV_KIND_POINT, SMV_POINT_TEXT, text);
}

/* --- the day of self-formed groups, in Norwegian ------------------------------------------------------ */

static smv_id challenge(struct day *d, smv_id map, const char *number, const char *text)
{
    smv_id id = day_write(d, map, SMV_KIND_CHALLENGE, SMV_CHALLENGE_TEXT, text);
    make_text(&d->m, id, SMV_CHALLENGE_NUMBER, number);
    return id;
}

static void maps_and_plans(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "groups.yaml");
    (void)day_found(&d, "3a");
    (void)day_found(&d, "3b");
    struct make *m = &d.m;
    smv_id map = day_sheet(&d, "Tilbakeføringskartet", "3b");
    smv_id in = challenge(&d, map, "1.2.3", "Ingen fastlege");
    make_num(m, in, SMV_CHALLENGE_PHASE, day_child(&d, map, SMV_KIND_PHASE, 1));
    make_num(m, in, SMV_CHALLENGE_LANE, day_child(&d, map, SMV_KIND_LANE, 0));
    in = challenge(&d, map, "1.2.3", "Samme nummer");
    make_num(m, in, SMV_CHALLENGE_PHASE, day_child(&d, map, SMV_KIND_PHASE, 1));
    make_num(m, in, SMV_CHALLENGE_LANE, day_child(&d, map, SMV_KIND_LANE, 0));
    (void)challenge(&d, map, "", "Uten sted");
    in = challenge(&d, map, "9", "Bare fase");
    make_num(m, in, SMV_CHALLENGE_PHASE, day_child(&d, map, SMV_KIND_PHASE, 3));

    smv_id plan = day_sheet(&d, "Plan for oppfølging", "3a");
    point(&d, day_question(&d, plan, 0), "En oppdiktet mann");
    make_num(m, day_child(&d, plan, SMV_KIND_CHECK, 1), SMV_CHECK_TICK, 1);
    make_num(m, day_child(&d, plan, SMV_KIND_CONSENT, 0), SMV_CONSENT_STATE, 3);
    make_num(m, day_child(&d, plan, SMV_KIND_CONSENT, 0), SMV_CONSENT_WHEN, 20270504);
    smv_id contact = day_write(&d, plan, SMV_KIND_CONTACT, SMV_CONTACT_NAME, "Veileder");
    make_text(m, contact, SMV_CONTACT_AGENCY, "Nav");
    make_text(m, contact, SMV_CONTACT_BY, "Sosialkonsulenten");
    smv_id meeting = day_write(&d, plan, SMV_KIND_MEETING, SMV_MEETING_ABOUT, "Første samtale");
    make_num(m, meeting, SMV_MEETING_WHEN, 20270501);
    make_num(m, meeting, SMV_MEETING_HELD, 2);
    make_num(m, meeting, SMV_MEETING_TIME, 905);
    make_text(m, meeting, SMV_MEETING_PLACE, "Besøksrommet");
    make_text(m, meeting, SMV_MEETING_CALLS, "Kommunen");
    meeting = make_add(m, SMV_KIND_MEETING, plan, meeting);
    make_text(m, meeting, SMV_MEETING_PLACE, "Bare et sted");
    smv_id revision = day_write(&d, plan, SMV_KIND_REVISION, SMV_REVISION_WHAT, "Nytt mål");
    make_text(m, revision, SMV_REVISION_VERSION, "1.1");
    (void)day_write(&d, plan, SMV_KIND_ACTION, SMV_ACTION_WHAT, "Tiltak i øvelsen");

    smv_id trial = day_sheet(&d, "Utprøving", "3b");
    smv_id row = day_write(&d, trial, SMV_KIND_ROW, SMV_ROW_T1, "Møte hver tirsdag");
    make_num(m, row, SMV_ROW_LANE, day_child(&d, trial, SMV_KIND_LANE, 1));
    make_text(m, row, SMV_ROW_V2, "yes");
    make_text(m, row, SMV_ROW_V3, "2027-05-17");
    (void)day_outline(&d);
    static const char *const order[] = {
        "### 3.1.1 Gruppe 3b",
        "| Fase | God helse | Sosial tilhørighet | Økonomi og bolig |\n",
        "| Lage en plan | 1.2.3 Ingen fastlege / 1.2.3 Samme nummer | | |\n",
        "#### Ikke plassert på kartet\n- Uten sted\n- 9 Bare fase (Overføre ansvar)\n",
        "NOTICE Oppdiktet person.",
        "### 4.1.1 Gruppe 3a",
        "- En oppdiktet mann\n",
        "#### Sjekkliste",
        "| Bolig | Gjenstår |\n| Økonomi og gjeld | Ferdig |\n",
        "#### Kontakter",
        "| Veileder | Nav | | Sosialkonsulenten |\n",
        "#### Møter",
        "| 1. mai 2027 | 09:05 | Besøksrommet | Første samtale | Kommunen | Ble ikke noe av |\n",
        "| | | Bare et sted | | | Planlagt |\n",
        "#### Samtykker",
        "| At fengselet og kommunen snakker sammen | Trukket tilbake | 4. mai 2027 |\n",
        "#### Forslag",
        "Tiltak i øvelsen",
        "#### Endringer i planen",
        "| 1.1 | | Nytt mål | |\n",
        "#### B. Samtalen om ansvarsgruppe\n",
        "| Møte hver tirsdag | Ja | 17. mai 2027 | | |\n",
    };
    day_in_order(&d, order, COUNT(order));
    /* A list that nobody has touched is not this group's. */
    plan = day_sheet(&d, "Plan for oppfølging", "3b");
    point(&d, day_question(&d, plan, 0), "En annen");
    /* Columns that a plan need not have are there for the group that wrote in them. */
    (void)day_write(&d, plan, SMV_KIND_CONTACT, SMV_CONTACT_NAME, "Lege");
    meeting = day_write(&d, plan, SMV_KIND_MEETING, SMV_MEETING_ABOUT, "Samtale to");
    make_num(m, meeting, SMV_MEETING_WHEN, 20270502);
    make_text(m, meeting, SMV_MEETING_CALLS, "Fengselet");
    (void)day_outline(&d);
    day_has(&d, "| Lege | | |\n");
    day_has(&d, "| 2. mai 2027 | Samtale to | Fengselet | Planlagt |\n");
    day_has(&d, "#### Sjekkliste");
    day_has(&d, "#### Samtykker");
    /* What belongs to an exercise is not in the plan of action. */
    day_has(&d, "Tiltak i øvelsen");
    day_finish(&d);
}

static void tables_by_lane_and_what_makes_it_worse(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "steps.yaml");
    smv_id matrix = day_sheet(&d, "Bidrag, verktyg och hinder", "Rum 2");
    smv_id row = day_write(&d, matrix, SMV_KIND_ROW, SMV_ROW_T2, "Hyr ut lokaler utan att fråga");
    make_num(&d.m, row, SMV_ROW_NEGATIVE, 1);
    make_num(&d.m, row, SMV_ROW_LANE, day_child(&d, matrix, SMV_KIND_LANE, 2));
    (void)day_write(&d, matrix, SMV_KIND_ROW, SMV_ROW_T1, "Utan bransch");
    smv_id lost = day_write(&d, matrix, SMV_KIND_ROW, SMV_ROW_T12, "Utan kolumn");
    make_num(&d.m, lost, SMV_ROW_STAR, 1);
    make_text(&d.m, lost, SMV_ROW_T11, "Heller inte");
    (void)make_add(&d.m, SMV_KIND_ROW, matrix, 0); /* nothing in it */
    (void)day_outline(&d);
    static const char *const order[] = {
        "#### Näringslivet\n",
        "| | Hyr ut lokaler utan att fråga | | | Försvårar |\n",
        "#### Utan rad\n",
        "| Utan bransch | | | |\n| | | | ★ Heller inte; Utan kolumn |\n",
    };
    day_in_order(&d, order, COUNT(order));
    day_has_not(&d, "| | | | |\n");
    day_finish(&d);
}

/* --- polls -------------------------------------------------------------------------------------- */

static void answer(struct day *d, smv_id poll, smv_id choice, const char *text, unsigned count)
{
    smv_id id = make_add(&d->m, SMV_KIND_ANSWER, poll, 0);
    if (choice != 0) {
        make_num(&d->m, id, SMV_ANSWER_CHOICE, choice);
    }
    make_text(&d->m, id, SMV_ANSWER_TEXT, text);
    make_num(&d->m, id, SMV_ANSWER_COUNT, count);
}

static void set_poll(struct day *d, smv_id poll, unsigned state, unsigned revealed, unsigned count)
{
    make_num(&d->m, poll, SMV_POLL_STATE, state);
    make_num(&d->m, poll, SMV_POLL_REVEALED, revealed);
    make_num(&d->m, poll, SMV_POLL_COUNT, count);
}

static void polls_tell_counts_and_no_more(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "rooms.yaml");
    smv_id sheet = day_sheet(&d, "Enkät", NULL);
    smv_id scale = day_child(&d, sheet, SMV_KIND_POLL, 0),
           free_text = day_child(&d, sheet, SMV_KIND_POLL, 4);
    smv_id choice = day_child(&d, sheet, SMV_KIND_POLL, 1),
           hidden = day_child(&d, sheet, SMV_KIND_POLL, 3);
    answer(&d, scale, day_child(&d, scale, SMV_KIND_CHOICE, 3), "", 7);
    answer(&d, scale, day_child(&d, scale, SMV_KIND_CHOICE, 0), "", 2);
    set_poll(&d, scale, 2, 1, 9);
    answer(&d, choice, day_child(&d, choice, SMV_KIND_CHOICE, 2), "", 4);
    set_poll(&d, choice, 2, 1, 4);
    answer(&d, hidden, 0, "Visades aldrig", 0);
    set_poll(&d, hidden, 1, 0, 12);
    answer(&d, free_text, 0, "Längre raster", 0);
    answer(&d, free_text, 0, "Bättre kaffe", 0);
    answer(&d, free_text, 0, "Elakt svar", 0);
    make_num(&d.m, day_child(&d, free_text, SMV_KIND_ANSWER, 0), SMV_ANSWER_HELD, 1);
    set_poll(&d, free_text, 1, 1, 3);
    (void)day_outline(&d);
    static const char *const order[] = {
        "| Inte alls | 2 | 22 % |\n| Lite | 0 | 0 % |\n| Ganska | 0 | 0 % |\n| Mycket | 7 | 78 % "
        "|\n",
        "note: Färre än fem svar; de delas inte upp.\n",
        "note: Frågan ställdes inte.\n",
        "note: 12 har svarat. Svaren är inte visade och står därför inte här.\n",
        "note: 3 svar.\nnote: Omröstningen är fortfarande öppen.\n",
    };
    day_in_order(&d, order, COUNT(order));
    day_has(&d, "- Längre raster\n");
    day_has(&d, "- Bättre kaffe\n");
    day_has_not(&d, "Visades aldrig");
    day_has_not(&d, "Elakt svar");
    day_has_not(&d, "Nej, men jag kände");
    /* The order of texts does not tell when they came. */
    bool raster_first = strstr(day_outline(&d), "raster") < strstr(day_outline(&d), "kaffe");
    make_del(&d.m, day_child(&d, free_text, SMV_KIND_ANSWER, 1));
    make_del(&d.m, day_child(&d, free_text, SMV_KIND_ANSWER, 2));
    answer(&d, free_text, 0, "Bättre kaffe", 0);
    answer(&d, free_text, 0, "Längre raster", 0);
    const char *again = day_outline(&d);
    assert_int_equal(raster_first, strstr(again, "raster") < strstr(again, "kaffe"));

    smv_id dots = day_child(&d, day_sheet(&d, "Vad börjar vi med?", NULL), SMV_KIND_POLL, 0);
    smv_id bad = day_write(&d, dots, SMV_KIND_CHOICE, SMV_CHOICE_TEXT, "Sämst");
    smv_id best = day_write(&d, dots, SMV_KIND_CHOICE, SMV_CHOICE_TEXT, "Bäst");
    answer(&d, dots, bad, "", 5);
    answer(&d, dots, best, "", 15);
    set_poll(&d, dots, 2, 1, 10);
    (void)day_outline(&d);
    day_has(&d, "| Svar | Prickar | Andel |\n| Bäst | 15 | 75 % |\n| Sämst | 5 | 25 % |\n");
    make_num(&d.m, dots, SMV_POLL_FORM, 3);
    (void)day_outline(&d);
    day_has(&d, "| Svar | Poäng |\n| Bäst | 15 |\n| Sämst | 5 |\n");
    day_finish(&d);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return 2;
    }
    days = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_and_plans),
        cmocka_unit_test(tables_by_lane_and_what_makes_it_worse),
        cmocka_unit_test(polls_tell_counts_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
