#include <tests/broker/batches.h>

#include <stdlib.h>
#include <string.h>

#include <base/crc32c.h>

static uint8_t *put_record(uint8_t *at, const batch_plan *plan, int32_t index)
{
    size_t size = 1 + kp__varlong_size(index) + kp__varint_size(index) + kp__varint_size(-1) +
                  kp__varint_size(plan->value_size) + (size_t)plan->value_size + 1;
    at = kp__varint_put(at, (int32_t)size);
    *at++ = 0;
    at = kp__varlong_put(at, index);
    at = kp__varint_put(at, index);
    at = kp__varint_put(at, -1);
    at = kp__varint_put(at, plan->value_size);
    memset(at, plan->fill, (size_t)plan->value_size);
    at += plan->value_size;
    *at++ = 0;
    return at;
}

size_t batch_make(uint8_t *out, size_t cap, const batch_plan *plan)
{
    int32_t count = plan->count ? plan->count : 1;
    uint8_t *at = out + KP__BATCH_HEADER;
    if (cap < KP__BATCH_HEADER + (size_t)count * ((size_t)plan->value_size + 40))
        abort();
    for (int32_t i = 0; i < count; i++)
        at = put_record(at, plan, i);
    size_t body = (size_t)(at - out) - KP__BATCH_HEADER;
    kp__batch_header header = {.leader_epoch = -1,
                               .last_offset_delta = count - 1,
                               .base_timestamp = plan->timestamp,
                               .max_timestamp = plan->timestamp + count - 1,
                               .producer_id = plan->producer_id,
                               .producer_epoch = plan->producer_epoch,
                               .base_sequence = plan->base_sequence,
                               .record_count = count};
    kp__batch_crc_write(out, kp__crc32c(kp__batch_header_write(out, &header, body), out + KP__BATCH_HEADER, body));
    return (size_t)(at - out);
}
