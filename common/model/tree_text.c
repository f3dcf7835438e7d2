/* tree_text.c - a text field: its body, the ops it remembers, and carrying a late op over them.
 *
 * What: the history is a window on one array: new ops go behind it, forgotten ones leave in front,
 *       and the floor rises to the last one that left.
 * Not:  does not read or write bytes; does not check an op against the field's bound
 *       (tree_apply.c).
 * Uses: text/ot.h, limits.h.    Thread: pure.
 * Invariants: past[0] .. past[n_past - 1] rise in seq, none is below the floor; past - past_off is
 *       what was allocated, and cap_past counts from there. What is forgotten depends on the ops
 *       alone, so every replica refuses the same late op. */
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "common/model/tree_int.h"
#include <string.h>

/* What an op counts for against SMV_MAX_HISTORY_BYTES: about its bytes in a snapshot. */
static size_t weight(const struct smv_ot *op)
{
    return op->text.len + 4 * op->n_comps + 8;
}

/* A copy without spare room: there are thousands of them, and they never change. */
static struct smv_ot tight_copy(const struct smv_ot *op)
{
    struct smv_ot copy = {0};
    if (op->n_comps > 0) {
        copy.comps = smv_dup(op->comps, op->n_comps * sizeof(*op->comps));
        copy.n_comps = op->n_comps;
        copy.cap_comps = op->n_comps;
    }
    if (op->text.len > 0) {
        copy.text.data = smv_dup(op->text.data, op->text.len);
        copy.text.len = op->text.len;
        copy.text.cap = op->text.len;
    }
    return copy;
}

static void drop_oldest(struct smv_text *text)
{
    struct smv_past *oldest = &text->past[0];
    text->floor = oldest->seq;
    text->past_bytes -= weight(&oldest->op);
    smv_ot_finish(&oldest->op);
    text->past++;
    text->past_off++;
    text->n_past--;
}

/* Room for one more behind the last. When at least half of the array lies free in front, the window
 * moves back to its start: that pays for itself, since as many entries were dropped as are
 * moved. */
static void make_room(struct smv_text *text)
{
    if (text->past_off + text->n_past < text->cap_past) {
        return;
    }
    struct smv_past *base = text->past == NULL ? NULL : text->past - text->past_off;
    if (text->past_off > 0 && text->past_off >= text->n_past) {
        memmove(base, text->past, text->n_past * sizeof(*base));
        text->past_off = 0;
    } else {
        base = smv_grow(base, &text->cap_past, text->cap_past + 1, sizeof(*base));
    }
    text->past = base + text->past_off;
}

void smv_text__remember(struct smv_text *text, smv_seq seq, uint32_t ord, struct smv_ot *op)
{
    make_room(text);
    text->past[text->n_past++] = (struct smv_past){seq, ord, *op};
    text->past_bytes += weight(op);
    while (text->n_past > SMV_MAX_HISTORY_OPS || text->past_bytes > SMV_MAX_HISTORY_BYTES) {
        drop_oldest(text);
    }
}

void smv_text__destroy(struct smv_text *text)
{
    for (size_t i = 0; i < text->n_past; i++) {
        smv_ot_finish(&text->past[i].op);
    }
    if (text->past != NULL) {
        smv_free(text->past - text->past_off);
    }
    smv_buf_finish(&text->body);
    smv_free(text);
}

void smv_text__begin(struct smv_text *text, struct smv_span body)
{
    smv_buf_put_span(&text->body, body);
    text->cps = (uint32_t)smv_utf8_count(body);
}

void smv_text__change(struct smv_text *text, const struct smv_ot *op, smv_seq seq, uint32_t ord,
                      bool history)
{
    int64_t cps = (int64_t)text->cps + smv_ot_growth(op);
    enum smv_err err = smv_ot_apply(&text->body, op);
    INVARIANT(err == SMV_OK && cps >= 0);
    text->cps = (uint32_t)cps;
    if (history) {
        struct smv_ot copy = tight_copy(op);
        smv_text__remember(text, seq, ord, &copy);
    } else {
        text->floor = seq;
    }
}

void smv_text__replacing(const struct smv_text *text, struct smv_span new_text,
                         struct smv_ot *ret_op)
{
    struct smv_span old_text = text == NULL ? (struct smv_span){0} : smv_buf_span(&text->body);
    smv_ot_diff(old_text, new_text, ret_op);
    if (ret_op->n_comps > SMV_MAX_OT_COMPS) {
        /* Too finely cut to be stored as one op: everything goes, everything comes. */
        smv_ot_clear(ret_op);
        smv_ot_delete(ret_op, text == NULL ? 0 : text->cps);
        smv_ot_insert(ret_op, new_text);
    }
}

/* First entry with seq > seen. */
static size_t first_after(const struct smv_text *text, smv_seq seen)
{
    size_t low = 0;
    size_t high = text->n_past;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (text->past[mid].seq > seen) {
            high = mid;
        } else {
            low = mid + 1;
        }
    }
    return low;
}

enum smv_err smv_text_rebase(const struct smv_text *text, const struct smv_ot *op, smv_seq seen,
                             uint32_t ord, struct smv_ot *ret_op)
{
    static const struct smv_text never_written;
    PRE(ret_op != op);
    text = text == NULL ? &never_written : text;
    if (seen < text->floor) {
        return SMV_ERR_STATE;
    }
    size_t from = first_after(text, seen);
    int64_t cps = text->cps;
    for (size_t i = from; i < text->n_past; i++) {
        if (text->past[i].ord == ord) {
            return SMV_ERR_STATE;
        }
        cps -= smv_ot_growth(&text->past[i].op);
    }
    if (cps < 0 || smv_ot_old_len(op) > (uint64_t)cps) {
        return SMV_ERR_RANGE;
    }
    struct smv_ot now = {0};
    struct smv_ot next = {0};
    smv_ot_copy(&now, op);
    for (size_t i = from; i < text->n_past && now.n_comps <= SMV_MAX_OT_COMPS; i++) {
        smv_ot_transform(&now, &text->past[i].op, SMV_OT_LEFT, &next);
        struct smv_ot swap = now;
        now = next;
        next = swap;
    }
    smv_ot_finish(&next);
    /* Cut into more pieces than an op may have: its author merges and sends anew, as below the
     * floor. */
    if (now.n_comps > SMV_MAX_OT_COMPS) {
        smv_ot_finish(&now);
        return SMV_ERR_STATE;
    }
    smv_ot_finish(ret_op);
    *ret_op = now;
    return SMV_OK;
}
