/* ListOffsets: the ends of a partition, or where a time begins. */
#include <broker/api/describe.h>
#include <wire/messages.h>

typedef kp__list_offsets_request_list_offsets_partition partition_in;
typedef kp__list_offsets_response_list_offsets_partition_response partition_out;

enum {
    LATEST = -1,
    EARLIEST = -2,
    MAX_TIMESTAMP = -3,
    EARLIEST_LOCAL = -4,
    LATEST_TIERED = -5,
    MAX_TIMESTAMP_VERSION = 7,
    EPOCH_VERSION = 4
};

static kp_err find(kp__call *call, const kp__plog *log, int64_t timestamp, kp__time_offset *out)
{
    *out = (kp__time_offset){-1, -1};
    switch (timestamp) {
    case LATEST:
        out->offset = log->high_watermark;
        return KP_OK;
    case EARLIEST:
    case EARLIEST_LOCAL:
        out->offset = log->start_offset;
        return KP_OK;
    case LATEST_TIERED: /* nothing is tiered */
        return KP_OK;
    case MAX_TIMESTAMP:
        if (call->header.version < MAX_TIMESTAMP_VERSION)
            return KP_ERR_UNSUPPORTED_VERSION;
        return kp__plog_max_timestamp((kp__plog *)(uintptr_t)log, out);
    default:
        return timestamp < 0 ? KP_ERR_INVALID_REQUEST : kp__plog_find_time((kp__plog *)(uintptr_t)log, timestamp, out);
    }
}

static void list_partition(kp__call *call, kp__topic *topic, const partition_in *in, partition_out *out)
{
    kp__partition *partition = kp__topic_partition(topic, in->partition_index);
    kp__time_offset found;
    *out = (partition_out){.partition_index = in->partition_index, .timestamp = -1, .offset = -1, .leader_epoch = -1};
    kp_err err = partition ? find(call, partition->log, in->timestamp, &found) : KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
    if (!err && in->current_leader_epoch > partition->log->leader_epoch)
        err = KP_ERR_UNKNOWN_LEADER_EPOCH;
    out->error_code = kp__wire_code(err);
    if (err)
        return;
    out->timestamp = found.timestamp;
    out->offset = found.offset;
    if (call->header.version >= EPOCH_VERSION && found.offset >= 0)
        out->leader_epoch = partition->log->leader_epoch;
}

kp_err kp__api_list_offsets(kp__call *call)
{
    const kp__list_offsets_request *request = call->request;
    kp__list_offsets_response *response = call->response;

    response->topics.items =
        kp__arena_array(call->arena, (size_t)request->topics.count, sizeof *response->topics.items);
    if (!response->topics.items)
        return KP_ERR_NO_MEMORY;
    response->topics.count = request->topics.count;
    for (int32_t t = 0; t < request->topics.count; t++) {
        const kp__list_offsets_request_list_offsets_topic *in = &request->topics.items[t];
        kp__list_offsets_response_list_offsets_topic_response *out = &response->topics.items[t];
        kp__topic *topic = kp__topics_named(&call->broker->topics, in->name);
        out->name = in->name;
        out->partitions.items =
            kp__arena_array(call->arena, (size_t)in->partitions.count, sizeof *out->partitions.items);
        if (!out->partitions.items)
            return KP_ERR_NO_MEMORY;
        out->partitions.count = in->partitions.count;
        for (int32_t p = 0; p < in->partitions.count; p++)
            list_partition(call, topic, &in->partitions.items[p], &out->partitions.items[p]);
    }
    return KP_OK;
}
