#include <intake/pool.h>

/* Begins a page that is cut into pieces; lives in its first cache line. */
struct kp__cut {
    kp__cut *next; /* in pool->partial, when a piece is free */
    kp__cut *prev;
    kp__segment *pieces; /* free, handed out before */
    uint16_t size;       /* which one, 0 the smallest */
    uint16_t live;       /* handed out */
    uint16_t fresh;      /* from here on never handed out since the page was cut */
};

enum { CUT_ROOM = 64, SEGMENT = sizeof(kp__segment), PAGE_SIZE_INDEX = KP__POOL_CUTS };

typedef struct piece_size {
    uint32_t bytes; /* with its kp__segment */
    uint16_t count; /* to a page */
} piece_size;

static const piece_size sizes[KP__POOL_CUTS + 1] = {{KP__CHUNK, 60}, {4352, 15}, {16320, 4}, {KP__PAGE, 1}};

_Static_assert(sizeof(kp__cut) <= CUT_ROOM, "a cut page begins with its description");
_Static_assert(CUT_ROOM + 60 * KP__CHUNK <= KP__PAGE, "the chunks fit");
_Static_assert(CUT_ROOM + 15 * 4352 <= KP__PAGE && CUT_ROOM + 4 * 16320 <= KP__PAGE, "the pieces fit");

static uint32_t cap_of(int size) { return sizes[size].bytes - SEGMENT; }

void kp__pool_init(kp__pool *pool, void *memory, size_t size)
{
    kp__lock_init(&pool->lock);
    pool->memory = memory;
    pool->size = size / KP__PAGE * KP__PAGE;
    pool->fresh = 0;
    pool->pages = NULL;
    for (int i = 0; i < KP__POOL_CUTS; i++)
        pool->partial[i] = NULL;
    atomic_init(&pool->used, 0);
    pool->used_max = 0;
    atomic_init(&pool->wanted, 0);
}

void kp__pool_deinit(kp__pool *pool) { kp__lock_deinit(&pool->lock); }

static void *take_page(kp__pool *pool)
{
    kp__segment *page = pool->pages;
    if (page) {
        pool->pages = page->next;
        return page;
    }
    if (pool->fresh == pool->size)
        return NULL;
    page = (kp__segment *)(void *)(pool->memory + pool->fresh);
    pool->fresh += KP__PAGE;
    return page;
}

static void give_page(kp__pool *pool, void *memory)
{
    kp__segment *page = memory;
    page->next = pool->pages;
    pool->pages = page;
}

static void partial_push(kp__pool *pool, kp__cut *cut)
{
    kp__cut **list = &pool->partial[cut->size];
    cut->prev = NULL;
    cut->next = *list;
    if (*list)
        (*list)->prev = cut;
    *list = cut;
}

static void partial_remove(kp__pool *pool, kp__cut *cut)
{
    if (cut->prev)
        cut->prev->next = cut->next;
    else
        pool->partial[cut->size] = cut->next;
    if (cut->next)
        cut->next->prev = cut->prev;
}

static kp__cut *cut_page(kp__pool *pool, int size)
{
    kp__cut *cut = take_page(pool);
    if (!cut)
        return NULL;
    cut->pieces = NULL;
    cut->size = (uint16_t)size;
    cut->live = 0;
    cut->fresh = 0;
    partial_push(pool, cut);
    return cut;
}

static kp__segment *take_piece(kp__pool *pool, int size)
{
    kp__cut *cut = pool->partial[size];
    if (!cut)
        cut = cut_page(pool, size);
    if (!cut)
        return NULL;
    kp__segment *piece = cut->pieces;
    if (piece)
        cut->pieces = piece->next;
    else
        piece = (kp__segment *)(void *)((uint8_t *)cut + CUT_ROOM + (size_t)cut->fresh++ * sizes[size].bytes);
    if (++cut->live == sizes[size].count)
        partial_remove(pool, cut);
    return piece;
}

static kp__cut *cut_of(kp__pool *pool, kp__segment *piece)
{
    size_t at = (size_t)((uint8_t *)piece - pool->memory);
    return (kp__cut *)(void *)(pool->memory + at / KP__PAGE * KP__PAGE);
}

static void give_piece(kp__pool *pool, kp__segment *piece)
{
    kp__cut *cut = cut_of(pool, piece);
    if (cut->live-- == sizes[cut->size].count)
        partial_push(pool, cut);
    piece->next = cut->pieces;
    cut->pieces = piece;
    if (cut->live == 0) {
        partial_remove(pool, cut);
        give_page(pool, cut);
    }
}

static void count_used(kp__pool *pool, size_t used)
{
    kp__store_relaxed(&pool->used, used);
    if (used > pool->used_max)
        pool->used_max = used;
}

static kp__segment *take_size(kp__pool *pool, int size)
{
    kp__segment *segment = size == PAGE_SIZE_INDEX ? take_page(pool) : take_piece(pool, size);
    if (!segment)
        return NULL;
    count_used(pool, kp__load_relaxed(&pool->used) + sizes[size].bytes);
    segment->next = NULL;
    segment->cap = cap_of(size);
    segment->used = 0;
    return segment;
}

static int smallest_for(size_t need)
{
    int size = 0;
    while (size < PAGE_SIZE_INDEX && cap_of(size) < need)
        size++;
    return size;
}

/* Nearly filled is filled: a batch of 16384 bytes gets a piece of 16 KiB, less our own 80. */
static int largest_within(size_t hint)
{
    int size = PAGE_SIZE_INDEX;
    while (size > 0 && cap_of(size) - cap_of(size) / 16 > hint)
        size--;
    return size;
}

static kp__segment *get_locked(kp__pool *pool, size_t need, size_t hint)
{
    int size = smallest_for(need);
    int filled = largest_within(hint);
    size = filled > size ? filled : size;
    kp__segment *segment = take_size(pool, size);
    while (!segment && size > 0 && (size_t)cap_of(size - 1) * 8 >= need)
        segment = take_size(pool, --size);
    return segment;
}

static void refuse(kp__pool *pool)
{
    if (!kp__planted(WANTED_IS_FORGOTTEN))
        kp__store_relaxed(&pool->wanted, 1);
}

kp__segment *kp__pool_get(kp__pool *pool, size_t need, size_t hint)
{
    kp__lock_take(&pool->lock);
    kp__segment *segment = get_locked(pool, need, hint);
    if (!segment)
        refuse(pool);
    kp__lock_drop(&pool->lock);
    return segment;
}

kp__segment *kp__pool_page(kp__pool *pool)
{
    kp__lock_take(&pool->lock);
    kp__segment *segment = take_size(pool, PAGE_SIZE_INDEX);
    if (!segment)
        refuse(pool);
    kp__lock_drop(&pool->lock);
    return segment;
}

static void release_locked(kp__pool *pool, kp__segment *chain)
{
    size_t used = kp__load_relaxed(&pool->used);
    while (chain) {
        kp__segment *next = chain->next;
        used -= chain->cap + SEGMENT;
        if (chain->cap == cap_of(PAGE_SIZE_INDEX))
            give_page(pool, chain);
        else
            give_piece(pool, chain);
        chain = next;
    }
    kp__store_relaxed(&pool->used, used);
}

static bool gather_one(kp__pool *pool, kp__want *want)
{
    want->first = want->last = NULL;
    for (size_t got = 0; got < want->need; got += want->last->cap) {
        kp__segment *segment = get_locked(pool, want->need - got, want->first ? 0 : want->hint);
        if (!segment)
            return false;
        if (want->first)
            want->last->next = segment;
        else
            want->first = segment;
        want->last = segment;
    }
    return true;
}

kp_err kp__pool_gather(kp__pool *pool, kp__want *wants, int count, bool wait)
{
    int done = 0;
    if (wait)
        kp__lock_take(&pool->lock);
    else if (!kp__lock_take_soon(&pool->lock))
        return KP_AGAIN_LANE;
    while (done < count && gather_one(pool, &wants[done]))
        done++;
    bool ok = done == count;
    if (!ok) {
        for (int i = 0; i <= done && !kp__planted(REFUSAL_KEEPS_MEMORY); i++)
            release_locked(pool,
                           wants[i].first); /* nothing came back that was not there before: no news to who waits */
        if (!kp__planted(WANTED_IS_FORGOTTEN))
            refuse(pool);
    }
    kp__lock_leave(&pool->lock);
    return ok ? KP_OK : KP_AGAIN_MEMORY;
}

void kp__pool_release(kp__pool *pool, kp__segment *chain)
{
    if (!chain)
        return;
    kp__lock_take(&pool->lock);
    release_locked(pool, chain);
    kp__lock_drop(&pool->lock);
}

bool kp__pool_wanted_take(kp__pool *pool) { return kp__load_relaxed(&pool->wanted) && kp__swap(&pool->wanted, 0); }

/* ---- invariants ---- */

static bool on_page(const kp__pool *pool, const void *page)
{
    size_t at = (size_t)((const uint8_t *)page - pool->memory);
    return at < pool->fresh && at % KP__PAGE == 0;
}

static bool cut_ok(const kp__pool *pool, const kp__cut *cut, int size)
{
    if (!on_page(pool, cut) || cut->size != size || cut->live == 0 || cut->live >= sizes[size].count)
        return false;
    size_t free_pieces = (size_t)(sizes[size].count - cut->fresh);
    for (const kp__segment *piece = cut->pieces; piece; piece = piece->next) {
        size_t at = (size_t)((const uint8_t *)piece - (const uint8_t *)cut);
        if (at >= KP__PAGE || (at - CUT_ROOM) % sizes[size].bytes != 0 || ++free_pieces > sizes[size].count)
            return false;
    }
    return free_pieces + cut->live == sizes[size].count;
}

static bool pool_ok_locked(kp__pool *pool)
{
    /* Pages in use: all that were ever handed out but the free ones; what is free inside cut pages is not used. */
    size_t free_bytes = 0, pages = pool->size / KP__PAGE, seen = 0;
    for (const kp__segment *page = pool->pages; page; page = page->next) {
        if (!on_page(pool, page) || ++seen > pages)
            return false;
        free_bytes += KP__PAGE;
    }
    for (int size = 0; size < KP__POOL_CUTS; size++) {
        const kp__cut *prev = NULL;
        for (const kp__cut *cut = pool->partial[size]; cut; prev = cut, cut = cut->next) {
            if (cut->prev != prev || ++seen > pages || !cut_ok(pool, cut, size))
                return false;
            free_bytes += (size_t)(sizes[size].count - cut->live) * sizes[size].bytes;
        }
    }
    size_t used = kp__load_relaxed(&pool->used);
    return used + free_bytes <= pool->fresh && used <= pool->used_max && (used > 0 || seen * KP__PAGE == pool->fresh);
}

bool kp__pool_ok(kp__pool *pool)
{
    kp__lock_take(&pool->lock);
    bool ok = pool_ok_locked(pool);
    kp__lock_drop(&pool->lock);
    return ok;
}
