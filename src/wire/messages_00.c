/* Field tables. Made by schemas/generate from schemas; do not edit. Columns: wire/table.h. */
#include <wire/messages.h>
#include <wire/table.h>

/* clang-format off */

static const kp__field kp__produce_request_partition_produce_data_fields[] = {
    {"Index", NULL, 0, offsetof(kp__produce_request_partition_produce_data, index), KP__TYPE_INT32, 0, 0, 0, 13, 1, 0},
    {"Records", NULL, 0, offsetof(kp__produce_request_partition_produce_data, records), KP__TYPE_RECORDS, 0, 0, 0, 13, 0, 13},
};
static const uint16_t kp__produce_request_partition_produce_data_size_min[] = {8, 8, 8, 8, 8, 8, 8, 8, 8, 6, 6, 6, 6, 6};
static const kp__struct kp__produce_request_partition_produce_data_struct = {"PartitionProduceData", kp__produce_request_partition_produce_data_fields, 2, false, sizeof(kp__produce_request_partition_produce_data), kp__produce_request_partition_produce_data_size_min};

static const kp__field kp__produce_request_topic_produce_data_fields[] = {
    {"Name", NULL, 0, offsetof(kp__produce_request_topic_produce_data, name), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 0, 12, 1, 0},
    {"TopicId", NULL, 0, offsetof(kp__produce_request_topic_produce_data, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 13, 13, 1, 0},
    {"PartitionData", &kp__produce_request_partition_produce_data_struct, 0, offsetof(kp__produce_request_topic_produce_data, partition_data), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 13, 1, 0},
};
static const uint16_t kp__produce_request_topic_produce_data_size_min[] = {6, 6, 6, 6, 6, 6, 6, 6, 6, 3, 3, 3, 3, 18};
static const kp__struct kp__produce_request_topic_produce_data_struct = {"TopicProduceData", kp__produce_request_topic_produce_data_fields, 3, false, sizeof(kp__produce_request_topic_produce_data), kp__produce_request_topic_produce_data_size_min};

static const kp__field kp__produce_request_fields[] = {
    {"TransactionalId", NULL, 0, offsetof(kp__produce_request, transactional_id), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 3, 13, 3, 13},
    {"Acks", NULL, 0, offsetof(kp__produce_request, acks), KP__TYPE_INT16, 0, 0, 0, 13, 1, 0},
    {"TimeoutMs", NULL, 0, offsetof(kp__produce_request, timeout_ms), KP__TYPE_INT32, 0, 0, 0, 13, 1, 0},
    {"TopicData", &kp__produce_request_topic_produce_data_struct, 0, offsetof(kp__produce_request, topic_data), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 13, 1, 0},
};
static const uint16_t kp__produce_request_size_min[] = {10, 10, 10, 12, 12, 12, 12, 12, 12, 9, 9, 9, 9, 9};
static const kp__struct kp__produce_request_struct = {"ProduceRequest", kp__produce_request_fields, 4, false, sizeof(kp__produce_request), kp__produce_request_size_min};
const kp__message kp__produce_request_message = {"ProduceRequest", &kp__produce_request_struct, 0, 0, 13, 9};

static const kp__field kp__produce_response_batch_index_and_error_message_fields[] = {
    {"BatchIndex", NULL, 0, offsetof(kp__produce_response_batch_index_and_error_message, batch_index), KP__TYPE_INT32, 0, 0, 8, 13, 1, 0},
    {"BatchIndexErrorMessage", NULL, 0, offsetof(kp__produce_response_batch_index_and_error_message, batch_index_error_message), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 8, 13, 8, 13},
};
static const uint16_t kp__produce_response_batch_index_and_error_message_size_min[] = {0, 0, 0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6};
static const kp__struct kp__produce_response_batch_index_and_error_message_struct = {"BatchIndexAndErrorMessage", kp__produce_response_batch_index_and_error_message_fields, 2, false, sizeof(kp__produce_response_batch_index_and_error_message), kp__produce_response_batch_index_and_error_message_size_min};

static const kp__field kp__produce_response_leader_id_and_epoch_fields[] = {
    {"LeaderId", NULL, -1, offsetof(kp__produce_response_leader_id_and_epoch, leader_id), KP__TYPE_INT32, 0, 0, 10, 13, 1, 0},
    {"LeaderEpoch", NULL, -1, offsetof(kp__produce_response_leader_id_and_epoch, leader_epoch), KP__TYPE_INT32, 0, 0, 10, 13, 1, 0},
};
static const uint16_t kp__produce_response_leader_id_and_epoch_size_min[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 9, 9, 9, 9};
static const kp__struct kp__produce_response_leader_id_and_epoch_struct = {"LeaderIdAndEpoch", kp__produce_response_leader_id_and_epoch_fields, 2, false, sizeof(kp__produce_response_leader_id_and_epoch), kp__produce_response_leader_id_and_epoch_size_min};

static const kp__field kp__produce_response_partition_produce_response_fields[] = {
    {"Index", NULL, 0, offsetof(kp__produce_response_partition_produce_response, index), KP__TYPE_INT32, 0, 0, 0, 13, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__produce_response_partition_produce_response, error_code), KP__TYPE_INT16, 0, 0, 0, 13, 1, 0},
    {"BaseOffset", NULL, 0, offsetof(kp__produce_response_partition_produce_response, base_offset), KP__TYPE_INT64, 0, 0, 0, 13, 1, 0},
    {"LogAppendTimeMs", NULL, -1, offsetof(kp__produce_response_partition_produce_response, log_append_time_ms), KP__TYPE_INT64, KP__FIELD_IGNORABLE, 0, 2, 13, 1, 0},
    {"LogStartOffset", NULL, -1, offsetof(kp__produce_response_partition_produce_response, log_start_offset), KP__TYPE_INT64, KP__FIELD_IGNORABLE, 0, 5, 13, 1, 0},
    {"RecordErrors", &kp__produce_response_batch_index_and_error_message_struct, 0, offsetof(kp__produce_response_partition_produce_response, record_errors), KP__TYPE_STRUCT, KP__FIELD_ARRAY | KP__FIELD_IGNORABLE, 0, 8, 13, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__produce_response_partition_produce_response, error_message), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 8, 13, 8, 13},
    {"CurrentLeader", &kp__produce_response_leader_id_and_epoch_struct, 0, offsetof(kp__produce_response_partition_produce_response, current_leader), KP__TYPE_STRUCT, KP__FIELD_TAGGED, 0, 10, 13, 1, 0},
};
static const uint16_t kp__produce_response_partition_produce_response_size_min[] = {14, 14, 22, 22, 22, 30, 30, 30, 36, 33, 33, 33, 33, 33};
static const kp__struct kp__produce_response_partition_produce_response_struct = {"PartitionProduceResponse", kp__produce_response_partition_produce_response_fields, 8, true, sizeof(kp__produce_response_partition_produce_response), kp__produce_response_partition_produce_response_size_min};

static const kp__field kp__produce_response_topic_produce_response_fields[] = {
    {"Name", NULL, 0, offsetof(kp__produce_response_topic_produce_response, name), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 0, 12, 1, 0},
    {"TopicId", NULL, 0, offsetof(kp__produce_response_topic_produce_response, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 13, 13, 1, 0},
    {"PartitionResponses", &kp__produce_response_partition_produce_response_struct, 0, offsetof(kp__produce_response_topic_produce_response, partition_responses), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 13, 1, 0},
};
static const uint16_t kp__produce_response_topic_produce_response_size_min[] = {6, 6, 6, 6, 6, 6, 6, 6, 6, 3, 3, 3, 3, 18};
static const kp__struct kp__produce_response_topic_produce_response_struct = {"TopicProduceResponse", kp__produce_response_topic_produce_response_fields, 3, false, sizeof(kp__produce_response_topic_produce_response), kp__produce_response_topic_produce_response_size_min};

static const kp__field kp__produce_response_node_endpoint_fields[] = {
    {"NodeId", NULL, 0, offsetof(kp__produce_response_node_endpoint, node_id), KP__TYPE_INT32, 0, 0, 10, 13, 1, 0},
    {"Host", NULL, 0, offsetof(kp__produce_response_node_endpoint, host), KP__TYPE_STRING, 0, 0, 10, 13, 1, 0},
    {"Port", NULL, 0, offsetof(kp__produce_response_node_endpoint, port), KP__TYPE_INT32, 0, 0, 10, 13, 1, 0},
    {"Rack", NULL, 0, offsetof(kp__produce_response_node_endpoint, rack), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 10, 13, 10, 13},
};
static const uint16_t kp__produce_response_node_endpoint_size_min[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 11, 11, 11, 11};
static const kp__struct kp__produce_response_node_endpoint_struct = {"NodeEndpoint", kp__produce_response_node_endpoint_fields, 4, false, sizeof(kp__produce_response_node_endpoint), kp__produce_response_node_endpoint_size_min};

static const kp__field kp__produce_response_fields[] = {
    {"Responses", &kp__produce_response_topic_produce_response_struct, 0, offsetof(kp__produce_response, responses), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 13, 1, 0},
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__produce_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 13, 1, 0},
    {"NodeEndpoints", &kp__produce_response_node_endpoint_struct, 0, offsetof(kp__produce_response, node_endpoints), KP__TYPE_STRUCT, KP__FIELD_ARRAY | KP__FIELD_TAGGED, 0, 10, 13, 1, 0},
};
static const uint16_t kp__produce_response_size_min[] = {4, 8, 8, 8, 8, 8, 8, 8, 8, 6, 6, 6, 6, 6};
static const kp__struct kp__produce_response_struct = {"ProduceResponse", kp__produce_response_fields, 3, true, sizeof(kp__produce_response), kp__produce_response_size_min};
const kp__message kp__produce_response_message = {"ProduceResponse", &kp__produce_response_struct, 0, 0, 13, 9};

static const kp__field kp__fetch_request_replica_state_fields[] = {
    {"ReplicaId", NULL, -1, offsetof(kp__fetch_request_replica_state, replica_id), KP__TYPE_INT32, 0, 0, 15, 18, 1, 0},
    {"ReplicaEpoch", NULL, -1, offsetof(kp__fetch_request_replica_state, replica_epoch), KP__TYPE_INT64, 0, 0, 15, 18, 1, 0},
};
static const uint16_t kp__fetch_request_replica_state_size_min[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 13, 13, 13, 13};
static const kp__struct kp__fetch_request_replica_state_struct = {"ReplicaState", kp__fetch_request_replica_state_fields, 2, false, sizeof(kp__fetch_request_replica_state), kp__fetch_request_replica_state_size_min};

static const kp__field kp__fetch_request_fetch_partition_fields[] = {
    {"Partition", NULL, 0, offsetof(kp__fetch_request_fetch_partition, partition), KP__TYPE_INT32, 0, 0, 0, 18, 1, 0},
    {"CurrentLeaderEpoch", NULL, -1, offsetof(kp__fetch_request_fetch_partition, current_leader_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 9, 18, 1, 0},
    {"FetchOffset", NULL, 0, offsetof(kp__fetch_request_fetch_partition, fetch_offset), KP__TYPE_INT64, 0, 0, 0, 18, 1, 0},
    {"LastFetchedEpoch", NULL, -1, offsetof(kp__fetch_request_fetch_partition, last_fetched_epoch), KP__TYPE_INT32, 0, 0, 12, 18, 1, 0},
    {"LogStartOffset", NULL, -1, offsetof(kp__fetch_request_fetch_partition, log_start_offset), KP__TYPE_INT64, KP__FIELD_IGNORABLE, 0, 5, 18, 1, 0},
    {"PartitionMaxBytes", NULL, 0, offsetof(kp__fetch_request_fetch_partition, partition_max_bytes), KP__TYPE_INT32, 0, 0, 0, 18, 1, 0},
    {"ReplicaDirectoryId", NULL, 0, offsetof(kp__fetch_request_fetch_partition, replica_directory_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE | KP__FIELD_TAGGED, 0, 17, 18, 1, 0},
    {"HighWatermark", NULL, INT64_MAX, offsetof(kp__fetch_request_fetch_partition, high_watermark), KP__TYPE_INT64, KP__FIELD_IGNORABLE | KP__FIELD_TAGGED, 1, 18, 18, 1, 0},
};
static const uint16_t kp__fetch_request_fetch_partition_size_min[] = {16, 16, 16, 16, 16, 24, 24, 24, 24, 28, 28, 28, 33, 33, 33, 33, 33, 33, 33};
static const kp__struct kp__fetch_request_fetch_partition_struct = {"FetchPartition", kp__fetch_request_fetch_partition_fields, 8, true, sizeof(kp__fetch_request_fetch_partition), kp__fetch_request_fetch_partition_size_min};

static const kp__field kp__fetch_request_fetch_topic_fields[] = {
    {"Topic", NULL, 0, offsetof(kp__fetch_request_fetch_topic, topic), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 0, 12, 1, 0},
    {"TopicId", NULL, 0, offsetof(kp__fetch_request_fetch_topic, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 13, 18, 1, 0},
    {"Partitions", &kp__fetch_request_fetch_partition_struct, 0, offsetof(kp__fetch_request_fetch_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 18, 1, 0},
};
static const uint16_t kp__fetch_request_fetch_topic_size_min[] = {6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 3, 18, 18, 18, 18, 18, 18};
static const kp__struct kp__fetch_request_fetch_topic_struct = {"FetchTopic", kp__fetch_request_fetch_topic_fields, 3, false, sizeof(kp__fetch_request_fetch_topic), kp__fetch_request_fetch_topic_size_min};

static const kp__field kp__fetch_request_forgotten_topic_fields[] = {
    {"Topic", NULL, 0, offsetof(kp__fetch_request_forgotten_topic, topic), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 7, 12, 1, 0},
    {"TopicId", NULL, 0, offsetof(kp__fetch_request_forgotten_topic, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 13, 18, 1, 0},
    {"Partitions", NULL, 0, offsetof(kp__fetch_request_forgotten_topic, partitions), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 7, 18, 1, 0},
};
static const uint16_t kp__fetch_request_forgotten_topic_size_min[] = {0, 0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 3, 18, 18, 18, 18, 18, 18};
static const kp__struct kp__fetch_request_forgotten_topic_struct = {"ForgottenTopic", kp__fetch_request_forgotten_topic_fields, 3, false, sizeof(kp__fetch_request_forgotten_topic), kp__fetch_request_forgotten_topic_size_min};

static const kp__field kp__fetch_request_fields[] = {
    {"ClusterId", NULL, 0, offsetof(kp__fetch_request, cluster_id), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT | KP__FIELD_TAGGED, 0, 12, 18, 12, 18},
    {"ReplicaId", NULL, -1, offsetof(kp__fetch_request, replica_id), KP__TYPE_INT32, 0, 0, 0, 14, 1, 0},
    {"ReplicaState", &kp__fetch_request_replica_state_struct, 0, offsetof(kp__fetch_request, replica_state), KP__TYPE_STRUCT, KP__FIELD_TAGGED, 1, 15, 18, 1, 0},
    {"MaxWaitMs", NULL, 0, offsetof(kp__fetch_request, max_wait_ms), KP__TYPE_INT32, 0, 0, 0, 18, 1, 0},
    {"MinBytes", NULL, 0, offsetof(kp__fetch_request, min_bytes), KP__TYPE_INT32, 0, 0, 0, 18, 1, 0},
    {"MaxBytes", NULL, INT32_MAX, offsetof(kp__fetch_request, max_bytes), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 3, 18, 1, 0},
    {"IsolationLevel", NULL, 0, offsetof(kp__fetch_request, isolation_level), KP__TYPE_INT8, KP__FIELD_IGNORABLE, 0, 4, 18, 1, 0},
    {"SessionId", NULL, 0, offsetof(kp__fetch_request, session_id), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 7, 18, 1, 0},
    {"SessionEpoch", NULL, -1, offsetof(kp__fetch_request, session_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 7, 18, 1, 0},
    {"Topics", &kp__fetch_request_fetch_topic_struct, 0, offsetof(kp__fetch_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 18, 1, 0},
    {"ForgottenTopicsData", &kp__fetch_request_forgotten_topic_struct, 0, offsetof(kp__fetch_request, forgotten_topics_data), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 7, 18, 1, 0},
    {"RackId", NULL, 0, offsetof(kp__fetch_request, rack_id), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 11, 18, 1, 0},
};
static const uint16_t kp__fetch_request_size_min[] = {16, 16, 16, 20, 21, 21, 21, 33, 33, 33, 33, 35, 29, 29, 29, 25, 25, 25, 25};
static const kp__struct kp__fetch_request_struct = {"FetchRequest", kp__fetch_request_fields, 12, true, sizeof(kp__fetch_request), kp__fetch_request_size_min};
const kp__message kp__fetch_request_message = {"FetchRequest", &kp__fetch_request_struct, 1, 0, 18, 12};

static const kp__field kp__fetch_response_epoch_end_offset_fields[] = {
    {"Epoch", NULL, -1, offsetof(kp__fetch_response_epoch_end_offset, epoch), KP__TYPE_INT32, 0, 0, 12, 18, 1, 0},
    {"EndOffset", NULL, -1, offsetof(kp__fetch_response_epoch_end_offset, end_offset), KP__TYPE_INT64, 0, 0, 12, 18, 1, 0},
};
static const uint16_t kp__fetch_response_epoch_end_offset_size_min[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 13, 13, 13, 13, 13, 13};
static const kp__struct kp__fetch_response_epoch_end_offset_struct = {"EpochEndOffset", kp__fetch_response_epoch_end_offset_fields, 2, false, sizeof(kp__fetch_response_epoch_end_offset), kp__fetch_response_epoch_end_offset_size_min};

static const kp__field kp__fetch_response_leader_id_and_epoch_fields[] = {
    {"LeaderId", NULL, -1, offsetof(kp__fetch_response_leader_id_and_epoch, leader_id), KP__TYPE_INT32, 0, 0, 12, 18, 1, 0},
    {"LeaderEpoch", NULL, -1, offsetof(kp__fetch_response_leader_id_and_epoch, leader_epoch), KP__TYPE_INT32, 0, 0, 12, 18, 1, 0},
};
static const uint16_t kp__fetch_response_leader_id_and_epoch_size_min[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9};
static const kp__struct kp__fetch_response_leader_id_and_epoch_struct = {"LeaderIdAndEpoch", kp__fetch_response_leader_id_and_epoch_fields, 2, false, sizeof(kp__fetch_response_leader_id_and_epoch), kp__fetch_response_leader_id_and_epoch_size_min};

static const kp__field kp__fetch_response_snapshot_id_fields[] = {
    {"EndOffset", NULL, -1, offsetof(kp__fetch_response_snapshot_id, end_offset), KP__TYPE_INT64, 0, 0, 12, 18, 1, 0},
    {"Epoch", NULL, -1, offsetof(kp__fetch_response_snapshot_id, epoch), KP__TYPE_INT32, 0, 0, 12, 18, 1, 0},
};
static const uint16_t kp__fetch_response_snapshot_id_size_min[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 13, 13, 13, 13, 13, 13};
static const kp__struct kp__fetch_response_snapshot_id_struct = {"SnapshotId", kp__fetch_response_snapshot_id_fields, 2, false, sizeof(kp__fetch_response_snapshot_id), kp__fetch_response_snapshot_id_size_min};

static const kp__field kp__fetch_response_aborted_transaction_fields[] = {
    {"ProducerId", NULL, 0, offsetof(kp__fetch_response_aborted_transaction, producer_id), KP__TYPE_INT64, 0, 0, 4, 18, 1, 0},
    {"FirstOffset", NULL, 0, offsetof(kp__fetch_response_aborted_transaction, first_offset), KP__TYPE_INT64, 0, 0, 4, 18, 1, 0},
};
static const uint16_t kp__fetch_response_aborted_transaction_size_min[] = {0, 0, 0, 0, 16, 16, 16, 16, 16, 16, 16, 16, 17, 17, 17, 17, 17, 17, 17};
static const kp__struct kp__fetch_response_aborted_transaction_struct = {"AbortedTransaction", kp__fetch_response_aborted_transaction_fields, 2, false, sizeof(kp__fetch_response_aborted_transaction), kp__fetch_response_aborted_transaction_size_min};

static const kp__field kp__fetch_response_partition_data_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__fetch_response_partition_data, partition_index), KP__TYPE_INT32, 0, 0, 0, 18, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__fetch_response_partition_data, error_code), KP__TYPE_INT16, 0, 0, 0, 18, 1, 0},
    {"HighWatermark", NULL, 0, offsetof(kp__fetch_response_partition_data, high_watermark), KP__TYPE_INT64, 0, 0, 0, 18, 1, 0},
    {"LastStableOffset", NULL, -1, offsetof(kp__fetch_response_partition_data, last_stable_offset), KP__TYPE_INT64, KP__FIELD_IGNORABLE, 0, 4, 18, 1, 0},
    {"LogStartOffset", NULL, -1, offsetof(kp__fetch_response_partition_data, log_start_offset), KP__TYPE_INT64, KP__FIELD_IGNORABLE, 0, 5, 18, 1, 0},
    {"DivergingEpoch", &kp__fetch_response_epoch_end_offset_struct, 0, offsetof(kp__fetch_response_partition_data, diverging_epoch), KP__TYPE_STRUCT, KP__FIELD_TAGGED, 0, 12, 18, 1, 0},
    {"CurrentLeader", &kp__fetch_response_leader_id_and_epoch_struct, 0, offsetof(kp__fetch_response_partition_data, current_leader), KP__TYPE_STRUCT, KP__FIELD_TAGGED, 1, 12, 18, 1, 0},
    {"SnapshotId", &kp__fetch_response_snapshot_id_struct, 0, offsetof(kp__fetch_response_partition_data, snapshot_id), KP__TYPE_STRUCT, KP__FIELD_TAGGED, 2, 12, 18, 1, 0},
    {"AbortedTransactions", &kp__fetch_response_aborted_transaction_struct, 0, offsetof(kp__fetch_response_partition_data, aborted_transactions), KP__TYPE_STRUCT, KP__FIELD_ARRAY | KP__FIELD_IGNORABLE, 0, 4, 18, 4, 18},
    {"PreferredReadReplica", NULL, -1, offsetof(kp__fetch_response_partition_data, preferred_read_replica), KP__TYPE_INT32, 0, 0, 11, 18, 1, 0},
    {"Records", NULL, 0, offsetof(kp__fetch_response_partition_data, records), KP__TYPE_RECORDS, 0, 0, 0, 18, 0, 18},
};
static const uint16_t kp__fetch_response_partition_data_size_min[] = {18, 18, 18, 18, 30, 38, 38, 38, 38, 38, 38, 42, 37, 37, 37, 37, 37, 37, 37};
static const kp__struct kp__fetch_response_partition_data_struct = {"PartitionData", kp__fetch_response_partition_data_fields, 11, true, sizeof(kp__fetch_response_partition_data), kp__fetch_response_partition_data_size_min};

static const kp__field kp__fetch_response_fetchable_topic_response_fields[] = {
    {"Topic", NULL, 0, offsetof(kp__fetch_response_fetchable_topic_response, topic), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 0, 12, 1, 0},
    {"TopicId", NULL, 0, offsetof(kp__fetch_response_fetchable_topic_response, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 13, 18, 1, 0},
    {"Partitions", &kp__fetch_response_partition_data_struct, 0, offsetof(kp__fetch_response_fetchable_topic_response, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 18, 1, 0},
};
static const uint16_t kp__fetch_response_fetchable_topic_response_size_min[] = {6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 3, 18, 18, 18, 18, 18, 18};
static const kp__struct kp__fetch_response_fetchable_topic_response_struct = {"FetchableTopicResponse", kp__fetch_response_fetchable_topic_response_fields, 3, false, sizeof(kp__fetch_response_fetchable_topic_response), kp__fetch_response_fetchable_topic_response_size_min};

static const kp__field kp__fetch_response_node_endpoint_fields[] = {
    {"NodeId", NULL, 0, offsetof(kp__fetch_response_node_endpoint, node_id), KP__TYPE_INT32, 0, 0, 16, 18, 1, 0},
    {"Host", NULL, 0, offsetof(kp__fetch_response_node_endpoint, host), KP__TYPE_STRING, 0, 0, 16, 18, 1, 0},
    {"Port", NULL, 0, offsetof(kp__fetch_response_node_endpoint, port), KP__TYPE_INT32, 0, 0, 16, 18, 1, 0},
    {"Rack", NULL, 0, offsetof(kp__fetch_response_node_endpoint, rack), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 16, 18, 16, 18},
};
static const uint16_t kp__fetch_response_node_endpoint_size_min[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 11, 11, 11};
static const kp__struct kp__fetch_response_node_endpoint_struct = {"NodeEndpoint", kp__fetch_response_node_endpoint_fields, 4, false, sizeof(kp__fetch_response_node_endpoint), kp__fetch_response_node_endpoint_size_min};

static const kp__field kp__fetch_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__fetch_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 18, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__fetch_response, error_code), KP__TYPE_INT16, KP__FIELD_IGNORABLE, 0, 7, 18, 1, 0},
    {"SessionId", NULL, 0, offsetof(kp__fetch_response, session_id), KP__TYPE_INT32, 0, 0, 7, 18, 1, 0},
    {"Responses", &kp__fetch_response_fetchable_topic_response_struct, 0, offsetof(kp__fetch_response, responses), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 18, 1, 0},
    {"NodeEndpoints", &kp__fetch_response_node_endpoint_struct, 0, offsetof(kp__fetch_response, node_endpoints), KP__TYPE_STRUCT, KP__FIELD_ARRAY | KP__FIELD_TAGGED, 0, 16, 18, 1, 0},
};
static const uint16_t kp__fetch_response_size_min[] = {4, 8, 8, 8, 8, 8, 8, 14, 14, 14, 14, 14, 12, 12, 12, 12, 12, 12, 12};
static const kp__struct kp__fetch_response_struct = {"FetchResponse", kp__fetch_response_fields, 5, true, sizeof(kp__fetch_response), kp__fetch_response_size_min};
const kp__message kp__fetch_response_message = {"FetchResponse", &kp__fetch_response_struct, 1, 0, 18, 12};

static const kp__field kp__list_offsets_request_list_offsets_partition_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__list_offsets_request_list_offsets_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 11, 1, 0},
    {"CurrentLeaderEpoch", NULL, -1, offsetof(kp__list_offsets_request_list_offsets_partition, current_leader_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 4, 11, 1, 0},
    {"Timestamp", NULL, 0, offsetof(kp__list_offsets_request_list_offsets_partition, timestamp), KP__TYPE_INT64, 0, 0, 0, 11, 1, 0},
    {"MaxNumOffsets", NULL, 1, offsetof(kp__list_offsets_request_list_offsets_partition, max_num_offsets), KP__TYPE_INT32, 0, 0, 0, 0, 1, 0},
};
static const uint16_t kp__list_offsets_request_list_offsets_partition_size_min[] = {16, 12, 12, 12, 16, 16, 17, 17, 17, 17, 17, 17};
static const kp__struct kp__list_offsets_request_list_offsets_partition_struct = {"ListOffsetsPartition", kp__list_offsets_request_list_offsets_partition_fields, 4, false, sizeof(kp__list_offsets_request_list_offsets_partition), kp__list_offsets_request_list_offsets_partition_size_min};

static const kp__field kp__list_offsets_request_list_offsets_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__list_offsets_request_list_offsets_topic, name), KP__TYPE_STRING, 0, 0, 0, 11, 1, 0},
    {"Partitions", &kp__list_offsets_request_list_offsets_partition_struct, 0, offsetof(kp__list_offsets_request_list_offsets_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 11, 1, 0},
};
static const uint16_t kp__list_offsets_request_list_offsets_topic_size_min[] = {6, 6, 6, 6, 6, 6, 3, 3, 3, 3, 3, 3};
static const kp__struct kp__list_offsets_request_list_offsets_topic_struct = {"ListOffsetsTopic", kp__list_offsets_request_list_offsets_topic_fields, 2, false, sizeof(kp__list_offsets_request_list_offsets_topic), kp__list_offsets_request_list_offsets_topic_size_min};

static const kp__field kp__list_offsets_request_fields[] = {
    {"ReplicaId", NULL, 0, offsetof(kp__list_offsets_request, replica_id), KP__TYPE_INT32, 0, 0, 0, 11, 1, 0},
    {"IsolationLevel", NULL, 0, offsetof(kp__list_offsets_request, isolation_level), KP__TYPE_INT8, 0, 0, 2, 11, 1, 0},
    {"Topics", &kp__list_offsets_request_list_offsets_topic_struct, 0, offsetof(kp__list_offsets_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 11, 1, 0},
    {"TimeoutMs", NULL, 0, offsetof(kp__list_offsets_request, timeout_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 10, 11, 1, 0},
};
static const uint16_t kp__list_offsets_request_size_min[] = {8, 8, 9, 9, 9, 9, 7, 7, 7, 7, 11, 11};
static const kp__struct kp__list_offsets_request_struct = {"ListOffsetsRequest", kp__list_offsets_request_fields, 4, false, sizeof(kp__list_offsets_request), kp__list_offsets_request_size_min};
const kp__message kp__list_offsets_request_message = {"ListOffsetsRequest", &kp__list_offsets_request_struct, 2, 0, 11, 6};

static const kp__field kp__list_offsets_response_list_offsets_partition_response_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__list_offsets_response_list_offsets_partition_response, partition_index), KP__TYPE_INT32, 0, 0, 0, 11, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__list_offsets_response_list_offsets_partition_response, error_code), KP__TYPE_INT16, 0, 0, 0, 11, 1, 0},
    {"OldStyleOffsets", NULL, 0, offsetof(kp__list_offsets_response_list_offsets_partition_response, old_style_offsets), KP__TYPE_INT64, KP__FIELD_ARRAY, 0, 0, 0, 1, 0},
    {"Timestamp", NULL, -1, offsetof(kp__list_offsets_response_list_offsets_partition_response, timestamp), KP__TYPE_INT64, 0, 0, 1, 11, 1, 0},
    {"Offset", NULL, -1, offsetof(kp__list_offsets_response_list_offsets_partition_response, offset), KP__TYPE_INT64, 0, 0, 1, 11, 1, 0},
    {"LeaderEpoch", NULL, -1, offsetof(kp__list_offsets_response_list_offsets_partition_response, leader_epoch), KP__TYPE_INT32, 0, 0, 4, 11, 1, 0},
};
static const uint16_t kp__list_offsets_response_list_offsets_partition_response_size_min[] = {10, 22, 22, 22, 26, 26, 27, 27, 27, 27, 27, 27};
static const kp__struct kp__list_offsets_response_list_offsets_partition_response_struct = {"ListOffsetsPartitionResponse", kp__list_offsets_response_list_offsets_partition_response_fields, 6, false, sizeof(kp__list_offsets_response_list_offsets_partition_response), kp__list_offsets_response_list_offsets_partition_response_size_min};

static const kp__field kp__list_offsets_response_list_offsets_topic_response_fields[] = {
    {"Name", NULL, 0, offsetof(kp__list_offsets_response_list_offsets_topic_response, name), KP__TYPE_STRING, 0, 0, 0, 11, 1, 0},
    {"Partitions", &kp__list_offsets_response_list_offsets_partition_response_struct, 0, offsetof(kp__list_offsets_response_list_offsets_topic_response, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 11, 1, 0},
};
static const uint16_t kp__list_offsets_response_list_offsets_topic_response_size_min[] = {6, 6, 6, 6, 6, 6, 3, 3, 3, 3, 3, 3};
static const kp__struct kp__list_offsets_response_list_offsets_topic_response_struct = {"ListOffsetsTopicResponse", kp__list_offsets_response_list_offsets_topic_response_fields, 2, false, sizeof(kp__list_offsets_response_list_offsets_topic_response), kp__list_offsets_response_list_offsets_topic_response_size_min};

static const kp__field kp__list_offsets_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__list_offsets_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 2, 11, 1, 0},
    {"Topics", &kp__list_offsets_response_list_offsets_topic_response_struct, 0, offsetof(kp__list_offsets_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 11, 1, 0},
};
static const uint16_t kp__list_offsets_response_size_min[] = {4, 4, 8, 8, 8, 8, 6, 6, 6, 6, 6, 6};
static const kp__struct kp__list_offsets_response_struct = {"ListOffsetsResponse", kp__list_offsets_response_fields, 2, false, sizeof(kp__list_offsets_response), kp__list_offsets_response_size_min};
const kp__message kp__list_offsets_response_message = {"ListOffsetsResponse", &kp__list_offsets_response_struct, 2, 0, 11, 6};

static const kp__field kp__metadata_request_metadata_request_topic_fields[] = {
    {"TopicId", NULL, 0, offsetof(kp__metadata_request_metadata_request_topic, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 10, 13, 1, 0},
    {"Name", NULL, 0, offsetof(kp__metadata_request_metadata_request_topic, name), KP__TYPE_STRING, 0, 0, 0, 13, 10, 13},
};
static const uint16_t kp__metadata_request_metadata_request_topic_size_min[] = {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 18, 18, 18, 18};
static const kp__struct kp__metadata_request_metadata_request_topic_struct = {"MetadataRequestTopic", kp__metadata_request_metadata_request_topic_fields, 2, false, sizeof(kp__metadata_request_metadata_request_topic), kp__metadata_request_metadata_request_topic_size_min};

static const kp__field kp__metadata_request_fields[] = {
    {"Topics", &kp__metadata_request_metadata_request_topic_struct, 0, offsetof(kp__metadata_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 13, 1, 13},
    {"AllowAutoTopicCreation", NULL, 1, offsetof(kp__metadata_request, allow_auto_topic_creation), KP__TYPE_BOOL, 0, 0, 4, 13, 1, 0},
    {"IncludeClusterAuthorizedOperations", NULL, 0, offsetof(kp__metadata_request, include_cluster_authorized_operations), KP__TYPE_BOOL, 0, 0, 8, 10, 1, 0},
    {"IncludeTopicAuthorizedOperations", NULL, 0, offsetof(kp__metadata_request, include_topic_authorized_operations), KP__TYPE_BOOL, 0, 0, 8, 13, 1, 0},
};
static const uint16_t kp__metadata_request_size_min[] = {4, 4, 4, 4, 5, 5, 5, 5, 7, 5, 5, 4, 4, 4};
static const kp__struct kp__metadata_request_struct = {"MetadataRequest", kp__metadata_request_fields, 4, false, sizeof(kp__metadata_request), kp__metadata_request_size_min};
const kp__message kp__metadata_request_message = {"MetadataRequest", &kp__metadata_request_struct, 3, 0, 13, 9};

static const kp__field kp__metadata_response_metadata_response_broker_fields[] = {
    {"NodeId", NULL, 0, offsetof(kp__metadata_response_metadata_response_broker, node_id), KP__TYPE_INT32, 0, 0, 0, 13, 1, 0},
    {"Host", NULL, 0, offsetof(kp__metadata_response_metadata_response_broker, host), KP__TYPE_STRING, 0, 0, 0, 13, 1, 0},
    {"Port", NULL, 0, offsetof(kp__metadata_response_metadata_response_broker, port), KP__TYPE_INT32, 0, 0, 0, 13, 1, 0},
    {"Rack", NULL, 0, offsetof(kp__metadata_response_metadata_response_broker, rack), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 1, 13, 1, 13},
};
static const uint16_t kp__metadata_response_metadata_response_broker_size_min[] = {10, 12, 12, 12, 12, 12, 12, 12, 12, 11, 11, 11, 11, 11};
static const kp__struct kp__metadata_response_metadata_response_broker_struct = {"MetadataResponseBroker", kp__metadata_response_metadata_response_broker_fields, 4, false, sizeof(kp__metadata_response_metadata_response_broker), kp__metadata_response_metadata_response_broker_size_min};

static const kp__field kp__metadata_response_metadata_response_partition_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__metadata_response_metadata_response_partition, error_code), KP__TYPE_INT16, 0, 0, 0, 13, 1, 0},
    {"PartitionIndex", NULL, 0, offsetof(kp__metadata_response_metadata_response_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 13, 1, 0},
    {"LeaderId", NULL, 0, offsetof(kp__metadata_response_metadata_response_partition, leader_id), KP__TYPE_INT32, 0, 0, 0, 13, 1, 0},
    {"LeaderEpoch", NULL, -1, offsetof(kp__metadata_response_metadata_response_partition, leader_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 7, 13, 1, 0},
    {"ReplicaNodes", NULL, 0, offsetof(kp__metadata_response_metadata_response_partition, replica_nodes), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 13, 1, 0},
    {"IsrNodes", NULL, 0, offsetof(kp__metadata_response_metadata_response_partition, isr_nodes), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 13, 1, 0},
    {"OfflineReplicas", NULL, 0, offsetof(kp__metadata_response_metadata_response_partition, offline_replicas), KP__TYPE_INT32, KP__FIELD_ARRAY | KP__FIELD_IGNORABLE, 0, 5, 13, 1, 0},
};
static const uint16_t kp__metadata_response_metadata_response_partition_size_min[] = {18, 18, 18, 18, 18, 22, 22, 26, 26, 18, 18, 18, 18, 18};
static const kp__struct kp__metadata_response_metadata_response_partition_struct = {"MetadataResponsePartition", kp__metadata_response_metadata_response_partition_fields, 7, false, sizeof(kp__metadata_response_metadata_response_partition), kp__metadata_response_metadata_response_partition_size_min};

static const kp__field kp__metadata_response_metadata_response_topic_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__metadata_response_metadata_response_topic, error_code), KP__TYPE_INT16, 0, 0, 0, 13, 1, 0},
    {"Name", NULL, 0, offsetof(kp__metadata_response_metadata_response_topic, name), KP__TYPE_STRING, 0, 0, 0, 13, 12, 13},
    {"TopicId", NULL, 0, offsetof(kp__metadata_response_metadata_response_topic, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 10, 13, 1, 0},
    {"IsInternal", NULL, 0, offsetof(kp__metadata_response_metadata_response_topic, is_internal), KP__TYPE_BOOL, KP__FIELD_IGNORABLE, 0, 1, 13, 1, 0},
    {"Partitions", &kp__metadata_response_metadata_response_partition_struct, 0, offsetof(kp__metadata_response_metadata_response_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 13, 1, 0},
    {"TopicAuthorizedOperations", NULL, INT32_MIN, offsetof(kp__metadata_response_metadata_response_topic, topic_authorized_operations), KP__TYPE_INT32, 0, 0, 8, 13, 1, 0},
};
static const uint16_t kp__metadata_response_metadata_response_topic_size_min[] = {8, 9, 9, 9, 9, 9, 9, 9, 13, 10, 26, 26, 26, 26};
static const kp__struct kp__metadata_response_metadata_response_topic_struct = {"MetadataResponseTopic", kp__metadata_response_metadata_response_topic_fields, 6, false, sizeof(kp__metadata_response_metadata_response_topic), kp__metadata_response_metadata_response_topic_size_min};

static const kp__field kp__metadata_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__metadata_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 3, 13, 1, 0},
    {"Brokers", &kp__metadata_response_metadata_response_broker_struct, 0, offsetof(kp__metadata_response, brokers), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 13, 1, 0},
    {"ClusterId", NULL, 0, offsetof(kp__metadata_response, cluster_id), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 2, 13, 2, 13},
    {"ControllerId", NULL, -1, offsetof(kp__metadata_response, controller_id), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 13, 1, 0},
    {"Topics", &kp__metadata_response_metadata_response_topic_struct, 0, offsetof(kp__metadata_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 13, 1, 0},
    {"ClusterAuthorizedOperations", NULL, INT32_MIN, offsetof(kp__metadata_response, cluster_authorized_operations), KP__TYPE_INT32, 0, 0, 8, 10, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__metadata_response, error_code), KP__TYPE_INT16, KP__FIELD_IGNORABLE, 0, 13, 13, 1, 0},
};
static const uint16_t kp__metadata_response_size_min[] = {8, 12, 14, 18, 18, 18, 18, 18, 22, 16, 16, 12, 12, 14};
static const kp__struct kp__metadata_response_struct = {"MetadataResponse", kp__metadata_response_fields, 7, false, sizeof(kp__metadata_response), kp__metadata_response_size_min};
const kp__message kp__metadata_response_message = {"MetadataResponse", &kp__metadata_response_struct, 3, 0, 13, 9};

static const kp__field kp__offset_commit_request_offset_commit_request_partition_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__offset_commit_request_offset_commit_request_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 10, 1, 0},
    {"CommittedOffset", NULL, 0, offsetof(kp__offset_commit_request_offset_commit_request_partition, committed_offset), KP__TYPE_INT64, 0, 0, 0, 10, 1, 0},
    {"CommittedLeaderEpoch", NULL, -1, offsetof(kp__offset_commit_request_offset_commit_request_partition, committed_leader_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 6, 10, 1, 0},
    {"CommitTimestamp", NULL, -1, offsetof(kp__offset_commit_request_offset_commit_request_partition, commit_timestamp), KP__TYPE_INT64, 0, 0, 1, 1, 1, 0},
    {"CommittedMetadata", NULL, 0, offsetof(kp__offset_commit_request_offset_commit_request_partition, committed_metadata), KP__TYPE_STRING, 0, 0, 0, 10, 0, 10},
};
static const uint16_t kp__offset_commit_request_offset_commit_request_partition_size_min[] = {14, 22, 14, 14, 14, 14, 18, 18, 18, 18, 18};
static const kp__struct kp__offset_commit_request_offset_commit_request_partition_struct = {"OffsetCommitRequestPartition", kp__offset_commit_request_offset_commit_request_partition_fields, 5, false, sizeof(kp__offset_commit_request_offset_commit_request_partition), kp__offset_commit_request_offset_commit_request_partition_size_min};

static const kp__field kp__offset_commit_request_offset_commit_request_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__offset_commit_request_offset_commit_request_topic, name), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 0, 9, 1, 0},
    {"TopicId", NULL, 0, offsetof(kp__offset_commit_request_offset_commit_request_topic, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 10, 10, 1, 0},
    {"Partitions", &kp__offset_commit_request_offset_commit_request_partition_struct, 0, offsetof(kp__offset_commit_request_offset_commit_request_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 10, 1, 0},
};
static const uint16_t kp__offset_commit_request_offset_commit_request_topic_size_min[] = {6, 6, 6, 6, 6, 6, 6, 6, 3, 3, 18};
static const kp__struct kp__offset_commit_request_offset_commit_request_topic_struct = {"OffsetCommitRequestTopic", kp__offset_commit_request_offset_commit_request_topic_fields, 3, false, sizeof(kp__offset_commit_request_offset_commit_request_topic), kp__offset_commit_request_offset_commit_request_topic_size_min};

static const kp__field kp__offset_commit_request_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__offset_commit_request, group_id), KP__TYPE_STRING, 0, 0, 0, 10, 1, 0},
    {"GenerationIdOrMemberEpoch", NULL, -1, offsetof(kp__offset_commit_request, generation_id_or_member_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 10, 1, 0},
    {"MemberId", NULL, 0, offsetof(kp__offset_commit_request, member_id), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 1, 10, 1, 0},
    {"GroupInstanceId", NULL, 0, offsetof(kp__offset_commit_request, group_instance_id), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 7, 10, 7, 10},
    {"RetentionTimeMs", NULL, -1, offsetof(kp__offset_commit_request, retention_time_ms), KP__TYPE_INT64, KP__FIELD_IGNORABLE, 0, 2, 4, 1, 0},
    {"Topics", &kp__offset_commit_request_offset_commit_request_topic_struct, 0, offsetof(kp__offset_commit_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 10, 1, 0},
};
static const uint16_t kp__offset_commit_request_size_min[] = {6, 12, 20, 20, 20, 12, 12, 14, 9, 9, 9};
static const kp__struct kp__offset_commit_request_struct = {"OffsetCommitRequest", kp__offset_commit_request_fields, 6, false, sizeof(kp__offset_commit_request), kp__offset_commit_request_size_min};
const kp__message kp__offset_commit_request_message = {"OffsetCommitRequest", &kp__offset_commit_request_struct, 8, 0, 10, 8};

static const kp__field kp__offset_commit_response_offset_commit_response_partition_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__offset_commit_response_offset_commit_response_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 10, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__offset_commit_response_offset_commit_response_partition, error_code), KP__TYPE_INT16, 0, 0, 0, 10, 1, 0},
};
static const uint16_t kp__offset_commit_response_offset_commit_response_partition_size_min[] = {6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7};
static const kp__struct kp__offset_commit_response_offset_commit_response_partition_struct = {"OffsetCommitResponsePartition", kp__offset_commit_response_offset_commit_response_partition_fields, 2, false, sizeof(kp__offset_commit_response_offset_commit_response_partition), kp__offset_commit_response_offset_commit_response_partition_size_min};

static const kp__field kp__offset_commit_response_offset_commit_response_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__offset_commit_response_offset_commit_response_topic, name), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 0, 9, 1, 0},
    {"TopicId", NULL, 0, offsetof(kp__offset_commit_response_offset_commit_response_topic, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 10, 10, 1, 0},
    {"Partitions", &kp__offset_commit_response_offset_commit_response_partition_struct, 0, offsetof(kp__offset_commit_response_offset_commit_response_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 10, 1, 0},
};
static const uint16_t kp__offset_commit_response_offset_commit_response_topic_size_min[] = {6, 6, 6, 6, 6, 6, 6, 6, 3, 3, 18};
static const kp__struct kp__offset_commit_response_offset_commit_response_topic_struct = {"OffsetCommitResponseTopic", kp__offset_commit_response_offset_commit_response_topic_fields, 3, false, sizeof(kp__offset_commit_response_offset_commit_response_topic), kp__offset_commit_response_offset_commit_response_topic_size_min};

static const kp__field kp__offset_commit_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__offset_commit_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 3, 10, 1, 0},
    {"Topics", &kp__offset_commit_response_offset_commit_response_topic_struct, 0, offsetof(kp__offset_commit_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 10, 1, 0},
};
static const uint16_t kp__offset_commit_response_size_min[] = {4, 4, 4, 8, 8, 8, 8, 8, 6, 6, 6};
static const kp__struct kp__offset_commit_response_struct = {"OffsetCommitResponse", kp__offset_commit_response_fields, 2, false, sizeof(kp__offset_commit_response), kp__offset_commit_response_size_min};
const kp__message kp__offset_commit_response_message = {"OffsetCommitResponse", &kp__offset_commit_response_struct, 8, 0, 10, 8};

static const kp__field kp__offset_fetch_request_offset_fetch_request_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__offset_fetch_request_offset_fetch_request_topic, name), KP__TYPE_STRING, 0, 0, 0, 7, 1, 0},
    {"PartitionIndexes", NULL, 0, offsetof(kp__offset_fetch_request_offset_fetch_request_topic, partition_indexes), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 7, 1, 0},
};
static const uint16_t kp__offset_fetch_request_offset_fetch_request_topic_size_min[] = {6, 6, 6, 6, 6, 6, 3, 3, 1, 1, 1};
static const kp__struct kp__offset_fetch_request_offset_fetch_request_topic_struct = {"OffsetFetchRequestTopic", kp__offset_fetch_request_offset_fetch_request_topic_fields, 2, false, sizeof(kp__offset_fetch_request_offset_fetch_request_topic), kp__offset_fetch_request_offset_fetch_request_topic_size_min};

static const kp__field kp__offset_fetch_request_offset_fetch_request_topics_fields[] = {
    {"Name", NULL, 0, offsetof(kp__offset_fetch_request_offset_fetch_request_topics, name), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 8, 9, 1, 0},
    {"TopicId", NULL, 0, offsetof(kp__offset_fetch_request_offset_fetch_request_topics, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 10, 10, 1, 0},
    {"PartitionIndexes", NULL, 0, offsetof(kp__offset_fetch_request_offset_fetch_request_topics, partition_indexes), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 8, 10, 1, 0},
};
static const uint16_t kp__offset_fetch_request_offset_fetch_request_topics_size_min[] = {0, 0, 0, 0, 0, 0, 1, 1, 3, 3, 18};
static const kp__struct kp__offset_fetch_request_offset_fetch_request_topics_struct = {"OffsetFetchRequestTopics", kp__offset_fetch_request_offset_fetch_request_topics_fields, 3, false, sizeof(kp__offset_fetch_request_offset_fetch_request_topics), kp__offset_fetch_request_offset_fetch_request_topics_size_min};

static const kp__field kp__offset_fetch_request_offset_fetch_request_group_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__offset_fetch_request_offset_fetch_request_group, group_id), KP__TYPE_STRING, 0, 0, 8, 10, 1, 0},
    {"MemberId", NULL, 0, offsetof(kp__offset_fetch_request_offset_fetch_request_group, member_id), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 9, 10, 9, 10},
    {"MemberEpoch", NULL, -1, offsetof(kp__offset_fetch_request_offset_fetch_request_group, member_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 9, 10, 1, 0},
    {"Topics", &kp__offset_fetch_request_offset_fetch_request_topics_struct, 0, offsetof(kp__offset_fetch_request_offset_fetch_request_group, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 8, 10, 8, 10},
};
static const uint16_t kp__offset_fetch_request_offset_fetch_request_group_size_min[] = {0, 0, 0, 0, 0, 0, 1, 1, 3, 8, 8};
static const kp__struct kp__offset_fetch_request_offset_fetch_request_group_struct = {"OffsetFetchRequestGroup", kp__offset_fetch_request_offset_fetch_request_group_fields, 4, false, sizeof(kp__offset_fetch_request_offset_fetch_request_group), kp__offset_fetch_request_offset_fetch_request_group_size_min};

static const kp__field kp__offset_fetch_request_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__offset_fetch_request, group_id), KP__TYPE_STRING, 0, 0, 0, 7, 1, 0},
    {"Topics", &kp__offset_fetch_request_offset_fetch_request_topic_struct, 0, offsetof(kp__offset_fetch_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 7, 2, 7},
    {"Groups", &kp__offset_fetch_request_offset_fetch_request_group_struct, 0, offsetof(kp__offset_fetch_request, groups), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 8, 10, 1, 0},
    {"RequireStable", NULL, 0, offsetof(kp__offset_fetch_request, require_stable), KP__TYPE_BOOL, 0, 0, 7, 10, 1, 0},
};
static const uint16_t kp__offset_fetch_request_size_min[] = {6, 6, 6, 6, 6, 6, 3, 4, 3, 3, 3};
static const kp__struct kp__offset_fetch_request_struct = {"OffsetFetchRequest", kp__offset_fetch_request_fields, 4, false, sizeof(kp__offset_fetch_request), kp__offset_fetch_request_size_min};
const kp__message kp__offset_fetch_request_message = {"OffsetFetchRequest", &kp__offset_fetch_request_struct, 9, 0, 10, 6};

static const kp__field kp__offset_fetch_response_offset_fetch_response_partition_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 7, 1, 0},
    {"CommittedOffset", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_partition, committed_offset), KP__TYPE_INT64, 0, 0, 0, 7, 1, 0},
    {"CommittedLeaderEpoch", NULL, -1, offsetof(kp__offset_fetch_response_offset_fetch_response_partition, committed_leader_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 5, 7, 1, 0},
    {"Metadata", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_partition, metadata), KP__TYPE_STRING, 0, 0, 0, 7, 0, 7},
    {"ErrorCode", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_partition, error_code), KP__TYPE_INT16, 0, 0, 0, 7, 1, 0},
};
static const uint16_t kp__offset_fetch_response_offset_fetch_response_partition_size_min[] = {16, 16, 16, 16, 16, 20, 20, 20, 1, 1, 1};
static const kp__struct kp__offset_fetch_response_offset_fetch_response_partition_struct = {"OffsetFetchResponsePartition", kp__offset_fetch_response_offset_fetch_response_partition_fields, 5, false, sizeof(kp__offset_fetch_response_offset_fetch_response_partition), kp__offset_fetch_response_offset_fetch_response_partition_size_min};

static const kp__field kp__offset_fetch_response_offset_fetch_response_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_topic, name), KP__TYPE_STRING, 0, 0, 0, 7, 1, 0},
    {"Partitions", &kp__offset_fetch_response_offset_fetch_response_partition_struct, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 7, 1, 0},
};
static const uint16_t kp__offset_fetch_response_offset_fetch_response_topic_size_min[] = {6, 6, 6, 6, 6, 6, 3, 3, 1, 1, 1};
static const kp__struct kp__offset_fetch_response_offset_fetch_response_topic_struct = {"OffsetFetchResponseTopic", kp__offset_fetch_response_offset_fetch_response_topic_fields, 2, false, sizeof(kp__offset_fetch_response_offset_fetch_response_topic), kp__offset_fetch_response_offset_fetch_response_topic_size_min};

static const kp__field kp__offset_fetch_response_offset_fetch_response_partitions_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_partitions, partition_index), KP__TYPE_INT32, 0, 0, 8, 10, 1, 0},
    {"CommittedOffset", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_partitions, committed_offset), KP__TYPE_INT64, 0, 0, 8, 10, 1, 0},
    {"CommittedLeaderEpoch", NULL, -1, offsetof(kp__offset_fetch_response_offset_fetch_response_partitions, committed_leader_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 8, 10, 1, 0},
    {"Metadata", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_partitions, metadata), KP__TYPE_STRING, 0, 0, 8, 10, 8, 10},
    {"ErrorCode", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_partitions, error_code), KP__TYPE_INT16, 0, 0, 8, 10, 1, 0},
};
static const uint16_t kp__offset_fetch_response_offset_fetch_response_partitions_size_min[] = {0, 0, 0, 0, 0, 0, 1, 1, 20, 20, 20};
static const kp__struct kp__offset_fetch_response_offset_fetch_response_partitions_struct = {"OffsetFetchResponsePartitions", kp__offset_fetch_response_offset_fetch_response_partitions_fields, 5, false, sizeof(kp__offset_fetch_response_offset_fetch_response_partitions), kp__offset_fetch_response_offset_fetch_response_partitions_size_min};

static const kp__field kp__offset_fetch_response_offset_fetch_response_topics_fields[] = {
    {"Name", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_topics, name), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 8, 9, 1, 0},
    {"TopicId", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_topics, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 10, 10, 1, 0},
    {"Partitions", &kp__offset_fetch_response_offset_fetch_response_partitions_struct, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_topics, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 8, 10, 1, 0},
};
static const uint16_t kp__offset_fetch_response_offset_fetch_response_topics_size_min[] = {0, 0, 0, 0, 0, 0, 1, 1, 3, 3, 18};
static const kp__struct kp__offset_fetch_response_offset_fetch_response_topics_struct = {"OffsetFetchResponseTopics", kp__offset_fetch_response_offset_fetch_response_topics_fields, 3, false, sizeof(kp__offset_fetch_response_offset_fetch_response_topics), kp__offset_fetch_response_offset_fetch_response_topics_size_min};

static const kp__field kp__offset_fetch_response_offset_fetch_response_group_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_group, group_id), KP__TYPE_STRING, 0, 0, 8, 10, 1, 0},
    {"Topics", &kp__offset_fetch_response_offset_fetch_response_topics_struct, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_group, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 8, 10, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__offset_fetch_response_offset_fetch_response_group, error_code), KP__TYPE_INT16, 0, 0, 8, 10, 1, 0},
};
static const uint16_t kp__offset_fetch_response_offset_fetch_response_group_size_min[] = {0, 0, 0, 0, 0, 0, 1, 1, 5, 5, 5};
static const kp__struct kp__offset_fetch_response_offset_fetch_response_group_struct = {"OffsetFetchResponseGroup", kp__offset_fetch_response_offset_fetch_response_group_fields, 3, false, sizeof(kp__offset_fetch_response_offset_fetch_response_group), kp__offset_fetch_response_offset_fetch_response_group_size_min};

static const kp__field kp__offset_fetch_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__offset_fetch_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 3, 10, 1, 0},
    {"Topics", &kp__offset_fetch_response_offset_fetch_response_topic_struct, 0, offsetof(kp__offset_fetch_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 7, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__offset_fetch_response, error_code), KP__TYPE_INT16, KP__FIELD_IGNORABLE, 0, 2, 7, 1, 0},
    {"Groups", &kp__offset_fetch_response_offset_fetch_response_group_struct, 0, offsetof(kp__offset_fetch_response, groups), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 8, 10, 1, 0},
};
static const uint16_t kp__offset_fetch_response_size_min[] = {4, 4, 6, 10, 10, 10, 8, 8, 6, 6, 6};
static const kp__struct kp__offset_fetch_response_struct = {"OffsetFetchResponse", kp__offset_fetch_response_fields, 4, false, sizeof(kp__offset_fetch_response), kp__offset_fetch_response_size_min};
const kp__message kp__offset_fetch_response_message = {"OffsetFetchResponse", &kp__offset_fetch_response_struct, 9, 0, 10, 6};

/* clang-format on */
