/* yjs.c - yws: y-websocket's sync protocol; hocus: the same with Hocuspocus' document name and auth.
 *
 * What: publisher k sets key "k<k>" of the root Y.Map "m" to the payload: one ContentAny item a message,
 *       whose origin is the item before it, plus the deletion of that item (what Y.Map.set() sends).
 *       An edit (W8) appends a ContentString to what the publisher wrote last in the root Y.Text "t".
 * Uses: lg.h.    Thread: one; the variant is chosen by the open function. */
#include "../lg.h"
#include <string.h>
static int hocus;

static size_t vu(uint8_t *b, uint64_t v)
{
    size_t i = 0;
    do {
        uint8_t d = v & 127;
        v >>= 7;
        b[i++] = d | (v ? 128 : 0);
    } while (v);
    return i;
}

static size_t pre(uint8_t *b)
{
    if (!hocus) {
        return 0;
    }
    memcpy(b, "\4room", 5);
    return 5;
}

static const char *path(struct conn *c)
{
    (void)c;
    return hocus ? "/" : "/room";
}

static void step1(struct conn *c)
{
    uint8_t b[16];
    size_t h = pre(b);
    memcpy(b + h, "\0\0\1\0", 4);
    lg_ws(c, OP_BIN, b, h + 4);
}

static void open_(struct conn *c)
{
    step1(c);
}

static void open_h(struct conn *c)
{
    uint8_t b[16];
    hocus = 1;
    size_t h = pre(b);
    memcpy(b + h, "\2\0\0", 3); /* auth, token, "" */
    lg_ws(c, OP_BIN, b, h + 3);
    step1(c);
}

static size_t rx(struct conn *c, uint8_t *p, size_t n, int op)
{
    size_t o = 0;
    (void)op;
    if (hocus) {
        if (n < 6) {
            return n;
        }
        o = 1 + p[0];
    }
    if (n - o < 2) {
        return n;
    }
    if (hocus && p[o] == 2 && p[o + 1] == 1) {
        lg_fail(c, "permission denied");
        return n;
    }
    if (hocus && p[o] == 8) {
        if (c->role == PUB) {
            lg_ack(c);
        }
        return n; /* sync status */
    }
    if (p[o] != 0 && !(hocus && p[o] == 4)) {
        return n; /* 0 sync, 4 sync reply; awareness etc. are left */
    }
    if (p[o + 1] == 0) {
        uint8_t b[16];
        size_t h = pre(b);
        memcpy(b + h, "\0\1\2\0\0", 5);
        lg_ws(c, OP_BIN, b, h + 5);
    } else if (p[o + 1] == 1) {
        lg_ready(c);
    } else if (p[o + 1] == 2) {
        lg_scan(c, p + o, n - o);
    }
    return n;
}

/* the update message around @k bytes of Yjs update */
static void send_update(struct conn *c, const uint8_t *u, size_t k)
{
    static uint8_t b[1 << 17];
    size_t i = pre(b);
    b[i++] = 0;
    b[i++] = 2;
    i += vu(b + i, k);
    memcpy(b + i, u, k);
    lg_ws(c, OP_BIN, b, i + k);
}

/* one client, one struct, and where it begins */
static size_t begin_struct(uint8_t *u, uint64_t client, uint64_t clock, uint8_t info)
{
    size_t k = 0;
    k += vu(u + k, 1);
    k += vu(u + k, 1);
    k += vu(u + k, client);
    k += vu(u + k, clock);
    u[k++] = (uint8_t)(info | (clock ? 0x80 : 0));
    if (clock) { /* the origin: what this client wrote last */
        k += vu(u + k, client);
        k += vu(u + k, clock - 1);
    } else { /* the parent: a root type, by its name */
        k += vu(u + k, 1);
        u[k++] = 1;
    }
    return k;
}

static void pub(struct conn *c, const uint8_t *p, size_t n)
{
    static uint8_t u[1 << 16];
    uint64_t client = 7000 + c->pub;
    uint64_t clock = c->seq - 1; /* seq was counted up before the call */
    size_t k = begin_struct(u, client, clock, 8 | 0x20);
    if (!clock) {
        u[k++] = 'm';
        u[k++] = 2;
        u[k++] = 'k';
        u[k++] = (uint8_t)('A' + c->pub);
    }
    k += vu(u + k, 1);
    u[k++] = 119;
    k += vu(u + k, n);
    memcpy(u + k, p, n);
    k += n;
    k += vu(u + k, clock ? 1 : 0); /* deleted: the item before this one */
    if (clock) {
        k += vu(u + k, client);
        k += vu(u + k, 1);
        k += vu(u + k, clock - 1);
        k += vu(u + k, 1);
    }
    send_update(c, u, k);
}

static void edit(struct conn *c, const uint8_t *p, size_t n)
{
    static uint8_t u[1 << 16];
    uint64_t clock = (uint64_t)(c->seq - 1) * n; /* a clock counts characters */
    size_t k = begin_struct(u, 7000 + c->pub, clock, 4);
    if (!clock) {
        u[k++] = 't';
    }
    k += vu(u + k, n);
    memcpy(u + k, p, n);
    k += n;
    k += vu(u + k, 0);
    send_update(c, u, k);
}

const struct adapter a_yws = {.name = "yws",
                              .help = "y-websocket (Yjs)",
                              .ws = 1,
                              .path = path,
                              .open = open_,
                              .rx = rx,
                              .pub = pub,
                              .edit = edit};
const struct adapter a_hocus = {.name = "hocus",
                                .help = "Hocuspocus (Yjs)",
                                .ws = 1,
                                .path = path,
                                .open = open_h,
                                .rx = rx,
                                .pub = pub,
                                .edit = edit};
