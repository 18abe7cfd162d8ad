/* The end, in two steps: close ends (bounded by its time-out and the callbacks), free frees. */
#include <api/producer.h>

static kp__life begin_closing(kp_producer *producer)
{
    kp__lock_take(&producer->start_lock); /* nobody is half-way through a start */
    kp__life before = (kp__life)atomic_load(&producer->life);
    if (before == KP__LIFE_OPEN)
        atomic_store(&producer->life, KP__LIFE_CLOSED);
    else if (before == KP__LIFE_RUNNING)
        atomic_store(&producer->life, KP__LIFE_CLOSING);
    kp__lock_drop(&producer->start_lock);
    return before;
}

static bool has_ended(kp_producer *producer, kp__waiter *waiter)
{
    (void)waiter;
    return kp__ended(producer);
}

/* Another thread is closing it. */
static kp_err wait_for_closer(kp_producer *producer, kp_ns deadline)
{
    kp__waiter waiter = {.ready = has_ended};
    (void)kp__await(producer, &waiter, deadline);
    return kp__ended(producer) ? KP_OK : KP_ERR_TIMEOUT;
}

/* Of several that end a broken producer, one joins. */
static kp__thread *take_thread(kp_producer *producer)
{
    kp__lock_take(&producer->start_lock);
    kp__thread *thread = producer->thread;
    producer->thread = NULL;
    kp__lock_drop(&producer->start_lock);
    return thread;
}

static void join(kp_producer *producer)
{
    kp__thread *thread = take_thread(producer);
    if (!thread) {
        kp__lead_take(producer); /* another joins: the last callback has run when the lead is free */
        kp__lead_leave(producer);
        return;
    }
    atomic_store(&producer->stop, 1u);
    kp__mail(producer);
    producer->io->ops->thread_join(thread);
}

static void end(kp_producer *producer)
{
    if (producer->driven) {
        kp__lead_take(producer);
        kp__last_pass(producer);
        kp__lead_leave(producer);
    } else {
        join(producer);
    }
    atomic_store(&producer->life, KP__LIFE_CLOSED);
    kp__tell_everybody(producer);
    kp__wake_everybody(producer);
    if (producer->polled)
        producer->io->ops->wake(producer->bell);
}

kp_err kp_producer_close(kp_producer *producer, kp_ns timeout)
{
    kp_err err = kp__may_wait(producer, timeout);
    if (err != KP_OK && err != KP_ERR_BROKEN)
        return err;
    kp_ns deadline = kp__deadline_in(producer, timeout);
    atomic_store(&producer->intake.closed, 1u);
    switch (begin_closing(producer)) {
    case KP__LIFE_OPEN: /* nothing was ever started */
        kp__tell_everybody(producer);
        return KP_OK;
    case KP__LIFE_CLOSED:
        return KP_OK;
    case KP__LIFE_CLOSING:
        return wait_for_closer(producer, deadline);
    case KP__LIFE_BROKEN:
        end(producer);
        return KP_ERR_BROKEN;
    case KP__LIFE_RUNNING:
        break;
    }
    kp__wake_everybody(producer); /* senders that wait are refused */
    err = kp__await_drained(producer, deadline);
    end(producer);
    return err == KP_ERR_TIMEOUT && !producer->left_over ? KP_OK : err;
}

/* ---- freeing ---- */

/* In a forked child nothing is closed, and what the parent's other threads were just changing is left alone: if the
 * fork came in the middle of a turn, the small objects of the core stay where they are. */
static bool core_is_whole(const kp_producer *producer)
{
    return !kp__io_forked(producer->io) || atomic_load(&producer->in_turn) == 0;
}

static void release(kp_producer *producer)
{
    kp__io *io = producer->io;
    bool forked = io && kp__io_forked(io);
    if (producer->thread)
        io->ops->thread_join(producer->thread); /* only in a forked child: frees its memory */
    if (!io || core_is_whole(producer)) {
        kp__pump_deinit(&producer->pump);
        if (producer->core)
            kp__core_free(producer->core);
        kp__topics_deinit(&producer->topics);
    }
    if (producer->bell)
        io->ops->poller_free(producer->bell);
    kp__futures_free(producer);
    if (producer->memory) {
        kp__intake_deinit(&producer->intake);
        io->ops->unmap(io, producer->memory, producer->memory_size);
    }
    if (producer->embedded && !forked && producer->hooks.embedded_release)
        producer->hooks.embedded_release(producer->hooks.context, producer->embedded);
    kp__lock_deinit(&producer->start_lock);
    kp__lock_deinit(&producer->lock);
    kp__lock_deinit(&producer->future_lock);
    kp__delete(&producer->alloc, producer->client_id);
    kp__delete(&producer->alloc, producer->bootstrap);
    if (io && producer->own_io)
        (forked ? io->ops->free_forked : io->ops->free)(io);
}

void kp__producer_release(kp_producer *producer)
{
    release(producer);
    kp__alloc last = {.context = producer->alloc.context, .free = producer->alloc.free};
    kp__delete(&last, producer);
}

void kp_producer_free(kp_producer *producer)
{
    if (!producer)
        return;
    if (!kp__io_forked(producer->io)) {
        if (kp__inside(producer))
            return; /* the ground under our own feet */
        if (atomic_load(&producer->life) != KP__LIFE_CLOSED)
            (void)!kp_producer_close(producer, 0);
    }
    kp__producer_release(producer);
}
