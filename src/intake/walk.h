/* From record to record through the body of a batch that is closed: what a batch that must be cut, or be told about,
 * has to know of its records. Our own bytes: nothing is checked. */
#ifndef KP__INTAKE_WALK_H
#define KP__INTAKE_WALK_H

#include <intake/batch.h>
#include <intake/encode.h>

typedef struct kp__walk {
    const kp__segment *segment;
    uint32_t at; /* in the segment: where the next record begins */
} kp__walk;

/* A record's head lies in one segment; the rest, from the key on, may go on in the next. */
typedef struct kp__walked {
    const kp__segment *segment;
    const uint8_t *timestamp; /* the varints as they stand there */
    const uint8_t *key_length;
    uint32_t length; /* of what follows the length itself */
    uint32_t timestamp_size, offset_size, key_length_size;
    int64_t delta; /* of the timestamp */
} kp__walked;

static inline void kp__walk_begin(kp__walk *walk, const kp__batch *batch)
{
    *walk = (kp__walk){batch->body, KP__HEADER_ROOM};
}

static inline void kp__walk_skip(kp__walk *walk, uint32_t bytes)
{
    walk->at += bytes;
    while (walk->at > walk->segment->used) {
        walk->at -= walk->segment->used;
        walk->segment = walk->segment->next;
    }
}

/* The next record, which must be there; `walk` then stands behind it. */
void kp__walk_next(kp__walk *walk, kp__walked *record);

#endif
