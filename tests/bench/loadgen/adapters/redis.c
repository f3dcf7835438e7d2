/* redis.c - Redis PUBLISH/SUBSCRIBE over plain TCP (RESP2); redisx: XADD, acknowledged.
 *
 * What: XADD's reply is durable when the server runs with appendfsync always.
 * Uses: lg.h.    Thread: one; the variant is chosen by the open function. */
#include "../lg.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int x;

static void open_(struct conn *c)
{
    if (c->role == SUB) {
        lg_tcp(c, "*2\r\n$9\r\nSUBSCRIBE\r\n$1\r\nt\r\n", 26 + 0);
    } else {
        lg_tcp(c, "*1\r\n$4\r\nPING\r\n", 14);
    }
}

static void open_x(struct conn *c)
{
    x = 1;
    open_(c);
}

/* length of one RESP value at p, or 0 if it is not all there */
static size_t val(uint8_t *p, size_t n)
{
    uint8_t *e = n >= 3 ? memmem(p, n, "\r\n", 2) : NULL;
    if (!e) {
        return 0;
    }
    size_t h = (size_t)(e - p) + 2;
    long k = strtol((char *)p + 1, NULL, 10);
    if (*p == '$') {
        if (k < 0) {
            return h;
        }
        return n >= h + (size_t)k + 2 ? h + (size_t)k + 2 : 0;
    }
    if (*p == '*') {
        for (long i = 0; i < k; i++) {
            size_t r = val(p + h, n - h);
            if (!r) {
                return 0;
            }
            h += r;
        }
        return h;
    }
    return h;
}

static size_t rx(struct conn *c, uint8_t *p, size_t n, int op)
{
    size_t o = 0;
    size_t k;
    (void)op;
    while (o < n && (k = val(p + o, n - o))) {
        uint8_t t = p[o];
        if (t == '-') {
            char m[100];
            snprintf(m, sizeof m, "%.*s", (int)(k < 90 ? k : 90), p + o);
            lg_fail(c, m);
            return n;
        }
        if (c->st != ST_READY) {
            lg_ready(c);
        } else if (c->role == SUB) {
            lg_scan(c, p + o, k);
        } else {
            lg_ack(c);
        }
        o += k;
    }
    return o;
}

static void pub(struct conn *c, const uint8_t *p, size_t n)
{
    static uint8_t b[1 << 17];
    int h = x ? snprintf((char *)b, 96,
                         "*5\r\n$4\r\nXADD\r\n$1\r\nt\r\n$1\r\n*\r\n$1\r\nm\r\n$%zu\r\n", n)
              : snprintf((char *)b, 96, "*3\r\n$7\r\nPUBLISH\r\n$1\r\nt\r\n$%zu\r\n", n);
    memcpy(b + h, p, n);
    memcpy(b + h + n, "\r\n", 2);
    lg_tcp(c, b, (size_t)h + n + 2);
}

const struct adapter a_redis = {.name = "redis",
                                .help = "Redis pub/sub over plain TCP",
                                .stream = 1,
                                .open = open_,
                                .rx = rx,
                                .pub = pub};
const struct adapter a_redisx = {.name = "redisx",
                                 .help = "Redis XADD with acknowledgement, plain TCP",
                                 .stream = 1,
                                 .open = open_x,
                                 .rx = rx,
                                 .pub = pub};
