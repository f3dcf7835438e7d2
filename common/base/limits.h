/* limits.h - every bound on what others can make us hold, in one place.
 *
 * Rule: a size that a client, a file or an environment chooses is compared with a name from here before
 * anything is allocated or computed from it. PROTOCOL.md prints this table; WELCOME carries the ones that
 * a client needs. */
#ifndef SMV_BASE_LIMITS_H
#define SMV_BASE_LIMITS_H

/* X(name, value, unit, what) */
#define SMV_LIMIT_MAP(X)                                                                           \
    X(FRAME_IN, 65536, "bytes", "one message from a writer's client")                              \
    X(FRAME_IN_PHONE, 4096, "bytes", "one message before HELLO, or from a participant")            \
    X(FRAME_OUT, 262144, "bytes", "one message from the daemon; snapshots come in parts")          \
    X(OPS_PER_FRAME, 64, "ops", "in one OPS message")                                              \
    X(UNCONFIRMED, 128, "ops", "one client may have sent and not seen confirmed")                  \
    X(DEDUPE, 256, "ops", "remembered per writing client for resends")                             \
    X(OT_COMPS, 512, "components", "in one text op")                                               \
    X(TEXT, 20000, "code points", "in the longest text field")                                     \
    X(TEXT_BYTES, 80000, "bytes", "in the longest text field")                                     \
    X(HISTORY_OPS, 8192, "ops", "kept per text field for late typists")                            \
    X(HISTORY_BYTES, 262144, "bytes", "kept per text field for late typists")                      \
    X(STRING, 1024, "bytes", "in a chosen (not typed) string")                                     \
    X(LIST, 256, "numbers", "in a list value")                                                     \
    X(FIELDS, 40, "fields", "given with one add")                                                  \
    X(NODES, 200000, "nodes", "in one seminar, deleted ones included")                             \
    X(CHILDREN, 20000, "nodes", "under one parent, deleted ones included")                         \
    X(DEPTH, 8, "levels", "of the tree")                                                           \
    X(CLIENTS, 8000000, "ordinals", "of writing clients in one file (23 bits)")                    \
    X(NAME, 120, "bytes", "of a display name")                                                     \
    X(TOKEN, 128, "bytes", "of a secret or code in HELLO")                                         \
    X(CONNECTIONS, 10000, "connections", "to one daemon")                                          \
    X(WAITING, 2000, "connections", "that have not said HELLO yet; the oldest goes first")         \
    X(HELLO_MS, 5000, "ms", "from connecting to HELLO")                                            \
    X(RING_BYTES, 2097152, "bytes", "of recent messages kept per view")                            \
    X(RING_FRAMES, 4096, "messages", "kept per view")                                              \
    X(BACKLOG_OPS, 4096, "ops", "waiting for the disk before writers are told to wait")            \
    X(RATE_OPS, 50, "ops/s", "per writing client, sustained")                                      \
    X(RATE_BURST, 400, "ops", "per writing client, at once (a laptop comes back)")                 \
    X(RATE_PHONE, 2, "messages/s", "per participant, sustained")                                   \
    X(RATE_PHONE_BURST, 20, "messages", "per participant, at once")                                \
    X(PRESENCE_MS, 250, "ms", "least time between two presence messages to a view")                \
    X(SUMMARY_MS, 250, "ms", "least time between two summaries to the moderators")                 \
    X(SNAPSHOT_OPS, 5000, "ops", "between two stored snapshots")                                   \
    X(COMMIT_OPS, 256, "ops", "in one group commit")                                               \
    X(COMMIT_BYTES, 262144, "bytes", "in one group commit")                                        \
    X(HTTP_BODY, 1024, "bytes", "of a request without a file in it")                               \
    X(HTTP_NOTE, 32768, "bytes", "of a request with a note to the readers in it")                  \
    X(HTTP_TEMPLATE, 1048576, "bytes", "of a request with a template in it")                       \
    X(HTTP_FILE, 1073741824, "bytes", "of a seminar's file that is put back")                      \
    X(EXPORT, 67108864, "bytes", "of an export that a seminar is made from")                       \
    X(PARCEL, 268435456, "bytes", "of a seminar that a document is made of")                       \
    X(DOCUMENT, 134217728, "bytes", "of a document")                                               \
    X(MAKING, 2, "documents", "made at a time by one daemon")                                      \
    X(MAKING_WAIT, 16, "documents", "waiting to be made")                                          \
    X(WRONG_PER_MIN, 60, "tries", "of wrong codes per address and minute before they are slowed")  \
    X(WRONG_PER_S, 50, "tries", "of wrong codes per second in all before typed codes pause")

enum {
#define X(name, value, unit, what) SMV_MAX_##name = (value),
    SMV_LIMIT_MAP(X)
#undef X
};

#endif
