/* Finding batches by offset and by time. */
#include <broker/log/plog.h>

/* The last segment that begins at or before `offset`. */
static int32_t segment_of(const kp__plog *plog, int64_t offset)
{
    int32_t low = 0, high = plog->segment_count - 1;
    while (low < high) {
        int32_t middle = low + (high - low + 1) / 2;
        if (plog->segments[middle]->base_offset <= offset)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* The first batch of the segment whose last offset is not below `offset`. KP_ERR_END_OF_FILE when there is none. */
static kp_err find_batch(kp__segment *segment, int64_t offset, kp__batch_header *header, int64_t *position)
{
    int64_t from;
    kp__scan scan;
    kp_err err = kp__offset_index_lookup(&segment->offsets, offset, &from);
    if (err)
        return err;
    if (from >= segment->committed) /* the index knows more than readers may see */
        return KP_ERR_END_OF_FILE;
    kp__scan_init(&scan, segment, from, segment->committed, false);
    do
        err = kp__scan_next(&scan, header, position);
    while (!err && kp__batch_last_offset(header) < offset);
    return err;
}

/* The end of the last whole batch that ends at or before `limit`, from a batch that does. */
static kp_err last_whole(kp__segment *segment, int64_t position, int64_t limit, int64_t *end)
{
    kp__batch_header header;
    kp__scan scan;
    int64_t from;
    kp_err err = kp__offset_index_before(&segment->offsets, limit, &from);
    if (err)
        return err;
    *end = from > position ? from : position;
    kp__scan_init(&scan, segment, *end, segment->committed, false);
    while (!(err = kp__scan_next(&scan, &header, &from)) && scan.position <= limit)
        *end = scan.position;
    return err == KP_ERR_END_OF_FILE ? KP_OK : err;
}

static kp_err cut(kp__segment *segment, const kp__batch_header *header, int64_t position, int64_t max_bytes,
                  bool whole_first, kp__range *out)
{
    int64_t first = kp__batch_bytes(header), end = position;
    *out = (kp__range){.segment = segment, .position = position, .size = segment->committed - position};
    if (first > max_bytes) {
        out->size = whole_first ? first : 0;
        return KP_OK;
    }
    if (out->size <= max_bytes)
        return KP_OK;
    kp_err err = last_whole(segment, position, position + max_bytes, &end);
    out->size = end - position;
    return err;
}

kp_err kp__plog_find(kp__plog *plog, int64_t offset, int64_t max_bytes, bool whole_first, kp__range *out)
{
    kp__batch_header header;
    int64_t position;

    if (offset < plog->start_offset || offset > plog->high_watermark)
        return KP_ERR_OFFSET_OUT_OF_RANGE;
    *out = (kp__range){0};
    if (offset == plog->high_watermark)
        return KP_OK;
    for (int32_t i = segment_of(plog, offset); i < plog->segment_count; i++) {
        kp_err err = find_batch(plog->segments[i], offset, &header, &position);
        if (err == KP_ERR_END_OF_FILE)
            continue;
        if (!err)
            err = cut(plog->segments[i], &header, position, max_bytes, whole_first, out);
        return err ? KP_ERR_KAFKA_STORAGE_ERROR : KP_OK;
    }
    return KP_OK;
}

/* ---- by time ---- */

/* The first record of the batch at `position` that is at least `timestamp`; the batch's own facts when its records are
 * compressed. KP_ERR_END_OF_FILE: none (the header's maximum was not true). */
static kp_err find_record(kp__segment *segment, const kp__batch_header *header, int64_t position, int64_t timestamp,
                          kp__time_offset *out)
{
    kp__alloc *alloc = segment->env->alloc;
    size_t size = (size_t)kp__batch_bytes(header), got = 0;
    kp__record_reader reader;
    kp__record_view record;

    if (header->attributes & KP__BATCH_ATTR_CODEC) {
        *out = (kp__time_offset){header->base_timestamp > timestamp ? header->base_timestamp : timestamp,
                                 header->base_offset};
        return KP_OK;
    }
    uint8_t *bytes = kp__new(alloc, size);
    if (!bytes)
        return KP_ERR_NO_MEMORY;
    kp_err err = kp__segment_read(segment, position, bytes, size, &got);
    if (!err && got < size)
        err = KP_ERR_CORRUPT;
    if (!err) {
        kp__record_reader_init(&reader, header, kp__slice_of(bytes + KP__BATCH_HEADER, size - KP__BATCH_HEADER));
        do
            err = kp__record_reader_next(&reader, &record);
        while (!err && record.timestamp < timestamp);
    }
    if (!err)
        *out = (kp__time_offset){record.timestamp, record.offset};
    kp__delete(alloc, bytes);
    return err;
}

static kp_err find_time_in(kp__segment *segment, int64_t timestamp, kp__time_offset *out)
{
    int64_t offset, position;
    kp__batch_header header;
    kp__scan scan;

    kp_err err = kp__time_index_lookup(&segment->times, timestamp, &offset);
    if (!err)
        err = kp__offset_index_lookup(&segment->offsets, offset, &position);
    if (err)
        return err;
    if (position > segment->committed)
        return KP_ERR_END_OF_FILE;
    kp__scan_init(&scan, segment, position, segment->committed, false);
    while (!(err = kp__scan_next(&scan, &header, &position))) {
        if (header.max_timestamp < timestamp)
            continue;
        err = find_record(segment, &header, position, timestamp, out);
        if (err != KP_ERR_END_OF_FILE)
            return err;
    }
    return err;
}

kp_err kp__plog_find_time(kp__plog *plog, int64_t timestamp, kp__time_offset *out)
{
    *out = (kp__time_offset){-1, -1};
    for (int32_t i = 0; i < plog->segment_count; i++) {
        if (plog->segments[i]->max_timestamp < timestamp)
            continue;
        kp_err err = find_time_in(plog->segments[i], timestamp, out);
        if (err != KP_ERR_END_OF_FILE)
            return err;
    }
    return KP_OK;
}

kp_err kp__plog_max_timestamp(kp__plog *plog, kp__time_offset *out)
{
    const kp__segment *best = NULL;
    *out = (kp__time_offset){-1, -1};
    for (int32_t i = 0; i < plog->segment_count; i++)
        if (!best || plog->segments[i]->max_timestamp > best->max_timestamp)
            best = plog->segments[i];
    return best->max_timestamp < 0 ? KP_OK : kp__plog_find_time(plog, best->max_timestamp, out);
}
