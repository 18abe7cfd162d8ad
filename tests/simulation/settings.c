/* What a producer of a run is set to. */
#include <stdio.h>
#include <stdlib.h>

#include <tests/simulation/scenario.h>

static int64_t one_of(sim_world *world, const int64_t *values, int count)
{
    return values[sim_below(world, SIM_CHANCE_APP, (uint64_t)count)];
}

#define ONE_OF(world, ...)                                                                                             \
    one_of((world), (const int64_t[]){__VA_ARGS__}, (int)(sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t)))

static void set(sim_world *world, kp_options *options, const char *name, const char *value)
{
    kp_error error = KP_ERROR_INIT;
    kp_err err = kp_options_set(options, name, value, &error);
    sim_notef(world, "option %s=%s", name, value);
    if (err)
        sim_fail(world, "options", "%s=%s: %s", name, value, error.text);
}

static void set_int(sim_world *world, kp_options *options, const char *name, int64_t value)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%lld", (long long)value);
    set(world, options, name, text);
}

static void draw_acks(sim_world *world, kp_options *options, sim_settings *out)
{
    static const sim_ack_mode modes[8] = {SIM_ACKS_IDEMPOTENT, SIM_ACKS_IDEMPOTENT, SIM_ACKS_IDEMPOTENT,
                                          SIM_ACKS_IDEMPOTENT, SIM_ACKS_IDEMPOTENT, SIM_ACKS_ALL,
                                          SIM_ACKS_LEADER,     SIM_ACKS_NONE};
    static const char *const acks[] = {"all", "all", "1", "0"};
    out->acks = modes[sim_below(world, SIM_CHANCE_APP, 8)];
    set(world, options, "acks", acks[out->acks]);
    set(world, options, "enable.idempotence", out->acks == SIM_ACKS_IDEMPOTENT ? "true" : "false");
    out->inflight_max = (int32_t)ONE_OF(world, 1, 2, 3, 5, 5, 5, 5);
    set_int(world, options, "max.in.flight.requests.per.connection", out->inflight_max);
    if (sim_one_in(world, SIM_CHANCE_APP, 12))
        set_int(world, options, "retries", 3);
}

static void draw_times(sim_world *world, kp_options *options, sim_settings *out, bool shielded)
{
    int64_t linger = ONE_OF(world, 0, 0, 1, 5, 20, 100);
    int64_t request = ONE_OF(world, 200, 500, 1000, 3000, 10000);
    int64_t delivery = ONE_OF(world, 800, 3000, 10000, 30000, 120000);
    int64_t block = ONE_OF(world, 0, 20, 500, 5000, 60000);
    int64_t setup = ONE_OF(world, 500, 2000, 10000);
    int64_t backoff = ONE_OF(world, 1, 20, 100);
    int64_t backoff_max = backoff * ONE_OF(world, 1, 4, 10);
    int64_t age = ONE_OF(world, 1000, 5000, 300000);
    if (shielded && request < 1000)
        request = 1000; /* each rekeying costs a round trip */
    if (delivery < linger + request)
        delivery = linger + request;
    set_int(world, options, "linger.ms", linger);
    set_int(world, options, "request.timeout.ms", request);
    set_int(world, options, "delivery.timeout.ms", delivery);
    set_int(world, options, "max.block.ms", block);
    set_int(world, options, "socket.connection.setup.timeout.ms", setup);
    set_int(world, options, "socket.connection.setup.timeout.max.ms", setup * 3);
    set_int(world, options, "retry.backoff.ms", backoff);
    set_int(world, options, "retry.backoff.max.ms", backoff_max);
    set_int(world, options, "reconnect.backoff.ms", ONE_OF(world, 10, 50));
    set_int(world, options, "reconnect.backoff.max.ms", 1000);
    set_int(world, options, "metadata.max.age.ms", age);
    set_int(world, options, "metadata.max.idle.ms", 5000);
    out->request_timeout = KP_MS(request);
    out->delivery_timeout = KP_MS(delivery);
    out->max_block = KP_MS(block);
    out->setup_timeout_max = KP_MS(setup * 3);
    out->metadata_max_age = KP_MS(age);
    /* A lookup that hangs, a connection that hangs, a request that hangs, twice, and the back-off in between. */
    out->recovery = 2 * (out->request_timeout + out->setup_timeout_max * 2) + KP_SEC(30);
}

kp_options *sim_settings_draw(sim_world *world, bool shielded, sim_settings *out)
{
    kp_options *options = kp_options_new();
    if (!options)
        abort();
    *out = (sim_settings){0};
    set(world, options, "bootstrap.servers",
        sim_one_in(world, SIM_CHANCE_APP, 3) ? "node1:9092" : "node0:9092,node2:9092");
    draw_acks(world, options, out);
    draw_times(world, options, out, shielded);
    int64_t batch = ONE_OF(world, 0, 0, 1, 300, 1000, 16384);
    if (batch)
        set_int(world, options, "batch.size", batch);
    set_int(world, options, "buffer.memory", ONE_OF(world, 262144, 262144, 524288, 1048576, 33554432));
    if (sim_one_in(world, SIM_CHANCE_APP, 4))
        set_int(world, options, "max.request.size", ONE_OF(world, 4096, 20000));
    if (sim_one_in(world, SIM_CHANCE_APP, 5))
        out->polls = (sim_polls)sim_between(world, SIM_CHANCE_MORE, SIM_POLLS_WAITING, SIM_POLLS_SLOWLY);
    if (out->polls)
        set(world, options, "callbacks", "poll");
    out->futures = sim_one_in(world, SIM_CHANCE_MORE, 4);
    out->driven = sim_one_in(world, SIM_CHANCE_MORE, 5);
    if (out->driven)
        set(world, options, "threads", "none");
    return options;
}
