/* keys.c - see keys.h. */
#include "daemon/io/keys.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum smv_err smv_file_err(int number)
{
    switch (number) {
    case 0: return SMV_OK;
    case ENOENT: return SMV_ERR_MISSING;
    case EEXIST: return SMV_ERR_EXISTS;
    case ENOSPC:
    case EDQUOT: return SMV_ERR_FULL;
    case EACCES:
    case EPERM:
    case EROFS: return SMV_ERR_DENIED;
    case EBUSY:
    case EAGAIN: return SMV_ERR_BUSY;
    default: return SMV_ERR_IO;
    }
}

static enum smv_err sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return smv_file_err(errno);
    }
    int rc = fsync(fd);
    close(fd);
    return rc == 0 ? SMV_OK : SMV_ERR_IO;
}

static bool key_path(char *path, size_t size, const char *folder, uint64_t poll)
{
    return (size_t)snprintf(path, size, "%s/%" PRIu64 ".key", folder, poll) < size;
}

enum smv_err smv_keys_load(const char *folder, uint64_t poll, uint8_t ret_key[32])
{
    char path[1200];
    uint8_t key[SMV_KEY_BYTES + 1];
    if (!key_path(path, sizeof path, folder, poll)) {
        return SMV_ERR_TOO_BIG;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return smv_file_err(errno);
    }
    ssize_t n = read(fd, key, sizeof key);
    close(fd);
    enum smv_err err = n == SMV_KEY_BYTES ? SMV_OK : n < 0 ? SMV_ERR_IO : SMV_ERR_CORRUPT;
    if (err == SMV_OK) {
        memcpy(ret_key, key, SMV_KEY_BYTES);
    }
    sodium_memzero(key, sizeof key);
    return err;
}

enum smv_err smv_keys_put(const char *folder, uint64_t poll, const uint8_t key[32])
{
    char path[1200];
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        return smv_file_err(errno);
    }
    if (!key_path(path, sizeof path, folder, poll)) {
        return SMV_ERR_TOO_BIG;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return smv_file_err(errno);
    }
    enum smv_err err =
        write(fd, key, SMV_KEY_BYTES) == SMV_KEY_BYTES ? SMV_OK : smv_file_err(errno);
    if (err == SMV_OK && fsync(fd) != 0) {
        err = smv_file_err(errno);
    }
    close(fd);
    if (err == SMV_OK) {
        err = sync_folder(folder);
    }
    if (err != SMV_OK) {
        (void)unlink(path);
    }
    return err;
}

enum smv_err smv_keys_make(const char *folder, uint64_t poll, uint8_t ret_key[32])
{
    enum smv_err err = smv_keys_load(folder, poll, ret_key);
    if (err != SMV_ERR_MISSING && err != SMV_ERR_CORRUPT) {
        return err; /* a short file is a key that was never used: make it anew */
    }
    uint8_t key[SMV_KEY_BYTES];
    randombytes_buf(key, sizeof key);
    err = smv_keys_put(folder, poll, key);
    if (err == SMV_OK) {
        memcpy(ret_key, key, sizeof key);
    }
    sodium_memzero(key, sizeof key);
    return err;
}

enum smv_err smv_file_destroy(const char *path)
{
    static const char zeros[65536];
    struct stat st;
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return smv_file_err(errno);
    }
    enum smv_err err = fstat(fd, &st) == 0 ? SMV_OK : SMV_ERR_IO;
    for (off_t left = err == SMV_OK ? st.st_size : 0; left > 0;) {
        size_t part = left < (off_t)sizeof zeros ? (size_t)left : sizeof zeros;
        ssize_t n = write(fd, zeros, part);
        if (n <= 0) {
            break; /* the unlink matters more */
        }
        left -= n;
    }
    (void)fsync(fd);
    close(fd);
    if (unlink(path) != 0) {
        return smv_file_err(errno);
    }
    char folder[1200];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    (void)sync_folder(folder[0] ? folder : "/");
    return err;
}

enum smv_err smv_keys_destroy(const char *folder, uint64_t poll)
{
    char path[1200];
    if (!key_path(path, sizeof path, folder, poll)) {
        return SMV_ERR_TOO_BIG;
    }
    enum smv_err err = smv_file_destroy(path);
    return err == SMV_ERR_MISSING ? SMV_OK : err;
}

enum smv_err smv_keys_destroy_all(const char *folder, unsigned *ret_n)
{
    DIR *dir = opendir(folder);
    unsigned n = 0;
    enum smv_err err = SMV_OK;
    if (!dir) {
        if (errno != ENOENT) {
            return smv_file_err(errno);
        }
        *ret_n = 0;
        return SMV_OK;
    }
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        char path[1600];
        if (e->d_name[0] == '.') {
            continue;
        }
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        enum smv_err one = smv_file_destroy(path);
        if (one == SMV_OK) {
            n++;
        } else {
            err = one;
        }
    }
    closedir(dir);
    if (err == SMV_OK && rmdir(folder) != 0) {
        err = smv_file_err(errno);
    }
    *ret_n = n;
    return err;
}
