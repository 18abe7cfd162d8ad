#include <tests/broker/see_log.h>

#include <wire/primitives.h>

size_t see_batches(kp__plog *log, uint8_t *out, size_t cap, const char *where)
{
    size_t len = 0;
    for (int64_t offset = log->start_offset; offset < log->high_watermark;) {
        kp__range range;
        kp__batch_header header;
        size_t got;
        SEE_AT(where, kp__plog_find(log, offset, 0, true, &range) == KP_OK);
        SEE_AT(where, range.size > 0 && len + (size_t)range.size <= cap);
        SEE_AT(where, kp__segment_read(range.segment, range.position, out + len, (size_t)range.size, &got) == KP_OK);
        SEE_AT(where, got == (size_t)range.size);
        SEE_AT(where, kp__batch_header_read(kp__slice_of(out + len, got), &header) == KP_OK);
        SEE_AT(where, header.base_offset == offset);
        offset = kp__batch_last_offset(&header) + 1;
        len += got;
    }
    return len;
}

static void read_entry(kp__index *index, int64_t i, uint8_t *out, const char *where)
{
    size_t got;
    kp__file *file;
    const kp__files_ops *ops = index->slot.env->files->ops;
    SEE_AT(where, kp__fslot_use(&index->slot, &file) == KP_OK);
    SEE_AT(where, ops->read(file, i * index->entry_size, out, index->entry_size, &got) == KP_OK);
    SEE_AT(where, got == index->entry_size);
}

static void see_offsets(kp__segment *segment, const char *where)
{
    int64_t previous = -1;
    SEE_AT(where, kp__index_flush(&segment->offsets) == KP_OK);
    for (int64_t i = 0; i < segment->offsets.count; i++) {
        uint8_t raw[KP__INDEX_OFFSET_ENTRY];
        kp__scan scan;
        kp__batch_header header;
        int64_t position;
        read_entry(&segment->offsets, i, raw, where);
        int64_t offset = segment->base_offset + kp__get_u32(raw);
        SEE_AT(where, offset > previous);
        previous = offset;
        kp__scan_init(&scan, segment, kp__get_u32(raw + 4), segment->size, false);
        SEE_AT(where, kp__scan_next(&scan, &header, &position) == KP_OK);
        SEE_AT(where, kp__batch_last_offset(&header) == offset);
    }
}

static int64_t max_timestamp_to(kp__segment *segment, int64_t offset)
{
    int64_t max = -1, position;
    kp__scan scan;
    kp__batch_header header;
    kp__scan_init(&scan, segment, 0, segment->size, false);
    while (kp__scan_next(&scan, &header, &position) == KP_OK && kp__batch_last_offset(&header) <= offset)
        if (header.max_timestamp > max)
            max = header.max_timestamp;
    return max;
}

static void see_times(kp__segment *segment, const char *where)
{
    int64_t previous = -1;
    SEE_AT(where, kp__index_flush(&segment->times) == KP_OK);
    for (int64_t i = 0; i < segment->times.count; i++) {
        uint8_t raw[KP__INDEX_TIME_ENTRY];
        read_entry(&segment->times, i, raw, where);
        int64_t timestamp = (int64_t)kp__get_u64(raw);
        SEE_AT(where, timestamp > previous);
        previous = timestamp;
        SEE_AT(where, timestamp == max_timestamp_to(segment, segment->base_offset + kp__get_u32(raw + 8)));
    }
}

void see_indexes(kp__plog *log, const char *where)
{
    for (int32_t i = 0; i < log->segment_count; i++) {
        see_offsets(log->segments[i], where);
        see_times(log->segments[i], where);
    }
}
