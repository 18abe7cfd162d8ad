/* A response frame, without its size, as a client reads it: it knows key and version, here the first two bytes. */
#include <tests/fuzz/fuzz.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kp__slice body;
    int32_t id;
    if (size < 2)
        return 0;
    const kp__message *message = kp__message_response(data[0]);
    if (!message || data[1] > kp__message_version_max(message))
        return 0;
    if (kp__wire_response_header(kp__slice_of(data + 2, size - 2), data[0], data[1], &id, &body) == KP_OK)
        fuzz_message(message, data[1], body);
    return 0;
}
