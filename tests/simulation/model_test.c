/* The model cluster against a small scripted client over the simulated kp__io: no producer takes part. */
#include <stdlib.h>
#include <string.h>

#include <base/crc32c.h>
#include <tests/check.h>
#include <tests/simulation/model.h>
#include <tests/simulation/sim_io.h>
#include <wire/batch.h>

enum { NODES = 3 };

typedef struct bench {
    sim_world world;
    sim_net *net;
    model_cluster cluster;
    sim_memory memory;
    sim_io *io;
    void (*script)(struct bench *b);
    kp__poller *poller;
    kp__transport *transport;
    kp__arena arena;
    kp__gather gather;
    uint8_t frame[65536];
    int32_t correlation;
    kp_err last;
    int32_t named; /* records that the last answer to a Produce named */
} bench;

/* ---- a client that waits for each answer ---- */

static void wait_more(bench *b)
{
    kp__ready ready[4];
    int count;
    (void)sim_io_table(b->io)->ops->wait(b->poller, b->world.now + KP_SEC(5), ready, 4, &count);
    if (!count)
        b->last = KP_ERR_TIMEOUT;
}

static void connect_to(bench *b, int node)
{
    kp_address address = sim_net_address(node);
    if (b->transport)
        b->transport->ops->close(b->transport);
    b->transport = NULL;
    b->last = sim_io_table(b->io)->ops->connect(b->poller, &address, -1, -1, b, &b->transport);
    while (!b->last && (b->last = b->transport->ops->handshake(b->transport)) == KP_AGAIN) {
        b->last = KP_OK;
        wait_more(b);
    }
}

static void write_all(bench *b)
{
    for (int32_t i = 0; i < b->gather.count; i++) {
        kp__slice piece = kp__gather_piece(&b->gather, i);
        while (piece.len && !b->last) {
            struct iovec iov = {(void *)(uintptr_t)piece.data, piece.len};
            size_t put = 0;
            kp_err err = b->transport->ops->write(b->transport, &iov, 1, &put);
            if (err == KP_AGAIN)
                wait_more(b);
            else
                b->last = err;
            piece = kp__slice_of(piece.data + put, piece.len - put);
        }
    }
}

static size_t read_frame(bench *b)
{
    size_t len = 0, want = 4;
    while (len < want && !b->last) {
        size_t got = 0;
        kp_err err = b->transport->ops->read(b->transport, b->frame + len, want - len, &got);
        if (err == KP_AGAIN) {
            wait_more(b);
            continue;
        }
        b->last = err;
        len += got;
        if (len == 4 && want == 4)
            want += (size_t)b->frame[2] << 8 | b->frame[3];
    }
    return b->last ? 0 : len;
}

static void submit(bench *b, int16_t key, int16_t version, const void *body)
{
    kp__request_header header = {key, version, ++b->correlation, kp__slice_str("script")};
    kp__gather_reset(&b->gather);
    assert_int_equal(kp__wire_request_begin(&b->gather, &header), 0);
    assert_int_equal(kp__wire_encode(kp__message_request(key), version, body, &b->gather), 0);
    assert_int_equal(kp__wire_frame_end(&b->gather), 0);
    b->last = KP_OK;
    write_all(b);
}

static bool take(bench *b, int16_t key, int16_t version, void *out)
{
    size_t len = read_frame(b);
    if (!len)
        return false;
    int32_t correlation;
    kp__slice body;
    kp__arena_reset(&b->arena);
    assert_int_equal(kp__wire_response_header(kp__slice_of(b->frame + 4, len - 4), key, version, &correlation, &body),
                     0);
    assert_int_equal(correlation, b->correlation);
    assert_int_equal(kp__wire_decode(kp__message_response(key), version, body, &b->arena, out, NULL), 0);
    return true;
}

/* ---- a batch of `count` empty records ---- */

static int32_t produce(bench *b, int32_t partition, int64_t producer_id, int16_t epoch, int32_t sequence, int32_t count,
                       int64_t *offset)
{
    uint8_t batch[1024], *at = batch + KP__BATCH_HEADER;
    for (int32_t i = 0; i < count; i++) {
        uint8_t record[] = {12, 0, 0, (uint8_t)(i * 2), 1, 1, 0};
        memcpy(at, record, sizeof record);
        at += sizeof record;
    }
    size_t body = (size_t)(at - batch) - KP__BATCH_HEADER;
    kp__batch_header header = {.producer_id = producer_id,
                               .producer_epoch = epoch,
                               .base_sequence = sequence,
                               .record_count = count,
                               .last_offset_delta = count - 1};
    kp__batch_crc_write(batch,
                        kp__crc32c(kp__batch_header_write(batch, &header, body), batch + KP__BATCH_HEADER, body));
    kp__produce_request_partition_produce_data data = {
        .index = partition, .records = {.flat = kp__slice_of(batch, KP__BATCH_HEADER + body)}};
    kp__produce_request_topic_produce_data topic = {.name = kp__slice_str("alpha")};
    topic.partition_data.items = &data;
    topic.partition_data.count = 1;
    kp__produce_request request;
    kp__message_defaults(&kp__produce_request_message, &request);
    request.acks = -1;
    request.timeout_ms = 1000;
    request.topic_data.items = &topic;
    request.topic_data.count = 1;
    submit(b, 0, 9, &request);
    kp__produce_response response;
    if (!take(b, 0, 9, &response))
        return -100;
    assert_int_equal(response.responses.count, 1);
    const kp__produce_response_partition_produce_response *answer =
        &response.responses.items[0].partition_responses.items[0];
    *offset = answer->base_offset;
    b->named = answer->record_errors.count;
    return answer->error_code;
}

static void scripted(void *arg)
{
    bench *b = arg;
    assert_int_equal(sim_io_table(b->io)->ops->poller_new(sim_io_table(b->io), &b->poller), 0);
    connect_to(b, 0);
    b->script(b);
    if (b->transport)
        b->transport->ops->close(b->transport);
    sim_io_table(b->io)->ops->poller_free(b->poller);
}

static void run(uint64_t seed, void (*script)(bench *b))
{
    bench *b = calloc(1, sizeof *b);
    const sim_net_config net = {.latency_min = KP_US(100),
                                .latency_max = KP_MS(3),
                                .partial_read_one_in = 2,
                                .partial_write_one_in = 2,
                                .send_buffer = 65536};
    const model_config model = {.nodes = NODES,
                                .topics = 2,
                                .partitions = {4, 2},
                                .produce_max = 9,
                                .metadata_max = 12,
                                .init_max = 4,
                                .api_versions_max = 3,
                                .service_min = KP_US(10),
                                .service_max = KP_MS(1),
                                .commit_min = KP_US(100),
                                .commit_max = KP_MS(5)};
    const sim_io_config io = {.client = 0};
    assert_non_null(b);
    sim_world_init(&b->world, seed, false);
    b->net = sim_net_new(&b->world, &net);
    model_init(&b->cluster, &b->world, b->net, &model);
    b->io = sim_io_new(&b->world, b->net, &b->memory, &io);
    b->script = script;
    kp__arena_init(&b->arena, sim_io_table(b->io)->alloc, 1 << 20);
    kp__gather_init(&b->gather, sim_io_table(b->io)->alloc, 1 << 20);
    assert_non_null(sim_task_start(&b->world, "script", scripted, b));
    sim_world_run(&b->world, b->world.now + KP_SEC(600));
    if (b->world.failure_count)
        fail_msg("seed %d: %s", (int)seed, b->world.failures[0]);
    kp__arena_deinit(&b->arena);
    kp__gather_deinit(&b->gather);
    assert_int_equal(sim_io_left(b->io), 0);
    assert_int_equal(b->memory.live_blocks, 0);
    sim_io_free(b->io);
    model_deinit(&b->cluster);
    sim_net_free(b->net);
    sim_world_deinit(&b->world);
    free(b);
}

static void run_seeds(void (*script)(bench *b))
{
    for (uint64_t seed = 1; seed <= 20; seed++)
        run(seed, script);
}

/* ---- what it must answer ---- */

static void asks_what_is_there(bench *b)
{
    kp__api_versions_request ask;
    kp__api_versions_response versions;
    kp__message_defaults(&kp__api_versions_request_message, &ask);
    ask.client_software_name = ask.client_software_version = kp__slice_str("x");
    submit(b, 18, 3, &ask);
    assert_true(take(b, 18, 3, &versions));
    assert_int_equal(versions.api_keys.count, 4);
    submit(b, 18, 4, &ask);
    assert_true(take(b, 18, 0, &versions)); /* a version it does not have: version 0 and error 35 */
    assert_int_equal(versions.error_code, KP_ERR_UNSUPPORTED_VERSION);
    kp__metadata_request all;
    kp__metadata_response metadata;
    kp__message_defaults(&kp__metadata_request_message, &all);
    all.topics.count = -1;
    submit(b, 3, 9, &all);
    assert_true(take(b, 3, 9, &metadata));
    assert_int_equal(metadata.brokers.count, NODES);
    assert_int_equal(metadata.topics.count, 2);
    assert_int_equal(metadata.topics.items[0].partitions.count, 4);
    assert_int_equal(metadata.topics.items[0].partitions.items[1].leader_id, 1);
    kp__init_producer_id_request init;
    kp__init_producer_id_response id;
    kp__message_defaults(&kp__init_producer_id_request_message, &init);
    submit(b, 22, 4, &init);
    assert_true(take(b, 22, 4, &id));
    int64_t first = id.producer_id;
    submit(b, 22, 4, &init);
    assert_true(take(b, 22, 4, &id));
    assert_int_equal(id.producer_id, first + 1);
}

TEST(it_tells_versions_metadata_and_producer_ids) { run_seeds(asks_what_is_there); }

static void numbers_batches(bench *b)
{
    int64_t offset;
    assert_int_equal(produce(b, 0, 9, 0, 0, 3, &offset), 0);
    assert_int_equal(offset, 0);
    assert_int_equal(produce(b, 0, 9, 0, 3, 2, &offset), 0);
    assert_int_equal(offset, 3);
    assert_int_equal(produce(b, 0, 9, 0, 0, 3, &offset), 0); /* again: the first offset again */
    assert_int_equal(offset, 0);
    assert_int_equal(produce(b, 0, 9, 0, 7, 1, &offset), KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER);
    assert_int_equal(produce(b, 0, 9, 1, 5, 1, &offset),
                     KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER); /* a new epoch begins at 0 */
    assert_int_equal(produce(b, 0, 9, 1, 0, 1, &offset), 0);
    assert_int_equal(produce(b, 0, 9, 0, 5, 1, &offset), KP_ERR_INVALID_PRODUCER_EPOCH);
    assert_int_equal(b->cluster.topics[0].partitions[0].log.end, 6);
    assert_int_equal(produce(b, 1, 9, 1, 0, 1, &offset), KP_ERR_NOT_LEADER_OR_FOLLOWER);
    connect_to(b, 1);
    assert_int_equal(produce(b, 1, 9, 1, 77, 1, &offset), 0); /* nothing is known of it here */
}

TEST(I3_it_keeps_kafkas_rules_of_idempotence) { run_seeds(numbers_batches); }

static void fills_the_window(bench *b)
{
    int64_t offset;
    for (int32_t i = 0; i < 7; i++)
        assert_int_equal(produce(b, 0, 9, 0, i, 1, &offset), 0);
    assert_int_equal(produce(b, 0, 9, 0, 2, 1, &offset), 0); /* one of the last five */
    assert_int_equal(offset, 2);
    assert_int_equal(produce(b, 0, 9, 0, 1, 1, &offset), KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER);
}

TEST(I20_it_remembers_the_last_five_batches) { run_seeds(fills_the_window); }

static void wraps(bench *b)
{
    int64_t offset;
    assert_int_equal(produce(b, 0, 9, 0, INT32_MAX - 1, 3, &offset), 0); /* INT32_MAX - 1, INT32_MAX, 0 */
    assert_int_equal(produce(b, 0, 9, 0, 2, 1, &offset), KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER);
    assert_int_equal(produce(b, 0, 9, 0, 1, 1, &offset), 0);
}

TEST(I19_sequences_wrap_to_0) { run_seeds(wraps); }

static void loses_the_end(bench *b)
{
    int64_t offset;
    for (int32_t i = 0; i < 4; i++)
        assert_int_equal(produce(b, 0, 9, 0, i, 1, &offset), 0);
    model_log_cut_unclean(&b->cluster, 0, 0, 2);
    model_leader_move(&b->cluster, 0, 0, 0);
    assert_int_equal(produce(b, 0, 9, 0, 4, 1, &offset), KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER);
    assert_int_equal(produce(b, 0, 9, 0, 1, 1, &offset), 0);
    assert_int_equal(offset, 1);
    assert_int_equal(b->cluster.topics[0].partitions[0].log.lost_count, 2);
}

TEST(F12_a_cut_log_forgets_what_was_cut) { run_seeds(loses_the_end); }

static void deletes_the_head(bench *b)
{
    int64_t offset;
    for (int old = 0; old < 2; old++) {
        int32_t base = 4 * old;
        b->cluster.config.unknown_id = old;
        for (int32_t i = base; i < base + 3; i++)
            assert_int_equal(produce(b, 0, 9, 0, i, 1, &offset), 0);
        model_records_delete(&b->cluster, 0, 0, base + 2 - b->cluster.topics[0].partitions[0].log.deleted);
        assert_int_equal(produce(b, 0, 9, 0, base + 1, 1, &offset), old ? KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER : 0);
        model_records_delete(&b->cluster, 0, 0, INT32_MAX);
        assert_int_equal(model_log_start(&b->cluster.topics[0].partitions[0].log), base + 3);
        assert_int_equal(produce(b, 0, 9, 0, base + 3, 1, &offset), old ? KP_ERR_UNKNOWN_PRODUCER_ID : 0);
    }
    assert_int_equal(produce(b, 0, 9, 1, 0, 1, &offset), 0);
    assert_int_equal(offset, 7);
}

TEST(F13_before_2_4_it_forgets_a_producer_with_its_last_record) { run_seeds(deletes_the_head); }

static void comes_back_with(bench *b, int32_t partitions)
{
    model_topic_recreate(&b->cluster, 0, 0, partitions);
    for (int32_t p = 0; p < partitions; p++)
        model_leader_move(&b->cluster, 0, p, 0);
}

static void changes_its_size(bench *b)
{
    int64_t offset;
    assert_int_equal(produce(b, 0, 9, 0, 0, 1, &offset), 0);
    comes_back_with(b, 1);
    assert_int_equal(produce(b, 3, 9, 0, 0, 1, &offset), KP_ERR_UNKNOWN_TOPIC_OR_PARTITION);
    assert_int_equal(produce(b, 0, 9, 0, 1, 1, &offset), 0); /* nothing is known of its producer */
    assert_int_equal(offset, 0);
    comes_back_with(b, 6);
    assert_int_equal(produce(b, 5, 9, 0, 0, 1, &offset), 0);
    assert_int_equal(b->cluster.topics[0].partitions[0].log.lost_count, 2);
}

TEST(F9_a_topic_comes_back_with_fewer_partitions_or_more) { run_seeds(changes_its_size); }

static void wants_keys(bench *b)
{
    int64_t offset;
    model_topic_compact(&b->cluster, 0, KP_SEC(100));
    assert_int_equal(produce(b, 0, 9, 0, 0, 3, &offset), KP_ERR_INVALID_RECORD);
    assert_int_equal(b->named, 3);
    assert_int_equal(b->cluster.topics[0].partitions[0].log.count, 0);
    sim_sleep(&b->world, KP_SEC(100));
    assert_int_equal(produce(b, 0, 9, 0, 0, 3, &offset), 0);
}

TEST(F16_a_compacted_topic_refuses_a_batch_for_its_records_without_a_key) { run_seeds(wants_keys); }

static void meets_faults(bench *b)
{
    int64_t offset;
    assert_int_equal(produce(b, 0, 9, 0, 0, 1, &offset), 0);
    sim_conn *conn = sim_net_any(b->net);
    model_answer_fault_next(conn, MODEL_ANSWER_LOST, 0);
    assert_int_equal(produce(b, 0, 9, 0, 1, 1, &offset), -100);
    assert_int_equal(b->last, KP_ERR_DISCONNECTED);
    connect_to(b, 0);
    assert_int_equal(produce(b, 0, 9, 0, 1, 1, &offset), 0); /* it had been written */
    assert_int_equal(offset, 1);
    assert_int_equal(b->cluster.topics[0].partitions[0].log.end, 2);
    model_node_down(&b->cluster, 0, KP_SEC(30));
    connect_to(b, 0);
    assert_true(b->last == KP_ERR_CONNECT || b->last == KP_ERR_TIMEOUT);
    assert_true(b->cluster.topics[0].partitions[0].leader != 0);
}

TEST(F2_an_answer_that_is_lost_was_written_all_the_same) { run_seeds(meets_faults); }

TESTS(t(it_tells_versions_metadata_and_producer_ids), t(I3_it_keeps_kafkas_rules_of_idempotence),
      t(I20_it_remembers_the_last_five_batches), t(I19_sequences_wrap_to_0), t(F12_a_cut_log_forgets_what_was_cut),
      t(F13_before_2_4_it_forgets_a_producer_with_its_last_record),
      t(F9_a_topic_comes_back_with_fewer_partitions_or_more),
      t(F16_a_compacted_topic_refuses_a_batch_for_its_records_without_a_key),
      t(F2_an_answer_that_is_lost_was_written_all_the_same))
