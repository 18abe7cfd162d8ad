#include <tests/intake/rig.h>

#include <intake/split.h>

#include <stdlib.h>
#include <string.h>

enum { RECORDS = 400 };

static void ring(const kp_delivery *delivery, void *arg)
{
    (void)delivery;
    (void)arg;
}

static void *arg_of(size_t i) { return (void *)(uintptr_t)(i + 1); }

/* Sizes that let heads come to lie at, before and behind the ends of segments; times that go up and down. */
static size_t size_of(size_t i) { return i % 37 == 5 ? 3000 + i * 13 : (i * 7919) % 230; }
static int64_t time_of(size_t i) { return INT64_C(1000000) + (int64_t)((i * 7) % 400) - 200; }

/* A batch of RECORDS records; the first ten have no callback. */
static kp__batch *batch_of(rig_zone *rig)
{
    kp__appended out;
    for (size_t i = 0; i < RECORDS; i++) {
        kp_record record = rig_record(size_of(i));
        char key[8] = {(char)i, (char)(i >> 8)};
        record.key = key;
        record.key_size = i % 8;
        assert_int_equal(
            rig_put_full(rig, 0, &record, time_of(i), 1, i < 10 ? NULL : ring, i < 10 ? NULL : arg_of(i), &out), KP_OK);
    }
    kp__batch *batch = rig_take(rig, 0);
    assert_null(rig_take(rig, 0));
    return batch;
}

/* The batch holds the records from `from` on, numbered from 0, and the slots that are theirs. The one behind them. */
static size_t holds(const kp__batch *batch, size_t from)
{
    rig_read read = rig_read_open(batch);
    rig_read_record record;
    int64_t max = INT64_MIN;
    for (size_t i = 0; i < batch->record_count; i++) {
        assert_true(rig_read_next(&read, &record));
        assert_int_equal(record.offset_delta, i);
        int64_t timestamp = batch->base_timestamp + record.timestamp_delta;
        assert_int_equal(timestamp, time_of(from + i));
        max = timestamp > max ? timestamp : max;
        assert_int_equal(record.value.len, size_of(from + i));
        assert_memory_equal(record.value.data, rig_record(4096).value, record.value.len);
        assert_int_equal(record.key.len, (from + i) % 8);
        assert_true(record.key.len == 0 || record.key.data[0] == (uint8_t)(from + i));
    }
    assert_false(rig_read_next(&read, &record));
    rig_read_close(&read);
    assert_int_equal(batch->max_timestamp, max);
    kp__slot_cursor cursor = {0};
    kp__slot *slot;
    uint32_t index;
    size_t slots = 0;
    for (; kp__batch_slot_next((kp__batch *)(uintptr_t)batch, &cursor, &slot, &index); slots++)
        assert_ptr_equal(slot->arg, arg_of(from + index));
    size_t unslotted = from < 10 ? 10 - from : 0;
    assert_int_equal(slots, batch->record_count > unslotted ? batch->record_count - unslotted : 0);
    return from + batch->record_count;
}

/* Cuts it up into pieces of `bytes`, and sees each. */
static int cut_up(rig_zone *rig, kp__batch *batch, uint32_t bytes)
{
    size_t at = 0;
    for (int pieces = 1;; pieces++) {
        batch->piece_bytes = bytes;
        kp__batch *piece = kp__batch_cut(&rig->intake, batch);
        assert_non_null(piece);
        assert_true(piece->body_size <= bytes || piece->record_count == 1);
        at = holds(piece, at);
        rig_done(rig, piece);
        if (piece == batch) {
            assert_int_equal(at, RECORDS);
            return pieces;
        }
    }
}

TEST(pieces_are_batches_of_their_own_that_hold_all_records_in_order)
{
    for (uint32_t bytes = 1; bytes < 100000; bytes = bytes * 3 + 5) {
        rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 1 << 20);
        int pieces = cut_up(rig, batch_of(rig), bytes);
        assert_true(bytes == 1 ? pieces == RECORDS : pieces >= 2);
        rig_close(rig);
    }
}

TEST(a_piece_that_is_too_large_itself_is_taken_back)
{
    rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 1 << 20);
    kp__batch *batch = batch_of(rig);
    size_t at = 0;
    for (batch->piece_bytes = 20000;; batch->piece_bytes = 5000) {
        kp__batch *piece = kp__batch_cut(&rig->intake, batch);
        if (piece == batch)
            break;
        (void)holds(piece, at);
        kp__batch_take_back(batch, piece);
        rig_done(rig, piece);
        batch->piece_bytes /= 2;
        piece = kp__batch_cut(&rig->intake, batch);
        if (piece == batch)
            break;
        at = holds(piece, at);
        rig_done(rig, piece);
    }
    assert_int_equal(holds(batch, at), RECORDS);
    rig_done(rig, batch);
    rig_close(rig);
}

TEST(what_is_left_is_closed_up_at_any_time)
{
    rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 1 << 20);
    kp__batch *batch = batch_of(rig);
    batch->piece_bytes = 7000;
    kp__batch *piece = kp__batch_cut(&rig->intake, batch);
    size_t at = holds(piece, 0);
    rig_done(rig, piece);
    kp__batch_close_up(&rig->intake, batch);
    assert_int_equal(holds(batch, at), RECORDS);
    rig_done(rig, batch);
    rig_close(rig);
}

/* Every piece of every size. */
static void use_up(rig_zone *rig)
{
    for (size_t need = KP__PAGE; need > 0; need /= 2)
        while (kp__pool_get(&rig->intake.pool, need, 0))
            ;
}

TEST(when_the_pool_is_empty_the_reserve_has_room_for_any_piece)
{
    rig_zone *rig = rig_open(.pages = 24, .batch_bytes = 1 << 20);
    size_t size = kp__intake_reserve_size(1 << 20);
    void *reserve = aligned_alloc(64, size);
    kp__batch *batch = batch_of(rig);
    use_up(rig);
    batch->piece_bytes = 40000;
    assert_null(kp__batch_cut(&rig->intake, batch));
    assert_int_equal(holds(batch, 0), RECORDS); /* nothing has changed */
    kp__intake_reserve(&rig->intake, reserve, size);
    for (size_t at = 0;;) {
        kp__batch *piece = kp__batch_cut(&rig->intake, batch);
        assert_non_null(piece);
        at = holds(piece, at);
        if (piece == batch)
            break;
        assert_true(kp__pool_used(&rig->intake.reserve) > 0);
        rig_done(rig, piece);
        assert_int_equal(kp__pool_used(&rig->intake.reserve), 0);
    }
    assert_true(kp__pool_ok(&rig->intake.reserve));
    kp__pool_deinit(&rig->intake.pool); /* its chunks are not given back one by one */
    kp__pool_init(&rig->intake.pool, rig->memory, 24 * KP__PAGE);
    rig_close(rig);
    free(reserve);
}

TEST(the_reserve_holds_a_record_as_large_as_a_batch)
{
    rig_zone *rig = rig_open(.pages = 24, .batch_bytes = 1 << 20);
    size_t size = kp__intake_reserve_size(1 << 20);
    void *reserve = aligned_alloc(64, size);
    kp__intake_reserve(&rig->intake, reserve, size);
    kp_record large = rig_record((1 << 20) - 200), small = rig_record(1);
    assert_int_equal(rig_put(rig, &large, 1), KP_OK);
    assert_int_equal(rig_put(rig, &small, 1), KP_OK);
    kp__batch *batch = rig_take(rig, 0);
    use_up(rig);
    batch->piece_bytes = 1;
    kp__batch *piece = kp__batch_cut(&rig->intake, batch);
    assert_non_null(piece);
    assert_int_equal(piece->record_count, 1);
    assert_int_equal(batch->record_count, 1);
    rig_done(rig, piece);
    kp__pool_deinit(&rig->intake.pool);
    kp__pool_init(&rig->intake.pool, rig->memory, 24 * KP__PAGE);
    rig_close(rig);
    free(reserve);
}

TESTS(t(pieces_are_batches_of_their_own_that_hold_all_records_in_order),
      t(a_piece_that_is_too_large_itself_is_taken_back), t(what_is_left_is_closed_up_at_any_time),
      t(when_the_pool_is_empty_the_reserve_has_room_for_any_piece), t(the_reserve_holds_a_record_as_large_as_a_batch))
