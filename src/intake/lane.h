/* The shared zone: where application threads and the core meet, and nowhere else.
 *
 * A lane is one partition's queue inside one producer. Application threads append under the lane's lock; the core tries
 * the lock and never waits for it. Inside a lock nothing waits, allocates (but from the pool), or calls user code or
 * the system; never two lanes at once. A first append to an idle lane pushes it on the dirty list, which the core takes
 * whole.
 *
 * The dirty list: an append that opens a batch, or fills one, puts its lane on it, unless it is there. The core takes
 * the list, and takes each lane off (kp__lane_dirty_next) *before* it looks at the lane; since both the append's look
 * at `listed` and the core's look at the lane are under the lane's lock, what one misses the other sees.
 *
 * Waking: the caller of append writes the eventfd when told so (`wake`), outside every lock. Core:
 * kp__intake_sleep(until)
 * -> true: nothing came meanwhile, it may sleep; kp__intake_awake. Append: push; fence; if the core sleeps past this
 * lane's due time (opened + linger; at once when the batch is full or `hurry` is set), one appender, and only one, is
 * told to wake it. Whatever else the core must hear of (a flush, memory wanted, a topic wanted) is a poke, by the same
 * rule. */
#ifndef KP__INTAKE_LANE_H
#define KP__INTAKE_LANE_H

#include <stdbool.h>
#include <stdint.h>

#include <base/heap.h>
#include <base/io.h>
#include <base/list.h>
#include <intake/batch.h>
#include <intake/pool.h>
#include <intake/sync.h>
#include <kprod/error.h>
#include <kprod/record.h>
#include <kprod/time.h>

typedef struct kp__lane kp__lane;

/* What all lanes of one producer share. */
typedef struct kp__intake {
    kp__pool pool;
    kp__pool reserve; /* for pieces of batches that are too large, when the pool is empty; by turn */
    /* written when a batch begins or is full, and by the core around its sleep */
    _Atomic(kp__lane *) dirty;  /* a stack, linked by dirty_next */
    _Atomic kp_ns asleep_until; /* 0: the core is awake; KP_NEVER: until woken */
    _Atomic uint32_t pokes;     /* something but a record came: counts up; the core does not sleep over a new one */
    uint32_t pokes_seen;        /* by turn */
    uint32_t hurry_seen;        /* by turn */
    uint8_t pad[64];            /* what is only read lies on other cache lines */
    _Atomic uint32_t hurry;     /* > 0: someone waits (flush, close, send_wait): nothing pays linger */
    _Atomic uint32_t closed;    /* appends are refused: KP_ERR_CLOSED; kp__lane_refuse, that the last one is through */
    _Atomic uint32_t flush_generation;
    _Atomic uint32_t txn_generation;
    _Atomic uint64_t unread_reports; /* bytes of reports not read (callbacks=poll) */
    /* settings, constant after init */
    kp_ns linger;
    uint32_t batch_bytes;     /* batch.size: full at this many bytes, header included */
    uint32_t batch_bytes_max; /* how far a batch grows that cannot be sent yet (batch_bytes when batch.size was set) */
    uint64_t fixed_max;       /* see kp__intake_limit */
    kp__io *io;               /* the clock for KP__NOW_LATER; NULL until the owner sets it */
} kp__intake;

/* For `now` of an append: read from intake->io, and only if the record begins a batch. */
#define KP__NOW_LATER ((kp_ns)-1)

void kp__intake_init(kp__intake *intake, void *memory, size_t size, kp_ns linger, uint32_t batch_bytes,
                     uint32_t batch_bytes_max);
void kp__intake_deinit(kp__intake *intake);

/* Memory for the reserve, reserved and zeroed like the pool's; how much, for batches of so many bytes. Without it there
 * is none. */
size_t kp__intake_reserve_size(uint32_t batch_bytes_max);
void kp__intake_reserve(kp__intake *intake, void *memory, size_t size);

/* The largest kp__record_bound that the pool can hold when it is empty: a larger record is KP_ERR_RECORD_TOO_LARGE. */
size_t kp__intake_record_max(const kp__intake *intake);

/* From now on appends refuse records whose kp__record_bound is more than `record_max`. Before any append. */
void kp__intake_limit(kp__intake *intake, size_t record_max);

/* The shared part of a lane comes first, the core's part after it on another cache line (when lanes are aligned to 64);
 * together with the record of the partition's leader at most 256 bytes. */
struct kp__lane {
    /* shared: under `lock` unless atomic; what every append touches first */
    kp__lock lock;
    int32_t partition;
    kp__batch *tail;        /* newest queued batch, or NULL; only it is appended to */
    uint32_t accepted_low;  /* records accepted, modulo 2^32 */
    uint32_t refused;       /* the lane takes nothing more (close-lane) */
    uint32_t body_expected; /* how large the batch before became: what memory to begin the next one with */
    _Atomic uint32_t grow;  /* set by the core: its broker is busy, a full batch may grow to batch_bytes_max */
    kp__batch *head;        /* oldest queued batch */
    _Atomic(kp__lane *) dirty_next;
    _Atomic uint32_t listed; /* on the dirty list */
    uint32_t queued;         /* batches */
    struct kp_topic *topic;
    _Atomic uint32_t largest; /* set by the core: no batch becomes larger, in bytes */
    uint8_t pad[60];

    /* the core's: by turn. Filled and used by producer/ only; intake never looks at it. */
    kp__list active;     /* in one of the lists of lanes with something to send, or of lanes that wait */
    kp__list known;      /* in the list of lanes with any batch without outcome */
    kp__list unresolved; /* batches sent and not answered, or to be sent again, in sequence order (by `sent`) */
    kp__heap_node timer; /* at or before the next retry or delivery time-out */
    int64_t producer_id;
    int64_t last_acked_offset;
    kp_ns acked_at;    /* when the last ack came */
    void *core_node;   /* the leader's sender, or NULL */
    void *flight_node; /* the sender that has the batches in flight */
    int32_t next_sequence;
    int32_t leader;
    int32_t leader_epoch;
    uint32_t core_flags;
    int16_t producer_epoch;
    uint16_t inflight;
};

_Static_assert(offsetof(kp__lane, active) == 128, "the core's part begins on a cache line of its own");
_Static_assert(sizeof(kp__lane) <= 256, "a partition costs at most 256 bytes");

void kp__lane_init(kp__lane *lane, struct kp_topic *topic, int32_t partition);
void kp__lane_deinit(kp__lane *lane);

/* What an append did. After an error only `wake` is set: who was refused for memory may have to wake the core, which
 * then makes the oldest open batches sendable. */
typedef struct kp__appended {
    bool wake;      /* the caller must wake the poller, after all locks are dropped */
    bool opened;    /* a new batch was begun */
    bool full;      /* the batch became full: no room for another record like this one */
    uint32_t bytes; /* of the record on the wire */
    kp__slot *slot; /* where done and arg are, or NULL; stays until the report was read (or moved by a split) */
} kp__appended;

/* Appends one record (what is NULL in it has size 0): encodes it straight into the lane's open batch. `now`
 * is when; `timestamp_ms` is resolved. With `wait` the locks of lane and pool are waited for, else KP_AGAIN_LANE, and
 * no system call is made. Errors: KP_AGAIN_MEMORY, KP_ERR_CLOSED, KP_ERR_RECORD_TOO_LARGE (no batch can hold it, or
 * kp__intake_limit says so). On an error nothing changed. A batch never passes its limit, except that a record larger
 * than the limit gets a batch of its own size. `key_size` and so on were checked against max.request.size and
 * kp__intake_record_max before. */
KP_MUST kp_err kp__lane_append(kp__intake *intake, kp__lane *lane, const kp_record *record, int64_t timestamp_ms,
                               kp_ns now, kp_done_fn done, void *arg, bool wait, kp__appended *out);

/* As above but only if `*sticky` (of the lane's topic) still is `expected` once the lane is locked; else KP_ERR_STATE
 * and the caller chooses again (KIP-794: the sticky partition may have moved while we waited, or moves because a new
 * batch would begin and this partition has had its share). */
KP_MUST kp_err kp__lane_append_sticky(kp__intake *intake, kp__lane *lane, _Atomic uint64_t *sticky, uint64_t expected,
                                      const kp_record *record, int64_t timestamp_ms, kp_ns now, kp_done_fn done,
                                      void *arg, bool wait, kp__appended *out);

/* Bytes the record takes in a batch, an upper bound (Java's estimate without the 61-byte header). Saturates. */
size_t kp__record_bound(const kp_record *record);

/* Any thread: makes the core run a turn if it sleeps, or another one if it does not. True: the caller must wake the
 * poller. */
KP_MUST bool kp__intake_poke(kp__intake *intake);
/* Someone begins to wait: nothing pays linger until kp__intake_hurry_end. Returns as kp__intake_poke. */
KP_MUST bool kp__intake_hurry_begin(kp__intake *intake);
void kp__intake_hurry_end(kp__intake *intake);

/* ---- for the core, by turn ---- */

/* Takes the whole dirty list (newest first), and notes which pokes this turn has heard: call it first in every turn. */
kp__lane *kp__intake_take_dirty(kp__intake *intake);
/* Takes `lane` off the list and returns the next: call it once for each lane taken, before looking at the lane. */
kp__lane *kp__lane_dirty_next(kp__lane *lane);

/* Announces sleep until `until`; false when the dirty list is not empty, or hurry changed or somebody poked since it
 * was taken: do not sleep, run another turn. */
bool kp__intake_sleep(kp__intake *intake, kp_ns until);
void kp__intake_awake(kp__intake *intake);

/* What the head of a lane looks like. KP_AGAIN_LANE: busy, come back in 50 us. KP_ERR_NOT_FOUND: empty. */
typedef struct kp__lane_look {
    kp_ns opened;
    uint32_t queued;
    uint32_t flush_generation;
    uint32_t body_size;
    bool full; /* the head is full, or another batch stands behind it */
} kp__lane_look;
KP_MUST kp_err kp__lane_look_at(kp__lane *lane, kp__lane_look *out);

/* Closes the head batch if it is open, unlinks it and gives it to the core, state CLOSED, stamps opened and closed set.
 * KP_AGAIN_LANE or KP_ERR_NOT_FOUND as above. */
KP_MUST kp_err kp__lane_take(kp__lane *lane, kp_ns now, kp__batch **out);

/* Refuses further records (the topic or the producer ends); what is queued stays. KP_AGAIN_LANE: busy. */
KP_MUST kp_err kp__lane_refuse(kp__lane *lane);

/* The body will not change any more: state READY. Returns `crc`, of the header part, carried on over the body. */
uint32_t kp__batch_seal(kp__batch *batch, uint32_t crc);

/* Gives back a chain, all of it from one pool. NULL is accepted. */
void kp__batch_give(kp__intake *intake, kp__segment *chain);
/* Gives the body back to the pool (holders must be 0); keeps the slots. */
void kp__batch_release_body(kp__intake *intake, kp__batch *batch);
/* Gives back the rest; the batch is gone. */
void kp__batch_release(kp__intake *intake, kp__batch *batch);

/* Walks a lane's invariants; for the simulator, which calls it after every step. Takes the lock. */
bool kp__lane_ok(kp__intake *intake, kp__lane *lane);

#endif
