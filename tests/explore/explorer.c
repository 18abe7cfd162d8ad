#include <explorer.h>

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <base/sanitized.h>
#include <tests/simulation/fiber.h>

#if KP__TSAN
#include <sanitizer/tsan_interface.h>
#endif

enum { CHOICES_MAX = 4096, BUFFER = 8, TRACE_MAX = 512, QUIET_MAX = 24 };

typedef enum need { NEED_NOTHING, NEED_LOCK, NEED_EVENT, NEED_UNPARK } need;

typedef struct delayed {
    void *at;
    size_t size;
    uint64_t value;
    uint64_t hash;
} delayed;

typedef struct thread {
    sim_fiber *fiber; /* serves run after run */
    jmp_buf rest;     /* where it waits for the next one */
    bool resting;
    bool ended;
    need need;
    kp__lock *lock;
    bool unparked;
    delayed buffer[BUFFER]; /* oldest first */
    int buffered;
} thread;

typedef struct choice {
    uint8_t chosen;
    uint8_t count;
} choice;

int ex_mutant;

static const ex_scenario *scenario;
static thread threads[EX_THREADS_MAX];
static jmp_buf check_ends;
static int now; /* the running thread */
static bool over;
static bool event;
static bool failed;
static bool cut, uncut;
static bool checking;
static int preemptions_left, delays_left;
static ex_result *result;

/* The path through the tree of choices: what was chosen, of how many. */
static choice path[CHOICES_MAX];
static int path_length, path_at;

/* To the next leaf; false after the last. */
static bool next_path(void)
{
    while (path_length > 0 && path[path_length - 1].chosen + 1 == path[path_length - 1].count)
        path_length--;
    if (path_length == 0)
        return false;
    path[path_length - 1].chosen++;
    return true;
}

/* ---- what happened, for the report of a failure ---- */

static struct {
    char what;
    uint8_t thread;
} trace[TRACE_MAX];
static int traced;

static void note(char what)
{
    if (traced < TRACE_MAX) {
        trace[traced].what = what;
        trace[traced++].thread = (uint8_t)now;
    }
}

static void print_trace(void)
{
    size_t at = 0;
    int last = -1;
    for (int i = 0; i < traced && at + 16 < sizeof result->trace; i++) {
        if (trace[i].thread != last)
            at +=
                (size_t)snprintf(result->trace + at, sizeof result->trace - at, "%s%d:", i ? " " : "", trace[i].thread);
        last = trace[i].thread;
        result->trace[at++] = trace[i].what;
    }
    result->trace[at] = 0;
}

/* From inside a thread: the run is over. */
static void leave(void) __attribute__((noreturn));
static void leave(void)
{
    over = true;
    longjmp(threads[now].rest, 1);
}

void ex_fail(const char *message)
{
    failed = true;
    (void)snprintf(result->message, sizeof result->message, "%s", message);
    print_trace();
    if (checking)
        longjmp(check_ends, 1);
    leave();
}

/* ---- what orders plain memory, for TSan ----
 *
 * It sees the plain accesses of the shared zone itself, which alone is instrumented, and takes no switch of stacks as
 * an order: what two threads access must be ordered by the operations below, in every schedule. The beginning and the
 * end of a run are ordered by `scenario`. */

static void acquire(const void *at)
{
#if KP__TSAN
    __tsan_acquire((void *)(uintptr_t)at);
#else
    (void)at;
#endif
}

static void release(const void *at)
{
#if KP__TSAN
    __tsan_release((void *)(uintptr_t)at);
#else
    (void)at;
#endif
}

/* ---- states seen before ----
 *
 * What a thread will do is determined by what it has read, so the state of a run is its partial order: which operation
 * of which thread each operation came after. Each object carries the hash of its last write and, in any order, of the
 * reads since; each thread the hash of its own operations and of all they saw. A run that reaches a state from which
 * everything was tried already, with as many preemptions left, is cut short. */

enum { OBJECTS = 1024 };

typedef struct object {
    const void *at;
    uint64_t run;
    uint64_t write, reads;
} object;

static object objects[OBJECTS];
static uint64_t run_number;
static uint64_t thread_hash[EX_THREADS_MAX], buffer_hash[EX_THREADS_MAX];

/* Not symmetric, and not zero for equals: a thread that writes twice to one object has its hash. */
static uint64_t mix(uint64_t a, uint64_t b)
{
    a = (a + UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xbf58476d1ce4e5b9);
    a ^= a >> 31;
    a = (a + b) * UINT64_C(0x94d049bb133111eb);
    return a ^ (a >> 29);
}

static object *object_at(const void *at)
{
    size_t i = (size_t)(mix((uintptr_t)at, 1) % OBJECTS);
    while (objects[i].at != at && objects[i].at)
        i = (i + 1) % OBJECTS;
    object *o = &objects[i];
    if (o->run != run_number)
        *o = (object){at, run_number, mix((uintptr_t)at, 2), 0};
    return o;
}

/* An operation that nobody else can see; every operation must change the state, or it would seem seen before. */
static void hash_step(void) { thread_hash[now] = mix(thread_hash[now], 5); }

static void hash_read(const void *at)
{
    object *o = object_at(at);
    thread_hash[now] = mix(thread_hash[now], o->write);
    o->reads += thread_hash[now];
}

static uint64_t written(const void *at, uint64_t by)
{
    object *o = object_at(at);
    o->write = mix(mix(by, o->write), o->reads);
    o->reads = 0;
    return o->write;
}

static void hash_write(const void *at) { thread_hash[now] = written(at, thread_hash[now]); }

/* Sets of hashes, which are not 0. */
typedef struct set {
    uint64_t *keys;
    size_t size, count;
} set;

static set seen, ends;

/* False when it was there. There is room: set_reserve. */
static bool set_put(set *s, uint64_t key)
{
    size_t at = key % s->size;
    for (; s->keys[at]; at = (at + 1) % s->size)
        if (s->keys[at] == key)
            return false;
    s->keys[at] = key;
    s->count++;
    return true;
}

/* For all that one run may put; never in the middle of one, where malloc's memory would change threads. */
static void set_reserve(set *s)
{
    set old = *s;
    if ((old.count + CHOICES_MAX) * 2 <= old.size)
        return;
    *s = (set){NULL, old.size ? old.size * 2 : 1 << 16, 0};
    s->keys = calloc(s->size, sizeof *s->keys);
    if (!s->keys)
        abort();
    for (size_t i = 0; i < old.size; i++)
        if (old.keys[i])
            (void)set_put(s, old.keys[i]);
    free(old.keys);
}

static void set_clear(set *s)
{
    free(s->keys);
    *s = (set){0};
}

static uint64_t state_hash(void)
{
    uint64_t key = 0;
    for (int i = 0; i < scenario->threads; i++)
        key = mix(mix(key, thread_hash[i]), buffer_hash[i]);
    return key;
}

/* True when the present state was here before; notes it. */
static bool state_seen(char question)
{
    uint64_t key =
        mix(state_hash(), (uint64_t)(now * 256 + question) << 16 | (uint64_t)(preemptions_left * 16 + delays_left));
    return !set_put(&seen, key | 1);
}

static void cut_short(void)
{
    cut = true;
    leave();
}

/* `question` tells apart what may be asked in one state. */
static int choose(int count, char question)
{
    if (count == 1)
        return 0;
    if (path_at == CHOICES_MAX)
        ex_fail("the run is too long");
    if (path_at == path_length) {
        if (path_at > 0 && !uncut && state_seen(question))
            cut_short();
        path[path_length++] = (choice){0, (uint8_t)count};
    }
    return path[path_at++].chosen;
}

/* ---- memory ---- */

/* By hand: TSan watches memcpy, and an atomic operation is no plain access. */
static void copy(void *to, const void *from, size_t size)
{
    volatile uint8_t *out = to;
    const volatile uint8_t *in = from;
    while (size--)
        *out++ = *in++;
}

static uint64_t memory_load(const void *at, size_t size)
{
    uint64_t value = 0;
    copy(&value, at, size);
    return value;
}

static void let_out(thread *t)
{
    copy(t->buffer[0].at, &t->buffer[0].value, t->buffer[0].size);
    buffer_hash[t - threads] = written(t->buffer[0].at, mix(buffer_hash[t - threads], t->buffer[0].hash));
    t->buffered--;
    for (int i = 0; i < t->buffered; i++)
        t->buffer[i] = t->buffer[i + 1];
}

static void drain(void)
{
    if (!threads[now].buffered)
        return;
    while (threads[now].buffered)
        let_out(&threads[now]);
    thread_hash[now] = mix(thread_hash[now], buffer_hash[now]);
}

/* ---- the schedule ---- */

static bool can_run(int i)
{
    const thread *t = &threads[i];
    if (t->ended)
        return false;
    switch (t->need) {
    case NEED_LOCK:
        return t->lock->owner == 0;
    case NEED_EVENT:
        return event;
    case NEED_UNPARK:
        return t->unparked;
    default:
        return true;
    }
}

static bool others_can_run(void)
{
    for (int i = 0; i < scenario->threads; i++)
        if (threads[i].need != NEED_EVENT && can_run(i))
            return true;
    return false;
}

static void switch_to(int next)
{
    thread *t = &threads[now];
    now = next;
    if (t->ended || t == &threads[next])
        return;
    sim_fiber_yield(t->fiber);
    if (over)
        longjmp(t->rest, 1);
}

/* Somebody who sleeps rises at the end of all things, to look whether anything was left. */
static int last_sleeper(void)
{
    if (others_can_run())
        return -1;
    for (int i = 0; i < scenario->threads; i++)
        if (!threads[i].ended && threads[i].need == NEED_EVENT)
            return i;
    return -1;
}

/* Who goes on: the running thread first, then the others if a preemption is left or it cannot. Options below 8 are
 * threads, from 8 on the thread whose oldest delayed store is let out. */
static int options(uint8_t *out)
{
    int count = 0;
    bool self = can_run(now);
    if (self)
        out[count++] = (uint8_t)now;
    if (!self || preemptions_left > 0)
        for (int i = 0; i < scenario->threads; i++)
            if (i != now && can_run(i))
                out[count++] = (uint8_t)i;
    for (int i = 0; i < scenario->threads && count > 0; i++)
        if (threads[i].buffered)
            out[count++] = (uint8_t)(8 + i);
    return count;
}

static void schedule(void)
{
    result->steps++;
    for (;;) {
        uint8_t option[2 * EX_THREADS_MAX];
        int count = options(option);
        if (count == 0) {
            int sleeper = last_sleeper();
            if (sleeper < 0)
                ex_fail("everybody waits and nobody will come");
            switch_to(sleeper);
            return;
        }
        int picked = option[choose(count, 's')];
        if (picked >= 8) {
            note('!');
            let_out(&threads[picked - 8]);
            continue;
        }
        if (picked != now && can_run(now))
            preemptions_left--;
        switch_to(picked);
        return;
    }
}

static void point(char what, need wants, kp__lock *lock)
{
    threads[now].need = wants;
    threads[now].lock = lock;
    schedule();
    threads[now].need = NEED_NOTHING;
    note(what);
}

static bool all_ended(void)
{
    for (int i = 0; i < scenario->threads; i++)
        if (!threads[i].ended)
            return false;
    return true;
}

/* One run's life of a thread; it may be left by longjmp. */
static void live(thread *t)
{
    t->resting = false;
    acquire(&scenario);
    note('<');
    scenario->run[now]();
    drain();
    t->ended = true;
    note('>');
    if (all_ended())
        over = true;
    else
        schedule();
}

static void thread_main(void *arg)
{
    thread *t = arg;
    for (;;) {
        if (!setjmp(t->rest))
            live(t);
        t->resting = true;
        release(&scenario);
        sim_fiber_yield(t->fiber);
    }
}

/* ---- operations ---- */

/* No switch at what nobody else changes, or nobody else can see. */
static const void *quiet_list[QUIET_MAX];
static int quiet_count;

void ex_quiet(const void *at)
{
    if (quiet_count < QUIET_MAX)
        quiet_list[quiet_count++] = at;
}

static bool quiet(const void *at)
{
    for (int i = 0; i < quiet_count; i++)
        if (quiet_list[i] == at)
            return true;
    return false;
}

void ex_lock_take(kp__lock *lock)
{
    if (checking) {
        lock->owner = 1;
        return;
    }
    if (lock->owner == now + 1)
        ex_fail("a lock is taken twice");
    point('l', NEED_LOCK, lock);
    drain();
    hash_write(lock);
    lock->owner = now + 1;
    acquire(lock);
}

bool ex_lock_try(kp__lock *lock)
{
    if (checking)
        return true;
    point('t', NEED_NOTHING, NULL);
    drain();
    hash_write(lock);
    if (lock->owner)
        return false;
    lock->owner = now + 1;
    acquire(lock);
    return true;
}

void ex_lock_drop(kp__lock *lock)
{
    if (checking) {
        lock->owner = 0;
        return;
    }
    if (!quiet(lock))
        point('u', NEED_NOTHING, NULL);
    drain();
    hash_write(lock);
    if (lock->owner != now + 1)
        ex_fail("a lock is dropped by who does not hold it");
    release(lock);
    lock->owner = 0;
}

static uint64_t load(const void *at, size_t size)
{
    if (checking || quiet(at))
        return memory_load(at, size);
    point('r', NEED_NOTHING, NULL);
    const thread *t = &threads[now];
    for (int i = t->buffered - 1; i >= 0; i--)
        if (t->buffer[i].at == at) {
            hash_step();
            return t->buffer[i].value;
        }
    hash_read(at);
    return memory_load(at, size);
}

uint64_t ex_load(const void *at, size_t size, memory_order order)
{
    uint64_t value = load(at, size);
    if (order != memory_order_relaxed)
        acquire(at);
    return value;
}

void ex_store(void *at, size_t size, uint64_t value, memory_order order)
{
    bool plain = checking || quiet(at);
    if (!plain)
        point('w', NEED_NOTHING, NULL);
    if (order != memory_order_relaxed)
        release(at);
    if (plain) {
        copy(at, &value, size);
        return;
    }
    thread *t = &threads[now];
    bool behind = t->buffered > 0;
    bool delay = behind || (delays_left > 0 && choose(2, 'd') == 1);
    if (!delay) {
        hash_write(at);
        copy(at, &value, size);
        return;
    }
    if (t->buffered == BUFFER)
        let_out(t);
    thread_hash[now] = mix(mix(thread_hash[now], (uintptr_t)at), 3);
    t->buffer[t->buffered++] = (delayed){at, size, value, thread_hash[now]};
    if (!behind) {
        delays_left--;
        note('~');
    }
}

/* Of the machine: it waits for the stores before it, and orders what is before and after it. */
static void locked(char what, const void *at)
{
    if (!checking) {
        point(what, NEED_NOTHING, NULL);
        drain();
        hash_write(at);
    }
    acquire(at);
    release(at);
}

uint64_t ex_swap(void *at, size_t size, uint64_t value)
{
    locked('x', at);
    uint64_t before = memory_load(at, size);
    copy(at, &value, size);
    return before;
}

uint64_t ex_add(void *at, size_t size, uint64_t value)
{
    locked('a', at);
    uint64_t before = memory_load(at, size), after = before + value;
    copy(at, &after, size);
    return before;
}

bool ex_cas(void *at, size_t size, uint64_t *expected, uint64_t value)
{
    locked('c', at);
    uint64_t before = memory_load(at, size);
    if (before != *expected) {
        *expected = before;
        return false;
    }
    copy(at, &value, size);
    return true;
}

void ex_fence(void)
{
    if (!checking)
        drain();
}

void ex_wake(void)
{
    point('W', NEED_NOTHING, NULL);
    drain();
    hash_write(&event);
    release(&event);
    event = true;
}

bool ex_sleep(void)
{
    point('s', NEED_NOTHING, NULL); /* into the system, then to sleep */
    drain();
    hash_step();
    point('S', NEED_EVENT, NULL);
    hash_write(&event);
    acquire(&event);
    bool woken = event;
    event = false;
    return woken;
}

void ex_park(int who)
{
    point('p', NEED_NOTHING, NULL); /* into the system, then to sleep */
    drain();
    hash_step();
    point('P', NEED_UNPARK, NULL);
    hash_write(&threads[who].unparked);
    acquire(&threads[who].unparked);
    threads[who].unparked = false;
}

void ex_unpark(int who)
{
    point('U', NEED_NOTHING, NULL);
    drain();
    hash_write(&threads[who].unparked);
    release(&threads[who].unparked);
    threads[who].unparked = true;
}

void ex_look(const void *at)
{
    point('?', NEED_NOTHING, NULL);
    hash_read(at);
}

void ex_later(kp__lock *lock)
{
    point('L', NEED_LOCK, lock);
    drain();
    hash_read(lock);
}

/* ---- one run, and all of them ---- */

/* Until the run is over, and everybody is where the next one begins. */
static void run_threads(void)
{
    release(&scenario);
    over = false;
    /* Who begins is a choice like any other, and costs no preemption. */
    now = choose(scenario->threads, 'b');
    while (!over)
        sim_fiber_resume(threads[now].fiber);
    for (int i = 0; i < scenario->threads; i++)
        if (!threads[i].resting)
            sim_fiber_resume(threads[i].fiber);
    acquire(&scenario);
}

static void run_once(ex_bounds bounds)
{
    path_at = 0;
    traced = 0;
    event = false;
    failed = false;
    cut = false;
    quiet_count = 0;
    run_number++;
    preemptions_left = bounds.preemptions;
    delays_left = bounds.delays;
    checking = true;
    scenario->begin();
    checking = false;
    for (int i = 0; i < scenario->threads; i++) {
        thread *t = &threads[i];
        t->ended = false;
        t->need = NEED_NOTHING;
        t->unparked = false;
        t->buffered = 0;
        thread_hash[i] = (uint64_t)i + 1;
        buffer_hash[i] = 0;
    }
    run_threads();
    if (failed || cut)
        return;
    (void)set_put(&ends, state_hash() | 1);
    checking = true;
    if (!setjmp(check_ends))
        scenario->check();
    checking = false;
}

static void thread_make(thread *t)
{
    if (t->fiber)
        return;
    t->resting = true;
    t->fiber = sim_fiber_new(thread_main, t);
    if (!t->fiber)
        abort();
}

void ex_explore(const ex_scenario *of, ex_bounds bounds, ex_result *out)
{
    scenario = of;
    result = out;
    *out = (ex_result){0};
    path_length = 0;
    for (int i = 0; i < of->threads; i++)
        thread_make(&threads[i]);
    set_clear(&seen);
    set_clear(&ends);
    uncut = bounds.uncut;
    do {
        set_reserve(&seen);
        set_reserve(&ends);
        run_once(bounds);
        out->schedules++;
        out->cut += cut;
    } while (!failed && next_path());
    out->failed = failed;
    out->ends = ends.count;
}
