/* The checker finds what is planted: a loss, a double, a wrong order, wrong bytes, wrong words. */
#include <stdlib.h>
#include <string.h>

#include <base/crc32c.h>
#include <tests/check.h>
#include <tests/simulation/checker.h>
#include <wire/batch.h>

enum { PRODUCER_ID = 7, VALUE = 48 };

typedef struct bench {
    check_journal journal;
    model_log logs[2];
    uint64_t tick;
    check_verdict verdict;
} bench;

static void bench_init(bench *b)
{
    memset(b, 0, sizeof *b);
    for (int i = 0; i < 2; i++)
        model_log_init(&b->logs[i], 0, i);
    b->journal.producers[0] =
        (check_producer){.acks = -1, .idempotent = true, .inflight_max = 5, .delivery_timeout = 1000};
}

static void bench_deinit(bench *b)
{
    model_log_deinit(&b->logs[0]);
    model_log_deinit(&b->logs[1]);
    check_journal_deinit(&b->journal);
}

static void value_of(bench *b, uint64_t id, uint8_t out[VALUE])
{
    check_value_write(out, VALUE, id, &b->journal.records[id]);
}

/* The application sends a record and is told that it succeeded at `offset`. */
static uint64_t sent(bench *b, int32_t partition, int64_t offset)
{
    uint64_t id = check_journal_add(&b->journal);
    check_record *record = &b->journal.records[id];
    record->number = id;
    record->partition = partition;
    record->timestamp_ms = -1;
    record->call_tick = ++b->tick;
    record->return_tick = ++b->tick;
    record->returned = true;
    record->completions = 1;
    record->status = KP_WRITTEN;
    record->told_partition = partition;
    record->offset = offset;
    record->done_tick = 1000 + id;
    uint8_t value[VALUE];
    value_of(b, id, value);
    record->content = check_content(NULL, 0, value, VALUE, NULL, 0);
    return id;
}

/* One batch of one record in the log. */
static void logged_bytes(bench *b, int partition, const uint8_t value[VALUE])
{
    uint8_t batch[200], *at = batch + KP__BATCH_HEADER;
    at = kp__varint_put(at, 6 + 1 + VALUE); /* all of these lengths fit one byte but the value's */
    *at++ = 0;
    at = kp__varlong_put(at, 0);
    at = kp__varint_put(at, 0);
    at = kp__varint_put(at, -1);
    at = kp__varint_put(at, VALUE);
    memcpy(at, value, VALUE);
    at += VALUE;
    at = kp__varint_put(at, 0);
    size_t record = (size_t)(at - batch) - KP__BATCH_HEADER;
    batch[KP__BATCH_HEADER] = (uint8_t)((record - kp__varint_size((int32_t)record)) * 2);
    size_t body = record;
    kp__batch_header header = {.producer_id = PRODUCER_ID, .record_count = 1, .base_sequence = 0};
    kp__batch_crc_write(batch,
                        kp__crc32c(kp__batch_header_write(batch, &header, body), batch + KP__BATCH_HEADER, body));
    (void)model_log_append(&b->logs[partition], batch, KP__BATCH_HEADER + body, 1, 0);
}

static void logged(bench *b, int partition, uint64_t id)
{
    uint8_t value[VALUE];
    value_of(b, id, value);
    logged_bytes(b, partition, value);
}

static void run(bench *b)
{
    const model_log *logs[2] = {&b->logs[0], &b->logs[1]};
    check_run(&b->journal, logs, 2, &b->verdict);
}

static void assert_finds(bench *b, const char *invariant)
{
    run(b);
    if (b->verdict.failure_count == 0)
        fail_msg("%s was not found", invariant);
    assert_string_equal(strtok(b->verdict.failures[0], ":"), invariant);
    bench_deinit(b);
}

TEST(what_is_right_is_not_reported)
{
    bench b;
    bench_init(&b);
    for (int i = 0; i < 10; i++)
        logged(&b, i % 2, sent(&b, i % 2, i / 2));
    run(&b);
    if (b.verdict.failure_count)
        fail_msg("%s", b.verdict.failures[0]);
    assert_int_equal(b.verdict.records_in_log, 10);
    bench_deinit(&b);
}

TEST(I2_an_acknowledged_record_that_is_nowhere_is_found)
{
    bench b;
    bench_init(&b);
    logged(&b, 0, sent(&b, 0, 0));
    (void)sent(&b, 0, 1);
    assert_finds(&b, "I2");
}

TEST(I2_a_record_that_the_cluster_lost_is_no_fault_of_the_producer)
{
    bench b;
    bench_init(&b);
    logged(&b, 0, sent(&b, 0, 0));
    logged(&b, 0, sent(&b, 0, 1));
    model_log_cut(&b.logs[0], 1, 1);
    run(&b);
    assert_int_equal(b.verdict.failure_count, 0);
    assert_int_equal(b.verdict.acked_then_cut, 1);
    bench_deinit(&b);
}

TEST(I2_acks_all_of_what_was_never_committed_is_found)
{
    bench b;
    bench_init(&b);
    logged(&b, 0, sent(&b, 0, 0));
    b.logs[0].entries[0].commit_at = 100;
    model_log_cut(&b.logs[0], 0, 50);
    assert_finds(&b, "I2");
}

TEST(I2_other_bytes_are_found)
{
    bench b;
    bench_init(&b);
    uint64_t id = sent(&b, 0, 0);
    uint8_t value[VALUE];
    value_of(&b, id, value);
    value[VALUE - 1] ^= 1;
    logged_bytes(&b, 0, value);
    assert_finds(&b, "I2");
}

TEST(I2_a_wrong_offset_is_found)
{
    bench b;
    bench_init(&b);
    logged(&b, 0, sent(&b, 0, 5));
    assert_finds(&b, "I2");
}

TEST(I2_a_wrong_time_is_found)
{
    bench b;
    bench_init(&b);
    uint64_t id = sent(&b, 0, 0);
    b.journal.records[id].told_timestamp_ms = 1;
    logged(&b, 0, id);
    assert_finds(&b, "I2");
}

TEST(I2_a_time_or_an_offset_of_a_failure_is_found)
{
    bench b;
    bench_init(&b);
    uint64_t id = sent(&b, 0, 0);
    b.journal.records[id].err = KP_ERR_INVALID_RECORD;
    assert_finds(&b, "I2");
}

TEST(I3_a_double_is_found)
{
    bench b;
    bench_init(&b);
    uint64_t id = sent(&b, 0, 0);
    logged(&b, 0, id);
    logged(&b, 0, id);
    assert_finds(&b, "I3");
}

TEST(I3_a_double_without_idempotence_is_counted)
{
    bench b;
    bench_init(&b);
    b.journal.producers[0].idempotent = false;
    uint64_t id = sent(&b, 0, 0);
    logged(&b, 0, id);
    logged(&b, 0, id);
    run(&b);
    assert_int_equal(b.verdict.failure_count, 0);
    assert_int_equal(b.verdict.duplicated_unsafe, 1);
    bench_deinit(&b);
}

static model_entry *last_entry(bench *b, int partition)
{
    return &b->logs[partition].entries[b->logs[partition].count - 1];
}

static void assert_excused(bench *b, uint64_t count)
{
    run(b);
    if (b->verdict.failure_count)
        fail_msg("%s", b->verdict.failures[0]);
    assert_int_equal(b->verdict.excused, count);
    bench_deinit(b);
}

TEST(I3_a_double_of_what_the_log_took_unproven_is_excused_and_so_are_the_four_behind_it)
{
    bench b;
    uint64_t ids[5];
    bench_init(&b);
    for (int i = 0; i < 5; i++)
        ids[i] = sent(&b, 0, -1);
    for (int i = 0; i < 5; i++) {
        logged(&b, 0, ids[i]);
        last_entry(&b, 0)->unproven = i == 0;
    }
    for (int i = 0; i < 5; i++) {
        logged(&b, 0, ids[i]);
        last_entry(&b, 0)->producer_epoch = 1;
    }
    assert_excused(&b, 5);
}

TEST(I3_a_double_of_what_came_later_in_the_same_log_is_found)
{
    bench b;
    uint64_t ids[6];
    bench_init(&b);
    for (int i = 0; i < 6; i++)
        ids[i] = sent(&b, 0, -1);
    for (int i = 0; i < 6; i++) {
        logged(&b, 0, ids[i]);
        last_entry(&b, 0)->unproven = i == 0;
    }
    logged(&b, 0, ids[5]);
    last_entry(&b, 0)->producer_epoch = 1;
    assert_finds(&b, "I3");
}

TEST(I3_a_double_across_partitions_is_found_whatever_their_logs_forgot)
{
    bench b;
    bench_init(&b);
    uint64_t id = sent(&b, 0, -1);
    b.journal.records[id].partition = -1;
    for (int i = 0; i < 2; i++) {
        logged(&b, i, id);
        last_entry(&b, i)->unproven = true;
    }
    assert_finds(&b, "I3");
}

/* Sent as first, second, third; the log: what is given, of which one is unproven. */
static void log_three(bench *b, const int order[3], int unproven)
{
    uint64_t ids[3];
    bench_init(b);
    for (int i = 0; i < 3; i++)
        ids[i] = sent(b, 0, -1);
    for (int i = 0; i < 3; i++) {
        logged(b, 0, ids[order[i]]);
        last_entry(b, 0)->unproven = i == unproven;
        last_entry(b, 0)->producer_epoch = (int16_t)(order[i] == 0);
    }
}

TEST(I4_a_record_behind_later_ones_that_the_log_took_unproven_is_excused)
{
    bench b;
    log_three(&b, (const int[]){1, 2, 0}, 0);
    assert_excused(&b, 1);
}

TEST(I4_a_record_behind_a_later_one_that_the_log_could_prove_is_found)
{
    bench b;
    log_three(&b, (const int[]){1, 2, 0}, 2);
    b.logs[0].entries[2].producer_epoch = 0;
    b.logs[0].entries[0].producer_epoch = 1;
    assert_finds(&b, "I4");
}

TEST(I4_a_wrong_order_is_found)
{
    bench b;
    bench_init(&b);
    uint64_t first = sent(&b, 0, 1), second = sent(&b, 0, 0);
    logged(&b, 0, second);
    logged(&b, 0, first);
    assert_finds(&b, "I4");
}

TEST(I4_R21_a_wrong_order_with_one_request_in_flight_is_found_without_idempotence)
{
    bench b;
    bench_init(&b);
    b.journal.producers[0].idempotent = false;
    b.journal.producers[0].inflight_max = 1;
    uint64_t first = sent(&b, 0, 1), second = sent(&b, 0, 0);
    logged(&b, 0, second);
    logged(&b, 0, first);
    assert_finds(&b, "I4");
}

TEST(I4_two_sends_at_the_same_time_may_come_in_any_order)
{
    bench b;
    bench_init(&b);
    uint64_t first = sent(&b, 0, 1), second = sent(&b, 0, 0);
    b.journal.records[first].return_tick = b.journal.records[second].return_tick + 1;
    b.journal.records[first].done_tick = b.journal.records[second].done_tick + 1;
    logged(&b, 0, second);
    logged(&b, 0, first);
    run(&b);
    assert_int_equal(b.verdict.failure_count, 0);
    bench_deinit(&b);
}

TEST(I5_not_written_but_there_is_found)
{
    bench b;
    bench_init(&b);
    uint64_t id = sent(&b, 0, -1);
    b.journal.records[id].err = KP_ERR_DELIVERY_TIMEOUT;
    b.journal.records[id].status = KP_NOT_WRITTEN;
    b.journal.records[id].told_timestamp_ms = -1;
    logged(&b, 0, id);
    assert_finds(&b, "I5");
}

TEST(I5_a_refused_record_that_is_there_is_found)
{
    bench b;
    bench_init(&b);
    uint64_t id = sent(&b, 0, -1);
    b.journal.records[id].sent = KP_ERR_TIMEOUT;
    b.journal.records[id].completions = 0;
    logged(&b, 0, id);
    assert_finds(&b, "I5");
}

TEST(I1_no_completion_and_two_completions_are_found)
{
    bench b;
    bench_init(&b);
    uint64_t id = sent(&b, 0, 0);
    logged(&b, 0, id);
    b.journal.records[id].completions = 0;
    assert_finds(&b, "I1");
    bench_init(&b);
    id = sent(&b, 0, 0);
    logged(&b, 0, id);
    b.journal.records[id].completions = 2;
    assert_finds(&b, "I1");
}

TEST(I1_a_completion_after_close_is_found)
{
    bench b;
    bench_init(&b);
    uint64_t id = sent(&b, 0, 0);
    logged(&b, 0, id);
    b.journal.producers[0].shut_tick = 500;
    assert_finds(&b, "I1");
}

TEST(I7_too_late_and_too_early_are_found)
{
    bench b;
    bench_init(&b);
    uint64_t id = sent(&b, 0, 0);
    logged(&b, 0, id);
    b.journal.records[id].done_at = 1001;
    assert_finds(&b, "I7");
    bench_init(&b);
    id = sent(&b, 0, -1);
    check_record *record = &b.journal.records[id];
    record->err = KP_ERR_DELIVERY_TIMEOUT;
    record->status = KP_NOT_WRITTEN;
    record->opened = 1;
    record->done_at = 1000;
    assert_finds(&b, "I7");
}

/* What comes due at 1000 while nothing can run until 1400, told at `done_at`. */
static void told_after_pauses(bench *b, kp_ns done_at)
{
    bench_init(b);
    uint64_t id = sent(b, 0, 0);
    logged(b, 0, id);
    b->journal.records[id].done_at = done_at;
    check_pause_add(&b->journal.producers[0], 1200, 1400); /* begins in the middle of the next one */
    check_pause_add(&b->journal.producers[0], 900, 1300);
    check_pause_add(&b->journal.producers[0], 1401, 1500);
}

TEST(I7_what_comes_due_in_a_pause_is_told_when_the_pause_is_over_and_no_later)
{
    bench b;
    told_after_pauses(&b, 1400);
    run(&b);
    assert_int_equal(b.verdict.failure_count, 0);
    bench_deinit(&b);
    told_after_pauses(&b, 1401);
    assert_finds(&b, "I7");
}

TEST(I8_successes_told_out_of_order_are_found)
{
    bench b;
    bench_init(&b);
    uint64_t first = sent(&b, 0, 0), second = sent(&b, 0, 1);
    logged(&b, 0, first);
    logged(&b, 0, second);
    b.journal.records[first].done_tick = 5000;
    assert_finds(&b, "I8");
}

/* A batch was refused for records without a key. */
static check_record *refused(bench *b, kp_err err, bool keyless)
{
    bench_init(b);
    uint64_t id = sent(b, 0, -1);
    check_record *record = &b->journal.records[id];
    record->err = err;
    record->status = KP_NOT_WRITTEN;
    record->told_timestamp_ms = -1;
    record->told_why = err == KP_ERR_INVALID_RECORD;
    record->keyless = keyless;
    return record;
}

TEST(F16_blame_for_the_wrong_record_is_found)
{
    bench b;
    (void)refused(&b, KP_ERR_OTHER_RECORD, true);
    assert_finds(&b, "F16");
    refused(&b, KP_ERR_INVALID_RECORD, false)->told_why = false; /* nobody was named */
    run(&b);
    assert_int_equal(b.verdict.failure_count, 0);
    bench_deinit(&b);
    (void)refused(&b, KP_ERR_INVALID_RECORD, false);
    assert_finds(&b, "F16");
}

TEST(I8_a_future_that_is_done_before_an_earlier_one_is_found)
{
    bench b;
    bench_init(&b);
    uint64_t first = sent(&b, 0, 0);
    logged(&b, 0, first);
    b.journal.records[first].by_return = b.journal.records[first].overtaken = true;
    assert_finds(&b, "I8");
}

TEST(I14_a_record_in_another_partition_is_found)
{
    bench b;
    bench_init(&b);
    logged(&b, 1, sent(&b, 0, 0));
    assert_finds(&b, "I14");
}

TESTS(t(what_is_right_is_not_reported), t(I2_an_acknowledged_record_that_is_nowhere_is_found),
      t(I2_a_record_that_the_cluster_lost_is_no_fault_of_the_producer),
      t(I2_acks_all_of_what_was_never_committed_is_found), t(I2_other_bytes_are_found), t(I2_a_wrong_offset_is_found),
      t(I2_a_wrong_time_is_found), t(I2_a_time_or_an_offset_of_a_failure_is_found), t(I3_a_double_is_found),
      t(I3_a_double_of_what_the_log_took_unproven_is_excused_and_so_are_the_four_behind_it),
      t(I3_a_double_of_what_came_later_in_the_same_log_is_found),
      t(I3_a_double_across_partitions_is_found_whatever_their_logs_forgot),
      t(I4_a_record_behind_later_ones_that_the_log_took_unproven_is_excused),
      t(I4_a_record_behind_a_later_one_that_the_log_could_prove_is_found),
      t(I3_a_double_without_idempotence_is_counted), t(I4_a_wrong_order_is_found),
      t(I4_R21_a_wrong_order_with_one_request_in_flight_is_found_without_idempotence),
      t(I4_two_sends_at_the_same_time_may_come_in_any_order), t(I5_not_written_but_there_is_found),
      t(I5_a_refused_record_that_is_there_is_found), t(I1_no_completion_and_two_completions_are_found),
      t(I1_a_completion_after_close_is_found), t(I7_too_late_and_too_early_are_found),
      t(I7_what_comes_due_in_a_pause_is_told_when_the_pause_is_over_and_no_later),
      t(I8_successes_told_out_of_order_are_found), t(F16_blame_for_the_wrong_record_is_found),
      t(I8_a_future_that_is_done_before_an_earlier_one_is_found), t(I14_a_record_in_another_partition_is_found))
