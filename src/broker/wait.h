/* A fetch that waits: until its partitions have grown by enough bytes, or its time is over. Then the request is simply
 * handled once more. One at most for each connection. */
#ifndef KP__BROKER_WAIT_H
#define KP__BROKER_WAIT_H

#include <broker/conn.h>

typedef struct kp__watch {
    kp__list node; /* in the partition's watchers */
    kp__wait *wait;
} kp__watch;

struct kp__wait {
    kp__heap_node at;
    kp__list due; /* in broker->due once it shall be answered */
    kp__conn *conn;
    int64_t missing; /* bytes still to come before it is worth an answer */
    uint8_t *frame;  /* a copy of the request */
    size_t frame_len;
    int32_t watch_count, watch_max;
    kp__watch watches[];
};

/* All waits together hold KP__WAITS_MAX at most; past it a fetch is answered with what there is. So is one that came by
 * the express, which must not stand still. */
bool kp__wait_room(const kp__conn *conn, size_t frame_len, int32_t partitions);
/* `partitions` is the most that will be watched. Sets conn->wait. */
KP_MUST kp_err kp__wait_new(kp__conn *conn, kp__slice frame, kp_ns deadline, int64_t missing, int32_t partitions);
void kp__wait_watch(kp__wait *wait, kp__partition *partition);
void kp__wait_cancel(kp__conn *conn); /* no effect without one */

/* The partition has `bytes` more; or it is gone (bytes INT64_MAX): everybody looks. */
void kp__wait_grown(kp_broker *broker, kp__partition *partition, int64_t bytes);
/* Answers those whose time or bytes have come, as long as there is room for output. */
void kp__wait_answer_due(kp_broker *broker);

#endif
