/* The page pool: one mapping of buffer.memory, cut into pages of 64 KiB, and pages into pieces of about 16, 4 and 1 KiB
 * (a piece of the smallest size is a chunk). Last in, first out, so that what is used stays in cache and what was never
 * needed is never touched. A page of which no piece is left goes back whole, so yesterday's many quiet lanes do not
 * starve today's busy one. Any thread; the pool's lock is nested inside a lane's. Nothing here waits or calls the
 * system; every operation takes constant time a segment.
 *
 *   whole page:  [kp__segment][data ...                              ]  64 KiB
 *   cut page:    [kp__cut, 64 B][kp__segment][data][kp__segment][data]  pieces of one size
 *
 * Waiting for memory: put yourself on a list that the core looks at, *then* try again, and only then sleep. The core
 * looks at that list after it has given something back, and at no other time: who waits and who wakes would else chase
 * each other around a pool that stays empty. What a refusal asks of the core (kp__pool_wanted_take) is to send what
 * lies in open batches, so that something comes back. */
#ifndef KP__INTAKE_POOL_H
#define KP__INTAKE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kprod/error.h>

#include <intake/sync.h>

/* A chunk is an odd number of cache lines, so that the heads of batches spread over all sets of a cache. */
enum { KP__PAGE = 65536, KP__CHUNK = 1088, KP__POOL_CUTS = 3 };

/* Begins every page and piece that is handed out. */
typedef struct kp__segment {
    struct kp__segment *next;
    uint32_t cap; /* bytes of data */
    uint32_t used;
    uint8_t data[];
} kp__segment;

typedef struct kp__cut kp__cut;

typedef struct kp__pool {
    kp__lock lock;
    uint8_t *memory;
    size_t size;                     /* a multiple of KP__PAGE, at least one page */
    size_t fresh;                    /* bytes from here on were never handed out */
    kp__segment *pages;              /* free and whole */
    kp__cut *partial[KP__POOL_CUTS]; /* by size: cut pages with a free piece */
    _Atomic size_t used;             /* under the lock, but read by all: bytes handed out, as pages and pieces */
    size_t used_max;
    _Atomic uint32_t wanted; /* somebody was refused since this was last taken */
} kp__pool;

/* `memory` is reserved, zeroed, aligned to 64 bytes and the caller's; size is rounded down to pages. */
void kp__pool_init(kp__pool *pool, void *memory, size_t size);
void kp__pool_deinit(kp__pool *pool);

/* A segment with next NULL and used 0: the smallest that holds `need` bytes of data, or the largest that `hint` bytes
 * would fill if that is more. A need of more than a page gives a page; when pages
 * have run out, the segment may be smaller than `need` (down to an eighth, at least a chunk): ask again for the rest.
 * NULL, which sets `wanted`, when there is none. */
kp__segment *kp__pool_get(kp__pool *pool, size_t need, size_t hint);

/* Several at once, all or nothing, and nobody sees a state in between: two that need much would else refuse each other
 * for what neither keeps. Each want gets a chain with `need` bytes of data in all (0: none, NULL), its first segment as
 * by kp__pool_get. Without `wait` the pool's lock is tried for a moment only, and no system call is made. Errors:
 * KP_AGAIN_MEMORY (sets `wanted`), KP_AGAIN_LANE. */
typedef struct kp__want {
    size_t need, hint;
    kp__segment *first, *last;
} kp__want;
kp_err kp__pool_gather(kp__pool *pool, kp__want *wants, int count, bool wait);

static inline kp__segment *kp__pool_chunk(kp__pool *pool) { return kp__pool_get(pool, 1, 0); }

/* A whole page, or NULL, which marks the pool as wanted. */
kp__segment *kp__pool_page(kp__pool *pool);

/* Gives back a chain. NULL is accepted. */
void kp__pool_release(kp__pool *pool, kp__segment *chain);

static inline size_t kp__pool_used(kp__pool *pool) { return kp__load_relaxed(&pool->used); }

static inline bool kp__pool_holds(const kp__pool *pool, const kp__segment *segment)
{
    return (uintptr_t)segment - (uintptr_t)pool->memory < pool->size;
}

/* Less than a quarter is handed out: memory may be given on a mere guess. */
static inline bool kp__pool_plenty(kp__pool *pool) { return kp__pool_used(pool) < pool->size / 4; }

/* True once after somebody was refused and, later, something was given back: the core then looks for waiting senders.
 */
bool kp__pool_wanted_take(kp__pool *pool);

/* Walks the free lists; false when an invariant does not hold. */
bool kp__pool_ok(kp__pool *pool);

#endif
