/* An intrusive hash map: the thing has the node in it, so that inserting allocates only when the table grows. The
 * caller brings hash and equality. Not for more than 2^31 nodes. */
#ifndef KP__BROKER_MAP_H
#define KP__BROKER_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include <base/alloc.h>
#include <base/slice.h>
#include <kprod/error.h>

typedef struct kp__map_node {
    struct kp__map_node *next;
    uint64_t hash;
} kp__map_node;

typedef struct kp__map {
    kp__alloc *alloc;
    kp__map_node **slots;
    uint32_t slot_count; /* a power of two, or 0 */
    uint32_t count;
} kp__map;

typedef bool (*kp__map_equal)(const kp__map_node *node, const void *key);

void kp__map_init(kp__map *map, kp__alloc *alloc);
void kp__map_deinit(kp__map *map); /* frees the table, never the nodes */

/* Never fails once there is a table: when growing is refused, chains get longer. KP_ERR_NO_MEMORY only for the first.
 */
KP_MUST kp_err kp__map_insert(kp__map *map, kp__map_node *node, uint64_t hash);
kp__map_node *kp__map_find(const kp__map *map, uint64_t hash, kp__map_equal equal, const void *key); /* or NULL */
void kp__map_remove(kp__map *map, kp__map_node *node);

/* Walks all nodes, in no order; NULL begins and ends. The node given may have been removed only if `next` was taken
 * before. */
kp__map_node *kp__map_next(const kp__map *map, const kp__map_node *node);

uint64_t kp__map_hash(kp__slice bytes);

#endif
