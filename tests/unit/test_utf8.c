/* test_utf8.c - which bytes are text, and where its characters are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/rng.h"
#include "common/base/utf8.h"

static void every_code_point_goes_both_ways(void **state)
{
    (void)state;
    struct smv_buf b = {0};
    for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
        if (cp >= 0xd800 && cp <= 0xdfff) {
            continue;
        }
        smv_buf_clear(&b);
        smv_utf8_put(&b, cp);
        struct smv_span s = smv_buf_span(&b);
        size_t pos = 0;
        if (!smv_utf8_valid(s) || smv_utf8_next(s, &pos) != cp || pos != s.len ||
            smv_utf8_count(s) != 1) {
            fail_msg("U+%04X does not come back", (unsigned)cp);
        }
        bool control = cp < 0x20 || cp == 0x7f || cp == 0xfeff;
        bool kept = cp == '\n' || cp == '\t';
        assert_int_equal(smv_utf8_clean(s), !control || kept);
        assert_int_equal(smv_utf8_clean_line(s), !control);
    }
    smv_buf_finish(&b);
}

/* Valid exactly if it is the encoding of some code point: tried for every string of up to two bytes and
 * for every third byte after every leading pair. */
static void nothing_else_is_valid(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x80",
                                      "\xbf",
                                      "\xc0\x80",
                                      "\xc1\xbf",
                                      "\xc2",
                                      "\xe0\x80\x80",
                                      "\xe0\x9f\xbf",
                                      "\xed\xa0\x80",
                                      "\xed\xbf\xbf",
                                      "\xe2\x82",
                                      "\xf0\x80\x80\x80",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xf8\x88\x80\x80\x80",
                                      "\xfe",
                                      "\xff",
                                      "\xc3(",
                                      "a\xc3",
                                      "\xc3\xa5\xa5",
                                      "12345678\x80",
                                      "1234567\xc3"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (smv_utf8_valid(smv_span_str(bad[i])) || smv_utf8_clean(smv_span_str(bad[i]))) {
            fail_msg("bad string %zu passes", i);
        }
    }
    unsigned valid = 0;
    for (unsigned a = 0; a < 256; a++) {
        for (unsigned b = 0; b < 256; b++) {
            const uint8_t two[] = {(uint8_t)a, (uint8_t)b};
            valid += smv_utf8_valid(smv_span(two, 2));
        }
    }
    assert_int_equal(valid, 128 * 128 + (0x800 - 0x80));
    unsigned three = 0;
    for (unsigned a = 0xe0; a < 0xf0; a++) {
        for (unsigned rest = 0; rest < 65536; rest++) {
            const uint8_t s[] = {(uint8_t)a, (uint8_t)(rest >> 8), (uint8_t)rest};
            three += smv_utf8_valid(smv_span(s, 3));
        }
    }
    assert_int_equal(three, 0x10000 - 0x800 - 0x800);
    assert_true(smv_utf8_valid(smv_span(NULL, 0)));
}

static void counts_and_finds(void **state)
{
    (void)state;
    static const uint32_t kinds[] = {'a', 0xe5, 0x20ac, 0x1f600};
    struct smv_rng r;
    smv_rng_seed(&r, 3);
    struct smv_buf b = {0};
    for (int round = 0; round < 500; round++) {
        smv_buf_clear(&b);
        size_t n = (size_t)smv_rng_below(&r, 60);
        size_t starts[61];
        for (size_t i = 0; i < n; i++) {
            starts[i] = b.len;
            bool plain = smv_rng_chance(&r, (uint32_t)(round % 3) * 450);
            smv_utf8_put(&b, kinds[plain ? 0 : smv_rng_below(&r, 4)]);
        }
        starts[n] = b.len;
        struct smv_span s = smv_buf_span(&b);
        assert_int_equal(smv_utf8_count(s), n);
        for (size_t i = 0; i <= n; i++) {
            assert_int_equal(smv_utf8_offset(s, i), starts[i]);
        }
        assert_int_equal(smv_utf8_offset(s, n + 1), s.len);
        assert_int_equal(smv_utf8_offset(s, SIZE_MAX), s.len);
    }
    smv_buf_finish(&b);
}

/* Every byte at every place of a longer text: eight at a time says the same as one at a time. */
static void clean_wherever_it_stands(void **state)
{
    (void)state;
    char text[20];
    for (size_t at = 0; at < sizeof text; at++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            memset(text, 'a', sizeof text);
            text[at] = (char)byte;
            struct smv_span s = smv_span(text, sizeof text);
            bool plain = byte >= 0x20 && byte < 0x7f;
            assert_int_equal(smv_utf8_clean_line(s), plain);
            assert_int_equal(smv_utf8_clean(s), plain || byte == '\n' || byte == '\t');
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_goes_both_ways),
        cmocka_unit_test(nothing_else_is_valid),
        cmocka_unit_test(counts_and_finds),
        cmocka_unit_test(clean_wherever_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
