/* rng.c - xoshiro256** seeded by splitmix64 (David Blackman and Sebastiano Vigna, 2018).
 *
 * Not:  never for secrets: the state can be read off a few outputs.
 * Uses: hash.h (the splitmix64 step).    Thread: pure, the state is the caller's.
 * Invariant: the state is never all zero (splitmix64 gives four different words). */
#include "common/base/rng.h"
#include "common/base/check.h"
#include "common/base/hash.h"

static uint64_t rotl(uint64_t v, int by)
{
    return (v << by) | (v >> (64 - by));
}

void smv_rng_seed(struct smv_rng *r, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        r->s[i] = smv_mix64(seed);
        seed += UINT64_C(0x9e3779b97f4a7c15);
    }
}

uint64_t smv_rng_next(struct smv_rng *r)
{
    uint64_t *s = r->s;
    uint64_t out = rotl(s[1] * 5, 7) * 9;
    uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotl(s[3], 45);
    return out;
}

uint64_t smv_rng_below(struct smv_rng *r, uint64_t n)
{
    PRE(n > 0);
    /* Values below 2^64 mod n are drawn again: what remains is a whole number of rounds of n. */
    uint64_t uneven = (0 - n) % n;
    for (;;) {
        uint64_t v = smv_rng_next(r);
        if (v >= uneven) {
            return v % n;
        }
    }
}

int64_t smv_rng_between(struct smv_rng *r, int64_t lo, int64_t hi)
{
    PRE(lo <= hi);
    uint64_t width = (uint64_t)hi - (uint64_t)lo;
    uint64_t step = width == UINT64_MAX ? smv_rng_next(r) : smv_rng_below(r, width + 1);
    return (int64_t)((uint64_t)lo + step);
}

bool smv_rng_chance(struct smv_rng *r, uint32_t per_mille)
{
    return smv_rng_below(r, 1000) < per_mille;
}
