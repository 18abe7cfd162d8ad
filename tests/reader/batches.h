/* Batches for the reader's tests, built by the wire's own writer. */
#ifndef KP_TESTS_READER_BATCHES_H
#define KP_TESTS_READER_BATCHES_H

#include <string.h>

#include <base/crc32c.h>
#include <tests/check.h>
#include <wire/batch.h>

typedef struct bytes {
    uint8_t data[4096];
    size_t len;
} bytes;

/* A batch of `count` records "v0", "v1" ... without keys, from `base` on; attributes as given. */
static inline size_t put_batch(bytes *out, int64_t base, int32_t count, int16_t attributes)
{
    uint8_t body[2048], *at = body;
    for (int32_t i = 0; i < count; i++) {
        uint8_t record[64], *r = record;
        *r++ = 0;
        r = kp__varlong_put(r, i);
        r = kp__varint_put(r, i);
        r = kp__varint_put(r, -1);
        r = kp__varint_put(r, 2);
        *r++ = 'v';
        *r++ = (uint8_t)('0' + i % 10);
        r = kp__varint_put(r, 1);
        r = kp__varint_put(r, 1);
        *r++ = 'h';
        r = kp__varint_put(r, -1);
        at = kp__varint_put(at, (int32_t)(r - record));
        memcpy(at, record, (size_t)(r - record));
        at += r - record;
    }
    size_t size = (size_t)(at - body);
    kp__batch_header header = {.base_offset = base,
                               .leader_epoch = 3,
                               .attributes = attributes,
                               .last_offset_delta = count - 1,
                               .base_timestamp = 1000,
                               .max_timestamp = 5000,
                               .producer_id = -1,
                               .producer_epoch = -1,
                               .base_sequence = -1,
                               .record_count = count};
    size_t begin = out->len;
    assert_true(out->len + KP__BATCH_HEADER + size <= sizeof out->data);
    kp__batch_crc_write(out->data + begin,
                        kp__crc32c(kp__batch_header_write(out->data + begin, &header, size), body, size));
    memcpy(out->data + begin + KP__BATCH_HEADER, body, size);
    out->len += KP__BATCH_HEADER + size;
    return begin;
}

/* Makes the checksum right again after a byte was changed. */
static inline void fix_crc(bytes *b, size_t begin, size_t end)
{
    uint32_t crc = kp__crc32c(0, b->data + begin + KP__BATCH_CRC_FROM, end - begin - KP__BATCH_CRC_FROM);
    for (int i = 0; i < 4; i++)
        b->data[begin + 17 + (size_t)i] = (uint8_t)(crc >> (24 - 8 * i));
}

static inline void put_be32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static inline void put_be64(uint8_t *at, uint64_t value)
{
    put_be32(at, (uint32_t)(value >> 32));
    put_be32(at + 4, (uint32_t)value);
}

#endif
