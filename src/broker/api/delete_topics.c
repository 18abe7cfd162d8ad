/* DeleteTopics: by name, and from version 6 by id too. */
#include <broker/api/describe.h>
#include <broker/uuid.h>
#include <wire/messages.h>

typedef kp__delete_topics_response_deletable_topic_result topic_out;

enum { STATE_VERSION = 6 };

static kp_err delete_one(kp__call *call, kp__slice name, const kp__uuid *id, topic_out *out)
{
    kp_broker *broker = call->broker;
    bool by_id = kp__slice_is_null(name);
    out->name = name;
    out->topic_id = *id;
    if (!by_id && !kp__uuid_is_zero(id))
        return KP_ERR_INVALID_REQUEST; /* one or the other */
    kp__topic *topic = by_id ? kp__topics_with_id(&broker->topics, id) : kp__topics_named(&broker->topics, name);
    if (!topic)
        return by_id ? KP_ERR_UNKNOWN_TOPIC_ID : KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
    out->name = kp__slice_str(kp__arena_str(call->arena, kp__slice_str(topic->name)));
    out->topic_id = topic->id;
    for (int32_t i = 0; i < topic->partition_count; i++)
        kp__broker_forget_partition(broker, &topic->partitions[i]);
    kp__logf(&broker->log, KP__LOG_INFO, "topic", "topic %s is deleted", topic->name);
    return kp__topics_delete(&broker->topics, topic);
}

kp_err kp__api_delete_topics(kp__call *call)
{
    static const kp__uuid none;
    const kp__delete_topics_request *request = call->request;
    kp__delete_topics_response *response = call->response;
    bool states = call->header.version >= STATE_VERSION;
    int32_t count = states ? request->topics.count : request->topic_names.count;

    response->responses.items = kp__arena_array(call->arena, (size_t)count, sizeof *response->responses.items);
    if (!response->responses.items)
        return KP_ERR_NO_MEMORY;
    response->responses.count = count;
    for (int32_t i = 0; i < count; i++) {
        topic_out *out = &response->responses.items[i];
        kp__slice name = states ? request->topics.items[i].name : request->topic_names.items[i];
        kp_err err = delete_one(call, name, states ? &request->topics.items[i].topic_id : &none, out);
        out->error_code = kp__wire_code(err);
        out->error_message = err ? kp__slice_str(kp_err_text(err)) : kp__slice_null();
    }
    return KP_OK;
}
