/* What every partition's log shares: files, allocator, settings, a scratch buffer, and a bounded set of open files.
 * Touched only by the broker's turn (one sync may run elsewhere: see kp__fslot_pin). */
#ifndef KP__BROKER_LOG_ENV_H
#define KP__BROKER_LOG_ENV_H

#include <stdbool.h>
#include <stdint.h>

#include <base/alloc.h>
#include <base/files.h>
#include <base/list.h>
#include <base/log.h>

enum {
    KP__LOG_SCRATCH = 256 * 1024,
    KP__LOG_PATH = 1024,                        /* longest path, NUL included */
    KP__LOG_FILES_OPEN_MAX = 600,               /* default of files_open_max */
    KP__LOG_INDEX_INTERVAL = 4096,              /* index.interval.bytes */
    KP__LOG_INDEX_BYTES_MAX = 10 * 1024 * 1024, /* segment.index.bytes */
    KP__LOG_PRODUCERS_MAX = 65536 /* producer ids remembered per partition; then the least recently seen goes */
};

/* In the directory of a log: a sync of it failed since the machine was started. It need not outlive a power failure:
 * what can be read after one is on the disk. */
#define KP__LOG_SYNC_FAILED "sync-failed"

typedef struct kp__log_env {
    kp__alloc *alloc;
    kp__files *files;
    kp__log *log;     /* lines for the user; may be NULL */
    uint8_t *scratch; /* KP__LOG_SCRATCH bytes, valid during one call */
    int64_t segment_bytes;
    int64_t segment_ms;
    int64_t producer_expiry_ms;
    int32_t message_bytes_max;
    int32_t index_interval;
    int32_t index_bytes_max;
    int32_t producers_max;
    int32_t files_open_max;
    /* open files, the least recently used first */
    kp__list open;
    int32_t open_count;
} kp__log_env;

/* Fills in the defaults. KP_ERR_NO_MEMORY. */
KP_MUST kp_err kp__log_env_init(kp__log_env *env, kp__alloc *alloc, kp__files *files, kp__log *log);
void kp__log_env_deinit(kp__log_env *env);

/* ---- a file that is opened when used, and closed when too many others are ---- */

typedef struct kp__fslot {
    kp__log_env *env;
    char *path;
    kp__file *file; /* NULL: closed */
    uint32_t pins;
    kp__list node;
} kp__fslot;

/* Takes over nothing; the path is copied. */
KP_MUST kp_err kp__fslot_init(kp__fslot *slot, kp__log_env *env, const char *path);
/* The file, opened (and made when missing). Borrowed until the next use of any slot. */
KP_MUST kp_err kp__fslot_use(kp__fslot *slot, kp__file **out);
/* A pinned file stays open, so that another thread may sync it. */
KP_MUST kp_err kp__fslot_pin(kp__fslot *slot, kp__file **out);
void kp__fslot_unpin(kp__fslot *slot);
void kp__fslot_close(kp__fslot *slot);
void kp__fslot_deinit(kp__fslot *slot); /* closes; a zeroed one is accepted */

/* Path of a file in a directory; KP_ERR_LIMIT when too long. */
KP_MUST kp_err kp__path_join(char out[KP__LOG_PATH], const char *dir, const char *name);

/* Replaces a small file whole: written beside it, synced, renamed, the directory synced. */
KP_MUST kp_err kp__file_replace(kp__log_env *env, const char *dir, const char *name, const void *data, size_t size);
/* Writes a small file without syncing anything: after a crash it may be empty, or half there. */
KP_MUST kp_err kp__file_write(kp__log_env *env, const char *path, const void *data, size_t size);
/* Reads a small file whole into memory of the caller's; KP_ERR_LIMIT when larger than `max`. */
KP_MUST kp_err kp__file_load(kp__log_env *env, const char *path, size_t max, uint8_t **data, size_t *size);

#endif
