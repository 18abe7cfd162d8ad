/* Headers alone: what was understood is written again and read again. */
#include <tests/fuzz/fuzz.h>

#include <string.h>

static void write_again(const kp__request_header *header)
{
    kp__alloc alloc;
    kp__gather out;
    kp__request_header again;
    kp__slice body;
    kp__alloc_init(&alloc, NULL);
    kp__gather_init(&out, &alloc, 1 << 20);
    FUZZ_CHECK(kp__wire_request_begin(&out, header) == KP_OK);
    FUZZ_CHECK(kp__wire_frame_end(&out) == KP_OK);
    FUZZ_CHECK(out.count == 1);
    kp__slice frame = kp__gather_piece(&out, 0);
    FUZZ_CHECK(kp__wire_request_header(kp__slice_of(frame.data + 4, frame.len - 4), &again, &body) == KP_OK);
    FUZZ_CHECK(again.key == header->key && again.version == header->version);
    FUZZ_CHECK(again.correlation_id == header->correlation_id && kp__slice_equal(again.client_id, header->client_id));
    FUZZ_CHECK(body.data == NULL || body.len == 0);
    kp__gather_deinit(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kp__request_header header;
    kp__slice frame = kp__slice_of(data, size), body;
    int32_t id;
    if (kp__wire_request_header(frame, &header, &body) == KP_OK) {
        FUZZ_CHECK(!body.data || (body.data >= data && body.data + body.len == data + size));
        write_again(&header);
    }
    for (int16_t version = 0; version < 16; version++)
        for (int16_t key = 0; key < 20; key += 3)
            if (kp__wire_response_header(frame, key, version, &id, &body) == KP_OK)
                FUZZ_CHECK(body.data + body.len == data + size);
    return 0;
}
