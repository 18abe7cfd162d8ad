#include <broker/log/validate.h>

enum { CODEC_MAX = 4 };

/* Every length down to the headers': who reads the topic later has no way around a record that cannot be read. Offsets
 * that rise and end at count - 1 (header_ok) have no gaps. */
static bool records_ok(kp__slice body, const kp__batch_header *header)
{
    kp__record_reader reader;
    kp__record_view view;
    kp__batch_header from_zero = *header; /* base_offset is the broker's to give */
    kp_err err;
    from_zero.base_offset = 0;
    kp__record_reader_init(&reader, &from_zero, body);
    do
        err = kp__record_reader_next(&reader, &view);
    while (!err);
    return err == KP_ERR_END_OF_FILE;
}

static kp_err header_ok(const kp__batch_header *header)
{
    if (header->attributes & KP__BATCH_ATTR_CONTROL)
        return KP_ERR_INVALID_RECORD; /* only the broker writes those */
    if (header->attributes & KP__BATCH_ATTR_TRANSACTIONAL)
        return KP_ERR_INVALID_TXN_STATE; /* no transaction has this partition: there are none */
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
    if ((header->attributes & KP__BATCH_ATTR_CODEC) == 0 && !records_ok(body, header))
        return KP_ERR_INVALID_RECORD;
    return KP_OK;
}
