/* From the bytes of a partition to records. */
#include <reader/reader.h>

#include <stdio.h>

#include <base/crc32c.h>

static const char *const codecs[] = {"none", "gzip", "snappy", "lz4", "zstd", "codec 5", "codec 6", "codec 7"};

static kp_err corrupt(kp__reader *reader, const kp__tap *tap, const char *what)
{
    kp__reader_fail(reader, tap, KP_ERR_CORRUPT_MESSAGE, what);
    return reader->err;
}

/* Checks the batch at tap->at and begins to read it. KP_AGAIN: nothing (whole) is left. */
static kp_err begin_batch(kp__reader *reader, kp__tap *tap)
{
    kp__slice left = {tap->bytes.data + tap->at, tap->bytes.len - tap->at};
    kp__batch_header *header = &tap->header;
    if (left.len < KP__BATCH_HEADER)
        return tap->at ? KP_AGAIN : corrupt(reader, tap, "the broker sent less than a batch's header");
    kp_err err = kp__batch_header_read(left, header);
    if (err == KP_ERR_LIMIT) /* brokers cut the last batch where their limit is; the first one comes whole */
        return tap->at ? KP_AGAIN : corrupt(reader, tap, "the broker sent less than a batch");
    if (err)
        return corrupt(reader, tap, "a batch's header is not valid (formats before 2 are not read)");
    kp__slice batch = {left.data, (size_t)header->length + 12};
    if (reader->config.check_crcs && !kp__batch_crc_ok(batch))
        return corrupt(reader, tap, "a batch's checksum is wrong");
    int64_t last;
    if (header->base_offset < 0 || header->last_offset_delta < 0 ||
        __builtin_add_overflow(header->base_offset, header->last_offset_delta, &last) || last == INT64_MAX)
        return corrupt(reader, tap, "a batch's offsets cannot be");
    tap->at += batch.len;
    tap->in_batch = true;
    kp__record_reader_init(&tap->records, header,
                           kp__slice_of(batch.data + KP__BATCH_HEADER, batch.len - KP__BATCH_HEADER));
    return KP_OK;
}

static int64_t batch_end(const kp__tap *tap) { return tap->header.base_offset + tap->header.last_offset_delta + 1; }

/* Behind a batch: even if records in it are gone (compaction), reading goes on after it. */
static void end_batch(kp__tap *tap)
{
    tap->in_batch = false;
    if (batch_end(tap) > tap->next)
        tap->next = batch_end(tap);
}

static kp_err take_headers(kp__reader *reader, const kp__tap *tap, const kp__record_view *view, kp_read_record *out)
{
    size_t count = (size_t)view->header_count;
    if (count > reader->header_cap) {
        kp_header *headers = kp__new_array(reader->alloc, count, sizeof *headers);
        if (!headers) {
            kp__reader_fail(reader, tap, KP_ERR_NO_MEMORY, "no memory for the headers");
            return reader->err;
        }
        kp__delete(reader->alloc, reader->headers);
        reader->headers = headers;
        reader->header_cap = count;
    }
    kp__slice left = view->headers;
    for (size_t i = 0; i < count; i++) {
        kp__record_header_view header;
        if (kp__record_headers_next(&left, &header))
            return corrupt(reader, tap, "a record's headers are not valid");
        reader->headers[i] =
            (kp_header){(const char *)header.name.data, header.name.len, header.value.data, header.value.len};
    }
    out->headers = count ? reader->headers : NULL;
    out->header_count = count;
    return KP_OK;
}

static kp_err give(kp__reader *reader, kp__tap *tap, const kp__record_view *view, kp_read_record *out)
{
    bool appended = tap->header.attributes & KP__BATCH_ATTR_LOG_APPEND_TIME;
    *out = (kp_read_record){.topic = tap->topic,
                            .partition = tap->partition,
                            .leader_epoch = tap->header.leader_epoch,
                            .offset = view->offset,
                            .timestamp_ms = appended ? tap->header.max_timestamp : view->timestamp,
                            .timestamp_type = appended,
                            .key = view->key.data,
                            .key_size = view->key.len,
                            .value = view->value.data,
                            .value_size = view->value.len};
    kp_err err = take_headers(reader, tap, view, out);
    if (!err)
        tap->next = view->offset + 1;
    return err;
}

/* Batches that are not shown: control records, and what lies before the offset wanted. */
static bool is_skipped(const kp__tap *tap)
{
    return (tap->header.attributes & KP__BATCH_ATTR_CONTROL) || batch_end(tap) <= tap->next;
}

kp_err kp__tap_take(kp__reader *reader, kp__tap *tap, kp_read_record *out)
{
    for (;;) {
        if (!tap->in_batch) {
            bool first = tap->at == 0;
            kp_err err = begin_batch(reader, tap);
            if (err)
                return err;
            /* Or it would be fetched again and again. */
            if (first && batch_end(tap) <= tap->next && tap->at == tap->bytes.len)
                return corrupt(reader, tap, "the broker sent only what lies before that offset");
            if (is_skipped(tap)) {
                end_batch(tap);
                continue;
            }
            int codec = tap->header.attributes & KP__BATCH_ATTR_CODEC;
            if (codec) {
                char what[96];
                snprintf(what, sizeof what, "compressed with %s, which this version of kprod cannot read yet",
                         codecs[codec]);
                kp__reader_fail(reader, tap, KP_ERR_UNSUPPORTED, what);
                return reader->err;
            }
        }
        kp__record_view view;
        kp_err err = kp__record_reader_next(&tap->records, &view);
        if (err == KP_ERR_END_OF_FILE) {
            end_batch(tap);
            continue;
        }
        if (err)
            return corrupt(reader, tap, "a record is not valid");
        if (view.offset >= tap->next)
            return give(reader, tap, &view, out);
    }
}
