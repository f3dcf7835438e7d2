/* rehearse.h - a whole day with simulated people, in one process on one loop; at the end it is judged.
 *
 * What: finds or makes the links, lets everybody play, breaks things now and then, waits until all is saved,
 *       compares what everybody holds with what was typed, and reports.
 * Not:  no command line (cmd/rehearse.c).
 * Uses: life.h, judge.h, report.h.    Thread: one; owns its loop. */
#ifndef SMV_REHEARSE_H
#define SMV_REHEARSE_H
#include "client-cli/io/url.h"
#include "client-cli/rehearse/report.h"
#include "common/base/err.h"

struct smv_rehearse_config {
    const char *organiser; /* a link; NULL: links */
    const json_t
        *links; /* as `new --json` prints them (an object with "links", or the list); or NULL */
    const char *code; /* for phones; NULL: as the seminar says */
    const char *ca;
    unsigned rooms, phones;
    double minutes, speed;
    uint64_t seed;
    bool chaos;
    bool progress; /* a line a second on standard error */
    unsigned settle_ms;
};
/* Confirmed operations are [[ord, n], ...]; the caller's, also when something else went wrong; NULL: none.
 * Errors: DENIED (the link lets nobody in, or gives no right to make links), MISSING (not enough links),
 * BUSY (nobody answers), IO. ret_why: a sentence, static. */
SMV_CHECKED enum smv_err smv_rehearse(const struct smv_rehearse_config *config,
                                      struct smv_report *ret_report, json_t **ret_confirmed,
                                      const char **ret_why);

#endif
