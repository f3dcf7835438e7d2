/* rewrite.h - the one way in which words leave history.
 *
 * What: takes a seminar's folded state and makes the state that a new file starts with: without what is to
 *       go, without any history, at position 0. The shell writes it to a new file with reason "rewritten",
 *       destroys the old one, and every client drops what it holds.
 * Not:  touches no file; cannot reach backups, exports, paper.
 * Uses: state.h.    Thread: pure. */
#ifndef SMV_DAEMON_REWRITE_H
#define SMV_DAEMON_REWRITE_H
#include "daemon/core/state.h"

enum smv_rewrite {                           /* mask */
                   SMV_REWRITE_PASSAGES = 1, /* the given nodes and what is below them */
                   SMV_REWRITE_NAMES =
                       2, /* PARTICIPANT name, email; ACTION who; CONTACT name, reach, by; MEETING
                             calls; REVISION who; cells of ROWs in columns for a person or organisation; VERSION who, and
                             from its log who did it and who became responsible; LINK label; display
                             names. Who sat with whom, sectors, organisations and areas stay, and so
                             does every other text: a name in a sentence is nobody's to find */
                   SMV_REWRITE_REHEARSAL =
                       4, /* all that people wrote, ballots, clocks, notices, calls; the plan stays */
                   SMV_REWRITE_BIN = 8 /* everything deleted */
};
struct smv_rewritten {
    size_t nodes;   /* taken out */
    size_t fields;  /* emptied */
    size_t printed; /* of both, what the documentation holds */
};
/* Errors: MISSING when a given node is not there or is the root (nothing changed); CORRUPT never for a state
 * that was folded. */
SMV_CHECKED enum smv_err smv_rewrite_state(struct smv_state *s, unsigned what, const smv_id *ids,
                                           size_t n, struct smv_rewritten *ret);

#endif
