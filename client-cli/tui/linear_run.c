/* linear_run.c - see linear.h: the loop between standard input, the session and standard output. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>
#include <uv.h>
#include "client-cli/tui/day.h"
#include "client-cli/tui/linear.h"
#include "client-cli/tui/run.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"

enum { LINE_MAX_BYTES = 262144, LEAVE_MS = 10000 };

struct talk {
    struct smv_session *session;
    const struct smv_spoken *spoken;
    struct smv_scene scene;
    struct smv_buf in, out;
    uv_poll_t input;
    unsigned news;
    bool polled, readable, ended, quit, closed;
};

static void on_news(void *user, unsigned news)
{
    struct talk *t = user;
    t->news |= news;
}

static void on_input(uv_poll_t *handle, int status, int events)
{
    struct talk *t = handle->data;
    (void)status;
    (void)events;
    t->readable = true;
}

static void on_closed(uv_handle_t *handle)
{
    struct talk *t = handle->data;
    t->closed = true;
}

/* What is there, without waiting (a file is there all at once). */
static void read_input(struct talk *t)
{
    char bytes[8192];
    ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);
    t->readable = !t->polled;
    if (n > 0 && t->in.len < LINE_MAX_BYTES) {
        smv_buf_put(&t->in, bytes, (size_t)n);
    } else if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) {
        t->ended = true;
        t->readable = false;
        if (t->in.len > 0) {
            smv_buf_put_byte(&t->in, '\n');
        }
        if (t->polled) {
            uv_poll_stop(&t->input);
        }
    }
}

static bool take_line(struct talk *t)
{
    size_t end = 0;
    while (end < t->in.len && t->in.data[end] != '\n') {
        end++;
    }
    if (end == t->in.len) {
        return false;
    }
    size_t len = end > 0 && t->in.data[end - 1] == '\r' ? end - 1 : end;
    struct smv_span line = smv_span(t->in.data, len);
    smv_scene_now(t->session, &t->scene);
    if (smv_utf8_valid(line)) {
        unsigned did = t->spoken->line(t->spoken->self, &t->scene, line, &t->out);
        t->quit |= (did & SMV_DID_QUIT) != 0;
        if ((did & SMV_DID_WORK) != 0) {
            smv_session_local(t->session);
        }
    } else {
        smv_put_words(&t->out, "? %s\n", _("That line is not UTF-8."));
    }
    smv_buf_splice(&t->in, 0, end + 1, NULL, 0);
    return !t->quit;
}

static void speak(struct talk *t)
{
    if (t->out.len > 0) {
        fwrite(t->out.data, 1, t->out.len, stdout);
        fflush(stdout);
        smv_buf_clear(&t->out);
    }
}

static bool turn(void *user)
{
    struct talk *t = user;
    if (t->readable) {
        read_input(t);
    }
    /* commands are about a sheet: they wait until there is one */
    while (!t->quit && smv_session_known(t->session) && t->news == 0 && take_line(t)) {
    }
    if (t->news != 0) {
        unsigned news = t->news;
        t->news = 0;
        smv_scene_now(t->session, &t->scene);
        t->spoken->news(t->spoken->self, &t->scene, news, &t->out);
        while (!t->quit && smv_session_known(t->session) && take_line(t)) {
        }
    }
    speak(t);
    struct smv_client_info info;
    smv_client_info(t->scene.client, &info);
    bool all = info.unconfirmed == 0 && smv_session_known(t->session);
    return t->quit || (t->ended && t->in.len == 0 && all);
}

static bool no_more(void *user)
{
    struct talk *t = user;
    (void)turn(t);
    return t->quit || t->ended;
}

enum smv_session_end smv_spoken_run(struct smv_session *session, const struct smv_spoken *spoken,
                                    const char *person)
{
    struct talk t = {.session = session, .spoken = spoken, .news = ~0U};
    struct smv_session_hooks hooks = {.user = &t, .on_news = on_news}, none = {0};
    smv_session_set_hooks(session, &hooks);
    smv_scene_now(session, &t.scene);
    t.scene.person = person;
    t.input.data = &t;
    t.polled = uv_poll_init(smv_session_loop(session), &t.input, STDIN_FILENO) == 0;
    if (t.polled) {
        uv_poll_start(&t.input, UV_READABLE, on_input);
    }
    t.readable = !t.polled;
    enum smv_session_end end = smv_session_run(session, no_more, &t, 0, /* patient */ true);
    if (end == SMV_SESSION_TRUE &&
        !t.quit) { /* the input has ended: what was said is delivered first */
        end = smv_session_run(session, turn, &t, LEAVE_MS, /* patient */ true);
    }
    if (t.polled) {
        uv_close((uv_handle_t *)&t.input, on_closed);
        while (!t.closed) {
            uv_run(smv_session_loop(session), UV_RUN_NOWAIT);
        }
    }
    speak(&t);
    smv_session_set_hooks(session, &none);
    smv_buf_finish(&t.in);
    smv_buf_finish(&t.out);
    return end;
}

static void linear_news(void *self, const struct smv_scene *s, unsigned news, struct smv_buf *out)
{
    smv_linear_news(self, s, news, out);
}

static unsigned linear_line(void *self, const struct smv_scene *s, struct smv_span line,
                            struct smv_buf *out)
{
    return smv_linear_line(self, s, line, out);
}

enum smv_session_end smv_linear_run(struct smv_session *session, const struct smv_profile *profile)
{
    struct smv_linear *l = smv_linear_create(smv_session_client(session), profile->place);
    struct smv_spoken spoken = {l, linear_news, linear_line};
    enum smv_session_end end = smv_spoken_run(session, &spoken, profile->person);
    smv_linear_destroy(l);
    return end;
}
