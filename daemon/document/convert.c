/* convert.c - see convert.h.
 *
 * Happy path: a folder -> the input in it -> the guard (a process of its own) starts the converter -> it ends -> the guard
 * kills what it left and says so -> the result is read -> the pipe to the guard is closed -> it removes the folder.
 * Failure modes: the time is up (the guard kills the converter's whole group); this process is killed (its end of the pipe
 * closes, the guard does the same); the converter ends without a file; the guard is killed (the pipe from it closes). */
#include "daemon/document/convert.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "common/base/limits.h"

enum { MOST_ARGS = 32, REAP_MS = 2000 };

struct folder {
    char path[200], in[240], out[240];
};

/* --- what there is -------------------------------------------------------------------------------- */

static bool find_one(const char *name, char *ret, size_t size)
{
    const char *path = getenv("PATH");
    path = path ? path : "/usr/local/bin:/usr/bin:/bin";
    while (*path) {
        size_t n = strcspn(path, ":");
        struct stat st;
        int len = snprintf(ret, size, "%.*s/%s", (int)n, path, name);
        if (n > 0 && path[0] == '/' && len > 0 && (size_t)len < size && stat(ret, &st) == 0 &&
            S_ISREG(st.st_mode) && access(ret, X_OK) == 0) {
            return true;
        }
        path += n + (path[n] == ':');
    }
    ret[0] = '\0';
    return false;
}

static void find_any(const char *const *names, char *ret, size_t size)
{
    while (*names && !find_one(*names, ret, size)) {
        names++;
    }
}

void smv_converters_find(struct smv_converters *ret)
{
    static const char *const chromium[] = {"chromium", "chromium-browser", "google-chrome-stable",
                                           "google-chrome", NULL};
    static const char *const office[] = {"soffice", "libreoffice", NULL};
    static const char *const pandoc[] = {"pandoc", NULL};
    find_any(chromium, ret->chromium, sizeof ret->chromium);
    find_any(office, ret->office, sizeof ret->office);
    find_any(pandoc, ret->pandoc, sizeof ret->pandoc);
}

/* --- the folder ------------------------------------------------------------------------------------ */

static bool write_whole(const char *path, struct smv_span bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    while (fd >= 0 && bytes.len > 0) {
        ssize_t n = write(fd, bytes.data, bytes.len);
        if (n <= 0) {
            close(fd);
            return false;
        }
        bytes = smv_span_from(bytes, (size_t)n);
    }
    return fd >= 0 && close(fd) == 0;
}

static enum smv_document_fail read_whole(struct smv_buf *b, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    enum smv_document_fail fail = fd < 0 ? SMV_DOCUMENT_FAIL_CONVERTER : SMV_DOCUMENT_MADE;
    size_t before = b->len;
    while (fail == SMV_DOCUMENT_MADE) {
        ssize_t n = read(fd, smv_buf_reserve(b, 65536), 65536);
        if (n <= 0) {
            fail = n < 0 || b->len == before ? SMV_DOCUMENT_FAIL_CONVERTER : SMV_DOCUMENT_MADE;
            break;
        }
        b->len += (size_t)n;
        fail = b->len > SMV_MAX_DOCUMENT ? SMV_DOCUMENT_FAIL_LARGE : SMV_DOCUMENT_MADE;
    }
    if (fd >= 0) {
        close(fd);
    }
    return fail;
}

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *at)
{
    (void)st;
    (void)what;
    (void)at;
    (void)!remove(path);
    return 0;
}

static void remove_folder(const char *path)
{
    (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static bool make_folder(struct folder *f, const char *from, const char *to, struct smv_span bytes)
{
    const char *base = getenv("TMPDIR");
    snprintf(f->path, sizeof f->path, "%.150s/samverka-document-XXXXXX",
             base && base[0] == '/' ? base : "/tmp");
    if (!mkdtemp(f->path)) {
        return false;
    }
    snprintf(f->in, sizeof f->in, "%s/document.%s", f->path, from);
    snprintf(f->out, sizeof f->out, "%s/made/document.%s", f->path, to);
    char made[240];
    snprintf(made, sizeof made, "%s/made", f->path);
    if (mkdir(made, 0700) != 0 || !write_whole(f->in, bytes)) {
        remove_folder(f->path);
        return false;
    }
    return true;
}

/* --- the converter: only between fork and exec ----------------------------------------------------- */

struct command {
    char text[8][700];
    const char *argv[MOST_ARGS];
    size_t n, n_text;
};

static void arg(struct command *c, const char *word)
{
    c->argv[c->n++] = word;
}

static void arg_path(struct command *c, const char *before, const char *path)
{
    char *text = c->text[c->n_text++];
    snprintf(text, sizeof c->text[0], "%s%s", before, path);
    arg(c, text);
}

/* No script runs, no name resolves, nothing is asked of anybody; what it prints is a file that we wrote. */
static void chromium_command(struct command *c, const struct smv_converters *found,
                             const struct folder *f)
{
    static const char *const words[] = {"--headless",
                                        "--disable-gpu",
                                        "--disable-dev-shm-usage",
                                        "--no-first-run",
                                        "--no-default-browser-check",
                                        "--disable-extensions",
                                        "--disable-sync",
                                        "--disable-breakpad",
                                        "--disable-crash-reporter",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--no-pings",
                                        "--js-flags=--jitless",
                                        "--proxy-server=http://127.0.0.1:9",
                                        "--host-resolver-rules=MAP * ~NOTFOUND",
                                        "--no-pdf-header-footer",
                                        "--print-to-pdf-no-header"};
    arg(c, found->chromium);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        arg(c, words[i]);
    }
    if (geteuid() == 0) {
        arg(c, "--no-sandbox"); /* its sandbox refuses to run as root */
    }
    arg_path(c, "--user-data-dir=", f->path);
    arg_path(c, "--print-to-pdf=", f->out);
    arg_path(c, "file://", f->in);
}

static void office_command(struct command *c, const struct smv_converters *found,
                           const struct folder *f, const char *to)
{
    static const char *const words[] = {"--headless",  "--norestore",          "--nologo",
                                        "--nodefault", "--nofirststartwizard", "--nolockcheck",
                                        "--convert-to"};
    char *made = c->text[c->n_text++];
    arg(c, found->office);
    arg_path(c, "-env:UserInstallation=file://", f->path);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        arg(c, words[i]);
    }
    arg(c, to);
    arg(c, "--outdir");
    snprintf(made, sizeof c->text[0], "%s/made", f->path);
    arg(c, made);
    arg(c, f->in);
}

static void pandoc_command(struct command *c, const struct smv_converters *found,
                           const struct folder *f)
{
    static const char *const words[] = {"--sandbox", "--from=docx", "--to=odt", "-o"};
    arg(c, found->pandoc);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        arg(c, words[i]);
    }
    arg(c, f->out);
    arg(c, f->in);
}

static void limit(int what, rlim_t most)
{
    struct rlimit r = {most, most};
    (void)!setrlimit(what, &r);
}

static _Noreturn void become(const struct command *c, const struct folder *f, unsigned seconds)
{
    char home[220], temp[220], config[220], cache[220], path[1100];
    const char *search = getenv("PATH");
    snprintf(home, sizeof home, "HOME=%s", f->path);
    snprintf(temp, sizeof temp, "TMPDIR=%s", f->path);
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s", f->path);
    snprintf(cache, sizeof cache, "XDG_CACHE_HOME=%s", f->path);
    snprintf(path, sizeof path, "PATH=%.1000s", search ? search : "/usr/local/bin:/usr/bin:/bin");
    char *env[] = {home,
                   temp,
                   config,
                   cache,
                   path,
                   (char[]){"LANG=C.UTF-8"},
                   (char[]){"SAL_USE_VCLPLUGIN=svp"},
                   (char[]){"DBUS_SESSION_BUS_ADDRESS=disabled:"},
                   (char[]){"http_proxy=http://127.0.0.1:9"},
                   (char[]){"https_proxy=http://127.0.0.1:9"},
                   NULL};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    struct rlimit room; /* a browser reserves more addresses than there is memory */
    if (getrlimit(RLIMIT_AS, &room) == 0) {
        room.rlim_cur = room.rlim_max;
        (void)!setrlimit(RLIMIT_AS, &room);
    }
    limit(RLIMIT_CPU, 2 * (rlim_t)seconds + 1);
    limit(RLIMIT_FSIZE, SMV_MAX_DOCUMENT);
    (void)setpgid(0, 0);
    (void)!chdir(f->path);
    execve(c->argv[0], (char *const *)(uintptr_t)c->argv, env);
    _exit(127);
}

/* --- the guard --------------------------------------------------------------------------------------- */

static uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* All that were started, also those that left the group: they have become the guard's own children. */
static void kill_children(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *list = fopen(path, "re");
    int pid;
    while (list && fscanf(list, "%d", &pid) == 1) {
        (void)kill(pid, SIGKILL);
    }
    if (list) {
        fclose(list);
    }
}

static void kill_all(pid_t group, int children)
{
    uint64_t until = now_ms() + REAP_MS;
    struct signalfd_siginfo told;
    (void)kill(-group, SIGKILL);
    for (;;) {
        kill_children();
        pid_t gone;
        while ((gone = waitpid(-1, NULL, WNOHANG)) > 0) {
        }
        if (gone < 0 || now_ms() >= until) {
            return;
        }
        (void)poll(&(struct pollfd){.fd = children, .events = POLLIN}, 1, 50);
        (void)!read(children, &told, sizeof told);
    }
}

/* How the converter ended: 'D' done, 'F' failed, 'T' the time was up, 'G' nobody waits for it any more. */
static char wait_for(pid_t pid, int life, int children, unsigned seconds)
{
    uint64_t until = now_ms() + (uint64_t)seconds * 1000;
    for (;;) {
        struct pollfd p[] = {{.fd = life, .events = POLLIN}, {.fd = children, .events = POLLIN}};
        struct signalfd_siginfo told;
        uint64_t now = now_ms();
        int status, n = now < until ? poll(p, 2, (int)(until - now)) : 0;
        if (n == 0) {
            return 'T';
        }
        if (p[0].revents) {
            return 'G';
        }
        (void)!read(children, &told, sizeof told);
        if (waitpid(pid, &status, WNOHANG) == pid) {
            return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 'D' : 'F';
        }
    }
}

static void detach(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; null >= 0 && fd < 3; fd++) {
        (void)dup2(null, fd);
    }
}

static _Noreturn void guard(const struct command *c, const struct folder *f, int life, int told,
                            unsigned seconds)
{
    sigset_t mask;
    (void)setsid();
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
    (void)prctl(PR_SET_NAME, "samverka-guard");
    signal(SIGPIPE, SIG_IGN);
    detach();
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    int children = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
    pid_t pid = fork();
    if (pid == 0) {
        become(c, f, seconds);
    }
    char how = 'F';
    if (pid > 0) {
        (void)setpgid(pid, pid);
        how = wait_for(pid, life, children, seconds);
        kill_all(pid, children);
    }
    (void)!write(told, &how, 1);
    (void)poll(&(struct pollfd){.fd = life, .events = POLLIN}, 1, 60000); /* it reads the result */
    remove_folder(f->path);
    _exit(0);
}

static bool pipes(int life[2], int told[2])
{
    if (pipe2(life, O_CLOEXEC) != 0) {
        return false;
    }
    if (pipe2(told, O_CLOEXEC) != 0) {
        close(life[0]);
        close(life[1]);
        return false;
    }
    return true;
}

static enum smv_document_fail run(struct smv_buf *b, const struct command *c,
                                  const struct folder *f, unsigned seconds)
{
    int life[2], told[2];
    char how = 'F';
    pid_t pid = pipes(life, told) ? fork() : -1;
    if (pid == 0) {
        close(life[1]);
        close(told[0]);
        guard(c, f, life[0], told[1], seconds);
    }
    if (pid < 0) {
        remove_folder(f->path);
        return SMV_DOCUMENT_FAIL_TEMPORARY;
    }
    close(life[0]);
    close(told[1]);
    while (read(told[0], &how, 1) < 0 && errno == EINTR) {
    }
    enum smv_document_fail fail = how == 'T'   ? SMV_DOCUMENT_FAIL_SLOW
                                  : how == 'D' ? read_whole(b, f->out)
                                               : SMV_DOCUMENT_FAIL_CONVERTER;
    close(told[0]);
    close(life[1]);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
    }
    return fail;
}

enum smv_document_fail smv_convert(struct smv_buf *b, const struct smv_converters *found,
                                   enum smv_conversion how, struct smv_span from, unsigned seconds)
{
    struct command c = {.n = 0};
    struct folder f;
    bool pdf = how == SMV_CONVERT_CHROMIUM_PDF || how == SMV_CONVERT_OFFICE_PDF;
    if (!make_folder(&f, how == SMV_CONVERT_CHROMIUM_PDF ? "html" : "docx", pdf ? "pdf" : "odt",
                     from)) {
        return SMV_DOCUMENT_FAIL_TEMPORARY;
    }
    switch (how) {
    case SMV_CONVERT_CHROMIUM_PDF: chromium_command(&c, found, &f); break;
    case SMV_CONVERT_OFFICE_PDF: office_command(&c, found, &f, "pdf"); break;
    case SMV_CONVERT_OFFICE_ODT: office_command(&c, found, &f, "odt"); break;
    case SMV_CONVERT_PANDOC_ODT: pandoc_command(&c, found, &f); break;
    }
    return run(b, &c, &f, seconds);
}
