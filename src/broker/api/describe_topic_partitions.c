/* DescribeTopicPartitions: Metadata in pages. A page ends when the limit of partitions is reached; the cursor names the
 * first partition of the next. */
#include <stdlib.h>

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

/* A name that was asked for, and its topic, or NULL. */
typedef struct wanted {
    kp__slice name;
    const kp__topic *topic;
} wanted;

static int by_name(const void *a, const void *b)
{
    return kp__slice_order(((const wanted *)a)->name, ((const wanted *)b)->name);
}

/* The names asked for, each once, or all: in the order that the cursor counts on. */
static kp_err list_wanted(kp__call *call, wanted **out, int32_t *count)
{
    const kp__describe_topic_partitions_request *request = call->request;
    const kp__topics *topics = &call->broker->topics;
    bool all = request->topics.count == 0;
    int32_t n = 0, kept = 0;
    wanted *list =
        kp__arena_array(call->arena, all ? topics->by_name.count + 1 : (size_t)request->topics.count, sizeof *list);
    if (!list)
        return KP_ERR_NO_MEMORY;
    for (const kp__topic *topic = NULL; all && (topic = kp__topics_next(topics, topic)) != NULL;)
        list[n++] = (wanted){kp__slice_str(topic->name), topic};
    for (; n < request->topics.count; n++)
        list[n] = (wanted){request->topics.items[n].name, kp__topics_named(topics, request->topics.items[n].name)};
    qsort(list, (size_t)n, sizeof *list, by_name);
    for (int32_t i = 0; i < n; i++)
        if (kept == 0 || by_name(&list[kept - 1], &list[i]) != 0)
            list[kept++] = list[i];
    *out = list;
    *count = kept;
    return KP_OK;
}

/* From which of its partitions on a topic is told of. */
static int32_t first_partition(const kp__describe_topic_partitions_request *request, kp__slice name)
{
    bool here = request->cursor && kp__slice_equal(request->cursor->topic_name, name);
    return here && request->cursor->partition_index > 0 ? request->cursor->partition_index : 0;
}

kp_err kp__api_describe_topic_partitions(kp__call *call)
{
    const kp__describe_topic_partitions_request *request = call->request;
    kp__describe_topic_partitions_response *response = call->response;
    wanted *list;
    int32_t count, left = request->response_partition_limit;

    kp_err err = list_wanted(call, &list, &count);
    if (err)
        return err;
    if (left < 1 || left > PAGE_MAX)
        left = left < 1 ? 1 : PAGE_MAX;
    response->topics.items = kp__arena_array(call->arena, (size_t)count, sizeof *response->topics.items);
    if (!response->topics.items)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < count; i++) {
        kp__slice name = list[i].name;
        const kp__topic *topic = list[i].topic;
        if (request->cursor && kp__slice_order(name, request->cursor->topic_name) < 0)
            continue;
        topic_out *out = &response->topics.items[response->topics.count];
        if (!topic) {
            *out = (topic_out){.error_code = kp__topic_name_ok(name) ? KP_ERR_UNKNOWN_TOPIC_OR_PARTITION
                                                                     : KP_ERR_INVALID_TOPIC_EXCEPTION,
                               .name = name,
                               .topic_authorized_operations = INT32_MIN};
            response->topics.count++;
            continue;
        }
        int32_t from = first_partition(request, name), some = topic->partition_count - from;
        if (some <= 0)
            continue;
        if (left == 0)
            return set_cursor(call, topic, from);
        if (some > left)
            some = left;
        err = fill_topic(call, topic, from, some, out);
        if (err)
            return err;
        response->topics.count++;
        left -= some;
        if (from + some < topic->partition_count)
            return set_cursor(call, topic, from + some);
    }
    return KP_OK;
}
