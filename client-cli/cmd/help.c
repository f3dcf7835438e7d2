/* help.c - "help" and what a wrong command line prints; also "version" and "completion". */
#include <string.h>
#include "client-cli/cmd/cmd.h"
#include "client-cli/cmd/verbs.h"

static void options_table(struct smv_out *o, const char *key, const struct smv_cmd_option *options)
{
    o->impl->table(o, key);
    for (; options != NULL && options->name != NULL; options++) {
        struct smv_buf left = {0};
        smv_buf_put_str(&left, "  --");
        smv_buf_put_str(&left, options->name);
        if (options->arg != NULL) {
            smv_buf_put_str(&left, " ");
            smv_buf_put_str(&left, _(options->arg));
        }
        struct smv_cell row[] = {smv_text_cell("option", NULL, options->name),
                                 smv_text_cell("value", NULL, options->arg),
                                 smv_text_cell(NULL, "", smv_buf_cstr(&left)),
                                 smv_text_cell("about", "", _(options->about))};
        o->impl->row(o, row, 4);
        smv_buf_finish(&left);
    }
    o->impl->end(o);
}

static void exits_table(struct smv_out *o)
{
    static const struct {
        int64_t number;
        const char *text;
    } exits[] = {
#define X(NAME, number, text) {number, text},
        SMV_EXIT_MAP(X)
#undef X
    };
    o->impl->table(o, "exits");
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++) {
        char left[16];
        snprintf(left, sizeof left, "  %d", (int)exits[i].number);
        struct smv_cell row[] = {smv_num_cell("code", NULL, exits[i].number),
                                 smv_text_cell(NULL, "", left),
                                 smv_text_cell("text", "", _(exits[i].text))};
        o->impl->row(o, row, 3);
    }
    o->impl->end(o);
}

void smv_help_all(struct smv_out *o)
{
    smv_out_sayf(o, _("samverka - write, lead and follow a seminar from the terminal"));
    smv_out_sayf(o, "\n%s samverka [%s] %s ...\n", _("usage:"), _("options"), _("VERB"));
    o->impl->table(o, "verbs");
    for (size_t i = 0; smv_cmds[i] != NULL; i++) {
        const struct smv_cmd *c = smv_cmds[i];
        char left[32];
        snprintf(left, sizeof left, "  %s", c->name);
        struct smv_cell row[] = {
            smv_text_cell("name", NULL, c->name), smv_text_cell("args", NULL, c->args),
            smv_text_cell(NULL, "", left), smv_text_cell("about", "", _(c->about))};
        if (!c->hidden) {
            o->impl->row(o, row, 4);
        }
    }
    o->impl->end(o);
    smv_out_sayf(o, "\n%s", _("options, before or behind the verb:"));
    options_table(o, "options", smv_global_options);
    smv_out_sayf(o, "\n%s", _("ends with:"));
    exits_table(o);
    smv_out_sayf(o, "\n%s",
                 _("samverka help VERB tells more; samverka help fields [KIND] what nodes hold."));
}

void smv_help_verb(struct smv_out *o, const struct smv_cmd *cmd)
{
    smv_out_fact(o, smv_text_cell("name", NULL, cmd->name));
    smv_out_fact(o, smv_text_cell("args", NULL, cmd->args));
    smv_out_sayf(o, "%s samverka %s %s", _("usage:"), cmd->name, cmd->args);
    smv_out_sayf(o, "\n%s.", _(cmd->about));
    if (cmd->more != NULL) {
        smv_out_sayf(o, "%s", _(cmd->more));
    }
    if (cmd->options != NULL) {
        smv_out_sayf(o, " ");
        options_table(o, "options", cmd->options);
    }
}

static enum smv_cli_exit help_fields(struct smv_ctx *x, const char *name)
{
    static const char *const types[] = {N_("text"), N_("number"), N_("node"),
                                        N_("line"), N_("list"),   N_("bytes")};
    struct smv_out *o = &x->out;
    unsigned only = name != NULL ? smv_kind_by_name(name) : 0;
    if (name != NULL && only == 0) {
        return smv_fail(SMV_CLI_NOT_FOUND, _("there is no kind of node called \"%s\""), name);
    }
    o->impl->table(o, "fields");
    for (unsigned k = 1; k <= SMV_KIND_MAX; k++) {
        const struct smv_kind_info *kind = smv_kind_info(k);
        for (size_t i = 0; kind != NULL && (only == 0 || only == k) && i < kind->n_fields; i++) {
            const struct smv_field_info *f = &kind->fields[i];
            struct smv_cell row[] = {smv_text_cell("kind", _("KIND"), kind->name),
                                     smv_text_cell("field", _("FIELD"), f->name),
                                     smv_text_cell("type", _("TYPE"), _(types[f->type])),
                                     smv_num_cell("bound", _("BOUND"), (int64_t)f->bound),
                                     smv_text_cell("about", _("WHAT"), f->doc)};
            o->impl->row(o, row, 5);
        }
    }
    o->impl->end(o);
    return SMV_CLI_DONE;
}

static enum smv_cli_exit run_help(struct smv_ctx *x)
{
    if (x->n_args == 0) {
        smv_help_all(&x->out);
        return SMV_CLI_DONE;
    }
    if (strcmp(x->args[0], "fields") == 0) {
        return help_fields(x, x->n_args > 1 ? x->args[1] : NULL);
    }
    const struct smv_cmd *c = smv_cmd_find(x->args[0]);
    if (c == NULL) {
        const struct smv_cmd *near = smv_cmd_nearest(x->args[0]);
        return smv_fail(SMV_CLI_USAGE,
                        near != NULL ? _("there is no verb \"%s\"; did you mean \"%s\"?")
                                     : _("there is no verb \"%s\"%s"),
                        x->args[0], near != NULL ? near->name : "");
    }
    smv_help_verb(&x->out, c);
    return SMV_CLI_DONE;
}

static enum smv_cli_exit run_version(struct smv_ctx *x)
{
    smv_out_fact(&x->out, smv_text_cell("version", "samverka", SMV_VERSION));
    smv_out_fact(&x->out, smv_num_cell("protocol", _("protocol"), SMV_PROTO_VERSION));
    return SMV_CLI_DONE;
}

/* --- completion --------------------------------------------------------------------------------------- */
static void print_options(FILE *f, const struct smv_cmd_option *o)
{
    for (; o != NULL && o->name != NULL; o++) {
        fprintf(f, " --%s", o->name);
    }
}

static enum smv_cli_exit run_completion(struct smv_ctx *x)
{
    FILE *f = x->out.file;
    if (strcmp(x->args[0], "bash") != 0) {
        return smv_fail(SMV_CLI_USAGE, _("completion is there for: bash"));
    }
    fputs("# bash completion for samverka; made by: samverka completion bash\n"
          "_samverka()\n{\n"
          "    local cur=\"${COMP_WORDS[COMP_CWORD]}\" verb=\"\" i\n"
          "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
          "        case \"${COMP_WORDS[i]}\" in\n"
          "            --home | --seminar | --lang | --wait | --ca | --admin) ((i++)) ;;\n"
          "            -*) ;;\n"
          "            *) verb=\"${COMP_WORDS[i]}\"; break ;;\n"
          "        esac\n"
          "    done\n"
          "    local words=\"\" general=\"",
          f);
    print_options(f, smv_global_options);
    fputs("\"\n    case \"$verb\" in\n        \"\") words=\"", f);
    for (size_t i = 0; smv_cmds[i] != NULL; i++) {
        fprintf(f, "%s%s", smv_cmds[i]->hidden ? "" : " ",
                smv_cmds[i]->hidden ? "" : smv_cmds[i]->name);
    }
    fputs("\" ;;\n", f);
    for (size_t i = 0; smv_cmds[i] != NULL; i++) {
        if (smv_cmds[i]->options != NULL && !smv_cmds[i]->hidden) {
            fprintf(f, "        %s) words=\"", smv_cmds[i]->name);
            print_options(f, smv_cmds[i]->options);
            fputs("\" ;;\n", f);
        }
    }
    fputs("    esac\n"
          "    if [ \"$verb\" = add ] && [ \"${COMP_WORDS[COMP_CWORD - 1]}\" = add ]; then\n"
          "        words=\"",
          f);
    for (unsigned k = 1; k <= SMV_KIND_MAX; k++) {
        if (smv_kind_info(k) != NULL && smv_kind_info(k)->writers != W_FOLD) {
            fprintf(f, " %s", smv_kind_info(k)->name);
        }
    }
    fputs("\"\n    fi\n"
          "    COMPREPLY=($(compgen -W \"$words $general\" -- \"$cur\"))\n"
          "    [ -n \"${COMPREPLY[*]}\" ] || COMPREPLY=($(compgen -f -- \"$cur\"))\n"
          "}\ncomplete -F _samverka samverka\n",
          f);
    return SMV_CLI_DONE;
}

const struct smv_cmd smv_cmd_help = {.name = "help",
                                     .args = "[VERB | fields [KIND]]",
                                     .about = N_("Tell what there is, or how one verb is used"),
                                     .max_args = 2,
                                     .run = run_help};
const struct smv_cmd smv_cmd_version = {
    .name = "version", .args = "", .about = N_("Print the version"), .run = run_version};
const struct smv_cmd smv_cmd_completion = {.name = "completion",
                                           .args = "bash",
                                           .about = N_("Print the completion script of a shell"),
                                           .min_args = 1,
                                           .max_args = 1,
                                           .hidden = true,
                                           .run = run_completion};
