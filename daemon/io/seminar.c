/* seminar.c - see seminar.h.
 *
 * Happy path: a peer's message -> step -> append -> (worker commits) -> on_entries -> step -> pump.
 * Failures: refused is passed to the core, which tells the writers; broken ends the process.
 * step() is never nested: what a perform finds out at once (a poll's key) is stepped after it. */
#include "daemon/io/seminar.h"
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "daemon/io/keys.h"

const double smv_latency_bounds[SMV_LATENCY_BUCKETS] = {0.00025, 0.0005, 0.001, 0.002, 0.005, 0.01,
                                                        0.02,    0.05,   0.1,   0.25,  1.0,   5.0};

enum state { OPENING, OPEN, DRAINING, CLOSED };

struct smv_seminar {
    const struct smv_seminar_env *env;
    char *name, *keys_folder;
    enum state state;
    struct smv_core *core;
    struct smv_log *log;
    uv_timer_t wake;
    /* opening */
    enum smv_err open_err;
    struct smv_log_opened found;
    bool unsettled; /* a new epoch was begun and is not in the log yet */
    smv_seq saved;  /* position of the newest snapshot */
    /* appends that are not durable yet: how many, and since when */
    struct waiting {
        size_t n;
        uint64_t since;
        void (*done)(void *user, bool durable); /* the host's own; NULL else */
        void *user;
    } * waiting;
    size_t n_waiting, cap_waiting;
    struct smv_seminar_metrics metrics;
    void (*closed)(void *user, struct smv_seminar *s);
    void *closed_user;
};

static void step(struct smv_seminar *s, struct smv_event event);

/* --- performing an update ---------------------------------------------------------------------------- */
static void append(struct smv_seminar *s, const struct smv_span *bodies, size_t n)
{
    if (n == 0 || s->state != OPEN) { /* draining: the log has been told to close */
        return;
    }
    s->waiting = smv_grow(s->waiting, &s->cap_waiting, s->n_waiting + 1, sizeof *s->waiting);
    s->waiting[s->n_waiting++] = (struct waiting){.n = n, .since = uv_hrtime()};
    s->log->v->append(s->log, bodies, n);
}

static void pump(struct smv_seminar *s, struct smv_conn *conn)
{
    struct smv_peer *peer = smv_conn_user(conn);
    struct smv_frame *frame;
    while (!smv_peer_full(peer) && (frame = smv_core_next(s->core, conn)) != NULL) {
        s->metrics.sent++;
        smv_peer_send(peer, frame);
    }
    if (smv_conn_live(conn)) {
        smv_peer_settled(peer, smv_conn_writer(conn));
    }
}

struct made_key {
    smv_id poll;
    bool have;
    uint8_t key[SMV_KEY_BYTES];
};

/* Makes or destroys; what was made goes to made, to be told when the update has been performed. */
static size_t perform_keys(struct smv_seminar *s, const struct smv_update *u, struct made_key *made)
{
    size_t n = 0;
    for (size_t i = 0; i < u->n_keys; i++) {
        const struct smv_key_order *order = &u->keys[i];
        enum smv_err err;
        if (order->destroy) {
            err = smv_keys_destroy(s->keys_folder, order->poll);
        } else {
            struct made_key *m = &made[n++]; /* none: the core closes the poll */
            m->poll = order->poll;
            err = order->load ? smv_keys_load(s->keys_folder, order->poll, m->key)
                              : smv_keys_make(s->keys_folder, order->poll, m->key);
            m->have = err == SMV_OK;
        }
        if (err != SMV_OK) {
            smv_say(s->env->log, SMV_LEVEL_ERROR, "%s: the key file of poll %" PRIu64 ": %s",
                    s->name, order->poll, smv_err_text(err));
        }
    }
    return n;
}

static void save(struct smv_seminar *s)
{
    struct smv_buf state = {0};
    smv_seq seq = smv_core_seq(s->core);
    if (s->state != OPEN || seq == s->saved) {
        return;
    }
    smv_core_save(s->core, &state);
    s->saved = seq;
    s->log->v->save(s->log, seq, smv_core_chain(s->core), &state);
    smv_buf_finish(&state); /* empty: the log took it over */
}

static void on_wake(uv_timer_t *timer)
{
    step(timer->data, (struct smv_event){.type = SMV_EVENT_TICK});
}

static void arm(struct smv_seminar *s, smv_ms wake)
{
    if (wake == 0 || s->state == CLOSED) {
        uv_timer_stop(&s->wake);
        return;
    }
    smv_ms now = uv_hrtime() / 1000000;
    uv_update_time(s->env->loop);
    uv_timer_start(&s->wake, on_wake, wake > now ? wake - now : 0, 0);
}

static void perform(struct smv_seminar *s, const struct smv_update *u)
{
    struct made_key *made = u->n_keys ? smv_zalloc(u->n_keys * sizeof *made) : NULL;
    append(s, u->appends, u->n_appends);
    for (struct smv_conn *c; (c = smv_core_ready(s->core)) != NULL;) {
        pump(s, c);
    }
    for (size_t i = 0; i < u->n_closes; i++) {
        smv_peer_close(smv_conn_user(u->closes[i].conn), u->closes[i].code, u->closes[i].text);
    }
    size_t n_made = perform_keys(s, u, made);
    for (size_t i = 0; s->state == OPEN && i < u->n_reads; i++) {
        s->log->v->read(s->log, u->reads[i].token, u->reads[i].seqs, u->reads[i].n);
    }
    if (u->save) {
        save(s);
    }
    arm(s, u->wake);
    for (size_t i = 0; i < n_made; i++) { /* u is gone from here on */
        step(s,
             (struct smv_event){.type = SMV_EVENT_KEY,
                                .poll = made[i].poll,
                                .bytes = smv_span(made[i].key, made[i].have ? SMV_KEY_BYTES : 0)});
    }
    if (made) {
        sodium_memzero(made, n_made * sizeof *made);
        smv_free(made);
    }
}

static struct smv_conn *step_open(struct smv_seminar *s, struct smv_event event)
{
    struct smv_update update = {0};
    event.mono = uv_hrtime() / 1000000;
    event.wall = s->log ? s->log->v->clock(s->log) : 0;
    smv_core_step(s->core, &event, &update);
    struct smv_conn *opened = update.opened;
    if (event.type == SMV_EVENT_ENTRIES && event.replay) {
        return NULL; /* nobody is connected, everything is stored: only LIVE's update counts */
    }
    perform(s, &update);
    return opened;
}

static void step(struct smv_seminar *s, struct smv_event event)
{
    (void)step_open(s, event);
}

/* --- what the log tells -------------------------------------------------------------------------------- */
/* Takes n of the oldest appends off the queue; those that are over in done[], which has room for all. */
static size_t count_latency(struct smv_seminar *s, size_t n, struct waiting *done)
{
    size_t n_done = 0;
    uint64_t now = uv_hrtime();
    s->metrics.commits++;
    s->metrics.entries += n;
    size_t i = 0;
    while (n > 0 && i < s->n_waiting) {
        struct waiting *w = &s->waiting[i];
        size_t part = w->n < n ? w->n : n;
        double seconds = (double)(now - w->since) / 1e9;
        size_t bucket = 0;
        while (bucket < SMV_LATENCY_BUCKETS && seconds > smv_latency_bounds[bucket]) {
            bucket++;
        }
        s->metrics.latency[bucket] += part;
        s->metrics.latency_sum += seconds * (double)part;
        w->n -= part;
        n -= part;
        if (w->n == 0) {
            i++;
            if (w->done) {
                done[n_done++] = *w;
            }
        }
    }
    s->n_waiting -= i;
    memmove(s->waiting, s->waiting + i, s->n_waiting * sizeof *s->waiting);
    return n_done;
}

static void on_entries(void *user, const struct smv_entry *entries, size_t n)
{
    struct smv_seminar *s = user;
    struct waiting *done = smv_alloc((s->n_waiting + 1) * sizeof *done);
    size_t n_done = count_latency(s, n, done);
    if (s->unsettled && s->log) {
        s->unsettled = false;
        smv_log_sqlite_settled(s->log);
        char path[1200];
        snprintf(path, sizeof path, "%s/%s.restored", s->env->data, s->name);
        (void)remove(path); /* see house.c: from here on the file itself says it */
    }
    step(s, (struct smv_event){.type = SMV_EVENT_ENTRIES, .entries = entries, .n_entries = n});
    for (size_t i = 0; i < n_done; i++) {
        done[i].done(done[i].user, /* durable */ true);
    }
    smv_free(done);
}

static void on_refused(void *user, enum smv_err why)
{
    struct smv_seminar *s = user;
    s->metrics.refused++;
    struct waiting *waiting = s->waiting;
    size_t n = s->n_waiting;
    s->waiting = NULL;
    s->n_waiting = s->cap_waiting = 0;
    smv_say(s->env->log, SMV_LEVEL_ERROR,
            "%s: nothing can be written: %s. Reading goes on; writers are told to try again. Make "
            "room where the data folder is.",
            s->name, smv_err_text(why));
    step(s, (struct smv_event){.type = SMV_EVENT_REFUSED});
    for (size_t i = 0; i < n; i++) {
        if (waiting[i].done) {
            waiting[i].done(waiting[i].user, /* durable */ false);
        }
    }
    smv_free(waiting);
}

static void on_broken(void *user, const char *what)
{
    struct smv_seminar *s = user;
    s->env->broken(s->env, s->name, what);
}

static void on_saved(void *user, smv_seq seq)
{
    struct smv_seminar *s = user;
    smv_say(s->env->log, SMV_LEVEL_DEBUG, "%s: snapshot kept at %" PRIu64, s->name, seq);
}

static void on_read(void *user, uint64_t token, const struct smv_entry *entries, size_t n)
{
    struct smv_seminar *s = user;
    if (s->state == CLOSED) {
        return;
    }
    step(s, (struct smv_event){
                .type = SMV_EVENT_PAST, .token = token, .entries = entries, .n_entries = n});
}

static void free_seminar(uv_handle_t *timer)
{
    struct smv_seminar *s = timer->data;
    smv_core_destroy(s->core);
    smv_free(s->waiting);
    smv_free(s->name);
    smv_free(s->keys_folder);
    smv_free(s);
}

static void on_closed(void *user)
{
    struct smv_seminar *s = user;
    s->log = NULL; /* the log frees itself */
    bool opened = s->state == DRAINING;
    s->state = CLOSED;
    uv_timer_stop(&s->wake);
    if (opened) {
        s->closed(s->closed_user, s);
    } else {
        smv_seminar_destroy(s);
    }
}

/* --- opening and closing -------------------------------------------------------------------------------- */
static void on_opened(void *user, struct smv_log_opened *info)
{
    struct smv_seminar *s = user;
    s->found = *info;
    info->state = (struct smv_buf){0};
    struct smv_core_config config = {.prefix = s->env->prefix,
                                     .name = s->name,
                                     .ping_ms = 10000,
                                     .no_limits = s->env->unlimited};
    s->open_err = smv_core_create(&config, smv_buf_span(&s->found.state), s->found.snap_seq,
                                  s->found.snap_chain, &s->core);
    smv_buf_finish(&s->found.state);
    s->saved = s->found.snap_seq;
}

static bool on_replay(void *user, const struct smv_entry *entries, size_t n)
{
    struct smv_seminar *s = user;
    if (s->open_err != SMV_OK) {
        return false;
    }
    step(s, (struct smv_event){
                .type = SMV_EVENT_ENTRIES, .entries = entries, .n_entries = n, .replay = true});
    return true;
}

static struct smv_seminar *prepare(const struct smv_seminar_env *env, const char *name)
{
    struct smv_seminar *s = smv_zalloc(sizeof *s);
    char keys[1200];
    snprintf(keys, sizeof keys, "%s/%s.keys", env->data, name);
    s->env = env;
    s->name = smv_span_dup_cstr(smv_span_str(name));
    s->keys_folder = smv_span_dup_cstr(smv_span_str(keys));
    s->state = OPENING;
    uv_timer_init(env->loop, &s->wake);
    s->wake.data = s;
    return s;
}

enum smv_err smv_seminar_open(const struct smv_seminar_env *env, const char *name, bool restored,
                              struct smv_seminar **ret_seminar, struct smv_errinfo *ret_info)
{
    char path[1200];
    struct smv_seminar *s = prepare(env, name);
    struct smv_log_callbacks cb = {s,        on_entries, on_refused, on_broken,
                                   on_saved, on_read,    on_closed};
    snprintf(path, sizeof path, "%s/%s.samverka", env->data, name);
    enum smv_err err =
        smv_log_sqlite_open(env->loop, path, &cb, SMV_MAX_RING_FRAMES,
                            /* verify */ false, on_opened, on_replay, &s->log, ret_info);
    if (err != SMV_OK) {
        s->state = CLOSED;
        smv_seminar_destroy(s);
        return err;
    }
    if (s->open_err != SMV_OK) {
        err = s->open_err;
        snprintf(ret_info->text, sizeof ret_info->text,
                 "the stored state cannot be used (%s); put a backup in its place",
                 smv_err_text(err));
        s->log->v->close(s->log); /* on_closed frees it all */
        return err;
    }
    s->state = OPEN;
    struct smv_event live = {.type = SMV_EVENT_LIVE,
                             .restored = s->found.restored || restored,
                             .reason = s->found.reason ? s->found.reason : 1};
    randombytes_buf(live.fresh, sizeof live.fresh);
    if (s->found.restored && live.reason == 1) {
        smv_core_epoch_restored(s->found.known_head, s->found.known_chain, live.fresh);
    }
    s->unsettled = live.restored;
    if (live.restored) {
        smv_say(env->log, SMV_LEVEL_WARN,
                "%s: the file is older than what was once confirmed (it ends at %" PRIu64
                "%s%" PRIu64 "); a new history begins and clients are asked for what they know",
                name, s->found.head, s->found.known_head ? ", known were " : "; known ",
                s->found.known_head);
    }
    step(s, live);
    *ret_seminar = s;
    return SMV_OK;
}

void smv_seminar_close(struct smv_seminar *s, bool for_good,
                       void (*done)(void *user, struct smv_seminar *s), void *user)
{
    PRE(s->state == OPEN);
    s->closed = done;
    s->closed_user = user;
    step(s, (struct smv_event){.type = SMV_EVENT_DRAIN, .for_good = for_good});
    save(s);
    s->state = DRAINING;
    s->log->v->close(s->log);
}

void smv_seminar_destroy(struct smv_seminar *s)
{
    PRE(s->state == CLOSED);
    uv_close((uv_handle_t *)&s->wake, free_seminar);
}

/* --- what the transport and the host tell ---------------------------------------------------------------- */
struct smv_conn *smv_seminar_join(struct smv_seminar *s, struct smv_peer *peer)
{
    return step_open(s, (struct smv_event){.type = SMV_EVENT_OPEN, .user = peer});
}

void smv_seminar_message(struct smv_seminar *s, struct smv_conn *conn, struct smv_span bytes)
{
    s->metrics.received++;
    if (s->state == OPEN) { /* draining: the client resends to the next daemon */
        step(s, (struct smv_event){.type = SMV_EVENT_FRAME, .conn = conn, .bytes = bytes});
    }
}

void smv_seminar_writable(struct smv_seminar *s, struct smv_conn *conn)
{
    pump(s, conn);
}

void smv_seminar_left(struct smv_seminar *s, struct smv_conn *conn)
{
    step(s, (struct smv_event){.type = SMV_EVENT_CLOSED, .conn = conn});
}

bool smv_seminar_host(struct smv_seminar *s, struct smv_span tail,
                      void (*done)(void *user, bool durable), void *user)
{
    size_t before = s->n_waiting;
    if (s->state != OPEN) {
        return false;
    }
    step(s, (struct smv_event){.type = SMV_EVENT_HOST, .bytes = tail});
    if (s->n_waiting == before) {
        return false;
    }
    s->waiting[before].done = done;
    s->waiting[before].user = user;
    return true;
}

enum smv_err smv_seminar_backup(struct smv_seminar *s, const char *path,
                                void (*done)(void *user, enum smv_err err), void *user)
{
    if (s->state != OPEN) {
        return SMV_ERR_STATE;
    }
    s->log->v->backup(s->log, path, done, user);
    return SMV_OK;
}

const char *smv_seminar_name(const struct smv_seminar *s)
{
    return s->name;
}

bool smv_seminar_is_open(const struct smv_seminar *s)
{
    return s->state == OPEN;
}

const struct smv_core *smv_seminar_core(const struct smv_seminar *s)
{
    return s->core;
}

const struct smv_seminar_metrics *smv_seminar_metrics(const struct smv_seminar *s)
{
    return &s->metrics;
}
