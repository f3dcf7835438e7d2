/* client.c - step(): events to the parts that know, the connection's states, and the update.
 *
 *     IDLE -START-> CONNECTING -OPEN-> HELLO -WELCOME-> SYNC -caught up-> LIVE <-> SUSPECT
 *       ^               | 8 s           | 5 s             |                |          | 8 s
 *       | STOP          +--------- closed, late, mistaken: BACKOFF <-------+----------+
 *     any state                                              | full jitter, then CONNECTING
 *                               told not to come back: DENIED (left by START only)
 *
 * What: the life of connections and the order of things in a step. What frames mean is frames.c.
 * Uses: internal.h.    Thread: as client.h. */
#include <string.h>
#include "client-cli/core/internal.h"
#include "common/base/check.h"
#include "common/pack/writer.h"

struct smv_client *smv_client_create(const struct smv_client_config *config)
{
    struct smv_client *c = smv_zalloc(sizeof *c);
    c->config = *config;
    c->group = config->group;
    smv_rng_seed(&c->rng, config->seed);
    smv_tree_init(&c->tree, false);
    smv_tree_init(&c->next, false);
    c->frame_max = SMV_MAX_FRAME_IN;
    c->unconfirmed_max = SMV_MAX_UNCONFIRMED;
    c->meta_dirty = true;
    return c;
}

static void clear_carry(struct smv_client *c)
{
    for (size_t i = 0; i < c->n_carry; i++) {
        smv_ot_finish(&c->carry[i].op);
    }
    c->n_carry = 0;
}

static void clear_frames(struct smv_client *c)
{
    for (size_t i = 0; i < c->n_frames; i++) {
        smv_buf_finish(&c->frames[i]);
    }
    c->n_frames = 0;
}

void smv_client_destroy(struct smv_client *c)
{
    if (c == NULL) {
        return;
    }
    for (size_t i = 0; i < c->n_own; i++) {
        smv_cl_own_free(c->own[i]);
    }
    for (size_t i = 0; i < c->n_refused; i++) {
        smv_cl_own_free(c->refused[i]);
    }
    while (c->n_apart > 0) {
        smv_cl_apart_free(c, c->apart[c->n_apart - 1]);
    }
    for (size_t i = 0; i < c->n_ballots; i++) {
        smv_buf_finish(&c->ballots[i].answer);
    }
    for (size_t i = 0; i < sizeof c->last / sizeof c->last[0]; i++) {
        smv_buf_finish(&c->last[i].bytes);
    }
    clear_carry(c);
    clear_frames(c);
    smv_tree_finish(&c->tree);
    smv_tree_finish(&c->next);
    smv_buf_finish(&c->journal);
    smv_buf_finish(&c->record_bytes);
    smv_buf_finish(&c->scratch);
    smv_free(c->own);
    smv_free(c->refused);
    smv_free(c->refused_view);
    smv_free(c->apart);
    smv_free(c->carry);
    smv_free(c->ballots);
    smv_free(c->frames);
    smv_free(c->frame_spans);
    smv_free(c->ids);
    smv_free(c);
}

struct smv_buf *smv_cl_frame(struct smv_client *c)
{
    c->frames = smv_grow(c->frames, &c->cap_frames, c->n_frames + 1, sizeof *c->frames);
    struct smv_buf *b = &c->frames[c->n_frames++];
    memset(b, 0, sizeof *b);
    return b;
}

void smv_cl_send(struct smv_client *c, const struct smv_msg *msg)
{
    smv_msg_write(smv_cl_frame(c), msg);
}

bool smv_cl_connected(const struct smv_client *c)
{
    return c->state == SMV_CLIENT_SYNC || c->state == SMV_CLIENT_LIVE ||
           c->state == SMV_CLIENT_SUSPECT;
}

static void set_state(struct smv_client *c, enum smv_client_state state)
{
    if (c->state != state) {
        c->state = state;
        c->news |= SMV_NEWS_STATE;
    }
}

/* What belongs to one connection ends with it. */
static void leave_connection(struct smv_client *c)
{
    smv_cl_drop_next(c);
    c->ping_since = c->ping_next = c->woken = 0;
    c->probes = 0;
    c->deadline = 0;
    c->pres_due = false;
    smv_cl_unsend(c);
    clear_frames(c); /* nothing written in this step can arrive any more */
    for (size_t i = 0; i < c->n_ballots; i++) {
        c->ballots[i].sent = c->ballots[i].newer = false;
    }
}

static void connect(struct smv_client *c)
{
    set_state(c, SMV_CLIENT_CONNECTING);
    c->deadline = c->now + SMV_CL_CONNECT_MS;
    c->link_order = SMV_LINK_CONNECT;
}

/* Participants are many: they spread over a longer time. A daemon that has no room, or was flooded, is left alone
 * for a while, and by each for another. */
static void back_off(struct smv_client *c, unsigned code)
{
    leave_connection(c);
    uint64_t wait;
    bool phone = c->role == SMV_ROLE_PARTICIPANT;
    bool crowded = code == SMV_CLOSE_RATE || code == SMV_CLOSE_FULL;
    if (c->goaway) {
        uint64_t max = c->goaway_max > c->goaway_min ? c->goaway_max : c->goaway_min;
        wait = c->goaway_min + smv_rng_below(&c->rng, max - c->goaway_min + 1);
        c->goaway = false;
    } else {
        uint64_t span = phone ? SMV_CL_PHONE_BACKOFF_MS : SMV_CL_BACKOFF_MS;
        uint64_t most = phone ? SMV_CL_PHONE_BACKOFF_MAX_MS : SMV_CL_BACKOFF_MAX_MS;
        span <<= c->tries < 5 ? c->tries : 5;
        wait = smv_rng_below(&c->rng, (span < most ? span : most) + 1);
        wait += crowded ? SMV_CL_CROWDED_MS : 0;
    }
    c->tries++;
    set_state(c, SMV_CLIENT_BACKOFF);
    c->deadline = c->now + (wait > 0 ? wait : 1);
}

void smv_cl_again(struct smv_client *c)
{
    if (c->state == SMV_CLIENT_IDLE || c->state == SMV_CLIENT_DENIED ||
        c->state == SMV_CLIENT_BACKOFF) {
        return;
    }
    back_off(c, 0);
    c->link_order = SMV_LINK_CLOSE;
}

void smv_cl_deny(struct smv_client *c, unsigned why)
{
    leave_connection(c);
    c->link_order = SMV_LINK_CLOSE;
    c->why = why;
    set_state(c, SMV_CLIENT_DENIED);
}

void smv_cl_mistake(struct smv_client *c)
{
    c->mistakes++;
    c->mistake_at = c->now;
    if (c->mistakes >= SMV_CL_MISTAKES) {
        smv_cl_deny(c, SMV_CLOSE_PROTOCOL);
    } else {
        smv_cl_again(c);
    }
}

void smv_cl_live(struct smv_client *c)
{
    if (c->state != SMV_CLIENT_SYNC || c->snap_due || c->snap_open || !c->have ||
        c->applied < c->catch_up) {
        return;
    }
    set_state(c, SMV_CLIENT_LIVE);
    c->tries = 0;
    c->why = 0;
    c->probes = SMV_CL_PROBES;
    c->news |= SMV_NEWS_TREE;
}

static void on_start(struct smv_client *c)
{
    switch (c->state) {
    case SMV_CLIENT_DENIED: c->mistakes = 0; /* fall through */
    case SMV_CLIENT_IDLE:
    case SMV_CLIENT_BACKOFF:
        c->tries = 0;
        c->why = 0;
        connect(c);
        break;
    case SMV_CLIENT_SYNC:
    case SMV_CLIENT_LIVE:
    case SMV_CLIENT_SUSPECT:
        smv_cl_probe(c);
        c->woken = c->now + SMV_CL_WOKEN_MS;
        break;
    case SMV_CLIENT_CONNECTING:
    case SMV_CLIENT_HELLO: break; /* trying already */
    }
}

static void on_stop(struct smv_client *c)
{
    bool connected = smv_cl_connected(c);
    bool open = connected || c->state == SMV_CLIENT_HELLO || c->state == SMV_CLIENT_CONNECTING;
    leave_connection(c);
    if (connected) {
        struct smv_msg bye = {.kind = SMV_MSG_KIND_BYE};
        smv_cl_send(c, &bye);
    }
    if (open) {
        c->link_order = SMV_LINK_CLOSE;
    }
    if (c->id_reserved > c->id_counter) { /* what a crash would have used up is given back */
        c->id_reserved = c->id_counter;
        c->ord_dirty = true;
    }
    set_state(c, SMV_CLIENT_IDLE);
}

static void on_closed(struct smv_client *c, unsigned code)
{
    if (c->state == SMV_CLIENT_IDLE || c->state == SMV_CLIENT_DENIED ||
        c->state == SMV_CLIENT_BACKOFF) {
        return; /* the connection that we gave up */
    }
    if (code != 0 && !smv_close_again(code)) {
        smv_cl_deny(c, code);
        c->link_order = SMV_LINK_NONE;
        return;
    }
    back_off(c, code);
}

static void on_tick(struct smv_client *c)
{
    switch (c->state) {
    case SMV_CLIENT_CONNECTING:
    case SMV_CLIENT_HELLO:
        if (c->now >= c->deadline) {
            smv_cl_again(c);
        }
        break;
    case SMV_CLIENT_BACKOFF:
        if (c->now >= c->deadline) {
            connect(c);
        }
        break;
    case SMV_CLIENT_SYNC:
    case SMV_CLIENT_LIVE:
    case SMV_CLIENT_SUSPECT: smv_cl_clock_tick(c); break;
    case SMV_CLIENT_IDLE:
    case SMV_CLIENT_DENIED: break;
    }
    if (c->state == SMV_CLIENT_LIVE && c->mistakes > 0 &&
        c->now - c->mistake_at > SMV_CL_SOUND_MS) {
        c->mistakes = 0;
    }
}

static void begin(struct smv_client *c, smv_ms mono)
{
    c->now = mono > c->now ? mono : c->now;
    clear_carry(c);
    /* The first n_given were in the last update; what own work has asked for since comes after them. */
    for (size_t i = 0; i < c->n_given; i++) {
        smv_buf_finish(&c->frames[i]);
    }
    c->n_frames -= c->n_given;
    if (c->n_given > 0 && c->n_frames > 0) {
        memmove(c->frames, c->frames + c->n_given, c->n_frames * sizeof *c->frames);
    }
    c->n_given = 0;
    c->link_order = SMV_LINK_NONE;
}

static smv_ms next_wake(const struct smv_client *c)
{
    smv_ms wake = 0;
    if (c->state == SMV_CLIENT_CONNECTING || c->state == SMV_CLIENT_HELLO ||
        c->state == SMV_CLIENT_BACKOFF) {
        return c->deadline;
    }
    if (smv_cl_connected(c)) {
        wake = smv_cl_clock_wake(c);
        if (c->retry_at > c->now && (wake == 0 || c->retry_at < wake)) {
            wake = c->retry_at;
        }
        for (size_t i = 0; i < c->n_apart; i++) {
            smv_ms late = c->apart[i]->asked + SMV_CL_FETCH_MS;
            if (c->apart[i]->why == SMV_CL_ASKED && (wake == 0 || late < wake)) {
                wake = late;
            }
        }
    }
    return wake;
}

static void end(struct smv_client *c, struct smv_client_update *ret)
{
    memset(ret, 0, sizeof *ret);
    smv_cl_record(c);
    if (c->record.bytes.len > 0) {
        ret->records = &c->record;
        ret->n_records = 1;
    }
    c->frame_spans = smv_realloc(c->frame_spans, (c->n_frames + 1) * sizeof *c->frame_spans);
    for (size_t i = 0; i < c->n_frames; i++) {
        c->frame_spans[i] = smv_buf_span(&c->frames[i]);
    }
    ret->frames = c->frame_spans;
    ret->n_frames = c->n_given = c->n_frames;
    ret->link = c->link_order;
    ret->news = c->news;
    ret->wake = next_wake(c);
    c->news = 0;
}

void smv_client_step(struct smv_client *c, const struct smv_client_event *event,
                     struct smv_client_update *ret_update)
{
    begin(c, event->mono);
    switch (event->type) {
    case SMV_CLIENT_EVENT_START: on_start(c); break;
    case SMV_CLIENT_EVENT_OPEN:
        if (c->state == SMV_CLIENT_CONNECTING) {
            set_state(c, SMV_CLIENT_HELLO);
            c->deadline = c->now + SMV_CL_HELLO_MS;
            smv_cl_hello(c);
        }
        break;
    case SMV_CLIENT_EVENT_FRAME:
        if (c->state == SMV_CLIENT_HELLO || smv_cl_connected(c)) {
            smv_cl_frame_in(c, event->bytes);
        }
        break;
    case SMV_CLIENT_EVENT_CLOSED: on_closed(c, event->code); break;
    case SMV_CLIENT_EVENT_TICK: on_tick(c); break;
    case SMV_CLIENT_EVENT_LOCAL: break;
    case SMV_CLIENT_EVENT_STOP: on_stop(c); break;
    }
    if (smv_cl_connected(c)) {
        smv_cl_merge_due(c);
        smv_cl_ask(c);
        smv_cl_pump(c);
    }
    end(c, ret_update);
}

enum smv_client_state smv_client_state(const struct smv_client *c)
{
    return c->state;
}

const char *smv_client_state_name(enum smv_client_state s)
{
    switch (s) {
    case SMV_CLIENT_IDLE: return "idle";
    case SMV_CLIENT_CONNECTING: return "connecting";
    case SMV_CLIENT_HELLO: return "hello";
    case SMV_CLIENT_SYNC: return "sync";
    case SMV_CLIENT_LIVE: return "live";
    case SMV_CLIENT_SUSPECT: return "suspect";
    case SMV_CLIENT_BACKOFF: return "backoff";
    case SMV_CLIENT_DENIED: return "denied";
    }
    return "unknown";
}

unsigned smv_client_why(const struct smv_client *c)
{
    return c->state == SMV_CLIENT_DENIED ? c->why : 0;
}

void smv_client_info(const struct smv_client *c, struct smv_client_info *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->seq = c->applied;
    ret->head = c->head > c->applied ? c->head : c->applied;
    memcpy(ret->epoch, c->epoch, sizeof ret->epoch);
    ret->role = c->role;
    ret->link = c->link;
    ret->place = c->place;
    ret->ord = (uint32_t)c->ord;
    ret->unconfirmed = c->n_own;
    for (size_t i = 0; i < c->n_own; i++) {
        ret->unsent += c->own[i]->tail.len == 0;
    }
    ret->refused = c->n_refused;
    ret->confirmed_total = c->confirmed_total;
    smv_cl_clock(c, &ret->clock_offset_ms, &ret->clock_error_ms);
    ret->last_confirm = c->last_confirm;
}
