/* What a log promises across crashes: whatever was synced is there, byte for byte, in its place; what follows is a
 * prefix of what was appended; indexes, producer windows and duplicates are as if nothing had happened. The crash comes
 * at any operation on the files, in the middle of a write too, and the disk forgets what was not synced as it likes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <base/rng.h>
#include <broker/log/plog.h>
#include <tests/broker/batches.h>
#include <tests/broker/crash_files.h>
#include <tests/broker/see_log.h>
#include <tests/check.h>
#include <wire/primitives.h>

enum { BATCHES_MAX = 4000, BATCH_MAX = 2048, PRODUCERS = 3, SEGMENT = 4096, STEPS = 400 };

typedef struct entry { /* one batch that the model knows was appended */
    uint8_t *bytes;
    size_t len;
    int64_t base_offset;
    int32_t count;
    int64_t producer_id;
    int16_t epoch;
    int32_t sequence;
} entry;

typedef struct producer {
    int64_t id;
    int16_t epoch;
    int32_t next;
} producer;

typedef struct world {
    kp__alloc alloc;
    kp__rng rng;
    kp__files *files;
    kp__log_env env;
    kp__plog *log;
    entry entries[BATCHES_MAX];
    int count;
    int synced;         /* entries that were acknowledged after a sync */
    int64_t checkpoint; /* a recovery point that was written down */
    bool clean;
    producer producers[PRODUCERS];
    uint64_t seed;
    int crashes;
} world;

static const char *where(const world *w)
{
    static char text[64];
    snprintf(text, sizeof text, "seed %llu, crash %d", (unsigned long long)w->seed, w->crashes);
    return text;
}

#define SEE(w, cond) SEE_AT(where(w), cond)

static uint64_t below(world *w, uint64_t bound) { return kp__rng_below(&w->rng, bound); }

static int64_t end_of(const world *w, int count)
{
    return count ? w->entries[count - 1].base_offset + w->entries[count - 1].count : 0;
}

static kp_err open_log(world *w)
{
    kp__plog_opening opening = {
        .dir = "/data/t-0", .name = "t-0", .clean = w->clean, .recovery_point = w->checkpoint, .now_ms = 1000};
    return kp__plog_open(&w->env, &opening, &w->log);
}

/* ---- looking at a log ---- */

/* The log is exactly the model's first entries, as many as reach its end; returns how many. */
static int see_content(world *w)
{
    static uint8_t bytes[BATCHES_MAX * 256];
    size_t len = see_batches(w->log, bytes, sizeof bytes, where(w)), at = 0;
    int i = 0;
    for (; at < len; i++) {
        SEE(w, i < w->count);
        SEE(w, at + w->entries[i].len <= len);
        SEE(w, memcmp(bytes + at, w->entries[i].bytes, w->entries[i].len) == 0);
        at += w->entries[i].len;
    }
    SEE(w, end_of(w, i) == w->log->end_offset);
    SEE(w, kp__plog_bytes(w->log) == (int64_t)len); /* and nothing else is between them */
    return i;
}

/* The window of a producer, from the model: its last five batches of its last epoch. */
static void see_window(world *w, int64_t id)
{
    const kp__producer_entry *found = kp__producers_find(&w->log->producers, id);
    int last = w->count - 1, have = 0;
    while (last >= 0 && w->entries[last].producer_id != id)
        last--;
    if (last < 0) {
        SEE(w, !found || found->count == 0);
        return;
    }
    SEE(w, found && found->epoch == w->entries[last].epoch);
    for (int i = last; i >= 0 && have < KP__PRODUCER_WINDOW; i--) {
        const entry *one = &w->entries[i];
        if (one->producer_id != id)
            continue;
        if (one->epoch != found->epoch)
            break;
        const kp__producer_batch *batch = &found->batches[found->count - 1 - have];
        SEE(w, have < found->count);
        SEE(w, batch->first_sequence == one->sequence && batch->base_offset == one->base_offset);
        SEE(w, batch->last_offset == one->base_offset + one->count - 1);
        have++;
    }
    SEE(w, have == found->count);
}

static void see_all(world *w)
{
    see_indexes(w->log, where(w));
    for (int i = 0; i < PRODUCERS; i++)
        see_window(w, w->producers[i].id);
}

/* ---- doing something to it ---- */

static void remember(world *w, const uint8_t *bytes, size_t len, const batch_plan *plan)
{
    entry *one = &w->entries[w->count++];
    *one = (entry){.bytes = malloc(len),
                   .len = len,
                   .base_offset = end_of(w, w->count - 1),
                   .count = plan->count,
                   .producer_id = plan->producer_id,
                   .epoch = plan->producer_epoch,
                   .sequence = plan->base_sequence};
    memcpy(one->bytes, bytes, len);
    kp__put_u64(one->bytes, (uint64_t)one->base_offset);
    kp__put_u32(one->bytes + 12, 0);
}

static void append(world *w)
{
    uint8_t bytes[BATCH_MAX];
    kp__appended appended;
    producer *from = below(w, 4) ? &w->producers[below(w, PRODUCERS)] : NULL;
    batch_plan plan = {.count = 1 + (int32_t)below(w, 4),
                       .value_size = (int32_t)below(w, 100),
                       NO_PRODUCER,
                       .timestamp = 1000 + (int64_t)below(w, 100000),
                       .fill = (uint8_t)below(w, 256)};
    if (from && below(w, 30) == 0) {
        from->epoch++;
        from->next = 0;
    }
    if (from) {
        plan.producer_id = from->id;
        plan.producer_epoch = from->epoch;
        plan.base_sequence = from->next;
    }
    size_t len = batch_make(bytes, sizeof bytes, &plan);
    /* It may be in the log even when the append fails. */
    int64_t before = w->log->end_offset;
    kp_err err = kp__plog_append(w->log, kp__slice_of(bytes, len), 1000, &appended);
    if (err) {
        if (!crash_files_crashed(w->files))
            fail_msg("seed %llu: append: %s", (unsigned long long)w->seed, kp_err_name(err));
        remember(w, bytes, len, &plan);
        return;
    }
    SEE(w, !appended.duplicate && appended.base_offset == before);
    remember(w, bytes, len, &plan);
    if (from)
        from->next = (int32_t)(((uint32_t)from->next + (uint32_t)plan.count) & INT32_MAX);
}

/* A batch that a producer sends once more is answered as it was the first time. */
static void append_again(world *w)
{
    kp__appended appended;
    int i = w->count - 1 - (int)below(w, 8);
    if (i < 0 || w->entries[i].producer_id < 0)
        return;
    int newer = 0;
    for (int k = i + 1; k < w->count; k++)
        if (w->entries[k].producer_id == w->entries[i].producer_id) {
            newer++;
            if (w->entries[k].epoch != w->entries[i].epoch)
                return;
        }
    if (newer >= KP__PRODUCER_WINDOW)
        return;
    int64_t end = w->log->end_offset;
    kp_err err = kp__plog_append(w->log, kp__slice_of(w->entries[i].bytes, w->entries[i].len), 1000, &appended);
    SEE(w, err == KP_OK && appended.duplicate);
    SEE(w, appended.base_offset == w->entries[i].base_offset);
    SEE(w, w->log->end_offset == end);
}

static void sync_log(world *w)
{
    int count = w->count;
    if (kp__plog_sync(w->log) != KP_OK) {
        SEE(w, crash_files_crashed(w->files));
        return;
    }
    w->synced = count;
    kp__plog_commit(w->log);
}

static void step(world *w)
{
    switch (below(w, 12)) {
    case 0:
        append_again(w);
        break;
    case 1:
    case 2:
        sync_log(w);
        break;
    case 3:
        w->checkpoint = below(w, 4) ? w->checkpoint : w->log->recovery_point;
        break;
    default:
        append(w);
    }
}

static void close_well(world *w)
{
    w->clean = kp__plog_close(w->log) == KP_OK;
    w->log = NULL;
    if (!w->clean) {
        SEE(w, crash_files_crashed(w->files));
        return;
    }
    w->synced = w->count;
    w->checkpoint = end_of(w, w->count);
}

/* After the crash: what is there is a prefix of the model that holds all that was synced; the model forgets the rest.
 */
static void come_back(world *w, bool power)
{
    kp__plog_abandon(w->log);
    w->log = NULL;
    if (power)
        crash_files_restart(w->files, CRASH_ANY);
    else
        crash_files_restart_process(w->files);
    crash_files_arm(w->files, below(w, 3) ? 0 : 1 + (int64_t)below(w, 60)); /* recovery may crash too */
    kp_err err = open_log(w);
    for (; err || crash_files_crashed(w->files); err = open_log(w)) {
        SEE(w, crash_files_crashed(w->files));
        kp__plog_abandon(w->log); /* the last thing that an open does may fail without harm */
        w->log = NULL;
        crash_files_restart(w->files, CRASH_ANY);
    }
    crash_files_arm(w->files, 0);
    w->clean = false;
    int survived = see_content(w);
    SEE(w, survived >= w->synced);
    while (w->count > survived)
        free(w->entries[--w->count].bytes);
    for (int i = 0; i < PRODUCERS; i++) {
        const kp__producer_entry *found = kp__producers_find(&w->log->producers, w->producers[i].id);
        if (!found || found->count == 0)
            continue;
        w->producers[i].epoch = found->epoch;
        w->producers[i].next = (int32_t)(((uint32_t)found->batches[found->count - 1].last_sequence + 1) & INT32_MAX);
    }
    see_all(w);
    if (power) /* what is there now is answered for: it must not vanish later */
        sync_log(w);
}

static void world_init(world *w, uint64_t seed)
{
    memset(w, 0, sizeof *w);
    w->seed = seed;
    kp__alloc_init(&w->alloc, NULL);
    kp__rng_seed(&w->rng, seed);
    w->files = crash_files_new(seed);
    assert_int_equal(kp__log_env_init(&w->env, &w->alloc, w->files, NULL), KP_OK);
    w->env.segment_bytes = SEGMENT;
    w->env.index_interval = 256;
    w->env.files_open_max = 4;
    for (int i = 0; i < PRODUCERS; i++)
        w->producers[i] = (producer){.id = 100 + i, .next = i == 2 ? INT32_MAX - 5 : 0};
    const kp__files_ops *ops = w->files->ops;
    assert_int_equal(ops->make_dir(w->files, "/data"), KP_OK);
    assert_int_equal(ops->make_dir(w->files, "/data/t-0"), KP_OK);
    assert_int_equal(ops->sync_dir(w->files, "/"), KP_OK);
    assert_int_equal(ops->sync_dir(w->files, "/data"), KP_OK);
    assert_int_equal(open_log(w), KP_OK);
}

static void world_deinit(world *w)
{
    kp__plog_abandon(w->log);
    kp__log_env_deinit(&w->env);
    crash_files_free(w->files);
    for (int i = 0; i < w->count; i++)
        free(w->entries[i].bytes);
    assert_int_equal(w->alloc.bytes, 0);
}

static void live(uint64_t seed, int crashes, bool power)
{
    static world w;
    world_init(&w, seed);
    for (w.crashes = 0; w.crashes < crashes && w.count < BATCHES_MAX - STEPS; w.crashes++) {
        crash_files_arm(w.files, 1 + (int64_t)below(&w, 120));
        for (int i = 0; i < STEPS && !crash_files_crashed(w.files); i++)
            step(&w);
        if (!crash_files_crashed(w.files) && below(&w, 2))
            close_well(&w);
        if (w.log == NULL && w.clean && !power) { /* an orderly close, an orderly open */
            crash_files_arm(w.files, 0);
            assert_int_equal(open_log(&w), KP_OK);
            w.clean = false;
            SEE(&w, see_content(&w) == w.count);
            see_all(&w);
            continue;
        }
        come_back(&w, power);
    }
    world_deinit(&w);
}

TEST(nothing_synced_is_lost_when_the_power_fails_at_any_operation)
{
    for (uint64_t seed = 1; seed <= 300; seed++)
        live(seed, 12, true);
}

TEST(nothing_at_all_is_lost_when_only_the_process_dies)
{
    for (uint64_t seed = 1000; seed < 1100; seed++)
        live(seed, 12, false);
}

/* One batch of always the same size. */
static void append_one(world *w, uint8_t fill)
{
    uint8_t bytes[BATCH_MAX];
    kp__appended appended;
    batch_plan plan = {.count = 1, .value_size = 50, NO_PRODUCER, .timestamp = 1000, .fill = fill};
    size_t len = batch_make(bytes, sizeof bytes, &plan);
    assert_int_equal(kp__plog_append(w->log, kp__slice_of(bytes, len), 1000, &appended), KP_OK);
    remember(w, bytes, len, &plan);
}

static void lose_power(world *w, crash_mood mood)
{
    kp__plog_abandon(w->log);
    w->log = NULL;
    crash_files_restart(w->files, mood);
    assert_int_equal(open_log(w), KP_OK);
}

static void forget_last(world *w) { free(w->entries[--w->count].bytes); }

/* The batch that is written over it is as long as the one that was bad: what follows would fit. */
TEST(a_tail_that_was_cut_off_does_not_come_back_under_what_is_appended_next)
{
    static world w;
    world_init(&w, 1);
    append_one(&w, 'a');
    sync_log(&w);
    append_one(&w, 'b');
    append_one(&w, 'c');
    crash_files_spoil(w.files, "/data/t-0/00000000000000000000.log", (int64_t)w.entries[0].len + KP__BATCH_HEADER + 9);
    lose_power(&w, CRASH_CONTENT); /* all of it is there, but for a bit of b */
    forget_last(&w);
    forget_last(&w);
    assert_int_equal(see_content(&w), 1);
    append_one(&w, 'd');
    lose_power(&w, CRASH_BYTES);
    (void)see_content(&w); /* a, or a and d, and never c */
    world_deinit(&w);
}

/* What got through of it is longer than the batch that comes in its place. */
TEST(a_batch_for_which_there_was_no_space_leaves_nothing_behind)
{
    static world w;
    uint8_t bytes[BATCH_MAX];
    kp__appended appended;
    batch_plan plan = {.count = 3, .value_size = 400, NO_PRODUCER, .timestamp = 1000};
    size_t len = batch_make(bytes, sizeof bytes, &plan);
    for (uint64_t seed = 1; seed <= 20; seed++) {
        world_init(&w, seed);
        append_one(&w, 'a');
        crash_files_fail(w.files, CRASH_WRITE, 1, 1, KP_ERR_NO_SPACE);
        assert_int_equal(kp__plog_append(w.log, kp__slice_of(bytes, len), 1000, &appended), KP_ERR_KAFKA_STORAGE_ERROR);
        append_one(&w, 'b');
        w.env.segment_bytes = 1; /* and the segment is closed behind it */
        append_one(&w, 'c');
        close_well(&w);
        assert_true(w.clean);
        assert_int_equal(open_log(&w), KP_OK);
        assert_int_equal(see_content(&w), 3);
        see_all(&w);
        world_deinit(&w);
    }
}

/* A sync in between finds the directory without them. */
TEST(files_of_a_new_segment_that_could_not_be_made_at_once_outlive_a_power_failure)
{
    static world w;
    for (int64_t nth = 1; nth <= 6; nth++) {
        uint8_t bytes[BATCH_MAX];
        kp__appended appended;
        batch_plan plan = {.count = 1, .value_size = 50, NO_PRODUCER, .timestamp = 1000, .fill = 'b'};
        size_t len = batch_make(bytes, sizeof bytes, &plan);
        world_init(&w, (uint64_t)nth);
        w.env.segment_bytes = 1;
        append_one(&w, 'a');
        crash_files_fail(w.files, CRASH_OPEN, nth, 1, KP_ERR_NO_SPACE);
        kp_err err = kp__plog_append(w.log, kp__slice_of(bytes, len), 1000, &appended);
        crash_files_fail(w.files, 0, 0, 0, KP_OK);
        sync_log(&w);
        if (err)
            append_one(&w, 'b');
        else
            remember(&w, bytes, len, &plan);
        sync_log(&w);
        lose_power(&w, CRASH_NOTHING);
        assert_int_equal(see_content(&w), 2);
        world_deinit(&w);
    }
}

/* ---- a small file that is replaced whole ---- */

static bool replace_at(int64_t at, crash_mood mood)
{
    kp__alloc alloc;
    kp__log_env env;
    uint8_t *data = NULL;
    size_t size = 0;
    kp__alloc_init(&alloc, NULL);
    kp__files *files = crash_files_new((uint64_t)at);
    assert_int_equal(kp__log_env_init(&env, &alloc, files, NULL), KP_OK);
    assert_int_equal(files->ops->make_dir(files, "/d"), KP_OK);
    assert_int_equal(files->ops->sync_dir(files, "/"), KP_OK);
    assert_int_equal(kp__file_replace(&env, "/d", "x", "old", 3), KP_OK);
    crash_files_arm(files, at);
    kp_err err = kp__file_replace(&env, "/d", "x", "newer", 5);
    bool met = crash_files_crashed(files);
    assert_true(met || !err);
    crash_files_restart(files, mood);
    assert_int_equal(kp__file_load(&env, "/d/x", 64, &data, &size), KP_OK);
    bool is_old = size == 3 && memcmp(data, "old", 3) == 0, is_new = size == 5 && memcmp(data, "newer", 5) == 0;
    if (!(is_new || (is_old && err)))
        fail_msg("crash at operation %lld, mood %d: %zu bytes", (long long)at, (int)mood, size);
    kp__delete(&alloc, data);
    kp__log_env_deinit(&env);
    crash_files_free(files);
    assert_int_equal(alloc.bytes, 0);
    return met;
}

TEST(a_file_that_is_replaced_is_the_old_or_the_new_one_wherever_the_power_fails)
{
    for (int mood = 0; mood < CRASH_MOODS; mood++)
        for (int64_t at = 1; replace_at(at, (crash_mood)mood);)
            at++;
}

TESTS(t(a_file_that_is_replaced_is_the_old_or_the_new_one_wherever_the_power_fails),
      t(a_batch_for_which_there_was_no_space_leaves_nothing_behind),
      t(files_of_a_new_segment_that_could_not_be_made_at_once_outlive_a_power_failure),
      t(a_tail_that_was_cut_off_does_not_come_back_under_what_is_appended_next),
      t(nothing_synced_is_lost_when_the_power_fails_at_any_operation),
      t(nothing_at_all_is_lost_when_only_the_process_dies))
