#include <base/hist.h>

#include <string.h>

/* Values below 2^SUB_BITS have a bucket each; above, each power of two is cut into 2^SUB_BITS of equal width. */
static uint32_t bucket_of(int64_t value)
{
    uint64_t v = (uint64_t)value;
    if (v >> KP__HIST_SUB_BITS == 0)
        return (uint32_t)v;
    uint32_t top = 63u - (uint32_t)__builtin_clzll(v);
    uint32_t shift = top - KP__HIST_SUB_BITS;
    return ((shift + 1) << KP__HIST_SUB_BITS) + (uint32_t)((v >> shift) - (UINT64_C(1) << KP__HIST_SUB_BITS));
}

static int64_t bucket_end(uint32_t bucket)
{
    uint32_t group = bucket >> KP__HIST_SUB_BITS;
    uint64_t sub = bucket & ((UINT32_C(1) << KP__HIST_SUB_BITS) - 1);
    if (group == 0)
        return (int64_t)sub;
    uint32_t shift = group - 1;
    return (int64_t)((((sub + (UINT64_C(1) << KP__HIST_SUB_BITS)) + 1) << shift) - 1);
}

void kp__hist_init(kp__hist *hist) { memset(hist, 0, sizeof *hist); }

void kp__hist_add(kp__hist *hist, int64_t value)
{
    if (value < 0)
        value = 0;
    if (hist->count == 0 || value < hist->min)
        hist->min = value;
    if (value > hist->max)
        hist->max = value;
    hist->count++;
    hist->sum += (uint64_t)value;
    hist->buckets[bucket_of(value)]++;
}

void kp__hist_merge(kp__hist *into, const kp__hist *from)
{
    if (from->count == 0)
        return;
    if (into->count == 0 || from->min < into->min)
        into->min = from->min;
    if (from->max > into->max)
        into->max = from->max;
    into->count += from->count;
    into->sum += from->sum;
    for (uint32_t i = 0; i < KP__HIST_BUCKETS; i++)
        into->buckets[i] += from->buckets[i];
}

int64_t kp__hist_percentile(const kp__hist *hist, uint32_t per_million)
{
    if (hist->count == 0)
        return 0;
    uint64_t rank = (uint64_t)(((unsigned __int128)hist->count * per_million + 999999) / 1000000);
    if (rank == 0)
        return hist->min;
    uint64_t seen = 0;
    for (uint32_t i = 0; i < KP__HIST_BUCKETS; i++) {
        seen += hist->buckets[i];
        if (seen >= rank)
            return bucket_end(i) < hist->max ? bucket_end(i) : hist->max;
    }
    return hist->max;
}
