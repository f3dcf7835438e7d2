/* core_side.h - a core on fold_side's seminar, whose log is the test's: what is appended waits until it is committed;
 * frames are read by hand.
 *
 * Uses: fold_side.h, daemon/core/core.h.    Thread: one; one core at a time. */
#ifndef SMV_TESTS_CORE_SIDE_H
#define SMV_TESTS_CORE_SIDE_H
#include "tests/lib/fold_side.h"
#include "daemon/core/core.h"

extern const char *const core_tokens[FOLD_WHO]; /* a secret for each */
struct core_side {
    struct fold_side side; /* only to make the state */
    struct smv_core *core;
    smv_seq seq;
    smv_ms mono, wall;
    struct smv_update u;
    struct smv_buf bodies[64];
    size_t n_bodies;
};
extern struct core_side core_side;

/* What a connection was sent. */
struct core_got {
    size_t n[64]; /* by kind */
    size_t res[64], res_n[64], n_res;
    unsigned last_receipt;
    smv_id place;          /* of WELCOME */
    struct smv_buf people; /* of the last PRESENCE; the reader finishes it */
};

int core_setup(void **state);
int core_teardown(void **state);
void core_step(struct smv_event *e);
void core_commit_first(size_t n); /* the n oldest of what was appended are in the log now */
void core_commit(void);           /* all of it */

void core_say(struct smv_conn *conn, const struct smv_msg *m);
struct smv_conn *core_hello_as(const char *token, uint8_t cid0, const char *name);
struct smv_conn *core_hello(const char *token, uint8_t cid0);
struct smv_conn *core_enter(enum fold_who who, uint8_t cid0); /* hello, and it is in */
struct core_got core_read(struct smv_conn *conn);             /* all that it was sent so far */
/* A choice under number n. */
void core_op(struct smv_conn *conn, uint64_t n, smv_id id, unsigned field, uint64_t value);
/* A node of the connection that came in first; under number n. */
smv_id core_add(struct smv_conn *conn, uint64_t n, unsigned kind, smv_id parent,
                struct smv_span fields);

#endif
