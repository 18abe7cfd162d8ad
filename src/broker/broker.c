/* kp_broker: options, opening in order, closing in reverse. */
#include <kprod/broker.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <base/error_fill.h>
#include <base/sized.h>
#include <broker/datadir.h>
#include <broker/open.h>
#include <broker/uuid.h>
#include <io/system.h>

enum { CONNECTIONS = 10000, SEGMENT_MIN = 1024 };

static const char CHECKPOINT[] = "recovery-point-offset-checkpoint";

void kp_broker_options_default(kp_broker_options *options)
{
    const kp_broker_options defaults = {
        .size = sizeof defaults,
        .auto_create = true,
        .default_partitions = 1,
        .fsync = "interval",
        .fsync_interval = KP_SEC(1),
        .connections_max = CONNECTIONS,
        .request_bytes_max = 100 * 1024 * 1024,
        .segment_bytes = INT64_C(1) << 30,
        .connections_max_idle = KP_SEC(600),
    };
    (void)kp__sized_write(options, &defaults, sizeof defaults);
}

/* ---- options ---- */

static kp_err take_fsync(kp_broker *broker, const char *text, kp_error *error)
{
    static const char *const names[] = {"always", "interval", "never"};
    for (int i = 0; i < 3; i++)
        if (strcmp(text, names[i]) == 0) {
            broker->fsync = (kp__fsync)i;
            return KP_OK;
        }
    return kp__fail(error, KP_ERR_CONFIG, "fsync is \"%s\": it can be always, interval or never", text);
}

static kp_err check_range(const char *name, int64_t value, int64_t min, int64_t max, kp_error *error)
{
    if (value >= min && value <= max)
        return KP_OK;
    return kp__fail(error, KP_ERR_CONFIG, "%s is %lld: it can be %lld to %lld", name, (long long)value, (long long)min,
                    (long long)max);
}

static kp_err take_options(kp_broker *broker, const kp_broker_options *options, kp_error *error)
{
    kp_err err = check_range("default_partitions", options->default_partitions, 1, KP__TOPIC_PARTITIONS_MAX, error);
    if (!err)
        err = check_range("connections_max", options->connections_max, 1, 1000000, error);
    if (!err)
        err = check_range("request_bytes_max", options->request_bytes_max, 1024, INT32_MAX - 64, error);
    if (!err)
        err = check_range("segment_bytes", options->segment_bytes, SEGMENT_MIN, INT32_MAX, error);
    if (!err)
        err = check_range("fsync_interval", options->fsync_interval, KP_MS(1), KP_SEC(86400), error);
    if (!err)
        err = check_range("connections_max_idle", options->connections_max_idle, KP_MS(1), KP_NEVER, error);
    if (!err)
        err = take_fsync(broker, options->fsync ? options->fsync : "interval", error);
    if (err)
        return err;
    const char *host = options->host ? options->host : "127.0.0.1";
    if (strlen(host) == 0 || strlen(host) >= sizeof broker->host)
        return kp__fail(error, KP_ERR_CONFIG, "host has 1 to %d characters", (int)sizeof broker->host - 1);
    snprintf(broker->host, sizeof broker->host, "%s", host);
    broker->ephemeral = options->ephemeral;
    broker->auto_create = options->auto_create;
    broker->default_partitions = options->default_partitions;
    broker->fsync_interval = options->fsync_interval;
    broker->connections_max = options->connections_max;
    broker->connections_max_idle = options->connections_max_idle;
    broker->request_bytes_max = options->request_bytes_max;
    return KP_OK;
}

/* An ephemeral broker gets a directory that nobody else has. */
static kp_err take_dir(kp_broker *broker, const kp_broker_options *options, kp_error *error)
{
    char path[KP__LOG_PATH];
    uint8_t random[8];
    if (!options->data_dir && !options->ephemeral)
        return kp__fail(error, KP_ERR_CONFIG, "a broker needs a data_dir, or must be ephemeral");
    if (options->ephemeral) {
        const char *base = options->data_dir ? options->data_dir : getenv("TMPDIR");
        kp_err err = broker->io->ops->random(broker->io, random, sizeof random);
        if (err)
            return kp__fail(error, err, "no random bytes: %s", kp_err_text(err));
        int len = snprintf(path, sizeof path, "%s/kprod-broker-", base && *base ? base : "/tmp");
        for (size_t i = 0; i < sizeof random && len < (int)sizeof path; i++)
            len += snprintf(path + len, sizeof path - (size_t)len, "%02x", random[i]);
        if (len >= (int)sizeof path)
            return kp__fail(error, KP_ERR_CONFIG, "data_dir is too long");
    } else if (snprintf(path, sizeof path, "%s", options->data_dir) >= KP__LOG_PATH / 2) {
        return kp__fail(error, KP_ERR_CONFIG, "data_dir is too long");
    }
    broker->data_dir = kp__strdup(&broker->alloc, path);
    return broker->data_dir ? KP_OK : kp__fail(error, KP_ERR_NO_MEMORY, "no memory");
}

/* ---- opening ---- */

static kp_err open_io(kp_broker *broker, kp_error *error)
{
    kp_err err = kp__io_system_new(&broker->alloc, NULL, "kprod/sync", &broker->io);
    if (!err)
        err = kp__files_system(&broker->alloc, &broker->files);
    if (!err)
        err = kp__log_env_init(&broker->env, &broker->alloc, broker->files, &broker->log);
    return err ? kp__fail(error, err, "cannot set up files and network: %s", kp_err_text(err)) : KP_OK;
}

static kp_err take_cluster_id(kp_broker *broker)
{
    char value[KP__STORE_VALUE];
    uint8_t random[16];
    kp__uuid id;
    kp_err err = broker->store->ops->get(broker->store, "cluster.id", value);
    if (!err && strlen(value) < sizeof broker->cluster_id) {
        memcpy(broker->cluster_id, value, strlen(value) + 1);
        return KP_OK;
    }
    if (err != KP_ERR_NOT_FOUND)
        return err ? err : KP_ERR_CORRUPT;
    err = broker->io->ops->random(broker->io, random, sizeof random);
    if (err)
        return err;
    kp__uuid_random(&id, random);
    kp__uuid_text(&id, broker->cluster_id);
    return broker->store->ops->put(broker->store, "cluster.id", broker->cluster_id);
}

static kp_err open_store(kp_broker *broker, kp_error *error)
{
    char path[KP__LOG_PATH];
    if (kp__datadir_foreign(broker))
        return kp__fail(
            error, KP_ERR_CONFIG,
            "%s has meta.properties but no kprod.db: it is the data directory of another broker, Apache Kafka "
            "perhaps; give another one",
            broker->data_dir);
    kp_err err = kp__path_join(path, broker->data_dir, "kprod.db");
    if (!err)
        err = broker->ephemeral ? kp__store_memory(&broker->alloc, &broker->store)
                                : kp__store_sqlite(&broker->alloc, path, &broker->store);
    if (err == KP_ERR_UNSUPPORTED)
        return kp__fail(error, err, "this build has no SQLite: only ephemeral brokers");
    if (err == KP_ERR_UNSUPPORTED_VERSION)
        return kp__fail(error, KP_ERR_UNSUPPORTED,
                        "%s was written by a newer version of kprod: use that one, or give another directory", path);
    if (!err)
        err = take_cluster_id(broker);
    return err ? kp__fail(error, err, "cannot open %s: %s", path, kp_err_text(err)) : KP_OK;
}

static kp_err open_logs(kp_broker *broker, kp_error *error)
{
    kp__checkpoint points = {0};
    kp_err err = kp__checkpoint_load(&points, &broker->env, broker->data_dir, CHECKPOINT);
    kp__topics_opening opening = {.dir = broker->data_dir,
                                  .clean = kp__datadir_clean(broker),
                                  .recovery_points = &points,
                                  .now_ms = broker->io->ops->wall_ms(broker->io)};
    if (!err)
        err = kp__topics_open(&broker->topics, &broker->env, broker->store, &opening);
    kp__checkpoint_deinit(&points, &broker->env);
    if (!err)
        err = kp__datadir_begin(broker);
    broker->logs_open = err == KP_OK;
    return err ? kp__fail(error, err, "cannot open the logs in %s: %s", broker->data_dir, kp_err_text(err)) : KP_OK;
}

/* What a crash left unsynced is synced before the first answer, or with the first interval. */
static void queue_unsynced(kp_broker *broker)
{
    for (kp__topic *topic = NULL; (topic = kp__topics_next(&broker->topics, topic)) != NULL;)
        for (int32_t i = 0; i < topic->partition_count; i++)
            if (kp__plog_dirty(topic->partitions[i].log))
                kp__broker_appended(broker, &topic->partitions[i], 0);
}

static void write_address(kp_broker *broker)
{
    const char *host = broker->host;
    if (strcmp(host, "0.0.0.0") == 0)
        host = "127.0.0.1";
    else if (strcmp(host, "::") == 0)
        host = "::1";
    snprintf(broker->address, sizeof broker->address, strchr(host, ':') ? "[%s]:%u" : "%s:%u", host,
             (unsigned)broker->port);
}

static kp_err listen_on(kp_broker *broker, uint16_t port, bool same_port, kp_error *error)
{
    uint16_t last = kp__datadir_last_port(broker);
    if (same_port && port == 0 && last != 0) {
        if (kp__server_open(broker, broker->host, last, NULL) == KP_OK)
            return KP_OK;
        kp__server_close(broker);
    }
    return kp__server_open(broker, broker->host, port, error);
}

static kp_err open_all(kp_broker *broker, const kp_broker_options *options, bool same_port, kp_error *error)
{
    kp_err err = take_options(broker, options, error);
    if (!err)
        err = open_io(broker, error);
    if (!err)
        err = take_dir(broker, options, error);
    if (!err)
        err = kp__datadir_open(broker, error);
    if (err)
        return err;
    broker->env.segment_bytes = options->segment_bytes;
    err = open_store(broker, error);
    if (!err)
        err = open_logs(broker, error);
    if (!err)
        err = listen_on(broker, options->port, same_port, error);
    if (err)
        return err;
    queue_unsynced(broker);
    write_address(broker);
    err = kp__datadir_announce(broker);
    if (err)
        return kp__fail(error, err, "cannot write to %s: %s", broker->data_dir, kp_err_text(err));
    err = broker->io->ops->thread_start(broker->io, "kprod/broker", kp__server_run, broker, &broker->thread);
    if (err)
        broker->thread = NULL;
    return err ? kp__fail(error, err, "cannot start the broker's thread: %s", kp_err_text(err)) : KP_OK;
}

kp_err kp__broker_open(const kp_broker_options *given, const kp_hooks *hooks, bool same_port, kp_broker **out,
                       kp_error *error)
{
    kp_broker_options options;
    kp_hooks known = KP_HOOKS_INIT;
    kp__alloc first;
    kp_broker_options_init(&options);
    if (!given || !kp__sized_read(&options, sizeof options, given))
        return kp__fail(error, KP_ERR_ARGUMENT, "options are missing or not initialized");
    if (hooks && !kp__sized_read(&known, sizeof known, hooks))
        return kp__fail(error, KP_ERR_ARGUMENT, "hooks.size is not set: begin with KP_HOOKS_INIT");
    kp__alloc_init(&first, &known);
    kp_broker *broker = kp__new(&first, sizeof *broker);
    if (!broker)
        return kp__fail(error, KP_ERR_NO_MEMORY, "no memory for a broker");
    kp__alloc_init(&broker->alloc, &known);
    broker->hooks = known;
    kp__log_init(&broker->log, !broker->hooks.log           ? -1
                               : broker->hooks.log_severity ? broker->hooks.log_severity
                                                            : KP__LOG_WARNING);
    kp__list_init(&broker->conns);
    kp__list_init(&broker->ready);
    kp__list_init(&broker->flushing);
    kp__list_init(&broker->closing);
    kp__list_init(&broker->due);
    kp__list_init(&broker->appended);
    kp__budget_init(&broker->budget);
    kp__heap_init(&broker->waits, &broker->alloc);
    kp__arena_init(&broker->arena, &broker->alloc, KP__ARENA_MAX);
    kp__gather_init(&broker->gather, &broker->alloc, KP__ANSWER_MAX);
    kp_err err = open_all(broker, &options, same_port, error);
    if (!broker->thread)
        kp__broker_tell(broker);
    if (err) {
        kp_broker_close(broker);
        return err;
    }
    *out = broker;
    return KP_OK;
}

kp_err kp_broker_open(const kp_broker_options *options, const kp_hooks *hooks, kp_broker **out, kp_error *error)
{
    return kp__broker_open(options, hooks, false, out, error);
}

const char *kp_broker_address(const kp_broker *broker) { return broker->address; }

/* ---- closing ---- */

static void fill_checkpoint(kp_broker *broker, kp__buf *out, bool all)
{
    kp__checkpoint_begin(out, &broker->alloc, broker->topics.partition_count);
    for (kp__topic *topic = NULL; (topic = kp__topics_next(&broker->topics, topic)) != NULL;)
        for (int32_t i = 0; i < topic->partition_count; i++)
            kp__checkpoint_add(out, topic->name, i,
                               all ? topic->partitions[i].log->end_offset : topic->partitions[i].log->recovery_point);
}

kp_err kp__broker_checkpoint(kp_broker *broker)
{
    kp__buf text;
    fill_checkpoint(broker, &text, false);
    return kp__checkpoint_save(&text, &broker->env, broker->data_dir, CHECKPOINT);
}

/* Everything to disk; only when all of it went well may the next open trust it. */
static void close_logs(kp_broker *broker)
{
    kp__buf text;
    if (!broker->topics.env)
        return;
    if (!broker->logs_open || broker->ephemeral) {
        (void)kp__topics_close(&broker->topics, false);
        return;
    }
    fill_checkpoint(broker, &text, true);
    kp_err err = kp__topics_close(&broker->topics, true);
    if (err)
        kp__buf_deinit(&text);
    else
        err = kp__checkpoint_save(&text, &broker->env, broker->data_dir, CHECKPOINT);
    if (!err)
        err = kp__datadir_end(broker);
    if (err)
        kp__logf(&broker->log, KP__LOG_WARNING, "close", "not everything could be written: %s; the next start recovers",
                 kp_err_text(err));
}

void kp_broker_close(kp_broker *broker)
{
    if (!broker)
        return;
    if (broker->io && kp__io_forked(broker->io))
        return; /* the parent's thread, files and directory: nothing here is ours to end */
    if (broker->thread) {
        atomic_store(&broker->stop, true);
        broker->io->ops->wake(broker->poller);
        broker->io->ops->thread_join(broker->thread);
    }
    kp__server_close(broker);
    close_logs(broker);
    kp__broker_tell(broker);
    if (broker->store)
        broker->store->ops->close(broker->store);
    kp__datadir_close(broker);
    kp__log_env_deinit(&broker->env);
    kp__heap_deinit(&broker->waits);
    kp__arena_deinit(&broker->arena);
    kp__gather_deinit(&broker->gather);
    kp__delete(&broker->alloc, broker->data_dir);
    if (broker->files)
        broker->files->ops->free(broker->files);
    if (broker->io)
        broker->io->ops->free(broker->io);
    kp__alloc last = broker->alloc;
    kp__delete(&last, broker);
}
