/* scribe.c - "scribe": the full-screen view for those who write, or the same line by line. */
#include "client-cli/cmd/verbs.h"
#include "client-cli/tui/linear.h"
#include "client-cli/tui/run.h"
#include "client-cli/tui/scribe.h"

static enum smv_cli_exit ended(struct smv_ctx *x, enum smv_session_end end)
{
    struct smv_client_info info;
    unsigned why = smv_client_why(x->client);
    smv_client_info(x->client, &info);
    if (info.unconfirmed > 0) {
        smv_note(ngettext("%zu change is kept here and will be sent next time",
                          "%zu changes are kept here and will be sent next time", info.unconfirmed),
                 info.unconfirmed);
    }
    switch (end) {
    case SMV_SESSION_DENIED:
        return smv_fail(SMV_CLI_DENIED, _("%s does not let this link in: %s (%u)"),
                        x->profile.url.host, smv_close_text((enum smv_close)why), why);
    case SMV_SESSION_BROKEN:
        return smv_fail(SMV_CLI_INTERNAL, _("%s cannot be written"), x->profile.folder);
    case SMV_SESSION_TRUE:
    case SMV_SESSION_TIME:
    case SMV_SESSION_OFFLINE:
    case SMV_SESSION_INTERRUPT: break;
    }
    return info.unconfirmed > 0 ? SMV_CLI_OFFLINE : SMV_CLI_DONE;
}

static enum smv_cli_exit run_scribe(struct smv_ctx *x)
{
    enum smv_session_end end = SMV_SESSION_TRUE;
    enum smv_cli_exit e = smv_open_session(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    if (smv_opt(x, "linear") != NULL) {
        return ended(x, smv_linear_run(x->session, &x->profile));
    }
    struct smv_view *v = smv_scribe_create(x->client, x->profile.place, x->profile.role);
    struct smv_run_wish wish = {.term = {.mouse = smv_opt(x, "mouse") != NULL,
                                         .no_colour = smv_opt(x, "no-colour") != NULL},
                                .person = x->profile.person,
                                .host = x->profile.url.host};
    enum smv_err err = smv_run(x->session, v, &wish, &end);
    v->impl->destroy(v);
    if (err == SMV_ERR_STATE) {
        return smv_fail(SMV_CLI_USAGE,
                        _("this needs a terminal; without one: samverka scribe --linear"));
    }
    if (err != SMV_OK) {
        return smv_fail(
            SMV_CLI_USAGE,
            _("this kind of terminal is not known (TERM); try: samverka scribe --linear"));
    }
    return ended(x, end);
}

static const struct smv_cmd_option options[] = {
    {"linear", NULL, N_("speak changes and take commands line by line, for screen readers")},
    {"mouse", NULL, N_("the mouse goes to fields and scrolls")},
    {"no-colour", NULL, N_("no colours; also when NO_COLOR is set")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_scribe = {
    .name = "scribe",
    .args = "[--linear] [--mouse] [--no-colour]",
    .about = N_("Write for a room: steps, questions, timeline, tables on the full screen"),
    .more = N_("F1 lists the keys. What is typed is kept on this computer before it is sent, and "
               "merges when the "
               "network is back."),
    .options = options,
    .run = run_scribe};
