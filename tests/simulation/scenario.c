#include <tests/simulation/scenario.h>

#include <stdlib.h>
#include <string.h>

#include <api/producer.h>

/* ---- drawing the run ---- */

static void draw_net(sim_world *world, sim_net_config *out)
{
    static const kp_ns latencies[] = {KP_US(50), KP_US(500), KP_MS(2), KP_MS(20)};
    kp_ns most = latencies[sim_below(world, SIM_CHANCE_NET, 4)];
    *out =
        (sim_net_config){.latency_min = most / 4, .latency_max = most, .drain_late_one_in = 3, .drain_lost_one_in = 3};
    /* One draw a statement: the order within an initializer is the compiler's. */
    out->partial_write_one_in = (uint32_t)sim_below(world, SIM_CHANCE_NET, 12);
    out->partial_read_one_in = (uint32_t)sim_below(world, SIM_CHANCE_NET, 12);
    out->send_buffer = 2048u << sim_below(world, SIM_CHANCE_NET, 7);
    /* 4 MB/s at least: below that the time-outs drawn for requests could not be kept by anybody. */
    size_t least = (size_t)(most / 250);
    if (out->send_buffer < least)
        out->send_buffer = least;
}

static void draw_model(sim_world *world, model_config *out)
{
    static const int16_t produce[] = {3, 7, 8, 9, 10, 11, 12, 13}, metadata[] = {4, 7, 8, 9, 10, 12, 13};
    *out = (model_config){.nodes = SIM_NODES + SIM_NODES_TO_COME,
                          .absent = SIM_NODES_TO_COME,
                          .topics = 2,
                          .partitions = {4, 2},
                          .service_min = KP_US(5),
                          .service_max = KP_US(300),
                          .commit_min = KP_US(50),
                          .tell_duplicate_one_in = 5};
    out->produce_max = produce[sim_below(world, SIM_CHANCE_NODES, 8)];
    out->metadata_max = metadata[sim_below(world, SIM_CHANCE_NODES, 7)];
    out->init_max = (int16_t)sim_between(world, SIM_CHANCE_NODES, 0, 5);
    out->api_versions_max = (int16_t)sim_between(world, SIM_CHANCE_NODES, 0, 4);
    out->hints = sim_one_in(world, SIM_CHANCE_NODES, 2);
    out->unknown_id = sim_one_in(world, SIM_CHANCE_NODES, 3);
    out->commit_max = sim_one_in(world, SIM_CHANCE_NODES, 3) ? KP_MS(40) : KP_MS(2);
    if (out->produce_max >= 13 && out->metadata_max < 10)
        out->produce_max = 12; /* topic ids come with both or with none */
}

static int tap_topic(void *arg, const char *name, size_t size, const uint8_t *id)
{
    const model_cluster *cluster = arg;
    for (int t = 0; t < cluster->config.topics; t++)
        if (id ? !memcmp(id, cluster->topics[t].id.bytes, sizeof cluster->topics[t].id.bytes)
               : strlen(cluster->topics[t].name) == size && !memcmp(cluster->topics[t].name, name, size))
            return t;
    return -1;
}

static void set_up(sim_scenario *s)
{
    sim_net_config net;
    model_config model;
    draw_net(&s->world, &net);
    draw_model(&s->world, &model);
    s->net = sim_net_new(&s->world, &net);
    s->shielded = model.shielded = sim_one_in(&s->world, SIM_CHANCE_NET, 6);
    s->shield.rekey_every = (uint32_t)sim_between(&s->world, SIM_CHANCE_NET, 1, 9);
    model_init(&s->cluster, &s->world, s->net, &model);
    sim_tap_init(&s->tap, &s->world, s->shielded ? NULL : s->net, tap_topic, &s->cluster);
    s->tap.journal = &s->journal;
    s->tokens = calloc(SIM_TOKENS, sizeof *s->tokens);
    if (!s->tokens)
        abort();
    s->span = sim_between(&s->world, SIM_CHANCE_FAULTS, KP_SEC(2), KP_SEC(40));
    s->faults_planned = (uint32_t)sim_between(&s->world, SIM_CHANCE_FAULTS, SIM_FAULTS_MIN, 2 * SIM_FAULTS_MIN);
}

/* ---- one producer ---- */

static void log_line(void *context, int severity, const char *event, const char *text)
{
    sim_memory *memory = context; /* the first member of its producer's part: see producer_open */
    sim_producer *producer = (sim_producer *)(void *)((char *)memory - offsetof(sim_producer, memory));
    sim_notef(&producer->scenario->world, "log %d %d %s: %s", producer->index, severity, event, text);
}

static void producer_open(sim_scenario *s, int index)
{
    sim_producer *producer = &s->producers[index];
    producer->scenario = s;
    producer->index = index;
    kp_options *options = sim_settings_draw(&s->world, s->shielded, &producer->settings);
    sim_io_config io = {.client = index};
    io.yield_one_in = (uint32_t)sim_below(&s->world, SIM_CHANCE_IO, 4);
    producer->io = sim_io_new(&s->world, s->net, &producer->memory, &io);
    kp_hooks hooks = KP_HOOKS_INIT;
    sim_memory_hooks(&producer->memory, &hooks);
    hooks.log = log_line;
    hooks.log_severity = s->world.print ? 7 : 4;
    kp_error error = KP_ERROR_INIT;
    const kp__filter filter = shield_filter_of(&s->shield);
    kp_err err = kp__producer_open_io(options, &hooks, sim_io_table(producer->io), s->shielded ? &filter : NULL,
                                      &producer->handle, &error);
    if (err)
        sim_fail(&s->world, "open", "open answered %d: %s", err, error.text);
    kp_options_free(options);
    producer->memory.world = &s->world; /* from here on memory may be refused: open itself is walked by unit tests */
    if (sim_one_in(&s->world, SIM_CHANCE_FAULTS, 8)) { /* nothing is there yet of what a producer needs */
        producer->memory.refuse_one_in = (uint32_t)sim_between(&s->world, SIM_CHANCE_FAULTS, 1, 4);
        producer->memory.refuse_until = s->world.now + sim_between(&s->world, SIM_CHANCE_FAULTS, 0, KP_SEC(1));
    }
    producer->closes_early = sim_one_in(&s->world, SIM_CHANCE_APP, 6);
    s->tap.inflight_max[index] = producer->settings.inflight_max;
    s->journal.producers[index] = (check_producer){.acks = (int16_t)(producer->settings.acks == SIM_ACKS_NONE     ? 0
                                                                     : producer->settings.acks == SIM_ACKS_LEADER ? 1
                                                                                                                  : -1),
                                                   .idempotent = producer->settings.acks == SIM_ACKS_IDEMPOTENT,
                                                   .inflight_max = producer->settings.inflight_max,
                                                   .delivery_timeout = producer->settings.delivery_timeout};
    if (!err && producer->settings.polls)
        producer->poller = sim_task_start(&s->world, "poller", sim_app_poll, producer);
    if (!err && producer->settings.driven)
        producer->driver = sim_task_start(&s->world, "driver", sim_app_drive, producer);
}

/* ---- after the faults ---- */

static void heal(sim_scenario *s)
{
    s->healed = true;
    sim_notef(&s->world, "healed");
    sim_net_calm(s->net);
    sim_net_heal(s->net);
    model_heal(&s->cluster);
    for (int i = 0; i < SIM_PRODUCERS; i++) {
        sim_io_resolve(s->producers[i].io, SIM_RESOLVE_OK);
        s->producers[i].memory.refuse_until = s->producers[i].memory.refuse_at = 0;
    }
}

/* One partition takes a record within the time that the options allow for it: I21. A partition that was added is known
 * when metadata is asked for the next time. */
static bool takes_again(sim_scenario *s, sim_producer *producer, int topic, int32_t partition, uint64_t *number)
{
    kp_ns began = s->world.now, limit = began + producer->settings.recovery;
    while (!s->world.stop) {
        uint64_t id = s->journal.count;
        kp_err err = sim_app_send(producer, 100 + producer->index, (*number)++, SIM_SEND_BLOCK, topic, partition);
        while (!err && !s->journal.records[id].completions && s->world.now < limit && !s->world.stop)
            sim_sleep(&s->world, KP_MS(5));
        if (!err && s->journal.records[id].completions && s->journal.records[id].err == KP_OK)
            return true;
        bool unknown = err == KP_ERR_UNKNOWN_PARTITION && s->world.now < began + producer->settings.metadata_max_age;
        if (unknown)
            limit = s->world.now + producer->settings.recovery;
        if (s->world.now >= limit) {
            sim_fail(&s->world, "I21",
                     "producer %d: topic %d partition %d takes nothing %lld ms after the last fault (%d)",
                     producer->index, topic, partition, (long long)(s->world.now - began) / 1000000, err);
            return false;
        }
        sim_sleep(&s->world, unknown ? KP_SEC(1) : KP_MS(10));
    }
    return false;
}

static void check_live(sim_scenario *s, sim_producer *producer)
{
    uint64_t number = 0;
    for (int t = 0; t < s->cluster.config.topics; t++)
        for (int32_t p = 0; p < s->cluster.topics[t].partition_count; p++)
            if (!takes_again(s, producer, t, p, &number))
                return;
}

static void check_stats(sim_scenario *s, sim_producer *producer)
{
    kp_producer_stats stats = {.size = sizeof stats};
    kp_err err = kp_producer_stats_read(producer->handle, &stats);
    if (err && err != KP_ERR_CLOSED)
        sim_fail(&s->world, "I25", "stats answered %d", err);
    else if (!err && stats.records_accepted != stats.records_acked + stats.records_failed)
        sim_fail(&s->world, "I25", "accepted %llu, acknowledged %llu, failed %llu",
                 (unsigned long long)stats.records_accepted, (unsigned long long)stats.records_acked,
                 (unsigned long long)stats.records_failed);
}

static void check_left(sim_scenario *s, sim_producer *producer)
{
    if (sim_io_left(producer->io))
        sim_fail(&s->world, "I23", "producer %d left %d threads, pollers, connections, lookups or mappings",
                 producer->index, sim_io_left(producer->io));
    if (producer->memory.live_blocks)
        sim_fail(&s->world, "I23", "producer %d left %lld bytes in %lld blocks", producer->index,
                 (long long)producer->memory.live_bytes, (long long)producer->memory.live_blocks);
    if (producer->memory.live_bytes_max > 5 * 1024 * 1024)
        sim_fail(&s->world, "I13", "producer %d used %lld bytes beside its buffer.memory", producer->index,
                 (long long)producer->memory.live_bytes_max);
}

static void producer_end(sim_scenario *s, sim_producer *producer)
{
    if (!producer->closed)
        sim_app_close(producer, KP_SEC(600));
    if (producer->driver) {
        producer->stop_driving = true;
        sim_wake(producer->driver);
        sim_task_join(producer->driver);
    }
    sim_futures_end(producer);
    if (producer->poller) {
        producer->stop_polling = true;
        sim_wake(producer->poller);
        sim_task_join(producer->poller);
        while (kp_producer_poll(producer->handle, 0) > 0)
            ;
        s->journal.producers[producer->index].shut_tick = ++s->world.ticks;
    }
    check_stats(s, producer);
    kp_producer_free(producer->handle);
    producer->handle = NULL;
    check_left(s, producer);
}

/* ---- the run ---- */

static void start_fibers(sim_scenario *s)
{
    static const char *const names[SIM_FIBERS] = {"app1", "app2", "app3", "app4"};
    for (int i = 0; i < SIM_FIBERS; i++) {
        s->fibers[i] = (sim_fiber_plan){.producer = &s->producers[i % SIM_PRODUCERS], .index = i};
        s->fibers[i].left = SIM_RECORDS_MIN / SIM_FIBERS + (uint64_t)sim_between(&s->world, SIM_CHANCE_APP, 1, 60);
        if (s->fibers[i].left > s->trim.records_max[i])
            s->fibers[i].left = s->trim.records_max[i];
        s->fibers[i].task = sim_task_start(&s->world, names[i], sim_app_body, &s->fibers[i]);
    }
}

static void director(void *arg)
{
    sim_scenario *s = arg;
    for (int i = 0; i < SIM_PRODUCERS; i++)
        producer_open(s, i);
    if (s->world.stop)
        return;
    start_fibers(s);
    sim_task *chaos = sim_task_start(&s->world, "chaos", sim_chaos_body, s);
    for (int i = 0; i < SIM_FIBERS; i++)
        sim_task_join(s->fibers[i].task);
    sim_task_join(chaos);
    heal(s);
    for (int i = 0; i < SIM_PRODUCERS; i++)
        if (!s->producers[i].closed)
            check_live(s, &s->producers[i]);
    for (int i = 0; i < SIM_PRODUCERS; i++)
        producer_end(s, &s->producers[i]);
}

static void check(sim_scenario *s)
{
    const model_log *logs[MODEL_TOPICS_MAX * MODEL_PARTITIONS_MAX];
    int count = 0;
    for (int t = 0; t < s->cluster.config.topics; t++)
        for (int32_t p = 0; p < s->cluster.topics[t].partitions_most; p++)
            logs[count++] = &s->cluster.topics[t].partitions[p].log;
    check_verdict verdict;
    check_run(&s->journal, logs, count, &verdict);
    for (int i = 0; i < verdict.failure_count; i++) {
        char *colon = strchr(verdict.failures[i], ':');
        *colon = 0;
        sim_fail(&s->world, verdict.failures[i], "%s", colon + 2);
    }
    s->world.seen.probes[SIM_PROBE_READ_WANTS_WRITE] += s->shield.read_wanted_write;
    s->world.seen.probes[SIM_PROBE_WRITE_WANTS_READ] += s->shield.write_wanted_read;
    s->world.seen.probes[SIM_PROBE_ACKED_THEN_CUT] += verdict.acked_then_cut;
    s->world.seen.probes[SIM_PROBE_MAYBE_AND_WAS] += verdict.maybe_and_was;
    s->world.seen.probes[SIM_PROBE_KEYS_MOVED] += verdict.keys_moved;
    s->world.seen.probes[SIM_PROBE_EXCUSED] += verdict.excused;
    s->world.seen.probes[SIM_PROBE_DUPLICATED_UNSAFE] += verdict.duplicated_unsafe;
    s->world.seen.probes[SIM_PROBE_REORDERED_UNSAFE] += verdict.reordered_unsafe;
    sim_trace(&s->world, SIM_NOTE, (int64_t)s->journal.count, (int64_t)verdict.records_in_log, verdict.failure_count);
}

static void report(const sim_scenario *s, sim_report *out)
{
    *out = (sim_report){.seed = s->world.seed, .hash = s->world.hash, .traced = s->world.traced, .seen = s->world.seen};
    out->failure_count = s->world.failure_count;
    memcpy(out->failures, s->world.failures, sizeof out->failures);
    out->records = s->journal.count;
    out->faults = s->faults_done;
    out->switches = s->world.switches;
    out->requests = s->cluster.requests;
    out->virtual_time = s->world.now - s->world.start;
    for (int t = 0; t < s->cluster.config.topics; t++)
        for (int32_t p = 0; p < s->cluster.topics[t].partition_count; p++)
            out->records_in_log += (uint64_t)s->cluster.topics[t].partitions[p].log.end;
}

static void tear_down(sim_scenario *s)
{
    for (int i = 0; i < SIM_PRODUCERS; i++)
        if (s->producers[i].io)
            sim_io_free(s->producers[i].io);
    sim_tap_deinit(&s->tap);
    model_deinit(&s->cluster);
    sim_net_free(s->net);
    check_journal_deinit(&s->journal);
    free(s->tokens);
    sim_world_deinit(&s->world);
}

void sim_trim_nothing(sim_trim *out)
{
    *out = (sim_trim){0};
    for (int i = 0; i < SIM_FIBERS; i++)
        out->records_max[i] = UINT64_MAX;
}

void sim_scenario_run(uint64_t seed, const sim_trim *trim, bool print, sim_report *out)
{
    sim_scenario *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->trim = *trim;
    sim_world_init(&s->world, seed, print);
    set_up(s);
    (void)sim_task_start(&s->world, "director", director, s);
    sim_world_run(&s->world, s->world.now + KP_SEC(7200));
    if (!s->world.failure_count)
        check(s);
    report(s, out);
    tear_down(s);
    free(s);
}
