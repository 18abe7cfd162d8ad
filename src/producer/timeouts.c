/* delivery.timeout.ms, from the opening of a batch on. Batches of a lane are in order of opening, so one timer a lane
 * is enough: it is set when the lane gets something to do, fires at the latest when the oldest batch is due, and most
 * often finds that that one is long gone and waits for the next. A lane fires once in delivery.timeout.ms, however many
 * batches pass through it. The same timer serves the back-off of what is to be sent again. */
#include <base/mutant.h>
#include <base/ns.h>
#include <producer/state.h>

static bool over(const kp__core *core, kp_ns opened, kp_ns now)
{
    return kp__ns_add(opened, core->config.delivery_timeout) <= now;
}

static void expire_unresolved(kp__core *core, kp__lane *lane, kp_ns now)
{
    for (kp__list *link = lane->unresolved.next, *next; link != &lane->unresolved; link = next) {
        kp__batch *batch = KP__CONTAINER(link, kp__batch, sent);
        next = link->next;
        if (batch->state == KP__BATCH_DONE)
            continue;
        if (!over(core, batch->opened, now)) {
            kp__lane_wait(core, lane, kp__ns_add(batch->opened, core->config.delivery_timeout));
            return;
        }
        kp__batch_give_up(core, batch, KP_ERR_DELIVERY_TIMEOUT, now);
    }
}

static void expire_queued(kp__core *core, kp__lane *lane, kp_ns now)
{
    kp__lane_look look;
    kp__batch *batch;
    while (kp__lane_look_at(lane, &look) == KP_OK && over(core, look.opened, now) &&
           kp__lane_take(lane, now, &batch) == KP_OK)
        kp__batch_complete(core, batch, KP_ERR_DELIVERY_TIMEOUT, KP_NOT_WRITTEN, now);
}

void kp__timeouts_tick(kp__core *core, kp_ns now)
{
    for (kp__heap_node *first; (first = kp__heap_first(&core->timers)) && first->at <= now;) {
        kp__lane *lane = KP__CONTAINER(first, kp__lane, timer);
        bool late = first->at < now;
        kp__heap_remove(&core->timers, first);
        if (KP__MUTANT(EXPIRY_FROZEN) && late) {
            kp__lane_wait(core, lane, kp__ns_add(now, core->config.delivery_timeout));
            continue;
        }
        expire_unresolved(core, lane, now);
        expire_queued(core, lane, now);
        kp__lane_place(core, lane, now);
    }
}

/* Everything of the lane fails now. */
void kp__lane_fail(kp__core *core, kp__lane *lane, kp_err err, kp_ns now)
{
    kp__batch *batch;
    for (kp__list *link = lane->unresolved.next, *next; link != &lane->unresolved; link = next) {
        kp__batch *open = KP__CONTAINER(link, kp__batch, sent);
        next = link->next;
        if (open->state != KP__BATCH_DONE)
            kp__batch_give_up(core, open, err, now);
    }
    kp_err taken;
    while (!(taken = kp__lane_take(lane, now, &batch)))
        kp__batch_complete(core, batch, err, KP_NOT_WRITTEN, now);
    if (taken == KP_AGAIN_LANE)
        kp__lane_busy(core, lane, now);
    else if (kp__list_empty(&lane->unresolved))
        kp__list_remove(&lane->known);
}
