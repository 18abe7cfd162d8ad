#include <broker/checkpoint.h>

#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 64 * 1024 * 1024 };

/* Cuts the next line off; NULL at the end. */
static char *next_line(char **at)
{
    char *line = *at;
    if (!line || !*line)
        return NULL;
    char *end = strchr(line, '\n');
    *at = end ? end + 1 : NULL;
    if (end)
        *end = '\0';
    return line;
}

static bool parse_number(const char *text, int64_t max, int64_t *out)
{
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    long long value = strtoll(text, &end, 10);
    if (*end != '\0' || value < 0 || value > max)
        return false;
    *out = value;
    return true;
}

static bool parse_line(char *line, kp__checkpoint *checkpoint)
{
    int64_t partition, offset;
    char *second = strchr(line, ' ');
    char *third = second ? strchr(second + 1, ' ') : NULL;
    if (!third)
        return false;
    *second = *third = '\0';
    if (!parse_number(second + 1, INT32_MAX, &partition) || !parse_number(third + 1, INT64_MAX, &offset))
        return false;
    checkpoint->topics[checkpoint->count] = line;
    checkpoint->partitions[checkpoint->count] = (int32_t)partition;
    checkpoint->offsets[checkpoint->count] = offset;
    checkpoint->count++;
    return true;
}

static kp_err parse(kp__checkpoint *checkpoint, kp__log_env *env)
{
    char *at = (char *)checkpoint->text;
    int64_t version, count;
    char *first = next_line(&at), *second = next_line(&at);
    if (!first || !second || !parse_number(first, 0, &version) || !parse_number(second, FILE_MAX / 8, &count))
        return KP_ERR_CORRUPT;
    checkpoint->topics = kp__new_array(env->alloc, (size_t)count + 1, sizeof *checkpoint->topics);
    checkpoint->partitions = kp__new_array(env->alloc, (size_t)count + 1, sizeof *checkpoint->partitions);
    checkpoint->offsets = kp__new_array(env->alloc, (size_t)count + 1, sizeof *checkpoint->offsets);
    if (!checkpoint->topics || !checkpoint->partitions || !checkpoint->offsets)
        return KP_ERR_NO_MEMORY;
    for (char *line; checkpoint->count < count && (line = next_line(&at)) != NULL;)
        if (!parse_line(line, checkpoint))
            return KP_ERR_CORRUPT;
    return checkpoint->count == count ? KP_OK : KP_ERR_CORRUPT;
}

kp_err kp__checkpoint_load(kp__checkpoint *checkpoint, kp__log_env *env, const char *dir, const char *name)
{
    char path[KP__LOG_PATH];
    size_t size;
    *checkpoint = (kp__checkpoint){0};
    kp_err err = kp__path_join(path, dir, name);
    if (!err)
        err = kp__file_load(env, path, FILE_MAX, &checkpoint->text, &size);
    if (!err)
        err = parse(checkpoint, env);
    if (err == KP_ERR_NOT_FOUND || err == KP_ERR_CORRUPT || err == KP_ERR_LIMIT) {
        kp__checkpoint_deinit(checkpoint, env);
        return KP_OK;
    }
    return err;
}

void kp__checkpoint_deinit(kp__checkpoint *checkpoint, kp__log_env *env)
{
    kp__delete(env->alloc, checkpoint->text);
    kp__delete(env->alloc, checkpoint->topics);
    kp__delete(env->alloc, checkpoint->partitions);
    kp__delete(env->alloc, checkpoint->offsets);
    *checkpoint = (kp__checkpoint){0};
}

int64_t kp__checkpoint_find(const kp__checkpoint *checkpoint, const char *topic, int32_t partition)
{
    for (int32_t i = 0; i < checkpoint->count; i++)
        if (checkpoint->partitions[i] == partition && strcmp(checkpoint->topics[i], topic) == 0)
            return checkpoint->offsets[i];
    return 0;
}

void kp__checkpoint_begin(kp__buf *out, kp__alloc *alloc, int32_t count)
{
    kp__buf_init(out, alloc, FILE_MAX);
    kp__buf_printf(out, "0\n%d\n", (int)count);
}

void kp__checkpoint_add(kp__buf *out, const char *topic, int32_t partition, int64_t offset)
{
    kp__buf_printf(out, "%s %d %lld\n", topic, (int)partition, (long long)offset);
}

kp_err kp__checkpoint_save(kp__buf *out, kp__log_env *env, const char *dir, const char *name)
{
    kp_err err = kp__buf_err(out);
    if (!err)
        err = kp__file_replace(env, dir, name, out->data, out->len);
    kp__buf_deinit(out);
    return err;
}
