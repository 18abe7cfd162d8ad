/* The model cluster: nodes that answer ApiVersions, Metadata, InitProducerId and Produce with Kafka's rules of
 * idempotence, leaders that move, logs that are cut, answers that are lost, late and doubled. Separate code on purpose:
 * of the product it shares only wire/ (and base/ below it).
 *
 * Replication: a batch is committed some time after it was appended (commit_at). acks=all is answered then, acks=1 at
 * once. A leader that dies takes what was not committed with it, or a part; an unclean election may cut what was. */
#ifndef SIM_MODEL_H
#define SIM_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include <base/alloc.h>
#include <base/arena.h>
#include <tests/simulation/model_log.h>
#include <tests/simulation/net.h>
#include <tests/simulation/shield.h>
#include <tests/simulation/world.h>
#include <wire/codec.h>
#include <wire/messages.h>

enum { MODEL_NODES_MAX = 5, MODEL_TOPICS_MAX = 4, MODEL_PARTITIONS_MAX = 16, MODEL_WINDOW = 5 };

/* What a partition remembers of one producer: its epoch and its last five batches. */
typedef struct model_producer {
    int64_t producer_id;
    int16_t epoch;
    kp_ns last_at; /* when it last wrote */
    int count;
    struct {
        int32_t first, last;
        int64_t base_offset;
    } batches[MODEL_WINDOW]; /* oldest first */
} model_producer;

/* Every batch that ever arrived, for I18: a resend is the same, byte for byte. */
typedef struct model_attempt {
    int64_t producer_id;
    int16_t epoch;
    int32_t base_sequence;
    uint32_t crc;
    uint32_t times;
    bool too_large; /* refused as that: may come again in pieces */
} model_attempt;

typedef struct model_partition {
    model_log log;
    int32_t leader; /* -1: none */
    int32_t leader_epoch;
    int32_t term; /* counts the leaders there were, through deletions of the topic, too */
    model_producer *producers;
    int32_t producer_count, producer_cap;
    model_attempt *attempts;
    int32_t attempt_count, attempt_cap;
    /* faults waiting for the next produce */
    int16_t refuse_with;
    int32_t refuse_times;
    int16_t append_then_answer;
    sim_event election;
    struct model_cluster *cluster;
} model_partition;

typedef struct model_topic {
    char name[32];
    kp__uuid id;
    int32_t partition_count;
    int32_t partitions_least, partitions_most; /* that there ever were */
    int32_t max_message_bytes;
    kp_ns compacted_until; /* a record without a key is invalid */
    model_partition partitions[MODEL_PARTITIONS_MAX];
} model_topic;

typedef struct model_view {
    int32_t leader, leader_epoch;
} model_view;

typedef enum model_lie {
    MODEL_LIE_NONE,
    MODEL_LIE_LEADER,   /* another node leads some partitions */
    MODEL_LIE_NO_LEADER /* nobody does */
} model_lie;

typedef struct model_node {
    struct model_cluster *cluster;
    int id;
    bool down;
    kp_ns stale_until; /* Metadata shows `view` until then */
    model_lie lie;     /* Metadata says so, until `lie_until`, of half of the partitions */
    kp_ns lie_until;
    int unlisted; /* this node is not among the brokers that Metadata lists, until `lie_until`; -1: all are */
    model_view view[MODEL_TOPICS_MAX][MODEL_PARTITIONS_MAX];
    int32_t view_count[MODEL_TOPICS_MAX];
    kp__uuid view_id[MODEL_TOPICS_MAX];
    kp_ns topic_unknown_until[MODEL_TOPICS_MAX]; /* or deleted, everywhere */
    kp_ns old_log_until[MODEL_TOPICS_MAX];       /* it knows the topic's new id, and its log has the old one */
    int16_t metadata_error, init_error;          /* for the next answer */
    kp_ns service_extra, slow_until;             /* slower for a while */
    sim_event back;
} model_node;

typedef enum model_answer_fault {
    MODEL_ANSWER_OK,
    MODEL_ANSWER_LOST,
    MODEL_ANSWER_LATE,
    MODEL_ANSWER_DOUBLED
} model_answer_fault;

typedef struct model_config {
    int nodes;
    int topics;
    int32_t partitions[MODEL_TOPICS_MAX];
    int16_t produce_max, metadata_max, init_max, api_versions_max;
    bool hints; /* KIP-951 */
    int absent; /* of the nodes: not there at first */
    /* Before Kafka 2.4: what is deleted from a log is forgotten of its producers (KAFKA-7190), and a sequence of one
     * that is not known is UNKNOWN_PRODUCER_ID. */
    bool unknown_id;
    kp_ns service_min, service_max;
    kp_ns commit_min, commit_max;
    uint32_t tell_duplicate_one_in; /* DUPLICATE_SEQUENCE_NUMBER instead of success for a resend */
    bool shielded;                  /* the nodes' ends of connections are shields: see shield.h */
} model_config;

typedef struct model_cluster {
    sim_world *world;
    sim_net *net;
    model_config config;
    model_node nodes[MODEL_NODES_MAX];
    model_topic topics[MODEL_TOPICS_MAX];
    int64_t next_producer_id;
    kp__alloc alloc;
    kp__arena arena;
    kp__gather gather;
    struct model_conn *conns;
    uint64_t requests, produces;
    uint64_t produce_batches;
} model_cluster;

void model_init(model_cluster *cluster, sim_world *world, sim_net *net, const model_config *config);
void model_deinit(model_cluster *cluster);

int model_topic_index(const model_cluster *cluster, const char *name); /* -1: none */

/* ---- faults ---- */
void model_node_down(model_cluster *cluster, int node, kp_ns length);
void model_node_stale(model_cluster *cluster, int node, kp_ns length);
void model_topic_unknown(model_cluster *cluster, int node, int topic, kp_ns length);
void model_leader_move(model_cluster *cluster, int topic, int32_t partition, int32_t to);
void model_log_cut_unclean(model_cluster *cluster, int topic, int32_t partition, int32_t entries);
void model_answer_fault_next(sim_conn *conn, model_answer_fault fault, kp_ns late);
void model_throttle_next(sim_conn *conn, int32_t ms);
/* Deleted; `after` it is there, empty, with so many partitions. */
void model_topic_recreate(model_cluster *cluster, int topic, kp_ns after, int32_t partitions);
void model_topic_lags(model_cluster *cluster, int node, int topic, kp_ns length);
void model_topic_compact(model_cluster *cluster, int topic, kp_ns length);
void model_partitions_add(model_cluster *cluster, int topic, int32_t count);
void model_records_delete(model_cluster *cluster, int topic, int32_t partition, int32_t entries); /* at most so many */
#define MODEL_EXPIRATION KP_SEC(60)
void model_producers_forget(model_cluster *cluster); /* those that have not written for so long */
void model_node_leave(model_cluster *cluster, int node);
void model_node_join(model_cluster *cluster, int node); /* one that is down */
void model_lie_for(model_cluster *cluster, int node, model_lie lie, int unlisted, kp_ns length);
void model_heal(model_cluster *cluster);

/* ---- inside: one file per API ---- */
typedef struct model_conn model_conn;
int16_t model_api_versions(model_conn *mc, int16_t version, kp__api_versions_response *out);
void model_metadata(model_conn *mc, int16_t version, const kp__metadata_request *in, kp__metadata_response *out);
/* Carries out a Produce. `*answer_at`: when it is to be answered. */
void model_produce(model_conn *mc, int16_t version, const kp__produce_request *in, kp_ns *answer_at);
/* Fills the answer of the Produce that was carried out last on this connection. */
void model_produce_answer(model_conn *mc, int16_t version, kp__produce_response *out);
void model_results_clear(model_conn *mc);
void model_rebuild_producers(model_partition *partition);

typedef struct model_result {
    int topic;
    int32_t partition;
    kp__uuid topic_id;
    int16_t err;
    int64_t base_offset;
    int32_t term; /* at appending */
    bool appended;
    bool hint;
    int32_t *invalid; /* records, by their place in the batch */
    int32_t invalid_count;
} model_result;

enum { MODEL_RESULTS_MAX = MODEL_TOPICS_MAX * MODEL_PARTITIONS_MAX };

struct model_conn {
    model_cluster *cluster;
    model_node *node;
    sim_conn *conn;
    model_conn *next;
    bool gone; /* no byte comes any more */
    shield shield;
    uint8_t *inbox;
    size_t inbox_len, inbox_cap;
    bool busy;
    kp_ns muted_until;
    sim_event event;
    void (*step)(model_conn *mc);
    /* the request at work */
    size_t frame_size;
    int16_t key, version;
    int32_t correlation_id;
    int16_t acks;
    model_result results[MODEL_RESULTS_MAX];
    int32_t result_count;
    uint8_t *answer;
    size_t answer_size;
    /* faults waiting */
    model_answer_fault fault;
    kp_ns late;
    int32_t throttle_ms;
};

#endif
