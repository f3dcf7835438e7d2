/* test_rehearse.c - the parts of a rehearsal that judge must be able to say no. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "client-cli/rehearse/expect.h"
#include "client-cli/rehearse/judge.h"
#include "client-cli/rehearse/ledger.h"
#include "client-cli/rehearse/typing.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"

/* With all slips and second thoughts, exactly the text stands there in the end. */
static void typing_ends_in_the_text(void **state)
{
    (void)state;
    struct smv_span want =
        smv_span_str("Åsa ringer häktet på måndag, och någon möter vid grinden.");
    unsigned backs = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct smv_rng rng;
        struct smv_typing t = {.pos = 0};
        struct smv_stroke s;
        struct smv_buf out = {0};
        smv_rng_seed(&rng, seed);
        smv_typing_start(&t, &rng, want);
        for (smv_typing_next(&t, &rng, &s); s.kind != SMV_STROKE_END;
             smv_typing_next(&t, &rng, &s)) {
            if (s.kind == SMV_STROKE_PUT) {
                smv_utf8_put(&out, s.cp);
                continue;
            }
            backs++;
            assert_true(out.len > 0);
            while (--out.len > 0 && (out.data[out.len] & 0xc0) == 0x80) {
            }
        }
        assert_true(smv_span_eq(smv_buf_span(&out), want));
        smv_buf_finish(&out);
        smv_typing_finish(&t);
    }
    assert_true(backs > 100);
}

static void count_field(void *arg, const struct smv_wanted *w, uint64_t missing, uint64_t extra)
{
    (void)w;
    (void)missing;
    (void)extra;
    ++*(int *)arg;
}

static struct smv_expect_result compare(const char *typed, const char *more, const char *now)
{
    struct smv_tree t;
    struct smv_expect e = {.first = NULL};
    struct smv_expect_result r;
    int told = 0;
    smv_tree_init(&t, false);
    struct smv_value v = {.type = SMV_TYPE_TEXT, .str = smv_span_str(now)};
    struct smv_change set = {
        .kind = SMV_CHANGE_SET, .id = SMV_ROOT, .field = SMV_SEMINAR_TITLE, .value = &v};
    assert_int_equal(smv_tree_apply(&t, &set, &(struct smv_stamp){1, 1, 1}), SMV_OK);
    struct smv_wanted *w = smv_expect_at(&e, SMV_ROOT, SMV_SEMINAR_TITLE, true, smv_span(NULL, 0));
    smv_buf_put_str(&smv_expect_piece(w)->text, typed);
    smv_buf_put_str(&smv_expect_piece(w)->text, more);
    smv_expect_check(&e, &t, count_field, &told, &r);
    assert_int_equal(told, r.missing + r.extra > 0);
    smv_expect_finish(&e);
    smv_tree_finish(&t);
    return r;
}

static void text_that_is_wrong_is_seen(void **state)
{
    (void)state;
    struct smv_expect_result r = compare("häktet", "och", "hoäkchtet");
    assert_int_equal(r.missing + r.extra, 0); /* typed into each other: whole, in order */
    assert_int_equal(compare("häktet", "och", "häkteoch").missing, 1);
    assert_int_equal(compare("häktet", "och", "häktetocho").extra, 1);
    assert_true(compare("häktet", "", "häktte").missing > 0); /* changed places */
}

static void hear(struct smv_ledger *l, smv_seq seq)
{
    struct smv_buf items = {0}, frame = {0};
    struct smv_item item = {.seq = seq, .ts = 1, .ord = 5, .n = 1, .change = SMV_CHANGE_DEL};
    uint8_t h8[8] = {0};
    item.u.del.id = 9;
    smv_write_array(&items, 1);
    smv_item_write(&items, &item);
    struct smv_msg msg = {.kind = SMV_MSG_KIND_EV};
    msg.u.ev = (struct smv_msg_ev){seq - 1, seq, smv_span(h8, 8), smv_buf_span(&items)};
    smv_msg_write(&frame, &msg);
    smv_ledger_in(l, smv_buf_span(&frame), 2000, NULL, NULL);
    smv_buf_finish(&items);
    smv_buf_finish(&frame);
}

static void two_places_in_the_log_are_seen(void **state)
{
    (void)state;
    struct smv_ledger l = {.ord = 5};
    struct smv_buf ops = {0}, one = {0}, frame = {0};
    struct smv_request q = {.n = 1, .seen = 0, .op = SMV_OP_DEL};
    q.u.del.id = 9;
    smv_request_write_tail(&one, &q);
    q.tail = smv_buf_span(&one);
    smv_write_array(&ops, 1);
    smv_request_write(&ops, &q);
    struct smv_msg msg = {.kind = SMV_MSG_KIND_OPS};
    msg.u.ops.ops = smv_buf_span(&ops);
    smv_msg_write(&frame, &msg);
    smv_ledger_out(&l, smv_buf_span(&frame), 1000);
    assert_int_equal(smv_ledger_open(&l), 1);
    hear(&l, 7);
    hear(&l, 7); /* told again after a reconnect */
    assert_int_equal(l.confirmed, 1);
    assert_int_equal(l.doubled, 0);
    assert_int_equal(smv_ledger_open(&l), 0);
    assert_int_equal(smv_hist_at(&l.confirm, 500) / 100, 9); /* 1000 us, to 1/16 */
    hear(&l, 8);
    assert_int_equal(l.doubled, 1);
    smv_ledger_finish(&l);
    smv_buf_finish(&ops);
    smv_buf_finish(&one);
    smv_buf_finish(&frame);
}

static void count_unit(void *arg, const struct smv_node *unit, const char *what)
{
    (void)unit;
    (void)what;
    ++*(int *)arg;
}

static void add_room(struct smv_tree *t, smv_id id, smv_seq seq)
{
    struct smv_change add = {
        .kind = SMV_CHANGE_ADD, .id = id, .node_kind = SMV_KIND_ROOM, .parent = SMV_ROOT};
    assert_int_equal(smv_tree_apply(t, &add, &(struct smv_stamp){seq, 1, 1}), SMV_OK);
}

static void trees_that_differ_are_seen(void **state)
{
    (void)state;
    struct smv_tree a, b;
    uint64_t compared = 0, diverged = 0;
    int told = 0;
    struct smv_view_id mod = smv_judge_view(SMV_ROLE_MODERATOR, 0, 0);
    smv_tree_init(&a, false);
    smv_tree_init(&b, false);
    add_room(&a, 77, 1);
    add_room(&b, 77, 1);
    smv_judge(&a, true, &b, mod, count_unit, &told, &compared, &diverged);
    assert_int_equal(diverged, 0);
    assert_true(compared >= 2);
    add_room(&a, 78, 2);
    smv_judge(&a, true, &b, mod, count_unit, &told, &compared, &diverged);
    assert_int_equal(diverged, 1); /* missing */
    add_room(&b, 78, 3);
    smv_judge(&a, true, &b, mod, count_unit, &told, &compared, &diverged);
    assert_int_equal(diverged, 2); /* another stamp */
    add_room(&b, 79, 4);
    smv_judge(&a, true, &b, mod, count_unit, &told, &compared, &diverged);
    assert_int_equal(diverged, 4); /* and one too many */
    assert_int_equal(told, 4);
    smv_tree_finish(&a);
    smv_tree_finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_ends_in_the_text),
        cmocka_unit_test(text_that_is_wrong_is_seen),
        cmocka_unit_test(two_places_in_the_log_are_seen),
        cmocka_unit_test(trees_that_differ_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
