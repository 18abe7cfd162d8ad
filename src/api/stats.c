#include <api/producer.h>

#include <base/sized.h>

static uint32_t accepted_of(kp__lane *lane)
{
    kp__lock_take(&lane->lock);
    uint32_t accepted = lane->accepted_low;
    kp__lock_drop(&lane->lock);
    return accepted;
}

/* The view that has the most lanes: a topic may be made anew with fewer partitions, and what the others took counts. */
static const kp__topic_view *widest(kp_topic *topic)
{
    const kp__topic_view *view = kp__load(&topic->view), *most = view;
    for (; view; view = view->older)
        most = view->count > most->count ? view : most;
    return most;
}

/* Lanes count modulo 2^32; less than that is ever undecided, so what was decided gives the upper half. */
static uint64_t accepted(kp_producer *producer, uint64_t decided)
{
    uint32_t low = 0;
    for (size_t i = 0; i < sizeof producer->topics.buckets / sizeof producer->topics.buckets[0]; i++)
        for (kp_topic *topic = kp__load(&producer->topics.buckets[i]); topic;
             topic = kp__load(&topic->next_in_bucket)) {
            const kp__topic_view *view = widest(topic);
            for (int32_t p = 0; view && p < view->count; p++)
                low += accepted_of(view->lanes[p]);
        }
    return decided + (uint32_t)(low - (uint32_t)decided);
}

void kp__stats_fill(kp_producer *producer, kp_producer_stats *out)
{
    const kp__core_stats *core = kp__core_stats_of(producer->core);
    *out = (kp_producer_stats){
        .records_accepted = accepted(producer, core->records_acked + core->records_failed),
        .records_acked = core->records_acked,
        .records_failed = core->records_failed,
        .batches_sent = core->batches_sent,
        .requests_sent = core->requests_sent,
        .retries = core->retries,
        .bytes_sent = core->bytes_sent,
        .memory_used = kp__pool_used(&producer->intake.pool),
        .connections = producer->pump.connections,
    };
}

static bool fill(kp_producer *producer, kp__waiter *waiter)
{
    kp__stats_fill(producer, waiter->stats);
    waiter->stats->size = 1; /* it was filled */
    return true;
}

/* Before the start nobody leads, and nobody begins to while we look. */
static bool fill_unstarted(kp_producer *producer, kp_producer_stats *stats)
{
    kp__lock_take(&producer->start_lock);
    bool unstarted = atomic_load(&producer->life) == KP__LIFE_OPEN;
    if (unstarted)
        kp__stats_fill(producer, stats);
    kp__lock_drop(&producer->start_lock);
    return unstarted;
}

/* The leader fills it; where nobody leads (ended, driven), the caller does. */
static void read_stats(kp_producer *producer, kp_producer_stats *stats)
{
    if (fill_unstarted(producer, stats))
        return;
    if (atomic_load(&producer->leader) == producer->io->ops->self(producer->io)) {
        kp__stats_fill(producer, stats);
        return;
    }
    if (!kp__ended(producer) && !producer->driven) {
        kp__waiter waiter = {.ready = fill, .stats = stats};
        (void)kp__await(producer, &waiter, KP_NEVER);
        if (stats->size == 1)
            return;
    }
    kp__lead_take(producer);
    kp__stats_fill(producer, stats);
    kp__lead_leave(producer);
    kp__call_host(producer);
}

kp_err kp_producer_stats_read(kp_producer *producer, kp_producer_stats *out)
{
    if (!producer || !out || kp__sized_of(out) < sizeof(uint32_t))
        return KP_ERR_ARGUMENT;
    if (kp__io_forked(producer->io))
        return KP_ERR_FORKED;
    kp_producer_stats stats = {.size = 0};
    read_stats(producer, &stats);
    stats.memory_resident = producer->io->ops->resident(producer->io, producer->memory, producer->memory_size);
    (void)kp__sized_write(out, &stats, sizeof stats);
    return KP_OK;
}
