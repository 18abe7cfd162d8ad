/* Record batches for tests. */
#ifndef KP_TESTS_BROKER_BATCHES_H
#define KP_TESTS_BROKER_BATCHES_H

#include <stdint.h>

#include <wire/batch.h>

typedef struct batch_plan {
    int32_t count;      /* records; default 1 */
    int32_t value_size; /* bytes of each value */
    int64_t producer_id;
    int16_t producer_epoch;
    int32_t base_sequence;
    int64_t timestamp; /* of the first record; each later one is 1 ms later */
    uint8_t fill;      /* of the values */
} batch_plan;

#define NO_PRODUCER .producer_id = -1, .producer_epoch = -1, .base_sequence = -1

/* Writes a whole batch with base offset 0 into `out`, as a producer sends it; returns its size. */
size_t batch_make(uint8_t *out, size_t cap, const batch_plan *plan);

#endif
