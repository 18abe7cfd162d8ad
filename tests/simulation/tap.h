/* What the client's sockets carry, read along: at most max.in.flight requests on their way to a node (I20), a partition
 * on one connection at a time (I20), sequences in order while something is on its way (I4, R21), no request begun
 * while a node has asked for a pause (F17, KIP-219), and no batch whose records were told before (I7). */
#ifndef SIM_TAP_H
#define SIM_TAP_H

#include <base/alloc.h>
#include <base/arena.h>
#include <tests/simulation/checker.h>
#include <tests/simulation/net.h>

enum { SIM_TAP_TOPICS = 4, SIM_TAP_PARTITIONS = 16 };

/* One partition of one client. */
typedef struct sim_tap_lane {
    uint32_t conn; /* on which it is on its way */
    uint32_t requests;
    int64_t producer_id;
    int16_t epoch;
    int32_t next_sequence;
} sim_tap_lane;

typedef struct sim_tap_state {
    sim_world *world;
    int (*topic_index)(void *arg, const char *name, size_t size, const uint8_t *id);
    void *topic_arg;
    int32_t inflight_max[SIM_CLIENTS_MAX];
    const check_journal *journal;
    sim_tap_lane lanes[SIM_CLIENTS_MAX][SIM_TAP_TOPICS][SIM_TAP_PARTITIONS];
    kp__alloc alloc;
    kp__arena arena;
    struct tap_conn *conns;
} sim_tap_state;

/* `net` NULL: the bytes are not readable (a filter shields them), nothing is looked at. */
void sim_tap_init(sim_tap_state *tap, sim_world *world, sim_net *net,
                  int (*topic_index)(void *arg, const char *name, size_t size, const uint8_t *id), void *arg);
void sim_tap_deinit(sim_tap_state *tap);

#endif
