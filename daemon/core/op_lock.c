/* op_lock.c - close a sheet for new work, or open it again. Work begun before the lock still lands (late). */
#include "daemon/core/fold.h"

unsigned smv_op_lock(struct smv_fold *f)
{
    const struct smv_op_lock *a = &f->req->u.lock;
    struct smv_node *s = smv_tree_find(&f->state->tree, a->id);
    const struct smv_role_info *role = smv_role_info(f->actor.role);
    if (s == NULL || s->kind != SMV_KIND_SHEET) {
        return SMV_CODE_NOT_FOUND;
    }
    if (role == NULL || (role->rights & W_MOD) == 0) {
        return SMV_CODE_FORBIDDEN;
    }
    unsigned code = smv_fold_gate(f, s);
    if (code != SMV_CODE_OK) {
        return code;
    }
    if (smv_node_num(s, SMV_SHEET_LOCKED) == a->on) {
        return SMV_CODE_NOOP;
    }
    if (a->on == 1) {
        smv_fold_set_num(f, s->id, SMV_SHEET_LOCK_SEQ, f->stamp.seq);
    }
    smv_fold_set_num(f, s->id, SMV_SHEET_LOCKED, a->on);
    return SMV_CODE_OK;
}
