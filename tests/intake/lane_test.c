#include <tests/intake/rig.h>

#include <stdlib.h>
#include <string.h>

static void ring(const kp_delivery *delivery, void *arg)
{
    (void)delivery;
    (void)arg;
}

static void *arg_of(size_t i) { return (void *)(uintptr_t)i; }

TEST(a_lane_costs_at_most_256_bytes) { assert_true(sizeof(kp__lane) <= 256); }

TEST(ten_thousand_lanes_with_a_record_each_fit_32_mib)
{
    enum { LANES = 10000 };
    rig_zone *rig = rig_open(.pages = 512, .lanes = LANES);
    kp_record record = rig_record(100);
    kp__appended out;
    for (int32_t i = 0; i < LANES; i++)
        assert_int_equal(rig_put_full(rig, i, &record, 1, 1, ring, NULL, &out), KP_OK);
    assert_true(kp__pool_used(&rig->intake.pool) <= (size_t)LANES * 2 * KP__CHUNK);
    rig_close(rig);
}

TEST(lanes_that_were_busy_once_fit_as_well)
{
    enum { LANES = 10000 };
    rig_zone *rig = rig_open(.pages = 512, .lanes = LANES, .batch_bytes = 1 << 20);
    kp_record big = rig_record(200000), record = rig_record(100);
    kp__appended out;
    for (int32_t i = 0; i < LANES; i++) {
        assert_int_equal(rig_put_full(rig, i, &big, 1, 1, ring, NULL, &out), KP_OK);
        rig_done(rig, rig_take(rig, i));
    }
    for (int32_t i = 0; i < LANES; i++)
        assert_int_equal(rig_put_full(rig, i, &record, 1, 1, ring, NULL, &out), KP_OK);
    rig_close(rig);
}

TEST(batches_leave_in_the_order_in_which_they_were_begun)
{
    rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 2000);
    kp__appended out;
    size_t opened = 0;
    for (size_t i = 0; i < 500; i++) {
        kp_record record = rig_record(100 + i % 7);
        assert_int_equal(rig_put_full(rig, 0, &record, (int64_t)i, 1, ring, arg_of(i), &out), KP_OK);
        opened += out.opened;
    }
    assert_int_equal(opened, rig->lanes[0].queued);
    size_t next = 0;
    for (kp__batch *batch = rig_take(rig, 0); batch; batch = rig_take(rig, 0)) {
        assert_int_equal(batch->state, KP__BATCH_CLOSED);
        assert_true(batch->body_size + 61 <= 2000);
        assert_int_equal(batch->base_timestamp, next);
        kp__slot_cursor cursor = {0};
        kp__slot *slot;
        uint32_t index, seen = 0;
        while (kp__batch_slot_next(batch, &cursor, &slot, &index)) {
            assert_int_equal(index, seen++);
            assert_ptr_equal(slot->arg, arg_of(next++));
        }
        assert_int_equal(seen, batch->record_count);
        rig_done(rig, batch);
    }
    assert_int_equal(next, 500);
    rig_close(rig);
}

TEST(a_batch_never_passes_its_limit_but_for_one_large_record)
{
    rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 1000);
    kp_record small = rig_record(100), large = rig_record(5000);
    kp__appended out;
    assert_int_equal(rig_put_full(rig, 0, &small, 1, 1, NULL, NULL, &out), KP_OK);
    assert_true(out.opened && !out.full);
    assert_int_equal(rig_put_full(rig, 0, &large, 1, 1, NULL, NULL, &out), KP_OK);
    assert_true(out.opened && out.full);
    assert_int_equal(rig_put_full(rig, 0, &small, 1, 1, NULL, NULL, &out), KP_OK);
    assert_true(out.opened && !out.full);
    kp__batch *first = rig_take(rig, 0), *second = rig_take(rig, 0), *third = rig_take(rig, 0);
    assert_int_equal(first->record_count, 1);
    assert_true(first->full);
    assert_int_equal(second->record_count, 1);
    assert_true(second->body_size > 5000);
    assert_int_equal(third->record_count, 1);
    assert_false(third->full);
    rig_done(rig, first);
    rig_done(rig, second);
    rig_done(rig, third);
    rig_close(rig);
}

TEST(a_batch_is_full_when_another_record_like_the_last_has_no_room)
{
    rig_zone *rig = rig_open(.batch_bytes = 1000);
    kp_record record = rig_record(100);
    kp__appended out;
    kp__lane_look look;
    assert_int_equal(kp__lane_look_at(&rig->lanes[0], &look), KP_ERR_NOT_FOUND);
    size_t count = 0;
    do {
        assert_int_equal(rig_put_full(rig, 0, &record, 1, 1, NULL, NULL, &out), KP_OK);
        assert_int_equal(kp__lane_look_at(&rig->lanes[0], &look), KP_OK);
        assert_int_equal(look.full, out.full);
        count++;
    } while (!out.full);
    assert_int_equal(count, (1000 - 61) / out.bytes);
    record = rig_record(1); /* a smaller one still goes in, and is not told again */
    assert_int_equal(rig_put_full(rig, 0, &record, 1, 1, NULL, NULL, &out), KP_OK);
    assert_true(!out.opened && !out.full);
    rig_close(rig);
}

TEST(while_its_broker_is_busy_a_full_batch_grows_to_the_larger_limit)
{
    rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 1000, .batch_bytes_max = 20000);
    kp_record record = rig_record(100);
    kp__appended out;
    size_t full = 0;
    kp__store_relaxed(&rig->lanes[0].grow, 1);
    do {
        assert_int_equal(rig_put_full(rig, 0, &record, 1, 1, NULL, NULL, &out), KP_OK);
        full += out.full;
    } while (rig->lanes[0].queued == 1);
    assert_int_equal(full, 1); /* told at 1000 bytes */
    kp__batch *batch = rig_take(rig, 0);
    assert_true(batch->body_size + 61 <= 20000 && batch->body_size + 61 + out.bytes > 20000);
    rig_done(rig, batch);

    kp__store_relaxed(&rig->lanes[0].grow, 0);
    assert_int_equal(rig_put_full(rig, 0, &record, 1, 1, NULL, NULL, &out), KP_OK);
    rig_close(rig);
}

TEST(batch_size_zero_sends_every_record_alone)
{
    rig_zone *rig = rig_open_((rig_settings){.pages = 4});
    rig->intake.batch_bytes = rig->intake.batch_bytes_max = 0;
    kp_record record = rig_record(10);
    for (int i = 0; i < 5; i++)
        assert_int_equal(rig_put(rig, &record, 1), KP_OK);
    assert_int_equal(rig->lanes[0].queued, 5);
    rig_close(rig);
}

TEST(slots_begin_with_the_first_record_that_asks)
{
    rig_zone *rig = rig_open(.batch_bytes = 1 << 20, .pages = 64);
    kp_record record = rig_record(10);
    kp__appended out;
    for (size_t i = 0; i < 3000; i++) {
        bool asks = i >= 1000 && i % 2 == 0;
        assert_int_equal(rig_put_full(rig, 0, &record, 1, 1, asks ? ring : NULL, asks ? arg_of(i) : NULL, &out), KP_OK);
        assert_true((out.slot != NULL) == (i >= 1000));
        if (asks)
            assert_ptr_equal(out.slot->arg, arg_of(i));
    }
    kp__batch *batch = rig_take(rig, 0);
    assert_int_equal(batch->record_count, 3000);
    assert_int_equal(batch->slot_count, 2000);
    kp__batch_release_body(&rig->intake, batch); /* reports do not need the bytes */
    kp__slot_cursor cursor = {0};
    kp__slot *slot;
    uint32_t index, want = 1000;
    while (kp__batch_slot_next(batch, &cursor, &slot, &index)) {
        assert_int_equal(index, want);
        assert_true(slot->done == (want % 2 ? NULL : ring));
        assert_ptr_equal(slot->arg, want % 2 ? NULL : arg_of(want));
        want++;
    }
    assert_int_equal(want, 3000);
    kp__batch_release(&rig->intake, batch);
    rig_close(rig);
}

TEST(a_batch_without_slots_has_none_to_walk)
{
    rig_zone *rig = rig_open();
    kp_record record = rig_record(10);
    assert_int_equal(rig_put(rig, &record, 1), KP_OK);
    kp__batch *batch = rig_take(rig, 0);
    kp__slot_cursor cursor = {0};
    kp__slot *slot;
    uint32_t index;
    assert_false(kp__batch_slot_next(batch, &cursor, &slot, &index));
    rig_done(rig, batch);
    rig_close(rig);
}

TEST(refused_and_closed_lanes_take_nothing_and_keep_what_they_have)
{
    rig_zone *rig = rig_open(.lanes = 2);
    kp_record record = rig_record(10);
    assert_int_equal(rig_put(rig, &record, 1), KP_OK);
    assert_int_equal(kp__lane_refuse(&rig->lanes[0]), KP_OK);
    assert_int_equal(rig_put(rig, &record, 1), KP_ERR_CLOSED);
    kp__appended out;
    assert_int_equal(rig_put_full(rig, 1, &record, 1, 1, NULL, NULL, &out), KP_OK);
    kp__store(&rig->intake.closed, 1);
    assert_int_equal(rig_put_full(rig, 1, &record, 1, 1, NULL, NULL, &out), KP_ERR_CLOSED);
    for (int32_t i = 0; i < 2; i++) {
        kp__batch *batch = rig_take(rig, i);
        assert_int_equal(batch->record_count, 1);
        rig_done(rig, batch);
    }
    rig_close(rig);
}

TEST(a_busy_lane_is_not_waited_for)
{
    rig_zone *rig = rig_open();
    kp_record record = rig_record(10);
    kp__appended out;
    kp__batch *batch;
    kp__lane_look look;
    kp__lock_take(&rig->lanes[0].lock);
    assert_int_equal(kp__lane_append(&rig->intake, &rig->lanes[0], &record, 1, 1, NULL, NULL, false, &out),
                     KP_AGAIN_LANE);
    assert_int_equal(kp__lane_take(&rig->lanes[0], 1, &batch), KP_AGAIN_LANE);
    assert_int_equal(kp__lane_look_at(&rig->lanes[0], &look), KP_AGAIN_LANE);
    assert_int_equal(kp__lane_refuse(&rig->lanes[0]), KP_AGAIN_LANE);
    kp__lock_drop(&rig->lanes[0].lock);
    assert_int_equal(kp__lane_append(&rig->intake, &rig->lanes[0], &record, 1, 1, NULL, NULL, false, &out), KP_OK);
    rig_close(rig);
}

TEST(a_busy_pool_is_not_waited_for)
{
    rig_zone *rig = rig_open(.batch_bytes = 65536);
    kp_record record = rig_record(10), large = rig_record(5000);
    kp__appended out;
    for (int begun = 0; begun < 2; begun++) {
        kp__lane before = rig->lanes[0];
        kp__lock_take(&rig->intake.pool.lock);
        assert_int_equal(kp__lane_append(&rig->intake, &rig->lanes[0], &large, 1, 1, NULL, NULL, false, &out),
                         KP_AGAIN_LANE);
        assert_false(out.wake || out.opened || out.full);
        kp__lock_drop(&rig->intake.pool.lock);
        assert_memory_equal(&before, &rig->lanes[0], sizeof before);
        assert_int_equal(kp__lane_append(&rig->intake, &rig->lanes[0], &record, 1, 1, NULL, NULL, false, &out), KP_OK);
    }
    rig_close(rig);
}

/* Fills the pool to the last piece but `left` chunks, and gives back a chain. */
static kp__segment *drain(kp__pool *pool, int left)
{
    kp__segment *chain = NULL, *segment;
    while ((segment = kp__pool_page(pool)) || (segment = kp__pool_chunk(pool))) {
        segment->next = chain;
        chain = segment;
    }
    for (; left > 0; left--) {
        segment = chain;
        assert_true(segment->cap < KP__PAGE / 2);
        chain = segment->next;
        segment->next = NULL;
        kp__pool_release(pool, segment);
    }
    return chain;
}

TEST(a_refusal_for_memory_leaves_no_trace)
{
    /* The pool has 0, 1, 2 ... chunks left: first nothing fits, then the head, then the body in part ... */
    for (int left = 0; left < 16; left++)
        for (int begun = 0; begun < 2; begun++) {
            rig_zone *rig = rig_open(.pages = 2, .batch_bytes = 65536);
            kp_record record = rig_record(900), large = rig_record(6000);
            kp__appended out;
            if (begun) {
                for (int i = 0; i < 44; i++) { /* the head chunk's slots are nearly used up as well */
                    kp_record tiny = rig_record(1);
                    assert_int_equal(rig_put_full(rig, 0, &tiny, 1, 1, ring, NULL, &out), KP_OK);
                }
            } else {
                kp__segment *chunk = kp__pool_chunk(&rig->intake.pool); /* so that a page is cut */
                kp__pool_release(&rig->intake.pool, chunk);
            }
            kp__segment *hold = kp__pool_chunk(&rig->intake.pool);
            hold->next = drain(&rig->intake.pool, 0);
            for (int i = 0; i < left; i++) {
                kp__segment *segment = hold->next;
                hold->next = segment->next;
                segment->next = NULL;
                kp__pool_release(&rig->intake.pool, segment);
            }
            (void)kp__pool_wanted_take(&rig->intake.pool);
            kp__lane before = rig->lanes[0];
            size_t used = kp__pool_used(&rig->intake.pool);
            uint32_t records = before.tail ? before.tail->record_count : 0;
            kp_err err = rig_put_full(rig, 0, &large, 1, 1, ring, NULL, &out);
            if (err) {
                assert_int_equal(err, KP_AGAIN_MEMORY);
                assert_int_equal(kp__pool_used(&rig->intake.pool), used);
                assert_memory_equal(&before, &rig->lanes[0], sizeof before);
                assert_int_equal(before.tail ? before.tail->record_count : 0, records);
                assert_false(out.opened || out.full || out.slot);
            }
            assert_true(err == KP_OK || left < 9);
            assert_true(kp__lane_ok(&rig->intake, &rig->lanes[0]));
            kp__pool_release(&rig->intake.pool, hold);
            assert_int_equal(rig_put_full(rig, 0, &record, 1, 1, ring, NULL, &out), KP_OK);
            rig_close(rig);
        }
}

TEST(memory_that_comes_back_is_used_again_until_all_is_sent)
{
    rig_zone *rig = rig_open(.pages = 4, .lanes = 8, .batch_bytes = 16384);
    kp_record record = rig_record(100);
    kp__appended out;
    size_t sent = 0, taken = 0;
    for (int round = 0; round < 200; round++) {
        for (int32_t lane = 0; lane < 8; lane++)
            while (rig_put_full(rig, lane, &record, 1, 1, ring, NULL, &out) == KP_OK)
                sent++;
        assert_true(kp__pool_wanted_take(&rig->intake.pool));
        for (int32_t lane = round % 3; lane < 8; lane += 2)
            for (kp__batch *batch = rig_take(rig, lane); batch; batch = rig_take(rig, lane)) {
                taken += batch->record_count;
                rig_done(rig, batch);
            }
    }
    for (int32_t lane = 0; lane < 8; lane++)
        for (kp__batch *batch = rig_take(rig, lane); batch; batch = rig_take(rig, lane)) {
            taken += batch->record_count;
            rig_done(rig, batch);
        }
    assert_true(sent > 100000);
    assert_int_equal(sent, taken);
    rig_close(rig);
}

TEST(the_largest_record_the_pool_can_hold_fits_when_it_is_empty)
{
    for (size_t pages = 1; pages <= 40; pages += 13) {
        rig_zone *rig = rig_open(.pages = pages, .batch_bytes = 16384);
        size_t max = kp__intake_record_max(&rig->intake);
        kp_record record = rig_record(max - 30);
        assert_true(kp__record_bound(&record) <= max);
        while (record.value_size < max && kp__record_bound(&record) < max)
            record.value_size++;
        assert_int_equal(rig_put(rig, &record, 1), KP_OK);
        rig_close(rig);
    }
}

/* How much a lane that is filled holds back in the pool, against what is in it. */
TEST(busy_lanes_waste_little_of_the_pool)
{
    const uint32_t limits[] = {16384, 65536, 262144, 1 << 20};
    for (size_t i = 0; i < 4; i++) {
        rig_zone *rig = rig_open(.pages = 512, .lanes = 8, .batch_bytes = limits[i]);
        kp_record record = rig_record(100);
        kp__appended out;
        size_t bytes = 0;
        int32_t lane = 0;
        while (rig_put_full(rig, lane, &record, 1, 1, ring, NULL, &out) == KP_OK) {
            bytes += out.bytes + sizeof(kp__slot);
            lane = (lane + 1) % 8;
        }
        assert_true(bytes > (size_t)512 * KP__PAGE / 100 * 80);
        rig_close(rig);
    }
}

TEST(taking_stamps_the_batch_and_flush_generation_is_of_its_opening)
{
    rig_zone *rig = rig_open();
    kp_record record = rig_record(10);
    kp__appended out;
    kp__store(&rig->intake.flush_generation, 7);
    assert_int_equal(rig_put_full(rig, 0, &record, 1, 50, NULL, NULL, &out), KP_OK);
    kp__store(&rig->intake.flush_generation, 8);
    assert_int_equal(rig_put_full(rig, 0, &record, 1, 60, NULL, NULL, &out), KP_OK);
    kp__lane_look look;
    assert_int_equal(kp__lane_look_at(&rig->lanes[0], &look), KP_OK);
    assert_int_equal(look.opened, 50);
    assert_int_equal(look.queued, 1);
    assert_int_equal(look.flush_generation, 7);
    kp__batch *batch;
    assert_int_equal(kp__lane_take(&rig->lanes[0], 90, &batch), KP_OK);
    assert_int_equal(batch->opened, 50);
    assert_int_equal(batch->closed, 90);
    assert_int_equal(batch->flush_generation, 7);
    assert_int_equal(batch->producer_id, -1);
    assert_int_equal(batch->base_sequence, -1);
    assert_int_equal(batch->producer_epoch, -1);
    rig_done(rig, batch);
    rig_close(rig);
}

TESTS(t(a_lane_costs_at_most_256_bytes), t(ten_thousand_lanes_with_a_record_each_fit_32_mib),
      t(lanes_that_were_busy_once_fit_as_well), t(batches_leave_in_the_order_in_which_they_were_begun),
      t(a_batch_never_passes_its_limit_but_for_one_large_record),
      t(a_batch_is_full_when_another_record_like_the_last_has_no_room),
      t(while_its_broker_is_busy_a_full_batch_grows_to_the_larger_limit), t(batch_size_zero_sends_every_record_alone),
      t(slots_begin_with_the_first_record_that_asks), t(a_batch_without_slots_has_none_to_walk),
      t(refused_and_closed_lanes_take_nothing_and_keep_what_they_have), t(a_busy_lane_is_not_waited_for),
      t(a_busy_pool_is_not_waited_for), t(a_refusal_for_memory_leaves_no_trace),
      t(memory_that_comes_back_is_used_again_until_all_is_sent),
      t(the_largest_record_the_pool_can_hold_fits_when_it_is_empty), t(busy_lanes_waste_little_of_the_pool),
      t(taking_stamps_the_batch_and_flush_generation_is_of_its_opening))
