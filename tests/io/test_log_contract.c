/* test_log_contract.c - what every log promises (daemon/io/log.h), run over each implementation.
 *
 * The run (tests/lib/log_run.h) checks in every callback that seq has no gap, ts does not fall, the chain
 * fits and no callback runs inside a call; the tests here say what else must hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "common/base/heap.h"
#include "tests/lib/log_run.h"

static const bool memory = false, sqlite = true;

static int setup(void **state)
{
    struct log_run *r = smv_zalloc(sizeof *r);
    log_run_init(r, *(const bool *)*state, "first state", 0);
    *state = r;
    return log_run_open(r, 0, true) == SMV_OK ? 0 : -1;
}

static int teardown(void **state)
{
    log_run_finish(*state);
    smv_free(*state);
    return 0;
}

static void reopen(struct log_run *r, uint32_t keep_tail)
{
    log_run_close(r);
    assert_int_equal(log_run_open(r, keep_tail, true), SMV_OK);
}

static void assert_body(const struct log_item *it, const char *body)
{
    assert_true(smv_span_is(smv_buf_span(&it->body), body));
}

/* A new log is its first state, at position 0, with the hash of that state. */
static void a_new_log_is_its_first_state(void **state)
{
    struct log_run *r = *state;
    uint8_t chain[16];
    smv_log_chain_first(smv_span_str("first state"), chain);
    assert_true(smv_span_is(smv_buf_span(&r->info.state), "first state"));
    assert_int_equal(r->info.snap_seq, 0);
    assert_int_equal(r->info.head, 0);
    assert_memory_equal(r->info.head_chain, chain, 16);
    assert_memory_equal(r->info.snap_chain, chain, 16);
    assert_false(r->info.restored);
    assert_int_equal(r->info.reason, 0);
    assert_int_equal(r->replayed.n, 0);
}

/* What is appended comes back once, in order; bodies may be empty, of any bytes, and large. */
static void entries_come_back_in_order(void **state)
{
    struct log_run *r = *state;
    static const uint8_t odd[] = {0, 255, 0};
    uint8_t *large = smv_alloc(200000);
    memset(large, 'x', 200000);
    struct smv_span bodies[] = {smv_span_str("a"), smv_span(NULL, 0), smv_span(odd, 3),
                                smv_span(large, 200000), smv_span(large, 200000)};
    log_run_append_bytes(r, bodies, 5);
    memset(large, 'y', 200000); /* it was copied */
    log_run_append(r, "last");
    log_run_until_told(r, 6);
    assert_int_equal(r->told.n, 6);
    memset(large, 'x', 200000);
    for (size_t i = 0; i < 5; i++) {
        assert_true(smv_span_eq(smv_buf_span(&r->told.items[i].body), bodies[i]));
    }
    assert_body(&r->told.items[5], "last");
    smv_free(large);
}

static void append_three(struct log_run *r)
{
    if (r->told.n < 6) {
        log_run_number(r, (unsigned)r->told.n, 1);
    }
}

/* Callbacks may append: what they append comes in a later batch. */
static void callbacks_may_append(void **state)
{
    struct log_run *r = *state;
    r->on_entries = append_three;
    log_run_append(r, "op 0");
    log_run_until_told(r, 6);
    assert_int_equal(r->n_batches, 6);
    r->on_entries = NULL;
}

/* What was told is there after closing and opening again, the same to the last byte. */
static void told_entries_are_replayed(void **state)
{
    struct log_run *r = *state;
    log_run_number(r, 0, 700);
    log_run_until_told(r, 700);
    struct log_list told = r->told;
    memset(&r->told, 0, sizeof r->told);
    reopen(r, 0);
    assert_int_equal(r->info.head, 700);
    assert_int_equal(r->replayed.n, told.n);
    for (size_t i = 0; i < told.n; i++) {
        assert_int_equal(r->replayed.items[i].ts, told.items[i].ts);
        assert_memory_equal(r->replayed.items[i].chain, told.items[i].chain, 16);
        assert_true(smv_span_eq(smv_buf_span(&r->replayed.items[i].body),
                                smv_buf_span(&told.items[i].body)));
    }
    log_list_finish(&told);
    log_run_append(r, "one more"); /* the chain goes on */
    log_run_until_told(r, 1);
    assert_int_equal(r->head, 701);
}

/* Closing makes durable and tells what was appended before. */
static void closing_finishes_what_was_begun(void **state)
{
    struct log_run *r = *state;
    log_run_number(r, 0, 300);
    log_run_close(r);
    assert_int_equal(r->told.n, 300);
    assert_int_equal(log_run_open(r, 0, true), SMV_OK);
    assert_int_equal(r->replayed.n, 300);
    assert_false(r->info.restored);
}

/* Opening starts from the newest snapshot, or the one before when the tail would be too short; the first
 * state and the newest two are kept. */
static void snapshots_shorten_the_replay(void **state)
{
    struct log_run *r = *state;
    for (unsigned i = 0; i < 4; i++) {
        char text[16];
        log_run_number(r, i * 10, 10);
        log_run_until_told(r, (i + 1) * 10);
        (void)snprintf(text, sizeof text, "state %u", (i + 1) * 10);
        log_run_save(r, text);
        assert_int_equal(r->saved_seq, (i + 1) * 10);
    }
    log_run_number(r, 40, 3);
    log_run_until_told(r, 43);
    static const struct {
        uint32_t keep_tail;
        smv_seq snap;
        const char *text;
    } cases[] = {
        {0, 40, "state 40"}, {3, 40, "state 40"}, {4, 30, "state 30"}, {99, 30, "state 30"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reopen(r, cases[i].keep_tail);
        assert_int_equal(r->info.snap_seq, cases[i].snap);
        assert_int_equal(r->info.head, 43);
        assert_int_equal(r->replayed.n, 43 - cases[i].snap);
        assert_true(smv_span_is(smv_buf_span(&r->info.state), cases[i].text));
    }
}

/* A snapshot that is no newer than the newest is told as saved and changes nothing. */
static void saving_twice_changes_nothing(void **state)
{
    struct log_run *r = *state;
    log_run_number(r, 0, 5);
    log_run_until_told(r, 5);
    log_run_save(r, "once");
    log_run_save(r, "twice");
    assert_int_equal(r->n_saved, 2);
    reopen(r, 0);
    assert_true(smv_span_is(smv_buf_span(&r->info.state), "once"));
}

/* Reading gives those entries that are there, rising, and leaves out the rest. */
static void reading_gives_what_is_there(void **state)
{
    struct log_run *r = *state;
    log_run_number(r, 1, 20);
    log_run_until_told(r, 20);
    const smv_seq seqs[] = {0, 1, 7, 8, 20, 21, 999};
    log_run_read(r, 77, seqs, 7);
    assert_int_equal(r->read_token, 77);
    assert_int_equal(r->read.n, 4);
    assert_body(&r->read.items[0], "op 1");
    assert_body(&r->read.items[1], "op 7");
    assert_body(&r->read.items[2], "op 8");
    assert_body(&r->read.items[3], "op 20");
    assert_memory_equal(r->read.items[3].chain, r->head_chain, 16);
    log_run_read(r, 78, NULL, 0);
    assert_int_equal(r->read_token, 78);
    assert_int_equal(r->read.n, 0);
}

/* The clock is never behind the last entry. */
static void the_clock_is_not_behind(void **state)
{
    struct log_run *r = *state;
    log_run_append(r, "a");
    log_run_until_told(r, 1);
    assert_true(r->log->v->clock(r->log) >= r->head_ts);
}

/* A snapshot, a read and a close that wait in one queue are all answered, and closed is the last. */
static void closing_answers_what_was_asked(void **state)
{
    struct log_run *r = *state;
    log_run_number(r, 0, 4);
    log_run_until_told(r, 4);
    struct smv_buf b = {0};
    smv_buf_put_str(&b, "s");
    const smv_seq seqs[] = {2};
    r->inside = true;
    r->log->v->save(r->log, r->head, r->head_chain, &b);
    r->log->v->read(r->log, 5, seqs, 1);
    r->inside = false;
    assert_null(b.data); /* taken over */
    log_run_close(r);
    assert_int_equal(r->n_saved, 1);
    assert_int_equal(r->n_reads, 1);
    assert_int_equal(r->read.n, 1);
}

#define BOTH(f)                                                                                    \
    {"memory: " #f, f, setup, teardown, (void *)(uintptr_t)&memory},                               \
    {                                                                                              \
        "sqlite: " #f, f, setup, teardown, (void *)(uintptr_t)&sqlite                              \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_new_log_is_its_first_state),
        BOTH(entries_come_back_in_order),
        BOTH(callbacks_may_append),
        BOTH(told_entries_are_replayed),
        BOTH(closing_finishes_what_was_begun),
        BOTH(snapshots_shorten_the_replay),
        BOTH(saving_twice_changes_nothing),
        BOTH(reading_gives_what_is_there),
        BOTH(the_clock_is_not_behind),
        BOTH(closing_answers_what_was_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
