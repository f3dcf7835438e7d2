/* hash.c - BLAKE2b through libsodium, and two mixes that need no library.
 *
 * Not:  no password hashing, no signatures.
 * Uses: libsodium; no other file includes it.    Thread: pure after smv_hash_init(). */
#include "common/base/hash.h"
#include <sodium.h>
#include "common/base/check.h"

void smv_hash_init(void)
{
    /* 0: done now, 1: was done before; less: the system gives no randomness, nothing is safe. */
    INVARIANT(sodium_init() >= 0);
}

void smv_hash(uint8_t *out, size_t out_len, struct smv_span key, const struct smv_span *parts,
              size_t n_parts)
{
    PRE(out_len >= SMV_HASH_SHORT && out_len <= crypto_generichash_BYTES_MAX);
    PRE(key.len <= crypto_generichash_KEYBYTES_MAX);
    /* The length is part of BLAKE2b's parameters: a short hash is not the start of a long one. */
    crypto_generichash_state state;
    INVARIANT(crypto_generichash_init(&state, key.data, key.len, out_len) == 0);
    for (size_t i = 0; i < n_parts; i++) {
        if (parts[i].len > 0) {
            INVARIANT(crypto_generichash_update(&state, parts[i].data, parts[i].len) == 0);
        }
    }
    INVARIANT(crypto_generichash_final(&state, out, out_len) == 0);
}

bool smv_hash_equal(const uint8_t *a, const uint8_t *b, size_t len)
{
    return sodium_memcmp(a, b, len) == 0;
}

/* The output function of splitmix64, one step from v. */
uint64_t smv_mix64(uint64_t v)
{
    v += UINT64_C(0x9e3779b97f4a7c15);
    v = (v ^ (v >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    v = (v ^ (v >> 27)) * UINT64_C(0x94d049bb133111eb);
    return v ^ (v >> 31);
}

/* FNV-1a; seed 0 gives the published function. */
uint64_t smv_fnv64(uint64_t seed, struct smv_span s)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325) ^ seed;
    for (size_t i = 0; i < s.len; i++) {
        h = (h ^ s.data[i]) * UINT64_C(0x100000001b3);
    }
    return h;
}
