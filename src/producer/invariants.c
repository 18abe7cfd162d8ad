/* What must hold between turns; the simulator asks after each. */
#include <producer/state.h>

/* Without a gap the open sequence numbers are one run that ends at the next one. */
static bool run_ok(const kp__lane *lane)
{
    int32_t expected = -1;
    KP__LIST_EACH(link, &lane->unresolved)
    {
        const kp__batch *batch = KP__CONTAINER(link, kp__batch, sent);
        if (batch->state == KP__BATCH_ACKED)
            continue;
        if (batch->producer_id != lane->producer_id || batch->producer_epoch != lane->producer_epoch)
            return false;
        if (expected >= 0 && batch->base_sequence != expected)
            return false;
        expected = kp__sequence_add(batch->base_sequence, batch->record_count);
    }
    return expected < 0 || expected == lane->next_sequence;
}

static bool batch_ok(const kp__core *core, const kp__lane *lane, const kp__batch *batch)
{
    if (batch->lane != lane)
        return false;
    switch (batch->state) {
    case KP__BATCH_INFLIGHT:
        return batch->holders == 1 && batch->body;
    case KP__BATCH_RETRY:
        return batch->holders == 0 && batch->body && !(batch->renumber && batch->in_doubt) &&
               (batch->in_doubt || !batch->later_tells);
    case KP__BATCH_ACKED:
        return batch->holders == 0 || batch->body;
    case KP__BATCH_DONE: /* a ghost */
        return core->config.idempotence && batch->holders > 0 && batch->body;
    default:
        return false;
    }
}

bool kp__lane_sound(const kp__core *core, const kp__lane *lane)
{
    uint32_t inflight = 0, count = 0;
    bool open = false;
    KP__LIST_EACH(link, &lane->unresolved)
    {
        const kp__batch *batch = KP__CONTAINER(link, kp__batch, sent);
        if (!batch_ok(core, lane, batch))
            return false;
        if (batch->state == KP__BATCH_ACKED && !open)
            return false; /* to be told */
        open |= batch->state == KP__BATCH_INFLIGHT || batch->state == KP__BATCH_RETRY;
        inflight += batch->state == KP__BATCH_INFLIGHT;
        count += !batch->piece_bytes; /* what is sent in pieces is not sent itself */
    }
    if (inflight > lane->inflight || (count && !kp__list_linked(&lane->known)))
        return false;
    if (!core->config.idempotence)
        return true;
    if (count > KP__UNRESOLVED_MAX)
        return false;
    return (lane->core_flags & (KP__LANE_BUMP | KP__LANE_HOLE)) || run_ok(lane);
}

bool kp__core_ok(kp__core *core)
{
    KP__LIST_EACH(link, &core->topic_list)
    {
        const kp__core_topic *topic = KP__CONTAINER(link, kp__core_topic, all);
        for (int32_t i = 0; i < topic->lane_count; i++)
            if (!kp__lane_sound(core, topic->lanes[i]))
                return false;
    }
    KP__LIST_EACH(link, &core->senders)
    {
        const kp__sender *sender = KP__CONTAINER(link, kp__sender, all);
        if (core->config.idempotence && sender->requests > KP__UNRESOLVED_MAX)
            return false;
        KP__LIST_EACH(at, &sender->pending)
        if (KP__CONTAINER(at, kp__lane, active)->core_node != sender)
            return false;
    }
    KP__LIST_EACH(link, &core->done)
    if (KP__CONTAINER(link, kp__batch, link)->state != KP__BATCH_DONE)
        return false;
    return kp__health_ok(core->health);
}
