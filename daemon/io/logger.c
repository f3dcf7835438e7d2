/* logger.c - see logger.h. */
#include "daemon/io/logger.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "common/base/utf8.h"

void smv_logger_init(struct smv_logger *l, enum smv_level level)
{
    l->level = level;
    l->journal = getenv("JOURNAL_STREAM") != NULL || getenv("INVOCATION_ID") != NULL;
    l->fd = STDERR_FILENO;
}

static size_t put_head(const struct smv_logger *l, enum smv_level level, char *line, size_t size)
{
    static const char *const words[] = {"error", "warning", "info", "debug"};
    static const char digits[] = "3467";
    if (l->journal) {
        return (size_t)snprintf(line, size, "<%c>", digits[level]);
    }
    struct timespec now;
    struct tm tm;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    size_t n = strftime(line, size, "%Y-%m-%dT%H:%M:%S", &tm);
    return n + (size_t)snprintf(line + n, size - n, ".%03ldZ %s: ", now.tv_nsec / 1000000,
                                words[level]);
}

void smv_say(const struct smv_logger *l, enum smv_level level, const char *format, ...)
{
    if (level > l->level) {
        return;
    }
    char raw[1024], line[4 * sizeof raw + 64];
    va_list args;
    va_start(args, format);
    int wrote = vsnprintf(raw, sizeof raw, format, args);
    va_end(args);
    if (wrote < 0) {
        return;
    }
    size_t len = (size_t)wrote < sizeof raw ? (size_t)wrote : sizeof raw - 1;
    bool text = smv_utf8_valid(smv_span(raw, len));
    size_t n = put_head(l, level, line, 64);
    for (size_t i = 0; i < len; i++) {
        uint8_t c = (uint8_t)raw[i];
        /* C1 controls are U+0080..U+009F: C2 80..C2 9F in UTF-8 */
        bool c1 = c == 0xC2 && i + 1 < len && (uint8_t)raw[i + 1] < 0xA0;
        if (c < 0x20 || c == 0x7F || c1 || (c >= 0x80 && !text)) {
            n += (size_t)snprintf(line + n, sizeof line - n, "\\x%02x", c);
            if (c1 && text) {
                i++;
                n += (size_t)snprintf(line + n, sizeof line - n, "\\x%02x", (uint8_t)raw[i]);
            }
        } else {
            line[n++] = (char)c;
        }
    }
    line[n++] = '\n';
    (void)!write(l->fd, line, n); /* nowhere to say that it cannot be said */
}
