#include <intake/walk.h>

static const uint8_t *uvarlong_get(const uint8_t *at, uint64_t *value)
{
    uint64_t got = *at & 0x7f;
    for (unsigned shift = 7; *at++ & 0x80; shift += 7)
        got |= (uint64_t)(*at & 0x7f) << shift;
    *value = got;
    return at;
}

static int64_t unzigzag64(uint64_t value) { return (int64_t)(value >> 1) ^ -(int64_t)(value & 1); }

void kp__walk_next(kp__walk *walk, kp__walked *record)
{
    uint64_t length, delta, offset, key;
    while (walk->at == walk->segment->used)
        *walk = (kp__walk){walk->segment->next, 0};
    const uint8_t *head = walk->segment->data + walk->at;
    const uint8_t *attributes = uvarlong_get(head, &length);
    record->segment = walk->segment;
    record->timestamp = attributes + 1;
    const uint8_t *at = uvarlong_get(record->timestamp, &delta);
    record->key_length = uvarlong_get(at, &offset);
    record->length = (uint32_t)(length >> 1);
    record->delta = unzigzag64(delta);
    record->timestamp_size = (uint32_t)(at - record->timestamp);
    record->offset_size = (uint32_t)(record->key_length - at);
    record->key_length_size = (uint32_t)(uvarlong_get(record->key_length, &key) - record->key_length);
    kp__walk_skip(walk, (uint32_t)(attributes - head) + record->length);
}
