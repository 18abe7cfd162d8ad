#include <broker/log/segment.h>

#include <stdio.h>
#include <string.h>

#include <wire/primitives.h>

enum { NAME_SIZE = 40, PATCHED = 16 /* base offset, length, leader epoch: all outside the CRC */ };

static kp_err file_path(char out[KP__LOG_PATH], const char *dir, int64_t base_offset, const char *suffix)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%020lld.%s", (long long)base_offset, suffix);
    return kp__path_join(out, dir, name);
}

static kp_err init_files(kp__segment *segment, const char *dir)
{
    char path[KP__LOG_PATH];
    kp_err err = file_path(path, dir, segment->base_offset, "log");
    if (!err)
        err = kp__fslot_init(&segment->log, segment->env, path);
    if (!err)
        err = file_path(path, dir, segment->base_offset, "index");
    if (!err)
        err = kp__index_init(&segment->offsets, segment->env, path, segment->base_offset, KP__INDEX_OFFSET_ENTRY);
    if (!err)
        err = file_path(path, dir, segment->base_offset, "timeindex");
    if (!err)
        err = kp__index_init(&segment->times, segment->env, path, segment->base_offset, KP__INDEX_TIME_ENTRY);
    return err;
}

kp_err kp__segment_new(kp__log_env *env, const char *dir, int64_t base_offset, kp__segment **out)
{
    kp__segment *segment = kp__new(env->alloc, sizeof *segment);
    if (!segment)
        return KP_ERR_NO_MEMORY;
    segment->env = env;
    segment->refs = 1;
    segment->base_offset = base_offset;
    segment->created_ms = -1;
    segment->max_timestamp = -1;
    segment->max_timestamp_offset = base_offset;
    kp_err err = init_files(segment, dir);
    if (err) {
        kp__segment_drop(segment);
        return err;
    }
    *out = segment;
    return KP_OK;
}

void kp__segment_hold(kp__segment *segment) { segment->refs++; }

void kp__segment_drop(kp__segment *segment)
{
    if (!segment || --segment->refs > 0)
        return;
    kp__fslot_deinit(&segment->log);
    kp__index_deinit(&segment->offsets);
    kp__index_deinit(&segment->times);
    kp__delete(segment->env->alloc, segment);
}

bool kp__segment_fits(const kp__segment *segment, size_t size, int64_t last_offset, int64_t timestamp)
{
    if (segment->size == 0)
        return true;
    if ((int64_t)size > segment->env->segment_bytes - segment->size)
        return false;
    if (last_offset - segment->base_offset > INT32_MAX)
        return false;
    if (kp__index_full(&segment->offsets) || kp__index_full(&segment->times))
        return false;
    if (segment->created_ms < 0 || timestamp <= segment->created_ms)
        return true;
    return timestamp - segment->created_ms <= segment->env->segment_ms;
}

static kp_err write_batch(kp__segment *segment, const kp__batch_header *header, kp__slice batch)
{
    const kp__files_ops *ops = segment->env->files->ops;
    uint8_t head[PATCHED];
    kp__file *file;
    kp_err err = kp__fslot_use(&segment->log, &file);
    if (err)
        return err;
    memcpy(head, batch.data, PATCHED);
    kp__put_u64(head, (uint64_t)header->base_offset);
    kp__put_u32(head + 12, (uint32_t)header->leader_epoch);
    struct iovec iov[2] = {{.iov_base = head, .iov_len = PATCHED},
                           {.iov_base = (void *)(uintptr_t)(batch.data + PATCHED), .iov_len = batch.len - PATCHED}};
    err = ops->write(file, segment->size, iov, 2);
    if (err) { /* a part of it may be there; recovery would cut it off, but the next append comes first */
        kp_err cut = ops->truncate(file, segment->size);
        (void)cut;
    }
    return err;
}

/* Kafka's rule: one entry when more than index.interval.bytes went by since the last, before this batch. */
static kp_err index_batch(kp__segment *segment, int64_t last_offset, int64_t position, int64_t max_timestamp)
{
    if (max_timestamp > segment->max_timestamp) {
        segment->max_timestamp = max_timestamp;
        segment->max_timestamp_offset = last_offset;
    }
    if (segment->bytes_since_index <= segment->env->index_interval)
        return KP_OK;
    kp_err err = kp__offset_index_append(&segment->offsets, last_offset, position);
    if (!err)
        err = kp__time_index_append(&segment->times, segment->max_timestamp, segment->max_timestamp_offset);
    segment->bytes_since_index = 0;
    return err;
}

void kp__segment_note(kp__segment *segment, const kp__batch_header *header, int64_t position)
{
    /* The batch is in; an index that could not grow is only slower, and is rebuilt when it does not fit its log. */
    kp_err err = index_batch(segment, kp__batch_last_offset(header), position, header->max_timestamp);
    (void)err;
    if (segment->created_ms < 0)
        segment->created_ms = header->max_timestamp;
    segment->size = position + kp__batch_bytes(header);
    segment->bytes_since_index += kp__batch_bytes(header);
}

kp_err kp__segment_append(kp__segment *segment, const kp__batch_header *header, kp__slice batch)
{
    kp_err err = KP_OK;
    if (segment->size == 0) { /* all three files of a segment exist from its first batch on */
        err = kp__index_touch(&segment->offsets);
        if (!err)
            err = kp__index_touch(&segment->times);
    }
    if (!err)
        err = write_batch(segment, header, batch);
    if (err)
        return err;
    kp__segment_note(segment, header, segment->size);
    segment->dirty = true;
    return KP_OK;
}

kp_err kp__segment_seal(kp__segment *segment)
{
    kp_err err = KP_OK;
    if (segment->size == 0)
        return KP_OK;
    err = kp__time_index_append(&segment->times, segment->max_timestamp, segment->max_timestamp_offset);
    if (!err)
        err = kp__index_flush(&segment->times);
    if (!err)
        err = kp__index_flush(&segment->offsets);
    return err;
}

kp_err kp__segment_read(kp__segment *segment, int64_t position, void *buf, size_t size, size_t *got)
{
    kp__file *file;
    *got = 0;
    if (segment->removed)
        return KP_ERR_NOT_FOUND;
    kp_err err = kp__fslot_use(&segment->log, &file);
    for (size_t n = 1; !err && *got < size && n > 0; *got += n)
        err = segment->env->files->ops->read(file, position + (int64_t)*got, (uint8_t *)buf + *got, size - *got, &n);
    return err;
}

kp_err kp__segment_load(kp__segment *segment)
{
    kp_err err = kp__index_load(&segment->offsets, segment->size);
    if (!err)
        err = kp__index_load(&segment->times, segment->size);
    if (err)
        return err;
    kp__time_index_last(&segment->times, &segment->max_timestamp, &segment->max_timestamp_offset);
    segment->committed = segment->size;
    return KP_OK;
}

static kp_err remove_file(kp__fslot *slot)
{
    kp__fslot_close(slot);
    kp_err err = slot->env->files->ops->remove(slot->env->files, slot->path);
    return err == KP_ERR_NOT_FOUND ? KP_OK : err;
}

kp_err kp__segment_remove(kp__segment *segment)
{
    segment->removed = true;
    kp_err err = remove_file(&segment->log);
    kp_err err_offsets = remove_file(&segment->offsets.slot);
    kp_err err_times = remove_file(&segment->times.slot);
    return err ? err : err_offsets ? err_offsets : err_times;
}
