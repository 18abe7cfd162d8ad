#include <intake/topic.h>

#include <string.h>

#include <base/rng.h>

enum { BUCKETS = sizeof(((kp__topics *)0)->buckets) / sizeof(((kp__topics *)0)->buckets[0]) };

void kp__topics_init(kp__topics *topics, kp__alloc *alloc, uint64_t seed)
{
    kp__lock_init(&topics->lock);
    topics->alloc = alloc;
    topics->seed = seed;
    atomic_init(&topics->count, 0);
    for (size_t i = 0; i < BUCKETS; i++)
        atomic_init(&topics->buckets[i], NULL);
}

static void free_topic(kp__alloc *alloc, kp_topic *topic)
{
    kp__topic_view *view = kp__load(&topic->view);
    while (view) {
        kp__topic_view *older = view->older;
        kp__delete(alloc, view);
        view = older;
    }
    kp__delete(alloc, topic);
}

void kp__topics_deinit(kp__topics *topics)
{
    for (size_t i = 0; i < BUCKETS; i++) {
        kp_topic *topic = kp__load(&topics->buckets[i]);
        while (topic) {
            kp_topic *next = kp__load(&topic->next_in_bucket);
            free_topic(topics->alloc, topic);
            topic = next;
        }
    }
    kp__lock_deinit(&topics->lock);
}

kp__topic_view *kp__topic_view_new(kp__alloc *alloc, int32_t count)
{
    size_t each = sizeof(kp__lane *) + sizeof(_Atomic int32_t);
    kp__topic_view *view = kp__new(alloc, sizeof *view + (size_t)count * each);
    if (!view)
        return NULL;
    view->count = count;
    view->lanes = (kp__lane **)(void *)(view + 1);
    view->available = (_Atomic int32_t *)(void *)(view->lanes + count);
    return view;
}

kp__topic_view *kp__topic_view_take(kp_topic *topic, int32_t count)
{
    for (kp__topic_view *newer = kp__load_relaxed(&topic->view), *view; newer && (view = newer->older); newer = view)
        if (view->count == count) {
            newer->older = view->older;
            return view;
        }
    return NULL;
}

void kp__topic_publish(kp_topic *topic, kp__topic_view *view)
{
    view->older = kp__load_relaxed(&topic->view);
    kp__store(&topic->view, view);
}

/* ---- names ---- */

static bool name_char_ok(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
}

kp_err kp__topic_name_check(const char *name)
{
    if (!name || !name[0] || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return KP_ERR_NAME;
    for (size_t i = 0; name[i]; i++)
        if (i == KP__TOPIC_NAME_MAX || !name_char_ok(name[i]))
            return KP_ERR_NAME;
    return KP_OK;
}

static size_t bucket_of(const kp__topics *topics, const char *name)
{
    uint64_t hash = topics->seed;
    for (; *name; name++)
        hash = (hash ^ (uint8_t)*name) * UINT64_C(0x100000001b3);
    return (size_t)(kp__mix64(hash) % BUCKETS);
}

/* ---- the table ---- */

static kp_topic *find_in(kp__topics *topics, size_t bucket, const char *name)
{
    kp_topic *topic = kp__load(&topics->buckets[bucket]);
    while (topic && strcmp(topic->name, name) != 0)
        topic = kp__load(&topic->next_in_bucket);
    return topic;
}

kp_topic *kp__topics_find(kp__topics *topics, const char *name)
{
    return find_in(topics, bucket_of(topics, name), name);
}

static kp_topic *new_topic(kp__topics *topics, const char *name)
{
    kp_topic *topic = kp__new(topics->alloc, sizeof *topic);
    if (!topic)
        return NULL;
    topic->name_size = (uint8_t)strlen(name);
    memcpy(topic->name, name, (size_t)topic->name_size + 1);
    atomic_init(&topic->view, NULL);
    atomic_init(&topic->err, KP_OK);
    atomic_init(&topic->sticky, UINT64_MAX);
    atomic_init(&topic->sticky_bytes, 0);
    return topic;
}

static kp_err add_locked(kp__topics *topics, size_t bucket, kp_topic **topic)
{
    uint32_t count = kp__load_relaxed(&topics->count);
    if (count == KP__TOPICS_MAX)
        return KP_ERR_LIMIT;
    (*topic)->index = count;
    atomic_init(&(*topic)->sticky_chance, kp__mix64(topics->seed + count));
    atomic_init(&(*topic)->next_in_bucket, kp__load_relaxed(&topics->buckets[bucket]));
    kp__store(&topics->buckets[bucket], *topic); /* a reader that sees it sees all of it */
    kp__store(&topics->count, count + 1);
    return KP_OK;
}

kp_err kp__topics_get(kp__topics *topics, const char *name, kp_topic **out)
{
    kp_err err = kp__topic_name_check(name);
    if (err)
        return err;
    size_t bucket = bucket_of(topics, name);
    kp_topic *found = find_in(topics, bucket, name);
    if (found) {
        *out = found;
        return KP_OK;
    }
    kp_topic *fresh = new_topic(topics, name); /* not under the lock: nothing allocates there */
    if (!fresh)
        return KP_ERR_NO_MEMORY;
    kp__lock_take(&topics->lock);
    found = find_in(topics, bucket, name);
    if (!found) {
        err = add_locked(topics, bucket, &fresh);
        if (!err) {
            found = fresh;
            fresh = NULL;
        }
    }
    kp__lock_drop(&topics->lock);
    kp__delete(topics->alloc, fresh);
    if (!err)
        *out = found;
    return err;
}
