/* Produce: batches go from the receive buffer to the segment file as they are. */
#include <broker/dispatch.h>
#include <wire/messages.h>

typedef kp__produce_request_topic_produce_data topic_in;
typedef kp__produce_request_partition_produce_data partition_in;
typedef kp__produce_response_topic_produce_response topic_out;
typedef kp__produce_response_partition_produce_response partition_out;

enum { ZSTD = 4, ZSTD_VERSION = 7, ID_VERSION = 13 };

static kp__topic *topic_of(kp__call *call, const topic_in *in)
{
    return call->header.version >= ID_VERSION ? kp__topics_with_id(&call->broker->topics, &in->topic_id)
                                              : kp__topics_named(&call->broker->topics, in->name);
}

static kp_err unknown(const kp__call *call)
{
    return call->header.version >= ID_VERSION ? KP_ERR_UNKNOWN_TOPIC_ID : KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
}

static bool is_zstd(kp__slice batch)
{
    return batch.len > KP__BATCH_CRC_FROM + 1 && (batch.data[KP__BATCH_CRC_FROM + 1] & KP__BATCH_ATTR_CODEC) == ZSTD;
}

static kp_err append(kp__call *call, kp__partition *partition, kp__slice batch, partition_out *out)
{
    kp__appended appended;
    if (call->header.version < ZSTD_VERSION && is_zstd(batch))
        return KP_ERR_UNSUPPORTED_COMPRESSION_TYPE;
    kp_err err = kp__plog_append(partition->log, batch, call->broker->wall_ms, &appended);
    if (err)
        return err;
    out->base_offset = appended.base_offset;
    out->log_start_offset = partition->log->start_offset;
    kp__broker_appended(call->broker, partition, appended.duplicate ? 0 : batch.len);
    return KP_OK;
}

static kp__slice words(kp_err err, const kp__partition *partition)
{
    if (err == KP_ERR_INVALID_RECORD)
        return kp__slice_str("the records are not one batch of format 2 that holds what it says");
    if (err == KP_ERR_INVALID_TXN_STATE)
        return kp__slice_str("the batch is of a transaction, and this broker has none");
    if (err == KP_ERR_KAFKA_STORAGE_ERROR)
        return kp__slice_str(kp_err_text(partition->log->trouble));
    return kp__slice_null();
}

static void produce_partition(kp__call *call, kp__topic *topic, const partition_in *in, int16_t acks,
                              partition_out *out)
{
    kp__partition *partition = kp__topic_partition(topic, in->index);
    kp_err err = KP_OK;

    *out = (partition_out){.index = in->index,
                           .base_offset = -1,
                           .log_append_time_ms = -1,
                           .log_start_offset = -1,
                           .current_leader = {-1, -1}};
    if (acks < -1 || acks > 1)
        err = KP_ERR_INVALID_REQUIRED_ACKS;
    else if (!partition)
        err = topic ? KP_ERR_UNKNOWN_TOPIC_OR_PARTITION : unknown(call);
    else if (kp__slice_is_null(in->records.flat) || in->records.flat.len == 0)
        err = KP_ERR_INVALID_RECORD;
    else
        err = append(call, partition, in->records.flat, out);
    if (err)
        out->error_code = (int16_t)(err > 0 && err < KP_ERR_ARGUMENT ? err : KP_ERR_UNKNOWN_SERVER_ERROR);
    out->error_message = words(err, partition);
}

static kp_err produce_topic(kp__call *call, const topic_in *in, int16_t acks, topic_out *out, bool *failed)
{
    kp__topic *topic = topic_of(call, in);
    out->name = in->name;
    out->topic_id = in->topic_id;
    out->partition_responses.count = in->partition_data.count;
    out->partition_responses.items =
        kp__arena_array(call->arena, (size_t)in->partition_data.count, sizeof *out->partition_responses.items);
    if (!out->partition_responses.items)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < in->partition_data.count; i++) {
        partition_out *result = &out->partition_responses.items[i];
        produce_partition(call, topic, &in->partition_data.items[i], acks, result);
        *failed |= result->error_code != 0;
    }
    return KP_OK;
}

kp_err kp__api_produce(kp__call *call)
{
    const kp__produce_request *request = call->request;
    kp__produce_response *response = call->response;
    bool failed = false;

    response->responses.count = request->topic_data.count;
    response->responses.items =
        kp__arena_array(call->arena, (size_t)request->topic_data.count, sizeof *response->responses.items);
    if (!response->responses.items)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < request->topic_data.count; i++) {
        kp_err err =
            produce_topic(call, &request->topic_data.items[i], request->acks, &response->responses.items[i], &failed);
        if (err)
            return err;
    }
    call->conn->produced_turn = call->broker->turn;
    call->silent = request->acks == 0;
    if (call->silent && failed) { /* the only way to tell a client that does not listen */
        kp__conn_fail(call->conn, "a batch sent with acks=0 was refused");
        call->conn->closing = true;
    }
    return KP_OK;
}
