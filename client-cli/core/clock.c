/* clock.c - PING and PONG: is the daemon still there, and what time is it there.
 *
 * What: when to ask; SUSPECT and giving up; of the samples of the last minute the one with the least delay
 *       gives the offset (half of its delay is the error).
 * Not:  slewing of a shown countdown, which is the screen's.
 * Uses: internal.h.    Thread: as client.h. */
#include "client-cli/core/internal.h"

static void sample(struct smv_client *c, smv_ms asked, smv_ms clock)
{
    if (asked > c->now || c->now - asked > SMV_CL_SAMPLE_MS) {
        return;
    }
    smv_ms delay = c->now - asked;
    size_t at = 0;
    if (c->n_samples < SMV_CL_SAMPLES) {
        at = c->n_samples++;
    } else {
        for (size_t i = 1; i < SMV_CL_SAMPLES; i++) { /* the oldest gives way */
            at = c->samples[i].at < c->samples[at].at ? i : at;
        }
    }
    c->samples[at] = (struct smv_cl_sample){
        .at = c->now, .delay = delay, .offset = (int64_t)clock - (int64_t)(asked + delay / 2)};
}

void smv_cl_clock_start(struct smv_client *c, smv_ms asked, smv_ms clock)
{
    sample(c, asked, clock);
    c->ping_since = 0;
    c->ping_next = c->now + c->ping_ms;
    c->heard = c->now;
}

void smv_cl_probe(struct smv_client *c)
{
    struct smv_msg msg = {.kind = SMV_MSG_KIND_PING};
    msg.u.ping.t0 = c->now;
    msg.u.ping.seq = c->applied;
    smv_cl_send(c, &msg);
    c->ping_last = c->now;
    if (c->ping_since == 0) {
        c->ping_since = c->now > 0 ? c->now : 1;
    }
    bool soon = c->probes > 0;
    c->probes -= soon;
    c->ping_next = c->now + (soon ? SMV_CL_PROBE_MS : c->ping_ms);
}

void smv_cl_pong(struct smv_client *c, const struct smv_msg_pong *pong)
{
    sample(c, pong->t0, pong->clock);
    c->head = pong->head > c->head ? pong->head : c->head;
    if (c->ping_since != 0 && pong->t0 >= c->ping_since) {
        c->ping_since = pong->t0 >= c->ping_last ? 0 : pong->t0 + 1;
    }
    c->woken = 0;
    if (c->state == SMV_CLIENT_SUSPECT) {
        c->state = SMV_CLIENT_LIVE;
        c->news |= SMV_NEWS_STATE;
    }
}

/* Since when an answer is missing; 0: none is. While a snapshot comes in, its parts are a sign of life: the
 * answer waits behind them. */
static smv_ms missing_since(const struct smv_client *c)
{
    if (c->ping_since != 0 && c->state == SMV_CLIENT_SYNC && c->heard > c->ping_since) {
        return c->heard;
    }
    return c->ping_since;
}

void smv_cl_clock_tick(struct smv_client *c)
{
    smv_ms since = missing_since(c);
    if ((since != 0 && c->now >= since + SMV_CL_GIVE_UP_MS) ||
        (c->woken != 0 && c->now >= c->woken)) {
        smv_cl_again(c);
        return;
    }
    for (size_t i = 0; i < c->n_apart; i++) {
        if (c->apart[i]->why == SMV_CL_ASKED && c->now >= c->apart[i]->asked + SMV_CL_FETCH_MS) {
            smv_cl_again(c);
            return;
        }
    }
    if (since != 0 && c->now >= since + SMV_CL_SUSPECT_MS && c->state == SMV_CLIENT_LIVE) {
        c->state = SMV_CLIENT_SUSPECT;
        c->news |= SMV_NEWS_STATE;
    }
    if (c->probes > 0 && c->ping_next > c->now + SMV_CL_PROBE_MS) {
        c->ping_next = c->now;
    }
    if (c->now >= c->ping_next) {
        smv_cl_probe(c);
    }
}

smv_ms smv_cl_clock_wake(const struct smv_client *c)
{
    smv_ms wake = c->probes > 0 && c->ping_next > c->now + SMV_CL_PROBE_MS
                      ? c->now + SMV_CL_PROBE_MS
                      : c->ping_next;
    smv_ms since = missing_since(c);
    if (since != 0) {
        smv_ms at =
            since + (c->state == SMV_CLIENT_LIVE ? (smv_ms)SMV_CL_SUSPECT_MS : SMV_CL_GIVE_UP_MS);
        wake = at < wake ? at : wake;
    }
    if (c->woken != 0 && c->woken < wake) {
        wake = c->woken;
    }
    return wake;
}

void smv_cl_clock(const struct smv_client *c, int64_t *ret_offset, smv_ms *ret_error)
{
    const struct smv_cl_sample *best = NULL;
    for (size_t i = 0; i < c->n_samples; i++) {
        const struct smv_cl_sample *s = &c->samples[i];
        bool fresh = s->at + SMV_CL_SAMPLE_MS >= c->now;
        bool best_fresh = best != NULL && best->at + SMV_CL_SAMPLE_MS >= c->now;
        /* An old one only while there is no newer: a long silence leaves the last known offset. */
        if (best == NULL || (fresh && !best_fresh) ||
            (fresh == best_fresh && (fresh ? s->delay < best->delay : s->at > best->at))) {
            best = s;
        }
    }
    *ret_offset = best != NULL ? best->offset : 0;
    *ret_error = best != NULL ? (best->delay + 1) / 2 : 0;
}
