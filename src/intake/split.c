#include <intake/split.h>

#include <intake/walk.h>

#include <string.h>

/* ---- how much ---- */

typedef struct share {
    uint32_t records, slots, bytes;
    int64_t max_timestamp;
} share;

/* The record's length as number `index` of a batch. Offsets count from 0 in a piece, so records only become shorter. */
static uint32_t length_at(const kp__walked *record, uint32_t index)
{
    return record->length - record->offset_size + kp__uvarint_size(index << 1);
}

/* What of the batch goes together, `bytes` and `slots` at most but at least one record; and where, in `walk`, it
 * begins.
 */
static share measure(const kp__batch *batch, uint32_t bytes, uint32_t slots, kp__walk *walk)
{
    share got = {.max_timestamp = INT64_MIN};
    uint32_t unslotted = batch->record_count - batch->slot_count;
    kp__walked record;
    kp__walk_begin(walk, batch);
    for (uint32_t i = 0; i < batch->taken; i++)
        kp__walk_next(walk, &record);
    for (kp__walk at = *walk; got.records < batch->record_count; got.records++) {
        kp__walk_next(&at, &record);
        uint32_t length = length_at(&record, got.records);
        uint32_t size = kp__uvarint_size(length << 1) + length;
        if (got.records && ((uint64_t)got.bytes + size > bytes || got.slots == slots))
            break;
        int64_t timestamp = (int64_t)((uint64_t)batch->base_timestamp + (uint64_t)record.delta);
        got.max_timestamp = timestamp > got.max_timestamp ? timestamp : got.max_timestamp;
        got.slots += got.records >= unslotted;
        got.bytes += size;
    }
    return got;
}

/* ---- records ---- */

static void copy(kp__writer *w, kp__walk from, uint32_t size)
{
    while (size > 0) {
        while (from.at == from.segment->used)
            from = (kp__walk){from.segment->next, 0};
        uint32_t run = from.segment->used - from.at;
        uint32_t part = size < run ? size : run;
        kp__writer_put(w, from.segment->data + from.at, part);
        from.at += part;
        size -= part;
    }
}

static void copy_record(kp__writer *w, const kp__walked *record, uint32_t index)
{
    uint8_t head[KP__RECORD_HEAD_MAX];
    uint32_t length = length_at(record, index);
    uint8_t *at = kp__uvarlong_put(head, (uint64_t)length << 1);
    *at++ = 0; /* attributes */
    memcpy(at, record->timestamp, record->timestamp_size);
    at = kp__uvarlong_put(at + record->timestamp_size, index << 1);
    uint32_t before_key = (uint32_t)(at - head);
    if (w->segment->cap - w->at < before_key + record->key_length_size)
        kp__writer_leave(w);
    kp__writer_put(w, head, before_key);
    copy(w, (kp__walk){record->segment, (uint32_t)(record->key_length - record->segment->data)},
         record->length - 1 - record->timestamp_size - record->offset_size);
}

/* The next records, numbered from 0, behind the header's room of a chain. The segment in which they end. */
static kp__segment *copy_records(kp__segment *to, kp__walk from, uint32_t count)
{
    kp__writer w = {to, KP__HEADER_ROOM};
    for (uint32_t i = 0; i < count; i++) {
        kp__walked record;
        kp__walk_next(&from, &record);
        copy_record(&w, &record, i);
    }
    w.segment->used = w.at;
    return w.segment;
}

/* ---- slots ---- */

/* The first of the slots that are left: those of the records that were taken stand before it. */
static kp__walk first_slot(const kp__batch *batch)
{
    uint32_t bytes = 0;
    for (const kp__segment *segment = batch->slots; segment; segment = segment->next)
        bytes += segment->used;
    kp__walk walk = {batch->slots, KP__BATCH_ROOM};
    kp__walk_skip(&walk, bytes - KP__BATCH_ROOM - batch->slot_count * (uint32_t)sizeof(kp__slot));
    return walk;
}

/* Segments hold whole slots. */
static kp__segment *copy_slots(kp__segment *to, kp__walk from, uint32_t count)
{
    kp__writer w = {to, KP__BATCH_ROOM};
    for (uint32_t i = 0; i < count; i++) {
        if (w.segment->cap - w.at < sizeof(kp__slot))
            kp__writer_leave(&w);
        while (from.at == from.segment->used)
            from = (kp__walk){from.segment->next, 0};
        kp__writer_put(&w, from.segment->data + from.at, sizeof(kp__slot));
        from.at += (uint32_t)sizeof(kp__slot);
    }
    w.segment->used = w.at;
    return w.segment;
}

/* ---- the batch ---- */

static void close_up(kp__intake *intake, kp__batch *batch, kp__walk from, const share *all)
{
    kp__chain_end(intake, &batch->body_last, copy_records(batch->body, from, batch->record_count));
    kp__chain_end(intake, &batch->slots_last, copy_slots(batch->slots, first_slot(batch), batch->slot_count));
    batch->body_size = all->bytes;
    batch->max_timestamp = all->max_timestamp;
    batch->taken = 0;
    batch->piece_bytes = 0;
    batch->state = KP__BATCH_CLOSED;
}

void kp__batch_close_up(kp__intake *intake, kp__batch *batch)
{
    kp__walk from;
    share all = measure(batch, UINT32_MAX, UINT32_MAX, &from);
    close_up(intake, batch, from, &all);
}

/* From the pool, or else from the reserve. */
static bool memory(kp__intake *intake, kp__want *wants)
{
    return !kp__pool_gather(&intake->pool, wants, 2, true) || !kp__pool_gather(&intake->reserve, wants, 2, true);
}

static kp__batch *piece_new(kp__intake *intake, const kp__batch *batch, const share *got)
{
    kp__want wants[] = {{.need = KP__BATCH_ROOM + got->slots * sizeof(kp__slot)}, {.need = kp__body_room(got->bytes)}};
    if (!memory(intake, wants))
        return NULL;
    kp__batch *piece = (kp__batch *)(void *)wants[0].first->data;
    *piece = *batch;
    kp__list_init(&piece->link);
    kp__list_init(&piece->sent);
    piece->body = wants[1].first;
    piece->slots = wants[0].first;
    piece->record_count = got->records;
    piece->slot_count = got->slots;
    piece->body_size = got->bytes;
    piece->max_timestamp = got->max_timestamp;
    piece->taken = 0;
    piece->piece_bytes = 0;
    piece->piece = 1;
    piece->state = KP__BATCH_CLOSED;
    return piece;
}

kp__batch *kp__batch_cut(kp__intake *intake, kp__batch *batch)
{
    kp__walk from;
    share got = measure(batch, batch->piece_bytes, KP__PIECE_SLOTS, &from);
    if (got.records == batch->record_count) {
        close_up(intake, batch, from, &got);
        return batch;
    }
    kp__batch *piece = piece_new(intake, batch, &got);
    if (!piece)
        return NULL;
    kp__chain_end(intake, &piece->body_last, copy_records(piece->body, from, got.records));
    kp__chain_end(intake, &piece->slots_last, copy_slots(piece->slots, first_slot(batch), got.slots));
    batch->taken += got.records;
    batch->record_count -= got.records;
    batch->slot_count -= got.slots;
    return piece;
}

void kp__batch_take_back(kp__batch *batch, const kp__batch *piece)
{
    batch->taken -= piece->record_count;
    batch->record_count += piece->record_count;
    batch->slot_count += piece->slot_count;
}
