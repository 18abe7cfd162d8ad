/* kprod/admin.h made real: each call asks the core, and runs turns until there is an answer. */
#include <kprod/admin.h>

#include <admin/admin.h>
#include <api/client.h>
#include <api/config.h>
#include <base/error_fill.h>
#include <base/ns.h>
#include <base/sized.h>
#include <producer/option_table.h>

struct kp_admin {
    kp__alloc alloc;
    kp__client client;
    kp__admin core;
};

static void tick(void *core, kp_ns now) { kp__admin_tick(core, now); }

static kp_ns deadline_of(const void *core) { return kp__admin_deadline(core); }

kp_err kp_admin_open(const kp_options *options, const kp_hooks *hooks, kp_admin **out, kp_error *error)
{
    if (!options || !out)
        return kp__fail(error, KP_ERR_ARGUMENT, "options and out must not be NULL");
    kp_hooks known;
    kp_transport transport;
    kp_err err = kp__config_hooks(hooks, &known, &transport, error);
    if (err)
        return err;
    kp__alloc first;
    kp__alloc_init(&first, &known);
    kp_admin *admin = kp__new(&first, sizeof *admin);
    if (!admin)
        return kp__fail(error, KP_ERR_NO_MEMORY, "%s", kp_err_text(KP_ERR_NO_MEMORY));
    kp__alloc_init(&admin->alloc, &known);
    err = kp__client_open(&admin->client, &admin->alloc, options, &known, error);
    if (!err) {
        admin->client.core = &admin->core;
        admin->client.tick = tick;
        admin->client.deadline = deadline_of;
        kp_ns backoff = kp__options_ns(admin->client.options, KP__OPT_retry_backoff_ms);
        err = kp__admin_init(&admin->core, &admin->alloc, admin->client.cluster, backoff);
        if (err)
            kp__client_close(&admin->client);
    }
    if (err) {
        kp__delete(&first, admin);
        return err;
    }
    *out = admin;
    return KP_OK;
}

void kp_admin_close(kp_admin *admin)
{
    if (!admin)
        return;
    kp__client_disconnect(&admin->client);
    kp__admin_deinit(&admin->core);
    kp_hooks hooks = admin->client.hooks;
    kp__client_close(&admin->client);
    kp__alloc last;
    kp__alloc_init(&last, &hooks);
    kp__delete(&last, admin);
}

/* Turns until the question is answered or its time is up. */
static kp_err run(kp_admin *admin, kp_ns timeout, kp_error *error)
{
    kp__admin *core = &admin->core;
    kp_ns deadline = kp__ns_add(kp__client_now(&admin->client), timeout);
    for (kp_ns until = 0;; until = deadline) {
        kp_ns now;
        kp_err err = kp__client_turn(&admin->client, until, &now, error); /* the first one only begins */
        if (err) {
            kp__admin_stop(core);
            return err;
        }
        if (kp__admin_finished(core))
            break;
        if (now < deadline)
            continue;
        kp_err last = kp__admin_err(core);
        err = kp__client_late(&admin->client, timeout, "answer", error);
        if (last && !admin->client.why[0])
            err = kp__fail(error, KP_ERR_TIMEOUT, "no answer from %s within %lld ms; the last try ended so: %s",
                           admin->client.bootstrap, (long long)(timeout / KP_MS(1)), kp__admin_text(core));
        kp__admin_stop(core);
        return err;
    }
    kp_err err = kp__admin_err(core);
    return err ? kp__fail(error, err, "%s", kp__admin_text(core)) : KP_OK;
}

static int32_t timeout_ms(kp_ns timeout)
{
    int64_t ms = timeout / KP_MS(1);
    return ms < 1 ? 1 : ms > 60000 ? 60000 : (int32_t)ms;
}

kp_err kp_admin_create_topic(kp_admin *admin, const kp_new_topic *topic, kp_ns timeout, kp_error *error)
{
    kp_new_topic known = KP_NEW_TOPIC_INIT;
    if (!admin || !topic || !kp__sized_read(&known, sizeof known, topic) || !known.name ||
        (known.config_count && !known.configs) || known.config_count > 10000)
        return kp__fail(error, KP_ERR_ARGUMENT, "admin, topic, its size, name and configs must be there");
    for (size_t i = 0; i < known.config_count; i++)
        if (!known.configs[2 * i])
            return kp__fail(error, KP_ERR_ARGUMENT, "the name of a config must not be NULL");
    kp_err err = kp__client_check(&admin->client, error);
    if (err)
        return err;
    kp__admin_ask_create(&admin->core, &known, timeout_ms(timeout));
    return run(admin, timeout, error);
}

kp_err kp_admin_delete_topic(kp_admin *admin, const char *name, kp_ns timeout, kp_error *error)
{
    if (!admin || !name)
        return kp__fail(error, KP_ERR_ARGUMENT, "admin and name must not be NULL");
    kp_err err = kp__client_check(&admin->client, error);
    if (err)
        return err;
    kp__admin_ask_delete(&admin->core, name, timeout_ms(timeout));
    return run(admin, timeout, error);
}

kp_err kp_admin_topics(kp_admin *admin, const char *name, kp_ns timeout, const kp_topic_info *const **out,
                       int32_t *count, kp_error *error)
{
    if (!admin || !out || !count)
        return kp__fail(error, KP_ERR_ARGUMENT, "admin, out and count must not be NULL");
    kp_err err = kp__client_check(&admin->client, error);
    if (err)
        return err;
    kp__admin_ask_topics(&admin->core, name);
    err = run(admin, timeout, error);
    if (err)
        return err;
    *out = admin->core.topics;
    *count = admin->core.topic_count;
    return KP_OK;
}

kp_err kp_admin_topic_configs(kp_admin *admin, const char *topic, kp_ns timeout, const kp_config_info *const **out,
                              int32_t *count, kp_error *error)
{
    if (!admin || !topic || !out || !count)
        return kp__fail(error, KP_ERR_ARGUMENT, "admin, topic, out and count must not be NULL");
    kp_err err = kp__client_check(&admin->client, error);
    if (err)
        return err;
    kp__admin_ask_configs(&admin->core, topic);
    err = run(admin, timeout, error);
    if (err)
        return err;
    *out = admin->core.configs;
    *count = admin->core.config_count;
    return KP_OK;
}

kp_err kp_admin_cluster(kp_admin *admin, kp_ns timeout, const kp_cluster_info **out, kp_error *error)
{
    if (!admin || !out)
        return kp__fail(error, KP_ERR_ARGUMENT, "admin and out must not be NULL");
    kp_err err = kp__client_check(&admin->client, error);
    if (err)
        return err;
    kp__admin_ask_cluster(&admin->core);
    err = run(admin, timeout, error);
    if (!err)
        *out = &admin->core.info;
    return err;
}

kp_err kp_admin_offset(kp_admin *admin, const char *topic, int32_t partition, int64_t timestamp_ms, kp_ns timeout,
                       int64_t *offset, kp_error *error)
{
    if (!admin || !topic || !offset || timestamp_ms < -2)
        return kp__fail(error, KP_ERR_ARGUMENT, "admin, topic and offset must be there, and the timestamp at least -2");
    kp_err err = kp__client_check(&admin->client, error);
    if (err)
        return err;
    err = kp__admin_ask_offset(&admin->core, topic, partition, timestamp_ms, kp__client_now(&admin->client));
    if (err)
        return kp__fail(error, err, "%s", kp_err_text(err));
    err = run(admin, timeout, error);
    if (!err)
        *offset = admin->core.offset;
    return err;
}
