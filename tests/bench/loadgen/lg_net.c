/* lg_net.c - connections: connect, upgrade, frames in and out, the event loop.
 *
 * What: a connection goes TCP -> (PRE: an HTTP request of the adapter) -> HTTP upgrade -> PROTO -> READY,
 *       or straight to PROTO over plain TCP; CLOSED at any time. In a reconnect storm a CLOSED connection
 *       is due again after 20 ms; otherwise a close is a fault that ends the run.
 * Not:  what the bytes mean (adapters), when to connect or publish (lg_run.c).
 * Uses: lg_int.h.    Thread: one.
 * Invariants: c->fd < 0 when CLOSED or IDLE, and whoever called into an adapter looks at it again before
 *       touching the buffers; lg.nready and lg.ninflight count READY and connecting connections. */
#include "lg_int.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 20, MAX_FRAME = 64 << 20, RETRY_NS = 20000000, BODY_SIZE = 4096 };

static int ep = -1;
static uint8_t rb[READ_SIZE];

/* ---- buffers and sending ---- */

static void buf_room(struct lg_buf *b, size_t n)
{
    if (b->off && b->off == b->len) {
        b->off = b->len = 0;
    }
    if (b->len + n > b->cap) {
        size_t c = b->cap ? b->cap * 2 : 1024;
        while (c < b->len + n) {
            c *= 2;
        }
        b->p = realloc(b->p, c);
        if (!b->p) {
            lg_die("out of memory");
        }
        b->cap = c;
    }
}

static void buf_put(struct lg_buf *b, const uint8_t *p, size_t n)
{
    buf_room(b, n);
    memcpy(b->p + b->len, p, n);
    b->len += n;
}

static void want_out(struct conn *c, int out)
{
    struct epoll_event e = {.events = EPOLLIN | (out ? EPOLLOUT : 0u), .data.ptr = c};
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
    c->want_out = (uint8_t)out;
}

void lg_tcp(struct conn *c, const void *bytes, size_t n)
{
    const uint8_t *p = bytes;
    size_t o = 0;
    if (c->fd < 0) {
        return;
    }
    if (c->out.len == c->out.off) {
        ssize_t r = send(c->fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        o = r > 0 ? (size_t)r : 0;
        if (o == n) {
            return;
        }
    }
    buf_put(&c->out, p + o, n - o);
    if (!c->want_out) {
        want_out(c, 1);
    }
}

void lg_ws(struct conn *c, int op, const void *bytes, size_t n)
{
    static uint8_t f[1 << 17];
    static const uint8_t mask[4] = {0x37, 0xfa, 0x21, 0x3d};
    const uint8_t *p = bytes;
    size_t h = 2;
    f[0] = (uint8_t)(0x80 | op);
    if (n < 126) {
        f[1] = (uint8_t)(0x80 | n);
    } else if (n < 65536) {
        f[1] = 0x80 | 126;
        f[2] = (uint8_t)(n >> 8);
        f[3] = (uint8_t)n;
        h = 4;
    } else {
        lg_die("frame too large");
    }
    memcpy(f + h, mask, 4);
    h += 4;
    for (size_t i = 0; i < n; i++) {
        f[h + i] = p[i] ^ mask[i & 3];
    }
    lg_tcp(c, f, h + n);
}

/* ---- state of a connection ---- */

/* @told: the fault is recorded already */
static void drop(struct conn *c, int told)
{
    if (c->fd >= 0) {
        close(c->fd);
        c->fd = -1;
    }
    if (c->st == ST_READY) {
        lg.nready--;
    } else if (c->st != ST_CLOSED && c->st != ST_IDLE && lg.ninflight) {
        lg.ninflight--;
    }
    c->st = ST_CLOSED;
    if (lg.storm) {
        c->retry_at = lg_clock() + RETRY_NS;
    } else if (!told) {
        lg_fail(NULL, "connection closed or refused");
    }
}

void lg_fail(struct conn *c, const char *why)
{
    lg.bad++;
    if (!lg.failed) {
        snprintf(lg.failmsg, sizeof lg.failmsg, "conn %u: %s", c ? c->idx : 0, why);
        for (char *p = lg.failmsg; *p; p++) {
            *p = *p < ' ' ? ' ' : *p; /* it becomes one field of a row */
        }
    }
    if (!lg.storm) {
        lg.failed = 1;
    }
    if (c) {
        drop(c, 1);
    }
}

void lg_ready(struct conn *c)
{
    if (c->st == ST_READY) {
        return;
    }
    c->st = ST_READY;
    c->t_ready = lg_clock();
    lg.nready++;
    if (lg.ninflight) {
        lg.ninflight--;
    }
}

void lg_connect(struct conn *c)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
    if (fd < 0) {
        lg_die("socket: %s (raise ulimit -n)", strerror(errno));
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct linger l = {1, 0}; /* no TIME_WAIT left behind on thousands of ports */
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &l, sizeof l);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)lg_opt.port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->fd = fd;
    c->st = ST_TCP;
    c->step = 0;
    c->raw.len = c->raw.off = c->str.len = c->str.off = c->out.len = c->out.off = 0;
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
    c->want_out = 1;
    epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
    lg.ninflight++;
    if (connect(fd, (struct sockaddr *)&a, sizeof a) < 0 && errno != EINPROGRESS) {
        drop(c, 0);
    }
}

static void transport_open(struct conn *c)
{
    c->st = ST_PROTO;
    lg_conf.ad->open(c);
}

static void send_upgrade(struct conn *c)
{
    char q[1024];
    const struct adapter *ad = lg_conf.ad;
    int n = snprintf(q, sizeof q,
                     "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
                     "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                     "Sec-WebSocket-Version: 13\r\n%s%s%s\r\n",
                     ad->path ? ad->path(c) : "/", lg_opt.port,
                     ad->subproto ? "Sec-WebSocket-Protocol: " : "",
                     ad->subproto ? ad->subproto : "", ad->subproto ? "\r\n" : "");
    c->st = ST_HTTP;
    lg_tcp(c, q, (size_t)n);
}

static void tcp_open(struct conn *c)
{
    if (!lg.t_firsttcp) {
        lg.t_firsttcp = lg_clock();
    }
    if (!lg_conf.ad->ws) {
        transport_open(c);
    } else if (lg_conf.ad->pre) {
        const char *q = lg_conf.ad->pre(c);
        c->st = ST_PRE;
        lg_tcp(c, q, strlen(q));
    } else {
        send_upgrade(c);
    }
}

/* ---- receiving ---- */

static void deliver(struct conn *c, uint8_t *p, size_t n, int op)
{
    const struct adapter *ad = lg_conf.ad;
    if (!ad->stream) {
        ad->rx(c, p, n, op);
        return;
    }
    if (c->str.len) {
        buf_put(&c->str, p, n);
        size_t k = ad->rx(c, c->str.p, c->str.len, op);
        if (c->fd >= 0) {
            memmove(c->str.p, c->str.p + k, c->str.len - k);
            c->str.len -= k;
        }
    } else {
        size_t k = ad->rx(c, p, n, op);
        if (c->fd >= 0 && k < n) {
            buf_put(&c->str, p + k, n - k);
        }
    }
}

/* whole server frames in p[0..n): returns bytes consumed */
static size_t ws_frames(struct conn *c, uint8_t *p, size_t n)
{
    size_t o = 0;
    while (n - o >= 2) {
        uint8_t *f = p + o;
        size_t h = 2, len = f[1] & 127, have = n - o;
        if (len >= 126) {
            size_t end = len == 126 ? 4 : 10;
            if (have < end) {
                break;
            }
            for (len = 0; h < end; h++) {
                len = len << 8 | f[h];
            }
        }
        if (len > MAX_FRAME) {
            lg_fail(c, "frame too large");
            return n;
        }
        if (have < h + len) {
            break;
        }
        int op = f[0] & 15;
        o += h + len;
        if (op == 8) {
            lg_fail(c, "server closed the WebSocket");
            return o;
        }
        if (op == 9) {
            lg_ws(c, 10, f + h, len);
        } else if (op != 10) {
            deliver(c, f + h, len, op);
        }
        if (c->fd < 0) {
            return o;
        }
    }
    return o;
}

/* the reply to the adapter's own HTTP request: returns bytes consumed, 0 when it is not complete */
static size_t pre_reply(struct conn *c, const uint8_t *p, size_t n, size_t head)
{
    char hd[BODY_SIZE], body[BODY_SIZE];
    size_t k = head < sizeof hd - 1 ? head : sizeof hd - 1;
    memcpy(hd, p, k);
    hd[k] = 0;
    const char *cl = strcasestr(hd, "content-length:");
    size_t len = cl ? strtoul(cl + 15, NULL, 10) : sizeof body;
    if (len >= sizeof body) {
        lg_fail(c, cl ? "HTTP reply too long" : "no content-length in the HTTP reply");
        return n;
    }
    if (n < head + len) {
        return 0;
    }
    memcpy(body, p + head, len);
    body[len] = 0;
    if (lg_conf.ad->pre_rx(c, body)) {
        send_upgrade(c);
    } else {
        lg_fail(c, body);
    }
    return head + len;
}

static size_t feed(struct conn *c, uint8_t *p, size_t n)
{
    size_t o = 0;
    while (c->st == ST_PRE || c->st == ST_HTTP) {
        const uint8_t *e = memmem(p + o, n - o, "\r\n\r\n", 4);
        if (!e) {
            return o;
        }
        size_t head = (size_t)(e + 4 - (p + o));
        if (c->st == ST_PRE) {
            size_t k = pre_reply(c, p + o, n - o, head);
            if (!k) {
                return o;
            }
            o += k;
        } else if (memcmp(p + o, "HTTP/1.1 101", 12) != 0) {
            lg_fail(c, "upgrade refused");
        } else {
            o += head;
            transport_open(c);
        }
        if (c->fd < 0) {
            return n;
        }
    }
    if (lg_conf.ad->ws) {
        return o + ws_frames(c, p + o, n - o);
    }
    deliver(c, p + o, n - o, 0);
    return n;
}

/* The bytes of a frame that has not wholly arrived stay in c->raw, and the next read appends to them:
 * a large snapshot is copied once, not once a read. */
static void on_readable(struct conn *c)
{
    struct lg_buf *raw = &c->raw;
    ssize_t r;
    if (raw->len) {
        buf_room(raw, 65536);
        r = recv(c->fd, raw->p + raw->len, raw->cap - raw->len, 0);
    } else {
        r = recv(c->fd, rb, sizeof rb, 0);
    }
    if (r <= 0) {
        if (r == 0 || (errno != EAGAIN && errno != EINTR)) {
            drop(c, 0);
        }
        return;
    }
    lg.recvs++;
    lg.rx_bytes += (uint64_t)r;
    lg.now = lg_clock();
    if (!raw->len) {
        size_t k = feed(c, rb, (size_t)r);
        if (c->fd >= 0 && k < (size_t)r) {
            buf_put(raw, rb + k, (size_t)r - k);
        }
        return;
    }
    raw->len += (size_t)r;
    size_t k = feed(c, raw->p, raw->len);
    if (c->fd >= 0 && k) {
        memmove(raw->p, raw->p + k, raw->len - k);
        raw->len -= k;
    }
    if (!raw->len && raw->cap > 1 << 18) {
        free(raw->p); /* thousands of connections need not each keep room for a snapshot */
        *raw = (struct lg_buf){0};
    }
}

static void on_connected(struct conn *c)
{
    int er = 0;
    socklen_t l = sizeof er;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &er, &l);
    if (er) {
        drop(c, 0);
        return;
    }
    want_out(c, 0);
    tcp_open(c);
}

static void on_event(struct conn *c, uint32_t ev)
{
    if (c->fd < 0) {
        return;
    }
    if (c->st == ST_TCP) {
        if (ev & (EPOLLOUT | EPOLLERR | EPOLLHUP)) {
            on_connected(c);
        }
        return;
    }
    if (ev & EPOLLOUT && c->out.len > c->out.off) {
        ssize_t r = send(c->fd, c->out.p + c->out.off, c->out.len - c->out.off,
                         MSG_NOSIGNAL | MSG_DONTWAIT);
        c->out.off += r > 0 ? (size_t)r : 0;
        if (c->out.off == c->out.len) {
            c->out.off = c->out.len = 0;
            want_out(c, 0);
        }
    }
    if (ev & (EPOLLIN | EPOLLERR | EPOLLHUP)) {
        on_readable(c);
    }
}

/* ---- the loop ---- */

void lg_net_init(void)
{
    ep = epoll_create1(EPOLL_CLOEXEC);
    if (ep < 0) {
        lg_die("epoll: %s", strerror(errno));
    }
}

int lg_spin(uint64_t until)
{
    static struct epoll_event ev[512];
    uint64_t t = lg_clock(), d = until > t ? until - t : 0;
    struct timespec ts = {(time_t)(d / LG_SEC), (long)(d % LG_SEC)};
    if (lg_conf.lazy && lg.measuring) {
        struct timespec z = {0, lg_conf.lazy * 1000L};
        nanosleep(&z, NULL);
    }
    int n = epoll_pwait2(ep, ev, 512, &ts, NULL);
    lg.now = lg_clock();
    for (int i = 0; i < n; i++) {
        on_event(ev[i].data.ptr, ev[i].events);
    }
    return n;
}
