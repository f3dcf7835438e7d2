/* op_place.c - move, delete, undelete: where a node stands, and whether it is in the bin.
 *
 * A deletion marks one node; what is below keeps its own mark. Operations on what is deleted are applied to
 * it, so that nothing typed is out of reach. */
#include "daemon/core/fold.h"

unsigned smv_op_move(struct smv_fold *f)
{
    const struct smv_op_move *a = &f->req->u.move;
    struct smv_tree *t = &f->state->tree;
    struct smv_node *n = smv_tree_find(t, a->id);
    const struct smv_node *to = smv_tree_find(t, a->parent);
    if (n == NULL || to == NULL || n == t->root) {
        return SMV_CODE_NOT_FOUND;
    }
    if (n->kind == SMV_KIND_SHEET ? n->parent != to : smv_node_sheet(n) != smv_node_sheet(to)) {
        return SMV_CODE_BAD_PLACE; /* across sheets one copies */
    }
    if (!smv_may_node(&f->actor, t, n, n->kind) || !smv_may_node(&f->actor, t, to, n->kind)) {
        return SMV_CODE_FORBIDDEN;
    }
    unsigned code = smv_fold_gate(f, n);
    if (code == SMV_CODE_OK) {
        code = smv_fold_code(smv_tree_can_place(t, a->id, 0, a->parent, a->after));
    }
    if (code != SMV_CODE_OK) {
        return code;
    }
    if (n->parent == to && (n->prev == NULL ? 0 : n->prev->id) == a->after) {
        return SMV_CODE_NOOP;
    }
    smv_fold_emit(
        f, &(struct smv_change){
               .kind = SMV_CHANGE_MOVE, .id = a->id, .parent = a->parent, .after = a->after});
    return SMV_CODE_OK;
}

static unsigned mark(struct smv_fold *f, smv_id id, bool deleted)
{
    struct smv_tree *t = &f->state->tree;
    struct smv_node *n = smv_tree_find(t, id);
    if (n == NULL || n == t->root) {
        return SMV_CODE_NOT_FOUND;
    }
    if (!smv_may_node(&f->actor, t, n, n->kind)) {
        return SMV_CODE_FORBIDDEN;
    }
    unsigned code = smv_fold_gate(f, n);
    if (code != SMV_CODE_OK) {
        return code;
    }
    if (n->deleted == deleted) {
        return SMV_CODE_NOOP;
    }
    smv_fold_emit(
        f, &(struct smv_change){.kind = deleted ? SMV_CHANGE_DEL : SMV_CHANGE_UNDEL, .id = id});
    return SMV_CODE_OK;
}

unsigned smv_op_del(struct smv_fold *f)
{
    return mark(f, f->req->u.del.id, true);
}

unsigned smv_op_undel(struct smv_fold *f)
{
    return mark(f, f->req->u.undel.id, false);
}
