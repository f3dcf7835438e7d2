/* test_core_asked.c - ballots on their way while connections break: which receipt is whose. */
#include "tests/lib/core_side.h"
#include "common/pack/writer.h"

/* The poll takes texts from now on. */
static void open_poll(void)
{
    static const uint8_t key[32] = {7};
    core_op(core_enter(MOD, 130), 1, core_side.side.poll, SMV_POLL_STATE, 1);
    core_commit();
    assert_true(core_side.u.n_keys == 1 && core_side.u.keys[0].poll == core_side.side.poll);
    core_step(&(struct smv_event){
        .type = SMV_EVENT_KEY, .poll = core_side.side.poll, .bytes = smv_span(key, sizeof key)});
}

/* NULL: a choice where a text is asked for, which is refused when its turn in the log comes. */
static void cast(struct smv_conn *conn, const char *text)
{
    struct smv_buf raw = {0};
    if (text != NULL) {
        smv_write_cstr(&raw, text);
    } else {
        smv_write_array(&raw, 1);
        smv_write_uint(&raw, core_side.side.choices[0]);
    }
    struct smv_msg m = {.kind = SMV_MSG_KIND_BALLOT};
    m.u.ballot = (struct smv_msg_ballot){core_side.side.poll, smv_buf_span(&raw)};
    core_say(conn, &m);
    smv_buf_finish(&raw);
}

static void assert_receipt(struct smv_conn *conn, unsigned code)
{
    struct core_got got = core_read(conn);
    assert_int_equal(got.n[SMV_MSG_KIND_RECEIPT], 1);
    assert_int_equal(got.last_receipt, code);
}

/* A phone's connection breaks with a ballot on its way, and comes back: the one of the broken connection answers
 * nobody, so each receipt is of the ballot that was sent here, and a refusal is not lost. */
static void a_receipt_is_of_its_own_ballot(void **state)
{
    (void)state;
    open_poll();
    struct smv_conn *first = core_hello("ABCDEF", 131);
    cast(first, "one");
    core_step(&(struct smv_event){.type = SMV_EVENT_CLOSED, .conn = first});
    struct smv_conn *again = core_hello("ABCDEF", 131);
    cast(again, "one");
    (void)core_read(again);
    core_commit_first(1); /* the broken connection's */
    assert_int_equal(core_read(again).n[SMV_MSG_KIND_RECEIPT], 0);
    cast(again, NULL); /* takes the place of the one on its way */
    core_commit_first(1);
    assert_int_equal(core_read(again).n[SMV_MSG_KIND_RECEIPT], 0);
    struct smv_msg join = {.kind = SMV_MSG_KIND_JOIN};
    uint8_t hash[32] = {1};
    join.u.join = (struct smv_msg_join){smv_span_str("3b"), smv_span(NULL, 0), smv_span(hash, 32)};
    core_say(again, &join); /* but another matter waits */
    assert_receipt(again, SMV_CODE_BUSY);
    core_commit();
    assert_receipt(again, SMV_CODE_BAD_VALUE);
}

/* The same device twice (two tabs), each with a ballot on its way. */
static void two_of_one_device_have_a_receipt_each(void **state)
{
    (void)state;
    open_poll();
    struct smv_conn *a = core_hello("ABCDEF", 132), *b = core_hello("ABCDEF", 132);
    (void)core_read(a);
    (void)core_read(b);
    cast(b, "b");
    cast(a, NULL);
    core_commit_first(1);
    assert_int_equal(core_read(a).n[SMV_MSG_KIND_RECEIPT], 0);
    assert_receipt(b, SMV_CODE_OK);
    core_commit();
    assert_receipt(a, SMV_CODE_BAD_VALUE);
}

/* What the disk had no room for is asked again. */
static void a_full_disk_asks_for_the_ballot_again(void **state)
{
    (void)state;
    open_poll();
    struct smv_conn *phone = core_hello("ABCDEF", 133), *gone = core_hello("ABCDEF", 133);
    (void)core_read(phone);
    cast(gone, "one");
    cast(phone, "two");
    core_step(&(struct smv_event){.type = SMV_EVENT_CLOSED, .conn = gone});
    core_side.n_bodies = 0;
    core_step(&(struct smv_event){.type = SMV_EVENT_REFUSED});
    assert_receipt(phone, SMV_CODE_BUSY);
    cast(phone, NULL);
    core_commit();
    assert_receipt(phone, SMV_CODE_BAD_VALUE);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, core_setup, core_teardown)
    const struct CMUnitTest tests[] = {
        T(a_receipt_is_of_its_own_ballot),
        T(two_of_one_device_have_a_receipt_each),
        T(a_full_disk_asks_for_the_ballot_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
