/* The application's futures: sent, waited for, asked and given up, by the fiber that owns them. */
#include <tests/simulation/scenario.h>

#include <string.h>

static sim_world *world_of(const sim_future *future) { return &future->producer->scenario->world; }

static check_record *record_of(const sim_future *future)
{
    return &future->producer->scenario->journal.records[future->id];
}

static bool is_open(const sim_future *future) { return future->pending && !kp_future_done(&future->future); }

/* ---- all of a producer ---- */

typedef void (*each_fn)(sim_future *future, const void *arg);

static void each_pending(sim_producer *producer, each_fn each, const void *arg)
{
    sim_fiber_plan *fibers = producer->scenario->fibers;
    for (int i = 0; i < SIM_FIBERS; i++)
        for (int k = 0; k < SIM_FUTURES; k++)
            if (fibers[i].futures[k].producer == producer && fibers[i].futures[k].pending)
                each(&fibers[i].futures[k], arg);
}

/* ---- an outcome ---- */

static void note_overtaken(sim_future *future, const void *arg)
{
    const check_record *later = arg;
    check_record *record = record_of(future);
    if (record->topic == later->topic && record->partition == later->told_partition &&
        record->return_tick < later->call_tick && is_open(future))
        record->overtaken = true;
}

static void take(sim_future *future, const kp_delivery *delivery)
{
    check_record *record = record_of(future);
    future->pending = false;
    sim_app_told(future->producer, future->id, delivery);
    sim_probe(world_of(future), SIM_PROBE_FUTURE_TOLD);
    if (delivery->err == KP_OK)
        each_pending(future->producer, note_overtaken, record);
}

static void wait_for(sim_future *future)
{
    static const kp_ns timeouts[] = {0, KP_MS(1), KP_MS(40), KP_SEC(1), KP_SEC(30)};
    sim_world *world = world_of(future);
    kp_ns timeout = timeouts[sim_below(world, SIM_CHANCE_MORE, 5)];
    timeout += sim_between(world, SIM_CHANCE_MORE, 0, 999);
    kp_ns called_at = world->now;
    record_of(future)->looked_late = kp_future_done(&future->future);
    const kp_delivery *delivery = NULL;
    kp_err err = kp_future_wait(future->producer->handle, &future->future, timeout, &delivery);
    sim_app_bound(future->producer, "future_wait", called_at, timeout, err == KP_ERR_TIMEOUT);
    if (err == KP_OK)
        take(future, delivery);
    else if (err == KP_ERR_TIMEOUT)
        sim_probe(world, SIM_PROBE_FUTURE_TIMED_OUT);
    else
        sim_fail(world, "I1", "a wait for the future of record %llu answered %d", (unsigned long long)future->id, err);
}

/* Whether its record was accepted stands, what became of it will not be told. */
static void abandon(sim_future *future)
{
    sim_world *world = world_of(future);
    if (is_open(future))
        sim_probe(world, SIM_PROBE_FUTURE_ABANDONED);
    kp_future_abandon(future->producer->handle, &future->future);
    future->pending = false;
    record_of(future)->untold = true;
    future->other_use = sim_one_in(world, SIM_CHANCE_MORE, 2);
    if (future->other_use)
        kp_future_init(&future->future);
}

/* ---- sending ---- */

static void check_untouched(const sim_future *future)
{
    kp_future fresh;
    kp_future_init(&fresh);
    if (memcmp(&fresh, &future->future, sizeof fresh) != 0)
        sim_fail(world_of(future), "I14", "a future was written to after it had been given up");
}

sim_future *sim_future_free(sim_fiber_plan *fiber)
{
    sim_world *world = &fiber->producer->scenario->world;
    sim_future *future = &fiber->futures[sim_below(world, SIM_CHANCE_MORE, SIM_FUTURES)];
    while (future->pending && !world->stop) {
        if (sim_one_in(world, SIM_CHANCE_MORE, 6))
            abandon(future);
        else
            wait_for(future);
    }
    if (future->other_use)
        check_untouched(future);
    if (!future->begun) /* else it is used again as it is */
        kp_future_init(&future->future);
    future->other_use = false;
    future->begun = true;
    future->producer = fiber->producer;
    return future;
}

kp_err sim_future_send(sim_future *future, const kp_record *record, uint64_t id)
{
    future->id = id;
    record_of(future)->by_return = true;
    kp_err err = kp_producer_send_future(future->producer->handle, record, &future->future);
    future->pending = err == KP_OK;
    return err;
}

/* ---- what holds for all of them ---- */

static void wait_inside(sim_future *future, const void *arg)
{
    kp_err *answer = *(kp_err *const *)arg;
    if (is_open(future))
        *answer = kp_future_wait(future->producer->handle, &future->future, KP_SEC(1), NULL);
}

kp_err sim_futures_misuse(sim_producer *producer)
{
    kp_err answer = KP_ERR_IN_CALLBACK, *at = &answer;
    each_pending(producer, wait_inside, &at);
    return answer;
}

static void check_flushed(sim_future *future, const void *arg)
{
    const uint64_t *call_tick = arg;
    if (record_of(future)->return_tick < *call_tick && is_open(future))
        sim_fail(world_of(future), "I15", "flush succeeded while the future of record %llu is open",
                 (unsigned long long)future->id);
}

void sim_futures_flushed(sim_producer *producer, uint64_t call_tick)
{
    each_pending(producer, check_flushed, &call_tick);
}

static void end(sim_future *future, const void *arg)
{
    (void)arg;
    record_of(future)->looked_late = true;
    const kp_delivery *delivery;
    if (kp_future_wait(future->producer->handle, &future->future, 0, &delivery) == KP_OK)
        take(future, delivery);
    else
        sim_fail(world_of(future), "I1", "close left the future of record %llu open", (unsigned long long)future->id);
}

void sim_futures_end(sim_producer *producer) { each_pending(producer, end, NULL); }
