#include <broker/syncer.h>

#include <base/ns.h>

enum { JOB_LOGS = 64 };

struct kp__syncer {
    kp_broker *broker;
    kp__list unsynced; /* partitions */
    kp_ns due;         /* KP_NEVER: nothing is unsynced */
    bool running;
    _Atomic bool done;
    kp__park park; /* signalled when the job is done */
    int count;
    kp__sync jobs[JOB_LOGS];
    kp__partition *partitions[JOB_LOGS]; /* whose logs they are */
};

kp_err kp__syncer_new(kp_broker *broker, kp__syncer **out)
{
    kp__syncer *syncer = kp__new(&broker->alloc, sizeof *syncer);
    if (!syncer)
        return KP_ERR_NO_MEMORY;
    syncer->broker = broker;
    syncer->due = KP_NEVER;
    kp__list_init(&syncer->unsynced);
    broker->io->ops->park_init(broker->io, &syncer->park);
    *out = syncer;
    return KP_OK;
}

static void run_job(void *arg)
{
    kp__syncer *syncer = arg;
    kp_broker *broker = syncer->broker;
    for (int i = 0; i < syncer->count; i++)
        kp__sync_run(&syncer->jobs[i]);
    /* After `done` the syncer may be freed by who waits for it only once the park was signalled. */
    atomic_store(&syncer->done, true);
    broker->io->ops->wake(broker->poller);
    broker->io->ops->unpark(broker->io, &syncer->park);
}

void kp__syncer_add(kp__syncer *syncer, kp__partition *partition)
{
    if (syncer->broker->fsync == KP__FSYNC_NEVER || kp__list_linked(&partition->unsynced))
        return;
    kp__list_push(&syncer->unsynced, &partition->unsynced);
    if (syncer->due == KP_NEVER)
        syncer->due = kp__ns_add(syncer->broker->now, syncer->broker->fsync_interval);
}

static void end_job(kp__syncer *syncer)
{
    (void)syncer->broker->io->ops->park_wait(syncer->broker->io, &syncer->park, KP_NEVER);
    for (int i = 0; i < syncer->count; i++) {
        kp_err err = kp__sync_end(&syncer->jobs[i]);
        /* With an error the log refuses appends from now on, and has said why. */
        if (!err && kp__plog_dirty(syncer->partitions[i]->log)) /* it has more segments than one sync takes */
            kp__syncer_add(syncer, syncer->partitions[i]);
    }
    syncer->count = 0;
    syncer->running = false;
    atomic_store(&syncer->done, false);
}

static void start_job(kp__syncer *syncer)
{
    kp_broker *broker = syncer->broker;
    for (kp__list *node; syncer->count < JOB_LOGS && (node = kp__list_pop(&syncer->unsynced)) != NULL;) {
        kp__partition *partition = KP__CONTAINER(node, kp__partition, unsynced);
        if (kp__sync_begin(&syncer->jobs[syncer->count], partition->log))
            syncer->partitions[syncer->count++] = partition;
    }
    syncer->due = kp__list_empty(&syncer->unsynced) ? KP_NEVER : broker->now;
    if (syncer->count == 0)
        return;
    syncer->running = true;
    if (broker->io->ops->offload(broker->io, run_job, syncer))
        run_job(syncer); /* no thread: then here */
}

void kp__syncer_remove(kp__syncer *syncer, kp__partition *partition)
{
    if (syncer->running)
        end_job(syncer);
    kp__list_remove(&partition->unsynced);
}

void kp__syncer_settle(kp__syncer *syncer, bool *failed)
{
    *failed = false;
    if (syncer->broker->fsync != KP__FSYNC_ALWAYS)
        return;
    for (kp__list *node; (node = kp__list_pop(&syncer->unsynced)) != NULL;)
        if (kp__plog_sync(KP__CONTAINER(node, kp__partition, unsynced)->log))
            *failed = true;
    syncer->due = KP_NEVER;
}

void kp__syncer_tick(kp__syncer *syncer, kp_ns now)
{
    if (syncer->running && atomic_load(&syncer->done))
        end_job(syncer);
    if (!syncer->running && syncer->due <= now && syncer->broker->fsync == KP__FSYNC_INTERVAL)
        start_job(syncer);
}

kp_ns kp__syncer_deadline(const kp__syncer *syncer) { return syncer->running ? KP_NEVER : syncer->due; }

void kp__syncer_free(kp__syncer *syncer)
{
    if (!syncer)
        return;
    if (syncer->running)
        end_job(syncer);
    syncer->broker->io->ops->park_deinit(syncer->broker->io, &syncer->park);
    kp__delete(&syncer->broker->alloc, syncer);
}
