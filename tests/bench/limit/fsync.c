/* fsync.c - durable-commit limits of a disk: records (256 bytes) made durable each second by batch size.
 *
 * What: (a) fdatasync after appends that grow the file, (b) fdatasync after writes into a preallocated,
 *       zero-filled file, (c) SQLite WAL synchronous=FULL, one prepared INSERT a record, one transaction
 *       a batch. One tab-separated row for each kind and batch size.
 * Not:  part of run.sh: it measures the disk alone, once.
 * Uses: sqlite3.    Thread: one.
 * usage: fsync DIR [SECONDS each, at most 20] */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RECORD = 256, MAX_BATCH = 512, PREALLOC = 64 << 20, MAX_COMMITS = 1 << 20 };

/* what is being measured: exactly one of fd and db is in use */
struct target {
    char path[4096];
    int fd, prealloc;
    off_t pos;
    sqlite3 *db;
    sqlite3_stmt *begin, *insert, *commit;
};

static uint64_t lat[MAX_COMMITS];
static char records[RECORD * MAX_BATCH];

static void die(const char *what, struct target *t)
{
    fprintf(stderr, "%s: ", what);
    if (t->db) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(t->db));
    } else {
        perror(t->path);
    }
    exit(1);
}

static uint64_t read_clock(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

/* ---- a file ---- */

static void file_open(struct target *t)
{
    static char zeros[1 << 20];
    t->fd = open(t->path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
    if (t->fd < 0) {
        die("open", t);
    }
    for (size_t k = 0; t->prealloc && k < PREALLOC / sizeof zeros; k++) {
        if (write(t->fd, zeros, sizeof zeros) != (ssize_t)sizeof zeros) {
            die("preallocate", t);
        }
    }
    fsync(t->fd);
    lseek(t->fd, 0, SEEK_SET);
}

static void file_commit(struct target *t, int batch)
{
    size_t n = (size_t)batch * RECORD;
    if (t->prealloc && t->pos + (off_t)n > PREALLOC) {
        t->pos = lseek(t->fd, 0, SEEK_SET);
    }
    if (write(t->fd, records, n) != (ssize_t)n || fdatasync(t->fd)) {
        die("write", t);
    }
    t->pos += (off_t)n;
}

/* ---- SQLite ---- */

static void db_remove(const char *path)
{
    static const char *const suffix[] = {"", "-wal", "-shm"};
    char f[4200];
    for (int k = 0; k < 3; k++) {
        snprintf(f, sizeof f, "%s%s", path, suffix[k]);
        unlink(f);
    }
}

static void db_open(struct target *t)
{
    db_remove(t->path);
    if (sqlite3_open(t->path, &t->db) ||
        sqlite3_exec(t->db,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                     "CREATE TABLE op(seq INTEGER PRIMARY KEY, body BLOB NOT NULL);",
                     NULL, NULL, NULL) ||
        sqlite3_prepare_v2(t->db, "BEGIN IMMEDIATE", -1, &t->begin, NULL) ||
        sqlite3_prepare_v2(t->db, "INSERT INTO op(body) VALUES(?1)", -1, &t->insert, NULL) ||
        sqlite3_prepare_v2(t->db, "COMMIT", -1, &t->commit, NULL)) {
        die("open", t);
    }
}

static void db_commit(struct target *t, int batch)
{
    int ok = sqlite3_step(t->begin) == SQLITE_DONE;
    sqlite3_reset(t->begin);
    for (int k = 0; k < batch; k++) {
        sqlite3_bind_blob(t->insert, 1, records, RECORD, SQLITE_STATIC);
        ok &= sqlite3_step(t->insert) == SQLITE_DONE;
        sqlite3_reset(t->insert);
    }
    ok &= sqlite3_step(t->commit) == SQLITE_DONE;
    sqlite3_reset(t->commit);
    if (!ok) {
        die("commit", t);
    }
}

static void target_close(struct target *t)
{
    if (t->db) {
        sqlite3_finalize(t->begin);
        sqlite3_finalize(t->insert);
        sqlite3_finalize(t->commit);
        sqlite3_close(t->db);
        db_remove(t->path);
    } else {
        close(t->fd);
        unlink(t->path);
    }
}

/* ---- measuring ---- */

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void measure(const char *kind, struct target *t, int batch, double secs)
{
    uint64_t t0 = read_clock(CLOCK_MONOTONIC), c0 = read_clock(CLOCK_PROCESS_CPUTIME_ID), prev = t0;
    size_t n = 0;
    while (n < MAX_COMMITS && (double)(prev - t0) < secs * 1e9) {
        if (t->db) {
            db_commit(t, batch);
        } else {
            file_commit(t, batch);
        }
        uint64_t now = read_clock(CLOCK_MONOTONIC);
        lat[n++] = now - prev;
        prev = now;
    }
    double s = (double)(prev - t0) / 1e9, recs = (double)n * batch;
    double cpu_us = (double)(read_clock(CLOCK_PROCESS_CPUTIME_ID) - c0) / 1e3;
    if (!n) {
        return;
    }
    qsort(lat, n, sizeof lat[0], by_value);
    printf("%s\t%d\t%zu\t%.0f\t%.0f\t%.1f\t%.1f\t%.1f\t%.2f\n", kind, batch, n, (double)n / s,
           recs / s, (double)lat[n / 2] / 1e3, (double)lat[n * 99 / 100] / 1e3,
           (double)lat[n - 1] / 1e3, cpu_us / recs);
    fflush(stdout);
}

int main(int ac, char **av)
{
    static const int batches[] = {1, 8, 64, MAX_BATCH};
    static const char *const kinds[] = {"fdatasync-append", "fdatasync-prealloc",
                                        "sqlite-wal-full"};
    double secs = ac > 2 ? atof(av[2]) : 2;
    if (ac < 2) {
        fprintf(stderr, "usage: fsync DIR [SECONDS]\n");
        return 2;
    }
    memset(records, 'x', sizeof records);
    puts("kind\tbatch\tcommits\tcommits_s\trecords_s\tp50_us\tp99_us\tmax_us\tcpu_us_rec");
    for (int kind = 0; kind < 3; kind++) {
        for (int i = 0; i < 4; i++) {
            struct target t = {.fd = -1, .prealloc = kind == 1};
            snprintf(t.path, sizeof t.path, "%s/fsync.%s", av[1], kind == 2 ? "db" : "dat");
            if (kind == 2) {
                db_open(&t);
            } else {
                file_open(&t);
            }
            measure(kinds[kind], &t, batches[i], secs < 20 ? secs : 20);
            target_close(&t);
        }
    }
    return 0;
}
