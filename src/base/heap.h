/* A binary min-heap of deadlines, intrusive: the node knows its place, so that it can move and leave. Only back-off and
 * connections use it; constant time-outs are queues in order of insertion. */
#ifndef KP__BASE_HEAP_H
#define KP__BASE_HEAP_H

#include <base/alloc.h>
#include <kprod/error.h>
#include <kprod/time.h>

typedef struct kp__heap_node {
    kp_ns at;
    uint32_t place; /* 1-based; 0: not in a heap */
} kp__heap_node;

typedef struct kp__heap {
    kp__alloc *alloc;
    kp__heap_node **nodes;
    uint32_t count;
    uint32_t cap;
} kp__heap;

void kp__heap_init(kp__heap *heap, kp__alloc *alloc);
void kp__heap_deinit(kp__heap *heap);
KP_MUST kp_err kp__heap_reserve(kp__heap *heap, uint32_t cap);              /* so that later sets cannot fail */
KP_MUST kp_err kp__heap_set(kp__heap *heap, kp__heap_node *node, kp_ns at); /* inserts or moves */
void kp__heap_remove(kp__heap *heap, kp__heap_node *node);                  /* no effect when outside */
kp__heap_node *kp__heap_first(const kp__heap *heap);                        /* NULL when empty */
kp_ns kp__heap_deadline(const kp__heap *heap);                              /* KP_NEVER when empty */

#endif
