/* nats.c - core NATS over WebSocket; natsjs: JetStream publish with acknowledgement (file store).
 *
 * What: subject "t"; a JetStream publisher creates the stream "S" and reads its replies from "_R.<k>".
 * Uses: lg.h.    Thread: one; the variant is chosen by the open function. */
#include "../lg.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define SAY(c, s) lg_ws(c, OP_BIN, s, strlen(s))
static int js;

static void open_(struct conn *c)
{
    (void)c;
}

static void open_js(struct conn *c)
{
    (void)c;
    js = 1;
}

static size_t rx(struct conn *c, uint8_t *p, size_t n, int op)
{
    size_t o = 0;
    (void)op;
    while (o < n) {
        uint8_t *e = memmem(p + o, n - o, "\r\n", 2);
        if (!e) {
            break;
        }
        uint8_t *l = p + o;
        size_t ll = (size_t)(e - l) + 2;
        if (!memcmp(l, "MSG ", 4)) {
            uint8_t *s = e;
            while (s[-1] != ' ') {
                s--;
            }
            size_t len = strtoul((char *)s, NULL, 10);
            if (n - o < ll + len + 2) {
                break;
            }
            if (c->role == PUB) {
                if (c->step == 2) { /* reply to the stream creation */
                    if (memmem(e + 2, len, "\"error\"", 7) &&
                        !memmem(e + 2, len, "already in use", 14)) {
                        lg_fail(c, "stream creation");
                        return n;
                    }
                    c->step = 3;
                    lg_ready(c);
                } else if (memmem(e + 2, len, "\"error\"", 7)) {
                    lg_fail(c, "publish error");
                    return n;
                } else {
                    lg_ack(c);
                }
            } else {
                lg_scan(c, e + 2, len);
            }
            o += ll + len + 2;
            continue;
        }
        if (!memcmp(l, "INFO", 4) && c->step == 0) {
            char b[256];
            c->step = 1;
            SAY(c, "CONNECT "
                   "{\"verbose\":false,\"pedantic\":false,\"lang\":\"lg\",\"version\":\"1\","
                   "\"protocol\":1}\r\n");
            if (c->role == SUB) {
                SAY(c, "SUB t 1\r\nPING\r\n");
            } else if (js) {
                snprintf(b, sizeof b, "SUB _R.%u 2\r\nPING\r\n", c->pub);
                SAY(c, b);
            } else {
                SAY(c, "PING\r\n");
            }
        } else if (!memcmp(l, "PONG", 4)) {
            if (js && c->role == PUB) {
                char b[512];
                const char *cfg = "{\"name\":\"S\",\"subjects\":[\"t\"],\"retention\":\"limits\","
                                  "\"storage\":\"file\",\"num_replicas\":1,"
                                  "\"max_consumers\":-1,\"max_msgs\":-1,\"max_bytes\":-1,\"max_"
                                  "age\":0,\"discard\":\"old\"}";
                c->step = 2;
                snprintf(b, sizeof b, "PUB $JS.API.STREAM.CREATE.S _R.%u %zu\r\n%s\r\n", c->pub,
                         strlen(cfg), cfg);
                SAY(c, b);
            } else {
                lg_ready(c);
            }
        } else if (!memcmp(l, "PING", 4)) {
            SAY(c, "PONG\r\n");
        } else if (!memcmp(l, "-ERR", 4)) {
            char m[120];
            snprintf(m, sizeof m, "%.*s", (int)(ll - 2 < 100 ? ll - 2 : 100), l);
            lg_fail(c, m);
            return n;
        }
        o += ll;
    }
    return o;
}

static void pub(struct conn *c, const uint8_t *p, size_t n)
{
    static uint8_t b[1 << 17];
    int h = js ? snprintf((char *)b, 64, "PUB t _R.%u %zu\r\n", c->pub, n)
               : snprintf((char *)b, 64, "PUB t %zu\r\n", n);
    memcpy(b + h, p, n);
    memcpy(b + h + n, "\r\n", 2);
    lg_ws(c, OP_BIN, b, (size_t)h + n + 2);
}

const struct adapter a_nats = {.name = "nats",
                               .help = "core NATS over WebSocket",
                               .ws = 1,
                               .stream = 1,
                               .open = open_,
                               .rx = rx,
                               .pub = pub};
const struct adapter a_natsjs = {.name = "natsjs",
                                 .help = "NATS JetStream publish with ack, over WebSocket",
                                 .ws = 1,
                                 .stream = 1,
                                 .open = open_js,
                                 .rx = rx,
                                 .pub = pub};
