/* Files, for the broker's log: a second small table beside kp__io, so that a crash can be simulated (lost unsynced
 * pages, torn tails, a full disk). Paths are absolute or relative to the process, UTF-8, NUL-terminated. */
#ifndef KP__BASE_FILES_H
#define KP__BASE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include <kprod/error.h>

typedef struct kp__files kp__files;
typedef struct kp__file kp__file;

enum { KP__FILE_CREATE = 1, KP__FILE_EXCLUSIVE = 2, KP__FILE_TRUNCATE = 4, KP__FILE_READ_ONLY = 8 };

typedef void (*kp__files_each)(void *arg, const char *name, bool is_dir);

typedef struct kp__files_ops {
    kp_err (*open)(kp__files *files, const char *path, unsigned flags, kp__file **out);
    void (*close)(kp__file *file);
    /* Reads up to cap bytes at `offset`; *got 0 at the end of the file. */
    kp_err (*read)(kp__file *file, int64_t offset, void *buf, size_t cap, size_t *got);
    /* Writes all, or fails; after a failure the file may hold a part. */
    kp_err (*write)(kp__file *file, int64_t offset, const struct iovec *iov, int count);
    kp_err (*size)(kp__file *file, int64_t *out);
    kp_err (*truncate)(kp__file *file, int64_t size);
    kp_err (*sync)(kp__file *file); /* data and size are on disk */
    kp_err (*sync_dir)(kp__files *files, const char *path);
    kp_err (*rename)(kp__files *files, const char *from, const char *to);
    kp_err (*remove)(kp__files *files, const char *path);     /* KP_ERR_NOT_FOUND */
    kp_err (*make_dir)(kp__files *files, const char *path);   /* KP_OK when it is there already */
    kp_err (*remove_dir)(kp__files *files, const char *path); /* must be empty */
    kp_err (*list)(kp__files *files, const char *path, kp__files_each each, void *arg);
    /* An exclusive lock that ends with the process: KP_ERR_EXISTS when another holds it. */
    kp_err (*lock)(kp__files *files, const char *path, kp__file **out);
    void (*free)(kp__files *files);
} kp__files_ops;

struct kp__files {
    const kp__files_ops *ops;
};

#endif
