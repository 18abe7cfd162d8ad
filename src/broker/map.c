#include <broker/map.h>

#include <base/rng.h>

enum { SLOTS_FIRST = 16 };

void kp__map_init(kp__map *map, kp__alloc *alloc) { *map = (kp__map){.alloc = alloc}; }

void kp__map_deinit(kp__map *map)
{
    if (map->alloc)
        kp__delete(map->alloc, map->slots);
    kp__map_init(map, map->alloc);
}

static kp__map_node **slot_of(const kp__map *map, uint64_t hash) { return &map->slots[hash & (map->slot_count - 1)]; }

static void push(kp__map *map, kp__map_node *node)
{
    kp__map_node **slot = slot_of(map, node->hash);
    node->next = *slot;
    *slot = node;
}

static kp_err grow(kp__map *map)
{
    uint32_t old_count = map->slot_count;
    kp__map_node **old = map->slots;
    uint32_t count = old_count ? old_count * 2 : SLOTS_FIRST;
    kp__map_node **slots = count ? kp__new_array(map->alloc, count, sizeof *slots) : NULL;

    if (!slots)
        return old ? KP_OK : KP_ERR_NO_MEMORY;
    map->slots = slots;
    map->slot_count = count;
    for (uint32_t i = 0; i < old_count; i++)
        for (kp__map_node *node = old[i], *next; node; node = next) {
            next = node->next;
            push(map, node);
        }
    kp__delete(map->alloc, old);
    return KP_OK;
}

kp_err kp__map_insert(kp__map *map, kp__map_node *node, uint64_t hash)
{
    if (map->count >= map->slot_count) {
        kp_err err = grow(map);
        if (err)
            return err;
    }
    node->hash = hash;
    push(map, node);
    map->count++;
    return KP_OK;
}

kp__map_node *kp__map_find(const kp__map *map, uint64_t hash, kp__map_equal equal, const void *key)
{
    if (!map->slot_count)
        return NULL;
    for (kp__map_node *node = *slot_of(map, hash); node; node = node->next)
        if (node->hash == hash && equal(node, key))
            return node;
    return NULL;
}

void kp__map_remove(kp__map *map, kp__map_node *node)
{
    for (kp__map_node **at = slot_of(map, node->hash); *at; at = &(*at)->next)
        if (*at == node) {
            *at = node->next;
            node->next = NULL;
            map->count--;
            return;
        }
}

kp__map_node *kp__map_next(const kp__map *map, const kp__map_node *node)
{
    if (node && node->next)
        return node->next;
    uint64_t i = node ? (node->hash & (map->slot_count - 1)) + 1 : 0;
    for (; i < map->slot_count; i++)
        if (map->slots[i])
            return map->slots[i];
    return NULL;
}

uint64_t kp__map_hash(kp__slice bytes)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < bytes.len; i++)
        hash = (hash ^ bytes.data[i]) * UINT64_C(0x100000001b3);
    return kp__mix64(hash);
}
