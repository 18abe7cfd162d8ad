/* The reader's core: reads partitions back, without groups. Functions of state, bytes and time; by turn.
 *
 * A partition ("tap") asks for its first offset (ListOffsets) unless it was given one, then fetches. One Fetch at a
 * time goes to each broker, for all its taps at once, and only when none of them has anything unread: so a long poll
 * never holds back what could be had. What an answer brings is copied per tap and decoded record by record, as the
 * owner takes them.
 *
 * Bytes of a broker are checked before they are believed: headers, CRC, counts, offsets that go on. What cannot be read
 * is an error of the reader, with topic, partition and offset. */
#ifndef KP__READER_READER_H
#define KP__READER_READER_H

#include <stdbool.h>
#include <stdint.h>

#include <base/alloc.h>
#include <base/buf.h>
#include <base/list.h>
#include <cluster/cluster.h>
#include <kprod/reader.h>
#include <session/session.h>
#include <wire/batch.h>

enum {
    KP__READER_TEXT = 256,
    KP__READER_TAPS_MAX = 10000 /* they are found by walking a list */,
    KP__READER_REQUEST_MAX = 16 << 20
};

typedef struct kp__reader_config {
    int32_t max_wait_ms;
    int32_t min_bytes;
    int32_t max_bytes;
    int32_t partition_max_bytes;
    bool check_crcs;
    kp_ns backoff;
    size_t response_max; /* bounds what a tap keeps */
} kp__reader_config;

typedef struct kp__tap kp__tap;
typedef struct kp__post kp__post; /* a broker, with its two requests */

typedef struct kp__reader {
    kp__alloc *alloc;
    kp__cluster *cluster;
    kp__reader_config config;
    kp__list taps;
    kp__list unread; /* taps with bytes that were not taken */
    kp__list posts;
    uint32_t tap_count;
    kp_err err; /* sticky: reading ended */
    char text[KP__READER_TEXT];
    kp_header *headers; /* of the record given last */
    size_t header_cap;
} kp__reader;

void kp__reader_init(kp__reader *reader, kp__alloc *alloc, kp__cluster *cluster, const kp__reader_config *config);
void kp__reader_deinit(kp__reader *reader); /* no request may be under way: transports are gone */

/* Reads a partition from `offset` on (or KP_OFFSET_EARLIEST, KP_OFFSET_LATEST); the topic's metadata is there. Adding
 * one that is there already moves it. Errors: KP_ERR_UNKNOWN_PARTITION, KP_ERR_LIMIT, KP_ERR_NO_MEMORY. */
KP_MUST kp_err kp__reader_add(kp__reader *reader, const char *topic, int32_t partition, int64_t offset);

/* True when every tap knows where it begins: first offsets were asked for and told. */
bool kp__reader_placed(const kp__reader *reader);

/* The next record that is here. KP_AGAIN: none is, run turns; else the sticky error, in reader->text. */
KP_MUST kp_err kp__reader_take(kp__reader *reader, kp_read_record *out);

/* Nothing is unread, and every tap is at the end of its partition as it was told last. */
bool kp__reader_at_end(const kp__reader *reader);

void kp__reader_tick(kp__reader *reader, kp_ns now);
kp_ns kp__reader_deadline(const kp__reader *reader);

/* ---- inside ---- */

struct kp__tap {
    kp__list all;
    kp__list unread;
    char *topic;
    int32_t partition;
    int64_t next;    /* the offset wanted next; below 0: to be asked for */
    int64_t end;     /* high watermark as told last; -1: not yet */
    kp__post *asked; /* the broker whose request under way it is part of; NULL: none */
    kp_ns not_before;
    kp__buf bytes; /* batches as they came */
    size_t at;     /* of the batch at hand, in bytes */
    bool in_batch;
    kp__batch_header header;
    kp__record_reader records;
};

struct kp__post {
    kp__list all;
    kp__reader *reader;
    int32_t node_id;
    kp__request fetch;
    kp__request list;
    bool fetch_busy, list_busy;
};

/* Ends reading with what is wrong at a tap. */
void kp__reader_fail(kp__reader *reader, const kp__tap *tap, kp_err err, const char *what);

/* fetch.c */
void kp__post_init(kp__post *post, kp__reader *reader, int32_t node_id);
bool kp__tap_is_of(const kp__reader *reader, const kp__tap *tap, int32_t node_id);
void kp__post_tick(kp__post *post, kp__node *node, kp_ns now);

/* records.c */
kp_err kp__tap_take(kp__reader *reader, kp__tap *tap, kp_read_record *out);

#endif
