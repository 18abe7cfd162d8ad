/* A record batch and what is in it, the CRC not looked at: a fuzzer would hardly ever pass it. */
#include <tests/fuzz/fuzz.h>
#include <wire/batch.h>

static size_t walk_headers(const kp__record_view *record)
{
    kp__record_header_view view;
    kp__slice left = record->headers;
    int32_t count = 0;
    size_t bytes = 0;
    kp_err err;
    while ((err = kp__record_headers_next(&left, &view)) == KP_OK) {
        bytes += view.name.len + view.value.len;
        count++;
    }
    FUZZ_CHECK(err == KP_ERR_END_OF_FILE && count == record->header_count);
    return bytes;
}

static void walk(const kp__batch_header *header, kp__slice body)
{
    kp__record_reader reader;
    kp__record_view view;
    int64_t last = header->base_offset;
    int32_t count = 0;
    size_t bytes = 0;
    kp_err err;
    kp__record_reader_init(&reader, header, body);
    while ((err = kp__record_reader_next(&reader, &view)) == KP_OK) {
        FUZZ_CHECK(view.offset >= last && view.offset - header->base_offset <= header->last_offset_delta);
        last = view.offset;
        bytes += view.key.len + view.value.len + walk_headers(&view);
        count++;
    }
    FUZZ_CHECK(bytes <= body.len);
    FUZZ_CHECK(err == KP_ERR_CORRUPT_MESSAGE || (err == KP_ERR_END_OF_FILE && count == header->record_count));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kp__batch_header header;
    kp__slice in = kp__slice_of(data, size);
    kp_err err = kp__batch_header_read(in, &header);
    bool crc_ok = kp__batch_crc_ok(in);
    if (err == KP_OK)
        walk(&header, kp__slice_of(data + KP__BATCH_HEADER, (size_t)header.length + 12 - KP__BATCH_HEADER));
    else
        FUZZ_CHECK(!crc_ok && (err == KP_ERR_CORRUPT_MESSAGE || err == KP_ERR_LIMIT));
    return 0;
}
