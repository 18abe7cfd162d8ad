/* The checker: reads the journal of what the application asked and was told, and the logs of the model cluster, and
 * decides whether the producer kept its promises. It knows wire/ (to read batches) and nothing of the producer's code.
 *
 * Each record carries in its value who sent it, its number within that application fiber, and an id of its own, so that
 * lost, doubled and reordered are seen from the logs alone. */
#ifndef SIM_CHECKER_H
#define SIM_CHECKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kprod/error.h>
#include <kprod/record.h>
#include <kprod/time.h>
#include <tests/simulation/model_log.h>

enum { CHECK_VALUE_MIN = 40, CHECK_FAILURES_KEPT = 8, CHECK_TEXT = 280, CHECK_PRODUCERS_MAX = 4 };

/* One call of a send, and what became of it. Ticks number the calls, returns and completions in the order in which they
 * happened. */
typedef struct check_record {
    int32_t producer, fiber;
    uint64_t number; /* within its fiber */
    int32_t topic;
    int32_t partition;                         /* as asked; -1: any */
    uint64_t content;                          /* of key, value and headers */
    bool keyed;                                /* has a key, and may go to any partition: the key decides */
    uint32_t key_hash;                         /* 31 bits */
    int32_t partitions_least, partitions_most; /* that the topic had until the call returned */
    bool keyless;                              /* invalid in a compacted topic */
    int64_t timestamp_ms;
    uint64_t call_tick, return_tick;
    kp_ns called_at, returned_at;
    kp_err sent;
    bool returned;
    bool untold;      /* the caller gave up waiting: accepted or not, and the outcome will not be told */
    bool by_return;   /* the outcome is what a call came back with: its moment is the caller's, not the producer's */
    bool looked_late; /* nobody waited when it was decided: done_at is when somebody looked */
    bool overtaken;   /* it was open when a later one of its partition was told as a success */
    /* the completion */
    int32_t completions;
    kp_err err;
    kp_written status;
    bool told_why; /* the broker's words came along */
    int32_t told_topic, told_partition;
    int64_t offset;
    int64_t told_timestamp_ms;
    uint64_t done_tick;
    kp_ns done_at, opened;
} check_record;

/* From then until then a producer could do nothing: the machine stood still, its loop got no processor, or a callback
 * took its time. */
typedef struct check_pause {
    kp_ns from, until;
} check_pause;

typedef struct check_producer {
    int16_t acks;
    bool idempotent;
    int32_t inflight_max;
    kp_ns delivery_timeout;
    check_pause *pauses;
    uint32_t pause_count, pause_cap;
    uint64_t shut_tick; /* close has returned: no completion after it; 0: not closed */
} check_producer;

typedef struct check_journal {
    check_record *records; /* the index is the record's id */
    uint64_t count, cap;
    check_producer producers[CHECK_PRODUCERS_MAX];
} check_journal;

typedef struct check_verdict {
    int failure_count;
    char failures[CHECK_FAILURES_KEPT][CHECK_TEXT];
    uint64_t records_in_log;
    uint64_t duplicated_unsafe, reordered_unsafe; /* allowed without idempotence */
    uint64_t acked_then_cut;                      /* acknowledged, then lost by the cluster */
    uint64_t maybe_and_was;                       /* failed as maybe written, and it was */
    uint64_t keys_moved;                          /* to another partition, as the topic had got more of them */
    uint64_t excused;                             /* doubles and wrong orders that nobody could have prevented */
} check_verdict;

uint64_t check_journal_add(check_journal *journal); /* a zeroed record; its id */
void check_journal_deinit(check_journal *journal);
void check_pause_add(check_producer *producer, kp_ns from, kp_ns until);
/* The first moment, from `at` on, at which the producer could do something. */
kp_ns check_pause_end(const check_producer *producer, kp_ns at);

/* The value of record `id`: at least CHECK_VALUE_MIN bytes, `size` in all. */
void check_value_write(uint8_t *out, size_t size, uint64_t id, const check_record *record);
/* The record that has this value; NULL: none. */
const check_record *check_value_find(const check_journal *journal, const uint8_t *value, size_t size);
uint64_t check_content(const void *key, size_t key_size, const void *value, size_t value_size, const kp_header *headers,
                       size_t header_count);

void check_run(const check_journal *journal, const model_log *const *logs, int log_count, check_verdict *out);

#endif
