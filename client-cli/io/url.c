/* url.c - see url.h. */
#include "client-cli/io/url.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool copy(char *out, size_t size, const char *from, size_t len)
{
    if (len >= size) {
        return false;
    }
    memcpy(out, from, len);
    out[len] = '\0';
    return true;
}

/* host, host:port, [v6], [v6]:port */
static bool read_host(const char *from, size_t len, struct smv_url *u)
{
    const char *host = from, *end = from + len, *port = NULL;
    size_t host_len;
    if (len > 0 && *from == '[') {
        const char *close = memchr(from, ']', len);
        if (close == NULL) {
            return false;
        }
        host = from + 1;
        host_len = (size_t)(close - host);
        port = close + 1 < end && close[1] == ':' ? close + 2 : NULL;
    } else {
        const char *colon = memchr(from, ':', len);
        host_len = colon != NULL ? (size_t)(colon - from) : len;
        port = colon != NULL ? colon + 1 : NULL;
    }
    if (host_len == 0 || !copy(u->host, sizeof u->host, host, host_len)) {
        return false;
    }
    if (port != NULL) {
        char *rest;
        unsigned long n = strtoul(port, &rest, 10);
        if (port == end || rest != end || n == 0 || n > 65535) {
            return false;
        }
        u->port = (unsigned)n;
    }
    return true;
}

bool smv_url_read(const char *text, struct smv_url *ret_url, const char **ret_why)
{
    static const struct {
        const char *scheme;
        bool tls;
    } schemes[] = {{"http://", false}, {"https://", true}, {"ws://", false}, {"wss://", true}};
    struct smv_url u = {.port = 0};
    const char *rest = NULL;
    for (size_t i = 0; rest == NULL && i < sizeof schemes / sizeof *schemes; i++) {
        size_t n = strlen(schemes[i].scheme);
        if (strncmp(text, schemes[i].scheme, n) == 0) {
            rest = text + n;
            u.tls = schemes[i].tls;
            u.port = u.tls ? 443 : 80;
        }
    }
    *ret_why = "a link begins with https:// or http://";
    if (rest == NULL) {
        return false;
    }
    size_t host_len = strcspn(rest, "/#?");
    *ret_why = "its host cannot be read";
    if (!read_host(rest, host_len, &u)) {
        return false;
    }
    rest += host_len;
    *ret_why = "it names no seminar: https://host/seminar/#secret";
    if (*rest != '/') {
        return false;
    }
    rest++;
    size_t name = strspn(rest, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (name == 0 || !copy(u.seminar, sizeof u.seminar, rest, name)) {
        return false;
    }
    rest += name;
    rest += *rest == '/';
    if (*rest == '\0') {
        *ret_url = u;
        return true;
    }
    *ret_why = "what stands behind the seminar's name is not a secret (#...)";
    if (*rest != '#' || !copy(u.secret, sizeof u.secret, rest + 1, strlen(rest + 1))) {
        return false;
    }
    *ret_url = u;
    return true;
}

void smv_url_base(const struct smv_url *url, char *out, size_t size)
{
    bool six = strchr(url->host, ':') != NULL;
    bool plain = url->port == (url->tls ? 443U : 80U);
    int n = snprintf(out, size, "%s://%s%s%s", url->tls ? "https" : "http", six ? "[" : "",
                     url->host, six ? "]" : "");
    if (!plain && n > 0 && (size_t)n < size) {
        snprintf(out + n, size - (size_t)n, ":%u", url->port);
    }
}
