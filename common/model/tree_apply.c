/* tree_apply.c - how a change alters the tree, and when it cannot.
 *
 * What: every kind of change is checked completely first; after that nothing can fail.
 * Not:  no rights, no verdicts; a move out of a sheet is not refused here.
 * Uses: tree_int.h, limits.h.    Thread: pure.
 * Invariant: an error leaves the tree byte for byte as it was. */
#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/model/tree_int.h"

/* As in proto/messages.def, which stands above this layer; a unit test compares them. */
enum { ADD = 1, SET = 2, TXT = 3, MOVE = 4, DEL = 5, UNDEL = 6 };

/* --- places ---------------------------------------------------------------------------------- */

/* Levels below n; 0 when it has no children. */
static unsigned height(const struct smv_node *n)
{
    unsigned deepest = n->depth;
    for (const struct smv_node *at = n; at != NULL; at = smv_tree_walk(n, at)) {
        deepest = at->depth > deepest ? at->depth : deepest;
    }
    return deepest - n->depth;
}

static bool may_stand_under(unsigned kind, const struct smv_node *parent)
{
    const struct smv_kind_info *info = smv_kind_info(kind);
    return info != NULL && (info->parents >> parent->kind & 1) != 0;
}

/* A sibling to stand behind: NULL for first. */
static enum smv_err find_after(const struct smv_tree *t, const struct smv_node *parent,
                               smv_id after, struct smv_node **ret_after)
{
    struct smv_node *sibling = smv_tree_find(t, after);
    if (after != 0 && (sibling == NULL || sibling->parent != parent)) {
        return SMV_ERR_MISSING;
    }
    *ret_after = sibling;
    return SMV_OK;
}

static enum smv_err can_add(const struct smv_tree *t, smv_id id, unsigned kind,
                            const struct smv_node *parent)
{
    if (id != 0 && smv_tree_find(t, id) != NULL) {
        return SMV_ERR_EXISTS;
    }
    bool fits = may_stand_under(kind, parent) && parent->depth < SMV_MAX_DEPTH &&
                parent->n_children < SMV_MAX_CHILDREN && smv_tree_count(t) < SMV_MAX_NODES;
    return fits ? SMV_OK : SMV_ERR_STATE;
}

static enum smv_err can_move(const struct smv_node *n, const struct smv_node *parent, smv_id after)
{
    if (n->parent == NULL || after == n->id || smv_node_under(parent, n) ||
        !may_stand_under(n->kind, parent)) {
        return SMV_ERR_STATE;
    }
    if (parent == n->parent) {
        return SMV_OK;
    }
    bool fits = parent->n_children < SMV_MAX_CHILDREN &&
                (parent->depth < n->depth || parent->depth + 1u + height(n) <= SMV_MAX_DEPTH);
    return fits ? SMV_OK : SMV_ERR_STATE;
}

enum smv_err smv_tree_can_place(const struct smv_tree *t, smv_id id, unsigned kind, smv_id parent,
                                smv_id after)
{
    const struct smv_node *above = smv_tree_find(t, parent);
    const struct smv_node *n = smv_tree_find(t, id);
    struct smv_node *sibling;
    if (above == NULL || (kind == SMV_KIND_NONE && n == NULL)) {
        return SMV_ERR_MISSING;
    }
    SMV_TRY(find_after(t, above, after, &sibling));
    return kind == SMV_KIND_NONE ? can_move(n, above, after) : can_add(t, id, kind, above);
}

/* --- changes --------------------------------------------------------------------------------- */

static void touch(struct smv_node *n, const struct smv_stamp *stamp)
{
    n->touched = stamp->seq;
    n->touched_ms = stamp->ts;
}

static struct smv_slot *stamped_slot(struct smv_node *n, const struct smv_field_info *field,
                                     const struct smv_stamp *stamp)
{
    struct smv_slot *slot = smv_node__slot(n, field);
    slot->seq = stamp->seq;
    slot->ord = stamp->ord;
    return slot;
}

static enum smv_err check_fields(const struct smv_change *c)
{
    if (c->n_fields > SMV_MAX_FIELDS) {
        return SMV_ERR_TOO_BIG;
    }
    for (size_t i = 0; i < c->n_fields; i++) {
        const struct smv_field_value *given = &c->fields[i];
        const struct smv_field_info *field = smv_field_info(c->node_kind, given->field);
        if (field == NULL || (i > 0 && given->field <= c->fields[i - 1].field)) {
            return SMV_ERR_MALFORMED;
        }
        SMV_TRY(smv_value__check(field, &given->value));
    }
    return SMV_OK;
}

static enum smv_err apply_add(struct smv_tree *t, const struct smv_change *c,
                              const struct smv_stamp *stamp)
{
    if (c->id == 0 || c->id > SMV_TREE_NUMBER_MAX || c->node_kind == SMV_KIND_NONE) {
        return SMV_ERR_MALFORMED;
    }
    SMV_TRY(smv_tree_can_place(t, c->id, c->node_kind, c->parent, c->after));
    SMV_TRY(check_fields(c));

    struct smv_node *n = smv_node__create(t, c->id, c->node_kind);
    smv_node__link(n, smv_tree_find(t, c->parent), smv_tree_find(t, c->after));
    n->ord = stamp->ord;
    n->seq = stamp->seq;
    n->place_seq = stamp->seq;
    for (size_t i = 0; i < c->n_fields; i++) {
        const struct smv_value *value = &c->fields[i].value;
        struct smv_slot *slot =
            stamped_slot(n, smv_field_info(c->node_kind, c->fields[i].field), stamp);
        if (value->type == SMV_TYPE_TEXT) {
            smv_text__begin(slot->u.text, value->str);
        } else {
            smv_slot__choose(slot, value);
        }
    }
    touch(n, stamp);
    return SMV_OK;
}

static void change_text(struct smv_tree *t, struct smv_node *n, const struct smv_field_info *field,
                        const struct smv_ot *op, const struct smv_stamp *stamp)
{
    struct smv_slot *slot = stamped_slot(n, field, stamp);
    smv_text__change(slot->u.text, op, stamp->seq, stamp->ord, t->history);
    touch(n, stamp);
}

static enum smv_err apply_set(struct smv_tree *t, struct smv_node *n, const struct smv_change *c,
                              const struct smv_stamp *stamp)
{
    const struct smv_field_info *field = smv_field_info(n->kind, c->field);
    if (field == NULL || c->value == NULL) {
        return SMV_ERR_MALFORMED;
    }
    SMV_TRY(smv_value__check(field, c->value));
    if (field->type == SMV_TYPE_TEXT) {
        struct smv_ot op = {0};
        smv_text__replacing(smv_node_text(n, c->field), c->value->str, &op);
        change_text(t, n, field, &op, stamp);
        smv_ot_finish(&op);
        return SMV_OK;
    }
    smv_slot__choose(stamped_slot(n, field, stamp), c->value);
    touch(n, stamp);
    return SMV_OK;
}

static enum smv_err apply_txt(struct smv_tree *t, struct smv_node *n, const struct smv_change *c,
                              const struct smv_stamp *stamp)
{
    const struct smv_field_info *field = smv_field_info(n->kind, c->field);
    if (field == NULL || field->type != SMV_TYPE_TEXT || c->op == NULL) {
        return SMV_ERR_MALFORMED;
    }
    const struct smv_text *text = smv_node_text(n, c->field);
    uint64_t cps = text == NULL ? 0 : text->cps;
    if (smv_ot_old_len(c->op) > cps) {
        return SMV_ERR_RANGE;
    }
    int64_t growth = smv_ot_growth(c->op);
    if (c->op->n_comps > SMV_MAX_OT_COMPS ||
        (growth > 0 && cps + (uint64_t)growth > field->bound)) {
        return SMV_ERR_TOO_BIG;
    }
    change_text(t, n, field, c->op, stamp);
    return SMV_OK;
}

static enum smv_err apply_move(struct smv_tree *t, struct smv_node *n, const struct smv_change *c,
                               const struct smv_stamp *stamp)
{
    SMV_TRY(smv_tree_can_place(t, n->id, SMV_KIND_NONE, c->parent, c->after));
    unsigned depth = n->depth;
    smv_node__unlink(n);
    smv_node__link(n, smv_tree_find(t, c->parent), smv_tree_find(t, c->after));
    if (n->depth != depth) {
        for (struct smv_node *at = n->first; at != NULL; at = smv_tree_walk(n, at)) {
            at->depth = (uint8_t)(at->parent->depth + 1);
        }
    }
    n->place_seq = stamp->seq;
    touch(n, stamp);
    return SMV_OK;
}

static enum smv_err apply_bin(struct smv_node *n, bool deleted, const struct smv_stamp *stamp)
{
    if (n->parent == NULL) {
        return SMV_ERR_STATE;
    }
    n->deleted = deleted;
    n->del_seq = stamp->seq;
    touch(n, stamp);
    return SMV_OK;
}

enum smv_err smv_tree_apply(struct smv_tree *t, const struct smv_change *c,
                            const struct smv_stamp *stamp)
{
    if (c->kind == ADD) {
        return apply_add(t, c, stamp);
    }
    if (c->kind < SET || c->kind > UNDEL) {
        return SMV_ERR_MALFORMED;
    }
    struct smv_node *n = smv_tree_find(t, c->id);
    if (n == NULL) {
        return SMV_ERR_MISSING;
    }
    switch (c->kind) {
    case SET: return apply_set(t, n, c, stamp);
    case TXT: return apply_txt(t, n, c, stamp);
    case MOVE: return apply_move(t, n, c, stamp);
    default: return apply_bin(n, c->kind == DEL, stamp);
    }
}
