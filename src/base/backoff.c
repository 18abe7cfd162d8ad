#include <base/backoff.h>

#include <base/ns.h>

kp_ns kp__backoff(kp__rng *rng, kp_ns base, kp_ns max, uint32_t doublings)
{
    if (base <= 0)
        return 0;
    max = kp__ns_max(base, max);
    kp_ns wait = base;
    for (uint32_t i = 0; i < doublings && wait < max; i++)
        wait = wait > KP_NEVER / 2 ? KP_NEVER : wait * 2;
    wait = kp__ns_min(wait, max);
    if (wait > KP_NEVER / 2)
        return wait;
    return kp__ns_min(wait / 1000 * (kp_ns)(800 + kp__rng_below(rng, 401)), max);
}
