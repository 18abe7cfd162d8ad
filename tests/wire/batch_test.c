#include <tests/check.h>
#include <wire/batch.h>

#include <base/crc32c.h>

#include <stdlib.h>
#include <string.h>

static uint8_t *put(uint8_t *at, const char *bytes, size_t len)
{
    if (len)
        memcpy(at, bytes, len);
    return at + len;
}

/* length, attributes, timestamp delta 5, offset delta, key "k", value null, one header h: v */
static uint8_t *record(uint8_t *at, int32_t delta)
{
    at = kp__varint_put(at, 11);
    *at++ = 0;
    at = kp__varlong_put(at, 5);
    at = kp__varint_put(at, delta);
    at = put(at, "\x02k\x01\x02\x02h\x02v", 8);
    return at;
}

static kp__batch_header header_of(int32_t count)
{
    return (kp__batch_header){.base_offset = 100,
                              .leader_epoch = -1,
                              .attributes = KP__BATCH_ATTR_TRANSACTIONAL,
                              .last_offset_delta = count - 1,
                              .base_timestamp = 1000,
                              .max_timestamp = 2000,
                              .producer_id = INT64_C(0x0102030405060708),
                              .producer_epoch = 9,
                              .base_sequence = 77,
                              .record_count = count};
}

static kp__slice batch_of(uint8_t *bytes, int32_t count)
{
    kp__batch_header header = header_of(count);
    uint8_t *at = bytes + KP__BATCH_HEADER;
    for (int32_t i = 0; i < count; i++)
        at = record(at, i);
    size_t body = (size_t)(at - bytes) - KP__BATCH_HEADER;
    kp__batch_crc_write(bytes,
                        kp__crc32c(kp__batch_header_write(bytes, &header, body), bytes + KP__BATCH_HEADER, body));
    return kp__slice_of(bytes, KP__BATCH_HEADER + body);
}

TEST(a_batch_reads_back_with_every_header_field)
{
    uint8_t bytes[256];
    kp__slice batch = batch_of(bytes, 3);
    kp__batch_header want = header_of(3), got;
    assert_int_equal(kp__batch_header_read(batch, &got), KP_OK);
    assert_true(kp__batch_crc_ok(batch));
    assert_int_equal(got.length, batch.len - 12);
    assert_int_equal(got.crc, kp__crc32c(0, bytes + KP__BATCH_CRC_FROM, batch.len - KP__BATCH_CRC_FROM));
    want.length = got.length;
    want.crc = got.crc;
    assert_int_equal(got.base_offset, want.base_offset);
    assert_int_equal(got.leader_epoch, want.leader_epoch);
    assert_int_equal(got.attributes, want.attributes);
    assert_int_equal(got.last_offset_delta, want.last_offset_delta);
    assert_int_equal(got.base_timestamp, want.base_timestamp);
    assert_int_equal(got.max_timestamp, want.max_timestamp);
    assert_int_equal(got.producer_id, want.producer_id);
    assert_int_equal(got.producer_epoch, want.producer_epoch);
    assert_int_equal(got.base_sequence, want.base_sequence);
    assert_int_equal(got.record_count, want.record_count);
}

TEST(records_of_a_batch_come_back_with_offsets_times_and_headers)
{
    uint8_t bytes[256];
    kp__slice batch = batch_of(bytes, 3);
    kp__batch_header header;
    kp__record_reader reader;
    kp__record_view view;
    kp__record_header_view one;
    assert_int_equal(kp__batch_header_read(batch, &header), KP_OK);
    kp__record_reader_init(&reader, &header, kp__slice_of(bytes + KP__BATCH_HEADER, batch.len - KP__BATCH_HEADER));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(kp__record_reader_next(&reader, &view), KP_OK);
        assert_int_equal(view.offset, 100 + i);
        assert_int_equal(view.timestamp, 1005);
        assert_true(kp__slice_equal(view.key, kp__slice_str("k")));
        assert_true(kp__slice_is_null(view.value));
        assert_int_equal(view.header_count, 1);
        assert_int_equal(kp__record_headers_next(&view.headers, &one), KP_OK);
        assert_true(kp__slice_equal(one.name, kp__slice_str("h")));
        assert_true(kp__slice_equal(one.value, kp__slice_str("v")));
        assert_int_equal(kp__record_headers_next(&view.headers, &one), KP_ERR_END_OF_FILE);
    }
    assert_int_equal(kp__record_reader_next(&reader, &view), KP_ERR_END_OF_FILE);
}

TEST(log_append_time_overrides_the_times_of_records)
{
    uint8_t bytes[256];
    kp__slice batch = batch_of(bytes, 1);
    kp__batch_header header;
    kp__record_reader reader;
    kp__record_view view;
    assert_int_equal(kp__batch_header_read(batch, &header), KP_OK);
    header.attributes |= KP__BATCH_ATTR_LOG_APPEND_TIME;
    kp__record_reader_init(&reader, &header, kp__slice_of(bytes + KP__BATCH_HEADER, batch.len - KP__BATCH_HEADER));
    assert_int_equal(kp__record_reader_next(&reader, &view), KP_OK);
    assert_int_equal(view.timestamp, 2000);
}

TEST(B7_a_batch_cut_anywhere_is_incomplete_and_any_flipped_bit_is_seen)
{
    uint8_t bytes[256];
    kp__slice batch = batch_of(bytes, 2);
    kp__batch_header header;
    for (size_t len = 0; len < batch.len; len++)
        assert_int_equal(kp__batch_header_read(kp__slice_of(bytes, len), &header), KP_ERR_LIMIT);
    for (size_t bit = KP__BATCH_CRC_FROM * 8; bit < batch.len * 8; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(kp__batch_crc_ok(batch));
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

TEST(B7_lengths_and_magic_that_cannot_be_are_corrupt)
{
    static const uint8_t lengths[][4] = {{0, 0, 0, 48}, {0, 0, 0, 0}, {0xff, 0xff, 0xff, 0xff}, {0x80, 0, 0, 0}};
    uint8_t bytes[256];
    kp__slice batch = batch_of(bytes, 1);
    kp__batch_header header;
    for (size_t i = 0; i < 4; i++) {
        memcpy(bytes + 8, lengths[i], 4);
        assert_int_equal(kp__batch_header_read(batch, &header), KP_ERR_CORRUPT_MESSAGE);
        assert_false(kp__batch_crc_ok(batch));
    }
    batch = batch_of(bytes, 1);
    for (int magic = 0; magic < 2; magic++) {
        bytes[16] = (uint8_t)magic;
        assert_int_equal(kp__batch_header_read(batch, &header), KP_ERR_CORRUPT_MESSAGE);
    }
}

/* Reads records out of `body` as if the header said `count`, the last of delta `last`. */
static kp_err read_all(const char *body, size_t len, int32_t count, int32_t last)
{
    kp__batch_header header = header_of(count);
    kp__record_reader reader;
    kp__record_view view;
    kp_err err = KP_OK;
    uint8_t *copy = malloc(len ? len : 1); /* exactly as long: a sanitizer sees the byte after */
    assert_non_null(copy);
    memcpy(copy, body, len);
    header.last_offset_delta = last;
    kp__record_reader_init(&reader, &header, kp__slice_of(copy, len));
    while (!err)
        err = kp__record_reader_next(&reader, &view);
    free(copy);
    return err;
}

#define READ(body, count, last) read_all((body), sizeof(body) - 1, (count), (last))
#define GOOD                    "\x0c\0\0\0\1\1\0"

TEST(B7_records_that_cannot_be_are_corrupt)
{
    assert_int_equal(READ(GOOD, 1, 0), KP_ERR_END_OF_FILE);
    assert_int_equal(READ(GOOD, 1, 5), KP_ERR_END_OF_FILE);      /* a compacted batch */
    assert_int_equal(READ("", 0, 0), KP_ERR_END_OF_FILE);        /* all compacted away */
    assert_int_equal(READ(GOOD, 2, 1), KP_ERR_CORRUPT_MESSAGE);  /* fewer than counted */
    assert_int_equal(READ(GOOD, 0, 0), KP_ERR_CORRUPT_MESSAGE);  /* more */
    assert_int_equal(READ(GOOD, -1, 0), KP_ERR_CORRUPT_MESSAGE); /* a negative count */
    assert_int_equal(READ(GOOD, INT32_MAX, INT32_MAX), KP_ERR_CORRUPT_MESSAGE);
    assert_int_equal(READ("\x0c\0\0\2\1\1\0", 1, 0), KP_ERR_CORRUPT_MESSAGE);           /* delta beyond the batch */
    assert_int_equal(READ("\x0c\0\0\1\1\1\0", 1, 0), KP_ERR_CORRUPT_MESSAGE);           /* negative delta */
    assert_int_equal(READ(GOOD GOOD, 2, 1), KP_ERR_CORRUPT_MESSAGE);                    /* deltas do not rise */
    assert_int_equal(READ("\x0e\0\0\0\1\1\0", 1, 0), KP_ERR_CORRUPT_MESSAGE);           /* length beyond the batch */
    assert_int_equal(READ("\x0a\0\0\0\1\1\0", 1, 0), KP_ERR_CORRUPT_MESSAGE);           /* length short of the record */
    assert_int_equal(READ("\x01\0\0\0\1\1\0", 1, 0), KP_ERR_CORRUPT_MESSAGE);           /* length -1 */
    assert_int_equal(READ("\x0c\0\0\0\3\1\0", 1, 0), KP_ERR_CORRUPT_MESSAGE);           /* key length -2 */
    assert_int_equal(READ("\x0c\0\0\0\1\4\0", 1, 0), KP_ERR_CORRUPT_MESSAGE);           /* value beyond the record */
    assert_int_equal(READ("\x0c\0\0\0\1\1\1", 1, 0), KP_ERR_CORRUPT_MESSAGE);           /* header count -1 */
    assert_int_equal(READ("\x10\0\0\0\1\1\x80\x89\x7a", 1, 0), KP_ERR_CORRUPT_MESSAGE); /* 1,000,000 headers */
    assert_int_equal(READ("\x10\0\0\0\1\1\2\0\1", 1, 0), KP_ERR_END_OF_FILE);           /* "": null */
    assert_int_equal(READ("\x10\0\0\0\1\1\2\1\1", 1, 0), KP_ERR_CORRUPT_MESSAGE);       /* header name null */
    assert_int_equal(READ("\x10\0\0\0\1\1\0\0\1", 1, 0), KP_ERR_CORRUPT_MESSAGE);       /* a header not counted */
    assert_int_equal(READ("\xff\xff\xff\xff\xff\x0f\0", 1, 0), KP_ERR_CORRUPT_MESSAGE); /* varint of 6 bytes */
    assert_int_equal(READ("\x8c\x80\0\0\0\0\1\1\0", 1, 0), KP_ERR_END_OF_FILE);         /* longer than need be */
}

TEST(B7_times_and_offsets_that_overflow_are_corrupt)
{
    kp__batch_header header = header_of(1);
    kp__record_reader reader;
    kp__record_view view;
    header.base_offset = INT64_MAX;
    header.last_offset_delta = 1;
    kp__record_reader_init(&reader, &header, kp__slice_of("\x0c\0\0\2\1\1\0", 7));
    assert_int_equal(kp__record_reader_next(&reader, &view), KP_ERR_CORRUPT_MESSAGE);
    header = header_of(1);
    header.base_timestamp = INT64_MAX;
    kp__record_reader_init(&reader, &header, kp__slice_of("\x0c\0\2\0\1\1\0", 7));
    assert_int_equal(kp__record_reader_next(&reader, &view), KP_ERR_CORRUPT_MESSAGE);
}

TEST(varints_take_the_bytes_that_they_say)
{
    static const int64_t values[] = {0,    1,    -1,        63,        64,        -64,      -65,
                                     8191, 8192, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
    static const uint8_t sizes[] = {1, 1, 1, 1, 2, 1, 2, 2, 3, 5, 5, 10, 10};
    uint8_t bytes[16];
    for (size_t i = 0; i < sizeof sizes; i++) {
        assert_int_equal(kp__varlong_size(values[i]), sizes[i]);
        assert_int_equal(kp__varlong_put(bytes, values[i]) - bytes, sizes[i]);
        if (values[i] < INT32_MIN || values[i] > INT32_MAX)
            continue;
        assert_int_equal(kp__varint_size((int32_t)values[i]), sizes[i]);
        assert_int_equal(kp__varint_put(bytes, (int32_t)values[i]) - bytes, sizes[i]);
    }
    kp__varint_put(bytes, INT32_MIN);
    assert_memory_equal(bytes, "\xff\xff\xff\xff\x0f", 5);
}

TESTS(t(a_batch_reads_back_with_every_header_field), t(records_of_a_batch_come_back_with_offsets_times_and_headers),
      t(log_append_time_overrides_the_times_of_records),
      t(B7_a_batch_cut_anywhere_is_incomplete_and_any_flipped_bit_is_seen),
      t(B7_lengths_and_magic_that_cannot_be_are_corrupt), t(B7_records_that_cannot_be_are_corrupt),
      t(B7_times_and_offsets_that_overflow_are_corrupt), t(varints_take_the_bytes_that_they_say))
