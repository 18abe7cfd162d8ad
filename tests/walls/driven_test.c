/* Wall test 5: a driven-mode program stays at one task throughout, with the host's resolver, a name and a literal
 * address, and with a transport of the host's; it sends, waits, survives its broker's death in mid-run, closes. */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <kprod/kprod.h>
#include <tests/api/host.h>
#include <tests/check.h>
#include <tests/walls/child_broker.h>

enum { RECORDS = 6000, DIES_AT = 1500, COMES_BACK_AFTER = 20 };

typedef struct program {
    child_broker broker;
    kp_producer *producer;
    int tasks; /* at the start; the race detector has one of its own */
    int lookups;
    int written, failed;
    bool broker_down;
    int passes_down;
    host *host; /* NULL: the library's sockets */
} program;

static kp_err resolve(void *context, const char *name, uint16_t port, kp_address *out, int cap, int *count)
{
    program *p = context;
    p->lookups++;
    if (strcmp(name, "broker.test") != 0 || cap < 1)
        return KP_ERR_RESOLVE;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    memcpy(out[0].bytes, &address, sizeof address);
    out[0].length = sizeof address;
    *count = 1;
    return KP_OK;
}

static void done(const kp_delivery *delivery, void *arg)
{
    program *p = arg;
    p->written += delivery->status == KP_WRITTEN;
    p->failed += delivery->status != KP_WRITTEN;
    assert_int_equal(tasks(), p->tasks);
}

static kp_ns now(void)
{
    struct timespec ts;
    (void)clock_gettime(CLOCK_MONOTONIC, &ts);
    return (kp_ns)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* What any host's event loop does. */
static void drive_once(program *p)
{
    struct pollfd fds[] = {{.fd = kp_producer_drive_fd(p->producer), .events = POLLIN},
                           {.fd = p->host ? p->host->epoll : -1, .events = POLLIN}};
    kp_ns deadline = kp_producer_deadline(p->producer), at = now();
    int wait = deadline == KP_NEVER ? 10000 : deadline <= at ? 0 : (int)((deadline - at) / 1000000) + 1;
    (void)poll(fds, 2, wait);
    if (p->host)
        host_look(p->host);
    assert_int_equal(kp_producer_drive(p->producer, now()), KP_OK);
    assert_int_equal(tasks(), p->tasks);
    if (p->broker_down && ++p->passes_down == COMES_BACK_AFTER) {
        child_broker_restart(&p->broker);
        p->broker_down = false;
    }
}

static void open_program(program *p, const char *name)
{
    kp_transport transport;
    char servers[64];
    kp_error error = KP_ERROR_INIT;
    kp_options *options = kp_options_new();
    (void)snprintf(servers, sizeof servers, "%s:%u", name, (unsigned)p->broker.port);
    if (p->host)
        host_open(p->host, &transport);
    const char *const set[][2] = {{"bootstrap.servers", servers}, {"threads", "none"},       {"linger.ms", "1"},
                                  {"reconnect.backoff.ms", "5"},  {"retry.backoff.ms", "5"}, {"batch.size", "2000"}};
    for (size_t i = 0; i < sizeof set / sizeof set[0]; i++)
        assert_int_equal(kp_options_set(options, set[i][0], set[i][1], &error), KP_OK);
    kp_hooks hooks = KP_HOOKS_INIT;
    hooks.context = p;
    hooks.resolve = resolve;
    hooks.transport = p->host ? &transport : NULL;
    if (kp_producer_open(options, &hooks, &p->producer, &error) != KP_OK)
        fail_msg("%s", error.text);
    kp_options_free(options);
}

/* A host that rings from its own loop, on the only thread there is, waits in that loop. */
static void send_and_wait(program *p, const kp_record *record)
{
    kp_delivery delivery = KP_DELIVERY_INIT;
    if (p->host && p->host->bells) {
        kp_future future;
        kp_future_init(&future);
        assert_int_equal(kp_producer_send_future(p->producer, record, &future), KP_OK);
        while (!kp_future_done(&future))
            drive_once(p);
        delivery = future.delivery;
    } else {
        assert_int_equal(kp_producer_send_wait(p->producer, record, KP_SEC(60), &delivery), KP_OK);
    }
    assert_int_equal(delivery.err, KP_OK);
    assert_int_equal(delivery.status, KP_WRITTEN);
}

static void flush(program *p)
{
    if (p->host && p->host->bells)
        while (kp_producer_flush(p->producer, 0) == KP_ERR_TIMEOUT)
            drive_once(p);
    assert_int_equal(kp_producer_flush(p->producer, KP_SEC(60)), KP_OK);
}

static void run_program(const char *name, host *h)
{
    program p = {.tasks = tasks(), .host = h};
    bool by_name = strcmp(name, "127.0.0.1") != 0;
    child_broker_start(&p.broker);
    open_program(&p, name);
    kp_record record = KP_RECORD_INIT;
    record.topic_name = "driven";
    record.value = "0123456789012345678901234567890123456789";
    record.value_size = 40;
    for (int i = 0; i < RECORDS; i++) {
        kp_err err;
        while ((err = kp_producer_send(p.producer, &record, done, &p)) != KP_OK) {
            assert_true(kp_err_class(err) & KP_CLASS_AGAIN);
            drive_once(&p);
        }
        if (i == DIES_AT) {
            child_broker_kill(&p.broker);
            p.broker_down = true;
        }
        if (i % 10 == 0)
            drive_once(&p);
    }
    while (p.written + p.failed < RECORDS)
        drive_once(&p);
    send_and_wait(&p, &record);
    assert_int_equal(kp_producer_send(p.producer, &record, done, &p), KP_OK);
    flush(&p);
    assert_int_equal(kp_producer_close(p.producer, KP_SEC(60)), KP_OK);
    assert_int_equal(tasks(), p.tasks);
    kp_producer_free(p.producer);
    assert_int_equal(p.written, RECORDS + 1);
    assert_int_equal(p.failed, 0);
    assert_true(p.passes_down >= COMES_BACK_AFTER);
    assert_true(by_name ? p.lookups > 0 : p.lookups == 0);
    child_broker_stop(&p.broker);
    if (h) {
        assert_true(h->connects > 2); /* the broker died in between */
        host_close(h);
    }
}

TEST(wall5_a_driven_program_has_one_task_with_a_literal_address) { run_program("127.0.0.1", NULL); }

TEST(wall5_a_driven_program_has_one_task_with_a_name_and_the_hosts_resolver) { run_program("broker.test", NULL); }

TEST(wall5_a_driven_program_has_one_task_with_a_transport_of_its_own)
{
    run_program("broker.test", &(host){.piece = 0});
    run_program("127.0.0.1", &(host){.bells = true, .lazy = true});
}

TESTS(t(wall5_a_driven_program_has_one_task_with_a_literal_address),
      t(wall5_a_driven_program_has_one_task_with_a_name_and_the_hosts_resolver),
      t(wall5_a_driven_program_has_one_task_with_a_transport_of_its_own))
