/* shown.c - what a person sees: the confirmed tree with own work on top.
 *
 * What: values, existence, deletion and order of children; texts are textfield.c's.
 * Not:  changes nothing.
 * Uses: internal.h.    Thread: as client.h.
 * Invariant: own work is applied in order of n; a node that exists in the tree is the tree's, whatever an
 *       own ADD of it says. */
#include <string.h>
#include "client-cli/core/internal.h"

const struct smv_cl_own *smv_cl_birth(const struct smv_client *c, smv_id id)
{
    for (size_t i = 0; i < c->n_own; i++) {
        const struct smv_cl_own *o = c->own[i];
        if (o->id == id && (o->op == SMV_OP_ADD || o->op == SMV_OP_OFFER)) {
            return o;
        }
    }
    return NULL;
}

bool smv_cl_field_bytes(const struct smv_cl_own *birth, unsigned field, struct smv_span *ret_value)
{
    if (birth == NULL || birth->value.len == 0) {
        return false;
    }
    struct smv_reader r;
    smv_reader_init(&r, smv_buf_span(&birth->value));
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n && r.err == SMV_OK; i++) {
        uint32_t parts = smv_read_array(&r);
        uint64_t number = smv_read_uint(&r);
        struct smv_span value = smv_read_skip(&r);
        for (uint32_t k = 2; k < parts; k++) {
            (void)smv_read_skip(&r);
        }
        if (r.err == SMV_OK && number == field) {
            *ret_value = value;
            return true;
        }
    }
    return false;
}

struct smv_span smv_cl_born_text(const struct smv_cl_own *birth, unsigned field)
{
    struct smv_span bytes;
    if (!smv_cl_field_bytes(birth, field, &bytes)) {
        return smv_span(NULL, 0);
    }
    struct smv_reader r;
    smv_reader_init(&r, bytes);
    return smv_read_str(&r, SMV_MAX_TEXT_BYTES);
}

unsigned smv_client_kind(struct smv_client *c, smv_id id)
{
    const struct smv_node *node = smv_tree_find(&c->tree, id);
    if (node != NULL) {
        return c->have || node->parent != NULL ? node->kind : 0;
    }
    const struct smv_cl_own *birth = smv_cl_birth(c, id);
    return birth != NULL ? birth->kind : 0;
}

smv_id smv_client_parent(struct smv_client *c, smv_id id)
{
    const struct smv_node *node = smv_tree_find(&c->tree, id);
    smv_id parent = node != NULL && node->parent != NULL ? node->parent->id : 0;
    for (size_t i = 0; i < c->n_own; i++) {
        const struct smv_cl_own *o = c->own[i];
        bool born = (o->op == SMV_OP_ADD || o->op == SMV_OP_OFFER) && node == NULL;
        if (o->id == id && (o->op == SMV_OP_MOVE || born)) {
            parent = o->parent;
        }
    }
    return parent;
}

bool smv_client_deleted(struct smv_client *c, smv_id id)
{
    const struct smv_node *node = smv_tree_find(&c->tree, id);
    bool deleted = node != NULL && node->deleted;
    for (size_t i = 0; i < c->n_own; i++) {
        const struct smv_cl_own *o = c->own[i];
        if (o->id != id) {
            continue;
        }
        if (o->op == SMV_OP_DEL || o->op == SMV_OP_UNDEL) {
            deleted = o->op == SMV_OP_DEL;
        } else if (o->op == SMV_OP_OFFER && node == NULL) {
            deleted = o->action != 0;
        }
    }
    return deleted;
}

static void read_value(struct smv_client *c, unsigned kind, unsigned field, struct smv_span bytes,
                       struct smv_value *ret)
{
    const struct smv_field_info *info = smv_field_info(kind, field);
    struct smv_reader r;
    struct smv_value v;
    smv_buf_clear(&c->scratch);
    smv_buf_put_span(&c->scratch, bytes);
    smv_reader_init(&r, smv_buf_span(&c->scratch));
    if (info != NULL && smv_value_read(&r, info, &v) == SMV_OK) {
        *ret = v;
    }
}

void smv_client_value(struct smv_client *c, smv_id id, unsigned field, struct smv_value *ret)
{
    const struct smv_node *node = smv_tree_find(&c->tree, id);
    const struct smv_cl_own *birth = node == NULL ? smv_cl_birth(c, id) : NULL;
    const struct smv_cl_own *set = NULL;
    struct smv_span bytes;
    unsigned kind = smv_client_kind(c, id);
    const struct smv_field_info *info = smv_field_info(kind, field);
    memset(ret, 0, sizeof *ret);
    if (info != NULL) {
        ret->type = (enum smv_type)info->type;
    }
    for (size_t i = 0; i < c->n_own; i++) {
        const struct smv_cl_own *o = c->own[i];
        set = o->op == SMV_OP_SET && o->id == id && o->field == field ? o : set;
    }
    if (set != NULL) {
        read_value(c, kind, field, smv_buf_span(&set->value), ret);
    } else if (node != NULL) {
        smv_node_value(node, field, ret);
    } else if (smv_cl_field_bytes(birth, field, &bytes)) {
        read_value(c, kind, field, bytes, ret);
    }
}

/* --- children -------------------------------------------------------------------------------------- */
static void put_at(struct smv_client *c, size_t *n, size_t at, smv_id id)
{
    c->ids = smv_grow(c->ids, &c->cap_ids, *n + 1, sizeof *c->ids);
    memmove(&c->ids[at + 1], &c->ids[at], (*n - at) * sizeof *c->ids);
    c->ids[at] = id;
    (*n)++;
}

static size_t where(const struct smv_client *c, size_t n, smv_id id)
{
    size_t i = 0;
    while (i < n && c->ids[i] != id) {
        i++;
    }
    return i;
}

static void place(struct smv_client *c, size_t *n, const struct smv_cl_own *o)
{
    size_t at = 0;
    if (o->after != 0) {
        at = where(c, *n, o->after);
        at = at < *n ? at + 1 : *n; /* its neighbour is elsewhere now: last */
    }
    put_at(c, n, at, o->id);
}

size_t smv_client_children(struct smv_client *c, smv_id parent, bool deleted_too,
                           const smv_id **ret_ids)
{
    size_t n = 0;
    c->ids = smv_grow(c->ids, &c->cap_ids, 1, sizeof *c->ids);
    const struct smv_node *top = smv_tree_find(&c->tree, parent);
    for (const struct smv_node *k = top != NULL ? top->first : NULL; k != NULL; k = k->next) {
        put_at(c, &n, n, k->id);
    }
    for (size_t i = 0; i < c->n_own; i++) {
        const struct smv_cl_own *o = c->own[i];
        bool born = (o->op == SMV_OP_ADD || o->op == SMV_OP_OFFER) &&
                    smv_tree_find(&c->tree, o->id) == NULL;
        if (o->op != SMV_OP_MOVE && !born) {
            continue;
        }
        size_t at = where(c, n, o->id);
        if (at < n) {
            memmove(&c->ids[at], &c->ids[at + 1], (n - at - 1) * sizeof *c->ids);
            n--;
        }
        if (o->parent == parent) {
            place(c, &n, o);
        }
    }
    if (!deleted_too) {
        size_t kept = 0;
        for (size_t i = 0; i < n; i++) {
            if (!smv_client_deleted(c, c->ids[i])) {
                c->ids[kept++] = c->ids[i];
            }
        }
        n = kept;
    }
    *ret_ids = c->ids;
    return n;
}
