/* Field tables. Made by schemas/generate from schemas; do not edit. Columns: wire/table.h. */
#include <wire/messages.h>
#include <wire/table.h>

/* clang-format off */

static const kp__field kp__get_telemetry_subscriptions_request_fields[] = {
    {"ClientInstanceId", NULL, 0, offsetof(kp__get_telemetry_subscriptions_request, client_instance_id), KP__TYPE_UUID, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__get_telemetry_subscriptions_request_size_min[] = {17};
static const kp__struct kp__get_telemetry_subscriptions_request_struct = {"GetTelemetrySubscriptionsRequest", kp__get_telemetry_subscriptions_request_fields, 1, false, sizeof(kp__get_telemetry_subscriptions_request), kp__get_telemetry_subscriptions_request_size_min};
const kp__message kp__get_telemetry_subscriptions_request_message = {"GetTelemetrySubscriptionsRequest", &kp__get_telemetry_subscriptions_request_struct, 71, 0, 0, 0};

static const kp__field kp__get_telemetry_subscriptions_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__get_telemetry_subscriptions_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__get_telemetry_subscriptions_response, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
    {"ClientInstanceId", NULL, 0, offsetof(kp__get_telemetry_subscriptions_response, client_instance_id), KP__TYPE_UUID, 0, 0, 0, 0, 1, 0},
    {"SubscriptionId", NULL, 0, offsetof(kp__get_telemetry_subscriptions_response, subscription_id), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"AcceptedCompressionTypes", NULL, 0, offsetof(kp__get_telemetry_subscriptions_response, accepted_compression_types), KP__TYPE_INT8, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
    {"PushIntervalMs", NULL, 0, offsetof(kp__get_telemetry_subscriptions_response, push_interval_ms), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"TelemetryMaxBytes", NULL, 0, offsetof(kp__get_telemetry_subscriptions_response, telemetry_max_bytes), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"DeltaTemporality", NULL, 0, offsetof(kp__get_telemetry_subscriptions_response, delta_temporality), KP__TYPE_BOOL, 0, 0, 0, 0, 1, 0},
    {"RequestedMetrics", NULL, 0, offsetof(kp__get_telemetry_subscriptions_response, requested_metrics), KP__TYPE_STRING, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__get_telemetry_subscriptions_response_size_min[] = {38};
static const kp__struct kp__get_telemetry_subscriptions_response_struct = {"GetTelemetrySubscriptionsResponse", kp__get_telemetry_subscriptions_response_fields, 9, false, sizeof(kp__get_telemetry_subscriptions_response), kp__get_telemetry_subscriptions_response_size_min};
const kp__message kp__get_telemetry_subscriptions_response_message = {"GetTelemetrySubscriptionsResponse", &kp__get_telemetry_subscriptions_response_struct, 71, 0, 0, 0};

static const kp__field kp__push_telemetry_request_fields[] = {
    {"ClientInstanceId", NULL, 0, offsetof(kp__push_telemetry_request, client_instance_id), KP__TYPE_UUID, 0, 0, 0, 0, 1, 0},
    {"SubscriptionId", NULL, 0, offsetof(kp__push_telemetry_request, subscription_id), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"Terminating", NULL, 0, offsetof(kp__push_telemetry_request, terminating), KP__TYPE_BOOL, 0, 0, 0, 0, 1, 0},
    {"CompressionType", NULL, 0, offsetof(kp__push_telemetry_request, compression_type), KP__TYPE_INT8, 0, 0, 0, 0, 1, 0},
    {"Metrics", NULL, 0, offsetof(kp__push_telemetry_request, metrics), KP__TYPE_BYTES, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__push_telemetry_request_size_min[] = {24};
static const kp__struct kp__push_telemetry_request_struct = {"PushTelemetryRequest", kp__push_telemetry_request_fields, 5, false, sizeof(kp__push_telemetry_request), kp__push_telemetry_request_size_min};
const kp__message kp__push_telemetry_request_message = {"PushTelemetryRequest", &kp__push_telemetry_request_struct, 72, 0, 0, 0};

static const kp__field kp__push_telemetry_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__push_telemetry_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__push_telemetry_response, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__push_telemetry_response_size_min[] = {7};
static const kp__struct kp__push_telemetry_response_struct = {"PushTelemetryResponse", kp__push_telemetry_response_fields, 2, false, sizeof(kp__push_telemetry_response), kp__push_telemetry_response_size_min};
const kp__message kp__push_telemetry_response_message = {"PushTelemetryResponse", &kp__push_telemetry_response_struct, 72, 0, 0, 0};

static const kp__field kp__list_config_resources_request_fields[] = {
    {"ResourceTypes", NULL, 0, offsetof(kp__list_config_resources_request, resource_types), KP__TYPE_INT8, KP__FIELD_ARRAY, 0, 1, 1, 1, 0},
};
static const uint16_t kp__list_config_resources_request_size_min[] = {1, 2};
static const kp__struct kp__list_config_resources_request_struct = {"ListConfigResourcesRequest", kp__list_config_resources_request_fields, 1, false, sizeof(kp__list_config_resources_request), kp__list_config_resources_request_size_min};
const kp__message kp__list_config_resources_request_message = {"ListConfigResourcesRequest", &kp__list_config_resources_request_struct, 74, 0, 1, 0};

static const kp__field kp__list_config_resources_response_config_resource_fields[] = {
    {"ResourceName", NULL, 0, offsetof(kp__list_config_resources_response_config_resource, resource_name), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
    {"ResourceType", NULL, 16, offsetof(kp__list_config_resources_response_config_resource, resource_type), KP__TYPE_INT8, KP__FIELD_IGNORABLE, 0, 1, 1, 1, 0},
};
static const uint16_t kp__list_config_resources_response_config_resource_size_min[] = {2, 3};
static const kp__struct kp__list_config_resources_response_config_resource_struct = {"ConfigResource", kp__list_config_resources_response_config_resource_fields, 2, false, sizeof(kp__list_config_resources_response_config_resource), kp__list_config_resources_response_config_resource_size_min};

static const kp__field kp__list_config_resources_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__list_config_resources_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 1, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__list_config_resources_response, error_code), KP__TYPE_INT16, 0, 0, 0, 1, 1, 0},
    {"ConfigResources", &kp__list_config_resources_response_config_resource_struct, 0, offsetof(kp__list_config_resources_response, config_resources), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
};
static const uint16_t kp__list_config_resources_response_size_min[] = {8, 8};
static const kp__struct kp__list_config_resources_response_struct = {"ListConfigResourcesResponse", kp__list_config_resources_response_fields, 3, false, sizeof(kp__list_config_resources_response), kp__list_config_resources_response_size_min};
const kp__message kp__list_config_resources_response_message = {"ListConfigResourcesResponse", &kp__list_config_resources_response_struct, 74, 0, 1, 0};

static const kp__field kp__describe_topic_partitions_request_topic_request_fields[] = {
    {"Name", NULL, 0, offsetof(kp__describe_topic_partitions_request_topic_request, name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_topic_partitions_request_topic_request_size_min[] = {2};
static const kp__struct kp__describe_topic_partitions_request_topic_request_struct = {"TopicRequest", kp__describe_topic_partitions_request_topic_request_fields, 1, false, sizeof(kp__describe_topic_partitions_request_topic_request), kp__describe_topic_partitions_request_topic_request_size_min};

static const kp__field kp__describe_topic_partitions_request_cursor_fields[] = {
    {"TopicName", NULL, 0, offsetof(kp__describe_topic_partitions_request_cursor, topic_name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"PartitionIndex", NULL, 0, offsetof(kp__describe_topic_partitions_request_cursor, partition_index), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_topic_partitions_request_cursor_size_min[] = {6};
static const kp__struct kp__describe_topic_partitions_request_cursor_struct = {"Cursor", kp__describe_topic_partitions_request_cursor_fields, 2, false, sizeof(kp__describe_topic_partitions_request_cursor), kp__describe_topic_partitions_request_cursor_size_min};

static const kp__field kp__describe_topic_partitions_request_fields[] = {
    {"Topics", &kp__describe_topic_partitions_request_topic_request_struct, 0, offsetof(kp__describe_topic_partitions_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
    {"ResponsePartitionLimit", NULL, 2000, offsetof(kp__describe_topic_partitions_request, response_partition_limit), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"Cursor", &kp__describe_topic_partitions_request_cursor_struct, 0, offsetof(kp__describe_topic_partitions_request, cursor), KP__TYPE_STRUCT, KP__FIELD_NULL_DEFAULT | KP__FIELD_POINTER, 0, 0, 0, 0, 0},
};
static const uint16_t kp__describe_topic_partitions_request_size_min[] = {7};
static const kp__struct kp__describe_topic_partitions_request_struct = {"DescribeTopicPartitionsRequest", kp__describe_topic_partitions_request_fields, 3, false, sizeof(kp__describe_topic_partitions_request), kp__describe_topic_partitions_request_size_min};
const kp__message kp__describe_topic_partitions_request_message = {"DescribeTopicPartitionsRequest", &kp__describe_topic_partitions_request_struct, 75, 0, 0, 0};

static const kp__field kp__describe_topic_partitions_response_describe_topic_partitions_response_partition_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_partition, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
    {"PartitionIndex", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"LeaderId", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_partition, leader_id), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"LeaderEpoch", NULL, -1, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_partition, leader_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 0, 0, 1, 0},
    {"ReplicaNodes", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_partition, replica_nodes), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
    {"IsrNodes", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_partition, isr_nodes), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
    {"EligibleLeaderReplicas", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_partition, eligible_leader_replicas), KP__TYPE_INT32, KP__FIELD_ARRAY | KP__FIELD_NULL_DEFAULT, 0, 0, 0, 0, 0},
    {"LastKnownElr", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_partition, last_known_elr), KP__TYPE_INT32, KP__FIELD_ARRAY | KP__FIELD_NULL_DEFAULT, 0, 0, 0, 0, 0},
    {"OfflineReplicas", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_partition, offline_replicas), KP__TYPE_INT32, KP__FIELD_ARRAY | KP__FIELD_IGNORABLE, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_topic_partitions_response_describe_topic_partitions_response_partition_size_min[] = {20};
static const kp__struct kp__describe_topic_partitions_response_describe_topic_partitions_response_partition_struct = {"DescribeTopicPartitionsResponsePartition", kp__describe_topic_partitions_response_describe_topic_partitions_response_partition_fields, 9, false, sizeof(kp__describe_topic_partitions_response_describe_topic_partitions_response_partition), kp__describe_topic_partitions_response_describe_topic_partitions_response_partition_size_min};

static const kp__field kp__describe_topic_partitions_response_describe_topic_partitions_response_topic_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_topic, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
    {"Name", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_topic, name), KP__TYPE_STRING, 0, 0, 0, 0, 0, 0},
    {"TopicId", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_topic, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 0, 0, 1, 0},
    {"IsInternal", NULL, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_topic, is_internal), KP__TYPE_BOOL, KP__FIELD_IGNORABLE, 0, 0, 0, 1, 0},
    {"Partitions", &kp__describe_topic_partitions_response_describe_topic_partitions_response_partition_struct, 0, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
    {"TopicAuthorizedOperations", NULL, INT32_MIN, offsetof(kp__describe_topic_partitions_response_describe_topic_partitions_response_topic, topic_authorized_operations), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_topic_partitions_response_describe_topic_partitions_response_topic_size_min[] = {26};
static const kp__struct kp__describe_topic_partitions_response_describe_topic_partitions_response_topic_struct = {"DescribeTopicPartitionsResponseTopic", kp__describe_topic_partitions_response_describe_topic_partitions_response_topic_fields, 6, false, sizeof(kp__describe_topic_partitions_response_describe_topic_partitions_response_topic), kp__describe_topic_partitions_response_describe_topic_partitions_response_topic_size_min};

static const kp__field kp__describe_topic_partitions_response_cursor_fields[] = {
    {"TopicName", NULL, 0, offsetof(kp__describe_topic_partitions_response_cursor, topic_name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"PartitionIndex", NULL, 0, offsetof(kp__describe_topic_partitions_response_cursor, partition_index), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_topic_partitions_response_cursor_size_min[] = {6};
static const kp__struct kp__describe_topic_partitions_response_cursor_struct = {"Cursor", kp__describe_topic_partitions_response_cursor_fields, 2, false, sizeof(kp__describe_topic_partitions_response_cursor), kp__describe_topic_partitions_response_cursor_size_min};

static const kp__field kp__describe_topic_partitions_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__describe_topic_partitions_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 0, 0, 1, 0},
    {"Topics", &kp__describe_topic_partitions_response_describe_topic_partitions_response_topic_struct, 0, offsetof(kp__describe_topic_partitions_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
    {"NextCursor", &kp__describe_topic_partitions_response_cursor_struct, 0, offsetof(kp__describe_topic_partitions_response, next_cursor), KP__TYPE_STRUCT, KP__FIELD_NULL_DEFAULT | KP__FIELD_POINTER, 0, 0, 0, 0, 0},
};
static const uint16_t kp__describe_topic_partitions_response_size_min[] = {7};
static const kp__struct kp__describe_topic_partitions_response_struct = {"DescribeTopicPartitionsResponse", kp__describe_topic_partitions_response_fields, 3, false, sizeof(kp__describe_topic_partitions_response), kp__describe_topic_partitions_response_size_min};
const kp__message kp__describe_topic_partitions_response_message = {"DescribeTopicPartitionsResponse", &kp__describe_topic_partitions_response_struct, 75, 0, 0, 0};

/* clang-format on */
