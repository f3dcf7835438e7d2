/* log_chain.h - the hash that binds an entry to everything before it.
 *
 * What: chain_0 of a file's first state, chain_i of an entry on its predecessor (daemon/io/log.h).
 * Uses: base/hash.h.    Thread: pure. */
#ifndef SMV_DAEMON_LOG_CHAIN_H
#define SMV_DAEMON_LOG_CHAIN_H
#include "daemon/io/log.h"

void smv_log_chain_first(struct smv_span state, uint8_t ret_chain[16]);
/* ret_chain may be prev. */
void smv_log_chain_next(const uint8_t prev[16], smv_seq seq, smv_ms ts, struct smv_span body,
                        uint8_t ret_chain[16]);

#endif
