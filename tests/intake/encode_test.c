/* What an append writes, read back by hand. */
#include <tests/intake/rig.h>

#include <stdlib.h>
#include <string.h>

#include <base/crc32c.h>
#include <wire/batch.h>

static void check_same(kp__slice got, const void *data, size_t size)
{
    if (!data) {
        assert_null(got.data);
        return;
    }
    assert_non_null(got.data);
    assert_int_equal(got.len, size);
    if (size)
        assert_memory_equal(got.data, data, size);
}

static void check_record(const rig_read_record *got, const kp_record *want, int64_t offset, int64_t delta)
{
    assert_int_equal(got->offset_delta, offset);
    assert_int_equal(got->timestamp_delta, delta);
    check_same(got->key, want->key, want->key_size);
    check_same(got->value, want->value, want->value_size);
    assert_int_equal(got->header_count, want->header_count);
    for (size_t i = 0; i < want->header_count && i < 16; i++) {
        check_same(got->header_names[i], want->headers[i].name, want->headers[i].name_size);
        check_same(got->header_values[i], want->headers[i].value, want->headers[i].value_size);
    }
}

static const kp_header headers[] = {
    {"trace", 5, "0123456789", 10}, {"empty", 5, "", 0}, {"null", 4, NULL, 0}, {"", 0, "nameless", 8}};

/* Every way in which key, value and headers can be there, be empty, or not be there. */
static size_t kinds(kp_record *out)
{
    const struct {
        const void *data;
        size_t size;
    } fields[] = {{NULL, 0}, {"", 0}, {"k", 1}, {"a key of some length", 20}};
    size_t count = 0;
    for (size_t key = 0; key < 4; key++)
        for (size_t value = 0; value < 4; value++)
            for (size_t header_count = 0; header_count <= 4; header_count++) {
                kp_record record = KP_RECORD_INIT;
                record.key = fields[key].data;
                record.key_size = fields[key].size;
                record.value = fields[value].data;
                record.value_size = fields[value].size;
                record.headers = headers;
                record.header_count = header_count;
                out[count++] = record;
            }
    return count;
}

TEST(null_empty_and_full_keys_values_and_headers_come_back)
{
    kp_record records[80];
    size_t count = kinds(records);
    assert_int_equal(count, 80);
    rig_zone *rig = rig_open(.batch_bytes = 65536);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(rig_put(rig, &records[i], 1000 + (int64_t)i), KP_OK);
    kp__batch *batch = rig_take(rig, 0);
    assert_int_equal(batch->record_count, count);
    assert_int_equal(batch->base_timestamp, 1000);
    assert_int_equal(batch->max_timestamp, 1079);
    rig_read read = rig_read_open(batch);
    rig_read_record got;
    for (size_t i = 0; i < count; i++) {
        assert_true(rig_read_next(&read, &got));
        check_record(&got, &records[i], (int64_t)i, (int64_t)i);
    }
    assert_false(rig_read_next(&read, &got));
    rig_read_close(&read);
    rig_done(rig, batch);
    rig_close(rig);
}

TEST(the_wires_reader_reads_what_was_appended_and_header_and_body_make_one_crc)
{
    kp_record records[80];
    size_t count = kinds(records);
    rig_zone *rig = rig_open(.batch_bytes = 65536);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(rig_put(rig, &records[i], 1000 + (int64_t)i), KP_OK);
    kp__batch *batch = rig_take(rig, 0);
    kp__batch_header header = {.base_offset = 7,
                               .last_offset_delta = (int32_t)batch->record_count - 1,
                               .base_timestamp = batch->base_timestamp,
                               .max_timestamp = batch->max_timestamp,
                               .producer_id = -1,
                               .producer_epoch = -1,
                               .base_sequence = -1,
                               .record_count = (int32_t)batch->record_count};
    uint8_t *room = kp__batch_header_room(batch);
    kp__batch_crc_write(room, kp__batch_seal(batch, kp__batch_header_write(room, &header, batch->body_size)));
    rig_read flat = rig_read_open(batch);
    assert_true(kp__batch_crc_ok(kp__slice_of(flat.bytes, flat.size)));
    assert_int_equal(kp__batch_header_read(kp__slice_of(flat.bytes, flat.size), &header), KP_OK);
    kp__record_reader reader;
    kp__record_view view;
    kp__record_reader_init(&reader, &header, kp__slice_of(flat.bytes + 61, flat.size - 61));
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(kp__record_reader_next(&reader, &view), KP_OK);
        assert_int_equal(view.offset, 7 + i);
        assert_int_equal(view.timestamp, 1000 + i);
        check_same(view.key, records[i].key, records[i].key_size);
        check_same(view.value, records[i].value, records[i].value_size);
        assert_int_equal(view.header_count, records[i].header_count);
        for (size_t h = 0; h < records[i].header_count; h++) {
            kp__record_header_view pair;
            assert_int_equal(kp__record_headers_next(&view.headers, &pair), KP_OK);
            check_same(pair.name, headers[h].name, headers[h].name_size);
            check_same(pair.value, headers[h].value, headers[h].value_size);
        }
    }
    assert_int_equal(kp__record_reader_next(&reader, &view), KP_ERR_END_OF_FILE);
    rig_read_close(&flat);
    rig_done(rig, batch);
    rig_close(rig);
}

TEST(timestamps_go_backwards_and_far)
{
    const int64_t stamps[] = {1700000000000, 1699999999999, 0, INT64_MAX, 1700000000000, 1, INT64_MAX - 1};
    rig_zone *rig = rig_open();
    kp_record record = rig_record(3);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(rig_put(rig, &record, stamps[i]), KP_OK);
    kp__batch *batch = rig_take(rig, 0);
    assert_int_equal(batch->base_timestamp, stamps[0]);
    assert_int_equal(batch->max_timestamp, INT64_MAX);
    rig_read read = rig_read_open(batch);
    rig_read_record got;
    for (size_t i = 0; i < 7; i++) {
        assert_true(rig_read_next(&read, &got));
        check_record(&got, &record, (int64_t)i, (int64_t)((uint64_t)stamps[i] - (uint64_t)stamps[0]));
    }
    rig_read_close(&read);
    rig_done(rig, batch);
    rig_close(rig);
}

/* Every size around every seam of the ladder: what straddles, and what does not. */
TEST(values_and_keys_run_over_any_number_of_segments)
{
    rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 1 << 20);
    const size_t around[] = {0, 100, 1000, 1072 - 61, 4336, 16304, 65520, 70000, 200000, 524288};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        for (size_t less = 0; less < 64; less++) {
            size_t size = around[i] < less ? 0 : around[i] - less;
            kp_record first = rig_record(size), second = rig_record(300);
            second.key = "straddles";
            second.key_size = 9;
            second.headers = headers;
            second.header_count = 4;
            assert_int_equal(rig_put(rig, &first, 5), KP_OK);
            assert_int_equal(rig_put(rig, &second, 6), KP_OK);
            assert_int_equal(rig_put(rig, &second, 7), KP_OK);
            assert_true(kp__lane_ok(&rig->intake, &rig->lanes[0]));
            kp__batch *batch = rig_take(rig, 0);
            rig_read read = rig_read_open(batch);
            rig_read_record got;
            assert_true(rig_read_next(&read, &got));
            check_record(&got, &first, 0, 0);
            assert_true(rig_read_next(&read, &got));
            check_record(&got, &second, 1, 1);
            assert_true(rig_read_next(&read, &got));
            check_record(&got, &second, 2, 2);
            assert_false(rig_read_next(&read, &got));
            assert_int_equal(kp__batch_seal(batch, 0), kp__crc32c(0, read.bytes + 61, read.size - 61));
            assert_int_equal(batch->state, KP__BATCH_READY);
            rig_read_close(&read);
            rig_done(rig, batch);
        }
    rig_close(rig);
}

/* Reads the head of the record that begins at `at`: where its key begins. */
static size_t head_end(const uint8_t *bytes, size_t size, size_t at)
{
    (void)rig_varint(bytes, size, &at);
    at++;
    for (int i = 0; i < 3; i++)
        (void)rig_varint(bytes, size, &at);
    return at;
}

TEST(the_head_of_a_record_lies_in_one_segment)
{
    rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 1 << 20);
    uint64_t seed = 7;
    for (int i = 0; i < 3000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + 1;
        kp_record record = rig_record((seed >> 40) % 300);
        record.key = "key";
        record.key_size = 3;
        assert_int_equal(rig_put(rig, &record, (int64_t)(seed >> 33)), KP_OK);
    }
    kp__batch *batch = rig_take(rig, 0);
    rig_read read = rig_read_open(batch);
    const kp__segment *segment = batch->body;
    size_t seams = 0, end = segment->used;
    rig_read_record got;
    for (size_t at = read.at; at < read.size; at = read.at) {
        while (at >= end) {
            segment = segment->next;
            end += segment->used;
            seams++;
        }
        assert_true(head_end(read.bytes, read.size, at) <= end);
        assert_true(rig_read_next(&read, &got));
    }
    assert_true(seams > 3);
    rig_read_close(&read);
    rig_done(rig, batch);
    rig_close(rig);
}

TEST(a_thousand_headers_and_long_names_come_back)
{
    kp_header *many = calloc(1000, sizeof *many);
    kp_record record = rig_record(10);
    for (int i = 0; i < 1000; i++)
        many[i] = (kp_header){record.value, 100, record.value, (size_t)i};
    record.headers = many;
    record.header_count = 1000;
    rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 1 << 20);
    kp_record small = rig_record(20);
    assert_int_equal(rig_put(rig, &small, 0), KP_OK);
    assert_int_equal(rig_put(rig, &record, 0), KP_OK);
    kp__batch *batch = rig_take(rig, 0);
    rig_read read = rig_read_open(batch);
    rig_read_record got;
    assert_true(rig_read_next(&read, &got));
    assert_true(rig_read_next(&read, &got));
    check_record(&got, &record, 1, 0);
    assert_false(rig_read_next(&read, &got));
    rig_read_close(&read);
    rig_done(rig, batch);
    rig_close(rig);
    free(many);
}

TEST(the_bound_is_javas_estimate_and_never_too_small)
{
    kp_record records[80];
    size_t count = kinds(records);
    rig_zone *rig = rig_open(.batch_bytes = 65536);
    for (size_t i = 0; i < count; i++) {
        kp__appended out;
        assert_int_equal(rig_put_full(rig, 0, &records[i], (int64_t)i << 50, 1, NULL, NULL, &out), KP_OK);
        assert_true(kp__record_bound(&records[i]) >= out.bytes);
    }
    kp_record record = rig_record(100); /* 21 + null key 1 + 2 + 100 + headers 1 */
    assert_int_equal(kp__record_bound(&record), 125);
    record.value_size = SIZE_MAX;
    assert_true(kp__record_bound(&record) == SIZE_MAX);
    record.value_size = (size_t)INT32_MAX + 1;
    assert_true(kp__record_bound(&record) == SIZE_MAX);
    rig_close(rig);
}

TEST(a_record_that_no_batch_can_hold_is_refused_whatever_its_sizes_say)
{
    rig_zone *rig = rig_open();
    const size_t sizes[] = {SIZE_MAX, (size_t)INT32_MAX + 1, INT32_MAX, INT32_MAX - 61};
    for (size_t i = 0; i < 4; i++) {
        kp_record record = rig_record(10); /* the bytes must not be looked at */
        record.value_size = sizes[i];
        assert_int_equal(rig_put(rig, &record, 0), KP_ERR_RECORD_TOO_LARGE);
        record = rig_record(10);
        record.key = "";
        record.key_size = sizes[i];
        assert_int_equal(rig_put(rig, &record, 0), KP_ERR_RECORD_TOO_LARGE);
        kp_header header = {"", sizes[i], NULL, 0};
        record = rig_record(10);
        record.headers = &header;
        record.header_count = 1;
        assert_int_equal(rig_put(rig, &record, 0), KP_ERR_RECORD_TOO_LARGE);
    }
    kp_header halves[] = {{"", INT32_MAX / 2, NULL, 0}, {"", INT32_MAX / 2, NULL, 0}};
    kp_record record = rig_record(10);
    record.headers = halves;
    record.header_count = 2;
    assert_int_equal(rig_put(rig, &record, 0), KP_ERR_RECORD_TOO_LARGE);
    record.header_count = SIZE_MAX;
    assert_int_equal(rig_put(rig, &record, 0), KP_ERR_RECORD_TOO_LARGE);
    rig_close(rig);
}

TESTS(t(null_empty_and_full_keys_values_and_headers_come_back),
      t(the_wires_reader_reads_what_was_appended_and_header_and_body_make_one_crc), t(timestamps_go_backwards_and_far),
      t(values_and_keys_run_over_any_number_of_segments), t(the_head_of_a_record_lies_in_one_segment),
      t(a_thousand_headers_and_long_names_come_back), t(the_bound_is_javas_estimate_and_never_too_small),
      t(a_record_that_no_batch_can_hold_is_refused_whatever_its_sizes_say))
