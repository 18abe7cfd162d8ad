/* Arithmetic on kp_ns that cannot wrap: KP_NEVER stays KP_NEVER. */
#ifndef KP__BASE_NS_H
#define KP__BASE_NS_H

#include <kprod/time.h>

static inline kp_ns kp__ns_add(kp_ns a, kp_ns b)
{
    kp_ns sum;
    if (a == KP_NEVER || b == KP_NEVER || __builtin_add_overflow(a, b, &sum))
        return KP_NEVER;
    return sum;
}

static inline kp_ns kp__ns_min(kp_ns a, kp_ns b) { return a < b ? a : b; }
static inline kp_ns kp__ns_max(kp_ns a, kp_ns b) { return a > b ? a : b; }

/* Milliseconds of an option or the wire; more than kp_ns can hold is KP_NEVER, less than 0 is 0. */
static inline kp_ns kp__ns_of_ms(int64_t ms)
{
    if (ms < 0)
        return 0;
    return ms > INT64_MAX / 1000000 ? KP_NEVER : ms * 1000000;
}

#endif
