/* Exponential back-off with jitter, in integers. */
#ifndef KP__BASE_BACKOFF_H
#define KP__BASE_BACKOFF_H

#include <base/rng.h>
#include <kprod/time.h>

/* base * 2^doublings, at most max (but never less than base), then +-20 %, still at most max. */
kp_ns kp__backoff(kp__rng *rng, kp_ns base, kp_ns max, uint32_t doublings);

#endif
