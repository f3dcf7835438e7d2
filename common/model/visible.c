/* visible.c - which view contains which node.
 *
 * What: one function per scope of schema.def, and the walk over the governors above.
 * Not:  no writing (rights.c); no enter and leave (the daemon compares before and after).
 * Uses: rights.h.    Thread: pure. */
#include "common/model/rights.h"

/* What SEMINAR.READS opens to participants, and what a stage's mode 2 is. */
enum { READS_AGENDA = 1, READS_STAGE = 2, READS_OWN_GROUP = 4, READS_ALL_GROUPS = 8 };
enum { MODE_ACROSS = 2 };

static bool leads(struct smv_view_id view)
{
    return view.cls == SMV_VIEW_ORG || view.cls == SMV_VIEW_MOD;
}

static bool is_place(struct smv_view_id view)
{
    return view.cls == SMV_VIEW_ROOM || view.cls == SMV_VIEW_GROUP;
}

static bool phones_read(const struct smv_tree *t, uint64_t what)
{
    return (smv_node_num(t->root, SMV_SEMINAR_READS) & what) != 0;
}

static bool sees_common(const struct smv_tree *t, struct smv_view_id view, const struct smv_node *n)
{
    /* A participant's sheets stand under sessions, so these are never hidden. */
    return view.cls != SMV_VIEW_PHONE || n->kind == SMV_KIND_SEMINAR ||
           n->kind == SMV_KIND_SESSION || phones_read(t, READS_AGENDA);
}

static bool sees_of_place(struct smv_view_id view, const struct smv_node *n)
{
    smv_id place = smv_place_of(n);
    return leads(view) || (is_place(view) && (place == 0 || place == view.arg));
}

static bool sees_stage(const struct smv_tree *t, struct smv_view_id view, const struct smv_node *n)
{
    switch ((enum smv_view_class)view.cls) {
    case SMV_VIEW_ORG:
    case SMV_VIEW_MOD: return true;
    case SMV_VIEW_SCREEN: return view.arg == n->id;
    case SMV_VIEW_PHONE: return phones_read(t, READS_STAGE);
    case SMV_VIEW_ROOM:
    case SMV_VIEW_GROUP: return false;
    }
    return false;
}

/* --- sheets ---------------------------------------------------------------------------------- */

bool smv_is_groups_sheet(const struct smv_tree *t, const struct smv_node *sheet, smv_id group_id)
{
    const struct smv_node *group = smv_tree_find(t, group_id);
    if (group == NULL || group->kind != SMV_KIND_GROUP) {
        return false;
    }
    if (smv_node_num(sheet, SMV_SHEET_GROUP) != 0) {
        return smv_node_num(sheet, SMV_SHEET_GROUP) == group_id;
    }
    smv_id room = smv_node_num(sheet, SMV_SHEET_ROOM);
    return room != 0 && smv_node_num(group, SMV_GROUP_ROOM) == room &&
           sheet->parent->kind == SMV_KIND_SESSION &&
           smv_node_num(sheet->parent, SMV_SESSION_COMPOSITION) == group->parent->id;
}

static bool phone_sees_sheet(const struct smv_tree *t, smv_id group, const struct smv_node *sheet,
                             uint64_t audience)
{
    if ((audience & SMV_AUDIENCE_ALL) != 0) {
        return true;
    }
    bool to_groups = (audience & SMV_AUDIENCE_GROUP) != 0;
    if (to_groups && phones_read(t, READS_ALL_GROUPS)) {
        return true;
    }
    return (to_groups || phones_read(t, READS_OWN_GROUP)) && smv_is_groups_sheet(t, sheet, group);
}

/* Does the sheet hold a copy of this question of its pattern? */
static bool holds_copy(const struct smv_node *sheet, const struct smv_node *question)
{
    const struct smv_node *pattern = smv_node_sheet(question);
    if (question->kind != SMV_KIND_QUESTION || pattern == NULL ||
        smv_node_num(sheet, SMV_SHEET_PATTERN) != pattern->id) {
        return false;
    }
    for (const struct smv_node *n = sheet; n != NULL; n = smv_tree_walk(sheet, n)) {
        if (n->kind == SMV_KIND_QUESTION && smv_node_num(n, SMV_QUESTION_PATTERN) == question->id) {
            return true;
        }
    }
    return false;
}

static bool screen_sees_sheet(const struct smv_tree *t, smv_id stage_id,
                              const struct smv_node *sheet)
{
    const struct smv_node *stage = smv_tree_find(t, stage_id);
    if (stage == NULL || stage->kind != SMV_KIND_STAGE) {
        return false;
    }
    bool across = smv_node_num(stage, SMV_STAGE_MODE) == MODE_ACROSS;
    struct smv_value show;
    smv_node_value(stage, SMV_STAGE_SHOW, &show);
    for (uint32_t i = 0; i < show.n_list; i++) {
        const struct smv_node *shown = smv_tree_find(t, show.list[i]);
        if (shown == NULL) {
            continue;
        }
        if (smv_node_sheet(shown) == sheet || (across && holds_copy(sheet, shown))) {
            return true;
        }
    }
    return false;
}

static bool sees_sheet(const struct smv_tree *t, struct smv_view_id view,
                       const struct smv_node *sheet)
{
    if (leads(view)) {
        return true;
    }
    if (smv_node_num(sheet, SMV_SHEET_EACH) != 0) {
        return false; /* a pattern is nobody's sheet */
    }
    uint64_t audience = smv_node_num(sheet, SMV_SHEET_AUDIENCE);
    switch ((enum smv_view_class)view.cls) {
    case SMV_VIEW_ROOM:
    case SMV_VIEW_GROUP:
        return (audience & SMV_AUDIENCE_PLACES) != 0 ||
               ((audience & SMV_AUDIENCE_OWN) != 0 && view.arg != 0 &&
                smv_place_of(sheet) == view.arg);
    case SMV_VIEW_SCREEN: return screen_sees_sheet(t, view.arg, sheet);
    case SMV_VIEW_PHONE: return phone_sees_sheet(t, view.arg, sheet, audience);
    case SMV_VIEW_ORG:
    case SMV_VIEW_MOD: break;
    }
    return true;
}

/* Whether the poll's sheet is seen is asked by the walk over the governors. */
static bool sees_answer(struct smv_view_id view, const struct smv_node *answer)
{
    return leads(view) || (smv_node_num(answer->parent, SMV_POLL_REVEALED) != 0 &&
                           smv_node_num(answer, SMV_ANSWER_HELD) == 0);
}

/* --- all scopes ------------------------------------------------------------------------------ */

static bool sees_by_scope(const struct smv_tree *t, struct smv_view_id view,
                          const struct smv_node *n)
{
    switch ((enum smv_scope)smv_kind_info(n->kind)->scope) {
    case SMV_SCOPE_ALL: return sees_common(t, view, n);
    case SMV_SCOPE_STAFF: return leads(view) || is_place(view);
    case SMV_SCOPE_PLACE: return sees_of_place(view, n);
    case SMV_SCOPE_MODS: return leads(view);
    case SMV_SCOPE_ORG: return view.cls == SMV_VIEW_ORG;
    case SMV_SCOPE_STAGE: return sees_stage(t, view, n);
    case SMV_SCOPE_SHEET: return sees_sheet(t, view, n);
    case SMV_SCOPE_ANSWER: return sees_answer(view, n);
    case SMV_SCOPE_INHERIT:
    case SMV_SCOPE_COUNT: break;
    }
    return false;
}

bool smv_visible(const struct smv_tree *t, struct smv_view_id view, const struct smv_node *governor)
{
    for (const struct smv_node *n = governor; n != NULL; n = smv_node_governor(n->parent)) {
        if (!sees_by_scope(t, view, n)) {
            return false;
        }
    }
    return true;
}
