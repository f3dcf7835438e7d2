/* clock.c - "clock": start, pause, extend and end a session; "lock" and "unlock": a sheet. */
#include <stdlib.h>
#include <string.h>
#include "client-cli/cmd/node.h"
#include "client-cli/cmd/verbs.h"
#include "common/base/heap.h"

enum { START, PAUSE, RESUME, ADD, END };
#define PAUSED_BASE INT64_C(1000000000000)

static bool read_action(struct smv_ctx *x, unsigned *ret_action, int64_t *ret_ms)
{
    static const char *const words[] = {"start", "pause", "resume", "", "end"};
    const char *a = x->args[1];
    char *end;
    *ret_ms = 0;
    for (unsigned i = 0; i < 5; i++) {
        if (*words[i] != '\0' && strcmp(a, words[i]) == 0) {
            *ret_action = i;
            if (x->n_args == 2) {
                return true;
            }
            long minutes = strtol(x->args[2], &end, 10);
            *ret_ms = minutes * INT64_C(60000);
            return i == START && *end == '\0' && minutes > 0 && minutes <= 1440;
        }
    }
    long minutes = strtol(a, &end, 10);
    *ret_action = ADD;
    *ret_ms = minutes * INT64_C(60000);
    return (*a == '+' || *a == '-') && end != a && *end == '\0' && x->n_args == 2 && minutes != 0 &&
           minutes >= -1440 && minutes <= 1440;
}

/* What is left, ms; false: it does not run. */
static bool left_of(struct smv_ctx *x, smv_id session, int64_t *ret_ms)
{
    uint64_t state = smv_num(x->client, session, SMV_SESSION_STATE);
    if (state == 1) {
        *ret_ms = (int64_t)smv_num(x->client, session, SMV_SESSION_ENDS) - smv_now_ms(x);
    } else if (state == 2) {
        *ret_ms = (int64_t)smv_num(x->client, session, SMV_SESSION_LEFT) - PAUSED_BASE;
    }
    return state == 1 || state == 2;
}

static void session_row(struct smv_ctx *x, smv_id id)
{
    static const char *const states[] = {N_("planned"), N_("running"), N_("paused"), N_("ended")};
    static const char *const keys[] = {"planned", "running", "paused", "ended"};
    struct smv_buf title = {0};
    char text[SMV_ID_TEXT], left[40] = "", planned[16] = "";
    int64_t ms = 0;
    uint64_t state = smv_num(x->client, id, SMV_SESSION_STATE) & 3;
    uint64_t hour = smv_num(x->client, id, SMV_SESSION_PLANNED);
    bool runs = left_of(x, id, &ms);
    if (runs) {
        int64_t s = ms < 0 ? -ms / 1000 : (ms + 999) / 1000;
        snprintf(left, sizeof left, "%s%lld:%02lld", ms < 0 ? "-" : "", (long long)(s / 60),
                 (long long)(s % 60));
    }
    if (hour > 0) {
        snprintf(planned, sizeof planned, "%02u:%02u", (unsigned)(hour / 100),
                 (unsigned)(hour % 100));
    }
    smv_id_text(text, id);
    struct smv_cell row[] = {
        smv_text_cell("id", "ID", text),
        smv_text_cell("planned", _("PLANNED"), planned),
        smv_num_cell("minutes", _("MINUTES"), (int64_t)smv_num(x->client, id, SMV_SESSION_MINUTES)),
        smv_text_cell("state", NULL, keys[state]),
        smv_text_cell(NULL, _("STATE"), _(states[state])),
        smv_json_cell("left_ms", runs ? json_integer(ms) : json_null()),
        smv_text_cell(NULL, _("LEFT"), left),
        smv_text_cell("title", _("SESSION"), smv_title_str(x->client, id, 60, &title))};
    x->out.impl->row(&x->out, row, 8);
    smv_buf_finish(&title);
}

static void print_sessions(struct smv_ctx *x, smv_id only)
{
    size_t n;
    smv_id *kids = smv_children(x->client, SMV_ROOT, false, &n);
    x->out.impl->table(&x->out, "sessions");
    for (size_t i = 0; i < n; i++) {
        if (smv_client_kind(x->client, kids[i]) == SMV_KIND_SESSION &&
            (only == 0 || kids[i] == only)) {
            session_row(x, kids[i]);
        }
    }
    x->out.impl->end(&x->out);
    smv_free(kids);
}

static enum smv_cli_exit run_clock(struct smv_ctx *x)
{
    unsigned action = 0;
    int64_t ms = 0;
    smv_id session = 0;
    if (x->n_args > 1 && !read_action(x, &action, &ms)) {
        return smv_fail(
            SMV_CLI_USAGE,
            _("a clock takes start [MINUTES], pause, resume, end, +MINUTES or -MINUTES"));
    }
    enum smv_cli_exit e = smv_open(x);
    if (e == SMV_CLI_DONE && x->n_args > 0) {
        e = smv_need_kind(x, x->args[0], SMV_KIND_SESSION, &session);
    }
    if (e != SMV_CLI_DONE) {
        return e;
    }
    if (x->n_args > 1) {
        if (!smv_client_clock(x->client, session, action, ms)) {
            return smv_fail(SMV_CLI_DENIED, _("this link cannot write that"));
        }
        e = smv_commit(x);
    }
    print_sessions(x, session);
    return e != SMV_CLI_DONE ? e : x->offline ? SMV_CLI_OFFLINE : SMV_CLI_DONE;
}

/* --- lock ---------------------------------------------------------------------------------------------- */
static enum smv_cli_exit set_lock(struct smv_ctx *x, bool on)
{
    smv_id *sheets = smv_zalloc(x->n_args * sizeof *sheets);
    enum smv_cli_exit e = smv_open(x);
    for (size_t i = 0; e == SMV_CLI_DONE && i < x->n_args; i++) {
        e = smv_need_kind(x, x->args[i], SMV_KIND_SHEET, &sheets[i]);
    }
    for (size_t i = 0; e == SMV_CLI_DONE && i < x->n_args; i++) {
        if (!smv_client_lock(x->client, sheets[i], on)) {
            e = smv_fail(SMV_CLI_DENIED, _("this link cannot write that"));
        }
    }
    smv_free(sheets);
    if (e == SMV_CLI_DONE) {
        e = smv_commit(x);
        smv_out_fact(&x->out, smv_text_cell("state", NULL, smv_exit_word(e)));
    }
    return e;
}

static enum smv_cli_exit run_lock(struct smv_ctx *x)
{
    return set_lock(x, true);
}

static enum smv_cli_exit run_unlock(struct smv_ctx *x)
{
    return set_lock(x, false);
}

const struct smv_cmd smv_cmd_clock = {
    .name = "clock",
    .args = "[SESSION [start [MINUTES] | pause | resume | +MINUTES | -MINUTES | end]]",
    .about = N_("Show the sessions' clocks, or run one for all rooms"),
    .max_args = 3,
    .run = run_clock};
const struct smv_cmd smv_cmd_lock = {
    .name = "lock",
    .args = "SHEET...",
    .about = N_("End new work on sheets; what was on its way still counts"),
    .min_args = 1,
    .max_args = SMV_MANY,
    .run = run_lock};
const struct smv_cmd smv_cmd_unlock = {.name = "unlock",
                                       .args = "SHEET...",
                                       .about = N_("Open locked sheets again"),
                                       .min_args = 1,
                                       .max_args = SMV_MANY,
                                       .run = run_unlock};
