/* Wall test 1, the time-outs: send blocked on memory or on a topic, send_wait, flush and close run as fibers, and come
 * back at the very nanosecond of virtual time that was asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <api/producer.h>
#include <tests/check.h>
#include <tests/simulation/model.h>
#include <tests/simulation/sim_io.h>

typedef struct bench {
    sim_world world;
    sim_net *net;
    model_cluster cluster;
    sim_memory memory;
    sim_io *io;
    kp_producer *producer;
    void (*script)(struct bench *b);
    const char *const *options;
    int told, acked;
    kp_err last_err;
    kp_written last_status;
    kp_ns last_at, last_opened;
} bench;

static void done(const kp_delivery *delivery, void *arg)
{
    bench *b = arg;
    b->told++;
    b->acked += delivery->err == KP_OK;
    b->last_err = delivery->err;
    b->last_status = delivery->status;
    b->last_at = b->world.now;
    b->last_opened = delivery->receipt->opened;
}

static void expect(bench *b, const char *what, int64_t got, int64_t wanted)
{
    if (got != wanted)
        sim_fail(&b->world, "timeouts", "%s: %lld instead of %lld", what, (long long)got, (long long)wanted);
}

static void application(void *arg)
{
    bench *b = arg;
    kp_options *options = kp_options_new();
    kp_hooks hooks = KP_HOOKS_INIT;
    kp_error error = KP_ERROR_INIT;
    sim_memory_hooks(&b->memory, &hooks);
    kp_err err = kp_options_set(options, "bootstrap.servers", "node0:9092", &error);
    for (const char *const *option = b->options; !err && *option; option += 2)
        err = kp_options_set(options, option[0], option[1], &error);
    if (!err)
        err = kp__producer_open_io(options, &hooks, sim_io_table(b->io), NULL, &b->producer, &error);
    kp_options_free(options);
    if (err) {
        sim_fail(&b->world, "open", "%s", error.text);
        return;
    }
    b->script(b);
    kp_producer_free(b->producer);
}

static void run(void (*script)(bench *b), const char *const *options)
{
    for (uint64_t seed = 1; seed <= 50; seed++) {
        const sim_net_config net = {.latency_min = KP_US(20), .latency_max = KP_US(200), .send_buffer = 1 << 20};
        const model_config model = {.nodes = 1,
                                    .topics = 1,
                                    .partitions = {2},
                                    .produce_max = 9,
                                    .metadata_max = 9,
                                    .init_max = 4,
                                    .api_versions_max = 3,
                                    .service_min = 1000,
                                    .service_max = 9000,
                                    .commit_min = 1000,
                                    .commit_max = 9000};
        const sim_io_config io = {.client = 0};
        bench *b = calloc(1, sizeof *b);
        assert_non_null(b);
        b->script = script;
        b->options = options;
        sim_world_init(&b->world, seed, false);
        b->net = sim_net_new(&b->world, &net);
        model_init(&b->cluster, &b->world, b->net, &model);
        b->io = sim_io_new(&b->world, b->net, &b->memory, &io);
        (void)sim_task_start(&b->world, "app", application, b);
        sim_world_run(&b->world, b->world.now + KP_SEC(3600));
        if (b->world.failure_count)
            fail_msg("seed %d: %s", (int)seed, b->world.failures[0]);
        assert_int_equal(b->memory.live_blocks, 0);
        assert_int_equal(sim_io_left(b->io), 0);
        sim_io_free(b->io);
        model_deinit(&b->cluster);
        sim_net_free(b->net);
        sim_world_deinit(&b->world);
        free(b);
    }
}

static const uint8_t value[30000];

static kp_record record_of(size_t size)
{
    kp_record record = KP_RECORD_INIT;
    record.topic_name = "alpha";
    record.partition = 0;
    record.value = value;
    record.value_size = size;
    return record;
}

/* The topic is known and one record is through; from here on the broker says nothing. */
static void warm_up_and_silence(bench *b)
{
    kp_record record = record_of(10);
    kp_delivery delivery = {.size = sizeof delivery};
    expect(b, "first record", kp_producer_send_wait(b->producer, &record, KP_SEC(10), &delivery), KP_OK);
    sim_net_host_pause(b->net, 0, true);
}

static int fill_memory(bench *b)
{
    kp_record record = record_of(10000);
    int sent = 0;
    kp_err err;
    while (!(err = kp_producer_try_send(b->producer, &record, done, b)))
        sent++;
    expect(b, "memory is full", err, KP_AGAIN_MEMORY);
    return sent;
}

/* ---- */

static const char *const small[] = {"buffer.memory", "262144", "max.block.ms", "1234", "linger.ms", "0", NULL};

static const char *const patient[] = {"linger.ms", "100000", "delivery.timeout.ms", "130000", "request.timeout.ms",
                                      "1000",      NULL};

static void blocks_on_memory(bench *b)
{
    warm_up_and_silence(b);
    (void)fill_memory(b);
    kp_record record = record_of(10000);
    kp_ns called = b->world.now;
    expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_ERR_TIMEOUT);
    expect(b, "send took", b->world.now - called, KP_MS(1234));
}

TEST(I17_send_blocked_on_memory_gives_up_at_the_nanosecond) { run(blocks_on_memory, small); }

static void blocks_on_topic(bench *b)
{
    sim_net_host_state(b->net, 0, SIM_HOST_BLACKHOLE);
    kp_record record = record_of(10);
    sim_sleep(&b->world, 1);
    kp_ns called = b->world.now;
    expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_ERR_TIMEOUT);
    expect(b, "send took", b->world.now - called, KP_MS(1234));
    expect(b, "try_send", kp_producer_try_send(b->producer, &record, done, b), KP_AGAIN_TOPIC);
}

TEST(I17_send_blocked_on_a_topic_gives_up_at_the_nanosecond) { run(blocks_on_topic, small); }

/* Sends until there is memory for the topic. What it is told must be why, though the others ask anew all the time. */
static void insists(void *arg)
{
    bench *b = arg;
    kp_record record = record_of(10);
    kp_err err;
    while ((err = kp_producer_send(b->producer, &record, done, b)) == KP_ERR_NO_MEMORY)
        ;
    expect(b, "send", err, KP_OK);
}

static void topic_without_memory(bench *b)
{
    sim_task *tasks[3];
    b->memory.world = &b->world;
    b->memory.refuse_one_in = 2;
    b->memory.refuse_until = b->world.now + KP_MS(100);
    for (int i = 0; i < 3; i++)
        tasks[i] = sim_task_start(&b->world, "sender", insists, b);
    for (int i = 0; i < 3; i++)
        sim_task_join(tasks[i]);
    expect(b, "flush", kp_producer_flush(b->producer, KP_SEC(10)), KP_OK);
    expect(b, "acknowledged", b->acked, 3);
}

TEST(F24_a_send_for_whose_topic_memory_is_out_says_so_and_not_that_its_time_is_up)
{
    run(topic_without_memory, patient);
}

static void comes_back(void *arg)
{
    bench *b = arg;
    sim_sleep(&b->world, KP_MS(700));
    sim_net_host_pause(b->net, 0, false);
}

static void is_woken(bench *b)
{
    warm_up_and_silence(b);
    int sent = fill_memory(b);
    sim_task *mender = sim_task_start(&b->world, "mender", comes_back, b);
    kp_record record = record_of(10000);
    kp_ns called = b->world.now;
    expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_OK);
    kp_ns took = b->world.now - called;
    if (took < KP_MS(700) || took > KP_MS(720))
        sim_fail(&b->world, "R28", "a sender was woken after %lld us", (long long)took / 1000);
    expect(b, "flush", kp_producer_flush(b->producer, KP_SEC(10)), KP_OK);
    expect(b, "acknowledged", b->acked, sent + 1);
    sim_task_join(mender);
}

TEST(I13_R28_a_sender_that_waits_for_memory_is_woken_when_there_is_some) { run(is_woken, small); }

static void waits_for_one(bench *b)
{
    warm_up_and_silence(b);
    kp_record record = record_of(10);
    kp_ns called = b->world.now;
    expect(b, "send_wait", kp_producer_send_wait(b->producer, &record, 777777777, NULL), KP_ERR_TIMEOUT);
    expect(b, "send_wait took", b->world.now - called, 777777777);
    (void)fill_memory(b);
    called = b->world.now;
    record = record_of(10000);
    expect(b, "send_wait", kp_producer_send_wait(b->producer, &record, 1, NULL), KP_ERR_TIMEOUT);
    expect(b, "send_wait took", b->world.now - called, 1);
}

TEST(I17_send_wait_gives_up_at_the_nanosecond) { run(waits_for_one, small); }

static void flushes(bench *b)
{
    warm_up_and_silence(b);
    kp_record record = record_of(10);
    expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_OK);
    kp_ns called = b->world.now;
    expect(b, "flush", kp_producer_flush(b->producer, 123456789), KP_ERR_TIMEOUT);
    expect(b, "flush took", b->world.now - called, 123456789);
    expect(b, "flush", kp_producer_flush(b->producer, 0), KP_ERR_TIMEOUT);
    expect(b, "flush took", b->world.now - called, 123456789);
    sim_net_host_pause(b->net, 0, false);
    expect(b, "flush", kp_producer_flush(b->producer, KP_SEC(5)), KP_OK);
    expect(b, "told", b->told, 1);
}

TEST(I15_flush_gives_up_at_the_nanosecond) { run(flushes, small); }

static void closes(bench *b)
{
    warm_up_and_silence(b);
    int sent = fill_memory(b);
    kp_ns called = b->world.now;
    expect(b, "close", kp_producer_close(b->producer, 55555555), KP_ERR_TIMEOUT);
    expect(b, "close took", b->world.now - called, 55555555);
    expect(b, "told", b->told, sent);
    expect(b, "outcome", b->last_err, KP_ERR_CLOSED);
    expect(b, "again", kp_producer_close(b->producer, 0), KP_OK);
    kp_record record = record_of(10);
    expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_ERR_CLOSED);
}

TEST(I16_close_gives_up_at_the_nanosecond_and_every_record_is_told) { run(closes, small); }

static void closes_at_once(bench *b)
{
    warm_up_and_silence(b);
    int sent = fill_memory(b);
    kp_ns called = b->world.now;
    expect(b, "close", kp_producer_close(b->producer, 0), KP_ERR_TIMEOUT);
    expect(b, "close took", b->world.now - called, 0);
    expect(b, "told", b->told, sent);
}

TEST(I16_close_with_time_out_0_takes_no_time) { run(closes_at_once, small); }

static void closes_empty(bench *b)
{
    warm_up_and_silence(b);
    kp_ns called = b->world.now;
    expect(b, "close", kp_producer_close(b->producer, 0), KP_OK);
    expect(b, "close took", b->world.now - called, 0);
}

TEST(I16_close_with_time_out_0_and_nothing_left_over_succeeds) { run(closes_empty, small); }

static void closer(void *arg)
{
    bench *b = arg;
    sim_sleep(&b->world, KP_MS(300));
    expect(b, "close", kp_producer_close(b->producer, 0), KP_ERR_TIMEOUT);
}

static void is_refused(bench *b)
{
    warm_up_and_silence(b);
    (void)fill_memory(b);
    sim_task *task = sim_task_start(&b->world, "closer", closer, b);
    kp_record record = record_of(10000);
    kp_ns called = b->world.now;
    expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_ERR_CLOSED);
    expect(b, "send took", b->world.now - called, KP_MS(300));
    sim_task_join(task);
}

TEST(I16_a_sender_that_waits_is_refused_when_another_thread_closes) { run(is_refused, small); }

/* ---- driven mode: who waits drives, a host sleeps meanwhile, and others want the lead ---- */

static const char *const driven[] = {
    "threads", "none", "buffer.memory", "262144", "linger.ms", "0", "delivery.timeout.ms", "2000", "request.timeout.ms",
    "1000",    NULL};

static void flushes_for_500_ms(void *arg)
{
    bench *b = arg;
    sim_sleep(&b->world, KP_MS(1));
    expect(b, "flush", kp_producer_flush(b->producer, KP_MS(500)), KP_ERR_TIMEOUT);
}

static void sleeps_as_told(bench *b)
{
    warm_up_and_silence(b);
    kp_record record = record_of(10);
    expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_OK);
    sim_task *flusher = sim_task_start(&b->world, "flusher", flushes_for_500_ms, b);
    sim_sleep(&b->world, KP_MS(2));
    expect(b, "the deadline while another drives", kp_producer_deadline(b->producer), KP_NEVER);
    int fd = kp_producer_drive_fd(b->producer);
    while (!b->told) {
        sim_io_watch(b->io, fd, kp_producer_deadline(b->producer));
        expect(b, "drive", kp_producer_drive(b->producer, b->world.now), KP_OK);
    }
    expect(b, "told", b->last_at, b->last_opened + KP_SEC(2));
    sim_task_join(flusher);
}

TEST(I7_a_host_that_asked_while_another_thread_drove_is_called_when_that_one_leaves) { run(sleeps_as_told, driven); }

static void waits_in_line(bench *b)
{
    warm_up_and_silence(b);
    (void)fill_memory(b);
    uint64_t turns = sim_io_turns(b->io);
    kp_record record = record_of(10000);
    expect(b, "send_wait", kp_producer_send_wait(b->producer, &record, KP_MS(500), NULL), KP_ERR_TIMEOUT);
    if (sim_io_turns(b->io) - turns > 20)
        sim_fail(&b->world, "I21", "%llu turns while nothing happened",
                 (unsigned long long)(sim_io_turns(b->io) - turns));
}

TEST(I21_who_waits_for_memory_and_drives_does_not_run_in_circles) { run(waits_in_line, driven); }

static void flushes_until_close(void *arg)
{
    bench *b = arg;
    sim_sleep(&b->world, KP_MS(1));
    expect(b, "flush", kp_producer_flush(b->producer, KP_SEC(5)), KP_OK);
}

static void closes_under_another(bench *b)
{
    warm_up_and_silence(b);
    kp_record record = record_of(10);
    expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_OK);
    sim_task *flusher = sim_task_start(&b->world, "flusher", flushes_until_close, b);
    sim_sleep(&b->world, KP_MS(2));
    kp_ns called = b->world.now;
    kp_producer_stats stats = KP_PRODUCER_STATS_INIT;
    expect(b, "stats", kp_producer_stats_read(b->producer, &stats), KP_OK);
    expect(b, "stats took", b->world.now - called, 0);
    expect(b, "close", kp_producer_close(b->producer, KP_MS(10)), KP_ERR_TIMEOUT);
    expect(b, "close took", b->world.now - called, KP_MS(10));
    sim_task_join(flusher);
}

TEST(I16_close_takes_the_lead_from_a_flush_that_waits) { run(closes_under_another, driven); }

static bench *of_dawdler;

/* The clock is read within an append, once a batch. */
static kp_ns dawdling_now(kp__io *io)
{
    (void)io;
    sim_world *world = &of_dawdler->world;
    if (strcmp(sim_self(world)->name, "dawdler") == 0)
        sim_sleep(world, KP_MS(20));
    return world->now;
}

static void dawdler(void *arg)
{
    bench *b = arg;
    kp_record record = record_of(10);
    record.partition = 1;
    expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_OK);
}

static void closes_during_a_send(bench *b)
{
    kp_record record = record_of(10);
    expect(b, "first record", kp_producer_send_wait(b->producer, &record, KP_SEC(10), NULL), KP_OK);
    of_dawdler = b;
    const kp__io_ops *before = b->producer->io->ops;
    kp__io_ops ops = *before;
    ops.now = dawdling_now;
    b->producer->io->ops = &ops;
    sim_task *task = sim_task_start(&b->world, "dawdler", dawdler, b);
    sim_sleep(&b->world, KP_MS(10));
    kp_ns called = b->world.now;
    expect(b, "close", kp_producer_close(b->producer, KP_SEC(10)), KP_OK);
    expect(b, "acknowledged", b->acked, 1);
    if (b->world.now - called > KP_MS(20))
        sim_fail(&b->world, "I16", "close took %lld us", (long long)(b->world.now - called) / 1000);
    sim_task_join(task);
    b->producer->io->ops = before;
}

TEST(I16_what_a_send_is_just_queueing_when_another_thread_closes_is_delivered)
{
#ifdef KP_TEST_BUILD
    skip(); /* there a turn ends with a look into every lane, and waits for the sender */
#endif
    run(closes_during_a_send, patient);
}

static void pays_no_linger(bench *b)
{
    kp_record record = record_of(10);
    kp_delivery delivery = {.size = sizeof delivery};
    kp_ns called = b->world.now;
    expect(b, "send_wait", kp_producer_send_wait(b->producer, &record, KP_SEC(60), &delivery), KP_OK);
    expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_OK);
    expect(b, "flush", kp_producer_flush(b->producer, KP_SEC(60)), KP_OK);
    if (b->world.now - called > KP_MS(50))
        sim_fail(&b->world, "linger", "send_wait and flush took %lld ms", (long long)(b->world.now - called) / 1000000);
}

TEST(send_wait_and_flush_pay_no_linger) { run(pays_no_linger, patient); }

static const char *const forgetful[] = {"metadata.max.idle.ms", "5000", "metadata.max.age.ms", "1000", NULL};

/* Nothing but the question tells whether a topic that is not asked about has more partitions by now. */
static void asks_about_partitions(bench *b)
{
    kp_record record = record_of(10);
    kp_topic *topic = NULL;
    int32_t count = 0;
    expect(b, "first record", kp_producer_send_wait(b->producer, &record, KP_SEC(10), NULL), KP_OK);
    expect(b, "topic", kp_producer_topic(b->producer, record.topic_name, &topic), KP_OK);
    for (int by_send = 0; by_send < 2; by_send++) {
        sim_sleep(&b->world, KP_SEC(20));
        expect(b, "asked about", kp__load_relaxed(&topic->wanted), 0);
        record.partition = 2;
        if (by_send)
            expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_ERR_UNKNOWN_PARTITION);
        else
            expect(b, "partitions", kp_topic_partitions(b->producer, topic, 0, &count), KP_OK);
        sim_sleep(&b->world, KP_SEC(1));
        expect(b, "asked about", kp__load_relaxed(&topic->wanted), 1);
    }
}

TEST(a_topic_that_was_forgotten_is_asked_about_when_someone_asks_for_its_partitions)
{
    run(asks_about_partitions, forgetful);
}

static const char *const hasty[] = {"linger.ms", "0", "delivery.timeout.ms", "2500", "request.timeout.ms", "400", NULL};

static void expires(bench *b)
{
    warm_up_and_silence(b);
    kp_record record = record_of(10);
    expect(b, "send", kp_producer_send(b->producer, &record, done, b), KP_OK);
    sim_sleep(&b->world, KP_SEC(10));
    expect(b, "told", b->told, 1);
    expect(b, "outcome", b->last_err, KP_ERR_DELIVERY_TIMEOUT);
    expect(b, "after", b->last_at - b->last_opened, KP_MS(2500));
}

TEST(I7_a_record_fails_when_its_delivery_time_is_up_at_the_nanosecond) { run(expires, hasty); }

TESTS(t(I17_send_blocked_on_memory_gives_up_at_the_nanosecond),
      t(I17_send_blocked_on_a_topic_gives_up_at_the_nanosecond),
      t(F24_a_send_for_whose_topic_memory_is_out_says_so_and_not_that_its_time_is_up),
      t(I13_R28_a_sender_that_waits_for_memory_is_woken_when_there_is_some),
      t(I17_send_wait_gives_up_at_the_nanosecond), t(I15_flush_gives_up_at_the_nanosecond),
      t(I16_close_gives_up_at_the_nanosecond_and_every_record_is_told), t(I16_close_with_time_out_0_takes_no_time),
      t(I16_close_with_time_out_0_and_nothing_left_over_succeeds),
      t(I16_what_a_send_is_just_queueing_when_another_thread_closes_is_delivered),
      t(I16_a_sender_that_waits_is_refused_when_another_thread_closes), t(send_wait_and_flush_pay_no_linger),
      t(a_topic_that_was_forgotten_is_asked_about_when_someone_asks_for_its_partitions),
      t(I7_a_record_fails_when_its_delivery_time_is_up_at_the_nanosecond),
      t(I7_a_host_that_asked_while_another_thread_drove_is_called_when_that_one_leaves),
      t(I21_who_waits_for_memory_and_drives_does_not_run_in_circles),
      t(I16_close_takes_the_lead_from_a_flush_that_waits))
