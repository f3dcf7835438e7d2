/* host_key.c - see host_key.h. */
#include "daemon/io/host_key.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "daemon/io/keys.h"

static enum smv_err read_key(int fd, char key[SMV_HOST_KEY_CHARS + 1])
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char line[SMV_HOST_KEY_CHARS + 2] = "";
    struct stat st;
    if (fstat(fd, &st) != 0 || (st.st_mode & 077) != 0) {
        return SMV_ERR_DENIED;
    }
    ssize_t n = read(fd, line, sizeof line);
    if (n < SMV_HOST_KEY_CHARS || strspn(line, letters) != SMV_HOST_KEY_CHARS ||
        (n > SMV_HOST_KEY_CHARS && line[SMV_HOST_KEY_CHARS] != '\n')) {
        return SMV_ERR_CORRUPT;
    }
    memcpy(key, line, SMV_HOST_KEY_CHARS);
    key[SMV_HOST_KEY_CHARS] = '\0';
    sodium_memzero(line, sizeof line);
    return SMV_OK;
}

enum smv_err smv_host_key_renew(const char *folder, char key[SMV_HOST_KEY_CHARS + 1])
{
    char path[1200], part[1200], line[SMV_HOST_KEY_CHARS + 2];
    uint8_t random[32];
    snprintf(path, sizeof path, "%s/host.key", folder);
    snprintf(part, sizeof part, "%s/host.key.part", folder);
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(line, sizeof line, random, sizeof random,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    line[SMV_HOST_KEY_CHARS] = '\n';
    (void)unlink(part);
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return smv_file_err(errno);
    }
    bool whole = write(fd, line, sizeof line - 1) == (ssize_t)sizeof line - 1 && fsync(fd) == 0;
    int number = errno;
    close(fd);
    if (!whole || rename(part, path) != 0) {
        (void)unlink(part);
        return smv_file_err(whole ? errno : number);
    }
    memcpy(key, line, SMV_HOST_KEY_CHARS);
    key[SMV_HOST_KEY_CHARS] = '\0';
    sodium_memzero(line, sizeof line);
    sodium_memzero(random, sizeof random);
    return SMV_OK;
}

enum smv_err smv_host_key_load(const char *folder, char key[SMV_HOST_KEY_CHARS + 1])
{
    char path[1200];
    snprintf(path, sizeof path, "%s/host.key", folder);
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENOENT ? smv_host_key_renew(folder, key) : smv_file_err(errno);
    }
    enum smv_err err = read_key(fd, key);
    close(fd);
    return err;
}

bool smv_host_key_is(const char key[SMV_HOST_KEY_CHARS + 1], const char *said)
{
    char padded[SMV_HOST_KEY_CHARS + 1] = "";
    size_t len = strlen(said);
    memcpy(padded, said, len < SMV_HOST_KEY_CHARS ? len : SMV_HOST_KEY_CHARS);
    return (sodium_memcmp(key, padded, SMV_HOST_KEY_CHARS) == 0) & (len == SMV_HOST_KEY_CHARS);
}
