/* ask.c - "history": a node's past from the daemon; "summary": how far every room has come. */
#include <string.h>
#include <time.h>
#include "client-cli/cmd/fields.h"
#include "client-cli/cmd/verbs.h"
#include "common/base/heap.h"
#include "common/base/limits.h"

struct waiting {
    struct smv_ctx *x;
    enum smv_msg_kind kind;
    const struct smv_msg *old; /* what was there before the question */
    bool come;
};

static void on_news(void *user, unsigned news)
{
    struct waiting *w = user;
    w->come |= (news & (w->kind == SMV_MSG_KIND_PAST ? SMV_NEWS_PAST : SMV_NEWS_SUMMARY)) != 0;
}

static bool has_come(void *user)
{
    struct waiting *w = user;
    return w->come;
}

static enum smv_cli_exit wait_for(struct waiting *w)
{
    struct smv_session_hooks hooks = {.user = w, .on_news = on_news};
    if (w->x->offline) {
        return SMV_CLI_OFFLINE;
    }
    smv_session_set_hooks(w->x->session, &hooks);
    smv_session_local(w->x->session);
    enum smv_session_end end =
        smv_session_run(w->x->session, has_come, w, w->x->wait_ms, w->x->patient);
    memset(&hooks, 0, sizeof hooks);
    smv_session_set_hooks(w->x->session, &hooks);
    return end == SMV_SESSION_TRUE
               ? SMV_CLI_DONE
               : smv_fail(SMV_CLI_OFFLINE, _("the daemon did not answer in time"));
}

/* --- history -------------------------------------------------------------------------------------------- */
static void when_text(uint64_t ms, char out[32])
{
    time_t t = (time_t)(ms / 1000U);
    struct tm tm;
    localtime_r(&t, &tm);
    strftime(out, 32, "%Y-%m-%d %H:%M:%S", &tm);
}

/* What was asked for, as far as it can be told in a line. */
static void what_text(struct smv_ctx *x, smv_id id, unsigned op, struct smv_reader *r,
                      uint32_t args, struct smv_buf *ret)
{
    unsigned kind = smv_client_kind(x->client, id);
    uint64_t field = 0;
    uint32_t taken = 0;
    smv_buf_clear(ret);
    if (op == SMV_OP_SET || op == SMV_OP_TXT) {
        (void)smv_read_uint(r);
        field = smv_read_uint_max(r, SMV_FIELD_MAX);
        taken = 2;
        const struct smv_field_info *info = smv_field_info(kind, (unsigned)field);
        smv_buf_put_str(ret, info != NULL ? info->name : "?");
        struct smv_value v;
        if (info != NULL && op == SMV_OP_SET && smv_value_read(r, info, &v) == SMV_OK) {
            struct smv_fields f = {x->client, x->profile.place, 0};
            smv_buf_put_str(ret, " = ");
            smv_field_show(&f, info, &v, ret);
            taken++;
        } else if (op == SMV_OP_TXT) {
            struct smv_ot ot = {0};
            if (smv_ot_read(r, SMV_MAX_TEXT_BYTES, &ot) == SMV_OK) {
                smv_buf_put_str(ret, " + \"");
                smv_buf_put_span(ret, smv_buf_span(&ot.text));
                smv_buf_put_str(ret, "\"");
                taken++;
            }
            smv_ot_finish(&ot);
        }
    }
    while (taken < args && r->err == SMV_OK) {
        (void)smv_read_skip(r);
        taken++;
    }
}

static smv_seq print_past(struct smv_ctx *x, smv_id id, const struct smv_msg_past *past,
                          size_t *ret_n)
{
    struct smv_reader r;
    smv_seq lowest = 0;
    struct smv_buf what = {0}, line = {0};
    smv_reader_init(&r, past->list);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n && r.err == SMV_OK; i++) {
        char when[32];
        uint32_t parts = smv_read_array(&r);
        uint64_t seq = smv_read_uint(&r), ts = smv_read_uint(&r), ord = smv_read_uint(&r);
        char *name = smv_span_dup_cstr(smv_read_str(&r, SMV_MAX_NAME));
        uint64_t op = smv_read_uint(&r);
        what_text(x, id, (unsigned)op, &r, parts >= 5 ? parts - 5 : 0, &what);
        smv_one_line(smv_buf_span(&what), 0, &line);
        when_text(ts, when);
        struct smv_cell row[] = {smv_num_cell("seq", _("POSITION"), (int64_t)seq),
                                 smv_num_cell("ts", NULL, (int64_t)ts),
                                 smv_text_cell(NULL, _("WHEN"), when),
                                 smv_text_cell("who", _("WHO"),
                                               *name != '\0' ? name
                                               : ord == 0    ? "samverkad"
                                                             : "?"),
                                 smv_num_cell("ord", NULL, (int64_t)ord),
                                 smv_text_cell("op", _("DID"), smv_op_name((enum smv_op_kind)op)),
                                 smv_text_cell("what", _("WHAT"), smv_buf_cstr(&line))};
        if (r.err == SMV_OK) {
            x->out.impl->row(&x->out, row, 7);
            lowest = lowest == 0 ? seq : lowest;
            (*ret_n)++;
        }
        smv_free(name);
    }
    smv_buf_finish(&what);
    smv_buf_finish(&line);
    return lowest;
}

static enum smv_cli_exit run_history(struct smv_ctx *x)
{
    smv_id id = 0;
    uint64_t before = 0;
    if (!smv_opt_number(x, "before", UINT64_C(9007199254740991), &before)) {
        return SMV_CLI_USAGE;
    }
    enum smv_cli_exit e = smv_open(x);
    e = e == SMV_CLI_DONE ? smv_need_node(x, x->args[0], &id) : e;
    if (e != SMV_CLI_DONE) {
        return e;
    }
    struct waiting w = {.x = x, .kind = SMV_MSG_KIND_PAST};
    if (!x->offline && !smv_client_fetch(x->client, 1, id, 0, before)) {
        return smv_fail(SMV_CLI_OFFLINE, _("the past cannot be asked for just now"));
    }
    e = wait_for(&w);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    const struct smv_msg *msg = smv_client_last(x->client, SMV_MSG_KIND_PAST);
    if (msg == NULL || msg->u.past.code != 0) {
        unsigned code = msg != NULL ? (unsigned)msg->u.past.code : 0;
        return smv_fail(code == SMV_CODE_FORBIDDEN ? SMV_CLI_DENIED : SMV_CLI_NOT_FOUND, "%s",
                        smv_code_text((enum smv_code)code));
    }
    size_t n = 0;
    x->out.impl->table(&x->out, "history");
    smv_seq lowest = print_past(x, id, &msg->u.past, &n);
    x->out.impl->end(&x->out);
    if (n >= 64) {
        smv_out_sayf(&x->out, _("older: samverka history %s --before %llu"), x->args[0],
                     (unsigned long long)lowest);
    }
    return SMV_CLI_DONE;
}

/* --- summary --------------------------------------------------------------------------------------------- */
struct progress {
    unsigned states[5];
    unsigned all;
};

static void read_states(struct smv_reader *r, struct progress *p)
{
    uint32_t n = smv_read_array(r);
    memset(p, 0, sizeof *p);
    for (uint32_t i = 0; i < n && r->err == SMV_OK; i++) {
        smv_read_array_of(r, 2);
        (void)smv_read_uint(r);
        p->states[smv_read_uint_max(r, 4)]++;
        p->all++;
    }
}

static json_t *progress_json(const struct progress *p)
{
    return json_pack("{s:i, s:i, s:i, s:i, s:i}", "empty", (int)p->states[0], "begun",
                     (int)p->states[1], "summary", (int)p->states[2], "done", (int)p->states[3],
                     "skipped", (int)p->states[4]);
}

static void summary_row(struct smv_ctx *x, struct smv_reader *r)
{
    struct smv_buf place = {0}, session = {0}, newest = {0};
    struct progress p;
    char quiet[40] = "", done[40], room[SMV_ID_TEXT], pass[SMV_ID_TEXT], node_id[SMV_ID_TEXT];
    smv_read_array_of(r, 5);
    smv_id place_id = smv_read_uint(r), session_id = smv_read_uint(r);
    uint64_t last = smv_read_uint(r);
    smv_id node = smv_read_uint(r);
    read_states(r, &p);
    if (r->err != SMV_OK) {
        return;
    }
    int64_t minutes = last > 0 ? (smv_now_ms(x) - (int64_t)last) / 60000 : -1;
    if (minutes >= 0) {
        snprintf(quiet, sizeof quiet, ngettext("%lld min", "%lld min", (unsigned long)minutes),
                 (long long)minutes);
    }
    snprintf(done, sizeof done, "%u/%u", p.states[2] + p.states[3] + p.states[4], p.all);
    smv_id_text(room, place_id);
    smv_id_text(pass, session_id);
    smv_id_text(node_id, node);
    struct smv_cell row[] = {
        smv_text_cell("place_id", NULL, room),
        smv_text_cell("session_id", NULL, pass),
        smv_text_cell("session", _("SESSION"), smv_title_str(x->client, session_id, 24, &session)),
        smv_text_cell("place", _("ROOM"), smv_title_str(x->client, place_id, 24, &place)),
        smv_text_cell(NULL, _("ANSWERED"), done),
        smv_num_cell(NULL, _("BEGUN"), p.states[1]),
        smv_text_cell(NULL, _("QUIET"), quiet),
        smv_num_cell("last_ms", NULL, (int64_t)last),
        smv_json_cell("questions", progress_json(&p)),
        smv_text_cell("newest_id", NULL, node != 0 ? node_id : NULL),
        smv_text_cell("newest", _("NEWEST"),
                      node != 0 ? smv_title_str(x->client, node, 50, &newest) : "")};
    x->out.impl->row(&x->out, row, sizeof row / sizeof *row);
    smv_buf_finish(&place);
    smv_buf_finish(&session);
    smv_buf_finish(&newest);
}

static enum smv_cli_exit run_summary(struct smv_ctx *x)
{
    struct smv_client_info info;
    struct waiting w = {.x = x, .kind = SMV_MSG_KIND_SUMMARY};
    enum smv_cli_exit e = smv_open(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    smv_client_info(x->client, &info);
    if (info.role > SMV_ROLE_MODERATOR) {
        return smv_fail(SMV_CLI_DENIED, _("the summary is for moderators and organisers"));
    }
    const struct smv_msg *msg = smv_client_last(x->client, SMV_MSG_KIND_SUMMARY);
    if (msg == NULL) {
        e = wait_for(&w);
        msg = smv_client_last(x->client, SMV_MSG_KIND_SUMMARY);
    }
    if (e != SMV_CLI_DONE || msg == NULL) {
        return e != SMV_CLI_DONE ? e : smv_fail(SMV_CLI_OFFLINE, _("there is no summary yet"));
    }
    struct smv_reader r;
    smv_reader_init(&r, msg->u.summary.rooms);
    uint32_t n = smv_read_array(&r);
    x->out.impl->table(&x->out, "rooms");
    for (uint32_t i = 0; i < n && r.err == SMV_OK; i++) {
        summary_row(x, &r);
    }
    x->out.impl->end(&x->out);
    return SMV_CLI_DONE;
}

static const struct smv_cmd_option history_options[] = {
    {"before", N_("POSITION"), N_("only what was before this position")}, {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_history = {.name = "history",
                                        .args = "NODE [--before POSITION]",
                                        .about = N_("Tell who did what to a node, and when"),
                                        .options = history_options,
                                        .min_args = 1,
                                        .max_args = 1,
                                        .run = run_history};
const struct smv_cmd smv_cmd_summary = {.name = "summary",
                                        .args = "",
                                        .about =
                                            N_("Show how far every room has come (moderators)"),
                                        .run = run_summary};
