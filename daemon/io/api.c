/* api.c - who asks, and what an organiser or a moderator may ask of their own seminar; see api.h. */
#include "daemon/io/api.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "daemon/io/api_int.h"
#include "daemon/io/document.h"
#include "daemon/io/links.h"
#include "proto/msg.h"

enum { OPEN = 1, OVER = 2 }; /* SEMINAR.STATE */

/* --- answers ------------------------------------------------------------------------------------------------ */
static void put_json(struct smv_http_answer *a, unsigned status, const json_t *out)
{
    char *text = json_dumps(out, JSON_COMPACT | JSON_PRESERVE_ORDER);
    a->status = status;
    a->type = "application/json";
    a->cache = "no-store";
    smv_buf_put_str(&a->made, text ? text : "{}");
    smv_buf_put_byte(&a->made, '\n');
    free(text);
}

void smv_api_reply(struct smv_http_call *call, json_t *out)
{
    json_object_set_new(out, "ok", json_true());
    put_json(&call->out, 200, out);
    json_decref(out);
}

void smv_api_fail(struct smv_http_call *call, unsigned status, const char *code, const char *text)
{
    json_t *out = json_pack("{s:b, s:s, s:s}", "ok", 0, "code", code, "error", text);
    put_json(&call->out, status, out);
    json_decref(out);
}

static void on_answered(void *user, const json_t *out)
{
    struct smv_http_call *call = user;
    put_json(&call->out, smv_ask_status(out), out);
    call->ready(call);
}

void smv_api_ask(struct smv_http_call *call, const struct smv_api_asker *asker, const char *verb,
                 json_t *in)
{
    struct smv_ask *ask = smv_ask_new(call->http->admin, in, asker->who, on_answered, call);
    ask->file = call->in.file;
    if (!call->http->public_url && call->in.host[0] != '\0') { /* as the asker reached us */
        snprintf(ask->base, sizeof ask->base, "%s://%.256s", call->in.tls ? "https" : "http",
                 call->in.host);
    }
    call->later = true;
    smv_ask_run(ask, verb);
}

bool smv_api_query(const struct smv_http_call *call, const char *name, char *buf, size_t size)
{
    size_t len = strlen(name);
    for (const char *at = call->in.query; *at;) {
        size_t n = strcspn(at, "&");
        if (n > len && strncmp(at, name, len) == 0 && at[len] == '=' && n - len - 1 < size) {
            snprintf(buf, size, "%.*s", (int)(n - len - 1), at + len + 1);
            return true;
        }
        at += n + (at[n] == '&');
    }
    return false;
}

/* --- reading ------------------------------------------------------------------------------------------------- */
static void run_status(struct smv_http_call *call, const struct smv_api_asker *asker,
                       const json_t *in)
{
    (void)in;
    smv_api_ask(call, asker, "status", json_pack("{s:s}", "name", asker->name));
}

static void offer(struct smv_http_answer *a, const char *name, const char *ending)
{
    char day[16];
    time_t now = time(NULL);
    struct tm tm;
    localtime_r(&now, &tm);
    strftime(day, sizeof day, "%Y-%m-%d", &tm);
    snprintf(a->filename, sizeof a->filename, "%.48s-%.10s.%s", name, day, ending);
}

/* --- a copy of the file ------------------------------------------------------------------------------------------ */
struct copying {
    struct smv_http_call *call;
    char name[64], who[40], path[1200];
};

static void on_copied(void *user, enum smv_err err)
{
    struct copying *c = user;
    struct smv_http_call *call = c->call;
    struct smv_http_answer *a = &call->out;
    struct stat st;
    a->file = err == SMV_OK ? open(c->path, O_RDONLY | O_CLOEXEC) : -1;
    (void)unlink(c->path);
    if (a->file >= 0 && fstat(a->file, &st) == 0) {
        a->status = 200;
        a->type = "application/vnd.sqlite3";
        a->cache = "no-store";
        a->file_len = (uint64_t)st.st_size;
        offer(a, c->name, "samverka");
        smv_house_touch(call->http->house, c->name, ".backup");
        smv_audit_by(call->http->house, c->who, "backup", c->name, "");
    } else {
        smv_api_fail(call, 507, "disk",
                     "the copy could not be written where the daemon keeps its data");
    }
    smv_free(c);
    call->ready(call);
}

static void run_backup(struct smv_http_call *call, const struct smv_api_asker *asker,
                       const json_t *in)
{
    static unsigned count;
    struct copying *c = smv_zalloc(sizeof *c);
    (void)in;
    c->call = call;
    snprintf(c->name, sizeof c->name, "%s", asker->name);
    snprintf(c->who, sizeof c->who, "%s", asker->who);
    snprintf(c->path, sizeof c->path, "%s/download-%d-%u", call->http->house->data, (int)getpid(),
             ++count);
    (void)unlink(c->path);
    call->later = true;
    enum smv_err err = smv_seminar_backup(asker->seminar, c->path, on_copied, c);
    if (err != SMV_OK) {
        on_copied(c, err);
    }
}

/* --- the end of the day, and back ----------------------------------------------------------------------------------- */
struct stating {
    struct smv_http_call *call;
    char name[64], who[40];
    unsigned state;
};

static void on_stated(void *user, bool durable)
{
    struct stating *s = user;
    struct smv_http_call *call = s->call;
    if (durable) {
        smv_audit_by(call->http->house, s->who, s->state == OVER ? "over" : "reopen", s->name, "");
        smv_api_reply(call, json_pack("{s:s, s:b}", "name", s->name, "over", s->state == OVER));
    } else {
        smv_api_fail(call, 507, "disk", "the disk is full; nothing was changed");
    }
    smv_free(s);
    call->ready(call);
}

static void set_state(struct smv_http_call *call, const struct smv_api_asker *asker, unsigned state)
{
    const struct smv_tree *t = smv_core_tree(smv_seminar_core(asker->seminar));
    struct smv_value value = {.type = SMV_TYPE_INT, .num = state};
    struct smv_buf tail = {0};
    if ((smv_node_num(t->root, SMV_SEMINAR_STATE) == OVER) == (state == OVER)) {
        smv_api_reply(call, json_pack("{s:s, s:b}", "name", asker->name, "over", state == OVER));
        return;
    }
    struct stating *s = smv_zalloc(sizeof *s);
    s->call = call;
    s->state = state;
    snprintf(s->name, sizeof s->name, "%s", asker->name);
    snprintf(s->who, sizeof s->who, "%s", asker->who);
    smv_link_set_request(&tail, SMV_ROOT, SMV_SEMINAR_STATE, &value);
    call->later = true;
    if (!smv_seminar_host(asker->seminar, smv_buf_span(&tail), on_stated, s)) {
        call->later = false;
        smv_api_fail(call, 409, "state", "the seminar does not take changes just now; try again");
        smv_free(s);
    }
    smv_buf_finish(&tail);
}

static void run_close(struct smv_http_call *call, const struct smv_api_asker *asker,
                      const json_t *in)
{
    json_t *behind = smv_behind_json(asker->seminar);
    if (json_array_size(behind) > 0 && !json_is_true(json_object_get(in, "force"))) {
        json_t *out = json_pack("{s:b, s:s, s:s, s:o}", "ok", 0, "code", "behind", "error",
                                SMV_BEHIND_TEXT, "behind", behind);
        put_json(&call->out, 409, out);
        json_decref(out);
        return;
    }
    json_decref(behind);
    set_state(call, asker, OVER);
}

static void run_reopen(struct smv_http_call *call, const struct smv_api_asker *asker,
                       const json_t *in)
{
    (void)in;
    set_state(call, asker, OPEN);
}

/* --- what removes ----------------------------------------------------------------------------------------------------- */
/* {"confirm": ""} asks for the word, {"confirm": WORD} says it. */
static json_t *confirming(const struct smv_api_asker *asker, const json_t *in)
{
    const char *said = json_string_value(json_object_get(in, "confirm"));
    json_t *out = json_pack("{s:s}", "name", asker->name);
    if (said && *said) {
        json_object_set_new(out, "confirm", json_string(said));
    }
    return out;
}

static void run_erase(struct smv_http_call *call, const struct smv_api_asker *asker,
                      const json_t *in)
{
    smv_api_ask(call, asker, "erase", confirming(asker, in));
}

static void run_clear(struct smv_http_call *call, const struct smv_api_asker *asker,
                      const json_t *in)
{
    json_t *whole = confirming(asker, in);
    json_object_set_new(whole, "drop", json_string("rehearsal"));
    smv_api_ask(call, asker, "rewrite", whole);
}

/* --- who asks ----------------------------------------------------------------------------------------------------------- */
#define ORG (1u << SMV_ROLE_ORGANISER)
#define MOD (1u << SMV_ROLE_MODERATOR)
static const struct smv_api_verb verbs[] = {
    {"status", SMV_HTTP_GET, ORG | MOD, SMV_HTTP_NOTHING, 0, run_status},
    {"export", SMV_HTTP_GET, ORG | MOD, SMV_HTTP_NOTHING, 0, smv_api_export},
    {"formats", SMV_HTTP_GET, ORG | MOD, SMV_HTTP_NOTHING, 0, smv_api_formats},
    {"finalise", SMV_HTTP_POST, ORG, SMV_HTTP_BODY, SMV_MAX_HTTP_NOTE, smv_api_finalise},
    {"anonymise", SMV_HTTP_POST, ORG, SMV_HTTP_BODY, SMV_MAX_HTTP_BODY, smv_api_anonymise},
    {"template", SMV_HTTP_GET, ORG, SMV_HTTP_NOTHING, 0, smv_api_template},
    {"backup", SMV_HTTP_GET, ORG, SMV_HTTP_NOTHING, 0, run_backup},
    {"close", SMV_HTTP_POST, ORG, SMV_HTTP_BODY, SMV_MAX_HTTP_BODY, run_close},
    {"reopen", SMV_HTTP_POST, ORG, SMV_HTTP_BODY, SMV_MAX_HTTP_BODY, run_reopen},
    {"erase", SMV_HTTP_POST, ORG, SMV_HTTP_BODY, SMV_MAX_HTTP_BODY, run_erase},
    {"clear-rehearsal", SMV_HTTP_POST, ORG, SMV_HTTP_BODY, SMV_MAX_HTTP_BODY, run_clear},
    {NULL}};

static const struct smv_api_verb *find(const struct smv_api_verb *list, const char *name)
{
    for (; list->name; list++) {
        if (strcmp(list->name, name) == 0) {
            return list;
        }
    }
    return NULL;
}

/* NULL: no path of an API. *ret_verb NULL: of one, but there is no such verb. */
static const char *parse(const struct smv_http_call *call, char name[64],
                         const struct smv_api_verb **ret_verb)
{
    const char *path = call->in.path + 1, *api = strstr(path, "/api/");
    if (!api || api == path || api - path > 48 || memchr(path, '/', (size_t)(api - path))) {
        return NULL;
    }
    snprintf(name, 64, "%.*s", (int)(api - path), path);
    *ret_verb = find(strcmp(name, "host") == 0 ? smv_api_host_verbs : verbs, api + 5);
    return name;
}

static void refuse_who(struct smv_http_call *call, const char *text)
{
    smv_join_wrong(&call->http->join, call->in.who, uv_hrtime() / 1000000);
    smv_api_fail(call, 401, "who", text);
}

static bool allow_host(struct smv_http_call *call, struct smv_api_asker *asker)
{
    if (!smv_host_key_is(call->http->house->host_key, call->in.token)) {
        refuse_who(call, "that is not the host's link");
        return false;
    }
    asker->name[0] = '\0';
    snprintf(asker->who, sizeof asker->who, "host");
    return true;
}

static bool allow_link(struct smv_http_call *call, struct smv_api_asker *asker)
{
    struct smv_holder h;
    asker->seminar = smv_house_serving(call->http->house, smv_span_str(asker->name));
    if (!asker->seminar) {
        smv_api_fail(call, 404, "missing", "there is no seminar of that name that is open here");
        return false;
    }
    unsigned bad =
        smv_core_holder(smv_seminar_core(asker->seminar), smv_span_str(call->in.token), &h);
    if (bad == SMV_CLOSE_REVOKED) {
        smv_api_fail(call, 401, "revoked", "this link has been taken back, or has run out");
        return false;
    }
    if (bad != 0) {
        refuse_who(call, "that is no link of this seminar");
        return false;
    }
    if (!(call->verb->roles & 1u << h.role)) {
        smv_api_fail(call, 403, "forbidden", "this is not for the role that the link gives");
        return false;
    }
    asker->role = h.role;
    snprintf(asker->who, sizeof asker->who, "link %llu", (unsigned long long)h.link);
    return true;
}

static bool allow(struct smv_http_call *call, struct smv_api_asker *asker)
{
    memset(asker, 0, sizeof *asker);
    const struct smv_api_verb *verb;
    (void)parse(call, asker->name, &verb);
    if (!call->http->admin) {
        smv_api_fail(call, 503, "stopping", "the daemon stops; try again in a moment");
        return false;
    }
    return call->verb->roles == 0 ? allow_host(call, asker) : allow_link(call, asker);
}

bool smv_api_begin(struct smv_http_call *call)
{
    char name[64];
    struct smv_api_asker asker;
    if (!parse(call, name, &call->verb)) {
        return false;
    }
    if (!call->verb) {
        smv_api_fail(call, 404, "missing", "there is no such call");
    } else if (call->in.method != call->verb->method) {
        call->out.allow = call->verb->method == SMV_HTTP_GET ? "GET" : "POST";
        smv_api_fail(call, 405, "method", "this call is made in another way; see Allow");
    } else if (allow(call, &asker)) {
        call->wants = call->verb->wants;
        call->most = call->verb->most;
    }
    return true;
}

void smv_api_answer(struct smv_http_call *call)
{
    struct smv_api_asker asker;
    json_error_t error;
    json_t *in = NULL;
    if (!allow(call, &asker)) { /* asked again: the body may have taken its time */
        return;
    }
    bool text = strncmp(call->verb->name, "template/", 9) == 0;
    if (call->verb->wants == SMV_HTTP_BODY && !text) {
        struct smv_span body = call->in.body;
        in = body.len > 0
                 ? json_loadb((const char *)body.data, body.len, JSON_REJECT_DUPLICATES, &error)
                 : json_object();
        if (!json_is_object(in)) {
            json_decref(in);
            smv_api_fail(call, 400, "wrong", "the body is one JSON object");
            return;
        }
    }
    call->verb->run(call, &asker, in);
    json_decref(in);
}
