#include <intake/walk.h>

#include <string.h>

uint64_t kp__uvarlong_get_long(const uint8_t **at)
{
    uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint8_t byte = *(*at)++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return value;
    }
}

void kp__walk_next(kp__walk *walk, kp__walked *record)
{
    const uint8_t *head = kp__walk_at(walk), *at = head;
    record->segment = walk->segment;
    record->length = (uint32_t)(kp__uvarlong_get(&at) >> 1);
    uint32_t prefix = (uint32_t)(at - head);
    record->timestamp = ++at; /* behind the attributes */
    record->delta = kp__unzigzag64(kp__uvarlong_get(&at));
    record->timestamp_size = (uint32_t)(at - record->timestamp);
    const uint8_t *offset = at;
    (void)kp__uvarlong_get(&at);
    record->offset_size = (uint32_t)(at - offset);
    record->key_length = at;
    (void)kp__uvarlong_get(&at);
    record->key_length_size = (uint32_t)(at - record->key_length);
    kp__walk_skip(walk, prefix + record->length);
}

/* ---- writing ---- */

void kp__writer_leave(kp__writer *writer)
{
    writer->segment->used = writer->at;
    *writer = (kp__writer){writer->segment->next, 0};
}

void kp__writer_put(kp__writer *writer, const uint8_t *from, uint32_t size)
{
    while (size > 0) {
        if (writer->at == writer->segment->cap)
            kp__writer_leave(writer);
        uint32_t room = writer->segment->cap - writer->at;
        uint32_t part = size < room ? size : room;
        memmove(writer->segment->data + writer->at, from, part);
        writer->at += part;
        from += part;
        size -= part;
    }
}

void kp__chain_end(kp__intake *intake, kp__segment **last, kp__segment *end)
{
    kp__segment *left = end->next;
    end->next = NULL;
    *last = end;
    kp__batch_give(intake, left);
}

/* ---- times ---- */

/* A record of a length, attributes and a timestamp is all that kp__walk_time needs. */
static uint32_t timed_size(const kp__walked *record) { return 2 + record->timestamp_size; }

static void put_time(kp__writer *writer, const kp__walked *record)
{
    uint8_t head[12] = {(uint8_t)((1 + record->timestamp_size) << 1), 0};
    memcpy(head + 2, record->timestamp, record->timestamp_size);
    if (writer->segment->cap - writer->at < timed_size(record))
        kp__writer_leave(writer);
    kp__writer_put(writer, head, timed_size(record));
}

/* Memory for the times: of its own, or, when there is none, the body's. */
static kp__segment *times_memory(kp__intake *intake, const kp__batch *batch)
{
    kp__walk walk;
    kp__walked record;
    uint32_t bytes = 0;
    kp__walk_begin(&walk, batch);
    for (uint32_t i = 0; i < batch->record_count; i++) {
        kp__walk_next(&walk, &record);
        bytes += timed_size(&record);
    }
    kp__want want = {.need = kp__body_room(bytes)};
    return kp__pool_gather(&intake->pool, &want, 1, true) ? batch->body : want.first;
}

void kp__batch_keep_times(kp__intake *intake, kp__batch *batch)
{
    if (batch->times_only)
        return;
    batch->times_only = 1;
    kp__segment *to = times_memory(intake, batch), *body = batch->body;
    kp__writer writer = {to, KP__HEADER_ROOM};
    kp__walk walk;
    kp__walked record;
    kp__walk_begin(&walk, batch);
    for (uint32_t i = 0; i < batch->record_count; i++) {
        kp__walk_next(&walk, &record);
        put_time(&writer, &record);
    }
    writer.segment->used = writer.at;
    batch->body = to;
    kp__chain_end(intake, &batch->body_last, writer.segment);
    if (body != to)
        kp__batch_give(intake, body);
}
