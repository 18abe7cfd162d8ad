/* What a lock does when it is not free. */
#include <intake/sync.h>

#ifndef KP__EXPLORE

#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SPINS = 100 }; /* as long as a held lock is usually held yet: an append */

static void pause_a_little(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

/* EINTR, ETIMEDOUT, and EAGAIN when the word has changed, are no errors: the caller looks again. */
static void nap_while(kp__lock *lock, uint32_t word)
{
    struct timespec nap = {.tv_nsec = KP__LOCK_NAP};
    (void)syscall(SYS_futex, (uint32_t *)&lock->word, FUTEX_WAIT_PRIVATE, word, &nap, NULL, 0);
}

bool kp__lock_spin(kp__lock *lock)
{
    for (int i = 0; i < SPINS; i++) {
        uint32_t seen = atomic_load_explicit(&lock->word, memory_order_relaxed);
        if (seen == 2)
            return false; /* others sleep already */
        if (seen == 0 && kp__lock_try(lock))
            return true;
        pause_a_little();
    }
    return false;
}

void kp__lock_wait(kp__lock *lock)
{
    if (kp__lock_spin(lock))
        return;
    /* Taken with 2 even if nobody else waits any more: it costs one wake too many, and none is lost. */
    while (atomic_exchange_explicit(&lock->word, 2, memory_order_acquire) != 0)
        nap_while(lock, 2);
}

void kp__lock_wake(kp__lock *lock)
{
    (void)syscall(SYS_futex, (uint32_t *)&lock->word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

#endif
