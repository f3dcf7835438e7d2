/* core_int.h - what the files of the core share: views, connections, the core itself.
 *
 * Not for anybody outside daemon/core. One writer per part: views.c writes views, conn.c connections, admit.c
 * what is on its way to the log, hello.c who comes in; core.c only dispatches. */
#ifndef SMV_DAEMON_CORE_INT_H
#define SMV_DAEMON_CORE_INT_H
#include "common/base/limits.h"
#include "daemon/core/ballots.h"
#include "daemon/core/core.h"
#include "daemon/core/fold.h"
#include "daemon/core/ring.h"
#include "daemon/core/state.h"

/* A snapshot of a view: parts shared by all who need one. */
struct smv_shot {
    uint32_t refs, n_parts;
    struct smv_frame **parts;
    smv_seq seq;
    uint64_t pos;   /* where in the ring its readers go on */
    uint64_t total; /* ring.total then */
    size_t bytes;
};
struct smv_view {
    struct smv_view_id id;
    struct smv_map seen; /* governors that it contains */
    struct smv_ring ring;
    struct smv_shot *shot;         /* NULL: none made yet */
    struct smv_buf items;          /* of the batch being folded */
    uint32_t n_items, entry_items; /* in the batch; of the entry being folded */
    bool ready;                    /* in core.ready_views */
    bool presence_due, summary_due;
    struct smv_conn *conns;
    size_t n_conns;
    struct smv_view *next;
};

enum smv_conn_phase {
    SMV_CONN_NEW,      /* no HELLO yet */
    SMV_CONN_ENTERING, /* its ENTER is on its way to the log */
    SMV_CONN_LIVE,
    SMV_CONN_CLOSING /* ordered to close; nothing of it is read any more */
};
/* A message for one connection; goes out when its cursor has come to after. */
struct smv_private {
    struct smv_frame *frame;
    uint64_t after; /* ring position; 0: at once */
    struct smv_private *next;
};
struct smv_rate {
    smv_ms at;
    uint32_t left; /* thousandths */
};
struct smv_conn {
    /* what every message to a view's readers looks at: one line of the cache */
    void *user;
    struct smv_view *view; /* NULL until LIVE */
    struct smv_conn *view_next;
    uint64_t cursor;       /* next ring position to send */
    struct smv_shot *shot; /* being sent */
    struct smv_private *first;
    struct smv_writer_client *client; /* writers */
    uint8_t phase, role;
    bool in_ready, has_resume, bye;
    uint32_t part;
    struct smv_core *core;
    struct smv_conn *prev, *next; /* all connections */
    struct smv_conn *view_prev, *ready_next;
    struct smv_private *last;
    uint32_t n_private;
    smv_ms opened;              /* mono */
    smv_seq at;                 /* log position that its frames have come to */
    struct smv_rate work, talk; /* what goes to the log; all messages */
    size_t private_bytes;
    bool renewed; /* its link has a new secret */
    smv_id link, place;
    uint8_t cid[16];
    struct smv_hello *hello; /* while ENTERING */
    struct smv_here *here;   /* presence, NULL until it tells; a screen's from the start */
    struct smv_asked *asked; /* its newest ballot or join, on its way; NULL none */
};
struct smv_hello { /* what is kept of HELLO until the client has its ordinal */
    uint8_t epoch[16], h8[8];
    smv_seq seq;
};
struct smv_here {
    smv_id node;
    uint32_t field, anchor, head, pending;
    smv_seq seq;
    smv_ms at;
    struct smv_buf name; /* a screen's own; a writer's is its client's */
};
struct smv_asked {
    struct smv_conn *conn; /* NULL: gone, or it has asked anew */
    smv_id poll;           /* 0: a join */
    uint8_t b[32];         /* ballot: 16 bytes; join: the hash */
    struct smv_asked *next;
};
struct smv_reading { /* a history on its way from the log */
    uint64_t token;
    struct smv_conn *conn;
    smv_id node;
    smv_seq seqs[64];
    size_t n;
};

enum { SMV_CHAINS = 16384 };
struct smv_core {
    struct smv_core_config config;
    struct smv_state state;
    bool live, draining;
    /* A new epoch that is not in the log yet: nobody is let in before it, or they would be told that they
     * are ahead of a history which in truth has ended. */
    struct {
        bool due, sent;
        unsigned reason;
        uint8_t fresh[16];
    } epoch;
    smv_ms mono, wall;
    uint64_t chains[SMV_CHAINS]; /* first 8 bytes of the hash at seq, index seq % SMV_CHAINS */
    smv_seq chains_from;         /* lowest seq that is in there */
    smv_seq saved;               /* seq of the last save that was asked for */
    struct smv_view *views;
    struct smv_conn *conns, *oldest; /* newest first; oldest is the tail */
    size_t n_conns, n_live, n_new, n_by_role[8];
    struct smv_map by_ord;                /* ordinal -> live connection */
    struct smv_asked *asked, *last_asked; /* ballots and joins on their way, oldest first */
    /* ready to send */
    struct smv_conn *ready, *ready_tail;
    struct smv_view *iter_view;
    struct smv_conn *iter_conn;
    /* the update being filled */
    struct smv_buf bodies;
    struct smv_append {
        size_t at, len;
    } * appended;
    size_t n_appended, cap_appended;
    struct smv_span *appends;
    size_t cap_appends;
    struct smv_close_order *closes;
    size_t n_closes, cap_closes;
    struct smv_key_order *key_orders;
    size_t n_key_orders, cap_key_orders;
    struct smv_read *read_orders;
    size_t n_read_orders, cap_read_orders;
    bool save;
    /* on its way */
    size_t waiting;
    struct smv_key *keys;
    size_t n_keys, cap_keys;
    struct smv_reading *readings[64];
    uint64_t next_token;
    /* after the batch */
    bool links_changed;
    smv_ms expires_at;        /* wall: when the next link runs out; 0 none */
    struct smv_folded *entry; /* being folded */
    /* coalesced */
    smv_ms presence_at, summary_at; /* mono, when due; 0 not */
    bool presence_dirty, summary_dirty;
    struct smv_core_stats stats;
    struct smv_buf scratch, item, raw; /* cleared by whoever uses them; kept for their memory */
};

/* --- views.c ----------------------------------------------------------------------------------------- */
struct smv_view *smv_view_get(struct smv_core *core, struct smv_view_id id); /* made when needed */
void smv_views_init(
    struct smv_core *core); /* those that exist without readers, so that rings fill */
void smv_views_finish(struct smv_core *core);
void smv_views_told(void *core, const struct smv_change *c, const struct smv_stamp *stamp,
                    struct smv_node *node);    /* smv_told */
void smv_views_entry(struct smv_core *core);   /* before each entry: entry_items = 0 */
void smv_views_publish(struct smv_core *core); /* the batch's frames into the rings */
void smv_view_push(struct smv_core *core, struct smv_view *v, struct smv_frame *f, smv_seq seq_to);
bool smv_view_sees(const struct smv_view *v, const struct smv_node *n);
uint64_t smv_core_h8(const struct smv_core *core, smv_seq seq); /* as stored in chains */
void smv_h8_bytes(uint64_t h8, uint8_t out[8]);

/* --- shot.c ------------------------------------------------------------------------------------------ */
struct smv_shot *smv_view_shot(struct smv_core *core,
                               struct smv_view *v); /* one reference, the caller's */
void smv_shot_unref(struct smv_shot *s);

/* --- conn.c ------------------------------------------------------------------------------------------ */
struct smv_conn *smv_conn_open(struct smv_core *core, void *user);
void smv_conn_free(struct smv_core *core, struct smv_conn *conn);
void smv_conn_ready(struct smv_core *core, struct smv_conn *conn);
void smv_view_ready(struct smv_core *core, struct smv_view *v);
void smv_conn_send(struct smv_core *core, struct smv_conn *conn, const struct smv_msg *msg,
                   uint64_t after);
void smv_conn_attach(struct smv_core *core, struct smv_conn *conn, struct smv_view *v);
void smv_conn_detach(struct smv_core *core, struct smv_conn *conn);
void smv_conn_leave_ring(
    struct smv_conn *conn);    /* its private messages go on without the view's ring */
enum { SMV_CONN_LEFT = 1000 }; /* close code for who said BYE: nothing is wrong, so no ERR */
void smv_conn_close(struct smv_core *core, struct smv_conn *conn, unsigned code,
                    const char *detail);
void smv_conn_res(struct smv_core *core, struct smv_conn *conn, uint64_t n, unsigned code,
                  smv_seq seq, uint64_t after);
bool smv_conn_rate(const struct smv_core *core, struct smv_rate *rate, uint32_t per_s,
                   uint32_t burst);

/* --- hello.c ----------------------------------------------------------------------------------------- */
void smv_hello(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_hello *m);
void smv_welcome(struct smv_core *core,
                 struct smv_conn *conn); /* into LIVE; after a batch, never in one */
void smv_pick(struct smv_core *core, struct smv_conn *conn, smv_id group);
void smv_links_check(
    struct smv_core *core); /* close whoever came by a link that is no longer good */

/* --- admit.c ----------------------------------------------------------------------------------------- */
void smv_admit_ops(struct smv_core *core, struct smv_conn *conn, struct smv_span ops);
void smv_admit_own(struct smv_core *core,
                   const struct smv_request *req); /* the daemon's own, n 0 */
void smv_admit_refused(struct smv_core *core);
void smv_admit_epoch(struct smv_core *core); /* unless it is on its way */
void smv_append_body(struct smv_core *core, const struct smv_request *req);

/* --- asked.c: ballots, joins, fetches ------------------------------------------------------------------ */
void smv_ask_ballot(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_ballot *m);
void smv_ask_join(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_join *m);
void smv_ask_fetch(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_fetch *m);
void smv_ask_done(struct smv_core *core,
                  const struct smv_folded *done); /* ballots and joins in the log */
void smv_ask_past(struct smv_core *core, const struct smv_event *e);
void smv_ask_refused(struct smv_core *core); /* none of them will be in the log */
void smv_ask_forget(struct smv_core *core, struct smv_conn *conn);
void smv_ask_finish(struct smv_core *core);
void smv_polls_key(struct smv_core *core, smv_id poll, struct smv_span key);
void smv_polls_order(struct smv_core *core, smv_id poll, bool destroy, bool load);
void smv_polls_live(struct smv_core *core);

/* --- presence.c, summary.c ------------------------------------------------------------------------------ */
void smv_presence_name(struct smv_core *core, struct smv_conn *conn, struct smv_span name);
void smv_presence_tell(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_pres *m);
void smv_presence_dirty(struct smv_core *core);
void smv_presence_flush(struct smv_core *core);
void smv_summary_dirty(struct smv_core *core);
void smv_summary_flush(struct smv_core *core);

#endif
