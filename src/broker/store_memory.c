/* The store of an ephemeral broker: a table of single values. Topics live in the broker's own registry and nowhere
 * else. */
#include <string.h>

#include <base/list.h>
#include <broker/store.h>

typedef struct pair {
    kp__list node;
    char *key;
    char value[KP__STORE_VALUE];
} pair;

typedef struct memory_store {
    kp__store store;
    kp__alloc *alloc;
    kp__list pairs;
} memory_store;

static memory_store *memory_of(kp__store *store) { return (memory_store *)(void *)store; }

static pair *find(kp__store *store, const char *key)
{
    KP__LIST_EACH(node, &memory_of(store)->pairs)
    {
        pair *found = KP__CONTAINER(node, pair, node);
        if (strcmp(found->key, key) == 0)
            return found;
    }
    return NULL;
}

static kp_err memory_each(kp__store *store, kp__store_each each, void *arg)
{
    (void)store;
    (void)each;
    (void)arg;
    return KP_OK; /* a fresh broker has none */
}

static kp_err memory_create(kp__store *store, const kp__store_topic *topic)
{
    (void)store;
    (void)topic;
    return KP_OK;
}

static kp_err memory_delete(kp__store *store, const char *name)
{
    (void)store;
    (void)name;
    return KP_OK;
}

static kp_err memory_get(kp__store *store, const char *key, char value[KP__STORE_VALUE])
{
    const pair *found = find(store, key);
    if (!found)
        return KP_ERR_NOT_FOUND;
    memcpy(value, found->value, KP__STORE_VALUE);
    return KP_OK;
}

static kp_err memory_put(kp__store *store, const char *key, const char *value)
{
    memory_store *memory = memory_of(store);
    if (strlen(value) >= KP__STORE_VALUE)
        return KP_ERR_LIMIT;
    pair *found = find(store, key);
    if (!found) {
        found = kp__new(memory->alloc, sizeof *found);
        if (!found)
            return KP_ERR_NO_MEMORY;
        found->key = kp__strdup(memory->alloc, key);
        if (!found->key) {
            kp__delete(memory->alloc, found);
            return KP_ERR_NO_MEMORY;
        }
        kp__list_push(&memory->pairs, &found->node);
    }
    memcpy(found->value, value, strlen(value) + 1);
    return KP_OK;
}

static void memory_close(kp__store *store)
{
    memory_store *memory = memory_of(store);
    for (kp__list *node; (node = kp__list_pop(&memory->pairs)) != NULL;) {
        pair *gone = KP__CONTAINER(node, pair, node);
        kp__delete(memory->alloc, gone->key);
        kp__delete(memory->alloc, gone);
    }
    kp__delete(memory->alloc, memory);
}

static const kp__store_ops memory_ops = {
    .each_topic = memory_each,
    .create_topic = memory_create,
    .delete_topic = memory_delete,
    .get = memory_get,
    .put = memory_put,
    .close = memory_close,
};

kp_err kp__store_memory(kp__alloc *alloc, kp__store **out)
{
    memory_store *memory = kp__new(alloc, sizeof *memory);
    if (!memory)
        return KP_ERR_NO_MEMORY;
    memory->store.ops = &memory_ops;
    memory->alloc = alloc;
    kp__list_init(&memory->pairs);
    *out = &memory->store;
    return KP_OK;
}
