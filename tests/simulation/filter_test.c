/* Wall test 4: a filter (the place of TLS) stacked on the simulated transport, under the whole producer. The connection
 * is cut at every byte of the handshake, both ways, and every record arrives all the same. So it does where the host
 * brings the same as a transport of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <api/producer.h>
#include <tests/check.h>
#include <tests/simulation/hosted.h>
#include <tests/simulation/model.h>
#include <tests/simulation/shield.h>
#include <tests/simulation/sim_io.h>

enum { RECORDS = 40, HANDSHAKE_TO_HOST = 64 + 7 + 20 + 7, HANDSHAKE_TO_CLIENT = 900 + 7 };

typedef struct bench {
    sim_world world;
    sim_net *net;
    model_cluster cluster;
    sim_memory memory;
    sim_io *io;
    shield_filter filter;
    bool by_hook; /* the filter is under the host's transport */
    sim_hosted hosted;
    size_t value_size;
    int acked;
    /* the cut of the first connection */
    bool cut;
    sim_dir dir;
    uint64_t bytes;
    sim_end how;
} bench;

static void done(const kp_delivery *delivery, void *arg)
{
    bench *b = arg;
    b->acked += delivery->err == KP_OK;
}

static void cut_first(void *arg)
{
    bench *b = arg;
    sim_conn *conn;
    while (!(conn = sim_net_any(b->net)))
        sim_sleep(&b->world, KP_US(10));
    sim_conn_cut_after(conn, b->dir, b->bytes, b->how);
}

static kp_producer *open_producer(bench *b)
{
    kp_options *options = kp_options_new();
    kp_hooks hooks = KP_HOOKS_INIT;
    kp_error error = KP_ERROR_INIT;
    kp_producer *producer = NULL;
    const kp__filter filter = shield_filter_of(&b->filter);
    const kp_transport transport = sim_hosted_transport(&b->hosted, b->net, 0, &filter);
    assert_non_null(options);
    assert_int_equal(kp_options_set(options, "bootstrap.servers", "node0:9092", &error), 0);
    assert_int_equal(kp_options_set(options, "request.timeout.ms", "1000", &error), 0);
    assert_int_equal(kp_options_set(options, "socket.connection.setup.timeout.ms", "500", &error), 0);
    sim_memory_hooks(&b->memory, &hooks);
    hooks.transport = b->by_hook ? &transport : NULL;
    if (kp__producer_open_io(options, &hooks, sim_io_table(b->io), b->by_hook ? NULL : &filter, &producer, &error))
        sim_fail(&b->world, "open", "%s", error.text);
    kp_options_free(options);
    return producer;
}

static void application(void *arg)
{
    bench *b = arg;
    uint8_t *value = calloc(1, b->value_size);
    kp_producer *producer = open_producer(b);
    for (int i = 0; i < RECORDS && producer && value; i++) {
        kp_record record = KP_RECORD_INIT;
        record.topic_name = "alpha";
        record.value = value;
        record.value_size = b->value_size;
        kp_err err = kp_producer_send(producer, &record, done, b);
        if (err)
            sim_fail(&b->world, "wall4", "send answered %d", err);
    }
    kp_err err = producer ? kp_producer_close(producer, KP_SEC(60)) : KP_OK;
    if (err)
        sim_fail(&b->world, "wall4", "close answered %d", err);
    kp_producer_free(producer);
    free(value);
}

static void run(uint64_t seed, bench *b)
{
    const sim_net_config net = {.latency_min = KP_US(20),
                                .latency_max = KP_US(200),
                                .partial_write_one_in = 3,
                                .partial_read_one_in = 3,
                                .send_buffer = 8192};
    const model_config model = {.nodes = 1,
                                .topics = 1,
                                .partitions = {3},
                                .produce_max = 9,
                                .metadata_max = 9,
                                .init_max = 4,
                                .api_versions_max = 3,
                                .service_min = 1000,
                                .service_max = 9000,
                                .commit_min = 1000,
                                .commit_max = 9000,
                                .shielded = true};
    const sim_io_config io = {.client = 0};
    sim_world_init(&b->world, seed, false);
    b->net = sim_net_new(&b->world, &net);
    model_init(&b->cluster, &b->world, b->net, &model);
    b->io = sim_io_new(&b->world, b->net, &b->memory, &io);
    (void)sim_task_start(&b->world, "app", application, b);
    if (b->cut)
        (void)sim_task_start(&b->world, "cut", cut_first, b);
    sim_world_run(&b->world, b->world.now + KP_SEC(300));
    if (b->world.failure_count)
        fail_msg("seed %d, cut %s the client after byte %d, how %d: %s", (int)seed,
                 b->dir == SIM_TO_HOST ? "from" : "to", (int)b->bytes, b->how, b->world.failures[0]);
    assert_int_equal(b->acked, RECORDS);
    assert_int_equal(b->memory.live_blocks, 0);
    assert_int_equal(sim_io_left(b->io), 0);
    assert_int_equal(b->hosted.open, 0);
    assert_int_equal(b->hosted.alloc.bytes, 0);
    int64_t in_logs = 0;
    for (int p = 0; p < 3; p++)
        in_logs += b->cluster.topics[0].partitions[p].log.end;
    assert_int_equal(in_logs, RECORDS);
    if (!b->cut) /* nothing got stuck: one connection for the bootstrap server, one for the node */
        assert_in_range(sim_net_opened(b->net), 1, 2);
    sim_io_free(b->io);
    model_deinit(&b->cluster);
    sim_net_free(b->net);
    sim_world_deinit(&b->world);
}

static void frame_rekey_and_close(bool by_hook)
{
    uint64_t read_wanted_write = 0, write_wanted_read = 0, partial = 0;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        bench b = {.by_hook = by_hook, .value_size = 20000, .filter = {.rekey_every = 1 + (uint32_t)seed % 4}};
        run(seed, &b);
        assert_true(b.filter.handshakes >= 1);
        read_wanted_write += b.filter.read_wanted_write;
        write_wanted_read += b.filter.write_wanted_read;
        partial += b.filter.partial_frames;
    }
    assert_true(read_wanted_write > 0);
    assert_true(write_wanted_read > 0);
    assert_true(partial > 0);
}

TEST(wall_4_records_go_through_a_filter_that_frames_rekeys_and_closes) { frame_rekey_and_close(false); }

TEST(wall_4_records_go_through_a_transport_of_the_hosts_that_frames_rekeys_and_closes) { frame_rekey_and_close(true); }

static void cut_everywhere(sim_dir dir, uint64_t bytes, sim_end how)
{
    for (uint64_t at = 0; at <= bytes; at++)
        for (int by_hook = 0; by_hook < 2; by_hook++) {
            bench b = {.by_hook = by_hook,
                       .value_size = 50,
                       .filter = {.rekey_every = 2},
                       .cut = true,
                       .dir = dir,
                       .bytes = at,
                       .how = how};
            run(1000 + at, &b);
        }
}

TEST(wall_4_F1_reset_at_every_byte_of_the_handshake)
{
    cut_everywhere(SIM_TO_HOST, HANDSHAKE_TO_HOST, SIM_END_RESET);
    cut_everywhere(SIM_TO_CLIENT, HANDSHAKE_TO_CLIENT, SIM_END_RESET);
}

TEST(wall_4_F1_end_at_every_byte_of_the_handshake)
{
    cut_everywhere(SIM_TO_HOST, HANDSHAKE_TO_HOST, SIM_END_FIN);
    cut_everywhere(SIM_TO_CLIENT, HANDSHAKE_TO_CLIENT, SIM_END_FIN);
}

TEST(wall_4_F1_silence_from_every_byte_of_the_handshake_on)
{
    cut_everywhere(SIM_TO_HOST, HANDSHAKE_TO_HOST, SIM_END_SILENT);
    cut_everywhere(SIM_TO_CLIENT, HANDSHAKE_TO_CLIENT, SIM_END_SILENT);
}

TESTS(t(wall_4_records_go_through_a_filter_that_frames_rekeys_and_closes),
      t(wall_4_records_go_through_a_transport_of_the_hosts_that_frames_rekeys_and_closes),
      t(wall_4_F1_reset_at_every_byte_of_the_handshake), t(wall_4_F1_end_at_every_byte_of_the_handshake),
      t(wall_4_F1_silence_from_every_byte_of_the_handshake_on))
