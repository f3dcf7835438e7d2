/* tree_int.h - what the tree's own files share.
 *
 * What: making, linking and filling nodes once every check is done.
 * Not:  for anyone outside common/model: nothing here checks its arguments.
 * Uses: tree.h.    Thread: pure. */
#ifndef SMV_MODEL_TREE_INT_H
#define SMV_MODEL_TREE_INT_H
#include "common/model/tree.h"

/* What numbers may be: they travel through JavaScript, and an ordinal is the upper 23 bits of an
 * id. */
#define SMV_TREE_NUMBER_MAX UINT64_C(9007199254740991)
#define SMV_TREE_ORD_MAX    UINT64_C(8388607)

/* Type, bounds and clean text of a value that did not come through smv_value_read. Errors as
 * there. */
SMV_CHECKED enum smv_err smv_value__check(const struct smv_field_info *field,
                                          const struct smv_value *v);

struct smv_node *smv_node__create(struct smv_tree *t, smv_id id, unsigned kind);
void smv_node__clear_slots(struct smv_node *n);
/* Right behind after, which is a child of parent, or first when it is NULL. Sets parent and
 * depth. */
void smv_node__link(struct smv_node *n, struct smv_node *parent, struct smv_node *after);
void smv_node__unlink(struct smv_node *n);
/* The field's slot, made empty if there is none. The pointer holds until the next new slot. */
struct smv_slot *smv_node__slot(struct smv_node *n, const struct smv_field_info *field);
/* Chosen values only; frees what was there. */
void smv_slot__choose(struct smv_slot *slot, const struct smv_value *v);

/* Text: the whole body at once without history (a new node's), or as an op. */
void smv_text__begin(struct smv_text *text, struct smv_span body);
void smv_text__change(struct smv_text *text, const struct smv_ot *op, smv_seq seq, uint32_t ord,
                      bool history);
/* Puts a remembered op behind the others; takes its memory. */
void smv_text__remember(struct smv_text *text, smv_seq seq, uint32_t ord, struct smv_ot *op);
void smv_text__destroy(struct smv_text *text);
/* The op that makes the whole text new_text, in a form that can be stored and read again. */
void smv_text__replacing(const struct smv_text *text, struct smv_span new_text,
                         struct smv_ot *ret_op);

#endif
