/* hall.c - "moderator": lead the day; "plenary": a screen for the hall.
 *
 * Uses: tui/run.h and the hall's views.    Not:  nothing is drawn here. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "client-cli/cmd/verbs.h"
#include "client-cli/tui/linear.h"
#include "client-cli/tui/moderator.h"
#include "client-cli/tui/moderator_linear.h"
#include "client-cli/tui/plenary.h"
#include "client-cli/tui/run.h"

static enum smv_cli_exit ended(struct smv_ctx *x, enum smv_session_end end)
{
    if (end == SMV_SESSION_DENIED) {
        return smv_denied(x);
    }
    return end == SMV_SESSION_BROKEN
               ? smv_fail(SMV_CLI_INTERNAL, _("%s cannot be written"), x->profile.folder)
               : SMV_CLI_DONE;
}

static enum smv_cli_exit run_view(struct smv_ctx *x, struct smv_view *v)
{
    enum smv_session_end end = SMV_SESSION_TRUE;
    struct smv_run_wish wish = {.person = x->profile.person, .host = x->profile.url.host};
    enum smv_err err = smv_run(x->session, v, &wish, &end);
    v->impl->destroy(v);
    if (err != SMV_OK) {
        return smv_fail(SMV_CLI_USAGE, _("\"%s\" needs a terminal of a known kind"), x->cmd->name);
    }
    return ended(x, end);
}

static bool on_terminal(void)
{
    return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
}

/* Where phones go: the host, and the address up to the code. */
static const char *where(struct smv_ctx *x, char base[400], char link[500])
{
    smv_url_base(&x->profile.url, base, 400);
    snprintf(link, 500, "%s/%s/#", base, x->profile.url.seminar);
    const char *host = strstr(base, "://");
    return host != NULL ? host + 3 : base;
}

static enum smv_cli_exit run_plenary(struct smv_ctx *x)
{
    char base[400], link[500];
    smv_id stage = 0;
    if (!on_terminal()) {
        return smv_fail(SMV_CLI_USAGE, _("\"%s\" needs a terminal of a known kind"), x->cmd->name);
    }
    enum smv_cli_exit e = x->n_args > 0 ? smv_open(x) : smv_open_session(x);
    if (e == SMV_CLI_DONE && x->n_args > 0) {
        e = smv_need_kind(x, x->args[0], SMV_KIND_STAGE, &stage);
    }
    if (e != SMV_CLI_DONE) {
        return e;
    }
    const char *host = where(x, base, link);
    return run_view(x, smv_plenary_create(stage, host, link));
}

const struct smv_cmd smv_cmd_plenary = {
    .name = "plenary",
    .args = "[SCREEN]",
    .about = N_("Be a screen in the hall: show what the moderator chose, full-screen"),
    .more = N_("Arrows and Page keys turn pages here; q leaves. The size of the letters is the "
               "terminal's."),
    .max_args = 1,
    .run = run_plenary};

static enum smv_cli_exit speak(struct smv_ctx *x)
{
    struct smv_mod_linear *l = smv_mod_linear_create(x->client);
    struct smv_spoken spoken = {l, smv_mod_linear_news, smv_mod_linear_line};
    enum smv_session_end end = smv_spoken_run(x->session, &spoken, x->profile.person);
    smv_mod_linear_destroy(l);
    return ended(x, end);
}

static enum smv_cli_exit run_moderator(struct smv_ctx *x)
{
    char base[400], link[500];
    bool linear = smv_opt(x, "linear") != NULL;
    if (!linear && !on_terminal()) {
        return smv_fail(SMV_CLI_USAGE, _("\"%s\" needs a terminal of a known kind"), x->cmd->name);
    }
    enum smv_cli_exit e = smv_open_session(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    if (linear) {
        return speak(x);
    }
    const char *host = where(x, base, link);
    return run_view(x, smv_moderator_create(x->client, host, link));
}

static const struct smv_cmd_option options[] = {
    {"linear", NULL, N_("speak changes and take commands line by line, for screen readers")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_moderator = {
    .name = "moderator",
    .args = "[--linear]",
    .options = options,
    .about = N_("Lead the day: rooms, clock, messages, the hall's screen, proposals, full-screen"),
    .more = N_("F1 lists the keys. Starting and ending a session is asked back; u takes the last "
               "act back."),
    .run = run_moderator};
