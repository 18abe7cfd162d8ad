/* Intrusive doubly linked list; a node is in at most one list. An unlinked node points to itself or is zero. */
#ifndef KP__BASE_LIST_H
#define KP__BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

typedef struct kp__list {
    struct kp__list *next;
    struct kp__list *prev;
} kp__list;

#define KP__CONTAINER(ptr, type, member) ((type *)(void *)((char *)(ptr)-offsetof(type, member)))

static inline void kp__list_init(kp__list *list) { list->next = list->prev = list; }
static inline bool kp__list_empty(const kp__list *list) { return list->next == list; }
static inline bool kp__list_linked(const kp__list *node) { return node->next && node->next != node; }

static inline void kp__list_insert_before(kp__list *at, kp__list *node)
{
    node->prev = at->prev;
    node->next = at;
    at->prev->next = node;
    at->prev = node;
}

static inline void kp__list_push(kp__list *list, kp__list *node) { kp__list_insert_before(list, node); }
static inline void kp__list_push_front(kp__list *list, kp__list *node) { kp__list_insert_before(list->next, node); }

static inline void kp__list_remove(kp__list *node)
{
    if (!node->next)
        return;
    node->prev->next = node->next;
    node->next->prev = node->prev;
    node->next = node->prev = node;
}

static inline kp__list *kp__list_first(const kp__list *list) { return list->next == list ? NULL : list->next; }

static inline kp__list *kp__list_pop(kp__list *list)
{
    kp__list *first = kp__list_first(list);
    if (first)
        kp__list_remove(first);
    return first;
}

#define KP__LIST_EACH(node, list) for (kp__list *node = (list)->next; node != (list); node = node->next)

#endif
