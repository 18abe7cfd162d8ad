/* What a lane may do next, and where it waits until then.
 *
 * A lane is in at most one list by `active`: a sender's `pending` (it may send), `busy` (an application thread had its
 * lock: back in 50 us), `leaderless`, or `nameless` (it needs a producer id). In none of them it waits for an answer,
 * for its timer, or for a record. Every event that can change that calls kp__lane_place, which decides anew. */
#include <base/mutant.h>
#include <base/ns.h>
#include <producer/state.h>

void kp__lane_wait(kp__core *core, kp__lane *lane, kp_ns at)
{
    if (at != KP_NEVER && (lane->timer.place == 0 || lane->timer.at > at))
        (void)!kp__heap_set(&core->timers, &lane->timer, at); /* room was reserved with the lane */
}

void kp__lane_busy(kp__core *core, kp__lane *lane, kp_ns now)
{
    kp__list_remove(&lane->active);
    if (kp__list_empty(&core->busy))
        core->busy_at = kp__ns_add(now, KP__LANE_BUSY_WAIT);
    kp__list_push(&core->busy, &lane->active);
}

void kp__sender_wake(kp__core *core, kp__sender *sender)
{
    if (!kp__list_linked(&sender->wake))
        kp__list_push(&core->wake, &sender->wake);
}

/* ---- what may be sent ---- */

kp__batch *kp__lane_retry(kp__lane *lane)
{
    kp__batch *asked = NULL;
    KP__LIST_EACH(link, &lane->unresolved)
    {
        kp__batch *batch = KP__CONTAINER(link, kp__batch, sent);
        if (batch->state != KP__BATCH_RETRY)
            continue;
        if (!batch->later_tells)
            return batch;
        if (!asked)
            asked = batch;
    }
    return asked;
}

/* A batch goes out again when everything ahead of it is settled or on its way on this very connection, and nothing
 * behind it is on its way: so the wire sees them in sequence order (D1, I20). */
bool kp__lane_may_retry(const kp__core *core, const kp__lane *lane, const kp__batch *batch)
{
    if (batch->retry_at > core->now || batch->holders > 0)
        return false;
    if (lane->inflight && lane->flight_node != lane->core_node)
        return false;
    if (batch->piece_bytes && batch->sent.prev != &lane->unresolved)
        return false; /* one piece at a time */
    for (const kp__list *link = batch->sent.next; link != &lane->unresolved; link = link->next) {
        const kp__batch *later = KP__CONTAINER(link, kp__batch, sent);
        if (later->state == KP__BATCH_INFLIGHT || later->state == KP__BATCH_DONE)
            return false;
    }
    if (lane->inflight && (lane->core_flags & (KP__LANE_FRESH | KP__LANE_HOLE)))
        return false;
    return !batch->renumber || kp__lane_may_renew(lane);
}

/* Something new: only when nothing waits to be sent again, no time-out left a question open, and the order on the wire
 * is that of one connection. */
bool kp__lane_may_take(const kp__core *core, const kp__lane *lane)
{
    if (lane->inflight && lane->flight_node != lane->core_node)
        return false;
    if (core->config.idempotence) {
        if (lane->inflight && (lane->core_flags & KP__LANE_FRESH))
            return false;
        if ((lane->core_flags & KP__LANE_HOLE) && !kp__list_empty(&lane->unresolved))
            return false;
        if ((lane->core_flags & KP__LANE_BUMP) && !kp__lane_may_renew(lane))
            return false;
    }
    uint32_t unresolved = 0;
    KP__LIST_EACH(link, &lane->unresolved)
    {
        const kp__batch *batch = KP__CONTAINER(link, kp__batch, sent);
        if (KP__MUTANT(R21))
            continue;
        if (batch->state != KP__BATCH_INFLIGHT || ++unresolved == KP__UNRESOLVED_MAX)
            return !core->config.idempotence && batch->state == KP__BATCH_INFLIGHT;
    }
    return true;
}

/* ---- placing ---- */

void kp__lane_unplace(kp__core *core, kp__lane *lane)
{
    (void)core;
    kp__list_remove(&lane->active);
}

static void know(kp__core *core, kp__lane *lane)
{
    kp__view_used(core, lane->topic->core, core->now);
    if (!kp__list_linked(&lane->known))
        kp__list_push(&core->known, &lane->known);
}

/* Onto its sender's list, due at `due`. */
static void pend(kp__core *core, kp__lane *lane, bool now_sendable, kp_ns due)
{
    kp__sender *sender = lane->core_node;
    kp__list_push(&sender->pending, &lane->active);
    if (!kp__list_linked(&sender->loaded))
        kp__list_push(&core->loaded, &sender->loaded);
    if (now_sendable || due <= core->now) {
        sender->sendable = true;
        if (!sender->building)
            kp__sender_wake(core, sender);
    } else if (sender->timer.place == 0 || sender->timer.at > due) {
        (void)!kp__heap_set(&core->linger, &sender->timer, due); /* room was reserved with the sender */
    }
}

static bool sender_is_free(const kp__core *core, kp__sender *sender)
{
    return !sender->building && kp__session_free_slot(kp__node_session(sender->node), core->now);
}

/* Sees to it that the lane gets what it lacks before it can send. False: it waits elsewhere now. */
static bool provided(kp__core *core, kp__lane *lane, kp_ns now)
{
    if (!lane->core_node) {
        kp__list_push(&core->leaderless, &lane->active);
        kp__cluster_refresh(core->cluster, now);
        return false;
    }
    if (kp__lane_needs_identity(core, lane) && !kp__identity_for(core, lane)) {
        kp__list_push(&core->nameless, &lane->active);
        return false;
    }
    return true;
}

void kp__lane_place(kp__core *core, kp__lane *lane, kp_ns now)
{
    kp__lane_look look;
    kp__lane_unplace(core, lane);
    kp__lane_tell(core, lane, now);
    kp_err err = kp__lane_look_at(lane, &look);
    if (kp__list_empty(&lane->unresolved))
        lane->core_flags &= ~(uint32_t)KP__LANE_HOLE;
    if (err == KP_AGAIN_LANE) {
        know(core, lane);
        kp__lane_busy(core, lane, now);
        return;
    }
    if (err && kp__list_empty(&lane->unresolved)) {
        kp__list_remove(&lane->known);
        return;
    }
    know(core, lane);
    if (!err)
        kp__lane_wait(core, lane, kp__ns_add(look.opened, core->config.delivery_timeout));
    if (core->fatal) {
        kp__lane_fail(core, lane, core->fatal, now);
        return;
    }
    kp__sender *sender = lane->core_node;
    kp__store_relaxed(&lane->grow, !sender || !sender_is_free(core, sender));
    kp__batch *retry = kp__lane_retry(lane);
    if (KP__MUTANT(R21) && !err)
        retry = NULL; /* newer ones overtake what has to be sent again */
    if (retry) {
        if (retry->retry_at > now)
            kp__lane_wait(core, lane, retry->retry_at);
        else if (kp__lane_may_retry(core, lane, retry) && provided(core, lane, now))
            pend(core, lane, true, now);
        return;
    }
    if (err || !kp__lane_may_take(core, lane) || !provided(core, lane, now))
        return;
    bool pressed = look.full || kp__load_relaxed(&core->intake->hurry) || kp__load_relaxed(&core->intake->closed);
    pend(core, lane, pressed, kp__ns_add(look.opened, core->intake->linger));
}

/* ---- in the turn ---- */

void kp__lanes_take_dirty(kp__core *core, kp_ns now)
{
    kp__lane *lane = kp__intake_take_dirty(core->intake);
    if (lane)
        core->records_at = now;
    for (kp__lane *next; lane; lane = next) {
        next = kp__lane_dirty_next(lane);
        kp__lane_place(core, lane, now);
    }
}

static void busy_again(kp__core *core, kp_ns now)
{
    kp__list all;
    if (kp__list_empty(&core->busy) || core->busy_at > now)
        return;
    kp__list_init(&all);
    for (kp__list *link; (link = kp__list_pop(&core->busy));)
        kp__list_push(&all, link);
    for (kp__list *link; (link = kp__list_pop(&all));)
        kp__lane_place(core, KP__CONTAINER(link, kp__lane, active), now);
}

/* Someone waits, or memory is out: whatever can be sent is sent. */
static void hurry(kp__core *core)
{
    bool wanted = kp__pool_wanted_take(&core->intake->pool);
    if (!wanted && !kp__load_relaxed(&core->intake->hurry) && !kp__load_relaxed(&core->intake->closed))
        return;
    for (kp__list *link = core->loaded.next, *next; link != &core->loaded; link = next) {
        kp__sender *sender = KP__CONTAINER(link, kp__sender, loaded);
        next = link->next;
        if (kp__list_empty(&sender->pending)) {
            kp__list_remove(&sender->loaded);
            continue;
        }
        sender->sendable = true;
        kp__sender_wake(core, sender);
    }
}

void kp__lanes_tick(kp__core *core, kp_ns now)
{
    busy_again(core, now);
    hurry(core);
    for (kp__heap_node *first; (first = kp__heap_first(&core->linger)) && first->at <= now;) {
        kp__sender *sender = KP__CONTAINER(first, kp__sender, timer);
        kp__heap_remove(&core->linger, first);
        sender->sendable = true;
        kp__sender_wake(core, sender);
    }
}
