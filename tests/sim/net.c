/* net.c - connections: two queues of frames in order, each with delays, silences and cuts.
 *
 * What: what TCP gives: frames arrive whole and in order, late, or not at all from some frame on; either side
 *       may learn much later than the other that it is over. The daemon's side takes frames only as fast as
 *       the reader's socket has room.
 * Not:  reordering inside a connection, which TCP excludes. */
#include <inttypes.h>
#include <string.h>
#include "tests/sim/world.h"

static void queue_put(struct sim_queue *q, uint64_t at, struct smv_span bytes, bool is_close,
                      unsigned code)
{
    q->items = smv_grow(q->items, &q->cap, q->n + 1, sizeof *q->items);
    struct sim_frame *f = &q->items[q->n];
    memset(f, 0, sizeof *f);
    f->at = q->n > 0 && q->items[q->n - 1].at > at ? q->items[q->n - 1].at : at;
    smv_buf_put_span(&f->bytes, bytes);
    f->is_close = is_close;
    f->code = code;
    q->n++;
    q->bytes += bytes.len;
}

/* The caller finishes its bytes. */
static struct sim_frame queue_take(struct sim_queue *q)
{
    struct sim_frame f = q->items[0];
    q->n--;
    q->bytes -= f.bytes.len;
    memmove(q->items, q->items + 1, q->n * sizeof *q->items);
    return f;
}

static void queue_keep(struct sim_queue *q, size_t n)
{
    while (q->n > n) {
        q->n--;
        q->bytes -= q->items[q->n].bytes.len;
        smv_buf_finish(&q->items[q->n].bytes);
    }
}

static void queue_finish(struct sim_queue *q)
{
    queue_keep(q, 0);
    smv_free(q->items);
    memset(q, 0, sizeof *q);
}

static uint64_t delay(struct sim_world *w)
{
    unsigned most = w->healing ? 5 : w->p.delay_ms;
    return w->mono + 1 + (most > 0 ? sim_below(w, most) : 0);
}

/* --- opening and ending ------------------------------------------------------------------------------- */

void sim_net_connect(struct sim_world *w, struct sim_laptop *l)
{
    struct sim_conn *c = smv_zalloc(sizeof *c);
    c->id = ++w->next_conn;
    c->laptop = l;
    c->open_at = delay(w);
    c->room = 1 << 20;
    if (!w->healing && sim_chance(w, w->p.slow)) {
        c->room = 1 + sim_below(w, 3000);
        c->read_ms = 1 + sim_below(w, 200);
    }
    c->view = c->before = sim_view_of(l->role, l->place);
    c->next = w->conns;
    w->conns = c;
    l->conn = c;
}

/* The client's side ends; the daemon may learn of it now, late, or only by its own patience. */
void sim_net_leave(struct sim_world *w, struct sim_laptop *l)
{
    struct sim_conn *c = l->conn;
    l->conn = NULL;
    c->laptop = NULL;
    queue_keep(&c->down, 0);
    if (!w->healing && sim_chance(w, 300)) {
        queue_keep(&c->up, sim_below(w, c->up.n + 1)); /* the rest never left the machine */
    }
    if (c->dead_at == 0) {
        c->dead_at = !w->healing && sim_chance(w, 200) ? w->mono + 45000 : delay(w);
        if (c->up.n > 0 && c->dead_at <= c->up.items[c->up.n - 1].at) {
            c->dead_at = c->up.items[c->up.n - 1].at + 1;
        }
    }
}

static void tell_closed(struct sim_world *w, struct sim_conn *c, unsigned code)
{
    struct sim_laptop *l = c->laptop;
    c->laptop = NULL;
    if (l != NULL && l->conn == c) {
        l->conn = NULL;
        sim_say(w, "%s < closed %u", l->name, code);
        sim_laptop_event(l,
                         (struct smv_client_event){.type = SMV_CLIENT_EVENT_CLOSED, .code = code});
    }
}

/* A cut at any frame: some of what was under way still arrives; each side learns of it in its own time. */
void sim_net_cut(struct sim_world *w, struct sim_conn *c)
{
    queue_keep(&c->up, sim_below(w, c->up.n + 1));
    queue_keep(&c->down, sim_below(w, c->down.n + 1));
    c->room = 0; /* nothing more gets out */
    w->count.cuts++;
    if (c->laptop != NULL && sim_chance(w, 700)) {
        queue_put(&c->down, delay(w), smv_span(NULL, 0), true, 0);
    } else {
        c->down_hold = UINT64_MAX; /* silence */
    }
    if (c->dead_at == 0) {
        c->dead_at = sim_chance(w, 700) ? delay(w) : w->mono + 45000;
    }
}

void sim_net_cut_all(struct sim_world *w)
{
    for (struct sim_conn *c = w->conns; c != NULL; c = c->next) {
        if (!c->opened) {
            continue; /* it will find the next daemon, or nobody */
        }
        c->core = NULL;
        c->dead_at = 0;
        queue_keep(&c->up, 0);
        if (c->laptop == NULL) {
            continue;
        }
        bool closed = c->down.n > 0 && c->down.items[c->down.n - 1].is_close;
        queue_keep(&c->down, closed ? c->down.n : sim_below(w, c->down.n + 1));
        if (c->down.n == 0 || !c->down.items[c->down.n - 1].is_close) {
            queue_put(&c->down, delay(w), smv_span(NULL, 0), true, 0);
        }
    }
}

void sim_net_close(struct sim_world *w, struct sim_conn *c, unsigned code)
{
    sim_net_pump(w, c);
    if (!c->closing) {
        c->closing = true;
        queue_put(&c->down, delay(w), smv_span(NULL, 0), true, code);
        c->dead_at = w->mono;
        if (code == SMV_CLOSE_PROTOCOL && (c->laptop == NULL || !c->laptop->denied_ok)) {
            sim_fail(w, "the daemon calls %s a liar (4400)",
                     c->laptop != NULL ? c->laptop->name : "somebody who is gone");
        }
    }
}

void sim_net_send(struct sim_world *w, struct sim_conn *c, struct smv_span bytes)
{
    queue_put(&c->up, delay(w), bytes, false, 0);
}

/* --- the daemon's side ---------------------------------------------------------------------------------- */

/* As many frames as the socket has room for; at least one when it is empty. */
void sim_net_pump(struct sim_world *w, struct sim_conn *c)
{
    while (c->core != NULL && !c->closing &&
           (c->down.bytes < c->room || (c->room > 0 && c->down.n == 0))) {
        struct smv_frame *f = smv_core_next(w->core, c->core);
        if (f == NULL) {
            return;
        }
        struct smv_span bytes = smv_span(f->payload, f->len);
        w->count.frames++;
        sim_check_frame(w, c, bytes);
        if (c->laptop != NULL) {
            queue_put(&c->down, delay(w) + c->read_ms, bytes, false, 0);
        }
        smv_frame_unref(f);
    }
}

/* --- events ------------------------------------------------------------------------------------------------ */

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint64_t next_of(const struct sim_world *w, const struct sim_conn *c)
{
    uint64_t at = UINT64_MAX;
    if (!c->opened) {
        return c->open_at;
    }
    if (c->up.n > 0 && c->core != NULL) {
        at = later(c->up.items[0].at, c->up_hold);
    }
    if (c->down.n > 0 && c->laptop != NULL) {
        uint64_t down = later(c->down.items[0].at, c->down_hold);
        at = down < at ? down : at;
    }
    if (c->dead_at != 0 && c->dead_at < at) {
        at = c->dead_at;
    }
    (void)w;
    return at;
}

static void reap(struct sim_world *w)
{
    for (struct sim_conn **p = &w->conns; *p != NULL;) {
        struct sim_conn *c = *p;
        if (c->opened && c->core == NULL && (c->laptop == NULL || c->down.n == 0)) {
            if (c->laptop != NULL) {
                p = &c->next; /* its client has not noticed yet: silence */
                continue;
            }
            *p = c->next;
            queue_finish(&c->up);
            queue_finish(&c->down);
            smv_free(c);
        } else {
            p = &c->next;
        }
    }
}

uint64_t sim_net_next(struct sim_world *w, struct sim_conn **ret)
{
    uint64_t best = UINT64_MAX;
    reap(w);
    for (struct sim_conn *c = w->conns; c != NULL; c = c->next) {
        uint64_t at = next_of(w, c);
        if (at < best) {
            best = at;
            *ret = c;
        }
    }
    return best;
}

static void open_conn(struct sim_world *w, struct sim_conn *c)
{
    c->opened = true;
    if (w->core == NULL || c->laptop == NULL || (c->laptop->offline && !w->healing)) {
        tell_closed(w, c, 0); /* nobody listens */
        return;
    }
    sim_daemon_step(w, (struct smv_event){.type = SMV_EVENT_OPEN, .user = c});
    sim_laptop_event(c->laptop, (struct smv_client_event){.type = SMV_CLIENT_EVENT_OPEN});
}

/* What the client says may change the view that it will be sent from. */
static void note_up(struct sim_world *w, struct sim_conn *c, struct smv_span bytes)
{
    struct smv_msg m;
    if (smv_msg_read(bytes, 1, &m) != SMV_OK) {
        sim_fail(w, "a client sends what cannot be read");
    }
    if (c->view.cls != SMV_VIEW_PHONE) {
        return;
    }
    if (m.kind == SMV_MSG_KIND_PICK || m.kind == SMV_MSG_KIND_HELLO) {
        smv_id group = m.kind == SMV_MSG_KIND_PICK ? m.u.pick.group : m.u.hello.group;
        const struct smv_node *n = smv_tree_find(smv_core_tree(w->core), group);
        sim_say(w, "%s > %s, group %" PRIu64, c->laptop != NULL ? c->laptop->name : "?",
                smv_msg_name(m.kind), group);
        c->before = c->view;
        c->view.arg = n != NULL && n->kind == SMV_KIND_GROUP ? group : 0;
        sim_oracle_view(w, c->view);
    }
}

static void do_up(struct sim_world *w, struct sim_conn *c)
{
    struct sim_frame f = queue_take(&c->up);
    note_up(w, c, smv_buf_span(&f.bytes));
    sim_daemon_step(w, (struct smv_event){.type = SMV_EVENT_FRAME,
                                          .conn = c->core,
                                          .bytes = smv_buf_span(&f.bytes)});
    smv_buf_finish(&f.bytes);
}

static void do_down(struct sim_world *w, struct sim_conn *c)
{
    struct sim_frame f = queue_take(&c->down);
    if (f.is_close) {
        tell_closed(w, c, f.code);
    } else {
        struct smv_msg m;
        bool end = smv_msg_read(smv_buf_span(&f.bytes), 0, &m) == SMV_OK &&
                   (m.kind == SMV_MSG_KIND_GOAWAY || m.kind == SMV_MSG_KIND_ERR);
        sim_laptop_event(c->laptop, (struct smv_client_event){.type = SMV_CLIENT_EVENT_FRAME,
                                                              .bytes = smv_buf_span(&f.bytes),
                                                              .code = end});
        sim_net_pump(w, c); /* room again */
    }
    smv_buf_finish(&f.bytes);
}

void sim_net_do(struct sim_world *w, struct sim_conn *c)
{
    if (!c->opened) {
        open_conn(w, c);
        return;
    }
    uint64_t now = w->mono;
    if (c->up.n > 0 && c->core != NULL && later(c->up.items[0].at, c->up_hold) <= now) {
        do_up(w, c);
    } else if (c->down.n > 0 && c->laptop != NULL &&
               later(c->down.items[0].at, c->down_hold) <= now) {
        do_down(w, c);
    } else if (c->dead_at != 0 && c->dead_at <= now) {
        c->dead_at = 0;
        if (c->core != NULL) {
            struct smv_conn *core = c->core;
            c->core = NULL;
            queue_keep(&c->up, 0);
            sim_daemon_step(w, (struct smv_event){.type = SMV_EVENT_CLOSED, .conn = core});
        }
        if (!c->closing && c->laptop != NULL && c->down_hold != UINT64_MAX && c->down.n == 0) {
            queue_put(&c->down, delay(w), smv_span(NULL, 0), true, 0);
        }
    }
}

void sim_net_free(struct sim_world *w)
{
    while (w->conns != NULL) {
        struct sim_conn *c = w->conns;
        w->conns = c->next;
        queue_finish(&c->up);
        queue_finish(&c->down);
        smv_free(c);
    }
}
