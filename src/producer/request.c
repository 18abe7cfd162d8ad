/* A Produce request: the batches it carries, its encoding from their own memory, and its answer, which is matched with
 * that very list and never with what metadata says by then. Objects are kept per broker and used again. */
#include <base/mutant.h>
#include <base/ns.h>
#include <producer/state.h>
#include <wire/batch.h>
#include <wire/gather.h>

#include <string.h>

/* Bytes of a request besides its records, at most; and of an answer without errors. */
enum {
    REQUEST_BASE = 128,
    PARTITION_COST = 16,
    TOPIC_COST = 16,
    ANSWER_BASE = 64,
    PARTITION_ANSWER = 40,
    REQUEST_MAX = 256 << 20
};

enum {
    MADE_MAX = 100,     /* request objects that a sender begins with */
    SEGMENTS_MAX = 4096 /* in a request, beyond one a batch: 4 MiB in the smallest pieces */
};

/* ---- the object ---- */

static kp_err produce_encode(kp__request *request, int16_t version, kp__gather *out);
static void produce_written(kp__request *request, kp_ns now);
static void produce_done(kp__request *request, const kp__answer *answer);

static kp__produce *produce_make(kp__core *core, kp__sender *sender)
{
    kp__produce *produce = kp__new(core->alloc, sizeof *produce);
    if (!produce)
        return NULL;
    kp__request_init(&produce->request, core->alloc, &kp__produce_request_message, REQUEST_MAX);
    produce->request.version_min = KP__PRODUCE_VERSION_MIN;
    produce->request.version_max = KP__PRODUCE_VERSION_MAX;
    produce->request.no_answer = core->config.acks == 0;
    produce->request.encode = produce_encode;
    produce->request.written = produce_written;
    produce->request.done = produce_done;
    produce->request.owner = produce;
    produce->core = core;
    produce->sender = sender;
    return produce;
}

kp_err kp__produces_make(kp__core *core, kp__sender *sender)
{
    uint32_t count = core->config.inflight_max < MADE_MAX ? core->config.inflight_max : MADE_MAX;
    kp__gather_init(&sender->spare, core->alloc, REQUEST_MAX);
    for (uint32_t i = 0; i < count; i++) {
        kp__produce *produce = produce_make(core, sender);
        if (!produce)
            return KP_ERR_NO_MEMORY;
        kp__list_push(&sender->idle, &produce->link);
    }
    return KP_OK;
}

/* ---- the largest there can be ---- */

static size_t size_min(size_t a, size_t b) { return a < b ? a : b; }
static size_t size_max(size_t a, size_t b) { return a > b ? a : b; }

static size_t segments_within(size_t bytes) { return (bytes + KP__BATCH_HEADER) / KP__SEGMENT_FILLED; }

/* A request has one batch of each lane at most, as many as max.request.size holds; a batch that is larger than that
 * goes alone. */
static kp__most most_of(const kp__core *core, const kp__sender *sender)
{
    typedef kp__produce_response_partition_produce_response partition;
    typedef kp__produce_response_topic_produce_response topic;
    enum { ALIGN = 16 }; /* what each array is rounded up to */
    size_t bytes = size_min(size_max(core->config.max_request_size, core->intake->batch_bytes_max),
                            core->intake->pool.size + core->intake->reserve.size);
    size_t batches = size_min(sender->lanes, core->config.max_request_size / (KP__BATCH_HEADER + PARTITION_COST) + 1);
    size_t topics = size_min(core->topic_count, batches);
    kp__most most = {.batches = (uint32_t)batches,
                     .topics = (uint32_t)topics,
                     .parts = (uint32_t)(batches + size_min(segments_within(bytes), SEGMENTS_MAX)),
                     .small = REQUEST_BASE + core->client_id_size + batches * PARTITION_COST +
                              topics * (TOPIC_COST + core->topic_name_max)};
    if (core->config.acks == 0)
        return most;
    most.answer_bytes = ANSWER_BASE + batches * PARTITION_ANSWER + topics * (TOPIC_COST + core->topic_name_max);
    most.answer_memory =
        sizeof(kp__produce_response) + batches * sizeof(partition) + topics * (sizeof(topic) + ALIGN) + 2 * ALIGN;
    return most;
}

kp_err kp__produce_new(kp__core *core, kp__sender *sender, kp__produce **out)
{
    kp__list *idle = kp__list_pop(&sender->idle);
    kp__produce *produce = idle ? KP__CONTAINER(idle, kp__produce, link) : produce_make(core, sender);
    if (!produce)
        return KP_ERR_NO_MEMORY;
    produce->first = produce->last = NULL;
    produce->count = produce->parts = 0;
    produce->size = REQUEST_BASE;
    produce->stamp = ++core->stamp;
    sender->most = most_of(core, sender);
    *out = produce;
    return KP_OK;
}

void kp__produce_free(kp__produce *produce)
{
    kp__alloc *alloc = produce->core->alloc;
    kp__request_deinit(&produce->request);
    kp__delete(alloc, produce);
}

/* Only one request of a sender is being written at a time, so one gather list serves them all: it goes with the request
 * until its last byte has left. */
static void spare_swap(kp__produce *produce)
{
    kp__gather other = produce->request.gather;
    produce->request.gather = produce->sender->spare;
    produce->sender->spare = other;
}

static void spare_return(kp__produce *produce)
{
    if (produce->request.gather.cap)
        spare_swap(produce);
}

static size_t cost_of(const kp__produce *produce, const kp__lane *lane, uint32_t body_size)
{
    const kp__core_topic *topic = lane->topic->core;
    size_t cost = (size_t)body_size + KP__BATCH_HEADER + PARTITION_COST;
    return topic->stamp == produce->stamp ? cost : cost + TOPIC_COST + lane->topic->name_size;
}

bool kp__produce_fits(const kp__produce *produce, const kp__lane *lane, uint32_t body_size)
{
    return produce->count == 0 ||
           (produce->size + cost_of(produce, lane, body_size) <= produce->core->config.max_request_size &&
            produce->parts + 1 + segments_within(body_size) <= produce->sender->most.parts);
}

static void chain(kp__produce *produce, kp__batch *batch)
{
    batch->next = NULL;
    if (produce->last)
        produce->last->next = batch;
    else
        produce->first = batch;
    produce->last = batch;
    produce->count++;
}

static uint32_t segments(const kp__batch *batch)
{
    uint32_t count = 0;
    for (const kp__segment *segment = batch->body; segment; segment = segment->next)
        count++;
    return count;
}

void kp__produce_add(kp__produce *produce, kp__batch *batch)
{
    kp__lane *lane = batch->lane;
    kp__core_topic *topic = lane->topic->core;
    produce->size += cost_of(produce, lane, batch->body_size);
    produce->parts += segments(batch);
    if (topic->stamp != produce->stamp) {
        topic->stamp = produce->stamp;
        topic->in_request = 0;
    }
    topic->in_request++;
    chain(produce, batch);
    batch->state = KP__BATCH_INFLIGHT;
    batch->passed_over = batch->later_tells = 0; /* that was said of an earlier transmission */
    batch->holders++;
    lane->inflight++;
    lane->flight_node = produce->sender;
}

/* ---- encoding ---- */

/* Brings the batches of one topic together: the first batch of a topic reserves room for all of them. */
static void group(kp__core *core, kp__produce *produce)
{
    uint32_t next = 0, count = produce->count;
    uint64_t stamp = ++core->stamp;
    for (kp__batch *batch = produce->first; batch; batch = batch->next) {
        kp__core_topic *topic = batch->lane->topic->core;
        if (topic->stamp != stamp) {
            topic->stamp = stamp;
            topic->slot = next;
            next += topic->in_request;
        }
        core->build.batches[topic->slot++] = batch;
    }
    produce->first = produce->last = NULL;
    produce->count = 0;
    for (uint32_t i = 0; i < count; i++)
        chain(produce, core->build.batches[i]);
}

static kp_err grow(kp__core *core, void **items, uint32_t *cap, uint32_t count, size_t size)
{
    if (count <= *cap)
        return KP_OK;
    void *grown = kp__resize(core->alloc, *items, (size_t)count * size);
    if (!grown)
        return KP_ERR_NO_MEMORY;
    *items = grown;
    *cap = count;
    return KP_OK;
}

static uint32_t power_of_two(uint32_t at_least)
{
    uint32_t power = 1;
    while (power < at_least)
        power *= 2;
    return power;
}

/* All that this request, and any that the sender may send after it, needs to be built and its answer to be read. A
 * batch that goes alone may have more segments than others together. */
static kp_err room(kp__core *core, const kp__produce *produce)
{
    kp__build *build = &core->build;
    const kp__most *most = &produce->sender->most;
    uint32_t count = most->batches, parts = produce->parts > most->parts ? produce->parts : most->parts;
    if (!kp__check(core->health, produce->count <= count))
        return KP_ERR_BROKEN;
    kp_err err = grow(core, (void **)&build->parts, &build->parts_cap, parts, sizeof *build->parts);
    if (!err)
        err = grow(core, (void **)&build->topics, &build->topics_cap, most->topics, sizeof *build->topics);
    if (!err)
        err = grow(core, (void **)&build->partitions, &build->partitions_cap, count, sizeof *build->partitions);
    if (!err)
        err = grow(core, (void **)&build->batches, &build->batches_cap, count, sizeof(kp__batch *));
    if (!err)
        err = grow(core, (void **)&build->places, &build->places_cap, power_of_two(2 * count), sizeof *build->places);
    if (!err)
        err = grow(core, (void **)&build->outcomes, &build->outcomes_cap, count, sizeof *build->outcomes);
    if (!err)
        err = kp__gather_hold(&produce->sender->spare, most->small, (size_t)count + parts + 2);
    return err;
}

static void partition_fill(kp__produce_request_partition_produce_data *partition, const kp__batch *batch,
                           kp__slice **part)
{
    *partition = (kp__produce_request_partition_produce_data){.index = batch->lane->partition};
    partition->records.parts = *part;
    for (const kp__segment *segment = batch->body; segment; segment = segment->next) {
        *(*part)++ = kp__slice_of(segment->data, segment->used);
        partition->records.part_count++;
    }
}

static bool has_id(const kp__core_topic *topic)
{
    static const kp__uuid none;
    return memcmp(&topic->id, &none, sizeof none) != 0;
}

/* Topics go by id where every topic of the request has one. */
static int16_t version_max(const kp__produce *produce)
{
    for (const kp__batch *batch = produce->first; batch; batch = batch->next)
        if (!has_id(batch->lane->topic->core))
            return KP__PRODUCE_VERSION_IDS - 1;
    return KP__PRODUCE_VERSION_MAX;
}

static int32_t body_fill(kp__core *core, kp__produce *produce)
{
    kp__build *build = &core->build;
    kp__slice *part = build->parts;
    const kp_topic *last = NULL;
    int32_t topics = 0;
    kp__produce_request_partition_produce_data *partition = build->partitions;
    for (kp__batch *batch = produce->first; batch; batch = batch->next, partition++) {
        const kp__core_topic *topic = batch->lane->topic->core;
        if (batch->lane->topic != last) {
            last = batch->lane->topic;
            build->topics[topics] = (kp__produce_request_topic_produce_data){
                .name = kp__slice_of(last->name, last->name_size), .topic_id = topic->id};
            build->topics[topics++].partition_data.items = partition;
        }
        memcpy(batch->topic_id, &topic->id, sizeof batch->topic_id);
        partition_fill(partition, batch, &part);
        build->topics[topics - 1].partition_data.count++;
    }
    return topics;
}

static int32_t timeout_ms(kp_ns timeout)
{
    return timeout / 1000000 > INT32_MAX ? INT32_MAX : (int32_t)(timeout / 1000000);
}

/* A broker that was upgraded, or a topic without an id, changes it. */
static void tell_version(kp__core *core, kp__sender *sender, int16_t version)
{
    if (sender->version == version)
        return;
    sender->version = version;
    kp__logf(core->log, KP__LOG_INFO, "produce", "broker %d gets Produce version %d", (int)kp__node_id(sender->node),
             (int)version);
}

static kp_err produce_encode(kp__request *request, int16_t version, kp__gather *out)
{
    kp__produce *produce = request->owner;
    kp__core *core = produce->core;
    kp__produce_request body;
    tell_version(core, produce->sender, version);
    group(core, produce);
    kp__message_defaults(&kp__produce_request_message, &body);
    body.acks = core->config.acks;
    body.timeout_ms = timeout_ms(core->config.request_timeout);
    body.topic_data.count = body_fill(core, produce);
    body.topic_data.items = core->build.topics;
    return kp__wire_encode(&kp__produce_request_message, version, &body, out);
}

/* ---- sending ---- */

static void retire(kp__produce *produce)
{
    spare_return(produce);
    produce->count = 0;
    kp__list_push(&produce->sender->idle, &produce->link);
}

/* Nothing left: the batches are as they were, but for a pause, or fail if no version is common. */
static void not_sent(kp__core *core, kp__produce *produce, kp_err err, kp_ns now)
{
    bool later = err == KP_ERR_NO_MEMORY || (kp_err_class(err) & KP_CLASS_RETRIABLE);
    for (kp__batch *batch = produce->first, *next; batch; batch = next) {
        kp__lane *lane = batch->lane;
        next = batch->next;
        lane->inflight--;
        kp__batch_let_go(core, batch);
        batch->state = KP__BATCH_RETRY;
        batch->retry_at = KP__MUTANT(NOMEM_RETRY) ? KP_NEVER : now + KP__NO_MEMORY_WAIT;
        if (!later)
            kp__batch_give_up(core, batch, err, now);
        kp__lane_place(core, lane, now);
    }
    retire(produce);
}

void kp__produce_send(kp__core *core, kp__produce *produce, kp_ns now)
{
    if (produce->count == 0) {
        retire(produce);
        return;
    }
    kp__sender *sender = produce->sender;
    kp_err err = room(core, produce);
    if (!err) {
        spare_swap(produce);
        produce->request.version_max = version_max(produce);
        produce->request.answer_bytes = sender->most.answer_bytes;
        produce->request.answer_memory = sender->most.answer_memory;
        err = kp__node_submit(core->cluster, sender->node, &produce->request, now);
    }
    if (err) {
        not_sent(core, produce, err, now);
        return;
    }
    sender->requests++;
    core->stats.requests_sent++;
    core->stats.batches_sent += produce->count;
    core->stats.bytes_sent += produce->request.gather.total;
    for (kp__batch *batch = produce->first; batch; batch = batch->next) {
        if (batch->attempts)
            core->stats.retries++;
        else
            batch->drained = kp__ns_max(now, batch->closed);
        if (batch->attempts < UINT16_MAX)
            batch->attempts++;
    }
}

static void produce_written(kp__request *request, kp_ns now)
{
    kp__produce *produce = request->owner;
    for (kp__batch *batch = produce->first; batch; batch = batch->next)
        batch->written = now;
    spare_return(produce);
    kp__sender_wake(produce->core, produce->sender); /* the next one may go */
}

/* ---- the answer ---- */

typedef kp__produce_response_topic_produce_response answered_topic;

/* By the id under which it was sent, whatever the topic's id is by now; before there were ids, by name. */
static bool is_batch(const kp__batch *batch, const answered_topic *topic, bool by_id, int32_t index)
{
    const kp__lane *lane = batch->lane;
    if (lane->partition != index)
        return false;
    if (by_id)
        return memcmp(batch->topic_id, &topic->topic_id, sizeof batch->topic_id) == 0;
    return lane->topic->name_size == topic->name.len &&
           memcmp(lane->topic->name, topic->name.data, topic->name.len) == 0;
}

typedef struct place {
    kp__batch *batch; /* NULL: past the end */
    uint32_t index;
} place;

static place place_next(place at) { return (place){at.batch->next, at.index + 1}; }

/* A row's topic, as is_batch compares it. */
static kp__slice topic_key(const kp__batch *batch, bool by_id)
{
    const kp_topic *topic = batch->lane->topic;
    return by_id ? kp__slice_of(batch->topic_id, sizeof batch->topic_id) : kp__slice_of(topic->name, topic->name_size);
}

/* Where to begin to look; a power of two of places. */
static uint32_t home(const kp__core *core, kp__slice topic, int32_t index)
{
    uint64_t hash = (uint32_t)index;
    for (size_t i = 0; i < topic.len; i++)
        hash = (hash ^ topic.data[i]) * UINT64_C(0x100000001b3);
    return (uint32_t)kp__mix64(hash) & (core->build.places_cap - 1);
}

/* All batches of the request by topic and partition: open addressing, half of it empty. */
static void places_fill(kp__core *core, const kp__produce *produce, bool by_id)
{
    kp__build *build = &core->build;
    memset(build->places, 0, build->places_cap * sizeof *build->places);
    for (place each = {produce->first, 0}; each.batch; each = place_next(each)) {
        uint32_t i = home(core, topic_key(each.batch, by_id), each.batch->lane->partition);
        while (build->places[i])
            i = (i + 1) & (build->places_cap - 1);
        build->places[i] = each.index + 1;
        build->batches[each.index] = each.batch;
    }
}

static place look_up(kp__core *core, const answered_topic *topic, bool by_id, int32_t index)
{
    const kp__build *build = &core->build;
    kp__slice key = by_id ? kp__slice_of(&topic->topic_id, sizeof topic->topic_id) : topic->name;
    for (uint32_t i = home(core, key, index); build->places[i]; i = (i + 1) & (build->places_cap - 1)) {
        place found = {build->batches[build->places[i] - 1], build->places[i] - 1};
        core->stats.answer_looks++;
        if (is_batch(found.batch, topic, by_id, index))
            return found;
    }
    return (place){NULL, 0};
}

/* Answers come in the order of the request; when one does not, `*filled` becomes true and the rest is looked up. */
static bool find(const kp__produce *produce, const answered_topic *topic, bool by_id, int32_t index, place *at,
                 bool *filled)
{
    if (!by_id && !topic->name.data)
        return false;
    if (at->batch && is_batch(at->batch, topic, by_id, index))
        return true;
    if (!*filled)
        places_fill(produce->core, produce, by_id);
    *filled = true;
    place found = look_up(produce->core, topic, by_id, index);
    if (found.batch)
        *at = found;
    return found.batch;
}

static kp_err broker_code(int16_t code) { return code < -1 || code >= 10000 ? KP_ERR_UNKNOWN_SERVER_ERROR : code; }

/* Does the error leave open whether the batch was written? With acks=all also an error that says "not here": the answer
 * waits for the replicas, and the partition may have left the broker after the append (Kafka's DelayedProduce). */
static bool leaves_open(const kp__core *core, kp_err err)
{
    if (core->config.acks == -1 && (err == KP_ERR_NOT_LEADER_OR_FOLLOWER || err == KP_ERR_UNKNOWN_TOPIC_OR_PARTITION ||
                                    err == KP_ERR_UNKNOWN_TOPIC_ID || err == KP_ERR_KAFKA_STORAGE_ERROR))
        return true;
    return err && (kp_err_class(err) & KP_CLASS_MAYBE);
}

/* -1: nobody knows. One so high that no batch could end behind it is a lie. */
static int64_t offset_read(int64_t offset) { return offset >= 0 && offset <= INT64_MAX - UINT32_MAX ? offset : -1; }

static void outcome_read(const kp__core *core, kp__outcome *outcome, kp_ns throttled,
                         const kp__produce_response_partition_produce_response *partition)
{
    *outcome = (kp__outcome){.seen = true,
                             .err = broker_code(partition->error_code),
                             .base_offset = offset_read(partition->base_offset),
                             .log_append_time = partition->log_append_time_ms >= 0 ? partition->log_append_time_ms : -1,
                             .throttled = throttled,
                             .answer = partition};
    outcome->unknown = leaves_open(core, outcome->err);
}

/* A newer leader named in the answer is believed at once (KIP-951). */
static bool hint_take(kp__core *core, kp__batch *batch,
                      const kp__produce_response_partition_produce_response *partition, kp_ns now)
{
    kp__topic_state *state = kp__cluster_topic(core->cluster, batch->lane->topic->name);
    if (!state || partition->current_leader.leader_id < 0 ||
        !kp__cluster_leader_hint(core->cluster, state, batch->lane->partition, partition->current_leader.leader_id,
                                 partition->current_leader.leader_epoch, now))
        return false;
    kp__lane_leader(core, batch->lane, &state->partitions[batch->lane->partition], now);
    return true;
}

static void endpoints_take(kp__core *core, const kp__produce_response *body, kp_ns now)
{
    for (int32_t i = 0; i < body->node_endpoints.count; i++) {
        const kp__produce_response_node_endpoint *endpoint = &body->node_endpoints.items[i];
        kp__cluster_endpoint_hint(core->cluster, endpoint->node_id, endpoint->host, endpoint->port, endpoint->rack,
                                  now);
    }
}

static void answer_read(kp__core *core, kp__produce *produce, int16_t version, const kp__produce_response *body,
                        kp_ns now)
{
    bool by_id = version >= KP__PRODUCE_VERSION_IDS, filled = false;
    place at = {produce->first, 0};
    kp_ns throttled = body->throttle_time_ms > 0 ? kp__ns_of_ms(body->throttle_time_ms) : 0;
    endpoints_take(core, body, now);
    for (int32_t i = 0; i < body->responses.count; i++) {
        const answered_topic *topic = &body->responses.items[i];
        for (int32_t j = 0; j < topic->partition_responses.count; j++) {
            const kp__produce_response_partition_produce_response *partition = &topic->partition_responses.items[j];
            if (!find(produce, topic, by_id, partition->index, &at, &filled) || core->build.outcomes[at.index].seen)
                continue; /* not asked, or told twice */
            kp__outcome *outcome = &core->build.outcomes[at.index];
            outcome_read(core, outcome, throttled, partition);
            if (outcome->err)
                outcome->hinted = hint_take(core, at.batch, partition, now);
            at = place_next(at);
        }
    }
}

static void produce_done(kp__request *request, const kp__answer *answer)
{
    kp__produce *produce = request->owner;
    kp__core *core = produce->core;
    kp_ns now = answer->now;
    core->now = kp__ns_max(core->now, now);
    /* What the answer leaves out is retried, and may have been written. */
    bool retriable = !answer->err || (kp_err_class(answer->err) & KP_CLASS_RETRIABLE);
    kp__outcome all = {.err = !retriable    ? KP_ERR_DISCONNECTED
                              : answer->err ? answer->err
                                            : KP_ERR_NETWORK_EXCEPTION,
                       .unknown = answer->maybe_sent,
                       .base_offset = -1,
                       .log_append_time = -1};
    if (!answer->err && request->no_answer)
        all.err = KP_OK;
    const kp__outcome *outcome = core->build.outcomes;
    for (place at = {produce->first, 0}; at.batch; at = place_next(at)) {
        core->build.outcomes[at.index] = all;
        at.batch->lane->inflight--;
    }
    if (answer->body)
        answer_read(core, produce, answer->version, answer->body, now);
    produce->sender->requests--;
    for (kp__batch *batch = produce->first, *next; batch; batch = next, outcome++) {
        kp__lane *lane = batch->lane;
        next = batch->next;
        kp__batch_outcome(core, batch, outcome, now);
        kp__batch_let_go(core, batch);
        kp__lane_place(core, lane, now);
    }
    retire(produce);
    kp__sender_wake(core, produce->sender);
}
