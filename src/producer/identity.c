/* Producer id, epoch and sequence numbers. The producer has the newest identity; each lane has its own and takes the
 * newest only when nothing of its own is in doubt. A bump is local: the epoch counts up, for the lane that asks for it;
 * all others go on under the identity they have. When epochs run out a new producer id is asked for (I19). */
#include <base/backoff.h>
#include <base/crc32c.h>
#include <base/ns.h>
#include <producer/state.h>
#include <wire/batch.h>

int32_t kp__sequence_add(int32_t sequence, uint32_t count)
{
    return (int32_t)(((uint32_t)sequence + count) & 0x7fffffffu); /* INT32_MAX is followed by 0 */
}

/* ---- of a lane ---- */

bool kp__lane_may_renew(const kp__lane *lane)
{
    if (lane->inflight)
        return false;
    KP__LIST_EACH(link, &lane->unresolved)
    {
        const kp__batch *batch = KP__CONTAINER(link, kp__batch, sent);
        if (batch->state == KP__BATCH_ACKED)
            continue;
        if (batch->state != KP__BATCH_RETRY || !batch->renumber)
            return false;
    }
    return true;
}

bool kp__lane_needs_identity(const kp__core *core, const kp__lane *lane)
{
    if (!core->config.idempotence)
        return false;
    return lane->producer_id < 0 || ((lane->core_flags & KP__LANE_BUMP) && kp__lane_may_renew(lane));
}

static bool has_newest(const kp__core *core, const kp__lane *lane)
{
    return lane->producer_id == core->producer_id && lane->producer_epoch == core->producer_epoch;
}

/* Is there an identity that `lane` can take? Else one is asked for. */
bool kp__identity_for(kp__core *core, const kp__lane *lane)
{
    if (core->identity == KP__IDENTITY_HAVE && has_newest(core, lane) && core->producer_epoch >= KP__EPOCH_LAST)
        core->identity = KP__IDENTITY_NONE;
    if (core->identity == KP__IDENTITY_HAVE)
        return true;
    core->identity_wanted = true;
    return false;
}

void kp__lane_renew(kp__core *core, kp__lane *lane)
{
    if (!kp__check(core->health, kp__lane_may_renew(lane) && core->identity == KP__IDENTITY_HAVE))
        return;
    if (has_newest(core, lane)) {
        core->producer_epoch++;
        core->stats.epoch_bumps++;
    }
    lane->producer_id = core->producer_id;
    lane->producer_epoch = core->producer_epoch;
    lane->next_sequence = 0;
    lane->core_flags = (lane->core_flags & ~(uint32_t)(KP__LANE_BUMP | KP__LANE_HOLE | KP__LANE_LOST)) | KP__LANE_FRESH;
    KP__LIST_EACH(link, &lane->unresolved)
    {
        kp__batch *batch = KP__CONTAINER(link, kp__batch, sent);
        if (batch->state == KP__BATCH_ACKED)
            continue;
        batch->renumber = 0;
        kp__batch_number(core, lane, batch);
    }
}

void kp__batch_head(kp__batch *batch)
{
    kp__batch_header header = {.leader_epoch = -1,
                               .last_offset_delta = (int32_t)batch->record_count - 1,
                               .base_timestamp = batch->base_timestamp,
                               .max_timestamp = batch->max_timestamp,
                               .producer_id = batch->producer_id,
                               .producer_epoch = batch->producer_epoch,
                               .base_sequence = batch->base_sequence,
                               .record_count = (int32_t)batch->record_count};
    uint8_t *room = kp__batch_header_room(batch);
    uint32_t part = kp__batch_header_write(room, &header, batch->body_size);
    if (batch->state == KP__BATCH_CLOSED)
        batch->crc = kp__batch_seal(batch, part);
    else /* the body was read once: the difference of the headers is carried over it */
        batch->crc = kp__crc32c_combine(part ^ batch->header_crc, batch->crc, batch->body_size);
    batch->header_crc = part;
    kp__batch_crc_write(room, batch->crc);
}

/* Gives the batch its place in the lane's sequence and writes its header. Only while no connection holds it. */
void kp__batch_number(kp__core *core, kp__lane *lane, kp__batch *batch)
{
    if (!kp__check(core->health, batch->holders == 0 && batch->body))
        return;
    batch->producer_id = lane->producer_id;
    batch->producer_epoch = lane->producer_epoch;
    batch->base_sequence = core->config.idempotence ? lane->next_sequence : KP__SEQUENCE_NONE;
    if (core->config.idempotence)
        lane->next_sequence = kp__sequence_add(lane->next_sequence, batch->record_count);
    kp__batch_head(batch);
}

/* ---- asking for a producer id ---- */

static kp_err identity_encode(kp__request *request, int16_t version, kp__gather *out)
{
    kp__init_producer_id_request body;
    kp__message_defaults(request->message, &body);
    body.transactional_id = kp__slice_null();
    body.transaction_timeout_ms = INT32_MAX;
    body.producer_id = -1;
    body.producer_epoch = -1;
    return kp__wire_encode(request->message, version, &body, out);
}

static void place_nameless(kp__core *core, kp_ns now)
{
    kp__list all;
    kp__list_init(&all);
    for (kp__list *link; (link = kp__list_pop(&core->nameless));)
        kp__list_push(&all, link);
    for (kp__list *link; (link = kp__list_pop(&all));)
        kp__lane_place(core, KP__CONTAINER(link, kp__lane, active), now);
}

static void refused(kp__core *core, kp_err err, kp_ns now)
{
    core->identity_at = kp__ns_add(now, kp__backoff(&core->rng, core->config.retry_backoff,
                                                    core->config.retry_backoff_max, core->identity_dull++));
    if (kp_err_class(err) & (KP_CLASS_RETRIABLE | KP_CLASS_COORDINATOR))
        return;
    kp__logf(core->log, KP__LOG_ERROR, "identity", "no producer id: %s", kp_err_text(err));
    kp__list all;
    kp__list_init(&all);
    for (kp__list *link; (link = kp__list_pop(&core->nameless));)
        kp__list_push(&all, link);
    for (kp__list *link; (link = kp__list_pop(&all));)
        kp__lane_fail(core, KP__CONTAINER(link, kp__lane, active), err, now);
    core->identity_wanted = false; /* the next record asks again */
}

static void identity_done(kp__request *request, const kp__answer *answer)
{
    kp__core *core = request->owner;
    const kp__init_producer_id_response *body = answer->body;
    core->now = kp__ns_max(core->now, answer->now);
    core->identity = KP__IDENTITY_NONE;
    kp_err err = answer->err ? answer->err : body->error_code;
    KP__LIST_EACH(link, &core->senders) /* our request gave its place back, to one of them */
    kp__sender_wake(core, KP__CONTAINER(link, kp__sender, all));
    if (!err && (body->producer_id < 0 || body->producer_epoch < 0))
        err = KP_ERR_PROTOCOL;
    if (err) {
        refused(core, err, answer->now);
        return;
    }
    core->identity = KP__IDENTITY_HAVE;
    core->identity_wanted = false;
    core->identity_dull = 0;
    core->producer_id = body->producer_id;
    core->producer_epoch = body->producer_epoch;
    place_nameless(core, answer->now);
}

static void identity_written(kp__request *request, kp_ns now)
{
    kp__core *core = request->owner;
    (void)now;
    KP__LIST_EACH(link, &core->senders)
    kp__sender_wake(core, KP__CONTAINER(link, kp__sender, all));
}

void kp__identity_tick(kp__core *core, kp_ns now)
{
    if (!core->identity_wanted || core->identity != KP__IDENTITY_NONE || core->identity_at > now)
        return;
    kp__node *node = kp__cluster_any(core->cluster, now);
    if (!node)
        return; /* one is on its way: the turn in which it is ready comes back here */
    kp_err err = kp__node_submit(core->cluster, node, &core->identity_request, now);
    if (err)
        refused(core, err, now);
    else
        core->identity = KP__IDENTITY_ASKED;
}

kp_ns kp__identity_deadline(const kp__core *core)
{
    if (!core->identity_wanted || core->identity != KP__IDENTITY_NONE || core->identity_at <= core->now)
        return KP_NEVER;
    return core->identity_at;
}

void kp__identity_init(kp__core *core)
{
    core->producer_id = -1;
    core->producer_epoch = -1;
    kp__request_init(&core->identity_request, core->alloc, &kp__init_producer_id_request_message, 4096);
    core->identity_request.encode = identity_encode;
    core->identity_request.written = identity_written;
    core->identity_request.done = identity_done;
    core->identity_request.owner = core;
}

void kp__identity_deinit(kp__core *core) { kp__request_deinit(&core->identity_request); }
