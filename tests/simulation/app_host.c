/* The application's own loops, for what the library then does not do by itself: reading reports (callbacks=poll), and
 * driving (threads=none). */
#include <tests/simulation/scenario.h>

static sim_world *world_of(sim_producer *producer) { return &producer->scenario->world; }

/* ---- reports ---- */

static int poll_for(sim_producer *producer, kp_ns timeout)
{
    producer->reading++;
    int ran = kp_producer_poll(producer->handle, timeout);
    producer->reading--;
    return ran;
}

void sim_app_poll(void *arg)
{
    sim_producer *producer = arg;
    sim_world *world = world_of(producer);
    while (!producer->stop_polling && !world->stop) {
        kp_ns called_at = world->now, timeout = KP_MS(20);
        if (producer->settings.polls == SIM_POLLS_WATCHING) {
            sim_io_watch(producer->io, kp_producer_poll_fd(producer->handle), KP_NEVER);
            timeout = 0;
        } else if (producer->settings.polls == SIM_POLLS_SLOWLY && !producer->scenario->healed) {
            sim_sleep(world, sim_between(world, SIM_CHANCE_MORE, 0, KP_SEC(2)));
        }
        int ran = poll_for(producer, timeout);
        if (ran < 0)
            break;
        if (!ran && world->now == called_at) /* closed: it does not wait any more */
            sim_sleep(world, KP_MS(1));
    }
}

bool sim_app_poll_all(sim_producer *producer)
{
    if (producer->reading || sim_one_in(world_of(producer), SIM_CHANCE_MORE, 2))
        return false;
    sim_probe(world_of(producer), SIM_PROBE_FLUSHED_POLL);
    return poll_for(producer, 0) >= 0;
}

/* ---- driving ---- */

static void come_late(sim_producer *producer, kp_ns late)
{
    sim_world *world = world_of(producer);
    check_pause_add(&producer->scenario->journal.producers[producer->index], world->now, world->now + late);
    sim_sleep(world, late);
}

void sim_app_drive(void *arg)
{
    sim_producer *producer = arg;
    sim_world *world = world_of(producer);
    int fd = kp_producer_drive_fd(producer->handle);
    while (!producer->stop_driving && !world->stop) {
        sim_io_watch(producer->io, fd, kp_producer_deadline(producer->handle));
        if (producer->in_callback &&
            !producer->settings.polls) { /* another fiber drives: the descriptor stays as it is */
            sim_probe(world, SIM_PROBE_DRIVEN_ELSEWHERE);
            come_late(producer, KP_US(100));
        } else if (sim_one_in(world, SIM_CHANCE_MORE, 200)) {
            sim_probe(world, SIM_PROBE_DRIVEN_LATE);
            come_late(producer, sim_between(world, SIM_CHANCE_MORE, 0, KP_MS(80)));
        }
        kp_err err = kp_producer_drive(producer->handle, world->now);
        if (err == KP_ERR_CLOSED)
            break;
        if (err)
            sim_fail(world, "I17", "drive answered %d", err);
    }
}
