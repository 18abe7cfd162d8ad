#include <dirent.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <api/producer.h>
#include <base/alloc.h>
#include <tests/api/rig.h>

#define OPTIONS(...) ((const char *const[]){__VA_ARGS__, NULL})

TEST(a_record_is_sent_and_reported)
{
    rig r;
    rig_open(&r, NULL, NULL);
    assert_int_equal(rig_send(&r, "hello"), KP_OK);
    assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(r.reports, 1);
    assert_int_equal(r.written, 1);
    assert_int_equal(server_records(r.server), 1);
    assert_int_equal(kp_producer_close(r.producer, KP_SEC(20)), KP_OK);
    rig_close(&r);
}

TEST(many_records_are_each_reported_once)
{
    rig r;
    rig_open(&r, NULL, NULL);
    for (int i = 0; i < 50000; i++)
        assert_int_equal(rig_send(&r, "0123456789012345678901234567890123456789"), KP_OK);
    assert_int_equal(kp_producer_close(r.producer, KP_SEC(60)), KP_OK);
    assert_int_equal(r.reports, 50000);
    assert_int_equal(r.written, 50000);
    assert_int_equal(server_records(r.server), 50000);
    rig_close(&r);
}

TEST(send_wait_tells_partition_and_offset_and_pays_no_linger)
{
    rig r;
    rig_open(&r, OPTIONS("linger.ms", "30000", "delivery.timeout.ms", "120000"), NULL);
    kp_record record = rig_record(&r, "key", "value");
    kp_delivery delivery = KP_DELIVERY_INIT;
    for (int i = 0; i < 20; i++) {
        assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), &delivery), KP_OK);
        assert_int_equal(delivery.status, KP_WRITTEN);
        assert_int_equal(delivery.offset, i);
        assert_string_equal(delivery.topic_name, "t");
    }
    rig_close(&r);
}

typedef struct stamps {
    kp_ns opened, drained;
    _Atomic int reports;
} stamps;

static void take_stamps(const kp_delivery *delivery, void *arg)
{
    stamps *s = arg;
    s->opened = delivery->receipt->opened;
    s->drained = delivery->receipt->drained;
    atomic_fetch_add(&s->reports, 1);
}

static kp_ns time_now(void)
{
    struct timespec ts;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &ts), 0);
    return KP_SEC(ts.tv_sec) + ts.tv_nsec;
}

TEST(linger_counts_from_the_record_that_began_the_batch)
{
    rig r;
    rig_open(&r, OPTIONS("linger.ms", "3"), NULL);
    rig_know_topic(&r);
    for (int i = 0; i < 20; i++) {
        stamps s = {.reports = 0};
        kp_record record = rig_record(&r, NULL, "x");
        kp_ns before = time_now();
        assert_int_equal(kp_producer_send(r.producer, &record, take_stamps, &s), KP_OK);
        while (atomic_load(&s.reports) == 0)
            (void)sched_yield();
        assert_true(s.opened >= before);
        assert_true(s.drained >= s.opened + KP_MS(3));
    }
    rig_close(&r);
}

/* ---- times ---- */

enum { TIMED = 3000 };

typedef struct timed {
    _Atomic int right, reports;
    int asked;
    int64_t times[TIMED];
} timed;

static timed times_told;

static int64_t time_of(int i) { return INT64_C(1700000000000) + (i * 7919) % 20011 - 10000; }

static void take_time(const kp_delivery *delivery, void *arg)
{
    int64_t *wanted = arg;
    times_told.reports++;
    int64_t told = kp_delivery_timestamp(delivery);
    times_told.right += told == *wanted && kp_delivery_timestamp(delivery) == told; /* may be asked twice */
}

static void send_timed(rig *r)
{
    times_told = (timed){.reports = 0};
    for (int i = 0; i < TIMED; i++) {
        kp_record record = rig_record(r, NULL, i % 100 ? "x" : NULL);
        record.partition = 1;
        record.timestamp_ms = times_told.times[i] = time_of(i);
        bool asks = i >= 100 && i % 3; /* the first ones of the batch have no slot, others an empty one */
        times_told.asked += asks;
        assert_int_equal(kp_producer_send(r->producer, &record, asks ? take_time : NULL, &times_told.times[i]), KP_OK);
    }
}

TEST(each_record_is_told_its_own_time)
{
    rig r;
    rig_open(&r, OPTIONS("linger.ms", "1000", "batch.size", "65536"), NULL);
    rig_know_topic(&r);
    send_timed(&r);
    assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(kp_producer_close(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(times_told.reports, times_told.asked);
    assert_int_equal(times_told.right, times_told.reports);
    rig_close(&r);
}

TEST(unread_reports_keep_the_times_and_not_the_bytes)
{
    rig r;
    rig_open(&r, OPTIONS("linger.ms", "1000", "batch.size", "1000000", "callbacks", "poll"), NULL);
    rig_know_topic(&r);
    send_timed(&r);
    kp_future future;
    kp_future_init(&future);
    kp_record record = rig_record(&r, NULL, "x");
    record.partition = 1;
    record.timestamp_ms = 77;
    assert_int_equal(kp_producer_send_future(r.producer, &record, &future), KP_OK);
    static char large[400000];
    memset(large, 'x', sizeof large);
    record.value = large;
    record.value_size = sizeof large;
    assert_int_equal(kp_producer_send(r.producer, &record, NULL, NULL), KP_OK);
    assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(times_told.reports, 0);
    const kp_delivery *delivery;
    assert_int_equal(kp_future_wait(r.producer, &future, KP_SEC(20), &delivery), KP_OK);
    assert_int_equal(kp_delivery_timestamp(delivery), 77);
    kp_producer_stats stats = KP_PRODUCER_STATS_INIT;
    assert_int_equal(kp_producer_stats_read(r.producer, &stats), KP_OK);
    assert_true(stats.memory_used < sizeof large / 2);
    while (times_told.reports < times_told.asked)
        assert_true(kp_producer_poll(r.producer, KP_SEC(20)) > 0);
    assert_int_equal(times_told.right, times_told.reports);
    rig_close(&r);
}

TEST(a_record_that_failed_has_no_time)
{
    rig r;
    rig_open(&r, NULL, NULL);
    server_set(r.server, SERVER_REFUSES);
    kp_record record = rig_record(&r, NULL, "x");
    kp_delivery delivery = KP_DELIVERY_INIT;
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), &delivery), KP_ERR_INVALID_RECORD);
    assert_int_equal(kp_delivery_timestamp(&delivery), KP_TIMESTAMP_NONE);
    rig_close(&r);
}

static void take_words(const kp_delivery *delivery, void *arg)
{
    _Atomic int *told = arg;
    *told += delivery->reason && strcmp(delivery->reason, "not this one") == 0;
}

static void refused_in_words(const char *const *options)
{
    rig r;
    _Atomic int told = 0;
    rig_open(&r, options, NULL);
    server_set(r.server, SERVER_REFUSES);
    kp_record record = rig_record(&r, NULL, "x");
    for (int i = 0; i < 10; i++)
        assert_int_equal(kp_producer_send(r.producer, &record, take_words, &told), KP_OK);
    assert_int_equal(kp_producer_close(r.producer, KP_SEC(20)), KP_OK);
    while (options && kp_producer_poll(r.producer, 0) > 0)
        ;
    assert_int_equal(told, 10);
    rig_close(&r);
}

TEST(a_callback_hears_the_brokers_words)
{
    refused_in_words(NULL);
    refused_in_words(OPTIONS("callbacks", "poll"));
}

TEST(a_record_counts_what_kp_record_bytes_says)
{
    rig r;
    rig_open(&r, OPTIONS("max.request.size", "1000"), NULL);
    static const char value[2000];
    kp_record record = rig_record(&r, "key", NULL);
    kp_header header = {"name", 4, "value", 5};
    record.headers = &header;
    record.header_count = 1;
    record.value = value;
    while (kp_record_bytes(&record) < 1000)
        record.value_size++;
    assert_int_equal(kp_record_bytes(&record), 1000);
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), NULL), KP_OK);
    record.value_size++;
    assert_int_equal(kp_record_bytes(&record), 1001);
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), NULL), KP_ERR_RECORD_TOO_LARGE);
    record.partition = -2;
    assert_int_equal(kp_record_bytes(&record), 0);
    rig_close(&r);
}

TEST(who_waits_gets_the_brokers_words_into_memory_of_his_own)
{
    rig r;
    rig_open(&r, NULL, NULL);
    server_set(r.server, SERVER_REFUSES);
    kp_record record = rig_record(&r, NULL, "x");
    kp_delivery waited = KP_DELIVERY_INIT;
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), &waited), KP_ERR_INVALID_RECORD);
    kp_future future;
    const kp_delivery *delivery;
    kp_future_init(&future);
    assert_int_equal(kp_producer_send_future(r.producer, &record, &future), KP_OK);
    assert_int_equal(kp_future_wait(r.producer, &future, KP_SEC(20), &delivery), KP_OK);
    server_set(r.server, SERVER_ANSWERS);
    kp_delivery after = KP_DELIVERY_INIT;
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), &after), KP_OK);
    assert_null(after.reason);
    assert_int_equal(kp_producer_close(r.producer, KP_SEC(20)), KP_OK);
    assert_string_equal(waited.reason, "not this one");
    assert_string_equal(delivery->reason, "not this one");
    assert_true(waited.reason == waited.words && delivery->reason == future.delivery.words);
    rig_close(&r);
}

TEST(send_wait_fills_its_delivery_unless_the_call_itself_is_wrong)
{
    rig r;
    rig_open(&r, NULL, NULL);
    kp_record record = rig_record(&r, NULL, "x");
    char name[20];
    strcpy(name, kp_topic_name(r.topic));
    record.topic = NULL;
    record.topic_name = name;
    record.timestamp_ms = -2;
    kp_delivery delivery = {.size = sizeof delivery, .err = KP_ERR_CORRUPT};
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), &delivery), KP_ERR_ARGUMENT);
    assert_int_equal(delivery.err, KP_ERR_CORRUPT);
    record.timestamp_ms = KP_TIMESTAMP_NOW;
    assert_int_equal(kp_producer_close(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), &delivery), KP_ERR_CLOSED);
    assert_int_equal(delivery.err, KP_ERR_CLOSED);
    assert_int_equal(delivery.status, KP_NOT_WRITTEN);
    assert_ptr_equal(delivery.topic, r.topic);
    assert_ptr_equal(delivery.topic_name, kp_topic_name(r.topic));
    rig_close(&r);
}

/* I15 */
TEST(flush_overrides_linger)
{
    rig r;
    rig_open(&r, OPTIONS("linger.ms", "30000", "delivery.timeout.ms", "120000"), NULL);
    for (int i = 0; i < 100; i++)
        assert_int_equal(rig_send(&r, "x"), KP_OK);
    assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(r.written, 100);
    rig_close(&r);
}

TEST(flush_gives_up_at_its_time_out)
{
    rig r;
    rig_open(&r, NULL, NULL);
    server_set(r.server, SERVER_MUTE);
    assert_int_equal(rig_send(&r, "x"), KP_OK);
    assert_int_equal(kp_producer_flush(r.producer, KP_MS(20)), KP_ERR_TIMEOUT);
    assert_int_equal(kp_producer_flush(r.producer, 0), KP_ERR_TIMEOUT);
    assert_int_equal(r.reports, 0);
    server_set(r.server, SERVER_ANSWERS);
    rig_close(&r);
}

/* I1, I5, I16 */
TEST(close_fails_what_is_left_and_each_report_comes_once)
{
    rig r;
    rig_open(&r, OPTIONS("linger.ms", "0"), NULL);
    server_set(r.server, SERVER_MUTE);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(rig_send(&r, "x"), KP_OK);
    while (server_requests(r.server, 0) == 0) /* a Produce request is on its way, however slow the machine */
        (void)sched_yield();
    assert_int_equal(kp_producer_close(r.producer, KP_MS(50)), KP_ERR_TIMEOUT);
    assert_int_equal(r.reports, 1000);
    assert_int_equal(r.written, 0);
    assert_true(r.maybe > 0); /* the server has read at least one request */
    assert_int_equal(kp_producer_close(r.producer, KP_MS(50)), KP_OK);
    assert_int_equal(rig_send(&r, "x"), KP_ERR_CLOSED);
    assert_int_equal(kp_producer_flush(r.producer, 0), KP_ERR_CLOSED);
    rig_close(&r);
    assert_int_equal(r.reports, 1000);
}

typedef struct closer {
    kp_producer *producer;
    _Atomic bool closed;
} closer;

static void *close_at_once(void *arg)
{
    closer *c = arg;
    (void)!kp_producer_close(c->producer, 0);
    c->closed = true;
    return NULL;
}

static bool is_refused(kp__lane *lane)
{
    kp__lock_take(&lane->lock);
    bool refused = lane->refused;
    kp__lock_drop(&lane->lock);
    return refused;
}

/* Its lock is held as by a thread in the middle of a send, until the end has come as far as the next lane. */
TEST(I1_close_comes_back_for_a_lane_that_a_thread_is_at)
{
    rig r;
    rig_open(&r, OPTIONS("linger.ms", "60000"), NULL);
    rig_know_topic(&r);
    kp_record record = rig_record(&r, NULL, "x");
    record.partition = 0;
    assert_int_equal(kp_producer_send(r.producer, &record, rig_done, &r), KP_OK);
    const kp__topic_view *view = kp__load(&r.topic->view);
    closer c = {.producer = r.producer};
    pthread_t thread;
    kp__lock_take(&view->lanes[0]->lock);
    assert_int_equal(pthread_create(&thread, NULL, close_at_once, &c), 0);
    while (!is_refused(view->lanes[1]) && !c.closed)
        (void)sched_yield();
    kp__lock_drop(&view->lanes[0]->lock);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(r.reports, 1);
    assert_int_equal(r.not_written, 1);
    rig_close(&r);
}

typedef struct gate {
    _Atomic bool reached, open;
} gate;

static void wait_at_gate(const kp_delivery *delivery, void *arg)
{
    (void)delivery;
    gate *g = arg;
    g->reached = true;
    while (!g->open)
        (void)sched_yield();
}

static void *close_broken(void *arg)
{
    closer *c = arg;
    assert_int_equal(kp_producer_close(c->producer, KP_NEVER), KP_ERR_BROKEN);
    c->closed = true;
    return NULL;
}

static bool somebody_waits(kp_producer *producer)
{
    kp__lock_take(&producer->lock);
    bool waits = !kp__list_empty(&producer->waiters);
    kp__lock_drop(&producer->lock);
    return waits;
}

TEST(several_threads_may_close_what_is_broken_and_each_waits_for_the_callbacks)
{
    rig r;
    rig_open(&r, OPTIONS("linger.ms", "60000"), NULL);
    rig_know_topic(&r);
    gate g = {0};
    kp_record record = rig_record(&r, NULL, "x");
    assert_int_equal(kp_producer_send(r.producer, &record, wait_at_gate, &g), KP_OK);
    kp__health_fail_by_host(&r.producer->health, "planted");
    kp__mail(r.producer);
    closer c[2] = {{.producer = r.producer}, {.producer = r.producer}};
    pthread_t threads[2];
    while (!g.reached)
        (void)sched_yield();
    assert_int_equal(pthread_create(&threads[0], NULL, close_broken, &c[0]), 0);
    while (!atomic_load(&r.producer->stop))
        (void)sched_yield();
    assert_int_equal(pthread_create(&threads[1], NULL, close_broken, &c[1]), 0);
    while (!somebody_waits(r.producer) && !c[1].closed)
        (void)sched_yield();
    bool early = c[0].closed || c[1].closed;
    g.open = true;
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_false(early);
    rig_close(&r);
}

TEST(free_without_close_reports_too)
{
    rig r;
    rig_open(&r, NULL, NULL);
    server_set(r.server, SERVER_MUTE);
    for (int i = 0; i < 100; i++)
        assert_int_equal(rig_send(&r, "x"), KP_OK);
    rig_close(&r);
    assert_int_equal(r.reports, 100);
}

TEST(a_refusal_is_told_with_its_code)
{
    rig r;
    rig_open(&r, NULL, NULL);
    server_set(r.server, SERVER_REFUSES);
    kp_record record = rig_record(&r, NULL, "x");
    kp_delivery delivery = KP_DELIVERY_INIT;
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), &delivery), KP_ERR_INVALID_RECORD);
    assert_int_equal(delivery.status, KP_NOT_WRITTEN);
    rig_close(&r);
}

TEST(the_first_try_send_says_that_the_topic_is_unknown_and_a_later_one_succeeds)
{
    rig r;
    rig_open(&r, NULL, NULL);
    kp_record record = rig_record(&r, NULL, "x");
    assert_int_equal(kp_producer_try_send(r.producer, &record, rig_done, &r), KP_AGAIN_TOPIC);
    rig_know_topic(&r);
    assert_int_equal(kp_producer_try_send(r.producer, &record, rig_done, &r), KP_OK);
    assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(r.written, 1);
    rig_close(&r);
}

/* I26, B8 */
TEST(what_is_wrong_with_a_record_is_told_at_once)
{
    rig r;
    rig_open(&r, OPTIONS("max.request.size", "2000"), NULL);
    rig_know_topic(&r);
    kp_record record = rig_record(&r, NULL, "x");
    record.partition = 3;
    assert_int_equal(kp_producer_send(r.producer, &record, NULL, NULL), KP_ERR_UNKNOWN_PARTITION);
    record.partition = -2;
    assert_int_equal(kp_producer_send(r.producer, &record, NULL, NULL), KP_ERR_ARGUMENT);
    record = rig_record(&r, NULL, "x");
    record.timestamp_ms = -2;
    assert_int_equal(kp_producer_send(r.producer, &record, NULL, NULL), KP_ERR_ARGUMENT);
    record = rig_record(&r, NULL, NULL);
    record.value_size = 1;
    assert_int_equal(kp_producer_send(r.producer, &record, NULL, NULL), KP_ERR_ARGUMENT);
    record = rig_record(&r, NULL, "x");
    record.value_size = 2001;
    assert_int_equal(kp_producer_send(r.producer, &record, NULL, NULL), KP_ERR_RECORD_TOO_LARGE);
    record.value_size = SIZE_MAX;
    assert_int_equal(kp_producer_send(r.producer, &record, NULL, NULL), KP_ERR_RECORD_TOO_LARGE);
    record = rig_record(&r, NULL, "x");
    record.topic = NULL;
    assert_int_equal(kp_producer_send(r.producer, &record, NULL, NULL), KP_ERR_ARGUMENT);
    record.topic_name = "..";
    assert_int_equal(kp_producer_send(r.producer, &record, NULL, NULL), KP_ERR_NAME);
    kp_header header = {.name = NULL};
    record = rig_record(&r, NULL, "x");
    record.headers = &header;
    record.header_count = 1;
    assert_int_equal(kp_producer_send(r.producer, &record, NULL, NULL), KP_ERR_ARGUMENT);
    assert_int_equal(kp_producer_send(r.producer, NULL, NULL, NULL), KP_ERR_ARGUMENT);
    assert_int_equal(kp_producer_send(NULL, &record, NULL, NULL), KP_ERR_ARGUMENT);
    rig_close(&r);
}

TEST(a_record_of_an_older_struct_is_read_up_to_its_size)
{
    rig r;
    rig_open(&r, NULL, NULL);
    kp_record record = rig_record(&r, NULL, "x");
    record.size = (uint32_t)offsetof(kp_record, headers);
    record.headers = (const kp_header *)(uintptr_t)1; /* beyond its size: not to be looked at */
    record.header_count = 7;
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), NULL), KP_OK);
    record.size = 8;
    assert_int_equal(kp_producer_send(r.producer, &record, NULL, NULL), KP_ERR_ARGUMENT);
    rig_close(&r);
}

/* ---- memory ---- */

TEST(send_waits_for_memory_at_most_max_block)
{
    rig r;
    rig_open(&r, OPTIONS("buffer.memory", "131072", "max.block.ms", "30", "linger.ms", "0"), NULL);
    rig_know_topic(&r);
    server_set(r.server, SERVER_MUTE);
    static const char value[1000];
    kp_record record = rig_record(&r, NULL, "");
    record.value = value;
    record.value_size = sizeof value;
    int accepted = 0;
    kp_err err;
    while ((err = kp_producer_send(r.producer, &record, rig_done, &r)) == KP_OK)
        accepted++;
    assert_int_equal(err, KP_ERR_TIMEOUT);
    assert_in_range(accepted, 50, 131);
    while ((err = kp_producer_try_send(r.producer, &record, rig_done, &r)) == KP_OK)
        accepted++; /* another partition's batch may have had room */
    assert_int_equal(err, KP_AGAIN_MEMORY);
    (void)!kp_producer_close(r.producer, 0);
    assert_int_equal(r.reports, accepted);
    rig_close(&r);
}

/* I13: a hundred times more than fits goes through. */
TEST(senders_that_wait_for_memory_are_woken)
{
    rig r;
    rig_open(&r, OPTIONS("buffer.memory", "131072", "linger.ms", "0"), NULL);
    static const char value[1000];
    kp_record record = rig_record(&r, NULL, "");
    record.value = value;
    record.value_size = sizeof value;
    for (int i = 0; i < 13000; i++)
        assert_int_equal(kp_producer_send(r.producer, &record, rig_done, &r), KP_OK);
    assert_int_equal(kp_producer_flush(r.producer, KP_SEC(60)), KP_OK);
    assert_int_equal(r.written, 13000);
    rig_close(&r);
}

static void *send_until_refused(void *arg)
{
    rig *r = arg;
    static const char value[1000];
    kp_record record = rig_record(r, NULL, "");
    record.value = value;
    record.value_size = sizeof value;
    kp_err err;
    while ((err = kp_producer_send(r->producer, &record, rig_done, r)) == KP_OK)
        ;
    return (void *)(intptr_t)err;
}

TEST(close_lets_go_of_senders_that_wait_for_memory)
{
    rig r;
    rig_open(&r, OPTIONS("buffer.memory", "131072", "linger.ms", "0"), NULL);
    rig_know_topic(&r);
    server_set(r.server, SERVER_MUTE);
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, send_until_refused, &r), 0);
    kp_producer_stats stats = {.size = sizeof stats};
    do /* until all of it is in use */
        assert_int_equal(kp_producer_stats_read(r.producer, &stats), KP_OK);
    while (stats.memory_used < 100000);
    assert_int_equal(kp_producer_close(r.producer, KP_MS(10)), KP_ERR_TIMEOUT);
    for (int i = 0; i < 3; i++) {
        void *err = NULL;
        assert_int_equal(pthread_join(threads[i], &err), 0);
        assert_int_equal((intptr_t)err, KP_ERR_CLOSED);
    }
    rig_close(&r);
}

/* ---- callbacks ---- */

typedef struct nosy {
    rig *r;
    _Atomic int ran;
    kp_err flush, close, wait, sent, stats;
} nosy;

static void look_inside(const kp_delivery *delivery, void *arg)
{
    (void)delivery;
    nosy *n = arg;
    kp_record record = rig_record(n->r, NULL, "from inside");
    n->flush = kp_producer_flush(n->r->producer, KP_NEVER);
    n->close = kp_producer_close(n->r->producer, KP_NEVER);
    n->wait = kp_producer_send_wait(n->r->producer, &record, KP_NEVER, NULL);
    n->sent = kp_producer_send(n->r->producer, &record, rig_done, n->r);
    kp_producer_stats stats = {.size = sizeof stats};
    n->stats = kp_producer_stats_read(n->r->producer, &stats);
    kp_producer_free(n->r->producer); /* refused */
    n->ran++;
}

TEST(inside_a_callback_nothing_waits)
{
    rig r;
    rig_open(&r, NULL, NULL);
    nosy n = {.r = &r};
    kp_record record = rig_record(&r, NULL, "x");
    assert_int_equal(kp_producer_send(r.producer, &record, look_inside, &n), KP_OK);
    assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(n.ran, 1);
    assert_int_equal(n.flush, KP_ERR_IN_CALLBACK);
    assert_int_equal(n.close, KP_ERR_IN_CALLBACK);
    assert_int_equal(n.wait, KP_ERR_IN_CALLBACK);
    assert_int_equal(n.sent, KP_OK);
    assert_int_equal(n.stats, KP_OK);
    assert_int_equal(kp_producer_close(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(r.written, 1);
    rig_close(&r);
}

TEST(with_callbacks_poll_they_run_only_there)
{
    rig r;
    rig_open(&r, OPTIONS("callbacks", "poll", "linger.ms", "0"), NULL);
    struct pollfd fd = {.fd = kp_producer_poll_fd(r.producer), .events = POLLIN};
    assert_int_equal(poll(&fd, 1, 0), 0);
    for (int i = 0; i < 10; i++)
        assert_int_equal(rig_send(&r, "x"), KP_OK);
    kp_record record = rig_record(&r, NULL, "x");
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), NULL), KP_OK); /* needs no poll */
    assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(r.reports, 0);
    assert_int_equal(poll(&fd, 1, 10000), 1);
    assert_int_equal(kp_producer_poll(r.producer, 0), 10); /* a flush leaves them all there */
    assert_int_equal(r.reports, 10);
    assert_int_equal(poll(&fd, 1, 0), 0);
    assert_int_equal(kp_producer_poll(r.producer, 0), 0);
    assert_int_equal(kp_producer_poll(r.producer, KP_MS(5)), 0);
    assert_int_equal(rig_send(&r, "x"), KP_OK);
    assert_int_equal(kp_producer_close(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(kp_producer_poll(r.producer, KP_SEC(20)), 1);
    assert_int_equal(kp_producer_poll(r.producer, KP_SEC(20)), 0);
    rig_close(&r);
}

TEST(with_callbacks_poll_a_flush_and_one_poll_are_javas_flush)
{
    rig r;
    rig_open(&r, OPTIONS("callbacks", "poll", "batch.size", "100"), NULL);
    rig_know_topic(&r);
    for (int round = 1; round <= 50; round++) {
        for (int i = 0; i < 100; i++)
            assert_int_equal(rig_send(&r, "x"), KP_OK);
        kp_future future;
        kp_future_init(&future);
        kp_record record = rig_record(&r, NULL, "x");
        assert_int_equal(kp_producer_send_future(r.producer, &record, &future), KP_OK);
        assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
        assert_true(kp_future_done(&future));
        assert_int_equal(kp_producer_poll(r.producer, 0), 100);
        assert_int_equal(r.written, round * 100);
    }
    rig_close(&r);
}

/* Sends one more, and returns only when its report waits to be read. */
static void send_another(const kp_delivery *delivery, void *arg)
{
    rig *r = arg;
    rig_done(delivery, arg);
    if (r->reports == 4)
        return;
    kp_record record = rig_record(r, NULL, "x");
    assert_int_equal(kp_producer_send(r->producer, &record, send_another, r), KP_OK);
    bool waits;
    do {
        kp__lock_take(&r->producer->lock);
        waits = !kp__list_empty(&r->producer->unread);
        kp__lock_drop(&r->producer->lock);
    } while (!waits);
}

TEST(a_poll_ends_though_its_callbacks_send)
{
    rig r;
    rig_open(&r, OPTIONS("callbacks", "poll", "linger.ms", "0"), NULL);
    rig_know_topic(&r);
    kp_record record = rig_record(&r, NULL, "x");
    assert_int_equal(kp_producer_send(r.producer, &record, send_another, &r), KP_OK);
    struct pollfd bell = {.fd = kp_producer_poll_fd(r.producer), .events = POLLIN};
    for (int i = 1; i <= 4; i++) {
        assert_int_equal(poll(&bell, 1, 20000), 1);
        while (kp_producer_poll(r.producer, 0) == 0)
            (void)sched_yield();
        assert_int_equal(r.reports, i);
    }
    rig_close(&r);
}

TEST(unread_reports_count_against_memory)
{
    rig r;
    rig_open(&r, OPTIONS("callbacks", "poll", "linger.ms", "0", "buffer.memory", "65536", "batch.size", "1"), NULL);
    rig_know_topic(&r);
    kp_record record = rig_record(&r, NULL, "x");
    kp_err err;
    int accepted = 0;
    do {
        while ((err = kp_producer_try_send(r.producer, &record, rig_done, &r)) == KP_OK)
            accepted++;
        assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
        err = kp_producer_try_send(r.producer, &record, rig_done, &r);
        accepted += err == KP_OK;
    } while (err == KP_OK);
    assert_int_equal(err, KP_AGAIN_REPORTS);
    while (r.reports < accepted)
        assert_true(kp_producer_poll(r.producer, KP_SEC(20)) > 0);
    kp_err last;
    do
        last = kp_producer_send(r.producer, &record, rig_done, &r);
    while (last != KP_OK);
    rig_close(&r);
}

/* Its body is given back by the core when the connection ends, before or after somebody has read the report. True: it
 * had expired on its way; on a slow machine it may have expired between two ways. */
static bool expired_on_its_way(void)
{
    rig r;
    rig_open(&r,
             OPTIONS("callbacks", "poll", "linger.ms", "0", "request.timeout.ms", "500", "delivery.timeout.ms", "500"),
             NULL);
    rig_know_topic(&r);
    server_set(r.server, SERVER_CLOSES); /* it leaves again later, so that its time is up before the request's */
    assert_int_equal(rig_send(&r, "x"), KP_OK);
    while (server_requests(r.server, 0) == 0 && kp_producer_flush(r.producer, 0) != KP_OK)
        (void)sched_yield();
    server_set(r.server, SERVER_MUTE);
    assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
    bool held = kp__load(&r.producer->intake.unread_reports) > 0;
    assert_int_equal(kp_producer_close(r.producer, 0), KP_OK);
    assert_int_equal(kp_producer_poll(r.producer, 0), 1);
    assert_int_equal(r.last_err, KP_ERR_DELIVERY_TIMEOUT);
    assert_int_equal(kp__load(&r.producer->intake.unread_reports), 0);
    rig_close(&r);
    return held;
}

TEST(unread_reports_of_what_expired_on_its_way_count_as_long_as_they_are_unread)
{
    while (!expired_on_its_way())
        ;
}

/* ---- futures ---- */

TEST(a_future_tells_the_outcome)
{
    rig r;
    rig_open(&r, OPTIONS("linger.ms", "30000", "delivery.timeout.ms", "120000"), NULL);
    kp_future futures[100];
    kp_record record = rig_record(&r, "k", "v");
    for (int i = 0; i < 100; i++) {
        kp_future_init(&futures[i]);
        assert_int_equal(kp_producer_send_future(r.producer, &record, &futures[i]), KP_OK);
    }
    assert_int_equal(kp_producer_send_future(r.producer, &record, &futures[0]), KP_ERR_STATE);
    for (int i = 0; i < 100; i++) {
        const kp_delivery *delivery = NULL;
        assert_int_equal(kp_future_wait(r.producer, &futures[i], KP_SEC(20), &delivery), KP_OK);
        assert_true(kp_future_done(&futures[i]));
        assert_int_equal(delivery->offset, i);
        assert_int_equal(delivery->status, KP_WRITTEN);
    }
    rig_close(&r);
}

TEST(an_abandoned_futures_memory_may_go)
{
    rig r;
    rig_open(&r, NULL, NULL);
    rig_know_topic(&r);
    server_set(r.server, SERVER_MUTE);
    kp_record record = rig_record(&r, "k", "v");
    for (int i = 0; i < 100; i++) {
        kp_future future;
        kp_future_init(&future);
        assert_int_equal(kp_producer_send_future(r.producer, &record, &future), KP_OK);
        assert_int_equal(kp_future_wait(r.producer, &future, 0, NULL), KP_ERR_TIMEOUT);
        kp_future_abandon(r.producer, &future);
        assert_false(kp_future_done(&future));
        kp_future_abandon(r.producer, &future);
        memset(&future, 0xee, sizeof future);
    }
    kp_delivery delivery = KP_DELIVERY_INIT;
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_MS(5), &delivery), KP_ERR_TIMEOUT);
    rig_close(&r);
}

/* ---- ready, topics, embedded ---- */

TEST(wait_ready_waits_for_a_broker)
{
    rig r;
    rig_open(&r, NULL, NULL);
    kp_error error = KP_ERROR_INIT;
    assert_int_equal(kp_producer_wait_ready(r.producer, KP_SEC(20), &error), KP_OK);
    assert_true(server_requests(r.server, 22) == 1); /* it has an identity */
    rig_close(&r);
}

TEST(wait_ready_says_why_it_gave_up)
{
    kp_producer *producer = open_producer("127.0.0.1:1", NULL, NULL);
    kp_error error = KP_ERROR_INIT;
    assert_int_equal(kp_producer_wait_ready(producer, KP_MS(50), &error), KP_ERR_TIMEOUT);
    assert_non_null(strstr(error.text, "127.0.0.1:1"));
    kp_producer_free(producer);
}

TEST(send_waits_for_metadata_at_most_max_block)
{
    kp_producer *producer = open_producer("127.0.0.1:1", OPTIONS("max.block.ms", "20"), NULL);
    kp_record record = KP_RECORD_INIT;
    record.topic_name = "t";
    record.value = "x";
    record.value_size = 1;
    assert_int_equal(kp_producer_send(producer, &record, NULL, NULL), KP_ERR_TIMEOUT);
    int32_t count = 0;
    kp_topic *topic = NULL;
    assert_int_equal(kp_producer_topic(producer, "t", &topic), KP_OK);
    assert_int_equal(kp_topic_partitions(producer, topic, KP_MS(5), &count), KP_ERR_TIMEOUT);
    assert_int_equal(kp_producer_close(producer, KP_SEC(20)), KP_OK);
    kp_producer_free(producer);
}

TEST(embedded_without_the_broker_names_the_library)
{
    kp_options *options = kp_options_new();
    kp_error error = KP_ERROR_INIT;
    kp_producer *producer = NULL;
    assert_int_equal(kp_options_set(options, "bootstrap.servers", "embedded:/tmp/x", &error), KP_OK);
    assert_int_equal(kp_producer_open(options, NULL, &producer, &error), KP_ERR_UNSUPPORTED);
    assert_non_null(strstr(error.text, "libkprod-broker"));
    kp_options_free(options);
}

static kp_err serve_here(const kp_hooks *hooks, const char *dir, char *address, size_t cap, void **handle,
                         kp_error *error)
{
    (void)error;
    assert_string_equal(dir, "/some/where");
    (void)snprintf(address, cap, "%s", server_address(hooks->context));
    *handle = hooks->context;
    return KP_OK;
}

static int released;
static void serve_no_more(void *context, void *handle) { released += context == handle; }

TEST(embedded_goes_through_the_hook_and_is_given_back)
{
    server *s = server_start(1);
    kp_hooks hooks = KP_HOOKS_INIT;
    hooks.context = s;
    hooks.embedded = serve_here;
    hooks.embedded_release = serve_no_more;
    kp_producer *producer = open_producer("embedded:/some/where", NULL, &hooks);
    kp_record record = KP_RECORD_INIT;
    record.topic_name = "t";
    assert_int_equal(kp_producer_send_wait(producer, &record, KP_SEC(20), NULL), KP_OK);
    released = 0;
    kp_producer_free(producer);
    assert_int_equal(released, 1);
    server_stop(s);
}

TEST(a_producer_that_did_nothing_closes_and_frees)
{
    kp_producer *producer = open_producer("127.0.0.1:1", NULL, NULL);
    kp_producer_stats stats = {.size = sizeof stats};
    assert_int_equal(kp_producer_stats_read(producer, &stats), KP_OK);
    assert_int_equal(stats.records_accepted, 0);
    assert_int_equal(kp_producer_flush(producer, KP_NEVER), KP_OK);
    assert_int_equal(kp_producer_close(producer, KP_NEVER), KP_OK);
    assert_int_equal(kp_producer_stats_read(producer, &stats), KP_OK);
    kp_producer_free(producer);
    kp_producer_free(NULL);
}

static int entries(const char *path)
{
    int count = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    while (readdir(dir))
        count++;
    (void)closedir(dir);
    return count;
}

/* G13, I23. Short lives also meet what long ones seldom do: a lane that is busy when the core first looks at it. */
TEST(a_thousand_short_lives_leave_nothing_behind)
{
    int before = entries("/proc/self/fd"), tasks = entries("/proc/self/task");
    server *s = server_start(3);
    for (int i = 0; i < 1000; i++) {
        kp_producer *producer = open_producer(server_address(s), NULL, NULL);
        kp_record record = KP_RECORD_INIT;
        record.topic_name = "t";
        for (int j = 0; j < 3; j++)
            assert_int_equal(kp_producer_send(producer, &record, NULL, NULL), KP_OK);
        assert_int_equal(kp_producer_send_wait(producer, &record, KP_SEC(20), NULL), KP_OK);
        kp_producer_free(producer);
    }
    server_stop(s);
    assert_true(entries("/proc/self/fd") <= before);
    for (int i = 0; i < 1000000 && entries("/proc/self/task") > tasks; i++)
        (void)sched_yield(); /* what was joined leaves /proc a moment later */
    assert_true(entries("/proc/self/task") <= tasks);
}

/* I25 */
TEST(stats_add_up)
{
    rig r;
    rig_open(&r, NULL, NULL);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(rig_send(&r, "x"), KP_OK);
    assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
    kp_producer_stats stats = {.size = sizeof stats};
    assert_int_equal(kp_producer_stats_read(r.producer, &stats), KP_OK);
    assert_int_equal(stats.records_accepted, 1000);
    assert_int_equal(stats.records_acked, 1000);
    assert_int_equal(stats.records_failed, 0);
    assert_true(stats.connections > 0);
    assert_true(stats.memory_resident > 0);
    rig_close(&r);
}

/* ---- driven ---- */

static void drive_until(rig *r, int reports)
{
    while (r->reports < reports) {
        struct pollfd fd = {.fd = kp_producer_drive_fd(r->producer), .events = POLLIN};
        kp_ns deadline = kp_producer_deadline(r->producer);
        struct timespec now;
        (void)clock_gettime(CLOCK_MONOTONIC, &now);
        kp_ns at = (kp_ns)now.tv_sec * 1000000000 + now.tv_nsec;
        int wait = deadline == KP_NEVER ? 20000 : deadline <= at ? 0 : (int)((deadline - at) / 1000000) + 1;
        (void)poll(&fd, 1, wait);
        (void)clock_gettime(CLOCK_MONOTONIC, &now);
        assert_int_equal(kp_producer_drive(r->producer, (kp_ns)now.tv_sec * 1000000000 + now.tv_nsec), KP_OK);
    }
}

TEST(stats_count_partitions_that_are_no_more)
{
    rig r;
    rig_open(&r, OPTIONS("linger.ms", "0"), NULL);
    rig_know_topic(&r);
    for (int32_t i = 0; i < 3; i++) {
        kp_record record = rig_record(&r, NULL, "x");
        record.partition = i;
        assert_int_equal(kp_producer_send(r.producer, &record, rig_done, &r), KP_OK);
    }
    assert_int_equal(kp_producer_close(r.producer, KP_SEC(20)), KP_OK);
    kp__topic_view *fewer = kp__topic_view_new(&r.producer->alloc, 1);
    assert_non_null(fewer);
    fewer->lanes[0] = kp__load(&r.topic->view)->lanes[0];
    kp__topic_publish(r.topic, fewer);
    kp_producer_stats stats = KP_PRODUCER_STATS_INIT;
    assert_int_equal(kp_producer_stats_read(r.producer, &stats), KP_OK);
    assert_int_equal(stats.records_accepted, 3);
    assert_int_equal(stats.records_acked, 3);
    rig_close(&r);
}

TEST(a_driven_producer_works_by_its_descriptor)
{
    rig r;
    rig_open(&r, OPTIONS("threads", "none"), NULL);
    kp_record record = rig_record(&r, NULL, "x");
    assert_int_equal(kp_producer_send(r.producer, &record, rig_done, &r), KP_AGAIN_TOPIC); /* as try_send */
    rig_know_topic(&r);
    for (int i = 0; i < 100; i++)
        assert_int_equal(kp_producer_send(r.producer, &record, rig_done, &r), KP_OK);
    drive_until(&r, 100);
    assert_int_equal(kp_producer_send_wait(r.producer, &record, KP_SEC(20), NULL), KP_OK);
    assert_int_equal(kp_producer_send(r.producer, &record, rig_done, &r), KP_OK);
    assert_int_equal(kp_producer_flush(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(r.reports, 101);
    assert_int_equal(kp_producer_send(r.producer, &record, rig_done, &r), KP_OK);
    assert_int_equal(kp_producer_close(r.producer, KP_SEC(20)), KP_OK);
    assert_int_equal(r.written, 102);
    assert_int_equal(kp_producer_drive(r.producer, 0), KP_ERR_CLOSED);
    rig_close(&r);
}

static void *send_waits(void *arg)
{
    rig *r = arg;
    kp_record record = rig_record(r, NULL, "x");
    for (int i = 0; i < 200; i++)
        if (kp_producer_send_wait(r->producer, &record, KP_SEC(20), NULL) != KP_OK)
            return (void *)1;
    return NULL;
}

TEST(threads_of_a_driven_producer_lead_in_turn)
{
    rig r;
    rig_open(&r, OPTIONS("threads", "none"), NULL);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, send_waits, &r), 0);
    for (int i = 0; i < 4; i++) {
        void *failed = NULL;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    rig_close(&r);
}

TESTS(t(a_record_is_sent_and_reported), t(many_records_are_each_reported_once),
      t(send_wait_tells_partition_and_offset_and_pays_no_linger), t(linger_counts_from_the_record_that_began_the_batch),
      t(each_record_is_told_its_own_time), t(unread_reports_keep_the_times_and_not_the_bytes),
      t(a_record_that_failed_has_no_time), t(a_callback_hears_the_brokers_words), t(flush_overrides_linger),
      t(flush_gives_up_at_its_time_out), t(close_fails_what_is_left_and_each_report_comes_once),
      t(I1_close_comes_back_for_a_lane_that_a_thread_is_at),
      t(several_threads_may_close_what_is_broken_and_each_waits_for_the_callbacks), t(free_without_close_reports_too),
      t(a_refusal_is_told_with_its_code), t(the_first_try_send_says_that_the_topic_is_unknown_and_a_later_one_succeeds),
      t(what_is_wrong_with_a_record_is_told_at_once), t(a_record_of_an_older_struct_is_read_up_to_its_size),
      t(send_waits_for_memory_at_most_max_block), t(senders_that_wait_for_memory_are_woken),
      t(close_lets_go_of_senders_that_wait_for_memory), t(inside_a_callback_nothing_waits),
      t(with_callbacks_poll_they_run_only_there), t(with_callbacks_poll_a_flush_and_one_poll_are_javas_flush),
      t(a_poll_ends_though_its_callbacks_send), t(unread_reports_count_against_memory),
      t(unread_reports_of_what_expired_on_its_way_count_as_long_as_they_are_unread),
      t(a_record_counts_what_kp_record_bytes_says), t(who_waits_gets_the_brokers_words_into_memory_of_his_own),
      t(send_wait_fills_its_delivery_unless_the_call_itself_is_wrong), t(a_future_tells_the_outcome),
      t(an_abandoned_futures_memory_may_go), t(wait_ready_waits_for_a_broker), t(wait_ready_says_why_it_gave_up),
      t(send_waits_for_metadata_at_most_max_block), t(embedded_without_the_broker_names_the_library),
      t(embedded_goes_through_the_hook_and_is_given_back), t(a_producer_that_did_nothing_closes_and_frees),
      t(a_thousand_short_lives_leave_nothing_behind), t(stats_add_up), t(stats_count_partitions_that_are_no_more),
      t(a_driven_producer_works_by_its_descriptor), t(threads_of_a_driven_producer_lead_in_turn))
