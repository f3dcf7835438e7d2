/* pages.h - what a browser is shown, from memory.
 *
 * What: a landing page in Swedish, Norwegian (bokmål) and English at / and at /NAME/: type the short code, or
 *       how to come in with the terminal client. No script from elsewhere, no font, no cookie.
 * Not:  the working screens (client-web).    Thread: any; constant data. */
#ifndef SMV_DAEMON_PAGES_H
#define SMV_DAEMON_PAGES_H
#include "common/base/buf.h"

/* Which of ours fits an Accept-Language header best: "sv", "nb" or "en" (when in doubt). */
const char *smv_pages_language(const char *accept);
/* The landing page. seminar: "" at the root, else the name in the path. Appends. */
void smv_pages_landing(struct smv_buf *b, const char *language, const char *seminar);
/* /assets/...; an empty span: no such file. *ret_type its content type. */
struct smv_span smv_pages_asset(const char *path, const char **ret_type);

#endif
