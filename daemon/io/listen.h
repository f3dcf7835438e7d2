/* listen.h - the addresses that the daemon answers on.
 *
 * What: own listening sockets (the library's own would open 127.0.0.1 on every interface: its IPv6 option):
 *       IPv4, IPv6 (only IPv6), unix sockets, and those that systemd hands over; accepts a bounded number per
 *       turn of the loop; when descriptors run out it pauses instead of spinning.
 * Not:  nothing about what is spoken.    Thread: the loop's. */
#ifndef SMV_DAEMON_LISTEN_H
#define SMV_DAEMON_LISTEN_H
#include <stdbool.h>
#include <uv.h>
#include "common/base/err.h"
#include "daemon/io/log_sqlite.h"
#include "daemon/io/logger.h"

struct smv_listen;

struct smv_listen_hooks {
    void *user;
    bool (*room)(void *user);                          /* does one more socket fit? */
    void (*accepted)(void *user, int fd, bool is_tcp); /* takes the descriptor over */
};
/* All addresses, or none and a sentence that says what to do. Sockets from systemd, when there are any, take
 * the place of addresses. Errors: BUSY, DENIED, MALFORMED, MISSING, IO. */
SMV_CHECKED enum smv_err smv_listen_start(uv_loop_t *loop, const struct smv_logger *log,
                                          char *const *addresses, unsigned n,
                                          const struct smv_listen_hooks *hooks,
                                          struct smv_listen **ret_listen,
                                          struct smv_errinfo *ret_info);
/* "127.0.0.1:40123", "[::1]:8440", "unix:/path"; NULL: no more */
const char *smv_listen_address(const struct smv_listen *l, unsigned i);
bool smv_listen_is_tcp(const struct smv_listen *l, unsigned i);
void smv_listen_stop(struct smv_listen *l); /* closes the sockets now, frees itself in the loop */

#endif
