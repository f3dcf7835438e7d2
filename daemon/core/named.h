/* named.h - where participants are named in what was written.
 *
 * What: the nodes whose texts hold a participant's whole name and keep it when names are taken out, so that a person can
 *       look at them first.
 * Not:  finds no first names, no nicknames, nobody who is not in the list.
 * Uses: model.    Thread: pure. */
#ifndef SMV_DAEMON_NAMED_H
#define SMV_DAEMON_NAMED_H
#include "common/model/tree.h"

/* Returns how many there are; the first max of them into ret_ids. Deleted ones count: the bin keeps them. */
size_t smv_named_nodes(const struct smv_tree *t, smv_id *ret_ids, size_t max);

#endif
