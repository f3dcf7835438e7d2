/* desk.c - work on questions, and the choice of work by a sheet's form; see desk.h. */
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

/* A free sheet has what its template gave it. */
static bool work_free(struct smv_player *a, smv_id sheet)
{
    static const struct {
        unsigned kind;
        bool (*work)(struct smv_player *a, smv_id sheet);
    } parts[] = {{SMV_KIND_QUESTION, work_questions},
                 {SMV_KIND_PHASE, smv_desk_board},
                 {SMV_KIND_COLUMN, smv_desk_table},
                 {SMV_KIND_CHECK, smv_desk_plan}};
    size_t n = sizeof parts / sizeof *parts, from = smv_rng_below(&a->rng, n);
    for (size_t i = 0; i < n; i++) {
        size_t at = (from + i) % n;
        if (smv_player_child(a, sheet, parts[at].kind, false) != 0) {
            return parts[at].work(a, sheet);
        }
    }
    return smv_desk_actions(a, sheet);
}

/* --- by form ------------------------------------------------------------------------------------------------ */
bool smv_desk_work(struct smv_player *a, smv_id sheet, unsigned form)
{
    if (smv_player_chance(a, 5)) {
        return smv_player_set(a, sheet, SMV_SHEET_DONE, smv_rng_below(&a->rng, 2));
    }
    switch (form) {
    case FORM_QUESTIONS: return work_questions(a, sheet);
    case FORM_TIMELINE: return smv_desk_board(a, sheet);
    case FORM_TABLE: return smv_desk_table(a, sheet);
    case FORM_ACTIONS: return smv_desk_actions(a, sheet);
    case FORM_PARKING: return smv_desk_parking(a, sheet);
    case FORM_MAP: return smv_desk_map(a, sheet);
    case FORM_PLAN:
        return smv_player_chance(a, 400) ? work_questions(a, sheet) : smv_desk_plan(a, sheet);
    case FORM_FREE: return work_free(a, sheet);
    default: return false;
    }
}
