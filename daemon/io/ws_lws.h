/* ws_lws.h - WebSocket and HTTP on the loop, by libwebsockets.
 *
 * What: adopts accepted sockets (listen.h), guards the upgrade, hands whole messages to seminars, sends
 *       their frames directly from the loop's turn, answers HTTP (http.h). The lws_*.c and *_lws.c files alone
 *       include libwebsockets.h.
 * Guards, because the library accepts more than it should: only "Upgrade: websocket" (h2c is refused),
 *       version 13, a key of 24 characters, subprotocol samverka.v1, path /NAME/ws; an Origin, when there is
 *       one, must be ours or listed (browsers always send it; other programs need not); Host must be an
 *       address, localhost, this machine's name or a configured one, against DNS rebinding.
 *       Binary frames only; size is checked at the first bytes; empty fragments are counted.
 *       What the library does not show and is not checked: whether a client masked its frames. Masking
 *       protects proxies from clients, not the daemon.
 * Bounds: SMV_MAX_CONNECTIONS (503 at the upgrade); at most SMV_MAX_WAITING sockets that have not said HELLO,
 *       the oldest goes first; dead peers are pinged after 20 s and dropped after 45 s.
 * Thread: the loop's. */
#ifndef SMV_DAEMON_WS_LWS_H
#define SMV_DAEMON_WS_LWS_H
#include <uv.h>
#include "daemon/io/config.h"
#include "daemon/io/house.h"
#include "daemon/io/http.h"
#include "daemon/io/peer.h"

struct smv_ws;

size_t smv_ws_prefix(void); /* headroom for struct smv_core_config */
/* CONFIG exit on a certificate that cannot be used; a sentence in ret_info. */
SMV_CHECKED enum smv_err smv_ws_start(uv_loop_t *loop, const struct smv_config *config,
                                      struct smv_house *house, struct smv_http *http,
                                      struct smv_ws **ret_ws, struct smv_errinfo *ret_info);
/* Certificate and key anew, for connections from now on; on failure the old ones stay. */
SMV_CHECKED enum smv_err smv_ws_reload(struct smv_ws *ws, struct smv_errinfo *ret_info);
/* A connected socket, ours from now on (closed on failure). TLS: speak it on this one. TRUST: see trust.h. */
enum smv_ws_way { SMV_WS_PLAIN, SMV_WS_TLS, SMV_WS_TRUST };
void smv_ws_adopt(struct smv_ws *ws, int fd, enum smv_ws_way way);
bool smv_ws_room(
    struct smv_ws *ws); /* one more socket fits; makes room by dropping a waiting one */
/* Close every connection to this seminar; they forget it at once. */
void smv_ws_close_peers(void *ws, struct smv_seminar *s, unsigned code, const char *text);
/* All sockets go; then, after uv_run has returned by itself, finish. */
void smv_ws_stop(struct smv_ws *ws);
void smv_ws_finish(struct smv_ws *ws);

struct smv_ws_stats {
    size_t sockets, websockets, waiting;
    uint64_t accepted, upgraded, refused, evicted;
};
const struct smv_ws_stats *smv_ws_stats(const struct smv_ws *ws);

#endif
