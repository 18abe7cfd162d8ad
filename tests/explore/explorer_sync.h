/* What intake/sync.h becomes in the explorer: every operation is a point at which the schedule may turn. */
#ifndef KP_TESTS_EXPLORER_SYNC_H
#define KP_TESTS_EXPLORER_SYNC_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct kp__lock {
    int owner; /* thread + 1; 0: free */
} kp__lock;

void ex_lock_take(kp__lock *lock);
bool ex_lock_try(kp__lock *lock);
void ex_lock_drop(kp__lock *lock);
uint64_t ex_load(const void *at, size_t size, memory_order order);
void ex_store(void *at, size_t size, uint64_t value, memory_order order);
uint64_t ex_swap(void *at, size_t size, uint64_t value);
uint64_t ex_add(void *at, size_t size, uint64_t value);
bool ex_cas(void *at, size_t size, uint64_t *expected, uint64_t value);
void ex_fence(void);

static inline void kp__lock_init(kp__lock *lock) { lock->owner = 0; }
static inline void kp__lock_deinit(kp__lock *lock) { (void)lock; }
static inline void kp__lock_take(kp__lock *lock) { ex_lock_take(lock); }
static inline bool kp__lock_try(kp__lock *lock) { return ex_lock_try(lock); }
static inline bool kp__lock_take_soon(kp__lock *lock) { return ex_lock_try(lock); }
static inline void kp__lock_drop(kp__lock *lock) { ex_lock_drop(lock); }
static inline void kp__lock_leave(kp__lock *lock) { ex_lock_drop(lock); }

/* The plain type behind an atomic one, and its bits as 64. */
#define EX_TYPE(ptr) __typeof__(atomic_load_explicit((ptr), memory_order_relaxed))
#define EX_BITS(ptr, value)                                                                                            \
    ({                                                                                                                 \
        EX_TYPE(ptr) ex_value = (value);                                                                               \
        uint64_t ex_bits = 0;                                                                                          \
        memcpy(&ex_bits, &ex_value, sizeof ex_value);                                                                  \
        ex_bits;                                                                                                       \
    })
#define EX_VALUE(ptr, bits)                                                                                            \
    ({                                                                                                                 \
        uint64_t ex_from = (bits);                                                                                     \
        EX_TYPE(ptr) ex_to;                                                                                            \
        memcpy(&ex_to, &ex_from, sizeof ex_to);                                                                        \
        ex_to;                                                                                                         \
    })

#define EX_LOAD(ptr, order)           EX_VALUE(ptr, ex_load((const void *)(ptr), sizeof *(ptr), order))
#define EX_STORE(ptr, value, order)   ex_store((void *)(ptr), sizeof *(ptr), EX_BITS(ptr, value), order)
#define kp__load(ptr)                 EX_LOAD(ptr, memory_order_acquire)
#define kp__load_relaxed(ptr)         EX_LOAD(ptr, memory_order_relaxed)
#define kp__store(ptr, value)         EX_STORE(ptr, value, memory_order_release)
#define kp__store_relaxed(ptr, value) EX_STORE(ptr, value, memory_order_relaxed)
#define kp__swap(ptr, value)          EX_VALUE(ptr, ex_swap((void *)(ptr), sizeof *(ptr), EX_BITS(ptr, value)))
#define kp__add(ptr, value)           EX_VALUE(ptr, ex_add((void *)(ptr), sizeof *(ptr), EX_BITS(ptr, value)))
#define kp__cas(ptr, expected, value)                                                                                  \
    ({                                                                                                                 \
        uint64_t ex_seen = EX_BITS(ptr, *(expected));                                                                  \
        bool ex_done = ex_cas((void *)(ptr), sizeof *(ptr), &ex_seen, EX_BITS(ptr, value));                            \
        *(expected) = EX_VALUE(ptr, ex_seen);                                                                          \
        ex_done;                                                                                                       \
    })
#define kp__fence() ex_fence()

/* Bugs planted in intake/, one of them at a time; everywhere else kp__planted is 0. */
enum {
    EX_NOTHING,
    EX_SLEEP_WITHOUT_FENCE,
    EX_SLEEP_WITHOUT_A_SECOND_LOOK,
    EX_WAKE_BY_ALL,
    EX_PUSH_IS_NOT_ATOMIC,
    EX_REFUSE_WITHOUT_LOCK,
    EX_WANTED_IS_FORGOTTEN,
    EX_REFUSAL_KEEPS_MEMORY,
    EX_HURRY_WAKES_NOBODY,
    EX_MUTANTS
};
extern int ex_mutant;
#define kp__planted(name) (ex_mutant == EX_##name)

#endif
