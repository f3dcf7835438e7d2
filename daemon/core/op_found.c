/* op_found.c - a participant founds a group at a table, or takes one over: a group, its sheets, and a link
 * whose secret only that device knows. The moderator sees it and can revoke the link. */
#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "common/model/spread.h"
#include "daemon/core/fold.h"

static struct smv_node *child_where(const struct smv_node *top, unsigned kind, unsigned field,
                                    struct smv_span is)
{
    for (struct smv_node *n = top->first; n != NULL; n = n->next) {
        if (n->kind == kind && !n->deleted && smv_span_eq(smv_node_str(n, field), is)) {
            return n;
        }
    }
    return NULL;
}

static smv_id add(struct smv_fold *f, unsigned kind, const struct smv_node *parent,
                  const struct smv_field_value *fields, size_t n)
{
    smv_id id = smv_tree_own_id(&f->state->tree);
    smv_fold_emit(f, &(struct smv_change){.kind = SMV_CHANGE_ADD,
                                          .id = id,
                                          .node_kind = kind,
                                          .parent = parent->id,
                                          .after = parent->last == NULL ? 0 : parent->last->id,
                                          .fields = fields,
                                          .n_fields = n});
    return id;
}

unsigned smv_op_found(struct smv_fold *f, smv_id *ret_group)
{
    const struct smv_op_found *a = &f->req->u.found;
    struct smv_tree *t = &f->state->tree;
    if (f->req->link != 0 || smv_node_num(t->root, SMV_SEMINAR_FOUND) == 0 ||
        smv_node_num(t->root, SMV_SEMINAR_DOOR) == 0) {
        return SMV_CODE_FORBIDDEN;
    }
    if (a->table.len == 0 || !smv_utf8_clean_line(a->table) || !smv_utf8_clean_line(a->name)) {
        return SMV_CODE_BAD_VALUE;
    }
    if (smv_node_num(t->root, SMV_SEMINAR_STATE) == 2) {
        return SMV_CODE_CLOSED;
    }
    struct smv_value table = {.type = SMV_TYPE_STR, .str = a->table};
    struct smv_node *self =
        child_where(t->root, SMV_KIND_COMPOSITION, SMV_COMPOSITION_RULE, smv_span_str("self"));
    struct smv_node *group =
        self == NULL ? NULL : child_where(self, SMV_KIND_GROUP, SMV_GROUP_TABLE, a->table);
    /* Whoever has the code may ask: half of the room under the seminar is kept for those who lead. */
    if (smv_tree_count(t) + 2000 > SMV_MAX_NODES ||
        t->root->n_children + 2 > SMV_MAX_CHILDREN / 2 ||
        (group == NULL && self != NULL && self->n_children >= SMV_MAX_CHILDREN)) {
        return SMV_CODE_FULL;
    }
    if (self == NULL) {
        struct smv_field_value rule = {SMV_COMPOSITION_RULE,
                                       {.type = SMV_TYPE_STR, .str = smv_span_str("self")}};
        self = smv_tree_find(t, add(f, SMV_KIND_COMPOSITION, t->root, &rule, 1));
    }
    bool found = group == NULL;
    if (found) {
        struct smv_field_value fields[] = {
            {SMV_GROUP_NAME, {.type = SMV_TYPE_TEXT, .str = a->name.len > 0 ? a->name : a->table}},
            {SMV_GROUP_TABLE, table},
        };
        group = smv_tree_find(t, add(f, SMV_KIND_GROUP, self, fields, 2));
    }
    struct smv_field_value link[] = {
        {SMV_LINK_ROLE, {.type = SMV_TYPE_INT, .num = SMV_ROLE_SECRETARY}},
        {SMV_LINK_PLACE, {.type = SMV_TYPE_REF, .num = group->id}},
        {SMV_LINK_HASH, {.type = SMV_TYPE_BYTES, .str = a->hash}},
        {SMV_LINK_LABEL, {.type = SMV_TYPE_TEXT, .str = a->table}},
    };
    add(f, SMV_KIND_LINK, t->root, link, 4);
    if (found) { /* last: where the seminar is full the sheets end, the link is there */
        enum smv_err err = smv_spread_place(t, group->id, smv_fold_emit_rule, f);
        INVARIANT(err == SMV_OK || err == SMV_ERR_STATE || err == SMV_ERR_FULL);
    }
    *ret_group = group->id;
    return SMV_CODE_OK;
}
