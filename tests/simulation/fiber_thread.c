#include <pthread.h>
#include <stdlib.h>

#include <tests/simulation/fiber.h>

/* The token says who may run: the scheduler or the fiber. Handing it over orders everything, so that exactly one of the
 * threads runs at any time. */
struct sim_fiber {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    void (*run)(void *arg);
    void *arg;
    bool started;
    bool ended;
    bool fibers_turn;
};

sim_fiber *sim_fiber_new(void (*run)(void *arg), void *arg)
{
    sim_fiber *fiber = calloc(1, sizeof *fiber);
    if (!fiber)
        return NULL;
    (void)pthread_mutex_init(&fiber->lock, NULL);
    (void)pthread_cond_init(&fiber->changed, NULL);
    fiber->run = run;
    fiber->arg = arg;
    return fiber;
}

static void hand_over(sim_fiber *fiber, bool to_fiber)
{
    fiber->fibers_turn = to_fiber;
    (void)pthread_cond_broadcast(&fiber->changed);
}

static void await_turn(sim_fiber *fiber, bool fibers_turn)
{
    while (fiber->fibers_turn != fibers_turn)
        (void)pthread_cond_wait(&fiber->changed, &fiber->lock);
}

static void *thread_body(void *arg)
{
    sim_fiber *fiber = arg;
    (void)pthread_mutex_lock(&fiber->lock);
    await_turn(fiber, true);
    (void)pthread_mutex_unlock(&fiber->lock);
    fiber->run(fiber->arg);
    (void)pthread_mutex_lock(&fiber->lock);
    fiber->ended = true;
    hand_over(fiber, false);
    (void)pthread_mutex_unlock(&fiber->lock);
    return NULL;
}

void sim_fiber_resume(sim_fiber *fiber)
{
    if (!fiber->started) {
        fiber->started = true;
        if (pthread_create(&fiber->thread, NULL, thread_body, fiber))
            abort();
    }
    (void)pthread_mutex_lock(&fiber->lock);
    hand_over(fiber, true);
    await_turn(fiber, false);
    (void)pthread_mutex_unlock(&fiber->lock);
}

void sim_fiber_yield(sim_fiber *fiber)
{
    (void)pthread_mutex_lock(&fiber->lock);
    hand_over(fiber, false);
    await_turn(fiber, true);
    (void)pthread_mutex_unlock(&fiber->lock);
}

bool sim_fiber_ended(const sim_fiber *fiber) { return fiber->ended; }

void sim_fiber_free(sim_fiber *fiber)
{
    if (!fiber)
        return;
    if (fiber->started && !fiber->ended) {
        (void)pthread_detach(fiber->thread); /* it waits for a turn that never comes; only after a failure */
        return;
    }
    if (fiber->started)
        (void)pthread_join(fiber->thread, NULL);
    (void)pthread_cond_destroy(&fiber->changed);
    (void)pthread_mutex_destroy(&fiber->lock);
    free(fiber);
}

void sim_fiber_tidy(void) {}

const char *sim_fiber_kind(void) { return "threads"; }
