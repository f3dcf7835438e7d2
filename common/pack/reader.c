/* reader.c - msgpack headers, one at a time, each checked against the bytes that are really there.
 *
 * What: header() decodes what a value announces; every smv_read_* accepts the types it is for.
 * Not:  accepts longer forms than needed (other encoders write them); no floats, no ext.
 * Uses: utf8.h.    Thread: pure.
 * Invariant: p only grows and stays <= end; after a mistake p == end, so that loops over what is left
 *       end by themselves. */
#include "common/pack/reader.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/utf8.h"

/* What the first byte announces: the type, then either a value inside it or `wide` more bytes. */
struct lead {
    enum smv_pack_type type;
    uint8_t wide;   /* bytes of a big-endian number after the first byte: 0, 1, 2, 4, 8 */
    bool is_signed; /* of that number */
    int8_t inside;  /* the number itself when wide is 0 */
};

static struct lead lead_of(uint8_t c)
{
    if (c <= 0x7f) {
        return (struct lead){SMV_PACK_INT, 0, false, (int8_t)c};
    }
    if (c >= 0xe0) {
        return (struct lead){SMV_PACK_INT, 0, true, (int8_t)((int)c - 256)};
    }
    if (c <= 0x8f) {
        return (struct lead){SMV_PACK_MAP, 0, false, (int8_t)(c & 0x0f)};
    }
    if (c <= 0x9f) {
        return (struct lead){SMV_PACK_ARRAY, 0, false, (int8_t)(c & 0x0f)};
    }
    if (c <= 0xbf) {
        return (struct lead){SMV_PACK_STR, 0, false, (int8_t)(c & 0x1f)};
    }
    switch (c) {
    case 0xc0: return (struct lead){SMV_PACK_NIL, 0, false, 0};
    case 0xc2: return (struct lead){SMV_PACK_BOOL, 0, false, 0};
    case 0xc3: return (struct lead){SMV_PACK_BOOL, 0, false, 1};
    case 0xc4: return (struct lead){SMV_PACK_BIN, 1, false, 0};
    case 0xc5: return (struct lead){SMV_PACK_BIN, 2, false, 0};
    case 0xc6: return (struct lead){SMV_PACK_BIN, 4, false, 0};
    case 0xcc: return (struct lead){SMV_PACK_INT, 1, false, 0};
    case 0xcd: return (struct lead){SMV_PACK_INT, 2, false, 0};
    case 0xce: return (struct lead){SMV_PACK_INT, 4, false, 0};
    case 0xcf: return (struct lead){SMV_PACK_INT, 8, false, 0};
    case 0xd0: return (struct lead){SMV_PACK_INT, 1, true, 0};
    case 0xd1: return (struct lead){SMV_PACK_INT, 2, true, 0};
    case 0xd2: return (struct lead){SMV_PACK_INT, 4, true, 0};
    case 0xd3: return (struct lead){SMV_PACK_INT, 8, true, 0};
    case 0xd9: return (struct lead){SMV_PACK_STR, 1, false, 0};
    case 0xda: return (struct lead){SMV_PACK_STR, 2, false, 0};
    case 0xdb: return (struct lead){SMV_PACK_STR, 4, false, 0};
    case 0xdc: return (struct lead){SMV_PACK_ARRAY, 2, false, 0};
    case 0xdd: return (struct lead){SMV_PACK_ARRAY, 4, false, 0};
    case 0xde: return (struct lead){SMV_PACK_MAP, 2, false, 0};
    case 0xdf: return (struct lead){SMV_PACK_MAP, 4, false, 0};
    default: return (struct lead){SMV_PACK_OTHER, 0, false, 0};
    }
}

/* One header: the number it carries, sign-extended into 64 bits. */
struct header {
    enum smv_pack_type type;
    uint64_t number;
    bool negative;
};

void smv_reader_init(struct smv_reader *r, struct smv_span s)
{
    /* An empty span may have no address; a pair of equal pointers says the same. */
    static const uint8_t nothing;
    r->p = s.len == 0 ? &nothing : s.data;
    r->end = r->p + s.len;
    r->err = SMV_OK;
}

enum smv_pack_type smv_reader_peek(const struct smv_reader *r)
{
    return r->p == r->end ? SMV_PACK_NONE : lead_of(*r->p).type;
}

size_t smv_reader_left(const struct smv_reader *r)
{
    return (size_t)(r->end - r->p);
}

void smv_reader_fail(struct smv_reader *r, enum smv_err err)
{
    PRE(err != SMV_OK);
    if (r->err == SMV_OK) {
        r->err = err;
    }
    r->p = r->end;
}

enum smv_err smv_reader_done(struct smv_reader *r)
{
    if (r->p != r->end) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
    }
    return r->err;
}

/* Take the next header; type NONE after a mistake (which is then recorded). */
static struct header header(struct smv_reader *r)
{
    struct header h = {SMV_PACK_NONE, 0, false};
    if (r->p == r->end) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return h;
    }
    struct lead lead = lead_of(*r->p);
    if (lead.type == SMV_PACK_OTHER || smv_reader_left(r) - 1 < lead.wide) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return h;
    }
    uint64_t number = (uint64_t)lead.inside;
    bool negative = lead.inside < 0;
    if (lead.wide > 0) {
        negative = lead.is_signed && (r->p[1] & 0x80) != 0;
        number = negative ? UINT64_MAX : 0;
        for (size_t i = 1; i <= lead.wide; i++) {
            number = number << 8 | r->p[i];
        }
    }
    r->p += 1 + lead.wide;
    h = (struct header){lead.type, number, negative};
    return h;
}

/* A header that must be of one type; its number, 0 after a mistake. */
static uint64_t header_of(struct smv_reader *r, enum smv_pack_type type)
{
    struct header h = header(r);
    if (h.type != type) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return 0;
    }
    return h.number;
}

/* Count of things of at least `least` bytes each: no more than can follow. */
static uint32_t count_of(struct smv_reader *r, enum smv_pack_type type, size_t least)
{
    uint64_t n = header_of(r, type);
    if (n > smv_reader_left(r) / least) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return 0;
    }
    return (uint32_t)n;
}

uint32_t smv_read_array(struct smv_reader *r)
{
    return count_of(r, SMV_PACK_ARRAY, 1);
}

void smv_read_array_of(struct smv_reader *r, uint32_t n)
{
    if (smv_read_array(r) != n) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
    }
}

uint32_t smv_read_map(struct smv_reader *r)
{
    return count_of(r, SMV_PACK_MAP, 2);
}

uint64_t smv_read_uint(struct smv_reader *r)
{
    return smv_read_uint_max(r, UINT64_MAX);
}

uint64_t smv_read_uint_max(struct smv_reader *r, uint64_t max)
{
    struct header h = header(r);
    if (h.type != SMV_PACK_INT) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return 0;
    }
    if (h.negative || h.number > max) {
        smv_reader_fail(r, SMV_ERR_RANGE);
        return 0;
    }
    return h.number;
}

int64_t smv_read_int(struct smv_reader *r)
{
    struct header h = header(r);
    if (h.type != SMV_PACK_INT) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return 0;
    }
    if (!h.negative && h.number > INT64_MAX) {
        smv_reader_fail(r, SMV_ERR_RANGE);
        return 0;
    }
    return (int64_t)h.number;
}

bool smv_read_bool(struct smv_reader *r)
{
    return header_of(r, SMV_PACK_BOOL) != 0;
}

bool smv_read_nil(struct smv_reader *r)
{
    if (smv_reader_peek(r) != SMV_PACK_NIL) {
        return false;
    }
    r->p++;
    return true;
}

/* The bytes that a string or binary header announces; empty after a mistake. */
static struct smv_span take(struct smv_reader *r, uint64_t len, size_t max_bytes)
{
    if (len > smv_reader_left(r)) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return smv_span(NULL, 0);
    }
    if (len > max_bytes) {
        smv_reader_fail(r, SMV_ERR_TOO_BIG);
        return smv_span(NULL, 0);
    }
    struct smv_span s = smv_span(r->p, (size_t)len);
    r->p += len;
    return s;
}

static struct smv_span take_text(struct smv_reader *r, uint64_t len, size_t max_bytes)
{
    struct smv_span s = take(r, len, max_bytes);
    if (!smv_utf8_valid(s)) {
        smv_reader_fail(r, SMV_ERR_UTF8);
        return smv_span(NULL, 0);
    }
    return s;
}

struct smv_span smv_read_str(struct smv_reader *r, size_t max_bytes)
{
    uint64_t len = header_of(r, SMV_PACK_STR);
    return take_text(r, len, max_bytes);
}

struct smv_span smv_read_bin(struct smv_reader *r, size_t max_bytes)
{
    uint64_t len = header_of(r, SMV_PACK_BIN);
    return take(r, len, max_bytes);
}

void smv_read_bin_exact(struct smv_reader *r, uint8_t *out, size_t len)
{
    struct smv_span s = smv_read_bin(r, SIZE_MAX);
    if (r->err == SMV_OK && s.len != len) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
    }
    if (r->err != SMV_OK) {
        memset(out, 0, len);
    } else if (len > 0) {
        memcpy(out, s.data, len);
    }
}

/* Step over one header and, unless it opens an array or map, what belongs to it. Returns how many
 * values it opens. */
static uint64_t skip_one(struct smv_reader *r)
{
    switch (smv_reader_peek(r)) {
    case SMV_PACK_STR: (void)smv_read_str(r, SIZE_MAX); return 0;
    case SMV_PACK_BIN: (void)smv_read_bin(r, SIZE_MAX); return 0;
    case SMV_PACK_ARRAY: return smv_read_array(r);
    case SMV_PACK_MAP: return (uint64_t)smv_read_map(r) * 2;
    case SMV_PACK_NIL:
    case SMV_PACK_BOOL:
    case SMV_PACK_INT:
    case SMV_PACK_OTHER:
    case SMV_PACK_NONE: (void)header(r); return 0;
    }
    UNREACHABLE("a type outside enum smv_pack_type");
}

struct smv_span smv_read_skip(struct smv_reader *r)
{
    const uint8_t *start = r->p;
    uint64_t open[SMV_PACK_DEPTH + 1] = {1}; /* values still to come, per level */
    size_t level = 0;
    for (;;) {
        while (open[level] == 0) {
            if (level == 0) {
                return smv_span(start, (size_t)(r->p - start));
            }
            level--;
        }
        open[level]--;
        enum smv_pack_type type = smv_reader_peek(r);
        uint64_t inner = skip_one(r);
        if (r->err != SMV_OK) {
            return smv_span(NULL, 0);
        }
        if (type == SMV_PACK_ARRAY || type == SMV_PACK_MAP) {
            if (level == SMV_PACK_DEPTH) {
                smv_reader_fail(r, SMV_ERR_TOO_BIG);
                return smv_span(NULL, 0);
            }
            open[++level] = inner;
        }
    }
}
