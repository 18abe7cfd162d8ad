/* A cluster of one scripted broker without sockets, for the unit tests of reader and admin: carries out the cluster's
 * actions, answers ApiVersions and Metadata, and hands every other request to the test. */
#ifndef KP_TESTS_ONE_BROKER_H
#define KP_TESTS_ONE_BROKER_H

#include <base/log.h>
#include <cluster/cluster.h>
#include <tests/peer.h>

typedef struct one_broker one_broker;
struct one_broker {
    kp__alloc alloc;
    kp__log log;
    kp__cluster *cluster;
    kp__node *up[8];
    peer peers[8];
    kp_ns now;
    int32_t partitions; /* of topic "t" */
    bool ids;           /* topics have ids */
    int16_t topic_err;
    int32_t second;  /* metadata names this broker, too, which leads nothing; 0: none */
    bool refuse;     /* broker 1 cannot be reached */
    bool leaderless; /* no partition has a leader */
    /* Answers a request (by peer_answer), or not. */
    void (*handle)(one_broker *b, peer *p, kp__session *session, const peer_request *request);
    void (*tick)(one_broker *b);
    void *owner;
    int metadata_asked;
};

static const kp__uuid one_broker_id = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};

static inline void one_broker_init(one_broker *b)
{
    memset(b, 0, sizeof *b);
    kp__alloc_init(&b->alloc, NULL);
    kp__log_init(&b->log, KP__LOG_DEBUG);
    b->now = KP_SEC(1);
    b->partitions = 2;
    b->ids = true;
    kp__cluster_config config = {.bootstrap_servers = "broker:9092",
                                 .client_id = "test",
                                 .request_timeout = KP_SEC(30),
                                 .inflight_max = 5,
                                 .response_max = 16 << 20,
                                 .reconnect_backoff = KP_MS(50),
                                 .reconnect_backoff_max = KP_MS(1000),
                                 .retry_backoff = KP_MS(100),
                                 .retry_backoff_max = KP_MS(1000),
                                 .setup_timeout = KP_SEC(10),
                                 .setup_timeout_max = KP_SEC(30),
                                 .metadata_max_age = KP_SEC(300),
                                 .metadata_max_idle = KP_SEC(300),
                                 .connections_max_idle = KP_NEVER,
                                 .rebootstrap_trigger = KP_NEVER,
                                 .send_buffer = -1,
                                 .receive_buffer = -1};
    assert_int_equal(kp__cluster_new(&b->alloc, &config, 7, &b->log, &b->cluster), KP_OK);
}

static inline int one_broker_slot(one_broker *b, kp__node *node)
{
    for (int i = 0; i < 8; i++)
        if (b->up[i] == node)
            return i;
    return -1;
}

static inline void one_broker_actions(one_broker *b)
{
    for (;;) {
        kp__action action = kp__cluster_action(b->cluster, b->now);
        kp_address address = {.length = 16};
        int slot;
        switch (action.kind) {
        case KP__ACTION_NONE:
            return;
        case KP__ACTION_RESOLVE:
            kp__cluster_resolved(b->cluster, action.node, KP_OK, &address, 1, NULL, b->now);
            break;
        case KP__ACTION_CONNECT:
            if (b->refuse && kp__node_id(action.node) == 1) {
                kp__cluster_closed(b->cluster, action.node, KP_ERR_CONNECT, "", b->now);
                break;
            }
            slot = one_broker_slot(b, NULL);
            assert_true(slot >= 0);
            b->up[slot] = action.node;
            peer_init(&b->peers[slot], &b->alloc);
            kp__cluster_connected(b->cluster, action.node, b->now);
            break;
        case KP__ACTION_CLOSE:
            slot = one_broker_slot(b, action.node);
            if (slot >= 0) {
                peer_deinit(&b->peers[slot]);
                b->up[slot] = NULL;
            }
            kp__cluster_closed(b->cluster, action.node, KP_ERR_DISCONNECTED, "", b->now);
            break;
        }
    }
}

static inline void one_broker_metadata(one_broker *b, peer *p, kp__session *session, const peer_request *request)
{
    kp__metadata_response body;
    kp__message_defaults(&kp__metadata_response_message, &body);
    kp__metadata_response_metadata_response_broker brokers[2] = {
        {.node_id = 1, .host = kp__slice_str("broker"), .port = 9092, .rack = kp__slice_null()},
        {.node_id = b->second, .host = kp__slice_str("other"), .port = 9092, .rack = kp__slice_null()}};
    kp__metadata_response_metadata_response_partition partitions[16];
    kp__metadata_response_metadata_response_topic topic;
    int32_t one = 1;
    memset(&topic, 0, sizeof topic);
    memset(partitions, 0, sizeof partitions);
    for (int32_t i = 0; i < b->partitions; i++) {
        partitions[i].partition_index = i;
        partitions[i].leader_id = b->leaderless ? -1 : 1;
        partitions[i].error_code = b->leaderless ? KP_ERR_LEADER_NOT_AVAILABLE : 0;
        partitions[i].leader_epoch = 3;
        partitions[i].replica_nodes.items = partitions[i].isr_nodes.items = &one;
        partitions[i].replica_nodes.count = partitions[i].isr_nodes.count = 1;
    }
    topic.name = kp__slice_str("t");
    topic.error_code = b->topic_err;
    if (b->ids)
        topic.topic_id = one_broker_id;
    topic.topic_authorized_operations = INT32_MIN;
    topic.partitions.items = partitions;
    topic.partitions.count = b->topic_err ? 0 : b->partitions;
    body.brokers.items = brokers;
    body.brokers.count = b->second ? 2 : 1;
    body.cluster_id = kp__slice_str("the-cluster");
    body.controller_id = 1;
    body.topics.items = &topic;
    body.topics.count = ((const kp__metadata_request *)request->body)->topics.count != 0;
    b->metadata_asked++;
    peer_answer(p, session, &request->header, &body, b->now);
}

static inline void one_broker_serve(one_broker *b, int slot)
{
    kp__session *session = kp__node_session(b->up[slot]);
    peer *p = &b->peers[slot];
    peer_write(p, session, SIZE_MAX, b->now);
    peer_request request;
    while (b->up[slot] && peer_take(p, &request)) {
        if (request.header.key == 18)
            peer_answer_versions(p, session, &request.header, NULL, 0, b->now);
        else if (request.header.key == 3 && !b->handle)
            one_broker_metadata(b, p, session, &request);
        else
            b->handle(b, p, session, &request);
        peer_request_free(&request);
    }
}

/* Turns, without time passing, until nothing moves any more; `step` nanoseconds pass before. */
static inline void one_broker_run(one_broker *b, kp_ns step)
{
    b->now += step;
    for (int i = 0; i < 50; i++) {
        kp__cluster_tick(b->cluster, b->now);
        if (b->tick)
            b->tick(b);
        one_broker_actions(b);
        while (kp__cluster_unsent(b->cluster)) {
        }
        for (int slot = 0; slot < 8; slot++)
            if (b->up[slot])
                one_broker_serve(b, slot);
    }
}

/* The connections break. */
static inline void one_broker_cut(one_broker *b)
{
    for (int slot = 0; slot < 8; slot++)
        if (b->up[slot]) {
            kp__node *node = b->up[slot];
            peer_deinit(&b->peers[slot]);
            b->up[slot] = NULL;
            kp__cluster_closed(b->cluster, node, KP_ERR_DISCONNECTED, "", b->now);
        }
}

static inline void one_broker_deinit(one_broker *b)
{
    one_broker_cut(b);
    kp__cluster_free(b->cluster);
    assert_int_equal(atomic_load(&b->alloc.bytes), 0);
}

#endif
