/* The shell's parts that need no socket: the budget of wrong codes, page files, secrets, key files. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "common/base/hash.h"
#include "common/base/limits.h"
#include "daemon/io/house.h"
#include "daemon/io/join.h"
#include "daemon/io/keys.h"
#include "daemon/io/links.h"
#include "daemon/io/web.h"

enum { MINUTE = 60000 };

/* A conference behind one address is slowed, never shut out, and the next minute is a new one. */
static void wrong_codes_slow_their_address_only(void **state)
{
    struct smv_join *j = malloc(sizeof *j);
    uint64_t now = 1000 * (uint64_t)MINUTE, last = 0;
    (void)state;
    smv_join_init(j);
    uint64_t us = smv_join_who(j, "192.0.2.1"), other = smv_join_who(j, "192.0.2.2");
    assert_true(us % SMV_JOIN_ADDRESSES != other % SMV_JOIN_ADDRESSES || us == other);
    for (unsigned i = 0; i < SMV_MAX_WRONG_PER_MIN; i++) {
        assert_int_equal(smv_join_delay(j, us, now), 0);
        smv_join_wrong(j, us, now);
        now += 100; /* ten a second: far from the limit for all together */
    }
    assert_int_equal(smv_join_delay(j, us, now), 0);
    for (unsigned i = 0; i < 100; i++) {
        smv_join_wrong(j, us, now);
        uint64_t delay = smv_join_delay(j, us, now);
        assert_true(delay > last || delay == SMV_JOIN_DELAY_MAX_MS);
        assert_true(delay <= SMV_JOIN_DELAY_MAX_MS);
        assert_true(delay < SMV_MAX_HELLO_MS); /* a held HELLO must still be in time */
        last = delay;
        now += 30;
    }
    assert_int_equal(last, SMV_JOIN_DELAY_MAX_MS);
    assert_false(smv_join_paused(j, now));
    assert_int_equal(smv_join_delay(j, other, now), 0);
    assert_int_equal(smv_join_delay(j, us, now + MINUTE), 0);
    free(j);
}

static void a_flood_of_wrong_codes_pauses_typing(void **state)
{
    struct smv_join *j = malloc(sizeof *j);
    uint64_t now = 5000;
    (void)state;
    smv_join_init(j);
    for (unsigned i = 0; i < SMV_MAX_WRONG_PER_S; i++) {
        smv_join_wrong(j, i + 1, now);
    }
    assert_false(smv_join_paused(j, now));
    smv_join_wrong(j, 999, now);
    assert_true(smv_join_paused(j, now));
    assert_true(smv_join_paused(j, now + SMV_JOIN_PAUSE_S * 1000 - 1));
    assert_false(smv_join_paused(j, now + SMV_JOIN_PAUSE_S * 1000));
    for (unsigned i = 0; i < 10 * SMV_MAX_WRONG_PER_S; i++) { /* the same number, spread out */
        smv_join_wrong(j, 1, now + 20000 + 25 * (uint64_t)i);
        assert_false(smv_join_paused(j, now + 20000 + 25 * (uint64_t)i));
    }
    free(j);
}

static void addresses_are_told_apart_by_network(void **state)
{
    struct smv_join *j = malloc(sizeof *j), *k = malloc(sizeof *k);
    (void)state;
    smv_join_init(j);
    smv_join_init(k);
    assert_true(smv_join_who(j, "2001:db8::1") == smv_join_who(j, "2001:db8::2:3"));
    assert_true(smv_join_who(j, "2001:db8::1") != smv_join_who(j, "2001:db8:0:1::1"));
    assert_true(smv_join_who(j, "::ffff:192.0.2.1") == smv_join_who(j, "192.0.2.1"));
    assert_true(smv_join_who(j, "192.0.2.1") != smv_join_who(k, "192.0.2.1")); /* keyed */
    assert_int_equal(smv_join_who(j, "/run/x"), 0);
    assert_int_equal(smv_join_who(j, ""), 0);
    free(j);
    free(k);
}

/* What a browser says that it can unpack, and what it gets. */
static void encodings(void **state)
{
    static const struct smv_web_file both = {
        .plain = {(const uint8_t *)"abc", 3},
        .gzip = {(const uint8_t *)"g", 1},
        .brotli = {(const uint8_t *)"b", 1},
    };
    static const struct smv_web_file font = {.plain = {(const uint8_t *)"abc", 3}};
    static const struct {
        const char *accept, *encoding;
    } cases[] = {{"", NULL},
                 {"gzip, deflate, br", "br"},
                 {"gzip;q=1.0, br;q=0.5", "br"},
                 {"BR", "br"},
                 {"br;q=0, gzip", "gzip"},
                 {"br; q=0.000 ,gzip;q=0.001", "gzip"},
                 {"brotli, xgzip", NULL},
                 {",;,;q,,", NULL},
                 {"gzip;q", "gzip"},
                 {"identity", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *encoding = "?";
        struct smv_span form = smv_web_form(&both, cases[i].accept, &encoding);
        if (cases[i].encoding) {
            assert_string_equal(encoding, cases[i].encoding);
        } else {
            assert_null(encoding);
        }
        assert_int_equal(form.len, cases[i].encoding ? 1 : 3);
        assert_int_equal(smv_web_form(&font, cases[i].accept, &encoding).len, 3);
        assert_null(encoding);
    }
}

/* Looked up by halving: so it must be in order. */
static void files_are_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < smv_web_count; i++) {
        assert_true(i == 0 || strcmp(smv_web_files[i - 1].path, smv_web_files[i].path) < 0);
        assert_ptr_equal(smv_web_find(smv_web_files[i].path), &smv_web_files[i]);
        assert_non_null(smv_web_files[i].plain.data);
        assert_int_equal(strlen(smv_web_files[i].hash), 16);
    }
    assert_null(smv_web_find(""));
    assert_null(smv_web_find("/assets/"));
    assert_null(smv_web_find("/zzz"));
}

static void names(void **state)
{
    static const char *const bad[] = {"",   "-x",   "A",   "å",    "a.b", "a/b",
                                      "..", "join", "run", "lock", "a b", "metrics"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(smv_house_name_ok(bad[i]));
    }
    assert_true(smv_house_name_ok("brottsbalken-2026"));
    assert_true(smv_house_name_ok("a23456789012345678901234567890123456789012345678"));
    assert_false(smv_house_name_ok("a234567890123456789012345678901234567890123456789"));
}

static void secrets(void **state)
{
    struct smv_link a, b;
    char code[SMV_CODE_CHARS + 1], other[SMV_CODE_CHARS + 1];
    (void)state;
    smv_link_make(&a, 4, 7, "Ek, scribe");
    smv_link_make(&b, 4, 7, "Ek, scribe");
    assert_int_equal(strlen(a.secret), 32); /* 32 of 32 letters: 160 bits */
    assert_int_equal(strspn(a.secret, "abcdefghijklmnopqrstuvwxyz234567"), 32);
    assert_string_not_equal(a.secret, b.secret);
    uint8_t hash[32];
    struct smv_span secret = smv_span_str(a.secret);
    smv_hash(hash, sizeof hash, smv_span(NULL, 0), &secret, 1);
    assert_memory_equal(hash, a.hash, 32);
    smv_link_forget(&a);
    assert_int_equal(strlen(a.secret), 0);
    smv_code_make(code);
    smv_code_make(other);
    assert_string_not_equal(code, other);
    assert_null(strpbrk(code, "01ilou"));
}

static void key_files(void **state)
{
    char folder[] = "/tmp/smvkeysXXXXXX", keys[64], path[96];
    uint8_t one[32], two[32], again[32];
    unsigned n = 99;
    struct stat st;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(keys, sizeof keys, "%s/dag.keys", folder);
    assert_int_equal(smv_keys_load(keys, 5, one), SMV_ERR_MISSING);
    assert_int_equal(smv_keys_make(keys, 5, one), SMV_OK);
    assert_int_equal(smv_keys_make(keys, 6, two), SMV_OK);
    assert_memory_not_equal(one, two, 32);
    assert_int_equal(smv_keys_make(keys, 5, again), SMV_OK); /* the same one, not a new one */
    assert_memory_equal(one, again, 32);
    snprintf(path, sizeof path, "%s/5.key", keys);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(keys, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(smv_keys_destroy(keys, 5), SMV_OK);
    assert_int_equal(smv_keys_destroy(keys, 5), SMV_OK);
    assert_int_equal(smv_keys_load(keys, 5, one), SMV_ERR_MISSING);
    assert_int_equal(truncate(path, 0), -1);
    assert_int_equal(smv_keys_destroy_all(keys, &n), SMV_OK);
    assert_int_equal(n, 1);
    assert_int_equal(stat(keys, &st), -1);
    assert_int_equal(smv_keys_destroy_all(keys, &n), SMV_OK);
    assert_int_equal(n, 0);
    assert_int_equal(rmdir(folder), 0);
}

/* Somebody with the folder open sees zeros, not what was there. */
static void destroyed_files_are_overwritten(void **state)
{
    char path[] = "/tmp/smvfileXXXXXX", text[] = "hemligt", got[8] = "";
    int fd = mkstemp(path);
    (void)state;
    assert_int_equal(write(fd, text, sizeof text), sizeof text);
    assert_int_equal(smv_file_destroy(path), SMV_OK);
    assert_int_equal(pread(fd, got, sizeof got, 0), sizeof got);
    for (size_t i = 0; i < sizeof got; i++) {
        assert_int_equal(got[i], 0);
    }
    assert_int_equal(access(path, F_OK), -1);
    close(fd);
    assert_int_equal(smv_file_destroy(path), SMV_ERR_MISSING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_codes_slow_their_address_only),
        cmocka_unit_test(a_flood_of_wrong_codes_pauses_typing),
        cmocka_unit_test(addresses_are_told_apart_by_network),
        cmocka_unit_test(encodings),
        cmocka_unit_test(files_are_in_order),
        cmocka_unit_test(names),
        cmocka_unit_test(secrets),
        cmocka_unit_test(key_files),
        cmocka_unit_test(destroyed_files_are_overwritten),
    };
    smv_hash_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
