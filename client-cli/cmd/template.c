/* template.c - "template": which there are, what one holds, what is wrong with it; a new one from another, or from
 * a seminar. */
#include "common/template/template.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "client-cli/cmd/template_file.h"
#include "client-cli/cmd/template_plan.h"
#include "client-cli/cmd/verbs.h"
#include "client-cli/io/files.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/template/export.h"

enum { MAX_TEMPLATE = 4 * 1024 * 1024, MAX_MISTAKES = 50 };

static const char *const *folders(void)
{
    static const char *list[3];
    size_t n = 0;
    const char *own = getenv("SAMVERKA_TEMPLATES");
    if (own != NULL && *own != '\0') {
        list[n++] = own;
    }
    list[n++] = SMV_TEMPLATEDIR;
    list[n] = NULL;
    return list;
}

enum smv_cli_exit smv_template_find(const char *name, struct smv_buf *ret_yaml)
{
    enum smv_err err = SMV_ERR_MISSING;
    bool path = strchr(name, '/') != NULL || strchr(name, '.') != NULL;
    if (path) {
        err = smv_file_read(name, MAX_TEMPLATE, ret_yaml);
    }
    for (const char *const *f = folders(); !path && err != SMV_OK && *f != NULL; f++) {
        char file[100];
        snprintf(file, sizeof file, "%.80s.yaml", name);
        char *whole = smv_path(*f, file);
        smv_buf_clear(ret_yaml);
        err = smv_file_read(whole, MAX_TEMPLATE, ret_yaml);
        smv_free(whole);
    }
    return err == SMV_OK ? SMV_CLI_DONE
                         : smv_fail(SMV_CLI_NOT_FOUND, _("the template %s cannot be read: %s"),
                                    name, smv_err_text(err));
}

static enum smv_cli_exit run_check(struct smv_ctx *x, const char *name, struct smv_span yaml)
{
    struct smv_template_mistake *mistakes = smv_zalloc(MAX_MISTAKES * sizeof *mistakes);
    struct smv_template_params params = {.code = ""};
    struct smv_tree tree;
    size_t n = 0;
    smv_tree_init(&tree, false);
    enum smv_err err = smv_template_build(yaml, &params, &tree, mistakes, MAX_MISTAKES, &n);
    x->out.impl->table(&x->out, "mistakes");
    for (size_t i = 0; err != SMV_OK && i < n && i < MAX_MISTAKES; i++) {
        char where[400];
        snprintf(where, sizeof where, "%.300s:%u:%u:", name, mistakes[i].line, mistakes[i].column);
        struct smv_cell row[] = {smv_num_cell("line", NULL, mistakes[i].line),
                                 smv_num_cell("column", NULL, mistakes[i].column),
                                 smv_text_cell(NULL, "", where),
                                 smv_text_cell("text", "", mistakes[i].text)};
        x->out.impl->row(&x->out, row, 4);
    }
    x->out.impl->end(&x->out);
    if (err == SMV_OK) {
        smv_out_sayf(&x->out, _("%s: no mistakes; %zu nodes"), name, smv_tree_count(&tree));
    }
    smv_tree_finish(&tree);
    smv_free(mistakes);
    return err == SMV_OK ? SMV_CLI_DONE : SMV_CLI_USAGE;
}

static bool about_row(struct smv_ctx *x, const char *file, struct smv_span yaml)
{
    struct smv_template_about a;
    struct smv_template_mistake mistake;
    size_t n;
    if (smv_template_about(yaml, &a, &mistake, 1, &n) != SMV_OK) {
        return false;
    }
    struct smv_cell row[] = {smv_text_cell("name", _("NAME"), a.name),
                             smv_text_cell("lang", _("LANG"), a.lang),
                             smv_num_cell("sessions", _("SESSIONS"), a.sessions),
                             smv_num_cell("questions", _("QUESTIONS"), a.questions),
                             smv_num_cell("minutes", _("MINUTES"), a.minutes),
                             smv_text_cell("title", _("TITLE"), a.title),
                             smv_text_cell("about", NULL, a.about),
                             smv_text_cell("file", NULL, file)};
    x->out.impl->row(&x->out, row, 8);
    return true;
}

static enum smv_cli_exit run_list(struct smv_ctx *x)
{
    x->out.impl->table(&x->out, "templates");
    for (const char *const *f = folders(); *f != NULL; f++) {
        struct dirent **entries;
        int n = scandir(*f, &entries, NULL, alphasort);
        for (int i = 0; i < n; i++) {
            const char *name = entries[i]->d_name, *dot = strrchr(name, '.');
            struct smv_buf yaml = {0};
            char *path = smv_path(*f, name);
            if (dot != NULL && strcmp(dot, ".yaml") == 0 &&
                smv_file_read(path, MAX_TEMPLATE, &yaml) == SMV_OK &&
                !about_row(x, path, smv_buf_span(&yaml))) {
                smv_note(_("%s has mistakes; see: samverka template check"), path);
            }
            smv_buf_finish(&yaml);
            smv_free(path);
            free(entries[i]);
        }
        if (n >= 0) {
            free(entries);
        }
    }
    x->out.impl->end(&x->out);
    return SMV_CLI_DONE;
}

/* --- a plan to read -------------------------------------------------------------------------------------- */
static enum smv_cli_exit show_file(struct smv_ctx *x, const char *name, struct smv_span yaml)
{
    struct smv_template_about a;
    struct smv_template_mistake mistake;
    struct smv_tree tree;
    size_t n;
    if (smv_template_about(yaml, &a, &mistake, 1, &n) != SMV_OK) {
        return run_check(x, name, yaml);
    }
    smv_out_fact(&x->out, smv_text_cell("about", _("about"), a.about));
    smv_out_fact(&x->out, smv_num_cell("sessions", _("sessions"), a.sessions));
    smv_out_fact(&x->out, smv_num_cell("patterns", _("sheets for each room or group"), a.patterns));
    smv_out_fact(&x->out, smv_num_cell("questions", _("questions"), a.questions));
    smv_out_fact(&x->out, smv_num_cell("minutes", _("minutes"), a.minutes));
    smv_tree_init(&tree, false);
    if (smv_template_build(yaml, NULL, &tree, &mistake, 1, &n) == SMV_OK) {
        smv_show_plan(x, &tree);
    }
    smv_tree_finish(&tree);
    return SMV_CLI_DONE;
}

/* The seminar that is open, if this link may read its plan. */
static enum smv_cli_exit open_leading(struct smv_ctx *x, unsigned role, const char *sentence)
{
    struct smv_client_info info;
    enum smv_cli_exit e = smv_open(x);
    if (e == SMV_CLI_DONE) {
        smv_client_info(x->client, &info);
        e = info.role > role ? smv_fail(SMV_CLI_DENIED, "%s", sentence) : e;
    }
    return e;
}

static enum smv_cli_exit run_show(struct smv_ctx *x)
{
    struct smv_buf yaml = {0};
    enum smv_cli_exit e;
    if (x->n_args == 1) {
        e = open_leading(x, SMV_ROLE_MODERATOR,
                         _("the plan is shown to organisers and moderators"));
        if (e == SMV_CLI_DONE) {
            smv_show_plan(x, smv_client_confirmed(x->client));
        }
        smv_close(x);
        return e;
    }
    e = smv_template_find(x->args[1], &yaml);
    e = e == SMV_CLI_DONE ? show_file(x, x->args[1], smv_buf_span(&yaml)) : e;
    smv_buf_finish(&yaml);
    return e;
}

/* --- new ones ----------------------------------------------------------------------------------------------- */
/* What others have written is not written over. */
static enum smv_cli_exit write_new(struct smv_ctx *x, const char *path, struct smv_span text)
{
    FILE *f = fopen(path, "wx");
    if (f == NULL) {
        return errno == EEXIST
                   ? smv_fail(SMV_CLI_USAGE, _("%s is there already; choose another name"), path)
                   : smv_fail(SMV_CLI_INTERNAL, _("%s cannot be written"), path);
    }
    bool ok = fwrite(text.data, 1, text.len, f) == text.len;
    ok = fclose(f) == 0 && ok;
    if (!ok) {
        return smv_fail(SMV_CLI_INTERNAL, _("%s cannot be written"), path);
    }
    smv_out_fact(&x->out, smv_text_cell("file", _("written"), path));
    return SMV_CLI_DONE;
}

static enum smv_cli_exit run_export(struct smv_ctx *x)
{
    const char *path = smv_opt(x, "output");
    struct smv_template_wish wish = {.name = smv_opt(x, "name"), .about = smv_opt(x, "about")};
    struct smv_buf yaml = {0};
    enum smv_cli_exit e =
        open_leading(x, SMV_ROLE_ORGANISER, _("only an organiser takes the plan out"));
    if (e == SMV_CLI_DONE &&
        ((wish.name != NULL && !smv_utf8_clean_line(smv_span_str(wish.name))) ||
         (wish.about != NULL && !smv_utf8_clean(smv_span_str(wish.about))))) {
        e = smv_fail(SMV_CLI_USAGE, _("the name or the line about it cannot be written down"));
    }
    if (e == SMV_CLI_DONE &&
        smv_template_export(&yaml, smv_client_confirmed(x->client), &wish) != SMV_OK) {
        e = smv_fail(SMV_CLI_REFUSED, _("the plan has more text than a template may hold"));
    }
    if (e == SMV_CLI_DONE && path != NULL) {
        e = write_new(x, path, smv_buf_span(&yaml));
    } else if (e == SMV_CLI_DONE && x->json) {
        smv_out_fact(&x->out, smv_text_cell("yaml", NULL, smv_buf_cstr(&yaml)));
    } else if (e == SMV_CLI_DONE) {
        (void)fwrite(yaml.data, 1, yaml.len, x->out.file);
    }
    smv_buf_finish(&yaml);
    smv_close(x);
    return e;
}

/* The file's own line 'name:' says the new name. */
static void rename_in(struct smv_buf *yaml, const char *name)
{
    const char *text = smv_buf_cstr(yaml);
    const char *at = strncmp(text, "name:", 5) == 0 ? text : strstr(text, "\nname:");
    if (at != NULL) {
        size_t from = (size_t)(at - text) + (at == text ? 5 : 6);
        size_t len = strcspn(text + from, "\n");
        smv_buf_splice(yaml, from, len, " ", 1);
        smv_buf_splice(yaml, from + 1, 0, name, strlen(name));
    }
}

static enum smv_cli_exit run_new(struct smv_ctx *x)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const char *name = x->args[1], *from = smv_opt(x, "from");
    struct smv_buf yaml = {0}, path = {0};
    size_t len = strlen(name);
    if (len > 5 && strcmp(name + len - 5, ".yaml") == 0) {
        len -= 5;
    }
    if (len == 0 || len > 48 || strspn(name, letters) < len) {
        return smv_fail(SMV_CLI_USAGE,
                        _("a template's name is made of a-z, digits and hyphens, at most 48"));
    }
    enum smv_cli_exit e = smv_template_find(from != NULL ? from : "tom", &yaml);
    if (e == SMV_CLI_DONE) {
        smv_buf_put(&path, name, len);
        rename_in(&yaml, smv_buf_cstr(&path));
        smv_buf_put_str(&path, ".yaml");
        e = write_new(x, smv_buf_cstr(&path), smv_buf_span(&yaml));
    }
    if (e == SMV_CLI_DONE) {
        smv_out_sayf(&x->out, _("Change it in any editor, then try it: samverka template check %s"),
                     smv_buf_cstr(&path));
    }
    smv_buf_finish(&yaml);
    smv_buf_finish(&path);
    return e;
}

/* --- the verb --------------------------------------------------------------------------------------------------- */
static enum smv_cli_exit check(struct smv_ctx *x)
{
    struct smv_buf yaml = {0};
    enum smv_cli_exit e = smv_template_find(x->args[1], &yaml);
    e = e == SMV_CLI_DONE ? run_check(x, x->args[1], smv_buf_span(&yaml)) : e;
    smv_buf_finish(&yaml);
    return e;
}

static enum smv_cli_exit run_template(struct smv_ctx *x)
{
    static const struct {
        const char *name;
        size_t least, most; /* arguments, itself included */
        enum smv_cli_exit (*run)(struct smv_ctx *x);
    } whats[] = {{"list", 1, 1, run_list},
                 {"show", 1, 2, run_show},
                 {"check", 2, 2, check},
                 {"new", 2, 2, run_new},
                 {"export", 1, 1, run_export}};
    for (size_t i = 0; i < sizeof whats / sizeof *whats; i++) {
        if (strcmp(x->args[0], whats[i].name) == 0 && x->n_args >= whats[i].least &&
            x->n_args <= whats[i].most) {
            return whats[i].run(x);
        }
    }
    return smv_fail(SMV_CLI_USAGE,
                    _("template takes list, show [NAME], check FILE, new NAME or export"));
}

static const struct smv_cmd_option options[] = {
    {"output", "FILE", N_("export: where to; else it is printed")},
    {"name", "NAME", N_("export: what the template is called")},
    {"about", "TEXT", N_("export: the line about it in lists")},
    {"from", "FILE|NAME", N_("new: a copy of this one (tom, with every possibility explained)")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_template = {
    .name = "template",
    .args = "list | show [NAME] | check FILE | new NAME | export",
    .about = N_("Tell which templates there are and what is wrong with one; make a new one"),
    .more =
        N_("Without a name, show tells the joined seminar's plan. export writes that plan as a\n"
           "template: without people, links, codes, and all that was written on the day."),
    .options = options,
    .min_args = 1,
    .max_args = 2,
    .run = run_template};
