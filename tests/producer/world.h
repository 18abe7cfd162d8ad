/* A producer's core among scripted brokers: no sockets, no threads, virtual time. The brokers check sequences as
 * Kafka's do and keep the last five batches of each producer id; a hook may answer otherwise, or not at all. */
#ifndef KP_TESTS_PRODUCER_WORLD_H
#define KP_TESTS_PRODUCER_WORLD_H

#include <tests/peer.h>

#include <producer/core.h>
#include <wire/batch.h>

enum { BROKERS = 3, PARTITIONS_MAX = 256, SENT_MAX = 8192, WAITING_MAX = 4096 };

typedef struct world world;

/* One batch as it was on the wire. */
typedef struct sent {
    kp_ns at;
    int broker;
    int32_t partition;
    kp__batch_header header;
    uint8_t *bytes;
    size_t len;
    bool maybe_late;
} sent;

typedef struct waiting { /* a request at a broker */
    int broker;
    kp_ns at;
    peer_request request;
    uint8_t body_copy[4];
} waiting;

typedef struct log_batch {
    int64_t producer_id;
    int16_t epoch;
    int32_t base_sequence;
    int32_t count;
    int64_t base_offset;
} log_batch;

typedef struct log {
    int leader;
    int32_t epoch;
    int64_t end;
    log_batch *batches;
    int count, cap;
} log;

typedef struct broker {
    kp__node *node; /* connected */
    peer peer;
    bool down; /* refuses connections */
    bool hold; /* Produce requests wait */
    bool mute; /* reads nothing, answers nothing */
    int connects;
} broker;

typedef struct verdict {
    bool ignore;    /* no answer for the request at all */
    bool leave_out; /* no row for this partition */
    int16_t err;
    bool append; /* though the answer is an error, or none */
    int32_t leader_hint, leader_hint_epoch;
    const char *message;
    kp__produce_response_batch_index_and_error_message *records; /* the broker's, one call long */
    int32_t record_count;
} verdict;

struct world {
    kp__alloc alloc;       /* the core's */
    kp__alloc peers_alloc; /* the brokers' */
    kp__log log;
    kp__health health;
    kp__intake intake;
    kp__topics topics;
    kp__core *core;
    kp_topic *topic;
    void *memory;
    void *memory_raw;
    kp_ns now;
    kp_ns latency; /* until a broker answers */
    broker brokers[BROKERS];
    int broker_count;
    int partitions;
    int32_t first_id; /* broker ids come after this one */
    int16_t metadata_err;
    int32_t throttle_ms;
    bool metadata_gone; /* the topic is not there */
    bool metadata_bad;  /* answers that no client may believe */
    bool backwards;     /* Produce answers name partitions in the opposite order */
    kp__uuid topic_id;
    log logs[PARTITIONS_MAX];
    waiting waiting[WAITING_MAX];
    int waiting_count;
    sent sent[SENT_MAX];
    int sent_count;
    int64_t next_producer_id;
    int16_t first_epoch;
    int init_count, metadata_count;
    int metadata_topics;     /* named in the last Metadata request */
    int16_t produce_version; /* of the last Produce request */
    /* Called for each batch that comes; true: `out` decides. */
    bool (*hook)(world *w, const sent *s, verdict *out);
    int hook_state;
    /* outcomes, one a record, in order of completion */
    int acked, failed, maybe;
    kp_err last_err;
    int64_t last_offset;
    bool keep_reports; /* nobody reads them: batches stay on `kept` until then */
    kp__list kept;
    void (*on_done)(world *w, kp__batch *batch);
    int turns;
    int append_count;
};

typedef struct settings {
    bool plain; /* no idempotence */
    int16_t acks;
    int inflight;
    int partitions;
    int brokers;
    int32_t retries;
    kp_ns linger;
    size_t max_request;
    kp_ns delivery_timeout;
} settings;

void world_open(world *w, settings s);
void world_close(world *w);
/* Runs turns until time is `until`, and once more there. */
void world_until(world *w, kp_ns until);
void world_for(world *w, kp_ns time);
/* One turn, now; true when something was done. */
void world_turn(world *w);
void world_turn_only(world *w); /* without asking the invariants, which take every lane's lock */
void world_ready(world *w);     /* topic known, identity there */
void world_append(world *w, int32_t partition, const char *value);
void world_append_n(world *w, int32_t partition, int n);
kp__lane *world_lane(world *w, int32_t partition);
void world_read_reports(world *w);
/* The transport of a broker dies. */
void world_cut(world *w, int broker);
void world_move_leader(world *w, int32_t partition, int broker);
int world_sent_of(world *w, int32_t partition, int n); /* index of the n-th batch sent for it, -1 */
int world_sent_count(world *w, int32_t partition);

#endif
