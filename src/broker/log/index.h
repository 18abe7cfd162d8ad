/* Kafka's two sparse indexes of a segment, byte for byte.
 *
 *   .index      8 bytes an entry: {i32 last offset of the batch - base, i32 position of that batch}
 *   .timeindex 12 bytes an entry: {i64 greatest timestamp so far, i32 offset of its batch - base}, strictly increasing
 *
 * The newest entries are kept in memory until 4 KiB of them are written at once; lookups see both. An index is only a
 * help: it can always be rebuilt from the .log beside it, so it is synced when its segment is closed and not before. */
#ifndef KP__BROKER_LOG_INDEX_H
#define KP__BROKER_LOG_INDEX_H

#include <broker/log/env.h>

enum { KP__INDEX_OFFSET_ENTRY = 8, KP__INDEX_TIME_ENTRY = 12, KP__INDEX_TAIL = 4096 };

typedef struct kp__index {
    kp__fslot slot;
    int64_t base_offset;
    uint32_t entry_size;
    int64_t count;                      /* entries, the unwritten ones included */
    int64_t written;                    /* entries that are in the file */
    uint8_t *tail;                      /* entries from `written` on; allocated with the first */
    uint8_t last[KP__INDEX_TIME_ENTRY]; /* a copy of the newest entry */
} kp__index;

KP_MUST kp_err kp__index_init(kp__index *index, kp__log_env *env, const char *path, int64_t base_offset,
                              uint32_t entry_size);
void kp__index_deinit(kp__index *index); /* does not write */

/* Takes the entries that the file has. KP_ERR_CORRUPT when they cannot be right: then reset and rebuild. */
KP_MUST kp_err kp__index_load(kp__index *index, int64_t segment_size);
KP_MUST kp_err kp__index_reset(kp__index *index); /* empties the file too */
KP_MUST kp_err kp__index_flush(kp__index *index); /* writes what is in memory only */
KP_MUST kp_err kp__index_touch(kp__index *index); /* makes the file exist */
bool kp__index_full(const kp__index *index);

/* ---- offsets ---- */

KP_MUST kp_err kp__offset_index_append(kp__index *index, int64_t last_offset, int64_t position);
/* Position from which to scan for `offset`: that of the last entry at or below it, or 0. */
KP_MUST kp_err kp__offset_index_lookup(kp__index *index, int64_t offset, int64_t *position);
/* Position of the last batch in the index that begins at or before `position`, or 0. */
KP_MUST kp_err kp__offset_index_before(kp__index *index, int64_t position, int64_t *batch);
/* The newest entry; offset is base_offset - 1 and position 0 when there is none. */
void kp__offset_index_last(const kp__index *index, int64_t *offset, int64_t *position);

/* ---- times ---- */

/* Does nothing unless `timestamp` is greater than the last entry's. */
KP_MUST kp_err kp__time_index_append(kp__index *index, int64_t timestamp, int64_t offset);
/* Offset from which to look for `timestamp`: that of the last entry at or below it, or the base offset. */
KP_MUST kp_err kp__time_index_lookup(kp__index *index, int64_t timestamp, int64_t *offset);
/* The newest entry; timestamp -1 and the base offset when there is none. */
void kp__time_index_last(const kp__index *index, int64_t *timestamp, int64_t *offset);

#endif
