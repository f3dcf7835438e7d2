/* rehearse.c - the run: phases, breakdowns, the progress line; see rehearse.h.
 *
 *     PREPARE -> PLAY -> SETTLE -> TIDY -> OVER
 * A signal ends PLAY early; a failure goes to OVER at once. */
#include "client-cli/rehearse/rehearse.h"
#include <ftw.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "client-cli/io/files.h"
#include "client-cli/rehearse/rehearse_int.h"
#include "common/base/hash.h"
#include "common/base/heap.h"

enum {
    TICK_MS = 4,
    QUIET_MS = 700, /* settled this long: nothing more comes */
    TIDY_MS = 5000,
    QUIET_MOST_MS = 3000,
    BREAK_MS = 40 * 60000, /* of the day, between two breakdowns of one person, in the mean */
    BREAK_CHAOS_MS = 5 * 60000,
    DEAF_MIN_MS = 500,
    DEAF_MAX_MS = 10000, /* longer than it takes to notice */
    DEAD_MAX_MS = 4000
};

void smv_run_phase(struct smv_run *run, enum smv_run_phase phase)
{
    run->phase = phase;
    run->phase_ms = run->quiet_ms = smv_life_ms();
}

void smv_run_fail(struct smv_run *run, enum smv_err err, const char *why)
{
    run->err = err;
    run->why = why;
    smv_run_phase(run, SMV_RUN_OVER);
}

smv_ms smv_run_day(const struct smv_run *run)
{
    return run->phase == SMV_RUN_PREPARE
               ? 0
               : (smv_ms)((double)(smv_life_ms() - run->began_ms) * run->config->speed);
}

/* --- people ------------------------------------------------------------------------------------------------ */
static struct smv_life *whose(const struct smv_run *run, uint64_t ord)
{
    struct smv_life *l = smv_map_get(&run->by_ord, ord);
    for (size_t i = 0; l == NULL && i < run->n_lives; i++) {
        l = run->lives[i]->ledger.ord == ord ? run->lives[i] : NULL;
    }
    return l;
}

/* An item as it arrives at somebody: who made it, and how long ago? */
static void on_heard(void *life, const struct smv_item *item)
{
    struct smv_life *at = life;
    struct smv_run *run = at->user;
    if (item->ord == 0 || (at->role != SMV_ROLE_MODERATOR && at->role != SMV_ROLE_SCREEN)) {
        return;
    }
    struct smv_life *by = whose(run, item->ord);
    if (by == NULL) {
        if (item->change == SMV_CHANGE_TXT) {
            smv_expect_foreign(&run->play.expect, item->u.txt.id, (unsigned)item->u.txt.field);
        }
        return;
    }
    (void)smv_map_set(&run->by_ord, item->ord, by);
    struct smv_ledger_op *o = smv_ledger_get(&by->ledger, item->n);
    uint64_t now = smv_life_us();
    if (o != NULL && at->role == SMV_ROLE_MODERATOR && !o->at_moderator) {
        o->at_moderator = true;
        smv_hist_add(&by->ledger.moderator, now - o->made_us);
    } else if (o != NULL && at->role == SMV_ROLE_SCREEN && !o->on_screen) {
        o->on_screen = true;
        smv_hist_add(&by->ledger.screen, now - o->made_us);
    }
}

struct smv_life *smv_run_person(struct smv_run *run, const struct smv_part *part, unsigned role,
                                const struct smv_url *base, const char *secret)
{
    struct smv_life *l = smv_zalloc(sizeof *l);
    char folder[320];
    smv_player_init(&l->player, &run->play, part, smv_rng_next(&run->rng));
    l->seed = smv_rng_next(&run->rng);
    l->role = role;
    l->url = *base;
    l->user = run;
    l->heard = on_heard;
    snprintf(l->url.secret, sizeof l->url.secret, "%s", secret);
    snprintf(l->player.name, sizeof l->player.name, "%s %zu", part->name, run->n_lives + 1);
    snprintf(folder, sizeof folder, "%s/%zu", run->folder, run->n_lives + 1);
    run->lives = smv_grow(run->lives, &run->cap_lives, run->n_lives + 1, sizeof *run->lives);
    run->lives[run->n_lives++] = l;
    run->play.players = smv_realloc(run->play.players, run->n_lives * sizeof *run->play.players);
    run->play.players[run->play.n_players++] = &l->player;
    /* a link of ours is in the seminar only later: life begins with PLAY */
    l->folder = smv_span_dup_cstr(smv_span_str(folder));
    return l;
}

void smv_run_start_people(struct smv_run *run)
{
    for (size_t i = 0; i < run->n_lives && run->err == SMV_OK; i++) {
        struct smv_life *l = run->lives[i];
        if (l->ws == NULL && (smv_folder_make(l->folder) != SMV_OK ||
                              smv_life_start(l, &run->loop, run->config->ca) != SMV_OK)) {
            smv_run_fail(run, SMV_ERR_IO, "a computer of the rehearsal cannot be started");
        }
    }
}

/* --- things break -------------------------------------------------------------------------------------------- */
static void break_some(struct smv_run *run, struct smv_life *l, uint64_t passed_ms)
{
    uint64_t mean = run->config->chaos ? BREAK_CHAOS_MS : BREAK_MS;
    uint64_t day = (uint64_t)((double)passed_ms * run->config->speed);
    if (l == run->organiser || l->client == NULL || smv_run_founding(run, l) ||
        smv_rng_below(&run->rng, mean) >= day) {
        return;
    }
    /* An outage lasts as long as in life, also when the day is played faster: a moderator who is away at its
     * end would ask nobody anything. */
    if (l->role == SMV_ROLE_MODERATOR && smv_run_day(run) > run->play.length / 4 * 3) {
        return;
    }
    uint64_t dice = smv_rng_below(&run->rng, 3);
    if (dice == 0) {
        smv_life_cut(l);
    } else if (dice == 1) {
        smv_life_deafen(l, (uint64_t)smv_rng_between(&run->rng, DEAF_MIN_MS, DEAF_MAX_MS));
    } else {
        smv_life_kill(l, smv_rng_below(&run->rng, DEAD_MAX_MS));
    }
}

/* --- the run --------------------------------------------------------------------------------------------------- */
static void say_progress(struct smv_run *run, uint64_t now)
{
    uint64_t sent = 0, confirmed = 0;
    unsigned live = 0;
    if (!run->config->progress || now - run->said_ms < 1000) {
        return;
    }
    run->said_ms = now;
    for (size_t i = 0; i < run->n_lives; i++) {
        const struct smv_life *l = run->lives[i];
        sent += l->ledger.sent;
        confirmed += l->ledger.confirmed;
        live += l->client != NULL && smv_client_state(l->client) == SMV_CLIENT_LIVE;
    }
    fprintf(stderr,
            "\r%6.1f of %g minutes  %u of %zu connected  %" PRIu64 " sent  %" PRIu64
            " confirmed   ",
            (double)smv_run_day(run) / 60000, run->config->minutes, live, run->n_lives, sent,
            confirmed);
}

/* Everybody is live and saved, and nobody's position has moved since the last time. Positions need not be the
 * same: who reads little hears of what is not theirs only now and then. */
static bool all_settled(struct smv_run *run)
{
    smv_seq sum = 0;
    for (size_t i = 0; i < run->n_lives; i++) {
        smv_seq seq;
        if (!smv_life_settled(run->lives[i], &seq)) {
            return false;
        }
        sum += seq;
    }
    bool still = sum == run->settled_at;
    run->settled_at = sum;
    return still;
}

static void heal_all(struct smv_run *run)
{
    for (size_t i = 0; i < run->n_lives; i++) {
        smv_life_heal(run->lives[i]);
        smv_player_let_go(&run->lives[i]->player);
        smv_life_step(run->lives[i], SMV_CLIENT_EVENT_START); /* no more waiting for the next try */
    }
}

static void tidy(struct smv_run *run)
{
    smv_run_judge(run);
    for (size_t i = 0; i < run->n_lives; i++) {
        if (run->lives[i] != run->organiser) {
            smv_life_stop(run->lives[i]);
        }
    }
    for (size_t i = 0; run->organiser != NULL && i < run->n_minted; i++) {
        (void)smv_player_set(&run->organiser->player, run->minted[i], SMV_LINK_REVOKED, 1);
    }
    smv_run_close_tables(run);
    if (run->organiser != NULL) {
        smv_life_step(run->organiser, SMV_CLIENT_EVENT_LOCAL);
    }
    smv_run_phase(run, SMV_RUN_TIDY);
}

static void advance(struct smv_run *run, uint64_t now)
{
    smv_seq seq;
    switch (run->phase) {
    case SMV_RUN_PREPARE:
        smv_run_prepare(run);
        if (run->phase == SMV_RUN_PLAY) {
            run->began_ms = now;
            smv_run_start_people(run);
        }
        break;
    case SMV_RUN_PLAY:
        if (smv_run_day(run) >= run->play.length) {
            run->play.ending = true;
            heal_all(run);
            smv_run_phase(run, SMV_RUN_SETTLE);
        }
        break;
    case SMV_RUN_SETTLE:
        if (!all_settled(run)) {
            run->quiet_ms = now;
        }
        if (now - run->quiet_ms >= QUIET_MS || now - run->phase_ms > run->config->settle_ms) {
            run->report->settled = now - run->quiet_ms >= QUIET_MS && smv_run_all_founded(run);
            run->report->seconds = (double)(now - run->began_ms) / 1000;
            tidy(run);
        }
        break;
    case SMV_RUN_TIDY:
        if (run->organiser == NULL || smv_life_settled(run->organiser, &seq) ||
            now - run->phase_ms > TIDY_MS) {
            smv_run_phase(run, SMV_RUN_OVER);
        }
        break;
    case SMV_RUN_OVER: break;
    }
}

static void on_tick(uv_timer_t *timer)
{
    struct smv_run *run = timer->data;
    uint64_t now = smv_life_ms(), passed = now - run->tick_ms;
    run->tick_ms = now;
    if (run->phase == SMV_RUN_OVER) { /* only the good-byes go out now */
        uv_stop(&run->loop);
        return;
    }
    for (size_t i = 0; i < run->n_lives; i++) {
        if (run->lives[i]->ws == NULL) {
            continue;
        }
        if (run->phase == SMV_RUN_PLAY) {
            break_some(run, run->lives[i], passed);
        }
        if (run->phase != SMV_RUN_TIDY || run->lives[i] == run->organiser) {
            smv_life_tick(run->lives[i], smv_run_day(run));
        }
    }
    if (run->phase == SMV_RUN_PLAY) {
        smv_run_found(run, now);
    }
    advance(run, now);
    say_progress(run, now);
    if (run->phase == SMV_RUN_OVER) {
        uv_stop(&run->loop);
    }
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct smv_run *run = handle->data;
    (void)number;
    if (run->phase == SMV_RUN_PLAY) {
        run->play.length = 0;
    } else {
        smv_run_fail(run, SMV_ERR_STATE, "interrupted");
    }
}

/* --- beginning and end -------------------------------------------------------------------------------------- */
/* Outboxes are synced to disk at each stroke; where memory is a disk they go there. */
static enum smv_err make_folder(struct smv_run *run)
{
    const char *tmp = getenv("TMPDIR");
    tmp = tmp != NULL && tmp[0] != '\0' ? tmp : access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(run->folder, sizeof run->folder, "%.200s/samverka-rehearse-XXXXXX", tmp);
    return mkdtemp(run->folder) != NULL ? SMV_OK : SMV_ERR_IO;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

static void start(struct smv_run *run)
{
    uv_timer_init(&run->loop, &run->timer);
    uv_signal_init(&run->loop, &run->sigint);
    uv_signal_init(&run->loop, &run->sigterm);
    run->timer.data = run->sigint.data = run->sigterm.data = run;
    uv_signal_start(&run->sigint, on_signal, SIGINT);
    uv_signal_start(&run->sigterm, on_signal, SIGTERM);
    uv_timer_start(&run->timer, on_tick, TICK_MS, TICK_MS);
    run->tick_ms = smv_life_ms();
    smv_run_phase(run, SMV_RUN_PREPARE);
}

/* The organiser comes in first, alone. */
static void first_person(struct smv_run *run)
{
    struct smv_url url;
    const char *why;
    if (run->config->links != NULL) {
        if (!smv_run_links(run)) {
            smv_run_fail(run, SMV_ERR_MISSING, "the file has no links to write with");
        }
    } else if (!smv_url_read(run->config->organiser, &url, &why)) {
        smv_run_fail(run, SMV_ERR_MALFORMED, why);
    } else {
        run->organiser =
            smv_run_person(run, &smv_part_organiser, SMV_ROLE_ORGANISER, &url, url.secret);
    }
    struct smv_life *o = run->organiser;
    if (o != NULL && run->err == SMV_OK &&
        (smv_folder_make(o->folder) != SMV_OK ||
         smv_life_start(o, &run->loop, run->config->ca) != SMV_OK)) {
        smv_run_fail(run, SMV_ERR_IO, "the organiser's computer cannot be started");
    }
}

/* What somebody's outbox cannot be read from is kept, to be looked into. */
static bool any_broken(const struct smv_run *run)
{
    bool broken = false;
    for (size_t i = 0; i < run->n_lives; i++) {
        broken = broken || run->lives[i]->broken;
    }
    return broken;
}

/* A socket that is being closed while its library is taken down leaves pieces of both behind. */
static void wait_quiet(struct smv_run *run, struct smv_ws *const *all, size_t n)
{
    uint64_t until = smv_life_ms() + QUIET_MOST_MS;
    for (size_t i = 0; i < n; i++) {
        while (!smv_ws_quiet(all[i]) && smv_life_ms() < until) {
            uv_run(&run->loop, UV_RUN_ONCE); /* the timer goes on: it does not sleep long */
        }
    }
}

/* False: the loop is not empty; the run must stay where it is. */
static bool finish(struct smv_run *run)
{
    bool keep = any_broken(run);
    struct smv_ws **all = smv_zalloc((run->n_lives + 1) * sizeof(struct smv_ws *));
    size_t n = 0;
    for (size_t i = 0; i < run->n_lives; i++) {
        smv_life_stop(run->lives[i]);
        if (run->lives[i]->ws != NULL) {
            all[n++] = run->lives[i]->ws;
        }
    }
    wait_quiet(run, all, n);
    uv_close((uv_handle_t *)&run->timer, NULL);
    uv_close((uv_handle_t *)&run->sigint, NULL);
    uv_close((uv_handle_t *)&run->sigterm, NULL);
    smv_ws_destroy_all(all, n);
    uv_run(&run->loop, UV_RUN_DEFAULT);
    bool closed = uv_loop_close(&run->loop) == 0;
    for (size_t i = 0; i < run->n_lives; i++) {
        smv_life_finish(run->lives[i]);
        smv_free(run->lives[i]);
    }
    smv_expect_finish(&run->play.expect);
    smv_map_finish(&run->by_ord);
    smv_free(all);
    smv_free(run->lives);
    smv_free(run->play.players);
    smv_free(run->minted);
    smv_free(run->founders);
    if (keep) {
        fprintf(stderr, "rehearse: the outboxes are kept in %s\n", run->folder);
    } else if (run->folder[0] != '\0') {
        (void)nftw(run->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    }
    return closed;
}

static struct smv_run *left_open; /* until the process ends */

enum smv_err smv_rehearse(const struct smv_rehearse_config *config, struct smv_report *ret_report,
                          json_t **ret_confirmed, const char **ret_why)
{
    struct smv_run *run = smv_zalloc(sizeof *run);
    memset(ret_report, 0, sizeof *ret_report);
    run->config = config;
    run->report = ret_report;
    run->why = "";
    run->play.length = (smv_ms)(config->minutes * 60000);
    run->play.chaos = config->chaos;
    ret_report->seed = config->seed;
    ret_report->minutes = config->minutes;
    ret_report->speed = config->speed;
    smv_hash_init();
    smv_rng_seed(&run->rng, config->seed);
    uv_loop_init(&run->loop);
    start(run);
    if (make_folder(run) != SMV_OK) {
        run->folder[0] = '\0';
        smv_run_fail(run, SMV_ERR_IO, "no folder for the outboxes can be made");
    } else {
        first_person(run);
    }
    uv_run(&run->loop, UV_RUN_DEFAULT);
    if (config->progress && run->said_ms != 0) {
        fprintf(stderr, "\n");
    }
    *ret_confirmed = smv_run_confirmed(run);
    *ret_why = run->why;
    enum smv_err err = run->err;
    if (finish(run)) {
        smv_free(run);
    } else { /* the WebSocket library forgets a handle of a connection that was cut while it was made */
        left_open = run;
    }
    return err;
}
