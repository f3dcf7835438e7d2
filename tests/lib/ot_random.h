/* ot_random.h - random texts and ops for tests.
 *
 * What: short texts of one to four byte characters and combining marks; canonical ops that fit them.
 * Uses: common/base/rng.h, common/text/ot.h.    Thread: pure, the state is the caller's. */
#ifndef SMV_TESTS_OT_RANDOM_H
#define SMV_TESTS_OT_RANDOM_H
#include "common/base/rng.h"
#include "common/text/ot.h"

/* Append n random code points. */
void ot_random_text(struct smv_rng *r, size_t n, struct smv_buf *b);
/* A canonical op that fits a text of len code points; ret_op is overwritten. */
void ot_random_op(struct smv_rng *r, size_t len, struct smv_ot *ret_op);

#endif
