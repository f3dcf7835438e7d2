/* test_log_crash.c - a power cut at any moment takes nothing that was told.
 *
 * One life of a file is recorded write by write (tests/lib/vfs_record.c). Then, for each sync and for random
 * moments, files are built that a power cut could have left: what was synced, and any part of the rest. The
 * real code opens them: what had been told by then is there with its hash; the chain fits; it can go on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "common/base/heap.h"
#include "daemon/io/log_sqlite_int.h"
#include "tests/lib/log_files.h"
#include "tests/lib/log_run.h"
#include "tests/lib/vfs_fault.h"

enum { ROUNDS = 60, MAX_TOLD = 2000, IMAGES = 3, RANDOM_MOMENTS = 250 };

/* The log's own fsync (linked with --wrap): of a directory, it makes deletions certain. */
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
    struct stat st;
    int rc = __real_fsync(fd);
    if (rc == 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        vfs_record_dir_sync();
    }
    return rc;
}

/* What was told, and after how many changes it had been told. */
static struct told {
    size_t after;
    uint8_t chain[16];
} told[MAX_TOLD + 1];
static size_t n_told;

static void note(struct log_run *r)
{
    size_t after = vfs_record_count();
    for (; n_told < r->told.n; n_told++) {
        assert_true(n_told < MAX_TOLD);
        told[n_told].after = after;
        memcpy(told[n_told].chain, r->told.items[n_told].chain, 16);
    }
}

static void record_a_life(struct log_run *r, struct smv_rng *rng)
{
    n_told = 0;
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    r->on_entries = note;
    struct smv_sqlog *l = (struct smv_sqlog *)r->log;
    uv_mutex_lock(&l->mutex);
    l->ckpt_idle = 16 * SMV_LOG_PAGE; /* so that the WAL begins anew now and then */
    uv_mutex_unlock(&l->mutex);
    unsigned sent = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        unsigned n = 1 + (unsigned)smv_rng_below(rng, 12);
        log_run_number(r, sent, n);
        sent += n;
        log_run_until_told(r, sent);
        if (i == ROUNDS / 2) {
            log_run_save(r, "a state in the middle");
        }
    }
    assert_int_equal(r->told.n, sent);
    log_run_close(r);
    r->on_entries = NULL;
}

static void check_image(struct log_run *image, size_t moment)
{
    size_t expected = 0;
    while (expected < n_told && told[expected].after <= moment) {
        expected++;
    }
    /* A tail longer than all there is: from the first state, so that every entry comes. */
    enum smv_err err = log_run_open(image, UINT32_MAX, true);
    if (err != SMV_OK || image->head < expected) {
        print_error("after change %zu: %s; head %llu, told %zu\n", moment, image->why.text,
                    (unsigned long long)image->head, expected);
    }
    assert_int_equal(err, SMV_OK);
    assert_int_equal(image->info.snap_seq, 0);
    assert_true(image->head >= expected);
    for (size_t i = 0; i < expected; i++) {
        assert_memory_equal(image->replayed.items[i].chain, told[i].chain, 16);
    }
    for (size_t i = 0; i < image->replayed.n; i++) {
        char want[24];
        (void)snprintf(want, sizeof want, "op %zu", i); /* once each, in order */
        assert_true(smv_span_is(smv_buf_span(&image->replayed.items[i].body), want));
    }
    log_run_append(image, "afterwards");
    log_run_until_told(image, 1);
    assert_int_equal(image->told.n, 1);
    log_run_close(image);
}

static void power_cuts(void **state)
{
    (void)state;
    const char *text = getenv("SMV_SEED");
    uint64_t seed = text != NULL ? strtoull(text, NULL, 10) : 20261121;
    print_message("seed %llu\n", (unsigned long long)seed);
    struct smv_rng rng;
    smv_rng_seed(&rng, seed);
    struct log_run r, image;
    char path[256];
    log_run_init(&r, true, "first", 0);
    vfs_fault_register();
    vfs_record_start(r.path);
    record_a_life(&r, &rng);
    vfs_fault_unregister();
    size_t n = vfs_record_count(), images = 0, syncs = 0;
    (void)snprintf(path, sizeof path, "%s/image.smv", r.dir);
    log_run_init_at(&image, path);
    for (size_t i = 0; i < n + RANDOM_MOMENTS; i++) {
        bool sync = i < n && vfs_record_is_sync(i);
        if (i < n && !sync) {
            continue;
        }
        syncs += sync;
        size_t moment = i < n ? i : (size_t)smv_rng_below(&rng, n + 1);
        for (unsigned j = 0; j < IMAGES; j++) {
            /* just before and just after a sync */
            size_t at = moment + (sync && j == 0 ? 1 : 0);
            vfs_record_cut(at, path, &rng);
            file_remove(path, ".mark");
            check_image(&image, at);
            images++;
        }
    }
    print_message("%zu changes, %zu syncs, %zu entries told, %zu images\n", n, syncs, n_told,
                  images);
    assert_true(syncs > ROUNDS);
    vfs_record_stop();
    log_run_finish(&image);
    log_run_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(power_cuts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
