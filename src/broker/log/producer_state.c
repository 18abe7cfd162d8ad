#include <broker/log/producer_state.h>

#include <string.h>

#include <base/rng.h>

void kp__producers_init(kp__producers *producers, kp__log_env *env)
{
    *producers = (kp__producers){.env = env};
    kp__map_init(&producers->map, env->alloc);
    kp__list_init(&producers->by_use);
}

static void forget(kp__producers *producers, kp__producer_entry *entry)
{
    kp__map_remove(&producers->map, &entry->node);
    kp__list_remove(&entry->by_use);
    kp__delete(producers->env->alloc, entry);
}

static kp__producer_entry *oldest(const kp__producers *producers)
{
    kp__list *first = kp__list_first(&producers->by_use);
    return first ? KP__CONTAINER(first, kp__producer_entry, by_use) : NULL;
}

void kp__producers_clear(kp__producers *producers)
{
    for (kp__producer_entry *entry; (entry = oldest(producers)) != NULL;)
        forget(producers, entry);
}

void kp__producers_deinit(kp__producers *producers)
{
    if (!producers->env)
        return;
    kp__producers_clear(producers);
    kp__map_deinit(&producers->map);
}

static bool id_equal(const kp__map_node *node, const void *key)
{
    return KP__CONTAINER(node, kp__producer_entry, node)->id == *(const int64_t *)key;
}

static kp__producer_entry *find(const kp__producers *producers, int64_t id)
{
    kp__map_node *node = kp__map_find(&producers->map, kp__mix64((uint64_t)id), id_equal, &id);
    return node ? KP__CONTAINER(node, kp__producer_entry, node) : NULL;
}

const kp__producer_entry *kp__producers_find(const kp__producers *producers, int64_t id) { return find(producers, id); }

/* Sequences are 31 bits wide and begin again at 0. */
static int32_t sequence_add(int32_t sequence, int32_t n)
{
    return (int32_t)(((uint32_t)sequence + (uint32_t)n) & INT32_MAX);
}

static kp__producer_batch batch_of(const kp__batch_header *header)
{
    return (kp__producer_batch){
        .first_sequence = header->base_sequence,
        .last_sequence = sequence_add(header->base_sequence, header->last_offset_delta),
        .base_offset = header->base_offset,
        .last_offset = header->base_offset + header->last_offset_delta,
        .timestamp = header->max_timestamp,
    };
}

kp_err kp__producers_check(kp__producers *producers, const kp__batch_header *header, kp__producer_batch *duplicate)
{
    if (header->producer_id < 0)
        return KP_OK;
    kp__producer_entry *entry = find(producers, header->producer_id);
    if (!entry || entry->count == 0)
        return KP_OK;
    if (header->producer_epoch < entry->epoch)
        return KP_ERR_INVALID_PRODUCER_EPOCH;
    if (header->producer_epoch > entry->epoch)
        return header->base_sequence == 0 ? KP_OK : KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER;
    kp__producer_batch batch = batch_of(header);
    for (int i = 0; i < entry->count; i++)
        if (entry->batches[i].first_sequence == batch.first_sequence &&
            entry->batches[i].last_sequence == batch.last_sequence) {
            *duplicate = entry->batches[i];
            return KP_ERR_EXISTS;
        }
    int32_t next = sequence_add(entry->batches[entry->count - 1].last_sequence, 1);
    return batch.first_sequence == next ? KP_OK : KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER;
}

/* Makes room: the expired, and the oldest when there are too many. */
static void expire(kp__producers *producers, int64_t now_ms)
{
    for (kp__producer_entry *entry; (entry = oldest(producers)) != NULL; forget(producers, entry))
        if (now_ms - entry->used_ms < producers->env->producer_expiry_ms &&
            producers->map.count < (uint32_t)producers->env->producers_max)
            return;
}

static kp_err enter(kp__producers *producers, int64_t id, int16_t epoch, int64_t now_ms, kp__producer_entry **out)
{
    kp__producer_entry *entry = find(producers, id);
    if (!entry) {
        expire(producers, now_ms);
        entry = kp__new(producers->env->alloc, sizeof *entry);
        if (!entry)
            return KP_ERR_NO_MEMORY;
        entry->id = id;
        entry->epoch = epoch;
        if (kp__map_insert(&producers->map, &entry->node, kp__mix64((uint64_t)id))) {
            kp__delete(producers->env->alloc, entry);
            return KP_ERR_NO_MEMORY;
        }
        kp__list_push(&producers->by_use, &entry->by_use);
    }
    entry->used_ms = now_ms;
    *out = entry;
    return KP_OK;
}

static void note(kp__producers *producers, kp__producer_entry *entry, int16_t epoch, const kp__producer_batch *batch)
{
    kp__list_remove(&entry->by_use);
    kp__list_push(&producers->by_use, &entry->by_use);
    if (entry->epoch != epoch)
        entry->count = 0;
    entry->epoch = epoch;
    if (entry->count == KP__PRODUCER_WINDOW) {
        memmove(entry->batches, entry->batches + 1, sizeof entry->batches - sizeof entry->batches[0]);
        entry->count--;
    }
    entry->batches[entry->count++] = *batch;
}

kp_err kp__producers_prepare(kp__producers *producers, const kp__batch_header *header, int64_t now_ms)
{
    kp__producer_entry *entry;
    if (header->producer_id < 0)
        return KP_OK;
    return enter(producers, header->producer_id, header->producer_epoch, now_ms, &entry);
}

kp_err kp__producers_record(kp__producers *producers, const kp__batch_header *header, int64_t now_ms)
{
    kp__producer_entry *entry;
    if (header->producer_id < 0 || header->base_sequence < 0)
        return KP_OK;
    kp_err err = enter(producers, header->producer_id, header->producer_epoch, now_ms, &entry);
    if (err)
        return err;
    kp__producer_batch batch = batch_of(header);
    note(producers, entry, header->producer_epoch, &batch);
    return KP_OK;
}
