/* peer.h - one client's WebSocket, as the seminar sees it.
 *
 * What: send a frame, close with a code. Implemented by ws_lws.c; the seminar (seminar.c) knows no more.
 * Thread: the loop's. No function calls back before it returns. */
#ifndef SMV_DAEMON_PEER_H
#define SMV_DAEMON_PEER_H
#include <stdbool.h>
#include "daemon/core/frame.h"

struct smv_peer;

/* true: nothing more fits now (or it is closing); smv_seminar_writable is called when that changes. */
bool smv_peer_full(const struct smv_peer *p);
void smv_peer_send(struct smv_peer *p,
                   struct smv_frame *f); /* takes the reference; not when full */
/* A close frame with the code, behind what has been sent; the socket ends when the other side agrees, or
 * after two seconds. smv_seminar_left follows in any case. text: static, at most 120 bytes. */
void smv_peer_close(struct smv_peer *p, unsigned code, const char *text);
void smv_peer_settled(struct smv_peer *p, bool writer); /* HELLO was accepted; again is fine */

#endif
