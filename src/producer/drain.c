/* Batches out of lanes into requests. As soon as one lane of a broker is sendable and the broker has a free place,
 * every lane of that broker that may send gives its next batch, up to max.request.size. Lanes go to the end of the list
 * when they gave one, so what did not fit comes first the next time. A batch is closed only here, when it has a place.
 */
#include <base/mutant.h>
#include <base/ns.h>
#include <producer/state.h>

/* Makes a batch that was just taken ready to travel: identity, header, CRC. */
static void seal(kp__core *core, kp__lane *lane, kp__batch *batch)
{
    core->records_at = core->now;
    if (kp__list_empty(&lane->unresolved) && kp__ns_add(lane->acked_at, KP__LANE_QUIET) <= core->now)
        lane->core_flags |= KP__LANE_FRESH;
    if (kp__lane_needs_identity(core, lane))
        kp__lane_renew(core, lane);
    kp__batch_number(core, lane, batch);
    kp__list_push(&lane->unresolved, &batch->sent);
}

typedef enum verdict { NOTHING, TAKEN, NO_ROOM } verdict;

static verdict retry_one(kp__core *core, kp__produce *produce, kp__lane *lane, kp__batch *batch, kp_ns now)
{
    if (!kp__lane_may_retry(core, lane, batch))
        return NOTHING;
    if (batch->renumber)
        kp__lane_renew(core, lane);
    if (batch->piece_bytes)
        batch = kp__split_next(core, batch, now);
    if (!batch)
        return NOTHING;
    if (!kp__produce_fits(produce, lane, batch->body_size))
        return NO_ROOM;
    kp__produce_add(produce, batch);
    return TAKEN;
}

/* The lane's next batch into the request. */
static verdict take_one(kp__core *core, kp__produce *produce, kp__lane *lane, kp_ns now)
{
    kp__lane_look look;
    kp_err err = kp__lane_look_at(lane, &look);
    kp__batch *batch = kp__lane_retry(lane);
    if (KP__MUTANT(R21) && !err)
        batch = NULL; /* newer ones overtake what has to be sent again */
    if (kp__lane_needs_identity(core, lane) && !kp__identity_for(core, lane))
        return NOTHING;
    if (batch)
        return retry_one(core, produce, lane, batch, now);
    if (!kp__lane_may_take(core, lane))
        return NOTHING;
    if (!err && !kp__produce_fits(produce, lane, look.body_size))
        return NO_ROOM;
    if (!err)
        err = kp__lane_take(lane, now, &batch);
    if (err)
        return NOTHING; /* busy or empty: placing it again finds out which */
    seal(core, lane, batch);
    kp__produce_add(produce, batch);
    return TAKEN;
}

/* True when something was left over. */
static bool gather(kp__core *core, kp__sender *sender, kp__produce *produce, kp_ns now)
{
    kp__list round;
    bool full = false;
    kp__list_init(&round);
    for (kp__list *link; (link = kp__list_pop(&sender->pending));)
        kp__list_push(&round, link);
    for (kp__list *link; !full && (link = kp__list_pop(&round));) {
        kp__lane *lane = KP__CONTAINER(link, kp__lane, active);
        full = take_one(core, produce, lane, now) == NO_ROOM;
        if (full)
            kp__list_push_front(&round, link);
        else
            kp__lane_place(core, lane, now);
    }
    for (kp__list *link; (link = round.prev) != &round;) { /* in front of those that gave one, in their order */
        kp__list_remove(link);
        kp__list_push_front(&sender->pending, link);
    }
    return full;
}

static void drain_sender(kp__core *core, kp__sender *sender, kp_ns now)
{
    kp__produce *produce;
    if (!sender->sendable || kp__list_empty(&sender->pending) || core->memory_at > now ||
        !kp__node_usable(core->cluster, sender->node, now))
        return;
    if (kp__produce_new(core, sender, &produce)) {
        core->memory_at = now + KP__NO_MEMORY_WAIT;
        return;
    }
    kp__heap_remove(&core->linger, &sender->timer);
    sender->sendable = false;
    sender->building = true;
    if (gather(core, sender, produce, now))
        sender->sendable = true;
    sender->building = false;
    kp__produce_send(core, produce, now);
    if (sender->sendable && kp__node_usable(core->cluster, sender->node, now))
        kp__sender_wake(core, sender); /* nothing was sent after all, or there is room for more */
}

void kp__drain(kp__core *core, kp_ns now)
{
    kp__list wake;
    kp__list_init(&wake);
    if (core->memory_at && core->memory_at <= now) {
        core->memory_at = 0;
        kp__views_again(core, now);
        KP__LIST_EACH(link, &core->loaded)
        kp__sender_wake(core, KP__CONTAINER(link, kp__sender, loaded));
    }
    for (kp__list *link; (link = kp__list_pop(&core->wake));)
        kp__list_push(&wake, link);
    for (kp__list *link; (link = kp__list_pop(&wake));)
        drain_sender(core, KP__CONTAINER(link, kp__sender, wake), now);
}
