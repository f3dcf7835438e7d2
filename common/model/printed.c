/* printed.c - see printed.h. */
#include "common/model/printed.h"

#define BIT(number) (UINT64_C(1) << (number))

enum { PRINT_COMPENDIUM = 2 }; /* SHEET.PRINT: from here on not in the documentation */

/* Fields that a reader sees; 0: none. */
static uint64_t fields_of(unsigned kind)
{
    switch (kind) {
    case SMV_KIND_SEMINAR:
        return BIT(SMV_SEMINAR_TITLE) | BIT(SMV_SEMINAR_VENUE) | BIT(SMV_SEMINAR_DATE) |
               BIT(SMV_SEMINAR_LANG) | BIT(SMV_SEMINAR_REHEARSAL) | BIT(SMV_SEMINAR_CONTENTS);
    case SMV_KIND_PARTICIPANT:
        return BIT(SMV_PARTICIPANT_ORGANISATION) | BIT(SMV_PARTICIPANT_STATUS);
    case SMV_KIND_GROUP: return BIT(SMV_GROUP_NAME) | BIT(SMV_GROUP_ROOM);
    case SMV_KIND_ROOM: return BIT(SMV_ROOM_NAME);
    case SMV_KIND_SESSION:
        return BIT(SMV_SESSION_TITLE) | BIT(SMV_SESSION_ABOUT) | BIT(SMV_SESSION_FORM) |
               BIT(SMV_SESSION_MINUTES) | BIT(SMV_SESSION_PLANNED) | BIT(SMV_SESSION_COMPOSITION);
    case SMV_KIND_SHEET: return BIT(SMV_SHEET_TITLE) | BIT(SMV_SHEET_NOTICE) | BIT(SMV_SHEET_PRINT);
    case SMV_KIND_QUESTION:
        return BIT(SMV_QUESTION_TEXT) | BIT(SMV_QUESTION_DISCUSSION) | BIT(SMV_QUESTION_WORD);
    case SMV_KIND_PHASE: return BIT(SMV_PHASE_TITLE);
    case SMV_KIND_LANE: return BIT(SMV_LANE_TITLE);
    case SMV_KIND_COLUMN:
        return BIT(SMV_COLUMN_TITLE) | BIT(SMV_COLUMN_SLOT) | BIT(SMV_COLUMN_TYPE);
    case SMV_KIND_POINT: return ~BIT(SMV_POINT_FLAG);
    case SMV_KIND_POLL:
        return BIT(SMV_POLL_TEXT) | BIT(SMV_POLL_FORM) | BIT(SMV_POLL_STATE) |
               BIT(SMV_POLL_REVEALED) | BIT(SMV_POLL_COUNT);
    case SMV_KIND_ORGANISATION:
    case SMV_KIND_COMPOSITION:
    case SMV_KIND_MEMBER:
    case SMV_KIND_CARD:
    case SMV_KIND_FLOW:
    case SMV_KIND_OBSTACLE:
    case SMV_KIND_CHALLENGE:
    case SMV_KIND_ROW:
    case SMV_KIND_ACTION:
    case SMV_KIND_PARKED:
    case SMV_KIND_CLUSTER:
    case SMV_KIND_GATHERED:
    case SMV_KIND_CONTACT:
    case SMV_KIND_MEETING:
    case SMV_KIND_CONSENT:
    case SMV_KIND_CHECK:
    case SMV_KIND_REVISION:
    case SMV_KIND_CHOICE:
    case SMV_KIND_ANSWER: return ~UINT64_C(0);
    default: return 0; /* links, notices, calls, screens, prompts, versions */
    }
}

bool smv_printed_kind(unsigned kind)
{
    return fields_of(kind) != 0;
}

bool smv_printed_field(unsigned kind, unsigned field)
{
    return field <= SMV_FIELD_MAX && (fields_of(kind) & BIT(field)) != 0;
}

/* A sheet that was never told is printed as its pattern is. */
static uint64_t print_of(const struct smv_tree *t, const struct smv_node *sheet)
{
    const struct smv_node *pattern = smv_tree_find(t, smv_node_num(sheet, SMV_SHEET_PATTERN));
    bool told = smv_node_slot(sheet, SMV_SHEET_PRINT) != NULL;
    return told || pattern == NULL || pattern->kind != SMV_KIND_SHEET
               ? smv_node_num(sheet, SMV_SHEET_PRINT)
               : smv_node_num(pattern, SMV_SHEET_PRINT);
}

bool smv_printed(const struct smv_tree *t, const struct smv_node *n)
{
    if (!smv_printed_kind(n->kind)) {
        return false;
    }
    const struct smv_node *sheet = smv_node_sheet(n);
    return sheet == NULL || n->kind == SMV_KIND_SHEET /* its being printed may be what changed */
               ? sheet == NULL || smv_node_num(sheet, SMV_SHEET_EACH) == 0
               : smv_node_num(sheet, SMV_SHEET_EACH) == 0 && print_of(t, sheet) < PRINT_COMPENDIUM;
}

const struct smv_node *smv_last_version(const struct smv_tree *t)
{
    const struct smv_node *best = NULL;
    for (const struct smv_node *n = t->root->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_VERSION && !n->deleted &&
            (best == NULL ||
             smv_node_num(n, SMV_VERSION_NUMBER) >= smv_node_num(best, SMV_VERSION_NUMBER))) {
            best = n;
        }
    }
    return best;
}

bool smv_printed_slot(const struct smv_node *n, const struct smv_slot *slot, smv_seq since)
{
    return slot->seq > since && smv_printed_field(n->kind, slot->field);
}

/* Would a reader see that it is there? */
static bool says_something(const struct smv_node *n)
{
    switch (n->kind) {
    case SMV_KIND_SHEET:
    case SMV_KIND_GATHERED: /* a heading alone or a reference: told with what stands in it */
        return n->kind == SMV_KIND_GATHERED;
    case SMV_KIND_PARTICIPANT:
    case SMV_KIND_MEMBER:
    case SMV_KIND_ANSWER:
    case SMV_KIND_FLOW: return true;
    default: break;
    }
    for (uint16_t i = 0; i < n->n_slots; i++) {
        unsigned type = n->slots[i].type;
        if ((type == SMV_TYPE_TEXT || type == SMV_TYPE_STR) &&
            smv_printed_field(n->kind, n->slots[i].field) &&
            smv_node_str(n, n->slots[i].field).len > 0) {
            return true;
        }
    }
    return false;
}

static void latest(smv_seq seq, uint32_t ord, smv_seq *ret_seq, uint32_t *ret_ord)
{
    if (seq > *ret_seq) {
        *ret_seq = seq;
        *ret_ord = ord;
    }
}

enum smv_printed_change smv_printed_change(const struct smv_tree *t, const struct smv_node *n,
                                           smv_seq since, smv_seq *ret_seq, uint32_t *ret_ord)
{
    const struct smv_node *gone = NULL;
    smv_seq seq = 0;
    uint32_t ord = 0;
    if (!smv_printed(t, n)) {
        return SMV_PRINTED_SAME;
    }
    for (const struct smv_node *p = n; p != NULL; p = p->parent) {
        gone = p->deleted && (gone == NULL || p->del_seq < gone->del_seq) ? p : gone;
    }
    if (gone != NULL) {
        if (n->seq > since || gone->del_seq <= since || !says_something(n)) {
            return SMV_PRINTED_SAME;
        }
        *ret_seq = gone->del_seq;
        *ret_ord = 0; /* a deletion does not keep who did it */
        return SMV_PRINTED_REMOVED;
    }
    bool added = n->seq > since;
    if (added) {
        latest(n->seq, n->ord, &seq, &ord);
    } else if (n->place_seq > since || n->del_seq > since) {
        latest(n->place_seq > since ? n->place_seq : n->del_seq, 0, &seq, &ord);
    }
    for (uint16_t i = 0; i < n->n_slots; i++) {
        if (smv_printed_slot(n, &n->slots[i], since)) {
            latest(n->slots[i].seq, n->slots[i].ord, &seq, &ord);
        }
    }
    if (seq == 0 || (added && !says_something(n))) {
        return SMV_PRINTED_SAME;
    }
    *ret_seq = seq;
    *ret_ord = ord;
    return added ? SMV_PRINTED_ADDED : SMV_PRINTED_CHANGED;
}

uint64_t smv_changes_since_version(const struct smv_tree *t)
{
    const struct smv_node *version = smv_last_version(t);
    uint64_t n = version == NULL ? 0 : smv_node_num(version, SMV_VERSION_SINCE);
    smv_seq seq;
    uint32_t ord;
    for (const struct smv_node *at = version == NULL ? NULL : t->root; at != NULL;
         at = smv_tree_walk(t->root, at)) {
        n += smv_printed_change(t, at, version->seq, &seq, &ord) != SMV_PRINTED_SAME;
    }
    return n;
}
