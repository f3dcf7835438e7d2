/* lws_int.h - what the files around libwebsockets share; nobody else includes this. */
#ifndef SMV_DAEMON_LWS_INT_H
#define SMV_DAEMON_LWS_INT_H
#include <libwebsockets.h>
#include "daemon/io/ws_lws.h"

enum { SMV_RX_BYTES = 768, SMV_TX_BYTES = 2 * 1024 * 1024, SMV_MAX_EMPTY = 16 };

enum smv_peer_state {
    SMV_PEER_HTTP,    /* accepted; headers, pages, or an upgrade to come */
    SMV_PEER_OPEN,    /* a WebSocket */
    SMV_PEER_CLOSING, /* our close frame is out */
    SMV_PEER_DEAD     /* the library will drop it in a moment */
};

/* One socket, from accept to the library's last word about it. */
struct smv_peer {
    struct lws *wsi; /* with state first: what every message to it looks at */
    uint8_t state;
    uint8_t empties; /* empty fragments of this message */
    bool waits : 1, counted : 1, writer : 1, spoke : 1, held : 1, live : 1;
    bool trust : 1;  /* came to the address that only tells how to trust this one */
    bool erased : 1; /* asked for a seminar that is no more: a HELLO may say what it holds of it */
    bool orphan : 1; /* its adoption failed; lws may still tell its end. who: when, ms */
    struct smv_ws *ws;
    struct smv_seminar *seminar;    /* chosen at the upgrade; NULL: none, or it left first */
    struct smv_conn *conn;          /* between established and closed */
    struct smv_peer *prev, *next;   /* all sockets */
    struct smv_peer *older, *newer; /* those that wait for HELLO */
    struct smv_exchange *exchange;  /* HTTP: the request that is being answered */
    uint8_t *message;               /* parts of a message so far */
    uint32_t message_len, message_cap;
    uint64_t who; /* for the budget of wrong codes */
};

struct smv_ws {
    uv_loop_t *loop;
    const struct smv_config *config;
    const struct smv_logger *log;
    struct smv_house *house;
    struct smv_http *http;
    struct lws_context *context;
    struct lws_vhost *plain, *tls;
    unsigned n_tls; /* vhosts made so far: each reload makes one */
    struct smv_peer *first, *oldest, *newest;
    size_t max_sockets;
    unsigned orphans;
    uint64_t swept; /* uv_now of the last look at them */
    struct smv_ws_stats stats;
    uint64_t told_minute; /* of closes_told */
    unsigned closes_told;
    char hostname[256];
};

static inline struct smv_peer *smv_peer_of(struct lws *wsi)
{
    return lws_get_opaque_user_data(wsi);
}
void smv_peer_drop(struct smv_peer *p); /* without a word, soon, outside of this call */

/* guard_lws.c: 0 let in (p->seminar is set, or NULL: there is none, which a browser can only be told over the
 * WebSocket), else the HTTP status to refuse with. */
unsigned smv_guard_upgrade(struct smv_ws *ws, struct smv_peer *p, const char **ret_why);
/* Header into buf; "" when absent or too long for it (then false too). */
bool smv_lws_header(struct lws *wsi, enum lws_token_indexes token, char *buf, size_t size);
/* The Host header, when it is an address or a name of ours, with or without a port. */
bool smv_guard_host(const struct smv_ws *ws, struct lws *wsi, char *buf, size_t size);
void smv_guard_who(struct smv_ws *ws, struct smv_peer *p);

/* http_lws.c */
int smv_lws_http(struct lws *wsi, enum lws_callback_reasons reason, struct smv_peer *p, void *in,
                 size_t len);
void smv_lws_exchange_free(struct smv_peer *p);
int smv_lws_refuse(struct lws *wsi, unsigned status);

#endif
