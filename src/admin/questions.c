/* The kinds of questions: how each is encoded, how its answer is read. */
#include <admin/admin.h>

#include <string.h>

#include <wire/messages.h>

static kp__slice text_of(const char *text) { return kp__slice_str(text); }

/* The broker's words, cut. */
static void say_slice(kp__admin *admin, kp__slice words)
{
    if (words.data && words.len)
        kp__admin_say(admin, "%.*s", words.len > 200 ? 200 : (int)words.len, (const char *)words.data);
}

/* ---- topics: Metadata ---- */

static kp_err encode_topics(kp__admin *admin, int16_t version, kp__gather *out)
{
    kp__metadata_request body;
    kp__message_defaults(&kp__metadata_request_message, &body);
    kp__metadata_request_metadata_request_topic topic;
    memset(&topic, 0, sizeof topic);
    topic.name = text_of(admin->topic);
    body.topics.items = admin->topic ? &topic : NULL;
    body.topics.count = admin->topic ? 1 : -1;
    body.allow_auto_topic_creation = false;
    return kp__wire_encode(&kp__metadata_request_message, version, &body, out);
}

/* So many structs for the caller, by pointers; each begins with its size. NULL: no memory. */
static void *infos_new(kp__arena *arena, int32_t count, uint32_t size)
{
    char *infos = kp__arena_array(arena, (size_t)count, size);
    void **out = kp__arena_array(arena, (size_t)count, sizeof *out);
    for (int32_t i = 0; infos && out && i < count; i++) {
        out[i] = infos + (size_t)i * size;
        memcpy(out[i], &size, sizeof size);
    }
    return infos ? out : NULL;
}

static int32_t *copy_ids(kp__arena *arena, const int32_t *items, int32_t count)
{
    int32_t *ids = kp__arena_array(arena, count > 0 ? (size_t)count : 0, sizeof(int32_t));
    if (ids && count > 0)
        memcpy(ids, items, (size_t)count * sizeof(int32_t));
    return ids;
}

static kp_err take_partition(kp__admin *admin, const kp__metadata_response_metadata_response_partition *from,
                             kp_partition_info *to)
{
    int32_t *replicas = copy_ids(&admin->arena, from->replica_nodes.items, from->replica_nodes.count);
    int32_t *isr = copy_ids(&admin->arena, from->isr_nodes.items, from->isr_nodes.count);
    if (!replicas || !isr)
        return KP_ERR_NO_MEMORY;
    *to = (kp_partition_info){.size = (uint32_t)sizeof *to,
                              .partition = from->partition_index,
                              .leader = from->leader_id >= 0 ? from->leader_id : -1,
                              .leader_epoch = from->leader_epoch,
                              .replicas = replicas,
                              .replica_count = from->replica_nodes.count,
                              .isr = isr,
                              .isr_count = from->isr_nodes.count};
    return KP_OK;
}

static kp_err take_topic(kp__admin *admin, const kp__metadata_response_metadata_response_topic *from, kp_topic_info *to)
{
    int32_t count = from->partitions.count > 0 ? from->partitions.count : 0;
    kp_partition_info **partitions = infos_new(&admin->arena, count, sizeof(kp_partition_info));
    to->name = kp__arena_str(&admin->arena, from->name);
    if (!partitions || !to->name)
        return KP_ERR_NO_MEMORY;
    memcpy(to->id, from->topic_id.bytes, sizeof to->id);
    to->internal = from->is_internal;
    to->err = from->error_code;
    to->partitions = (const kp_partition_info *const *)partitions;
    to->partition_count = count;
    /* A broker lists partitions in any order; an index outside of it is a lie. */
    for (int32_t i = 0; i < count; i++) {
        int32_t index = from->partitions.items[i].partition_index;
        if (index < 0 || index >= count || partitions[index]->replicas)
            return KP_ERR_PROTOCOL;
        kp_err err = take_partition(admin, &from->partitions.items[i], partitions[index]);
        if (err)
            return err;
    }
    return KP_OK;
}

/* Names are printed, and compared as C strings: nothing may hide in them. */
static bool name_ok(kp__slice name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.data[i] <= ' ' || name.data[i] >= 0x7f)
            return false;
    return name.data && name.len > 0;
}

static kp_err take_topics(kp__admin *admin, const void *answer)
{
    const kp__metadata_response *body = answer;
    if (body->error_code)
        return body->error_code;
    int32_t count = body->topics.count > 0 ? body->topics.count : 0;
    kp_topic_info **topics = infos_new(&admin->arena, count, sizeof(kp_topic_info));
    if (!topics)
        return KP_ERR_NO_MEMORY;
    admin->topics = (const kp_topic_info *const *)topics;
    admin->topic_count = count;
    for (int32_t i = 0; i < count; i++) {
        if (!name_ok(body->topics.items[i].name))
            return KP_ERR_PROTOCOL;
        kp_err err = take_topic(admin, &body->topics.items[i], topics[i]);
        if (err)
            return err;
    }
    if (!admin->topic)
        return KP_OK;
    kp_err err = count == 1 ? topics[0]->err : KP_ERR_PROTOCOL;
    if (err == KP_ERR_UNKNOWN_TOPIC_OR_PARTITION)
        kp__admin_say(admin, "topic \"%.200s\" does not exist", admin->topic);
    return err;
}

const kp__admin_kind kp__admin_topics_kind = {.message = &kp__metadata_request_message,
                                              .version_min = 4,
                                              .version_max = 13,
                                              .encode = encode_topics,
                                              .take = take_topics};

/* ---- a topic's configs: DescribeConfigs ---- */

enum { RESOURCE_TOPIC = 2, SOURCE_DEFAULT = 5 };

static kp_err encode_configs(kp__admin *admin, int16_t version, kp__gather *out)
{
    kp__describe_configs_request body;
    kp__describe_configs_request_describe_configs_resource resource;
    kp__message_defaults(&kp__describe_configs_request_message, &body);
    memset(&resource, 0, sizeof resource);
    resource.resource_type = RESOURCE_TOPIC;
    resource.resource_name = text_of(admin->topic);
    resource.configuration_keys.count = -1; /* all */
    body.resources.items = &resource;
    body.resources.count = 1;
    return kp__wire_encode(&kp__describe_configs_request_message, version, &body, out);
}

static kp_err take_configs(kp__admin *admin, const void *answer)
{
    const kp__describe_configs_response *body = answer;
    if (body->results.count != 1)
        return KP_ERR_PROTOCOL;
    const kp__describe_configs_response_describe_configs_result *result = &body->results.items[0];
    if (result->error_code) {
        say_slice(admin, result->error_message);
        return result->error_code;
    }
    int32_t count = result->configs.count > 0 ? result->configs.count : 0;
    kp_config_info **configs = infos_new(&admin->arena, count, sizeof(kp_config_info));
    if (!configs)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < count; i++) {
        const kp__describe_configs_response_describe_configs_resource_result *from = &result->configs.items[i];
        kp_config_info *to = configs[i];
        to->name = kp__arena_str(&admin->arena, from->name);
        to->value = from->value.data ? kp__arena_str(&admin->arena, from->value) : NULL;
        to->is_default = from->config_source == SOURCE_DEFAULT;
        to->read_only = from->read_only;
        if (!to->name || (from->value.data && !to->value))
            return KP_ERR_NO_MEMORY;
    }
    admin->configs = (const kp_config_info *const *)configs;
    admin->config_count = count;
    return KP_OK;
}

const kp__admin_kind kp__admin_configs_kind = {.message = &kp__describe_configs_request_message,
                                               .version_min = 1,
                                               .version_max = 4,
                                               .encode = encode_configs,
                                               .take = take_configs};

/* ---- the cluster: DescribeCluster ---- */

static kp_err encode_cluster(kp__admin *admin, int16_t version, kp__gather *out)
{
    (void)admin;
    kp__describe_cluster_request body;
    kp__message_defaults(&kp__describe_cluster_request_message, &body);
    return kp__wire_encode(&kp__describe_cluster_request_message, version, &body, out);
}

static kp_err take_cluster(kp__admin *admin, const void *answer)
{
    const kp__describe_cluster_response *body = answer;
    if (body->error_code) {
        say_slice(admin, body->error_message);
        return body->error_code;
    }
    int32_t count = body->brokers.count > 0 ? body->brokers.count : 0;
    kp_broker_info **brokers = infos_new(&admin->arena, count, sizeof(kp_broker_info));
    char *id = kp__arena_str(&admin->arena, body->cluster_id);
    if (!brokers || !id)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < count; i++) {
        const kp__describe_cluster_response_describe_cluster_broker *from = &body->brokers.items[i];
        kp_broker_info *to = brokers[i];
        to->id = from->broker_id;
        to->port = from->port;
        to->host = kp__arena_str(&admin->arena, from->host);
        if (from->rack.data)
            to->rack = kp__arena_str(&admin->arena, from->rack);
        if (!to->host || (from->rack.data && !to->rack))
            return KP_ERR_NO_MEMORY;
    }
    admin->info = (kp_cluster_info){.size = (uint32_t)sizeof admin->info,
                                    .cluster_id = id,
                                    .controller = body->controller_id,
                                    .brokers = (const kp_broker_info *const *)brokers,
                                    .broker_count = count};
    return KP_OK;
}

const kp__admin_kind kp__admin_cluster_kind = {
    .message = &kp__describe_cluster_request_message, .encode = encode_cluster, .take = take_cluster};

/* ---- CreateTopics ---- */

static kp_err encode_create(kp__admin *admin, int16_t version, kp__gather *out)
{
    const kp_new_topic *from = admin->new_topic;
    kp__create_topics_request body;
    kp__create_topics_request_creatable_topic topic;
    kp__message_defaults(&kp__create_topics_request_message, &body);
    memset(&topic, 0, sizeof topic);
    topic.name = text_of(from->name);
    topic.num_partitions = from->partitions;
    topic.replication_factor = from->replication_factor;
    topic.configs.items = kp__arena_array(&admin->arena, from->config_count, sizeof *topic.configs.items);
    if (!topic.configs.items)
        return KP_ERR_NO_MEMORY;
    topic.configs.count = (int32_t)from->config_count;
    for (size_t i = 0; i < from->config_count; i++) {
        topic.configs.items[i].name = text_of(from->configs[2 * i]);
        topic.configs.items[i].value = text_of(from->configs[2 * i + 1]);
    }
    body.topics.items = &topic;
    body.topics.count = 1;
    body.timeout_ms = admin->timeout_ms;
    return kp__wire_encode(&kp__create_topics_request_message, version, &body, out);
}

static kp_err take_create(kp__admin *admin, const void *answer)
{
    const kp__create_topics_response *body = answer;
    if (body->topics.count != 1)
        return KP_ERR_PROTOCOL;
    const kp__create_topics_response_creatable_topic_result *result = &body->topics.items[0];
    if (result->error_code == KP_ERR_TOPIC_ALREADY_EXISTS)
        kp__admin_say(admin, "topic \"%.200s\" exists already", admin->new_topic->name);
    else if (result->error_code)
        say_slice(admin, result->error_message);
    return result->error_code;
}

const kp__admin_kind kp__admin_create_kind = {
    .message = &kp__create_topics_request_message, .to_controller = true, .encode = encode_create, .take = take_create};

/* ---- DeleteTopics ---- */

static kp_err encode_delete(kp__admin *admin, int16_t version, kp__gather *out)
{
    kp__delete_topics_request body;
    kp__delete_topics_request_delete_topic_state topic;
    kp__slice name = text_of(admin->topic);
    kp__message_defaults(&kp__delete_topics_request_message, &body);
    memset(&topic, 0, sizeof topic);
    topic.name = name;
    if (version >= 6) {
        body.topics.items = &topic;
        body.topics.count = 1;
    } else {
        body.topic_names.items = &name;
        body.topic_names.count = 1;
    }
    body.timeout_ms = admin->timeout_ms;
    return kp__wire_encode(&kp__delete_topics_request_message, version, &body, out);
}

static kp_err take_delete(kp__admin *admin, const void *answer)
{
    const kp__delete_topics_response *body = answer;
    if (body->responses.count != 1)
        return KP_ERR_PROTOCOL;
    if (body->responses.items[0].error_code == KP_ERR_UNKNOWN_TOPIC_OR_PARTITION)
        kp__admin_say(admin, "topic \"%.200s\" does not exist", admin->topic);
    else if (body->responses.items[0].error_code)
        say_slice(admin, body->responses.items[0].error_message);
    return body->responses.items[0].error_code;
}

const kp__admin_kind kp__admin_delete_kind = {
    .message = &kp__delete_topics_request_message, .to_controller = true, .encode = encode_delete, .take = take_delete};

/* ---- ListOffsets ---- */

static kp_err encode_offset(kp__admin *admin, int16_t version, kp__gather *out)
{
    kp__list_offsets_request body;
    kp__list_offsets_request_list_offsets_topic topic;
    kp__list_offsets_request_list_offsets_partition partition;
    kp__message_defaults(&kp__list_offsets_request_message, &body);
    memset(&topic, 0, sizeof topic);
    memset(&partition, 0, sizeof partition);
    partition.partition_index = admin->partition;
    partition.current_leader_epoch = -1;
    partition.timestamp = admin->timestamp;
    partition.max_num_offsets = 1;
    topic.name = text_of(admin->topic);
    topic.partitions.items = &partition;
    topic.partitions.count = 1;
    body.replica_id = -1;
    body.topics.items = &topic;
    body.topics.count = 1;
    body.timeout_ms = 30000;
    return kp__wire_encode(&kp__list_offsets_request_message, version, &body, out);
}

static kp_err take_offset(kp__admin *admin, const void *answer)
{
    const kp__list_offsets_response *body = answer;
    if (body->topics.count != 1 || body->topics.items[0].partitions.count != 1)
        return KP_ERR_PROTOCOL;
    const kp__list_offsets_response_list_offsets_partition_response *partition =
        &body->topics.items[0].partitions.items[0];
    if (partition->partition_index != admin->partition)
        return KP_ERR_PROTOCOL;
    admin->offset = partition->offset;
    return partition->error_code;
}

const kp__admin_kind kp__admin_offset_kind = {.message = &kp__list_offsets_request_message,
                                              .version_min = 1,
                                              .version_max = 10,
                                              .to_leader = true,
                                              .encode = encode_offset,
                                              .take = take_offset};
