#include <tests/broker/crash_files.h>

#include <stdlib.h>
#include <string.h>

#include <base/rng.h>

enum { PAGE = 4096, SECTOR = 512 };

typedef struct inode {
    struct inode *next;
    uint8_t *now, *disk;
    size_t now_len, disk_len;
} inode;

typedef struct name {
    struct name *next;
    char *path;
    inode *node; /* NULL: a directory */
} name;

typedef enum { MADE, REMOVED, MOVED } change_kind;

typedef struct change { /* of a directory, not synced */
    struct change *next;
    change_kind kind;
    char *path, *to;
    inode *node;
} change;

typedef struct crash_files {
    kp__files files;
    kp__rng rng;
    int64_t ops, crash_at, disk, fail_syncs;
    bool crashed;
    inode *inodes;
    name *now, *disk_names;
    change *changes, **changes_end;
} crash_files;

struct kp__file {
    crash_files *files;
    inode *node;
};

static crash_files *sim_of(const kp__files *files) { return (crash_files *)(uintptr_t)files; }

static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

/* True when this operation is the one at which the machine stops, or comes after it. */
static bool stops(crash_files *sim)
{
    sim->ops++;
    if (sim->crash_at && sim->ops >= sim->crash_at)
        sim->crashed = true;
    return sim->crashed;
}

/* ---- names ---- */

static name **find(name **list, const char *path)
{
    while (*list && strcmp((*list)->path, path) != 0)
        list = &(*list)->next;
    return list;
}

static void put_name(name **list, const char *path, inode *node)
{
    name **at = find(list, path);
    if (!*at) {
        *at = must(calloc(1, sizeof **at));
        (*at)->path = must(strdup(path));
    }
    (*at)->node = node;
}

static void drop_name(name **list, const char *path)
{
    name **at = find(list, path);
    name *gone = *at;
    if (!gone)
        return;
    *at = gone->next;
    free(gone->path);
    free(gone);
}

static void note(crash_files *sim, change_kind kind, const char *path, const char *to, inode *node)
{
    change *one = must(calloc(1, sizeof *one));
    one->kind = kind;
    one->path = must(strdup(path));
    one->to = to ? must(strdup(to)) : NULL;
    one->node = node;
    *sim->changes_end = one;
    sim->changes_end = &one->next;
}

static void apply(crash_files *sim, const change *one)
{
    if (one->kind == MADE)
        put_name(&sim->disk_names, one->path, one->node);
    else
        drop_name(&sim->disk_names, one->path);
    if (one->kind == MOVED)
        put_name(&sim->disk_names, one->to, one->node);
}

static bool in_dir(const char *path, const char *dir)
{
    size_t len = strlen(dir);
    return strncmp(path, dir, len) == 0 && path[len] == '/' && !strchr(path + len + 1, '/');
}

/* Applies the changes of one directory (NULL: of all), at most `most` of them, and forgets all that it looked at. */
static void settle(crash_files *sim, const char *dir, int64_t most)
{
    change **at = &sim->changes;
    while (*at) {
        change *one = *at;
        if (dir && !in_dir(one->path, dir)) {
            at = &one->next;
            continue;
        }
        if (most-- > 0)
            apply(sim, one);
        *at = one->next;
        free(one->path);
        free(one->to);
        free(one);
    }
    sim->changes_end = at;
}

/* ---- content ---- */

static void resize(inode *node, size_t len)
{
    if (len > node->now_len) {
        node->now = must(realloc(node->now, len));
        memset(node->now + node->now_len, 0, len - node->now_len);
    }
    node->now_len = len;
}

static void sync_node(inode *node)
{
    node->disk = must(realloc(node->disk, node->now_len + 1));
    if (node->now_len)
        memcpy(node->disk, node->now, node->now_len);
    node->disk_len = node->now_len;
}

/* One block after the crash: as written, as synced, or nothing at all where nothing was synced. */
static void settle_block(inode *node, uint8_t *out, size_t from, size_t to, bool kept)
{
    for (size_t i = from; i < to; i++) {
        uint8_t old = i < node->disk_len ? node->disk[i] : 0;
        out[i] = kept && i < node->now_len ? node->now[i] : old;
    }
}

static void settle_node(crash_files *sim, inode *node)
{
    uint64_t mood = kp__rng_below(&sim->rng, 4);
    size_t block = mood == 3 ? SECTOR : PAGE;
    size_t longest = node->now_len > node->disk_len ? node->now_len : node->disk_len;
    size_t len = mood == 0 ? node->disk_len : mood == 1 ? node->now_len : 0;
    if (mood >= 2) {
        size_t low = node->now_len < node->disk_len ? node->now_len : node->disk_len;
        len = low + kp__rng_below(&sim->rng, longest - low + 1);
    }
    uint8_t *out = must(calloc(1, longest + 1));
    for (size_t at = 0; at < len; at += block) {
        bool kept = mood == 0 ? false : mood == 1 ? true : kp__rng_below(&sim->rng, 2);
        settle_block(node, out, at, at + block < len ? at + block : len, kept);
    }
    free(node->now);
    node->now = out;
    node->now_len = len;
    sync_node(node);
}

/* ---- the table ---- */

static kp_err sim_open(kp__files *base, const char *path, unsigned flags, kp__file **out)
{
    crash_files *sim = sim_of(base);
    if (stops(sim))
        return KP_ERR_IO;
    name *found = *find(&sim->now, path);
    if (found && !found->node)
        return KP_ERR_IO;
    if (!found && !(flags & KP__FILE_CREATE))
        return KP_ERR_NOT_FOUND;
    if (found && (flags & KP__FILE_EXCLUSIVE))
        return KP_ERR_EXISTS;
    inode *node = found ? found->node : must(calloc(1, sizeof *node));
    if (!found) {
        node->next = sim->inodes;
        sim->inodes = node;
        put_name(&sim->now, path, node);
        note(sim, MADE, path, NULL, node);
    }
    if (flags & KP__FILE_TRUNCATE)
        resize(node, 0);
    *out = must(calloc(1, sizeof **out));
    (*out)->files = sim;
    (*out)->node = node;
    return KP_OK;
}

static void sim_close(kp__file *file) { free(file); }

static kp_err sim_read(kp__file *file, int64_t offset, void *buf, size_t cap, size_t *got)
{
    const inode *node = file->node;
    if (file->files->crashed)
        return KP_ERR_IO;
    *got = 0;
    if (offset >= 0 && (size_t)offset < node->now_len)
        *got = node->now_len - (size_t)offset < cap ? node->now_len - (size_t)offset : cap;
    if (*got)
        memcpy(buf, node->now + offset, *got);
    return KP_OK;
}

static int64_t used(const crash_files *sim)
{
    int64_t bytes = 0;
    for (const inode *node = sim->inodes; node; node = node->next)
        bytes += (int64_t)node->now_len;
    return bytes;
}

static kp_err sim_write(kp__file *file, int64_t offset, const struct iovec *iov, int count)
{
    crash_files *sim = file->files;
    size_t total = 0, allowed = SIZE_MAX, done = 0;
    bool stopped = sim->crashed, stopping = stops(sim) && !stopped;
    if (stopped)
        return KP_ERR_IO;
    for (int i = 0; i < count; i++)
        total += iov[i].iov_len;
    if (stopping)
        allowed = kp__rng_below(&sim->rng, total + 1);
    if (sim->disk) {
        int64_t room = sim->disk - used(sim);
        if (room < (int64_t)allowed)
            allowed = room < 0 ? 0 : (size_t)room;
    }
    for (int i = 0; i < count && done < allowed; i++) {
        size_t len = iov[i].iov_len < allowed - done ? iov[i].iov_len : allowed - done;
        if ((size_t)offset + done + len > file->node->now_len)
            resize(file->node, (size_t)offset + done + len);
        memcpy(file->node->now + offset + done, iov[i].iov_base, len);
        done += len;
    }
    return done == total && !stopping ? KP_OK : KP_ERR_IO;
}

static kp_err sim_size(kp__file *file, int64_t *out)
{
    *out = (int64_t)file->node->now_len;
    return file->files->crashed ? KP_ERR_IO : KP_OK;
}

static kp_err sim_truncate(kp__file *file, int64_t size)
{
    if (stops(file->files))
        return KP_ERR_IO;
    resize(file->node, (size_t)size);
    return KP_OK;
}

static kp_err sim_sync(kp__file *file)
{
    if (stops(file->files))
        return KP_ERR_IO;
    if (file->files->fail_syncs > 0) {
        file->files->fail_syncs--;
        return KP_ERR_IO;
    }
    sync_node(file->node);
    return KP_OK;
}

static kp_err sim_sync_dir(kp__files *base, const char *path)
{
    crash_files *sim = sim_of(base);
    if (stops(sim))
        return KP_ERR_IO;
    settle(sim, path, INT64_MAX);
    return KP_OK;
}

static kp_err sim_rename(kp__files *base, const char *from, const char *to)
{
    crash_files *sim = sim_of(base);
    if (stops(sim))
        return KP_ERR_IO;
    name *found = *find(&sim->now, from);
    if (!found)
        return KP_ERR_NOT_FOUND;
    inode *node = found->node;
    put_name(&sim->now, to, node);
    drop_name(&sim->now, from);
    note(sim, MOVED, from, to, node);
    return KP_OK;
}

static kp_err sim_remove(kp__files *base, const char *path)
{
    crash_files *sim = sim_of(base);
    if (stops(sim))
        return KP_ERR_IO;
    if (!*find(&sim->now, path))
        return KP_ERR_NOT_FOUND;
    drop_name(&sim->now, path);
    note(sim, REMOVED, path, NULL, NULL);
    return KP_OK;
}

static kp_err sim_make_dir(kp__files *base, const char *path)
{
    crash_files *sim = sim_of(base);
    if (stops(sim))
        return KP_ERR_IO;
    if (!*find(&sim->now, path)) { /* directories survive: their making is not what is tested */
        put_name(&sim->now, path, NULL);
        put_name(&sim->disk_names, path, NULL);
    }
    return KP_OK;
}

static kp_err sim_remove_dir(kp__files *base, const char *path)
{
    crash_files *sim = sim_of(base);
    if (stops(sim))
        return KP_ERR_IO;
    drop_name(&sim->now, path);
    drop_name(&sim->disk_names, path);
    return KP_OK;
}

static kp_err sim_list(kp__files *base, const char *path, kp__files_each each, void *arg)
{
    crash_files *sim = sim_of(base);
    if (stops(sim))
        return KP_ERR_IO;
    for (name *at = sim->now, *next; at; at = next) {
        next = at->next; /* `each` may remove it */
        if (in_dir(at->path, path))
            each(arg, strrchr(at->path, '/') + 1, at->node == NULL);
    }
    return KP_OK;
}

static kp_err sim_lock(kp__files *base, const char *path, kp__file **out)
{
    return sim_open(base, path, KP__FILE_CREATE, out);
}

static void sim_free(kp__files *base)
{
    crash_files *sim = sim_of(base);
    settle(sim, NULL, 0);
    while (sim->now)
        drop_name(&sim->now, sim->now->path);
    while (sim->disk_names)
        drop_name(&sim->disk_names, sim->disk_names->path);
    for (inode *node = sim->inodes, *next; node; node = next) {
        next = node->next;
        free(node->now);
        free(node->disk);
        free(node);
    }
    free(sim);
}

static const kp__files_ops sim_ops = {
    .open = sim_open,
    .close = sim_close,
    .read = sim_read,
    .write = sim_write,
    .size = sim_size,
    .truncate = sim_truncate,
    .sync = sim_sync,
    .sync_dir = sim_sync_dir,
    .rename = sim_rename,
    .remove = sim_remove,
    .make_dir = sim_make_dir,
    .remove_dir = sim_remove_dir,
    .list = sim_list,
    .lock = sim_lock,
    .free = sim_free,
};

/* ---- the test's side ---- */

kp__files *crash_files_new(uint64_t seed)
{
    crash_files *sim = must(calloc(1, sizeof *sim));
    sim->files.ops = &sim_ops;
    sim->changes_end = &sim->changes;
    kp__rng_seed(&sim->rng, seed);
    return &sim->files;
}

void crash_files_arm(kp__files *files, int64_t ops) { sim_of(files)->crash_at = ops ? sim_of(files)->ops + ops : 0; }

bool crash_files_crashed(const kp__files *files) { return sim_of(files)->crashed; }

int64_t crash_files_ops(const kp__files *files) { return sim_of(files)->ops; }

void crash_files_restart_process(kp__files *files)
{
    sim_of(files)->crashed = false;
    sim_of(files)->crash_at = 0;
}

void crash_files_restart(kp__files *files)
{
    crash_files *sim = sim_of(files);
    crash_files_restart_process(files);
    /* Directories keep a prefix of what happened to them, each its own. */
    while (sim->changes) {
        char dir[1024];
        size_t len = (size_t)(strrchr(sim->changes->path, '/') - sim->changes->path);
        memcpy(dir, sim->changes->path, len);
        dir[len] = '\0';
        settle(sim, dir, (int64_t)kp__rng_below(&sim->rng, 8));
    }
    for (inode *node = sim->inodes; node; node = node->next)
        settle_node(sim, node);
    while (sim->now)
        drop_name(&sim->now, sim->now->path);
    for (const name *at = sim->disk_names; at; at = at->next)
        put_name(&sim->now, at->path, at->node);
}

void crash_files_disk(kp__files *files, int64_t bytes) { sim_of(files)->disk = bytes; }

void crash_files_fail_syncs(kp__files *files, int n) { sim_of(files)->fail_syncs = n; }

void crash_files_spoil(kp__files *files, const char *path, int64_t offset)
{
    name *found = *find(&sim_of(files)->now, path);
    if (found && found->node && (size_t)offset < found->node->now_len)
        found->node->now[offset] ^= 0x10;
}
