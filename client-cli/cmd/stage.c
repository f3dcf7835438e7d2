/* stage.c - "stage": what a plenary screen shows; "poll": open, close and reveal a question to all. */
#include <stdlib.h>
#include <string.h>
#include "client-cli/cmd/fields.h"
#include "client-cli/cmd/verbs.h"
#include "common/base/heap.h"

enum { MODE_SHEETS = 1, MODE_QUESTION = 2, MODE_POLL = 3, MODE_BLANK = 6 };

static enum smv_cli_exit set_list(struct smv_ctx *x, smv_id stage, unsigned field)
{
    struct smv_value v = {.type = SMV_TYPE_LIST};
    enum smv_cli_exit e = SMV_CLI_DONE;
    if (x->n_args - 2 > 16) {
        return smv_fail(SMV_CLI_USAGE, _("at most 16 at once"));
    }
    for (size_t i = 2; e == SMV_CLI_DONE && i < x->n_args; i++) {
        smv_id id = 0;
        e = smv_need_node(x, x->args[i], &id);
        v.list[v.n_list++] = id;
    }
    if (e == SMV_CLI_DONE && !smv_client_set(x->client, stage, field, &v)) {
        e = smv_fail(SMV_CLI_DENIED, _("this link cannot write that"));
    }
    return e;
}

/* The mode that suits what is shown. */
static unsigned mode_for(struct smv_ctx *x, smv_id stage)
{
    struct smv_value v;
    smv_client_value(x->client, stage, SMV_STAGE_SHOW, &v);
    unsigned kind = v.n_list > 0 ? smv_client_kind(x->client, v.list[0]) : SMV_KIND_SHEET;
    return kind == SMV_KIND_QUESTION ? MODE_QUESTION
           : kind == SMV_KIND_POLL   ? MODE_POLL
                                     : MODE_SHEETS;
}

static enum smv_cli_exit set_named(struct smv_ctx *x, smv_id stage, unsigned field,
                                   const char *text)
{
    struct smv_value v;
    char why[200];
    struct smv_fields f = {x->client, 0, 0};
    const struct smv_field_info *info = smv_field_info(SMV_KIND_STAGE, field);
    if (!smv_field_read(&f, info, text, &v, why)) {
        return smv_fail(SMV_CLI_USAGE, _("%s takes %s; not \"%s\""), info->name, why, text);
    }
    return smv_set_num(x, stage, field, v.num);
}

static enum smv_cli_exit act(struct smv_ctx *x, smv_id stage)
{
    const char *what = x->args[1];
    enum smv_cli_exit e;
    if (strcmp(what, "show") == 0 && x->n_args > 2) {
        e = set_list(x, stage, SMV_STAGE_SHOW);
        e = e == SMV_CLI_DONE ? smv_set_num(x, stage, SMV_STAGE_PAGE, 0) : e;
        return e == SMV_CLI_DONE ? smv_set_num(x, stage, SMV_STAGE_MODE, mode_for(x, stage)) : e;
    }
    if (strcmp(what, "next") == 0) {
        return set_list(x, stage, SMV_STAGE_NEXT);
    }
    if (strcmp(what, "blank") == 0 && x->n_args == 2) {
        return smv_set_num(x, stage, SMV_STAGE_MODE, MODE_BLANK);
    }
    if (strcmp(what, "mode") == 0 && x->n_args == 3) {
        return set_named(x, stage, SMV_STAGE_MODE, x->args[2]);
    }
    if (strcmp(what, "page") == 0 && x->n_args == 3) {
        return set_named(x, stage, SMV_STAGE_PAGE, x->args[2]);
    }
    return smv_fail(SMV_CLI_USAGE,
                    _("a stage takes show NODE..., next NODE..., mode MODE, page N or blank"));
}

static void stage_row(struct smv_ctx *x, smv_id id)
{
    char text[SMV_ID_TEXT];
    struct smv_buf name = {0}, mode = {0}, show = {0};
    struct smv_fields f = {x->client, 0, 0};
    const struct smv_field_info *m = smv_field_info(SMV_KIND_STAGE, SMV_STAGE_MODE);
    struct smv_value v;
    smv_client_value(x->client, id, SMV_STAGE_MODE, &v);
    smv_field_show(&f, m, &v, &mode);
    smv_field_text(&f, id, smv_field_info(SMV_KIND_STAGE, SMV_STAGE_SHOW), &show);
    smv_id_text(text, id);
    struct smv_cell row[] = {
        smv_text_cell("id", "ID", text),
        smv_text_cell("name", _("SCREEN"), smv_title_str(x->client, id, 30, &name)),
        smv_text_cell("mode", _("MODE"), smv_buf_cstr(&mode)),
        smv_num_cell("page", _("PAGE"), (int64_t)smv_num(x->client, id, SMV_STAGE_PAGE)),
        smv_json_cell("fields", smv_fields_json(x->client, id)),
        smv_text_cell(NULL, _("SHOWS"), smv_buf_cstr(&show))};
    x->out.impl->row(&x->out, row, 6);
    smv_buf_finish(&name);
    smv_buf_finish(&mode);
    smv_buf_finish(&show);
}

static enum smv_cli_exit run_stage(struct smv_ctx *x)
{
    smv_id stage = 0;
    size_t n;
    enum smv_cli_exit e = smv_open(x);
    if (e == SMV_CLI_DONE && x->n_args > 0) {
        e = smv_need_kind(x, x->args[0], SMV_KIND_STAGE, &stage);
    }
    if (e == SMV_CLI_DONE && x->n_args > 1) {
        e = act(x, stage);
        e = e == SMV_CLI_DONE ? smv_commit(x) : e;
    }
    if (e != SMV_CLI_DONE) {
        return e;
    }
    smv_id *kids = smv_children(x->client, SMV_ROOT, false, &n);
    x->out.impl->table(&x->out, "stages");
    for (size_t i = 0; i < n; i++) {
        if (smv_client_kind(x->client, kids[i]) == SMV_KIND_STAGE &&
            (stage == 0 || stage == kids[i])) {
            stage_row(x, kids[i]);
        }
    }
    x->out.impl->end(&x->out);
    smv_free(kids);
    return x->offline ? SMV_CLI_OFFLINE : SMV_CLI_DONE;
}

/* --- poll ---------------------------------------------------------------------------------------------------- */
static void poll_answers(struct smv_ctx *x, smv_id poll)
{
    size_t n;
    struct smv_buf title = {0};
    smv_id *kids = smv_children(x->client, poll, false, &n);
    x->out.impl->table(&x->out, "answers");
    for (size_t i = 0; i < n; i++) {
        char id[SMV_ID_TEXT];
        if (smv_client_kind(x->client, kids[i]) != SMV_KIND_ANSWER) {
            continue;
        }
        smv_id_text(id, kids[i]);
        struct smv_cell row[] = {
            smv_text_cell("id", "ID", id),
            smv_num_cell("count", _("COUNT"),
                         (int64_t)smv_num(x->client, kids[i], SMV_ANSWER_COUNT)),
            smv_bool_cell("held", _("HELD"), smv_num(x->client, kids[i], SMV_ANSWER_HELD) != 0),
            smv_text_cell("text", _("ANSWER"), smv_title_str(x->client, kids[i], 0, &title))};
        x->out.impl->row(&x->out, row, 4);
    }
    x->out.impl->end(&x->out);
    smv_buf_finish(&title);
    smv_free(kids);
}

static enum smv_cli_exit run_poll(struct smv_ctx *x)
{
    static const struct {
        const char *word;
        unsigned field;
        uint64_t value;
    } acts[] = {{"open", SMV_POLL_STATE, 1},
                {"close", SMV_POLL_STATE, 2},
                {"reveal", SMV_POLL_REVEALED, 1},
                {"hide", SMV_POLL_REVEALED, 0}};
    smv_id poll = 0;
    size_t i = 0;
    while (x->n_args > 1 && i < 4 && strcmp(acts[i].word, x->args[1]) != 0) {
        i++;
    }
    if (i == 4) {
        return smv_fail(SMV_CLI_USAGE, _("a poll takes open, close, reveal or hide"));
    }
    enum smv_cli_exit e = smv_open(x);
    e = e == SMV_CLI_DONE ? smv_need_kind(x, x->args[0], SMV_KIND_POLL, &poll) : e;
    if (e == SMV_CLI_DONE && x->n_args > 1) {
        e = smv_set_num(x, poll, acts[i].field, acts[i].value);
        e = e == SMV_CLI_DONE ? smv_commit(x) : e;
    }
    if (e != SMV_CLI_DONE) {
        return e;
    }
    static const char *const states[] = {"not yet", "open", "closed"};
    uint64_t state = smv_num(x->client, poll, SMV_POLL_STATE);
    smv_out_fact(&x->out, smv_text_cell("state", _("state"), states[state < 3 ? state : 0]));
    smv_out_fact(&x->out, smv_bool_cell("revealed", _("revealed"),
                                        smv_num(x->client, poll, SMV_POLL_REVEALED) != 0));
    smv_out_fact(&x->out, smv_num_cell("count", _("answered"),
                                       (int64_t)smv_num(x->client, poll, SMV_POLL_COUNT)));
    poll_answers(x, poll);
    return x->offline ? SMV_CLI_OFFLINE : SMV_CLI_DONE;
}

const struct smv_cmd smv_cmd_stage = {
    .name = "stage",
    .args = "[SCREEN [show NODE... | next NODE... | mode MODE | page N | blank]]",
    .about = N_("Show or choose what a plenary screen shows"),
    .more =
        N_("Modes: title, sheets, question across groups, poll, countdown, join, blank, agenda."),
    .max_args = 18,
    .run = run_stage};
const struct smv_cmd smv_cmd_poll = {
    .name = "poll",
    .args = "POLL [open | close | reveal | hide]",
    .about = N_("Show a poll's answers, or open, close and reveal it"),
    .more = N_("Closing is for good: the key that tells devices apart is destroyed."),
    .min_args = 1,
    .max_args = 2,
    .run = run_poll};
