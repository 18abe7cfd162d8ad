/* Field tables. Made by schemas/generate from schemas; do not edit. Columns: wire/table.h. */
#include <wire/messages.h>
#include <wire/table.h>

/* clang-format off */

static const kp__field kp__describe_configs_request_describe_configs_resource_fields[] = {
    {"ResourceType", NULL, 0, offsetof(kp__describe_configs_request_describe_configs_resource, resource_type), KP__TYPE_INT8, 0, 0, 0, 4, 1, 0},
    {"ResourceName", NULL, 0, offsetof(kp__describe_configs_request_describe_configs_resource, resource_name), KP__TYPE_STRING, 0, 0, 0, 4, 1, 0},
    {"ConfigurationKeys", NULL, 0, offsetof(kp__describe_configs_request_describe_configs_resource, configuration_keys), KP__TYPE_STRING, KP__FIELD_ARRAY, 0, 0, 4, 0, 4},
};
static const uint16_t kp__describe_configs_request_describe_configs_resource_size_min[] = {7, 7, 7, 7, 4};
static const kp__struct kp__describe_configs_request_describe_configs_resource_struct = {"DescribeConfigsResource", kp__describe_configs_request_describe_configs_resource_fields, 3, false, sizeof(kp__describe_configs_request_describe_configs_resource), kp__describe_configs_request_describe_configs_resource_size_min};

static const kp__field kp__describe_configs_request_fields[] = {
    {"Resources", &kp__describe_configs_request_describe_configs_resource_struct, 0, offsetof(kp__describe_configs_request, resources), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 4, 1, 0},
    {"IncludeSynonyms", NULL, 0, offsetof(kp__describe_configs_request, include_synonyms), KP__TYPE_BOOL, 0, 0, 1, 4, 1, 0},
    {"IncludeDocumentation", NULL, 0, offsetof(kp__describe_configs_request, include_documentation), KP__TYPE_BOOL, 0, 0, 3, 4, 1, 0},
};
static const uint16_t kp__describe_configs_request_size_min[] = {4, 5, 5, 6, 4};
static const kp__struct kp__describe_configs_request_struct = {"DescribeConfigsRequest", kp__describe_configs_request_fields, 3, false, sizeof(kp__describe_configs_request), kp__describe_configs_request_size_min};
const kp__message kp__describe_configs_request_message = {"DescribeConfigsRequest", &kp__describe_configs_request_struct, 32, 0, 4, 4};

static const kp__field kp__describe_configs_response_describe_configs_synonym_fields[] = {
    {"Name", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_synonym, name), KP__TYPE_STRING, 0, 0, 1, 4, 1, 0},
    {"Value", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_synonym, value), KP__TYPE_STRING, 0, 0, 1, 4, 1, 4},
    {"Source", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_synonym, source), KP__TYPE_INT8, 0, 0, 1, 4, 1, 0},
};
static const uint16_t kp__describe_configs_response_describe_configs_synonym_size_min[] = {0, 5, 5, 5, 4};
static const kp__struct kp__describe_configs_response_describe_configs_synonym_struct = {"DescribeConfigsSynonym", kp__describe_configs_response_describe_configs_synonym_fields, 3, false, sizeof(kp__describe_configs_response_describe_configs_synonym), kp__describe_configs_response_describe_configs_synonym_size_min};

static const kp__field kp__describe_configs_response_describe_configs_resource_result_fields[] = {
    {"Name", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_resource_result, name), KP__TYPE_STRING, 0, 0, 0, 4, 1, 0},
    {"Value", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_resource_result, value), KP__TYPE_STRING, 0, 0, 0, 4, 0, 4},
    {"ReadOnly", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_resource_result, read_only), KP__TYPE_BOOL, 0, 0, 0, 4, 1, 0},
    {"IsDefault", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_resource_result, is_default), KP__TYPE_BOOL, 0, 0, 0, 0, 1, 0},
    {"ConfigSource", NULL, -1, offsetof(kp__describe_configs_response_describe_configs_resource_result, config_source), KP__TYPE_INT8, KP__FIELD_IGNORABLE, 0, 1, 4, 1, 0},
    {"IsSensitive", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_resource_result, is_sensitive), KP__TYPE_BOOL, 0, 0, 0, 4, 1, 0},
    {"Synonyms", &kp__describe_configs_response_describe_configs_synonym_struct, 0, offsetof(kp__describe_configs_response_describe_configs_resource_result, synonyms), KP__TYPE_STRUCT, KP__FIELD_ARRAY | KP__FIELD_IGNORABLE, 0, 1, 4, 1, 0},
    {"ConfigType", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_resource_result, config_type), KP__TYPE_INT8, KP__FIELD_IGNORABLE, 0, 3, 4, 1, 0},
    {"Documentation", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_resource_result, documentation), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 3, 4, 3, 4},
};
static const uint16_t kp__describe_configs_response_describe_configs_resource_result_size_min[] = {7, 11, 11, 14, 9};
static const kp__struct kp__describe_configs_response_describe_configs_resource_result_struct = {"DescribeConfigsResourceResult", kp__describe_configs_response_describe_configs_resource_result_fields, 9, false, sizeof(kp__describe_configs_response_describe_configs_resource_result), kp__describe_configs_response_describe_configs_resource_result_size_min};

static const kp__field kp__describe_configs_response_describe_configs_result_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_result, error_code), KP__TYPE_INT16, 0, 0, 0, 4, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_result, error_message), KP__TYPE_STRING, 0, 0, 0, 4, 0, 4},
    {"ResourceType", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_result, resource_type), KP__TYPE_INT8, 0, 0, 0, 4, 1, 0},
    {"ResourceName", NULL, 0, offsetof(kp__describe_configs_response_describe_configs_result, resource_name), KP__TYPE_STRING, 0, 0, 0, 4, 1, 0},
    {"Configs", &kp__describe_configs_response_describe_configs_resource_result_struct, 0, offsetof(kp__describe_configs_response_describe_configs_result, configs), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 4, 1, 0},
};
static const uint16_t kp__describe_configs_response_describe_configs_result_size_min[] = {11, 11, 11, 11, 7};
static const kp__struct kp__describe_configs_response_describe_configs_result_struct = {"DescribeConfigsResult", kp__describe_configs_response_describe_configs_result_fields, 5, false, sizeof(kp__describe_configs_response_describe_configs_result), kp__describe_configs_response_describe_configs_result_size_min};

static const kp__field kp__describe_configs_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__describe_configs_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 4, 1, 0},
    {"Results", &kp__describe_configs_response_describe_configs_result_struct, 0, offsetof(kp__describe_configs_response, results), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 4, 1, 0},
};
static const uint16_t kp__describe_configs_response_size_min[] = {8, 8, 8, 8, 6};
static const kp__struct kp__describe_configs_response_struct = {"DescribeConfigsResponse", kp__describe_configs_response_fields, 2, false, sizeof(kp__describe_configs_response), kp__describe_configs_response_size_min};
const kp__message kp__describe_configs_response_message = {"DescribeConfigsResponse", &kp__describe_configs_response_struct, 32, 0, 4, 4};

static const kp__field kp__alter_configs_request_alterable_config_fields[] = {
    {"Name", NULL, 0, offsetof(kp__alter_configs_request_alterable_config, name), KP__TYPE_STRING, 0, 0, 0, 2, 1, 0},
    {"Value", NULL, 0, offsetof(kp__alter_configs_request_alterable_config, value), KP__TYPE_STRING, 0, 0, 0, 2, 0, 2},
};
static const uint16_t kp__alter_configs_request_alterable_config_size_min[] = {4, 4, 3};
static const kp__struct kp__alter_configs_request_alterable_config_struct = {"AlterableConfig", kp__alter_configs_request_alterable_config_fields, 2, false, sizeof(kp__alter_configs_request_alterable_config), kp__alter_configs_request_alterable_config_size_min};

static const kp__field kp__alter_configs_request_alter_configs_resource_fields[] = {
    {"ResourceType", NULL, 0, offsetof(kp__alter_configs_request_alter_configs_resource, resource_type), KP__TYPE_INT8, 0, 0, 0, 2, 1, 0},
    {"ResourceName", NULL, 0, offsetof(kp__alter_configs_request_alter_configs_resource, resource_name), KP__TYPE_STRING, 0, 0, 0, 2, 1, 0},
    {"Configs", &kp__alter_configs_request_alterable_config_struct, 0, offsetof(kp__alter_configs_request_alter_configs_resource, configs), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
};
static const uint16_t kp__alter_configs_request_alter_configs_resource_size_min[] = {7, 7, 4};
static const kp__struct kp__alter_configs_request_alter_configs_resource_struct = {"AlterConfigsResource", kp__alter_configs_request_alter_configs_resource_fields, 3, false, sizeof(kp__alter_configs_request_alter_configs_resource), kp__alter_configs_request_alter_configs_resource_size_min};

static const kp__field kp__alter_configs_request_fields[] = {
    {"Resources", &kp__alter_configs_request_alter_configs_resource_struct, 0, offsetof(kp__alter_configs_request, resources), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
    {"ValidateOnly", NULL, 0, offsetof(kp__alter_configs_request, validate_only), KP__TYPE_BOOL, 0, 0, 0, 2, 1, 0},
};
static const uint16_t kp__alter_configs_request_size_min[] = {5, 5, 3};
static const kp__struct kp__alter_configs_request_struct = {"AlterConfigsRequest", kp__alter_configs_request_fields, 2, false, sizeof(kp__alter_configs_request), kp__alter_configs_request_size_min};
const kp__message kp__alter_configs_request_message = {"AlterConfigsRequest", &kp__alter_configs_request_struct, 33, 0, 2, 2};

static const kp__field kp__alter_configs_response_alter_configs_resource_response_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__alter_configs_response_alter_configs_resource_response, error_code), KP__TYPE_INT16, 0, 0, 0, 2, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__alter_configs_response_alter_configs_resource_response, error_message), KP__TYPE_STRING, 0, 0, 0, 2, 0, 2},
    {"ResourceType", NULL, 0, offsetof(kp__alter_configs_response_alter_configs_resource_response, resource_type), KP__TYPE_INT8, 0, 0, 0, 2, 1, 0},
    {"ResourceName", NULL, 0, offsetof(kp__alter_configs_response_alter_configs_resource_response, resource_name), KP__TYPE_STRING, 0, 0, 0, 2, 1, 0},
};
static const uint16_t kp__alter_configs_response_alter_configs_resource_response_size_min[] = {7, 7, 6};
static const kp__struct kp__alter_configs_response_alter_configs_resource_response_struct = {"AlterConfigsResourceResponse", kp__alter_configs_response_alter_configs_resource_response_fields, 4, false, sizeof(kp__alter_configs_response_alter_configs_resource_response), kp__alter_configs_response_alter_configs_resource_response_size_min};

static const kp__field kp__alter_configs_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__alter_configs_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
    {"Responses", &kp__alter_configs_response_alter_configs_resource_response_struct, 0, offsetof(kp__alter_configs_response, responses), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
};
static const uint16_t kp__alter_configs_response_size_min[] = {8, 8, 6};
static const kp__struct kp__alter_configs_response_struct = {"AlterConfigsResponse", kp__alter_configs_response_fields, 2, false, sizeof(kp__alter_configs_response), kp__alter_configs_response_size_min};
const kp__message kp__alter_configs_response_message = {"AlterConfigsResponse", &kp__alter_configs_response_struct, 33, 0, 2, 2};

static const kp__field kp__describe_log_dirs_request_describable_log_dir_topic_fields[] = {
    {"Topic", NULL, 0, offsetof(kp__describe_log_dirs_request_describable_log_dir_topic, topic), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"Partitions", NULL, 0, offsetof(kp__describe_log_dirs_request_describable_log_dir_topic, partitions), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
};
static const uint16_t kp__describe_log_dirs_request_describable_log_dir_topic_size_min[] = {6, 6, 3, 3, 3, 3};
static const kp__struct kp__describe_log_dirs_request_describable_log_dir_topic_struct = {"DescribableLogDirTopic", kp__describe_log_dirs_request_describable_log_dir_topic_fields, 2, false, sizeof(kp__describe_log_dirs_request_describable_log_dir_topic), kp__describe_log_dirs_request_describable_log_dir_topic_size_min};

static const kp__field kp__describe_log_dirs_request_fields[] = {
    {"Topics", &kp__describe_log_dirs_request_describable_log_dir_topic_struct, 0, offsetof(kp__describe_log_dirs_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 5, 0, 5},
};
static const uint16_t kp__describe_log_dirs_request_size_min[] = {4, 4, 2, 2, 2, 2};
static const kp__struct kp__describe_log_dirs_request_struct = {"DescribeLogDirsRequest", kp__describe_log_dirs_request_fields, 1, false, sizeof(kp__describe_log_dirs_request), kp__describe_log_dirs_request_size_min};
const kp__message kp__describe_log_dirs_request_message = {"DescribeLogDirsRequest", &kp__describe_log_dirs_request_struct, 35, 0, 5, 2};

static const kp__field kp__describe_log_dirs_response_describe_log_dirs_partition_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__describe_log_dirs_response_describe_log_dirs_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 5, 1, 0},
    {"PartitionSize", NULL, 0, offsetof(kp__describe_log_dirs_response_describe_log_dirs_partition, partition_size), KP__TYPE_INT64, 0, 0, 0, 5, 1, 0},
    {"OffsetLag", NULL, 0, offsetof(kp__describe_log_dirs_response_describe_log_dirs_partition, offset_lag), KP__TYPE_INT64, 0, 0, 0, 5, 1, 0},
    {"IsFutureKey", NULL, 0, offsetof(kp__describe_log_dirs_response_describe_log_dirs_partition, is_future_key), KP__TYPE_BOOL, 0, 0, 0, 5, 1, 0},
};
static const uint16_t kp__describe_log_dirs_response_describe_log_dirs_partition_size_min[] = {21, 21, 22, 22, 22, 22};
static const kp__struct kp__describe_log_dirs_response_describe_log_dirs_partition_struct = {"DescribeLogDirsPartition", kp__describe_log_dirs_response_describe_log_dirs_partition_fields, 4, false, sizeof(kp__describe_log_dirs_response_describe_log_dirs_partition), kp__describe_log_dirs_response_describe_log_dirs_partition_size_min};

static const kp__field kp__describe_log_dirs_response_describe_log_dirs_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__describe_log_dirs_response_describe_log_dirs_topic, name), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"Partitions", &kp__describe_log_dirs_response_describe_log_dirs_partition_struct, 0, offsetof(kp__describe_log_dirs_response_describe_log_dirs_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
};
static const uint16_t kp__describe_log_dirs_response_describe_log_dirs_topic_size_min[] = {6, 6, 3, 3, 3, 3};
static const kp__struct kp__describe_log_dirs_response_describe_log_dirs_topic_struct = {"DescribeLogDirsTopic", kp__describe_log_dirs_response_describe_log_dirs_topic_fields, 2, false, sizeof(kp__describe_log_dirs_response_describe_log_dirs_topic), kp__describe_log_dirs_response_describe_log_dirs_topic_size_min};

static const kp__field kp__describe_log_dirs_response_describe_log_dirs_result_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__describe_log_dirs_response_describe_log_dirs_result, error_code), KP__TYPE_INT16, 0, 0, 0, 5, 1, 0},
    {"LogDir", NULL, 0, offsetof(kp__describe_log_dirs_response_describe_log_dirs_result, log_dir), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"Topics", &kp__describe_log_dirs_response_describe_log_dirs_topic_struct, 0, offsetof(kp__describe_log_dirs_response_describe_log_dirs_result, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
    {"TotalBytes", NULL, -1, offsetof(kp__describe_log_dirs_response_describe_log_dirs_result, total_bytes), KP__TYPE_INT64, KP__FIELD_IGNORABLE, 0, 4, 5, 1, 0},
    {"UsableBytes", NULL, -1, offsetof(kp__describe_log_dirs_response_describe_log_dirs_result, usable_bytes), KP__TYPE_INT64, KP__FIELD_IGNORABLE, 0, 4, 5, 1, 0},
    {"IsCordoned", NULL, 0, offsetof(kp__describe_log_dirs_response_describe_log_dirs_result, is_cordoned), KP__TYPE_BOOL, KP__FIELD_IGNORABLE, 0, 5, 5, 1, 0},
};
static const uint16_t kp__describe_log_dirs_response_describe_log_dirs_result_size_min[] = {8, 8, 5, 5, 21, 22};
static const kp__struct kp__describe_log_dirs_response_describe_log_dirs_result_struct = {"DescribeLogDirsResult", kp__describe_log_dirs_response_describe_log_dirs_result_fields, 6, false, sizeof(kp__describe_log_dirs_response_describe_log_dirs_result), kp__describe_log_dirs_response_describe_log_dirs_result_size_min};

static const kp__field kp__describe_log_dirs_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__describe_log_dirs_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 5, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__describe_log_dirs_response, error_code), KP__TYPE_INT16, KP__FIELD_IGNORABLE, 0, 3, 5, 1, 0},
    {"Results", &kp__describe_log_dirs_response_describe_log_dirs_result_struct, 0, offsetof(kp__describe_log_dirs_response, results), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
};
static const uint16_t kp__describe_log_dirs_response_size_min[] = {8, 8, 6, 8, 8, 8};
static const kp__struct kp__describe_log_dirs_response_struct = {"DescribeLogDirsResponse", kp__describe_log_dirs_response_fields, 3, false, sizeof(kp__describe_log_dirs_response), kp__describe_log_dirs_response_size_min};
const kp__message kp__describe_log_dirs_response_message = {"DescribeLogDirsResponse", &kp__describe_log_dirs_response_struct, 35, 0, 5, 2};

static const kp__field kp__sasl_authenticate_request_fields[] = {
    {"AuthBytes", NULL, 0, offsetof(kp__sasl_authenticate_request, auth_bytes), KP__TYPE_BYTES, 0, 0, 0, 2, 1, 0},
};
static const uint16_t kp__sasl_authenticate_request_size_min[] = {4, 4, 2};
static const kp__struct kp__sasl_authenticate_request_struct = {"SaslAuthenticateRequest", kp__sasl_authenticate_request_fields, 1, false, sizeof(kp__sasl_authenticate_request), kp__sasl_authenticate_request_size_min};
const kp__message kp__sasl_authenticate_request_message = {"SaslAuthenticateRequest", &kp__sasl_authenticate_request_struct, 36, 0, 2, 2};

static const kp__field kp__sasl_authenticate_response_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__sasl_authenticate_response, error_code), KP__TYPE_INT16, 0, 0, 0, 2, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__sasl_authenticate_response, error_message), KP__TYPE_STRING, 0, 0, 0, 2, 0, 2},
    {"AuthBytes", NULL, 0, offsetof(kp__sasl_authenticate_response, auth_bytes), KP__TYPE_BYTES, 0, 0, 0, 2, 1, 0},
    {"SessionLifetimeMs", NULL, 0, offsetof(kp__sasl_authenticate_response, session_lifetime_ms), KP__TYPE_INT64, KP__FIELD_IGNORABLE, 0, 1, 2, 1, 0},
};
static const uint16_t kp__sasl_authenticate_response_size_min[] = {8, 16, 13};
static const kp__struct kp__sasl_authenticate_response_struct = {"SaslAuthenticateResponse", kp__sasl_authenticate_response_fields, 4, false, sizeof(kp__sasl_authenticate_response), kp__sasl_authenticate_response_size_min};
const kp__message kp__sasl_authenticate_response_message = {"SaslAuthenticateResponse", &kp__sasl_authenticate_response_struct, 36, 0, 2, 2};

static const kp__field kp__create_partitions_request_create_partitions_assignment_fields[] = {
    {"BrokerIds", NULL, 0, offsetof(kp__create_partitions_request_create_partitions_assignment, broker_ids), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 3, 1, 0},
};
static const uint16_t kp__create_partitions_request_create_partitions_assignment_size_min[] = {4, 4, 2, 2};
static const kp__struct kp__create_partitions_request_create_partitions_assignment_struct = {"CreatePartitionsAssignment", kp__create_partitions_request_create_partitions_assignment_fields, 1, false, sizeof(kp__create_partitions_request_create_partitions_assignment), kp__create_partitions_request_create_partitions_assignment_size_min};

static const kp__field kp__create_partitions_request_create_partitions_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__create_partitions_request_create_partitions_topic, name), KP__TYPE_STRING, 0, 0, 0, 3, 1, 0},
    {"Count", NULL, 0, offsetof(kp__create_partitions_request_create_partitions_topic, count), KP__TYPE_INT32, 0, 0, 0, 3, 1, 0},
    {"Assignments", &kp__create_partitions_request_create_partitions_assignment_struct, 0, offsetof(kp__create_partitions_request_create_partitions_topic, assignments), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 3, 0, 3},
};
static const uint16_t kp__create_partitions_request_create_partitions_topic_size_min[] = {10, 10, 7, 7};
static const kp__struct kp__create_partitions_request_create_partitions_topic_struct = {"CreatePartitionsTopic", kp__create_partitions_request_create_partitions_topic_fields, 3, false, sizeof(kp__create_partitions_request_create_partitions_topic), kp__create_partitions_request_create_partitions_topic_size_min};

static const kp__field kp__create_partitions_request_fields[] = {
    {"Topics", &kp__create_partitions_request_create_partitions_topic_struct, 0, offsetof(kp__create_partitions_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 3, 1, 0},
    {"TimeoutMs", NULL, 0, offsetof(kp__create_partitions_request, timeout_ms), KP__TYPE_INT32, 0, 0, 0, 3, 1, 0},
    {"ValidateOnly", NULL, 0, offsetof(kp__create_partitions_request, validate_only), KP__TYPE_BOOL, 0, 0, 0, 3, 1, 0},
};
static const uint16_t kp__create_partitions_request_size_min[] = {9, 9, 7, 7};
static const kp__struct kp__create_partitions_request_struct = {"CreatePartitionsRequest", kp__create_partitions_request_fields, 3, false, sizeof(kp__create_partitions_request), kp__create_partitions_request_size_min};
const kp__message kp__create_partitions_request_message = {"CreatePartitionsRequest", &kp__create_partitions_request_struct, 37, 0, 3, 2};

static const kp__field kp__create_partitions_response_create_partitions_topic_result_fields[] = {
    {"Name", NULL, 0, offsetof(kp__create_partitions_response_create_partitions_topic_result, name), KP__TYPE_STRING, 0, 0, 0, 3, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__create_partitions_response_create_partitions_topic_result, error_code), KP__TYPE_INT16, 0, 0, 0, 3, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__create_partitions_response_create_partitions_topic_result, error_message), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 0, 3, 0, 3},
};
static const uint16_t kp__create_partitions_response_create_partitions_topic_result_size_min[] = {6, 6, 5, 5};
static const kp__struct kp__create_partitions_response_create_partitions_topic_result_struct = {"CreatePartitionsTopicResult", kp__create_partitions_response_create_partitions_topic_result_fields, 3, false, sizeof(kp__create_partitions_response_create_partitions_topic_result), kp__create_partitions_response_create_partitions_topic_result_size_min};

static const kp__field kp__create_partitions_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__create_partitions_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 3, 1, 0},
    {"Results", &kp__create_partitions_response_create_partitions_topic_result_struct, 0, offsetof(kp__create_partitions_response, results), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 3, 1, 0},
};
static const uint16_t kp__create_partitions_response_size_min[] = {8, 8, 6, 6};
static const kp__struct kp__create_partitions_response_struct = {"CreatePartitionsResponse", kp__create_partitions_response_fields, 2, false, sizeof(kp__create_partitions_response), kp__create_partitions_response_size_min};
const kp__message kp__create_partitions_response_message = {"CreatePartitionsResponse", &kp__create_partitions_response_struct, 37, 0, 3, 2};

/* clang-format on */
