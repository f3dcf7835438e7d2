/* make_look.c - finding and reading nodes for a document.
 *
 * What: children and references that are not gone, what a node says, whose a sheet is, whether anything stands on it.
 * Not:  puts no blocks.
 * Uses: make_int.h.    Thread: one owner.
 * Invariants: believes no reference: kinds are looked at, and no text is followed further than one step. */
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/document/make_int.h"

enum { SHORT_NAME = 3, SLOTS = 12 };

/* --- children and references -------------------------------------------------------------------- */

const struct smv_node *smv_make_next(const struct smv_node *parent, const struct smv_node *at,
                                     unsigned kind)
{
    const struct smv_node *n = at == NULL ? parent->first : at->next;
    while (n != NULL && (n->deleted || (kind != 0 && n->kind != kind))) {
        n = n->next;
    }
    return n;
}

size_t smv_make_count(const struct smv_node *parent, unsigned kind)
{
    size_t n = 0;
    for (const struct smv_node *at = NULL; (at = smv_make_next(parent, at, kind)) != NULL;) {
        n++;
    }
    return n;
}

const struct smv_node *smv_make_find(const struct smv_making *m, smv_id id)
{
    const struct smv_node *n = id == 0 ? NULL : smv_tree_find(m->tree, id);
    return n == NULL || smv_node_gone(n) ? NULL : n;
}

const struct smv_node *smv_make_ref(const struct smv_making *m, const struct smv_node *n,
                                    unsigned field)
{
    return smv_make_find(m, smv_node_num(n, field));
}

const struct smv_node *smv_make_quoted(const struct smv_making *m, const struct smv_node *n,
                                       unsigned field)
{
    const struct smv_node *to = smv_make_ref(m, n, field);
    const struct smv_node *sheet = to == NULL ? NULL : smv_node_sheet(to);
    bool for_all = m->wish->of == SMV_DOC_DOCUMENTATION || m->wish->of == SMV_DOC_ACTIONS;
    if (sheet != NULL && (smv_make_is_pattern(sheet) ||
                          (for_all && smv_make_print(m, sheet) >= SMV_PRINT_COMPENDIUM))) {
        return NULL;
    }
    return to;
}

struct smv_span smv_make_str(struct smv_making *m, const struct smv_node *n, unsigned field)
{
    return smv_make_line(m, smv_node_str(n, field));
}

/* --- what a node says ---------------------------------------------------------------------------- */

static struct smv_span first_cell(const struct smv_node *row)
{
    for (unsigned slot = 0; slot < SLOTS; slot++) {
        struct smv_span typed = smv_node_str(row, SMV_ROW_T1 + slot);
        struct smv_span chosen = smv_node_str(row, SMV_ROW_V1 + slot);
        if (!smv_make_blank(typed)) {
            return typed;
        }
        if (!smv_make_blank(chosen)) {
            return chosen;
        }
    }
    return smv_span(NULL, 0);
}

static struct smv_span either(const struct smv_node *n, unsigned first, unsigned second)
{
    struct smv_span text = smv_node_str(n, first);
    return smv_make_blank(text) ? smv_node_str(n, second) : text;
}

/* Of the kinds that say one thing; empty for others. */
static struct smv_span says(const struct smv_node *n)
{
    switch (n->kind) {
    case SMV_KIND_SESSION: return smv_node_str(n, SMV_SESSION_TITLE);
    case SMV_KIND_SHEET: return smv_node_str(n, SMV_SHEET_TITLE);
    case SMV_KIND_PHASE: return smv_node_str(n, SMV_PHASE_TITLE);
    case SMV_KIND_LANE: return smv_node_str(n, SMV_LANE_TITLE);
    case SMV_KIND_QUESTION: return smv_node_str(n, SMV_QUESTION_TEXT);
    case SMV_KIND_POINT: return smv_node_str(n, SMV_POINT_TEXT);
    case SMV_KIND_CARD: return either(n, SMV_CARD_TITLE, SMV_CARD_BODY);
    case SMV_KIND_FLOW: return smv_node_str(n, SMV_FLOW_LABEL);
    case SMV_KIND_OBSTACLE: return smv_node_str(n, SMV_OBSTACLE_TEXT);
    case SMV_KIND_CHALLENGE: return smv_node_str(n, SMV_CHALLENGE_TEXT);
    case SMV_KIND_ROW: return first_cell(n);
    case SMV_KIND_ACTION: return smv_node_str(n, SMV_ACTION_WHAT);
    case SMV_KIND_PARKED: return smv_node_str(n, SMV_PARKED_TEXT);
    case SMV_KIND_CLUSTER: return smv_node_str(n, SMV_CLUSTER_TITLE);
    case SMV_KIND_POLL: return smv_node_str(n, SMV_POLL_TEXT);
    case SMV_KIND_CHOICE: return smv_node_str(n, SMV_CHOICE_TEXT);
    default: return smv_span(NULL, 0);
    }
}

struct smv_span smv_make_said(struct smv_making *m, const struct smv_node *n)
{
    struct smv_span text = says(n);
    if (n->kind == SMV_KIND_CHOICE && smv_make_blank(text)) {
        const struct smv_node *about = smv_make_ref(m, n, SMV_CHOICE_ABOUT);
        text = about == NULL ? text : says(about);
    }
    return smv_make_line(m, text);
}

struct smv_span smv_make_asked(struct smv_making *m, const struct smv_node *question)
{
    struct smv_span text = smv_make_said(m, question);
    return text.len > 0 ? text : smv_make_word(m, SMV_WORD_QUESTION_UNNAMED);
}

/* --- sheets ---------------------------------------------------------------------------------------- */

bool smv_make_is_pattern(const struct smv_node *sheet)
{
    return smv_node_num(sheet, SMV_SHEET_EACH) != 0;
}

/* Sheets stand under the seminar or a session: those of the seminar first, then session by session. */
const struct smv_node *smv_make_next_sheet(const struct smv_making *m, const struct smv_node *at)
{
    const struct smv_node *root = m->tree->root, *parent = at == NULL ? root : at->parent;
    for (;;) {
        while ((at = smv_make_next(parent, at, SMV_KIND_SHEET)) != NULL) {
            if (!smv_make_is_pattern(at)) {
                return at;
            }
        }
        parent = smv_make_next(root, parent == root ? NULL : parent, SMV_KIND_SESSION);
        if (parent == NULL) {
            return NULL;
        }
    }
}

unsigned smv_make_print(const struct smv_making *m, const struct smv_node *sheet)
{
    if (smv_node_slot(sheet, SMV_SHEET_PRINT) == NULL) {
        const struct smv_node *pattern =
            smv_tree_find(m->tree, smv_node_num(sheet, SMV_SHEET_PATTERN));
        sheet = pattern != NULL && pattern->kind == SMV_KIND_SHEET ? pattern : sheet;
    }
    return (unsigned)smv_node_num(sheet, SMV_SHEET_PRINT);
}

const struct smv_node *smv_make_place(const struct smv_making *m, const struct smv_node *sheet)
{
    const struct smv_node *room = smv_make_ref(m, sheet, SMV_SHEET_ROOM);
    if (room != NULL && room->kind == SMV_KIND_ROOM) {
        return room;
    }
    const struct smv_node *group = smv_make_ref(m, sheet, SMV_SHEET_GROUP);
    return group != NULL && group->kind == SMV_KIND_GROUP ? group : NULL;
}

const struct smv_node *smv_make_group(const struct smv_making *m, const struct smv_node *sheet)
{
    const struct smv_node *place = smv_make_place(m, sheet);
    if (place == NULL || place->kind == SMV_KIND_GROUP || sheet->parent == NULL ||
        sheet->parent->kind != SMV_KIND_SESSION) {
        return place != NULL && place->kind == SMV_KIND_GROUP ? place : NULL;
    }
    const struct smv_node *composition = smv_make_ref(m, sheet->parent, SMV_SESSION_COMPOSITION);
    if (composition == NULL || composition->kind != SMV_KIND_COMPOSITION) {
        return NULL;
    }
    const struct smv_node *g = NULL;
    while ((g = smv_make_next(composition, g, SMV_KIND_GROUP)) != NULL &&
           smv_node_num(g, SMV_GROUP_ROOM) != place->id) {
    }
    return g;
}

struct smv_span smv_make_who(struct smv_making *m, const struct smv_node *sheet, bool whole)
{
    const struct smv_node *group = smv_make_group(m, sheet);
    struct smv_span name =
        group == NULL ? smv_span(NULL, 0) : smv_make_str(m, group, SMV_GROUP_NAME);
    const struct smv_node *place = smv_make_place(m, sheet);
    if (name.len > 0) {
        bool letter = whole && smv_utf8_count(name) <= SHORT_NAME;
        return letter ? smv_make_say(m, SMV_WORD_GROUP_NAMED, 0, name, name) : name;
    }
    if (place != NULL && place->kind == SMV_KIND_ROOM) {
        name = smv_make_str(m, place, SMV_ROOM_NAME);
    }
    return name.len > 0 || place == NULL ? name : smv_make_word(m, SMV_WORD_GROUP_UNNAMED);
}

/* --- has anything been written ------------------------------------------------------------------------ */

bool smv_make_question_written(const struct smv_node *question)
{
    if (!smv_make_blank(smv_node_str(question, SMV_QUESTION_DISCUSSION))) {
        return true;
    }
    for (const struct smv_node *p = NULL;
         (p = smv_make_next(question, p, SMV_KIND_POINT)) != NULL;) {
        if (!smv_make_blank(smv_node_str(p, SMV_POINT_TEXT))) {
            return true;
        }
    }
    return false;
}

/* The fold's own ids are of ordinal 0. */
bool smv_make_by_people(const struct smv_node *n)
{
    return smv_id_ord(n->id) != 0;
}

bool smv_make_action_written(const struct smv_node *action)
{
    static const uint8_t texts[] = {SMV_ACTION_WHAT, SMV_ACTION_WHO, SMV_ACTION_WHERE,
                                    SMV_ACTION_FIRST, SMV_ACTION_NOTE};
    for (size_t i = 0; i < sizeof texts; i++) {
        if (!smv_make_blank(smv_node_str(action, texts[i]))) {
            return true;
        }
    }
    return smv_node_num(action, SMV_ACTION_BY) != 0;
}

/* What a template gave counts once somebody has chosen something there. */
bool smv_make_node_written(const struct smv_node *n)
{
    switch (n->kind) {
    case SMV_KIND_QUESTION:
        return smv_make_question_written(n) || smv_node_num(n, SMV_QUESTION_WORD) != 0;
    case SMV_KIND_ACTION: return smv_make_action_written(n);
    case SMV_KIND_CHECK: return smv_make_by_people(n) || smv_node_num(n, SMV_CHECK_TICK) != 0;
    case SMV_KIND_CONSENT:
        return smv_make_by_people(n) || smv_node_num(n, SMV_CONSENT_STATE) != 0 ||
               smv_node_num(n, SMV_CONSENT_WHEN) != 0;
    case SMV_KIND_CONTACT:
    case SMV_KIND_MEETING:
    case SMV_KIND_REVISION:
    case SMV_KIND_FLOW:
    case SMV_KIND_GATHERED: return true;
    case SMV_KIND_POLL:
        return smv_node_num(n, SMV_POLL_STATE) != 0 || smv_node_num(n, SMV_POLL_COUNT) != 0;
    case SMV_KIND_CARD:
    case SMV_KIND_OBSTACLE:
    case SMV_KIND_CHALLENGE:
    case SMV_KIND_ROW:
    case SMV_KIND_PARKED:
    case SMV_KIND_CLUSTER: return !smv_make_blank(says(n));
    default: return false;
    }
}

bool smv_make_written(const struct smv_making *m, const struct smv_node *sheet)
{
    (void)m;
    for (const struct smv_node *n = NULL; (n = smv_tree_walk(sheet, n)) != NULL;) {
        if (n != sheet && smv_make_node_written(n) && !smv_node_gone(n)) {
            return true;
        }
    }
    return false;
}

/* --- lists ---------------------------------------------------------------------------------------- */

void smv_make_list_add(struct smv_making_list *l, const struct smv_node *n)
{
    l->of = smv_grow(l->of, &l->cap, l->n + 1, sizeof *l->of);
    l->of[l->n++] = n;
}

void smv_make_list_finish(struct smv_making_list *l)
{
    smv_free(l->of);
    *l = (struct smv_making_list){0};
}

void smv_make_list_sort(struct smv_making_list *l, smv_make_cmp *cmp, void *arg)
{
    if (l->n < 2) {
        return;
    }
    const struct smv_node **from = l->of, **to = smv_alloc(l->n * sizeof *to);
    for (size_t width = 1; width < l->n; width *= 2) {
        for (size_t at = 0; at < l->n; at += 2 * width) {
            size_t left = at, mid = at + width < l->n ? at + width : l->n;
            size_t right = mid, end = mid + width < l->n ? mid + width : l->n;
            for (size_t i = at; i < end; i++) {
                bool take_left =
                    left < mid && (right == end || cmp(from[left], from[right], arg) <= 0);
                to[i] = take_left ? from[left++] : from[right++];
            }
        }
        const struct smv_node **swap = from;
        from = to;
        to = swap;
    }
    smv_free(to);
    l->of = from;
    l->cap = l->n;
}
