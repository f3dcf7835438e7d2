/* exit.h - what the program ends with. The one table; help, the manual and scripts go by it. */
#ifndef SMV_CLIENT_EXIT_H
#define SMV_CLIENT_EXIT_H

/* X(NAME, number, text) */
#define SMV_EXIT_MAP(X)                                                                            \
    X(DONE, 0, "done: everything asked for is confirmed")                                          \
    X(REFUSED, 1, "the daemon refused something; what it was is said on standard error")           \
    X(USAGE, 2, "the command line is not understood, or a value does not fit")                     \
    X(OFFLINE, 3, "not connected: own changes are kept in the outbox and sent next time")          \
    X(NOT_FOUND, 4, "no such node, field, seminar or file, or several that could be meant")        \
    X(DENIED, 5, "the link is not known, revoked, has run out, or does not allow this")            \
    X(HOST, 6, "the host's part failed: daemon not reached on its socket, or it said no")          \
    X(INTERNAL, 70, "a mistake in the program, or this computer's disk or memory gave out")

enum smv_cli_exit {
#define X(NAME, number, text) SMV_CLI_##NAME = number,
    SMV_EXIT_MAP(X)
#undef X
};

#endif
