/* logger.h - what the daemon tells its host: one line per event on standard error.
 *
 * What: levels; the journal's priority prefixes (<3> error ... <7> debug) when systemd reads the lines, else
 *       a time; every control character, and what is not UTF-8, escaped, so that a name can neither break a
 *       line nor paint a terminal.
 * Not:  no content: callers pass seminar names, counts, addresses and sentences, never answers or tokens.
 * Thread: any; one write(2) per line. */
#ifndef SMV_DAEMON_LOGGER_H
#define SMV_DAEMON_LOGGER_H
#include <stdbool.h>

enum smv_level { SMV_LEVEL_ERROR, SMV_LEVEL_WARN, SMV_LEVEL_INFO, SMV_LEVEL_DEBUG };

struct smv_logger {
    enum smv_level level; /* what is more talkative than this is dropped */
    bool journal;         /* prefixes for systemd instead of the time */
    int fd;
};

/* Standard error; journal when $JOURNAL_STREAM or $INVOCATION_ID says that systemd listens. */
void smv_logger_init(struct smv_logger *l, enum smv_level level);
__attribute__((format(printf, 3, 4))) void smv_say(const struct smv_logger *l, enum smv_level level,
                                                   const char *format, ...);
#endif
