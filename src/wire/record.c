/* The records inside a batch. */
#include <wire/batch.h>
#include <wire/primitives.h>

static uint32_t zigzag32(int32_t value) { return ((uint32_t)value << 1) ^ (uint32_t)(value >> 31); }

static uint64_t zigzag64(int64_t value) { return ((uint64_t)value << 1) ^ (uint64_t)(value >> 63); }

static uint8_t *put_u64(uint8_t *at, uint64_t value)
{
    while (value >= 0x80) {
        *at++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *at++ = (uint8_t)value;
    return at;
}

size_t kp__varlong_size(int64_t value)
{
    uint64_t bits = zigzag64(value) | 1;
    return (size_t)((64 - __builtin_clzll(bits) + 6) / 7);
}

size_t kp__varint_size(int32_t value) { return kp__uvarint_size(zigzag32(value)); }

uint8_t *kp__varint_put(uint8_t *at, int32_t value) { return put_u64(at, zigzag32(value)); }

uint8_t *kp__varlong_put(uint8_t *at, int64_t value) { return put_u64(at, zigzag64(value)); }

/* At most `bits` wide. Longer than need be is accepted here, as Kafka does: some encoders reserve the room for a
 * length. */
static int64_t read_varlong(kp__reader *in, unsigned bits)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < bits && in->at < in->end; shift += 7) {
        uint64_t byte = *in->at++;
        if (bits - shift < 7 && (byte & 0x7f) >> (bits - shift))
            break;
        value |= (byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
    }
    in->bad = true;
    in->at = in->end;
    return 0;
}

static int32_t read_varint(kp__reader *in) { return (int32_t)read_varlong(in, 32); }

/* Bytes behind their length; -1 is null where that may be. */
static kp__slice read_slice(kp__reader *in, bool null_allowed)
{
    int32_t len = read_varint(in);
    if (len < -1 || (len == -1 && !null_allowed))
        in->bad = true;
    if (in->bad || len == -1)
        return kp__slice_null();
    const uint8_t *at = kp__read_bytes(in, (size_t)len);
    return kp__slice_of(at, at ? (size_t)len : 0);
}

void kp__record_reader_init(kp__record_reader *reader, const kp__batch_header *header, kp__slice body)
{
    *reader = (kp__record_reader){.left = body, .header = *header, .last_delta = -1};
}

/* Offset and timestamp of a record; false for deltas that cannot be. */
static bool place(kp__record_reader *reader, int64_t timestamp_delta, int32_t offset_delta, kp__record_view *out)
{
    const kp__batch_header *header = &reader->header;
    if (offset_delta <= reader->last_delta || offset_delta > header->last_offset_delta ||
        __builtin_add_overflow(header->base_offset, offset_delta, &out->offset) ||
        __builtin_add_overflow(header->base_timestamp, timestamp_delta, &out->timestamp))
        return false;
    if (header->attributes & KP__BATCH_ATTR_LOG_APPEND_TIME)
        out->timestamp = header->max_timestamp;
    reader->last_delta = offset_delta;
    return true;
}

static bool headers_ok(kp__slice headers, int32_t count)
{
    kp__record_header_view view;
    for (int32_t i = 0; i < count; i++)
        if (kp__record_headers_next(&headers, &view))
            return false;
    return headers.len == 0;
}

static bool read_record(kp__record_reader *reader, kp__slice bytes, kp__record_view *out)
{
    kp__reader in = kp__reader_of(bytes);
    (void)kp__read_i8(&in); /* attributes: none are defined */
    int64_t timestamp_delta = read_varlong(&in, 64);
    int32_t offset_delta = read_varint(&in);
    out->key = read_slice(&in, true);
    out->value = read_slice(&in, true);
    out->header_count = read_varint(&in);
    out->headers = kp__slice_of(in.at, kp__reader_left(&in));
    if (in.bad || out->header_count < 0 || (size_t)out->header_count > out->headers.len / 2)
        return false;
    return place(reader, timestamp_delta, offset_delta, out) && headers_ok(out->headers, out->header_count);
}

kp_err kp__record_reader_next(kp__record_reader *reader, kp__record_view *out)
{
    kp__record_view view;
    kp__reader in = kp__reader_of(reader->left);

    if (reader->index == reader->header.record_count)
        return reader->left.len == 0 ? KP_ERR_END_OF_FILE : KP_ERR_CORRUPT_MESSAGE;
    kp__slice bytes = read_slice(&in, false);
    if (in.bad || reader->header.record_count < 0 || !read_record(reader, bytes, &view))
        return KP_ERR_CORRUPT_MESSAGE;
    reader->left = kp__slice_of(in.at, kp__reader_left(&in));
    reader->index++;
    *out = view;
    return KP_OK;
}

kp_err kp__record_headers_next(kp__slice *headers, kp__record_header_view *out)
{
    kp__reader in = kp__reader_of(*headers);
    kp__record_header_view view;

    if (headers->len == 0)
        return KP_ERR_END_OF_FILE;
    view.name = read_slice(&in, false);
    view.value = read_slice(&in, true);
    if (in.bad)
        return KP_ERR_CORRUPT_MESSAGE;
    *headers = kp__slice_of(in.at, kp__reader_left(&in));
    *out = view;
    return KP_OK;
}
