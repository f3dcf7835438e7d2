/* seminar.c - what the host does with whole seminars: new, backup, restore, close, open, rewrite, erase. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "client-cli/cmd/node.h"
#include "client-cli/cmd/template_file.h"
#include "client-cli/cmd/verbs.h"
#include "client-cli/out/qr.h"
#include "common/base/heap.h"

/* --- new ----------------------------------------------------------------------------------------------- */
/* "4" rooms by number, or their names with commas between. */
static json_t *rooms_json(const char *text)
{
    json_t *rooms = json_array();
    size_t digits = strspn(text, "0123456789");
    if (digits > 0 && digits < 4 && text[digits] == '\0') {
        json_decref(rooms);
        return json_integer(atoi(text)); /* named as the template does */
    }
    while (*text != '\0') {
        size_t len = strcspn(text, ",");
        const char *from = text + strspn(text, " ");
        size_t n = len - (size_t)(from - text);
        while (n > 0 && from[n - 1] == ' ') {
            n--;
        }
        json_array_append_new(rooms, json_stringn(from, n));
        text += len + (text[len] == ',');
    }
    return rooms;
}

/* Participants come by the code; as a link it opens the same door. */
static void tell_participants(struct smv_ctx *x, const json_t *answer)
{
    char url[400];
    snprintf(url, sizeof url, "%.300s#%.40s", smv_json_str(answer, "url"),
             smv_json_str(answer, "code"));
    smv_out_sayf(&x->out, "\n%s %s", _("participants:"), url);
    if (smv_opt(x, "qr") != NULL) {
        smv_out_qr(&x->out, url);
    }
}

void smv_tell_made(struct smv_ctx *x, const json_t *answer)
{
    size_t i;
    json_t *link;
    smv_out_fact(&x->out, smv_text_cell("name", _("seminar"), smv_json_str(answer, "name")));
    smv_out_fact(&x->out, smv_text_cell("url", _("address"), smv_json_str(answer, "url")));
    smv_out_fact(&x->out,
                 smv_text_cell("code", _("code for participants"), smv_json_str(answer, "code")));
    x->out.impl->table(&x->out, "links");
    json_array_foreach(json_object_get(answer, "links"), i, link)
    {
        struct smv_cell row[] = {smv_text_cell("role", _("ROLE"), smv_json_str(link, "role")),
                                 smv_text_cell("place", _("PLACE"), smv_json_str(link, "place")),
                                 smv_text_cell("label", NULL, smv_json_str(link, "label")),
                                 smv_text_cell("url", _("LINK"), smv_json_str(link, "url"))};
        x->out.impl->row(&x->out, row, 4);
    }
    x->out.impl->end(&x->out);
    smv_out_sayf(&x->out, "%s", _("The links are not shown again; whoever has one is in."));
    json_array_foreach(json_object_get(answer, "links"), i, link)
    {
        if (smv_opt(x, "qr") != NULL) {
            smv_out_sayf(&x->out, "\n%s", smv_json_str(link, "label"));
            smv_out_qr(&x->out, smv_json_str(link, "url"));
        }
    }
    tell_participants(x, answer);
}

static enum smv_cli_exit run_new(struct smv_ctx *x)
{
    const char *template = smv_opt(x, "template"), *rooms = smv_opt(x, "rooms");
    struct smv_buf yaml = {0};
    enum smv_cli_exit e = smv_template_find(template != NULL ? template : "tom", &yaml);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    json_t *request = json_pack("{s:s, s:s, s:s}", "do", "new", "name", x->args[0], "template",
                                smv_buf_cstr(&yaml)),
           *answer;
    smv_buf_finish(&yaml);
    static const char *const same[] = {"title", "date", "code"};
    for (size_t i = 0; request != NULL && i < 3; i++) {
        if (smv_opt(x, same[i]) != NULL) {
            json_object_set_new(request, same[i], json_string(smv_opt(x, same[i])));
        }
    }
    if (rooms != NULL) {
        json_object_set_new(request, "rooms", rooms_json(rooms));
    }
    if (smv_opt(x, "open") != NULL) {
        json_object_set_new(request, "open", json_true());
    }
    if (smv_opt(x, "no-links") != NULL) {
        json_object_set_new(request, "secrets", json_false());
    }
    e = smv_ask_host(x, request, &answer);
    if (e == SMV_CLI_DONE) {
        smv_tell_made(x, answer);
        json_decref(answer);
    }
    return e;
}

/* --- files ----------------------------------------------------------------------------------------------- */
/* The daemon stands in another folder: a path of ours is made whole. The file need not be there. */
static bool whole_path(const char *path, char out[PATH_MAX])
{
    char here[PATH_MAX];
    if (*path == '/') {
        return (size_t)snprintf(out, PATH_MAX, "%s", path) < PATH_MAX;
    }
    return getcwd(here, sizeof here) != NULL &&
           (size_t)snprintf(out, PATH_MAX, "%.2000s/%.1900s", here, path) < PATH_MAX;
}

static enum smv_cli_exit simple(struct smv_ctx *x, json_t *request, const char *key,
                                const char *head)
{
    json_t *answer;
    enum smv_cli_exit e = smv_ask_host(x, request, &answer);
    if (e == SMV_CLI_DONE) {
        smv_out_fact(&x->out, smv_text_cell(key, head, smv_json_str(answer, key)));
        json_decref(answer);
    }
    return e;
}

static enum smv_cli_exit run_backup(struct smv_ctx *x)
{
    char path[PATH_MAX];
    if (!whole_path(x->args[1], path)) {
        return smv_fail(SMV_CLI_USAGE, _("the path is too long"));
    }
    return simple(x, json_pack("{s:s, s:s, s:s}", "do", "backup", "name", x->args[0], "to", path),
                  "to", _("backup"));
}

static enum smv_cli_exit run_restore(struct smv_ctx *x)
{
    char path[PATH_MAX];
    const char *name = smv_opt(x, "name");
    if (name == NULL || !whole_path(x->args[0], path)) {
        return smv_fail(SMV_CLI_USAGE, _("say what it shall be called: --name NAME"));
    }
    return simple(x, json_pack("{s:s, s:s, s:s}", "do", "restore", "name", name, "from", path),
                  "name", _("restored"));
}

static enum smv_cli_exit run_close(struct smv_ctx *x)
{
    return simple(x,
                  json_pack("{s:s, s:s, s:b}", "do", "close", "name", x->args[0], "force",
                            smv_opt(x, "force") != NULL),
                  "file", _("closed"));
}

static enum smv_cli_exit run_open(struct smv_ctx *x)
{
    return simple(x, json_pack("{s:s, s:s}", "do", "open", "name", x->args[0]), "name", _("open"));
}

/* --- what cannot be undone ---------------------------------------------------------------------------------- */
static void tell_list(struct smv_ctx *x, const json_t *answer, const char *key, const char *head)
{
    size_t i;
    json_t *line, *list = json_object_get(answer, key);
    if (json_array_size(list) == 0) {
        return;
    }
    smv_out_sayf(&x->out, "%s", head);
    x->out.impl->table(&x->out, key);
    json_array_foreach(list, i, line)
    {
        struct smv_cell row[] = {smv_text_cell(NULL, "", "  -"),
                                 smv_text_cell("what", "", json_string_value(line))};
        x->out.impl->row(&x->out, row, 2);
    }
    x->out.impl->end(&x->out);
}

/* The word that the daemon wants to hear: from --confirm, or from a person at the terminal. */
static bool ask_word(struct smv_ctx *x, const char *word, char out[40])
{
    fprintf(stderr, _("This cannot be undone. To go on, type %s: "), word);
    fflush(stderr);
    (void)x;
    if (isatty(STDIN_FILENO) == 0 || fgets(out, 40, stdin) == NULL) {
        return false;
    }
    out[strcspn(out, "\r\n")] = '\0';
    return strcmp(out, word) == 0;
}

/* Two steps: the daemon gives a word, and does it when it hears the word. request is given away. */
static enum smv_cli_exit confirmed(struct smv_ctx *x, json_t *request)
{
    const char *given = smv_opt(x, "confirm");
    char word[40];
    json_t *answer;
    json_incref(request);
    if (given != NULL) {
        json_object_set_new(request, "confirm", json_string(given));
    }
    enum smv_cli_exit e = smv_ask_host(x, request, &answer);
    if (e == SMV_CLI_DONE && given == NULL && json_object_get(answer, "confirm") != NULL) {
        tell_list(x, answer, "out_of_reach", _("What this cannot reach:"));
        fflush(stdout);
        bool yes = ask_word(x, smv_json_str(answer, "confirm"), word);
        if (!yes) {
            smv_out_fact(&x->out, smv_text_cell("confirm", NULL, smv_json_str(answer, "confirm")));
            smv_out_sayf(&x->out,
                         _("\nNothing was done. The word is good for five minutes: --confirm %s"),
                         smv_json_str(answer, "confirm"));
        }
        json_decref(answer);
        answer = NULL;
        e = SMV_CLI_HOST;
        if (yes) {
            json_object_set_new(request, "confirm", json_string(word));
            e = smv_ask_host(x, json_incref(request), &answer);
        }
    }
    if (e == SMV_CLI_DONE) {
        smv_out_fact(&x->out, smv_text_cell("name", _("done"), smv_json_str(answer, "name")));
        tell_list(x, answer, "removed", _("Removed:"));
        tell_list(x, answer, "out_of_reach", _("What this could not reach:"));
        json_decref(answer);
    }
    json_decref(request);
    return e;
}

static enum smv_cli_exit run_erase(struct smv_ctx *x)
{
    return confirmed(x, json_pack("{s:s, s:s}", "do", "erase", "name", x->args[0]));
}

static enum smv_cli_exit run_rewrite(struct smv_ctx *x)
{
    const char *also = smv_opt(x, "drop");
    static const char *const words[] = {"passages", "names", "rehearsal", "bin"};
    json_t *drop = json_array(), *ids = json_array();
    for (size_t i = also != NULL ? 0 : 1; i < x->n_args; i++) {
        const char *what = i > 0 ? x->args[i] : also;
        smv_id id;
        bool word = false;
        for (size_t k = 1; k < 4; k++) {
            word |= strcmp(what, words[k]) == 0;
        }
        if (word) {
            json_array_append_new(drop, json_string(what));
        } else if (smv_id_read(what, &id)) {
            json_array_append_new(ids, json_integer((json_int_t)id));
        } else {
            json_decref(drop);
            json_decref(ids);
            return smv_fail(SMV_CLI_USAGE,
                            _("rewrite takes names, rehearsal, bin, or ids such as 5.12"));
        }
    }
    if (json_array_size(ids) > 0) {
        json_array_append_new(drop, json_string(words[0]));
    }
    return confirmed(x, json_pack("{s:s, s:s, s:o, s:o}", "do", "rewrite", "name", x->args[0],
                                  "drop", drop, "ids", ids));
}

static enum smv_cli_exit run_host_link(struct smv_ctx *x)
{
    json_t *answer;
    enum smv_cli_exit e = smv_ask_host(
        x, json_pack("{s:s, s:b}", "do", "host", "renew", smv_opt(x, "renew") != NULL), &answer);
    if (e == SMV_CLI_DONE) {
        smv_out_fact(&x->out,
                     smv_text_cell("url", _("the host's page"), smv_json_str(answer, "url")));
        if (smv_opt(x, "qr") != NULL) {
            smv_out_qr(&x->out, smv_json_str(answer, "url"));
        }
        json_decref(answer);
    }
    return e;
}

static const struct smv_cmd_option new_options[] = {
    {"template", N_("FILE|NAME"), N_("what it is made from (default: tom, an empty one)")},
    {"title", N_("TEXT"), N_("what the day is called")},
    {"rooms", N_("N|A,B,C"), N_("how many rooms, or their names")},
    {"date", N_("DATE"), N_("when, as 2026-11-21")},
    {"code", N_("CODE"), N_("short code for participants (default: made up)")},
    {"open", NULL, N_("let participants in by the code from the start")},
    {"qr", NULL, N_("draw each link as a QR code")},
    {"no-links", NULL, N_("make no links for the roles")},
    {NULL, NULL, NULL}};
static const struct smv_cmd_option restore_options[] = {
    {"name", N_("NAME"), N_("what it is called from now on; part of addresses")},
    {NULL, NULL, NULL}};
static const struct smv_cmd_option rewrite_options[] = {
    {"drop", N_("WHAT"), N_("names, rehearsal, bin or an ID, as behind the name")},
    {"confirm", N_("WORD"), N_("the word that was given before")},
    {NULL, NULL, NULL}};
static const struct smv_cmd_option confirm_options[] = {
    {"confirm", N_("WORD"), N_("the word that was given before")}, {NULL, NULL, NULL}};

static const struct smv_cmd_option host_link_options[] = {
    {"renew", NULL, N_("a new one; the old one is worth nothing from then on")},
    {"qr", NULL, N_("draw it as a QR code")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_host_link = {
    .name = "host-link",
    .args = "[--renew] [--qr]",
    .about = N_("Show the link to the host's page in a browser (host)"),
    .more = N_("Whoever has it may make, copy, close and erase every seminar of this daemon."),
    .options = host_link_options,
    .run = run_host_link};
const struct smv_cmd smv_cmd_new = {.name = "new",
                                    .args = "NAME [--template FILE|NAME] [--rooms N|A,B,C]",
                                    .about = N_("Make a seminar and the links to it (host)"),
                                    .options = new_options,
                                    .min_args = 1,
                                    .max_args = 1,
                                    .run = run_new};
const struct smv_cmd smv_cmd_backup = {.name = "backup",
                                       .args = "NAME FILE",
                                       .about = N_("Copy a seminar to a file while it runs (host)"),
                                       .min_args = 2,
                                       .max_args = 2,
                                       .run = run_backup};
const struct smv_cmd smv_cmd_restore = {
    .name = "restore",
    .args = "FILE --name NAME",
    .about = N_("Put a backup back; computers that know more refill it (host)"),
    .options = restore_options,
    .min_args = 1,
    .max_args = 1,
    .run = run_restore};
static const struct smv_cmd_option close_options[] = {
    {"force", NULL, N_("also when somebody's work may not be here yet")}, {NULL, NULL, NULL}};
const struct smv_cmd smv_cmd_close = {.name = "close",
                                      .args = "NAME",
                                      .about = N_("Close a seminar into one plain file (host)"),
                                      .options = close_options,
                                      .min_args = 1,
                                      .max_args = 1,
                                      .run = run_close};
const struct smv_cmd smv_cmd_open = {.name = "open",
                                     .args = "NAME",
                                     .about = N_("Open a closed seminar again (host)"),
                                     .min_args = 1,
                                     .max_args = 1,
                                     .run = run_open};
const struct smv_cmd smv_cmd_rewrite = {
    .name = "rewrite",
    .args = "NAME [names] [rehearsal] [bin] [ID...] [--confirm WORD]",
    .about = N_("Take words out of a seminar's history for good (host)"),
    .more = N_(
        "names: anonymises it: names and addresses of people, contacts and those responsible go, "
        "the results stay;\n"
        "rehearsal: what was written in the dress rehearsal; bin: what was deleted;\n"
        "an ID: that node and everything below it."),
    .options = rewrite_options,
    .min_args = 1,
    .max_args = SMV_MANY,
    .run = run_rewrite};
const struct smv_cmd smv_cmd_erase = {.name = "erase",
                                      .args = "NAME [--confirm WORD]",
                                      .about = N_("Destroy a seminar, in two steps (host)"),
                                      .options = confirm_options,
                                      .min_args = 1,
                                      .max_args = 1,
                                      .run = run_erase};
