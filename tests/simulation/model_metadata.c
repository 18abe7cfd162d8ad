/* ApiVersions and Metadata of the model cluster. */
#include <stdio.h>
#include <stdlib.h>

#include <kprod/error.h>
#include <tests/simulation/model.h>

static void *must_new(model_conn *mc, size_t count, size_t size)
{
    void *memory = kp__arena_array(&mc->cluster->arena, count, size);
    if (!memory)
        abort();
    return memory;
}

/* A version that the node does not have is answered in version 0, with error 35 and the range that it has. */
int16_t model_api_versions(model_conn *mc, int16_t version, kp__api_versions_response *out)
{
    const model_config *config = &mc->cluster->config;
    const kp__api_versions_response_api_version rows[] = {{0, 0, config->produce_max},
                                                          {3, 0, config->metadata_max},
                                                          {18, 0, config->api_versions_max},
                                                          {22, 0, config->init_max}};
    out->api_keys.count = 4;
    out->api_keys.items = must_new(mc, 4, sizeof rows[0]);
    for (int i = 0; i < 4; i++)
        out->api_keys.items[i] = rows[i];
    if (version <= config->api_versions_max)
        return version;
    out->error_code = KP_ERR_UNSUPPORTED_VERSION;
    return 0;
}

static kp__slice host_name(model_conn *mc, int node)
{
    char *text = must_new(mc, 16, 1);
    (void)snprintf(text, 16, "node%d", node);
    return kp__slice_str(text);
}

static void put_brokers(model_conn *mc, kp__metadata_response *out)
{
    model_cluster *cluster = mc->cluster;
    out->brokers.items = must_new(mc, (size_t)cluster->config.nodes, sizeof *out->brokers.items);
    out->brokers.count = 0;
    for (int i = 0; i < cluster->config.nodes; i++) {
        bool unlisted = mc->node->unlisted == i && mc->node->lie_until > cluster->world->now;
        if (cluster->nodes[i].down || unlisted) {
            if (unlisted)
                sim_fault(cluster->world, SIM_FAULT_METADATA_LIES, mc->node->id, MODEL_LIE_NONE);
            continue;
        }
        kp__metadata_response_metadata_response_broker *broker = &out->brokers.items[out->brokers.count++];
        broker->node_id = i;
        broker->host = host_name(mc, i);
        broker->port = SIM_PORT;
    }
    out->controller_id = mc->node->id;
    out->cluster_id = kp__slice_str("model");
}

static void lie(model_conn *mc, model_view *view)
{
    model_cluster *cluster = mc->cluster;
    sim_world *world = cluster->world;
    const model_node *node = mc->node;
    if (node->lie_until <= world->now || node->lie == MODEL_LIE_NONE || !sim_one_in(world, SIM_CHANCE_NODES, 2))
        return;
    view->leader = node->lie == MODEL_LIE_LEADER
                       ? (int32_t)sim_below(world, SIM_CHANCE_NODES, (uint64_t)cluster->config.nodes)
                       : -1;
    sim_fault(world, SIM_FAULT_METADATA_LIES, node->id, node->lie);
}

static void put_partition(model_conn *mc, int t, int32_t p, kp__metadata_response_metadata_response_partition *out)
{
    model_cluster *cluster = mc->cluster;
    const model_partition *partition = &cluster->topics[t].partitions[p];
    model_view view = {partition->leader, partition->leader_epoch};
    if (mc->node->stale_until > cluster->world->now)
        view = mc->node->view[t][p];
    lie(mc, &view);
    out->partition_index = p;
    out->leader_id = view.leader;
    out->leader_epoch = view.leader_epoch;
    if (view.leader < 0) {
        out->error_code = KP_ERR_LEADER_NOT_AVAILABLE;
        sim_probe(cluster->world, SIM_PROBE_NO_LEADER);
    }
    out->replica_nodes.count = out->isr_nodes.count = (int32_t)cluster->config.nodes;
    out->replica_nodes.items = out->isr_nodes.items = must_new(mc, (size_t)cluster->config.nodes, sizeof(int32_t));
    for (int i = 0; i < cluster->config.nodes; i++)
        out->replica_nodes.items[i] = i;
    out->offline_replicas.count = 0;
}

static int find(const model_cluster *cluster, const kp__metadata_request_metadata_request_topic *asked)
{
    for (int t = 0; t < cluster->config.topics; t++) {
        if (kp__slice_is_null(asked->name)) {
            if (!memcmp(asked->topic_id.bytes, cluster->topics[t].id.bytes, sizeof asked->topic_id.bytes))
                return t;
        } else if (kp__slice_equal(asked->name, kp__slice_str(cluster->topics[t].name))) {
            return t;
        }
    }
    return -1;
}

static void put_topic(model_conn *mc, int t, kp__slice name, kp__metadata_response_metadata_response_topic *out)
{
    model_cluster *cluster = mc->cluster;
    out->topic_authorized_operations = INT32_MIN;
    out->name = name;
    out->partitions.count = 0;
    if (t < 0 || mc->node->topic_unknown_until[t] > cluster->world->now) {
        out->error_code = KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
        return;
    }
    model_topic *topic = &cluster->topics[t];
    out->name = kp__slice_str(topic->name);
    bool stale = mc->node->stale_until > cluster->world->now;
    out->topic_id = stale ? mc->node->view_id[t] : topic->id;
    out->error_code = mc->node->metadata_error;
    if (out->error_code) {
        sim_fault(cluster->world, SIM_FAULT_ERROR_OTHER, 3, out->error_code);
        mc->node->metadata_error = 0;
        return;
    }
    int32_t count = stale ? mc->node->view_count[t] : topic->partition_count;
    out->partitions.count = count;
    out->partitions.items = must_new(mc, (size_t)count, sizeof *out->partitions.items);
    for (int32_t p = 0; p < count; p++)
        put_partition(mc, t, p, &out->partitions.items[p]);
}

void model_metadata(model_conn *mc, int16_t version, const kp__metadata_request *in, kp__metadata_response *out)
{
    model_cluster *cluster = mc->cluster;
    out->cluster_authorized_operations = INT32_MIN;
    put_brokers(mc, out);
    bool all = in->topics.count < 0 || (version == 0 && in->topics.count == 0);
    int32_t count = all ? cluster->config.topics : in->topics.count;
    out->topics.count = count;
    out->topics.items = must_new(mc, (size_t)count, sizeof *out->topics.items);
    for (int32_t i = 0; i < count; i++) {
        kp__slice name = all ? kp__slice_null() : in->topics.items[i].name;
        put_topic(mc, all ? i : find(cluster, &in->topics.items[i]), name, &out->topics.items[i]);
    }
}
