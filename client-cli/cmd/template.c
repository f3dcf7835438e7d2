/* template.c - "template": which there are, what one holds, and what is wrong with it. */
#include "common/template/template.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include "client-cli/cmd/template_file.h"
#include "client-cli/cmd/verbs.h"
#include "client-cli/io/files.h"
#include "common/base/heap.h"

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

static enum smv_cli_exit run_show(struct smv_ctx *x, const char *name, struct smv_span yaml)
{
    struct smv_template_about a;
    struct smv_template_mistake mistake;
    size_t n;
    if (smv_template_about(yaml, &a, &mistake, 1, &n) != SMV_OK) {
        return run_check(x, name, yaml);
    }
    smv_out_fact(&x->out, smv_text_cell("name", _("name"), a.name));
    smv_out_fact(&x->out, smv_text_cell("lang", _("language"), a.lang));
    smv_out_fact(&x->out, smv_text_cell("title", _("title"), a.title));
    smv_out_fact(&x->out, smv_text_cell("about", _("about"), a.about));
    smv_out_fact(&x->out, smv_num_cell("sessions", _("sessions"), a.sessions));
    smv_out_fact(&x->out, smv_num_cell("patterns", _("sheets for each room"), a.patterns));
    smv_out_fact(&x->out, smv_num_cell("questions", _("questions"), a.questions));
    smv_out_fact(&x->out, smv_num_cell("minutes", _("minutes"), a.minutes));
    return SMV_CLI_DONE;
}

static enum smv_cli_exit run_template(struct smv_ctx *x)
{
    const char *what = x->args[0];
    bool check = strcmp(what, "check") == 0, show = strcmp(what, "show") == 0;
    struct smv_buf yaml = {0};
    if (strcmp(what, "list") == 0 && x->n_args == 1) {
        return run_list(x);
    }
    if ((!check && !show) || x->n_args != 2) {
        return smv_fail(SMV_CLI_USAGE, _("template takes list, show NAME or check FILE"));
    }
    enum smv_cli_exit e = smv_template_find(x->args[1], &yaml);
    if (e == SMV_CLI_DONE) {
        e = check ? run_check(x, x->args[1], smv_buf_span(&yaml))
                  : run_show(x, x->args[1], smv_buf_span(&yaml));
    }
    smv_buf_finish(&yaml);
    return e;
}

const struct smv_cmd smv_cmd_template = {
    .name = "template",
    .args = "list | show NAME | check FILE",
    .about = N_("Tell which templates there are, and what is wrong with one"),
    .min_args = 1,
    .max_args = 2,
    .run = run_template};
