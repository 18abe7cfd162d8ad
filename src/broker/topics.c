#include <broker/topics.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <broker/uuid.h>

/* ---- finding ---- */

static bool name_equal(const kp__map_node *node, const void *key)
{
    const kp__topic *topic = KP__CONTAINER(node, kp__topic, by_name);
    const kp__slice *name = key;
    return strlen(topic->name) == name->len && memcmp(topic->name, name->data, name->len) == 0;
}

static bool id_equal(const kp__map_node *node, const void *key)
{
    return memcmp(&KP__CONTAINER(node, kp__topic, by_id)->id, key, sizeof(kp__uuid)) == 0;
}

static uint64_t id_hash(const kp__uuid *id) { return kp__map_hash(kp__slice_of(id->bytes, sizeof id->bytes)); }

kp__topic *kp__topics_named(const kp__topics *topics, kp__slice name)
{
    if (!name.data)
        return NULL;
    kp__map_node *node = kp__map_find(&topics->by_name, kp__map_hash(name), name_equal, &name);
    return node ? KP__CONTAINER(node, kp__topic, by_name) : NULL;
}

kp__topic *kp__topics_with_id(const kp__topics *topics, const kp__uuid *id)
{
    kp__map_node *node = kp__map_find(&topics->by_id, id_hash(id), id_equal, id);
    return node ? KP__CONTAINER(node, kp__topic, by_id) : NULL;
}

kp__topic *kp__topics_next(const kp__topics *topics, const kp__topic *topic)
{
    kp__map_node *node = kp__map_next(&topics->by_name, topic ? &topic->by_name : NULL);
    return node ? KP__CONTAINER(node, kp__topic, by_name) : NULL;
}

kp__partition *kp__topic_partition(const kp__topic *topic, int32_t index)
{
    return topic && index >= 0 && index < topic->partition_count ? &topic->partitions[index] : NULL;
}

const char *kp__topic_config(const kp__topic *topic, const char *name)
{
    for (int32_t i = 0; i < topic->config_count; i++)
        if (strcmp(topic->configs[i].name, name) == 0)
            return topic->configs[i].value;
    return NULL;
}

bool kp__topic_name_ok(kp__slice name)
{
    if (name.len == 0 || name.len > KP__TOPIC_NAME_MAX)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        uint8_t c = name.data[i];
        bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                  c == '-';
        if (!ok)
            return false;
    }
    return !(name.len <= 2 && name.data[0] == '.' && name.data[name.len - 1] == '.');
}

/* ---- one topic in memory ---- */

static void topic_free(kp__topics *topics, kp__topic *topic)
{
    kp__alloc *alloc = topics->env->alloc;
    for (int32_t i = 0; i < topic->config_count; i++) {
        kp__delete(alloc, topic->configs[i].name);
        kp__delete(alloc, topic->configs[i].value);
    }
    kp__delete(alloc, topic->configs);
    kp__delete(alloc, topic->partitions);
    kp__delete(alloc, topic->name);
    kp__delete(alloc, topic);
}

static kp_err copy_configs(kp__alloc *alloc, kp__topic *topic, const kp__store_topic *from)
{
    topic->configs = kp__new_array(alloc, (size_t)from->config_count + 1, sizeof *topic->configs);
    if (!topic->configs)
        return KP_ERR_NO_MEMORY;
    for (int32_t i = 0; i < from->config_count; i++) {
        topic->config_count++;
        topic->configs[i].name = kp__strdup(alloc, from->configs[i].name);
        topic->configs[i].value = kp__strdup(alloc, from->configs[i].value);
        if (!topic->configs[i].name || !topic->configs[i].value)
            return KP_ERR_NO_MEMORY;
    }
    return KP_OK;
}

static kp_err topic_new(kp__topics *topics, const kp__store_topic *from, kp__topic **out)
{
    kp__alloc *alloc = topics->env->alloc;
    kp__topic *topic = kp__new(alloc, sizeof *topic);
    if (!topic)
        return KP_ERR_NO_MEMORY;
    topic->id = from->id;
    topic->name = kp__strdup(alloc, from->name);
    topic->partitions = kp__new_array(alloc, (size_t)from->partitions, sizeof *topic->partitions);
    kp_err err = topic->name && topic->partitions ? copy_configs(alloc, topic, from) : KP_ERR_NO_MEMORY;
    if (err) {
        topic_free(topics, topic);
        return err;
    }
    for (int32_t i = 0; i < from->partitions; i++) {
        topic->partitions[i] = (kp__partition){.topic = topic, .index = i};
        kp__list_init(&topic->partitions[i].watchers);
    }
    topic->partition_count = from->partitions;
    *out = topic;
    return KP_OK;
}

static kp_err enter(kp__topics *topics, kp__topic *topic)
{
    kp_err err = kp__map_insert(&topics->by_name, &topic->by_name, kp__map_hash(kp__slice_str(topic->name)));
    if (err)
        return err;
    err = kp__map_insert(&topics->by_id, &topic->by_id, id_hash(&topic->id));
    if (err) {
        kp__map_remove(&topics->by_name, &topic->by_name);
        return err;
    }
    topics->partition_count += topic->partition_count;
    return KP_OK;
}

static void leave(kp__topics *topics, kp__topic *topic)
{
    kp__map_remove(&topics->by_name, &topic->by_name);
    kp__map_remove(&topics->by_id, &topic->by_id);
    topics->partition_count -= topic->partition_count;
}

/* ---- its directories ---- */

static const char METADATA[] = "partition.metadata";

enum { DIR_NAME_MAX = 255 };

static kp_err dir_of(const kp__topics *topics, const char *topic, int32_t partition, char out[KP__LOG_PATH])
{
    char name[DIR_NAME_MAX + 1];
    snprintf(name, sizeof name, "%s-%d", topic, (int)partition);
    return kp__path_join(out, topics->dir, name);
}

/* Moves a directory of another topic out of the way of the topic `id` that has its name now; nothing is deleted. As
 * Kafka does, a long name loses its end, or the file system would not take it. */
static kp_err move_aside(kp__topics *topics, const char *topic, int32_t partition, const char *id)
{
    char dir[KP__LOG_PATH], aside[KP__LOG_PATH], suffix[64], name[DIR_NAME_MAX + 1];
    int len = snprintf(suffix, sizeof suffix, "-%d.%s-stray", (int)partition, id);
    snprintf(name, sizeof name, "%.*s%s", DIR_NAME_MAX - len, topic, suffix);
    kp_err err = dir_of(topics, topic, partition, dir);
    if (!err)
        err = kp__path_join(aside, topics->dir, name);
    return err ? err : topics->env->files->ops->rename(topics->env->files, dir, aside);
}

/* Directories may be left over from a topic of the same name that was deleted just before a crash. They go out of the
 * way, for good, before the store has the new topic: what is there once it has, is the new one's. */
static kp_err clear_dirs(kp__topics *topics, const kp__store_topic *wanted)
{
    char id[KP__UUID_TEXT];
    bool moved = false;
    kp__uuid_text(&wanted->id, id);
    for (int32_t i = 0; i < wanted->partitions; i++) {
        kp_err err = move_aside(topics, wanted->name, i, id);
        if (err && err != KP_ERR_NOT_FOUND)
            return err;
        moved |= !err;
    }
    return moved ? topics->env->files->ops->sync_dir(topics->env->files, topics->dir) : KP_OK;
}

/* partition.metadata says whose a directory is. The file is written once and not synced, so after a crash it may be
 * damaged or gone: then the directory is ours, see clear_dirs. */
static kp_err claim_dir(kp__topics *topics, const kp__partition *partition, const char *dir)
{
    static const char head[] = "version: 0\ntopic_id: ";
    kp__log_env *env = topics->env;
    char path[KP__LOG_PATH], id[KP__UUID_TEXT], wanted[96];
    uint8_t *text = NULL;
    size_t size = 0;

    kp__uuid_text(&partition->topic->id, id);
    int len = snprintf(wanted, sizeof wanted, "%s%s", head, id);
    kp_err err = kp__path_join(path, dir, METADATA);
    if (!err)
        err = kp__file_load(env, path, 4096, &text, &size);
    if (err && err != KP_ERR_NOT_FOUND && err != KP_ERR_LIMIT)
        return err;
    bool whole = !err && size >= (size_t)len && memcmp(text, head, sizeof head - 1) == 0 && text[len - 1];
    bool ours = whole && memcmp(text, wanted, (size_t)len) == 0;
    kp__delete(env->alloc, text);
    if (ours)
        return KP_OK;
    err = whole ? move_aside(topics, partition->topic->name, partition->index, id) : KP_OK;
    if (!err)
        err = env->files->ops->make_dir(env->files, dir);
    return err ? err : kp__file_write(env, path, wanted, (size_t)len);
}

static kp_err open_partition(kp__topics *topics, kp__partition *partition, const kp__topics_opening *opening)
{
    char dir[KP__LOG_PATH];
    kp_err err = dir_of(topics, partition->topic->name, partition->index, dir);
    if (!err)
        err = topics->env->files->ops->make_dir(topics->env->files, dir);
    if (!err)
        err = claim_dir(topics, partition, dir);
    if (err)
        return err;
    kp__plog_opening one = {
        .dir = dir, .name = strrchr(dir, '/') + 1, .clean = opening->clean, .now_ms = opening->now_ms};
    if (opening->recovery_points)
        one.recovery_point = kp__checkpoint_find(opening->recovery_points, partition->topic->name, partition->index);
    return kp__plog_open(topics->env, &one, &partition->log);
}

/* Settings that do something. Their values were checked when they were set. */
static void obey_configs(kp__topic *topic)
{
    const char *max = kp__topic_config(topic, "max.message.bytes");
    for (int32_t i = 0; max && i < topic->partition_count; i++)
        topic->partitions[i].log->message_bytes_max = (int32_t)strtol(max, NULL, 10);
}

static kp_err open_topic(kp__topics *topics, const kp__store_topic *from, const kp__topics_opening *opening,
                         kp__topic **out)
{
    kp__topic *topic;
    kp_err err = topic_new(topics, from, &topic);
    if (err)
        return err;
    for (int32_t i = 0; i < topic->partition_count && !err; i++)
        err = open_partition(topics, &topic->partitions[i], opening);
    if (!err)
        err = topics->env->files->ops->sync_dir(topics->env->files, topics->dir);
    if (!err)
        err = enter(topics, topic);
    if (err) {
        for (int32_t i = 0; i < topic->partition_count; i++)
            kp__plog_abandon(topic->partitions[i].log);
        topic_free(topics, topic);
        return err;
    }
    obey_configs(topic);
    *out = topic;
    return KP_OK;
}

/* ---- all ---- */

typedef struct opening_all {
    kp__topics *topics;
    const kp__topics_opening *opening;
} opening_all;

static kp_err open_one(void *arg, const kp__store_topic *from)
{
    opening_all *all = arg;
    kp__topic *topic;
    if (!kp__topic_name_ok(kp__slice_str(from->name)) || from->partitions < 1 ||
        from->partitions > KP__TOPIC_PARTITIONS_MAX)
        return KP_ERR_CORRUPT;
    return open_topic(all->topics, from, all->opening, &topic);
}

kp_err kp__topics_open(kp__topics *topics, kp__log_env *env, kp__store *store, const kp__topics_opening *opening)
{
    opening_all all = {.topics = topics, .opening = opening};
    *topics = (kp__topics){.env = env, .store = store, .dir = opening->dir};
    kp__map_init(&topics->by_name, env->alloc);
    kp__map_init(&topics->by_id, env->alloc);
    return store->ops->each_topic(store, open_one, &all);
}

kp_err kp__topics_close(kp__topics *topics, bool write)
{
    kp_err err = KP_OK;
    for (kp__topic *topic; topics->env && (topic = kp__topics_next(topics, NULL)) != NULL;) {
        for (int32_t i = 0; i < topic->partition_count; i++) {
            kp_err closed = KP_OK;
            if (write)
                closed = kp__plog_close(topic->partitions[i].log);
            else
                kp__plog_abandon(topic->partitions[i].log);
            if (closed)
                err = closed;
        }
        leave(topics, topic);
        topic_free(topics, topic);
    }
    kp__map_deinit(&topics->by_name);
    kp__map_deinit(&topics->by_id);
    return err;
}

kp_err kp__topics_create(kp__topics *topics, const kp__store_topic *wanted, int64_t now_ms, kp__topic **out)
{
    kp__slice name = kp__slice_str(wanted->name);
    kp__topics_opening opening = {.dir = topics->dir, .now_ms = now_ms};

    if (!kp__topic_name_ok(name))
        return KP_ERR_INVALID_TOPIC_EXCEPTION;
    if (kp__topics_named(topics, name))
        return KP_ERR_TOPIC_ALREADY_EXISTS;
    if (wanted->partitions < 1 || wanted->partitions > KP__TOPIC_PARTITIONS_MAX)
        return KP_ERR_INVALID_PARTITIONS;
    if (topics->by_name.count >= KP__TOPICS_MAX || topics->partition_count + wanted->partitions > KP__PARTITIONS_MAX)
        return KP_ERR_POLICY_VIOLATION;
    kp_err err = clear_dirs(topics, wanted);
    if (!err)
        err = topics->store->ops->create_topic(topics->store, wanted);
    if (!err)
        err = open_topic(topics, wanted, &opening, out);
    if (err) {
        kp_err undone = topics->store->ops->delete_topic(topics->store, wanted->name);
        (void)undone; /* what stays behind is a topic without records */
        if (topics->env->log)
            kp__logf(topics->env->log, KP__LOG_ERROR, "topic", "cannot create topic %s: %s", wanted->name,
                     kp_err_text(err));
        return KP_ERR_KAFKA_STORAGE_ERROR;
    }
    return KP_OK;
}

kp_err kp__topics_delete(kp__topics *topics, kp__topic *topic)
{
    kp_err err = topics->store->ops->delete_topic(topics->store, topic->name);
    if (err) { /* it may have come to pass all the same, and show at the next start: nothing more may go in */
        for (int32_t i = 0; i < topic->partition_count; i++) {
            topic->partitions[i].log->failed = true;
            topic->partitions[i].log->trouble = err;
        }
        return KP_ERR_KAFKA_STORAGE_ERROR;
    }
    leave(topics, topic);
    for (int32_t i = 0; i < topic->partition_count; i++) {
        kp_err gone = kp__plog_destroy(topic->partitions[i].log);
        if (gone && topics->env->log)
            kp__logf(topics->env->log, KP__LOG_WARNING, "topic", "topic %s is deleted, but not all of its files: %s",
                     topic->name, kp_err_text(gone));
    }
    topic_free(topics, topic);
    /* Or a power failure could bring the directories back. */
    err = topics->env->files->ops->sync_dir(topics->env->files, topics->dir);
    return err ? KP_ERR_KAFKA_STORAGE_ERROR : KP_OK;
}
