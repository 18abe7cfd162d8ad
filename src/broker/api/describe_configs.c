/* DescribeConfigs: every setting with its default, because tools read all, change one and write all back. Of more
 * resources than an answer has room for, the later ones have an error that says so. */
#include <stdio.h>
#include <string.h>

#include <broker/api/describe.h>
#include <broker/configs.h>
#include <wire/messages.h>

typedef kp__describe_configs_request_describe_configs_resource resource_in;
typedef kp__describe_configs_response_describe_configs_result resource_out;
typedef kp__describe_configs_response_describe_configs_resource_result config_out;

enum { TOPIC = 2, BROKER = 4, SOURCE_TOPIC = 1, SOURCE_DEFAULT = 5, TEXT = 160 };

/* What is left of an answer that may have KP__ANSWER_MAX. */
typedef struct room {
    size_t bytes;
    int32_t described;
    kp__slice full; /* what those are told for whom it is not enough; null: there was none yet */
} room;

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

/* ---- how much it is ---- */

enum { FIXED = 32 /* more than the fixed fields, and the sizes of the strings, of anything in the answer */ };

/* Of a resource that has an error. */
static size_t bytes_least(const resource_in *in) { return FIXED + in->resource_name.len + TEXT; }

/* No less than what its settings take on the wire. */
static size_t bytes_of_configs(const resource_out *out)
{
    size_t bytes = 0;
    for (int32_t i = 0; i < out->configs.count; i++) {
        const config_out *config = &out->configs.items[i];
        bytes += FIXED + config->name.len + config->value.len + config->documentation.len;
        for (int32_t s = 0; s < config->synonyms.count; s++)
            bytes += FIXED + config->synonyms.items[s].name.len + config->synonyms.items[s].value.len;
    }
    return bytes;
}

/* Every resource can have an error; the rest is for those that come first. */
static room room_for(const kp__describe_configs_request *request)
{
    size_t least = 0;
    for (int32_t i = 0; i < request->resources.count; i++)
        least += bytes_least(&request->resources.items[i]);
    return (room){.bytes = least < KP__ANSWER_MAX ? KP__ANSWER_MAX - least : 0};
}

static kp_err fill_up(kp__call *call, room *left)
{
    char text[TEXT];
    snprintf(text, sizeof text, "an answer has up to %d MiB, and the first %d resources fill it: ask for fewer at once",
             KP__ANSWER_MAX >> 20, (int)left->described);
    left->full = kp__slice_str(kp__arena_str(call->arena, kp__slice_str(text)));
    return kp__slice_is_null(left->full) ? KP_ERR_NO_MEMORY : KP_OK;
}

static kp_err describe_if_room(kp__call *call, const resource_in *in, room *left, resource_out *out)
{
    kp_err err = KP_OK;
    out->resource_type = in->resource_type;
    out->resource_name = in->resource_name;
    if (kp__slice_is_null(left->full)) {
        err = describe_resource(call, in, out);
        size_t bytes = bytes_of_configs(out);
        if (err || bytes <= left->bytes) {
            out->error_message = err ? kp__slice_str(kp_err_text(err)) : kp__slice_null();
            left->bytes -= err ? 0 : bytes;
            left->described++;
            return err;
        }
        err = fill_up(call, left);
    }
    out->configs.count = 0;
    out->error_message = left->full;
    return err ? err : KP_ERR_INVALID_REQUEST;
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
    room left = room_for(request);
    for (int32_t i = 0; i < request->resources.count; i++) {
        resource_out *out = &response->results.items[i];
        kp_err err = describe_if_room(call, &request->resources.items[i], &left, out);
        if (err == KP_ERR_NO_MEMORY)
            return err;
        out->error_code = kp__wire_code(err);
    }
    return KP_OK;
}
