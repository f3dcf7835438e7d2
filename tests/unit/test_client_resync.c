/* test_client_resync.c - the way back: snapshots over own work, the outbox after kill -9, other histories. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/heap.h"
#include "common/pack/writer.h"
#include "tests/lib/client_side.h"

enum { Q = SIDE_QUESTION, DISC = SMV_QUESTION_DISCUSSION, P = SIDE_POINT, TEXT = SMV_POINT_TEXT };

static int setup(void **state)
{
    static struct side side;
    side_init(&side);
    side_live(&side, 9, "abc", "point");
    *state = &side;
    return 0;
}

static int teardown(void **state)
{
    side_finish(*state);
    return 0;
}

static bool next_of(struct side *s, enum smv_msg_kind kind, struct smv_msg *ret)
{
    while (side_next(s, ret)) {
        if (ret->kind == kind) {
            return true;
        }
    }
    return false;
}

/* --- a snapshot jumps over operations ------------------------------------------------------------- */
static void jump(struct side *s, smv_seq seq, const char *question, uint64_t last_n)
{
    side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
    side_wait(s, 60000);
    side_open(s, NULL);
    side_welcome(s, 1, 0, seq, last_n);
    side_snap(s, seq, question, "point");
}

static void fetched_operations_carry_own_work(void **state)
{
    struct side *s = *state;
    struct smv_msg m;
    struct smv_request q[4];
    side_type(s, Q, DISC, 1, "X", 0);
    (void)side_ops(s, q, 4);
    side_type(s, Q, DISC, 4, "Y", 0); /* aXbcY */
    jump(s, 20, "RaXbSc", 1);
    assert_string_equal(side_text(s, Q, DISC), "aXbcY"); /* until it is known what came between */
    assert_true(next_of(s, SMV_MSG_KIND_FETCH, &m));
    assert_int_equal(m.u.fetch.node, Q);
    assert_int_equal(m.u.fetch.seq, 9);
    assert_int_equal(side_ops(s, q, 4), 0);
    side_type(s, Q, DISC, 5, "Z", 0);             /* typed meanwhile */
    side_ev_txt(s, 21, 3, 8, Q, DISC, 6, "T", 0); /* told before the answer, and in it */
    const struct side_op ops[] = {
        {12, 3, 6, 0, "R"}, {13, SIDE_ORD, 1, 2, "X"}, {15, 3, 7, 4, "S"}, {21, 3, 8, 6, "T"}};
    side_past(s, Q, DISC, 0, 21, ops, 4);
    assert_string_equal(side_confirmed(s, Q, DISC), "RaXbScT");
    assert_string_equal(side_text(s, Q, DISC), "RaXbScYZT");
    assert_int_equal(side_ops(s, q, 4), 1);
    assert_int_equal(q[0].n, 2);
    assert_int_equal(q[0].seen, 21);
}

/* `seen` says what the person was looking at, not what came with the connection: locks and blind overwrites go
 * by it. */
static void what_was_made_offline_was_made_on_what_was_held(void **state)
{
    struct side *s = *state;
    struct smv_request q[4];
    side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
    side_type(s, Q, DISC, 1, "X", 0);
    side_wait(s, 60000);
    side_open(s, NULL);
    side_welcome(s, 0, 0, 10, 0);
    side_ev_txt(s, 10, 3, 6, Q, DISC, 0, "R", 0);
    assert_string_equal(side_text(s, Q, DISC), "RaXbc");
    assert_int_equal(side_ops(s, q, 4), 1);
    assert_int_equal(q[0].n, 1);
    assert_int_equal(q[0].seen, 9);
    assert_int_equal(q[0].u.txt.op.len, 4);
    assert_memory_equal(q[0].u.txt.op.data, "\x92\x01\xa1X", 4); /* on the text without the R */
}

static void what_is_told_after_the_answer_counts(void **state)
{
    struct side *s = *state;
    struct smv_request q[4];
    side_type(s, Q, DISC, 3, "X", 0);
    jump(s, 20, "Rabc", 0);
    side_ev_txt(s, 21, 3, 8, Q, DISC, 0, "T", 0);
    const struct side_op ops[] = {{12, 3, 6, 0, "R"}};
    side_past(s, Q, DISC, 0, 20, ops, 1);
    assert_string_equal(side_text(s, Q, DISC), "TRabcX");
    assert_int_equal(side_ops(s, q, 4), 1);
    assert_int_equal(q[0].n, 1);
    assert_int_equal(q[0].seen, 9); /* as it was first sent */
}

/* The history is too short: what is in flight is asked about, then the rest is merged. */
static void too_old_to_follow_is_merged_once(void **state)
{
    for (int arrived = 0; arrived < 2; arrived++) {
        struct side *s = *state;
        struct smv_request q[4];
        side_type(s, Q, DISC, 3, "X", 0);
        (void)side_ops(s, q, 4);
        side_type(s, Q, DISC, 4, "Y", 0);
        jump(s, 20, arrived ? "RabcX" : "Rabc", arrived ? 1 : 0);
        side_past(s, Q, DISC, SMV_CODE_BAD_SEEN, 20, NULL, 0);
        assert_int_equal(side_ops(s, q, 4), 1);
        assert_int_equal(q[0].n, 1);
        side_res(s, 1, arrived ? SMV_CODE_DUP : SMV_CODE_BAD_SEEN, 21);
        assert_string_equal(side_text(s, Q, DISC), "RabcXY");
        assert_int_equal(side_ops(s, q, 4), 1);
        assert_int_equal(q[0].n, 2);
        side_ev_txt(s, 21, SIDE_ORD, 2, Q, DISC, arrived ? 5 : 4, arrived ? "Y" : "XY", 0);
        assert_string_equal(side_confirmed(s, Q, DISC), "RabcXY");
        assert_int_equal(side_info(s).unconfirmed, 0);
        teardown(state);
        setup(state);
    }
}

static void a_lost_answer_is_asked_for_again(void **state)
{
    struct side *s = *state;
    struct smv_msg m;
    side_type(s, Q, DISC, 3, "X", 0);
    jump(s, 20, "Rabc", 0);
    assert_true(next_of(s, SMV_MSG_KIND_FETCH, &m));
    side_cut(s);
    side_welcome(s, 0, 0, 20, 0);
    assert_true(next_of(s, SMV_MSG_KIND_FETCH, &m));
    assert_int_equal(m.u.fetch.seq, 9);
}

/* --- kill -9 ---------------------------------------------------------------------------------------- */
static void after_kill_the_same_bytes(void **state)
{
    struct side *s = *state;
    struct smv_request q[4], again[4];
    struct smv_msg m;
    side_type(s, Q, DISC, 3, "X", 0);
    assert_int_equal(side_ops(s, q, 4), 1);
    uint64_t hash = smv_request_hash(q[0].tail);
    side_type(s, Q, DISC, 4, "Y", 0);
    smv_client_del(s->c, P);
    side_local(s);
    side_restart(s);
    assert_int_equal(side_info(s).unconfirmed, 3);
    side_open(s, &m);
    assert_int_equal(m.u.hello.resume.data[0], 0x93); /* which history; that it holds nothing */
    assert_int_equal(m.u.hello.resume.data[19], 0);
    side_welcome(s, 2, 0, 20, 0);
    side_snap(s, 20, "Rabc", "point");
    assert_true(next_of(s, SMV_MSG_KIND_FETCH, &m));
    const struct side_op ops[] = {{12, 3, 6, 0, "R"}};
    side_past(s, Q, DISC, 0, 20, ops, 1);
    assert_string_equal(side_text(s, Q, DISC), "RabcXY");
    assert_int_equal(side_ops(s, again, 4), 1); /* the one behind waits for it */
    assert_int_equal(again[0].n, 1);
    assert_true(smv_request_hash(again[0].tail) == hash);
    side_ev_txt(s, 21, SIDE_ORD, 1, Q, DISC, 4, "X", 0);
    assert_int_equal(side_ops(s, again, 4), 2);
    assert_int_equal(again[0].n, 2);
    assert_int_equal(again[1].op, SMV_OP_DEL);
}

/* Confirmed before the kill, typed behind it: that stands on the confirmed one. */
static void what_was_behind_stands_alone(void **state)
{
    struct side *s = *state;
    struct smv_request q[4];
    smv_client_del(s->c, P); /* ahead of it, so that nothing goes out after the confirmation */
    side_type(s, Q, DISC, 3, "X", 0);
    (void)side_ops(s, q, 4);
    side_type(s, Q, DISC, 4, "Y", 0);
    side_res(s, 1, SMV_CODE_RATE, 0);
    side_ev_txt(s, 10, SIDE_ORD, 2, Q, DISC, 3, "X", 0);
    side_restart(s);
    side_open(s, NULL);
    side_welcome(s, 1, 0, 20, 2);
    side_snap(s, 20, "RabcX", "point");
    const struct side_op ops[] = {{12, 3, 6, 0, "R"}};
    side_past(s, Q, DISC, 0, 20, ops, 1);
    assert_string_equal(side_text(s, Q, DISC), "RabcXY");
}

static void a_torn_last_record_is_ignored(void **state)
{
    struct side *s = *state;
    side_type(s, Q, DISC, 3, "X", 0);
    size_t whole = s->n_disk;
    smv_client_del(s->c, P);
    side_local(s);
    assert_int_equal(s->n_disk, whole + 1);
    s->disk[whole].len -= 3;
    side_restart(s);
    assert_int_equal(side_info(s).unconfirmed, 1);
    s->disk[whole].len += 3;
    s->disk[whole].data[s->disk[whole].len - 1] ^= 1; /* not torn, but turned over */
    side_restart(s);
    assert_int_equal(side_info(s).unconfirmed, 1);
    struct smv_span records[64];
    s->disk[0].data[s->disk[0].len - 1] ^= 1; /* and not the last one: not our file */
    for (size_t i = 0; i < s->n_disk; i++) {
        records[i] = smv_buf_span(&s->disk[i]);
    }
    struct smv_client *c = smv_client_create(&s->config);
    assert_int_equal(smv_client_restore(c, records, s->n_disk), SMV_ERR_MALFORMED);
    smv_client_destroy(c);
}

static void another_clients_file_is_refused(void **state)
{
    struct side *s = *state;
    struct smv_span records[64];
    side_type(s, Q, DISC, 3, "X", 0);
    for (size_t i = 0; i < s->n_disk; i++) {
        records[i] = smv_buf_span(&s->disk[i]);
    }
    s->config.cid[0] ^= 1;
    struct smv_client *c = smv_client_create(&s->config);
    assert_int_equal(smv_client_restore(c, records, s->n_disk), SMV_ERR_VERSION);
    smv_client_destroy(c);
}

static void compacting_keeps_all(void **state)
{
    struct side *s = *state;
    const struct smv_record *r;
    const struct smv_refused *list;
    struct smv_request q[4];
    side_type(s, Q, DISC, 0, "NO", 0);
    side_res(s, 1, SMV_CODE_LOCKED, 10);
    side_type(s, Q, DISC, 3, "X", 0);
    (void)side_ops(s, q, 4);
    side_type(s, Q, DISC, 4, "Y", 0);
    assert_int_equal(smv_client_compact(s->c, &r), 1);
    struct smv_buf copy = {0};
    smv_buf_put_span(&copy, r[0].bytes);
    for (size_t i = 0; i < s->n_disk; i++) {
        smv_buf_finish(&s->disk[i]);
    }
    s->disk[0] = copy;
    s->n_disk = 1;
    side_restart(s);
    assert_int_equal(side_info(s).unconfirmed, 2);
    assert_int_equal(smv_client_refused(s->c, &list), 1);
    assert_string_equal(side_text(s, Q, DISC), "abcXY");
    side_open(s, NULL);
    side_welcome(s, 1, 0, 9, 1);
    side_snap(s, 9, "abc", "point");
    assert_int_equal(side_ops(s, q, 4), 1);
    assert_int_equal(q[0].n, 2);
}

/* --- another history ---------------------------------------------------------------------------------- */
static void restored(struct side *s, unsigned reason, smv_seq lost, smv_seq head, uint64_t last_n)
{
    struct smv_buf b = {0};
    smv_write_array(&b, 2);
    smv_write_bin(&b, smv_span(s->epoch, 16));
    smv_write_uint(&b, lost);
    uint8_t epoch[16] = {2};
    struct smv_msg m = {.kind = SMV_MSG_KIND_WELCOME};
    m.u.welcome = (struct smv_msg_welcome){.version = 1,
                                           .epoch = smv_span(epoch, 16),
                                           .head = head,
                                           .mode = 2,
                                           .reason = reason,
                                           .lost = smv_buf_span(&b),
                                           .ord = SIDE_ORD,
                                           .last_n = last_n,
                                           .ping_ms = 10000,
                                           .frame_max = 65536,
                                           .unconfirmed_max = 128};
    if (reason != 1) {
        m.u.welcome.lost = smv_span(NULL, 0);
    }
    side_say(s, &m);
    memcpy(s->epoch, epoch, 16);
    smv_buf_finish(&b);
}

static void offers_what_the_file_lost_then_the_rest(void **state)
{
    struct side *s = *state;
    struct smv_request q[8];
    side_ev_txt(s, 10, 3, 1, Q, DISC, 3, "d", 0); /* known here, lost there */
    side_type(s, Q, DISC, 4, "X", 0);             /* never confirmed */
    smv_client_del(s->c, P);
    side_local(s);
    side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
    side_wait(s, 60000);
    side_open(s, NULL);
    restored(s, 1, 9, 9, 0);
    assert_true((s->u.news & SMV_NEWS_EPOCH) != 0);
    side_snap(s, 9, "abc", "point");
    assert_int_equal(side_ops(s, q, 8), 1); /* text waits for the offers */
    assert_int_equal(q[0].n, 1);
    assert_int_equal(q[0].op, SMV_OP_OFFER);
    assert_int_equal(q[0].u.offer.id, Q);
    assert_int_equal(q[0].u.offer.place_seq, 0);
    struct smv_reader r;
    smv_reader_init(&r, q[0].u.offer.fields);
    assert_int_equal(smv_read_array(&r), 1);
    smv_read_array_of(&r, 3);
    assert_int_equal(smv_read_uint(&r), DISC);
    assert_true(smv_span_is(smv_read_str(&r, 99), "abcd"));
    assert_int_equal(smv_read_uint(&r), 10);
    assert_string_equal(side_text(s, Q, DISC), "abcdX");
    side_ev_txt(s, 10, SIDE_ORD, 1, Q, DISC, 3, "d", 0);
    size_t n = side_ops(s, q, 8);
    assert_int_equal(n, 2);
    assert_true(q[0].op == SMV_OP_DEL || q[1].op == SMV_OP_DEL);
    assert_true(q[0].op == SMV_OP_TXT || q[1].op == SMV_OP_TXT);
    assert_int_equal(q[0].n, 2);
    assert_string_equal(side_text(s, Q, DISC), "abcdX");
}

/* Somebody else had seen it, and has brought it back: it is not typed twice. */
static void what_came_back_is_not_doubled(void **state)
{
    struct side *s = *state;
    struct smv_request q[8];
    side_type(s, Q, DISC, 3, "mine", 0);
    (void)side_ops(s, q, 8);
    side_type(s, Q, DISC, 7, "new", 0);
    side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
    side_wait(s, 60000);
    side_open(s, NULL);
    restored(s, 1, 9, 12, 0);
    side_snap(s, 12, "abcmine", "point");
    assert_string_equal(side_text(s, Q, DISC), "abcminenew");
    assert_int_equal(side_ops(s, q, 8), 1);
    assert_int_equal(q[0].n, 1);
    assert_string_equal(side_confirmed(s, Q, DISC), "abcmine");
}

static void what_the_file_has_of_mine_is_done(void **state)
{
    struct side *s = *state;
    struct smv_request q[8];
    side_type(s, Q, DISC, 3, "mine", 0);
    (void)side_ops(s, q, 8);
    side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
    side_wait(s, 60000);
    side_open(s, NULL);
    restored(s, 1, 10, 11, 1);
    side_snap(s, 11, "abcmine", "point");
    assert_int_equal(side_info(s).unconfirmed, 0);
    assert_int_equal(side_ops(s, q, 8), 0);
    assert_string_equal(side_text(s, Q, DISC), "abcmine");
}

static void after_a_rewrite_nothing_is_left(void **state)
{
    struct side *s = *state;
    const struct smv_refused *list;
    side_type(s, Q, DISC, 3, "mine", 0);
    side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
    side_wait(s, 60000);
    side_open(s, NULL);
    restored(s, 2, 0, 3, 0);
    side_snap(s, 3, "new", "point");
    assert_int_equal(side_info(s).unconfirmed, 0);
    assert_int_equal(smv_client_refused(s->c, &list), 1); /* once, for copying */
    assert_true(smv_span_is(list[0].text, "mine"));
    assert_string_equal(side_text(s, Q, DISC), "new");
    const struct smv_record
        *r; /* the file is written anew now: not with the words that are to leave it */
    assert_int_equal(smv_client_compact(s->c, &r), 1);
    for (size_t i = 0; i + 4 <= r[0].bytes.len; i++) {
        assert_memory_not_equal(r[0].bytes.data + i, "mine", 4);
    }
    side_restart(s);
    assert_int_equal(smv_client_refused(s->c, &list), 0);
    assert_int_equal(side_info(s).unconfirmed, 0);
}

/* The same for a new process, which has own work but no replica. */
static void after_kill_and_a_rewrite_nothing_is_sent(void **state)
{
    struct side *s = *state;
    const struct smv_refused *list;
    struct smv_request q[4];
    side_type(s, Q, DISC, 3, "mine", 0);
    side_restart(s);
    side_open(s, NULL);
    restored(s, 3, 0, 3, 0);
    side_snap(s, 3, "new", "point");
    assert_int_equal(side_ops(s, q, 4), 0);
    assert_int_equal(smv_client_refused(s->c, &list), 1);
}

static void three_resets_in_a_minute_end_it(void **state)
{
    struct side *s = *state;
    for (unsigned i = 0; i < 3; i++) {
        side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
        side_wait(s, 15000);
        side_open(s, NULL);
        s->epoch[0] = (uint8_t)(10 + i);
        side_welcome(s, 2, 0, 9, 0);
        if (i < 2) {
            side_snap(s, 9, "abc", "point");
            assert_int_equal(smv_client_state(s->c), SMV_CLIENT_LIVE);
        }
    }
    assert_int_equal(smv_client_state(s->c), SMV_CLIENT_DENIED);
}

/* P comes into view with this text. */
static void come(struct side *s, smv_seq seq, const char *text)
{
    struct smv_buf nodes = {0};
    const uint8_t node[] = {0x9b, P, SMV_KIND_POINT, Q, 0, 1, 1, 0, 1, 0, 0, 0x91, 0x95, TEXT};
    const uint8_t stamp[] = {11, 3, 0};
    smv_write_array(&nodes, 1);
    smv_buf_put(&nodes, node, sizeof node);
    smv_write_cstr(&nodes, text);
    smv_buf_put(&nodes, stamp, sizeof stamp);
    struct smv_item item = {.seq = seq, .ts = 1, .change = SMV_CHANGE_ENTER};
    item.u.come = (struct smv_change_come){0, smv_buf_span(&nodes)};
    side_ev(s, seq - 1, seq, &item, 1);
    smv_buf_finish(&nodes);
}

static void leave(struct side *s, smv_seq seq)
{
    struct smv_item item = {.seq = seq, .ts = 1, .change = SMV_CHANGE_LEAVE};
    item.u.leave.id = P;
    side_ev(s, seq - 1, seq, &item, 1);
    assert_int_equal(smv_client_kind(s->c, P), 0);
}

/* A node that left the view and came back changed carries own work all the same. */
static void a_view_that_comes_and_goes(void **state)
{
    struct side *s = *state;
    side_type(s, P, TEXT, 5, "X", 0);
    leave(s, 10);
    come(s, 11, "Rpoint");
    assert_string_equal(side_text(s, P, TEXT), "RpointX");
    side_ev_txt(s, 12, SIDE_ORD, 1, P, TEXT, 6, "X", 0);
    assert_string_equal(side_confirmed(s, P, TEXT), "RpointX");
    assert_int_equal(side_info(s).unconfirmed, 0);
}

/* The one in flight is done while the node is out of sight: what was typed behind it stands on the text with it. */
static void what_is_behind_a_verdict_out_of_sight_is_kept(void **state)
{
    struct side *s = *state;
    struct smv_request q[4];
    side_type(s, P, TEXT, 5, "X", 0);
    assert_int_equal(side_ops(s, q, 4), 1);
    side_type(s, P, TEXT, 6, "Y", 0);
    leave(s, 10);
    side_res(s, 1, SMV_CODE_DUP, 10);
    assert_string_equal(side_text(s, P, TEXT), "pointXY");
    come(s, 11, "RpointX");
    assert_string_equal(side_text(s, P, TEXT), "RpointXY");
    assert_int_equal(side_ops(s, q, 4), 1);
    assert_int_equal(q[0].n, 2);
    side_ev_txt(s, 12, SIDE_ORD, 2, P, TEXT, 7, "Y", 0);
    assert_string_equal(side_confirmed(s, P, TEXT), "RpointXY");
    assert_int_equal(side_info(s).unconfirmed, 0);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(fetched_operations_carry_own_work),
        T(what_was_made_offline_was_made_on_what_was_held),
        T(what_is_told_after_the_answer_counts),
        T(too_old_to_follow_is_merged_once),
        T(a_lost_answer_is_asked_for_again),
        T(after_kill_the_same_bytes),
        T(what_was_behind_stands_alone),
        T(a_torn_last_record_is_ignored),
        T(another_clients_file_is_refused),
        T(compacting_keeps_all),
        T(offers_what_the_file_lost_then_the_rest),
        T(what_came_back_is_not_doubled),
        T(what_the_file_has_of_mine_is_done),
        T(after_a_rewrite_nothing_is_left),
        T(after_kill_and_a_rewrite_nothing_is_sent),
        T(three_resets_in_a_minute_end_it),
        T(a_view_that_comes_and_goes),
        T(what_is_behind_a_verdict_out_of_sight_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
