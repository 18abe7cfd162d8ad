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

/* The lane's lock is taken when the core looks at it for the first time; 50 us later it lacks a producer id, and
 * nothing else happens any more that could make the core ask for one. */
TEST(R28_a_lane_that_was_busy_when_it_came_is_not_forgotten)
{
    world w;
    world_open(&w, (settings){0});
    kp__core_want_topic(w.core, w.topic, w.now);
    for (int i = 0; i < 100 && !kp__load(&w.topic->view); i++)
        world_for(&w, KP_MS(10));
    world_for(&w, KP_SEC(1));
    world_append(&w, 0, "x");
    kp__lock_take(&world_lane(&w, 0)->lock);
    world_turn_only(&w);
    kp__lock_drop(&world_lane(&w, 0)->lock);
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 1);
    world_close(&w);
}

/* Its record will be accepted: who closes must wait for it, though nothing is known of it yet. */
TEST(what_is_being_appended_while_the_producer_closes_is_sent)
{
    world w;
    world_open(&w, (settings){.partitions = 2});
    world_ready(&w);
    kp__lane *lane = world_lane(&w, 1);
    kp__store(&w.intake.closed, 1);
    kp__lock_take(&lane->lock);
    assert_false(kp__core_drained(w.core));
    kp__lock_drop(&lane->lock);
    world_for(&w, KP__LANE_BUSY_WAIT);
    assert_true(kp__core_drained(w.core));
    assert_true(lane->refused && world_lane(&w, 0)->refused);
    world_close(&w);
}

static bool hold_slot(world *w, const sent *s, verdict *out)
{
    (void)w;
    (void)s;
    (void)out;
    return false;
}

/* With one place in flight, the metadata request that had it must give it back to the records that wait. */
TEST(R28_a_place_that_metadata_had_is_given_back)
{
    world w;
    world_open(&w, (settings){.inflight = 1});
    world_ready(&w);
    w.hook = hold_slot;
    for (int i = 0; i < 20; i++) {
        w.metadata_bad = i % 2;
        kp__cluster_refresh(kp__core_cluster(w.core), w.now);
        world_for(&w, KP_MS(2000) + KP_US(137) * i);
        kp__cluster_refresh(kp__core_cluster(w.core), w.now);
        world_append(&w, 0, "x");
        world_for(&w, KP_MS(500));
        assert_int_equal(w.acked, i + 1);
    }
    world_close(&w);
}

TEST(max_request_size_splits_what_is_there_over_requests_and_starves_nobody)
{
    world w;
    world_open(&w, (settings){.partitions = 20, .max_request = 600});
    world_ready(&w);
    for (int round = 0; round < 5; round++) {
        for (int32_t p = 0; p < 20; p++)
            world_append_n(&w, p, 4);
        world_for(&w, KP_MS(100));
    }
    assert_int_equal(w.acked, 400);
    world_close(&w);
}

/* Goes to sleep, appends, and tells whether the append had to wake the core. */
static bool append_wakes(world *w)
{
    assert_true(kp__core_sleep(w->core, kp__core_deadline(w->core)));
    world_append(w, 0, "x");
    bool woken = kp__load(&w->intake.asleep_until) == 0;
    kp__intake_awake(&w->intake);
    return woken;
}

TEST(while_records_keep_coming_a_new_batch_does_not_wake_the_core)
{
    world w;
    world_open(&w, (settings){.linger = KP_MS(5)});
    world_ready(&w);
    world_for(&w, KP_SEC(1));
    assert_true(append_wakes(&w));
    world_for(&w, KP_MS(5));
    for (int i = 0; i < 10; i++) { /* a batch has just gone, and nothing else is to be done */
        assert_false(append_wakes(&w));
        world_for(&w, KP_MS(5) - 1);
        assert_int_equal(w.sent_count, i + 1); /* and yet linger is paid, all of it and no more */
        world_for(&w, 1);
        assert_int_equal(w.sent_count, i + 2);
    }
    world_for(&w, KP_SEC(1));
    assert_true(append_wakes(&w)); /* it sleeps without limit again */
    world_close(&w);
}

TEST(linger_is_paid_to_the_nanosecond_and_hurry_pays_none)
{
    world w;
    world_open(&w, (settings){.linger = KP_MS(5)});
    world_ready(&w);
    world_append(&w, 0, "x");
    kp_ns opened = w.now;
    world_until(&w, opened + KP_MS(5) - 1);
    assert_int_equal(w.sent_count, 0);
    world_until(&w, opened + KP_MS(5));
    assert_int_equal(w.sent_count, 1);
    (void)!kp__intake_hurry_begin(&w.intake);
    world_append(&w, 0, "y");
    opened = w.now;
    world_for(&w, KP_MS(3));
    assert_int_equal(w.sent_count, 2);
    assert_int_equal(w.sent[1].at, opened + KP_MS(1)); /* when the first had its ack */
    kp__intake_hurry_end(&w.intake);
    world_close(&w);
}

TEST(I15_flushed_tells_of_a_generation_and_not_of_what_came_later)
{
    world w;
    world_open(&w, (settings){.partitions = 10, .linger = KP_SEC(10)});
    world_ready(&w);
    for (int32_t p = 0; p < 10; p++)
        world_append(&w, p, "x");
    uint32_t generation = kp__load(&w.intake.flush_generation);
    kp__store(&w.intake.flush_generation, generation + 1);
    assert_false(kp__core_flushed(w.core, generation));
    (void)!kp__intake_hurry_begin(&w.intake);
    world_for(&w, KP_MS(3));
    kp__intake_hurry_end(&w.intake);
    for (int32_t p = 0; p < 10; p++)
        world_append(&w, p, "later");
    world_turn(&w);
    assert_int_equal(w.acked, 10);
    assert_true(kp__core_flushed(w.core, generation));
    assert_false(kp__core_flushed(w.core, generation + 1));
    world_close(&w);
}

TEST(I1_abandon_tells_every_record_and_keeps_what_connections_hold)
{
    world w;
    world_open(&w, (settings){.partitions = 3});
    world_ready(&w);
    w.brokers[0].hold = true;
    world_append_n(&w, 0, 5);
    world_for(&w, KP_MS(5));
    world_append_n(&w, 0, 7);
    world_append_n(&w, 1, 9);
    assert_true(kp__core_abandon(w.core, w.now));
    world_turn(&w);
    assert_int_equal(w.failed, 21);
    assert_in_range(w.maybe, 5, 14);
    assert_int_equal(w.last_err, KP_ERR_CLOSED);
    world_close(&w);
}

/* A thread may be inside an append that began before the close: what it puts into a lane whose turn was over would
 * never be told. */
TEST(I1_abandon_comes_back_for_a_lane_that_a_thread_is_at)
{
    world w;
    world_open(&w, (settings){.partitions = 3, .linger = KP_SEC(10)});
    world_ready(&w);
    world_append_n(&w, 0, 5);
    kp__lock_take(&world_lane(&w, 0)->lock);
    assert_false(kp__core_abandon(w.core, w.now));
    kp__lock_drop(&world_lane(&w, 0)->lock);
    world_append_n(&w, 0, 7);
    assert_true(kp__core_abandon(w.core, w.now));
    for (int32_t p = 0; p < 3; p++)
        assert_int_not_equal(world_lane(&w, p)->refused, 0);
    world_turn(&w);
    assert_int_equal(w.failed, 12);
    world_close(&w);
}

TEST(F10_partitions_that_are_added_are_seen_and_old_records_stay_where_they_are)
{
    world w;
    world_open(&w, (settings){.partitions = 2});
    world_ready(&w);
    kp__lane *lane = world_lane(&w, 1);
    world_append(&w, 1, "x");
    w.partitions = 100;
    kp__cluster_refresh(kp__core_cluster(w.core), w.now);
    world_for(&w, KP_SEC(1));
    assert_int_equal(kp__load(&w.topic->view)->count, 100);
    assert_ptr_equal(world_lane(&w, 1), lane);
    world_append(&w, 99, "y");
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 2);
    assert_int_equal(w.logs[99].end, 1);
    world_close(&w);
}

TEST(R27_a_partition_without_leader_waits_and_goes_on_when_there_is_one)
{
    world w;
    world_open(&w, (settings){.partitions = 1, .brokers = 2});
    w.logs[0].leader = -1;
    world_ready(&w);
    world_append(&w, 0, "x");
    world_for(&w, KP_SEC(20));
    assert_int_equal(w.acked, 0);
    int asked = w.metadata_count;
    assert_true(asked < 60); /* under the back-off */
    world_move_leader(&w, 0, 1);
    world_for(&w, KP_SEC(2));
    assert_int_equal(w.acked, 1);
    world_close(&w);
}

/* Each round all brokers are others, while records are on the way to those before. */
TEST(records_flow_to_brokers_that_come_and_go_in_bounded_memory)
{
    enum { ROUNDS = 300, LANES = 6 };
    world *w = malloc(sizeof *w);
    assert_non_null(w);
    int64_t bytes = 0;
    world_open(w, (settings){.partitions = LANES, .brokers = 3});
    world_ready(w);
    for (int i = 1; i <= ROUNDS; i++) {
        for (int32_t p = 0; p < LANES; p++)
            world_append(w, p, "x");
        w->first_id += 3;
        kp__cluster_refresh(kp__core_cluster(w->core), w->now);
        world_for(w, KP_MS(i % 7));
        for (int32_t p = 0; p < LANES; p++)
            world_append(w, p, "y");
        world_for(w, KP_SEC(3));
        assert_int_equal(w->acked, 2 * LANES * i);
        if (i == 10)
            bytes = w->alloc.bytes;
    }
    assert_true(w->alloc.bytes <= bytes);
    for (int32_t p = 0; p < LANES; p++)
        assert_int_equal(w->logs[p].end, 2 * ROUNDS);
    world_close(w);
    free(w);
}

/* Refuses the first batch for now, and says of the next that it is there. */
static bool refuse_then_accept(world *w, const sent *s, verdict *out)
{
    (void)s;
    w->brokers[0].hold = w->hook_state == 1;
    out->err = w->hook_state++ ? 0 : KP_ERR_NOT_ENOUGH_REPLICAS;
    return true;
}

/* I8 keeps its report back; nothing needs its records any more, but their times. */
TEST(an_acknowledged_batch_that_waits_to_be_told_holds_no_records)
{
    world w;
    world_open(&w, (settings){0});
    world_ready(&w);
    world_append(&w, 0, "warm");
    world_for(&w, KP_SEC(1));
    w.hook = refuse_then_accept;
    w.brokers[0].hold = true;
    world_append(&w, 0, "x");
    world_for(&w, KP_MS(1));
    world_append_n(&w, 0, 900);
    world_for(&w, KP_MS(1));
    size_t used = kp__pool_used(&w.intake.pool);
    w.brokers[0].hold = false;
    for (int i = 0; i < 100 && w.hook_state < 2; i++)
        world_for(&w, KP_MS(1));
    assert_int_equal(w.hook_state, 2);
    assert_int_equal(w.acked, 1);
    assert_true(kp__pool_used(&w.intake.pool) < used - 900 * 10);
    assert_true(kp__core_released(w.core));
    w.keep_reports = true;
    w.hook = NULL;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 902);
    world_read_reports(&w);
    world_close(&w);
}

/* ---- a topic that is made anew with another number of partitions ---- */

static void make_anew(world *w, int partitions)
{
    w->topic_id.bytes[0]++;
    w->partitions = partitions;
    kp__cluster_refresh(kp__core_cluster(w->core), w->now);
    world_for(w, KP_SEC(1));
    assert_int_equal(kp__load(&w->topic->view)->count, partitions);
}

static int views_of(const kp_topic *topic)
{
    int count = 0;
    for (const kp__topic_view *view = kp__load(&topic->view); view; view = view->older)
        count++;
    return count;
}

/* As in Java: nobody leads a partition that is not there, so the record is not sent, and its time runs out. */
TEST(R10_a_record_for_a_partition_that_is_gone_waits_for_it_until_its_time_is_up)
{
    world w;
    world_open(&w, (settings){.partitions = 4, .delivery_timeout = KP_SEC(120)});
    w.topic_id.bytes[15] = 1;
    world_ready(&w);
    kp__lane *gone = world_lane(&w, 3);
    make_anew(&w, 2);
    assert_int_equal(kp__lane_append(&w.intake, gone, &(kp_record){.value = "x", .value_size = 1}, 0, w.now, NULL, NULL,
                                     true, &(kp__appended){.wake = false}),
                     KP_OK);
    world_append(&w, 1, "y");
    world_for(&w, KP_SEC(60));
    assert_int_equal(w.acked, 1);
    assert_int_equal(world_sent_count(&w, 3), 0);
    assert_in_range(w.metadata_count, 1, 100); /* asked again, under the back-off */
    world_for(&w, KP_SEC(61));
    assert_int_equal(w.failed, 1);
    assert_int_equal(w.maybe, 0);
    assert_int_equal(w.last_err, KP_ERR_DELIVERY_TIMEOUT);
    make_anew(&w, 4);
    world_append(&w, 3, "z");
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 2);
    world_close(&w);
}

TEST(a_topic_has_one_view_for_each_number_of_partitions)
{
    world w;
    world_open(&w, (settings){.partitions = 4});
    w.topic_id.bytes[15] = 1;
    world_ready(&w);
    const kp__topic_view *first = kp__load(&w.topic->view);
    for (int i = 0; i < 10; i++) {
        make_anew(&w, 2);
        make_anew(&w, 3);
        make_anew(&w, 4);
        world_append(&w, 3, "x");
        world_for(&w, KP_SEC(1));
    }
    assert_int_equal(w.acked, 10);
    assert_int_equal(views_of(w.topic), 3);
    assert_ptr_equal(kp__load(&w.topic->view), first);
    world_close(&w);
}

/* Counted, not timed: each row that is out of turn costs a few looks, however many there are. */
static void answered_backwards(bool with_ids)
{
    world *w = malloc(sizeof *w);
    assert_non_null(w);
    world_open(w, (settings){.partitions = PARTITIONS_MAX, .linger = KP_MS(5)});
    if (with_ids)
        memset(&w->topic_id, 7, sizeof w->topic_id);
    world_ready(w);
    const kp__core_stats *stats = kp__core_stats_of(w->core);
    for (int round = 0; round < 2; round++) {
        uint64_t looks = stats->answer_looks;
        w->backwards = round == 1;
        for (int32_t p = 0; p < PARTITIONS_MAX; p++)
            world_append_n(w, p, 1 + p % 3);
        world_for(w, KP_SEC(1));
        assert_int_equal(w->acked, w->append_count);
        looks = stats->answer_looks - looks;
        if (round == 0)
            assert_int_equal(looks, 0);
        else
            assert_in_range(looks, PARTITIONS_MAX, 4 * PARTITIONS_MAX);
    }
    for (int32_t p = 0; p < PARTITIONS_MAX; p++)
        assert_int_equal(w->logs[p].end, 2 * (1 + p % 3));
    world_close(w);
    free(w);
}

TEST(an_answer_in_another_order_costs_no_more_than_its_length)
{
    answered_backwards(false);
    answered_backwards(true);
}

static void *refuse_some(void *context, size_t size)
{
    int *left = context;
    if (*left == 0)
        return malloc(size);
    (*left)--;
    return NULL;
}

/* ---- metadata.max.idle.ms: five minutes here, and so is metadata.max.age.ms ---- */

TEST(R10_a_topic_nobody_sends_to_is_not_asked_about_until_someone_does)
{
    world w;
    world_open(&w, (settings){.partitions = 2});
    world_ready(&w);
    world_append(&w, 0, "x");
    world_for(&w, KP_SEC(299));
    world_append(&w, 1, "x"); /* one partition is enough */
    world_for(&w, KP_SEC(10));
    assert_int_equal(w.metadata_topics, 1);
    assert_true(w.topic->wanted);
    world_for(&w, KP_SEC(600));
    assert_int_equal(w.metadata_topics, 0);
    assert_null(kp__cluster_topic(kp__core_cluster(w.core), "t"));
    int asked = w.metadata_count;
    world_append(&w, 0, "x");
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 3);
    assert_int_equal(w.metadata_topics, 1);
    assert_int_equal(w.metadata_count, asked + 1);
    assert_int_equal(w.logs[0].end, 2);
    assert_int_equal(w.sent[w.sent_count - 1].header.base_sequence, 1);
    world_close(&w);
}

TEST(a_topic_with_a_record_that_waits_is_asked_about)
{
    world w;
    world_open(&w, (settings){.delivery_timeout = KP_SEC(3000)});
    world_ready(&w);
    w.brokers[0].down = true;
    world_cut(&w, 0);
    world_append(&w, 0, "x");
    world_for(&w, KP_SEC(1200));
    w.brokers[0].down = false;
    world_for(&w, KP_SEC(60));
    assert_int_equal(w.acked, 1);
    assert_non_null(kp__cluster_topic(kp__core_cluster(w.core), "t"));
    world_close(&w);
}

TEST(a_topic_that_was_forgotten_and_is_wanted_while_memory_is_out_is_asked_about_later)
{
    world w;
    world_open(&w, (settings){0});
    world_ready(&w);
    world_for(&w, KP_SEC(900));
    assert_null(kp__cluster_topic(kp__core_cluster(w.core), "t"));
    int refused = 2;
    w.alloc.context = &refused;
    w.alloc.alloc = refuse_some;
    world_append(&w, 0, "x");
    world_for(&w, KP_SEC(1));
    assert_int_equal(refused, 0);
    assert_int_equal(w.acked, 1);
    world_close(&w);
}

TESTS(t(records_flow_to_brokers_that_come_and_go_in_bounded_memory),
      t(R28_a_lane_that_was_busy_when_it_came_is_not_forgotten), t(R28_a_place_that_metadata_had_is_given_back),
      t(what_is_being_appended_while_the_producer_closes_is_sent),
      t(max_request_size_splits_what_is_there_over_requests_and_starves_nobody),
      t(while_records_keep_coming_a_new_batch_does_not_wake_the_core),
      t(linger_is_paid_to_the_nanosecond_and_hurry_pays_none),
      t(I15_flushed_tells_of_a_generation_and_not_of_what_came_later),
      t(I1_abandon_tells_every_record_and_keeps_what_connections_hold),
      t(I1_abandon_comes_back_for_a_lane_that_a_thread_is_at),
      t(F10_partitions_that_are_added_are_seen_and_old_records_stay_where_they_are),
      t(R27_a_partition_without_leader_waits_and_goes_on_when_there_is_one), t(one_record_goes_out_and_is_acknowledged),
      t(records_are_sent_although_nothing_was_known_when_they_came),
      t(R10_a_topic_nobody_sends_to_is_not_asked_about_until_someone_does),
      t(a_topic_with_a_record_that_waits_is_asked_about),
      t(a_topic_that_was_forgotten_and_is_wanted_while_memory_is_out_is_asked_about_later),
      t(an_answer_in_another_order_costs_no_more_than_its_length),
      t(R10_a_record_for_a_partition_that_is_gone_waits_for_it_until_its_time_is_up),
      t(a_topic_has_one_view_for_each_number_of_partitions),
      t(an_acknowledged_batch_that_waits_to_be_told_holds_no_records))
