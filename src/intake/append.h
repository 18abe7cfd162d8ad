/* The two halves of an append: the straight line (append.c) and everything else (append_slow.c). Private to intake/. */
#ifndef KP__INTAKE_APPEND_H
#define KP__INTAKE_APPEND_H

#include <intake/encode.h>
#include <intake/lane.h>

typedef struct kp__append {
    kp__intake *intake;
    kp__lane *lane;
    const kp_record *record;
    uint64_t fixed; /* of the record's shape */
    int64_t timestamp;
    kp_ns now;
    kp_done_fn done;
    void *arg;
    _Atomic uint64_t *sticky; /* NULL: the partition was not chosen by turns */
    uint64_t expected;
} kp__append;

/* Under the lane's lock. `out` is zero. */
kp_err kp__append_slow(const kp__append *append, kp__appended *out);

static inline size_t kp__room_of(const kp__segment *segment) { return segment->cap - segment->used; }

static inline int64_t kp__timestamp_delta(int64_t timestamp, const kp__batch *batch)
{
    return (int64_t)((uint64_t)timestamp - (uint64_t)batch->base_timestamp);
}

/* After the bytes: counts the record, and notes who wants to hear of it. The slot, or NULL. */
static inline kp__slot *kp__append_count(kp__lane *lane, kp__batch *batch, uint32_t total, int64_t timestamp,
                                         bool slotted, kp_done_fn done, void *arg)
{
    batch->body_size += total;
    batch->record_count++;
    if (timestamp > batch->max_timestamp)
        batch->max_timestamp = timestamp;
    lane->accepted_low++;
    if (!slotted)
        return NULL;
    kp__segment *segment = batch->slots_last;
    kp__slot *slot = (kp__slot *)(void *)(segment->data + segment->used);
    segment->used += (uint32_t)sizeof *slot;
    slot->done = done;
    slot->arg = arg;
    batch->slot_count++;
    return slot;
}

#endif
