/* log_sqlite_file.c - names, syncs and sentences around the database file.
 *
 * What: fsync of files and directories, the note of a failed disk, errno and SQLite codes as ours.
 * Uses: POSIX.    Thread: any; no state. */
#include "daemon/io/log_sqlite_int.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "common/base/heap.h"

char *smv_file__beside(const char *path, const char *suffix)
{
    size_t a = strlen(path), b = strlen(suffix);
    char *name = smv_alloc(a + b + 1);
    memcpy(name, path, a);
    memcpy(name + a, suffix, b + 1);
    return name;
}

bool smv_file__there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

enum smv_err smv_err_from_errno(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR: return SMV_ERR_MISSING;
    case EACCES:
    case EPERM:
    case EROFS:
    case EISDIR: return SMV_ERR_DENIED;
    case ENOSPC:
    case EDQUOT: return SMV_ERR_FULL;
    case EEXIST: return SMV_ERR_EXISTS;
    default: return SMV_ERR_IO;
    }
}

enum smv_err smv_err_from_sqlite(sqlite3 *db, int rc)
{
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return SMV_ERR_BUSY;
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY: return SMV_ERR_DENIED;
    case SQLITE_FULL: return SMV_ERR_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return SMV_ERR_CORRUPT;
    case SQLITE_CANTOPEN: return smv_err_from_errno(db != NULL ? sqlite3_system_errno(db) : 0);
    default: return SMV_ERR_IO;
    }
}

static enum smv_err sync_and_close(int fd)
{
    if (fd < 0) {
        return smv_err_from_errno(errno);
    }
    enum smv_err err = fsync(fd) == 0 ? SMV_OK : smv_err_from_errno(errno);
    if (close(fd) != 0 && err == SMV_OK) {
        err = smv_err_from_errno(errno);
    }
    return err;
}

enum smv_err smv_file__sync(const char *path)
{
    return sync_and_close(open(path, O_RDWR | O_CLOEXEC));
}

enum smv_err smv_file__sync_dir(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t len = slash == NULL ? 0 : (size_t)(slash - path);
    char *dir = slash == NULL ? smv_file__beside(".", "")
                              : smv_span_dup_cstr(smv_span(path, len == 0 ? 1 : len));
    enum smv_err err = sync_and_close(open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    smv_free(dir);
    return err;
}

enum smv_err smv_file__make_empty(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return smv_err_from_errno(errno);
    }
    return close(fd) == 0 ? SMV_OK : smv_err_from_errno(errno);
}

enum smv_err smv_file__remove(const char *path)
{
    return unlink(path) == 0 || errno == ENOENT ? SMV_OK : smv_err_from_errno(errno);
}

void smv_file__note_failure(const char *path)
{
    /* Best effort on a disk that has just failed: it may well not come through. Without it the next
     * opening still checks the chain of what it replays. */
    char *name = smv_file__beside(path, ".failed");
    int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0) {
        (void)sync_and_close(fd);
    }
    smv_free(name);
}

/* After a failed fsync the kernel may hold pages as clean that never reached the disk. */
static enum smv_err forget_one(const char *path)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENOENT ? SMV_OK : smv_err_from_errno(errno);
    }
    if (fdatasync(fd) != 0) {
        enum smv_err err = smv_err_from_errno(errno);
        (void)close(fd);
        return err;
    }
    int error = posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    enum smv_err err = error == 0 ? SMV_OK : smv_err_from_errno(error);
    if (close(fd) != 0 && err == SMV_OK) {
        err = smv_err_from_errno(errno);
    }
    return err;
}

enum smv_err smv_file__forget_cache(const char *path, bool *ret_failed)
{
    char *note = smv_file__beside(path, ".failed");
    char *wal = smv_file__beside(path, "-wal");
    bool failed = smv_file__there(note);
    enum smv_err err = failed ? forget_one(path) : SMV_OK;
    if (failed && err == SMV_OK) {
        err = forget_one(wal);
    }
    if (err == SMV_OK) {
        *ret_failed = failed;
    }
    smv_free(note);
    smv_free(wal);
    return err;
}

void smv_file__explain(struct smv_errinfo *info, enum smv_err err, const char *doing,
                       const char *path)
{
    const char *advice = "";
    switch (err) {
    case SMV_ERR_MISSING: advice = "check the path, or put a backup there"; break;
    case SMV_ERR_EXISTS: advice = "choose another name, or move what is there away"; break;
    case SMV_ERR_BUSY:
        advice = "another process has it open: stop that one first, or let it make a backup";
        break;
    case SMV_ERR_DENIED:
        advice = "give the daemon's user the right to read and write the file and its directory";
        break;
    case SMV_ERR_FULL: advice = "free some space on that disk and try again"; break;
    case SMV_ERR_CORRUPT:
        advice = "keep the file for inspection, put a backup in its place and start again";
        break;
    case SMV_ERR_VERSION: advice = "start the version of samverka that wrote it"; break;
    case SMV_ERR_STATE: advice = "ask again when the daemon runs"; break;
    case SMV_OK:
    case SMV_ERR_MALFORMED:
    case SMV_ERR_TOO_BIG:
    case SMV_ERR_UTF8:
    case SMV_ERR_RANGE:
    case SMV_ERR_IO:
    case SMV_ERR_UNKNOWN:
        advice = "look at the system's messages about that disk, then start again; if it comes "
                 "back, move the file to another disk";
        break;
    }
    /* The end of a long path tells more than its beginning. */
    size_t len = strlen(path);
    (void)snprintf(info->text, sizeof info->text, "%.60s: %s: %s; %s",
                   len > 60 ? path + len - 60 : path, doing, smv_err_text(err), advice);
}
