/* Eight threads append while one takes, all of it real; a lost wake-up hangs, and the race detector watches. */
#include <tests/intake/rig.h>

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { THREADS = 8, LANES = 8 };
#if KP__TSAN
enum { EACH = 5000 };
#else
enum { EACH = 20000 };
#endif

typedef struct race {
    rig_zone *zone;
    kp__topics topics;
    kp_topic *topic;
    kp__topic_view *view;
    int wake;
    bool sticky;
    _Atomic int running;
    _Atomic uint64_t refused;
    uint64_t taken;
    uint64_t last[LANES][THREADS]; /* numbers go up in each lane */
} race;

typedef struct appender {
    race *race;
    uint8_t number;
    pthread_t thread;
} appender;

static void wake(race *r)
{
    uint64_t one = 1;
    assert_int_equal(write(r->wake, &one, sizeof one), sizeof one);
}

static kp_err append_once(race *r, const kp_record *record, uint64_t number, kp__appended *out)
{
    kp__intake *intake = &r->zone->intake;
    if (!r->sticky)
        return kp__lane_append(intake, &r->zone->lanes[number % LANES], record, 1, 1, NULL, r, number % 3 != 0, out);
    uint64_t sticky;
    int32_t at = kp__topic_choose(r->topic, r->view, record, false, &sticky);
    kp_err err = kp__lane_append_sticky(intake, r->view->lanes[at], &r->topic->sticky, sticky, record, 1, 1, NULL, r,
                                        number % 3 != 0, out);
    if (!err)
        kp__topic_sticky_advance(r->topic, r->view, sticky, out, intake->batch_bytes);
    return err;
}

static void *append_all(void *arg)
{
    appender *a = arg;
    race *r = a->race;
    uint8_t value[300] = {0};
    for (uint64_t i = 1; i <= EACH; i++) {
        kp_record record = KP_RECORD_INIT;
        memcpy(value, &i, sizeof i);
        record.key = &a->number;
        record.key_size = 1;
        record.value = value;
        record.value_size = 8 + (size_t)(i * 37 % 290);
        for (;;) {
            kp__appended out;
            kp_err err = append_once(r, &record, i, &out);
            if (out.wake)
                wake(r);
            if (!err)
                break;
            if (err == KP_AGAIN_MEMORY)
                r->refused++;
            assert_true(err == KP_AGAIN_MEMORY || err == KP_AGAIN_LANE || err == KP_ERR_STATE);
            (void)sched_yield();
        }
    }
    if (--r->running == 0 && kp__intake_poke(&r->zone->intake))
        wake(r);
    return NULL;
}

static void read_batch(race *r, kp__batch *batch)
{
    rig_read read = rig_read_open(batch);
    rig_read_record record;
    uint32_t count = 0;
    while (rig_read_next(&read, &record)) {
        uint64_t number;
        memcpy(&number, record.value.data, sizeof number);
        uint64_t *last = &r->last[batch->lane->partition][record.key.data[0]];
        assert_true(number > *last);
        *last = number;
        count++;
    }
    assert_int_equal(count, batch->record_count);
    assert_int_equal(count, batch->slot_count);
    r->taken += count;
    rig_read_close(&read);
}

/* True when the lane was locked and is to be looked at again. */
static bool work(race *r, kp__lane *lane)
{
    for (;;) {
        kp__batch *batch;
        kp_err err = kp__lane_take(lane, 2, &batch);
        if (err)
            return err == KP_AGAIN_LANE;
        (void)kp__batch_seal(batch, 0);
        read_batch(r, batch);
        rig_done(r->zone, batch);
    }
}

static void core(race *r)
{
    kp__intake *intake = &r->zone->intake;
    bool known[LANES] = {false};
    for (;;) {
        bool again = false;
        for (kp__lane *lane = kp__intake_take_dirty(intake); lane;) {
            known[lane->partition] = true;
            lane = kp__lane_dirty_next(lane);
        }
        for (int i = 0; i < LANES; i++)
            if (known[i])
                again |= known[i] = work(r, &r->zone->lanes[i]);
        (void)kp__pool_wanted_take(&intake->pool);
        if (again) {
            (void)sched_yield();
            continue;
        }
        if (r->running == 0 && r->taken == (uint64_t)THREADS * EACH)
            return;
        if (kp__intake_sleep(intake, KP_NEVER)) {
            uint64_t count;
            assert_int_equal(read(r->wake, &count, sizeof count), sizeof count);
            kp__intake_awake(intake);
        }
    }
}

static void run(bool sticky, size_t pages)
{
    static kp__alloc alloc;
    static race r;
    kp__alloc_init(&alloc, NULL);
    memset(&r, 0, sizeof r);
    r.zone = rig_open(.pages = pages, .lanes = LANES, .batch_bytes = 4096);
    r.sticky = sticky;
    r.running = THREADS;
    r.wake = eventfd(0, EFD_CLOEXEC);
    assert_true(r.wake >= 0);
    kp__topics_init(&r.topics, &alloc, 3);
    assert_int_equal(kp__topics_get(&r.topics, "t", &r.topic), KP_OK);
    r.view = kp__topic_view_new(&alloc, LANES);
    for (int32_t i = 0; i < LANES; i++) {
        r.view->lanes[i] = &r.zone->lanes[i];
        r.zone->lanes[i].topic = r.topic;
    }
    kp__topic_publish(r.topic, r.view);

    appender appenders[THREADS];
    for (uint8_t i = 0; i < THREADS; i++) {
        appenders[i] = (appender){&r, i, 0};
        assert_int_equal(pthread_create(&appenders[i].thread, NULL, append_all, &appenders[i]), 0);
    }
    core(&r);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(appenders[i].thread, NULL), 0);
    uint32_t accepted = 0;
    for (int i = 0; i < LANES; i++)
        accepted += r.zone->lanes[i].accepted_low;
    assert_int_equal(accepted, THREADS * EACH);
    kp__topics_deinit(&r.topics);
    (void)close(r.wake);
    rig_close(r.zone);
}

TEST(eight_threads_on_eight_lanes_lose_nothing_and_keep_their_order) { run(false, 64); }
TEST(eight_threads_short_of_memory_lose_nothing) { run(false, 2); }
TEST(eight_threads_on_one_sticky_topic_lose_nothing) { run(true, 64); }
TEST(eight_threads_on_one_sticky_topic_short_of_memory_lose_nothing) { run(true, 2); }

TESTS(t(eight_threads_on_eight_lanes_lose_nothing_and_keep_their_order), t(eight_threads_short_of_memory_lose_nothing),
      t(eight_threads_on_one_sticky_topic_lose_nothing),
      t(eight_threads_on_one_sticky_topic_short_of_memory_lose_nothing))
