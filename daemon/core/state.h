/* state.h - everything that the log's fold makes: the tree, the writing clients, ballots, the epoch.
 *
 * What: the data, its bytes, the clients' dedupe rings, which entries touched a node.
 * Not:  decides nothing (fold.h), sends nothing.
 * Uses: common/model, common/pack.    Thread: pure. */
#ifndef SMV_DAEMON_STATE_H
#define SMV_DAEMON_STATE_H
#include "common/base/limits.h"
#include "common/model/tree.h"
#include "proto/msg.h"

struct smv_done { /* one verdict, kept for resends */
    uint64_t n, hash;
    smv_seq seq;
    uint32_t code;
};
/* A writing client: one cid, one ordinal. */
struct smv_writer_client {
    uint32_t ord;
    uint8_t cid[16];
    smv_id link;
    struct smv_buf name;
    uint64_t last_n;       /* highest n with a verdict */
    struct smv_done *done; /* ring, index n % SMV_MAX_DEDUPE; NULL until the first op */
    /* Not state: what the log holds but has not made durable. */
    uint64_t admitted_n; /* >= last_n */
    uint64_t *admitted;  /* hashes, index n % SMV_MAX_DEDUPE; NULL until needed */
    bool away;           /* its connection ended without BYE */
    uint32_t pending;    /* operations that it last said to have on their way */
};
/* One device's ballot in one poll; no more is known of it. */
struct smv_ballot {
    smv_id poll;
    uint8_t b[16];
    smv_id answer; /* text polls: its ANSWER node; 0 none */
    uint64_t choices[16];
    uint32_t n_choices;
};
/* What has been offered for a field since the file was restored, see op_offer.c. */
struct smv_offered {
    smv_id id;
    uint32_t what; /* field number, or SMV_OFFERED_PLACE, SMV_OFFERED_DELETED */
    smv_seq old;   /* the old position it came with; 0: the restored file's own value */
    struct smv_buf text;
};
enum { SMV_OFFERED_PLACE = 100, SMV_OFFERED_DELETED = 101 };
/* Positions of the entries that changed a node, rising: its history without a search. */
struct smv_trail {
    uint32_t n, cap;
    uint64_t *seqs;
};
enum { SMV_ENDED = 8 };
struct smv_state {
    struct smv_tree tree;
    smv_seq seq;
    smv_ms ts;
    uint8_t chain[16], epoch[16];
    uint8_t lost_epoch[16]; /* the epoch before this one, if it ended in a restored file */
    smv_seq lost_seq;       /* its last position that is in this file */
    uint32_t epoch_reason;  /* as in WELCOME; 0 the first */
    struct smv_ended { /* epochs before, oldest first: a client may have slept through several */
        uint8_t epoch[16];
        smv_seq seq;     /* where it ends in this file */
        uint32_t reason; /* why another one began */
    } ended[SMV_ENDED];
    uint32_t n_ended;
    uint32_t next_ord;
    uint32_t next_action;   /* stable numbers of actions */
    struct smv_map clients; /* ord -> struct smv_writer_client */
    struct smv_map by_cid;  /* hash of the cid -> client; derived */
    struct smv_map trails;  /* node id -> struct smv_trail */
    struct smv_ballot *ballots;
    size_t n_ballots, cap_ballots;
    struct smv_offered *offered;
    size_t n_offered, cap_offered;
    struct smv_map offered_at; /* id * 128 + what -> place in offered, from 1; derived */
};

void smv_state_init(struct smv_state *s);
void smv_state_finish(struct smv_state *s);
void smv_state_write(struct smv_buf *b, const struct smv_state *s);
/* s must be freshly initialised. Errors: VERSION, or the reader's. */
SMV_CHECKED enum smv_err smv_state_read(struct smv_span bytes, struct smv_state *s);
/* A fresh seminar's bytes for the log's first snapshot: this tree, this epoch, no clients. */
void smv_state_genesis(struct smv_buf *b, const struct smv_tree *tree, const uint8_t epoch[16]);
/* A tree that was taken in from elsewhere may bring numbered actions: their numbers are not given again. */
void smv_state_pass_actions(struct smv_state *s);

/* The ended epoch with this name; NULL: not of this seminar, or too long ago. *ret_reason: the gravest since. */
const struct smv_ended *smv_state_ended(const struct smv_state *s, const uint8_t *epoch,
                                        unsigned *ret_reason);
void smv_state_end_epoch(struct smv_state *s, const struct smv_ended *ended);

struct smv_writer_client *smv_state_client(const struct smv_state *s,
                                           uint64_t ord); /* NULL: none */
struct smv_writer_client *smv_state_client_by_cid(const struct smv_state *s, const uint8_t *cid);
struct smv_writer_client *smv_state_client_new(struct smv_state *s, uint32_t ord,
                                               const uint8_t *cid);
const struct smv_done *smv_client_done(const struct smv_writer_client *c,
                                       uint64_t n); /* NULL: too old */
void smv_client_remember(struct smv_writer_client *c, const struct smv_done *done);

void smv_state_trail_add(struct smv_state *s, smv_id node, smv_seq seq); /* once per entry */
const struct smv_trail *smv_state_trail(const struct smv_state *s, smv_id node); /* NULL: none */

struct smv_offered *smv_state_offered(const struct smv_state *s, smv_id id, uint32_t what);
void smv_state_offered_clear(struct smv_state *s);
struct smv_offered *smv_state_offered_new(struct smv_state *s, smv_id id, uint32_t what);

#endif
