/* From record to record through the body of a batch that is closed, for who cuts it up or tells of its records. Our own
 * bytes: nothing is checked. */
#ifndef KP__INTAKE_WALK_H
#define KP__INTAKE_WALK_H

#include <intake/batch.h>
#include <intake/encode.h>
#include <intake/lane.h>

typedef struct kp__walk {
    const kp__segment *segment;
    uint32_t at; /* in the segment: where the next record begins */
} kp__walk;

/* A record's head lies in one segment; the rest, from the key on, may go on in the next. */
typedef struct kp__walked {
    const kp__segment *segment;
    const uint8_t *timestamp; /* the varints as they stand there */
    const uint8_t *key_length;
    uint32_t length; /* of what follows the length itself */
    uint32_t timestamp_size, offset_size, key_length_size;
    int64_t delta; /* of the timestamp */
} kp__walked;

static inline void kp__walk_begin(kp__walk *walk, const kp__batch *batch)
{
    *walk = (kp__walk){batch->body, KP__HEADER_ROOM};
}

static inline void kp__walk_skip(kp__walk *walk, uint32_t bytes)
{
    walk->at += bytes;
    while (walk->at > walk->segment->used) {
        walk->at -= walk->segment->used;
        walk->segment = walk->segment->next;
    }
}

/* The next record, which must be there; `walk` then stands behind it. */
void kp__walk_next(kp__walk *walk, kp__walked *record);

uint64_t kp__uvarlong_get_long(const uint8_t **at);

static inline uint64_t kp__uvarlong_get(const uint8_t **at)
{
    const uint8_t *from = *at;
    if (kp__likely(!(from[0] & 0x80))) {
        *at += 1;
        return from[0];
    }
    if (kp__likely(!(from[1] & 0x80))) {
        *at += 2;
        return (uint64_t)(from[0] & 0x7f) | (uint64_t)from[1] << 7;
    }
    return kp__uvarlong_get_long(at);
}

static inline int64_t kp__unzigzag64(uint64_t value) { return (int64_t)(value >> 1) ^ -(int64_t)(value & 1); }

static inline const uint8_t *kp__walk_at(kp__walk *walk)
{
    while (kp__unlikely(walk->at == walk->segment->used))
        *walk = (kp__walk){walk->segment->next, 0};
    return walk->segment->data + walk->at;
}

/* As kp__walk_next, for the timestamp alone. */
static inline int64_t kp__walk_time(kp__walk *walk, const kp__batch *batch)
{
    const uint8_t *head = kp__walk_at(walk), *at = head;
    uint32_t length = (uint32_t)(kp__uvarlong_get(&at) >> 1);
    uint32_t prefix = (uint32_t)(at - head);
    at++; /* attributes */
    int64_t delta = kp__unzigzag64(kp__uvarlong_get(&at));
    kp__walk_skip(walk, prefix + length);
    return (int64_t)((uint64_t)batch->base_timestamp + (uint64_t)delta);
}

/* Batches whose records have times to tell that only the body knows. */
static inline bool kp__batch_tells_times(const kp__batch *batch)
{
    return !batch->err && batch->log_append_time < 0 && batch->slot_count > 0 && batch->record_count > 1;
}

/* Keeps of the body what kp__walk_time reads, and gives the rest back, once. No connection holds the batch. */
void kp__batch_keep_times(kp__intake *intake, kp__batch *batch);

/* ---- writing ---- */

/* What a body of so many bytes takes at the most: where a record's head does not fit, the rest of a segment stays
 * empty.
 */
static inline size_t kp__body_room(uint32_t bytes) { return (size_t)bytes + bytes / 32 + 128; }

/* Writes into a chain, setting `used` of each segment as it leaves it. It may be the chain that is read, if what is
 * written never gets ahead. */
typedef struct kp__writer {
    kp__segment *segment;
    uint32_t at;
} kp__writer;

void kp__writer_leave(kp__writer *writer); /* goes on in the next segment */
void kp__writer_put(kp__writer *writer, const uint8_t *from, uint32_t size);
/* The chain ends with `end`; what is behind it goes back. */
void kp__chain_end(kp__intake *intake, kp__segment **last, kp__segment *end);

#endif
