/* Memory that is given back all at once. Blocks are kept on reset, so that a steady use allocates nothing; or, on trim,
 * only the first.
 *
 * Blocks take at most twice `max`, and a head each: when a new one comes no other is empty (but the first, which its
 * piece did not fit), it is not larger than what `max` leaves or its piece needs, and the end of a block is left unused
 * only for a piece that is larger. */
#ifndef KP__BASE_ARENA_H
#define KP__BASE_ARENA_H

#include <base/alloc.h>
#include <base/slice.h>
#include <kprod/error.h>

typedef struct kp__arena_block kp__arena_block;

typedef struct kp__arena {
    kp__alloc *alloc;
    kp__arena_block *first;
    kp__arena_block *current;
    size_t used; /* bytes handed out since the last reset */
    size_t max;  /* limit for `used` */
} kp__arena;

void kp__arena_init(kp__arena *arena, kp__alloc *alloc, size_t max);
void kp__arena_deinit(kp__arena *arena);
void kp__arena_reset(kp__arena *arena);
/* Resets, and gives back all blocks but the first. */
void kp__arena_trim(kp__arena *arena);
/* Makes the first block hold at least `size` bytes. KP_ERR_STATE while anything is handed out; KP_ERR_NO_MEMORY. */
KP_MUST kp_err kp__arena_keep(kp__arena *arena, size_t size);

/* Zeroed, aligned for any type; NULL past the limit or out of memory. Size 0 gives a valid pointer. */
KP_MUST void *kp__arena_new(kp__arena *arena, size_t size);
KP_MUST void *kp__arena_array(kp__arena *arena, size_t count, size_t size); /* checks the product */
KP_MUST char *kp__arena_str(kp__arena *arena, kp__slice text);              /* a NUL-terminated copy */

#endif
