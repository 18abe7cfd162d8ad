/* MESSAGE_TOO_LARGE: what becomes of a batch, its records, its sequence and its lane (F15, R6, R7). */
#include <tests/producer/world.h>

/* hook_state: the largest batch taken. */
static bool limit(world *w, const sent *s, verdict *out)
{
    if ((int)s->len <= w->hook_state)
        return false;
    out->err = 10;
    return true;
}

/* Every batch that a broker took, and every outcome, follows on the one before. */
typedef struct run {
    int64_t next_offset;
    int records, batches;
} run;
static run told;

static void note(world *w, kp__batch *batch)
{
    (void)w;
    told.batches++;
    told.records += (int)batch->record_count;
    if (batch->err)
        return;
    assert_int_equal(batch->base_offset, told.next_offset);
    told.next_offset += batch->record_count;
}

static void open_limited(world *w, settings s, int bytes)
{
    world_open(w, s);
    told = (run){0};
    w->on_done = note;
    w->hook = limit;
    w->hook_state = bytes;
    world_ready(w);
}

static void log_runs_on(const world *w, int32_t records)
{
    const log *l = &w->logs[0];
    assert_int_equal(l->end, records);
    for (int i = 1; i < l->count; i++)
        if (l->batches[i].producer_id >= 0 && l->batches[i].epoch == l->batches[i - 1].epoch)
            assert_int_equal(l->batches[i].base_sequence, l->batches[i - 1].base_sequence + l->batches[i - 1].count);
}

static void split_and_count(settings s)
{
    world w;
    open_limited(&w, s, 300);
    world_append_n(&w, 0, 500);
    world_for(&w, KP_SEC(5));
    assert_int_equal(w.acked, 500);
    assert_int_equal(told.next_offset, 500);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 0);
    assert_int_equal(kp__core_stats_of(w.core)->splits, 6); /* 9,000 bytes, 4,500, 2,250, 1,125, 562, 281: 140 fit */
    assert_int_equal(kp__core_stats_of(w.core)->records_acked, 500);
    log_runs_on(&w, 500);
    world_close(&w);
}

TEST(F15_a_batch_that_is_too_large_goes_in_halves_until_they_fit)
{
    split_and_count((settings){0});
    split_and_count((settings){.plain = true, .acks = -1});
    split_and_count((settings){.retries = 1}); /* neither a refusal nor a piece is an attempt */
}

static bool list_too_large(world *w, const sent *s, verdict *out)
{
    out->err = 18;
    return limit(w, s, &(verdict){0});
}

TEST(F15_a_batch_larger_than_a_segment_is_split_as_well)
{
    world w;
    open_limited(&w, (settings){0}, 300);
    w.hook = list_too_large;
    world_append_n(&w, 0, 100);
    world_for(&w, KP_SEC(5));
    assert_int_equal(w.acked, 100);
    world_close(&w);
}

/* Nothing newer leaves before the batch is settled, and then order goes on. */
TEST(F15_I4_a_lane_sends_nothing_else_until_all_pieces_are_settled)
{
    world w;
    open_limited(&w, (settings){0}, 1 << 20);
    world_append(&w, 0, "first");
    world_for(&w, KP_MS(10));
    w.brokers[0].hold = true;
    for (int i = 0; i < 3; i++) { /* in flight together: 1..40, 41..80, 81..120 */
        world_append_n(&w, 0, 40);
        world_for(&w, KP_MS(1));
    }
    assert_int_equal(world_sent_count(&w, 0), 4);
    w.hook_state = 200;
    w.brokers[0].hold = false;
    world_append_n(&w, 0, 5);
    world_for(&w, KP_SEC(5));
    assert_int_equal(w.acked, 126);
    assert_int_equal(told.next_offset, 126);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 0);
    log_runs_on(&w, 126);
    world_close(&w);
}

static void append_large(world *w, size_t size)
{
    char *value = malloc(size + 1);
    assert_non_null(value);
    memset(value, 'x', size);
    value[size] = '\0';
    world_append(w, 0, value);
    free(value);
}

TEST(F15_one_record_that_is_too_large_fails_alone)
{
    world w;
    open_limited(&w, (settings){0}, 500);
    world_append_n(&w, 0, 7);
    append_large(&w, 1000);
    world_append_n(&w, 0, 9);
    world_for(&w, KP_SEC(5));
    assert_int_equal(w.acked, 16);
    assert_int_equal(w.failed, 1);
    assert_int_equal(w.maybe, 0);
    assert_int_equal(told.next_offset, 16);
    log_runs_on(&w, 16);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 1); /* its number is not used again */
    world_close(&w);
}

TEST(F15_R7_a_batch_that_expires_between_its_pieces_is_told_once)
{
    world w;
    open_limited(&w, (settings){.delivery_timeout = KP_SEC(31)}, 300);
    world_append_n(&w, 0, 200);
    for (int i = 0; i < 200 && w.acked == 0; i++)
        world_for(&w, KP_US(100));
    assert_true(w.acked > 0 && w.acked < 200);
    w.brokers[0].hold = true;
    world_for(&w, KP_SEC(32));
    assert_int_equal(w.acked + w.failed, 200);
    assert_int_equal(told.records, 200);
    assert_true(w.maybe > 0 && w.maybe < w.failed); /* the piece in flight; what waited behind it was never sent */
    told.next_offset += w.maybe;                    /* the broker takes the piece after all */
    w.brokers[0].hold = false;
    w.hook = NULL;
    world_append_n(&w, 0, 3);
    int acked = w.acked;
    world_for(&w, KP_SEC(5));
    assert_int_equal(w.acked, acked + 3);
    world_close(&w);
}

static bool lose_then_limit(world *w, const sent *s, verdict *out)
{
    (void)s;
    if (w->hook_state++ == 0)
        out->ignore = out->append = true;
    else
        out->err = 10;
    return true;
}

TEST(I3_D5_what_may_stand_in_the_log_is_not_cut_up)
{
    world w;
    open_limited(&w, (settings){0}, 0);
    w.hook = lose_then_limit;
    world_append_n(&w, 0, 20);
    world_for(&w, KP_SEC(40));
    int sent_before = world_sent_count(&w, 0);
    assert_true(sent_before > 2);
    for (int i = 1; i < sent_before; i++)
        assert_memory_equal(w.sent[world_sent_of(&w, 0, i)].bytes, w.sent[world_sent_of(&w, 0, 0)].bytes,
                            w.sent[world_sent_of(&w, 0, 0)].len);
    w.hook = NULL; /* the limit is raised again: then the broker says that it has the batch */
    world_for(&w, KP_SEC(5));
    assert_int_equal(w.acked, 20);
    assert_int_equal(w.logs[0].end, 20);
    world_close(&w);
}

/* The whole is too large; its first piece is written, and not said to be; from then on all is too large. */
static bool write_the_first_piece(world *w, const sent *s, verdict *out)
{
    (void)s;
    int n = w->hook_state++;
    out->err = n == 1 ? KP_ERR_REQUEST_TIMED_OUT : KP_ERR_MESSAGE_TOO_LARGE;
    out->append = n == 1;
    return true;
}

TEST(I5_what_was_in_doubt_and_is_split_again_fails_as_maybe_written)
{
    world w;
    open_limited(&w, (settings){.plain = true, .acks = -1}, 0);
    w.hook = write_the_first_piece;
    world_append_n(&w, 0, 16);
    world_for(&w, KP_SEC(5));
    assert_true(w.logs[0].end > 1); /* else it was not split again */
    assert_int_equal(w.failed, 16);
    assert_true(w.maybe >= w.logs[0].end);
    world_close(&w);
}

TEST(R7_a_piece_whose_answer_is_lost_comes_again_byte_for_byte)
{
    world w;
    open_limited(&w, (settings){0}, 300);
    world_append_n(&w, 0, 100);
    for (int i = 0; i < 200 && w.acked == 0; i++)
        world_for(&w, KP_US(100));
    w.brokers[0].hold = true;
    world_for(&w, KP_MS(20));
    int before = world_sent_count(&w, 0);
    world_cut(&w, 0);
    w.brokers[0].hold = false;
    world_for(&w, KP_SEC(5));
    const sent *piece = &w.sent[world_sent_of(&w, 0, before - 1)], *again = &w.sent[world_sent_of(&w, 0, before)];
    assert_int_equal(piece->len, again->len);
    assert_memory_equal(piece->bytes, again->bytes, piece->len);
    assert_int_equal(w.acked, 100);
    log_runs_on(&w, 100);
    world_close(&w);
}

TEST(R6_I15_a_flush_waits_for_the_pieces)
{
    world w;
    open_limited(&w, (settings){0}, 300);
    world_append_n(&w, 0, 100);
    for (int i = 0; i < 200 && w.acked == 0; i++)
        world_for(&w, KP_US(100));
    assert_true(w.acked < 100);
    assert_false(kp__core_flushed(w.core, 0));
    world_for(&w, KP_SEC(5));
    assert_true(kp__core_flushed(w.core, 0));
    world_close(&w);
}

TEST(D2_a_lost_state_between_pieces_renumbers_all_that_is_left)
{
    world w;
    open_limited(&w, (settings){0}, 300);
    world_append_n(&w, 0, 100);
    for (int i = 0; i < 200 && w.acked == 0; i++)
        world_for(&w, KP_US(100));
    w.logs[0].batches[w.logs[0].count - 1].base_sequence += 1000; /* the broker expects another number now */
    world_for(&w, KP_SEC(5));
    assert_int_equal(w.acked, 100);
    assert_int_equal(kp__core_stats_of(w.core)->epoch_bumps, 1);
    assert_int_equal(w.logs[0].end, 100);
    world_close(&w);
}

TEST(F15_no_memory_for_a_piece_is_waited_for)
{
    world w;
    open_limited(&w, (settings){0}, 300);
    world_append_n(&w, 0, 100);
    kp__segment *all = NULL;
    for (kp__segment *page; (page = kp__pool_chunk(&w.intake.pool)); all = page)
        page->next = all;
    world_for(&w, KP_SEC(1));
    assert_int_equal(w.acked, 0);
    kp__pool_release(&w.intake.pool, all);
    world_for(&w, KP_SEC(5));
    assert_int_equal(w.acked, 100);
    world_close(&w);
}

/* Answers are read in a turn in which the lane is busy, so what the next one gives back is the last piece's. */
TEST(R28_who_waits_for_memory_hears_of_what_the_last_piece_leaves_over)
{
    world w;
    int times = 0;
    open_limited(&w, (settings){0}, 300);
    kp__lane *lane = world_lane(&w, 0);
    world_append_n(&w, 0, 500);
    for (int i = 0; i < 1000 && w.acked < 500; i++) {
        kp__lock_take(&lane->lock);
        world_turn_only(&w);
        kp__lock_drop(&lane->lock);
        (void)kp__core_released(w.core);
        size_t used = kp__pool_used(&w.intake.pool);
        w.now += KP__LANE_BUSY_WAIT;
        world_turn_only(&w);
        if (kp__pool_used(&w.intake.pool) < used) {
            assert_true(kp__core_released(w.core));
            times++;
        }
        w.now += KP_MS(1);
    }
    assert_int_equal(w.acked, 500);
    assert_int_equal(times, 1);
    world_close(&w);
}

TEST(F15_a_lane_learns_how_large_a_batch_may_be)
{
    world w;
    open_limited(&w, (settings){.partitions = 2}, 300);
    for (int round = 0; round < 3; round++) {
        world_append_n(&w, 0, 500);
        world_for(&w, KP_SEC(5));
        assert_int_equal(w.acked, 500 * (round + 1));
        assert_int_equal(kp__core_stats_of(w.core)->splits, 6);
    }
    int before = world_sent_count(&w, 1);
    w.hook_state = 1 << 20;
    w.on_done = NULL;
    world_append_n(&w, 1, 500);
    world_for(&w, KP_SEC(5));
    assert_int_equal(world_sent_count(&w, 1), before + 1); /* the other lane may be of another topic */
    log_runs_on(&w, 1500);
    world_close(&w);
}

/* callbacks=poll: what pieces leave behind for their reports comes out of what the batch itself gives back. */
TEST(R28_pieces_whose_reports_nobody_reads_do_not_keep_the_others_from_going)
{
    world w;
    open_limited(&w, (settings){0}, 2500);
    w.keep_reports = true;
    world_append_n(&w, 0, 2000);
    kp__segment *all = NULL;
    for (kp__segment *chunk; (chunk = kp__pool_chunk(&w.intake.pool)); all = chunk)
        chunk->next = all;
    kp__segment *rest = all;
    for (int i = 1; i < 16; i++)
        rest = rest->next;
    kp__segment *kept = rest->next;
    rest->next = NULL;
    kp__pool_release(&w.intake.pool, all);
    world_for(&w, KP_SEC(5));
    assert_int_equal(w.acked, 2000);
    log_runs_on(&w, 2000);
    world_read_reports(&w);
    kp__pool_release(&w.intake.pool, kept);
    world_close(&w);
}

TESTS(t(F15_a_batch_that_is_too_large_goes_in_halves_until_they_fit),
      t(F15_a_batch_larger_than_a_segment_is_split_as_well),
      t(F15_I4_a_lane_sends_nothing_else_until_all_pieces_are_settled), t(F15_one_record_that_is_too_large_fails_alone),
      t(F15_R7_a_batch_that_expires_between_its_pieces_is_told_once), t(I3_D5_what_may_stand_in_the_log_is_not_cut_up),
      t(I5_what_was_in_doubt_and_is_split_again_fails_as_maybe_written),
      t(R7_a_piece_whose_answer_is_lost_comes_again_byte_for_byte), t(R6_I15_a_flush_waits_for_the_pieces),
      t(D2_a_lost_state_between_pieces_renumbers_all_that_is_left), t(F15_no_memory_for_a_piece_is_waited_for),
      t(R28_pieces_whose_reports_nobody_reads_do_not_keep_the_others_from_going),
      t(F15_a_lane_learns_how_large_a_batch_may_be),
      t(R28_who_waits_for_memory_hears_of_what_the_last_piece_leaves_over))
