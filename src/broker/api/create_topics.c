/* CreateTopics. */
#include <stdio.h>

#include <broker/api/describe.h>
#include <broker/configs.h>
#include <wire/messages.h>

typedef kp__create_topics_request_creatable_topic topic_in;
typedef kp__create_topics_response_creatable_topic_result topic_out;

enum { DEFAULT = -1, SOURCE_TOPIC = 1, SOURCE_DEFAULT = 5, TEXT = 200 };

static kp_err fail(kp__call *call, topic_out *out, kp_err err, const char *text)
{
    char *copy = kp__arena_str(call->arena, kp__slice_str(text));
    out->error_message = kp__slice_str(copy);
    return err;
}

/* Explicit assignments must give every partition 0..n-1 to the one node. */
static kp_err check_assignments(kp__call *call, const topic_in *in, topic_out *out)
{
    for (int32_t i = 0; i < in->assignments.count; i++) {
        const kp__create_topics_request_creatable_replica_assignment *one = &in->assignments.items[i];
        if (one->partition_index < 0 || one->partition_index >= in->assignments.count || one->broker_ids.count != 1 ||
            one->broker_ids.items[0] != KP__NODE_ID)
            return fail(call, out, KP_ERR_INVALID_REPLICA_ASSIGNMENT,
                        "the only node is 1, and partitions count from 0");
    }
    return KP_OK;
}

static kp_err take_configs(kp__call *call, const topic_in *in, topic_out *out, kp__store_config **configs)
{
    char text[TEXT];
    *configs = kp__arena_array(call->arena, (size_t)in->configs.count + 1, sizeof **configs);
    if (!*configs)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < in->configs.count; i++) {
        kp__slice name = in->configs.items[i].name, value = in->configs.items[i].value;
        const kp__config *config = kp__topic_config_find(name);
        if (!config || !kp__config_value_ok(config, value)) {
            snprintf(text, sizeof text, config ? "invalid value for %.*s" : "unknown topic config %.*s",
                     (int)(name.len < 100 ? name.len : 100), (const char *)name.data);
            return fail(call, out, KP_ERR_INVALID_CONFIG, text);
        }
        (*configs)[i].name = config->name;
        (*configs)[i].value = kp__arena_str(call->arena, value);
        if (!(*configs)[i].value)
            return KP_ERR_NO_MEMORY;
    }
    return KP_OK;
}

static kp_err check(kp__call *call, const topic_in *in, topic_out *out, int32_t *partitions)
{
    const kp__create_topics_request *request = call->request;
    *partitions = in->assignments.count > 0 ? in->assignments.count : in->num_partitions;
    for (int32_t i = 0, seen = 0; i < request->topics.count; i++)
        if (kp__slice_equal(request->topics.items[i].name, in->name) && ++seen > 1)
            return fail(call, out, KP_ERR_INVALID_REQUEST, "the topic is named twice in the request");
    if (!kp__topic_name_ok(in->name))
        return fail(call, out, KP_ERR_INVALID_TOPIC_EXCEPTION,
                    "a topic name has 1 to 249 letters, digits, dots, dashes and underscores");
    if (kp__topics_named(&call->broker->topics, in->name))
        return fail(call, out, KP_ERR_TOPIC_ALREADY_EXISTS, "the topic exists already");
    if (in->assignments.count > 0 && (in->num_partitions != -1 || in->replication_factor != -1))
        return fail(call, out, KP_ERR_INVALID_REQUEST, "assignments exclude partition count and replication factor");
    if (in->assignments.count == 0 && in->replication_factor != 1 && in->replication_factor != DEFAULT)
        return fail(call, out, KP_ERR_INVALID_REPLICATION_FACTOR, "there is one node: the replication factor is 1");
    if (*partitions != DEFAULT && (*partitions < 1 || *partitions > KP__TOPIC_PARTITIONS_MAX))
        return fail(call, out, KP_ERR_INVALID_PARTITIONS, "a topic has 1 to 10000 partitions");
    return check_assignments(call, in, out);
}

static kp_err fill_configs(kp__call *call, const kp__store_config *set, int32_t set_count, topic_out *out)
{
    out->configs.items = kp__arena_array(call->arena, (size_t)kp__topic_config_count, sizeof *out->configs.items);
    if (!out->configs.items)
        return KP_ERR_NO_MEMORY;
    out->configs.count = kp__topic_config_count;
    for (int i = 0; i < kp__topic_config_count; i++) {
        const kp__config *config = &kp__topic_configs[i];
        kp__create_topics_response_creatable_topic_configs *row = &out->configs.items[i];
        row->name = kp__slice_str(config->name);
        row->value = kp__slice_str(config->value);
        row->config_source = SOURCE_DEFAULT;
        for (int32_t s = 0; s < set_count; s++)
            if (set[s].name == config->name) {
                row->value = kp__slice_str(set[s].value);
                row->config_source = SOURCE_TOPIC;
            }
    }
    return KP_OK;
}

static kp_err create(kp__call *call, const topic_in *in, topic_out *out)
{
    const kp__create_topics_request *request = call->request;
    kp__store_config *configs = NULL;
    kp__topic *topic;
    int32_t partitions;
    kp_err err = check(call, in, out, &partitions);
    if (!err)
        err = take_configs(call, in, out, &configs);
    if (err)
        return err;
    if (partitions == DEFAULT)
        partitions = call->broker->default_partitions;
    if (!request->validate_only) {
        err = kp__make_topic(call, in->name, partitions, configs, in->configs.count, &topic);
        if (err)
            return fail(call, out, err, kp_err_text(err));
        out->topic_id = topic->id;
    }
    out->num_partitions = partitions;
    out->replication_factor = 1;
    return fill_configs(call, configs, in->configs.count, out);
}

kp_err kp__api_create_topics(kp__call *call)
{
    const kp__create_topics_request *request = call->request;
    kp__create_topics_response *response = call->response;

    response->topics.items =
        kp__arena_array(call->arena, (size_t)request->topics.count, sizeof *response->topics.items);
    if (!response->topics.items)
        return KP_ERR_NO_MEMORY;
    response->topics.count = request->topics.count;
    for (int32_t i = 0; i < request->topics.count; i++) {
        topic_out *out = &response->topics.items[i];
        *out = (topic_out){.name = request->topics.items[i].name,
                           .num_partitions = -1,
                           .replication_factor = -1,
                           .configs = {.count = -1}};
        kp_err err = create(call, &request->topics.items[i], out);
        if (err == KP_ERR_NO_MEMORY)
            return err;
        out->error_code = kp__wire_code(err);
    }
    return KP_OK;
}
