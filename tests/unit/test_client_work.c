/* test_client_work.c - own operations: numbers, frozen bytes, text in flight, verdicts, what is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
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

static void typing_is_sent_and_confirmed(void **state)
{
    struct side *s = *state;
    struct smv_request q[4];
    assert_true(side_type(s, Q, DISC, 1, "X", 0));
    assert_int_equal(s->u.n_records, 1); /* on disk before it is sent */
    assert_int_equal(side_ops(s, q, 4), 1);
    assert_int_equal(q[0].n, 1);
    assert_int_equal(q[0].seen, 9);
    assert_string_equal(side_text(s, Q, DISC), "aXbc");
    assert_string_equal(side_confirmed(s, Q, DISC), "abc");
    assert_int_equal(side_info(s).unconfirmed, 1);
    side_ev_txt(s, 10, SIDE_ORD, 1, Q, DISC, 1, "X", 0);
    assert_string_equal(side_confirmed(s, Q, DISC), "aXbc");
    assert_string_equal(side_text(s, Q, DISC), "aXbc");
    assert_int_equal(side_info(s).unconfirmed, 0);
    assert_int_equal(side_info(s).confirmed_total, 1);
}

/* While one is in flight, later typing is one operation behind it; both are carried over remote ones. */
static void one_in_flight_the_rest_behind(void **state)
{
    struct side *s = *state;
    struct smv_request q[4];
    side_type(s, Q, DISC, 3, "1", 0);
    assert_int_equal(side_ops(s, q, 4), 1);
    side_type(s, Q, DISC, 4, "2", 0);
    side_type(s, Q, DISC, 5, "3", 0);
    assert_int_equal(side_ops(s, q, 4), 0);
    assert_int_equal(side_info(s).unconfirmed, 2);
    assert_int_equal(side_info(s).unsent, 1);
    side_ev_txt(s, 10, 3, 5, Q, DISC, 0, "R", 1); /* "a" becomes "R" */
    assert_string_equal(side_text(s, Q, DISC), "Rbc123");
    assert_int_equal(smv_client_carry(s->c, Q, DISC, 6), 6);
    side_ev_txt(s, 11, SIDE_ORD, 1, Q, DISC, 3, "1", 0);
    assert_string_equal(side_text(s, Q, DISC), "Rbc123");
    assert_int_equal(side_ops(s, q, 4), 1);
    assert_int_equal(q[0].n, 2);
    assert_int_equal(q[0].seen, 11); /* frozen when it is first sent */
    side_ev_txt(s, 12, SIDE_ORD, 2, Q, DISC, 4, "23", 0);
    assert_string_equal(side_confirmed(s, Q, DISC), "Rbc123");
    assert_int_equal(side_info(s).unconfirmed, 0);
}

/* Of two inserts at one place the later-ordered, mine, stands first. */
static void mine_is_the_later_one(void **state)
{
    struct side *s = *state;
    side_type(s, Q, DISC, 1, "M", 0);
    side_ev_txt(s, 10, 3, 5, Q, DISC, 1, "R", 0);
    assert_string_equal(side_text(s, Q, DISC), "aMRbc");
    assert_int_equal(smv_client_carry(s->c, Q, DISC, 4), 5);
    side_ev_txt(s, 11, SIDE_ORD, 1, Q, DISC, 1, "M", 0);
    assert_string_equal(side_confirmed(s, Q, DISC), "aMRbc");
}

/* The same bytes after a cut, whatever happened to the text meanwhile. */
static void resent_bytes_are_the_same(void **state)
{
    struct side *s = *state;
    struct smv_request q[4], again[4];
    side_type(s, Q, DISC, 1, "X", 0);
    assert_int_equal(side_ops(s, q, 4), 1);
    uint64_t hash = smv_request_hash(q[0].tail);
    side_ev_txt(s, 10, 3, 5, Q, DISC, 0, "RRR", 0);
    side_cut(s);
    side_welcome(s, 0, 0, 11, 0);
    assert_int_equal(side_ops(s, again, 4), 0); /* not before it has caught up */
    side_ev_txt(s, 11, 3, 6, Q, DISC, 0, "S", 0);
    assert_int_equal(side_ops(s, again, 4), 1);
    assert_int_equal(again[0].n, 1);
    assert_int_equal(again[0].seen, 9);
    assert_true(smv_request_hash(again[0].tail) == hash);
    assert_string_equal(side_text(s, Q, DISC), "SRRRaXbc");
}

static void an_offline_line_is_one_operation(void **state)
{
    struct side *s = *state;
    struct smv_request q[4];
    side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
    for (unsigned i = 0; i < 20; i++) {
        side_type(s, P, TEXT, 5 + i, "x", 0);
    }
    assert_int_equal(side_info(s).unconfirmed, 1);
    side_wait(s, 60000);
    side_open(s, NULL);
    side_welcome(s, 0, 0, 9, 0);
    assert_int_equal(side_ops(s, q, 4), 1);
    assert_int_equal(q[0].n, 1);
}

static void at_most_64_in_a_frame_and_the_bound_in_flight(void **state)
{
    struct side *s = *state;
    struct smv_request q[64];
    for (int i = 0; i < 300; i++) {
        assert_true(i % 2 == 0 ? smv_client_del(s->c, P) : smv_client_undel(s->c, P));
    }
    side_local(s);
    assert_int_equal(side_ops(s, q, 64), 64);
    assert_int_equal(q[63].n, 64);
    assert_int_equal(side_ops(s, q, 64), 64);
    assert_int_equal(side_ops(s, q, 64), 0);
    side_res(s, 1, SMV_CODE_NOOP, 10);
    assert_int_equal(side_ops(s, q, 64), 1);
    assert_int_equal(q[0].n, 129);
}

static void a_long_paste_is_cut(void **state)
{
    struct side *s = *state;
    struct smv_request q[64];
    size_t len = 79000;
    char *text = smv_alloc(len + 1);
    for (size_t i = 0; i + 4 <= len; i += 4) {
        memcpy(text + i, "\xf0\x9f\x98\x80", 4);
    }
    assert_true(smv_client_write(s->c, Q, DISC, smv_span(text, len - len % 4)));
    side_local(s);
    struct smv_buf shown = {0};
    smv_client_text(s->c, Q, DISC, &shown);
    assert_true(smv_span_eq(smv_buf_span(&shown), smv_span(text, len - len % 4)));
    assert_int_equal(side_info(s).unconfirmed, 4);
    assert_int_equal(side_ops(s, q, 64), 1);
    for (size_t i = 0; i < s->n_sent; i++) {
        assert_true(s->sent[i].len <= 65536);
    }
    smv_buf_finish(&shown);
    smv_free(text);
}

static void form_is_checked_here(void **state)
{
    struct side *s = *state;
    struct smv_value v = {.type = SMV_TYPE_INT, .num = 2};
    assert_false(side_type(s, Q, DISC, 4, "past the end", 0));
    assert_false(side_type(s, Q, DISC, 0, "\x01", 0));
    assert_false(side_type(s, 99, DISC, 0, "no node", 0));
    assert_false(side_type(s, P, SMV_POINT_FLAG, 0, "no text", 0));
    assert_false(smv_client_set(s->c, P, SMV_POINT_FLAG, &v)); /* 0 or 1 */
    assert_int_equal(smv_client_add(s->c, SMV_KIND_POINT, SIDE_SHEET, 0, NULL, 0), 0);
    assert_false(smv_client_move(s->c, P, P, 0));
    assert_false(smv_client_clock(s->c, P, 0, 0));
    assert_int_equal(side_info(s).unconfirmed, 0);
}

/* --- verdicts ------------------------------------------------------------------------------------- */
static void refused_text_is_kept(void **state)
{
    struct side *s = *state;
    const struct smv_refused *list;
    side_type(s, Q, DISC, 1, "MINE", 0);
    side_type(s, Q, DISC, 7, "behind", 0);
    assert_string_equal(side_text(s, Q, DISC), "aMINEbcbehind");
    side_res(s, 1, SMV_CODE_LOCKED, 10);
    assert_true((s->u.news & SMV_NEWS_REFUSED) != 0);
    assert_string_equal(side_text(s, Q, DISC), "abcbehind");
    assert_int_equal(smv_client_refused(s->c, &list), 1);
    assert_int_equal(list[0].code, SMV_CODE_LOCKED);
    assert_int_equal(list[0].node, Q);
    assert_true(smv_span_is(list[0].text, "MINE"));
    side_restart(s); /* and survives the process */
    assert_int_equal(smv_client_refused(s->c, &list), 1);
    assert_true(smv_span_is(list[0].text, "MINE"));
    smv_client_refused_seen(s->c, 1);
    side_local(s);
    side_restart(s);
    assert_int_equal(smv_client_refused(s->c, &list), 0);
}

static void retry_waits_and_keeps_the_order(void **state)
{
    struct side *s = *state;
    struct smv_request q[4];
    smv_client_del(s->c, P);
    smv_client_undel(s->c, P);
    side_local(s);
    assert_int_equal(side_ops(s, q, 4), 2);
    side_res(s, 1, SMV_CODE_RATE, 0);
    side_res(s, 2, SMV_CODE_ORDER, 0);
    assert_int_equal(side_ops(s, q, 4), 0);
    smv_ms from = s->now;
    assert_in_range(s->u.wake, from + 1, from + 10000);
    side_wait(s, 250);
    assert_int_equal(side_ops(s, q, 4), 2);
    assert_int_equal(q[0].n, 1);
    assert_int_equal(q[0].seen, 9);
    assert_int_equal(q[1].n, 2);
}

static void too_old_is_sent_anew(void **state)
{
    struct side *s = *state;
    struct smv_request q[4];
    side_type(s, Q, DISC, 3, "X", 0);
    assert_int_equal(side_ops(s, q, 4), 1);
    side_type(s, Q, DISC, 4, "Y", 0);
    side_ev_txt(s, 10, 3, 5, Q, DISC, 0, "R", 0);
    side_res(s, 1, SMV_CODE_BAD_SEEN, 11);
    assert_int_equal(side_ops(s, q, 4), 1);
    assert_int_equal(q[0].n, 2); /* numbers go on without a gap */
    assert_int_equal(q[0].seen, 10);
    assert_string_equal(side_text(s, Q, DISC), "RabcXY");
    side_ev_txt(s, 12 - 1, SIDE_ORD, 2, Q, DISC, 4, "XY", 0);
    assert_string_equal(side_confirmed(s, Q, DISC), "RabcXY");
    assert_int_equal(side_info(s).unconfirmed, 0);
}

static void dup_is_done(void **state)
{
    struct side *s = *state;
    smv_client_del(s->c, P);
    side_local(s);
    side_res(s, 1, SMV_CODE_DUP, 9);
    assert_int_equal(side_info(s).unconfirmed, 0);
    side_res(s, 1, SMV_CODE_LOCKED, 9); /* a second verdict changes nothing */
    assert_int_equal(side_info(s).refused, 0);
}

/* --- what is shown ----------------------------------------------------------------------------------- */
static void own_nodes_are_shown_at_once(void **state)
{
    struct side *s = *state;
    const smv_id *ids;
    struct smv_field_value f = {.field = TEXT,
                                .value = {.type = SMV_TYPE_TEXT, .str = smv_span_str("new")}};
    smv_id first = smv_client_add(s->c, SMV_KIND_POINT, Q, 0, &f, 1);
    smv_id last = smv_client_add(s->c, SMV_KIND_POINT, Q, P, &f, 1);
    side_local(s);
    assert_int_equal(smv_id_ord(first), SIDE_ORD);
    assert_int_not_equal(first, last);
    assert_int_equal(smv_client_children(s->c, Q, false, &ids), 3);
    assert_true(ids[0] == first && ids[1] == P && ids[2] == last);
    side_type(s, last, TEXT, 3, "er", 0); /* on a node that the daemon does not have yet */
    assert_string_equal(side_text(s, last, TEXT), "newer");
    smv_client_move(s->c, first, Q, last);
    smv_client_del(s->c, P);
    assert_int_equal(smv_client_children(s->c, Q, false, &ids), 2);
    assert_true(ids[0] == last && ids[1] == first);
    assert_int_equal(smv_client_children(s->c, Q, true, &ids), 3);
    assert_true(smv_client_deleted(s->c, P));
    assert_int_equal(smv_client_kind(s->c, last), SMV_KIND_POINT);
    struct smv_value v = {.type = SMV_TYPE_INT, .num = 1};
    assert_true(smv_client_set(s->c, last, SMV_POINT_FLAG, &v));
    smv_client_value(s->c, last, SMV_POINT_FLAG, &v);
    assert_int_equal(v.num, 1);
}

static void a_confirmed_node_keeps_what_is_typed_into_it(void **state)
{
    struct side *s = *state;
    struct smv_field_value f = {.field = TEXT,
                                .value = {.type = SMV_TYPE_TEXT, .str = smv_span_str("new")}};
    smv_id id = smv_client_add(s->c, SMV_KIND_POINT, Q, P, &f, 1);
    side_type(s, id, TEXT, 3, "er", 0);
    static const uint8_t fields[] = {0x91, 0x92, TEXT, 0xa3, 'n', 'e', 'w'};
    struct smv_item item = {.seq = 10, .ts = 1, .ord = SIDE_ORD, .n = 1, .change = SMV_CHANGE_ADD};
    item.u.add = (struct smv_change_add){id, SMV_KIND_POINT, Q, P, smv_span(fields, sizeof fields)};
    side_ev(s, 9, 10, &item, 1);
    assert_string_equal(side_confirmed(s, id, TEXT), "new");
    assert_string_equal(side_text(s, id, TEXT), "newer");
    side_ev_txt(s, 11, SIDE_ORD, 2, id, TEXT, 3, "er", 0);
    assert_string_equal(side_confirmed(s, id, TEXT), "newer");
    assert_int_equal(side_info(s).unconfirmed, 0);
}

static void ids_are_never_made_twice(void **state)
{
    struct side *s = *state;
    smv_id first = smv_client_add(s->c, SMV_KIND_POINT, Q, P, NULL, 0);
    side_local(s);
    side_restart(s);
    side_open(s, NULL);
    side_welcome(s, 1, 0, 9, 0);
    side_snap(s, 9, "abc", "point");
    smv_id second = smv_client_add(s->c, SMV_KIND_POINT, Q, P, NULL, 0);
    assert_true(second > first);
}

static void a_reader_writes_nothing(void **state)
{
    struct side *s = *state;
    side_finish(s);
    side_init(s);
    s->config.read_only = true;
    smv_client_destroy(s->c);
    s->c = smv_client_create(&s->config);
    side_live(s, 9, "abc", "point");
    assert_false(side_type(s, Q, DISC, 0, "x", 0));
    assert_int_equal(s->n_disk, 0);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(typing_is_sent_and_confirmed),
        T(one_in_flight_the_rest_behind),
        T(mine_is_the_later_one),
        T(resent_bytes_are_the_same),
        T(an_offline_line_is_one_operation),
        T(at_most_64_in_a_frame_and_the_bound_in_flight),
        T(a_long_paste_is_cut),
        T(form_is_checked_here),
        T(refused_text_is_kept),
        T(retry_waits_and_keeps_the_order),
        T(too_old_is_sent_anew),
        T(dup_is_done),
        T(own_nodes_are_shown_at_once),
        T(a_confirmed_node_keeps_what_is_typed_into_it),
        T(ids_are_never_made_twice),
        T(a_reader_writes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
