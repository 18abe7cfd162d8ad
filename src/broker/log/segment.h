/* One segment of a partition: NAME.log holds record batches back to back and nothing else, NAME.index and
 * NAME.timeindex help to find them; NAME is the base offset in 20 digits. Appended to at the end only.
 *
 * `size` is what was written, `committed` what readers may see (the same, except between an append and its sync when
 * every answer waits for the disk). A segment is counted: a reader on the way to a socket keeps it after its topic is
 * deleted, and then finds `removed` set. */
#ifndef KP__BROKER_LOG_SEGMENT_H
#define KP__BROKER_LOG_SEGMENT_H

#include <base/slice.h>
#include <broker/log/index.h>
#include <wire/batch.h>

typedef struct kp__segment {
    kp__log_env *env;
    uint32_t refs;
    bool removed;
    bool dirty; /* has bytes that were not synced */
    int64_t base_offset;
    int64_t size;
    int64_t committed;
    kp__fslot log;
    kp__index offsets;
    kp__index times;
    int64_t created_ms;           /* first batch's timestamp, from which its age counts; -1: none yet */
    int64_t max_timestamp;        /* -1: none yet */
    int64_t max_timestamp_offset; /* last offset of the first batch that has it */
    int64_t bytes_since_index;
} kp__segment;

/* In memory only: files appear with the first append. */
KP_MUST kp_err kp__segment_new(kp__log_env *env, const char *dir, int64_t base_offset, kp__segment **out);
void kp__segment_hold(kp__segment *segment);
void kp__segment_drop(kp__segment *segment); /* frees with the last; NULL is accepted */

/* Appends one whole batch whose header is `header` (base offset and leader epoch final); writes it in one go from where
 * it lies. On an error nothing was appended. */
KP_MUST kp_err kp__segment_append(kp__segment *segment, const kp__batch_header *header, kp__slice batch);

/* Enters a batch that is in the file at `position` into the indexes and the segment's facts. */
void kp__segment_note(kp__segment *segment, const kp__batch_header *header, int64_t position);

/* Says whether a batch of `size` bytes up to `last_offset` fits, or a new segment must be begun. */
bool kp__segment_fits(const kp__segment *segment, size_t size, int64_t last_offset, int64_t timestamp);

/* No more appends: the last entry of the time index, indexes written. */
KP_MUST kp_err kp__segment_seal(kp__segment *segment);

/* Reads bytes of the log file; *got may be less only at the end. */
KP_MUST kp_err kp__segment_read(kp__segment *segment, int64_t position, void *buf, size_t size, size_t *got);

/* Loads indexes as they are; the size must be known. KP_ERR_CORRUPT: rebuild. */
KP_MUST kp_err kp__segment_load(kp__segment *segment);

/* Deletes the files. */
KP_MUST kp_err kp__segment_remove(kp__segment *segment);

/* ---- walking the batches ---- */

typedef struct kp__scan {
    kp__segment *segment;
    int64_t position; /* of the batch that next() gives */
    int64_t end;
    bool check_crc;
    int64_t have_from; /* what the scratch holds */
    size_t have;
} kp__scan;

/* Uses the scratch of the env until done. */
void kp__scan_init(kp__scan *scan, kp__segment *segment, int64_t position, int64_t end, bool check_crc);
/* The next batch and where it begins. KP_ERR_END_OF_FILE exactly at the end; KP_ERR_CORRUPT when what follows is not a
 * whole and correct batch: scan->position is then the first bad byte. */
KP_MUST kp_err kp__scan_next(kp__scan *scan, kp__batch_header *header, int64_t *position);

static inline int64_t kp__batch_bytes(const kp__batch_header *header) { return (int64_t)header->length + 12; }
static inline int64_t kp__batch_last_offset(const kp__batch_header *header)
{
    return header->base_offset + header->last_offset_delta;
}

#endif
