/* run.h - the daemon's life: start, readiness, reload, drain, end.
 *
 * What: data folder and seminars -> transport -> listeners -> host's socket -> READY; SIGHUP reads the
 *       certificate again; SIGTERM or SIGINT: no new connections, GOAWAY to everybody, logs closed, 1001,
 *       end with 0. The second signal ends at once.
 * Waiting for it: "listening on ADDRESS" lines on standard error, DATA/run/listening (a line per address,
 *       written when all are open, removed at the end), --ready-fd, sd_notify.
 * Thread: the loop's. */
#ifndef SMV_DAEMON_RUN_H
#define SMV_DAEMON_RUN_H
#include "daemon/io/config.h"

/* Runs until told to stop; what the program exits with. */
int smv_run(const struct smv_config *config, const struct smv_logger *log);

#endif
