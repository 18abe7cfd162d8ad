/* Every allocation fails in turn: a clean error, nothing lost, nothing appended. */
#include <tests/check.h>
#include <tests/fail_alloc.h>
#include <tests/wire/every_message.h>

#include <string.h>

typedef struct job {
    const kp__message *message;
    int16_t version;
    kp__slice bytes;
    void *body;
    workshop *w;
} job;

static kp_err decode(kp__alloc *alloc, const job *j)
{
    kp__arena arena;
    kp__arena_init(&arena, alloc, 1 << 20);
    kp_err err = kp__wire_decode(j->message, j->version, j->bytes, &arena, j->w->other, NULL);
    kp__arena_deinit(&arena);
    return err;
}

/* The second of two messages meets the failure; the first must stay whole, and the next try succeeds. */
static kp_err encode(kp__alloc *alloc, const job *j)
{
    kp__gather gather;
    kp__gather_init(&gather, alloc, 1 << 20);
    kp_err err = kp__wire_encode(j->message, j->version, j->body, &gather);
    size_t total = gather.total;
    for (int i = 0; !err && i < 20; i++) {
        total = gather.total;
        err = kp__wire_encode(j->message, j->version, j->body, &gather);
    }
    if (err) {
        assert_int_equal(gather.total, total);
        assert_int_equal(kp__wire_encode(j->message, j->version, j->body, &gather), KP_OK);
        assert_int_equal(gather.total, total + j->bytes.len);
    }
    kp__gather_deinit(&gather);
    return err;
}

static kp_err print(kp__alloc *alloc, const job *j)
{
    kp__buf text;
    kp__buf_init(&text, alloc, 1 << 20);
    kp_err err = kp__wire_json(j->message, j->version, j->body, &text);
    kp__buf_deinit(&text);
    return err;
}

static void fail_each(kp_err (*work)(kp__alloc *, const job *), const job *j)
{
    fail_alloc memory = {0};
    for (memory.fail_at = 1;; memory.fail_at++) {
        kp__alloc alloc;
        fail_alloc_init(&memory, &alloc);
        kp_err err = work(&alloc, j);
        assert_int_equal(memory.live, 0);
        if (!memory.failed) {
            assert_int_equal(err, KP_OK);
            return;
        }
        assert_true(err == KP_ERR_NO_MEMORY || err == KP_OK); /* an arena may make do with a smaller block */
    }
}

TEST(no_memory_is_a_clean_error_wherever_it_happens)
{
    workshop *w = workshop_new(1);
    job j = {.w = w};
    while (every_message(&j.message, &j.version)) {
        kp__arena_reset(&w->arena);
        assert_int_equal(kp__wire_random(j.message, j.version, &w->rng, &w->arena, w->body), KP_OK);
        assert_int_equal(workshop_encode(w, j.message, j.version, w->body), KP_OK);
        j.body = w->body;
        j.bytes = kp__buf_slice(&w->flat);
        fail_each(decode, &j);
        fail_each(encode, &j);
        fail_each(print, &j);
    }
    workshop_free(w);
}

TEST(a_list_that_is_full_refuses_a_message_whole)
{
    workshop *w = workshop_new(1);
    kp__gather gather;
    kp__sasl_handshake_request body = {kp__slice_str("PLAIN")};
    kp__gather_init(&gather, &w->alloc, 20);
    for (int i = 0; i < 2; i++)
        assert_int_equal(kp__wire_encode(&kp__sasl_handshake_request_message, 1, &body, &gather), KP_OK);
    assert_int_equal(kp__wire_encode(&kp__sasl_handshake_request_message, 1, &body, &gather), KP_ERR_LIMIT);
    assert_int_equal(gather.total, 14);
    kp__gather_deinit(&gather);
    workshop_free(w);
}

TEST(records_count_against_the_limit_though_they_are_not_copied)
{
    workshop *w = workshop_new(1);
    kp__gather gather;
    kp__produce_request_partition_produce_data partition = {.records.flat = kp__slice_of("", 1000)}; /* never read */
    kp__produce_request_topic_produce_data topic = {.name = kp__slice_str("t")};
    kp__produce_request body;
    kp__message_defaults(&kp__produce_request_message, &body);
    body.topic_data.items = &topic;
    body.topic_data.count = topic.partition_data.count = 1;
    topic.partition_data.items = &partition;
    kp__gather_init(&gather, &w->alloc, 1000);
    assert_int_equal(kp__wire_encode(&kp__produce_request_message, 9, &body, &gather), KP_ERR_LIMIT);
    partition.records.flat.len = SIZE_MAX;
    assert_int_equal(kp__wire_encode(&kp__produce_request_message, 9, &body, &gather), KP_ERR_LIMIT);
    partition.records.flat.len = INT32_MAX - 10;
    assert_int_equal(kp__wire_encode(&kp__produce_request_message, 9, &body, &gather), KP_ERR_LIMIT);
    kp__gather_deinit(&gather);
    workshop_free(w);
}

TESTS(t(no_memory_is_a_clean_error_wherever_it_happens), t(a_list_that_is_full_refuses_a_message_whole),
      t(records_count_against_the_limit_though_they_are_not_copied))
