/* Moves bytes between a kp__cluster's sessions and the transports of a kp__io: carries out the cluster's actions
 * (resolve, connect, close), reads, writes. The producer, the admin client and the reader have one each.
 *
 * The owner's turn:
 *
 *     now = kp__pump_wait(pump, deadline);   waits (outside the turn for a producer), remembers what became ready
 *     kp__pump_deliver(pump, now);           reads into sessions: answers are told here
 *     tick(now)                              the owner's and the cluster's
 *     kp__pump_flush(pump, now);             actions, then writes
 *
 * Rules. Readiness is edge-triggered: a link that became ready is tried (handshake, read, write) until it says
 * KP_AGAIN, at most KP__PUMP_TURN_BYTES each way in one turn; what is left over is taken up in the next turn, which
 * then must not wait (kp__pump_busy). A link is one connection; it is freed one wait after its end, so that an event of
 * the same wait still finds it. A transport is closed before the cluster is told, and only then are its requests
 * answered.
 *
 * A transport is a socket, or the host's (hosted.h). A filter (TLS; a test's dummy) wraps either when it was made.
 * Everything here is by turn, but kp__pump_wake. */
#ifndef KP__API_PUMP_H
#define KP__API_PUMP_H

#include <stdbool.h>

#include <api/hosted.h>
#include <base/check.h>
#include <base/io.h>
#include <base/list.h>
#include <base/log.h>
#include <cluster/cluster.h>
#include <kprod/error.h>
#include <kprod/time.h>

enum { KP__PUMP_TURN_BYTES = 1 << 20, KP__PUMP_IOV = KP_TRANSPORT_SLICES_MAX, KP__PUMP_READY = 64 };

/* Stacks a transport on `below`, which it owns from KP_OK on. `host` is the name that was asked for. */
typedef struct kp__filter {
    void *arg;
    kp_err (*wrap)(void *arg, kp__alloc *alloc, kp__transport *below, const char *host, kp__transport **out);
} kp__filter;

typedef struct kp__pump_config {
    const kp__filter *filter;      /* NULL: none */
    const kp_transport *transport; /* the host's; NULL: sockets. Must outlive the pump */
    kp__health *health;            /* of the handle, for a transport that breaks its promises */
    int send_buffer, receive_buffer;
} kp__pump_config;

typedef struct kp__pump {
    kp__io *io;
    kp__poller *poller;
    kp__cluster *cluster;
    kp__log *log;
    kp__filter filter; /* wrap NULL: none */
    kp__hosting hosting;
    int send_buffer, receive_buffer;
    kp__list links; /* all that live */
    kp__list work;  /* those with something to try */
    kp__list dead;
    uint32_t connections;
    int ready_count;
    kp__ready ready[KP__PUMP_READY];
} kp__pump;

/* Makes a poller: KP_ERR_NO_FD, KP_ERR_NO_MEMORY. */
KP_MUST kp_err kp__pump_init(kp__pump *pump, kp__io *io, kp__cluster *cluster, kp__log *log,
                             const kp__pump_config *config);
/* Closes what is left without telling the cluster. Safe on zeroes, and in a forked child. */
void kp__pump_deinit(kp__pump *pump);

/* Waits until something is ready, a wake, or the deadline; not at all when the pump is busy. Returns the turn's `now`.
 */
kp_ns kp__pump_wait(kp__pump *pump, kp_ns deadline);
void kp__pump_wake(kp__pump *pump); /* any thread */
bool kp__pump_busy(const kp__pump *pump);

void kp__pump_deliver(kp__pump *pump, kp_ns now);
void kp__pump_flush(kp__pump *pump, kp_ns now);

/* Closes every connection and cancels every lookup, and tells the cluster `err` for each. */
void kp__pump_close_all(kp__pump *pump, kp_err err, kp_ns now);

/* One whole turn for an owner that has nothing but a cluster (admin, reader). */
kp_ns kp__pump_turn(kp__pump *pump, kp_ns deadline);

#endif
