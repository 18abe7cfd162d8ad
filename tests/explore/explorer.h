/* Runs a few threads under every schedule with at most a given number of preemptions; what is told apart is the order
 * of operations on each object, and a schedule is cut short where it can only lead to orders that were seen.
 *
 * Modelled: an operation on a lock or an atomic is one step, and a switch may come before each; sequential consistency,
 * weakened as x86 weakens it: a plain atomic store may stay in its thread's buffer (first in, first out; the thread
 * itself sees it) until the thread's next locked operation, fence, lock, unlock or wait, or until the schedule lets it
 * out. At most `delays` stores are so delayed in one run. Not modelled: reordering of loads, spurious failure of a weak
 * compare-and-swap. What races on memory that is not atomic is seen in a build with the thread sanitizer: it is told
 * what those operations order, and nothing else. */
#ifndef KP_TESTS_EXPLORER_H
#define KP_TESTS_EXPLORER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <explorer_sync.h>

enum { EX_THREADS_MAX = 4 };

typedef struct ex_scenario {
    const char *name;
    int threads;
    void (*run[EX_THREADS_MAX])(void);
    void (*begin)(void);
    void (*check)(void); /* after every thread has ended; calls ex_fail */
} ex_scenario;

typedef struct ex_bounds {
    int preemptions;
    int delays;
    bool uncut; /* run every schedule to its end, also where that can show nothing new */
} ex_bounds;

typedef struct ex_result {
    uint64_t schedules; /* begun */
    uint64_t cut;       /* of these, not run to the end, because they met a state that was explored already */
    uint64_t steps;
    uint64_t ends; /* different partial orders in which runs ended */
    bool failed;
    char message[160];
    char trace[2048]; /* the schedule that failed */
} ex_result;

void ex_explore(const ex_scenario *scenario, ex_bounds bounds, ex_result *result);

/* From a scenario's thread or check: the run has failed, nothing more of it is run. */
void ex_fail(const char *message) __attribute__((noreturn));

/* In `begin`: operations on this are no points to switch at, since no other thread changes it in this scenario (or, a
 * lock, nobody tries it, so that it makes no difference when it is dropped). */
void ex_quiet(const void *at);

/* An eventfd that one thread waits on. */
void ex_wake(void);
bool ex_sleep(void); /* false: every other thread has ended or waits, and nobody will wake */

/* Until another thread has unparked `who`. */
void ex_park(int who);
void ex_unpark(int who);

/* Before a look at plain memory that `object` is supposed to guard: a point of its own. */
void ex_look(const void *object);

/* A while later: until `lock` is free. */
void ex_later(kp__lock *lock);

#endif
