/* What the broker keeps beside the logs: topics with their settings, and a few single values. One table of functions,
 * two sides: SQLite in the data directory, and memory. Every change is durable when the call returns (SQLite), all or
 * nothing. Called by the broker's turn only. */
#ifndef KP__BROKER_STORE_H
#define KP__BROKER_STORE_H

#include <stdint.h>

#include <base/alloc.h>
#include <kprod/error.h>
#include <wire/codec.h>

enum { KP__STORE_VALUE = 256 /* longest single value, NUL included */ };

typedef struct kp__store kp__store;

typedef struct kp__store_config {
    const char *name;
    const char *value;
} kp__store_config;

typedef struct kp__store_topic {
    const char *name;
    kp__uuid id;
    int32_t partitions;
    const kp__store_config *configs; /* set explicitly; may be NULL with config_count 0 */
    int32_t config_count;
} kp__store_topic;

/* What is given is valid during the call. An error ends the walk and is returned. */
typedef kp_err (*kp__store_each)(void *arg, const kp__store_topic *topic);

typedef struct kp__store_ops {
    kp_err (*each_topic)(kp__store *store, kp__store_each each, void *arg);
    kp_err (*create_topic)(kp__store *store, const kp__store_topic *topic);        /* KP_ERR_EXISTS */
    kp_err (*delete_topic)(kp__store *store, const char *name);                    /* KP_ERR_NOT_FOUND */
    kp_err (*get)(kp__store *store, const char *key, char value[KP__STORE_VALUE]); /* KP_ERR_NOT_FOUND */
    kp_err (*put)(kp__store *store, const char *key, const char *value);
    void (*close)(kp__store *store);
} kp__store_ops;

struct kp__store {
    const kp__store_ops *ops;
};

KP_MUST kp_err kp__store_memory(kp__alloc *alloc, kp__store **out);

/* KP_ERR_UNSUPPORTED in a build without SQLite; KP_ERR_CORRUPT when the file is not ours, KP_ERR_UNSUPPORTED_VERSION
 * when it is newer than we are. */
KP_MUST kp_err kp__store_sqlite(kp__alloc *alloc, const char *path, kp__store **out);

#endif
