/* run.c - see run.h. */
#include "daemon/io/run.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>
#include <uv.h>
#include "common/base/heap.h"
#include "daemon/io/admin.h"
#include "daemon/io/house.h"
#include "daemon/io/http.h"
#include "daemon/io/listen.h"
#include "daemon/io/maker.h"
#include "daemon/io/trust.h"
#include "daemon/io/ws_lws.h"

enum { GRACE_MS = 1500, GRACE_STEP_MS = 20 };

struct daemon {
    const struct smv_config *config;
    const struct smv_logger *log;
    uv_loop_t loop;
    struct smv_house house;
    struct smv_http *http;
    struct smv_ws *ws;
    struct smv_listen *listen, *trust_listen; /* the second: NULL none */
    struct smv_admin *admin;
    uv_signal_t term, interrupt, hangup;
    uv_timer_t watchdog, grace;
    unsigned grace_ms;
    char base[600]; /* of links */
    bool stopping;
};

/* The log's outcome is unknown: nobody is told anything, the supervisor starts us again. */
static _Noreturn void on_broken(const struct smv_seminar_env *env, const char *name,
                                const char *what)
{
    smv_say(
        env->log, SMV_LEVEL_ERROR,
        "%s: writing failed and it is not known how far it came (%s). The daemon ends with 70 "
        "to be started again; what was confirmed is safe, the rest is sent again by the clients",
        name, what);
    _exit(SMV_EXIT_BROKEN);
}

/* --- stopping ------------------------------------------------------------------------------------------------ */
static void close_handle(void *handle)
{
    uv_close(handle, NULL);
}

/* Every socket is gone, or has had its time. */
static void on_grace(uv_timer_t *timer)
{
    struct daemon *d = timer->data;
    d->grace_ms += GRACE_STEP_MS;
    if (smv_ws_stats(d->ws)->websockets > 0 && d->grace_ms < GRACE_MS) {
        return;
    }
    close_handle(&d->grace);
    close_handle(&d->term);
    close_handle(&d->interrupt);
    close_handle(&d->hangup);
    close_handle(&d->watchdog);
    smv_ws_stop(d->ws);
}

static void on_house_stopped(void *user)
{
    struct daemon *d = user;
    uv_timer_start(&d->grace, on_grace, 0, GRACE_STEP_MS);
}

static void forget_address_file(const struct daemon *d)
{
    char path[1200];
    snprintf(path, sizeof path, "%s/run/listening", d->config->data);
    (void)unlink(path);
}

static void on_stop(uv_signal_t *signal, int number)
{
    struct daemon *d = signal->data;
    if (d->stopping) {
        smv_say(d->log, SMV_LEVEL_WARN, "told to stop twice: ending at once");
        _exit(128 + number);
    }
    d->stopping = true;
    smv_say(d->log, SMV_LEVEL_INFO, "stopping: clients are told to come back later");
    sd_notify(0, "STOPPING=1");
    d->http->admin = NULL;
    smv_maker_stop(d->http->maker);
    d->http->maker = NULL;
    forget_address_file(d);
    smv_listen_stop(d->listen);
    if (d->trust_listen) {
        smv_listen_stop(d->trust_listen);
    }
    smv_admin_stop(d->admin);
    smv_house_stop(&d->house, on_house_stopped, d);
}

static void on_hangup(uv_signal_t *signal, int number)
{
    struct daemon *d = signal->data;
    struct smv_errinfo info = {""};
    (void)number;
    if (!d->config->tls_cert) {
        smv_say(d->log, SMV_LEVEL_INFO, "SIGHUP: there is no certificate to read again");
    } else if (smv_ws_reload(d->ws, &info) == SMV_OK) {
        smv_say(d->log, SMV_LEVEL_INFO, "SIGHUP: certificate and key were read again");
    } else {
        smv_say(d->log, SMV_LEVEL_ERROR, "SIGHUP: the old certificate stays: %s", info.text);
    }
}

static void on_watchdog(uv_timer_t *timer)
{
    (void)timer;
    sd_notify(0, "WATCHDOG=1");
}

/* --- starting -------------------------------------------------------------------------------------------------- */
static bool room(void *user)
{
    struct daemon *d = user;
    return smv_ws_room(d->ws);
}

static void accepted(void *user, int fd, bool is_tcp)
{
    struct daemon *d = user;
    smv_ws_adopt(d->ws, fd, is_tcp && d->config->tls_cert ? SMV_WS_TLS : SMV_WS_PLAIN);
}

static void accepted_trust(void *user, int fd, bool is_tcp)
{
    struct daemon *d = user;
    (void)is_tcp;
    smv_ws_adopt(d->ws, fd, SMV_WS_TRUST);
}

static void start_handles(struct daemon *d)
{
    uint64_t watchdog_us = 0;
    struct {
        uv_signal_t *handle;
        uv_signal_cb run;
        int number;
    } signals[] = {{&d->term, on_stop, SIGTERM},
                   {&d->interrupt, on_stop, SIGINT},
                   {&d->hangup, on_hangup, SIGHUP}};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        uv_signal_init(&d->loop, signals[i].handle);
        signals[i].handle->data = d;
        uv_signal_start(signals[i].handle, signals[i].run, signals[i].number);
    }
    uv_timer_init(&d->loop, &d->grace);
    uv_timer_init(&d->loop, &d->watchdog);
    d->grace.data = d;
    if (sd_watchdog_enabled(0, &watchdog_us) > 0) {
        uv_timer_start(&d->watchdog, on_watchdog, 0, watchdog_us / 3000);
    }
}

/* How links begin: as configured, else the first TCP address. */
static void choose_base(struct daemon *d)
{
    const char *first = NULL;
    for (unsigned i = 0; smv_listen_address(d->listen, i); i++) {
        if (smv_listen_is_tcp(d->listen, i) && !first) {
            first = smv_listen_address(d->listen, i);
        }
    }
    if (d->config->public_url) {
        snprintf(d->base, sizeof d->base, "%.500s", d->config->public_url);
    } else {
        snprintf(d->base, sizeof d->base, "%s://%.200s", d->config->tls_cert ? "https" : "http",
                 first ? first : "localhost");
    }
    for (size_t n = strlen(d->base); n > 0 && d->base[n - 1] == '/'; n--) {
        d->base[n - 1] = '\0';
    }
}

static void write_all(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, text, len);
        if (n <= 0) {
            return;
        }
        text += n;
        len -= (size_t)n;
    }
}

static void tell_ready(struct daemon *d)
{
    char path[1200], part[1200];
    struct smv_buf lines = {0};
    for (unsigned i = 0; smv_listen_address(d->listen, i); i++) {
        smv_say(d->log, SMV_LEVEL_INFO, "listening on %s", smv_listen_address(d->listen, i));
        smv_buf_put_str(&lines, smv_listen_address(d->listen, i));
        smv_buf_put_byte(&lines, '\n');
    }
    if (d->trust_listen) {
        const char *trust = smv_listen_address(d->trust_listen, 0);
        smv_say(d->log, SMV_LEVEL_INFO, "how to trust the certificate is told on http://%s/",
                trust);
        smv_buf_put_str(&lines, "trust:");
        smv_buf_put_str(&lines, trust);
        smv_buf_put_byte(&lines, '\n');
    }
    snprintf(path, sizeof path, "%s/run", d->config->data);
    (void)mkdir(path, 0700);
    snprintf(part, sizeof part, "%s/run/listening.part", d->config->data);
    snprintf(path, sizeof path, "%s/run/listening", d->config->data);
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd >= 0) {
        write_all(fd, (const char *)lines.data, lines.len);
        close(fd);
        (void)!rename(part, path);
    }
    if (d->config->ready_fd >= 0) {
        write_all(d->config->ready_fd, (const char *)lines.data, lines.len);
        close(d->config->ready_fd);
    }
    smv_buf_finish(&lines);
    sd_notify(0, "READY=1");
}

/* The authority's certificate, and the address that tells how to trust it. */
static enum smv_exit start_trust(struct daemon *d, struct smv_errinfo *info)
{
    const struct smv_config *c = d->config;
    char *const address[] = {c->trust_listen};
    struct smv_listen_hooks hooks = {d, room, accepted_trust};
    if (!c->tls_ca) {
        return SMV_EXIT_OK;
    }
    struct smv_trust *t = d->http->trust = smv_zalloc(sizeof *t);
    const char *colon = strrchr(d->base + strlen("https:"), ':');
    snprintf(t->port, sizeof t->port, "%.5s", colon ? colon + 1 : "443");
    enum smv_err err = smv_trust_load(t, c->tls_ca);
    if (err != SMV_OK) {
        snprintf(info->text, sizeof info->text,
                 "the authority's certificate %.120s cannot be used: %s", c->tls_ca,
                 smv_err_text(err));
        return SMV_EXIT_CONFIG;
    }
    err = c->trust_listen
              ? smv_listen_start(&d->loop, d->log, address, 1, &hooks, &d->trust_listen, info)
              : SMV_OK;
    return err == SMV_OK ? SMV_EXIT_OK : SMV_EXIT_UNAVAILABLE;
}

static int start(struct daemon *d)
{
    struct smv_errinfo info = {""};
    enum smv_exit code = SMV_EXIT_OK;
    char first[] = SMV_DEFAULT_LISTEN, *const usual[] = {first};
    const struct smv_config *c = d->config;
    struct smv_listen_hooks hooks = {d, room, accepted};
    forget_address_file(d);
    if (smv_house_start(&d->house, &code, &info) != SMV_OK) {
        smv_say(d->log, SMV_LEVEL_ERROR, "%s", info.text);
        return (int)code;
    }
    if (smv_ws_start(&d->loop, c, &d->house, d->http, &d->ws, &info) != SMV_OK) {
        smv_say(d->log, SMV_LEVEL_ERROR, "%s", info.text);
        return SMV_EXIT_CONFIG;
    }
    d->house.close_peers = smv_ws_close_peers;
    d->house.user = d->ws;
    if (smv_listen_start(&d->loop, d->log, c->listen_count ? c->listen : usual,
                         c->listen_count ? c->listen_count : 1, &hooks, &d->listen,
                         &info) != SMV_OK) {
        smv_say(d->log, SMV_LEVEL_ERROR, "%s", info.text);
        return SMV_EXIT_UNAVAILABLE;
    }
    choose_base(d);
    code = start_trust(d, &info);
    if (code != SMV_EXIT_OK) {
        smv_say(d->log, SMV_LEVEL_ERROR, "%s", info.text);
        return (int)code;
    }
    if (smv_admin_start(&d->house, c, d->base, &d->admin, &info) != SMV_OK) {
        smv_say(d->log, SMV_LEVEL_ERROR, "%s", info.text);
        return SMV_EXIT_UNAVAILABLE;
    }
    d->http->admin = d->admin;
    d->http->maker = smv_maker_create(&d->loop, d->log);
    start_handles(d);
    tell_ready(d);
    return 0;
}

int smv_run(const struct smv_config *config, const struct smv_logger *log)
{
    struct daemon *d = smv_zalloc(sizeof *d);
    uv_loop_init(&d->loop);
    d->config = config;
    d->log = log;
    d->house.data = config->data;
    d->house.env = (struct smv_seminar_env){.loop = &d->loop,
                                            .log = log,
                                            .data = config->data,
                                            .prefix = smv_ws_prefix(),
                                            .unlimited = config->unlimited,
                                            .broken = on_broken};
    d->http = smv_zalloc(sizeof *d->http);
    smv_join_init(&d->http->join);
    d->http->house = &d->house;
    d->http->public_url = config->public_url;
    d->http->started_ms = uv_hrtime() / 1000000;
    int code = start(d);
    if (code != 0) {
        _exit(code); /* nothing has been promised to anybody; the logs are as they were */
    }
    uv_run(&d->loop, UV_RUN_DEFAULT);
    smv_ws_finish(d->ws);
    smv_house_finish(&d->house);
    int left = uv_loop_close(&d->loop);
    smv_say(log, left ? SMV_LEVEL_WARN : SMV_LEVEL_INFO, left ? "stopped, not cleanly" : "stopped");
    if (d->http->trust) {
        smv_trust_finish(d->http->trust);
        smv_free(d->http->trust);
    }
    smv_free(d->http);
    smv_free(d);
    return left ? 1 : 0;
}
