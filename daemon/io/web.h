/* web.h - the browser clients, from memory.
 *
 * What: the files that client-web/build.mjs made, linked into the program; which of their forms (br, gzip, as
 *       they are) a browser takes.
 * Not:  no routes and no headers (http.c).    Thread: any; constant data.
 * Invariant: sorted by path. The table is generated, client-web/embed.mjs. */
#ifndef SMV_DAEMON_WEB_H
#define SMV_DAEMON_WEB_H
#include "common/base/buf.h"

struct smv_web_file {
    const char *path; /* "/assets/app-HASH.js" */
    const char *type;
    const char *hash;                    /* of the bytes, 16 hex digits */
    bool immutable;                      /* its name changes with its bytes */
    struct smv_span plain, gzip, brotli; /* empty: not packed */
};
extern const struct smv_web_file smv_web_files[];
extern const size_t smv_web_count;

const struct smv_web_file *smv_web_find(const char *path); /* NULL none */
/* The best form for an Accept-Encoding header. *ret_encoding: "br", "gzip" or NULL. */
struct smv_span smv_web_form(const struct smv_web_file *f, const char *accept,
                             const char **ret_encoding);

#endif
