/* The model cluster's logs: what was written where, and what the cluster lost again. The checker reads these and the
 * journal, and nothing else. Plain memory, no clock. */
#ifndef SIM_MODEL_LOG_H
#define SIM_MODEL_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kprod/time.h>

typedef struct model_entry {
    int64_t base_offset;
    int32_t record_count;
    uint8_t *bytes; /* the batch as it came, base offset and leader epoch set */
    size_t size;
    int64_t producer_id;
    int16_t producer_epoch;
    int32_t base_sequence;
    uint32_t conn;
    kp_ns at;           /* appended */
    kp_ns commit_at;    /* replicated from then on */
    bool was_committed; /* of a lost one */
    /* Taken though the log could not know that it was next: what was remembered of its producer had gone, or it is a
     * late copy of something lost that closed the gap. What stands before it in the sequence may still come behind it,
     * and what stands here, or followed it on the same connection, may come again under another name: Kafka itself
     * cannot keep that out. */
    bool unproven;
} model_entry;

typedef struct model_log {
    int32_t topic;
    int32_t partition;
    int64_t end; /* the next offset */
    model_entry *entries;
    int32_t count, cap;
    int32_t deleted;   /* so many of them, from the first on: by retention, or DeleteRecords */
    model_entry *lost; /* cut off by an election: an acknowledged record may be here */
    int32_t lost_count, lost_cap;
} model_log;

void model_log_init(model_log *log, int32_t topic, int32_t partition);
void model_log_deinit(model_log *log);
/* Copies the batch, gives it the next offsets; its entry, to be filled on, is the last one. */
model_entry *model_log_append(model_log *log, const uint8_t *batch, size_t size, int32_t record_count,
                              int32_t leader_epoch);
int64_t model_log_start(const model_log *log); /* the first offset that was not deleted */
/* Keeps the first `count` entries; the others are lost, and their offsets will be given again. */
void model_log_cut(model_log *log, int32_t count, kp_ns now);

#endif
