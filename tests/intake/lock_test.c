/* The lock when it is not free: nobody is forgotten, whether or not who goes wakes. */
#include <tests/check.h>

#include <pthread.h>
#include <sched.h>

#include <intake/sync.h>

typedef struct shared {
    kp__lock lock;
    _Atomic int got;
} shared;

static void *take(void *arg)
{
    shared *s = arg;
    kp__lock_take(&s->lock);
    atomic_fetch_add(&s->got, 1);
    kp__lock_leave(&s->lock);
    return NULL;
}

static void await_sleeper(shared *s)
{
    while (atomic_load(&s->lock.word) != 2)
        (void)sched_yield();
}

static void hand_over(void (*go)(kp__lock *lock), int sleepers)
{
    shared s = {.got = 0};
    pthread_t threads[4];
    kp__lock_init(&s.lock);
    kp__lock_take(&s.lock);
    for (int i = 0; i < sleepers; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take, &s), 0);
    await_sleeper(&s);
    assert_false(kp__lock_try(&s.lock));
    assert_false(kp__lock_take_soon(&s.lock));
    assert_int_equal(atomic_load(&s.got), 0);
    go(&s.lock);
    for (int i = 0; i < sleepers; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0); /* hangs if one is forgotten */
    assert_int_equal(atomic_load(&s.got), sleepers);
    assert_true(kp__lock_try(&s.lock));
    kp__lock_leave(&s.lock);
    kp__lock_deinit(&s.lock);
}

TEST(who_sleeps_for_a_dropped_lock_gets_it)
{
    hand_over(kp__lock_drop, 1);
    hand_over(kp__lock_drop, 4);
}

TEST(who_sleeps_for_a_lock_that_is_left_without_a_word_gets_it)
{
    hand_over(kp__lock_leave, 1);
    hand_over(kp__lock_leave, 4);
}

TEST(soon_is_now_when_the_lock_is_free)
{
    kp__lock lock;
    kp__lock_init(&lock);
    assert_true(kp__lock_take_soon(&lock));
    assert_false(kp__lock_take_soon(&lock));
    kp__lock_leave(&lock);
    assert_true(kp__lock_take_soon(&lock));
}

TESTS(t(who_sleeps_for_a_dropped_lock_gets_it), t(who_sleeps_for_a_lock_that_is_left_without_a_word_gets_it),
      t(soon_is_now_when_the_lock_is_free))
