/* A transport of the host's own (kprod/transport.h) in the simulation: the same
 * filter over the same model network, but by the public hook. It has no
 * descriptors; each edge of the network rings. */
#ifndef SIM_HOSTED_H
#define SIM_HOSTED_H

#include <base/alloc.h>
#include <kprod/transport.h>
#include <tests/simulation/net.h>
#include <tests/simulation/shield.h>

typedef struct sim_hosted {
    sim_net *net;
    int client;
    kp__filter filter; /* on top; wrap NULL: none */
    kp__alloc alloc;   /* of the filter */
    int open;          /* connections */
} sim_hosted;

/* `hosted` must outlive the handles that are given the transport. */
kp_transport sim_hosted_transport(sim_hosted *hosted, sim_net *net, int client, const kp__filter *filter);

#endif
