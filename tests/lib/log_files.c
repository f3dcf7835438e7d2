/* log_files.c - small file operations that stop the test when they fail. */
#include "tests/lib/log_files.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>
#include "common/base/check.h"
#include "common/base/heap.h"

static const char *name_of(const char *path, const char *suffix, char buf[256])
{
    INVARIANT(snprintf(buf, 256, "%s%s", path, suffix) < 256);
    return buf;
}

bool file_there(const char *path, const char *suffix)
{
    char name[256];
    return access(name_of(path, suffix, name), F_OK) == 0;
}

size_t file_size(const char *path, const char *suffix)
{
    char name[256];
    struct stat st;
    INVARIANT(stat(name_of(path, suffix, name), &st) == 0);
    return (size_t)st.st_size;
}

void file_copy(const char *from, const char *from_suffix, const char *to, const char *to_suffix)
{
    char a[256], b[256];
    FILE *in = fopen(name_of(from, from_suffix, a), "rb");
    FILE *out = fopen(name_of(to, to_suffix, b), "wb");
    INVARIANT(in != NULL && out != NULL);
    char *buf = smv_alloc(65536);
    size_t n;
    while ((n = fread(buf, 1, 65536, in)) > 0) {
        INVARIANT(fwrite(buf, 1, n, out) == n);
    }
    smv_free(buf);
    INVARIANT(fclose(in) == 0 && fclose(out) == 0);
}

void file_remove(const char *path, const char *suffix)
{
    char name[256];
    INVARIANT(unlink(name_of(path, suffix, name)) == 0 || errno == ENOENT);
}

void file_cut(const char *path, const char *suffix, size_t size)
{
    char name[256];
    INVARIANT(truncate(name_of(path, suffix, name), (off_t)size) == 0);
}

void file_poke(const char *path, const char *suffix, size_t at, const void *bytes, size_t n)
{
    char name[256];
    int fd = open(name_of(path, suffix, name), O_RDWR);
    INVARIANT(fd >= 0 && pwrite(fd, bytes, n, (off_t)at) == (ssize_t)n && close(fd) == 0);
}

void file_peek(const char *path, const char *suffix, size_t at, void *ret_bytes, size_t n)
{
    char name[256];
    int fd = open(name_of(path, suffix, name), O_RDONLY);
    INVARIANT(fd >= 0 && pread(fd, ret_bytes, n, (off_t)at) == (ssize_t)n && close(fd) == 0);
}

void file_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    INVARIANT(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix") == SQLITE_OK);
    INVARIANT(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
    INVARIANT(sqlite3_close(db) == SQLITE_OK);
}

void file_ask(const char *path, const char *sql, char *ret_text, size_t size)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    INVARIANT(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix") == SQLITE_OK);
    INVARIANT(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK);
    INVARIANT(sqlite3_step(stmt) == SQLITE_ROW);
    (void)snprintf(ret_text, size, "%s", (const char *)sqlite3_column_text(stmt, 0));
    INVARIANT(sqlite3_finalize(stmt) == SQLITE_OK && sqlite3_close(db) == SQLITE_OK);
}
