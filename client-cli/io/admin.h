/* admin.h - the other end of the host's socket: a JSON object out, a JSON object in.
 *
 * What: connects, asks, waits for the answer. What the verbs are is daemon/io/admin.h's.
 * Thread: any; the calls block (no longer than wait_ms). */
#ifndef SMV_CLIENT_ADMIN_H
#define SMV_CLIENT_ADMIN_H
#include <jansson.h>
#include <stdbool.h>
#include "common/base/err.h"

/* Where the daemon's socket is: option, else $SAMVERKA_ADMIN, else the first that exists of
 * $SAMVERKA_DATA/admin.sock, /run/samverka/admin.sock, /var/lib/samverka/admin.sock. smv_free it; NULL: none. */
char *smv_admin_find(const char *option);
/* One question, one answer. request is borrowed; *ret_answer (an object) is the caller's, also when its "ok" is
 * false. Errors: MISSING, DENIED (not the host's user), BUSY (no answer in time), MALFORMED, IO. */
SMV_CHECKED enum smv_err smv_admin_ask(const char *path, const json_t *request, unsigned wait_ms,
                                       json_t **ret_answer);

#endif
