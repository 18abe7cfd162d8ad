#include <poll.h>

#include <tests/io/fixture.h>

TEST(a_deadline_in_the_past_only_looks)
{
    fixture f;
    fixture_open(&f, NULL);
    kp__ready ready[4];
    int count = -1;
    (void)f.io->ops->wait(f.poller, 0, ready, 4, &count);
    assert_int_equal(count, 0);
    fixture_close(&f);
}

TEST(a_wait_ends_at_its_deadline_and_not_before)
{
    fixture f;
    fixture_open(&f, NULL);
    kp__ready ready[4];
    int count = -1;
    kp_ns deadline = f.io->ops->now(f.io) + KP_US(300);
    assert_true(f.io->ops->wait(f.poller, deadline, ready, 4, &count) >= deadline);
    assert_int_equal(count, 0);
    fixture_close(&f);
}

/* Each of many wakes ends one wait, though the eventfd is never read. */
TEST(a_wake_before_the_wait_ends_it_every_time)
{
    fixture f;
    fixture_open(&f, NULL);
    kp__ready ready[4];
    int count = -1;
    struct pollfd fd = {.fd = f.io->ops->poller_fd(f.poller), .events = POLLIN};
    for (int i = 0; i < 1000; i++) {
        f.io->ops->wake(f.poller);
        assert_int_equal(poll(&fd, 1, 0), 1);
        (void)f.io->ops->wait(f.poller, KP_NEVER, ready, 4, &count);
        assert_int_equal(count, 0);
        assert_int_equal(poll(&fd, 1, 0), 0);
    }
    fixture_close(&f);
}

TEST(time_does_not_go_back_and_wall_time_is_this_century)
{
    fixture f;
    fixture_open(&f, NULL);
    kp_ns before = f.io->ops->now(f.io);
    assert_true(before <= f.io->ops->now(f.io));
    assert_true(f.io->ops->wall_ms(f.io) > INT64_C(1600000000000));
    fixture_close(&f);
}

TEST(untouched_memory_is_not_resident)
{
    fixture f;
    fixture_open(&f, NULL);
    size_t size = (size_t)64 << 20;
    char *memory = f.io->ops->map(f.io, size);
    assert_non_null(memory);
    assert_int_equal(f.io->ops->resident(f.io, memory, size), 0);
    memory[0] = 1;
    memory[size - 1] = 1;
    size_t resident = f.io->ops->resident(f.io, memory, size);
    assert_true(resident >= 8192 && resident <= (size_t)4 << 20); /* huge pages may round up */
    f.io->ops->unmap(f.io, memory, size);
    fixture_close(&f);
}

TEST(chance_differs)
{
    fixture f;
    fixture_open(&f, NULL);
    uint8_t a[32] = {0}, b[32] = {0};
    assert_int_equal(f.io->ops->random(f.io, a, sizeof a), KP_OK);
    assert_int_equal(f.io->ops->random(f.io, b, sizeof b), KP_OK);
    assert_memory_not_equal(a, b, sizeof a);
    fixture_close(&f);
}

TESTS(t(a_deadline_in_the_past_only_looks), t(a_wait_ends_at_its_deadline_and_not_before),
      t(a_wake_before_the_wait_ends_it_every_time), t(time_does_not_go_back_and_wall_time_is_this_century),
      t(untouched_memory_is_not_resident), t(chance_differs))
