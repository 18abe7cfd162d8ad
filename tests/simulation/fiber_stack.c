#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <base/sanitized.h>
#include <tests/simulation/fiber.h>

#if KP__ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if KP__TSAN
#include <sanitizer/tsan_interface.h>
#endif

enum { STACK_BYTES = 256 * 1024, GUARD_BYTES = 4096, STACKS_KEPT = 16 };

struct sim_fiber {
    void *stack_pointer;     /* where the fiber stopped */
    void *scheduler_pointer; /* where its resumer stopped */
    uint8_t *stack;          /* guard included */
    void (*run)(void *arg);
    void *arg;
    bool ended;
    void *fake_stack; /* ASan's */
    const void *scheduler_bottom;
    size_t scheduler_size;
    void *fiber_thread, *scheduler_thread; /* TSan's */
};

/* Between seeds the same stacks serve again. One thread uses them. */
static uint8_t *stacks_kept[STACKS_KEPT];
static int stacks_kept_count;

void sim_fiber_switch(void **from, void *to);
void sim_fiber_start(void);
void sim_fiber_body(sim_fiber *fiber);

/* Saves what a call must keep, swaps stacks, restores. A new fiber begins at sim_fiber_start with itself in r12. */
__asm__(".text\n"
        ".globl sim_fiber_switch\n"
        ".type sim_fiber_switch,@function\n"
        "sim_fiber_switch:\n"
        "    pushq %rbp\n"
        "    pushq %rbx\n"
        "    pushq %r12\n"
        "    pushq %r13\n"
        "    pushq %r14\n"
        "    pushq %r15\n"
        "    movq %rsp, (%rdi)\n"
        "    movq %rsi, %rsp\n"
        "    popq %r15\n"
        "    popq %r14\n"
        "    popq %r13\n"
        "    popq %r12\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    ret\n"
        ".size sim_fiber_switch,.-sim_fiber_switch\n"
        ".globl sim_fiber_start\n"
        ".type sim_fiber_start,@function\n"
        "sim_fiber_start:\n"
        "    movq %r12, %rdi\n"
        "    xorl %ebp, %ebp\n"
        "    call sim_fiber_body\n"
        "    ud2\n"
        ".size sim_fiber_start,.-sim_fiber_start\n");

static uint8_t *stack_take(void)
{
    if (stacks_kept_count > 0)
        return stacks_kept[--stacks_kept_count];
    uint8_t *stack =
        mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (stack == MAP_FAILED)
        return NULL;
    (void)mprotect(stack, GUARD_BYTES, PROT_NONE);
    return stack;
}

static void stack_give(uint8_t *stack)
{
#if KP__ASAN
    __asan_unpoison_memory_region(stack + GUARD_BYTES, STACK_BYTES - GUARD_BYTES);
#endif
    if (stacks_kept_count < STACKS_KEPT)
        stacks_kept[stacks_kept_count++] = stack;
    else
        (void)munmap(stack, STACK_BYTES);
}

sim_fiber *sim_fiber_new(void (*run)(void *arg), void *arg)
{
    sim_fiber *fiber = calloc(1, sizeof *fiber);
    if (!fiber)
        return NULL;
    fiber->stack = stack_take();
    if (!fiber->stack) {
        free(fiber);
        return NULL;
    }
    fiber->run = run;
    fiber->arg = arg;
    void **top = (void **)(void *)(fiber->stack + STACK_BYTES);
    top -= 2; /* after the return into sim_fiber_start the stack is aligned to 16, as a call wants it */
    *--top = (void *)(uintptr_t)sim_fiber_start;
    *--top = NULL;  /* rbp */
    *--top = NULL;  /* rbx */
    *--top = fiber; /* r12 */
    for (int i = 0; i < 3; i++)
        *--top = NULL; /* r13, r14, r15 */
    fiber->stack_pointer = top;
#if KP__TSAN
    fiber->fiber_thread = __tsan_create_fiber(0);
#endif
    return fiber;
}

/* ---- the switches, as the sanitizers want to be told of them ----
 *
 * ASan: before and after each, with the stack that is left and the one that is entered. TSan, where only the schedule
 * explorer runs on stacks: before each; and it is no order of what the two sides do. */

static void to_fiber(sim_fiber *fiber, void **fake_stack)
{
    (void)fake_stack;
#if KP__ASAN
    __sanitizer_start_switch_fiber(fake_stack, fiber->stack + GUARD_BYTES, STACK_BYTES - GUARD_BYTES);
#elif KP__TSAN
    fiber->scheduler_thread = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(fiber->fiber_thread, __tsan_switch_to_fiber_no_sync);
#else
    (void)fiber;
#endif
}

static void in_fiber(sim_fiber *fiber)
{
#if KP__ASAN
    __sanitizer_finish_switch_fiber(fiber->fake_stack, &fiber->scheduler_bottom, &fiber->scheduler_size);
#else
    (void)fiber;
#endif
}

/* `fake_stack` NULL: for good. */
static void to_scheduler(sim_fiber *fiber, void **fake_stack)
{
    (void)fake_stack;
#if KP__ASAN
    __sanitizer_start_switch_fiber(fake_stack, fiber->scheduler_bottom, fiber->scheduler_size);
#elif KP__TSAN
    __tsan_switch_to_fiber(fiber->scheduler_thread, __tsan_switch_to_fiber_no_sync);
#else
    (void)fiber;
#endif
}

static void in_scheduler(void *fake_stack)
{
#if KP__ASAN
    __sanitizer_finish_switch_fiber(fake_stack, NULL, NULL);
#else
    (void)fake_stack;
#endif
}

/* The first and only function on a fiber's stack; never returns. */
void sim_fiber_body(sim_fiber *fiber)
{
    in_fiber(fiber);
    fiber->run(fiber->arg);
    fiber->ended = true;
    to_scheduler(fiber, NULL);
    sim_fiber_switch(&fiber->stack_pointer, fiber->scheduler_pointer);
}

void sim_fiber_resume(sim_fiber *fiber)
{
    void *fake_stack = NULL;
    to_fiber(fiber, &fake_stack);
    sim_fiber_switch(&fiber->scheduler_pointer, fiber->stack_pointer);
    in_scheduler(fake_stack);
}

void sim_fiber_yield(sim_fiber *fiber)
{
    to_scheduler(fiber, &fiber->fake_stack);
    sim_fiber_switch(&fiber->stack_pointer, fiber->scheduler_pointer);
    in_fiber(fiber);
}

bool sim_fiber_ended(const sim_fiber *fiber) { return fiber->ended; }

void sim_fiber_free(sim_fiber *fiber)
{
    if (!fiber)
        return;
#if KP__TSAN
    __tsan_destroy_fiber(fiber->fiber_thread);
#endif
    stack_give(fiber->stack);
    free(fiber);
}

void sim_fiber_tidy(void)
{
    while (stacks_kept_count > 0)
        (void)munmap(stacks_kept[--stacks_kept_count], STACK_BYTES);
}

const char *sim_fiber_kind(void) { return "stacks"; }
