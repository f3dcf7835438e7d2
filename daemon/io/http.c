/* http.c - see http.h. */
#include "daemon/io/http.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "common/base/limits.h"
#include "daemon/io/api.h"
#include "daemon/io/metrics.h"
#include "daemon/io/trust.h"
#include "daemon/io/web.h"

const char *const smv_http_headers[][2] = {{"x-content-type-options:", "nosniff"},
                                           {"cross-origin-resource-policy:", "same-origin"},
                                           {"referrer-policy:", "no-referrer"},
                                           {"cross-origin-opener-policy:", "same-origin"},
                                           {NULL, NULL}};

/* 'self' covers the WebSocket in today's browsers; older Safari wants to read its address. The Host has been
 * checked: what stands in it is a name or an address, and a port. */
void smv_http_csp(const struct smv_http_call *call, char text[900])
{
    char own[600] = "";
    if (call->in.host[0] != '\0') {
        snprintf(own, sizeof own, call->in.tls ? " wss://%.256s" : " wss://%.256s ws://%.256s",
                 call->in.host, call->in.host);
    }
    snprintf(text, 900,
             "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
             "font-src 'self'; connect-src 'self'%.560s; worker-src 'self'; manifest-src 'self'; "
             "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
             "require-trusted-types-for 'script'; trusted-types samverka",
             own);
}

/* Only under the name that the host says is public: on a local network the same address may be plain again
 * tomorrow. */
bool smv_http_strict_transport(const struct smv_http_call *call)
{
    static const char https[] = "https://";
    const char *url = call->http->public_url;
    if (!url || strncmp(url, https, sizeof https - 1) != 0) {
        return false;
    }
    url += sizeof https - 1;
    size_t len = strcspn(url, ":/"), host = strcspn(call->in.host, ":");
    bool local = len < 7 || url[0] == '[' || url[strspn(url, "0123456789.")] == '\0' ||
                 strspn(url, "0123456789.") >= len || !memchr(url, '.', len) ||
                 strncasecmp(url + len - 6, ".local", 6) == 0;
    return !local && len == host && strncasecmp(url, call->in.host, len) == 0;
}

struct smv_span smv_http_body(const struct smv_http_answer *a)
{
    return a->fixed.len ? a->fixed : smv_buf_span(&a->made);
}

void smv_http_error(unsigned status, struct smv_http_answer *a)
{
    const char *text = status == 404   ? "There is nothing here.\n"
                       : status == 405 ? "This can only be read.\n"
                       : status == 411 ? "Say how long the body is (Content-Length).\n"
                       : status == 413 ? "The body is too long.\n"
                       : status == 503 ? "This daemon was built without its browser clients.\n"
                       : status == 507 ? "The disk is full.\n"
                                       : "The request cannot be understood.\n";
    a->status = status;
    a->type = "text/plain; charset=utf-8";
    a->fixed = smv_span_str(text);
}

static bool is_join(const struct smv_http_call *call)
{
    return strcmp(call->in.path, "/join") == 0;
}

/* --- POST /join -------------------------------------------------------------------------------------------- */
static void answer_join(struct smv_http_call *call, uint64_t now_ms)
{
    struct smv_http *h = call->http;
    struct smv_http_answer *a = &call->out;
    json_error_t error;
    a->type = "application/json";
    if (smv_join_paused(&h->join, now_ms)) {
        a->status = 503;
        a->retry_s = SMV_JOIN_PAUSE_S;
        a->fixed = smv_span_str("{\"error\":\"too many wrong codes; wait, or use the QR code\"}\n");
        return;
    }
    json_t *body = json_loadb((const char *)call->in.body.data, call->in.body.len, 0, &error);
    const char *code = json_string_value(json_object_get(body, "code"));
    if (!code) {
        a->status = 400;
        a->fixed = smv_span_str("{\"error\":\"expected {\\\"code\\\": \\\"...\\\"}\"}\n");
        json_decref(body);
        return;
    }
    struct smv_seminar *s = smv_house_by_code(h->house, smv_span_str(code));
    json_decref(body);
    if (!s) { /* the same words for a wrong code, a closed door and a closed seminar */
        smv_join_wrong(&h->join, call->in.who, now_ms);
        a->status = 404;
        a->fixed = smv_span_str("{\"error\":\"no open door for this code\"}\n");
        return;
    }
    a->status = 200;
    smv_buf_put_str(&a->made, "{\"seminar\":\"");
    smv_buf_put_str(&a->made, smv_seminar_name(s));
    smv_buf_put_str(&a->made, "\",\"code\":");
    /* as it is written in the seminar, whatever way it was typed */
    struct smv_span own = smv_node_str(smv_core_tree(smv_seminar_core(s))->root, SMV_SEMINAR_CODE);
    json_t *stored = json_stringn((const char *)own.data, own.len);
    char *text = json_dumps(stored, JSON_ENCODE_ANY);
    smv_buf_put_str(&a->made, text ? text : "\"\"");
    smv_buf_put_str(&a->made, "}\n");
    free(text);
    json_decref(stored);
}

/* --- pages ---------------------------------------------------------------------------------------------------- */
/* "/", "/host/", "/NAME/" of a seminar in the house: one page for all of them. Without the slash at the end: the
 * browser is sent there, and keeps what stands behind the #. */
static bool is_page(const struct smv_http_call *call, bool *ret_bare)
{
    const char *name = call->in.path + 1;
    size_t len = strlen(name);
    *ret_bare = len > 0 && name[len - 1] != '/';
    struct smv_span plain = smv_span(name, len > 0 && !*ret_bare ? len - 1 : len);
    return len == 0 || smv_span_is(plain, "host") || smv_house_find(call->http->house, plain);
}

/* "/NAME/" of none: the page all the same, which says so in the reader's language and asks for the code. */
static bool is_nobodys_page(const struct smv_http_call *call)
{
    char name[64];
    const char *path = call->in.path + 1;
    size_t len = strlen(path);
    if (len < 2 || len > sizeof name || path[len - 1] != '/') {
        return false;
    }
    memcpy(name, path, len - 1);
    name[len - 1] = '\0';
    return smv_house_name_ok(name);
}

static void set_etag(struct smv_http_call *call, const char *hash)
{
    struct smv_http_answer *a = &call->out;
    snprintf(a->etag, sizeof a->etag, "\"%.16s%s%s\"", hash, a->encoding ? "-" : "",
             a->encoding ? a->encoding : "");
    if (strstr(call->in.if_none_match, a->etag) || strcmp(call->in.if_none_match, "*") == 0) {
        a->status = 304;
    }
}

static void answer_file(struct smv_http_call *call, const struct smv_web_file *f)
{
    struct smv_http_answer *a = &call->out;
    a->status = 200;
    a->type = f->type;
    a->fixed = smv_web_form(f, call->in.encodings, &a->encoding);
    a->varies = f->brotli.len > 0 || f->gzip.len > 0;
    a->part = f->immutable &&
              strncmp(f->type, "image/", 6) != 0; /* a drawing opened by itself is a document */
    a->cache = f->immutable ? "public, max-age=31536000, immutable" : "no-cache";
    a->worker = strcmp(f->path, "/sw.js") == 0;
    set_etag(call, f->hash);
}

static void answer_page(struct smv_http_call *call)
{
    struct smv_http_answer *a = &call->out;
    const char *path = call->in.path;
    bool bare, page = is_page(call, &bare);
    if (page && bare) {
        a->status = 302;
        a->cache = "no-store";
        snprintf(a->location, sizeof a->location, "%.60s/", path);
        return;
    }
    bool nobodys = !page && is_nobodys_page(call);
    const struct smv_web_file *f =
        page || nobodys ? smv_web_find("/index.html")
        : strncmp(path, "/assets/", 8) == 0 || strcmp(path, "/sw.js") == 0 ? smv_web_find(path)
                                                                           : NULL;
    if (f) {
        answer_file(call, f);
        if (nobodys) {
            a->status = 404;
            a->etag[0] = '\0';
            a->cache = "no-store";
        }
    } else {
        smv_http_error(page ? 503 : 404, a);
    }
}

static void answer_read(struct smv_http_call *call, uint64_t now_ms)
{
    struct smv_http_answer *a = &call->out;
    if (strcmp(call->in.path, "/healthz") == 0) {
        a->status = 200;
        a->type = "application/json";
        a->fixed = smv_span_str("{\"ok\":true}\n");
    } else if (strcmp(call->in.path, "/metrics") == 0) {
        a->status = 200;
        a->type = "text/plain; version=0.0.4; charset=utf-8";
        smv_metrics_write(&a->made, call->http, now_ms);
    } else if (!smv_trust_answer_ca(call)) {
        answer_page(call);
    }
}

/* --- what comes in ------------------------------------------------------------------------------------------------ */
void smv_http_begin(struct smv_http_call *call)
{
    bool reads = call->in.method == SMV_HTTP_GET || call->in.method == SMV_HTTP_HEAD;
    call->out.file = -1;
    if (call->in.path[0] != '/') {
        smv_http_error(404, &call->out);
    } else if (call->in.trust && reads) {
        smv_trust_answer(call);
    } else if (call->in.trust) {
        smv_http_error(405, &call->out);
        call->out.allow = "GET, HEAD";
    } else if (smv_api_begin(call)) {
        /* it has said what it wants, or why not */
    } else if (is_join(call) && call->in.method == SMV_HTTP_POST) {
        call->wants = SMV_HTTP_BODY;
        call->most = SMV_MAX_HTTP_BODY;
    } else if (is_join(call) || !reads) {
        smv_http_error(405, &call->out);
        call->out.allow = is_join(call) ? "POST" : "GET, HEAD";
    }
}

unsigned smv_http_delay(const struct smv_http_call *call, uint64_t now_ms)
{
    bool guesses = call->verb || (is_join(call) && call->wants == SMV_HTTP_BODY);
    return guesses ? smv_join_delay(&call->http->join, call->in.who, now_ms) : 0;
}

void smv_http_answer(struct smv_http_call *call, uint64_t now_ms)
{
    if (call->out.status != 0) {
        return;
    }
    if (call->verb) {
        smv_api_answer(call);
    } else if (call->wants == SMV_HTTP_BODY) {
        answer_join(call, now_ms);
    } else {
        answer_read(call, now_ms);
    }
}
