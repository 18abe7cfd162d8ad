/* The messages as C structs: the union of all versions. Made by schemas/generate from schemas; do not edit.
 *
 * Versions are noted where a field is not in all of them. What an array or a nullable field may be is told in
 * wire/codec.h. */
#ifndef KP__WIRE_MESSAGES_H
#define KP__WIRE_MESSAGES_H

#include <wire/codec.h>

/* clang-format off */

/* ---- 0 Produce, versions 0-13, flexible from 9 ---- */

typedef struct kp__produce_request_partition_produce_data {
    int32_t index;
    kp__records records; /* may be null */
} kp__produce_request_partition_produce_data;

typedef struct kp__produce_request_topic_produce_data {
    kp__slice name; /* 0-12 */
    kp__uuid topic_id; /* 13 */
    struct { kp__produce_request_partition_produce_data *items; int32_t count; } partition_data;
} kp__produce_request_topic_produce_data;

typedef struct kp__produce_request {
    kp__slice transactional_id; /* 3+, may be null */
    int16_t acks;
    int32_t timeout_ms;
    struct { kp__produce_request_topic_produce_data *items; int32_t count; } topic_data;
} kp__produce_request;

extern const kp__message kp__produce_request_message;

typedef struct kp__produce_response_batch_index_and_error_message {
    int32_t batch_index; /* 8+ */
    kp__slice batch_index_error_message; /* 8+, may be null */
} kp__produce_response_batch_index_and_error_message;

typedef struct kp__produce_response_leader_id_and_epoch {
    int32_t leader_id; /* 10+, default -1 */
    int32_t leader_epoch; /* 10+, default -1 */
} kp__produce_response_leader_id_and_epoch;

typedef struct kp__produce_response_partition_produce_response {
    int32_t index;
    int16_t error_code;
    int64_t base_offset;
    int64_t log_append_time_ms; /* 2+, default -1 */
    int64_t log_start_offset; /* 5+, default -1 */
    struct { kp__produce_response_batch_index_and_error_message *items; int32_t count; } record_errors; /* 8+ */
    kp__slice error_message; /* 8+, may be null */
    kp__produce_response_leader_id_and_epoch current_leader; /* 10+, tag 0 */
} kp__produce_response_partition_produce_response;

typedef struct kp__produce_response_topic_produce_response {
    kp__slice name; /* 0-12 */
    kp__uuid topic_id; /* 13 */
    struct { kp__produce_response_partition_produce_response *items; int32_t count; } partition_responses;
} kp__produce_response_topic_produce_response;

typedef struct kp__produce_response_node_endpoint {
    int32_t node_id; /* 10+ */
    kp__slice host; /* 10+ */
    int32_t port; /* 10+ */
    kp__slice rack; /* 10+, may be null */
} kp__produce_response_node_endpoint;

typedef struct kp__produce_response {
    struct { kp__produce_response_topic_produce_response *items; int32_t count; } responses;
    int32_t throttle_time_ms; /* 1+ */
    struct { kp__produce_response_node_endpoint *items; int32_t count; } node_endpoints; /* 10+, tag 0 */
} kp__produce_response;

extern const kp__message kp__produce_response_message;

/* ---- 1 Fetch, versions 0-18, flexible from 12 ---- */

typedef struct kp__fetch_request_replica_state {
    int32_t replica_id; /* 15+, default -1 */
    int64_t replica_epoch; /* 15+, default -1 */
} kp__fetch_request_replica_state;

typedef struct kp__fetch_request_fetch_partition {
    int32_t partition;
    int32_t current_leader_epoch; /* 9+, default -1 */
    int64_t fetch_offset;
    int32_t last_fetched_epoch; /* 12+, default -1 */
    int64_t log_start_offset; /* 5+, default -1 */
    int32_t partition_max_bytes;
    kp__uuid replica_directory_id; /* 17+, tag 0 */
    int64_t high_watermark; /* 18, tag 1, default 9223372036854775807 */
} kp__fetch_request_fetch_partition;

typedef struct kp__fetch_request_fetch_topic {
    kp__slice topic; /* 0-12 */
    kp__uuid topic_id; /* 13+ */
    struct { kp__fetch_request_fetch_partition *items; int32_t count; } partitions;
} kp__fetch_request_fetch_topic;

typedef struct kp__fetch_request_forgotten_topic {
    kp__slice topic; /* 7-12 */
    kp__uuid topic_id; /* 13+ */
    struct { int32_t *items; int32_t count; } partitions; /* 7+ */
} kp__fetch_request_forgotten_topic;

typedef struct kp__fetch_request {
    kp__slice cluster_id; /* 12+, may be null, tag 0 */
    int32_t replica_id; /* 0-14, default -1 */
    kp__fetch_request_replica_state replica_state; /* 15+, tag 1 */
    int32_t max_wait_ms;
    int32_t min_bytes;
    int32_t max_bytes; /* 3+, default 2147483647 */
    int8_t isolation_level; /* 4+ */
    int32_t session_id; /* 7+ */
    int32_t session_epoch; /* 7+, default -1 */
    struct { kp__fetch_request_fetch_topic *items; int32_t count; } topics;
    struct { kp__fetch_request_forgotten_topic *items; int32_t count; } forgotten_topics_data; /* 7+ */
    kp__slice rack_id; /* 11+ */
} kp__fetch_request;

extern const kp__message kp__fetch_request_message;

typedef struct kp__fetch_response_epoch_end_offset {
    int32_t epoch; /* 12+, default -1 */
    int64_t end_offset; /* 12+, default -1 */
} kp__fetch_response_epoch_end_offset;

typedef struct kp__fetch_response_leader_id_and_epoch {
    int32_t leader_id; /* 12+, default -1 */
    int32_t leader_epoch; /* 12+, default -1 */
} kp__fetch_response_leader_id_and_epoch;

typedef struct kp__fetch_response_snapshot_id {
    int64_t end_offset; /* 12+, default -1 */
    int32_t epoch; /* 12+, default -1 */
} kp__fetch_response_snapshot_id;

typedef struct kp__fetch_response_aborted_transaction {
    int64_t producer_id; /* 4+ */
    int64_t first_offset; /* 4+ */
} kp__fetch_response_aborted_transaction;

typedef struct kp__fetch_response_partition_data {
    int32_t partition_index;
    int16_t error_code;
    int64_t high_watermark;
    int64_t last_stable_offset; /* 4+, default -1 */
    int64_t log_start_offset; /* 5+, default -1 */
    kp__fetch_response_epoch_end_offset diverging_epoch; /* 12+, tag 0 */
    kp__fetch_response_leader_id_and_epoch current_leader; /* 12+, tag 1 */
    kp__fetch_response_snapshot_id snapshot_id; /* 12+, tag 2 */
    struct { kp__fetch_response_aborted_transaction *items; int32_t count; } aborted_transactions; /* 4+, may be null */
    int32_t preferred_read_replica; /* 11+, default -1 */
    kp__records records; /* may be null */
} kp__fetch_response_partition_data;

typedef struct kp__fetch_response_fetchable_topic_response {
    kp__slice topic; /* 0-12 */
    kp__uuid topic_id; /* 13+ */
    struct { kp__fetch_response_partition_data *items; int32_t count; } partitions;
} kp__fetch_response_fetchable_topic_response;

typedef struct kp__fetch_response_node_endpoint {
    int32_t node_id; /* 16+ */
    kp__slice host; /* 16+ */
    int32_t port; /* 16+ */
    kp__slice rack; /* 16+, may be null */
} kp__fetch_response_node_endpoint;

typedef struct kp__fetch_response {
    int32_t throttle_time_ms; /* 1+ */
    int16_t error_code; /* 7+ */
    int32_t session_id; /* 7+ */
    struct { kp__fetch_response_fetchable_topic_response *items; int32_t count; } responses;
    struct { kp__fetch_response_node_endpoint *items; int32_t count; } node_endpoints; /* 16+, tag 0 */
} kp__fetch_response;

extern const kp__message kp__fetch_response_message;

/* ---- 2 ListOffsets, versions 0-11, flexible from 6 ---- */

typedef struct kp__list_offsets_request_list_offsets_partition {
    int32_t partition_index;
    int32_t current_leader_epoch; /* 4+, default -1 */
    int64_t timestamp;
    int32_t max_num_offsets; /* 0, default 1 */
} kp__list_offsets_request_list_offsets_partition;

typedef struct kp__list_offsets_request_list_offsets_topic {
    kp__slice name;
    struct { kp__list_offsets_request_list_offsets_partition *items; int32_t count; } partitions;
} kp__list_offsets_request_list_offsets_topic;

typedef struct kp__list_offsets_request {
    int32_t replica_id;
    int8_t isolation_level; /* 2+ */
    struct { kp__list_offsets_request_list_offsets_topic *items; int32_t count; } topics;
    int32_t timeout_ms; /* 10+ */
} kp__list_offsets_request;

extern const kp__message kp__list_offsets_request_message;

typedef struct kp__list_offsets_response_list_offsets_partition_response {
    int32_t partition_index;
    int16_t error_code;
    struct { int64_t *items; int32_t count; } old_style_offsets; /* 0 */
    int64_t timestamp; /* 1+, default -1 */
    int64_t offset; /* 1+, default -1 */
    int32_t leader_epoch; /* 4+, default -1 */
} kp__list_offsets_response_list_offsets_partition_response;

typedef struct kp__list_offsets_response_list_offsets_topic_response {
    kp__slice name;
    struct { kp__list_offsets_response_list_offsets_partition_response *items; int32_t count; } partitions;
} kp__list_offsets_response_list_offsets_topic_response;

typedef struct kp__list_offsets_response {
    int32_t throttle_time_ms; /* 2+ */
    struct { kp__list_offsets_response_list_offsets_topic_response *items; int32_t count; } topics;
} kp__list_offsets_response;

extern const kp__message kp__list_offsets_response_message;

/* ---- 3 Metadata, versions 0-13, flexible from 9 ---- */

typedef struct kp__metadata_request_metadata_request_topic {
    kp__uuid topic_id; /* 10+ */
    kp__slice name; /* may be null in 10+ */
} kp__metadata_request_metadata_request_topic;

typedef struct kp__metadata_request {
    struct { kp__metadata_request_metadata_request_topic *items; int32_t count; } topics; /* may be null in 1+ */
    bool allow_auto_topic_creation; /* 4+, default true */
    bool include_cluster_authorized_operations; /* 8-10 */
    bool include_topic_authorized_operations; /* 8+ */
} kp__metadata_request;

extern const kp__message kp__metadata_request_message;

typedef struct kp__metadata_response_metadata_response_broker {
    int32_t node_id;
    kp__slice host;
    int32_t port;
    kp__slice rack; /* 1+, may be null */
} kp__metadata_response_metadata_response_broker;

typedef struct kp__metadata_response_metadata_response_partition {
    int16_t error_code;
    int32_t partition_index;
    int32_t leader_id;
    int32_t leader_epoch; /* 7+, default -1 */
    struct { int32_t *items; int32_t count; } replica_nodes;
    struct { int32_t *items; int32_t count; } isr_nodes;
    struct { int32_t *items; int32_t count; } offline_replicas; /* 5+ */
} kp__metadata_response_metadata_response_partition;

typedef struct kp__metadata_response_metadata_response_topic {
    int16_t error_code;
    kp__slice name; /* may be null in 12+ */
    kp__uuid topic_id; /* 10+ */
    bool is_internal; /* 1+ */
    struct { kp__metadata_response_metadata_response_partition *items; int32_t count; } partitions;
    int32_t topic_authorized_operations; /* 8+, default -2147483648 */
} kp__metadata_response_metadata_response_topic;

typedef struct kp__metadata_response {
    int32_t throttle_time_ms; /* 3+ */
    struct { kp__metadata_response_metadata_response_broker *items; int32_t count; } brokers;
    kp__slice cluster_id; /* 2+, may be null */
    int32_t controller_id; /* 1+, default -1 */
    struct { kp__metadata_response_metadata_response_topic *items; int32_t count; } topics;
    int32_t cluster_authorized_operations; /* 8-10, default -2147483648 */
    int16_t error_code; /* 13 */
} kp__metadata_response;

extern const kp__message kp__metadata_response_message;

/* ---- 8 OffsetCommit, versions 0-10, flexible from 8 ---- */

typedef struct kp__offset_commit_request_offset_commit_request_partition {
    int32_t partition_index;
    int64_t committed_offset;
    int32_t committed_leader_epoch; /* 6+, default -1 */
    int64_t commit_timestamp; /* 1, default -1 */
    kp__slice committed_metadata; /* may be null */
} kp__offset_commit_request_offset_commit_request_partition;

typedef struct kp__offset_commit_request_offset_commit_request_topic {
    kp__slice name; /* 0-9 */
    kp__uuid topic_id; /* 10 */
    struct { kp__offset_commit_request_offset_commit_request_partition *items; int32_t count; } partitions;
} kp__offset_commit_request_offset_commit_request_topic;

typedef struct kp__offset_commit_request {
    kp__slice group_id;
    int32_t generation_id_or_member_epoch; /* 1+, default -1 */
    kp__slice member_id; /* 1+ */
    kp__slice group_instance_id; /* 7+, may be null */
    int64_t retention_time_ms; /* 2-4, default -1 */
    struct { kp__offset_commit_request_offset_commit_request_topic *items; int32_t count; } topics;
} kp__offset_commit_request;

extern const kp__message kp__offset_commit_request_message;

typedef struct kp__offset_commit_response_offset_commit_response_partition {
    int32_t partition_index;
    int16_t error_code;
} kp__offset_commit_response_offset_commit_response_partition;

typedef struct kp__offset_commit_response_offset_commit_response_topic {
    kp__slice name; /* 0-9 */
    kp__uuid topic_id; /* 10 */
    struct { kp__offset_commit_response_offset_commit_response_partition *items; int32_t count; } partitions;
} kp__offset_commit_response_offset_commit_response_topic;

typedef struct kp__offset_commit_response {
    int32_t throttle_time_ms; /* 3+ */
    struct { kp__offset_commit_response_offset_commit_response_topic *items; int32_t count; } topics;
} kp__offset_commit_response;

extern const kp__message kp__offset_commit_response_message;

/* ---- 9 OffsetFetch, versions 0-10, flexible from 6 ---- */

typedef struct kp__offset_fetch_request_offset_fetch_request_topic {
    kp__slice name; /* 0-7 */
    struct { int32_t *items; int32_t count; } partition_indexes; /* 0-7 */
} kp__offset_fetch_request_offset_fetch_request_topic;

typedef struct kp__offset_fetch_request_offset_fetch_request_topics {
    kp__slice name; /* 8-9 */
    kp__uuid topic_id; /* 10 */
    struct { int32_t *items; int32_t count; } partition_indexes; /* 8+ */
} kp__offset_fetch_request_offset_fetch_request_topics;

typedef struct kp__offset_fetch_request_offset_fetch_request_group {
    kp__slice group_id; /* 8+ */
    kp__slice member_id; /* 9+, may be null */
    int32_t member_epoch; /* 9+, default -1 */
    struct { kp__offset_fetch_request_offset_fetch_request_topics *items; int32_t count; } topics; /* 8+, may be null */
} kp__offset_fetch_request_offset_fetch_request_group;

typedef struct kp__offset_fetch_request {
    kp__slice group_id; /* 0-7 */
    struct { kp__offset_fetch_request_offset_fetch_request_topic *items; int32_t count; } topics; /* 0-7, may be null in 2-7 */
    struct { kp__offset_fetch_request_offset_fetch_request_group *items; int32_t count; } groups; /* 8+ */
    bool require_stable; /* 7+ */
} kp__offset_fetch_request;

extern const kp__message kp__offset_fetch_request_message;

typedef struct kp__offset_fetch_response_offset_fetch_response_partition {
    int32_t partition_index; /* 0-7 */
    int64_t committed_offset; /* 0-7 */
    int32_t committed_leader_epoch; /* 5-7, default -1 */
    kp__slice metadata; /* 0-7, may be null */
    int16_t error_code; /* 0-7 */
} kp__offset_fetch_response_offset_fetch_response_partition;

typedef struct kp__offset_fetch_response_offset_fetch_response_topic {
    kp__slice name; /* 0-7 */
    struct { kp__offset_fetch_response_offset_fetch_response_partition *items; int32_t count; } partitions; /* 0-7 */
} kp__offset_fetch_response_offset_fetch_response_topic;

typedef struct kp__offset_fetch_response_offset_fetch_response_partitions {
    int32_t partition_index; /* 8+ */
    int64_t committed_offset; /* 8+ */
    int32_t committed_leader_epoch; /* 8+, default -1 */
    kp__slice metadata; /* 8+, may be null */
    int16_t error_code; /* 8+ */
} kp__offset_fetch_response_offset_fetch_response_partitions;

typedef struct kp__offset_fetch_response_offset_fetch_response_topics {
    kp__slice name; /* 8-9 */
    kp__uuid topic_id; /* 10 */
    struct { kp__offset_fetch_response_offset_fetch_response_partitions *items; int32_t count; } partitions; /* 8+ */
} kp__offset_fetch_response_offset_fetch_response_topics;

typedef struct kp__offset_fetch_response_offset_fetch_response_group {
    kp__slice group_id; /* 8+ */
    struct { kp__offset_fetch_response_offset_fetch_response_topics *items; int32_t count; } topics; /* 8+ */
    int16_t error_code; /* 8+ */
} kp__offset_fetch_response_offset_fetch_response_group;

typedef struct kp__offset_fetch_response {
    int32_t throttle_time_ms; /* 3+ */
    struct { kp__offset_fetch_response_offset_fetch_response_topic *items; int32_t count; } topics; /* 0-7 */
    int16_t error_code; /* 2-7 */
    struct { kp__offset_fetch_response_offset_fetch_response_group *items; int32_t count; } groups; /* 8+ */
} kp__offset_fetch_response;

extern const kp__message kp__offset_fetch_response_message;

/* ---- 10 FindCoordinator, versions 0-6, flexible from 3 ---- */

typedef struct kp__find_coordinator_request {
    kp__slice key; /* 0-3 */
    int8_t key_type; /* 1+ */
    struct { kp__slice *items; int32_t count; } coordinator_keys; /* 4+ */
} kp__find_coordinator_request;

extern const kp__message kp__find_coordinator_request_message;

typedef struct kp__find_coordinator_response_coordinator {
    kp__slice key; /* 4+ */
    int32_t node_id; /* 4+ */
    kp__slice host; /* 4+ */
    int32_t port; /* 4+ */
    int16_t error_code; /* 4+ */
    kp__slice error_message; /* 4+, may be null */
} kp__find_coordinator_response_coordinator;

typedef struct kp__find_coordinator_response {
    int32_t throttle_time_ms; /* 1+ */
    int16_t error_code; /* 0-3 */
    kp__slice error_message; /* 1-3, may be null */
    int32_t node_id; /* 0-3 */
    kp__slice host; /* 0-3 */
    int32_t port; /* 0-3 */
    struct { kp__find_coordinator_response_coordinator *items; int32_t count; } coordinators; /* 4+ */
} kp__find_coordinator_response;

extern const kp__message kp__find_coordinator_response_message;

/* ---- 11 JoinGroup, versions 0-9, flexible from 6 ---- */

typedef struct kp__join_group_request_join_group_request_protocol {
    kp__slice name;
    kp__slice metadata;
} kp__join_group_request_join_group_request_protocol;

typedef struct kp__join_group_request {
    kp__slice group_id;
    int32_t session_timeout_ms;
    int32_t rebalance_timeout_ms; /* 1+, default -1 */
    kp__slice member_id;
    kp__slice group_instance_id; /* 5+, may be null */
    kp__slice protocol_type;
    struct { kp__join_group_request_join_group_request_protocol *items; int32_t count; } protocols;
    kp__slice reason; /* 8+, may be null */
} kp__join_group_request;

extern const kp__message kp__join_group_request_message;

typedef struct kp__join_group_response_join_group_response_member {
    kp__slice member_id;
    kp__slice group_instance_id; /* 5+, may be null */
    kp__slice metadata;
} kp__join_group_response_join_group_response_member;

typedef struct kp__join_group_response {
    int32_t throttle_time_ms; /* 2+ */
    int16_t error_code;
    int32_t generation_id; /* default -1 */
    kp__slice protocol_type; /* 7+, may be null */
    kp__slice protocol_name; /* may be null in 7+ */
    kp__slice leader;
    bool skip_assignment; /* 9 */
    kp__slice member_id;
    struct { kp__join_group_response_join_group_response_member *items; int32_t count; } members;
} kp__join_group_response;

extern const kp__message kp__join_group_response_message;

/* ---- 12 Heartbeat, versions 0-4, flexible from 4 ---- */

typedef struct kp__heartbeat_request {
    kp__slice group_id;
    int32_t generation_id;
    kp__slice member_id;
    kp__slice group_instance_id; /* 3+, may be null */
} kp__heartbeat_request;

extern const kp__message kp__heartbeat_request_message;

typedef struct kp__heartbeat_response {
    int32_t throttle_time_ms; /* 1+ */
    int16_t error_code;
} kp__heartbeat_response;

extern const kp__message kp__heartbeat_response_message;

/* ---- 13 LeaveGroup, versions 0-5, flexible from 4 ---- */

typedef struct kp__leave_group_request_member_identity {
    kp__slice member_id; /* 3+ */
    kp__slice group_instance_id; /* 3+, may be null */
    kp__slice reason; /* 5, may be null */
} kp__leave_group_request_member_identity;

typedef struct kp__leave_group_request {
    kp__slice group_id;
    kp__slice member_id; /* 0-2 */
    struct { kp__leave_group_request_member_identity *items; int32_t count; } members; /* 3+ */
} kp__leave_group_request;

extern const kp__message kp__leave_group_request_message;

typedef struct kp__leave_group_response_member_response {
    kp__slice member_id; /* 3+ */
    kp__slice group_instance_id; /* 3+, may be null */
    int16_t error_code; /* 3+ */
} kp__leave_group_response_member_response;

typedef struct kp__leave_group_response {
    int32_t throttle_time_ms; /* 1+ */
    int16_t error_code;
    struct { kp__leave_group_response_member_response *items; int32_t count; } members; /* 3+ */
} kp__leave_group_response;

extern const kp__message kp__leave_group_response_message;

/* ---- 14 SyncGroup, versions 0-5, flexible from 4 ---- */

typedef struct kp__sync_group_request_sync_group_request_assignment {
    kp__slice member_id;
    kp__slice assignment;
} kp__sync_group_request_sync_group_request_assignment;

typedef struct kp__sync_group_request {
    kp__slice group_id;
    int32_t generation_id;
    kp__slice member_id;
    kp__slice group_instance_id; /* 3+, may be null */
    kp__slice protocol_type; /* 5, may be null */
    kp__slice protocol_name; /* 5, may be null */
    struct { kp__sync_group_request_sync_group_request_assignment *items; int32_t count; } assignments;
} kp__sync_group_request;

extern const kp__message kp__sync_group_request_message;

typedef struct kp__sync_group_response {
    int32_t throttle_time_ms; /* 1+ */
    int16_t error_code;
    kp__slice protocol_type; /* 5, may be null */
    kp__slice protocol_name; /* 5, may be null */
    kp__slice assignment;
} kp__sync_group_response;

extern const kp__message kp__sync_group_response_message;

/* ---- 15 DescribeGroups, versions 0-6, flexible from 5 ---- */

typedef struct kp__describe_groups_request {
    struct { kp__slice *items; int32_t count; } groups;
    bool include_authorized_operations; /* 3+ */
} kp__describe_groups_request;

extern const kp__message kp__describe_groups_request_message;

typedef struct kp__describe_groups_response_described_group_member {
    kp__slice member_id;
    kp__slice group_instance_id; /* 4+, may be null */
    kp__slice client_id;
    kp__slice client_host;
    kp__slice member_metadata;
    kp__slice member_assignment;
} kp__describe_groups_response_described_group_member;

typedef struct kp__describe_groups_response_described_group {
    int16_t error_code;
    kp__slice error_message; /* 6, may be null */
    kp__slice group_id;
    kp__slice group_state;
    kp__slice protocol_type;
    kp__slice protocol_data;
    struct { kp__describe_groups_response_described_group_member *items; int32_t count; } members;
    int32_t authorized_operations; /* 3+, default -2147483648 */
} kp__describe_groups_response_described_group;

typedef struct kp__describe_groups_response {
    int32_t throttle_time_ms; /* 1+ */
    struct { kp__describe_groups_response_described_group *items; int32_t count; } groups;
} kp__describe_groups_response;

extern const kp__message kp__describe_groups_response_message;

/* ---- 16 ListGroups, versions 0-5, flexible from 3 ---- */

typedef struct kp__list_groups_request {
    struct { kp__slice *items; int32_t count; } states_filter; /* 4+ */
    struct { kp__slice *items; int32_t count; } types_filter; /* 5 */
} kp__list_groups_request;

extern const kp__message kp__list_groups_request_message;

typedef struct kp__list_groups_response_listed_group {
    kp__slice group_id;
    kp__slice protocol_type;
    kp__slice group_state; /* 4+ */
    kp__slice group_type; /* 5 */
} kp__list_groups_response_listed_group;

typedef struct kp__list_groups_response {
    int32_t throttle_time_ms; /* 1+ */
    int16_t error_code;
    struct { kp__list_groups_response_listed_group *items; int32_t count; } groups;
} kp__list_groups_response;

extern const kp__message kp__list_groups_response_message;

/* ---- 17 SaslHandshake, versions 0-1, never flexible ---- */

typedef struct kp__sasl_handshake_request {
    kp__slice mechanism;
} kp__sasl_handshake_request;

extern const kp__message kp__sasl_handshake_request_message;

typedef struct kp__sasl_handshake_response {
    int16_t error_code;
    struct { kp__slice *items; int32_t count; } mechanisms;
} kp__sasl_handshake_response;

extern const kp__message kp__sasl_handshake_response_message;

/* ---- 18 ApiVersions, versions 0-4, flexible from 3 ---- */

typedef struct kp__api_versions_request {
    kp__slice client_software_name; /* 3+ */
    kp__slice client_software_version; /* 3+ */
} kp__api_versions_request;

extern const kp__message kp__api_versions_request_message;

typedef struct kp__api_versions_response_api_version {
    int16_t api_key;
    int16_t min_version;
    int16_t max_version;
} kp__api_versions_response_api_version;

typedef struct kp__api_versions_response_supported_feature_key {
    kp__slice name; /* 3+ */
    int16_t min_version; /* 3+ */
    int16_t max_version; /* 3+ */
} kp__api_versions_response_supported_feature_key;

typedef struct kp__api_versions_response_finalized_feature_key {
    kp__slice name; /* 3+ */
    int16_t max_version_level; /* 3+ */
    int16_t min_version_level; /* 3+ */
} kp__api_versions_response_finalized_feature_key;

typedef struct kp__api_versions_response {
    int16_t error_code;
    struct { kp__api_versions_response_api_version *items; int32_t count; } api_keys;
    int32_t throttle_time_ms; /* 1+ */
    struct { kp__api_versions_response_supported_feature_key *items; int32_t count; } supported_features; /* 3+, tag 0 */
    int64_t finalized_features_epoch; /* 3+, tag 1, default -1 */
    struct { kp__api_versions_response_finalized_feature_key *items; int32_t count; } finalized_features; /* 3+, tag 2 */
    bool zk_migration_ready; /* 3+, tag 3 */
} kp__api_versions_response;

extern const kp__message kp__api_versions_response_message;

/* ---- 19 CreateTopics, versions 0-7, flexible from 5 ---- */

typedef struct kp__create_topics_request_creatable_replica_assignment {
    int32_t partition_index;
    struct { int32_t *items; int32_t count; } broker_ids;
} kp__create_topics_request_creatable_replica_assignment;

typedef struct kp__create_topics_request_creatable_topic_config {
    kp__slice name;
    kp__slice value; /* may be null */
} kp__create_topics_request_creatable_topic_config;

typedef struct kp__create_topics_request_creatable_topic {
    kp__slice name;
    int32_t num_partitions;
    int16_t replication_factor;
    struct { kp__create_topics_request_creatable_replica_assignment *items; int32_t count; } assignments;
    struct { kp__create_topics_request_creatable_topic_config *items; int32_t count; } configs;
} kp__create_topics_request_creatable_topic;

typedef struct kp__create_topics_request {
    struct { kp__create_topics_request_creatable_topic *items; int32_t count; } topics;
    int32_t timeout_ms; /* default 60000 */
    bool validate_only; /* 1+ */
} kp__create_topics_request;

extern const kp__message kp__create_topics_request_message;

typedef struct kp__create_topics_response_creatable_topic_configs {
    kp__slice name; /* 5+ */
    kp__slice value; /* 5+, may be null */
    bool read_only; /* 5+ */
    int8_t config_source; /* 5+, default -1 */
    bool is_sensitive; /* 5+ */
} kp__create_topics_response_creatable_topic_configs;

typedef struct kp__create_topics_response_creatable_topic_result {
    kp__slice name;
    kp__uuid topic_id; /* 7 */
    int16_t error_code;
    kp__slice error_message; /* 1+, may be null */
    int16_t topic_config_error_code; /* 5+, tag 0 */
    int32_t num_partitions; /* 5+, default -1 */
    int16_t replication_factor; /* 5+, default -1 */
    struct { kp__create_topics_response_creatable_topic_configs *items; int32_t count; } configs; /* 5+, may be null */
} kp__create_topics_response_creatable_topic_result;

typedef struct kp__create_topics_response {
    int32_t throttle_time_ms; /* 2+ */
    struct { kp__create_topics_response_creatable_topic_result *items; int32_t count; } topics;
} kp__create_topics_response;

extern const kp__message kp__create_topics_response_message;

/* ---- 20 DeleteTopics, versions 0-6, flexible from 4 ---- */

typedef struct kp__delete_topics_request_delete_topic_state {
    kp__slice name; /* 6, may be null */
    kp__uuid topic_id; /* 6 */
} kp__delete_topics_request_delete_topic_state;

typedef struct kp__delete_topics_request {
    struct { kp__delete_topics_request_delete_topic_state *items; int32_t count; } topics; /* 6 */
    struct { kp__slice *items; int32_t count; } topic_names; /* 0-5 */
    int32_t timeout_ms;
} kp__delete_topics_request;

extern const kp__message kp__delete_topics_request_message;

typedef struct kp__delete_topics_response_deletable_topic_result {
    kp__slice name; /* may be null in 6 */
    kp__uuid topic_id; /* 6 */
    int16_t error_code;
    kp__slice error_message; /* 5+, may be null */
} kp__delete_topics_response_deletable_topic_result;

typedef struct kp__delete_topics_response {
    int32_t throttle_time_ms; /* 1+ */
    struct { kp__delete_topics_response_deletable_topic_result *items; int32_t count; } responses;
} kp__delete_topics_response;

extern const kp__message kp__delete_topics_response_message;

/* ---- 21 DeleteRecords, versions 0-2, flexible from 2 ---- */

typedef struct kp__delete_records_request_delete_records_partition {
    int32_t partition_index;
    int64_t offset;
} kp__delete_records_request_delete_records_partition;

typedef struct kp__delete_records_request_delete_records_topic {
    kp__slice name;
    struct { kp__delete_records_request_delete_records_partition *items; int32_t count; } partitions;
} kp__delete_records_request_delete_records_topic;

typedef struct kp__delete_records_request {
    struct { kp__delete_records_request_delete_records_topic *items; int32_t count; } topics;
    int32_t timeout_ms;
} kp__delete_records_request;

extern const kp__message kp__delete_records_request_message;

typedef struct kp__delete_records_response_delete_records_partition_result {
    int32_t partition_index;
    int64_t low_watermark;
    int16_t error_code;
} kp__delete_records_response_delete_records_partition_result;

typedef struct kp__delete_records_response_delete_records_topic_result {
    kp__slice name;
    struct { kp__delete_records_response_delete_records_partition_result *items; int32_t count; } partitions;
} kp__delete_records_response_delete_records_topic_result;

typedef struct kp__delete_records_response {
    int32_t throttle_time_ms;
    struct { kp__delete_records_response_delete_records_topic_result *items; int32_t count; } topics;
} kp__delete_records_response;

extern const kp__message kp__delete_records_response_message;

/* ---- 22 InitProducerId, versions 0-5, flexible from 2 ---- */

typedef struct kp__init_producer_id_request {
    kp__slice transactional_id; /* may be null */
    int32_t transaction_timeout_ms;
    int64_t producer_id; /* 3+, default -1 */
    int16_t producer_epoch; /* 3+, default -1 */
} kp__init_producer_id_request;

extern const kp__message kp__init_producer_id_request_message;

typedef struct kp__init_producer_id_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    int64_t producer_id; /* default -1 */
    int16_t producer_epoch;
} kp__init_producer_id_response;

extern const kp__message kp__init_producer_id_response_message;

/* ---- 23 OffsetForLeaderEpoch, versions 0-4, flexible from 4 ---- */

typedef struct kp__offset_for_leader_epoch_request_offset_for_leader_partition {
    int32_t partition;
    int32_t current_leader_epoch; /* 2+, default -1 */
    int32_t leader_epoch;
} kp__offset_for_leader_epoch_request_offset_for_leader_partition;

typedef struct kp__offset_for_leader_epoch_request_offset_for_leader_topic {
    kp__slice topic;
    struct { kp__offset_for_leader_epoch_request_offset_for_leader_partition *items; int32_t count; } partitions;
} kp__offset_for_leader_epoch_request_offset_for_leader_topic;

typedef struct kp__offset_for_leader_epoch_request {
    int32_t replica_id; /* 3+, default -2 */
    struct { kp__offset_for_leader_epoch_request_offset_for_leader_topic *items; int32_t count; } topics;
} kp__offset_for_leader_epoch_request;

extern const kp__message kp__offset_for_leader_epoch_request_message;

typedef struct kp__offset_for_leader_epoch_response_epoch_end_offset {
    int16_t error_code;
    int32_t partition;
    int32_t leader_epoch; /* 1+, default -1 */
    int64_t end_offset; /* default -1 */
} kp__offset_for_leader_epoch_response_epoch_end_offset;

typedef struct kp__offset_for_leader_epoch_response_offset_for_leader_topic_result {
    kp__slice topic;
    struct { kp__offset_for_leader_epoch_response_epoch_end_offset *items; int32_t count; } partitions;
} kp__offset_for_leader_epoch_response_offset_for_leader_topic_result;

typedef struct kp__offset_for_leader_epoch_response {
    int32_t throttle_time_ms; /* 2+ */
    struct { kp__offset_for_leader_epoch_response_offset_for_leader_topic_result *items; int32_t count; } topics;
} kp__offset_for_leader_epoch_response;

extern const kp__message kp__offset_for_leader_epoch_response_message;

/* ---- 24 AddPartitionsToTxn, versions 0-5, flexible from 3 ---- */

typedef struct kp__add_partitions_to_txn_request_add_partitions_to_txn_topic {
    kp__slice name;
    struct { int32_t *items; int32_t count; } partitions;
} kp__add_partitions_to_txn_request_add_partitions_to_txn_topic;

typedef struct kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction {
    kp__slice transactional_id; /* 4+ */
    int64_t producer_id; /* 4+ */
    int16_t producer_epoch; /* 4+ */
    bool verify_only; /* 4+ */
    struct { kp__add_partitions_to_txn_request_add_partitions_to_txn_topic *items; int32_t count; } topics; /* 4+ */
} kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction;

typedef struct kp__add_partitions_to_txn_request {
    struct { kp__add_partitions_to_txn_request_add_partitions_to_txn_transaction *items; int32_t count; } transactions; /* 4+ */
    kp__slice v3_and_below_transactional_id; /* 0-3 */
    int64_t v3_and_below_producer_id; /* 0-3 */
    int16_t v3_and_below_producer_epoch; /* 0-3 */
    struct { kp__add_partitions_to_txn_request_add_partitions_to_txn_topic *items; int32_t count; } v3_and_below_topics; /* 0-3 */
} kp__add_partitions_to_txn_request;

extern const kp__message kp__add_partitions_to_txn_request_message;

typedef struct kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result {
    int32_t partition_index;
    int16_t partition_error_code;
} kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result;

typedef struct kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result {
    kp__slice name;
    struct { kp__add_partitions_to_txn_response_add_partitions_to_txn_partition_result *items; int32_t count; } results_by_partition;
} kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result;

typedef struct kp__add_partitions_to_txn_response_add_partitions_to_txn_result {
    kp__slice transactional_id; /* 4+ */
    struct { kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result *items; int32_t count; } topic_results; /* 4+ */
} kp__add_partitions_to_txn_response_add_partitions_to_txn_result;

typedef struct kp__add_partitions_to_txn_response {
    int32_t throttle_time_ms;
    int16_t error_code; /* 4+ */
    struct { kp__add_partitions_to_txn_response_add_partitions_to_txn_result *items; int32_t count; } results_by_transaction; /* 4+ */
    struct { kp__add_partitions_to_txn_response_add_partitions_to_txn_topic_result *items; int32_t count; } results_by_topic_v3_and_below; /* 0-3 */
} kp__add_partitions_to_txn_response;

extern const kp__message kp__add_partitions_to_txn_response_message;

/* ---- 25 AddOffsetsToTxn, versions 0-4, flexible from 3 ---- */

typedef struct kp__add_offsets_to_txn_request {
    kp__slice transactional_id;
    int64_t producer_id;
    int16_t producer_epoch;
    kp__slice group_id;
} kp__add_offsets_to_txn_request;

extern const kp__message kp__add_offsets_to_txn_request_message;

typedef struct kp__add_offsets_to_txn_response {
    int32_t throttle_time_ms;
    int16_t error_code;
} kp__add_offsets_to_txn_response;

extern const kp__message kp__add_offsets_to_txn_response_message;

/* ---- 26 EndTxn, versions 0-5, flexible from 3 ---- */

typedef struct kp__end_txn_request {
    kp__slice transactional_id;
    int64_t producer_id;
    int16_t producer_epoch;
    bool committed;
} kp__end_txn_request;

extern const kp__message kp__end_txn_request_message;

typedef struct kp__end_txn_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    int64_t producer_id; /* 5, default -1 */
    int16_t producer_epoch; /* 5, default -1 */
} kp__end_txn_response;

extern const kp__message kp__end_txn_response_message;

/* ---- 28 TxnOffsetCommit, versions 0-5, flexible from 3 ---- */

typedef struct kp__txn_offset_commit_request_txn_offset_commit_request_partition {
    int32_t partition_index;
    int64_t committed_offset;
    int32_t committed_leader_epoch; /* 2+, default -1 */
    kp__slice committed_metadata; /* may be null */
} kp__txn_offset_commit_request_txn_offset_commit_request_partition;

typedef struct kp__txn_offset_commit_request_txn_offset_commit_request_topic {
    kp__slice name;
    struct { kp__txn_offset_commit_request_txn_offset_commit_request_partition *items; int32_t count; } partitions;
} kp__txn_offset_commit_request_txn_offset_commit_request_topic;

typedef struct kp__txn_offset_commit_request {
    kp__slice transactional_id;
    kp__slice group_id;
    int64_t producer_id;
    int16_t producer_epoch;
    int32_t generation_id; /* 3+, default -1 */
    kp__slice member_id; /* 3+ */
    kp__slice group_instance_id; /* 3+, may be null */
    struct { kp__txn_offset_commit_request_txn_offset_commit_request_topic *items; int32_t count; } topics;
} kp__txn_offset_commit_request;

extern const kp__message kp__txn_offset_commit_request_message;

typedef struct kp__txn_offset_commit_response_txn_offset_commit_response_partition {
    int32_t partition_index;
    int16_t error_code;
} kp__txn_offset_commit_response_txn_offset_commit_response_partition;

typedef struct kp__txn_offset_commit_response_txn_offset_commit_response_topic {
    kp__slice name;
    struct { kp__txn_offset_commit_response_txn_offset_commit_response_partition *items; int32_t count; } partitions;
} kp__txn_offset_commit_response_txn_offset_commit_response_topic;

typedef struct kp__txn_offset_commit_response {
    int32_t throttle_time_ms;
    struct { kp__txn_offset_commit_response_txn_offset_commit_response_topic *items; int32_t count; } topics;
} kp__txn_offset_commit_response;

extern const kp__message kp__txn_offset_commit_response_message;

/* ---- 32 DescribeConfigs, versions 0-4, flexible from 4 ---- */

typedef struct kp__describe_configs_request_describe_configs_resource {
    int8_t resource_type;
    kp__slice resource_name;
    struct { kp__slice *items; int32_t count; } configuration_keys; /* may be null */
} kp__describe_configs_request_describe_configs_resource;

typedef struct kp__describe_configs_request {
    struct { kp__describe_configs_request_describe_configs_resource *items; int32_t count; } resources;
    bool include_synonyms; /* 1+ */
    bool include_documentation; /* 3+ */
} kp__describe_configs_request;

extern const kp__message kp__describe_configs_request_message;

typedef struct kp__describe_configs_response_describe_configs_synonym {
    kp__slice name; /* 1+ */
    kp__slice value; /* 1+, may be null */
    int8_t source; /* 1+ */
} kp__describe_configs_response_describe_configs_synonym;

typedef struct kp__describe_configs_response_describe_configs_resource_result {
    kp__slice name;
    kp__slice value; /* may be null */
    bool read_only;
    bool is_default; /* 0 */
    int8_t config_source; /* 1+, default -1 */
    bool is_sensitive;
    struct { kp__describe_configs_response_describe_configs_synonym *items; int32_t count; } synonyms; /* 1+ */
    int8_t config_type; /* 3+ */
    kp__slice documentation; /* 3+, may be null */
} kp__describe_configs_response_describe_configs_resource_result;

typedef struct kp__describe_configs_response_describe_configs_result {
    int16_t error_code;
    kp__slice error_message; /* may be null */
    int8_t resource_type;
    kp__slice resource_name;
    struct { kp__describe_configs_response_describe_configs_resource_result *items; int32_t count; } configs;
} kp__describe_configs_response_describe_configs_result;

typedef struct kp__describe_configs_response {
    int32_t throttle_time_ms;
    struct { kp__describe_configs_response_describe_configs_result *items; int32_t count; } results;
} kp__describe_configs_response;

extern const kp__message kp__describe_configs_response_message;

/* ---- 33 AlterConfigs, versions 0-2, flexible from 2 ---- */

typedef struct kp__alter_configs_request_alterable_config {
    kp__slice name;
    kp__slice value; /* may be null */
} kp__alter_configs_request_alterable_config;

typedef struct kp__alter_configs_request_alter_configs_resource {
    int8_t resource_type;
    kp__slice resource_name;
    struct { kp__alter_configs_request_alterable_config *items; int32_t count; } configs;
} kp__alter_configs_request_alter_configs_resource;

typedef struct kp__alter_configs_request {
    struct { kp__alter_configs_request_alter_configs_resource *items; int32_t count; } resources;
    bool validate_only;
} kp__alter_configs_request;

extern const kp__message kp__alter_configs_request_message;

typedef struct kp__alter_configs_response_alter_configs_resource_response {
    int16_t error_code;
    kp__slice error_message; /* may be null */
    int8_t resource_type;
    kp__slice resource_name;
} kp__alter_configs_response_alter_configs_resource_response;

typedef struct kp__alter_configs_response {
    int32_t throttle_time_ms;
    struct { kp__alter_configs_response_alter_configs_resource_response *items; int32_t count; } responses;
} kp__alter_configs_response;

extern const kp__message kp__alter_configs_response_message;

/* ---- 35 DescribeLogDirs, versions 0-5, flexible from 2 ---- */

typedef struct kp__describe_log_dirs_request_describable_log_dir_topic {
    kp__slice topic;
    struct { int32_t *items; int32_t count; } partitions;
} kp__describe_log_dirs_request_describable_log_dir_topic;

typedef struct kp__describe_log_dirs_request {
    struct { kp__describe_log_dirs_request_describable_log_dir_topic *items; int32_t count; } topics; /* may be null */
} kp__describe_log_dirs_request;

extern const kp__message kp__describe_log_dirs_request_message;

typedef struct kp__describe_log_dirs_response_describe_log_dirs_partition {
    int32_t partition_index;
    int64_t partition_size;
    int64_t offset_lag;
    bool is_future_key;
} kp__describe_log_dirs_response_describe_log_dirs_partition;

typedef struct kp__describe_log_dirs_response_describe_log_dirs_topic {
    kp__slice name;
    struct { kp__describe_log_dirs_response_describe_log_dirs_partition *items; int32_t count; } partitions;
} kp__describe_log_dirs_response_describe_log_dirs_topic;

typedef struct kp__describe_log_dirs_response_describe_log_dirs_result {
    int16_t error_code;
    kp__slice log_dir;
    struct { kp__describe_log_dirs_response_describe_log_dirs_topic *items; int32_t count; } topics;
    int64_t total_bytes; /* 4+, default -1 */
    int64_t usable_bytes; /* 4+, default -1 */
    bool is_cordoned; /* 5 */
} kp__describe_log_dirs_response_describe_log_dirs_result;

typedef struct kp__describe_log_dirs_response {
    int32_t throttle_time_ms;
    int16_t error_code; /* 3+ */
    struct { kp__describe_log_dirs_response_describe_log_dirs_result *items; int32_t count; } results;
} kp__describe_log_dirs_response;

extern const kp__message kp__describe_log_dirs_response_message;

/* ---- 36 SaslAuthenticate, versions 0-2, flexible from 2 ---- */

typedef struct kp__sasl_authenticate_request {
    kp__slice auth_bytes;
} kp__sasl_authenticate_request;

extern const kp__message kp__sasl_authenticate_request_message;

typedef struct kp__sasl_authenticate_response {
    int16_t error_code;
    kp__slice error_message; /* may be null */
    kp__slice auth_bytes;
    int64_t session_lifetime_ms; /* 1+ */
} kp__sasl_authenticate_response;

extern const kp__message kp__sasl_authenticate_response_message;

/* ---- 37 CreatePartitions, versions 0-3, flexible from 2 ---- */

typedef struct kp__create_partitions_request_create_partitions_assignment {
    struct { int32_t *items; int32_t count; } broker_ids;
} kp__create_partitions_request_create_partitions_assignment;

typedef struct kp__create_partitions_request_create_partitions_topic {
    kp__slice name;
    int32_t count;
    struct { kp__create_partitions_request_create_partitions_assignment *items; int32_t count; } assignments; /* may be null */
} kp__create_partitions_request_create_partitions_topic;

typedef struct kp__create_partitions_request {
    struct { kp__create_partitions_request_create_partitions_topic *items; int32_t count; } topics;
    int32_t timeout_ms;
    bool validate_only;
} kp__create_partitions_request;

extern const kp__message kp__create_partitions_request_message;

typedef struct kp__create_partitions_response_create_partitions_topic_result {
    kp__slice name;
    int16_t error_code;
    kp__slice error_message; /* may be null */
} kp__create_partitions_response_create_partitions_topic_result;

typedef struct kp__create_partitions_response {
    int32_t throttle_time_ms;
    struct { kp__create_partitions_response_create_partitions_topic_result *items; int32_t count; } results;
} kp__create_partitions_response;

extern const kp__message kp__create_partitions_response_message;

/* ---- 42 DeleteGroups, versions 0-2, flexible from 2 ---- */

typedef struct kp__delete_groups_request {
    struct { kp__slice *items; int32_t count; } groups_names;
} kp__delete_groups_request;

extern const kp__message kp__delete_groups_request_message;

typedef struct kp__delete_groups_response_deletable_group_result {
    kp__slice group_id;
    int16_t error_code;
} kp__delete_groups_response_deletable_group_result;

typedef struct kp__delete_groups_response {
    int32_t throttle_time_ms;
    struct { kp__delete_groups_response_deletable_group_result *items; int32_t count; } results;
} kp__delete_groups_response;

extern const kp__message kp__delete_groups_response_message;

/* ---- 44 IncrementalAlterConfigs, versions 0-1, flexible from 1 ---- */

typedef struct kp__incremental_alter_configs_request_alterable_config {
    kp__slice name;
    int8_t config_operation;
    kp__slice value; /* may be null */
} kp__incremental_alter_configs_request_alterable_config;

typedef struct kp__incremental_alter_configs_request_alter_configs_resource {
    int8_t resource_type;
    kp__slice resource_name;
    struct { kp__incremental_alter_configs_request_alterable_config *items; int32_t count; } configs;
} kp__incremental_alter_configs_request_alter_configs_resource;

typedef struct kp__incremental_alter_configs_request {
    struct { kp__incremental_alter_configs_request_alter_configs_resource *items; int32_t count; } resources;
    bool validate_only;
} kp__incremental_alter_configs_request;

extern const kp__message kp__incremental_alter_configs_request_message;

typedef struct kp__incremental_alter_configs_response_alter_configs_resource_response {
    int16_t error_code;
    kp__slice error_message; /* may be null */
    int8_t resource_type;
    kp__slice resource_name;
} kp__incremental_alter_configs_response_alter_configs_resource_response;

typedef struct kp__incremental_alter_configs_response {
    int32_t throttle_time_ms;
    struct { kp__incremental_alter_configs_response_alter_configs_resource_response *items; int32_t count; } responses;
} kp__incremental_alter_configs_response;

extern const kp__message kp__incremental_alter_configs_response_message;

/* ---- 46 ListPartitionReassignments, versions 0-0, flexible from 0 ---- */

typedef struct kp__list_partition_reassignments_request_list_partition_reassignments_topics {
    kp__slice name;
    struct { int32_t *items; int32_t count; } partition_indexes;
} kp__list_partition_reassignments_request_list_partition_reassignments_topics;

typedef struct kp__list_partition_reassignments_request {
    int32_t timeout_ms; /* default 60000 */
    struct { kp__list_partition_reassignments_request_list_partition_reassignments_topics *items; int32_t count; } topics; /* may be null */
} kp__list_partition_reassignments_request;

extern const kp__message kp__list_partition_reassignments_request_message;

typedef struct kp__list_partition_reassignments_response_ongoing_partition_reassignment {
    int32_t partition_index;
    struct { int32_t *items; int32_t count; } replicas;
    struct { int32_t *items; int32_t count; } adding_replicas;
    struct { int32_t *items; int32_t count; } removing_replicas;
} kp__list_partition_reassignments_response_ongoing_partition_reassignment;

typedef struct kp__list_partition_reassignments_response_ongoing_topic_reassignment {
    kp__slice name;
    struct { kp__list_partition_reassignments_response_ongoing_partition_reassignment *items; int32_t count; } partitions;
} kp__list_partition_reassignments_response_ongoing_topic_reassignment;

typedef struct kp__list_partition_reassignments_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    kp__slice error_message; /* may be null */
    struct { kp__list_partition_reassignments_response_ongoing_topic_reassignment *items; int32_t count; } topics;
} kp__list_partition_reassignments_response;

extern const kp__message kp__list_partition_reassignments_response_message;

/* ---- 47 OffsetDelete, versions 0-0, never flexible ---- */

typedef struct kp__offset_delete_request_offset_delete_request_partition {
    int32_t partition_index;
} kp__offset_delete_request_offset_delete_request_partition;

typedef struct kp__offset_delete_request_offset_delete_request_topic {
    kp__slice name;
    struct { kp__offset_delete_request_offset_delete_request_partition *items; int32_t count; } partitions;
} kp__offset_delete_request_offset_delete_request_topic;

typedef struct kp__offset_delete_request {
    kp__slice group_id;
    struct { kp__offset_delete_request_offset_delete_request_topic *items; int32_t count; } topics;
} kp__offset_delete_request;

extern const kp__message kp__offset_delete_request_message;

typedef struct kp__offset_delete_response_offset_delete_response_partition {
    int32_t partition_index;
    int16_t error_code;
} kp__offset_delete_response_offset_delete_response_partition;

typedef struct kp__offset_delete_response_offset_delete_response_topic {
    kp__slice name;
    struct { kp__offset_delete_response_offset_delete_response_partition *items; int32_t count; } partitions;
} kp__offset_delete_response_offset_delete_response_topic;

typedef struct kp__offset_delete_response {
    int16_t error_code;
    int32_t throttle_time_ms;
    struct { kp__offset_delete_response_offset_delete_response_topic *items; int32_t count; } topics;
} kp__offset_delete_response;

extern const kp__message kp__offset_delete_response_message;

/* ---- 48 DescribeClientQuotas, versions 0-1, flexible from 1 ---- */

typedef struct kp__describe_client_quotas_request_component_data {
    kp__slice entity_type;
    int8_t match_type;
    kp__slice match; /* may be null */
} kp__describe_client_quotas_request_component_data;

typedef struct kp__describe_client_quotas_request {
    struct { kp__describe_client_quotas_request_component_data *items; int32_t count; } components;
    bool strict;
} kp__describe_client_quotas_request;

extern const kp__message kp__describe_client_quotas_request_message;

typedef struct kp__describe_client_quotas_response_entity_data {
    kp__slice entity_type;
    kp__slice entity_name; /* may be null */
} kp__describe_client_quotas_response_entity_data;

typedef struct kp__describe_client_quotas_response_value_data {
    kp__slice key;
    double value;
} kp__describe_client_quotas_response_value_data;

typedef struct kp__describe_client_quotas_response_entry_data {
    struct { kp__describe_client_quotas_response_entity_data *items; int32_t count; } entity;
    struct { kp__describe_client_quotas_response_value_data *items; int32_t count; } values;
} kp__describe_client_quotas_response_entry_data;

typedef struct kp__describe_client_quotas_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    kp__slice error_message; /* may be null */
    struct { kp__describe_client_quotas_response_entry_data *items; int32_t count; } entries; /* may be null */
} kp__describe_client_quotas_response;

extern const kp__message kp__describe_client_quotas_response_message;

/* ---- 49 AlterClientQuotas, versions 0-1, flexible from 1 ---- */

typedef struct kp__alter_client_quotas_request_entity_data {
    kp__slice entity_type;
    kp__slice entity_name; /* may be null */
} kp__alter_client_quotas_request_entity_data;

typedef struct kp__alter_client_quotas_request_op_data {
    kp__slice key;
    double value;
    bool remove;
} kp__alter_client_quotas_request_op_data;

typedef struct kp__alter_client_quotas_request_entry_data {
    struct { kp__alter_client_quotas_request_entity_data *items; int32_t count; } entity;
    struct { kp__alter_client_quotas_request_op_data *items; int32_t count; } ops;
} kp__alter_client_quotas_request_entry_data;

typedef struct kp__alter_client_quotas_request {
    struct { kp__alter_client_quotas_request_entry_data *items; int32_t count; } entries;
    bool validate_only;
} kp__alter_client_quotas_request;

extern const kp__message kp__alter_client_quotas_request_message;

typedef struct kp__alter_client_quotas_response_entity_data {
    kp__slice entity_type;
    kp__slice entity_name; /* may be null */
} kp__alter_client_quotas_response_entity_data;

typedef struct kp__alter_client_quotas_response_entry_data {
    int16_t error_code;
    kp__slice error_message; /* may be null */
    struct { kp__alter_client_quotas_response_entity_data *items; int32_t count; } entity;
} kp__alter_client_quotas_response_entry_data;

typedef struct kp__alter_client_quotas_response {
    int32_t throttle_time_ms;
    struct { kp__alter_client_quotas_response_entry_data *items; int32_t count; } entries;
} kp__alter_client_quotas_response;

extern const kp__message kp__alter_client_quotas_response_message;

/* ---- 50 DescribeUserScramCredentials, versions 0-0, flexible from 0 ---- */

typedef struct kp__describe_user_scram_credentials_request_user_name {
    kp__slice name;
} kp__describe_user_scram_credentials_request_user_name;

typedef struct kp__describe_user_scram_credentials_request {
    struct { kp__describe_user_scram_credentials_request_user_name *items; int32_t count; } users; /* may be null */
} kp__describe_user_scram_credentials_request;

extern const kp__message kp__describe_user_scram_credentials_request_message;

typedef struct kp__describe_user_scram_credentials_response_credential_info {
    int8_t mechanism;
    int32_t iterations;
} kp__describe_user_scram_credentials_response_credential_info;

typedef struct kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result {
    kp__slice user;
    int16_t error_code;
    kp__slice error_message; /* may be null */
    struct { kp__describe_user_scram_credentials_response_credential_info *items; int32_t count; } credential_infos;
} kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result;

typedef struct kp__describe_user_scram_credentials_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    kp__slice error_message; /* may be null */
    struct { kp__describe_user_scram_credentials_response_describe_user_scram_credentials_result *items; int32_t count; } results;
} kp__describe_user_scram_credentials_response;

extern const kp__message kp__describe_user_scram_credentials_response_message;

/* ---- 51 AlterUserScramCredentials, versions 0-0, flexible from 0 ---- */

typedef struct kp__alter_user_scram_credentials_request_scram_credential_deletion {
    kp__slice name;
    int8_t mechanism;
} kp__alter_user_scram_credentials_request_scram_credential_deletion;

typedef struct kp__alter_user_scram_credentials_request_scram_credential_upsertion {
    kp__slice name;
    int8_t mechanism;
    int32_t iterations;
    kp__slice salt;
    kp__slice salted_password;
} kp__alter_user_scram_credentials_request_scram_credential_upsertion;

typedef struct kp__alter_user_scram_credentials_request {
    struct { kp__alter_user_scram_credentials_request_scram_credential_deletion *items; int32_t count; } deletions;
    struct { kp__alter_user_scram_credentials_request_scram_credential_upsertion *items; int32_t count; } upsertions;
} kp__alter_user_scram_credentials_request;

extern const kp__message kp__alter_user_scram_credentials_request_message;

typedef struct kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result {
    kp__slice user;
    int16_t error_code;
    kp__slice error_message; /* may be null */
} kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result;

typedef struct kp__alter_user_scram_credentials_response {
    int32_t throttle_time_ms;
    struct { kp__alter_user_scram_credentials_response_alter_user_scram_credentials_result *items; int32_t count; } results;
} kp__alter_user_scram_credentials_response;

extern const kp__message kp__alter_user_scram_credentials_response_message;

/* ---- 60 DescribeCluster, versions 0-2, flexible from 0 ---- */

typedef struct kp__describe_cluster_request {
    bool include_cluster_authorized_operations;
    int8_t endpoint_type; /* 1+, default 1 */
    bool include_fenced_brokers; /* 2 */
} kp__describe_cluster_request;

extern const kp__message kp__describe_cluster_request_message;

typedef struct kp__describe_cluster_response_describe_cluster_broker {
    int32_t broker_id;
    kp__slice host;
    int32_t port;
    kp__slice rack; /* may be null */
    bool is_fenced; /* 2 */
} kp__describe_cluster_response_describe_cluster_broker;

typedef struct kp__describe_cluster_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    kp__slice error_message; /* may be null */
    int8_t endpoint_type; /* 1+, default 1 */
    kp__slice cluster_id;
    int32_t controller_id; /* default -1 */
    struct { kp__describe_cluster_response_describe_cluster_broker *items; int32_t count; } brokers;
    int32_t cluster_authorized_operations; /* default -2147483648 */
} kp__describe_cluster_response;

extern const kp__message kp__describe_cluster_response_message;

/* ---- 61 DescribeProducers, versions 0-0, flexible from 0 ---- */

typedef struct kp__describe_producers_request_topic_request {
    kp__slice name;
    struct { int32_t *items; int32_t count; } partition_indexes;
} kp__describe_producers_request_topic_request;

typedef struct kp__describe_producers_request {
    struct { kp__describe_producers_request_topic_request *items; int32_t count; } topics;
} kp__describe_producers_request;

extern const kp__message kp__describe_producers_request_message;

typedef struct kp__describe_producers_response_producer_state {
    int64_t producer_id;
    int32_t producer_epoch;
    int32_t last_sequence; /* default -1 */
    int64_t last_timestamp; /* default -1 */
    int32_t coordinator_epoch;
    int64_t current_txn_start_offset; /* default -1 */
} kp__describe_producers_response_producer_state;

typedef struct kp__describe_producers_response_partition_response {
    int32_t partition_index;
    int16_t error_code;
    kp__slice error_message; /* may be null */
    struct { kp__describe_producers_response_producer_state *items; int32_t count; } active_producers;
} kp__describe_producers_response_partition_response;

typedef struct kp__describe_producers_response_topic_response {
    kp__slice name;
    struct { kp__describe_producers_response_partition_response *items; int32_t count; } partitions;
} kp__describe_producers_response_topic_response;

typedef struct kp__describe_producers_response {
    int32_t throttle_time_ms;
    struct { kp__describe_producers_response_topic_response *items; int32_t count; } topics;
} kp__describe_producers_response;

extern const kp__message kp__describe_producers_response_message;

/* ---- 65 DescribeTransactions, versions 0-0, flexible from 0 ---- */

typedef struct kp__describe_transactions_request {
    struct { kp__slice *items; int32_t count; } transactional_ids;
} kp__describe_transactions_request;

extern const kp__message kp__describe_transactions_request_message;

typedef struct kp__describe_transactions_response_topic_data {
    kp__slice topic;
    struct { int32_t *items; int32_t count; } partitions;
} kp__describe_transactions_response_topic_data;

typedef struct kp__describe_transactions_response_transaction_state {
    int16_t error_code;
    kp__slice transactional_id;
    kp__slice transaction_state;
    int32_t transaction_timeout_ms;
    int64_t transaction_start_time_ms;
    int64_t producer_id;
    int16_t producer_epoch;
    struct { kp__describe_transactions_response_topic_data *items; int32_t count; } topics;
} kp__describe_transactions_response_transaction_state;

typedef struct kp__describe_transactions_response {
    int32_t throttle_time_ms;
    struct { kp__describe_transactions_response_transaction_state *items; int32_t count; } transaction_states;
} kp__describe_transactions_response;

extern const kp__message kp__describe_transactions_response_message;

/* ---- 66 ListTransactions, versions 0-2, flexible from 0 ---- */

typedef struct kp__list_transactions_request {
    struct { kp__slice *items; int32_t count; } state_filters;
    struct { int64_t *items; int32_t count; } producer_id_filters;
    int64_t duration_filter; /* 1+, default -1 */
    kp__slice transactional_id_pattern; /* 2, may be null */
} kp__list_transactions_request;

extern const kp__message kp__list_transactions_request_message;

typedef struct kp__list_transactions_response_transaction_state {
    kp__slice transactional_id;
    int64_t producer_id;
    kp__slice transaction_state;
} kp__list_transactions_response_transaction_state;

typedef struct kp__list_transactions_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    struct { kp__slice *items; int32_t count; } unknown_state_filters;
    struct { kp__list_transactions_response_transaction_state *items; int32_t count; } transaction_states;
} kp__list_transactions_response;

extern const kp__message kp__list_transactions_response_message;

/* ---- 68 ConsumerGroupHeartbeat, versions 0-1, flexible from 0 ---- */

typedef struct kp__consumer_group_heartbeat_request_topic_partitions {
    kp__uuid topic_id;
    struct { int32_t *items; int32_t count; } partitions;
} kp__consumer_group_heartbeat_request_topic_partitions;

typedef struct kp__consumer_group_heartbeat_request {
    kp__slice group_id;
    kp__slice member_id;
    int32_t member_epoch;
    kp__slice instance_id; /* may be null */
    kp__slice rack_id; /* may be null */
    int32_t rebalance_timeout_ms; /* default -1 */
    struct { kp__slice *items; int32_t count; } subscribed_topic_names; /* may be null */
    kp__slice subscribed_topic_regex; /* 1, may be null */
    kp__slice server_assignor; /* may be null */
    struct { kp__consumer_group_heartbeat_request_topic_partitions *items; int32_t count; } topic_partitions; /* may be null */
} kp__consumer_group_heartbeat_request;

extern const kp__message kp__consumer_group_heartbeat_request_message;

typedef struct kp__consumer_group_heartbeat_response_topic_partitions {
    kp__uuid topic_id;
    struct { int32_t *items; int32_t count; } partitions;
} kp__consumer_group_heartbeat_response_topic_partitions;

typedef struct kp__consumer_group_heartbeat_response_assignment {
    struct { kp__consumer_group_heartbeat_response_topic_partitions *items; int32_t count; } topic_partitions;
} kp__consumer_group_heartbeat_response_assignment;

typedef struct kp__consumer_group_heartbeat_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    kp__slice error_message; /* may be null */
    kp__slice member_id; /* may be null */
    int32_t member_epoch;
    int32_t heartbeat_interval_ms;
    kp__consumer_group_heartbeat_response_assignment *assignment; /* may be null */
} kp__consumer_group_heartbeat_response;

extern const kp__message kp__consumer_group_heartbeat_response_message;

/* ---- 71 GetTelemetrySubscriptions, versions 0-0, flexible from 0 ---- */

typedef struct kp__get_telemetry_subscriptions_request {
    kp__uuid client_instance_id;
} kp__get_telemetry_subscriptions_request;

extern const kp__message kp__get_telemetry_subscriptions_request_message;

typedef struct kp__get_telemetry_subscriptions_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    kp__uuid client_instance_id;
    int32_t subscription_id;
    struct { int8_t *items; int32_t count; } accepted_compression_types;
    int32_t push_interval_ms;
    int32_t telemetry_max_bytes;
    bool delta_temporality;
    struct { kp__slice *items; int32_t count; } requested_metrics;
} kp__get_telemetry_subscriptions_response;

extern const kp__message kp__get_telemetry_subscriptions_response_message;

/* ---- 72 PushTelemetry, versions 0-0, flexible from 0 ---- */

typedef struct kp__push_telemetry_request {
    kp__uuid client_instance_id;
    int32_t subscription_id;
    bool terminating;
    int8_t compression_type;
    kp__slice metrics;
} kp__push_telemetry_request;

extern const kp__message kp__push_telemetry_request_message;

typedef struct kp__push_telemetry_response {
    int32_t throttle_time_ms;
    int16_t error_code;
} kp__push_telemetry_response;

extern const kp__message kp__push_telemetry_response_message;

/* ---- 74 ListConfigResources, versions 0-1, flexible from 0 ---- */

typedef struct kp__list_config_resources_request {
    struct { int8_t *items; int32_t count; } resource_types; /* 1 */
} kp__list_config_resources_request;

extern const kp__message kp__list_config_resources_request_message;

typedef struct kp__list_config_resources_response_config_resource {
    kp__slice resource_name;
    int8_t resource_type; /* 1, default 16 */
} kp__list_config_resources_response_config_resource;

typedef struct kp__list_config_resources_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    struct { kp__list_config_resources_response_config_resource *items; int32_t count; } config_resources;
} kp__list_config_resources_response;

extern const kp__message kp__list_config_resources_response_message;

/* ---- 75 DescribeTopicPartitions, versions 0-0, flexible from 0 ---- */

typedef struct kp__describe_topic_partitions_request_topic_request {
    kp__slice name;
} kp__describe_topic_partitions_request_topic_request;

typedef struct kp__describe_topic_partitions_request_cursor {
    kp__slice topic_name;
    int32_t partition_index;
} kp__describe_topic_partitions_request_cursor;

typedef struct kp__describe_topic_partitions_request {
    struct { kp__describe_topic_partitions_request_topic_request *items; int32_t count; } topics;
    int32_t response_partition_limit; /* default 2000 */
    kp__describe_topic_partitions_request_cursor *cursor; /* may be null */
} kp__describe_topic_partitions_request;

extern const kp__message kp__describe_topic_partitions_request_message;

typedef struct kp__describe_topic_partitions_response_describe_topic_partitions_response_partition {
    int16_t error_code;
    int32_t partition_index;
    int32_t leader_id;
    int32_t leader_epoch; /* default -1 */
    struct { int32_t *items; int32_t count; } replica_nodes;
    struct { int32_t *items; int32_t count; } isr_nodes;
    struct { int32_t *items; int32_t count; } eligible_leader_replicas; /* may be null */
    struct { int32_t *items; int32_t count; } last_known_elr; /* may be null */
    struct { int32_t *items; int32_t count; } offline_replicas;
} kp__describe_topic_partitions_response_describe_topic_partitions_response_partition;

typedef struct kp__describe_topic_partitions_response_describe_topic_partitions_response_topic {
    int16_t error_code;
    kp__slice name; /* may be null */
    kp__uuid topic_id;
    bool is_internal;
    struct { kp__describe_topic_partitions_response_describe_topic_partitions_response_partition *items; int32_t count; } partitions;
    int32_t topic_authorized_operations; /* default -2147483648 */
} kp__describe_topic_partitions_response_describe_topic_partitions_response_topic;

typedef struct kp__describe_topic_partitions_response_cursor {
    kp__slice topic_name;
    int32_t partition_index;
} kp__describe_topic_partitions_response_cursor;

typedef struct kp__describe_topic_partitions_response {
    int32_t throttle_time_ms;
    struct { kp__describe_topic_partitions_response_describe_topic_partitions_response_topic *items; int32_t count; } topics;
    kp__describe_topic_partitions_response_cursor *next_cursor; /* may be null */
} kp__describe_topic_partitions_response;

extern const kp__message kp__describe_topic_partitions_response_message;

/* clang-format on */

#endif
