/* rights.c - places and the hands that write.
 *
 * What: every question ends in the same one: which hands has this actor here.
 * Not:  no reading (visible.c).
 * Uses: rights.h.    Thread: pure. */
#include "common/model/rights.h"

enum { ALL_HANDS = W_OWN | W_MOD | W_ORG };

/* --- places ---------------------------------------------------------------------------------- */

/* The field that names the place of a kind outside the sheets; 0: none. */
static unsigned place_field(unsigned kind)
{
    switch (kind) {
    case SMV_KIND_NOTICE: return SMV_NOTICE_PLACE;
    case SMV_KIND_RECEIPT: return SMV_RECEIPT_PLACE;
    case SMV_KIND_CALL: return SMV_CALL_PLACE;
    default: return 0;
    }
}

static smv_id sheet_place(const struct smv_node *sheet)
{
    smv_id room = smv_node_num(sheet, SMV_SHEET_ROOM);
    return room != 0 ? room : smv_node_num(sheet, SMV_SHEET_GROUP);
}

smv_id smv_place_of(const struct smv_node *n)
{
    if (n->kind == SMV_KIND_ROOM || n->kind == SMV_KIND_GROUP) {
        return n->id;
    }
    if (place_field(n->kind) != 0) {
        return smv_node_num(n, place_field(n->kind));
    }
    const struct smv_node *sheet = smv_node_sheet(n);
    return sheet == NULL ? 0 : sheet_place(sheet);
}

/* --- hands ----------------------------------------------------------------------------------- */

static unsigned rights_of(const struct smv_actor *actor)
{
    const struct smv_role_info *role = smv_role_info(actor->role);
    return role == NULL ? W_FOLD : role->rights;
}

/* May an actor with this hand write what writers names, at or under n? own: n's place is the
 * actor's. */
static bool may(const struct smv_actor *actor, const struct smv_node *n, unsigned writers, bool own)
{
    unsigned rights = rights_of(actor);
    const struct smv_node *sheet = smv_node_sheet(n);
    if (writers == W_FOLD) {
        return false;
    }
    if (sheet != NULL && smv_node_num(sheet, SMV_SHEET_EACH) != 0) {
        return (rights & W_ORG) != 0;
    }
    if (rights == ALL_HANDS) {
        return true;
    }
    unsigned hands = rights & (W_MOD | W_ORG);
    if (sheet != NULL && smv_node_num(sheet, SMV_SHEET_MODERATED) != 0) {
        hands |= (rights & W_MOD) != 0 ? W_OWN : 0;
    } else if (own) {
        hands |= rights & W_OWN;
    }
    return (writers & hands) != 0;
}

bool smv_is_round(const struct smv_node *n)
{
    while (n != NULL && n->kind != SMV_KIND_POLL) {
        n = n->parent;
    }
    return n != NULL && smv_node_num(n, SMV_POLL_GROUP) != 0;
}

static bool is_poll(const struct smv_node *n)
{
    return n->kind == SMV_KIND_POLL || n->kind == SMV_KIND_CHOICE || n->kind == SMV_KIND_ANSWER;
}

static bool is_own(const struct smv_actor *actor, const struct smv_node *n)
{
    return actor->place != 0 && smv_place_of(n) == actor->place && (!is_poll(n) || smv_is_round(n));
}

/* A room's own word outside the sheets: the new node has no place yet, the actor's own is meant. A
 * receipt goes under a notice to this place or to everybody. */
static bool adds_own(const struct smv_actor *actor, const struct smv_node *parent, unsigned kind)
{
    if (actor->place == 0) {
        return false;
    }
    if (kind == SMV_KIND_CALL) {
        return true;
    }
    smv_id to = smv_place_of(parent);
    return to == 0 || to == actor->place;
}

static bool is_word(unsigned kind)
{
    return kind == SMV_KIND_CALL || kind == SMV_KIND_RECEIPT;
}

bool smv_may_node(const struct smv_actor *actor, const struct smv_tree *t, const struct smv_node *n,
                  unsigned kind)
{
    (void)t;
    const struct smv_kind_info *info = smv_kind_info(kind);
    if (info == NULL) {
        return false;
    }
    bool own = is_word(kind) && n->kind != kind ? adds_own(actor, n, kind) : is_own(actor, n);
    return may(actor, n, info->writers, own);
}

static bool is_spoken_for(const struct smv_actor *actor)
{
    return rights_of(actor) != ALL_HANDS;
}

static bool names_own_place(const struct smv_actor *actor, unsigned kind,
                            const struct smv_field_value *fields, size_t n_fields)
{
    for (size_t i = 0; i < n_fields; i++) {
        if (fields[i].field == place_field(kind)) {
            return fields[i].value.num == actor->place;
        }
    }
    return false;
}

bool smv_may_add(const struct smv_actor *actor, const struct smv_tree *t,
                 const struct smv_node *parent, unsigned kind, const struct smv_field_value *fields,
                 size_t n_fields)
{
    if (!smv_may_node(actor, t, parent, kind)) {
        return false;
    }
    if (is_word(kind) && is_spoken_for(actor) && !names_own_place(actor, kind, fields, n_fields)) {
        return false;
    }
    bool own = is_word(kind) ? adds_own(actor, parent, kind) : is_own(actor, parent);
    for (size_t i = 0; i < n_fields; i++) {
        const struct smv_field_info *field = smv_field_info(kind, fields[i].field);
        if (field == NULL || !may(actor, parent, field->writers, own)) {
            return false;
        }
    }
    return true;
}

bool smv_may_field(const struct smv_actor *actor, const struct smv_node *n, unsigned field)
{
    const struct smv_field_info *info = smv_field_info(n->kind, field);
    if (info == NULL) {
        return false;
    }
    if (is_word(n->kind) && field == place_field(n->kind) && is_spoken_for(actor)) {
        return false;
    }
    return may(actor, n, info->writers, is_own(actor, n));
}

/* --- after the day --------------------------------------------------------------------------- */

enum { OVER = 2, POLL_OPEN = 1, FORM_SURVEY = 4 };

bool smv_is_followed_up(const struct smv_node *n, unsigned field)
{
    return n->kind == SMV_KIND_ACTION &&
           (field == SMV_ACTION_STATUS || field == SMV_ACTION_BY || field == SMV_ACTION_NOTE);
}

bool smv_takes_answers(const struct smv_tree *t, const struct smv_node *poll)
{
    if (poll->kind != SMV_KIND_POLL || smv_node_num(poll, SMV_POLL_STATE) != POLL_OPEN) {
        return false;
    }
    if (smv_node_num(t->root, SMV_SEMINAR_STATE) != OVER) {
        return true;
    }
    const struct smv_node *sheet = smv_node_sheet(poll);
    const struct smv_node *session = sheet == NULL ? NULL : sheet->parent;
    return session != NULL && session->kind == SMV_KIND_SESSION &&
           smv_node_num(session, SMV_SESSION_FORM) == FORM_SURVEY;
}
