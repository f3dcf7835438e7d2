/* add.c - "add": a new node, or one per line of standard input. */
#include <stdlib.h>
#include <string.h>
#include "client-cli/cmd/fields.h"
#include "client-cli/cmd/verbs.h"
#include "common/base/heap.h"

static smv_id sheet_above(struct smv_client *c, smv_id id)
{
    while (id != 0 && smv_client_kind(c, id) != SMV_KIND_SHEET) {
        id = smv_parent(c, id);
    }
    return id;
}

static smv_id last_child(struct smv_client *c, smv_id parent)
{
    const smv_id *ids;
    size_t n = smv_client_children(c, parent, /* deleted too */ true, &ids);
    return n > 0 ? ids[n - 1] : 0;
}

/* --after NODE|first|last; last when nothing is said. */
static enum smv_cli_exit read_after(struct smv_ctx *x, smv_id parent, smv_id *ret)
{
    const char *after = smv_opt(x, "after");
    if (after == NULL || strcmp(after, "last") == 0) {
        *ret = last_child(x->client, parent);
        return SMV_CLI_DONE;
    }
    if (strcmp(after, "first") == 0) {
        *ret = 0;
        return SMV_CLI_DONE;
    }
    return smv_need_node(x, after, ret);
}

static enum smv_cli_exit cannot_add(struct smv_ctx *x, unsigned kind, smv_id parent)
{
    const struct smv_kind_info *info = smv_kind_info(kind);
    struct smv_client_info me;
    unsigned above = smv_client_kind(x->client, parent);
    smv_client_info(x->client, &me);
    if ((info->parents >> above & 1) == 0) {
        return smv_fail(SMV_CLI_USAGE, _("a %s does not stand under a %s"), info->name,
                        smv_kind_info(above)->name);
    }
    return me.ord == 0 ? smv_fail(SMV_CLI_DENIED,
                                  _("this link does not write, or has never been connected"))
                       : smv_fail(SMV_CLI_USAGE, _("that cannot be added"));
}

static void tell(struct smv_ctx *x, const smv_id *ids, size_t n, unsigned kind)
{
    struct smv_out *o = &x->out;
    o->impl->table(o, "added");
    for (size_t i = 0; i < n; i++) {
        char id[SMV_ID_TEXT];
        bool there = smv_tree_find(smv_client_confirmed(x->client), ids[i]) != NULL;
        bool refused = !there && smv_client_kind(x->client, ids[i]) == 0;
        enum smv_cli_exit one = there ? SMV_CLI_DONE : refused ? SMV_CLI_REFUSED : SMV_CLI_OFFLINE;
        smv_id_text(id, ids[i]);
        struct smv_cell row[] = {smv_text_cell("id", refused ? NULL : "", id),
                                 smv_text_cell("kind", NULL, smv_kind_info(kind)->name),
                                 smv_text_cell("state", NULL, smv_exit_word(one))};
        if (!refused || x->json) {
            o->impl->row(o, row, 3);
        }
    }
    o->impl->end(o);
}

struct adding {
    unsigned kind;
    smv_id parent, after;
    struct smv_field_value values[SMV_ASSIGNS + 1];
    size_t n_values;
    smv_id *ids;
    size_t n_ids, cap_ids;
};

static bool add_one(struct smv_ctx *x, struct adding *a)
{
    smv_id id = smv_client_add(x->client, a->kind, a->parent, a->after, a->values, a->n_values);
    if (id == 0) {
        return false;
    }
    a->ids = smv_grow(a->ids, &a->cap_ids, a->n_ids + 1, sizeof *a->ids);
    a->ids[a->n_ids++] = id;
    a->after = id;
    return true;
}

static void put_value(struct adding *a, const struct smv_field_info *info, struct smv_value v)
{
    size_t at = a->n_values++;
    while (at > 0 && a->values[at - 1].field > info->number) {
        a->values[at] = a->values[at - 1];
        at--;
    }
    a->values[at] = (struct smv_field_value){.field = info->number, .value = v};
}

/* Each line of standard input is the main text of a node of its own. */
static enum smv_cli_exit add_lines(struct smv_ctx *x, struct adding *a)
{
    const struct smv_field_info *main = smv_main_field(a->kind);
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;
    enum smv_cli_exit e = SMV_CLI_DONE;
    if (main == NULL) {
        return smv_fail(SMV_CLI_USAGE, _("a %s has no text to take from a line"),
                        smv_kind_info(a->kind)->name);
    }
    while (e == SMV_CLI_DONE && (len = getline(&line, &cap, stdin)) > 0) {
        struct adding one = *a;
        size_t n = (size_t)len - (line[len - 1] == '\n');
        if (n == 0) {
            continue;
        }
        put_value(&one, main, (struct smv_value){.type = SMV_TYPE_TEXT, .str = smv_span(line, n)});
        if (!add_one(x, &one)) {
            e = smv_fail(SMV_CLI_USAGE, _("this line does not fit: %.*s"), (int)(n < 100 ? n : 100),
                         line);
        }
        a->ids = one.ids;
        a->n_ids = one.n_ids;
        a->cap_ids = one.cap_ids;
        a->after = one.after;
    }
    free(line);
    return e;
}

static enum smv_cli_exit make(struct smv_ctx *x, struct adding *a)
{
    struct smv_assign assigns[SMV_ASSIGNS];
    size_t n;
    char why[300];
    struct smv_fields f = {x->client, x->profile.place, smv_now_ms(x)};
    if (!smv_fields_read(&f, a->kind, sheet_above(x->client, a->parent), x->args + 1, x->n_args - 1,
                         assigns, &n, why)) {
        return smv_fail(SMV_CLI_USAGE, "%s", why);
    }
    for (size_t i = 0; i < n; i++) {
        put_value(a, assigns[i].info, assigns[i].value);
    }
    enum smv_cli_exit e = SMV_CLI_DONE, lines = SMV_CLI_DONE;
    if (smv_opt(x, "lines") != NULL) {
        lines = add_lines(x, a);
    } else if (!add_one(x, a)) {
        return cannot_add(x, a->kind, a->parent);
    }
    e = smv_commit(x);
    tell(x, a->ids, a->n_ids, a->kind);
    return e != SMV_CLI_DONE ? e : lines;
}

static enum smv_cli_exit run_add(struct smv_ctx *x)
{
    struct adding a = {.kind = smv_kind_by_name(x->args[0])};
    const char *under = smv_opt(x, "under");
    if (a.kind == 0) {
        return smv_fail(SMV_CLI_USAGE,
                        _("there is no kind of node called \"%s\"; see: samverka help fields"),
                        x->args[0]);
    }
    bool top = (smv_kind_info(a.kind)->parents >> SMV_KIND_SEMINAR & 1) != 0;
    if (under == NULL && !top) {
        return smv_fail(SMV_CLI_USAGE, _("say where: --under NODE"));
    }
    enum smv_cli_exit e = smv_open(x);
    e = e == SMV_CLI_DONE ? smv_need_node(x, under != NULL ? under : "/", &a.parent) : e;
    e = e == SMV_CLI_DONE ? read_after(x, a.parent, &a.after) : e;
    e = e == SMV_CLI_DONE ? make(x, &a) : e;
    smv_free(a.ids);
    return e;
}

static const struct smv_cmd_option options[] = {
    {"under", N_("NODE"), N_("its parent")},
    {"after", N_("NODE"), N_("behind this sibling, or first, or last (default)")},
    {"lines", NULL, N_("one node per line of standard input, the line being its text")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_add = {
    .name = "add",
    .args = "KIND --under NODE [--after NODE|first|last] [FIELD=VALUE...]",
    .about = N_("Add a node: a point, a card, a row, a proposal"),
    .more = N_("A NODE is an id such as 5.12 or a path such as \"Pass 2/Room 1/Obstacles/2\". "
               "Fields are listed\n"
               "by: samverka help fields KIND. A row's columns may be named by their headings."),
    .options = options,
    .min_args = 1,
    .max_args = SMV_MANY,
    .run = run_add};
