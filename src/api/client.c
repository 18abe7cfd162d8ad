#include <api/client.h>

#include <stdio.h>
#include <string.h>

#include <api/config.h>
#include <base/error_fill.h>
#include <base/ns.h>
#include <io/system.h>

static void on_unreachable(void *arg, kp_err err, const char *text, kp_ns now)
{
    kp__client *client = arg;
    (void)err;
    (void)now;
    snprintf(client->why, sizeof client->why, "%s", text);
}

/* The latest trouble is kept, also when the connection is made anew: whoever waits in vain is told of it. */
static void on_node_down(void *arg, kp__node *node, kp_err err, kp_ns now)
{
    kp__client *client = arg;
    const char *text = kp__session_doom_text(kp__node_session(node));
    (void)err;
    (void)now;
    if (*text)
        snprintf(client->why, sizeof client->why, "%s:%d: %s", kp__node_host(node), (int)kp__node_port(node), text);
}

static kp_err open_cluster(kp__client *client)
{
    kp__cluster_config config;
    kp__config_cluster(client->options, client->bootstrap, kp__options_str(client->options, KP__OPT_client_id),
                       &config);
    config.auto_create = false; /* looking at a topic does not make it */
    uint64_t seed;
    kp_err err = client->io->ops->random(client->io, &seed, sizeof seed);
    if (!err)
        err = kp__cluster_new(client->alloc, &config, seed, &client->log, &client->cluster);
    if (err)
        return err;
    kp__cluster_events events = {.arg = client, .node_down = on_node_down, .unreachable = on_unreachable};
    kp__cluster_listen(client->cluster, &events);
    const kp__pump_config pump = {.transport = client->hooks.transport,
                                  .health = &client->health,
                                  .send_buffer = config.send_buffer,
                                  .receive_buffer = config.receive_buffer};
    return kp__pump_init(&client->pump, client->io, client->cluster, &client->log, &pump);
}

static kp_err build(kp__client *client, const kp_options *options, kp_error *error)
{
    kp_err err = kp__options_resolve(options, &client->options, error);
    if (err)
        return err;
    err = kp__io_system_new(client->alloc, &client->hooks, "kprod/resolve", &client->io);
    if (err)
        return kp__fail(error, err, "%s", kp_err_text(err));
    err = kp__config_bootstrap(client->alloc, client->options, &client->hooks, &client->bootstrap, &client->embedded,
                               error);
    if (err)
        return err;
    err = open_cluster(client);
    return err ? kp__fail(error, err, "%s", kp_err_text(err)) : KP_OK;
}

static void tell_notes(const kp__client *client)
{
    const char *note;
    if (client->hooks.log && client->hooks.log_severity >= KP__LOG_NOTICE)
        for (int i = 0; (note = kp__options_note(client->options, i)) != NULL; i++)
            client->hooks.log(client->hooks.context, KP__LOG_NOTICE, "options", note);
}

kp_err kp__client_open(kp__client *client, kp__alloc *alloc, const kp_options *options, const kp_hooks *hooks,
                       kp_error *error)
{
    client->alloc = alloc;
    (void)!kp__config_hooks(hooks, &client->hooks, &client->transport, NULL);
    int severity = client->hooks.log_severity ? client->hooks.log_severity : KP__LOG_WARNING;
    kp__log_init(&client->log, client->hooks.log ? severity : -1);
    kp_err err = build(client, options, error);
    if (err)
        kp__client_close(client);
    else
        tell_notes(client);
    return err;
}

kp_ns kp__client_now(const kp__client *client) { return client->io->ops->now(client->io); }

static void tell_log(kp__client *client)
{
    kp__log_line line;
    while (kp__log_take(&client->log, &line))
        if (client->hooks.log)
            client->hooks.log(client->hooks.context, line.severity, line.event, line.text);
}

void kp__client_disconnect(kp__client *client)
{
    if (client->pump.io && !kp__io_forked(client->io))
        kp__pump_close_all(&client->pump, KP_ERR_CLOSED, kp__client_now(client));
}

void kp__client_close(kp__client *client)
{
    bool forked = client->io && kp__io_forked(client->io);
    kp__client_disconnect(client);
    kp__pump_deinit(&client->pump);
    if (client->cluster)
        kp__cluster_free(client->cluster);
    if (client->io && forked)
        client->io->ops->free_forked(client->io);
    else if (client->io)
        client->io->ops->free(client->io);
    if (client->embedded && client->hooks.embedded_release && !forked)
        client->hooks.embedded_release(client->hooks.context, client->embedded);
    kp__delete(client->alloc, client->bootstrap);
    kp_options_free(client->options);
}

kp_err kp__client_turn(kp__client *client, kp_ns deadline, kp_ns *now, kp_error *error)
{
    deadline = kp__ns_min(deadline, kp__cluster_deadline(client->cluster));
    deadline = kp__ns_min(deadline, client->deadline(client->core));
    *now = kp__pump_wait(&client->pump, deadline);
    kp__pump_deliver(&client->pump, *now);
    kp__cluster_tick(client->cluster, *now);
    client->tick(client->core, *now);
    kp__pump_flush(&client->pump, *now);
    tell_log(client);
    return kp__client_check(client, error);
}

kp_err kp__client_late(const kp__client *client, kp_ns timeout, const char *what, kp_error *error)
{
    return kp__fail(error, KP_ERR_TIMEOUT, "no %s from %s within %lld ms%s%s", what, client->bootstrap,
                    (long long)(timeout / KP_MS(1)), client->why[0] ? ": " : "", client->why);
}

kp_err kp__client_check(const kp__client *client, kp_error *error)
{
    if (kp__io_forked(client->io))
        return kp__fail(error, KP_ERR_FORKED, "%s", kp_err_text(KP_ERR_FORKED));
    const char *broken = atomic_load(&client->health.broken);
    return broken ? kp__fail(error, KP_ERR_BROKEN, "%s", broken) : KP_OK;
}
