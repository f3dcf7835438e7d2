/* http.h - what is answered to plain HTTP requests, without a socket.
 *
 * What: the browser clients (web.h), /healthz, /metrics, POST /join, and the JSON calls of one seminar and of the
 *       host (api.h); methods, ETag and 304, encodings, security headers.
 * Not:  knows no library's HTTP (http_lws.c translates); reads no body itself.
 * Uses: web.h, join.h, metrics.h, house.h, api.h.    Thread: the loop's. */
#ifndef SMV_DAEMON_HTTP_H
#define SMV_DAEMON_HTTP_H
#include "daemon/io/house.h"
#include "daemon/io/join.h"

struct smv_admin;
struct smv_api_verb;
struct smv_maker;
struct smv_trust;
struct smv_ws_stats;

struct smv_http {
    const struct smv_house *house;
    struct smv_admin *admin; /* NULL before the start and while stopping */
    const char *public_url;  /* NULL none; borrowed */
    struct smv_trust *trust; /* NULL none */
    struct smv_maker *maker; /* of documents; NULL while stopping, as admin */
    struct smv_join join;
    const struct smv_ws_stats *ws; /* set once the transport is there */
    uint64_t started_ms;           /* uv_hrtime / 1e6 */
};

enum smv_http_method { SMV_HTTP_GET, SMV_HTTP_HEAD, SMV_HTTP_POST, SMV_HTTP_OTHER };
struct smv_http_request { /* strings are never NULL; "" is absent */
    enum smv_http_method method;
    const char *path, *query;
    const char *encodings;     /* Accept-Encoding */
    const char *if_none_match; /* If-None-Match */
    const char *token;         /* Authorization: Bearer ... */
    const char *host;          /* Host, when it is one of ours */
    bool tls, trust;           /* over TLS; at the address that only tells how to trust it */
    struct smv_span body;      /* what was wanted as SMV_HTTP_BODY */
    int file;                  /* SMV_HTTP_FILE: a descriptor, -1 none; the transport closes it */
    uint64_t who;              /* see smv_join_who */
};
struct smv_http_answer {
    unsigned status;
    const char *type;     /* content type */
    const char *allow;    /* 405: what is allowed */
    const char *encoding; /* NULL: as it is */
    const char *cache;    /* Cache-Control; NULL none */
    char etag[32];        /* "" none */
    char location[80];    /* "" none */
    char filename[80];    /* offered for saving under this name; "" not */
    bool varies;          /* by Accept-Encoding */
    bool part;            /* of a page: not a document */
    bool worker;          /* a service worker for all paths */
    bool hangs_up;        /* the connection ends behind it */
    unsigned retry_s;     /* Retry-After; 0 none */
    /* the body: from memory, or made, or a file; the transport frees and closes */
    struct smv_span fixed;
    struct smv_buf made;
    int file; /* -1 none */
    uint64_t file_len;
};

/* What is read of a body before the answer is made. */
enum smv_http_wants { SMV_HTTP_NOTHING, SMV_HTTP_BODY, SMV_HTTP_FILE };

/* One request, from its last header to the last byte of its answer. The transport owns it. */
struct smv_http_call {
    struct smv_http *http;
    struct smv_http_request in;
    struct smv_http_answer out;
    enum smv_http_wants wants;
    uint64_t most;                   /* bytes of the body */
    const struct smv_api_verb *verb; /* of an API; NULL: something else */
    bool later;                      /* the answer is not there when smv_http_answer returns */
    /* Later: the answer is there. Once, on the loop; the call may be gone when it returns. Also to be called when
     * the visitor has left, who is then told nothing. */
    void (*ready)(struct smv_http_call *call);
    /* Of whoever answers later: the visitor has left, ready is still to be called. NULL: nobody needs to know. */
    void (*left)(struct smv_http_call *call);
    void *job; /* theirs */
};

/* What a browser is told about an answer; ends with NULL. Parts of a page (scripts, styles, letters under /assets/) get
 * only the first ones: twenty of them make a phone's first visit, and policies are the document's. */
enum { SMV_HTTP_PART_HEADERS = 2 };
extern const char *const smv_http_headers[][2];
/* The longer ones, which depend on who asks. */
void smv_http_csp(const struct smv_http_call *call, char text[900]);
bool smv_http_strict_transport(const struct smv_http_call *call);

/* The headers are there: what is wanted of the body, or out is the answer already (status is not 0). */
void smv_http_begin(struct smv_http_call *call);
/* How long this one is made to wait before it is answered, ms. */
unsigned smv_http_delay(const struct smv_http_call *call, uint64_t now_ms);
/* Fills out, unless it is filled; or sets later. */
void smv_http_answer(struct smv_http_call *call, uint64_t now_ms);
/* A plain sentence with a status. */
void smv_http_error(unsigned status, struct smv_http_answer *ret_answer);
struct smv_span smv_http_body(const struct smv_http_answer *a);

#endif
