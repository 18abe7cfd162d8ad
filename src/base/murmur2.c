#include <base/murmur2.h>

/* The published hash (murmur2, 32 bits), with Kafka's seed and bytes taken as unsigned. */
int32_t kp__murmur2(const void *data, size_t len)
{
    enum { R = 24 };
    const uint32_t m = UINT32_C(0x5bd1e995);
    const uint8_t *at = data;
    uint32_t hash = UINT32_C(0x9747b28c) ^ (uint32_t)len;

    for (; len >= 4; at += 4, len -= 4) {
        uint32_t k = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
        k *= m;
        k ^= k >> R;
        k *= m;
        hash = hash * m ^ k;
    }
    if (len) {
        for (size_t i = 0; i < len; i++)
            hash ^= (uint32_t)at[i] << (8 * i);
        hash *= m;
    }
    hash ^= hash >> 13;
    hash *= m;
    hash ^= hash >> 15;
    return (int32_t)hash;
}
