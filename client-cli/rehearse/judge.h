/* judge.h - does every client hold what the others hold, as far as both may read it?
 *
 * What: one client's confirmed tree (the organiser's or a moderator's, who read everything) is the measure.
 *       For each unit of reading in it: a client that may read it must have it, with the same bytes; one
 *       that may not must not.
 * Uses: common/model.    Thread: pure. All trees must stand at the same log position. */
#ifndef SMV_REHEARSE_JUDGE_H
#define SMV_REHEARSE_JUDGE_H
#include "common/model/rights.h"

typedef void smv_judge_say(void *arg, const struct smv_node *unit, const char *what);
/* whole_org: the measure is an organiser's, else a moderator's (which lacks what only organisers read). */
void smv_judge(const struct smv_tree *whole, bool whole_org, const struct smv_tree *other,
               struct smv_view_id view, smv_judge_say *say, void *arg, uint64_t *compared,
               uint64_t *ret_diverged);
struct smv_view_id smv_judge_view(unsigned role, smv_id place, smv_id group);

#endif
