/* A request frame, without its size, as a broker reads it. */
#include <tests/fuzz/fuzz.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kp__request_header header;
    kp__slice body;
    if (kp__wire_request_header(kp__slice_of(data, size), &header, &body) == KP_OK && body.data)
        fuzz_message(kp__message_request(header.key), header.version, body);
    return 0;
}
