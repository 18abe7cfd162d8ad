/* kp__files in memory, with a disk under it that forgets. What was written but not synced may be there after a crash,
 * or not, page by page, or torn in the middle of one; names that were made, moved or removed may be as they were unless
 * their directory was synced. A crash can be set to come at any operation, in the middle of a write too. */
#ifndef KP_TESTS_CRASH_FILES_H
#define KP_TESTS_CRASH_FILES_H

#include <base/alloc.h>
#include <base/files.h>

kp__files *crash_files_new(uint64_t seed);

/* The operation `ops` from now fails, and so does everything after it. 0: never. */
void crash_files_arm(kp__files *files, int64_t ops);
bool crash_files_crashed(const kp__files *files);
int64_t crash_files_ops(const kp__files *files); /* so far */

/* What a power failure leaves. Open files must be closed first. */
void crash_files_restart(kp__files *files);
/* What the death of the process leaves: everything that was written. */
void crash_files_restart_process(kp__files *files);

/* Writes fail when the disk holds so many bytes; a part of the write gets through. 0: no limit. */
void crash_files_disk(kp__files *files, int64_t bytes);
/* The next `n` syncs of files fail. */
void crash_files_fail_syncs(kp__files *files, int n);
/* Flips a bit of a file. */
void crash_files_spoil(kp__files *files, const char *path, int64_t offset);

#endif
