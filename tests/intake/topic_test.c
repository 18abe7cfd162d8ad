#include <tests/intake/rig.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <base/murmur2.h>

static kp__alloc alloc;

static kp__topics *topics_open(void)
{
    kp__alloc_init(&alloc, NULL);
    kp__topics *topics = calloc(1, sizeof *topics);
    kp__topics_init(topics, &alloc, 11);
    return topics;
}

static void topics_close(kp__topics *topics)
{
    kp__topics_deinit(topics);
    assert_int_equal(alloc.bytes, 0);
    free(topics);
}

static kp__topic_view *view_of(kp_topic *topic, kp__lane *lanes, int32_t count, int32_t available)
{
    kp__topic_view *view = kp__topic_view_new(&alloc, count);
    assert_non_null(view);
    for (int32_t i = 0; i < count; i++)
        view->lanes[i] = lanes ? &lanes[i] : NULL;
    for (int32_t i = 0; i < available; i++)
        view->available[i] = count - 1 - i; /* the last ones */
    view->available_count = available;
    kp__topic_publish(topic, view);
    return view;
}

TEST(names_that_kafka_refuses_are_refused)
{
    char longest[251];
    memset(longest, 'x', 250);
    longest[250] = 0;
    assert_int_equal(kp__topic_name_check(longest), KP_ERR_NAME);
    longest[249] = 0;
    assert_int_equal(kp__topic_name_check(longest), KP_OK);
    const char *bad[] = {"", ".", "..", "a b", "a/b", "\xc3\xa4", "a\n", "*", "a:b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(kp__topic_name_check(bad[i]), KP_ERR_NAME);
    assert_int_equal(kp__topic_name_check(NULL), KP_ERR_NAME);
    const char *good[] = {"a", "...", "a.b", "A_b-9", "__consumer_offsets"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(kp__topic_name_check(good[i]), KP_OK);
}

TEST(a_topic_is_added_once_and_found_again)
{
    kp__topics *topics = topics_open();
    kp_topic *first, *again;
    assert_null(kp__topics_find(topics, "one"));
    assert_int_equal(kp__topics_get(topics, "one", &first), KP_OK);
    assert_int_equal(kp__topics_get(topics, "one", &again), KP_OK);
    assert_ptr_equal(first, again);
    assert_ptr_equal(kp__topics_find(topics, "one"), first);
    assert_int_equal(kp__topics_get(topics, "no good", &again), KP_ERR_NAME);
    char name[32];
    for (uint32_t i = 1; i < 5000; i++) {
        (void)snprintf(name, sizeof name, "topic-%u", i);
        kp_topic *topic;
        assert_int_equal(kp__topics_get(topics, name, &topic), KP_OK);
        assert_int_equal(topic->index, i);
        assert_string_equal(topic->name, name);
        assert_int_equal(topic->name_size, strlen(name));
    }
    for (uint32_t i = 1; i < 5000; i++) {
        (void)snprintf(name, sizeof name, "topic-%u", i);
        assert_int_equal(kp__topics_find(topics, name)->index, i);
    }
    topics_close(topics);
}

static void *no_memory(void *context, size_t size)
{
    (void)context;
    (void)size;
    return NULL;
}

TEST(without_memory_no_topic_is_added)
{
    kp__topics *topics = topics_open();
    alloc.alloc = no_memory;
    kp_topic *topic = NULL;
    assert_int_equal(kp__topics_get(topics, "one", &topic), KP_ERR_NO_MEMORY);
    assert_null(topic);
    assert_null(kp__topics_find(topics, "one"));
    topics_close(topics);
}

TEST(a_key_goes_where_java_sends_it)
{
    kp__topics *topics = topics_open();
    kp_topic *topic;
    assert_int_equal(kp__topics_get(topics, "t", &topic), KP_OK);
    const struct {
        const char *key;
        size_t size;
        int32_t hash;
    } vectors[] = {{"", 0, 275646681},
                   {"a", 1, -1563381124},
                   {"21", 2, -973932308},
                   {"abc", 3, 479470107},
                   {"foobar", 6, -790332482},
                   {"kafka", 5, -798503068},
                   {"\xff\x00\x80\x7f", 4, 2015219808}};
    for (int32_t partitions = 1; partitions < 200; partitions++) {
        kp__topic_view *view = view_of(topic, NULL, partitions, partitions / 2); /* keys do not care who has a leader */
        for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
            kp_record record = KP_RECORD_INIT;
            record.key = vectors[i].key;
            record.key_size = vectors[i].size;
            uint64_t sticky = 0;
            int32_t want = (int32_t)((uint32_t)vectors[i].hash & 0x7fffffff) % partitions;
            assert_int_equal(kp__topic_choose(topic, view, &record, true, &sticky), want);
            assert_true(sticky == UINT64_MAX);
        }
    }
    topics_close(topics);
}

TEST(without_a_key_or_when_keys_are_ignored_the_choice_sticks)
{
    kp__topics *topics = topics_open();
    kp_topic *topic;
    assert_int_equal(kp__topics_get(topics, "t", &topic), KP_OK);
    kp__topic_view *view = view_of(topic, NULL, 50, 50);
    kp_record plain = KP_RECORD_INIT, keyed = KP_RECORD_INIT;
    keyed.key = "abc";
    keyed.key_size = 3;
    uint64_t sticky, again;
    int32_t partition = kp__topic_choose(topic, view, &plain, true, &sticky);
    assert_true(partition >= 0 && partition < 50 && sticky != UINT64_MAX);
    assert_int_equal(kp__topic_choose(topic, view, &keyed, false, &again), partition);
    assert_true(again == sticky);
    topics_close(topics);
}

TEST(F9_a_choice_that_is_not_in_the_view_is_made_anew)
{
    kp__topics *topics = topics_open();
    kp_topic *topic;
    assert_int_equal(kp__topics_get(topics, "t", &topic), KP_OK);
    kp__topic_view *large = view_of(topic, NULL, 50, 50);
    kp__topic_view *small = view_of(topic, NULL, 2, 2); /* deleted and made anew, with fewer */
    kp_record plain = KP_RECORD_INIT;
    uint64_t sticky, again;
    while (kp__topic_choose(topic, large, &plain, true, &sticky) < 2)
        kp__store(&topic->sticky, UINT64_MAX);
    int32_t partition = kp__topic_choose(topic, small, &plain, true, &sticky);
    assert_in_range(partition, 0, 1);
    assert_int_equal(kp__topic_choose(topic, small, &plain, true, &again), partition);
    assert_true(again == sticky);
    topics_close(topics);
}

TEST(the_sticky_partition_has_a_leader_if_any_has)
{
    kp__topics *topics = topics_open();
    kp_topic *topic;
    assert_int_equal(kp__topics_get(topics, "t", &topic), KP_OK);
    kp__topic_view *view = view_of(topic, NULL, 50, 3);
    kp_record plain = KP_RECORD_INIT;
    uint64_t sticky;
    kp__appended appended = {.bytes = 2000};
    bool seen[50] = {false};
    for (int i = 0; i < 200; i++) {
        seen[kp__topic_choose(topic, view, &plain, true, &sticky)] = true;
        kp__topic_sticky_advance(topic, view, sticky, &appended, 1000); /* twice batch_bytes at once: moves */
    }
    for (int i = 0; i < 50; i++)
        assert_int_equal(seen[i], i >= 47);
    view->available_count = 0;
    for (int i = 0; i < 2000; i++) {
        seen[kp__topic_choose(topic, view, &plain, true, &sticky)] = true;
        kp__topic_sticky_advance(topic, view, sticky, &appended, 1000);
    }
    for (int i = 0; i < 50; i++)
        assert_true(seen[i]);
    topics_close(topics);
}

typedef struct sticky_rig {
    rig_zone *zone;
    kp__topics *topics;
    kp_topic *topic;
    kp__topic_view *view;
    size_t moves;
    size_t retries;
} sticky_rig;

static sticky_rig sticky_open(int32_t partitions, uint32_t batch_bytes)
{
    sticky_rig s = {
        rig_open(.pages = 256, .lanes = partitions, .batch_bytes = batch_bytes), topics_open(), NULL, NULL, 0, 0};
    assert_int_equal(kp__topics_get(s.topics, "t", &s.topic), KP_OK);
    s.view = view_of(s.topic, s.zone->lanes, partitions, partitions);
    for (int32_t i = 0; i < partitions; i++)
        s.zone->lanes[i].topic = s.topic;
    return s;
}

/* As kp_producer_send does it. */
static int32_t sticky_put(sticky_rig *s, size_t size)
{
    kp_record record = rig_record(size);
    for (;;) {
        uint64_t sticky;
        kp__appended out;
        int32_t at = kp__topic_choose(s->topic, s->view, &record, true, &sticky);
        kp_err err = kp__lane_append_sticky(&s->zone->intake, s->view->lanes[at], &s->topic->sticky, sticky, &record, 1,
                                            1, NULL, NULL, true, &out);
        if (err == KP_ERR_STATE) {
            s->retries++;
            continue;
        }
        assert_int_equal(err, KP_OK);
        kp__topic_sticky_advance(s->topic, s->view, sticky, &out, s->zone->intake.batch_bytes);
        s->moves += kp__load(&s->topic->sticky) != sticky;
        return at;
    }
}

static void sticky_close(sticky_rig *s)
{
    rig_close(s->zone);
    topics_close(s->topics);
}

TEST(a_partition_gets_one_full_batch_then_the_next_one_is_drawn)
{
    sticky_rig s = sticky_open(16, 4096);
    for (int turn = 0; turn < 200; turn++) {
        size_t moves = s.moves;
        int32_t first = sticky_put(&s, 100);
        size_t count = 1;
        for (; s.moves == moves; count++)
            assert_int_equal(sticky_put(&s, 100), first);
        assert_in_range(count, (4096 - 61) / 110, (4096 - 61) / 107); /* a whole batch, and no more */
        kp__batch *batch = rig_take(s.zone, first);
        assert_int_equal(batch->record_count, count);
        rig_done(s.zone, batch);
        assert_int_equal(s.zone->lanes[first].queued, 0);
    }
    sticky_close(&s);
}

TEST(batches_taken_early_count_until_the_share_is_spent)
{
    sticky_rig s = sticky_open(16, 4096);
    int32_t first = sticky_put(&s, 100);
    size_t bytes = 0;
    while (bytes < 4096) {
        kp__batch *batch = rig_take(s.zone, first);
        bytes += batch->body_size;
        rig_done(s.zone, batch);
        assert_int_equal(s.moves, 0);
        if (bytes >= 4096)
            break;
        assert_int_equal(sticky_put(&s, 100), first);
    }
    /* The next one would begin a batch: it goes where the sticky partition is now. */
    uint64_t before = kp__load(&s.topic->sticky);
    (void)sticky_put(&s, 100);
    assert_int_equal(s.retries, 1);
    assert_true(kp__load(&s.topic->sticky) != before);
    sticky_close(&s);
}

TEST(twice_the_batch_size_moves_in_any_case)
{
    sticky_rig s = sticky_open(16, 4096);
    for (int32_t i = 0; i < 16; i++)
        kp__store_relaxed(&s.zone->lanes[i].grow, 1);
    s.zone->intake.batch_bytes_max = 1 << 20;
    s.zone->intake.batch_bytes = 1 << 19; /* no batch becomes full */
    kp_record record = rig_record(1000);
    uint64_t sticky;
    kp__appended out;
    size_t bytes = 0;
    for (;;) {
        int32_t at = kp__topic_choose(s.topic, s.view, &record, true, &sticky);
        assert_int_equal(kp__lane_append_sticky(&s.zone->intake, s.view->lanes[at], &s.topic->sticky, sticky, &record,
                                                1, 1, NULL, NULL, true, &out),
                         KP_OK);
        bytes += out.bytes;
        kp__topic_sticky_advance(s.topic, s.view, sticky, &out, 4096);
        if (kp__load(&s.topic->sticky) != sticky)
            break;
    }
    assert_in_range(bytes, 2 * 4096, 2 * 4096 + 1020);
    sticky_close(&s);
}

TEST(who_waited_while_the_choice_moved_chooses_again)
{
    sticky_rig s = sticky_open(4, 4096);
    kp_record record = rig_record(10);
    uint64_t sticky;
    kp__appended out;
    int32_t at = kp__topic_choose(s.topic, s.view, &record, true, &sticky);
    kp__store(&s.topic->sticky, sticky + 1); /* another turn, were it the same partition */
    assert_int_equal(kp__lane_append_sticky(&s.zone->intake, s.view->lanes[at], &s.topic->sticky, sticky, &record, 1, 1,
                                            NULL, NULL, true, &out),
                     KP_ERR_STATE);
    assert_int_equal(s.zone->lanes[at].queued, 0);
    sticky_close(&s);
}

TEST(records_spread_evenly_over_partitions)
{
    sticky_rig s = sticky_open(8, 4096);
    size_t counts[8] = {0};
    for (int i = 0; i < 400000; i++) {
        int32_t at = sticky_put(&s, 100);
        counts[at]++;
        kp__batch *batch = s.zone->lanes[at].queued > 1 || s.moves % 8 == 0 ? rig_take(s.zone, at) : NULL;
        if (batch)
            rig_done(s.zone, batch);
    }
    for (int i = 0; i < 8; i++)
        assert_in_range(counts[i], 40000, 60000);
    sticky_close(&s);
}

TESTS(t(names_that_kafka_refuses_are_refused), t(a_topic_is_added_once_and_found_again),
      t(without_memory_no_topic_is_added), t(a_key_goes_where_java_sends_it),
      t(without_a_key_or_when_keys_are_ignored_the_choice_sticks), t(F9_a_choice_that_is_not_in_the_view_is_made_anew),
      t(the_sticky_partition_has_a_leader_if_any_has), t(a_partition_gets_one_full_batch_then_the_next_one_is_drawn),
      t(batches_taken_early_count_until_the_share_is_spent), t(twice_the_batch_size_moves_in_any_case),
      t(who_waited_while_the_choice_moved_chooses_again), t(records_spread_evenly_over_partitions))
