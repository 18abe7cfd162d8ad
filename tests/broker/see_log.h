/* Looking at a log as a whole. Any surprise fails the test; `where` says when it was seen. */
#ifndef KP_TESTS_SEE_LOG_H
#define KP_TESTS_SEE_LOG_H

#include <broker/log/plog.h>
#include <tests/check.h>

#define SEE_AT(where, cond)                                                                                            \
    do {                                                                                                               \
        if (!(cond))                                                                                                   \
            fail_msg("%s: %s", where, #cond);                                                                          \
    } while (0)

/* All batches, found one after the other as readers find them; their offsets have no hole. Returns how many bytes. */
size_t see_batches(kp__plog *log, uint8_t *out, size_t cap, const char *where);

/* Every entry of every index is true of the batches, and in order. */
void see_indexes(kp__plog *log, const char *where);

#endif
