/* Waiting: conditions, the line for memory, and the calls that are nothing but a wait. The protocol is in producer.h.
 */
#include <api/producer.h>

#include <string.h>

#include <base/error_fill.h>
#include <base/ns.h>

kp_err kp__may_wait(const kp_producer *producer, kp_ns timeout)
{
    if (!producer || timeout < 0)
        return KP_ERR_ARGUMENT;
    if (kp__io_forked(producer->io))
        return KP_ERR_FORKED;
    if (kp__inside(producer))
        return KP_ERR_IN_CALLBACK;
    if (!kp__health_ok(&producer->health))
        return KP_ERR_BROKEN;
    return KP_OK;
}

kp_ns kp__deadline_in(kp_producer *producer, kp_ns timeout)
{
    return timeout == KP_NEVER ? KP_NEVER : kp__ns_add(producer->io->ops->now(producer->io), timeout);
}

kp_err kp__in_vain(const kp_producer *producer)
{
    return kp__health_ok(&producer->health) ? KP_ERR_TIMEOUT : KP_ERR_BROKEN;
}

/* ---- conditions ---- */

static void waiter_add(kp_producer *producer, kp__list *to, kp__waiter *waiter)
{
    producer->io->ops->park_init(producer->io, &waiter->park);
    waiter->told = false;
    kp__lock_take(&producer->lock);
    kp__list_push(to, &waiter->link);
    kp__lock_drop(&producer->lock);
}

static bool waiter_told(kp_producer *producer, const kp__waiter *waiter)
{
    kp__lock_take(&producer->lock);
    bool told = waiter->told;
    kp__lock_drop(&producer->lock);
    return told;
}

static bool may_lead(const kp_producer *producer)
{
    return producer->driven && !kp__ended(producer) && atomic_load(&producer->lead_wanted) == 0;
}

/* Waits for a signal, or leads for one pass. False: the deadline has come. */
static bool wait_once(kp_producer *producer, kp__waiter *waiter, kp_ns deadline)
{
    kp__io *io = producer->io;
    if (!may_lead(producer) || !kp__lead_try(producer))
        return io->ops->park_wait(io, &waiter->park, deadline);
    kp__pass(producer, deadline);
    kp__lead_rest(producer);
    kp__lead_leave(producer);
    return io->ops->now(io) < deadline;
}

bool kp__await(kp_producer *producer, kp__waiter *waiter, kp_ns deadline)
{
    waiter_add(producer, &producer->waiters, waiter);
    bool in_time = !kp__ended(producer); /* after the add: the end tells all that it finds on the list */
    if (in_time)
        kp__mail(producer);
    while (in_time && !waiter_told(producer, waiter))
        in_time = wait_once(producer, waiter, deadline);
    kp__lock_take(&producer->lock);
    bool told = waiter->told;
    kp__list_remove(&waiter->link);
    kp__lock_drop(&producer->lock);
    if (producer->driven)
        kp__signal_heir(producer); /* it may have been our signal to take the lead */
    kp__call_host(producer);
    producer->io->ops->park_deinit(producer->io, &waiter->park);
    return told;
}

void kp__signal_heir(kp_producer *producer)
{
    if (atomic_load(&producer->lead_wanted) > 0) { /* by one of them; the others look, and wait on */
        kp__wake_everybody(producer);
        return;
    }
    kp__lock_take(&producer->lock);
    kp__list *first = kp__list_first(&producer->waiters);
    if (!first)
        first = kp__list_first(&producer->line);
    if (first)
        producer->io->ops->unpark(producer->io, &KP__CONTAINER(first, kp__waiter, link)->park);
    kp__lock_drop(&producer->lock);
}

static bool never(kp_producer *producer, kp__waiter *waiter)
{
    (void)producer;
    (void)waiter;
    return false;
}

void kp__lead_take(kp_producer *producer)
{
    kp__waiter waiter = {.ready = never};
    waiter_add(producer, &producer->waiters, &waiter);
    atomic_fetch_add(&producer->lead_wanted, 1u);
    kp__mail(producer); /* who leads may be waiting for the network */
    while (!kp__lead_try(producer))
        (void)producer->io->ops->park_wait(producer->io, &waiter.park, KP_NEVER);
    atomic_fetch_sub(&producer->lead_wanted, 1u);
    kp__lock_take(&producer->lock);
    kp__list_remove(&waiter.link);
    kp__lock_drop(&producer->lock);
    producer->io->ops->park_deinit(producer->io, &waiter.park);
}

static void tell(kp_producer *producer, kp__list *link)
{
    kp__waiter *waiter = KP__CONTAINER(link, kp__waiter, link);
    waiter->told = true;
    producer->io->ops->unpark(producer->io, &waiter->park);
}

static void tell_first_in_line(kp_producer *producer)
{
    kp__list *first = kp__list_first(&producer->line);
    if (first)
        tell(producer, first);
}

void kp__tell_waiters(kp_producer *producer)
{
    bool released = kp__core_released(producer->core); /* to wake without need is to be asked again, for ever */
    kp__lock_take(&producer->lock);
    KP__LIST_EACH(each, &producer->waiters)
    {
        kp__waiter *waiter = KP__CONTAINER(each, kp__waiter, link);
        if (!waiter->told && waiter->ready(producer, waiter))
            tell(producer, each);
    }
    if (released)
        tell_first_in_line(producer);
    kp__lock_drop(&producer->lock);
}

void kp__tell_everybody(kp_producer *producer)
{
    kp__lock_take(&producer->lock);
    KP__LIST_EACH(each, &producer->waiters)
    tell(producer, each);
    kp__lock_drop(&producer->lock);
}

void kp__wake_everybody(kp_producer *producer)
{
    kp__lock_take(&producer->lock);
    KP__LIST_EACH(each, &producer->waiters)
    producer->io->ops->unpark(producer->io, &KP__CONTAINER(each, kp__waiter, link)->park);
    KP__LIST_EACH(each, &producer->line)
    tell(producer, each);
    kp__lock_drop(&producer->lock);
}

/* ---- the line for memory ---- */

void kp__line_join(kp_producer *producer, kp__waiter *waiter)
{
    waiter_add(producer, &producer->line, waiter);
    atomic_fetch_add(&producer->memory_waiting, 1u);
    if (kp__intake_hurry_begin(&producer->intake))
        kp__mail(producer);
}

bool kp__line_first(kp_producer *producer, const kp__waiter *waiter)
{
    kp__lock_take(&producer->lock);
    bool first = kp__list_first(&producer->line) == &waiter->link;
    kp__lock_drop(&producer->lock);
    return first;
}

/* Not for every signal: a refused append is work for the core, and who leads would wake himself by it. */
bool kp__line_wait(kp_producer *producer, kp__waiter *waiter, kp_ns deadline)
{
    bool in_time = true;
    while (in_time && !waiter_told(producer, waiter))
        in_time = wait_once(producer, waiter, deadline);
    kp__lock_take(&producer->lock);
    in_time |= waiter->told;
    waiter->told = false;
    kp__lock_drop(&producer->lock);
    return in_time;
}

void kp__line_leave(kp_producer *producer, kp__waiter *waiter)
{
    kp__intake_hurry_end(&producer->intake);
    atomic_fetch_sub(&producer->memory_waiting, 1u);
    kp__lock_take(&producer->lock);
    kp__list_remove(&waiter->link);
    tell_first_in_line(producer);
    kp__lock_drop(&producer->lock);
    if (producer->driven)
        kp__signal_heir(producer);
    kp__call_host(producer);
    producer->io->ops->park_deinit(producer->io, &waiter->park);
}

/* ---- topics ---- */

static bool topic_known(kp_producer *producer, kp__waiter *waiter)
{
    return kp__load(&waiter->topic->view) != NULL || atomic_load(&waiter->topic->err) != KP_OK ||
           atomic_load(&producer->life) != KP__LIFE_RUNNING;
}

/* An error that may pass is waited out; another is the answer. */
static kp_err topic_answer(kp_producer *producer, kp_topic *topic)
{
    if (kp__load(&topic->view))
        return KP_OK;
    kp__life life = (kp__life)atomic_load(&producer->life);
    if (life != KP__LIFE_RUNNING)
        return life == KP__LIFE_BROKEN ? KP_ERR_BROKEN : KP_ERR_CLOSED;
    kp_err err = atomic_load(&topic->err);
    return err == KP_OK || (kp_err_class(err) & KP_CLASS_RETRIABLE) ? kp__in_vain(producer) : err;
}

static bool topic_decided(kp_producer *producer, kp__waiter *waiter)
{
    return topic_known(producer, waiter) && topic_answer(producer, waiter->topic) != KP_ERR_TIMEOUT;
}

kp_err kp__await_topic(kp_producer *producer, kp_topic *topic, kp_ns deadline)
{
    kp__ask_topic(producer, topic);
    kp__waiter waiter = {.ready = topic_decided, .topic = topic};
    bool told;
    kp_err err;
    do { /* again, when another thread has asked anew between our being told and our looking */
        told = kp__await(producer, &waiter, deadline);
        err = topic_answer(producer, topic);
    } while (told && err == KP_ERR_TIMEOUT);
    return err;
}

kp_err kp_topic_partitions(kp_producer *producer, kp_topic *topic, kp_ns timeout, int32_t *count)
{
    if (!producer || !topic || !count || timeout < 0)
        return KP_ERR_ARGUMENT;
    if (kp__io_forked(producer->io))
        return KP_ERR_FORKED;
    const kp__topic_view *view = kp__load(&topic->view);
    if (!view) {
        kp_err err = kp__may_wait(producer, timeout);
        if (err == KP_OK)
            err = kp__start(producer);
        if (err == KP_OK)
            err = kp__await_topic(producer, topic, kp__deadline_in(producer, timeout));
        if (err != KP_OK)
            return err;
        view = kp__load(&topic->view);
    }
    kp__ask_idle_topic(producer, topic);
    *count = view->count;
    return KP_OK;
}

/* ---- flush ---- */

static bool is_flushed(kp_producer *producer, kp__waiter *waiter)
{
    return kp__core_flushed(producer->core, waiter->generation);
}

static bool is_drained(kp_producer *producer, kp__waiter *waiter)
{
    (void)waiter;
    return kp__core_drained(producer->core);
}

/* Waits without paying linger. */
static kp_err await_outcomes(kp_producer *producer, kp__waiter *waiter, kp_ns deadline)
{
    if (kp__intake_hurry_begin(&producer->intake))
        kp__mail(producer);
    bool told = kp__await(producer, waiter, deadline);
    kp__intake_hurry_end(&producer->intake);
    return told && kp__health_ok(&producer->health) ? KP_OK : kp__in_vain(producer);
}

kp_err kp__await_drained(kp_producer *producer, kp_ns deadline)
{
    kp__waiter waiter = {.ready = is_drained};
    return await_outcomes(producer, &waiter, deadline);
}

kp_err kp_producer_flush(kp_producer *producer, kp_ns timeout)
{
    kp_err err = kp__may_wait(producer, timeout);
    if (err != KP_OK)
        return err;
    switch ((kp__life)atomic_load(&producer->life)) {
    case KP__LIFE_OPEN:
        return KP_OK; /* nothing was ever sent */
    case KP__LIFE_CLOSED:
        return KP_ERR_CLOSED;
    case KP__LIFE_BROKEN:
        return KP_ERR_BROKEN;
    case KP__LIFE_RUNNING:
    case KP__LIFE_CLOSING:
        break;
    }
    kp_ns deadline = kp__deadline_in(producer, timeout);
    kp__waiter waiter = {.ready = is_flushed, .generation = atomic_fetch_add(&producer->intake.flush_generation, 1u)};
    return await_outcomes(producer, &waiter, deadline);
}

/* ---- wait_ready ---- */

static bool is_ready(kp_producer *producer, kp__waiter *waiter)
{
    (void)waiter;
    return kp__core_is_ready(producer->core) || atomic_load(&producer->life) != KP__LIFE_RUNNING;
}

static kp_err not_ready(kp_producer *producer, kp_ns timeout, kp_error *error)
{
    char trouble[sizeof producer->trouble];
    kp__lock_take(&producer->lock);
    memcpy(trouble, producer->trouble, sizeof trouble);
    kp__lock_drop(&producer->lock);
    return kp__fail(error, KP_ERR_TIMEOUT, "no broker of bootstrap.servers=%s was ready within %lld ms%s%s",
                    producer->bootstrap, (long long)(timeout / 1000000), trouble[0] ? ": " : "", trouble);
}

kp_err kp_producer_wait_ready(kp_producer *producer, kp_ns timeout, kp_error *error)
{
    kp_err err = kp__may_wait(producer, timeout);
    if (err == KP_OK)
        err = kp__start(producer);
    if (err != KP_OK)
        return kp__fail(error, err, "%s", kp_err_text(err));
    kp_ns deadline = kp__deadline_in(producer, timeout);
    atomic_store(&producer->connect_wanted, 1u);
    kp__waiter waiter = {.ready = is_ready};
    bool told = kp__await(producer, &waiter, deadline);
    if (!kp__health_ok(&producer->health))
        return kp__fail(error, KP_ERR_BROKEN, "%s", kp_err_text(KP_ERR_BROKEN));
    if (!told)
        return not_ready(producer, timeout, error);
    if (atomic_load(&producer->life) == KP__LIFE_RUNNING)
        return KP_OK;
    return kp__fail(error, KP_ERR_CLOSED, "%s", kp_err_text(KP_ERR_CLOSED));
}
