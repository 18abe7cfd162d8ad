/* CreateTopics. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <broker/api/describe.h>
#include <broker/configs.h>
#include <wire/messages.h>

typedef kp__create_topics_request_creatable_topic topic_in;
typedef kp__create_topics_response_creatable_topic_result topic_out;

enum { DEFAULT = -1, SOURCE_TOPIC = 1, SOURCE_DEFAULT = 5, TEXT = 400 };

/* One topic of the request. */
typedef struct creation {
    kp__call *call;
    const topic_in *in;
    topic_out *out;
    bool twice; /* the request names it more than once */
    int32_t partitions;
    kp__store_config *configs;
    int32_t config_count;
} creation;

static kp_err fail(creation *one, kp_err err, const char *format, ...) KP_PRINTF(3, 4);

/* With words for the client; what it sent may stand in them. */
static kp_err fail(creation *one, kp_err err, const char *format, ...)
{
    char text[TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *at = text; *at; at++)
        if (*at < 0x20 || *at > 0x7e)
            *at = '?';
    one->out->error_message = kp__slice_str(kp__arena_str(one->call->arena, kp__slice_str(text)));
    return err;
}

/* As much of it as fits a sentence, for "%.*s". */
#define SHOWN(slice) (int)((slice).len < 249 ? (slice).len : 249), (const char *)(slice).data

/* ---- checking ---- */

/* Explicit assignments must give every partition 0..n-1, each once, to the one node. */
static kp_err check_assignments(creation *one)
{
    int32_t count = one->in->assignments.count;
    bool *seen = kp__arena_array(one->call->arena, (size_t)count, sizeof *seen);
    if (!seen)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < count; i++) {
        const kp__create_topics_request_creatable_replica_assignment *given = &one->in->assignments.items[i];
        int32_t index = given->partition_index;
        if (index < 0 || index >= count || seen[index])
            return fail(one, KP_ERR_INVALID_REPLICA_ASSIGNMENT,
                        "partition %d is assigned: of %d assignments each is for another of the partitions 0 to %d",
                        (int)index, (int)count, (int)count - 1);
        seen[index] = true;
        if (given->broker_ids.count != 1)
            return fail(one, KP_ERR_INVALID_REPLICA_ASSIGNMENT,
                        "partition %d is assigned to %d brokers: there is one, broker %d", (int)index,
                        (int)given->broker_ids.count, KP__NODE_ID);
        if (given->broker_ids.items[0] != KP__NODE_ID)
            return fail(one, KP_ERR_INVALID_REPLICA_ASSIGNMENT,
                        "partition %d is assigned to broker %d: the only one is broker %d", (int)index,
                        (int)given->broker_ids.items[0], KP__NODE_ID);
    }
    return KP_OK;
}

static kp_err check_name(creation *one)
{
    kp__slice name = one->in->name;
    if (one->twice)
        return fail(one, KP_ERR_INVALID_REQUEST, "the request names topic '%.*s' more than once", SHOWN(name));
    if (name.len > KP__TOPIC_NAME_MAX)
        return fail(one, KP_ERR_INVALID_TOPIC_EXCEPTION, "a topic name of %zu characters: it can have up to %d",
                    name.len, KP__TOPIC_NAME_MAX);
    if (!kp__topic_name_ok(name))
        return fail(one, KP_ERR_INVALID_TOPIC_EXCEPTION,
                    "'%.*s' is no topic name: it has letters, digits, '.', '_' and '-', at least one of them, and is "
                    "neither '.' nor '..'",
                    SHOWN(name));
    if (kp__topics_named(&one->call->broker->topics, name))
        return fail(one, KP_ERR_TOPIC_ALREADY_EXISTS, "topic '%.*s' exists already", SHOWN(name));
    return KP_OK;
}

static kp_err check_counts(creation *one)
{
    const topic_in *in = one->in;
    int32_t count = in->assignments.count > 0 ? in->assignments.count : in->num_partitions;
    if (in->assignments.count > 0 && in->num_partitions != DEFAULT)
        return fail(one, KP_ERR_INVALID_REQUEST, "%d partitions are asked for and %d are assigned: give one of both",
                    (int)in->num_partitions, (int)in->assignments.count);
    if (in->assignments.count > 0 && in->replication_factor != DEFAULT)
        return fail(one, KP_ERR_INVALID_REQUEST,
                    "a replication factor of %d is asked for and replicas are assigned: give one of both",
                    (int)in->replication_factor);
    if (in->replication_factor != 1 && in->replication_factor != DEFAULT)
        return fail(one, KP_ERR_INVALID_REPLICATION_FACTOR,
                    "a replication factor of %d: there is one broker, so it is 1 (or -1, the default)",
                    (int)in->replication_factor);
    if (count != DEFAULT && (count < 1 || count > KP__TOPIC_PARTITIONS_MAX))
        return fail(one, KP_ERR_INVALID_PARTITIONS, "%d partitions: a topic has 1 to %d (or -1, the default)",
                    (int)count, KP__TOPIC_PARTITIONS_MAX);
    one->partitions = count == DEFAULT ? one->call->broker->default_partitions : count;
    return check_assignments(one);
}

/* A setting that is given twice has the later value. */
static kp_err take_configs(creation *one)
{
    kp__arena *arena = one->call->arena;
    const char **values = kp__arena_array(arena, (size_t)kp__topic_config_count, sizeof *values);
    one->configs = kp__arena_array(arena, (size_t)kp__topic_config_count, sizeof *one->configs);
    if (!values || !one->configs)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < one->in->configs.count; i++) {
        kp__slice name = one->in->configs.items[i].name, value = one->in->configs.items[i].value;
        const kp__config *config = kp__topic_config_find(name);
        char why[KP__CONFIG_WHY];
        if (!config)
            return fail(one, KP_ERR_INVALID_CONFIG, "a topic has no setting '%.*s'", SHOWN(name));
        if (!kp__config_check(config, value, why))
            return fail(one, KP_ERR_INVALID_CONFIG, "%s cannot be '%.*s': %s", config->name, SHOWN(value), why);
        values[config - kp__topic_configs] = kp__arena_str(arena, value);
        if (!values[config - kp__topic_configs])
            return KP_ERR_NO_MEMORY;
    }
    for (int i = 0; i < kp__topic_config_count; i++)
        if (values[i])
            one->configs[one->config_count++] = (kp__store_config){kp__topic_configs[i].name, values[i]};
    return KP_OK;
}

/* ---- making ---- */

static kp_err fill_configs(const creation *one)
{
    topic_out *out = one->out;
    out->configs.items = kp__arena_array(one->call->arena, (size_t)kp__topic_config_count, sizeof *out->configs.items);
    if (!out->configs.items)
        return KP_ERR_NO_MEMORY;
    out->configs.count = kp__topic_config_count;
    for (int i = 0; i < kp__topic_config_count; i++) {
        const kp__config *config = &kp__topic_configs[i];
        kp__create_topics_response_creatable_topic_configs *row = &out->configs.items[i];
        row->name = kp__slice_str(config->name);
        row->value = kp__slice_str(config->value);
        row->config_source = SOURCE_DEFAULT;
        for (int32_t s = 0; s < one->config_count; s++)
            if (one->configs[s].name == config->name) {
                row->value = kp__slice_str(one->configs[s].value);
                row->config_source = SOURCE_TOPIC;
            }
    }
    return KP_OK;
}

static kp_err make(creation *one)
{
    kp__call *call = one->call;
    const kp__topics *topics = &call->broker->topics;
    kp__topic *topic;
    kp_err err = kp__make_topic(call, one->in->name, one->partitions, one->configs, one->config_count, &topic);
    if (err == KP_ERR_POLICY_VIOLATION)
        return fail(
            one, err,
            "%d partitions more: there are %u topics with %d partitions, and no more than %d with %d are served",
            (int)one->partitions, (unsigned)topics->by_name.count, (int)topics->partition_count, KP__TOPICS_MAX,
            KP__PARTITIONS_MAX);
    if (err)
        return fail(one, err, "topic '%.*s' cannot be made: %s; the broker's log says why", SHOWN(one->in->name),
                    kp_err_text(err));
    one->out->topic_id = topic->id;
    return KP_OK;
}

static kp_err create(creation *one)
{
    const kp__create_topics_request *request = one->call->request;
    kp_err err = check_name(one);
    if (!err)
        err = check_counts(one);
    if (!err)
        err = take_configs(one);
    if (!err && !request->validate_only)
        err = make(one);
    if (err)
        return err;
    one->out->num_partitions = one->partitions;
    one->out->replication_factor = 1;
    return fill_configs(one);
}

/* ---- the request ---- */

static int by_name(const void *a, const void *b)
{
    return kp__slice_order((*(const creation *const *)a)->in->name, (*(const creation *const *)b)->in->name);
}

static kp_err mark_twice(kp__arena *arena, creation *all, int32_t count)
{
    creation **sorted = kp__arena_array(arena, (size_t)count + 1, sizeof *sorted);
    if (!sorted)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < count; i++)
        sorted[i] = &all[i];
    qsort(sorted, (size_t)count, sizeof *sorted, by_name);
    for (int32_t i = 1; i < count; i++)
        if (by_name(&sorted[i - 1], &sorted[i]) == 0)
            sorted[i - 1]->twice = sorted[i]->twice = true;
    return KP_OK;
}

kp_err kp__api_create_topics(kp__call *call)
{
    const kp__create_topics_request *request = call->request;
    kp__create_topics_response *response = call->response;
    int32_t count = request->topics.count;
    creation *all = kp__arena_array(call->arena, (size_t)count, sizeof *all);

    response->topics.items = kp__arena_array(call->arena, (size_t)count, sizeof *response->topics.items);
    if (!response->topics.items || !all)
        return KP_ERR_NO_MEMORY;
    response->topics.count = count;
    for (int32_t i = 0; i < count; i++)
        all[i] = (creation){.call = call, .in = &request->topics.items[i], .out = &response->topics.items[i]};
    kp_err err = mark_twice(call->arena, all, count);
    for (int32_t i = 0; i < count && err != KP_ERR_NO_MEMORY; i++) {
        *all[i].out = (topic_out){
            .name = all[i].in->name, .num_partitions = -1, .replication_factor = -1, .configs = {.count = -1}};
        err = create(&all[i]);
        all[i].out->error_code = kp__wire_code(err);
    }
    return err == KP_ERR_NO_MEMORY ? err : KP_OK;
}
