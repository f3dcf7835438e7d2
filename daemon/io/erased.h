/* erased.h - which seminars were erased here, so that whoever still holds something of one learns that it is to go.
 *
 * What: a list in DATA/erased, one line for each epoch (a random name of a history): the seminar's name and the
 *       epoch, nothing of what was said. Who claims such an epoch in HELLO has been in, and is told as PROTOCOL.md 7
 *       says: mode 2, reason 3, an almost empty SNAP.
 * Not:  no seminar is needed for it, no link is checked: what is told is nothing.
 * Uses: proto/msg.h, daemon/core/frame.h.    Thread: the loop's. */
#ifndef SMV_DAEMON_ERASED_H
#define SMV_DAEMON_ERASED_H
#include "common/base/err.h"
#include "daemon/core/core.h"

struct smv_erased_line {
    char name[49];
    uint8_t epoch[16];
};
struct smv_erased {
    struct smv_erased_line *lines;
    size_t n, cap;
};

/* What DATA/erased says; lines that cannot be read are passed over. Missing is empty. Errors: the file's. */
SMV_CHECKED enum smv_err smv_erased_load(struct smv_erased *e, const char *data);
void smv_erased_finish(struct smv_erased *e);
bool smv_erased_has(const struct smv_erased *e, struct smv_span name);
/* Every epoch that this core knows of; durable in DATA/erased. Errors: the file's; it is known until the end of this
 * process all the same. */
SMV_CHECKED enum smv_err smv_erased_add(struct smv_erased *e, const char *data, const char *name,
                                        const struct smv_core *core);

enum { SMV_ERASED_FRAMES = 2 };
/* What to answer to a first message: WELCOME and SNAP for a HELLO that claims an erased epoch, else nothing. Returns
 * how many; one reference each, the caller's. now: ms since 1970. */
size_t smv_erased_answer(const struct smv_erased *e, struct smv_span message, size_t prefix,
                         smv_ms now, struct smv_frame *ret[SMV_ERASED_FRAMES]);

#endif
