/* hall_side.h - a day in four rooms for the moderator's and the hall's screens, on top of screen_side.h.
 *
 * What: a morning before anything (HALL_MORNING), the middle of the second session with a call, quiet and done rooms
 *       (HALL_DAY), or a day of texts that want to break the screen (HALL_HOSTILE); who is connected and how far the
 *       rooms have come is said as the daemon says it.
 * Uses: screen_side.h.    Thread: one. */
#ifndef SMV_TESTS_HALL_SIDE_H
#define SMV_TESTS_HALL_SIDE_H
#include "tests/lib/screen_side.h"

enum hall_day { HALL_MORNING, HALL_DAY, HALL_HOSTILE };
enum { HALL_ROOMS = 4 };
struct hall {
    struct screen d;
    smv_id rooms[HALL_ROOMS], sessions[3], questions[HALL_ROOMS][3], sheets[HALL_ROOMS];
    smv_id actions[HALL_ROOMS], pattern, stage, call, poll, synthesis, proposals[HALL_ROOMS],
        compiled;
};

void hall_make(struct hall *h, enum hall_day day); /* the tree */
/* The client catches up, the daemon tells progress and people, the view is made. */
void hall_live(struct hall *h, unsigned role, struct smv_view *(*create)(struct smv_client *c));
void hall_stage(struct hall *h, unsigned mode, const smv_id *show,
                unsigned n);   /* before hall_live */
void hall_cut(struct hall *h); /* the connection goes */

#endif
