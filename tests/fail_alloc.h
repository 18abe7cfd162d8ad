/* An allocator whose n-th call fails, for tests that let every allocation fail in turn:
 *
 *     fail_alloc memory = {0};
 *     for (memory.fail_at = 1; ; memory.fail_at++) {
 *         kp__alloc alloc;
 *         fail_alloc_init(&memory, &alloc);
 *         kp_err err = the_operation(&alloc);
 *         assert_int_equal(memory.live, 0);          // nothing leaked
 *         if (!memory.failed) { assert_int_equal(err, KP_OK); break; }
 *         assert_int_equal(err, KP_ERR_NO_MEMORY);   // a clean error
 *     }
 */
#ifndef KP_TESTS_FAIL_ALLOC_H
#define KP_TESTS_FAIL_ALLOC_H

#include <stdbool.h>
#include <stdlib.h>

#include <base/alloc.h>

typedef struct fail_alloc {
    int fail_at;  /* the call that fails, from 1; 0: none */
    bool onwards; /* and all that follow */
    int calls;
    int live; /* blocks not freed */
    bool failed;
} fail_alloc;

static inline bool fail_alloc_now(fail_alloc *memory)
{
    memory->calls++;
    bool now =
        memory->fail_at && (memory->onwards ? memory->calls >= memory->fail_at : memory->calls == memory->fail_at);
    memory->failed |= now;
    return now;
}

static inline void *fail_alloc_alloc(void *context, size_t size)
{
    fail_alloc *memory = context;
    void *block = fail_alloc_now(memory) ? NULL : malloc(size);
    memory->live += block != NULL;
    return block;
}

static inline void *fail_alloc_realloc(void *context, void *ptr, size_t size)
{
    fail_alloc *memory = context;
    void *block = fail_alloc_now(memory) ? NULL : realloc(ptr, size);
    memory->live += block && !ptr;
    return block;
}

static inline void fail_alloc_free(void *context, void *ptr)
{
    fail_alloc *memory = context;
    memory->live -= ptr != NULL;
    free(ptr);
}

/* Begins to count anew; fail_at and onwards stay. */
static inline void fail_alloc_init(fail_alloc *memory, kp__alloc *alloc)
{
    kp_hooks hooks = KP_HOOKS_INIT;
    hooks.context = memory;
    hooks.alloc = fail_alloc_alloc;
    hooks.realloc = fail_alloc_realloc;
    hooks.free = fail_alloc_free;
    memory->calls = memory->live = 0;
    memory->failed = false;
    kp__alloc_init(alloc, &hooks);
}

#endif
