/* What a run has met: faults that struck and rare states that were reached. Two tables; the driver adds the runs up and
 * asks that each fault struck often enough and each rare state was reached. */
#ifndef SIM_SEEN_H
#define SIM_SEEN_H

#include <stdint.h>

/* name, IDs of reliability.md, what happens */
/* clang-format off */
#define SIM_FAULTS(X)                                                                                                        \
    X(RESET,            "F1",  "a connection is reset")                                                                      \
    X(FIN,              "F1",  "a connection ends in order, in mid-session")                                                 \
    X(SILENT,           "F1",  "a connection goes silent both ways, without an end")                                         \
    X(CUT_REQUEST,      "F1",  "a connection ends after a chosen byte of what the client sends")                             \
    X(CUT_ANSWER,       "F1",  "a connection ends after a chosen byte of what the node answers")                             \
    X(STALL,            "F4",  "one direction of a connection stands still for a while")                                     \
    X(PARTIAL_WRITE,    "F25", "the socket takes a part of what is written")                                                 \
    X(PARTIAL_READ,     "F25", "the socket gives a part of what has arrived")                                                \
    X(LINK_ONE_WAY,     "F35", "one direction between a client and a node is cut")                                           \
    X(LINK_BOTH_WAYS,   "F35", "both directions between a client and a node are cut")                                        \
    X(DRAIN_LATE,       "F3",  "a Produce request arrives long after its connection was closed")                             \
    X(DRAIN_LOST,       "F2",  "what a closed connection still carried is lost")                                             \
    X(CONNECT_REFUSED,  "F19", "a connection attempt is refused")                                                            \
    X(CONNECT_BLACKHOLE,"F19", "a connection attempt gets no answer at all")                                                 \
    X(RESOLVE_FAILED,   "F20", "a host name is not found")                                                                   \
    X(RESOLVE_SLOW,     "F20", "a host name takes seconds to be found")                                                      \
    X(ANSWER_LOST,      "F2",  "the node carries out a request and its answer never comes")                                  \
    X(ANSWER_LATE,      "F4",  "an answer comes late, at times after the client gave up")                                    \
    X(ANSWER_DOUBLED,   "F4",  "an answer comes twice")                                                                      \
    X(NODE_DOWN,        "F11", "a node stops and comes back")                                                                \
    X(NODE_PAUSED,      "F11", "a node stands still and goes on")                                                            \
    X(LEADER_MOVED,     "F6",  "a partition gets another leader")                                                            \
    X(LEADER_FLIPPED,   "F7",  "a leader moves and moves back at once")                                                      \
    X(HINT_STALE,       "F6",  "NOT_LEADER carries a hint that is out of date")                                              \
    X(METADATA_STALE,   "F8",  "one node's metadata stays as it was")                                                        \
    X(TOPIC_UNKNOWN,    "R10", "one node does not know a topic for a while")                                                 \
    X(LOG_CUT,          "F12", "an unclean election cuts the end off a log")                                                 \
    X(TAIL_LOST,        "F12", "a leader dies with what it had not replicated")                                              \
    X(ERROR_BEFORE,     "F14", "a produce is refused with a retriable error")                                                \
    X(ERROR_AFTER,      "F16", "a produce is written and answered with an error")                                            \
    X(ERROR_OTHER,      "F14", "Metadata or InitProducerId is answered with an error")                                       \
    X(DUPLICATE_TOLD,   "D3",  "a resend is answered with DUPLICATE_SEQUENCE_NUMBER")                                        \
    X(LIMIT_MOVED,      "F15", "a topic's max.message.bytes changes")                                                        \
    X(THROTTLE,         "F17", "an answer asks for a pause")                                                                 \
    X(LOOP_STALLED,     "F28", "the loop's thread gets no processor for a while")                                            \
    X(WALL_CLOCK,       "F23", "the wall clock jumps")                                                                       \
    X(TOPIC_RECREATED,  "F9",  "a topic is deleted and made anew under its name")                                            \
    X(TOPIC_SMALLER,    "F9",  "a topic is made anew with fewer partitions")                                             \
    X(TOPIC_LARGER,     "F9",  "a topic is made anew with more partitions")                                              \
    X(TOPIC_COMPACTED,  "F16", "a topic takes no records without a key for a while")                                     \
    X(PARTITION_ADDED,  "F10", "a topic gets another partition")                                                             \
    X(STATE_EXPIRED,    "F13", "a partition forgets its producers")                                                          \
    X(FROM_SNAPSHOT,    "F13", "a leader that was started again knows only the last batch of each producer")                 \
    X(RECORDS_DELETED,  "F13", "the oldest records of a log are deleted")                                                    \
    X(NODE_LEFT,        "F11", "a node leaves for good")                                                                     \
    X(NODE_JOINED,      "F11", "a node joins")                                                                               \
    X(METADATA_LIES,    "F8",  "metadata names a wrong leader, none, or leaves its address out")                             \
    X(ISLAND,           "F20", "a producer reaches no node at all")                                                          \
    X(FROZEN,           "F23", "the machine stands still for a while")                                                       \
    X(NODE_SLOW,        "F4",  "a node takes up to twelve seconds for each answer")                                          \
    X(NO_MEMORY,        "F24", "an allocation is refused")

/* name, what was reached */
#define SIM_PROBES(X)                                                                                       \
    X(DEDUPLICATED,        "a resend was recognized by its sequence")                                       \
    X(OUT_OF_ORDER,        "a batch was refused because its predecessor was missing")                       \
    X(EPOCH_BUMPED,        "a producer came back with the next epoch")                                      \
    X(OLD_EPOCH_REFUSED,   "a batch of an older epoch came late and was refused")                           \
    X(RETRY_DEEP,          "one batch was tried five times or more")                                        \
    X(FIVE_IN_FLIGHT,      "five requests were on their way to one node")                                   \
    X(MANY_PARTITIONS,     "one request carried four partitions or more")                                   \
    X(HINT_GIVEN,          "NOT_LEADER carried the new leader")                                             \
    X(SEND_BLOCKED_MEMORY, "send waited for memory")                                                        \
    X(SEND_BLOCKED_TOPIC,  "send waited for the topic")                                                     \
    X(SEND_TIMED_OUT,      "send gave up waiting")                                                          \
    X(AGAIN_MEMORY,        "try_send answered AGAIN_MEMORY")                                                \
    X(AGAIN_TOPIC,         "try_send answered AGAIN_TOPIC")                                                 \
    X(FLUSH_TIMED_OUT,     "flush gave up waiting")                                                         \
    X(SEND_WAIT_TIMED_OUT, "send_wait gave up waiting")                                                     \
    X(CLOSE_TIMED_OUT,     "close had to leave records behind")                                             \
    X(DELIVERY_TIMEOUT,    "a record's delivery time was up")                                               \
    X(MAYBE_WRITTEN,       "a record failed as maybe written")                                              \
    X(MAYBE_AND_WAS,       "a record that failed as maybe written was in the log")                          \
    X(NOT_WRITTEN,         "a record failed as not written")                                                \
    X(OFFSET_UNKNOWN,      "a record succeeded at an unknown offset")                                       \
    X(ACKED_THEN_CUT,      "an acknowledged record was lost by the cluster")                                \
    X(NO_LEADER,           "metadata named no leader")                                                      \
    X(ALL_NODES_DOWN,      "no node was up")                                                                \
    X(REQUEST_SPLIT_BYTE,  "a connection ended inside a Produce request")                                   \
    X(ANSWER_AFTER_CLOSE,  "an answer was sent to a connection that the client had closed")                 \
    X(READ_WANTS_WRITE,    "a filter had to write before it could read on")                                \
    X(WRITE_WANTS_READ,    "a filter had to read before it could write on")                                \
    X(SPLIT,               "a batch that was too large came again in pieces")                               \
    X(UNKNOWN_ID,          "an old broker said that it does not know the producer")                        \
    X(KEYS_MOVED,          "a key went to another partition, as there are more of them")                   \
    X(UNPROVEN,            "a log took a batch and could not know whether it was next")                     \
    X(EXCUSED,             "for want of that knowledge a record came twice, or behind a later one")         \
    X(PARTITION_GONE,      "a batch came for a partition that is no more")                                  \
    X(ID_UNKNOWN,          "a batch came for the id of a topic that was deleted")                           \
    X(ID_INCONSISTENT,     "a batch came where the log had the id of the topic's forerunner")               \
    X(INVALID_RECORD,      "a record was refused as invalid")                                               \
    X(OTHER_RECORD,        "a record was refused because of another one in its batch")                      \
    X(AGAIN_REPORTS,       "try_send answered AGAIN_REPORTS")                                               \
    X(FUTURE_TOLD,         "a future told an outcome")                                                      \
    X(FUTURE_TIMED_OUT,    "a wait for a future gave up")                                                   \
    X(FUTURE_ABANDONED,    "a future was given up while its record was on its way")                         \
    X(FLUSHED_POLL,        "after a flush one poll read all reports")                                       \
    X(DRIVEN_LATE,         "a host came late to drive")                                                     \
    X(DRIVEN_ELSEWHERE,    "a host found another thread driving")                                           \
    X(CALLBACK_SENDS,      "a callback sent another record")                                                \
    X(REORDERED_UNSAFE,    "without idempotence, records came out of order")                                \
    X(DUPLICATED_UNSAFE,   "without idempotence, a record came twice")
/* clang-format on */

enum {
#define SIM_FAULT_ENUM(name, id, text) SIM_FAULT_##name,
    SIM_FAULTS(SIM_FAULT_ENUM)
#undef SIM_FAULT_ENUM
        SIM_FAULT_COUNT
};

enum {
#define SIM_PROBE_ENUM(name, text) SIM_PROBE_##name,
    SIM_PROBES(SIM_PROBE_ENUM)
#undef SIM_PROBE_ENUM
        SIM_PROBE_COUNT
};

typedef struct sim_seen {
    uint64_t faults[SIM_FAULT_COUNT];
    uint64_t probes[SIM_PROBE_COUNT];
} sim_seen;

extern const char *const sim_fault_names[SIM_FAULT_COUNT];
extern const char *const sim_fault_texts[SIM_FAULT_COUNT];
extern const char *const sim_probe_names[SIM_PROBE_COUNT];
extern const char *const sim_probe_texts[SIM_PROBE_COUNT];

#endif
