/* internal.h - what the files of the client's core share; nobody outside this folder includes it.
 *
 * What: the client's struct, one own operation, one text field that is apart from the replica, and the
 *       functions by which the files call each other (smv_cl_*).
 * Not:  part of the interface, which is client.h.
 * Uses: client.h, common/base/rng.h.    Thread: as client.h.
 * Invariants: own is ordered by rising n; a frozen operation (tail not empty) is never after one that is
 *       not frozen; an "apart" entry exists for a text field exactly while what is shown there does not
 *       stand on the replica's text. */
#ifndef SMV_CLIENT_CORE_INTERNAL_H
#define SMV_CLIENT_CORE_INTERNAL_H
#include "client-cli/core/client.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/rng.h"

enum {
    SMV_CL_CONNECT_MS = 8000,
    SMV_CL_HELLO_MS = 5000,
    SMV_CL_PING_MS = 10000, /* where WELCOME does not say */
    SMV_CL_SUSPECT_MS = 5000,
    SMV_CL_GIVE_UP_MS = 8000,
    SMV_CL_WOKEN_MS = 2000, /* after START on a live connection: how long an answer may take */
    SMV_CL_BACKOFF_MS = 1000,
    SMV_CL_BACKOFF_MAX_MS = 15000,
    SMV_CL_PHONE_BACKOFF_MS = 5000,
    SMV_CL_PHONE_BACKOFF_MAX_MS = 60000,
    SMV_CL_CROWDED_MS = 5000, /* at least, after RATE and FULL */
    SMV_CL_RETRY_MS = 250,
    SMV_CL_RETRY_MAX_MS = 5000,
    SMV_CL_BALLOT_MS = 1500,
    SMV_CL_FETCH_MS = 15000, /* without an answer to FETCH: connect again */
    SMV_CL_SOUND_MS =
        60000, /* this long without a mistake of the daemon: earlier ones are forgiven */
    SMV_CL_MISTAKES = 3,
    SMV_CL_RESETS = 3,
    SMV_CL_RESETS_MS = 60000,
    SMV_CL_PROBES = 8,
    SMV_CL_PROBE_MS = 100,
    SMV_CL_SAMPLES = 16,
    SMV_CL_SAMPLE_MS = 60000,
    SMV_CL_OWN_MAX = 50000, /* own operations kept */
    SMV_CL_OP_TEXT = 24000, /* bytes inserted by one text operation; a longer one is cut */
    SMV_CL_ID_BLOCK = 256,
    SMV_CL_BOUNCES = 6 /* times an operation is made anew after BAD_SEEN */
};

/* One operation of mine without a verdict; also, in another list, a refused one. */
struct smv_cl_own {
    uint64_t n;
    enum smv_op_kind op;
    smv_id id, parent, after;
    unsigned kind, field;
    struct smv_buf value;       /* ADD, OFFER: the fields' bytes; SET: the value's */
    struct smv_ot ot;           /* TXT: on what is shown below it now */
    uint64_t action;            /* CLOCK's action; LOCK's on; OFFER's deleted */
    int64_t ms;                 /* CLOCK */
    smv_seq place_seq, del_seq; /* OFFER */
    struct smv_buf tail;        /* frozen bytes; empty until first sent */
    smv_seq seen;               /* of the frozen bytes */
    struct smv_buf
        base; /* TXT, frozen: the text it was made on; else only between restore and start */
    smv_seq base_seq;  /* where base is from; NO_SEQ: not known in this history */
    struct smv_ot raw; /* waits: the operation on base, exactly */
    bool waits; /* restored behind another one: exact once the texts have met again at base_seq */
    bool sent;  /* on this connection */
    bool dirty; /* the outbox does not know it as it is now */
    unsigned bounces;
    unsigned code;       /* refused: why */
    struct smv_buf text; /* refused: what was typed */
    bool
        once; /* refused with a history that was rewritten or erased: shown, never written down again */
};
#define SMV_CL_NO_SEQ UINT64_MAX

/* Why what is shown of a text field does not stand on the replica's text. */
enum smv_cl_apart_why {
    SMV_CL_ASK, /* a snapshot came: the ops between are to be fetched (again on each connection) */
    SMV_CL_ASKED,   /* FETCH is on its way */
    SMV_CL_VERDICT, /* could not be fetched; when the op in flight has its verdict, merge */
    SMV_CL_MERGE,   /* another history: when all offers are confirmed, merge */
    SMV_CL_GONE     /* the node cannot be read just now */
};
struct smv_cl_told {
    smv_seq seq;
    uint64_t ord, n;
    struct smv_ot op;
};
struct smv_cl_apart {
    smv_id id;
    unsigned field;
    enum smv_cl_apart_why why;
    struct smv_buf old; /* the text that own work stands on */
    smv_seq seq;        /* its position */
    smv_ms asked;
    struct smv_ot sent;       /* MERGE: what was in flight when the history ended; empty: nothing */
    struct smv_cl_told *told; /* what EV told since FETCH was sent */
    size_t n_told, cap_told;
};

/* A remote text op as the screen must take it, of this step. */
struct smv_cl_carry {
    smv_id id;
    unsigned field;
    struct smv_ot op;
};
struct smv_cl_ballot {
    smv_id poll;
    struct smv_buf answer;
    bool sent;  /* one is on its way */
    bool newer; /* but it is an older one than answer, which waits for that one's receipt */
};
struct smv_cl_sample {
    smv_ms at, delay;
    int64_t offset;
};
struct smv_cl_last {
    struct smv_buf bytes;
    struct smv_msg msg;
    bool there;
};

struct smv_client {
    struct smv_client_config config;
    struct smv_rng rng;
    smv_ms now;

    /* connection (client.c) */
    enum smv_client_state state;
    unsigned why;
    smv_ms deadline; /* CONNECTING, HELLO, BACKOFF */
    unsigned tries;  /* connections that failed in a row */
    smv_ms goaway_min, goaway_max;
    bool goaway;
    unsigned mistakes;
    smv_ms mistake_at;
    smv_ms resets[SMV_CL_RESETS];
    smv_ms hello_at;
    smv_id group;
    bool
        moved; /* PICK was sent: whose view the replica is, only the next WELCOME's snapshot tells */

    /* ping and clock (clock.c) */
    smv_ms ping_ms, ping_next, ping_last, ping_since,
        heard;    /* since: the oldest without answer; 0 none */
    smv_ms woken; /* answer wanted before; 0 no */
    unsigned probes;
    struct smv_cl_sample samples[SMV_CL_SAMPLES];
    size_t n_samples;

    /* replica (replica.c) */
    struct smv_tree tree, next; /* next: while snapshot parts come in */
    bool have;                  /* tree stands at (epoch, applied, h8) */
    bool know_epoch;
    bool snap_due; /* WELCOME promised a snapshot */
    bool snap_open;
    uint64_t snap_part, snap_parts;
    smv_seq snap_seq;
    uint8_t epoch[16], h8[8];
    smv_seq applied, head, catch_up;
    uint64_t ord;
    unsigned role;
    smv_id link, place;
    uint64_t frame_max, unconfirmed_max;

    /* own work (pending.c, work.c) */
    struct smv_cl_own **own;
    size_t n_own, cap_own;
    struct smv_cl_own **refused;
    size_t n_refused, cap_refused;
    struct smv_refused *refused_view;
    uint64_t last_n;
    uint64_t id_counter, id_reserved;
    uint64_t confirmed_total;
    smv_ms last_confirm;
    smv_ms retry_at;
    unsigned retries;
    struct smv_cl_ballot *ballots;
    size_t n_ballots, cap_ballots;
    struct smv_msg_pres pres;
    bool pres_due;

    /* text (textfield.c) */
    struct smv_cl_apart **apart;
    size_t n_apart, cap_apart;
    struct smv_cl_carry *carry;
    size_t n_carry, cap_carry;

    /* outbox (outbox.c): what this step writes, as payloads one after another */
    struct smv_buf journal;
    size_t n_journal;
    bool meta_dirty, ord_dirty, meta_there;
    struct smv_buf record_bytes;
    struct smv_record record;

    /* the update being filled */
    struct smv_buf *frames;
    size_t n_frames, cap_frames, n_given;
    struct smv_span *frame_spans;
    enum smv_link_order link_order;
    unsigned news;
    struct smv_cl_last last[4];
    smv_id *ids; /* of smv_client_children */
    size_t cap_ids;
    struct smv_buf scratch; /* of smv_client_value */
};

/* client.c */
struct smv_buf *smv_cl_frame(struct smv_client *c); /* a new frame of this step, empty */
void smv_cl_send(struct smv_client *c, const struct smv_msg *msg);
bool smv_cl_connected(const struct smv_client *c); /* WELCOME was there */
void smv_cl_live(struct smv_client *c);            /* LIVE if caught up */
void smv_cl_again(struct smv_client *c); /* give the connection up, come back after a while */
void smv_cl_deny(struct smv_client *c, unsigned why);
void smv_cl_mistake(struct smv_client *c); /* the daemon sent something impossible */

/* frames.c */
void smv_cl_frame_in(struct smv_client *c, struct smv_span bytes);
void smv_cl_hello(struct smv_client *c);

/* clock.c */
void smv_cl_clock_start(struct smv_client *c, smv_ms asked, smv_ms clock);
void smv_cl_probe(struct smv_client *c);
void smv_cl_pong(struct smv_client *c, const struct smv_msg_pong *pong);
void smv_cl_clock_tick(struct smv_client *c);
smv_ms smv_cl_clock_wake(const struct smv_client *c);
void smv_cl_clock(const struct smv_client *c, int64_t *ret_offset, smv_ms *ret_error);

/* replica.c */
SMV_CHECKED enum smv_err smv_cl_snap(struct smv_client *c, const struct smv_msg_snap *snap);
SMV_CHECKED enum smv_err smv_cl_ev(struct smv_client *c, const struct smv_msg_ev *ev);
void smv_cl_drop_next(struct smv_client *c); /* forget a snapshot that is not whole */
void smv_cl_drop_replica(
    struct smv_client *c); /* it cannot be trusted any more; a snapshot is needed */

/* pending.c */
struct smv_cl_own *smv_cl_own_new(struct smv_client *c,
                                  enum smv_op_kind op); /* next n, at the end */
struct smv_cl_own *smv_cl_own_find(const struct smv_client *c, uint64_t n);
void smv_cl_own_free(struct smv_cl_own *o);
void smv_cl_own_remove(struct smv_client *c, struct smv_cl_own *o, bool confirmed); /* frees */
void smv_cl_own_drop_unsent(struct smv_client *c,
                            struct smv_cl_own *o); /* later ones take its place */
void smv_cl_own_refuse(struct smv_client *c, struct smv_cl_own *o,
                       unsigned code); /* to the other list */
void smv_cl_renumber(struct smv_client *c, size_t from, uint64_t first_n);
void smv_cl_freeze(struct smv_client *c, struct smv_cl_own *o);
/* What was made without a connection was made on what is held at WELCOME; `seen` must say so, else late work
 * after a lock would be refused and blind overwrites would go unmarked. */
void smv_cl_freeze_made(struct smv_client *c);
void smv_cl_request(const struct smv_cl_own *o, struct smv_buf *scratch,
                    struct smv_request *ret_req);
void smv_cl_pump(struct smv_client *c);
SMV_CHECKED enum smv_err smv_cl_res(struct smv_client *c, const struct smv_msg_res *res);
void smv_cl_confirm(struct smv_client *c,
                    uint64_t n); /* anything but a text op on an attached field */
void smv_cl_unsend(
    struct smv_client *c); /* a new connection or snapshot: all is to be sent again */
size_t smv_cl_offers(const struct smv_client *c);

/* textfield.c, resync.c */
struct smv_cl_own *smv_cl_chain(const struct smv_client *c, smv_id id, unsigned field,
                                const struct smv_cl_own *behind); /* next own TXT; NULL: none */
struct smv_cl_apart *smv_cl_apart_find(const struct smv_client *c, smv_id id, unsigned field);
struct smv_span smv_cl_ground(const struct smv_client *c, smv_id id,
                              unsigned field); /* own work stands on it */
void smv_cl_below(const struct smv_client *c, const struct smv_cl_own *upto, smv_id id,
                  unsigned field,
                  struct smv_buf *ret); /* ground and own ops before upto; NULL: all */
void smv_cl_remote(struct smv_client *c, smv_id id, unsigned field, const struct smv_ot *op);
void smv_cl_text_told(
    struct smv_client *c, smv_id id, unsigned field, struct smv_span before,
    const struct smv_cl_told *told); /* an EV's text op; before: the text that it was applied to */
void smv_cl_meet(struct smv_client *c, const struct smv_cl_apart *a,
                 smv_seq seq); /* see textfield.c */
void smv_cl_tell(struct smv_client *c, smv_id id, unsigned field, struct smv_span before,
                 const struct smv_cl_told *told); /* the same where the field is not apart */
void smv_cl_type_on(struct smv_client *c, smv_id id, unsigned field, const struct smv_ot *op);
void smv_cl_text_out(struct smv_client *c, struct smv_cl_own *o,
                     unsigned code); /* a verdict that no event tells */
struct smv_cl_apart *smv_cl_part(struct smv_client *c, smv_id id, unsigned field,
                                 enum smv_cl_apart_why why, struct smv_span old, smv_seq seq);
void smv_cl_skip_used_ids(struct smv_client *c); /* replica.c */
void smv_cl_part_all(struct smv_client *c,
                     enum smv_cl_apart_why why); /* every field with own text work */
void smv_cl_part_subtree(struct smv_client *c, const struct smv_node *top);
void smv_cl_rejoin_subtree(struct smv_client *c, const struct smv_node *top);
void smv_cl_after_snapshot(struct smv_client *c);
void smv_cl_ask(struct smv_client *c); /* FETCH for every field that waits for it */
bool smv_cl_asking(const struct smv_client *c);
void smv_cl_past(struct smv_client *c, struct smv_cl_apart *a, const struct smv_msg_past *past);
void smv_cl_merge(struct smv_client *c, struct smv_cl_apart *a, struct smv_span ancestor);
void smv_cl_merge_due(struct smv_client *c);
void smv_cl_apart_free(struct smv_client *c, struct smv_cl_apart *a);
void smv_cl_carry_add(struct smv_client *c, smv_id id, unsigned field, const struct smv_ot *op);

/* shown.c */
const struct smv_cl_own *smv_cl_birth(const struct smv_client *c,
                                      smv_id id); /* own ADD or OFFER of it */
bool smv_cl_field_bytes(const struct smv_cl_own *birth, unsigned field, struct smv_span *ret_value);
struct smv_span smv_cl_born_text(const struct smv_cl_own *birth, unsigned field);

/* offer.c */
void smv_cl_reset(struct smv_client *c, const struct smv_msg_welcome *w);

/* outbox.c */
void smv_cl_put_done(struct smv_client *c, uint64_t n);
void smv_cl_put_refused(struct smv_client *c, uint64_t n, const struct smv_cl_own *o);
void smv_cl_put_seen(struct smv_client *c, uint64_t n);
void smv_cl_put_clear(struct smv_client *c);
void smv_cl_record(struct smv_client *c); /* this step's record, if there is anything to write */

#endif
