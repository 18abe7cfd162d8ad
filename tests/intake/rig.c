#include <tests/intake/rig.h>

#include <stdlib.h>
#include <string.h>

rig_zone *rig_open_(rig_settings settings)
{
    rig_zone *rig = calloc(1, sizeof *rig);
    size_t size = (settings.pages ? settings.pages : 16) * KP__PAGE;
    rig->memory = aligned_alloc(64, size);
    assert_non_null(rig->memory);
    rig->lane_count = settings.lanes ? settings.lanes : 1;
    uint32_t batch_bytes = settings.batch_bytes ? settings.batch_bytes : 16384;
    uint32_t max = settings.batch_bytes_max ? settings.batch_bytes_max : batch_bytes;
    kp__intake_init(&rig->intake, rig->memory, size, settings.linger, batch_bytes, max);
    size_t lanes = (size_t)rig->lane_count * sizeof(kp__lane);
    rig->lanes = aligned_alloc(64, (lanes + 63) / 64 * 64);
    assert_non_null(rig->lanes);
    for (int32_t i = 0; i < rig->lane_count; i++)
        kp__lane_init(&rig->lanes[i], NULL, i);
    return rig;
}

void rig_close(rig_zone *rig)
{
    for (int32_t i = 0; i < rig->lane_count; i++) {
        assert_true(kp__lane_ok(&rig->intake, &rig->lanes[i]));
        for (kp__batch *batch = rig_take(rig, i); batch; batch = rig_take(rig, i))
            rig_done(rig, batch);
        assert_true(kp__lane_ok(&rig->intake, &rig->lanes[i]));
        kp__lane_deinit(&rig->lanes[i]);
    }
    assert_int_equal(kp__pool_used(&rig->intake.pool), 0);
    assert_true(kp__pool_ok(&rig->intake.pool));
    kp__intake_deinit(&rig->intake);
    free(rig->lanes);
    free(rig->memory);
    free(rig);
}

kp_err rig_put_full(rig_zone *rig, int32_t lane, const kp_record *record, int64_t timestamp_ms, kp_ns now,
                    kp_done_fn done, void *arg, kp__appended *out)
{
    return kp__lane_append(&rig->intake, &rig->lanes[lane], record, timestamp_ms, now, done, arg, true, out);
}

kp_err rig_put(rig_zone *rig, const kp_record *record, int64_t timestamp_ms)
{
    kp__appended out;
    return rig_put_full(rig, 0, record, timestamp_ms, 1, NULL, NULL, &out);
}

kp_record rig_record(size_t size)
{
    static uint8_t bytes[4 << 20];
    if (!bytes[1])
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (uint8_t)(i * 31 + i / 251);
    kp_record record = KP_RECORD_INIT;
    assert_true(size <= sizeof bytes);
    record.value = bytes;
    record.value_size = size;
    return record;
}

kp__batch *rig_take(rig_zone *rig, int32_t lane)
{
    kp__batch *batch = NULL;
    kp_err err = kp__lane_take(&rig->lanes[lane], 1000, &batch);
    assert_true(err == KP_OK || err == KP_ERR_NOT_FOUND);
    return batch;
}

void rig_done(rig_zone *rig, kp__batch *batch)
{
    kp__batch_release_body(&rig->intake, batch);
    kp__batch_release(&rig->intake, batch);
}

/* ---- reading back ---- */

int64_t rig_varint(const uint8_t *bytes, size_t size, size_t *at)
{
    uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        assert_true(*at < size && shift < 70);
        uint8_t byte = bytes[(*at)++];
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
    }
}

rig_read rig_read_open(const kp__batch *batch)
{
    rig_read read = {malloc((size_t)batch->body_size + 61), 0, 61};
    for (const kp__segment *segment = batch->body; segment; segment = segment->next) {
        assert_true(read.size + segment->used <= (size_t)batch->body_size + 61);
        memcpy(read.bytes + read.size, segment->data, segment->used);
        read.size += segment->used;
    }
    assert_int_equal(read.size, (size_t)batch->body_size + 61);
    return read;
}

static kp__slice read_field(const rig_read *read, size_t *at, size_t end)
{
    int64_t size = rig_varint(read->bytes, end, at);
    assert_true(size >= -1 && size <= (int64_t)(end - *at));
    if (size < 0)
        return kp__slice_null();
    kp__slice field = kp__slice_of(read->bytes + *at, (size_t)size);
    *at += (size_t)size;
    return field;
}

bool rig_read_next(rig_read *read, rig_read_record *out)
{
    if (read->at == read->size)
        return false;
    int64_t length = rig_varint(read->bytes, read->size, &read->at);
    assert_true(length > 0 && length <= (int64_t)(read->size - read->at));
    size_t at = read->at, end = at + (size_t)length;
    assert_int_equal(read->bytes[at++], 0);
    out->timestamp_delta = rig_varint(read->bytes, end, &at);
    out->offset_delta = rig_varint(read->bytes, end, &at);
    out->key = read_field(read, &at, end);
    out->value = read_field(read, &at, end);
    out->header_count = rig_varint(read->bytes, end, &at);
    for (int64_t i = 0; i < out->header_count; i++) {
        kp__slice name = read_field(read, &at, end), value = read_field(read, &at, end);
        if (i < 16) {
            out->header_names[i] = name;
            out->header_values[i] = value;
        }
    }
    assert_int_equal(at, end);
    read->at = end;
    return true;
}

void rig_read_close(rig_read *read) { free(read->bytes); }
