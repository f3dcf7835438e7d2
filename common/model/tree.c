/* tree.c - nodes, their order and their fields: looking, making, linking, forgetting.
 *
 * What: the structure itself and everything that reads it.
 * Not:  no changes by rule (tree_apply.c), no text history (tree_text.c), no bytes (tree_bytes.c).
 * Uses: map.h, heap.h.    Thread: pure.
 * Invariant: a node's slots rise by field number; the array has room for a multiple of SLOT_STEP.
 *       */
#include "common/model/tree.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/model/tree_int.h"

enum { SLOT_STEP = 4 };

/* --- making and ending ----------------------------------------------------------------------- */

struct smv_node *smv_node__create(struct smv_tree *t, smv_id id, unsigned kind)
{
    struct smv_node *n = smv_zalloc(sizeof(*n));
    n->id = id;
    n->kind = (uint8_t)kind;
    INVARIANT(smv_map_set(&t->nodes, id, n) == NULL);
    /* An id of the fold's own that came from elsewhere is never given a second time. */
    if (smv_id_ord(id) == 0 && id > t->own) {
        t->own = id;
    }
    return n;
}

static void slot_free_value(struct smv_slot *slot)
{
    switch ((enum smv_type)slot->type) {
    case SMV_TYPE_INT:
    case SMV_TYPE_REF: break;
    case SMV_TYPE_STR:
    case SMV_TYPE_BYTES: smv_free(slot->u.str.data); break;
    case SMV_TYPE_LIST: smv_free(slot->u.list.ids); break;
    case SMV_TYPE_TEXT: smv_text__destroy(slot->u.text); break;
    }
}

void smv_node__clear_slots(struct smv_node *n)
{
    for (size_t i = 0; i < n->n_slots; i++) {
        slot_free_value(&n->slots[i]);
    }
    smv_free(n->slots);
    n->slots = NULL;
    n->n_slots = 0;
}

static void node_destroy(struct smv_node *n)
{
    smv_node__clear_slots(n);
    smv_free(n);
}

void smv_tree_init(struct smv_tree *t, bool history)
{
    *t = (struct smv_tree){.own = SMV_ROOT, .history = history};
    t->root = smv_node__create(t, SMV_ROOT, SMV_KIND_SEMINAR);
}

void smv_tree_finish(struct smv_tree *t)
{
    uint64_t key;
    void *value;
    for (size_t i = 0; smv_map_next(&t->nodes, &i, &key, &value);) {
        node_destroy(value);
    }
    smv_map_finish(&t->nodes);
    *t = (struct smv_tree){0};
}

void smv_tree_forget(struct smv_tree *t, smv_id id)
{
    struct smv_node *top = smv_tree_find(t, id);
    if (top == NULL || top == t->root) {
        return;
    }
    for (struct smv_node *n = top;;) {
        while (n->first != NULL) {
            n = n->first;
        }
        struct smv_node *parent = n->parent;
        bool is_top = n == top;
        smv_node__unlink(n);
        (void)smv_map_del(&t->nodes, n->id);
        node_destroy(n);
        if (is_top) {
            return;
        }
        n = parent;
    }
}

smv_id smv_tree_own_id(struct smv_tree *t)
{
    PRE(t->own + 1 < UINT64_C(1) << SMV_ID_COUNTER_BITS);
    return ++t->own;
}

/* --- structure ------------------------------------------------------------------------------- */

struct smv_node *smv_tree_find(const struct smv_tree *t, smv_id id)
{
    return id == 0 ? NULL : smv_map_get(&t->nodes, id);
}

size_t smv_tree_count(const struct smv_tree *t)
{
    return t->nodes.len;
}

struct smv_node *smv_tree_walk(const struct smv_node *top, const struct smv_node *at)
{
    if (at == NULL) {
        /* The walk hands out what the owner of the tree may change; it changes nothing itself. */
        return (struct smv_node *)(uintptr_t)top;
    }
    if (at->first != NULL) {
        return at->first;
    }
    while (at != top) {
        if (at->next != NULL) {
            return at->next;
        }
        at = at->parent;
    }
    return NULL;
}

bool smv_node_gone(const struct smv_node *n)
{
    for (; n != NULL; n = n->parent) {
        if (n->deleted) {
            return true;
        }
    }
    return false;
}

bool smv_node_under(const struct smv_node *n, const struct smv_node *top)
{
    while (n != NULL && n != top) {
        n = n->parent;
    }
    return n != NULL;
}

struct smv_node *smv_node_sheet(const struct smv_node *n)
{
    while (n != NULL && n->kind != SMV_KIND_SHEET) {
        n = n->parent;
    }
    return (struct smv_node *)(uintptr_t)n;
}

struct smv_node *smv_node_governor(const struct smv_node *n)
{
    while (n != NULL && smv_kind_info(n->kind)->scope == SMV_SCOPE_INHERIT) {
        n = n->parent;
    }
    return (struct smv_node *)(uintptr_t)n;
}

void smv_node__link(struct smv_node *n, struct smv_node *parent, struct smv_node *after)
{
    struct smv_node *next = after == NULL ? parent->first : after->next;
    n->parent = parent;
    n->prev = after;
    n->next = next;
    *(after == NULL ? &parent->first : &after->next) = n;
    *(next == NULL ? &parent->last : &next->prev) = n;
    parent->n_children++;
    n->depth = (uint8_t)(parent->depth + 1);
}

void smv_node__unlink(struct smv_node *n)
{
    struct smv_node *parent = n->parent;
    *(n->prev == NULL ? &parent->first : &n->prev->next) = n->next;
    *(n->next == NULL ? &parent->last : &n->next->prev) = n->prev;
    parent->n_children--;
    n->parent = NULL;
    n->prev = NULL;
    n->next = NULL;
}

/* --- fields ---------------------------------------------------------------------------------- */

const struct smv_slot *smv_node_slot(const struct smv_node *n, unsigned field)
{
    for (size_t i = 0; i < n->n_slots && n->slots[i].field <= field; i++) {
        if (n->slots[i].field == field) {
            return &n->slots[i];
        }
    }
    return NULL;
}

struct smv_slot *smv_node__slot(struct smv_node *n, const struct smv_field_info *field)
{
    size_t at = 0;
    while (at < n->n_slots && n->slots[at].field < field->number) {
        at++;
    }
    if (at < n->n_slots && n->slots[at].field == field->number) {
        return &n->slots[at];
    }
    if (n->n_slots % SLOT_STEP == 0) {
        n->slots = smv_realloc(n->slots, (n->n_slots + SLOT_STEP) * sizeof(*n->slots));
    }
    memmove(&n->slots[at + 1], &n->slots[at], (n->n_slots - at) * sizeof(*n->slots));
    n->n_slots++;
    n->slots[at] = (struct smv_slot){.field = field->number, .type = field->type};
    if (field->type == SMV_TYPE_TEXT) {
        n->slots[at].u.text = smv_zalloc(sizeof(struct smv_text));
    }
    return &n->slots[at];
}

void smv_slot__choose(struct smv_slot *slot, const struct smv_value *v)
{
    switch (v->type) {
    case SMV_TYPE_INT:
    case SMV_TYPE_REF: slot->u.num = v->num; break;
    case SMV_TYPE_STR:
    case SMV_TYPE_BYTES:
        smv_free(slot->u.str.data);
        slot->u.str.data = v->str.len == 0 ? NULL : smv_dup(v->str.data, v->str.len);
        slot->u.str.len = (uint32_t)v->str.len;
        break;
    case SMV_TYPE_LIST:
        smv_free(slot->u.list.ids);
        slot->u.list.ids = v->n_list == 0 ? NULL : smv_dup(v->list, v->n_list * sizeof(v->list[0]));
        slot->u.list.n = v->n_list;
        break;
    case SMV_TYPE_TEXT: UNREACHABLE("a text is not chosen");
    }
}

void smv_tree_set_old(struct smv_tree *t, smv_id id, unsigned field, smv_seq old)
{
    struct smv_node *n = smv_tree_find(t, id);
    PRE(n != NULL && smv_node_slot(n, field) != NULL);
    smv_node__slot(n, smv_field_info(n->kind, field))->old = old;
}

uint64_t smv_node_num(const struct smv_node *n, unsigned field)
{
    struct smv_value v;
    smv_node_value(n, field, &v);
    return v.num;
}

struct smv_span smv_node_str(const struct smv_node *n, unsigned field)
{
    struct smv_value v;
    smv_node_value(n, field, &v);
    return v.str;
}

const struct smv_text *smv_node_text(const struct smv_node *n, unsigned field)
{
    const struct smv_slot *slot = smv_node_slot(n, field);
    return slot != NULL && slot->type == SMV_TYPE_TEXT ? slot->u.text : NULL;
}

void smv_node_value(const struct smv_node *n, unsigned field, struct smv_value *ret_value)
{
    const struct smv_field_info *info = smv_field_info(n->kind, field);
    const struct smv_slot *slot = smv_node_slot(n, field);
    enum smv_type type = info == NULL ? SMV_TYPE_INT : (enum smv_type)info->type;
    ret_value->type = type;
    ret_value->num = 0;
    ret_value->str = (struct smv_span){0};
    ret_value->n_list = 0;
    if (slot == NULL) {
        return;
    }
    switch (type) {
    case SMV_TYPE_INT:
    case SMV_TYPE_REF: ret_value->num = slot->u.num; break;
    case SMV_TYPE_STR:
    case SMV_TYPE_BYTES: ret_value->str = smv_span(slot->u.str.data, slot->u.str.len); break;
    case SMV_TYPE_TEXT: ret_value->str = smv_buf_span(&slot->u.text->body); break;
    case SMV_TYPE_LIST:
        ret_value->n_list = slot->u.list.n;
        if (slot->u.list.n > 0) {
            memcpy(ret_value->list, slot->u.list.ids, slot->u.list.n * sizeof(ret_value->list[0]));
        }
        break;
    }
}
