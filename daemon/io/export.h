/* export.h - a seminar as JSON, the format that "samverka export" writes and "import" takes.
 *
 * What: what an organiser or a moderator may read, without links, codes and hashes.
 * Uses: daemon/core/state.h.    Thread: any; touches only what it is given. */
#ifndef SMV_DAEMON_EXPORT_H
#define SMV_DAEMON_EXPORT_H
#include "daemon/core/state.h"

/* Appends. role: SMV_ROLE_ORGANISER or SMV_ROLE_MODERATOR; bin: with what was deleted. */
void smv_export_write(struct smv_buf *b, const struct smv_state *s, const char *name, unsigned role,
                      bool bin);

#endif
