#include <base/arena.h>

enum { ALIGN = 16, BLOCK = 4096, LITTLE = 64 * 1024, GENEROUS = 256 * 1024 };

struct kp__arena_block {
    kp__arena_block *next;
    size_t cap;
    size_t used;
    size_t pad; /* keeps data aligned */
    uint8_t data[];
};

_Static_assert(sizeof(kp__arena_block) % ALIGN == 0, "data of a block is aligned");

void kp__arena_init(kp__arena *arena, kp__alloc *alloc, size_t max)
{
    *arena = (kp__arena){.alloc = alloc, .max = max};
}

static void delete_from(kp__arena *arena, kp__arena_block *block)
{
    for (kp__arena_block *next; block; block = next) {
        next = block->next;
        kp__delete(arena->alloc, block);
    }
}

void kp__arena_deinit(kp__arena *arena)
{
    delete_from(arena, arena->first);
    kp__arena_init(arena, arena->alloc, arena->max);
}

void kp__arena_reset(kp__arena *arena)
{
    for (kp__arena_block *block = arena->first; block; block = block->next)
        block->used = 0;
    arena->current = arena->first;
    arena->used = 0;
}

void kp__arena_trim(kp__arena *arena)
{
    kp__arena_reset(arena);
    if (!arena->first)
        return;
    delete_from(arena, arena->first->next);
    arena->first->next = NULL;
}

kp_err kp__arena_keep(kp__arena *arena, size_t size)
{
    if (size == 0 || (arena->first && arena->first->cap >= size))
        return KP_OK;
    if (arena->used)
        return KP_ERR_STATE;
    kp__arena_block *block = kp__new(arena->alloc, sizeof *block + size);
    if (!block)
        return KP_ERR_NO_MEMORY;
    delete_from(arena, arena->first);
    block->cap = size;
    arena->first = arena->current = block;
    return KP_OK;
}

/* The blocks with nothing in them were too small for the piece that comes; the first stays, as on trim. */
static void drop_empty(kp__arena *arena)
{
    if (!arena->first)
        return;
    arena->current = arena->first;
    for (kp__arena_block *block; (block = arena->current->next) != NULL;) {
        if (block->used) {
            arena->current = block;
        } else {
            arena->current->next = block->next;
            kp__delete(arena->alloc, block);
        }
    }
}

static kp__arena_block *block_new(kp__arena *arena, size_t size)
{
    /* Grow with use and with the largest piece, so that a large message takes few blocks, and one that is a little
     * larger than all before takes no new one; never past the limit, which keeps the promise of the header. */
    size_t most = size > arena->used ? size : arena->used;
    size_t cap = most < LITTLE ? 4 * most : most < GENEROUS ? 2 * most : most;
    size_t left = arena->max - arena->used;
    if (cap < BLOCK)
        cap = BLOCK;
    if (cap > left)
        cap = left;
    if (cap < size)
        cap = size;
    drop_empty(arena);
    kp__arena_block *block = kp__new(arena->alloc, sizeof *block + cap);
    if (!block && cap > size) {
        cap = size;
        block = kp__new(arena->alloc, sizeof *block + cap);
    }
    if (!block)
        return NULL;
    block->cap = cap;
    kp__arena_block **at = arena->current ? &arena->current->next : &arena->first;
    block->next = *at;
    *at = block;
    return block;
}

void *kp__arena_new(kp__arena *arena, size_t size)
{
    if (size > arena->max || arena->used > arena->max - size || size > PTRDIFF_MAX) /* rounding must not wrap */
        return NULL;
    size_t rounded = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (rounded == 0)
        rounded = ALIGN;
    while (arena->current && arena->current->cap - arena->current->used < rounded && arena->current->next &&
           arena->current->next->used == 0)
        arena->current = arena->current->next;
    kp__arena_block *block = arena->current;
    if (!block || block->cap - block->used < rounded) {
        block = block_new(arena, rounded);
        if (!block)
            return NULL;
        arena->current = block;
    }
    void *at = block->data + block->used;
    block->used += rounded;
    arena->used += rounded;
    memset(at, 0, rounded);
    return at;
}

void *kp__arena_array(kp__arena *arena, size_t count, size_t size)
{
    size_t bytes;
    return __builtin_mul_overflow(count, size, &bytes) ? NULL : kp__arena_new(arena, bytes);
}

char *kp__arena_str(kp__arena *arena, kp__slice text)
{
    char *copy = text.len < arena->max ? kp__arena_new(arena, text.len + 1) : NULL;
    if (copy && text.len)
        memcpy(copy, text.data, text.len);
    return copy;
}
