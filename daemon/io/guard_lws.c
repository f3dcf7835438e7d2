/* guard_lws.c - who may turn a request into a WebSocket; see ws_lws.h, "Guards".
 *
 * The library's own callback argument is never touched here: in Debian's version it can point at freed
 * memory after a bad Upgrade header (CVE-2025-11677). Headers are read by copying. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "common/base/limits.h"
#include "daemon/io/lws_int.h"
#include "proto/msg.h"

bool smv_lws_header(struct lws *wsi, enum lws_token_indexes token, char *buf, size_t size)
{
    buf[0] = '\0';
    int len = lws_hdr_total_length(wsi, token);
    if (len <= 0 || (size_t)len >= size) {
        return false;
    }
    if (lws_hdr_copy(wsi, buf, (int)size, token) < 0) {
        buf[0] = '\0';
        return false;
    }
    return true;
}

/* "https://host:port/..." -> "https://host:port" */
static bool is_origin(const char *origin, const char *url)
{
    const char *host = url ? strstr(url, "://") : NULL;
    if (!host) {
        return false;
    }
    size_t len = (size_t)(host + 3 - url) + strcspn(host + 3, "/");
    return strlen(origin) == len && strncasecmp(origin, url, len) == 0;
}

/* Does url name this host (without port)? */
static bool is_host(const char *host, size_t len, const char *url)
{
    const char *at = url ? strstr(url, "://") : NULL;
    if (!at) {
        return false;
    }
    at += 3;
    size_t n = *at == '[' ? strcspn(at, "]") + 1 : strcspn(at, ":/");
    return n == len && strncasecmp(host, at, len) == 0;
}

static bool is_address(const char *host, size_t len)
{
    char text[64];
    struct in6_addr any;
    if (len >= 2 && host[0] == '[' && host[len - 1] == ']') {
        snprintf(text, sizeof text, "%.*s", (int)(len - 2), host + 1);
        return inet_pton(AF_INET6, text, &any) == 1;
    }
    snprintf(text, sizeof text, "%.*s", (int)len, host);
    return inet_pton(AF_INET, text, &any) == 1;
}

/* A page elsewhere can point its own name at our address; it cannot make the browser say an address, or a
 * name that is ours, in Host. */
static bool host_ok(const struct smv_ws *ws, const char *host)
{
    bool six = host[0] == '[' && strchr(host, ']');
    size_t len = six ? strcspn(host, "]") + 1 : strcspn(host, ":");
    size_t own = strlen(ws->hostname);
    const char *port = host + len + (host[len] == ':');
    if (len == 0 || port[strspn(port, "0123456789")] != '\0' || strlen(port) > 5) {
        return false;
    }
    if (is_address(host, len) || (len == 9 && strncasecmp(host, "localhost", 9) == 0) ||
        is_host(host, len, ws->config->public_url)) {
        return true;
    }
    if (own > 0 && strncasecmp(host, ws->hostname, own) == 0 &&
        (len == own || (len == own + 6 && strncasecmp(host + own, ".local", 6) == 0))) {
        return true;
    }
    for (unsigned i = 0; i < ws->config->origins_count; i++) {
        if (is_host(host, len, ws->config->origins[i])) {
            return true;
        }
    }
    return false;
}

bool smv_guard_host(const struct smv_ws *ws, struct lws *wsi, char *buf, size_t size)
{
    return smv_lws_header(wsi, WSI_TOKEN_HOST, buf, size) && host_ok(ws, buf);
}

static bool origin_ok(const struct smv_ws *ws, const char *origin, const char *host)
{
    char own[300];
    static const char *const schemes[] = {"http", "https"};
    for (unsigned i = 0; i < 2; i++) {
        snprintf(own, sizeof own, "%s://%s", schemes[i], host);
        if (strcasecmp(own, origin) == 0) {
            return true;
        }
    }
    if (is_origin(origin, ws->config->public_url)) {
        return true;
    }
    for (unsigned i = 0; i < ws->config->origins_count; i++) {
        if (is_origin(origin, ws->config->origins[i])) {
            return true;
        }
    }
    return false;
}

/* The subprotocol is offered, alone or in a list. */
static bool offers_v1(const char *list)
{
    for (const char *at = list; *at;) {
        at += strspn(at, " ,\t");
        size_t len = strcspn(at, " ,\t");
        if (len == sizeof SMV_SUBPROTOCOL - 1 && strncmp(at, SMV_SUBPROTOCOL, len) == 0) {
            return true;
        }
        at += len;
    }
    return false;
}

/* "/NAME/ws"; cuts the name out of path */
static const char *path_name(char *path)
{
    size_t len = strlen(path);
    if (len < 5 || path[0] != '/' || strcmp(path + len - 3, "/ws") != 0) {
        return NULL;
    }
    path[len - 3] = '\0';
    return smv_house_name_ok(path + 1) ? path + 1 : NULL;
}

/* 0: served, or known to be gone. One that is being rewritten, or cannot be opened, may be back in a moment. */
static unsigned choose(const struct smv_ws *ws, struct smv_peer *p, const char *name)
{
    struct smv_span n = smv_span_str(name);
    p->seminar = smv_house_serving(ws->house, n);
    p->erased = !p->seminar && smv_erased_has(&ws->house->erased, n);
    bool gone = p->erased || !smv_house_find(ws->house, n) ||
                (smv_house_find(ws->house, n)->state == SMV_HOUSE_CLOSED &&
                 smv_house_has(ws->house, name, ".closed"));
    return p->seminar || gone ? 0 : 503;
}

/* Behind a proxy on this machine the client's address is the last one that the proxy wrote down. */
void smv_guard_who(struct smv_ws *ws, struct smv_peer *p)
{
    char address[128], forwarded[256];
    address[0] = '\0';
    (void)lws_get_peer_simple(p->wsi, address, sizeof address);
    bool local = strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 ||
                 strncmp(address, "::ffff:127.", 11) == 0 || strpbrk(address, ".:") == NULL;
    if (local && smv_lws_header(p->wsi, WSI_TOKEN_X_FORWARDED_FOR, forwarded, sizeof forwarded)) {
        const char *comma = strrchr(forwarded, ',');
        const char *last = comma ? comma + 1 : forwarded;
        last += strspn(last, " ");
        snprintf(address, sizeof address, "%.100s", last);
    }
    p->who = smv_join_who(&ws->http->join, address);
}

unsigned smv_guard_upgrade(struct smv_ws *ws, struct smv_peer *p, const char **ret_why)
{
    struct lws *wsi = p->wsi;
    char text[300], host[256];
    *ret_why = "this address only tells how to trust the certificate";
    if (p->trust) {
        return 404;
    }
    *ret_why = "not a WebSocket request";
    if (!smv_lws_header(wsi, WSI_TOKEN_UPGRADE, text, 32) || strcasecmp(text, "websocket") != 0) {
        return 400;
    }
    *ret_why = "WebSocket version is not 13";
    if (!smv_lws_header(wsi, WSI_TOKEN_VERSION, text, 8) || strcmp(text, "13") != 0) {
        return 400;
    }
    *ret_why = "WebSocket key is not 24 characters";
    if (!smv_lws_header(wsi, WSI_TOKEN_KEY, text, 64) || strlen(text) != 24) {
        return 400;
    }
    *ret_why = "Host is not one of ours; name it in public-url or origins";
    if (!smv_guard_host(ws, wsi, host, sizeof host)) {
        return 403;
    }
    *ret_why = "Origin is not one of ours; name it in origins";
    if (lws_hdr_total_length(wsi, WSI_TOKEN_ORIGIN) > 0 &&
        (!smv_lws_header(wsi, WSI_TOKEN_ORIGIN, text, sizeof text) || !origin_ok(ws, text, host))) {
        return 403;
    }
    *ret_why = "subprotocol " SMV_SUBPROTOCOL " is not offered";
    if (!smv_lws_header(wsi, WSI_TOKEN_PROTOCOL, text, sizeof text) || !offers_v1(text)) {
        return 400;
    }
    *ret_why = "no such seminar";
    const char *name = smv_lws_header(wsi, WSI_TOKEN_GET_URI, text, 128) ? path_name(text) : NULL;
    if (!name) {
        return 404;
    }
    *ret_why = "too many connections";
    if (ws->stats.websockets >= SMV_MAX_CONNECTIONS) {
        return 503;
    }
    smv_guard_who(ws, p);
    *ret_why = "the seminar is not open just now";
    return choose(ws, p, name);
}
