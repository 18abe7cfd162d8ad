/* What is known of the cluster, and the connections to it: bootstrap, metadata, leaders, back-off. Used by the
 * producer, the admin client and the reader, each with a cluster of its own. No I/O: a driver (api/pump.c, or a test)
 * asks for actions, carries them out, and reports. By turn. */
#ifndef KP__CLUSTER_CLUSTER_H
#define KP__CLUSTER_CLUSTER_H

#include <stdbool.h>
#include <stdint.h>

#include <base/alloc.h>
#include <base/heap.h>
#include <base/io.h>
#include <base/list.h>
#include <base/log.h>
#include <base/rng.h>
#include <kprod/error.h>
#include <kprod/time.h>
#include <session/session.h>
#include <wire/codec.h>

typedef struct kp__cluster kp__cluster;
typedef struct kp__node kp__node; /* a broker, or a bootstrap server that has no id yet */

enum { KP__BOOTSTRAP_MAX = 64, KP__HOST_MAX = 255, KP__NODES_MAX = 10000 };

typedef struct kp__cluster_config {
    const char *bootstrap_servers; /* "host:port,host:port", IPv6 in brackets; checked by kp__bootstrap_check */
    const char *client_id;
    kp_ns request_timeout;
    uint32_t inflight_max;
    size_t response_max; /* of an answer: as it comes, and again as it is decoded */
    kp_ns reconnect_backoff, reconnect_backoff_max;
    kp_ns retry_backoff, retry_backoff_max;
    kp_ns setup_timeout, setup_timeout_max;
    kp_ns metadata_max_age;
    kp_ns metadata_max_idle;         /* the owner's, who tells what is idle */
    kp_ns connections_max_idle;      /* KP_NEVER: off */
    kp_ns rebootstrap_trigger;       /* KP_NEVER: off */
    bool auto_create;                /* allow_auto_topic_creation in Metadata */
    int send_buffer, receive_buffer; /* -1: the system's */
} kp__cluster_config;

/* KP_ERR_CONFIG with the entry that is wrong: empty list, missing port, port outside 1..65535, over 64 entries. */
KP_MUST kp_err kp__bootstrap_check(const char *servers, kp_error *error);

KP_MUST kp_err kp__cluster_new(kp__alloc *alloc, const kp__cluster_config *config, uint64_t seed, kp__log *log,
                               kp__cluster **out);
void kp__cluster_free(kp__cluster *cluster); /* every transport must be gone */

/* ---- what the owner sees ---- */

typedef struct kp__partition_state {
    int32_t leader; /* -1: none known */
    int32_t leader_epoch;
    bool hinted;    /* by a Produce answer, and no metadata has said so yet */
    kp__node *node; /* NULL: leader not among the brokers */
} kp__partition_state;

typedef struct kp__topic_state {
    const char *name;
    kp__uuid id; /* all zero before Metadata v10 */
    kp_err err;
    int32_t partition_count; /* 0: not known */
    kp__partition_state *partitions;
    void *owner; /* set by want_topic */
} kp__topic_state;

typedef struct kp__cluster_events {
    void *arg;
    void (*topic_changed)(void *arg, kp__topic_state *topic, kp_ns now); /* partitions, leaders or error are new */
    void (*node_ready)(void *arg, kp__node *node, kp_ns now);            /* its session may take requests */
    void (*node_down)(void *arg, kp__node *node, kp_err err, kp_ns now); /* after its requests were answered */
    void (*unreachable)(void *arg, kp_err err, const char *text,
                        kp_ns now); /* no bootstrap server answers; now and then */
    /* The cluster has no such broker any more, and it has no connection: its memory goes if the owner keeps nothing
     * that points to it (true). May be NULL. */
    bool (*node_leaves)(void *arg, kp__node *node);
    /* All topics are about to be asked about: does the owner not use this one any more? Then (true) it is forgotten,
     * until it is wanted again. May be NULL. */
    bool (*topic_idle)(void *arg, kp__topic_state *topic, kp_ns now);
} kp__cluster_events;
void kp__cluster_listen(kp__cluster *cluster, const kp__cluster_events *events);

/* Asks for a topic's metadata, now and at each refresh from here on. KP_ERR_NO_MEMORY. */
KP_MUST kp_err kp__cluster_want_topic(kp__cluster *cluster, const char *name, void *owner, kp_ns now);
void kp__cluster_want_all_topics(kp__cluster *cluster, kp_ns now); /* once */
kp__topic_state *kp__cluster_topic(kp__cluster *cluster, const char *name);
/* Our picture is stale: refresh soon, under the back-off. */
void kp__cluster_refresh(kp__cluster *cluster, kp_ns now);
bool kp__cluster_asking(const kp__cluster *cluster); /* a Metadata request is under way */
/* A leader named by a Produce answer (KIP-951): applied when its epoch is newer. True when applied. */
bool kp__cluster_leader_hint(kp__cluster *cluster, kp__topic_state *topic, int32_t partition, int32_t leader,
                             int32_t epoch, kp_ns now);
void kp__cluster_endpoint_hint(kp__cluster *cluster, int32_t id, kp__slice host, int32_t port, kp__slice rack,
                               kp_ns now);
bool kp__cluster_ready(const kp__cluster *cluster); /* metadata was received */

int32_t kp__node_id(const kp__node *node); /* -1: a bootstrap server */
const char *kp__node_host(const kp__node *node);
int32_t kp__node_port(const kp__node *node);
const char *kp__node_rack(const kp__node *node); /* NULL: none */
kp__session *kp__node_session(kp__node *node);
kp__node *kp__cluster_node(kp__cluster *cluster, int32_t id);           /* NULL when unknown */
kp__node *kp__cluster_node_next(kp__cluster *cluster, kp__node *after); /* walks; NULL begins and ends */
int32_t kp__cluster_controller(const kp__cluster *cluster);
const char *kp__cluster_id(const kp__cluster *cluster);

/* True when `node` can take a request now; else sees to it that it can later (connects under the back-off). */
bool kp__node_usable(kp__cluster *cluster, kp__node *node, kp_ns now);
/* Any usable node, least loaded; NULL: none yet, one is being connected. */
kp__node *kp__cluster_any(kp__cluster *cluster, kp_ns now);
/* Submits to a node that is usable; the driver is told that it has output. */
KP_MUST kp_err kp__node_submit(kp__cluster *cluster, kp__node *node, kp__request *request, kp_ns now);

/* ---- time ---- */
kp_ns kp__cluster_deadline(const kp__cluster *cluster);
void kp__cluster_tick(kp__cluster *cluster, kp_ns now);

/* ---- for the driver ---- */

typedef enum kp__action_kind {
    KP__ACTION_NONE,
    KP__ACTION_RESOLVE, /* look up node's host and port, then kp__cluster_resolved */
    KP__ACTION_CONNECT, /* connect to `address`, then kp__cluster_connected, or kp__cluster_closed when it failed */
    KP__ACTION_CLOSE    /* cancel the lookup or close the transport, then kp__cluster_closed */
} kp__action_kind;

typedef struct kp__action {
    kp__action_kind kind;
    kp__node *node;
    kp_address address;
} kp__action;

/* The next thing to do; KP__ACTION_NONE when there is nothing. Each is told once. */
kp__action kp__cluster_action(kp__cluster *cluster, kp_ns now);
void kp__cluster_resolved(kp__cluster *cluster, kp__node *node, kp_err err, const kp_address *addresses, int count,
                          const char *text, kp_ns now);
void kp__cluster_connected(kp__cluster *cluster, kp__node *node, kp_ns now);
/* The node's transport is closed (or was never made), for whatever reason; `why` in words, "" when there are none. */
void kp__cluster_closed(kp__cluster *cluster, kp__node *node, kp_err err, const char *why, kp_ns now);
/* A node that has bytes to write, once each until written or blocked; NULL: none. */
kp__node *kp__cluster_unsent(kp__cluster *cluster);
/* The driver could not write all: it will try again when the transport is ready. Nothing to do for the cluster. */

/* One pointer for the driver in each node (its transport), and one for the owner of the cluster. */
void **kp__node_driver(kp__node *node);
void **kp__node_owner(kp__node *node);

#endif
