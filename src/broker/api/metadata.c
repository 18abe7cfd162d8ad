/* Metadata: this one node, at the address that the client dialled, leads everything. Topics asked for by name are made
 * when missing, if both sides allow it. */
#include <broker/api/describe.h>
#include <broker/uuid.h>
#include <wire/messages.h>

typedef kp__metadata_response_metadata_response_topic topic_out;
typedef kp__metadata_response_metadata_response_partition partition_out;

enum { VERSION_NAME_MAY_BE_NULL = 12 };

static kp_err fill_topic(kp__call *call, const kp__topic *topic, topic_out *out)
{
    int32_t *node = kp__node_list(call->arena);
    out->name = kp__slice_str(topic->name);
    out->topic_id = topic->id;
    out->topic_authorized_operations = INT32_MIN;
    out->partitions.count = topic->partition_count;
    out->partitions.items = kp__arena_array(call->arena, (size_t)topic->partition_count, sizeof *out->partitions.items);
    if (!node || !out->partitions.items)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < topic->partition_count; i++) {
        partition_out *partition = &out->partitions.items[i];
        partition->partition_index = i;
        partition->leader_id = KP__NODE_ID;
        partition->leader_epoch = topic->partitions[i].log->leader_epoch;
        partition->replica_nodes.items = partition->isr_nodes.items = node;
        partition->replica_nodes.count = partition->isr_nodes.count = 1;
    }
    return KP_OK;
}

static kp_err find_topic(kp__call *call, const kp__metadata_request_metadata_request_topic *in, kp__topic **out)
{
    const kp__metadata_request *request = call->request;
    if (!kp__uuid_is_zero(&in->topic_id)) {
        *out = kp__topics_with_id(&call->broker->topics, &in->topic_id);
        return *out ? KP_OK : KP_ERR_UNKNOWN_TOPIC_ID;
    }
    if (!kp__topic_name_ok(in->name))
        return KP_ERR_INVALID_TOPIC_EXCEPTION;
    *out = kp__topics_named(&call->broker->topics, in->name);
    if (*out)
        return KP_OK;
    if (!call->broker->auto_create || !request->allow_auto_topic_creation)
        return KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
    return kp__make_topic(call, in->name, -1, NULL, 0, out);
}

static kp_err named_topics(kp__call *call, kp__metadata_response *response)
{
    const kp__metadata_request *request = call->request;
    int32_t count = request->topics.count;
    response->topics.items = kp__arena_array(call->arena, (size_t)count, sizeof *response->topics.items);
    if (!response->topics.items)
        return KP_ERR_NO_MEMORY;
    response->topics.count = count;
    for (int32_t i = 0; i < count; i++) {
        const kp__metadata_request_metadata_request_topic *in = &request->topics.items[i];
        topic_out *out = &response->topics.items[i];
        kp__topic *topic;
        kp_err err = find_topic(call, in, &topic);
        if (!err) {
            err = fill_topic(call, topic, out);
            if (err)
                return err;
            continue;
        }
        bool nameless = kp__slice_is_null(in->name) && call->header.version < VERSION_NAME_MAY_BE_NULL;
        *out = (topic_out){.error_code = kp__wire_code(err),
                           .name = nameless ? kp__slice_of("", 0) : in->name,
                           .topic_id = in->topic_id,
                           .topic_authorized_operations = INT32_MIN};
    }
    return KP_OK;
}

static kp_err all_topics(kp__call *call, kp__metadata_response *response)
{
    kp__topic **topics;
    kp_err err = kp__topics_sorted(call, &topics, &response->topics.count);
    if (err)
        return err;
    response->topics.items =
        kp__arena_array(call->arena, (size_t)response->topics.count, sizeof *response->topics.items);
    if (!response->topics.items)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < response->topics.count && !err; i++)
        err = fill_topic(call, topics[i], &response->topics.items[i]);
    return err;
}

kp_err kp__api_metadata(kp__call *call)
{
    const kp__metadata_request *request = call->request;
    kp__metadata_response *response = call->response;
    /* Version 0 has no null: there an empty list asks for all. */
    bool all = request->topics.count < 0 || (call->header.version == 0 && request->topics.count == 0);

    response->brokers.items = kp__arena_new(call->arena, sizeof *response->brokers.items);
    if (!response->brokers.items)
        return KP_ERR_NO_MEMORY;
    response->brokers.count = 1;
    response->brokers.items[0].node_id = KP__NODE_ID;
    response->brokers.items[0].host = kp__slice_str(call->conn->host);
    response->brokers.items[0].port = call->conn->port;
    response->controller_id = KP__NODE_ID;
    response->cluster_id = kp__slice_str(call->broker->cluster_id);
    return all ? all_topics(call, response) : named_topics(call, response);
}
