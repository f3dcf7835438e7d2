/* utf8.c - strict UTF-8, eight bytes at a time where nothing but counting is asked.
 *
 * Not:  no normalisation: what was typed is what is stored.
 * Uses: buf.h.    Thread: pure.
 * Invariant: counting and offsets look only at which bytes continue a character; they are right for
 *       valid text, and harmless for any other. */
#include "common/base/utf8.h"
#include <string.h>
#include "common/base/check.h"

static const uint64_t ONES = UINT64_C(0x0101010101010101);
static const uint64_t HIGHS = UINT64_C(0x8080808080808080);

static uint64_t load8(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof(v));
    return v;
}

static bool is_cont(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* Decode one character from p (left > 0 bytes); returns its length, 0 when it is not valid. */
static size_t decode(const uint8_t *p, size_t left, uint32_t *ret_cp)
{
    uint8_t lead = p[0];
    if (lead < 0x80) {
        *ret_cp = lead;
        return 1;
    }
    size_t len = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || left < len) {
        return 0;
    }
    uint32_t cp = lead & (0xffU >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if (!is_cont(p[i])) {
            return 0;
        }
        cp = cp << 6 | (p[i] & 0x3fU);
    }
    /* The shortest form only (two bytes: by the lead above), no surrogate halves, no more than 21 bits. */
    if ((len == 3 && cp < 0x800) || (len == 4 && cp < 0x10000) || cp > 0x10ffff ||
        (cp >= 0xd800 && cp <= 0xdfff)) {
        return 0;
    }
    *ret_cp = cp;
    return len;
}

bool smv_utf8_valid(struct smv_span s)
{
    size_t i = 0;
    while (i < s.len) {
        if (s.len - i >= 8 && (load8(s.data + i) & HIGHS) == 0) {
            i += 8;
            continue;
        }
        uint32_t cp;
        size_t len = decode(s.data + i, s.len - i, &cp);
        if (len == 0) {
            return false;
        }
        i += len;
    }
    return true;
}

/* Are all eight printable ASCII: below 0x80, not 0x7f, not below 0x20? No sum carries into the next byte. */
static bool plain8(const uint8_t *p)
{
    uint64_t v = load8(p);
    return ((v | (v + ONES)) & HIGHS) == 0 && ((v + ONES * 0x60) & HIGHS) == HIGHS;
}

static bool clean(struct smv_span s, bool line)
{
    for (size_t i = 0; i < s.len;) {
        uint32_t cp;
        if (s.len - i >= 8 && plain8(s.data + i)) {
            i += 8;
            continue;
        }
        size_t len = decode(s.data + i, s.len - i, &cp);
        if (len == 0 || cp == 0x7f || cp == 0xfeff) {
            return false;
        }
        if (cp < 0x20 && (line || (cp != '\n' && cp != '\t'))) {
            return false;
        }
        i += len;
    }
    return true;
}

bool smv_utf8_clean(struct smv_span s)
{
    return clean(s, false);
}

bool smv_utf8_clean_line(struct smv_span s)
{
    return clean(s, true);
}

/* How many of the eight bytes begin a character: those that are not 10xxxxxx. */
static size_t leads8(const uint8_t *p)
{
    uint64_t v = load8(p);
    uint64_t conts = (v >> 7) & ~(v >> 6) & ONES;
    return 8 - (size_t)((conts * ONES) >> 56);
}

size_t smv_utf8_count(struct smv_span s)
{
    size_t n = 0;
    size_t i = 0;
    for (; s.len - i >= 8; i += 8) {
        n += leads8(s.data + i);
    }
    for (; i < s.len; i++) {
        n += !is_cont(s.data[i]);
    }
    return n;
}

size_t smv_utf8_offset(struct smv_span s, size_t cp)
{
    size_t i = 0;
    while (s.len - i >= 8) {
        size_t leads = leads8(s.data + i);
        if (leads > cp) {
            break;
        }
        cp -= leads;
        i += 8;
    }
    for (; i < s.len; i++) {
        if (!is_cont(s.data[i]) && cp-- == 0) {
            return i;
        }
    }
    return s.len;
}

uint32_t smv_utf8_next(struct smv_span s, size_t *pos)
{
    PRE(*pos < s.len);
    uint32_t cp = 0;
    size_t len = decode(s.data + *pos, s.len - *pos, &cp);
    PRE(len > 0);
    *pos += len;
    return cp;
}

void smv_utf8_put(struct smv_buf *b, uint32_t cp)
{
    PRE(cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff));
    uint8_t out[4];
    size_t len = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (uint8_t)(0x80U | (cp & 0x3f));
        cp >>= 6;
    }
    uint32_t marker = len == 1 ? 0 : 0xf00U >> len; /* its low byte: 110.., 1110.., 11110.. */
    out[0] = (uint8_t)(marker | cp);
    smv_buf_put(b, out, len);
}
