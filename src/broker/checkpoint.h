/* Kafka's text files of one offset a partition: a version line "0", a count, then "topic partition offset" lines. A
 * file that is missing or damaged is an empty one: every offset is then 0, which is always safe. */
#ifndef KP__BROKER_CHECKPOINT_H
#define KP__BROKER_CHECKPOINT_H

#include <base/buf.h>
#include <broker/log/env.h>

typedef struct kp__checkpoint {
    uint8_t *text; /* the file, lines cut apart by NUL */
    const char **topics;
    int32_t *partitions;
    int64_t *offsets;
    int32_t count;
} kp__checkpoint;

KP_MUST kp_err kp__checkpoint_load(kp__checkpoint *checkpoint, kp__log_env *env, const char *dir, const char *name);
void kp__checkpoint_deinit(kp__checkpoint *checkpoint, kp__log_env *env);
int64_t kp__checkpoint_find(const kp__checkpoint *checkpoint, const char *topic, int32_t partition); /* 0 when absent */

/* Writing: begin with the number of lines, add them, save. */
void kp__checkpoint_begin(kp__buf *out, kp__alloc *alloc, int32_t count);
void kp__checkpoint_add(kp__buf *out, const char *topic, int32_t partition, int64_t offset);
KP_MUST kp_err kp__checkpoint_save(kp__buf *out, kp__log_env *env, const char *dir, const char *name);

#endif
