/* Kafka's primitive types as bytes: big-endian numbers and unsigned varints, and a reader whose error sticks. */
#ifndef KP__WIRE_PRIMITIVES_H
#define KP__WIRE_PRIMITIVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <base/slice.h>

static inline uint16_t kp__get_u16(const uint8_t *at)
{
    uint16_t value;
    memcpy(&value, at, sizeof value);
    return __builtin_bswap16(value);
}

static inline uint32_t kp__get_u32(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return __builtin_bswap32(value);
}

static inline uint64_t kp__get_u64(const uint8_t *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return __builtin_bswap64(value);
}

static inline void kp__put_u16(uint8_t *at, uint16_t value)
{
    value = __builtin_bswap16(value);
    memcpy(at, &value, sizeof value);
}

static inline void kp__put_u32(uint8_t *at, uint32_t value)
{
    value = __builtin_bswap32(value);
    memcpy(at, &value, sizeof value);
}

static inline void kp__put_u64(uint8_t *at, uint64_t value)
{
    value = __builtin_bswap64(value);
    memcpy(at, &value, sizeof value);
}

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "kp__get and kp__put are written for a little-endian machine"
#endif

/* 7 bits a byte, lowest first. 1..5 bytes. */
static inline size_t kp__uvarint_size(uint32_t value)
{
    return value < 1u << 7 ? 1 : value < 1u << 14 ? 2 : value < 1u << 21 ? 3 : value < 1u << 28 ? 4 : 5;
}

static inline uint8_t *kp__uvarint_put(uint8_t *at, uint32_t value)
{
    while (value >= 0x80) {
        *at++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *at++ = (uint8_t)value;
    return at;
}

/* Reads from `at` towards `end`. Past the end, or at bytes that cannot be, every read gives 0 and `bad` stays set:
 * check it once, after the last read and before anything is done with a count. */
typedef struct kp__reader {
    const uint8_t *at;
    const uint8_t *end;
    bool bad;
} kp__reader;

static inline kp__reader kp__reader_of(kp__slice in)
{
    const uint8_t *at = in.data ? in.data : (const uint8_t *)""; /* no arithmetic on NULL */
    return (kp__reader){at, at + (in.data ? in.len : 0), false};
}

static inline size_t kp__reader_left(const kp__reader *in) { return (size_t)(in->end - in->at); }

/* The next `len` bytes; NULL (and bad) when there are fewer. */
static inline const uint8_t *kp__read_bytes(kp__reader *in, size_t len)
{
    if (kp__reader_left(in) < len) {
        in->bad = true;
        in->at = in->end;
        return NULL;
    }
    in->at += len;
    return in->at - len;
}

static inline int8_t kp__read_i8(kp__reader *in)
{
    const uint8_t *at = kp__read_bytes(in, 1);
    return at ? (int8_t)*at : 0;
}

static inline int16_t kp__read_i16(kp__reader *in)
{
    const uint8_t *at = kp__read_bytes(in, 2);
    return at ? (int16_t)kp__get_u16(at) : 0;
}

static inline int32_t kp__read_i32(kp__reader *in)
{
    const uint8_t *at = kp__read_bytes(in, 4);
    return at ? (int32_t)kp__get_u32(at) : 0;
}

static inline int64_t kp__read_i64(kp__reader *in)
{
    const uint8_t *at = kp__read_bytes(in, 8);
    return at ? (int64_t)kp__get_u64(at) : 0;
}

/* Bad: more than 5 bytes, more than 32 bits, or longer than it need be. */
static inline uint32_t kp__read_uvarint(kp__reader *in)
{
    uint32_t value = 0;
    for (unsigned shift = 0; shift <= 28 && in->at < in->end; shift += 7) {
        uint8_t byte = *in->at++;
        value |= (uint32_t)(byte & 0x7f) << shift;
        if (byte & 0x80)
            continue;
        if ((byte == 0 && shift > 0) || (shift == 28 && byte > 0x0f))
            break;
        return value;
    }
    in->bad = true;
    in->at = in->end;
    return 0;
}

/* A section of tagged fields: their number (each takes two bytes at least), then for each its tag, which must rise, and
 * its size. The bytes themselves are left to the caller. */
static inline uint32_t kp__read_tag_count(kp__reader *in)
{
    uint32_t count = kp__read_uvarint(in);
    if (count > kp__reader_left(in) / 2)
        in->bad = true;
    return in->bad ? 0 : count;
}

static inline bool kp__read_tag(kp__reader *in, int64_t *tag, uint32_t *size)
{
    uint32_t next = kp__read_uvarint(in);
    *size = kp__read_uvarint(in);
    if (next <= *tag || *size > kp__reader_left(in))
        in->bad = true;
    *tag = next; /* before the first: -1 */
    return !in->bad;
}

#endif
