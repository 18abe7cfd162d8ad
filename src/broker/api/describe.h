/* What several answers say about topics and this node. */
#ifndef KP__BROKER_API_DESCRIBE_H
#define KP__BROKER_API_DESCRIBE_H

#include <broker/dispatch.h>

/* A list of one node: us. NULL when out of memory. */
int32_t *kp__node_list(kp__arena *arena);

/* All topics by name, as an array in the arena. */
KP_MUST kp_err kp__topics_sorted(kp__call *call, kp__topic ***out, int32_t *count);

/* Kafka's code for the wire: anything of our own is UNKNOWN_SERVER_ERROR. */
int16_t kp__wire_code(kp_err err);

/* Makes a topic with the broker's defaults; `configs` as in the store. partitions -1: the default. */
KP_MUST kp_err kp__make_topic(kp__call *call, kp__slice name, int32_t partitions, const kp__store_config *configs,
                              int32_t config_count, kp__topic **out);

#endif
