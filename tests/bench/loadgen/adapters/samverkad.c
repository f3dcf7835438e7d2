/* samverkad.c - samverka.v1: rooms (samverka), a hall of phones (samverkah), typists (samverkat).
 *
 * What: a publisher comes in by the scribe's link with an outbox of its own, adds a row on the room's sheet
 *       and then sets a cell of that row for every message, as any number of scribes would; an edit (W8)
 *       inserts at the start of the question's discussion; a fill (W9) adds a row. Its own item in an EV is
 *       the acknowledgement. Subscribers are further scribes of the room, or in samverkah participants who
 *       came by the code. After a lost connection everybody resumes with the position that it holds.
 * Uses: lg.h, the file DATA/ways-in (peers/samverkad.py).    Thread: one; c->aux is a struct peer. */
#include "../lg.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { HELLO = 1, OPS = 2, WELCOME = 33, SNAP = 34, EV = 35, RES = 36, ERR = 40 };
enum {
    KIND_SHEET = 11,
    SHEET_ROOM = 3,
    KIND_QUESTION = 14,
    DISCUSSION = 3,
    KIND_ROW = 25,
    V1 = 49
};

struct peer {
    uint8_t cid[16], epoch[16], h8[8];
    uint64_t seq, head; /* applied; what WELCOME said */
    uint64_t ord, n, told, made, place, sheet, question, row;
    int has; /* a replica is held: it can be resumed */
};

/* ---- msgpack ---- */

struct in {
    const uint8_t *p, *end;
};
struct item {
    char type;  /* u number, s string or bytes, a array, n nil, 0 the end or anything else */
    uint64_t v; /* number, length, count */
    const uint8_t *bytes;
};

static uint64_t be(struct in *in, int n)
{
    uint64_t v = 0;
    for (; n > 0 && in->p < in->end; n--) {
        v = v << 8 | *in->p++;
    }
    return v;
}

static struct item next(struct in *in)
{
    struct item it = {0, 0, NULL};
    if (in->p >= in->end) {
        return it;
    }
    uint8_t b = *in->p++;
    if (b < 0x80 || (b >= 0xcc && b <= 0xd3)) {
        it = (struct item){'u', b < 0x80 ? b : be(in, 1 << (b & 3)), NULL};
    } else if (b == 0xc0) {
        it.type = 'n';
    } else if ((b & 0xf0) == 0x90 || b == 0xdc || b == 0xdd) {
        it = (struct item){'a', b < 0xa0 ? b & 15u : be(in, b == 0xdc ? 2 : 4), NULL};
    } else if ((b & 0xe0) == 0xa0 || (b >= 0xd9 && b <= 0xdb) || (b >= 0xc4 && b <= 0xc6)) {
        int len = b >= 0xd9 ? b - 0xd9 : b - 0xc4;
        it.type = 's';
        it.v = b < 0xc0 ? b & 31u : be(in, 1 << len);
        it.bytes = in->p;
        in->p = it.v > (uint64_t)(in->end - in->p) ? in->end : in->p + it.v;
    }
    return it;
}

static void skip(struct in *in, uint64_t n)
{
    for (; n > 0 && in->p < in->end; n--) {
        struct item it = next(in);
        n += it.type == 'a' ? it.v : 0;
    }
}

struct out {
    uint8_t b[1024];
    size_t n;
};

static void put(struct out *o, const void *bytes, size_t n)
{
    if (o->n + n > sizeof o->b) {
        abort();
    }
    memcpy(o->b + o->n, bytes, n);
    o->n += n;
}

static void put_byte(struct out *o, unsigned b)
{
    put(o, &(uint8_t){(uint8_t)b}, 1);
}

static void put_uint(struct out *o, uint64_t v)
{
    int n = v < 0x80 ? 0 : v < 0x100 ? 1 : v < 0x10000 ? 2 : v < 0x100000000 ? 4 : 8;
    if (n) {
        put_byte(o, n == 1 ? 0xcc : n == 2 ? 0xcd : n == 4 ? 0xce : 0xcf);
    } else {
        put_byte(o, (unsigned)v);
    }
    for (int i = n - 1; i >= 0; i--) {
        put_byte(o, (unsigned)(v >> (8 * i)));
    }
}

static void put_str(struct out *o, const void *s, size_t n)
{
    put_byte(o, n < 32 ? 0xa0 | (unsigned)n : n < 256 ? 0xd9 : 0xda);
    if (n >= 256) {
        put_byte(o, (unsigned)(n >> 8));
    }
    if (n >= 32) {
        put_byte(o, (unsigned)n);
    }
    put(o, s, n);
}

static void put_bin(struct out *o, const void *s, size_t n)
{
    put_byte(o, 0xc4);
    put_byte(o, (unsigned)n);
    put(o, s, n);
}

/* ---- coming in ---- */

static char ways[3][160]; /* path, code, the scribe's secret */

static void read_ways(void)
{
    char name[4096];
    const char *data = getenv("DATA");
    snprintf(name, sizeof name, "%s/ways-in", data ? data : ".");
    FILE *f = fopen(name, "r");
    for (int i = 0; f && i < 3; i++) {
        if (!fgets(ways[i], sizeof ways[i], f)) {
            break;
        }
        ways[i][strcspn(ways[i], "\n")] = 0;
    }
    if (!f || !ways[2][0]) {
        perror(name);
        exit(1);
    }
    fclose(f);
}

static const char *path(struct conn *c)
{
    (void)c;
    if (!ways[0][0]) {
        read_ways();
    }
    return ways[0];
}

static void hello(struct conn *c, const char *token)
{
    struct peer *p = (struct peer *)c->aux;
    struct out o = {.n = 0};
    if (!p) {
        p = calloc(1, sizeof *p);
        if (!p || getrandom(p->cid, sizeof p->cid, 0) != (ssize_t)sizeof p->cid) {
            abort();
        }
        c->aux = (char *)p;
    }
    put(&o, "\x99\x01\x01\x01", 4);
    put_str(&o, token, strlen(token));
    put_bin(&o, p->cid, sizeof p->cid);
    put_str(&o, "", 0);
    if (p->has) {
        put_byte(&o, 0x93);
        put_bin(&o, p->epoch, sizeof p->epoch);
        put_uint(&o, p->seq);
        put_bin(&o, p->h8, sizeof p->h8);
    } else {
        put_byte(&o, 0xc0);
    }
    put_uint(&o, 0);
    put_str(&o, "loadgen", 7);
    lg_ws(c, OP_BIN, o.b, o.n);
}

static void open_room(struct conn *c)
{
    hello(c, ways[2]);
}

static void open_hall(struct conn *c)
{
    hello(c, c->role == PUB ? ways[2] : ways[1]);
}

/* ---- writing ---- */

/* OPS with one operation that has @args arguments behind seen and its number */
static struct out begin(struct peer *p, unsigned op, unsigned args)
{
    struct out o = {.n = 0};
    put(&o, "\x92\x02\x91", 3);
    put_byte(&o, 0x90 + 3 + args);
    put_uint(&o, ++p->n);
    put_uint(&o, p->seq);
    put_uint(&o, op);
    return o;
}

static void add_row(struct conn *c, const uint8_t *text, size_t n)
{
    struct peer *p = (struct peer *)c->aux;
    struct out o = begin(p, 1, 5);
    put_uint(&o, p->ord << 30 | ++p->made);
    put_uint(&o, KIND_ROW);
    put_uint(&o, p->sheet);
    put_uint(&o, 0);
    put_byte(&o, n ? 0x91 : 0x90);
    if (n) {
        put_byte(&o, 0x92);
        put_uint(&o, V1);
        put_str(&o, text, n);
    }
    lg_ws(c, OP_BIN, o.b, o.n);
}

static void pub(struct conn *c, const uint8_t *text, size_t n)
{
    struct peer *p = (struct peer *)c->aux;
    struct out o = begin(p, 2, 3);
    put_uint(&o, p->row);
    put_uint(&o, V1);
    put_str(&o, text, n);
    lg_ws(c, OP_BIN, o.b, o.n);
}

/* At 0 every position is known, whatever others have written meanwhile; one in flight, as the protocol says. */
static void edit(struct conn *c, const uint8_t *text, size_t n)
{
    struct peer *p = (struct peer *)c->aux;
    struct out o = begin(p, 3, 3);
    put_uint(&o, p->question);
    put_uint(&o, DISCUSSION);
    put_byte(&o, 0x91);
    put_str(&o, text, n);
    lg_ws(c, OP_BIN, o.b, o.n);
}

static void fill(struct conn *c, uint32_t i, const uint8_t *text, size_t n)
{
    (void)i;
    add_row(c, text, n);
}

/* ---- reading ---- */

static void in_sync(struct conn *c)
{
    struct peer *p = (struct peer *)c->aux;
    p->has = 1;
    if (c->role == SUB) {
        lg_ready(c);
    } else if (!p->row && p->sheet) {
        add_row(c, NULL, 0);
        p->row = p->ord << 30 | p->made; /* ready when it is told */
    } else {
        lg_fail(c, "no sheet of the room's own");
    }
}

static void welcome(struct conn *c, struct in *in)
{
    struct peer *p = (struct peer *)c->aux;
    skip(in, 1);
    struct item epoch = next(in);
    p->head = next(in).v;
    uint64_t mode = next(in).v;
    skip(in, 2);
    p->ord = next(in).v;
    p->n = p->told = next(in).v;
    skip(in, 2);
    p->place = next(in).v;
    if (epoch.v != sizeof p->epoch) {
        lg_fail(c, "a WELCOME that cannot be read");
        return;
    }
    memcpy(p->epoch, epoch.bytes, sizeof p->epoch);
    if (mode == 0 && p->seq >= p->head) {
        in_sync(c);
    }
}

/* the room's sheet, and the question on it */
static void look_for_sheet(struct peer *p, struct in *in)
{
    for (uint64_t n = next(in).v; n > 0 && in->p < in->end; n--) {
        (void)next(in);
        uint64_t id = next(in).v, kind = next(in).v, parent = next(in).v;
        skip(in, 7); /* to the fields */
        for (uint64_t fields = next(in).v; fields > 0; fields--) {
            (void)next(in);
            uint64_t field = next(in).v;
            struct item value = next(in);
            skip(in, value.type == 'a' ? value.v : 0);
            skip(in, 3);
            if (kind == KIND_SHEET && field == SHEET_ROOM && value.v == p->place) {
                p->sheet = id;
            }
        }
        if (kind == KIND_QUESTION && parent == p->sheet) {
            p->question = id;
        }
    }
}

static void snap(struct conn *c, struct in *in, const uint8_t *bytes, size_t n)
{
    struct peer *p = (struct peer *)c->aux;
    uint64_t seq = next(in).v;
    struct item h8 = next(in);
    uint64_t part = next(in).v, parts = next(in).v;
    if (c->role == PUB) {
        look_for_sheet(p, in);
    } else if (lg_opt.npub) {
        lg_scan(c, bytes, n);
    }
    if (part + 1 == parts && h8.v == sizeof p->h8) {
        p->seq = seq;
        memcpy(p->h8, h8.bytes, sizeof p->h8);
        in_sync(c);
    }
}

static void own_items(struct conn *c, struct in *in)
{
    struct peer *p = (struct peer *)c->aux;
    for (uint64_t k = next(in).v; k > 0 && in->p < in->end; k--) {
        uint64_t len = next(in).v;
        skip(in, 2);
        uint64_t ord = next(in).v, n = next(in).v;
        skip(in, len - 4);
        if (ord != p->ord || n <= p->told) {
            continue;
        }
        p->told = n;
        if (c->st == ST_READY) {
            lg_ack(c);
        } else {
            lg_ready(c);
        }
    }
}

static void ev(struct conn *c, struct in *in, const uint8_t *bytes, size_t n)
{
    struct peer *p = (struct peer *)c->aux;
    uint64_t from = next(in).v, to = next(in).v;
    struct item h8 = next(in);
    if (from > p->seq || h8.v != sizeof p->h8) {
        lg_fail(c, "an EV that does not continue");
        return;
    }
    if (to > p->seq) {
        p->seq = to;
        memcpy(p->h8, h8.bytes, sizeof p->h8);
        if (c->role == PUB) {
            own_items(c, in);
        }
        lg_scan(c, bytes, n);
    }
    if (c->st != ST_READY && c->role == SUB && p->has && p->seq >= p->head) {
        in_sync(c);
    }
}

static size_t rx(struct conn *c, uint8_t *bytes, size_t n, int op)
{
    struct in in = {bytes, bytes + n};
    char why[120];
    (void)op;
    (void)next(&in);
    uint64_t kind = next(&in).v;
    switch (kind) {
    case WELCOME: welcome(c, &in); break;
    case SNAP: snap(c, &in, bytes, n); break;
    case EV: ev(c, &in, bytes, n); break;
    case RES:
        (void)next(&in);
        (void)next(&in);
        snprintf(why, sizeof why, "operation %llu", (unsigned long long)next(&in).v);
        snprintf(why + strlen(why), 40, " got code %llu", (unsigned long long)next(&in).v);
        lg_fail(c, why);
        break;
    case ERR:
        snprintf(why, sizeof why, "daemon: %.*s", (int)(n > 100 ? 100 : n), bytes);
        lg_fail(c, why);
        break;
    default: break; /* PRESENCE and what is not needed here */
    }
    return n;
}

#define SAMVERKA(...)                                                                              \
    {                                                                                              \
        .ws = 1, .subproto = "samverka.v1", .path = path, .rx = rx, .pub = pub, .edit = edit,      \
        .fill = fill, __VA_ARGS__                                                                  \
    }
const struct adapter a_samverka =
    SAMVERKA(.name = "samverka", .open = open_room,
             .help = "samverkad, subscribers are scribes of the room");
const struct adapter a_samverkah = SAMVERKA(.name = "samverkah", .open = open_hall,
                                            .help = "samverkad, subscribers are participants");
const struct adapter a_samverkat =
    SAMVERKA(.name = "samverkat", .open = open_room, .one_inflight = 1,
             .help = "samverkad, W8: one text operation in flight");
