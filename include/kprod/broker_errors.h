/* Kafka's error codes: name, number, class, text. A row each; the classes are what Kafka's own clients do. */
#ifndef KPROD_BROKER_ERRORS_H
#define KPROD_BROKER_ERRORS_H

/* clang-format off */
#define KP_BROKER_ERRORS(X) \
    X(ERR_UNKNOWN_SERVER_ERROR, -1, KP_CLASS_MAYBE, "unknown server error") \
    X(ERR_OFFSET_OUT_OF_RANGE, 1, 0, "offset out of range") \
    X(ERR_CORRUPT_MESSAGE, 2, KP_CLASS_RETRIABLE, "corrupt message") \
    X(ERR_UNKNOWN_TOPIC_OR_PARTITION, 3, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "unknown topic or partition") \
    X(ERR_INVALID_FETCH_SIZE, 4, 0, "invalid fetch size") \
    X(ERR_LEADER_NOT_AVAILABLE, 5, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "leader not available") \
    X(ERR_NOT_LEADER_OR_FOLLOWER, 6, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "not leader or follower") \
    X(ERR_REQUEST_TIMED_OUT, 7, KP_CLASS_RETRIABLE | KP_CLASS_MAYBE, "request timed out") \
    X(ERR_BROKER_NOT_AVAILABLE, 8, 0, "broker not available") \
    X(ERR_REPLICA_NOT_AVAILABLE, 9, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "replica not available") \
    X(ERR_MESSAGE_TOO_LARGE, 10, KP_CLASS_SPLIT, "message too large") \
    X(ERR_STALE_CONTROLLER_EPOCH, 11, 0, "stale controller epoch") \
    X(ERR_OFFSET_METADATA_TOO_LARGE, 12, 0, "offset metadata too large") \
    X(ERR_NETWORK_EXCEPTION, 13, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH | KP_CLASS_MAYBE, "network exception") \
    X(ERR_COORDINATOR_LOAD_IN_PROGRESS, 14, KP_CLASS_RETRIABLE, "coordinator load in progress") \
    X(ERR_COORDINATOR_NOT_AVAILABLE, 15, KP_CLASS_RETRIABLE | KP_CLASS_COORDINATOR, "coordinator not available") \
    X(ERR_NOT_COORDINATOR, 16, KP_CLASS_RETRIABLE | KP_CLASS_COORDINATOR, "not coordinator") \
    X(ERR_INVALID_TOPIC_EXCEPTION, 17, 0, "invalid topic exception") \
    X(ERR_RECORD_LIST_TOO_LARGE, 18, 0, "record list too large") \
    X(ERR_NOT_ENOUGH_REPLICAS, 19, KP_CLASS_RETRIABLE, "not enough replicas") \
    X(ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND, 20, KP_CLASS_RETRIABLE | KP_CLASS_MAYBE, "not enough replicas after append") \
    X(ERR_INVALID_REQUIRED_ACKS, 21, 0, "invalid required acks") \
    X(ERR_ILLEGAL_GENERATION, 22, KP_CLASS_ABORTABLE, "illegal generation") \
    X(ERR_INCONSISTENT_GROUP_PROTOCOL, 23, 0, "inconsistent group protocol") \
    X(ERR_INVALID_GROUP_ID, 24, 0, "invalid group id") \
    X(ERR_UNKNOWN_MEMBER_ID, 25, KP_CLASS_ABORTABLE, "unknown member id") \
    X(ERR_INVALID_SESSION_TIMEOUT, 26, 0, "invalid session timeout") \
    X(ERR_REBALANCE_IN_PROGRESS, 27, 0, "rebalance in progress") \
    X(ERR_INVALID_COMMIT_OFFSET_SIZE, 28, 0, "invalid commit offset size") \
    X(ERR_TOPIC_AUTHORIZATION_FAILED, 29, KP_CLASS_ABORTABLE | KP_CLASS_AUTH, "topic authorization failed") \
    X(ERR_GROUP_AUTHORIZATION_FAILED, 30, KP_CLASS_ABORTABLE | KP_CLASS_AUTH, "group authorization failed") \
    X(ERR_CLUSTER_AUTHORIZATION_FAILED, 31, KP_CLASS_FATAL | KP_CLASS_AUTH, "cluster authorization failed") \
    X(ERR_INVALID_TIMESTAMP, 32, 0, "invalid timestamp") \
    X(ERR_UNSUPPORTED_SASL_MECHANISM, 33, 0, "unsupported sasl mechanism") \
    X(ERR_ILLEGAL_SASL_STATE, 34, 0, "illegal sasl state") \
    X(ERR_UNSUPPORTED_VERSION, 35, KP_CLASS_FATAL, "unsupported version") \
    X(ERR_TOPIC_ALREADY_EXISTS, 36, 0, "topic already exists") \
    X(ERR_INVALID_PARTITIONS, 37, 0, "invalid partitions") \
    X(ERR_INVALID_REPLICATION_FACTOR, 38, 0, "invalid replication factor") \
    X(ERR_INVALID_REPLICA_ASSIGNMENT, 39, 0, "invalid replica assignment") \
    X(ERR_INVALID_CONFIG, 40, 0, "invalid config") \
    X(ERR_NOT_CONTROLLER, 41, KP_CLASS_RETRIABLE, "not controller") \
    X(ERR_INVALID_REQUEST, 42, 0, "invalid request") \
    X(ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT, 43, 0, "unsupported for message format") \
    X(ERR_POLICY_VIOLATION, 44, 0, "policy violation") \
    X(ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, 45, KP_CLASS_SPECIAL, "out of order sequence number") \
    X(ERR_DUPLICATE_SEQUENCE_NUMBER, 46, KP_CLASS_SPECIAL, "duplicate sequence number") \
    X(ERR_INVALID_PRODUCER_EPOCH, 47, KP_CLASS_SPECIAL, "invalid producer epoch") \
    X(ERR_INVALID_TXN_STATE, 48, KP_CLASS_ABORTABLE, "invalid txn state") \
    X(ERR_INVALID_PRODUCER_ID_MAPPING, 49, KP_CLASS_FATAL, "invalid producer id mapping") \
    X(ERR_INVALID_TRANSACTION_TIMEOUT, 50, 0, "invalid transaction timeout") \
    X(ERR_CONCURRENT_TRANSACTIONS, 51, KP_CLASS_RETRIABLE, "concurrent transactions") \
    X(ERR_TRANSACTION_COORDINATOR_FENCED, 52, KP_CLASS_FATAL, "transaction coordinator fenced") \
    X(ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, 53, KP_CLASS_FATAL | KP_CLASS_AUTH, "transactional id authorization failed") \
    X(ERR_SECURITY_DISABLED, 54, 0, "security disabled") \
    X(ERR_OPERATION_NOT_ATTEMPTED, 55, KP_CLASS_ABORTABLE, "operation not attempted") \
    X(ERR_KAFKA_STORAGE_ERROR, 56, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "kafka storage error") \
    X(ERR_LOG_DIR_NOT_FOUND, 57, 0, "log dir not found") \
    X(ERR_SASL_AUTHENTICATION_FAILED, 58, KP_CLASS_AUTH, "sasl authentication failed") \
    X(ERR_UNKNOWN_PRODUCER_ID, 59, KP_CLASS_SPECIAL | KP_CLASS_MAYBE, "unknown producer id") \
    X(ERR_REASSIGNMENT_IN_PROGRESS, 60, 0, "reassignment in progress") \
    X(ERR_DELEGATION_TOKEN_AUTH_DISABLED, 61, 0, "delegation token auth disabled") \
    X(ERR_DELEGATION_TOKEN_NOT_FOUND, 62, 0, "delegation token not found") \
    X(ERR_DELEGATION_TOKEN_OWNER_MISMATCH, 63, 0, "delegation token owner mismatch") \
    X(ERR_DELEGATION_TOKEN_REQUEST_NOT_ALLOWED, 64, 0, "delegation token request not allowed") \
    X(ERR_DELEGATION_TOKEN_AUTHORIZATION_FAILED, 65, 0, "delegation token authorization failed") \
    X(ERR_DELEGATION_TOKEN_EXPIRED, 66, 0, "delegation token expired") \
    X(ERR_INVALID_PRINCIPAL_TYPE, 67, 0, "invalid principal type") \
    X(ERR_NON_EMPTY_GROUP, 68, 0, "non empty group") \
    X(ERR_GROUP_ID_NOT_FOUND, 69, 0, "group id not found") \
    X(ERR_FETCH_SESSION_ID_NOT_FOUND, 70, KP_CLASS_RETRIABLE, "fetch session id not found") \
    X(ERR_INVALID_FETCH_SESSION_EPOCH, 71, KP_CLASS_RETRIABLE, "invalid fetch session epoch") \
    X(ERR_LISTENER_NOT_FOUND, 72, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "listener not found") \
    X(ERR_TOPIC_DELETION_DISABLED, 73, 0, "topic deletion disabled") \
    X(ERR_FENCED_LEADER_EPOCH, 74, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "fenced leader epoch") \
    X(ERR_UNKNOWN_LEADER_EPOCH, 75, KP_CLASS_RETRIABLE, "unknown leader epoch") \
    X(ERR_UNSUPPORTED_COMPRESSION_TYPE, 76, 0, "unsupported compression type") \
    X(ERR_STALE_BROKER_EPOCH, 77, 0, "stale broker epoch") \
    X(ERR_OFFSET_NOT_AVAILABLE, 78, KP_CLASS_RETRIABLE, "offset not available") \
    X(ERR_MEMBER_ID_REQUIRED, 79, 0, "member id required") \
    X(ERR_PREFERRED_LEADER_NOT_AVAILABLE, 80, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "preferred leader not available") \
    X(ERR_GROUP_MAX_SIZE_REACHED, 81, 0, "group max size reached") \
    X(ERR_FENCED_INSTANCE_ID, 82, KP_CLASS_ABORTABLE, "fenced instance id") \
    X(ERR_ELIGIBLE_LEADERS_NOT_AVAILABLE, 83, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "eligible leaders not available") \
    X(ERR_ELECTION_NOT_NEEDED, 84, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "election not needed") \
    X(ERR_NO_REASSIGNMENT_IN_PROGRESS, 85, 0, "no reassignment in progress") \
    X(ERR_GROUP_SUBSCRIBED_TO_TOPIC, 86, 0, "group subscribed to topic") \
    X(ERR_INVALID_RECORD, 87, 0, "invalid record") \
    X(ERR_UNSTABLE_OFFSET_COMMIT, 88, KP_CLASS_RETRIABLE, "unstable offset commit") \
    X(ERR_THROTTLING_QUOTA_EXCEEDED, 89, KP_CLASS_RETRIABLE, "throttling quota exceeded") \
    X(ERR_PRODUCER_FENCED, 90, KP_CLASS_FATAL, "producer fenced") \
    X(ERR_RESOURCE_NOT_FOUND, 91, 0, "resource not found") \
    X(ERR_DUPLICATE_RESOURCE, 92, 0, "duplicate resource") \
    X(ERR_UNACCEPTABLE_CREDENTIAL, 93, 0, "unacceptable credential") \
    X(ERR_INCONSISTENT_VOTER_SET, 94, 0, "inconsistent voter set") \
    X(ERR_INVALID_UPDATE_VERSION, 95, 0, "invalid update version") \
    X(ERR_FEATURE_UPDATE_FAILED, 96, 0, "feature update failed") \
    X(ERR_PRINCIPAL_DESERIALIZATION_FAILURE, 97, 0, "principal deserialization failure") \
    X(ERR_SNAPSHOT_NOT_FOUND, 98, 0, "snapshot not found") \
    X(ERR_POSITION_OUT_OF_RANGE, 99, 0, "position out of range") \
    X(ERR_UNKNOWN_TOPIC_ID, 100, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "unknown topic id") \
    X(ERR_DUPLICATE_BROKER_REGISTRATION, 101, 0, "duplicate broker registration") \
    X(ERR_BROKER_ID_NOT_REGISTERED, 102, 0, "broker id not registered") \
    X(ERR_INCONSISTENT_TOPIC_ID, 103, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "inconsistent topic id") \
    X(ERR_INCONSISTENT_CLUSTER_ID, 104, 0, "inconsistent cluster id") \
    X(ERR_TRANSACTIONAL_ID_NOT_FOUND, 105, 0, "transactional id not found") \
    X(ERR_FETCH_SESSION_TOPIC_ID_ERROR, 106, KP_CLASS_RETRIABLE, "fetch session topic id error") \
    X(ERR_INELIGIBLE_REPLICA, 107, 0, "ineligible replica") \
    X(ERR_NEW_LEADER_ELECTED, 108, 0, "new leader elected") \
    X(ERR_OFFSET_MOVED_TO_TIERED_STORAGE, 109, 0, "offset moved to tiered storage") \
    X(ERR_FENCED_MEMBER_EPOCH, 110, 0, "fenced member epoch") \
    X(ERR_UNRELEASED_INSTANCE_ID, 111, 0, "unreleased instance id") \
    X(ERR_UNSUPPORTED_ASSIGNOR, 112, 0, "unsupported assignor") \
    X(ERR_STALE_MEMBER_EPOCH, 113, 0, "stale member epoch") \
    X(ERR_MISMATCHED_ENDPOINT_TYPE, 114, 0, "mismatched endpoint type") \
    X(ERR_UNSUPPORTED_ENDPOINT_TYPE, 115, 0, "unsupported endpoint type") \
    X(ERR_UNKNOWN_CONTROLLER_ID, 116, 0, "unknown controller id") \
    X(ERR_UNKNOWN_SUBSCRIPTION_ID, 117, 0, "unknown subscription id") \
    X(ERR_TELEMETRY_TOO_LARGE, 118, 0, "telemetry too large") \
    X(ERR_INVALID_REGISTRATION, 119, 0, "invalid registration") \
    X(ERR_TRANSACTION_ABORTABLE, 120, KP_CLASS_ABORTABLE, "transaction abortable") \
    X(ERR_INVALID_RECORD_STATE, 121, 0, "invalid record state") \
    X(ERR_SHARE_SESSION_NOT_FOUND, 122, KP_CLASS_RETRIABLE, "share session not found") \
    X(ERR_INVALID_SHARE_SESSION_EPOCH, 123, KP_CLASS_RETRIABLE, "invalid share session epoch") \
    X(ERR_FENCED_STATE_EPOCH, 124, 0, "fenced state epoch") \
    X(ERR_INVALID_VOTER_KEY, 125, 0, "invalid voter key") \
    X(ERR_DUPLICATE_VOTER, 126, 0, "duplicate voter") \
    X(ERR_VOTER_NOT_FOUND, 127, 0, "voter not found") \
    X(ERR_INVALID_REGULAR_EXPRESSION, 128, 0, "invalid regular expression") \
    X(ERR_REBOOTSTRAP_REQUIRED, 129, 0, "rebootstrap required") \
    X(ERR_STREAMS_INVALID_TOPOLOGY, 130, 0, "streams invalid topology") \
    X(ERR_STREAMS_INVALID_TOPOLOGY_EPOCH, 131, 0, "streams invalid topology epoch") \
    X(ERR_STREAMS_TOPOLOGY_FENCED, 132, 0, "streams topology fenced") \
    X(ERR_SHARE_SESSION_LIMIT_REACHED, 133, KP_CLASS_RETRIABLE, "share session limit reached")
/* clang-format on */

#endif
