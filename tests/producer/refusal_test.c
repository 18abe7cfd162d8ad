/* What a broker says about records that it refuses (KIP-467), as Java's Sender.failBatch takes it. */
#include <tests/producer/world.h>

enum { RECORDS = 100 };

typedef kp__produce_response_batch_index_and_error_message named;

static const char *message;
static named records[3000];
static int32_t record_count;
static kp_err code;

static bool refuse(world *w, const sent *s, verdict *out)
{
    (void)w, (void)s;
    *out = (verdict){.err = (int16_t)code,
                     .leader_hint = -1,
                     .leader_hint_epoch = -1,
                     .message = message,
                     .records = records,
                     .record_count = record_count};
    return true;
}

static char told[RECORDS][300];
static kp_err errs[RECORDS];

static void note(world *w, kp__batch *batch)
{
    (void)w;
    for (uint32_t i = 0; i < batch->record_count; i++) {
        const char *reason = NULL;
        errs[i] = batch->refusal ? kp__refusal_of(batch, i, &reason) : batch->err;
        strcpy(told[i], reason ? reason : "-");
    }
}

static void produce(void)
{
    world w;
    world_open(&w, (settings){0});
    w.on_done = note;
    w.hook = refuse;
    world_ready(&w);
    world_append_n(&w, 0, RECORDS);
    world_for(&w, KP_MS(100));
    assert_int_equal(w.failed, RECORDS);
    assert_int_equal(w.maybe, 0);
    world_close(&w); /* and nothing is left in the pool */
}

static void answer(kp_err err, const char *about_all, int32_t count)
{
    code = err;
    message = about_all;
    record_count = count;
}

TEST(the_words_about_a_batch_are_said_of_every_record)
{
    answer(KP_ERR_POLICY_VIOLATION, "not on a\nsunday", 0);
    produce();
    for (int i = 0; i < RECORDS; i++) {
        assert_int_equal(errs[i], KP_ERR_POLICY_VIOLATION);
        assert_string_equal(told[i], "not on a sunday");
    }
}

TEST(one_named_record_has_the_error_and_the_others_are_innocent)
{
    answer(KP_ERR_INVALID_TIMESTAMP, NULL, 1);
    records[0] = (named){7, kp__slice_str("too old")};
    produce();
    for (int i = 0; i < RECORDS; i++) {
        assert_int_equal(errs[i], i == 7 ? KP_ERR_INVALID_TIMESTAMP : KP_ERR_OTHER_RECORD);
        assert_string_equal(told[i], i == 7 ? "too old" : "-");
    }
}

TEST(several_named_records_are_invalid_each_with_its_words_or_the_batchs)
{
    answer(KP_ERR_INVALID_TIMESTAMP, "some are bad", 3);
    records[0] = (named){0, kp__slice_str("no key")};
    records[1] = (named){RECORDS - 1, kp__slice_null()};
    records[2] = (named){50, kp__slice_str("no value")};
    produce();
    assert_int_equal(errs[0], KP_ERR_INVALID_RECORD);
    assert_string_equal(told[0], "no key");
    assert_string_equal(told[50], "no value");
    assert_string_equal(told[RECORDS - 1], "some are bad");
    assert_int_equal(errs[1], KP_ERR_OTHER_RECORD);
}

TEST(what_no_batch_of_ours_can_have_is_passed_over)
{
    answer(KP_ERR_INVALID_RECORD, NULL, 3);
    records[0] = (named){-1, kp__slice_str("a")};
    records[1] = (named){RECORDS, kp__slice_str("b")};
    records[2] = (named){INT32_MAX, kp__slice_str("c")};
    produce();
    for (int i = 0; i < RECORDS; i++)
        assert_int_equal(errs[i], KP_ERR_INVALID_RECORD);
}

TEST(however_much_is_said_it_is_bounded)
{
    static char words[3000][1000];
    answer(KP_ERR_INVALID_RECORD, NULL, 3000);
    for (int i = 0; i < 3000; i++) {
        memset(words[i], 'a' + i % 26, sizeof words[i]);
        records[i] = (named){i % RECORDS, kp__slice_of((const uint8_t *)words[i], sizeof words[i])};
    }
    produce();
    assert_int_equal(strlen(told[0]), 250);
    for (int i = 0; i < RECORDS; i++)
        assert_int_equal(errs[i], KP_ERR_INVALID_RECORD);
    assert_string_equal(told[RECORDS - 1], "-");
}

static kp_ns throttled;

static void note_throttled(world *w, kp__batch *batch)
{
    (void)w;
    throttled = batch->throttled;
}

TEST(KIP219_the_pause_that_an_answer_asks_for_is_in_the_receipt_and_is_kept)
{
    world w;
    world_open(&w, (settings){0});
    world_ready(&w);
    w.on_done = note_throttled;
    w.throttle_ms = 700;
    world_append(&w, 0, "x");
    world_for(&w, KP_MS(10));
    assert_int_equal(w.acked, 1);
    assert_int_equal(throttled, KP_MS(700));
    w.throttle_ms = 0;
    world_append(&w, 0, "y");
    world_for(&w, KP_MS(600));
    assert_int_equal(w.acked, 1);
    world_for(&w, KP_MS(200));
    assert_int_equal(w.acked, 2);
    assert_int_equal(throttled, 0);
    world_close(&w);
}

TESTS(t(the_words_about_a_batch_are_said_of_every_record),
      t(one_named_record_has_the_error_and_the_others_are_innocent),
      t(several_named_records_are_invalid_each_with_its_words_or_the_batchs),
      t(what_no_batch_of_ours_can_have_is_passed_over), t(however_much_is_said_it_is_bounded),
      t(KIP219_the_pause_that_an_answer_asks_for_is_in_the_receipt_and_is_kept))
