/* An application's record into a lane: the usual case, room in the open batch, is one straight line. */
#include <intake/append.h>

/* The rest of the way for a record whose lane is locked; not inlined, so that the straight line keeps its registers. */
static __attribute__((noinline)) kp_err leave_the_line(kp__intake *intake, kp__lane *lane, _Atomic uint64_t *sticky,
                                                       uint64_t expected, const kp_record *record, uint64_t fixed,
                                                       int64_t timestamp, kp_ns now, kp_done_fn done, void *arg,
                                                       kp__appended *out)
{
    kp__append append = {intake, lane, record, fixed, timestamp, now, done, arg, sticky, expected};
    *out = (kp__appended){.wake = false};
    kp_err err = kp__append_slow(&append, out);
    kp__lock_drop(&lane->lock);
    return err;
}

static inline bool admitted(kp__intake *intake, const kp__lane *lane, _Atomic uint64_t *sticky, uint64_t expected)
{
    return !lane->refused && !kp__load_relaxed(&intake->closed) && (!sticky || kp__load_relaxed(sticky) == expected);
}

/* Fits where the last one went, leaves room for another like it, and needs no memory. */
static inline bool goes_straight(const kp__batch *batch, uint32_t total, bool slotted)
{
    return (uint64_t)batch->body_size + 2 * (uint64_t)total <= batch->straight_until &&
           kp__room_of(batch->body_last) >= total && (!slotted || kp__room_of(batch->slots_last) >= sizeof(kp__slot));
}

static kp__inline kp_err append(kp__intake *intake, kp__lane *lane, _Atomic uint64_t *sticky, uint64_t expected,
                                const kp_record *record, int64_t timestamp, kp_ns now, kp_done_fn done, void *arg,
                                bool wait, kp__appended *out)
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
    if (kp__unlikely(!batch || !admitted(intake, lane, sticky, expected)))
        return leave_the_line(intake, lane, sticky, expected, record, fixed, timestamp, now, done, arg, out);
    kp__shape shape;
    kp__shape_at(&shape, fixed, record, batch->record_count, kp__timestamp_delta(timestamp, batch));
    bool slotted = done || arg || batch->slot_count;
    if (kp__unlikely(!goes_straight(batch, shape.total, slotted)))
        return leave_the_line(intake, lane, sticky, expected, record, fixed, timestamp, now, done, arg, out);

    kp__segment *segment = batch->body_last;
    kp__encode_flat(segment->data + segment->used, &shape, record);
    segment->used += shape.total;
    out->slot = kp__append_count(lane, batch, shape.total, timestamp, slotted, done, arg);
    kp__lock_drop(&lane->lock);
    out->bytes = shape.total;
    return KP_OK;
}

kp_err kp__lane_append(kp__intake *intake, kp__lane *lane, const kp_record *record, int64_t timestamp_ms, kp_ns now,
                       kp_done_fn done, void *arg, bool wait, kp__appended *out)
{
    return append(intake, lane, NULL, 0, record, timestamp_ms, now, done, arg, wait, out);
}

kp_err kp__lane_append_sticky(kp__intake *intake, kp__lane *lane, _Atomic uint64_t *sticky, uint64_t expected,
                              const kp_record *record, int64_t timestamp_ms, kp_ns now, kp_done_fn done, void *arg,
                              bool wait, kp__appended *out)
{
    return append(intake, lane, sticky, expected, record, timestamp_ms, now, done, arg, wait, out);
}
