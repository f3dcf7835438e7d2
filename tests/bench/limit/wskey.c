/* wskey.c - see wskey.h. */
#include "wskey.h"
#include <string.h>

static uint32_t rol(uint32_t v, int n)
{
    return v << n | v >> (32 - n);
}

static void sha1_block(uint32_t h[5], const uint8_t *b)
{
    uint32_t w[80];
    for (int i = 0; i < 16; i++) {
        w[i] = (uint32_t)b[4 * i] << 24 | (uint32_t)b[4 * i + 1] << 16 |
               (uint32_t)b[4 * i + 2] << 8 | b[4 * i + 3];
    }
    for (int i = 16; i < 80; i++) {
        w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    }
    uint32_t a = h[0], c = h[1], d = h[2], e = h[3], f = h[4];
    for (int i = 0; i < 80; i++) {
        uint32_t g, k;
        if (i < 20) {
            g = (c & d) | (~c & e);
            k = 0x5A827999;
        } else if (i < 40) {
            g = c ^ d ^ e;
            k = 0x6ED9EBA1;
        } else if (i < 60) {
            g = (c & d) | (c & e) | (d & e);
            k = 0x8F1BBCDC;
        } else {
            g = c ^ d ^ e;
            k = 0xCA62C1D6;
        }
        uint32_t t = rol(a, 5) + g + f + k + w[i];
        f = e;
        e = d;
        d = rol(c, 30);
        c = a;
        a = t;
    }
    h[0] += a;
    h[1] += c;
    h[2] += d;
    h[3] += e;
    h[4] += f;
}

static void sha1(const uint8_t *m, size_t n, uint8_t out[20])
{
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    uint8_t b[128] = {0};
    size_t len = n < 56 ? 64 : 128;
    memcpy(b, m, n);
    b[n] = 0x80;
    for (size_t i = 0; i < 8; i++) {
        b[len - 1 - i] = (uint8_t)((uint64_t)n * 8 >> (8 * i));
    }
    for (size_t o = 0; o < len; o += 64) {
        sha1_block(h, b + o);
    }
    for (int i = 0; i < 20; i++) {
        out[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i & 3)));
    }
}

static void base64(const uint8_t *p, int n, char *o)
{
    static const char t[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)p[i] << 16;
        v |= i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0;
        v |= i + 2 < n ? p[i + 2] : 0;
        *o++ = t[v >> 18];
        *o++ = t[v >> 12 & 63];
        *o++ = i + 1 < n ? t[v >> 6 & 63] : '=';
        *o++ = i + 2 < n ? t[v & 63] : '=';
    }
    *o = 0;
}

void wskey_accept(const uint8_t *key, size_t n, char ret_accept[WSKEY_ACCEPT_SIZE])
{
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    uint8_t m[WSKEY_MAX + sizeof guid], d[20];
    n = n < WSKEY_MAX ? n : WSKEY_MAX;
    memcpy(m, key, n);
    memcpy(m + n, guid, sizeof guid - 1);
    sha1(m, n + sizeof guid - 1, d);
    base64(d, 20, ret_accept);
}
