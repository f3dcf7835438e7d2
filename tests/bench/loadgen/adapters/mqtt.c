/* mqtt.c - MQTT 3.1.1 over WebSocket (subprotocol mqtt), QoS 0 or 1, topic "t".
 *
 * What: in ack mode messages are retained, so that the broker has something to make durable.
 * Uses: lg.h.    Thread: one; c->v is the packet id. */
#include "../lg.h"
#include <stdio.h>
#include <string.h>

static void open_(struct conn *c)
{
    uint8_t b[64];
    char id[24];
    int k = snprintf(id, sizeof id, "lg%u", c->idx);
    uint8_t h[] = {0x10,      (uint8_t)(10 + 2 + k), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0x02, 0x58, 0,
                   (uint8_t)k};
    memcpy(b, h, sizeof h);
    memcpy(b + sizeof h, id, (size_t)k);
    lg_ws(c, OP_BIN, b, sizeof h + (size_t)k);
}

static size_t rx(struct conn *c, uint8_t *p, size_t n, int op)
{
    size_t o = 0;
    uint8_t ack[4096];
    size_t na = 0;
    (void)op;
    while (n - o >= 2) {
        size_t rl = 0;
        size_t i = 1;
        int sh = 0;
        int ok = 0;
        for (; i < 5 && o + i < n; i++, sh += 7) {
            rl |= (size_t)(p[o + i] & 127) << sh;
            if (!(p[o + i] & 128)) {
                ok = 1;
                i++;
                break;
            }
        }
        if (!ok || n - o < i + rl) {
            break;
        }
        uint8_t *b = p + o + i;
        switch (p[o] >> 4) {
        case 2:
            if (b[1]) {
                lg_fail(c, "CONNACK refused");
                return n;
            }
            if (c->role == PUB) {
                lg_ready(c);
            } else {
                uint8_t s[] = {0x82, 6, 0, 1, 0, 1, 't', (uint8_t)lg_opt.qos};
                lg_ws(c, OP_BIN, s, sizeof s);
            }
            break;
        case 9: lg_ready(c); break;
        case 4: lg_ack(c); break;
        case 3: {
            size_t tl = (size_t)b[0] << 8 | b[1];
            size_t q = (p[o] >> 1) & 3;
            size_t h = 2 + tl + (q ? 2 : 0);
            if (q) {
                uint8_t a[] = {0x40, 2, b[2 + tl], b[3 + tl]};
                if (na + 4 > sizeof ack) {
                    lg_ws(c, OP_BIN, ack, na);
                    na = 0;
                }
                memcpy(ack + na, a, 4);
                na += 4;
            }
            lg_scan(c, b + h, rl - h);
            break;
        }
        }
        o += i + rl;
    }
    if (na) {
        lg_ws(c, OP_BIN, ack, na);
    }
    return o;
}

static void pub(struct conn *c, const uint8_t *p, size_t n)
{
    static uint8_t b[1 << 17];
    size_t rl = 3 + (lg_opt.qos ? 2u : 0u) + n;
    size_t i = 0;
    b[i++] =
        (uint8_t)(0x30 | lg_opt.qos << 1 |
                  (lg_opt.ack ? 1
                              : 0)); /* ack mode: retained, so that there is something to persist */
    for (size_t r = rl;;) {
        uint8_t d = r & 127;
        r >>= 7;
        b[i++] = d | (r ? 128 : 0);
        if (!r) {
            break;
        }
    }
    b[i++] = 0;
    b[i++] = 1;
    b[i++] = 't';
    if (lg_opt.qos) {
        c->v = c->v % 65535 + 1;
        b[i++] = (uint8_t)(c->v >> 8);
        b[i++] = (uint8_t)c->v;
    }
    memcpy(b + i, p, n);
    lg_ws(c, OP_BIN, b, i + n);
}

const struct adapter a_mqtt = {.name = "mqtt",
                               .help = "MQTT 3.1.1 over WebSocket (--qos)",
                               .ws = 1,
                               .stream = 1,
                               .subproto = "mqtt",
                               .open = open_,
                               .rx = rx,
                               .pub = pub};
