/* admin.h - the host's socket: one JSON object per line in, one per line out.
 *
 * What: a unix socket that only the daemon's own user (and root) may use, checked by SO_PEERCRED beside the
 *       file's mode. {"do": VERB, ...} -> {"ok": true, ...} or {"ok": false, "error": "a sentence", "code": "a word"}. One
 *       request at a time per connection; answers come in order.
 * Verbs: new import list status backup restore close open erase links rewrite host; see admin_new.c, admin_import.c,
 *       admin_files.c, ask.c. A line is at most 2 MiB; one that begins with {"do":"import", at most 64 MiB.
 *       Everything that creates, gives access or destroys leaves a line in DATA/audit.log.
 * Thread: the loop's; copying, importing and erasing run in libuv's pool. */
#ifndef SMV_DAEMON_ADMIN_H
#define SMV_DAEMON_ADMIN_H
#include "daemon/io/config.h"
#include "daemon/io/house.h"

struct smv_admin;

/* base: "https://host" for the addresses in links; borrowed. Errors: BUSY, DENIED, TOO_BIG (path), IO. */
SMV_CHECKED enum smv_err smv_admin_start(struct smv_house *house, const struct smv_config *config,
                                         const char *base, struct smv_admin **ret_admin,
                                         struct smv_errinfo *ret_info);
void smv_admin_stop(struct smv_admin *a); /* ends connections; frees itself in the loop */
const char *smv_admin_path(const struct smv_admin *a);

#endif
