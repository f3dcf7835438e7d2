/* ledger.h - what one person's connections carried: every operation, its way out and its verdict.
 *
 * What: reads the frames beside the client's core, out and in, and keeps for each n when it was made, sent
 *       and answered, and where in the log it stands. So the core is not asked whether it was right.
 * Not:  never changes a frame.
 * Uses: proto/msg.h.    Thread: pure; one owner. Times are microseconds of a steady clock.
 * Invariant: an n has one place in the log; a second one is counted (doubled). */
#ifndef SMV_REHEARSE_LEDGER_H
#define SMV_REHEARSE_LEDGER_H
#include "common/model/tree.h"
#include "proto/msg.h"

/* Latencies: 16 steps per doubling, so a percentile is right to 1/16. */
enum { SMV_HIST_CELLS = 64 * 16 };
struct smv_hist {
    uint32_t cells[SMV_HIST_CELLS];
    uint64_t n, max_us;
};
void smv_hist_add(struct smv_hist *h, uint64_t us);
void smv_hist_merge(struct smv_hist *h, const struct smv_hist *other);
uint64_t smv_hist_at(const struct smv_hist *h, unsigned per_mille); /* us; 0 when empty */

enum smv_ledger_state {
    SMV_LEDGER_OPEN, /* sent, no verdict */
    SMV_LEDGER_CONFIRMED,
    SMV_LEDGER_REFUSED,
    SMV_LEDGER_ANEW /* its seen was too old: made anew under another n */
};
struct smv_ledger_op {
    uint64_t made_us, sent_us;
    smv_seq seq;      /* where it stands in the log; 0 not known */
    unsigned sent_on; /* the connection it was first sent on */
    unsigned op, code, field;
    smv_id node;
    uint8_t state;
    bool sent, at_moderator, on_screen;
};
struct smv_ledger {
    uint64_t ord;
    uint8_t epoch[16];
    bool know_epoch;
    unsigned connections, histories;
    struct smv_ledger_op *ops; /* [n - 1] */
    size_t n_ops, cap_ops;
    uint64_t *made; /* when each operation that is not sent yet was made, oldest first */
    size_t n_made, cap_made;
    uint64_t sent, confirmed, anew, retries, doubled;
    uint64_t refused[100]; /* by code */
    uint64_t ballots, receipts;
    struct smv_hist confirm;  /* made to confirmed, outages included */
    struct smv_hist straight; /* ... of those sent and confirmed on one connection, from sending */
    struct smv_hist moderator, screen; /* made to there */
};
void smv_ledger_finish(struct smv_ledger *l);
/* After each step of the client: how many operations it holds that were never sent. */
void smv_ledger_unsent(struct smv_ledger *l, size_t unsent, uint64_t now_us);
void smv_ledger_out(struct smv_ledger *l, struct smv_span frame, uint64_t now_us);
/* heard: told each item of an EV; may be NULL. */
void smv_ledger_in(struct smv_ledger *l, struct smv_span frame, uint64_t now_us,
                   void (*heard)(void *arg, const struct smv_item *item), void *arg);
/* Operations without a verdict that were sent. */
uint64_t smv_ledger_open(const struct smv_ledger *l);
struct smv_ledger_op *smv_ledger_get(const struct smv_ledger *l, uint64_t n); /* NULL: never sent */

#endif
