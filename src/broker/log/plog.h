/* The log of one partition: segments in a directory, as Kafka has them.
 *
 * Life: open (which recovers), append / read / sync in any order, close or destroy. Offsets: start <= high_watermark <=
 * end. Readers see what lies below the high watermark; `commit` moves it to the end, and the broker calls it at once or
 * after the sync, as the fsync policy says.
 *
 * After a crash: what was synced is there, byte for byte, and what follows it is a prefix of what was appended.
 * Segments at or after the recovery point are read whole; the first byte that is not a correct batch ends the log.
 * Indexes and producer state are rebuilt from what remains. */
#ifndef KP__BROKER_LOG_PLOG_H
#define KP__BROKER_LOG_PLOG_H

#include <broker/log/producer_state.h>
#include <broker/log/segment.h>

typedef struct kp__plog {
    kp__log_env *env;
    char *dir;              /* its directory */
    char *name;             /* "topic-0", for log lines */
    kp__segment **segments; /* by base offset; the last is appended to; never empty */
    int32_t segment_count;
    int32_t segment_cap;
    int64_t start_offset;
    int64_t end_offset;
    int64_t high_watermark;
    int64_t recovery_point; /* everything below is on disk, indexes included: the base of a segment, or the end */
    int32_t leader_epoch;
    int32_t message_bytes_max; /* of one batch; the env's unless it is set after open */
    bool dir_dirty;            /* has new names that were not synced */
    bool closing;              /* the next sync takes the indexes of the last segment along */
    bool failed;               /* a sync failed, or its deletion: what the disk has is unknown, appends are refused */
    kp_err trouble;            /* what the disk said when an append, or a sync, failed last */
    kp__producers producers;
} kp__plog;

typedef struct kp__plog_opening {
    const char *dir;
    const char *name;
    bool clean;             /* the last close was orderly: trust sizes and indexes */
    int64_t recovery_point; /* of the last checkpoint; 0 is always safe */
    int64_t now_ms;         /* wall clock */
} kp__plog_opening;

/* Makes the directory when missing; recovers. KP_ERR_IO, KP_ERR_NO_MEMORY, ... : nothing was deleted for those. */
KP_MUST kp_err kp__plog_open(kp__log_env *env, const kp__plog_opening *opening, kp__plog **out);

/* Writes indexes and a snapshot of the producers, syncs, frees. The error is the first that happened; freed in any
 * case. */
kp_err kp__plog_close(kp__plog *plog);
/* Frees without writing anything (a crash, as far as the files know). */
void kp__plog_abandon(kp__plog *plog);
/* Deletes the files and the directory, frees. Readers that hold a segment find it `removed`. */
kp_err kp__plog_destroy(kp__plog *plog);

typedef struct kp__appended {
    int64_t base_offset;
    bool duplicate; /* it was there already */
} kp__appended;

/* Checks and appends one batch; what is on disk differs from `batch` only in base offset and leader epoch. Errors are
 * Kafka's codes; nothing was appended then. */
KP_MUST kp_err kp__plog_append(kp__plog *plog, kp__slice batch, int64_t now_ms, kp__appended *out);
void kp__plog_commit(kp__plog *plog); /* readers may see all that was appended */

/* ---- syncing, in three steps so that the middle one may run on another thread ---- */

enum { KP__SYNC_FILES_MAX = 64 };

typedef struct kp__sync {
    kp__plog *plog;
    int64_t recovery_point; /* what it will be */
    bool dir;
    int count;
    kp__fslot *slots[KP__SYNC_FILES_MAX];
    kp__file *files[KP__SYNC_FILES_MAX];
    kp__segment *segments[KP__SYNC_FILES_MAX];
    int segment_count;
    kp_err err;
} kp__sync;

/* Collects what must be synced and pins it; false when there is nothing (then do not go on). */
bool kp__sync_begin(kp__sync *sync, kp__plog *plog);
void kp__sync_run(kp__sync *sync);            /* may run elsewhere meanwhile */
KP_MUST kp_err kp__sync_end(kp__sync *sync);  /* moves the recovery point, or marks the log as failed */
KP_MUST kp_err kp__plog_sync(kp__plog *plog); /* all three */
bool kp__plog_dirty(const kp__plog *plog);

/* ---- reading ---- */

typedef struct kp__range {
    kp__segment *segment; /* borrowed; hold it to keep it */
    int64_t position;
    int64_t size; /* 0: nothing there (yet) */
} kp__range;

/* Where the bytes from the batch with `offset` on lie: whole batches, at most max_bytes of them, but the first
 * batch in any case when `whole_first`. KP_ERR_OFFSET_OUT_OF_RANGE outside start..high watermark. */
KP_MUST kp_err kp__plog_find(kp__plog *plog, int64_t offset, int64_t max_bytes, bool whole_first, kp__range *out);

typedef struct kp__time_offset {
    int64_t timestamp; /* -1: none */
    int64_t offset;    /* -1: none */
} kp__time_offset;

/* The first record whose timestamp is at least `timestamp`; in a compressed batch, the first of the batch. */
KP_MUST kp_err kp__plog_find_time(kp__plog *plog, int64_t timestamp, kp__time_offset *out);
/* The first batch's last record that has the greatest timestamp. */
KP_MUST kp_err kp__plog_max_timestamp(kp__plog *plog, kp__time_offset *out);

int64_t kp__plog_bytes(const kp__plog *plog);

static inline kp__segment *kp__plog_active(const kp__plog *plog) { return plog->segments[plog->segment_count - 1]; }

/* Adds a segment at the end. For recovery and roll. */
KP_MUST kp_err kp__plog_push_segment(kp__plog *plog, int64_t base_offset);

#endif
