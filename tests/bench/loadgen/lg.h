/* lg.h - what a protocol adapter of the load generator sees.
 *
 * What: the connection, the adapter's table of functions, and what an adapter may call.
 * Not:  measuring, connecting, framing: lg_int.h and its .c files.
 * Used by: adapters/<name>.c, one for each protocol; adapters/table.c lists them.
 * Thread: one; an adapter's function is called on the event loop and must not block.
 * How an adapter is written: ../README.md, "Adding a peer"; adapters/raw.c is the smallest. */
#ifndef SMV_BENCH_LG_H
#define SMV_BENCH_LG_H
#include <stddef.h>
#include <stdint.h>

enum lg_role { SUB = 0, PUB = 1 };
enum lg_state { ST_IDLE, ST_TCP, ST_PRE, ST_HTTP, ST_PROTO, ST_READY, ST_CLOSED };
enum lg_opcode { OP_TEXT = 1, OP_BIN = 2 };

struct lg_buf {
    uint8_t *p;
    size_t len, off, cap;
};

struct conn {
    int fd;
    uint32_t idx; /* number of the connection, 0.. */
    uint32_t pub; /* publisher number if role == PUB */
    uint8_t role; /* enum lg_role */
    uint8_t st;   /* enum lg_state; the adapter only reads it */
    uint8_t step; /* free for the adapter: its handshake; 0 after each connect */
    uint8_t want_out, busy;
    uint32_t seq;    /* publisher: sequence number of the next message */
    uint64_t t_next; /* publisher, fixed rate: when the next message is due */
    uint64_t t_sent; /* publisher: when the unacknowledged message was sent */
    uint64_t retry_at, t_ready;
    uint64_t v;                  /* free for the adapter (document version, packet id...) */
    char *aux;                   /* free for the adapter (malloc'd) */
    struct lg_buf raw, str, out; /* partial transport bytes, partial protocol bytes, unsent bytes */
    uint64_t *seen;              /* subscriber: one bit for each (publisher, seq) */
    uint32_t *next;              /* subscriber: next expected seq, one for each publisher */
};

struct adapter {
    const char *name, *help;
    int ws;               /* 1: over WebSocket; 0: plain TCP */
    int stream;           /* 1: protocol bytes may straddle frames (rx returns what it consumed) */
    int one_inflight;     /* 1: the protocol allows a publisher one unacknowledged message */
    const char *subproto; /* Sec-WebSocket-Protocol, or NULL */
    /* path of the WebSocket upgrade; NULL: "/" */
    const char *(*path)(struct conn *);
    /* optional HTTP request before the upgrade, on the same connection: returns the request;
     * pre_rx gets the complete reply body and returns 1 if it is good */
    const char *(*pre)(struct conn *);
    int (*pre_rx)(struct conn *, const char *body);
    /* the transport is open: send the greeting; call lg_ready() when connected AND subscribed */
    void (*open)(struct conn *);
    /* received bytes: one whole frame payload, or (stream) a run of bytes; returns bytes consumed */
    size_t (*rx)(struct conn *, uint8_t *, size_t, int op);
    /* publish one payload (printable ASCII, no quotes or backslashes) */
    void (*pub)(struct conn *, const uint8_t *, size_t);
    /* optional, W8: insert the payload, whole, into the one text field that all publishers share */
    void (*edit)(struct conn *, const uint8_t *, size_t);
    /* optional, W9: create node number @i of the seminar, holding the payload; lg_ack() when the
     * server has it.  Joining connections lg_scan() their snapshot before they call lg_ready(). */
    void (*fill)(struct conn *, uint32_t i, const uint8_t *, size_t);
};

/* the options an adapter may look at */
struct lg_adapter_opt {
    int qos, text, ack, edit, npub, port;
};
extern struct lg_adapter_opt lg_opt;
extern const struct adapter *const lg_adapters[];

void lg_ready(struct conn *);                         /* connected and subscribed */
void lg_ack(struct conn *);                           /* publisher: its oldest message is acked */
void lg_scan(struct conn *, const uint8_t *, size_t); /* record every payload in these bytes */
void lg_fail(struct conn *, const char *why);         /* protocol error: the run is invalid */
void lg_ws(struct conn *, int op, const void *, size_t); /* send one (masked) frame */
void lg_tcp(struct conn *, const void *, size_t);        /* send plain bytes */
#endif
