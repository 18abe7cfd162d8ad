/* Kafka's error codes: name, number, class, text. A row each; the classes are what Kafka's own clients do. */
#ifndef KPROD_BROKER_ERRORS_H
#define KPROD_BROKER_ERRORS_H

/* clang-format off */
#define KP_BROKER_ERRORS(X) \
    X(ERR_UNKNOWN_SERVER_ERROR, -1, KP_CLASS_MAYBE, \
      "the broker failed in a way that it does not explain; the write may have happened") \
    X(ERR_OFFSET_OUT_OF_RANGE, 1, 0, "the offset lies outside what the partition holds") \
    X(ERR_CORRUPT_MESSAGE, 2, KP_CLASS_RETRIABLE, "the bytes arrived damaged: their checksum does not match") \
    X(ERR_UNKNOWN_TOPIC_OR_PARTITION, 3, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, \
      "the broker does not host this topic or partition") \
    X(ERR_INVALID_FETCH_SIZE, 4, 0, "the fetch asks for an impossible number of bytes") \
    X(ERR_LEADER_NOT_AVAILABLE, 5, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "the partition has no leader at the moment") \
    X(ERR_NOT_LEADER_OR_FOLLOWER, 6, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, \
      "the broker asked is not the leader of the partition") \
    X(ERR_REQUEST_TIMED_OUT, 7, KP_CLASS_RETRIABLE | KP_CLASS_MAYBE, \
      "the brokers did not agree on the write in time; it may have happened") \
    X(ERR_BROKER_NOT_AVAILABLE, 8, 0, "no broker with this id is running") \
    X(ERR_REPLICA_NOT_AVAILABLE, 9, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, \
      "the broker has no copy of the partition that can be read now") \
    X(ERR_MESSAGE_TOO_LARGE, 10, KP_CLASS_SPLIT, "the batch is larger than the topic allows (max.message.bytes)") \
    X(ERR_STALE_CONTROLLER_EPOCH, 11, 0, "the request comes from a controller that was replaced") \
    X(ERR_OFFSET_METADATA_TOO_LARGE, 12, 0, "the text stored with a committed offset is too long") \
    X(ERR_NETWORK_EXCEPTION, 13, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH | KP_CLASS_MAYBE, \
      "the connection broke before the answer came") \
    X(ERR_COORDINATOR_LOAD_IN_PROGRESS, 14, KP_CLASS_RETRIABLE, "the coordinator is still reading its state") \
    X(ERR_COORDINATOR_NOT_AVAILABLE, 15, KP_CLASS_RETRIABLE | KP_CLASS_COORDINATOR, \
      "no coordinator can be reached at the moment") \
    X(ERR_NOT_COORDINATOR, 16, KP_CLASS_RETRIABLE | KP_CLASS_COORDINATOR, \
      "another broker coordinates this group or transaction") \
    X(ERR_INVALID_TOPIC_EXCEPTION, 17, 0, "the topic's name is not allowed, or the topic is internal") \
    X(ERR_RECORD_LIST_TOO_LARGE, 18, KP_CLASS_SPLIT, "the batch is larger than a log segment") \
    X(ERR_NOT_ENOUGH_REPLICAS, 19, KP_CLASS_RETRIABLE, "fewer replicas are in sync than min.insync.replicas asks for") \
    X(ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND, 20, KP_CLASS_RETRIABLE | KP_CLASS_MAYBE, \
      "written, but by fewer replicas than min.insync.replicas asks for") \
    X(ERR_INVALID_REQUIRED_ACKS, 21, 0, "acks must be 0, 1 or all") \
    X(ERR_ILLEGAL_GENERATION, 22, KP_CLASS_ABORTABLE, "the group has moved on to a newer generation") \
    X(ERR_INCONSISTENT_GROUP_PROTOCOL, 23, 0, "the members of the group have no assignor in common") \
    X(ERR_INVALID_GROUP_ID, 24, 0, "the group has no valid name") \
    X(ERR_UNKNOWN_MEMBER_ID, 25, KP_CLASS_ABORTABLE, "the group does not know this member") \
    X(ERR_INVALID_SESSION_TIMEOUT, 26, 0, "the session time-out is outside what the broker allows") \
    X(ERR_REBALANCE_IN_PROGRESS, 27, 0, "the group is dealing out its partitions anew") \
    X(ERR_INVALID_COMMIT_OFFSET_SIZE, 28, 0, "the offsets committed at once take more room than the broker allows") \
    X(ERR_TOPIC_AUTHORIZATION_FAILED, 29, KP_CLASS_ABORTABLE | KP_CLASS_AUTH, "not permitted on this topic") \
    X(ERR_GROUP_AUTHORIZATION_FAILED, 30, KP_CLASS_ABORTABLE | KP_CLASS_AUTH, "not permitted on this group") \
    X(ERR_CLUSTER_AUTHORIZATION_FAILED, 31, KP_CLASS_FATAL | KP_CLASS_AUTH, "not permitted on the cluster") \
    X(ERR_INVALID_TIMESTAMP, 32, 0, "the record's timestamp is outside what the topic accepts") \
    X(ERR_UNSUPPORTED_SASL_MECHANISM, 33, 0, "the broker does not offer this SASL mechanism") \
    X(ERR_ILLEGAL_SASL_STATE, 34, 0, "the SASL messages came out of order") \
    X(ERR_UNSUPPORTED_VERSION, 35, KP_CLASS_FATAL, "the broker does not speak this version of the request") \
    X(ERR_TOPIC_ALREADY_EXISTS, 36, 0, "a topic of this name exists already") \
    X(ERR_INVALID_PARTITIONS, 37, 0, "the number of partitions is not valid") \
    X(ERR_INVALID_REPLICATION_FACTOR, 38, 0, \
      "the replication factor is not valid: below 1, or more than there are brokers") \
    X(ERR_INVALID_REPLICA_ASSIGNMENT, 39, 0, "the replicas asked for do not fit the brokers there are") \
    X(ERR_INVALID_CONFIG, 40, 0, "a configuration value is not valid") \
    X(ERR_NOT_CONTROLLER, 41, KP_CLASS_RETRIABLE, "the broker asked is not the controller") \
    X(ERR_INVALID_REQUEST, 42, 0, "the request contradicts itself or the broker's state") \
    X(ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT, 43, 0, "the topic's message format cannot hold this") \
    X(ERR_POLICY_VIOLATION, 44, 0, "a policy of the cluster forbids this") \
    X(ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, 45, KP_CLASS_SPECIAL, \
      "a batch is missing: its sequence number does not follow the last one") \
    X(ERR_DUPLICATE_SEQUENCE_NUMBER, 46, KP_CLASS_SPECIAL, "the batch is already in the log") \
    X(ERR_INVALID_PRODUCER_EPOCH, 47, KP_CLASS_SPECIAL, "another producer has taken over this producer id") \
    X(ERR_INVALID_TXN_STATE, 48, KP_CLASS_ABORTABLE, "the call does not fit the state of the transaction") \
    X(ERR_INVALID_PRODUCER_ID_MAPPING, 49, KP_CLASS_FATAL, "the producer id does not belong to this transactional id") \
    X(ERR_INVALID_TRANSACTION_TIMEOUT, 50, 0, "transaction.timeout.ms is longer than the broker allows") \
    X(ERR_CONCURRENT_TRANSACTIONS, 51, KP_CLASS_RETRIABLE, \
      "an earlier transaction of the same id is still being finished") \
    X(ERR_TRANSACTION_COORDINATOR_FENCED, 52, KP_CLASS_FATAL, \
      "the transaction coordinator that wrote the marker was replaced") \
    X(ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, 53, KP_CLASS_FATAL | KP_CLASS_AUTH, \
      "not permitted on this transactional id") \
    X(ERR_SECURITY_DISABLED, 54, 0, "the broker runs without security features") \
    X(ERR_OPERATION_NOT_ATTEMPTED, 55, KP_CLASS_ABORTABLE, \
      "not attempted, because another part of the request failed") \
    X(ERR_KAFKA_STORAGE_ERROR, 56, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "the broker cannot use its disk") \
    X(ERR_LOG_DIR_NOT_FOUND, 57, 0, "the broker has no such log directory") \
    X(ERR_SASL_AUTHENTICATION_FAILED, 58, KP_CLASS_AUTH, "the broker rejected the credentials") \
    X(ERR_UNKNOWN_PRODUCER_ID, 59, KP_CLASS_SPECIAL | KP_CLASS_MAYBE, "the broker has forgotten this producer id") \
    X(ERR_REASSIGNMENT_IN_PROGRESS, 60, 0, "the partition is already being moved") \
    X(ERR_DELEGATION_TOKEN_AUTH_DISABLED, 61, 0, "delegation tokens need an authenticated connection") \
    X(ERR_DELEGATION_TOKEN_NOT_FOUND, 62, 0, "the broker does not know this delegation token") \
    X(ERR_DELEGATION_TOKEN_OWNER_MISMATCH, 63, 0, "the delegation token belongs to someone else") \
    X(ERR_DELEGATION_TOKEN_REQUEST_NOT_ALLOWED, 64, 0, "delegation tokens cannot be asked for on this connection") \
    X(ERR_DELEGATION_TOKEN_AUTHORIZATION_FAILED, 65, 0, "not permitted on this delegation token") \
    X(ERR_DELEGATION_TOKEN_EXPIRED, 66, 0, "the delegation token has expired") \
    X(ERR_INVALID_PRINCIPAL_TYPE, 67, 0, "this kind of principal is not supported") \
    X(ERR_NON_EMPTY_GROUP, 68, 0, "the group still has members") \
    X(ERR_GROUP_ID_NOT_FOUND, 69, 0, "the group does not exist") \
    X(ERR_FETCH_SESSION_ID_NOT_FOUND, 70, KP_CLASS_RETRIABLE, "the broker has dropped the fetch session") \
    X(ERR_INVALID_FETCH_SESSION_EPOCH, 71, KP_CLASS_RETRIABLE, "the fetch session is out of step") \
    X(ERR_LISTENER_NOT_FOUND, 72, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, \
      "the leader has no listener of the name that the client used") \
    X(ERR_TOPIC_DELETION_DISABLED, 73, 0, "the broker does not allow topics to be deleted") \
    X(ERR_FENCED_LEADER_EPOCH, 74, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, \
      "the leader epoch is older than the broker's") \
    X(ERR_UNKNOWN_LEADER_EPOCH, 75, KP_CLASS_RETRIABLE, "the leader epoch is newer than the broker's") \
    X(ERR_UNSUPPORTED_COMPRESSION_TYPE, 76, 0, "the topic or the protocol version does not take this codec") \
    X(ERR_STALE_BROKER_EPOCH, 77, 0, "the broker has registered anew since") \
    X(ERR_OFFSET_NOT_AVAILABLE, 78, KP_CLASS_RETRIABLE, "the leader does not know its end offset yet") \
    X(ERR_MEMBER_ID_REQUIRED, 79, 0, "join again with the member id of this answer") \
    X(ERR_PREFERRED_LEADER_NOT_AVAILABLE, 80, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, \
      "the preferred leader cannot lead now") \
    X(ERR_GROUP_MAX_SIZE_REACHED, 81, 0, "the group is full") \
    X(ERR_FENCED_INSTANCE_ID, 82, KP_CLASS_ABORTABLE, "another member uses the same group.instance.id") \
    X(ERR_ELIGIBLE_LEADERS_NOT_AVAILABLE, 83, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, \
      "no replica in sync can lead the partition") \
    X(ERR_ELECTION_NOT_NEEDED, 84, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, \
      "the partition has the wanted leader already") \
    X(ERR_NO_REASSIGNMENT_IN_PROGRESS, 85, 0, "no move of this partition is under way") \
    X(ERR_GROUP_SUBSCRIBED_TO_TOPIC, 86, 0, "the group still subscribes to the topic") \
    X(ERR_INVALID_RECORD, 87, 0, "the broker refused a record of the batch") \
    X(ERR_UNSTABLE_OFFSET_COMMIT, 88, KP_CLASS_RETRIABLE, "a transaction that commits offsets is not finished yet") \
    X(ERR_THROTTLING_QUOTA_EXCEEDED, 89, KP_CLASS_RETRIABLE, "the quota on topic changes is used up") \
    X(ERR_PRODUCER_FENCED, 90, KP_CLASS_FATAL, "another producer with the same transactional id has started") \
    X(ERR_RESOURCE_NOT_FOUND, 91, 0, "the thing named does not exist") \
    X(ERR_DUPLICATE_RESOURCE, 92, 0, "the thing is named twice") \
    X(ERR_UNACCEPTABLE_CREDENTIAL, 93, 0, "the credential is not acceptable") \
    X(ERR_INCONSISTENT_VOTER_SET, 94, 0, "the two sides know different voters") \
    X(ERR_INVALID_UPDATE_VERSION, 95, 0, "the feature's new level is not valid") \
    X(ERR_FEATURE_UPDATE_FAILED, 96, 0, "a feature could not be changed") \
    X(ERR_PRINCIPAL_DESERIALIZATION_FAILURE, 97, 0, "the forwarded principal cannot be read") \
    X(ERR_SNAPSHOT_NOT_FOUND, 98, 0, "the snapshot does not exist") \
    X(ERR_POSITION_OUT_OF_RANGE, 99, 0, "the position is past the end of the snapshot") \
    X(ERR_UNKNOWN_TOPIC_ID, 100, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "the broker does not know this topic id") \
    X(ERR_DUPLICATE_BROKER_REGISTRATION, 101, 0, "a running broker has this id already") \
    X(ERR_BROKER_ID_NOT_REGISTERED, 102, 0, "the controller knows no broker of this id") \
    X(ERR_INCONSISTENT_TOPIC_ID, 103, KP_CLASS_RETRIABLE | KP_CLASS_REFRESH, "the topic id and the log's own differ") \
    X(ERR_INCONSISTENT_CLUSTER_ID, 104, 0, "the request was meant for another cluster") \
    X(ERR_TRANSACTIONAL_ID_NOT_FOUND, 105, 0, "there is no such transactional id") \
    X(ERR_FETCH_SESSION_TOPIC_ID_ERROR, 106, KP_CLASS_RETRIABLE, "the fetch session mixes topic ids and names") \
    X(ERR_INELIGIBLE_REPLICA, 107, 0, "the replica may not join those in sync") \
    X(ERR_NEW_LEADER_ELECTED, 108, 0, "a new leader was elected meanwhile") \
    X(ERR_OFFSET_MOVED_TO_TIERED_STORAGE, 109, 0, "the records have moved to remote storage") \
    X(ERR_FENCED_MEMBER_EPOCH, 110, 0, "the group has given this member's partitions to others") \
    X(ERR_UNRELEASED_INSTANCE_ID, 111, 0, "the group.instance.id is still in use") \
    X(ERR_UNSUPPORTED_ASSIGNOR, 112, 0, "the broker does not offer this assignor") \
    X(ERR_STALE_MEMBER_EPOCH, 113, 0, "the member's epoch is behind") \
    X(ERR_MISMATCHED_ENDPOINT_TYPE, 114, 0, "the request came to the wrong kind of endpoint") \
    X(ERR_UNSUPPORTED_ENDPOINT_TYPE, 115, 0, "this kind of endpoint is not supported") \
    X(ERR_UNKNOWN_CONTROLLER_ID, 116, 0, "there is no controller of this id") \
    X(ERR_UNKNOWN_SUBSCRIPTION_ID, 117, 0, "the telemetry subscription is unknown or stale") \
    X(ERR_TELEMETRY_TOO_LARGE, 118, 0, "the telemetry data is larger than the broker accepts") \
    X(ERR_INVALID_REGISTRATION, 119, 0, "the registration is not valid") \
    X(ERR_TRANSACTION_ABORTABLE, 120, KP_CLASS_ABORTABLE, "the transaction can only be aborted") \
    X(ERR_INVALID_RECORD_STATE, 121, 0, "the record cannot be acknowledged in its present state") \
    X(ERR_SHARE_SESSION_NOT_FOUND, 122, KP_CLASS_RETRIABLE, "the broker has dropped the share session") \
    X(ERR_INVALID_SHARE_SESSION_EPOCH, 123, KP_CLASS_RETRIABLE, "the share session is out of step") \
    X(ERR_FENCED_STATE_EPOCH, 124, 0, "the share coordinator has a newer state") \
    X(ERR_INVALID_VOTER_KEY, 125, 0, "the voter's key does not match") \
    X(ERR_DUPLICATE_VOTER, 126, 0, "the voter is there already") \
    X(ERR_VOTER_NOT_FOUND, 127, 0, "there is no such voter") \
    X(ERR_INVALID_REGULAR_EXPRESSION, 128, 0, "the regular expression is not valid") \
    X(ERR_REBOOTSTRAP_REQUIRED, 129, 0, "the cluster has changed: begin again from bootstrap.servers") \
    X(ERR_STREAMS_INVALID_TOPOLOGY, 130, 0, "the streams topology is not valid") \
    X(ERR_STREAMS_INVALID_TOPOLOGY_EPOCH, 131, 0, "the streams topology has a wrong epoch") \
    X(ERR_STREAMS_TOPOLOGY_FENCED, 132, 0, "the streams topology is older than the group's") \
    X(ERR_SHARE_SESSION_LIMIT_REACHED, 133, KP_CLASS_RETRIABLE, "the broker holds as many share sessions as it may")
/* clang-format on */

#endif
