#include <tests/producer/world.h>

TEST(one_record_goes_out_and_is_acknowledged)
{
    world w;
    world_open(&w, (settings){0});
    world_ready(&w);
    world_append(&w, 0, "hello");
    world_for(&w, KP_MS(20));
    assert_int_equal(w.acked, 1);
    assert_int_equal(w.failed, 0);
    assert_int_equal(w.last_offset, 0);
    assert_int_equal(w.logs[0].end, 1);
    assert_int_equal(w.sent_count, 1);
    assert_int_equal(w.sent[0].header.base_sequence, 0);
    assert_int_equal(w.sent[0].header.producer_id, 4000);
    world_close(&w);
}

TEST(records_are_sent_although_nothing_was_known_when_they_came)
{
    world w;
    world_open(&w, (settings){.partitions = 4, .brokers = 3});
    kp__core_want_topic(w.core, w.topic, w.now);
    for (int i = 0; i < 100 && !kp__load(&w.topic->view); i++)
        world_for(&w, KP_MS(10));
    for (int32_t p = 0; p < 4; p++)
        world_append_n(&w, p, 3);
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 12);
    assert_int_equal(w.init_count, 1);
    world_close(&w);
}

TESTS(t(one_record_goes_out_and_is_acknowledged), t(records_are_sent_although_nothing_was_known_when_they_came))
