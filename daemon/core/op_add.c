/* op_add.c - a new node, and what the rules make of it. */
#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/model/spread.h"
#include "daemon/core/fold.h"

/* What follows from a new node: sheets for a new room, rows for an obstacle. */
static void follow(struct smv_fold *f, smv_id id, unsigned kind)
{
    struct smv_tree *t = &f->state->tree;
    enum smv_err err = SMV_OK;
    if (kind == SMV_KIND_ROOM) {
        err = smv_spread_place(t, id, smv_fold_emit_rule, f);
    } else {
        err = smv_carry_over(t, id, smv_fold_emit_rule, f);
    }
    /* A rule stops where the seminar is full; what it made stays. */
    INVARIANT(err == SMV_OK || err == SMV_ERR_STATE || err == SMV_ERR_FULL);
}

static uint64_t given(const struct smv_field_value *fields, size_t n, unsigned field)
{
    for (size_t i = 0; i < n; i++) {
        if (fields[i].field == field) {
            return fields[i].value.num;
        }
    }
    return 0;
}

/* A room asks nobody but the group that works on the sheet. */
static bool is_askable(const struct smv_fold *f, unsigned kind, const struct smv_node *parent,
                       const struct smv_field_value *fields, size_t n)
{
    const struct smv_role_info *role = smv_role_info(f->actor.role);
    if (kind != SMV_KIND_POLL || role == NULL || (role->rights & W_MOD) != 0) {
        return true;
    }
    smv_id group = given(fields, n, SMV_POLL_GROUP);
    return group != 0 && smv_is_groups_sheet(&f->state->tree, parent, group);
}

unsigned smv_op_add(struct smv_fold *f)
{
    const struct smv_op_add *a = &f->req->u.add;
    struct smv_tree *t = &f->state->tree;
    bool host = f->client == NULL && a->id == 0; /* the daemon's own: the fold gives the id */
    if (!host && (f->client == NULL || smv_id_ord(a->id) != f->req->ord ||
                  (a->id & ((1U << SMV_ID_COUNTER_BITS) - 1)) == 0)) {
        return SMV_CODE_BAD_ID;
    }
    unsigned kind = (unsigned)a->kind;
    const struct smv_node *parent = smv_tree_find(t, a->parent);
    if (smv_kind_info(kind) == NULL) {
        return SMV_CODE_UNKNOWN_KIND;
    }
    if (parent == NULL) {
        return SMV_CODE_NOT_FOUND;
    }
    struct smv_field_value fields[SMV_MAX_FIELDS];
    size_t n = 0;
    unsigned code = smv_fold_fields(t, kind, a->fields, fields, NULL, &n);
    if (code != SMV_CODE_OK) {
        return code;
    }
    if (!smv_may_add(&f->actor, t, parent, kind, fields, n) ||
        !is_askable(f, kind, parent, fields, n)) {
        return SMV_CODE_FORBIDDEN;
    }
    code = smv_fold_gate(f, parent);
    if (code != SMV_CODE_OK) {
        return code;
    }
    if (smv_tree_count(t) >= SMV_MAX_NODES || parent->n_children >= SMV_MAX_CHILDREN) {
        return SMV_CODE_FULL;
    }
    code = smv_fold_code(smv_tree_can_place(t, host ? 0 : a->id, kind, a->parent, a->after));
    if (code != SMV_CODE_OK) {
        return code;
    }
    smv_id id = host ? smv_tree_own_id(t) : a->id;
    smv_fold_emit(f, &(struct smv_change){.kind = SMV_CHANGE_ADD,
                                          .id = id,
                                          .node_kind = kind,
                                          .parent = a->parent,
                                          .after = a->after,
                                          .fields = fields,
                                          .n_fields = n});
    follow(f, id, kind);
    return SMV_CODE_OK;
}
