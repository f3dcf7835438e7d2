/* laptop.c - one client core on a machine of its own: its outbox on disk, its crashes, its restarts.
 *
 * What: performs a client's update in the order that client.h demands; what was written to the outbox
 *       survives, what was not does not; a crash may hit between any two of those. */
#include <stdio.h>
#include <string.h>
#include "common/base/check.h"
#include "common/base/hash.h"
#include "tests/sim/world.h"

struct smv_view_id sim_view_of(unsigned role, smv_id place)
{
    switch (role) {
    case SMV_ROLE_ORGANISER: return (struct smv_view_id){SMV_VIEW_ORG, 0};
    case SMV_ROLE_MODERATOR: return (struct smv_view_id){SMV_VIEW_MOD, 0};
    case SMV_ROLE_FACILITATOR:
    case SMV_ROLE_SCRIBE: return (struct smv_view_id){SMV_VIEW_ROOM, place};
    case SMV_ROLE_SECRETARY: return (struct smv_view_id){SMV_VIEW_GROUP, place};
    case SMV_ROLE_SCREEN: return (struct smv_view_id){SMV_VIEW_SCREEN, place};
    default: return (struct smv_view_id){SMV_VIEW_PHONE, place};
    }
}

struct sim_laptop *sim_laptop_new(struct sim_world *w, const char *name, unsigned role,
                                  smv_id place, const char *token)
{
    INVARIANT(w->n_laptops < SIM_LAPTOPS);
    struct sim_laptop *l = &w->laptops[w->n_laptops];
    memset(l, 0, sizeof *l);
    l->w = w;
    l->index = w->n_laptops++;
    snprintf(l->name, sizeof l->name, "%s", name);
    snprintf(l->token, sizeof l->token, "%s", token);
    l->role = role;
    l->place = place;
    l->read_only = role == SMV_ROLE_SCREEN || role == SMV_ROLE_PARTICIPANT;
    for (unsigned i = 0; i < 16; i++) {
        l->cid[i] = (uint8_t)sim_below(w, 256);
    }
    l->there = true;
    l->start_at = w->mono + 1 + sim_below(w, 500);
    l->act_at = l->start_at + sim_below(w, w->p.think_ms + 1);
    return l;
}

static void drop_client(struct sim_laptop *l)
{
    if (l->conn != NULL) {
        sim_net_leave(l->w, l);
    }
    smv_client_destroy(l->c);
    l->c = NULL;
    l->wake = 0;
    l->n_made = 0;
    l->n_fresh = 0; /* what its disk does not have was never promised */
}

void sim_laptop_crash(struct sim_laptop *l, uint64_t back_ms)
{
    sim_say(l->w, "%s dies -> %zu records on its disk", l->name, l->n_records);
    l->w->count.client_crashes++;
    drop_client(l);
    l->start_at = l->w->mono + back_ms;
}

static void restore(struct sim_laptop *l)
{
    struct smv_span *spans = smv_alloc((l->n_records + 1) * sizeof *spans);
    for (size_t i = 0; i < l->n_records; i++) {
        spans[i] = smv_buf_span(&l->records[i]);
    }
    enum smv_err err = smv_client_restore(l->c, spans, l->n_records);
    smv_free(spans);
    if (err != SMV_OK) {
        sim_fail(l->w, "%s: its outbox cannot be read again: %s", l->name, smv_err_text(err));
    }
}

static void clear_records(struct sim_laptop *l)
{
    while (l->n_records > 0) {
        smv_buf_finish(&l->records[--l->n_records]);
    }
}

static void keep_record(struct sim_laptop *l, struct smv_span bytes)
{
    l->records = smv_grow(l->records, &l->cap_records, l->n_records + 1, sizeof *l->records);
    struct smv_buf *b = &l->records[l->n_records++];
    memset(b, 0, sizeof *b);
    smv_buf_put_span(b, bytes);
}

/* As the shell does at start: the file is written anew, without what a crash cut off. */
static void compact(struct sim_laptop *l)
{
    const struct smv_record *records;
    size_t n = smv_client_compact(l->c, &records);
    clear_records(l);
    for (size_t i = 0; i < n; i++) {
        keep_record(l, records[i].bytes);
    }
}

void sim_laptop_start(struct sim_laptop *l)
{
    struct sim_world *w = l->w;
    l->start_at = 0;
    struct smv_client_config config = {.token = l->token,
                                       .name = l->name,
                                       .build = "sim",
                                       .read_only = l->read_only,
                                       .seed = smv_rng_next(&w->rng)};
    memcpy(config.cid, l->cid, sizeof config.cid);
    l->c = smv_client_create(&config);
    if (!l->read_only) {
        restore(l);
        compact(l);
    }
    sim_say(w, "%s starts -> %zu records", l->name, l->n_records);
    sim_laptop_event(l, (struct smv_client_event){.type = SMV_CLIENT_EVENT_START});
}

/* --- performing an update --------------------------------------------------------------------------- */

enum { DIES_BEFORE, DIES_TORN, DIES_AFTER, LIVES };

static unsigned fate(struct sim_laptop *l, const struct smv_client_update *u)
{
    struct sim_world *w = l->w;
    if (w->healing || l->read_only || u->n_records == 0 || w->p.client_crash == 0 ||
        !sim_chance(w, w->p.client_crash)) {
        return LIVES;
    }
    return (unsigned)sim_below(w, 3);
}

static void keep_marks(struct sim_laptop *l)
{
    for (unsigned i = 0; i < l->n_fresh; i++) {
        l->w->glyphs[l->fresh[i]].kept = true;
    }
    l->n_fresh = 0;
}

static bool write_records(struct sim_laptop *l, const struct smv_client_update *u, unsigned how)
{
    for (size_t i = 0; i < u->n_records; i++) {
        struct smv_span bytes = u->records[i].bytes;
        if (how == DIES_TORN) {
            bytes.len = sim_below(l->w, bytes.len);
        }
        keep_record(l, bytes);
    }
    return how == LIVES;
}

static bool perform(struct sim_laptop *l, const struct smv_client_update *u)
{
    struct sim_world *w = l->w;
    unsigned how = fate(l, u);
    if (how == DIES_BEFORE) {
        sim_laptop_crash(l, 100 + sim_below(w, 4000));
        return false;
    }
    bool lives = write_records(l, u, how);
    if (how != DIES_TORN) {
        keep_marks(l);
    }
    if (!lives) {
        sim_laptop_crash(l, 100 + sim_below(w, 4000));
        return false;
    }
    for (size_t i = 0; i < u->n_frames && l->conn != NULL; i++) {
        sim_net_send(w, l->conn, u->frames[i]);
    }
    if (u->link == SMV_LINK_CLOSE && l->conn != NULL) {
        sim_net_leave(w, l);
    } else if (u->link == SMV_LINK_CONNECT) {
        if (l->conn != NULL) {
            sim_net_leave(w, l);
        }
        sim_net_connect(w, l);
    }
    l->wake = u->wake;
    return true;
}

static void watch_denial(struct sim_laptop *l)
{
    unsigned why = smv_client_why(l->c);
    if (why == 0 || l->denied_ok || why == SMV_CLOSE_REVOKED || why == SMV_CLOSE_WHO) {
        return;
    }
    sim_fail(l->w, "%s was told not to come back: %u", l->name, why);
}

void sim_laptop_event(struct sim_laptop *l, struct smv_client_event ev)
{
    struct smv_client_update u;
    ev.mono = l->w->mono;
    enum smv_client_state before = smv_client_state(l->c);
    smv_client_step(l->c, &ev, &u);
    if (smv_client_state(l->c) != before) {
        sim_say(l->w, "%s: %s -> %s", l->name, smv_client_state_name(before),
                smv_client_state_name(smv_client_state(l->c)));
    }
    if (ev.type == SMV_CLIENT_EVENT_FRAME && u.link == SMV_LINK_CLOSE && ev.code == 0) {
        sim_fail(l->w, "%s gives the connection up over a frame of the daemon (state %s)", l->name,
                 smv_client_state_name(smv_client_state(l->c)));
    }
    if (perform(l, &u)) {
        watch_denial(l);
        sim_check_step(l->w, l);
    }
}

void sim_laptop_local(struct sim_laptop *l)
{
    sim_laptop_event(l, (struct smv_client_event){.type = SMV_CLIENT_EVENT_LOCAL});
}

void sim_laptop_free(struct sim_laptop *l)
{
    smv_client_destroy(l->c);
    clear_records(l);
    smv_free(l->records);
}
