#include <tests/simulation/model_log.h>

#include <stdlib.h>
#include <string.h>

static model_entry *room(model_entry **entries, int32_t *count, int32_t *cap)
{
    if (*count == *cap) {
        *cap = *cap ? *cap * 2 : 64;
        *entries = realloc(*entries, (size_t)*cap * sizeof(model_entry));
        if (!*entries)
            abort();
    }
    return &(*entries)[(*count)++];
}

static void put_be(uint8_t *at, uint64_t value, int bytes)
{
    while (bytes--) {
        at[bytes] = (uint8_t)value;
        value >>= 8;
    }
}

void model_log_init(model_log *log, int32_t topic, int32_t partition)
{
    *log = (model_log){.topic = topic, .partition = partition};
}

void model_log_deinit(model_log *log)
{
    for (int32_t i = 0; i < log->count; i++)
        free(log->entries[i].bytes);
    for (int32_t i = 0; i < log->lost_count; i++)
        free(log->lost[i].bytes);
    free(log->entries);
    free(log->lost);
}

model_entry *model_log_append(model_log *log, const uint8_t *batch, size_t size, int32_t record_count,
                              int32_t leader_epoch)
{
    model_entry *entry = room(&log->entries, &log->count, &log->cap);
    *entry = (model_entry){.base_offset = log->end, .record_count = record_count, .size = size};
    entry->bytes = malloc(size);
    if (!entry->bytes)
        abort();
    memcpy(entry->bytes, batch, size);
    put_be(entry->bytes, (uint64_t)log->end, 8);
    put_be(entry->bytes + 12, (uint32_t)leader_epoch, 4);
    log->end += record_count;
    return entry;
}

int64_t model_log_start(const model_log *log)
{
    return log->deleted < log->count ? log->entries[log->deleted].base_offset : log->end;
}

void model_log_cut(model_log *log, int32_t count, kp_ns now)
{
    for (int32_t i = count; i < log->count; i++) {
        log->entries[i].was_committed = log->entries[i].commit_at <= now;
        *room(&log->lost, &log->lost_count, &log->lost_cap) = log->entries[i];
    }
    if (count < log->count)
        log->end = log->entries[count].base_offset;
    log->count = count < log->count ? count : log->count;
    log->deleted = log->deleted < log->count ? log->deleted : log->count;
}
