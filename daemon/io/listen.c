/* listen.c - see listen.h. */
#include "daemon/io/listen.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>
#include "common/base/heap.h"

enum { PER_TURN = 64, PAUSE_MS = 200, SEND_BUFFER = 65536, USER_TIMEOUT_MS = 30000 };

struct listener {
    struct smv_listen *all;
    uv_poll_t poll;
    int fd;
    bool tcp, ours; /* ours: a unix socket's file that we made */
    char address[160];
};
struct smv_listen {
    struct smv_listen_hooks hooks;
    const struct smv_logger *log;
    uv_timer_t pause;
    struct listener *list;
    unsigned n, open_handles;
    bool paused, told;
};

/* --- accepting --------------------------------------------------------------------------------------------- */
static void on_readable(uv_poll_t *poll, int status, int events);

static void on_pause_over(uv_timer_t *timer)
{
    struct smv_listen *l = timer->data;
    l->paused = false;
    for (unsigned i = 0; i < l->n; i++) {
        uv_poll_start(&l->list[i].poll, UV_READABLE, on_readable);
    }
}

/* Descriptors or memory have run out. The backlog keeps the newcomers for a moment. */
static void take_pause(struct smv_listen *l, const char *why)
{
    if (!l->told) {
        smv_say(l->log, SMV_LEVEL_WARN, "no more connections can be accepted just now: %s", why);
        l->told = true;
    }
    l->paused = true;
    for (unsigned i = 0; i < l->n; i++) {
        uv_poll_stop(&l->list[i].poll);
    }
    uv_timer_start(&l->pause, on_pause_over, PAUSE_MS, 0);
}

static void set_up(int fd, bool tcp)
{
    int on = 1, send = SEND_BUFFER, user_ms = USER_TIMEOUT_MS;
    if (tcp) {
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &user_ms, sizeof user_ms);
    }
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send, sizeof send);
}

static bool somebody_waits(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, 0) == 1;
}

static void on_readable(uv_poll_t *handle, int status, int events)
{
    struct listener *at = handle->data;
    struct smv_listen *l = at->all;
    (void)status;
    (void)events;
    for (int i = 0; i < PER_TURN && !l->paused; i++) {
        /* Room is made by putting somebody out: not for nobody. */
        if (i > 0 && !somebody_waits(at->fd)) {
            return;
        }
        if (!l->hooks.room(l->hooks.user)) {
            take_pause(l, "the limit of open files is too low for more");
            return;
        }
        int fd = accept4(at->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
                take_pause(l, strerror(errno));
            }
            return; /* EAGAIN, or a visitor who left: the next turn tells */
        }
        set_up(fd, at->tcp);
        l->hooks.accepted(l->hooks.user, fd, at->tcp);
    }
}

/* --- addresses ------------------------------------------------------------------------------------------------ */
struct target {
    struct sockaddr_storage addr;
    socklen_t len;
    bool tcp;
};

static bool parse_port(const char *text, uint16_t *ret_port)
{
    char *end;
    unsigned long port = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || port > 65535) {
        return false;
    }
    *ret_port = (uint16_t)port;
    return true;
}

static bool parse(const char *text, struct target *t)
{
    char host[128];
    uint16_t port;
    memset(t, 0, sizeof *t);
    if (strncmp(text, "unix:", 5) == 0) {
        struct sockaddr_un *un = (struct sockaddr_un *)&t->addr;
        un->sun_family = AF_UNIX;
        t->len = sizeof *un;
        return (size_t)snprintf(un->sun_path, sizeof un->sun_path, "%s", text + 5) <
                   sizeof un->sun_path &&
               text[5] != '\0';
    }
    const char *colon = strrchr(text, ':');
    t->tcp = true;
    if (!colon || (size_t)(colon - text) >= sizeof host || !parse_port(colon + 1, &port)) {
        return false;
    }
    snprintf(host, sizeof host, "%.*s", (int)(colon - text), text);
    if (host[0] == '[' && host[strlen(host) - 1] == ']') {
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)&t->addr;
        host[strlen(host) - 1] = '\0';
        *six = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons(port)};
        t->len = sizeof *six;
        return inet_pton(AF_INET6, host + 1, &six->sin6_addr) == 1;
    }
    struct sockaddr_in *four = (struct sockaddr_in *)&t->addr;
    *four = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
    t->len = sizeof *four;
    return inet_pton(AF_INET, host, &four->sin_addr) == 1;
}

static void describe(struct listener *at)
{
    struct sockaddr_storage addr;
    socklen_t len = sizeof addr;
    char host[64];
    memset(&addr, 0, sizeof addr);
    if (getsockname(at->fd, (struct sockaddr *)&addr, &len) != 0) {
        return;
    }
    if (addr.ss_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&addr;
        inet_ntop(AF_INET6, &six->sin6_addr, host, sizeof host);
        snprintf(at->address, sizeof at->address, "[%s]:%u", host, ntohs(six->sin6_port));
    } else if (addr.ss_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)&addr;
        inet_ntop(AF_INET, &four->sin_addr, host, sizeof host);
        snprintf(at->address, sizeof at->address, "%s:%u", host, ntohs(four->sin_port));
    } else {
        const struct sockaddr_un *un = (const struct sockaddr_un *)&addr;
        snprintf(at->address, sizeof at->address, "unix:%s", un->sun_path);
    }
    at->tcp = addr.ss_family != AF_UNIX;
}

/* A socket file that nobody answers on is left over from a daemon that was killed. */
static void clear_stale(const struct target *t)
{
    const struct sockaddr_un *un = (const struct sockaddr_un *)&t->addr;
    struct stat st;
    if (lstat(un->sun_path, &st) != 0 || !S_ISSOCK(st.st_mode)) {
        return;
    }
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        if (connect(fd, (const struct sockaddr *)&t->addr, t->len) != 0 && errno == ECONNREFUSED) {
            (void)unlink(un->sun_path);
        }
        close(fd);
    }
}

static enum smv_err complain(const char *address, int number, struct smv_errinfo *ret_info)
{
    const char *what = strerror(number), *todo = "";
    enum smv_err err = SMV_ERR_IO;
    if (number == EADDRINUSE) {
        what = "another program has it";
        todo = ". Stop that one, or name another port with --listen";
        err = SMV_ERR_BUSY;
    } else if (number == EACCES || number == EPERM) {
        what = "this user may not use it";
        todo = ". Take a port above 1023, or let systemd open it (samverkad.socket)";
        err = SMV_ERR_DENIED;
    } else if (number == EADDRNOTAVAIL) {
        what = "this machine does not have that address";
        todo = ". See `ip address`, or listen on 0.0.0.0";
        err = SMV_ERR_MISSING;
    } else if (number == EINVAL) {
        what = "it is no address";
        todo = ". Write 127.0.0.1:8440, [::1]:8440 or unix:/path";
        err = SMV_ERR_MALFORMED;
    }
    snprintf(ret_info->text, sizeof ret_info->text, "cannot listen on %.100s: %s%s", address, what,
             todo);
    return err;
}

static enum smv_err open_one(struct listener *at, const char *address, struct smv_errinfo *ret_info)
{
    struct target t;
    int on = 1;
    if (!parse(address, &t)) {
        return complain(address, EINVAL, ret_info);
    }
    if (!t.tcp) {
        clear_stale(&t);
    }
    at->fd = socket(t.addr.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (at->fd < 0) {
        return complain(address, errno, ret_info);
    }
    if (t.tcp) {
        (void)setsockopt(at->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    }
    if (t.addr.ss_family == AF_INET6) {
        (void)setsockopt(at->fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    }
    if (bind(at->fd, (struct sockaddr *)&t.addr, t.len) != 0 || listen(at->fd, 1024) != 0) {
        int number = errno;
        close(at->fd);
        at->fd = -1;
        return complain(address, number, ret_info);
    }
    at->ours = !t.tcp;
    return SMV_OK;
}

/* --- all of them ----------------------------------------------------------------------------------------------- */
static void on_handle_closed(uv_handle_t *handle)
{
    struct smv_listen *l =
        handle->type == UV_TIMER ? handle->data : ((struct listener *)handle->data)->all;
    if (--l->open_handles == 0) {
        smv_free(l->list);
        smv_free(l);
    }
}

static void close_all(struct smv_listen *l)
{
    for (unsigned i = 0; i < l->n; i++) {
        struct listener *at = &l->list[i];
        if (at->fd < 0) {
            continue;
        }
        if (at->ours && strncmp(at->address, "unix:", 5) == 0) {
            (void)unlink(at->address + 5);
        }
        close(at->fd);
        at->fd = -1;
    }
}

enum smv_err smv_listen_start(uv_loop_t *loop, const struct smv_logger *log, char *const *addresses,
                              unsigned n, const struct smv_listen_hooks *hooks,
                              struct smv_listen **ret_listen, struct smv_errinfo *ret_info)
{
    struct smv_listen *l = smv_zalloc(sizeof *l);
    int given = sd_listen_fds(/* forget */ 1);
    enum smv_err err = SMV_OK;
    l->hooks = *hooks;
    l->log = log;
    l->n = given > 0 ? (unsigned)given : n;
    l->list = smv_zalloc((l->n + 1) * sizeof *l->list);
    for (unsigned i = 0; i < l->n; i++) {
        struct listener *at = &l->list[i];
        at->all = l;
        at->fd = -1;
        if (given > 0) {
            at->fd = SD_LISTEN_FDS_START + (int)i;
        } else if (err == SMV_OK) {
            err = open_one(at, addresses[i], ret_info);
        }
        if (at->fd >= 0) {
            describe(at);
        }
    }
    if (err != SMV_OK) {
        close_all(l);
        smv_free(l->list);
        smv_free(l);
        return err;
    }
    uv_timer_init(loop, &l->pause);
    l->pause.data = l;
    l->open_handles = 1 + l->n;
    for (unsigned i = 0; i < l->n; i++) {
        uv_poll_init(loop, &l->list[i].poll, l->list[i].fd);
        l->list[i].poll.data = &l->list[i];
        uv_poll_start(&l->list[i].poll, UV_READABLE, on_readable);
    }
    *ret_listen = l;
    return SMV_OK;
}

const char *smv_listen_address(const struct smv_listen *l, unsigned i)
{
    return i < l->n ? l->list[i].address : NULL;
}

bool smv_listen_is_tcp(const struct smv_listen *l, unsigned i)
{
    return i < l->n && l->list[i].tcp;
}

void smv_listen_stop(struct smv_listen *l)
{
    l->paused = true;
    uv_close((uv_handle_t *)&l->pause, on_handle_closed);
    for (unsigned i = 0; i < l->n; i++) {
        uv_poll_stop(&l->list[i].poll);
        uv_close((uv_handle_t *)&l->list[i].poll, on_handle_closed);
    }
    close_all(l);
}
