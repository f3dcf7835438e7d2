/* textfield.c - own text operations of one field: what is in flight, what is typed behind it.
 *
 * What: own operations on a field form a chain by n; the first stands on the ground (the replica's text, or
 *       the text of an apart entry), each other one on the one before. A remote operation is carried
 *       through the chain; an own one that is confirmed leaves it.
 * Not:  fields that are apart from the replica: resync.c.
 * Uses: internal.h, common/text.    Thread: as client.h.
 * Invariant: ground + chain is what is shown; a remote operation is ordered already, the chain is later. */
#include <string.h>
#include "client-cli/core/internal.h"
#include "common/base/check.h"
#include "common/base/utf8.h"

struct smv_cl_own *smv_cl_chain(const struct smv_client *c, smv_id id, unsigned field,
                                const struct smv_cl_own *behind)
{
    for (size_t i = 0; i < c->n_own; i++) {
        struct smv_cl_own *o = c->own[i];
        if (o->op == SMV_OP_TXT && o->id == id && o->field == field &&
            (behind == NULL || o->n > behind->n)) {
            return o;
        }
    }
    return NULL;
}

struct smv_span smv_cl_ground(const struct smv_client *c, smv_id id, unsigned field)
{
    const struct smv_cl_apart *a = smv_cl_apart_find(c, id, field);
    if (a != NULL) {
        return smv_buf_span(&a->old);
    }
    const struct smv_node *node = smv_tree_find(&c->tree, id);
    if (node != NULL) {
        return smv_node_str(node, field);
    }
    return smv_cl_born_text(smv_cl_birth(c, id), field);
}

/* An operation that does not fit (a daemon's mistake) is left out of what is shown, nothing worse. */
static void apply_if_fits(struct smv_buf *text, const struct smv_ot *op)
{
    if (smv_ot_apply(text, op) != SMV_OK) {
        return;
    }
}

void smv_cl_below(const struct smv_client *c, const struct smv_cl_own *upto, smv_id id,
                  unsigned field, struct smv_buf *ret)
{
    struct smv_span ground = smv_cl_ground(c, id, field);
    smv_buf_clear(ret);
    smv_buf_put_span(ret, ground);
    for (const struct smv_cl_own *o = smv_cl_chain(c, id, field, NULL); o != NULL && o != upto;
         o = smv_cl_chain(c, id, field, o)) {
        apply_if_fits(ret, &o->ot);
    }
}

void smv_client_text(struct smv_client *c, smv_id id, unsigned field, struct smv_buf *ret)
{
    smv_cl_below(c, NULL, id, field, ret);
}

void smv_cl_carry_add(struct smv_client *c, smv_id id, unsigned field, const struct smv_ot *op)
{
    if (smv_ot_is_noop(op)) {
        return;
    }
    c->carry = smv_grow(c->carry, &c->cap_carry, c->n_carry + 1, sizeof *c->carry);
    struct smv_cl_carry *k = &c->carry[c->n_carry++];
    memset(k, 0, sizeof *k);
    k->id = id;
    k->field = field;
    smv_ot_copy(&k->op, op);
    c->news |= SMV_NEWS_TREE;
}

size_t smv_client_carry(struct smv_client *c, smv_id id, unsigned field, size_t pos)
{
    for (size_t i = 0; i < c->n_carry; i++) {
        if (c->carry[i].id == id && c->carry[i].field == field) {
            pos = smv_ot_position(pos, &c->carry[i].op);
        }
    }
    return pos;
}

static void swap_ops(struct smv_ot *a, struct smv_ot *b)
{
    struct smv_ot t = *a;
    *a = *b;
    *b = t;
}

/* Carries op, which stands where o stands, through o and all behind it. */
static void through(struct smv_client *c, struct smv_cl_own *o, smv_id id, unsigned field,
                    const struct smv_ot *op)
{
    struct smv_ot remote = {0}, mine = {0}, next = {0};
    smv_ot_copy(&remote, op);
    for (; o != NULL; o = smv_cl_chain(c, id, field, o)) {
        smv_ot_transform(&o->ot, &remote, SMV_OT_LEFT, &mine);
        smv_ot_transform(&remote, &o->ot, SMV_OT_RIGHT, &next);
        swap_ops(&o->ot, &mine);
        swap_ops(&remote, &next);
    }
    smv_cl_carry_add(c, id, field, &remote);
    smv_ot_finish(&remote);
    smv_ot_finish(&mine);
    smv_ot_finish(&next);
}

void smv_cl_remote(struct smv_client *c, smv_id id, unsigned field, const struct smv_ot *op)
{
    through(c, smv_cl_chain(c, id, field, NULL), id, field, op);
}

/* What stands on the chain up to o, and o as it is now, becomes what stands on it and on instead. */
static void exchange(struct smv_client *c, struct smv_cl_own *o, const struct smv_buf *below,
                     struct smv_ot *instead)
{
    struct smv_buf was = {0}, is = {0};
    struct smv_ot change = {0};
    smv_buf_put_span(&was, smv_buf_span(below));
    smv_buf_put_span(&is, smv_buf_span(below));
    apply_if_fits(&was, &o->ot);
    apply_if_fits(&is, instead);
    smv_ot_diff(smv_buf_span(&was), smv_buf_span(&is), &change);
    swap_ops(&o->ot, instead);
    through(c, smv_cl_chain(c, o->id, o->field, o), o->id, o->field, &change);
    smv_ot_finish(&change);
    smv_buf_finish(&was);
    smv_buf_finish(&is);
}

/* The walk over what was missed is about to step over seq: restored operations that were written down before
 * it now stand on the very text that they were typed on, if nothing has gone wrong. */
void smv_cl_meet(struct smv_client *c, const struct smv_cl_apart *a, smv_seq seq)
{
    struct smv_buf below = {0};
    for (struct smv_cl_own *o = smv_cl_chain(c, a->id, a->field, NULL); o != NULL;
         o = smv_cl_chain(c, a->id, a->field, o)) {
        if (!o->waits || o->base_seq >= seq) {
            continue;
        }
        smv_cl_below(c, o, a->id, a->field, &below);
        if (smv_span_eq(smv_buf_span(&below), smv_buf_span(&o->base))) {
            exchange(c, o, &below, &o->raw);
        }
        o->waits = false;
        o->dirty = true;
    }
    smv_buf_finish(&below);
}

/* o has left its effect behind in the ground: as expected, or as op says. The ones behind it may need it. */
static void settle(struct smv_client *c, struct smv_cl_own *o, struct smv_span before,
                   const struct smv_ot *op)
{
    smv_id id = o->id;
    unsigned field = o->field;
    struct smv_cl_own *behind = smv_cl_chain(c, id, field, o);
    if (!smv_ot_equal(&o->ot, op)) {
        struct smv_buf expected = {0}, real = {0};
        struct smv_ot change = {0};
        smv_buf_put_span(&expected, before);
        smv_buf_put_span(&real, before);
        apply_if_fits(&expected, &o->ot);
        apply_if_fits(&real, op);
        smv_ot_diff(smv_buf_span(&expected), smv_buf_span(&real), &change);
        through(c, behind, id, field, &change);
        smv_ot_finish(&change);
        smv_buf_finish(&expected);
        smv_buf_finish(&real);
    }
    if (behind != NULL) {
        behind->dirty = true; /* on disk it stands on o, which leaves the disk */
    }
    smv_cl_own_remove(c, o, true);
}

/* A told operation that is mine, and mine is the chain's to give up. By number, never by author alone: an offer of
 * mine changes texts too. */
static struct smv_cl_own *mine_of(const struct smv_client *c, smv_id id, unsigned field,
                                  const struct smv_cl_told *told)
{
    struct smv_cl_own *o = smv_cl_chain(c, id, field, NULL);
    if (told->ord != c->ord || told->ord == 0 || o == NULL || o->op != SMV_OP_TXT) {
        return NULL;
    }
    return told->n == o->n ? o : NULL;
}

void smv_cl_tell(struct smv_client *c, smv_id id, unsigned field, struct smv_span before,
                 const struct smv_cl_told *told)
{
    struct smv_cl_own *o = mine_of(c, id, field, told);
    if (o != NULL) {
        settle(c, o, before, &told->op);
    } else {
        smv_cl_remote(c, id, field, &told->op);
    }
}

static void note_told(struct smv_cl_apart *a, const struct smv_cl_told *told)
{
    a->told = smv_grow(a->told, &a->cap_told, a->n_told + 1, sizeof *a->told);
    struct smv_cl_told *t = &a->told[a->n_told++];
    *t = *told;
    memset(&t->op, 0, sizeof t->op);
    smv_ot_copy(&t->op, &told->op);
}

void smv_cl_text_told(struct smv_client *c, smv_id id, unsigned field, struct smv_span before,
                      const struct smv_cl_told *told)
{
    struct smv_cl_apart *a = smv_cl_apart_find(c, id, field);
    if (a == NULL) {
        smv_cl_tell(c, id, field, before, told);
        return;
    }
    switch (a->why) {
    case SMV_CL_ASK:
    case SMV_CL_ASKED: note_told(a, told); break;
    case SMV_CL_VERDICT: {
        struct smv_cl_own *o = mine_of(c, id, field, told);
        if (o != NULL) {
            smv_cl_text_out(c, o, SMV_CODE_OK);
        }
        break;
    }
    case SMV_CL_MERGE:
    case SMV_CL_GONE: break; /* the difference is seen when it is merged */
    }
}

/* o never came to be: the ones behind it lose what it did. */
static void without(struct smv_client *c, struct smv_cl_own *o)
{
    struct smv_buf below = {0};
    struct smv_ot undo = {0};
    smv_cl_below(c, o, o->id, o->field, &below);
    struct smv_cl_own *behind = smv_cl_chain(c, o->id, o->field, o);
    if (smv_ot_invert(&o->ot, smv_buf_span(&below), &undo) == SMV_OK) {
        through(c, behind, o->id, o->field, &undo);
    }
    if (behind != NULL) {
        behind->dirty = true;
    }
    smv_ot_finish(&undo);
    smv_buf_finish(&below);
}

/* Everything from the chain's first on as one wish under a new n. */
static void anew(struct smv_client *c, struct smv_cl_own *o)
{
    smv_id id = o->id;
    unsigned field = o->field, bounces = o->bounces + 1;
    struct smv_ot all = {0}, next = {0};
    smv_ot_copy(&all, &o->ot);
    for (struct smv_cl_own *b; (b = smv_cl_chain(c, id, field, o)) != NULL;) {
        smv_ot_compose(&all, &b->ot, &next);
        swap_ops(&all, &next);
        smv_cl_own_drop_unsent(c, b);
    }
    smv_cl_own_remove(c, o, false);
    smv_cl_type_on(c, id, field, &all);
    for (o = smv_cl_chain(c, id, field, NULL); o != NULL; o = smv_cl_chain(c, id, field, o)) {
        o->bounces = bounces;
    }
    smv_ot_finish(&all);
    smv_ot_finish(&next);
}

static void out_apart(struct smv_client *c, struct smv_cl_apart *a, struct smv_cl_own *o,
                      unsigned code)
{
    enum smv_code_class class = smv_code_class((enum smv_code)code);
    bool gone = a->why == SMV_CL_GONE;
    if (class == SMV_CLASS_DONE || (class == SMV_CLASS_RESYNC && !gone)) {
        struct smv_buf ancestor = {0};
        smv_buf_put_span(&ancestor, smv_buf_span(&a->old));
        if (class == SMV_CLASS_DONE) {
            apply_if_fits(&ancestor, &o->ot);
        }
        smv_cl_merge(c, a, smv_buf_span(&ancestor));
        smv_buf_finish(&ancestor);
        return;
    }
    without(c, o);
    smv_cl_own_refuse(c, o, code);
}

/* The verdict on a text operation that is not seen as an event here. */
void smv_cl_text_out(struct smv_client *c, struct smv_cl_own *o, unsigned code)
{
    struct smv_cl_apart *a = smv_cl_apart_find(c, o->id, o->field);
    enum smv_code_class class = smv_code_class((enum smv_code)code);
    if (a != NULL) {
        out_apart(c, a, o, code);
    } else if (class == SMV_CLASS_RESYNC && o->bounces < SMV_CL_BOUNCES) {
        anew(c, o);
    } else {
        without(c, o);
        if (class == SMV_CLASS_DONE) {
            smv_cl_own_remove(c, o, true);
        } else {
            smv_cl_own_refuse(c, o, code);
        }
    }
}

/* --- typing --------------------------------------------------------------------------------------- */
static bool fits_one(const struct smv_ot *op)
{
    return op->n_comps <= SMV_MAX_OT_COMPS && op->text.len <= SMV_CL_OP_TEXT;
}

static void type_piece(struct smv_client *c, smv_id id, unsigned field, const struct smv_ot *op)
{
    if (smv_ot_is_noop(op)) {
        return;
    }
    struct smv_cl_own *last = NULL;
    for (struct smv_cl_own *o = smv_cl_chain(c, id, field, NULL); o != NULL;
         o = smv_cl_chain(c, id, field, o)) {
        last = o;
    }
    if (last != NULL && last->tail.len == 0 && !last->waits) {
        struct smv_ot both = {0};
        smv_ot_compose(&last->ot, op, &both);
        bool fits = fits_one(&both);
        if (fits) {
            swap_ops(&last->ot, &both);
            last->dirty = true;
        }
        smv_ot_finish(&both);
        if (fits) {
            return;
        }
    }
    struct smv_cl_own *o = smv_cl_own_new(c, SMV_OP_TXT);
    o->id = id;
    o->field = field;
    smv_ot_copy(&o->ot, op);
}

/* Cut an operation that is larger than one may be: each piece stands on the text after the one before. */
void smv_cl_type_on(struct smv_client *c, smv_id id, unsigned field, const struct smv_ot *op)
{
    struct smv_ot piece = {0};
    size_t at = 0; /* in the new text, code points */
    for (size_t i = 0; i < op->n_comps; i++) {
        const struct smv_ot_comp *k = &op->comps[i];
        struct smv_span text = {0};
        if (k->type == SMV_OT_INSERT) {
            text = smv_span(op->text.data + k->at, k->bytes);
        }
        do {
            size_t room = SMV_CL_OP_TEXT - piece.text.len;
            struct smv_span part = text;
            if (part.len > room) { /* back to the start of a character */
                while (room > 0 && (text.data[room] & 0xC0) == 0x80) {
                    room--;
                }
                part.len = room;
            }
            if (k->type == SMV_OT_SKIP) {
                smv_ot_skip(&piece, k->n);
                at += k->n;
            } else if (k->type == SMV_OT_DELETE) {
                smv_ot_delete(&piece, k->n);
            } else if (part.len > 0) {
                smv_ot_insert(&piece, part);
                at += smv_utf8_count(part);
            }
            text = smv_span_from(text, part.len);
            if (text.len > 0 || piece.n_comps + 2 > SMV_MAX_OT_COMPS) {
                smv_ot_trim(&piece);
                type_piece(c, id, field, &piece);
                smv_ot_clear(&piece);
                if (at > 0) {
                    smv_ot_skip(&piece, (uint32_t)at);
                }
            }
        } while (text.len > 0);
    }
    smv_ot_trim(&piece);
    type_piece(c, id, field, &piece);
    smv_ot_finish(&piece);
    c->news |= SMV_NEWS_TREE | SMV_NEWS_SAVED;
}
