/* colyseus.c - HTTP matchmaking (joinOrCreate "room"), then WebSocket; payloads in schema patches.
 *
 * Uses: lg.h.    Thread: one; c->aux is the path that the matchmaking gave. */
#include "../lg.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *pre(struct conn *c)
{
    static char q[256];
    (void)c;
    snprintf(q, sizeof q,
             "POST /matchmake/joinOrCreate/room HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: "
             "application/json\r\n"
             "Content-Length: 2\r\n\r\n{}",
             lg_opt.port);
    return q;
}

static int field(const char *b, const char *k, char *o, size_t n)
{
    const char *s = strstr(b, k);
    if (!s) {
        return 0;
    }
    s += strlen(k);
    size_t i = 0;
    while (s[i] && s[i] != '"' && i < n - 1) {
        o[i] = s[i];
        i++;
    }
    o[i] = 0;
    return 1;
}

static int pre_rx(struct conn *c, const char *body)
{
    char s[64];
    char r[64];
    char p[64];
    char u[256];
    if (!field(body, "\"sessionId\":\"", s, 64) || !field(body, "\"roomId\":\"", r, 64) ||
        !field(body, "\"processId\":\"", p, 64)) {
        return 0;
    }
    snprintf(u, sizeof u, "/%s/%s?sessionId=%s", p, r, s);
    free(c->aux);
    c->aux = strdup(u);
    return 1;
}

static const char *path(struct conn *c)
{
    return c->aux;
}

static void open_(struct conn *c)
{
    (void)c;
}

static size_t rx(struct conn *c, uint8_t *p, size_t n, int op)
{
    (void)op;
    int code = n ? p[0] & 31 : 0;
    if (code == 10) {
        lg_ws(c, OP_BIN, "\n", 1);
    } else if (code == 14) {
        lg_ready(c);
    } else if (code == 15) {
        lg_scan(c, p, n);
    } else if (code == 11) {
        lg_fail(c, "server error message");
    }
    return n;
}

static void pub(struct conn *c, const uint8_t *p, size_t n)
{
    static uint8_t b[1 << 17];
    size_t i = 0;
    b[i++] = 13;
    b[i++] = 0xa1;
    b[i++] = 'p';
    if (n < 256) {
        b[i++] = 0xd9;
        b[i++] = (uint8_t)n;
    } else {
        b[i++] = 0xda;
        b[i++] = (uint8_t)(n >> 8);
        b[i++] = (uint8_t)n;
    }
    memcpy(b + i, p, n);
    lg_ws(c, OP_BIN, b, i + n);
}

const struct adapter a_colyseus = {.name = "colyseus",
                                   .help = "Colyseus 0.18 (schema state patches)",
                                   .ws = 1,
                                   .pre = pre,
                                   .pre_rx = pre_rx,
                                   .path = path,
                                   .open = open_,
                                   .rx = rx,
                                   .pub = pub};
