/* test_log_mem.c - the faults that the log in memory plays for the simulator. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>
#include "common/base/heap.h"
#include "tests/lib/log_run.h"

static int setup(void **state)
{
    struct log_run *r = smv_zalloc(sizeof *r);
    log_run_init(r, false, "first state", 0);
    *state = r;
    return log_run_open(r, 0, false) == SMV_OK ? 0 : -1;
}

static int teardown(void **state)
{
    log_run_finish(*state);
    smv_free(*state);
    return 0;
}

static void crash(struct log_run *r, size_t keep)
{
    smv_log_mem_crash(r->log, r->now += 10, keep);
    r->is_open = false;
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
}

/* A commit takes as many as it is told to, as one batch with one time. */
static void a_commit_takes_what_it_is_told(void **state)
{
    struct log_run *r = *state;
    log_run_number(r, 0, 5);
    assert_int_equal(smv_log_mem_waiting(r->log), 5);
    assert_int_equal(smv_log_mem_commit(r->log, 5000, 2), 2);
    assert_int_equal(r->n_batches, 1);
    assert_int_equal(r->told.items[1].ts, 5000);
    assert_int_equal(smv_log_mem_commit(r->log, 4000, 0), 3); /* the clock was set back */
    assert_int_equal(r->told.items[4].ts, 5000);
    assert_int_equal(smv_log_mem_commit(r->log, 6000, 0), 0);
    assert_int_equal(r->n_batches, 2);
    assert_int_equal(r->log->v->clock(r->log), 6000);
}

/* Refused: all that waited is gone, and the log goes on. */
static void refusing_drops_what_waits(void **state)
{
    struct log_run *r = *state;
    log_run_number(r, 0, 3);
    assert_int_equal(smv_log_mem_commit(r->log, 5000, 1), 1);
    smv_log_mem_refuse(r->log);
    assert_int_equal(r->n_refused, 1);
    assert_int_equal(r->refused_why, SMV_ERR_FULL);
    assert_int_equal(smv_log_mem_waiting(r->log), 0);
    smv_log_mem_refuse(r->log); /* nothing waits: nothing to tell */
    assert_int_equal(r->n_refused, 1);
    r->n_refused = 0;
    log_run_append(r, "again");
    log_run_until_told(r, 2);
    assert_int_equal(r->head, 2);
}

/* A crash keeps what was told, and of the rest as much as it is told to. */
static void a_crash_keeps_what_was_told(void **state)
{
    struct log_run *r = *state;
    log_run_number(r, 0, 5);
    assert_int_equal(smv_log_mem_commit(r->log, 5000, 2), 2);
    struct smv_buf b = {0};
    smv_buf_put_str(&b, "never kept");
    r->log->v->save(r->log, r->head, r->head_chain, &b);
    crash(r, 1);
    assert_int_equal(r->info.head, 3);
    assert_int_equal(r->info.snap_seq, 0);
    assert_int_equal(r->info.known_head, 2); /* the third was not told */
    assert_false(r->info.restored);
    assert_true(smv_span_is(smv_buf_span(&r->replayed.items[2].body), "op 2"));
    crash(r, 99);
    assert_int_equal(r->info.head, 3);
}

/* A backup put back under the old mark is noticed, until something new has been told. */
static void a_backup_put_back_is_noticed(void **state)
{
    struct log_run *r = *state;
    struct smv_mem_disk copy;
    log_run_number(r, 0, 4);
    log_run_until_told(r, 4);
    smv_mem_disk_copy(&copy, &r->disk);
    log_run_number(r, 4, 4);
    log_run_until_told(r, 8);
    log_run_close(r);
    copy.mark = r->disk.mark;
    memcpy(copy.mark_chain, r->disk.mark_chain, 16);
    smv_mem_disk_finish(&r->disk);
    r->disk = copy;
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_true(r->info.restored);
    assert_int_equal(r->info.reason, 1);
    assert_int_equal(r->info.known_head, 8);
    assert_int_equal(r->info.head, 4);
    log_run_append(r, "epoch");
    log_run_until_told(r, 1);
    log_run_close(r);
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_false(r->info.restored);
    log_run_close(r);
    r->disk.mark_chain[0] ^= 1; /* as many entries, another past */
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_true(r->info.restored);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_commit_takes_what_it_is_told),
        T(refusing_drops_what_waits),
        T(a_crash_keeps_what_was_told),
        T(a_backup_put_back_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
