/* seminar.h - one open seminar: its core, its log, its timer, its connections.
 *
 * What: turns what happens (a message, a commit, a time) into events for the core and performs the update
 *       that comes back, in the order that core.h documents. Keeps the secrets of polls (keys.h).
 * Not:  no verdict and no view (daemon/core); no socket (peer.h).
 * Uses: core.h, log_sqlite.h, peer.h, libuv.    Thread: the loop's.
 * States: open -> draining (the core has said GOAWAY, the log is closing) -> closed (nothing left but the
 *       name; destroy it).
 * A log whose outcome is unknown ends the process with 70: clients are told nothing, they resend later. */
#ifndef SMV_DAEMON_SEMINAR_H
#define SMV_DAEMON_SEMINAR_H
#include <uv.h>
#include "daemon/core/core.h"
#include "daemon/io/log_sqlite.h"
#include "daemon/io/logger.h"
#include "daemon/io/peer.h"

struct smv_seminar;

/* Shared by all seminars of the daemon; borrowed for their life. */
struct smv_seminar_env {
    uv_loop_t *loop;
    const struct smv_logger *log;
    const char *data; /* the folder */
    size_t prefix;    /* headroom that the transport wants in front of frames */
    bool unlimited;
    void (*broken)(const struct smv_seminar_env *env, const char *name, const char *what);
};

/* DATA/NAME.samverka, whole: the tail is replayed before this returns. restored: the file was put back by
 * hand, a new epoch begins whatever the side file says.
 * Errors: as smv_log_sqlite_open, CORRUPT and VERSION also from the core; ret_info has a sentence. */
SMV_CHECKED enum smv_err smv_seminar_open(const struct smv_seminar_env *env, const char *name,
                                          bool restored, struct smv_seminar **ret_seminar,
                                          struct smv_errinfo *ret_info);
/* GOAWAY to everybody (not when it is for_good: they would be back before they can be told), no new work, what waits
 * is made durable and told, a snapshot is kept, then done: once, on the loop, never before this returns. Then close
 * the peers and destroy. */
void smv_seminar_close(struct smv_seminar *s, bool for_good,
                       void (*done)(void *user, struct smv_seminar *s), void *user);
void smv_seminar_destroy(struct smv_seminar *s); /* only when closed; frees the core's conns */

/* What the transport tells. */
struct smv_conn *smv_seminar_join(struct smv_seminar *s, struct smv_peer *peer);
void smv_seminar_message(struct smv_seminar *s, struct smv_conn *conn, struct smv_span bytes);
void smv_seminar_writable(struct smv_seminar *s, struct smv_conn *conn);
void smv_seminar_left(struct smv_seminar *s, struct smv_conn *conn);

/* An operation of the host's (seen, op, args: smv_request_write_tail). false: not open, or no such operation.
 * done: once, later, when it has been applied (whatever the verdict), or when the disk was full. */
bool smv_seminar_host(struct smv_seminar *s, struct smv_span tail,
                      void (*done)(void *user, bool durable), void *user);
/* done: once, later. Errors there and here: STATE (not open), EXISTS, DENIED, FULL, IO. */
SMV_CHECKED enum smv_err smv_seminar_backup(struct smv_seminar *s, const char *path,
                                            void (*done)(void *user, enum smv_err err), void *user);

const char *smv_seminar_name(const struct smv_seminar *s);
bool smv_seminar_is_open(const struct smv_seminar *s);
const struct smv_core *smv_seminar_core(const struct smv_seminar *s); /* until destroyed */

enum { SMV_LATENCY_BUCKETS = 12 };
extern const double smv_latency_bounds[SMV_LATENCY_BUCKETS]; /* seconds, rising; then infinity */
struct smv_seminar_metrics {
    uint64_t commits, entries, refused, sent, received;
    uint64_t latency[SMV_LATENCY_BUCKETS + 1]; /* entries by time from append to durable */
    double latency_sum;                        /* seconds */
};
const struct smv_seminar_metrics *smv_seminar_metrics(const struct smv_seminar *s);

#endif
