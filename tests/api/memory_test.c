/* G7: each allocation of a producer's life fails once, and then all from there on: an error code, no crash, no leak,
 * and every accepted record reported once. */
#include <stdlib.h>
#include <string.h>

#include <tests/api/host.h>
#include <tests/api/rig.h>

typedef struct ration {
    _Atomic int64_t calls;
    _Atomic int64_t live;
    int64_t fail_at;
    bool from_there_on;
} ration;

static bool refuses(ration *own)
{
    int64_t call = atomic_fetch_add(&own->calls, 1);
    return own->fail_at >= 0 && (call == own->fail_at || (own->from_there_on && call > own->fail_at));
}

static void *ration_alloc(void *context, size_t size)
{
    ration *own = context;
    if (refuses(own))
        return NULL;
    void *memory = malloc(size);
    own->live += memory != NULL;
    return memory;
}

static void *ration_realloc(void *context, void *ptr, size_t size)
{
    return refuses(context) ? NULL : realloc(ptr, size);
}

static void ration_free(void *context, void *ptr)
{
    ration *own = context;
    own->live -= ptr != NULL;
    free(ptr);
}

static void count_report(const kp_delivery *delivery, void *arg)
{
    (void)delivery;
    (*(_Atomic int *)arg)++;
}

typedef struct outcome {
    bool opened;
    int accepted;
    int timeouts;
    kp_err flush;
} outcome;

/* A producer's life. `patience`: how long its waits may take. `transport` may be NULL. */
static outcome live(server *s, ration *own, kp_ns patience, const kp_transport *transport)
{
    outcome out = {false, 0, 0, KP_OK};
    kp_hooks hooks = KP_HOOKS_INIT;
    hooks.context = own;
    hooks.alloc = ration_alloc;
    hooks.realloc = ration_realloc;
    hooks.free = ration_free;
    hooks.transport = transport;
    kp_options *options = kp_options_new();
    kp_error error = KP_ERROR_INIT;
    assert_int_equal(kp_options_set(options, "bootstrap.servers", server_address(s), &error), KP_OK);
    assert_int_equal(kp_options_set(options, "max.block.ms", patience < KP_SEC(1) ? "20" : "20000", &error), KP_OK);
    assert_int_equal(kp_options_set(options, "retry.backoff.ms", "1", &error), KP_OK);
    assert_int_equal(kp_options_set(options, "reconnect.backoff.ms", "1", &error), KP_OK);
    kp_producer *producer = NULL;
    kp_err err = kp_producer_open(options, &hooks, &producer, &error);
    kp_options_free(options);
    if (err != KP_OK) {
        assert_int_equal(err, KP_ERR_NO_MEMORY);
        assert_int_equal(error.code, KP_ERR_NO_MEMORY);
        return out;
    }
    out.opened = true;
    _Atomic int reports = 0;
    kp_record record = KP_RECORD_INIT;
    record.topic_name = "t";
    for (int i = 0; i < 5; i++) {
        record.key = i % 2 ? "k" : NULL;
        record.key_size = i % 2;
        err = kp_producer_send(producer, &record, count_report, &reports);
        out.accepted += err == KP_OK;
        out.timeouts += err == KP_ERR_TIMEOUT;
    }
    kp_future future;
    kp_future_init(&future);
    err = kp_producer_send_future(producer, &record, &future);
    if (err == KP_OK)
        err = kp_future_wait(producer, &future, patience, NULL);
    out.timeouts += err == KP_ERR_TIMEOUT;
    kp_future_abandon(producer, &future);
    out.flush = kp_producer_flush(producer, patience);
    (void)!kp_producer_close(producer, patience);
    kp_producer_free(producer);
    assert_int_equal(reports, out.accepted);
    assert_int_equal(own->live, 0);
    return out;
}

static int64_t count_calls(server *s, const kp_transport *transport)
{
    ration all = {.fail_at = -1};
    outcome out = live(s, &all, KP_SEC(20), transport);
    assert_true(out.opened);
    assert_int_equal(out.accepted, 5);
    assert_int_equal(out.flush, KP_OK);
    return all.calls;
}

static void fail_each_once(server *s, const kp_transport *transport)
{
    int64_t calls = count_calls(s, transport);
    int unopened = 0;
    for (int64_t i = 0; i < calls + 5; i++) {
        ration one = {.fail_at = i};
        outcome out = live(s, &one, KP_SEC(20), transport);
        unopened += !out.opened;
        assert_int_equal(one.live, 0);
        assert_int_equal(out.flush, KP_OK); /* it got over it, */
        assert_int_equal(out.timeouts, 0);  /* and nobody waited for what had come to nothing */
    }
    assert_true(unopened > 5);
    print_message("%lld allocations, each failed once; %d of them inside open\n", (long long)calls, unopened);
}

static void fail_all_from_each_on(server *s, const kp_transport *transport)
{
    int64_t calls = count_calls(s, transport);
    for (int64_t i = 0; i < calls + 5; i++) {
        ration none = {.fail_at = i, .from_there_on = true};
        (void)live(s, &none, KP_MS(20), transport);
        assert_int_equal(none.live, 0);
    }
}

TEST(each_allocation_may_fail_once)
{
    server *s = server_start(3);
    fail_each_once(s, NULL);
    server_stop(s);
}

TEST(all_allocations_may_fail_from_any_point_on)
{
    server *s = server_start(3);
    fail_all_from_each_on(s, NULL);
    server_stop(s);
}

/* With the host's transport, by descriptor and by bell; what was connected is closed. */
static void through(host h)
{
    kp_transport transport;
    server *s = server_start(3);
    host_open(&h, &transport);
    fail_each_once(s, &transport);
    fail_all_from_each_on(s, &transport);
    host_close(&h);
    server_stop(s);
}

TEST(allocations_may_fail_under_a_transport) { through((host){.piece = 0}); }
TEST(allocations_may_fail_under_a_transport_that_rings) { through((host){.bells = true, .thread = true}); }

TESTS(t(each_allocation_may_fail_once), t(all_allocations_may_fail_from_any_point_on),
      t(allocations_may_fail_under_a_transport), t(allocations_may_fail_under_a_transport_that_rings))
