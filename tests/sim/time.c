/* time.c - what happens next: the earliest of all that is due; faults at random times. */
#include <inttypes.h>
#include <string.h>
#include "tests/sim/world.h"

enum next { NOTHING, NET, WAKE, ACT, START, TICK, COMMIT, ANSWER, RESTART, FAULT };

static void offer(uint64_t at, enum next what, struct sim_laptop *l, uint64_t *best,
                  enum next *ret_what, struct sim_laptop **ret_laptop)
{
    if (at != 0 && at < *best) {
        *best = at;
        *ret_what = what;
        *ret_laptop = l;
    }
}

/* --- faults -------------------------------------------------------------------------------------------- */

static void network_fault(struct sim_world *w)
{
    for (struct sim_conn *c = w->conns; c != NULL; c = c->next) {
        if (!c->opened || c->core == NULL || c->laptop == NULL) {
            continue;
        }
        if (sim_chance(w, w->p.cut)) {
            sim_say(w, "net cuts %s", c->laptop->name);
            sim_net_cut(w, c);
        } else if (sim_chance(w, w->p.hold)) {
            uint64_t until = w->mono + sim_below(w, 20000);
            sim_say(w, "net holds %s", c->laptop->name);
            if (sim_chance(w, 600)) {
                c->up_hold = until;
            }
            if (sim_chance(w, 600)) {
                c->down_hold = until;
            }
        }
    }
}

static void lose_keys(struct sim_world *w)
{
    uint64_t key;
    void *value;
    for (size_t i = 0; smv_map_next(&w->keys, &i, &key, &value);) {
        smv_free(value);
    }
    smv_map_finish(&w->keys);
}

static void fault(struct sim_world *w)
{
    w->fault_at = w->mono + 1 + sim_below(w, 2 * (uint64_t)w->p.fault_ms);
    network_fault(w);
    if (w->core == NULL) {
        return;
    }
    if (sim_chance(w, 150)) {
        sim_backup_take(w);
    }
    if (sim_chance(w, w->p.jump)) {
        w->wall_jump += sim_below(w, 7200000); /* unsigned: may also wrap back below */
        w->wall_jump -= w->wall_jump > 3600000 && sim_chance(w, 500) ? 3600000 : 0;
        sim_say(w, "wall clock jumps");
    }
    if (sim_chance(w, w->p.disk_full)) {
        w->refusing = !w->refusing;
        sim_say(w, "disk %s", w->refusing ? "full" : "has room again");
    } else if (w->refusing) {
        w->refusing = false;
    }
    /* three other histories within a minute make a client suspicious, rightly */
    bool again = w->restored_at != 0 && w->mono < w->restored_at + 60000;
    if (w->n_backups > 0 && !again && sim_chance(w, w->p.restore)) {
        w->restored_at = w->mono;
        sim_daemon_crash(w, sim_below(w, smv_log_mem_waiting(w->log) + 1));
        sim_backup_restore(w, (unsigned)sim_below(w, w->n_backups));
    } else if (sim_chance(w, w->p.daemon_crash)) {
        sim_daemon_crash(w, sim_below(w, smv_log_mem_waiting(w->log) + 1));
    } else if (sim_chance(w, w->p.drain) && !w->refusing) {
        sim_daemon_stop(w);
    }
    if (w->core == NULL && w->p.key_loss && sim_chance(w, 100)) {
        lose_keys(w);
    }
}

/* --- one event ------------------------------------------------------------------------------------------ */

static void start(struct sim_laptop *l)
{
    if (l->retired) {
        l->start_at = 0;
    } else {
        sim_laptop_start(l);
    }
}

static void act(struct sim_laptop *l)
{
    struct sim_world *w = l->w;
    l->act_at = w->mono + 1 + sim_below(w, w->p.think_ms);
    if (l->c != NULL && !w->quiet) {
        sim_act(l);
    }
}

static void happen(struct sim_world *w, enum next what, struct sim_laptop *l, struct sim_conn *c)
{
    switch (what) {
    case NET: sim_net_do(w, c); break;
    case WAKE:
        l->wake = 0;
        sim_laptop_event(l, (struct smv_client_event){.type = SMV_CLIENT_EVENT_TICK});
        break;
    case ACT: act(l); break;
    case START: start(l); break;
    case TICK: sim_daemon_step(w, (struct smv_event){.type = SMV_EVENT_TICK}); break;
    case COMMIT: sim_commit(w, sim_chance(w, 300) ? 1 + sim_below(w, 8) : 0); break;
    case ANSWER:
        w->answer_at = 0;
        smv_log_mem_answer(w->log);
        break;
    case RESTART: sim_daemon_start(w); break;
    case FAULT: fault(w); break;
    case NOTHING: break;
    }
}

bool sim_step(struct sim_world *w)
{
    struct sim_conn *c = NULL;
    struct sim_laptop *l = NULL;
    enum next what = NOTHING;
    uint64_t best = sim_net_next(w, &c);
    what = best == UINT64_MAX ? NOTHING : NET;
    for (unsigned i = 0; i < w->n_laptops; i++) {
        struct sim_laptop *p = &w->laptops[i];
        if (p->c != NULL) {
            offer(p->wake, WAKE, p, &best, &what, &l);
            offer(w->quiet ? 0 : p->act_at, ACT, p, &best, &what, &l);
        } else {
            offer(p->start_at, START, p, &best, &what, &l);
        }
    }
    if (w->core != NULL) {
        offer(w->daemon_wake, TICK, NULL, &best, &what, &l);
        offer(w->commit_at, COMMIT, NULL, &best, &what, &l);
        offer(w->answer_at, ANSWER, NULL, &best, &what, &l);
    } else {
        offer(w->restart_at, RESTART, NULL, &best, &what, &l);
    }
    offer(w->healing ? 0 : w->fault_at, FAULT, NULL, &best, &what, &l);
    if (w->until != 0 && best > w->until) {
        w->mono = w->until;
        return false;
    }
    if (what == NOTHING) {
        return false;
    }
    w->mono = best > w->mono ? best : w->mono;
    w->step_no++;
    w->count.events++;
    happen(w, what, l, c);
    if (w->core != NULL && w->step_no % 8 == 0) {
        sim_check_bounds(w);
    }
    return true;
}

void sim_run(struct sim_world *w, uint64_t ms)
{
    w->until = w->mono + ms;
    while (sim_step(w)) {
    }
    w->until = 0;
}

/* --- healing --------------------------------------------------------------------------------------------- */

static bool settled(struct sim_world *w)
{
    if (w->core == NULL || smv_log_mem_waiting(w->log) > 0) {
        return false;
    }
    for (struct sim_conn *c = w->conns; c != NULL; c = c->next) {
        if (!c->opened || c->up.n > 0 || c->down.n > 0 || c->core == NULL || c->laptop == NULL ||
            c->room == 0) { /* the last: cut, and nobody has noticed yet */
            return false;
        }
    }
    for (unsigned i = 0; i < w->n_laptops; i++) {
        struct sim_laptop *l = &w->laptops[i];
        struct smv_client_info info;
        if (l->retired) {
            continue;
        }
        if (l->c == NULL) {
            return false;
        }
        if (smv_client_state(l->c) == SMV_CLIENT_DENIED) {
            continue;
        }
        smv_client_info(l->c, &info);
        if (smv_client_state(l->c) != SMV_CLIENT_LIVE || info.unconfirmed > 0) {
            return false;
        }
    }
    return true;
}

static _Noreturn void stuck(struct sim_world *w)
{
    for (unsigned i = 0; i < w->n_laptops; i++) {
        struct sim_laptop *l = &w->laptops[i];
        struct smv_client_info info = {0};
        if (l->c != NULL) {
            smv_client_info(l->c, &info);
            w->trace = true;
            sim_say(w, "%s: %s, at %" PRIu64 ", %zu unconfirmed, %zu unsent", l->name,
                    smv_client_state_name(smv_client_state(l->c)), info.seq, info.unconfirmed,
                    info.unsent);
        }
    }
    for (struct sim_conn *c = w->conns; c != NULL; c = c->next) {
        sim_say(w, "connection %u of %s: %s%s, up %zu, down %zu", c->id,
                c->laptop != NULL ? c->laptop->name : "nobody", c->opened ? "open" : "new",
                c->core == NULL ? ", gone for the daemon" : "", c->up.n, c->down.n);
    }
    sim_fail(w, "it does not come to rest");
}

void sim_settle(struct sim_world *w)
{
    sim_say(w, "everything heals");
    w->healing = w->quiet = true;
    w->refusing = false;
    for (struct sim_conn *c = w->conns; c != NULL; c = c->next) {
        c->up_hold = 0;
        c->down_hold = c->down_hold == UINT64_MAX ? UINT64_MAX : 0;
        c->read_ms = 0;
    }
    uint64_t end = w->mono + 400000;
    while (!settled(w)) {
        if (w->mono > end || !sim_step(w)) {
            stuck(w);
        }
    }
    sim_check_end(w);
    w->healing = w->quiet = false;
}
