/* ballots.h - the ballots of the open polls, with their polls' secrets, as bytes that go from one seminar to another.
 *
 * What: [1, [[poll, key, [[b, answer, [choice...]]...]]...]]: with them a device that has answered changes its answer after
 *       an import instead of answering twice. Without them an open poll is closed there, as after any loss of its key.
 *       Polls and ballots stand in the order of their ids and hashes: their order tells nothing about time.
 * Not:  of polls that are closed: nothing can change there, and their keys are gone. Never in a backup, and in an export
 *       only when asked for: with a poll's key and a device's id one can tell how that device answered
 *       (docs/decisions/0009-an-export-comes-back-as-it-was.md).
 * Uses: state.h.    Thread: pure. */
#ifndef SMV_DAEMON_BALLOTS_H
#define SMV_DAEMON_BALLOTS_H
#include "daemon/core/state.h"

struct smv_key {
    smv_id poll;
    uint8_t key[32];
};
/* Appends; nothing when no poll is open. */
void smv_ballots_write(struct smv_buf *b, const struct smv_state *s, const struct smv_key *keys,
                       size_t n_keys);
/* Into s, whose tree is there already; *ret_keys is the caller's (smv_free), also after an error. A poll that is not in
 * the tree is passed over. Errors: VERSION, the reader's, RANGE (a poll that is not open, an answer or choice of
 * another poll), EXISTS (twice the same). */
SMV_CHECKED enum smv_err smv_ballots_read(struct smv_span bytes, struct smv_state *s,
                                          struct smv_key **ret_keys, size_t *ret_n);

#endif
