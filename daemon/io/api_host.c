/* api_host.c - what the host asks for over HTTP; see api.h. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "daemon/io/api_int.h"
#include "daemon/io/templates.h"

enum { MAX_MISTAKES = 50 };

static void run_seminars(struct smv_http_call *call, const struct smv_api_asker *asker,
                         const json_t *in)
{
    (void)in;
    smv_api_ask(call, asker, "list", json_object());
}

/* --- templates ---------------------------------------------------------------------------------------------- */
static void run_templates(struct smv_http_call *call, const struct smv_api_asker *asker,
                          const json_t *in)
{
    (void)asker;
    (void)in;
    smv_api_reply(call,
                  json_pack("{s:o}", "templates", smv_templates_json(call->http->house->data)));
}

static void run_template(struct smv_http_call *call, const struct smv_api_asker *asker,
                         const json_t *in)
{
    char name[64];
    struct smv_buf yaml = {0};
    (void)asker;
    (void)in;
    if (!smv_api_query(call, "name", name, sizeof name) ||
        !smv_templates_find(call->http->house->data, name, &yaml)) {
        smv_buf_finish(&yaml);
        smv_api_fail(call, 404, "missing", "there is no template of that name");
        return;
    }
    call->out.status = 200;
    call->out.type = "application/yaml";
    call->out.cache = "no-store";
    call->out.made = yaml;
    snprintf(call->out.filename, sizeof call->out.filename, "%.48s.yaml", name);
}

static void run_check(struct smv_http_call *call, const struct smv_api_asker *asker,
                      const json_t *in)
{
    struct smv_template_mistake *mistakes = smv_zalloc(MAX_MISTAKES * sizeof *mistakes);
    struct smv_template_params params = {.code = ""};
    struct smv_tree tree;
    size_t n = 0;
    (void)asker;
    (void)in;
    smv_tree_init(&tree, /* history */ false);
    enum smv_err err =
        smv_template_build(call->in.body, &params, &tree, mistakes, MAX_MISTAKES, &n);
    smv_api_reply(call, json_pack("{s:o, s:I}", "mistakes",
                                  smv_mistakes_json(mistakes, err == SMV_OK ? 0 : n), "nodes",
                                  err == SMV_OK ? (json_int_t)smv_tree_count(&tree) : 0));
    smv_tree_finish(&tree);
    smv_free(mistakes);
}

/* --- seminars -------------------------------------------------------------------------------------------------- */
/* The members of in that the verb knows; "confirm" only when it says something. */
static json_t *pick(const json_t *in, const char *const *keys)
{
    json_t *out = json_object();
    for (; *keys; keys++) {
        json_t *value = json_object_get(in, *keys);
        bool empty = strcmp(*keys, "confirm") == 0 && json_string_length(value) == 0;
        if (value && !empty) {
            json_object_set(out, *keys, value);
        }
    }
    return out;
}

/* A template is a name of one that we have, or its text. */
static void run_new(struct smv_http_call *call, const struct smv_api_asker *asker, const json_t *in)
{
    static const char *const keys[] = {"name", "template", "title", "rooms",
                                       "date", "open",     "code",  NULL};
    json_t *out = pick(in, keys);
    const char *template = json_string_value(json_object_get(out, "template"));
    if (template && !strpbrk(template, ":\n")) {
        struct smv_buf yaml = {0};
        bool found = smv_templates_find(call->http->house->data, template, &yaml);
        if (found) {
            json_object_set_new(out, "template", json_stringn((const char *)yaml.data, yaml.len));
        }
        smv_buf_finish(&yaml);
        if (!found) {
            json_decref(out);
            smv_api_fail(call, 404, "missing", "there is no template of that name");
            return;
        }
    }
    smv_api_ask(call, asker, "new", out);
}

/* A seminar's file, as a backup is, or an export: told apart by how it begins. */
static void run_restore(struct smv_http_call *call, const struct smv_api_asker *asker,
                        const json_t *in)
{
    static const char sqlite[16] = "SQLite format 3";
    char name[64], head[16] = "";
    (void)in;
    if (!smv_api_query(call, "name", name, sizeof name)) {
        smv_api_fail(call, 400, "wrong", "say what it is to be called: ?name=...");
        return;
    }
    if (call->in.file < 0 || pread(call->in.file, head, sizeof head, 0) < 1) {
        smv_api_fail(call, 400, "wrong", "the body is a seminar's file or an export");
        return;
    }
    bool file = memcmp(head, sqlite, sizeof head) == 0;
    smv_api_ask(call, asker, file ? "restore" : "import", json_pack("{s:s}", "name", name));
}

static void run_close(struct smv_http_call *call, const struct smv_api_asker *asker,
                      const json_t *in)
{
    static const char *const keys[] = {"name", "force", NULL};
    smv_api_ask(call, asker, "close", pick(in, keys));
}

static void run_open(struct smv_http_call *call, const struct smv_api_asker *asker,
                     const json_t *in)
{
    static const char *const keys[] = {"name", NULL};
    smv_api_ask(call, asker, "open", pick(in, keys));
}

static void run_erase(struct smv_http_call *call, const struct smv_api_asker *asker,
                      const json_t *in)
{
    static const char *const keys[] = {"name", "confirm", NULL};
    smv_api_ask(call, asker, "erase", pick(in, keys));
}

/* The organiser's link that is good now; 0 none. */
static smv_id organisers_link(const struct smv_housed *r)
{
    const struct smv_node *root = smv_core_tree(smv_seminar_core(r->seminar))->root;
    uint64_t now = (uint64_t)time(NULL) * 1000;
    for (const struct smv_node *n = root->first; n; n = n->next) {
        uint64_t expires = n->kind == SMV_KIND_LINK ? smv_node_num(n, SMV_LINK_EXPIRES) : 0;
        if (n->kind == SMV_KIND_LINK && !n->deleted &&
            smv_node_num(n, SMV_LINK_ROLE) == SMV_ROLE_ORGANISER &&
            smv_node_num(n, SMV_LINK_REVOKED) == 0 && (expires == 0 || expires > now)) {
            return n->id;
        }
    }
    return 0;
}

/* With nothing but a name: the organiser's link was lost, a new one takes its place. */
static void run_links(struct smv_http_call *call, const struct smv_api_asker *asker,
                      const json_t *in)
{
    static const char *const keys[] = {"name", "mint", "renew", "revoke", NULL};
    json_t *out = pick(in, keys);
    const char *name = json_string_value(json_object_get(out, "name"));
    struct smv_housed *r = name ? smv_house_find(call->http->house, smv_span_str(name)) : NULL;
    bool list = json_is_true(json_object_get(in, "list"));
    if (!list && json_object_size(out) == 1 && r && r->state == SMV_HOUSE_OPEN) {
        smv_id id = organisers_link(r);
        json_object_set_new(out, id ? "renew" : "mint",
                            id ? json_integer((json_int_t)id)
                               : json_pack("{s:s}", "role", "organiser"));
    }
    smv_api_ask(call, asker, "links", out);
}

const struct smv_api_verb smv_api_host_verbs[] = {
    {"seminars", SMV_HTTP_GET, 0, SMV_HTTP_NOTHING, 0, run_seminars},
    {"templates", SMV_HTTP_GET, 0, SMV_HTTP_NOTHING, 0, run_templates},
    {"template", SMV_HTTP_GET, 0, SMV_HTTP_NOTHING, 0, run_template},
    {"template/check", SMV_HTTP_POST, 0, SMV_HTTP_BODY, SMV_MAX_HTTP_TEMPLATE, run_check},
    {"new", SMV_HTTP_POST, 0, SMV_HTTP_BODY, SMV_MAX_HTTP_TEMPLATE, run_new},
    {"restore", SMV_HTTP_POST, 0, SMV_HTTP_FILE, SMV_MAX_HTTP_FILE, run_restore},
    {"close", SMV_HTTP_POST, 0, SMV_HTTP_BODY, SMV_MAX_HTTP_BODY, run_close},
    {"open", SMV_HTTP_POST, 0, SMV_HTTP_BODY, SMV_MAX_HTTP_BODY, run_open},
    {"erase", SMV_HTTP_POST, 0, SMV_HTTP_BODY, SMV_MAX_HTTP_BODY, run_erase},
    {"links", SMV_HTTP_POST, 0, SMV_HTTP_BODY, SMV_MAX_HTTP_BODY, run_links},
    {NULL}};
