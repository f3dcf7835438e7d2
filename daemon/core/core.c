/* core.c - see core.h: events come in here and are handed to the file whose matter they are. */
#include "daemon/core/core.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "daemon/core/core_int.h"

enum smv_err smv_core_create(const struct smv_core_config *config, struct smv_span state,
                             smv_seq seq, const uint8_t chain[16], struct smv_core **ret_core)
{
    struct smv_core *core = smv_zalloc(sizeof *core);
    core->config = *config;
    smv_state_init(&core->state);
    enum smv_err err = smv_state_read(state, &core->state);
    if (err == SMV_OK && core->state.seq != seq) {
        err = SMV_ERR_CORRUPT;
    }
    if (err != SMV_OK) {
        smv_state_finish(&core->state);
        smv_free(core);
        return err == SMV_ERR_VERSION ? err : SMV_ERR_CORRUPT;
    }
    memcpy(core->state.chain, chain, 16);
    memcpy(&core->chains[seq % SMV_CHAINS], chain, 8);
    core->chains_from = seq;
    core->saved = seq;
    smv_views_init(core);
    *ret_core = core;
    return SMV_OK;
}

void smv_core_destroy(struct smv_core *core)
{
    if (core == NULL) {
        return;
    }
    while (core->conns != NULL) {
        smv_conn_free(core, core->conns);
    }
    smv_views_finish(core);
    smv_state_finish(&core->state);
    for (size_t i = 0; i < sizeof core->readings / sizeof core->readings[0]; i++) {
        smv_free(core->readings[i]);
    }
    smv_map_finish(&core->by_ord);
    smv_ask_finish(core);
    smv_buf_finish(&core->bodies);
    smv_buf_finish(&core->scratch);
    smv_buf_finish(&core->item);
    smv_buf_finish(&core->raw);
    smv_free(core->appended);
    smv_free(core->appends);
    smv_free(core->closes);
    smv_free(core->key_orders);
    smv_free(core->read_orders);
    for (size_t i = 0; i < core->n_keys; i++) {
        memset(&core->keys[i], 0, sizeof core->keys[i]);
    }
    smv_free(core->keys);
    smv_free(core);
}

/* --- messages ------------------------------------------------------------------------------------------ */

static void pong(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_ping *p)
{
    struct smv_msg m = {.kind = SMV_MSG_KIND_PONG};
    smv_ms clock = core->wall > core->state.ts ? core->wall : core->state.ts;
    m.u.pong = (struct smv_msg_pong){p->t0, clock, core->state.seq};
    smv_conn_send(core, conn, &m, 0);
}

static void live_message(struct smv_core *core, struct smv_conn *conn, const struct smv_msg *m)
{
    bool writer = conn->client != NULL;
    switch (m->kind) {
    case SMV_MSG_KIND_OPS:
        if (!writer) {
            smv_conn_close(core, conn, SMV_CLOSE_PROTOCOL, "this role writes nothing");
        } else {
            smv_admit_ops(core, conn, m->u.ops.ops);
        }
        return;
    case SMV_MSG_KIND_PING: pong(core, conn, &m->u.ping); return;
    case SMV_MSG_KIND_PRES: smv_presence_tell(core, conn, &m->u.pres); return;
    case SMV_MSG_KIND_FETCH: smv_ask_fetch(core, conn, &m->u.fetch); return;
    case SMV_MSG_KIND_PICK: smv_pick(core, conn, m->u.pick.group); return;
    case SMV_MSG_KIND_BALLOT: smv_ask_ballot(core, conn, &m->u.ballot); return;
    case SMV_MSG_KIND_JOIN: smv_ask_join(core, conn, &m->u.join); return;
    case SMV_MSG_KIND_BYE:
        conn->bye = true;
        smv_conn_close(core, conn, SMV_CONN_LEFT, NULL);
        return;
    case SMV_MSG_KIND_HELLO:
        smv_conn_close(core, conn, SMV_CLOSE_PROTOCOL, "HELLO comes once");
        return;
    case SMV_MSG_KIND_WELCOME:
    case SMV_MSG_KIND_SNAP:
    case SMV_MSG_KIND_EV:
    case SMV_MSG_KIND_RES:
    case SMV_MSG_KIND_PONG:
    case SMV_MSG_KIND_PAST:
    case SMV_MSG_KIND_PRESENCE:
    case SMV_MSG_KIND_ERR:
    case SMV_MSG_KIND_GOAWAY:
    case SMV_MSG_KIND_SUMMARY:
    case SMV_MSG_KIND_RECEIPT: break; /* not read in this direction */
    }
    smv_conn_close(core, conn, SMV_CLOSE_PROTOCOL, "a message that only the daemon sends");
}

static void frame(struct smv_core *core, struct smv_conn *conn, struct smv_span bytes)
{
    struct smv_msg m;
    size_t most = conn->client != NULL ? SMV_MAX_FRAME_IN : SMV_MAX_FRAME_IN_PHONE;
    if (conn->phase == SMV_CONN_CLOSING) {
        return;
    }
    if (bytes.len > most) {
        smv_conn_close(core, conn, SMV_CLOSE_TOO_BIG, NULL);
        return;
    }
    enum smv_err err = smv_msg_read(bytes, /* up */ 1, &m);
    if (err == SMV_ERR_MISSING) {
        return; /* a later version's, which may be ignored */
    }
    if (err != SMV_OK) {
        smv_conn_close(core, conn, SMV_CLOSE_PROTOCOL, smv_err_text(err));
    } else if (conn->phase == SMV_CONN_LIVE) {
        if (m.kind != SMV_MSG_KIND_OPS && !smv_conn_rate(core, &conn->talk, 100, 1000)) {
            smv_conn_close(core, conn, SMV_CLOSE_RATE, NULL);
            return;
        }
        live_message(core, conn, &m);
    } else if (conn->phase == SMV_CONN_NEW && m.kind == SMV_MSG_KIND_HELLO) {
        smv_hello(core, conn, &m.u.hello);
    } else {
        smv_conn_close(core, conn, SMV_CLOSE_PROTOCOL, "first HELLO, then wait for WELCOME");
    }
}

/* --- entries --------------------------------------------------------------------------------------------- */

/* The author learns of its operation by an item of its own view; where there is none, by RES. */
static void tell_author(struct smv_core *core, const struct smv_folded *done)
{
    struct smv_conn *conn = done->req.n == 0 ? NULL : smv_map_get(&core->by_ord, done->req.ord);
    bool told = done->code == SMV_CODE_OK && conn != NULL && conn->view->entry_items > 0;
    core->stats.ops_refused += done->code != SMV_CODE_OK && done->code != SMV_CODE_NOOP;
    if (conn != NULL && !told) {
        /* behind the frame that this batch is about to push, if it pushes one */
        uint64_t after = conn->view->ring.end + (conn->view->n_items > 0 ? 1 : 0);
        smv_conn_res(core, conn, done->req.n, done->code, core->state.seq, after);
    }
}

static void remember_chain(struct smv_core *core, const struct smv_entry *e)
{
    memcpy(&core->chains[e->seq % SMV_CHAINS], e->chain, 8);
    if (e->seq - core->chains_from >= SMV_CHAINS) {
        core->chains_from = e->seq - SMV_CHAINS + 1;
    }
}

/* Its link was revoked, or its cid taken by another link, while its ENTER was on its way. */
static void enter_refused(struct smv_core *core, const struct smv_folded *done)
{
    if (done->code == SMV_CODE_OK) {
        return;
    }
    const uint8_t *cid = done->req.u.enter.cid.data;
    unsigned why = done->code == SMV_CODE_FULL                          ? SMV_CLOSE_FULL
                   : smv_state_client_by_cid(&core->state, cid) != NULL ? SMV_CLOSE_WHO
                                                                        : SMV_CLOSE_REVOKED;
    for (struct smv_conn *c = core->conns, *next; c != NULL; c = next) {
        next = c->next;
        if (c->phase == SMV_CONN_ENTERING && c->link == done->req.link &&
            memcmp(c->cid, cid, sizeof c->cid) == 0) {
            smv_conn_close(core, c, why, NULL);
        }
    }
}

static void entries(struct smv_core *core, const struct smv_event *ev)
{
    bool entered = false;
    for (size_t i = 0; i < ev->n_entries; i++) {
        struct smv_folded done;
        smv_views_entry(core);
        core->entry = &done;
        enum smv_err err = smv_fold(&core->state, &ev->entries[i], smv_views_told, core, &done);
        core->entry = NULL;
        INVARIANT(err == SMV_OK); /* a log that does not continue: stop rather than guess */
        remember_chain(core, &ev->entries[i]);
        core->waiting -= core->waiting > 0 && !ev->replay;
        if (done.req.op == SMV_OP_ENTER) {
            entered = true;
            enter_refused(core, &done);
        } else if (done.req.op == SMV_OP_EPOCH) {
            core->epoch.due = false;
        } else if (done.req.op == SMV_OP_BALLOT || done.req.op == SMV_OP_FOUND) {
            smv_ask_done(core, &done);
        } else {
            tell_author(core, &done);
        }
    }
    smv_views_publish(core);
    for (struct smv_conn *c = core->conns, *next; entered && c != NULL; c = next) {
        next = c->next;
        struct smv_writer_client *client =
            c->phase == SMV_CONN_ENTERING ? smv_state_client_by_cid(&core->state, c->cid) : NULL;
        if (client != NULL && client->link == c->link) {
            smv_welcome(core, c);
        }
    }
    if (core->links_changed) {
        smv_links_check(core);
    }
    core->save = core->live && core->state.seq - core->saved >= SMV_MAX_SNAPSHOT_OPS;
}

void smv_core_epoch_restored(smv_seq known, const uint8_t chain[16], uint8_t ret[16])
{
    struct smv_buf number = {0};
    smv_buf_put_u64(&number, known);
    const struct smv_span parts[] = {smv_span_str("restored "), smv_buf_span(&number),
                                     smv_span(chain, 16)};
    smv_hash(ret, 16, smv_span(NULL, 0), parts, 3);
    smv_buf_finish(&number);
}

static void go_live(struct smv_core *core, const struct smv_event *e)
{
    core->live = true;
    bool begun = e->restored && memcmp(core->state.epoch, e->fresh, sizeof e->fresh) == 0;
    if (e->restored && !begun) {
        core->epoch.due = true;
        core->epoch.reason = e->reason;
        memcpy(core->epoch.fresh, e->fresh, sizeof core->epoch.fresh);
        smv_admit_epoch(core);
    }
    smv_polls_live(core);
    smv_links_check(core);
}

static void drain(struct smv_core *core, bool for_good)
{
    struct smv_msg m = {.kind = SMV_MSG_KIND_GOAWAY};
    uint64_t window = core->n_conns * 5; /* 200 come back per second */
    m.u.goaway =
        (struct smv_msg_goaway){SMV_CLOSE_GOING, 500, 1000 + (window > 600000 ? 600000 : window)};
    core->draining = true;
    for (struct smv_conn *c = core->conns, *next; c != NULL; c = next) {
        next = c->next;
        if (c->phase == SMV_CONN_LIVE && !for_good) {
            smv_conn_send(core, c, &m, 0);
        }
    }
}

/* --- host, time ------------------------------------------------------------------------------------------------ */

static void host(struct smv_core *core, struct smv_span tail)
{
    struct smv_buf op = {0};
    struct smv_request q;
    struct smv_reader r;
    /* As a client's [n, tail] with a number of its own, to be read by the same reader. */
    smv_buf_put(&op, "\x90\x01", 2);
    smv_reader_init(&r, tail);
    (void)smv_read_uint(&r);
    unsigned kind = (unsigned)smv_read_uint_max(&r, SMV_OP_OFFER);
    if (r.err == SMV_OK && kind >= SMV_OP_ADD) {
        op.data[0] = (uint8_t)(0x90U + 1U + smv_request_tail_count((enum smv_op_kind)kind));
        smv_buf_put_span(&op, tail);
        smv_reader_init(&r, smv_buf_span(&op));
        if (smv_request_read(&r, &q) == SMV_OK && smv_reader_done(&r) == SMV_OK) {
            smv_admit_own(core, &q);
        }
    }
    smv_buf_finish(&op);
}

static void tick(struct smv_core *core)
{
    if (core->presence_at != 0 && core->presence_at <= core->mono) {
        smv_presence_flush(core);
    }
    if (core->summary_at != 0 && core->summary_at <= core->mono) {
        smv_summary_flush(core);
    }
    if (core->expires_at != 0 && core->expires_at <= core->wall) {
        smv_links_check(core);
    }
    for (struct smv_conn *c = core->oldest, *prev; core->n_new > 0 && c != NULL; c = prev) {
        prev = c->prev;
        if (c->phase == SMV_CONN_NEW && core->mono - c->opened >= SMV_MAX_HELLO_MS) {
            smv_conn_close(core, c, SMV_CLOSE_HELLO, NULL);
        } else if (core->mono - c->opened < SMV_MAX_HELLO_MS) {
            break;
        }
    }
}

static smv_ms next_wake(const struct smv_core *core)
{
    smv_ms wake = core->presence_at;
    if (core->summary_at != 0 && (wake == 0 || core->summary_at < wake)) {
        wake = core->summary_at;
    }
    if (core->expires_at != 0) { /* the wall clock may leap: look again now and then */
        smv_ms left = core->expires_at > core->wall ? core->expires_at - core->wall : 1;
        smv_ms at = core->mono + (left < 60000 ? left : 60000);
        wake = wake == 0 || at < wake ? at : wake;
    }
    smv_ms hello = core->mono + 1000;
    if (core->n_new > 0 && (wake == 0 || hello < wake)) {
        wake = hello;
    }
    return wake;
}

/* --- step ---------------------------------------------------------------------------------------------------------- */

static void begin(struct smv_core *core, const struct smv_event *e)
{
    core->mono = e->mono > core->mono ? e->mono : core->mono;
    core->wall = e->wall;
    smv_buf_clear(&core->bodies);
    core->n_appended = core->n_closes = core->n_key_orders = core->n_read_orders = 0;
    core->save = false;
}

static void fill(struct smv_core *core, struct smv_update *u)
{
    core->appends =
        smv_grow(core->appends, &core->cap_appends, core->n_appended, sizeof *core->appends);
    for (size_t i = 0; i < core->n_appended; i++) {
        core->appends[i] =
            smv_span(core->bodies.data + core->appended[i].at, core->appended[i].len);
    }
    u->appends = core->appends;
    u->n_appends = core->n_appended;
    u->closes = core->closes;
    u->n_closes = core->n_closes;
    u->keys = core->key_orders;
    u->n_keys = core->n_key_orders;
    u->reads = core->read_orders;
    u->n_reads = core->n_read_orders;
    u->save = core->save;
    if (core->save) {
        core->saved = core->state.seq;
    }
    u->wake = next_wake(core);
}

void smv_core_step(struct smv_core *core, const struct smv_event *e, struct smv_update *ret_update)
{
    memset(ret_update, 0, sizeof *ret_update);
    begin(core, e);
    switch (e->type) {
    case SMV_EVENT_OPEN: ret_update->opened = smv_conn_open(core, e->user); break;
    case SMV_EVENT_FRAME: frame(core, e->conn, e->bytes); break;
    case SMV_EVENT_CLOSED: smv_conn_free(core, e->conn); break;
    case SMV_EVENT_ENTRIES: entries(core, e); break;
    case SMV_EVENT_REFUSED: smv_admit_refused(core); break;
    case SMV_EVENT_LIVE: go_live(core, e); break;
    case SMV_EVENT_KEY: smv_polls_key(core, e->poll, e->bytes); break;
    case SMV_EVENT_HOST: host(core, e->bytes); break;
    case SMV_EVENT_PAST: smv_ask_past(core, e); break;
    case SMV_EVENT_TICK: tick(core); break;
    case SMV_EVENT_DRAIN: drain(core, e->for_good); break;
    }
    fill(core, ret_update);
}

/* --- looking in ------------------------------------------------------------------------------------------------------ */

void smv_core_save(const struct smv_core *core, struct smv_buf *b)
{
    smv_state_write(b, &core->state);
}

smv_seq smv_core_seq(const struct smv_core *core)
{
    return core->state.seq;
}

const uint8_t *smv_core_chain(const struct smv_core *core)
{
    return core->state.chain;
}

const uint8_t *smv_core_epoch(const struct smv_core *core)
{
    return core->state.epoch;
}

size_t smv_core_epochs(const struct smv_core *core, uint8_t ret[SMV_CORE_EPOCHS][16])
{
    const struct smv_state *s = &core->state;
    PRE(s->n_ended < SMV_CORE_EPOCHS);
    memcpy(ret[0], s->epoch, 16);
    for (size_t i = 0; i < s->n_ended; i++) {
        memcpy(ret[i + 1], s->ended[i].epoch, 16);
    }
    return s->n_ended + 1;
}

const struct smv_tree *smv_core_tree(const struct smv_core *core)
{
    return &core->state.tree;
}

void smv_core_stats(const struct smv_core *core, struct smv_core_stats *ret_stats)
{
    *ret_stats = core->stats;
    ret_stats->head = core->state.seq;
    ret_stats->nodes = smv_tree_count(&core->state.tree);
    ret_stats->clients = core->state.clients.len;
    ret_stats->conns = core->n_conns;
    ret_stats->live = core->n_live;
    ret_stats->waiting = core->waiting;
    memcpy(ret_stats->conns_by_role, core->n_by_role, sizeof core->n_by_role);
}
