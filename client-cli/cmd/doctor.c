/* doctor.c - "doctor": is everything as it must be, here and at the daemon. */
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>
#include "client-cli/cmd/node.h"
#include "client-cli/cmd/verbs.h"

enum verdict { GOOD, WARN, BAD };
enum { SAMPLE_MS = 900, LITTLE_DISK_MB = 100, CLOCK_OFF_MS = 2000, SLOW_MS = 500 };

struct checks {
    struct smv_ctx *x;
    enum smv_cli_exit worst;
};

static void tell(struct checks *k, enum verdict v, const char *what, const char *detail)
{
    static const char *const keys[] = {"ok", "warning", "failed"};
    static const char *const words[] = {N_("ok"), N_("look"), N_("FAILED")};
    struct smv_cell row[] = {smv_text_cell("verdict", NULL, keys[v]),
                             smv_text_cell(NULL, "", _(words[v])), smv_text_cell("check", "", what),
                             smv_text_cell("detail", "", detail)};
    k->x->out.impl->row(&k->x->out, row, 4);
}

static void check_folder(struct checks *k, const char *folder)
{
    struct stat st;
    struct statvfs vfs;
    char text[300];
    if (stat(folder, &st) != 0 || access(folder, W_OK) != 0) {
        tell(k, BAD, "folder", folder);
        k->worst = SMV_CLI_INTERNAL;
        return;
    }
    bool open = (st.st_mode & 077) != 0;
    snprintf(text, sizeof text, "%.200s%s", folder,
             open ? _(" can be read by others: chmod 700") : "");
    tell(k, open ? WARN : GOOD, "folder", text);
    if (statvfs(folder, &vfs) == 0) {
        unsigned long long mb = (unsigned long long)vfs.f_bavail * vfs.f_frsize / 1048576U;
        snprintf(text, sizeof text, _("%llu MB free"), mb);
        tell(k, mb < LITTLE_DISK_MB ? WARN : GOOD, "disk", text);
    }
}

static bool never(void *user)
{
    (void)user;
    return false;
}

static void check_clock(struct checks *k)
{
    struct smv_client_info info;
    struct timespec now;
    char text[200];
    /* a few rounds of PING make the estimate better */
    (void)smv_session_run(k->x->session, never, NULL, SAMPLE_MS, /* patient */ true);
    smv_client_info(k->x->client, &info);
    timespec_get(&now, TIME_UTC);
    int64_t wall = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    int64_t off = (int64_t)smv_session_mono(k->x->session) + info.clock_offset_ms - wall;
    snprintf(text, sizeof text, _("the daemon's clock minus this one: %lld ms, known to +-%llu ms"),
             (long long)off, (unsigned long long)info.clock_error_ms);
    tell(k, off > CLOCK_OFF_MS || off < -CLOCK_OFF_MS ? WARN : GOOD, "clock", text);
    snprintf(text, sizeof text, _("%llu ms there and back"),
             (unsigned long long)info.clock_error_ms * 2);
    tell(k, info.clock_error_ms * 2 > SLOW_MS ? WARN : GOOD, "delay", text);
}

static void check_daemon(struct checks *k)
{
    struct smv_ctx *x = k->x;
    struct smv_client_info info;
    char text[300];
    enum smv_cli_exit e = smv_open(x);
    if (e != SMV_CLI_DONE || x->offline) {
        snprintf(text, sizeof text, _("%s:%u is not reached"), x->profile.url.host,
                 x->profile.url.port);
        tell(k, BAD, "daemon", text);
        k->worst = e != SMV_CLI_DONE ? e : SMV_CLI_OFFLINE;
        return;
    }
    smv_client_info(x->client, &info);
    snprintf(text, sizeof text, _("%s:%u, %s, position %llu"), x->profile.url.host,
             x->profile.url.port, x->profile.url.tls ? "TLS" : _("not encrypted"),
             (unsigned long long)info.seq);
    bool local = strcmp(x->profile.url.host, "localhost") == 0 ||
                 strncmp(x->profile.url.host, "127.", 4) == 0 ||
                 strcmp(x->profile.url.host, "::1") == 0;
    tell(k, x->profile.url.tls || local ? GOOD : WARN, "daemon", text);
    snprintf(text, sizeof text, "samverka.v%d, %s", SMV_PROTO_VERSION, SMV_BUILD);
    tell(k, GOOD, "version", text);
    snprintf(text, sizeof text, "%s%s%s", smv_role_info(info.role)->name,
             x->profile.place_name[0] != '\0' ? ", " : "", x->profile.place_name);
    tell(k, GOOD, "role", text);
    check_clock(k);
}

static void check_outboxes(struct checks *k)
{
    char text[200];
    size_t left = smv_session_undelivered(&k->x->profile, NULL);
    snprintf(text, sizeof text,
             ngettext("%zu change has not been sent", "%zu changes have not been sent", left),
             left);
    tell(k, left > 0 ? WARN : GOOD, "outbox", left > 0 ? text : _("empty"));
}

static void check_host(struct checks *k)
{
    json_t *answer, *s;
    size_t i;
    char text[400];
    if (smv_ask_host(k->x, json_pack("{s:s}", "do", "list"), &answer) != SMV_CLI_DONE) {
        tell(k, BAD, "host", _("the host's socket does not answer"));
        k->worst = SMV_CLI_HOST;
        return;
    }
    json_array_foreach(json_object_get(answer, "seminars"), i, s)
    {
        bool bad = strcmp(smv_json_str(s, "state"), "unusable") == 0;
        snprintf(text, sizeof text, "%.60s: %.20s %.250s", smv_json_str(s, "name"),
                 smv_json_str(s, "state"), smv_json_str(s, "trouble"));
        tell(k, bad ? BAD : GOOD, "seminar", text);
        k->worst = bad ? SMV_CLI_HOST : k->worst;
    }
    if (json_array_size(json_object_get(answer, "seminars")) == 0) {
        tell(k, GOOD, "host", _("the daemon runs; it has no seminar yet"));
    }
    json_decref(answer);
}

static enum smv_cli_exit run_doctor(struct smv_ctx *x)
{
    struct checks k = {.x = x, .worst = SMV_CLI_DONE};
    char current[80];
    enum smv_cli_exit e = smv_need_home(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    smv_profile_current(x->home, current, sizeof current);
    bool joined = current[0] != '\0' || x->seminar != NULL;
    x->out.impl->table(&x->out, "checks");
    if (joined && (e = smv_need_profile(x)) == SMV_CLI_DONE) {
        check_folder(&k, x->profile.folder);
        check_outboxes(&k);
        check_daemon(&k);
    } else if (joined) {
        k.worst = e;
    }
    if (smv_has_host(x)) {
        check_host(&k);
    } else if (!joined) {
        tell(&k, WARN, "seminar", _("none is joined here, and there is no daemon on this machine"));
        k.worst = SMV_CLI_NOT_FOUND;
    }
    x->out.impl->end(&x->out);
    return k.worst;
}

const struct smv_cmd smv_cmd_doctor = {
    .name = "doctor",
    .args = "",
    .about = N_("Check connection, clock, outbox, disk and the host's daemon"),
    .run = run_doctor};
