/* Opening a log: what the directory has, how much of it is true, and what the producers did. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <broker/log/plog.h>

enum { NAME_DIGITS = 20 };

/* ---- what is in the directory ---- */

typedef struct found {
    kp__log_env *env;
    int64_t *bases;
    int32_t base_count, base_cap;
    int64_t *snapshots;
    int32_t snapshot_count, snapshot_cap;
    bool sync_failed; /* the last life saw a sync fail */
    kp_err err;
} found;

static void add(found *all, int64_t **list, int32_t *count, int32_t *cap, int64_t value)
{
    if (*count == *cap) {
        int32_t more = *cap ? *cap * 2 : 8;
        int64_t *grown = kp__resize(all->env->alloc, *list, (size_t)more * sizeof *grown);
        if (!grown) {
            all->err = KP_ERR_NO_MEMORY;
            return;
        }
        *list = grown;
        *cap = more;
    }
    (*list)[(*count)++] = value;
}

/* "00000000000000000042.log" with the suffix given: 42; else -1. */
static int64_t offset_of(const char *name, const char *suffix)
{
    int64_t offset = 0;
    for (int i = 0; i < NAME_DIGITS; i++) {
        if (name[i] < '0' || name[i] > '9' || __builtin_mul_overflow(offset, 10, &offset) ||
            __builtin_add_overflow(offset, name[i] - '0', &offset))
            return -1;
    }
    return strcmp(name + NAME_DIGITS, suffix) == 0 ? offset : -1;
}

static void look(void *arg, const char *name, bool is_dir)
{
    found *all = arg;
    int64_t offset;
    if (is_dir)
        return;
    if ((offset = offset_of(name, ".log")) >= 0)
        add(all, &all->bases, &all->base_count, &all->base_cap, offset);
    else if ((offset = offset_of(name, ".snapshot")) >= 0)
        add(all, &all->snapshots, &all->snapshot_count, &all->snapshot_cap, offset);
    else if (strcmp(name, KP__LOG_SYNC_FAILED) == 0)
        all->sync_failed = true;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static kp_err look_around(found *all, const char *dir)
{
    kp_err err = all->env->files->ops->list(all->env->files, dir, look, all);
    if (err || all->err)
        return err ? err : all->err;
    if (all->base_count)
        qsort(all->bases, (size_t)all->base_count, sizeof *all->bases, compare);
    if (all->snapshot_count)
        qsort(all->snapshots, (size_t)all->snapshot_count, sizeof *all->snapshots, compare);
    return KP_OK;
}

static void found_deinit(found *all)
{
    kp__delete(all->env->alloc, all->bases);
    kp__delete(all->env->alloc, all->snapshots);
}

/* ---- one segment ---- */

static kp_err file_size(kp__segment *segment, int64_t *size)
{
    kp__file *file;
    kp_err err = kp__fslot_use(&segment->log, &file);
    return err ? err : segment->env->files->ops->size(file, size);
}

static kp_err truncate_log(kp__segment *segment, int64_t size)
{
    const kp__files_ops *ops = segment->env->files->ops;
    kp__file *file;
    kp_err err = kp__fslot_use(&segment->log, &file);
    if (!err)
        err = ops->truncate(file, size);
    if (!err) /* else the tail could come back under what is appended next */
        err = ops->sync(file);
    return err;
}

/* Writes every byte once more where it lies: pages of a sync that failed count as written though the disk does not have
 * them, and only a new write brings them there. */
static kp_err rewrite(kp__segment *segment)
{
    kp__log_env *env = segment->env;
    kp_err err = KP_OK;
    for (int64_t at = 0; at < segment->size && !err;) {
        int64_t left = segment->size - at;
        size_t want = left < KP__LOG_SCRATCH ? (size_t)left : KP__LOG_SCRATCH, got;
        kp__file *file;
        err = kp__segment_read(segment, at, env->scratch, want, &got);
        if (!err && got < want)
            err = KP_ERR_CORRUPT;
        if (!err)
            err = kp__fslot_use(&segment->log, &file);
        struct iovec iov = {.iov_base = env->scratch, .iov_len = want};
        if (!err)
            err = env->files->ops->write(file, at, &iov, 1);
        at += (int64_t)want;
    }
    return err;
}

/* Reads the whole segment, checks every batch, rebuilds the indexes. What follows the first bad byte is cut off. */
static kp_err rebuild(kp__segment *segment, int64_t file_bytes, int64_t *next_offset, bool *was_cut)
{
    kp__batch_header header;
    kp__scan scan;
    int64_t position;

    kp_err err = kp__index_reset(&segment->offsets);
    if (!err)
        err = kp__index_reset(&segment->times);
    if (err)
        return err;
    segment->size = segment->bytes_since_index = 0;
    segment->created_ms = segment->max_timestamp = -1;
    *next_offset = segment->base_offset;
    kp__scan_init(&scan, segment, 0, file_bytes, true);
    while (!(err = kp__scan_next(&scan, &header, &position)) && header.base_offset >= *next_offset) {
        kp__segment_note(segment, &header, position);
        *next_offset = kp__batch_last_offset(&header) + 1;
    }
    *was_cut = err != KP_ERR_END_OF_FILE;
    if (err && err != KP_ERR_END_OF_FILE && err != KP_ERR_CORRUPT)
        return err; /* the disk, not the data */
    err = *was_cut ? truncate_log(segment, segment->size) : KP_OK;
    segment->committed = segment->size;
    return err ? err : kp__segment_seal(segment);
}

/* The time index of a segment that was sealed ends with its latest batch: that one is there, and none behind it is
 * later. Where the last batch ends is told, too. */
static kp_err check_times(kp__segment *segment, int64_t *next_offset)
{
    kp__batch_header header;
    kp__scan scan;
    int64_t position;
    bool there = segment->max_timestamp < 0; /* no entry: no batch has a time */

    *next_offset = segment->base_offset;
    kp_err err = kp__offset_index_lookup(&segment->offsets, segment->max_timestamp_offset, &position);
    kp__scan_init(&scan, segment, position, segment->size, false);
    while (!err && !(err = kp__scan_next(&scan, &header, &position))) {
        if (header.max_timestamp > segment->max_timestamp)
            return KP_ERR_CORRUPT;
        *next_offset = kp__batch_last_offset(&header) + 1;
        if (*next_offset - 1 == segment->max_timestamp_offset)
            there |= header.max_timestamp == segment->max_timestamp;
    }
    if (err != KP_ERR_END_OF_FILE)
        return err;
    return there ? KP_OK : KP_ERR_CORRUPT;
}

/* Believes the indexes, as far as their ends fit the batches. */
static kp_err trust(kp__segment *segment, int64_t file_bytes, bool last, int64_t *next_offset)
{
    kp__batch_header header;
    kp__scan scan;
    int64_t offset, position, end;

    segment->size = file_bytes;
    kp_err err = kp__segment_load(segment);
    if (!err)
        err = check_times(segment, &end);
    if (err || !last)
        return err;
    *next_offset = end;
    kp__offset_index_last(&segment->offsets, &offset, &position);
    segment->bytes_since_index = file_bytes - position;
    kp__scan_init(&scan, segment, 0, file_bytes, false);
    if (!kp__scan_next(&scan, &header, &position))
        segment->created_ms = header.max_timestamp;
    return KP_OK;
}

/* ---- all of them ---- */

/* Deletes the files of segments that follow one that was cut: their offsets would leave a hole. */
static kp_err drop_later(kp__plog *plog, const found *all, int32_t from)
{
    for (int32_t i = from; i < all->base_count; i++) {
        kp__segment *segment;
        kp_err err = kp__segment_new(plog->env, plog->dir, all->bases[i], &segment);
        if (err)
            return err;
        err = kp__segment_remove(segment);
        kp__segment_drop(segment);
        if (err)
            return err;
    }
    return plog->env->files->ops->sync_dir(plog->env->files, plog->dir);
}

static void tell_cut(kp__plog *plog, const kp__segment *segment, int64_t from, int64_t next_offset, int32_t later)
{
    if (plog->env->log)
        kp__logf(
            plog->env->log, KP__LOG_WARNING, "recovery",
            "%s: segment %lld: %lld bytes at the end were not whole batches and are cut off, %d later segments go; the "
            "log ends at offset %lld",
            plog->name, (long long)segment->base_offset, (long long)(from - segment->size), (int)later,
            (long long)next_offset);
}

static kp_err open_segments(kp__plog *plog, const kp__plog_opening *opening, const found *all)
{
    for (int32_t i = 0; i < all->base_count; i++) {
        bool last = i == all->base_count - 1, was_cut = false;
        int64_t next_offset = last ? all->bases[i] : all->bases[i + 1], bytes = 0;
        kp_err err = kp__plog_push_segment(plog, all->bases[i]);
        if (err)
            return err;
        kp__segment *segment = kp__plog_active(plog);
        err = file_size(segment, &bytes);
        if (err)
            return err;
        bool trusted = opening->clean || (!last && next_offset <= opening->recovery_point);
        err = trusted ? trust(segment, bytes, last, &next_offset) : KP_ERR_CORRUPT;
        if (err == KP_ERR_CORRUPT) {
            err = rebuild(segment, bytes, &next_offset, &was_cut);
            if (!err && all->sync_failed)
                err = rewrite(segment);
            if (!err && !last && next_offset != all->bases[i + 1])
                was_cut = true; /* nothing is bad here, but the next one begins later */
        }
        if (err)
            return err;
        plog->end_offset = next_offset;
        if (was_cut) {
            tell_cut(plog, segment, bytes, next_offset, all->base_count - 1 - i);
            return drop_later(plog, all, i + 1);
        }
    }
    return KP_OK;
}

/* The newest snapshot that does not run ahead of the log, then every batch after it. */
static kp_err restore_producers(kp__plog *plog, const found *all, int64_t now_ms)
{
    int64_t from = plog->start_offset;
    for (int32_t i = all->snapshot_count - 1; i >= 0; i--) {
        char name[40], path[KP__LOG_PATH];
        if (all->snapshots[i] > plog->end_offset)
            continue;
        snprintf(name, sizeof name, "%020lld.snapshot", (long long)all->snapshots[i]);
        kp_err err = kp__path_join(path, plog->dir, name);
        if (!err)
            err = kp__producers_load(&plog->producers, path, now_ms);
        if (!err) {
            from = all->snapshots[i];
            break;
        }
        kp__producers_clear(&plog->producers);
        if (err == KP_ERR_NO_MEMORY)
            return err;
    }
    for (int32_t i = 0; i < plog->segment_count; i++) {
        kp__segment *segment = plog->segments[i];
        kp__batch_header header;
        kp__scan scan;
        int64_t position = 0;
        if (i + 1 < plog->segment_count && plog->segments[i + 1]->base_offset <= from)
            continue;
        kp_err err = from > segment->base_offset ? kp__offset_index_lookup(&segment->offsets, from, &position) : KP_OK;
        kp__scan_init(&scan, segment, position, segment->size, false);
        while (!err && !(err = kp__scan_next(&scan, &header, &position)))
            if (header.base_offset >= from)
                err = kp__producers_record(&plog->producers, &header, now_ms);
        if (err != KP_ERR_END_OF_FILE)
            return err;
    }
    return KP_OK;
}

/* Snapshots that run ahead of the log, or were taken before the last segment but one, are of no use. */
static void drop_snapshots(kp__plog *plog, const found *all)
{
    for (int32_t i = 0; i < all->snapshot_count; i++) {
        char name[40], path[KP__LOG_PATH];
        bool ahead = all->snapshots[i] > plog->end_offset;
        bool old = i + 2 < all->snapshot_count;
        snprintf(name, sizeof name, "%020lld.snapshot", (long long)all->snapshots[i]);
        if ((ahead || old) && kp__path_join(path, plog->dir, name) == KP_OK) {
            kp_err err = plog->env->files->ops->remove(plog->env->files, path);
            (void)err; /* it is looked at and passed over again next time */
        }
    }
}

/* All is on the disk now. */
static void forget_failure(kp__plog *plog)
{
    char path[KP__LOG_PATH];
    kp_err err = kp__path_join(path, plog->dir, KP__LOG_SYNC_FAILED);
    if (!err)
        err = plog->env->files->ops->remove(plog->env->files, path);
    (void)err; /* then the next open writes once more what need not be */
}

static kp_err recover(kp__plog *plog, const kp__plog_opening *opening, found *all)
{
    kp_err err = look_around(all, plog->dir);
    if (err)
        return err;
    plog->start_offset = plog->end_offset = all->base_count ? all->bases[0] : 0;
    err = open_segments(plog, opening, all);
    if (!err && plog->segment_count == 0)
        err = kp__plog_push_segment(plog, plog->start_offset);
    if (!err)
        err = restore_producers(plog, all, opening->now_ms);
    if (err)
        return err;
    drop_snapshots(plog, all);
    plog->high_watermark = plog->end_offset;
    plog->recovery_point = opening->recovery_point < plog->end_offset ? opening->recovery_point : plog->end_offset;
    /* What a crash left behind can be read, and is answered for when it is sent again, but may not be on disk yet. */
    for (int32_t i = 0; i < plog->segment_count && !opening->clean; i++) {
        bool below = i + 1 < plog->segment_count && plog->segments[i + 1]->base_offset <= plog->recovery_point;
        plog->segments[i]->dirty = plog->segments[i]->size > 0 && !below;
    }
    if (all->sync_failed && kp__plog_sync(plog) == KP_OK)
        forget_failure(plog);
    return KP_OK;
}

kp_err kp__plog_open(kp__log_env *env, const kp__plog_opening *opening, kp__plog **out)
{
    kp__plog *plog = kp__new(env->alloc, sizeof *plog);
    found all = {.env = env};
    if (!plog)
        return KP_ERR_NO_MEMORY;
    plog->env = env;
    plog->message_bytes_max = env->message_bytes_max;
    kp__producers_init(&plog->producers, env);
    plog->dir = kp__strdup(env->alloc, opening->dir);
    plog->name = kp__strdup(env->alloc, opening->name);
    kp_err err = plog->dir && plog->name ? KP_OK : KP_ERR_NO_MEMORY;
    if (!err)
        err = env->files->ops->make_dir(env->files, opening->dir);
    if (!err)
        err = recover(plog, opening, &all);
    found_deinit(&all);
    if (err) {
        kp__plog_abandon(plog);
        return err;
    }
    *out = plog;
    return KP_OK;
}
