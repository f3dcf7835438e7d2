/* ws_lws.c - see ws_lws.h.
 *
 * Sending: the loop's turn writes directly while nothing is buffered by the library, which costs a tenth of
 * its usual "ask for a WRITEABLE callback" (docs/decisions/0005-frames-are-written-directly.md); when the socket took only a
 * part, the library keeps the rest and nothing more is written until WRITEABLE. What waits stays in the
 * core's ring, shared, not here.
 * Closing: the library loses its own close frames (lws_close_reason and return -1 outside RECEIVE), so the
 * frame is written raw and a timeout ends the socket. */
#include "daemon/io/ws_lws.h"
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "daemon/io/lws_int.h"
#include "proto/msg.h"

enum { CLOSES_TOLD = 30 /* lines about closed connections in a minute */ };
static const char no_seminar[] = "there is no such seminar here, or it is closed";

size_t smv_ws_prefix(void)
{
    return LWS_PRE;
}

/* --- the lists -------------------------------------------------------------------------------------------- */
static void stop_waiting(struct smv_peer *p)
{
    struct smv_ws *ws = p->ws;
    if (!p->waits) {
        return;
    }
    *(p->older ? &p->older->newer : &ws->oldest) = p->newer;
    *(p->newer ? &p->newer->older : &ws->newest) = p->older;
    p->older = p->newer = NULL;
    p->waits = false;
    ws->stats.waiting--;
}

static void evict_oldest(struct smv_ws *ws)
{
    struct smv_peer *p = ws->oldest;
    if (!p) {
        return;
    }
    stop_waiting(p);
    ws->stats.evicted++;
    if (p->state == SMV_PEER_OPEN) {
        smv_peer_close(p, SMV_CLOSE_FULL, "too many connections wait; try again");
    } else {
        smv_peer_drop(p);
    }
}

static struct smv_peer *new_peer(struct smv_ws *ws)
{
    struct smv_peer *p = smv_zalloc(sizeof *p);
    p->ws = ws;
    p->next = ws->first;
    if (ws->first) {
        ws->first->prev = p;
    }
    ws->first = p;
    p->older = ws->newest;
    *(ws->newest ? &ws->newest->newer : &ws->oldest) = p;
    ws->newest = p;
    p->waits = true;
    ws->stats.waiting++;
    ws->stats.sockets++;
    return p;
}

static void free_peer(struct smv_peer *p)
{
    struct smv_ws *ws = p->ws;
    stop_waiting(p);
    *(p->prev ? &p->prev->next : &ws->first) = p->next;
    if (p->next) {
        p->next->prev = p->prev;
    }
    ws->stats.sockets--;
    ws->stats.websockets -= p->counted;
    ws->orphans -= p->orphan;
    smv_lws_exchange_free(p);
    smv_free(p->message);
    smv_free(p);
}

/* --- what seminars do with a peer ---------------------------------------------------------------------------- */
bool smv_peer_full(const struct smv_peer *p)
{
    return p->state != SMV_PEER_OPEN || lws_partial_buffered(p->wsi);
}

void smv_peer_drop(struct smv_peer *p)
{
    p->state = SMV_PEER_DEAD;
    lws_set_timeout(p->wsi, (enum pending_timeout)1, LWS_TO_KILL_ASYNC);
}

/* The header of a whole binary message, in the room before it. Every reader's is the same: a server's frames
 * are not masked. Returns its length. */
static size_t write_header(const struct smv_frame *f)
{
    size_t n = f->len < 126 ? 2 : f->len < 65536 ? 4 : 10;
    uint8_t *h = f->payload - n;
    h[0] = 0x82;
    h[1] = n == 2 ? (uint8_t)f->len : n == 4 ? 126 : 127;
    uint64_t len = f->len;
    for (size_t i = n; i-- > 2; len >>= 8) {
        h[i] = (uint8_t)len;
    }
    return n;
}

void smv_peer_send(struct smv_peer *p, struct smv_frame *f)
{
    size_t head = write_header(f);
    if (lws_write(p->wsi, f->payload - head, head + f->len, LWS_WRITE_RAW) < 0) {
        smv_peer_drop(p);
    } else if (lws_partial_buffered(p->wsi)) {
        lws_callback_on_writable(p->wsi);
    }
    smv_frame_unref(f); /* what the socket did not take the library has copied */
}

/* Who floods us with bad connections must not flood the log: beyond some in a minute only debug tells them. */
static void tell_close(struct smv_ws *ws, unsigned code, const char *text)
{
    uint64_t minute = uv_now(ws->loop) / 60000;
    enum smv_level level = SMV_LEVEL_DEBUG;
    if (code >= SMV_CLOSE_PROTOCOL || code == SMV_CLOSE_TOO_BIG) {
        ws->closes_told = minute == ws->told_minute ? ws->closes_told : 0;
        ws->told_minute = minute;
        level = ws->closes_told++ < CLOSES_TOLD ? SMV_LEVEL_INFO : SMV_LEVEL_DEBUG;
    }
    smv_say(ws->log, level, "a connection is closed with %u: %s", code, text ? text : "");
}

void smv_peer_close(struct smv_peer *p, unsigned code, const char *text)
{
    uint8_t buf[LWS_PRE + 4 + 123];
    uint8_t *frame = buf + LWS_PRE;
    size_t len = text ? strlen(text) : 0;
    if (p->state != SMV_PEER_OPEN) {
        return;
    }
    tell_close(p->ws, code, text);
    len = len < 123 ? len : 123;
    frame[0] = 0x88;
    frame[1] = (uint8_t)(2 + len);
    frame[2] = (uint8_t)(code >> 8);
    frame[3] = (uint8_t)code;
    memcpy(frame + 4, text ? text : "", len);
    if (code == SMV_CLOSE_WHO) {
        smv_join_wrong(&p->ws->http->join, p->who, uv_hrtime() / 1000000);
    }
    if (lws_write(p->wsi, frame, 4 + len, LWS_WRITE_RAW) < 0) {
        smv_peer_drop(p);
        return;
    }
    p->state = SMV_PEER_CLOSING;
    stop_waiting(p);
    lws_set_timeout(p->wsi, PENDING_TIMEOUT_CLOSE_ACK, 2);
}

void smv_peer_settled(struct smv_peer *p, bool writer)
{
    p->writer = writer;
    p->live = true;
    stop_waiting(p);
}

/* Where no core says it: why in words, then the close. */
static void say_and_close(struct smv_peer *p, unsigned code, const char *text)
{
    struct smv_buf b = {0};
    struct smv_msg m = {.kind = SMV_MSG_KIND_ERR};
    if (p->state != SMV_PEER_OPEN) {
        return;
    }
    m.u.err = (struct smv_msg_err){code, smv_span_str(text)};
    smv_msg_write(&b, &m);
    smv_peer_send(p, smv_frame_make(LWS_PRE, smv_buf_span(&b)));
    smv_buf_finish(&b);
    smv_peer_close(p, code, text);
}

void smv_ws_close_peers(void *user, struct smv_seminar *s, unsigned code, const char *text)
{
    struct smv_ws *ws = user;
    for (struct smv_peer *p = ws->first; p; p = p->next) {
        if (p->seminar == s) {
            say_and_close(p, code, text);
            p->seminar = NULL;
            p->conn = NULL;
        }
    }
}

/* --- what the library tells about a WebSocket ------------------------------------------------------------------ */
static int established(struct smv_peer *p)
{
    if (p->seminar && !smv_seminar_is_open(p->seminar)) {
        return -1;
    }
    p->state = SMV_PEER_OPEN;
    p->counted = true;
    p->ws->stats.websockets++;
    p->ws->stats.upgraded++;
    if (p->seminar) {
        p->conn = smv_seminar_join(p->seminar, p);
    } else if (p->erased) {
        lws_set_timer_usecs(p->wsi, (lws_usec_t)SMV_MAX_HELLO_MS * 1000);
    } else {
        say_and_close(p, SMV_CLOSE_GONE, no_seminar);
    }
    return 0;
}

/* What it asked for was erased: who held something of it is told to drop that; then it ends for everybody. */
static void answer_erased(struct smv_peer *p, struct smv_span message)
{
    struct smv_frame *frames[SMV_ERASED_FRAMES];
    uv_timeval64_t now;
    (void)uv_gettimeofday(&now);
    size_t n = smv_erased_answer(&p->ws->house->erased, message, LWS_PRE, (smv_ms)now.tv_sec * 1000,
                                 frames);
    for (size_t i = 0; i < n; i++) {
        smv_peer_send(p, frames[i]);
    }
    say_and_close(p, SMV_CLOSE_GONE, n > 0 ? "the seminar has been erased" : no_seminar);
}

static int too_big(struct smv_peer *p)
{
    static const char why[] = "message larger than the limit";
    unsigned char text[sizeof why];
    memcpy(text, why, sizeof why);
    tell_close(p->ws, SMV_CLOSE_TOO_BIG, why);
    p->state = SMV_PEER_CLOSING;
    lws_close_reason(p->wsi, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE, text, sizeof why - 1);
    return -1; /* from RECEIVE the library does send it */
}

static int deliver(struct smv_peer *p, struct smv_span bytes)
{
    if (!p->spoke) {
        unsigned wait = smv_join_delay(&p->ws->http->join, p->who, uv_hrtime() / 1000000);
        p->spoke = true;
        if (wait > 0 && !p->ws->config->unlimited) { /* many wrong codes from there: see join.h */
            if (p->message_len == 0) {
                p->message = smv_dup(bytes.data, bytes.len);
                p->message_len = p->message_cap = (uint32_t)bytes.len;
            }
            p->held = true;
            lws_set_timer_usecs(p->wsi, (lws_usec_t)wait * 1000);
            return 0;
        }
    }
    if (p->conn) {
        smv_seminar_message(p->seminar, p->conn, bytes);
    } else if (p->erased) {
        answer_erased(p, bytes);
    }
    smv_free(p->message);
    p->message = NULL;
    p->message_len = p->message_cap = 0;
    return 0;
}

static int receive(struct smv_peer *p, const void *in, size_t len)
{
    size_t max = p->live && p->writer ? SMV_MAX_FRAME_IN : SMV_MAX_FRAME_IN_PHONE;
    size_t left = lws_remaining_packet_payload(p->wsi);
    if (p->state != SMV_PEER_OPEN) {
        return 0;
    }
    lws_validity_confirmed(p->wsi); /* a slow reader who still speaks is not dead */
    if (!lws_frame_is_binary(p->wsi)) {
        smv_peer_close(p, SMV_CLOSE_PROTOCOL, "binary messages only");
        return 0;
    }
    if (p->held) {
        smv_peer_close(p, SMV_CLOSE_PROTOCOL, "wait for the answer to HELLO");
        return 0;
    }
    bool last = lws_is_final_fragment(p->wsi) && left == 0;
    if (left > max || p->message_len + len + left > max ||
        (len == 0 && !last && ++p->empties > SMV_MAX_EMPTY)) {
        return too_big(p);
    }
    if (last) {
        p->empties = 0;
        if (p->message_len == 0) { /* the common case: whole in one piece */
            return deliver(p, smv_span(in, len));
        }
    }
    if (len > 0 && p->message_len + len > p->message_cap) {
        size_t need = p->message_len + len + left;
        p->message_cap = (uint32_t)(need < 2 * p->message_cap ? 2 * p->message_cap : need);
        p->message = smv_realloc(p->message, p->message_cap);
    }
    if (len > 0) {
        memcpy(p->message + p->message_len, in, len);
        p->message_len += (uint32_t)len;
    }
    return last ? deliver(p, smv_span(p->message, p->message_len)) : 0;
}

static int released(struct smv_peer *p)
{
    if (p->state != SMV_PEER_OPEN || !p->held) {
        if (p->erased && !p->spoke) {
            say_and_close(p, SMV_CLOSE_GONE, no_seminar);
        }
        return 0;
    }
    p->held = false;
    return deliver(p, smv_span(p->message, p->message_len));
}

static void closed(struct smv_peer *p)
{
    struct smv_conn *conn = p->conn;
    p->state = SMV_PEER_DEAD;
    p->conn = NULL;
    if (conn) { /* also told for sockets that never were WebSockets */
        smv_seminar_left(p->seminar, conn);
    }
    p->seminar = NULL;
}

static int on_websocket(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                        size_t len)
{
    struct smv_peer *p = smv_peer_of(wsi);
    (void)user;
    if (!p) {
        return 0;
    }
    switch ((int)reason) {
    case LWS_CALLBACK_ESTABLISHED: return established(p);
    case LWS_CALLBACK_RECEIVE: return receive(p, in, len);
    case LWS_CALLBACK_TIMER: return released(p);
    case LWS_CALLBACK_SERVER_WRITEABLE:
        if (p->conn) {
            smv_seminar_writable(p->seminar, p->conn);
        }
        return 0;
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
        /* The answer to our own frame: the library would send a second one, and browsers then forget our code. */
        return p->state == SMV_PEER_CLOSING ? -1 : 0;
    case LWS_CALLBACK_CLOSED: closed(p); return 0;
    default: return 0;
    }
}

/* protocols[0]: HTTP, upgrades, and the library's words about sockets of any kind */
static int on_http(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                   size_t len)
{
    struct smv_peer *p = wsi ? smv_peer_of(wsi) : NULL;
    (void)user;
    if (!p) {
        return 0;
    }
    switch ((int)reason) {
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: {
        const char *why = "";
        unsigned status = smv_guard_upgrade(p->ws, p, &why);
        if (status) {
            p->ws->stats.refused++;
            smv_say(p->ws->log, SMV_LEVEL_DEBUG, "upgrade refused with %u: %s", status, why);
            return smv_lws_refuse(wsi, status);
        }
        return 0;
    }
    case LWS_CALLBACK_RAW_ADOPT:
    case LWS_CALLBACK_RAW_RX: return -1; /* CONNECT and the like */
    case LWS_CALLBACK_WSI_DESTROY:
        lws_set_opaque_user_data(wsi, NULL);
        closed(p);
        free_peer(p);
        return 0;
    default: return smv_lws_http(wsi, reason, p, in, len);
    }
}

/* --- start, sockets, stop ---------------------------------------------------------------------------------------- */
static const struct lws_protocols protocols[] = {
    {.name = "http", .callback = on_http, .tx_packet_size = 65536},
    {.name = SMV_SUBPROTOCOL,
     .callback = on_websocket,
     .rx_buffer_size = SMV_RX_BYTES,
     .tx_packet_size = SMV_TX_BYTES},
    {.name = NULL}};
static const lws_retry_bo_t pings = {.secs_since_valid_ping = 20, .secs_since_valid_hangup = 45};

static struct lws_vhost *make_vhost(struct smv_ws *ws, bool tls)
{
    struct lws_context_creation_info info = {0};
    char name[32];
    snprintf(name, sizeof name, tls ? "tls-%u" : "plain", ws->n_tls);
    info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
    info.vhost_name = name;
    info.protocols = protocols;
    info.retry_and_idle_policy = &pings;
    info.keepalive_timeout = 15;
    info.timeout_secs_ah_idle = 5;
    info.alpn = "http/1.1";
    info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
    if (tls) {
        info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
        info.ssl_cert_filepath = ws->config->tls_cert;
        info.ssl_private_key_filepath = ws->config->tls_key;
        info.ssl_cipher_list = "HIGH:!aNULL:!eNULL:!SHA1:!kRSA:@STRENGTH";
        info.ssl_options_set = 1L << 25 | 1L << 26 | 1L << 28; /* no SSLv3, TLSv1, TLSv1.1 */
    }
    return lws_create_vhost(ws->context, &info);
}

enum smv_err smv_ws_reload(struct smv_ws *ws, struct smv_errinfo *ret_info)
{
    /* The library reads the files while it makes the vhost; the old vhost stays for the connections that it
     * has. */
    if (access(ws->config->tls_cert, R_OK) != 0 || access(ws->config->tls_key, R_OK) != 0) {
        snprintf(ret_info->text, sizeof ret_info->text,
                 "the certificate %.90s or its key %.90s cannot be read", ws->config->tls_cert,
                 ws->config->tls_key);
        return SMV_ERR_DENIED;
    }
    ws->n_tls++;
    struct lws_vhost *made = make_vhost(ws, true);
    if (!made) {
        snprintf(ret_info->text, sizeof ret_info->text,
                 "the certificate %.90s and the key %.90s cannot be used together",
                 ws->config->tls_cert, ws->config->tls_key);
        return SMV_ERR_MALFORMED;
    }
    ws->tls = made;
    return SMV_OK;
}

/* Descriptors are the only thing that this process may run out of by being popular. */
static size_t raise_descriptors(void)
{
    struct rlimit limit;
    rlim_t want = SMV_MAX_CONNECTIONS + SMV_MAX_WAITING + 512;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return 512;
    }
    if (limit.rlim_cur !=
        want) { /* less too: the library's table has 16 bytes for each permitted one */
        limit.rlim_cur = want < limit.rlim_max ? want : limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
        (void)getrlimit(RLIMIT_NOFILE, &limit);
    }
    return limit.rlim_cur > 128 ? (size_t)limit.rlim_cur - 64 : (size_t)limit.rlim_cur / 2;
}

enum smv_err smv_ws_start(uv_loop_t *loop, const struct smv_config *config, struct smv_house *house,
                          struct smv_http *http, struct smv_ws **ret_ws,
                          struct smv_errinfo *ret_info)
{
    struct smv_ws *ws = smv_zalloc(sizeof *ws);
    struct lws_context_creation_info info = {0};
    void *loops[] = {loop};
    *ws = (struct smv_ws){
        .loop = loop, .config = config, .log = house->env.log, .house = house, .http = http};
    ws->max_sockets = raise_descriptors();
    (void)gethostname(ws->hostname, sizeof ws->hostname - 1);
    lws_set_log_level(0, NULL); /* it would write what strangers send */
    info.options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
                   (config->tls_cert ? LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT : 0);
    info.foreign_loops = loops;
    info.timeout_secs = 8;
    info.pt_serv_buf_size = 4096;
    info.max_http_header_data = 3072;
    info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
    ws->context = lws_create_context(&info);
    enum smv_err err = SMV_OK;
    if (!ws->context || !(ws->plain = make_vhost(ws, false))) {
        snprintf(ret_info->text, sizeof ret_info->text,
                 "the WebSocket library does not start; is libwebsockets-evlib-uv installed?");
        err = SMV_ERR_MISSING;
    } else if (config->tls_cert) {
        err = smv_ws_reload(ws, ret_info);
    }
    http->ws = &ws->stats;
    *ret_ws = ws;
    return err;
}

bool smv_ws_room(struct smv_ws *ws)
{
    if (ws->stats.sockets < ws->max_sockets) {
        return true;
    }
    evict_oldest(ws); /* it goes in the loop's next turn */
    return false;
}

/* lws gave no wsi, but it may have made one and end it later (a TLS port that is spoken to in the clear): then
 * WSI_DESTROY comes and frees the peer. Where none was made nothing comes, and a later look frees it. */
enum { ORPHAN_MS = 60000 };

static void orphan(struct smv_peer *p)
{
    stop_waiting(p);
    p->state = SMV_PEER_DEAD;
    p->orphan = true;
    p->who = uv_now(p->ws->loop);
    p->ws->orphans++;
}

static void sweep_orphans(struct smv_ws *ws)
{
    uint64_t now = uv_now(ws->loop);
    if (ws->orphans == 0 || now < ws->swept + ORPHAN_MS) {
        return;
    }
    ws->swept = now;
    for (struct smv_peer *p = ws->first, *next; p; p = next) {
        next = p->next;
        if (p->orphan && now >= p->who + ORPHAN_MS) {
            free_peer(p);
        }
    }
}

void smv_ws_adopt(struct smv_ws *ws, int fd, enum smv_ws_way way)
{
    sweep_orphans(ws);
    bool tls = way == SMV_WS_TLS;
    struct smv_peer *p = new_peer(ws);
    p->trust = way == SMV_WS_TRUST;
    lws_adopt_desc_t how = {.vh = tls ? ws->tls : ws->plain,
                            .type =
                                LWS_ADOPT_SOCKET | LWS_ADOPT_HTTP | (tls ? LWS_ADOPT_ALLOW_SSL : 0),
                            .fd = {.sockfd = fd},
                            .opaque = p};
    ws->stats.accepted++;
    size_t before = ws->stats.sockets;
    struct lws *wsi = lws_adopt_descriptor_vhost_via_info(&how);
    if (!wsi) {
        if (ws->stats.sockets == before) { /* else WSI_DESTROY has freed it */
            orphan(p);
        }
        return;
    }
    p->wsi = wsi;
    if (ws->stats.waiting > SMV_MAX_WAITING) {
        evict_oldest(ws);
    }
}

const struct smv_ws_stats *smv_ws_stats(const struct smv_ws *ws)
{
    return &ws->stats;
}

void smv_ws_stop(struct smv_ws *ws)
{
    if (ws->context) {
        lws_context_destroy(ws->context);
    }
}

void smv_ws_finish(struct smv_ws *ws)
{
    if (ws->context) {
        lws_context_destroy(ws->context); /* the second call frees what the first had to leave */
    }
    while (ws->first) {
        free_peer(ws->first);
    }
    smv_free(ws);
}
