#include <intake/batch.h>

#include <base/crc32c.h>
#include <intake/encode.h>
#include <intake/lane.h>

static void slots_of(kp__slot_cursor *cursor, kp__segment *segment, uint32_t from)
{
    cursor->segment = segment;
    cursor->at = (kp__slot *)(void *)(segment->data + from);
    cursor->end = (kp__slot *)(void *)(segment->data + segment->used);
}

bool kp__batch_slots_more(kp__batch *batch, kp__slot_cursor *cursor)
{
    if (!cursor->segment) {
        slots_of(cursor, batch->slots, KP__BATCH_ROOM); /* the head chunk's come after the batch itself */
        cursor->record_index = batch->record_count - batch->slot_count;
    }
    while (cursor->at == cursor->end) {
        if (!cursor->segment->next)
            return false;
        slots_of(cursor, cursor->segment->next, 0);
    }
    return true;
}

uint32_t kp__batch_seal(kp__batch *batch, uint32_t crc)
{
    uint32_t skip = KP__HEADER_ROOM;
    for (const kp__segment *segment = batch->body; segment; segment = segment->next) {
        crc = kp__crc32c(crc, segment->data + skip, segment->used - skip);
        skip = 0;
    }
    batch->state = KP__BATCH_READY;
    return crc;
}

static kp__pool *pool_of(kp__intake *intake, const kp__segment *segment)
{
    return kp__pool_holds(&intake->reserve, segment) ? &intake->reserve : &intake->pool;
}

void kp__batch_give(kp__intake *intake, kp__segment *chain)
{
    if (chain)
        kp__pool_release(pool_of(intake, chain), chain);
}

void kp__batch_release_body(kp__intake *intake, kp__batch *batch)
{
    kp__segment *body = batch->body;
    batch->body = NULL;
    batch->body_last = NULL;
    kp__batch_give(intake, body);
}

void kp__batch_release(kp__intake *intake, kp__batch *batch)
{
    /* One visit to the pool; the batch lies in the first of its own slots, so nothing is read after. */
    kp__segment *chain = batch->slots;
    kp__batch_give(intake, batch->refusal);
    batch->slots_last->next = batch->body;
    kp__batch_give(intake, chain);
}
