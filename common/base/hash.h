/* hash.h - hashes: BLAKE2b for what must not be forged, a fast mix for tables and digests.
 *
 * Uses: libsodium (crypto_generichash), in hash.c only.    Thread: pure; smv_hash_init() once first. */
#ifndef SMV_BASE_HASH_H
#define SMV_BASE_HASH_H
#include <stdint.h>
#include "common/base/buf.h"

enum { SMV_HASH_TOKEN = 32, SMV_HASH_CHAIN = 16, SMV_HASH_SHORT = 8 };

void smv_hash_init(void); /* sodium_init; traps if the machine has no randomness at all */
/* BLAKE2b of the spans in order; out_len 8..64; key may be empty, at most 64 bytes. */
void smv_hash(uint8_t *out, size_t out_len, struct smv_span key, const struct smv_span *parts,
              size_t n_parts);
bool smv_hash_equal(const uint8_t *a, const uint8_t *b, size_t len); /* constant time */

/* 64-bit mixes, not secret, same on every machine. */
uint64_t smv_mix64(uint64_t v);
uint64_t smv_fnv64(uint64_t seed, struct smv_span s);

#endif
