/* Where each answer carries throttle_time_ms, and from which version on the broker expects us to heed it (before that,
 * it held the answer back by itself: KIP-219). */
#include <session/state.h>
#include <wire/messages.h>

typedef struct row {
    int16_t key;
    int16_t version;
    uint16_t offset;
} row;

#define ROW(key, version, name)                                                                                        \
    {                                                                                                                  \
        key, version, (uint16_t)offsetof(kp__##name##_response, throttle_time_ms)                                      \
    }

static const row rows[] = {
    ROW(0, 6, produce),
    ROW(1, 8, fetch),
    ROW(2, 3, list_offsets),
    ROW(3, 6, metadata),
    ROW(10, 2, find_coordinator),
    ROW(18, 2, api_versions),
    ROW(19, 3, create_topics),
    ROW(20, 2, delete_topics),
    ROW(22, 1, init_producer_id),
    ROW(24, 1, add_partitions_to_txn),
    ROW(25, 1, add_offsets_to_txn),
    ROW(26, 1, end_txn),
    ROW(28, 1, txn_offset_commit),
    ROW(32, 2, describe_configs),
    ROW(60, 0, describe_cluster),
};

int32_t kp__throttle_ms(int16_t key, int16_t version, const void *body)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].key != key)
            continue;
        int32_t ms = 0;
        if (version >= rows[i].version)
            memcpy(&ms, (const char *)body + rows[i].offset, sizeof ms);
        return ms < 0 ? 0 : ms > KP__THROTTLE_MAX_MS ? KP__THROTTLE_MAX_MS : ms;
    }
    return 0;
}
