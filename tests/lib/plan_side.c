/* plan_side.c - see plan_side.h. */
#include "tests/lib/plan_side.h"
#include <inttypes.h>
#include <stdio.h>

static uint64_t number(struct smv_tree *t)
{
    uint64_t n = 0;
    for (struct smv_node *at = NULL; (at = smv_tree_walk(t->root, at)) != NULL;) {
        at->mark = ++n;
    }
    return n;
}

static uint64_t mark_of(const struct smv_tree *t, uint64_t id)
{
    const struct smv_node *n = smv_tree_find(t, id);
    return n != NULL ? n->mark : 0;
}

static bool same_value(const struct smv_tree *a, const struct smv_node *x, const struct smv_tree *b,
                       const struct smv_node *y, const struct smv_field_info *field)
{
    struct smv_value v, w;
    smv_node_value(x, field->number, &v);
    smv_node_value(y, field->number, &w);
    if (field->type == SMV_TYPE_REF) {
        return mark_of(a, v.num) == mark_of(b, w.num);
    }
    return v.num == w.num && v.n_list == w.n_list && smv_span_eq(v.str, w.str);
}

const char *plan_difference(struct smv_tree *a, struct smv_tree *b)
{
    static char text[600];
    uint64_t n = number(a), m = number(b);
    struct smv_node *x = NULL, *y = NULL;
    for (;;) {
        x = smv_tree_walk(a->root, x);
        y = smv_tree_walk(b->root, y);
        if (x == NULL && y == NULL) {
            return NULL;
        }
        if (x == NULL || y == NULL || x->kind != y->kind || x->depth != y->depth ||
            x->deleted != y->deleted) {
            snprintf(text, sizeof text,
                     "node %" PRIu64 " of %" PRIu64 " and %" PRIu64 ": a %s and a %s",
                     x != NULL ? x->mark : y->mark, n, m,
                     x != NULL ? smv_kind_info(x->kind)->name : "gap",
                     y != NULL ? smv_kind_info(y->kind)->name : "gap");
            return text;
        }
        const struct smv_kind_info *kind = smv_kind_info(x->kind);
        for (size_t i = 0; i < kind->n_fields; i++) {
            if (!same_value(a, x, b, y, &kind->fields[i])) {
                struct smv_span one = smv_node_str(x, kind->fields[i].number);
                struct smv_span two = smv_node_str(y, kind->fields[i].number);
                snprintf(text, sizeof text, "%s.%s of node %" PRIu64 ": \"%.*s\" and \"%.*s\"",
                         kind->name, kind->fields[i].name, x->mark, (int)one.len,
                         one.len > 0 ? (const char *)one.data : "", (int)two.len,
                         two.len > 0 ? (const char *)two.data : "");
                return text;
            }
        }
    }
}
