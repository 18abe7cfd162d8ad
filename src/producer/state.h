/* What the files of the core share.
 *
 *   core.c      life, the turn, what the api asks
 *   views.c     metadata into lanes and views
 *   lanes.c     what a lane may do next, and which list it waits in
 *   drain.c     batches out of lanes into one request per broker
 *   request.c   the request object: built, encoded, matched with its answer
 *   outcome.c   what an answer, or its absence, means for a batch
 *   refusal.c   what it said about the records of one that it refused
 *   split.c     a batch that the broker finds too large
 *   identity.c  producer id, epoch, sequence numbers
 *   timeouts.c  delivery time-out
 *   invariants.c
 *
 * A lane's `unresolved` list holds, in sequence order, every batch that has left for a broker, or is to leave again,
 * and whose fate under its sequence number is open: INFLIGHT, RETRY, or DONE ("ghost": its time was up while a
 * connection held it; its owner knows the outcome "maybe written", the lane still waits for the answer); and behind
 * those, ACKED: written, and told when they are decided (I8). */
#ifndef KP__PRODUCER_STATE_H
#define KP__PRODUCER_STATE_H

#include <base/heap.h>
#include <producer/core.h>
#include <wire/messages.h>

enum {
    KP__SEQUENCE_NONE = -1,
    KP__EPOCH_LAST = 32766, /* the next one would be INT16_MAX: a new producer id is asked for instead (I19) */
    KP__UNRESOLVED_MAX = 5, /* of a lane, when idempotent: what a broker remembers */
    KP__PRODUCE_VERSION_MIN = 3,
    KP__PRODUCE_VERSION_MAX = 13,
    KP__PRODUCE_VERSION_IDS = 13, /* from here on topics have ids instead of names (KIP-516) */
    KP__LANE_STRIDE = 256
};

#define KP__LANE_QUIET     KP_SEC(60) /* then a broker may have forgotten us (producer.id.expiration.ms) */
#define KP__NO_MEMORY_WAIT KP_MS(10)

/* kp__lane.core_flags */
enum {
    KP__LANE_BUMP = 1,  /* its sequence is broken: takes a new identity when nothing is in doubt any more */
    KP__LANE_FRESH = 2, /* no ack yet under this identity, or since a failure: a broker without state accepts any
                           sequence: one at a time */
    KP__LANE_HOLE =
        4, /* a later batch was acked and an earlier one is not proven: that one goes alone, nothing new goes */
    KP__LANE_LOST = 8 /* a batch left the sequence, and nobody knows whether it was, or will yet be, written */
};

/* The largest request that a broker can be sent as the cluster is now, and the largest answer to it that has no error
 * in it. What both take is there before a request is built, so that nothing grows while records flow. */
typedef struct kp__most {
    uint32_t batches, parts, topics;
    size_t small; /* bytes besides records */
    size_t answer_bytes, answer_memory;
} kp__most;

/* One broker, as the producer sees it. */
typedef struct kp__sender {
    kp__list all;
    kp__list loaded;     /* in core->loaded while `pending` is not empty */
    kp__list wake;       /* in core->wake: to be looked at in this turn */
    kp__list pending;    /* lanes that may send, in order of coming */
    kp__list idle;       /* request objects */
    kp__gather spare;    /* for the one that is encoded next; its memory is kept */
    kp__heap_node timer; /* linger: at or before the first due lane */
    kp__node *node;
    bool sendable;
    bool building;
    int16_t version; /* of Produce, the last time */
    uint32_t requests;
    uint32_t lanes; /* that it leads */
    kp__most most;
} kp__sender;

/* What came of one transmission of a batch. */
typedef struct kp__outcome {
    kp_err err;
    bool seen;    /* the answer names it */
    bool unknown; /* it may have been written */
    bool hinted;  /* a newer leader is known: no back-off */
    int64_t base_offset;
    int64_t log_append_time;
    kp_ns throttled;
    const kp__produce_response_partition_produce_response *answer; /* or NULL */
} kp__outcome;

typedef struct kp__produce {
    kp__request request;
    kp__list link; /* in sender->idle */
    kp__core *core;
    kp__sender *sender;
    kp__batch *first, *last; /* linked by `next`; grouped by topic once encoded, as they are in the request */
    uint32_t count;
    uint32_t parts; /* segments of their bodies */
    size_t size;    /* bytes, estimated while it is built */
    uint64_t stamp;
} kp__produce;

/* Where a request's body is put together, and its answer read; one for all, as large as the largest sender needs. */
typedef struct kp__build {
    kp__produce_request_topic_produce_data *topics;
    kp__produce_request_partition_produce_data *partitions;
    kp__slice *parts;
    kp__batch **batches;
    kp__outcome *outcomes; /* of the answer that is being read */
    uint32_t *places;      /* 1 + a batch's number, found by topic and partition; 0: empty */
    uint32_t places_cap;   /* a power of two */
    uint32_t topics_cap, partitions_cap, parts_cap, batches_cap, outcomes_cap;
} kp__build;

typedef struct kp__lane_block {
    struct kp__lane_block *next;
    kp__lane *lanes; /* the first; KP__LANE_STRIDE apart */
    int32_t count;
    void *memory;
} kp__lane_block;

/* A topic, as the producer sees it. Lives until close, whatever metadata says (R10). */
typedef struct kp__core_topic {
    kp__list all;
    kp_topic *topic;
    kp__lane_block *blocks;
    kp__lane **lanes; /* by partition */
    int32_t lane_count;
    kp__uuid id;
    uint64_t stamp; /* of the request being built that has seen this topic */
    uint32_t slot;
    uint32_t in_request;
    kp_ns used_at; /* it was asked for, or a lane of it had something to send */
    bool missed;   /* memory was out when its picture changed, or it was wanted again */
} kp__core_topic;

typedef enum kp__identity_state { KP__IDENTITY_NONE, KP__IDENTITY_ASKED, KP__IDENTITY_HAVE } kp__identity_state;

struct kp__core {
    kp__alloc *alloc;
    kp__core_config config;
    size_t client_id_size;
    kp__intake *intake;
    kp__topics *topics;
    kp__health *health;
    kp__log *log;
    kp__rng rng;
    kp__cluster *cluster;
    kp_ns now;        /* of the present turn */
    kp_ns records_at; /* of the last turn that found, or took, batches */
    kp_err fatal;     /* everything fails with it from here on */
    bool shut;        /* no lane takes a record any more */

    kp__list senders, loaded, wake;
    kp__heap linger; /* senders */
    uint32_t sender_count;

    kp__list topic_list;
    uint32_t topic_count, topic_name_max;
    uint32_t lane_count;
    kp__heap timers; /* lanes */
    kp__list known;  /* lanes with a batch that has no outcome */
    kp__list busy;   /* lanes whose lock was taken */
    kp_ns busy_at;
    kp__list leaderless;
    kp__list nameless; /* lanes that wait for a producer id */
    uint64_t stamp;
    kp_ns memory_at; /* out of memory: try again then */

    /* the newest identity */
    kp__identity_state identity;
    bool identity_wanted;
    int64_t producer_id;
    int16_t producer_epoch;
    kp__request identity_request;
    kp_ns identity_at;
    uint32_t identity_dull;

    kp__build build;
    bool released; /* memory went back to the pool */
    kp__list done;
    kp__core_stats stats;
    kp_err trouble;
    char trouble_text[200];
};

/* views.c */
void kp__views_deinit(kp__core *core);
void kp__view_changed(void *core, kp__topic_state *state, kp_ns now);
void kp__views_again(kp__core *core, kp_ns now); /* the topics for which memory was out */
kp__core_topic *kp__view_topic(kp__core *core, kp_topic *topic);
void kp__view_used(kp__core *core, kp__core_topic *topic, kp_ns now); /* if it was forgotten, it is asked for again */
bool kp__view_idle(void *core, kp__topic_state *state, kp_ns now);
void kp__lane_leader(kp__core *core, kp__lane *lane, const kp__partition_state *state, kp_ns now);
kp__sender *kp__sender_of(kp__core *core, kp__node *node);
KP_MUST bool kp__sender_end(kp__core *core, kp__sender *sender);

/* lanes.c */
void kp__lanes_take_dirty(kp__core *core, kp_ns now);
void kp__lanes_tick(kp__core *core, kp_ns now);
void kp__lane_place(kp__core *core, kp__lane *lane, kp_ns now); /* looks again what it may do */
void kp__lane_busy(kp__core *core, kp__lane *lane, kp_ns now);
void kp__lane_wait(kp__core *core, kp__lane *lane, kp_ns at); /* not later than `at` its timer fires */
kp__batch *kp__lane_retry(kp__lane *lane);                    /* the one to be sent again next, or NULL */
bool kp__lane_may_retry(const kp__core *core, const kp__lane *lane, const kp__batch *batch);
bool kp__lane_may_take(const kp__core *core, const kp__lane *lane);
void kp__sender_wake(kp__core *core, kp__sender *sender);
void kp__lane_unplace(kp__core *core, kp__lane *lane);

/* drain.c */
void kp__drain(kp__core *core, kp_ns now);

/* request.c */
/* The sender's request objects: as many as may be on the way. */
KP_MUST kp_err kp__produces_make(kp__core *core, kp__sender *sender);
KP_MUST kp_err kp__produce_new(kp__core *core, kp__sender *sender, kp__produce **out);
void kp__produce_free(kp__produce *produce);
void kp__produce_add(kp__produce *produce, kp__batch *batch);
void kp__produce_send(kp__core *core, kp__produce *produce, kp_ns now);
bool kp__produce_fits(const kp__produce *produce, const kp__lane *lane, uint32_t body_size); /* one more batch */

/* outcome.c */
void kp__batch_outcome(kp__core *core, kp__batch *batch, const kp__outcome *outcome, kp_ns now);
void kp__batch_complete(kp__core *core, kp__batch *batch, kp_err err, kp_written status, kp_ns now);
void kp__batch_give_up(kp__core *core, kp__batch *batch, kp_err err, kp_ns now); /* of a RETRY or INFLIGHT one */
void kp__batch_let_go(kp__core *core, kp__batch *batch);
void kp__lane_ask_anew(kp__lane *lane);
void kp__lane_tell(kp__core *core, kp__lane *lane, kp_ns now);

/* refusal.c */
void kp__refusal_take(kp__core *core, kp__batch *batch,
                      const kp__produce_response_partition_produce_response *answer); /* of a batch that failed */

/* split.c */
void kp__split(kp__batch *batch, kp_err err, kp_ns now); /* from now on it is sent in smaller pieces */
/* What goes next of a batch that is sent in pieces; NULL: no memory, it waits. */
kp__batch *kp__split_next(kp__core *core, kp__batch *batch, kp_ns now);

/* identity.c */
void kp__identity_init(kp__core *core);
void kp__identity_deinit(kp__core *core);
void kp__identity_tick(kp__core *core, kp_ns now);
kp_ns kp__identity_deadline(const kp__core *core);
bool kp__identity_for(kp__core *core, const kp__lane *lane); /* is there one to take? else asks for it */
bool kp__lane_needs_identity(const kp__core *core, const kp__lane *lane);
bool kp__lane_may_renew(const kp__lane *lane); /* nothing of its own is in doubt */
void kp__lane_renew(kp__core *core, kp__lane *lane);
void kp__batch_number(kp__core *core, kp__lane *lane, kp__batch *batch);
void kp__batch_head(kp__batch *batch); /* writes the header of a batch that has its number; CLOSED becomes READY */
int32_t kp__sequence_add(int32_t sequence, uint32_t count);

/* timeouts.c */
void kp__timeouts_tick(kp__core *core, kp_ns now);
void kp__lane_fail(kp__core *core, kp__lane *lane, kp_err err, kp_ns now);

/* invariants.c */
bool kp__lane_sound(const kp__core *core, const kp__lane *lane);

#endif
