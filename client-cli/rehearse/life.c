/* life.c - see life.h. */
#include "client-cli/rehearse/life.h"
#include <stdio.h>
#include <string.h>
#include "common/base/heap.h"

enum { COMPACT_BYTES = 1 << 20 };

uint64_t smv_life_us(void)
{
    return uv_hrtime() / 1000;
}

uint64_t smv_life_ms(void)
{
    return uv_hrtime() / 1000000;
}

/* --- the core's updates ------------------------------------------------------------------------------- */
static void take_refusals(struct smv_life *l)
{
    const struct smv_refused *list;
    size_t n = smv_client_refused(l->client, &list);
    uint64_t last = 0;
    for (size_t i = 0; i < n; i++) {
        /* an add takes everything below it along; a text op only its field */
        unsigned field = list[i].op == SMV_OP_TXT ? list[i].field : 0;
        smv_expect_excuse(&l->player.play->expect, list[i].node, field);
        last = list[i].n;
    }
    for (; n > 0 && last != 0; n--) {
        n = smv_client_refused(l->client, &list);
        if (n == 0) {
            break;
        }
        smv_client_refused_seen(l->client, list[0].n);
    }
}

static void compact(struct smv_life *l)
{
    const struct smv_record *records;
    size_t n = smv_client_compact(l->client, &records);
    struct smv_span one = n > 0 ? records[0].bytes : smv_span(NULL, 0);
    l->broken = l->broken || smv_outbox_replace(&l->box, one) != SMV_OK;
}

static void perform(struct smv_life *l, const struct smv_client_update *u)
{
    uint64_t now = smv_life_us();
    struct smv_client_info info;
    for (size_t i = 0; i < u->n_records; i++) {
        l->broken = l->broken || smv_outbox_append(&l->box, u->records[i].bytes) != SMV_OK;
    }
    for (size_t i = 0; i < u->n_frames && !l->broken; i++) {
        smv_ledger_out(&l->ledger, u->frames[i], now);
        if (!l->deaf) {
            smv_ws_send(l->ws, u->frames[i]);
        }
    }
    if (u->link == SMV_LINK_CONNECT) {
        smv_ws_connect(l->ws);
    } else if (u->link == SMV_LINK_CLOSE) {
        smv_ws_close(l->ws);
    }
    l->wake = u->wake;
    smv_client_info(l->client, &info);
    smv_ledger_unsent(&l->ledger, info.unsent, now);
    smv_player_carry(&l->player);
    l->denied = smv_client_why(l->client);
}

static void step(struct smv_life *l, const struct smv_client_event *event)
{
    struct smv_client_update u;
    if (l->client == NULL) {
        return;
    }
    smv_client_step(l->client, event, &u);
    perform(l, &u);
    if ((u.news & SMV_NEWS_REFUSED) != 0) {
        take_refusals(l);
    }
    if (l->box.size > COMPACT_BYTES && !l->broken) {
        compact(l);
    }
}

void smv_life_step(struct smv_life *l, enum smv_client_event_type type)
{
    struct smv_client_event event = {.type = type, .mono = smv_life_ms()};
    step(l, &event);
}

/* --- the connection ------------------------------------------------------------------------------------ */
static void on_item(void *arg, const struct smv_item *item)
{
    struct smv_life *l = arg;
    l->heard(l, item);
}

static void on_open(void *user)
{
    smv_life_step(user, SMV_CLIENT_EVENT_OPEN);
}

static void on_frame(void *user, struct smv_span message)
{
    struct smv_life *l = user;
    if (l->deaf || l->client == NULL) {
        return;
    }
    smv_ledger_in(&l->ledger, message, smv_life_us(), on_item, l);
    struct smv_client_event event = {
        .type = SMV_CLIENT_EVENT_FRAME, .mono = smv_life_ms(), .bytes = message};
    step(l, &event);
}

static void on_closed(void *user, unsigned code, const char *why)
{
    struct smv_life *l = user;
    (void)why;
    struct smv_client_event event = {
        .type = SMV_CLIENT_EVENT_CLOSED, .mono = smv_life_ms(), .code = code};
    step(l, &event);
}

/* --- living and dying ------------------------------------------------------------------------------------ */
static enum smv_err be_born(struct smv_life *l)
{
    SMV_TRY(smv_outbox_take(l->folder, 1, /* make */ true, &l->box));
    struct smv_client_config config = {
        .token = l->url.secret,
        .name = l->player.name,
        .build = "samverka rehearse",
        .group = l->role == SMV_ROLE_PARTICIPANT ? l->player.script[0] : 0,
        .read_only = l->role == SMV_ROLE_SCREEN,
        .seed = ++l->seed};
    memcpy(config.cid, l->box.cid, sizeof config.cid);
    l->client = smv_client_create(&config);
    enum smv_err err = smv_client_restore(l->client, l->box.records, l->box.n_records);
    if (err != SMV_OK) {
        smv_client_destroy(l->client);
        l->client = NULL;
        smv_outbox_release(&l->box);
        return err;
    }
    l->player.client = l->client;
    smv_life_step(l, SMV_CLIENT_EVENT_START);
    return SMV_OK;
}

enum smv_err smv_life_start(struct smv_life *l, uv_loop_t *loop, const char *ca)
{
    struct smv_ws_config config = {.loop = loop,
                                   .url = &l->url,
                                   .ca = ca,
                                   .user = l,
                                   .on_open = on_open,
                                   .on_frame = on_frame,
                                   .on_closed = on_closed};
    l->ws = smv_ws_create(&config);
    return l->ws == NULL ? SMV_ERR_IO : be_born(l);
}

void smv_life_kill(struct smv_life *l, uint64_t ms)
{
    if (l->client == NULL) {
        return;
    }
    smv_ws_cut(l->ws);
    smv_player_let_go(&l->player);
    l->player.client = NULL;
    smv_client_destroy(l->client);
    l->client = NULL;
    smv_outbox_release(&l->box);
    l->deaf = false;
    l->kills++;
    l->back_at = smv_life_ms() + ms;
}

void smv_life_cut(struct smv_life *l)
{
    struct smv_client_event event = {.type = SMV_CLIENT_EVENT_CLOSED, .mono = smv_life_ms()};
    if (l->client != NULL) {
        smv_ws_cut(l->ws);
        l->cuts++;
        step(l, &event);
    }
}

void smv_life_deafen(struct smv_life *l, uint64_t ms)
{
    if (l->client != NULL && !l->deaf) {
        l->deaf = true;
        l->silences++;
        l->back_at = smv_life_ms() + ms;
    }
}

/* Its own outbox is not taken back: this is the end of that computer, and the rehearsal is not good. */
static void revive(struct smv_life *l)
{
    enum smv_err err = be_born(l);
    if (err != SMV_OK) {
        fprintf(stderr, "rehearse: %s does not start again from %s: %s\n", l->player.name,
                l->folder, smv_err_text(err));
        l->broken = true;
    }
}

/* A line that was dead does not carry later what was lost on it: it is cut when hearing comes back. */
void smv_life_heal(struct smv_life *l)
{
    if (l->client == NULL) {
        if (!l->broken) {
            revive(l);
        }
    } else if (l->deaf) {
        struct smv_client_event event = {.type = SMV_CLIENT_EVENT_CLOSED, .mono = smv_life_ms()};
        l->deaf = false;
        smv_ws_cut(l->ws);
        step(l, &event);
    }
}

void smv_life_tick(struct smv_life *l, smv_ms day_ms)
{
    uint64_t now = smv_life_ms();
    if ((l->client == NULL || l->deaf) && now >= l->back_at && !l->broken) {
        smv_life_heal(l);
    }
    if (l->client == NULL) {
        return;
    }
    if (l->wake != 0 && now >= l->wake) {
        smv_life_step(l, SMV_CLIENT_EVENT_TICK);
    }
    if (smv_player_run(&l->player, day_ms)) {
        smv_life_step(l, SMV_CLIENT_EVENT_LOCAL);
    }
}

bool smv_life_settled(const struct smv_life *l, smv_seq *ret_seq)
{
    struct smv_client_info info;
    if (l->client == NULL || l->deaf || smv_client_state(l->client) != SMV_CLIENT_LIVE) {
        return false;
    }
    smv_client_info(l->client, &info);
    *ret_seq = info.seq;
    return info.unconfirmed == 0;
}

void smv_life_stop(struct smv_life *l)
{
    if (l->client != NULL) {
        smv_life_step(l, SMV_CLIENT_EVENT_STOP);
    }
}

void smv_life_finish(struct smv_life *l)
{
    smv_client_destroy(l->client);
    smv_outbox_release(&l->box);
    smv_player_finish(&l->player);
    smv_ledger_finish(&l->ledger);
    smv_free(l->folder);
}
