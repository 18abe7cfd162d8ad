/* SQLite's files on a kp__files: the store's writes and syncs count among its operations, and forget with its disk. */
#ifndef KP_TESTS_CRASH_SQLITE_H
#define KP_TESTS_CRASH_SQLITE_H

#include <base/files.h>

/* Every database opened from now on lies in `files`; NULL: the system's again. False in a build without SQLite. */
bool crash_sqlite_use(kp__files *files);

#endif
