/* log_chain.c - BLAKE2b-128 over the predecessor's hash, position, time and bytes.
 *
 * Not:  stores nothing.    Uses: base/hash.h.    Thread: pure. */
#include "daemon/io/log_chain.h"
#include "common/base/hash.h"

void smv_log_chain_first(struct smv_span state, uint8_t ret_chain[16])
{
    smv_hash(ret_chain, SMV_HASH_CHAIN, smv_span(NULL, 0), &state, 1);
}

void smv_log_chain_next(const uint8_t prev[16], smv_seq seq, smv_ms ts, struct smv_span body,
                        uint8_t ret_chain[16])
{
    uint8_t fixed[16];
    for (unsigned i = 0; i < 8; i++) {
        fixed[i] = (uint8_t)(seq >> (8 * i));
        fixed[8 + i] = (uint8_t)(ts >> (8 * i));
    }
    struct smv_span parts[] = {smv_span(prev, 16), smv_span(fixed, 16), body};
    smv_hash(ret_chain, SMV_HASH_CHAIN, smv_span(NULL, 0), parts, 3);
}
