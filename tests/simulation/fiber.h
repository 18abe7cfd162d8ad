/* A function with a stack of its own that can stop in the middle. One runs at a time: the scheduler resumes a fiber,
 * the fiber yields back to it. Two implementations of the same calls in the same order:
 *
 *   fiber_stack.c   its own stack on the scheduler's thread (x86-64); what the thousand seeds run on
 *   fiber_thread.c  a real thread that waits for its turn; for TSan, valgrind and other machines
 */
#ifndef SIM_FIBER_H
#define SIM_FIBER_H

#include <stdbool.h>

typedef struct sim_fiber sim_fiber;

/* Made, not started; NULL when memory is out. */
sim_fiber *sim_fiber_new(void (*run)(void *arg), void *arg);
/* From the scheduler: runs the fiber until it yields or ends. */
void sim_fiber_resume(sim_fiber *fiber);
/* From inside the fiber: back to the scheduler. */
void sim_fiber_yield(sim_fiber *fiber);
bool sim_fiber_ended(const sim_fiber *fiber);
/* One that has ended or never started; a stopped one is abandoned with all that its stack holds (threads: it stays). */
void sim_fiber_free(sim_fiber *fiber);
/* Gives back the stacks that are kept for the next fibers. */
void sim_fiber_tidy(void);
const char *sim_fiber_kind(void); /* "stacks" or "threads" */

#endif
