/* rng.h - a seeded random source for simulators, back-off and rehearsal; never for secrets.
 *
 * What: splitmix64 seeding xoshiro256** (Blackman and Vigna, 2018).    Thread: pure, state is the caller's. */
#ifndef SMV_BASE_RNG_H
#define SMV_BASE_RNG_H
#include <stdbool.h>
#include <stdint.h>

struct smv_rng {
    uint64_t s[4];
};
void smv_rng_seed(struct smv_rng *r, uint64_t seed);
uint64_t smv_rng_next(struct smv_rng *r);
uint64_t smv_rng_below(struct smv_rng *r, uint64_t n);              /* 0..n-1; n > 0 */
int64_t smv_rng_between(struct smv_rng *r, int64_t lo, int64_t hi); /* both included */
bool smv_rng_chance(struct smv_rng *r, uint32_t per_mille);

#endif
