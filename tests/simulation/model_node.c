/* A node's connections: frames in, answers out, one request of a connection at a time as Kafka does it. */
#include <stdlib.h>
#include <string.h>

#include <kprod/error.h>
#include <tests/simulation/model.h>

enum { FRAME_MAX = 8 * 1024 * 1024, KEY_PRODUCE = 0, KEY_METADATA = 3, KEY_API_VERSIONS = 18, KEY_INIT = 22 };

static void try_next(model_conn *mc);
static void send_bytes(model_conn *mc, const uint8_t *data, size_t size);

static void plan(model_conn *mc, kp_ns at, void (*step)(model_conn *mc))
{
    mc->step = step;
    sim_event_set(mc->cluster->world, &mc->event, at);
}

static void stepped(sim_world *world, void *arg)
{
    (void)world;
    model_conn *mc = arg;
    mc->step(mc);
}

/* ---- answers ---- */

static void keep_answer(model_conn *mc)
{
    kp__gather *gather = &mc->cluster->gather;
    mc->answer = malloc(gather->total);
    if (!mc->answer)
        abort();
    mc->answer_size = 0;
    for (int32_t i = 0; i < gather->count; i++) {
        kp__slice piece = kp__gather_piece(gather, i);
        memcpy(mc->answer + mc->answer_size, piece.data, piece.len);
        mc->answer_size += piece.len;
    }
}

static void encode(model_conn *mc, int16_t version, const void *body)
{
    kp__gather *gather = &mc->cluster->gather;
    kp__gather_reset(gather);
    kp_err err = kp__wire_response_begin(gather, mc->key, version, mc->correlation_id);
    if (!err)
        err = kp__wire_encode(kp__message_response(mc->key), version, body, gather);
    if (!err)
        err = kp__wire_frame_end(gather);
    if (err)
        sim_fail(mc->cluster->world, "model", "cannot encode the answer to API %d version %d: %d", mc->key, version,
                 err);
    else
        keep_answer(mc);
}

static void request_over(model_conn *mc)
{
    free(mc->answer);
    mc->answer = NULL;
    mc->answer_size = 0;
    mc->inbox_len -= mc->frame_size;
    memmove(mc->inbox, mc->inbox + mc->frame_size, mc->inbox_len);
    mc->frame_size = 0;
    mc->busy = false;
    try_next(mc);
}

static void send_answer(model_conn *mc)
{
    sim_world *world = mc->cluster->world;
    model_answer_fault fault = mc->fault;
    mc->fault = MODEL_ANSWER_OK;
    if (fault == MODEL_ANSWER_LATE) {
        sim_fault(world, SIM_FAULT_ANSWER_LATE, sim_conn_id(mc->conn), mc->late);
        plan(mc, world->now + mc->late, send_answer);
        return;
    }
    if (fault == MODEL_ANSWER_LOST) {
        sim_fault(world, SIM_FAULT_ANSWER_LOST, sim_conn_id(mc->conn), mc->key);
        sim_conn_end(mc->conn, mc->late & 1 ? SIM_END_SILENT : SIM_END_RESET);
    } else if (mc->answer) {
        sim_trace(world, SIM_ANSWER, sim_conn_id(mc->conn), mc->correlation_id, (int64_t)mc->answer_size);
        send_bytes(mc, mc->answer, mc->answer_size);
        if (fault == MODEL_ANSWER_DOUBLED) {
            sim_fault(world, SIM_FAULT_ANSWER_DOUBLED, sim_conn_id(mc->conn), mc->correlation_id);
            send_bytes(mc, mc->answer, mc->answer_size);
        }
    }
    request_over(mc);
}

/* ---- the four APIs ---- */

static bool decode(model_conn *mc, kp__slice body, void *out)
{
    char where[96] = "";
    kp__arena_reset(&mc->cluster->arena);
    kp_err err = kp__wire_decode(kp__message_request(mc->key), mc->version, body, &mc->cluster->arena, out, where);
    if (err)
        sim_fail(mc->cluster->world, "wire", "a request of API %d version %d cannot be read: %d at %s", mc->key,
                 mc->version, err, where);
    return !err;
}

static int32_t take_throttle(model_conn *mc)
{
    int32_t ms = mc->throttle_ms;
    mc->throttle_ms = 0;
    if (ms) {
        sim_fault(mc->cluster->world, SIM_FAULT_THROTTLE, sim_conn_id(mc->conn), ms);
        mc->muted_until = mc->cluster->world->now + KP_MS(ms);
    }
    return ms;
}

static void answer_api_versions(model_conn *mc)
{
    kp__api_versions_response out;
    kp__message_defaults(&kp__api_versions_response_message, &out);
    kp__arena_reset(&mc->cluster->arena);
    int16_t version = model_api_versions(mc, mc->version, &out);
    encode(mc, version, &out);
    send_answer(mc);
}

static void answer_metadata(model_conn *mc, kp__slice body)
{
    kp__metadata_request in;
    kp__metadata_response out;
    if (!decode(mc, body, &in))
        return;
    kp__message_defaults(&kp__metadata_response_message, &out);
    model_metadata(mc, mc->version, &in, &out);
    if (mc->throttle_ms && sim_one_in(mc->cluster->world, SIM_CHANCE_MORE, 2))
        out.throttle_time_ms = take_throttle(mc);
    encode(mc, mc->version, &out);
    send_answer(mc);
}

static void answer_init(model_conn *mc, kp__slice body)
{
    model_cluster *cluster = mc->cluster;
    kp__init_producer_id_request in;
    kp__init_producer_id_response out;
    if (!decode(mc, body, &in))
        return;
    kp__message_defaults(&kp__init_producer_id_response_message, &out);
    if (mc->node->init_error) {
        out.error_code = mc->node->init_error;
        sim_fault(cluster->world, SIM_FAULT_ERROR_OTHER, mc->key, out.error_code);
        mc->node->init_error = 0;
    } else {
        out.producer_id = cluster->next_producer_id++;
        out.producer_epoch = 0;
    }
    out.throttle_time_ms = take_throttle(mc);
    encode(mc, mc->version, &out);
    send_answer(mc);
}

static void produce_committed(model_conn *mc)
{
    kp__produce_response out;
    kp__arena_reset(&mc->cluster->arena);
    kp__message_defaults(&kp__produce_response_message, &out);
    model_produce_answer(mc, mc->version, &out);
    bool failed = false;
    for (int32_t i = 0; i < mc->result_count; i++)
        failed |= mc->results[i].err != 0;
    if (mc->acks == 0) {
        if (failed && !mc->gone)
            sim_conn_end(mc->conn, SIM_END_FIN);
        request_over(mc);
        return;
    }
    out.throttle_time_ms = take_throttle(mc);
    encode(mc, mc->version, &out);
    send_answer(mc);
}

static void answer_produce(model_conn *mc, kp__slice body)
{
    kp__produce_request in;
    if (!decode(mc, body, &in))
        return;
    mc->cluster->produces++;
    if (sim_conn_late(mc->conn) && !sim_conn_client_open(mc->conn))
        sim_fault(mc->cluster->world, SIM_FAULT_DRAIN_LATE, sim_conn_id(mc->conn), mc->correlation_id);
    mc->acks = in.acks;
    kp_ns at = mc->cluster->world->now;
    model_produce(mc, mc->version, &in, &at);
    if (at > mc->cluster->world->now)
        plan(mc, at, produce_committed);
    else
        produce_committed(mc);
}

static void handle(model_conn *mc)
{
    model_cluster *cluster = mc->cluster;
    kp__request_header header;
    kp__slice body;
    kp_err err = kp__wire_request_header(kp__slice_of(mc->inbox + 4, mc->frame_size - 4), &header, &body);
    if (err) {
        sim_fail(cluster->world, "wire", "a request header cannot be read: %d", err);
        return;
    }
    cluster->requests++;
    mc->key = header.key;
    mc->version = header.version;
    mc->correlation_id = header.correlation_id;
    sim_trace(cluster->world, SIM_REQUEST, sim_conn_id(mc->conn), header.key, (int64_t)mc->frame_size);
    switch (header.key) {
    case KEY_API_VERSIONS:
        answer_api_versions(mc);
        break;
    case KEY_METADATA:
        answer_metadata(mc, body);
        break;
    case KEY_INIT:
        answer_init(mc, body);
        break;
    case KEY_PRODUCE:
        answer_produce(mc, body);
        break;
    default:
        sim_fail(cluster->world, "wire", "API %d was not offered", header.key);
    }
}

/* ---- frames ---- */

static void try_next(model_conn *mc)
{
    model_cluster *cluster = mc->cluster;
    if (mc->busy || mc->node->down || mc->inbox_len < 4)
        return;
    uint32_t size =
        (uint32_t)mc->inbox[0] << 24 | (uint32_t)mc->inbox[1] << 16 | (uint32_t)mc->inbox[2] << 8 | mc->inbox[3];
    if (size < 8 || size > FRAME_MAX) {
        sim_fail(cluster->world, "wire", "a frame of %u bytes", size);
        return;
    }
    if (mc->inbox_len < 4 + (size_t)size) {
        if (mc->gone)
            sim_probe(cluster->world, SIM_PROBE_REQUEST_SPLIT_BYTE);
        return;
    }
    mc->busy = true;
    mc->frame_size = 4 + (size_t)size;
    kp_ns at = cluster->world->now + (cluster->world->now < mc->node->slow_until ? mc->node->service_extra : 0) +
               sim_between(cluster->world, SIM_CHANCE_NODES, cluster->config.service_min, cluster->config.service_max);
    if (at < mc->muted_until)
        at = mc->muted_until;
    plan(mc, at, handle);
}

static void conn_opened(void *arg, sim_conn *conn)
{
    model_node *node = arg;
    model_conn *mc = calloc(1, sizeof *mc);
    if (!mc)
        abort();
    mc->cluster = node->cluster;
    mc->node = node;
    mc->conn = conn;
    mc->next = node->cluster->conns;
    node->cluster->conns = mc;
    sim_event_init(&mc->event, stepped, mc);
    *sim_conn_slot(conn) = mc;
    shield_init(&mc->shield, false, 3);
}

/* ---- the shield, when there is one ---- */

static void shield_pass_on(model_conn *mc)
{
    if (mc->shield.out.len)
        sim_conn_send(mc->conn, mc->shield.out.data, mc->shield.out.len);
    mc->shield.out.len = 0;
}

static void send_bytes(model_conn *mc, const uint8_t *data, size_t size)
{
    if (!mc->cluster->config.shielded) {
        sim_conn_send(mc->conn, data, size);
        return;
    }
    shield_data(&mc->shield, data, size);
    shield_pass_on(mc);
}

static void receive_plain(model_conn *mc, const uint8_t *data, size_t size)
{
    if (mc->inbox_len + size > mc->inbox_cap) {
        mc->inbox_cap = (mc->inbox_len + size) * 2;
        mc->inbox = realloc(mc->inbox, mc->inbox_cap);
        if (!mc->inbox)
            abort();
    }
    memcpy(mc->inbox + mc->inbox_len, data, size);
    mc->inbox_len += size;
    try_next(mc);
}

static void conn_received(void *arg, sim_conn *conn, const uint8_t *data, size_t size)
{
    (void)arg;
    model_conn *mc = *sim_conn_slot(conn);
    if (!mc->cluster->config.shielded) {
        receive_plain(mc, data, size);
        return;
    }
    shield_receive(&mc->shield, data, size);
    shield_pass_on(mc);
    if (mc->shield.failed)
        sim_fail(mc->cluster->world, "wall4", "the shielded stream of connection %u is broken", sim_conn_id(conn));
    if (mc->shield.plain.len)
        receive_plain(mc, mc->shield.plain.data, mc->shield.plain.len);
    mc->shield.plain.len = 0;
}

/* What came whole is still carried out, as a broker does that has it in its queue. */
static void conn_closed(void *arg, sim_conn *conn)
{
    (void)arg;
    model_conn *mc = *sim_conn_slot(conn);
    mc->gone = true;
    if (mc->node->down) {
        sim_event_cancel(mc->cluster->world, &mc->event);
        mc->inbox_len = 0;
        mc->busy = false;
        return;
    }
    try_next(mc);
}

/* ---- the cluster ---- */

static const sim_host_ops host_ops = {conn_opened, conn_received, conn_closed};

static void elect(sim_world *world, void *arg);
static void back(sim_world *world, void *arg);

/* The next one: new, or one that the topic had before it was made anew with fewer. */
static model_partition *add_partition(model_cluster *cluster, int t)
{
    model_topic *topic = &cluster->topics[t];
    int32_t p = topic->partition_count++;
    model_partition *partition = &topic->partitions[p];
    if (p == topic->partitions_most) {
        topic->partitions_most++;
        model_log_init(&partition->log, t, p);
        partition->cluster = cluster;
        sim_event_init(&partition->election, elect, partition);
    }
    partition->leader = (int32_t)((p + t) % (cluster->config.nodes - cluster->config.absent));
    partition->leader_epoch = 0;
    return partition;
}

static void init_topic(model_cluster *cluster, int t)
{
    static const char *const names[MODEL_TOPICS_MAX] = {"alpha", "beta", "gamma", "delta"};
    model_topic *topic = &cluster->topics[t];
    strcpy(topic->name, names[t]);
    memset(topic->id.bytes, 0x40 + t, sizeof topic->id.bytes);
    topic->partition_count = topic->partitions_least = topic->partitions_most = cluster->config.partitions[t];
    topic->max_message_bytes = INT32_MAX;
    for (int32_t p = 0; p < topic->partition_count; p++) {
        model_partition *partition = &topic->partitions[p];
        model_log_init(&partition->log, t, p);
        partition->cluster = cluster;
        partition->leader = (int32_t)((p + t) % cluster->config.nodes);
        sim_event_init(&partition->election, elect, partition);
    }
}

void model_init(model_cluster *cluster, sim_world *world, sim_net *net, const model_config *config)
{
    memset(cluster, 0, sizeof *cluster);
    cluster->world = world;
    cluster->net = net;
    cluster->config = *config;
    cluster->next_producer_id = 4000;
    kp__alloc_init(&cluster->alloc, NULL);
    kp__arena_init(&cluster->arena, &cluster->alloc, 16 * 1024 * 1024);
    kp__gather_init(&cluster->gather, &cluster->alloc, 16 * 1024 * 1024);
    for (int t = 0; t < config->topics; t++)
        init_topic(cluster, t);
    for (int i = 0; i < config->nodes; i++) {
        cluster->nodes[i].cluster = cluster;
        cluster->nodes[i].id = i;
        cluster->nodes[i].unlisted = -1;
        sim_event_init(&cluster->nodes[i].back, back, &cluster->nodes[i]);
        sim_net_host(net, i, &host_ops, &cluster->nodes[i]);
        if (i >= config->nodes - config->absent) {
            cluster->nodes[i].down = true;
            sim_net_host_state(net, i, SIM_HOST_REFUSES);
        }
    }
}

void model_deinit(model_cluster *cluster)
{
    while (cluster->conns) {
        model_conn *mc = cluster->conns;
        cluster->conns = mc->next;
        sim_event_cancel(cluster->world, &mc->event);
        free(mc->inbox);
        free(mc->answer);
        model_results_clear(mc);
        shield_deinit(&mc->shield);
        free(mc);
    }
    for (int t = 0; t < cluster->config.topics; t++)
        for (int32_t p = 0; p < cluster->topics[t].partitions_most; p++) {
            model_partition *partition = &cluster->topics[t].partitions[p];
            model_log_deinit(&partition->log);
            free(partition->producers);
            free(partition->attempts);
        }
    kp__arena_deinit(&cluster->arena);
    kp__gather_deinit(&cluster->gather);
}

int model_topic_index(const model_cluster *cluster, const char *name)
{
    for (int t = 0; t < cluster->config.topics; t++)
        if (!strcmp(cluster->topics[t].name, name))
            return t;
    return -1;
}

/* ---- leaders ---- */

/* A broker that was started again has the last batch of each producer from its snapshot, and nothing before it. */
static void begin_from_snapshot(model_partition *partition)
{
    for (int32_t i = 0; i < partition->producer_count; i++) {
        model_producer *producer = &partition->producers[i];
        producer->batches[0] = producer->batches[producer->count - 1];
        producer->count = 1;
    }
    sim_fault(partition->cluster->world, SIM_FAULT_FROM_SNAPSHOT,
              partition->log.topic * 1000 + partition->log.partition, partition->producer_count);
}

static void new_leader(model_partition *partition, int32_t to)
{
    if (sim_one_in(partition->cluster->world, SIM_CHANCE_NODES, 4))
        begin_from_snapshot(partition);
    partition->leader = to;
    partition->leader_epoch++;
    partition->term++;
    sim_trace(partition->cluster->world, SIM_LEADER, partition->log.topic * 1000 + partition->log.partition, to,
              partition->leader_epoch);
}

static void elect(sim_world *world, void *arg)
{
    model_partition *partition = arg;
    model_cluster *cluster = partition->cluster;
    int start = (int)sim_below(world, SIM_CHANCE_NODES, (uint64_t)cluster->config.nodes);
    for (int i = 0; i < cluster->config.nodes; i++) {
        int node = (start + i) % cluster->config.nodes;
        if (!cluster->nodes[node].down) {
            new_leader(partition, node);
            return;
        }
    }
    sim_event_set(world, &partition->election, world->now + KP_MS(200));
}

/* What the leader had not replicated goes with it, or a part of that. */
static void lose_tail(model_partition *partition)
{
    model_cluster *cluster = partition->cluster;
    int32_t kept = partition->log.count;
    while (kept > 0 && partition->log.entries[kept - 1].commit_at > cluster->world->now)
        kept--;
    int32_t tail = partition->log.count - kept;
    kept += (int32_t)sim_below(cluster->world, SIM_CHANCE_NODES, (uint64_t)tail + 1);
    if (kept == partition->log.count)
        return;
    sim_fault(cluster->world, SIM_FAULT_TAIL_LOST, partition->log.topic * 1000 + partition->log.partition,
              partition->log.count - kept);
    model_log_cut(&partition->log, kept, cluster->world->now);
    model_rebuild_producers(partition);
}

void model_leader_move(model_cluster *cluster, int topic, int32_t partition, int32_t to)
{
    model_partition *p = &cluster->topics[topic].partitions[partition];
    sim_event_cancel(cluster->world, &p->election);
    new_leader(p, to);
}

void model_log_cut_unclean(model_cluster *cluster, int topic, int32_t partition, int32_t entries)
{
    model_partition *p = &cluster->topics[topic].partitions[partition];
    if (entries > p->log.count)
        entries = p->log.count;
    sim_fault(cluster->world, SIM_FAULT_LOG_CUT, topic * 1000 + partition, entries);
    sim_trace(cluster->world, SIM_TRUNCATE, topic * 1000 + partition, entries, p->log.count);
    model_log_cut(&p->log, p->log.count - entries, cluster->world->now);
    model_rebuild_producers(p);
    p->leader = -1;
    elect(cluster->world, p);
}

/* ---- nodes ---- */

static void back(sim_world *world, void *arg)
{
    (void)world;
    model_node *node = arg;
    node->down = false;
    sim_net_host_state(node->cluster->net, node->id, SIM_HOST_UP);
}

static void stop(model_node *node)
{
    model_cluster *cluster = node->cluster;
    sim_world *world = cluster->world;
    node->down = true;
    sim_net_host_state(cluster->net, node->id,
                       sim_one_in(world, SIM_CHANCE_NODES, 3) ? SIM_HOST_BLACKHOLE : SIM_HOST_REFUSES);
    sim_net_host_reset(cluster->net, node->id);
    for (int t = 0; t < cluster->config.topics; t++)
        for (int32_t p = 0; p < cluster->topics[t].partition_count; p++) {
            model_partition *partition = &cluster->topics[t].partitions[p];
            if (partition->leader != node->id)
                continue;
            lose_tail(partition);
            partition->leader = -1;
            sim_event_set(world, &partition->election, world->now + sim_between(world, SIM_CHANCE_NODES, 0, KP_SEC(2)));
        }
    int up = 0;
    for (int i = 0; i < cluster->config.nodes; i++)
        up += !cluster->nodes[i].down;
    if (!up)
        sim_probe(world, SIM_PROBE_ALL_NODES_DOWN);
}

void model_node_down(model_cluster *cluster, int id, kp_ns length)
{
    model_node *node = &cluster->nodes[id];
    if (node->down)
        return;
    sim_fault(cluster->world, SIM_FAULT_NODE_DOWN, id, length);
    stop(node);
    sim_event_set(cluster->world, &node->back, cluster->world->now + length);
}

void model_node_leave(model_cluster *cluster, int id)
{
    if (cluster->nodes[id].down)
        return;
    sim_fault(cluster->world, SIM_FAULT_NODE_LEFT, id, 0);
    stop(&cluster->nodes[id]);
}

void model_node_join(model_cluster *cluster, int id)
{
    if (!cluster->nodes[id].down)
        return;
    sim_fault(cluster->world, SIM_FAULT_NODE_JOINED, id, 0);
    sim_event_cancel(cluster->world, &cluster->nodes[id].back);
    back(cluster->world, &cluster->nodes[id]);
}

void model_node_stale(model_cluster *cluster, int id, kp_ns length)
{
    model_node *node = &cluster->nodes[id];
    for (int t = 0; t < cluster->config.topics; t++) {
        node->view_count[t] = cluster->topics[t].partition_count;
        node->view_id[t] = cluster->topics[t].id;
    }
    for (int t = 0; t < cluster->config.topics; t++)
        for (int32_t p = 0; p < cluster->topics[t].partition_count; p++)
            node->view[t][p] =
                (model_view){cluster->topics[t].partitions[p].leader, cluster->topics[t].partitions[p].leader_epoch};
    node->stale_until = cluster->world->now + length;
    sim_fault(cluster->world, SIM_FAULT_METADATA_STALE, id, length);
}

void model_topic_unknown(model_cluster *cluster, int node, int topic, kp_ns length)
{
    cluster->nodes[node].topic_unknown_until[topic] = cluster->world->now + length;
    sim_fault(cluster->world, SIM_FAULT_TOPIC_UNKNOWN, node, topic);
}

void model_lie_for(model_cluster *cluster, int id, model_lie lie, int unlisted, kp_ns length)
{
    model_node *node = &cluster->nodes[id];
    node->lie = lie;
    node->unlisted = unlisted;
    node->lie_until = cluster->world->now + length;
}

/* ---- topics ---- */

static void wipe(model_partition *partition)
{
    sim_world *world = partition->cluster->world;
    model_log_cut(&partition->log, 0, world->now);
    model_rebuild_producers(partition);
    partition->leader_epoch = -1; /* the next one is 0 */
    partition->leader = -1;
    partition->term++;
    sim_event_cancel(world, &partition->election);
}

static void set_partitions(model_cluster *cluster, int t, int32_t count)
{
    model_topic *topic = &cluster->topics[t];
    if (count < topic->partition_count)
        sim_fault(cluster->world, SIM_FAULT_TOPIC_SMALLER, t, count);
    else if (count > topic->partition_count)
        sim_fault(cluster->world, SIM_FAULT_TOPIC_LARGER, t, count);
    while (topic->partition_count < count)
        wipe(add_partition(cluster, t));
    topic->partition_count = count;
    if (count < topic->partitions_least)
        topic->partitions_least = count;
}

void model_topic_recreate(model_cluster *cluster, int t, kp_ns after, int32_t partitions)
{
    model_topic *topic = &cluster->topics[t];
    sim_world *world = cluster->world;
    sim_fault(world, SIM_FAULT_TOPIC_RECREATED, t, after);
    topic->id.bytes[0]++;
    for (int i = 0; i < cluster->config.nodes; i++)
        cluster->nodes[i].topic_unknown_until[t] = world->now + after;
    for (int32_t p = 0; p < topic->partition_count; p++)
        wipe(&topic->partitions[p]);
    set_partitions(cluster, t, partitions);
    for (int32_t p = 0; p < topic->partition_count; p++)
        elect(world, &topic->partitions[p]);
}

void model_topic_lags(model_cluster *cluster, int node, int topic, kp_ns length)
{
    cluster->nodes[node].old_log_until[topic] = cluster->world->now + length;
}

void model_topic_compact(model_cluster *cluster, int topic, kp_ns length)
{
    cluster->topics[topic].compacted_until = cluster->world->now + length;
    sim_fault(cluster->world, SIM_FAULT_TOPIC_COMPACTED, topic, length);
}

void model_partitions_add(model_cluster *cluster, int t, int32_t count)
{
    for (; count > 0 && cluster->topics[t].partition_count < MODEL_PARTITIONS_MAX; count--) {
        model_partition *partition = add_partition(cluster, t);
        sim_fault(cluster->world, SIM_FAULT_PARTITION_ADDED, t, partition->log.partition);
        if (cluster->nodes[partition->leader].down) {
            partition->leader = -1;
            elect(cluster->world, partition);
        }
    }
}

void model_records_delete(model_cluster *cluster, int topic, int32_t p, int32_t entries)
{
    model_partition *partition = &cluster->topics[topic].partitions[p];
    model_log *log = &partition->log;
    int32_t before = log->deleted;
    while (entries-- > 0 && log->deleted < log->count && log->entries[log->deleted].commit_at <= cluster->world->now)
        log->deleted++;
    if (log->deleted == before)
        return;
    sim_fault(cluster->world, SIM_FAULT_RECORDS_DELETED, topic * 1000 + p, log->deleted);
    if (cluster->config.unknown_id)
        model_rebuild_producers(partition);
}

/* As after producer.id.expiration.ms: the log keeps its batches. */
static void forget(model_partition *partition)
{
    model_cluster *cluster = partition->cluster;
    int32_t kept = 0;
    for (int32_t i = 0; i < partition->producer_count; i++)
        if (partition->producers[i].last_at + MODEL_EXPIRATION > cluster->world->now)
            partition->producers[kept++] = partition->producers[i];
        else
            sim_fault(cluster->world, SIM_FAULT_STATE_EXPIRED, partition->log.topic * 1000 + partition->log.partition,
                      partition->producers[i].producer_id);
    partition->producer_count = kept;
}

void model_producers_forget(model_cluster *cluster)
{
    for (int t = 0; t < cluster->config.topics; t++)
        for (int32_t p = 0; p < cluster->topics[t].partition_count; p++)
            forget(&cluster->topics[t].partitions[p]);
}

void model_answer_fault_next(sim_conn *conn, model_answer_fault fault, kp_ns late)
{
    model_conn *mc = *sim_conn_slot(conn);
    mc->fault = fault;
    mc->late = late;
}

void model_throttle_next(sim_conn *conn, int32_t ms)
{
    model_conn *mc = *sim_conn_slot(conn);
    mc->throttle_ms = ms;
}

void model_heal(model_cluster *cluster)
{
    for (int i = 0; i < cluster->config.nodes; i++) {
        model_node *node = &cluster->nodes[i];
        if (node->down) {
            sim_event_cancel(cluster->world, &node->back);
            back(cluster->world, node);
        }
        node->stale_until = node->lie_until = node->slow_until = 0;
        node->metadata_error = node->init_error = 0;
        memset(node->topic_unknown_until, 0, sizeof node->topic_unknown_until);
        memset(node->old_log_until, 0, sizeof node->old_log_until);
    }
    for (model_conn *mc = cluster->conns; mc; mc = mc->next) {
        mc->fault = MODEL_ANSWER_OK;
        mc->throttle_ms = 0;
    }
    for (int t = 0; t < cluster->config.topics; t++) {
        cluster->topics[t].max_message_bytes = INT32_MAX;
        cluster->topics[t].compacted_until = 0;
        for (int32_t p = 0; p < cluster->topics[t].partition_count; p++) {
            model_partition *partition = &cluster->topics[t].partitions[p];
            partition->refuse_times = partition->append_then_answer = 0;
            if (partition->leader < 0) {
                sim_event_cancel(cluster->world, &partition->election);
                elect(cluster->world, partition);
            }
        }
    }
}
