/* Field tables. Made by schemas/generate from schemas; do not edit. Columns: wire/table.h. */
#include <wire/messages.h>
#include <wire/table.h>

/* clang-format off */

static const kp__field kp__find_coordinator_request_fields[] = {
    {"Key", NULL, 0, offsetof(kp__find_coordinator_request, key), KP__TYPE_STRING, 0, 0, 0, 3, 1, 0},
    {"KeyType", NULL, 0, offsetof(kp__find_coordinator_request, key_type), KP__TYPE_INT8, 0, 0, 1, 6, 1, 0},
    {"CoordinatorKeys", NULL, 0, offsetof(kp__find_coordinator_request, coordinator_keys), KP__TYPE_STRING, KP__FIELD_ARRAY, 0, 4, 6, 1, 0},
};
static const uint16_t kp__find_coordinator_request_size_min[] = {2, 3, 3, 3, 3, 3, 3};
static const kp__struct kp__find_coordinator_request_struct = {"FindCoordinatorRequest", kp__find_coordinator_request_fields, 3, false, sizeof(kp__find_coordinator_request), kp__find_coordinator_request_size_min};
const kp__message kp__find_coordinator_request_message = {"FindCoordinatorRequest", &kp__find_coordinator_request_struct, 10, 0, 6, 3};

static const kp__field kp__find_coordinator_response_coordinator_fields[] = {
    {"Key", NULL, 0, offsetof(kp__find_coordinator_response_coordinator, key), KP__TYPE_STRING, 0, 0, 4, 6, 1, 0},
    {"NodeId", NULL, 0, offsetof(kp__find_coordinator_response_coordinator, node_id), KP__TYPE_INT32, 0, 0, 4, 6, 1, 0},
    {"Host", NULL, 0, offsetof(kp__find_coordinator_response_coordinator, host), KP__TYPE_STRING, 0, 0, 4, 6, 1, 0},
    {"Port", NULL, 0, offsetof(kp__find_coordinator_response_coordinator, port), KP__TYPE_INT32, 0, 0, 4, 6, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__find_coordinator_response_coordinator, error_code), KP__TYPE_INT16, 0, 0, 4, 6, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__find_coordinator_response_coordinator, error_message), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 4, 6, 4, 6},
};
static const uint16_t kp__find_coordinator_response_coordinator_size_min[] = {0, 0, 0, 1, 14, 14, 14};
static const kp__struct kp__find_coordinator_response_coordinator_struct = {"Coordinator", kp__find_coordinator_response_coordinator_fields, 6, false, sizeof(kp__find_coordinator_response_coordinator), kp__find_coordinator_response_coordinator_size_min};

static const kp__field kp__find_coordinator_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__find_coordinator_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 6, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__find_coordinator_response, error_code), KP__TYPE_INT16, 0, 0, 0, 3, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__find_coordinator_response, error_message), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 1, 3, 1, 3},
    {"NodeId", NULL, 0, offsetof(kp__find_coordinator_response, node_id), KP__TYPE_INT32, 0, 0, 0, 3, 1, 0},
    {"Host", NULL, 0, offsetof(kp__find_coordinator_response, host), KP__TYPE_STRING, 0, 0, 0, 3, 1, 0},
    {"Port", NULL, 0, offsetof(kp__find_coordinator_response, port), KP__TYPE_INT32, 0, 0, 0, 3, 1, 0},
    {"Coordinators", &kp__find_coordinator_response_coordinator_struct, 0, offsetof(kp__find_coordinator_response, coordinators), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 4, 6, 1, 0},
};
static const uint16_t kp__find_coordinator_response_size_min[] = {12, 18, 18, 17, 6, 6, 6};
static const kp__struct kp__find_coordinator_response_struct = {"FindCoordinatorResponse", kp__find_coordinator_response_fields, 7, false, sizeof(kp__find_coordinator_response), kp__find_coordinator_response_size_min};
const kp__message kp__find_coordinator_response_message = {"FindCoordinatorResponse", &kp__find_coordinator_response_struct, 10, 0, 6, 3};

static const kp__field kp__join_group_request_join_group_request_protocol_fields[] = {
    {"Name", NULL, 0, offsetof(kp__join_group_request_join_group_request_protocol, name), KP__TYPE_STRING, 0, 0, 0, 9, 1, 0},
    {"Metadata", NULL, 0, offsetof(kp__join_group_request_join_group_request_protocol, metadata), KP__TYPE_BYTES, 0, 0, 0, 9, 1, 0},
};
static const uint16_t kp__join_group_request_join_group_request_protocol_size_min[] = {6, 6, 6, 6, 6, 6, 3, 3, 3, 3};
static const kp__struct kp__join_group_request_join_group_request_protocol_struct = {"JoinGroupRequestProtocol", kp__join_group_request_join_group_request_protocol_fields, 2, false, sizeof(kp__join_group_request_join_group_request_protocol), kp__join_group_request_join_group_request_protocol_size_min};

static const kp__field kp__join_group_request_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__join_group_request, group_id), KP__TYPE_STRING, 0, 0, 0, 9, 1, 0},
    {"SessionTimeoutMs", NULL, 0, offsetof(kp__join_group_request, session_timeout_ms), KP__TYPE_INT32, 0, 0, 0, 9, 1, 0},
    {"RebalanceTimeoutMs", NULL, -1, offsetof(kp__join_group_request, rebalance_timeout_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 9, 1, 0},
    {"MemberId", NULL, 0, offsetof(kp__join_group_request, member_id), KP__TYPE_STRING, 0, 0, 0, 9, 1, 0},
    {"GroupInstanceId", NULL, 0, offsetof(kp__join_group_request, group_instance_id), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 5, 9, 5, 9},
    {"ProtocolType", NULL, 0, offsetof(kp__join_group_request, protocol_type), KP__TYPE_STRING, 0, 0, 0, 9, 1, 0},
    {"Protocols", &kp__join_group_request_join_group_request_protocol_struct, 0, offsetof(kp__join_group_request, protocols), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 9, 1, 0},
    {"Reason", NULL, 0, offsetof(kp__join_group_request, reason), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 8, 9, 8, 9},
};
static const uint16_t kp__join_group_request_size_min[] = {14, 18, 18, 18, 18, 20, 14, 14, 15, 15};
static const kp__struct kp__join_group_request_struct = {"JoinGroupRequest", kp__join_group_request_fields, 8, false, sizeof(kp__join_group_request), kp__join_group_request_size_min};
const kp__message kp__join_group_request_message = {"JoinGroupRequest", &kp__join_group_request_struct, 11, 0, 9, 6};

static const kp__field kp__join_group_response_join_group_response_member_fields[] = {
    {"MemberId", NULL, 0, offsetof(kp__join_group_response_join_group_response_member, member_id), KP__TYPE_STRING, 0, 0, 0, 9, 1, 0},
    {"GroupInstanceId", NULL, 0, offsetof(kp__join_group_response_join_group_response_member, group_instance_id), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 5, 9, 5, 9},
    {"Metadata", NULL, 0, offsetof(kp__join_group_response_join_group_response_member, metadata), KP__TYPE_BYTES, 0, 0, 0, 9, 1, 0},
};
static const uint16_t kp__join_group_response_join_group_response_member_size_min[] = {6, 6, 6, 6, 6, 8, 4, 4, 4, 4};
static const kp__struct kp__join_group_response_join_group_response_member_struct = {"JoinGroupResponseMember", kp__join_group_response_join_group_response_member_fields, 3, false, sizeof(kp__join_group_response_join_group_response_member), kp__join_group_response_join_group_response_member_size_min};

static const kp__field kp__join_group_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__join_group_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 2, 9, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__join_group_response, error_code), KP__TYPE_INT16, 0, 0, 0, 9, 1, 0},
    {"GenerationId", NULL, -1, offsetof(kp__join_group_response, generation_id), KP__TYPE_INT32, 0, 0, 0, 9, 1, 0},
    {"ProtocolType", NULL, 0, offsetof(kp__join_group_response, protocol_type), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 7, 9, 7, 9},
    {"ProtocolName", NULL, 0, offsetof(kp__join_group_response, protocol_name), KP__TYPE_STRING, 0, 0, 0, 9, 7, 9},
    {"Leader", NULL, 0, offsetof(kp__join_group_response, leader), KP__TYPE_STRING, 0, 0, 0, 9, 1, 0},
    {"SkipAssignment", NULL, 0, offsetof(kp__join_group_response, skip_assignment), KP__TYPE_BOOL, 0, 0, 9, 9, 1, 0},
    {"MemberId", NULL, 0, offsetof(kp__join_group_response, member_id), KP__TYPE_STRING, 0, 0, 0, 9, 1, 0},
    {"Members", &kp__join_group_response_join_group_response_member_struct, 0, offsetof(kp__join_group_response, members), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 9, 1, 0},
};
static const uint16_t kp__join_group_response_size_min[] = {16, 16, 20, 20, 20, 20, 15, 16, 16, 17};
static const kp__struct kp__join_group_response_struct = {"JoinGroupResponse", kp__join_group_response_fields, 9, false, sizeof(kp__join_group_response), kp__join_group_response_size_min};
const kp__message kp__join_group_response_message = {"JoinGroupResponse", &kp__join_group_response_struct, 11, 0, 9, 6};

static const kp__field kp__heartbeat_request_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__heartbeat_request, group_id), KP__TYPE_STRING, 0, 0, 0, 4, 1, 0},
    {"GenerationId", NULL, 0, offsetof(kp__heartbeat_request, generation_id), KP__TYPE_INT32, 0, 0, 0, 4, 1, 0},
    {"MemberId", NULL, 0, offsetof(kp__heartbeat_request, member_id), KP__TYPE_STRING, 0, 0, 0, 4, 1, 0},
    {"GroupInstanceId", NULL, 0, offsetof(kp__heartbeat_request, group_instance_id), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 3, 4, 3, 4},
};
static const uint16_t kp__heartbeat_request_size_min[] = {8, 8, 8, 10, 8};
static const kp__struct kp__heartbeat_request_struct = {"HeartbeatRequest", kp__heartbeat_request_fields, 4, false, sizeof(kp__heartbeat_request), kp__heartbeat_request_size_min};
const kp__message kp__heartbeat_request_message = {"HeartbeatRequest", &kp__heartbeat_request_struct, 12, 0, 4, 4};

static const kp__field kp__heartbeat_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__heartbeat_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 4, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__heartbeat_response, error_code), KP__TYPE_INT16, 0, 0, 0, 4, 1, 0},
};
static const uint16_t kp__heartbeat_response_size_min[] = {2, 6, 6, 6, 7};
static const kp__struct kp__heartbeat_response_struct = {"HeartbeatResponse", kp__heartbeat_response_fields, 2, false, sizeof(kp__heartbeat_response), kp__heartbeat_response_size_min};
const kp__message kp__heartbeat_response_message = {"HeartbeatResponse", &kp__heartbeat_response_struct, 12, 0, 4, 4};

static const kp__field kp__leave_group_request_member_identity_fields[] = {
    {"MemberId", NULL, 0, offsetof(kp__leave_group_request_member_identity, member_id), KP__TYPE_STRING, 0, 0, 3, 5, 1, 0},
    {"GroupInstanceId", NULL, 0, offsetof(kp__leave_group_request_member_identity, group_instance_id), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 3, 5, 3, 5},
    {"Reason", NULL, 0, offsetof(kp__leave_group_request_member_identity, reason), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 5, 5, 5, 5},
};
static const uint16_t kp__leave_group_request_member_identity_size_min[] = {0, 0, 0, 4, 3, 4};
static const kp__struct kp__leave_group_request_member_identity_struct = {"MemberIdentity", kp__leave_group_request_member_identity_fields, 3, false, sizeof(kp__leave_group_request_member_identity), kp__leave_group_request_member_identity_size_min};

static const kp__field kp__leave_group_request_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__leave_group_request, group_id), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"MemberId", NULL, 0, offsetof(kp__leave_group_request, member_id), KP__TYPE_STRING, 0, 0, 0, 2, 1, 0},
    {"Members", &kp__leave_group_request_member_identity_struct, 0, offsetof(kp__leave_group_request, members), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 3, 5, 1, 0},
};
static const uint16_t kp__leave_group_request_size_min[] = {4, 4, 4, 6, 3, 3};
static const kp__struct kp__leave_group_request_struct = {"LeaveGroupRequest", kp__leave_group_request_fields, 3, false, sizeof(kp__leave_group_request), kp__leave_group_request_size_min};
const kp__message kp__leave_group_request_message = {"LeaveGroupRequest", &kp__leave_group_request_struct, 13, 0, 5, 4};

static const kp__field kp__leave_group_response_member_response_fields[] = {
    {"MemberId", NULL, 0, offsetof(kp__leave_group_response_member_response, member_id), KP__TYPE_STRING, 0, 0, 3, 5, 1, 0},
    {"GroupInstanceId", NULL, 0, offsetof(kp__leave_group_response_member_response, group_instance_id), KP__TYPE_STRING, 0, 0, 3, 5, 3, 5},
    {"ErrorCode", NULL, 0, offsetof(kp__leave_group_response_member_response, error_code), KP__TYPE_INT16, 0, 0, 3, 5, 1, 0},
};
static const uint16_t kp__leave_group_response_member_response_size_min[] = {0, 0, 0, 6, 5, 5};
static const kp__struct kp__leave_group_response_member_response_struct = {"MemberResponse", kp__leave_group_response_member_response_fields, 3, false, sizeof(kp__leave_group_response_member_response), kp__leave_group_response_member_response_size_min};

static const kp__field kp__leave_group_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__leave_group_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 5, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__leave_group_response, error_code), KP__TYPE_INT16, 0, 0, 0, 5, 1, 0},
    {"Members", &kp__leave_group_response_member_response_struct, 0, offsetof(kp__leave_group_response, members), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 3, 5, 1, 0},
};
static const uint16_t kp__leave_group_response_size_min[] = {2, 6, 6, 10, 8, 8};
static const kp__struct kp__leave_group_response_struct = {"LeaveGroupResponse", kp__leave_group_response_fields, 3, false, sizeof(kp__leave_group_response), kp__leave_group_response_size_min};
const kp__message kp__leave_group_response_message = {"LeaveGroupResponse", &kp__leave_group_response_struct, 13, 0, 5, 4};

static const kp__field kp__sync_group_request_sync_group_request_assignment_fields[] = {
    {"MemberId", NULL, 0, offsetof(kp__sync_group_request_sync_group_request_assignment, member_id), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"Assignment", NULL, 0, offsetof(kp__sync_group_request_sync_group_request_assignment, assignment), KP__TYPE_BYTES, 0, 0, 0, 5, 1, 0},
};
static const uint16_t kp__sync_group_request_sync_group_request_assignment_size_min[] = {6, 6, 6, 6, 3, 3};
static const kp__struct kp__sync_group_request_sync_group_request_assignment_struct = {"SyncGroupRequestAssignment", kp__sync_group_request_sync_group_request_assignment_fields, 2, false, sizeof(kp__sync_group_request_sync_group_request_assignment), kp__sync_group_request_sync_group_request_assignment_size_min};

static const kp__field kp__sync_group_request_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__sync_group_request, group_id), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"GenerationId", NULL, 0, offsetof(kp__sync_group_request, generation_id), KP__TYPE_INT32, 0, 0, 0, 5, 1, 0},
    {"MemberId", NULL, 0, offsetof(kp__sync_group_request, member_id), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"GroupInstanceId", NULL, 0, offsetof(kp__sync_group_request, group_instance_id), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 3, 5, 3, 5},
    {"ProtocolType", NULL, 0, offsetof(kp__sync_group_request, protocol_type), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 5, 5, 5, 5},
    {"ProtocolName", NULL, 0, offsetof(kp__sync_group_request, protocol_name), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 5, 5, 5, 5},
    {"Assignments", &kp__sync_group_request_sync_group_request_assignment_struct, 0, offsetof(kp__sync_group_request, assignments), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
};
static const uint16_t kp__sync_group_request_size_min[] = {12, 12, 12, 14, 9, 11};
static const kp__struct kp__sync_group_request_struct = {"SyncGroupRequest", kp__sync_group_request_fields, 7, false, sizeof(kp__sync_group_request), kp__sync_group_request_size_min};
const kp__message kp__sync_group_request_message = {"SyncGroupRequest", &kp__sync_group_request_struct, 14, 0, 5, 4};

static const kp__field kp__sync_group_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__sync_group_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 5, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__sync_group_response, error_code), KP__TYPE_INT16, 0, 0, 0, 5, 1, 0},
    {"ProtocolType", NULL, 0, offsetof(kp__sync_group_response, protocol_type), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 5, 5, 5, 5},
    {"ProtocolName", NULL, 0, offsetof(kp__sync_group_response, protocol_name), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 5, 5, 5, 5},
    {"Assignment", NULL, 0, offsetof(kp__sync_group_response, assignment), KP__TYPE_BYTES, 0, 0, 0, 5, 1, 0},
};
static const uint16_t kp__sync_group_response_size_min[] = {6, 10, 10, 10, 8, 10};
static const kp__struct kp__sync_group_response_struct = {"SyncGroupResponse", kp__sync_group_response_fields, 5, false, sizeof(kp__sync_group_response), kp__sync_group_response_size_min};
const kp__message kp__sync_group_response_message = {"SyncGroupResponse", &kp__sync_group_response_struct, 14, 0, 5, 4};

static const kp__field kp__describe_groups_request_fields[] = {
    {"Groups", NULL, 0, offsetof(kp__describe_groups_request, groups), KP__TYPE_STRING, KP__FIELD_ARRAY, 0, 0, 6, 1, 0},
    {"IncludeAuthorizedOperations", NULL, 0, offsetof(kp__describe_groups_request, include_authorized_operations), KP__TYPE_BOOL, 0, 0, 3, 6, 1, 0},
};
static const uint16_t kp__describe_groups_request_size_min[] = {4, 4, 4, 5, 5, 3, 3};
static const kp__struct kp__describe_groups_request_struct = {"DescribeGroupsRequest", kp__describe_groups_request_fields, 2, false, sizeof(kp__describe_groups_request), kp__describe_groups_request_size_min};
const kp__message kp__describe_groups_request_message = {"DescribeGroupsRequest", &kp__describe_groups_request_struct, 15, 0, 6, 5};

static const kp__field kp__describe_groups_response_described_group_member_fields[] = {
    {"MemberId", NULL, 0, offsetof(kp__describe_groups_response_described_group_member, member_id), KP__TYPE_STRING, 0, 0, 0, 6, 1, 0},
    {"GroupInstanceId", NULL, 0, offsetof(kp__describe_groups_response_described_group_member, group_instance_id), KP__TYPE_STRING, KP__FIELD_IGNORABLE | KP__FIELD_NULL_DEFAULT, 0, 4, 6, 4, 6},
    {"ClientId", NULL, 0, offsetof(kp__describe_groups_response_described_group_member, client_id), KP__TYPE_STRING, 0, 0, 0, 6, 1, 0},
    {"ClientHost", NULL, 0, offsetof(kp__describe_groups_response_described_group_member, client_host), KP__TYPE_STRING, 0, 0, 0, 6, 1, 0},
    {"MemberMetadata", NULL, 0, offsetof(kp__describe_groups_response_described_group_member, member_metadata), KP__TYPE_BYTES, 0, 0, 0, 6, 1, 0},
    {"MemberAssignment", NULL, 0, offsetof(kp__describe_groups_response_described_group_member, member_assignment), KP__TYPE_BYTES, 0, 0, 0, 6, 1, 0},
};
static const uint16_t kp__describe_groups_response_described_group_member_size_min[] = {14, 14, 14, 14, 16, 7, 7};
static const kp__struct kp__describe_groups_response_described_group_member_struct = {"DescribedGroupMember", kp__describe_groups_response_described_group_member_fields, 6, false, sizeof(kp__describe_groups_response_described_group_member), kp__describe_groups_response_described_group_member_size_min};

static const kp__field kp__describe_groups_response_described_group_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__describe_groups_response_described_group, error_code), KP__TYPE_INT16, 0, 0, 0, 6, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__describe_groups_response_described_group, error_message), KP__TYPE_STRING, KP__FIELD_NULL_DEFAULT, 0, 6, 6, 6, 6},
    {"GroupId", NULL, 0, offsetof(kp__describe_groups_response_described_group, group_id), KP__TYPE_STRING, 0, 0, 0, 6, 1, 0},
    {"GroupState", NULL, 0, offsetof(kp__describe_groups_response_described_group, group_state), KP__TYPE_STRING, 0, 0, 0, 6, 1, 0},
    {"ProtocolType", NULL, 0, offsetof(kp__describe_groups_response_described_group, protocol_type), KP__TYPE_STRING, 0, 0, 0, 6, 1, 0},
    {"ProtocolData", NULL, 0, offsetof(kp__describe_groups_response_described_group, protocol_data), KP__TYPE_STRING, 0, 0, 0, 6, 1, 0},
    {"Members", &kp__describe_groups_response_described_group_member_struct, 0, offsetof(kp__describe_groups_response_described_group, members), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 6, 1, 0},
    {"AuthorizedOperations", NULL, INT32_MIN, offsetof(kp__describe_groups_response_described_group, authorized_operations), KP__TYPE_INT32, 0, 0, 3, 6, 1, 0},
};
static const uint16_t kp__describe_groups_response_described_group_size_min[] = {14, 14, 14, 18, 18, 12, 13};
static const kp__struct kp__describe_groups_response_described_group_struct = {"DescribedGroup", kp__describe_groups_response_described_group_fields, 8, false, sizeof(kp__describe_groups_response_described_group), kp__describe_groups_response_described_group_size_min};

static const kp__field kp__describe_groups_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__describe_groups_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 6, 1, 0},
    {"Groups", &kp__describe_groups_response_described_group_struct, 0, offsetof(kp__describe_groups_response, groups), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 6, 1, 0},
};
static const uint16_t kp__describe_groups_response_size_min[] = {4, 8, 8, 8, 8, 6, 6};
static const kp__struct kp__describe_groups_response_struct = {"DescribeGroupsResponse", kp__describe_groups_response_fields, 2, false, sizeof(kp__describe_groups_response), kp__describe_groups_response_size_min};
const kp__message kp__describe_groups_response_message = {"DescribeGroupsResponse", &kp__describe_groups_response_struct, 15, 0, 6, 5};

static const kp__field kp__list_groups_request_fields[] = {
    {"StatesFilter", NULL, 0, offsetof(kp__list_groups_request, states_filter), KP__TYPE_STRING, KP__FIELD_ARRAY, 0, 4, 5, 1, 0},
    {"TypesFilter", NULL, 0, offsetof(kp__list_groups_request, types_filter), KP__TYPE_STRING, KP__FIELD_ARRAY, 0, 5, 5, 1, 0},
};
static const uint16_t kp__list_groups_request_size_min[] = {0, 0, 0, 1, 2, 3};
static const kp__struct kp__list_groups_request_struct = {"ListGroupsRequest", kp__list_groups_request_fields, 2, false, sizeof(kp__list_groups_request), kp__list_groups_request_size_min};
const kp__message kp__list_groups_request_message = {"ListGroupsRequest", &kp__list_groups_request_struct, 16, 0, 5, 3};

static const kp__field kp__list_groups_response_listed_group_fields[] = {
    {"GroupId", NULL, 0, offsetof(kp__list_groups_response_listed_group, group_id), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"ProtocolType", NULL, 0, offsetof(kp__list_groups_response_listed_group, protocol_type), KP__TYPE_STRING, 0, 0, 0, 5, 1, 0},
    {"GroupState", NULL, 0, offsetof(kp__list_groups_response_listed_group, group_state), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 4, 5, 1, 0},
    {"GroupType", NULL, 0, offsetof(kp__list_groups_response_listed_group, group_type), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 5, 5, 1, 0},
};
static const uint16_t kp__list_groups_response_listed_group_size_min[] = {4, 4, 4, 3, 4, 5};
static const kp__struct kp__list_groups_response_listed_group_struct = {"ListedGroup", kp__list_groups_response_listed_group_fields, 4, false, sizeof(kp__list_groups_response_listed_group), kp__list_groups_response_listed_group_size_min};

static const kp__field kp__list_groups_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__list_groups_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 5, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__list_groups_response, error_code), KP__TYPE_INT16, 0, 0, 0, 5, 1, 0},
    {"Groups", &kp__list_groups_response_listed_group_struct, 0, offsetof(kp__list_groups_response, groups), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 5, 1, 0},
};
static const uint16_t kp__list_groups_response_size_min[] = {6, 10, 10, 8, 8, 8};
static const kp__struct kp__list_groups_response_struct = {"ListGroupsResponse", kp__list_groups_response_fields, 3, false, sizeof(kp__list_groups_response), kp__list_groups_response_size_min};
const kp__message kp__list_groups_response_message = {"ListGroupsResponse", &kp__list_groups_response_struct, 16, 0, 5, 3};

static const kp__field kp__sasl_handshake_request_fields[] = {
    {"Mechanism", NULL, 0, offsetof(kp__sasl_handshake_request, mechanism), KP__TYPE_STRING, 0, 0, 0, 1, 1, 0},
};
static const uint16_t kp__sasl_handshake_request_size_min[] = {2, 2};
static const kp__struct kp__sasl_handshake_request_struct = {"SaslHandshakeRequest", kp__sasl_handshake_request_fields, 1, false, sizeof(kp__sasl_handshake_request), kp__sasl_handshake_request_size_min};
const kp__message kp__sasl_handshake_request_message = {"SaslHandshakeRequest", &kp__sasl_handshake_request_struct, 17, 0, 1, 127};

static const kp__field kp__sasl_handshake_response_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__sasl_handshake_response, error_code), KP__TYPE_INT16, 0, 0, 0, 1, 1, 0},
    {"Mechanisms", NULL, 0, offsetof(kp__sasl_handshake_response, mechanisms), KP__TYPE_STRING, KP__FIELD_ARRAY, 0, 0, 1, 1, 0},
};
static const uint16_t kp__sasl_handshake_response_size_min[] = {6, 6};
static const kp__struct kp__sasl_handshake_response_struct = {"SaslHandshakeResponse", kp__sasl_handshake_response_fields, 2, false, sizeof(kp__sasl_handshake_response), kp__sasl_handshake_response_size_min};
const kp__message kp__sasl_handshake_response_message = {"SaslHandshakeResponse", &kp__sasl_handshake_response_struct, 17, 0, 1, 127};

static const kp__field kp__api_versions_request_fields[] = {
    {"ClientSoftwareName", NULL, 0, offsetof(kp__api_versions_request, client_software_name), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 3, 4, 1, 0},
    {"ClientSoftwareVersion", NULL, 0, offsetof(kp__api_versions_request, client_software_version), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 3, 4, 1, 0},
};
static const uint16_t kp__api_versions_request_size_min[] = {0, 0, 0, 3, 3};
static const kp__struct kp__api_versions_request_struct = {"ApiVersionsRequest", kp__api_versions_request_fields, 2, false, sizeof(kp__api_versions_request), kp__api_versions_request_size_min};
const kp__message kp__api_versions_request_message = {"ApiVersionsRequest", &kp__api_versions_request_struct, 18, 0, 4, 3};

static const kp__field kp__api_versions_response_api_version_fields[] = {
    {"ApiKey", NULL, 0, offsetof(kp__api_versions_response_api_version, api_key), KP__TYPE_INT16, 0, 0, 0, 4, 1, 0},
    {"MinVersion", NULL, 0, offsetof(kp__api_versions_response_api_version, min_version), KP__TYPE_INT16, 0, 0, 0, 4, 1, 0},
    {"MaxVersion", NULL, 0, offsetof(kp__api_versions_response_api_version, max_version), KP__TYPE_INT16, 0, 0, 0, 4, 1, 0},
};
static const uint16_t kp__api_versions_response_api_version_size_min[] = {6, 6, 6, 7, 7};
static const kp__struct kp__api_versions_response_api_version_struct = {"ApiVersion", kp__api_versions_response_api_version_fields, 3, false, sizeof(kp__api_versions_response_api_version), kp__api_versions_response_api_version_size_min};

static const kp__field kp__api_versions_response_supported_feature_key_fields[] = {
    {"Name", NULL, 0, offsetof(kp__api_versions_response_supported_feature_key, name), KP__TYPE_STRING, 0, 0, 3, 4, 1, 0},
    {"MinVersion", NULL, 0, offsetof(kp__api_versions_response_supported_feature_key, min_version), KP__TYPE_INT16, 0, 0, 3, 4, 1, 0},
    {"MaxVersion", NULL, 0, offsetof(kp__api_versions_response_supported_feature_key, max_version), KP__TYPE_INT16, 0, 0, 3, 4, 1, 0},
};
static const uint16_t kp__api_versions_response_supported_feature_key_size_min[] = {0, 0, 0, 6, 6};
static const kp__struct kp__api_versions_response_supported_feature_key_struct = {"SupportedFeatureKey", kp__api_versions_response_supported_feature_key_fields, 3, false, sizeof(kp__api_versions_response_supported_feature_key), kp__api_versions_response_supported_feature_key_size_min};

static const kp__field kp__api_versions_response_finalized_feature_key_fields[] = {
    {"Name", NULL, 0, offsetof(kp__api_versions_response_finalized_feature_key, name), KP__TYPE_STRING, 0, 0, 3, 4, 1, 0},
    {"MaxVersionLevel", NULL, 0, offsetof(kp__api_versions_response_finalized_feature_key, max_version_level), KP__TYPE_INT16, 0, 0, 3, 4, 1, 0},
    {"MinVersionLevel", NULL, 0, offsetof(kp__api_versions_response_finalized_feature_key, min_version_level), KP__TYPE_INT16, 0, 0, 3, 4, 1, 0},
};
static const uint16_t kp__api_versions_response_finalized_feature_key_size_min[] = {0, 0, 0, 6, 6};
static const kp__struct kp__api_versions_response_finalized_feature_key_struct = {"FinalizedFeatureKey", kp__api_versions_response_finalized_feature_key_fields, 3, false, sizeof(kp__api_versions_response_finalized_feature_key), kp__api_versions_response_finalized_feature_key_size_min};

static const kp__field kp__api_versions_response_fields[] = {
    {"ErrorCode", NULL, 0, offsetof(kp__api_versions_response, error_code), KP__TYPE_INT16, 0, 0, 0, 4, 1, 0},
    {"ApiKeys", &kp__api_versions_response_api_version_struct, 0, offsetof(kp__api_versions_response, api_keys), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 4, 1, 0},
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__api_versions_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 1, 4, 1, 0},
    {"SupportedFeatures", &kp__api_versions_response_supported_feature_key_struct, 0, offsetof(kp__api_versions_response, supported_features), KP__TYPE_STRUCT, KP__FIELD_ARRAY | KP__FIELD_IGNORABLE | KP__FIELD_TAGGED, 0, 3, 4, 1, 0},
    {"FinalizedFeaturesEpoch", NULL, -1, offsetof(kp__api_versions_response, finalized_features_epoch), KP__TYPE_INT64, KP__FIELD_IGNORABLE | KP__FIELD_TAGGED, 1, 3, 4, 1, 0},
    {"FinalizedFeatures", &kp__api_versions_response_finalized_feature_key_struct, 0, offsetof(kp__api_versions_response, finalized_features), KP__TYPE_STRUCT, KP__FIELD_ARRAY | KP__FIELD_IGNORABLE | KP__FIELD_TAGGED, 2, 3, 4, 1, 0},
    {"ZkMigrationReady", NULL, 0, offsetof(kp__api_versions_response, zk_migration_ready), KP__TYPE_BOOL, KP__FIELD_IGNORABLE | KP__FIELD_TAGGED, 3, 3, 4, 1, 0},
};
static const uint16_t kp__api_versions_response_size_min[] = {6, 10, 10, 8, 8};
static const kp__struct kp__api_versions_response_struct = {"ApiVersionsResponse", kp__api_versions_response_fields, 7, true, sizeof(kp__api_versions_response), kp__api_versions_response_size_min};
const kp__message kp__api_versions_response_message = {"ApiVersionsResponse", &kp__api_versions_response_struct, 18, 0, 4, 3};

static const kp__field kp__create_topics_request_creatable_replica_assignment_fields[] = {
    {"PartitionIndex", NULL, 0, offsetof(kp__create_topics_request_creatable_replica_assignment, partition_index), KP__TYPE_INT32, 0, 0, 0, 7, 1, 0},
    {"BrokerIds", NULL, 0, offsetof(kp__create_topics_request_creatable_replica_assignment, broker_ids), KP__TYPE_INT32, KP__FIELD_ARRAY, 0, 0, 7, 1, 0},
};
static const uint16_t kp__create_topics_request_creatable_replica_assignment_size_min[] = {8, 8, 8, 8, 8, 6, 6, 6};
static const kp__struct kp__create_topics_request_creatable_replica_assignment_struct = {"CreatableReplicaAssignment", kp__create_topics_request_creatable_replica_assignment_fields, 2, false, sizeof(kp__create_topics_request_creatable_replica_assignment), kp__create_topics_request_creatable_replica_assignment_size_min};

static const kp__field kp__create_topics_request_creatable_topic_config_fields[] = {
    {"Name", NULL, 0, offsetof(kp__create_topics_request_creatable_topic_config, name), KP__TYPE_STRING, 0, 0, 0, 7, 1, 0},
    {"Value", NULL, 0, offsetof(kp__create_topics_request_creatable_topic_config, value), KP__TYPE_STRING, 0, 0, 0, 7, 0, 7},
};
static const uint16_t kp__create_topics_request_creatable_topic_config_size_min[] = {4, 4, 4, 4, 4, 3, 3, 3};
static const kp__struct kp__create_topics_request_creatable_topic_config_struct = {"CreatableTopicConfig", kp__create_topics_request_creatable_topic_config_fields, 2, false, sizeof(kp__create_topics_request_creatable_topic_config), kp__create_topics_request_creatable_topic_config_size_min};

static const kp__field kp__create_topics_request_creatable_topic_fields[] = {
    {"Name", NULL, 0, offsetof(kp__create_topics_request_creatable_topic, name), KP__TYPE_STRING, 0, 0, 0, 7, 1, 0},
    {"NumPartitions", NULL, 0, offsetof(kp__create_topics_request_creatable_topic, num_partitions), KP__TYPE_INT32, 0, 0, 0, 7, 1, 0},
    {"ReplicationFactor", NULL, 0, offsetof(kp__create_topics_request_creatable_topic, replication_factor), KP__TYPE_INT16, 0, 0, 0, 7, 1, 0},
    {"Assignments", &kp__create_topics_request_creatable_replica_assignment_struct, 0, offsetof(kp__create_topics_request_creatable_topic, assignments), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 7, 1, 0},
    {"Configs", &kp__create_topics_request_creatable_topic_config_struct, 0, offsetof(kp__create_topics_request_creatable_topic, configs), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 7, 1, 0},
};
static const uint16_t kp__create_topics_request_creatable_topic_size_min[] = {16, 16, 16, 16, 16, 10, 10, 10};
static const kp__struct kp__create_topics_request_creatable_topic_struct = {"CreatableTopic", kp__create_topics_request_creatable_topic_fields, 5, false, sizeof(kp__create_topics_request_creatable_topic), kp__create_topics_request_creatable_topic_size_min};

static const kp__field kp__create_topics_request_fields[] = {
    {"Topics", &kp__create_topics_request_creatable_topic_struct, 0, offsetof(kp__create_topics_request, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 7, 1, 0},
    {"timeoutMs", NULL, 60000, offsetof(kp__create_topics_request, timeout_ms), KP__TYPE_INT32, 0, 0, 0, 7, 1, 0},
    {"validateOnly", NULL, 0, offsetof(kp__create_topics_request, validate_only), KP__TYPE_BOOL, 0, 0, 1, 7, 1, 0},
};
static const uint16_t kp__create_topics_request_size_min[] = {8, 9, 9, 9, 9, 7, 7, 7};
static const kp__struct kp__create_topics_request_struct = {"CreateTopicsRequest", kp__create_topics_request_fields, 3, false, sizeof(kp__create_topics_request), kp__create_topics_request_size_min};
const kp__message kp__create_topics_request_message = {"CreateTopicsRequest", &kp__create_topics_request_struct, 19, 0, 7, 5};

static const kp__field kp__create_topics_response_creatable_topic_configs_fields[] = {
    {"Name", NULL, 0, offsetof(kp__create_topics_response_creatable_topic_configs, name), KP__TYPE_STRING, 0, 0, 5, 7, 1, 0},
    {"Value", NULL, 0, offsetof(kp__create_topics_response_creatable_topic_configs, value), KP__TYPE_STRING, 0, 0, 5, 7, 5, 7},
    {"ReadOnly", NULL, 0, offsetof(kp__create_topics_response_creatable_topic_configs, read_only), KP__TYPE_BOOL, 0, 0, 5, 7, 1, 0},
    {"ConfigSource", NULL, -1, offsetof(kp__create_topics_response_creatable_topic_configs, config_source), KP__TYPE_INT8, KP__FIELD_IGNORABLE, 0, 5, 7, 1, 0},
    {"IsSensitive", NULL, 0, offsetof(kp__create_topics_response_creatable_topic_configs, is_sensitive), KP__TYPE_BOOL, 0, 0, 5, 7, 1, 0},
};
static const uint16_t kp__create_topics_response_creatable_topic_configs_size_min[] = {0, 0, 0, 0, 0, 6, 6, 6};
static const kp__struct kp__create_topics_response_creatable_topic_configs_struct = {"CreatableTopicConfigs", kp__create_topics_response_creatable_topic_configs_fields, 5, false, sizeof(kp__create_topics_response_creatable_topic_configs), kp__create_topics_response_creatable_topic_configs_size_min};

static const kp__field kp__create_topics_response_creatable_topic_result_fields[] = {
    {"Name", NULL, 0, offsetof(kp__create_topics_response_creatable_topic_result, name), KP__TYPE_STRING, 0, 0, 0, 7, 1, 0},
    {"TopicId", NULL, 0, offsetof(kp__create_topics_response_creatable_topic_result, topic_id), KP__TYPE_UUID, KP__FIELD_IGNORABLE, 0, 7, 7, 1, 0},
    {"ErrorCode", NULL, 0, offsetof(kp__create_topics_response_creatable_topic_result, error_code), KP__TYPE_INT16, 0, 0, 0, 7, 1, 0},
    {"ErrorMessage", NULL, 0, offsetof(kp__create_topics_response_creatable_topic_result, error_message), KP__TYPE_STRING, KP__FIELD_IGNORABLE, 0, 1, 7, 1, 7},
    {"TopicConfigErrorCode", NULL, 0, offsetof(kp__create_topics_response_creatable_topic_result, topic_config_error_code), KP__TYPE_INT16, KP__FIELD_IGNORABLE | KP__FIELD_TAGGED, 0, 5, 7, 1, 0},
    {"NumPartitions", NULL, -1, offsetof(kp__create_topics_response_creatable_topic_result, num_partitions), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 5, 7, 1, 0},
    {"ReplicationFactor", NULL, -1, offsetof(kp__create_topics_response_creatable_topic_result, replication_factor), KP__TYPE_INT16, KP__FIELD_IGNORABLE, 0, 5, 7, 1, 0},
    {"Configs", &kp__create_topics_response_creatable_topic_configs_struct, 0, offsetof(kp__create_topics_response_creatable_topic_result, configs), KP__TYPE_STRUCT, KP__FIELD_ARRAY | KP__FIELD_IGNORABLE, 0, 5, 7, 5, 7},
};
static const uint16_t kp__create_topics_response_creatable_topic_result_size_min[] = {4, 6, 6, 6, 6, 12, 12, 28};
static const kp__struct kp__create_topics_response_creatable_topic_result_struct = {"CreatableTopicResult", kp__create_topics_response_creatable_topic_result_fields, 8, true, sizeof(kp__create_topics_response_creatable_topic_result), kp__create_topics_response_creatable_topic_result_size_min};

static const kp__field kp__create_topics_response_fields[] = {
    {"ThrottleTimeMs", NULL, 0, offsetof(kp__create_topics_response, throttle_time_ms), KP__TYPE_INT32, KP__FIELD_IGNORABLE, 0, 2, 7, 1, 0},
    {"Topics", &kp__create_topics_response_creatable_topic_result_struct, 0, offsetof(kp__create_topics_response, topics), KP__TYPE_STRUCT, KP__FIELD_ARRAY, 0, 0, 7, 1, 0},
};
static const uint16_t kp__create_topics_response_size_min[] = {4, 4, 8, 8, 8, 6, 6, 6};
static const kp__struct kp__create_topics_response_struct = {"CreateTopicsResponse", kp__create_topics_response_fields, 2, false, sizeof(kp__create_topics_response), kp__create_topics_response_size_min};
const kp__message kp__create_topics_response_message = {"CreateTopicsResponse", &kp__create_topics_response_struct, 19, 0, 7, 5};

/* clang-format on */
