/* Reading records back: for a console, for tests, for checking. Not a consumer: no groups, partitions are named by
 * the caller. One thread at a time; every call is bounded by its time-out. */
#ifndef KPROD_READER_H
#define KPROD_READER_H

#include <stdint.h>

#include <kprod/error.h>
#include <kprod/hooks.h>
#include <kprod/options.h>
#include <kprod/record.h>
#include <kprod/time.h>

KP_BEGIN_DECLS

typedef struct kp_reader kp_reader;

#define KP_OFFSET_LATEST   (-1)
#define KP_OFFSET_EARLIEST (-2)

/* Creates a reader that reads nothing yet. Checks the options, connects nothing; `options` and `hooks` are copied,
 * `hooks` and `error` may be NULL. On success the caller owns `*out`. Errors: as kp_producer_open. */
KP_API KP_MUST kp_err kp_reader_open(const kp_options *options, const kp_hooks *hooks, kp_reader **out,
                                     kp_error *error);
/* Closes the connections and frees the reader, with all that it lent. NULL is accepted. */
KP_API void kp_reader_close(kp_reader *reader);

/* Reads `topic`, one partition or all (-1), from an offset, KP_OFFSET_EARLIEST or KP_OFFSET_LATEST on. May be called
 * several times. */
KP_API KP_MUST kp_err kp_reader_assign(kp_reader *reader, const char *topic, int32_t partition, int64_t offset,
                                       kp_ns timeout, kp_error *error);

/* A record as it was read, in the caller's memory. Pointers are borrowed until the next call on the reader. */
typedef struct kp_read_record {
    uint32_t size; /* KP_READ_RECORD_INIT sets it; afterwards how much was filled */
    const char *topic;
    int32_t partition;
    int32_t leader_epoch;
    int64_t offset;
    int64_t timestamp_ms;
    int32_t timestamp_type; /* 0 create time, 1 log append time */
    const void *key;
    size_t key_size;
    const void *value;
    size_t value_size;
    const kp_header *headers;
    size_t header_count;
} kp_read_record;

/* clang-format off */
#define KP_READ_RECORD_INIT { (uint32_t)sizeof(kp_read_record), NULL, 0, 0, 0, 0, 0, NULL, 0, NULL, 0, NULL, 0 }
/* clang-format on */

/* The next record of any assigned partition, waiting at most `timeout`. KP_ERR_TIMEOUT: none came;
 * KP_ERR_END_OF_FILE: every assigned partition was read to the end that was seen last (only with
 * kp_reader_stop_at_end); KP_ERR_ARGUMENT: `out` was never initialized. */
KP_API KP_MUST kp_err kp_reader_next(kp_reader *reader, kp_ns timeout, kp_read_record *out, kp_error *error);
KP_API void kp_reader_stop_at_end(kp_reader *reader, int stop);

KP_END_DECLS

#endif
