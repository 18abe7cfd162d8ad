/* Fetch, without sessions. The answer names ranges of segment files; the connection reads them as the peer takes them.
 */
#include <base/ns.h>
#include <broker/dispatch.h>
#include <broker/wait.h>
#include <wire/messages.h>

typedef kp__fetch_request_fetch_topic topic_in;
typedef kp__fetch_request_fetch_partition partition_in;
typedef kp__fetch_response_fetchable_topic_response topic_out;
typedef kp__fetch_response_partition_data partition_out;

enum { ID_VERSION = 13 };

typedef struct fetching {
    kp__call *call;
    int64_t left;  /* bytes that the answer may still take */
    int64_t total; /* bytes found */
    int32_t count; /* partitions */
    bool error;
} fetching;

static kp__topic *topic_of(const kp__call *call, const topic_in *in)
{
    return call->header.version >= ID_VERSION ? kp__topics_with_id(&call->broker->topics, &in->topic_id)
                                              : kp__topics_named(&call->broker->topics, in->topic);
}

static kp_err find(fetching *all, kp__topic *topic, const partition_in *in, partition_out *out)
{
    kp__partition *partition = kp__topic_partition(topic, in->partition);
    kp__range range = {0};
    if (!topic && all->call->header.version >= ID_VERSION)
        return KP_ERR_UNKNOWN_TOPIC_ID;
    if (!partition)
        return KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
    if (in->current_leader_epoch > partition->log->leader_epoch)
        return KP_ERR_UNKNOWN_LEADER_EPOCH;
    out->high_watermark = out->last_stable_offset = partition->log->high_watermark;
    out->log_start_offset = partition->log->start_offset;
    if (all->call->range_count == KP__RANGES_MAX)
        return KP_OK;
    int64_t max = in->partition_max_bytes < all->left ? in->partition_max_bytes : all->left;
    kp_err err = kp__plog_find(partition->log, in->fetch_offset, max < 0 ? 0 : max, all->total == 0, &range);
    if (err || range.size == 0)
        return err;
    all->total += range.size;
    all->left -= range.size;
    return kp__call_range(all->call, &range, &out->records);
}

static kp_err fetch_topic(fetching *all, const topic_in *in, topic_out *out)
{
    kp__topic *topic = topic_of(all->call, in);
    out->topic = in->topic;
    out->topic_id = in->topic_id;
    out->partitions.count = in->partitions.count;
    out->partitions.items =
        kp__arena_array(all->call->arena, (size_t)in->partitions.count, sizeof *out->partitions.items);
    if (!out->partitions.items)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < in->partitions.count; i++) {
        partition_out *result = &out->partitions.items[i];
        *result = (partition_out){.partition_index = in->partitions.items[i].partition,
                                  .high_watermark = -1,
                                  .last_stable_offset = -1,
                                  .log_start_offset = -1,
                                  .diverging_epoch = {-1, -1},
                                  .current_leader = {-1, -1},
                                  .snapshot_id = {-1, -1},
                                  .preferred_read_replica = -1,
                                  .aborted_transactions = {.count = -1},
                                  .records = {.flat = kp__slice_of("", 0)}};
        kp_err err = find(all, topic, &in->partitions.items[i], result);
        if (err == KP_ERR_NO_MEMORY)
            return err;
        result->error_code = (int16_t)(err >= 0 && err < KP_ERR_ARGUMENT ? err : KP_ERR_UNKNOWN_SERVER_ERROR);
        all->error |= err != KP_OK;
    }
    return KP_OK;
}

/* Longer than anyone means: a client that has gone away is only noticed when it is answered. */
enum { WAIT_MAX_MS = 5 * 60 * 1000 };

static kp_err wait_for_more(fetching *all, const kp__fetch_request *request)
{
    kp__call *call = all->call;
    int32_t wait_ms = request->max_wait_ms < WAIT_MAX_MS ? request->max_wait_ms : WAIT_MAX_MS;
    kp_ns deadline = kp__ns_add(call->broker->now, kp__ns_of_ms(wait_ms));
    kp_err err = kp__wait_new(call->conn, call->frame, deadline, request->min_bytes - all->total, all->count);
    if (err)
        return err;
    for (int32_t t = 0; t < request->topics.count; t++) {
        const topic_in *in = &request->topics.items[t];
        kp__topic *topic = topic_of(call, in);
        for (int32_t p = 0; p < in->partitions.count; p++) {
            kp__partition *partition = kp__topic_partition(topic, in->partitions.items[p].partition);
            if (partition)
                kp__wait_watch(call->conn->wait, partition);
        }
    }
    return KP_AGAIN;
}

kp_err kp__api_fetch(kp__call *call)
{
    const kp__fetch_request *request = call->request;
    kp__fetch_response *response = call->response;
    fetching all = {.call = call, .left = request->max_bytes};

    if (request->session_id != 0) { /* we never gave one out */
        response->error_code = KP_ERR_FETCH_SESSION_ID_NOT_FOUND;
        return KP_OK;
    }
    if (all.left > KP__FETCH_BYTES_MAX)
        all.left = KP__FETCH_BYTES_MAX;
    for (int32_t i = 0; i < request->topics.count; i++)
        all.count += request->topics.items[i].partitions.count;
    response->responses.count = request->topics.count;
    response->responses.items =
        kp__arena_array(call->arena, (size_t)request->topics.count, sizeof *response->responses.items);
    if (!response->responses.items || kp__call_ranges(call, all.count < KP__RANGES_MAX ? all.count : KP__RANGES_MAX))
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < request->topics.count; i++) {
        kp_err err = fetch_topic(&all, &request->topics.items[i], &response->responses.items[i]);
        if (err)
            return err;
    }
    bool enough = all.total >= request->min_bytes || all.error || all.count == 0 || request->max_wait_ms <= 0 ||
                  !kp__wait_room(call->conn, call->frame.len, all.count);
    return enough || call->last_try ? KP_OK : wait_for_more(&all, request);
}
