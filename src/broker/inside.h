/* The broker as its rooms see it: what belongs to all of them. Touched only by the broker's own thread (the turn), but
 * for `stop`, `address` and what is constant after open. */
#ifndef KP__BROKER_INSIDE_H
#define KP__BROKER_INSIDE_H

#include <stdatomic.h>

#include <base/arena.h>
#include <base/heap.h>
#include <base/io.h>
#include <broker/budget.h>
#include <broker/topics.h>
#include <kprod/broker.h>

enum {
    KP__NODE_ID = 1, /* the only node; leader and controller of everything */
    KP__CONN_WRITE = 256 * 1024,
    KP__FETCH_BYTES_MAX = 55 * 1024 * 1024, /* of one answer, whatever was asked for (Kafka's fetch.max.bytes) */
    KP__SCRATCH_KEEP = 1024 * 1024,         /* a request that took more gives it back */
    KP__BROKER_HOST = 256
};

typedef enum kp__fsync { KP__FSYNC_ALWAYS, KP__FSYNC_INTERVAL, KP__FSYNC_NEVER } kp__fsync;

typedef struct kp__syncer kp__syncer;

struct kp_broker {
    kp__alloc alloc;
    kp_hooks hooks;
    kp__log log; /* lines waiting for the user's callback */
    kp__io *io;
    kp__files *files;
    kp__file *dir_lock;
    kp__store *store;
    kp__log_env env;
    kp__topics topics;
    bool logs_open;
    char *data_dir;
    bool ephemeral;
    bool auto_create;
    int32_t default_partitions;
    kp__fsync fsync;
    kp_ns fsync_interval;
    int32_t connections_max;
    kp_ns connections_max_idle;
    int32_t request_bytes_max;
    char host[KP__BROKER_HOST]; /* as asked for */
    uint16_t port;              /* as bound */
    char address[KP__BROKER_HOST + 16];
    char cluster_id[32];
    int64_t producer_id_next; /* to be given out */
    int64_t producer_id_end;  /* of the block that the store has set aside */

    /* the turn */
    _Atomic bool stop;
    kp__thread *thread;
    kp__poller *poller;
    kp__listener *listener;
    kp_ns accept_at; /* when to look for new connections; KP_NEVER: when told */
    kp_ns now;
    int64_t wall_ms;
    kp__list conns;    /* the longest idle first */
    kp__list ready;    /* connections that may have something to do */
    kp__list flushing; /* connections with output that may leave */
    kp__list closing;
    int32_t conn_count;
    uint64_t conn_last; /* number of the newest, for log lines */
    uint64_t turn;
    kp__budget budget;
    kp__heap waits; /* fetches that wait for more, by deadline */
    kp__list due;   /* those that shall be answered now */
    kp__list appended;
    kp__syncer *syncer;
    uint8_t *in;    /* KP__CONN_READ */
    uint8_t *out;   /* KP__CONN_WRITE */
    uint8_t *spare; /* one request buffer, kept */
    size_t spare_cap;
    kp__arena arena;
    kp__gather gather;
    kp_ns checkpoint_at;
};

/* In server.c: what the thread runs, until `stop`. */
KP_MUST kp_err kp__server_open(kp_broker *broker, const char *host, uint16_t port, kp_error *error);
void kp__server_run(void *broker);
void kp__server_close(kp_broker *broker);

/* In broker.c. */
KP_MUST kp_err kp__broker_checkpoint(kp_broker *broker);

/* Hands the waiting lines to the user. */
void kp__broker_tell(kp_broker *broker);

/* In ids.c. */
KP_MUST kp_err kp__producer_id_take(kp_broker *broker, int64_t *id);

/* After an append: readers learn of it when the fsync policy allows. */
void kp__broker_appended(kp_broker *broker, kp__partition *partition, size_t bytes);

/* Ends what waits on a partition that is about to go. */
void kp__broker_forget_partition(kp_broker *broker, kp__partition *partition);

#endif
