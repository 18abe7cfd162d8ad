/* Walking the batches of a segment. */
#include <broker/log/segment.h>

#include <base/crc32c.h>

enum { PEEK = 16 * 1024 /* read at once when only headers are wanted */ };

void kp__scan_init(kp__scan *scan, kp__segment *segment, int64_t position, int64_t end, bool check_crc)
{
    *scan = (kp__scan){.segment = segment, .position = position, .end = end, .check_crc = check_crc};
}

/* At least `need` bytes (at most the scratch) from `position`, or KP_ERR_CORRUPT when the file is shorter. */
static kp_err window(kp__scan *scan, int64_t position, size_t need, const uint8_t **at, size_t *have)
{
    if (position < scan->have_from || position + (int64_t)need > scan->have_from + (int64_t)scan->have) {
        int64_t left = scan->end - position;
        size_t want = scan->check_crc ? KP__LOG_SCRATCH : PEEK;
        if ((int64_t)want > left)
            want = left > 0 ? (size_t)left : 0;
        scan->have_from = position;
        kp_err err = kp__segment_read(scan->segment, position, scan->segment->env->scratch, want, &scan->have);
        if (err)
            return err;
        if (scan->have < need)
            return KP_ERR_CORRUPT;
    }
    *at = scan->segment->env->scratch + (position - scan->have_from);
    *have = scan->have - (size_t)(position - scan->have_from);
    return KP_OK;
}

static kp_err check_crc(kp__scan *scan, const kp__batch_header *header)
{
    int64_t at = scan->position + KP__BATCH_CRC_FROM;
    int64_t end = scan->position + kp__batch_bytes(header);
    uint32_t crc = 0;

    while (at < end) {
        const uint8_t *bytes;
        size_t have;
        kp_err err = window(scan, at, 1, &bytes, &have);
        if (err)
            return err;
        if ((int64_t)have > end - at)
            have = (size_t)(end - at);
        crc = kp__crc32c(crc, bytes, have);
        at += (int64_t)have;
    }
    return crc == header->crc ? KP_OK : KP_ERR_CORRUPT;
}

kp_err kp__scan_next(kp__scan *scan, kp__batch_header *header, int64_t *position)
{
    const uint8_t *bytes;
    size_t have;
    int64_t left = scan->end - scan->position;

    if (left == 0)
        return KP_ERR_END_OF_FILE;
    if (left < KP__BATCH_HEADER)
        return KP_ERR_CORRUPT;
    kp_err err = window(scan, scan->position, KP__BATCH_HEADER, &bytes, &have);
    if (err)
        return err;
    /* Only the header is at hand; the rest of the batch must lie before the end. */
    if (kp__batch_header_read(kp__slice_of(bytes, (size_t)left), header))
        return KP_ERR_CORRUPT;
    if (header->last_offset_delta < 0 || header->record_count < 1 || header->base_offset < scan->segment->base_offset)
        return KP_ERR_CORRUPT;
    if (scan->check_crc && (err = check_crc(scan, header)))
        return err;
    *position = scan->position;
    scan->position += kp__batch_bytes(header);
    return KP_OK;
}
