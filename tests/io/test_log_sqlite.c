/* test_log_sqlite.c - what the SQLite log promises beyond the contract: locks, marks, copies, seal, damage.
 *
 * Killing is tested in test_log_kill.c, a failing disk in test_log_faults.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "tests/lib/log_files.h"
#include "tests/lib/log_run.h"

static int setup(void **state)
{
    struct log_run *r = smv_zalloc(sizeof *r);
    log_run_init(r, true, "first state", 0);
    *state = r;
    return 0;
}

static int teardown(void **state)
{
    log_run_finish(*state);
    smv_free(*state);
    return 0;
}

static void grow(struct log_run *r, unsigned n)
{
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    log_run_number(r, (unsigned)r->head, n);
    log_run_until_told(r, n);
    assert_int_equal(r->told.n, n);
    log_run_close(r);
}

static const char *beside(const struct log_run *r, const char *name, char buf[256])
{
    (void)snprintf(buf, 256, "%s/%s", r->dir, name);
    return buf;
}

/* --- locks ------------------------------------------------------------------------------------------ */

/* A second opener, in another process or in this one, hears who has the file, and the first goes on. */
static void a_second_opener_is_told(void **state)
{
    struct log_run *r = *state, other;
    int ready[2], answer[2];
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(answer), 0);
    pid_t child = fork(); /* before this process has a second thread */
    if (child == 0) {
        char c;
        log_run_init_at(&other, r->path);
        enum smv_err err = read(ready[0], &c, 1) == 1 ? log_run_open(&other, 0, false) : SMV_OK;
        bool said = strstr(other.why.text, "another process has it open") != NULL;
        _exit(err == SMV_ERR_BUSY && said ? 0 : 1);
    }
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_int_equal(write(ready[1], "g", 1), 1);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    log_run_init_at(&other, r->path);
    assert_int_equal(log_run_open(&other, 0, false), SMV_ERR_BUSY);
    log_run_finish(&other);
    log_run_number(r, 0, 3);
    log_run_until_told(r, 3);
    assert_int_equal(r->told.n, 3);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(close(ready[i]) | close(answer[i]), 0);
    }
}

/* --- the mark --------------------------------------------------------------------------------------- */

/* An older copy put back is noticed, at each opening until the new epoch is in the log. */
static void an_older_copy_is_noticed(void **state)
{
    struct log_run *r = *state;
    grow(r, 10);
    file_copy(r->path, "", r->path, ".old");
    grow(r, 10);
    file_copy(r->path, ".old", r->path, "");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(log_run_open(r, 0, false), SMV_OK);
        assert_true(r->info.restored);
        assert_int_equal(r->info.reason, 1);
        assert_int_equal(r->info.head, 10);
        assert_int_equal(r->info.known_head, 20);
        log_run_close(r);
    }
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    log_run_append(r, "epoch");
    log_run_until_told(r, 1);
    smv_log_sqlite_settled(r->log);
    log_run_close(r);
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_false(r->info.restored);
    assert_int_equal(r->info.known_head, 11);
}

/* The same when it has meanwhile grown past the mark: the hash at the mark is another. */
static void another_past_is_noticed(void **state)
{
    struct log_run *r = *state;
    grow(r, 10);
    file_copy(r->path, "", r->path, ".old");
    grow(r, 3);
    file_copy(r->path, ".old", r->path, "");
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    log_run_append(r, "something else");
    log_run_number(r, 0, 9);
    log_run_until_told(r, 10);
    log_run_close(r); /* not settled */
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_int_equal(r->info.head, 20);
    assert_int_equal(r->info.known_head, 13);
    assert_true(r->info.restored);
}

/* Without a mark, or with one that nobody wrote, there is nothing to compare with. */
static void without_a_mark_nothing_is_suspected(void **state)
{
    struct log_run *r = *state;
    grow(r, 10);
    file_copy(r->path, "", r->path, ".old");
    grow(r, 10);
    file_copy(r->path, ".old", r->path, "");
    file_copy(r->path, ".mark", r->path, ".mark.kept");
    char junk[1024];
    memset(junk, '7', sizeof junk);
    file_poke(r->path, ".mark", 0, junk, sizeof junk);
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_false(r->info.restored);
    log_run_close(r); /* writes a new one */
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_int_equal(r->info.known_head, 10);
    log_run_close(r);
    file_remove(r->path, ".mark");
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_false(r->info.restored);
    log_run_close(r);
    file_copy(r->path, ".mark.kept", r->path,
              ".mark"); /* the test can fail: with it, it is noticed */
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_true(r->info.restored);
}

/* A torn mark leaves the one before it. */
static void a_torn_mark_leaves_the_older(void **state)
{
    struct log_run *r = *state;
    grow(r, 4); /* writing 1, second slot */
    grow(r, 4); /* writing 2, first slot */
    file_poke(r->path, ".mark", 40, "XXXX", 4);
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_int_equal(r->info.known_head, 4);
    assert_false(r->info.restored);
}

static bool mark_says(const struct log_run *r, unsigned seq)
{
    char slots[1024] = {0}, want[24];
    if (!file_there(r->path, ".mark") || file_size(r->path, ".mark") < 512) {
        return false;
    }
    size_t size = file_size(r->path, ".mark");
    file_peek(r->path, ".mark", 0, slots, size < sizeof slots ? size : sizeof slots);
    (void)snprintf(want, sizeof want, " %020u ", seq);
    for (size_t i = 0; i < 2; i++) { /* the first slot may not have been written yet */
        char line[513] = {0};
        memcpy(line, slots + 512 * i, 512);
        if (strstr(line, want) != NULL) {
            return true;
        }
    }
    return false;
}

static void on_tick(uv_timer_t *timer)
{
    (void)timer; /* only turns the loop, so that the test looks again */
}

/* The mark follows without a close: soon when nothing happens, and also while commits never pause. */
static void the_mark_follows(void **state)
{
    struct log_run *r = *state;
    uv_timer_t timer;
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_int_equal(uv_timer_init(&r->loop, &timer), 0);
    assert_int_equal(uv_timer_start(&timer, on_tick, 5, 5), 0);
    log_run_number(r, 0, 7);
    log_run_until_told(r, 7);
    uint64_t t0 = uv_hrtime();
    while (!mark_says(r, 7)) {
        log_run_pump(r);
    }
    uint64_t t1 = uv_hrtime();
    bool seen = false;
    while (!seen) {
        log_run_append(r, "busy");
        log_run_append(r, "busy");
        log_run_until_told(r, r->told.n + 1);
        seen = file_there(r->path, ".mark") && !mark_says(r, 7);
        /* the older slot is written over with the second mark after it */
    }
    uint64_t t2 = uv_hrtime();
    print_message("mark after %.0f ms idle, two more after %.0f ms of load, %llu entries\n",
                  (double)(t1 - t0) / 1e6, (double)(t2 - t1) / 1e6, (unsigned long long)r->head);
    uv_close((uv_handle_t *)&timer, NULL);
    log_run_close(r);
    assert_int_equal(uv_run(&r->loop, UV_RUN_DEFAULT), 0);
}

/* The WAL of a killed daemon holds what was confirmed: cut or gone, it is missed. */
static void a_cut_wal_is_noticed(void **state)
{
    struct log_run *r = *state;
    int told[2], go[2];
    assert_int_equal(pipe(told) | pipe(go), 0);
    pid_t child = fork();
    if (child == 0) {
        struct log_run mine;
        char c;
        log_run_init_at(&mine, r->path);
        if (log_run_open(&mine, 0, false) != SMV_OK) {
            _exit(1);
        }
        log_run_number(&mine, 0, 50);
        log_run_until_told(&mine, 50);
        if (write(told[1], "t", 1) != 1 || read(go[0], &c, 1) != 1) {
            _exit(2);
        }
        log_run_close(&mine); /* writes the mark */
        _exit(0);
    }
    char c;
    assert_int_equal(read(told[0], &c, 1), 1);
    file_copy(r->path, "", r->path, ".live");
    file_copy(r->path, "-wal", r->path, ".live-wal");
    assert_int_equal(write(go[1], "g", 1), 1);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    size_t whole = file_size(r->path, ".live-wal");
    const size_t sizes[] = {whole, whole - 1, whole / 2, 100, 0};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        file_copy(r->path, ".live", r->path, "");
        file_copy(r->path, ".live-wal", r->path, "-wal");
        file_cut(r->path, "-wal", sizes[i]);
        assert_int_equal(log_run_open(r, 0, true), SMV_OK);
        assert_int_equal(r->info.known_head, 50);
        assert_int_equal(r->info.head == 50, i == 0);
        assert_int_equal(r->info.restored, i > 0);
        log_run_close(r);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(close(told[i]) | close(go[i]), 0);
    }
}

/* --- begin, end, copies ----------------------------------------------------------------------------- */

/* A rewritten file says so until the new epoch has begun. */
static void rewritten_is_told(void **state)
{
    struct log_run *r = *state;
    char path[256];
    assert_int_equal(smv_log_sqlite_create(beside(r, "new.smv", path), "winter",
                                           smv_span_str("shorter"), 0, 2, &r->why),
                     SMV_OK);
    struct log_run n;
    log_run_init_at(&n, path);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(log_run_open(&n, 0, true), SMV_OK);
        assert_true(n.info.restored);
        assert_int_equal(n.info.reason, 2);
        log_run_append(&n, "epoch");
        log_run_until_told(&n, 1);
        if (i == 1) {
            smv_log_sqlite_settled(n.log);
        }
        log_run_close(&n);
    }
    assert_int_equal(log_run_open(&n, 0, true), SMV_OK);
    assert_false(n.info.restored);
    assert_int_equal(n.info.reason, 0);
    log_run_finish(&n);
}

/* create never writes over anything, and its sentences say what to do. */
static void create_writes_over_nothing(void **state)
{
    struct log_run *r = *state;
    char path[256];
    struct smv_span s = smv_span_str("s");
    assert_int_equal(smv_log_sqlite_create(r->path, "w", s, 0, 0, &r->why), SMV_ERR_EXISTS);
    assert_non_null(strstr(r->why.text, "move what is there away"));
    file_copy(r->path, "", beside(r, "lone.smv-wal", path), "");
    assert_int_equal(smv_log_sqlite_create(beside(r, "lone.smv", path), "w", s, 0, 0, &r->why),
                     SMV_ERR_EXISTS);
    assert_int_equal(smv_log_sqlite_create(beside(r, "no/such.smv", path), "w", s, 0, 0, &r->why),
                     SMV_ERR_MISSING);
    assert_non_null(strstr(r->why.text, "check the path"));
    /* an unfinished creation is in nobody's way, nor is the mark of a file that is gone */
    file_copy(r->path, "", beside(r, "half.smv", path), ".new");
    file_copy(r->path, "", path, ".mark");
    assert_int_equal(smv_log_sqlite_create(path, "w", s, 0, 0, &r->why), SMV_OK);
    assert_false(file_there(path, ".new"));
    assert_false(file_there(path, ".mark"));
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 077, 0); /* the owner's only */
}

/* What cannot be opened is refused with the right word. */
static void what_cannot_be_opened_is_refused(void **state)
{
    struct log_run *r = *state, n;
    char path[256];
    log_run_init_at(&n, beside(r, "none.smv", path));
    assert_int_equal(log_run_open(&n, 0, false), SMV_ERR_MISSING);
    assert_false(file_there(path, ""));
    file_copy(r->path, "", path, "");
    file_cut(path, "", 0);
    assert_int_equal(log_run_open(&n, 0, false), SMV_ERR_CORRUPT);
    file_copy(r->path, "", path, "");
    file_poke(path, "", 0, "no database here", 16);
    assert_int_equal(log_run_open(&n, 0, false), SMV_ERR_CORRUPT);
    assert_non_null(strstr(n.why.text, "put a backup in its place"));
    file_copy(r->path, "", path, "");
    file_sql(path, "PRAGMA user_version=2");
    assert_int_equal(log_run_open(&n, 0, false), SMV_ERR_VERSION);
    assert_non_null(strstr(n.why.text, "start the version of samverka"));
    file_copy(r->path, "", path, "");
    if (geteuid() != 0) {
        assert_int_equal(chmod(path, 0400), 0);
        assert_int_equal(log_run_open(&n, 0, false), SMV_ERR_DENIED);
        assert_int_equal(chmod(path, 0600), 0);
    }
    assert_int_equal(log_run_open(&n, 0, false), SMV_OK); /* and this one is right */
    log_run_finish(&n);
}

/* Sealing leaves one plain file, which opens again. */
static void sealing_leaves_one_plain_file(void **state)
{
    struct log_run *r = *state;
    grow(r, 30);
    assert_int_equal(smv_log_sqlite_seal(r->path, &r->why), SMV_OK);
    assert_false(file_there(r->path, "-wal"));
    assert_false(file_there(r->path, "-shm"));
    assert_false(file_there(r->path, "-journal"));
    uint8_t versions[2];
    file_peek(r->path, "", 18, versions, 2);
    assert_int_equal(versions[0], 1); /* rollback journal */
    assert_int_equal(versions[1], 1);
    char text[32];
    file_ask(r->path, "PRAGMA journal_mode", text, sizeof text);
    assert_string_equal(text, "delete");
    assert_int_equal(log_run_open(r, 0, true), SMV_OK);
    assert_int_equal(r->replayed.n, 30);
    assert_int_equal(smv_log_sqlite_seal(r->path, &r->why),
                     SMV_ERR_BUSY); /* not while it is open */
}

static void keep_busy(struct log_run *r)
{
    char body[1000];
    memset(body, 'b', sizeof body);
    struct smv_span span = smv_span(body, sizeof body);
    if (r->n_copied == 0) {
        log_run_append_bytes(r, &span, 1);
    }
}

/* A backup goes on between commits, ends under load, and is a whole file of one moment. */
static void a_backup_under_load_is_whole(void **state)
{
    struct log_run *r = *state;
    char path[256], text[32];
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    uint8_t body[3000];
    memset(body, 'x', sizeof body);
    struct smv_span span = smv_span(body, sizeof body);
    for (int i = 0; i < 2000; i++) {
        log_run_append_bytes(r, &span, 1);
    }
    log_run_until_told(r, 2000);
    /* Enough is waiting that each turn of the worker has a commit and a step; and more comes. */
    log_run_number(r, 0, 40 * SMV_MAX_COMMIT_OPS);
    r->on_entries = keep_busy;
    size_t batches = r->n_batches;
    assert_int_equal(log_run_backup(r, beside(r, "copy.smv", path)), SMV_OK);
    smv_seq head = r->head;
    assert_true(r->n_batches > batches); /* commits went on meanwhile */
    r->on_entries = NULL;
    assert_false(file_there(path, ".part"));
    assert_int_equal(log_run_backup(r, path), SMV_ERR_EXISTS);
    log_run_close(r);
    file_ask(path, "PRAGMA journal_mode", text, sizeof text);
    assert_string_equal(text, "delete");
    file_ask(path, "PRAGMA integrity_check", text, sizeof text);
    assert_string_equal(text, "ok");
    struct log_run copy;
    log_run_init_at(&copy, path);
    assert_int_equal(log_run_open(&copy, 0, true), SMV_OK);
    assert_true(copy.info.head >= 2000 && copy.info.head <= head);
    assert_false(copy.info.restored);
    log_run_finish(&copy);
}

/* A target that fails is told, leaves nothing behind and does the log no harm; closing cuts a copy short. */
static void a_failing_backup_harms_nothing(void **state)
{
    struct log_run *r = *state;
    char path[256];
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    assert_int_equal(log_run_backup(r, beside(r, "no/copy.smv", path)), SMV_ERR_MISSING);
    log_run_number(r, 0, 5);
    log_run_until_told(r, 5);
    assert_int_equal(log_run_backup(r, beside(r, "copy.smv", path)), SMV_OK);
    assert_true(file_there(path, ""));
    uint8_t *large = smv_zalloc(4000000); /* more pages than a few steps copy */
    struct smv_span span = smv_span(large, 4000000);
    log_run_append_bytes(r, &span, 1);
    log_run_until_told(r, 6);
    smv_free(large);
    log_run_begin_backup(r, beside(r, "cut.smv", path));
    log_run_close(r);
    assert_int_equal(r->n_copied, 2 + 1);
    assert_int_equal(r->copy_err, SMV_ERR_STATE);
    assert_false(file_there(path, ""));
    assert_false(file_there(path, ".part"));
}

/* --- time and damage -------------------------------------------------------------------------------- */

static void put_entry(const struct log_run *r, smv_ms ts, const char *body)
{
    char sql[300];
    struct smv_buf hex = {0};
    uint8_t chain[16];
    smv_log_chain_next(r->head_chain, r->head + 1, ts, smv_span_str(body), chain);
    smv_buf_put_hex(&hex, smv_span(chain, 16));
    (void)snprintf(
        sql, sizeof sql, "INSERT INTO entry VALUES(%llu, %llu, CAST('%s' AS BLOB), x'%s')",
        (unsigned long long)r->head + 1, (unsigned long long)ts, body, smv_buf_cstr(&hex));
    file_sql(r->path, sql);
    smv_buf_finish(&hex);
}

/* A clock that was set back does not set the log's time back. */
static void time_does_not_fall(void **state)
{
    struct log_run *r = *state;
    grow(r, 2);
    const smv_ms late = UINT64_C(9000000000000); /* the year 2255 */
    put_entry(r, late, "from the future");
    assert_int_equal(log_run_open(r, 0, true), SMV_OK);
    assert_int_equal(r->head, 3);
    assert_int_equal(r->log->v->clock(r->log), late);
    log_run_append(r, "now");
    log_run_until_told(r, 1);
    assert_int_equal(r->told.items[0].ts, late);
}

/* A change of a stored entry is found: in the tail at once, further back by verify and by reading. */
static void damage_is_found(void **state)
{
    struct log_run *r = *state;
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    log_run_number(r, 0, 20);
    log_run_until_told(r, 20);
    log_run_save(r, "at 20");
    log_run_number(r, 20, 20);
    log_run_until_told(r, 40);
    log_run_close(r);
    static const struct {
        const char *sql;
        enum smv_err plain, verified;
    } cases[] = {
        {"UPDATE entry SET body=x'00' WHERE seq=30", SMV_ERR_CORRUPT, SMV_ERR_CORRUPT},
        {"UPDATE entry SET ts=ts+1 WHERE seq=40", SMV_ERR_CORRUPT, SMV_ERR_CORRUPT},
        {"DELETE FROM entry WHERE seq=33", SMV_ERR_CORRUPT, SMV_ERR_CORRUPT},
        {"UPDATE snapshot SET state=x'00' WHERE seq=20", SMV_ERR_CORRUPT, SMV_ERR_CORRUPT},
        {"UPDATE snapshot SET chain=zeroblob(16) WHERE seq=20", SMV_ERR_CORRUPT, SMV_ERR_CORRUPT},
        {"UPDATE entry SET chain=x'00' WHERE seq=40", SMV_ERR_CORRUPT, SMV_ERR_CORRUPT},
        {"DELETE FROM snapshot", SMV_ERR_CORRUPT, SMV_ERR_CORRUPT},
        {"DELETE FROM meta", SMV_ERR_CORRUPT, SMV_ERR_CORRUPT},
        {"DROP TABLE snapshot", SMV_ERR_CORRUPT, SMV_ERR_CORRUPT},
        {"UPDATE entry SET body=x'00' WHERE seq=10", SMV_OK, SMV_ERR_CORRUPT},
        {"DELETE FROM entry WHERE seq=5", SMV_OK, SMV_ERR_CORRUPT},
        {"UPDATE snapshot SET state=x'00' WHERE seq=0", SMV_OK, SMV_ERR_CORRUPT},
    };
    file_copy(r->path, "", r->path, ".good");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file_copy(r->path, ".good", r->path, "");
        file_sql(r->path, cases[i].sql);
        enum smv_err plain = log_run_open(r, 0, false);
        if (plain == SMV_OK) {
            log_run_close(r);
        }
        enum smv_err verified = log_run_open(r, 0, true);
        if (plain != cases[i].plain || verified != cases[i].verified) {
            print_error("%s: %d %d\n", cases[i].sql, (int)plain, (int)verified);
        }
        assert_int_equal(plain, cases[i].plain);
        assert_int_equal(verified, cases[i].verified);
    }
    file_copy(r->path, ".good", r->path, "");
    file_sql(r->path, "UPDATE entry SET body=x'00' WHERE seq=10");
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    const smv_seq seqs[] = {10};
    log_run_read(r, 1, seqs, 1);
    assert_true(r->broken); /* rather than serving it */
    assert_non_null(strstr(r->broken_text, "does not fit its hash"));
    log_run_close(r);
}

/* After a disk failed, the next opening looks at everything once. */
static void a_failed_disk_is_looked_into(void **state)
{
    struct log_run *r = *state;
    grow(r, 20);
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    log_run_save(r, "at 20");
    log_run_close(r);
    file_copy(r->path, ".mark", r->path, ".failed"); /* any file by that name */
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    log_run_close(r);
    assert_false(file_there(r->path, ".failed"));
    file_sql(r->path, "UPDATE entry SET body=x'00' WHERE seq=10"); /* before the snapshot */
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    log_run_close(r);
    file_copy(r->path, ".mark", r->path, ".failed");
    assert_int_equal(log_run_open(r, 0, false), SMV_ERR_CORRUPT);
    assert_true(file_there(r->path, ".failed"));
}

/* A batch is bounded in number and bytes. */
static void a_batch_is_bounded(void **state)
{
    struct log_run *r = *state;
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    struct smv_span *many = smv_alloc(1000 * sizeof *many);
    for (int i = 0; i < 1000; i++) {
        many[i] = smv_span_str("x");
    }
    log_run_append_bytes(r, many, 1000);
    log_run_until_told(r, 1000);
    assert_int_equal(r->max_batch, SMV_MAX_COMMIT_OPS);
    r->max_batch = 0;
    uint8_t *large = smv_zalloc(100000);
    for (int i = 0; i < 10; i++) {
        many[i] = smv_span(large, 100000);
    }
    log_run_append_bytes(r, many, 10);
    log_run_until_told(r, 1010);
    assert_int_equal(r->max_batch, SMV_MAX_COMMIT_BYTES / 100000);
    smv_free(large);
    smv_free(many);
}

/* How long opening takes with many entries behind the snapshot: printed, not judged. */
static void opening_a_long_log(void **state)
{
    struct log_run *r = *state;
    const char *text = getenv("SMV_LOG_ENTRIES");
    unsigned n = text != NULL ? (unsigned)strtoul(text, NULL, 10) : 20000;
    uint8_t body[120];
    memset(body, 'e', sizeof body);
    struct smv_span spans[SMV_MAX_COMMIT_OPS];
    for (size_t i = 0; i < SMV_MAX_COMMIT_OPS; i++) {
        spans[i] = smv_span(body, sizeof body);
    }
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    uint64_t t0 = uv_hrtime();
    for (unsigned i = 0; i < n; i += SMV_MAX_COMMIT_OPS) {
        log_run_append_bytes(r, spans, SMV_MAX_COMMIT_OPS);
        log_run_until_told(r, i + SMV_MAX_COMMIT_OPS);
    }
    uint64_t t1 = uv_hrtime();
    log_run_save(r, "late");
    smv_seq head = r->head;
    log_run_close(r);
    log_list_finish(&r->told); /* the test's own memory: not a part of opening */
    uint64_t t2 = uv_hrtime();
    assert_int_equal(log_run_open(r, 0, false), SMV_OK);
    uint64_t t3 = uv_hrtime();
    log_run_close(r);
    uint64_t t4 = uv_hrtime();
    assert_int_equal(log_run_open(r, 0, true), SMV_OK);
    uint64_t t5 = uv_hrtime();
    assert_int_equal(r->info.head, head);
    print_message("entries %llu: written in %.2f s, opened in %.1f ms, verified in %.2f s\n",
                  (unsigned long long)head, (double)(t1 - t0) / 1e9, (double)(t3 - t2) / 1e6,
                  (double)(t5 - t4) / 1e9);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_second_opener_is_told),
        T(an_older_copy_is_noticed),
        T(another_past_is_noticed),
        T(without_a_mark_nothing_is_suspected),
        T(a_torn_mark_leaves_the_older),
        T(the_mark_follows),
        T(a_cut_wal_is_noticed),
        T(rewritten_is_told),
        T(create_writes_over_nothing),
        T(what_cannot_be_opened_is_refused),
        T(sealing_leaves_one_plain_file),
        T(a_backup_under_load_is_whole),
        T(a_failing_backup_harms_nothing),
        T(time_does_not_fall),
        T(damage_is_found),
        T(a_failed_disk_is_looked_into),
        T(a_batch_is_bounded),
        T(opening_a_long_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
