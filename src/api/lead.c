#include <api/producer.h>

#include <base/mutant.h>
#include <base/ns.h>

bool kp__lead_try(kp_producer *producer)
{
    void *nobody = NULL;
    return atomic_compare_exchange_strong(&producer->leader, &nobody, producer->io->ops->self(producer->io));
}

void kp__lead_leave(kp_producer *producer)
{
    atomic_store(&producer->leader, NULL);
    kp__signal_heir(producer);
}

void kp__lead_rest(kp_producer *producer)
{
    if (kp__ended(producer))
        return;
    kp_ns until = kp__turn_until(producer);
    atomic_store(&producer->rest_until, until);
    if (until == 0)
        kp__mail(producer); /* there is more to do: the host is told by the descriptor */
}

/* kp_producer_deadline notes that it asks before it tries to lead, and this comes after a leaving: one of the two sees
 * the other. Whoever asked last will ask again. */
void kp__call_host(kp_producer *producer)
{
    if (producer->driven && !kp__ended(producer) && !KP__MUTANT(HOST) &&
        atomic_load(&producer->rest_until) < atomic_load(&producer->host_until) &&
        atomic_load(&producer->host) != producer->io->ops->self(producer->io))
        kp__mail(producer);
}

bool kp__inside(const kp_producer *producer)
{
    void *self = producer->io->ops->self(producer->io);
    return atomic_load(&producer->leader) == self || atomic_load(&producer->reporter) == self;
}

/* ---- mail ---- */

void kp__mail(kp_producer *producer) { kp__pump_wake(&producer->pump); }

void kp__ask_topic(kp_producer *producer, kp_topic *topic)
{
    if (atomic_exchange(&topic->asked, 1u) != 0)
        return; /* on the stack already, and the poller was woken for it, or is about to be */
    if (atomic_load(&topic->err) == KP_ERR_NO_MEMORY)
        atomic_store(&topic->err, KP_OK); /* of the last time */
    kp_topic *top = atomic_load(&producer->asked);
    do
        atomic_store(&topic->asked_next, top);
    while (!atomic_compare_exchange_weak(&producer->asked, &top, topic));
    kp__mail(producer);
}

void kp__ask_idle_topic(kp_producer *producer, kp_topic *topic)
{
    if (!kp__load_relaxed(&topic->wanted))
        kp__ask_topic(producer, topic);
}

static void read_mail(kp_producer *producer, kp_ns now)
{
    if (atomic_load(&producer->asked)) {
        kp_topic *topic = atomic_exchange(&producer->asked, NULL);
        while (topic) {
            kp_topic *next = atomic_load(&topic->asked_next);
            atomic_store(&topic->asked, 0u);
            kp__core_want_topic(producer->core, topic, now);
            topic = next;
        }
    }
    if (atomic_load_explicit(&producer->connect_wanted, memory_order_relaxed) &&
        atomic_exchange(&producer->connect_wanted, 0u))
        kp__core_connect(producer->core, now);
    if (producer->polled)
        kp__take_read(producer);
}

/* ---- the pass ---- */

kp_ns kp__turn_until(kp_producer *producer)
{
    if (kp__pump_busy(&producer->pump))
        return 0;
    kp_ns until = kp__core_deadline(producer->core);
    return kp__core_sleep(producer->core, until) ? until : 0;
}

void kp__turn(kp_producer *producer, kp_ns now)
{
    now = kp__ns_max(now, producer->last_now); /* a driven host's clock is its own affair, but time does not go back */
    producer->last_now = now;
    atomic_store_explicit(&producer->in_turn, 1u, memory_order_relaxed);
    kp__intake_awake(&producer->intake);
    read_mail(producer, now);
    kp__pump_deliver(&producer->pump, now);
    kp__core_tick(producer->core, now);
    kp__pump_flush(&producer->pump, now);
#if defined(KP_TEST_BUILD) && !defined(KP_MUTANTS) /* a planted bug is for the simulator to find */
    if (kp__health_ok(&producer->health))          /* a hook of the host's may have broken it */
        (void)kp__check(&producer->health, kp__core_ok(producer->core)); /* every invariant, after every turn */
#endif
    atomic_store_explicit(&producer->in_turn, 0u, memory_order_release);
}

static void break_down(kp_producer *producer)
{
    atomic_store(&producer->life, KP__LIFE_BROKEN);
    atomic_store(&producer->intake.closed, 1u);
    kp__tell_everybody(producer); /* nothing is decided any more but by the last pass */
    kp__wake_everybody(producer);
}

static void after_turn(kp_producer *producer)
{
    if (!kp__health_ok(&producer->health) && !kp__ended(producer))
        break_down(producer); /* first: who is called or woken below finds it so */
    kp__report_log(producer);
    kp__report_outcomes(producer);
    kp__tell_waiters(producer);
}

void kp__pass(kp_producer *producer, kp_ns deadline)
{
    kp_ns until = kp__ns_min(kp__turn_until(producer), deadline);
    kp__turn(producer, kp__pump_wait(&producer->pump, until));
    after_turn(producer);
}

void kp__pass_at(kp_producer *producer, kp_ns now)
{
    (void)kp__pump_wait(&producer->pump, 0);
    kp__turn(producer, now);
    after_turn(producer);
}

/* The core never waits for a lane, but the end does: nothing that was accepted may go without a report. */
static kp_ns abandon(kp_producer *producer, kp_ns now)
{
    kp__io *io = producer->io;
    kp__park park;
    io->ops->park_init(io, &park);
    while (!kp__core_abandon(producer->core, now)) {
        (void)io->ops->park_wait(io, &park, kp__ns_add(now, KP__LANE_BUSY_WAIT));
        now = kp__ns_max(io->ops->now(io), now);
    }
    io->ops->park_deinit(io, &park);
    return now;
}

void kp__last_pass(kp_producer *producer)
{
    kp_ns now = kp__ns_max(producer->io->ops->now(producer->io), producer->last_now);
    atomic_store_explicit(&producer->in_turn, 1u, memory_order_relaxed);
    read_mail(producer, now);
    uint64_t failed = kp__core_stats_of(producer->core)->records_failed;
    producer->last_now = now = abandon(producer, now);
    producer->left_over = kp__core_stats_of(producer->core)->records_failed != failed;
    kp__pump_close_all(&producer->pump, KP_ERR_CLOSED, now);
    atomic_store_explicit(&producer->in_turn, 0u, memory_order_release);
    after_turn(producer);
}
