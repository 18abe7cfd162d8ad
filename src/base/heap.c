#include <base/heap.h>

void kp__heap_init(kp__heap *heap, kp__alloc *alloc) { *heap = (kp__heap){.alloc = alloc}; }

void kp__heap_deinit(kp__heap *heap)
{
    kp__delete(heap->alloc, heap->nodes);
    kp__heap_init(heap, heap->alloc);
}

kp_err kp__heap_reserve(kp__heap *heap, uint32_t cap)
{
    if (cap <= heap->cap)
        return KP_OK;
    size_t bytes;
    if (__builtin_mul_overflow((size_t)cap, sizeof *heap->nodes, &bytes))
        return KP_ERR_NO_MEMORY;
    kp__heap_node **nodes = kp__resize(heap->alloc, heap->nodes, bytes);
    if (!nodes)
        return KP_ERR_NO_MEMORY;
    heap->nodes = nodes;
    heap->cap = cap;
    return KP_OK;
}

/* Places are 1-based: the children of i are 2i and 2i + 1. */
static void put(kp__heap *heap, uint32_t place, kp__heap_node *node)
{
    heap->nodes[place - 1] = node;
    node->place = place;
}

static void rise(kp__heap *heap, uint32_t place, kp__heap_node *node)
{
    while (place > 1 && heap->nodes[place / 2 - 1]->at > node->at) {
        put(heap, place, heap->nodes[place / 2 - 1]);
        place /= 2;
    }
    put(heap, place, node);
}

static void sink(kp__heap *heap, uint32_t place, kp__heap_node *node)
{
    for (uint32_t child; (child = place * 2) <= heap->count; place = child) {
        if (child < heap->count && heap->nodes[child]->at < heap->nodes[child - 1]->at)
            child++;
        if (heap->nodes[child - 1]->at >= node->at)
            break;
        put(heap, place, heap->nodes[child - 1]);
    }
    put(heap, place, node);
}

kp_err kp__heap_set(kp__heap *heap, kp__heap_node *node, kp_ns at)
{
    if (!node->place) {
        if (heap->count == heap->cap) {
            kp_err err = kp__heap_reserve(heap, heap->cap ? heap->cap * 2 : 16);
            if (err)
                return err;
        }
        node->at = at;
        rise(heap, ++heap->count, node);
        return KP_OK;
    }
    kp_ns before = node->at;
    node->at = at;
    if (at < before)
        rise(heap, node->place, node);
    else
        sink(heap, node->place, node);
    return KP_OK;
}

void kp__heap_remove(kp__heap *heap, kp__heap_node *node)
{
    uint32_t place = node->place;
    if (!place)
        return;
    node->place = 0;
    kp__heap_node *last = heap->nodes[--heap->count];
    if (last == node)
        return;
    if (place > 1 && heap->nodes[place / 2 - 1]->at > last->at)
        rise(heap, place, last);
    else
        sink(heap, place, last);
}

kp__heap_node *kp__heap_first(const kp__heap *heap) { return heap->count ? heap->nodes[0] : NULL; }

kp_ns kp__heap_deadline(const kp__heap *heap) { return heap->count ? heap->nodes[0]->at : KP_NEVER; }
