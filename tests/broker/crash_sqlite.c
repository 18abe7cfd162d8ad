#include <tests/broker/crash_sqlite.h>

#ifndef KP_SQLITE

bool crash_sqlite_use(kp__files *files)
{
    (void)files;
    return false;
}

#else

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 1024, SECTOR = 512, REGION = 32768, REGIONS = 64 };

typedef struct vfs_file {
    sqlite3_file base;
    kp__files *files;
    kp__file *file;
    char dir[PATH];         /* to be synced with the file's first sync, as SQLite's own does after it made a journal */
    void *regions[REGIONS]; /* of the write-ahead log's index, which a single process needs no file for */
} vfs_file;

static vfs_file *file_of(sqlite3_file *base) { return (vfs_file *)(void *)base; }

static int code_of(kp_err err, int code) { return !err ? SQLITE_OK : err == KP_ERR_NO_SPACE ? SQLITE_FULL : code; }

/* ---- a file ---- */

static int vfs_close(sqlite3_file *base)
{
    vfs_file *file = file_of(base);
    file->files->ops->close(file->file);
    for (int i = 0; i < REGIONS; i++)
        free(file->regions[i]);
    return SQLITE_OK;
}

static int vfs_read(sqlite3_file *base, void *out, int size, sqlite3_int64 offset)
{
    vfs_file *file = file_of(base);
    size_t got = 0;
    if (file->files->ops->read(file->file, offset, out, (size_t)size, &got))
        return SQLITE_IOERR_READ;
    memset((char *)out + got, 0, (size_t)size - got);
    return got == (size_t)size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int vfs_write(sqlite3_file *base, const void *data, int size, sqlite3_int64 offset)
{
    vfs_file *file = file_of(base);
    struct iovec iov = {.iov_base = (void *)(uintptr_t)data, .iov_len = (size_t)size};
    return code_of(file->files->ops->write(file->file, offset, &iov, 1), SQLITE_IOERR_WRITE);
}

static int vfs_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    vfs_file *file = file_of(base);
    return code_of(file->files->ops->truncate(file->file, size), SQLITE_IOERR_TRUNCATE);
}

static int vfs_sync(sqlite3_file *base, int flags)
{
    vfs_file *file = file_of(base);
    (void)flags;
    if (file->files->ops->sync(file->file))
        return SQLITE_IOERR_FSYNC;
    if (file->dir[0] && file->files->ops->sync_dir(file->files, file->dir))
        return SQLITE_IOERR_DIR_FSYNC;
    file->dir[0] = '\0';
    return SQLITE_OK;
}

static int vfs_size(sqlite3_file *base, sqlite3_int64 *size)
{
    vfs_file *file = file_of(base);
    int64_t bytes = 0;
    kp_err err = file->files->ops->size(file->file, &bytes);
    *size = bytes;
    return code_of(err, SQLITE_IOERR_FSTAT);
}

/* The data directory's lock is the broker's own: nobody else opens the database. */
static int vfs_lock(sqlite3_file *base, int level)
{
    (void)base;
    (void)level;
    return SQLITE_OK;
}

static int vfs_reserved(sqlite3_file *base, int *out)
{
    (void)base;
    *out = 0;
    return SQLITE_OK;
}

static int vfs_control(sqlite3_file *base, int what, void *arg)
{
    (void)base;
    (void)what;
    (void)arg;
    return SQLITE_NOTFOUND;
}

static int vfs_sector(sqlite3_file *base)
{
    (void)base;
    return SECTOR;
}

static int vfs_character(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE; /* as SQLite's own says */
}

static int vfs_shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **out)
{
    vfs_file *file = file_of(base);
    *out = NULL;
    if (page >= REGIONS || size > REGION)
        return SQLITE_IOERR_SHMMAP;
    if (!file->regions[page] && extend && !(file->regions[page] = calloc(1, REGION)))
        return SQLITE_NOMEM;
    *out = file->regions[page];
    return SQLITE_OK;
}

static int vfs_shm_lock(sqlite3_file *base, int offset, int count, int flags)
{
    (void)base;
    (void)offset;
    (void)count;
    (void)flags;
    return SQLITE_OK;
}

static void vfs_shm_barrier(sqlite3_file *base) { (void)base; }

static int vfs_shm_unmap(sqlite3_file *base, int delete)
{
    vfs_file *file = file_of(base);
    (void)delete;
    for (int i = 0; i < REGIONS; i++) {
        free(file->regions[i]);
        file->regions[i] = NULL;
    }
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = vfs_close,
    .xRead = vfs_read,
    .xWrite = vfs_write,
    .xTruncate = vfs_truncate,
    .xSync = vfs_sync,
    .xFileSize = vfs_size,
    .xLock = vfs_lock,
    .xUnlock = vfs_lock,
    .xCheckReservedLock = vfs_reserved,
    .xFileControl = vfs_control,
    .xSectorSize = vfs_sector,
    .xDeviceCharacteristics = vfs_character,
    .xShmMap = vfs_shm_map,
    .xShmLock = vfs_shm_lock,
    .xShmBarrier = vfs_shm_barrier,
    .xShmUnmap = vfs_shm_unmap,
};

/* ---- the file system ---- */

static void dir_of(char out[PATH], const char *path)
{
    snprintf(out, PATH, "%s", path);
    *strrchr(out, '/') = '\0';
}

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out_flags)
{
    enum { JOURNALS = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL };
    vfs_file *file = file_of(base);
    memset(file, 0, sizeof *file);
    file->files = vfs->pAppData;
    if (!path) /* a temporary file: nothing that is tested here spills */
        return SQLITE_CANTOPEN;
    kp_err err = file->files->ops->open(file->files, path, 0, &file->file);
    if (err == KP_ERR_NOT_FOUND && (flags & SQLITE_OPEN_CREATE)) {
        err = file->files->ops->open(file->files, path, KP__FILE_CREATE, &file->file);
        if (!err && (flags & JOURNALS))
            dir_of(file->dir, path);
    }
    if (err)
        return SQLITE_CANTOPEN;
    file->base.pMethods = &methods;
    if (out_flags)
        *out_flags = flags;
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_dir)
{
    kp__files *files = vfs->pAppData;
    char dir[PATH];
    kp_err err = files->ops->remove(files, path);
    if (err == KP_ERR_NOT_FOUND)
        return SQLITE_IOERR_DELETE_NOENT;
    if (err)
        return SQLITE_IOERR_DELETE;
    dir_of(dir, path);
    return sync_dir && files->ops->sync_dir(files, dir) ? SQLITE_IOERR_DIR_FSYNC : SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
    kp__files *files = vfs->pAppData;
    kp__file *file;
    int64_t size = 0;
    (void)flags;
    kp_err err = files->ops->open(files, path, 0, &file);
    *out = !err;
    if (err)
        return err == KP_ERR_NOT_FOUND ? SQLITE_OK : SQLITE_IOERR_ACCESS;
    err = files->ops->size(file, &size);
    files->ops->close(file);
    *out = !err && size > 0; /* as SQLite's own: an empty journal is none */
    return code_of(err, SQLITE_IOERR_ACCESS);
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int cap, char *out)
{
    (void)vfs;
    return snprintf(out, (size_t)cap, "%s", path) < cap ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int vfs_random(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    memset(out, 7, (size_t)size);
    return size;
}

static int vfs_sleep(sqlite3_vfs *vfs, int us)
{
    (void)vfs;
    return us;
}

static int vfs_time(sqlite3_vfs *vfs, double *out)
{
    (void)vfs;
    *out = 2461000.5;
    return SQLITE_OK;
}

static sqlite3_vfs vfs = {
    .iVersion = 1,
    .szOsFile = sizeof(vfs_file),
    .mxPathname = PATH,
    .zName = "crash",
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_path,
    .xRandomness = vfs_random,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_time,
};

bool crash_sqlite_use(kp__files *files)
{
    sqlite3_vfs *system = sqlite3_vfs_find("unix");
    vfs.pAppData = files;
    return sqlite3_vfs_register(files ? &vfs : system, 1) == SQLITE_OK;
}

#endif
