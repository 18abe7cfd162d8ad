/* The core's side of a lane: it tries the lock and never waits for it. */
#include <intake/lane.h>

#include <intake/encode.h>

kp_err kp__lane_look_at(kp__lane *lane, kp__lane_look *out)
{
    if (!kp__lock_try(&lane->lock))
        return KP_AGAIN_LANE;
    kp_err err = KP_ERR_NOT_FOUND;
    const kp__batch *batch = lane->head;
    if (batch) {
        *out = (kp__lane_look){.opened = batch->opened,
                               .queued = lane->queued,
                               .flush_generation = batch->flush_generation,
                               .body_size = batch->body_size,
                               .full = batch->full || batch->next};
        err = KP_OK;
    }
    kp__lock_drop(&lane->lock);
    return err;
}

static kp__batch *unlink_head(kp__lane *lane)
{
    kp__batch *batch = lane->head;
    if (!batch)
        return NULL;
    lane->head = batch->next;
    if (!lane->head)
        lane->tail = NULL;
    lane->queued--;
    lane->body_expected = batch->body_size;
    batch->next = NULL;
    return batch;
}

kp_err kp__lane_take(kp__lane *lane, kp_ns now, kp__batch **out)
{
    if (!kp__lock_try(&lane->lock))
        return KP_AGAIN_LANE;
    kp__batch *batch = unlink_head(lane);
    kp__lock_drop(&lane->lock);
    if (!batch)
        return KP_ERR_NOT_FOUND;
    batch->state = KP__BATCH_CLOSED;
    batch->closed = now > batch->opened ? now : batch->opened;
    *out = batch;
    return KP_OK;
}

kp_err kp__lane_refuse(kp__lane *lane)
{
    if (kp__planted(REFUSE_WITHOUT_LOCK)) {
        lane->refused = 1;
        return KP_OK;
    }
    if (!kp__lock_try(&lane->lock))
        return KP_AGAIN_LANE;
    lane->refused = 1;
    kp__lock_drop(&lane->lock);
    return KP_OK;
}

/* ---- invariants ---- */

static bool chain_ok(const kp__intake *intake, const kp__segment *segment, const kp__segment *last, uint64_t *used)
{
    *used = 0;
    for (;; segment = segment->next) {
        size_t at = (size_t)((const uint8_t *)segment - intake->pool.memory);
        if (at >= intake->pool.size || segment->used > segment->cap)
            return false;
        *used += segment->used;
        if (!segment->next)
            return segment == last;
    }
}

static bool batch_ok(const kp__intake *intake, const kp__lane *lane, const kp__batch *batch)
{
    uint64_t body, slots;
    if (batch->lane != lane || batch->state != KP__BATCH_OPEN || batch->record_count == 0 || batch->holders)
        return false;
    if (!chain_ok(intake, batch->body, batch->body_last, &body) ||
        !chain_ok(intake, batch->slots, batch->slots_last, &slots))
        return false;
    return body == (uint64_t)batch->body_size + KP__HEADER_ROOM && batch->slot_count <= batch->record_count &&
           slots == KP__BATCH_ROOM + (uint64_t)batch->slot_count * sizeof(kp__slot) &&
           batch->max_timestamp >= batch->base_timestamp;
}

static bool lane_ok_locked(const kp__intake *intake, const kp__lane *lane)
{
    uint32_t queued = 0;
    const kp__batch *last = NULL;
    for (const kp__batch *batch = lane->head; batch; last = batch, batch = batch->next)
        if (!batch_ok(intake, lane, batch) || ++queued > lane->queued || (last && batch->opened < last->opened))
            return false;
    return queued == lane->queued && last == lane->tail;
}

bool kp__lane_ok(kp__intake *intake, kp__lane *lane)
{
    kp__lock_take(&lane->lock);
    bool ok = lane_ok_locked(intake, lane);
    kp__lock_drop(&lane->lock);
    return ok;
}
