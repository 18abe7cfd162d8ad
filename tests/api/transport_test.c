/* The host's transport under each kind of handle: in every allowed manner all records arrive, whatever fails is
 * overcome and told in the host's words, and a broken promise breaks the handle and nothing else. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <kprod/broker.h>
#include <kprod/kprod.h>
#include <tests/api/host.h>
#include <tests/api/rig.h>

enum { RECORDS = 300 };

#define OPTIONS(...) ((const char *const[]){"retry.backoff.ms", "1", "reconnect.backoff.ms", "1", __VA_ARGS__, NULL})

/* ---- a producer over a host ---- */

typedef struct bench {
    rig rig; /* its server and producer are made here */
    host *host;
    bool driven;
    char words[4096]; /* of the log */
} bench;

static void note(void *context, int severity, const char *event, const char *text)
{
    bench *b = context;
    size_t have = strlen(b->words);
    (void)severity;
    (void)snprintf(b->words + have, sizeof b->words - have, "%s: %s\n", event, text);
}

static void bench_open(bench *b, host *h, const char *const *options, bool driven)
{
    kp_hooks hooks = KP_HOOKS_INIT;
    kp_transport transport;
    memset(b, 0, sizeof *b);
    b->host = h;
    b->driven = driven;
    b->rig.server = h->filtered ? server_start_filtered(3) : server_start(3);
    host_open(h, &transport);
    hooks.context = b;
    hooks.log = note;
    hooks.transport = &transport;
    char name[64];
    (void)snprintf(name, sizeof name, "kafka.invalid:%u", (unsigned)server_port(b->rig.server));
    b->rig.producer = open_producer(h->by_name ? name : server_address(b->rig.server), options, &hooks);
    transport = (kp_transport)KP_TRANSPORT_INIT; /* it was copied */
    assert_int_equal(kp_producer_topic(b->rig.producer, "t", &b->rig.topic), KP_OK);
}

static void bench_close(bench *b)
{
    rig_close(&b->rig);
    host_close(b->host);
}

static kp_ns now(void)
{
    struct timespec ts;
    (void)clock_gettime(CLOCK_MONOTONIC, &ts);
    return (kp_ns)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* One round of a host's loop, which watches its own descriptors beside the producer's. */
static kp_err drive_once(bench *b)
{
    struct pollfd fds[] = {{.fd = kp_producer_drive_fd(b->rig.producer), .events = POLLIN},
                           {.fd = b->host->epoll, .events = POLLIN}};
    kp_ns deadline = kp_producer_deadline(b->rig.producer), at = now();
    int wait = deadline == KP_NEVER ? -1 : deadline <= at ? 0 : (int)((deadline - at) / 1000000) + 1;
    (void)poll(fds, 2, wait);
    host_look(b->host);
    return kp_producer_drive(b->rig.producer, now());
}

static void send_one(bench *b)
{
    kp_err err;
    while ((err = rig_send(&b->rig, "0123456789012345678901234567890123456789")) != KP_OK) {
        assert_true(b->driven && (kp_err_class(err) & KP_CLASS_AGAIN));
        assert_int_equal(drive_once(b), KP_OK);
    }
}

static void deliver(bench *b, int records)
{
    int before = b->rig.reports;
    for (int i = 0; i < records; i++) {
        send_one(b);
        if (b->driven && i % 10 == 0)
            assert_int_equal(drive_once(b), KP_OK);
    }
    while (b->driven && b->rig.reports < before + records)
        assert_int_equal(drive_once(b), KP_OK);
    assert_int_equal(kp_producer_flush(b->rig.producer, KP_NEVER), KP_OK);
    assert_int_equal(b->rig.reports, before + records);
    assert_int_equal(b->rig.written, before + records);
}

/* ---- manners ---- */

static void behave(host h, bool driven)
{
    bench b;
    bench_open(&b, &h, OPTIONS("threads", driven ? "none" : "loop", "batch.size", "500"), driven);
    deliver(&b, RECORDS);
    assert_int_equal(server_records(b.rig.server), RECORDS);
    bench_close(&b);
    assert_int_equal(h.connects, 2); /* the bootstrap server and the node: nothing was lost on the way */
    assert_int_equal(h.node_ids[0], -1);
    assert_int_equal(h.node_ids[1], 0);
    assert_string_equal(b.words, "");
}

#define MANNERS(name, ...)                                                                                             \
    TEST(name) { behave((host){__VA_ARGS__}, false); }                                                                 \
    TEST(name##_when_driven) { behave((host){__VA_ARGS__}, true); }

MANNERS(records_go_through_a_plain_transport, .piece = 0)
MANNERS(records_go_through_one_byte_at_a_time, .piece = 1)
MANNERS(records_go_through_in_pieces_with_calls_that_do_nothing, .piece = 7, .lazy = true)
MANNERS(records_go_through_where_reads_want_writes_and_writes_want_reads, .filtered = true)
MANNERS(records_go_through_where_they_want_it_in_pieces, .filtered = true, .piece = 100, .lazy = true)
MANNERS(records_go_through_where_a_write_takes_in_what_is_to_be_read, .eager = true)
MANNERS(records_go_through_by_name, .by_name = true)

TEST(records_go_through_without_a_descriptor)
{
    behave((host){.bells = true, .thread = true}, false);
    behave((host){.bells = true, .thread = true, .filtered = true, .piece = 100, .lazy = true}, false);
}

TEST(records_go_through_without_a_descriptor_when_driven)
{
    behave((host){.bells = true, .thread = true}, true);
    behave((host){.bells = true}, true);
    behave((host){.bells = true, .filtered = true, .piece = 100, .eager = true}, true);
}

static void drive_without_a_look(bench *b) { assert_int_equal(kp_producer_drive(b->rig.producer, now()), KP_OK); }

TEST(a_new_connection_is_tried_without_any_sign)
{
    bench b;
    host h = {.bells = true};
    bench_open(&b, &h, OPTIONS("threads", "none"), true);
    (void)!rig_send(&b.rig, "asks for the topic");
    for (int i = 0; i < 100 && h.handshakes == 0; i++)
        drive_without_a_look(&b);
    assert_true(h.handshakes > 0);
    bench_close(&b);
}

/* The answer to one record is taken in by the write of the next, behind the back of every descriptor. */
TEST(what_a_write_took_in_is_read_because_the_bell_was_rung)
{
    bench b;
    host h = {.bells = true, .eager = true};
    bench_open(&b, &h, OPTIONS("threads", "none"), true);
    deliver(&b, 5);
    for (int i = 0; i < 10; i++) {
        uint64_t requests = server_requests(b.rig.server, 0);
        int reports = b.rig.reports, rings = h.rings_of_writes;
        assert_int_equal(rig_send(&b.rig, "first"), KP_OK);
        while (server_requests(b.rig.server, 0) == requests)
            drive_without_a_look(&b);
        host_wait_readable(&h);
        assert_int_equal(rig_send(&b.rig, "second"), KP_OK);
        while (h.rings_of_writes == rings)
            drive_without_a_look(&b);
        drive_without_a_look(&b);
        assert_true(b.rig.reports > reports);
        while (b.rig.reports < reports + 2)
            assert_int_equal(drive_once(&b), KP_OK);
    }
    bench_close(&b);
}

/* ---- where to ---- */

static kp_err never_resolve(void *context, const char *name, uint16_t port, kp_address *out, int cap, int *count)
{
    (void)context, (void)port, (void)out, (void)cap, (void)count;
    fail_msg("%s was looked up", name);
    return KP_ERR_RESOLVE;
}

TEST(connect_is_told_where_to)
{
    for (int by_name = 0; by_name < 2; by_name++) {
        bench b;
        host h = {.by_name = by_name};
        bench_open(&b, &h, OPTIONS("send.buffer.bytes", "70000", "receive.buffer.bytes", "80000"), false);
        rig_know_topic(&b.rig);
        assert_int_equal(h.last.size, sizeof h.last);
        assert_int_equal(h.last.port, server_port(b.rig.server));
        assert_int_equal(h.last.send_buffer, 70000);
        assert_int_equal(h.last.receive_buffer, 80000);
        assert_string_equal(h.last_host, by_name && h.connects == 1 ? "kafka.invalid" : "127.0.0.1");
        assert_int_equal(h.last.address == NULL, by_name);
        bench_close(&b);
    }
}

TEST(by_name_looks_nothing_up)
{
    host h = {.by_name = true};
    kp_transport transport;
    kp_hooks hooks = KP_HOOKS_INIT;
    kp_error error = KP_ERROR_INIT;
    server *s = server_start(1);
    char name[64];
    (void)snprintf(name, sizeof name, "kafka.invalid:%u", (unsigned)server_port(s));
    host_open(&h, &transport);
    hooks.resolve = never_resolve;
    hooks.transport = &transport;
    kp_producer *producer = open_producer(name, NULL, &hooks);
    assert_int_equal(kp_producer_wait_ready(producer, KP_NEVER, &error), KP_OK);
    kp_producer_free(producer);
    host_close(&h);
    server_stop(s);
}

TEST(an_incomplete_transport_is_refused)
{
    kp_options *options = kp_options_new();
    kp_error error = KP_ERROR_INIT;
    kp_hooks hooks = KP_HOOKS_INIT;
    kp_producer *producer = NULL;
    kp_admin *admin = NULL;
    kp_reader *reader = NULL;
    host h = {.piece = 0};
    kp_transport whole, transport;
    host_open(&h, &whole);
    hooks.transport = &transport;
    assert_int_equal(kp_options_set(options, "bootstrap.servers", "127.0.0.1:9", &error), KP_OK);
    static const char *const lacking[] = {"connect", "read", "write", "close", "size"};
    for (int i = 0; i < 5; i++) {
        transport = whole;
        transport.connect = i == 0 ? NULL : whole.connect;
        transport.read = i == 1 ? NULL : whole.read;
        transport.write = i == 2 ? NULL : whole.write;
        transport.close = i == 3 ? NULL : whole.close;
        transport.size = i == 4 ? 0 : whole.size;
        assert_int_equal(kp_producer_open(options, &hooks, &producer, &error), KP_ERR_ARGUMENT);
        assert_non_null(strstr(error.text, lacking[i]));
        assert_int_equal(kp_admin_open(options, &hooks, &admin, &error), KP_ERR_ARGUMENT);
        assert_int_equal(kp_reader_open(options, &hooks, &reader, &error), KP_ERR_ARGUMENT);
    }
    kp_options_free(options);
    host_close(&h);
}

TEST(a_transport_needs_no_handshake)
{
    bench b;
    host h = {.piece = 0};
    kp_transport transport;
    kp_hooks hooks = KP_HOOKS_INIT;
    memset(&b, 0, sizeof b);
    host_open(&h, &transport);
    transport.size = offsetof(kp_transport, handshake); /* a caller that does not know of it ... */
    hooks.transport = &transport;
    b.rig.server = server_start(1);
    kp_options *options = kp_options_new();
    kp_error error = KP_ERROR_INIT;
    assert_int_equal(kp_options_set(options, "bootstrap.servers", server_address(b.rig.server), &error), KP_OK);
    /* ... lacks what comes after, too */
    assert_int_equal(kp_producer_open(options, &hooks, &b.rig.producer, &error), KP_ERR_ARGUMENT);
    transport.size = sizeof transport;
    transport.handshake = NULL;
    h.without_handshake = true;
    assert_int_equal(kp_producer_open(options, &hooks, &b.rig.producer, &error), KP_OK);
    assert_int_equal(kp_producer_wait_ready(b.rig.producer, KP_NEVER, &error), KP_OK);
    assert_int_equal(h.handshakes, 0);
    kp_options_free(options);
    bench_close(&(bench){.rig = b.rig, .host = &h});
}

/* ---- failures ---- */

static void fail_each_call(bool driven)
{
    for (int call = 1;; call++) {
        bench b;
        host h = {.fail_at = call, .piece = 50, .mute = call % 3 == 0};
        bench_open(&b, &h, OPTIONS("threads", driven ? "none" : "loop", "batch.size", "200"), driven);
        deliver(&b, 20);
        bench_close(&b);
        if (h.failures == 0) {
            assert_true(call > 20);
            return;
        }
        assert_int_equal(b.rig.reports, 20);
        if (h.mute) /* then those of the code */
            assert_true(b.words[0] && !strstr(b.words, "out of order"));
        else if (!strstr(b.words, "?out of order")) /* without its line feed */
            fail_msg("call %d failed, and the log says: %s", call, b.words);
    }
}

TEST(each_call_may_fail_in_turn) { fail_each_call(false); }
TEST(each_call_may_fail_in_turn_when_driven) { fail_each_call(true); }

TEST(a_call_that_waits_in_vain_tells_the_transports_words)
{
    kp_error error = KP_ERROR_INIT;
    for (int call = 1; call < 5; call++) { /* connect, handshake, write or read */
        bench b;
        host h = {.fail_at = call, .fail_onwards = true};
        bench_open(&b, &h, OPTIONS("max.block.ms", "50"), false);
        while (h.failures < 2) {
            assert_int_equal(kp_producer_wait_ready(b.rig.producer, KP_MS(10), &error), KP_ERR_TIMEOUT);
            assert_true(strstr(error.text, "out of order") || h.failures < 2);
        }
        assert_int_equal(kp_producer_wait_ready(b.rig.producer, KP_MS(10), &error), KP_ERR_TIMEOUT);
        assert_non_null(strstr(error.text, "out of order"));
        bench_close(&b);
    }
}

TEST(a_descriptor_that_cannot_be_watched_is_a_failed_connection)
{
    bench b;
    host h = {.bad_fd = 1 << 20};
    kp_error error = KP_ERROR_INIT;
    bench_open(&b, &h, OPTIONS("linger.ms", "0"), false);
    while (h.closes < 2)
        assert_int_equal(kp_producer_wait_ready(b.rig.producer, KP_MS(10), &error), KP_ERR_TIMEOUT);
    assert_int_equal(kp_producer_wait_ready(b.rig.producer, KP_MS(10), &error), KP_ERR_TIMEOUT);
    assert_non_null(strstr(error.text, "cannot be watched"));
    bench_close(&b);
}

TEST(a_handshake_that_comes_to_no_end_is_given_up)
{
    for (int driven = 0; driven < 2; driven++) {
        bench b;
        host h = {.hangs = true};
        bench_open(&b, &h,
                   OPTIONS("threads", driven ? "none" : "loop", "socket.connection.setup.timeout.ms", "5",
                           "socket.connection.setup.timeout.max.ms", "5"),
                   driven);
        kp_error error = KP_ERROR_INIT;
        while (h.closes < 2)
            assert_int_equal(kp_producer_wait_ready(b.rig.producer, KP_MS(10), &error), KP_ERR_TIMEOUT);
        h.hangs = false;
        assert_int_equal(kp_producer_wait_ready(b.rig.producer, KP_NEVER, &error), KP_OK);
        bench_close(&b);
    }
}

TEST(a_producer_may_be_freed_in_the_middle_of_a_handshake)
{
    bench b;
    host h = {.hangs = true};
    kp_error error = KP_ERROR_INIT;
    bench_open(&b, &h, OPTIONS("linger.ms", "0"), false);
    while (h.handshakes == 0)
        assert_int_equal(kp_producer_wait_ready(b.rig.producer, KP_MS(1), &error), KP_ERR_TIMEOUT);
    assert_int_equal(h.closes, 0);
    bench_close(&b);
    assert_int_equal(h.closes, 1);
}

/* ---- lies ---- */

TEST(a_count_outside_its_range_breaks_the_producer_and_nothing_else)
{
    for (int lie = HOST_HONEST + 1; lie < HOST_LIES; lie++)
        for (int driven = 0; driven < 2; driven++) {
            bench b;
            host h = {.piece = 0};
            kp_error error = KP_ERROR_INIT;
            bench_open(&b, &h, OPTIONS("threads", driven ? "none" : "loop"), driven);
            deliver(&b, 5);
            h.lie = lie;
            assert_int_equal(rig_send(&b.rig, "one more"), KP_OK);
            kp_future future;
            kp_record record = rig_record(&b.rig, NULL, "to be waited for");
            kp_delivery delivery = KP_DELIVERY_INIT;
            kp_future_init(&future);
            (void)!kp_producer_send_future(b.rig.producer, &record, &future);
            assert_int_equal(kp_producer_flush(b.rig.producer, KP_NEVER), KP_ERR_BROKEN);
            assert_int_equal(kp_producer_send_wait(b.rig.producer, &record, KP_NEVER, &delivery), KP_ERR_BROKEN);
            assert_true(kp_future_done(&future) ||
                        kp_future_wait(b.rig.producer, &future, KP_NEVER, NULL) != KP_ERR_TIMEOUT);
            assert_int_equal(rig_send(&b.rig, "and another"), KP_ERR_BROKEN);
            assert_int_equal(kp_producer_wait_ready(b.rig.producer, KP_NEVER, &error), KP_ERR_BROKEN);
            assert_int_equal(kp_producer_close(b.rig.producer, KP_NEVER), KP_ERR_BROKEN);
            assert_int_equal(b.rig.reports, 6);
            assert_int_equal(b.rig.written, 5);
            kp_future_abandon(b.rig.producer, &future);
            assert_int_equal(h.connects, h.closes);
            assert_non_null(strstr(b.words, "transport: the host's transport answered a"));
            bench_close(&b);
        }
}

TEST(reports_of_a_broken_producer_can_be_polled)
{
    bench b;
    host h = {.lie = HOST_HONEST};
    bench_open(&b, &h, OPTIONS("callbacks", "poll"), false);
    rig_know_topic(&b.rig);
    h.lie = HOST_READS_TOO_MUCH;
    assert_int_equal(rig_send(&b.rig, "polled"), KP_OK);
    assert_int_equal(kp_producer_close(b.rig.producer, KP_NEVER), KP_ERR_BROKEN);
    assert_int_equal(kp_producer_poll(b.rig.producer, KP_NEVER), 1);
    assert_int_equal(kp_producer_poll(b.rig.producer, KP_NEVER), -KP_ERR_BROKEN);
    assert_int_equal(b.rig.reports, 1);
    bench_close(&b);
}

TEST(a_count_outside_its_range_breaks_an_admin_client_and_a_reader)
{
    for (int lie = HOST_HONEST + 1; lie < HOST_LIES; lie++) {
        host h[2] = {{.lie = lie}, {.lie = lie}};
        kp_transport transport[2];
        kp_hooks hooks = KP_HOOKS_INIT;
        kp_error error = KP_ERROR_INIT;
        kp_options *options = kp_options_new();
        kp_admin *admin = NULL;
        kp_reader *reader = NULL;
        const kp_cluster_info *info = NULL;
        server *s = server_start(1);
        assert_int_equal(kp_options_set(options, "bootstrap.servers", server_address(s), &error), KP_OK);
        for (int i = 0; i < 2; i++)
            host_open(&h[i], &transport[i]);
        hooks.transport = &transport[0];
        assert_int_equal(kp_admin_open(options, &hooks, &admin, &error), KP_OK);
        hooks.transport = &transport[1];
        assert_int_equal(kp_reader_open(options, &hooks, &reader, &error), KP_OK);
        for (int twice = 0; twice < 2; twice++) {
            assert_int_equal(kp_admin_cluster(admin, KP_NEVER, &info, &error), KP_ERR_BROKEN);
            assert_int_equal(kp_reader_assign(reader, "t", -1, 0, KP_NEVER, &error), KP_ERR_BROKEN);
            assert_int_equal(h[0].connects, 1);
        }
        kp_admin_close(admin);
        kp_reader_close(reader);
        for (int i = 0; i < 2; i++)
            host_close(&h[i]);
        server_stop(s);
        kp_options_free(options);
    }
}

/* ---- all handles together ---- */

TEST(admin_client_producer_and_reader_all_go_through_it)
{
    host h[3] = {{.piece = 100}, {.bells = true, .thread = true}, {.lazy = true}};
    kp_transport transport[3];
    kp_hooks hooks[3] = {KP_HOOKS_INIT, KP_HOOKS_INIT, KP_HOOKS_INIT};
    kp_error error = KP_ERROR_INIT;
    kp_broker *broker = NULL;
    kp_broker_options ephemeral;
    kp_broker_options_init(&ephemeral);
    ephemeral.ephemeral = true;
    assert_int_equal(kp_broker_open(&ephemeral, NULL, &broker, &error), KP_OK);
    kp_options *options = kp_options_new();
    assert_int_equal(kp_options_set(options, "bootstrap.servers", kp_broker_address(broker), &error), KP_OK);
    for (int i = 0; i < 3; i++) {
        host_open(&h[i], &transport[i]);
        hooks[i].transport = &transport[i];
    }
    kp_admin *admin = NULL;
    kp_new_topic topic = KP_NEW_TOPIC_INIT;
    topic.name = "t";
    assert_int_equal(kp_admin_open(options, &hooks[0], &admin, &error), KP_OK);
    assert_int_equal(kp_admin_create_topic(admin, &topic, KP_NEVER, &error), KP_OK);
    kp_admin_close(admin);

    kp_producer *producer = NULL;
    kp_record record = KP_RECORD_INIT;
    record.topic_name = "t";
    record.value = "there and back";
    record.value_size = 14;
    assert_int_equal(kp_producer_open(options, &hooks[1], &producer, &error), KP_OK);
    for (int i = 0; i < 10; i++)
        assert_int_equal(kp_producer_send_wait(producer, &record, KP_NEVER, NULL), KP_OK);
    kp_producer_free(producer);

    kp_reader *reader = NULL;
    kp_read_record read = KP_READ_RECORD_INIT;
    assert_int_equal(kp_reader_open(options, &hooks[2], &reader, &error), KP_OK);
    assert_int_equal(kp_reader_assign(reader, "t", -1, KP_OFFSET_EARLIEST, KP_NEVER, &error), KP_OK);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(kp_reader_next(reader, KP_NEVER, &read, &error), KP_OK);
        assert_memory_equal(read.value, "there and back", 14);
    }
    kp_reader_close(reader);
    for (int i = 0; i < 3; i++) {
        assert_true(h[i].connects > 0);
        host_close(&h[i]);
    }
    kp_options_free(options);
    kp_broker_close(broker);
}

TEST(an_admin_client_that_waits_in_vain_tells_the_transports_words)
{
    host h = {.fail_at = 1, .fail_onwards = true};
    kp_transport transport;
    kp_hooks hooks = KP_HOOKS_INIT;
    kp_error error = KP_ERROR_INIT;
    kp_options *options = kp_options_new();
    kp_admin *admin = NULL;
    const kp_cluster_info *info = NULL;
    host_open(&h, &transport);
    hooks.transport = &transport;
    assert_int_equal(kp_options_set(options, "bootstrap.servers", "127.0.0.1:9", &error), KP_OK);
    assert_int_equal(kp_admin_open(options, &hooks, &admin, &error), KP_OK);
    while (h.failures == 0)
        assert_int_equal(kp_admin_cluster(admin, KP_MS(10), &info, &error), KP_ERR_TIMEOUT);
    assert_int_equal(kp_admin_cluster(admin, KP_MS(10), &info, &error), KP_ERR_TIMEOUT);
    assert_non_null(strstr(error.text, "the connect is?out of order"));
    kp_admin_close(admin);
    kp_options_free(options);
    host_close(&h);
}

/* ---- fork ---- */

TEST(nothing_of_the_transport_is_called_in_a_forked_child)
{
    bench b;
    host h = {.bells = true, .thread = true};
    bench_open(&b, &h, OPTIONS("linger.ms", "0"), false);
    deliver(&b, 5);
    int verdict[2];
    assert_int_equal(pipe(verdict), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)alarm(20);
        int calls = h.calls, closes = h.closes;
        for (int i = 0; i < HOST_CONNECTIONS_MAX; i++)
            if (h.open[i])
                host_ring(&h, i);
        kp_producer_free(b.rig.producer);
        char good = h.calls == calls && h.closes == closes;
        (void)!write(verdict[1], &good, 1);
        (void)raise(SIGKILL); /* no look for leaks: the threads that own the rest are the parent's */
    }
    char good = 0;
    (void)close(verdict[1]);
    assert_int_equal(read(verdict[0], &good, 1), 1);
    assert_true(good);
    (void)close(verdict[0]);
    assert_int_equal(waitpid(child, NULL, 0), child);
    deliver(&b, 5);
    bench_close(&b);
}

TESTS(t(records_go_through_a_plain_transport), t(records_go_through_a_plain_transport_when_driven),
      t(records_go_through_one_byte_at_a_time), t(records_go_through_one_byte_at_a_time_when_driven),
      t(records_go_through_in_pieces_with_calls_that_do_nothing),
      t(records_go_through_in_pieces_with_calls_that_do_nothing_when_driven),
      t(records_go_through_where_reads_want_writes_and_writes_want_reads),
      t(records_go_through_where_reads_want_writes_and_writes_want_reads_when_driven),
      t(records_go_through_where_they_want_it_in_pieces),
      t(records_go_through_where_they_want_it_in_pieces_when_driven),
      t(records_go_through_where_a_write_takes_in_what_is_to_be_read),
      t(records_go_through_where_a_write_takes_in_what_is_to_be_read_when_driven), t(records_go_through_by_name),
      t(records_go_through_by_name_when_driven), t(records_go_through_without_a_descriptor),
      t(records_go_through_without_a_descriptor_when_driven), t(a_new_connection_is_tried_without_any_sign),
      t(what_a_write_took_in_is_read_because_the_bell_was_rung), t(connect_is_told_where_to),
      t(by_name_looks_nothing_up), t(an_incomplete_transport_is_refused), t(a_transport_needs_no_handshake),
      t(each_call_may_fail_in_turn), t(each_call_may_fail_in_turn_when_driven),
      t(a_call_that_waits_in_vain_tells_the_transports_words),
      t(a_descriptor_that_cannot_be_watched_is_a_failed_connection), t(a_handshake_that_comes_to_no_end_is_given_up),
      t(a_producer_may_be_freed_in_the_middle_of_a_handshake),
      t(a_count_outside_its_range_breaks_the_producer_and_nothing_else), t(reports_of_a_broken_producer_can_be_polled),
      t(a_count_outside_its_range_breaks_an_admin_client_and_a_reader),
      t(admin_client_producer_and_reader_all_go_through_it),
      t(an_admin_client_that_waits_in_vain_tells_the_transports_words),
      t(nothing_of_the_transport_is_called_in_a_forked_child))
