/* document.c - see document.h. */
#include "client-cli/io/document.h"
#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "client-cli/io/files.h"
#include "common/document/parcel.h"
#include "common/format/format.h"

enum { MOST_ARGS = 24 };
static bool is_program(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

static bool find_program(char path[PATH_MAX])
{
    static const char *const places[] = {"/samverka-document",
                                         "/../libexec/samverka/samverka-document"};
    const char *named = getenv("SAMVERKA_DOCUMENT");
    char own[PATH_MAX];
    if (named != NULL && *named != '\0') {
        snprintf(path, PATH_MAX, "%s", named);
        return is_program(path);
    }
    ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
    own[n > 0 ? n : 0] = '\0';
    char *slash = strrchr(own, '/');
    for (size_t i = 0; slash != NULL && i < sizeof places / sizeof *places; i++) {
        int len = snprintf(path, PATH_MAX, "%.*s%s", (int)(slash - own), own, places[i]);
        if (len < PATH_MAX && is_program(path)) {
            return true;
        }
    }
    snprintf(path, PATH_MAX, "%s/samverka/samverka-document", SMV_LIBEXECDIR);
    return is_program(path);
}

static bool read_back(int fd, struct smv_buf *b)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || lseek(fd, 0, SEEK_SET) != 0) {
        return false;
    }
    size_t left = (size_t)st.st_size;
    uint8_t *at = smv_buf_reserve(b, left);
    while (left > 0) {
        ssize_t n = read(fd, at, left);
        if (n <= 0) {
            return false;
        }
        at += n;
        b->len += (size_t)n;
        left -= (size_t)n;
    }
    return true;
}

static int start(const char *path, const char *const *args, const int fds[3], pid_t *ret)
{
    const char *argv[MOST_ARGS + 2] = {path};
    posix_spawn_file_actions_t to;
    for (size_t n = 0; n < MOST_ARGS && args[n] != NULL; n++) {
        argv[n + 1] = args[n];
    }
    posix_spawn_file_actions_init(&to);
    for (int i = 0; i < 3; i++) {
        posix_spawn_file_actions_adddup2(&to, fds[i], i);
    }
    int rc = posix_spawn(ret, path, &to, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&to);
    return rc;
}

/* The first line, without the name in front. */
static void read_text(int fd, char *text, size_t size)
{
    static const char name[] = "samverka-document: ";
    ssize_t n = pread(fd, text, size - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    if (strncmp(text, name, sizeof name - 1) == 0) {
        memmove(text, text + sizeof name - 1, strlen(text) - sizeof name + 2);
    }
}

enum smv_err smv_document_run(const char *const *args, struct smv_span in,
                              struct smv_document_run *ret)
{
    char path[PATH_MAX];
    int fds[3], status = 0;
    pid_t pid;
    enum smv_err err = SMV_ERR_IO;
    memset(ret, 0, sizeof *ret);
    if (!find_program(path)) {
        return SMV_ERR_MISSING;
    }
    for (int i = 0; i < 3; i++) {
        fds[i] = memfd_create("document", MFD_CLOEXEC);
    }
    if (fds[0] >= 0 && fds[1] >= 0 && fds[2] >= 0 && smv_fd_write_all(fds[0], in) == SMV_OK &&
        lseek(fds[0], 0, SEEK_SET) == 0 && start(path, args, fds, &pid) == 0) {
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
        ret->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        read_text(fds[2], ret->text, sizeof ret->text);
        err = read_back(fds[1], &ret->out) ? SMV_OK : SMV_ERR_IO;
    }
    for (int i = 0; i < 3; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
        }
    }
    return err;
}

/* --- what it is given -------------------------------------------------------------------------------------- */
static bool no_links(const struct smv_node *n, void *arg)
{
    (void)arg;
    return n->kind != SMV_KIND_LINK; /* ways in are nobody's documentation */
}

void smv_document_parcel(struct smv_buf *b, struct smv_client *c, const char *name, int64_t now)
{
    struct smv_client_info info;
    time_t seconds = (time_t)(now / 1000);
    struct tm tm;
    smv_client_info(c, &info);
    localtime_r(&seconds, &tm);
    struct smv_doc_facts facts = {.name = smv_span_str(name),
                                  .seq = info.seq,
                                  .now = (smv_ms)now,
                                  .utc_offset_min = (int32_t)(tm.tm_gmtoff / 60),
                                  .role = info.role};
    memcpy(facts.epoch, info.epoch, sizeof facts.epoch);
    smv_parcel_write(b, smv_client_confirmed(c), &facts, no_links, NULL);
}

enum smv_err smv_document_json(struct smv_buf *b, struct smv_client *c, const char *name,
                               int64_t now, bool deleted)
{
    struct smv_json_wish wish = {.deleted = deleted};
    struct smv_buf parcel = {0};
    struct smv_doc_facts facts;
    struct smv_tree t;
    smv_tree_init(&t, /* history */ false);
    smv_document_parcel(&parcel, c, name, now);
    enum smv_err err = smv_parcel_read(smv_buf_span(&parcel), &t, &facts);
    if (err == SMV_OK) {
        smv_write_json(b, &t, &facts, &wish);
        smv_parcel_finish(&facts);
    }
    smv_tree_finish(&t);
    smv_buf_finish(&parcel);
    return err;
}
