/* test_document_day.c - the documentation of a whole day of every format: everything once, in its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "tests/lib/document_side.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
static const char *templates, *days; /* folders */

static void point(struct day *d, smv_id question, const char *text)
{
    (void)day_write(d, question, SMV_KIND_POINT, SMV_POINT_TEXT, text);
}

static void discussion(struct day *d, smv_id question, const char *text)
{
    make_text(&d->m, question, SMV_QUESTION_DISCUSSION, text);
}

/* --- the day with timelines, obstacles and proposals ----------------------------------------------- */

static smv_id card(struct day *d, smv_id sheet, size_t phase, size_t lane, const char *title)
{
    smv_id id = day_write(d, day_child(d, sheet, SMV_KIND_PHASE, phase), SMV_KIND_CARD,
                          SMV_CARD_TITLE, title);
    make_num(&d->m, id, SMV_CARD_LANE, day_child(d, sheet, SMV_KIND_LANE, lane));
    return id;
}

static void write_aterfall(struct day *d)
{
    struct make *m = &d->m;
    make_text(m, SMV_ROOT, SMV_SEMINAR_VENUE, "Folkets hus, Umeå");
    smv_id org =
        day_write(d, SMV_ROOT, SMV_KIND_ORGANISATION, SMV_ORGANISATION_NAME, "Örebro kommun");
    make_text(m, org, SMV_ORGANISATION_SECTOR, "kommun");
    org = day_write(d, SMV_ROOT, SMV_KIND_ORGANISATION, SMV_ORGANISATION_NAME, "Ånge kommun");
    make_text(m, org, SMV_ORGANISATION_SECTOR, "kommun");
    org = day_write(d, SMV_ROOT, SMV_KIND_ORGANISATION, SMV_ORGANISATION_NAME, "Frivården");
    make_text(m, org, SMV_ORGANISATION_SECTOR, "stat");
    make_text(m, org, SMV_ORGANISATION_AREA, "hela länet");
    smv_id person =
        day_write(d, SMV_ROOT, SMV_KIND_PARTICIPANT, SMV_PARTICIPANT_NAME, "Hemlig Person");
    make_num(m, person, SMV_PARTICIPANT_STATUS, 1);

    smv_id q1 = day_sheet(d, "Vägledande frågor, pass 1", "Rum 1");
    smv_id q2 = day_sheet(d, "Vägledande frågor, pass 1", "Rum 2");
    point(d, day_question(d, q1, 0), "Bostad redan första natten");
    point(d, day_question(d, q1, 0), "En vuxen som svarar i telefon");
    discussion(d, day_question(d, q1, 0),
               "Det talades länge om hyror.\n\n- Först garanti\n- Sedan kontrakt");
    point(d, day_question(d, q2, 0), "Pengar till biljetten hem");
    make_num(m, day_question(d, q2, 1), SMV_QUESTION_WORD, 2);
    smv_id sum = day_sheet(d, "Sammanställt: vägledande frågor, pass 1", NULL);
    smv_id taken = day_write(d, day_question(d, sum, 0), SMV_KIND_POINT, SMV_POINT_TEXT,
                             "Tak över huvudet från dag ett");
    make_num(m, taken, SMV_POINT_ORIGIN, day_child(d, day_question(d, q1, 0), SMV_KIND_POINT, 0));
    discussion(d, day_question(d, sum, 0), "Alla grupper började med bostaden.");
    point(d, day_question(d, q1, 2), "Anhöriga");

    smv_id map = day_sheet(d, "Tidslinje i detalj", "Rum 1");
    smv_id late = card(d, map, 3, 2, "Ring hyresvärden");
    smv_id early = card(d, map, 0, 1, "Besök i häktet");
    make_text(m, early, SMV_CARD_WHO, "Kamratföreningen");
    make_text(m, early, SMV_CARD_WHEN, "inom en vecka");
    make_num(m, early, SMV_CARD_STAR, 1);
    smv_id same = card(d, map, 0, 0, "Berättar själv");
    (void)same;
    smv_id flow = day_write(d, map, SMV_KIND_FLOW, SMV_FLOW_LABEL, "Samtycke på papper");
    make_num(m, flow, SMV_FLOW_FROM, early);
    make_num(m, flow, SMV_FLOW_TO, late);
    smv_id no_answer = day_write(d, late, SMV_KIND_OBSTACLE, SMV_OBSTACLE_TEXT, "Ingen svarar");
    (void)day_write(d, flow, SMV_KIND_OBSTACLE, SMV_OBSTACLE_TEXT, "Pappret kommer bort");
    (void)day_write(d, map, SMV_KIND_OBSTACLE, SMV_OBSTACLE_TEXT, "Sekretessen");
    (void)no_answer;

    smv_id plan = day_sheet(d, "Förslag och åtgärder", "Rum 1");
    smv_id action = day_child(d, plan, SMV_KIND_ACTION, 0);
    make_text(m, action, SMV_ACTION_WHAT, "Gemensam telefonlinje");
    make_text(m, action, SMV_ACTION_WHO, "Eva Ek");
    make_text(m, action, SMV_ACTION_WHERE, "Frivården");
    make_text(m, action, SMV_ACTION_FIRST, "Boka möte");
    make_num(m, action, SMV_ACTION_BY, 20270503);
    make_num(m, action, SMV_ACTION_NUMBER, 7);
    make_num(m, action, SMV_ACTION_STATUS, 1);
    smv_id other = day_write(d, day_sheet(d, "Förslag och åtgärder", "Rum 2"), SMV_KIND_ACTION,
                             SMV_ACTION_WHAT, "Mentorer från civilsamhället");
    make_num(m, other, SMV_ACTION_NUMBER, 2);

    smv_id gather = day_sheet(d, "Förslagen samlade", NULL);
    (void)day_write(d, gather, SMV_KIND_CLUSTER, SMV_CLUSTER_TITLE, "Sist");
    smv_id first = day_write(d, gather, SMV_KIND_CLUSTER, SMV_CLUSTER_TITLE, "Nås dygnet runt");
    make_num(m, first, SMV_CLUSTER_PRIORITY, 1);
    smv_id ref = make_add(m, SMV_KIND_GATHERED, first, 0);
    make_num(m, ref, SMV_GATHERED_WHAT, action);

    smv_id parked = day_write(d, day_sheet(d, "Parkering", "Rum 3"), SMV_KIND_PARKED,
                              SMV_PARKED_TEXT, "Vem äger data");
    make_num(m, parked, SMV_PARKED_TAKEN, 1);
}

static void everything_once_and_in_order(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "rooms.yaml");
    write_aterfall(&d);
    (void)day_outline(&d);
    static const char *const once[] = {
        "- Bostad redan första natten\n",
        "- En vuxen som svarar i telefon\n",
        "Det talades länge om hyror.\n",
        "- Först garanti\n",
        "- Sedan kontrakt\n",
        "- Pengar till biljetten hem\n",
        "- Tak över huvudet från dag ett\n",
        "Alla grupper började med bostaden.\n",
        "- Anhöriga\n",
        "note: Punkter hämtade från A1.\n",
        "note: Hoppades över: A2.\n",
        "| Häktet | Klienten | Berättar själv | | |\n",
        "| ★ Besök i häktet | Kamratföreningen / inom en vecka | |\n",
        "| Ring hyresvärden | | 1. Ingen svarar |\n",
        "| a | Besök i häktet | Ring hyresvärden | Samtycke på papper | 2. Pappret kommer bort |\n",
        "- 3. Sekretessen\n",
        "- Vem äger data (togs upp igen)\n",
        "- Gemensam telefonlinje (B1, nr 7)\n",
        "| 7 | Gemensam telefonlinje | Eva Ek | Frivården | 3 maj 2027 | Boka möte | Beslutat | B1 "
        "| "
        "Ingen svarar |\n",
        "| 2 | Mentorer från civilsamhället | saknas | | saknas | | Föreslaget | B2 | |\n",
        "note: 2 hinder har ännu inget förslag.\n",
        "FACT Plats: Folkets hus, Umeå\n",
        "FACT Version: Utkast 22 november 2026 10:42\n",
        "- 1 person deltog.\n",
    };
    for (size_t i = 0; i < COUNT(once); i++) {
        day_has(&d, once[i]);
    }
    /* Compiled first, the groups' own words behind everything; Å before Ö, the sector's people together. */
    static const char *const order[] = {"TITLE ",
                                        "CONTENTS",
                                        "# 1 Deltagande",
                                        "**Kommun**",
                                        "Ånge kommun",
                                        "Örebro kommun",
                                        "**Stat**",
                                        "- Frivården (hela länet)",
                                        "# 2 Pass 1",
                                        "## 2.1 Tidslinje, bästa vägen",
                                        "## 2.2 Vägledande",
                                        "### 2.2.1 ",
                                        "Tak över huvudet",
                                        "Diskussion\n",
                                        "Alla grupper",
                                        "### 2.2.3 ",
                                        "**Grupp A1**",
                                        "- Anhöriga",
                                        "# 3 Pass 2",
                                        "### 3.1.1 Grupp B1",
                                        "PICTURE",
                                        "table Tidslinje i detalj B1",
                                        "Berättar själv",
                                        "Besök i häktet",
                                        "#### Överlämningar",
                                        "#### Hinder",
                                        "# 5 Gemensam bild",
                                        "Nås dygnet runt",
                                        "Övriga förslag",
                                        "note: Utan samlade förslag: Sist.",
                                        "# 7 Åtgärdsplan",
                                        "| 2 | Mentorer",
                                        "| 7 | Gemensam",
                                        "## 7.1 Läget",
                                        "# 8 Parkerade",
                                        "**Rum 3**",
                                        "# 9 Så gick",
                                        "----- page -----",
                                        "# Bilaga",
                                        "### Grupp A1",
                                        "Bostad redan första natten",
                                        "### Grupp A2",
                                        "Pengar till biljetten hem"};
    day_in_order(&d, order, COUNT(order));
    assert_int_equal(day_times(&d, " (data)\n"),
                     2); /* the plan and where it stands, nothing else */
    day_has_not(&d, "Hemlig Person");
    day_has_not(&d, "  ");
    day_has_not(&d, "Ändringar"); /* no version was declared finished */
    day_finish(&d);
}

static void contents_decide_the_parts(void **state)
{
    (void)state;
    static const struct {
        unsigned part;
        const char *text;
    } parts[] = {{SMV_PART_PEOPLE, "Deltagande organisationer"},
                 {SMV_PART_QUESTIONS, "Tak över huvudet från dag ett"},
                 {SMV_PART_GROUPS, "Bostad redan första natten"},
                 {SMV_PART_TIMELINES, "Berättar själv"},
                 {SMV_PART_SYNTHESIS, "Nås dygnet runt"},
                 {SMV_PART_ACTIONS, "| 7 | Gemensam telefonlinje"},
                 {SMV_PART_PARKING, "Vem äger data"},
                 {SMV_PART_METHOD, "Så gick dagen till"},
                 {SMV_PART_CHANGES, "Ändringar"}};
    struct day d;
    day_init(&d, days, "rooms.yaml");
    write_aterfall(&d);
    make_num(&d.m, make_add(&d.m, SMV_KIND_VERSION, SMV_ROOT, 0), SMV_VERSION_NUMBER, 1);
    for (size_t i = 0; i < COUNT(parts); i++) {
        make_num(&d.m, SMV_ROOT, SMV_SEMINAR_CONTENTS, parts[i].part);
        (void)day_outline(&d);
        assert_true(day_times(&d, parts[i].text) > 0);
        for (size_t k = 0; k < COUNT(parts); k++) {
            if (k != i) {
                day_has_not(&d, parts[k].text);
            }
        }
    }
    /* The group's text is annexed, though the compiled one is not wanted; and all that was written with it. */
    make_num(&d.m, SMV_ROOT, SMV_SEMINAR_CONTENTS, SMV_PART_GROUPS);
    (void)day_outline(&d);
    day_has(&d, "- Anhöriga\n");
    day_finish(&d);
}

static void printing_is_decided_per_sheet(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "rooms.yaml");
    write_aterfall(&d);
    day_print(&d, "Vägledande frågor, pass 1", 1);
    day_print(&d, "Tidslinje i detalj", 1);
    (void)day_outline(&d);
    static const char *const annexed[] = {
        "## 2.2 ",          "note: Gruppernas egna texter finns i bilagan.",
        "Tak över huvudet", "note: Ingen sammanställning är skriven.",
        "# 3 Pass 2",       "note: Gruppernas egna texter finns i bilagan.",
        "# Bilaga",         "- Anhöriga",
        "### Grupp B1",     "PICTURE"};
    day_in_order(&d, annexed, COUNT(annexed));
    day_has(&d, "- Anhöriga\n");
    for (unsigned print = 2; print <= 3; print++) {
        day_print(&d, "Vägledande frågor, pass 1", print);
        day_print(&d, "Tidslinje i detalj", print);
        day_print(&d, "Förslag och åtgärder", print);
        day_print(&d, "Parkering", print);
        (void)day_outline(&d);
        day_has(&d, "- Tak över huvudet från dag ett\n");
        static const char *const never[] = {"Bostad redan", "Anhöriga\n",        "Ring hyresvärden",
                                            "Ingen svarar", "Gemensam telefon",  "Vem äger data",
                                            "Mentorer",     "Tidslinje i detalj"};
        for (size_t i = 0; i < COUNT(never); i++) {
            day_has_not(&d, never[i]);
        }
    }
    day_finish(&d);
}

/* One group's sheet is kept, its neighbours' are not; a sheet that was never told does as its pattern. */
static void one_sheet_among_others(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "rooms.yaml");
    write_aterfall(&d);
    make_num(&d.m, day_sheet(&d, "Förslag och åtgärder", "Rum 1"), SMV_SHEET_PRINT, 2);
    make_num(&d.m, day_sheet(&d, "Sammanställt: vägledande frågor, pass 1", NULL), SMV_SHEET_PRINT,
             3);
    smv_id pattern = day_pattern(&d, "Vägledande frågor, pass 2");
    smv_id session = smv_tree_find(&d.m.tree, pattern)->parent->id;
    for (unsigned print = 0; print <= 3; print += 3) {
        smv_id sheet = make_add(&d.m, SMV_KIND_SHEET, session, 0);
        make_num(&d.m, sheet, SMV_SHEET_PATTERN, pattern);
        make_num(&d.m, pattern, SMV_SHEET_PRINT, print);
        smv_id question = day_write(&d, sheet, SMV_KIND_QUESTION, SMV_QUESTION_TEXT, "Egen fråga?");
        point(&d, question, "Skrivet sent");
        (void)day_outline(&d);
        assert_int_equal(day_times(&d, "Skrivet sent"), print == 0 ? 1 : 0);
        make_del(&d.m, sheet);
    }
    day_has_not(&d, "Gemensam telefonlinje");
    day_has(&d, "| 2 | Mentorer från civilsamhället |");
    /* Without its compiled text, what the groups wrote is in the body. */
    day_has_not(&d, "Tak över huvudet");
    day_has_not(&d, "Bilaga");
    static const char *const order[] = {"**Grupp A1**", "Bostad redan", "**Grupp A2**",
                                        "Pengar till biljetten"};
    day_in_order(&d, order, COUNT(order));
    day_finish(&d);
}

static void brief_is_what_stands_out(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "rooms.yaml");
    write_aterfall(&d);
    smv_id q2 = day_sheet(&d, "Vägledande frågor, pass 1", "Rum 2");
    point(&d, day_question(&d, q2, 2), "Chefer");
    make_num(&d.m, day_child(&d, day_question(&d, q2, 2), SMV_KIND_POINT, 0), SMV_POINT_STAR, 1);
    smv_id below = day_sheet(&d, "Sammanställt: vägledande frågor, pass 2", NULL);
    point(&d, day_question(&d, below, 2), "Bara med samtycke");
    d.wish.brief = true;
    (void)day_outline(&d);
    static const char *const order[] = {
        "SUBTITLE Sammanfattning\n",
        "# 1 Pass 1",
        "## 1.1 Vägledande",
        "### 1.1.1 ",
        "- Tak över huvudet från dag ett\n",
        "### 1.1.2 Vem borde",
        "- Chefer (A2)\n",
        "# 2 Pass 2",
        "- Besök i häktet (B1)\n",
        "### 2.2.1 Hur går överlämningarna till?\n#### Vilka uppgifter",
        "- Bara med samtycke\n",
        "### 3.1.1 Nås dygnet runt",
        "- Gemensam telefonlinje (B1, nr 7)\n",
        "# 4 Åtgärdsplan",
        "| 7 | Gemensam"};
    day_in_order(&d, order, COUNT(order));
    static const char *const left_out[] = {
        "CONTENTS",       "organisationer",  "Alla grupper", "Anhöriga\n", "Bilaga",
        "Övriga förslag", "Inget antecknat", "Parkerade",    "Ändringar",  "PICTURE"};
    for (size_t i = 0; i < COUNT(left_out); i++) {
        day_has_not(&d, left_out[i]);
    }
    day_finish(&d);
}

static void what_was_deleted_is_not_told(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "rooms.yaml");
    write_aterfall(&d);
    smv_id map = day_sheet(&d, "Tidslinje i detalj", "Rum 1");
    smv_id early = day_child(&d, day_child(&d, map, SMV_KIND_PHASE, 0), SMV_KIND_CARD, 0);
    smv_id late = day_child(&d, day_child(&d, map, SMV_KIND_PHASE, 3), SMV_KIND_CARD, 0);
    make_del(&d.m, early);
    make_del(&d.m, day_child(&d, late, SMV_KIND_OBSTACLE, 0));
    smv_id q1 = day_sheet(&d, "Vägledande frågor, pass 1", "Rum 1");
    make_del(&d.m, day_child(&d, day_question(&d, q1, 0), SMV_KIND_POINT, 0));
    make_del(&d.m, day_sheet(&d, "Parkering", "Rum 3"));
    /* A pattern is never a sheet, whatever somebody wrote on it. */
    smv_id pattern = day_question(&d, day_pattern(&d, "Vägledande frågor, pass 2"), 0);
    point(&d, pattern, "På mönstret");
    smv_id parked = day_write(&d, day_sheet(&d, "Parkering", "Rum 1"), SMV_KIND_PARKED,
                              SMV_PARKED_TEXT, "Parkerat om mönstret");
    make_num(&d.m, parked, SMV_PARKED_ABOUT, day_child(&d, pattern, SMV_KIND_POINT, 0));
    (void)day_outline(&d);
    static const char *const never[] = {"Besök i häktet", "Ingen svarar", "Bostad redan",
                                        "Vem äger data",  "På mönstret",  "Punkter hämtade"};
    for (size_t i = 0; i < COUNT(never); i++) {
        day_has_not(&d, never[i]);
    }
    /* The arrow and its obstacle stay, without their card. */
    day_has(
        &d,
        "| a | utan koppling | Ring hyresvärden | Samtycke på papper | 1. Pappret kommer bort |\n");
    day_has(
        &d,
        "| 7 | Gemensam telefonlinje | Eva Ek | Frivården | 3 maj 2027 | Boka möte | Beslutat | "
        "B1 |\n");
    day_finish(&d);
}

static void an_empty_day_says_so_once(void **state)
{
    (void)state;
    static const char *const files[] = {"aterfall.yaml", "dialogmote.yaml", "stad-for-stad.yaml",
                                        "tilbakeforing.yaml", "tom.yaml"};
    for (size_t i = 0; i < COUNT(files); i++) {
        struct day d;
        day_init(&d, templates, files[i]);
        (void)day_outline(&d);
        assert_true(day_times(&d, "Ingenting har skrivits ännu.") +
                        day_times(&d, "Ingenting er skrevet ennå.") ==
                    1);
        day_has_not(&d, "PICTURE");
        day_has_not(&d, "Bilaga");
        d.wish.brief = true;
        (void)day_outline(&d);
        day_has_not(&d, "antecknat");
        day_finish(&d);
    }
    struct day d;
    day_init_empty(&d);
    (void)day_outline(&d);
    day_has(&d, "TITLE Seminarium\n");
    day_finish(&d);
}

/* --- the day of talks, with sub-questions ------------------------------------------------------------ */

static void questions_are_compared_across_groups(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "talks.yaml");
    smv_id one = day_sheet(&d, "Rundabordssamtal 1", "Bord 1");
    smv_id two = day_sheet(&d, "Rundabordssamtal 1", "Bord 2");
    point(&d, day_question(&d, one, 4), "Möten utan dagordning");
    point(&d, day_question(&d, two, 4), "En fast kontaktperson");
    discussion(&d, day_question(&d, two, 0), "Tillit.\nOch tid.");
    make_text(&d.m, day_question(&d, two, 0), SMV_QUESTION_TEXT, "Frågan i andra ord?");
    smv_id own = day_write(&d, two, SMV_KIND_QUESTION, SMV_QUESTION_TEXT, "Bordets egen fråga?");
    point(&d, own, "Ett eget svar");
    make_num(&d.m, one, SMV_SHEET_LOCKED, 1); /* late work is ordinary content */
    point(&d, day_question(&d, one, 0), "Efter låsningen");
    (void)day_outline(&d);
    static const char *const loose[] = {"Vad behövs för",
                                        "**Bord 1**",
                                        "- Efter låsningen",
                                        "**Bord 2**",
                                        "note: Frågan i andra ord?",
                                        "Tillit.\nOch tid.\n",
                                        "note: Inget antecknat: Bord 3 och Bord 4.",
                                        "Hur har samarbetet",
                                        "#### Vad har fungerat bra",
                                        "- Möten utan dagordning",
                                        "- En fast kontaktperson",
                                        "Bordets egen fråga?",
                                        "**Bord 2**",
                                        "- Ett eget svar"};
    day_in_order(&d, loose, COUNT(loose));
    day_has_not(&d, "Bilaga");
    /* Compiled without links: by the order of the questions. */
    smv_id sum = day_sheet(&d, "Sammanställt: rundabordssamtal 1", NULL);
    for (size_t i = 0; i < 6; i++) {
        make_num(&d.m, day_question(&d, sum, i), SMV_QUESTION_PATTERN, 0);
    }
    point(&d, day_question(&d, sum, 4), "Borden är överens");
    (void)day_outline(&d);
    static const char *const compiled[] = {"Hur har samarbetet",
                                           "#### Vad har fungerat bra",
                                           "- Borden är överens",
                                           "# Bilaga",
                                           "### Bord 1",
                                           "#### Vad har fungerat bra",
                                           "- Möten utan dagordning",
                                           "### Bord 2",
                                           "- En fast kontaktperson"};
    day_in_order(&d, compiled, COUNT(compiled));
    day_has(&d, "- Möten utan dagordning\n");
    day_has(&d, "Tillit.\nOch tid.\n");
    day_finish(&d);
}

static void a_long_discussion_is_whole(void **state)
{
    (void)state;
    enum { CPS = 20000 };
    struct day d;
    day_init(&d, days, "talks.yaml");
    struct smv_buf text = {0};
    for (unsigned i = 0; text.len < CPS - 40; i++) {
        smv_buf_put_str(&text, "Mening ");
        smv_buf_put_u64(&text, i);
        smv_buf_put_str(&text, i % 7 == 6 ? ".\n" : ". ");
    }
    smv_buf_put_str(&text, "Sista ordet.");
    discussion(&d, day_question(&d, day_sheet(&d, "Rundabordssamtal 1", "Bord 1"), 0),
               smv_buf_cstr(&text));
    (void)day_outline(&d);
    day_has(&d, "Mening 0. Mening 1. ");
    day_has(&d, "Mening 700. ");
    day_has(&d, "Sista ordet.\n");
    smv_buf_finish(&text);
    day_finish(&d);
}

/* --- versions and language ---------------------------------------------------------------------- */

static void versions_and_languages(void **state)
{
    (void)state;
    struct day d;
    day_init(&d, days, "talks.yaml");
    smv_id v = make_add(&d.m, SMV_KIND_VERSION, SMV_ROOT, 0);
    make_num(&d.m, v, SMV_VERSION_NUMBER, 1);
    make_num(&d.m, v, SMV_VERSION_WHEN, d.facts.now);
    smv_id w = make_add(&d.m, SMV_KIND_VERSION, SMV_ROOT, v);
    make_num(&d.m, w, SMV_VERSION_NUMBER, 2);
    make_num(&d.m, w, SMV_VERSION_WHEN, d.facts.now);
    make_text(&d.m, w, SMV_VERSION_NOTE, "Rättade namn.");
    make_text(&d.m, w, SMV_VERSION_LOG, "Första raden\nAndra raden");
    (void)strcpy(d.wish.lang, "en");
    (void)day_outline(&d);
    static const char *const order[] = {
        "FACT Version: Version 2, 22 November 2026\n", "Changes\n", "Version 2, 22 November 2026\n",
        "Rättade namn.\n- Första raden\n- Andra raden\n",
        "Version 1, 22 November 2026\nnote: Declared finished by the organiser.\n"
        "note: The first version.\n"};
    day_in_order(&d, order, COUNT(order));
    struct smv_doc doc;
    assert_int_equal(smv_document_make(&doc, &d.m.tree, &d.facts, &d.wish), SMV_OK);
    assert_true(doc.mark.len == 0 && doc.made_ms == d.facts.now);
    assert_string_equal(doc.lang, "en");
    assert_true(smv_span_is(doc.footer,
                            "Dialogmöte om gruppvåldsintervention – Documentation – Version 2"));
    smv_doc_finish(&doc);
    make_num(&d.m, SMV_ROOT, SMV_SEMINAR_REHEARSAL, 1);
    point(&d, day_question(&d, day_sheet(&d, "Rundabordssamtal 1", "Bord 1"), 0), "Nytt");
    (void)strcpy(d.wish.lang, "nb");
    (void)day_outline(&d);
    day_has(&d, "FACT Versjon: Utkast 22. november 2026 10:42, endret etter versjon 2\n");
    day_has(&d, "NOTICE Generalprøve");
    assert_int_equal(smv_document_make(&doc, &d.m.tree, &d.facts, &d.wish), SMV_OK);
    assert_true(smv_span_is(doc.mark, "Utkast 22. november 2026 10:42"));
    smv_doc_finish(&doc);
    (void)strcpy(d.wish.lang, "fr");
    assert_int_equal(smv_document_make(&doc, &d.m.tree, &d.facts, &d.wish), SMV_ERR_RANGE);
    smv_doc_finish(&doc);
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
        cmocka_unit_test(everything_once_and_in_order),
        cmocka_unit_test(contents_decide_the_parts),
        cmocka_unit_test(printing_is_decided_per_sheet),
        cmocka_unit_test(one_sheet_among_others),
        cmocka_unit_test(brief_is_what_stands_out),
        cmocka_unit_test(what_was_deleted_is_not_told),
        cmocka_unit_test(an_empty_day_says_so_once),
        cmocka_unit_test(questions_are_compared_across_groups),
        cmocka_unit_test(a_long_discussion_is_whole),
        cmocka_unit_test(versions_and_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
