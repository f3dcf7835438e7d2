/* desk.c - work on questions, tables, proposals, the parking and plans; see desk.h. */
#include "client-cli/rehearse/desk.h"

enum {
    FORM_QUESTIONS,
    FORM_TIMELINE,
    FORM_TABLE,
    FORM_ACTIONS,
    FORM_PARKING,
    FORM_MAP = 6,
    FORM_PLAN = 7,
    FORM_FREE = 9
};

smv_id smv_desk_make(struct smv_player *a, unsigned kind, smv_id parent,
                     const struct smv_field_value *fields, size_t n)
{
    smv_id after = smv_player_chance(a, 800) ? smv_player_last(a, parent)
                                             : smv_player_child(a, parent, kind, false);
    return smv_client_add(a->client, kind, parent, after, fields, n);
}

bool smv_desk_tidy(struct smv_player *a, smv_id parent, unsigned kind)
{
    smv_id node = smv_player_child(a, parent, kind, false);
    switch (smv_rng_below(&a->rng, 4)) {
    case 0: {
        smv_id after = smv_player_child(a, parent, kind, false);
        return node != 0 && node != after && smv_client_move(a->client, node, parent, after);
    }
    case 1: return node != 0 && smv_client_del(a->client, node);
    default: {
        smv_id binned = smv_player_child(a, parent, kind, /* deleted */ true);
        return binned != 0 && smv_client_undel(a->client, binned);
    }
    }
}

/* --- questions ------------------------------------------------------------------------------------------- */
static smv_id some_question(struct smv_player *a, smv_id sheet)
{
    smv_id q = smv_player_child(a, sheet, SMV_KIND_QUESTION, false);
    smv_id sub = q != 0 ? smv_player_child(a, q, SMV_KIND_QUESTION, false) : 0;
    return sub != 0 && smv_player_chance(a, 500) ? sub : q;
}

static bool new_point(struct smv_player *a, smv_id question)
{
    struct smv_span whole = smv_text_some(&a->rng, SMV_TEXT_SENTENCE);
    struct smv_field_value given = smv_give_text(SMV_POINT_TEXT, whole);
    bool pasted = smv_player_chance(a, 60);
    smv_id point = smv_desk_make(a, SMV_KIND_POINT, question, &given, pasted);
    if (point == 0) {
        return false;
    }
    if (pasted) {
        smv_player_gave(a, point, SMV_POINT_TEXT, whole);
        return true;
    }
    return smv_player_type(a, point, SMV_POINT_TEXT, smv_player_chance(a, 150), whole);
}

static bool change_point(struct smv_player *a, smv_id question)
{
    smv_id point = smv_player_child(a, question, SMV_KIND_POINT, false);
    if (point == 0) {
        return false;
    }
    switch (smv_rng_below(&a->rng, 3)) {
    case 0: return smv_player_set(a, point, SMV_POINT_STAR, smv_rng_below(&a->rng, 2));
    case 1: return smv_player_set(a, point, SMV_POINT_FLAG, smv_rng_below(&a->rng, 2));
    default:
        return smv_player_reword(a, point, SMV_POINT_TEXT, smv_text_some(&a->rng, SMV_TEXT_WHO));
    }
}

static bool work_questions(struct smv_player *a, smv_id sheet)
{
    smv_id question = some_question(a, sheet);
    uint64_t dice = smv_rng_below(&a->rng, 100);
    if (question == 0) {
        return false;
    }
    if (dice < 48) {
        return new_point(a, question);
    }
    if (dice < 76) {
        return smv_player_type(a, question, SMV_QUESTION_DISCUSSION, /* shared */ true,
                               smv_text_some(&a->rng, SMV_TEXT_DISCUSSION));
    }
    if (dice < 84) {
        return change_point(a, question);
    }
    if (dice < 88) {
        return smv_player_set(a, question, SMV_QUESTION_WORD, smv_rng_below(&a->rng, 3));
    }
    if (dice < 90) {
        return smv_player_set(a, question, SMV_QUESTION_STUCK, smv_rng_below(&a->rng, 2));
    }
    return smv_desk_tidy(a, question, SMV_KIND_POINT);
}

/* --- rows of several forms ---------------------------------------------------------------------------------- */
static bool work_table(struct smv_player *a, smv_id sheet)
{
    smv_id row = smv_player_chance(a, 450) ? smv_desk_make(a, SMV_KIND_ROW, sheet, NULL, 0)
                                           : smv_player_child(a, sheet, SMV_KIND_ROW, false);
    smv_id column = smv_player_child(a, sheet, SMV_KIND_COLUMN, false);
    uint64_t slot = column != 0 ? smv_player_num(a, column, SMV_COLUMN_SLOT) : 0;
    if (row == 0 || slot == 0 || smv_player_num(a, column, SMV_COLUMN_TYPE) != 0) {
        return row != 0 && smv_player_set(a, row, SMV_ROW_STAR, smv_rng_below(&a->rng, 2));
    }
    return smv_player_type(a, row, SMV_ROW_T1 - 1 + (unsigned)slot, false,
                           smv_text_some(&a->rng, SMV_TEXT_SENTENCE));
}

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

static bool work_actions(struct smv_player *a, smv_id sheet)
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

static bool work_parking(struct smv_player *a, smv_id sheet)
{
    smv_id parked = smv_player_child(a, sheet, SMV_KIND_PARKED, false);
    if (parked != 0 && smv_player_chance(a, 400)) {
        return smv_player_set(a, parked, SMV_PARKED_TAKEN, smv_rng_below(&a->rng, 2));
    }
    parked = smv_desk_make(a, SMV_KIND_PARKED, sheet, NULL, 0);
    return parked != 0 && smv_player_type(a, parked, SMV_PARKED_TEXT, false,
                                          smv_text_some(&a->rng, SMV_TEXT_PARKED));
}

/* A map or a plan: one kind whose first text is typed. */
static bool work_simple(struct smv_player *a, smv_id sheet, unsigned kind, unsigned field)
{
    smv_id node = smv_desk_make(a, kind, sheet, NULL, 0);
    return node != 0 &&
           smv_player_type(a, node, field, false, smv_text_some(&a->rng, SMV_TEXT_TITLE));
}

bool smv_desk_work(struct smv_player *a, smv_id sheet, unsigned form)
{
    if (smv_player_chance(a, 5)) {
        return smv_player_set(a, sheet, SMV_SHEET_DONE, smv_rng_below(&a->rng, 2));
    }
    switch (form) {
    case FORM_QUESTIONS:
    case FORM_FREE: return work_questions(a, sheet);
    case FORM_TIMELINE: return smv_desk_board(a, sheet);
    case FORM_TABLE: return work_table(a, sheet);
    case FORM_ACTIONS: return work_actions(a, sheet);
    case FORM_PARKING: return work_parking(a, sheet);
    case FORM_MAP: return work_simple(a, sheet, SMV_KIND_CHALLENGE, SMV_CHALLENGE_TEXT);
    case FORM_PLAN: return work_simple(a, sheet, SMV_KIND_MEETING, SMV_MEETING_ABOUT);
    default: return false;
    }
}
