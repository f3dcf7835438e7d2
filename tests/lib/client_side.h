/* client_side.h - a client's core on a bench, and a daemon's half made by hand.
 *
 * What: one client with its clock, its outbox (what the shell would have on disk), and the frames it sent;
 *       short words for the daemon's messages.
 * Uses: client-cli/core, proto.    Thread: one. */
#ifndef SMV_TESTS_CLIENT_SIDE_H
#define SMV_TESTS_CLIENT_SIDE_H
#include "client-cli/core/client.h"

enum { SIDE_SHEET = 2, SIDE_QUESTION = 3, SIDE_POINT = 4, SIDE_ORD = 7 };

struct side {
    struct smv_client_config config;
    struct smv_client *c;
    smv_ms now;
    struct smv_client_update u; /* of the last step */
    struct smv_buf *disk;       /* records */
    size_t n_disk;
    struct smv_buf *sent; /* frames of the current connection */
    size_t n_sent, read;  /* read: how many the test has looked at */
    uint8_t epoch[16];
    unsigned role; /* in WELCOME; a scribe */
};

void side_init(struct side *s);
void side_finish(struct side *s);
void side_restart(struct side *s); /* kill -9, then a new process with what is on the disk */

void side_event(struct side *s, enum smv_client_event_type type, unsigned code);
void side_local(struct side *s);
void side_frame(struct side *s, struct smv_span bytes);
void side_say(struct side *s, const struct smv_msg *msg);
/* Time passes in ticks, each when the client wants to be woken. */
void side_wait(struct side *s, smv_ms ms);

/* START, OPEN; the HELLO is in *ret_hello when given. */
void side_open(struct side *s, struct smv_msg *ret_hello);
void side_welcome(struct side *s, unsigned mode, unsigned reason, smv_seq head, uint64_t last_n);
/* One part: root, sheet, question with text, one point with text. */
void side_snap(struct side *s, smv_seq seq, const char *question, const char *point);
/* All of it: LIVE at seq with that text. */
void side_live(struct side *s, smv_seq seq, const char *question, const char *point);
void side_cut(struct side *s); /* CLOSED, wait out the back-off, OPEN */

void side_ev_txt(struct side *s, smv_seq seq, uint64_t ord, uint64_t n, smv_id id, unsigned field,
                 unsigned at, const char *insert, unsigned del);
void side_ev(struct side *s, smv_seq from, smv_seq to, const struct smv_item *items, size_t n);
void side_res(struct side *s, uint64_t n, unsigned code, smv_seq seq);
/* PAST, what 0, of n ops that each insert texts[i] at ats[i]; seqs rise by one from first. */
struct side_op {
    smv_seq seq;
    uint64_t ord, n;
    unsigned at;
    const char *insert;
};
void side_past(struct side *s, smv_id id, unsigned field, unsigned code, smv_seq seq,
               const struct side_op *ops, size_t n);

/* The next frame that was sent; false: none. Messages borrow from it. */
bool side_next(struct side *s, struct smv_msg *ret_msg);
/* The next OPS frame, others skipped; its operations, at most max. Returns how many; 0: none sent. */
size_t side_ops(struct side *s, struct smv_request *ret, size_t max);

bool side_type(struct side *s, smv_id id, unsigned field, unsigned at, const char *insert,
               unsigned del);
/* Shown text as C string; lives until the next call. */
const char *side_text(struct side *s, smv_id id, unsigned field);
const char *side_confirmed(struct side *s, smv_id id, unsigned field);
struct smv_client_info side_info(struct side *s);

#endif
