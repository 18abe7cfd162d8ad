/* Appending, rolling, syncing, the end of a log. */
#include <broker/log/plog.h>

#include <broker/log/validate.h>

kp_err kp__plog_push_segment(kp__plog *plog, int64_t base_offset)
{
    kp__segment *segment;
    if (plog->segment_count == plog->segment_cap) {
        int32_t cap = plog->segment_cap ? plog->segment_cap * 2 : 4;
        kp__segment **grown = kp__resize(plog->env->alloc, plog->segments, (size_t)cap * sizeof *grown);
        if (!grown)
            return KP_ERR_NO_MEMORY;
        plog->segments = grown;
        plog->segment_cap = cap;
    }
    kp_err err = kp__segment_new(plog->env, plog->dir, base_offset, &segment);
    if (err)
        return err;
    plog->segments[plog->segment_count++] = segment;
    plog->dir_dirty = true;
    return KP_OK;
}

void kp__plog_abandon(kp__plog *plog)
{
    if (!plog)
        return;
    for (int32_t i = 0; i < plog->segment_count; i++)
        kp__segment_drop(plog->segments[i]);
    kp__producers_deinit(&plog->producers);
    kp__delete(plog->env->alloc, plog->segments);
    kp__delete(plog->env->alloc, plog->dir);
    kp__delete(plog->env->alloc, plog->name);
    kp__delete(plog->env->alloc, plog);
}

kp_err kp__plog_close(kp__plog *plog)
{
    if (!plog)
        return KP_OK;
    kp_err err = kp__segment_seal(kp__plog_active(plog));
    if (!err && plog->end_offset > 0)
        err = kp__producers_save(&plog->producers, plog->dir, plog->end_offset);
    plog->closing = true;
    kp__plog_active(plog)->dirty = kp__plog_active(plog)->size > 0;
    kp_err sync_err = kp__plog_sync(plog);
    kp__plog_abandon(plog);
    return err ? err : sync_err;
}

typedef struct clearing {
    kp__plog *plog;
    kp_err err;
} clearing;

static void remove_one(void *arg, const char *name, bool is_dir)
{
    clearing *all = arg;
    char path[KP__LOG_PATH];
    if (is_dir)
        return;
    kp_err err = kp__path_join(path, all->plog->dir, name);
    if (!err)
        err = all->plog->env->files->ops->remove(all->plog->env->files, path);
    if (err && err != KP_ERR_NOT_FOUND)
        all->err = err;
}

kp_err kp__plog_destroy(kp__plog *plog)
{
    kp__files *files = plog->env->files;
    clearing all = {.plog = plog};
    for (int32_t i = 0; i < plog->segment_count; i++) {
        kp_err err = kp__segment_remove(plog->segments[i]);
        if (err)
            all.err = err;
    }
    kp_err err = files->ops->list(files, plog->dir, remove_one, &all);
    if (!err)
        err = files->ops->remove_dir(files, plog->dir);
    kp__plog_abandon(plog);
    return all.err ? all.err : err;
}

/* The old segment is closed for good, the new one begins at the end of the log. Nothing is synced here: the next sync
 * takes the old one along. */
static kp_err roll(kp__plog *plog)
{
    kp_err err = kp__segment_seal(kp__plog_active(plog));
    if (!err)
        err = kp__plog_push_segment(plog, plog->end_offset);
    if (err)
        return err;
    plog->segments[plog->segment_count - 2]->dirty = true; /* its indexes, at least */
    err = kp__producers_save(&plog->producers, plog->dir, plog->end_offset);
    if (err && plog->env->log) /* recovery reads one segment more; nothing is lost */
        kp__logf(plog->env->log, KP__LOG_WARNING, "log", "%s: no snapshot of the producers at offset %lld: %s",
                 plog->name, (long long)plog->end_offset, kp_err_text(err));
    return KP_OK;
}

static kp_err write_batch(kp__plog *plog, kp__batch_header *header, kp__slice batch, int64_t now_ms)
{
    header->base_offset = plog->end_offset;
    header->leader_epoch = plog->leader_epoch;
    kp_err err = kp__producers_prepare(&plog->producers, header, now_ms);
    if (!err &&
        !kp__segment_fits(kp__plog_active(plog), batch.len, kp__batch_last_offset(header), header->max_timestamp))
        err = roll(plog);
    if (!err && kp__plog_active(plog)->size == 0)
        plog->dir_dirty = true; /* its files may be made now, long after the segment was */
    if (!err)
        err = kp__segment_append(kp__plog_active(plog), header, batch);
    if (err) {
        if (plog->env->log)
            kp__logf(plog->env->log, KP__LOG_ERROR, "log", "%s: cannot append at offset %lld: %s", plog->name,
                     (long long)plog->end_offset, kp_err_text(err));
        plog->trouble = err;
        return KP_ERR_KAFKA_STORAGE_ERROR;
    }
    plog->end_offset = kp__batch_last_offset(header) + 1;
    return kp__producers_record(&plog->producers, header, now_ms);
}

kp_err kp__plog_append(kp__plog *plog, kp__slice batch, int64_t now_ms, kp__appended *out)
{
    kp__batch_header header;
    kp__producer_batch duplicate;

    if (plog->failed)
        return KP_ERR_KAFKA_STORAGE_ERROR;
    kp_err err = kp__validate_produced(batch, plog->message_bytes_max, &header);
    if (!err)
        err = kp__producers_check(&plog->producers, &header, &duplicate);
    if (err == KP_ERR_EXISTS) {
        *out = (kp__appended){.base_offset = duplicate.base_offset, .duplicate = true};
        return KP_OK;
    }
    if (!err)
        err = write_batch(plog, &header, batch, now_ms);
    if (err)
        return err;
    *out = (kp__appended){.base_offset = header.base_offset};
    return KP_OK;
}

void kp__plog_commit(kp__plog *plog)
{
    for (int32_t i = plog->segment_count - 1; i >= 0; i--) {
        kp__segment *segment = plog->segments[i];
        if (segment->committed == segment->size && segment->size > 0)
            break;
        segment->committed = segment->size;
    }
    plog->high_watermark = plog->end_offset;
}

/* ---- syncing ---- */

bool kp__plog_dirty(const kp__plog *plog)
{
    for (int32_t i = plog->segment_count - 1; i >= 0; i--)
        if (plog->segments[i]->dirty)
            return true;
        else if (plog->segments[i]->size > 0)
            break;
    return false;
}

static bool collect_file(kp__sync *sync, kp__fslot *slot)
{
    if (sync->err || sync->count == KP__SYNC_FILES_MAX)
        return false;
    sync->err = kp__fslot_pin(slot, &sync->files[sync->count]);
    if (sync->err)
        return false;
    sync->slots[sync->count++] = slot;
    return true;
}

bool kp__sync_begin(kp__sync *sync, kp__plog *plog)
{
    sync->plog = plog;
    /* Of the last segment only the log is synced: its indexes are rebuilt after a crash. */
    sync->recovery_point = plog->closing ? plog->end_offset : kp__plog_active(plog)->base_offset;
    sync->dir = plog->dir_dirty;
    sync->count = sync->segment_count = 0;
    sync->err = KP_OK;
    if (!kp__plog_dirty(plog))
        return false;
    int32_t first = plog->segment_count - 1;
    while (first > 0 && (plog->segments[first - 1]->dirty || plog->segments[first]->size == 0))
        first--;
    for (int32_t i = first; i < plog->segment_count; i++) {
        kp__segment *segment = plog->segments[i];
        if (!segment->dirty)
            continue;
        if (sync->count + 3 > KP__SYNC_FILES_MAX) { /* the rest next time */
            sync->recovery_point = segment->base_offset;
            break;
        }
        bool sealed = plog->closing || i < plog->segment_count - 1;
        (void)(collect_file(sync, &segment->log) && sealed && collect_file(sync, &segment->offsets.slot) &&
               collect_file(sync, &segment->times.slot));
        segment->dirty = false;
        kp__segment_hold(segment);
        sync->segments[sync->segment_count++] = segment;
    }
    plog->dir_dirty = false;
    return true;
}

void kp__sync_run(kp__sync *sync)
{
    kp__files *files = sync->plog->env->files;
    for (int i = 0; i < sync->count && !sync->err; i++)
        sync->err = files->ops->sync(sync->files[i]);
    if (sync->dir && !sync->err)
        sync->err = files->ops->sync_dir(files, sync->plog->dir);
}

/* The kernel may have dropped the pages: a second sync that succeeds proves nothing, in a next process neither. */
static void fail_log(kp__plog *plog, kp_err why)
{
    char path[KP__LOG_PATH];
    kp__file *marker;
    plog->failed = true;
    plog->trouble = why;
    kp_err err = kp__path_join(path, plog->dir, KP__LOG_SYNC_FAILED);
    if (!err)
        err = plog->env->files->ops->open(plog->env->files, path, KP__FILE_CREATE, &marker);
    if (!err)
        plog->env->files->ops->close(marker);
    if (plog->env->log)
        kp__logf(plog->env->log, KP__LOG_ERROR, "log", "%s: cannot sync: %s; no more appends until restart%s",
                 plog->name, kp_err_text(why),
                 err ? ", and what was not synced may be lost even if it can be read then" : "");
}

kp_err kp__sync_end(kp__sync *sync)
{
    kp__plog *plog = sync->plog;
    for (int i = 0; i < sync->count; i++)
        kp__fslot_unpin(sync->slots[i]);
    for (int i = 0; i < sync->segment_count; i++)
        kp__segment_drop(sync->segments[i]);
    if (sync->err) {
        fail_log(plog, sync->err);
        return KP_ERR_KAFKA_STORAGE_ERROR;
    }
    if (sync->recovery_point > plog->recovery_point)
        plog->recovery_point = sync->recovery_point;
    return KP_OK;
}

kp_err kp__plog_sync(kp__plog *plog)
{
    kp__sync sync;
    while (kp__sync_begin(&sync, plog)) {
        kp__sync_run(&sync);
        kp_err err = kp__sync_end(&sync);
        if (err)
            return err;
    }
    return plog->failed ? KP_ERR_KAFKA_STORAGE_ERROR : KP_OK;
}

int64_t kp__plog_bytes(const kp__plog *plog)
{
    int64_t bytes = 0;
    for (int32_t i = 0; i < plog->segment_count; i++)
        bytes += plog->segments[i]->size;
    return bytes;
}
