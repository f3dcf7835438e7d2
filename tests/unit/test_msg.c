/* test_msg.c - the codec beyond its vectors: what the readers leave behind, hashes, words.
 *
 * What: a bad operation does not hide the next one; outputs stay untouched on a mistake; a resend hashes
 *       alike and a changed one does not; a body carries its tail; every code has words and a class.
 * Not:  byte for byte reading and writing: test_vectors.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/hash.h"
#include "common/pack/writer.h"
#include "proto/msg.h"

static void put_set(struct smv_buf *b, uint64_t n, uint64_t seen, uint64_t id, uint64_t field)
{
    smv_write_array(b, 6);
    smv_write_uint(b, n);
    smv_write_uint(b, seen);
    smv_write_uint(b, SMV_OP_SET);
    smv_write_uint(b, id);
    smv_write_uint(b, field);
    smv_write_uint(b, 7);
}

static void test_bad_op_is_stepped_over(void **state)
{
    (void)state;
    struct smv_buf b = {0};
    struct smv_reader r;
    struct smv_request req;
    put_set(&b, 1, 5, 10, 3);
    put_set(&b, 2, 5, 10, 64); /* no field has number 64 */
    put_set(&b, 3, 5, 11, 3);
    smv_reader_init(&r, smv_buf_span(&b));
    assert_int_equal(smv_request_read(&r, &req), SMV_OK);
    assert_int_equal(smv_request_peek_n(r), 2);
    memset(&req, 0x5a, sizeof req);
    const struct smv_request untouched = req;
    assert_int_equal(smv_request_read(&r, &req), SMV_ERR_RANGE);
    assert_memory_equal(&req, &untouched, sizeof req);
    assert_int_equal(smv_request_read(&r, &req), SMV_OK);
    assert_int_equal(req.n, 3);
    assert_int_equal(req.u.set.id, 11);
    assert_int_equal(smv_reader_done(&r), SMV_OK);
    /* Past the end there is nothing, and nothing to name. */
    assert_int_equal(smv_request_read(&r, &req), SMV_ERR_MALFORMED);
    assert_int_equal(smv_request_peek_n(r), 0);
    smv_buf_finish(&b);
}

static void test_broken_msgpack_ends_the_reader(void **state)
{
    (void)state;
    const uint8_t bytes[] = {0x96, 0x01, 0x05, 0x02, 0xc1, 0x00, 0x00}; /* 0xc1 is no msgpack */
    struct smv_reader r;
    struct smv_request req;
    smv_reader_init(&r, smv_span(bytes, sizeof bytes));
    assert_int_equal(smv_request_read(&r, &req), SMV_ERR_MALFORMED);
    assert_int_equal(smv_reader_left(&r), 0);
    assert_int_equal(smv_reader_done(&r), SMV_ERR_MALFORMED);
}

static void test_message_output_untouched(void **state)
{
    (void)state;
    const uint8_t pick[] = {0x92, 0x07, 0xa1, 'x'};
    struct smv_msg msg;
    memset(&msg, 0x5a, sizeof msg);
    const struct smv_msg untouched = msg;
    assert_int_equal(smv_msg_read(smv_span(pick, sizeof pick), 1, &msg), SMV_ERR_MALFORMED);
    assert_memory_equal(&msg, &untouched, sizeof msg);
}

static void test_hash_is_of_the_tail(void **state)
{
    (void)state;
    struct smv_buf a = {0}, b = {0}, c = {0};
    struct smv_reader r;
    struct smv_request first, resent, other;
    put_set(&a, 1, 5, 10, 3);
    put_set(&b, 9, 5, 10, 3); /* another n, the same tail */
    put_set(&c, 1, 6, 10, 3); /* another seen */
    smv_reader_init(&r, smv_buf_span(&a));
    assert_int_equal(smv_request_read(&r, &first), SMV_OK);
    smv_reader_init(&r, smv_buf_span(&b));
    assert_int_equal(smv_request_read(&r, &resent), SMV_OK);
    smv_reader_init(&r, smv_buf_span(&c));
    assert_int_equal(smv_request_read(&r, &other), SMV_OK);
    assert_true(smv_request_hash(first.tail) == smv_request_hash(resent.tail));
    assert_true(smv_request_hash(first.tail) != smv_request_hash(other.tail));
    smv_buf_finish(&a);
    smv_buf_finish(&b);
    smv_buf_finish(&c);
}

/* A longer msgpack form than needed is legal; log and hash keep it as it came. */
static void test_body_keeps_the_bytes(void **state)
{
    (void)state;
    const uint8_t sent[] = {0x94, 0x01, 0xcd, 0x00,
                            0x05, 0x05, 0xcc, 0x0a}; /* del, seen 5, id 10 */
    struct smv_reader r;
    struct smv_request req, again;
    struct smv_buf body = {0};
    smv_reader_init(&r, smv_span(sent, sizeof sent));
    assert_int_equal(smv_request_read(&r, &req), SMV_OK);
    assert_int_equal(req.seen, 5);
    assert_int_equal(req.u.del.id, 10);
    assert_true(smv_span_eq(req.tail, smv_span(sent + 2, sizeof sent - 2)));
    req.link = 70;
    req.ord = 8388607;
    smv_request_write_body(&body, &req);
    assert_int_equal(smv_request_read_body(smv_buf_span(&body), &again), SMV_OK);
    assert_int_equal(again.link, 70);
    assert_int_equal(again.ord, 8388607);
    assert_int_equal(again.n, 1);
    assert_true(smv_span_eq(again.tail, req.tail));
    smv_buf_finish(&body);
}

static void test_zeroed_raw_is_nil(void **state)
{
    (void)state;
    const uint8_t want[] = {0x93, 0x27, 0xc0, 0xc0};
    struct smv_msg msg = {.kind = SMV_MSG_KIND_PRESENCE};
    struct smv_buf b = {0};
    smv_msg_write(&b, &msg);
    assert_true(smv_span_eq(smv_buf_span(&b), smv_span(want, sizeof want)));
    smv_buf_finish(&b);
}

static void test_words(void **state)
{
    (void)state;
    assert_string_equal(smv_msg_name(SMV_MSG_KIND_WELCOME), "welcome");
    assert_string_equal(smv_op_name(SMV_OP_BALLOT), "vote");
    assert_string_equal(smv_change_name(SMV_CHANGE_ENTER), "come");
    assert_string_equal(smv_code_name(SMV_CODE_BAD_SEEN), "BAD_SEEN");
    assert_string_equal(smv_code_text(SMV_CODE_OK), "done");
    assert_string_equal(smv_close_text(SMV_CLOSE_REVOKED), "the link was revoked or has run out");
    assert_string_equal(smv_msg_name((enum smv_msg_kind)99), "unknown");
    assert_string_equal(smv_op_name((enum smv_op_kind)99), "unknown");
    assert_string_equal(smv_change_name((enum smv_change_kind)99), "unknown");
    assert_string_equal(smv_code_name((enum smv_code)99), "unknown");
    assert_string_equal(smv_code_text((enum smv_code)99), "unknown");
    assert_string_equal(smv_close_text((enum smv_close)99), "unknown");
    assert_int_equal(smv_code_class(SMV_CODE_DUP), SMV_CLASS_DONE);
    assert_int_equal(smv_code_class(SMV_CODE_BAD_SEEN), SMV_CLASS_RESYNC);
    assert_int_equal(smv_code_class(SMV_CODE_BUSY), SMV_CLASS_RETRY);
    assert_int_equal(smv_code_class(SMV_CODE_ORDER), SMV_CLASS_RETRY);
    assert_int_equal(smv_code_class((enum smv_code)99), SMV_CLASS_STOP);
    assert_int_equal(smv_close_again(4401), 0);
    assert_int_equal(smv_close_again(4413), 1);
    assert_int_equal(smv_close_again(1006), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_op_is_stepped_over),
        cmocka_unit_test(test_broken_msgpack_ends_the_reader),
        cmocka_unit_test(test_message_output_untouched),
        cmocka_unit_test(test_hash_is_of_the_tail),
        cmocka_unit_test(test_body_keeps_the_bytes),
        cmocka_unit_test(test_zeroed_raw_is_nil),
        cmocka_unit_test(test_words),
    };
    smv_hash_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
