#include <tests/intake/rig.h>

#include <intake/walk.h>

enum { RECORDS = 700 };

static void ring(const kp_delivery *delivery, void *arg)
{
    (void)delivery;
    (void)arg;
}

/* Deltas of one byte to ten. */
static int64_t time_of(size_t i)
{
    return i % 90 == 7 ? (int64_t)i << 50 : i % 7 == 3 ? -(int64_t)i * 100000 : (int64_t)(i % 70);
}

static kp__batch *batch_of(rig_zone *rig, size_t records)
{
    kp__appended out;
    for (size_t i = 0; i < records; i++) {
        kp_record record = rig_record(i % 101 == 0 ? 5000 : i % 150);
        assert_int_equal(rig_put_full(rig, 0, &record, time_of(i), 1, ring, NULL, &out), KP_OK);
    }
    return rig_take(rig, 0);
}

static void tells_times(const kp__batch *batch, size_t records)
{
    kp__walk walk;
    kp__walk_begin(&walk, batch);
    for (size_t i = 0; i < records; i++)
        assert_int_equal(kp__walk_time(&walk, batch), time_of(i));
}

static void use_up(rig_zone *rig)
{
    for (size_t need = KP__PAGE; need > 0; need /= 2)
        while (kp__pool_get(&rig->intake.pool, need, 0))
            ;
}

TEST(a_walk_tells_the_time_of_each_record)
{
    rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 1 << 20);
    kp__batch *batch = batch_of(rig, RECORDS);
    tells_times(batch, RECORDS);
    rig_done(rig, batch);
    rig_close(rig);
}

TEST(of_a_body_the_times_can_be_kept_alone)
{
    rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 1 << 20);
    kp__batch *batch = batch_of(rig, RECORDS);
    assert_true(kp__pool_used(&rig->intake.pool) > 80000);
    kp__batch_keep_times(&rig->intake, batch);
    assert_true(kp__pool_used(&rig->intake.pool) < 40000);
    tells_times(batch, RECORDS);
    rig_done(rig, batch);
    rig_close(rig);
}

TEST(without_memory_they_are_kept_in_the_bodys_own)
{
    for (size_t records = 2; records < RECORDS; records = records * 3 + 1) {
        rig_zone *rig = rig_open(.pages = 64, .batch_bytes = 1 << 20);
        kp__batch *batch = batch_of(rig, records);
        use_up(rig);
        size_t used = kp__pool_used(&rig->intake.pool);
        kp__batch_keep_times(&rig->intake, batch);
        assert_true(records < 100 || kp__pool_used(&rig->intake.pool) < used);
        tells_times(batch, records);
        rig_done(rig, batch);
        kp__pool_deinit(&rig->intake.pool); /* what was used up is not given back piece by piece */
        kp__pool_init(&rig->intake.pool, rig->memory, 64 * KP__PAGE);
        rig_close(rig);
    }
}

TESTS(t(a_walk_tells_the_time_of_each_record), t(of_a_body_the_times_can_be_kept_alone),
      t(without_memory_they_are_kept_in_the_bodys_own))
