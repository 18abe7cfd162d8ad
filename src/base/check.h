/* Our own broken promises. A failed check marks the handle (its calls then answer KP_ERR_BROKEN) and goes on without
 * touching more; in test builds (KP_TEST_BUILD) it stops the process so that it is found. Peers' bytes and users'
 * arguments are never checked with this. */
#ifndef KP__BASE_CHECK_H
#define KP__BASE_CHECK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* One per handle; everything that belongs to the handle has a pointer to it. */
typedef struct kp__health {
    _Atomic(const char *) broken; /* NULL, or the first condition that failed, with its place */
} kp__health;

void kp__health_fail(kp__health *health, const char *what);
/* The same for a promise that a hook of the host's broke; never stops the process. */
void kp__health_fail_by_host(kp__health *health, const char *what);
static inline bool kp__health_ok(const kp__health *health)
{
    return atomic_load_explicit(&health->broken, memory_order_relaxed) == NULL;
}

#define KP__STR2(x) #x
#define KP__STR(x)  KP__STR2(x)

/* False when the promise is broken: `if (!kp__check(health, cond)) return KP_ERR_BROKEN;` */
#define kp__check(health, cond)                                                                                        \
    (__builtin_expect(!!(cond), 1) || (kp__health_fail((health), __FILE__ ":" KP__STR(__LINE__) ": " #cond), false))

#endif
