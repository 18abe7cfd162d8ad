/* MESSAGE_TOO_LARGE: a batch of more than one record goes again, in pieces of half its size, and a piece that is too
 * large in pieces of half of that; a record that is too large alone fails alone. The batch stays in its lane's list of
 * unresolved ones, behind the piece that was cut from it: so the sequence has no gap, and nothing newer goes before all
 * is settled. The lane's later batches do not become larger than the pieces. Neither a piece nor a refusal counts as an
 * attempt, and the time of delivery.timeout.ms runs on. */
#include <intake/encode.h>
#include <intake/split.h>
#include <producer/state.h>

/* Back to what it was cut from; the request, which still holds it, lets it go. */
static kp__batch *take_back(kp__batch *piece)
{
    kp__batch *batch = KP__CONTAINER(piece->sent.next, kp__batch, sent);
    kp__batch_take_back(batch, piece);
    batch->base_sequence = piece->base_sequence;
    batch->sent_once |= piece->sent_once; /* some of its records may stand in the log */
    kp__list_remove(&piece->sent);
    piece->state = KP__BATCH_DONE;
    piece->reported = 1;
    return batch;
}

void kp__split(kp__batch *batch, kp_err err, kp_ns now)
{
    kp__lane *lane = batch->lane;
    uint32_t half = batch->body_size / 2, largest = kp__load_relaxed(&lane->largest);
    lane->core_flags |= KP__LANE_FRESH;
    if (half + KP__HEADER_ROOM < largest)
        kp__store_relaxed(&lane->largest, half + KP__HEADER_ROOM);
    if (batch->piece)
        batch = take_back(batch);
    batch->piece_bytes = half;
    batch->attempts = 0;
    batch->state = KP__BATCH_RETRY;
    batch->err = err;
    batch->retry_at = now;
}

/* The pieces so far are settled: nothing of them is taken back. */
static void close_up(kp__core *core, kp__batch *batch)
{
    uint32_t piece_bytes = batch->piece_bytes;
    kp__batch_close_up(core->intake, batch);
    core->released = true;
    batch->piece_bytes = piece_bytes;
    batch->state = KP__BATCH_RETRY;
}

kp__batch *kp__split_next(kp__core *core, kp__batch *batch, kp_ns now)
{
    kp__batch *piece = kp__batch_cut(core->intake, batch);
    if (!piece && batch->taken) {
        close_up(core, batch);
        piece = kp__batch_cut(core->intake, batch);
    }
    if (!piece) {
        batch->retry_at = now + KP__NO_MEMORY_WAIT;
        return NULL;
    }
    if (piece == batch) {
        core->released = true; /* it was closed up */
    } else {
        batch->base_sequence =
            piece->base_sequence < 0 ? KP__SEQUENCE_NONE : kp__sequence_add(piece->base_sequence, piece->record_count);
        kp__list_insert_before(&batch->sent, &piece->sent);
    }
    piece->state = KP__BATCH_CLOSED; /* its body is another one now */
    kp__batch_head(piece);
    piece->state = KP__BATCH_RETRY;
    return piece;
}
