/* admin.c - see admin.h. */
#include "client-cli/io/admin.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "client-cli/io/files.h"
#include "common/base/heap.h"

enum { MAX_ANSWER = 64 * 1024 * 1024 };

char *smv_admin_find(const char *option)
{
    const char *named = option != NULL ? option : getenv("SAMVERKA_ADMIN");
    const char *data = getenv("SAMVERKA_DATA");
    if (named != NULL && *named != '\0') {
        return smv_span_dup_cstr(smv_span_str(named));
    }
    const char *const folders[] = {data, "/run/samverka", "/var/lib/samverka"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (folders[i] == NULL) {
            continue;
        }
        char *path = smv_path(folders[i], "admin.sock");
        if (access(path, F_OK) == 0) {
            return path;
        }
        smv_free(path);
    }
    return NULL;
}

static enum smv_err dial(const char *path, int *ret_fd)
{
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof un.sun_path) {
        return SMV_ERR_TOO_BIG;
    }
    snprintf(un.sun_path, sizeof un.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return SMV_ERR_IO;
    }
    if (connect(fd, (struct sockaddr *)&un, sizeof un) != 0) {
        enum smv_err err = errno == ECONNREFUSED ? SMV_ERR_MISSING : smv_file_error(errno);
        close(fd);
        return err;
    }
    *ret_fd = fd;
    return SMV_OK;
}

static enum smv_err read_line(int fd, unsigned wait_ms, struct smv_buf *line)
{
    for (;;) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        int ready = poll(&p, 1, (int)wait_ms);
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready <= 0) {
            return ready == 0 ? SMV_ERR_BUSY : SMV_ERR_IO;
        }
        ssize_t n = recv(fd, smv_buf_reserve(line, 65536), 65536, 0);
        if (n == 0) {
            return SMV_ERR_DENIED; /* hung up without a word: not the host */
        }
        if (n < 0) {
            return smv_file_error(errno);
        }
        line->len += (size_t)n;
        if (line->data[line->len - 1] == '\n') {
            return SMV_OK;
        }
        if (line->len > MAX_ANSWER) {
            return SMV_ERR_TOO_BIG;
        }
    }
}

static enum smv_err send_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return errno == EPIPE ? SMV_ERR_DENIED : smv_file_error(errno);
        }
        bytes += n;
        len -= (size_t)n;
    }
    return SMV_OK;
}

enum smv_err smv_admin_ask(const char *path, const json_t *request, unsigned wait_ms,
                           json_t **ret_answer)
{
    int fd = -1;
    struct smv_buf line = {0};
    char *text = json_dumps(request, JSON_COMPACT);
    if (text == NULL) {
        return SMV_ERR_UTF8;
    }
    enum smv_err err = dial(path, &fd);
    if (err != SMV_OK) {
        free(text);
        return err;
    }
    err = send_all(fd, text, strlen(text));
    err = err == SMV_OK ? send_all(fd, "\n", 1) : err;
    err = err == SMV_OK ? read_line(fd, wait_ms, &line) : err;
    if (err == SMV_OK) {
        json_t *answer = json_loadb((const char *)line.data, line.len, 0, NULL);
        if (json_is_object(answer)) {
            *ret_answer = answer;
        } else {
            json_decref(answer);
            err = SMV_ERR_MALFORMED;
        }
    }
    smv_buf_finish(&line);
    free(text);
    close(fd);
    return err;
}
