/* run.c - see run.h. */
#include "client-cli/tui/run.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>
#include "common/base/heap.h"
#include "proto/msg.h"

enum { KEYS_PER_TURN = 256 };

struct running {
    struct smv_session *session;
    struct smv_view *v;
    struct smv_term *term;
    struct smv_scene scene;
    uv_poll_t input;
    uv_timer_t wake;
    uv_signal_t on_size, on_stop, on_continue, on_hangup;
    unsigned news, open_handles;
    int looked_at; /* the terminal, opened once more: see look_at */
    bool draw, quit, stop, readable, woken, worked;
    char over[400];
};

void smv_scene_now(struct smv_session *session, struct smv_scene *s)
{
    struct smv_client_info info;
    struct timespec wall;
    struct tm local;
    s->client = smv_session_client(session);
    s->mono = smv_session_mono(session);
    smv_client_info(s->client, &info);
    timespec_get(&wall, TIME_UTC);
    s->log_ms = info.clock_offset_ms != 0 ? (int64_t)s->mono + info.clock_offset_ms
                                          : (int64_t)wall.tv_sec * 1000 + wall.tv_nsec / 1000000;
    time_t seconds = (time_t)(s->log_ms / 1000);
    localtime_r(&seconds, &local);
    s->utc_offset_s = local.tm_gmtoff;
}

/* --- what happened ---------------------------------------------------------------------------------------- */
static void on_news(void *user, unsigned news)
{
    struct running *r = user;
    r->news |= news;
}

static void on_input(uv_poll_t *handle, int status, int events)
{
    struct running *r = handle->data;
    int waiting = 0;
    r->readable = true;
    /* a terminal that is gone is readable for ever, with nothing to read */
    bool gone = status < 0 || (events & UV_DISCONNECT) != 0 ||
                ioctl(STDIN_FILENO, FIONREAD, &waiting) != 0 || waiting == 0;
    r->quit |= gone;
}

static void on_wake(uv_timer_t *timer)
{
    struct running *r = timer->data;
    r->woken = true;
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct running *r = handle->data;
    switch (number) {
    case SIGWINCH: smv_term_resized(r->term); break;
    case SIGTSTP: r->stop = true; break;
    case SIGHUP: r->quit = true; break;
    default: break; /* SIGCONT: the one that stopped goes on where it stood */
    }
    r->draw = true;
}

/* --- a turn ------------------------------------------------------------------------------------------------ */
static void did(struct running *r, unsigned mask)
{
    if ((mask & SMV_DID_REPAINT) != 0) {
        smv_term_resized(r->term);
    }
    if ((mask & SMV_DID_RETRY) != 0) {
        smv_session_start(r->session);
    }
    r->worked |= (mask & SMV_DID_WORK) != 0;
    r->quit |= (mask & SMV_DID_QUIT) != 0;
    r->draw |= mask != 0;
}

/* All keys that are there, then the outbox once: who types fast waits for one fsync, not for each. */
static void read_keys(struct running *r)
{
    struct smv_key key;
    unsigned mask = 0;
    r->readable = false;
    for (int i = 0; i < KEYS_PER_TURN && !r->quit && smv_term_key(r->term, &key); i++) {
        if (key.code ==
            SMV_KEY_RESIZE) { /* curses' echo of what on_signal did: doing it again would echo again */
            mask |= SMV_DID_DRAW;
            continue;
        }
        smv_scene_now(r->session, &r->scene);
        unsigned one = r->v->impl->key(r->v, &r->scene, &key);
        r->quit |= (one & SMV_DID_QUIT) != 0;
        mask |= one;
    }
    did(r, mask);
}

static void draw(struct running *r)
{
    struct smv_grid g;
    int w, h;
    r->draw = false;
    smv_term_size(r->term, &w, &h);
    smv_grid_init(&g, w, h, r->scene.ascii);
    r->v->impl->draw(r->v, &r->scene, &g);
    smv_term_show(r->term, &g);
    smv_grid_finish(&g);
}

static void suspend(struct running *r)
{
    r->stop = false;
    smv_term_leave(r->term);
    raise(SIGSTOP);
    smv_term_back(r->term);
    smv_session_start(r->session); /* who knows how long it slept */
    r->draw = true;
}

/* True: own work was kept, which may have brought news. */
static bool one_turn(struct running *r)
{
    if (r->stop) {
        suspend(r);
    }
    if (r->readable) {
        read_keys(r);
    }
    if (r->news != 0 || r->woken) {
        unsigned news = r->news;
        r->news = 0;
        r->woken = false;
        smv_scene_now(r->session, &r->scene);
        did(r, r->v->impl->news(r->v, &r->scene, news) | SMV_DID_DRAW);
    }
    if (r->draw && !r->quit) {
        smv_scene_now(r->session, &r->scene);
        draw(r);
    }
    if (r->worked) { /* kept in this turn too, but whoever types does not wait for the disk to see it */
        r->worked = false;
        if (!r->scene.frozen) {
            smv_session_local(r->session);
        }
        return true;
    }
    return false;
}

/* Between two waits for events. True: over. */
static bool turn(void *user)
{
    struct running *r = user;
    for (int i = 0; one_turn(r) && (r->news != 0 || r->draw) && i < 4; i++) {
    }
    smv_ms wait = r->quit ? 0 : r->v->impl->wake(r->v, &r->scene);
    if (wait > 0) {
        uv_update_time(r->wake.loop);
        uv_timer_start(&r->wake, on_wake, wait, 0);
    } else {
        uv_timer_stop(&r->wake);
    }
    return r->quit;
}

/* --- life ---------------------------------------------------------------------------------------------------- */
static void watch_signal(struct running *r, uv_signal_t *handle, int number)
{
    uv_signal_init((uv_loop_t *)smv_session_loop(r->session), handle);
    handle->data = r;
    uv_signal_start(handle, on_signal, number);
}

/* The loop makes what it watches non-blocking. Standard input is the shell's too: it watches an opening of its own. */
static int look_at(void)
{
    char name[256];
    int fd = ttyname_r(STDIN_FILENO, name, sizeof name) == 0
                 ? open(name, O_RDONLY | O_NOCTTY | O_CLOEXEC)
                 : -1;
    return fd >= 0 ? fd : STDIN_FILENO;
}

static void join_loop(struct running *r)
{
    uv_loop_t *loop = smv_session_loop(r->session);
    r->looked_at = look_at();
    uv_poll_init(loop, &r->input, r->looked_at);
    uv_timer_init(loop, &r->wake);
    r->input.data = r->wake.data = r;
    uv_poll_start(&r->input, UV_READABLE | UV_DISCONNECT, on_input);
    watch_signal(r, &r->on_size, SIGWINCH);
    watch_signal(r, &r->on_stop, SIGTSTP);
    watch_signal(r, &r->on_continue, SIGCONT);
    watch_signal(r, &r->on_hangup, SIGHUP);
}

static void on_closed(uv_handle_t *handle)
{
    struct running *r = handle->data;
    r->open_handles--;
}

static void leave_loop(struct running *r)
{
    uv_handle_t *all[] = {(uv_handle_t *)&r->input,       (uv_handle_t *)&r->wake,
                          (uv_handle_t *)&r->on_size,     (uv_handle_t *)&r->on_stop,
                          (uv_handle_t *)&r->on_continue, (uv_handle_t *)&r->on_hangup};
    r->open_handles = sizeof all / sizeof *all;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        uv_close(all[i], on_closed);
    }
    while (r->open_handles > 0) {
        uv_run(smv_session_loop(r->session), UV_RUN_NOWAIT);
    }
    if (r->looked_at != STDIN_FILENO) {
        close(r->looked_at);
    }
}

/* Nothing can be sent or kept any more: what is on the screen stays there until the person has seen why. */
static void stay(struct running *r, enum smv_session_end end, const char *host)
{
    if (end == SMV_SESSION_DENIED) {
        unsigned why = smv_client_why(r->scene.client);
        snprintf(r->over, sizeof r->over, _("%s does not let this link in: %s (%u)"), host,
                 smv_close_text((enum smv_close)why), why);
    } else {
        snprintf(r->over, sizeof r->over,
                 _("This computer's disk cannot be written (%s): nothing more is kept or sent"),
                 smv_err_text(smv_session_broken(r->session)));
    }
    r->scene.over = r->over;
    r->scene.frozen = end == SMV_SESSION_BROKEN; /* refused: what is typed is still kept */
    r->draw = true;
    while (!turn(r)) {
        uv_run(smv_session_loop(r->session), UV_RUN_ONCE);
    }
}

enum smv_err smv_run(struct smv_session *session, struct smv_view *v,
                     const struct smv_run_wish *wish, enum smv_session_end *ret_end)
{
    struct running r = {.session = session, .v = v, .draw = true};
    SMV_TRY(smv_term_open(&wish->term, &r.term));
    struct smv_session_hooks hooks = {.user = &r, .on_news = on_news}, none = {0};
    smv_session_set_hooks(session, &hooks);
    smv_scene_now(session, &r.scene);
    r.scene.ascii = smv_term_ascii(r.term);
    r.scene.person = wish->person;
    r.news = ~0U; /* whatever was so before is new to the view */
    join_loop(&r);
    enum smv_session_end end = smv_session_run(session, turn, &r, 0, /* patient */ true);
    if (end == SMV_SESSION_DENIED || end == SMV_SESSION_BROKEN) {
        stay(&r, end, wish->host);
    }
    leave_loop(&r);
    smv_session_set_hooks(session, &none);
    smv_term_close(r.term);
    *ret_end = end;
    return SMV_OK;
}
