/* The application: fibers that send, wait, flush and close, write down what they asked and were told, and look at the
 * clock when a call has come back: every bound is exact to the nanosecond. */
#include <stdlib.h>
#include <string.h>

#include <base/murmur2.h>
#include <tests/simulation/scenario.h>

enum { VALUE_MAX = 6000, KEY_MAX = 24 };

static sim_world *world_of(sim_producer *producer) { return &producer->scenario->world; }

static int64_t draw(sim_producer *producer, int64_t low, int64_t high)
{
    return sim_between(world_of(producer), SIM_CHANCE_APP, low, high);
}

static bool one_in(sim_producer *producer, uint64_t n) { return sim_one_in(world_of(producer), SIM_CHANCE_APP, n); }

/* ---- bounds ---- */

/* I17: a call that may take `timeout` has come back; `gave_up`: it says that the time was up. The machine may have
 * stood still before the call looked at the clock. In driven mode the call may have been the one that ran the
 * callbacks. */
void sim_app_bound(sim_producer *producer, const char *call, kp_ns called_at, kp_ns timeout, bool gave_up)
{
    sim_world *world = world_of(producer);
    kp_ns took = world->now - called_at, due = sim_thawed(world, called_at) + timeout;
    kp_ns end = producer->settings.driven
                    ? check_pause_end(&producer->scenario->journal.producers[producer->index], due)
                    : sim_thawed(world, due);
    if (world->now > end)
        sim_fail(world, "I17", "%s was allowed %lld ns and took %lld", call, (long long)timeout, (long long)took);
    else if (gave_up && took < timeout)
        sim_fail(world, "I17", "%s gave up after %lld ns of %lld", call, (long long)took, (long long)timeout);
}

/* ---- completions ---- */

void sim_app_told(sim_producer *producer, uint64_t id, const kp_delivery *delivery)
{
    check_record *record = &producer->scenario->journal.records[id];
    sim_world *world = world_of(producer);
    record->completions++;
    record->err = delivery->err;
    record->status = delivery->status;
    record->told_why = delivery->reason != NULL;
    record->told_topic = model_topic_index(&producer->scenario->cluster, delivery->topic_name);
    record->told_partition = delivery->partition;
    record->offset = delivery->offset;
    record->told_timestamp_ms = kp_delivery_timestamp(delivery);
    record->done_tick = ++world->ticks;
    record->done_at = producer->settings.polls == SIM_POLLS_SLOWLY && delivery->receipt
                          ? delivery->receipt->answered /* when it could have been read */
                          : world->now;
    record->opened = delivery->receipt ? delivery->receipt->opened : 0;
    producer->told++;
    sim_trace(world, SIM_DONE, (int64_t)id, delivery->err, delivery->offset);
    if (delivery->err == KP_ERR_DELIVERY_TIMEOUT)
        sim_probe(world, SIM_PROBE_DELIVERY_TIMEOUT);
    if (delivery->err && delivery->status == KP_MAYBE_WRITTEN)
        sim_probe(world, SIM_PROBE_MAYBE_WRITTEN);
    if (delivery->err && delivery->status == KP_NOT_WRITTEN)
        sim_probe(world, SIM_PROBE_NOT_WRITTEN);
    if (delivery->err == KP_ERR_INVALID_RECORD)
        sim_probe(world, SIM_PROBE_INVALID_RECORD);
    if (delivery->err == KP_ERR_OTHER_RECORD)
        sim_probe(world, SIM_PROBE_OTHER_RECORD);
    if (!delivery->err && delivery->offset < 0)
        sim_probe(world, SIM_PROBE_OFFSET_UNKNOWN);
}

/* What an application may try inside a callback. */
static void misbehave(sim_producer *producer)
{
    sim_world *world = world_of(producer);
    kp_err err = KP_ERR_IN_CALLBACK;
    switch (sim_below(world, SIM_CHANCE_APP, 400)) {
    case 0:
        err = kp_producer_flush(producer->handle, KP_SEC(1));
        break;
    case 1:
        err = kp_producer_close(producer->handle, KP_SEC(1));
        break;
    case 2: {
        kp_record record = KP_RECORD_INIT;
        record.topic_name = "alpha";
        err = kp_producer_send_wait(producer->handle, &record, KP_SEC(1), NULL);
        break;
    }
    case 3: {
        kp_ns length = draw(producer, 0, KP_MS(50));
        check_pause_add(&producer->scenario->journal.producers[producer->index], world->now, world->now + length);
        sim_sleep(world, length);
        break;
    }
    case 8:
        err = sim_futures_misuse(producer);
        break;
    case 4:
    case 5:
    case 6:
    case 7:
        if (!producer->closing && !producer->scenario->healed) {
            sim_probe(world, SIM_PROBE_CALLBACK_SENDS);
            (void)sim_app_send(producer, SIM_FIBERS + producer->index, producer->told, SIM_SEND_BLOCK, 0, -1);
        }
        break;
    default:
        break;
    }
    if (err != KP_ERR_IN_CALLBACK)
        sim_fail(world, "I15", "a call that waits answered %d inside a callback", err);
}

static void told(const kp_delivery *delivery, void *arg)
{
    sim_token *token = arg;
    sim_producer *producer = token->producer;
    sim_scenario *scenario = producer->scenario;
    if (producer->in_callback)
        sim_fail(&scenario->world, "I8", "a callback runs while another one is running");
    producer->in_callback = true;
    sim_app_told(producer, token->id, delivery);
    misbehave(producer);
    producer->in_callback = false;
}

/* ---- one record ---- */

typedef struct payload {
    uint8_t key[KEY_MAX];
    uint8_t value[VALUE_MAX];
    kp_header headers[2];
    kp_record record;
} payload;

static void fill(sim_producer *producer, payload *p, uint64_t id, check_record *record)
{
    kp_record *out = &p->record;
    *out = (kp_record)KP_RECORD_INIT;
    size_t size = (size_t)draw(producer, CHECK_VALUE_MIN, one_in(producer, 50) ? VALUE_MAX : 300);
    check_value_write(p->value, size, id, record);
    out->value = p->value;
    out->value_size = size;
    out->topic_name = producer->scenario->cluster.topics[record->topic].name;
    out->partition = record->partition;
    if (one_in(producer, 3)) {
        out->key_size = (size_t)draw(producer, 0, KEY_MAX);
        for (size_t i = 0; i < out->key_size; i++)
            p->key[i] = (uint8_t)draw(producer, 0, 255);
        out->key = p->key;
    }
    if (one_in(producer, 4)) {
        p->headers[0] = (kp_header){"trace", 5, p->key, (size_t)draw(producer, 0, 8)};
        p->headers[1] = (kp_header){"null", 4, NULL, 0};
        memset(p->key, 7, p->headers[0].value_size);
        out->headers = p->headers;
        out->header_count = (size_t)draw(producer, 1, 2);
    }
    if (one_in(producer, 6))
        out->timestamp_ms = draw(producer, 0, INT64_C(2000000000000));
    record->keyless = !out->key;
    record->keyed = out->key && out->partition < 0;
    record->key_hash = (uint32_t)kp__murmur2(out->key, out->key_size) & 0x7fffffff;
    record->timestamp_ms = out->timestamp_ms;
    record->content =
        check_content(out->key, out->key_size, out->value, out->value_size, out->headers, out->header_count);
}

static void note_refusal(sim_producer *producer, int topic, int how, kp_err err, kp_ns waited)
{
    sim_world *world = world_of(producer);
    if (how == SIM_SEND_BLOCK && waited > 0)
        sim_probe(world, producer->topic_known[topic] ? SIM_PROBE_SEND_BLOCKED_MEMORY : SIM_PROBE_SEND_BLOCKED_TOPIC);
    producer->topic_known[topic] |= err == KP_OK;
    if (err == KP_AGAIN_MEMORY)
        sim_probe(world, SIM_PROBE_AGAIN_MEMORY);
    if (err == KP_AGAIN_TOPIC)
        sim_probe(world, SIM_PROBE_AGAIN_TOPIC);
    if (err == KP_AGAIN_REPORTS)
        sim_probe(world, SIM_PROBE_AGAIN_REPORTS);
    if (err == KP_ERR_TIMEOUT && waited > 0)
        sim_probe(world, SIM_PROBE_SEND_TIMED_OUT);
}

static kp_err send_and_wait(sim_producer *producer, const kp_record *r, uint64_t id)
{
    static const kp_ns timeouts[] = {0, KP_MS(1), KP_MS(30), KP_MS(700), KP_SEC(20)};
    sim_scenario *scenario = producer->scenario;
    kp_ns timeout = timeouts[draw(producer, 0, 4)];
    timeout += draw(producer, 0, 999);
    kp_ns called_at = scenario->world.now;
    kp_delivery delivery = KP_DELIVERY_INIT;
    kp_err err = kp_producer_send_wait(producer->handle, r, timeout, &delivery);
    bool decided = delivery.partition >= 0;
    sim_app_bound(producer, "send_wait", called_at, timeout, err == KP_ERR_TIMEOUT && !decided);
    check_record *record = &scenario->journal.records[id];
    if (decided) {
        sim_app_told(producer, id, &delivery);
        record->opened = 0;
        record->by_return = true;
        return KP_OK;
    }
    if (err == KP_ERR_TIMEOUT) {
        sim_probe(&scenario->world, SIM_PROBE_SEND_WAIT_TIMED_OUT);
        record->untold = delivery.status == KP_MAYBE_WRITTEN; /* else it was never queued */
    }
    return err;
}

kp_err sim_app_send(sim_producer *producer, int fiber, uint64_t number, int how, int topic, int32_t partition)
{
    sim_scenario *scenario = producer->scenario;
    sim_world *world = &scenario->world;
    if (scenario->journal.count >= SIM_TOKENS)
        return KP_ERR_LIMIT;
    sim_future *future = how == SIM_SEND_FUTURE ? sim_future_free(&scenario->fibers[fiber]) : NULL;
    uint64_t id = check_journal_add(&scenario->journal);
    payload *p = malloc(sizeof *p); /* too large for a fiber's stack to hold many of */
    if (!p)
        abort();
    check_record *record = &scenario->journal.records[id];
    record->producer = producer->index;
    record->fiber = fiber;
    record->number = number;
    record->topic = topic;
    record->partition = partition;
    fill(producer, p, id, record);
    scenario->tokens[id] = (sim_token){producer, id};
    record->call_tick = ++world->ticks;
    record->called_at = world->now;
    kp_ns called_at = world->now;
    sim_trace(world, SIM_SEND, (int64_t)id, how, (int64_t)p->record.value_size);
    kp_err err;
    bool tries = how == SIM_SEND_TRY || producer->settings.driven || (producer->in_callback && fiber >= SIM_FIBERS);
    if (how == SIM_SEND_TRY)
        err = kp_producer_try_send(producer->handle, &p->record, told, &scenario->tokens[id]);
    else if (how == SIM_SEND_WAIT)
        err = send_and_wait(producer, &p->record, id);
    else if (how == SIM_SEND_FUTURE)
        err = sim_future_send(future, &p->record, id);
    else
        err = kp_producer_send(producer->handle, &p->record, told, &scenario->tokens[id]);
    if (how != SIM_SEND_WAIT)
        sim_app_bound(producer, how == SIM_SEND_TRY ? "try_send" : "send", called_at,
                      tries ? 0 : producer->settings.max_block, err == KP_ERR_TIMEOUT && !tries);
    record = &scenario->journal.records[id];
    record->returned = true;
    record->partitions_least = scenario->cluster.topics[topic].partitions_least;
    record->partitions_most = scenario->cluster.topics[topic].partitions_most;
    record->sent = err;
    record->return_tick = ++world->ticks;
    record->returned_at = world->now;
    sim_trace(world, SIM_SENT, (int64_t)id, err, 0);
    note_refusal(producer, topic, how, err, world->now - called_at);
    free(p);
    return err;
}

/* ---- flush and close ---- */

/* I15: what was accepted before the call is decided. */
static void check_flushed(sim_producer *producer, uint64_t call_tick)
{
    const check_journal *journal = &producer->scenario->journal;
    sim_futures_flushed(producer, call_tick);
    if (producer->settings.polls && !sim_app_poll_all(producer))
        return;
    for (uint64_t id = 0; id < journal->count; id++) {
        const check_record *record = &journal->records[id];
        if (record->producer == producer->index && record->returned && record->sent == KP_OK && !record->untold &&
            !record->by_return && record->return_tick < call_tick && !record->completions) {
            sim_fail(world_of(producer), "I15", "flush succeeded while record %llu is open", (unsigned long long)id);
            return;
        }
    }
}

static void app_flush(sim_producer *producer)
{
    static const kp_ns timeouts[] = {0, KP_MS(1), KP_MS(40), KP_SEC(1), KP_SEC(30)};
    sim_world *world = world_of(producer);
    kp_ns timeout = timeouts[draw(producer, 0, 4)];
    timeout += draw(producer, 0, 999);
    kp_ns called_at = world->now;
    uint64_t tick = ++world->ticks;
    sim_trace(world, SIM_FLUSH, producer->index, timeout, 0);
    kp_err err = kp_producer_flush(producer->handle, timeout);
    sim_app_bound(producer, "flush", called_at, timeout, err == KP_ERR_TIMEOUT);
    if (err == KP_OK)
        check_flushed(producer, tick);
    else if (err == KP_ERR_TIMEOUT)
        sim_probe(world, SIM_PROBE_FLUSH_TIMED_OUT);
    else if (err != KP_ERR_CLOSED)
        sim_fail(world, "I15", "flush answered %d", err);
}

void sim_app_close(sim_producer *producer, kp_ns timeout)
{
    sim_world *world = world_of(producer);
    kp_ns called_at = world->now;
    producer->closing = true;
    sim_trace(world, SIM_CLOSING, producer->index, timeout, 0);
    kp_err err = kp_producer_close(producer->handle, timeout);
    kp_ns took = world->now - called_at;
    if (world->now > check_pause_end(&producer->scenario->journal.producers[producer->index], called_at + timeout))
        sim_fail(world, "I16", "close was allowed %lld us and took %lld", (long long)timeout / 1000,
                 (long long)took / 1000);
    if (err == KP_ERR_TIMEOUT)
        sim_probe(world, SIM_PROBE_CLOSE_TIMED_OUT);
    else if (err)
        sim_fail(world, "I16", "close answered %d", err);
    producer->closed = true;
    if (!producer->settings.polls) /* else reports that are left are read after the close */
        producer->scenario->journal.producers[producer->index].shut_tick = ++world->ticks;
}

/* ---- the fibers ---- */

static void rest(sim_producer *producer, kp_ns most) { sim_sleep(world_of(producer), draw(producer, 0, most)); }

static void one_step(sim_fiber_plan *fiber)
{
    sim_producer *producer = fiber->producer;
    const model_cluster *cluster = &producer->scenario->cluster;
    kp_ns silence = producer->scenario->silent_until - producer->scenario->world.now;
    if (silence > 0)
        sim_sleep(world_of(producer), silence);
    int64_t what = draw(producer, 0, 999);
    int topic = (int)draw(producer, 0, cluster->config.topics - 1);
    int32_t partition =
        one_in(producer, 2) ? -1 : (int32_t)draw(producer, 0, cluster->topics[topic].partition_count - 1);
    int how = what < 600 ? SIM_SEND_TRY : what < 980 ? SIM_SEND_BLOCK : SIM_SEND_WAIT;
    if (what >= 995)
        app_flush(producer);
    if (producer->settings.futures && sim_one_in(world_of(producer), SIM_CHANCE_MORE, 3))
        how = SIM_SEND_FUTURE;
    kp_err err = sim_app_send(producer, fiber->index, fiber->number++, how, topic, partition);
    fiber->left--;
    if (err == KP_ERR_CLOSED)
        fiber->left = 0;
    else if (err)
        rest(producer, KP_MS(30));
    else if (one_in(producer, 12))
        rest(producer, producer->scenario->span / 24);
}

void sim_app_body(void *arg)
{
    sim_fiber_plan *fiber = arg;
    sim_producer *producer = fiber->producer;
    rest(producer, KP_MS(20));
    while (fiber->left && !producer->scenario->world.stop)
        one_step(fiber);
    if (producer->closes_early && !producer->closing)
        sim_app_close(producer, draw(producer, 0, KP_SEC(3)));
}
