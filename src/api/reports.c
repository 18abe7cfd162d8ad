/* What became of records, told: on the leader's thread outside the turn, or, with callbacks=poll, inside
 * kp_producer_poll. One callback at a time, batches in the order in which they were decided. */
#include <api/producer.h>
#include <base/mutant.h>
#include <intake/walk.h>

#include <string.h>

static void fill_receipt(const kp__batch *batch, kp_receipt *receipt)
{
    *receipt = (kp_receipt){.opened = batch->opened,
                            .closed = batch->closed,
                            .drained = batch->drained,
                            .written = batch->written,
                            .answered = batch->answered,
                            .throttled = batch->throttled,
                            .retries = batch->attempts > 0 ? batch->attempts - 1u : 0,
                            .batch_records = batch->record_count,
                            .batch_bytes = batch->body_size + 61};
}

/* Of all records, or of the only one; see kp__batch_tells_times for the others. */
static int64_t timestamp_of(const kp__batch *batch)
{
    if (batch->err)
        return KP_TIMESTAMP_NONE;
    return batch->log_append_time >= 0 ? batch->log_append_time : batch->max_timestamp;
}

/* Where the timestamp of the record that is being reported is found. */
typedef struct time_teller {
    const kp__batch *batch;
    kp__walk walk;
    uint32_t index;  /* of the record */
    uint32_t walked; /* records; `last` is the time of the one before */
    int64_t last;
} time_teller;

int64_t kp_delivery_timestamp(const kp_delivery *delivery)
{
    if (!delivery || delivery->size < sizeof *delivery || !delivery->reserved)
        return delivery ? delivery->reserved_ms : KP_TIMESTAMP_NONE;
    time_teller *teller = delivery->reserved;
    for (; teller->walked <= teller->index; teller->walked++)
        teller->last = kp__walk_time(&teller->walk, teller->batch);
    return teller->last;
}

static void fill_delivery(const kp__batch *batch, const kp_receipt *receipt, kp_delivery *delivery)
{
    kp_topic *topic = batch->lane->topic;
    *delivery = (kp_delivery){.size = (uint32_t)sizeof *delivery,
                              .err = batch->err,
                              .status = (kp_written)batch->status,
                              .partition = batch->lane->partition,
                              .topic = topic,
                              .topic_name = topic->name,
                              .offset = KP_OFFSET_UNKNOWN,
                              .reserved_ms = timestamp_of(batch),
                              .receipt = receipt};
    if (batch->err == KP_ERR_DELIVERY_TIMEOUT && batch->refused)
        delivery->reason = kp_err_text(batch->refused);
}

/* Runs the batch's reports. `only_futures`: the others stay for kp_producer_poll; true: there are some. */
static bool report_batch(kp__batch *batch, bool only_futures)
{
    kp_receipt receipt;
    kp_delivery delivery;
    fill_receipt(batch, &receipt);
    fill_delivery(batch, &receipt, &delivery);
    bool left = false;
    kp__slot_cursor cursor = {0};
    kp__slot *slot;
    uint32_t index;
    /* Offsets count up from the first, or all are unknown. */
    const int64_t first = batch->base_offset >= 0 ? batch->base_offset : KP_OFFSET_UNKNOWN;
    const uint32_t counted = batch->base_offset >= 0 ? UINT32_MAX : 0;
    time_teller teller = {.batch = batch};
    if (kp__batch_tells_times(batch)) {
        kp__walk_begin(&teller.walk, batch);
        delivery.reserved = &teller;
    }
    while (kp__batch_slot_next(batch, &cursor, &slot, &index)) {
        kp_done_fn done = slot->done;
        if (!done)
            continue;
        if (only_futures && done != kp__future_report) {
            left = true;
            continue;
        }
        teller.index = index;
        if (batch->refusal)
            delivery.err = kp__refusal_of(batch, index, &delivery.reason);
        delivery.offset = first + (index & counted);
        slot->done = NULL;
        done(&delivery, slot->arg);
    }
    return left;
}

static uint64_t chain_bytes(const kp__segment *segment)
{
    uint64_t bytes = 0;
    for (; segment; segment = segment->next)
        bytes += segment->cap;
    return bytes;
}

/* What only the reading gives back, by any thread: a body that tells nothing is the core's, whatever holds it. */
static uint64_t report_bytes(const kp__batch *batch)
{
    uint64_t bytes = chain_bytes(batch->slots) + chain_bytes(batch->refusal);
    return kp__batch_tells_times(batch) ? bytes + chain_bytes(batch->body) : bytes;
}

static void keep_for_poll(kp_producer *producer, kp__batch *batch)
{
    kp__core_unread(producer->core, batch);
    atomic_fetch_add(&producer->intake.unread_reports, report_bytes(batch));
    kp__lock_take(&producer->lock);
    kp__list_push(&producer->unread, &batch->link);
    producer->unread_count++;
    kp__lock_drop(&producer->lock);
}

void kp__report_outcomes(kp_producer *producer)
{
    kp__list *done = kp__core_done(producer->core);
    bool bell = false;
    for (kp__list *each; (each = kp__list_pop(done)) != NULL;) {
        kp__batch *batch = KP__CONTAINER(each, kp__batch, link);
        if (report_batch(batch, producer->polled)) {
            keep_for_poll(producer, batch);
            bell = true;
        } else {
            kp__core_reported(producer->core, batch);
        }
    }
    if (bell && !KP__MUTANT(BELL))
        producer->io->ops->wake(producer->bell);
}

void kp__report_log(kp_producer *producer)
{
    kp__log_line line;
    while (kp__log_take(&producer->log, &line)) {
        if (line.severity <= KP__LOG_WARNING) {
            kp__lock_take(&producer->lock);
            memcpy(producer->trouble, line.text, sizeof producer->trouble);
            kp__lock_drop(&producer->lock);
        }
        int wanted = producer->hooks.log_severity ? producer->hooks.log_severity : KP__LOG_WARNING;
        if (producer->hooks.log && line.severity <= wanted)
            producer->hooks.log(producer->hooks.context, line.severity, line.event, line.text);
    }
}

/* ---- callbacks=poll ---- */

void kp__take_read(kp_producer *producer)
{
    for (;;) {
        kp__lock_take(&producer->lock);
        kp__list *first = kp__list_pop(&producer->read);
        kp__lock_drop(&producer->lock);
        if (!first)
            return;
        kp__core_reported(producer->core, KP__CONTAINER(first, kp__batch, link));
    }
}

static kp__batch *next_unread(kp_producer *producer)
{
    kp__lock_take(&producer->lock);
    kp__list *first = kp__list_pop(&producer->unread);
    producer->unread_count -= first != NULL;
    kp__lock_drop(&producer->lock);
    return first ? KP__CONTAINER(first, kp__batch, link) : NULL;
}

static uint64_t count_unread(kp_producer *producer)
{
    kp__lock_take(&producer->lock);
    uint64_t count = producer->unread_count;
    kp__lock_drop(&producer->lock);
    return count;
}

static void hand_back(kp_producer *producer, kp__batch *batch)
{
    atomic_fetch_sub(&producer->intake.unread_reports, report_bytes(batch));
    kp__lock_take(&producer->lock);
    kp__list_push(&producer->read, &batch->link);
    kp__lock_drop(&producer->lock);
}

static int count_reports(kp__batch *batch)
{
    int count = 0;
    kp__slot_cursor cursor = {0};
    kp__slot *slot;
    uint32_t index;
    while (kp__batch_slot_next(batch, &cursor, &slot, &index))
        count += slot->done != NULL;
    return count;
}

/* By the one who reports: what is there now. What comes meanwhile, of callbacks that send for instance, rings again. */
static int read_unread(kp_producer *producer)
{
    kp__ready none[1];
    int nothing;
    int ran = 0;
    (void)producer->io->ops->wait(producer->bell, 0, none, 1, &nothing); /* silences the bell before looking */
    kp__batch *batch;
    for (uint64_t left = count_unread(producer); left > 0 && (batch = next_unread(producer)) != NULL; left--) {
        ran += count_reports(batch);
        (void)report_batch(batch, false);
        hand_back(producer, batch);
    }
    if (ran > 0)
        kp__mail(producer);
    return ran;
}

static bool has_unread(kp_producer *producer, kp__waiter *waiter)
{
    (void)waiter;
    return !kp__list_empty(&producer->unread) || atomic_load(&producer->life) == KP__LIFE_CLOSED;
}

static int poll_once(kp_producer *producer)
{
    void *nobody = NULL;
    if (!atomic_compare_exchange_strong(&producer->reporter, &nobody, producer->io->ops->self(producer->io)))
        return 0; /* another thread is at it */
    int ran = read_unread(producer);
    atomic_store(&producer->reporter, NULL);
    return ran;
}

int kp_producer_poll(kp_producer *producer, kp_ns timeout)
{
    kp_err err = kp__may_wait(producer, timeout);
    if ((err == KP_OK || err == KP_ERR_BROKEN) && !producer->polled)
        err = KP_ERR_STATE;
    if (err != KP_OK && err != KP_ERR_BROKEN)
        return -err;
    int ran = poll_once(producer);
    if (err == KP_ERR_BROKEN) /* what is unread is read all the same */
        return ran > 0 ? ran : -err;
    kp__life life = (kp__life)atomic_load(&producer->life);
    if (ran > 0 || timeout == 0 || life == KP__LIFE_CLOSED)
        return ran;
    kp__waiter waiter = {.ready = has_unread};
    (void)kp__await(producer, &waiter, kp__deadline_in(producer, timeout));
    return poll_once(producer);
}

int kp_producer_poll_fd(kp_producer *producer)
{
    if (!producer || kp__io_forked(producer->io) || !producer->polled)
        return -1;
    return producer->io->ops->poller_fd(producer->bell);
}
