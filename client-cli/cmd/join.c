/* join.c - "join": a link becomes a profile; "leave": and goes again; "list": which there are. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "client-cli/cmd/node.h"
#include "client-cli/cmd/verbs.h"
#include "client-cli/io/files.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"

static bool same_link(const struct smv_profile *p, const struct smv_url *u)
{
    return strcmp(p->url.seminar, u->seminar) == 0 && strcmp(p->url.host, u->host) == 0 &&
           p->url.port == u->port && strcmp(p->url.secret, u->secret) == 0;
}

/* The profile that this link has already, else a name that is free. */
static bool choose_name(struct smv_ctx *x, const struct smv_url *u, char name[80])
{
    char **names;
    size_t n;
    bool known = false;
    if (smv_profile_list(x->home, &names, &n) != SMV_OK) {
        n = 0;
        names = NULL;
    }
    snprintf(name, 80, "%s", u->seminar);
    for (unsigned k = 2;; k++) {
        bool taken = false;
        for (size_t i = 0; i < n; i++) {
            taken |= strcmp(names[i], name) == 0;
        }
        if (!taken) {
            break;
        }
        snprintf(name, 80, "%s-%u", u->seminar, k);
    }
    for (size_t i = 0; i < n && !known; i++) {
        struct smv_profile p;
        if (smv_profile_load(x->home, names[i], &p) == SMV_OK) {
            known = same_link(&p, u);
            if (known) {
                snprintf(name, 80, "%s", names[i]);
            }
            smv_profile_finish(&p);
        }
    }
    smv_profile_list_free(names, n);
    return known;
}

static bool ask_secret(struct smv_url *u)
{
    char line[200];
    fprintf(stderr, "%s ", _("secret or code:"));
    if (fgets(line, sizeof line, stdin) == NULL) {
        return false;
    }
    line[strcspn(line, "\r\n")] = '\0';
    size_t n = 0, len = strlen(line);
    for (const char *c = line; *c != '\0' && n + 1 < sizeof u->secret; c++) {
        u->secret[n] = *c; /* a typed code may have spaces and hyphens; a secret is long */
        n += *c != ' ' && (*c != '-' || len > 12);
    }
    u->secret[n] = '\0';
    return u->secret[0] != '\0';
}

static enum smv_cli_exit fill_profile(struct smv_ctx *x, const struct smv_url *u, bool *ret_known)
{
    const char *as = smv_opt(x, "as"), *named = smv_opt(x, "profile"), *user = getenv("USER");
    char name[80], ca[PATH_MAX] = "";
    struct smv_profile *p = &x->profile;
    *ret_known = named == NULL && choose_name(x, u, name);
    if (named != NULL && !smv_profile_name_ok(named)) {
        return smv_fail(SMV_CLI_USAGE, _("a profile's name is a to z, 0 to 9 and -"));
    }
    if (named != NULL) {
        snprintf(name, sizeof name, "%s", named);
        *ret_known = smv_profile_load(x->home, name, p) == SMV_OK;
        if (*ret_known && strcmp(p->url.seminar, u->seminar) != 0) {
            return smv_fail(SMV_CLI_USAGE, _("the profile %s is of another seminar, %s"), name,
                            p->url.seminar);
        }
    } else if (*ret_known && smv_profile_load(x->home, name, p) != SMV_OK) {
        *ret_known = false;
    }
    if (!*ret_known) {
        *p = (struct smv_profile){.role = -1, .folder = smv_path(x->home, name)};
        snprintf(p->name, sizeof p->name, "%s", name);
        snprintf(p->person, sizeof p->person, "%.100s", user != NULL ? user : "");
    }
    p->url = *u;
    if (as != NULL) {
        if (strlen(as) > 120 || !smv_utf8_clean_line(smv_span_str(as))) {
            return smv_fail(SMV_CLI_USAGE, _("a name is one line of at most 120 bytes"));
        }
        snprintf(p->person, sizeof p->person, "%s", as);
    }
    if (x->ca != NULL) {
        if (realpath(x->ca, ca) == NULL || strlen(ca) >= sizeof p->ca) {
            return smv_fail(SMV_CLI_NOT_FOUND, _("%s cannot be read"), x->ca);
        }
        memcpy(p->ca, ca, strlen(ca) + 1);
    }
    return SMV_CLI_DONE;
}

/* "-": from standard input, where no list of processes shows it. */
static const char *read_link(const char *arg, char line[1000])
{
    if (strcmp(arg, "-") != 0) {
        return arg;
    }
    if (fgets(line, 1000, stdin) == NULL) {
        return "";
    }
    line[strcspn(line, "\r\n")] = '\0';
    return line;
}

static enum smv_cli_exit run_join(struct smv_ctx *x)
{
    struct smv_url u;
    char line[1000];
    const char *why, *link = read_link(x->args[0], line);
    bool known = false;
    enum smv_cli_exit e = smv_need_home(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    if (!smv_url_read(link, &u, &why)) {
        return smv_fail(SMV_CLI_USAGE, _("\"%s\" is no link: %s"), link, _(why));
    }
    if (u.secret[0] == '\0' && !ask_secret(&u)) {
        return smv_fail(SMV_CLI_USAGE, _("without its secret the link opens nothing"));
    }
    e = fill_profile(x, &u, &known);
    if (e == SMV_CLI_DONE && smv_profile_save(&x->profile) != SMV_OK) {
        e = smv_fail(SMV_CLI_INTERNAL, _("%s cannot be written"), x->profile.folder);
    }
    e = e == SMV_CLI_DONE ? smv_open(x) : e;
    if (e != SMV_CLI_DONE) {
        smv_session_close(x->session);
        x->session = NULL;
        if (!known && x->profile.folder != NULL) {
            (void)!smv_profile_remove(&x->profile);
        }
        return e;
    }
    if (smv_profile_set_current(x->home, x->profile.name) != SMV_OK) {
        smv_note(_("%s cannot be written"), x->home);
    }
    const struct smv_profile *p = &x->profile;
    smv_out_fact(&x->out, smv_text_cell("profile", _("profile"), p->name));
    smv_out_fact(&x->out, smv_text_cell("seminar", NULL, p->url.seminar));
    smv_out_fact(&x->out, smv_text_cell("title", _("seminar"), p->title));
    smv_out_fact(&x->out, smv_text_cell("role", _("role"), smv_role_info((unsigned)p->role)->name));
    smv_out_fact(&x->out, smv_text_cell("place", p->place != 0 ? _("place") : NULL,
                                        p->place != 0 ? p->place_name : NULL));
    smv_out_fact(&x->out, smv_text_cell("name", _("name"), p->person));
    return SMV_CLI_DONE;
}

static enum smv_cli_exit run_leave(struct smv_ctx *x)
{
    enum smv_cli_exit e = smv_need_profile(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    bool busy;
    size_t waiting = smv_session_undelivered(&x->profile, &busy);
    if (busy) {
        return smv_fail(SMV_CLI_REFUSED, _("another samverka works with %s just now"),
                        x->profile.name);
    }
    if (waiting > 0 && smv_opt(x, "force") == NULL) {
        return smv_fail(
            SMV_CLI_REFUSED,
            _("%zu changes of yours in %s have not been sent; --force throws them away"), waiting,
            x->profile.name);
    }
    char current[80];
    smv_profile_current(x->home, current, sizeof current);
    if (smv_profile_remove(&x->profile) != SMV_OK) {
        return smv_fail(SMV_CLI_INTERNAL, _("%s cannot be removed"), x->profile.folder);
    }
    if (strcmp(current, x->profile.name) == 0) {
        (void)!smv_profile_set_current(x->home, "");
    }
    smv_out_fact(&x->out, smv_text_cell("left", _("left"), x->profile.name));
    return SMV_CLI_DONE;
}

/* --- list -------------------------------------------------------------------------------------------- */
static enum smv_cli_exit list_host(struct smv_ctx *x)
{
    json_t *answer, *s;
    size_t i;
    enum smv_cli_exit e = smv_ask_host(x, json_pack("{s:s}", "do", "list"), &answer);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    x->out.impl->table(&x->out, "seminars");
    json_array_foreach(json_object_get(answer, "seminars"), i, s)
    {
        const char *trouble = smv_json_str(s, "trouble");
        struct smv_cell row[] = {
            smv_text_cell("name", _("NAME"), smv_json_str(s, "name")),
            smv_text_cell("state", _("STATE"), smv_json_str(s, "state")),
            smv_text_cell("code", _("CODE"), smv_json_str(s, "code")),
            smv_bool_cell("door", _("DOOR"), json_is_true(json_object_get(s, "door"))),
            smv_text_cell("title", _("TITLE"), *trouble ? trouble : smv_json_str(s, "title"))};
        x->out.impl->row(&x->out, row, 5);
    }
    x->out.impl->end(&x->out);
    json_decref(answer);
    return SMV_CLI_DONE;
}

static enum smv_cli_exit run_list(struct smv_ctx *x)
{
    char **names, current[80];
    size_t n;
    if (smv_opt(x, "host") != NULL) {
        return list_host(x);
    }
    enum smv_cli_exit e = smv_need_home(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    enum smv_err err = smv_profile_list(x->home, &names, &n);
    if (err != SMV_OK) {
        return smv_fail(SMV_CLI_INTERNAL, _("%s cannot be read: %s"), x->home, smv_err_text(err));
    }
    smv_profile_current(x->home, current, sizeof current);
    x->out.impl->table(&x->out, "profiles");
    for (size_t i = 0; i < n; i++) {
        struct smv_profile p;
        char base[300];
        if (smv_profile_load(x->home, names[i], &p) != SMV_OK) {
            smv_note(_("the joined seminar %s cannot be read: %s"), names[i], "profile.json");
            continue;
        }
        bool now = strcmp(current, p.name) == 0;
        smv_url_base(&p.url, base, sizeof base);
        struct smv_cell row[] = {
            smv_text_cell(NULL, "", now ? "*" : ""),
            smv_bool_cell("current", NULL, now),
            smv_text_cell("profile", _("PROFILE"), p.name),
            smv_text_cell("seminar", NULL, p.url.seminar),
            smv_text_cell("role", _("ROLE"),
                          p.role >= 0 ? smv_role_info((unsigned)p.role)->name : ""),
            smv_text_cell("place", _("PLACE"), p.place_name),
            smv_num_cell("unsent", _("UNSENT"), (int64_t)smv_session_undelivered(&p, NULL)),
            smv_text_cell("url", _("WHERE"), base),
            smv_text_cell("title", _("TITLE"), p.title)};
        x->out.impl->row(&x->out, row, 9);
        smv_profile_finish(&p);
    }
    x->out.impl->end(&x->out);
    smv_profile_list_free(names, n);
    return SMV_CLI_DONE;
}

static const struct smv_cmd_option join_options[] = {
    {"as", N_("NAME"), N_("your name, as others see it")},
    {"profile", N_("NAME"), N_("what to call it here; an existing one gets the new link")},
    {NULL, NULL, NULL}};
static const struct smv_cmd_option leave_options[] = {
    {"force", NULL, N_("also when changes have not been sent")}, {NULL, NULL, NULL}};
static const struct smv_cmd_option list_options[] = {
    {"host", NULL, N_("the seminars of the daemon on this machine")}, {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_join = {
    .name = "join",
    .args = "LINK|- [--as NAME]",
    .about = N_("Take up a link: who you are in a seminar"),
    .more = N_("The link is kept in a folder that only you can read. It becomes the seminar that "
               "the other\n"
               "verbs work with, until you join another one or say --seminar."),
    .options = join_options,
    .min_args = 1,
    .max_args = 1,
    .run = run_join};
const struct smv_cmd smv_cmd_leave = {
    .name = "leave",
    .args = "[--force]",
    .about = N_("Forget a joined seminar and everything kept of it here"),
    .options = leave_options,
    .run = run_leave};
const struct smv_cmd smv_cmd_list = {.name = "list",
                                     .args = "[--host]",
                                     .about = N_("List the joined seminars, or those of the host"),
                                     .options = list_options,
                                     .run = run_list};
