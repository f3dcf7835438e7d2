/* reader.h - a bounded pull reader of msgpack for bytes that nobody vouches for.
 *
 * What: reads one value after another from a span; the first mistake sticks, later reads give zeros,
 *       so that a parser reads its fields and asks once. Borrows the bytes; allocates nothing.
 * Not:  builds no tree; no ext types, no floats; nesting is the caller's (SMV_PACK_DEPTH for skip).
 * Uses: buf.h, utf8.h.    Thread: pure.
 * Invariants: an array's count never exceeds the bytes that remain (one byte per element is the least);
 *       a string's length likewise; every string is valid UTF-8.
 * Why own: msgpack-c allocates what a header declares before it has seen it (5 bytes, 6 GB: measured). */
#ifndef SMV_PACK_READER_H
#define SMV_PACK_READER_H
#include "common/base/buf.h"
#include "common/base/err.h"

enum { SMV_PACK_DEPTH = 8 };

enum smv_pack_type {
    SMV_PACK_NONE, /* at the end, or after a mistake */
    SMV_PACK_NIL,
    SMV_PACK_BOOL,
    SMV_PACK_INT, /* signed or unsigned */
    SMV_PACK_STR,
    SMV_PACK_BIN,
    SMV_PACK_ARRAY,
    SMV_PACK_MAP,
    SMV_PACK_OTHER /* float, ext, reserved */
};

struct smv_reader {
    const uint8_t *p, *end;
    enum smv_err err;
};

void smv_reader_init(struct smv_reader *r, struct smv_span s);
enum smv_pack_type smv_reader_peek(const struct smv_reader *r);
size_t smv_reader_left(const struct smv_reader *r);           /* bytes not read yet */
void smv_reader_fail(struct smv_reader *r, enum smv_err err); /* keeps the first one */

uint32_t smv_read_array(struct smv_reader *r);            /* element count */
void smv_read_array_of(struct smv_reader *r, uint32_t n); /* exactly n, or MALFORMED */
uint32_t smv_read_map(struct smv_reader *r);              /* pair count */
uint64_t smv_read_uint(struct smv_reader *r);             /* a negative number is RANGE */
uint64_t smv_read_uint_max(struct smv_reader *r, uint64_t max);
int64_t smv_read_int(struct smv_reader *r); /* > INT64_MAX is RANGE */
bool smv_read_bool(struct smv_reader *r);
bool smv_read_nil(
    struct smv_reader *r); /* true and consumed if nil is next; else false, nothing consumed */
struct smv_span smv_read_str(struct smv_reader *r,
                             size_t max_bytes); /* UTF-8 checked; longer is TOO_BIG */
struct smv_span smv_read_bin(struct smv_reader *r, size_t max_bytes);
void smv_read_bin_exact(struct smv_reader *r, uint8_t *out, size_t len); /* zeros on a mistake */
/* Skip one whole value; returns its bytes. Deeper than SMV_PACK_DEPTH is TOO_BIG. */
struct smv_span smv_read_skip(struct smv_reader *r);
enum smv_err smv_reader_done(
    struct smv_reader *r); /* first mistake, or MALFORMED if bytes remain */

#endif
