/* test_client_link.c - the client's connection: states, times, back-off, resuming, daemons that lie. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/rng.h"
#include "tests/lib/client_side.h"

enum { Q = SIDE_QUESTION, DISC = SMV_QUESTION_DISCUSSION };

static int setup(void **state)
{
    static struct side side;
    side_init(&side);
    *state = &side;
    return 0;
}

static int teardown(void **state)
{
    side_finish(*state);
    return 0;
}

#define STATE(s) smv_client_state((s)->c)

static void comes_in_by_snapshot(void **state)
{
    struct side *s = *state;
    struct smv_msg hello;
    side_event(s, SMV_CLIENT_EVENT_START, 0);
    assert_int_equal(s->u.link, SMV_LINK_CONNECT);
    side_open(s, &hello);
    assert_true(smv_span_is(hello.u.hello.token, "secret"));
    assert_int_equal(hello.u.hello.resume.data[0], 0xc0); /* nil: nothing held */
    side_welcome(s, 1, 0, 10, 0);
    assert_int_equal(STATE(s), SMV_CLIENT_SYNC);
    side_snap(s, 9, "abc", "p");
    assert_int_equal(STATE(s), SMV_CLIENT_SYNC); /* the head was 10 */
    side_ev_txt(s, 10, 3, 1, Q, DISC, 1, "X", 0);
    assert_int_equal(STATE(s), SMV_CLIENT_LIVE);
    assert_string_equal(side_confirmed(s, Q, DISC), "aXbc");
    assert_int_equal(side_info(s).seq, 10);
}

static void resumes_where_it_was(void **state)
{
    struct side *s = *state;
    struct smv_msg hello;
    side_live(s, 9, "abc", "p");
    side_ev_txt(s, 10, 3, 1, Q, DISC, 3, "d", 0);
    side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
    assert_int_equal(STATE(s), SMV_CLIENT_BACKOFF);
    side_wait(s, 2000);
    side_open(s, &hello);
    struct smv_reader r;
    uint8_t epoch[16], h8[8];
    smv_reader_init(&r, hello.u.hello.resume);
    smv_read_array_of(&r, 3);
    smv_read_bin_exact(&r, epoch, 16);
    assert_int_equal(smv_read_uint(&r), 10);
    smv_read_bin_exact(&r, h8, 8);
    assert_int_equal(smv_reader_done(&r), SMV_OK);
    assert_memory_equal(epoch, s->epoch, 16);
    assert_int_equal(h8[0], 9);
    side_welcome(s, 0, 0, 10, 0);
    assert_int_equal(STATE(s), SMV_CLIENT_LIVE);
}

static void a_gap_means_again(void **state)
{
    struct side *s = *state;
    side_live(s, 9, "abc", "p");
    side_ev_txt(s, 11, 3, 1, Q, DISC, 0, "X", 0);
    assert_int_equal(STATE(s), SMV_CLIENT_BACKOFF);
    assert_int_equal(s->u.link, SMV_LINK_CLOSE);
    assert_string_equal(side_confirmed(s, Q, DISC), "abc");
}

static void what_is_applied_is_skipped(void **state)
{
    struct side *s = *state;
    side_live(s, 9, "abc", "p");
    side_ev_txt(s, 10, 3, 1, Q, DISC, 0, "X", 0);
    side_ev_txt(s, 10, 3, 1, Q, DISC, 0, "X", 0);
    assert_string_equal(side_confirmed(s, Q, DISC), "Xabc");
    struct smv_item items[2] = {{.seq = 10, .ts = 1, .change = SMV_CHANGE_DEL},
                                {.seq = 11, .ts = 1, .change = SMV_CHANGE_DEL}};
    items[0].u.del.id = 999; /* no such node */
    items[1].u.del.id = SIDE_POINT;
    side_ev(s, 8, 12, items, 2); /* overlaps; the first would be a mistake if it were looked at */
    assert_int_equal(STATE(s), SMV_CLIENT_LIVE);
    assert_int_equal(side_info(s).seq, 12);
    assert_true(smv_client_deleted(s->c, SIDE_POINT));
}

static void gives_up_slow_connections(void **state)
{
    struct side *s = *state;
    side_event(s, SMV_CLIENT_EVENT_START, 0);
    assert_int_equal(s->u.wake, s->now + 8000);
    s->u.link = SMV_LINK_NONE;
    side_wait(s, 8000);
    assert_int_equal(STATE(s), SMV_CLIENT_BACKOFF);
    s->u.link = SMV_LINK_NONE;
    side_wait(s, 2000);
    assert_int_equal(s->u.link, SMV_LINK_CONNECT);
    side_open(s, NULL);
    assert_int_equal(s->u.wake, s->now + 5000);
    side_wait(s, 5000);
    assert_int_equal(STATE(s), SMV_CLIENT_BACKOFF);
}

static void backs_off_with_bounds(void **state)
{
    struct side *s = *state;
    side_event(s, SMV_CLIENT_EVENT_START, 0);
    smv_ms longest = 0;
    for (int i = 0; i < 200; i++) {
        side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
        smv_ms wait = s->u.wake - s->now;
        assert_true(wait <= 15000 && wait >= 1);
        assert_true(i > 0 || wait <= 1000);
        longest = wait > longest ? wait : longest;
        side_wait(s, 15000);
        assert_int_equal(s->u.link, SMV_LINK_CONNECT);
    }
    assert_true(longest > 10000);
}

/* The waits after 200 connections that the daemon ended with this code: the shortest and the longest. */
static void waits(struct side *s, unsigned code, smv_ms ret[2])
{
    ret[0] = UINT64_MAX;
    ret[1] = 0;
    for (int i = 0; i < 200; i++) {
        side_event(s, SMV_CLIENT_EVENT_CLOSED, code);
        smv_ms wait = s->u.wake - s->now;
        ret[0] = wait < ret[0] ? wait : ret[0];
        ret[1] = wait > ret[1] ? wait : ret[1];
        s->u.link = SMV_LINK_NONE;
        side_wait(s, 80000);
        assert_int_equal(s->u.link, SMV_LINK_CONNECT);
    }
}

/* A daemon that is full, or flooded, is left alone for 5 s at least, and not by all for the same 5 s. PROTOCOL 18 */
static void a_full_daemon_is_left_alone(void **state)
{
    static const unsigned codes[] = {SMV_CLOSE_FULL, SMV_CLOSE_RATE};
    struct side *s = *state;
    smv_ms w[2];
    side_event(s, SMV_CLIENT_EVENT_START, 0);
    for (size_t i = 0; i < 2; i++) {
        waits(s, codes[i], w);
        assert_true(w[0] >= 5000 && w[1] > 12000 && w[1] <= 20000);
    }
    waits(s, SMV_CLOSE_SLOW, w);
    assert_true(w[0] < 5000 && w[1] <= 15000);
}

/* Participants are many: they spread over a longer time. PROTOCOL 3 */
static void participants_spread(void **state)
{
    struct side *s = *state;
    smv_ms w[2];
    s->role = SMV_ROLE_PARTICIPANT;
    side_live(s, 9, "abc", "p");
    side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
    assert_true(s->u.wake - s->now <= 5000);
    s->u.link = SMV_LINK_NONE;
    side_wait(s, 5000);
    waits(s, 0, w);
    assert_true(w[1] > 40000 && w[1] <= 60000);
}

static void goaway_says_when(void **state)
{
    struct side *s = *state;
    side_live(s, 9, "abc", "p");
    struct smv_msg m = {.kind = SMV_MSG_KIND_GOAWAY};
    m.u.goaway = (struct smv_msg_goaway){1001, 20000, 30000};
    side_say(s, &m);
    assert_int_equal(STATE(s), SMV_CLIENT_BACKOFF);
    assert_in_range(s->u.wake - s->now, 20000, 30000);
}

static void some_codes_are_final(void **state)
{
    struct side *s = *state;
    side_live(s, 9, "abc", "p");
    side_event(s, SMV_CLIENT_EVENT_CLOSED, SMV_CLOSE_REVOKED);
    assert_int_equal(STATE(s), SMV_CLIENT_DENIED);
    assert_int_equal(smv_client_why(s->c), SMV_CLOSE_REVOKED);
    assert_int_equal(s->u.wake, 0);
    side_event(s, SMV_CLIENT_EVENT_START, 0); /* a person says so */
    assert_int_equal(s->u.link, SMV_LINK_CONNECT);
}

static void pong(struct side *s, smv_ms t0, uint64_t clock)
{
    struct smv_msg m = {.kind = SMV_MSG_KIND_PONG};
    m.u.pong = (struct smv_msg_pong){t0, clock, 9};
    side_say(s, &m);
}

static void silence_is_suspect_then_fatal(void **state)
{
    struct side *s = *state;
    side_live(s, 9, "abc", "p");
    smv_ms t0 = s->now;
    side_wait(s, 4900);
    assert_int_equal(STATE(s), SMV_CLIENT_LIVE);
    side_wait(s, 300);
    assert_int_equal(STATE(s), SMV_CLIENT_SUSPECT);
    pong(s, s->now, 1);
    assert_int_equal(STATE(s), SMV_CLIENT_LIVE);
    side_wait(s, 60000); /* the next PING is not answered */
    assert_int_equal(STATE(s), SMV_CLIENT_BACKOFF);
    assert_true(s->now < t0 + 26000);
}

static void clock_is_of_the_shortest_way(void **state)
{
    struct side *s = *state;
    side_live(s, 9, "abc", "p");
    smv_ms t0 = s->now;
    s->now += 40;
    pong(s, t0, 900000 + t0); /* true offset 900000 - 20 */
    s->now += 100;
    pong(s, s->now - 100, 900500 + s->now); /* a slow one that says otherwise */
    struct smv_client_info info = side_info(s);
    /* WELCOME came without delay here: it is the best until it is old. */
    assert_int_equal(info.clock_error_ms, 0);
    s->now += 59900;
    side_local(s);
    info = side_info(s);
    assert_int_equal(info.clock_error_ms, 20);
    assert_int_equal(info.clock_offset_ms, 900000 - 20);
}

static void three_lies_are_enough(void **state)
{
    struct side *s = *state;
    for (int i = 0; i < 3; i++) {
        side_open(s, NULL);
        side_welcome(s, i == 0, 0, 9, 0);
        if (i == 0) {
            side_snap(s, 9, "abc", "p");
        }
        side_ev_txt(s, 10, 3, 1, Q, DISC, 50, "X", 0); /* past the end of the text */
        if (i < 2) {
            assert_int_equal(STATE(s), SMV_CLIENT_BACKOFF);
            s->u.link = SMV_LINK_NONE;
            side_wait(s, 20000);
        }
    }
    assert_int_equal(STATE(s), SMV_CLIENT_DENIED);
    assert_int_equal(smv_client_why(s->c), SMV_CLOSE_PROTOCOL);
}

/* A ballot is said again until there is a receipt that is not "later". */
static void ballots_are_said_until_received(void **state)
{
    struct side *s = *state;
    struct smv_msg m, receipt = {.kind = SMV_MSG_KIND_RECEIPT};
    smv_id choice = 77;
    side_live(s, 9, "abc", "p");
    assert_true(smv_client_ballot(s->c, 50, smv_span(NULL, 0), &choice, 1));
    side_local(s);
    assert_true(side_next(s, &m));
    while (m.kind != SMV_MSG_KIND_BALLOT) {
        assert_true(side_next(s, &m));
    }
    assert_int_equal(m.u.ballot.poll, 50);
    side_cut(s);
    side_welcome(s, 0, 0, 9, 0);
    unsigned said = 0;
    while (side_next(s, &m)) {
        said += m.kind == SMV_MSG_KIND_BALLOT;
    }
    assert_int_equal(said, 1);
    receipt.u.receipt = (struct smv_msg_receipt){50, SMV_CODE_BUSY};
    side_say(s, &receipt);
    side_wait(s, 1600);
    while (side_next(s, &m)) {
        said += m.kind == SMV_MSG_KIND_BALLOT;
    }
    assert_int_equal(said, 2);
    receipt.u.receipt.code = SMV_CODE_OK;
    side_say(s, &receipt);
    side_cut(s);
    side_welcome(s, 0, 0, 9, 0);
    while (side_next(s, &m)) {
        said += m.kind == SMV_MSG_KIND_BALLOT;
    }
    assert_int_equal(said, 2);
}

static unsigned ballots_sent(struct side *s)
{
    struct smv_msg m;
    unsigned n = 0;
    while (side_next(s, &m)) {
        n += m.kind == SMV_MSG_KIND_BALLOT;
    }
    return n;
}

/* A mind that changes while a ballot is on its way: the newer one waits, or the older one's receipt would be taken for
 * its own, and it be lost with the connection. */
static void a_newer_ballot_waits_for_the_receipt(void **state)
{
    struct side *s = *state;
    struct smv_msg receipt = {.kind = SMV_MSG_KIND_RECEIPT};
    smv_id choice = 77, other = 78;
    side_live(s, 9, "abc", "p");
    assert_true(smv_client_ballot(s->c, 50, smv_span(NULL, 0), &choice, 1));
    side_local(s);
    assert_int_equal(ballots_sent(s), 1);
    assert_true(smv_client_ballot(s->c, 50, smv_span(NULL, 0), &other, 1));
    side_local(s);
    assert_int_equal(ballots_sent(s), 0);
    receipt.u.receipt = (struct smv_msg_receipt){50, SMV_CODE_OK};
    side_say(s, &receipt);
    assert_int_equal(ballots_sent(s), 1);
    side_cut(s); /* not received: said again */
    side_welcome(s, 0, 0, 9, 0);
    assert_int_equal(ballots_sent(s), 1);
    side_say(s, &receipt);
    side_cut(s);
    side_welcome(s, 0, 0, 9, 0);
    assert_int_equal(ballots_sent(s), 0);
}

/* Bytes turned over in good messages: whatever comes of it, the client stands, and can be asked. */
static void garbage_does_no_harm(void **state)
{
    (void)state;
    struct smv_rng rng;
    smv_rng_seed(&rng, 7);
    for (int round = 0; round < 3000; round++) {
        struct side s;
        side_init(&s);
        side_live(&s, 9, "hello world", "point");
        side_type(&s, Q, DISC, 2, "mine", 0);
        for (int k = 0; k < 6; k++) {
            struct smv_ot op = {0};
            struct smv_buf bytes = {0}, list = {0}, frame = {0};
            smv_ot_skip(&op, 3);
            smv_ot_insert(&op, smv_span_str("xyz"));
            smv_ot_write(&bytes, &op);
            struct smv_item item = {
                .seq = 10 + (unsigned)k, .ord = 3, .n = 1, .change = SMV_CHANGE_TXT};
            item.u.txt = (struct smv_change_txt){Q, DISC, smv_buf_span(&bytes), 0};
            uint8_t one = 0x91, h8[8] = {0};
            smv_buf_put(&list, &one, 1);
            smv_item_write(&list, &item);
            struct smv_msg m = {.kind = SMV_MSG_KIND_EV};
            m.u.ev = (struct smv_msg_ev){9 + (unsigned)k, 10 + (unsigned)k, smv_span(h8, 8),
                                         smv_buf_span(&list)};
            smv_msg_write(&frame, &m);
            for (uint64_t f = smv_rng_below(&rng, 4); f > 0; f--) {
                frame.data[smv_rng_below(&rng, frame.len)] = (uint8_t)smv_rng_next(&rng);
            }
            side_frame(&s, smv_buf_span(&frame));
            (void)side_text(&s, Q, DISC);
            smv_ot_finish(&op);
            smv_buf_finish(&bytes);
            smv_buf_finish(&list);
            smv_buf_finish(&frame);
        }
        assert_int_not_equal(
            side_info(&s).unconfirmed + side_info(&s).refused + side_info(&s).confirmed_total, 0);
        side_finish(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(comes_in_by_snapshot, setup, teardown),
        cmocka_unit_test_setup_teardown(resumes_where_it_was, setup, teardown),
        cmocka_unit_test_setup_teardown(a_gap_means_again, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_applied_is_skipped, setup, teardown),
        cmocka_unit_test_setup_teardown(gives_up_slow_connections, setup, teardown),
        cmocka_unit_test_setup_teardown(backs_off_with_bounds, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_daemon_is_left_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(participants_spread, setup, teardown),
        cmocka_unit_test_setup_teardown(goaway_says_when, setup, teardown),
        cmocka_unit_test_setup_teardown(some_codes_are_final, setup, teardown),
        cmocka_unit_test_setup_teardown(silence_is_suspect_then_fatal, setup, teardown),
        cmocka_unit_test_setup_teardown(clock_is_of_the_shortest_way, setup, teardown),
        cmocka_unit_test_setup_teardown(three_lies_are_enough, setup, teardown),
        cmocka_unit_test_setup_teardown(ballots_are_said_until_received, setup, teardown),
        cmocka_unit_test_setup_teardown(a_newer_ballot_waits_for_the_receipt, setup, teardown),
        cmocka_unit_test(garbage_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
