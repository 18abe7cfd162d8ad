#include <api/pump.h>

#include <stdio.h>
#include <string.h>

#include <base/ns.h>
#include <io/system.h>
#include <tests/api/dummy_filter.h>
#include <tests/api/server.h>
#include <tests/check.h>

typedef struct rig {
    server *server;
    kp__alloc alloc;
    kp__io *io;
    kp__log log;
    kp__cluster *cluster;
    kp__pump pump;
    int changed, down;
} rig;

static void on_changed(void *arg, kp__topic_state *topic, kp_ns now)
{
    (void)now;
    ((rig *)arg)->changed += topic->partition_count > 0;
}

static void on_ready(void *arg, kp__node *node, kp_ns now)
{
    (void)arg;
    (void)node;
    (void)now;
}

static void on_down(void *arg, kp__node *node, kp_err err, kp_ns now)
{
    (void)node;
    (void)err;
    (void)now;
    ((rig *)arg)->down++;
}

static void on_unreachable(void *arg, kp_err err, const char *text, kp_ns now)
{
    (void)arg;
    (void)err;
    (void)text;
    (void)now;
}

static void rig_open(rig *r, server *s, const char *servers, bool filtered)
{
    memset(r, 0, sizeof *r);
    r->server = s;
    kp__alloc_init(&r->alloc, NULL);
    kp__log_init(&r->log, KP__LOG_DEBUG);
    assert_int_equal(kp__io_system_new(&r->alloc, NULL, "test", &r->io), KP_OK);
    kp__cluster_config config = {
        .bootstrap_servers = servers,
        .client_id = "test",
        .request_timeout = KP_SEC(10),
        .inflight_max = 5,
        .response_max = 1 << 20,
        .reconnect_backoff = KP_MS(1),
        .reconnect_backoff_max = KP_MS(10),
        .retry_backoff = KP_MS(1),
        .retry_backoff_max = KP_MS(10),
        .setup_timeout = KP_SEC(10),
        .setup_timeout_max = KP_SEC(10),
        .metadata_max_age = KP_SEC(300),
        .metadata_max_idle = KP_SEC(300),
        .connections_max_idle = KP_NEVER,
        .rebootstrap_trigger = KP_NEVER,
        .auto_create = true,
        .send_buffer = -1,
        .receive_buffer = -1,
    };
    assert_int_equal(kp__cluster_new(&r->alloc, &config, 1, &r->log, &r->cluster), KP_OK);
    static kp__cluster_events events = {
        .topic_changed = on_changed, .node_ready = on_ready, .node_down = on_down, .unreachable = on_unreachable};
    events.arg = r;
    kp__cluster_listen(r->cluster, &events);
    kp__filter filter = {.wrap = dummy_filter_wrap};
    const kp__pump_config pump = {.filter = filtered ? &filter : NULL, .send_buffer = -1, .receive_buffer = -1};
    assert_int_equal(kp__pump_init(&r->pump, r->io, r->cluster, &r->log, &pump), KP_OK);
}

static void rig_close(rig *r)
{
    kp__pump_close_all(&r->pump, KP_ERR_CLOSED, r->io->ops->now(r->io));
    kp__pump_deinit(&r->pump);
    kp__cluster_free(r->cluster);
    r->io->ops->free(r->io);
    assert_int_equal(r->alloc.bytes, 0);
    server_stop(r->server);
}

static bool turn_until_changed(rig *r)
{
    kp_ns end = r->io->ops->now(r->io) + KP_SEC(20);
    int before = r->changed;
    while (r->changed == before)
        if (kp__pump_turn(&r->pump, end) >= end)
            return false;
    return true;
}

static void want(rig *r)
{
    assert_int_equal(kp__cluster_want_topic(r->cluster, "t", r, r->io->ops->now(r->io)), KP_OK);
}

TEST(metadata_comes_through_a_socket)
{
    rig r;
    server *s = server_start(3);
    rig_open(&r, s, server_address(s), false);
    want(&r);
    assert_true(turn_until_changed(&r));
    assert_int_equal(kp__cluster_topic(r.cluster, "t")->partition_count, 3);
    assert_true(r.pump.connections >= 1);
    rig_close(&r);
}

TEST(metadata_comes_through_a_filter)
{
    rig r;
    server *s = server_start_filtered(2000); /* an answer of several frames */
    rig_open(&r, s, server_address(s), true);
    want(&r);
    assert_true(turn_until_changed(&r));
    assert_int_equal(kp__cluster_topic(r.cluster, "t")->partition_count, 2000);
    rig_close(&r);
}

TEST(a_name_is_resolved_and_a_dead_server_passed_over)
{
    rig r;
    server *s = server_start(1);
    char servers[128];
    (void)snprintf(servers, sizeof servers, "127.0.0.1:1,localhost:%u", server_port(s));
    rig_open(&r, s, servers, false);
    want(&r);
    assert_true(turn_until_changed(&r));
    rig_close(&r);
}

TEST(a_lookup_or_a_connection_under_way_can_be_given_up)
{
    for (int turns = 0; turns < 6; turns++) {
        rig r;
        server *s = server_start(1);
        char servers[64];
        (void)snprintf(servers, sizeof servers, "localhost:%u", server_port(s));
        rig_open(&r, s, servers, turns % 2);
        want(&r);
        for (int i = 0; i < turns; i++)
            (void)kp__pump_turn(&r.pump, 0);
        rig_close(&r);
    }
}

TEST(a_broker_that_went_away_is_found_again)
{
    rig r;
    server *s = server_start(1);
    rig_open(&r, s, server_address(s), false);
    want(&r);
    assert_true(turn_until_changed(&r));
    uint16_t port = server_port(s);
    server_stop(s);
    while (r.down == 0)
        (void)kp__pump_turn(&r.pump, KP_NEVER);
    r.server = server_restart(port, 4);
    kp__cluster_refresh(r.cluster, r.io->ops->now(r.io));
    assert_true(turn_until_changed(&r));
    assert_int_equal(kp__cluster_topic(r.cluster, "t")->partition_count, 4);
    rig_close(&r);
}

TESTS(t(metadata_comes_through_a_socket), t(metadata_comes_through_a_filter),
      t(a_name_is_resolved_and_a_dead_server_passed_over), t(a_lookup_or_a_connection_under_way_can_be_given_up),
      t(a_broker_that_went_away_is_found_again))
