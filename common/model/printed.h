/* printed.h - what of a tree stands in a printed documentation, and what of that changed after a version.
 *
 * What: which nodes and fields a reader of the documentation sees; the last version that was declared finished; how a
 *       node changed after a position.
 * Not:  makes no document and has no words (common/document); does not know what a reader may see.
 * Uses: tree.h.    Thread: pure.
 * Invariants: what only leads the day (clocks, locks, notices, calls, screens, links) is never printed; a node that was
 *       added and removed again, or that says nothing, is no change.
 * Decision: docs/decisions/0008. */
#ifndef SMV_MODEL_PRINTED_H
#define SMV_MODEL_PRINTED_H
#include "common/model/tree.h"

bool smv_printed_kind(unsigned kind);
bool smv_printed_field(unsigned kind, unsigned field);
/* Is n, were it not deleted, in the documentation: of such a kind, and on a sheet that is printed. */
bool smv_printed(const struct smv_tree *t, const struct smv_node *n);

/* The VERSION with the highest number; NULL: none. */
const struct smv_node *smv_last_version(const struct smv_tree *t);

enum smv_printed_change {
    SMV_PRINTED_SAME,
    SMV_PRINTED_ADDED,
    SMV_PRINTED_CHANGED,
    SMV_PRINTED_REMOVED
};
/* What happened to n after the position `since`; n may be unprinted: SAME. ret_seq: when last; ret_ord: by whom, 0
 * unknown. Both only set for a change. */
enum smv_printed_change smv_printed_change(const struct smv_tree *t, const struct smv_node *n,
                                           smv_seq since, smv_seq *ret_seq, uint32_t *ret_ord);
/* The slot of a printed field that was written after since. */
bool smv_printed_slot(const struct smv_node *n, const struct smv_slot *slot, smv_seq since);

/* How many printed nodes changed after the last version, those that VERSION.SINCE counts included; 0: the documentation
 * is as it was declared, or nothing was declared. Cost: O(nodes x depth). */
uint64_t smv_changes_since_version(const struct smv_tree *t);

#endif
