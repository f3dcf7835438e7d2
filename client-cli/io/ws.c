/* ws.c - see ws.h.
 *
 * Happy path: connect -> CLIENT_ESTABLISHED -> RECEIVE, WRITEABLE ... -> CLIENT_CLOSED.
 * Failure modes: the name does not resolve or nobody listens (CONNECTION_ERROR, also from inside the
 * connecting call); the upgrade is refused (CONNECTION_ERROR); the peer closes (WS_PEER_INITIATED_CLOSE gives
 * the code, then CLIENT_CLOSED); the network goes (CLIENT_CLOSED). Each ends in over(), once per connection. */
#include "client-cli/io/ws.h"
#include <libwebsockets.h>
#include <stdio.h>
#include <string.h>
#include "common/base/heap.h"
#include "proto/msg.h"

enum { MAX_MESSAGE = 4 * 1024 * 1024 };

struct outgoing {
    struct outgoing *next;
    size_t len;
    uint8_t bytes[]; /* LWS_PRE, then the message */
};
struct conn {
    struct smv_ws *ws;
    struct conn *next; /* all there ever were, until destroy */
    struct lws *wsi;   /* NULL: not there any more */
    struct smv_buf in;
    struct outgoing *first, **last;
    bool open, closing;
    bool over; /* told, or not to be told */
    unsigned code;
    char why[200];
};
struct smv_ws {
    struct smv_ws_config config;
    struct lws_context *context;
    struct conn *conns;
    struct conn *now; /* the newest; events of others are not told */
    uv_timer_t later; /* tells what came out of a call from here */
    bool tell_later;
};

static void drop_queue(struct conn *c)
{
    while (c->first != NULL) {
        struct outgoing *o = c->first;
        c->first = o->next;
        smv_free(o);
    }
    c->last = &c->first;
}

static void over(struct conn *c, const char *why)
{
    struct smv_ws *ws = c->ws;
    c->wsi = NULL;
    c->open = false;
    drop_queue(c);
    smv_buf_finish(&c->in);
    if (c->over) {
        return;
    }
    c->over = true;
    snprintf(c->why, sizeof c->why, "%s", why);
    if (c == ws->now) {
        ws->config.on_closed(ws->config.user, c->code, c->why);
    }
}

static void on_later(uv_timer_t *timer)
{
    struct smv_ws *ws = timer->data;
    if (ws->now != NULL && !ws->now->over && ws->now->wsi == NULL) {
        over(ws->now, ws->now->why);
    }
}

/* It came to nothing; told at once, or later when it came out of a call from here. */
static void fail(struct conn *c)
{
    char why[sizeof c->why];
    memcpy(why, c->why, sizeof why);
    if (c->ws->tell_later) {
        c->wsi = NULL;
        uv_timer_start(&c->ws->later, on_later, 0, 0);
    } else {
        over(c, why);
    }
}

static int received(struct conn *c, struct lws *wsi, const void *in, size_t len)
{
    if (c->over || c->closing) {
        return 0;
    }
    if (c->in.len + len > MAX_MESSAGE || !lws_frame_is_binary(wsi)) {
        c->code = 0;
        return -1;
    }
    smv_buf_put(&c->in, in, len);
    if (lws_remaining_packet_payload(wsi) == 0 && lws_is_final_fragment(wsi)) {
        struct smv_buf whole = c->in;
        memset(&c->in, 0, sizeof c->in);
        if (c == c->ws->now) {
            c->ws->config.on_frame(c->ws->config.user, smv_buf_span(&whole));
        }
        smv_buf_finish(&whole);
    }
    return 0;
}

static int writable(struct conn *c, struct lws *wsi)
{
    struct outgoing *o = c->first;
    if (o != NULL && lws_partial_buffered(wsi) == 0) {
        int n = lws_write(wsi, o->bytes + LWS_PRE, o->len, LWS_WRITE_BINARY);
        if (n < 0) {
            return -1;
        }
        c->first = o->next;
        c->last = c->first == NULL ? &c->first : c->last;
        smv_free(o);
    }
    if (c->first != NULL || lws_partial_buffered(wsi) != 0) {
        lws_callback_on_writable(wsi);
        return 0;
    }
    if (c->closing) {
        lws_close_reason(wsi, LWS_CLOSE_STATUS_NORMAL, NULL, 0);
        return -1;
    }
    return 0;
}

/* lws says little about an upgrade that was answered with something else. */
static void refused_why(struct conn *c, struct lws *wsi, const void *in, size_t len)
{
    unsigned status = lws_http_client_http_response(wsi);
    if (status >= 300 && status < 600) {
        snprintf(c->why, sizeof c->why, "HTTP %u%s", status,
                 status == 404   ? ", no such seminar is open there"
                 : status == 403 ? ", it does not go by that name"
                                 : "");
        return;
    }
    snprintf(c->why, sizeof c->why, "%.*s", (int)(len < 180 ? len : 180),
             in != NULL ? (const char *)in : "");
    if (c->ws->config.url->tls &&
        (strstr(c->why, "SSL") != NULL || strstr(c->why, "ssl") != NULL)) {
        snprintf(c->why, sizeof c->why,
                 "no TLS, or a certificate that is not trusted here (see --ca)");
    }
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                    size_t len)
{
    struct conn *c = user;
    if (c == NULL) {
        return 0;
    }
    switch ((int)reason) {
    case LWS_CALLBACK_CLIENT_ESTABLISHED:
        if (c->over) {
            return -1;
        }
        c->open = true;
        if (c == c->ws->now && !c->closing) {
            c->ws->config.on_open(c->ws->config.user);
        }
        return 0;
    case LWS_CALLBACK_CLIENT_RECEIVE: return received(c, wsi, in, len);
    case LWS_CALLBACK_CLIENT_WRITEABLE: return writable(c, wsi);
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
        if (len >= 2) {
            const uint8_t *b = in;
            c->code = (unsigned)b[0] << 8 | b[1];
        }
        return 0;
    case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
        refused_why(c, wsi, in, len);
        fail(c);
        return 0;
    case LWS_CALLBACK_CLIENT_CLOSED: over(c, ""); return 0;
    case LWS_CALLBACK_WSI_DESTROY: /* all that is told when it breaks in the middle of the upgrade */
        if (c->wsi == wsi) {
            fail(c);
        }
        return 0;
    default: return 0;
    }
}

static const struct lws_protocols protocols[] = {
    {.name = SMV_SUBPROTOCOL, .callback = on_event, .rx_buffer_size = 16384}, {.name = NULL}};

static void quiet_log(int level, const char *line)
{
    (void)level;
    (void)line;
}

struct smv_ws *smv_ws_create(const struct smv_ws_config *config)
{
    struct smv_ws *ws = smv_zalloc(sizeof *ws);
    ws->config = *config;
    lws_set_log_level(0, quiet_log);
    void *loop = config->loop;
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN,
        .protocols = protocols,
        .foreign_loops = &loop,
        .options =
            LWS_SERVER_OPTION_LIBUV | (config->url->tls ? LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT : 0),
        .client_ssl_ca_filepath = config->ca != NULL && config->ca[0] != '\0' ? config->ca : NULL,
        .timeout_secs = 10,
        .fd_limit_per_thread = 32};
    ws->context = lws_create_context(&info);
    if (ws->context == NULL) {
        smv_free(ws);
        return NULL;
    }
    uv_timer_init(config->loop, &ws->later);
    ws->later.data = ws;
    return ws;
}

void smv_ws_connect(struct smv_ws *ws)
{
    char path[80], host[300], base[300];
    const struct smv_url *u = ws->config.url;
    struct conn *c = smv_zalloc(sizeof *c);
    if (ws->now != NULL) {
        smv_ws_close(ws);
    }
    c->ws = ws;
    c->last = &c->first;
    c->next = ws->conns;
    ws->conns = ws->now = c;
    snprintf(path, sizeof path, "/%s/ws", u->seminar);
    smv_url_base(u, base, sizeof base);
    snprintf(host, sizeof host, "%s", strstr(base, "://") + 3);
    struct lws_client_connect_info info = {.context = ws->context,
                                           .address = u->host,
                                           .port = (int)u->port,
                                           .ssl_connection = u->tls ? LCCSCF_USE_SSL : 0,
                                           .path = path,
                                           .host = host,
                                           .protocol = SMV_SUBPROTOCOL,
                                           .local_protocol_name = SMV_SUBPROTOCOL,
                                           .alpn = "http/1.1",
                                           .ietf_version_or_minus_one = -1,
                                           .userdata = c,
                                           .pwsi = &c->wsi};
    ws->tell_later = true;
    if (lws_client_connect_via_info(&info) == NULL) {
        c->wsi = NULL;
        uv_timer_start(&ws->later, on_later, 0, 0);
    }
    ws->tell_later = false;
}

void smv_ws_send(struct smv_ws *ws, struct smv_span message)
{
    struct conn *c = ws->now;
    if (c == NULL || !c->open || c->closing) {
        return;
    }
    struct outgoing *o = smv_alloc(sizeof *o + LWS_PRE + message.len);
    o->next = NULL;
    o->len = message.len;
    memcpy(o->bytes + LWS_PRE, message.data, message.len);
    *c->last = o;
    c->last = &o->next;
    lws_callback_on_writable(c->wsi);
}

void smv_ws_close(struct smv_ws *ws)
{
    struct conn *c = ws->now;
    ws->now = NULL;
    if (c == NULL) {
        return;
    }
    c->over = true;
    c->closing = true;
    if (c->wsi != NULL && c->open) {
        lws_callback_on_writable(c->wsi);
    } else if (c->wsi != NULL) {
        lws_set_timeout(c->wsi, 1, LWS_TO_KILL_ASYNC);
    }
}

void smv_ws_cut(struct smv_ws *ws)
{
    struct conn *c = ws->now;
    ws->now = NULL;
    if (c != NULL) {
        c->over = c->closing = true;
        drop_queue(c);
        if (c->wsi != NULL) {
            lws_set_timeout(c->wsi, PENDING_TIMEOUT_CLOSE_ACK, LWS_TO_KILL_ASYNC);
        }
    }
}

bool smv_ws_quiet(const struct smv_ws *ws)
{
    for (const struct conn *c = ws->conns; c != NULL; c = c->next) {
        if (c->wsi != NULL) {
            return false;
        }
    }
    return true;
}

static void on_gone(uv_handle_t *handle)
{
    (void)handle;
}

static void begin_end(struct smv_ws *ws)
{
    ws->now = NULL;
    for (struct conn *c = ws->conns; c != NULL; c = c->next) {
        c->over = true;
    }
    uv_close((uv_handle_t *)&ws->later, on_gone);
    lws_context_destroy(ws->context);
}

static void end(struct smv_ws *ws)
{
    lws_context_destroy(ws->context); /* on a loop of ours it needs to be told twice */
    while (ws->conns != NULL) {
        struct conn *c = ws->conns;
        ws->conns = c->next;
        drop_queue(c);
        smv_buf_finish(&c->in);
        smv_free(c);
    }
    smv_free(ws);
}

void smv_ws_destroy_all(struct smv_ws *const *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        begin_end(all[i]);
    }
    if (n > 0) {
        uv_run(all[0]->config.loop, UV_RUN_DEFAULT);
    }
    for (size_t i = 0; i < n; i++) {
        end(all[i]);
    }
}

void smv_ws_destroy(struct smv_ws *ws)
{
    if (ws != NULL) {
        smv_ws_destroy_all(&ws, 1);
    }
}
