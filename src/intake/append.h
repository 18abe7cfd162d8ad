/* The rest of an append (append_slow.c), off the straight line of straight.h. Private to intake/. */
#ifndef KP__INTAKE_APPEND_H
#define KP__INTAKE_APPEND_H

#include <intake/lane.h>
#include <intake/straight.h>

typedef struct kp__append {
    kp__intake *intake;
    kp__lane *lane;
    const kp_record *record;
    uint64_t fixed; /* of the record's shape */
    int64_t timestamp;
    kp_ns now;
    kp_done_fn done;
    void *arg;
    bool wait;                /* for the pool's lock */
    _Atomic uint64_t *sticky; /* NULL: the partition was not chosen by turns */
    uint64_t expected;
} kp__append;

/* Under the lane's lock. `out` is zero. */
kp_err kp__append_slow(const kp__append *append, kp__appended *out);

#endif
