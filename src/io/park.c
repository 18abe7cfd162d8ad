/* A park is one futex word. Nobody touches a park after its waiter was let go, but for a futex wake by address, which
 * is harmless wherever the address points by then: so a park may live on the stack of the thread that waits. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <io/inside.h>

void kp__park_init(kp__io *io, kp__park *park)
{
    (void)io;
    atomic_store_explicit(&park->signalled, 0u, memory_order_relaxed);
}

void kp__park_deinit(kp__io *io, kp__park *park)
{
    (void)io;
    (void)park;
}

bool kp__park_wait(kp__io *io, kp__park *park, kp_ns deadline)
{
    if (deadline < 0)
        deadline = 0;
    struct timespec until = {.tv_sec = (time_t)(deadline / 1000000000), .tv_nsec = (long)(deadline % 1000000000)};
    for (;;) {
        if (atomic_exchange(&park->signalled, 0u) != 0)
            return true;
        /* Absolute, on CLOCK_MONOTONIC. */
        long rc = syscall(SYS_futex, &park->signalled, FUTEX_WAIT_BITSET_PRIVATE, 0u,
                          deadline == KP_NEVER ? NULL : &until, NULL, FUTEX_BITSET_MATCH_ANY);
        if (rc == 0 || errno == EAGAIN || errno == EINTR)
            continue;
        /* The time is up (or the kernel refuses, and then the clock decides). */
        if (atomic_exchange(&park->signalled, 0u) != 0)
            return true;
        if (kp__clock_now(io) >= deadline)
            return false;
    }
}

void kp__park_wake(kp__io *io, kp__park *park)
{
    (void)io;
    if (atomic_exchange(&park->signalled, 1u) == 0)
        (void)syscall(SYS_futex, &park->signalled, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}
