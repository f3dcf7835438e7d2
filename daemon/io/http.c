/* http.c - see http.h. */
#include "daemon/io/http.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/hash.h"
#include "daemon/io/metrics.h"
#include "daemon/io/pages.h"

const char *const smv_http_headers[][2] = {
    {"content-security-policy:",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
     "require-trusted-types-for 'script'"},
    {"x-content-type-options:", "nosniff"},
    {"referrer-policy:", "no-referrer"},
    {"cross-origin-opener-policy:", "same-origin"},
    {"cross-origin-resource-policy:", "same-origin"},
    {NULL, NULL}};

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
                       : status == 415 ? "JSON is expected.\n"
                                       : "The request cannot be understood.\n";
    a->status = status;
    a->type = "text/plain; charset=utf-8";
    a->fixed = smv_span_str(text);
}

bool smv_http_wants_body(const struct smv_http_request *r)
{
    return r->method == SMV_HTTP_POST && strcmp(r->path, "/join") == 0;
}

unsigned smv_http_delay(struct smv_http *h, const struct smv_http_request *r, uint64_t now_ms)
{
    return smv_http_wants_body(r) ? smv_join_delay(&h->join, r->who, now_ms) : 0;
}

/* --- POST /join -------------------------------------------------------------------------------------------- */
static void answer_join(struct smv_http *h, const struct smv_http_request *r, uint64_t now_ms,
                        struct smv_http_answer *a)
{
    json_error_t error;
    a->type = "application/json";
    if (smv_join_paused(&h->join, now_ms)) {
        a->status = 503;
        a->retry_s = SMV_JOIN_PAUSE_S;
        a->fixed = smv_span_str("{\"error\":\"too many wrong codes; wait, or use the QR code\"}\n");
        return;
    }
    json_t *body = json_loadb((const char *)r->body.data, r->body.len, 0, &error);
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
        smv_join_wrong(&h->join, r->who, now_ms);
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
/* "/" and "/NAME/" of a seminar that is served */
static bool landing(const struct smv_http *h, const struct smv_http_request *r,
                    struct smv_http_answer *a)
{
    size_t len = strlen(r->path);
    struct smv_seminar *s = NULL;
    if (strcmp(r->path, "/") != 0) {
        if (len < 3 || r->path[0] != '/' || r->path[len - 1] != '/') {
            return false;
        }
        s = smv_house_serving(h->house, smv_span(r->path + 1, len - 2));
        if (!s) {
            return false;
        }
    }
    a->language = smv_pages_language(r->languages);
    a->type = "text/html; charset=utf-8";
    smv_pages_landing(&a->made, a->language, s ? smv_seminar_name(s) : "");
    return true;
}

static void put_etag(struct smv_http_answer *a, char etag[20], const char *if_none_match)
{
    static const char hex[] = "0123456789abcdef";
    uint64_t sum = smv_mix64(smv_fnv64(0, smv_http_body(a)));
    etag[0] = '"';
    for (int i = 0; i < 16; i++) {
        etag[1 + i] = hex[sum >> (60 - 4 * i) & 15];
    }
    etag[17] = '"';
    etag[18] = '\0';
    a->etag = etag;
    if (strstr(if_none_match, etag) || strcmp(if_none_match, "*") == 0) {
        a->status = 304;
    }
}

static bool answer_page(struct smv_http *h, const struct smv_http_request *r, uint64_t now_ms,
                        struct smv_http_answer *a)
{
    a->status = 200;
    if (strcmp(r->path, "/healthz") == 0) {
        a->type = "application/json";
        a->fixed = smv_span_str("{\"ok\":true}\n");
        return true;
    }
    if (strcmp(r->path, "/metrics") == 0) {
        a->type = "text/plain; version=0.0.4; charset=utf-8";
        smv_metrics_write(&a->made, h, now_ms);
        return true;
    }
    a->fixed = smv_pages_asset(r->path, &a->type);
    if (a->fixed.len == 0 && !landing(h, r, a)) {
        return false;
    }
    put_etag(a, h->etag, r->if_none_match);
    return true;
}

void smv_http_answer(struct smv_http *h, const struct smv_http_request *r, uint64_t now_ms,
                     struct smv_http_answer *a)
{
    bool join = strcmp(r->path, "/join") == 0;
    if (smv_http_wants_body(r)) {
        answer_join(h, r, now_ms, a);
    } else if (r->path[0] == '\0') {
        smv_http_error(404, a);
    } else if (join || (r->method != SMV_HTTP_GET && r->method != SMV_HTTP_HEAD)) {
        smv_http_error(405, a);
        a->allow = join ? "POST" : "GET, HEAD";
    } else if (!answer_page(h, r, now_ms, a)) {
        smv_http_error(404, a);
    }
}
