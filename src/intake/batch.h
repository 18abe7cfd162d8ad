/* A batch on its way: records of one partition that travel, succeed and fail together.
 *
 *   head chunk:  [kp__segment][kp__batch][slot][slot]...      stays until the reports were read
 *   more slots:  [kp__segment][slot]...                       likewise
 *   body:        [kp__segment][61 bytes of room][records...]  returns to the pool when no connection holds it and
 *                [kp__segment][...records]                    the outcome is decided
 *
 * The head chunk is a chunk; the other segments are as large as the batch promises to become. A record's length,
 * attributes, deltas and key length lie in one segment; its key, value and headers may go on in the next.
 *
 * Life: OPEN (in a lane, appended to) -> CLOSED (no further record; still in its lane) -> READY (the core's: CRC taken)
 * -> INFLIGHT <-> RETRY -> DONE (outcome decided; reports unread). Written before an earlier one of its lane is
 * decided: ACKED until that one is (I8). A body never changes once closed. Its header room is rewritten only while
 * `holders` is 0. */
#ifndef KP__INTAKE_BATCH_H
#define KP__INTAKE_BATCH_H

#include <base/list.h>
#include <intake/pool.h>
#include <kprod/record.h>
#include <kprod/time.h>

struct kp__lane;

typedef enum kp__batch_state {
    KP__BATCH_OPEN = 1,
    KP__BATCH_CLOSED,
    KP__BATCH_READY,
    KP__BATCH_INFLIGHT,
    KP__BATCH_RETRY,
    KP__BATCH_ACKED,
    KP__BATCH_DONE
} kp__batch_state;

/* Of a body that has a next segment, this one has at least so many bytes: what is left of it holds no record's head. */
enum { KP__SEGMENT_FILLED = KP__CHUNK - 16 - 26 };

typedef struct kp__slot {
    kp_done_fn done; /* NULL: nobody asked */
    void *arg;
} kp__slot;

typedef struct kp__batch {
    struct kp__batch *next; /* in the lane's queue, under the lane's lock; once taken, in its request */
    kp__list link;          /* in one of the core's lists, by turn */
    struct kp__lane *lane;
    kp__segment *body; /* chain; NULL once released */
    kp__segment *body_last;
    kp__segment *slots; /* chain, the head chunk first; see kp__batch_slots */
    kp__segment *slots_last;
    kp__segment *refusal; /* what the broker said when it refused the batch, or NULL; see producer/refusal.c */
    uint32_t record_count;
    uint32_t slot_count;     /* slots are for the last slot_count records: earlier ones asked for nothing */
    uint32_t body_size;      /* bytes of records, from batch byte 61 on */
    uint32_t straight_until; /* while open: see append.c */
    uint32_t crc;            /* of the whole batch, and of its header part: as they were written last */
    uint32_t header_crc;
    int64_t base_timestamp;
    int64_t max_timestamp;
    uint8_t state;
    uint8_t full;      /* reached batch_bytes, so sendable; may yet grow while lane->grow */
    uint8_t sent_once; /* some transmission ended without our knowing whether it was written: for ever "maybe" */
    uint8_t expired;   /* delivery.timeout.ms passed while in flight */
    uint16_t holders;  /* connections whose output or kernel may still read header and body */
    uint16_t attempts;
    uint32_t flush_generation; /* at opening */
    uint32_t txn_generation;   /* at opening */
    uint8_t topic_id[16];      /* under which it was sent last; 0: under its name */
    /* identity; -1 until drained for the first time */
    int64_t producer_id;
    int32_t base_sequence;
    int16_t producer_epoch;
    /* stamps, by turn but `opened` */
    kp_ns opened, closed, drained, written, answered, throttled;
    kp_ns retry_at;
    /* outcome */
    kp_err err;
    uint8_t status;  /* kp_written */
    int16_t refused; /* the error before, for which it was to be sent again; 0: none */
    int64_t base_offset;
    int64_t log_append_time; /* -1: none */
    kp__list sent;           /* in its lane's list of unresolved batches */
    uint8_t reported;        /* the owner has run its reports: only connections hold it */
    uint8_t times_only;      /* of the body there is only what kp__walk_time reads */
    uint8_t in_doubt;        /* it may have been written under its present sequence */
    uint8_t passed_over;     /* no ack behind it proves it: the log has no room for it, or is another one by now */
    uint8_t later_tells;     /* OUT_OF_ORDER was said of it, in doubt: those behind it, in doubt too, are asked next */
    uint8_t renumber; /* surely not written under its present sequence: gets a new identity before it is sent again */
    /* splitting, see split.h; counts, sizes and sequence are those of the records that are left */
    uint8_t piece;        /* the one behind it in the lane's list is what it was cut from */
    uint32_t piece_bytes; /* too large as it is: to be sent in pieces of this size; 0: is not */
    uint32_t taken;       /* records cut off in front */
} kp__batch;

_Static_assert(sizeof(kp__batch) <= 320, "a head chunk holds a batch and its first slots");

/* The 61 bytes of room in front of the first record. */
static inline uint8_t *kp__batch_header_room(kp__batch *batch) { return batch->body->data; }

/* Walks the slots in record order; returns false after the last. `cursor` begins zeroed. */
typedef struct kp__slot_cursor {
    kp__slot *at, *end; /* in this segment */
    kp__segment *segment;
    uint32_t record_index; /* of the record that `at` belongs to */
} kp__slot_cursor;

/* To the next segment that has slots, and the first of them. */
bool kp__batch_slots_more(kp__batch *batch, kp__slot_cursor *cursor);

static inline bool kp__batch_slot_next(kp__batch *batch, kp__slot_cursor *cursor, kp__slot **slot,
                                       uint32_t *record_index)
{
    if (cursor->at == cursor->end && !kp__batch_slots_more(batch, cursor))
        return false;
    *slot = cursor->at++;
    *record_index = cursor->record_index++;
    return true;
}

#endif
