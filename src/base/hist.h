/* Log-linear histogram (HDR style): counts of int64 values >= 0 with a relative error of at most 1/64, fixed memory. */
#ifndef KP__BASE_HIST_H
#define KP__BASE_HIST_H

#include <stdint.h>

enum { KP__HIST_SUB_BITS = 6, KP__HIST_BUCKETS = (64 - KP__HIST_SUB_BITS) << KP__HIST_SUB_BITS };

typedef struct kp__hist {
    uint64_t count;
    int64_t min, max;
    uint64_t sum;
    uint64_t buckets[KP__HIST_BUCKETS];
} kp__hist;

void kp__hist_init(kp__hist *hist);
void kp__hist_add(kp__hist *hist, int64_t value);
void kp__hist_merge(kp__hist *into, const kp__hist *from);
/* The smallest recorded bound below which `per_million` of the values lie; 0 when empty. */
int64_t kp__hist_percentile(const kp__hist *hist, uint32_t per_million);

#endif
