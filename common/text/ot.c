/* ot.c - what a text op is and does: building, apply, transform, compose, invert, position.
 *
 * What: one cursor over an op's components ("take") and one way to add to an op (merging), on which
 *       transform and compose are loops over the other op.
 * Not:  no wire form (ot_codec.c), no comparing of texts (ot_diff.c).
 * Uses: buf.h, utf8.h.    Thread: pure.
 * Invariants: op->text is exactly the inserts' bytes in component order, so an insert's place in it is
 *       the sum of those before. Counts stop at COUNT_MAX instead of wrapping: such an op reaches past
 *       the end of every document, and apply says so. */
#include "common/text/ot.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"

enum { COUNT_MAX = 0x7fffffff };

/* --- building ------------------------------------------------------------------------------- */

void smv_ot_finish(struct smv_ot *op)
{
    smv_free(op->comps);
    smv_buf_finish(&op->text);
    *op = (struct smv_ot){0};
}

void smv_ot_clear(struct smv_ot *op)
{
    op->n_comps = 0;
    smv_buf_clear(&op->text);
}

void smv_ot_copy(struct smv_ot *dst, const struct smv_ot *src)
{
    PRE(dst != src);
    smv_ot_clear(dst);
    if (src->n_comps > 0) {
        dst->comps = smv_grow(dst->comps, &dst->cap_comps, src->n_comps, sizeof(*dst->comps));
        memcpy(dst->comps, src->comps, src->n_comps * sizeof(*dst->comps));
        dst->n_comps = src->n_comps;
    }
    smv_buf_put_span(&dst->text, smv_buf_span(&src->text));
}

bool smv_ot_equal(const struct smv_ot *a, const struct smv_ot *b)
{
    if (a->n_comps != b->n_comps) {
        return false;
    }
    for (size_t i = 0; i < a->n_comps; i++) {
        const struct smv_ot_comp *x = &a->comps[i];
        const struct smv_ot_comp *y = &b->comps[i];
        if (x->type != y->type || x->n != y->n || x->bytes != y->bytes) {
            return false;
        }
    }
    return smv_span_eq(smv_buf_span(&a->text), smv_buf_span(&b->text));
}

bool smv_ot_is_noop(const struct smv_ot *op)
{
    for (size_t i = 0; i < op->n_comps; i++) {
        if (op->comps[i].type != SMV_OT_SKIP) {
            return false;
        }
    }
    return true;
}

/* The last component if it is of this type, else a new empty one. */
static struct smv_ot_comp *last_of(struct smv_ot *op, enum smv_ot_type type)
{
    if (op->n_comps > 0 && op->comps[op->n_comps - 1].type == type) {
        return &op->comps[op->n_comps - 1];
    }
    op->comps = smv_grow(op->comps, &op->cap_comps, op->n_comps + 1, sizeof(*op->comps));
    struct smv_ot_comp *comp = &op->comps[op->n_comps++];
    *comp = (struct smv_ot_comp){.type = type};
    return comp;
}

static void add_count(struct smv_ot *op, enum smv_ot_type type, uint32_t n)
{
    if (n == 0) {
        return;
    }
    struct smv_ot_comp *comp = last_of(op, type);
    comp->n = n > COUNT_MAX - comp->n ? COUNT_MAX : comp->n + n;
}

static void add_insert(struct smv_ot *op, struct smv_span utf8, uint32_t n)
{
    if (n == 0) {
        return;
    }
    /* Texts are bounded far below this by whoever lets them in; offsets are 32 bits. */
    PRE(utf8.len <= COUNT_MAX - op->text.len);
    struct smv_ot_comp *comp = last_of(op, SMV_OT_INSERT);
    if (comp->n == 0) {
        comp->at = (uint32_t)op->text.len;
    }
    comp->n += n;
    comp->bytes += (uint32_t)utf8.len;
    smv_buf_put_span(&op->text, utf8);
}

void smv_ot_skip(struct smv_ot *op, uint32_t n)
{
    add_count(op, SMV_OT_SKIP, n);
}

void smv_ot_delete(struct smv_ot *op, uint32_t n)
{
    add_count(op, SMV_OT_DELETE, n);
}

void smv_ot_insert(struct smv_ot *op, struct smv_span utf8)
{
    PRE(utf8.len <= COUNT_MAX);
    add_insert(op, utf8, (uint32_t)smv_utf8_count(utf8));
}

void smv_ot_trim(struct smv_ot *op)
{
    if (op->n_comps > 0 && op->comps[op->n_comps - 1].type == SMV_OT_SKIP) {
        op->n_comps--;
    }
}

size_t smv_ot_old_len(const struct smv_ot *op)
{
    size_t len = 0;
    for (size_t i = 0; i < op->n_comps; i++) {
        len += op->comps[i].type == SMV_OT_INSERT ? 0 : op->comps[i].n;
    }
    return len;
}

int64_t smv_ot_growth(const struct smv_ot *op)
{
    int64_t growth = 0;
    for (size_t i = 0; i < op->n_comps; i++) {
        switch (op->comps[i].type) {
        case SMV_OT_SKIP: break;
        case SMV_OT_INSERT: growth += op->comps[i].n; break;
        case SMV_OT_DELETE: growth -= op->comps[i].n; break;
        }
    }
    return growth;
}

/* --- apply ---------------------------------------------------------------------------------- */

/* Move the byte offset *pos over n code points; false when fewer are left. One pass: find the start of
 * the last of them, then step over it. */
static bool forward(struct smv_span doc, size_t *pos, uint32_t n)
{
    struct smv_span rest = smv_span_from(doc, *pos);
    size_t last = smv_utf8_offset(rest, n - 1);
    if (last == rest.len) {
        return false;
    }
    (void)smv_utf8_next(rest, &last);
    *pos += last;
    return true;
}

static struct smv_span insert_bytes(const struct smv_ot *op, const struct smv_ot_comp *comp)
{
    return smv_span(op->text.data + comp->at, comp->bytes);
}

/* Typing and selecting-and-typing change one place: [skip] and then no skip any more. */
static bool is_single_place(const struct smv_ot *op)
{
    for (size_t i = 1; i < op->n_comps; i++) {
        if (op->comps[i].type == SMV_OT_SKIP) {
            return false;
        }
    }
    return true;
}

static enum smv_err apply_at_one_place(struct smv_buf *doc, const struct smv_ot *op)
{
    size_t start = 0;
    size_t end = 0;
    for (size_t i = 0; i < op->n_comps; i++) {
        const struct smv_ot_comp *comp = &op->comps[i];
        if (comp->type == SMV_OT_INSERT) {
            continue;
        }
        if (!forward(smv_buf_span(doc), &end, comp->n)) {
            return SMV_ERR_RANGE;
        }
        if (comp->type == SMV_OT_SKIP) {
            start = end;
        }
    }
    smv_buf_splice(doc, start, end - start, op->text.data, op->text.len);
    return SMV_OK;
}

enum smv_err smv_ot_apply(struct smv_buf *doc, const struct smv_ot *op)
{
    if (is_single_place(op)) {
        return apply_at_one_place(doc, op);
    }
    struct smv_span old = smv_buf_span(doc);
    struct smv_buf out = {0};
    (void)smv_buf_reserve(&out, old.len + op->text.len);
    size_t pos = 0;
    for (size_t i = 0; i < op->n_comps; i++) {
        const struct smv_ot_comp *comp = &op->comps[i];
        if (comp->type == SMV_OT_INSERT) {
            smv_buf_put_span(&out, insert_bytes(op, comp));
            continue;
        }
        size_t from = pos;
        if (!forward(old, &pos, comp->n)) {
            smv_buf_finish(&out);
            return SMV_ERR_RANGE;
        }
        if (comp->type == SMV_OT_SKIP) {
            smv_buf_put(&out, old.data + from, pos - from);
        }
    }
    smv_buf_put_span(&out, smv_span_from(old, pos));
    smv_buf_finish(doc);
    *doc = out;
    return SMV_OK;
}

enum smv_err smv_ot_invert(const struct smv_ot *op, struct smv_span doc, struct smv_ot *ret_op)
{
    struct smv_ot undo = {0};
    size_t pos = 0;
    for (size_t i = 0; i < op->n_comps; i++) {
        const struct smv_ot_comp *comp = &op->comps[i];
        size_t from = pos;
        if (comp->type != SMV_OT_INSERT && !forward(doc, &pos, comp->n)) {
            smv_ot_finish(&undo);
            return SMV_ERR_RANGE;
        }
        switch (comp->type) {
        case SMV_OT_SKIP: smv_ot_skip(&undo, comp->n); break;
        case SMV_OT_INSERT: smv_ot_delete(&undo, comp->n); break;
        case SMV_OT_DELETE:
            add_insert(&undo, smv_span(doc.data + from, pos - from), comp->n);
            break;
        }
    }
    smv_ot_trim(&undo);
    smv_ot_finish(ret_op);
    *ret_op = undo;
    return SMV_OK;
}

/* --- two ops -------------------------------------------------------------------------------- */

/* Reads an op piece by piece; used and used_bytes say how much of component i is gone. */
struct cursor {
    const struct smv_ot *op;
    size_t i;
    uint32_t used, used_bytes;
};

/* A piece of an op: an insert's bytes are borrowed from the op. */
struct piece {
    enum smv_ot_type type;
    uint32_t n;
    struct smv_span text;
};

static bool at_end(const struct cursor *c)
{
    return c->i == c->op->n_comps;
}

static bool next_is(const struct cursor *c, enum smv_ot_type type)
{
    return !at_end(c) && c->op->comps[c->i].type == type;
}

/* The next piece, at most most long; a component of the type whole is never cut. Past the end an op goes
 * on with skips for ever. most > 0. */
static struct piece take(struct cursor *c, uint32_t most, enum smv_ot_type whole)
{
    if (at_end(c)) {
        return (struct piece){SMV_OT_SKIP, most, {0}};
    }
    const struct smv_ot_comp *comp = &c->op->comps[c->i];
    struct piece piece = {comp->type, comp->n - c->used, {0}};
    if (piece.n > most && comp->type != whole) {
        piece.n = most;
    }
    if (comp->type == SMV_OT_INSERT) {
        piece.text = insert_bytes(c->op, comp);
        piece.text.data += c->used_bytes;
        piece.text.len -= c->used_bytes;
        if (c->used + piece.n < comp->n) {
            piece.text.len = smv_utf8_offset(piece.text, piece.n);
        }
        c->used_bytes += (uint32_t)piece.text.len;
    }
    c->used += piece.n;
    if (c->used == comp->n) {
        c->i++;
        c->used = 0;
        c->used_bytes = 0;
    }
    return piece;
}

static void emit(struct smv_ot *out, struct piece piece)
{
    if (piece.type == SMV_OT_INSERT) {
        add_insert(out, piece.text, piece.n);
    } else {
        add_count(out, piece.type, piece.n);
    }
}

static void emit_rest(struct smv_ot *out, struct cursor *c)
{
    while (!at_end(c)) {
        emit(out, take(c, COUNT_MAX, SMV_OT_INSERT));
    }
    smv_ot_trim(out);
}

void smv_ot_transform(const struct smv_ot *op, const struct smv_ot *other, enum smv_ot_side side,
                      struct smv_ot *ret_op)
{
    PRE(ret_op != op && ret_op != other);
    smv_ot_clear(ret_op);
    struct cursor mine = {.op = op};
    for (size_t i = 0; i < other->n_comps; i++) {
        const struct smv_ot_comp *theirs = &other->comps[i];
        uint32_t left = theirs->n;
        if (theirs->type == SMV_OT_INSERT) {
            /* Both may insert here: the left one's text goes before, so it is written first. */
            if (side == SMV_OT_LEFT && next_is(&mine, SMV_OT_INSERT)) {
                emit(ret_op, take(&mine, COUNT_MAX, SMV_OT_INSERT));
            }
            smv_ot_skip(ret_op, left);
            continue;
        }
        while (left > 0) {
            struct piece piece = take(&mine, left, SMV_OT_INSERT);
            if (piece.type == SMV_OT_INSERT) {
                emit(ret_op, piece);
                continue;
            }
            left -= piece.n;
            /* What they deleted can be neither skipped nor deleted again. */
            if (theirs->type == SMV_OT_SKIP) {
                emit(ret_op, piece);
            }
        }
    }
    emit_rest(ret_op, &mine);
}

void smv_ot_compose(const struct smv_ot *a, const struct smv_ot *b, struct smv_ot *ret_op)
{
    PRE(ret_op != a && ret_op != b);
    smv_ot_clear(ret_op);
    struct cursor first = {.op = a};
    for (size_t i = 0; i < b->n_comps; i++) {
        const struct smv_ot_comp *second = &b->comps[i];
        if (second->type == SMV_OT_INSERT) {
            add_insert(ret_op, insert_bytes(b, second), second->n);
            continue;
        }
        uint32_t left = second->n;
        while (left > 0) {
            struct piece piece = take(&first, left, SMV_OT_DELETE);
            if (piece.type == SMV_OT_DELETE) {
                emit(ret_op, piece); /* b never saw this text */
                continue;
            }
            left -= piece.n;
            if (second->type == SMV_OT_SKIP) {
                emit(ret_op, piece);
            } else if (piece.type == SMV_OT_SKIP) {
                smv_ot_delete(ret_op, piece.n);
            }
            /* else: b deletes what a inserted, and nothing remains of either */
        }
    }
    emit_rest(ret_op, &first);
}

size_t smv_ot_position(size_t pos, const struct smv_ot *op)
{
    size_t at = 0;
    for (size_t i = 0; i < op->n_comps && pos > at; i++) {
        size_t n = op->comps[i].n;
        switch (op->comps[i].type) {
        case SMV_OT_SKIP: at += n; break;
        case SMV_OT_INSERT:
            at += n;
            pos += n;
            break;
        case SMV_OT_DELETE: pos -= n < pos - at ? n : pos - at; break;
        }
    }
    return pos;
}
