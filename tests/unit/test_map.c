/* test_map.c - the map against a plain list, the hashes against published values, the random source. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "common/base/hash.h"
#include "common/base/map.h"
#include "common/base/rng.h"

enum { KEYS = 300 };

/* What the map should hold: value of key i + 1, 0 when it is not there. */
struct model {
    uintptr_t value[KEYS];
    size_t len;
};

/* Keys far apart and keys side by side: key i of the model is one or the other. */
static uint64_t key_of(size_t i)
{
    return i % 2 == 0 ? i + 1 : UINT64_MAX - i * UINT64_C(0x100000000);
}

static void assert_same(const struct smv_map *m, const struct model *model)
{
    assert_int_equal(m->len, model->len);
    for (size_t i = 0; i < KEYS; i++) {
        assert_int_equal((uintptr_t)smv_map_get(m, key_of(i)), model->value[i]);
    }
    size_t seen = 0;
    uint64_t key;
    void *value;
    for (size_t i = 0; smv_map_next(m, &i, &key, &value);) {
        assert_ptr_equal(smv_map_get(m, key), value);
        seen++;
    }
    assert_int_equal(seen, model->len);
}

static void behaves_like_a_list(void **state)
{
    (void)state;
    struct smv_rng r;
    smv_rng_seed(&r, 1);
    struct smv_map m = {0};
    struct model model = {0};
    assert_same(&m, &model);
    assert_null(smv_map_del(&m, 5));
    for (uintptr_t step = 1; step <= 20000; step++) {
        size_t i = (size_t)smv_rng_below(&r, KEYS);
        uintptr_t old = model.value[i];
        /* Longer stretches of mostly adding and mostly deleting, so that runs of slots build up. */
        if (smv_rng_chance(&r, step / 1000 % 2 == 0 ? 700 : 300)) {
            assert_int_equal((uintptr_t)smv_map_set(&m, key_of(i), (void *)step), old);
            model.value[i] = step;
            model.len += old == 0;
        } else {
            assert_int_equal((uintptr_t)smv_map_del(&m, key_of(i)), old);
            model.value[i] = 0;
            model.len -= old != 0;
        }
        if (step % 37 == 0) {
            assert_same(&m, &model);
        }
    }
    assert_same(&m, &model);
    assert_true(m.cap <= 1024);
    smv_map_finish(&m);
    assert_null(smv_map_get(&m, 1));
}

/* The expected values are what Python's hashlib.blake2b gives. */
static void blake2b_is_the_published_one(void **state)
{
    (void)state;
    static const uint8_t abc8[8] = {0xd8, 0xbb, 0x14, 0xd8, 0x33, 0xd5, 0x95, 0x59};
    static const uint8_t keyed8[8] = {0x1a, 0xe7, 0xe4, 0xd8, 0x94, 0x72, 0x06, 0x01};
    static const uint8_t abc64_start[8] = {0xba, 0x80, 0xa5, 0x3f, 0x98, 0x1c, 0x4d, 0x0d};
    smv_hash_init();
    smv_hash_init();
    struct smv_span parts[] = {smv_span_str("a"), smv_span_str(""), smv_span_str("bc")};
    uint8_t out[64];
    smv_hash(out, SMV_HASH_SHORT, smv_span(NULL, 0), parts, 3);
    assert_memory_equal(out, abc8, 8);
    smv_hash(out, SMV_HASH_SHORT, smv_span_str("k"), parts, 3);
    assert_memory_equal(out, keyed8, 8);
    smv_hash(out, 64, smv_span(NULL, 0), parts, 3);
    assert_memory_equal(out, abc64_start, 8);
    assert_true(smv_hash_equal(out, abc64_start, 8));
    assert_false(smv_hash_equal(out, keyed8, 8));
}

static void mixes_are_the_published_ones(void **state)
{
    (void)state;
    assert_true(smv_mix64(0) == UINT64_C(0xe220a8397b1dcdaf));
    assert_true(smv_fnv64(0, smv_span_str("")) == UINT64_C(0xcbf29ce484222325));
    assert_true(smv_fnv64(0, smv_span_str("a")) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(smv_fnv64(1, smv_span_str("a")) != smv_fnv64(0, smv_span_str("a")));
}

static void random_numbers_keep_their_bounds(void **state)
{
    (void)state;
    struct smv_rng r;
    r = (struct smv_rng){{1, 2, 3, 4}};
    /* The first outputs of xoshiro256** from this state, as its other implementations give them. */
    static const uint64_t first[] = {UINT64_C(11520),
                                     UINT64_C(0),
                                     UINT64_C(1509978240),
                                     UINT64_C(1215971899390074240),
                                     UINT64_C(1216172134540287360),
                                     UINT64_C(607988272756665600),
                                     UINT64_C(16172922978634559625),
                                     UINT64_C(8476171486693032832),
                                     UINT64_C(10595114339597558777),
                                     UINT64_C(2904607092377533576)};
    for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
        assert_true(smv_rng_next(&r) == first[i]);
    }
    smv_rng_seed(&r, 42);
    unsigned seen = 0;
    unsigned often = 0;
    for (int i = 0; i < 10000; i++) {
        uint64_t v = smv_rng_below(&r, 7);
        assert_true(v < 7);
        seen |= 1U << v;
        int64_t w = smv_rng_between(&r, -2, 1);
        assert_true(w >= -2 && w <= 1);
        seen |= 1U << (w + 10);
        often += smv_rng_chance(&r, 250);
    }
    assert_int_equal(seen, 0x7fU | 0xf00U);
    assert_in_range(often, 2200, 2800);
    assert_false(smv_rng_chance(&r, 0));
    assert_true(smv_rng_chance(&r, 1000));
    (void)smv_rng_between(&r, INT64_MIN, INT64_MAX);
    assert_true(smv_rng_between(&r, INT64_MIN, INT64_MIN) == INT64_MIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(behaves_like_a_list),
        cmocka_unit_test(blake2b_is_the_published_one),
        cmocka_unit_test(mixes_are_the_published_ones),
        cmocka_unit_test(random_numbers_keep_their_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
