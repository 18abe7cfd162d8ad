/* Listing, sleeping and waking, one thread; what several threads do to it is the explorer's business. */
#include <tests/intake/rig.h>

static kp__appended put(rig_zone *rig, int32_t lane, size_t size, kp_ns now)
{
    kp_record record = rig_record(size);
    kp__appended out;
    assert_int_equal(rig_put_full(rig, lane, &record, 1, now, NULL, NULL, &out), KP_OK);
    return out;
}

/* A turn: takes every listed lane off; how many there were. */
static int turn(rig_zone *rig)
{
    int count = 0;
    for (kp__lane *lane = kp__intake_take_dirty(&rig->intake); lane; lane = kp__lane_dirty_next(lane))
        count++;
    return count;
}

TEST(a_first_record_lists_its_lane_and_the_next_ones_do_not)
{
    rig_zone *rig = rig_open(.lanes = 3, .linger = KP_MS(5));
    for (int i = 0; i < 10; i++)
        for (int32_t lane = 0; lane < 3; lane++)
            (void)put(rig, lane, 10, 1);
    assert_int_equal(turn(rig), 3);
    (void)put(rig, 1, 10, 1);
    assert_int_equal(turn(rig), 0);
    rig_close(rig);
}

TEST(lanes_are_taken_newest_first)
{
    rig_zone *rig = rig_open(.lanes = 3);
    for (int32_t lane = 0; lane < 3; lane++)
        (void)put(rig, lane, 10, 1);
    kp__lane *lane = kp__intake_take_dirty(&rig->intake);
    for (int32_t i = 2; i >= 0; i--) {
        assert_int_equal(lane->partition, i);
        lane = kp__lane_dirty_next(lane);
    }
    assert_null(lane);
    rig_close(rig);
}

TEST(a_batch_that_fills_or_gets_a_successor_lists_its_lane_again)
{
    rig_zone *rig = rig_open(.batch_bytes = 1000, .linger = KP_MS(5));
    (void)put(rig, 0, 10, 1);
    assert_int_equal(turn(rig), 1);
    kp__appended out;
    do {
        assert_int_equal(turn(rig), 0);
        out = put(rig, 0, 100, 1);
    } while (!out.full);
    assert_int_equal(turn(rig), 1);
    out = put(rig, 0, 100, 1);
    assert_true(out.opened);
    assert_int_equal(turn(rig), 1);
    rig_close(rig);
}

TEST(an_awake_core_is_not_woken)
{
    rig_zone *rig = rig_open();
    assert_false(put(rig, 0, 10, 1).wake);
    assert_false(kp__intake_poke(&rig->intake));
    rig_close(rig);
}

TEST(the_core_does_not_sleep_over_a_listed_lane_a_poke_or_a_hurry)
{
    rig_zone *rig = rig_open();
    (void)turn(rig);
    assert_true(kp__intake_sleep(&rig->intake, KP_NEVER));
    kp__intake_awake(&rig->intake);

    (void)put(rig, 0, 10, 1);
    assert_false(kp__intake_sleep(&rig->intake, KP_NEVER));
    assert_int_equal(turn(rig), 1);
    assert_true(kp__intake_sleep(&rig->intake, KP_NEVER));
    kp__intake_awake(&rig->intake);

    assert_false(kp__intake_poke(&rig->intake));
    assert_false(kp__intake_sleep(&rig->intake, KP_NEVER));
    (void)turn(rig);
    assert_false(kp__intake_hurry_begin(&rig->intake));
    assert_false(kp__intake_sleep(&rig->intake, KP_NEVER));
    (void)turn(rig);
    assert_true(kp__intake_sleep(&rig->intake, KP_NEVER));
    kp__intake_awake(&rig->intake);

    /* One hurry ends and another begins: the count is the same, the wish is new. */
    (void)turn(rig);
    kp__intake_hurry_end(&rig->intake);
    assert_false(kp__intake_hurry_begin(&rig->intake));
    assert_false(kp__intake_sleep(&rig->intake, KP_NEVER));
    rig_close(rig);
}

TEST(only_one_is_told_to_wake_a_sleeper)
{
    rig_zone *rig = rig_open(.lanes = 4);
    (void)turn(rig);
    assert_true(kp__intake_sleep(&rig->intake, KP_NEVER));
    assert_true(put(rig, 0, 10, 1).wake);
    assert_false(put(rig, 1, 10, 1).wake);
    assert_false(kp__intake_poke(&rig->intake));
    kp__intake_awake(&rig->intake);
    assert_false(put(rig, 2, 10, 1).wake);
    rig_close(rig);
}

TEST(a_core_that_rises_in_time_is_left_alone)
{
    rig_zone *rig = rig_open(.lanes = 4, .linger = KP_MS(5), .batch_bytes = 1000);
    (void)turn(rig);
    assert_true(kp__intake_sleep(&rig->intake, KP_MS(15)));
    assert_false(put(rig, 0, 10, KP_MS(10)).wake); /* due at 15 */
    assert_false(put(rig, 1, 10, KP_MS(11)).wake);
    assert_true(put(rig, 2, 10, KP_MS(9)).wake); /* due at 14 */
    kp__intake_awake(&rig->intake);
    rig_close(rig);
}

TEST(a_full_batch_is_due_at_once)
{
    rig_zone *rig = rig_open(.linger = KP_MS(5), .batch_bytes = 1000);
    (void)put(rig, 0, 10, KP_MS(10));
    (void)turn(rig);
    assert_true(kp__intake_sleep(&rig->intake, KP_MS(15)));
    kp__appended out;
    do {
        out = put(rig, 0, 100, KP_MS(10));
        assert_int_equal(out.wake, out.full);
    } while (!out.full);
    rig_close(rig);
}

TEST(in_a_hurry_nothing_pays_linger)
{
    rig_zone *rig = rig_open(.lanes = 2, .linger = KP_SEC(100));
    (void)turn(rig);
    assert_true(kp__intake_sleep(&rig->intake, KP_SEC(1)));
    assert_true(kp__intake_hurry_begin(&rig->intake));
    kp__intake_awake(&rig->intake);
    (void)turn(rig);
    assert_true(kp__intake_sleep(&rig->intake, KP_SEC(1)));
    assert_true(put(rig, 0, 10, KP_MS(10)).wake);
    kp__intake_awake(&rig->intake);
    kp__intake_hurry_end(&rig->intake);
    (void)turn(rig);
    assert_true(kp__intake_sleep(&rig->intake, KP_SEC(1)));
    assert_false(put(rig, 1, 10, KP_MS(10)).wake);
    rig_close(rig);
}

TEST(who_is_refused_for_memory_wakes_the_core)
{
    rig_zone *rig = rig_open(.pages = 1, .linger = KP_NEVER);
    kp_record record = rig_record(2000);
    kp__appended out;
    (void)turn(rig);
    while (rig_put_full(rig, 0, &record, 1, 1, NULL, NULL, &out) == KP_OK)
        continue;
    (void)turn(rig);
    assert_true(kp__intake_sleep(&rig->intake, KP_NEVER));
    assert_int_equal(rig_put_full(rig, 0, &record, 1, 1, NULL, NULL, &out), KP_AGAIN_MEMORY);
    assert_true(out.wake);
    assert_int_equal(rig_put_full(rig, 0, &record, 1, 1, NULL, NULL, &out), KP_AGAIN_MEMORY);
    assert_false(out.wake);
    rig_close(rig);
}

TESTS(t(a_first_record_lists_its_lane_and_the_next_ones_do_not), t(lanes_are_taken_newest_first),
      t(a_batch_that_fills_or_gets_a_successor_lists_its_lane_again), t(an_awake_core_is_not_woken),
      t(the_core_does_not_sleep_over_a_listed_lane_a_poke_or_a_hurry), t(only_one_is_told_to_wake_a_sleeper),
      t(a_core_that_rises_in_time_is_left_alone), t(a_full_batch_is_due_at_once), t(in_a_hurry_nothing_pays_linger),
      t(who_is_refused_for_memory_wakes_the_core))
