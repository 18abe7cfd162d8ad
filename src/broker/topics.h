/* The topics of this broker and their partitions, by name and by id. The store has the list, the data directory the
 * logs; this is both together. Touched by the broker's turn only. */
#ifndef KP__BROKER_TOPICS_H
#define KP__BROKER_TOPICS_H

#include <broker/checkpoint.h>
#include <broker/log/plog.h>
#include <broker/map.h>
#include <broker/store.h>

enum {
    KP__TOPIC_NAME_MAX = 249,
    KP__TOPIC_PARTITIONS_MAX = 10000, /* of one topic */
    KP__PARTITIONS_MAX = 100000,      /* of all */
    KP__TOPICS_MAX = 20000
};

typedef struct kp__topic kp__topic;

typedef struct kp__partition {
    kp__topic *topic;
    int32_t index;
    kp__plog *log;
    int64_t appended_bytes; /* in this turn */
    kp__list watchers;      /* kp__watch: fetches that wait for more */
    kp__list appended;      /* in the broker's list of those appended to in this turn */
    kp__list unsynced;      /* in the broker's list of those with bytes not on disk */
} kp__partition;

struct kp__topic {
    kp__map_node by_name;
    kp__map_node by_id;
    char *name;
    kp__uuid id;
    kp__partition *partitions;
    int32_t partition_count;
    struct {
        char *name;
        char *value;
    } * configs; /* set explicitly */
    int32_t config_count;
};

typedef struct kp__topics {
    kp__log_env *env;
    kp__store *store;
    const char *dir;
    kp__map by_name;
    kp__map by_id;
    int32_t partition_count;
} kp__topics;

typedef struct kp__topics_opening {
    const char *dir;
    bool clean;
    const kp__checkpoint *recovery_points;
    int64_t now_ms;
} kp__topics_opening;

/* Opens (and recovers) the log of every partition that the store names. */
KP_MUST kp_err kp__topics_open(kp__topics *topics, kp__log_env *env, kp__store *store,
                               const kp__topics_opening *opening);
/* Closes every log. KP_OK: all is on disk. `write` false frees only. */
kp_err kp__topics_close(kp__topics *topics, bool write);

kp__topic *kp__topics_named(const kp__topics *topics, kp__slice name);        /* or NULL */
kp__topic *kp__topics_with_id(const kp__topics *topics, const kp__uuid *id);  /* or NULL */
kp__topic *kp__topics_next(const kp__topics *topics, const kp__topic *topic); /* NULL begins and ends; no order */
kp__partition *kp__topic_partition(const kp__topic *topic, int32_t index);    /* or NULL */
const char *kp__topic_config(const kp__topic *topic, const char *name);       /* NULL: not set */

/* Kafka's rule: 1..249 of [a-zA-Z0-9._-], and neither "." nor "..". */
bool kp__topic_name_ok(kp__slice name);

/* Durable when it returns. KP_ERR_TOPIC_ALREADY_EXISTS, KP_ERR_INVALID_TOPIC_EXCEPTION, KP_ERR_INVALID_PARTITIONS,
 * KP_ERR_POLICY_VIOLATION (too many), KP_ERR_KAFKA_STORAGE_ERROR. */
KP_MUST kp_err kp__topics_create(kp__topics *topics, const kp__store_topic *wanted, int64_t now_ms, kp__topic **out);
/* The topic is gone when it returns; nothing may point to its partitions any more. After an error it takes no more
 * appends: it may be gone at the next start. */
KP_MUST kp_err kp__topics_delete(kp__topics *topics, kp__topic *topic);

#endif
