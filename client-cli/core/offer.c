/* offer.c - another history: what of mine goes over into it.
 *
 * What: WELCOME with an epoch that is not ours. After a restored file everything that this replica knows
 *       above the restored head is offered, whole; unconfirmed work follows as fresh operations, text by
 *       three-way merge. After a rewrite or an erasure nothing goes over: it is shown once, for copying.
 * Not:  nothing is replayed: old operations stand on texts that are not there.
 * Uses: internal.h, common/model.    Thread: as client.h.
 * Invariants: all numbers begin anew above the daemon's; offers come first; ids of nodes that were never
 *       confirmed are made anew when the ordinal is another. */
#include <string.h>
#include "client-cli/core/internal.h"
#include "common/base/map.h"
#include "common/pack/writer.h"

enum { OFFER_BYTES = 40000 };

/* --- the daemon's loss, from this replica ---------------------------------------------------------- */
static struct smv_cl_own *new_offer(struct smv_client *c, const struct smv_node *n)
{
    struct smv_cl_own *o = smv_cl_own_new(c, SMV_OP_OFFER);
    o->id = n->id;
    o->kind = n->kind;
    o->parent = n->parent != NULL ? n->parent->id : 0;
    o->after = n->prev != NULL ? n->prev->id : 0;
    o->action = n->deleted;
    return o;
}

static void close_fields(struct smv_cl_own *o, const struct smv_buf *fields, size_t n)
{
    smv_write_array(&o->value, n);
    smv_buf_put_span(&o->value, smv_buf_span(fields));
}

/* One node's offer; its fields in several when they are too long for one. */
static void offer_node(struct smv_client *c, const struct smv_node *node, smv_seq lost)
{
    bool placed = node->place_seq > lost || node->seq > lost, marked = node->del_seq > lost;
    struct smv_cl_own *o = NULL;
    struct smv_buf fields = {0};
    size_t n = 0;
    if (placed || marked) {
        o = new_offer(c, node);
        o->place_seq = !placed ? 0 : node->place_seq > lost ? node->place_seq : node->seq;
        o->del_seq = marked ? node->del_seq : 0;
    }
    for (size_t i = 0; i < node->n_slots; i++) {
        const struct smv_slot *slot = &node->slots[i];
        struct smv_value value;
        if (slot->seq <= lost) {
            continue;
        }
        smv_node_value(node, slot->field, &value);
        if (o != NULL && fields.len > 0 && fields.len + value.str.len > OFFER_BYTES) {
            close_fields(o, &fields, n);
            smv_buf_clear(&fields);
            n = 0;
            o = NULL;
        }
        o = o != NULL ? o : new_offer(c, node);
        smv_write_array(&fields, 3);
        smv_write_uint(&fields, slot->field);
        smv_value_write(&fields, &value);
        smv_write_uint(&fields, slot->seq);
        n++;
    }
    if (o != NULL) {
        close_fields(o, &fields, n);
    }
    smv_buf_finish(&fields);
}

static bool lost_here(const struct smv_client *c, const struct smv_msg_welcome *w,
                      smv_seq *ret_lost)
{
    struct smv_reader r;
    uint8_t epoch[16];
    smv_reader_init(&r, w->lost);
    if (w->reason != 1 || !c->know_epoch) {
        return false;
    }
    smv_read_array_of(&r, 2);
    smv_read_bin_exact(&r, epoch, sizeof epoch);
    smv_seq lost = smv_read_uint(&r);
    if (smv_reader_done(&r) != SMV_OK || memcmp(epoch, c->epoch, sizeof epoch) != 0) {
        return false;
    }
    *ret_lost = lost;
    return true;
}

/* --- unconfirmed work ------------------------------------------------------------------------------ */
static smv_id map_id(const struct smv_map *ids, smv_id id)
{
    const smv_id *to = id != 0 ? smv_map_get(ids, id) : NULL;
    return to != NULL ? *to : id;
}

/* One value again, with the ids that it refers to as they are now. */
static void remap_value(const struct smv_map *ids, const struct smv_field_info *info,
                        struct smv_reader *r, struct smv_buf *out)
{
    struct smv_reader at = *r;
    struct smv_value v;
    struct smv_span raw = smv_read_skip(r);
    if (info == NULL || smv_value_read(&at, info, &v) != SMV_OK) {
        smv_buf_put_span(out, raw);
        return;
    }
    if (v.type == SMV_TYPE_REF) {
        v.num = map_id(ids, v.num);
    }
    for (uint32_t i = 0; v.type == SMV_TYPE_LIST && i < v.n_list; i++) {
        v.list[i] = map_id(ids, v.list[i]);
    }
    smv_value_write(out, &v);
}

static void remap_values(struct smv_client *c, const struct smv_map *ids, struct smv_cl_own *o)
{
    struct smv_buf out = {0};
    struct smv_reader r;
    smv_reader_init(&r, smv_buf_span(&o->value));
    if (o->op == SMV_OP_SET) {
        remap_value(ids, smv_field_info(smv_client_kind(c, o->id), o->field), &r, &out);
    } else {
        uint32_t n = smv_read_array(&r);
        smv_write_array(&out, n);
        for (uint32_t i = 0; i < n && r.err == SMV_OK; i++) {
            smv_read_array_of(&r, 2);
            uint64_t field = smv_read_uint(&r);
            smv_write_array(&out, 2);
            smv_write_uint(&out, field);
            remap_value(ids, smv_field_info(o->kind, (unsigned)field), &r, &out);
        }
    }
    if (r.err == SMV_OK) {
        smv_buf_finish(&o->value);
        o->value = out;
    } else {
        smv_buf_finish(&out);
    }
}

static smv_id fresh_id(struct smv_client *c)
{
    c->id_counter++;
    if (c->id_counter > c->id_reserved) {
        c->id_reserved = c->id_counter + SMV_CL_ID_BLOCK;
    }
    return c->ord << SMV_ID_COUNTER_BITS | c->id_counter;
}

/* Nodes that only this client has made need ids of its ordinal in the new history. */
static void rename_nodes(struct smv_client *c)
{
    struct smv_map ids = {0};
    smv_id *to = smv_alloc((c->n_own + 1) * sizeof *to);
    for (size_t i = 0; i < c->n_own; i++) {
        const struct smv_cl_own *o = c->own[i];
        if (o->op == SMV_OP_ADD && smv_id_ord(o->id) != c->ord) {
            to[i] = fresh_id(c);
            (void)smv_map_set(&ids, o->id, &to[i]);
        }
    }
    for (size_t i = 0; i < c->n_own; i++) {
        struct smv_cl_own *o = c->own[i];
        if (o->op == SMV_OP_ADD || o->op == SMV_OP_SET) {
            remap_values(c, &ids, o);
        }
    }
    for (size_t i = 0; i < c->n_own; i++) {
        c->own[i]->id = map_id(&ids, c->own[i]->id);
        c->own[i]->parent = map_id(&ids, c->own[i]->parent);
        c->own[i]->after = map_id(&ids, c->own[i]->after);
    }
    for (size_t i = 0; i < c->n_apart; i++) {
        c->apart[i]->id = map_id(&ids, c->apart[i]->id);
    }
    smv_map_finish(&ids);
    smv_free(to);
}

/* What the restored file has of mine is done: it is part of the ancestor, not of the work. */
static void drop_done(struct smv_client *c, uint64_t last_n)
{
    for (size_t i = 0; i < c->n_own; i++) {
        struct smv_cl_own *o = c->own[i];
        if (o->tail.len == 0 || o->n > last_n) {
            continue;
        }
        struct smv_cl_apart *a = o->op == SMV_OP_TXT ? smv_cl_apart_find(c, o->id, o->field) : NULL;
        if (a != NULL) {
            struct smv_buf below = {0};
            smv_cl_below(c, smv_cl_chain(c, o->id, o->field, o), o->id, o->field, &below);
            smv_buf_finish(&a->old);
            a->old = below;
        }
        smv_cl_own_remove(c, o, true);
        i--;
    }
}

/* What is left is fresh: not sent, not frozen, one text operation per field. */
static void make_fresh(struct smv_client *c)
{
    for (size_t i = 0; i < c->n_apart; i++) {
        struct smv_cl_apart *a = c->apart[i];
        const struct smv_cl_own *first = smv_cl_chain(c, a->id, a->field, NULL);
        if (first != NULL && first->tail.len > 0) {
            smv_ot_copy(&a->sent, &first->ot);
        }
    }
    for (size_t i = 0; i < c->n_own; i++) {
        struct smv_cl_own *o = c->own[i];
        smv_buf_clear(&o->tail);
        smv_buf_clear(&o->base);
        o->base_seq = SMV_CL_NO_SEQ;
        o->sent = false;
        o->bounces = 0;
    }
    for (size_t i = 0; i < c->n_apart; i++) {
        c->apart[i]->why = SMV_CL_MERGE;
        c->apart[i]->seq = SMV_CL_NO_SEQ;
    }
}

/* Offers of an earlier restore that were not confirmed stay: what they hold is not in this replica. */
static void put_offers_first(struct smv_client *c, smv_seq lost)
{
    struct smv_cl_own **work = c->own;
    size_t n_work = c->n_own;
    c->own = NULL;
    c->n_own = c->cap_own = 0;
    for (const struct smv_node *n = c->tree.root; n != NULL; n = smv_tree_walk(c->tree.root, n)) {
        offer_node(c, n, lost);
    }
    c->own = smv_grow(c->own, &c->cap_own, c->n_own + n_work + 1, sizeof *c->own);
    if (n_work > 0) {
        memcpy(c->own + c->n_own, work, n_work * sizeof *work);
    }
    c->n_own += n_work;
    smv_free(work);
}

/* --- the order of things ---------------------------------------------------------------------------- */
static bool too_often(struct smv_client *c)
{
    memmove(&c->resets[1], &c->resets[0], (SMV_CL_RESETS - 1) * sizeof c->resets[0]);
    c->resets[0] = c->now;
    smv_ms first = c->resets[SMV_CL_RESETS - 1];
    return first != 0 && c->now - first < SMV_CL_RESETS_MS;
}

static void refuse_all(struct smv_client *c)
{
    while (c->n_own > 0) {
        smv_cl_own_refuse(c, c->own[0], SMV_CODE_CLOSED);
    }
    for (size_t i = 0; i < c->n_refused; i++) {
        c->refused[i]->once = true;
    }
    while (c->n_apart > 0) {
        smv_cl_apart_free(c, c->apart[c->n_apart - 1]);
    }
    for (size_t i = 0; i < sizeof c->last / sizeof c->last[0]; i++) {
        smv_buf_finish(&c->last[i].bytes);
        c->last[i].there = false;
    }
}

static void take_over(struct smv_client *c, const struct smv_msg_welcome *w)
{
    smv_seq lost = 0;
    bool offering = c->have && w->ord != 0 && !c->config.read_only && lost_here(c, w, &lost);
    smv_cl_part_all(c, SMV_CL_MERGE);
    drop_done(c, w->last_n);
    make_fresh(c);
    if (w->ord != c->ord) {
        c->ord = w->ord;
        c->id_counter = c->id_reserved = 0;
        if (c->ord != 0) {
            rename_nodes(c);
        }
    }
    if (offering) {
        put_offers_first(c, lost);
    }
}

void smv_cl_reset(struct smv_client *c, const struct smv_msg_welcome *w)
{
    bool had = c->know_epoch;
    if (had && too_often(c)) {
        smv_cl_deny(c, SMV_CLOSE_PROTOCOL);
        return;
    }
    if (had && w->reason >= 2) {
        refuse_all(c);
    } else if (had) {
        take_over(c, w);
    }
    smv_tree_finish(&c->tree);
    smv_tree_init(&c->tree, false);
    c->have = false;
    c->applied = 0;
    c->know_epoch = true;
    memcpy(c->epoch, w->epoch.data, sizeof c->epoch);
    c->last_n = w->last_n;
    if (had) {
        smv_cl_put_clear(c);
        if (w->reason < 2) {
            for (size_t i = 0; i < c->n_refused; i++) {
                smv_cl_put_refused(c, c->refused[i]->n, c->refused[i]);
            }
        }
        for (size_t i = 0; i < c->n_own; i++) {
            c->own[i]->n = ++c->last_n;
        }
        c->news |= SMV_NEWS_EPOCH | SMV_NEWS_SAVED;
    }
    c->ord_dirty = true;
    c->news |= SMV_NEWS_TREE;
}
