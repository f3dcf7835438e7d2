/* http_lws.c - requests and answers of http.h, as libwebsockets wants them.
 *
 * The library treats HEAD, PUT and the rest as GET, trusts Content-Length, and has no word for a chunked
 * request: all of that is decided here before a byte of a body is read.
 * Happy path: begin -> (take: the body) -> (a wait: see join.h) -> answer -> (later: on_ready) -> start -> more.
 * A long answer goes out in parts, one per WRITEABLE, so that a slow reader holds one part and no more. A call
 * that is answered later outlives its visitor: then nobody is told. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "daemon/io/lws_int.h"

enum {
    PART = 32768,
    PART_S = 30,     /* a part of an answer is taken within */
    LATER_S = 600,   /* an answer that is worked on comes within */
    LEFT_MS = 200,   /* so often it is looked whether somebody still waits for it */
    BODY_MS = 20000, /* a body comes within this ... */
    BODY_PER_MS = 16 /* ... and a ms for so many bytes that have come */
};

enum phase { READING, WORKING, SENDING };
struct smv_exchange {
    struct smv_http_call call;
    struct lws *wsi; /* NULL: the visitor has left */
    enum phase phase;
    char path[256], query[256], encodings[128], etag[64], token[160], host[300];
    struct smv_buf body;
    uint64_t body_len, body_want, begun_ms;
    uint64_t sent;
    bool has_body; /* one that we read */
    bool ready;    /* headers are still to be written */
};

static void exchange_free(struct smv_exchange *x)
{
    smv_buf_finish(&x->body);
    smv_buf_finish(&x->call.out.made);
    if (x->call.in.file >= 0) {
        close(x->call.in.file);
    }
    if (x->call.out.file >= 0) {
        close(x->call.out.file);
    }
    explicit_bzero(x->token, sizeof x->token);
    smv_free(x);
}

void smv_lws_exchange_free(struct smv_peer *p)
{
    struct smv_exchange *x = p->exchange;
    p->exchange = NULL;
    if (x && x->phase == WORKING && x->call.later && !x->ready) {
        x->wsi = NULL; /* on_ready frees it */
        if (x->call.left) {
            x->call.left(&x->call);
        }
    } else if (x) {
        exchange_free(x);
    }
}

/* --- the answer ------------------------------------------------------------------------------------------- */
static int add(struct lws *wsi, const char *name, const char *value, uint8_t **at, uint8_t *end)
{
    return lws_add_http_header_by_name(wsi, (const unsigned char *)name,
                                       (const unsigned char *)value, (int)strlen(value), at, end);
}

static uint64_t answer_len(const struct smv_http_answer *a)
{
    return a->status == 304 || a->status == 302 ? 0
           : a->file >= 0                       ? a->file_len
                                                : smv_http_body(a).len;
}

static int put_own_headers(struct lws *wsi, const struct smv_http_call *call, uint8_t **at,
                           uint8_t *end)
{
    const struct smv_http_answer *a = &call->out;
    char number[16], saved[120];
    snprintf(number, sizeof number, "%u", a->retry_s);
    snprintf(saved, sizeof saved, "attachment; filename=\"%.78s\"", a->filename);
    const struct {
        bool there;
        const char *name, *value;
    } own[] = {{a->etag[0], "etag:", a->etag},
               {a->allow, "allow:", a->allow},
               {a->encoding, "content-encoding:", a->encoding},
               {a->varies, "vary:", "accept-encoding"},
               {a->cache, "cache-control:", a->cache},
               {a->location[0], "location:", a->location},
               {a->filename[0], "content-disposition:", saved},
               {a->worker, "service-worker-allowed:", "/"},
               {a->status == 401, "www-authenticate:", "Bearer"},
               {a->retry_s, "retry-after:", number},
               {smv_http_strict_transport(call), "strict-transport-security:", "max-age=31536000"}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (own[i].there && add(wsi, own[i].name, own[i].value, at, end)) {
            return 1;
        }
    }
    return 0;
}

static int put_headers(struct lws *wsi, const struct smv_http_call *call)
{
    const struct smv_http_answer *a = &call->out;
    uint8_t buf[LWS_PRE + 4096], *start = buf + LWS_PRE, *at = start, *end = buf + sizeof buf;
    char csp[900];
    smv_http_csp(call, csp);
    if (lws_add_http_common_headers(wsi, a->status, a->type ? a->type : "text/plain", answer_len(a),
                                    &at, end) ||
        put_own_headers(wsi, call, &at, end) ||
        (!a->part && add(wsi, "content-security-policy:", csp, &at, end))) {
        return 1;
    }
    for (size_t i = 0; smv_http_headers[i][0] && (!a->part || i < SMV_HTTP_PART_HEADERS); i++) {
        if (add(wsi, smv_http_headers[i][0], smv_http_headers[i][1], &at, end)) {
            return 1;
        }
    }
    return lws_finalize_write_http_header(wsi, start, &at, end);
}

static int finish(struct lws *wsi, struct smv_peer *p, int rc)
{
    if (p->exchange) {
        rc = rc || p->exchange->call.out.hangs_up;
        p->exchange->phase = SENDING; /* over, whatever it was */
    }
    smv_lws_exchange_free(p);
    return rc || lws_http_transaction_completed(wsi) ? -1 : 0;
}

/* The next part of the body; what the socket does not take of it the library keeps. */
static int more(struct lws *wsi, struct smv_peer *p)
{
    struct smv_exchange *x = p->exchange;
    const struct smv_http_answer *a = &x->call.out;
    uint8_t part[LWS_PRE + PART];
    uint64_t left = answer_len(a) - x->sent;
    size_t n = left < PART ? (size_t)left : PART;
    if (a->file >= 0) {
        ssize_t got = pread(a->file, part + LWS_PRE, n, (off_t)x->sent);
        if (got <= 0) {
            return -1;
        }
        n = (size_t)got;
    } else {
        memcpy(part + LWS_PRE, smv_http_body(a).data + x->sent, n);
    }
    x->sent += n;
    bool last = n == left;
    if (lws_write(wsi, part + LWS_PRE, n, last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0) {
        return -1;
    }
    if (last) {
        return finish(wsi, p, 0);
    }
    lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, PART_S);
    lws_callback_on_writable(wsi);
    return 0;
}

static int start(struct lws *wsi, struct smv_peer *p)
{
    struct smv_exchange *x = p->exchange;
    x->phase = SENDING;
    x->ready = false;
    if (put_headers(wsi, &x->call)) {
        return -1;
    }
    if (answer_len(&x->call.out) == 0 || x->call.in.method == SMV_HTTP_HEAD) {
        return finish(wsi, p, 0);
    }
    return more(wsi, p);
}

static void on_ready(struct smv_http_call *call)
{
    struct smv_exchange *x = (struct smv_exchange *)(void *)call; /* its first member */
    if (x->wsi) {
        x->ready = true;
        lws_callback_on_writable(x->wsi);
    } else {
        exchange_free(x);
    }
}

int smv_lws_refuse(struct lws *wsi, unsigned status)
{
    if (lws_return_http_status(wsi, status, NULL)) {
        return -1;
    }
    return status == 400 ? -1 : 1; /* 1: the answer is out, end the transaction */
}

static int answer(struct lws *wsi, struct smv_peer *p)
{
    struct smv_exchange *x = p->exchange;
    x->phase = WORKING;
    x->call.in.body = smv_buf_span(&x->body);
    smv_http_answer(&x->call, uv_hrtime() / 1000000);
    if (x->call.later) {
        lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, LATER_S);
        if (x->call.left) {
            lws_set_timer_usecs(wsi, LEFT_MS * 1000);
        }
        return 0;
    }
    return start(wsi, p);
}

/* The library reads nothing while an answer is worked on, and so does not see its visitor leave. */
static int look_after(struct lws *wsi)
{
    struct pollfd p = {.fd = lws_get_socket_fd(wsi), .events = POLLRDHUP};
    if (poll(&p, 1, 0) > 0 && (p.revents & (POLLRDHUP | POLLHUP | POLLERR))) {
        return -1;
    }
    lws_set_timer_usecs(wsi, LEFT_MS * 1000);
    return 0;
}

/* Now, or after a while; see join.h */
static int answer_in_time(struct lws *wsi, struct smv_peer *p)
{
    unsigned wait = smv_http_delay(&p->exchange->call, uv_hrtime() / 1000000);
    if (wait == 0 || p->ws->config->unlimited) {
        return answer(wsi, p);
    }
    lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, 10);
    lws_set_timer_usecs(wsi, (lws_usec_t)wait * 1000);
    return 0;
}

/* --- the request ---------------------------------------------------------------------------------------------- */
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

/* The library holds them one by one, decoded. Too long: as if there were none. */
static void read_query(struct lws *wsi, char *query, size_t size)
{
    size_t len = 0;
    query[0] = '\0';
    for (int i = 0; lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS, i) > 0; i++) {
        size_t n = (size_t)lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS, i);
        if (n + 2 >= size - len ||
            lws_hdr_copy_fragment(wsi, query + len + (i > 0), (int)(size - len - 1),
                                  WSI_TOKEN_HTTP_URI_ARGS, i) < 0) {
            query[0] = '\0';
            return;
        }
        if (i > 0) {
            query[len++] = '&';
        }
        len += n;
    }
    query[len] = '\0';
}

static void read_headers(struct lws *wsi, struct smv_peer *p, struct smv_exchange *x)
{
    static const char bearer[] = "Bearer ";
    char authorization[200];
    struct smv_http_request *in = &x->call.in;
    read_query(wsi, x->query, sizeof x->query);
    (void)smv_lws_header(wsi, WSI_TOKEN_HTTP_ACCEPT_ENCODING, x->encodings, sizeof x->encodings);
    (void)smv_lws_header(wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, x->etag, sizeof x->etag);
    if (smv_lws_header(wsi, WSI_TOKEN_HTTP_AUTHORIZATION, authorization, sizeof authorization) &&
        strncasecmp(authorization, bearer, sizeof bearer - 1) == 0) {
        snprintf(x->token, sizeof x->token, "%.150s", authorization + sizeof bearer - 1);
    }
    explicit_bzero(authorization, sizeof authorization);
    if (!smv_guard_host(p->ws, wsi, x->host, sizeof x->host)) {
        x->host[0] = '\0';
    }
    *in = (struct smv_http_request){.method = in->method,
                                    .path = x->path,
                                    .query = x->query,
                                    .encodings = x->encodings,
                                    .if_none_match = x->etag,
                                    .token = x->token,
                                    .host = x->host,
                                    .tls = lws_is_ssl(wsi) != 0,
                                    .trust = p->trust,
                                    .file = -1,
                                    .who = p->who};
}

/* A file without a name: nothing of it stays behind, whatever happens. */
static int open_nameless(const struct smv_ws *ws)
{
    char path[1200];
    snprintf(path, sizeof path, "%s/upload-XXXXXX", ws->house->data);
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) {
        (void)unlink(path);
    }
    return fd;
}

static int refuse(struct lws *wsi, struct smv_peer *p, unsigned status)
{
    struct smv_http_answer *a = &p->exchange->call.out;
    smv_http_error(status, a);
    a->allow = status == 405 ? "GET, HEAD" : NULL;
    a->hangs_up = true; /* what is left of the body is not read */
    return start(wsi, p);
}

static int begin_body(struct lws *wsi, struct smv_peer *p, long length, bool chunked)
{
    struct smv_exchange *x = p->exchange;
    if (length == -1 || chunked) {
        return refuse(wsi, p, 411);
    }
    if ((uint64_t)length > x->call.most) {
        return refuse(wsi, p, 413);
    }
    x->body_want = (uint64_t)length;
    if (x->call.wants == SMV_HTTP_FILE && (x->call.in.file = open_nameless(p->ws)) < 0) {
        return refuse(wsi, p, 507);
    }
    x->has_body = true; /* BODY_COMPLETION comes for an empty one too */
    return 0;
}

static int begin(struct lws *wsi, struct smv_peer *p)
{
    smv_lws_exchange_free(p);
    struct smv_exchange *x = p->exchange = smv_zalloc(sizeof *x);
    smv_guard_who(p->ws, p);
    x->wsi = wsi;
    x->begun_ms = uv_now(p->ws->loop);
    x->call.http = p->ws->http;
    x->call.ready = on_ready;
    x->call.in.method = method_of(wsi, x->path, sizeof x->path);
    read_headers(wsi, p, x);
    long length = content_length(wsi);
    bool chunked = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0;
    smv_http_begin(&x->call);
    if (length == -2) {
        return refuse(wsi, p, 400);
    }
    if (x->call.out.status == 0 && x->call.wants != SMV_HTTP_NOTHING) {
        return begin_body(wsi, p, length, chunked);
    }
    if (length > 0 || chunked) { /* a body that nobody wants is not read: answer and hang up */
        if (x->call.out.status == 0) {
            return refuse(wsi, p, 400);
        }
        x->call.out.hangs_up = true;
    }
    return answer_in_time(wsi, p);
}

static bool write_whole(int fd, const uint8_t *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n <= 0) {
            return false;
        }
        data += n;
        len -= (size_t)n;
    }
    return true;
}

static int take(struct lws *wsi, struct smv_peer *p, const void *in, size_t len)
{
    struct smv_exchange *x = p->exchange;
    uint64_t took = uv_now(p->ws->loop) - (x ? x->begun_ms : 0);
    if (!x || x->phase != READING || len > x->body_want - x->body_len ||
        took > BODY_MS + (x->body_len + len) / BODY_PER_MS) {
        return -1;
    }
    x->body_len += len;
    if (x->call.in.file < 0) {
        smv_buf_put(&x->body, in, len);
    } else if (!write_whole(x->call.in.file, in, len)) {
        return refuse(wsi, p, 507);
    }
    return 0;
}

int smv_lws_http(struct lws *wsi, enum lws_callback_reasons reason, struct smv_peer *p, void *in,
                 size_t len)
{
    struct smv_exchange *x = p->exchange;
    switch ((int)reason) {
    case LWS_CALLBACK_HTTP: return begin(wsi, p);
    case LWS_CALLBACK_HTTP_BODY: return take(wsi, p, in, len);
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        return x && x->phase == READING && x->has_body ? answer_in_time(wsi, p) : 0;
    case LWS_CALLBACK_TIMER:
        return !x                                    ? 0
               : x->phase == READING                 ? answer(wsi, p)
               : x->phase == WORKING && x->call.left ? look_after(wsi)
                                                     : 0;
    case LWS_CALLBACK_HTTP_WRITEABLE:
        return !x ? 0 : x->ready ? start(wsi, p) : x->phase == SENDING ? more(wsi, p) : 0;
    case LWS_CALLBACK_CLOSED_HTTP: smv_lws_exchange_free(p); return 0;
    default: return 0;
    }
}
