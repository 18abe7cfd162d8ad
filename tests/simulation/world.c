#include <tests/simulation/world.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SWITCHES_WITHOUT_TIME = 50000 };

static const char *const trace_names[] = {
#define TRACE_NAME(name) #name,
    SIM_TRACES(TRACE_NAME)
#undef TRACE_NAME
};

/* ---- the heap of events: by time, then in order of setting ---- */

static bool earlier(const sim_event *a, const sim_event *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void heap_put(sim_world *world, uint32_t place, sim_event *event)
{
    world->heap[place - 1] = event;
    event->place = place;
}

static void heap_up(sim_world *world, sim_event *event, uint32_t place)
{
    while (place > 1 && earlier(event, world->heap[place / 2 - 1])) {
        heap_put(world, place, world->heap[place / 2 - 1]);
        place /= 2;
    }
    heap_put(world, place, event);
}

static void heap_down(sim_world *world, sim_event *event, uint32_t place)
{
    for (;;) {
        uint32_t child = place * 2;
        if (child > world->heap_count)
            break;
        if (child < world->heap_count && earlier(world->heap[child], world->heap[child - 1]))
            child++;
        if (!earlier(world->heap[child - 1], event))
            break;
        heap_put(world, place, world->heap[child - 1]);
        place = child;
    }
    heap_put(world, place, event);
}

void sim_event_init(sim_event *event, void (*fire)(sim_world *world, void *arg), void *arg)
{
    *event = (sim_event){.fire = fire, .arg = arg};
}

void sim_event_cancel(sim_world *world, sim_event *event)
{
    uint32_t place = event->place;
    if (!place)
        return;
    event->place = 0;
    sim_event *last = world->heap[--world->heap_count];
    if (last == event)
        return;
    if (place > 1 && earlier(last, world->heap[place / 2 - 1]))
        heap_up(world, last, place);
    else
        heap_down(world, last, place);
}

void sim_event_set(sim_world *world, sim_event *event, kp_ns at)
{
    sim_event_cancel(world, event);
    if (at == KP_NEVER)
        return;
    if (world->heap_count == world->heap_cap) {
        world->heap_cap = world->heap_cap ? world->heap_cap * 2 : 256;
        world->heap = realloc(world->heap, world->heap_cap * sizeof(sim_event *));
        if (!world->heap)
            abort();
    }
    event->at = at < world->now ? world->now : at;
    event->order = world->orders++;
    world->heap_count++;
    heap_up(world, event, world->heap_count);
}

/* ---- chance ---- */

uint64_t sim_below(sim_world *world, sim_chance use, uint64_t bound)
{
    return kp__rng_below(&world->chance[use], bound);
}

int64_t sim_between(sim_world *world, sim_chance use, int64_t low, int64_t high)
{
    return low + (int64_t)sim_below(world, use, (uint64_t)(high - low) + 1);
}

bool sim_one_in(sim_world *world, sim_chance use, uint64_t n) { return n && sim_below(world, use, n) == 0; }

/* ---- what was seen ---- */

void sim_trace(sim_world *world, int kind, int64_t a, int64_t b, int64_t c)
{
    uint64_t hash = world->hash;
    hash = kp__mix64(hash ^ (uint64_t)world->now);
    hash = kp__mix64(hash ^ ((uint64_t)kind << 56) ^ (uint64_t)a);
    hash = kp__mix64(hash ^ (uint64_t)b);
    world->hash = kp__mix64(hash ^ (uint64_t)c);
    world->traced++;
    if (world->print)
        (void)printf("%14" PRId64 " us %-10s %-10s %" PRId64 " %" PRId64 " %" PRId64 "\n",
                     (world->now - world->start) / 1000, world->running ? world->running->name : "-", trace_names[kind],
                     a, b, c);
}

void sim_fault(sim_world *world, int fault, int64_t a, int64_t b)
{
    world->seen.faults[fault]++;
    sim_notef(world, "fault %s", sim_fault_names[fault]);
    sim_trace(world, SIM_FAULT, fault, a, b);
}

void sim_probe(sim_world *world, int probe) { world->seen.probes[probe]++; }

void sim_notef(sim_world *world, const char *format, ...)
{
    if (!world->print)
        return;
    va_list args;
    va_start(args, format);
    (void)printf("%14" PRId64 " us %-10s ", (world->now - world->start) / 1000,
                 world->running ? world->running->name : "-");
    (void)vprintf(format, args);
    (void)printf("\n");
    va_end(args);
}

void sim_fail(sim_world *world, const char *invariant, const char *format, ...)
{
    world->stop = true;
    if (world->failure_count >= SIM_FAILURES_KEPT)
        return;
    char *text = world->failures[world->failure_count++];
    int used =
        snprintf(text, SIM_FAILURE_TEXT, "%s at %" PRId64 " us: ", invariant, (world->now - world->start) / 1000);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text + used, (size_t)(SIM_FAILURE_TEXT - used), format, args);
    va_end(args);
    if (world->print)
        (void)printf("FAILED %s\n", text);
}

/* ---- tasks ---- */

static void make_runnable(sim_world *world, sim_task *task)
{
    task->state = SIM_TASK_RUNNABLE;
    if (world->runnable_count == world->runnable_cap) {
        world->runnable_cap = world->runnable_cap ? world->runnable_cap * 2 : 16;
        world->runnable = realloc(world->runnable, world->runnable_cap * sizeof(sim_task *));
        if (!world->runnable)
            abort();
    }
    world->runnable[world->runnable_count++] = task;
}

static void timer_fired(sim_world *world, void *arg)
{
    sim_task *task = arg;
    task->timed_out = true;
    make_runnable(world, task);
}

static void task_body(void *arg)
{
    sim_task *task = arg;
    task->run(task->arg);
    task->state = SIM_TASK_ENDED;
    sim_trace(task->world, SIM_TASK_END, task->id, 0, 0);
    if (task->waiter)
        sim_wake(task->waiter);
}

sim_task *sim_task_start(sim_world *world, const char *name, void (*run)(void *arg), void *arg)
{
    sim_task *task = calloc(1, sizeof *task);
    if (!task)
        return NULL;
    task->world = world;
    (void)snprintf(task->name, sizeof task->name, "%s", name);
    task->id = ++world->task_ids;
    task->run = run;
    task->arg = arg;
    sim_event_init(&task->timer, timer_fired, task);
    task->fiber = sim_fiber_new(task_body, task);
    if (!task->fiber) {
        free(task);
        return NULL;
    }
    task->next = world->tasks;
    world->tasks = task;
    sim_trace(world, SIM_TASK_START, task->id, 0, 0);
    make_runnable(world, task);
    return task;
}

void sim_task_free(sim_task *task)
{
    for (sim_task **at = &task->world->tasks; *at; at = &(*at)->next)
        if (*at == task) {
            *at = task->next;
            break;
        }
    sim_event_cancel(task->world, &task->timer);
    sim_fiber_free(task->fiber);
    free(task);
}

void sim_task_join(sim_task *task)
{
    while (task->state != SIM_TASK_ENDED) {
        task->waiter = sim_self(task->world);
        (void)sim_block(task->world, KP_NEVER);
    }
    sim_task_free(task);
}

static void to_scheduler(sim_world *world)
{
    sim_task *task = world->running;
    sim_fiber_yield(task->fiber);
}

bool sim_block(sim_world *world, kp_ns deadline)
{
    sim_task *task = world->running;
    task->timed_out = false;
    task->state = SIM_TASK_BLOCKED;
    sim_event_set(world, &task->timer, deadline);
    to_scheduler(world);
    return !task->timed_out;
}

void sim_wake(sim_task *task)
{
    if (task->state != SIM_TASK_BLOCKED)
        return;
    sim_event_cancel(task->world, &task->timer);
    make_runnable(task->world, task);
}

void sim_yield(sim_world *world)
{
    make_runnable(world, world->running);
    to_scheduler(world);
}

void sim_sleep(sim_world *world, kp_ns length)
{
    kp_ns until = world->now + length;
    while (world->now < until)
        (void)sim_block(world, until);
}

/* ---- the run ---- */

void sim_world_init(sim_world *world, uint64_t seed, bool print)
{
    *world = (sim_world){.seed = seed, .print = print};
    kp__rng root;
    kp__rng_seed(&root, seed);
    for (int i = 0; i < SIM_CHANCE_MORE; i++)
        kp__rng_seed(&world->chance[i], kp__rng_next(&root));
    world->start = world->now = KP_SEC(1000) + (kp_ns)kp__rng_below(&root, 1000000000);
    kp__rng_seed(&world->chance[SIM_CHANCE_MORE], kp__rng_next(&root));
    world->hash = kp__mix64(seed + 1);
}

void sim_world_deinit(sim_world *world)
{
    while (world->tasks)
        sim_task_free(world->tasks);
    free(world->heap);
    free(world->runnable);
}

/* Any of those that can run, as chance has it: an order that a real machine could show. */
static sim_task *pick(sim_world *world)
{
    uint32_t i = world->runnable_count > 1 ? (uint32_t)sim_below(world, SIM_CHANCE_SCHEDULE, world->runnable_count) : 0;
    sim_task *task = world->runnable[i];
    world->runnable_count--;
    for (; i < world->runnable_count; i++)
        world->runnable[i] = world->runnable[i + 1];
    return task;
}

static void run_one(sim_world *world)
{
    sim_task *task = pick(world);
    task->state = SIM_TASK_RUNNING;
    world->running = task;
    world->switches++;
    if (world->runnable_count > 0)
        sim_trace(world, SIM_RUN, task->id, world->runnable_count, 0);
    sim_fiber_resume(task->fiber);
    world->running = NULL;
    if (++world->switches_now > SWITCHES_WITHOUT_TIME)
        sim_fail(world, "I21", "busy: %d switches while time stands still, the last one to %s", SWITCHES_WITHOUT_TIME,
                 task->name);
}

static void fire_next(sim_world *world)
{
    sim_event *event = world->heap[0];
    sim_event_cancel(world, event);
    if (event->at > world->now) {
        world->now = event->at;
        world->switches_now = 0;
    }
    world->events_fired++;
    event->fire(world, event->arg);
}

static bool all_ended(const sim_world *world)
{
    for (const sim_task *task = world->tasks; task; task = task->next)
        if (task->state != SIM_TASK_ENDED)
            return false;
    return true;
}

static void fail_stuck(sim_world *world, const char *why)
{
    char names[200] = "";
    size_t used = 0;
    for (sim_task *task = world->tasks; task && used + 40 < sizeof names; task = task->next)
        if (task->state != SIM_TASK_ENDED)
            used += (size_t)snprintf(names + used, sizeof names - used, " %s", task->name);
    sim_fail(world, "I21", "%s, still waiting:%s", why, names);
}

void sim_freeze(sim_world *world, kp_ns length)
{
    if (world->freeze_count == SIM_FREEZES_MAX || world->now < world->frozen_until)
        return;
    world->frozen_until = world->now + length;
    world->freezes[world->freeze_count++] = (sim_freeze_span){world->now, world->frozen_until};
}

kp_ns sim_thawed(const sim_world *world, kp_ns at)
{
    for (uint32_t i = 0; i < world->freeze_count; i++) /* in their order: one may begin as another ends */
        if (world->freezes[i].from <= at && at < world->freezes[i].until)
            at = world->freezes[i].until;
    return at;
}

void sim_world_run(sim_world *world, kp_ns until)
{
    while (!world->stop) {
        bool frozen = world->now < world->frozen_until;
        if (frozen && (world->heap_count == 0 || world->heap[0]->at >= world->frozen_until)) {
            world->now = world->frozen_until;
            world->switches_now = 0;
        } else if (!frozen && world->runnable_count > 0)
            run_one(world);
        else if (!frozen && all_ended(world))
            return;
        else if (world->heap_count == 0)
            fail_stuck(world, "nothing more can happen");
        else if (world->heap[0]->at > until)
            fail_stuck(world, "the time of the run is over");
        else
            fire_next(world);
    }
}
