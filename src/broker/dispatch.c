#include <broker/dispatch.h>

#include <wire/messages.h>

enum { API_PRODUCE = 0, API_VERSIONS = 18 };

/* Produce is advertised from 0 on: some clients derive what they may do from that, though nobody sends it. */
const kp__api kp__apis[] = {
    {0, 3, 13, 0, kp__api_produce},
    {1, 4, 17, 4, kp__api_fetch},
    {2, 1, 10, 1, kp__api_list_offsets},
    {3, 0, 13, 0, kp__api_metadata},
    {10, 0, 6, 0, kp__api_find_coordinator},
    {18, 0, 4, 0, kp__api_api_versions},
    {19, 0, 7, 0, kp__api_create_topics},
    {20, 0, 6, 0, kp__api_delete_topics},
    {22, 0, 5, 0, kp__api_init_producer_id},
    {23, 2, 4, 2, kp__api_offset_for_leader_epoch},
    {32, 0, 4, 0, kp__api_describe_configs},
    {60, 0, 2, 0, kp__api_describe_cluster},
    {75, 0, 0, 0, kp__api_describe_topic_partitions},
};
const int kp__api_count = sizeof kp__apis / sizeof kp__apis[0];

static const kp__api *find(int16_t key)
{
    for (int i = 0; i < kp__api_count; i++)
        if (kp__apis[i].key == key)
            return &kp__apis[i];
    return NULL;
}

kp_err kp__call_ranges(kp__call *call, int32_t count)
{
    call->ranges = kp__arena_array(call->arena, (size_t)count, sizeof *call->ranges);
    return call->ranges ? KP_OK : KP_ERR_NO_MEMORY;
}

kp_err kp__call_range(kp__call *call, const kp__range *range, kp__records *records)
{
    kp__slice *part = kp__arena_new(call->arena, sizeof *part);
    if (!part)
        return KP_ERR_NO_MEMORY;
    kp__range *kept = &call->ranges[call->range_count++];
    *kept = *range;
    /* The encoder only passes pieces on; the connection knows this one by its address. */
    *part = kp__slice_of(kept, (size_t)range->size);
    *records = (kp__records){.parts = part, .part_count = 1};
    return KP_OK;
}

static kp_err answer(kp__call *call)
{
    const kp__request_header *header = &call->header;
    kp__gather *gather = &call->broker->gather;
    kp__gather_reset(gather);
    gather->scratch.max = KP__ANSWER_MAX;
    for (int32_t i = 0; i < call->range_count; i++)
        gather->scratch.max += (size_t)call->ranges[i].size; /* not in memory */
    kp_err err = kp__wire_response_begin(gather, header->key, header->version, header->correlation_id);
    if (!err)
        err = kp__wire_encode(kp__message_response(header->key), header->version, call->response, gather);
    if (!err)
        err = kp__wire_frame_end(gather);
    return err ? err : kp__conn_send(call->conn, call->ranges, call->range_count);
}

static kp_err prepare(kp__call *call, kp__slice body, char *where)
{
    const kp__message *request = kp__message_request(call->header.key);
    const kp__message *response = kp__message_response(call->header.key);
    void *in = kp__arena_new(call->arena, kp__message_size(request));
    call->response = kp__arena_new(call->arena, kp__message_size(response));
    if (!in || !call->response)
        return KP_ERR_NO_MEMORY;
    call->request = in;
    kp__message_defaults(response, call->response);
    return kp__wire_decode(request, call->header.version, body, call->arena, in, where);
}

static void handle(kp__call *call, const kp__api *api, kp__slice body)
{
    char where[96] = "";
    kp_err err = prepare(call, body, where);
    if (err) {
        kp__conn_fail(call->conn, "%s request v%d cannot be read at %s: %s",
                      kp__message_name(kp__message_request(api->key)), (int)call->header.version,
                      where[0] ? where : "its end", kp_err_text(err));
        return;
    }
    err = api->handler(call);
    if (!err && !call->silent)
        err = answer(call);
    if (err && err != KP_AGAIN)
        kp__conn_fail(call->conn, "%s request v%d cannot be answered: %s",
                      kp__message_name(kp__message_request(api->key)), (int)call->header.version, kp_err_text(err));
}

/* A client that is newer than we are asks in a version that we cannot read: it is told ours, in version 0. */
static void answer_old(kp__call *call)
{
    call->response = kp__arena_new(call->arena, kp__message_size(&kp__api_versions_response_message));
    if (!call->response) {
        kp__conn_fail(call->conn, "%s", kp_err_text(KP_ERR_NO_MEMORY));
        return;
    }
    kp__message_defaults(&kp__api_versions_response_message, call->response);
    call->request = NULL;
    call->header.version = 0;
    kp_err err = kp__api_api_versions(call);
    if (!err)
        err = answer(call);
    if (err)
        kp__conn_fail(call->conn, "ApiVersions cannot be answered: %s", kp_err_text(err));
}

static void give_back(kp_broker *broker)
{
    if (broker->arena.used > KP__SCRATCH_KEEP)
        kp__arena_deinit(&broker->arena);
    kp__arena_reset(&broker->arena);
    if (broker->gather.scratch.cap > KP__SCRATCH_KEEP)
        kp__gather_deinit(&broker->gather);
}

static void dispatch(kp__conn *conn, kp__slice frame, bool last_try)
{
    kp_broker *broker = conn->broker;
    kp__call call = {.broker = broker, .conn = conn, .frame = frame, .arena = &broker->arena, .last_try = last_try};
    kp__slice body;

    kp_err err = kp__wire_request_header(frame, &call.header, &body);
    const kp__api *api = find(call.header.key);
    bool ahead = api && api->key == API_VERSIONS && call.header.version > api->version_max;
    if (err && !ahead) /* what follows the version may be of a form that we do not know */
        kp__conn_fail(conn, "a request whose header is not one");
    else if (api && call.header.version >= api->version_min && call.header.version <= api->version_max)
        handle(&call, api, body);
    else if (api && api->key == API_VERSIONS)
        answer_old(&call);
    else if (api)
        kp__conn_fail(conn, "%s request in version %d (%d to %d are served)",
                      kp__message_name(kp__message_request(api->key)), (int)call.header.version, (int)api->version_min,
                      (int)api->version_max);
    else
        kp__conn_fail(conn, "a request of API %d, which is not served", (int)call.header.key);
    give_back(broker);
}

void kp__dispatch(kp__conn *conn, kp__slice frame) { dispatch(conn, frame, false); }

void kp__dispatch_again(kp__conn *conn, kp__slice frame) { dispatch(conn, frame, true); }
