/* op_offer.c - after a restored file, clients give back what they know and the file does not.
 *
 * The file ends at lost_seq of the epoch before; an offer brings a node as somebody's client last saw it,
 * with the old position of each of its parts. Per part the highest old position wins; a text offered at a
 * higher position than an earlier offer is merged with what has been written since, the earlier offer being
 * the common ancestor (the file's own text, if it was the first). A part that somebody has changed anew since
 * the restore keeps the new value, unless it is a text: texts merge.
 * Rights are the offering link's: nobody can bring back what it could not have written. */
#include <string.h>
#include "common/base/check.h"
#include "daemon/core/fold.h"

void smv_offer_stash(struct smv_fold *f, const struct smv_node *n, unsigned field)
{
    struct smv_state *s = f->state;
    const struct smv_slot *slot = smv_node_slot(n, field);
    bool restored = s->epoch_reason == 1;
    /* The file's own text, or what a node that is newer than the file came with. */
    bool first = slot == NULL || slot->seq <= s->lost_seq || slot->seq == n->seq;
    if (!restored || !first || smv_state_offered(s, n->id, field) != NULL) {
        return;
    }
    struct smv_offered *o = smv_state_offered_new(s, n->id, field);
    smv_buf_put_span(&o->text, smv_node_str(n, field));
}

/* Does an offer at old win over what was offered for this part? Notes it if so. */
static bool wins(struct smv_fold *f, smv_id id, uint32_t what, smv_seq old)
{
    struct smv_offered *o = smv_state_offered(f->state, id, what);
    if (o != NULL && old <= o->old) {
        return false;
    }
    if (o == NULL) {
        o = smv_state_offered_new(f->state, id, what);
    }
    o->old = old;
    return true;
}

static void offer_text(struct smv_fold *f, struct smv_node *n, const struct smv_field_value *v,
                       smv_seq old)
{
    smv_offer_stash(f, n, v->field);
    struct smv_offered *o = smv_state_offered(f->state, n->id, v->field);
    if (o == NULL) { /* a node newer than the file: what it came with is the ancestor */
        o = smv_state_offered_new(f->state, n->id, v->field);
        smv_buf_put_span(&o->text, smv_node_str(n, v->field));
    }
    if (old <= o->old) {
        return;
    }
    struct smv_buf merged = {0};
    struct smv_value value = {.type = SMV_TYPE_TEXT};
    const struct smv_field_info *info = smv_field_info(n->kind, v->field);
    smv_ot_merge3(smv_buf_span(&o->text), v->value.str, smv_node_str(n, v->field), &merged);
    o->old = old;
    smv_buf_clear(&o->text);
    smv_buf_put_span(&o->text, v->value.str);
    value.str = smv_buf_span(&merged);
    struct smv_ot diff = {0};
    smv_ot_diff(smv_node_str(n, v->field), value.str, &diff);
    const struct smv_text *text = smv_node_text(n, v->field);
    int64_t cps = (text == NULL ? 0 : (int64_t)text->cps) + smv_ot_growth(&diff);
    if (!smv_ot_is_noop(&diff) && cps <= (int64_t)info->bound) {
        smv_fold_emit(f, &(struct smv_change){
                             .kind = SMV_CHANGE_TXT, .id = n->id, .field = v->field, .op = &diff});
    }
    smv_ot_finish(&diff);
    smv_buf_finish(&merged);
}

static void offer_field(struct smv_fold *f, struct smv_node *n, const struct smv_field_value *v,
                        smv_seq old)
{
    const struct smv_field_info *info = smv_field_info(n->kind, v->field);
    bool ended = n->kind == SMV_KIND_POLL && v->field == SMV_POLL_STATE &&
                 smv_node_num(n, v->field) == 2; /* its secret is gone */
    if (old <= f->state->lost_seq || ended || !smv_may_field(&f->actor, n, v->field)) {
        return; /* what the file has is not turned back */
    }
    if (info->type == SMV_TYPE_TEXT) {
        offer_text(f, n, v, old);
        return;
    }
    const struct smv_slot *slot = smv_node_slot(n, v->field);
    bool anew = slot != NULL && slot->seq > f->state->lost_seq &&
                smv_state_offered(f->state, n->id, v->field) == NULL;
    struct smv_value now;
    if (anew || !wins(f, n->id, v->field, old)) {
        return;
    }
    smv_node_value(n, v->field, &now);
    if (!smv_value_equal(&now, &v->value)) {
        smv_fold_emit(
            f, &(struct smv_change){
                   .kind = SMV_CHANGE_SET, .id = n->id, .field = v->field, .value = &v->value});
    }
}

/* Of a new node's fields those that may be brought: not what only the fold writes (but an action gets its number
 * back), and what this link may not write is passed over. Returns how many; FORBIDDEN in *ret_code when not even
 * the bare node may be. */
static size_t offer_allowed(struct smv_fold *f, const struct smv_op_offer *a,
                            const struct smv_node *parent, const struct smv_field_value *fields,
                            size_t n, struct smv_field_value *mine, unsigned *ret_code)
{
    struct smv_tree *t = &f->state->tree;
    unsigned kind = (unsigned)a->kind;
    struct smv_field_value asked[SMV_MAX_FIELDS];
    size_t k = 0, n_asked = 0;
    for (size_t i = 0; i < n; i++) {
        if (smv_field_info(kind, fields[i].field)->writers != W_FOLD) {
            asked[n_asked++] = fields[i];
        }
    }
    bool all = smv_may_add(&f->actor, t, parent, kind, asked, n_asked);
    n_asked = 0;
    for (size_t i = 0; i < n; i++) {
        bool fold = smv_field_info(kind, fields[i].field)->writers == W_FOLD;
        bool number = kind == SMV_KIND_ACTION && fields[i].field == SMV_ACTION_NUMBER;
        if (fold ? number : all || smv_may_add(&f->actor, t, parent, kind, &fields[i], 1)) {
            mine[k++] = fields[i];
            asked[n_asked] = fields[i];
            n_asked += !fold;
        }
    }
    *ret_code =
        smv_may_add(&f->actor, t, parent, kind, asked, n_asked) ? SMV_CODE_OK : SMV_CODE_FORBIDDEN;
    return k;
}

/* Was this id given in the history that was lost? What is given from here on begins above. */
static bool was_given(const struct smv_state *s, smv_id id)
{
    uint32_t ord = smv_id_ord(id);
    return ord == 0 ? id <= s->tree.own : ord < s->next_ord;
}

/* Work from before: a lock makes it late, a closed seminar takes none. */
static unsigned offer_gate(struct smv_fold *f, const struct smv_node *n)
{
    unsigned code = smv_fold_gate(f, n);
    if (code == SMV_CODE_LOCKED) {
        f->flags |= SMV_FLAG_LATE;
        return SMV_CODE_OK;
    }
    return code;
}

static unsigned offer_new(struct smv_fold *f, const struct smv_op_offer *a,
                          const struct smv_field_value *fields, const smv_seq *old, size_t n)
{
    struct smv_tree *t = &f->state->tree;
    const struct smv_node *parent = smv_tree_find(t, a->parent);
    if (parent == NULL) {
        return SMV_CODE_NOT_FOUND;
    }
    if (!was_given(f->state, a->id)) {
        return SMV_CODE_BAD_ID;
    }
    struct smv_field_value mine[SMV_MAX_FIELDS];
    unsigned code = SMV_CODE_OK;
    size_t k = offer_allowed(f, a, parent, fields, n, mine, &code);
    if (code == SMV_CODE_OK) {
        code = offer_gate(f, parent);
    }
    if (code != SMV_CODE_OK) {
        return code;
    }
    const struct smv_node *after = smv_tree_find(t, a->after);
    smv_id behind = after != NULL && after->parent == parent ? a->after
                    : parent->last != NULL && a->after != 0  ? parent->last->id
                                                             : 0;
    code = smv_fold_code(smv_tree_can_place(t, a->id, (unsigned)a->kind, a->parent, behind));
    if (code != SMV_CODE_OK) {
        return code;
    }
    smv_fold_emit(f, &(struct smv_change){.kind = SMV_CHANGE_ADD,
                                          .id = a->id,
                                          .node_kind = (unsigned)a->kind,
                                          .parent = a->parent,
                                          .after = behind,
                                          .fields = mine,
                                          .n_fields = k});
    (void)wins(f, a->id, SMV_OFFERED_PLACE, a->place_seq);
    for (size_t i = 0, m = 0; i < n; i++) {
        if (m == k || mine[m].field != fields[i].field) {
            continue; /* passed over: somebody else may bring it */
        }
        m++;
        struct smv_offered *o = smv_state_offered_new(f->state, a->id, fields[i].field);
        o->old = old[i];
        if (fields[i].value.type == SMV_TYPE_TEXT) {
            smv_buf_put_span(&o->text, fields[i].value.str);
        }
    }
    return SMV_CODE_OK;
}

static void offer_place(struct smv_fold *f, struct smv_node *n, const struct smv_op_offer *a)
{
    struct smv_tree *t = &f->state->tree;
    const struct smv_node *to = smv_tree_find(t, a->parent), *after = smv_tree_find(t, a->after);
    bool anew = n->place_seq > f->state->lost_seq &&
                smv_state_offered(f->state, n->id, SMV_OFFERED_PLACE) == NULL;
    if (a->place_seq <= f->state->lost_seq || anew || to == NULL ||
        smv_node_sheet(to) != smv_node_sheet(n) || !smv_may_node(&f->actor, t, n, n->kind) ||
        !wins(f, n->id, SMV_OFFERED_PLACE, a->place_seq)) {
        return;
    }
    smv_id behind = after != NULL && after->parent == to && after != n ? a->after : 0;
    bool there = n->parent == to && (n->prev == NULL ? 0 : n->prev->id) == behind;
    if (!there && smv_tree_can_place(t, n->id, 0, a->parent, behind) == SMV_OK) {
        smv_fold_emit(
            f, &(struct smv_change){
                   .kind = SMV_CHANGE_MOVE, .id = n->id, .parent = a->parent, .after = behind});
    }
}

static void offer_deleted(struct smv_fold *f, struct smv_node *n, const struct smv_op_offer *a)
{
    bool anew = n->del_seq > f->state->lost_seq &&
                smv_state_offered(f->state, n->id, SMV_OFFERED_DELETED) == NULL;
    if (a->del_seq <= f->state->lost_seq || anew ||
        !smv_may_node(&f->actor, &f->state->tree, n, n->kind) ||
        !wins(f, n->id, SMV_OFFERED_DELETED, a->del_seq)) {
        return;
    }
    if (n->deleted != (a->deleted == 1)) {
        smv_fold_emit(
            f, &(struct smv_change){.kind = a->deleted == 1 ? SMV_CHANGE_DEL : SMV_CHANGE_UNDEL,
                                    .id = n->id});
    }
}

unsigned smv_op_offer(struct smv_fold *f)
{
    const struct smv_op_offer *a = &f->req->u.offer;
    struct smv_tree *t = &f->state->tree;
    if (f->state->epoch_reason != 1) {
        return SMV_CODE_FORBIDDEN; /* nothing was lost */
    }
    struct smv_field_value fields[SMV_MAX_FIELDS];
    smv_seq old[SMV_MAX_FIELDS];
    size_t n_fields = 0;
    if (smv_kind_info((unsigned)a->kind) == NULL || a->id == 0) {
        return SMV_CODE_UNKNOWN_KIND;
    }
    unsigned code = smv_fold_fields(t, (unsigned)a->kind, a->fields, fields, old, &n_fields);
    if (code != SMV_CODE_OK) {
        return code;
    }
    struct smv_node *n = smv_tree_find(t, a->id);
    if (n == NULL) {
        code = offer_new(f, a, fields, old, n_fields);
        n = smv_tree_find(t, a->id);
        if (code != SMV_CODE_OK || n == NULL) {
            return code;
        }
        offer_deleted(f, n, a);
        return SMV_CODE_OK;
    }
    if (n->kind != a->kind) {
        return SMV_CODE_BAD_ID;
    }
    code = offer_gate(f, n);
    if (code != SMV_CODE_OK) {
        return code;
    }
    for (size_t i = 0; i < n_fields; i++) {
        offer_field(f, n, &fields[i], old[i]);
    }
    offer_place(f, n, a);
    offer_deleted(f, n, a);
    return f->changes > 0 ? SMV_CODE_OK : SMV_CODE_NOOP;
}
