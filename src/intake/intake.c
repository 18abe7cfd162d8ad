#include <intake/lane.h>

#include <intake/announce.h>
#include <intake/encode.h>
#include <intake/walk.h>

static uint32_t clamp_batch(uint32_t bytes)
{
    const uint32_t max = (uint32_t)KP__RECORD_MAX;
    return bytes < max ? bytes : max;
}

void kp__intake_init(kp__intake *intake, void *memory, size_t size, kp_ns linger, uint32_t batch_bytes,
                     uint32_t batch_bytes_max)
{
    kp__pool_init(&intake->pool, memory, size);
    kp__pool_init(&intake->reserve, NULL, 0);
    atomic_init(&intake->dirty, NULL);
    atomic_init(&intake->asleep_until, 0);
    atomic_init(&intake->pokes, 0);
    intake->pokes_seen = 0;
    intake->hurry_seen = 0;
    atomic_init(&intake->hurry, 0);
    atomic_init(&intake->closed, 0);
    atomic_init(&intake->flush_generation, 0);
    atomic_init(&intake->txn_generation, 0);
    atomic_init(&intake->unread_reports, 0);
    kp__intake_limit(intake, SIZE_MAX);
    intake->io = NULL;
    intake->linger = linger;
    intake->batch_bytes = clamp_batch(batch_bytes);
    intake->batch_bytes_max = clamp_batch(batch_bytes_max > batch_bytes ? batch_bytes_max : batch_bytes);
}

void kp__intake_limit(kp__intake *intake, size_t record_max)
{
    uint64_t most = KP__RECORD_MAX - 20;                              /* the deltas take up to 20 bytes more */
    uint64_t fixed = record_max > 20 ? (uint64_t)record_max - 20 : 0; /* the bound is 20 bytes more as well */
    intake->fixed_max = fixed < most ? fixed : most;
}

void kp__intake_deinit(kp__intake *intake)
{
    kp__pool_deinit(&intake->pool);
    kp__pool_deinit(&intake->reserve);
}

/* The largest piece is one record, of a batch of the largest size. */
size_t kp__intake_reserve_size(uint32_t batch_bytes_max)
{
    size_t page = KP__PAGE - sizeof(kp__segment);
    size_t body = (kp__body_room(batch_bytes_max) + page - 1) / page;
    return (1 + body) * KP__PAGE;
}

void kp__intake_reserve(kp__intake *intake, void *memory, size_t size)
{
    kp__pool_deinit(&intake->reserve);
    kp__pool_init(&intake->reserve, memory, size);
}

size_t kp__intake_record_max(const kp__intake *intake)
{
    /* One page is cut for the head chunk (the body may use the rest of it, but not all); the rest is whole pages. */
    size_t pages = intake->pool.size / KP__PAGE;
    size_t bytes = pages > 1 ? (pages - 1) * (KP__PAGE - sizeof(kp__segment)) : KP__CHUNK - sizeof(kp__segment);
    size_t room = KP__HEADER_ROOM + KP__RECORD_HEAD_MAX;
    return bytes - room < KP__RECORD_MAX ? bytes - room : KP__RECORD_MAX;
}

/* ---- listing and waking ---- */

/* True for one caller only between two sleeps of the core: the one who found it asleep past `due`. */
static bool claim_wake(kp__intake *intake, kp_ns due)
{
    kp_ns until = kp__load(&intake->asleep_until);
    if (kp__planted(WAKE_BY_ALL) && until > due) {
        kp__store(&intake->asleep_until, 0);
        return true;
    }
    while (until > due)
        if (kp__cas(&intake->asleep_until, &until, 0))
            return true;
    return false;
}

static void push_dirty(kp__intake *intake, kp__lane *lane)
{
    if (kp__load_relaxed(&lane->listed))
        return;
    kp__store_relaxed(&lane->listed, 1);
    kp__lane *top = kp__load_relaxed(&intake->dirty);
    if (kp__planted(PUSH_IS_NOT_ATOMIC)) {
        kp__store(&lane->dirty_next, top);
        kp__store(&intake->dirty, lane);
        return;
    }
    do
        kp__store_relaxed(&lane->dirty_next, top);
    while (!kp__cas(&intake->dirty, &top, lane));
}

bool kp__lane_announce(kp__intake *intake, kp__lane *lane, kp_ns due)
{
    push_dirty(intake, lane);
    kp__fence(); /* pairs with the one in kp__intake_sleep: the core sees the lane, or we see it asleep */
    return claim_wake(intake, kp__load_relaxed(&intake->hurry) ? 0 : due);
}

bool kp__intake_poke(kp__intake *intake)
{
    (void)kp__add(&intake->pokes, 1);
    kp__fence();
    return claim_wake(intake, 0);
}

bool kp__intake_hurry_begin(kp__intake *intake)
{
    (void)kp__add(&intake->hurry, 1);
    if (kp__planted(HURRY_WAKES_NOBODY))
        return false;
    return kp__intake_poke(intake);
}

void kp__intake_hurry_end(kp__intake *intake) { (void)kp__add(&intake->hurry, (uint32_t)-1); }

kp__lane *kp__intake_take_dirty(kp__intake *intake)
{
    /* Pokes first: what is heard of now, the rest of this turn acts on. */
    intake->pokes_seen = kp__load(&intake->pokes);
    intake->hurry_seen = kp__load(&intake->hurry);
    return kp__swap(&intake->dirty, NULL);
}

kp__lane *kp__lane_dirty_next(kp__lane *lane)
{
    kp__lane *next = kp__load_relaxed(&lane->dirty_next);
    kp__store(&lane->listed, 0); /* from here on an append may list it again and change dirty_next */
    return next;
}

static bool nothing_came(kp__intake *intake)
{
    return !kp__load(&intake->dirty) && kp__load(&intake->pokes) == intake->pokes_seen &&
           kp__load(&intake->hurry) == intake->hurry_seen;
}

bool kp__intake_sleep(kp__intake *intake, kp_ns until)
{
    if (until <= 0 || !nothing_came(intake))
        return false;
    kp__store(&intake->asleep_until, until);
    if (!kp__planted(SLEEP_WITHOUT_FENCE))
        kp__fence();
    if (kp__planted(SLEEP_WITHOUT_A_SECOND_LOOK) || nothing_came(intake))
        return true;
    kp__store(&intake->asleep_until, 0);
    return false;
}

void kp__intake_awake(kp__intake *intake) { kp__store(&intake->asleep_until, 0); }

void kp__lane_init(kp__lane *lane, struct kp_topic *topic, int32_t partition)
{
    *lane = (kp__lane){.topic = topic, .partition = partition, .largest = UINT32_MAX};
    kp__lock_init(&lane->lock);
}

void kp__lane_deinit(kp__lane *lane) { kp__lock_deinit(&lane->lock); }
