/* The decision rules of the idempotent core, each by its name: what a broker may answer, or not answer, and what has to
 * come of it. */
#include <tests/producer/world.h>

/* ---- help ---- */

static bool same_bytes(const sent *a, const sent *b)
{
    return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

static bool same_body(const sent *a, const sent *b)
{
    return a->len == b->len &&
           memcmp(a->bytes + KP__BATCH_HEADER, b->bytes + KP__BATCH_HEADER, a->len - KP__BATCH_HEADER) == 0;
}

static const sent *nth(world *w, int32_t partition, int n)
{
    int i = world_sent_of(w, partition, n);
    assert_true(i >= 0);
    return &w->sent[i];
}

/* Batches of one record each, `n` of them in flight at once on partition 0, which has had an ack before. */
static void in_flight(world *w, int n)
{
    world_ready(w);
    world_append(w, 0, "first");
    world_for(w, KP_MS(10));
    assert_int_equal(w->acked, 1);
    w->brokers[0].hold = true;
    for (int i = 0; i < n; i++) {
        world_append(w, 0, "x");
        world_for(w, KP_MS(1));
    }
    assert_int_equal(world_sent_count(w, 0), 1 + n);
}

/* Fails with `hook_state` the batch whose sequence is 1, once. */
static bool fail_first_once(world *w, const sent *s, verdict *out)
{
    if (s->partition != 0 || s->header.base_sequence != 1 || !w->hook_state)
        return false;
    out->err = (int16_t)w->hook_state;
    w->hook_state = 0;
    return true;
}

/* Every record of partition 0 is in the log once and in order: sequences of each epoch run, none is twice. */
static void log_is_one_run(world *w, int records)
{
    const log *l = &w->logs[0];
    assert_int_equal(l->end, records);
    for (int i = 1; i < l->count; i++)
        if (l->batches[i].epoch == l->batches[i - 1].epoch &&
            l->batches[i].producer_id == l->batches[i - 1].producer_id)
            assert_int_equal(l->batches[i].base_sequence,
                             (int32_t)(((uint32_t)l->batches[i - 1].base_sequence + (uint32_t)l->batches[i - 1].count) &
                                       0x7fffffffu));
}

static int order[16], order_count;
static void note_order(world *w, kp__batch *batch)
{
    (void)w;
    order[order_count++ % 16] = batch->base_sequence;
}

/* ---- retries ---- */

TEST(D1_R25_out_of_order_behind_an_open_batch_is_requeued_without_a_bump)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 3);
    w.hook = fail_first_once;
    w.hook_state = 19; /* NOT_ENOUGH_REPLICAS: surely not written; the two behind it are out of order */
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 4);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 0);
    log_is_one_run(&w, 4);
    assert_int_equal(world_sent_count(&w, 0), 7);
    for (int i = 0; i < 3; i++)
        assert_true(same_bytes(nth(&w, 0, 1 + i), nth(&w, 0, 4 + i)));
    world_close(&w);
}

TEST(D2_a_lost_state_bumps_this_lane_only_and_renumbers_from_0)
{
    world w;
    world_open(&w, (settings){.partitions = 2});
    world_ready(&w);
    world_append(&w, 1, "y");
    world_for(&w, KP_MS(10));
    world_append(&w, 0, "first");
    world_for(&w, KP_MS(10));
    w.brokers[0].hold = true;
    for (int i = 0; i < 2; i++) {
        world_append(&w, 0, "x");
        world_for(&w, KP_MS(1));
    }
    w.hook = fail_first_once;
    w.hook_state = 45;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(1));
    world_append(&w, 1, "z");
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 5);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 1);
    assert_int_equal(nth(&w, 0, 3)->header.producer_epoch, 1);
    assert_int_equal(nth(&w, 0, 3)->header.base_sequence, 0);
    assert_int_equal(nth(&w, 0, 4)->header.base_sequence, 1);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(nth(&w, 1, i)->header.producer_epoch, 0);
        assert_int_equal(nth(&w, 1, i)->header.base_sequence, i);
    }
    log_is_one_run(&w, 3);
    world_close(&w);
}

/* What is on its way to a broker that dies: `written` of three reach the log. It comes back and knows the last of them
 * only: `hook_state` from then on. */
static void dies_with_three(world *w, int written)
{
    in_flight(w, 3);
    log *l = &w->logs[0];
    for (int i = 1; i <= written; i++)
        l->batches[l->count++] = (log_batch){4000, 0, i, 1, l->end++};
    w->brokers[0].hold = false;
    w->hook_state = written;
    world_cut(w, 0);
}

static bool knows_the_last(world *w, const sent *s, verdict *out)
{
    if (s->header.producer_epoch > 0 || s->header.base_sequence >= w->hook_state)
        return false;
    out->err = KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER;
    return true;
}

/* It may have those before it, or it took a late copy when it had no state: nobody knows. */
TEST(D2_I2_I3_where_only_the_last_batch_is_known_those_before_it_may_be_written)
{
    for (int written = 1; written <= 3; written++) {
        world w;
        world_open(&w, (settings){0});
        dies_with_three(&w, written);
        w.hook = knows_the_last;
        world_for(&w, KP_SEC(5));
        assert_int_equal(w.maybe, written - 1);
        assert_int_equal(w.acked, 1 + 3 - w.maybe);
        log_is_one_run(&w, 4);
        w.hook = NULL;
        world_append(&w, 0, "x");
        world_for(&w, KP_SEC(5));
        assert_int_equal(w.acked, 2 + 3 - w.maybe);
        assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 0);
        log_is_one_run(&w, 5);
        world_close(&w);
    }
}

static bool knows_none_of_them(world *w, const sent *s, verdict *out)
{
    (void)w;
    out->err = KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER;
    return s->header.producer_epoch == 0;
}

TEST(D2_when_none_of_those_in_doubt_is_known_all_get_a_new_name)
{
    world w;
    world_open(&w, (settings){0});
    dies_with_three(&w, 0);
    order_count = 0;
    w.on_done = note_order;
    w.hook = knows_none_of_them;
    world_for(&w, KP_SEC(5));
    assert_int_equal(w.acked, 4);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 1);
    log_is_one_run(&w, 4);
    assert_int_equal(world_sent_count(&w, 0), 4 + 3 + 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(order[i], i);
    world_close(&w);
}

/* The second has to be asked of the broker that was asked for the first. */
static bool moves_away(world *w, const sent *s, verdict *out)
{
    if (s->header.base_sequence == 0 || w->hook_state == 2)
        return false;
    out->err = w->hook_state++ ? KP_ERR_NOT_LEADER_OR_FOLLOWER : KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER;
    return true;
}

TEST(D2_after_another_answer_the_first_in_doubt_is_asked_again)
{
    world w;
    world_open(&w, (settings){0});
    dies_with_three(&w, 0);
    w.hook = moves_away;
    world_for(&w, KP_SEC(5));
    assert_int_equal(w.acked, 4);
    static const int32_t asked[] = {1, 2, 1};
    for (int i = 0; i < 3; i++)
        assert_int_equal(nth(&w, 0, 4 + i)->header.base_sequence, asked[i]);
    log_is_one_run(&w, 4);
    world_close(&w);
}

TEST(I18_a_bump_rewrites_the_header_and_nothing_else)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 1);
    w.hook = fail_first_once;
    w.hook_state = 45;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 2);
    const sent *before = nth(&w, 0, 1), *after = nth(&w, 0, 2);
    assert_true(same_body(before, after));
    assert_false(same_bytes(before, after));
    assert_int_equal(after->header.producer_epoch, before->header.producer_epoch + 1);
    /* all but the CRC, producer epoch and base sequence: base offset to magic, attributes to producer id, count */
    assert_memory_equal(before->bytes, after->bytes, 17);
    assert_memory_equal(before->bytes + 21, after->bytes + 21, 51 - 21);
    assert_memory_equal(before->bytes + 57, after->bytes + 57, 4);
    world_close(&w);
}

static int16_t duplicate_offset;

static bool duplicate(world *w, const sent *s, verdict *out)
{
    (void)s;
    if (!w->hook_state)
        return false;
    w->hook_state = 0;
    out->append = true;
    out->err = duplicate_offset;
    return true;
}

static void last_is_unknown(world *w, kp__batch *batch)
{
    (void)w;
    assert_int_equal(batch->base_offset, -1);
    assert_int_equal(batch->status, KP_WRITTEN);
}

TEST(D3_duplicate_sequence_is_success_at_an_unknown_offset)
{
    world w;
    world_open(&w, (settings){0});
    world_ready(&w);
    w.hook = duplicate;
    w.hook_state = 1;
    duplicate_offset = 46;
    w.on_done = last_is_unknown;
    world_append(&w, 0, "x");
    world_for(&w, KP_MS(10));
    assert_int_equal(w.acked, 1);
    assert_int_equal(kp__core_stats_of(w.core)->duplicates_told, 1);
    world_close(&w);
}

static bool time_out_the_first(world *w, const sent *s, verdict *out)
{
    if (!w->hook_state || s->header.base_sequence != 1)
        return false;
    w->hook_state = 0;
    out->append = true;
    out->err = 7; /* REQUEST_TIMED_OUT, and yet written */
    return true;
}

static bool end_of_numbers(world *w, const sent *s, verdict *out)
{
    out->append = true;
    w->logs[s->partition].end = INT64_MAX - s->header.record_count;
    return true;
}

TEST(F14_an_offset_that_no_batch_can_end_behind_is_an_unknown_one)
{
    world w;
    world_open(&w, (settings){0});
    world_ready(&w);
    w.hook = end_of_numbers;
    for (int i = 1; i <= 2; i++) {
        world_append_n(&w, 0, 2);
        world_for(&w, KP_SEC(1));
        assert_int_equal(w.acked, 2 * i);
        assert_int_equal(w.last_offset, -1);
    }
    world_close(&w);
}

TEST(D4_R38_a_higher_ack_completes_the_lower_ones_in_order_and_nothing_is_sent_again)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 4);
    order_count = 0;
    w.on_done = note_order;
    w.hook = time_out_the_first;
    w.hook_state = 1;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(2));
    assert_int_equal(w.acked, 5);
    assert_int_equal(world_sent_count(&w, 0), 5);
    for (int i = 0; i < 4; i++)
        assert_int_equal(order[i], 1 + i); /* I8 */
    log_is_one_run(&w, 5);
    world_close(&w);
}

static bool forget_all(world *w, const sent *s, verdict *out)
{
    if (s->header.producer_epoch == 0 && (s->header.base_sequence == 1 || s->header.base_sequence == 2) &&
        w->hook_state < 2) {
        w->hook_state++;
        out->err = 6;
        w->logs[0].count = 0; /* and with the log goes the state */
        w->logs[0].end = 0;
        return true;
    }
    return false;
}

TEST(D4_an_ack_from_a_broker_that_lost_its_state_proves_nothing)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 3);
    w.hook = forget_all;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.acked, 4);
    assert_int_equal(w.logs[0].end, 3); /* all that came after the loss is there */
    world_close(&w);
}

/* Sequence 1 is written and lost with the whole log; ahead of 3 somebody else writes. */
static bool forget_and_fill(world *w, const sent *s, verdict *out)
{
    if (s->header.producer_epoch == 0 && s->header.base_sequence == 1 && !w->hook_state++) {
        out->err = KP_ERR_NOT_LEADER_OR_FOLLOWER;
        w->logs[0].count = 0;
        w->logs[0].end = 0;
        return true;
    }
    if (s->header.base_sequence == 3)
        w->logs[0].end++;
    return false;
}

TEST(D4_what_one_ack_has_passed_over_the_next_one_does_not_prove)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 3);
    w.hook = forget_and_fill;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.acked, 4);
    assert_int_equal(w.logs[0].end, 4); /* 2, somebody's, 3 and then 1 */
    world_close(&w);
}

/* Sequence 1 meets no topic; what follows meets a new one, in which others have written already. */
static bool make_anew(world *w, const sent *s, verdict *out)
{
    if (s->header.producer_epoch != 0 || s->header.base_sequence != 1 || w->hook_state++)
        return false;
    out->err = KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
    w->logs[0].count = 0;
    w->logs[0].end = 5;
    return true;
}

TEST(F9_D4_an_ack_of_a_topic_that_was_made_anew_proves_nothing_of_the_old_one)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 3);
    w.hook = make_anew;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.acked, 4);
    assert_int_equal(w.logs[0].end, 8); /* theirs, 2, 3 and then 1 */
    world_close(&w);
}

/* The old topic took sequence 1, and its leader is none any more; the new one has records of others. */
static bool was_made_anew(world *w, const sent *s, verdict *out)
{
    if (s->header.base_sequence != 1 || w->hook_state++)
        return false;
    out->err = KP_ERR_NOT_LEADER_OR_FOLLOWER;
    w->logs[0].count = 0;
    w->logs[0].end = 5;
    return true;
}

TEST(F9_D4_what_was_on_its_way_when_its_topic_was_made_anew_is_not_proven)
{
    world w;
    world_open(&w, (settings){.brokers = 2});
    w.topic_id.bytes[0] = 1;
    in_flight(&w, 3);
    w.topic_id.bytes[0] = 2;
    kp__cluster_refresh(kp__core_cluster(w.core), w.now);
    world_for(&w, KP_SEC(10)); /* the other broker tells */
    w.hook = was_made_anew;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.acked, 4);
    assert_int_equal(w.logs[0].end, 5 + 3);
    world_close(&w);
}

/* Sequence 1 is written, and `hook_state` times its broker does not know the topic; it takes all that follows. */
static bool not_known(world *w, const sent *s, verdict *out)
{
    if (s->header.base_sequence != 1 || w->hook_state == 0)
        return false;
    w->hook_state--;
    out->append = true; /* no more than once: what is a duplicate is not appended again */
    out->err = KP_ERR_UNKNOWN_TOPIC_OR_PARTITION;
    return true;
}

TEST(I8_a_success_is_told_after_those_of_the_batches_before_it)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 3);
    order_count = 0;
    w.on_done = note_order;
    w.hook = not_known;
    w.hook_state = 3;
    w.brokers[0].hold = false;
    world_for(&w, KP_MS(20));
    assert_int_equal(w.acked, 1);
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.acked, 4);
    assert_int_equal(world_sent_count(&w, 0), 4 + 3); /* the first one alone was sent again */
    for (int i = 0; i < 3; i++)
        assert_int_equal(order[i], 1 + i);
    log_is_one_run(&w, 4);
    world_close(&w);
}

TEST(I8_I7_what_is_written_is_told_when_the_time_of_the_one_before_it_is_up)
{
    world w;
    world_open(&w, (settings){.delivery_timeout = KP_SEC(40)});
    in_flight(&w, 3);
    w.hook = not_known;
    w.hook_state = 1000;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(39));
    assert_int_equal(w.acked, 1);
    world_for(&w, KP_SEC(2));
    assert_int_equal(w.acked, 3);
    assert_int_equal(w.failed, 1);
    assert_int_equal(w.maybe, 1);
    assert_int_equal(w.last_offset, 3);
    world_close(&w);
}

/* Nobody leads the partition that is no more, also when its leader has left the cluster; the record waits in peace. */
TEST(F9_I21_a_topic_that_was_made_anew_may_have_fewer_partitions)
{
    world w;
    world_open(&w, (settings){.partitions = 2, .brokers = 2});
    w.topic_id.bytes[0] = 1;
    world_ready(&w);
    world_append(&w, 1, "x");
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 1);
    kp__lane *lane = world_lane(&w, 1);
    w.brokers[1].down = true;
    world_cut(&w, 1);
    world_append(&w, 1, "y");
    w.topic_id.bytes[0] = 2;
    w.partitions = 1;
    w.broker_count = 1;
    world_for(&w, KP_SEC(100));
    assert_null(lane->core_node);
    assert_int_equal(w.failed, 0);
    world_append(&w, 0, "z");
    world_for(&w, KP_SEC(30));
    assert_int_equal(w.acked, 2);
    assert_int_equal(w.failed, 1);
    world_close(&w);
}

/* `hook_state` batches are written and not answered well; then nothing is known of the producer, until its next epoch.
 */
static bool know_nothing(world *w, const sent *s, verdict *out)
{
    if (s->header.base_sequence == 0)
        return false;
    out->append = w->hook_state > 0;
    out->err = w->hook_state > 0 ? KP_ERR_REQUEST_TIMED_OUT : KP_ERR_UNKNOWN_PRODUCER_ID;
    w->hook_state--;
    return true;
}

TEST(D9_what_was_not_written_goes_under_a_new_name_to_who_does_not_know_the_old_one)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 1);
    w.hook = know_nothing;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.acked, 2);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 1);
    log_is_one_run(&w, 2);
    world_close(&w);
}

TEST(D9_I3_what_may_be_written_gets_no_new_name)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 1);
    w.hook = know_nothing;
    w.hook_state = 1;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.maybe, 1);
    world_append(&w, 0, "x");
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.acked, 2);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 1);
    log_is_one_run(&w, 3);
    world_close(&w);
}

TEST(D5_R23_after_a_disconnect_all_in_flight_is_sent_again_byte_for_byte)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 4);
    int metadata = w.metadata_count;
    /* the broker had written two of them */
    w.brokers[0].hold = false;
    for (int i = 1; i <= 2; i++) {
        log *l = &w.logs[0];
        l->batches[l->count++] = (log_batch){4000, 0, i, 1, l->end++};
    }
    world_cut(&w, 0);
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.acked, 5);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 0);
    for (int i = 0; i < 4; i++)
        assert_true(same_bytes(nth(&w, 0, 1 + i), nth(&w, 0, 5 + i)));
    log_is_one_run(&w, 5);
    assert_true(w.metadata_count > metadata); /* R42 */
    world_close(&w);
}

TEST(R42_a_request_time_out_closes_the_connection_and_resends)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 2);
    int connects = w.brokers[0].connects;
    world_for(&w, KP_SEC(29));
    assert_int_equal(w.brokers[0].connects, connects);
    w.brokers[0].hold = false;
    w.brokers[0].mute = true;
    world_for(&w, KP_SEC(2));
    w.brokers[0].mute = false;
    world_for(&w, KP_SEC(10));
    assert_true(w.brokers[0].connects > connects);
    assert_int_equal(w.acked, 3);
    log_is_one_run(&w, 3);
    world_close(&w);
}

TEST(R33_request_timed_out_is_maybe_written_and_its_sequence_is_not_used_again)
{
    world w;
    world_open(&w, (settings){.delivery_timeout = KP_SEC(1)});
    in_flight(&w, 1);
    w.hook = time_out_the_first;
    w.hook_state = 1;
    w.brokers[0].hold = false;
    world_for(&w, KP_MS(50)); /* answered, waits for its back-off */
    w.brokers[0].mute = true;
    world_for(&w, KP_SEC(2));
    assert_int_equal(w.failed, 1);
    assert_int_equal(w.maybe, 1);
    assert_int_equal(w.last_err, KP_ERR_DELIVERY_TIMEOUT);
    world_cut(&w, 0);
    w.brokers[0].mute = false;
    world_append(&w, 0, "next");
    world_for(&w, KP_MS(900));
    assert_int_equal(w.acked, 2);
    assert_int_equal(w.logs[0].end, 3); /* the doubtful one stands there, the next one is not taken for it */
    world_close(&w);
}

/* ---- time-outs ---- */

static bool doubt_then_lost(world *w, const sent *s, verdict *out)
{
    if (s->header.base_sequence != 1 || s->header.producer_epoch != 0)
        return w->hook_state == 2 && (out->err = 5, true); /* nothing goes on from there: LEADER_NOT_AVAILABLE */
    out->append = w->hook_state++ == 0;
    out->err = out->append ? 7 : 45;
    if (out->err == 45) { /* a log that was cut */
        w->logs[0].count--;
        w->logs[0].end--;
        w->hook_state = 2;
    }
    return true;
}

TEST(I5_what_was_in_doubt_once_is_never_told_as_not_written)
{
    world w;
    world_open(&w, (settings){.delivery_timeout = KP_SEC(2)});
    in_flight(&w, 1);
    w.hook = doubt_then_lost;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.failed, 1);
    assert_int_equal(w.maybe, 1);
    world_close(&w);
}

TEST(D6_after_a_time_out_in_flight_nothing_newer_goes_out_until_it_is_resolved)
{
    world w;
    world_open(&w, (settings){.delivery_timeout = KP_SEC(2)});
    in_flight(&w, 1);
    world_for(&w, KP_SEC(2));
    assert_int_equal(w.maybe, 1);
    world_append(&w, 0, "newer");
    world_for(&w, KP_SEC(1));
    assert_int_equal(world_sent_count(&w, 0), 2); /* it waits */
    w.brokers[0].hold = false;
    world_for(&w, KP_MS(100));
    assert_int_equal(world_sent_count(&w, 0), 3);
    assert_int_equal(w.acked, 2);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 0); /* the answer said that it was written */
    assert_int_equal(nth(&w, 0, 2)->header.base_sequence, 2);
    world_close(&w);
}

TEST(D6_a_connection_that_dies_with_a_timed_out_batch_costs_one_bump)
{
    world w;
    world_open(&w, (settings){.delivery_timeout = KP_SEC(2)});
    in_flight(&w, 1);
    world_for(&w, KP_SEC(2));
    assert_int_equal(w.maybe, 1);
    world_append(&w, 0, "newer");
    world_cut(&w, 0);
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 2);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 1);
    assert_int_equal(nth(&w, 0, 2)->header.producer_epoch, 1);
    assert_int_equal(nth(&w, 0, 2)->header.base_sequence, 0);
    world_close(&w);
}

/* Both may still reach the log, in order, from the dead connection. So the second keeps its name until it is accepted,
 * or its own time is up. `written`: 0 nothing ever, 1 before the connection died, 2 from it, after the second was
 * refused. */
static void what_followed(int written)
{
    world w;
    world_open(&w, (settings){.delivery_timeout = KP_SEC(2)});
    in_flight(&w, 1);
    world_for(&w, KP_MS(500));
    world_append(&w, 0, "second");
    world_for(&w, KP_MS(1502));
    assert_int_equal(w.maybe, 1); /* the first of the two; the second is still in flight */
    log *l = &w.logs[0];
    for (int i = 1; written == 1 && i <= 2; i++)
        l->batches[l->count++] = (log_batch){4000, 0, i, 1, l->end++};
    world_cut(&w, 0);
    w.brokers[0].hold = false;
    world_for(&w, KP_MS(110));
    assert_true(same_bytes(nth(&w, 0, 2), nth(&w, 0, 3)));
    for (int i = 1; written == 2 && i <= 2; i++)
        l->batches[l->count++] = (log_batch){4000, 0, i, 1, l->end++};
    world_for(&w, KP_MS(1400));
    assert_int_equal(w.acked, written ? 2 : 1);
    assert_int_equal(w.maybe, written ? 1 : 2);
    assert_int_equal(l->end, written ? 3 : 1); /* never twice */
    world_append(&w, 0, "third");
    world_for(&w, KP_MS(450));
    assert_int_equal(w.acked, written ? 3 : 2);
    world_close(&w);
}

/* The first is in doubt, and refused for what it is; the second is in doubt behind it. */
static bool refuses_the_first(world *w, const sent *s, verdict *out)
{
    (void)w;
    out->err = KP_ERR_INVALID_RECORD;
    return s->header.producer_epoch == 0 && s->header.base_sequence == 1;
}

TEST(D6_I21_what_followed_is_given_up_after_the_time_of_a_request)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 2);
    w.brokers[0].hold = false;
    w.hook = refuses_the_first;
    world_cut(&w, 0);
    world_for(&w, KP_SEC(29));
    assert_int_equal(w.maybe, 1);
    world_append(&w, 0, "x");
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.maybe, 2);
    assert_int_equal(w.acked, 2);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 1);
    assert_int_equal(w.logs[0].end, 2);
    world_close(&w);
}

TEST(D6_I3_F3_what_followed_a_timed_out_batch_and_is_in_doubt_keeps_its_name)
{
    for (int written = 0; written < 3; written++)
        what_followed(written);
}

TEST(R1_I14_an_expired_batch_keeps_its_memory_until_no_connection_holds_it)
{
    world w;
    world_open(&w, (settings){.delivery_timeout = KP_SEC(2), .acks = -1, .plain = true});
    world_ready(&w);
    w.brokers[0].hold = true;
    size_t before = kp__pool_used(&w.intake.pool);
    world_append_n(&w, 0, 100);
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.maybe, 100);
    assert_true(kp__pool_used(&w.intake.pool) > before); /* told and reported, and still there */
    w.brokers[0].hold = false;
    world_for(&w, KP_MS(10));
    assert_int_equal(kp__pool_used(&w.intake.pool), before);
    assert_int_equal(w.acked, 0);
    world_close(&w);
}

TEST(I7_a_batch_that_never_left_fails_as_not_written_at_the_nanosecond)
{
    world w;
    world_open(&w, (settings){.delivery_timeout = KP_SEC(2)});
    world_ready(&w);
    world_cut(&w, 0);
    w.brokers[0].down = true;
    world_append(&w, 0, "x");
    kp_ns opened = w.now;
    world_until(&w, opened + KP_SEC(2) - 1);
    assert_int_equal(w.failed, 0);
    world_until(&w, opened + KP_SEC(2));
    assert_int_equal(w.failed, 1);
    assert_int_equal(w.maybe, 0);
    world_close(&w);
}

/* ---- failures ---- */

static bool refuse_second(world *w, const sent *s, verdict *out)
{
    if (s->header.base_sequence == 1 && s->header.producer_epoch == 0 && w->hook_state == 1) {
        w->hook_state = 2;
        out->append = true;
        out->err = 7; /* written, the answer says time-out */
        return true;
    }
    if (s->header.base_sequence == 2 && s->header.producer_epoch == 0) {
        out->err = 87; /* INVALID_RECORD */
        return true;
    }
    return false;
}

TEST(R3_D7_a_refused_batch_renumbers_what_follows_it_and_never_what_is_ahead)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 3);
    w.hook = refuse_second;
    w.hook_state = 1;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(2));
    assert_int_equal(w.acked, 3);
    assert_int_equal(w.failed, 1);
    assert_int_equal(w.maybe, 0);
    assert_int_equal(w.logs[0].end, 3); /* batch 1 once, and the one behind the refused one */
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 1);
    world_append(&w, 0, "more");
    world_for(&w, KP_MS(100));
    assert_int_equal(w.acked, 4);
    world_close(&w);
}

TEST(R10_D8_a_topic_that_vanishes_keeps_its_sequence_numbers)
{
    world w;
    world_open(&w, (settings){0});
    world_ready(&w);
    world_append_n(&w, 0, 3);
    world_for(&w, KP_MS(10));
    w.metadata_gone = true;
    kp__cluster_refresh(kp__core_cluster(w.core), w.now);
    world_for(&w, KP_SEC(5));
    w.metadata_gone = false;
    world_append(&w, 0, "after");
    world_for(&w, KP_SEC(3));
    assert_int_equal(w.acked, 4);
    assert_int_equal(nth(&w, 0, 1)->header.base_sequence, 3);
    log_is_one_run(&w, 4);
    world_close(&w);
}

/* ---- order ---- */

static bool move_once(world *w, const sent *s, verdict *out)
{
    if (!w->hook_state || s->header.base_sequence != 1 || s->broker != 0)
        return false;
    w->hook_state = 0;
    world_move_leader(w, 0, 1);
    out->err = 6;
    return true;
}

TEST(I4_I20_R25_a_leader_that_moves_mid_flight_costs_neither_order_nor_a_bump)
{
    world w;
    world_open(&w, (settings){.brokers = 2});
    in_flight(&w, 4);
    w.hook = move_once;
    w.hook_state = 1;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(2));
    assert_int_equal(w.acked, 5);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 0);
    log_is_one_run(&w, 5);
    for (int i = 5; i < 9; i++) {
        assert_int_equal(nth(&w, 0, i)->broker, 1);
        assert_true(same_bytes(nth(&w, 0, i), nth(&w, 0, i - 4)));
    }
    world_close(&w);
}

static bool hint(world *w, const sent *s, verdict *out)
{
    if (s->broker != 0 || w->logs[0].leader == 0)
        return false;
    out->err = 6;
    out->leader_hint = 2;
    out->leader_hint_epoch = w->logs[0].epoch;
    return true;
}

TEST(a_newer_leader_named_in_the_answer_is_taken_at_once)
{
    world w;
    world_open(&w, (settings){.brokers = 2, .partitions = 2});
    world_ready(&w);
    world_append(&w, 0, "a");
    world_append(&w, 1, "b"); /* connects to the other broker */
    world_for(&w, KP_MS(20));
    world_move_leader(&w, 0, 1);
    w.hook = hint;
    world_append(&w, 0, "c");
    world_for(&w, KP_MS(3)); /* out, refused, out again, answered: far less than the back-off */
    assert_int_equal(w.acked, 3);
    world_close(&w);
}

TEST(R21_with_one_in_flight_a_retry_is_not_overtaken_without_idempotence)
{
    world w;
    world_open(&w, (settings){.plain = true, .acks = -1, .inflight = 1});
    world_ready(&w);
    w.hook = duplicate; /* the hook that decides once */
    w.hook_state = 1;
    duplicate_offset = 7;
    world_append(&w, 0, "first");
    world_for(&w, KP_MS(5));
    world_append(&w, 0, "second");
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 2);
    assert_true(same_bytes(nth(&w, 0, 0), nth(&w, 0, 1)));
    assert_int_equal(world_sent_count(&w, 0), 3);
    assert_false(same_bytes(nth(&w, 0, 1), nth(&w, 0, 2)));
    world_close(&w);
}

TEST(I20_at_most_five_are_in_flight_and_the_rest_fills_up_meanwhile)
{
    world w;
    world_open(&w, (settings){0});
    in_flight(&w, 5);
    for (int i = 0; i < 50; i++) {
        world_append(&w, 0, "x");
        world_for(&w, KP_MS(1));
    }
    assert_int_equal(world_sent_count(&w, 0), 6);
    w.brokers[0].hold = false;
    world_for(&w, KP_MS(20));
    assert_int_equal(w.acked, 56);
    assert_int_equal(world_sent_count(&w, 0), 7); /* fifty records in one batch: closed only when it could go */
    world_close(&w);
}

TEST(a_lane_without_an_ack_has_one_batch_in_flight)
{
    world w;
    world_open(&w, (settings){0});
    world_ready(&w);
    w.brokers[0].hold = true;
    for (int i = 0; i < 5; i++) {
        world_append(&w, 0, "x");
        world_for(&w, KP_MS(1));
    }
    assert_int_equal(world_sent_count(&w, 0), 1);
    w.brokers[0].hold = false;
    world_for(&w, KP_MS(20));
    assert_int_equal(w.acked, 5);
    world_close(&w);
}

/* ---- numbers ---- */

static void after_silence(kp_ns silence, int at_once)
{
    world w;
    world_open(&w, (settings){0});
    world_ready(&w);
    world_append(&w, 0, "x");
    world_for(&w, silence);
    assert_int_equal(w.acked, 1);
    w.brokers[0].hold = true;
    for (int i = 0; i < 3; i++) {
        world_append(&w, 0, "x");
        world_for(&w, KP_MS(1));
    }
    assert_int_equal(world_sent_count(&w, 0), 1 + at_once);
    w.brokers[0].hold = false;
    world_for(&w, KP_MS(20));
    assert_int_equal(w.acked, 4);
    world_close(&w);
}

/* It may have been forgotten, and a broker that knows nothing takes a later one though the earlier was refused. */
TEST(F13_D4_after_a_long_silence_one_batch_goes_alone)
{
    after_silence(KP_SEC(50), 3);
    after_silence(KP_SEC(70), 1);
}

TEST(I19_R32_sequences_wrap_to_0_on_the_exact_record)
{
    for (int over = 0; over < 3; over++) {
        world w;
        world_open(&w, (settings){0});
        world_ready(&w);
        world_append(&w, 0, "x");
        world_for(&w, KP_MS(10));
        kp__lane *lane = world_lane(&w, 0);
        lane->next_sequence = INT32_MAX - 1; /* two records are left: INT32_MAX - 1 and INT32_MAX */
        w.logs[0].batches[0].base_sequence = INT32_MAX - 2;
        world_append_n(&w, 0, 1 + over);
        world_for(&w, KP_MS(10));
        static const int32_t next[] = {INT32_MAX, 0, 1};
        assert_int_equal(lane->next_sequence, next[over]);
        world_append(&w, 0, "y");
        world_for(&w, KP_MS(10));
        assert_int_equal(nth(&w, 0, 2)->header.base_sequence, next[over]);
        assert_int_equal(w.acked, 3 + over);
        assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 0);
        world_close(&w);
    }
}

TEST(I19_epoch_32766_is_still_used)
{
    world w;
    world_open(&w, (settings){0});
    w.first_epoch = 32765;
    in_flight(&w, 1);
    w.hook = fail_first_once;
    w.hook_state = 45;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 2);
    assert_int_equal(nth(&w, 0, 2)->header.producer_epoch, 32766);
    assert_int_equal(w.init_count, 1);
    world_close(&w);
}

static bool out_of_order_now(world *w, const sent *s, verdict *out)
{
    (void)s;
    if (!w->hook_state)
        return false;
    w->hook_state = 0;
    out->err = 45;
    return true;
}

TEST(I19_a_bump_past_32766_asks_for_a_new_id_and_starts_at_0)
{
    world w;
    world_open(&w, (settings){0});
    w.first_epoch = 32766;
    world_ready(&w);
    world_append(&w, 0, "x");
    world_for(&w, KP_MS(10));
    w.first_epoch = 0;
    w.hook = out_of_order_now;
    w.hook_state = 1;
    world_append(&w, 0, "y");
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 2);
    assert_int_equal(w.init_count, 2);
    assert_int_equal(nth(&w, 0, 2)->header.producer_id, 4001);
    assert_int_equal(nth(&w, 0, 2)->header.producer_epoch, 0);
    assert_int_equal(nth(&w, 0, 2)->header.base_sequence, 0);
    world_close(&w);
}

/* ---- answers that lie, or say less ---- */

static bool leave_out_once(world *w, const sent *s, verdict *out)
{
    if (!w->hook_state || s->partition != 1)
        return false;
    w->hook_state = 0;
    out->append = true;
    out->leave_out = true;
    return true;
}

TEST(F18_a_partition_that_the_answer_leaves_out_is_sent_again_as_maybe_written)
{
    world w;
    world_open(&w, (settings){.partitions = 2});
    world_ready(&w);
    w.hook = leave_out_once;
    w.hook_state = 1;
    world_append(&w, 0, "a");
    world_append(&w, 1, "b");
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 2);
    assert_int_equal(w.logs[1].end, 1);
    assert_true(same_bytes(nth(&w, 1, 0), nth(&w, 1, 1)));
    world_close(&w);
}

static bool answer_code(world *w, const sent *s, verdict *out)
{
    (void)s;
    if (!w->hook_state)
        return false;
    out->err = (int16_t)w->hook_state;
    if (w->hook_state != 31)
        w->hook_state = 0;
    return true;
}

TEST(F14_every_error_code_ends_in_an_outcome_without_a_hot_loop)
{
    for (int code = -2; code < 140; code++) {
        if (code == 0)
            continue;
        world w;
        world_open(&w, (settings){.delivery_timeout = KP_SEC(5)});
        world_ready(&w);
        world_append(&w, 0, "first");
        world_for(&w, KP_MS(10));
        w.hook = answer_code;
        w.hook_state = code;
        world_append(&w, 0, "x");
        world_for(&w, KP_SEC(6));
        assert_int_equal(w.acked + w.failed, 2);
        w.hook = NULL;
        world_append(&w, 0, "y");
        world_for(&w, KP_SEC(6));
        assert_int_equal(w.acked + w.failed, 3);
        assert_true(w.turns < 2000);
        world_close(&w);
    }
}

TEST(R33_acks_0_is_done_when_written)
{
    world w;
    world_open(&w, (settings){.plain = true, .acks = 0});
    world_ready(&w);
    w.brokers[0].hold = true;
    world_append_n(&w, 0, 10);
    world_for(&w, KP_MS(1));
    assert_int_equal(w.acked, 10);
    assert_int_equal(w.last_offset, -1);
    world_close(&w);
}

/* Java's producer gives up for good at these. */
static void heals_after(kp_err err, int new_ids)
{
    world w;
    world_open(&w, (settings){.partitions = 2});
    in_flight(&w, 3);
    w.hook = fail_first_once;
    w.hook_state = err;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(2));
    assert_int_equal(w.failed, 1);
    assert_int_equal(w.maybe, 0);
    assert_int_equal(w.last_err, KP_OK);
    assert_int_equal(w.acked, 3);
    assert_int_equal(w.init_count, 1 + new_ids);
    world_append(&w, 0, "x");
    world_append(&w, 1, "y");
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 5);
    log_is_one_run(&w, 4);
    world_close(&w);
}

TEST(no_refusal_ends_an_idempotent_producer)
{
    heals_after(KP_ERR_CLUSTER_AUTHORIZATION_FAILED, 0);
    heals_after(KP_ERR_UNSUPPORTED_VERSION, 0);
    heals_after(KP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, 0);
    heals_after(KP_ERR_PRODUCER_FENCED, 1);
    heals_after(KP_ERR_INVALID_PRODUCER_ID_MAPPING, 1);
}

TEST(KIP516_a_topic_goes_by_its_id_when_it_has_one)
{
    world w;
    world_open(&w, (settings){0});
    memset(&w.topic_id, 7, sizeof w.topic_id);
    world_ready(&w);
    world_append(&w, 0, "x");
    world_for(&w, KP_MS(10));
    assert_int_equal(w.acked, 1);
    assert_int_equal(w.produce_version, 13);
    world_close(&w);
    world_open(&w, (settings){0});
    world_ready(&w);
    world_append(&w, 0, "x");
    world_for(&w, KP_MS(10));
    assert_int_equal(w.acked, 1);
    assert_int_equal(w.produce_version, 12);
    world_close(&w);
}

TEST(KIP516_an_id_that_is_not_known_is_asked_for_again)
{
    world w;
    world_open(&w, (settings){0});
    memset(&w.topic_id, 7, sizeof w.topic_id);
    in_flight(&w, 1);
    w.hook = fail_first_once;
    w.hook_state = KP_ERR_UNKNOWN_TOPIC_ID;
    int before = w.metadata_count;
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(2));
    assert_int_equal(w.acked, 2);
    assert_true(w.metadata_count > before);
    log_is_one_run(&w, 2);
    world_close(&w);
}

TESTS(t(D1_R25_out_of_order_behind_an_open_batch_is_requeued_without_a_bump),
      t(D2_a_lost_state_bumps_this_lane_only_and_renumbers_from_0),
      t(D2_I2_I3_where_only_the_last_batch_is_known_those_before_it_may_be_written),
      t(D2_when_none_of_those_in_doubt_is_known_all_get_a_new_name),
      t(D2_after_another_answer_the_first_in_doubt_is_asked_again), t(I18_a_bump_rewrites_the_header_and_nothing_else),
      t(D3_duplicate_sequence_is_success_at_an_unknown_offset),
      t(F14_an_offset_that_no_batch_can_end_behind_is_an_unknown_one),
      t(D4_R38_a_higher_ack_completes_the_lower_ones_in_order_and_nothing_is_sent_again),
      t(D4_an_ack_from_a_broker_that_lost_its_state_proves_nothing),
      t(D4_what_one_ack_has_passed_over_the_next_one_does_not_prove),
      t(F9_D4_an_ack_of_a_topic_that_was_made_anew_proves_nothing_of_the_old_one),
      t(F9_D4_what_was_on_its_way_when_its_topic_was_made_anew_is_not_proven),
      t(I8_a_success_is_told_after_those_of_the_batches_before_it),
      t(I8_I7_what_is_written_is_told_when_the_time_of_the_one_before_it_is_up),
      t(F9_I21_a_topic_that_was_made_anew_may_have_fewer_partitions),
      t(D9_what_was_not_written_goes_under_a_new_name_to_who_does_not_know_the_old_one),
      t(D9_I3_what_may_be_written_gets_no_new_name),
      t(D5_R23_after_a_disconnect_all_in_flight_is_sent_again_byte_for_byte),
      t(R42_a_request_time_out_closes_the_connection_and_resends),
      t(R33_request_timed_out_is_maybe_written_and_its_sequence_is_not_used_again),
      t(I5_what_was_in_doubt_once_is_never_told_as_not_written),
      t(D6_after_a_time_out_in_flight_nothing_newer_goes_out_until_it_is_resolved),
      t(D6_a_connection_that_dies_with_a_timed_out_batch_costs_one_bump),
      t(D6_I21_what_followed_is_given_up_after_the_time_of_a_request),
      t(D6_I3_F3_what_followed_a_timed_out_batch_and_is_in_doubt_keeps_its_name),
      t(R1_I14_an_expired_batch_keeps_its_memory_until_no_connection_holds_it),
      t(I7_a_batch_that_never_left_fails_as_not_written_at_the_nanosecond),
      t(R3_D7_a_refused_batch_renumbers_what_follows_it_and_never_what_is_ahead),
      t(R10_D8_a_topic_that_vanishes_keeps_its_sequence_numbers),
      t(I4_I20_R25_a_leader_that_moves_mid_flight_costs_neither_order_nor_a_bump),
      t(a_newer_leader_named_in_the_answer_is_taken_at_once),
      t(R21_with_one_in_flight_a_retry_is_not_overtaken_without_idempotence),
      t(I20_at_most_five_are_in_flight_and_the_rest_fills_up_meanwhile),
      t(a_lane_without_an_ack_has_one_batch_in_flight), t(F13_D4_after_a_long_silence_one_batch_goes_alone),
      t(I19_R32_sequences_wrap_to_0_on_the_exact_record), t(I19_epoch_32766_is_still_used),
      t(I19_a_bump_past_32766_asks_for_a_new_id_and_starts_at_0),
      t(F18_a_partition_that_the_answer_leaves_out_is_sent_again_as_maybe_written),
      t(F14_every_error_code_ends_in_an_outcome_without_a_hot_loop), t(R33_acks_0_is_done_when_written),
      t(no_refusal_ends_an_idempotent_producer), t(KIP516_a_topic_goes_by_its_id_when_it_has_one),
      t(KIP516_an_id_that_is_not_known_is_asked_for_again))
