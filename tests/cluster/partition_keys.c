/* Writes random keys, their murmur2 hash and their partition, for PartitionKeys.java to compare with Java's own:
 *
 *     partition_keys COUNT SEED > file
 *
 * Each: int32 length, the bytes, int32 hash, int32 number of partitions, int32 partition; big-endian, as Java reads. */
#include <stdio.h>
#include <stdlib.h>

#include <base/murmur2.h>
#include <base/rng.h>

enum { KEY_MAX = 300 };

static int put(int32_t value)
{
    const uint32_t v = (uint32_t)value;
    const uint8_t bytes[4] = {(uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};
    return fwrite(bytes, sizeof bytes, 1, stdout) == 1 ? 0 : -1;
}

/* Short keys are common and hit every tail; long ones and bytes above 127 are where signs go wrong. */
static size_t random_key(kp__rng *rng, uint8_t *key)
{
    size_t len = (size_t)kp__rng_below(rng, kp__rng_below(rng, 4) ? 24 : KEY_MAX);
    int text = kp__rng_below(rng, 2) == 0;

    for (size_t i = 0; i < len; i++)
        key[i] = (uint8_t)(text ? 'a' + kp__rng_below(rng, 26) : kp__rng_below(rng, 256));
    return len;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    long count = strtol(argv[1], NULL, 10);
    kp__rng rng;
    kp__rng_seed(&rng, strtoull(argv[2], NULL, 10));

    for (long i = 0; i < count; i++) {
        uint8_t key[KEY_MAX];
        size_t len = random_key(&rng, key);
        int32_t partitions = (int32_t)(1 + kp__rng_below(&rng, kp__rng_below(&rng, 8) ? 64 : INT32_MAX));
        if (put((int32_t)len) || fwrite(key, 1, len, stdout) != len || put(kp__murmur2(key, len)) || put(partitions) ||
            put(kp__murmur2_partition(key, len, partitions)))
            return 1;
    }
    return fflush(stdout) ? 1 : 0;
}
