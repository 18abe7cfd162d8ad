/* The producer: writes records to Kafka.
 *
 * Any thread may use a producer, several at once. Records of one partition that one thread sends arrive in that
 * order. Nothing here aborts the process; no thread exists before the first record (or wait_ready) needs one.
 *
 *   call                    on an app thread          inside a callback        in driven mode
 *   send                    at most max.block.ms      as try_send              as try_send
 *   send_wait, flush, close bounded by their time-out KP_ERR_IN_CALLBACK       run turns themselves until then
 *   try_send                never waits               same                     same
 *
 * KP_ERR_BROKEN, from any call, means that a promise inside the library, or of one of the host's hooks, was broken:
 * what was accepted is reported by close, and close and free are all that is left. After a fork the child's copy of a
 * producer answers KP_ERR_FORKED to everything; kp_producer_free frees memory only.
 */
#ifndef KPROD_PRODUCER_H
#define KPROD_PRODUCER_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <kprod/error.h>
#include <kprod/hooks.h>
#include <kprod/options.h>
#include <kprod/record.h>
#include <kprod/time.h>

KP_BEGIN_DECLS

typedef struct kp_producer kp_producer;

/* Creates a producer. Checks all options against each other; resolves nothing, connects nothing, starts nothing.
 * `options` and `hooks` are copied; `hooks` and `error` may be NULL. On success the caller owns `*out`.
 * Errors: KP_ERR_CONFIG, KP_ERR_NO_MEMORY, KP_ERR_NO_FD; with "embedded:DIR" what the embedded hook returns. */
KP_API KP_MUST kp_err kp_producer_open(const kp_options *options, const kp_hooks *hooks, kp_producer **out,
                                       kp_error *error);

/* Waits until metadata was received and a broker answers, at most `timeout`. KP_ERR_TIMEOUT says why in `error`. */
KP_API KP_MUST kp_err kp_producer_wait_ready(kp_producer *producer, kp_ns timeout, kp_error *error);

/* The handle of a topic, made on first use; the same name gives the same handle. Waits for nothing and asks nobody:
 * whether the topic exists is learnt by sending. The handle lives until kp_producer_free.
 * Errors: KP_ERR_NAME (empty, over 249 characters, ".", "..", or other than [a-zA-Z0-9._-]), KP_ERR_NO_MEMORY. */
KP_API KP_MUST kp_err kp_producer_topic(kp_producer *producer, const char *name, kp_topic **out);
KP_API const char *kp_topic_name(const kp_topic *topic);

/* The topic's number of partitions, as it is known; waits at most `timeout` for the first metadata of the topic. Of one
 * that is idle (metadata.max.idle.ms) it is what was known last, and is asked for. Source: KafkaProducer.partitionsFor.
 */
KP_API KP_MUST kp_err kp_topic_partitions(kp_producer *producer, kp_topic *topic, kp_ns timeout, int32_t *count);

/* Queues one record for delivery. Copies everything the record points to. Waits at most max.block.ms for the topic's
 * metadata and for memory. `done` (may be NULL) runs exactly once, and only if this returned KP_OK.
 * Errors: KP_ERR_RECORD_TOO_LARGE, KP_ERR_UNKNOWN_PARTITION, KP_ERR_ARGUMENT, KP_ERR_NAME, KP_ERR_TIMEOUT,
 * KP_ERR_CLOSED, KP_ERR_FORKED. Source: KafkaProducer.send. */
KP_API KP_MUST kp_err kp_producer_send(kp_producer *producer, const kp_record *record, kp_done_fn done, void *arg);

/* What a record counts against max.request.size and buffer.memory, which it must not pass: its bytes as a batch of its
 * own, at most. 0: a record that no call would take. Source: AbstractRecords.estimateSizeInBytesUpperBound. */
KP_API size_t kp_record_bytes(const kp_record *record);

/* As kp_producer_send, without any wait, and without any system call but a write to an eventfd (the first one starts
 * the thread): KP_AGAIN_MEMORY, KP_AGAIN_TOPIC, KP_AGAIN_REPORTS or KP_AGAIN_LANE (another thread is at the same
 * partition, or at the memory, this moment) say why not now. */
KP_API KP_MUST kp_err kp_producer_try_send(kp_producer *producer, const kp_record *record, kp_done_fn done, void *arg);

/* Sends one record and waits for its outcome; linger.ms is not waited for. Waits at most `timeout` in all, for metadata
 * and memory too (max.block.ms plays no part). `out` (may be NULL) is filled in any case but KP_ERR_ARGUMENT, _FORKED
 * and _IN_CALLBACK; topic and name are valid until kp_producer_free (NULL when the producer has never heard of the
 * topic), `reason` points into `out` itself, and `receipt` is NULL. Its error is also returned. An `out` without
 * KP_DELIVERY_INIT is KP_ERR_ARGUMENT. KP_ERR_TIMEOUT: `status` is KP_NOT_WRITTEN when the record was never queued;
 * else KP_MAYBE_WRITTEN, and the outcome will not be told. Any thread. */
KP_API KP_MUST kp_err kp_producer_send_wait(kp_producer *producer, const kp_record *record, kp_ns timeout,
                                            kp_delivery *out);

/* A delivery in the caller's memory. Init, send, wait (or ask `done`); the memory must stay until it is done or was
 * abandoned. It may be sent again when it is done or abandoned, without another init. One thread waits for it at a
 * time. Futures are done as soon as the outcome is known, also with callbacks=poll. `receipt` of its delivery is NULL,
 * `reason` points into the future. Source: the Future of KafkaProducer.send. */
typedef struct kp_future {
    uint32_t size;
    int32_t state; /* 0 idle, 1 pending, 2 done: read it by kp_future_done */
    void *reserved[4];
    kp_delivery delivery; /* last, so that it may grow */
} kp_future;

/* Makes the future idle; once before its first use, and not while it is pending: whatever it was is forgotten. */
static inline void kp_future_init(kp_future *future)
{
    memset(future, 0, sizeof *future);
    future->size = (uint32_t)sizeof *future;
    future->delivery.size = (uint32_t)sizeof future->delivery;
}

/* As kp_producer_send; the outcome goes to the future, which must be idle or done. Errors: also KP_ERR_STATE (pending),
 * KP_ERR_ARGUMENT (never initialized). */
KP_API KP_MUST kp_err kp_producer_send_future(kp_producer *producer, const kp_record *record, kp_future *future);
/* Has the outcome come? Never waits. Any thread. */
KP_API bool kp_future_done(const kp_future *future);
/* Waits at most `timeout`, and does not pay linger.ms meanwhile; KP_OK means that the outcome is in `*out` (borrowed
 * from the future; `out` may be NULL), which may be an error. Errors: KP_ERR_TIMEOUT, KP_ERR_STATE (never sent),
 * KP_ERR_IN_CALLBACK. */
KP_API KP_MUST kp_err kp_future_wait(kp_producer *producer, kp_future *future, kp_ns timeout, const kp_delivery **out);
/* Gives up a pending future: after the return nothing refers to its memory any more. Any state is accepted. */
KP_API void kp_future_abandon(kp_producer *producer, kp_future *future);

/* Makes all that was accepted before the call sendable now, and waits at most `timeout` until it is decided, its
 * futures are done, and its callbacks have run. With callbacks=poll they run in kp_producer_poll and nowhere else:
 * there they are waiting when this returns, and one kp_producer_poll(producer, 0) runs them all. Any thread. Source:
 * KafkaProducer.flush. Errors: KP_ERR_TIMEOUT, KP_ERR_IN_CALLBACK, KP_ERR_CLOSED. */
KP_API KP_MUST kp_err kp_producer_flush(kp_producer *producer, kp_ns timeout);

/* Refuses new records, delivers what is queued for at most `timeout`, then fails what is left (KP_ERR_CLOSED; not
 * written, or maybe written), runs the callbacks, stops the thread and closes the connections. Beyond `timeout` it
 * waits only for callbacks that run. Idempotent, from any thread; threads that wait in other calls are let go. The
 * handle stays valid until kp_producer_free; with callbacks=poll what is unread can be read until then. KP_ERR_TIMEOUT:
 * something was left over. Source: KafkaProducer.close. */
KP_API KP_MUST kp_err kp_producer_close(kp_producer *producer, kp_ns timeout);

/* Frees the handle; closes it first, with time-out 0, if that was not done. NULL is accepted; inside a callback it does
 * nothing. No other thread may be inside a call of this producer. Reports that callbacks=poll left unread are dropped,
 * pending futures must have been abandoned.
 *
 * This is the one call for a forked child, where it frees memory and touches nothing else; when the fork came in the
 * middle of the parent's work, some of that memory stays behind, as it may be half-changed. */
KP_API void kp_producer_free(kp_producer *producer);

/* With callbacks=poll: runs all callbacks that wait when it begins on this thread, first waiting at most `timeout` for
 * one; those that come meanwhile are the next call's. Returns how many ran, or a negative number -kp_err;
 * -KP_ERR_BROKEN only when nothing is unread. One thread reads at a time; a second one gets 0. The descriptor is
 * readable while there are some; watch it, never read it. -1 when there is none. */
KP_API int kp_producer_poll(kp_producer *producer, kp_ns timeout);
KP_API int kp_producer_poll_fd(kp_producer *producer);

/* Driven mode (threads=none): no thread is ever made, but for getaddrinfo when the host gives no resolver and names a
 * broker other than by its address. Watch the descriptor for reading (never read it), and call drive when it is
 * readable, when the deadline (KP_NEVER: none) has come, or after a send. `now` is CLOCK_MONOTONIC in nanoseconds.
 * Callbacks run inside drive, or inside send_wait, flush and close, which drive by themselves meanwhile. Several
 * threads may do so: one drives, the others wait. While another thread is at it drive does nothing, the deadline is
 * KP_NEVER, and the descriptor is readable when that one leaves something to do. drive: KP_ERR_CLOSED after close,
 * KP_ERR_STATE when the producer has a thread. */
KP_API int kp_producer_drive_fd(kp_producer *producer);
KP_API kp_ns kp_producer_deadline(kp_producer *producer);
KP_API KP_MUST kp_err kp_producer_drive(kp_producer *producer, kp_ns now);

/* Figures that need no more than a look. KP_PRODUCER_STATS_INIT sets `size`. */
typedef struct kp_producer_stats {
    uint32_t size;
    uint64_t records_accepted;
    uint64_t records_acked;
    uint64_t records_failed;
    uint64_t batches_sent;
    uint64_t requests_sent;
    uint64_t retries;
    uint64_t bytes_sent;
    uint64_t memory_used;     /* of buffer.memory, in bytes */
    uint64_t memory_resident; /* pages of the mapping that were ever touched */
    uint64_t connections;
} kp_producer_stats;

/* clang-format off */
#define KP_PRODUCER_STATS_INIT { (uint32_t)sizeof(kp_producer_stats), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }
/* clang-format on */

/* Fills `out` as far as its size goes, and sets that to how much was filled. Looks between two turns, so it waits for
 * the end of one that is running. Any thread, callbacks too. Errors: KP_ERR_ARGUMENT, KP_ERR_FORKED. */
KP_API KP_MUST kp_err kp_producer_stats_read(kp_producer *producer, kp_producer_stats *out);

KP_END_DECLS

#endif
