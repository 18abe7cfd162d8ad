/* An application's record into a lane: the usual case, room in the open batch, is one straight line, inlined into
 * whoever sends; everything else is one call, which decides again from the beginning. For the api's send; others call
 * kp__lane_append. */
#ifndef KP__INTAKE_STRAIGHT_H
#define KP__INTAKE_STRAIGHT_H

#include <intake/encode.h>
#include <intake/lane.h>

/* The lane is locked, and is not when this returns. `out` need not be set. */
kp_err kp__lane_append_rest(kp__intake *intake, kp__lane *lane, _Atomic uint64_t *sticky, uint64_t expected,
                            const kp_record *record, uint64_t fixed, int64_t timestamp, kp_ns now, kp_done_fn done,
                            void *arg, bool wait, kp__appended *out);

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

static inline bool kp__lane_admits(kp__intake *intake, const kp__lane *lane, _Atomic uint64_t *sticky,
                                   uint64_t expected)
{
    return !lane->refused && !kp__load_relaxed(&intake->closed) && (!sticky || kp__load_relaxed(sticky) == expected);
}

/* Fits where the last one went, leaves room for another like it, and needs no memory. */
static inline bool kp__goes_straight(const kp__batch *batch, uint32_t total, bool slotted)
{
    return (uint64_t)batch->body_size + 2 * (uint64_t)total <= batch->straight_until &&
           kp__room_of(batch->body_last) >= total && (!slotted || kp__room_of(batch->slots_last) >= sizeof(kp__slot));
}

static kp__inline kp_err kp__lane_append_straight(kp__intake *intake, kp__lane *lane, _Atomic uint64_t *sticky,
                                                  uint64_t expected, const kp_record *record, int64_t timestamp,
                                                  kp_ns now, kp_done_fn done, void *arg, bool wait, kp__appended *out)
{
    uint64_t fixed = kp__record_fixed(record);
    *out = (kp__appended){.wake = false};
    if (kp__unlikely(fixed > intake->fixed_max))
        return KP_ERR_RECORD_TOO_LARGE;
    if (kp__likely(wait))
        kp__lock_take(&lane->lock);
    else if (!kp__lock_try(&lane->lock))
        return KP_AGAIN_LANE;

    kp__batch *batch = lane->tail;
    if (kp__unlikely(!batch || !kp__lane_admits(intake, lane, sticky, expected)))
        return kp__lane_append_rest(intake, lane, sticky, expected, record, fixed, timestamp, now, done, arg, wait,
                                    out);
    kp__shape shape;
    kp__shape_at(&shape, fixed, record, batch->record_count, kp__timestamp_delta(timestamp, batch));
    bool slotted = done || arg || batch->slot_count;
    if (kp__unlikely(!kp__goes_straight(batch, shape.total, slotted)))
        return kp__lane_append_rest(intake, lane, sticky, expected, record, fixed, timestamp, now, done, arg, wait,
                                    out);

    kp__segment *segment = batch->body_last;
    kp__encode_flat(segment->data + segment->used, &shape, record);
    segment->used += shape.total;
    out->slot = kp__append_count(lane, batch, shape.total, timestamp, slotted, done, arg);
    kp__lock_leave(&lane->lock);
    out->bytes = shape.total;
    return KP_OK;
}

#endif
