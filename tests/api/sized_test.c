/* Callers compiled against an older kprod have smaller structs than ours, those of a newer one larger. Neither is read
 * or written past what it has; what it lacks has its default; and one that was never initialized is refused. */
#include <string.h>

#include <kprod/broker.h>
#include <kprod/kprod.h>
#include <tests/api/host.h>
#include <tests/api/rig.h>

enum { NEWER = 64, UNTOUCHED = 0xa5 };

/* What the linker cannot see: a struct of the caller's, with that of a newer one behind it. */
#define CALLER(type)                                                                                                   \
    struct {                                                                                                           \
        type own;                                                                                                      \
        uint8_t newer[NEWER];                                                                                          \
    }

/* Everything from `from` on is what an older caller's struct does not have, or a newer one's has more. */
static void spoil(void *caller, size_t from, size_t size) { memset((uint8_t *)caller + from, UNTOUCHED, size - from); }

static void check_untouched(const void *caller, size_t from, size_t size)
{
    for (size_t i = from; i < size; i++)
        assert_int_equal(((const uint8_t *)caller)[i], UNTOUCHED);
}

#define AS_OLDER(caller, last_lacking)                                                                                 \
    do {                                                                                                               \
        (caller).own.size = (uint32_t)offsetof(__typeof__((caller).own), last_lacking);                                \
        spoil(&(caller), (caller).own.size, sizeof(caller));                                                           \
    } while (0)
#define AS_NEWER(caller)                                                                                               \
    do {                                                                                                               \
        (caller).own.size = (uint32_t)(sizeof((caller).own) + NEWER);                                                  \
        spoil(&(caller), sizeof((caller).own), sizeof(caller));                                                        \
    } while (0)

/* ---- what we fill ---- */

TEST(an_error_is_filled_as_far_as_it_goes)
{
    CALLER(kp_error) caller = {.own = KP_ERROR_INIT};
    kp_options *options = kp_options_new();
    caller.own.size = offsetof(kp_error, text) + 8;
    spoil(&caller, caller.own.size, sizeof caller);
    assert_int_equal(kp_options_set(options, "nonsense", "1", &caller.own), KP_ERR_UNKNOWN_OPTION);
    assert_int_equal(strlen(caller.own.text), 7);
    check_untouched(&caller, offsetof(kp_error, text) + 8, sizeof caller);
    AS_NEWER(caller);
    assert_int_equal(kp_options_set(options, "nonsense", "1", &caller.own), KP_ERR_UNKNOWN_OPTION);
    assert_true(strlen(caller.own.text) > 8);
    check_untouched(&caller, sizeof caller.own, sizeof caller);
    kp_options_free(options);
}

TEST(stats_are_filled_as_far_as_they_go)
{
    CALLER(kp_producer_stats) caller = {.own = KP_PRODUCER_STATS_INIT};
    rig r;
    rig_open(&r, NULL, NULL);
    AS_OLDER(caller, memory_used);
    assert_int_equal(kp_producer_stats_read(r.producer, &caller.own), KP_OK);
    assert_int_equal(caller.own.size, offsetof(kp_producer_stats, memory_used));
    check_untouched(&caller, offsetof(kp_producer_stats, memory_used), sizeof caller);
    AS_NEWER(caller);
    assert_int_equal(kp_producer_stats_read(r.producer, &caller.own), KP_OK);
    assert_int_equal(caller.own.size, sizeof caller.own);
    check_untouched(&caller, sizeof caller.own, sizeof caller);
    caller.own.size = 0;
    assert_int_equal(kp_producer_stats_read(r.producer, &caller.own), KP_ERR_ARGUMENT);
    rig_close(&r);
}

TEST(a_delivery_is_filled_as_far_as_it_goes)
{
    CALLER(kp_delivery) caller = {.own = KP_DELIVERY_INIT};
    rig r;
    rig_open(&r, NULL, NULL);
    kp_record record = rig_record(&r, NULL, "x");
    AS_OLDER(caller, reason);
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), &caller.own), KP_OK);
    assert_int_equal(caller.own.status, KP_WRITTEN);
    check_untouched(&caller, offsetof(kp_delivery, reason), sizeof caller);
    AS_NEWER(caller);
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), &caller.own), KP_OK);
    assert_int_equal(caller.own.size, sizeof caller.own);
    check_untouched(&caller, sizeof caller.own, sizeof caller);
    AS_OLDER(caller, reason);
    server_set(r.server, SERVER_MUTE);
    assert_int_equal(kp_producer_send_wait(r.producer, &record, 0, &caller.own), KP_ERR_TIMEOUT);
    assert_int_equal(caller.own.err, KP_ERR_TIMEOUT);
    check_untouched(&caller, offsetof(kp_delivery, reason), sizeof caller);
    caller.own.size = 0;
    assert_int_equal(kp_producer_send_wait(r.producer, &record, 0, &caller.own), KP_ERR_ARGUMENT);
    (void)!kp_producer_close(r.producer, 0);
    rig_close(&r);
}

TEST(a_future_is_filled_as_far_as_it_goes)
{
    CALLER(kp_future) caller;
    rig r;
    rig_open(&r, NULL, NULL);
    kp_record record = rig_record(&r, NULL, "x");
    for (int newer = 0; newer < 2; newer++) {
        kp_future_init(&caller.own);
        size_t end = newer ? sizeof caller.own : offsetof(kp_future, delivery) + offsetof(kp_delivery, reason);
        caller.own.delivery.size = newer ? sizeof(kp_delivery) + NEWER : offsetof(kp_delivery, reason);
        caller.own.size = (uint32_t)(newer ? sizeof caller : end);
        spoil(&caller, end, sizeof caller);
        for (int again = 0; again < 2; again++) {
            const kp_delivery *delivery = NULL;
            assert_int_equal(kp_producer_send_future(r.producer, &record, &caller.own), KP_OK);
            assert_int_equal(kp_future_wait(r.producer, &caller.own, KP_SEC(20), &delivery), KP_OK);
            assert_int_equal(delivery->status, KP_WRITTEN);
            check_untouched(&caller, end, sizeof caller);
        }
    }
    memset(&caller, 0, sizeof caller);
    assert_int_equal(kp_producer_send_future(r.producer, &record, &caller.own), KP_ERR_ARGUMENT);
    rig_close(&r);
}

/* ---- what we read ---- */

TEST(a_record_without_headers_is_an_older_one)
{
    CALLER(kp_record) caller;
    rig r;
    rig_open(&r, NULL, NULL);
    caller.own = rig_record(&r, NULL, "x");
    AS_OLDER(caller, headers);
    assert_int_equal(kp_producer_send_wait(r.producer, &caller.own, KP_SEC(20), NULL), KP_OK);
    caller.own = rig_record(&r, NULL, "x");
    AS_NEWER(caller);
    assert_int_equal(kp_producer_send_wait(r.producer, &caller.own, KP_SEC(20), NULL), KP_OK);
    caller.own.size = 0;
    assert_int_equal(kp_producer_send_wait(r.producer, &caller.own, KP_SEC(20), NULL), KP_ERR_ARGUMENT);
    rig_close(&r);
}

/* Opens and closes each kind of handle; the first error. */
static kp_err open_all(const kp_hooks *hooks)
{
    kp_error error = KP_ERROR_INIT;
    kp_options *options = kp_options_new();
    kp_producer *producer = NULL;
    kp_admin *admin = NULL;
    kp_reader *reader = NULL;
    kp_broker *broker = NULL;
    kp_broker_options ephemeral;
    kp_broker_options_init(&ephemeral);
    ephemeral.ephemeral = true;
    assert_int_equal(kp_options_set(options, "bootstrap.servers", "127.0.0.1:9", &error), KP_OK);
    const kp_err answers[] = {
        kp_producer_open(options, hooks, &producer, &error), kp_admin_open(options, hooks, &admin, &error),
        kp_reader_open(options, hooks, &reader, &error), kp_broker_open(&ephemeral, hooks, &broker, &error)};
    kp_producer_free(producer);
    kp_admin_close(admin);
    kp_reader_close(reader);
    kp_broker_close(broker);
    kp_options_free(options);
    for (size_t i = 1; i < sizeof answers / sizeof answers[0]; i++)
        assert_int_equal(answers[i], answers[0]);
    return answers[0];
}

TEST(hooks_that_the_caller_does_not_know_are_not_called)
{
    CALLER(kp_hooks) caller = {.own = KP_HOOKS_INIT};
    AS_OLDER(caller, alloc); /* from here on it is no pointer to anything */
    assert_int_equal(open_all(&caller.own), KP_OK);
    caller.own = (kp_hooks)KP_HOOKS_INIT;
    AS_OLDER(caller, log);
    assert_int_equal(open_all(&caller.own), KP_OK);
    caller.own = (kp_hooks)KP_HOOKS_INIT;
    AS_OLDER(caller, transport);
    assert_int_equal(open_all(&caller.own), KP_OK);
    caller.own = (kp_hooks)KP_HOOKS_INIT;
    AS_NEWER(caller);
    assert_int_equal(open_all(&caller.own), KP_OK);
    caller.own.size = 0;
    assert_int_equal(open_all(&caller.own), KP_ERR_ARGUMENT);
}

TEST(a_transport_is_read_as_far_as_it_goes)
{
    CALLER(kp_transport) caller = {.own = KP_TRANSPORT_INIT};
    kp_hooks hooks = KP_HOOKS_INIT;
    kp_error error = KP_ERROR_INIT;
    server *s = server_start(1);
    host h = {.piece = 0};
    host_open(&h, &caller.own);
    hooks.transport = &caller.own;
    AS_NEWER(caller);
    kp_producer *producer = open_producer(server_address(s), NULL, &hooks);
    assert_int_equal(kp_producer_wait_ready(producer, KP_NEVER, &error), KP_OK);
    kp_producer_free(producer);
    host_close(&h);
    server_stop(s);
}

/* ---- a broker, its topics, its records ---- */

typedef struct whole {
    kp_broker *broker;
    kp_options *options;
    kp_error error;
} whole;

static void whole_open(whole *w, const kp_broker_options *options)
{
    w->error = (kp_error)KP_ERROR_INIT;
    if (kp_broker_open(options, NULL, &w->broker, &w->error) != KP_OK)
        fail_msg("%s", w->error.text);
    w->options = kp_options_new();
    assert_int_equal(kp_options_set(w->options, "bootstrap.servers", kp_broker_address(w->broker), &w->error), KP_OK);
}

static void whole_close(whole *w)
{
    kp_options_free(w->options);
    kp_broker_close(w->broker);
}

TEST(broker_options_are_set_and_read_as_far_as_they_go)
{
    CALLER(kp_broker_options) caller;
    for (int newer = 0; newer < 2; newer++) {
        size_t end = newer ? sizeof caller.own : offsetof(kp_broker_options, connections_max);
        memset(&caller, 0, sizeof caller);
        caller.own.size = (uint32_t)(newer ? sizeof caller : end);
        spoil(&caller, end, sizeof caller);
        kp_broker_options_default(&caller.own);
        check_untouched(&caller, end, sizeof caller);
        assert_int_equal(caller.own.size, end);
        assert_true(caller.own.auto_create);
        caller.own.ephemeral = true;
        whole w;
        whole_open(&w, &caller.own);
        whole_close(&w);
    }
    whole w = {.error = KP_ERROR_INIT};
    caller.own.size = 0;
    assert_int_equal(kp_broker_open(&caller.own, NULL, &w.broker, &w.error), KP_ERR_ARGUMENT);
}

static void send_one(whole *w)
{
    kp_producer *producer = NULL;
    kp_record record = KP_RECORD_INIT;
    record.topic_name = "t";
    record.value = "value";
    record.value_size = 5;
    assert_int_equal(kp_producer_open(w->options, NULL, &producer, &w->error), KP_OK);
    assert_int_equal(kp_producer_send_wait(producer, &record, KP_SEC(20), NULL), KP_OK);
    kp_producer_free(producer);
}

TEST(a_new_topic_and_a_read_record_go_as_far_as_the_caller_knows_them)
{
    kp_broker_options options;
    kp_broker_options_init(&options);
    options.ephemeral = true;
    whole w;
    whole_open(&w, &options);
    kp_admin *admin = NULL;
    assert_int_equal(kp_admin_open(w.options, NULL, &admin, &w.error), KP_OK);
    CALLER(kp_new_topic) topic = {.own = KP_NEW_TOPIC_INIT};
    topic.own.name = "t";
    topic.own.partitions = 1;
    AS_OLDER(topic, configs);
    assert_int_equal(kp_admin_create_topic(admin, &topic.own, KP_SEC(20), &w.error), KP_OK);
    topic.own = (kp_new_topic)KP_NEW_TOPIC_INIT;
    topic.own.name = "u";
    AS_NEWER(topic);
    assert_int_equal(kp_admin_create_topic(admin, &topic.own, KP_SEC(20), &w.error), KP_OK);
    topic.own.size = 0;
    assert_int_equal(kp_admin_create_topic(admin, &topic.own, KP_SEC(20), &w.error), KP_ERR_ARGUMENT);
    kp_admin_close(admin);

    kp_reader *reader = NULL;
    CALLER(kp_read_record) record = {.own = KP_READ_RECORD_INIT};
    send_one(&w);
    send_one(&w);
    assert_int_equal(kp_reader_open(w.options, NULL, &reader, &w.error), KP_OK);
    assert_int_equal(kp_reader_assign(reader, "t", 0, KP_OFFSET_EARLIEST, KP_SEC(20), &w.error), KP_OK);
    AS_OLDER(record, headers);
    assert_int_equal(kp_reader_next(reader, KP_SEC(20), &record.own, &w.error), KP_OK);
    assert_int_equal(record.own.value_size, 5);
    assert_int_equal(record.own.size, offsetof(kp_read_record, headers));
    check_untouched(&record, offsetof(kp_read_record, headers), sizeof record);
    AS_NEWER(record);
    assert_int_equal(kp_reader_next(reader, KP_SEC(20), &record.own, &w.error), KP_OK);
    assert_int_equal(record.own.offset, 1);
    assert_int_equal(record.own.size, sizeof record.own);
    check_untouched(&record, sizeof record.own, sizeof record);
    record.own.size = 0;
    assert_int_equal(kp_reader_next(reader, KP_SEC(20), &record.own, &w.error), KP_ERR_ARGUMENT);
    kp_reader_close(reader);
    whole_close(&w);
}

TESTS(t(an_error_is_filled_as_far_as_it_goes), t(stats_are_filled_as_far_as_they_go),
      t(a_delivery_is_filled_as_far_as_it_goes), t(a_future_is_filled_as_far_as_it_goes),
      t(a_record_without_headers_is_an_older_one), t(hooks_that_the_caller_does_not_know_are_not_called),
      t(a_transport_is_read_as_far_as_it_goes), t(broker_options_are_set_and_read_as_far_as_they_go),
      t(a_new_topic_and_a_read_record_go_as_far_as_the_caller_knows_them))
