/* The loop's thread, and driven mode, which has none. */
#include <stdio.h>

#include <api/producer.h>
#include <base/ns.h>

static void loop_run(void *arg)
{
    kp_producer *producer = arg;
    atomic_store(&producer->leader, producer->io->ops->self(producer->io));
    while (!atomic_load(&producer->stop) && kp__health_ok(&producer->health))
        kp__pass(producer, KP_NEVER);
    kp__last_pass(producer);
    kp__tell_everybody(producer);
    kp__lead_leave(producer);
    kp__wake_everybody(producer); /* whom the lead was left to may be one that was told, and goes */
}

static kp_err start_locked(kp_producer *producer)
{
    switch ((kp__life)atomic_load(&producer->life)) {
    case KP__LIFE_OPEN:
        break;
    case KP__LIFE_RUNNING:
        return KP_OK;
    case KP__LIFE_BROKEN:
        return KP_ERR_BROKEN;
    case KP__LIFE_CLOSING:
    case KP__LIFE_CLOSED:
        return KP_ERR_CLOSED;
    }
    char name[64];
    (void)snprintf(name, sizeof name, "kprod/%.40s", producer->client_id);
    atomic_store(&producer->leader, producer); /* not NULL: nobody else is to lead until the thread does */
    kp_err err = producer->io->ops->thread_start(producer->io, name, loop_run, producer, &producer->thread);
    if (err != KP_OK) {
        atomic_store(&producer->leader, NULL);
        return err;
    }
    atomic_store(&producer->life, KP__LIFE_RUNNING);
    return KP_OK;
}

kp_err kp__start(kp_producer *producer)
{
    kp__lock_take(&producer->start_lock);
    kp_err err = start_locked(producer);
    kp__lock_drop(&producer->start_lock);
    return err;
}

/* ---- driven mode ---- */

int kp_producer_drive_fd(kp_producer *producer)
{
    if (!producer || kp__io_forked(producer->io) || !producer->driven)
        return -1;
    return producer->io->ops->poller_fd(producer->pump.poller);
}

kp_ns kp_producer_deadline(kp_producer *producer)
{
    if (!producer || kp__io_forked(producer->io) || !producer->driven || kp__ended(producer))
        return KP_NEVER;
    atomic_store(&producer->host, producer->io->ops->self(producer->io));
    atomic_store(&producer->host_until, KP_NEVER);
    if (!kp__lead_try(producer))
        return KP_NEVER; /* who leads calls us by the descriptor when it leaves */
    kp_ns until = kp__turn_until(producer);
    atomic_store(&producer->rest_until, until);
    atomic_store(&producer->host_until, until);
    kp__lead_leave(producer);
    return until;
}

kp_err kp_producer_drive(kp_producer *producer, kp_ns now)
{
    if (!producer)
        return KP_ERR_ARGUMENT;
    if (kp__io_forked(producer->io))
        return KP_ERR_FORKED;
    if (!producer->driven)
        return KP_ERR_STATE;
    if (kp__inside(producer))
        return KP_ERR_IN_CALLBACK;
    if (!kp__health_ok(&producer->health))
        return KP_ERR_BROKEN;
    if (atomic_load(&producer->life) == KP__LIFE_CLOSED)
        return KP_ERR_CLOSED;
    if (!kp__lead_try(producer))
        return KP_OK; /* another thread is inside flush, send_wait ... and drives */
    kp__pass_at(producer, now);
    kp__lead_rest(producer);
    kp__lead_leave(producer);
    kp__call_host(producer);
    return KP_OK;
}
