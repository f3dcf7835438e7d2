/* buf.h - bytes: a growable buffer that owns them, a span that borrows them.
 *
 * What: append, reserve, take over; formatting of decimal numbers and text without <stdio.h>.
 * Not:  no encoding (common/pack), no files.
 * Uses: heap.h.    Thread: pure.
 * Invariants: len <= cap; data is NULL only while cap is 0; nothing is NUL-terminated unless said. */
#ifndef SMV_BASE_BUF_H
#define SMV_BASE_BUF_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct smv_span {
    const uint8_t *data; /* borrowed; may be NULL when len is 0 */
    size_t len;
};

struct smv_buf {
    uint8_t *data; /* owned */
    size_t len, cap;
};

static inline struct smv_span smv_span(const void *data, size_t len)
{
    return (struct smv_span){(const uint8_t *)data, len};
}
struct smv_span smv_span_str(const char *cstr); /* without the NUL; NULL gives an empty span */
bool smv_span_eq(struct smv_span a, struct smv_span b);
bool smv_span_is(struct smv_span a, const char *cstr);
int smv_span_cmp(struct smv_span a, struct smv_span b); /* bytewise, shorter first on a tie */
struct smv_span smv_span_from(struct smv_span s,
                              size_t from); /* the rest from byte from <= len on */
char *smv_span_dup_cstr(struct smv_span s); /* NUL-terminated copy; smv_free it */

static inline struct smv_span smv_buf_span(const struct smv_buf *b)
{
    return (struct smv_span){b->data, b->len};
}
void smv_buf_finish(
    struct smv_buf *b); /* frees and zeroes; a zeroed struct is a valid empty buffer */
void smv_buf_clear(struct smv_buf *b); /* len = 0, keeps the memory */
uint8_t *smv_buf_reserve(struct smv_buf *b,
                         size_t extra); /* pointer to len; room for extra bytes */
void smv_buf_put(struct smv_buf *b, const void *data, size_t len);
void smv_buf_put_span(struct smv_buf *b, struct smv_span s);
void smv_buf_put_byte(struct smv_buf *b, uint8_t byte);
void smv_buf_put_str(struct smv_buf *b, const char *cstr);
void smv_buf_put_u64(struct smv_buf *b, uint64_t v); /* decimal digits */
void smv_buf_put_i64(struct smv_buf *b, int64_t v);  /* decimal digits */
void smv_buf_put_hex(struct smv_buf *b, struct smv_span s);
const char *smv_buf_cstr(struct smv_buf *b); /* adds a NUL after len; valid until the next change */
void smv_buf_splice(struct smv_buf *b, size_t at, size_t remove, const void *data, size_t insert);

#endif
