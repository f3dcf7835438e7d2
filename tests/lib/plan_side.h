/* plan_side.h - are two trees the same plan? For tests of what a template gives and what is made of it again. */
#ifndef SMV_TEST_PLAN_SIDE_H
#define SMV_TEST_PLAN_SIDE_H
#include "common/model/tree.h"

/* Same nodes in the same order with the same values; references by place, so that ids may differ. An absent
 * value is an empty one. NULL: the same; else what is not, in storage of this function. */
const char *plan_difference(struct smv_tree *a, struct smv_tree *b);

#endif
