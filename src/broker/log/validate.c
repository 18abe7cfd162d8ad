#include <broker/log/validate.h>

enum { CODEC_MAX = 4, RECORD_MIN = 7 /* length, attributes, two deltas, key, value, headers: a byte each */ };

/* A zigzag varint; false when it does not end before `end` or is longer than it may be. */
static bool take_varint(const uint8_t **at, const uint8_t *end, int64_t *out)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 70 && *at < end; shift += 7) {
        uint8_t byte = *(*at)++;
        value |= (uint64_t)(byte & 0x7f) << (shift < 64 ? shift : 63);
        if (!(byte & 0x80)) {
            *out = (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
            return true;
        }
    }
    return false;
}

static bool record_ok(const uint8_t *at, const uint8_t *end, int32_t index)
{
    int64_t timestamp_delta, offset_delta;
    if (at >= end)
        return false;
    at++; /* attributes */
    return take_varint(&at, end, &timestamp_delta) && take_varint(&at, end, &offset_delta) && offset_delta == index;
}

static bool records_ok(kp__slice body, int32_t count)
{
    const uint8_t *at = body.data, *end = body.data + body.len;

    if ((uint64_t)count * RECORD_MIN > body.len)
        return false;
    for (int32_t i = 0; i < count; i++) {
        int64_t len;
        if (!take_varint(&at, end, &len) || len < 0 || len > end - at || !record_ok(at, at + len, i))
            return false;
        at += len;
    }
    return at == end;
}

static kp_err header_ok(const kp__batch_header *header)
{
    if (header->attributes & KP__BATCH_ATTR_CONTROL)
        return KP_ERR_INVALID_RECORD; /* only the broker writes those */
    if (header->record_count < 1 || header->last_offset_delta != header->record_count - 1)
        return KP_ERR_INVALID_RECORD;
    if (header->producer_id >= 0 && (header->base_sequence < 0 || header->producer_epoch < 0))
        return KP_ERR_INVALID_RECORD;
    return (header->attributes & KP__BATCH_ATTR_CODEC) > CODEC_MAX ? KP_ERR_UNSUPPORTED_COMPRESSION_TYPE : KP_OK;
}

kp_err kp__validate_produced(kp__slice batch, int32_t message_bytes_max, kp__batch_header *header)
{
    if (kp__batch_header_read(batch, header))
        return KP_ERR_CORRUPT_MESSAGE;
    if ((uint64_t)header->length + 12 != batch.len)
        return KP_ERR_INVALID_RECORD; /* exactly one batch a partition */
    if (batch.len > (size_t)message_bytes_max)
        return KP_ERR_MESSAGE_TOO_LARGE;
    if (!kp__batch_crc_ok(batch))
        return KP_ERR_CORRUPT_MESSAGE;
    kp_err err = header_ok(header);
    if (err)
        return err;
    kp__slice body = kp__slice_of(batch.data + KP__BATCH_HEADER, batch.len - KP__BATCH_HEADER);
    if ((header->attributes & KP__BATCH_ATTR_CODEC) == 0 && !records_ok(body, header->record_count))
        return KP_ERR_INVALID_RECORD;
    return KP_OK;
}
