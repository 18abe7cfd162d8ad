#include <broker/configs.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define I32 0, INT32_MAX
#define I64 0, INT64_MAX
#define ANY 0, 0

const kp__config kp__topic_configs[] = {
    {"cleanup.policy", "delete", KP__CONFIG_LIST, ANY, "delete compact",
     "what happens to old segments; kept, not acted on"},
    {"compression.type", "producer", KP__CONFIG_STRING, ANY, "producer gzip snappy lz4 zstd uncompressed",
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
    {"message.timestamp.type", "CreateTime", KP__CONFIG_STRING, ANY, "CreateTime", "the time that the producer gave"},
    {"min.cleanable.dirty.ratio", "0.5", KP__CONFIG_DOUBLE, 0, 1, NULL, "kept, not acted on"},
    {"min.compaction.lag.ms", "0", KP__CONFIG_LONG, I64, NULL, "kept, not acted on"},
    {"min.insync.replicas", "1", KP__CONFIG_INT, 1, INT32_MAX, NULL, "there is one replica"},
    {"preallocate", "false", KP__CONFIG_BOOLEAN, ANY, "true false", "kept, not acted on"},
    {"remote.storage.enable", "false", KP__CONFIG_BOOLEAN, ANY, "false", "there is no remote storage"},
    {"retention.bytes", "-1", KP__CONFIG_LONG, INT64_MIN, INT64_MAX, NULL, "kept, not acted on"},
    {"retention.ms", "604800000", KP__CONFIG_LONG, -1, INT64_MAX, NULL, "kept, not acted on"},
    {"segment.bytes", "1073741824", KP__CONFIG_INT, 1 << 20, INT32_MAX, NULL, "set for the whole broker"},
    {"segment.index.bytes", "10485760", KP__CONFIG_INT, 4, INT32_MAX, NULL, "set for the whole broker"},
    {"segment.jitter.ms", "0", KP__CONFIG_LONG, I64, NULL, "kept, not acted on"},
    {"segment.ms", "604800000", KP__CONFIG_LONG, 1, INT64_MAX, NULL, "set for the whole broker"},
    {"unclean.leader.election.enable", "false", KP__CONFIG_BOOLEAN, ANY, "true false", "there is one replica"},
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

static bool is_blank(uint8_t c) { return c <= ' '; }

/* Java's. */
static kp__slice trim(kp__slice text)
{
    while (text.len && is_blank(text.data[0]))
        text = kp__slice_of(text.data + 1, text.len - 1);
    while (text.len && is_blank(text.data[text.len - 1]))
        text.len--;
    return text;
}

static bool is_choice(const char *choices, kp__slice word, bool any_case)
{
    for (const char *at = choices; *at; at += strspn(at, " ")) {
        size_t len = strcspn(at, " ");
        const char *given = (const char *)word.data;
        if (len == word.len && (any_case ? strncasecmp(at, given, len) : strncmp(at, given, len)) == 0)
            return true;
        at += len;
    }
    return false;
}

static size_t digits(kp__slice text, size_t from)
{
    size_t at = from;
    while (at < text.len && text.data[at] >= '0' && text.data[at] <= '9')
        at++;
    return at - from;
}

/* "PARTITION:BROKER", or nothing at all. */
static bool is_replica(kp__slice word)
{
    size_t partition = digits(word, 0), broker = digits(word, partition + 1);
    return word.len == 0 || (partition && broker && partition + 1 + broker == word.len && word.data[partition] == ':');
}

/* Words between commas, blanks around them. */
static bool is_list(const kp__config *config, kp__slice value)
{
    if (value.len == 0 || (!config->choices && kp__slice_equal(value, kp__slice_str("*"))))
        return true;
    for (;;) {
        const uint8_t *comma = value.len ? memchr(value.data, ',', value.len) : NULL;
        size_t len = comma ? (size_t)(comma - value.data) : value.len;
        kp__slice word = trim(kp__slice_of(value.data, len));
        if (config->choices ? !is_choice(config->choices, word, false) : !is_replica(word))
            return false;
        if (!comma)
            return true;
        value = kp__slice_of(comma + 1, value.len - len - 1);
    }
}

static bool is_integer(const kp__config *config, const char *text)
{
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    return end != text && *end == '\0' && !errno && number >= config->min && number <= config->max;
}

/* A share of one ("0", "0.25", "1.0"): the only fractions there are. Not strtod, which has its point from the host's
 * locale. */
static bool is_share(const char *text)
{
    const char *at = text + strspn(text, "0");
    bool one = *at == '1';
    at += one;
    if (*at == '.') {
        size_t zeros = strspn(++at, "0"), digits = strspn(at, "0123456789");
        if (one && digits > zeros)
            return false;
        at += digits;
    }
    return *at == '\0' && strpbrk(text, "0123456789");
}

static bool is_number(const kp__config *config, kp__slice value)
{
    char text[64];
    if (value.len >= sizeof text)
        return false;
    memcpy(text, value.data, value.len);
    text[value.len] = '\0';
    return config->type == KP__CONFIG_DOUBLE ? is_share(text) : is_integer(config, text);
}

static bool accepts(const kp__config *config, kp__slice value)
{
    switch (config->type) {
    case KP__CONFIG_INT:
    case KP__CONFIG_LONG:
    case KP__CONFIG_DOUBLE:
        return is_number(config, value);
    case KP__CONFIG_LIST:
        return is_list(config, value);
    default:
        return is_choice(config->choices, value, config->type == KP__CONFIG_BOOLEAN);
    }
}

bool kp__config_check(const kp__config *config, kp__slice value, char why[KP__CONFIG_WHY])
{
    bool number = config->type == KP__CONFIG_INT || config->type == KP__CONFIG_LONG;
    if (!kp__slice_is_null(value) && !memchr(value.data, 0, value.len) && accepts(config, trim(value)))
        return true;
    if (kp__slice_is_null(value))
        snprintf(why, KP__CONFIG_WHY, "it needs a value");
    else if (number || config->type == KP__CONFIG_DOUBLE)
        snprintf(why, KP__CONFIG_WHY, "it is a %s from %lld to %lld", number ? "whole number" : "number",
                 (long long)config->min, (long long)config->max);
    else
        snprintf(why, KP__CONFIG_WHY, "it is %s of: %s",
                 config->type == KP__CONFIG_LIST ? "a list, with commas," : "one",
                 config->choices ? config->choices : "PARTITION:BROKER, or is *");
    return false;
}
