/* args.c - the command line against the tables. See cmd.h. */
#include <stdlib.h>
#include <string.h>
#include "client-cli/cmd/cmd.h"

const struct smv_cmd_option smv_global_options[] = {
    {"home", N_("DIR"), N_("where joined seminars are kept")},
    {"seminar", N_("NAME"), N_("which joined seminar (default: the last joined)")},
    {"json", NULL, N_("print JSON for programs")},
    {"lang", N_("sv|nb|en"), N_("language of the messages")},
    {"wait", N_("SECONDS"), N_("how long to wait for the daemon (default 10)")},
    {"ca", N_("FILE"), N_("certificate authority to trust, PEM")},
    {"admin", N_("PATH"), N_("the host's socket, for what only the host may do")},
    {NULL, NULL, NULL}};

static bool take_global(struct smv_ctx *x, const char *name, const char *value)
{
    char *end;
    if (strcmp(name, "home") == 0) {
        x->home_option = value;
    } else if (strcmp(name, "seminar") == 0) {
        x->seminar = value;
    } else if (strcmp(name, "json") == 0) {
        x->json = true;
    } else if (strcmp(name, "lang") == 0) {
        x->lang = value;
    } else if (strcmp(name, "ca") == 0) {
        x->ca = value;
    } else if (strcmp(name, "admin") == 0) {
        x->admin = value;
    } else {
        double seconds = strtod(value, &end);
        if (end == value || *end != '\0' || !(seconds >= 0) || seconds > 86400) {
            smv_note(_("--wait takes seconds, not \"%s\""), value);
            return false;
        }
        x->wait_ms = seconds < 0.001 ? 1 : (unsigned)(seconds * 1000);
        x->patient = true;
    }
    return true;
}

static const struct smv_cmd_option *find(const struct smv_cmd_option *options, const char *name,
                                         size_t len)
{
    for (; options != NULL && options->name != NULL; options++) {
        if (strlen(options->name) == len && strncmp(options->name, name, len) == 0) {
            return options;
        }
    }
    return NULL;
}

/* argv[*i] is "--name", "--name=value" or "--name" "value". NULL: a sentence has been written. */
static const struct smv_cmd_option *option_at(const struct smv_cmd *cmd, int argc, char **argv,
                                              int *i, const char **ret_value)
{
    const char *arg = argv[*i], *name = arg + 2;
    size_t len = strcspn(name, "=");
    const struct smv_cmd_option *o = cmd != NULL ? find(cmd->options, name, len) : NULL;
    o = o != NULL ? o : find(smv_global_options, name, len);
    if (o == NULL) {
        smv_note(_("there is no option \"%s\"; see: samverka help %s"), arg,
                 cmd != NULL ? cmd->name : "");
        return NULL;
    }
    *ret_value = name[len] == '=' ? name + len + 1 : NULL;
    if (o->arg == NULL && *ret_value != NULL) {
        smv_note(_("--%s takes no value"), o->name);
        return NULL;
    }
    if (o->arg != NULL && *ret_value == NULL) {
        if (*i + 1 >= argc) {
            smv_note(_("--%s needs a value: %s"), o->name, _(o->arg));
            return NULL;
        }
        *ret_value = argv[++*i];
    }
    *ret_value = *ret_value != NULL ? *ret_value : "";
    return o;
}

static bool is_option(const char *arg)
{
    return strncmp(arg, "--", 2) == 0 && arg[2] != '\0';
}

bool smv_args_global(struct smv_ctx *x, int argc, char **argv, int *ret_at)
{
    int i = 1;
    for (; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'; i++) {
        const char *value;
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "--version") == 0 ||
            strcmp(argv[i], "-h") == 0) {
            break; /* they are verbs, too */
        }
        if (!is_option(argv[i])) {
            smv_note(_("there is no option \"%s\"; see: samverka help"), argv[i]);
            return false;
        }
        const struct smv_cmd_option *o = option_at(NULL, argc, argv, &i, &value);
        if (o == NULL || !take_global(x, o->name, value)) {
            return false;
        }
    }
    *ret_at = i;
    return true;
}

bool smv_args_verb(struct smv_ctx *x, int argc, char **argv)
{
    bool only_args = false;
    x->args = argv; /* what is no option moves to the front */
    x->n_args = 0;
    for (int i = 0; i < argc; i++) {
        const char *value;
        if (!only_args && strcmp(argv[i], "--") == 0) {
            only_args = true;
            continue;
        }
        if (only_args || !is_option(argv[i])) {
            x->args[x->n_args++] = argv[i];
            continue;
        }
        const struct smv_cmd_option *o = option_at(x->cmd, argc, argv, &i, &value);
        if (o == NULL) {
            return false;
        }
        if (o >= smv_global_options && o < smv_global_options + 7) {
            if (!take_global(x, o->name, value)) {
                return false;
            }
        } else {
            x->values[o - x->cmd->options] = value;
        }
    }
    if (x->n_args < x->cmd->min_args || x->n_args > x->cmd->max_args) {
        smv_note(x->n_args < x->cmd->min_args ? _("something is missing: samverka %s %s")
                                              : _("that is too much: samverka %s %s"),
                 x->cmd->name, x->cmd->args);
        return false;
    }
    return true;
}

const char *smv_opt(const struct smv_ctx *x, const char *name)
{
    const struct smv_cmd_option *o = find(x->cmd->options, name, strlen(name));
    return o != NULL ? x->values[o - x->cmd->options] : NULL;
}

bool smv_opt_number(struct smv_ctx *x, const char *name, uint64_t max, uint64_t *ret)
{
    const char *text = smv_opt(x, name);
    if (text == NULL) {
        return true;
    }
    size_t digits = strspn(text, "0123456789");
    uint64_t n = digits > 0 && digits < 18 ? strtoull(text, NULL, 10) : UINT64_MAX;
    if (digits == 0 || text[digits] != '\0' || n > max) {
        smv_note(_("--%s takes a number, not \"%s\""), name, text);
        return false;
    }
    *ret = n;
    return true;
}
