/* test_log_faults.c - every operation on the disk fails once: the k-th, for k = 1, 2 ... until none is left.
 *
 * A whole life of a file (create, open, commits, snapshot, read, backup, close, seal) runs with one fault
 * ordered. Then the file is opened by the plain VFS: every told entry is there once with its hash, nothing
 * that was refused is there, SQLite finds nothing wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "common/base/heap.h"
#include "tests/lib/log_files.h"
#include "tests/lib/log_run.h"
#include "tests/lib/vfs_fault.h"

enum { BATCHES = 4, PER_BATCH = 4, MAX_OPS = BATCHES * PER_BATCH * 2 };

/* What one life left to be checked. */
struct life {
    struct log_list told;
    bool refused[MAX_OPS]; /* op i was refused */
    unsigned n_ops;
    unsigned n_broken, n_refused;
    bool created, sealed;
};

static void commits(struct log_run *r, struct life *life)
{
    for (unsigned b = 0; b < BATCHES && !r->broken; b++) {
        unsigned from = life->n_ops;
        size_t told = r->told.n;
        log_run_number(r, from, PER_BATCH);
        life->n_ops += PER_BATCH;
        log_run_until_told(r, told + PER_BATCH);
        if (r->n_refused > 0) {
            assert_int_equal(r->refused_why, SMV_ERR_FULL);
            for (unsigned i = from + (unsigned)(r->told.n - told); i < life->n_ops; i++) {
                life->refused[i] = true;
            }
            r->n_refused = 0;
            life->n_refused++;
        }
    }
}

static void live(struct log_run *r, struct life *life)
{
    char copy[256];
    struct smv_errinfo why;
    life->created =
        smv_log_sqlite_create(r->path, "winter", smv_span_str("first"), 0, 0, &why) == SMV_OK;
    if (!life->created || log_run_open(r, 0, false) != SMV_OK) {
        return;
    }
    commits(r, life);
    if (!r->broken) {
        struct smv_buf state = {0};
        smv_buf_put_str(&state, "later");
        r->log->v->save(r->log, r->head, r->head_chain,
                        &state); /* a full disk delays it: not waited for */
        const smv_seq seqs[] = {1, 2};
        log_run_read(r, 1, seqs, 2);
    }
    commits(r, life);
    if (!r->broken) {
        (void)snprintf(copy, sizeof copy, "%s.copy", r->path);
        enum smv_err err = log_run_backup(r, copy);
        assert_true(r->broken || (err == SMV_OK) == file_there(copy, ""));
    }
    life->n_broken += r->broken;
    log_run_close(r);
    life->told = r->told;
    memset(&r->told, 0, sizeof r->told);
    life->sealed = smv_log_sqlite_seal(r->path, &why) == SMV_OK;
}

static void check(struct log_run *r, const struct life *life)
{
    char text[64];
    if (!file_there(r->path, "")) {
        assert_false(life->created);
        return;
    }
    if (life->sealed) {
        assert_false(file_there(r->path, "-wal"));
    }
    /* No fault takes more than the entries of its own time: it opens, and nothing seems older. */
    assert_int_equal(log_run_open(r, 0, true), SMV_OK);
    assert_false(r->info.restored);
    log_run_close(r);
    file_ask(r->path, "PRAGMA integrity_check", text, sizeof text);
    assert_string_equal(text, "ok");
    file_sql(r->path, "DELETE FROM snapshot WHERE seq > 0"); /* so that everything is replayed */
    assert_int_equal(log_run_open(r, 0, true), SMV_OK);
    for (size_t i = 0; i < life->told.n; i++) {
        const struct log_item *it = &life->told.items[i];
        assert_true(it->seq <= r->replayed.n);
        assert_memory_equal(r->replayed.items[it->seq - 1].chain, it->chain, 16);
    }
    bool seen[MAX_OPS] = {false};
    for (size_t i = 0; i < r->replayed.n; i++) {
        unsigned op;
        char body[24] = {0};
        memcpy(body, r->replayed.items[i].body.data, r->replayed.items[i].body.len);
        assert_int_equal(sscanf(body, "op %u", &op), 1);
        assert_true(op < life->n_ops && !seen[op] && !life->refused[op]);
        seen[op] = true;
    }
    log_run_close(r);
    char copy[256];
    (void)snprintf(copy, sizeof copy, "%s.copy", r->path);
    if (file_there(copy, "")) {
        struct log_run c;
        log_run_init_at(&c, copy);
        assert_int_equal(log_run_open(&c, 0, true), SMV_OK);
        log_run_finish(&c);
    }
}

/* One order of faults, k = 1 ... until a life meets none. */
static void each(const char *name, unsigned ops, bool forever, int code)
{
    unsigned k = 1, broken = 0, refused = 0, uncreated = 0;
    for (bool happened = true; happened; k++) {
        struct log_run r;
        struct life life = {.n_ops = 0};
        log_run_init(&r, true, "x", 0);
        file_remove(r.path, ""); /* create is part of the life */
        vfs_fault_register();
        vfs_fault_order(ops, k, forever, code);
        live(&r, &life);
        happened = vfs_fault_happened();
        vfs_fault_none();
        vfs_fault_unregister();
        check(&r, &life);
        if (!happened) {
            assert_true(life.sealed);
            assert_int_equal(life.told.n, MAX_OPS);
        }
        broken += life.n_broken;
        refused += life.n_refused;
        uncreated += !life.created;
        log_list_finish(&life.told);
        log_run_finish(&r);
    }
    print_message("%s: %u places; %u not created, %u broken, %u refusals\n", name, k - 2, uncreated,
                  broken, refused);
    assert_true(k > 2); /* there was something to fail */
}

static void each_write_fails(void **state)
{
    (void)state;
    each("write, I/O error once", VFS_WRITE, false, SQLITE_IOERR);
    each("write, I/O error from there on", VFS_WRITE, true, SQLITE_IOERR);
}

static void the_disk_is_full_at_each_write(void **state)
{
    (void)state;
    each("write, full once", VFS_WRITE, false, SQLITE_FULL);
    each("write, full from there on", VFS_WRITE, true, SQLITE_FULL);
}

static void each_sync_fails(void **state)
{
    (void)state;
    each("sync, I/O error once", VFS_SYNC, false, SQLITE_IOERR);
    each("sync, I/O error from there on", VFS_SYNC, true, SQLITE_IOERR);
}

static void each_read_fails(void **state)
{
    (void)state;
    each("read, I/O error once", VFS_READ, false, SQLITE_IOERR);
    each("read, I/O error from there on", VFS_READ, true, SQLITE_IOERR);
}

static void everything_else_fails(void **state)
{
    (void)state;
    each("open once", VFS_OPEN, false, SQLITE_IOERR);
    each("open from there on", VFS_OPEN, true, SQLITE_IOERR);
    each("truncate once", VFS_TRUNCATE, false, SQLITE_IOERR);
    each("delete once", VFS_DELETE, false, SQLITE_IOERR);
    each("delete from there on", VFS_DELETE, true, SQLITE_IOERR);
}

/* A full disk is a no, and the log goes on when there is room again. */
static void a_full_disk_is_a_no(void **state)
{
    (void)state;
    struct log_run r;
    log_run_init(&r, true, "first", 0);
    vfs_fault_register();
    assert_int_equal(log_run_open(&r, 0, false), SMV_OK);
    log_run_number(&r, 0, 3);
    log_run_until_told(&r, 3);
    vfs_fault_order(VFS_WRITE, 1, true, SQLITE_FULL);
    log_run_number(&r, 100, 500); /* more than one batch: all of it is refused, at once */
    log_run_until_told(&r, 4);
    assert_int_equal(r.n_refused, 1);
    assert_int_equal(r.told.n, 3);
    const smv_seq seqs[] = {1, 3};
    log_run_read(&r, 9, seqs, 2); /* reading goes on */
    assert_int_equal(r.read.n, 2);
    vfs_fault_none();
    r.n_refused = 0;
    log_run_number(&r, 3, 2);
    log_run_until_told(&r, 5);
    assert_int_equal(r.told.n, 5);
    assert_int_equal(r.n_refused, 0);
    log_run_close(&r);
    vfs_fault_unregister();
    assert_int_equal(log_run_open(&r, 0, true), SMV_OK);
    assert_int_equal(r.replayed.n, 5);
    log_run_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_a_no),
        cmocka_unit_test(each_write_fails),
        cmocka_unit_test(the_disk_is_full_at_each_write),
        cmocka_unit_test(each_sync_fails),
        cmocka_unit_test(each_read_fails),
        cmocka_unit_test(everything_else_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
