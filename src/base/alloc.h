/* The allocator is an argument: the host's hooks, or malloc. Nothing here aborts; NULL means out of memory. The hook
 * counts nothing itself; kp__alloc keeps the bytes and the high-water mark that the memory bound is measured by.
 * Any thread. */
#ifndef KP__BASE_ALLOC_H
#define KP__BASE_ALLOC_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <kprod/export.h>
#include <kprod/hooks.h>

typedef struct kp__alloc {
    void *context;
    void *(*alloc)(void *context, size_t size);
    void *(*realloc)(void *context, void *ptr, size_t size);
    void (*free)(void *context, void *ptr);
    _Atomic int64_t bytes;     /* live, as asked for */
    _Atomic int64_t bytes_max; /* high water */
    _Atomic uint64_t calls;
} kp__alloc;

/* Takes the allocator of `hooks`, or malloc when there is none. */
void kp__alloc_init(kp__alloc *alloc, const kp_hooks *hooks);

KP_MUST void *kp__new(kp__alloc *alloc, size_t size);                     /* zeroed */
KP_MUST void *kp__new_array(kp__alloc *alloc, size_t count, size_t size); /* zeroed; checks the product */
KP_MUST void *kp__resize(kp__alloc *alloc, void *ptr, size_t size);       /* realloc; on NULL the old one stays */
KP_MUST char *kp__strdup(kp__alloc *alloc, const char *text);
void kp__delete(kp__alloc *alloc, void *ptr); /* NULL is accepted */

#endif
