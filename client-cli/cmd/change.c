/* change.c - "set", "move", "del" and "undelete": a node that is there becomes another, or goes. */
#include <string.h>
#include "client-cli/cmd/fields.h"
#include "client-cli/cmd/verbs.h"
#include "common/base/heap.h"

static enum smv_cli_exit tell(struct smv_ctx *x, smv_id id, enum smv_cli_exit e)
{
    char text[SMV_ID_TEXT];
    smv_id_text(text, id);
    smv_out_fact(&x->out, smv_text_cell("id", NULL, text));
    smv_out_fact(&x->out, smv_text_cell("state", NULL, smv_exit_word(e)));
    return e;
}

static enum smv_cli_exit cannot(void)
{
    return smv_fail(SMV_CLI_DENIED, _("that cannot be changed by this link, or not in that way"));
}

/* --- set ----------------------------------------------------------------------------------------------- */
static smv_id sheet_above(struct smv_client *c, smv_id id)
{
    while (id != 0 && smv_client_kind(c, id) != SMV_KIND_SHEET) {
        id = smv_parent(c, id);
    }
    return id;
}

static enum smv_cli_exit run_set(struct smv_ctx *x)
{
    struct smv_assign assigns[SMV_ASSIGNS];
    size_t n;
    smv_id id = 0;
    char why[300];
    enum smv_cli_exit e = smv_open(x);
    e = e == SMV_CLI_DONE ? smv_need_node(x, x->args[0], &id) : e;
    if (e != SMV_CLI_DONE) {
        return e;
    }
    struct smv_fields f = {x->client, x->profile.place, smv_now_ms(x)};
    unsigned kind = smv_client_kind(x->client, id);
    if (!smv_fields_read(&f, kind, sheet_above(x->client, id), x->args + 1, x->n_args - 1, assigns,
                         &n, why)) {
        return smv_fail(SMV_CLI_USAGE, "%s", why);
    }
    for (size_t i = 0; i < n; i++) {
        unsigned field = assigns[i].info->number;
        bool ok = assigns[i].info->type == SMV_TYPE_TEXT
                      ? smv_client_write(x->client, id, field, assigns[i].value.str)
                      : smv_client_set(x->client, id, field, &assigns[i].value);
        if (!ok) {
            (void)smv_commit(x); /* what was said before it stands */
            return cannot();
        }
    }
    return tell(x, id, smv_commit(x));
}

/* --- move ------------------------------------------------------------------------------------------------- */
static smv_id last_but(struct smv_client *c, smv_id parent, smv_id but)
{
    const smv_id *ids;
    size_t n = smv_client_children(c, parent, /* deleted too */ true, &ids);
    while (n > 0 && ids[n - 1] == but) {
        n--;
    }
    return n > 0 ? ids[n - 1] : 0;
}

static enum smv_cli_exit run_move(struct smv_ctx *x)
{
    const char *under = smv_opt(x, "under"), *after = smv_opt(x, "after");
    smv_id id = 0, parent = 0, behind = 0;
    if (under == NULL && after == NULL) {
        return smv_fail(SMV_CLI_USAGE, _("say where to: --under NODE, --after NODE, or both"));
    }
    enum smv_cli_exit e = smv_open(x);
    e = e == SMV_CLI_DONE ? smv_need_node(x, x->args[0], &id) : e;
    if (e == SMV_CLI_DONE && under != NULL) {
        e = smv_need_node(x, under, &parent);
    }
    bool named = after != NULL && strcmp(after, "first") != 0 && strcmp(after, "last") != 0;
    if (e == SMV_CLI_DONE && named) {
        e = smv_need_node(x, after, &behind);
    }
    if (e != SMV_CLI_DONE) {
        return e;
    }
    if (parent == 0) {
        parent = smv_parent(x->client, named ? behind : id);
    }
    if (!named && (after == NULL || strcmp(after, "last") == 0)) {
        behind = last_but(x->client, parent, id);
    }
    return smv_client_move(x->client, id, parent, behind) ? tell(x, id, smv_commit(x)) : cannot();
}

/* --- del, undelete -------------------------------------------------------------------------------------------- */
static enum smv_cli_exit each(struct smv_ctx *x, bool (*change)(struct smv_client *c, smv_id id))
{
    enum smv_cli_exit e = smv_open(x);
    smv_id *ids = smv_zalloc(x->n_args * sizeof *ids);
    for (size_t i = 0; e == SMV_CLI_DONE && i < x->n_args; i++) {
        e = smv_need_node(x, x->args[i], &ids[i]); /* all of them before the first is gone */
    }
    for (size_t i = 0; e == SMV_CLI_DONE && i < x->n_args; i++) {
        e = change(x->client, ids[i]) ? SMV_CLI_DONE : cannot();
    }
    e = e == SMV_CLI_DONE ? tell(x, ids[0], smv_commit(x)) : e;
    smv_free(ids);
    return e;
}

static enum smv_cli_exit run_del(struct smv_ctx *x)
{
    return each(x, smv_client_del);
}

static enum smv_cli_exit run_undelete(struct smv_ctx *x)
{
    return each(x, smv_client_undel);
}

static const struct smv_cmd_option move_options[] = {
    {"under", N_("NODE"), N_("its new parent, in the same sheet")},
    {"after", N_("NODE"), N_("behind this sibling, or first, or last (default)")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_set = {
    .name = "set",
    .args = "NODE FIELD=VALUE...",
    .about = N_("Give fields of a node new values"),
    .more =
        N_("Dates as 2026-11-21, times as 09:30, yes and no, words as \"done\"; \"none\" empties a "
           "field.\n"
           "A text is changed where it differs, so that what others write in it meanwhile stays."),
    .min_args = 2,
    .max_args = SMV_MANY,
    .run = run_set};
const struct smv_cmd smv_cmd_move = {.name = "move",
                                     .args = "NODE [--under NODE] [--after NODE|first|last]",
                                     .about = N_("Move a node within its sheet"),
                                     .options = move_options,
                                     .min_args = 1,
                                     .max_args = 1,
                                     .run = run_move};
const struct smv_cmd smv_cmd_del = {.name = "del",
                                    .args = "NODE...",
                                    .about = N_("Put nodes into the bin"),
                                    .min_args = 1,
                                    .max_args = SMV_MANY,
                                    .run = run_del};
const struct smv_cmd smv_cmd_undelete = {
    .name = "undelete",
    .args = "ID...",
    .about = N_("Take nodes out of the bin (ids from: samverka show --deleted)"),
    .min_args = 1,
    .max_args = SMV_MANY,
    .run = run_undelete};
