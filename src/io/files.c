#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <io/system.h>

typedef struct system_files {
    kp__files files;
    kp__alloc *alloc;
} system_files;

struct kp__file {
    kp__alloc *alloc;
    int fd;
};

static kp_err file_errno(int code)
{
    switch (code) {
    case ENOENT:
        return KP_ERR_NOT_FOUND;
    case EEXIST:
        return KP_ERR_EXISTS;
    case EMFILE:
    case ENFILE:
        return KP_ERR_NO_FD;
    case ENOMEM:
        return KP_ERR_NO_MEMORY;
    case ENOSPC:
    case EDQUOT:
        return KP_ERR_NO_SPACE;
    case EACCES:
    case EPERM:
    case EROFS:
        return KP_ERR_ACCESS;
    default:
        return KP_ERR_IO;
    }
}

static kp_err done(int rc) { return rc == 0 ? KP_OK : file_errno(errno); }

static kp_err file_new(kp__files *files, const char *path, int flags, kp__file **out)
{
    kp__alloc *alloc = ((system_files *)(void *)files)->alloc;
    kp__file *file = kp__new(alloc, sizeof *file);
    if (!file)
        return KP_ERR_NO_MEMORY;
    file->alloc = alloc;
    file->fd = open(path, flags | O_CLOEXEC, 0644);
    if (file->fd < 0) {
        kp_err err = file_errno(errno);
        kp__delete(alloc, file);
        return err;
    }
    *out = file;
    return KP_OK;
}

static kp_err files_open(kp__files *files, const char *path, unsigned flags, kp__file **out)
{
    int mode = flags & KP__FILE_READ_ONLY ? O_RDONLY : O_RDWR;
    if (flags & KP__FILE_CREATE)
        mode |= O_CREAT;
    if (flags & KP__FILE_EXCLUSIVE)
        mode |= O_EXCL;
    if (flags & KP__FILE_TRUNCATE)
        mode |= O_TRUNC;
    return file_new(files, path, mode, out);
}

static void files_close(kp__file *file)
{
    if (!file)
        return;
    (void)flock(file->fd, LOCK_UN); /* a forked child may hold a copy */
    (void)close(file->fd);
    kp__delete(file->alloc, file);
}

static kp_err files_read(kp__file *file, int64_t offset, void *buf, size_t cap, size_t *got)
{
    ssize_t n;
    do
        n = pread(file->fd, buf, cap, offset);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return file_errno(errno);
    *got = (size_t)n;
    return KP_OK;
}

/* The rest of one piece of which the system took a part. */
static kp_err write_piece(int fd, int64_t offset, const uint8_t *data, size_t length)
{
    while (length > 0) {
        ssize_t n = pwrite(fd, data, length, offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? file_errno(errno) : KP_ERR_IO;
        data += n;
        offset += n;
        length -= (size_t)n;
    }
    return KP_OK;
}

static kp_err files_write(kp__file *file, int64_t offset, const struct iovec *iov, int count)
{
    while (count > 0) {
        ssize_t n = pwritev(file->fd, iov, count < IOV_MAX ? count : IOV_MAX, offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return file_errno(errno);
        offset += n;
        size_t put = (size_t)n;
        for (; count > 0 && put >= iov->iov_len; count--)
            put -= iov++->iov_len;
        if (count == 0)
            return KP_OK;
        kp_err err = write_piece(file->fd, offset, (const uint8_t *)iov->iov_base + put, iov->iov_len - put);
        if (err != KP_OK)
            return err;
        offset += (int64_t)(iov->iov_len - put);
        iov++;
        count--;
    }
    return KP_OK;
}

static kp_err files_size(kp__file *file, int64_t *out)
{
    struct stat st;
    if (fstat(file->fd, &st) != 0)
        return file_errno(errno);
    *out = st.st_size;
    return KP_OK;
}

static kp_err files_truncate(kp__file *file, int64_t size) { return done(ftruncate(file->fd, size)); }

static kp_err files_sync(kp__file *file) { return done(fdatasync(file->fd)); /* the size included, where it matters */ }

static kp_err files_sync_dir(kp__files *files, const char *path)
{
    (void)files;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return file_errno(errno);
    kp_err err = done(fsync(fd));
    (void)close(fd);
    return err;
}

static kp_err files_rename(kp__files *files, const char *from, const char *to)
{
    (void)files;
    return done(rename(from, to));
}

static kp_err files_remove(kp__files *files, const char *path)
{
    (void)files;
    return done(unlink(path));
}

static bool is_directory(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static kp_err files_make_dir(kp__files *files, const char *path)
{
    (void)files;
    if (mkdir(path, 0755) == 0)
        return KP_OK;
    if (errno == EEXIST && is_directory(path))
        return KP_OK;
    return file_errno(errno);
}

static kp_err files_remove_dir(kp__files *files, const char *path)
{
    (void)files;
    return done(rmdir(path));
}

static bool entry_is_directory(DIR *dir, const struct dirent *entry)
{
    if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
        return entry->d_type == DT_DIR;
    struct stat st;
    return fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 && S_ISDIR(st.st_mode);
}

static kp_err files_list(kp__files *files, const char *path, kp__files_each each, void *arg)
{
    (void)files;
    DIR *dir = opendir(path);
    if (!dir)
        return file_errno(errno);
    kp_err err = KP_OK;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (!entry) {
            if (errno != 0)
                err = file_errno(errno);
            break;
        }
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            each(arg, entry->d_name, entry_is_directory(dir, entry));
    }
    (void)closedir(dir);
    return err;
}

static kp_err files_lock(kp__files *files, const char *path, kp__file **out)
{
    kp__file *file = NULL;
    kp_err err = file_new(files, path, O_RDWR | O_CREAT, &file);
    if (err != KP_OK)
        return err;
    if (flock(file->fd, LOCK_EX | LOCK_NB) == 0) {
        *out = file;
        return KP_OK;
    }
    err = errno == EWOULDBLOCK ? KP_ERR_EXISTS : file_errno(errno);
    (void)close(file->fd);
    kp__delete(file->alloc, file);
    return err;
}

static void files_free(kp__files *files)
{
    system_files *ours = (system_files *)(void *)files;
    if (ours)
        kp__delete(ours->alloc, ours);
}

static const kp__files_ops files_ops = {
    .open = files_open,
    .close = files_close,
    .read = files_read,
    .write = files_write,
    .size = files_size,
    .truncate = files_truncate,
    .sync = files_sync,
    .sync_dir = files_sync_dir,
    .rename = files_rename,
    .remove = files_remove,
    .make_dir = files_make_dir,
    .remove_dir = files_remove_dir,
    .list = files_list,
    .lock = files_lock,
    .free = files_free,
};

kp_err kp__files_system(kp__alloc *alloc, kp__files **out)
{
    system_files *files = kp__new(alloc, sizeof *files);
    if (!files)
        return KP_ERR_NO_MEMORY;
    files->files.ops = &files_ops;
    files->alloc = alloc;
    *out = &files->files;
    return KP_OK;
}
