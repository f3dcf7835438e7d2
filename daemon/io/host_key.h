/* host_key.h - the secret of the host's page: who has it may do what the host's socket allows.
 *
 * What: DATA/host.key, one line of 256 random bits in base64url, mode 0600; made at the first start. The link is
 *       https://HOST/host/#SECRET.
 * Not:  never in a log, in an answer to a page, or in a backup of a seminar.    Thread: the loop's. */
#ifndef SMV_DAEMON_HOST_KEY_H
#define SMV_DAEMON_HOST_KEY_H
#include <stdbool.h>
#include "common/base/err.h"

enum { SMV_HOST_KEY_CHARS = 43 };
/* The stored key, or a fresh one where there is none. Errors: DENIED (others may read it), CORRUPT, FULL, IO. */
SMV_CHECKED enum smv_err smv_host_key_load(const char *folder, char key[SMV_HOST_KEY_CHARS + 1]);
/* A fresh one in its place: the old link is worth nothing from here on. */
SMV_CHECKED enum smv_err smv_host_key_renew(const char *folder, char key[SMV_HOST_KEY_CHARS + 1]);
/* Takes as long whether or not it is the one. */
bool smv_host_key_is(const char key[SMV_HOST_KEY_CHARS + 1], const char *said);

#endif
