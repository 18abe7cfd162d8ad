/* What a partition remembers of idempotent producers: for each id the epoch and its last five batches, so that a batch
 * sent again is answered as it was the first time, and a gap is refused.
 *
 * Rules, in order (Kafka's ProducerAppendInfo):
 *   1 same epoch and exactly the first and last sequence of one of the five: a duplicate, with its old offset
 *   2 a lower epoch: INVALID_PRODUCER_EPOCH
 *   3 a higher epoch must begin at sequence 0, else OUT_OF_ORDER_SEQUENCE_NUMBER
 *   4 the next sequence is the last one + 1, and 0 after INT32_MAX; else OUT_OF_ORDER_SEQUENCE_NUMBER
 *   5 an id never seen (or forgotten) may begin anywhere
 * An id is forgotten a day after its last append by the broker's clock, never by the records' timestamps. */
#ifndef KP__BROKER_LOG_PRODUCER_STATE_H
#define KP__BROKER_LOG_PRODUCER_STATE_H

#include <broker/log/env.h>
#include <broker/map.h>
#include <wire/batch.h>

enum { KP__PRODUCER_WINDOW = 5 };

typedef struct kp__producer_batch {
    int32_t first_sequence;
    int32_t last_sequence;
    int64_t base_offset;
    int64_t last_offset;
    int64_t timestamp;
} kp__producer_batch;

typedef struct kp__producer_entry {
    kp__map_node node;
    kp__list by_use; /* least recently used first */
    int64_t id;
    int64_t used_ms;
    int16_t epoch;
    int16_t count;
    kp__producer_batch batches[KP__PRODUCER_WINDOW]; /* oldest first */
} kp__producer_entry;

typedef struct kp__producers {
    kp__log_env *env;
    kp__map map;
    kp__list by_use;
} kp__producers;

void kp__producers_init(kp__producers *producers, kp__log_env *env);
void kp__producers_deinit(kp__producers *producers);
void kp__producers_clear(kp__producers *producers);

/* May this batch be appended? KP_OK: yes. KP_ERR_EXISTS: it is there already, `*duplicate` tells where. Else Kafka's
 * code. */
KP_MUST kp_err kp__producers_check(kp__producers *producers, const kp__batch_header *header,
                                   kp__producer_batch *duplicate);

/* Makes room for what `record` will note, so that it cannot fail after the batch is on disk. */
KP_MUST kp_err kp__producers_prepare(kp__producers *producers, const kp__batch_header *header, int64_t now_ms);

/* Notes a batch that was appended, or found in the log. Forgets what is too old or too many. */
KP_MUST kp_err kp__producers_record(kp__producers *producers, const kp__batch_header *header, int64_t now_ms);

const kp__producer_entry *kp__producers_find(const kp__producers *producers, int64_t id); /* or NULL */

/* ---- the .snapshot file ----
 * Kafka's format 1: i16 version, u32 CRC-32C of the rest, i32 count, then 46 bytes an entry. Kafka keeps one entry an
 * id; we write one for each batch of the window, oldest first, of which Kafka's reader keeps the last. */
KP_MUST kp_err kp__producers_save(kp__producers *producers, const char *dir, int64_t offset);
/* KP_ERR_CORRUPT when the file is not whole: nothing was taken. */
KP_MUST kp_err kp__producers_load(kp__producers *producers, const char *path, int64_t now_ms);

#endif
