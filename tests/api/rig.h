/* A producer, a scripted broker, and counts of what was reported. */
#ifndef KP_TESTS_API_RIG_H
#define KP_TESTS_API_RIG_H

#include <stdatomic.h>

#include <tests/api/server.h>
#include <tests/check.h>

#include <kprod/kprod.h>

typedef struct rig {
    server *server;
    kp_producer *producer;
    kp_topic *topic;
    _Atomic int reports, written, maybe, not_written;
    _Atomic int64_t last_offset;
    _Atomic kp_err last_err;
} rig;

/* `options` is name, value, name, value ..., NULL at the end. bootstrap.servers is the server's unless given. */
void rig_open(rig *r, const char *const *options, const kp_hooks *hooks);
void rig_close(rig *r); /* free, stop; fails if a report is missing */

/* Waits until the topic's partitions are known. */
void rig_know_topic(rig *r);

kp_record rig_record(rig *r, const char *key, const char *value);
void rig_done(const kp_delivery *delivery, void *arg); /* counts; arg is the rig */
kp_err rig_send(rig *r, const char *value);

kp_producer *open_producer(const char *bootstrap, const char *const *options, const kp_hooks *hooks);

#endif
