/* api.h - what an organiser and the host ask for over HTTP, in JSON; proto/PROTOCOL.md, "HTTP".
 *
 * What: /SEMINAR/api/VERB with a link's secret, /host/api/VERB with the host's, both as "Authorization: Bearer".
 *       Who may not is told before a byte of the body is read; wrong secrets count as wrong codes do (join.h).
 *       Verbs that the host's socket has are asked there (admin_int.h) and answered in its words; an answer that
 *       says no has {"error": "a sentence", "code": "a word"} and the status that goes with it.
 * Uses: admin_int.h, export.h, templates.h.    Thread: the loop's; reading, copying and removing run in libuv's
 *       pool. */
#ifndef SMV_DAEMON_API_H
#define SMV_DAEMON_API_H
#include "daemon/io/http.h"

/* false: no path of an API. Else what is wanted of the body, or the refusal, is in call. */
bool smv_api_begin(struct smv_http_call *call);
void smv_api_answer(struct smv_http_call *call);

#endif
