/* watch.c - "watch": what happens, line by line, until interrupted.
 *
 * What: takes the events as they come in, once the core has applied them, and says who did what where.
 * Names: of those who are connected; others by the number that the daemon gave their computer. */
#include <string.h>
#include <time.h>
#include "client-cli/cmd/fields.h"
#include "client-cli/cmd/verbs.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/map.h"
#include "common/text/ot.h"

enum { TITLE = 60 };

struct watching {
    struct smv_ctx *x;
    struct smv_fields f;
    struct smv_map names; /* ordinal -> char *, owned */
    smv_seq before;       /* position in front of the message */
    uint64_t until_seq, count, told;
    enum smv_client_state state;
    bool missed;         /* also what happened before this connection */
    bool live_told;      /* has been connected */
    bool listening;      /* ... before this message came in */
    struct smv_map lost; /* what a node was called that will be forgotten: id -> char *, owned */
};

/* --- who ---------------------------------------------------------------------------------------------- */
static void learn_names(struct watching *w)
{
    const struct smv_msg *msg = smv_client_last(w->x->client, SMV_MSG_KIND_PRESENCE);
    struct smv_reader r;
    if (msg == NULL) {
        return;
    }
    smv_reader_init(&r, msg->u.presence.people);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n && r.err == SMV_OK; i++) {
        uint32_t parts = smv_read_array(&r);
        uint64_t ord = smv_read_uint(&r);
        (void)smv_read_uint(&r);
        (void)smv_read_uint(&r);
        struct smv_span name = smv_read_str(&r, SMV_MAX_NAME);
        for (uint32_t k = 4; k < parts; k++) {
            (void)smv_read_skip(&r);
        }
        if (r.err == SMV_OK && ord != 0 && name.len > 0) {
            smv_free(smv_map_set(&w->names, ord, smv_span_dup_cstr(name)));
        }
    }
}

static const char *who(struct watching *w, uint64_t ord, char room[32])
{
    struct smv_client_info me;
    smv_client_info(w->x->client, &me);
    const char *name = ord != 0 ? smv_map_get(&w->names, ord) : NULL;
    if (name != NULL) {
        return name;
    }
    if (ord != 0 && ord == me.ord && w->x->profile.person[0] != '\0') {
        return w->x->profile.person;
    }
    snprintf(room, 32, ord != 0 ? "#%u" : "samverkad", (unsigned)ord);
    return room;
}

/* --- what ----------------------------------------------------------------------------------------------- */
static void show_value(struct watching *w, smv_id id, unsigned field, struct smv_buf *ret)
{
    const struct smv_field_info *info = smv_field_info(smv_client_kind(w->x->client, id), field);
    struct smv_buf value = {0};
    if (info != NULL) {
        smv_field_text(&w->f, id, info, &value);
        smv_one_line(smv_buf_span(&value), TITLE, ret);
    }
    smv_buf_finish(&value);
}

static smv_id item_node(const struct smv_item *it)
{
    switch (it->change) {
    case SMV_CHANGE_ADD: return it->u.add.id;
    case SMV_CHANGE_SET: return it->u.set.id;
    case SMV_CHANGE_TXT: return it->u.txt.id;
    case SMV_CHANGE_MOVE: return it->u.move.id;
    case SMV_CHANGE_DEL: return it->u.del.id;
    case SMV_CHANGE_UNDEL: return it->u.undel.id;
    case SMV_CHANGE_LEAVE: return it->u.leave.id;
    case SMV_CHANGE_ENTER: {
        struct smv_reader r;
        smv_reader_init(&r, it->u.come.nodes);
        (void)smv_read_array(&r);
        (void)smv_read_array(&r);
        return smv_read_uint(&r);
    }
    }
    return 0;
}

static unsigned item_field(const struct smv_item *it)
{
    return it->change == SMV_CHANGE_SET   ? (unsigned)it->u.set.field
           : it->change == SMV_CHANGE_TXT ? (unsigned)it->u.txt.field
                                          : 0;
}

static uint64_t item_flags(const struct smv_item *it)
{
    return it->change == SMV_CHANGE_SET   ? it->u.set.flags
           : it->change == SMV_CHANGE_TXT ? it->u.txt.flags
                                          : 0;
}

static void clock_text(uint64_t ms, char out[16])
{
    time_t t = (time_t)(ms / 1000U);
    struct tm tm;
    localtime_r(&t, &tm);
    strftime(out, 16, "%H:%M:%S", &tm);
}

static void tell_item(struct watching *w, const struct smv_item *it)
{
    struct smv_client *c = w->x->client;
    struct smv_buf trail = {0}, value = {0}, line = {0}, title = {0};
    char id[SMV_ID_TEXT], room[32], when[16];
    smv_id node = item_node(it);
    unsigned field = item_field(it);
    const struct smv_kind_info *kind = smv_kind_info(smv_client_kind(c, node));
    const struct smv_field_info *info =
        kind != NULL && field != 0 ? smv_field_info(kind->number, field) : NULL;
    const char *lost = smv_map_get(&w->lost, node), *name = who(w, it->ord, room);
    smv_id_text(id, node);
    clock_text(it->ts, when);
    smv_trail(c, node, &trail);
    smv_title_str(c, node, TITLE, &title);
    if (info != NULL) {
        show_value(w, node, field, &value);
    }
    smv_buf_put_str(&line, when);
    smv_buf_put_str(&line, "  ");
    smv_buf_put_str(&line, name);
    smv_buf_put_str(&line, "  ");
    smv_buf_put_str(&line, smv_change_name(it->change));
    smv_buf_put_str(&line, " ");
    smv_buf_put_str(&line, kind != NULL ? kind->name : "node");
    smv_buf_put_str(&line, " ");
    smv_buf_put_str(&line, id);
    smv_buf_put_str(&line, "  ");
    smv_buf_put_str(&line, lost != NULL ? lost : smv_buf_cstr(&trail));
    if (info != NULL) {
        smv_buf_put_str(&line, "  ");
        smv_buf_put_str(&line, info->name);
        smv_buf_put_str(&line, " = ");
        smv_buf_put_span(&line, smv_buf_span(&value));
    }
    if (item_flags(it) != 0) {
        smv_buf_put_str(&line, (item_flags(it) & SMV_FLAG_LATE) != 0 ? _("  [late]")
                                                                     : _("  [unseen overwrite]"));
    }
    struct smv_cell cells[] = {
        smv_num_cell("seq", NULL, (int64_t)it->seq),
        smv_num_cell("ts", NULL, (int64_t)it->ts),
        smv_text_cell("who", NULL, name),
        smv_num_cell("ord", NULL, (int64_t)it->ord),
        smv_num_cell("n", NULL, (int64_t)it->n),
        smv_text_cell("change", NULL, smv_change_name(it->change)),
        smv_text_cell("id", NULL, id),
        smv_text_cell("kind", NULL, kind != NULL ? kind->name : NULL),
        smv_text_cell("field", NULL, info != NULL ? info->name : NULL),
        smv_json_cell("value", info != NULL ? smv_field_json(c, node, info) : json_null()),
        smv_num_cell("flags", NULL, (int64_t)item_flags(it)),
        smv_text_cell("title", NULL, lost != NULL ? lost : smv_buf_cstr(&title)),
        smv_text_cell("where", NULL, smv_buf_cstr(&trail))};
    w->x->out.impl->line(&w->x->out, cells, sizeof cells / sizeof *cells, smv_buf_cstr(&line));
    w->told++;
    smv_buf_finish(&trail);
    smv_buf_finish(&value);
    smv_buf_finish(&line);
    smv_buf_finish(&title);
}

/* What leaves is still there before the message is applied. */
static void note_lost(struct watching *w, smv_id id)
{
    struct smv_buf trail = {0};
    smv_trail(w->x->client, id, &trail);
    smv_free(smv_map_set(&w->lost, id, smv_span_dup_cstr(smv_buf_span(&trail))));
    smv_buf_finish(&trail);
}

static void free_all(struct smv_map *m)
{
    uint64_t key;
    void *value;
    for (size_t i = 0; smv_map_next(m, &i, &key, &value) != 0;) {
        smv_free(value);
    }
    smv_map_finish(m);
}

static void on_frame(void *user, struct smv_span message, bool before)
{
    struct watching *w = user;
    struct smv_client_info info;
    struct smv_msg msg;
    smv_client_info(w->x->client, &info);
    if (smv_msg_read(message, 0, &msg) != SMV_OK || msg.kind != SMV_MSG_KIND_EV) {
        return;
    }
    if (before) {
        w->before = info.seq;
        w->listening = w->live_told || w->missed;
    }
    if (!w->listening) {
        return; /* what was said while nobody listened is history */
    }
    struct smv_reader r;
    smv_reader_init(&r, msg.u.ev.items);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n && r.err == SMV_OK; i++) {
        struct smv_item it;
        if (smv_item_read(&r, &it) != SMV_OK || it.seq <= w->before) {
            continue;
        }
        if (before && it.change == SMV_CHANGE_LEAVE) {
            note_lost(w, it.u.leave.id);
        } else if (!before && info.seq >= it.seq) {
            tell_item(w, &it);
        }
    }
    if (!before) {
        free_all(&w->lost);
        memset(&w->lost, 0, sizeof w->lost);
    }
}

static void tell_state(struct watching *w)
{
    struct smv_client_info info;
    enum smv_client_state state = smv_client_state(w->x->client);
    char sentence[120];
    bool live = state == SMV_CLIENT_LIVE;
    if (state == w->state ||
        (!live && state != SMV_CLIENT_BACKOFF && state != SMV_CLIENT_SUSPECT)) {
        return;
    }
    w->state = state;
    w->live_told |= live;
    smv_client_info(w->x->client, &info);
    snprintf(sentence, sizeof sentence,
             live                          ? _("-- connected, position %llu")
             : state == SMV_CLIENT_BACKOFF ? _("-- not connected, position %llu")
                                           : _("-- no answer for a while, position %llu"),
             (unsigned long long)info.seq);
    struct smv_cell cells[] = {smv_text_cell("state", NULL, smv_client_state_name(state)),
                               smv_num_cell("seq", NULL, (int64_t)info.seq),
                               smv_num_cell("unconfirmed", NULL, (int64_t)info.unconfirmed)};
    w->x->out.impl->line(&w->x->out, cells, 3, sentence);
}

static void on_news(void *user, unsigned news)
{
    struct watching *w = user;
    if ((news & SMV_NEWS_PRESENCE) != 0) {
        learn_names(w);
    }
    if ((news & SMV_NEWS_STATE) != 0) {
        tell_state(w);
    }
}

static bool enough(void *user)
{
    struct watching *w = user;
    struct smv_client_info info;
    smv_client_info(w->x->client, &info);
    return (w->until_seq > 0 && w->live_told && info.seq >= w->until_seq) ||
           (w->count > 0 && w->told >= w->count);
}

static enum smv_cli_exit run_watch(struct smv_ctx *x)
{
    struct watching w = {.x = x, .state = SMV_CLIENT_IDLE, .missed = smv_opt(x, "missed") != NULL};
    uint64_t seconds = 0;
    if (!smv_opt_number(x, "until-seq", UINT64_C(9007199254740991), &w.until_seq) ||
        !smv_opt_number(x, "count", 1000000000, &w.count) ||
        !smv_opt_number(x, "for", 86400, &seconds)) {
        return SMV_CLI_USAGE;
    }
    enum smv_cli_exit e = smv_open_session(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    w.f = (struct smv_fields){x->client, x->profile.place, 0};
    struct smv_session_hooks hooks = {.user = &w, .on_frame = on_frame, .on_news = on_news};
    smv_session_set_hooks(x->session, &hooks);
    enum smv_session_end end =
        smv_session_run(x->session, enough, &w, (unsigned)seconds * 1000U, /* patient */ true);
    memset(&hooks, 0, sizeof hooks);
    smv_session_set_hooks(x->session, &hooks);
    free_all(&w.names);
    free_all(&w.lost);
    if (end == SMV_SESSION_DENIED) {
        return smv_denied(x);
    }
    if (end == SMV_SESSION_BROKEN) {
        return smv_fail(SMV_CLI_INTERNAL, _("%s cannot be written"), x->profile.folder);
    }
    return w.live_told ? SMV_CLI_DONE : SMV_CLI_OFFLINE;
}

static const struct smv_cmd_option options[] = {
    {"until-seq", N_("N"), N_("end when position N of the log has been reached")},
    {"count", N_("N"), N_("end after N changes")},
    {"for", N_("SECONDS"), N_("end after so long")},
    {"missed", NULL, N_("begin with what happened since this computer was last connected")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_watch = {
    .name = "watch",
    .args = "[--missed] [--until-seq N] [--count N] [--for SECONDS]",
    .about = N_("Follow what happens, line by line, until interrupted"),
    .more = N_(
        "With --json each line is an object: state lines have \"state\", changes have \"change\"."),
    .options = options,
    .run = run_watch};
