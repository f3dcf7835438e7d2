/* conn.c - connections: what each has still to be sent, in which order, and its end.
 *
 * A connection that is LIVE gets, in this order: private messages that may go at once, the parts of its
 * snapshot, private messages whose place has been reached, the next frame of its view's ring. It holds no
 * copies: a cursor and shared frames. Who has fallen out of the ring gets a snapshot. */
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/pack/writer.h"
#include "daemon/core/core_int.h"

enum { MAX_PRIVATE = 512, MAX_PRIVATE_BYTES = 8 * 1024 * 1024 };

struct smv_conn *smv_conn_open(struct smv_core *core, void *user)
{
    struct smv_conn *c = smv_zalloc(sizeof *c);
    c->core = core;
    c->user = user;
    c->opened = core->mono;
    c->role = SMV_ROLE_PARTICIPANT;
    c->next = core->conns;
    if (core->conns != NULL) {
        core->conns->prev = c;
    } else {
        core->oldest = c;
    }
    core->conns = c;
    core->n_conns++;
    core->n_new++;
    return c;
}

void *smv_conn_user(const struct smv_conn *conn)
{
    return conn->user;
}

bool smv_conn_live(const struct smv_conn *conn)
{
    return conn->phase == SMV_CONN_LIVE;
}

bool smv_conn_writer(const struct smv_conn *conn)
{
    return conn->client != NULL;
}

/* --- ready lists ----------------------------------------------------------------------------------------- */

void smv_conn_ready(struct smv_core *core, struct smv_conn *conn)
{
    if (conn->in_ready) {
        return;
    }
    conn->in_ready = true;
    conn->ready_next = NULL;
    if (core->ready_tail != NULL) {
        core->ready_tail->ready_next = conn;
    } else {
        core->ready = conn;
    }
    core->ready_tail = conn;
}

void smv_view_ready(struct smv_core *core, struct smv_view *v)
{
    (void)core;
    v->ready = true;
}

static void unready(struct smv_core *core, struct smv_conn *conn)
{
    if (!conn->in_ready) {
        return;
    }
    struct smv_conn **p = &core->ready, *before = NULL;
    while (*p != conn) {
        before = *p;
        p = &(*p)->ready_next;
    }
    *p = conn->ready_next;
    if (core->ready_tail == conn) {
        core->ready_tail = before;
    }
    conn->in_ready = false;
}

struct smv_conn *smv_core_ready(struct smv_core *core)
{
    while (core->iter_view != NULL || core->views != NULL) {
        if (core->iter_conn != NULL) {
            struct smv_conn *c = core->iter_conn;
            core->iter_conn = c->view_next;
            return c;
        }
        struct smv_view *v = core->views;
        while (v != NULL && !v->ready) {
            v = v->next;
        }
        if (v == NULL) {
            break;
        }
        v->ready = false;
        core->iter_view = v;
        core->iter_conn = v->conns;
    }
    core->iter_view = NULL;
    struct smv_conn *c = core->ready;
    if (c != NULL) {
        unready(core, c);
    }
    return c;
}

/* --- private messages --------------------------------------------------------------------------------------- */

void smv_conn_send(struct smv_core *core, struct smv_conn *conn, const struct smv_msg *msg,
                   uint64_t after)
{
    if (conn->phase == SMV_CONN_CLOSING) {
        return;
    }
    if (conn->n_private >= MAX_PRIVATE || conn->private_bytes > MAX_PRIVATE_BYTES) {
        smv_conn_close(core, conn, SMV_CLOSE_SLOW, "it asks and does not read");
        return;
    }
    smv_buf_clear(&core->scratch);
    smv_msg_write(&core->scratch, msg);
    struct smv_private *p = smv_alloc(sizeof *p);
    p->frame = smv_frame_make(core->config.prefix, smv_buf_span(&core->scratch));
    p->after = after;
    p->next = NULL;
    if (conn->last != NULL) {
        conn->last->next = p;
    } else {
        conn->first = p;
    }
    conn->last = p;
    conn->n_private++;
    conn->private_bytes += p->frame->len;
    smv_conn_ready(core, conn);
}

static struct smv_frame *pop_private(struct smv_conn *conn)
{
    struct smv_private *p = conn->first;
    struct smv_frame *f = p->frame;
    conn->first = p->next;
    if (conn->first == NULL) {
        conn->last = NULL;
    }
    conn->n_private--;
    conn->private_bytes -= f->len;
    smv_free(p);
    return f;
}

void smv_conn_res(struct smv_core *core, struct smv_conn *conn, uint64_t n, unsigned code,
                  smv_seq seq, uint64_t after)
{
    struct smv_buf raw = {0};
    smv_write_array(&raw, 1);
    smv_write_array(&raw, 3);
    smv_write_uint(&raw, n);
    smv_write_uint(&raw, code);
    smv_write_uint(&raw, seq);
    struct smv_msg m = {.kind = SMV_MSG_KIND_RES};
    m.u.res.results = smv_buf_span(&raw);
    smv_conn_send(core, conn, &m, after);
    smv_buf_finish(&raw);
}

/* --- views ------------------------------------------------------------------------------------------------------ */

void smv_conn_attach(struct smv_core *core, struct smv_conn *conn, struct smv_view *v)
{
    PRE(conn->view == NULL);
    (void)core;
    conn->view = v;
    conn->view_prev = NULL;
    conn->view_next = v->conns;
    if (v->conns != NULL) {
        v->conns->view_prev = conn;
    }
    v->conns = conn;
    v->n_conns++;
}

void smv_conn_detach(struct smv_core *core, struct smv_conn *conn)
{
    struct smv_view *v = conn->view;
    if (v == NULL) {
        return;
    }
    if (core->iter_conn == conn) {
        core->iter_conn = conn->view_next;
    }
    if (conn->view_prev != NULL) {
        conn->view_prev->view_next = conn->view_next;
    } else {
        v->conns = conn->view_next;
    }
    if (conn->view_next != NULL) {
        conn->view_next->view_prev = conn->view_prev;
    }
    v->n_conns--;
    conn->view = NULL;
    smv_shot_unref(conn->shot);
    conn->shot = NULL;
}

void smv_conn_leave_ring(struct smv_conn *conn)
{
    struct smv_private *before = NULL;
    for (struct smv_private **p = &conn->first; *p != NULL;) {
        struct smv_private *k = *p;
        if (k->frame->seq_to != 0) { /* an EV that says how far the other view has come */
            *p = k->next;
            conn->n_private--;
            conn->private_bytes -= k->frame->len;
            smv_frame_unref(k->frame);
            smv_free(k);
            continue;
        }
        k->after = 0; /* positions of the other view mean nothing here */
        before = k;
        p = &k->next;
    }
    conn->last = before;
}

/* --- the next frame ------------------------------------------------------------------------------------------------ */

static struct smv_frame *next_part(struct smv_conn *conn)
{
    struct smv_frame *f = smv_frame_ref(conn->shot->parts[conn->part++]);
    if (conn->part == conn->shot->n_parts) {
        smv_shot_unref(conn->shot);
        conn->shot = NULL;
    }
    return f;
}

/* A snapshot in the middle skips messages in which a writer would have found its own items: it is told by RES. */
static void tell_skipped(struct smv_core *core, struct smv_conn *conn, smv_seq from, smv_seq to)
{
    const struct smv_writer_client *c = conn->client;
    uint64_t pos = conn->cursor;
    uint64_t n = c != NULL && c->last_n > SMV_MAX_DEDUPE ? c->last_n - SMV_MAX_DEDUPE + 1 : 1;
    for (; c != NULL && conn->phase == SMV_CONN_LIVE && n <= c->last_n; n++) {
        const struct smv_done *d = smv_client_done(c, n);
        if (d != NULL && d->code == SMV_CODE_OK && d->seq > from && d->seq <= to) {
            smv_conn_res(core, conn, n, SMV_CODE_DUP, d->seq, pos);
        }
    }
}

/* Who has fallen out of the ring: the first part of a snapshot. */
static struct smv_frame *start_again(struct smv_core *core, struct smv_conn *conn)
{
    conn->shot = smv_view_shot(core, conn->view);
    conn->cursor = conn->shot->pos;
    conn->part = 0;
    smv_seq from = conn->at, to = conn->shot->seq;
    conn->at = to;
    struct smv_frame *f = next_part(conn);
    tell_skipped(core, conn, from, to);
    return f;
}

struct smv_frame *smv_core_next(struct smv_core *core, struct smv_conn *conn)
{
    if (conn->phase == SMV_CONN_CLOSING) {
        return conn->first != NULL ? pop_private(conn) : NULL;
    }
    struct smv_frame *f = NULL;
    struct smv_view *v = conn->view;
    if (conn->first != NULL && conn->first->after == 0) {
        f = pop_private(conn);
    } else if (v == NULL) {
        return NULL;
    } else if (conn->shot != NULL) {
        f = next_part(conn);
    } else if (conn->first != NULL && conn->first->after <= conn->cursor) {
        f = pop_private(conn);
    } else if (conn->cursor < v->ring.first) {
        f = start_again(core, conn);
    } else {
        f = smv_ring_at(&v->ring, conn->cursor);
        if (f == NULL) {
            return NULL;
        }
        conn->cursor++;
        conn->at = f->seq_to > conn->at ? f->seq_to : conn->at;
        f = smv_frame_ref(f);
    }
    core->stats.frames_out++;
    return f;
}

/* --- rates, the end ---------------------------------------------------------------------------------------------------- */

bool smv_conn_rate(const struct smv_core *core, struct smv_rate *rate, uint32_t per_s,
                   uint32_t burst)
{
    if (core->config.no_limits) {
        return true;
    }
    if (rate->at == 0) {
        rate->left = burst * 1000;
    } else {
        smv_ms passed = core->mono - rate->at;
        uint64_t left = rate->left + (passed > 600000 ? 600000 : passed) * per_s;
        rate->left = left > burst * 1000ULL ? burst * 1000 : (uint32_t)left;
    }
    rate->at = core->mono == 0 ? 1 : core->mono;
    if (rate->left < 1000) {
        return false;
    }
    rate->left -= 1000;
    return true;
}

void smv_conn_close(struct smv_core *core, struct smv_conn *conn, unsigned code, const char *detail)
{
    if (conn->phase == SMV_CONN_CLOSING) {
        return;
    }
    struct smv_msg m = {.kind = SMV_MSG_KIND_ERR};
    const char *text = code == SMV_CONN_LEFT ? "" : smv_close_text((enum smv_close)code);
    smv_buf_clear(&core->scratch);
    struct smv_buf sentence = {0};
    smv_buf_put_str(&sentence, text);
    if (detail != NULL) {
        smv_buf_put_str(&sentence, ": ");
        smv_buf_put_str(&sentence, detail);
    }
    m.u.err = (struct smv_msg_err){code, smv_buf_span(&sentence)};
    if (code != SMV_CONN_LEFT && conn->n_private < MAX_PRIVATE &&
        conn->private_bytes <= MAX_PRIVATE_BYTES) {
        smv_conn_send(core, conn, &m, 0);
    }
    smv_buf_finish(&sentence);
    if (conn->phase == SMV_CONN_NEW) {
        core->n_new--;
    } else if (conn->phase == SMV_CONN_LIVE) {
        core->n_live--;
        core->n_by_role[conn->role & 7]--;
        smv_presence_dirty(core);
    }
    conn->phase = SMV_CONN_CLOSING;
    smv_conn_detach(core, conn);
    smv_ask_forget(core, conn);
    if (conn->client != NULL && smv_map_get(&core->by_ord, conn->client->ord) == conn) {
        smv_map_del(&core->by_ord, conn->client->ord);
        conn->client->away = !conn->bye;
    }
    core->closes =
        smv_grow(core->closes, &core->cap_closes, core->n_closes + 1, sizeof *core->closes);
    core->closes[core->n_closes++] = (struct smv_close_order){conn, code, text};
}

void smv_conn_free(struct smv_core *core, struct smv_conn *conn)
{
    if (conn->phase != SMV_CONN_CLOSING) {
        /* the same bookkeeping; the order to close is void, it is gone */
        smv_conn_close(core, conn, SMV_CLOSE_GOING, NULL);
    }
    for (size_t i = 0; i < core->n_closes; i++) {
        if (core->closes[i].conn == conn) {
            core->closes[i] = core->closes[--core->n_closes];
            break;
        }
    }
    unready(core, conn);
    while (conn->first != NULL) {
        smv_frame_unref(pop_private(conn));
    }
    if (conn->prev != NULL) {
        conn->prev->next = conn->next;
    } else {
        core->conns = conn->next;
    }
    if (conn->next != NULL) {
        conn->next->prev = conn->prev;
    } else {
        core->oldest = conn->prev;
    }
    core->n_conns--;
    smv_free(conn->hello);
    if (conn->here != NULL) {
        smv_buf_finish(&conn->here->name);
        smv_free(conn->here);
    }
    smv_free(conn);
}
