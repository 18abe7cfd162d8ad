#include <tests/broker/crash_files.h>

#include <stdlib.h>
#include <string.h>

#include <base/rng.h>

enum { PAGE = 4096, SECTOR = 512 };

typedef struct inode { /* a file or a directory */
    struct inode *next;
    bool is_dir;
    uint8_t *now, *disk;
    size_t now_len, disk_len;
    uint8_t *dirty; /* a flag for each page: written since the last sync */
    size_t pages;
} inode;

typedef struct name {
    struct name *next;
    inode *dir;
    char *text;
    inode *node;
} name;

typedef enum { MADE, REMOVED, MOVED } change_kind;

typedef struct change { /* of a directory, not synced */
    struct change *next;
    change_kind kind;
    inode *dir;
    char *text;
    inode *to_dir;
    char *to;
    inode *node;
} change;

typedef struct crash_files {
    kp__files files;
    kp__rng rng;
    int64_t ops, crash_at, disk;
    bool crashed;
    unsigned fail_kinds;
    int64_t fail_seen, fail_first, fail_count, failed;
    kp_err fail_err;
    inode root;
    inode *inodes;
    name *now, *on_disk;
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

static kp_err fault(crash_files *sim, unsigned kind)
{
    if (!(sim->fail_kinds & kind))
        return KP_OK;
    sim->fail_seen++;
    if (sim->fail_seen < sim->fail_first || sim->fail_seen >= sim->fail_first + sim->fail_count)
        return KP_OK;
    sim->failed++;
    return sim->fail_err;
}

/* One operation that changes something: the machine may stop at it. */
static kp_err step(crash_files *sim, unsigned kind)
{
    sim->ops++;
    if (sim->crash_at && sim->ops >= sim->crash_at)
        sim->crashed = true;
    return sim->crashed ? KP_ERR_IO : fault(sim, kind);
}

/* ---- names ---- */

static name **find(name **list, const inode *dir, const char *text)
{
    while (*list && ((*list)->dir != dir || strcmp((*list)->text, text) != 0))
        list = &(*list)->next;
    return list;
}

static void put_name(name **list, inode *dir, const char *text, inode *node)
{
    name **at = find(list, dir, text);
    if (!*at) {
        *at = must(calloc(1, sizeof **at));
        (*at)->dir = dir;
        (*at)->text = must(strdup(text));
    }
    (*at)->node = node;
}

static void drop_name(name **list, const inode *dir, const char *text)
{
    name **at = find(list, dir, text);
    name *gone = *at;
    if (!gone)
        return;
    *at = gone->next;
    free(gone->text);
    free(gone);
}

static void drop_names(name **list)
{
    while (*list)
        drop_name(list, (*list)->dir, (*list)->text);
}

/* The directory that a path leads through, and the last part of it; NULL: a part in between is not there. */
static inode *walk(crash_files *sim, const char *path, char leaf[256])
{
    inode *dir = &sim->root;
    for (;;) {
        while (*path == '/')
            path++;
        size_t len = strcspn(path, "/");
        if (len >= 256)
            abort();
        memcpy(leaf, path, len);
        leaf[len] = '\0';
        if (path[len] == '\0')
            return dir;
        name *found = *find(&sim->now, dir, leaf);
        if (!found || !found->node->is_dir)
            return NULL;
        dir = found->node;
        path += len;
    }
}

static name *lookup(crash_files *sim, const char *path)
{
    char leaf[256];
    inode *dir = walk(sim, path, leaf);
    return dir ? *find(&sim->now, dir, leaf) : NULL;
}

static inode *inode_new(crash_files *sim, bool is_dir)
{
    inode *node = must(calloc(1, sizeof *node));
    node->is_dir = is_dir;
    node->next = sim->inodes;
    sim->inodes = node;
    return node;
}

static change *note(crash_files *sim, change_kind kind, inode *dir, const char *text, inode *node)
{
    change *one = must(calloc(1, sizeof *one));
    *one = (change){.kind = kind, .dir = dir, .text = must(strdup(text)), .node = node};
    *sim->changes_end = one;
    sim->changes_end = &one->next;
    return one;
}

static void apply(crash_files *sim, const change *one)
{
    if (one->kind == MADE)
        put_name(&sim->on_disk, one->dir, one->text, one->node);
    else
        drop_name(&sim->on_disk, one->dir, one->text);
    if (one->kind == MOVED)
        put_name(&sim->on_disk, one->to_dir, one->to, one->node);
}

/* Applies the changes of one directory (NULL: of all), at most `most` of them, and forgets all that it looked at. */
static void settle(crash_files *sim, const inode *dir, int64_t most)
{
    change **at = &sim->changes;
    while (*at) {
        change *one = *at;
        if (dir && one->dir != dir && one->to_dir != dir) {
            at = &one->next;
            continue;
        }
        if (most-- > 0)
            apply(sim, one);
        *at = one->next;
        free(one->text);
        free(one->to);
        free(one);
    }
    sim->changes_end = at;
}

/* ---- content ---- */

static void touch(inode *node, size_t from, size_t to)
{
    size_t pages = (to + PAGE - 1) / PAGE;
    if (pages > node->pages) {
        node->dirty = must(realloc(node->dirty, pages));
        memset(node->dirty + node->pages, 0, pages - node->pages);
        node->pages = pages;
    }
    for (size_t page = from / PAGE; page < pages; page++)
        node->dirty[page] = 1;
}

static void resize(inode *node, size_t len)
{
    size_t low = len < node->now_len ? len : node->now_len, high = len < node->now_len ? node->now_len : len;
    if (len > node->now_len) {
        node->now = must(realloc(node->now, len));
        memset(node->now + node->now_len, 0, len - node->now_len);
    }
    node->now_len = len;
    if (low < high)
        touch(node, low, high);
}

static void clean_node(inode *node)
{
    if (node->pages)
        memset(node->dirty, 0, node->pages);
}

/* The disk gets the length, and the pages written since the last sync, whether that one succeeded or not. */
static void sync_node(inode *node)
{
    uint8_t *disk = must(calloc(1, node->now_len + 1));
    for (size_t at = 0; at < node->now_len; at += PAGE) {
        size_t end = at + PAGE < node->now_len ? at + PAGE : node->now_len;
        size_t old = end < node->disk_len ? end : node->disk_len;
        if (node->dirty[at / PAGE])
            memcpy(disk + at, node->now + at, end - at);
        else if (old > at)
            memcpy(disk + at, node->disk + at, old - at);
    }
    free(node->disk);
    node->disk = disk;
    node->disk_len = node->now_len;
    clean_node(node);
}

/* One block after the crash: as written, as synced, or nothing at all where nothing was synced. */
static void settle_block(inode *node, uint8_t *out, size_t from, size_t to, bool kept)
{
    for (size_t i = from; i < to; i++) {
        uint8_t old = i < node->disk_len ? node->disk[i] : 0;
        bool written = i < node->now_len && node->dirty[i / PAGE];
        out[i] = kept && written ? node->now[i] : old;
    }
}

static void settle_node(crash_files *sim, inode *node, crash_mood mood)
{
    size_t longest = node->now_len > node->disk_len ? node->now_len : node->disk_len;
    size_t shortest = node->now_len > node->disk_len ? node->disk_len : node->now_len;
    size_t len = mood == CRASH_CONTENT ? node->now_len : node->disk_len;
    size_t block = mood == CRASH_ANY && kp__rng_below(&sim->rng, 2) ? SECTOR : PAGE;
    if (mood == CRASH_ANY)
        len = kp__rng_below(&sim->rng, 2) ? node->now_len : shortest + kp__rng_below(&sim->rng, longest - shortest + 1);
    uint8_t *out = must(calloc(1, longest + 1));
    for (size_t at = 0; at < len; at += block) {
        bool kept = mood == CRASH_CONTENT || mood == CRASH_BYTES;
        if (mood == CRASH_ANY)
            kept = kp__rng_below(&sim->rng, 2);
        settle_block(node, out, at, at + block < len ? at + block : len, kept);
    }
    free(node->now);
    free(node->disk);
    node->now = out;
    node->disk = must(malloc(longest + 1));
    memcpy(node->disk, out, longest + 1);
    node->now_len = node->disk_len = len;
    touch(node, len, len);
    clean_node(node);
}

/* ---- the table ---- */

static kp_err sim_open(kp__files *base, const char *path, unsigned flags, kp__file **out)
{
    crash_files *sim = sim_of(base);
    char leaf[256];
    kp_err err = step(sim, CRASH_OPEN);
    if (err)
        return err;
    inode *dir = walk(sim, path, leaf);
    name *found = dir ? *find(&sim->now, dir, leaf) : NULL;
    if (found && found->node->is_dir)
        return KP_ERR_IO;
    if (!found && (!dir || !(flags & KP__FILE_CREATE)))
        return KP_ERR_NOT_FOUND;
    if (found && (flags & KP__FILE_EXCLUSIVE))
        return KP_ERR_EXISTS;
    inode *node = found ? found->node : inode_new(sim, false);
    if (!found) {
        put_name(&sim->now, dir, leaf, node);
        note(sim, MADE, dir, leaf, node);
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
    kp_err err = file->files->crashed ? KP_ERR_IO : fault(file->files, CRASH_READ);
    if (err)
        return err;
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

/* How much of a write gets through; the error in *err is what ends it. */
static size_t allowance(crash_files *sim, const inode *node, size_t offset, size_t total, kp_err *err)
{
    bool stopped = sim->crashed;
    *err = step(sim, CRASH_WRITE);
    if (stopped)
        return 0;
    size_t allowed = *err ? kp__rng_below(&sim->rng, total) : total;
    size_t grows = offset + total > node->now_len ? offset + total - node->now_len : 0;
    int64_t room = sim->disk - used(sim);
    if (sim->disk && room < (int64_t)grows) {
        size_t missing = grows - (room < 0 ? 0 : (size_t)room);
        size_t fits = total > missing ? total - missing : 0;
        allowed = fits < allowed ? fits : allowed;
        *err = *err ? *err : KP_ERR_NO_SPACE;
    }
    return allowed;
}

static kp_err sim_write(kp__file *file, int64_t offset, const struct iovec *iov, int count)
{
    crash_files *sim = file->files;
    inode *node = file->node;
    size_t total = 0, done = 0;
    kp_err err;
    for (int i = 0; i < count; i++)
        total += iov[i].iov_len;
    size_t allowed = allowance(sim, node, (size_t)offset, total, &err);
    for (int i = 0; i < count && done < allowed; i++) {
        size_t at = (size_t)offset + done;
        size_t len = iov[i].iov_len < allowed - done ? iov[i].iov_len : allowed - done;
        if (at + len > node->now_len)
            resize(node, at + len);
        memcpy(node->now + at, iov[i].iov_base, len);
        touch(node, at, at + len);
        done += len;
    }
    return err;
}

static kp_err sim_size(kp__file *file, int64_t *out)
{
    *out = (int64_t)file->node->now_len;
    return file->files->crashed ? KP_ERR_IO : KP_OK;
}

static kp_err sim_truncate(kp__file *file, int64_t size)
{
    kp_err err = step(file->files, CRASH_TRUNCATE);
    if (!err)
        resize(file->node, (size_t)size);
    return err;
}

static kp_err sim_sync(kp__file *file)
{
    kp_err err = step(file->files, CRASH_SYNC);
    if (!err)
        sync_node(file->node);
    else if (!file->files->crashed)
        clean_node(file->node);
    return err;
}

static kp_err sim_sync_dir(kp__files *base, const char *path)
{
    crash_files *sim = sim_of(base);
    kp_err err = step(sim, CRASH_SYNC_DIR);
    if (err)
        return err;
    name *found = lookup(sim, path);
    bool is_root = path[strspn(path, "/")] == '\0';
    if (!is_root && !found)
        return KP_ERR_NOT_FOUND;
    settle(sim, is_root ? &sim->root : found->node, INT64_MAX);
    return KP_OK;
}

static kp_err sim_rename(kp__files *base, const char *from, const char *to)
{
    crash_files *sim = sim_of(base);
    char leaf[256], to_leaf[256];
    kp_err err = step(sim, CRASH_NAME);
    if (err)
        return err;
    inode *dir = walk(sim, from, leaf), *to_dir = walk(sim, to, to_leaf);
    name *found = dir && to_dir ? *find(&sim->now, dir, leaf) : NULL;
    if (!found)
        return KP_ERR_NOT_FOUND;
    inode *node = found->node;
    put_name(&sim->now, to_dir, to_leaf, node);
    drop_name(&sim->now, dir, leaf);
    change *one = note(sim, MOVED, dir, leaf, node);
    one->to_dir = to_dir;
    one->to = must(strdup(to_leaf));
    return KP_OK;
}

static kp_err remove_name(crash_files *sim, const char *path, bool is_dir)
{
    char leaf[256];
    kp_err err = step(sim, CRASH_NAME);
    if (err)
        return err;
    inode *dir = walk(sim, path, leaf);
    name *found = dir ? *find(&sim->now, dir, leaf) : NULL;
    if (!found)
        return KP_ERR_NOT_FOUND;
    if (found->node->is_dir != is_dir)
        return KP_ERR_IO;
    for (const name *at = sim->now; at; at = at->next)
        if (at->dir == found->node)
            return KP_ERR_IO; /* not empty */
    drop_name(&sim->now, dir, leaf);
    note(sim, REMOVED, dir, leaf, NULL);
    return KP_OK;
}

static kp_err sim_remove(kp__files *base, const char *path) { return remove_name(sim_of(base), path, false); }

static kp_err sim_remove_dir(kp__files *base, const char *path) { return remove_name(sim_of(base), path, true); }

static kp_err sim_make_dir(kp__files *base, const char *path)
{
    crash_files *sim = sim_of(base);
    char leaf[256];
    kp_err err = step(sim, CRASH_NAME);
    if (err)
        return err;
    inode *dir = walk(sim, path, leaf);
    if (!dir)
        return KP_ERR_NOT_FOUND;
    name *found = *find(&sim->now, dir, leaf);
    if (found)
        return found->node->is_dir ? KP_OK : KP_ERR_EXISTS;
    inode *node = inode_new(sim, true);
    put_name(&sim->now, dir, leaf, node);
    note(sim, MADE, dir, leaf, node);
    return KP_OK;
}

static kp_err sim_list(kp__files *base, const char *path, kp__files_each each, void *arg)
{
    crash_files *sim = sim_of(base);
    kp_err err = step(sim, CRASH_NAME);
    if (err)
        return err;
    const name *dir = lookup(sim, path);
    if (!dir)
        return KP_ERR_NOT_FOUND;
    const inode *node = dir->node;
    for (name *at = sim->now, *next; at; at = next) {
        next = at->next; /* `each` may remove it */
        if (at->dir == node)
            each(arg, at->text, at->node->is_dir);
    }
    return KP_OK;
}

static kp_err sim_lock(kp__files *base, const char *path, kp__file **out)
{
    return sim_open(base, path, KP__FILE_CREATE, out);
}

static void sim_free(kp__files *base) { (void)base; /* the disk outlives who used it */ }

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
    sim->root.is_dir = true;
    sim->changes_end = &sim->changes;
    kp__rng_seed(&sim->rng, seed);
    return &sim->files;
}

void crash_files_free(kp__files *base)
{
    crash_files *sim = sim_of(base);
    settle(sim, NULL, 0);
    drop_names(&sim->now);
    drop_names(&sim->on_disk);
    for (inode *node = sim->inodes, *next; node; node = next) {
        next = node->next;
        free(node->now);
        free(node->disk);
        free(node->dirty);
        free(node);
    }
    free(sim);
}

void crash_files_arm(kp__files *files, int64_t ops) { sim_of(files)->crash_at = ops ? sim_of(files)->ops + ops : 0; }

bool crash_files_crashed(const kp__files *files) { return sim_of(files)->crashed; }

int64_t crash_files_ops(const kp__files *files) { return sim_of(files)->ops; }

void crash_files_restart_process(kp__files *files)
{
    sim_of(files)->crashed = false;
    sim_of(files)->crash_at = 0;
}

void crash_files_restart(kp__files *files, crash_mood mood)
{
    crash_files *sim = sim_of(files);
    crash_files_restart_process(files);
    /* Directories keep a prefix of what happened to them, each its own. */
    while (sim->changes) {
        int64_t most = mood == CRASH_NAMES || mood == CRASH_BYTES ? INT64_MAX : 0;
        settle(sim, sim->changes->dir, mood == CRASH_ANY ? (int64_t)kp__rng_below(&sim->rng, 8) : most);
    }
    for (inode *node = sim->inodes; node; node = node->next)
        if (!node->is_dir)
            settle_node(sim, node, mood);
    drop_names(&sim->now);
    for (const name *at = sim->on_disk; at; at = at->next)
        put_name(&sim->now, at->dir, at->text, at->node);
}

void crash_files_fail(kp__files *files, unsigned kinds, int64_t first, int64_t count, kp_err err)
{
    crash_files *sim = sim_of(files);
    sim->fail_kinds = kinds;
    sim->fail_first = first;
    sim->fail_count = count;
    sim->fail_err = err;
    sim->fail_seen = sim->failed = 0;
}

int64_t crash_files_failed(const kp__files *files) { return sim_of(files)->failed; }

void crash_files_disk(kp__files *files, int64_t bytes) { sim_of(files)->disk = bytes; }

int64_t crash_files_used(const kp__files *files) { return used(sim_of(files)); }

void crash_files_spoil(kp__files *files, const char *path, int64_t offset)
{
    name *found = lookup(sim_of(files), path);
    if (found && (size_t)offset < found->node->now_len)
        found->node->now[offset] ^= 0x10;
}
