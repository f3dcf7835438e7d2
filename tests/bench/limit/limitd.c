/* limitd - the physical limit: the least that a WebSocket server on kernel sockets can do for each
 * delivered message.
 *
 * What: accepts upgrades and broadcasts each incoming frame to every subscriber.
 *         path /s  subscriber      /p  publisher
 *              /a  publisher that gets its own frame back as the acknowledgement
 *       How the frames leave, two independent choices:
 *         (default)            one bare send() for each (message, subscriber)
 *         --batch              the frames of one epoll round joined: one send() a subscriber a round
 *         (default)            nothing is kept
 *         --durable fdatasync  one append + fdatasync a round before anything of it is sent
 *         --durable sqlite     one SQLite WAL synchronous=FULL transaction a round, likewise
 * Not:  rooms, rights, queues, back-pressure, fragments, parsing past the frame header.
 * Uses: wskey.h, sqlite3, epoll.    Thread: one.
 * Invariant: with --durable, no byte of a frame is sent before the commit that holds it returned.
 * usage: limitd --port P [--batch] [--durable fdatasync|sqlite --data DIR] [--drop N]
 *        --port 0 takes a free port; "port N" on stdout says which.
 *        --drop N leaves out every Nth delivery: a fault, to see that the load generator finds it. */
#include "wskey.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum durable { DUR_NONE, DUR_FDATASYNC, DUR_SQLITE };

struct conn {
    int fd, open;
    char role;     /* 's', 'p', 'a' */
    int subidx;    /* place in lim.subs, if a subscriber */
    uint8_t *part; /* bytes of a frame that has not wholly arrived */
    size_t plen;
};

/* one frame of the current epoll round, in lim.out */
struct msg {
    size_t off, len;
    struct conn *author; /* who gets it back as the acknowledgement, or NULL */
};

static struct {
    int ep, batch;
    enum durable durable;
    unsigned long drop, n_put; /* --drop: every drop-th delivery is left out */
    struct conn **subs;
    int nsubs, capsubs;
    uint8_t in[1 << 20];
    uint8_t out[1 << 22];
    size_t olen;
    struct msg msgs[65536];
    size_t nmsgs;
    int logfd;
    sqlite3 *db;
    sqlite3_stmt *begin, *insert, *commit;
} lim;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void die_db(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(lim.db));
    exit(1);
}

/* ---- sending ---- */

static void put(struct conn *c, const uint8_t *p, size_t n)
{
    while (n) {
        ssize_t r = send(c->fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (r > 0) {
            p += r;
            n -= (size_t)r;
            continue;
        }
        if (r < 0 && errno == EAGAIN) {
            struct pollfd f = {c->fd, POLLOUT, 0};
            if (poll(&f, 1, 1000) > 0) {
                continue;
            }
        }
        return; /* the peer is gone: its close arrives by epoll */
    }
}

static void broadcast(const uint8_t *p, size_t n)
{
    for (int i = 0; i < lim.nsubs; i++) {
        if (lim.drop && ++lim.n_put % lim.drop == 0) {
            continue;
        }
        put(lim.subs[i], p, n);
    }
}

/* ---- one round: collect, make durable, send ---- */

static void collect(struct conn *c, const uint8_t *head, size_t hl, const uint8_t *p, size_t n)
{
    if (lim.olen + hl + n > sizeof lim.out || lim.nmsgs == sizeof lim.msgs / sizeof lim.msgs[0]) {
        fprintf(stderr, "round too large\n");
        exit(1);
    }
    if (lim.durable == DUR_SQLITE) {
        if (!lim.nmsgs) {
            if (sqlite3_step(lim.begin) != SQLITE_DONE) {
                die_db("begin");
            }
            sqlite3_reset(lim.begin);
        }
        sqlite3_bind_blob(lim.insert, 1, p, (int)n, SQLITE_STATIC);
        if (sqlite3_step(lim.insert) != SQLITE_DONE) {
            die_db("insert");
        }
        sqlite3_reset(lim.insert);
    }
    lim.msgs[lim.nmsgs++] = (struct msg){lim.olen, hl + n, c->role == 'a' ? c : NULL};
    memcpy(lim.out + lim.olen, head, hl);
    memcpy(lim.out + lim.olen + hl, p, n);
    lim.olen += hl + n;
}

static void make_durable(void)
{
    if (lim.durable == DUR_FDATASYNC) {
        if (write(lim.logfd, lim.out, lim.olen) != (ssize_t)lim.olen || fdatasync(lim.logfd)) {
            die("append");
        }
    } else if (lim.durable == DUR_SQLITE) {
        if (sqlite3_step(lim.commit) != SQLITE_DONE) {
            die_db("commit");
        }
        sqlite3_reset(lim.commit);
    }
}

static void round_end(void)
{
    if (!lim.nmsgs) {
        return;
    }
    make_durable();
    if (lim.batch) {
        broadcast(lim.out, lim.olen);
    }
    for (size_t i = 0; i < lim.nmsgs; i++) {
        const struct msg *m = &lim.msgs[i];
        if (!lim.batch) {
            broadcast(lim.out + m->off, m->len);
        }
        if (m->author) {
            put(m->author, lim.out + m->off, m->len);
        }
    }
    lim.olen = lim.nmsgs = 0;
}

static void on_frame(struct conn *c, uint8_t op, uint8_t *p, size_t n)
{
    uint8_t h[4] = {(uint8_t)(0x80 | op), (uint8_t)n};
    size_t hl = 2;
    if (n >= 126) {
        h[1] = 126;
        h[2] = (uint8_t)(n >> 8);
        h[3] = (uint8_t)n;
        hl = 4;
    }
    if (lim.batch || lim.durable != DUR_NONE) {
        collect(c, h, hl, p, n);
        return;
    }
    uint8_t *f = p - hl; /* the masked header of the client was longer: there is room */
    memcpy(f, h, hl);
    broadcast(f, hl + n);
    if (c->role == 'a') {
        put(c, f, hl + n);
    }
}

/* ---- receiving ---- */

static void conn_close(struct conn *c)
{
    close(c->fd);
    if (c->role == 's' && c->open) {
        lim.subs[c->subidx] = lim.subs[--lim.nsubs];
        lim.subs[c->subidx]->subidx = c->subidx;
    }
    for (size_t i = 0; i < lim.nmsgs; i++) {
        if (lim.msgs[i].author == c) {
            lim.msgs[i].author = NULL;
        }
    }
    free(c->part);
    free(c);
}

/* 1: upgraded, *ret_used bytes consumed; 0: the request is not complete; -1: not an upgrade */
static int upgrade(struct conn *c, uint8_t *p, size_t n, size_t *ret_used)
{
    static const char field[] = "Sec-WebSocket-Key: ";
    uint8_t *end = memmem(p, n, "\r\n\r\n", 4);
    if (!end) {
        return 0;
    }
    uint8_t *key = memmem(p, n, field, sizeof field - 1);
    if (!key || n < 6) {
        return -1;
    }
    key += sizeof field - 1;
    size_t klen = 0;
    while (key[klen] != '\r' && klen < WSKEY_MAX) {
        klen++;
    }
    char accept_key[WSKEY_ACCEPT_SIZE], reply[256];
    wskey_accept(key, klen, accept_key);
    int len = snprintf(reply, sizeof reply,
                       "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                       "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                       accept_key);
    put(c, (const uint8_t *)reply, (size_t)len);
    c->role = (char)p[5];
    c->open = 1;
    if (c->role == 's') {
        if (lim.nsubs == lim.capsubs) {
            lim.capsubs = lim.capsubs ? lim.capsubs * 2 : 1024;
            lim.subs = realloc(lim.subs, (size_t)lim.capsubs * sizeof(struct conn *));
            if (!lim.subs) {
                die("memory");
            }
        }
        c->subidx = lim.nsubs;
        lim.subs[lim.nsubs++] = c;
    }
    *ret_used = (size_t)(end + 4 - p);
    return 1;
}

/* the whole frames of p[0..n): returns the bytes consumed, or -1 when the connection is to be closed */
static ssize_t frames(struct conn *c, uint8_t *p, size_t n)
{
    size_t o = 0;
    while (n - o >= 6) {
        size_t len = p[o + 1] & 127, h = 6;
        if (len == 126) {
            if (n - o < 8) {
                break;
            }
            len = (size_t)p[o + 2] << 8 | p[o + 3];
            h = 8;
        } else if (len == 127) {
            return -1;
        }
        if (n - o < h + len) {
            break;
        }
        uint8_t op = p[o] & 15, *body = p + o + h, mask[4];
        memcpy(mask, body - 4, 4);
        for (size_t i = 0; i < len; i++) {
            body[i] ^= mask[i & 3];
        }
        if (op == 8) {
            return -1;
        }
        if (op == 1 || op == 2) {
            on_frame(c, op, body, len);
        }
        o += h + len;
    }
    return (ssize_t)o;
}

static void on_readable(struct conn *c)
{
    if (c->plen) {
        memcpy(lim.in, c->part, c->plen);
    }
    ssize_t r = recv(c->fd, lim.in + c->plen, sizeof lim.in - c->plen, MSG_DONTWAIT);
    if (r <= 0) {
        if (r == 0 || errno != EAGAIN) {
            conn_close(c);
        }
        return;
    }
    size_t n = c->plen + (size_t)r, used = 0;
    int up = c->open ? 1 : upgrade(c, lim.in, n, &used);
    ssize_t k = up > 0 ? frames(c, lim.in + used, n - used) : up;
    if (k < 0) {
        conn_close(c);
        return;
    }
    used += (size_t)k;
    c->plen = n - used;
    if (c->plen) {
        c->part = realloc(c->part, c->plen);
        if (!c->part) {
            die("memory");
        }
        memcpy(c->part, lim.in + used, c->plen);
    } else if (c->part) {
        free(c->part);
        c->part = NULL;
    }
}

static void on_accept(int ls)
{
    int one = 1, fd;
    while ((fd = accept4(ls, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct conn *c = calloc(1, sizeof *c);
        if (!c) {
            die("memory");
        }
        c->fd = fd;
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(lim.ep, EPOLL_CTL_ADD, fd, &e);
    }
}

/* ---- start ---- */

static void open_log(const char *data)
{
    char f[4096];
    if (lim.durable == DUR_FDATASYNC) {
        snprintf(f, sizeof f, "%s/limit.log", data);
        lim.logfd = open(f, O_CREAT | O_WRONLY | O_APPEND | O_TRUNC | O_CLOEXEC, 0644);
        if (lim.logfd < 0) {
            die(f);
        }
    } else if (lim.durable == DUR_SQLITE) {
        snprintf(f, sizeof f, "%s/limit.db", data);
        if (sqlite3_open(f, &lim.db) ||
            sqlite3_exec(
                lim.db,
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "CREATE TABLE IF NOT EXISTS op(seq INTEGER PRIMARY KEY, body BLOB NOT NULL);",
                NULL, NULL, NULL) ||
            sqlite3_prepare_v2(lim.db, "BEGIN IMMEDIATE", -1, &lim.begin, NULL) ||
            sqlite3_prepare_v2(lim.db, "INSERT INTO op(body) VALUES(?1)", -1, &lim.insert, NULL) ||
            sqlite3_prepare_v2(lim.db, "COMMIT", -1, &lim.commit, NULL)) {
            die_db(f);
        }
    }
}

static int listen_on(int port)
{
    int ls = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
    setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    socklen_t alen = sizeof a;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(ls, (struct sockaddr *)&a, sizeof a) || listen(ls, 4096) ||
        getsockname(ls, (struct sockaddr *)&a, &alen)) {
        die("listen");
    }
    printf("port %d\n", ntohs(a.sin_port));
    fflush(stdout);
    return ls;
}

static void serve(int ls)
{
    lim.ep = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event ev[512], e = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(lim.ep, EPOLL_CTL_ADD, ls, &e);
    for (;;) {
        int n = epoll_wait(lim.ep, ev, 512, -1);
        for (int i = 0; i < n; i++) {
            if (ev[i].data.ptr) {
                on_readable(ev[i].data.ptr);
            } else {
                on_accept(ls);
            }
        }
        round_end();
    }
}

int main(int ac, char **av)
{
    int port = 0;
    const char *data = ".", *dur = "none";
    for (int i = 1; i < ac; i++) {
        if (!strcmp(av[i], "--batch")) {
            lim.batch = 1;
        } else if (i + 1 < ac && !strcmp(av[i], "--port")) {
            port = atoi(av[++i]);
        } else if (i + 1 < ac && !strcmp(av[i], "--durable")) {
            dur = av[++i];
        } else if (i + 1 < ac && !strcmp(av[i], "--data")) {
            data = av[++i];
        } else if (i + 1 < ac && !strcmp(av[i], "--drop")) {
            lim.drop = strtoul(av[++i], NULL, 10);
        } else {
            fprintf(stderr,
                    "usage: limitd --port P [--batch] [--durable fdatasync|sqlite --data DIR]"
                    " [--drop N]\n");
            return 2;
        }
    }
    lim.durable = !strcmp(dur, "fdatasync") ? DUR_FDATASYNC
                  : !strcmp(dur, "sqlite")  ? DUR_SQLITE
                                            : DUR_NONE;
    open_log(data);
    signal(SIGPIPE, SIG_IGN);
    struct rlimit rl;
    getrlimit(RLIMIT_NOFILE, &rl);
    rl.rlim_cur = rl.rlim_max;
    setrlimit(RLIMIT_NOFILE, &rl);
    serve(listen_on(port));
    return 0;
}
