/* Topics as application threads see them: a handle that lives until close, found by name in a table that only grows and
 * is read without a lock, and a view of its partitions that the core replaces whole. */
#ifndef KP__INTAKE_TOPIC_H
#define KP__INTAKE_TOPIC_H

#include <stdint.h>

#include <base/alloc.h>
#include <intake/lane.h>
#include <intake/sync.h>
#include <kprod/error.h>
#include <kprod/record.h>

enum { KP__TOPIC_NAME_MAX = 249, KP__TOPICS_MAX = 1 << 20 };

/* One allocation, arrays included. Another one takes its place when there are more or fewer partitions; old ones live
 * until close, one for each number that there ever was, 12 bytes a partition, and serve again. Lanes never move. When
 * only leaders come and go, the core rewrites `available` in place: whoever reads meanwhile finds some mixture of valid
 * partitions. */
typedef struct kp__topic_view {
    struct kp__topic_view *older;    /* for freeing */
    int32_t count;                   /* partitions: what keys are hashed over */
    _Atomic int32_t available_count; /* those with a leader: what sticky chooses from */
    _Atomic int32_t *available;      /* room for count */
    kp__lane **lanes;                /* count of them */
} kp__topic_view;

struct kp_topic {
    _Atomic(kp__topic_view *) view; /* NULL until metadata has come */
    _Atomic kp_err err;      /* why there is no view: TOPIC_AUTHORIZATION_FAILED, INVALID_TOPIC_EXCEPTION, ... or 0 */
    _Atomic uint64_t sticky; /* partition << 32 | turn number; all ones: not chosen yet */
    _Atomic uint64_t sticky_chance;      /* state of the generator for the next choice */
    _Atomic uint32_t sticky_bytes;       /* appended to the sticky partition since it was chosen */
    uint32_t index;                      /* in order of creation */
    _Atomic uint32_t wanted;             /* the core asks for its metadata */
    void *core;                          /* by turn: the core's own */
    struct kp_topic *_Atomic asked_next; /* the api's: in the stack of topics that the core shall ask for */
    _Atomic uint32_t asked;              /* in that stack */
    struct kp_topic *_Atomic next_in_bucket;
    uint8_t name_size;
    char name[KP__TOPIC_NAME_MAX + 1];
};

/* Only grows; lookups take no lock. */
typedef struct kp__topics {
    kp__lock lock; /* between adders */
    kp__alloc *alloc;
    uint64_t seed;
    _Atomic uint32_t count;
    kp_topic *_Atomic buckets[1024];
} kp__topics;

void kp__topics_init(kp__topics *topics, kp__alloc *alloc, uint64_t seed);
void kp__topics_deinit(kp__topics *topics); /* frees topics and views; the lanes are the core's */

/* KP_ERR_NAME when no topic can have this name. */
KP_MUST kp_err kp__topic_name_check(const char *name);
kp_topic *kp__topics_find(kp__topics *topics, const char *name); /* NULL when absent */
/* Finds or adds. KP_ERR_NAME, KP_ERR_NO_MEMORY, KP_ERR_LIMIT. */
KP_MUST kp_err kp__topics_get(kp__topics *topics, const char *name, kp_topic **out);

/* A view with room for `count` partitions, none available, no lane; NULL when out of memory. */
KP_MUST kp__topic_view *kp__topic_view_new(kp__alloc *alloc, int32_t count);
/* By turn: a view of so many partitions that application threads saw before, to be published again; or NULL. */
kp__topic_view *kp__topic_view_take(kp_topic *topic, int32_t count);
/* By turn: application threads see `view` from now on; the one before is kept. */
void kp__topic_publish(kp_topic *topic, kp__topic_view *view);

/* Chosen by key, chosen first of all, or because the choice is not in the view: the unusual half of kp__topic_choose.
 */
int32_t kp__topic_choose_anew(kp_topic *topic, const kp__topic_view *view, const kp_record *record, bool use_key,
                              uint64_t *sticky);

/* The partition for a record without one: by key if it has a key and `use_key`, else the sticky partition, chosen now
 * if none is, or none that this view has: a topic may be made anew with fewer. `*sticky` gets the value to hand to
 * kp__lane_append_sticky, or UINT64_MAX when the choice was by key. */
static inline int32_t kp__topic_choose(kp_topic *topic, const kp__topic_view *view, const kp_record *record,
                                       bool use_key, uint64_t *sticky)
{
    *sticky = kp__load_relaxed(&topic->sticky);
    if ((record->key && use_key) || *sticky >> 32 >= (uint32_t)view->count)
        return kp__topic_choose_anew(topic, view, record, use_key, sticky);
    return (int32_t)(*sticky >> 32);
}

void kp__topic_sticky_move(kp_topic *topic, const kp__topic_view *view, uint64_t sticky, uint64_t bytes,
                           const kp__appended *appended, uint32_t batch_bytes);

/* After a sticky append: counts its bytes and moves on when the batch is full (KIP-794: at batch.size bytes on a batch
 * boundary, or at twice that in any case). */
static inline void kp__topic_sticky_advance(kp_topic *topic, const kp__topic_view *view, uint64_t sticky,
                                            const kp__appended *appended, uint32_t batch_bytes)
{
    uint64_t bytes = (uint64_t)kp__load_relaxed(&topic->sticky_bytes) + appended->bytes;
    if (!appended->full && bytes < 2 * (uint64_t)batch_bytes)
        kp__store_relaxed(&topic->sticky_bytes, (uint32_t)bytes);
    else
        kp__topic_sticky_move(topic, view, sticky, bytes, appended, batch_bytes);
}

/* Asked by an append that is about to begin a batch: has the sticky partition had batch_bytes already? Then it moves
 * on, and the answer is true. */
bool kp__topic_sticky_spent(kp_topic *topic, uint64_t sticky, uint32_t batch_bytes);

#endif
