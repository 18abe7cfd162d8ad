/* The broker as its clients see it, over real sockets. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <base/crc32c.h>
#include <broker/dispatch.h>
#include <tests/broker/batches.h>
#include <tests/broker/rig.h>
#include <tests/check.h>
#include <wire/primitives.h>

enum { CAP = 1 << 20 };

static uint8_t bytes[CAP];

static kp__slice batch(const batch_plan *plan) { return kp__slice_of(bytes, batch_make(bytes, sizeof bytes, plan)); }

/* Of no producer, at 1000 ms. */
#define BATCH(records, size)                                                                                           \
    batch(&(batch_plan){NO_PRODUCER, .count = (records), .value_size = (size), .timestamp = 1000})

typedef struct fixture {
    broker_rig rig;
    kclient client;
} fixture;

static void start(fixture *f)
{
    rig_init(&f->rig);
    rig_open(&f->rig);
    client_open(&f->client, rig_address(&f->rig));
    assert_int_equal(client_create(&f->client, "t", 1), 0);
}

static void stop(fixture *f)
{
    client_close(&f->client);
    rig_deinit(&f->rig);
}

/* Where nothing outlives a broker it goes on instead. */
static void restart(fixture *f)
{
    if (f->rig.forgetful)
        return;
    client_close(&f->client);
    rig_close(&f->rig);
    rig_open(&f->rig);
    client_open(&f->client, rig_address(&f->rig));
}

/* ---- versions ---- */

TEST(a_client_of_the_future_is_told_our_versions_in_version_0)
{
    fixture f;
    static const uint8_t request[] = {0, 0, 0, 14, 0, 18, 0, 99, 0, 0, 0, 7, 0xff, 0xff, 1, 2, 3, 4};
    kp__api_versions_response response;
    start(&f);
    assert_true(client_send_bytes(&f.client, request, sizeof request));
    assert_true(client_receive(&f.client, 18, 0, &response));
    assert_int_equal(response.error_code, KP_ERR_UNSUPPORTED_VERSION);
    assert_int_equal(response.api_keys.count, 1);
    assert_int_equal(response.api_keys.items[0].api_key, 18);
    stop(&f);
}

TEST(produce_is_advertised_from_0_and_served_from_3)
{
    fixture f;
    kp__api_versions_request request = {0};
    kp__api_versions_response response;
    start(&f);
    assert_true(client_call(&f.client, 18, 0, &request, &response));
    assert_int_equal(response.api_keys.count, kp__api_count);
    assert_int_equal(response.api_keys.items[0].api_key, 0);
    assert_int_equal(response.api_keys.items[0].min_version, 0);
    kp__produce_request produce = {.acks = 1};
    assert_true(client_send(&f.client, 0, 2, &produce));
    assert_true(client_is_closed(&f.client));
    stop(&f);
}

/* A request that means something, for each API; what a version does not have stays at its default. */
static void fill(int16_t key, int16_t version, const kp__uuid *id, kp__arena *arena, void *request)
{
    kp__slice name = kp__slice_str("t");
    if (key == 0) {
        kp__produce_request *r = request;
        r->transactional_id = kp__slice_null();
        r->acks = -1;
        r->topic_data.items = kp__arena_array(arena, 1, sizeof *r->topic_data.items);
        r->topic_data.count = 1;
        r->topic_data.items[0].name = name;
        if (version >= 13)
            r->topic_data.items[0].topic_id = *id;
        r->topic_data.items[0].partition_data.items = kp__arena_array(arena, 1, 64);
        r->topic_data.items[0].partition_data.count = 1;
        r->topic_data.items[0].partition_data.items[0].records.flat = BATCH(1, 10);
    } else if (key == 1) {
        kp__fetch_request *r = request;
        r->max_bytes = 1 << 20;
        r->topics.items = kp__arena_array(arena, 1, sizeof *r->topics.items);
        r->topics.count = 1;
        r->topics.items[0].topic = name;
        if (version >= 13)
            r->topics.items[0].topic_id = *id;
        r->topics.items[0].partitions.items = kp__arena_array(arena, 1, sizeof *r->topics.items[0].partitions.items);
        r->topics.items[0].partitions.count = 1;
        r->topics.items[0].partitions.items[0] = (kp__fetch_request_fetch_partition){.current_leader_epoch = -1,
                                                                                     .last_fetched_epoch = -1,
                                                                                     .log_start_offset = -1,
                                                                                     .partition_max_bytes = 1 << 20,
                                                                                     .high_watermark = INT64_MAX};
    } else if (key == 2) {
        kp__list_offsets_request *r = request;
        r->topics.items = kp__arena_array(arena, 1, sizeof *r->topics.items);
        r->topics.count = 1;
        r->topics.items[0].name = name;
        r->topics.items[0].partitions.items = kp__arena_array(arena, 1, sizeof *r->topics.items[0].partitions.items);
        r->topics.items[0].partitions.count = 1;
        r->topics.items[0].partitions.items[0] = (kp__list_offsets_request_list_offsets_partition){
            .current_leader_epoch = -1, .timestamp = 1000, .max_num_offsets = 1};
    } else if (key == 10) {
        kp__find_coordinator_request *r = request;
        r->key = version < 4 ? name : kp__slice_of("", 0);
        r->coordinator_keys.items = kp__arena_array(arena, 1, sizeof *r->coordinator_keys.items);
        r->coordinator_keys.items[0] = name;
        r->coordinator_keys.count = version >= 4;
    } else if (key == 18) {
        kp__api_versions_request *r = request;
        r->client_software_name = kp__slice_str("kprod-test");
        r->client_software_version = kp__slice_str("1.0");
    } else if (key == 19) {
        kp__create_topics_request *r = request;
        r->topics.items = kp__arena_array(arena, 1, sizeof *r->topics.items);
        r->topics.count = 1;
        r->topics.items[0] = (kp__create_topics_request_creatable_topic){
            .name = kp__slice_str("made"), .num_partitions = 2, .replication_factor = 1};
    } else if (key == 20) {
        kp__delete_topics_request *r = request;
        r->topics.items = kp__arena_array(arena, 1, sizeof *r->topics.items);
        r->topics.count = version >= 6;
        r->topics.items[0].name = kp__slice_str("made");
        r->topic_names.items = kp__arena_array(arena, 1, sizeof *r->topic_names.items);
        r->topic_names.count = version < 6;
        r->topic_names.items[0] = kp__slice_str("made");
    } else if (key == 22) {
        ((kp__init_producer_id_request *)request)->transactional_id = kp__slice_null();
    } else if (key == 23) {
        kp__offset_for_leader_epoch_request *r = request;
        r->topics.items = kp__arena_array(arena, 1, sizeof *r->topics.items);
        r->topics.count = 1;
        r->topics.items[0].topic = name;
        r->topics.items[0].partitions.items = kp__arena_array(arena, 1, sizeof *r->topics.items[0].partitions.items);
        r->topics.items[0].partitions.count = 1;
        r->topics.items[0].partitions.items[0].current_leader_epoch = -1;
    } else if (key == 32) {
        kp__describe_configs_request *r = request;
        r->include_synonyms = version >= 1;
        r->include_documentation = version >= 3;
        r->resources.items = kp__arena_array(arena, 2, sizeof *r->resources.items);
        r->resources.count = 2;
        r->resources.items[0].resource_type = 2;
        r->resources.items[0].resource_name = name;
        r->resources.items[0].configuration_keys.count = -1;
        r->resources.items[1].resource_type = 4;
        r->resources.items[1].resource_name = kp__slice_str("1");
        r->resources.items[1].configuration_keys.count = -1;
    } else if (key == 3) {
        kp__metadata_request *r = request;
        r->topics.count = 0;
    }
}

static kp__uuid id_of(kclient *client, const char *topic)
{
    kp__metadata_request_metadata_request_topic one = {.name = kp__slice_str(topic)};
    kp__metadata_request request = {.topics = {&one, 1}};
    kp__metadata_response response;
    assert_true(client_call(client, 3, 12, &request, &response));
    assert_int_equal(response.topics.items[0].error_code, 0);
    return response.topics.items[0].topic_id;
}

/* The first two bytes of the first inner result are its error in these; enough to see that it went well. */
static void see_ok(int16_t key, const void *response)
{
    if (key == 0) {
        const kp__produce_response *r = response;
        assert_int_equal(r->responses.items[0].partition_responses.items[0].error_code, 0);
    } else if (key == 1) {
        const kp__fetch_response *r = response;
        assert_int_equal(r->responses.items[0].partitions.items[0].error_code, 0);
        assert_true(r->responses.items[0].partitions.items[0].records.flat.len > 0);
    } else if (key == 2) {
        const kp__list_offsets_response *r = response;
        assert_int_equal(r->topics.items[0].partitions.items[0].error_code, 0);
        assert_int_equal(r->topics.items[0].partitions.items[0].offset, 0);
    } else if (key == 19) {
        const kp__create_topics_response *r = response;
        assert_true(r->topics.items[0].error_code == 0 || r->topics.items[0].error_code == KP_ERR_TOPIC_ALREADY_EXISTS);
    } else if (key == 32) {
        const kp__describe_configs_response *r = response;
        assert_int_equal(r->results.items[0].error_code, 0);
        assert_int_equal(r->results.items[1].error_code, 0);
        assert_true(r->results.items[0].configs.count > 20);
    } else if (key == 60) {
        const kp__describe_cluster_response *r = response;
        assert_int_equal(r->error_code, 0);
        assert_int_equal(r->brokers.count, 1);
    }
}

TEST(every_version_of_every_api_is_answered)
{
    fixture f;
    kp__arena arena;
    kp__alloc alloc;
    start(&f);
    kp__alloc_init(&alloc, NULL);
    kp__arena_init(&arena, &alloc, 1 << 20);
    kp__uuid id = id_of(&f.client, "t");
    for (int i = 0; i < kp__api_count; i++) {
        const kp__api *api = &kp__apis[i];
        for (int16_t version = api->version_min; version <= api->version_max; version++) {
            kp__arena_reset(&arena);
            void *request = kp__arena_new(&arena, kp__message_size(kp__message_request(api->key)));
            void *response = kp__arena_new(&arena, kp__message_size(kp__message_response(api->key)));
            kp__message_defaults(kp__message_request(api->key), request);
            fill(api->key, version, &id, &arena, request);
            if (!client_call(&f.client, api->key, version, request, response))
                fail_msg("%s v%d: %s", kp__message_name(kp__message_request(api->key)), version, f.rig.last_line);
            see_ok(api->key, response);
        }
    }
    kp__arena_deinit(&arena);
    stop(&f);
}

/* ---- B1, B2, B10: bytes that are not Kafka ---- */

static void hostile(fixture *f, const void *text, size_t len)
{
    kclient bad;
    int before = atomic_load(&f->rig.lines);
    client_open(&bad, rig_address(&f->rig));
    assert_true(client_send_bytes(&bad, text, len));
    assert_true(client_is_closed(&bad));
    client_close(&bad);
    assert_true(client_producer_id(&f->client) >= 0); /* the others do not notice; and a turn has passed */
    assert_true(atomic_load(&f->rig.lines) > before);
}

TEST(B1_a_frame_that_cannot_be_closes_its_connection_with_a_line)
{
    static const uint8_t sizes[][4] = {
        {0xff, 0xff, 0xff, 0xff}, {0x80, 0, 0, 0},         {0, 0, 0, 0}, {0, 0, 0, 3}, {0, 0, 0, 7},
        {6, 0x40, 0, 1},          {0x7f, 0xff, 0xff, 0xff}};
    fixture f;
    start(&f);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        hostile(&f, sizes[i], 4);
    hostile(&f, "GET / HTTP/1.1\r\n\r\n", 18);
    hostile(&f, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11); /* a TLS hello */
    hostile(&f, "220 mail ready\r\n", 16);
    hostile(&f, "\0\0\0\x08\x7f\xff\0\0\0\0\0\x01", 12);         /* an API that nobody has */
    hostile(&f, "\0\0\0\x0a\0\x03\0\x7f\0\0\0\x01\xff\xff", 14); /* a version that nobody has */
    hostile(&f, "\0\0\0\x0a\0\x03\0\x01\0\0\0\x01\x7f\xff", 14); /* a client id that is not there */
    stop(&f);
}

TEST(B2_counts_larger_than_the_frame_close_the_connection)
{
    fixture f;
    start(&f);
    hostile(&f, "\0\0\0\x0e\0\x03\0\x01\0\0\0\x01\xff\xff\x7f\xff\xff\xff", 18);
    hostile(&f, "\0\0\0\x0e\0\x03\0\x01\0\0\0\x01\xff\xff\xff\xff\xff\xfe", 18);
    hostile(&f, "\0\0\0\x10\0\x03\0\x09\0\0\0\x01\xff\xff\0\xff\xff\xff\xff\x7f", 20);
    hostile(&f, "\0\0\0\x0f\0\x03\0\x01\0\0\0\x01\xff\xff\0\0\0\0\x55", 19); /* a byte left over */
    stop(&f);
}

TEST(B10_random_requests_and_random_bytes_leave_the_broker_standing)
{
    fixture f;
    kp__arena arena;
    kp__alloc alloc;
    kp__rng rng;
    start(&f);
    kp__alloc_init(&alloc, NULL);
    kp__arena_init(&arena, &alloc, 16 << 20);
    kp__rng_seed(&rng, 7);
    f.rig.lines = 0;
    for (int round = 0; round < 400; round++) {
        kclient one;
        const kp__api *api = &kp__apis[kp__rng_below(&rng, (uint64_t)kp__api_count)];
        int16_t version = (int16_t)(api->version_min +
                                    (int16_t)kp__rng_below(&rng, (uint64_t)(api->version_max - api->version_min + 1)));
        if (api->key == 19 || api->key == 3) /* these would fill the disk with topics */
            continue;
        const kp__message *message = kp__message_request(api->key);
        kp__arena_reset(&arena);
        void *request = kp__arena_new(&arena, kp__message_size(message));
        assert_int_equal(kp__wire_random(message, version, &rng, &arena, request), KP_OK);
        client_open(&one, rig_address(&f.rig));
        kp__request_header header = {.key = api->key, .version = version, .correlation_id = 1};
        assert_int_equal(kp__wire_request_begin(&one.gather, &header), KP_OK);
        assert_int_equal(kp__wire_encode(message, version, request, &one.gather), KP_OK);
        assert_int_equal(kp__wire_frame_end(&one.gather), KP_OK);
        size_t len = 0;
        for (int32_t i = 0; i < one.gather.count; i++) {
            kp__slice piece = kp__gather_piece(&one.gather, i);
            memcpy(bytes + len, piece.data, piece.len);
            len += piece.len;
        }
        for (uint64_t flips = kp__rng_below(&rng, 4); flips > 0; flips--)
            bytes[4 + kp__rng_below(&rng, len - 4)] = (uint8_t)kp__rng_next(&rng);
        (void)client_send_bytes(&one, bytes, len);
        client_close(&one);
    }
    assert_true(client_producer_id(&f.client) >= 0);
    kp__arena_deinit(&arena);
    stop(&f);
}

TEST(B10_batches_that_lie_are_refused_one_by_one)
{
    fixture f;
    uint8_t copy[512];
    start(&f);
    kp__slice good = BATCH(3, 20);
    assert_int_equal(client_produce(&f.client, "t", 0, good).err, 0);
    static const struct {
        size_t at;
        uint8_t value;
        bool new_crc;
        kp_err err;
    } lies[] = {
        {70, 0xee, false, KP_ERR_CORRUPT_MESSAGE},  /* a bit of a record */
        {16, 1, false, KP_ERR_CORRUPT_MESSAGE},     /* magic 1 */
        {11, 3, false, KP_ERR_CORRUPT_MESSAGE},     /* a length below the header's */
        {60, 9, true, KP_ERR_INVALID_RECORD},       /* more records than there are */
        {26, 7, true, KP_ERR_INVALID_RECORD},       /* a last offset that does not fit the count */
        {22, 0x20, true, KP_ERR_INVALID_RECORD},    /* a control batch */
        {22, 0x10, true, KP_ERR_INVALID_TXN_STATE}, /* of a transaction that nobody began */
        {22, 0x07, true, KP_ERR_UNSUPPORTED_COMPRESSION_TYPE},
        {61, 0x7f, true, KP_ERR_INVALID_RECORD}, /* a record longer than the batch */
        {65, 0x03, true, KP_ERR_INVALID_RECORD}, /* a key of -2 bytes */
        {65, 0x7e, true, KP_ERR_INVALID_RECORD}, /* a key longer than its record */
    };
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        memcpy(copy, good.data, good.len);
        copy[lies[i].at] = lies[i].value;
        if (lies[i].new_crc)
            kp__put_u32(copy + 17, kp__crc32c(0, copy + 21, good.len - 21));
        kp_err err = client_produce(&f.client, "t", 0, kp__slice_of(copy, good.len)).err;
        if (err != lies[i].err)
            fail_msg("lie %zu: %s", i, kp_err_name(err));
    }
    memcpy(copy, good.data, good.len);
    copy[good.len - 1] = 0x14; /* ten headers in the last record, which ends there */
    kp__put_u32(copy + 17, kp__crc32c(0, copy + 21, good.len - 21));
    assert_int_equal(client_produce(&f.client, "t", 0, kp__slice_of(copy, good.len)).err, KP_ERR_INVALID_RECORD);
    memcpy(copy, good.data, good.len);
    memcpy(copy + good.len, good.data, good.len);
    assert_int_equal(client_produce(&f.client, "t", 0, kp__slice_of(copy, good.len * 2)).err, KP_ERR_INVALID_RECORD);
    assert_int_equal(client_produce(&f.client, "t", 0, kp__slice_of(copy, good.len - 1)).err, KP_ERR_CORRUPT_MESSAGE);
    assert_int_equal(client_produce(&f.client, "t", 0, kp__slice_of(copy, 0)).err, KP_ERR_INVALID_RECORD);
    assert_int_equal(client_offset(&f.client, "t", -1), 3);
    stop(&f);
}

TEST(B10_a_crowd_that_only_announces_requests_takes_no_memory_from_others)
{
    enum { CROWD = 300 };
    static kclient crowd[CROWD];
    fixture f;
    start(&f);
    for (int i = 0; i < CROWD; i++) {
        client_open(&crowd[i], rig_address(&f.rig));
        assert_true(client_send_bytes(&crowd[i], "\0\x20\0\0\0\0\0\x03\0\0\0\x01", 12)); /* 2 MiB */
    }
    assert_true(client_producer_id(&f.client) >= 0);
    assert_int_equal(client_produce(&f.client, "t", 0, BATCH(5, 100000)).err, 0);
    for (int i = 0; i < CROWD; i++)
        client_close(&crowd[i]);
    stop(&f);
}

TEST(a_request_may_come_byte_by_byte_and_many_may_come_at_once)
{
    fixture f;
    static const uint8_t one[] = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 9, 0xff, 0xff};
    kp__api_versions_response response;
    uint8_t many[sizeof one * 50];
    start(&f);
    for (size_t i = 0; i < sizeof one; i++)
        assert_true(client_send_bytes(&f.client, one + i, 1));
    assert_true(client_receive(&f.client, 18, 0, &response));
    for (size_t cut = 1; cut < sizeof one * 2; cut++) {
        for (int i = 0; i < 50; i++) {
            memcpy(many + (size_t)i * sizeof one, one, sizeof one);
            many[(size_t)i * sizeof one + 11] = (uint8_t)i;
        }
        assert_true(client_send_bytes(&f.client, many, cut));
        assert_true(client_send_bytes(&f.client, many + cut, sizeof many - cut));
        for (int i = 0; i < 50; i++) {
            kp__slice frame;
            assert_true(client_receive_bytes(&f.client, &frame));
            assert_int_equal(frame.data[3], i); /* in order */
        }
    }
    stop(&f);
}

TEST(there_are_never_more_connections_than_allowed)
{
    fixture f;
    kclient extra;
    rig_init(&f.rig);
    f.rig.options.connections_max = 2;
    rig_open(&f.rig);
    client_open(&f.client, rig_address(&f.rig));
    assert_true(client_producer_id(&f.client) >= 0);
    client_open(&extra, rig_address(&f.rig));
    assert_true(client_producer_id(&extra) >= 0);
    hostile(&f, "", 0); /* one too many: closed at once */
    client_close(&extra);
    stop(&f);
}

/* ---- produce ---- */

TEST(acks_0_is_not_answered_and_an_error_closes)
{
    fixture f;
    start(&f);
    assert_true(client_send_produce(&f.client, "t", 0, 0, BATCH(1, 5)));
    assert_int_equal(client_offset(&f.client, "t", -1), 1); /* the next answer is that of the next request */
    assert_true(client_send_produce(&f.client, "nobody", 0, 0, BATCH(1, 5)));
    assert_true(client_is_closed(&f.client));
    stop(&f);
}

TEST(a_batch_above_the_limit_is_refused)
{
    fixture f;
    start(&f);
    uint8_t *big = malloc(2 << 20);
    size_t len = batch_make(big, 2 << 20, &(batch_plan){NO_PRODUCER, .count = 1, .value_size = 1048588 - 60});
    assert_true(len > 1048588);
    assert_int_equal(client_produce(&f.client, "t", 0, kp__slice_of(big, len)).err, KP_ERR_MESSAGE_TOO_LARGE);
    len = batch_make(big, 2 << 20, &(batch_plan){NO_PRODUCER, .count = 1, .value_size = 1048588 - 100});
    assert_int_equal(client_produce(&f.client, "t", 0, kp__slice_of(big, len)).err, 0);
    free(big);
    stop(&f);
}

TEST(a_topic_may_have_a_limit_of_its_own)
{
    fixture f;
    kp__create_topics_request_creatable_topic_config config = {kp__slice_str("max.message.bytes"),
                                                               kp__slice_str("500")};
    kp__create_topics_request_creatable_topic one = {
        .name = kp__slice_str("small"), .num_partitions = 1, .replication_factor = 1, .configs = {&config, 1}};
    kp__create_topics_request request = {.topics = {&one, 1}, .timeout_ms = 1000};
    kp__create_topics_response response;
    start(&f);
    assert_true(client_call(&f.client, 19, 5, &request, &response));
    assert_int_equal(response.topics.items[0].error_code, 0);
    for (int run = 0; run < 2; run++) {
        assert_int_equal(client_produce(&f.client, "small", 0, BATCH(1, 600)).err, KP_ERR_MESSAGE_TOO_LARGE);
        assert_int_equal(client_produce(&f.client, "small", 0, BATCH(1, 300)).err, 0);
        assert_int_equal(client_produce(&f.client, "t", 0, BATCH(1, 600)).err, 0);
        restart(&f);
    }
    stop(&f);
}

static produced send_sequence(fixture *f, int64_t id, int16_t epoch, int32_t sequence, int32_t count)
{
    return client_produce(
        &f->client, "t", 0,
        batch(&(batch_plan){
            .count = count, .value_size = 4, .producer_id = id, .producer_epoch = epoch, .base_sequence = sequence}));
}

static void see_window(fixture *f, int64_t id)
{
    /* Seven batches of two: the last five are known. */
    for (int i = 2; i < 7; i++) {
        produced again = send_sequence(f, id, 0, i * 2, 2);
        assert_int_equal(again.err, 0);
        assert_int_equal(again.base_offset, i * 2);
    }
    assert_int_equal(send_sequence(f, id, 0, 2, 2).err, KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER);  /* too old */
    assert_int_equal(send_sequence(f, id, 0, 12, 1).err, KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER); /* not exactly it */
    assert_int_equal(send_sequence(f, id, 0, 15, 1).err, KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER); /* a gap */
    assert_int_equal(client_offset(&f->client, "t", -1), 14);
}

TEST(a_batch_sent_again_gets_its_old_offset_five_deep_and_after_a_restart_too)
{
    fixture f;
    start(&f);
    int64_t id = client_producer_id(&f.client);
    for (int i = 0; i < 7; i++)
        assert_int_equal(send_sequence(&f, id, 0, i * 2, 2).base_offset, i * 2);
    see_window(&f, id);
    restart(&f);
    see_window(&f, id);
    stop(&f);
}

TEST(epochs_only_rise_and_begin_at_sequence_0)
{
    fixture f;
    start(&f);
    int64_t id = client_producer_id(&f.client);
    assert_int_equal(send_sequence(&f, id, 3, 40, 1).err, 0); /* never seen: may begin anywhere */
    assert_int_equal(send_sequence(&f, id, 2, 41, 1).err, KP_ERR_INVALID_PRODUCER_EPOCH);
    assert_int_equal(send_sequence(&f, id, 4, 41, 1).err, KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER);
    assert_int_equal(send_sequence(&f, id, 4, 0, 1).err, 0);
    assert_int_equal(send_sequence(&f, id, 3, 41, 1).err, KP_ERR_INVALID_PRODUCER_EPOCH);
    assert_int_equal(send_sequence(&f, id, 4, 0, 1).base_offset, 1);
    stop(&f);
}

TEST(sequences_begin_again_after_the_largest)
{
    fixture f;
    start(&f);
    int64_t id = client_producer_id(&f.client);
    assert_int_equal(send_sequence(&f, id, 0, INT32_MAX - 1, 1).err, 0);
    assert_int_equal(send_sequence(&f, id, 0, INT32_MAX, 3).err, 0); /* max, 0, 1 */
    assert_int_equal(send_sequence(&f, id, 0, INT32_MAX, 3).base_offset, 1);
    assert_int_equal(send_sequence(&f, id, 0, 2, 1).err, 0);
    stop(&f);
}

TEST(producer_ids_are_never_given_twice)
{
    fixture f;
    int64_t last = -1;
    start(&f);
    for (int run = 0; run < 3; run++) {
        for (int i = 0; i < 3; i++) {
            int64_t id = client_producer_id(&f.client);
            assert_true(id > last);
            last = id;
        }
        restart(&f);
    }
    stop(&f);
}

/* ---- fetch ---- */

TEST(what_was_produced_is_fetched_byte_for_byte_but_for_its_offset)
{
    fixture f;
    uint8_t expected[512];
    start(&f);
    kp__slice one = BATCH(5, 30);
    assert_int_equal(client_produce(&f.client, "t", 0, one).base_offset, 0);
    assert_int_equal(client_produce(&f.client, "t", 0, one).base_offset, 5);
    memcpy(expected, one.data, one.len);
    kp__put_u64(expected, 5);
    kp__put_u32(expected + 12, 0);
    for (int64_t offset = 5; offset < 10; offset++) { /* in the middle of a batch: the whole batch */
        fetched got = client_fetch(&f.client, "t", offset, 1);
        assert_int_equal(got.err, 0);
        assert_int_equal(got.high_watermark, 10);
        assert_int_equal(got.records.len, one.len);
        assert_memory_equal(got.records.data, expected, one.len);
    }
    assert_int_equal(client_fetch(&f.client, "t", 10, 1000).records.len, 0);
    assert_int_equal(client_fetch(&f.client, "t", 11, 1000).err, KP_ERR_OFFSET_OUT_OF_RANGE);
    assert_int_equal(client_fetch(&f.client, "t", -1, 1000).err, KP_ERR_OFFSET_OUT_OF_RANGE);
    assert_int_equal(client_fetch(&f.client, "u", 0, 1000).err, KP_ERR_UNKNOWN_TOPIC_OR_PARTITION);
    stop(&f);
}

TEST(an_answer_ends_where_a_batch_ends)
{
    fixture f;
    start(&f);
    kp__slice one = BATCH(4, 300);
    for (int i = 0; i < 100; i++)
        assert_int_equal(client_produce(&f.client, "t", 0, one).err, 0);
    for (int32_t max = 1; max < (int32_t)one.len * 30; max += 97) {
        size_t whole = (size_t)max / one.len;
        fetched got = client_fetch(&f.client, "t", 40, max);
        assert_int_equal(got.records.len, (whole ? whole : 1) * one.len);
        assert_int_equal(kp__get_u64(got.records.data), 40);
    }
    stop(&f);
}

TEST(a_fetch_waits_for_enough_bytes)
{
    fixture f;
    kclient writer;
    start(&f);
    client_open(&writer, rig_address(&f.rig));
    kp__slice one = BATCH(1, 30);
    assert_true(client_send_fetch(&f.client, "t", 0, 100000, (int32_t)one.len * 2, 600000));
    assert_int_equal(client_produce(&writer, "t", 0, one).base_offset, 0);
    assert_true(client_producer_id(&writer) >= 0); /* another turn */
    assert_true(client_is_quiet(&f.client));
    assert_int_equal(client_produce(&writer, "t", 0, one).base_offset, 1);
    assert_int_equal(client_receive_fetch(&f.client).records.len, one.len * 2);
    client_close(&writer);
    stop(&f);
}

TEST(a_fetch_waits_no_longer_than_it_said)
{
    fixture f;
    start(&f);
    assert_true(client_send_fetch(&f.client, "t", 0, 100000, 1, 20));
    assert_true(client_send_fetch(&f.client, "t", 0, 100000, 1, 1)); /* and the next one waits behind it */
    assert_int_equal(client_receive_fetch(&f.client).records.len, 0);
    assert_int_equal(client_receive_fetch(&f.client).records.len, 0);
    stop(&f);
}

TEST(a_waiting_fetch_ends_when_its_topic_is_deleted)
{
    fixture f;
    kclient other;
    kp__slice name = kp__slice_str("t");
    kp__delete_topics_request request = {.topic_names = {&name, 1}};
    kp__delete_topics_response response;
    start(&f);
    assert_int_equal(client_produce(&f.client, "t", 0, BATCH(1, 3)).err, 0);
    assert_true(client_send_fetch(&f.client, "t", 1, 100000, 1, 600000));
    client_open(&other, rig_address(&f.rig));
    assert_true(client_call(&other, 20, 5, &request, &response));
    assert_int_equal(response.responses.items[0].error_code, 0);
    assert_int_equal(client_receive_fetch(&f.client).err, KP_ERR_UNKNOWN_TOPIC_OR_PARTITION);
    assert_int_equal(client_create(&other, "t", 2), 0);
    assert_int_equal(client_offset(&other, "t", -1), 0); /* a new topic of the old name is empty */
    restart(&f);
    assert_int_equal(client_offset(&f.client, "t", -1), 0);
    client_close(&other);
    stop(&f);
}

TEST(a_large_answer_to_a_slow_reader_holds_nobody_up_and_little_memory)
{
    fixture f;
    kclient slow;
    start(&f);
    kp__slice one = BATCH(100, 5000);
    for (int i = 0; i < 40; i++) /* 20 MB */
        assert_int_equal(client_produce(&f.client, "t", 0, one).err, 0);
    client_open(&slow, rig_address(&f.rig));
    for (int i = 0; i < 20; i++)
        assert_true(client_send_fetch(&slow, "t", 0, 100 << 20, 1, 0));
    assert_true(client_producer_id(&f.client) >= 0);
    for (int i = 0; i < 20; i++)
        assert_int_equal(client_receive_fetch(&slow).records.len, one.len * 40);
    client_close(&slow);
    stop(&f);
}

/* ---- offsets ---- */

TEST(offsets_are_found_by_time)
{
    fixture f;
    start(&f);
    for (int i = 0; i < 200; i++)
        assert_int_equal(client_produce(&f.client, "t", 0,
                                        batch(&(batch_plan){NO_PRODUCER, .count = 10, .value_size = 100,
                                                            .timestamp = 10000 + i * 100}))
                             .err,
                         0);
    assert_int_equal(client_offset(&f.client, "t", -2), 0);
    assert_int_equal(client_offset(&f.client, "t", -1), 2000);
    assert_int_equal(client_offset(&f.client, "t", 0), 0);
    assert_int_equal(client_offset(&f.client, "t", 10003), 3);
    assert_int_equal(client_offset(&f.client, "t", 10010), 10); /* between two batches: the next */
    assert_int_equal(client_offset(&f.client, "t", 20005), 1005);
    assert_int_equal(client_offset(&f.client, "t", 10000 + 199 * 100 + 9), 1999);
    assert_int_equal(client_offset(&f.client, "t", 10000 + 199 * 100 + 10), -1);
    assert_int_equal(client_offset(&f.client, "t", -3), 1999);
    restart(&f);
    assert_int_equal(client_offset(&f.client, "t", 20005), 1005);
    assert_int_equal(client_offset(&f.client, "t", -3), 1999);
    stop(&f);
}

/* ---- opening ---- */

TEST(a_directory_is_served_once)
{
    fixture f;
    kp_broker *second = NULL;
    kp_error error = KP_ERROR_INIT;
    start(&f);
    if (!f.rig.forgetful) {
        assert_int_equal(kp_broker_open(&f.rig.options, NULL, &second, &error), KP_ERR_EXISTS);
        assert_non_null(strstr(error.text, f.rig.dir));
    }
    stop(&f);
}

TEST(options_that_cannot_be_are_named)
{
    kp_broker *broker = NULL;
    kp_error error = KP_ERROR_INIT;
    kp_broker_options options;
    kp_broker_options_init(&options);
    assert_int_equal(kp_broker_open(&options, NULL, &broker, &error), KP_ERR_CONFIG);
    options.ephemeral = true;
    options.fsync = "sometimes";
    assert_int_equal(kp_broker_open(&options, NULL, &broker, &error), KP_ERR_CONFIG);
    assert_non_null(strstr(error.text, "sometimes"));
    options.fsync = "never";
    options.segment_bytes = 1;
    assert_int_equal(kp_broker_open(&options, NULL, &broker, &error), KP_ERR_CONFIG);
    assert_non_null(strstr(error.text, "segment_bytes"));
}

TEST(an_ephemeral_broker_leaves_nothing_behind)
{
    fixture f;
    char command[160];
    rig_init(&f.rig);
    f.rig.options.ephemeral = true;
    rig_open(&f.rig);
    client_open(&f.client, rig_address(&f.rig));
    assert_int_equal(client_create(&f.client, "t", 3), 0);
    assert_int_equal(client_produce(&f.client, "t", 2, BATCH(1, 3)).err, 0);
    client_close(&f.client);
    rig_close(&f.rig);
    snprintf(command, sizeof command, "test -z \"$(ls -A %s)\"", f.rig.dir);
    assert_int_equal(system(command), 0);
    rig_deinit(&f.rig);
}

TEST(always_syncs_before_it_answers_and_serves_on)
{
    fixture f;
    rig_init(&f.rig);
    f.rig.options.fsync = "always";
    rig_open(&f.rig);
    client_open(&f.client, rig_address(&f.rig));
    assert_int_equal(client_create(&f.client, "t", 1), 0);
    for (int i = 0; i < 20; i++)
        assert_int_equal(client_produce(&f.client, "t", 0, BATCH(1, 3)).base_offset, i);
    assert_int_equal(client_fetch(&f.client, "t", 19, 1000).high_watermark, 20);
    stop(&f);
}

TESTS(t(a_client_of_the_future_is_told_our_versions_in_version_0), t(produce_is_advertised_from_0_and_served_from_3),
      t(every_version_of_every_api_is_answered), t(B1_a_frame_that_cannot_be_closes_its_connection_with_a_line),
      t(B2_counts_larger_than_the_frame_close_the_connection),
      t(B10_random_requests_and_random_bytes_leave_the_broker_standing), t(B10_batches_that_lie_are_refused_one_by_one),
      t(B10_a_crowd_that_only_announces_requests_takes_no_memory_from_others),
      t(a_request_may_come_byte_by_byte_and_many_may_come_at_once), t(there_are_never_more_connections_than_allowed),
      t(acks_0_is_not_answered_and_an_error_closes), t(a_batch_above_the_limit_is_refused),
      t(a_topic_may_have_a_limit_of_its_own),
      t(a_batch_sent_again_gets_its_old_offset_five_deep_and_after_a_restart_too),
      t(epochs_only_rise_and_begin_at_sequence_0), t(sequences_begin_again_after_the_largest),
      t(producer_ids_are_never_given_twice), t(what_was_produced_is_fetched_byte_for_byte_but_for_its_offset),
      t(an_answer_ends_where_a_batch_ends), t(a_fetch_waits_for_enough_bytes), t(a_fetch_waits_no_longer_than_it_said),
      t(a_waiting_fetch_ends_when_its_topic_is_deleted),
      t(a_large_answer_to_a_slow_reader_holds_nobody_up_and_little_memory), t(offsets_are_found_by_time),
      t(a_directory_is_served_once), t(options_that_cannot_be_are_named), t(an_ephemeral_broker_leaves_nothing_behind),
      t(always_syncs_before_it_answers_and_serves_on))
