/* One record into the memory of a batch. Sizes are computed once (kp__shape), then every byte is written once.
 *
 *   length | attributes 0 | timestamp delta | offset delta | key length | key | value length | value | headers
 *   varint | int8         | varlong         | varint       | varint     |     | varint       |       | varint count,
 * ...
 *   '------------------ the head: in one segment ----------------------'
 *
 * Private to intake/. Source: Kafka's DefaultRecord (record format 2). */
#ifndef KP__INTAKE_ENCODE_H
#define KP__INTAKE_ENCODE_H

#include <stdint.h>
#include <string.h>

#include <intake/batch.h>
#include <kprod/record.h>

enum {
    KP__HEADER_ROOM = 61,     /* in front of the first record: the batch's header */
    KP__RECORD_HEAD_MAX = 26, /* 5 + 1 + 10 + 5 + 5 */
    /* A record's body, so that a batch of it alone still has a length that fits int32 */
    KP__RECORD_MAX = INT32_MAX - KP__HEADER_ROOM - 5,
    KP__BATCH_ROOM = (sizeof(kp__batch) + 15) / 16 * 16 /* of a head chunk; slots come after */
};

/* The straight line is one function, whatever the compiler thinks of its size. */
#define kp__inline      inline __attribute__((always_inline))
#define kp__likely(x)   __builtin_expect(!!(x), 1)
#define kp__unlikely(x) __builtin_expect(!!(x), 0)

typedef struct kp__shape {
    uint64_t fixed; /* bytes that do not depend on the place in a batch; more than KP__RECORD_MAX: too large */
    uint64_t timestamp_zigzag;
    uint32_t offset_zigzag;
    uint32_t length; /* the varint in front of the record */
    uint32_t total;  /* with that varint */
    uint32_t head;   /* up to and with the key's length */
} kp__shape;

static inline uint32_t kp__zigzag(int32_t value) { return ((uint32_t)value << 1) ^ (uint32_t)(value >> 31); }
static inline uint64_t kp__zigzag64(int64_t value) { return ((uint64_t)value << 1) ^ (uint64_t)(value >> 63); }

/* Bytes of an unsigned varint: one for every seven bits begun, without a division: (9 * bits + 64) / 64 for 1..64 bits.
 */
static inline uint32_t kp__uvarint_size(uint32_t value)
{
    if (value < 0x80)
        return 1;
    return kp__likely(value < 0x4000) ? 2 : ((31 ^ (uint32_t)__builtin_clz(value)) * 9 + 73) / 64;
}

static inline uint32_t kp__uvarlong_size(uint64_t value)
{
    return kp__likely(value < 0x80) ? 1 : ((63 ^ (uint32_t)__builtin_clzll(value)) * 9 + 73) / 64;
}

uint8_t *kp__uvarlong_put_long(uint8_t *at, uint64_t value);

static kp__inline uint8_t *kp__uvarlong_put(uint8_t *at, uint64_t value)
{
    if (kp__likely(value < 0x80)) {
        at[0] = (uint8_t)value;
        return at + 1;
    }
    if (kp__likely(value < 0x4000)) {
        at[0] = (uint8_t)(value | 0x80);
        at[1] = (uint8_t)(value >> 7);
        return at + 2;
    }
    return kp__uvarlong_put_long(at, value);
}

/* Size of a nullable field with its length; at least 1. */
static inline uint64_t kp__field_size(const void *data, size_t size)
{
    return data ? kp__uvarint_size((uint32_t)size << 1) + (uint64_t)size : 1;
}

static inline uint32_t kp__field_zigzag(const void *data, size_t size) { return data ? (uint32_t)size << 1 : 1; }

uint64_t kp__headers_size(const kp_record *record); /* more than KP__RECORD_MAX: too large */

/* What does not depend on the place in the batch; to be called outside the lane's lock. */
static inline uint64_t kp__record_fixed(const kp_record *record)
{
    uint64_t headers = kp__likely(record->header_count == 0) ? 1 : kp__headers_size(record);
    if (kp__unlikely((record->key_size | record->value_size | headers) > INT32_MAX))
        return UINT64_MAX;
    return 1 + kp__field_size(record->key, record->key_size) + kp__field_size(record->value, record->value_size) +
           headers;
}

/* The rest, for record number `index` of a batch. `fixed` is at most KP__RECORD_MAX - 20. */
static kp__inline void kp__shape_at(kp__shape *shape, uint64_t fixed, const kp_record *record, uint32_t index,
                                    int64_t delta)
{
    shape->timestamp_zigzag = kp__zigzag64(delta);
    shape->offset_zigzag = index << 1;
    uint32_t deltas = kp__uvarlong_size(shape->timestamp_zigzag) + kp__uvarint_size(shape->offset_zigzag);
    shape->length = (uint32_t)fixed + deltas;
    uint32_t prefix = kp__uvarint_size(shape->length << 1);
    shape->total = shape->length + prefix;
    shape->head = prefix + 1 + deltas + kp__uvarint_size(kp__field_zigzag(record->key, record->key_size));
}

/* Up to and with the key's length: at most KP__RECORD_HEAD_MAX bytes. */
static kp__inline uint8_t *kp__encode_head(uint8_t *at, const kp__shape *shape, const kp_record *record)
{
    at = kp__uvarlong_put(at, (uint64_t)shape->length << 1);
    *at++ = 0;
    at = kp__uvarlong_put(at, shape->timestamp_zigzag);
    at = kp__uvarlong_put(at, shape->offset_zigzag);
    return kp__uvarlong_put(at, kp__field_zigzag(record->key, record->key_size));
}

uint8_t *kp__encode_headers(uint8_t *at, const kp_record *record);

/* The whole record, shape->total bytes, into memory that is in one piece. What is null has size 0. */
static kp__inline void kp__encode_flat(uint8_t *at, const kp__shape *shape, const kp_record *record)
{
    at = kp__encode_head(at, shape, record);
    if (record->key_size) {
        memcpy(at, record->key, record->key_size);
        at += record->key_size;
    }
    at = kp__uvarlong_put(at, kp__field_zigzag(record->value, record->value_size));
    if (record->value_size) {
        memcpy(at, record->value, record->value_size);
        at += record->value_size;
    }
    if (kp__likely(record->header_count == 0))
        *at = 0;
    else
        (void)kp__encode_headers(at, record);
}

/* The same over a chain of segments that has room for it; `segment` is where it begins (its head does not fit: the next
 * one). Advances `used` of each; returns the segment in which it ends. */
kp__segment *kp__encode_chain(kp__segment *segment, const kp__shape *shape, const kp_record *record);

#endif
