/* spread.h - a pattern sheet becomes a sheet for one room or group; obstacles become rows.
 *
 * What: the rules that make nodes out of nodes, used when a seminar is made from a template, when a room is
 *       added or a group founded, and when something is carried over to a later session.
 * Not:  decides nothing and stamps nothing: each new node goes through the caller's emit, which applies it.
 * Uses: tree.h.    Thread: pure.
 * Ids: of ordinal 0 (smv_tree_own_id), so that every replica of the log makes the same ones. */
#ifndef SMV_MODEL_SPREAD_H
#define SMV_MODEL_SPREAD_H
#include "common/model/tree.h"

/* Applies the change to the tree (and records it); an error ends the rule. */
typedef enum smv_err smv_emit(void *arg, const struct smv_change *change);

/* A copy of the pattern sheet (EACH != 0) with all that is not deleted below it, right behind the last
 * copy or the pattern itself, for place (a ROOM or GROUP node's id). The copy has PATTERN = pattern, EACH = 0,
 * ROOM or GROUP = place; its QUESTIONs have PATTERN = their original; references inside the sheet point at
 * the copies. Does nothing when that place already has one (deleted or not). */
SMV_CHECKED enum smv_err smv_spread_sheet(struct smv_tree *t, smv_id pattern, smv_id place,
                                          smv_emit *emit, void *arg, smv_id *ret_sheet);
/* Every pattern of the right EACH for a new room or self-formed group. */
SMV_CHECKED enum smv_err smv_spread_place(struct smv_tree *t, smv_id place, smv_emit *emit,
                                          void *arg);
/* node was just added: where a pattern says CARRY = the pattern of node's sheet and CARRY_KIND = its kind,
 * add a node of kind CARRY_AS with ORIGIN = node at the end of the same place's copy of that pattern. */
SMV_CHECKED enum smv_err smv_carry_over(struct smv_tree *t, smv_id node, smv_emit *emit, void *arg);
/* The place's copy of a pattern; 0 none. */
smv_id smv_spread_copy(const struct smv_tree *t, smv_id pattern, smv_id place);

#endif
