/* files.c - see files.h. */
#include "client-cli/io/files.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "common/base/heap.h"

enum smv_err smv_file_error(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR: return SMV_ERR_MISSING;
    case EEXIST: return SMV_ERR_EXISTS;
    case EACCES:
    case EPERM:
    case EROFS: return SMV_ERR_DENIED;
    case ENOSPC:
    case EDQUOT: return SMV_ERR_FULL;
    case EAGAIN: return SMV_ERR_BUSY;
    default: return SMV_ERR_IO;
    }
}

char *smv_path(const char *folder, const char *name)
{
    size_t a = strlen(folder), b = strlen(name);
    char *path = smv_alloc(a + b + 2);
    memcpy(path, folder, a);
    path[a] = '/';
    memcpy(path + a + 1, name, b + 1);
    return path;
}

enum smv_err smv_folder_make(const char *path)
{
    char *part = smv_span_dup_cstr(smv_span_str(path));
    enum smv_err err = SMV_OK;
    for (char *at = part + 1; err == SMV_OK && *at != '\0'; at++) {
        if (*at != '/') {
            continue;
        }
        *at = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST) {
            err = smv_file_error(errno);
        }
        *at = '/';
    }
    if (err == SMV_OK && mkdir(part, 0700) != 0 && errno != EEXIST) {
        err = smv_file_error(errno);
    }
    smv_free(part);
    return err;
}

enum smv_err smv_file_read(const char *path, size_t max, struct smv_buf *ret)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return smv_file_error(errno);
    }
    enum smv_err err = SMV_OK;
    size_t from = ret->len;
    for (;;) {
        ssize_t n = read(fd, smv_buf_reserve(ret, 65536), 65536);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            err = smv_file_error(errno);
        }
        if (n <= 0) {
            break;
        }
        ret->len += (size_t)n;
        if (ret->len - from > max) {
            err = SMV_ERR_TOO_BIG;
            break;
        }
    }
    close(fd);
    return err;
}

enum smv_err smv_fd_write_all(int fd, struct smv_span bytes)
{
    size_t at = 0;
    while (at < bytes.len) {
        ssize_t n = write(fd, bytes.data + at, bytes.len - at);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return smv_file_error(errno);
        }
        at += (size_t)n;
    }
    return SMV_OK;
}

enum smv_err smv_file_sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return smv_file_error(errno);
    }
    enum smv_err err = fsync(fd) == 0 ? SMV_OK : smv_file_error(errno);
    close(fd);
    return err;
}

static enum smv_err sync_parent(const char *path)
{
    char *folder = smv_span_dup_cstr(smv_span_str(path));
    char *slash = strrchr(folder, '/');
    enum smv_err err = SMV_OK;
    if (slash != NULL && slash != folder) {
        *slash = '\0';
        err = smv_file_sync_folder(folder);
    }
    smv_free(folder);
    return err;
}

enum smv_err smv_file_replace(const char *path, struct smv_span bytes, bool durable)
{
    struct smv_buf temp = {0};
    smv_buf_put_str(&temp, path);
    smv_buf_put_str(&temp, ".new.");
    smv_buf_put_u64(&temp, (uint64_t)getpid());
    const char *name = smv_buf_cstr(&temp);
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    enum smv_err err = fd < 0 ? smv_file_error(errno) : smv_fd_write_all(fd, bytes);
    if (err == SMV_OK && durable && fsync(fd) != 0) {
        err = smv_file_error(errno);
    }
    if (fd >= 0) {
        close(fd);
    }
    if (err == SMV_OK && rename(name, path) != 0) {
        err = smv_file_error(errno);
    }
    if (err == SMV_OK && durable) {
        err = sync_parent(path);
    } else if (err != SMV_OK && fd >= 0) {
        (void)unlink(name);
    }
    smv_buf_finish(&temp);
    return err;
}
