/* core.h - one seminar: what comes in, what goes out, without a clock, a file or a socket.
 *
 * What: step(core, event, &update). An event comes in with the time; the core changes itself and fills an
 *       update that the shell performs in this order:
 *         1. appends   hand to the log, in order (nothing of it is shown to anybody yet)
 *         2. ready     while ((c = smv_core_ready(core))) pump c: send smv_core_next() frames until NULL or
 *                      the socket is full; pump again when it is writable
 *         3. closes    send the code and close
 *         4. keys      make or destroy the secret of a poll's ballots
 *         5. reads     read entries for somebody's history
 *         6. save      smv_core_save() and hand the bytes to the log's snapshots
 *         7. wake      a TICK at that time
 * Not:  no I/O; order, time and hash of entries are the log's (daemon/io/log.h).
 * Uses: common, proto.   Used by: daemon/io/shell, tests/sim.   Thread: one; not re-entrant.
 * Invariants: state changes only by ENTRIES, in log order without a gap; what is sent to a view is derived
 *       from state at or below the last applied entry; the verdict on an entry depends on the state before it
 *       and on nothing else.
 * Ownership: conns belong to the core from OPEN until CLOSED; everything in an update is the core's and
 *       lives until the next step. */
#ifndef SMV_DAEMON_CORE_H
#define SMV_DAEMON_CORE_H
#include "common/base/buf.h"
#include "common/base/err.h"
#include "common/model/tree.h"
#include "daemon/core/frame.h"

struct smv_core;
struct smv_conn;

struct smv_core_config {
    size_t prefix;        /* headroom in front of every frame */
    const char *name;     /* the seminar's, for messages; borrowed for the core's life */
    uint32_t ping_ms;     /* told to clients */
    size_t ring_bytes;    /* per view; 0: SMV_MAX_RING_BYTES */
    uint32_t ring_frames; /* per view; 0: SMV_MAX_RING_FRAMES */
    bool no_limits;       /* rehearsals and benchmarks on the own machine: no rate limits */
};

/* One entry of the log, durable. */
struct smv_entry {
    smv_seq seq;
    smv_ms ts;
    uint8_t chain[16]; /* hash over everything up to and including this entry */
    struct smv_span body;
};

enum smv_event_type {
    SMV_EVENT_OPEN,    /* a connection; update.opened is its conn */
    SMV_EVENT_FRAME,   /* a whole message from conn */
    SMV_EVENT_CLOSED,  /* the connection is gone; conn is freed by the core */
    SMV_EVENT_ENTRIES, /* one commit batch, in order, seq continuing where the last one ended */
    SMV_EVENT_REFUSED, /* nothing appended since the last ENTRIES is in the log, nor will be */
    SMV_EVENT_LIVE,    /* the log's stored entries have all been given; connections may be served */
    SMV_EVENT_KEY, /* the secret of poll's ballots, answer to update.keys; empty: there is none */
    SMV_EVENT_HOST, /* an operation of the machine's owner: bytes are seen, op, args (proto/msg.h tail) */
    SMV_EVENT_PAST, /* answer to one of update.reads */
    SMV_EVENT_TICK, /* time has come */
    SMV_EVENT_DRAIN /* it is closed: say GOAWAY to everybody, take no new work */
};
struct smv_event {
    enum smv_event_type type;
    smv_ms mono;                     /* rises steadily; for deadlines and rates */
    smv_ms wall;                     /* the log's clock now */
    struct smv_conn *conn;           /* FRAME, CLOSED */
    void *user;                      /* OPEN: the shell's own, see smv_conn_user */
    struct smv_span bytes;           /* FRAME: the message; KEY: 32 bytes */
    const struct smv_entry *entries; /* ENTRIES, PAST */
    size_t n_entries;
    bool replay;     /* ENTRIES: from the file at start, before LIVE */
    bool for_good;   /* DRAIN: nobody shall come back; no GOAWAY, the shell closes them with GONE */
    smv_id poll;     /* KEY */
    uint64_t token;  /* PAST: from smv_read */
    bool restored;   /* LIVE: the file is older than what was once confirmed: a new epoch begins */
    unsigned reason; /* LIVE with restored: 1 restored, 2 rewritten */
    uint8_t fresh[16]; /* LIVE with restored: the new epoch's name; see smv_core_epoch_restored */
};

struct smv_close_order {
    struct smv_conn *conn;
    unsigned code;
    const char *text; /* static */
};
struct smv_key_order {
    smv_id poll;
    bool destroy; /* end it */
    bool load; /* only load it; no such key: answer with empty bytes. Neither: make a fresh one */
};
struct smv_read {
    uint64_t token;
    const smv_seq *seqs; /* rising */
    size_t n;
};
struct smv_update {
    struct smv_conn *opened;
    const struct smv_span *appends;
    size_t n_appends;
    const struct smv_close_order *closes;
    size_t n_closes;
    const struct smv_key_order *keys;
    size_t n_keys;
    const struct smv_read *reads;
    size_t n_reads;
    bool save;   /* a snapshot is due */
    smv_ms wake; /* mono time of the next TICK; 0 none */
};

/* A core on a stored state (genesis or snapshot). seq and chain: the log position the state stands at.
 * Errors: CORRUPT, VERSION. */
SMV_CHECKED enum smv_err smv_core_create(const struct smv_core_config *config,
                                         struct smv_span state, smv_seq seq,
                                         const uint8_t chain[16], struct smv_core **ret_core);
void smv_core_destroy(struct smv_core *core); /* its conns too; NULL is fine */

void smv_core_step(struct smv_core *core, const struct smv_event *event,
                   struct smv_update *ret_update);

/* The next connection that may have something to send; NULL: none left. */
struct smv_conn *smv_core_ready(struct smv_core *core);
/* The next frame for conn, one reference, the caller's; NULL: nothing now. */
struct smv_frame *smv_core_next(struct smv_core *core, struct smv_conn *conn);
void *smv_conn_user(const struct smv_conn *conn);
/* true: said HELLO and was let in */
bool smv_conn_live(const struct smv_conn *conn);
bool smv_conn_writer(const struct smv_conn *conn); /* a writing client: larger frames are allowed */

/* State as bytes, what smv_core_create takes. */
void smv_core_save(const struct smv_core *core, struct smv_buf *b);
smv_seq smv_core_seq(const struct smv_core *core);
/* The name of the epoch that follows when the side file knew (seq, chain) and the file does not. It depends on nothing else:
 * a daemon that dies after the new epoch is in the log and before the side file says so finds, started again, that
 * this epoch has begun already, and begins no further one (whose lost position would be wrong). */
void smv_core_epoch_restored(smv_seq known, const uint8_t chain[16], uint8_t ret[16]);
const uint8_t *smv_core_chain(const struct smv_core *core); /* 16 bytes */
const uint8_t *smv_core_epoch(const struct smv_core *core); /* 16 bytes */
enum { SMV_CORE_EPOCHS = 9 };
/* That one and those that ended before it; returns how many. */
size_t smv_core_epochs(const struct smv_core *core, uint8_t ret[SMV_CORE_EPOCHS][16]);
const struct smv_tree *smv_core_tree(const struct smv_core *core);
/* The open polls' ballots and secrets, see ballots.h; appends. */
void smv_core_ballots(const struct smv_core *core, struct smv_buf *b);

/* Who comes by this link's secret, as HELLO would take it: 0 and ret_holder, else the code to close with. Participants'
 * codes are no links. */
struct smv_holder {
    unsigned role;
    smv_id link, place;
};
SMV_CHECKED unsigned smv_core_holder(const struct smv_core *core, struct smv_span token,
                                     struct smv_holder *ret_holder);

/* Who has, or may have, work that is not in the log yet: connected and said so, or gone without a goodbye.
 * Told before a seminar is closed. */
struct smv_behind {
    struct smv_span name; /* display name, borrowed */
    unsigned role;
    smv_id place;
    uint32_t pending; /* as it last said */
    bool away;        /* not connected: more may have been typed since */
};
void smv_core_behind(const struct smv_core *core,
                     void (*tell)(void *arg, const struct smv_behind *b), void *arg);

struct smv_core_stats {
    smv_seq head;
    size_t nodes, clients, conns, live, waiting; /* waiting: appended, not durable yet */
    uint64_t ops_in, ops_refused, frames_out, snapshots_built, bytes_encoded;
    size_t conns_by_role[8];
};
void smv_core_stats(const struct smv_core *core, struct smv_core_stats *ret_stats);

#endif
