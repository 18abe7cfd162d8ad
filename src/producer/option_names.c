/* Finding a row by name or alias, and the nearest name for one that is unknown. */
#include <producer/option_impl.h>

#include <stdio.h>
#include <string.h>

/* An alias whose meaning is not quite the same. */
static const struct {
    const char *alias;
    const char *note;
} alias_notes[] = {
    {"message.max.bytes", "in kprod it bounds the whole request, too"},
    {"message.timeout.ms", "it covers the time in the queue and all retries"},
};

/* Names in files for other clients that have nothing to act on here. A trailing dot stands for all that begins so. */
static const struct {
    const char *name;
    const char *note;
} ignored[] = {
    {"queue.buffering.max.messages", "what is queued is bounded in bytes, by buffer.memory"},
    {"api.version.request", "versions are always asked for"},
    {"key.deserializer", "bytes are given as they are"},
    {"value.deserializer", "bytes are given as they are"},
    {"key.serializer.encoding", "bytes are taken as they are"},
    {"value.serializer.encoding", "bytes are taken as they are"},
    {"serializer.encoding", "bytes are taken as they are"},
    {"default.list.key.serde.inner", "bytes are taken as they are"},
    {"default.list.value.serde.inner", "bytes are taken as they are"},
    {"auto.include.jmx.reporter", "it has no meaning outside Java"},
    {"metrics.jmx.include", "it has no meaning outside Java"},
    {"metrics.jmx.exclude", "it has no meaning outside Java"},
    {"metrics.context.", "it has no meaning outside Java"},
    {"group.id", "partitions are read directly, without a group"},
    {"enable.auto.commit", "partitions are read directly, without a group"},
    {"auto.commit.interval.ms", "partitions are read directly, without a group"},
    {"auto.offset.reset", "where to begin is said at the start"},
};

/* Takes the next alias of a list; *scale is its factor. */
static bool next_alias(const char **at, char *out, size_t cap, int64_t *scale)
{
    if (!**at)
        return false;
    size_t len = strcspn(*at, ",");
    size_t name = strcspn(*at, ",*");
    snprintf(out, cap, "%.*s", (int)name, *at);
    *scale = 1;
    if (name < len) {
        *scale = 0;
        for (size_t i = name + 1; i < len; i++)
            *scale = *scale * 10 + ((*at)[i] - '0');
    }
    *at += len + ((*at)[len] == ',' ? 1 : 0);
    return true;
}

static const char *note_of_alias(const char *name)
{
    for (size_t i = 0; i < sizeof alias_notes / sizeof alias_notes[0]; i++)
        if (strcmp(alias_notes[i].alias, name) == 0)
            return alias_notes[i].note;
    return NULL;
}

static const char *note_of_ignored(const char *name)
{
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++) {
        size_t len = strlen(ignored[i].name);
        bool prefix = ignored[i].name[len - 1] == '.';
        if (strncmp(ignored[i].name, name, len) == 0 && (prefix || !name[len]))
            return ignored[i].note;
    }
    return NULL;
}

kp__option_found kp__option_find(const char *name)
{
    for (int i = 0; i < KP__OPT_COUNT; i++)
        if (strcmp(kp__option_rows[i].info.name, name) == 0)
            return (kp__option_found){.row = i, .scale = 1};
    char alias[KP__OPTION_NAME_MAX + 1];
    for (int i = 0; i < KP__OPT_COUNT; i++) {
        int64_t scale;
        for (const char *at = kp__option_rows[i].info.aliases; next_alias(&at, alias, sizeof alias, &scale);)
            if (strcmp(alias, name) == 0)
                return (kp__option_found){.row = i, .scale = scale, .is_alias = true, .note = note_of_alias(name)};
    }
    return (kp__option_found){.row = -1, .scale = 1, .note = note_of_ignored(name)};
}

enum { NEAR_MAX = 96 };

/* Letters to insert, drop or change to get from a to b; `limit` + 1 when more. */
static int distance(const char *a, const char *b, int limit)
{
    size_t la = strlen(a), lb = strlen(b);
    if (la > NEAR_MAX || lb > NEAR_MAX)
        return limit + 1;
    int row[NEAR_MAX + 1];
    for (size_t j = 0; j <= lb; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= la; i++) {
        int diagonal = row[0], best = (int)i;
        row[0] = (int)i;
        for (size_t j = 1; j <= lb; j++) {
            int change = diagonal + (a[i - 1] != b[j - 1]);
            int insert = row[j - 1] + 1, drop = row[j] + 1;
            diagonal = row[j];
            row[j] = change < insert ? change : insert;
            if (drop < row[j])
                row[j] = drop;
            if (row[j] < best)
                best = row[j];
        }
        if (best > limit)
            return limit + 1;
    }
    return row[lb];
}

const char *kp__option_nearest(const char *name, char *out, size_t cap)
{
    size_t len = strlen(name);
    int limit = len / 3 > 3 ? (int)(len / 3 < 8 ? len / 3 : 8) : 3;
    if (len < 3)
        limit = 1;
    int best = limit + 1;
    char alias[KP__OPTION_NAME_MAX + 1];
    for (int i = 0; i < KP__OPT_COUNT; i++) {
        const kp_option_info *info = &kp__option_rows[i].info;
        int d = distance(name, info->name, best - 1);
        if (d < best) {
            best = d;
            snprintf(out, cap, "%s", info->name);
        }
        int64_t scale;
        for (const char *at = info->aliases; next_alias(&at, alias, sizeof alias, &scale);) {
            d = distance(name, alias, best - 1);
            if (d < best) {
                best = d;
                snprintf(out, cap, "%s", alias);
            }
        }
    }
    return best <= limit ? out : NULL;
}
