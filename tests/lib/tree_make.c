/* tree_make.c - see tree_make.h. */
#include "tests/lib/tree_make.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "tests/lib/ot_random.h"

void make_init(struct make *m, uint64_t seed, bool history)
{
    *m = (struct make){0};
    smv_rng_seed(&m->rng, seed);
    smv_tree_init(&m->tree, history);
    m->ids = smv_grow(m->ids, &m->cap_ids, 1, sizeof(*m->ids));
    m->ids[m->n_ids++] = SMV_ROOT;
}

void make_finish(struct make *m)
{
    smv_tree_finish(&m->tree);
    smv_free(m->ids);
    smv_ot_finish(&m->op);
    smv_buf_finish(&m->text);
}

struct smv_stamp make_stamp(struct make *m, uint32_t ord)
{
    m->seq++;
    return (struct smv_stamp){.seq = m->seq, .ts = 1700000000000 + m->seq * 7, .ord = ord};
}

enum smv_err make_apply(struct make *m, const struct smv_change *c)
{
    struct smv_stamp stamp = make_stamp(m, 1);
    enum smv_err err = smv_tree_apply(&m->tree, c, &stamp);
    if (err == SMV_OK && c->kind == SMV_CHANGE_ADD) {
        m->ids = smv_grow(m->ids, &m->cap_ids, m->n_ids + 1, sizeof(*m->ids));
        m->ids[m->n_ids++] = c->id;
    }
    return err;
}

static smv_id next_id(struct make *m)
{
    return (UINT64_C(1) << SMV_ID_COUNTER_BITS) + ++m->counter;
}

smv_id make_add(struct make *m, unsigned kind, smv_id parent, smv_id after)
{
    struct smv_change c = {.kind = SMV_CHANGE_ADD,
                           .id = next_id(m),
                           .node_kind = kind,
                           .parent = parent,
                           .after = after};
    assert_int_equal(make_apply(m, &c), SMV_OK);
    return c.id;
}

static void set(struct make *m, smv_id id, unsigned field, struct smv_value *v)
{
    const struct smv_node *n = smv_tree_find(&m->tree, id);
    v->type = smv_field_info(n->kind, field)->type;
    struct smv_change c = {.kind = SMV_CHANGE_SET, .id = id, .field = field, .value = v};
    assert_int_equal(make_apply(m, &c), SMV_OK);
}

void make_num(struct make *m, smv_id id, unsigned field, uint64_t num)
{
    set(m, id, field, &(struct smv_value){.num = num});
}

void make_text(struct make *m, smv_id id, unsigned field, const char *text)
{
    set(m, id, field, &(struct smv_value){.str = smv_span_str(text)});
}

void make_list(struct make *m, smv_id id, unsigned field, uint64_t only)
{
    set(m, id, field, &(struct smv_value){.list = {only}, .n_list = 1});
}

void make_del(struct make *m, smv_id id)
{
    struct smv_change c = {.kind = SMV_CHANGE_DEL, .id = id};
    assert_int_equal(make_apply(m, &c), SMV_OK);
}

/* --- chance ---------------------------------------------------------------------------------- */

static struct smv_node *random_node(struct make *m)
{
    return smv_tree_find(&m->tree, m->ids[smv_rng_below(&m->rng, m->n_ids)]);
}

static smv_id random_child(struct make *m, const struct smv_node *parent)
{
    uint64_t steps = smv_rng_below(&m->rng, parent->n_children + 1);
    const struct smv_node *n = NULL;
    while (steps-- > 0) {
        n = n == NULL ? parent->first : n->next;
    }
    return n == NULL ? 0 : n->id;
}

/* Text goes into m->text, which must not grow while spans into it are held. */
static struct smv_span random_span(struct make *m, const struct smv_field_info *field)
{
    size_t at = m->text.len;
    uint64_t most = field->bound < 12 ? field->bound : 12;
    if (field->type == SMV_TYPE_STR) {
        for (uint64_t n = smv_rng_below(&m->rng, most + 1); n > 0; n--) {
            smv_buf_put_byte(&m->text, (uint8_t)('a' + smv_rng_below(&m->rng, 26)));
        }
    } else if (field->type == SMV_TYPE_BYTES) {
        for (uint64_t n = field->bound; n > 0; n--) {
            smv_buf_put_byte(&m->text, (uint8_t)smv_rng_next(&m->rng));
        }
    } else {
        ot_random_text(&m->rng, smv_rng_below(&m->rng, most + 1), &m->text);
    }
    return smv_span(m->text.data + at, m->text.len - at);
}

void make_random_value(struct make *m, const struct smv_field_info *field,
                       struct smv_value *ret_value)
{
    *ret_value = (struct smv_value){.type = field->type};
    switch ((enum smv_type)field->type) {
    case SMV_TYPE_INT:
        ret_value->num =
            smv_rng_chance(&m->rng, 200) ? field->bound : smv_rng_below(&m->rng, field->bound + 1);
        break;
    case SMV_TYPE_REF: ret_value->num = random_node(m)->id; break;
    case SMV_TYPE_LIST:
        ret_value->n_list = (uint32_t)smv_rng_below(&m->rng, 17);
        for (uint32_t i = 0; i < ret_value->n_list; i++) {
            ret_value->list[i] = random_node(m)->id;
        }
        break;
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR:
    case SMV_TYPE_BYTES: ret_value->str = random_span(m, field); break;
    }
}

static bool random_add(struct make *m, struct smv_change *c)
{
    const struct smv_node *parent = random_node(m);
    unsigned kind = (unsigned)smv_rng_below(&m->rng, SMV_KIND_MAX) + 1;
    const struct smv_kind_info *info = smv_kind_info(kind);
    if (info == NULL || (info->parents >> parent->kind & 1) == 0) {
        return false;
    }
    *c = (struct smv_change){.kind = SMV_CHANGE_ADD,
                             .id = next_id(m),
                             .node_kind = kind,
                             .parent = parent->id,
                             .after = random_child(m, parent),
                             .fields = m->fields};
    for (size_t i = 0; i < info->n_fields; i++) {
        if (smv_rng_chance(&m->rng, 300)) {
            m->fields[c->n_fields].field = info->fields[i].number;
            make_random_value(m, &info->fields[i], &m->fields[c->n_fields].value);
            c->n_fields++;
        }
    }
    return true;
}

static bool random_field(struct make *m, bool text, struct smv_change *c)
{
    const struct smv_node *n = random_node(m);
    const struct smv_kind_info *info = smv_kind_info(n->kind);
    const struct smv_field_info *field = &info->fields[smv_rng_below(&m->rng, info->n_fields)];
    if (text && field->type != SMV_TYPE_TEXT) {
        return false;
    }
    *c = (struct smv_change){.id = n->id, .field = field->number};
    if (!text) {
        make_random_value(m, field, &m->value);
        c->kind = SMV_CHANGE_SET;
        c->value = &m->value;
        return true;
    }
    const struct smv_text *now = smv_node_text(n, field->number);
    ot_random_op(&m->rng, now == NULL ? 0 : now->cps, &m->op);
    c->kind = SMV_CHANGE_TXT;
    c->op = &m->op;
    return true;
}

static bool random_move(struct make *m, struct smv_change *c)
{
    const struct smv_node *n = random_node(m);
    const struct smv_node *parent = smv_rng_chance(&m->rng, 500) ? random_node(m) : n->parent;
    if (parent == NULL) {
        return false;
    }
    *c = (struct smv_change){.kind = SMV_CHANGE_MOVE,
                             .id = n->id,
                             .parent = parent->id,
                             .after = random_child(m, parent)};
    return true;
}

void make_random(struct make *m, struct smv_change *ret_change)
{
    for (;;) {
        smv_buf_clear(&m->text);
        (void)smv_buf_reserve(&m->text, 4096);
        uint64_t dice = smv_rng_below(&m->rng, 100);
        if (dice < 50   ? random_add(m, ret_change)
            : dice < 65 ? random_field(m, false, ret_change)
            : dice < 85 ? random_field(m, true, ret_change)
                        : dice < 94 && random_move(m, ret_change)) {
            return;
        }
        if (dice >= 94) {
            *ret_change = (struct smv_change){.kind = dice < 98 ? SMV_CHANGE_DEL : SMV_CHANGE_UNDEL,
                                              .id = random_node(m)->id};
            return;
        }
    }
}

/* --- invariants ------------------------------------------------------------------------------ */

static void check_text(const struct smv_text *text, uint64_t bound)
{
    struct smv_span body = smv_buf_span(&text->body);
    assert_true(smv_utf8_clean(body));
    assert_int_equal(smv_utf8_count(body), text->cps);
    assert_true(text->cps <= bound);
    assert_true(text->n_past <= SMV_MAX_HISTORY_OPS);
    assert_true(text->past_bytes <= SMV_MAX_HISTORY_BYTES);
    assert_true(text->past_off + text->n_past <= text->cap_past);
    smv_seq seq = text->floor;
    for (size_t i = 0; i < text->n_past; i++) {
        assert_true(text->past[i].seq >= seq);
        seq = text->past[i].seq;
    }
}

static void check_node(const struct smv_tree *t, const struct smv_node *n)
{
    assert_ptr_equal(smv_tree_find(t, n->id), n);
    assert_true(n->depth <= SMV_MAX_DEPTH);
    for (size_t i = 0; i < n->n_slots; i++) {
        const struct smv_field_info *field = smv_field_info(n->kind, n->slots[i].field);
        assert_non_null(field);
        assert_int_equal(n->slots[i].type, field->type);
        assert_true(i == 0 || n->slots[i - 1].field < n->slots[i].field);
        if (field->type == SMV_TYPE_TEXT) {
            check_text(n->slots[i].u.text, field->bound);
        }
    }
    size_t n_children = 0;
    const struct smv_node *prev = NULL;
    for (const struct smv_node *c = n->first; c != NULL; prev = c, c = c->next) {
        assert_ptr_equal(c->parent, n);
        assert_ptr_equal(c->prev, prev);
        assert_int_equal(c->depth, n->depth + 1);
        assert_true((smv_kind_info(c->kind)->parents >> n->kind & 1) != 0);
        n_children++;
    }
    assert_ptr_equal(n->last, prev);
    assert_int_equal(n->n_children, n_children);
}

void check_tree(const struct smv_tree *t)
{
    assert_int_equal(t->root->id, SMV_ROOT);
    assert_int_equal(t->root->kind, SMV_KIND_SEMINAR);
    assert_null(t->root->parent);
    assert_false(t->root->deleted);
    size_t n_nodes = 0;
    for (const struct smv_node *n = t->root; n != NULL; n = smv_tree_walk(t->root, n)) {
        check_node(t, n);
        n_nodes++;
    }
    assert_int_equal(n_nodes, smv_tree_count(t));
}
