/* What a broker sends as a partition's records, up to the reader's owner. The first byte chooses where reading begins;
 * the checksum is not looked at, as a fuzzer would hardly ever pass it. */
#include <reader/reader.h>
#include <tests/fuzz/fuzz.h>

static char topic[] = "t";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    kp__alloc alloc;
    kp__alloc_init(&alloc, NULL);
    kp__reader reader;
    kp__reader_config config = {.response_max = 1 << 20};
    kp__reader_init(&reader, &alloc, NULL, &config);
    kp__tap tap = {.topic = topic, .next = data[0]};
    kp__buf_init(&tap.bytes, &alloc, 1 << 20);
    kp__buf_append(&tap.bytes, data + 1, size - 1);
    kp__list_push(&reader.unread, &tap.unread);
    int64_t last = tap.next - 1;
    kp_read_record record;
    kp_err err;
    while ((err = kp__reader_take(&reader, &record)) == KP_OK) {
        FUZZ_CHECK(record.offset > last && tap.next == record.offset + 1);
        last = record.offset;
        for (size_t i = 0; i < record.header_count; i++)
            FUZZ_CHECK(record.headers[i].name);
    }
    FUZZ_CHECK(err == KP_AGAIN ? !reader.err : err == reader.err && reader.text[0]);
    kp__list_remove(&tap.unread);
    kp__buf_deinit(&tap.bytes);
    kp__reader_deinit(&reader);
    FUZZ_CHECK(atomic_load(&alloc.bytes) == 0);
    return 0;
}
