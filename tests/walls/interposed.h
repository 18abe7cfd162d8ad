/* Counts what any thread of this program asks of the system's allocator while `watching`: malloc, calloc, realloc,
 * free, mmap, munmap. One per program, which is linked with --wrap=mmap,--wrap=munmap. */
#ifndef KP_TESTS_WALLS_INTERPOSED_H
#define KP_TESTS_WALLS_INTERPOSED_H

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <base/sanitized.h>

static _Atomic int watching;
static _Atomic int64_t system_calls;
static _Atomic(void *) first_caller;

static void seen(void *caller)
{
    if (!atomic_load_explicit(&watching, memory_order_relaxed))
        return;
    if (atomic_fetch_add(&system_calls, 1) == 0)
        atomic_store(&first_caller, caller);
}

#if KP__ASAN || KP__TSAN

/* A sanitizer's malloc tells who asked to be told. Of sanitizer/allocator_interface.h, which gcc comes without. */
#include <sanitizer/common_interface_defs.h>

extern int __sanitizer_install_malloc_and_free_hooks(void (*seen_malloc)(const volatile void *ptr, size_t size),
                                                     void (*seen_free)(const volatile void *ptr));

static void seen_by_sanitizer(void)
{
#if KP__ASAN /* the caller that is known here is the sanitizer; TSan cannot print from inside malloc */
    if (atomic_load_explicit(&watching, memory_order_relaxed) && !atomic_load(&system_calls))
        __sanitizer_print_stack_trace();
#endif
    seen(NULL);
}

static void seen_malloc(const volatile void *ptr, size_t size)
{
    (void)ptr;
    (void)size;
    seen_by_sanitizer();
}

static void seen_free(const volatile void *ptr)
{
    if (ptr)
        seen_by_sanitizer();
}

__attribute__((constructor)) static void install(void)
{
    if (!__sanitizer_install_malloc_and_free_hooks(seen_malloc, seen_free))
        abort();
}

#else

/* glibc keeps its own under these names. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *ptr, size_t size);
extern void __libc_free(void *ptr);

void *malloc(size_t size)
{
    seen(__builtin_return_address(0));
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    seen(__builtin_return_address(0));
    return __libc_calloc(count, size);
}

void *realloc(void *ptr, size_t size)
{
    seen(__builtin_return_address(0));
    return __libc_realloc(ptr, size);
}

void free(void *ptr)
{
    if (ptr)
        seen(__builtin_return_address(0));
    __libc_free(ptr);
}

#endif

void *__real_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
int __real_munmap(void *at, size_t size);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
int __wrap_munmap(void *at, size_t size);

void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    seen(__builtin_return_address(0));
    return __real_mmap(at, size, protection, flags, fd, offset);
}

int __wrap_munmap(void *at, size_t size)
{
    seen(__builtin_return_address(0));
    return __real_munmap(at, size);
}

#endif
