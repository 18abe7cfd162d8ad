/* The only lock and atomic operations of the shared zone. The schedule explorer compiles the sources of intake/ with
 * KP__EXPLORE defined and its own definitions of these, each of them a yield point; that is the one object of the
 * library that a test builds differently. */
#ifndef KP__INTAKE_SYNC_H
#define KP__INTAKE_SYNC_H

#ifdef KP__EXPLORE
#include <explorer_sync.h>
#else

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <base/sanitized.h>

/* A plain mutex in one word: 0 free, 1 taken, 2 taken and somebody sleeps. Uncontended, taking it is one locked
 * instruction, and leaving it a plain store. Only who sleeps, and who drops a lock that others sleep for, goes to the
 * system; what may make no system call takes it soon or not at all, and leaves it: a sleeper looks again by itself
 * after KP__LOCK_NAP, so a wake-up left out delays it by no more. */
typedef struct kp__lock {
    _Atomic uint32_t word;
} kp__lock;

enum { KP__LOCK_NAP = 50000 }; /* ns */

bool kp__lock_spin(kp__lock *lock); /* for about as long as a lock is held that does not change hands; taken? */
void kp__lock_wait(kp__lock *lock); /* until taken */
void kp__lock_wake(kp__lock *lock); /* one who sleeps */

static inline void kp__lock_init(kp__lock *lock) { atomic_init(&lock->word, 0); }
static inline void kp__lock_deinit(kp__lock *lock) { (void)lock; }

static inline bool kp__lock_try(kp__lock *lock)
{
    uint32_t is_free = 0;
    return atomic_compare_exchange_strong_explicit(&lock->word, &is_free, 1, memory_order_acquire,
                                                   memory_order_relaxed);
}

static inline void kp__lock_take(kp__lock *lock)
{
    if (__builtin_expect(!kp__lock_try(lock), 0))
        kp__lock_wait(lock);
}

static inline bool kp__lock_take_soon(kp__lock *lock)
{
    return __builtin_expect(kp__lock_try(lock), 1) || kp__lock_spin(lock);
}

static inline void kp__lock_drop(kp__lock *lock)
{
    if (__builtin_expect(atomic_exchange_explicit(&lock->word, 0, memory_order_release) == 2, 0))
        kp__lock_wake(lock);
}

static inline void kp__lock_leave(kp__lock *lock) { atomic_store_explicit(&lock->word, 0, memory_order_release); }

#define kp__load(ptr)                 atomic_load_explicit((ptr), memory_order_acquire)
#define kp__load_relaxed(ptr)         atomic_load_explicit((ptr), memory_order_relaxed)
#define kp__store(ptr, value)         atomic_store_explicit((ptr), (value), memory_order_release)
#define kp__store_relaxed(ptr, value) atomic_store_explicit((ptr), (value), memory_order_relaxed)
#define kp__swap(ptr, value)          atomic_exchange_explicit((ptr), (value), memory_order_seq_cst)
#define kp__cas(ptr, expected, value)                                                                                  \
    atomic_compare_exchange_weak_explicit((ptr), (expected), (value), memory_order_seq_cst, memory_order_seq_cst)
#define kp__add(ptr, value) atomic_fetch_add_explicit((ptr), (value), memory_order_seq_cst)

#if KP__TSAN
/* The race detector has no fences; a read-modify-write in their place is a full barrier on the machines it runs on. */
static inline void kp__fence(void)
{
    _Atomic int here = 0;
    (void)atomic_fetch_add(&here, 1);
}
#else
static inline void kp__fence(void) { atomic_thread_fence(memory_order_seq_cst); }
#endif

/* Bugs that the explorer plants, to see that it would find them. */
#define kp__planted(name) 0

#endif
#endif
