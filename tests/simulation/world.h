/* One run of the simulation: virtual time, the events to come, the fibers, chance, and what was seen. Time moves only
 * when no fiber can run, and then jumps to the next event; nothing sleeps. Everything that happens goes through
 * sim_trace, so that two runs of one seed can be compared by one number.
 *
 * The scheduler runs on the caller's stack (sim_world_run); fibers call back into the world. One thread, no locks. */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <base/rng.h>
#include <kprod/export.h>
#include <kprod/time.h>
#include <tests/simulation/fiber.h>
#include <tests/simulation/seen.h>

typedef struct sim_world sim_world;
typedef struct sim_task sim_task;

/* ---- what happened: the kinds of the trace ---- */
/* clang-format off */
#define SIM_TRACES(X)                                                                                          \
    X(RUN) X(TASK_START) X(TASK_END) X(WAKE) X(TURN) X(PARK) X(UNPARK) X(RESOLVE) X(CONNECT) X(UP) X(REFUSED)  \
    X(WRITE) X(READ) X(CLOSE) X(ARRIVE) X(RECEIVE) X(CUT) X(REQUEST) X(APPEND) X(ANSWER) X(FAULT) X(LEADER)    \
    X(TRUNCATE) X(SEND) X(SENT) X(DONE) X(FLUSH) X(CLOSING) X(NOTE)
/* clang-format on */
enum {
#define SIM_TRACE_ENUM(name) SIM_##name,
    SIM_TRACES(SIM_TRACE_ENUM)
#undef SIM_TRACE_ENUM
        SIM_TRACE_COUNT
};

/* ---- an event to come ---- */
typedef struct sim_event {
    kp_ns at;
    uint64_t order; /* among events of one instant */
    uint32_t place; /* in the heap, 1-based; 0: not set */
    void (*fire)(sim_world *world, void *arg);
    void *arg;
} sim_event;

/* Chance by use, so that one more draw in one place leaves the others as they were. */
typedef enum sim_chance {
    SIM_CHANCE_SCHEDULE,
    SIM_CHANCE_NET,
    SIM_CHANCE_NODES,
    SIM_CHANCE_FAULTS,
    SIM_CHANCE_APP,
    SIM_CHANCE_IO,
    SIM_CHANCE_MORE, /* what is new draws here, so that a seed stays the run that it was */
    SIM_CHANCE_COUNT
} sim_chance;

enum { SIM_FAILURES_KEPT = 8, SIM_FAILURE_TEXT = 320 };

typedef enum sim_task_state { SIM_TASK_RUNNABLE, SIM_TASK_RUNNING, SIM_TASK_BLOCKED, SIM_TASK_ENDED } sim_task_state;

struct sim_task {
    sim_world *world;
    sim_fiber *fiber;
    char name[32];
    uint32_t id;
    sim_task_state state;
    bool timed_out;
    sim_event timer;
    void (*run)(void *arg);
    void *arg;
    sim_task *waiter; /* joins it */
    sim_task *next;   /* of all tasks */
};

enum { SIM_FREEZES_MAX = 64 };

typedef struct sim_freeze_span {
    kp_ns from, until;
} sim_freeze_span;

struct sim_world {
    uint64_t seed;
    kp_ns now;
    kp_ns start;
    kp__rng chance[SIM_CHANCE_COUNT];

    sim_event **heap;
    uint32_t heap_count, heap_cap;
    uint64_t orders;
    uint64_t events_fired;

    sim_task *tasks;
    sim_task *running;
    sim_task **runnable;
    uint32_t runnable_count, runnable_cap;
    uint32_t task_ids;
    uint64_t switches;
    uint64_t switches_now; /* since time last moved */
    uint64_t ticks;        /* order of API calls and completions */

    kp_ns frozen_until; /* before that no task runs; events go on */
    sim_freeze_span freezes[SIM_FREEZES_MAX];
    uint32_t freeze_count;

    sim_seen seen;
    uint64_t hash;
    uint64_t traced;
    bool print;
    bool stop;
    int failure_count;
    char failures[SIM_FAILURES_KEPT][SIM_FAILURE_TEXT];
};

void sim_world_init(sim_world *world, uint64_t seed, bool print);
void sim_world_deinit(sim_world *world);
/* Runs until every task has ended, `stop` is set, or nothing more can happen while tasks wait (a failure: "stuck"). */
void sim_world_run(sim_world *world, kp_ns until);

/* ---- events ---- */
void sim_event_init(sim_event *event, void (*fire)(sim_world *world, void *arg), void *arg);
void sim_event_set(sim_world *world, sim_event *event, kp_ns at); /* sets or moves; KP_NEVER takes it out */
void sim_event_cancel(sim_world *world, sim_event *event);

/* ---- tasks ---- */
sim_task *sim_task_start(sim_world *world, const char *name, void (*run)(void *arg), void *arg);
void sim_task_join(sim_task *task); /* from a fiber: waits for its end, frees it */
void sim_task_free(sim_task *task); /* one that has ended */
static inline sim_task *sim_self(sim_world *world) { return world->running; }
/* Stops the running fiber. True: somebody woke it; false: the deadline came. */
bool sim_block(sim_world *world, kp_ns deadline);
void sim_wake(sim_task *task); /* no effect unless blocked */
void sim_yield(sim_world *world);
void sim_sleep(sim_world *world, kp_ns length);
/* The machine on which the tasks run stands still (a VM is paused) while network and nodes go on. */
void sim_freeze(sim_world *world, kp_ns length);
kp_ns sim_thawed(const sim_world *world, kp_ns at); /* the first moment from then on in which it does not */

/* ---- chance ---- */
uint64_t sim_below(sim_world *world, sim_chance use, uint64_t bound);             /* [0, bound) */
int64_t sim_between(sim_world *world, sim_chance use, int64_t low, int64_t high); /* [low, high] */
bool sim_one_in(sim_world *world, sim_chance use, uint64_t n);                    /* 0: never */

/* ---- what was seen ---- */
void sim_trace(sim_world *world, int kind, int64_t a, int64_t b, int64_t c);
void sim_fault(sim_world *world, int fault, int64_t a, int64_t b);         /* a fault struck: counted and traced */
void sim_probe(sim_world *world, int probe);                               /* a rare state was reached */
void sim_notef(sim_world *world, const char *format, ...) KP_PRINTF(2, 3); /* only printed, not part of the hash */
/* A broken invariant: the run stops at the next switch. */
void sim_fail(sim_world *world, const char *invariant, const char *format, ...) KP_PRINTF(3, 4);

#endif
