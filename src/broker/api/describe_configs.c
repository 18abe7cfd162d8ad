/* DescribeConfigs: every setting with its default, because tools read all, change one and write all back. */
#include <string.h>

#include <broker/api/describe.h>
#include <broker/configs.h>
#include <wire/messages.h>

typedef kp__describe_configs_request_describe_configs_resource resource_in;
typedef kp__describe_configs_response_describe_configs_result resource_out;
typedef kp__describe_configs_response_describe_configs_resource_result config_out;

enum { TOPIC = 2, BROKER = 4, SOURCE_TOPIC = 1, SOURCE_DEFAULT = 5 };

static bool wanted(const resource_in *in, const char *name)
{
    if (in->configuration_keys.count < 0)
        return true;
    for (int32_t i = 0; i < in->configuration_keys.count; i++)
        if (kp__slice_equal(in->configuration_keys.items[i], kp__slice_str(name)))
            return true;
    return false;
}

static kp_err fill(kp__call *call, const kp__config *config, const char *set, bool read_only, config_out *out)
{
    const kp__describe_configs_request *request = call->request;
    *out =
        (config_out){.name = kp__slice_str(config->name),
                     .value = kp__slice_str(set ? set : config->value),
                     .read_only = read_only,
                     .is_default = !set && call->header.version == 0,
                     .config_source = set ? SOURCE_TOPIC : SOURCE_DEFAULT,
                     .config_type = config->type,
                     .documentation = request->include_documentation ? kp__slice_str(config->doc) : kp__slice_null()};
    if (!request->include_synonyms)
        return KP_OK;
    out->synonyms.items = kp__arena_array(call->arena, 2, sizeof *out->synonyms.items);
    if (!out->synonyms.items)
        return KP_ERR_NO_MEMORY;
    kp__describe_configs_response_describe_configs_synonym *at = out->synonyms.items;
    if (set)
        *at++ = (kp__describe_configs_response_describe_configs_synonym){out->name, kp__slice_str(set), SOURCE_TOPIC};
    *at++ = (kp__describe_configs_response_describe_configs_synonym){out->name, kp__slice_str(config->value),
                                                                     SOURCE_DEFAULT};
    out->synonyms.count = (int32_t)(at - out->synonyms.items);
    return KP_OK;
}

static kp_err describe(kp__call *call, const resource_in *in, const kp__config *rows, int row_count,
                       const kp__topic *topic, resource_out *out)
{
    out->configs.items = kp__arena_array(call->arena, (size_t)row_count, sizeof *out->configs.items);
    if (!out->configs.items)
        return KP_ERR_NO_MEMORY;
    for (int i = 0; i < row_count; i++) {
        if (!wanted(in, rows[i].name))
            continue;
        const char *set = topic ? kp__topic_config(topic, rows[i].name) : NULL;
        kp_err err = fill(call, &rows[i], set, !topic, &out->configs.items[out->configs.count]);
        if (err)
            return err;
        out->configs.count++;
    }
    return KP_OK;
}

static kp_err describe_resource(kp__call *call, const resource_in *in, resource_out *out)
{
    out->resource_type = in->resource_type;
    out->resource_name = in->resource_name;
    if (in->resource_type == BROKER)
        return describe(call, in, kp__broker_configs, kp__broker_config_count, NULL, out);
    if (in->resource_type != TOPIC)
        return KP_ERR_INVALID_REQUEST;
    const kp__topic *topic = kp__topics_named(&call->broker->topics, in->resource_name);
    if (!topic)
        return kp__topic_name_ok(in->resource_name) ? KP_ERR_UNKNOWN_TOPIC_OR_PARTITION
                                                    : KP_ERR_INVALID_TOPIC_EXCEPTION;
    return describe(call, in, kp__topic_configs, kp__topic_config_count, topic, out);
}

kp_err kp__api_describe_configs(kp__call *call)
{
    const kp__describe_configs_request *request = call->request;
    kp__describe_configs_response *response = call->response;

    response->results.items =
        kp__arena_array(call->arena, (size_t)request->resources.count, sizeof *response->results.items);
    if (!response->results.items)
        return KP_ERR_NO_MEMORY;
    response->results.count = request->resources.count;
    for (int32_t i = 0; i < request->resources.count; i++) {
        resource_out *out = &response->results.items[i];
        kp_err err = describe_resource(call, &request->resources.items[i], out);
        if (err == KP_ERR_NO_MEMORY)
            return err;
        out->error_code = kp__wire_code(err);
        out->error_message = err ? kp__slice_str(kp_err_text(err)) : kp__slice_null();
    }
    return KP_OK;
}
