/* Produce of the model cluster: Kafka's rules of idempotence, written down a second time. */
#include <stdio.h>
#include <stdlib.h>

#include <kprod/error.h>
#include <tests/simulation/model.h>
#include <wire/batch.h>

/* ---- what a partition remembers of a producer ---- */

static model_producer *producer_of(model_partition *partition, int64_t producer_id)
{
    for (int32_t i = 0; i < partition->producer_count; i++)
        if (partition->producers[i].producer_id == producer_id)
            return &partition->producers[i];
    return NULL;
}

static model_producer *producer_add(model_partition *partition, int64_t producer_id)
{
    if (partition->producer_count == partition->producer_cap) {
        partition->producer_cap = partition->producer_cap ? partition->producer_cap * 2 : 4;
        partition->producers = realloc(partition->producers, (size_t)partition->producer_cap * sizeof(model_producer));
        if (!partition->producers)
            abort();
    }
    model_producer *producer = &partition->producers[partition->producer_count++];
    *producer = (model_producer){.producer_id = producer_id};
    return producer;
}

/* After INT32_MAX comes 0. */
static int32_t sequence_add(int32_t sequence, int32_t count)
{
    int64_t sum = (int64_t)sequence + count;
    return (int32_t)(sum > INT32_MAX ? sum - INT32_MAX - 1 : sum);
}

static void remember(model_partition *partition, const model_entry *entry)
{
    if (entry->producer_id < 0)
        return;
    model_producer *producer = producer_of(partition, entry->producer_id);
    if (!producer)
        producer = producer_add(partition, entry->producer_id);
    if (producer->epoch != entry->producer_epoch)
        producer->count = 0;
    producer->epoch = entry->producer_epoch;
    producer->last_at = entry->at;
    if (producer->count == MODEL_WINDOW) {
        memmove(&producer->batches[0], &producer->batches[1], (MODEL_WINDOW - 1) * sizeof producer->batches[0]);
        producer->count--;
    }
    producer->batches[producer->count].first = entry->base_sequence;
    producer->batches[producer->count].last = sequence_add(entry->base_sequence, entry->record_count - 1);
    producer->batches[producer->count++].base_offset = entry->base_offset;
}

void model_rebuild_producers(model_partition *partition)
{
    partition->producer_count = 0;
    for (int32_t i = partition->cluster->config.unknown_id ? partition->log.deleted : 0; i < partition->log.count; i++)
        remember(partition, &partition->log.entries[i]);
}

typedef enum verdict { APPEND, DUPLICATE, REFUSE } verdict;

/* The order of the checks is Kafka's. */
static verdict judge(model_partition *partition, const kp__batch_header *header, int16_t *err, int64_t *offset)
{
    sim_world *world = partition->cluster->world;
    model_producer *producer = producer_of(partition, header->producer_id);
    if (!producer) { /* nothing is known of it: any sequence will do */
        if (!partition->cluster->config.unknown_id || header->base_sequence == 0)
            return APPEND;
        sim_probe(world, SIM_PROBE_UNKNOWN_ID);
        *err = KP_ERR_UNKNOWN_PRODUCER_ID;
        return REFUSE;
    }
    int32_t last = sequence_add(header->base_sequence, header->record_count - 1);
    if (header->producer_epoch == producer->epoch)
        for (int i = 0; i < producer->count; i++)
            if (producer->batches[i].first == header->base_sequence && producer->batches[i].last == last) {
                *offset = producer->batches[i].base_offset;
                return DUPLICATE;
            }
    if (header->producer_epoch < producer->epoch) {
        sim_probe(world, SIM_PROBE_OLD_EPOCH_REFUSED);
        *err = KP_ERR_INVALID_PRODUCER_EPOCH;
        return REFUSE;
    }
    bool fits;
    if (header->producer_epoch > producer->epoch) {
        fits = header->base_sequence == 0;
        if (fits)
            sim_probe(world, SIM_PROBE_EPOCH_BUMPED);
    } else {
        fits = header->base_sequence == sequence_add(producer->batches[producer->count - 1].last, 1);
    }
    if (fits)
        return APPEND;
    sim_probe(world, SIM_PROBE_OUT_OF_ORDER);
    *err = KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER;
    return REFUSE;
}

/* ---- I18: a resend is the same header and body ---- */

static model_attempt *check_attempt(model_conn *mc, model_partition *partition, const kp__batch_header *header)
{
    sim_world *world = mc->cluster->world;
    if (header->producer_id < 0)
        return NULL;
    for (int32_t i = partition->attempt_count - 1; i >= 0; i--) {
        model_attempt *attempt = &partition->attempts[i];
        if (attempt->producer_id != header->producer_id || attempt->epoch != header->producer_epoch ||
            attempt->base_sequence != header->base_sequence)
            continue;
        if (attempt->crc != header->crc && attempt->too_large) {
            attempt->too_large = false;
            attempt->crc = header->crc;
            sim_probe(world, SIM_PROBE_SPLIT);
        }
        if (attempt->crc != header->crc)
            sim_fail(world, "I18", "%s-%d: producer %lld epoch %d sequence %d came again with other bytes",
                     mc->cluster->topics[partition->log.topic].name, partition->log.partition,
                     (long long)header->producer_id, header->producer_epoch, header->base_sequence);
        if (++attempt->times == 5)
            sim_probe(world, SIM_PROBE_RETRY_DEEP);
        return attempt;
    }
    if (partition->attempt_count == partition->attempt_cap) {
        partition->attempt_cap = partition->attempt_cap ? partition->attempt_cap * 2 : 64;
        partition->attempts = realloc(partition->attempts, (size_t)partition->attempt_cap * sizeof(model_attempt));
        if (!partition->attempts)
            abort();
    }
    model_attempt *attempt = &partition->attempts[partition->attempt_count++];
    *attempt = (model_attempt){.producer_id = header->producer_id,
                               .epoch = header->producer_epoch,
                               .base_sequence = header->base_sequence,
                               .crc = header->crc,
                               .times = 1};
    return attempt;
}

/* ---- one partition of a request ---- */

static bool is_of(const model_entry *entry, const kp__batch_header *header)
{
    return entry->producer_id == header->producer_id && entry->producer_epoch == header->producer_epoch;
}

/* What an election lost may come again out of a connection that its client closed long ago, and close the gap at which
 * the client has meanwhile given up its numbering: then what is behind it in that connection is taken, too. */
static bool risen_again(const model_conn *mc, const model_partition *partition, const kp__batch_header *header)
{
    for (int32_t i = 0; !sim_conn_client_open(mc->conn) && i < partition->log.lost_count; i++) {
        const model_entry *lost = &partition->log.lost[i];
        if (is_of(lost, header) && lost->base_sequence == header->base_sequence)
            return true;
    }
    return false;
}

/* Written under this epoch, or a newer one. */
static bool was_here(const model_entry *entry, const kp__batch_header *header)
{
    return entry->producer_id == header->producer_id && entry->producer_epoch >= header->producer_epoch;
}

/* Its producer was known here once under its epoch and is not now, or it does not begin at 0: see
 * model_entry.unproven. */
static bool forgotten(model_partition *partition, const kp__batch_header *header)
{
    if (producer_of(partition, header->producer_id))
        return false;
    bool known = header->base_sequence != 0;
    for (int32_t i = 0; i < partition->log.count; i++)
        known |= was_here(&partition->log.entries[i], header);
    for (int32_t i = 0; i < partition->log.lost_count; i++)
        known |= was_here(&partition->log.lost[i], header);
    return known;
}

static void append(model_conn *mc, model_partition *partition, const kp__batch_header *header, kp__slice batch,
                   model_result *result, kp_ns *answer_at)
{
    model_cluster *cluster = mc->cluster;
    bool unproven = header->producer_id >= 0 && (forgotten(partition, header) || risen_again(mc, partition, header));
    model_entry *entry =
        model_log_append(&partition->log, batch.data, batch.len, header->record_count, partition->leader_epoch);
    entry->unproven = unproven;
    if (unproven)
        sim_probe(cluster->world, SIM_PROBE_UNPROVEN);
    entry->producer_id = header->producer_id;
    entry->producer_epoch = header->producer_epoch;
    entry->base_sequence = header->base_sequence;
    entry->conn = sim_conn_id(mc->conn);
    entry->at = cluster->world->now;
    entry->commit_at = entry->at + sim_between(cluster->world, SIM_CHANCE_NODES, cluster->config.commit_min,
                                               cluster->config.commit_max);
    if (partition->log.count > 1 && entry->commit_at < entry[-1].commit_at)
        entry->commit_at = entry[-1].commit_at;
    remember(partition, entry);
    result->base_offset = entry->base_offset;
    result->term = partition->term;
    result->appended = true;
    if (mc->acks == -1 && *answer_at < entry->commit_at)
        *answer_at = entry->commit_at;
    cluster->produce_batches++;
    sim_trace(cluster->world, SIM_APPEND, partition->log.topic * 1000 + partition->log.partition, entry->base_offset,
              header->record_count);
}

/* A resend, too, is acknowledged only when what it repeats is committed. */
static void await_commit(model_conn *mc, const model_partition *partition, model_result *result, kp_ns *answer_at)
{
    result->term = partition->term;
    result->appended = true;
    for (int32_t i = partition->log.count - 1; i >= 0; i--) {
        const model_entry *entry = &partition->log.entries[i];
        if (entry->base_offset == result->base_offset && mc->acks == -1 && *answer_at < entry->commit_at)
            *answer_at = entry->commit_at;
        if (entry->base_offset <= result->base_offset)
            return;
    }
}

/* May this node take it at all? */
static int16_t refusal(model_conn *mc, model_partition *partition, model_result *result)
{
    sim_world *world = mc->cluster->world;
    if (mc->node->topic_unknown_until[partition->log.topic] > world->now)
        return KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
    if (mc->version >= 13 && mc->node->old_log_until[partition->log.topic] > world->now) {
        sim_probe(world, SIM_PROBE_ID_INCONSISTENT);
        return KP_ERR_INCONSISTENT_TOPIC_ID;
    }
    if (partition->leader != mc->node->id) {
        result->hint = mc->cluster->config.hints;
        return KP_ERR_NOT_LEADER_OR_FOLLOWER;
    }
    if (partition->refuse_times > 0) {
        partition->refuse_times--;
        sim_fault(world, SIM_FAULT_ERROR_BEFORE, partition->refuse_with, partition->refuse_times);
        return partition->refuse_with;
    }
    return 0;
}

/* All of its records are looked at, before it is looked for; if one is invalid the whole batch is refused. */
static bool find_invalid(const model_cluster *cluster, const model_partition *partition, const kp__batch_header *header,
                         kp__slice batch, model_result *result)
{
    if (cluster->topics[partition->log.topic].compacted_until <= cluster->world->now)
        return false;
    kp__record_reader reader;
    kp__record_view view;
    kp__record_reader_init(&reader, header, kp__slice_of(batch.data + KP__BATCH_HEADER, batch.len - KP__BATCH_HEADER));
    result->invalid = malloc((size_t)header->record_count * sizeof *result->invalid);
    if (!result->invalid)
        abort();
    for (int32_t i = 0; i < header->record_count && !kp__record_reader_next(&reader, &view); i++)
        if (kp__slice_is_null(view.key))
            result->invalid[result->invalid_count++] = i;
    return result->invalid_count > 0;
}

static void one_partition(model_conn *mc, model_partition *partition, kp__slice batch, model_result *result,
                          kp_ns *answer_at)
{
    model_cluster *cluster = mc->cluster;
    sim_world *world = cluster->world;
    kp__batch_header header;
    kp_err err = kp__batch_header_read(batch, &header);
    if (err || (size_t)header.length + 12 != batch.len || !kp__batch_crc_ok(batch)) {
        sim_fail(world, "I14", "%s-%d: a batch arrived that is not what was sealed (%d)",
                 cluster->topics[partition->log.topic].name, partition->log.partition, err);
        result->err = KP_ERR_CORRUPT_MESSAGE;
        return;
    }
    sim_notef(world, "conn %u brings topic %d partition %d: producer %lld epoch %d sequence %d, %d records%s",
              sim_conn_id(mc->conn), partition->log.topic, partition->log.partition, (long long)header.producer_id,
              header.producer_epoch, header.base_sequence, header.record_count,
              sim_conn_client_open(mc->conn) ? "" : " (its client has closed it)");
    model_attempt *attempt = check_attempt(mc, partition, &header);
    result->err = refusal(mc, partition, result);
    if (result->err)
        return;
    if ((int64_t)batch.len > cluster->topics[partition->log.topic].max_message_bytes) { /* asked before all else */
        result->err = KP_ERR_MESSAGE_TOO_LARGE;
        if (attempt)
            attempt->too_large = true;
        return;
    }
    if (find_invalid(cluster, partition, &header, batch, result)) {
        result->err = KP_ERR_INVALID_RECORD;
        return;
    }
    if (header.producer_id >= 0) {
        switch (judge(partition, &header, &result->err, &result->base_offset)) {
        case REFUSE:
            return;
        case DUPLICATE:
            sim_probe(world, SIM_PROBE_DEDUPLICATED);
            await_commit(mc, partition, result, answer_at);
            if (sim_one_in(world, SIM_CHANCE_NODES, cluster->config.tell_duplicate_one_in)) {
                sim_fault(world, SIM_FAULT_DUPLICATE_TOLD, header.base_sequence, 0);
                result->err = KP_ERR_DUPLICATE_SEQUENCE_NUMBER;
                result->base_offset = -1;
            }
            return;
        case APPEND:
            break;
        }
    }
    append(mc, partition, &header, batch, result, answer_at);
    if (partition->append_then_answer && mc->acks == -1) { /* only who waits for replicas can learn that late */
        result->err = partition->append_then_answer;
        partition->append_then_answer = 0;
        sim_fault(world, SIM_FAULT_ERROR_AFTER, result->err, 0);
    }
}

/* ---- the request ---- */

static int topic_of(const model_cluster *cluster, int16_t version, const kp__produce_request_topic_produce_data *topic)
{
    for (int t = 0; t < cluster->config.topics; t++) {
        if (version >= 13 ? !memcmp(topic->topic_id.bytes, cluster->topics[t].id.bytes, sizeof topic->topic_id.bytes)
                          : kp__slice_equal(topic->name, kp__slice_str(cluster->topics[t].name)))
            return t;
    }
    return -1;
}

void model_results_clear(model_conn *mc)
{
    for (int32_t i = 0; i < mc->result_count; i++)
        free(mc->results[i].invalid);
    mc->result_count = 0;
}

void model_produce(model_conn *mc, int16_t version, const kp__produce_request *in, kp_ns *answer_at)
{
    model_cluster *cluster = mc->cluster;
    int32_t partitions = 0;
    model_results_clear(mc);
    for (int32_t i = 0; i < in->topic_data.count; i++) {
        const kp__produce_request_topic_produce_data *topic = &in->topic_data.items[i];
        int t = topic_of(cluster, version, topic);
        for (int32_t k = 0; k < topic->partition_data.count; k++) {
            const kp__produce_request_partition_produce_data *data = &topic->partition_data.items[k];
            if (mc->result_count == MODEL_RESULTS_MAX) {
                sim_fail(cluster->world, "wire", "a Produce request with more partitions than there are");
                return;
            }
            model_result *result = &mc->results[mc->result_count++];
            *result =
                (model_result){.topic = t, .partition = data->index, .topic_id = topic->topic_id, .base_offset = -1};
            partitions++;
            if (t < 0 && version >= 13) { /* the id of a topic that was deleted */
                sim_probe(cluster->world, SIM_PROBE_ID_UNKNOWN);
                result->err = KP_ERR_UNKNOWN_TOPIC_ID;
                continue;
            }
            if (t < 0 || data->index < 0 || data->index >= cluster->topics[t].partitions_most) {
                sim_fail(cluster->world, "wire", "a Produce request for a topic or partition that never was");
                return;
            }
            if (data->index >= cluster->topics[t].partition_count) {
                sim_probe(cluster->world, SIM_PROBE_PARTITION_GONE);
                result->err = KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
                continue;
            }
            one_partition(mc, &cluster->topics[t].partitions[data->index], data->records.flat, result, answer_at);
        }
    }
    if (partitions >= 4)
        sim_probe(cluster->world, SIM_PROBE_MANY_PARTITIONS);
}

/* ---- the answer ---- */

static void put_hint(model_conn *mc, const model_result *result, kp__produce_response_leader_id_and_epoch *out)
{
    model_cluster *cluster = mc->cluster;
    const model_partition *partition = &cluster->topics[result->topic].partitions[result->partition];
    out->leader_id = partition->leader;
    out->leader_epoch = partition->leader_epoch;
    if (mc->node->stale_until > cluster->world->now) {
        const model_view *view = &mc->node->view[result->topic][result->partition];
        out->leader_id = view->leader;
        out->leader_epoch = view->leader_epoch;
        sim_fault(cluster->world, SIM_FAULT_HINT_STALE, view->leader, view->leader_epoch);
    }
    sim_probe(cluster->world, SIM_PROBE_HINT_GIVEN);
}

static void put_endpoints(model_conn *mc, kp__produce_response *out)
{
    model_cluster *cluster = mc->cluster;
    out->node_endpoints.items =
        kp__arena_array(&cluster->arena, (size_t)cluster->config.nodes, sizeof *out->node_endpoints.items);
    out->node_endpoints.count = (int32_t)cluster->config.nodes;
    for (int i = 0; i < cluster->config.nodes; i++) {
        char *name = kp__arena_new(&cluster->arena, 16);
        if (!name || !out->node_endpoints.items)
            abort();
        (void)snprintf(name, 16, "node%d", i);
        out->node_endpoints.items[i] =
            (kp__produce_response_node_endpoint){.node_id = i, .host = kp__slice_str(name), .port = SIM_PORT};
    }
}

/* acks=all: committed only if the leader is still the one who appended it. */
static void settle(model_conn *mc, model_result *result)
{
    if (result->topic < 0)
        return;
    const model_partition *partition = &mc->cluster->topics[result->topic].partitions[result->partition];
    bool acked = !result->err || result->err == KP_ERR_DUPLICATE_SEQUENCE_NUMBER;
    if (!result->appended || !acked || mc->acks != -1 || partition->term == result->term)
        return;
    result->err = KP_ERR_NOT_LEADER_OR_FOLLOWER;
    result->base_offset = -1;
    result->hint = mc->cluster->config.hints;
}

/* KIP-467: the code is the batch's, and the records are told by their place. */
static void put_invalid(model_cluster *cluster, const model_result *result,
                        kp__produce_response_partition_produce_response *out)
{
    kp__produce_response_batch_index_and_error_message *errors =
        kp__arena_array(&cluster->arena, (size_t)result->invalid_count, sizeof *errors);
    if (!errors)
        abort();
    for (int32_t i = 0; i < result->invalid_count; i++) {
        errors[i].batch_index = result->invalid[i];
        errors[i].batch_index_error_message = kp__slice_str("a compacted topic takes no record without a key");
    }
    out->record_errors.items = errors;
    out->record_errors.count = result->invalid_count;
    out->error_message = kp__slice_str("one or more records were rejected");
}

static void note_result(model_conn *mc, const model_result *result)
{
    sim_notef(mc->cluster->world, "conn %u answer topic %d partition %d: error %d, offset %lld", sim_conn_id(mc->conn),
              result->topic, result->partition, result->err, (long long)result->base_offset);
}

void model_produce_answer(model_conn *mc, int16_t version, kp__produce_response *out)
{
    model_cluster *cluster = mc->cluster;
    out->responses.items = kp__arena_array(&cluster->arena, (size_t)mc->result_count + 1, sizeof *out->responses.items);
    if (!out->responses.items)
        abort();
    out->responses.count = 0;
    bool hints = false;
    for (int32_t i = 0; i < mc->result_count; i++) {
        model_result *result = &mc->results[i];
        settle(mc, result);
        note_result(mc, result);
        /* One topic entry a partition: legal, and a client must cope with it. */
        kp__produce_response_topic_produce_response *topic = &out->responses.items[out->responses.count++];
        topic->name = kp__slice_str(result->topic < 0 ? "" : cluster->topics[result->topic].name);
        topic->topic_id = result->topic_id;
        topic->partition_responses.count = 1;
        topic->partition_responses.items =
            kp__arena_array(&cluster->arena, 1, sizeof *topic->partition_responses.items);
        if (!topic->partition_responses.items)
            abort();
        kp__produce_response_partition_produce_response *one = topic->partition_responses.items;
        *one = (kp__produce_response_partition_produce_response){
            .index = result->partition,
            .error_code = result->err,
            .base_offset = result->err ? -1 : result->base_offset,
            .log_append_time_ms = -1,
            .log_start_offset =
                result->err ? -1 : model_log_start(&cluster->topics[result->topic].partitions[result->partition].log),
            .current_leader = {-1, -1},
        };
        if (result->err == KP_ERR_INVALID_RECORD && version >= 8)
            put_invalid(cluster, result, one);
        if (result->hint && version >= 10) {
            put_hint(mc, result, &one->current_leader);
            hints = true;
        }
    }
    if (hints)
        put_endpoints(mc, out);
}
