/* notice.c - "notice": the moderator's messages to rooms; "call": rooms that ask for somebody. */
#include <string.h>
#include "client-cli/cmd/node.h"
#include "client-cli/cmd/verbs.h"
#include "common/base/heap.h"

static enum smv_cli_exit add_node(struct smv_ctx *x, unsigned kind, smv_id parent,
                                  const struct smv_field_value *fields, size_t n)
{
    char text[SMV_ID_TEXT];
    const smv_id *ids;
    size_t kids = smv_client_children(x->client, parent, true, &ids);
    smv_id after = kids > 0 ? ids[kids - 1] : 0;
    smv_id id = smv_client_add(x->client, kind, parent, after, fields, n);
    if (id == 0) {
        return smv_fail(SMV_CLI_USAGE, _("that cannot be added: too long, or not for this link"));
    }
    enum smv_cli_exit e = smv_commit(x);
    smv_id_text(text, id);
    smv_out_fact(&x->out, smv_text_cell("id", "", text));
    smv_out_fact(&x->out, smv_text_cell("state", NULL, smv_exit_word(e)));
    return e;
}

static enum smv_cli_exit change(struct smv_ctx *x, const char *address, unsigned kind,
                                unsigned field, uint64_t value)
{
    smv_id id = 0;
    enum smv_cli_exit e = smv_need_kind(x, address, kind, &id);
    e = e == SMV_CLI_DONE ? smv_set_num(x, id, field, value) : e;
    return e == SMV_CLI_DONE ? smv_commit(x) : e;
}

static enum smv_cli_exit find_place(struct smv_ctx *x, const char *address, smv_id *ret)
{
    enum smv_cli_exit e = smv_need_node(x, address, ret);
    unsigned kind = e == SMV_CLI_DONE ? smv_client_kind(x->client, *ret) : 0;
    if (e == SMV_CLI_DONE && kind != SMV_KIND_ROOM && kind != SMV_KIND_GROUP) {
        return smv_fail(SMV_CLI_NOT_FOUND, _("\"%s\" is no room or group"), address);
    }
    return e;
}

/* --- notice ------------------------------------------------------------------------------------------------ */
static void list_notices(struct smv_ctx *x)
{
    size_t n;
    struct smv_buf text = {0}, place = {0};
    smv_id *kids = smv_children(x->client, SMV_ROOT, false, &n);
    x->out.impl->table(&x->out, "notices");
    for (size_t i = 0; i < n; i++) {
        const smv_id *receipts;
        char id[SMV_ID_TEXT];
        if (smv_client_kind(x->client, kids[i]) != SMV_KIND_NOTICE) {
            continue;
        }
        smv_id to = smv_num(x->client, kids[i], SMV_NOTICE_PLACE);
        size_t seen = smv_client_children(x->client, kids[i], false, &receipts);
        smv_id_text(id, kids[i]);
        struct smv_cell row[] = {
            smv_text_cell("id", "ID", id),
            smv_text_cell("to", _("TO"),
                          to != 0 ? smv_title_str(x->client, to, 30, &place) : _("all")),
            smv_num_cell("seen", _("SEEN"), (int64_t)seen),
            smv_bool_cell("withdrawn", _("WITHDRAWN"),
                          smv_num(x->client, kids[i], SMV_NOTICE_WITHDRAWN) != 0),
            smv_text_cell("text", _("TEXT"), smv_title_str(x->client, kids[i], 0, &text))};
        x->out.impl->row(&x->out, row, 5);
    }
    x->out.impl->end(&x->out);
    smv_buf_finish(&text);
    smv_buf_finish(&place);
    smv_free(kids);
}

static enum smv_cli_exit say_seen(struct smv_ctx *x, const char *address)
{
    smv_id notice = 0;
    enum smv_cli_exit e = smv_need_kind(x, address, SMV_KIND_NOTICE, &notice);
    struct smv_field_value place = {SMV_RECEIPT_PLACE,
                                    {.type = SMV_TYPE_REF, .num = x->profile.place}};
    return e == SMV_CLI_DONE ? add_node(x, SMV_KIND_RECEIPT, notice, &place, 1) : e;
}

static enum smv_cli_exit run_notice(struct smv_ctx *x)
{
    const char *to = smv_opt(x, "to"), *seen = smv_opt(x, "seen"),
               *withdraw = smv_opt(x, "withdraw");
    enum smv_cli_exit e = smv_open(x);
    smv_id place = 0;
    if (e != SMV_CLI_DONE) {
        return e;
    }
    if (seen != NULL) {
        return say_seen(x, seen);
    }
    if (withdraw != NULL) {
        return change(x, withdraw, SMV_KIND_NOTICE, SMV_NOTICE_WITHDRAWN, 1);
    }
    if (x->n_args == 0) {
        list_notices(x);
        return x->offline ? SMV_CLI_OFFLINE : SMV_CLI_DONE;
    }
    e = to != NULL ? find_place(x, to, &place) : SMV_CLI_DONE;
    struct smv_field_value fields[] = {
        {SMV_NOTICE_TEXT, {.type = SMV_TYPE_TEXT, .str = smv_span_str(x->args[0])}},
        {SMV_NOTICE_PLACE, {.type = SMV_TYPE_REF, .num = place}}};
    return e == SMV_CLI_DONE ? add_node(x, SMV_KIND_NOTICE, SMV_ROOT, fields, place != 0 ? 2 : 1)
                             : e;
}

/* --- call ---------------------------------------------------------------------------------------------------- */
static void list_calls(struct smv_ctx *x)
{
    static const char *const abouts[] = {"help", "technical", "content"};
    static const char *const states[] = {"waiting", "coming", "over"};
    size_t n;
    struct smv_buf text = {0}, place = {0};
    smv_id *kids = smv_children(x->client, SMV_ROOT, false, &n);
    x->out.impl->table(&x->out, "calls");
    for (size_t i = 0; i < n; i++) {
        char id[SMV_ID_TEXT];
        if (smv_client_kind(x->client, kids[i]) != SMV_KIND_CALL) {
            continue;
        }
        uint64_t about = smv_num(x->client, kids[i], SMV_CALL_ABOUT);
        uint64_t state = smv_num(x->client, kids[i], SMV_CALL_STATE);
        smv_id from = smv_num(x->client, kids[i], SMV_CALL_PLACE);
        smv_buf_clear(&text);
        smv_client_text(x->client, kids[i], SMV_CALL_TEXT, &text);
        smv_id_text(id, kids[i]);
        struct smv_cell row[] = {
            smv_text_cell("id", "ID", id),
            smv_text_cell("place", _("ROOM"), smv_title_str(x->client, from, 30, &place)),
            smv_text_cell("about", _("ABOUT"), abouts[about < 3 ? about : 0]),
            smv_text_cell("state", _("STATE"), states[state < 3 ? state : 0]),
            smv_text_cell("text", _("TEXT"), smv_buf_cstr(&text))};
        x->out.impl->row(&x->out, row, 5);
    }
    x->out.impl->end(&x->out);
    smv_buf_finish(&text);
    smv_buf_finish(&place);
    smv_free(kids);
}

static enum smv_cli_exit make_call(struct smv_ctx *x)
{
    static const char *const words[] = {"help", "technical", "content"};
    uint64_t about = 0;
    const char *text = NULL;
    for (size_t i = 0; i < x->n_args; i++) {
        bool word = false;
        for (unsigned k = 0; k < 3 && i == 0; k++) {
            if (strcmp(x->args[0], words[k]) == 0) {
                about = k;
                word = true;
            }
        }
        text = word ? text : x->args[i];
    }
    if (x->profile.place == 0) {
        return smv_fail(SMV_CLI_USAGE,
                        _("only a room or group calls; the list: samverka call --list"));
    }
    struct smv_field_value fields[3] = {
        {SMV_CALL_PLACE, {.type = SMV_TYPE_REF, .num = x->profile.place}},
        {SMV_CALL_ABOUT, {.type = SMV_TYPE_INT, .num = about}},
        {SMV_CALL_TEXT, {.type = SMV_TYPE_TEXT, .str = smv_span_str(text)}}};
    return add_node(x, SMV_KIND_CALL, SMV_ROOT, fields, text != NULL ? 3 : 2);
}

static enum smv_cli_exit run_call(struct smv_ctx *x)
{
    const char *coming = smv_opt(x, "coming"), *over = smv_opt(x, "over");
    enum smv_cli_exit e = smv_open(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    if (coming != NULL || over != NULL) {
        return change(x, coming != NULL ? coming : over, SMV_KIND_CALL, SMV_CALL_STATE,
                      coming != NULL ? 1 : 2);
    }
    if (smv_opt(x, "list") != NULL) {
        list_calls(x);
        return x->offline ? SMV_CLI_OFFLINE : SMV_CLI_DONE;
    }
    return make_call(x);
}

static const struct smv_cmd_option notice_options[] = {
    {"to", N_("ROOM"), N_("only to this room or group")},
    {"seen", N_("ID"), N_("say that this room has seen it")},
    {"withdraw", N_("ID"), N_("take it back")},
    {NULL, NULL, NULL}};
static const struct smv_cmd_option call_options[] = {
    {"list", NULL, N_("the calls there are")},
    {"coming", N_("ID"), N_("say that somebody is on the way")},
    {"over", N_("ID"), N_("say that it is settled")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_notice = {.name = "notice",
                                       .args = "[TEXT [--to ROOM] | --seen ID | --withdraw ID]",
                                       .about = N_("Send a message to rooms, or list them"),
                                       .options = notice_options,
                                       .max_args = 1,
                                       .run = run_notice};
const struct smv_cmd smv_cmd_call = {
    .name = "call",
    .args = "[help|technical|content] [TEXT] | --list | --coming ID | --over ID",
    .about = N_("Call somebody to the room, or answer such a call"),
    .options = call_options,
    .max_args = 2,
    .run = run_call};
