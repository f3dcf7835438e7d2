/* table.c - the list of adapters. A new one is one line in ADAPTERS. */
#include "../lg.h"

#define ADAPTERS(X)                                                                                \
    X(raw)                                                                                         \
    X(mqtt)                                                                                        \
    X(nats)                                                                                        \
    X(natsjs)                                                                                      \
    X(redis)                                                                                       \
    X(redisx)                                                                                      \
    X(socketio)                                                                                    \
    X(sharedb)                                                                                     \
    X(yws)                                                                                         \
    X(hocus)                                                                                       \
    X(colyseus)                                                                                    \
    X(samverka)                                                                                    \
    X(samverkah)                                                                                   \
    X(samverkat)

#define DECLARE(name) extern const struct adapter a_##name;
ADAPTERS(DECLARE)

#define LIST(name) &a_##name,
const struct adapter *const lg_adapters[] = {ADAPTERS(LIST) NULL};
