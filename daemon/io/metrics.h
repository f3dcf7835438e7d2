/* metrics.h - counts and times as Prometheus reads them (text format 0.0.4).
 *
 * What: per seminar: connections by role, head, nodes, frames, commits and their latency; for the daemon:
 *       sockets, refusals, uptime, build.
 * Not:  no content, no names of people, no addresses.    Thread: the loop's. */
#ifndef SMV_DAEMON_METRICS_H
#define SMV_DAEMON_METRICS_H
#include "daemon/io/http.h"

void smv_metrics_write(struct smv_buf *b, const struct smv_http *h, uint64_t now_ms);

#endif
