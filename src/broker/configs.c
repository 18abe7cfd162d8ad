#include <broker/configs.h>

#include <stdio.h>
#include <stdlib.h>

#define I32 0, INT32_MAX
#define I64 0, INT64_MAX
#define ANY 0, 0

const kp__config kp__topic_configs[] = {
    {"cleanup.policy", "delete", KP__CONFIG_LIST, ANY, " delete compact ",
     "what happens to old segments; kept, not acted on"},
    {"compression.type", "producer", KP__CONFIG_STRING, ANY, " producer gzip snappy lz4 zstd uncompressed ",
     "batches are kept as they were sent"},
    {"delete.retention.ms", "86400000", KP__CONFIG_LONG, I64, NULL, "kept, not acted on"},
    {"file.delete.delay.ms", "60000", KP__CONFIG_LONG, I64, NULL, "files go at once"},
    {"flush.messages", "9223372036854775807", KP__CONFIG_LONG, 1, INT64_MAX, NULL,
     "kept, not acted on: see the broker's fsync"},
    {"flush.ms", "9223372036854775807", KP__CONFIG_LONG, I64, NULL, "kept, not acted on: see the broker's fsync"},
    {"follower.replication.throttled.replicas", "", KP__CONFIG_LIST, ANY, NULL, "there are no followers"},
    {"index.interval.bytes", "4096", KP__CONFIG_INT, I32, NULL, "one index entry after so many bytes"},
    {"leader.replication.throttled.replicas", "", KP__CONFIG_LIST, ANY, NULL, "there are no followers"},
    {"local.retention.bytes", "-2", KP__CONFIG_LONG, -2, INT64_MAX, NULL, "kept, not acted on"},
    {"local.retention.ms", "-2", KP__CONFIG_LONG, -2, INT64_MAX, NULL, "kept, not acted on"},
    {"max.compaction.lag.ms", "9223372036854775807", KP__CONFIG_LONG, 1, INT64_MAX, NULL, "kept, not acted on"},
    {"max.message.bytes", "1048588", KP__CONFIG_INT, I32, NULL, "the largest batch that is taken"},
    {"message.timestamp.after.max.ms", "3600000", KP__CONFIG_LONG, I64, NULL, "kept, not acted on"},
    {"message.timestamp.before.max.ms", "9223372036854775807", KP__CONFIG_LONG, I64, NULL, "kept, not acted on"},
    {"message.timestamp.type", "CreateTime", KP__CONFIG_STRING, ANY, " CreateTime ", "the time that the producer gave"},
    {"min.cleanable.dirty.ratio", "0.5", KP__CONFIG_DOUBLE, ANY, NULL, "kept, not acted on"},
    {"min.compaction.lag.ms", "0", KP__CONFIG_LONG, I64, NULL, "kept, not acted on"},
    {"min.insync.replicas", "1", KP__CONFIG_INT, 1, INT32_MAX, NULL, "there is one replica"},
    {"preallocate", "false", KP__CONFIG_BOOLEAN, ANY, " true false ", "kept, not acted on"},
    {"remote.storage.enable", "false", KP__CONFIG_BOOLEAN, ANY, " false ", "there is no remote storage"},
    {"retention.bytes", "-1", KP__CONFIG_LONG, -1, INT64_MAX, NULL, "kept, not acted on"},
    {"retention.ms", "604800000", KP__CONFIG_LONG, -1, INT64_MAX, NULL, "kept, not acted on"},
    {"segment.bytes", "1073741824", KP__CONFIG_INT, 14, INT32_MAX, NULL, "set for the whole broker"},
    {"segment.index.bytes", "10485760", KP__CONFIG_INT, 4, INT32_MAX, NULL, "set for the whole broker"},
    {"segment.jitter.ms", "0", KP__CONFIG_LONG, I64, NULL, "kept, not acted on"},
    {"segment.ms", "604800000", KP__CONFIG_LONG, 1, INT64_MAX, NULL, "set for the whole broker"},
    {"unclean.leader.election.enable", "false", KP__CONFIG_BOOLEAN, ANY, " true false ", "there is one replica"},
};
const int kp__topic_config_count = sizeof kp__topic_configs / sizeof kp__topic_configs[0];

const kp__config kp__broker_configs[] = {
    {"default.replication.factor", "1", KP__CONFIG_INT, ANY, NULL, "there is one node"},
    {"log.cleanup.policy", "delete", KP__CONFIG_LIST, ANY, NULL, "default of cleanup.policy"},
    {"log.index.interval.bytes", "4096", KP__CONFIG_INT, ANY, NULL, "default of index.interval.bytes"},
    {"log.message.timestamp.type", "CreateTime", KP__CONFIG_STRING, ANY, NULL, "default of message.timestamp.type"},
    {"log.retention.bytes", "-1", KP__CONFIG_LONG, ANY, NULL, "default of retention.bytes"},
    {"log.retention.ms", "604800000", KP__CONFIG_LONG, ANY, NULL, "default of retention.ms"},
    {"message.max.bytes", "1048588", KP__CONFIG_INT, ANY, NULL, "default of max.message.bytes"},
    {"min.insync.replicas", "1", KP__CONFIG_INT, ANY, NULL, "there is one replica"},
    {"offsets.topic.replication.factor", "1", KP__CONFIG_INT, ANY, NULL, "there is one node"},
};
const int kp__broker_config_count = sizeof kp__broker_configs / sizeof kp__broker_configs[0];

const kp__config *kp__topic_config_find(kp__slice name)
{
    for (int i = 0; i < kp__topic_config_count; i++)
        if (kp__slice_equal(kp__slice_str(kp__topic_configs[i].name), name))
            return &kp__topic_configs[i];
    return NULL;
}

static bool in_choices(const char *choices, kp__slice value)
{
    char word[64];
    for (size_t at = 0; at <= value.len;) { /* lists are separated by commas */
        size_t end = at;
        while (end < value.len && value.data[end] != ',')
            end++;
        int len = snprintf(word, sizeof word, " %.*s ", (int)(end - at), (const char *)value.data + at);
        if (len >= (int)sizeof word || len <= 2 || !strstr(choices, word))
            return false;
        at = end + 1;
    }
    return true;
}

bool kp__config_value_ok(const kp__config *config, kp__slice value)
{
    char text[32], *end;
    if (kp__slice_is_null(value) || memchr(value.data, 0, value.len))
        return false;
    if (config->choices)
        return in_choices(config->choices, value);
    if (config->type != KP__CONFIG_INT && config->type != KP__CONFIG_LONG)
        return true;
    if (value.len == 0 || value.len >= sizeof text)
        return false;
    memcpy(text, value.data, value.len);
    text[value.len] = '\0';
    long long number = strtoll(text, &end, 10);
    return *end == '\0' && number >= config->min && number <= config->max;
}
