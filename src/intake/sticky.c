/* Which partition a record goes to. With a key, by its hash; without, to the sticky partition, which moves on when it
 * has had about a batch (KIP-794). The bytes are counted with a plain load and store: two threads that count at once
 * may lose a record's worth, and the turn becomes a little longer. */
#include <intake/topic.h>

#include <base/murmur2.h>
#include <base/mutant.h>
#include <base/rng.h>

static const uint64_t NOT_CHOSEN = UINT64_MAX;

static int32_t partition_of(uint64_t sticky) { return (int32_t)(sticky >> 32); }

static int32_t any_partition(const kp__topic_view *view, uint64_t chance)
{
    int32_t available = kp__load_relaxed(&view->available_count);
    uint64_t count = (uint64_t)(available > 0 ? available : view->count);
    uint64_t at = (uint64_t)(((unsigned __int128)chance * count) >> 64);
    return available > 0 ? kp__load_relaxed(&view->available[at]) : (int32_t)at;
}

static uint64_t next_sticky(kp_topic *topic, const kp__topic_view *view, uint64_t sticky)
{
    const uint64_t step = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t chance = kp__mix64(kp__add(&topic->sticky_chance, step) + step);
    uint32_t turn = sticky == NOT_CHOSEN ? 0 : (uint32_t)sticky + 1;
    return (uint64_t)any_partition(view, chance) << 32 | turn;
}

/* Replaces `sticky` unless somebody else has; either way the present value is returned. */
static uint64_t move_on(kp_topic *topic, const kp__topic_view *view, uint64_t sticky)
{
    uint64_t next = next_sticky(topic, view, sticky);
    uint64_t seen = sticky;
    while (seen == sticky)
        if (kp__cas(&topic->sticky, &seen, next)) {
            kp__store_relaxed(&topic->sticky_bytes, 0);
            return next;
        }
    return seen;
}

int32_t kp__topic_choose_anew(kp_topic *topic, const kp__topic_view *view, const kp_record *record, bool use_key,
                              uint64_t *sticky)
{
    if (record->key && use_key) {
        int32_t led = KP__MUTANT(KEYS) ? kp__load(&view->available_count) : 0;
        *sticky = NOT_CHOSEN;
        return kp__murmur2_partition(record->key, record->key_size, led ? led : view->count);
    }
    while (*sticky >> 32 >= (uint32_t)view->count)
        *sticky = move_on(topic, view, *sticky);
    return partition_of(*sticky);
}

void kp__topic_sticky_move(kp_topic *topic, const kp__topic_view *view, uint64_t sticky, uint64_t bytes,
                           const kp__appended *appended, uint32_t batch_bytes)
{
    /* A full batch lacks less than one more record of batch_bytes; that counts as a share. */
    bool spent = appended->full && bytes + appended->bytes + 61 >= batch_bytes;
    if (spent || bytes >= 2 * (uint64_t)batch_bytes)
        (void)move_on(topic, view, sticky);
    else
        kp__store_relaxed(&topic->sticky_bytes, (uint32_t)bytes);
}

bool kp__topic_sticky_spent(kp_topic *topic, uint64_t sticky, uint32_t batch_bytes)
{
    uint32_t bytes = kp__load_relaxed(&topic->sticky_bytes);
    if (bytes == 0 || bytes < batch_bytes)
        return false;
    (void)move_on(topic, kp__load(&topic->view), sticky);
    return true;
}
