/* Field tables. Made by schemas/generate from schemas; do not edit. Columns: wire/table.h. */
#include <wire/messages.h>
#include <wire/table.h>

/* clang-format off */

static const kp__field kp__describe_cluster_request_fields[] = {
    {"IncludeClusterAuthorizedOperations", NULL, 0, offsetof(kp__describe_cluster_request, include_cluster_authorized_operations), KP__TYPE_BOOL, 0, 0, 0, 2, 1, 0},
    {"EndpointType", NULL, 1, offsetof(kp__describe_cluster_request, endpoint_type), KP__TYPE_INT8, 0, 0, 1, 2, 1, 0},
    {"IncludeFencedBrokers", NULL, 0, offsetof(kp__describe_cluster_request, include_fenced_brokers), KP__TYPE_BOOL, 0, 0, 2, 2, 1, 0},
};
static const uint16_t kp__describe_cluster_request_size_min[] = {2, 3, 4};
static const kp__struct kp__describe_cluster_request_struct = {"DescribeClusterRequest", kp__describe_cluster_request_fields, 3, false, sizeof(kp__describe_cluster_request), kp__describe_cluster_request_size_min};
const kp__message kp__describe_cluster_request_message = {"DescribeClusterRequest", &kp__describe_cluster_request_struct, 60, 0, 2, 0};

static const kp__field kp__describe_cluster_response_describe_cluster_broker_fields[] = {
    {"BrokerId", NULL, 0, offsetof(kp__describe_cluster_response_describe_cluster_broker, broker_id), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
    {"Host", NULL, 0, offsetof(kp__describe_cluster_response_describe_cluster_broker, host), KP__TYPE_STRING, 0, 0, 0, 2, 1, 0},
    {"Port", NULL, 0, offsetof(kp__describe_cluster_response_describe_cluster_broker, port), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
    {"Rack", NULL, 0, offsetof(kp__describe_cluster_response_describe_cluster_broker, rack), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 0, 2, 0, 2},
    {"IsFenced", NULL, 0, offsetof(kp__describe_cluster_response_describe_cluster_broker, is_fenced), KP__TYPE_BOOL, 0, 0, 2, 2, 1, 0},
};
static const uint16_t kp__describe_cluster_response_describe_cluster_broker_size_min[] = {11, 11, 12};
static const kp__struct kp__describe_cluster_response_describe_cluster_broker_struct = {"DescribeClusterBroker", kp__describe_cluster_response_describe_cluster_broker_fields, 5, false, sizeof(kp__describe_cluster_response_describe_cluster_broker), kp__describe_cluster_response_describe_cluster_broker_size_min};

static const kp__field kp__describe_cluster_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__describe_cluster_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__describe_cluster_response, error_code), KP__TYPE_INT16, 0, 0, 0, 2, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__describe_cluster_response, error_message), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 0, 2, 0, 2},
    {"EndpointType", NULL, 1, offsetof(kp__describe_cluster_response, endpoint_type), KP__TYPE_INT8, 0, 0, 1, 2, 1, 0},
    {"ClusterId", NULL, 0, offsetof(kp__describe_cluster_response, cluster_id), KP__TYPE_STRING, 0, 0, 0, 2, 1, 0},
    {"ControllerId", NULL, -1, offsetof(kp__describe_cluster_response, controller_id), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
    {"Brokers", &kp__describe_cluster_response_describe_cluster_broker_struct, 0, offsetof(kp__describe_cluster_response, brokers), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
    {"ClusterAuthorizedOperations", NULL, INT32_MIN, offsetof(kp__describe_cluster_response, cluster_authorized_operations), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
};
static const uint16_t kp__describe_cluster_response_size_min[] = {18, 19, 19};
static const kp__struct kp__describe_cluster_response_struct = {"DescribeClusterResponse", kp__describe_cluster_response_fields, 8, false, sizeof(kp__describe_cluster_response), kp__describe_cluster_response_size_min};
const kp__message kp__describe_cluster_response_message = {"DescribeClusterResponse", &kp__describe_cluster_response_struct, 60, 0, 2, 0};

static const kp__field kp__describe_producers_request_topic_request_fields[] = {
    {"Name", NULL, 0, offsetof(kp__describe_producers_request_topic_request, name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"PartitionIndexes", NULL, 0, offsetof(kp__describe_producers_request_topic_request, partition_indexes), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_producers_request_topic_request_size_min[] = {3};
static const kp__struct kp__describe_producers_request_topic_request_struct = {"TopicRequest", kp__describe_producers_request_topic_request_fields, 2, false, sizeof(kp__describe_producers_request_topic_request), kp__describe_producers_request_topic_request_size_min};

static const kp__field kp__describe_producers_request_fields[] = {
    {"Topics", &kp__describe_producers_request_topic_request_struct, 0, offsetof(kp__describe_producers_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_producers_request_size_min[] = {2};
static const kp__struct kp__describe_producers_request_struct = {"DescribeProducersRequest", kp__describe_producers_request_fields, 1, false, sizeof(kp__describe_producers_request), kp__describe_producers_request_size_min};
const kp__message kp__describe_producers_request_message = {"DescribeProducersRequest", &kp__describe_producers_request_struct, 61, 0, 0, 0};

static const kp__field kp__describe_producers_response_producer_state_fields[] = {
    {"ProducerId", NULL, 0, offsetof(kp__describe_producers_response_producer_state, producer_id), KP__TYPE_INT64, 0, 0, 0, 0, 1, 0},
    {"ProducerEpoch", NULL, 0, offsetof(kp__describe_producers_response_producer_state, producer_epoch), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"LastSequence", NULL, -1, offsetof(kp__describe_producers_response_producer_state, last_sequence), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"LastTimestamp", NULL, -1, offsetof(kp__describe_producers_response_producer_state, last_timestamp), KP__TYPE_INT64, 0, 0, 0, 0, 1, 0},
    {"CoordinatorEpoch", NULL, 0, offsetof(kp__describe_producers_response_producer_state, coordinator_epoch), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"CurrentTxnStartOffset", NULL, -1, offsetof(kp__describe_producers_response_producer_state, current_txn_start_offset), KP__TYPE_INT64, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_producers_response_producer_state_size_min[] = {37};
static const kp__struct kp__describe_producers_response_producer_state_struct = {"ProducerState", kp__describe_producers_response_producer_state_fields, 6, false, sizeof(kp__describe_producers_response_producer_state), kp__describe_producers_response_producer_state_size_min};

static const kp__field kp__describe_producers_response_partition_response_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__describe_producers_response_partition_response, partition_index), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__describe_producers_response_partition_response, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__describe_producers_response_partition_response, error_message), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 0, 0, 0, 0},
    {"ActiveProducers", &kp__describe_producers_response_producer_state_struct, 0, offsetof(kp__describe_producers_response_partition_response, active_producers), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_producers_response_partition_response_size_min[] = {9};
static const kp__struct kp__describe_producers_response_partition_response_struct = {"PartitionResponse", kp__describe_producers_response_partition_response_fields, 4, false, sizeof(kp__describe_producers_response_partition_response), kp__describe_producers_response_partition_response_size_min};

static const kp__field kp__describe_producers_response_topic_response_fields[] = {
    {"Name", NULL, 0, offsetof(kp__describe_producers_response_topic_response, name), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"Partitions", &kp__describe_producers_response_partition_response_struct, 0, offsetof(kp__describe_producers_response_topic_response, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_producers_response_topic_response_size_min[] = {3};
static const kp__struct kp__describe_producers_response_topic_response_struct = {"TopicResponse", kp__describe_producers_response_topic_response_fields, 2, false, sizeof(kp__describe_producers_response_topic_response), kp__describe_producers_response_topic_response_size_min};

static const kp__field kp__describe_producers_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__describe_producers_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"Topics", &kp__describe_producers_response_topic_response_struct, 0, offsetof(kp__describe_producers_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_producers_response_size_min[] = {6};
static const kp__struct kp__describe_producers_response_struct = {"DescribeProducersResponse", kp__describe_producers_response_fields, 2, false, sizeof(kp__describe_producers_response), kp__describe_producers_response_size_min};
const kp__message kp__describe_producers_response_message = {"DescribeProducersResponse", &kp__describe_producers_response_struct, 61, 0, 0, 0};

static const kp__field kp__describe_transactions_request_fields[] = {
    {"TransactionalIds", NULL, 0, offsetof(kp__describe_transactions_request, transactional_ids), KP__TYPE_STRING, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_transactions_request_size_min[] = {2};
static const kp__struct kp__describe_transactions_request_struct = {"DescribeTransactionsRequest", kp__describe_transactions_request_fields, 1, false, sizeof(kp__describe_transactions_request), kp__describe_transactions_request_size_min};
const kp__message kp__describe_transactions_request_message = {"DescribeTransactionsRequest", &kp__describe_transactions_request_struct, 65, 0, 0, 0};

static const kp__field kp__describe_transactions_response_topic_data_fields[] = {
    {"Topic", NULL, 0, offsetof(kp__describe_transactions_response_topic_data, topic), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"Partitions", NULL, 0, offsetof(kp__describe_transactions_response_topic_data, partitions), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_transactions_response_topic_data_size_min[] = {3};
static const kp__struct kp__describe_transactions_response_topic_data_struct = {"TopicData", kp__describe_transactions_response_topic_data_fields, 2, false, sizeof(kp__describe_transactions_response_topic_data), kp__describe_transactions_response_topic_data_size_min};

static const kp__field kp__describe_transactions_response_transaction_state_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__describe_transactions_response_transaction_state, error_code), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
    {"TransactionalId", NULL, 0, offsetof(kp__describe_transactions_response_transaction_state, transactional_id), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"TransactionState", NULL, 0, offsetof(kp__describe_transactions_response_transaction_state, transaction_state), KP__TYPE_STRING, 0, 0, 0, 0, 1, 0},
    {"TransactionTimeoutMs", NULL, 0, offsetof(kp__describe_transactions_response_transaction_state, transaction_timeout_ms), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"TransactionStartTimeMs", NULL, 0, offsetof(kp__describe_transactions_response_transaction_state, transaction_start_time_ms), KP__TYPE_INT64, 0, 0, 0, 0, 1, 0},
    {"ProducerId", NULL, 0, offsetof(kp__describe_transactions_response_transaction_state, producer_id), KP__TYPE_INT64, 0, 0, 0, 0, 1, 0},
    {"ProducerEpoch", NULL, 0, offsetof(kp__describe_transactions_response_transaction_state, producer_epoch), KP__TYPE_INT16, 0, 0, 0, 0, 1, 0},
    {"Topics", &kp__describe_transactions_response_topic_data_struct, 0, offsetof(kp__describe_transactions_response_transaction_state, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_transactions_response_transaction_state_size_min[] = {28};
static const kp__struct kp__describe_transactions_response_transaction_state_struct = {"TransactionState", kp__describe_transactions_response_transaction_state_fields, 8, false, sizeof(kp__describe_transactions_response_transaction_state), kp__describe_transactions_response_transaction_state_size_min};

static const kp__field kp__describe_transactions_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__describe_transactions_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
    {"TransactionStates", &kp__describe_transactions_response_transaction_state_struct, 0, offsetof(kp__describe_transactions_response, transaction_states), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
};
static const uint16_t kp__describe_transactions_response_size_min[] = {6};
static const kp__struct kp__describe_transactions_response_struct = {"DescribeTransactionsResponse", kp__describe_transactions_response_fields, 2, false, sizeof(kp__describe_transactions_response), kp__describe_transactions_response_size_min};
const kp__message kp__describe_transactions_response_message = {"DescribeTransactionsResponse", &kp__describe_transactions_response_struct, 65, 0, 0, 0};

static const kp__field kp__list_transactions_request_fields[] = {
    {"StateFilters", NULL, 0, offsetof(kp__list_transactions_request, state_filters), KP__TYPE_STRING, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
    {"ProducerIdFilters", NULL, 0, offsetof(kp__list_transactions_request, producer_id_filters), KP__TYPE_INT64, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
    {"DurationFilter", NULL, -1, offsetof(kp__list_transactions_request, duration_filter), KP__TYPE_INT64, 0, 0, 1, 2, 1, 0},
    {"TransactionalIdPattern", NULL, 0, offsetof(kp__list_transactions_request, transactional_id_pattern), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 2, 2, 2, 2},
};
static const uint16_t kp__list_transactions_request_size_min[] = {3, 11, 12};
static const kp__struct kp__list_transactions_request_struct = {"ListTransactionsRequest", kp__list_transactions_request_fields, 4, false, sizeof(kp__list_transactions_request), kp__list_transactions_request_size_min};
const kp__message kp__list_transactions_request_message = {"ListTransactionsRequest", &kp__list_transactions_request_struct, 66, 0, 2, 0};

static const kp__field kp__list_transactions_response_transaction_state_fields[] = {
    {"TransactionalId", NULL, 0, offsetof(kp__list_transactions_response_transaction_state, transactional_id), KP__TYPE_STRING, 0, 0, 0, 2, 1, 0},
    {"ProducerId", NULL, 0, offsetof(kp__list_transactions_response_transaction_state, producer_id), KP__TYPE_INT64, 0, 0, 0, 2, 1, 0},
    {"TransactionState", NULL, 0, offsetof(kp__list_transactions_response_transaction_state, transaction_state), KP__TYPE_STRING, 0, 0, 0, 2, 1, 0},
};
static const uint16_t kp__list_transactions_response_transaction_state_size_min[] = {11, 11, 11};
static const kp__struct kp__list_transactions_response_transaction_state_struct = {"TransactionState", kp__list_transactions_response_transaction_state_fields, 3, false, sizeof(kp__list_transactions_response_transaction_state), kp__list_transactions_response_transaction_state_size_min};

static const kp__field kp__list_transactions_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__list_transactions_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__list_transactions_response, error_code), KP__TYPE_INT16, 0, 0, 0, 2, 1, 0},
    {"UnknownStateFilters", NULL, 0, offsetof(kp__list_transactions_response, unknown_state_filters), KP__TYPE_STRING, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
    {"TransactionStates", &kp__list_transactions_response_transaction_state_struct, 0, offsetof(kp__list_transactions_response, transaction_states), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
};
static const uint16_t kp__list_transactions_response_size_min[] = {9, 9, 9};
static const kp__struct kp__list_transactions_response_struct = {"ListTransactionsResponse", kp__list_transactions_response_fields, 4, false, sizeof(kp__list_transactions_response), kp__list_transactions_response_size_min};
const kp__message kp__list_transactions_response_message = {"ListTransactionsResponse", &kp__list_transactions_response_struct, 66, 0, 2, 0};

static const kp__field kp__consumer_group_heartbeat_request_topic_partitions_fields[] = {
    {"TopicId", NULL, 0, offsetof(kp__consumer_group_heartbeat_request_topic_partitions, topic_id), KP__TYPE_UUID, 0, 0, 0, 1, 1, 0},
    {"Partitions", NULL, 0, offsetof(kp__consumer_group_heartbeat_request_topic_partitions, partitions), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
};
static const uint16_t kp__consumer_group_heartbeat_request_topic_partitions_size_min[] = {18, 18};
static const kp__struct kp__consumer_group_heartbeat_request_topic_partitions_struct = {"TopicPartitions", kp__consumer_group_heartbeat_request_topic_partitions_fields, 2, false, sizeof(kp__consumer_group_heartbeat_request_topic_partitions), kp__consumer_group_heartbeat_request_topic_partitions_size_min};

static const kp__field kp__consumer_group_heartbeat_request_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__consumer_group_heartbeat_request, group_id), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
    {"MemberId", NULL, 0, offsetof(kp__consumer_group_heartbeat_request, member_id), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
    {"MemberEpoch", NULL, 0, offsetof(kp__consumer_group_heartbeat_request, member_epoch), KP__TYPE_INT32, 0, 0, 0, 1, 1, 0},
    {"InstanceId", NULL, 0, offsetof(kp__consumer_group_heartbeat_request, instance_id), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 0, 1, 0, 1},
    {"RackId", NULL, 0, offsetof(kp__consumer_group_heartbeat_request, rack_id), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 0, 1, 0, 1},
    {"RebalanceTimeoutMs", NULL, -1, offsetof(kp__consumer_group_heartbeat_request, rebalance_timeout_ms), KP__TYPE_INT32, 0, 0, 0, 1, 1, 0},
    {"SubscribedTopicNames", NULL, 0, offsetof(kp__consumer_group_heartbeat_request, subscribed_topic_names), KP__TYPE_STRING, KP__FIELD_ARRAY | KP__FIELD_NULL_DEFAULT, 0, 0, 1, 0, 1},
    {"SubscribedTopicRegex", NULL, 0, offsetof(kp__consumer_group_heartbeat_request, subscribed_topic_regex), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 1, 1, 1, 1},
    {"ServerAssignor", NULL, 0, offsetof(kp__consumer_group_heartbeat_request, server_assignor), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 0, 1, 0, 1},
    {"TopicPartitions", &kp__consumer_group_heartbeat_request_topic_partitions_struct, 0, offsetof(kp__consumer_group_heartbeat_request, topic_partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY | KP__FIELD_NULL_DEFAULT, 0, 0, 1, 0, 1},
};
static const uint16_t kp__consumer_group_heartbeat_request_size_min[] = {16, 17};
static const kp__struct kp__consumer_group_heartbeat_request_struct = {"ConsumerGroupHeartbeatRequest", kp__consumer_group_heartbeat_request_fields, 10, false, sizeof(kp__consumer_group_heartbeat_request), kp__consumer_group_heartbeat_request_size_min};
const kp__message kp__consumer_group_heartbeat_request_message = {"ConsumerGroupHeartbeatRequest", &kp__consumer_group_heartbeat_request_struct, 68, 0, 1, 0};

static const kp__field kp__consumer_group_heartbeat_response_topic_partitions_fields[] = {
    {"TopicId", NULL, 0, offsetof(kp__consumer_group_heartbeat_response_topic_partitions, topic_id), KP__TYPE_UUID, 0, 0, 0, 1, 1, 0},
    {"Partitions", NULL, 0, offsetof(kp__consumer_group_heartbeat_response_topic_partitions, partitions), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
};
static const uint16_t kp__consumer_group_heartbeat_response_topic_partitions_size_min[] = {18, 18};
static const kp__struct kp__consumer_group_heartbeat_response_topic_partitions_struct = {"TopicPartitions", kp__consumer_group_heartbeat_response_topic_partitions_fields, 2, false, sizeof(kp__consumer_group_heartbeat_response_topic_partitions), kp__consumer_group_heartbeat_response_topic_partitions_size_min};

static const kp__field kp__consumer_group_heartbeat_response_assignment_fields[] = {
    {"TopicPartitions", &kp__consumer_group_heartbeat_response_topic_partitions_struct, 0, offsetof(kp__consumer_group_heartbeat_response_assignment, topic_partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
};
static const uint16_t kp__consumer_group_heartbeat_response_assignment_size_min[] = {2, 2};
static const kp__struct kp__consumer_group_heartbeat_response_assignment_struct = {"Assignment", kp__consumer_group_heartbeat_response_assignment_fields, 1, false, sizeof(kp__consumer_group_heartbeat_response_assignment), kp__consumer_group_heartbeat_response_assignment_size_min};

static const kp__field kp__consumer_group_heartbeat_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__consumer_group_heartbeat_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 1, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__consumer_group_heartbeat_response, error_code), KP__TYPE_INT16, 0, 0, 0, 1, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__consumer_group_heartbeat_response, error_message), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 0, 1, 0, 1},
    {"MemberId", NULL, 0, offsetof(kp__consumer_group_heartbeat_response, member_id), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 0, 1, 0, 1},
    {"MemberEpoch", NULL, 0, offsetof(kp__consumer_group_heartbeat_response, member_epoch), KP__TYPE_INT32, 0, 0, 0, 1, 1, 0},
    {"HeartbeatIntervalMs", NULL, 0, offsetof(kp__consumer_group_heartbeat_response, heartbeat_interval_ms), KP__TYPE_INT32, 0, 0, 0, 1, 1, 0},
    {"Assignment", &kp__consumer_group_heartbeat_response_assignment_struct, 0, offsetof(kp__consumer_group_heartbeat_response, assignment), KP__TYPE_STRUCT, KP__FIELD_NULL_DEFAULT | KP__FIELD_POINTER, 0, 0, 1, 0, 1},
};
static const uint16_t kp__consumer_group_heartbeat_response_size_min[] = {18, 18};
static const kp__struct kp__consumer_group_heartbeat_response_struct = {"ConsumerGroupHeartbeatResponse", kp__consumer_group_heartbeat_response_fields, 7, false, sizeof(kp__consumer_group_heartbeat_response), kp__consumer_group_heartbeat_response_size_min};
const kp__message kp__consumer_group_heartbeat_response_message = {"ConsumerGroupHeartbeatResponse", &kp__consumer_group_heartbeat_response_struct, 68, 0, 1, 0};

/* clang-format on */
