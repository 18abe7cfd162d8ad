/* Field tables. Made by schemas/generate from schemas; do not edit. Columns: wire/table.h. */
#include <wire/messages.h>
#include <wire/table.h>

/* clang-format off */

static const kp__field kp__delete_topics_request_delete_topic_state_fields[] = {
    {"Name", NULL, 0, offsetof(kp__delete_topics_request_delete_topic_state, name), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 6, 6, 6, 6},
    {"TopicId", NULL, 0, offsetof(kp__delete_topics_request_delete_topic_state, topic_id), KP__TYPE_UUID, 0, 0, 6, 6, 1, 0},
};
static const uint16_t kp__delete_topics_request_delete_topic_state_size_min[] = {0, 0, 0, 0, 1, 1, 18};
static const kp__struct kp__delete_topics_request_delete_topic_state_struct = {"DeleteTopicState", kp__delete_topics_request_delete_topic_state_fields, 2, false, sizeof(kp__delete_topics_request_delete_topic_state), kp__delete_topics_request_delete_topic_state_size_min};

static const kp__field kp__delete_topics_request_fields[] = {
    {"Topics", &kp__delete_topics_request_delete_topic_state_struct, 0, offsetof(kp__delete_topics_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 6, 6, 1, 0},
    {"TopicNames", NULL, 0, offsetof(kp__delete_topics_request, topic_names), KP__TYPE_STRING, KP__FIELD_ARRAY | KP__FIELD_IGNORABLE, 0, 0, 5, 1, 0},
    {"TimeoutMs", NULL, 0, offsetof(kp__delete_topics_request, timeout_ms), KP__TYPE_INT32, 0, 0, 0, 6, 1, 0},
};
static const uint16_t kp__delete_topics_request_size_min[] = {8, 8, 8, 8, 6, 6, 6};
static const kp__struct kp__delete_topics_request_struct = {"DeleteTopicsRequest", kp__delete_topics_request_fields, 3, false, sizeof(kp__delete_topics_request), kp__delete_topics_request_size_min};
const kp__message kp__delete_topics_request_message = {"DeleteTopicsRequest", &kp__delete_topics_request_struct, 20, 0, 6, 4};

static const kp__field kp__delete_topics_response_deletable_topic_result_fields[] = {
    {"Name", NULL, 0, offsetof(kp__delete_topics_response_deletable_topic_result, name), KP__TYPE_STRING, 0, 0, 0, 6, 6, 6},
    {"TopicId", NULL, 0, offsetof(kp__delete_topics_response_deletable_topic_result, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 6, 6, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__delete_topics_response_deletable_topic_result, error_code), KP__TYPE_INT16, 0, 0, 0, 6, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__delete_topics_response_deletable_topic_result, error_message), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 5, 6, 5, 6},
};
static const uint16_t kp__delete_topics_response_deletable_topic_result_size_min[] = {4, 4, 4, 4, 4, 5, 21};
static const kp__struct kp__delete_topics_response_deletable_topic_result_struct = {"DeletableTopicResult", kp__delete_topics_response_deletable_topic_result_fields, 4, false, sizeof(kp__delete_topics_response_deletable_topic_result), kp__delete_topics_response_deletable_topic_result_size_min};

static const kp__field kp__delete_topics_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__delete_topics_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 6, 1, 0},
    {"Responses", &kp__delete_topics_response_deletable_topic_result_struct, 0, offsetof(kp__delete_topics_response, responses), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 6, 1, 0},
};
static const uint16_t kp__delete_topics_response_size_min[] = {4, 8, 8, 8, 6, 6, 6};
static const kp__struct kp__delete_topics_response_struct = {"DeleteTopicsResponse", kp__delete_topics_response_fields, 2, false, sizeof(kp__delete_topics_response), kp__delete_topics_response_size_min};
const kp__message kp__delete_topics_response_message = {"DeleteTopicsResponse", &kp__delete_topics_response_struct, 20, 0, 6, 4};

static const kp__field kp__delete_records_request_delete_records_partition_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__delete_records_request_delete_records_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
    {"Offset", NULL, 0, offsetof(kp__delete_records_request_delete_records_partition, offset), KP__TYPE_INT64, 0, 0, 0, 2, 1, 0},
};
static const uint16_t kp__delete_records_request_delete_records_partition_size_min[] = {12, 12, 13};
static const kp__struct kp__delete_records_request_delete_records_partition_struct = {"DeleteRecordsPartition", kp__delete_records_request_delete_records_partition_fields, 2, false, sizeof(kp__delete_records_request_delete_records_partition), kp__delete_records_request_delete_records_partition_size_min};

static const kp__field kp__delete_records_request_delete_records_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__delete_records_request_delete_records_topic, name), KP__TYPE_STRING, 0, 0, 0, 2, 1, 0},
    {"Partitions", &kp__delete_records_request_delete_records_partition_struct, 0, offsetof(kp__delete_records_request_delete_records_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
};
static const uint16_t kp__delete_records_request_delete_records_topic_size_min[] = {6, 6, 3};
static const kp__struct kp__delete_records_request_delete_records_topic_struct = {"DeleteRecordsTopic", kp__delete_records_request_delete_records_topic_fields, 2, false, sizeof(kp__delete_records_request_delete_records_topic), kp__delete_records_request_delete_records_topic_size_min};

static const kp__field kp__delete_records_request_fields[] = {
    {"Topics", &kp__delete_records_request_delete_records_topic_struct, 0, offsetof(kp__delete_records_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
    {"TimeoutMs", NULL, 0, offsetof(kp__delete_records_request, timeout_ms), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
};
static const uint16_t kp__delete_records_request_size_min[] = {8, 8, 6};
static const kp__struct kp__delete_records_request_struct = {"DeleteRecordsRequest", kp__delete_records_request_fields, 2, false, sizeof(kp__delete_records_request), kp__delete_records_request_size_min};
const kp__message kp__delete_records_request_message = {"DeleteRecordsRequest", &kp__delete_records_request_struct, 21, 0, 2, 2};

static const kp__field kp__delete_records_response_delete_records_partition_result_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__delete_records_response_delete_records_partition_result, partition_index), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
    {"LowWatermark", NULL, 0, offsetof(kp__delete_records_response_delete_records_partition_result, low_watermark), KP__TYPE_INT64, 0, 0, 0, 2, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__delete_records_response_delete_records_partition_result, error_code), KP__TYPE_INT16, 0, 0, 0, 2, 1, 0},
};
static const uint16_t kp__delete_records_response_delete_records_partition_result_size_min[] = {14, 14, 15};
static const kp__struct kp__delete_records_response_delete_records_partition_result_struct = {"DeleteRecordsPartitionResult", kp__delete_records_response_delete_records_partition_result_fields, 3, false, sizeof(kp__delete_records_response_delete_records_partition_result), kp__delete_records_response_delete_records_partition_result_size_min};

static const kp__field kp__delete_records_response_delete_records_topic_result_fields[] = {
    {"Name", NULL, 0, offsetof(kp__delete_records_response_delete_records_topic_result, name), KP__TYPE_STRING, 0, 0, 0, 2, 1, 0},
    {"Partitions", &kp__delete_records_response_delete_records_partition_result_struct, 0, offsetof(kp__delete_records_response_delete_records_topic_result, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
};
static const uint16_t kp__delete_records_response_delete_records_topic_result_size_min[] = {6, 6, 3};
static const kp__struct kp__delete_records_response_delete_records_topic_result_struct = {"DeleteRecordsTopicResult", kp__delete_records_response_delete_records_topic_result_fields, 2, false, sizeof(kp__delete_records_response_delete_records_topic_result), kp__delete_records_response_delete_records_topic_result_size_min};

static const kp__field kp__delete_records_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__delete_records_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 2, 1, 0},
    {"Topics", &kp__delete_records_response_delete_records_topic_result_struct, 0, offsetof(kp__delete_records_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 2, 1, 0},
};
static const uint16_t kp__delete_records_response_size_min[] = {8, 8, 6};
static const kp__struct kp__delete_records_response_struct = {"DeleteRecordsResponse", kp__delete_records_response_fields, 2, false, sizeof(kp__delete_records_response), kp__delete_records_response_size_min};
const kp__message kp__delete_records_response_message = {"DeleteRecordsResponse", &kp__delete_records_response_struct, 21, 0, 2, 2};

static const kp__field kp__init_producer_id_request_fields[] = {
    {"TransactionalId", NULL, 0, offsetof(kp__init_producer_id_request, transactional_id), KP__TYPE_STRING, 0, 0, 0, 5, 0, 5},
    {"TransactionTimeoutMs", NULL, 0, offsetof(kp__init_producer_id_request, transaction_timeout_ms), KP__TYPE_INT32, 0, 0, 0, 5, 1, 0},
    {"ProducerId", NULL, -1, offsetof(kp__init_producer_id_request, producer_id), KP__TYPE_INT64, 0, 0, 3, 5, 1, 0},
    {"ProducerEpoch", NULL, -1, offsetof(kp__init_producer_id_request, producer_epoch), KP__TYPE_INT16, 0, 0, 3, 5, 1, 0},
};
static const uint16_t kp__init_producer_id_request_size_min[] = {6, 6, 6, 16, 16, 16};
static const kp__struct kp__init_producer_id_request_struct = {"InitProducerIdRequest", kp__init_producer_id_request_fields, 4, false, sizeof(kp__init_producer_id_request), kp__init_producer_id_request_size_min};
const kp__message kp__init_producer_id_request_message = {"InitProducerIdRequest", &kp__init_producer_id_request_struct, 22, 0, 5, 2};

static const kp__field kp__init_producer_id_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__init_producer_id_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 0, 5, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__init_producer_id_response, error_code), KP__TYPE_INT16, 0, 0, 0, 5, 1, 0},
    {"ProducerId", NULL, -1, offsetof(kp__init_producer_id_response, producer_id), KP__TYPE_INT64, 0, 0, 0, 5, 1, 0},
    {"ProducerEpoch", NULL, 0, offsetof(kp__init_producer_id_response, producer_epoch), KP__TYPE_INT16, 0, 0, 0, 5, 1, 0},
};
static const uint16_t kp__init_producer_id_response_size_min[] = {16, 16, 17, 17, 17, 17};
static const kp__struct kp__init_producer_id_response_struct = {"InitProducerIdResponse", kp__init_producer_id_response_fields, 4, false, sizeof(kp__init_producer_id_response), kp__init_producer_id_response_size_min};
const kp__message kp__init_producer_id_response_message = {"InitProducerIdResponse", &kp__init_producer_id_response_struct, 22, 0, 5, 2};

static const kp__field kp__offset_for_leader_epoch_request_offset_for_leader_partition_fields[] = {
    {"Partition", NULL, 0, offsetof(kp__offset_for_leader_epoch_request_offset_for_leader_partition, partition), KP__TYPE_INT32, 0, 0, 0, 4, 1, 0},
    {"CurrentLeaderEpoch", NULL, -1, offsetof(kp__offset_for_leader_epoch_request_offset_for_leader_partition, current_leader_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 2, 4, 1, 0},
    {"LeaderEpoch", NULL, 0, offsetof(kp__offset_for_leader_epoch_request_offset_for_leader_partition, leader_epoch), KP__TYPE_INT32, 0, 0, 0, 4, 1, 0},
};
static const uint16_t kp__offset_for_leader_epoch_request_offset_for_leader_partition_size_min[] = {8, 8, 12, 12, 13};
static const kp__struct kp__offset_for_leader_epoch_request_offset_for_leader_partition_struct = {"OffsetForLeaderPartition", kp__offset_for_leader_epoch_request_offset_for_leader_partition_fields, 3, false, sizeof(kp__offset_for_leader_epoch_request_offset_for_leader_partition), kp__offset_for_leader_epoch_request_offset_for_leader_partition_size_min};

static const kp__field kp__offset_for_leader_epoch_request_offset_for_leader_topic_fields[] = {
    {"Topic", NULL, 0, offsetof(kp__offset_for_leader_epoch_request_offset_for_leader_topic, topic), KP__TYPE_STRING, 0, 0, 0, 4, 1, 0},
    {"Partitions", &kp__offset_for_leader_epoch_request_offset_for_leader_partition_struct, 0, offsetof(kp__offset_for_leader_epoch_request_offset_for_leader_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 4, 1, 0},
};
static const uint16_t kp__offset_for_leader_epoch_request_offset_for_leader_topic_size_min[] = {6, 6, 6, 6, 3};
static const kp__struct kp__offset_for_leader_epoch_request_offset_for_leader_topic_struct = {"OffsetForLeaderTopic", kp__offset_for_leader_epoch_request_offset_for_leader_topic_fields, 2, false, sizeof(kp__offset_for_leader_epoch_request_offset_for_leader_topic), kp__offset_for_leader_epoch_request_offset_for_leader_topic_size_min};

static const kp__field kp__offset_for_leader_epoch_request_fields[] = {
    {"ReplicaId", NULL, -2, offsetof(kp__offset_for_leader_epoch_request, replica_id), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 3, 4, 1, 0},
    {"Topics", &kp__offset_for_leader_epoch_request_offset_for_leader_topic_struct, 0, offsetof(kp__offset_for_leader_epoch_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 4, 1, 0},
};
static const uint16_t kp__offset_for_leader_epoch_request_size_min[] = {4, 4, 4, 8, 6};
static const kp__struct kp__offset_for_leader_epoch_request_struct = {"OffsetForLeaderEpochRequest", kp__offset_for_leader_epoch_request_fields, 2, false, sizeof(kp__offset_for_leader_epoch_request), kp__offset_for_leader_epoch_request_size_min};
const kp__message kp__offset_for_leader_epoch_request_message = {"OffsetForLeaderEpochRequest", &kp__offset_for_leader_epoch_request_struct, 23, 0, 4, 4};

static const kp__field kp__offset_for_leader_epoch_response_epoch_end_offset_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__offset_for_leader_epoch_response_epoch_end_offset, error_code), KP__TYPE_INT16, 0, 0, 0, 4, 1, 0},
    {"Partition", NULL, 0, offsetof(kp__offset_for_leader_epoch_response_epoch_end_offset, partition), KP__TYPE_INT32, 0, 0, 0, 4, 1, 0},
    {"LeaderEpoch", NULL, -1, offsetof(kp__offset_for_leader_epoch_response_epoch_end_offset, leader_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 4, 1, 0},
    {"EndOffset", NULL, -1, offsetof(kp__offset_for_leader_epoch_response_epoch_end_offset, end_offset), KP__TYPE_INT64, 0, 0, 0, 4, 1, 0},
};
static const uint16_t kp__offset_for_leader_epoch_response_epoch_end_offset_size_min[] = {14, 18, 18, 18, 19};
static const kp__struct kp__offset_for_leader_epoch_response_epoch_end_offset_struct = {"EpochEndOffset", kp__offset_for_leader_epoch_response_epoch_end_offset_fields, 4, false, sizeof(kp__offset_for_leader_epoch_response_epoch_end_offset), kp__offset_for_leader_epoch_response_epoch_end_offset_size_min};

static const kp__field kp__offset_for_leader_epoch_response_offset_for_leader_topic_result_fields[] = {
    {"Topic", NULL, 0, offsetof(kp__offset_for_leader_epoch_response_offset_for_leader_topic_result, topic), KP__TYPE_STRING, 0, 0, 0, 4, 1, 0},
    {"Partitions", &kp__offset_for_leader_epoch_response_epoch_end_offset_struct, 0, offsetof(kp__offset_for_leader_epoch_response_offset_for_leader_topic_result, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 4, 1, 0},
};
static const uint16_t kp__offset_for_leader_epoch_response_offset_for_leader_topic_result_size_min[] = {6, 6, 6, 6, 3};
static const kp__struct kp__offset_for_leader_epoch_response_offset_for_leader_topic_result_struct = {"OffsetForLeaderTopicResult", kp__offset_for_leader_epoch_response_offset_for_leader_topic_result_fields, 2, false, sizeof(kp__offset_for_leader_epoch_response_offset_for_leader_topic_result), kp__offset_for_leader_epoch_response_offset_for_leader_topic_result_size_min};

static const kp__field kp__offset_for_leader_epoch_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__offset_for_leader_epoch_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 2, 4, 1, 0},
    {"Topics", &kp__offset_for_leader_epoch_response_offset_for_leader_topic_result_struct, 0, offsetof(kp__offset_for_leader_epoch_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 4, 1, 0},
};
static const uint16_t kp__offset_for_leader_epoch_response_size_min[] = {4, 4, 8, 8, 6};
static const kp__struct kp__offset_for_leader_epoch_response_struct = {"OffsetForLeaderEpochResponse", kp__offset_for_leader_epoch_response_fields, 2, false, sizeof(kp__offset_for_leader_epoch_response), kp__offset_for_leader_epoch_response_size_min};
const kp__message kp__offset_for_leader_epoch_response_message = {"OffsetForLeaderEpochResponse", &kp__offset_for_leader_epoch_response_struct, 23, 0, 4, 4};

static const kp__field kp__add_partitions_to_txn_request_add_partitions_to_txn_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__add_partitions_to_txn_request_add_partitions_to_txn_topic, name), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"Partitions", NULL, 0, offsetof(kp__add_partitions_to_txn_request_add_partitions_to_txn_topic, partitions), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
};
static const uint16_t kp__add_partitions_to_txn_request_add_partitions_to_txn_topic_size_min[] = {6, 6, 6, 3, 3, 3};
static const kp__struct kp__add_partitions_to_txn_request_add_partitions_to_txn_topic_struct = {"AddPartitionsToTxnTopic", kp__add_partitions_to_txn_request_add_partitions_to_txn_topic_fields, 2, false, sizeof(kp__add_partitions_to_txn_request_add_partitions_to_txn_topic), kp__add_partitions_to_txn_request_add_partitions_to_txn_topic_size_min};

static const kp__field kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction_fields[] = {
    {"TransactionalId", NULL, 0, offsetof(kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction, transactional_id), KP__TYPE_STRING, 0, 0, 4, 5, 1, 0},
    {"ProducerId", NULL, 0, offsetof(kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction, producer_id), KP__TYPE_INT64, 0, 0, 4, 5, 1, 0},
    {"ProducerEpoch", NULL, 0, offsetof(kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction, producer_epoch), KP__TYPE_INT16, 0, 0, 4, 5, 1, 0},
    {"VerifyOnly", NULL, 0, offsetof(kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction, verify_only), KP__TYPE_BOOL, 0, 0, 4, 5, 1, 0},
    {"Topics", &kp__add_partitions_to_txn_request_add_partitions_to_txn_topic_struct, 0, offsetof(kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 4, 5, 1, 0},
};
static const uint16_t kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction_size_min[] = {0, 0, 0, 1, 14, 14};
static const kp__struct kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction_struct = {"AddPartitionsToTxnTransaction", kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction_fields, 5, false, sizeof(kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction), kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction_size_min};

static const kp__field kp__add_partitions_to_txn_request_fields[] = {
    {"Transactions", &kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction_struct, 0, offsetof(kp__add_partitions_to_txn_request, transactions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 4, 5, 1, 0},
    {"V3AndBelowTransactionalId", NULL, 0, offsetof(kp__add_partitions_to_txn_request, v3_and_below_transactional_id), KP__TYPE_STRING, 0, 0, 0, 3, 1, 0},
    {"V3AndBelowProducerId", NULL, 0, offsetof(kp__add_partitions_to_txn_request, v3_and_below_producer_id), KP__TYPE_INT64, 0, 0, 0, 3, 1, 0},
    {"V3AndBelowProducerEpoch", NULL, 0, offsetof(kp__add_partitions_to_txn_request, v3_and_below_producer_epoch), KP__TYPE_INT16, 0, 0, 0, 3, 1, 0},
    {"V3AndBelowTopics", &kp__add_partitions_to_txn_request_add_partitions_to_txn_topic_struct, 0, offsetof(kp__add_partitions_to_txn_request, v3_and_below_topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 3, 1, 0},
};
static const uint16_t kp__add_partitions_to_txn_request_size_min[] = {16, 16, 16, 13, 2, 2};
static const kp__struct kp__add_partitions_to_txn_request_struct = {"AddPartitionsToTxnRequest", kp__add_partitions_to_txn_request_fields, 5, false, sizeof(kp__add_partitions_to_txn_request), kp__add_partitions_to_txn_request_size_min};
const kp__message kp__add_partitions_to_txn_request_message = {"AddPartitionsToTxnRequest", &kp__add_partitions_to_txn_request_struct, 24, 0, 5, 3};

static const kp__field kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result, partition_index), KP__TYPE_INT32, 0, 0, 0, 5, 1, 0},
    {"PartitionErrorCode", NULL, 0, offsetof(kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result, partition_error_code), KP__TYPE_INT16, 0, 0, 0, 5, 1, 0},
};
static const uint16_t kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result_size_min[] = {6, 6, 6, 7, 7, 7};
static const kp__struct kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result_struct = {"AddPartitionsToTxnPartitionResult", kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result_fields, 2, false, sizeof(kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result), kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result_size_min};

static const kp__field kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result_fields[] = {
    {"Name", NULL, 0, offsetof(kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result, name), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"ResultsByPartition", &kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result_struct, 0, offsetof(kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result, results_by_partition), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
};
static const uint16_t kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result_size_min[] = {6, 6, 6, 3, 3, 3};
static const kp__struct kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result_struct = {"AddPartitionsToTxnTopicResult", kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result_fields, 2, false, sizeof(kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result), kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result_size_min};

static const kp__field kp__add_partitions_to_txn_response_add_partitions_to_txn_result_fields[] = {
    {"TransactionalId", NULL, 0, offsetof(kp__add_partitions_to_txn_response_add_partitions_to_txn_result, transactional_id), KP__TYPE_STRING, 0, 0, 4, 5, 1, 0},
    {"TopicResults", &kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result_struct, 0, offsetof(kp__add_partitions_to_txn_response_add_partitions_to_txn_result, topic_results), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 4, 5, 1, 0},
};
static const uint16_t kp__add_partitions_to_txn_response_add_partitions_to_txn_result_size_min[] = {0, 0, 0, 1, 3, 3};
static const kp__struct kp__add_partitions_to_txn_response_add_partitions_to_txn_result_struct = {"AddPartitionsToTxnResult", kp__add_partitions_to_txn_response_add_partitions_to_txn_result_fields, 2, false, sizeof(kp__add_partitions_to_txn_response_add_partitions_to_txn_result), kp__add_partitions_to_txn_response_add_partitions_to_txn_result_size_min};

static const kp__field kp__add_partitions_to_txn_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__add_partitions_to_txn_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 5, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__add_partitions_to_txn_response, error_code), KP__TYPE_INT16, KP__FIELD_IGNORABLE, 0, 4, 5, 1, 0},
    {"ResultsByTransaction", &kp__add_partitions_to_txn_response_add_partitions_to_txn_result_struct, 0, offsetof(kp__add_partitions_to_txn_response, results_by_transaction), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 4, 5, 1, 0},
    {"ResultsByTopicV3AndBelow", &kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result_struct, 0, offsetof(kp__add_partitions_to_txn_response, results_by_topic_v3_and_below), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 3, 1, 0},
};
static const uint16_t kp__add_partitions_to_txn_response_size_min[] = {8, 8, 8, 6, 8, 8};
static const kp__struct kp__add_partitions_to_txn_response_struct = {"AddPartitionsToTxnResponse", kp__add_partitions_to_txn_response_fields, 4, false, sizeof(kp__add_partitions_to_txn_response), kp__add_partitions_to_txn_response_size_min};
const kp__message kp__add_partitions_to_txn_response_message = {"AddPartitionsToTxnResponse", &kp__add_partitions_to_txn_response_struct, 24, 0, 5, 3};

static const kp__field kp__add_offsets_to_txn_request_fields[] = {
    {"TransactionalId", NULL, 0, offsetof(kp__add_offsets_to_txn_request, transactional_id), KP__TYPE_STRING, 0, 0, 0, 4, 1, 0},
    {"ProducerId", NULL, 0, offsetof(kp__add_offsets_to_txn_request, producer_id), KP__TYPE_INT64, 0, 0, 0, 4, 1, 0},
    {"ProducerEpoch", NULL, 0, offsetof(kp__add_offsets_to_txn_request, producer_epoch), KP__TYPE_INT16, 0, 0, 0, 4, 1, 0},
    {"GroupId", NULL, 0, offsetof(kp__add_offsets_to_txn_request, group_id), KP__TYPE_STRING, 0, 0, 0, 4, 1, 0},
};
static const uint16_t kp__add_offsets_to_txn_request_size_min[] = {14, 14, 14, 13, 13};
static const kp__struct kp__add_offsets_to_txn_request_struct = {"AddOffsetsToTxnRequest", kp__add_offsets_to_txn_request_fields, 4, false, sizeof(kp__add_offsets_to_txn_request), kp__add_offsets_to_txn_request_size_min};
const kp__message kp__add_offsets_to_txn_request_message = {"AddOffsetsToTxnRequest", &kp__add_offsets_to_txn_request_struct, 25, 0, 4, 3};

static const kp__field kp__add_offsets_to_txn_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__add_offsets_to_txn_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 4, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__add_offsets_to_txn_response, error_code), KP__TYPE_INT16, 0, 0, 0, 4, 1, 0},
};
static const uint16_t kp__add_offsets_to_txn_response_size_min[] = {6, 6, 6, 7, 7};
static const kp__struct kp__add_offsets_to_txn_response_struct = {"AddOffsetsToTxnResponse", kp__add_offsets_to_txn_response_fields, 2, false, sizeof(kp__add_offsets_to_txn_response), kp__add_offsets_to_txn_response_size_min};
const kp__message kp__add_offsets_to_txn_response_message = {"AddOffsetsToTxnResponse", &kp__add_offsets_to_txn_response_struct, 25, 0, 4, 3};

static const kp__field kp__end_txn_request_fields[] = {
    {"TransactionalId", NULL, 0, offsetof(kp__end_txn_request, transactional_id), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"ProducerId", NULL, 0, offsetof(kp__end_txn_request, producer_id), KP__TYPE_INT64, 0, 0, 0, 5, 1, 0},
    {"ProducerEpoch", NULL, 0, offsetof(kp__end_txn_request, producer_epoch), KP__TYPE_INT16, 0, 0, 0, 5, 1, 0},
    {"Committed", NULL, 0, offsetof(kp__end_txn_request, committed), KP__TYPE_BOOL, 0, 0, 0, 5, 1, 0},
};
static const uint16_t kp__end_txn_request_size_min[] = {13, 13, 13, 13, 13, 13};
static const kp__struct kp__end_txn_request_struct = {"EndTxnRequest", kp__end_txn_request_fields, 4, false, sizeof(kp__end_txn_request), kp__end_txn_request_size_min};
const kp__message kp__end_txn_request_message = {"EndTxnRequest", &kp__end_txn_request_struct, 26, 0, 5, 3};

static const kp__field kp__end_txn_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__end_txn_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 5, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__end_txn_response, error_code), KP__TYPE_INT16, 0, 0, 0, 5, 1, 0},
    {"ProducerId", NULL, -1, offsetof(kp__end_txn_response, producer_id), KP__TYPE_INT64, KP__FIELD_IGNORABLE, 0, 5, 5, 1, 0},
    {"ProducerEpoch", NULL, -1, offsetof(kp__end_txn_response, producer_epoch), KP__TYPE_INT16, KP__FIELD_IGNORABLE, 0, 5, 5, 1, 0},
};
static const uint16_t kp__end_txn_response_size_min[] = {6, 6, 6, 7, 7, 17};
static const kp__struct kp__end_txn_response_struct = {"EndTxnResponse", kp__end_txn_response_fields, 4, false, sizeof(kp__end_txn_response), kp__end_txn_response_size_min};
const kp__message kp__end_txn_response_message = {"EndTxnResponse", &kp__end_txn_response_struct, 26, 0, 5, 3};

static const kp__field kp__txn_offset_commit_request_txn_offset_commit_request_partition_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__txn_offset_commit_request_txn_offset_commit_request_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 5, 1, 0},
    {"CommittedOffset", NULL, 0, offsetof(kp__txn_offset_commit_request_txn_offset_commit_request_partition, committed_offset), KP__TYPE_INT64, 0, 0, 0, 5, 1, 0},
    {"CommittedLeaderEpoch", NULL, -1, offsetof(kp__txn_offset_commit_request_txn_offset_commit_request_partition, committed_leader_epoch), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 2, 5, 1, 0},
    {"CommittedMetadata", NULL, 0, offsetof(kp__txn_offset_commit_request_txn_offset_commit_request_partition, committed_metadata), KP__TYPE_STRING, 0, 0, 0, 5, 0, 5},
};
static const uint16_t kp__txn_offset_commit_request_txn_offset_commit_request_partition_size_min[] = {14, 14, 18, 18, 18, 18};
static const kp__struct kp__txn_offset_commit_request_txn_offset_commit_request_partition_struct = {"TxnOffsetCommitRequestPartition", kp__txn_offset_commit_request_txn_offset_commit_request_partition_fields, 4, false, sizeof(kp__txn_offset_commit_request_txn_offset_commit_request_partition), kp__txn_offset_commit_request_txn_offset_commit_request_partition_size_min};

static const kp__field kp__txn_offset_commit_request_txn_offset_commit_request_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__txn_offset_commit_request_txn_offset_commit_request_topic, name), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"Partitions", &kp__txn_offset_commit_request_txn_offset_commit_request_partition_struct, 0, offsetof(kp__txn_offset_commit_request_txn_offset_commit_request_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
};
static const uint16_t kp__txn_offset_commit_request_txn_offset_commit_request_topic_size_min[] = {6, 6, 6, 3, 3, 3};
static const kp__struct kp__txn_offset_commit_request_txn_offset_commit_request_topic_struct = {"TxnOffsetCommitRequestTopic", kp__txn_offset_commit_request_txn_offset_commit_request_topic_fields, 2, false, sizeof(kp__txn_offset_commit_request_txn_offset_commit_request_topic), kp__txn_offset_commit_request_txn_offset_commit_request_topic_size_min};

static const kp__field kp__txn_offset_commit_request_fields[] = {
    {"TransactionalId", NULL, 0, offsetof(kp__txn_offset_commit_request, transactional_id), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"GroupId", NULL, 0, offsetof(kp__txn_offset_commit_request, group_id), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"ProducerId", NULL, 0, offsetof(kp__txn_offset_commit_request, producer_id), KP__TYPE_INT64, 0, 0, 0, 5, 1, 0},
    {"ProducerEpoch", NULL, 0, offsetof(kp__txn_offset_commit_request, producer_epoch), KP__TYPE_INT16, 0, 0, 0, 5, 1, 0},
    {"GenerationId", NULL, -1, offsetof(kp__txn_offset_commit_request, generation_id), KP__TYPE_INT32, 0, 0, 3, 5, 1, 0},
    {"MemberId", NULL, 0, offsetof(kp__txn_offset_commit_request, member_id), KP__TYPE_STRING, 0, 0, 3, 5, 1, 0},
    {"GroupInstanceId", NULL, 0, offsetof(kp__txn_offset_commit_request, group_instance_id), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 3, 5, 3, 5},
    {"Topics", &kp__txn_offset_commit_request_txn_offset_commit_request_topic_struct, 0, offsetof(kp__txn_offset_commit_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
};
static const uint16_t kp__txn_offset_commit_request_size_min[] = {18, 18, 18, 20, 20, 20};
static const kp__struct kp__txn_offset_commit_request_struct = {"TxnOffsetCommitRequest", kp__txn_offset_commit_request_fields, 8, false, sizeof(kp__txn_offset_commit_request), kp__txn_offset_commit_request_size_min};
const kp__message kp__txn_offset_commit_request_message = {"TxnOffsetCommitRequest", &kp__txn_offset_commit_request_struct, 28, 0, 5, 3};

static const kp__field kp__txn_offset_commit_response_txn_offset_commit_response_partition_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__txn_offset_commit_response_txn_offset_commit_response_partition, partition_index), KP__TYPE_INT32, 0, 0, 0, 5, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__txn_offset_commit_response_txn_offset_commit_response_partition, error_code), KP__TYPE_INT16, 0, 0, 0, 5, 1, 0},
};
static const uint16_t kp__txn_offset_commit_response_txn_offset_commit_response_partition_size_min[] = {6, 6, 6, 7, 7, 7};
static const kp__struct kp__txn_offset_commit_response_txn_offset_commit_response_partition_struct = {"TxnOffsetCommitResponsePartition", kp__txn_offset_commit_response_txn_offset_commit_response_partition_fields, 2, false, sizeof(kp__txn_offset_commit_response_txn_offset_commit_response_partition), kp__txn_offset_commit_response_txn_offset_commit_response_partition_size_min};

static const kp__field kp__txn_offset_commit_response_txn_offset_commit_response_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__txn_offset_commit_response_txn_offset_commit_response_topic, name), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"Partitions", &kp__txn_offset_commit_response_txn_offset_commit_response_partition_struct, 0, offsetof(kp__txn_offset_commit_response_txn_offset_commit_response_topic, partitions), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
};
static const uint16_t kp__txn_offset_commit_response_txn_offset_commit_response_topic_size_min[] = {6, 6, 6, 3, 3, 3};
static const kp__struct kp__txn_offset_commit_response_txn_offset_commit_response_topic_struct = {"TxnOffsetCommitResponseTopic", kp__txn_offset_commit_response_txn_offset_commit_response_topic_fields, 2, false, sizeof(kp__txn_offset_commit_response_txn_offset_commit_response_topic), kp__txn_offset_commit_response_txn_offset_commit_response_topic_size_min};

static const kp__field kp__txn_offset_commit_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__txn_offset_commit_response, throttle_time_ms), KP__TYPE_INT32, 0, 0, 0, 5, 1, 0},
    {"Topics", &kp__txn_offset_commit_response_txn_offset_commit_response_topic_struct, 0, offsetof(kp__txn_offset_commit_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
};
static const uint16_t kp__txn_offset_commit_response_size_min[] = {8, 8, 8, 6, 6, 6};
static const kp__struct kp__txn_offset_commit_response_struct = {"TxnOffsetCommitResponse", kp__txn_offset_commit_response_fields, 2, false, sizeof(kp__txn_offset_commit_response), kp__txn_offset_commit_response_size_min};
const kp__message kp__txn_offset_commit_response_message = {"TxnOffsetCommitResponse", &kp__txn_offset_commit_response_struct, 28, 0, 5, 3};

/* clang-format on */
