/* ot.h - text operations in the op format of ot-text-unicode: apply, transform, compose, invert, cursor.
 *
 * What: an op is a list of components over the old text, positions in Unicode code points:
 *       skip n, insert "s", delete n. Exactly the semantics of ot-text-unicode 4, on its canonical form
 *       only: no adjacent components of one type, no empty ones, no trailing skip, counts 1..2^31-1.
 * Not:  knows nothing of fields, sequence numbers or who is left and who is right in a log: text.h does.
 * Uses: buf.h, utf8.h, pack/.    Thread: pure.
 * Invariant (TP1): apply(apply(d,L), T(R,L,RIGHT)) == apply(apply(d,R), T(L,R,LEFT)).
 * Pairing, everywhere: the op that comes later in the log (or is still the client's own) is LEFT, the one
 *       already ordered is RIGHT; so of two inserts at one place the later-ordered text stands first.
 * Source: the rules of ot-text-unicode's type, restated; oracle in tests/oracle. */
#ifndef SMV_TEXT_OT_H
#define SMV_TEXT_OT_H
#include "common/base/buf.h"
#include "common/base/err.h"
#include "common/pack/reader.h"

enum smv_ot_type { SMV_OT_SKIP, SMV_OT_INSERT, SMV_OT_DELETE };
enum smv_ot_side { SMV_OT_LEFT, SMV_OT_RIGHT };

struct smv_ot_comp {
    enum smv_ot_type type;
    uint32_t n;     /* code points: skipped, deleted, or in the insert */
    uint32_t at;    /* insert: byte offset into the op's text */
    uint32_t bytes; /* insert: byte length */
};

/* Owned; a zeroed struct is the empty op (which changes nothing). */
struct smv_ot {
    struct smv_ot_comp *comps;
    size_t n_comps, cap_comps;
    struct smv_buf text; /* the inserted text, in order */
};

void smv_ot_finish(struct smv_ot *op);
void smv_ot_clear(struct smv_ot *op);                           /* to the empty op; keeps memory */
void smv_ot_copy(struct smv_ot *dst, const struct smv_ot *src); /* dst is overwritten */
bool smv_ot_equal(const struct smv_ot *a, const struct smv_ot *b);
bool smv_ot_is_noop(const struct smv_ot *op);

/* Building: components are merged with a neighbour of the same type; end with smv_ot_trim. */
void smv_ot_skip(struct smv_ot *op, uint32_t n);
void smv_ot_insert(struct smv_ot *op, struct smv_span utf8);
void smv_ot_delete(struct smv_ot *op, uint32_t n);
void smv_ot_trim(struct smv_ot *op); /* drop a trailing skip */

size_t smv_ot_old_len(const struct smv_ot *op); /* code points that the op reaches over */
int64_t smv_ot_growth(const struct smv_ot *op); /* code points inserted minus deleted */

/* The op on the wire: [n | "s" | {"d": n}...] with the map written as a one-pair map.
 * Errors: MALFORMED, RANGE, UTF8, TOO_BIG (more than SMV_MAX_OT_COMPS, or text over max_insert_bytes). */
SMV_CHECKED enum smv_err smv_ot_read(struct smv_reader *r, size_t max_insert_bytes,
                                     struct smv_ot *ret_op);
void smv_ot_write(struct smv_buf *b, const struct smv_ot *op);

/* RANGE when the op reaches past the end of doc (never clamps). *doc is valid UTF-8, changed in place. */
SMV_CHECKED enum smv_err smv_ot_apply(struct smv_buf *doc, const struct smv_ot *op);
/* op as it must read after other has been applied. ret_op must not be op or other. */
void smv_ot_transform(const struct smv_ot *op, const struct smv_ot *other, enum smv_ot_side side,
                      struct smv_ot *ret_op);
/* One op that does a, then b. */
void smv_ot_compose(const struct smv_ot *a, const struct smv_ot *b, struct smv_ot *ret_op);
/* The op that undoes op, which is about to be applied to doc. RANGE as apply. */
SMV_CHECKED enum smv_err smv_ot_invert(const struct smv_ot *op, struct smv_span doc,
                                       struct smv_ot *ret_op);
/* Where a position (code points) ends up; an insert exactly at it does not move it. */
size_t smv_ot_position(size_t pos, const struct smv_ot *op);

/* An op that turns old into new: common ends kept, Myers' O(ND) within bounds on code points, whole middle
 * replaced (delete, then insert) when that would be too dear. Both valid UTF-8. */
void smv_ot_diff(struct smv_span old_text, struct smv_span new_text, struct smv_ot *ret_op);
/* Three-way merge: what mine changed since base, done to theirs; mine counts as the later one. What both insert
 * at one place is there once, when one begins with the whole of the other: the same words on two ways home. */
void smv_ot_merge3(struct smv_span base, struct smv_span mine, struct smv_span theirs,
                   struct smv_buf *ret_text);

#endif
