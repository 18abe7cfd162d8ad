#include <intake/encode.h>

#include <intake/lane.h>

_Static_assert(KP__SEGMENT_FILLED == KP__CHUNK - sizeof(kp__segment) - KP__RECORD_HEAD_MAX, "what no head fits in");

uint8_t *kp__uvarlong_put_long(uint8_t *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (uint8_t)(value | 0x80);
    *at++ = (uint8_t)value;
    return at;
}

uint64_t kp__headers_size(const kp_record *record)
{
    if (record->header_count > INT32_MAX)
        return UINT64_MAX;
    uint64_t size = kp__uvarint_size((uint32_t)record->header_count << 1);
    for (size_t i = 0; i < record->header_count; i++) {
        const kp_header *header = &record->headers[i];
        if ((header->name_size | header->value_size) > INT32_MAX)
            return UINT64_MAX;
        size += kp__uvarint_size((uint32_t)header->name_size << 1) + (uint64_t)header->name_size;
        size += kp__field_size(header->value, header->value_size);
        if (size > INT32_MAX)
            return UINT64_MAX;
    }
    return size;
}

uint8_t *kp__encode_headers(uint8_t *at, const kp_record *record)
{
    at = kp__uvarlong_put(at, (uint64_t)record->header_count << 1);
    for (size_t i = 0; i < record->header_count; i++) {
        const kp_header *header = &record->headers[i];
        at = kp__uvarlong_put(at, (uint64_t)header->name_size << 1);
        if (header->name_size)
            memcpy(at, header->name, header->name_size);
        at += header->name_size;
        at = kp__uvarlong_put(at, kp__field_zigzag(header->value, header->value_size));
        if (header->value && header->value_size) {
            memcpy(at, header->value, header->value_size);
            at += header->value_size;
        }
    }
    return at;
}

/* ---- over several segments ---- */

static void put_bytes(kp__segment **segment, const void *data, size_t size)
{
    const uint8_t *from = data;
    while (size > 0) {
        kp__segment *to = *segment;
        size_t room = to->cap - to->used;
        size_t part = size < room ? size : room;
        if (part)
            memcpy(to->data + to->used, from, part);
        to->used += (uint32_t)part;
        from += part;
        size -= part;
        if (size > 0)
            *segment = to->next;
    }
}

static void put_uvarint(kp__segment **segment, uint64_t value)
{
    uint8_t bytes[10];
    put_bytes(segment, bytes, (size_t)(kp__uvarlong_put(bytes, value) - bytes));
}

static void put_field(kp__segment **segment, const void *data, size_t size)
{
    put_uvarint(segment, kp__field_zigzag(data, size));
    if (data)
        put_bytes(segment, data, size);
}

enum { SMALL = 512 }; /* a record up to this size is copied twice, rather than put together from its parts */

kp__segment *kp__encode_chain(kp__segment *segment, const kp__shape *shape, const kp_record *record)
{
    if (segment->cap - segment->used < shape->head)
        segment = segment->next;
    uint8_t *at = segment->data + segment->used;
    if (segment->cap - segment->used >= shape->total) {
        kp__encode_flat(at, shape, record);
        segment->used += shape->total;
        return segment;
    }
    if (shape->total <= SMALL) {
        uint8_t bytes[SMALL];
        kp__encode_flat(bytes, shape, record);
        put_bytes(&segment, bytes, shape->total);
        return segment;
    }
    segment->used += (uint32_t)(kp__encode_head(at, shape, record) - at);
    if (record->key)
        put_bytes(&segment, record->key, record->key_size);
    put_field(&segment, record->value, record->value_size);
    put_uvarint(&segment, (uint64_t)record->header_count << 1);
    for (size_t i = 0; i < record->header_count; i++) {
        const kp_header *header = &record->headers[i];
        put_uvarint(&segment, (uint64_t)header->name_size << 1);
        put_bytes(&segment, header->name, header->name_size);
        put_field(&segment, header->value, header->value_size);
    }
    return segment;
}

size_t kp__record_bound(const kp_record *record)
{
    /* Java: 21 bytes for everything but key, value and headers. */
    uint64_t fixed = kp__record_fixed(record);
    return fixed > KP__RECORD_MAX ? SIZE_MAX : (size_t)(fixed - 1 + 21);
}
