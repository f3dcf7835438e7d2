/* op_set.c - a chosen value; the later one in the log wins, and a blind overwrite is marked. */
#include "daemon/core/fold.h"

enum { OPEN = 1 }; /* POLL.STATE */

static bool is_stage(const struct smv_tree *t, smv_id id)
{
    const struct smv_node *n = smv_tree_find(t, id);
    return n != NULL && n->kind == SMV_KIND_STAGE && !smv_node_gone(n);
}

/* What more is asked than the writers column says. */
static unsigned special(const struct smv_fold *f, const struct smv_node *n, unsigned field,
                        const struct smv_value *v)
{
    uint64_t now = smv_node_num(n, field);
    if (n->kind == SMV_KIND_POLL && field == SMV_POLL_STATE && v->num != now &&
        (now == 2 || (now == 1 && v->num == 0))) {
        return SMV_CODE_NOT_OPEN; /* its secret ends with it: opened anew, all could answer twice */
    }
    if (n->kind == SMV_KIND_POLL && field == SMV_POLL_FORM && v->num != now &&
        smv_node_num(n, SMV_POLL_STATE) != 0) {
        return SMV_CODE_NOT_OPEN; /* what was answered was counted by the form that it had */
    }
    const struct smv_role_info *role = smv_role_info(f->actor.role);
    bool org = role != NULL && (role->rights & W_ORG) != 0;
    bool mod = role != NULL && (role->rights & W_MOD) != 0;
    if (n->kind == SMV_KIND_POLL && field == SMV_POLL_GROUP && !mod) {
        return SMV_CODE_FORBIDDEN; /* whom a room asks is said once, in the add */
    }
    if (n->kind == SMV_KIND_LINK && !org) {
        uint64_t of = smv_node_num(n, SMV_LINK_ROLE);
        if (of <= SMV_ROLE_ORGANISER) {
            return SMV_CODE_FORBIDDEN; /* a moderator shuts no organiser out */
        }
        if (field == SMV_LINK_PLACE && of != SMV_ROLE_SCREEN) {
            return SMV_CODE_FORBIDDEN; /* ... and gives no writing hand elsewhere */
        }
        if (field == SMV_LINK_PLACE && !is_stage(&f->state->tree, v->num)) {
            return SMV_CODE_BAD_VALUE;
        }
    }
    return SMV_CODE_OK;
}

unsigned smv_op_set(struct smv_fold *f)
{
    const struct smv_op_set *a = &f->req->u.set;
    struct smv_node *n = smv_tree_find(&f->state->tree, a->id);
    if (n == NULL) {
        return SMV_CODE_NOT_FOUND;
    }
    unsigned field = (unsigned)a->field;
    const struct smv_field_info *info = smv_field_info(n->kind, field);
    if (info == NULL) {
        return SMV_CODE_UNKNOWN_KIND;
    }
    if (info->type == SMV_TYPE_TEXT) {
        return SMV_CODE_BAD_VALUE; /* typed is text: only txt changes it */
    }
    struct smv_reader r;
    struct smv_value v, now;
    smv_reader_init(&r, a->value);
    if (smv_value_read(&r, info, &v) != SMV_OK || smv_reader_done(&r) != SMV_OK ||
        smv_fold_ref(&f->state->tree, info, &v) != SMV_CODE_OK) {
        return SMV_CODE_BAD_VALUE;
    }
    if (!smv_may_field(&f->actor, n, field)) {
        return SMV_CODE_FORBIDDEN;
    }
    unsigned code = smv_fold_gate_field(f, n, field);
    if (code != SMV_CODE_OK) {
        return code;
    }
    code = special(f, n, field, &v);
    if (code != SMV_CODE_OK) {
        return code;
    }
    smv_node_value(n, field, &now);
    if (smv_value_equal(&v, &now)) {
        return SMV_CODE_NOOP;
    }
    const struct smv_slot *slot = smv_node_slot(n, field);
    bool blind = slot != NULL && slot->seq > f->req->seen && slot->ord != f->stamp.ord;
    smv_fold_emit(f, &(struct smv_change){.kind = SMV_CHANGE_SET,
                                          .id = a->id,
                                          .field = field,
                                          .value = &v,
                                          .flags = blind ? SMV_FLAG_BLIND : 0});
    if (n->kind == SMV_KIND_POLL && field == SMV_POLL_STATE && v.num == OPEN &&
        smv_node_num(n, SMV_POLL_LIVE) != 0) {
        smv_fold_set_num(f, n->id, SMV_POLL_REVEALED, 1); /* as the plan of the day says */
    }
    return SMV_CODE_OK;
}
