/* Looking after topics and looking at a cluster. Every call waits, bounded by its time-out, on the caller's thread;
 * a handle is used by one thread at a time and makes no threads but the resolver's helper. */
#ifndef KPROD_ADMIN_H
#define KPROD_ADMIN_H

#include <stdbool.h>
#include <stdint.h>

#include <kprod/error.h>
#include <kprod/hooks.h>
#include <kprod/options.h>
#include <kprod/time.h>

KP_BEGIN_DECLS

typedef struct kp_admin kp_admin;

/* Creates a handle. Checks the options, connects nothing; `options` and `hooks` are copied, `hooks` and `error` may be
 * NULL. On success the caller owns `*out`. Errors: as kp_producer_open. */
KP_API KP_MUST kp_err kp_admin_open(const kp_options *options, const kp_hooks *hooks, kp_admin **out, kp_error *error);
/* Closes the connections and frees the handle, with all that it lent. NULL is accepted. */
KP_API void kp_admin_close(kp_admin *admin);

typedef struct kp_new_topic {
    uint32_t size; /* KP_NEW_TOPIC_INIT sets it */
    const char *name;
    int32_t partitions;         /* -1: the broker's default */
    int16_t replication_factor; /* -1: the broker's default */
    const char *const *configs; /* name, value, name, value ... */
    size_t config_count;        /* pairs */
} kp_new_topic;

/* clang-format off */
#define KP_NEW_TOPIC_INIT { (uint32_t)sizeof(kp_new_topic), NULL, -1, -1, NULL, 0 }
/* clang-format on */

/* Creates one topic. KP_ERR_TOPIC_ALREADY_EXISTS and the like come from the broker, its words in `error`. */
KP_API KP_MUST kp_err kp_admin_create_topic(kp_admin *admin, const kp_new_topic *topic, kp_ns timeout, kp_error *error);
KP_API KP_MUST kp_err kp_admin_delete_topic(kp_admin *admin, const char *name, kp_ns timeout, kp_error *error);

/* What is told comes as arrays of pointers, each to a struct that begins with its size: members may be added at the
 * end, and a caller that was compiled against a newer kprod sees by the size which of them are there. */

typedef struct kp_partition_info {
    uint32_t size;
    int32_t partition;
    int32_t leader; /* -1: none */
    int32_t leader_epoch;
    const int32_t *replicas;
    int32_t replica_count;
    const int32_t *isr;
    int32_t isr_count;
} kp_partition_info;

typedef struct kp_topic_info {
    uint32_t size;
    const char *name;
    uint8_t id[16];
    bool internal;
    kp_err err;
    const kp_partition_info *const *partitions; /* by number */
    int32_t partition_count;
} kp_topic_info;

/* Describes one topic (`name`), or all (NULL). The result is borrowed until the next call on `admin`. */
KP_API KP_MUST kp_err kp_admin_topics(kp_admin *admin, const char *name, kp_ns timeout,
                                      const kp_topic_info *const **out, int32_t *count, kp_error *error);

typedef struct kp_config_info {
    uint32_t size;
    const char *name;
    const char *value; /* NULL: not told, as it is a secret */
    bool is_default;   /* nobody set it, here or for the broker */
    bool read_only;
} kp_config_info;

/* All configs of one topic, in the broker's order. The result is borrowed until the next call on `admin`. */
KP_API KP_MUST kp_err kp_admin_topic_configs(kp_admin *admin, const char *topic, kp_ns timeout,
                                             const kp_config_info *const **out, int32_t *count, kp_error *error);

typedef struct kp_broker_info {
    uint32_t size;
    int32_t id;
    const char *host;
    int32_t port;
    const char *rack;
} kp_broker_info;

typedef struct kp_cluster_info {
    uint32_t size;
    const char *cluster_id;
    int32_t controller;
    const kp_broker_info *const *brokers;
    int32_t broker_count;
} kp_cluster_info;

/* Borrowed until the next call on `admin`. */
KP_API KP_MUST kp_err kp_admin_cluster(kp_admin *admin, kp_ns timeout, const kp_cluster_info **out, kp_error *error);

/* Where a partition's log ends (timestamp_ms -1), where it begins (-2), or the first record of that time, in
 * milliseconds since 1970, or later; KP_OFFSET_UNKNOWN when there is none. `*offset` is written on success only.
 * Errors: KP_ERR_ARGUMENT, KP_ERR_UNKNOWN_PARTITION, KP_ERR_UNKNOWN_TOPIC_OR_PARTITION, KP_ERR_TIMEOUT. Source:
 * Admin.listOffsets. */
KP_API KP_MUST kp_err kp_admin_offset(kp_admin *admin, const char *topic, int32_t partition, int64_t timestamp_ms,
                                      kp_ns timeout, int64_t *offset, kp_error *error);

KP_END_DECLS

#endif
