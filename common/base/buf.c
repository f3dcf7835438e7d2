/* buf.c - growable bytes and borrowed spans.
 *
 * What: appending, splicing, decimal and hexadecimal digits.
 * Not:  no printf: formats are built from the few puts that exist.
 * Uses: heap.h.    Thread: pure.
 * Invariants: len <= cap; bytes handed to a put never lie inside the buffer that grows. */
#include "common/base/buf.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"

struct smv_span smv_span_str(const char *cstr)
{
    return smv_span(cstr, cstr == NULL ? 0 : strlen(cstr));
}

bool smv_span_eq(struct smv_span a, struct smv_span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool smv_span_is(struct smv_span a, const char *cstr)
{
    return smv_span_eq(a, smv_span_str(cstr));
}

int smv_span_cmp(struct smv_span a, struct smv_span b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.data, b.data, common);
    if (order != 0) {
        return order;
    }
    return (a.len > b.len) - (a.len < b.len);
}

struct smv_span smv_span_from(struct smv_span s, size_t from)
{
    PRE(from <= s.len);
    /* No arithmetic on the NULL of an empty span. */
    return from == 0 ? s : smv_span(s.data + from, s.len - from);
}

char *smv_span_dup_cstr(struct smv_span s)
{
    char *copy = smv_alloc(s.len + 1);
    if (s.len > 0) {
        memcpy(copy, s.data, s.len);
    }
    copy[s.len] = '\0';
    return copy;
}

void smv_buf_finish(struct smv_buf *b)
{
    smv_free(b->data);
    *b = (struct smv_buf){0};
}

void smv_buf_clear(struct smv_buf *b)
{
    b->len = 0;
}

uint8_t *smv_buf_reserve(struct smv_buf *b, size_t extra)
{
    PRE(extra <= SIZE_MAX - b->len);
    /* At least one byte, so that the pointer is never NULL. */
    size_t need = b->len + extra;
    b->data = smv_grow(b->data, &b->cap, need == 0 ? 1 : need, 1);
    return b->data + b->len;
}

void smv_buf_put(struct smv_buf *b, const void *data, size_t len)
{
    if (len == 0) {
        return;
    }
    memcpy(smv_buf_reserve(b, len), data, len);
    b->len += len;
}

void smv_buf_put_span(struct smv_buf *b, struct smv_span s)
{
    smv_buf_put(b, s.data, s.len);
}

void smv_buf_put_byte(struct smv_buf *b, uint8_t byte)
{
    *smv_buf_reserve(b, 1) = byte;
    b->len++;
}

void smv_buf_put_str(struct smv_buf *b, const char *cstr)
{
    smv_buf_put_span(b, smv_span_str(cstr));
}

void smv_buf_put_u64(struct smv_buf *b, uint64_t v)
{
    uint8_t digits[20];
    size_t at = sizeof(digits);
    do {
        digits[--at] = (uint8_t)('0' + v % 10);
        v /= 10;
    } while (v > 0);
    smv_buf_put(b, digits + at, sizeof(digits) - at);
}

void smv_buf_put_i64(struct smv_buf *b, int64_t v)
{
    uint64_t magnitude = (uint64_t)v;
    if (v < 0) {
        smv_buf_put_byte(b, '-');
        magnitude = 0 - magnitude; /* unsigned, so that INT64_MIN has one too */
    }
    smv_buf_put_u64(b, magnitude);
}

void smv_buf_put_hex(struct smv_buf *b, struct smv_span s)
{
    static const char digit[] = "0123456789abcdef";
    for (size_t i = 0; i < s.len; i++) {
        smv_buf_put_byte(b, (uint8_t)digit[s.data[i] >> 4]);
        smv_buf_put_byte(b, (uint8_t)digit[s.data[i] & 15]);
    }
}

const char *smv_buf_cstr(struct smv_buf *b)
{
    *smv_buf_reserve(b, 1) = 0;
    return (const char *)b->data;
}

void smv_buf_splice(struct smv_buf *b, size_t at, size_t remove, const void *data, size_t insert)
{
    PRE(at <= b->len && remove <= b->len - at);
    if (insert > remove) {
        (void)smv_buf_reserve(b, insert - remove);
    }
    size_t tail = b->len - at - remove;
    if (tail > 0 && insert != remove) {
        memmove(b->data + at + insert, b->data + at + remove, tail);
    }
    if (insert > 0) {
        memcpy(b->data + at, data, insert);
    }
    b->len = at + insert + tail;
}
