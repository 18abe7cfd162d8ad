/* Single cases of the codec, byte for byte. */
#include <tests/check.h>
#include <wire/messages.h>

#include <stdlib.h>
#include <string.h>

typedef struct bench {
    kp__alloc alloc;
    kp__arena arena;
    kp__gather out;
    uint8_t flat[4096];
    size_t len;
    char where[96];
} bench;

static bench *bench_new(void)
{
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    kp__alloc_init(&b->alloc, NULL);
    kp__arena_init(&b->arena, &b->alloc, 1 << 20);
    kp__gather_init(&b->out, &b->alloc, 1 << 20);
    return b;
}

static void bench_free(bench *b)
{
    kp__gather_deinit(&b->out);
    kp__arena_deinit(&b->arena);
    assert_int_equal(b->alloc.bytes, 0);
    free(b);
}

static kp_err encode(bench *b, const kp__message *message, int16_t version, const void *body)
{
    kp__gather_reset(&b->out);
    kp_err err = kp__wire_encode(message, version, body, &b->out);
    b->len = 0;
    for (int32_t i = 0; i < b->out.count; i++) {
        kp__slice piece = kp__gather_piece(&b->out, i);
        assert_true(b->len + piece.len <= sizeof b->flat);
        memcpy(b->flat + b->len, piece.data, piece.len);
        b->len += piece.len;
    }
    assert_int_equal(b->len, b->out.total);
    return err;
}

static kp_err decode(bench *b, const kp__message *message, int16_t version, const char *bytes, size_t len, void *body)
{
    return kp__wire_decode(message, version, kp__slice_of(bytes, len), &b->arena, body, b->where);
}

#define BYTES(b, text)                                                                                                 \
    do {                                                                                                               \
        assert_int_equal((b)->len, sizeof(text) - 1);                                                                  \
        assert_memory_equal((b)->flat, text, sizeof(text) - 1);                                                        \
    } while (0)

static void produce_body(kp__produce_request *body, kp__produce_request_topic_produce_data *topic,
                         kp__produce_request_partition_produce_data *partition)
{
    kp__message_defaults(&kp__produce_request_message, body);
    memset(topic, 0, sizeof *topic);
    memset(partition, 0, sizeof *partition);
    body->acks = -1;
    body->timeout_ms = 1500;
    body->topic_data.items = topic;
    body->topic_data.count = 1;
    topic->name = kp__slice_str("ab");
    topic->partition_data.items = partition;
    topic->partition_data.count = 1;
    partition->index = 7;
}

TEST(produce_request_is_kafkas_bytes_in_old_and_flexible_versions)
{
    bench *b = bench_new();
    kp__produce_request body;
    kp__produce_request_topic_produce_data topic;
    kp__produce_request_partition_produce_data partition;
    produce_body(&body, &topic, &partition);
    partition.records.flat = kp__slice_str("xyz");
    assert_int_equal(encode(b, &kp__produce_request_message, 7, &body), KP_OK);
    BYTES(b, "\xff\xff\xff\xff\0\0\x05\xdc\0\0\0\x01\0\x02"
             "ab\0\0\0\x01\0\0\0\x07\0\0\0\x03xyz");
    assert_int_equal(encode(b, &kp__produce_request_message, 9, &body), KP_OK);
    BYTES(b, "\0\xff\xff\0\0\x05\xdc\x02\x03"
             "ab\x02\0\0\0\x07\x04xyz\0\0\0");
    bench_free(b);
}

TEST(records_in_pieces_are_referenced_not_copied)
{
    bench *b = bench_new();
    kp__produce_request body;
    kp__produce_request_topic_produce_data topic;
    kp__produce_request_partition_produce_data partition;
    const kp__slice parts[] = {kp__slice_str("xy"), kp__slice_str(""), kp__slice_str("z")};
    produce_body(&body, &topic, &partition);
    partition.records = (kp__records){.parts = parts, .part_count = 3};
    assert_int_equal(encode(b, &kp__produce_request_message, 9, &body), KP_OK);
    BYTES(b, "\0\xff\xff\0\0\x05\xdc\x02\x03"
             "ab\x02\0\0\0\x07\x04xyz\0\0\0");
    assert_int_equal(b->out.count, 4);
    assert_ptr_equal(kp__gather_piece(&b->out, 1).data, parts[0].data);
    assert_ptr_equal(kp__gather_piece(&b->out, 2).data, parts[2].data);
    bench_free(b);
}

TEST(B2_null_where_none_is_allowed_is_refused_both_ways)
{
    bench *b = bench_new();
    kp__produce_request body;
    kp__produce_request_topic_produce_data topic;
    kp__produce_request_partition_produce_data partition;
    produce_body(&body, &topic, &partition);
    topic.name = kp__slice_null();
    assert_int_equal(encode(b, &kp__produce_request_message, 9, &body), KP_ERR_ARGUMENT);
    assert_int_equal(b->out.total, 0);
    assert_int_equal(decode(b, &kp__produce_request_message, 9,
                            "\0\xff\xff\0\0\x05\xdc\x02\0\x02\0\0\0\x07\x04xyz\0\0\0", 23, &body),
                     KP_ERR_PROTOCOL);
    assert_string_equal(b->where, "TopicData[0].Name");
    bench_free(b);
}

TEST(B2_a_count_beyond_the_bytes_left_is_refused_before_memory_is_taken)
{
    bench *b = bench_new();
    kp__produce_request body;
    assert_int_equal(
        decode(b, &kp__produce_request_message, 3, "\xff\xff\xff\xff\0\0\x05\xdc\x7f\xff\xff\xff", 12, &body),
        KP_ERR_PROTOCOL);
    assert_string_equal(b->where, "TopicData");
    assert_int_equal(
        decode(b, &kp__produce_request_message, 9, "\0\xff\xff\0\0\x05\xdc\xff\xff\xff\xff\x0f", 12, &body),
        KP_ERR_PROTOCOL);
    assert_int_equal(b->arena.used, 0);
    assert_int_equal(b->alloc.calls, 0);
    bench_free(b);
}

TEST(a_version_that_we_do_not_have_is_unsupported)
{
    bench *b = bench_new();
    kp__produce_request body;
    kp__message_defaults(&kp__produce_request_message, &body);
    assert_int_equal(encode(b, &kp__produce_request_message, 14, &body), KP_ERR_UNSUPPORTED);
    assert_int_equal(encode(b, &kp__produce_request_message, -1, &body), KP_ERR_UNSUPPORTED);
    assert_int_equal(decode(b, &kp__produce_request_message, 14, "", 0, &body), KP_ERR_UNSUPPORTED);
    bench_free(b);
}

TESTS(t(produce_request_is_kafkas_bytes_in_old_and_flexible_versions), t(records_in_pieces_are_referenced_not_copied),
      t(B2_null_where_none_is_allowed_is_refused_both_ways),
      t(B2_a_count_beyond_the_bytes_left_is_refused_before_memory_is_taken),
      t(a_version_that_we_do_not_have_is_unsupported))
