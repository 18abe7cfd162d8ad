#include <broker/api/describe.h>

#include <stdlib.h>
#include <string.h>

#include <broker/uuid.h>

int32_t *kp__node_list(kp__arena *arena)
{
    int32_t *node = kp__arena_new(arena, sizeof *node);
    if (node)
        *node = KP__NODE_ID;
    return node;
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(kp__topic *const *)a)->name, (*(kp__topic *const *)b)->name);
}

kp_err kp__topics_sorted(kp__call *call, kp__topic ***out, int32_t *count)
{
    const kp__topics *topics = &call->broker->topics;
    kp__topic **list = kp__arena_array(call->arena, (size_t)topics->by_name.count + 1, sizeof *list);
    *count = 0;
    if (!list)
        return KP_ERR_NO_MEMORY;
    for (kp__topic *topic = NULL; (topic = kp__topics_next(topics, topic)) != NULL;)
        list[(*count)++] = topic;
    qsort(list, (size_t)*count, sizeof *list, by_name);
    *out = list;
    return KP_OK;
}

int16_t kp__wire_code(kp_err err) { return (int16_t)(err < KP_ERR_ARGUMENT ? err : KP_ERR_UNKNOWN_SERVER_ERROR); }

kp_err kp__make_topic(kp__call *call, kp__slice name, int32_t partitions, const kp__store_config *configs,
                      int32_t config_count, kp__topic **out)
{
    kp_broker *broker = call->broker;
    uint8_t random[16];
    if (!kp__topic_name_ok(name))
        return KP_ERR_INVALID_TOPIC_EXCEPTION;
    kp__store_topic wanted = {.name = kp__arena_str(call->arena, name),
                              .partitions = partitions == -1 ? broker->default_partitions : partitions,
                              .configs = configs,
                              .config_count = config_count};
    if (!wanted.name)
        return KP_ERR_NO_MEMORY;
    kp_err err = broker->io->ops->random(broker->io, random, sizeof random);
    if (err)
        return err;
    kp__uuid_random(&wanted.id, random);
    err = kp__topics_create(&broker->topics, &wanted, broker->wall_ms, out);
    if (!err)
        kp__logf(&broker->log, KP__LOG_INFO, "topic", "topic %s is made with %d partitions", wanted.name,
                 (int)wanted.partitions);
    return err;
}
