/* What an append does beyond the straight line of append.c: begin a batch, give it more memory, find it full, refuse.
 * It first gets all the memory it needs, so that a refusal leaves no trace. */
#include <intake/append.h>

#include <base/ns.h>
#include <intake/announce.h>
#include <intake/topic.h>

typedef kp__append append;

static uint32_t at_most_largest(kp__lane *lane, uint32_t bytes)
{
    uint32_t largest = kp__load_relaxed(&lane->largest);
    return bytes < largest ? bytes : largest;
}

/* A batch is full at this size, and sendable. */
static uint32_t batch_full(const kp__intake *intake, kp__lane *lane)
{
    return at_most_largest(lane, intake->batch_bytes);
}

/* How far it may grow. */
static uint32_t batch_limit(const kp__intake *intake, kp__lane *lane)
{
    return kp__load_relaxed(&lane->grow) ? at_most_largest(lane, intake->batch_bytes_max) : batch_full(intake, lane);
}

/* ---- memory ---- */

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
    uint32_t limit = batch_limit(a->intake, a->lane);
    size_t room = kp__room_of(batch->body_last) >= shape->head ? kp__room_of(batch->body_last) : 0;
    bool slot = slotted && kp__room_of(batch->slots_last) < sizeof(kp__slot);
    kp__want wants[] = {{.need = slot ? sizeof(kp__slot) : 0, .hint = slot ? slot_hint(batch, limit) : 0},
                        {.need = shape->total > room ? shape->total - room : 0, .hint = body_hint(batch, limit)}};
    kp_err err = kp__pool_gather(&a->intake->pool, wants, 2, a->wait);
    if (err)
        return err;
    if (wants[0].first) {
        batch->slots_last->next = wants[0].first;
        batch->slots_last = wants[0].last;
    }
    if (wants[1].first) {
        batch->body_last->next = wants[1].first;
        batch->body_last = wants[1].last;
    }
    return KP_OK;
}

static kp_err append_extending(const append *a, kp__batch *batch, const kp__shape *shape, kp__appended *out)
{
    bool slotted = a->done || a->arg || batch->slot_count;
    kp__segment *from = batch->body_last;
    kp_err err = extend(a, batch, shape, slotted);
    if (err)
        return err;
    (void)kp__encode_chain(from, shape, a->record);
    out->slot = kp__append_count(a->lane, batch, shape->total, a->timestamp, slotted, a->done, a->arg);
    out->bytes = shape->total;
    return KP_OK;
}

/* ---- a new batch ---- */

/* Precise, once a batch: a coarse clock may be behind by more than linger, and then no batch would ever fill. */
static kp_ns opening_time(const append *a)
{
    return a->now == KP__NOW_LATER && a->intake->io ? a->intake->io->ops->now(a->intake->io) : a->now;
}

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
                         .opened = opening_time(a),
                         .base_offset = -1,
                         .log_append_time = -1};
    kp__list_init(&batch->link);
    kp__list_init(&batch->sent);
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
    kp__shape shape;
    kp__shape_at(&shape, a->fixed, a->record, 0, 0);

    kp__want wants[] = {{.need = KP__BATCH_ROOM},
                        {.need = (size_t)KP__HEADER_ROOM + shape.total, .hint = opening_hint(a)}};
    kp_err err = kp__pool_gather(&a->intake->pool, wants, 2, a->wait);
    if (err)
        return err;
    kp__batch *batch = (kp__batch *)(void *)wants[0].first->data;
    batch_init(a, batch, wants[0].first, wants[1].first, wants[1].last);
    (void)kp__encode_chain(wants[1].first, &shape, a->record);
    out->slot = kp__append_count(lane, batch, shape.total, a->timestamp, a->done || a->arg, a->done, a->arg);
    enqueue(lane, batch);
    out->opened = true;
    out->bytes = shape.total;
    return KP_OK;
}

/* ---- the decision ---- */

/* May this record go into this lane? */
static kp_err admit(const append *a)
{
    if (a->lane->refused || kp__load_relaxed(&a->intake->closed))
        return KP_ERR_CLOSED;
    if (a->sticky && kp__load_relaxed(a->sticky) != a->expected)
        return KP_ERR_STATE;
    return KP_OK;
}

static bool passes_limit(const append *a, const kp__batch *batch, uint32_t total)
{
    return (uint64_t)batch->body_size + KP__HEADER_ROOM + total > batch_limit(a->intake, a->lane);
}

static kp_err append_somewhere(const append *a, kp__appended *out)
{
    kp__batch *batch = a->lane->tail;
    if (!batch)
        return append_opening(a, out);
    kp__shape shape;
    kp__shape_at(&shape, a->fixed, a->record, batch->record_count, kp__timestamp_delta(a->timestamp, batch));
    if (passes_limit(a, batch, shape.total))
        return append_opening(a, out);
    return append_extending(a, batch, &shape, out);
}

/* Full means: no room for another record like this one. True when it became so now. */
static bool becomes_full(const append *a, kp__batch *batch, uint32_t total)
{
    if ((uint64_t)batch->body_size + KP__HEADER_ROOM + total <= batch_full(a->intake, a->lane) || batch->full)
        return false;
    batch->full = 1;
    return true;
}

/* How far records may go straight in. A full batch has no straight way but while it grows. */
static uint32_t straight_until(const append *a, const kp__batch *batch)
{
    uint32_t limit = batch->full ? batch_limit(a->intake, a->lane) : batch_full(a->intake, a->lane);
    return limit > KP__HEADER_ROOM ? limit - KP__HEADER_ROOM : 0;
}

kp_err kp__append_slow(const append *a, kp__appended *out)
{
    kp_err err = admit(a);
    if (!err)
        err = append_somewhere(a, out);
    if (err) {
        /* The core has to hear of it, even if nothing is due: it makes the oldest open batches sendable. */
        out->wake = err == KP_AGAIN_MEMORY && kp__intake_poke(a->intake);
        return err;
    }
    kp__batch *batch = a->lane->tail;
    out->full = becomes_full(a, batch, out->bytes);
    batch->straight_until = straight_until(a, batch);
    if (out->full || out->opened)
        out->wake = kp__lane_announce(a->intake, a->lane, out->full ? 0 : kp__ns_add(batch->opened, a->intake->linger));
    return KP_OK;
}
