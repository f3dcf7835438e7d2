/* maker.c - see maker.h.
 *
 * Happy path: ask -> turn -> (the caller prepares) -> go -> spawn -> exit -> both handles are closed -> done -> the next.
 * Failure modes: no room in the row; no program; it cannot be spawned; its time is up or it is let go (killed, and the
 * exit comes as ever: the guard of a converter sees the pipe close and clears up after it); let go while it is prepared
 * (told at go). Every end runs through over(), once; done is called from the loop's next turn at the earliest. */
#include "daemon/io/maker.h"
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/base/limits.h"

enum { USUAL_SECONDS = 240, MOST_SECONDS = 3600 };

struct smv_maker {
    uv_loop_t *loop;
    const struct smv_logger *log;
    struct smv_make *first,
        *last;        /* in the order in which they were asked for, whatever their state */
    unsigned seconds; /* one may take */
    unsigned waiting, busy, jobs;
    bool stopping;
};

static void next_turn(struct smv_maker *maker);

/* --- the list ---------------------------------------------------------------------------------------- */
static void enlist(struct smv_maker *maker, struct smv_make *m)
{
    m->maker = maker;
    m->prev = maker->last;
    m->next = NULL;
    *(maker->last ? &maker->last->next : &maker->first) = m;
    maker->last = m;
    maker->jobs++;
}

static void strike(struct smv_make *m)
{
    struct smv_maker *maker = m->maker;
    *(m->prev ? &m->prev->next : &maker->first) = m->next;
    *(m->next ? &m->next->prev : &maker->last) = m->prev;
    maker->jobs--;
}

/* --- the end of one ------------------------------------------------------------------------------------ */
static void close_file(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
    *fd = -1;
}

/* What it said, as a sentence without its name. */
static void read_text(struct smv_make *m)
{
    static const char name[] = "samverka-document: ";
    char text[sizeof m->text] = "";
    ssize_t n = m->err >= 0 ? pread(m->err, text, sizeof text - 1, 0) : 0;
    text[n > 0 ? n : 0] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    bool named = strncmp(text, name, sizeof name - 1) == 0;
    snprintf(m->text, sizeof m->text, "%s", named ? text + sizeof name - 1 : text);
}

static void over(struct smv_make *m)
{
    struct smv_maker *maker = m->maker;
    struct stat st;
    enum smv_made how = m->let_go ? SMV_MADE_CANCELLED : m->how;
    read_text(m);
    close_file(&m->in);
    close_file(&m->err);
    m->out_len = m->out >= 0 && fstat(m->out, &st) == 0 ? (uint64_t)st.st_size : 0;
    if (how == SMV_MADE_OK && m->out_len > SMV_MAX_DOCUMENT) {
        how = SMV_MADE_FAILED;
    }
    if (how != SMV_MADE_OK) {
        close_file(&m->out);
    }
    maker->waiting -= m->state == SMV_MAKE_WAITING;
    maker->busy -= m->state == SMV_MAKE_PREPARING || m->state == SMV_MAKE_RUNNING;
    m->state = SMV_MAKE_OVER;
    strike(m);
    m->done(m, how); /* it may be gone when this returns */
    if (maker->stopping && maker->jobs == 0) {
        smv_free(maker);
    } else {
        next_turn(maker);
    }
}

static void on_closed(uv_handle_t *handle)
{
    struct smv_make *m = handle->data;
    if (--m->handles == 0) {
        over(m);
    }
}

/* Its timer is what tells later. */
static void end_later(struct smv_make *m, enum smv_made how)
{
    m->how = how;
    if (!uv_is_closing((uv_handle_t *)&m->timer)) {
        uv_close((uv_handle_t *)&m->timer, on_closed);
    }
}

/* --- running -------------------------------------------------------------------------------------------- */
static bool is_program(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* Beside this program, else where it is installed. */
static bool find_program(char path[PATH_MAX])
{
    static const char *const places[] = {"/samverka-document",
                                         "/../libexec/samverka/samverka-document"};
    char own[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
    own[n > 0 ? n : 0] = '\0';
    char *slash = strrchr(own, '/');
    for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++) {
        int len = snprintf(path, PATH_MAX, "%.*s%s", (int)(slash - own), own, places[i]);
        if (len < PATH_MAX && is_program(path)) {
            return true;
        }
    }
    snprintf(path, PATH_MAX, "%s/samverka/samverka-document", SMV_LIBEXECDIR);
    return is_program(path);
}

static void on_program_exit(uv_process_t *process, int64_t status, int number)
{
    struct smv_make *m = process->data;
    if (m->how != SMV_MADE_SLOW) {
        m->code = (int)status;
        m->how = number != 0 ? SMV_MADE_CRASHED : status == 0 ? SMV_MADE_OK : SMV_MADE_SAID;
    }
    if (m->how == SMV_MADE_CRASHED && !m->let_go) {
        smv_say(m->maker->log, SMV_LEVEL_WARN, "samverka-document ended by signal %d", number);
    }
    uv_close((uv_handle_t *)&m->process, on_closed);
    end_later(m, m->how);
}

static void on_time(uv_timer_t *timer)
{
    struct smv_make *m = timer->data;
    m->how = SMV_MADE_SLOW;
    (void)uv_process_kill(&m->process, SIGKILL);
}

/* What is set for the daemon and means something to the program. */
static unsigned environment(char *text[4], char buf[4][PATH_MAX])
{
    static const char *const names[] = {"PATH", "TMPDIR"};
    unsigned n = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && strlen(value) < PATH_MAX - 16) {
            snprintf(buf[n], PATH_MAX, "%s=%s", names[i], value);
            text[n] = buf[n];
            n++;
        }
    }
    snprintf(buf[n], PATH_MAX, "LANG=C.UTF-8");
    text[n] = buf[n];
    text[n + 1] = NULL;
    return n + 1;
}

static int spawn(struct smv_make *m, char *path)
{
    char buf[4][PATH_MAX], *env[5], *args[SMV_MAKE_ARGS + 2] = {path};
    size_t n = 0;
    (void)environment(env, buf);
    while (n < SMV_MAKE_ARGS && m->args[n][0]) {
        args[n + 1] = m->args[n];
        n++;
    }
    uv_stdio_container_t io[3] = {{.flags = UV_INHERIT_FD, .data.fd = m->in},
                                  {.flags = UV_INHERIT_FD, .data.fd = m->out},
                                  {.flags = UV_INHERIT_FD, .data.fd = m->err}};
    uv_process_options_t options = {.file = path,
                                    .args = args,
                                    .env = env,
                                    .cwd = "/",
                                    .exit_cb = on_program_exit,
                                    .flags = UV_PROCESS_DETACHED, /* Ctrl-C is ours to hear */
                                    .stdio = io,
                                    .stdio_count = 3};
    return uv_spawn(m->maker->loop, &m->process, &options);
}

static void start(struct smv_make *m)
{
    char path[PATH_MAX];
    if (!find_program(path)) {
        end_later(m, SMV_MADE_MISSING);
        return;
    }
    (void)lseek(m->in, 0, SEEK_SET);
    m->out = memfd_create("document", MFD_CLOEXEC);
    m->err = memfd_create("sentence", MFD_CLOEXEC);
    m->process.data = m;
    int rc = m->out < 0 || m->err < 0 ? UV_EMFILE : spawn(m, path);
    m->state = SMV_MAKE_RUNNING;
    if (rc != 0) {
        smv_say(m->maker->log, SMV_LEVEL_WARN, "%s cannot be started: %s", path, uv_strerror(rc));
        if (uv_is_active((uv_handle_t *)&m->process) || m->process.type == UV_PROCESS) {
            m->handles++;
            uv_close((uv_handle_t *)&m->process, on_closed);
        }
        end_later(m, SMV_MADE_FAILED);
        return;
    }
    m->handles++;
    uv_timer_start(&m->timer, on_time, (uint64_t)m->maker->seconds * 1000, 0);
}

/* --- the row --------------------------------------------------------------------------------------------- */
static void next_turn(struct smv_maker *maker)
{
    struct smv_make *m = maker->first;
    while (m && maker->busy < SMV_MAX_MAKING) {
        struct smv_make *next = m->next;
        if (m->state == SMV_MAKE_WAITING && !uv_is_closing((uv_handle_t *)&m->timer)) {
            m->state = SMV_MAKE_PREPARING;
            maker->waiting--;
            maker->busy++;
            m->in = memfd_create("parcel", MFD_CLOEXEC);
            m->turn(m);
            next = maker->first; /* the list may be another one */
        }
        m = next;
    }
}

static void on_turn(uv_timer_t *timer)
{
    struct smv_make *m = timer->data;
    next_turn(m->maker);
}

void smv_maker_ask(struct smv_maker *maker, struct smv_make *m)
{
    bool full = maker->waiting >= SMV_MAX_MAKING_WAIT;
    m->in = m->out = m->err = -1;
    m->state = SMV_MAKE_WAITING;
    m->handles = 1;
    enlist(maker, m);
    maker->waiting++;
    uv_timer_init(maker->loop, &m->timer);
    m->timer.data = m;
    if (full || maker->stopping) {
        end_later(m, maker->stopping ? SMV_MADE_CANCELLED : SMV_MADE_FULL);
    } else {
        uv_timer_start(&m->timer, on_turn, 0, 0);
    }
}

bool smv_make_feed(struct smv_make *m, struct smv_span bytes)
{
    while (m->in >= 0 && bytes.len > 0) {
        ssize_t n = write(m->in, bytes.data, bytes.len);
        if (n <= 0) {
            return false;
        }
        bytes = smv_span_from(bytes, (size_t)n);
    }
    return m->in >= 0;
}

void smv_maker_go(struct smv_make *m, bool ok)
{
    PRE(m->state == SMV_MAKE_PREPARING);
    if (!ok || m->let_go) {
        end_later(m, SMV_MADE_CANCELLED);
    } else {
        start(m);
    }
}

void smv_maker_cancel(struct smv_make *m)
{
    m->let_go = true;
    if (m->state == SMV_MAKE_RUNNING && uv_is_active((uv_handle_t *)&m->process)) {
        (void)uv_process_kill(&m->process, SIGKILL);
    } else if (m->state == SMV_MAKE_WAITING) {
        end_later(m, SMV_MADE_CANCELLED);
    }
}

struct smv_maker *smv_maker_create(uv_loop_t *loop, const struct smv_logger *log)
{
    struct smv_maker *maker = smv_zalloc(sizeof *maker);
    const char *seconds = getenv("SAMVERKA_DOCUMENT_SECONDS");
    int given = seconds ? atoi(seconds) : 0;
    maker->loop = loop;
    maker->log = log;
    maker->seconds = given > 0 && given <= MOST_SECONDS ? (unsigned)given : USUAL_SECONDS;
    return maker;
}

void smv_maker_stop(struct smv_maker *maker)
{
    maker->stopping = true;
    for (struct smv_make *m = maker->first; m; m = m->next) {
        smv_maker_cancel(m);
    }
    if (maker->jobs == 0) {
        smv_free(maker);
    }
}
