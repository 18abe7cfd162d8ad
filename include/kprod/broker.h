/* The embedded broker: one Kafka node for development, demos and tests. Real protocol, real log files; no
 * replication, and not for production. In libkprod-broker. */
#ifndef KPROD_BROKER_H
#define KPROD_BROKER_H

#include <stdbool.h>
#include <stdint.h>

#include <kprod/error.h>
#include <kprod/hooks.h>
#include <kprod/time.h>

KP_BEGIN_DECLS

typedef struct kp_broker kp_broker;

typedef struct kp_broker_options {
    uint32_t size;        /* kp_broker_options_init sets it */
    const char *data_dir; /* made when missing; NULL with ephemeral */
    const char *host;     /* to listen on; NULL is 127.0.0.1 */
    uint16_t port;        /* 0: any free one */
    bool ephemeral;       /* a directory of its own, removed at close; topics in memory */
    bool auto_create;     /* topics are made when first asked for (default true) */
    int32_t default_partitions;
    const char *fsync; /* "always" (before each answer), "interval" (default), "never" */
    kp_ns fsync_interval;
    int32_t connections_max;    /* default 10000; more are closed at once */
    int32_t request_bytes_max;  /* default 100 MiB */
    int64_t segment_bytes;      /* default 1 GiB */
    kp_ns connections_max_idle; /* default 10 minutes: who sends and takes nothing for so long is closed */
} kp_broker_options;

/* Sets every member that the caller's struct has, as its `size` says, to its default. */
KP_API void kp_broker_options_default(kp_broker_options *options);

/* Sets `size`, and every member to its default. */
static inline void kp_broker_options_init(kp_broker_options *options)
{
    options->size = (uint32_t)sizeof *options;
    kp_broker_options_default(options);
}

/* Opens the data directory, recovers it, listens, and serves on a thread of its own until closed.
 *
 * Whatever clients send, and however little they read, they make it hold less than request_bytes_max + 128 MiB, and 2
 * KiB a connection (with the defaults 248 MiB); topics come on top. A client for which there is no memory is not read
 * from until there is; a request of request_bytes_max always fits. While others wait for memory, who does not end a
 * request for 10 s, or any byte of it for 2 s, or take its answers for 2 s, is closed, and a line in the log says so.
 *
 * Errors: KP_ERR_EXISTS (another process serves this directory), KP_ERR_IO, KP_ERR_CORRUPT, KP_ERR_NO_THREAD, ... */
KP_API KP_MUST kp_err kp_broker_open(const kp_broker_options *options, const kp_hooks *hooks, kp_broker **out,
                                     kp_error *error);

/* "host:port" as clients should dial it. Borrowed until close. */
KP_API const char *kp_broker_address(const kp_broker *broker);

/* Stops serving, writes everything out, frees. NULL is accepted. */
KP_API void kp_broker_close(kp_broker *broker);

/* The hook for kp_hooks.embedded: serves DIR from this process, or finds the process that already does. The broker's
 * log lines go to the log hook, from the broker's thread. */
KP_API KP_MUST kp_err kp_broker_embedded(const kp_hooks *hooks, const char *dir, char *address, size_t cap,
                                         void **handle, kp_error *error);
KP_API void kp_broker_embedded_release(void *context, void *handle);

KP_END_DECLS

#endif
