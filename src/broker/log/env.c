#include <broker/log/env.h>

#include <stdio.h>
#include <string.h>

kp_err kp__log_env_init(kp__log_env *env, kp__alloc *alloc, kp__files *files, kp__log *log)
{
    *env = (kp__log_env){
        .alloc = alloc,
        .files = files,
        .log = log,
        .segment_bytes = INT64_C(1) << 30,
        .segment_ms = INT64_C(7) * 24 * 3600 * 1000,
        .producer_expiry_ms = INT64_C(24) * 3600 * 1000,
        .message_bytes_max = 1048588,
        .index_interval = KP__LOG_INDEX_INTERVAL,
        .index_bytes_max = KP__LOG_INDEX_BYTES_MAX,
        .producers_max = KP__LOG_PRODUCERS_MAX,
        .files_open_max = KP__LOG_FILES_OPEN_MAX,
    };
    kp__list_init(&env->open);
    env->scratch = kp__new(alloc, KP__LOG_SCRATCH);
    return env->scratch ? KP_OK : KP_ERR_NO_MEMORY;
}

void kp__log_env_deinit(kp__log_env *env)
{
    if (env->alloc)
        kp__delete(env->alloc, env->scratch);
    env->scratch = NULL;
}

kp_err kp__fslot_init(kp__fslot *slot, kp__log_env *env, const char *path)
{
    *slot = (kp__fslot){.env = env};
    slot->path = kp__strdup(env->alloc, path);
    return slot->path ? KP_OK : KP_ERR_NO_MEMORY;
}

/* Closes the least recently used file that nobody pinned. */
static void make_room(kp__log_env *env)
{
    KP__LIST_EACH(node, &env->open)
    {
        kp__fslot *slot = KP__CONTAINER(node, kp__fslot, node);
        if (slot->pins == 0) {
            kp__fslot_close(slot);
            return;
        }
    }
}

kp_err kp__fslot_use(kp__fslot *slot, kp__file **out)
{
    kp__log_env *env = slot->env;

    if (slot->file) {
        kp__list_remove(&slot->node);
    } else {
        if (env->open_count >= env->files_open_max)
            make_room(env);
        kp_err err = env->files->ops->open(env->files, slot->path, KP__FILE_CREATE, &slot->file);
        if (err == KP_ERR_NO_FD) { /* the process has fewer than we thought */
            make_room(env);
            err = env->files->ops->open(env->files, slot->path, KP__FILE_CREATE, &slot->file);
        }
        if (err) {
            slot->file = NULL;
            return err;
        }
        env->open_count++;
    }
    kp__list_push(&env->open, &slot->node);
    *out = slot->file;
    return KP_OK;
}

kp_err kp__fslot_pin(kp__fslot *slot, kp__file **out)
{
    kp_err err = kp__fslot_use(slot, out);
    if (err == KP_OK)
        slot->pins++;
    return err;
}

void kp__fslot_unpin(kp__fslot *slot)
{
    if (slot->pins)
        slot->pins--;
}

void kp__fslot_close(kp__fslot *slot)
{
    if (!slot->file)
        return;
    slot->env->files->ops->close(slot->file);
    slot->file = NULL;
    slot->env->open_count--;
    kp__list_remove(&slot->node);
}

void kp__fslot_deinit(kp__fslot *slot)
{
    if (!slot->env)
        return;
    kp__fslot_close(slot);
    kp__delete(slot->env->alloc, slot->path);
    slot->path = NULL;
}

kp_err kp__path_join(char out[KP__LOG_PATH], const char *dir, const char *name)
{
    int len = snprintf(out, KP__LOG_PATH, "%s/%s", dir, name);
    return len > 0 && len < KP__LOG_PATH ? KP_OK : KP_ERR_LIMIT;
}

static kp_err write_whole(kp__log_env *env, const char *path, const void *data, size_t size, bool sync)
{
    const kp__files_ops *ops = env->files->ops;
    kp__file *file;
    kp_err err = ops->open(env->files, path, KP__FILE_CREATE | KP__FILE_TRUNCATE, &file);
    if (err)
        return err;
    struct iovec iov = {.iov_base = (void *)(uintptr_t)data, .iov_len = size};
    if (size)
        err = ops->write(file, 0, &iov, 1);
    if (!err && sync)
        err = ops->sync(file);
    ops->close(file);
    return err;
}

kp_err kp__file_write(kp__log_env *env, const char *path, const void *data, size_t size)
{
    return write_whole(env, path, data, size, false);
}

kp_err kp__file_replace(kp__log_env *env, const char *dir, const char *name, const void *data, size_t size)
{
    char path[KP__LOG_PATH], temp[KP__LOG_PATH];
    kp_err err = kp__path_join(path, dir, name);
    if (err)
        return err;
    int len = snprintf(temp, sizeof temp, "%s.tmp", path);
    if (len <= 0 || len >= KP__LOG_PATH)
        return KP_ERR_LIMIT;
    err = write_whole(env, temp, data, size, true);
    if (!err)
        err = env->files->ops->rename(env->files, temp, path);
    if (!err)
        err = env->files->ops->sync_dir(env->files, dir);
    return err;
}

kp_err kp__file_load(kp__log_env *env, const char *path, size_t max, uint8_t **data, size_t *size)
{
    const kp__files_ops *ops = env->files->ops;
    kp__file *file;
    int64_t bytes = 0;
    kp_err err = ops->open(env->files, path, KP__FILE_READ_ONLY, &file);
    if (err)
        return err;
    uint8_t *copy = NULL;
    size_t got = 0;
    err = ops->size(file, &bytes);
    if (!err && (uint64_t)bytes > max)
        err = KP_ERR_LIMIT;
    if (!err && !(copy = kp__new(env->alloc, (size_t)bytes + 1)))
        err = KP_ERR_NO_MEMORY;
    for (size_t n = 1; !err && got < (size_t)bytes && n > 0; got += n)
        err = ops->read(file, (int64_t)got, copy + got, (size_t)bytes - got, &n);
    ops->close(file);
    if (err) {
        kp__delete(env->alloc, copy);
        return err;
    }
    *data = copy;
    *size = got;
    return KP_OK;
}
