/* raw.c - a server that broadcasts each frame as it is: the limit server, Node ws.
 *
 * What: path /s subscribes, /p publishes, /a publishes and gets its own frame back as the
 *       acknowledgement. A text edit (W8) is one frame like any other: such a server knows of no text,
 *       so its W8 row is the floor.
 * Uses: lg.h.    Thread: one; keeps no state. */
#include "../lg.h"

static const char *path(struct conn *c)
{
    return c->role == SUB ? "/s" : lg_opt.ack ? "/a" : "/p";
}

static void open_(struct conn *c)
{
    lg_ready(c);
}

static size_t rx(struct conn *c, uint8_t *p, size_t n, int op)
{
    (void)op;
    if (c->role == PUB && lg_opt.ack) {
        lg_ack(c);
        return n;
    }
    lg_scan(c, p, n);
    return n;
}

static void pub(struct conn *c, const uint8_t *p, size_t n)
{
    lg_ws(c, lg_opt.text ? OP_TEXT : OP_BIN, p, n);
}

const struct adapter a_raw = {.name = "raw",
                              .help = "frames broadcast as they are (limit server, Node ws)",
                              .ws = 1,
                              .path = path,
                              .open = open_,
                              .rx = rx,
                              .pub = pub,
                              .edit = pub};
