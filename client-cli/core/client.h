/* client.h - a thin client's half of the protocol: a replica, own work on its way, and the way back in.
 *
 * What: keeps the confirmed state (exactly what the daemon told, at one log position), the list of own
 *       operations not confirmed yet, and per text field what is in flight and what is typed behind it.
 *       What a person sees is computed on top: confirmed + own work. Speaks HELLO, resumes, merges after a
 *       snapshot, offers after a restored file. Connecting, back-off, and "am I still connected" are a state
 *       machine here too.
 * Not:  no socket, no file, no clock: events come in with the time, an update says what to do, in this order:
 *         1. records   write to the outbox file and fsync (before anything is sent)
 *         2. frames    send, in order, while connected
 *         3. link      connect or disconnect
 *         4. news      tell the screen
 *         5. wake      a TICK at that time
 * Uses: common, proto.   Used by: client-cli/io, tests/sim.   Thread: one; not re-entrant.
 * Invariants: an operation has its n from the moment it is made; its bytes (seen included) are frozen when it
 *       is first sent and never change; operations are sent in order of n; at most one text operation per field
 *       is in flight; at most unconfirmed_max are. Nothing is dropped but by a verdict, and a refused one is
 *       kept (smv_client_refused) until the person has seen it.
 * Positions in text are code points. */
#ifndef SMV_CLIENT_CORE_H
#define SMV_CLIENT_CORE_H
#include "common/model/tree.h"
#include "proto/msg.h"

struct smv_client;

struct smv_client_config {
    const char *token; /* secret or code; borrowed for the client's life */
    const char *name;  /* display name */
    const char *build;
    uint8_t cid[16];
    smv_id group;   /* participants */
    bool read_only; /* keeps no outbox: watch, screens */
    uint64_t seed;  /* for back-off */
};

enum smv_client_state {
    SMV_CLIENT_IDLE,       /* not started, or stopped by the caller */
    SMV_CLIENT_CONNECTING, /* the shell is asked to connect; 8 s */
    SMV_CLIENT_HELLO,      /* connected, HELLO sent; 5 s */
    SMV_CLIENT_SYNC,       /* WELCOME received, catching up */
    SMV_CLIENT_LIVE,
    SMV_CLIENT_SUSPECT, /* no answer to PING for 5 s; at 8 s the connection is given up */
    SMV_CLIENT_BACKOFF, /* waiting before the next try: full jitter */
    SMV_CLIENT_DENIED   /* told not to come back by itself: see smv_client_why */
};

enum smv_client_event_type {
    SMV_CLIENT_EVENT_START, /* begin to connect; also: the network is back, the laptop woke up: try at once */
    SMV_CLIENT_EVENT_OPEN, /* the WebSocket is open */
    SMV_CLIENT_EVENT_FRAME,
    SMV_CLIENT_EVENT_CLOSED, /* closed or could not connect; code: WebSocket close code, 0 none */
    SMV_CLIENT_EVENT_TICK,
    SMV_CLIENT_EVENT_LOCAL, /* after calls below that made work: collects what to send */
    SMV_CLIENT_EVENT_STOP   /* say BYE, close, stay IDLE */
};
struct smv_client_event {
    enum smv_client_event_type type;
    smv_ms mono;
    struct smv_span bytes; /* FRAME */
    unsigned code;         /* CLOSED */
};

/* A line of the outbox file; the shell stores and gives back these bytes as they are. */
struct smv_record {
    struct smv_span bytes;
};
enum smv_link_order { SMV_LINK_NONE, SMV_LINK_CONNECT, SMV_LINK_CLOSE };
enum smv_news {                       /* mask */
                SMV_NEWS_STATE = 1,   /* connection state */
                SMV_NEWS_TREE = 2,    /* what is shown may have changed */
                SMV_NEWS_SAVED = 4,   /* number of unconfirmed operations changed */
                SMV_NEWS_REFUSED = 8, /* something was refused */
                SMV_NEWS_PRESENCE = 16,
                SMV_NEWS_SUMMARY = 32,
                SMV_NEWS_PAST = 64,
                SMV_NEWS_RECEIPT = 128,
                SMV_NEWS_EPOCH = 256 /* another history: restored, rewritten or erased */
};
struct smv_client_update {
    const struct smv_record *records;
    size_t n_records;
    const struct smv_span *frames;
    size_t n_frames;
    enum smv_link_order link;
    unsigned news;
    smv_ms wake; /* 0 none */
};

struct smv_client *smv_client_create(const struct smv_client_config *config);
void smv_client_destroy(struct smv_client *c); /* NULL is fine */
/* Before START: give back the outbox file's records in the order in which they were written. A record cut off
 * by a crash (the last one) is ignored. Errors: MALFORMED, VERSION (the file is somebody else's). */
SMV_CHECKED enum smv_err smv_client_restore(struct smv_client *c, const struct smv_span *records,
                                            size_t n_records);
/* The outbox as a fresh list of records (to compact the file). Valid until the next call on c. */
size_t smv_client_compact(struct smv_client *c, const struct smv_record **ret_records);

/* The replica as bytes, to start from another time: without a connection there is then something to show and
 * to add to, with one it is a resume. Overwrites ret; false: there is no whole replica. */
bool smv_client_keep(const struct smv_client *c, struct smv_buf *ret);
/* After restore, before START. Errors (nothing taken, a snapshot will come): MALFORMED, VERSION, STATE (of
 * another history than the outbox). */
SMV_CHECKED enum smv_err smv_client_take_kept(struct smv_client *c, struct smv_span bytes);

void smv_client_step(struct smv_client *c, const struct smv_client_event *event,
                     struct smv_client_update *ret_update);

/* --- own work: call, then step with LOCAL. All return 0 / false when it cannot be (no such field, not clean,
 * over the bound, not writing); the daemon's verdict comes later. -------------------------------------- */
smv_id smv_client_add(struct smv_client *c, unsigned kind, smv_id parent, smv_id after,
                      const struct smv_field_value *fields, size_t n_fields);
bool smv_client_set(struct smv_client *c, smv_id id, unsigned field, const struct smv_value *value);
bool smv_client_type(struct smv_client *c, smv_id id, unsigned field,
                     const struct smv_ot *op); /* on what is shown */
bool smv_client_write(struct smv_client *c, smv_id id, unsigned field,
                      struct smv_span text); /* by difference */
bool smv_client_move(struct smv_client *c, smv_id id, smv_id parent, smv_id after);
bool smv_client_del(struct smv_client *c, smv_id id);
bool smv_client_undel(struct smv_client *c, smv_id id);
bool smv_client_clock(struct smv_client *c, smv_id session, unsigned action, int64_t ms);
bool smv_client_lock(struct smv_client *c, smv_id sheet, bool on);
/* Not kept in the outbox; sent once when LIVE, else refused at once. */
bool smv_client_fetch(struct smv_client *c, unsigned what, smv_id node, unsigned field,
                      smv_seq seq);
bool smv_client_pick(struct smv_client *c, smv_id group);
bool smv_client_ballot(struct smv_client *c, smv_id poll, struct smv_span text,
                       const smv_id *choices,
                       size_t n_choices); /* resent until its RECEIPT is there */
bool smv_client_join(struct smv_client *c, struct smv_span table, struct smv_span name,
                     const uint8_t hash[32]);
bool smv_client_presence(struct smv_client *c, smv_id node, unsigned field, uint32_t anchor,
                         uint32_t head);

/* --- what is shown ---------------------------------------------------------------------------------- */
const struct smv_tree *smv_client_confirmed(const struct smv_client *c);
/* Shown text: confirmed, in flight, typed behind. Overwrites ret. */
void smv_client_text(struct smv_client *c, smv_id id, unsigned field, struct smv_buf *ret);
/* Shown value of a chosen field; borrows until the next step or own work. */
void smv_client_value(struct smv_client *c, smv_id id, unsigned field, struct smv_value *ret);
/* Shown children of parent, own adds, moves and deletions applied; deleted ones only if asked for.
 * Returns how many; *ret_ids is valid until the next call. */
size_t smv_client_children(struct smv_client *c, smv_id parent, bool deleted_too,
                           const smv_id **ret_ids);
unsigned smv_client_kind(struct smv_client *c, smv_id id); /* 0: not there */
smv_id smv_client_parent(struct smv_client *c,
                         smv_id id); /* own moves applied; 0: the root's, or none */
bool smv_client_deleted(struct smv_client *c, smv_id id);
/* Where a position in the text shown before the last step is now (for cursors): remote ops since mark. */
size_t smv_client_carry(struct smv_client *c, smv_id id, unsigned field, size_t pos);

/* --- state ------------------------------------------------------------------------------------------- */
enum smv_client_state smv_client_state(const struct smv_client *c);
const char *smv_client_state_name(enum smv_client_state s);
unsigned smv_client_why(const struct smv_client *c); /* DENIED: the close code */
struct smv_client_info {
    smv_seq seq, head;
    uint8_t epoch[16];
    unsigned role;
    smv_id link, place;
    uint32_t ord;
    size_t unconfirmed, unsent, refused;
    uint64_t confirmed_total;
    int64_t
        clock_offset_ms; /* log's clock minus mono; of the round trip with the least delay of late */
    smv_ms clock_error_ms; /* half of that delay */
    smv_ms last_confirm;   /* mono time of the last confirmation; 0 none */
};
void smv_client_info(const struct smv_client *c, struct smv_client_info *ret);
/* Own work that the daemon refused, oldest first. text: what was typed, or empty. */
struct smv_refused {
    uint64_t n;
    unsigned op;
    unsigned code;
    smv_id node;
    unsigned field;
    struct smv_span text;
};
size_t smv_client_refused(struct smv_client *c, const struct smv_refused **ret_list);
void smv_client_refused_seen(struct smv_client *c, uint64_t n);
/* The last PRESENCE, SUMMARY, PAST, RECEIPT as received (RAW lists of messages.def); borrows until the next. */
const struct smv_msg *smv_client_last(const struct smv_client *c, enum smv_msg_kind kind);

#endif
