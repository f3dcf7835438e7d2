/* join.h - the budget of wrong codes: typed codes are short, so guessing them is made slow.
 *
 * What: counts wrong codes per address and minute. Above SMV_MAX_WRONG_PER_MIN the next tries from there
 *       wait, up to three seconds, and then get the true answer: a conference sits behind one address, so
 *       nobody is ever shut out for the others' mistakes. Above SMV_MAX_WRONG_PER_S in all, typed codes
 *       pause for a few seconds everywhere (links and QR codes with secrets go on).
 * Not:  keeps no address: only a keyed hash of it, in memory.    Thread: the loop's. */
#ifndef SMV_DAEMON_JOIN_H
#define SMV_DAEMON_JOIN_H
#include <stdbool.h>
#include <stdint.h>
#include "common/base/buf.h"

enum { SMV_JOIN_ADDRESSES = 4096, SMV_JOIN_DELAY_MAX_MS = 3000, SMV_JOIN_PAUSE_S = 5 };
struct smv_join {
    uint8_t key[16];
    struct smv_join_address {
        uint64_t who;
        uint64_t minute;
        uint32_t wrong;
    } addresses[SMV_JOIN_ADDRESSES];
    uint64_t second;
    uint32_t wrong_in_second;
    uint64_t paused_until_ms;
    uint64_t wrong_total;
};

void smv_join_init(struct smv_join *j);
/* A number for an address in text form; IPv6 by its first 64 bits. 0: no address (a unix socket). */
uint64_t smv_join_who(const struct smv_join *j, const char *address);
unsigned smv_join_delay(const struct smv_join *j, uint64_t who, uint64_t now_ms);
void smv_join_wrong(struct smv_join *j, uint64_t who, uint64_t now_ms);
bool smv_join_paused(const struct smv_join *j, uint64_t now_ms);

#endif
