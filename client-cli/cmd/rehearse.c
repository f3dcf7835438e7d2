/* rehearse.c - "rehearse": a day with simulated people, to try computers, network and daemon before the guests
 * come. The work is rehearse/'s. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "client-cli/cmd/verbs.h"
#include "client-cli/rehearse/rehearse.h"
#include "common/base/heap.h"

enum { ROOMS = 4, PEOPLE = 12, MINUTES = 60, SETTLE_MS = 60000 };

/* The link: the argument, or the joined seminar's own. False: a sentence has been written. */
static enum smv_cli_exit find_link(struct smv_ctx *x, char *out, size_t size)
{
    char base[300];
    if (x->n_args > 0) {
        snprintf(out, size, "%s", x->args[0]);
        return SMV_CLI_DONE;
    }
    enum smv_cli_exit err = smv_need_profile(x);
    if (err == SMV_CLI_DONE) {
        smv_url_base(&x->profile.url, base, sizeof base);
        snprintf(out, size, "%s/%s/#%s", base, x->profile.url.seminar, x->profile.url.secret);
    }
    return err;
}

static bool read_options(struct smv_ctx *x, struct smv_rehearse_config *config)
{
    uint64_t rooms = ROOMS, people = PEOPLE, minutes = MINUTES, speed = 1,
             seed = (uint64_t)time(NULL);
    bool ok =
        smv_opt_number(x, "rooms", 200, &rooms) && smv_opt_number(x, "phones", 2000, &people) &&
        smv_opt_number(x, "people", 2000, &people) &&
        smv_opt_number(x, "minutes", 1440, &minutes) && smv_opt_number(x, "speed", 1000, &speed) &&
        smv_opt_number(x, "seed", UINT64_MAX - 1, &seed);
    if (ok && (minutes == 0 || speed == 0 || rooms == 0)) {
        smv_note(_("--rooms, --minutes and --speed are at least 1"));
        ok = false;
    }
    config->rooms = (unsigned)rooms;
    config->phones = (unsigned)people;
    config->minutes = (double)minutes;
    config->speed = (double)speed;
    config->seed = seed;
    config->chaos = smv_opt(x, "chaos") != NULL;
    config->ca = x->ca;
    config->progress = !x->json && isatty(STDERR_FILENO);
    config->settle_ms = SETTLE_MS;
    return ok;
}

static enum smv_cli_exit write_json(const char *path, json_t *json)
{
    bool ok = path == NULL || json_dump_file(json, path, JSON_COMPACT) == 0;
    return ok ? SMV_CLI_DONE : smv_fail(SMV_CLI_INTERNAL, _("%s cannot be written"), path);
}

static void show(struct smv_ctx *x, const struct smv_report *r, json_t *json)
{
    const char *key;
    json_t *value;
    if (!x->json) {
        smv_report_text(r, x->out.file);
        fprintf(x->out.file, "%s\n",
                _("The seminar is marked as a rehearsal. What was written goes with: "
                  "samverka rewrite NAME --drop rehearsal"));
        return;
    }
    json_object_foreach(json, key, value)
    {
        smv_out_fact(&x->out, smv_json_cell(key, json_incref(value)));
    }
}

static enum smv_cli_exit play(struct smv_ctx *x, const struct smv_rehearse_config *config)
{
    struct smv_report *report = smv_zalloc(sizeof *report);
    json_t *confirmed = NULL;
    const char *why = "";
    enum smv_cli_exit code = SMV_CLI_DONE;
    enum smv_err err = smv_rehearse(config, report, &confirmed, &why);
    if (err != SMV_OK) {
        code = smv_fail(err == SMV_ERR_DENIED ? SMV_CLI_DENIED
                        : err == SMV_ERR_BUSY ? SMV_CLI_OFFLINE
                        : err == SMV_ERR_IO   ? SMV_CLI_INTERNAL
                                              : SMV_CLI_USAGE,
                        _("no rehearsal: %s"), why);
    } else {
        json_t *json = smv_report_json(report);
        show(x, report, json);
        code = write_json(smv_opt(x, "report"), json);
        code = code == SMV_CLI_DONE ? write_json(smv_opt(x, "confirmed"), confirmed) : code;
        code = code == SMV_CLI_DONE && !smv_report_good(report) ? SMV_CLI_REFUSED : code;
        json_decref(json);
    }
    json_decref(confirmed);
    smv_free(report);
    return code;
}

static enum smv_cli_exit run_rehearse(struct smv_ctx *x)
{
    struct smv_rehearse_config config = {.organiser = NULL};
    char link[1024];
    json_t *links = NULL;
    json_error_t mistake;
    const char *file = smv_opt(x, "links");
    if (!read_options(x, &config)) {
        return SMV_CLI_USAGE;
    }
    if (file != NULL) {
        links = json_load_file(file, 0, &mistake);
        if (links == NULL) {
            return smv_fail(SMV_CLI_NOT_FOUND, "%s: %s", file, mistake.text);
        }
        config.links = links;
    } else {
        enum smv_cli_exit err = find_link(x, link, sizeof link);
        if (err != SMV_CLI_DONE) {
            return err;
        }
        config.organiser = link;
    }
    enum smv_cli_exit code = play(x, &config);
    json_decref(links);
    return code;
}

static const struct smv_cmd_option options[] = {
    {"rooms", "N", N_("how many rooms take part, each with a scribe and a facilitator (4)")},
    {"people", "N",
     N_("how many participants, each with a telephone (12); every fifth writes where tables "
        "form groups")},
    {"phones", "N", N_("the same as --people")},
    {"minutes", "N", N_("how long a day is played (60)")},
    {"speed", "X", N_("how many times faster than real people (1)")},
    {"seed", "S", N_("the same day again")},
    {"chaos", NULL, N_("connections break and programs die all the time")},
    {"links", "FILE", N_("take part by these links, as printed by new --json")},
    {"report", "FILE", N_("the report as JSON")},
    {"confirmed", "FILE",
     N_("what was confirmed, as [[ordinal, n], ...], to be checked against the log")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_rehearse = {
    .name = "rehearse",
    .args = "[ORGANISER'S-LINK]",
    .about = N_("Play a day with simulated people and check that nothing was lost"),
    .more =
        N_("Rooms, a moderator, a screen and telephones write, lead, read and vote at human "
           "speed, on\n"
           "whatever sheets the seminar's template gave it; where participants may form groups, "
           "tables do. Their\n"
           "connections break now and then. At the end everybody must hold the same, and every "
           "letter\n"
           "that was typed must be there, once. Exit 0 only if so."),
    .options = options,
    .max_args = 1,
    .run = run_rehearse};
