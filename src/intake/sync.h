/* The only lock and atomic operations of the shared zone. The schedule explorer compiles the sources of intake/ with
 * KP__EXPLORE defined and its own definitions of these, each of them a yield point; that is the one object of the
 * library that a test builds differently. */
#ifndef KP__INTAKE_SYNC_H
#define KP__INTAKE_SYNC_H

#ifdef KP__EXPLORE
#include <explorer_sync.h>
#else

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

typedef pthread_mutex_t kp__lock;

static inline void kp__lock_init(kp__lock *lock) { (void)pthread_mutex_init(lock, NULL); }
static inline void kp__lock_deinit(kp__lock *lock) { (void)pthread_mutex_destroy(lock); }
static inline void kp__lock_take(kp__lock *lock) { (void)pthread_mutex_lock(lock); }
static inline bool kp__lock_try(kp__lock *lock) { return pthread_mutex_trylock(lock) == 0; }
static inline void kp__lock_drop(kp__lock *lock) { (void)pthread_mutex_unlock(lock); }

#define kp__load(ptr)                 atomic_load_explicit((ptr), memory_order_acquire)
#define kp__load_relaxed(ptr)         atomic_load_explicit((ptr), memory_order_relaxed)
#define kp__store(ptr, value)         atomic_store_explicit((ptr), (value), memory_order_release)
#define kp__store_relaxed(ptr, value) atomic_store_explicit((ptr), (value), memory_order_relaxed)
#define kp__swap(ptr, value)          atomic_exchange_explicit((ptr), (value), memory_order_seq_cst)
#define kp__cas(ptr, expected, value)                                                                                  \
    atomic_compare_exchange_weak_explicit((ptr), (expected), (value), memory_order_seq_cst, memory_order_seq_cst)
#define kp__add(ptr, value) atomic_fetch_add_explicit((ptr), (value), memory_order_seq_cst)

#ifdef __SANITIZE_THREAD__
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
