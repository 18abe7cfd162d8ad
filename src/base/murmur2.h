/* Kafka's key hash: murmur2, 32 bits, seed 0x9747b28c. Source: org.apache.kafka.common.utils.Utils.murmur2. */
#ifndef KP__BASE_MURMUR2_H
#define KP__BASE_MURMUR2_H

#include <stddef.h>
#include <stdint.h>

int32_t kp__murmur2(const void *data, size_t len);

/* The partition of a key, as Java's built-in partitioner has it: (hash & 0x7fffffff) mod count; count > 0. */
static inline int32_t kp__murmur2_partition(const void *key, size_t len, int32_t count)
{
    return (int32_t)((uint32_t)kp__murmur2(key, len) & 0x7fffffffu) % count;
}

#endif
