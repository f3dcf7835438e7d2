/* test_reader.c - the reader and the writer against msgpack-c, which was written by others.
 *
 * What: random values packed by msgpack-c are read back and compared with what msgpack-c itself unpacks;
 *       each is then cut at every byte; random and spoiled bytes that the reader accepts must be accepted
 *       by msgpack-c at the same length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <msgpack.h>
#include "common/base/heap.h"
#include "common/base/rng.h"
#include "common/pack/reader.h"
#include "common/pack/writer.h"
#include "tests/lib/ot_random.h"

/* --- random values -------------------------------------------------------------------------- */

static uint64_t any_number(struct smv_rng *r)
{
    /* All sizes equally often, and the values beside the borders of each. */
    uint64_t v = smv_rng_next(r) >> smv_rng_below(r, 64);
    return smv_rng_chance(r, 300) ? (UINT64_C(1) << smv_rng_below(r, 64)) - smv_rng_below(r, 3) : v;
}

static void pack_any(struct smv_rng *r, msgpack_packer *pk, int depth)
{
    static const size_t sizes[] = {0, 1, 15, 16, 31, 32, 40, 255, 256, 300};
    struct smv_buf b = {0};
    size_t size = sizes[smv_rng_below(r, 10)];
    switch (smv_rng_below(r, depth > 0 ? 8 : 6)) {
    case 0: msgpack_pack_nil(pk); break;
    case 1: smv_rng_chance(r, 500) ? msgpack_pack_true(pk) : msgpack_pack_false(pk); break;
    case 2: msgpack_pack_uint64(pk, any_number(r)); break;
    case 3: msgpack_pack_int64(pk, (int64_t)any_number(r)); break;
    case 4:
        ot_random_text(r, size, &b);
        msgpack_pack_str(pk, b.len);
        msgpack_pack_str_body(pk, b.data, b.len);
        break;
    case 5:
        memset(smv_buf_reserve(&b, size), (int)smv_rng_below(r, 256), size);
        msgpack_pack_bin(pk, size);
        msgpack_pack_bin_body(pk, b.data, size);
        break;
    case 6:
        size = smv_rng_chance(r, 50) ? 17 : (size_t)smv_rng_below(r, 5);
        msgpack_pack_array(pk, size);
        for (size_t i = 0; i < size; i++) {
            pack_any(r, pk, depth - 1);
        }
        break;
    default:
        size = smv_rng_chance(r, 50) ? 17 : (size_t)smv_rng_below(r, 4);
        msgpack_pack_map(pk, size);
        for (size_t i = 0; i < size * 2; i++) {
            pack_any(r, pk, depth - 1);
        }
        break;
    }
    smv_buf_finish(&b);
}

/* --- comparing ------------------------------------------------------------------------------ */

/* Read one value and compare it with o; writes it again to again. */
static void compare(struct smv_reader *r, const msgpack_object *o, struct smv_buf *again)
{
    struct smv_span s;
    switch (o->type) {
    case MSGPACK_OBJECT_NIL:
        assert_int_equal(smv_reader_peek(r), SMV_PACK_NIL);
        assert_true(smv_read_nil(r));
        smv_write_nil(again);
        break;
    case MSGPACK_OBJECT_BOOLEAN:
        assert_int_equal(smv_reader_peek(r), SMV_PACK_BOOL);
        assert_false(smv_read_nil(r));
        assert_int_equal(smv_read_bool(r), o->via.boolean);
        smv_write_bool(again, o->via.boolean);
        break;
    case MSGPACK_OBJECT_POSITIVE_INTEGER:
        assert_int_equal(smv_reader_peek(r), SMV_PACK_INT);
        assert_true(smv_read_uint(r) == o->via.u64);
        smv_write_uint(again, o->via.u64);
        break;
    case MSGPACK_OBJECT_NEGATIVE_INTEGER:
        assert_true(smv_read_int(r) == o->via.i64);
        smv_write_int(again, o->via.i64);
        break;
    case MSGPACK_OBJECT_STR:
        assert_int_equal(smv_reader_peek(r), SMV_PACK_STR);
        s = smv_read_str(r, o->via.str.size);
        assert_true(smv_span_eq(s, smv_span(o->via.str.ptr, o->via.str.size)));
        smv_write_str(again, s);
        break;
    case MSGPACK_OBJECT_BIN:
        assert_int_equal(smv_reader_peek(r), SMV_PACK_BIN);
        s = smv_read_bin(r, o->via.bin.size);
        assert_true(smv_span_eq(s, smv_span(o->via.bin.ptr, o->via.bin.size)));
        smv_write_bin(again, s);
        break;
    case MSGPACK_OBJECT_ARRAY:
        assert_int_equal(smv_reader_peek(r), SMV_PACK_ARRAY);
        assert_int_equal(smv_read_array(r), o->via.array.size);
        smv_write_array(again, o->via.array.size);
        for (uint32_t i = 0; i < o->via.array.size; i++) {
            compare(r, &o->via.array.ptr[i], again);
        }
        break;
    case MSGPACK_OBJECT_MAP:
        assert_int_equal(smv_reader_peek(r), SMV_PACK_MAP);
        assert_int_equal(smv_read_map(r), o->via.map.size);
        smv_write_map(again, o->via.map.size);
        for (uint32_t i = 0; i < o->via.map.size; i++) {
            compare(r, &o->via.map.ptr[i].key, again);
            compare(r, &o->via.map.ptr[i].val, again);
        }
        break;
    case MSGPACK_OBJECT_FLOAT32:
    case MSGPACK_OBJECT_FLOAT64:
    case MSGPACK_OBJECT_EXT: fail_msg("msgpack-c saw a type that was not packed"); break;
    }
}

/* Bytes of the first value of s according to the reader; 0 when it refuses. */
static size_t skip_len(struct smv_span s, enum smv_err *ret_err)
{
    /* A copy of exactly these bytes, so that the sanitizer sees a read past them. */
    uint8_t *copy = smv_alloc(s.len);
    if (s.len > 0) {
        memcpy(copy, s.data, s.len);
    }
    struct smv_reader r;
    smv_reader_init(&r, smv_span(copy, s.len));
    size_t len = smv_read_skip(&r).len;
    *ret_err = r.err;
    assert_true(r.err == SMV_OK ? len > 0 : len == 0);
    assert_true(r.err == SMV_OK || smv_reader_left(&r) == 0);
    smv_free(copy);
    return len;
}

static void agrees_with_msgpack_c(void **state)
{
    (void)state;
    struct smv_rng rng;
    smv_rng_seed(&rng, 20261121);
    struct smv_buf again = {0};
    for (int round = 0; round < 1500; round++) {
        msgpack_sbuffer packed;
        msgpack_sbuffer_init(&packed);
        msgpack_packer pk;
        msgpack_packer_init(&pk, &packed, msgpack_sbuffer_write);
        pack_any(&rng, &pk, (int)smv_rng_below(&rng, SMV_PACK_DEPTH + 1));
        struct smv_span bytes = smv_span(packed.data, packed.size);
        msgpack_unpacked value;
        msgpack_unpacked_init(&value);
        assert_int_equal(msgpack_unpack_next(&value, packed.data, packed.size, NULL),
                         MSGPACK_UNPACK_SUCCESS);
        struct smv_reader r;
        smv_reader_init(&r, bytes);
        smv_buf_clear(&again);
        compare(&r, &value.data, &again);
        assert_int_equal(smv_reader_done(&r), SMV_OK);
        assert_true(smv_span_eq(smv_buf_span(&again), bytes));
        enum smv_err err;
        assert_int_equal(skip_len(bytes, &err), bytes.len);
        /* Cut anywhere it is not a value any more; a string may also be cut inside a character, but then
         * its length is already wrong. Long ones are cut at every byte of their first part. */
        for (size_t cut = 0; cut < bytes.len && cut < 600; cut++) {
            assert_int_equal(skip_len(smv_span(bytes.data, cut), &err), 0);
            assert_int_equal(err, SMV_ERR_MALFORMED);
        }
        msgpack_unpacked_destroy(&value);
        msgpack_sbuffer_destroy(&packed);
    }
    smv_buf_finish(&again);
}

static void accepts_nothing_that_msgpack_c_does_not(void **state)
{
    (void)state;
    struct smv_rng rng;
    smv_rng_seed(&rng, 4);
    unsigned accepted = 0;
    for (int round = 0; round < 200000; round++) {
        uint8_t bytes[24];
        size_t len = (size_t)smv_rng_below(&rng, sizeof(bytes) + 1);
        for (size_t i = 0; i < len; i++) {
            /* Headers more often than they would come by themselves. */
            uint8_t v = (uint8_t)smv_rng_next(&rng);
            bytes[i] = smv_rng_chance(&rng, 300) ? (uint8_t)(0xc0 | (v & 0x1f)) : (uint8_t)(v >> 1);
        }
        enum smv_err err;
        size_t got = skip_len(smv_span(bytes, len), &err);
        if (err != SMV_OK) {
            continue;
        }
        accepted++;
        msgpack_unpacked value;
        msgpack_unpacked_init(&value);
        size_t off = 0;
        assert_int_equal(msgpack_unpack_next(&value, (const char *)bytes, len, &off),
                         MSGPACK_UNPACK_SUCCESS);
        assert_int_equal(off, got);
        struct smv_reader r;
        struct smv_buf again = {0};
        smv_reader_init(&r, smv_span(bytes, got));
        compare(&r, &value.data, &again);
        assert_int_equal(smv_reader_done(&r), SMV_OK);
        assert_true(again.len <= got); /* shortest form */
        smv_buf_finish(&again);
        msgpack_unpacked_destroy(&value);
    }
    assert_true(accepted > 10000);
}

/* --- by hand -------------------------------------------------------------------------------- */

#define READER(r, literal)                                                                         \
    struct smv_reader r;                                                                           \
    smv_reader_init(&r, smv_span(literal, sizeof(literal) - 1))

static void mistakes_stick(void **state)
{
    (void)state;
    READER(r, "\x94\x01\xa1x\xff\x05");
    smv_read_array_of(&r, 4);
    assert_int_equal(smv_read_uint(&r), 1);
    assert_int_equal(smv_read_str(&r, 0).len, 0);
    assert_int_equal(r.err, SMV_ERR_TOO_BIG);
    assert_int_equal(smv_read_uint(&r), 0);
    assert_int_equal(smv_read_int(&r), 0);
    assert_int_equal(smv_read_array(&r), 0);
    assert_int_equal(smv_read_map(&r), 0);
    assert_false(smv_read_bool(&r));
    assert_false(smv_read_nil(&r));
    assert_int_equal(smv_reader_peek(&r), SMV_PACK_NONE);
    uint8_t id[4] = {1, 2, 3, 4};
    smv_read_bin_exact(&r, id, 4);
    assert_memory_equal(id, "\0\0\0\0", 4);
    smv_reader_fail(&r, SMV_ERR_IO);
    assert_int_equal(smv_reader_done(&r), SMV_ERR_TOO_BIG);
}

static enum smv_err after_uint(const char *bytes, size_t len, uint64_t max)
{
    struct smv_reader r;
    smv_reader_init(&r, smv_span(bytes, len));
    (void)smv_read_uint_max(&r, max);
    return smv_reader_done(&r);
}

static void numbers_have_bounds(void **state)
{
    (void)state;
    assert_int_equal(after_uint("\x07", 1, 7), SMV_OK);
    assert_int_equal(after_uint("\x08", 1, 7), SMV_ERR_RANGE);
    assert_int_equal(after_uint("\xff", 1, UINT64_MAX), SMV_ERR_RANGE);
    assert_int_equal(after_uint("\xd0\xff", 2, UINT64_MAX), SMV_ERR_RANGE);
    assert_int_equal(after_uint("\xd0\x7f", 2, UINT64_MAX), SMV_OK);
    assert_int_equal(after_uint("\xd3\0\0\0\0\0\0\0\x05", 9, 5), SMV_OK);
    assert_int_equal(after_uint("\xca\0\0\0\0", 5, 5), SMV_ERR_MALFORMED);
    assert_int_equal(after_uint("\xc0", 1, 5), SMV_ERR_MALFORMED);
    assert_int_equal(after_uint("", 0, 5), SMV_ERR_MALFORMED);
    assert_int_equal(after_uint("\x05\x05", 2, 5), SMV_ERR_MALFORMED);
    READER(big, "\xcf\x80\0\0\0\0\0\0\0");
    (void)smv_read_int(&big);
    assert_int_equal(big.err, SMV_ERR_RANGE);
    READER(most, "\xcf\x7f\xff\xff\xff\xff\xff\xff\xff");
    assert_true(smv_read_int(&most) == INT64_MAX);
    READER(least, "\xd3\x80\0\0\0\0\0\0\0");
    assert_true(smv_read_int(&least) == INT64_MIN);
}

static void counts_cannot_exceed_the_bytes(void **state)
{
    (void)state;
    READER(array, "\xdd\xff\xff\xff\xff\x01\x02");
    assert_int_equal(smv_read_array(&array), 0);
    assert_int_equal(array.err, SMV_ERR_MALFORMED);
    READER(map, "\x82\x01\x02\x03");
    assert_int_equal(smv_read_map(&map), 0);
    assert_int_equal(map.err, SMV_ERR_MALFORMED);
    READER(str, "\xdb\xff\xff\xff\xff\x61");
    assert_int_equal(smv_read_str(&str, 10).len, 0);
    assert_int_equal(str.err, SMV_ERR_MALFORMED);
    READER(wrong, "\x93\x01\x02\x03");
    smv_read_array_of(&wrong, 2);
    assert_int_equal(wrong.err, SMV_ERR_MALFORMED);
    READER(utf8, "\xa2\xc3\x28");
    (void)smv_read_str(&utf8, 10);
    assert_int_equal(utf8.err, SMV_ERR_UTF8);
    READER(bin, "\xc4\x03"
                "abc");
    uint8_t id[2];
    smv_read_bin_exact(&bin, id, 2);
    assert_int_equal(bin.err, SMV_ERR_MALFORMED);
}

static void skip_is_bounded(void **state)
{
    (void)state;
    uint8_t nested[SMV_PACK_DEPTH + 2];
    memset(nested, 0x91, sizeof(nested));
    enum smv_err err;
    nested[SMV_PACK_DEPTH] = 0x01;
    assert_int_equal(skip_len(smv_span(nested, SMV_PACK_DEPTH + 1), &err), SMV_PACK_DEPTH + 1);
    nested[SMV_PACK_DEPTH] = 0x91;
    nested[SMV_PACK_DEPTH + 1] = 0x01;
    assert_int_equal(skip_len(smv_span(nested, SMV_PACK_DEPTH + 2), &err), 0);
    assert_int_equal(err, SMV_ERR_TOO_BIG);
    static const char *const others[] = {"\xc1", "\xca\1\1\1\1", "\xd4\1\1", "\xc7\1\1\1"};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(skip_len(smv_span_str(others[i]), &err), 0);
        assert_int_equal(err, SMV_ERR_MALFORMED);
    }
    READER(utf8, "\x91\xa1\xff");
    assert_int_equal(smv_read_skip(&utf8).len, 0);
    assert_int_equal(utf8.err, SMV_ERR_UTF8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_msgpack_c),
        cmocka_unit_test(accepts_nothing_that_msgpack_c_does_not),
        cmocka_unit_test(mistakes_stick),
        cmocka_unit_test(numbers_have_bounds),
        cmocka_unit_test(counts_cannot_exceed_the_bytes),
        cmocka_unit_test(skip_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
