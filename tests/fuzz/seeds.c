/* Writes what fuzzing begins with: fuzz_seeds DIR makes DIR/{request,response,header,batch}/, a file a message. */
#include <tests/fuzz/fuzz.h>
#include <wire/batch.h>
#include <wire/table.h>

#include <base/crc32c.h>

#include <string.h>
#include <sys/stat.h>

typedef struct seeder {
    const char *dir;
    kp__alloc alloc;
    kp__arena arena;
    kp__gather gather;
    kp__rng rng;
    _Alignas(16) char body[1024];
} seeder;

static void write_file(seeder *s, const char *target, const char *name, int number, kp__slice head, size_t skip)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", s->dir, target);
    mkdir(path, 0777); /* may be there */
    snprintf(path, sizeof path, "%s/%s/%s-%d", s->dir, target, name, number);
    FILE *file = fopen(path, "wb");
    FUZZ_CHECK(file);
    fwrite(head.data, 1, head.len, file);
    for (int32_t i = 0; i < s->gather.count; i++) {
        kp__slice piece = kp__gather_piece(&s->gather, i);
        size_t from = i == 0 ? skip : 0;
        fwrite(piece.data + from, 1, piece.len - from, file);
    }
    FUZZ_CHECK(fclose(file) == 0);
}

static void seed_message(seeder *s, const kp__message *message, int16_t version, bool request)
{
    uint8_t head[2] = {(uint8_t)message->key, (uint8_t)version};
    kp__request_header header = {message->key, version, 1, kp__slice_str("kprod")};
    kp__arena_reset(&s->arena);
    kp__gather_reset(&s->gather);
    FUZZ_CHECK(kp__wire_random(message, version, &s->rng, &s->arena, s->body) == KP_OK);
    if (request)
        FUZZ_CHECK(kp__wire_request_begin(&s->gather, &header) == KP_OK);
    else
        FUZZ_CHECK(kp__wire_response_begin(&s->gather, message->key, version, 1) == KP_OK);
    if (request)
        write_file(s, "header", message->name, version, kp__slice_str(""), 4);
    FUZZ_CHECK(kp__wire_encode(message, version, s->body, &s->gather) == KP_OK);
    write_file(s, request ? "request" : "response", message->name, version, kp__slice_of(head, request ? 0 : 2), 4);
}

static void seed_batch(seeder *s, int32_t count)
{
    static const uint8_t record[] = {22, 0, 0, 0, 2, 'k', 1, 2, 2, 'h', 2, 'v'};
    uint8_t bytes[256], *at = bytes + KP__BATCH_HEADER;
    for (int32_t i = 0; i < count; i++, at += sizeof record) {
        memcpy(at, record, sizeof record);
        kp__varint_put(at + 3, i);
    }
    size_t size = (size_t)(at - bytes), body = size - KP__BATCH_HEADER;
    kp__batch_header header = {
        .last_offset_delta = count - 1, .base_timestamp = 1, .producer_id = 1, .record_count = count};
    kp__batch_crc_write(bytes,
                        kp__crc32c(kp__batch_header_write(bytes, &header, body), bytes + KP__BATCH_HEADER, body));
    kp__gather_reset(&s->gather);
    write_file(s, "batch", "records", (int)count, kp__slice_of(bytes, size), 0);
}

int main(int argc, char **argv)
{
    static seeder s;
    if (argc != 2)
        return 2;
    s.dir = argv[1];
    mkdir(s.dir, 0777);
    kp__alloc_init(&s.alloc, NULL);
    kp__arena_init(&s.arena, &s.alloc, 1 << 20);
    kp__gather_init(&s.gather, &s.alloc, 1 << 20);
    kp__rng_seed(&s.rng, 1);
    for (int16_t key = 0; key < KP__API_KEYS; key++) {
        const kp__message *request = kp__message_request(key);
        for (int16_t version = request ? request->first : 1; version <= (request ? request->last : 0); version++) {
            seed_message(&s, request, version, true);
            seed_message(&s, kp__message_response(key), version, false);
        }
    }
    for (int32_t count = 0; count < 8; count++)
        seed_batch(&s, count);
    kp__gather_deinit(&s.gather);
    kp__arena_deinit(&s.arena);
    return 0;
}
