/* Fibers, events and virtual time. */
#include <string.h>

#include <tests/check.h>
#include <tests/simulation/world.h>

typedef struct walk {
    sim_world *world;
    kp_ns step;
    int count;
    int done;
    kp_ns ended;
} walk;

static void walk_body(void *arg)
{
    walk *w = arg;
    for (w->done = 0; w->done < w->count; w->done++)
        sim_sleep(w->world, w->step);
    w->ended = w->world->now;
}

TEST(time_jumps_to_the_next_event_and_never_sleeps)
{
    sim_world world;
    sim_world_init(&world, 1, false);
    walk slow = {&world, KP_SEC(3600), 3, 0, 0}, fast = {&world, KP_MS(7), 100, 0, 0};
    assert_non_null(sim_task_start(&world, "slow", walk_body, &slow));
    assert_non_null(sim_task_start(&world, "fast", walk_body, &fast));
    sim_world_run(&world, KP_NEVER);
    assert_int_equal(world.failure_count, 0);
    assert_int_equal(slow.ended - world.start, KP_SEC(3 * 3600));
    assert_int_equal(fast.ended - world.start, KP_MS(700));
    sim_world_deinit(&world);
}

typedef struct pair {
    sim_world *world;
    sim_task *waiter;
    bool woken;
    kp_ns at;
} pair;

static void waits(void *arg)
{
    pair *p = arg;
    p->waiter = sim_self(p->world);
    p->woken = sim_block(p->world, p->world->now + KP_MS(10));
    p->at = p->world->now;
}

static void wakes(void *arg)
{
    pair *p = arg;
    sim_sleep(p->world, KP_MS(4));
    sim_wake(p->waiter);
}

TEST(a_blocked_fiber_is_woken_by_another_or_by_its_deadline_to_the_nanosecond)
{
    sim_world world;
    sim_world_init(&world, 2, false);
    pair with = {.world = &world}, without = {.world = &world};
    (void)sim_task_start(&world, "with", waits, &with);
    (void)sim_task_start(&world, "without", waits, &without);
    (void)sim_task_start(&world, "waker", wakes, &with);
    sim_world_run(&world, KP_NEVER);
    assert_true(with.woken);
    assert_int_equal(with.at - world.start, KP_MS(4));
    assert_false(without.woken);
    assert_int_equal(without.at - world.start, KP_MS(10));
    sim_world_deinit(&world);
}

static void waits_for_ever(void *arg)
{
    sim_world *world = arg;
    (void)sim_block(world, KP_NEVER);
}

TEST(I21_a_fiber_that_nobody_will_wake_is_reported)
{
    sim_world world;
    sim_world_init(&world, 3, false);
    (void)sim_task_start(&world, "lonely", waits_for_ever, &world);
    sim_world_run(&world, KP_NEVER);
    assert_int_equal(world.failure_count, 1);
    assert_non_null(strstr(world.failures[0], "I21"));
    assert_non_null(strstr(world.failures[0], "lonely"));
    world.stop = false;
    sim_wake(world.tasks);
    sim_world_run(&world, KP_NEVER);
    sim_world_deinit(&world);
}

static void spins(void *arg)
{
    sim_world *world = arg;
    while (!world->failure_count)
        sim_yield(world);
}

TEST(I21_a_busy_loop_is_reported)
{
    sim_world world;
    sim_world_init(&world, 4, false);
    (void)sim_task_start(&world, "spinner", spins, &world);
    sim_world_run(&world, KP_NEVER);
    assert_int_equal(world.failure_count, 1);
    assert_non_null(strstr(world.failures[0], "busy"));
    world.stop = false;
    sim_world_run(&world, KP_NEVER);
    sim_world_deinit(&world);
}

static uint64_t hash_of(uint64_t seed)
{
    sim_world world;
    sim_world_init(&world, seed, false);
    walk walks[5];
    for (int i = 0; i < 5; i++) {
        walks[i] = (walk){&world, KP_MS(10), 50, 0, 0};
        (void)sim_task_start(&world, "walk", walk_body, &walks[i]);
    }
    sim_world_run(&world, KP_NEVER);
    uint64_t hash = world.hash;
    sim_world_deinit(&world);
    return hash;
}

TEST(the_same_seed_gives_the_same_order_and_another_seed_another)
{
    assert_int_equal(hash_of(7), hash_of(7));
    assert_true(hash_of(7) != hash_of(8));
}

static void joins(void *arg)
{
    pair *p = arg;
    walk w = {p->world, KP_MS(1), 5, 0, 0};
    sim_task *task = sim_task_start(p->world, "child", walk_body, &w);
    sim_task_join(task);
    p->at = w.ended;
}

TEST(join_waits_for_the_end)
{
    sim_world world;
    sim_world_init(&world, 5, false);
    pair p = {.world = &world};
    (void)sim_task_start(&world, "parent", joins, &p);
    sim_world_run(&world, KP_NEVER);
    assert_int_equal(p.at - world.start, KP_MS(5));
    sim_world_deinit(&world);
}

TESTS(t(time_jumps_to_the_next_event_and_never_sleeps),
      t(a_blocked_fiber_is_woken_by_another_or_by_its_deadline_to_the_nanosecond),
      t(I21_a_fiber_that_nobody_will_wake_is_reported), t(I21_a_busy_loop_is_reported),
      t(the_same_seed_gives_the_same_order_and_another_seed_another), t(join_waits_for_the_end))
