/* What the files of cluster/ share: nodes.c (connections), gone.c (their end), metadata.c (asking), picture.c
 * (believing), topics.c (the table), bootstrap.c (the list), cluster.c (life, turn and driver). */
#ifndef KP__CLUSTER_STATE_H
#define KP__CLUSTER_STATE_H

#include <cluster/cluster.h>
#include <wire/messages.h>

enum {
    KP__METADATA_ASKS = 4,           /* Metadata requests under way at most */
    KP__METADATA_TOPICS_MAX = 2000,  /* topics in one partial request */
    KP__PARTITIONS_MAX = 1 << 20,    /* of one topic */
    KP__LEARNED_MAX = 1 << 20,       /* topics learned by want_all */
    KP__METADATA_VERSION_EPOCHS = 9, /* from here on leader epochs are what they should be */
    KP__OLDER_MAX = 3                /* older pictures of a topic in a row: then they may be believed */
};

#define KP__METADATA_HEDGE KP_SEC(2) /* an answer or a connection that takes longer is not waited for alone */

typedef enum kp__link {
    KP__LINK_IDLE,
    KP__LINK_RESOLVING,
    KP__LINK_CONNECTING,
    KP__LINK_UP,
    KP__LINK_CLOSING
} kp__link;

struct kp__node {
    kp__list all;
    kp__list todo;    /* an action to tell the driver */
    kp__list changed; /* its session changed: looked at in the tick */
    kp__list output;
    kp__heap_node timer; /* at or before the first thing that is due */
    kp__cluster *cluster;
    int32_t id; /* -1: a bootstrap server */
    int32_t port;
    char *host;
    char *rack;
    kp__session *session;
    uint8_t link;
    uint8_t closing_from;
    uint8_t action; /* of todo */
    bool wanted;    /* connect when the back-off is over */
    bool gone;      /* not among the brokers of the last metadata */
    bool ready;     /* told */
    bool throttled; /* a free slot will come with time alone */
    bool polite;    /* we end an idle connection: no failure */
    uint32_t failures;
    uint32_t setup_failures;
    kp_err close_err;
    kp_ns not_before;
    kp_ns since; /* when this link state began */
    kp_ns setup_deadline;
    kp_address addresses[KP__ADDRESSES_MAX];
    int address_count, address_next;
    void *driver;
    void *owner;
};

typedef struct kp__topic_entry {
    kp__topic_state state; /* first: the owner sees this */
    struct kp__topic_entry *next_in_bucket;
    kp__list all;
    kp__list fresh; /* to be asked for by itself */
    uint8_t asked;  /* 1 + the ask it is part of; 0: none */
    bool tell;      /* the next answer is told, whatever it says */
    bool once;      /* learned by want_all: not asked for again */
    bool in_answer;
    uint8_t older; /* answers in a row that gave a partition an older epoch than we know */
    uint8_t fewer; /* answers in a row, without an id, that had fewer partitions than we know */
    char name[];
} kp__topic_entry;

/* One Metadata request under way. */
typedef struct kp__ask {
    kp__request request;
    kp__cluster *cluster;
    kp__node *node; /* NULL: free */
    bool full;
    bool all_topics;
    bool hedged; /* what it asks for is asked for elsewhere too */
    kp_ns sent;
} kp__ask;

struct kp__cluster {
    kp__alloc *alloc;
    kp__cluster_config config;
    kp__log *log;
    kp__rng rng;
    kp__cluster_events events;
    char *client_id;

    /* nodes */
    kp__list nodes;
    uint32_t node_count;
    kp__node **by_id; /* open addressing, a power of two */
    uint32_t by_id_cap, by_id_count;
    kp__list todo, changed, output;
    kp__heap timers;
    kp_ns unreachable_told;
    bool look_for_gone;

    /* topics */
    kp__topic_entry **buckets;
    uint32_t bucket_count, topic_count;
    kp__list topics, fresh;

    /* metadata */
    kp__ask asks[KP__METADATA_ASKS];
    kp__arena arena;   /* a request being built */
    kp__arena answers; /* an answer while it is read, of any session */
    bool known;        /* metadata was received */
    bool rebootstrap;
    bool all_wanted;
    bool starved; /* no node could be asked: wait for one */
    kp_ns full_at, fresh_at, hedge_at;
    kp_ns last_done, last_good;
    uint32_t dull; /* refreshes in a row that failed or brought nothing new */
    uint32_t fresh_dull;
    int32_t controller;
    char *cluster_id;
};

/* bootstrap.c */
typedef kp_err (*kp__bootstrap_each)(void *arg, kp__slice host, int32_t port);
KP_MUST kp_err kp__bootstrap_walk(const char *servers, kp_error *error, kp__bootstrap_each each, void *arg);
bool kp__host_ok(kp__slice host);

/* nodes.c */
kp__node *kp__node_new(kp__cluster *cluster, int32_t id, kp__slice host,
                       int32_t port); /* NULL: no memory, or too many */
void kp__node_free(kp__node *node);
KP_MUST kp_err kp__node_move(kp__node *node, kp__slice host, int32_t port, kp__slice rack, kp_ns now);
void kp__node_want(kp__node *node, kp_ns now);
void kp__node_timer(kp__node *node, kp_ns now);
void kp__node_changed(kp__node *node, kp_ns now);
void kp__node_end(kp__node *node, kp_err err, bool polite, kp_ns now);

/* gone.c */
void kp__gone_tick(kp__cluster *cluster, kp_ns now);

/* topics.c */
kp__topic_entry *kp__topic_find(kp__cluster *cluster, kp__slice name);
KP_MUST kp_err kp__topic_add(kp__cluster *cluster, kp__slice name, kp__topic_entry **out);
void kp__topic_drop(kp__cluster *cluster, kp__topic_entry *topic);

/* metadata.c */
void kp__metadata_init(kp__cluster *cluster);
void kp__metadata_deinit(kp__cluster *cluster);
void kp__metadata_tick(kp__cluster *cluster, kp_ns now);
kp_ns kp__metadata_deadline(const kp__cluster *cluster);

/* picture.c: takes an answer over. *news: something we did not know. KP_ERR_PROTOCOL: nothing was taken over. */
KP_MUST kp_err kp__picture_take(kp__cluster *cluster, const kp__metadata_response *body, int16_t version,
                                bool all_topics, bool *news, kp_ns now);

#endif
