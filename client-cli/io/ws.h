/* ws.h - one WebSocket to one daemon at a time, on a libuv loop.
 *
 * What: connects, sends, gives whole messages, says when it is over.
 * Not:  no retries (client-cli/core), no meaning of any byte.
 * Uses: libwebsockets with its libuv plugin; the only file of the client that includes it is ws.c.
 * Thread: the loop's. Callbacks come from the loop only, never out of a call from here.
 * Invariant: after smv_ws_connect exactly one on_closed follows, unless smv_ws_close came before it; nothing
 *       of an earlier connection is told after a newer smv_ws_connect. */
#ifndef SMV_CLIENT_WS_H
#define SMV_CLIENT_WS_H
#include <uv.h>
#include "client-cli/io/url.h"
#include "common/base/buf.h"

struct smv_ws;
struct smv_ws_config {
    uv_loop_t *loop;
    const struct smv_url *url; /* borrowed */
    const char *ca;            /* file, PEM; NULL or empty: the system's */
    void *user;
    void (*on_open)(void *user);
    void (*on_frame)(void *user, struct smv_span message);
    /* code: WebSocket close code, 0 when there was none; why: a sentence, may be empty */
    void (*on_closed)(void *user, unsigned code, const char *why);
};

struct smv_ws *smv_ws_create(
    const struct smv_ws_config *config); /* NULL: libwebsockets does not start */
void smv_ws_connect(struct smv_ws *ws);
void smv_ws_send(struct smv_ws *ws, struct smv_span message); /* copied; ignored while not open */
void smv_ws_close(struct smv_ws *ws);                         /* after what was sent has left */
void smv_ws_cut(struct smv_ws *ws); /* at once and without a word, as when a cable is pulled */
bool smv_ws_quiet(const struct smv_ws *ws); /* no connection is left, not even a closing one */
/* Runs the loop until everything of it is gone. */
void smv_ws_destroy(struct smv_ws *ws);
/* The same for several on one loop, on which nothing else may be left. */
void smv_ws_destroy_all(struct smv_ws *const *all, size_t n);

#endif
