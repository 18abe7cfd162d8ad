/* The producer's core: takes batches from lanes, gives each an identity, sends every ready partition of a broker in one
 * request, decides outcomes, heals. Functions of state, bytes and time; by turn; see docs/ARCHITECTURE.md.
 *
 * The owner (api/) calls, in each turn and in this order: deliver (the pump moves bytes into sessions), kp__core_tick,
 * flush (the pump moves bytes out); then, outside the turn, it runs the reports of kp__core_done and wakes waiters. */
#ifndef KP__PRODUCER_CORE_H
#define KP__PRODUCER_CORE_H

#include <stdbool.h>
#include <stdint.h>

#include <base/alloc.h>
#include <base/check.h>
#include <base/list.h>
#include <base/log.h>
#include <base/rng.h>
#include <cluster/cluster.h>
#include <intake/lane.h>
#include <intake/topic.h>
#include <kprod/error.h>
#include <kprod/time.h>

typedef struct kp__core kp__core;

#define KP__LANE_BUSY_WAIT KP_US(50) /* until a lane whose lock was taken is looked at again */

typedef struct kp__core_config {
    int16_t acks; /* -1, 0, 1 */
    bool idempotence;
    int32_t retries;
    kp_ns delivery_timeout;
    kp_ns request_timeout;
    kp_ns retry_backoff, retry_backoff_max;
    uint32_t inflight_max;
    size_t max_request_size;
    kp__cluster_config cluster;
} kp__core_config;

KP_MUST kp_err kp__core_new(kp__alloc *alloc, const kp__core_config *config, kp__intake *intake, kp__topics *topics,
                            kp__health *health, kp__log *log, uint64_t seed, kp__core **out);
/* Frees; batches still held are released without reports. Transports must be gone. */
void kp__core_free(kp__core *core);

kp__cluster *kp__core_cluster(kp__core *core);

/* ---- the turn ---- */
kp_ns kp__core_deadline(kp__core *core);
void kp__core_tick(kp__core *core, kp_ns now);
/* Announces sleep to the intake; false: something came, run another turn at once. */
bool kp__core_sleep(kp__core *core, kp_ns until);

/* ---- from the api, by turn ---- */
/* An application wants this topic: ask for its metadata; its view or err is stored when known. */
void kp__core_want_topic(kp__core *core, kp_topic *topic, kp_ns now);
void kp__core_connect(kp__core *core, kp_ns now); /* wait_ready: make metadata and an identity come without a record */
bool kp__core_is_ready(const kp__core *core);
/* Why nobody could be reached, the last time: KP_OK and "" when nothing of the kind happened. */
kp_err kp__core_trouble(const kp__core *core, const char **text);
/* No batch with a flush generation of `generation` or older is without outcome. */
bool kp__core_flushed(kp__core *core, uint32_t generation);
/* The intake is closed, and nothing that was accepted is without outcome: appends that were under way are through. */
bool kp__core_drained(kp__core *core);
/* The time of close is up: fails everything that has no outcome yet (KP_ERR_CLOSED; not or maybe written), and refuses
 * what would come after. In flight bodies are let go when their connections were closed (the owner closes all
 * transports next). False: an application's thread is at a lane this moment; to be called again in KP__LANE_BUSY_WAIT.
 */
KP_MUST bool kp__core_abandon(kp__core *core, kp_ns now);

/* ---- outcomes ---- */
/* Batches whose outcome is decided, in order, linked by `link`; the owner pops them, runs the reports outside the turn
 * and gives each to kp__core_reported in a later turn (or at once). */
kp__list *kp__core_done(kp__core *core);
/* Its reports will wait for who reads them: of its body only what they tell is kept. */
void kp__core_unread(kp__core *core, kp__batch *batch);
void kp__core_reported(kp__core *core, kp__batch *batch);
/* The error of one record of a batch that failed, and the broker's words about it, or NULL: as long as the batch. */
kp_err kp__refusal_of(const kp__batch *batch, uint32_t record, const char **reason);
/* True when memory went back to the pool since the last call: who waits for memory should try again. By turn. */
bool kp__core_released(kp__core *core);

typedef struct kp__core_stats {
    uint64_t batches_sent, requests_sent, retries, bytes_sent;
    uint64_t records_acked, records_failed;
    uint64_t epoch_bumps, duplicates_told, splits;
    uint64_t answer_looks; /* at batches, for rows of answers that came in another order than they were asked */
} kp__core_stats;
const kp__core_stats *kp__core_stats_of(const kp__core *core);

/* Walks every invariant (lists, sequences, holders, counts); the simulator calls it after each turn. */
bool kp__core_ok(kp__core *core);

#endif
