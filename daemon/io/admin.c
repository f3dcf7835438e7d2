/* admin.c - the socket, the lines, the table of verbs; see admin.h. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "daemon/io/admin_int.h"
#include "daemon/io/keys.h"

enum { MAX_LINE = 2 * 1024 * 1024, MAX_IMPORT = 64 * 1024 * 1024, CONFIRM_MS = 5 * 60 * 1000 };

struct smv_admin_conn {
    uv_pipe_t pipe;
    struct smv_admin *admin;
    struct smv_buf in;
    size_t searched; /* so much of in is known to hold no end of a line */
    bool busy;       /* a request is being worked on */
    bool dying;      /* the handle is being closed */
    bool gone;       /* ... and is closed */
    struct smv_admin_conn *prev, *next;
};

static void next_line(struct smv_admin_conn *c);

/* --- endings ------------------------------------------------------------------------------------------------ */
static void admin_free_if_over(struct smv_admin *a)
{
    if (a->closed && a->conns == 0) {
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
    admin_free_if_over(a);
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

static void conn_write(struct smv_admin_conn *c, json_t *out)
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

static void answer(struct smv_ask *ask, json_t *out)
{
    struct smv_admin_conn *c = ask->conn;
    conn_write(c, out);
    json_decref(out);
    json_decref(ask->in);
    smv_free(ask);
    c->busy = false;
    if (c->gone) {
        conn_free_if_over(c);
    } else if (!c->dying) {
        next_line(c);
    }
}

void smv_ask_reply(struct smv_ask *ask, json_t *out)
{
    json_t *whole = json_pack("{s:b}", "ok", 1);
    json_object_update(whole, out);
    json_decref(out);
    answer(ask, whole);
}

void smv_ask_fail(struct smv_ask *ask, const char *format, ...)
{
    char text[600];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    json_t *sentence = json_string(text); /* NULL when a name in it was no UTF-8 */
    answer(ask, json_pack("{s:b, s:o}", "ok", 0, "error",
                          sentence ? sentence : json_string("that is no text")));
}

const char *smv_ask_str(const struct smv_ask *ask, const char *key)
{
    return json_string_value(json_object_get(ask->in, key));
}

struct smv_housed *smv_ask_housed(struct smv_ask *ask)
{
    const char *name = smv_ask_str(ask, "name");
    if (!name) {
        smv_ask_fail(ask, "say which seminar: \"name\"");
        return NULL;
    }
    struct smv_housed *r = smv_house_find(ask->admin->house, smv_span_str(name));
    if (!r) {
        smv_ask_fail(ask, "there is no seminar called %.60s here", name);
    }
    return r;
}

static void tell_word(struct smv_ask *ask, const char *what, const char *name, json_t *out_of_reach)
{
    static const char letters[] = "abcdefghjkmnpqrstvwxyz";
    struct smv_admin *a = ask->admin;
    for (size_t i = 0; i < 8; i++) {
        a->word[i] = letters[randombytes_uniform(sizeof letters - 1)];
    }
    a->word[8] = '\0';
    snprintf(a->pending, sizeof a->pending, "%s", what);
    a->pending_until = uv_now(a->house->env.loop) + CONFIRM_MS;
    smv_ask_reply(ask, json_pack("{s:s, s:s, s:s, s:o}", "name", name, "confirm", a->word, "note",
                                 "nothing has been removed yet; say the word within five minutes",
                                 "out_of_reach", out_of_reach));
}

bool smv_ask_confirmed(struct smv_ask *ask, const char *verb, const char *name,
                       json_t *out_of_reach)
{
    struct smv_admin *a = ask->admin;
    const char *word = smv_ask_str(ask, "confirm");
    char what[80];
    snprintf(what, sizeof what, "%.15s %.63s", verb, name);
    if (!word) {
        tell_word(ask, what, name, out_of_reach);
        return false;
    }
    json_decref(out_of_reach);
    if (strcmp(a->pending, what) != 0 || strcmp(a->word, word) != 0 ||
        uv_now(a->house->env.loop) > a->pending_until) {
        smv_ask_fail(ask, "that is not the word, or it has run out; ask again without \"confirm\"");
        return false;
    }
    a->pending[0] = '\0';
    return true;
}

void smv_audit(const struct smv_admin *a, const char *verb, const char *name, const char *more)
{
    char path[1200], line[700], when[32];
    time_t now = time(NULL);
    struct tm tm;
    gmtime_r(&now, &tm);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &tm);
    snprintf(path, sizeof path, "%s/audit.log", a->house->data);
    int len =
        snprintf(line, sizeof line, "%s %s %s%s%.500s\n", when, verb, name, *more ? " " : "", more);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, line, (size_t)len) != len || fsync(fd) != 0) {
        smv_say(a->house->env.log, SMV_LEVEL_ERROR, "the audit log %s cannot be written: %s", path,
                strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    smv_say(a->house->env.log, SMV_LEVEL_INFO, "host: %s %s %s", verb, name, more);
}

/* --- requests --------------------------------------------------------------------------------------------------- */
static const struct {
    const char *name;
    void (*run)(struct smv_ask *ask);
} verbs[] = {
    {"new", smv_verb_new},         {"import", smv_verb_import},  {"links", smv_verb_links},
    {"list", smv_verb_list},       {"status", smv_verb_status},  {"backup", smv_verb_backup},
    {"restore", smv_verb_restore}, {"close", smv_verb_close},    {"open", smv_verb_open},
    {"erase", smv_verb_erase},     {"rewrite", smv_verb_rewrite}};

static void run_line(struct smv_admin_conn *c, const char *line, size_t len)
{
    json_error_t error;
    struct smv_ask *ask = smv_zalloc(sizeof *ask);
    *ask = (struct smv_ask){c->admin, c, json_loadb(line, len, JSON_REJECT_DUPLICATES, &error)};
    c->busy = true;
    if (!json_is_object(ask->in)) {
        smv_ask_fail(ask, "a line is one JSON object: %s",
                     ask->in ? "it is something else" : error.text);
        return;
    }
    const char *verb = smv_ask_str(ask, "do");
    for (size_t i = 0; verb && i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, verb) == 0) {
            verbs[i].run(ask);
            return;
        }
    }
    smv_ask_fail(ask,
                 "\"do\" is one of new, import, links, list, status, backup, restore, close, open, "
                 "erase, rewrite");
}

/* A whole seminar is long; it says at once that it is one. */
static size_t longest(const struct smv_admin_conn *c)
{
    static const char says[] = "{\"do\":\"import\",";
    size_t len = sizeof says - 1;
    return c->in.len >= len && memcmp(c->in.data, says, len) == 0 ? MAX_IMPORT : MAX_LINE;
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
    smv_free(line);
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

static bool is_host(uv_pipe_t *pipe)
{
    struct ucred cred;
    socklen_t len = sizeof cred;
    uv_os_fd_t fd;
    return uv_fileno((uv_handle_t *)pipe, &fd) == 0 &&
           getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) == 0 &&
           (cred.uid == geteuid() || cred.uid == 0);
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
    if (status != 0 || uv_accept(server, (uv_stream_t *)&c->pipe) != 0 || !is_host(&c->pipe)) {
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
    admin_free_if_over(a);
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
