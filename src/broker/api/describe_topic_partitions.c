/* DescribeTopicPartitions: Metadata in pages. A page ends when the limit of partitions is reached; the cursor names the
 * first partition of the next. */
#include <broker/api/describe.h>
#include <wire/messages.h>

typedef kp__describe_topic_partitions_response_describe_topic_partitions_response_topic topic_out;
typedef kp__describe_topic_partitions_response_describe_topic_partitions_response_partition partition_out;

enum { PAGE_MAX = 2000 };

static kp_err fill_topic(kp__call *call, const kp__topic *topic, int32_t from, int32_t count, topic_out *out)
{
    int32_t *node = kp__node_list(call->arena);
    *out = (topic_out){
        .name = kp__slice_str(topic->name), .topic_id = topic->id, .topic_authorized_operations = INT32_MIN};
    out->partitions.items = kp__arena_array(call->arena, (size_t)count, sizeof *out->partitions.items);
    if (!node || !out->partitions.items)
        return KP_ERR_NO_MEMORY;
    out->partitions.count = count;
    for (int32_t i = 0; i < count; i++) {
        partition_out *partition = &out->partitions.items[i];
        *partition = (partition_out){.partition_index = from + i,
                                     .leader_id = KP__NODE_ID,
                                     .leader_epoch = topic->partitions[from + i].log->leader_epoch,
                                     .replica_nodes = {node, 1},
                                     .isr_nodes = {node, 1},
                                     .eligible_leader_replicas = {.count = 0},
                                     .last_known_elr = {.count = 0}};
    }
    return KP_OK;
}

static kp_err set_cursor(kp__call *call, const kp__topic *topic, int32_t partition)
{
    kp__describe_topic_partitions_response *response = call->response;
    response->next_cursor = kp__arena_new(call->arena, sizeof *response->next_cursor);
    if (!response->next_cursor)
        return KP_ERR_NO_MEMORY;
    response->next_cursor->topic_name = kp__slice_str(topic->name);
    response->next_cursor->partition_index = partition;
    return KP_OK;
}

/* The names asked for, or all; both sorted, as the cursor needs. Unknown names stay NULL in `topics`. */
static kp_err wanted(kp__call *call, kp__topic ***topics, int32_t *count)
{
    const kp__describe_topic_partitions_request *request = call->request;
    if (request->topics.count == 0)
        return kp__topics_sorted(call, topics, count);
    *count = request->topics.count;
    *topics = kp__arena_array(call->arena, (size_t)*count, sizeof **topics);
    for (int32_t i = 0; *topics && i < *count; i++)
        (*topics)[i] = kp__topics_named(&call->broker->topics, request->topics.items[i].name);
    return *topics ? KP_OK : KP_ERR_NO_MEMORY;
}

static bool before_cursor(const kp__describe_topic_partitions_request *request, kp__slice name)
{
    if (!request->cursor)
        return false;
    kp__slice at = request->cursor->topic_name;
    size_t len = name.len < at.len ? name.len : at.len;
    int order = memcmp(name.data, at.data, len);
    return order < 0 || (order == 0 && name.len < at.len);
}

kp_err kp__api_describe_topic_partitions(kp__call *call)
{
    const kp__describe_topic_partitions_request *request = call->request;
    kp__describe_topic_partitions_response *response = call->response;
    kp__topic **topics;
    int32_t count, left = request->response_partition_limit;

    kp_err err = wanted(call, &topics, &count);
    if (err)
        return err;
    if (left < 1 || left > PAGE_MAX)
        left = PAGE_MAX;
    response->topics.items = kp__arena_array(call->arena, (size_t)count, sizeof *response->topics.items);
    if (!response->topics.items)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < count; i++) {
        kp__slice name = topics[i] ? kp__slice_str(topics[i]->name) : request->topics.items[i].name;
        if (before_cursor(request, name))
            continue;
        topic_out *out = &response->topics.items[response->topics.count];
        if (!topics[i]) {
            *out = (topic_out){.error_code = KP_ERR_UNKNOWN_TOPIC_OR_PARTITION,
                               .name = name,
                               .topic_authorized_operations = INT32_MIN};
            response->topics.count++;
            continue;
        }
        bool here = request->cursor && kp__slice_equal(request->cursor->topic_name, name);
        int32_t from = here && request->cursor->partition_index > 0 ? request->cursor->partition_index : 0;
        int32_t some = topics[i]->partition_count - from;
        if (some <= 0)
            continue;
        if (left == 0)
            return set_cursor(call, topics[i], from);
        if (some > left)
            some = left;
        err = fill_topic(call, topics[i], from, some, out);
        if (err)
            return err;
        response->topics.count++;
        left -= some;
        if (from + some < topics[i]->partition_count)
            return set_cursor(call, topics[i], from + some);
    }
    return KP_OK;
}
