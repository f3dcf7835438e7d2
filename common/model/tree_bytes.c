/* tree_bytes.c - a node and a tree as bytes, and a tree's digest.
 *
 * What: writes the one form there is; reads what nobody vouches for: a snapshot from the network or
 *       from a file that may be damaged.
 * Not:  no frames, no checksums: those belong to the message and to the store.
 * Uses: pack, tree_int.h, limits.h, hash.h.    Thread: pure.
 * Invariant: what was read can be written again, with the same bytes when they were written by
 *       this. A record with a mistake leaves no node behind. */
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/model/tree_int.h"
#include "common/pack/writer.h"

enum { NODE_ITEMS = 11, SLOT_ITEMS = 5, SLOT_ITEMS_HISTORY = 7, PAST_ITEMS = 3 };

/* --- writing --------------------------------------------------------------------------------- */

static void write_history(struct smv_buf *b, const struct smv_text *text)
{
    smv_write_uint(b, text->floor);
    smv_write_array(b, text->n_past);
    for (size_t i = 0; i < text->n_past; i++) {
        smv_write_array(b, PAST_ITEMS);
        smv_write_uint(b, text->past[i].seq);
        smv_write_uint(b, text->past[i].ord);
        smv_ot_write(b, &text->past[i].op);
    }
}

void smv_node_write(struct smv_buf *b, const struct smv_node *n, bool with_history)
{
    smv_write_array(b, NODE_ITEMS);
    smv_write_uint(b, n->id);
    smv_write_uint(b, n->kind);
    smv_write_uint(b, n->parent == NULL ? 0 : n->parent->id);
    smv_write_uint(b, n->ord);
    smv_write_uint(b, n->seq);
    smv_write_uint(b, n->place_seq);
    smv_write_uint(b, n->del_seq);
    smv_write_uint(b, n->touched);
    smv_write_uint(b, n->touched_ms);
    smv_write_uint(b, n->deleted);
    smv_write_array(b, n->n_slots);
    for (size_t i = 0; i < n->n_slots; i++) {
        const struct smv_slot *slot = &n->slots[i];
        bool history = with_history && slot->type == SMV_TYPE_TEXT;
        struct smv_value value;
        smv_node_value(n, slot->field, &value);
        smv_write_array(b, history ? SLOT_ITEMS_HISTORY : SLOT_ITEMS);
        smv_write_uint(b, slot->field);
        smv_value_write(b, &value);
        smv_write_uint(b, slot->seq);
        smv_write_uint(b, slot->ord);
        smv_write_uint(b, slot->old);
        if (history) {
            write_history(b, slot->u.text);
        }
    }
}

void smv_tree_write(struct smv_buf *b, const struct smv_tree *t, bool with_history)
{
    smv_write_array(b, 2);
    smv_write_uint(b, t->own);
    smv_write_array(b, smv_tree_count(t));
    for (const struct smv_node *n = t->root; n != NULL; n = smv_tree_walk(t->root, n)) {
        smv_node_write(b, n, with_history);
    }
}

/* --- reading --------------------------------------------------------------------------------- */

/* One remembered op, not older than the one before it. */
static void read_past(struct smv_reader *r, struct smv_text *text)
{
    struct smv_ot op = {0};
    smv_read_array_of(r, PAST_ITEMS);
    smv_seq seq = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    uint32_t ord = (uint32_t)smv_read_uint_max(r, SMV_TREE_ORD_MAX);
    if (r->err == SMV_OK) {
        enum smv_err err = smv_ot_read(r, SMV_MAX_TEXT_BYTES, &op);
        if (err != SMV_OK) {
            smv_reader_fail(r, err);
        }
    }
    smv_seq least = text->n_past == 0 ? text->floor : text->past[text->n_past - 1].seq;
    if (r->err == SMV_OK && seq < least) {
        smv_reader_fail(r, SMV_ERR_RANGE);
    }
    if (r->err == SMV_OK) {
        smv_text__remember(text, seq, ord, &op);
    } else {
        smv_ot_finish(&op);
    }
}

/* Do the remembered ops lead to a text of this length? */
static bool history_fits(const struct smv_text *text)
{
    int64_t cps = text->cps;
    for (size_t i = text->n_past; i > 0; i--) {
        const struct smv_ot *op = &text->past[i - 1].op;
        cps -= smv_ot_growth(op);
        if (cps < 0 || cps > SMV_MAX_TEXT || smv_ot_old_len(op) > (uint64_t)cps) {
            return false;
        }
    }
    return true;
}

/* floor, [[seq, ord, op]...]; checked even when the tree keeps none of it. */
static void read_history(struct smv_reader *r, struct smv_text *text, bool keep)
{
    struct smv_text *into = text;
    if (!keep) {
        into = smv_zalloc(sizeof(*into));
        into->cps = text->cps;
    }
    into->floor = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    uint32_t n = smv_read_array(r);
    for (uint32_t i = 0; i < n && r->err == SMV_OK; i++) {
        read_past(r, into);
    }
    /* One more than fits would have moved the floor: nobody writes such a record. */
    if (r->err == SMV_OK && (into->n_past != n || !history_fits(into))) {
        smv_reader_fail(r, SMV_ERR_RANGE);
    }
    if (!keep) {
        smv_text__destroy(into);
    }
}

static void read_slot(struct smv_reader *r, struct smv_node *n, bool keep_history)
{
    uint32_t items = smv_read_array(r);
    unsigned number = (unsigned)smv_read_uint_max(r, SMV_FIELD_MAX);
    const struct smv_field_info *field = smv_field_info(n->kind, number);
    bool rising = n->n_slots == 0 || n->slots[n->n_slots - 1].field < number;
    bool history = field != NULL && field->type == SMV_TYPE_TEXT && items == SLOT_ITEMS_HISTORY;
    struct smv_value value;
    if (field == NULL || !rising || (items != SLOT_ITEMS && !history)) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return;
    }
    if (smv_value_read(r, field, &value) != SMV_OK) {
        return;
    }
    struct smv_slot *slot = smv_node__slot(n, field);
    slot->seq = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    slot->ord = (uint32_t)smv_read_uint_max(r, SMV_TREE_ORD_MAX);
    slot->old = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    if (value.type != SMV_TYPE_TEXT) {
        smv_slot__choose(slot, &value);
        return;
    }
    smv_text__begin(slot->u.text, value.str);
    slot->u.text->floor = slot->seq; /* what came before is not known here */
    if (history) {
        read_history(r, slot->u.text, keep_history);
    }
}

static void read_slots(struct smv_reader *r, struct smv_node *n, bool keep_history)
{
    uint32_t n_slots = smv_read_array(r);
    for (uint32_t i = 0; i < n_slots && r->err == SMV_OK; i++) {
        read_slot(r, n, keep_history);
    }
}

/* The record's head, before there is a node. */
struct head {
    struct smv_node plain; /* only its numbers are used */
    smv_id parent;
};

static enum smv_err read_head(struct smv_reader *r, struct head *ret_head)
{
    struct head h = {0};
    smv_read_array_of(r, NODE_ITEMS);
    h.plain.id = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    h.plain.kind = (uint8_t)smv_read_uint_max(r, SMV_KIND_MAX);
    h.parent = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    h.plain.ord = (uint32_t)smv_read_uint_max(r, SMV_TREE_ORD_MAX);
    h.plain.seq = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    h.plain.place_seq = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    h.plain.del_seq = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    h.plain.touched = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    h.plain.touched_ms = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    h.plain.deleted = smv_read_uint_max(r, 1) != 0;
    if (r->err == SMV_OK && (h.plain.id == 0 || smv_kind_info(h.plain.kind) == NULL)) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
    }
    *ret_head = h;
    return r->err;
}

static void fill(struct smv_node *n, const struct smv_node *plain)
{
    n->ord = plain->ord;
    n->seq = plain->seq;
    n->place_seq = plain->place_seq;
    n->del_seq = plain->del_seq;
    n->touched = plain->touched;
    n->touched_ms = plain->touched_ms;
    n->deleted = plain->deleted;
}

static enum smv_err read_root(struct smv_reader *r, struct smv_tree *t, const struct head *h)
{
    if (h->plain.kind != SMV_KIND_SEMINAR || h->parent != 0 || h->plain.deleted) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return r->err;
    }
    fill(t->root, &h->plain);
    smv_node__clear_slots(t->root);
    read_slots(r, t->root, t->history);
    return r->err;
}

enum smv_err smv_node_read(struct smv_reader *r, struct smv_tree *t, const smv_id *after,
                           smv_id *ret_id)
{
    struct head h;
    SMV_TRY(read_head(r, &h));
    if (h.plain.id == SMV_ROOT) {
        SMV_TRY(read_root(r, t, &h));
        *ret_id = SMV_ROOT;
        return SMV_OK;
    }
    enum smv_err err =
        smv_tree_can_place(t, h.plain.id, h.plain.kind, h.parent, after == NULL ? 0 : *after);
    if (err != SMV_OK) {
        smv_reader_fail(r, err);
        return err;
    }
    struct smv_node *parent = smv_tree_find(t, h.parent);
    struct smv_node *n = smv_node__create(t, h.plain.id, h.plain.kind);
    smv_node__link(n, parent, after == NULL ? parent->last : smv_tree_find(t, *after));
    fill(n, &h.plain);
    read_slots(r, n, t->history);
    if (r->err != SMV_OK) {
        smv_tree_forget(t, n->id);
        return r->err;
    }
    *ret_id = h.plain.id;
    return SMV_OK;
}

enum smv_err smv_tree_read(struct smv_reader *r, struct smv_tree *t)
{
    PRE(smv_tree_count(t) == 1);
    smv_read_array_of(r, 2);
    uint64_t own = smv_read_uint_max(r, (UINT64_C(1) << SMV_ID_COUNTER_BITS) - 1);
    uint32_t n = smv_read_array(r);
    for (uint32_t i = 0; i < n && r->err == SMV_OK; i++) {
        smv_id id;
        SMV_TRY(smv_node_read(r, t, NULL, &id));
        if ((i == 0) != (id == SMV_ROOT)) {
            smv_reader_fail(r, SMV_ERR_MALFORMED);
        }
    }
    if (r->err == SMV_OK && (n == 0 || own < t->own)) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
    }
    if (r->err == SMV_OK) {
        t->own = own;
    }
    return r->err;
}

/* --- digest ---------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t v)
{
    return smv_mix64(h ^ v);
}

static uint64_t digest_slot(uint64_t h, const struct smv_node *n, const struct smv_slot *slot)
{
    struct smv_value v;
    smv_node_value(n, slot->field, &v);
    h = mix(h, slot->field);
    h = mix(h, slot->seq);
    h = mix(h, slot->ord);
    switch (v.type) {
    case SMV_TYPE_INT:
    case SMV_TYPE_REF: return mix(h, v.num);
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR:
    case SMV_TYPE_BYTES: return mix(mix(h, v.str.len), smv_fnv64(0, v.str));
    case SMV_TYPE_LIST:
        h = mix(h, v.n_list);
        for (uint32_t i = 0; i < v.n_list; i++) {
            h = mix(h, v.list[i]);
        }
        return h;
    }
    return h;
}

static uint64_t digest_node(uint64_t h, const struct smv_node *n)
{
    const uint64_t numbers[] = {n->id,      n->kind,    n->parent == NULL ? 0 : n->parent->id,
                                n->ord,     n->seq,     n->place_seq,
                                n->del_seq, n->touched, n->touched_ms,
                                n->deleted, n->n_slots};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        h = mix(h, numbers[i]);
    }
    for (size_t i = 0; i < n->n_slots; i++) {
        h = digest_slot(h, n, &n->slots[i]);
    }
    return h;
}

/* The next node that is not below n. */
static const struct smv_node *pass_over(const struct smv_node *top, const struct smv_node *n)
{
    while (n != top && n->next == NULL) {
        n = n->parent;
    }
    return n == top ? NULL : n->next;
}

uint64_t smv_tree_digest(const struct smv_node *top,
                         bool (*include)(const struct smv_node *, void *), void *arg)
{
    uint64_t h = 0;
    const struct smv_node *n = top;
    while (n != NULL) {
        if (include != NULL && !include(n, arg)) {
            n = pass_over(top, n);
            continue;
        }
        h = digest_node(h, n);
        n = smv_tree_walk(top, n);
    }
    return h;
}
