/* main.c - samverka, the terminal client: language, options, verb, exit code. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "client-cli/cmd/verbs.h"
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/base/heap.h"

enum { DEFAULT_WAIT_MS = 10000 };

static void out_of_memory(void)
{
    static const char text[] = "samverka: out of memory\n";
    (void)!write(STDERR_FILENO, text, sizeof text - 1);
    _exit(SMV_CLI_INTERNAL);
}

static void on_check(const char *what, const char *file, int line)
{
    fprintf(stderr, "samverka: a mistake in the program: %s (%s:%d)\n", what, file, line);
    _exit(SMV_CLI_INTERNAL);
}

/* lang: --lang, NULL for the environment's. Messages go by LANGUAGE, which needs some locale to work. */
static void set_language(const char *lang)
{
    if (lang != NULL) {
        setenv("LANGUAGE", lang, 1);
    }
    setlocale(LC_ALL, "");
    const char *messages = setlocale(LC_MESSAGES, NULL);
    if (lang != NULL &&
        (messages == NULL || strcmp(messages, "C") == 0 || strcmp(messages, "POSIX") == 0)) {
        setlocale(LC_MESSAGES, "C.UTF-8");
    }
    setlocale(LC_NUMERIC, "C");
    const char *folder = getenv("SAMVERKA_LOCALEDIR");
    bindtextdomain("samverka", folder != NULL ? folder : SMV_LOCALEDIR);
    bind_textdomain_codeset("samverka", "UTF-8");
    textdomain("samverka");
}

static bool known_language(const char *lang)
{
    return lang == NULL || strcmp(lang, "sv") == 0 || strcmp(lang, "nb") == 0 ||
           strcmp(lang, "en") == 0;
}

static const struct smv_cmd *find_verb(const char *name)
{
    name = strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 ? "help"
           : strcmp(name, "--version") == 0                       ? "version"
                                                                  : name;
    const struct smv_cmd *cmd = smv_cmd_find(name), *near;
    if (cmd == NULL) {
        near = smv_cmd_nearest(name);
        smv_note(near != NULL ? _("there is no verb \"%s\"; did you mean \"%s\"?")
                              : _("there is no verb \"%s\"%s"),
                 name, near != NULL ? near->name : "");
    }
    return cmd;
}

static enum smv_cli_exit run(struct smv_ctx *x, int argc, char **argv)
{
    int at;
    if (!smv_args_global(x, argc, argv, &at)) {
        return SMV_CLI_USAGE;
    }
    set_language(x->lang);
    if (at == argc) {
        smv_out_init(&x->out, stderr, false);
        smv_help_all(&x->out);
        return SMV_CLI_USAGE;
    }
    x->cmd = find_verb(argv[at]);
    if (x->cmd == NULL) {
        return SMV_CLI_USAGE;
    }
    for (int i = at + 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            smv_out_init(&x->out, stdout, false);
            smv_help_verb(&x->out, x->cmd);
            return SMV_CLI_DONE;
        }
    }
    if (!smv_args_verb(x, argc - at - 1, argv + at + 1)) {
        return SMV_CLI_USAGE;
    }
    if (!known_language(x->lang)) {
        return smv_fail(SMV_CLI_USAGE, _("--lang takes sv, nb or en, not \"%s\""), x->lang);
    }
    set_language(x->lang);
    smv_out_init(&x->out, stdout, x->json);
    return x->cmd->run(x);
}

int main(int argc, char **argv)
{
    struct smv_ctx x = {.wait_ms = DEFAULT_WAIT_MS};
    smv_heap_set_exhausted(out_of_memory);
    smv_check_set_hook(on_check);
    smv_hash_init();
    set_language(NULL);
    enum smv_cli_exit code = run(&x, argc, argv);
    if (x.out.impl != NULL) {
        smv_out_finish(&x.out); /* what is confirmed is said before anything else can go wrong */
    }
    smv_close(&x);
    return (int)code;
}
