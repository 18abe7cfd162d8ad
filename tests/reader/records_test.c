/* From the bytes of a partition to records, and every kind of bytes that are none (B7). */
#include <tests/reader/batches.h>

#include <stdlib.h>

#include <reader/reader.h>

typedef struct fixture {
    kp__alloc alloc;
    kp__reader reader;
    kp__tap tap;
    char topic[2];
} fixture;

static void begin(fixture *f, const void *data, size_t len, int64_t next)
{
    memset(f, 0, sizeof *f);
    kp__alloc_init(&f->alloc, NULL);
    kp__reader_config config = {.check_crcs = true, .response_max = 1 << 20};
    kp__reader_init(&f->reader, &f->alloc, NULL, &config);
    f->topic[0] = 't';
    f->tap.topic = f->topic;
    f->tap.next = next;
    kp__buf_init(&f->tap.bytes, &f->alloc, 1 << 20);
    kp__buf_append(&f->tap.bytes, data, len);
    kp__list_push(&f->reader.unread, &f->tap.unread);
}

static void end(fixture *f)
{
    kp__list_remove(&f->tap.unread);
    kp__buf_deinit(&f->tap.bytes);
    kp__reader_deinit(&f->reader);
    assert_int_equal(atomic_load(&f->alloc.bytes), 0);
}

static void next_is(fixture *f, int64_t offset, const char *value)
{
    kp_read_record record;
    kp_err err = kp__reader_take(&f->reader, &record);
    if (err)
        fail_msg("%d %s", err, f->reader.text);
    assert_int_equal(record.offset, offset);
    assert_memory_equal(record.value, value, record.value_size);
    assert_null(record.key);
    assert_int_equal(record.header_count, 1);
    assert_int_equal(record.headers[0].name_size, 1);
    assert_null(record.headers[0].value);
}

static void ends_with(fixture *f, kp_err err, const char *words)
{
    kp_read_record record;
    kp_err got;
    int count = 0;
    while ((got = kp__reader_take(&f->reader, &record)) == KP_OK)
        assert_true(++count < 1000);
    assert_int_equal(got, err);
    if (words && !strstr(f->reader.text, words))
        fail_msg("\"%s\" does not say \"%s\"", f->reader.text, words);
}

static void fails(const bytes *b, kp_err err, const char *words)
{
    fixture f;
    begin(&f, b->data, b->len, 0);
    ends_with(&f, err, words);
    ends_with(&f, err, words); /* it stays so */
    end(&f);
}

TEST(records_come_in_order_over_batches)
{
    bytes b = {.len = 0};
    put_batch(&b, 10, 2, 0);
    put_batch(&b, 12, 1, 0);
    fixture f;
    begin(&f, b.data, b.len, 10);
    next_is(&f, 10, "v0");
    next_is(&f, 11, "v1");
    next_is(&f, 12, "v0");
    ends_with(&f, KP_AGAIN, NULL);
    assert_int_equal(f.tap.next, 13);
    end(&f);
}

TEST(records_before_the_offset_wanted_are_left_out)
{
    bytes b = {.len = 0};
    put_batch(&b, 10, 5, 0);
    fixture f;
    begin(&f, b.data, b.len, 13);
    next_is(&f, 13, "v3");
    next_is(&f, 14, "v4");
    ends_with(&f, KP_AGAIN, NULL);
    end(&f);
}

TEST(a_cut_last_batch_is_left_for_the_next_fetch)
{
    bytes b = {.len = 0};
    put_batch(&b, 0, 1, 0);
    size_t whole = b.len;
    put_batch(&b, 1, 1, 0);
    for (size_t len = whole; len < b.len; len++) {
        fixture f;
        begin(&f, b.data, len, 0);
        next_is(&f, 0, "v0");
        ends_with(&f, KP_AGAIN, NULL);
        assert_int_equal(f.tap.next, 1);
        end(&f);
    }
}

TEST(control_batches_are_skipped_and_counted)
{
    bytes b = {.len = 0};
    put_batch(&b, 0, 1, KP__BATCH_ATTR_CONTROL | KP__BATCH_ATTR_TRANSACTIONAL);
    put_batch(&b, 1, 1, 0);
    fixture f;
    begin(&f, b.data, b.len, 0);
    next_is(&f, 1, "v0");
    end(&f);
}

TEST(append_time_is_told)
{
    bytes b = {.len = 0};
    put_batch(&b, 0, 2, KP__BATCH_ATTR_LOG_APPEND_TIME);
    fixture f;
    begin(&f, b.data, b.len, 0);
    kp_read_record record;
    assert_int_equal(kp__reader_take(&f.reader, &record), KP_OK);
    assert_int_equal(record.timestamp_ms, 5000);
    assert_int_equal(record.timestamp_type, 1);
    assert_int_equal(record.leader_epoch, 3);
    end(&f);
}

TEST(B7_a_wrong_checksum_is_an_error_unless_unchecked)
{
    bytes b = {.len = 0};
    put_batch(&b, 0, 1, 0);
    b.data[b.len - 5] ^= 1;
    fails(&b, KP_ERR_CORRUPT_MESSAGE, "topic \"t\" partition 0 offset 0: a batch's checksum is wrong");
    fixture f;
    begin(&f, b.data, b.len, 0);
    f.reader.config.check_crcs = false;
    kp_read_record record;
    kp_err err = kp__reader_take(&f.reader, &record);
    assert_true(err == KP_OK || err == KP_ERR_CORRUPT_MESSAGE);
    end(&f);
}

TEST(B7_batch_lengths)
{
    static const uint32_t lengths[] = {0, 1, 48, 0xffffffff, 0x80000000, 0x7fffffff, 100000};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        bytes b = {.len = 0};
        put_batch(&b, 0, 1, 0);
        put_be32(b.data + 8, lengths[i]);
        fails(&b, KP_ERR_CORRUPT_MESSAGE, NULL);
    }
}

TEST(B7_less_than_a_header_or_a_batch)
{
    bytes b = {.len = 0};
    put_batch(&b, 0, 1, 0);
    size_t whole = b.len;
    for (b.len = 1; b.len < whole; b.len++)
        fails(&b, KP_ERR_CORRUPT_MESSAGE, "less than");
}

TEST(B7_record_counts_and_deltas)
{
    static const uint32_t values[] = {0, 2, 0xffffffff, 0x80000000, 0x7fffffff, 1000000};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        bytes b = {.len = 0};
        put_batch(&b, 0, 1, 0);
        put_be32(b.data + 57, values[i]); /* record_count */
        fix_crc(&b, 0, b.len);
        fails(&b, KP_ERR_CORRUPT_MESSAGE, NULL);
    }
    bytes b = {.len = 0};
    put_batch(&b, 0, 3, 0);
    put_be32(b.data + 23, 1); /* last_offset_delta below the records' */
    fix_crc(&b, 0, b.len);
    fails(&b, KP_ERR_CORRUPT_MESSAGE, NULL);
    put_be32(b.data + 23, 0x80000000);
    fix_crc(&b, 0, b.len);
    fails(&b, KP_ERR_CORRUPT_MESSAGE, NULL);
}

TEST(B7_offsets_that_cannot_be)
{
    static const uint64_t bases[] = {UINT64_MAX, UINT64_C(1) << 63, INT64_MAX, INT64_MAX - 1};
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
        bytes b = {.len = 0};
        put_batch(&b, 0, 2, 0);
        put_be64(b.data, bases[i]);
        fails(&b, KP_ERR_CORRUPT_MESSAGE, "offsets");
    }
}

TEST(B7_old_formats_are_refused)
{
    for (uint8_t magic = 0; magic < 6; magic++) {
        bytes b = {.len = 0};
        put_batch(&b, 0, 1, 0);
        b.data[16] = magic;
        if (magic != 2)
            fails(&b, KP_ERR_CORRUPT_MESSAGE, "header");
    }
}

TEST(B7_codecs_are_named)
{
    static const char *const names[] = {NULL, "gzip", "snappy", "lz4", "zstd", "codec 5", "codec 6", "codec 7"};
    for (int16_t codec = 1; codec < 8; codec++) {
        bytes b = {.len = 0};
        put_batch(&b, 0, 1, codec);
        fails(&b, KP_ERR_UNSUPPORTED, names[codec]);
    }
}

TEST(B7_a_broker_that_sends_only_what_is_behind_us_is_not_asked_for_ever)
{
    bytes b = {.len = 0};
    put_batch(&b, 0, 1, 0);
    fixture f;
    begin(&f, b.data, b.len, 7);
    ends_with(&f, KP_ERR_CORRUPT_MESSAGE, "before that offset");
    end(&f);
}

TEST(B7_every_byte_changed_is_survived)
{
    bytes good = {.len = 0};
    put_batch(&good, 0, 3, 0);
    for (size_t i = 0; i < good.len; i++) {
        static const uint8_t flips[] = {0x01, 0x80, 0xff};
        for (size_t k = 0; k < sizeof flips; k++) {
            bytes b = good;
            b.data[i] ^= flips[k];
            if (i >= KP__BATCH_CRC_FROM)
                fix_crc(&b, 0, b.len); /* so that what is behind the checksum is reached */
            fixture f;
            begin(&f, b.data, b.len, 0);
            kp_read_record record;
            int count = 0;
            while (kp__reader_take(&f.reader, &record) == KP_OK)
                assert_true(++count <= 3);
            end(&f);
        }
    }
}

TESTS(t(records_come_in_order_over_batches), t(records_before_the_offset_wanted_are_left_out),
      t(a_cut_last_batch_is_left_for_the_next_fetch), t(control_batches_are_skipped_and_counted),
      t(append_time_is_told), t(B7_a_wrong_checksum_is_an_error_unless_unchecked), t(B7_batch_lengths),
      t(B7_less_than_a_header_or_a_batch), t(B7_record_counts_and_deltas), t(B7_offsets_that_cannot_be),
      t(B7_old_formats_are_refused), t(B7_codecs_are_named),
      t(B7_a_broker_that_sends_only_what_is_behind_us_is_not_asked_for_ever), t(B7_every_byte_changed_is_survived))
