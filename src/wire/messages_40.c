/* Field tables. Made by schemas/generate from schemas; do not edit. Columns: wire/table.h. */
#include <wire/messages.h>
#include <wire/table.h>

/* clang-format off */

static const kp__field kp__delete_groups_request_fields[] = {
    {"GroupsNames", NULL, 0, offsetof(kp__delete_groups_request, groups_names), KP__TYPE_STRING, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
};
static const uint16_t kp__delete_groups_request_size_min[] = {4, 4, 2};
static const kp__struct kp__delete_groups_request_struct = {"DeleteGroupsRequest", kp__delete_groups_request_fields, 1, false, sizeof(kp__delete_groups_request), kp__delete_groups_request_size_min};
const kp__message kp__delete_groups_request_message = {"DeleteGroupsRequest", &kp__delete_groups_request_struct, 42, 0, 2, 2};

static const kp__field kp__delete_groups_response_deletable_group_result_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__delete_groups_response_deletable_group_result, group_id), KP__TYPE_STRING, 0, 0, 0, 2, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__delete_groups_response_deletable_group_result, error_code), KP__TYPE_INT16, 0, 0, 0, 2, 1, 0},
};
static const uint16_t kp__delete_groups_response_deletable_group_result_size_min[] = {4, 4, 4};
static const kp__struct kp__delete_groups_response_deletable_group_result_struct = {"DeletableGroupResult", kp__delete_groups_response_deletable_group_result_fields, 2, false, sizeof(kp__delete_groups_response_deletable_group_result), kp__delete_groups_response_deletable_group_result_size_min};

static const kp__field kp__delete_groups_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__delete_groups_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
    {"Results", &kp__delete_groups_response_deletable_group_result_struct, 0, offsetof(kp__delete_groups_response, results), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
};
static const uint16_t kp__delete_groups_response_size_min[] = {8, 8, 6};
static const kp__struct kp__delete_groups_response_struct = {"DeleteGroupsResponse", kp__delete_groups_response_fields, 2, false, sizeof(kp__delete_groups_response), kp__delete_groups_response_size_min};
const kp__message kp__delete_groups_response_message = {"DeleteGroupsResponse", &kp__delete_groups_response_struct, 42, 0, 2, 2};

static const kp__field kp__incremental_alter_configs_request_alterable_config_fields[] = {
    {"Name", NULL, 0, offsetof(kp__incremental_alter_configs_request_alterable_config, name), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
    {"ConfigOperation", NULL, 0, offsetof(kp__incremental_alter_configs_request_alterable_config, config_operation), KP__TYPE_INT8, 0, 0, 0, 1, 1, 0},
    {"Value", NULL, 0, offsetof(kp__incremental_alter_configs_request_alterable_config, value), KP__TYPE_STRING, 0, 0, 0, 1, 0, 1},
};
static const uint16_t kp__incremental_alter_configs_request_alterable_config_size_min[] = {5, 4};
static const kp__struct kp__incremental_alter_configs_request_alterable_config_struct = {"AlterableConfig", kp__incremental_alter_configs_request_alterable_config_fields, 3, false, sizeof(kp__incremental_alter_configs_request_alterable_config), kp__incremental_alter_configs_request_alterable_config_size_min};

static const kp__field kp__incremental_alter_configs_request_alter_configs_resource_fields[] = {
    {"ResourceType", NULL, 0, offsetof(kp__incremental_alter_configs_request_alter_configs_resource, resource_type), KP__TYPE_INT8, 0, 0, 0, 1, 1, 0},
    {"ResourceName", NULL, 0, offsetof(kp__incremental_alter_configs_request_alter_configs_resource, resource_name), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
    {"Configs", &kp__incremental_alter_configs_request_alterable_config_struct, 0, offsetof(kp__incremental_alter_configs_request_alter_configs_resource, configs), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
};
static const uint16_t kp__incremental_alter_configs_request_alter_configs_resource_size_min[] = {7, 4};
static const kp__struct kp__incremental_alter_configs_request_alter_configs_resource_struct = {"AlterConfigsResource", kp__incremental_alter_configs_request_alter_configs_resource_fields, 3, false, sizeof(kp__incremental_alter_configs_request_alter_configs_resource), kp__incremental_alter_configs_request_alter_configs_resource_size_min};

static const kp__field kp__incremental_alter_configs_request_fields[] = {
    {"Resources", &kp__incremental_alter_configs_request_alter_configs_resource_struct, 0, offsetof(kp__incremental_alter_configs_request, resources), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
    {"ValidateOnly", NULL, 0, offsetof(kp__incremental_alter_configs_request, validate_only), KP__TYPE_BOOL, 0, 0, 0, 1, 1, 0},
};
static const uint16_t kp__incremental_alter_configs_request_size_min[] = {5, 3};
static const kp__struct kp__incremental_alter_configs_request_struct = {"IncrementalAlterConfigsRequest", kp__incremental_alter_configs_request_fields, 2, false, sizeof(kp__incremental_alter_configs_request), kp__incremental_alter_configs_request_size_min};
const kp__message kp__incremental_alter_configs_request_message = {"IncrementalAlterConfigsRequest", &kp__incremental_alter_configs_request_struct, 44, 0, 1, 1};

static const kp__field kp__incremental_alter_configs_response_alter_configs_resource_response_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__incremental_alter_configs_response_alter_configs_resource_response, error_code), KP__TYPE_INT16, 0, 0, 0, 1, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__incremental_alter_configs_response_alter_configs_resource_response, error_message), KP__TYPE_STRING, 0, 0, 0, 1, 0, 1},
    {"ResourceType", NULL, 0, offsetof(kp__incremental_alter_configs_response_alter_configs_resource_response, resource_type), KP__TYPE_INT8, 0, 0, 0, 1, 1, 0},
    {"ResourceName", NULL, 0, offsetof(kp__incremental_alter_configs_response_alter_configs_resource_response, resource_name), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
};
static const uint16_t kp__incremental_alter_configs_response_alter_configs_resource_response_size_min[] = {7, 6};
static const kp__struct kp__incremental_alter_configs_response_alter_configs_resource_response_struct = {"AlterConfigsResourceResponse", kp__incremental_alter_configs_response_alter_configs_resource_response_fields, 4, false, sizeof(kp__incremental_alter_configs_response_alter_configs_resource_response), kp__incremental_alter_configs_response_alter_configs_resource_response_size_min};

static const kp__field kp__incremental_alter_configs_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__incremental_alter_configs_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 1, 1, 0},
    {"Responses", &kp__incremental_alter_configs_response_alter_configs_resource_response_struct, 0, offsetof(kp__incremental_alter_configs_response, responses), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
};
static const uint16_t kp__incremental_alter_configs_response_size_min[] = {8, 6};
static const kp__struct kp__incremental_alter_configs_response_struct = {"IncrementalAlterConfigsResponse", kp__incremental_alter_configs_response_fields, 2, false, sizeof(kp__incremental_alter_configs_response), kp__incremental_alter_configs_response_size_min};
const kp__message kp__incremental_alter_configs_response_message = {"IncrementalAlterConfigsResponse", &kp__incremental_alter_configs_response_struct, 44, 0, 1, 1};

static const kp__field kp__list_partition_reassignments_request_list_partition_reassignments_topics_fields[] = {
    {"Name", NULL, 0, offsetof(kp__list_partition_reassignments_request_list_partition_reassignments_topics, name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"PartitionIndexes", NULL, 0, offsetof(kp__list_partition_reassignments_request_list_partition_reassignments_topics, partition_indexes), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__list_partition_reassignments_request_list_partition_reassignments_topics_size_min[] = {3};
static const kp__struct kp__list_partition_reassignments_request_list_partition_reassignments_topics_struct = {"ListPartitionReassignmentsTopics", kp__list_partition_reassignments_request_list_partition_reassignments_topics_fields, 2, false, sizeof(kp__list_partition_reassignments_request_list_partition_reassignments_topics), kp__list_partition_reassignments_request_list_partition_reassignments_topics_size_min};

static const kp__field kp__list_partition_reassignments_request_fields[] = {
    {"TimeoutMs", NULL, 60000, offsetof(kp__list_partition_reassignments_request, timeout_ms), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"Topics", &kp__list_partition_reassignments_request_list_partition_reassignments_topics_struct, 0, offsetof(kp__list_partition_reassignments_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY | KP__FIELD_NULL_DEFAULT, 0, 0, 0, 0, 0},
};
static const uint16_t kp__list_partition_reassignments_request_size_min[] = {6};
static const kp__struct kp__list_partition_reassignments_request_struct = {"ListPartitionReassignmentsRequest", kp__list_partition_reassignments_request_fields, 2, false, sizeof(kp__list_partition_reassignments_request), kp__list_partition_reassignments_request_size_min};
const kp__message kp__list_partition_reassignments_request_message = {"ListPartitionReassignmentsRequest", &kp__list_partition_reassignments_request_struct, 46, 0, 0, 0};

static const kp__field kp__list_partition_reassignments_response_ongoing_partition_reassignment_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__list_partition_reassignments_response_ongoing_partition_reassignment, partition_index), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"Replicas", NULL, 0, offsetof(kp__list_partition_reassignments_response_ongoing_partition_reassignment, replicas), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
    {"AddingReplicas", NULL, 0, offsetof(kp__list_partition_reassignments_response_ongoing_partition_reassignment, adding_replicas), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
    {"RemovingReplicas", NULL, 0, offsetof(kp__list_partition_reassignments_response_ongoing_partition_reassignment, removing_replicas), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__list_partition_reassignments_response_ongoing_partition_reassignment_size_min[] = {8};
static const kp__struct kp__list_partition_reassignments_response_ongoing_partition_reassignment_struct = {"OngoingPartitionReassignment", kp__list_partition_reassignments_response_ongoing_partition_reassignment_fields, 4, false, sizeof(kp__list_partition_reassignments_response_ongoing_partition_reassignment), kp__list_partition_reassignments_response_ongoing_partition_reassignment_size_min};

static const kp__field kp__list_partition_reassignments_response_ongoing_topic_reassignment_fields[] = {
    {"Name", NULL, 0, offsetof(kp__list_partition_reassignments_response_ongoing_topic_reassignment, name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"Partitions", &kp__list_partition_reassignments_response_ongoing_partition_reassignment_struct, 0, offsetof(kp__list_partition_reassignments_response_ongoing_topic_reassignment, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__list_partition_reassignments_response_ongoing_topic_reassignment_size_min[] = {3};
static const kp__struct kp__list_partition_reassignments_response_ongoing_topic_reassignment_struct = {"OngoingTopicReassignment", kp__list_partition_reassignments_response_ongoing_topic_reassignment_fields, 2, false, sizeof(kp__list_partition_reassignments_response_ongoing_topic_reassignment), kp__list_partition_reassignments_response_ongoing_topic_reassignment_size_min};

static const kp__field kp__list_partition_reassignments_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__list_partition_reassignments_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__list_partition_reassignments_response, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__list_partition_reassignments_response, error_message), KP__TYPE_STRING, 0, 0, 0, 0, 0, 0},
    {"Topics", &kp__list_partition_reassignments_response_ongoing_topic_reassignment_struct, 0, offsetof(kp__list_partition_reassignments_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__list_partition_reassignments_response_size_min[] = {9};
static const kp__struct kp__list_partition_reassignments_response_struct = {"ListPartitionReassignmentsResponse", kp__list_partition_reassignments_response_fields, 4, false, sizeof(kp__list_partition_reassignments_response), kp__list_partition_reassignments_response_size_min};
const kp__message kp__list_partition_reassignments_response_message = {"ListPartitionReassignmentsResponse", &kp__list_partition_reassignments_response_struct, 46, 0, 0, 0};

static const kp__field kp__offset_delete_request_offset_delete_request_partition_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__offset_delete_request_offset_delete_request_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__offset_delete_request_offset_delete_request_partition_size_min[] = {4};
static const kp__struct kp__offset_delete_request_offset_delete_request_partition_struct = {"OffsetDeleteRequestPartition", kp__offset_delete_request_offset_delete_request_partition_fields, 1, false, sizeof(kp__offset_delete_request_offset_delete_request_partition), kp__offset_delete_request_offset_delete_request_partition_size_min};

static const kp__field kp__offset_delete_request_offset_delete_request_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__offset_delete_request_offset_delete_request_topic, name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"Partitions", &kp__offset_delete_request_offset_delete_request_partition_struct, 0, offsetof(kp__offset_delete_request_offset_delete_request_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__offset_delete_request_offset_delete_request_topic_size_min[] = {6};
static const kp__struct kp__offset_delete_request_offset_delete_request_topic_struct = {"OffsetDeleteRequestTopic", kp__offset_delete_request_offset_delete_request_topic_fields, 2, false, sizeof(kp__offset_delete_request_offset_delete_request_topic), kp__offset_delete_request_offset_delete_request_topic_size_min};

static const kp__field kp__offset_delete_request_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__offset_delete_request, group_id), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"Topics", &kp__offset_delete_request_offset_delete_request_topic_struct, 0, offsetof(kp__offset_delete_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__offset_delete_request_size_min[] = {6};
static const kp__struct kp__offset_delete_request_struct = {"OffsetDeleteRequest", kp__offset_delete_request_fields, 2, false, sizeof(kp__offset_delete_request), kp__offset_delete_request_size_min};
const kp__message kp__offset_delete_request_message = {"OffsetDeleteRequest", &kp__offset_delete_request_struct, 47, 0, 0, 127};

static const kp__field kp__offset_delete_response_offset_delete_response_partition_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__offset_delete_response_offset_delete_response_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__offset_delete_response_offset_delete_response_partition, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__offset_delete_response_offset_delete_response_partition_size_min[] = {6};
static const kp__struct kp__offset_delete_response_offset_delete_response_partition_struct = {"OffsetDeleteResponsePartition", kp__offset_delete_response_offset_delete_response_partition_fields, 2, false, sizeof(kp__offset_delete_response_offset_delete_response_partition), kp__offset_delete_response_offset_delete_response_partition_size_min};

static const kp__field kp__offset_delete_response_offset_delete_response_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__offset_delete_response_offset_delete_response_topic, name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"Partitions", &kp__offset_delete_response_offset_delete_response_partition_struct, 0, offsetof(kp__offset_delete_response_offset_delete_response_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__offset_delete_response_offset_delete_response_topic_size_min[] = {6};
static const kp__struct kp__offset_delete_response_offset_delete_response_topic_struct = {"OffsetDeleteResponseTopic", kp__offset_delete_response_offset_delete_response_topic_fields, 2, false, sizeof(kp__offset_delete_response_offset_delete_response_topic), kp__offset_delete_response_offset_delete_response_topic_size_min};

static const kp__field kp__offset_delete_response_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__offset_delete_response, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__offset_delete_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 0, 0, 1, 0},
    {"Topics", &kp__offset_delete_response_offset_delete_response_topic_struct, 0, offsetof(kp__offset_delete_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__offset_delete_response_size_min[] = {10};
static const kp__struct kp__offset_delete_response_struct = {"OffsetDeleteResponse", kp__offset_delete_response_fields, 3, false, sizeof(kp__offset_delete_response), kp__offset_delete_response_size_min};
const kp__message kp__offset_delete_response_message = {"OffsetDeleteResponse", &kp__offset_delete_response_struct, 47, 0, 0, 127};

static const kp__field kp__describe_client_quotas_request_component_data_fields[] = {
    {"EntityType", NULL, 0, offsetof(kp__describe_client_quotas_request_component_data, entity_type), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
    {"MatchType", NULL, 0, offsetof(kp__describe_client_quotas_request_component_data, match_type), KP__TYPE_INT8, 0, 0, 0, 1, 1, 0},
    {"Match", NULL, 0, offsetof(kp__describe_client_quotas_request_component_data, match), KP__TYPE_STRING, 0, 0, 0, 1, 0, 1},
};
static const uint16_t kp__describe_client_quotas_request_component_data_size_min[] = {5, 4};
static const kp__struct kp__describe_client_quotas_request_component_data_struct = {"ComponentData", kp__describe_client_quotas_request_component_data_fields, 3, false, sizeof(kp__describe_client_quotas_request_component_data), kp__describe_client_quotas_request_component_data_size_min};

static const kp__field kp__describe_client_quotas_request_fields[] = {
    {"Components", &kp__describe_client_quotas_request_component_data_struct, 0, offsetof(kp__describe_client_quotas_request, components), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
    {"Strict", NULL, 0, offsetof(kp__describe_client_quotas_request, strict), KP__TYPE_BOOL, 0, 0, 0, 1, 1, 0},
};
static const uint16_t kp__describe_client_quotas_request_size_min[] = {5, 3};
static const kp__struct kp__describe_client_quotas_request_struct = {"DescribeClientQuotasRequest", kp__describe_client_quotas_request_fields, 2, false, sizeof(kp__describe_client_quotas_request), kp__describe_client_quotas_request_size_min};
const kp__message kp__describe_client_quotas_request_message = {"DescribeClientQuotasRequest", &kp__describe_client_quotas_request_struct, 48, 0, 1, 1};

static const kp__field kp__describe_client_quotas_response_entity_data_fields[] = {
    {"EntityType", NULL, 0, offsetof(kp__describe_client_quotas_response_entity_data, entity_type), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
    {"EntityName", NULL, 0, offsetof(kp__describe_client_quotas_response_entity_data, entity_name), KP__TYPE_STRING, 0, 0, 0, 1, 0, 1},
};
static const uint16_t kp__describe_client_quotas_response_entity_data_size_min[] = {4, 3};
static const kp__struct kp__describe_client_quotas_response_entity_data_struct = {"EntityData", kp__describe_client_quotas_response_entity_data_fields, 2, false, sizeof(kp__describe_client_quotas_response_entity_data), kp__describe_client_quotas_response_entity_data_size_min};

static const kp__field kp__describe_client_quotas_response_value_data_fields[] = {
    {"Key", NULL, 0, offsetof(kp__describe_client_quotas_response_value_data, key), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
    {"Value", NULL, 0, offsetof(kp__describe_client_quotas_response_value_data, value), KP__TYPE_FLOAT64, 0, 0, 0, 1, 1, 0},
};
static const uint16_t kp__describe_client_quotas_response_value_data_size_min[] = {10, 10};
static const kp__struct kp__describe_client_quotas_response_value_data_struct = {"ValueData", kp__describe_client_quotas_response_value_data_fields, 2, false, sizeof(kp__describe_client_quotas_response_value_data), kp__describe_client_quotas_response_value_data_size_min};

static const kp__field kp__describe_client_quotas_response_entry_data_fields[] = {
    {"Entity", &kp__describe_client_quotas_response_entity_data_struct, 0, offsetof(kp__describe_client_quotas_response_entry_data, entity), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
    {"Values", &kp__describe_client_quotas_response_value_data_struct, 0, offsetof(kp__describe_client_quotas_response_entry_data, values), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
};
static const uint16_t kp__describe_client_quotas_response_entry_data_size_min[] = {8, 3};
static const kp__struct kp__describe_client_quotas_response_entry_data_struct = {"EntryData", kp__describe_client_quotas_response_entry_data_fields, 2, false, sizeof(kp__describe_client_quotas_response_entry_data), kp__describe_client_quotas_response_entry_data_size_min};

static const kp__field kp__describe_client_quotas_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__describe_client_quotas_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 1, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__describe_client_quotas_response, error_code), KP__TYPE_INT16, 0, 0, 0, 1, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__describe_client_quotas_response, error_message), KP__TYPE_STRING, 0, 0, 0, 1, 0, 1},
    {"Entries", &kp__describe_client_quotas_response_entry_data_struct, 0, offsetof(kp__describe_client_quotas_response, entries), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 0, 1},
};
static const uint16_t kp__describe_client_quotas_response_size_min[] = {12, 9};
static const kp__struct kp__describe_client_quotas_response_struct = {"DescribeClientQuotasResponse", kp__describe_client_quotas_response_fields, 4, false, sizeof(kp__describe_client_quotas_response), kp__describe_client_quotas_response_size_min};
const kp__message kp__describe_client_quotas_response_message = {"DescribeClientQuotasResponse", &kp__describe_client_quotas_response_struct, 48, 0, 1, 1};

static const kp__field kp__alter_client_quotas_request_entity_data_fields[] = {
    {"EntityType", NULL, 0, offsetof(kp__alter_client_quotas_request_entity_data, entity_type), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
    {"EntityName", NULL, 0, offsetof(kp__alter_client_quotas_request_entity_data, entity_name), KP__TYPE_STRING, 0, 0, 0, 1, 0, 1},
};
static const uint16_t kp__alter_client_quotas_request_entity_data_size_min[] = {4, 3};
static const kp__struct kp__alter_client_quotas_request_entity_data_struct = {"EntityData", kp__alter_client_quotas_request_entity_data_fields, 2, false, sizeof(kp__alter_client_quotas_request_entity_data), kp__alter_client_quotas_request_entity_data_size_min};

static const kp__field kp__alter_client_quotas_request_op_data_fields[] = {
    {"Key", NULL, 0, offsetof(kp__alter_client_quotas_request_op_data, key), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
    {"Value", NULL, 0, offsetof(kp__alter_client_quotas_request_op_data, value), KP__TYPE_FLOAT64, 0, 0, 0, 1, 1, 0},
    {"Remove", NULL, 0, offsetof(kp__alter_client_quotas_request_op_data, remove), KP__TYPE_BOOL, 0, 0, 0, 1, 1, 0},
};
static const uint16_t kp__alter_client_quotas_request_op_data_size_min[] = {11, 11};
static const kp__struct kp__alter_client_quotas_request_op_data_struct = {"OpData", kp__alter_client_quotas_request_op_data_fields, 3, false, sizeof(kp__alter_client_quotas_request_op_data), kp__alter_client_quotas_request_op_data_size_min};

static const kp__field kp__alter_client_quotas_request_entry_data_fields[] = {
    {"Entity", &kp__alter_client_quotas_request_entity_data_struct, 0, offsetof(kp__alter_client_quotas_request_entry_data, entity), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
    {"Ops", &kp__alter_client_quotas_request_op_data_struct, 0, offsetof(kp__alter_client_quotas_request_entry_data, ops), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
};
static const uint16_t kp__alter_client_quotas_request_entry_data_size_min[] = {8, 3};
static const kp__struct kp__alter_client_quotas_request_entry_data_struct = {"EntryData", kp__alter_client_quotas_request_entry_data_fields, 2, false, sizeof(kp__alter_client_quotas_request_entry_data), kp__alter_client_quotas_request_entry_data_size_min};

static const kp__field kp__alter_client_quotas_request_fields[] = {
    {"Entries", &kp__alter_client_quotas_request_entry_data_struct, 0, offsetof(kp__alter_client_quotas_request, entries), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
    {"ValidateOnly", NULL, 0, offsetof(kp__alter_client_quotas_request, validate_only), KP__TYPE_BOOL, 0, 0, 0, 1, 1, 0},
};
static const uint16_t kp__alter_client_quotas_request_size_min[] = {5, 3};
static const kp__struct kp__alter_client_quotas_request_struct = {"AlterClientQuotasRequest", kp__alter_client_quotas_request_fields, 2, false, sizeof(kp__alter_client_quotas_request), kp__alter_client_quotas_request_size_min};
const kp__message kp__alter_client_quotas_request_message = {"AlterClientQuotasRequest", &kp__alter_client_quotas_request_struct, 49, 0, 1, 1};

static const kp__field kp__alter_client_quotas_response_entity_data_fields[] = {
    {"EntityType", NULL, 0, offsetof(kp__alter_client_quotas_response_entity_data, entity_type), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
    {"EntityName", NULL, 0, offsetof(kp__alter_client_quotas_response_entity_data, entity_name), KP__TYPE_STRING, 0, 0, 0, 1, 0, 1},
};
static const uint16_t kp__alter_client_quotas_response_entity_data_size_min[] = {4, 3};
static const kp__struct kp__alter_client_quotas_response_entity_data_struct = {"EntityData", kp__alter_client_quotas_response_entity_data_fields, 2, false, sizeof(kp__alter_client_quotas_response_entity_data), kp__alter_client_quotas_response_entity_data_size_min};

static const kp__field kp__alter_client_quotas_response_entry_data_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__alter_client_quotas_response_entry_data, error_code), KP__TYPE_INT16, 0, 0, 0, 1, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__alter_client_quotas_response_entry_data, error_message), KP__TYPE_STRING, 0, 0, 0, 1, 0, 1},
    {"Entity", &kp__alter_client_quotas_response_entity_data_struct, 0, offsetof(kp__alter_client_quotas_response_entry_data, entity), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
};
static const uint16_t kp__alter_client_quotas_response_entry_data_size_min[] = {8, 5};
static const kp__struct kp__alter_client_quotas_response_entry_data_struct = {"EntryData", kp__alter_client_quotas_response_entry_data_fields, 3, false, sizeof(kp__alter_client_quotas_response_entry_data), kp__alter_client_quotas_response_entry_data_size_min};

static const kp__field kp__alter_client_quotas_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__alter_client_quotas_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 1, 1, 0},
    {"Entries", &kp__alter_client_quotas_response_entry_data_struct, 0, offsetof(kp__alter_client_quotas_response, entries), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
};
static const uint16_t kp__alter_client_quotas_response_size_min[] = {8, 6};
static const kp__struct kp__alter_client_quotas_response_struct = {"AlterClientQuotasResponse", kp__alter_client_quotas_response_fields, 2, false, sizeof(kp__alter_client_quotas_response), kp__alter_client_quotas_response_size_min};
const kp__message kp__alter_client_quotas_response_message = {"AlterClientQuotasResponse", &kp__alter_client_quotas_response_struct, 49, 0, 1, 1};

/* clang-format on */
