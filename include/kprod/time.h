/* Time in kprod: one unit, one type.
 *
 * A kp_ns is nanoseconds of the monotonic clock, or a length of time in nanoseconds. Milliseconds exist only in
 * options (linger.ms) and on the wire. KP_NEVER is later than every point in time and longer than every wait. */
#ifndef KPROD_TIME_H
#define KPROD_TIME_H

#include <stdint.h>

typedef int64_t kp_ns;

#define KP_NEVER  INT64_MAX
#define KP_US(n)  ((kp_ns)(n)*1000)
#define KP_MS(n)  ((kp_ns)(n)*1000000)
#define KP_SEC(n) ((kp_ns)(n)*1000000000)

#endif
