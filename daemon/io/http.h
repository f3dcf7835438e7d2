/* http.h - what is answered to plain HTTP requests, without a socket.
 *
 * What: pages from memory, /healthz, /metrics, POST /join; methods, ETag and 304, security headers.
 * Not:  knows no library's HTTP (http_lws.c translates).
 * Uses: pages.h, join.h, metrics.h, house.h.    Thread: the loop's. */
#ifndef SMV_DAEMON_HTTP_H
#define SMV_DAEMON_HTTP_H
#include "daemon/io/house.h"
#include "daemon/io/join.h"

struct smv_ws_stats;

struct smv_http {
    const struct smv_house *house;
    struct smv_join join;
    const struct smv_ws_stats *ws; /* set once the transport is there */
    uint64_t started_ms;           /* uv_hrtime / 1e6 */
    char etag[20];                 /* of the answer that is being made */
};

enum smv_http_method { SMV_HTTP_GET, SMV_HTTP_HEAD, SMV_HTTP_POST, SMV_HTTP_OTHER };
struct smv_http_request {
    enum smv_http_method method;
    const char *path;
    const char *languages; /* Accept-Language, "" none */
    const char *if_none_match;
    struct smv_span body;
    uint64_t who; /* see smv_join_who */
};
struct smv_http_answer {
    unsigned status;
    const char *type;      /* content type */
    const char *etag;      /* NULL none */
    const char *allow;     /* 405: what is allowed */
    const char *language;  /* NULL none */
    unsigned retry_s;      /* Retry-After; 0 none */
    struct smv_span fixed; /* the body, from memory, ... */
    struct smv_buf made;   /* ... or made; the caller finishes it */
};

enum { SMV_HTTP_MAX_BODY = 1024 };
extern const char *const smv_http_headers[][2]; /* in every answer; ends with NULL */

/* Does this request carry a body that we want to read? */
bool smv_http_wants_body(const struct smv_http_request *r);
/* How long this one is made to wait before it is answered, ms. */
unsigned smv_http_delay(struct smv_http *h, const struct smv_http_request *r, uint64_t now_ms);
void smv_http_answer(struct smv_http *h, const struct smv_http_request *r, uint64_t now_ms,
                     struct smv_http_answer *ret_answer);
/* A plain sentence with a status. */
void smv_http_error(unsigned status, struct smv_http_answer *ret_answer);
struct smv_span smv_http_body(const struct smv_http_answer *a);

#endif
