/* replica.c - the confirmed tree: snapshots and events applied at one log position.
 *
 * What: SNAP parts gathered into a second tree that takes the first one's place when it is whole; EV items
 *       applied in order; what they mean for own work is handed to pending.c and textfield.c.
 * Not:  nothing of own work is in this tree.
 * Uses: internal.h, common/model.    Thread: as client.h.
 * Invariants: (epoch, applied, h8) change together; an item at or below applied is never applied again;
 *       after a mistake in the middle of a message the tree is not offered as a position to go on from. */
#include <string.h>
#include "client-cli/core/internal.h"
#include "common/base/utf8.h"

void smv_cl_drop_next(struct smv_client *c)
{
    if (c->snap_open) {
        smv_tree_finish(&c->next);
        smv_tree_init(&c->next, false);
        c->snap_open = false;
    }
    c->snap_due = false;
}

void smv_cl_drop_replica(struct smv_client *c)
{
    if (c->have) {
        smv_cl_part_all(c, SMV_CL_ASK);
        c->have = false;
    }
}

static void note_epoch(struct smv_client *c)
{
    if (!c->know_epoch) {
        c->know_epoch = true;
        c->ord_dirty = true;
    }
}

/* Ids made earlier, perhaps by an outbox that is lost, are never made again. */
static void skip_used_id(struct smv_client *c, smv_id id)
{
    uint64_t counter = id & ((1U << SMV_ID_COUNTER_BITS) - 1);
    if (c->ord != 0 && smv_id_ord(id) == c->ord && counter > c->id_counter) {
        c->id_counter = counter;
    }
}

void smv_cl_skip_used_ids(struct smv_client *c)
{
    for (struct smv_node *n = c->tree.root; c->ord != 0 && n != NULL;
         n = smv_tree_walk(c->tree.root, n)) {
        skip_used_id(c, n->id);
    }
}

static void finish_snapshot(struct smv_client *c, const struct smv_msg_snap *snap)
{
    if (c->have || c->applied > 0) {
        smv_cl_part_all(c, SMV_CL_ASK);
    }
    if (c->applied > snap->seq &&
        c->applied <= c->head) { /* one of the daemon's store; the rest follows */
        c->catch_up = c->applied > c->catch_up ? c->applied : c->catch_up;
        c->state = SMV_CLIENT_SYNC;
        c->news |= SMV_NEWS_STATE;
    }
    if (c->snap_due) {
        c->moved = false; /* made for the group that HELLO named */
    }
    struct smv_tree old = c->tree;
    c->tree = c->next;
    smv_tree_finish(&old);
    smv_tree_init(&c->next, false);
    c->snap_open = c->snap_due = false;
    c->applied = snap->seq;
    memcpy(c->h8, snap->h8.data, sizeof c->h8);
    c->have = true;
    note_epoch(c);
    smv_cl_skip_used_ids(c);
    smv_cl_unsend(c); /* what came of it may be in the snapshot: asked again, DUP says so */
    smv_cl_after_snapshot(c);
    c->news |= SMV_NEWS_TREE;
    smv_cl_live(c);
}

enum smv_err smv_cl_snap(struct smv_client *c, const struct smv_msg_snap *snap)
{
    if (snap->part == 0) {
        bool due = c->snap_due;
        smv_cl_drop_next(c);
        c->snap_due = due;
        c->snap_open = true;
        c->snap_part = 0;
        c->snap_parts = snap->parts;
        c->snap_seq = snap->seq;
    }
    if (!c->snap_open || snap->part != c->snap_part || snap->parts != c->snap_parts ||
        snap->part >= snap->parts || snap->seq != c->snap_seq) {
        return SMV_ERR_STATE;
    }
    struct smv_reader r;
    smv_reader_init(&r, snap->nodes);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n; i++) {
        smv_id id;
        SMV_TRY(smv_node_read(&r, &c->next, NULL, &id));
    }
    SMV_TRY(smv_reader_done(&r));
    c->snap_part++;
    if (c->snap_part == c->snap_parts) {
        finish_snapshot(c, snap);
    }
    return SMV_OK;
}

/* --- events ------------------------------------------------------------------------------------- */
/* A text op as every replica makes it of a text that is given whole. */
static void whole_text(struct smv_span old_text, struct smv_span new_text, struct smv_ot *ret_op)
{
    smv_ot_diff(old_text, new_text, ret_op);
    if (ret_op->n_comps > SMV_MAX_OT_COMPS) {
        size_t cps = old_text.len > 0 ? smv_utf8_count(old_text) : 0;
        smv_ot_clear(ret_op);
        smv_ot_delete(ret_op, (uint32_t)cps);
        smv_ot_insert(ret_op, new_text);
    }
}

/* Applies a change to one text; told is told to own work on it first. */
static enum smv_err apply_text(struct smv_client *c, const struct smv_change *change,
                               const struct smv_item *item, const struct smv_ot *op)
{
    struct smv_node *node = smv_tree_find(&c->tree, change->id);
    if (node == NULL) {
        return SMV_ERR_MISSING;
    }
    struct smv_buf before = {0};
    bool concerned = smv_cl_chain(c, change->id, change->field, NULL) != NULL ||
                     smv_cl_apart_find(c, change->id, change->field) != NULL;
    if (concerned) {
        smv_buf_put_span(&before, smv_node_str(node, change->field));
    }
    struct smv_stamp stamp = {.seq = item->seq, .ts = item->ts, .ord = (uint32_t)item->ord};
    enum smv_err err = smv_tree_apply(&c->tree, change, &stamp);
    if (err == SMV_OK) {
        struct smv_cl_told told = {.seq = item->seq, .ord = item->ord, .n = item->n, .op = *op};
        smv_cl_text_told(c, change->id, change->field, smv_buf_span(&before), &told);
    }
    smv_buf_finish(&before);
    return err;
}

static enum smv_err apply_txt(struct smv_client *c, const struct smv_item *item)
{
    struct smv_ot op = {0};
    struct smv_reader r;
    smv_reader_init(&r, item->u.txt.op);
    enum smv_err err = smv_ot_read(&r, SMV_MAX_TEXT_BYTES, &op);
    if (err == SMV_OK) {
        struct smv_change change = {.kind = SMV_CHANGE_TXT,
                                    .id = item->u.txt.id,
                                    .field = (unsigned)item->u.txt.field,
                                    .flags = (unsigned)item->u.txt.flags,
                                    .op = &op};
        err = apply_text(c, &change, item, &op);
    }
    smv_ot_finish(&op);
    return err;
}

static enum smv_err apply_set(struct smv_client *c, const struct smv_item *item)
{
    const struct smv_node *node = smv_tree_find(&c->tree, item->u.set.id);
    if (node == NULL) {
        return SMV_ERR_MISSING;
    }
    const struct smv_field_info *info = smv_field_info(node->kind, (unsigned)item->u.set.field);
    if (info == NULL) {
        return SMV_ERR_MALFORMED;
    }
    struct smv_reader r;
    struct smv_value value;
    smv_reader_init(&r, item->u.set.value);
    SMV_TRY(smv_value_read(&r, info, &value));
    struct smv_change change = {.kind = SMV_CHANGE_SET,
                                .id = node->id,
                                .field = info->number,
                                .flags = (unsigned)item->u.set.flags,
                                .value = &value};
    if (info->type == SMV_TYPE_TEXT) {
        struct smv_ot op = {0};
        whole_text(smv_node_str(node, info->number), value.str, &op);
        enum smv_err err = apply_text(c, &change, item, &op);
        smv_ot_finish(&op);
        return err;
    }
    struct smv_stamp stamp = {.seq = item->seq, .ts = item->ts, .ord = (uint32_t)item->ord};
    return smv_tree_apply(&c->tree, &change, &stamp);
}

static enum smv_err apply_add(struct smv_client *c, const struct smv_item *item,
                              const struct smv_stamp *stamp)
{
    const struct smv_change_add *add = &item->u.add;
    skip_used_id(c, add->id);
    struct smv_field_value fields[SMV_MAX_FIELDS];
    struct smv_reader r;
    smv_reader_init(&r, add->fields);
    uint32_t n = smv_read_array(&r);
    if (n > SMV_MAX_FIELDS) {
        return SMV_ERR_TOO_BIG;
    }
    for (uint32_t i = 0; i < n; i++) {
        smv_read_array_of(&r, 2);
        fields[i].field = (uint8_t)smv_read_uint_max(&r, SMV_FIELD_MAX);
        const struct smv_field_info *info = smv_field_info((unsigned)add->kind, fields[i].field);
        if (info == NULL) {
            return SMV_ERR_MALFORMED;
        }
        SMV_TRY(smv_value_read(&r, info, &fields[i].value));
    }
    SMV_TRY(smv_reader_done(&r));
    struct smv_change change = {.kind = SMV_CHANGE_ADD,
                                .id = add->id,
                                .node_kind = (unsigned)add->kind,
                                .parent = add->parent,
                                .after = add->after,
                                .fields = fields,
                                .n_fields = n};
    SMV_TRY(smv_tree_apply(&c->tree, &change, stamp));
    smv_cl_rejoin_subtree(c, smv_tree_find(&c->tree, add->id));
    return SMV_OK;
}

static enum smv_err apply_enter(struct smv_client *c, const struct smv_item *item)
{
    struct smv_reader r;
    smv_reader_init(&r, item->u.come.nodes);
    uint32_t n = smv_read_array(&r);
    if (n == 0) {
        return r.err != SMV_OK ? r.err : SMV_ERR_MALFORMED;
    }
    struct smv_reader peek = r;
    (void)smv_read_array(&peek);
    smv_id top = smv_read_uint(&peek);
    struct smv_node *old = smv_tree_find(&c->tree, top);
    if (top == SMV_ROOT) {
        return SMV_ERR_STATE;
    }
    if (old != NULL) {
        smv_cl_part_subtree(c, old);
        smv_tree_forget(&c->tree, top);
    }
    smv_id after = item->u.come.after;
    for (uint32_t i = 0; i < n; i++) {
        smv_id id;
        SMV_TRY(smv_node_read(&r, &c->tree, i == 0 ? &after : NULL, &id));
    }
    SMV_TRY(smv_reader_done(&r));
    struct smv_node *node = smv_tree_find(&c->tree, top);
    if (node != NULL) {
        smv_cl_rejoin_subtree(c, node);
    }
    return SMV_OK;
}

static enum smv_err apply_leave(struct smv_client *c, smv_id id)
{
    struct smv_node *node = smv_tree_find(&c->tree, id);
    if (id == SMV_ROOT) {
        return SMV_ERR_STATE;
    }
    if (node != NULL) {
        smv_cl_part_subtree(c, node);
        smv_tree_forget(&c->tree, id);
    }
    return SMV_OK;
}

static enum smv_err apply_item(struct smv_client *c, const struct smv_item *item)
{
    struct smv_stamp stamp = {.seq = item->seq, .ts = item->ts, .ord = (uint32_t)item->ord};
    struct smv_change change = {.kind = item->change};
    switch (item->change) {
    case SMV_CHANGE_ADD: return apply_add(c, item, &stamp);
    case SMV_CHANGE_SET: return apply_set(c, item);
    case SMV_CHANGE_TXT: return apply_txt(c, item);
    case SMV_CHANGE_MOVE:
        change.id = item->u.move.id;
        change.parent = item->u.move.parent;
        change.after = item->u.move.after;
        break;
    case SMV_CHANGE_DEL: change.id = item->u.del.id; break;
    case SMV_CHANGE_UNDEL: change.id = item->u.undel.id; break;
    case SMV_CHANGE_ENTER: return apply_enter(c, item);
    case SMV_CHANGE_LEAVE: return apply_leave(c, item->u.leave.id);
    }
    return smv_tree_apply(&c->tree, &change, &stamp);
}

static enum smv_err apply_items(struct smv_client *c, const struct smv_msg_ev *ev)
{
    struct smv_reader r;
    smv_reader_init(&r, ev->items);
    uint32_t n = smv_read_array(&r);
    smv_seq last = ev->seq_from;
    for (uint32_t i = 0; i < n; i++) {
        struct smv_item item;
        enum smv_err err = smv_item_read(&r, &item);
        if (err == SMV_ERR_MISSING) {
            continue; /* a change of a later version */
        }
        SMV_TRY(err);
        if (item.seq < last || item.seq > ev->seq_to || item.ord > SMV_MAX_CLIENTS * 2U) {
            return SMV_ERR_RANGE;
        }
        last = item.seq;
        if (item.seq <= c->applied) {
            continue;
        }
        SMV_TRY(apply_item(c, &item));
        if (item.ord == c->ord && item.ord != 0 && item.n != 0) {
            smv_cl_confirm(c, item.n);
        }
    }
    return smv_reader_done(&r);
}

enum smv_err smv_cl_ev(struct smv_client *c, const struct smv_msg_ev *ev)
{
    if (ev->seq_to < ev->seq_from) {
        return SMV_ERR_RANGE;
    }
    if (c->snap_due || c->snap_open) {
        return SMV_OK; /* the snapshot overtakes it; if it does not, the next one shows a gap */
    }
    if (!c->have || ev->seq_from > c->applied) {
        smv_cl_again(c); /* something is missing: resume from where we are */
        return SMV_OK;
    }
    if (ev->seq_to <= c->applied) {
        return SMV_OK;
    }
    enum smv_err err = apply_items(c, ev);
    if (err != SMV_OK) {
        smv_cl_drop_replica(c);
        return err;
    }
    c->applied = ev->seq_to;
    c->head = c->applied > c->head ? c->applied : c->head;
    memcpy(c->h8, ev->h8.data, sizeof c->h8);
    c->news |= SMV_NEWS_TREE;
    smv_cl_live(c);
    return SMV_OK;
}

const struct smv_tree *smv_client_confirmed(const struct smv_client *c)
{
    return &c->tree;
}
