#include <base/alloc.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Each block is preceded by its size, so that live bytes can be counted without asking the host's allocator. */
enum { PREFIX = 16 };

static void *system_alloc(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static void *system_realloc(void *context, void *ptr, size_t size)
{
    (void)context;
    return realloc(ptr, size);
}

static void system_free(void *context, void *ptr)
{
    (void)context;
    free(ptr);
}

void kp__alloc_init(kp__alloc *alloc, const kp_hooks *hooks)
{
    bool own = hooks && hooks->alloc && hooks->realloc && hooks->free;

    alloc->context = own ? hooks->context : NULL;
    alloc->alloc = own ? hooks->alloc : system_alloc;
    alloc->realloc = own ? hooks->realloc : system_realloc;
    alloc->free = own ? hooks->free : system_free;
    atomic_store(&alloc->bytes, 0);
    atomic_store(&alloc->bytes_max, 0);
    atomic_store(&alloc->calls, 0);
}

static void count(kp__alloc *alloc, int64_t delta)
{
    int64_t live = atomic_fetch_add_explicit(&alloc->bytes, delta, memory_order_relaxed) + delta;
    int64_t max = atomic_load_explicit(&alloc->bytes_max, memory_order_relaxed);

    while (live > max && !atomic_compare_exchange_weak_explicit(&alloc->bytes_max, &max, live, memory_order_relaxed,
                                                                memory_order_relaxed))
        ;
    atomic_fetch_add_explicit(&alloc->calls, 1, memory_order_relaxed);
}

static size_t size_of(const uint8_t *block)
{
    size_t size;
    memcpy(&size, block, sizeof size);
    return size;
}

static void *finish(uint8_t *block, size_t size)
{
    memcpy(block, &size, sizeof size);
    return block + PREFIX;
}

void *kp__new(kp__alloc *alloc, size_t size)
{
    if (size > PTRDIFF_MAX - PREFIX)
        return NULL;
    uint8_t *block = alloc->alloc(alloc->context, size + PREFIX);
    if (!block)
        return NULL;
    memset(block + PREFIX, 0, size);
    count(alloc, (int64_t)size);
    return finish(block, size);
}

void *kp__new_array(kp__alloc *alloc, size_t items, size_t size)
{
    size_t bytes;
    return __builtin_mul_overflow(items, size, &bytes) ? NULL : kp__new(alloc, bytes);
}

void *kp__resize(kp__alloc *alloc, void *ptr, size_t size)
{
    if (!ptr)
        return kp__new(alloc, size);
    if (size > PTRDIFF_MAX - PREFIX)
        return NULL;
    uint8_t *old = (uint8_t *)ptr - PREFIX;
    size_t before = size_of(old);
    uint8_t *block = alloc->realloc(alloc->context, old, size + PREFIX);
    if (!block)
        return NULL;
    count(alloc, (int64_t)size - (int64_t)before);
    return finish(block, size);
}

char *kp__strdup(kp__alloc *alloc, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = kp__new(alloc, size);
    if (copy)
        memcpy(copy, text, size);
    return copy;
}

void kp__delete(kp__alloc *alloc, void *ptr)
{
    if (!ptr)
        return;
    uint8_t *block = (uint8_t *)ptr - PREFIX;
    count(alloc, -(int64_t)size_of(block));
    alloc->free(alloc->context, block);
}
