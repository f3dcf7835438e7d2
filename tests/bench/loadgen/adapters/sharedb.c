/* sharedb.c - ShareDB: JSON over WebSocket, one document b/r of type json1.
 *
 * What: publisher k replaces key p<k>; an edit (W8) inserts at the start of the text "t"; a fill (W9)
 *       inserts key n<i>, and the reply to the subscription is the snapshot with all of them.
 *       As the official client does, a publisher is subscribed too and has one op in flight.
 * Uses: lg.h.    Thread: one; c->v is the document's version. */
#include "../lg.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define SAY(c, s) lg_ws(c, OP_TEXT, s, strlen(s))

static void open_(struct conn *c)
{
    (void)c;
}

static uint64_t getv(uint8_t *p, size_t n)
{
    uint8_t *e = memmem(p, n, "\"v\":", 4);
    return e ? strtoull((char *)e + 4, NULL, 10) : 0;
}

static size_t rx(struct conn *c, uint8_t *p, size_t n, int op)
{
    (void)op;
    if (c->st == ST_READY && c->role == SUB) {
        lg_scan(c, p, n);
        return n;
    }
    if (memmem(p, n, "\"error\":", 8)) {
        char m[160];
        snprintf(m, sizeof m, "%.*s", (int)(n < 150 ? n : 150), p);
        lg_fail(c, m);
        return n;
    }
    if (n > 12 && !memcmp(p, "{\"a\":\"init\"", 11)) {
        SAY(c, "{\"a\":\"hs\",\"id\":null,\"protocol\":1,\"protocolMinor\":1}");
        return n;
    }
    if (c->st == ST_READY) {
        uint64_t v = getv(p, n) + 1;
        if (v > c->v) {
            c->v = v;
        }
        /* own ops are acknowledged without the op itself */
        if (!memmem(p, n, "\"op\":[", 6)) {
            lg_ack(c);
        } else {
            lg_scan(c, p, n);
        }
        return n;
    }
    if (memmem(p, n, "\"a\":\"hs\"", 8)) {
        SAY(c, "{\"a\":\"s\",\"c\":\"b\",\"d\":\"r\"}");
    } else if (memmem(p, n, "\"a\":\"s\"", 7)) {
        c->v = getv(p, n);
        if (lg_opt.npub) {
            lg_scan(c, p, n);
        }
        lg_ready(c);
    }
    return n;
}

/* one json1 op: @before, the payload, @after */
static void op(struct conn *c, const char *before, const uint8_t *p, size_t n, const char *after)
{
    static char b[1 << 17];
    size_t tail = strlen(after);
    int h = snprintf(
        b, 256, "{\"a\":\"op\",\"c\":\"b\",\"d\":\"r\",\"v\":%llu,\"seq\":%u,\"x\":{},\"op\":[%s",
        (unsigned long long)c->v, c->seq, before);
    memcpy(b + h, p, n);
    memcpy(b + h + n, after, tail);
    lg_ws(c, OP_TEXT, b, (size_t)h + n + tail);
}

static void pub(struct conn *c, const uint8_t *p, size_t n)
{
    char before[64];
    snprintf(before, sizeof before, "\"p%u\",{\"r\":true,\"i\":\"", c->pub);
    op(c, before, p, n, "\"}]}");
}

static void edit(struct conn *c, const uint8_t *p, size_t n)
{
    op(c, "\"t\",{\"es\":[\"", p, n, "\"]}]}");
}

static void fill(struct conn *c, uint32_t i, const uint8_t *p, size_t n)
{
    char before[64];
    snprintf(before, sizeof before, "\"n%u\",{\"i\":\"", i);
    op(c, before, p, n, "\"}]}");
}

const struct adapter a_sharedb = {.name = "sharedb",
                                  .help = "ShareDB, ot-json1 document",
                                  .ws = 1,
                                  .one_inflight = 1,
                                  .open = open_,
                                  .rx = rx,
                                  .pub = pub,
                                  .edit = edit,
                                  .fill = fill};
