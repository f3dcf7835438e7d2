/* socketio.c - Engine.IO 4 over WebSocket only, Socket.IO 5 text packets.
 *
 * What: the event "sub" joins the room (answered by "ok"), "pub" broadcasts to the room as "m".
 * Uses: lg.h.    Thread: one; c->v is the number of the next acknowledged event. */
#include "../lg.h"
#include <stdio.h>
#include <string.h>

static const char *path(struct conn *c)
{
    (void)c;
    return "/socket.io/?EIO=4&transport=websocket";
}

static void open_(struct conn *c)
{
    (void)c;
}

static size_t rx(struct conn *c, uint8_t *p, size_t n, int op)
{
    (void)op;
    if (n < 1) {
        return n;
    }
    if (p[0] == '0') {
        lg_ws(c, OP_TEXT, "40", 2);
    } else if (p[0] == '2') {
        lg_ws(c, OP_TEXT, "3", 1);
    } else if (p[0] == '4' && n > 1) {
        if (p[1] == '0') {
            if (c->role == PUB) {
                lg_ready(c);
            } else {
                lg_ws(c, OP_TEXT, "42[\"sub\"]", 9);
            }
        } else if (p[1] == '3') {
            lg_ack(c);
        } else if (p[1] == '2') {
            if (c->st != ST_READY) {
                lg_ready(c);
            } else {
                lg_scan(c, p, n);
            }
        } else {
            lg_fail(c, "unexpected packet");
        }
    }
    return n;
}

static void pub(struct conn *c, const uint8_t *p, size_t n)
{
    static char b[1 << 17];
    int h = lg_opt.ack ? snprintf(b, 32, "42%llu[\"pub\",\"", (unsigned long long)c->v++)
                       : snprintf(b, 32, "42[\"pub\",\"");
    memcpy(b + h, p, n);
    memcpy(b + h + n, "\"]", 2);
    lg_ws(c, OP_TEXT, b, (size_t)h + n + 2);
}

const struct adapter a_socketio = {.name = "socketio",
                                   .help = "Socket.IO 4 (WebSocket transport)",
                                   .ws = 1,
                                   .path = path,
                                   .open = open_,
                                   .rx = rx,
                                   .pub = pub};
