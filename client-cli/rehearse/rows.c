/* rows.c - work on tables, proposals, the parking, maps and plans: sheets whose content are rows. */
#include <stdio.h>
#include <string.h>
#include "client-cli/rehearse/desk.h"

enum { TYPED, NUMBER, DATE, CHOICE, YES_NO, WHO }; /* COLUMN.TYPE */
enum { A_YEAR = 20270000 };

static uint64_t some_day(struct smv_player *a)
{
    return A_YEAR + (1 + smv_rng_below(&a->rng, 12)) * 100 + 1 + smv_rng_below(&a->rng, 28);
}

static bool begin(struct smv_player *a, smv_id id, unsigned field, enum smv_text_kind what)
{
    return id != 0 && smv_player_type(a, id, field, false, smv_text_some(&a->rng, what));
}

/* --- tables ------------------------------------------------------------------------------------------------- */
/* One of the choices "a|b|c". */
static struct smv_span some_choice(struct smv_player *a, struct smv_span all)
{
    struct smv_span chosen = {.len = 0};
    uint64_t fit = 0;
    for (size_t from = 0; from < all.len;) {
        size_t to = from;
        while (to < all.len && all.data[to] != '|') {
            to++;
        }
        if (to > from && smv_rng_below(&a->rng, ++fit) == 0) {
            chosen = smv_span(all.data + from, to - from);
        }
        from = to + 1;
    }
    return chosen;
}

/* A cell that is chosen: number, date, one of the choices, yes or no; now and then it is emptied. */
static bool choose(struct smv_player *a, smv_id row, smv_id column, uint64_t type, unsigned slot)
{
    char text[24] = "";
    struct smv_value choices, v = {.type = SMV_TYPE_STR};
    uint64_t day = some_day(a);
    smv_client_value(a->client, column, SMV_COLUMN_CHOICES, &choices);
    if (type == NUMBER) {
        snprintf(text, sizeof text, "%u", (unsigned)smv_rng_below(&a->rng, 1000));
    } else if (type == DATE) {
        snprintf(text, sizeof text, "%04u-%02u-%02u", (unsigned)(day / 10000),
                 (unsigned)(day / 100 % 100), (unsigned)(day % 100));
    } else if (type == YES_NO) {
        snprintf(text, sizeof text, "%s", smv_player_chance(a, 500) ? "yes" : "no");
    }
    v.str = type == CHOICE ? some_choice(a, choices.str) : smv_span_str(text);
    if (smv_player_chance(a, 60)) {
        v.str.len = 0;
    }
    return smv_client_set(a->client, row, SMV_ROW_V1 - 1 + slot, &v);
}

static bool mark_row(struct smv_player *a, smv_id sheet, smv_id row)
{
    smv_id lane = smv_player_child(a, sheet, SMV_KIND_LANE, false);
    switch (smv_rng_below(&a->rng, lane != 0 ? 4 : 2)) {
    case 0: return smv_player_set(a, row, SMV_ROW_STAR, smv_rng_below(&a->rng, 2));
    case 1: return smv_desk_tidy(a, sheet, SMV_KIND_ROW);
    case 2: return smv_player_set(a, row, SMV_ROW_NEGATIVE, smv_rng_below(&a->rng, 2));
    default: return smv_player_set(a, row, SMV_ROW_LANE, lane);
    }
}

static smv_id new_row(struct smv_player *a, smv_id sheet)
{
    smv_id lane = smv_player_child(a, sheet, SMV_KIND_LANE, false);
    struct smv_field_value fields[2] = {smv_give_num(SMV_KIND_ROW, SMV_ROW_LANE, lane),
                                        smv_give_num(SMV_KIND_ROW, SMV_ROW_NEGATIVE, 1)};
    size_t n = lane == 0 ? 0 : smv_player_chance(a, 150) ? 2 : 1;
    return smv_desk_make(a, SMV_KIND_ROW, sheet, fields, n);
}

bool smv_desk_table(struct smv_player *a, smv_id sheet)
{
    smv_id row = smv_player_chance(a, 350) ? new_row(a, sheet)
                                           : smv_player_child(a, sheet, SMV_KIND_ROW, false);
    smv_id column = smv_player_child(a, sheet, SMV_KIND_COLUMN, false);
    unsigned slot = column != 0 ? (unsigned)smv_player_num(a, column, SMV_COLUMN_SLOT) : 0;
    if (row == 0 || slot == 0 || smv_player_chance(a, 150)) {
        return row != 0 && mark_row(a, sheet, row);
    }
    uint64_t type = smv_player_num(a, column, SMV_COLUMN_TYPE);
    if (type != TYPED && type != WHO) {
        return choose(a, row, column, type, slot);
    }
    return begin(a, row, SMV_ROW_T1 - 1 + slot, type == WHO ? SMV_TEXT_WHO : SMV_TEXT_SENTENCE);
}

/* --- proposals and the parking -------------------------------------------------------------------------------- */
static bool fill_action(struct smv_player *a, smv_id action)
{
    if (smv_player_chance(a, 700)) {
        smv_player_later(a, action, SMV_ACTION_WHO, smv_text_some(&a->rng, SMV_TEXT_WHO));
    }
    if (smv_player_chance(a, 600)) {
        smv_player_later(a, action, SMV_ACTION_WHERE, smv_text_some(&a->rng, SMV_TEXT_WHO));
    }
    if (smv_player_chance(a, 500)) {
        smv_player_later(a, action, SMV_ACTION_FIRST, smv_text_some(&a->rng, SMV_TEXT_SENTENCE));
    }
    return smv_player_type(a, action, SMV_ACTION_WHAT, false,
                           smv_text_some(&a->rng, SMV_TEXT_ACTION));
}

bool smv_desk_actions(struct smv_player *a, smv_id sheet)
{
    uint64_t dice = smv_rng_below(&a->rng, 100);
    smv_id action = smv_player_child(a, sheet, SMV_KIND_ACTION, false);
    if (dice < 30 || action == 0) {
        action = smv_desk_make(a, SMV_KIND_ACTION, sheet, NULL, 0);
        return action != 0 && fill_action(a, action);
    }
    if (dice < 60) {
        return fill_action(a, action);
    }
    if (dice < 72) {
        return smv_player_set(a, action, SMV_ACTION_BY,
                              20270100 + smv_rng_below(&a->rng, 12) * 100 + 15);
    }
    if (dice < 82) {
        return smv_player_set(a, action, SMV_ACTION_STATUS, smv_rng_below(&a->rng, 3));
    }
    if (dice < 92) {
        return smv_player_set(a, action, SMV_ACTION_STAR, smv_rng_below(&a->rng, 2));
    }
    return smv_desk_tidy(a, sheet, SMV_KIND_ACTION);
}

bool smv_desk_parking(struct smv_player *a, smv_id sheet)
{
    smv_id parked = smv_player_child(a, sheet, SMV_KIND_PARKED, false);
    if (parked != 0 && smv_player_chance(a, 400)) {
        return smv_player_set(a, parked, SMV_PARKED_TAKEN, smv_rng_below(&a->rng, 2));
    }
    parked = smv_desk_make(a, SMV_KIND_PARKED, sheet, NULL, 0);
    return parked != 0 && smv_player_type(a, parked, SMV_PARKED_TEXT, false,
                                          smv_text_some(&a->rng, SMV_TEXT_PARKED));
}

/* --- maps ------------------------------------------------------------------------------------------------------ */
/* As people number their challenges: three figures, one, or none; the same one twice is no mistake. */
static size_t some_number(struct smv_player *a, char text[20])
{
    unsigned one = 1 + (unsigned)smv_rng_below(&a->rng, 4);
    text[0] = '\0';
    if (smv_player_chance(a, 600)) {
        snprintf(text, 20, "%u.%u.%u", one, 1 + (unsigned)smv_rng_below(&a->rng, 3),
                 1 + (unsigned)smv_rng_below(&a->rng, 6));
    } else if (smv_player_chance(a, 500)) {
        snprintf(text, 20, "%u", one);
    }
    return strlen(text);
}

static bool new_challenge(struct smv_player *a, smv_id sheet)
{
    smv_id phase = smv_player_child(a, sheet, SMV_KIND_PHASE, false);
    smv_id lane = smv_player_child(a, sheet, SMV_KIND_LANE, false);
    struct smv_field_value fields[3];
    char number[20];
    size_t n = 0;
    bool numbered = some_number(a, number) > 0;
    if (numbered) {
        fields[n++] = smv_give_text(SMV_CHALLENGE_NUMBER, smv_span_str(number));
    }
    if (phase != 0 && smv_player_chance(a, 800)) {
        fields[n++] = smv_give_num(SMV_KIND_CHALLENGE, SMV_CHALLENGE_PHASE, phase);
    }
    if (lane != 0 && smv_player_chance(a, 700)) {
        fields[n++] = smv_give_num(SMV_KIND_CHALLENGE, SMV_CHALLENGE_LANE, lane);
    }
    smv_id id = smv_desk_make(a, SMV_KIND_CHALLENGE, sheet, fields, n);
    if (id != 0 && numbered) {
        smv_player_gave(a, id, SMV_CHALLENGE_NUMBER, smv_span_str(number));
    }
    return begin(a, id, SMV_CHALLENGE_TEXT, SMV_TEXT_OBSTACLE);
}

bool smv_desk_map(struct smv_player *a, smv_id sheet)
{
    smv_id id = smv_player_child(a, sheet, SMV_KIND_CHALLENGE, false);
    if (id == 0 || smv_player_chance(a, 600)) {
        return new_challenge(a, sheet);
    }
    switch (smv_rng_below(&a->rng, 4)) {
    case 0:
        return smv_player_set(
            a, id, SMV_CHALLENGE_PHASE,
            smv_player_chance(a, 150) ? 0 : smv_player_child(a, sheet, SMV_KIND_PHASE, false));
    case 1:
        return smv_player_set(a, id, SMV_CHALLENGE_LANE,
                              smv_player_child(a, sheet, SMV_KIND_LANE, false));
    case 2:
        return smv_player_reword(a, id, SMV_CHALLENGE_TEXT, smv_text_some(&a->rng, SMV_TEXT_WHO));
    default: return smv_desk_tidy(a, sheet, SMV_KIND_CHALLENGE);
    }
}

/* --- plans ------------------------------------------------------------------------------------------------------- */
static bool tick(struct smv_player *a, smv_id sheet)
{
    smv_id check = smv_player_child(a, sheet, SMV_KIND_CHECK, false);
    if (check != 0 && smv_player_chance(a, 850)) {
        return smv_player_set(a, check, SMV_CHECK_TICK, smv_rng_below(&a->rng, 3));
    }
    return begin(a, smv_desk_make(a, SMV_KIND_CHECK, sheet, NULL, 0), SMV_CHECK_TEXT,
                 SMV_TEXT_TITLE);
}

static bool contact(struct smv_player *a, smv_id sheet)
{
    smv_id id = smv_desk_make(a, SMV_KIND_CONTACT, sheet, NULL, 0);
    if (id != 0) {
        smv_player_later(a, id, SMV_CONTACT_AGENCY, smv_text_some(&a->rng, SMV_TEXT_WHO));
        smv_player_later(a, id, SMV_CONTACT_REACH, smv_text_some(&a->rng, SMV_TEXT_WHO));
        smv_player_later(a, id, SMV_CONTACT_BY, smv_text_some(&a->rng, SMV_TEXT_WHO));
    }
    return begin(a, id, SMV_CONTACT_NAME, SMV_TEXT_WHO);
}

static bool meeting(struct smv_player *a, smv_id sheet)
{
    smv_id id = smv_player_child(a, sheet, SMV_KIND_MEETING, false);
    if (id != 0 && smv_player_chance(a, 500)) {
        return smv_player_set(a, id, SMV_MEETING_HELD, smv_rng_below(&a->rng, 3));
    }
    uint64_t time = 800 + 100 * smv_rng_below(&a->rng, 9) + 15 * smv_rng_below(&a->rng, 4);
    struct smv_field_value when[2] = {smv_give_num(SMV_KIND_MEETING, SMV_MEETING_WHEN, some_day(a)),
                                      smv_give_num(SMV_KIND_MEETING, SMV_MEETING_TIME, time)};
    id = smv_desk_make(a, SMV_KIND_MEETING, sheet, when, smv_player_chance(a, 700) ? 2 : 0);
    if (id != 0) {
        smv_player_later(a, id, SMV_MEETING_PLACE, smv_text_some(&a->rng, SMV_TEXT_TITLE));
        smv_player_later(a, id, SMV_MEETING_CALLS, smv_text_some(&a->rng, SMV_TEXT_WHO));
    }
    return begin(a, id, SMV_MEETING_ABOUT, SMV_TEXT_SENTENCE);
}

static bool consent(struct smv_player *a, smv_id sheet)
{
    smv_id id = smv_player_child(a, sheet, SMV_KIND_CONSENT, false);
    if (id == 0 || smv_player_chance(a, 120)) {
        return begin(a, smv_desk_make(a, SMV_KIND_CONSENT, sheet, NULL, 0), SMV_CONSENT_WHAT,
                     SMV_TEXT_SENTENCE);
    }
    return smv_player_set(a, id, SMV_CONSENT_STATE, smv_rng_below(&a->rng, 4)) &&
           smv_player_set(a, id, SMV_CONSENT_WHEN, some_day(a));
}

static bool revision(struct smv_player *a, smv_id sheet)
{
    char version[20];
    snprintf(version, sizeof version, "0.%u", 1 + (unsigned)smv_rng_below(&a->rng, 9));
    struct smv_field_value fields[2] = {
        smv_give_text(SMV_REVISION_VERSION, smv_span_str(version)),
        smv_give_num(SMV_KIND_REVISION, SMV_REVISION_WHEN, some_day(a))};
    smv_id id = smv_desk_make(a, SMV_KIND_REVISION, sheet, fields, 2);
    if (id != 0) {
        smv_player_gave(a, id, SMV_REVISION_VERSION, smv_span_str(version));
        smv_player_later(a, id, SMV_REVISION_WHO, smv_text_some(&a->rng, SMV_TEXT_WHO));
    }
    return begin(a, id, SMV_REVISION_WHAT, SMV_TEXT_SENTENCE);
}

bool smv_desk_plan(struct smv_player *a, smv_id sheet)
{
    static const unsigned tidied[] = {SMV_KIND_CONTACT, SMV_KIND_MEETING, SMV_KIND_REVISION};
    uint64_t dice = smv_rng_below(&a->rng, 100);
    if (dice < 32) {
        return tick(a, sheet);
    }
    if (dice < 48) {
        return contact(a, sheet);
    }
    if (dice < 68) {
        return meeting(a, sheet);
    }
    if (dice < 86) {
        return consent(a, sheet);
    }
    if (dice < 94) {
        return revision(a, sheet);
    }
    return smv_desk_tidy(a, sheet, tidied[smv_rng_below(&a->rng, 3)]);
}
