/* lg_scan.c - the payload: how it is stamped, found again and accounted for.
 *
 * What: "@T@", publisher (2), sequence (8), time sent (16), all hexadecimal, then filler. One bit for
 *       each (subscriber, publisher, sequence) tells a loss, a repetition and a change of order.
 * Uses: lg_int.h.    Thread: one.
 * Invariant: delivered counts each (subscriber, publisher, sequence) at most once. */
#include "lg_int.h"
#include <string.h>

static const char mark[] = "@T@";

/* ---- histogram ---- */

static unsigned bucket(uint64_t v)
{
    if (v < 64) {
        return (unsigned)v;
    }
    int msb = 63 - __builtin_clzll(v);
    return (unsigned)((uint64_t)(msb - 5) * 64 + ((v >> (msb - 6)) & 63));
}

void lg_hist_add(struct lg_hist *h, uint64_t ns)
{
    h->n++;
    h->max = ns > h->max ? ns : h->max;
    h->b[bucket(ns)]++;
}

double lg_hist_us(const struct lg_hist *h, double quantile)
{
    if (!h->n) {
        return 0;
    }
    uint64_t want = (uint64_t)(quantile * (double)h->n), acc = 0;
    want = want < h->n ? want : h->n - 1;
    for (unsigned i = 0; i < 64 * 64; i++) {
        acc += h->b[i];
        if (acc > want) {
            double v = i;
            if (i >= 64) {
                v = (double)(1ull << (i / 64 + 5)) * (1.0 + ((i % 64) + 0.5) / 64);
            }
            return (v > (double)h->max ? (double)h->max : v) / 1e3;
        }
    }
    return (double)h->max / 1e3;
}

/* ---- payload ---- */

static void put_hex(uint8_t *p, uint64_t v, int n)
{
    for (int i = n - 1; i >= 0; i--, v >>= 4) {
        p[i] = (uint8_t) "0123456789abcdef"[v & 15];
    }
}

static uint64_t get_hex(const uint8_t *p, int n)
{
    uint64_t v = 0;
    for (int i = 0; i < n; i++) {
        unsigned d = p[i];
        v = v << 4 | (d <= '9' ? d - '0' : d - 'a' + 10u);
    }
    return v;
}

void lg_pay_init(void)
{
    memcpy(lg.pay, mark, LG_MARK_LEN);
    for (int i = LG_HDR_LEN; i < lg_conf.size; i++) {
        lg.pay[i] = (uint8_t)('a' + (i * 7 + i / 26) % 26);
    }
}

void lg_pay_stamp(uint32_t pub, uint32_t seq, uint64_t ts)
{
    put_hex(lg.pay + LG_MARK_LEN, pub, 2);
    put_hex(lg.pay + LG_MARK_LEN + 2, seq, 8);
    put_hex(lg.pay + LG_MARK_LEN + 10, ts, 16);
}

static void account(struct conn *c, uint64_t pub, uint64_t seq, uint64_t ts)
{
    if (c->role == PUB) {
        lg.pub_rx++;
        return;
    }
    if (pub >= (uint64_t)lg_opt.npub || seq >= lg.maxmsg) {
        lg.bad++;
        return;
    }
    uint64_t *w = &c->seen[pub * lg.seenwords + (seq >> 6)], bit = 1ull << (seq & 63);
    if (*w & bit) {
        lg.dups++;
        return;
    }
    *w |= bit;
    if (seq < c->next[pub]) {
        lg.ooo++;
    } else {
        c->next[pub] = (uint32_t)seq + 1;
    }
    lg.delivered++;
    lg.t_lastrx = lg.now;
    if (lg.measuring) {
        lg_hist_add(&lg.lat, lg.now - ts);
    }
}

void lg_scan(struct conn *c, const uint8_t *p, size_t n)
{
    size_t size = (size_t)lg_conf.size;
    while (n >= size) {
        const uint8_t *m = memmem(p, n, mark, LG_MARK_LEN);
        if (!m || (size_t)(p + n - m) < (size_t)LG_HDR_LEN) {
            return;
        }
        account(c, get_hex(m + LG_MARK_LEN, 2), get_hex(m + LG_MARK_LEN + 2, 8),
                get_hex(m + LG_MARK_LEN + 10, 16));
        size_t left = (size_t)(p + n - m), step = left < size ? left : size;
        n = left - step;
        p = m + step;
    }
}

void lg_ack(struct conn *c)
{
    lg.acks++;
    if (c->busy) {
        c->busy = 0;
        if (lg.measuring) {
            lg_hist_add(&lg.ack, lg.now - c->t_sent);
        }
    }
}
