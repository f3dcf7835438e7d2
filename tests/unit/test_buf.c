/* test_buf.c - buffers, spans, memory that runs out, and the words for errors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <cmocka.h>
#include "common/base/buf.h"
#include "common/base/check.h"
#include "common/base/err.h"
#include "common/base/heap.h"

static void assert_is(const struct smv_buf *b, const char *text)
{
    assert_int_equal(b->len, strlen(text));
    if (b->len > 0) {
        assert_memory_equal(b->data, text, b->len);
    }
    assert_true(b->len <= b->cap || b->cap == 0);
}

static void appends(void **state)
{
    (void)state;
    struct smv_buf b = {0};
    assert_is(&b, "");
    smv_buf_put(&b, NULL, 0);
    smv_buf_put_str(&b, "one");
    smv_buf_put_byte(&b, ' ');
    smv_buf_put_span(&b, smv_span("two", 3));
    assert_is(&b, "one two");
    assert_string_equal(smv_buf_cstr(&b), "one two");
    assert_is(&b, "one two");
    for (int i = 0; i < 10000; i++) {
        smv_buf_put_byte(&b, (uint8_t)i);
    }
    assert_int_equal(b.len, 10007);
    assert_int_equal(b.data[10006], (uint8_t)9999);
    smv_buf_clear(&b);
    assert_is(&b, "");
    assert_string_equal(smv_buf_cstr(&b), "");
    smv_buf_finish(&b);
    assert_null(b.data);
    assert_string_equal(smv_buf_cstr(&b), "");
    smv_buf_finish(&b);
}

static void writes_numbers(void **state)
{
    (void)state;
    struct smv_buf b = {0};
    smv_buf_put_u64(&b, 0);
    smv_buf_put_byte(&b, ' ');
    smv_buf_put_u64(&b, UINT64_MAX);
    smv_buf_put_byte(&b, ' ');
    smv_buf_put_i64(&b, INT64_MIN);
    smv_buf_put_byte(&b, ' ');
    smv_buf_put_i64(&b, INT64_MAX);
    smv_buf_put_byte(&b, ' ');
    smv_buf_put_i64(&b, -1);
    assert_is(&b, "0 18446744073709551615 -9223372036854775808 9223372036854775807 -1");
    smv_buf_clear(&b);
    smv_buf_put_hex(&b, smv_span("\x00\x7f\xa0\xff", 4));
    assert_is(&b, "007fa0ff");
    smv_buf_finish(&b);
}

static void splices(void **state)
{
    (void)state;
    struct smv_buf b = {0};
    smv_buf_splice(&b, 0, 0, NULL, 0);
    assert_is(&b, "");
    smv_buf_splice(&b, 0, 0, "world", 5);
    smv_buf_splice(&b, 0, 0, "hello ", 6);
    assert_is(&b, "hello world");
    smv_buf_splice(&b, 6, 5, "everybody", 9);
    assert_is(&b, "hello everybody");
    smv_buf_splice(&b, 0, 5, "hi", 2);
    assert_is(&b, "hi everybody");
    smv_buf_splice(&b, 3, 5, "somer", 5);
    assert_is(&b, "hi somerbody");
    smv_buf_splice(&b, 2, 10, NULL, 0);
    assert_is(&b, "hi");
    smv_buf_splice(&b, 0, 2, NULL, 0);
    assert_is(&b, "");
    smv_buf_finish(&b);
}

static void compares_spans(void **state)
{
    (void)state;
    assert_true(smv_span_eq(smv_span_str(NULL), smv_span_str("")));
    assert_true(smv_span_is(smv_span("abc", 2), "ab"));
    assert_false(smv_span_is(smv_span("abc", 2), "abc"));
    assert_false(smv_span_is(smv_span("abc", 2), "ax"));
    assert_true(smv_span_cmp(smv_span_str("ab"), smv_span_str("abc")) < 0);
    assert_true(smv_span_cmp(smv_span_str("b"), smv_span_str("abc")) > 0);
    assert_true(smv_span_cmp(smv_span_str("\xff"), smv_span_str("a")) > 0);
    assert_true(smv_span_cmp(smv_span_str(""), smv_span_str(NULL)) == 0);
    assert_true(smv_span_is(smv_span_from(smv_span_str("abc"), 2), "c"));
    assert_true(smv_span_is(smv_span_from(smv_span_str(NULL), 0), ""));
    char *copy = smv_span_dup_cstr(smv_span("abc", 2));
    assert_string_equal(copy, "ab");
    smv_free(copy);
}

static jmp_buf out_of_memory;
static int allocations_left;

static int gate(size_t size)
{
    (void)size;
    return allocations_left-- > 0;
}

static void on_exhausted(void)
{
    longjmp(out_of_memory, 1);
}

static void memory_is_there_or_the_hook_runs(void **state)
{
    (void)state;
    smv_heap_set_exhausted(on_exhausted);
    smv_heap_set_gate(gate);
    allocations_left = 1;
    void *volatile first = NULL;
    if (setjmp(out_of_memory) == 0) {
        first = smv_alloc(10);
        (void)smv_zalloc(10);
        fail_msg("an allocation past the gate came back");
    }
    assert_non_null(first);
    if (setjmp(out_of_memory) == 0) {
        (void)smv_realloc(first, 20);
        fail_msg("a reallocation past the gate came back");
    }
    smv_heap_set_gate(NULL);
    size_t volatile cap = 0;
    if (setjmp(out_of_memory) == 0) {
        size_t none = cap;
        (void)smv_grow(NULL, &none, SIZE_MAX / 4, 8);
        fail_msg("a size that wraps came back");
    }
    smv_heap_set_exhausted(NULL);
    smv_free(first);
    smv_free(NULL);
    void *a = smv_alloc(0);
    void *b = smv_dup(NULL, 0);
    assert_true(a != NULL && b != NULL && a != b);
    smv_free(a);
    smv_free(b);
}

static void grows_by_doubling(void **state)
{
    (void)state;
    size_t cap = 0;
    uint32_t *p = smv_grow(NULL, &cap, 1, sizeof(*p));
    assert_int_equal(cap, 8);
    p[7] = 7;
    p = smv_grow(p, &cap, 9, sizeof(*p));
    assert_int_equal(cap, 16);
    assert_int_equal(p[7], 7);
    p = smv_grow(p, &cap, 100, sizeof(*p));
    assert_int_equal(cap, 100);
    p[99] = 1;
    assert_ptr_equal(smv_grow(p, &cap, 50, sizeof(*p)), p);
    smv_free(p);
}

static jmp_buf broken;
static const char *broken_text;

static void on_broken(const char *what, const char *file, int line)
{
    (void)file;
    (void)line;
    broken_text = what;
    longjmp(broken, 1);
}

static void checks_stay_on(void **state)
{
    (void)state;
    smv_check_set_hook(on_broken);
    struct smv_buf b = {0};
    if (setjmp(broken) == 0) {
        smv_buf_splice(&b, 1, 0, "x", 1);
        fail_msg("a splice past the end came back");
    }
    smv_check_set_hook(NULL);
    assert_non_null(strstr(broken_text, "precondition: at <= b->len"));
}

static void errors_have_words(void **state)
{
    (void)state;
    assert_string_equal(smv_err_name(SMV_OK), "ok");
    /* The word is the enum's name in lower case; the sentence is the list's. */
#define X(name, text)                                                                              \
    assert_int_equal(strcasecmp(smv_err_name(SMV_ERR_##name), #name), 0);                          \
    assert_string_equal(smv_err_text(SMV_ERR_##name), text);
    SMV_ERR_MAP(X)
#undef X
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends),
        cmocka_unit_test(writes_numbers),
        cmocka_unit_test(splices),
        cmocka_unit_test(compares_spans),
        cmocka_unit_test(memory_is_there_or_the_hook_runs),
        cmocka_unit_test(grows_by_doubling),
        cmocka_unit_test(checks_stay_on),
        cmocka_unit_test(errors_have_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
