#include <broker/log/index.h>

#include <string.h>

#include <wire/primitives.h>

kp_err kp__index_init(kp__index *index, kp__log_env *env, const char *path, int64_t base_offset, uint32_t entry_size)
{
    *index = (kp__index){.base_offset = base_offset, .entry_size = entry_size};
    return kp__fslot_init(&index->slot, env, path);
}

void kp__index_deinit(kp__index *index)
{
    if (!index->slot.env)
        return;
    kp__delete(index->slot.env->alloc, index->tail);
    index->tail = NULL;
    kp__fslot_deinit(&index->slot);
}

static kp_err entry(kp__index *index, int64_t i, uint8_t out[KP__INDEX_TIME_ENTRY])
{
    if (i >= index->written) {
        memcpy(out, index->tail + (size_t)(i - index->written) * index->entry_size, index->entry_size);
        return KP_OK;
    }
    kp__file *file;
    size_t got = 0;
    kp_err err = kp__fslot_use(&index->slot, &file);
    if (!err)
        err = index->slot.env->files->ops->read(file, i * index->entry_size, out, index->entry_size, &got);
    if (!err && got != index->entry_size)
        err = KP_ERR_CORRUPT;
    return err;
}

/* What an entry is sorted by, and what it tells. */
static int64_t entry_key(const kp__index *index, const uint8_t *at)
{
    if (index->entry_size == KP__INDEX_TIME_ENTRY)
        return (int64_t)kp__get_u64(at);
    return index->base_offset + (int32_t)kp__get_u32(at);
}

static int64_t entry_value(const kp__index *index, const uint8_t *at)
{
    if (index->entry_size == KP__INDEX_TIME_ENTRY)
        return index->base_offset + (int32_t)kp__get_u32(at + 8);
    return (int32_t)kp__get_u32(at + 4);
}

/* A file that was cut off in the middle of an entry, runs past its segment, or ends in zeros was not closed well. */
kp_err kp__index_load(kp__index *index, int64_t segment_size)
{
    kp__file *file;
    int64_t size = 0;
    kp_err err = kp__fslot_use(&index->slot, &file);
    if (!err)
        err = index->slot.env->files->ops->size(file, &size);
    if (err)
        return err;
    if (size % index->entry_size)
        return KP_ERR_CORRUPT;
    index->count = index->written = size / index->entry_size;
    if (index->count == 0)
        return KP_OK;
    uint8_t first[KP__INDEX_TIME_ENTRY];
    err = entry(index, 0, first);
    if (!err)
        err = entry(index, index->count - 1, index->last);
    if (err)
        return err;
    if (index->count > 1 && entry_key(index, index->last) <= entry_key(index, first))
        return KP_ERR_CORRUPT;
    if (entry_key(index, index->last) < 0 || entry_value(index, index->last) < 0)
        return KP_ERR_CORRUPT;
    if (index->entry_size == KP__INDEX_OFFSET_ENTRY && entry_value(index, index->last) >= segment_size)
        return KP_ERR_CORRUPT;
    return KP_OK;
}

kp_err kp__index_reset(kp__index *index)
{
    kp__file *file;
    index->count = index->written = 0;
    kp_err err = kp__fslot_use(&index->slot, &file);
    return err ? err : index->slot.env->files->ops->truncate(file, 0);
}

kp_err kp__index_touch(kp__index *index)
{
    kp__file *file;
    return kp__fslot_use(&index->slot, &file);
}

kp_err kp__index_flush(kp__index *index)
{
    kp__file *file;
    if (index->count == index->written)
        return KP_OK;
    kp_err err = kp__fslot_use(&index->slot, &file);
    if (err)
        return err;
    struct iovec iov = {.iov_base = index->tail,
                        .iov_len = (size_t)(index->count - index->written) * index->entry_size};
    err = index->slot.env->files->ops->write(file, index->written * index->entry_size, &iov, 1);
    if (!err)
        index->written = index->count;
    return err;
}

bool kp__index_full(const kp__index *index)
{
    return index->count >= index->slot.env->index_bytes_max / (int32_t)index->entry_size;
}

static kp_err append(kp__index *index, const uint8_t *bytes)
{
    if (!index->tail) {
        index->tail = kp__new(index->slot.env->alloc, KP__INDEX_TAIL);
        if (!index->tail)
            return KP_ERR_NO_MEMORY;
    }
    if ((size_t)(index->count - index->written + 1) * index->entry_size > KP__INDEX_TAIL) {
        kp_err err = kp__index_flush(index);
        if (err)
            return err;
    }
    memcpy(index->tail + (size_t)(index->count - index->written) * index->entry_size, bytes, index->entry_size);
    memcpy(index->last, bytes, index->entry_size);
    index->count++;
    return KP_OK;
}

/* The last entry whose key (or, `by_value`, whose value: they rise together) is at or below `key`; *found false when
 * all are above. */
static kp_err floor_entry(kp__index *index, int64_t key, bool by_value, int64_t *value, bool *found)
{
    int64_t low = 0, high = index->count; /* the answer is in [low - 1, high - 1] */
    uint8_t bytes[KP__INDEX_TIME_ENTRY];

    *found = false;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        kp_err err = entry(index, middle, bytes);
        if (err)
            return err;
        if ((by_value ? entry_value(index, bytes) : entry_key(index, bytes)) > key) {
            high = middle;
            continue;
        }
        *found = true;
        *value = entry_value(index, bytes);
        low = middle + 1;
    }
    return KP_OK;
}

kp_err kp__offset_index_append(kp__index *index, int64_t last_offset, int64_t position)
{
    uint8_t bytes[KP__INDEX_OFFSET_ENTRY];
    kp__put_u32(bytes, (uint32_t)(last_offset - index->base_offset));
    kp__put_u32(bytes + 4, (uint32_t)position);
    return append(index, bytes);
}

kp_err kp__offset_index_lookup(kp__index *index, int64_t offset, int64_t *position)
{
    bool found;
    *position = 0;
    return floor_entry(index, offset, false, position, &found);
}

kp_err kp__offset_index_before(kp__index *index, int64_t position, int64_t *batch)
{
    bool found;
    *batch = 0;
    return floor_entry(index, position, true, batch, &found);
}

void kp__offset_index_last(const kp__index *index, int64_t *offset, int64_t *position)
{
    *offset = index->count ? entry_key(index, index->last) : index->base_offset - 1;
    *position = index->count ? entry_value(index, index->last) : 0;
}

kp_err kp__time_index_append(kp__index *index, int64_t timestamp, int64_t offset)
{
    uint8_t bytes[KP__INDEX_TIME_ENTRY];
    int64_t last, at;
    kp__time_index_last(index, &last, &at);
    if (timestamp <= last)
        return KP_OK;
    kp__put_u64(bytes, (uint64_t)timestamp);
    kp__put_u32(bytes + 8, (uint32_t)(offset - index->base_offset));
    return append(index, bytes);
}

kp_err kp__time_index_lookup(kp__index *index, int64_t timestamp, int64_t *offset)
{
    bool found;
    *offset = index->base_offset;
    return floor_entry(index, timestamp, false, offset, &found);
}

void kp__time_index_last(const kp__index *index, int64_t *timestamp, int64_t *offset)
{
    *timestamp = index->count ? entry_key(index, index->last) : -1;
    *offset = index->count ? entry_value(index, index->last) : index->base_offset;
}
