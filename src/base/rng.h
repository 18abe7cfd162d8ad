/* A seeded generator: the only chance the core has. Not for secrets (those come from kp__io random). */
#ifndef KP__BASE_RNG_H
#define KP__BASE_RNG_H

#include <stdint.h>

typedef struct kp__rng {
    uint64_t state;
} kp__rng;

static inline void kp__rng_seed(kp__rng *rng, uint64_t seed) { rng->state = seed; }

/* splitmix64: one multiply-xor chain, any seed is good. */
static inline uint64_t kp__mix64(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static inline uint64_t kp__rng_next(kp__rng *rng)
{
    rng->state += UINT64_C(0x9e3779b97f4a7c15);
    return kp__mix64(rng->state);
}

/* Uniform in [0, bound); 0 for bound 0. */
static inline uint64_t kp__rng_below(kp__rng *rng, uint64_t bound)
{
    return bound ? (uint64_t)(((unsigned __int128)kp__rng_next(rng) * bound) >> 64) : 0;
}

#endif
