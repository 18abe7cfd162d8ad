/* The topics whose metadata is wanted, found by name. */
#include <cluster/state.h>

#include <string.h>

static uint32_t hash(kp__slice name)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < name.len; i++)
        h = (h ^ name.data[i]) * UINT64_C(0x100000001b3);
    return (uint32_t)kp__mix64(h);
}

static kp__topic_entry **bucket(kp__cluster *cluster, kp__slice name)
{
    return &cluster->buckets[hash(name) & (cluster->bucket_count - 1)];
}

kp__topic_entry *kp__topic_find(kp__cluster *cluster, kp__slice name)
{
    if (!cluster->buckets)
        return NULL;
    for (kp__topic_entry *topic = *bucket(cluster, name); topic; topic = topic->next_in_bucket)
        if (strlen(topic->name) == name.len && memcmp(topic->name, name.data, name.len) == 0)
            return topic;
    return NULL;
}

static kp_err grow(kp__cluster *cluster)
{
    uint32_t count = cluster->bucket_count ? cluster->bucket_count * 2 : 16;
    kp__topic_entry **buckets = kp__new_array(cluster->alloc, count, sizeof(kp__topic_entry *));
    if (!buckets)
        return cluster->buckets ? KP_OK : KP_ERR_NO_MEMORY; /* longer chains will do */
    kp__delete(cluster->alloc, cluster->buckets);
    cluster->buckets = buckets;
    cluster->bucket_count = count;
    KP__LIST_EACH(link, &cluster->topics)
    {
        kp__topic_entry *topic = KP__CONTAINER(link, kp__topic_entry, all);
        kp__topic_entry **at = bucket(cluster, kp__slice_str(topic->name));
        topic->next_in_bucket = *at;
        *at = topic;
    }
    return KP_OK;
}

kp_err kp__topic_add(kp__cluster *cluster, kp__slice name, kp__topic_entry **out)
{
    if (cluster->topic_count >= cluster->bucket_count) {
        kp_err err = grow(cluster);
        if (err)
            return err;
    }
    kp__topic_entry *topic = kp__new(cluster->alloc, sizeof *topic + name.len + 1);
    if (!topic)
        return KP_ERR_NO_MEMORY;
    memcpy(topic->name, name.data, name.len);
    topic->state.name = topic->name;
    kp__topic_entry **at = bucket(cluster, name);
    topic->next_in_bucket = *at;
    *at = topic;
    kp__list_push(&cluster->topics, &topic->all);
    cluster->topic_count++;
    *out = topic;
    return KP_OK;
}

void kp__topic_drop(kp__cluster *cluster, kp__topic_entry *topic)
{
    kp__topic_entry **at = bucket(cluster, kp__slice_str(topic->name));
    while (*at != topic)
        at = &(*at)->next_in_bucket;
    *at = topic->next_in_bucket;
    kp__list_remove(&topic->all);
    kp__list_remove(&topic->fresh);
    cluster->topic_count--;
    kp__delete(cluster->alloc, topic->state.partitions);
    kp__delete(cluster->alloc, topic);
}
