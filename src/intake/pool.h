/* The page pool: one mapping of buffer.memory, cut into pages of 64 KiB and chunks of 1 KiB (a page cut into 63 usable
 * ones or 64, as the implementation likes). Last in, first out, so that what is used stays in cache and what was never
 * needed is never touched. Any thread; the pool's lock is nested inside a lane's. Nothing here waits or calls the system. */
#ifndef KP__INTAKE_POOL_H
#define KP__INTAKE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <intake/sync.h>

enum { KP__PAGE = 65536, KP__CHUNK = 1024 };

/* Begins every page and chunk that is handed out. */
typedef struct kp__segment {
    struct kp__segment *next;
    uint32_t cap; /* bytes of data */
    uint32_t used;
    uint8_t data[];
} kp__segment;

typedef struct kp__pool {
    kp__lock lock;
    uint8_t *memory;
    size_t size;         /* a multiple of KP__PAGE, at least one page */
    size_t fresh;        /* bytes from here on were never handed out */
    kp__segment *pages;  /* free */
    kp__segment *chunks; /* free */
    size_t used;         /* bytes handed out, as pages and chunks */
    size_t used_max;
    uint8_t *chunk_live; /* per page: chunks handed out of it; 0: not cut (in the mapping's first bytes, or the caller's) */
    _Atomic uint32_t wanted; /* somebody was refused since this was last taken */
} kp__pool;

/* `memory` is reserved, zeroed and the caller's; size is rounded down to pages. */
void kp__pool_init(kp__pool *pool, void *memory, size_t size);
void kp__pool_deinit(kp__pool *pool);

/* A chunk or a page with next NULL and used 0, or NULL, which sets `wanted`. */
kp__segment *kp__pool_chunk(kp__pool *pool);
kp__segment *kp__pool_page(kp__pool *pool);

/* Gives back a chain. */
void kp__pool_release(kp__pool *pool, kp__segment *chain);

size_t kp__pool_used(kp__pool *pool);

/* True once after somebody was refused: the core then looks for waiting senders. */
bool kp__pool_wanted_take(kp__pool *pool);

/* Walks the free lists; false when an invariant does not hold. */
bool kp__pool_ok(kp__pool *pool);

#endif
