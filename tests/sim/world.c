/* world.c - time, the daemon's machine, and what goes wrong with it. */
#include "tests/sim/world.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/check.h"
#include "common/base/hash.h"

static const uint64_t WALL0 = UINT64_C(1790000000000);

/* --- saying and failing ---------------------------------------------------------------------------------- */

void sim_say(struct sim_world *w, const char *format, ...)
{
    if (!w->trace) {
        return;
    }
    va_list args;
    va_start(args, format);
    printf("[%8" PRIu64 "] ", w->mono);
    vprintf(format, args);
    printf("\n");
    va_end(args);
}

_Noreturn void sim_fail(struct sim_world *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fflush(stdout);
    fprintf(stderr, "FAILED: ");
    vfprintf(stderr, format, args);
    fprintf(stderr,
            "\n  seed %" PRIu64 ", event %" PRIu64 ", ms %" PRIu64 "\n  again: sim --seed %" PRIu64
            " --trace\n",
            w->seed, w->step_no, w->mono, w->seed);
    va_end(args);
    exit(1);
}

uint64_t sim_below(struct sim_world *w, uint64_t n)
{
    return smv_rng_below(&w->rng, n);
}

bool sim_chance(struct sim_world *w, unsigned per_mille)
{
    return per_mille > 0 && smv_rng_chance(&w->rng, per_mille);
}

uint64_t sim_wall(const struct sim_world *w)
{
    return WALL0 + w->mono + w->wall_jump;
}

/* --- the daemon's shell -------------------------------------------------------------------------------------- */

static void answer_key(struct sim_world *w, const struct smv_key_order *order)
{
    uint8_t *key = smv_map_get(&w->keys, order->poll);
    if (order->destroy) {
        smv_free(smv_map_del(&w->keys, order->poll));
        return;
    }
    if (key == NULL && !order->load) {
        key = smv_alloc(32);
        for (unsigned i = 0; i < 32; i++) {
            key[i] = (uint8_t)sim_below(w, 256);
        }
        smv_map_set(&w->keys, order->poll, key);
    }
    INVARIANT(w->n_key_answers < sizeof w->key_answers / sizeof w->key_answers[0]);
    w->key_answers[w->n_key_answers].poll = order->poll;
    w->key_answers[w->n_key_answers].there = key != NULL;
    if (key != NULL) {
        memcpy(w->key_answers[w->n_key_answers].key, key, 32);
    }
    w->n_key_answers++;
}

static void save(struct sim_world *w)
{
    struct smv_buf state = {0};
    smv_core_save(w->core, &state);
    w->log->v->save(w->log, smv_core_seq(w->core), smv_core_chain(w->core), &state);
    w->answer_at = w->mono + sim_below(w, 50);
    w->count.snapshots++;
}

static void perform(struct sim_world *w, const struct smv_update *u)
{
    if (u->n_appends > 0) {
        w->log->v->append(w->log, u->appends, u->n_appends);
        if (w->commit_at == 0) {
            w->commit_at = w->mono + sim_below(w, (w->healing ? 5 : w->p.commit_ms) + 1);
        }
    }
    for (struct smv_conn *conn; (conn = smv_core_ready(w->core)) != NULL;) {
        sim_net_pump(w, smv_conn_user(conn));
    }
    for (size_t i = 0; i < u->n_closes; i++) {
        sim_say(w, "daemon closes %u", u->closes[i].code);
        sim_net_close(w, smv_conn_user(u->closes[i].conn), u->closes[i].code);
    }
    for (size_t i = 0; i < u->n_keys; i++) {
        answer_key(w, &u->keys[i]);
    }
    for (size_t i = 0; i < u->n_reads; i++) {
        w->log->v->read(w->log, u->reads[i].token, u->reads[i].seqs, u->reads[i].n);
        w->answer_at = w->mono + sim_below(w, 50);
    }
    if (u->save) {
        save(w);
    }
    w->daemon_wake = u->wake;
}

void sim_daemon_step(struct sim_world *w, struct smv_event ev)
{
    struct smv_update u;
    INVARIANT(!w->in_step);
    w->in_step = true;
    ev.mono = w->mono;
    ev.wall = sim_wall(w);
    smv_core_step(w->core, &ev, &u);
    if (ev.type == SMV_EVENT_OPEN) {
        ((struct sim_conn *)ev.user)->core = u.opened;
    }
    perform(w, &u);
    w->in_step = false;
    while (w->n_key_answers > 0) {
        unsigned i = --w->n_key_answers;
        struct smv_event answer = {.type = SMV_EVENT_KEY, .poll = w->key_answers[i].poll};
        uint8_t key[32];
        memcpy(key, w->key_answers[i].key, 32);
        answer.bytes = smv_span(key, w->key_answers[i].there ? 32 : 0);
        sim_daemon_step(w, answer);
    }
}

static void on_entries(void *user, const struct smv_entry *entries, size_t n)
{
    struct sim_world *w = user;
    w->count.entries += n;
    sim_oracle_advance(w);
    sim_say(w, "log > %zu durable, head %" PRIu64, n, entries[n - 1].seq);
    sim_daemon_step(
        w, (struct smv_event){.type = SMV_EVENT_ENTRIES, .entries = entries, .n_entries = n});
    if (smv_core_seq(w->core) != w->oracle.state.seq) {
        sim_fail(w, "the daemon stands at %" PRIu64 ", its log at %" PRIu64, smv_core_seq(w->core),
                 w->oracle.state.seq);
    }
}

static void on_refused(void *user, enum smv_err why)
{
    struct sim_world *w = user;
    sim_say(w, "log > refused: %s", smv_err_text(why));
    w->count.refused++;
    sim_daemon_step(w, (struct smv_event){.type = SMV_EVENT_REFUSED});
}

static void on_broken(void *user, const char *what)
{
    sim_fail(user, "the log in memory is broken: %s", what);
}

static void on_saved(void *user, smv_seq seq)
{
    sim_say(user, "log > snapshot at %" PRIu64 " kept", seq);
}

static void on_read(void *user, uint64_t token, const struct smv_entry *entries, size_t n)
{
    sim_daemon_step(
        user, (struct smv_event){
                  .type = SMV_EVENT_PAST, .token = token, .entries = entries, .n_entries = n});
}

static void on_closed(void *user)
{
    struct sim_world *w = user;
    w->log = NULL;
}

static void on_opened(void *user, struct smv_log_opened *info)
{
    struct sim_world *w = user;
    struct smv_core_config config = {.prefix = 16,
                                     .name = "sim",
                                     .ping_ms = 10000,
                                     .ring_bytes = w->p.ring_bytes,
                                     .ring_frames = w->p.ring_frames,
                                     .no_limits = w->p.no_limits};
    enum smv_err err = smv_core_create(&config, smv_buf_span(&info->state), info->snap_seq,
                                       info->snap_chain, &w->core);
    smv_buf_finish(&info->state);
    if (err != SMV_OK) {
        sim_fail(w, "the stored state cannot be used: %s", smv_err_text(err));
    }
    w->restoring = info->restored;
    w->known_head = info->known_head;
    memcpy(w->known_chain, info->known_chain, sizeof w->known_chain);
}

static bool on_replay(void *user, const struct smv_entry *entries, size_t n)
{
    sim_daemon_step(
        user, (struct smv_event){
                  .type = SMV_EVENT_ENTRIES, .entries = entries, .n_entries = n, .replay = true});
    return true;
}

void sim_daemon_start(struct sim_world *w)
{
    struct smv_log_callbacks cb = {w,        on_entries, on_refused, on_broken,
                                   on_saved, on_read,    on_closed};
    w->restart_at = 0;
    sim_oracle_advance(w);
    w->log = smv_log_mem_open(&w->disk, &cb, (uint32_t)sim_below(w, 60), on_opened, on_replay);
    struct smv_event live = {.type = SMV_EVENT_LIVE, .restored = w->restoring, .reason = 1};
    for (unsigned i = 0; i < 16; i++) {
        live.fresh[i] = (uint8_t)sim_below(w, 256);
    }
    if (w->restoring) {
        smv_core_epoch_restored(w->known_head, w->known_chain, live.fresh);
    }
    sim_say(w, "daemon starts at %" PRIu64 "%s", smv_core_seq(w->core),
            w->restoring ? ", the file was restored" : "");
    sim_daemon_step(w, live);
}

static void daemon_gone(struct sim_world *w, uint64_t back_ms)
{
    smv_core_destroy(w->core);
    w->core = NULL;
    w->log = NULL;
    w->daemon_wake = w->commit_at = w->answer_at = w->drain_at = 0;
    w->refusing = false;
    w->n_key_answers = 0;
    sim_net_cut_all(w);
    w->restart_at = w->mono + back_ms;
}

void sim_daemon_crash(struct sim_world *w, size_t keep)
{
    sim_say(w, "daemon dies -> %zu of %zu waiting become durable", keep,
            smv_log_mem_waiting(w->log));
    w->count.crashes++;
    smv_log_mem_crash(w->log, sim_wall(w), keep);
    daemon_gone(w, 1 + sim_below(w, 3000));
}

void sim_daemon_stop(struct sim_world *w)
{
    sim_say(w, "daemon drains");
    sim_daemon_step(w, (struct smv_event){.type = SMV_EVENT_DRAIN});
    save(w);
    w->log->v->close(w->log);
    smv_log_mem_answer(w->log);
    daemon_gone(w, 1 + sim_below(w, 3000));
}

void sim_commit(struct sim_world *w, size_t max)
{
    w->commit_at = 0;
    if (w->refusing) {
        smv_log_mem_refuse(w->log);
    } else {
        (void)smv_log_mem_commit(w->log, sim_wall(w), max);
    }
    if (smv_log_mem_waiting(w->log) > 0 && w->commit_at == 0) {
        w->commit_at = w->mono + sim_below(w, (w->healing ? 5 : w->p.commit_ms) + 1);
    }
}

/* --- backups ---------------------------------------------------------------------------------------------------- */

void sim_backup_take(struct sim_world *w)
{
    unsigned i = w->n_backups < SIM_BACKUPS ? w->n_backups++ : (unsigned)sim_below(w, SIM_BACKUPS);
    if (w->backups[i].n_snaps > 0) {
        smv_mem_disk_finish(&w->backups[i]);
    }
    smv_mem_disk_copy(&w->backups[i], &w->disk);
    sim_say(w, "backup %u taken at %zu", i, w->disk.n_entries);
}

/* The daemon stands still. The side file stays: by it the daemon sees that the file is older. */
void sim_backup_restore(struct sim_world *w, unsigned which)
{
    smv_seq mark = w->disk.mark;
    uint8_t chain[16];
    memcpy(chain, w->disk.mark_chain, 16);
    sim_say(w, "backup %u with %zu entries takes the place of %zu", which,
            w->backups[which].n_entries, w->disk.n_entries);
    smv_mem_disk_finish(&w->disk);
    smv_mem_disk_copy(&w->disk, &w->backups[which]);
    w->disk.mark = mark;
    memcpy(w->disk.mark_chain, chain, 16);
    w->restores++;
    w->count.restores++;
    sim_oracle_reset(w);
}

/* --- life and end ------------------------------------------------------------------------------------------------- */

struct sim_world *sim_create(uint64_t seed, const struct sim_profile *p, bool trace)
{
    struct sim_world *w = smv_zalloc(sizeof *w);
    struct smv_buf genesis = {0};
    w->seed = seed;
    w->mono = 1000;
    w->p = *p;
    w->trace = trace;
    w->glyphs = smv_zalloc(SIM_GLYPHS * sizeof *w->glyphs);
    smv_rng_seed(&w->rng, seed);
    sim_genesis(w, &genesis);
    smv_mem_disk_create(&w->disk, smv_buf_span(&genesis));
    smv_buf_finish(&genesis);
    sim_oracle_reset(w);
    if (p->fault_ms > 0) {
        w->fault_at = w->mono + 1000 + sim_below(w, p->fault_ms);
    }
    sim_daemon_start(w);
    return w;
}

void sim_destroy(struct sim_world *w)
{
    uint64_t key;
    void *value;
    if (w->core != NULL) {
        smv_log_mem_crash(w->log, sim_wall(w), 0);
        smv_core_destroy(w->core);
    }
    sim_net_free(w);
    for (unsigned i = 0; i < w->n_laptops; i++) {
        sim_laptop_free(&w->laptops[i]);
    }
    for (size_t i = 0; smv_map_next(&w->keys, &i, &key, &value);) {
        smv_free(value);
    }
    smv_map_finish(&w->keys);
    sim_oracle_finish(w);
    smv_mem_disk_finish(&w->disk);
    for (unsigned i = 0; i < w->n_backups; i++) {
        smv_mem_disk_finish(&w->backups[i]);
    }
    smv_free(w->glyphs);
    smv_free(w);
}
