/* Producer state on disk. */
#include <stdio.h>

#include <base/buf.h>
#include <base/crc32c.h>
#include <broker/log/producer_state.h>
#include <wire/primitives.h>

enum {
    VERSION = 1,
    HEAD = 2 + 4 + 4,
    CRC_FROM = 6,
    ENTRY = 8 + 2 + 4 + 8 + 4 + 8 + 4 + 8,
    SNAPSHOT_MAX = HEAD + KP__LOG_PRODUCERS_MAX * KP__PRODUCER_WINDOW * ENTRY
};

static void put_entry(uint8_t *at, const kp__producer_entry *entry, const kp__producer_batch *batch)
{
    kp__put_u64(at, (uint64_t)entry->id);
    kp__put_u16(at + 8, (uint16_t)entry->epoch);
    kp__put_u32(at + 10, (uint32_t)batch->last_sequence);
    kp__put_u64(at + 14, (uint64_t)batch->last_offset);
    kp__put_u32(at + 22, (uint32_t)(batch->last_offset - batch->base_offset));
    kp__put_u64(at + 26, (uint64_t)batch->timestamp);
    kp__put_u32(at + 34, (uint32_t)-1); /* coordinator epoch: no transactions */
    kp__put_u64(at + 38, (uint64_t)-1); /* first offset of the open transaction: none */
}

kp_err kp__producers_save(kp__producers *producers, const char *dir, int64_t offset)
{
    kp__buf buf;
    uint32_t count = 0;
    char name[40];

    kp__buf_init(&buf, producers->env->alloc, SNAPSHOT_MAX);
    uint8_t *at = kp__buf_reserve(&buf, HEAD);
    if (at)
        buf.len = HEAD;
    KP__LIST_EACH(node, &producers->by_use)
    {
        const kp__producer_entry *entry = KP__CONTAINER(node, kp__producer_entry, by_use);
        for (int i = 0; i < entry->count && (at = kp__buf_reserve(&buf, ENTRY)) != NULL; i++, count++) {
            put_entry(at, entry, &entry->batches[i]);
            buf.len += ENTRY;
        }
    }
    kp_err err = kp__buf_err(&buf);
    if (!err) {
        kp__put_u16(buf.data, VERSION);
        kp__put_u32(buf.data + CRC_FROM, count);
        kp__put_u32(buf.data + 2, kp__crc32c(0, buf.data + CRC_FROM, buf.len - CRC_FROM));
        snprintf(name, sizeof name, "%020lld.snapshot", (long long)offset);
        err = kp__file_replace(producers->env, dir, name, buf.data, buf.len);
    }
    kp__buf_deinit(&buf);
    return err;
}

static kp_err check(const uint8_t *data, size_t size)
{
    if (size < HEAD || kp__get_u16(data) != VERSION)
        return KP_ERR_CORRUPT;
    if (kp__get_u32(data + 2) != kp__crc32c(0, data + CRC_FROM, size - CRC_FROM))
        return KP_ERR_CORRUPT;
    return (size - HEAD) % ENTRY == 0 && (size - HEAD) / ENTRY == kp__get_u32(data + CRC_FROM) ? KP_OK : KP_ERR_CORRUPT;
}

/* One entry as the header of the batch that it tells of. */
static kp__batch_header entry_header(const uint8_t *at)
{
    kp__batch_header header = {
        .producer_id = (int64_t)kp__get_u64(at),
        .producer_epoch = (int16_t)kp__get_u16(at + 8),
        .last_offset_delta = (int32_t)kp__get_u32(at + 22),
        .max_timestamp = (int64_t)kp__get_u64(at + 26),
    };
    header.base_sequence = (int32_t)((kp__get_u32(at + 10) - (uint32_t)header.last_offset_delta) & INT32_MAX);
    header.base_offset = (int64_t)kp__get_u64(at + 14) - header.last_offset_delta;
    return header;
}

kp_err kp__producers_load(kp__producers *producers, const char *path, int64_t now_ms)
{
    uint8_t *data;
    size_t size;
    kp_err err = kp__file_load(producers->env, path, SNAPSHOT_MAX, &data, &size);
    if (err)
        return err;
    err = check(data, size);
    for (size_t at = HEAD; !err && at < size; at += ENTRY) {
        kp__batch_header header = entry_header(data + at);
        err = kp__producers_record(producers, &header, now_ms);
    }
    kp__delete(producers->env->alloc, data);
    return err;
}
