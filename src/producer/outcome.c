/* What an answer means for a batch and its lane. What to do about an error code is data (kp_err_class); what
 * idempotence makes of it is here:
 *
 *   in doubt        this or an earlier transmission may stand in the log: it is sent again byte for byte
 *                   until an answer tells (D5)
 *   renumber        surely not written under its sequence: it gets a new identity once nothing of the lane is in doubt
 *   gap             a batch left the sequence without being written (or without our knowing): what follows it can not
 * be accepted any more, and the lane takes a new identity when all in doubt is settled (D6, D7) */
#include <base/backoff.h>
#include <base/mutant.h>
#include <base/ns.h>
#include <intake/split.h>
#include <intake/walk.h>
#include <producer/state.h>

/* ---- memory ---- */

static bool unresolved(const kp__batch *batch) { return kp__list_linked(&batch->sent); }

static void release_body(kp__core *core, kp__batch *batch)
{
    kp__batch_release_body(core->intake, batch);
    core->released = true;
}

/* Until its reports were read the body may be needed for them. */
static bool body_is_over(const kp__batch *batch)
{
    return batch->body && (batch->reported || !kp__batch_tells_times(batch));
}

/* It is not sent again, and waits to be told. What is sent in pieces is looked through once more when it is. */
static void release_if_acked(kp__core *core, kp__batch *batch)
{
    if (batch->state != KP__BATCH_ACKED || batch->holders > 0 || !batch->body || batch->taken)
        return;
    if (kp__batch_tells_times(batch))
        kp__batch_keep_times(core->intake, batch);
    else
        kp__batch_release_body(core->intake, batch);
    core->released = true;
}

static void release_if_over(kp__core *core, kp__batch *batch)
{
    if (batch->state != KP__BATCH_DONE || batch->holders > 0 || unresolved(batch))
        return;
    if (body_is_over(batch))
        release_body(core, batch);
    if (!batch->reported)
        return;
    kp__batch_release(core->intake, batch);
    core->released = true;
}

void kp__batch_let_go(kp__core *core, kp__batch *batch)
{
    if (!kp__check(core->health, batch->holders > 0))
        return;
    batch->holders--;
    release_if_acked(core, batch);
    release_if_over(core, batch);
}

static void resolve(kp__batch *batch) { kp__list_remove(&batch->sent); }

bool kp__core_released(kp__core *core)
{
    bool released = core->released;
    core->released = false;
    return released;
}

void kp__core_unread(kp__core *core, kp__batch *batch)
{
    if (!batch->body || batch->holders > 0)
        return;
    kp__batch_keep_times(core->intake, batch);
    core->released = true;
}

void kp__core_reported(kp__core *core, kp__batch *batch)
{
    batch->reported = 1;
    release_if_over(core, batch);
}

/* ---- the end ---- */

void kp__batch_complete(kp__core *core, kp__batch *batch, kp_err err, kp_written status, kp_ns now)
{
    if (!kp__check(core->health, batch->state != KP__BATCH_DONE))
        return;
    if (batch->taken) {
        kp__batch_close_up(core->intake, batch); /* the others have reports of their own */
        core->released = true;
    }
    batch->state = KP__BATCH_DONE;
    batch->refused = (int16_t)batch->err;
    batch->err = err;
    batch->status = (uint8_t)status;
    batch->answered = kp__ns_max(now, batch->opened);
    if (err)
        core->stats.records_failed += batch->record_count;
    else
        core->stats.records_acked += batch->record_count;
    kp__list_push(&core->done, &batch->link);
    if (body_is_over(batch) && (batch->holders == 0 || KP__MUTANT(R1))) /* R1: though a connection may still read it */
        release_body(core, batch);
}

/* Everything in the lane from `link` on was surely not written under its present sequence. */
static void renumber_from(kp__lane *lane, kp__list *link)
{
    for (; link != &lane->unresolved; link = link->next) {
        kp__batch *later = KP__CONTAINER(link, kp__batch, sent);
        if (later->state == KP__BATCH_ACKED)
            continue;
        later->renumber = 1;
        later->in_doubt = later->later_tells = 0;
    }
}

static void gap(kp__core *core, kp__batch *batch, bool surely_not_written)
{
    kp__lane *lane = batch->lane;
    if (!unresolved(batch))
        return;
    if (core->config.idempotence) {
        if (surely_not_written)
            renumber_from(lane, batch->sent.next);
        lane->core_flags |= surely_not_written ? KP__LANE_BUMP : KP__LANE_BUMP | KP__LANE_LOST;
    }
    resolve(batch);
}

static void fail(kp__core *core, kp__batch *batch, kp_err err, kp_ns now)
{
    gap(core, batch, !batch->in_doubt);
    kp__batch_complete(core, batch, err, batch->sent_once ? KP_MAYBE_WRITTEN : KP_NOT_WRITTEN, now);
}

static void tell_written(kp__core *core, kp__batch *batch, kp_ns now)
{
    resolve(batch);
    kp__batch_complete(core, batch, KP_OK, KP_WRITTEN, now);
}

/* I8: what is written is told when all before it in its lane is decided. */
void kp__lane_tell(kp__core *core, kp__lane *lane, kp_ns now)
{
    for (kp__list *link = lane->unresolved.next, *next; link != &lane->unresolved; link = next) {
        kp__batch *batch = KP__CONTAINER(link, kp__batch, sent);
        next = link->next;
        if (batch->state == KP__BATCH_DONE || (batch->state != KP__BATCH_ACKED && KP__MUTANT(I8)))
            continue;
        if (batch->state != KP__BATCH_ACKED)
            return;
        tell_written(core, batch, now);
    }
}

/* Its time is up, or the producer's; those before it were given up already. In flight it stays in the lane's list as a
 * ghost, and its memory with the connection (R1, D6). */
void kp__batch_give_up(kp__core *core, kp__batch *batch, kp_err err, kp_ns now)
{
    if (batch->state == KP__BATCH_ACKED) {
        tell_written(core, batch, now);
        return;
    }
    if (batch->state != KP__BATCH_INFLIGHT) {
        fail(core, batch, err, now);
        return;
    }
    batch->expired = 1;
    if (!core->config.idempotence)
        resolve(batch);
    kp__batch_complete(core, batch, err, KP__MUTANT(EXPIRY_STATUS) ? KP_NOT_WRITTEN : KP_MAYBE_WRITTEN, now);
}

/* ---- success ---- */

/* Is there room in the log, between the last ack and this one, for all that should stand there? If not, the broker lost
 * what it had of this producer id (a log that was cut), and without state it accepts whatever sequence comes first. */
static bool ack_has_room(const kp__lane *lane, const kp__batch *batch, const kp__outcome *outcome)
{
    int64_t earlier = 0;
    if (outcome->err || outcome->base_offset < 0)
        return true; /* DUPLICATE: it has its state */
    for (const kp__list *link = lane->unresolved.next; link != &batch->sent; link = link->next)
        earlier += KP__CONTAINER(link, kp__batch, sent)->record_count;
    return outcome->base_offset - earlier > lane->last_acked_offset;
}

static void ack(kp__core *core, kp__batch *batch)
{
    batch->state = KP__BATCH_ACKED;
    batch->err = KP_OK; /* of an earlier answer */
    release_if_acked(core, batch);
}

/* D4: a higher ack of the same identity proves the lower ones stored, those that are in doubt. What was surely refused,
 * or has no room in the log, is not proven: it is sent again, alone. Nor does an ack after that one prove it, though
 * the log may meanwhile have grown by what others wrote. What the broker called out of order stays "maybe": most often
 * it knows no batch but the last; but a late copy of this one, from a connection that we closed, may have reached a
 * broker without state. */
static void prove_earlier(kp__core *core, kp__batch *batch, const kp__outcome *outcome, kp_ns now)
{
    kp__lane *lane = batch->lane;
    bool sound = ack_has_room(lane, batch, outcome), left = false;
    for (kp__list *link = lane->unresolved.next, *next; link != &batch->sent; link = next) {
        kp__batch *earlier = KP__CONTAINER(link, kp__batch, sent);
        next = link->next;
        earlier->passed_over |= !sound;
        if (earlier->state == KP__BATCH_RETRY && (earlier->passed_over || !earlier->in_doubt)) {
            left = true;
            continue;
        }
        if (earlier->state == KP__BATCH_DONE) {
            resolve(earlier);
        } else if (earlier->later_tells) {
            resolve(earlier);
            kp__batch_complete(core, earlier, earlier->err, KP_MAYBE_WRITTEN, now);
        } else {
            ack(core, earlier);
        }
    }
    lane->core_flags &= ~(uint32_t)KP__LANE_FRESH;
    if (left)
        lane->core_flags |= KP__LANE_HOLE;
}

static void look_for_loss(kp__core *core, kp__lane *lane, const kp__batch *batch)
{
    if (core->config.idempotence && batch->base_offset >= 0 && batch->base_offset <= lane->last_acked_offset)
        kp__logf(core->log, KP__LOG_ERROR, "data-loss",
                 "%s-%d: offset %lld was given again: the cluster lost acknowledged records", lane->topic->name,
                 (int)lane->partition, (long long)batch->base_offset);
    if (batch->base_offset >= 0)
        lane->last_acked_offset = batch->base_offset + (int64_t)batch->record_count - 1;
}

static void succeed(kp__core *core, kp__batch *batch, const kp__outcome *outcome, kp_ns now)
{
    kp__lane *lane = batch->lane;
    lane->acked_at = now;
    if (core->config.idempotence)
        prove_earlier(core, batch, outcome, now);
    else
        lane->core_flags &= ~(uint32_t)KP__LANE_FRESH;
    if (batch->state == KP__BATCH_DONE) { /* a ghost: its owner was told "maybe" */
        resolve(batch);
        return;
    }
    batch->base_offset = outcome->err ? -1 : outcome->base_offset; /* DUPLICATE: nobody knows where (D3) */
    batch->log_append_time = outcome->err ? -1 : outcome->log_append_time;
    ack(core, batch);
    if (outcome->err)
        core->stats.duplicates_told++;
    look_for_loss(core, lane, batch);
    kp__lane_tell(core, lane, now);
}

/* ---- failure ---- */

static void again(kp__core *core, kp__batch *batch, kp_err err, bool at_once, kp_ns now)
{
    if (batch->attempts > (uint32_t)core->config.retries && core->config.retries < UINT16_MAX) {
        fail(core, batch, err, now);
        return;
    }
    batch->lane->core_flags |=
        KP__LANE_FRESH; /* whoever answers next may have lost what it knew of us: one at a time */
    uint32_t doublings = batch->attempts ? (uint32_t)batch->attempts - 1 : 0;
    batch->state = KP__BATCH_RETRY;
    batch->err = err;
    batch->retry_at = at_once ? now
                              : kp__ns_add(now, kp__backoff(&core->rng, core->config.retry_backoff,
                                                            core->config.retry_backoff_max, doublings));
}

/* What was said of one batch and what is said of the next are of one broker, one after the other, or mean nothing. */
void kp__lane_ask_anew(kp__lane *lane)
{
    KP__LIST_EACH(link, &lane->unresolved)
    KP__CONTAINER(link, kp__batch, sent)->later_tells = 0;
}

/* Have all before it been asked? */
static bool is_next(const kp__lane *lane, const kp__batch *batch)
{
    for (const kp__list *link = lane->unresolved.next; link != &batch->sent; link = link->next)
        if (!KP__CONTAINER(link, kp__batch, sent)->later_tells)
            return false;
    return true;
}

/* Of a batch that may be written OUT_OF_ORDER tells nothing while one behind it may be, too: a broker that was started
 * again knows no batch but the last. That one is known, or follows what is, or nothing of all this was written. Where a
 * broker took one without having the earlier ones (a hole), it would know it without them. */
static bool tells_nothing(const kp__lane *lane, const kp__batch *batch)
{
    if (!batch->in_doubt || (lane->core_flags & KP__LANE_HOLE) || KP__MUTANT(D2))
        return false;
    for (const kp__list *link = batch->sent.next; link != &lane->unresolved; link = link->next)
        if (KP__CONTAINER(link, kp__batch, sent)->in_doubt)
            return true;
    return false;
}

/* The broker's sequence does not go on with this batch. D1: if an earlier one is open, that was to be expected. D2:
 * else the broker misses something that is not to come any more: this lane, and no other, takes the next identity.
 * Unless what it misses was given up while a connection had it: a broker may still read that one, and then a copy of
 * this one, from a connection that we closed long ago; under another name we would write it twice. It is sent again as
 * it is, for as long as a request may take since it left first; then it is given up, too, and the lane goes on (I21).
 */
static void out_of_order(kp__core *core, kp__batch *batch, kp_err err, kp_ns now)
{
    kp__lane *lane = batch->lane;
    bool next = is_next(lane, batch);
    if (next && batch->sent_once && (lane->core_flags & KP__LANE_LOST)) {
        if (kp__ns_add(batch->drained, core->config.request_timeout) > now)
            again(core, batch, err, false, now);
        else
            fail(core, batch, err, now);
        return;
    }
    if (next && tells_nothing(lane, batch)) {
        batch->later_tells = 1;
    } else if (next && !batch->renumber) {
        renumber_from(lane, lane->unresolved.next);
        lane->core_flags |= KP__LANE_BUMP;
    }
    again(core, batch, err, batch->attempts < 3, now);
}

/* The broker does not know the producer id (59) or has a newer epoch (47): a new identity, unless the batch is in
 * doubt: then it may stand in the log, and to send it under another name could double it (D9). */
static void disowned(kp__core *core, kp__batch *batch, kp_err err, kp_ns now)
{
    if (batch->in_doubt && !KP__MUTANT(UNKNOWN_ID))
        fail(core, batch, err, now);
    else
        out_of_order(core, batch, err, now);
}

/* No refusal ends a producer without a transactional id: the batch fails, its lane goes on under the next identity, and
 * a producer id that is said to be another's is not used again. Java gives up for good at those of KP_CLASS_FATAL. */
static void fail_for_good(kp__core *core, kp__batch *batch, kp_err err, kp_ns now)
{
    bool not_ours = err == KP_ERR_PRODUCER_FENCED || err == KP_ERR_INVALID_PRODUCER_ID_MAPPING;
    if (not_ours && core->identity == KP__IDENTITY_HAVE && batch->producer_id == core->producer_id)
        core->identity = KP__IDENTITY_NONE;
    fail(core, batch, err, now);
}

/* A broker looks at the size before it looks whether it has the batch: of one in doubt this tells nothing (D5). */
static void too_large(kp__core *core, kp__batch *batch, kp_err err, kp_ns now)
{
    if (core->config.idempotence && batch->in_doubt) {
        again(core, batch, err, false, now);
    } else if (batch->record_count > 1) {
        core->stats.splits++;
        kp__split(batch, err, now);
    } else {
        fail_for_good(core, batch, err, now);
    }
}

/* An answer for a batch whose owner was told already: only the lane's sequence is of interest. */
static void ghost(kp__core *core, kp__batch *batch, const kp__outcome *outcome, kp_ns now)
{
    if (KP__MUTANT(EXPIRY_RESENT) && outcome->unknown) {
        batch->opened = now;
        again(core, batch, outcome->err, true, now);
        return;
    }
    gap(core, batch, !outcome->unknown && !batch->in_doubt);
}

static void refused(kp__core *core, kp__batch *batch, const kp__outcome *outcome, kp_ns now)
{
    kp_err err = outcome->err;
    uint32_t class = kp_err_class(err);
    if (err == KP_ERR_UNKNOWN_TOPIC_OR_PARTITION)
        batch->passed_over = 1; /* who takes what follows may be a topic that was made anew */
    if (outcome->unknown && err != KP_ERR_UNKNOWN_PRODUCER_ID) {
        batch->sent_once = 1;
        batch->in_doubt = !batch->renumber;
    }
    if (!core->config.idempotence && (class & KP_CLASS_SPECIAL))
        fail_for_good(core, batch, err, now);
    else if (err == KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER)
        out_of_order(core, batch, err, now);
    else if (err == KP_ERR_INVALID_PRODUCER_EPOCH || err == KP_ERR_UNKNOWN_PRODUCER_ID)
        disowned(core, batch, err, now);
    else if (class & KP_CLASS_RETRIABLE)
        again(core, batch, err, outcome->hinted, now);
    else if (class & KP_CLASS_SPLIT)
        too_large(core, batch, err, now);
    else
        fail_for_good(core, batch, err, now);
}

void kp__batch_outcome(kp__core *core, kp__batch *batch, const kp__outcome *outcome, kp_ns now)
{
    kp__lane *lane = batch->lane;
    if (outcome->err && (kp_err_class(outcome->err) & KP_CLASS_REFRESH))
        kp__cluster_refresh(core->cluster, now);
    if (batch->state == KP__BATCH_ACKED || (batch->state == KP__BATCH_DONE && !unresolved(batch)))
        return;
    batch->throttled += outcome->throttled;
    if (!outcome->err || outcome->err == KP_ERR_DUPLICATE_SEQUENCE_NUMBER) {
        succeed(core, batch, outcome, now);
    } else if (batch->state == KP__BATCH_DONE) {
        ghost(core, batch, outcome, now);
    } else {
        refused(core, batch, outcome, now);
        if (batch->err && batch->state == KP__BATCH_DONE && outcome->answer)
            kp__refusal_take(core, batch, outcome->answer);
    }
    if (outcome->err != KP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER)
        kp__lane_ask_anew(lane);
}
