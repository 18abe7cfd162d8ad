/* Records on their way in, and what became of them. */
#ifndef KPROD_RECORD_H
#define KPROD_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include <kprod/error.h>
#include <kprod/time.h>

KP_BEGIN_DECLS

/* A topic inside one producer, looked up once and kept: see kp_producer_topic. Lives until kp_producer_free. */
typedef struct kp_topic kp_topic;

#define KP_PARTITION_ANY  (-1) /* let the partitioner choose */
#define KP_TIMESTAMP_NOW  (-1) /* let the library take the wall clock */
#define KP_TIMESTAMP_NONE (-1) /* it failed, or nobody told */
#define KP_OFFSET_UNKNOWN (-1) /* written, or not, but nobody told where */

/* A header. Name is UTF-8, not NULL; value may be NULL (null, not empty). Names may repeat; order is kept. */
typedef struct kp_header {
    const char *name;
    size_t name_size;
    const void *value;
    size_t value_size;
} kp_header;

/* One record. The library reads it during the call and keeps no pointer into it. A NULL key or value is null;
 * a pointer with size 0 is empty. Source: Java's ProducerRecord. */
typedef struct kp_record {
    uint32_t size;     /* sizeof(kp_record) */
    int32_t partition; /* or KP_PARTITION_ANY */
    kp_topic *topic;   /* the handle; when NULL, topic_name is looked up */
    const char *topic_name;
    int64_t timestamp_ms; /* since 1970, or KP_TIMESTAMP_NOW */
    const void *key;
    size_t key_size;
    const void *value;
    size_t value_size;
    const kp_header *headers;
    size_t header_count;
} kp_record;

/* clang-format off */
#define KP_RECORD_INIT { (uint32_t)sizeof(kp_record), KP_PARTITION_ANY, NULL, NULL, KP_TIMESTAMP_NOW, NULL, 0, NULL, 0, NULL, 0 }
/* clang-format on */

/* Did the record reach the log? "Maybe" is an answer: the connection was lost, or the time was up, after the bytes
 * had left. */
typedef enum kp_written { KP_NOT_WRITTEN = 0, KP_MAYBE_WRITTEN = 1, KP_WRITTEN = 2 } kp_written;

/* The stages of a batch, each the time at which it was reached, on the clock of kp_ns; 0 when it was not.
 * They are in this order, and the differences add up to answered - opened. */
typedef struct kp_receipt {
    kp_ns opened;    /* the first record went in */
    kp_ns closed;    /* no further record went in */
    kp_ns drained;   /* a request took it */
    kp_ns written;   /* its last byte left for the socket */
    kp_ns answered;  /* its outcome was known */
    kp_ns throttled; /* the pauses that the broker's quota asked for when it answered: no other stage */
    uint32_t retries;
    uint32_t batch_records;
    uint32_t batch_bytes;
} kp_receipt;

/* What became of one record. Filled by the library; valid during the callback, or until the next call on the
 * future it came from. Where it is the caller's own memory (kp_producer_send_wait), KP_DELIVERY_INIT comes first, and
 * afterwards `size` tells how much was filled. Source: Java's RecordMetadata and its exception. */
typedef struct kp_delivery {
    uint32_t size;
    kp_err err;
    kp_written status;
    int32_t partition;
    kp_topic *topic;
    const char *topic_name;
    int64_t offset;      /* or KP_OFFSET_UNKNOWN */
    int64_t reserved_ms; /* the library's: ask kp_delivery_timestamp */
    const char *reason;  /* the broker's words about this record; of KP_ERR_DELIVERY_TIMEOUT why it was to be sent
                          * again, if it was; or NULL */
    const kp_receipt *receipt;
    void *reserved;  /* the library's */
    char words[256]; /* where `reason` points to when the delivery is the caller's own memory, or a future's */
} kp_delivery;

/* clang-format off */
#define KP_DELIVERY_INIT { (uint32_t)sizeof(kp_delivery), KP_OK, KP_NOT_WRITTEN, KP_PARTITION_ANY, NULL, NULL, KP_OFFSET_UNKNOWN, KP_TIMESTAMP_NONE, NULL, NULL, NULL, {0} }
/* clang-format on */

/* The record's timestamp in the log: the broker's append time if the topic uses that, else the record's own;
 * KP_TIMESTAMP_NONE when it failed. It is found when it is asked for, so who does not ask does not pay. As long as the
 * delivery is valid, where the delivery is. Source: RecordMetadata.timestamp. */
KP_API int64_t kp_delivery_timestamp(const kp_delivery *delivery);

/* Called once for each record whose send succeeded; the option `callbacks` says where. */
typedef void (*kp_done_fn)(const kp_delivery *delivery, void *arg);

KP_END_DECLS

#endif
