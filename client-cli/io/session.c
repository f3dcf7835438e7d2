/* session.c - see session.h. */
#include "client-cli/io/session.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include "client-cli/io/files.h"
#include "client-cli/io/outbox.h"
#include "client-cli/io/ws.h"
#include "common/base/heap.h"

enum {
    MAX_OUTBOXES = 64,
    COMPACT_BYTES = 65536,
    MAX_REPLICA = 256 * 1024 * 1024,
    GIVE_UP_TRIES = 2, /* refused this often: not there; see smv_session_run's patient */
    CLOSE_MS = 1000,
    DELIVER_MS = 10000,
    KEEP_MS =
        5000 /* a change is in the kept replica after so long, and at once when the connection goes */
};

struct smv_session {
    uv_loop_t loop;
    uv_timer_t wake, limit, keep;
    uv_signal_t on_int, on_term;
    const struct smv_profile *profile;
    struct smv_ws *ws;
    struct smv_client *client;
    struct smv_outbox outbox;
    struct smv_session_hooks hooks;
    smv_seq kept_seq; /* of the replica on disk */
    uint8_t kept_epoch[16];
    unsigned failures; /* connections in a row that did not open */
    bool interrupted, time_up;
    enum smv_err broken;
    char trouble[256];
};

uint64_t smv_session_mono(const struct smv_session *s)
{
    (void)s;
    return uv_hrtime() / 1000000U;
}

/* --- the core's updates ----------------------------------------------------------------------------- */
static void on_wake(uv_timer_t *timer);
static void on_keep(uv_timer_t *timer);
static void keep_replica(struct smv_session *s);

static void compact(struct smv_session *s)
{
    const struct smv_record *records;
    size_t n = smv_client_compact(s->client, &records);
    enum smv_err err = smv_outbox_replace(&s->outbox, n > 0 ? records[0].bytes : smv_span(NULL, 0));
    if (err != SMV_OK && s->broken == SMV_OK) {
        s->broken = err;
    }
}

static void perform(struct smv_session *s, const struct smv_client_update *u)
{
    for (size_t i = 0; i < u->n_records && s->broken == SMV_OK; i++) {
        s->broken = smv_outbox_append(&s->outbox, u->records[i].bytes);
    }
    if (s->broken != SMV_OK) {
        smv_ws_close(s->ws); /* what is not on disk is not sent */
        return;
    }
    for (size_t i = 0; i < u->n_frames; i++) {
        smv_ws_send(s->ws, u->frames[i]);
    }
    if (u->link == SMV_LINK_CONNECT) {
        smv_ws_connect(s->ws);
    } else if (u->link == SMV_LINK_CLOSE) {
        smv_ws_close(s->ws);
    }
    unsigned news = u->news;
    smv_ms wake = u->wake, now = smv_session_mono(s);
    if (wake != 0) {
        uv_update_time(&s->loop);
        uv_timer_start(&s->wake, on_wake, wake > now ? wake - now : 1, 0);
    } else {
        uv_timer_stop(&s->wake);
    }
    if ((news & SMV_NEWS_EPOCH) != 0) {
        compact(s); /* words that left history leave this disk too */
    }
    if ((news & SMV_NEWS_STATE) != 0 && smv_client_state(s->client) == SMV_CLIENT_BACKOFF) {
        keep_replica(s); /* a process that dies now finds it all again without a connection */
    } else if ((news & SMV_NEWS_TREE) != 0 && !uv_is_active((uv_handle_t *)&s->keep)) {
        uv_timer_start(&s->keep, on_keep, KEEP_MS, 0);
    }
    if (news != 0 && s->hooks.on_news != NULL) {
        s->hooks.on_news(s->hooks.user, news);
    }
}

static void step(struct smv_session *s, enum smv_client_event_type type, struct smv_span bytes,
                 unsigned code)
{
    struct smv_client_event event = {
        .type = type, .mono = smv_session_mono(s), .bytes = bytes, .code = code};
    struct smv_client_update update;
    if (s->broken != SMV_OK) {
        return;
    }
    smv_client_step(s->client, &event, &update);
    perform(s, &update);
}

static void on_wake(uv_timer_t *timer)
{
    step(timer->data, SMV_CLIENT_EVENT_TICK, smv_span(NULL, 0), 0);
}

static void on_open(void *user)
{
    struct smv_session *s = user;
    s->failures = 0;
    step(s, SMV_CLIENT_EVENT_OPEN, smv_span(NULL, 0), 0);
}

static void on_frame(void *user, struct smv_span message)
{
    struct smv_session *s = user;
    if (s->hooks.on_frame != NULL) {
        s->hooks.on_frame(s->hooks.user, message, true);
    }
    step(s, SMV_CLIENT_EVENT_FRAME, message, 0);
    if (s->hooks.on_frame != NULL) {
        s->hooks.on_frame(s->hooks.user, message, false);
    }
}

static void on_closed(void *user, unsigned code, const char *why)
{
    struct smv_session *s = user;
    if (smv_client_state(s->client) == SMV_CLIENT_CONNECTING) {
        s->failures++;
    }
    if (*why != '\0') {
        snprintf(s->trouble, sizeof s->trouble, "%s", why);
    }
    step(s, SMV_CLIENT_EVENT_CLOSED, smv_span(NULL, 0), code);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct smv_session *s = handle->data;
    (void)number;
    s->interrupted = true;
}

static void on_limit(uv_timer_t *timer)
{
    struct smv_session *s = timer->data;
    s->time_up = true;
}

/* --- opening ---------------------------------------------------------------------------------------- */
static struct smv_client *new_client(const struct smv_profile *p, const struct smv_outbox *o,
                                     const char *build)
{
    uint64_t seed = 0;
    (void)!getrandom(&seed, sizeof seed, 0);
    struct smv_client_config config = {
        .token = p->url.secret, .name = p->person, .build = build, .seed = seed};
    memcpy(config.cid, o->cid, sizeof config.cid);
    return smv_client_create(&config);
}

static size_t work_in(const struct smv_profile *p, const struct smv_outbox *o)
{
    struct smv_client_info info = {.unconfirmed = 0};
    struct smv_client *c = new_client(p, o, "");
    if (smv_client_restore(c, o->records, o->n_records) == SMV_OK) {
        smv_client_info(c, &info);
    }
    smv_client_destroy(c);
    return info.unconfirmed + info.refused;
}

/* The first free outbox with work in it, else the first free one, else a new one. but: not this one. */
static enum smv_err choose(const struct smv_profile *p, bool only_work, unsigned but,
                           struct smv_outbox *ret)
{
    struct smv_outbox spare = {.folder = NULL}, o;
    for (unsigned n = 1; n <= MAX_OUTBOXES; n++) {
        enum smv_err err = n == but ? SMV_ERR_BUSY : smv_outbox_take(p->folder, n, false, &o);
        if (err == SMV_ERR_BUSY) {
            continue;
        }
        if (err == SMV_OK && work_in(p, &o) > 0) {
            smv_outbox_release(&spare);
            *ret = o;
            return SMV_OK;
        }
        if (err == SMV_ERR_MISSING && !only_work && spare.folder == NULL) {
            err = smv_outbox_take(p->folder, n, true, ret);
            if (err == SMV_ERR_BUSY) {
                continue; /* another process began at the same moment */
            }
            return err;
        }
        if (err == SMV_ERR_MISSING) {
            break;
        }
        if (err == SMV_OK && spare.folder == NULL) {
            spare = o;
        } else if (err == SMV_OK) {
            smv_outbox_release(&o);
        } else {
            smv_outbox_release(&spare);
            return err;
        }
    }
    if (spare.folder == NULL || only_work) {
        smv_outbox_release(&spare);
        return only_work ? SMV_ERR_MISSING : SMV_ERR_BUSY;
    }
    *ret = spare;
    return SMV_OK;
}

static void load_replica(struct smv_session *s)
{
    struct smv_buf b = {0};
    struct smv_client_info info;
    char *path = smv_path(s->profile->folder, "replica");
    if (smv_file_read(path, MAX_REPLICA, &b) == SMV_OK &&
        smv_client_take_kept(s->client, smv_buf_span(&b)) == SMV_OK) {
        smv_client_info(s->client, &info);
        s->kept_seq = info.seq;
        memcpy(s->kept_epoch, info.epoch, sizeof s->kept_epoch);
    }
    smv_buf_finish(&b);
    smv_free(path);
}

static void keep_replica(struct smv_session *s)
{
    struct smv_buf b = {0};
    struct smv_client_info info;
    smv_client_info(s->client, &info);
    if (info.seq == s->kept_seq && memcmp(info.epoch, s->kept_epoch, sizeof info.epoch) == 0) {
        return;
    }
    if (smv_client_keep(s->client, &b)) {
        char *path = smv_path(s->profile->folder, "replica");
        /* Not fsynced: it checks itself, and the daemon has it all. */
        if (smv_file_replace(path, smv_buf_span(&b), false) == SMV_OK) {
            s->kept_seq = info.seq;
            memcpy(s->kept_epoch, info.epoch, sizeof s->kept_epoch);
        }
        smv_free(path);
    }
    smv_buf_finish(&b);
}

static void on_keep(uv_timer_t *timer)
{
    keep_replica(timer->data);
}

static void init_loop(struct smv_session *s)
{
    uv_loop_init(&s->loop);
    uv_timer_init(&s->loop, &s->wake);
    uv_timer_init(&s->loop, &s->limit);
    uv_timer_init(&s->loop, &s->keep);
    uv_signal_init(&s->loop, &s->on_int);
    uv_signal_init(&s->loop, &s->on_term);
    s->wake.data = s->limit.data = s->keep.data = s->on_int.data = s->on_term.data = s;
    uv_signal_start(&s->on_int, on_signal, SIGINT);
    uv_signal_start(&s->on_term, on_signal, SIGTERM);
    uv_unref((uv_handle_t *)&s->keep);
    uv_unref((uv_handle_t *)&s->on_int);
    uv_unref((uv_handle_t *)&s->on_term);
}

/* Takes o. */
static enum smv_err make(const struct smv_profile *p, const char *ca, const char *build,
                         struct smv_outbox *o, struct smv_session **ret)
{
    struct smv_session *s = smv_zalloc(sizeof *s);
    s->profile = p;
    s->outbox = *o;
    memset(o, 0, sizeof *o);
    init_loop(s);
    struct smv_ws_config ws = {.loop = &s->loop,
                               .url = &p->url,
                               .ca = ca != NULL && *ca != '\0' ? ca : p->ca,
                               .user = s,
                               .on_open = on_open,
                               .on_frame = on_frame,
                               .on_closed = on_closed};
    s->client = new_client(p, &s->outbox, build);
    enum smv_err err = smv_client_restore(s->client, s->outbox.records, s->outbox.n_records);
    err = err == SMV_OK ? SMV_OK : SMV_ERR_CORRUPT;
    if (err == SMV_OK) {
        s->ws = smv_ws_create(&ws);
        err = s->ws == NULL ? SMV_ERR_IO : SMV_OK;
    }
    if (err == SMV_OK) {
        load_replica(s);
    }
    if (err != SMV_OK) {
        smv_session_close(s);
        return err;
    }
    if (s->outbox.size > COMPACT_BYTES) {
        compact(s);
    }
    *ret = s;
    return SMV_OK;
}

static bool all_delivered(void *user)
{
    struct smv_session *s = user;
    struct smv_client_info info;
    smv_client_info(s->client, &info);
    return smv_client_state(s->client) == SMV_CLIENT_LIVE && info.unconfirmed == 0;
}

enum smv_err smv_session_open(const struct smv_profile *profile, const char *ca, const char *build,
                              struct smv_session **ret_session)
{
    struct smv_outbox own = {.folder = NULL}, other;
    struct smv_session *s;
    SMV_TRY(smv_folder_make(profile->folder));
    SMV_TRY(choose(profile, /* only_work */ false, 0, &own));
    /* What others have left behind goes first; without a connection it waits on. */
    unsigned last = own.number;
    while (choose(profile, /* only_work */ true, last, &other) == SMV_OK) {
        last = other.number;
        if (make(profile, ca, build, &other, &s) != SMV_OK) {
            break;
        }
        smv_session_start(s);
        enum smv_session_end end = smv_session_run(s, all_delivered, s, DELIVER_MS, false);
        smv_session_close(s);
        if (end != SMV_SESSION_TRUE) {
            break;
        }
    }
    return make(profile, ca, build, &own, ret_session);
}

size_t smv_session_undelivered(const struct smv_profile *profile, bool *ret_busy)
{
    struct smv_outbox o;
    bool busy = false;
    size_t n = 0;
    for (unsigned i = 1; i <= MAX_OUTBOXES; i++) {
        enum smv_err err = smv_outbox_take(profile->folder, i, false, &o);
        if (err == SMV_ERR_MISSING) {
            break;
        }
        busy |= err == SMV_ERR_BUSY;
        if (err == SMV_OK) {
            n += work_in(profile, &o);
            smv_outbox_release(&o);
        }
    }
    if (ret_busy != NULL) {
        *ret_busy = busy;
    }
    return n;
}

/* --- running ---------------------------------------------------------------------------------------- */
struct smv_client *smv_session_client(struct smv_session *s)
{
    return s->client;
}

unsigned smv_session_outbox(const struct smv_session *s)
{
    return s->outbox.number;
}

bool smv_session_known(const struct smv_session *s)
{
    return smv_client_kind(s->client, SMV_ROOT) != 0;
}

struct uv_loop_s *smv_session_loop(struct smv_session *s)
{
    return &s->loop;
}

void smv_session_set_hooks(struct smv_session *s, const struct smv_session_hooks *hooks)
{
    s->hooks = *hooks;
}

const char *smv_session_trouble(const struct smv_session *s)
{
    return s->trouble;
}

enum smv_err smv_session_broken(const struct smv_session *s)
{
    return s->broken;
}

void smv_session_start(struct smv_session *s)
{
    step(s, SMV_CLIENT_EVENT_START, smv_span(NULL, 0), 0);
}

void smv_session_local(struct smv_session *s)
{
    step(s, SMV_CLIENT_EVENT_LOCAL, smv_span(NULL, 0), 0);
}

enum smv_session_end smv_session_run(struct smv_session *s, bool (*wish)(void *user), void *user,
                                     unsigned timeout_ms, bool patient)
{
    s->time_up = false;
    if (timeout_ms > 0) {
        uv_update_time(&s->loop);
        uv_timer_start(&s->limit, on_limit, timeout_ms, 0);
    }
    enum smv_session_end end = SMV_SESSION_TRUE;
    while (!wish(user)) {
        if (s->broken != SMV_OK) {
            end = SMV_SESSION_BROKEN;
        } else if (smv_client_state(s->client) == SMV_CLIENT_DENIED) {
            end = SMV_SESSION_DENIED;
        } else if (s->interrupted) {
            end = SMV_SESSION_INTERRUPT;
        } else if (s->time_up) {
            end = SMV_SESSION_TIME;
        } else if (!patient && s->failures >= GIVE_UP_TRIES) {
            end = SMV_SESSION_OFFLINE;
        } else {
            uv_run(&s->loop, UV_RUN_ONCE);
            continue;
        }
        break;
    }
    uv_timer_stop(&s->limit);
    return end;
}

static bool is_quiet(void *user)
{
    struct smv_session *s = user;
    return smv_ws_quiet(s->ws);
}

void smv_session_close(struct smv_session *s)
{
    if (s == NULL) {
        return;
    }
    memset(&s->hooks, 0, sizeof s->hooks);
    if (s->ws != NULL) {
        step(s, SMV_CLIENT_EVENT_STOP, smv_span(NULL, 0), 0);
        s->interrupted = false;
        (void)smv_session_run(s, is_quiet, s, CLOSE_MS, /* patient */ true);
        keep_replica(s);
    }
    uv_close((uv_handle_t *)&s->wake, NULL);
    uv_close((uv_handle_t *)&s->limit, NULL);
    uv_close((uv_handle_t *)&s->keep, NULL);
    uv_close((uv_handle_t *)&s->on_int, NULL);
    uv_close((uv_handle_t *)&s->on_term, NULL);
    if (s->ws != NULL) {
        smv_ws_destroy(s->ws);
    } else {
        uv_run(&s->loop, UV_RUN_DEFAULT);
    }
    (void)uv_loop_close(&s->loop);
    smv_client_destroy(s->client);
    smv_outbox_release(&s->outbox);
    smv_free(s);
}
