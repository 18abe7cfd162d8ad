/* An allocator hook that counts, for walls about memory. One per program. */
#ifndef KP_TESTS_WALLS_COUNTED_H
#define KP_TESTS_WALLS_COUNTED_H

#include <kprod/hooks.h>

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

static _Atomic int64_t heap_live, heap_max, heap_calls;

static inline void counted(int64_t delta)
{
    int64_t live = atomic_fetch_add(&heap_live, delta) + delta;
    int64_t max = atomic_load(&heap_max);
    atomic_fetch_add(&heap_calls, 1);
    while (live > max && !atomic_compare_exchange_weak(&heap_max, &max, live))
        ;
}

static inline void *counted_alloc(void *context, size_t size)
{
    (void)context;
    size_t *block = malloc(size + 16);
    if (!block)
        return NULL;
    *block = size;
    counted((int64_t)size);
    return block + 2;
}

static inline void counted_free(void *context, void *ptr)
{
    (void)context;
    if (!ptr)
        return;
    size_t *block = (size_t *)ptr - 2;
    counted(-(int64_t)*block);
    free(block);
}

static inline void *counted_realloc(void *context, void *ptr, size_t size)
{
    if (!ptr)
        return counted_alloc(context, size);
    size_t *block = (size_t *)ptr - 2;
    size_t before = *block;
    block = realloc(block, size + 16);
    if (!block)
        return NULL;
    *block = size;
    counted((int64_t)size - (int64_t)before);
    return block + 2;
}

static inline void counted_hooks(kp_hooks *hooks)
{
    *hooks = (kp_hooks)KP_HOOKS_INIT;
    hooks->alloc = counted_alloc;
    hooks->realloc = counted_realloc;
    hooks->free = counted_free;
}

#endif
