/* A delivery in the caller's memory. The record's slot points to a ticket, the ticket to the future, or to nothing once
 * that was given up: so a future's memory may go at any time, also while its report is being made. Tickets are kept and
 * used again. */
#include <api/producer.h>

#include <string.h>

#include <base/sized.h>

enum { FUTURE_IDLE, FUTURE_PENDING, FUTURE_DONE };

static _Atomic int32_t *state_of(const kp_future *future) { return (_Atomic int32_t *)(uintptr_t)&future->state; }

static void set_state(kp_future *future, int32_t state)
{
    atomic_store_explicit(state_of(future), state, memory_order_release);
}

static int32_t get_state(const kp_future *future)
{
    return atomic_load_explicit(state_of(future), memory_order_acquire);
}

bool kp_future_done(const kp_future *future) { return future && get_state(future) == FUTURE_DONE; }

/* ---- tickets ---- */

static kp__ticket *ticket_reuse(kp_producer *producer)
{
    kp__lock_take(&producer->future_lock);
    kp__ticket *ticket = producer->tickets_free;
    if (ticket)
        producer->tickets_free = ticket->next_free;
    kp__lock_drop(&producer->future_lock);
    return ticket;
}

static kp__ticket *ticket_take(kp_producer *producer)
{
    kp__ticket *ticket = ticket_reuse(producer);
    if (ticket)
        return ticket;
    ticket = kp__new(&producer->alloc, sizeof *ticket);
    if (!ticket)
        return NULL;
    ticket->producer = producer;
    kp__lock_take(&producer->future_lock);
    ticket->next = producer->tickets;
    producer->tickets = ticket;
    kp__lock_drop(&producer->future_lock);
    return ticket;
}

static void ticket_give_locked(kp__ticket *ticket)
{
    ticket->future = NULL;
    ticket->next_free = ticket->producer->tickets_free;
    ticket->producer->tickets_free = ticket;
}

void kp__futures_free(kp_producer *producer)
{
    for (kp__ticket *ticket = producer->tickets, *next; ticket; ticket = next) {
        next = ticket->next;
        kp__delete(&producer->alloc, ticket);
    }
    producer->tickets = producer->tickets_free = NULL;
}

/* Into memory that outlives the batch: what points into that comes along, or stays out. */
static void keep(kp_delivery *to, const kp_delivery *from)
{
    kp_delivery kept = *from;
    kept.reserved_ms = kp_delivery_timestamp(from);
    kept.receipt = NULL;
    kept.reserved = NULL;
    kept.reason = NULL;
    if (from->reason && kp__sized_of(to) >= sizeof kept) { /* an older caller's has no room for words */
        (void)strncpy(kept.words, from->reason, sizeof kept.words - 1);
        kept.reason = to->words;
    }
    (void)kp__sized_write(to, &kept, sizeof kept);
}

void kp__future_report(const kp_delivery *delivery, void *arg)
{
    kp__ticket *ticket = arg;
    kp_producer *producer = ticket->producer;
    kp__lock_take(&producer->future_lock);
    kp_future *future = ticket->future;
    if (future) {
        keep(&future->delivery, delivery);
        future->reserved[0] = NULL;
        set_state(future, FUTURE_DONE);
    }
    ticket_give_locked(ticket);
    kp__lock_drop(&producer->future_lock);
}

/* ---- the calls ---- */

static kp_err send_future(kp_producer *producer, const kp_record *record, kp_future *future, kp_ns deadline)
{
    if (get_state(future) == FUTURE_PENDING)
        return KP_ERR_STATE;
    kp__ticket *ticket = ticket_take(producer);
    if (!ticket)
        return KP_ERR_NO_MEMORY;
    ticket->future = future;
    future->reserved[0] = ticket;
    set_state(future, FUTURE_PENDING);
    kp_err err = deadline < 0 ? kp_producer_send(producer, record, kp__future_report, ticket)
                              : kp__send_until(producer, record, kp__future_report, ticket, deadline);
    if (err == KP_OK)
        return KP_OK;
    kp__lock_take(&producer->future_lock);
    future->reserved[0] = NULL;
    set_state(future, FUTURE_IDLE);
    ticket_give_locked(ticket);
    kp__lock_drop(&producer->future_lock);
    return err;
}

kp_err kp_producer_send_future(kp_producer *producer, const kp_record *record, kp_future *future)
{
    if (!producer || !record || !future || future->size <= offsetof(kp_future, delivery) ||
        kp__sized_of(&future->delivery) < sizeof(uint32_t))
        return KP_ERR_ARGUMENT;
    if (kp__io_forked(producer->io))
        return KP_ERR_FORKED;
    return send_future(producer, record, future, -1);
}

static bool future_is_done(kp_producer *producer, kp__waiter *waiter)
{
    (void)producer;
    return kp_future_done(waiter->future);
}

kp_err kp_future_wait(kp_producer *producer, kp_future *future, kp_ns timeout, const kp_delivery **out)
{
    if (!producer || !future || timeout < 0)
        return KP_ERR_ARGUMENT;
    if (kp__io_forked(producer->io))
        return KP_ERR_FORKED;
    if (!kp_future_done(future)) {
        if (get_state(future) == FUTURE_IDLE)
            return KP_ERR_STATE;
        kp_err err = kp__may_wait(producer, timeout);
        if (err != KP_OK)
            return err;
        kp_ns deadline = kp__deadline_in(producer, timeout);
        kp__waiter waiter = {.ready = future_is_done, .future = future};
        if (kp__intake_hurry_begin(&producer->intake)) /* someone waits: linger is not paid */
            kp__mail(producer);
        (void)kp__await(producer, &waiter, deadline);
        kp__intake_hurry_end(&producer->intake);
        if (!kp_future_done(future))
            return kp__in_vain(producer);
    }
    if (out)
        *out = &future->delivery;
    return KP_OK;
}

void kp_future_abandon(kp_producer *producer, kp_future *future)
{
    if (!producer || !future)
        return;
    if (!kp__io_forked(producer->io)) {
        kp__lock_take(&producer->future_lock);
        kp__ticket *ticket = future->reserved[0];
        if (ticket)
            ticket->future = NULL; /* its report finds nobody */
        kp__lock_drop(&producer->future_lock);
    }
    future->reserved[0] = NULL;
    set_state(future, FUTURE_IDLE);
}

/* What a send_wait that gave up can say: `status` is all there is. A wrong argument is no outcome. */
static kp_err without_outcome(kp_producer *producer, const kp_record *record, kp_err err, kp_written status,
                              kp_delivery *out)
{
    if (!out || err == KP_ERR_ARGUMENT)
        return err;
    kp_delivery delivery = KP_DELIVERY_INIT;
    delivery.err = err;
    delivery.status = status;
    delivery.topic = record->topic;
    if (!delivery.topic && record->topic_name)
        delivery.topic = kp__topics_find(&producer->topics, record->topic_name);
    delivery.topic_name = kp_topic_name(delivery.topic);
    (void)kp__sized_write(out, &delivery, sizeof delivery);
    return err;
}

/* The outcome, or an end to waiting for it. */
static kp_err take_outcome(kp_producer *producer, const kp_record *record, kp_future *future, kp_delivery *out)
{
    if (!kp_future_done(future)) {
        kp_future_abandon(producer, future);
        return without_outcome(producer, record, kp__in_vain(producer), KP_MAYBE_WRITTEN, out);
    }
    if (out)
        keep(out, &future->delivery);
    return future->delivery.err;
}

kp_err kp_producer_send_wait(kp_producer *producer, const kp_record *record, kp_ns timeout, kp_delivery *out)
{
    if (!record || (out && kp__sized_of(out) < sizeof(uint32_t)))
        return KP_ERR_ARGUMENT;
    kp_err err = kp__may_wait(producer, timeout);
    if (err == KP_ERR_BROKEN)
        return without_outcome(producer, record, err, KP_NOT_WRITTEN, out);
    if (err != KP_OK)
        return err;
    kp_ns deadline = kp__deadline_in(producer, timeout);
    kp_future future;
    kp_future_init(&future);
    if (kp__intake_hurry_begin(&producer->intake))
        kp__mail(producer);
    err = send_future(producer, record, &future, deadline);
    if (err == KP_OK) {
        kp__waiter waiter = {.ready = future_is_done, .future = &future};
        if (!kp_future_done(&future))
            (void)kp__await(producer, &waiter, deadline);
        err = take_outcome(producer, record, &future, out);
    } else {
        (void)without_outcome(producer, record, err, KP_NOT_WRITTEN, out);
    }
    kp__intake_hurry_end(&producer->intake);
    return err;
}
