/* parcel.h - what the process that makes documents is given: a tree, and what is known about it.
 *
 * What: one msgpack array on standard input: [1, name, epoch, seq, now, utc offset, role, [[ord, name]...], ballots, tree];
 *       the tree as smv_tree_write makes it, of the nodes that its reader may see.
 * Not:  which document is wanted: that is in the program's arguments.
 * Uses: common/pack, common/model, make.h.    Thread: any.
 * Invariants: reading trusts nothing: bounds as for any frame. */
#ifndef SMV_DOCUMENT_PARCEL_H
#define SMV_DOCUMENT_PARCEL_H
#include "common/document/make.h"

/* include: asked for each node, a node that is left out leaves out its subtree; NULL: all. */
void smv_parcel_write(struct smv_buf *b, const struct smv_tree *t,
                      const struct smv_doc_facts *facts,
                      bool (*include)(const struct smv_node *, void *), void *arg);
/* facts and its texts borrow from bytes (authors is allocated: smv_parcel_finish). t: freshly initialised. Errors: VERSION, or
 * the reader's. */
SMV_CHECKED enum smv_err smv_parcel_read(struct smv_span bytes, struct smv_tree *t,
                                         struct smv_doc_facts *ret_facts);
/* Only of facts that were read. */
void smv_parcel_finish(struct smv_doc_facts *facts);

#endif
