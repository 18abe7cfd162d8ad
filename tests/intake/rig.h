/* A shared zone to test on, and a reader of what was encoded that shares nothing with the encoder. */
#ifndef KP_TESTS_INTAKE_RIG_H
#define KP_TESTS_INTAKE_RIG_H

#include <tests/check.h>

#include <base/sanitized.h>
#include <base/slice.h>
#include <intake/lane.h>
#include <intake/topic.h>

typedef struct rig_zone {
    kp__intake intake;
    void *memory;
    kp__lane *lanes;
    int32_t lane_count;
} rig_zone;

typedef struct rig_settings {
    size_t pages;         /* 16 */
    int32_t lanes;        /* 1 */
    uint32_t batch_bytes; /* 16384 */
    uint32_t batch_bytes_max;
    kp_ns linger;
} rig_settings;

rig_zone *rig_open_(rig_settings settings);
#define rig_open(...) rig_open_((rig_settings){__VA_ARGS__})
void rig_close(rig_zone *rig); /* checks every invariant, releases what is queued, and that the pool is empty then */

/* Appends to lane 0 at time 1 with no callback. */
kp_err rig_put(rig_zone *rig, const kp_record *record, int64_t timestamp_ms);
kp_err rig_put_full(rig_zone *rig, int32_t lane, const kp_record *record, int64_t timestamp_ms, kp_ns now,
                    kp_done_fn done, void *arg, kp__appended *out);
/* A record of `size` bytes of value, no key; the bytes stay until the end of the process. */
kp_record rig_record(size_t size);
kp__batch *rig_take(rig_zone *rig, int32_t lane); /* NULL when empty */
void rig_done(rig_zone *rig, kp__batch *batch);   /* releases it */

/* ---- reading back ---- */

typedef struct rig_read {
    uint8_t *bytes; /* the records of a batch in one piece */
    size_t size;
    size_t at;
} rig_read;

typedef struct rig_read_record {
    int64_t timestamp_delta;
    int64_t offset_delta;
    kp__slice key;
    kp__slice value;
    int64_t header_count;
    kp__slice header_names[16];
    kp__slice header_values[16];
} rig_read_record;

rig_read rig_read_open(const kp__batch *batch);
bool rig_read_next(rig_read *read, rig_read_record *out); /* false at the end; fails the test on anything odd */
void rig_read_close(rig_read *read);

int64_t rig_varint(const uint8_t *bytes, size_t size, size_t *at);

#endif
