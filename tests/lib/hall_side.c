/* hall_side.c - see hall_side.h. */
#include "tests/lib/hall_side.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "common/pack/writer.h"

enum { MINUTE = 60000 };

static smv_id put(struct hall *h, unsigned kind, smv_id parent, unsigned field, const char *text)
{
    const struct smv_node *p = smv_tree_find(&h->d.m.tree, parent);
    smv_id id = make_add(&h->d.m, kind, parent, p->last != NULL ? p->last->id : 0);
    if (text != NULL) {
        make_text(&h->d.m, id, field, text);
    }
    return id;
}

static void num(struct hall *h, smv_id id, unsigned field, uint64_t value)
{
    make_num(&h->d.m, id, field, value);
}

static size_t next_rude; /* the same texts in every day */
static const char *rude(enum hall_day day, const char *text)
{
    static const char *const hostile[] = {
        "\xe2\x80\xae[31mr\xc3\xb6tt]0;x \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 "
        "\xe6\xbc\xa2\xe5\xad\x97",
        "Donaudampfschifffahrtselektrizit\xc3\xa4tenhauptbetriebswerk utan rum",
        "z\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81 % %s %n \\n rad\n\nrad\trad"};
    return day == HALL_HOSTILE ? hostile[next_rude++ % 3] : text;
}

static void make_sessions(struct hall *h, enum hall_day day)
{
    static const char *const titles[] = {"Pass 1: B\xc3\xa4sta utg\xc3\xa5ngen", "Pass 2: I detalj",
                                         "Pass 3: L\xc3\xb6sningar"};
    static const unsigned planned[] = {900, 1030, 1300};
    smv_id composition = put(h, SMV_KIND_COMPOSITION, SMV_ROOT, SMV_COMPOSITION_NAME, "A");
    for (int i = 0; i < HALL_ROOMS; i++) {
        char name[40];
        snprintf(name, sizeof name, "Rum %d", i + 1);
        h->rooms[i] = put(h, SMV_KIND_ROOM, SMV_ROOT, SMV_ROOM_NAME, rude(day, name));
        snprintf(name, sizeof name, "A%d", i + 1);
        num(h, put(h, SMV_KIND_GROUP, composition, SMV_GROUP_NAME, name), SMV_GROUP_ROOM,
            h->rooms[i]);
    }
    for (int i = 0; i < 3; i++) {
        h->sessions[i] =
            put(h, SMV_KIND_SESSION, SMV_ROOT, SMV_SESSION_TITLE, rude(day, titles[i]));
        num(h, h->sessions[i], SMV_SESSION_FORM, 1);
        num(h, h->sessions[i], SMV_SESSION_MINUTES, 60);
        num(h, h->sessions[i], SMV_SESSION_PLANNED, planned[i]);
        num(h, h->sessions[i], SMV_SESSION_COMPOSITION, composition);
    }
    if (day != HALL_MORNING) {
        num(h, h->sessions[0], SMV_SESSION_STATE, 3);
        num(h, h->sessions[0], SMV_SESSION_STARTED, (uint64_t)(SCREEN_LOG_MS - 100 * MINUTE));
        num(h, h->sessions[0], SMV_SESSION_ENDED, (uint64_t)(SCREEN_LOG_MS - 40 * MINUTE));
        num(h, h->sessions[1], SMV_SESSION_STATE, 1);
        num(h, h->sessions[1], SMV_SESSION_STARTED, (uint64_t)(SCREEN_LOG_MS - 20 * MINUTE));
        num(h, h->sessions[1], SMV_SESSION_ENDS, (uint64_t)(SCREEN_LOG_MS + 724000));
    }
}

static void make_room(struct hall *h, int i, enum hall_day day, const smv_id patterns[3])
{
    static const char *const questions[] = {"Vad fungerar redan i dag?", "Vad saknas?",
                                            "Vem g\xc3\xb6r vad, och n\xc3\xa4r?"};
    h->sheets[i] = put(h, SMV_KIND_SHEET, h->sessions[1], SMV_SHEET_TITLE, "Fr\xc3\xa5gor");
    num(h, h->sheets[i], SMV_SHEET_ROOM, h->rooms[i]);
    num(h, h->sheets[i], SMV_SHEET_PATTERN, h->pattern);
    for (int k = 0; k < 3; k++) {
        h->questions[i][k] =
            put(h, SMV_KIND_QUESTION, h->sheets[i], SMV_QUESTION_TEXT, rude(day, questions[k]));
        num(h, h->questions[i][k], SMV_QUESTION_PATTERN, patterns[k]);
    }
    h->actions[i] = put(h, SMV_KIND_SHEET, h->sessions[1], SMV_SHEET_TITLE, "F\xc3\xb6rslag");
    num(h, h->actions[i], SMV_SHEET_FORM, 3);
    num(h, h->actions[i], SMV_SHEET_ROOM, h->rooms[i]);
    if (day == HALL_MORNING) {
        return;
    }
    for (int k = 0; k <= i && k < 3; k++) {
        char text[80];
        snprintf(text, sizeof text, "Punkt %d fr\xc3\xa5n rum %d", k + 1, i + 1);
        smv_id point = put(h, SMV_KIND_POINT, h->questions[i][0], SMV_POINT_TEXT, rude(day, text));
        num(h, point, SMV_POINT_STAR, k == 1);
    }
    h->proposals[i] = put(h, SMV_KIND_ACTION, h->actions[i], SMV_ACTION_WHAT,
                          rude(day, "En kontaktperson i varje kommun"));
    make_text(&h->d.m, h->proposals[i], SMV_ACTION_WHO, "Eva Ek");
}

/* What is said over all groups: the pattern's questions, one bullet taken from the first room. */
static void make_compiled(struct hall *h, enum hall_day day, const smv_id patterns[3])
{
    static const char *const questions[] = {"Vad fungerar redan i dag?", "Vad saknas?",
                                            "Vem g\xc3\xb6r vad, och n\xc3\xa4r?"};
    h->compiled = put(h, SMV_KIND_SHEET, h->sessions[1], SMV_SHEET_TITLE, "Sammanst\xc3\xa4llt");
    num(h, h->compiled, SMV_SHEET_MODERATED, 1);
    num(h, h->compiled, SMV_SHEET_COMPILES, h->pattern);
    for (int k = 0; k < 3; k++) {
        smv_id q =
            put(h, SMV_KIND_QUESTION, h->compiled, SMV_QUESTION_TEXT, rude(day, questions[k]));
        num(h, q, SMV_QUESTION_PATTERN, patterns[k]);
        if (k == 0 && day != HALL_MORNING) {
            const struct smv_node *of = smv_tree_find(&h->d.m.tree, h->questions[0][0]);
            make_text(&h->d.m, h->questions[2][0], SMV_QUESTION_DISCUSSION,
                      rude(day, "N\xc3\xa5gra tvekade, men alla h\xc3\xb6ll med till slut."));
            smv_id point = put(h, SMV_KIND_POINT, q, SMV_POINT_TEXT,
                               rude(day, "Det finns redan en bra kontakt"));
            num(h, point, SMV_POINT_ORIGIN, of->first->id);
        }
    }
}

static void make_rest(struct hall *h, enum hall_day day)
{
    smv_id s = put(h, SMV_KIND_SHEET, h->sessions[1], SMV_SHEET_TITLE, "R\xc3\xb6ster"), id;
    num(h, s, SMV_SHEET_FORM, 8);
    h->poll = put(h, SMV_KIND_POLL, s, SMV_POLL_TEXT, rude(day, "Vad \xc3\xa4r viktigast?"));
    num(h, h->poll, SMV_POLL_FORM, 1);
    num(h, h->poll, SMV_POLL_STATE, 1);
    num(h, h->poll, SMV_POLL_REVEALED, day != HALL_MORNING);
    num(h, h->poll, SMV_POLL_COUNT, 12);
    static const char *const choices[] = {"Bostad", "Arbete", "V\xc3\xa5rd"};
    for (unsigned i = 0; i < 3; i++) {
        smv_id choice = put(h, SMV_KIND_CHOICE, h->poll, SMV_CHOICE_TEXT, choices[i]);
        id = put(h, SMV_KIND_ANSWER, h->poll, 0, NULL);
        num(h, id, SMV_ANSWER_CHOICE, choice);
        num(h, id, SMV_ANSWER_COUNT, 7 - 2 * i);
    }
    h->synthesis = put(h, SMV_KIND_SHEET, h->sessions[2], SMV_SHEET_TITLE, "Syntes");
    num(h, h->synthesis, SMV_SHEET_FORM, 5);
    num(h, h->synthesis, SMV_SHEET_MODERATED, 1);
    h->stage = put(h, SMV_KIND_STAGE, SMV_ROOT, SMV_STAGE_NAME, "Stora salen");
    if (day == HALL_MORNING) {
        return;
    }
    id = put(h, SMV_KIND_CLUSTER, h->synthesis, SMV_CLUSTER_TITLE, "Kontaktpersoner");
    num(h, put(h, SMV_KIND_GATHERED, id, 0, NULL), SMV_GATHERED_WHAT, h->proposals[0]);
    h->call =
        put(h, SMV_KIND_CALL, SMV_ROOT, SMV_CALL_TEXT, rude(day, "Projektorn \xc3\xa4r svart"));
    num(h, h->call, SMV_CALL_PLACE, h->rooms[1]);
    num(h, h->call, SMV_CALL_ABOUT, 1);
    id = put(h, SMV_KIND_NOTICE, SMV_ROOT, SMV_NOTICE_TEXT,
             rude(day, "Fem minuter kvar till fikat"));
    num(h, put(h, SMV_KIND_RECEIPT, id, 0, NULL), SMV_RECEIPT_PLACE, h->rooms[0]);
    num(h, h->sheets[3], SMV_SHEET_DONE, 1);
    num(h, h->actions[3], SMV_SHEET_DONE, 1);
    num(h, h->sheets[2], SMV_SHEET_LOCKED, 1);
    num(h, h->actions[2], SMV_SHEET_LOCKED, 1);
}

void hall_make(struct hall *h, enum hall_day day)
{
    smv_id patterns[3];
    memset(h, 0, sizeof *h);
    next_rude = 0;
    make_init(&h->d.m, 1, false);
    make_text(&h->d.m, SMV_ROOT, SMV_SEMINAR_TITLE,
              rude(day, "\xc3\x85tg\xc3\xa4rder f\xc3\xb6r \xc3\x84ngby"));
    make_text(&h->d.m, SMV_ROOT, SMV_SEMINAR_VENUE, "Folkets hus");
    num(h, SMV_ROOT, SMV_SEMINAR_DATE, 20261120);
    num(h, SMV_ROOT, SMV_SEMINAR_STATE, 1);
    num(h, SMV_ROOT, SMV_SEMINAR_DOOR, 1);
    make_text(&h->d.m, SMV_ROOT, SMV_SEMINAR_CODE, "K7RT4M");
    make_sessions(h, day);
    h->pattern = put(h, SMV_KIND_SHEET, h->sessions[1], SMV_SHEET_TITLE, "Fr\xc3\xa5gor");
    num(h, h->pattern, SMV_SHEET_EACH, 1);
    for (int i = 0; i < 3; i++) {
        patterns[i] = put(h, SMV_KIND_QUESTION, h->pattern, SMV_QUESTION_TEXT, "?");
    }
    for (int i = 0; i < HALL_ROOMS; i++) {
        make_room(h, i, day, patterns);
    }
    make_compiled(h, day, patterns);
    make_rest(h, day);
}

void hall_stage(struct hall *h, unsigned mode, const smv_id *show, unsigned n)
{
    struct smv_value list = {.type = SMV_TYPE_LIST, .n_list = n};
    struct smv_change change = {
        .kind = SMV_CHANGE_SET, .id = h->stage, .field = SMV_STAGE_SHOW, .value = &list};
    struct smv_stamp stamp = {.seq = ++h->d.m.seq, .ts = 1};
    for (unsigned i = 0; i < n; i++) {
        list.list[i] = show[i];
    }
    assert_int_equal(smv_tree_apply(&h->d.m.tree, &change, &stamp), SMV_OK);
    num(h, h->stage, SMV_STAGE_MODE, mode);
}

/* --- what the daemon says ------------------------------------------------------------------------------------------ */
static void tell_progress(struct hall *h)
{
    struct smv_buf b = {0};
    struct smv_msg m = {.kind = SMV_MSG_KIND_SUMMARY};
    smv_write_array(&b, HALL_ROOMS);
    for (int i = 0; i < HALL_ROOMS; i++) {
        smv_write_array(&b, 5);
        smv_write_uint(&b, h->rooms[i]);
        smv_write_uint(&b, h->sessions[1]);
        smv_write_uint(
            &b, h->proposals[i] != 0 ? (uint64_t)(SCREEN_LOG_MS - (i == 0 ? 7 : 1) * MINUTE) : 0);
        smv_write_uint(&b, h->proposals[i]);
        smv_write_array(&b, 3);
        for (int k = 0; k < 3; k++) {
            smv_write_array(&b, 2);
            smv_write_uint(&b, h->questions[i][k]);
            smv_write_uint(&b, h->proposals[i] == 0 ? 0 : i == 3 ? 3 : k == 0 ? 2 : k == i ? 1 : 0);
        }
    }
    m.u.summary.rooms = smv_buf_span(&b);
    side_say(&h->d.s, &m);
    smv_buf_finish(&b);
}

static void put_person(struct smv_buf *b, uint64_t ord, unsigned role, smv_id place,
                       const char *name, smv_id node, uint64_t anchor, uint64_t head)
{
    smv_write_array(b, 11);
    smv_write_uint(b, ord);
    smv_write_uint(b, role);
    smv_write_uint(b, place);
    smv_write_cstr(b, name);
    smv_write_uint(b, node);
    smv_write_uint(b, 0);
    smv_write_uint(b, 0);
    smv_write_uint(b, anchor);
    smv_write_uint(b, head);
    smv_write_uint(b, 0);
    smv_write_uint(b, 100);
}

static void tell_people(struct hall *h)
{
    static const char *const names[] = {"Ana", "Bo", "Cilla"};
    struct smv_buf people = {0}, counts = {0};
    struct smv_msg m = {.kind = SMV_MSG_KIND_PRESENCE};
    smv_write_array(&people, 5);
    for (int i = 0; i < 3; i++) {
        put_person(&people, 20 + (uint64_t)i, SMV_ROLE_SCRIBE, h->rooms[i], names[i], 0, 0, 0);
    }
    put_person(&people, 30, SMV_ROLE_FACILITATOR, h->rooms[0], "Disa", 0, 0, 0);
    put_person(&people, 0, SMV_ROLE_SCREEN, h->stage, "sal", h->stage, 0, 2);
    smv_write_array(&counts, 0);
    m.u.presence = (struct smv_msg_presence){smv_buf_span(&people), smv_buf_span(&counts)};
    side_say(&h->d.s, &m);
    smv_buf_finish(&people);
    smv_buf_finish(&counts);
}

void hall_live(struct hall *h, unsigned role, struct smv_view *(*create)(struct smv_client *c))
{
    screen_live(&h->d, role, role == SMV_ROLE_SCREEN ? h->stage : 0);
    if (role == SMV_ROLE_MODERATOR) {
        tell_progress(h);
        tell_people(h);
    }
    screen_view(&h->d, create);
}

void hall_cut(struct hall *h)
{
    side_event(&h->d.s, SMV_CLIENT_EVENT_CLOSED, 0);
    screen_told(&h->d);
}
