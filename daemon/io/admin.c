/* admin.c - the socket and its lines; see admin.h. What a line asks for: ask.c. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "daemon/io/admin_int.h"
#include "daemon/io/keys.h"

enum { MAX_LINE = 2 * 1024 * 1024, LONG_LINE = 256 * 1024 };

struct smv_admin_conn {
    uv_pipe_t pipe;
    struct smv_admin *admin;
    char who[40]; /* for the audit log: "socket, uid 1000" */
    struct smv_buf in;
    size_t searched; /* so much of in is known to hold no end of a line */
    bool busy;       /* a request is being worked on */
    bool dying;      /* the handle is being closed */
    bool gone;       /* ... and is closed */
    struct smv_admin_conn *prev, *next;
};

static void next_line(struct smv_admin_conn *c);

/* --- endings ------------------------------------------------------------------------------------------------ */
void smv_admin_free_if_over(struct smv_admin *a)
{
    if (a->closed && a->conns == 0 && a->asks == 0) {
        smv_free(a->path);
        smv_free(a);
    }
}

static void conn_free_if_over(struct smv_admin_conn *c)
{
    struct smv_admin *a = c->admin;
    if (!c->gone || c->busy) {
        return;
    }
    *(c->prev ? &c->prev->next : &a->first) = c->next;
    if (c->next) {
        c->next->prev = c->prev;
    }
    smv_buf_finish(&c->in);
    smv_free(c);
    a->conns--;
    smv_admin_free_if_over(a);
}

static void on_conn_closed(uv_handle_t *handle)
{
    struct smv_admin_conn *c = handle->data;
    c->gone = true;
    conn_free_if_over(c);
}

static void conn_close(struct smv_admin_conn *c)
{
    if (!c->dying) {
        c->dying = true;
        uv_close((uv_handle_t *)&c->pipe, on_conn_closed);
    }
}

/* --- answers -------------------------------------------------------------------------------------------------- */
struct writing {
    uv_write_t req;
    char *text;
};

static void on_written(uv_write_t *req, int status)
{
    struct writing *w = req->data;
    (void)status;
    smv_free(w->text);
    smv_free(w);
}

static void conn_write(struct smv_admin_conn *c, const json_t *out)
{
    char *text = json_dumps(out, JSON_COMPACT | JSON_PRESERVE_ORDER);
    if (text && !c->dying) {
        size_t len = strlen(text);
        struct writing *w = smv_zalloc(sizeof *w);
        w->text = smv_alloc(len + 1);
        memcpy(w->text, text, len);
        w->text[len] = '\n';
        w->req.data = w;
        uv_buf_t buf = uv_buf_init(w->text, (unsigned)len + 1);
        if (uv_write(&w->req, (uv_stream_t *)&c->pipe, &buf, 1, on_written) != 0) {
            on_written(&w->req, -1);
        }
    }
    free(text);
}

static void on_answered(void *user, const json_t *out)
{
    struct smv_admin_conn *c = user;
    conn_write(c, out);
    c->busy = false;
    if (c->gone) {
        conn_free_if_over(c);
    } else if (!c->dying) {
        next_line(c);
    }
}

/* --- requests --------------------------------------------------------------------------------------------------- */
static void run(struct smv_admin_conn *c, json_t *in, const char *why_not)
{
    struct smv_ask *ask = smv_ask_new(c->admin, in, c->who, on_answered, c);
    if (!json_is_object(in)) {
        smv_ask_fail(ask, SMV_ASK_WRONG, "a line is one JSON object: %s",
                     in ? "it is something else" : why_not);
        return;
    }
    smv_ask_run(ask, smv_ask_str(ask, "do"));
}

/* A line as long as a whole seminar is read beside the loop. */
struct parsing {
    uv_work_t work;
    struct smv_admin_conn *conn;
    char *line;
    size_t len;
    json_t *in;
    json_error_t error;
};

static void do_parse(uv_work_t *work)
{
    struct parsing *p = work->data;
    p->in = json_loadb(p->line, p->len, JSON_REJECT_DUPLICATES, &p->error);
}

static void after_parse(uv_work_t *work, int status)
{
    struct parsing *p = work->data;
    (void)status;
    smv_free(p->line);
    run(p->conn, p->in, p->error.text);
    smv_free(p);
}

/* Takes the line. */
static void run_line(struct smv_admin_conn *c, char *line, size_t len)
{
    struct parsing *p = smv_zalloc(sizeof *p);
    *p = (struct parsing){.work.data = p, .conn = c, .line = line, .len = len};
    c->busy = true;
    if (len > LONG_LINE) {
        uv_queue_work(c->admin->house->env.loop, &p->work, do_parse, after_parse);
    } else {
        do_parse(&p->work);
        after_parse(&p->work, 0);
    }
}

/* A whole seminar is long; it says at once that it is one. */
static size_t longest(const struct smv_admin_conn *c)
{
    static const char says[] = "{\"do\":\"import\",";
    size_t len = sizeof says - 1;
    return c->in.len >= len && memcmp(c->in.data, says, len) == 0 ? SMV_MAX_EXPORT : MAX_LINE;
}

static void next_line(struct smv_admin_conn *c)
{
    if (c->busy) {
        return;
    }
    uint8_t *end = c->in.len > c->searched
                       ? memchr(c->in.data + c->searched, '\n', c->in.len - c->searched)
                       : NULL;
    c->searched = end ? 0 : c->in.len;
    if (!end) {
        if (c->in.len > longest(c)) {
            conn_close(c);
        }
        return;
    }
    size_t len = (size_t)(end - c->in.data);
    char *line = smv_dup(c->in.data, len + 1);
    smv_buf_splice(&c->in, 0, len + 1, NULL, 0);
    run_line(c, line, len); /* may answer at once and come back here */
}

static void on_alloc(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
    (void)handle;
    (void)hint;
    *buf = uv_buf_init(smv_alloc(65536), 65536);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct smv_admin_conn *c = stream->data;
    if (n > 0) {
        smv_buf_put(&c->in, buf->base, (size_t)n);
    }
    smv_free(buf->base);
    if (n < 0 || c->in.len > longest(c) + MAX_LINE) {
        conn_close(c);
    } else {
        next_line(c);
    }
}

/* Whether it may ask; c->who says who it is. */
static bool is_host(struct smv_admin_conn *c)
{
    struct ucred cred;
    socklen_t len = sizeof cred;
    uv_os_fd_t fd;
    if (uv_fileno((uv_handle_t *)&c->pipe, &fd) != 0 ||
        getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) != 0) {
        return false;
    }
    snprintf(c->who, sizeof c->who, "socket, uid %u", (unsigned)cred.uid);
    return cred.uid == geteuid() || cred.uid == 0;
}

static void on_connection(uv_stream_t *server, int status)
{
    struct smv_admin *a = server->data;
    struct smv_admin_conn *c = smv_zalloc(sizeof *c);
    c->admin = a;
    uv_pipe_init(server->loop, &c->pipe, 0);
    c->pipe.data = c;
    c->next = a->first;
    if (a->first) {
        a->first->prev = c;
    }
    a->first = c;
    a->conns++;
    if (status != 0 || uv_accept(server, (uv_stream_t *)&c->pipe) != 0 || !is_host(c)) {
        smv_say(a->house->env.log, SMV_LEVEL_WARN, "somebody else knocked on the host's socket");
        conn_close(c);
        return;
    }
    uv_read_start((uv_stream_t *)&c->pipe, on_alloc, on_read);
}

/* --- start and stop ------------------------------------------------------------------------------------------------ */
static void clear_stale(const char *path)
{
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    struct stat st;
    if (lstat(path, &st) != 0 || !S_ISSOCK(st.st_mode)) {
        return;
    }
    snprintf(un.sun_path, sizeof un.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        if (connect(fd, (struct sockaddr *)&un, sizeof un) != 0 && errno == ECONNREFUSED) {
            (void)unlink(path);
        }
        close(fd);
    }
}

enum smv_err smv_admin_start(struct smv_house *house, const struct smv_config *config,
                             const char *base, struct smv_admin **ret_admin,
                             struct smv_errinfo *ret_info)
{
    char path[1200];
    snprintf(path, sizeof path, config->admin ? "%.1000s" : "%.1000s/admin.sock",
             config->admin ? config->admin : house->data);
    if (strlen(path) >= sizeof((struct sockaddr_un *)0)->sun_path) {
        snprintf(ret_info->text, sizeof ret_info->text,
                 "the path of the host's socket is too long (%.120s...); name a shorter one with "
                 "--admin",
                 path);
        return SMV_ERR_TOO_BIG;
    }
    struct smv_admin *a = smv_zalloc(sizeof *a);
    a->house = house;
    a->base = base;
    a->path = smv_span_dup_cstr(smv_span_str(path));
    uv_pipe_init(house->env.loop, &a->pipe, 0);
    a->pipe.data = a;
    clear_stale(path);
    mode_t mask = umask(0177); /* never open to others, not even for a moment */
    int rc = uv_pipe_bind(&a->pipe, path);
    umask(mask);
    if (rc == 0) {
        rc = uv_listen((uv_stream_t *)&a->pipe, 16, on_connection);
    }
    *ret_admin = a;
    if (rc != 0) {
        snprintf(ret_info->text, sizeof ret_info->text,
                 "the host's socket %.120s cannot be opened: %s", path, uv_strerror(rc));
        smv_admin_stop(a);
        *ret_admin = NULL;
        return rc == UV_EADDRINUSE ? SMV_ERR_BUSY : smv_file_err(-rc);
    }
    return SMV_OK;
}

static void on_admin_closed(uv_handle_t *handle)
{
    struct smv_admin *a = handle->data;
    a->closed = true;
    smv_admin_free_if_over(a);
}

void smv_admin_stop(struct smv_admin *a)
{
    if (a->stopping) {
        return;
    }
    a->stopping = true;
    uv_close((uv_handle_t *)&a->pipe, on_admin_closed); /* libuv unlinks the path */
    for (struct smv_admin_conn *c = a->first; c; c = c->next) {
        conn_close(c);
    }
}

const char *smv_admin_path(const struct smv_admin *a)
{
    return a->path;
}
