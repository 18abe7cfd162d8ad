/* From a frame to its handler: one table, a row for each API. */
#ifndef KP__BROKER_DISPATCH_H
#define KP__BROKER_DISPATCH_H

#include <broker/conn.h>

/* One request while it is handled. Everything borrowed ends when the handler returns. */
typedef struct kp__call {
    kp_broker *broker;
    kp__conn *conn;
    kp__request_header header;
    kp__slice frame;
    kp__arena *arena;
    const void *request; /* the API's request struct */
    void *response;      /* its response struct, all defaults */
    kp__range *ranges;   /* records that the response takes from segments: see kp__call_ranges */
    int32_t range_count;
    bool last_try; /* a waiting fetch must be answered now */
    bool silent;   /* no answer (acks=0) */
} kp__call;

/* KP_OK: answer with `response`. KP_AGAIN: the answer comes later (call->conn->wait is set). Else: the connection is
 * closed, the error is logged. */
typedef kp_err (*kp__handler)(kp__call *call);

typedef struct kp__api {
    int16_t key;
    int16_t version_min; /* served */
    int16_t version_max;
    int16_t version_advertised; /* the least that ApiVersions tells of */
    kp__handler handler;
} kp__api;

extern const kp__api kp__apis[];
extern const int kp__api_count;

/* Handles one frame (without its size). */
void kp__dispatch(kp__conn *conn, kp__slice frame);
/* Handles a waiting fetch again, for the last time. */
void kp__dispatch_again(kp__conn *conn, kp__slice frame);

/* Room for `count` ranges; each used one goes into a response by kp__call_range. */
KP_MUST kp_err kp__call_ranges(kp__call *call, int32_t count);
/* Makes `records` the bytes of the range, and remembers it. */
KP_MUST kp_err kp__call_range(kp__call *call, const kp__range *range, kp__records *records);

/* ---- the handlers ---- */

kp_err kp__api_produce(kp__call *call);
kp_err kp__api_fetch(kp__call *call);
kp_err kp__api_list_offsets(kp__call *call);
kp_err kp__api_metadata(kp__call *call);
kp_err kp__api_find_coordinator(kp__call *call);
kp_err kp__api_api_versions(kp__call *call);
kp_err kp__api_create_topics(kp__call *call);
kp_err kp__api_delete_topics(kp__call *call);
kp_err kp__api_init_producer_id(kp__call *call);
kp_err kp__api_offset_for_leader_epoch(kp__call *call);
kp_err kp__api_describe_configs(kp__call *call);
kp_err kp__api_describe_cluster(kp__call *call);
kp_err kp__api_describe_topic_partitions(kp__call *call);

#endif
