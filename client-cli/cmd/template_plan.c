/* template_plan.c - a plan for people to read: the agenda with its sheets and what stands on them. */
#include "client-cli/cmd/template_plan.h"
#include <stdio.h>
#include "client-cli/cmd/cmd.h"
#include "common/model/schema.h"

/* Names are untranslated: programs get them as they are. */
static const char *session_form(uint64_t form)
{
    static const char *const names[] = {N_("plenary"), N_("groups"), N_("break"),
                                        N_("presentations"), N_("survey")};
    return form < sizeof names / sizeof *names ? names[form] : "";
}

static const char *sheet_form(uint64_t form)
{
    static const char *const names[] = {
        N_("questions"), N_("timeline"), N_("table"), N_("proposals"), N_("parking"),
        N_("synthesis"), N_("map"),      N_("plan"),  N_("polls"),     N_("free sheet")};
    return form < sizeof names / sizeof *names ? names[form] : "";
}

static const char *whose(const struct smv_node *sheet)
{
    static const char *const names[] = {N_("moderators"), N_("each room"), N_("each group")};
    uint64_t each = smv_node_num(sheet, SMV_SHEET_EACH);
    return each < sizeof names / sizeof *names ? names[each] : "";
}

/* --- what stands on a sheet --------------------------------------------------------------------------- */
static unsigned count(const struct smv_node *sheet, unsigned kind)
{
    unsigned n = 0;
    for (const struct smv_node *c = sheet->first; c != NULL; c = c->next) {
        n += c->kind == kind && !c->deleted ? 1 : 0;
    }
    return n;
}

static void put_count(struct smv_buf *b, json_t *counts, const struct smv_node *sheet,
                      unsigned kind, const char *one, const char *many)
{
    unsigned n = count(sheet, kind);
    if (n > 0) {
        json_object_set_new(counts, smv_kind_info(kind)->name, json_integer((json_int_t)n));
        smv_buf_put_str(b, b->len > 0 ? ", " : "");
        smv_buf_put_u64(b, n);
        smv_buf_put_str(b, " ");
        smv_buf_put_str(b, n == 1 ? one : many);
    }
}

static void put_holds(struct smv_buf *b, json_t *counts, const struct smv_node *sheet)
{
    put_count(b, counts, sheet, SMV_KIND_QUESTION, _("question"), _("questions"));
    put_count(b, counts, sheet, SMV_KIND_PHASE, _("phase"), _("phases"));
    put_count(b, counts, sheet, SMV_KIND_LANE, _("lane"), _("lanes"));
    put_count(b, counts, sheet, SMV_KIND_COLUMN, _("column"), _("columns"));
    put_count(b, counts, sheet, SMV_KIND_CHECK, _("check"), _("checks"));
    put_count(b, counts, sheet, SMV_KIND_CONSENT, _("consent"), _("consents"));
    put_count(b, counts, sheet, SMV_KIND_PROMPT, _("prompt card"), _("prompt cards"));
    put_count(b, counts, sheet, SMV_KIND_POLL, _("poll"), _("polls"));
}

/* --- rows ------------------------------------------------------------------------------------------------ */
static void row(struct smv_ctx *x, const struct smv_node *n, const char *kind, const char *time,
                uint64_t minutes, const char *form, const char *for_whom)
{
    bool session = n->kind == SMV_KIND_SESSION;
    struct smv_buf title = {0}, shown = {0}, holds = {0};
    json_t *counts = json_object();
    char length[16] = "";
    smv_one_line(smv_node_str(n, session ? SMV_SESSION_TITLE : SMV_SHEET_TITLE),
                 x->out.terminal ? 60 : 0, &title);
    smv_buf_put_str(&shown, session ? "" : "  ");
    smv_buf_put_span(&shown, smv_buf_span(&title));
    put_holds(&holds, counts, n);
    if (minutes > 0) {
        snprintf(length, sizeof length, "%u", (unsigned)minutes);
    }
    struct smv_cell cells[] = {smv_text_cell("kind", NULL, kind),
                               smv_text_cell("start", _("START"), time),
                               smv_text_cell(NULL, _("MINUTES"), length),
                               smv_num_cell("minutes", NULL, (int64_t)minutes),
                               smv_text_cell("title", NULL, smv_buf_cstr(&title)),
                               smv_text_cell(NULL, _("TITLE"), smv_buf_cstr(&shown)),
                               smv_text_cell("form", NULL, form),
                               smv_text_cell(NULL, _("FORM"), *form != '\0' ? _(form) : ""),
                               smv_text_cell("whose", NULL, for_whom),
                               smv_text_cell(NULL, _("WHOSE"), session ? for_whom : _(for_whom)),
                               smv_text_cell(NULL, _("HOLDS"), smv_buf_cstr(&holds)),
                               smv_json_cell("holds", counts)};
    x->out.impl->row(&x->out, cells, sizeof cells / sizeof *cells);
    smv_buf_finish(&title);
    smv_buf_finish(&shown);
    smv_buf_finish(&holds);
}

static void sheet_rows(struct smv_ctx *x, const struct smv_node *parent)
{
    for (const struct smv_node *n = parent->first; n != NULL; n = n->next) {
        if (n->kind != SMV_KIND_SHEET || n->deleted || smv_node_num(n, SMV_SHEET_PATTERN) != 0) {
            continue;
        }
        row(x, n, "sheet", "", 0, sheet_form(smv_node_num(n, SMV_SHEET_FORM)), whose(n));
    }
}

static void session_rows(struct smv_ctx *x, const struct smv_tree *t, const struct smv_node *n)
{
    uint64_t planned = smv_node_num(n, SMV_SESSION_PLANNED);
    const struct smv_node *c = smv_tree_find(t, smv_node_num(n, SMV_SESSION_COMPOSITION));
    struct smv_buf groups = {0};
    char time[16] = "";
    if (planned != 0) {
        snprintf(time, sizeof time, "%02u:%02u", (unsigned)(planned / 100 % 100),
                 (unsigned)(planned % 100));
    }
    if (c != NULL) {
        smv_one_line(smv_node_str(c, SMV_COMPOSITION_NAME), 30, &groups);
    }
    row(x, n, "session", time, smv_node_num(n, SMV_SESSION_MINUTES),
        session_form(smv_node_num(n, SMV_SESSION_FORM)), smv_buf_cstr(&groups));
    smv_buf_finish(&groups);
    sheet_rows(x, n);
}

static void fact(struct smv_ctx *x, const char *key, const char *head, struct smv_span text)
{
    struct smv_buf line = {0};
    smv_one_line(text, 0, &line);
    smv_out_fact(&x->out, smv_text_cell(key, head, smv_buf_cstr(&line)));
    smv_buf_finish(&line);
}

void smv_show_plan(struct smv_ctx *x, const struct smv_tree *t)
{
    unsigned rooms = 0;
    for (const struct smv_node *n = t->root->first; n != NULL; n = n->next) {
        rooms += n->kind == SMV_KIND_ROOM && !n->deleted ? 1 : 0;
    }
    fact(x, "name", _("template"), smv_node_str(t->root, SMV_SEMINAR_TEMPLATE));
    fact(x, "lang", _("language"), smv_node_str(t->root, SMV_SEMINAR_LANG));
    fact(x, "title", _("title"), smv_node_str(t->root, SMV_SEMINAR_TITLE));
    smv_out_fact(&x->out, smv_num_cell("rooms", _("rooms"), rooms));
    x->out.impl->table(&x->out, "plan");
    sheet_rows(x, t->root);
    for (const struct smv_node *n = t->root->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_SESSION && !n->deleted) {
            session_rows(x, t, n);
        }
    }
    x->out.impl->end(&x->out);
}
