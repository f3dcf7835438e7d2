/* state.h - everything that the log's fold makes: the tree, the writing clients, ballots, the epoch.
 *
 * What: the data, its bytes, and the clients' dedupe rings.
 * Not:  decides nothing (verdict.h), sends nothing.
 * Uses: common/model, common/pack.    Thread: pure. */
#ifndef SMV_DAEMON_STATE_H
#define SMV_DAEMON_STATE_H
#include "common/base/limits.h"
#include "common/model/tree.h"
#include "proto/msg.h"

/* A writing client: one cid, one ordinal. */
struct smv_writer_client {
    uint32_t ord;
    uint8_t cid[16];
    smv_id link;
    struct smv_buf name;
    uint64_t last_n; /* highest n with a verdict */
    uint32_t id_top; /* highest id counter it has used */
    struct smv_done { /* ring, index n % SMV_MAX_DEDUPE */
        uint64_t n, hash;
        smv_seq seq;
        uint8_t code;
    } *done; /* NULL until the first op */
    /* not state: what the shell's log holds but has not made durable */
    uint64_t admitted_n;
    uint64_t *admitted_hash; /* ring, n % SMV_MAX_DEDUPE; NULL until needed */
};
/* One device's ballot in one poll; no more is known of it. */
struct smv_ballot {
    smv_id poll;
    uint8_t b[16];
    smv_id answer;           /* text polls: its ANSWER node; 0 taken back */
    uint64_t choices[16];    /* choice polls */
    uint8_t n_choices;
};
struct smv_state {
    struct smv_tree tree;
    smv_seq seq;
    smv_ms ts;
    uint8_t chain[16], epoch[16];
    uint8_t lost_epoch[16]; /* the epoch before this one, if it ended in a restored file */
    smv_seq lost_seq;       /* its last position that is in this file */
    uint8_t epoch_reason;
    uint32_t next_ord;
    struct smv_map clients; /* ord -> struct smv_writer_client * */
    struct smv_ballot *ballots;
    size_t n_ballots, cap_ballots;
    uint32_t next_action; /* stable numbers of actions */
};

void smv_state_init(struct smv_state *s);
void smv_state_finish(struct smv_state *s);
void smv_state_write(struct smv_buf *b, const struct smv_state *s);
SMV_CHECKED enum smv_err smv_state_read(struct smv_span bytes, struct smv_state *ret_state); /* initialised */

struct smv_writer_client *smv_state_client(const struct smv_state *s, uint32_t ord);
struct smv_writer_client *smv_state_client_by_cid(const struct smv_state *s, const uint8_t cid[16]);
const struct smv_done *smv_client_done(const struct smv_writer_client *c, uint64_t n); /* NULL: too old */
void smv_client_remember(struct smv_writer_client *c, uint64_t n, uint64_t hash, smv_seq seq,
                         unsigned code);

/* A fresh seminar's bytes for the log's first snapshot: tree as given, epoch as given, no clients. */
void smv_state_genesis(struct smv_buf *b, const struct smv_tree *tree, const uint8_t epoch[16]);

#endif
