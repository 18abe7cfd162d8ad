/* The way in. The straight line is: look up the topic's view, choose the partition, append; everything else is told by
 * an error code and happens off that line. */
#include <api/producer.h>

#include <base/sized.h>
#include <intake/straight.h>
#include <wire/batch.h>

enum { RECORD_HEADERS_MAX = 1 << 20 };

/* A caller compiled against a smaller kp_record: what it lacks has its default. */
static kp_err read_record(const kp_record *record, kp_record *copy)
{
    *copy = (kp_record)KP_RECORD_INIT;
    return record->size >= offsetof(kp_record, headers) && kp__sized_read(copy, sizeof *copy, record) ? KP_OK
                                                                                                      : KP_ERR_ARGUMENT;
}

static kp_err check_headers(const kp_record *record)
{
    if (!record->headers || record->header_count > RECORD_HEADERS_MAX)
        return KP_ERR_ARGUMENT;
    for (size_t i = 0; i < record->header_count; i++) {
        const kp_header *header = &record->headers[i];
        if (!header->name || (!header->value && header->value_size))
            return KP_ERR_ARGUMENT;
    }
    return KP_OK;
}

static inline kp_err check_record(const kp_record *record)
{
    if (__builtin_expect((!record->key && record->key_size) || (!record->value && record->value_size), 0))
        return KP_ERR_ARGUMENT;
    if (__builtin_expect(record->timestamp_ms < KP_TIMESTAMP_NOW || record->partition < KP_PARTITION_ANY, 0))
        return KP_ERR_ARGUMENT;
    if (__builtin_expect(record->header_count != 0, 0)) {
        kp_err err = check_headers(record);
        if (err != KP_OK)
            return err;
    }
    return KP_OK; /* its size is checked on the way into the lane */
}

static kp_err find_topic(kp_producer *producer, const kp_record *record, kp_topic **out)
{
    if (!record->topic_name)
        return KP_ERR_ARGUMENT;
    *out = kp__topics_find(&producer->topics, record->topic_name);
    return *out ? KP_OK : kp__topics_get(&producer->topics, record->topic_name, out);
}

/* Why a topic has no view yet. The core is asked (again) in any case. */
static __attribute__((noinline)) kp_err no_view(kp_producer *producer, kp_topic *topic, const kp_record *record)
{
    if (kp__record_bound(record) > producer->record_max)
        return KP_ERR_RECORD_TOO_LARGE; /* no use in waiting */
    kp__ask_topic(producer, topic);
    kp_err err = atomic_load(&topic->err);
    return err == KP_OK || (kp_err_class(err) & KP_CLASS_RETRIABLE) ? KP_AGAIN_TOPIC : err;
}

/* The topic may have more by now, and nobody knows while it is idle. */
static __attribute__((noinline)) kp_err no_partition(kp_producer *producer, kp_topic *topic)
{
    kp__ask_idle_topic(producer, topic);
    return KP_ERR_UNKNOWN_PARTITION;
}

#define STRAIGHT static inline __attribute__((always_inline))

STRAIGHT kp_err append_sticky(kp_producer *producer, kp_topic *topic, const kp__topic_view *view,
                              const kp_record *record, int64_t timestamp, kp_done_fn done, void *arg, bool wait_lane,
                              kp__appended *appended)
{
    kp_err err;
    uint64_t sticky;
    do {
        int32_t partition = kp__topic_choose(topic, view, record, producer->use_key, &sticky);
        kp__lane *lane = view->lanes[partition];
        if (sticky == UINT64_MAX)
            return kp__lane_append_straight(&producer->intake, lane, NULL, 0, record, timestamp, KP__NOW_LATER, done,
                                            arg, wait_lane, appended);
        err = kp__lane_append_straight(&producer->intake, lane, &topic->sticky, sticky, record, timestamp,
                                       KP__NOW_LATER, done, arg, wait_lane, appended);
    } while (__builtin_expect(err == KP_ERR_STATE, 0)); /* the sticky partition moved: once a batch */
    if (err == KP_OK)
        kp__topic_sticky_advance(topic, view, sticky, appended, producer->batch_bytes);
    return err;
}

STRAIGHT kp_err append_straight(kp_producer *producer, kp_topic *topic, const kp_record *record, kp_done_fn done,
                                void *arg, bool wait_lane)
{
    const kp__topic_view *view = kp__load(&topic->view);
    if (__builtin_expect(!view, 0))
        return no_view(producer, topic, record);
    int64_t timestamp = record->timestamp_ms;
    if (timestamp == KP_TIMESTAMP_NOW)
        timestamp = producer->io->ops->wall_ms(producer->io);
    kp__appended appended;
    kp_err err;
    if (record->partition == KP_PARTITION_ANY)
        err = append_sticky(producer, topic, view, record, timestamp, done, arg, wait_lane, &appended);
    else if (__builtin_expect(record->partition >= view->count, 0))
        return no_partition(producer, topic);
    else
        err = kp__lane_append_straight(&producer->intake, view->lanes[record->partition], NULL, 0, record, timestamp,
                                       KP__NOW_LATER, done, arg, wait_lane, &appended);
    if (__builtin_expect(appended.wake, 0))
        kp__mail(producer);
    return err;
}

typedef struct sending {
    const kp_record *record;
    kp_topic *topic;
    kp_done_fn done;
    void *arg;
    bool wait_lane;
} sending;

static kp_err append(kp_producer *producer, const sending *s)
{
    return append_straight(producer, s->topic, s->record, s->done, s->arg, s->wait_lane);
}

/* What every send looks at first. */
static inline kp_err admit(kp_producer *producer, const kp_record **record, kp_record *copy, kp_topic **topic)
{
    if (__builtin_expect(!producer || !*record, 0))
        return KP_ERR_ARGUMENT;
    if (__builtin_expect(kp__io_forked(producer->io), 0))
        return KP_ERR_FORKED;
    kp_err err = KP_OK;
    if (__builtin_expect(atomic_load_explicit(&producer->life, memory_order_acquire) != KP__LIFE_RUNNING, 0))
        err = kp__start(producer);
    if (__builtin_expect((*record)->size != sizeof **record, 0) && err == KP_OK) {
        err = read_record(*record, copy);
        *record = copy;
    }
    if (err == KP_OK)
        err = check_record(*record);
    *topic = (*record)->topic;
    if (__builtin_expect(!*topic, 0) && err == KP_OK)
        err = find_topic(producer, *record, topic);
    return err;
}

/* Poll mode: memory that unread reports hold comes back when they are read. */
static kp_err name_refusal(kp_producer *producer, kp_err err)
{
    if (err == KP_AGAIN_MEMORY && producer->polled && atomic_load(&producer->intake.unread_reports) > 0)
        return KP_AGAIN_REPORTS;
    return err;
}

static kp_err try_append(kp_producer *producer, sending *s)
{
    if (__builtin_expect(atomic_load_explicit(&producer->memory_waiting, memory_order_relaxed) != 0, 0))
        return KP_AGAIN_MEMORY; /* others were here first */
    return append(producer, s);
}

/* ---- waiting ---- */

static kp_err send_in_line(kp_producer *producer, const sending *s, kp_ns deadline)
{
    kp__waiter waiter = {.ready = NULL};
    kp__line_join(producer, &waiter);
    kp_err err = KP_AGAIN_MEMORY;
    for (;;) {
        if (kp__line_first(producer, &waiter))
            err = append(producer, s);
        else if (atomic_load(&producer->life) != KP__LIFE_RUNNING)
            err = KP_ERR_CLOSED;
        if (err != KP_AGAIN_MEMORY)
            break;
        if (!kp__line_wait(producer, &waiter, deadline)) {
            err = KP_ERR_TIMEOUT;
            break;
        }
    }
    kp__line_leave(producer, &waiter);
    return err;
}

/* The record was refused with `err`; waits for what was missing. */
static kp_err send_waiting(kp_producer *producer, sending *s, kp_err err, kp_ns deadline)
{
    s->wait_lane = true;
    for (;;) {
        switch (err) {
        case KP_AGAIN_LANE:
            err = try_append(producer, s);
            break;
        case KP_AGAIN_TOPIC:
            err = kp__await_topic(producer, s->topic, deadline);
            if (err != KP_OK)
                return err;
            err = try_append(producer, s);
            break;
        case KP_AGAIN_MEMORY:
            err = send_in_line(producer, s, deadline);
            if (err == KP_AGAIN_TOPIC)
                break;
            return err;
        default:
            return err;
        }
    }
}

static bool is_again(kp_err err) { return err == KP_AGAIN_MEMORY || err == KP_AGAIN_TOPIC || err == KP_AGAIN_LANE; }

/* ---- the calls ---- */

/* Nothing about this call is unusual: the producer runs, nobody waits in line, the topic comes as a handle. */
STRAIGHT bool is_plain(const kp_producer *producer, const kp_record *record)
{
    return producer && record && !kp__io_forked(producer->io) &&
           atomic_load_explicit(&producer->life, memory_order_acquire) == KP__LIFE_RUNNING &&
           record->size == sizeof *record && record->topic &&
           atomic_load_explicit(&producer->memory_waiting, memory_order_relaxed) == 0 && check_record(record) == KP_OK;
}

static __attribute__((noinline)) kp_err try_send_anyhow(kp_producer *producer, const kp_record *record, kp_done_fn done,
                                                        void *arg)
{
    kp_record copy;
    sending s = {.record = record, .done = done, .arg = arg};
    kp_err err = admit(producer, &s.record, &copy, &s.topic);
    if (err == KP_OK)
        err = try_append(producer, &s);
    return err == KP_OK || !producer ? err : name_refusal(producer, err);
}

kp_err kp_producer_try_send(kp_producer *producer, const kp_record *record, kp_done_fn done, void *arg)
{
    if (__builtin_expect(!is_plain(producer, record), 0))
        return try_send_anyhow(producer, record, done, arg);
    kp_err err = append_straight(producer, record->topic, record, done, arg, false);
    return __builtin_expect(err == KP_OK, 1) ? err : name_refusal(producer, err);
}

/* `err`: what the straight line answered, or KP_AGAIN if it was not tried. */
static __attribute__((noinline)) kp_err send_anyhow(kp_producer *producer, const kp_record *record, kp_done_fn done,
                                                    void *arg, kp_err err)
{
    kp_record copy;
    sending s = {.record = record, .topic = record ? record->topic : NULL, .done = done, .arg = arg};
    if (err == KP_AGAIN) {
        err = admit(producer, &s.record, &copy, &s.topic);
        if (err != KP_OK)
            return err;
        err = try_append(producer, &s);
    }
    if (!is_again(err))
        return err;
    if (producer->driven || kp__inside(producer))
        return name_refusal(producer, err);
    return send_waiting(producer, &s, err, kp__deadline_in(producer, producer->max_block));
}

kp_err kp_producer_send(kp_producer *producer, const kp_record *record, kp_done_fn done, void *arg)
{
    if (__builtin_expect(!is_plain(producer, record), 0))
        return send_anyhow(producer, record, done, arg, KP_AGAIN);
    kp_err err = append_straight(producer, record->topic, record, done, arg, false);
    return __builtin_expect(err == KP_OK, 1) ? err : send_anyhow(producer, record, done, arg, err);
}

kp_err kp__send_until(kp_producer *producer, const kp_record *record, kp_done_fn done, void *arg, kp_ns deadline)
{
    kp_record copy;
    sending s = {.record = record, .done = done, .arg = arg};
    kp_err err = admit(producer, &s.record, &copy, &s.topic);
    if (err != KP_OK)
        return err;
    err = try_append(producer, &s);
    return is_again(err) ? send_waiting(producer, &s, err, deadline) : err;
}

kp_err kp_producer_topic(kp_producer *producer, const char *name, kp_topic **out)
{
    if (!producer || !name || !out)
        return KP_ERR_ARGUMENT;
    if (kp__io_forked(producer->io))
        return KP_ERR_FORKED;
    return kp__topics_get(&producer->topics, name, out);
}

size_t kp_record_bytes(const kp_record *record)
{
    kp_record copy;
    if (!record || read_record(record, &copy) || check_record(&copy))
        return 0;
    size_t bound = kp__record_bound(&copy);
    return bound <= SIZE_MAX - KP__BATCH_HEADER ? bound + KP__BATCH_HEADER : SIZE_MAX;
}

const char *kp_topic_name(const kp_topic *topic) { return topic ? topic->name : NULL; }
