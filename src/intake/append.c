/* An application's record into a lane. The usual case, room in the open batch, is one straight line; a batch that must
 * be begun or given more memory first gets all it needs, so that a refusal leaves no trace. */
#include <intake/lane.h>

#include <base/ns.h>
#include <intake/announce.h>
#include <intake/encode.h>
#include <intake/topic.h>

typedef struct append {
    kp__intake *intake;
    kp__lane *lane;
    const kp_record *record;
    uint64_t fixed;
    int64_t timestamp;
    kp_ns now;
    kp_done_fn done;
    void *arg;
    _Atomic uint64_t *sticky; /* NULL: the partition was not chosen by turns */
    uint64_t expected;
} append;

static uint32_t batch_limit(const kp__intake *intake, kp__lane *lane)
{
    return kp__load_relaxed(&lane->grow) ? intake->batch_bytes_max : intake->batch_bytes;
}

static int64_t timestamp_delta(int64_t timestamp, int64_t base)
{
    return (int64_t)((uint64_t)timestamp - (uint64_t)base);
}

static kp__slot *put_slot(kp__batch *batch, kp_done_fn done, void *arg)
{
    kp__segment *segment = batch->slots_last;
    kp__slot *slot = (kp__slot *)(void *)(segment->data + segment->used);
    segment->used += (uint32_t)sizeof *slot;
    slot->done = done;
    slot->arg = arg;
    batch->slot_count++;
    return slot;
}

/* After the bytes: counts the record and says what happened. */
static inline kp__slot *count_record(const append *a, kp__batch *batch, uint32_t total, bool slotted)
{
    batch->body_size += total;
    batch->record_count++;
    if (a->timestamp > batch->max_timestamp)
        batch->max_timestamp = a->timestamp;
    a->lane->accepted_low++;
    return slotted ? put_slot(batch, a->done, a->arg) : NULL;
}

/* ---- memory ---- */

/* A chain with `need` bytes of data in all, the first segment as `hint` says; NULL when there is not enough. */
static kp__segment *reserve(kp__pool *pool, size_t need, size_t hint, kp__segment **last)
{
    kp__segment *first = kp__pool_get(pool, need, hint);
    *last = first;
    for (size_t got = first ? first->cap : need; got < need; got += (*last)->cap) {
        (*last)->next = kp__pool_get(pool, need - got, 0);
        if (!(*last)->next) {
            kp__pool_release(pool, first);
            return NULL;
        }
        *last = (*last)->next;
    }
    return first;
}

static size_t room_of(const kp__segment *segment) { return segment->cap - segment->used; }

/* How much an open batch is likely to take yet: three times what it has, within its limit. */
static size_t body_hint(const kp__batch *batch, uint32_t limit)
{
    size_t size = (size_t)batch->body_size + KP__HEADER_ROOM;
    size_t left = limit > size ? limit - size : 0;
    return left < 3 * size ? left : 3 * size;
}

static size_t slot_hint(const kp__batch *batch, uint32_t limit)
{
    return body_hint(batch, limit) / (batch->body_size / batch->record_count) * sizeof(kp__slot);
}

/* Memory for one more record, all or nothing. */
static kp_err extend(const append *a, kp__batch *batch, const kp__shape *shape, bool slotted)
{
    kp__pool *pool = &a->intake->pool;
    uint32_t limit = batch_limit(a->intake, a->lane);
    kp__segment *slots = NULL, *body = NULL, *last = batch->body_last;
    if (slotted && room_of(batch->slots_last) < sizeof(kp__slot)) {
        slots = kp__pool_get(pool, sizeof(kp__slot), slot_hint(batch, limit));
        if (!slots)
            return KP_AGAIN_MEMORY;
    }
    size_t room = room_of(last) >= shape->head ? room_of(last) : 0;
    if (room < shape->total) {
        body = reserve(pool, shape->total - room, body_hint(batch, limit), &last);
        if (!body) {
            kp__pool_release(pool, slots);
            return KP_AGAIN_MEMORY;
        }
    }
    if (slots) {
        batch->slots_last->next = slots;
        batch->slots_last = slots;
    }
    if (body) {
        batch->body_last->next = body;
        batch->body_last = last;
    }
    return KP_OK;
}

static kp_err append_extending(const append *a, kp__batch *batch, const kp__shape *shape, bool slotted,
                               kp__appended *out)
{
    kp__segment *from = batch->body_last;
    kp_err err = extend(a, batch, shape, slotted);
    if (err)
        return err;
    (void)kp__encode_chain(from, shape, a->record);
    out->slot = count_record(a, batch, shape->total, slotted);
    return KP_OK;
}

/* ---- a new batch ---- */

static void batch_init(const append *a, kp__batch *batch, kp__segment *head, kp__segment *body, kp__segment *body_last)
{
    *batch = (kp__batch){.lane = a->lane,
                         .body = body,
                         .body_last = body_last,
                         .slots = head,
                         .slots_last = head,
                         .base_timestamp = a->timestamp,
                         .max_timestamp = a->timestamp,
                         .state = KP__BATCH_OPEN,
                         .flush_generation = kp__load_relaxed(&a->intake->flush_generation),
                         .txn_generation = kp__load_relaxed(&a->intake->txn_generation),
                         .producer_id = -1,
                         .base_sequence = -1,
                         .producer_epoch = -1,
                         .opened = a->now,
                         .base_offset = -1,
                         .log_append_time = -1};
    kp__list_init(&batch->link);
    kp__list_init(&batch->order);
    head->used = KP__BATCH_ROOM;
    body->used = KP__HEADER_ROOM;
}

static void enqueue(kp__lane *lane, kp__batch *batch)
{
    if (lane->tail) {
        /* Stamps of one lane are in order even if two threads read the clock in the other one. */
        if (batch->opened < lane->tail->opened)
            batch->opened = lane->tail->opened;
        lane->tail->next = batch;
        lane->tail->full = 1;
    } else {
        lane->head = batch;
    }
    lane->tail = batch;
    lane->queued++;
}

/* What the new batch will probably become: what the one before became. A lane that is not busy this moment gets memory
 * for it only while there is plenty, so that many lanes that were busy once do not use it up. */
static uint32_t opening_hint(const append *a)
{
    const kp__batch *tail = a->lane->tail;
    uint32_t limit = batch_limit(a->intake, a->lane);
    uint32_t expected = tail ? tail->body_size : kp__pool_plenty(&a->intake->pool) ? a->lane->body_expected : 0;
    return expected < limit ? expected : limit;
}

/* A batch boundary: the moment for the sticky partition to move, if this one has had its share. */
static bool share_is_spent(const append *a)
{
    return a->sticky && kp__topic_sticky_spent(a->lane->topic, a->expected, a->intake->batch_bytes);
}

static kp_err append_opening(const append *a, kp__appended *out)
{
    if (share_is_spent(a))
        return KP_ERR_STATE;
    kp__lane *lane = a->lane;
    kp__pool *pool = &a->intake->pool;
    kp__shape shape;
    kp__shape_at(&shape, a->fixed, a->record, 0, 0);

    kp__segment *head = kp__pool_chunk(pool);
    if (!head)
        return KP_AGAIN_MEMORY;
    kp__segment *last;
    kp__segment *body = reserve(pool, (size_t)KP__HEADER_ROOM + shape.total, opening_hint(a), &last);
    if (!body) {
        kp__pool_release(pool, head);
        return KP_AGAIN_MEMORY;
    }
    kp__batch *batch = (kp__batch *)(void *)head->data;
    batch_init(a, batch, head, body, last);
    (void)kp__encode_chain(body, &shape, a->record);
    out->slot = count_record(a, batch, shape.total, a->done || a->arg);
    enqueue(lane, batch);
    out->opened = true;
    out->bytes = shape.total;
    return KP_OK;
}

/* ---- the way in ---- */

/* May this record go into this lane? */
static kp_err admit(const append *a)
{
    if (kp__unlikely(a->lane->refused || kp__load_relaxed(&a->intake->closed)))
        return KP_ERR_CLOSED;
    if (a->sticky && kp__unlikely(kp__load_relaxed(a->sticky) != a->expected))
        return KP_ERR_STATE;
    return KP_OK;
}

static bool passes_limit(const append *a, const kp__batch *batch, uint32_t total)
{
    return (uint64_t)batch->body_size + KP__HEADER_ROOM + total > batch_limit(a->intake, a->lane);
}

static kp_err append_locked(const append *a, kp__appended *out)
{
    kp_err err = admit(a);
    if (kp__unlikely(err))
        return err;
    kp__batch *batch = a->lane->tail;
    kp__shape shape;
    if (kp__likely(batch != NULL)) {
        kp__shape_at(&shape, a->fixed, a->record, batch->record_count,
                     timestamp_delta(a->timestamp, batch->base_timestamp));
        if (kp__unlikely(passes_limit(a, batch, shape.total)))
            batch = NULL;
    }
    if (kp__unlikely(!batch))
        return append_opening(a, out);

    bool slotted = a->done || a->arg || batch->slot_count;
    kp__segment *segment = batch->body_last;
    out->bytes = shape.total;
    if (kp__unlikely(room_of(segment) < shape.total || (slotted && room_of(batch->slots_last) < sizeof(kp__slot))))
        return append_extending(a, batch, &shape, slotted, out);
    kp__encode_flat(segment->data + segment->used, &shape, a->record);
    segment->used += shape.total;
    out->slot = count_record(a, batch, shape.total, slotted);
    return KP_OK;
}

/* Full means: no room for another record like this one. True when it became so now. */
static bool becomes_full(const append *a, kp__batch *batch, uint32_t total)
{
    if (kp__likely((uint64_t)batch->body_size + KP__HEADER_ROOM + total <= a->intake->batch_bytes) || batch->full)
        return false;
    batch->full = 1;
    return true;
}

static kp_err append_and_tell(const append *a, kp__appended *out)
{
    kp_err err = append_locked(a, out);
    if (kp__unlikely(err)) {
        /* The core has to hear of it, even if nothing is due: it makes the oldest open batches sendable. */
        out->wake = err == KP_AGAIN_MEMORY && kp__intake_poke(a->intake);
        return err;
    }
    out->full = becomes_full(a, a->lane->tail, out->bytes);
    if (kp__unlikely(out->full || out->opened))
        out->wake =
            kp__lane_announce(a->intake, a->lane, out->full ? 0 : kp__ns_add(a->lane->tail->opened, a->intake->linger));
    return KP_OK;
}

static inline kp_err append_record(append *a, bool wait, kp__appended *out)
{
    *out = (kp__appended){.wake = false};
    a->fixed = kp__record_fixed(a->record);
    if (kp__unlikely(a->fixed > KP__RECORD_MAX - 20))
        return KP_ERR_RECORD_TOO_LARGE;
    if (kp__likely(wait))
        kp__lock_take(&a->lane->lock);
    else if (!kp__lock_try(&a->lane->lock))
        return KP_AGAIN_LANE;
    kp_err err = append_and_tell(a, out);
    kp__lock_drop(&a->lane->lock);
    return err;
}

kp_err kp__lane_append(kp__intake *intake, kp__lane *lane, const kp_record *record, int64_t timestamp_ms, kp_ns now,
                       kp_done_fn done, void *arg, bool wait, kp__appended *out)
{
    append a = {intake, lane, record, 0, timestamp_ms, now, done, arg, NULL, 0};
    return append_record(&a, wait, out);
}

kp_err kp__lane_append_sticky(kp__intake *intake, kp__lane *lane, _Atomic uint64_t *sticky, uint64_t expected,
                              const kp_record *record, int64_t timestamp_ms, kp_ns now, kp_done_fn done, void *arg,
                              bool wait, kp__appended *out)
{
    append a = {intake, lane, record, 0, timestamp_ms, now, done, arg, sticky, expected};
    return append_record(&a, wait, out);
}
