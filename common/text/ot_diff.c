/* ot_diff.c - from two texts to an op, and from three texts to one.
 *
 * What: the ends that both texts share are kept; the middle is compared by Myers' greedy algorithm ("An
 *       O(ND) Difference Algorithm", 1986) on code points, and replaced whole when more than MAX_EDITS
 *       single edits would be needed.
 * Not:  no cleverness about words or lines: the texts are short and the edits are typing.
 * Uses: utf8.h, heap.h.    Thread: pure.
 * Invariants: apply(old, diff(old, new)) == new; at one place a delete stands before an insert; at most
 *       2 * MAX_EDITS components, which is what SMV_MAX_OT_COMPS admits on the wire. */
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "common/text/ot.h"

enum { MAX_EDITS = 255, MAX_MIDDLE = SMV_MAX_TEXT };
_Static_assert(2 * MAX_EDITS + 1 <= SMV_MAX_OT_COMPS, "a diff must be small enough to send");

static bool starts_char(struct smv_span s, size_t at)
{
    return at >= s.len || (s.data[at] & 0xc0) != 0x80;
}

static size_t common_prefix(struct smv_span a, struct smv_span b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && a.data[n] == b.data[n]) {
        n++;
    }
    /* Two characters may share their first bytes. */
    while (!starts_char(a, n) || !starts_char(b, n)) {
        n--;
    }
    return n;
}

static size_t common_suffix(struct smv_span a, struct smv_span b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && a.data[a.len - n - 1] == b.data[b.len - n - 1]) {
        n++;
    }
    /* ... or their last ones. */
    while (!starts_char(a, a.len - n)) {
        n--;
    }
    return n;
}

static uint32_t *decode(struct smv_span s, size_t n)
{
    uint32_t *cps = smv_alloc(n * sizeof(*cps));
    size_t pos = 0;
    for (size_t i = 0; i < n; i++) {
        cps[i] = smv_utf8_next(s, &pos);
    }
    return cps;
}

/* The two middles, as code points, and for every number of edits d how far each diagonal k = x - y in
 * -d, -d+2 .. d reached in the old text. Row d starts at reach[d * (d + 1) / 2]. */
struct myers {
    const uint32_t *a, *b;
    int32_t n, m;
    int32_t *reach;
};

static int32_t *cell(const struct myers *my, int32_t d, int32_t k)
{
    return &my->reach[d * (d + 1) / 2 + (k + d) / 2];
}

/* Whether the best way with d edits onto diagonal k comes by an insert (from k + 1), else by a delete. */
static bool comes_by_insert(const struct myers *my, int32_t d, int32_t k)
{
    if (k == -d || k == d) {
        return k == -d;
    }
    return *cell(my, d - 1, k - 1) < *cell(my, d - 1, k + 1);
}

/* Where the way onto diagonal k begins its run of equal characters. */
static int32_t run_start(const struct myers *my, int32_t d, int32_t k)
{
    if (d == 0) {
        return 0;
    }
    return comes_by_insert(my, d, k) ? *cell(my, d - 1, k + 1) : *cell(my, d - 1, k - 1) + 1;
}

/* Fewest edits that turn a into b, -1 when that is more than MAX_EDITS. Fills reach. */
static int32_t fewest_edits(const struct myers *my)
{
    for (int32_t d = 0; d <= MAX_EDITS; d++) {
        for (int32_t k = -d; k <= d; k += 2) {
            int32_t x = run_start(my, d, k);
            /* Ways that left the rectangle stay where they are and lead nowhere. */
            while (x < my->n && x - k < my->m && my->a[x] == my->b[x - k]) {
                x++;
            }
            *cell(my, d, k) = x;
            if (x == my->n && x - k == my->m) {
                return d;
            }
        }
    }
    return -1;
}

/* One stretch of equal characters: it starts at (x, y) and is len long. */
struct run {
    int32_t x, y, len;
};

/* Walk back from the end; runs[d] is what follows the d-th edit. */
static void trace_back(const struct myers *my, int32_t edits, struct run *runs)
{
    int32_t k = my->n - my->m;
    for (int32_t d = edits; d >= 0; d--) {
        int32_t x = run_start(my, d, k);
        runs[d] = (struct run){x, x - k, *cell(my, d, k) - x};
        if (d > 0) {
            k += comes_by_insert(my, d, k) ? 1 : -1;
        }
    }
}

/* Between two runs: delete what old has, insert what new has there. */
static void emit_runs(const struct run *runs, int32_t edits, struct smv_span new_mid,
                      struct smv_ot *op)
{
    int32_t x = 0;
    int32_t y = 0;
    size_t pos = 0;
    for (int32_t d = 0; d <= edits; d++) {
        if (runs[d].len == 0 && d < edits) {
            continue; /* the next edit is at the same place */
        }
        smv_ot_delete(op, (uint32_t)(runs[d].x - x));
        struct smv_span rest = smv_span_from(new_mid, pos);
        size_t bytes = smv_utf8_offset(rest, (size_t)(runs[d].y - y));
        smv_ot_insert(op, smv_span(rest.data, bytes));
        rest = smv_span_from(rest, bytes);
        pos += bytes + smv_utf8_offset(rest, (size_t)runs[d].len);
        smv_ot_skip(op, (uint32_t)runs[d].len);
        x = runs[d].x + runs[d].len;
        y = runs[d].y + runs[d].len;
    }
}

/* Add the edits of the middle to op; false when that would be too dear. */
static bool diff_middle(struct smv_span old_mid, size_t n, struct smv_span new_mid, size_t m,
                        struct smv_ot *op)
{
    size_t apart = n > m ? n - m : m - n;
    if (n == 0 || m == 0 || n > MAX_MIDDLE || m > MAX_MIDDLE || apart > MAX_EDITS) {
        return false;
    }
    uint32_t *a = decode(old_mid, n);
    uint32_t *b = decode(new_mid, m);
    enum { ROWS = MAX_EDITS + 1 };
    struct myers my = {.a = a, .b = b, .n = (int32_t)n, .m = (int32_t)m};
    my.reach = smv_alloc((size_t)ROWS * (ROWS + 1) / 2 * sizeof(*my.reach));
    int32_t edits = fewest_edits(&my);
    if (edits >= 0) {
        struct run runs[MAX_EDITS + 1];
        trace_back(&my, edits, runs);
        emit_runs(runs, edits, new_mid, op);
    }
    smv_free(my.reach);
    smv_free(a);
    smv_free(b);
    return edits >= 0;
}

void smv_ot_diff(struct smv_span old_text, struct smv_span new_text, struct smv_ot *ret_op)
{
    smv_ot_clear(ret_op);
    size_t head = common_prefix(old_text, new_text);
    struct smv_span old_mid = smv_span_from(old_text, head);
    struct smv_span new_mid = smv_span_from(new_text, head);
    size_t tail = common_suffix(old_mid, new_mid);
    old_mid.len -= tail;
    new_mid.len -= tail;
    size_t n = smv_utf8_count(old_mid);
    size_t m = smv_utf8_count(new_mid);
    smv_ot_skip(ret_op, (uint32_t)smv_utf8_count(smv_span(old_text.data, head)));
    if (!diff_middle(old_mid, n, new_mid, m, ret_op)) {
        smv_ot_delete(ret_op, (uint32_t)n);
        smv_ot_insert(ret_op, new_mid);
    }
    smv_ot_trim(ret_op);
}

/* --- three ways ------------------------------------------------------------------------------------- */

/* The insert of op that stands at base position pos; NULL none. */
static const struct smv_ot_comp *insert_at(const struct smv_ot *op, size_t pos)
{
    size_t at = 0;
    for (size_t i = 0; i < op->n_comps && at <= pos; i++) {
        if (op->comps[i].type != SMV_OT_INSERT) {
            at += op->comps[i].n;
        } else if (at == pos) {
            return &op->comps[i];
        }
    }
    return NULL;
}

static struct smv_span text_of(const struct smv_ot *op, const struct smv_ot_comp *c)
{
    return smv_span(op->text.data + c->at, c->bytes);
}

/* What both insert at pos: the whole of one that the other begins with. */
static struct smv_span both_insert(const struct smv_ot *a, const struct smv_ot *b, size_t pos)
{
    const struct smv_ot_comp *x = insert_at(a, pos), *y = insert_at(b, pos);
    if (x == NULL || y == NULL) {
        return smv_span(NULL, 0);
    }
    struct smv_span s = text_of(a, x), t = text_of(b, y);
    struct smv_span less = s.len < t.len ? s : t, more = s.len < t.len ? t : s;
    return smv_span_eq(less, smv_span(more.data, less.len)) ? less : smv_span(NULL, 0);
}

/* op, where the text that other inserts too is already there (and is stepped over). */
static void without_common(const struct smv_ot *op, const struct smv_ot *other,
                           struct smv_ot *ret_op)
{
    size_t at = 0;
    for (size_t i = 0; i < op->n_comps; i++) {
        const struct smv_ot_comp *c = &op->comps[i];
        if (c->type == SMV_OT_SKIP) {
            smv_ot_skip(ret_op, c->n);
        } else if (c->type == SMV_OT_DELETE) {
            smv_ot_delete(ret_op, c->n);
        } else {
            struct smv_span same = both_insert(op, other, at), own = text_of(op, c);
            if (same.len > 0) {
                smv_ot_skip(ret_op, (uint32_t)smv_utf8_count(same));
            }
            smv_ot_insert(ret_op, smv_span(own.data + same.len, own.len - same.len));
        }
        at += c->type == SMV_OT_INSERT ? 0 : c->n;
    }
    smv_ot_trim(ret_op);
}

void smv_ot_merge3(struct smv_span base, struct smv_span mine, struct smv_span theirs,
                   struct smv_buf *ret_text)
{
    struct smv_ot my_change = {0}, their_change = {0}, my_rest = {0}, their_rest = {0}, after = {0};
    struct smv_buf text = {0};
    smv_ot_diff(base, mine, &my_change);
    smv_ot_diff(base, theirs, &their_change);
    without_common(&my_change, &their_change, &my_rest);
    without_common(&their_change, &my_change, &their_rest);
    smv_ot_transform(&my_rest, &their_rest, SMV_OT_LEFT, &after);
    smv_buf_put_span(&text, theirs);
    enum smv_err err = smv_ot_apply(&text, &after);
    INVARIANT(err == SMV_OK);
    smv_buf_finish(ret_text);
    *ret_text = text;
    smv_ot_finish(&my_change);
    smv_ot_finish(&their_change);
    smv_ot_finish(&my_rest);
    smv_ot_finish(&their_rest);
    smv_ot_finish(&after);
}
