/* frames.c - HELLO out, and every message of the daemon to the part that it concerns.
 *
 * What: HELLO, WELCOME, GOAWAY, and the messages that are only kept for the screen.
 * Not:  the replica (replica.c), verdicts (pending.c), answers about text (resync.c).
 * Uses: internal.h.    Thread: as client.h. */
#include <string.h>
#include "client-cli/core/internal.h"
#include "common/pack/writer.h"

void smv_cl_hello(struct smv_client *c)
{
    /* Own work without a replica (a new process) claims a prefix that nobody has: the answer is a snapshot all
     * the same, and if the history is another one, it says why: after a rewrite nothing may be sent. */
    static const uint8_t none[8] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct smv_buf resume = {0};
    if (!c->have && c->know_epoch && c->n_own > 0) {
        smv_write_array(&resume, 3);
        smv_write_bin(&resume, smv_span(c->epoch, sizeof c->epoch));
        smv_write_uint(&resume, 0);
        smv_write_bin(&resume, smv_span(none, sizeof none));
    } else if (c->have && !c->moved) {
        smv_write_array(&resume, 3);
        smv_write_bin(&resume, smv_span(c->epoch, sizeof c->epoch));
        smv_write_uint(&resume, c->applied);
        smv_write_bin(&resume, smv_span(c->h8, sizeof c->h8));
    }
    struct smv_msg msg = {.kind = SMV_MSG_KIND_HELLO};
    msg.u.hello.vmin = msg.u.hello.vmax = SMV_PROTO_VERSION;
    msg.u.hello.token = smv_span_str(c->config.token);
    msg.u.hello.cid = smv_span(c->config.cid, sizeof c->config.cid);
    msg.u.hello.name = smv_span_str(c->config.name);
    msg.u.hello.resume = smv_buf_span(&resume);
    msg.u.hello.group = c->group;
    msg.u.hello.build = smv_span_str(c->config.build);
    smv_cl_send(c, &msg);
    smv_buf_finish(&resume);
    c->hello_at = c->now;
}

/* The same history as the one that this client, or its outbox, knows? */
static bool same_history(const struct smv_client *c, const struct smv_msg_welcome *w)
{
    return c->know_epoch && memcmp(c->epoch, w->epoch.data, sizeof c->epoch) == 0;
}

/* Own numbers must go on from the highest the daemon knows; what it has never seen can still change its n. */
static void join_numbers(struct smv_client *c, uint64_t last_n)
{
    size_t first = 0;
    if (c->n_own > 0 && c->own[0]->n > last_n + 1) {
        /* It has forgotten numbers that it had answered, so it has none of these: they begin anew. */
        for (size_t i = 0; i < c->n_own; i++) {
            smv_buf_clear(&c->own[i]->tail);
        }
        smv_cl_renumber(c, 0, last_n + 1);
        c->last_n = last_n + c->n_own;
        c->meta_dirty = true;
    }
    while (first < c->n_own && c->own[first]->tail.len > 0) {
        first++;
    }
    if (first < c->n_own && c->own[first]->n <= last_n) {
        smv_cl_renumber(c, first, last_n + 1);
    }
    if (c->last_n < last_n || (c->n_own == 0 && c->last_n != last_n)) {
        c->last_n = last_n;
        c->meta_dirty = true;
    }
}

static void welcome(struct smv_client *c, const struct smv_msg_welcome *w)
{
    bool same = same_history(c, w);
    if (w->version != SMV_PROTO_VERSION ||
        (w->mode == 0 && (!c->have || !same || w->head < c->applied))) {
        smv_cl_mistake(c);
        return;
    }
    c->role = (unsigned)w->role;
    c->link = w->link;
    c->place = w->place;
    c->ping_ms = w->ping_ms == 0 ? SMV_CL_PING_MS : w->ping_ms;
    c->ping_ms = c->ping_ms < SMV_CL_PROBE_MS ? SMV_CL_PROBE_MS : c->ping_ms;
    c->frame_max = w->frame_max < SMV_MAX_FRAME_IN_PHONE ? SMV_MAX_FRAME_IN_PHONE : w->frame_max;
    c->unconfirmed_max = w->unconfirmed_max > 0 ? w->unconfirmed_max : 1;
    c->head = w->head;
    c->catch_up = w->head;
    c->deadline = 0;
    c->retry_at = 0;
    c->goaway = false;
    c->state = SMV_CLIENT_SYNC;
    c->news |= SMV_NEWS_STATE | SMV_NEWS_SAVED;
    smv_cl_clock_start(c, c->hello_at, w->clock);
    smv_cl_unsend(c);
    if (w->mode != 0) {
        c->snap_due = true;
        if (!same || w->reason >= 2) {
            smv_cl_reset(c, w);
            if (!smv_cl_connected(c)) {
                return; /* too many of them */
            }
        }
    }
    if (c->ord != w->ord) {
        c->ord = w->ord;
        c->id_counter = c->id_reserved = 0;
        c->ord_dirty = true;
        if (c->have) { /* kept, perhaps from before the outbox was lost */
            smv_cl_skip_used_ids(c);
        }
    }
    join_numbers(c, w->last_n);
    if (same && w->mode != 2 && c->have) {
        smv_cl_freeze_made(c);
    }
    smv_cl_live(c);
}

static void goaway(struct smv_client *c, const struct smv_msg_goaway *g)
{
    if (g->code != 0 && !smv_close_again((unsigned)g->code)) {
        smv_cl_deny(c, (unsigned)g->code);
        return;
    }
    c->goaway = true;
    c->goaway_min = g->min_ms;
    c->goaway_max = g->max_ms;
    smv_cl_again(c);
}

static int last_slot(enum smv_msg_kind kind)
{
    return kind == SMV_MSG_KIND_PRESENCE  ? 0
           : kind == SMV_MSG_KIND_SUMMARY ? 1
           : kind == SMV_MSG_KIND_PAST    ? 2
           : kind == SMV_MSG_KIND_RECEIPT ? 3
                                          : -1;
}

static void keep(struct smv_client *c, enum smv_msg_kind kind, struct smv_span bytes, unsigned news)
{
    struct smv_cl_last *last = &c->last[last_slot(kind)];
    smv_buf_clear(&last->bytes);
    smv_buf_put_span(&last->bytes, bytes);
    last->there = smv_msg_read(smv_buf_span(&last->bytes), 0, &last->msg) == SMV_OK;
    c->news |= news;
}

static void receipt(struct smv_client *c, const struct smv_msg_receipt *r)
{
    bool later = smv_code_class((enum smv_code)r->code) == SMV_CLASS_RETRY;
    for (size_t i = 0; i < c->n_ballots; i++) {
        struct smv_cl_ballot *b = &c->ballots[i];
        if (b->poll != r->what) {
            continue;
        }
        if (later || b->newer) {
            b->sent = b->newer = false;
            c->retry_at = later ? c->now + SMV_CL_BALLOT_MS : c->retry_at;
        } else {
            smv_buf_finish(&b->answer);
            *b = c->ballots[--c->n_ballots];
        }
        return;
    }
}

static void past(struct smv_client *c, const struct smv_msg_past *p, struct smv_span bytes)
{
    struct smv_cl_apart *a =
        p->what == 0 ? smv_cl_apart_find(c, p->node, (unsigned)p->field) : NULL;
    if (a != NULL && a->why == SMV_CL_ASKED) {
        smv_cl_past(c, a, p);
        return;
    }
    keep(c, SMV_MSG_KIND_PAST, bytes, SMV_NEWS_PAST);
}

void smv_cl_frame_in(struct smv_client *c, struct smv_span bytes)
{
    struct smv_msg msg;
    enum smv_err err = smv_msg_read(bytes, 0, &msg);
    if (err == SMV_ERR_MISSING) {
        return; /* a kind that a later version may send to us */
    }
    if (err != SMV_OK) {
        smv_cl_mistake(c);
        return;
    }
    c->heard = c->now;
    bool in = c->state != SMV_CLIENT_HELLO;
    if (in == (msg.kind == SMV_MSG_KIND_WELCOME) && msg.kind != SMV_MSG_KIND_ERR &&
        msg.kind != SMV_MSG_KIND_GOAWAY) {
        smv_cl_mistake(c); /* WELCOME is the first one, once */
        return;
    }
    switch (msg.kind) {
    case SMV_MSG_KIND_WELCOME: welcome(c, &msg.u.welcome); break;
    case SMV_MSG_KIND_SNAP: err = smv_cl_snap(c, &msg.u.snap); break;
    case SMV_MSG_KIND_EV: err = smv_cl_ev(c, &msg.u.ev); break;
    case SMV_MSG_KIND_RES: err = smv_cl_res(c, &msg.u.res); break;
    case SMV_MSG_KIND_PONG: smv_cl_pong(c, &msg.u.pong); break;
    case SMV_MSG_KIND_PAST: past(c, &msg.u.past, bytes); break;
    case SMV_MSG_KIND_PRESENCE: keep(c, msg.kind, bytes, SMV_NEWS_PRESENCE); break;
    case SMV_MSG_KIND_SUMMARY: keep(c, msg.kind, bytes, SMV_NEWS_SUMMARY); break;
    case SMV_MSG_KIND_RECEIPT:
        keep(c, msg.kind, bytes, SMV_NEWS_RECEIPT);
        receipt(c, &msg.u.receipt);
        break;
    case SMV_MSG_KIND_GOAWAY: goaway(c, &msg.u.goaway); break;
    case SMV_MSG_KIND_ERR: break; /* the close that follows has the code */
    case SMV_MSG_KIND_HELLO:
    case SMV_MSG_KIND_OPS:
    case SMV_MSG_KIND_PRES:
    case SMV_MSG_KIND_PING:
    case SMV_MSG_KIND_FETCH:
    case SMV_MSG_KIND_PICK:
    case SMV_MSG_KIND_BYE:
    case SMV_MSG_KIND_BALLOT:
    case SMV_MSG_KIND_JOIN: err = SMV_ERR_MALFORMED; break;
    }
    if (err != SMV_OK && smv_cl_connected(c)) {
        smv_cl_mistake(c);
    }
}

const struct smv_msg *smv_client_last(const struct smv_client *c, enum smv_msg_kind kind)
{
    int slot = last_slot(kind);
    return slot >= 0 && c->last[slot].there ? &c->last[slot].msg : NULL;
}
