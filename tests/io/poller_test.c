#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* As in the sandbox of a container runtime older than the call. */
static bool forbid_epoll_pwait2(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_epoll_pwait2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof code / sizeof code[0], .filter = code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

enum { WAITED, DID_NOT_WAIT, NO_SANDBOX };

static int wait_in_a_sandbox(void)
{
    fixture f;
    fixture_open(&f, NULL);
    kp__ready ready[4];
    int count = -1;
    struct pollfd fd = {.fd = f.io->ops->poller_fd(f.poller), .events = POLLIN};
    if (!forbid_epoll_pwait2())
        return NO_SANDBOX;
    f.io->ops->wake(f.poller);
    (void)f.io->ops->wait(f.poller, KP_NEVER, ready, 4, &count);
    int left = poll(&fd, 1, 0);
    fixture_close(&f);
    return left ? DID_NOT_WAIT : WAITED;
}

TEST(a_sandbox_that_forbids_the_precise_wait_gets_the_coarse_one)
{
    pid_t child = fork();
    if (child == 0)
        _exit(wait_in_a_sandbox());
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == NO_SANDBOX)
        skip();
    assert_int_equal(WEXITSTATUS(status), WAITED);
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
      t(a_wake_before_the_wait_ends_it_every_time), t(a_sandbox_that_forbids_the_precise_wait_gets_the_coarse_one),
      t(time_does_not_go_back_and_wall_time_is_this_century), t(untouched_memory_is_not_resident), t(chance_differs))
