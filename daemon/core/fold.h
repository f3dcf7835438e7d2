/* fold.h - one entry of the log becomes a verdict and changes.
 *
 * What: smv_fold() takes a durable entry, computes the verdict from the state before it and nothing else, and
 *       applies its changes one by one; each is told to the listener right after it has been applied.
 *       One file per operation, op_<name>.c: check everything, then emit; after the first emit nothing fails.
 * Not:  sends nothing (views.h listens), knows no connection.
 * Uses: state.h, common/model.    Used by: core.c, and whoever folds a log again (tests, rewrite).
 * Thread: pure.
 * Invariants: the same state and entry give the same verdict and changes everywhere; a refused entry changes
 *       only seq, ts, chain and the writer's dedupe ring. */
#ifndef SMV_DAEMON_FOLD_H
#define SMV_DAEMON_FOLD_H
#include "common/model/rights.h"
#include "daemon/core/core.h"
#include "daemon/core/state.h"

/* Told after each change; node is as it is now. */
typedef void smv_told(void *arg, const struct smv_change *change, const struct smv_stamp *stamp,
                      struct smv_node *node);

struct smv_fold {
    struct smv_state *state;
    const struct smv_request *req;
    struct smv_stamp stamp;
    struct smv_actor actor;
    struct smv_writer_client *client; /* NULL: no writing client's */
    unsigned flags;                   /* SMV_FLAG_LATE */
    smv_told *told;
    void *arg;
    unsigned changes; /* emitted so far */
};

struct smv_folded {
    struct smv_request req; /* borrows the entry's body */
    unsigned code;          /* enum smv_code */
    uint32_t ord;           /* ENTER: the ordinal that was given */
    smv_id made;            /* FOUND: the group */
};
/* Errors: CORRUPT when the entry does not continue the state or is not well-formed (nothing changed). */
SMV_CHECKED enum smv_err smv_fold(struct smv_state *s, const struct smv_entry *e, smv_told *told,
                                  void *arg, struct smv_folded *ret);

/* --- for op_*.c ------------------------------------------------------------------------------------ */
/* Apply and tell; flags of the fold are added. Must succeed: traps otherwise. */
void smv_fold_emit(struct smv_fold *f, const struct smv_change *c);
enum smv_err smv_fold_emit_rule(void *fold,
                                const struct smv_change *c); /* smv_emit, for common/model rules */
void smv_fold_set_num(struct smv_fold *f, smv_id id, unsigned field,
                      uint64_t num); /* emits only a difference */
/* Lock and closing: OK, LOCKED, CLOSED; sets the late flag. n: the node or the parent. */
unsigned smv_fold_gate(struct smv_fold *f, const struct smv_node *n);
/* The same for one field: what is followed up after the day passes in a closed seminar. */
unsigned smv_fold_gate_field(struct smv_fold *f, const struct smv_node *n, unsigned field);
unsigned smv_fold_code(enum smv_err err); /* of tree.h's errors */
/* Reads [[field, value]...] for a kind: known fields, rising, valid values, references of the right kind.
 * Returns a code; at most SMV_MAX_FIELDS, *ret_n of them. old, when given, receives each entry's third element. */
unsigned smv_fold_fields(const struct smv_tree *t, unsigned kind, struct smv_span raw,
                         struct smv_field_value *fields, smv_seq *old, size_t *ret_n);
unsigned smv_fold_ref(const struct smv_tree *t, const struct smv_field_info *info,
                      const struct smv_value *v);

/* Each returns its verdict. */
unsigned smv_op_add(struct smv_fold *f);
unsigned smv_op_set(struct smv_fold *f);
unsigned smv_op_txt(struct smv_fold *f);
unsigned smv_op_move(struct smv_fold *f);
unsigned smv_op_del(struct smv_fold *f);
unsigned smv_op_undel(struct smv_fold *f);
unsigned smv_op_clock(struct smv_fold *f);
unsigned smv_op_lock(struct smv_fold *f);
unsigned smv_op_offer(struct smv_fold *f);
unsigned smv_op_enter(struct smv_fold *f, uint32_t *ret_ord);
unsigned smv_op_epoch(struct smv_fold *f);
unsigned smv_op_ballot(struct smv_fold *f);
unsigned smv_op_found(struct smv_fold *f, smv_id *ret_group);
/* Before the first change of a text after a restored file: remember what the file had. */
void smv_offer_stash(struct smv_fold *f, const struct smv_node *n, unsigned field);

#endif
