/* op_txt.c - a text operation, carried forward over what its author had not seen. */
#include "common/base/limits.h"
#include "daemon/core/fold.h"

static unsigned rebased(struct smv_fold *f, const struct smv_node *n, unsigned field,
                        const struct smv_ot *op, struct smv_ot *ret)
{
    const struct smv_text *text = smv_node_text(n, field);
    if (text == NULL) {
        if (smv_ot_old_len(op) > 0) {
            return SMV_CODE_BAD_SEEN;
        }
        smv_ot_copy(ret, op);
        return SMV_CODE_OK;
    }
    enum smv_err err = smv_text_rebase(text, op, f->req->seen, f->stamp.ord, ret);
    return err == SMV_OK ? SMV_CODE_OK : SMV_CODE_BAD_SEEN;
}

unsigned smv_op_txt(struct smv_fold *f)
{
    const struct smv_op_txt *a = &f->req->u.txt;
    struct smv_node *n = smv_tree_find(&f->state->tree, a->id);
    if (n == NULL) {
        return SMV_CODE_NOT_FOUND;
    }
    unsigned field = (unsigned)a->field;
    const struct smv_field_info *info = smv_field_info(n->kind, field);
    if (info == NULL) {
        return SMV_CODE_UNKNOWN_KIND;
    }
    if (info->type != SMV_TYPE_TEXT) {
        return SMV_CODE_BAD_VALUE;
    }
    if (!smv_may_field(&f->actor, n, field)) {
        return SMV_CODE_FORBIDDEN;
    }
    unsigned code = smv_fold_gate_field(f, n, field);
    if (code != SMV_CODE_OK) {
        return code;
    }
    struct smv_reader r;
    struct smv_ot op = {0}, now = {0};
    smv_reader_init(&r, a->op);
    enum smv_err err = smv_ot_read(&r, SMV_MAX_TEXT_BYTES, &op);
    if (err != SMV_OK) {
        code = err == SMV_ERR_TOO_BIG ? SMV_CODE_TEXT_FULL : SMV_CODE_BAD_VALUE;
    } else {
        code = rebased(f, n, field, &op, &now);
    }
    if (code == SMV_CODE_OK && smv_ot_is_noop(&now)) {
        code = SMV_CODE_NOOP;
    }
    if (code == SMV_CODE_OK) {
        const struct smv_text *text = smv_node_text(n, field);
        int64_t cps = (text == NULL ? 0 : (int64_t)text->cps) + smv_ot_growth(&now);
        if (cps > (int64_t)info->bound) {
            code = SMV_CODE_TEXT_FULL;
        }
    }
    if (code == SMV_CODE_OK) {
        smv_offer_stash(f, n, field);
        smv_fold_emit(f, &(struct smv_change){
                             .kind = SMV_CHANGE_TXT, .id = a->id, .field = field, .op = &now});
    }
    smv_ot_finish(&op);
    smv_ot_finish(&now);
    return code;
}
