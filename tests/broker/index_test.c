/* Index files that are not what they were when the log was closed in good order, and timestamps that no clock tells. */
#include <stdio.h>

#include <broker/log/plog.h>
#include <tests/broker/batches.h>
#include <tests/broker/crash_files.h>
#include <tests/broker/see_log.h>
#include <tests/check.h>

enum { BATCHES = 100, STEP_MS = 10 };

static const char DIR[] = "/data/t-0";

typedef struct fixture {
    kp__alloc alloc;
    kp__files *files;
    kp__log_env env;
    kp__plog *log;
} fixture;

static void open_clean(fixture *f)
{
    kp__plog_opening opening = {.dir = DIR, .name = "t-0", .clean = true, .now_ms = 1000};
    assert_int_equal(kp__plog_open(&f->env, &opening, &f->log), KP_OK);
}

static void close_clean(fixture *f) { assert_int_equal(kp__plog_close(f->log), KP_OK); }

static void start(fixture *f)
{
    *f = (fixture){.files = crash_files_new(1)};
    kp__alloc_init(&f->alloc, NULL);
    assert_int_equal(kp__log_env_init(&f->env, &f->alloc, f->files, NULL), KP_OK);
    f->env.segment_bytes = 2048;
    f->env.index_interval = 256;
    assert_int_equal(f->files->ops->make_dir(f->files, "/data"), KP_OK);
    open_clean(f);
}

static void stop(fixture *f)
{
    kp__plog_abandon(f->log);
    kp__log_env_deinit(&f->env);
    crash_files_free(f->files);
    assert_int_equal(f->alloc.bytes, 0);
}

static void append(fixture *f, int64_t timestamp)
{
    uint8_t bytes[256];
    kp__appended appended;
    size_t len = batch_make(bytes, sizeof bytes,
                            &(batch_plan){NO_PRODUCER, .count = 1, .value_size = 50, .timestamp = timestamp});
    assert_int_equal(kp__plog_append(f->log, kp__slice_of(bytes, len), 1000, &appended), KP_OK);
    kp__plog_commit(f->log);
}

/* One batch with one record for each time that there is. */
static void see_times(fixture *f)
{
    kp__time_offset found;
    see_indexes(f->log, "reopened");
    assert_int_equal(f->log->end_offset, BATCHES);
    for (int i = 0; i < BATCHES; i++) {
        assert_int_equal(kp__plog_find_time(f->log, i * STEP_MS, &found), KP_OK);
        assert_int_equal(found.offset, i);
    }
    assert_int_equal(kp__plog_max_timestamp(f->log, &found), KP_OK);
    assert_int_equal(found.offset, BATCHES - 1);
}

/* So many entries are lost from its end; 0: all. */
static void cut_index(fixture *f, int64_t base_offset, const char *suffix, int64_t entry, int64_t lost)
{
    char path[64];
    kp__file *file;
    int64_t size;
    const kp__files_ops *ops = f->files->ops;
    snprintf(path, sizeof path, "%s/%020lld.%s", DIR, (long long)base_offset, suffix);
    assert_int_equal(ops->open(f->files, path, 0, &file), KP_OK);
    assert_int_equal(ops->size(file, &size), KP_OK);
    assert_true(size / entry > 2);
    assert_int_equal(ops->truncate(file, lost ? size - lost * entry : 0), KP_OK);
    ops->close(file);
}

static void index_loses(const char *suffix, int64_t entry, int64_t lost)
{
    for (int last = 0; last < 2; last++) {
        fixture f;
        start(&f);
        for (int i = 0; i < BATCHES; i++)
            append(&f, i * STEP_MS);
        int32_t which = last ? f.log->segment_count - 1 : 1;
        assert_true(f.log->segment_count > 3);
        int64_t base_offset = f.log->segments[which]->base_offset;
        close_clean(&f);
        cut_index(&f, base_offset, suffix, entry, lost);
        open_clean(&f);
        see_times(&f);
        stop(&f);
    }
}

TEST(a_time_index_that_is_gone_is_made_anew) { index_loses("timeindex", KP__INDEX_TIME_ENTRY, 0); }

TEST(a_time_index_that_lost_its_end_is_made_anew)
{
    index_loses("timeindex", KP__INDEX_TIME_ENTRY, 1);
    index_loses("timeindex", KP__INDEX_TIME_ENTRY, 2);
}

TEST(an_offset_index_that_lost_its_end_or_all_is_only_slower)
{
    index_loses("index", KP__INDEX_OFFSET_ENTRY, 0);
    index_loses("index", KP__INDEX_OFFSET_ENTRY, 1);
}

TEST(a_time_index_of_another_log_is_made_anew)
{
    fixture f;
    start(&f);
    for (int i = 0; i < BATCHES; i++)
        append(&f, i * STEP_MS);
    int64_t first = f.log->segments[1]->base_offset;
    close_clean(&f);
    char path[64];
    snprintf(path, sizeof path, "%s/%020lld.timeindex", DIR, (long long)first);
    kp__file *file;
    uint8_t times[3 * KP__INDEX_TIME_ENTRY] = {0}; /* 1, 2 and 3 s: all of it later than the batches are */
    for (int i = 0; i < 3; i++) {
        times[i * KP__INDEX_TIME_ENTRY + 6] = (uint8_t)(4 * (i + 1));
        times[i * KP__INDEX_TIME_ENTRY + 11] = (uint8_t)(i + 1);
    }
    assert_int_equal(f.files->ops->open(f.files, path, KP__FILE_TRUNCATE, &file), KP_OK);
    struct iovec iov = {.iov_base = times, .iov_len = sizeof times};
    assert_int_equal(f.files->ops->write(file, 0, &iov, 1), KP_OK);
    f.files->ops->close(file);
    open_clean(&f);
    see_times(&f);
    stop(&f);
}

TEST(times_that_do_not_rise_or_are_none_leave_indexes_that_are_believed)
{
    static const int64_t times[] = {500, -1, 70, 500, INT64_MIN, 3, 400};
    fixture f;
    kp__time_offset found;
    start(&f);
    for (int i = 0; i < BATCHES; i++)
        append(&f, times[i % 7] + (times[i % 7] == 400 ? i : 0));
    close_clean(&f);
    open_clean(&f);
    see_indexes(f.log, "reopened");
    assert_int_equal(kp__plog_find_time(f.log, 450, &found), KP_OK);
    assert_int_equal(found.offset, 0);
    stop(&f);
}

TEST(the_earliest_time_there_can_be_begins_no_new_segment)
{
    fixture f;
    start(&f);
    append(&f, 1000);
    append(&f, INT64_MIN);
    append(&f, INT64_MIN);
    assert_int_equal(f.log->segment_count, 1);
    append(&f, INT64_MAX - 1);
    assert_int_equal(f.log->segment_count, 2); /* a segment.ms later, and more */
    close_clean(&f);
    open_clean(&f);
    assert_int_equal(f.log->end_offset, 4);
    stop(&f);
}

TESTS(t(a_time_index_that_is_gone_is_made_anew), t(a_time_index_that_lost_its_end_is_made_anew),
      t(an_offset_index_that_lost_its_end_or_all_is_only_slower), t(a_time_index_of_another_log_is_made_anew),
      t(times_that_do_not_rise_or_are_none_leave_indexes_that_are_believed),
      t(the_earliest_time_there_can_be_begins_no_new_segment))
