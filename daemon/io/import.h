/* import.h - a seminar's state from what "samverka export --format json" wrote.
 *
 * What: two passes over the export. The first notes every node's id and kind, so that a reference may lead forward; the
 *       second makes the nodes. A first mistake is told by the node it is in.
 *       Ids, positions and authors stay what they were (docs/decisions/0009): the new file's log goes on from the
 *       export's position, and ordinals and counters from above the highest in it.
 * Not:  ways in: links are left out of an export, the code is a new one and the door stays shut. No history.
 * Uses: daemon/core, jansson, libsodium (client ids for authors).    Thread: any; nothing is shared.
 * Invariant: a reference to a node that the export does not hold is left empty and counted: an export without the bin, or
 *       of somebody who does not read everything, can be taken in. */
#ifndef SMV_DAEMON_IMPORT_H
#define SMV_DAEMON_IMPORT_H
#include <jansson.h>
#include "daemon/core/ballots.h"

struct smv_import {
    struct smv_state state; /* without an epoch */
    struct smv_key *keys;   /* of open polls, to be stored before the seminar is opened */
    size_t n_keys;
    size_t left_out; /* references */
    char why[400];   /* a sentence, when it cannot be read */
    /* while reading */
    struct smv_map kinds; /* id -> its kind */
    uint32_t highest_ord;
};
void smv_import_init(struct smv_import *im);
void smv_import_finish(struct smv_import *im);
/* Is it an export at all? */
bool smv_import_is_export(const json_t *whole);
/* Into a fresh im. code: the new seminar's. False: why says what is wrong. */
bool smv_import_read(struct smv_import *im, const json_t *whole, const char *code);

#endif
