/* http_lws.c - requests and answers of http.h, as libwebsockets wants them.
 *
 * The library treats HEAD, PUT and the rest as GET, trusts Content-Length, and has no word for a chunked
 * request: all of that is decided here before a byte of a body is read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/heap.h"
#include "daemon/io/lws_int.h"

struct smv_exchange {
    enum smv_http_method method;
    char path[256], languages[128], etag[64];
    uint8_t body[SMV_HTTP_MAX_BODY];
    size_t body_len, body_want;
};

void smv_lws_exchange_free(struct smv_peer *p)
{
    smv_free(p->exchange);
    p->exchange = NULL;
}

static int add(struct lws *wsi, const char *name, const char *value, uint8_t **at, uint8_t *end)
{
    return lws_add_http_header_by_name(wsi, (const unsigned char *)name,
                                       (const unsigned char *)value, (int)strlen(value), at, end);
}

static int put_headers(struct lws *wsi, const struct smv_http_answer *a, uint8_t *start,
                       uint8_t *end)
{
    uint8_t *at = start;
    char number[16];
    size_t len = a->status == 304 ? 0 : smv_http_body(a).len;
    if (lws_add_http_common_headers(wsi, a->status, a->type, len, &at, end) ||
        (a->etag && add(wsi, "etag:", a->etag, &at, end)) ||
        (a->allow && add(wsi, "allow:", a->allow, &at, end)) ||
        (a->language && (add(wsi, "content-language:", a->language, &at, end) ||
                         add(wsi, "vary:", "accept-language", &at, end)))) {
        return 1;
    }
    snprintf(number, sizeof number, "%u", a->retry_s);
    if (a->retry_s && add(wsi, "retry-after:", number, &at, end)) {
        return 1;
    }
    for (size_t i = 0; smv_http_headers[i][0]; i++) {
        if (add(wsi, smv_http_headers[i][0], smv_http_headers[i][1], &at, end)) {
            return 1;
        }
    }
    return lws_finalize_write_http_header(wsi, start, &at, end);
}

/* The whole answer at once: pages are small, and what the socket does not take the library copies. */
static int write_answer(struct lws *wsi, const struct smv_http_answer *a, bool head)
{
    uint8_t headers[LWS_PRE + 2048];
    struct smv_span body = smv_http_body(a);
    if (put_headers(wsi, a, headers + LWS_PRE, headers + sizeof headers)) {
        return -1;
    }
    if (body.len > 0 && !head && a->status != 304) {
        uint8_t *copy = smv_alloc(LWS_PRE + body.len);
        memcpy(copy + LWS_PRE, body.data, body.len);
        int n = lws_write(wsi, copy + LWS_PRE, body.len, LWS_WRITE_HTTP_FINAL);
        smv_free(copy);
        if (n < 0) {
            return -1;
        }
    }
    return 0;
}

static int finish(struct lws *wsi, struct smv_peer *p, int rc)
{
    smv_lws_exchange_free(p);
    return rc || lws_http_transaction_completed(wsi) ? -1 : 0;
}

static int answer_error(struct lws *wsi, struct smv_peer *p, unsigned status, bool close)
{
    struct smv_http_answer a = {0};
    smv_http_error(status, &a);
    if (status == 405) {
        a.allow = "GET, HEAD";
    }
    int rc = write_answer(wsi, &a, p->exchange && p->exchange->method == SMV_HTTP_HEAD);
    smv_buf_finish(&a.made);
    return finish(wsi, p, rc || close);
}

int smv_lws_refuse(struct lws *wsi, unsigned status)
{
    if (lws_return_http_status(wsi, status, NULL)) {
        return -1;
    }
    return status == 400 ? -1 : 1; /* 1: the answer is out, end the transaction */
}

static struct smv_http_request request_of(const struct smv_peer *p)
{
    const struct smv_exchange *x = p->exchange;
    return (struct smv_http_request){.method = x->method,
                                     .path = x->path,
                                     .languages = x->languages,
                                     .if_none_match = x->etag,
                                     .body = smv_span(x->body, x->body_len),
                                     .who = p->who};
}

static int answer(struct lws *wsi, struct smv_peer *p)
{
    struct smv_http_request r = request_of(p);
    struct smv_http_answer a = {0};
    smv_http_answer(p->ws->http, &r, uv_hrtime() / 1000000, &a);
    int rc = write_answer(wsi, &a, r.method == SMV_HTTP_HEAD);
    smv_buf_finish(&a.made);
    return finish(wsi, p, rc);
}

/* Now, or after a while; see join.h */
static int answer_in_time(struct lws *wsi, struct smv_peer *p)
{
    struct smv_http_request r = request_of(p);
    unsigned wait = smv_http_delay(p->ws->http, &r, uv_hrtime() / 1000000);
    if (wait == 0 || p->ws->config->unlimited) {
        return answer(wsi, p);
    }
    lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, 10);
    lws_set_timer_usecs(wsi, (lws_usec_t)wait * 1000);
    return 0;
}

static enum smv_http_method method_of(struct lws *wsi, char *path, size_t size)
{
    static const struct {
        enum lws_token_indexes token;
        enum smv_http_method method;
    } methods[] = {{WSI_TOKEN_GET_URI, SMV_HTTP_GET},      {WSI_TOKEN_HEAD_URI, SMV_HTTP_HEAD},
                   {WSI_TOKEN_POST_URI, SMV_HTTP_POST},    {WSI_TOKEN_PUT_URI, SMV_HTTP_OTHER},
                   {WSI_TOKEN_DELETE_URI, SMV_HTTP_OTHER}, {WSI_TOKEN_PATCH_URI, SMV_HTTP_OTHER},
                   {WSI_TOKEN_OPTIONS_URI, SMV_HTTP_OTHER}};
    path[0] = '\0';
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (lws_hdr_total_length(wsi, methods[i].token) > 0) {
            (void)smv_lws_header(wsi, methods[i].token, path, size);
            return methods[i].method;
        }
    }
    return SMV_HTTP_OTHER;
}

/* Content-Length as a number; -1 absent, -2 nonsense */
static long content_length(struct lws *wsi)
{
    char text[24], *end;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) <= 0) {
        return -1;
    }
    if (!smv_lws_header(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, text, sizeof text) ||
        text[strspn(text, "0123456789")] != '\0') {
        return -2;
    }
    return strtol(text, &end, 10);
}

static int begin(struct lws *wsi, struct smv_peer *p)
{
    smv_lws_exchange_free(p);
    struct smv_exchange *x = p->exchange = smv_zalloc(sizeof *x);
    smv_guard_who(p->ws, p);
    x->method = method_of(wsi, x->path, sizeof x->path);
    (void)smv_lws_header(wsi, WSI_TOKEN_HTTP_ACCEPT_LANGUAGE, x->languages, sizeof x->languages);
    (void)smv_lws_header(wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, x->etag, sizeof x->etag);
    long length = content_length(wsi);
    bool chunked = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0;
    struct smv_http_request r = request_of(p);
    if (length == -2) {
        return answer_error(wsi, p, 400, true);
    }
    if (!smv_http_wants_body(&r)) {
        /* a body that nobody wants is not read: answer and hang up */
        if (length > 0 || chunked) {
            bool reads = x->method == SMV_HTTP_GET || x->method == SMV_HTTP_HEAD;
            return answer_error(wsi, p, reads ? 400 : 405, true);
        }
        return answer(wsi, p);
    }
    if (length == -1 || chunked) {
        return answer_error(wsi, p, 411, true);
    }
    if (length > SMV_HTTP_MAX_BODY) {
        return answer_error(wsi, p, 413, true);
    }
    x->body_want = (size_t)length;
    return length == 0 ? answer_in_time(wsi, p) : 0;
}

int smv_lws_http(struct lws *wsi, enum lws_callback_reasons reason, struct smv_peer *p, void *in,
                 size_t len)
{
    struct smv_exchange *x = p->exchange;
    switch ((int)reason) {
    case LWS_CALLBACK_HTTP: return begin(wsi, p);
    case LWS_CALLBACK_HTTP_BODY:
        if (!x || len > x->body_want - x->body_len) {
            return -1;
        }
        memcpy(x->body + x->body_len, in, len);
        x->body_len += len;
        return 0;
    case LWS_CALLBACK_HTTP_BODY_COMPLETION: return x && x->body_want ? answer_in_time(wsi, p) : 0;
    case LWS_CALLBACK_TIMER: return x ? answer(wsi, p) : 0;
    case LWS_CALLBACK_CLOSED_HTTP: smv_lws_exchange_free(p); return 0;
    default: return 0;
    }
}
