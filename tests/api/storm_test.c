/* G14: eight threads at one producer, doing everything at once, and a close in the middle of it. Clean under TSan. */
#include <pthread.h>
#include <sched.h>
#include <string.h>

#include <base/rng.h>
#include <tests/api/rig.h>

#define OPTIONS(...) ((const char *const[]){__VA_ARGS__, NULL})

enum { THREADS = 8, STEPS = 3000 };

typedef struct worker {
    rig *r;
    uint64_t seed;
    int accepted; /* of those that report to the rig */
    int odd;      /* answers that nobody should get */
} worker;

static bool expected(kp_err err)
{
    return err == KP_OK || err == KP_ERR_CLOSED || err == KP_ERR_TIMEOUT || (kp_err_class(err) & KP_CLASS_AGAIN);
}

static void step(worker *w, kp__rng *rng)
{
    rig *r = w->r;
    kp_record record = rig_record(r, kp__rng_below(rng, 2) ? "key" : NULL, "0123456789");
    kp_producer_stats stats = {.size = sizeof stats};
    kp_future future;
    kp_err err;
    switch (kp__rng_below(rng, 40)) {
    case 0:
        err = kp_producer_flush(r->producer, KP_MS(1));
        break;
    case 1:
        err = kp_producer_stats_read(r->producer, &stats);
        break;
    case 2:
        err = kp_producer_send_wait(r->producer, &record, KP_MS(2), NULL);
        break;
    case 3:
    case 4:
        kp_future_init(&future);
        err = kp_producer_send_future(r->producer, &record, &future);
        if (err == KP_OK)
            err = kp_future_wait(r->producer, &future, KP_US(300), NULL);
        kp_future_abandon(r->producer, &future);
        break;
    case 5:
    case 6:
    case 7:
    case 8:
        err = kp_producer_try_send(r->producer, &record, rig_done, r);
        w->accepted += err == KP_OK;
        break;
    default:
        err = kp_producer_send(r->producer, &record, rig_done, r);
        w->accepted += err == KP_OK;
        break;
    }
    w->odd += !expected(err);
}

static void *work(void *arg)
{
    worker *w = arg;
    kp__rng rng;
    kp__rng_seed(&rng, w->seed);
    for (int i = 0; i < STEPS; i++)
        step(w, &rng);
    return NULL;
}

static void storm(const char *const *options, bool close_in_the_middle)
{
    rig r;
    rig_open(&r, options, NULL);
    worker workers[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){.r = &r, .seed = (uint64_t)i + 1};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    if (close_in_the_middle) {
        while (server_records(r.server) < 1000)
            (void)sched_yield();
        (void)!kp_producer_close(r.producer, KP_MS(1));
    }
    int accepted = 0;
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(workers[i].odd, 0);
        accepted += workers[i].accepted;
    }
    kp_err err = kp_producer_close(r.producer, KP_SEC(60));
    assert_int_equal(err, KP_OK);
    assert_int_equal(r.reports, accepted); /* I1 */
    if (!close_in_the_middle)
        assert_int_equal(r.written, accepted);
    rig_close(&r);
}

TEST(a_storm_of_calls_loses_no_report) { storm(NULL, false); }

TEST(a_storm_in_little_memory) { storm(OPTIONS("buffer.memory", "131072", "linger.ms", "1"), false); }

TEST(a_close_in_the_middle_of_a_storm) { storm(OPTIONS("linger.ms", "0"), true); }

TEST(a_close_in_the_middle_of_a_storm_in_little_memory)
{
    storm(OPTIONS("linger.ms", "0", "buffer.memory", "131072"), true);
}

TESTS(t(a_storm_of_calls_loses_no_report), t(a_storm_in_little_memory), t(a_close_in_the_middle_of_a_storm),
      t(a_close_in_the_middle_of_a_storm_in_little_memory))
