#include <wire/batch.h>
#include <wire/primitives.h>

#include <base/crc32c.h>

#include <string.h>

enum {
    AT_LENGTH = 8,
    AT_LEADER_EPOCH = 12,
    AT_MAGIC = 16,
    AT_CRC = 17,
    AT_ATTRIBUTES = 21,
    AT_LAST_OFFSET_DELTA = 23,
    AT_BASE_TIMESTAMP = 27,
    AT_MAX_TIMESTAMP = 35,
    AT_PRODUCER_ID = 43,
    AT_PRODUCER_EPOCH = 51,
    AT_BASE_SEQUENCE = 53,
    AT_RECORD_COUNT = 57,
    MAGIC = 2,
    LENGTH_END = 12, /* the length counts from here */
    LENGTH_MIN = KP__BATCH_HEADER - LENGTH_END
};

uint32_t kp__batch_header_write(uint8_t out[KP__BATCH_HEADER], const kp__batch_header *header, size_t body_size)
{
    kp__put_u64(out, (uint64_t)header->base_offset);
    kp__put_u32(out + AT_LENGTH, (uint32_t)(LENGTH_MIN + body_size));
    kp__put_u32(out + AT_LEADER_EPOCH, (uint32_t)header->leader_epoch);
    out[AT_MAGIC] = MAGIC;
    kp__put_u16(out + AT_ATTRIBUTES, (uint16_t)header->attributes);
    kp__put_u32(out + AT_LAST_OFFSET_DELTA, (uint32_t)header->last_offset_delta);
    kp__put_u64(out + AT_BASE_TIMESTAMP, (uint64_t)header->base_timestamp);
    kp__put_u64(out + AT_MAX_TIMESTAMP, (uint64_t)header->max_timestamp);
    kp__put_u64(out + AT_PRODUCER_ID, (uint64_t)header->producer_id);
    kp__put_u16(out + AT_PRODUCER_EPOCH, (uint16_t)header->producer_epoch);
    kp__put_u32(out + AT_BASE_SEQUENCE, (uint32_t)header->base_sequence);
    kp__put_u32(out + AT_RECORD_COUNT, (uint32_t)header->record_count);
    return kp__crc32c(0, out + KP__BATCH_CRC_FROM, KP__BATCH_HEADER - KP__BATCH_CRC_FROM);
}

void kp__batch_crc_write(uint8_t out[KP__BATCH_HEADER], uint32_t crc) { kp__put_u32(out + AT_CRC, crc); }

/* Wrong as far as it can be seen, or merely not all there. */
static kp_err check_frame(kp__slice in)
{
    if (in.len < LENGTH_END)
        return KP_ERR_LIMIT;
    int32_t length = (int32_t)kp__get_u32(in.data + AT_LENGTH);
    if (length < LENGTH_MIN)
        return KP_ERR_CORRUPT_MESSAGE;
    if (in.len > AT_MAGIC && in.data[AT_MAGIC] != MAGIC)
        return KP_ERR_CORRUPT_MESSAGE;
    return in.len - LENGTH_END < (size_t)length ? KP_ERR_LIMIT : KP_OK;
}

kp_err kp__batch_header_read(kp__slice in, kp__batch_header *out)
{
    const uint8_t *at = in.data;
    kp_err err = check_frame(in);
    if (err)
        return err;
    *out = (kp__batch_header){
        .base_offset = (int64_t)kp__get_u64(at),
        .length = (int32_t)kp__get_u32(at + AT_LENGTH),
        .leader_epoch = (int32_t)kp__get_u32(at + AT_LEADER_EPOCH),
        .crc = kp__get_u32(at + AT_CRC),
        .attributes = (int16_t)kp__get_u16(at + AT_ATTRIBUTES),
        .last_offset_delta = (int32_t)kp__get_u32(at + AT_LAST_OFFSET_DELTA),
        .base_timestamp = (int64_t)kp__get_u64(at + AT_BASE_TIMESTAMP),
        .max_timestamp = (int64_t)kp__get_u64(at + AT_MAX_TIMESTAMP),
        .producer_id = (int64_t)kp__get_u64(at + AT_PRODUCER_ID),
        .producer_epoch = (int16_t)kp__get_u16(at + AT_PRODUCER_EPOCH),
        .base_sequence = (int32_t)kp__get_u32(at + AT_BASE_SEQUENCE),
        .record_count = (int32_t)kp__get_u32(at + AT_RECORD_COUNT),
    };
    return KP_OK;
}

bool kp__batch_crc_ok(kp__slice batch)
{
    if (check_frame(batch))
        return false;
    size_t end = LENGTH_END + (size_t)kp__get_u32(batch.data + AT_LENGTH);
    return kp__crc32c(0, batch.data + KP__BATCH_CRC_FROM, end - KP__BATCH_CRC_FROM) == kp__get_u32(batch.data + AT_CRC);
}
