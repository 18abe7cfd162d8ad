#include <intake/straight.h>

#include <intake/append.h>

kp_err kp__lane_append_rest(kp__intake *intake, kp__lane *lane, _Atomic uint64_t *sticky, uint64_t expected,
                            const kp_record *record, uint64_t fixed, int64_t timestamp, kp_ns now, kp_done_fn done,
                            void *arg, bool wait, kp__appended *out)
{
    kp__append append = {intake, lane, record, fixed, timestamp, now, done, arg, wait, sticky, expected};
    *out = (kp__appended){.wake = false};
    kp_err err = kp__append_slow(&append, out);
    kp__lock_leave(&lane->lock);
    return err;
}

kp_err kp__lane_append(kp__intake *intake, kp__lane *lane, const kp_record *record, int64_t timestamp_ms, kp_ns now,
                       kp_done_fn done, void *arg, bool wait, kp__appended *out)
{
    return kp__lane_append_straight(intake, lane, NULL, 0, record, timestamp_ms, now, done, arg, wait, out);
}

kp_err kp__lane_append_sticky(kp__intake *intake, kp__lane *lane, _Atomic uint64_t *sticky, uint64_t expected,
                              const kp_record *record, int64_t timestamp_ms, kp_ns now, kp_done_fn done, void *arg,
                              bool wait, kp__appended *out)
{
    return kp__lane_append_straight(intake, lane, sticky, expected, record, timestamp_ms, now, done, arg, wait, out);
}
