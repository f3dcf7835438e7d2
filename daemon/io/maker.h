/* maker.h - runs samverka-document for those who ask: a few at a time, the others in a row.
 *
 * What: one job is one run of the program: what it reads and what it writes are files in memory, so that the loop moves
 *       none of it. At most SMV_MAX_MAKING at a time, SMV_MAX_MAKING_WAIT wait; each has its time, is killed when it is
 *       over or when nobody wants it any more, and all are when the daemon stops.
 * Not:  knows no document and no HTTP.
 * Uses: libuv; SAMVERKA_DOCUMENT_SECONDS in the environment, for slow machines.    Thread: the loop's.
 * States: waiting -> preparing (turn was called) -> running -> over. */
#ifndef SMV_DAEMON_MAKER_H
#define SMV_DAEMON_MAKER_H
#include <uv.h>
#include "common/base/buf.h"
#include "daemon/io/logger.h"

struct smv_maker;

enum smv_made {
    SMV_MADE_OK,       /* out holds what it wrote */
    SMV_MADE_SAID,     /* it ended with code, and said why in text */
    SMV_MADE_CRASHED,  /* it ended by a signal */
    SMV_MADE_SLOW,     /* its time was up */
    SMV_MADE_MISSING,  /* there is no such program here */
    SMV_MADE_FAILED,   /* it could not be started */
    SMV_MADE_FULL,     /* too many wait already */
    SMV_MADE_CANCELLED /* the caller has let it go, or the daemon stops */
};
enum { SMV_MAKE_ARGS = 24 };
enum smv_make_state { SMV_MAKE_WAITING, SMV_MAKE_PREPARING, SMV_MAKE_RUNNING, SMV_MAKE_OVER };
/* The caller's memory, zeroed but for what it fills in; the caller's again when done is called. */
struct smv_make {
    char args[SMV_MAKE_ARGS][64]; /* behind the program's name; "" ends them */
    /* Its turn has come: put what it reads into in, then smv_maker_go, now or later. */
    void (*turn)(struct smv_make *m);
    /* Once, on the loop; never from within smv_maker_ask. */
    void (*done)(struct smv_make *m, enum smv_made how);
    /* for done */
    int out, code; /* out: the caller closes it; -1 none */
    uint64_t out_len;
    char text[300]; /* a sentence, without the program's name */
    /* inside */
    struct smv_maker *maker;
    struct smv_make *prev, *next;
    enum smv_make_state state;
    enum smv_made how;
    bool let_go;
    int in, err;
    unsigned handles;
    uv_process_t process;
    uv_timer_t timer;
};

struct smv_maker *smv_maker_create(uv_loop_t *loop, const struct smv_logger *log);
/* FULL is told as every other end is: later, by done. */
void smv_maker_ask(struct smv_maker *maker, struct smv_make *m);
/* Appends to what the program will read; any thread, between turn and go. false: no memory for it. */
bool smv_make_feed(struct smv_make *m, struct smv_span bytes);
/* ok false: it cannot be prepared; done comes with CANCELLED. */
void smv_maker_go(struct smv_make *m, bool ok);
/* Nobody wants it any more: done comes with CANCELLED, later. */
void smv_maker_cancel(struct smv_make *m);
/* All are let go, none are taken any more; the memory goes with the last of them. */
void smv_maker_stop(struct smv_maker *maker);

#endif
