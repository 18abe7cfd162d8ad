/* kp__files in memory, with a disk under it that forgets. What was written but not synced may be there after a crash,
 * or not, page by page, or torn in the middle of one; names that were made, moved or removed, directories too, may be
 * as they were unless their directory was synced. A crash can be set to come at any operation, in the middle of a write
 * too; any operation can be made to fail.
 *
 * After a sync of a file failed, what it should have written is taken for written, as Linux does, and is not on the
 * disk: a later sync that succeeds does not bring it there. */
#ifndef KP_TESTS_CRASH_FILES_H
#define KP_TESTS_CRASH_FILES_H

#include <base/alloc.h>
#include <base/files.h>

kp__files *crash_files_new(uint64_t seed);
void crash_files_free(kp__files *files); /* ops->free does nothing */

/* The operation `ops` from now fails, and so does everything after it. 0: never. */
void crash_files_arm(kp__files *files, int64_t ops);
bool crash_files_crashed(const kp__files *files);
int64_t crash_files_ops(const kp__files *files); /* so far */

/* What a power failure leaves of that which was not synced. */
typedef enum crash_mood {
    CRASH_NOTHING, /* nothing */
    CRASH_NAMES,   /* the names, but no content */
    CRASH_CONTENT, /* the content of files that have a name, but no change of a name */
    CRASH_BYTES,   /* names and bytes, but no change of a file's length */
    CRASH_ANY,     /* of the names a part, of the pages a part, as chance will have it */
    CRASH_MOODS
} crash_mood;

/* Power comes back. Open files must be closed first. */
void crash_files_restart(kp__files *files, crash_mood mood);
/* What the death of the process leaves: everything that was written. */
void crash_files_restart_process(kp__files *files);

/* Operations that can be made to fail. */
enum {
    CRASH_OPEN = 1,
    CRASH_READ = 2,
    CRASH_WRITE = 4,
    CRASH_TRUNCATE = 8,
    CRASH_SYNC = 16,
    CRASH_SYNC_DIR = 32,
    CRASH_NAME = 64, /* rename, remove, directories made, removed and listed */
    CRASH_ALL = 127
};

/* Of the operations of these kinds, `count` fail with `err`, the first of them the `first` from now (1: the next). A
 * write that fails has got a part through. Ends any earlier order of this kind; count 0: none fails. */
void crash_files_fail(kp__files *files, unsigned kinds, int64_t first, int64_t count, kp_err err);
int64_t crash_files_failed(const kp__files *files); /* how many have, since that order */

/* Writes fail with KP_ERR_NO_SPACE when the disk holds so many bytes; a part of the write gets through. 0: no limit. */
void crash_files_disk(kp__files *files, int64_t bytes);
int64_t crash_files_used(const kp__files *files);
/* Flips a bit of a file. */
void crash_files_spoil(kp__files *files, const char *path, int64_t offset);

#endif
