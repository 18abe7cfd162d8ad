/* A whole broker on a disk that forgets: a small life of it (topics, batches over several segments, a topic deleted and
 * made again, checkpoints, an orderly stop) is cut off at every single operation on its files, its store's included, or
 * has every single operation fail; and then it must come back. What must hold:
 *
 *   - nothing is gone that was acknowledged under the promise of the fsync policy, whatever the disk forgot; when only
 *     the process died, nothing at all that was acknowledged
 *   - a log is what was sent to it, in order and without a hole, and has nothing of a topic that had its name before
 *   - topics are there, or are not, as their creation and deletion were answered
 *   - every entry of an index is true; a batch sent again is answered as the first time; no producer id is given twice
 *   - a broker that came back goes on, stops in order, and is there again */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <base/rng.h>
#include <broker/inside.h>
#include <io/system.h>
#include <tests/broker/batches.h>
#include <tests/broker/crash_files.h>
#include <tests/broker/crash_io.h>
#include <tests/broker/crash_sqlite.h>
#include <tests/broker/see_log.h>
#include <tests/check.h>

enum { TOPICS = 2, PARTITIONS = 2, SENT_MAX = 48, BATCH_MAX = 512, SEGMENT = 1024, RECORDS = 2, TRIES = 3 };

typedef struct sent {
    uint8_t bytes[BATCH_MAX];
    size_t len;
    int64_t base_offset; /* as answered */
    bool acked;
    bool durable; /* acknowledged, and the policy promises that it is on the disk */
} sent;

typedef struct model_log {
    sent sent[SENT_MAX]; /* the last one may be without an answer, or had a bad one: it is sent again */
    int count;
    int64_t producer; /* each has its own */
    int32_t next_sequence;
} model_log;

typedef enum { ABSENT, MAYBE, PRESENT } there;

typedef struct model_topic {
    const char *name;
    int partitions;
    there there;
    bool doomed;        /* its deletion failed, and may come true all the same when the broker starts again */
    bool acked_when_so; /* then nothing that is sent to it may be acknowledged */
    model_log logs[PARTITIONS];
} model_topic;

typedef struct world {
    const char *fsync;
    const char *what; /* is being done to it, for a message */
    int64_t at;
    crash_mood mood;
    bool one_life; /* it is not stopped and started again before the power fails */
    kp__rng rng;
    kp__files *files;
    crash_io *io;
    kp_broker *broker;
    kclient client;
    bool connected;
    int64_t last_producer;
    int fill;
    model_topic topics[TOPICS];
} world;

static world w; /* one at a time, found by the two below */

/* What the broker asks the system for: they stand here, so the linker takes them instead of ours in src/io. */
kp_err kp__io_system_new(kp__alloc *alloc, const kp_hooks *hooks, const char *name, kp__io **out)
{
    (void)alloc;
    (void)hooks;
    (void)name;
    *out = crash_io_table(w.io);
    return KP_OK;
}

kp_err kp__files_system(kp__alloc *alloc, kp__files **out)
{
    (void)alloc;
    *out = w.files;
    return KP_OK;
}

static const char *where(void)
{
    static const char *const moods[] = {"nothing", "names", "content", "bytes", "anything"};
    static char text[128];
    snprintf(text, sizeof text, "fsync=%s, %s %lld, of the rest the disk has %s", w.fsync, w.what, (long long)w.at,
             moods[w.mood]);
    return text;
}

#define SEE(cond) SEE_AT(where(), cond)

static bool crashed(void) { return crash_files_crashed(w.files); }

/* ---- a broker, a client ---- */

static kp_err open_broker(void)
{
    kp_broker_options options;
    kp_error error = KP_ERROR_INIT;
    kp_broker_options_init(&options);
    options.data_dir = "/srv/kprod/data";
    options.fsync = w.fsync;
    options.segment_bytes = SEGMENT;
    kp_err err = kp_broker_open(&options, NULL, &w.broker, &error);
    if (err)
        w.broker = NULL;
    else
        w.broker->env.index_interval = 256; /* so that small segments have entries */
    return err;
}

static void disconnect(void)
{
    if (w.connected)
        client_close(&w.client);
    w.connected = false;
}

static kclient *client(void)
{
    if (!w.connected)
        crash_io_connect(w.io, &w.client);
    w.connected = true;
    return &w.client;
}

static void close_broker(void)
{
    disconnect();
    kp_broker_close(w.broker);
    w.broker = NULL;
}

/* The broker is gone without another word. */
static void drop_broker(void)
{
    crash_files_arm(w.files, 1);
    if (w.broker)
        close_broker();
}

/* Errors that a disk may cause. Any other answer is wrong. */
static bool of_disk(kp_err err)
{
    return err == KP_ERR_KAFKA_STORAGE_ERROR || err == KP_ERR_DISCONNECTED || err == KP_ERR_UNKNOWN_SERVER_ERROR;
}

/* ---- what is asked of it, and what the answers tell ---- */

static void forget_logs(model_topic *topic)
{
    for (int i = 0; i < PARTITIONS; i++)
        topic->logs[i] = (model_log){.producer = -1};
}

static void create_topic(model_topic *topic)
{
    for (int i = 0; i < TRIES && topic->there != PRESENT && !topic->doomed && !crashed(); i++) {
        kp_err err = client_create(client(), topic->name, topic->partitions);
        if (!err || (err == KP_ERR_TOPIC_ALREADY_EXISTS && topic->there == MAYBE)) {
            if (!err)
                forget_logs(topic);
            topic->there = PRESENT;
            return;
        }
        SEE(of_disk(err));
        topic->there = MAYBE;
        if (err == KP_ERR_DISCONNECTED)
            disconnect();
    }
}

static void delete_topic(model_topic *topic)
{
    if (topic->there == ABSENT || crashed())
        return;
    kp_err err = client_delete(client(), topic->name);
    if (err == KP_ERR_UNKNOWN_TOPIC_OR_PARTITION && topic->there == MAYBE)
        err = KP_OK;
    SEE(!err || of_disk(err));
    if (err == KP_ERR_DISCONNECTED)
        disconnect();
    topic->there = err ? MAYBE : ABSENT;
    topic->doomed = err != KP_OK;
    if (!err)
        forget_logs(topic);
}

static bool take_producer(model_log *log)
{
    for (int i = 0; i < TRIES && log->producer < 0 && !crashed(); i++) {
        int64_t id = client_producer_id(client());
        if (id < 0)
            disconnect();
        SEE(id < 0 || id > w.last_producer);
        if (id >= 0)
            log->producer = w.last_producer = id;
    }
    return log->producer >= 0;
}

static void make_next(model_log *log)
{
    sent *one = &log->sent[log->count++];
    *one = (sent){.base_offset = -1};
    batch_plan plan = {.count = RECORDS,
                       .value_size = 150,
                       .producer_id = log->producer,
                       .base_sequence = log->next_sequence,
                       .timestamp = 1000 + w.fill * INT64_C(7919) % 1000,
                       .fill = (uint8_t)w.fill++};
    one->len = batch_make(one->bytes, sizeof one->bytes, &plan);
    log->next_sequence += RECORDS;
}

static bool send_last(model_topic *topic, int partition)
{
    model_log *log = &topic->logs[partition];
    sent *last = &log->sent[log->count - 1];
    for (int i = 0; i < TRIES && !crashed(); i++) {
        produced answer = client_produce(client(), topic->name, partition, kp__slice_of(last->bytes, last->len));
        if (!answer.err) {
            SEE(last->base_offset < 0 || last->base_offset == answer.base_offset);
            last->base_offset = answer.base_offset;
            last->acked = true;
            topic->acked_when_so |= topic->doomed;
            last->durable = strcmp(w.fsync, "always") == 0;
            return true;
        }
        SEE(of_disk(answer.err) || (topic->doomed && answer.err == KP_ERR_UNKNOWN_TOPIC_OR_PARTITION));
        if (answer.err == KP_ERR_DISCONNECTED)
            disconnect();
    }
    return false;
}

static bool produce(model_topic *topic, int partition, int count)
{
    model_log *log = &topic->logs[partition];
    if (topic->there == ABSENT || (topic->there == MAYBE && !topic->doomed) || !take_producer(log))
        return false;
    if (log->count && !log->sent[log->count - 1].acked && !send_last(topic, partition))
        return false;
    for (int i = 0; i < count; i++) {
        SEE(log->count < SENT_MAX);
        make_next(log);
        if (!send_last(topic, partition))
            return false;
    }
    return true;
}

static void all_acked_are_durable(void)
{
    for (int t = 0; t < TOPICS; t++)
        for (int p = 0; p < PARTITIONS; p++)
            for (int i = 0; i < w.topics[t].logs[p].count; i++)
                w.topics[t].logs[p].sent[i].durable = w.topics[t].logs[p].sent[i].acked;
}

static bool any_failed(void)
{
    for (kp__topic *topic = NULL; (topic = kp__topics_next(&w.broker->topics, topic)) != NULL;)
        for (int32_t i = 0; i < topic->partition_count; i++)
            if (topic->partitions[i].log->failed)
                return true;
    return false;
}

/* Long enough for the interval's sync and for a checkpoint. */
static void wait_a_while(void)
{
    if (!w.broker || crashed())
        return;
    crash_io_run(w.io, KP_SEC(61));
    if (strcmp(w.fsync, "interval") == 0 && !crashed() && !any_failed())
        all_acked_are_durable();
}

static bool open_again(void)
{
    for (int i = 0; i < TRIES && !w.broker && !crashed(); i++) {
        kp_err err = open_broker();
        SEE(!err || crashed() || crash_files_failed(w.files) || err == KP_ERR_NO_SPACE || err == KP_ERR_IO);
    }
    return w.broker && !crashed();
}

/* The small life. Ends where the crash comes, or where a disk that fails lets it go no further. */
static void live(void)
{
    model_topic *a = &w.topics[0], *b = &w.topics[1];
    if (!open_again())
        return;
    create_topic(a);
    produce(a, 0, 3);
    create_topic(b);
    produce(b, 0, 3);
    produce(a, 1, 1);
    wait_a_while();
    produce(a, 0, 2);
    delete_topic(b);
    create_topic(b);
    produce(b, 0, 1);
    wait_a_while();
    produce(a, 0, 2);
    produce(a, 1, 2);
    if (w.one_life)
        return;
    bool sound = !crashed() && !any_failed();
    int64_t failed = crash_files_failed(w.files);
    close_broker();
    if (sound && !crashed() && failed == crash_files_failed(w.files))
        all_acked_are_durable();
    if (!open_again())
        return;
    produce(a, 0, 1);
    produce(b, 0, 2);
}

/* ---- is it all there? ---- */

static bool same_batch(const sent *one, const uint8_t *bytes, size_t len)
{
    /* All but the base offset and the leader epoch is the sender's. */
    return one->len == len && memcmp(one->bytes + 8, bytes + 8, 4) == 0 &&
           memcmp(one->bytes + 16, bytes + 16, len - 16) == 0;
}

/* The log is what was sent, and has what it must have; the model forgets the rest. */
static void see_log(kp__plog *log, model_log *model, bool power)
{
    static uint8_t bytes[SENT_MAX * BATCH_MAX];
    size_t len = see_batches(log, bytes, sizeof bytes, where());
    int i = 0, kept = 0;
    bool lost = false;
    see_indexes(log, where());
    for (size_t at = 0; at < len;) {
        kp__batch_header header;
        SEE(kp__batch_header_read(kp__slice_of(bytes + at, len - at), &header) == KP_OK);
        size_t size = (size_t)kp__batch_bytes(&header);
        for (; i < model->count && !same_batch(&model->sent[i], bytes + at, size); i++) {
            SEE(!(power ? model->sent[i].durable : model->sent[i].acked)); /* or an acknowledged batch is gone */
            lost |= model->sent[i].acked;
        }
        SEE(i < model->count); /* or it was never sent to this topic */
        SEE(!lost);            /* or there is a hole */
        SEE(!model->sent[i].acked || model->sent[i].base_offset == header.base_offset);
        model->sent[kept] = model->sent[i++];
        model->sent[kept].base_offset = header.base_offset;
        model->sent[kept++].acked = true;
        at += size;
    }
    for (; i < model->count; i++)
        SEE(!(power ? model->sent[i].durable : model->sent[i].acked));
    model->count = kept;
    model->next_sequence = kept * RECORDS;
}

static void see_topic(model_topic *topic, bool power)
{
    kp__topic *found = kp__topics_named(&w.broker->topics, kp__slice_str(topic->name));
    SEE(found || topic->there != PRESENT);
    SEE(!found || topic->there != ABSENT);
    SEE(found || !topic->acked_when_so);
    topic->there = found ? PRESENT : ABSENT;
    topic->doomed = topic->acked_when_so = false;
    if (!found)
        forget_logs(topic);
    SEE(!found || found->partition_count == topic->partitions);
    for (int p = 0; found && p < topic->partitions; p++)
        see_log(found->partitions[p].log, &topic->logs[p], power);
}

static void see_all(bool power)
{
    for (int t = 0; t < TOPICS; t++)
        see_topic(&w.topics[t], power);
}

/* The last five of each producer are known, in their places. */
static void see_windows(void)
{
    for (int t = 0; t < TOPICS; t++)
        for (int p = 0; p < w.topics[t].partitions; p++) {
            model_log *log = &w.topics[t].logs[p];
            for (int i = log->count > 5 ? log->count - 5 : 0; i < log->count; i++) {
                kp__slice batch = kp__slice_of(log->sent[i].bytes, log->sent[i].len);
                produced answer = client_produce(client(), w.topics[t].name, p, batch);
                SEE(!answer.err && answer.base_offset == log->sent[i].base_offset);
            }
        }
}

static void restart(bool power, crash_mood mood)
{
    drop_broker();
    if (power)
        crash_files_restart(w.files, mood);
    else
        crash_files_restart_process(w.files);
}

/* It comes back (its recovery may be cut off once, too), has what it must have, goes on, stops, and is there again. */
static void come_back(bool power)
{
    restart(power, w.mood);
    if (kp__rng_below(&w.rng, 2)) {
        crash_files_arm(w.files, 1 + (int64_t)kp__rng_below(&w.rng, 60));
        (void)open_again();
        restart(power, w.mood);
    }
    SEE(open_broker() == KP_OK);
    see_all(power);
    wait_a_while(); /* then what a crash left behind is on the disk, too */
    if (strcmp(w.fsync, "interval") == 0) {
        restart(true, CRASH_NOTHING);
        SEE(open_broker() == KP_OK);
        see_all(true);
    }
    see_windows();
    for (int t = 0; t < TOPICS; t++) {
        create_topic(&w.topics[t]);
        for (int p = 0; p < w.topics[t].partitions; p++)
            SEE(produce(&w.topics[t], p, 2));
    }
    close_broker();
    all_acked_are_durable();
    restart(true, CRASH_NOTHING);
    SEE(open_broker() == KP_OK);
    see_all(true);
    see_windows();
    close_broker();
}

static void world_init(const char *fsync, const char *what, int64_t at, crash_mood mood)
{
    memset(&w, 0, sizeof w);
    w = (world){.fsync = fsync, .what = what, .at = at, .mood = mood, .last_producer = -1};
    w.topics[0] = (model_topic){.name = "a", .partitions = 2};
    w.topics[1] = (model_topic){.name = "b", .partitions = 1};
    forget_logs(&w.topics[0]);
    forget_logs(&w.topics[1]);
    kp__rng_seed(&w.rng, (uint64_t)at);
    w.files = crash_files_new((uint64_t)at);
    w.io = crash_io_new((uint64_t)at);
    crash_sqlite_use(w.files);
}

static void world_deinit(void)
{
    crash_sqlite_use(NULL);
    crash_io_free(w.io);
    crash_files_free(w.files);
}

static bool can_run(void) { return crash_sqlite_use(NULL); }

/* From one operation to the next: 1, or what KP_STRIDE says where everything is slow (valgrind, sanitizers). */
static int64_t stride(void)
{
    const char *text = getenv("KP_STRIDE");
    return text ? strtoll(text, NULL, 10) : 1;
}

/* ---- a crash at every operation ---- */

static bool crash_at(const char *fsync, int64_t at, bool power, crash_mood mood)
{
    world_init(fsync, power ? "power fails at operation" : "the process dies at operation", at, mood);
    crash_files_arm(w.files, at);
    live();
    bool met = crashed();
    come_back(power);
    world_deinit();
    return met;
}

static void crash_everywhere(const char *fsync, bool power, crash_mood mood)
{
    int64_t at = 1;
    while (can_run() && crash_at(fsync, at, power, mood))
        at += stride();
    assert_true(!can_run() || at > 200);
}

static void power_fails_everywhere(const char *fsync)
{
    for (int mood = 0; mood < CRASH_MOODS; mood++)
        crash_everywhere(fsync, true, (crash_mood)mood);
}

TEST(a_sync_before_each_answer_keeps_what_was_acknowledged_wherever_the_power_fails)
{
    power_fails_everywhere("always");
}

TEST(syncs_at_intervals_keep_what_is_older_wherever_the_power_fails) { power_fails_everywhere("interval"); }

TEST(without_syncs_a_prefix_is_kept_wherever_the_power_fails) { power_fails_everywhere("never"); }

TEST(nothing_acknowledged_is_lost_wherever_the_process_dies)
{
    crash_everywhere("always", false, CRASH_NOTHING);
    crash_everywhere("interval", false, CRASH_NOTHING);
    crash_everywhere("never", false, CRASH_NOTHING);
}

/* More segments than one sync takes, and nothing that is appended afterwards. */
TEST(an_interval_syncs_as_many_segments_as_there_are)
{
    if (!can_run())
        return;
    world_init("interval", "segments", SENT_MAX / 2, CRASH_NOTHING);
    SEE(open_again());
    create_topic(&w.topics[0]);
    SEE(produce(&w.topics[0], 0, SENT_MAX - 2)); /* come_back adds two */
    wait_a_while();
    come_back(true);
    world_deinit();
}

/* ---- an operation that fails ---- */

static bool fail_at(const char *fsync, unsigned kinds, int64_t at, int64_t count, kp_err err, bool one_life, bool power)
{
    world_init(fsync, err == KP_ERR_NO_SPACE ? "no space from write" : "a failure of operation", at, CRASH_NOTHING);
    w.one_life = one_life;
    crash_files_fail(w.files, kinds, at, count, err);
    live();
    bool met = crash_files_failed(w.files) > 0;
    crash_files_fail(w.files, 0, 0, 0, KP_OK);
    come_back(power);
    world_deinit();
    return met;
}

static void fail_everywhere(const char *fsync, unsigned kinds, int64_t count, kp_err err)
{
    static const struct {
        bool one_life, power;
    } ends[] = {{false, true}, {true, true}, {true, false}};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        int64_t at = 1;
        while (can_run() && fail_at(fsync, kinds, at, count, err, ends[i].one_life, ends[i].power))
            at += stride();
        assert_true(!can_run() || at > 20);
    }
}

TEST(what_is_acknowledged_after_a_failed_sync_is_on_the_disk)
{
    fail_everywhere("always", CRASH_SYNC | CRASH_SYNC_DIR, 1, KP_ERR_IO);
    fail_everywhere("interval", CRASH_SYNC | CRASH_SYNC_DIR, 1, KP_ERR_IO);
}

TEST(any_operation_may_fail_once)
{
    fail_everywhere("always", CRASH_ALL, 1, KP_ERR_IO);
    fail_everywhere("interval", CRASH_ALL, 1, KP_ERR_IO);
}

TEST(writes_may_find_no_space_once_a_few_times_and_for_good)
{
    fail_everywhere("always", CRASH_WRITE, 1, KP_ERR_NO_SPACE);
    fail_everywhere("always", CRASH_WRITE, 4, KP_ERR_NO_SPACE);
    fail_everywhere("always", CRASH_WRITE, INT64_MAX / 2, KP_ERR_NO_SPACE);
    fail_everywhere("never", CRASH_WRITE, 4, KP_ERR_NO_SPACE);
}

/* ---- a disk of any size ---- */

TEST(a_broker_whose_disk_was_full_goes_on_when_there_is_room_again)
{
    int64_t bytes = 50, used = INT64_MAX;
    for (; can_run() && bytes < used; bytes += 331 * stride()) {
        world_init("always", "a disk of bytes", bytes, CRASH_NOTHING);
        crash_files_disk(w.files, bytes);
        live();
        used = crash_files_used(w.files);
        crash_files_disk(w.files, 0);
        if (w.broker) /* the same one: nothing has to be restarted */
            for (int t = 0; t < TOPICS; t++) {
                if (w.topics[t].doomed)
                    delete_topic(&w.topics[t]);
                create_topic(&w.topics[t]);
                SEE(produce(&w.topics[t], 0, 1));
            }
        come_back(true);
        world_deinit();
    }
}

TESTS(t(a_sync_before_each_answer_keeps_what_was_acknowledged_wherever_the_power_fails),
      t(syncs_at_intervals_keep_what_is_older_wherever_the_power_fails),
      t(without_syncs_a_prefix_is_kept_wherever_the_power_fails),
      t(nothing_acknowledged_is_lost_wherever_the_process_dies), t(an_interval_syncs_as_many_segments_as_there_are),
      t(what_is_acknowledged_after_a_failed_sync_is_on_the_disk), t(any_operation_may_fail_once),
      t(writes_may_find_no_space_once_a_few_times_and_for_good),
      t(a_broker_whose_disk_was_full_goes_on_when_there_is_room_again))
