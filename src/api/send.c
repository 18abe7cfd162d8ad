/* The way in. The straight line is: look up the topic's view, choose the partition, append; everything else is told by
 * an error code and happens off that line. */
#include <api/producer.h>

#include <string.h>

enum { RECORD_HEADERS_MAX = 1 << 20 };

/* A caller compiled against a smaller kp_record: what it lacks has its default. */
static kp_err read_record(const kp_record *record, kp_record *copy)
{
    if (record->size < offsetof(kp_record, headers))
        return KP_ERR_ARGUMENT;
    *copy = (kp_record)KP_RECORD_INIT;
    memcpy(copy, record, record->size < sizeof *copy ? record->size : sizeof *copy);
    copy->size = (uint32_t)sizeof *copy;
    return KP_OK;
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

static kp_err check_record(const kp_producer *producer, const kp_record *record)
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
    if (__builtin_expect(kp__record_bound(record) > producer->record_max, 0))
        return KP_ERR_RECORD_TOO_LARGE;
    return KP_OK;
}

static kp_err find_topic(kp_producer *producer, const kp_record *record, kp_topic **out)
{
    if (!record->topic_name)
        return KP_ERR_ARGUMENT;
    *out = kp__topics_find(&producer->topics, record->topic_name);
    return *out ? KP_OK : kp__topics_get(&producer->topics, record->topic_name, out);
}

/* Why a topic has no view yet. The core is asked (again) in any case. */
static kp_err no_view(kp_producer *producer, kp_topic *topic)
{
    kp__ask_topic(producer, topic);
    kp_err err = atomic_load(&topic->err);
    return err == KP_OK || (kp_err_class(err) & KP_CLASS_RETRIABLE) ? KP_AGAIN_TOPIC : err;
}

typedef struct sending {
    const kp_record *record;
    kp_topic *topic;
    kp_done_fn done;
    void *arg;
    bool wait_lane;
} sending;

static kp_err append_sticky(kp_producer *producer, const kp__topic_view *view, const sending *s, int64_t timestamp,
                            kp_ns now, kp__appended *appended)
{
    kp_err err;
    uint64_t sticky;
    int32_t partition;
    do {
        partition = kp__topic_choose(s->topic, view, s->record, producer->use_key, &sticky);
        kp__lane *lane = view->lanes[partition];
        if (sticky == UINT64_MAX)
            return kp__lane_append(&producer->intake, lane, s->record, timestamp, now, s->done, s->arg, s->wait_lane,
                                   appended);
        err = kp__lane_append_sticky(&producer->intake, lane, &s->topic->sticky, sticky, s->record, timestamp, now,
                                     s->done, s->arg, s->wait_lane, appended);
    } while (__builtin_expect(err == KP_ERR_STATE, 0)); /* the sticky partition moved: once a batch */
    if (err == KP_OK)
        kp__topic_sticky_advance(s->topic, view, sticky, appended, producer->batch_bytes);
    return err;
}

static kp_err append(kp_producer *producer, const sending *s)
{
    const kp__topic_view *view = kp__load(&s->topic->view);
    if (__builtin_expect(!view, 0))
        return no_view(producer, s->topic);
    const kp_record *record = s->record;
    const kp__io_ops *ops = producer->io->ops;
    int64_t timestamp = record->timestamp_ms == KP_TIMESTAMP_NOW ? ops->wall_ms(producer->io) : record->timestamp_ms;
    kp_ns now = ops->now_coarse(producer->io);
    kp__appended appended;
    kp_err err;
    if (record->partition == KP_PARTITION_ANY)
        err = append_sticky(producer, view, s, timestamp, now, &appended);
    else if (record->partition >= view->count)
        return KP_ERR_UNKNOWN_PARTITION;
    else
        err = kp__lane_append(&producer->intake, view->lanes[record->partition], record, timestamp, now, s->done,
                              s->arg, s->wait_lane, &appended);
    if (__builtin_expect(appended.wake, 0))
        kp__mail(producer);
    return err;
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
        err = check_record(producer, *record);
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

kp_err kp_producer_try_send(kp_producer *producer, const kp_record *record, kp_done_fn done, void *arg)
{
    kp_record copy;
    sending s = {.record = record, .done = done, .arg = arg};
    kp_err err = admit(producer, &s.record, &copy, &s.topic);
    if (__builtin_expect(err != KP_OK, 0))
        return err;
    err = try_append(producer, &s);
    return __builtin_expect(err == KP_OK, 1) ? err : name_refusal(producer, err);
}

kp_err kp_producer_send(kp_producer *producer, const kp_record *record, kp_done_fn done, void *arg)
{
    kp_record copy;
    sending s = {.record = record, .done = done, .arg = arg};
    kp_err err = admit(producer, &s.record, &copy, &s.topic);
    if (__builtin_expect(err != KP_OK, 0))
        return err;
    err = try_append(producer, &s);
    if (__builtin_expect(!is_again(err), 1))
        return err;
    if (producer->driven || kp__inside(producer))
        return name_refusal(producer, err);
    return send_waiting(producer, &s, err, kp__deadline_in(producer, producer->max_block));
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

const char *kp_topic_name(const kp_topic *topic) { return topic ? topic->name : NULL; }
