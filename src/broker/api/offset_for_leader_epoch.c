/* OffsetForLeaderEpoch: there was only ever one epoch, and it ends where the log does. */
#include <broker/api/describe.h>
#include <wire/messages.h>

typedef kp__offset_for_leader_epoch_request_offset_for_leader_partition partition_in;
typedef kp__offset_for_leader_epoch_response_epoch_end_offset partition_out;

static void end_of(kp__topic *topic, const partition_in *in, partition_out *out)
{
    kp__partition *partition = kp__topic_partition(topic, in->partition);
    *out = (partition_out){.partition = in->partition, .leader_epoch = -1, .end_offset = -1};
    if (!partition) {
        out->error_code = KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
    } else if (in->current_leader_epoch > partition->log->leader_epoch) {
        out->error_code = KP_ERR_UNKNOWN_LEADER_EPOCH;
    } else if (in->leader_epoch <= partition->log->leader_epoch && in->leader_epoch >= 0) {
        out->leader_epoch = partition->log->leader_epoch;
        out->end_offset = partition->log->high_watermark;
    }
}

kp_err kp__api_offset_for_leader_epoch(kp__call *call)
{
    const kp__offset_for_leader_epoch_request *request = call->request;
    kp__offset_for_leader_epoch_response *response = call->response;

    response->topics.items =
        kp__arena_array(call->arena, (size_t)request->topics.count, sizeof *response->topics.items);
    if (!response->topics.items)
        return KP_ERR_NO_MEMORY;
    response->topics.count = request->topics.count;
    for (int32_t t = 0; t < request->topics.count; t++) {
        const kp__offset_for_leader_epoch_request_offset_for_leader_topic *in = &request->topics.items[t];
        kp__offset_for_leader_epoch_response_offset_for_leader_topic_result *out = &response->topics.items[t];
        kp__topic *topic = kp__topics_named(&call->broker->topics, in->topic);
        out->topic = in->topic;
        out->partitions.items =
            kp__arena_array(call->arena, (size_t)in->partitions.count, sizeof *out->partitions.items);
        if (!out->partitions.items)
            return KP_ERR_NO_MEMORY;
        out->partitions.count = in->partitions.count;
        for (int32_t p = 0; p < in->partitions.count; p++)
            end_of(topic, &in->partitions.items[p], &out->partitions.items[p]);
    }
    return KP_OK;
}
