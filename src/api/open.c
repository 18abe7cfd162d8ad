/* From options to a producer. Nothing is resolved, connected or started here. */
#include <stdio.h>

#include <api/config.h>
#include <api/producer.h>
#include <base/error_fill.h>
#include <base/ns.h>
#include <io/system.h>
#include <wire/batch.h>

enum { BATCH_GROWS_TO = 256 << 10 };

static kp_producer *allocate(const kp_hooks *hooks)
{
    kp__alloc first;
    kp__alloc_init(&first, hooks);
    kp_producer *producer = kp__new(&first, sizeof *producer);
    if (!producer)
        return NULL;
    (void)!kp__config_hooks(hooks, &producer->hooks, &producer->transport, NULL);
    kp__alloc_init(&producer->alloc, hooks);
    atomic_store(&producer->alloc.bytes, (int64_t)sizeof *producer); /* itself included */
    atomic_store(&producer->alloc.bytes_max, (int64_t)sizeof *producer);
    kp__lock_init(&producer->start_lock);
    kp__lock_init(&producer->lock);
    kp__lock_init(&producer->future_lock);
    kp__list_init(&producer->waiters);
    kp__list_init(&producer->line);
    kp__list_init(&producer->unread);
    kp__list_init(&producer->read);
    int severity = hooks->log_severity > KP__LOG_WARNING ? hooks->log_severity : KP__LOG_WARNING;
    kp__log_init(&producer->log, severity);
    return producer;
}

static kp_err read_options(kp_producer *producer, const kp_options *options)
{
    producer->driven = kp__options_int(options, KP__OPT_threads) == KP__THREADS_NONE;
    producer->polled = kp__options_int(options, KP__OPT_callbacks) == KP__CALLBACKS_POLL;
    producer->use_key = kp__options_int(options, KP__OPT_partitioner_ignore_keys) == 0;
    producer->max_block = kp__options_ns(options, KP__OPT_max_block_ms);
    producer->request_max = (size_t)kp__options_int(options, KP__OPT_max_request_size);
    producer->client_id = kp__strdup(&producer->alloc, kp__options_str(options, KP__OPT_client_id));
    return producer->client_id ? KP_OK : KP_ERR_NO_MEMORY;
}

static kp_err open_io(kp_producer *producer, kp__io *io)
{
    producer->io = io;
    if (io)
        return KP_OK;
    char name[64];
    (void)snprintf(name, sizeof name, "kprod/%.40s", producer->client_id);
    kp_err err = kp__io_system_new(&producer->alloc, &producer->hooks, name, &producer->io);
    producer->own_io = err == KP_OK;
    return err;
}

static size_t round_to_pages(int64_t bytes)
{
    size_t size = bytes < KP__PAGE ? KP__PAGE : (size_t)bytes;
    return size / KP__PAGE * KP__PAGE;
}

static kp_err open_intake(kp_producer *producer, const kp_options *options)
{
    kp__io *io = producer->io;
    int64_t batch = kp__options_int(options, KP__OPT_batch_size);
    uint32_t batch_bytes = batch < 1 ? 1 : (uint32_t)batch;
    bool may_grow = !kp__options_explicit(options, KP__OPT_batch_size) && batch_bytes < BATCH_GROWS_TO;
    uint32_t batch_max = may_grow ? BATCH_GROWS_TO : batch_bytes;
    producer->batch_bytes = batch_bytes;
    size_t buffer = round_to_pages(kp__options_int(options, KP__OPT_buffer_memory));
    size_t reserve = kp__intake_reserve_size(batch_max < buffer ? batch_max : (uint32_t)buffer);
    producer->memory_size = buffer + reserve;
    producer->memory = io->ops->map(io, producer->memory_size);
    if (!producer->memory)
        return KP_ERR_NO_MEMORY;
    kp__intake_init(&producer->intake, producer->memory, buffer, kp__options_ns(options, KP__OPT_linger_ms),
                    batch_bytes, batch_max);
    kp__intake_reserve(&producer->intake, (uint8_t *)producer->memory + buffer, reserve);
    size_t max = producer->request_max < buffer ? producer->request_max : buffer;
    size_t fits = kp__intake_record_max(&producer->intake);
    max = max > KP__BATCH_HEADER ? max - KP__BATCH_HEADER : 0;
    producer->record_max = max < fits ? max : fits;
    kp__intake_limit(&producer->intake, producer->record_max);
    producer->intake.io = producer->io;
    return KP_OK;
}

static kp_err open_core(kp_producer *producer, const kp_options *options, const kp__filter *filter)
{
    uint64_t seeds[2];
    kp__io *io = producer->io;
    kp_err err = io->ops->random(io, seeds, sizeof seeds);
    if (err != KP_OK)
        return err;
    kp__topics_init(&producer->topics, &producer->alloc, seeds[0]);
    kp__core_config config;
    kp__config_core(options, producer->bootstrap, producer->client_id, &config);
    err = kp__core_new(&producer->alloc, &config, &producer->intake, &producer->topics, &producer->health,
                       &producer->log, seeds[1], &producer->core);
    const kp__pump_config pump = {.filter = filter,
                                  .transport = producer->hooks.transport,
                                  .health = &producer->health,
                                  .send_buffer = config.cluster.send_buffer,
                                  .receive_buffer = config.cluster.receive_buffer};
    if (err == KP_OK)
        err = kp__pump_init(&producer->pump, io, kp__core_cluster(producer->core), &producer->log, &pump);
    if (err == KP_OK && producer->polled)
        err = io->ops->poller_new(io, &producer->bell);
    return err;
}

static void log_notes(const kp_producer *producer, const kp_options *options)
{
    if (!producer->hooks.log || producer->hooks.log_severity < KP__LOG_NOTICE)
        return;
    const char *note;
    for (int i = 0; (note = kp__options_note(options, i)) != NULL; i++)
        producer->hooks.log(producer->hooks.context, KP__LOG_NOTICE, "options", note);
}

static kp_err build(kp_producer *producer, const kp_options *options, kp__io *io, const kp__filter *filter,
                    kp_error *error)
{
    kp_err err = read_options(producer, options);
    if (err == KP_OK)
        err = open_io(producer, io);
    if (err == KP_OK)
        err = open_intake(producer, options);
    if (err == KP_OK) {
        err = kp__config_bootstrap(&producer->alloc, options, &producer->hooks, &producer->bootstrap,
                                   &producer->embedded, error);
        if (err != KP_OK)
            return err; /* it has words of its own */
    }
    if (err == KP_OK)
        err = open_core(producer, options, filter);
    if (err != KP_OK)
        return kp__fail(error, err, "%s", kp_err_text(err));
    atomic_store(&producer->life, producer->driven ? KP__LIFE_RUNNING : KP__LIFE_OPEN);
    atomic_store(&producer->host_until, KP_NEVER);
    if (producer->driven)
        kp__lead_rest(producer); /* the first send signals the descriptor */
    log_notes(producer, options);
    return KP_OK;
}

kp_err kp__producer_open_io(const kp_options *options, const kp_hooks *hooks, kp__io *io, const kp__filter *filter,
                            kp_producer **out, kp_error *error)
{
    if (!options || !out)
        return kp__fail(error, KP_ERR_ARGUMENT, "options and out must not be NULL");
    kp_options *resolved = NULL;
    kp_hooks known;
    kp_transport transport;
    kp_err err = kp__config_hooks(hooks, &known, &transport, error);
    if (err == KP_OK)
        err = kp__options_resolve(options, &resolved, error);
    if (err != KP_OK)
        return err;
    kp_producer *producer = allocate(&known);
    if (producer)
        err = build(producer, resolved, io, filter, error);
    else
        err = kp__fail(error, KP_ERR_NO_MEMORY, "%s", kp_err_text(KP_ERR_NO_MEMORY));
    kp_options_free(resolved);
    if (err != KP_OK) {
        if (producer)
            kp__producer_release(producer);
        return err;
    }
    *out = producer;
    return KP_OK;
}

kp_err kp_producer_open(const kp_options *options, const kp_hooks *hooks, kp_producer **out, kp_error *error)
{
    return kp__producer_open_io(options, hooks, NULL, NULL, out, error);
}
