/* show.c - "show": the seminar, or a part of it, as an outline. */
#include <string.h>
#include "client-cli/cmd/fields.h"
#include "client-cli/cmd/verbs.h"
#include "common/base/heap.h"

enum { TOP_DEPTH = 2, DEEPEST = 64, TITLE_COLUMNS = 90 };

struct showing {
    struct smv_ctx *x;
    struct smv_fields f;
    uint64_t depth;
    bool deleted, fields;
};

static void node_line(struct showing *s, smv_id id, unsigned level)
{
    struct smv_client *c = s->x->client;
    struct smv_buf title = {0}, shown = {0}, place = {0};
    char text[SMV_ID_TEXT];
    unsigned kind = smv_client_kind(c, id);
    smv_id room = kind == SMV_KIND_SHEET ? smv_sheet_place(c, id) : 0;
    smv_id_text(text, id);
    smv_title_str(c, id, s->x->out.terminal ? TITLE_COLUMNS : 0, &title);
    for (unsigned i = 0; i < level; i++) {
        smv_buf_put_str(&shown, "  ");
    }
    smv_buf_put_str(&shown, smv_kind_info(kind)->name);
    smv_buf_put_str(&shown, title.len > 0 ? ": " : "");
    smv_buf_put_span(&shown, smv_buf_span(&title));
    if (room != 0) {
        smv_buf_put_str(&shown, " (");
        smv_buf_put_str(&shown, smv_title_str(c, room, 40, &place));
        smv_buf_put_str(&shown, ")");
    }
    bool gone = smv_client_deleted(c, id);
    if (gone) {
        smv_buf_put_str(&shown, " ");
        smv_buf_put_str(&shown, _("[deleted]"));
    }
    char parent[SMV_ID_TEXT];
    smv_id_text(parent, smv_parent(c, id));
    struct smv_cell row[] = {smv_text_cell("id", "", text),
                             smv_text_cell("kind", NULL, smv_kind_info(kind)->name),
                             smv_text_cell("parent", NULL, id == SMV_ROOT ? NULL : parent),
                             smv_num_cell("depth", NULL, level),
                             smv_text_cell("title", NULL, smv_buf_cstr(&title)),
                             smv_bool_cell("deleted", NULL, gone),
                             smv_json_cell("fields", smv_fields_json(c, id)),
                             smv_text_cell(NULL, "", smv_buf_cstr(&shown))};
    s->x->out.impl->row(&s->x->out, row, sizeof row / sizeof *row);
    smv_buf_finish(&title);
    smv_buf_finish(&shown);
    smv_buf_finish(&place);
}

/* For people: a node's fields as further lines. */
static void field_lines(struct showing *s, smv_id id, unsigned level)
{
    const struct smv_kind_info *kind = smv_kind_info(smv_client_kind(s->x->client, id));
    struct smv_buf value = {0}, line = {0};
    for (size_t i = 0; !s->x->json && i < kind->n_fields; i++) {
        smv_field_text(&s->f, id, &kind->fields[i], &value);
        if (value.len == 0) {
            continue;
        }
        smv_buf_clear(&line);
        for (unsigned k = 0; k < level + 2; k++) {
            smv_buf_put_str(&line, "  ");
        }
        smv_buf_put_str(&line, kind->fields[i].name);
        smv_buf_put_str(&line, " = ");
        smv_buf_put_span(&line, smv_buf_span(&value));
        struct smv_cell row[] = {smv_text_cell(NULL, "", ""),
                                 smv_text_cell(NULL, "", smv_buf_cstr(&line))};
        s->x->out.impl->row(&s->x->out, row, 2);
    }
    smv_buf_finish(&value);
    smv_buf_finish(&line);
}

static void outline(struct showing *s, smv_id id, unsigned level)
{
    size_t n;
    node_line(s, id, level);
    if (s->fields || (level == 0 && id != SMV_ROOT)) {
        field_lines(s, id, level);
    }
    if (level >= s->depth || level >= DEEPEST) {
        return;
    }
    smv_id *kids = smv_children(s->x->client, id, s->deleted, &n);
    for (size_t i = 0; i < n; i++) {
        outline(s, kids[i], level + 1);
    }
    smv_free(kids);
}

static enum smv_cli_exit run_show(struct smv_ctx *x)
{
    struct showing s = {.x = x,
                        .deleted = smv_opt(x, "deleted") != NULL,
                        .fields = smv_opt(x, "fields") != NULL,
                        .depth = x->n_args > 0 ? DEEPEST : TOP_DEPTH};
    smv_id id = SMV_ROOT;
    if (!smv_opt_number(x, "depth", DEEPEST, &s.depth)) {
        return SMV_CLI_USAGE;
    }
    enum smv_cli_exit e = smv_open(x);
    e = e == SMV_CLI_DONE && x->n_args > 0 ? smv_need_node(x, x->args[0], &id) : e;
    if (e != SMV_CLI_DONE) {
        return e;
    }
    s.f = (struct smv_fields){x->client, x->profile.place, 0};
    x->out.impl->table(&x->out, "nodes");
    outline(&s, id, 0);
    x->out.impl->end(&x->out);
    struct smv_client_info info;
    smv_client_info(x->client, &info);
    smv_out_fact(&x->out, smv_num_cell("seq", NULL, (int64_t)info.seq));
    smv_out_fact(&x->out, smv_bool_cell("connected", NULL, !x->offline));
    return x->offline ? SMV_CLI_OFFLINE : SMV_CLI_DONE;
}

static const struct smv_cmd_option show_options[] = {
    {"deleted", NULL, N_("also what is in the bin")},
    {"depth", N_("N"), N_("how many levels below (default: 2 for the whole, all for a node)")},
    {"fields", NULL, N_("every node's fields")},
    {NULL, NULL, NULL}};
const struct smv_cmd smv_cmd_show = {.name = "show",
                                     .args = "[NODE] [--depth N] [--fields] [--deleted]",
                                     .about = N_("Show the seminar or a part of it, with ids"),
                                     .options = show_options,
                                     .max_args = 1,
                                     .run = run_show};
