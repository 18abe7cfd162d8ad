#include <intake/batch.h>

#include <base/crc32c.h>
#include <intake/encode.h>
#include <intake/lane.h>

/* Slots of the head chunk come after the batch itself. */
static uint32_t slots_offset(const kp__batch *batch, const kp__segment *segment)
{
    return segment == batch->slots ? (uint32_t)KP__BATCH_ROOM : 0;
}

bool kp__batch_slot_next(kp__batch *batch, kp__slot_cursor *cursor, kp__slot **slot, uint32_t *record_index)
{
    if (cursor->seen == batch->slot_count)
        return false;
    if (!cursor->segment)
        cursor->segment = batch->slots;
    for (;;) {
        uint32_t at = slots_offset(batch, cursor->segment) + cursor->index * (uint32_t)sizeof(kp__slot);
        if (at < cursor->segment->used) {
            *slot = (kp__slot *)(void *)(cursor->segment->data + at);
            break;
        }
        cursor->segment = cursor->segment->next;
        cursor->index = 0;
    }
    *record_index = batch->record_count - batch->slot_count + cursor->seen;
    cursor->index++;
    cursor->seen++;
    return true;
}

void kp__batch_seal(kp__batch *batch)
{
    uint32_t crc = 0;
    uint32_t skip = KP__HEADER_ROOM;
    for (const kp__segment *segment = batch->body; segment; segment = segment->next) {
        crc = kp__crc32c(crc, segment->data + skip, segment->used - skip);
        skip = 0;
    }
    batch->body_crc = crc;
    batch->state = KP__BATCH_READY;
}

void kp__batch_release_body(kp__intake *intake, kp__batch *batch)
{
    kp__segment *body = batch->body;
    batch->body = NULL;
    batch->body_last = NULL;
    kp__pool_release(&intake->pool, body);
}

void kp__batch_release(kp__intake *intake, kp__batch *batch)
{
    /* One visit to the pool; the batch lies in the first of its own slots, so nothing is read after. */
    kp__segment *chain = batch->slots;
    batch->slots_last->next = batch->body;
    kp__pool_release(&intake->pool, chain);
}
